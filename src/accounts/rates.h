/* rates.h — the routing objective from a vehicle class and prices (interfaces 5), and the account of a route. */
#ifndef MLG_ACCOUNTS_RATES_H
#define MLG_ACCOUNTS_RATES_H

#include "maillage/problem.h"
#include "model/network_plan.h"
#include "model/plan.h"

/* Rates in MLG_COST_PER_EUR units and ticks of one second, half up. hour_eur enters per_tick, co2 per_j_q24. */
mlg_rates mlg__vehicle_rates(const struct vehicle_class *c, double co2_eur_per_t, double hour_eur);

/* What a driven route costs and emits, once from its totals, each line half up in cents. */
struct route_account { int64_t cents[LINE_COUNT], total_cents, co2_wtw_mg, co2_ttw_mg; };
struct route_account mlg__route_account(const struct vehicle_class *c, const mlg_totals *t, double co2_eur_per_t,
                                        double hour_eur);

/* Split total over n parts in proportion to weight (all >= 0, not all 0: else equal parts) by largest remainders, ties
 * by index: parts sum to total exactly. O(n log n). */
mlg_status mlg__largest_remainders(int64_t total, const double *weight, int32_t n, int64_t *part);
/* The same with exact integer weights. */
mlg_status mlg__largest_remainders_int(int64_t total, const int64_t *weight, int32_t n, int64_t *part);

#endif
