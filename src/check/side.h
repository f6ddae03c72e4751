/* side.h — one side of a network plan (the plan, or today's network) while it is checked: what the rows claim, put
 * where it can be looked up, and sums of the checker's own. Inside src/check only.
 *
 * The order of the check: states.c puts every site's state in place, flows.c every flow and chain, with their prices;
 * money.c makes the yearly account of them and compares. A part that does not hold together (a row missing, twice, of
 * no site) is told and `sound` falls: what would be computed from it is not looked at. */
#ifndef MLG_CHECK_SIDE_H
#define MLG_CHECK_SIDE_H

#include "accounts/lane.h"
#include "accounts/site.h"
#include "base/error.h"
#include "base/math.h"
#include "base/memory.h"
#include "model/network_plan.h"

/* Sums of a period, over a working day until money.c makes years of them. */
struct period_tally {
    int128 line_micro_milli[LINE_COUNT]; /* units_milli x micro of a unit, a working day */
    int128 line_cents[LINE_COUNT];       /* of sites, a year (investment: of the period) */
    int128 wtw_mg_milli[CO2_SCOPE_COUNT], ttw_mg_milli[CO2_SCOPE_COUNT]; /* units_milli x mg of a unit, a working day */
    int128 wtw_mg[CO2_SCOPE_COUNT], embodied_mg; /* of sites, a year (embodied: of the period) */
    int64_t units_milli, unserved_milli, inside_milli[MLG_SERVICES_MAX], asked_milli[MLG_SERVICES_MAX];
    int128 exact_site_mg_milli;     /* wtw_mg[CO2_SITES] before its roundings, x 1000 */
    int64_t duty_s;                 /* a year, rounded flow by flow */
    double duty_h;                  /* a year */
    int64_t distance_m, jobs_milli; /* a year */
    int32_t open_sites;
    int128 flow_micro_milli; /* objective: units_milli x micro, CO2 and penalties priced in */
    int128 year_micro, capital_micro, residual_micro;
};

struct side_check {
    const mlg_scenario *s;
    const mlg_leg_source *legs;
    const mlg_network_plan *plan;
    const struct network_side *side;
    bool before;
    mlg_findings *found;
    mlg_error *err;
    struct arena arena; /* scratch of the check */
    bool sound;
    struct site_options options;
    int32_t *state;                  /* [site * period_count + period] */
    int64_t *through_milli;          /* [the same] units a working day that pass the site */
    int32_t *chain_at;               /* [the same] row of the station's chain, or MLG_NONE */
    struct chain_price *chain_price; /* [chain row] */
    struct lane_price *lane_price;   /* [flow row] */
    struct door_time *door;          /* [flow row] */
    struct period_tally tally[MLG_PERIODS_MAX];
};

static inline int32_t cell(const struct side_check *c, int32_t site, int32_t period)
{
    return site * c->s->period_count + period;
}

/* A violation at <side>/<table>/<row>/<key>; row MLG_NONE: no row. */
void mlg__violation(struct side_check *c, const char *table, int32_t row, const char *key, struct mlg_txt message, ...);
/* Claimed against the checker's own; each returns whether they agree. Milli: told as a decimal. */
bool mlg__same(struct side_check *c, const char *table, int32_t row, const char *key, int64_t claimed, int128 own);
bool mlg__same_milli(struct side_check *c, const char *table, int32_t row, const char *key, int64_t claimed,
                     int128 own);
bool mlg__same_real(struct side_check *c, const char *table, int32_t row, const char *key, double claimed, double own);

/* a / b half up, b > 0: the program's one rounding, exact. */
int128 mlg__half_up(int128 a, int128 b);

/* The parts, in this order. Errors: MLG_NO_MEMORY, what the leg source answers. */
mlg_status mlg__check_states(struct side_check *c); /* rows, paths, years, conflicts, budget */
mlg_status mlg__check_flows(struct side_check *c);  /* demand met, lanes, chains, loads, capacities, coverage */
mlg_status mlg__check_money(struct side_check *c);  /* site figures, account, CO2, speed, summary, cost */
mlg_status mlg__check_days(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                           mlg_findings *found, mlg_error *err);

#endif
