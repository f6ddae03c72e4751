/* plain_map.h — graphs that come as plain tables: DIMACS challenge files, node and arc tables. */
#ifndef MLG_ROADS_PLAIN_MAP_H
#define MLG_ROADS_PLAIN_MAP_H

#include "roads/map.h"

/* A .gr file (or .gr.gz), or a folder. */
bool mlg__is_plain_map(const char *path);

/* Fill the map layer of g.
 *   X.gr[.gz]   "p sp n m", "a u v w"; places from X.co[.gz] beside it: "v id lon_e6 lat_e6". Of the two files of the
 *               challenge, …-d.NAME.gr holds lengths in 0.1 m and …-t.NAME.gr times (length / class factor; factor 1 is
 *               taken as 90 km/h); the one that is missing is made up: 30 km/h, or the straight line
 *   folder      nodes.csv (id, lon, lat[, osm_id]) and arcs.csv (from, to, length_m[, name][, time_s]): directed; or
 *               *-nodes.csv (id, lon_e6, lat_e6) and *-edges.csv (u, v, dist, time): undirected; .gz of all accepted
 * Every family may use every edge. */
mlg_status mlg__plain_map_read(const char *path, const struct map_options *o, struct road_graph *g,
                               struct map_counts *counts, mlg_error *err);
/* The same from two files in memory: nodes and arcs as CSV, or .co and .gr. */
struct source;
mlg_status mlg__plain_map_bytes(const struct source *places, const struct source *arcs, bool dimacs,
                                struct road_graph *g, mlg_error *err);

#endif
