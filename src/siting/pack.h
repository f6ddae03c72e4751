/* pack.h — whole items into one capacity: the binary knapsack, exactly, by branch and bound.
 *
 * Depth first over items of falling gain a unit, bounded by filling the room left with the next item by shares
 * [Horowitz1974]. Where the branches run out the bound is that of the continuous knapsack: valid always, exact mostly. */
#ifndef MLG_SITING_PACK_H
#define MLG_SITING_PACK_H

#include <stdbool.h>
#include <stdint.h>

/* rate: of one unit of load, at least gain / load: a whole number, so that bounds are exact. trial: scratch. */
struct pack_item { int64_t rate, gain, load; int32_t id; bool in, trial; };

/* The rate of an item: gain / load rounded up. gain >= 0, load >= 1. */
static inline int64_t pack_rate(int64_t gain, int64_t load) { return gain / load + (gain % load > 0); }

/* What the best choice of items under the capacity gains at most; exact (and marked `in`) unless *best, what the marked
 * items gain, is less. Sorts items by falling gain / load. All gains together, and rates times the capacity, must stay below 2^62. */
int64_t mlg__pack(struct pack_item *items, int32_t count, int64_t capacity, int64_t branch_limit, int64_t *best);

#endif
