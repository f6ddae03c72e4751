/* knapsack.h — one site, one period: which rows would it serve at given prices, in each of its states?
 *
 * Every item has a key (its cost of one unit, minus what its row pays) and a load. Taking a share costs key * load
 * in proportion, so the best choice under a capacity is: ascending keys, while they are negative. A state adds a
 * constant to all keys; the order stays, so one sort and its prefix sums answer every state in O(log n). */
#ifndef MLG_SITING_KNAPSACK_H
#define MLG_SITING_KNAPSACK_H

#include <stdint.h>

struct item { double key, load; int32_t row, lane; };

/* Ascending (key, row). In place, O(n log n), no recursion, no allocation. */
void mlg__items_sort(struct item *items, int32_t count);

/* prefix_load[i], prefix_value[i]: of the first i items; count + 1 entries each. Stops early once the load reaches
 * most: returns the number of items that matter. */
int32_t mlg__items_prefix(const struct item *items, int32_t count, double most, double *prefix_load,
                          double *prefix_value);

/* Best value (<= 0) with `add` on every key and a capacity; *taken full items, and the share of the next one. */
struct fill { double value; int32_t taken; double part; };
struct fill mlg__items_fill(const struct item *items, int32_t count, const double *prefix_load,
                            const double *prefix_value, double capacity, double add);

#endif
