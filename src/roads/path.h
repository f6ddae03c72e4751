/* path.h — one route: the arcs of the graph along the best way between two points. */
#ifndef MLG_ROADS_PATH_H
#define MLG_ROADS_PATH_H

#include "roads/label.h"

struct road_path {
    struct arc_weight weight;   /* offsets of the seeds included; mlg__no_way(): nothing else is set */
    int32_t from_seed, to_seed; /* which seed it leaves and arrives by */
    int32_t arc_count, *arc;    /* arcs of the graph in the order of travel; owned by the query, until its next use */
};

/* Scratch of one thread for routes on hierarchies of this size; NULL without memory. */
struct route_query;
struct route_query *mlg__route_query_new(const struct hierarchy *h);
void mlg__route_query_free(struct route_query *q);

/* The same weight as the entry of the matrix, and the sum of its arcs and offsets. Of ways that are equal in
 * all four numbers one is taken, always the same. Errors: MLG_NO_MEMORY. */
mlg_status mlg__road_route(struct route_query *q, const struct metric *m, const struct road_seed *from,
                           int32_t from_count, const struct road_seed *to, int32_t to_count, struct road_path *path,
                           mlg_error *err);

#endif
