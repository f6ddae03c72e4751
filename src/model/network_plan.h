/* model/network_plan.h — what plan.json says about a scenario: the plan, today's network beside it, and their account.
 *
 * Two sides ("plan" and "before") have the same shape. Flows are exact integers (milli-units a working day), so sums
 * are exact; shares are derived from them when written. Running figures are those of one year of the period,
 * investment those of the whole period. */
#ifndef MLG_MODEL_NETWORK_PLAN_H
#define MLG_MODEL_NETWORK_PLAN_H

#include "maillage/scenario.h"
#include "model/plan.h"
#include "model/scenario.h"
#include "model/siting_words.h"

/* Lines of the account (accounts 6). From CO2_PRICE on: penalties, money not really spent. */
enum account_line {
    LINE_VEHICLE_FIXED, LINE_VEHICLE_DISTANCE, LINE_ENERGY, LINE_DRIVER, LINE_OVERTIME, LINE_TOLLS, LINE_HANDLING,
    LINE_SITE_RUNNING, LINE_SITE_INVESTMENT, LINE_OTHER_LANE, /* an explicit lane's price, not split */
    LINE_CO2_PRICE, LINE_TIME_VALUE, LINE_LATENESS, LINE_UNSERVED, LINE_COUNT
};
static inline bool line_is_penalty(enum account_line line) { return line >= LINE_CO2_PRICE; }
extern const char *const mlg__line_name[LINE_COUNT]; /* stable words of plan.json: "vehicle_fixed", … */

/* Scopes of CO2 rows. Embodied carbon stands in its own column and is never added silently. */
enum co2_scope { CO2_LAST_MILE, CO2_LINE_HAUL, CO2_SITES, CO2_PARTNERS, CO2_SCOPE_COUNT };
extern const char *const mlg__scope_name[CO2_SCOPE_COUNT]; /* "last_mile", "line_haul", "sites", "partners" */

/* State of a site in a period; a row for every site and period, in ascending (site, period). */
struct plan_site {
    int32_t site, period, size;
    int64_t load_milli, capacity_milli;  /* units a working day; load already times planning_day_factor */
    int64_t capex_cents;                 /* of this period's transition */
    int64_t opex_cents;                  /* a year: running and handling */
    int64_t jobs_milli;
    int64_t co2_mg;                      /* a year, operation of the building and handling; not embodied */
    int64_t co2_price_cents;             /* a year, of co2_mg */
    int64_t embodied_mg;                 /* of this period's transition */
};

/* What a site brings to a demand point by one vehicle class, ascending (demand, service, period, site, class). */
struct plan_flow {
    int32_t demand, service, period, site, inbound_class, vehicle_class; /* vehicle_class MLG_NONE: to the door */
    int64_t units_milli;
    int64_t cost_micro, co2_wtw_mg;      /* of one unit on the lane (last mile only), calibrated */
    int32_t mean_s;                      /* from the cut-off to the door, mean of the tour */
    int32_t latest_s;                    /* the same for the last stop of the tour */
};

/* The way to a station in a period: sites from the top to the station, at most MLG_LEVELS_MAX. */
struct plan_chain {
    int32_t period, site_count, sites[MLG_LEVELS_MAX];
    int64_t units_milli;                 /* a working day, over all services */
    int64_t cost_micro, co2_wtw_mg, co2_ttw_mg; /* of one unit: line haul only (handling stands with the sites) */
    int32_t time_s;                      /* from the cut-off until vans are ready at the station */
    int64_t cost_cents, co2_mg;          /* a year: units x working days */
};

struct lane_phi { double cost, km, h, kg; }; /* calibration of siting-engine 4.3; all 1 before it */
struct plan_phi { int32_t site, density_band; struct lane_phi phi; };

struct plan_kept { int32_t site, period, size; }; /* a state of an earlier plan */

struct plan_account { int32_t period; enum account_line line; int64_t cents; };       /* rows that are not zero */
struct plan_co2 { int32_t period; enum co2_scope scope; int64_t wtw_mg, ttw_mg, embodied_mg; };
struct plan_speed {
    int32_t period, service;
    int64_t units_milli;                 /* served units a day: the denominator */
    int64_t mean_s, p50_s, p90_s, p95_s, p99_s; /* from the order: cut-off wait included */
    double within_promise;               /* share of all units (unserved ones are not within) */
};
struct plan_unserved { int32_t demand, service, period; int64_t units_milli; int32_t reason; };
enum unserved_reason { UNSERVED_NO_LANE, UNSERVED_CAPACITY, UNSERVED_PRICE, UNSERVED_REASON_COUNT };
extern const char *const mlg__unserved_name[UNSERVED_REASON_COUNT]; /* "no_lane", "capacity", "price" */

