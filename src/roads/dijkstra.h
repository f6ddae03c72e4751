/* dijkstra.h — plain shortest paths over the arcs of a metric, in the total order of weight.h.
 *
 * Serves what is local: pockets of end-only streets, isochrones. Tests compare the hierarchy with it. Scratch is made
 * once and cleared by what a search touched, so that a small search costs little in a large map. One object a thread. */
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
    const struct road_seed *seeds;
    int32_t seed_count;
    int32_t settle_max;      /* 0: no limit */
    uint32_t t_max_ms;       /* 0: no limit; states beyond are not settled */
};
/* Settles states in ascending (weight, state); returns how many. The answer stays until the next run. */
int32_t mlg__dijkstra_run(struct dijkstra *d, const struct dijkstra_ask *ask);
struct arc_weight mlg__dijkstra_at(const struct dijkstra *d, int32_t state);   /* no way: not settled */
int32_t mlg__dijkstra_settled(const struct dijkstra *d, int32_t i);            /* the i-th settled state; MLG_NONE after the last */
int32_t mlg__dijkstra_arc(const struct dijkstra *d, int32_t state);            /* by which it was reached; MLG_NONE: a seed */

#endif
