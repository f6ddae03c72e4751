/* customize.h — weights of a hierarchy: the best way along each up arc, in both directions, by lower triangles.
 *
 * Linear passes without queues, so a new vehicle, hour or closed bridge costs a fraction of a second for a region. */
#ifndef MLG_ROADS_CUSTOMIZE_H
#define MLG_ROADS_CUSTOMIZE_H

#include "roads/hierarchy.h"
#include "roads/weight.h"

/* Time and distance as one number: compared and added at once. No way: MLG_KEY_INF; two of them can be added. */
#define MLG_KEY_INF ((uint64_t)MLG_ROAD_INF << 32)
struct arc_energy {
    int32_t ea, eb;
};

enum road_direction { ROAD_UP, ROAD_DOWN }; /* tail to head of an up arc; head to tail */

struct metric {
    const struct hierarchy *h;       /* borrowed */
    const struct arc_weight *weight; /* [h->arc_count], borrowed: of the graph */
    uint64_t *key[2];                /* [direction][up arc] */
    struct arc_energy *energy[2];    /* 0 where there is no way */
    int32_t *via; /* [slot] what it is made of: -1 - arc of the graph, or the up arc from the middle of a lower triangle to
                     the tail; what leads on to the head follows in the same list, so both are near in memory */
};

static inline uint64_t mlg__key(struct arc_weight w) { return (uint64_t)w.t_ms << 32 | w.d_dm; }
static inline struct arc_weight mlg__weight_of(uint64_t key, struct arc_energy e)
{
    return (struct arc_weight) { (uint32_t)(key >> 32), (uint32_t)key, e.ea, e.eb };
}
static inline bool mlg__less_energy(struct arc_energy a, struct arc_energy b)
{
    return a.ea != b.ea ? a.ea < b.ea : a.eb < b.eb;
}

/* weight: every one has t_ms >= 1, or is mlg__no_way(); metres along any path stay below 2^32 dm. m is freed with
 * mlg__metric_free() in every case. The result does not depend on threads. Errors: MLG_NO_MEMORY. */
mlg_status mlg__metric_make(const struct hierarchy *h, const struct arc_weight *weight, int32_t thread_count,
                            struct metric *m, mlg_error *err);
/* After weights of these arcs of the graph changed in m->weight: the same metric as a new one, in time that grows with
 * what changes. changed [changed_count] may hold loops and repetitions. On error the metric is not to be used. */
mlg_status mlg__metric_update(struct metric *m, const struct digraph *g, const int32_t *changed, int32_t changed_count,
                              mlg_error *err);
void mlg__metric_free(struct metric *m);

#endif
