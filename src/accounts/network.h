/* network.h — the account of a network side: from states, flows and chains to every figure of plan.json. */
#ifndef MLG_ACCOUNTS_NETWORK_H
#define MLG_ACCOUNTS_NETWORK_H

#include "accounts/lane.h"
#include "accounts/site.h"
#include "model/network_plan.h"

/* Fill every figure of a side from its site states (site, period, size), flows, chains and unserved units: those of
 * its sites, flows and chains, periods, account, co2, speed, total_cents, cost (quanta). Memory from plan->arena;
 * calling it again gives the same. Places of legs: demand points, then sites. Definitions (docs/methods/accounts.md
 * 9):
 *   a lane's or chain's yearly line = units_milli x line_micro x working days, summed exactly per (period, line) over
 *     all flows and chains, then half up to cents: one rounding per row
 *   a station's chain carries its flows (units_milli filled; with several chains into a station it is input)
 *   handling of every site passed; a site's opex is its running + its part of that line by largest remainders
 *   investment = transitions of this side's sites, from today's state before the first period; `before` has none
 *   co2_price = that of lanes, chains and partners' deliveries (one rounding) + that of each site's own CO2 (by site)
 *   load = units x planning_day_factor, half up; jobs and handling follow the units
 *   period units = served + unserved; covered and within_promise are shares of them
 *   speed: one value a flow and service: mean order wait (12 h at one cut-off a day) + mean_s of the door time,
 *     weight units_milli; within_promise counts a flow when its latest_s <= promise_s
 * Errors: MLG_BAD_INPUT (rows of sites missing, a flow without lane, a chain without link), MLG_NO_MEMORY, those of
 * legs. */
mlg_status mlg__account_network(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan,
                                struct network_side *side, bool before, mlg_error *err);

/* legs.csv (struct account_leg, model/network_plan.h): one row a year for each lane in use, each chain link
 * and each demand left unserved (no site), cents
 * by line, such that they and the rows of sites make the account exactly (largest remainders): per line, legs +
 * sites' (handling, running, investment, CO2 price of their own CO2) + unserved units = account; CO2 of legs + sites
 * = co2 rows. Of an accounted side. Rows ascending (period, chain, from, to, service, class). */
mlg_status mlg__account_legs(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             bool before, struct account_leg **rows /* given: mlg__free */, int32_t *count,
                             mlg_error *err);

#endif
