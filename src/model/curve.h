/* curve.h — energy per km by mean speed, linear between nodes and clamped outside. Shared by accounts (vehicle classes)
 * and roads (the curves it receives), so that a leg's energy does not depend on who asks. */
#ifndef MLG_MODEL_CURVE_H
#define MLG_MODEL_CURVE_H

#include <stdint.h>

struct curve_point { double a_mj_per_km, b_mj_per_km_per_t; };

/* nodes of ascending speeds; none: no energy. */
static inline struct curve_point mlg__curve_at(int32_t nodes, const double *speed_kmh, const double *a, const double *b,
                                               double kmh)
{
    if (nodes <= 0) return (struct curve_point) { 0, 0 };
    if (kmh <= speed_kmh[0]) return (struct curve_point) { a[0], b[0] };
    for (int32_t i = 1; i < nodes; i++) {
        if (kmh > speed_kmh[i]) continue;
        const double share = (kmh - speed_kmh[i - 1]) / (speed_kmh[i] - speed_kmh[i - 1]);
        return (struct curve_point) { a[i - 1] + (a[i] - a[i - 1]) * share, b[i - 1] + (b[i] - b[i - 1]) * share };
    }
    return (struct curve_point) { a[nodes - 1], b[nodes - 1] };
}

#endif
