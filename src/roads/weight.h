/* weight.h — what one arc of a road graph costs, and the total order in which paths are compared.
 *
 * Four numbers along the same path: time, distance, and energy as ea + eb * load. The order is lexicographic over
 * (t, d, ea, eb). It is compatible with addition, so "shortest" has one value in all four numbers and every exact
 * method finds the same one. Every arc that may be used has t_ms >= 1. */
#ifndef MLG_ROADS_WEIGHT_H
#define MLG_ROADS_WEIGHT_H

#include <stdbool.h>
#include <stdint.h>

#define MLG_ROAD_INF ((UINT32_C(1) << 31) - 1) /* ms: no way; two of them can be added in uint32_t */

struct arc_weight {
    uint32_t t_ms, d_dm; /* ms; 0.1 m */
    int32_t ea, eb;      /* 0.1 kJ; 0.1 J/kg. Below 0 where an electric vehicle recovers */
};

static inline struct arc_weight mlg__no_way(void) { return (struct arc_weight) { MLG_ROAD_INF, 0, 0, 0 }; }

/* Negative, 0 or positive: a before b, the same, after. */
static inline int mlg__weight_compare(struct arc_weight a, struct arc_weight b)
{
    if (a.t_ms != b.t_ms) return a.t_ms < b.t_ms ? -1 : 1;
    if (a.d_dm != b.d_dm) return a.d_dm < b.d_dm ? -1 : 1;
    if (a.ea != b.ea) return a.ea < b.ea ? -1 : 1;
    return (a.eb > b.eb) - (a.eb < b.eb);
}

/* a then b; no way when one of them is none, or when the sum reaches it. */
static inline struct arc_weight mlg__weight_add(struct arc_weight a, struct arc_weight b)
{
    if (a.t_ms >= MLG_ROAD_INF - b.t_ms) return mlg__no_way();
    return (struct arc_weight) { a.t_ms + b.t_ms, a.d_dm + b.d_dm, a.ea + b.ea, a.eb + b.eb };
}

#endif