struct period_summary {
    int64_t capex_cents, budget_cents;   /* budget INT64_MAX: no limit */
    int32_t open_sites;
    int64_t jobs_milli;                  /* on sites */
    int64_t driver_jobs_milli;           /* yearly duty hours / 1,850 h */
    int64_t duty_s;                      /* a year: over flows and chains, round(seconds of a unit x units_milli x days) */
    int64_t distance_m;                  /* a year: over flows and chains, round(km of a unit x units_milli x days) */
    int64_t units_milli, unserved_milli;
    double covered[MLG_SERVICES_MAX];    /* share of the service's units inside the promise */
};

struct network_side {
    int64_t cost;                        /* quanta: the siting objective of this side */
    struct period_summary *periods;      /* [period_count] */
    int64_t total_cents;                 /* running lines x length of period + investment, all periods */
    int32_t account_count, co2_count, speed_count, site_count, flow_count, chain_count, unserved_count;
    struct plan_account *account;
    struct plan_co2 *co2;
    struct plan_speed *speed;
    struct plan_site *sites;
    struct plan_flow *flows;
    struct plan_chain *chains;
    struct plan_unserved *unserved;
};

/* A row of legs.csv (accounts/network.h): a year of a lane in use, or of a chain link. */
struct account_leg {
    int32_t period, service;  /* service MLG_NONE: a chain link */
    bool chain;
    int32_t from_site, to_site, to_demand, vehicle_class;
    int64_t units_milli_day;
    int64_t distance_m, energy_j; /* a year */
    int64_t cents[LINE_COUNT], co2_wtw_mg, co2_ttw_mg;
};

/* A row of days_legs.csv (accounts/day_legs.h): a leg of a routed day with the visit it leads to. */
struct day_leg {
    int32_t route, seq; /* the visit; 0: the start, which no leg leads to */
    int64_t distance_m, drive_s, duty_s; /* duty: the drive, then waiting, setup and service at the visit */
    int64_t load_kg;                     /* on board during the leg */
    int64_t energy_j, stop_energy_j;     /* of driving; of stopping and pulling away at a stop */
    int64_t cents[LINE_COUNT], co2_wtw_mg, co2_ttw_mg;
};

/* A round of a routed day of which some legs follow the streets of a map, and the same round if all its legs were estimated by
 * crow flight: the same stops in the same order. */
struct round_streets {
    int32_t route, leg_count, street_legs; /* legs between two places that differ; those along streets */
    int64_t street_m;
    int64_t crow_m, crow_drive_s, crow_energy_j, crow_cents, crow_co2_wtw_mg;
};

/* A routed day of a station; problem and routes are owned by the plan. */
struct plan_day {
    bool before;
    int32_t site, period, day;
    uint64_t seed;
    mlg_problem *problem; /* what was routed, without its matrices; NULL in a plan just read: mlg__day_outline() */
    mlg_plan *routes;
    int32_t street_count;
    struct round_streets *streets; /* ascending by route; rounds without a leg on streets are left out. As long as the routes */
};

struct mlg_network_plan {
    struct arena arena;
    const mlg_scenario *scenario;        /* borrowed */
    uint64_t seed;
    bool residual, embodied_counts;      /* options that the checker needs */
    double extension_surcharge;
    bool estimated;
    const char *leg_label;
    bool complete;
    mlg_bound_kind bound_kind;
    int64_t bound;                       /* quanta */
    double gap;                          /* (cost - bound) / cost */
    struct network_side plan, before;
    int32_t phi_count;
    struct plan_phi *phis;               /* ascending (site, band); absent: 1 */
    int32_t day_count;
    struct plan_day *days;
    int32_t warning_count;
    const char **warnings;
    /* An earlier plan that this one keeps to: each state that differs from a kept one costs stability_micro in the objective,
     * and nowhere else. 0: nothing is kept. */
    int64_t stability_micro;
    int32_t kept_count;
    struct plan_kept *kept;              /* ascending (site, period) */
    const struct siting_words *words;    /* what binds, what is certain (siting_words.h); not re-checkable, so prices.json;
                                          * NULL: none, as in a plan just read */
    struct mlg_front *front;             /* model/front.h, owned; front.json, not in plan.json; NULL: none was asked for */
};

#define MLG_EXTENSION_SURCHARGE 0.10 /* default of siting.extension_surcharge */

mlg_network_plan *mlg__network_plan_new(const mlg_scenario *s); /* default options; NULL without memory */
struct lane_phi mlg__plan_phi(const mlg_network_plan *plan, int32_t site, int32_t density_band); /* all 1 if absent */
/* States of the plan that differ from those kept, and what they weigh in the objective (quanta). */
int32_t mlg__plan_changes(const mlg_network_plan *plan);
int64_t mlg__plan_stability(const mlg_network_plan *plan);
/* Vehicle row k of a routed day: the k-th last-mile class of the scenario, MLG_NONE beyond the last. */
int32_t mlg__day_class(const mlg_scenario *s, int32_t k);

#endif
