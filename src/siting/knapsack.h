/* knapsack.h — one site, one period: which rows would it serve at given prices, in each of its states?
 *
 * Every item has a key (its cost of one unit, minus what its row pays) and a load. Taking a share costs key * load
 * in proportion, so the best choice under a capacity is: the smallest keys, while they are negative, and a part of
 * the next one. A state adds a constant to all keys, which leaves their order. No sorting: only the split between what
 * fits and what does not is found. */
#ifndef MLG_SITING_KNAPSACK_H
#define MLG_SITING_KNAPSACK_H

#include <stdint.h>

struct item { double key, load; int32_t row, lane; };

/* Put the items of smallest (key, row) that fit whole into a capacity first, the next one right behind them; returns
 * how many fit, *load what they weigh. guess: where the split is expected (the key of an earlier one), NAN: no idea.
 * In place, O(n) expected, no allocation. Loads are whole numbers below 2^53, so that sums are exact. */
int32_t mlg__items_split(struct item *items, int32_t count, double capacity, double guess, double *load);

/* Ascending (key, row); O(n log n). For twins and small lists. */
void mlg__items_sort(struct item *items, int32_t count);

/* Best choice in a state: whole items among the first `fits` with a negative key + add, and `part` of the next one. */
struct fill { double value, add, part; int32_t fits; };
struct fill mlg__items_fill(const struct item *items, int32_t count, int32_t fits, double load, double capacity,
                            double add);
/* Items are sorted, least > 0: if the fill takes less, the cheapest others too, up to `least` with `free` units that cost nothing and
 * are no item; its value is INFINITY where all is too little. */
void mlg__items_fill_up(const struct item *items, int32_t count, double least, double free, struct fill *fill);
/* Share of item i in a fill. */
static inline double fill_share(const struct fill *f, const struct item *items, int32_t i)
{
    return i == f->fits ? f->part : items[i].key + f->add < 0 ? 1 : 0;
}

/* The same for all states of a site at once: capacity[k], add[k], fill[k] for k in 1..states-1; guess[k] is read and
 * written. Reorders items; every fill stays valid. */
void mlg__items_fill_states(struct item *items, int32_t count, int32_t states, const double *capacity, const double *add,
                            double *guess, struct fill *fill);

#endif
