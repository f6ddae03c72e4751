/* ends.h — the two ends of paths: from snapped points to states of the network and back.
 *
 *     o──●=====>o------>o======>o──●──>o        ● points   == arcs with access ROAD_THROUGH, searched by the hierarchy
 *       rest     end-only             before    -- arcs of a pocket, searched here around each point
 *
 * An allowed path is E* T* E* (use.h): it may begin and end on end-only streets. A source on an end-only street reaches
 * the states of its pocket, each with the cost so far; those with a way on along through streets seed the search. A target
 * likewise, backwards. Two ends in one pocket also meet inside it; two on one edge, in the order of travel, have the piece
 * between them. */
#ifndef MLG_ROADS_ENDS_H
#define MLG_ROADS_ENDS_H

#include "roads/dijkstra.h"
#include "roads/matrix.h"

enum { MLG_POCKET_SETTLE_MAX = 2000 }; /* states looked at around a point; a larger pocket is left at its nearer gates */

/* How a point's own edge meets the states: a source leaves by it, a target comes by it. */
struct end_arc {
    int32_t state;        /* source: at the head; target: at the tail */
    int32_t arc;          /* MLG_NONE: a directed edge that no turn leads to */
    int32_t backward;
    struct arc_weight w;  /* source: the rest of the edge; target: the turn and the piece before the point */
    enum road_access access;
};

struct road_end {
    int32_t edge; /* MLG_NONE: no road */
    uint32_t offset_dm;
    uint8_t directions;
    int32_t first_arc, arc_count;     /* in arcs */
    int32_t first_seed, seed_count;   /* in seeds: of the through search */
    int32_t first_reach, reach_count; /* in reach: states of the pocket, ascending */
};
struct road_ends {
    bool targets;
    int32_t count, arc_count, seed_count, reach_count;
    int32_t arc_cap, seed_cap, reach_cap;
    struct road_end *end;
    struct end_arc *arcs;
    struct road_seed *seeds, *reach;
};

/* d is scratch for the metric's states. ends: mlg__ends_free() in every case. Errors: MLG_NO_MEMORY. */
mlg_status mlg__ends_make(const mlg_metric *m, const mlg_snapped *points, int32_t count, bool targets, struct dijkstra *d,
                          struct road_ends *ends, mlg_error *err);
void mlg__ends_free(struct road_ends *ends);

/* The search inside the pocket of an end, again in d: for the way from the point (backward: to it). False without memory. */
bool mlg__end_search(const mlg_metric *m, const struct road_ends *ends, int32_t i, struct dijkstra *d);

/* Copies of the seeds of all ends, as the hierarchy takes them: first [count + 1] and seed, both given: mlg__free(). */
mlg_status mlg__ends_points(const struct road_ends *ends, struct road_points *points, mlg_error *err);

/* From source i straight to target j: along one edge, or inside one pocket (then *meet is the state; MLG_NONE on an edge).
 * No way where there is neither. */
struct arc_weight mlg__direct(const mlg_metric *m, const struct road_ends *from, int32_t i, const struct road_ends *to, int32_t j,
                              int32_t *meet, int32_t *backward);
/* All pairs that have such a way, ascending by (from, to). direct given: mlg__free(). Errors: MLG_NO_MEMORY.
 * Cost: O((n + m) log m) and the pairs that share an edge or a pocket. */
mlg_status mlg__direct_pieces(const mlg_metric *m, const struct road_ends *from, const struct road_ends *to,
                              struct direct_piece **direct, int32_t *count, mlg_error *err);

/* From the edge's beginning, in the direction of travel, to the point. */
static inline uint32_t mlg__travelled(const mlg_metric *m, const struct road_end *p, int32_t backward)
{
    return backward ? m->roads->graph.edges[p->edge].length_dm - p->offset_dm : p->offset_dm;
}
/* A part of a weight, from its beginning to offset of length; part + rest is the whole. */
struct arc_weight mlg__weight_part(struct arc_weight w, uint32_t offset, uint32_t length);
struct arc_weight mlg__weight_minus(struct arc_weight a, struct arc_weight b);

#endif
