/* day_streets.h — which rounds of a routed day follow the streets of a map, and what the estimate would say of them. */
#ifndef MLG_ACCOUNTS_DAY_STREETS_H
#define MLG_ACCOUNTS_DAY_STREETS_H

#include "accounts/day.h"

/* A row for each round with a leg on streets. Of the round by crow flight: its legs on streets are those of mlg__day_leg() instead,
 * with the same load on board; all else is as driven, waiting too. Money and CO2 are those of mlg__day_account() for these totals.
 * source   of the legs, the one the day was routed with; NULL, or one without a map: no rows.
 * problem  of the day: mlg__day_problem() or mlg__day_outline().
 * arena    of the rows. Errors: MLG_NO_MEMORY, those of the source.
 * Cost     O(visits^2) a route. */
mlg_status mlg__day_streets(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day, const mlg_problem *problem,
                            struct arena *arena, struct round_streets **rows, int32_t *count, mlg_error *err);

#endif
