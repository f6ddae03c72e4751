/* network.h — the account of a network side: from states, flows and chains to every figure of plan.json. */
#ifndef MLG_ACCOUNTS_NETWORK_H
#define MLG_ACCOUNTS_NETWORK_H

#include "accounts/lane.h"
#include "accounts/site.h"
#include "model/network_plan.h"

/* Fill side->sites' figures, periods, account, co2, speed, total_cents, cost (quanta) from its site states (site,
 * period, size), flows and chains, calling legs for lane and chain breakdowns. Memory from plan->arena.
 * The definitions (what counts where):
 *   a lane's or chain's yearly line  = units_milli x line_micro x working days / 1e9, summed exactly per (period, line)
 *                                      over all flows in micro, then half up to cents: one rounding per row
 *   handling of every site passed; running of every open site; investment = transitions of this side's sites
 *   today's state before the first period; `before` has no transitions.
 *   speed: one value a flow and service: mean order wait (12 h at one cut-off a day) + mean_s of the door time, weight
 *   units_milli; within_promise counts a flow when its latest_s <= promise_s. */
mlg_status mlg__account_network(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan,
                                struct network_side *side, bool before, mlg_error *err);

/* legs.csv: one row a year for each lane in use and each chain link, cents by line, such that columns plus the site
 * rows sum to the account exactly (largest remainders). Rows ascending (period, kind, from, to, service, class). */
/* struct account_leg: model/network_plan.h, so that io can write it. */
mlg_status mlg__account_legs(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             bool before, struct account_leg **rows /* given: mlg__free */, int32_t *count, mlg_error *err);

#endif
