/* day_legs.h — the routes of a routed day leg by leg: the rows of days_legs.csv. */
#ifndef MLG_ACCOUNTS_DAY_LEGS_H
#define MLG_ACCOUNTS_DAY_LEGS_H

#include "accounts/day.h"

/* A row for each visit of each route of the day, ascending (route, seq): the leg that leads to it and what happens
 * there. Row 0 of a route is its start: no leg leads to it, and it carries what belongs to the whole round, its
 * vehicle's fixed cost. Metres, seconds and joules are those of the leg itself (energy is affine in the load on board);
 * the lines and the CO2 of the round's account (mlg__day_account) are shared by largest remainders, kilometres by
 * metres, energy and CO2 by joules with those of the stop, hours by seconds of duty. So every column of a route sums
 * exactly to its totals and its account.
 * source   of the legs, the one the day was routed with; NULL: crow flight.
 * problem  of the day: mlg__day_problem() or mlg__day_outline().
 * rows     given: mlg__free(). Errors: MLG_NO_MEMORY.
 * Cost     O(visits^2) a route. */
mlg_status mlg__day_legs(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day,
                         const mlg_problem *problem, struct day_leg **rows, int32_t *count, mlg_error *err);

#endif
