/* query.h — answers between ends that were made before, and the rounding that all answers share. */
#ifndef MLG_ROADS_QUERY_H
#define MLG_ROADS_QUERY_H

#include "maillage/leg.h"
#include "roads/ends.h"

/* From ms, dm, 0.1 kJ, 0.1 J/kg to s, m, kJ, J/kg, half up, once. */
mlg_leg mlg__leg_of(struct arc_weight w);

/* legs [from->count * to->count] on the caller's thread. Errors: MLG_NO_MEMORY. */
mlg_status mlg__legs_between(const mlg_metric *m, const struct road_ends *from, const struct road_ends *to, mlg_leg *legs,
                             mlg_error *err);

#endif
