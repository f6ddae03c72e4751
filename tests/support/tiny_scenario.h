/* tiny_scenario.h — seeded scenarios small enough to be tried out, every feature mixed: partners and levels, extension and
 * closing, sites that may not close, opening years, decisions, sets that exclude each other, budgets by period and in
 * total with and without carry-over, promises and shares of them, CO2 limits and prices, jobs by region, least fill,
 * tight capacities, given lanes, two modes, prices of unserved units. Each on or off by the seed.
 *
 * Made on network_gen.h, whose drafts are then bent. */
#ifndef MLG_TESTS_TINY_SCENARIO_H
#define MLG_TESTS_TINY_SCENARIO_H

#include "base/options.h"
#include "maillage/siting.h"
#include "model/scenario.h"
#include "siting/network.h"

struct tiny_scenario {
    uint64_t seed;
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_options *options;
    mlg_network *n;
};

/* False: the seed gives none that the program accepts, or one too large to be tried. */
bool mlg__tiny_scenario(uint64_t seed, struct tiny_scenario *tiny);
void mlg__tiny_scenario_free(struct tiny_scenario *tiny);

#endif
