/* dijkstra.h — plain shortest paths over the arcs of a metric, in the total order of weight.h.
 *
 * Serves what is local: pockets of end-only streets, isochrones. Tests compare the hierarchy with it. Its memory is made and
 * cleared by what a search touches, so that a small search costs little in a large map. One object a thread. */
#ifndef MLG_ROADS_DIJKSTRA_H
#define MLG_ROADS_DIJKSTRA_H

#include "roads/label.h"
#include "roads/metric.h"

struct dijkstra;
struct dijkstra *mlg__dijkstra_new(int32_t state_count); /* NULL without memory */
void mlg__dijkstra_free(struct dijkstra *d);

struct dijkstra_ask {
    const mlg_metric *m;
    enum road_access access; /* arcs with this access only: ROAD_THROUGH, or ROAD_END inside pockets */
    bool backward;           /* against the arcs: costs to the seeds */
    int32_t settle_max;      /* 0: no limit */
    uint32_t t_max_ms;       /* 0: no limit; states beyond are not settled */
};
/* A search: start, any number of seeds, run. Settles states in ascending (weight, state); returns how many, MLG_NONE without
 * memory. The answer stays until the next start. */
void mlg__dijkstra_start(struct dijkstra *d);
void mlg__dijkstra_seed(struct dijkstra *d, int32_t state, struct arc_weight offset);
int32_t mlg__dijkstra_run(struct dijkstra *d, const struct dijkstra_ask *ask);
struct arc_weight mlg__dijkstra_at(const struct dijkstra *d, int32_t state);   /* no way: not settled */
int32_t mlg__dijkstra_settled(const struct dijkstra *d, int32_t i);            /* the i-th settled state; MLG_NONE after the last */
int32_t mlg__dijkstra_arc(const struct dijkstra *d, int32_t state);            /* by which it was reached; MLG_NONE: a seed, or not settled */

#endif
