/* map.h — from map files to a road graph: the one entry of reading. */
#ifndef MLG_ROADS_MAP_H
#define MLG_ROADS_MAP_H

#include "maillage/base.h"
#include "roads/graph.h"

struct map_options {
    const char *dem; /* folder of elevation tiles (N43E007.hgt, .hgt.zip), or NULL */
    bool turns;      /* full turn costs: states are directed edges */
    bool keep_osm_ids;
    int32_t thread_count;      /* 0: one */
    mlg_progress_fn *progress; /* phases "read", "build"; may be NULL. MLG_ENOUGH ends the build with MLG_BAD_INPUT */
    void *user;
};

/* What was met and what was left out; nothing is dropped without being counted. */
struct map_counts {
    int64_t nodes, ways, relations; /* in the file */
    int64_t road_ways;
    int64_t shortened_ways, missing_nodes; /* cut extracts: nodes a way names and the file lacks */
    int64_t restrictions, restrictions_dropped, restrictions_by_hour; /* used; malformed; taken as permanent */
    int64_t conditions_kept, conditions_dropped; /* conditional tags understood; of other forms */
    int64_t dem_tiles, dem_missing, dem_void_points;
};

/* Read one map and build its graph. By content: .osm.pbf; DIMACS .gr (its .co beside it, the .gz of both accepted); a
 * folder with nodes.csv and arcs.csv, or *-nodes.csv.gz and *-edges.csv.gz.
 * g         filled; mlg__road_graph_free() in every case. A build is a pure function of the file's bytes and options,
 *           threads not among them.
 * counts    may be NULL.
 * found     may be NULL: errors and warnings, what was dropped.
 * Errors    MLG_NO_FILE, MLG_BAD_INPUT (with "file:offset" or "file:line"), MLG_OVER_LIMIT, MLG_NO_MEMORY. */
mlg_status mlg__map_build(const char *path, const struct map_options *o, struct road_graph *g,
                          struct map_counts *counts, mlg_findings *found, mlg_error *err);

/* The same from a PBF file in memory. */
struct source;
mlg_status mlg__map_build_pbf(const struct source *pbf, const struct map_options *o, struct road_graph *g,
                              struct map_counts *counts, mlg_findings *found, mlg_error *err);

#endif
