/* reduce.h — what goes first in any good order: dead ends and the inner nodes of chains.
 *
 * Nodes with at most two neighbours are eliminated in rounds, in each round no two neighbours, so that a long chain or
 * a tree is used up in a number of rounds that grows with the logarithm of its length. What is left has the same small
 * cuts and, on street maps, less than half of the nodes. */
#ifndef MLG_ROADS_REDUCE_H
#define MLG_ROADS_REDUCE_H

#include "roads/net.h"

/* Eliminate: *eliminated ids go to order[], first ones first. Consumes n; gives the net of what is left, with the edges
 * that elimination adds, or NULL without memory. */
struct net *mlg__net_reduce(struct net *n, int32_t *order, int32_t *eliminated);

#endif
