/* site.h — what a site costs, emits and employs: transitions, a year of running, a unit handled (accounts 7). */
#ifndef MLG_ACCOUNTS_SITE_H
#define MLG_ACCOUNTS_SITE_H

#include "model/scenario.h"

struct site_options { double extension_surcharge; bool embodied_counts; bool residual; }; /* siting.* options */

struct transition {
    bool allowed;
    int64_t capital_cents, embodied_mg;
    int64_t residual_cents; /* left at the end of the horizon: capital x remaining life / life; 0 if !residual */
};
/* From state `from` to `to` at the start of `period` (siting-engine 3: opening, extension with surcharge, reduction 0,
 * closing). Years and allowed states are looked at; from == to costs nothing and is always allowed. The connection to
 * the grid is paid for the power added, at the place's price. */
struct transition mlg__site_transition(const mlg_scenario *s, int32_t site, int32_t from, int32_t to, int32_t period,
                                       const struct site_options *o);

/* A year of a state: running (opex, rent), operation CO2 without flows, jobs without flows. State 0: zeros. */
struct site_year { int64_t running_cents, co2_mg, jobs_milli; };
struct site_year mlg__site_year(const mlg_scenario *s, int32_t site, int32_t state, int32_t period);

/* One unit handled in a state: EUR x 10^-6, mg CO2 (kwh_per_unit, door_co2), jobs for 1,000 units a day. */
struct site_unit { int64_t handling_micro, co2_mg, door_co2_mg, jobs_per_1000_units_milli; };
struct site_unit mlg__site_unit(const mlg_scenario *s, int32_t site, int32_t state, int32_t period);

/* What a unit costs at a site in the objective: handling and its CO2 (the way to the door included) priced. */
int64_t mlg__site_unit_micro(const mlg_scenario *s, const struct site_unit *unit);

/* kg a kWh at a site, mean of the periods: for lanes, which do not depend on the period. */
double mlg__mean_grid_kg_per_kwh(const mlg_scenario *s, int32_t site);

/* Price of CO2 in micro-euros: mg x co2_eur_per_t, half up. */
int64_t mlg__co2_micro(const mlg_scenario *s, int64_t mg);

#endif
