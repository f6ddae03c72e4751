/* chains.h — the ways through upper sites to every station. */
#ifndef MLG_SITING_CHAINS_H
#define MLG_SITING_CHAINS_H

#include "siting/network.h"

/* Fill n->chains_before, and n->chains: for each station and period the cheapest ways through upper sites as they are, at
 * most one for each last upper site, within the slowest inbound class. Where upper sites are chosen: n->ways, and n->chains
 * only for stations that fetch what they deliver.
 * Cost: one row of legs for each upper site. Errors: MLG_NO_MEMORY, what legs answers. */
mlg_status mlg__build_chains(struct mlg_network *n, const mlg_leg_source *legs, mlg_error *err);

/* What a unit costs and emits at least on its ways to a station; once the nodes of upper sites are filled. False: no memory. */
bool mlg__price_ways(struct mlg_network *n);
/* Each of its sites has a state, other than closed, that it may have in the period. */
bool mlg__way_may_open(const struct mlg_network *n, const struct way *way, int32_t t);
/* When what is ordered can be ready at a station at the soonest; MLG_NONE: never. */
int32_t mlg__soonest_s(const struct mlg_network *n, int32_t station, int32_t t);

#endif
