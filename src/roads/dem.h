/* dem.h — climb and descent of edges from elevation tiles (SRTM, .hgt).
 *
 * A tile covers one degree and is named by its south-west corner (N43E007.hgt): 1201 x 1201 or 3601 x 3601 big-endian
 * 16-bit metres, row 0 in the north, -32768 where nothing is known; plain, or the only member of NAME.hgt.zip or
 * NAME.zip. Heights are read bilinearly at geometry points and every 30 m between, smoothed over 100 m along the edge;
 * on bridges and in tunnels the line between the ends counts. No street counts as steeper than 30 %: cliffs and towers
 * are in the tiles, streets are not. */
#ifndef MLG_ROADS_DEM_H
#define MLG_ROADS_DEM_H

#include "roads/map.h"

/* Fill climb_dm and descent_dm of all edges and g->elevation from the tiles in folder; parts without a tile stay flat.
 * Errors: MLG_NO_FILE (no such folder), MLG_BAD_INPUT (a tile of another size, a damaged zip), MLG_NO_MEMORY. */
mlg_status mlg__dem_climb(const char *folder, struct road_graph *g, struct map_counts *counts, mlg_error *err);

/* A tile in memory. */
enum { DEM_VOID = -32768 };
struct dem_tile {
    int32_t lon_deg, lat_deg, side;
    int16_t *metres; /* NULL: not there */
};

/* bytes: content of a .hgt file, or of a zip with one. tile->metres given: mlg__free(). where: for messages. */
mlg_status mlg__dem_read(const char *where, const uint8_t *bytes, size_t size, struct dem_tile *tile, mlg_error *err);
/* Metres at a place inside the tile; false: no height known near. near_void: some corner had none. */
bool mlg__dem_at(const struct dem_tile *t, double lon_deg, double lat_deg, double *metres, bool *near_void);

#endif
