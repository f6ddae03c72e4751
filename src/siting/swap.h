/* swap.h — local search where capacities never bind: open a site, close one, or swap two, with every gain at hand.
 *
 * For networks of one period and two states whose sites can each carry everything (uncapacitated location, p-median,
 * covering). The gain of opening a site, the loss of closing one and what a pair regains are kept for all sites and
 * updated for the rows that a move touches only [Resende2007]. */
#ifndef MLG_SITING_SWAP_H
#define MLG_SITING_SWAP_H

#include "base/rng.h"
#include "siting/control.h"
#include "siting/network.h"

struct swapper;

/* *swapper NULL with MLG_OK: not a network of this kind, or one with too many sites. Memory: 8 bytes a pair of sites, 24 a row. */
mlg_status mlg__swapper_new(const struct mlg_network *n, struct swapper **swapper, mlg_error *err);
void mlg__swapper_free(struct swapper *s);

/* Improve open [site] by moves, then `rounds` times: some random swaps, moves again, kept unless worse. */
void mlg__swap_search(struct swapper *s, bool *open, int64_t rounds, struct rng *rng, struct control *control);

#endif
