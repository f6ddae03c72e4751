/* lanes.h — which sites may serve which rows, at which price. */
#ifndef MLG_SITING_LANES_H
#define MLG_SITING_LANES_H

#include "siting/network.h"

/* Fill rows' lanes, cbar and reach. For each row the `nearest` cheapest sites (lane and site's own part), those that are
 * hardly dearer than the cheapest with its rent, the 12 nearest of today's and decided ones, and every mode of theirs that no other mode beats in cost, CO2 and promise alike. Needs rows,
 * sites, nodes and chains. phis may be empty. Asks legs by blocks of demand points, on several threads.
 * Errors: MLG_NO_MEMORY, what legs answers. */
mlg_status mlg__build_lanes(struct mlg_network *n, const mlg_leg_source *legs, int32_t nearest, int32_t threads,
                            mlg_error *err);

#endif
