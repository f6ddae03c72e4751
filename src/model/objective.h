/* model/objective.h — siting's objective in exact integers: what the engine minimises, the bound bounds and the
 * checker recomputes.
 *
 *   cost = sum over periods t of
 *            ( capital_t + embodied priced ) * discount_t                          at the start of the period
 *          + length_t * working_days * discount_t * sum(units_milli * micro) / 1000 what flows cost (lane, chain,
 *                                                                                  handling, unserved; CO2 priced)
 *          + length_t * discount_t * sum(yearly micro of open sites)
 *          - residual value (straight line over life_years), discounted to the end of the horizon
 *
 * discount_t = (1 + r)^-(start_year_t - start_year_0), as an integer over 2^30. Each sum is exact in 128 bits; one
 * floor division at the end of each period's running part and capital part. Quanta are micro-euros. */
#ifndef MLG_MODEL_OBJECTIVE_H
#define MLG_MODEL_OBJECTIVE_H

#include "base/math.h"
#include "model/scenario.h"

/* Integer weights of a period, over 2^30 (computed once from the scenario, half up). */
struct period_weight {
    int64_t capital_q30; /* discount of the period's start */
    int64_t flow_q30;    /* discount * length * working days; times units_milli * micro / 1000 */
    int64_t year_q30;    /* discount * length; times a year's micro */
    int64_t end_q30;     /* discount of the end of the horizon, for residual values (same for all periods) */
};
void mlg__period_weights(const mlg_scenario *s, struct period_weight *weights /* [period_count] */);

/* Sums of one side's period, all exact. */
struct period_sums {
    int128 flow;        /* sum units_milli * micro per unit */
    int128 year_micro;  /* sum of yearly micro of sites */
    int128 capital_micro;
    int128 residual_micro; /* value left at the end of the horizon of what this period bought */
};
int64_t mlg__objective_quanta(const mlg_scenario *s, const struct period_sums *sums /* [period_count] */);

#endif
