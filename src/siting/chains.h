/* chains.h — the ways through upper sites to every station. */
#ifndef MLG_SITING_CHAINS_H
#define MLG_SITING_CHAINS_H

#include "siting/network.h"

/* Fill n->chains and n->chains_before: for each station and period the cheapest ways through open upper sites, at
 * most one for each last upper site, within the slowest inbound class. Upper sites are fixed in this version.
 * Cost: one row of legs for each upper site. Errors: MLG_NO_MEMORY, what legs answers. */
mlg_status mlg__build_chains(struct mlg_network *n, const mlg_leg_source *legs, mlg_error *err);

#endif
