/* network_gen.h — seeded, country-like network scenarios of any shape, for tests and benches of the siting engine.
 *
 * Towns are scattered over a square; demand points stand around them, larger near the first towns; sites stand where
 * demand is. The order of sites of all kinds is shuffled, so that no index happens to equal another. */
#ifndef MLG_TESTS_NETWORK_GEN_H
#define MLG_TESTS_NETWORK_GEN_H

#include "maillage/scenario.h"
#include "model/scenario.h"

/* What a scenario has; zero is "none" unless said otherwise. */
struct network_recipe {
    int32_t points, stations, sizes, periods, services; /* each at least 1; sizes of a station at most 4 */
    int32_t upper_levels, upper_sites; /* levels above the stations (0..2), sites on each */
    bool choose_upper;         /* those sites may be opened, changed and closed */
    bool partner;              /* a hub that delivers to the door, open today */
    bool decided;              /* a station and an upper site have a decision already taken */
    bool explicit_lanes;       /* some lanes and a link have a given price */
    bool inbound_classes;      /* 4 h and 9 h */
    bool conflicts;            /* pairs of neighbouring stations exclude each other */
    bool no_carry_over;
    bool default_penalty;      /* unserved units: the default price, not a given one */
    double budget_share;       /* a period's budget, as a share of the capital of all stations' first size */
    double total_budget_share; /* over all periods, the same measure */
    double coverage;           /* share of each service inside its promise, every period */
    double jobs;               /* in the first region, last period */
    double co2_kg_per_unit;    /* yearly limit of every period = this times the yearly units */
    double min_fill;           /* of the largest size */
    double capacity_ratio;     /* all stations at their middle size / demand; 0: 2.5 */
    double side_deg;           /* of the square; 0: 3 */
    double co2_eur_per_t, planning_day_factor; /* factor 0: 1 */
};

/* Finished; mlg_scenario_free(). Aborts the test where the recipe gives no legal scenario. */
mlg_scenario *mlg__generated_scenario(const struct network_recipe *recipe, uint64_t seed);
/* As generated, but not yet finished: for tests that change something first. */
mlg_scenario *mlg__generated_draft(const struct network_recipe *recipe, uint64_t seed);
/* Crow flight between demand points, then sites; mlg_roads_source_free(). */
mlg_leg_source mlg__generated_legs(const mlg_scenario *s);

#endif
