/* osm_build.h — cut the ways of an OpenStreetMap file into edges, and its restrictions into runs of edges. */
#ifndef MLG_ROADS_OSM_BUILD_H
#define MLG_ROADS_OSM_BUILD_H

#include "roads/osm.h"
#include "roads/states.h"

/* Fill the map layer of g and the turn paths (mlg__turn_paths_free() in every case). */
mlg_status mlg__osm_build(const struct osm_map *m, bool keep_ids, struct road_graph *g, struct turn_paths *turns,
                          struct map_counts *counts, mlg_error *err);
void mlg__turn_paths_free(struct turn_paths *t);

#endif
