/* knapsack.c — continuous knapsacks by selection. See knapsack.h.
 *
 * Weighted quickselect [Hoare1961]: split around a pivot, go on in the side where the capacity ends. Prices change
 * little between two iterations, so the last split key is nearly always the right first pivot. */
#include "siting/knapsack.h"

#include <math.h>
#include <stdbool.h>

#include "model/scenario.h"

enum { SMALL = 12, ROUNDS_MAX = 60 };

static bool before(const struct item *a, const struct item *b)
{
    return a->key < b->key || (a->key == b->key && a->row < b->row);
}

static void swap(struct item *a, struct item *b)
{
    const struct item kept = *a;
    *a = *b;
    *b = kept;
}

static void insertion_sort(struct item *items, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        const struct item moving = items[i];
        int32_t j = i;
        for (; j > 0 && before(&moving, &items[j - 1]); j--) items[j] = items[j - 1];
        items[j] = moving;
    }
}

static void sift_down(struct item *items, int32_t root, int32_t count)
{
    for (int32_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && before(&items[child], &items[child + 1])) child++;
        if (!before(&items[root], &items[child])) return;
        swap(&items[root], &items[child]);
    }
}

void mlg__items_sort(struct item *items, int32_t count)
{
    for (int32_t i = count / 2 - 1; i >= 0; i--) sift_down(items, i, count);
    for (int32_t i = count - 1; i > 0; i--) {
        swap(&items[0], &items[i]);
        sift_down(items, 0, i);
    }
}

/* Items before the pivot first; returns how many, *load what they weigh. */
static int32_t partition(struct item *items, int32_t count, struct item pivot, double *load)
{
    int32_t left = 0;
    double sum = 0;
    for (int32_t i = 0; i < count; i++) {
        if (!before(&items[i], &pivot)) continue;
        sum += items[i].load;
        swap(&items[i], &items[left++]);
    }
    *load = sum;
    return left;
}

static struct item median_of_three(const struct item *items, int32_t count)
{
    const struct item *a = &items[0], *b = &items[count / 2], *c = &items[count - 1];
    if (before(b, a)) return before(c, b) ? *b : before(c, a) ? *c : *a;
    return before(c, a) ? *a : before(c, b) ? *c : *b;
}

int32_t mlg__items_split(struct item *items, int32_t count, double capacity, double guess, double *load)
{
    double total = 0, below = 0;
    for (int32_t i = 0; i < count; i++) total += items[i].load;
    *load = total;
    if (total <= capacity) return count;

    int32_t low = 0, high = count; /* the split is in [low, high), items before low weigh `below` */
    for (int32_t round = 0; high - low > SMALL; round++) {
        struct item pivot = { .key = guess, .row = -1 };
        if (round > 0 || isnan(guess)) pivot = median_of_three(&items[low], high - low);
        if (round > ROUNDS_MAX) { /* unlucky pivots only */
            mlg__items_sort(&items[low], high - low);
            break;
        }
        double left_load;
        const int32_t left = partition(&items[low], high - low, pivot, &left_load);
        if (below + left_load <= capacity) low += left, below += left_load;
        else high = low + left;
    }
    if (high - low <= SMALL) insertion_sort(&items[low], high - low);
    while (low < high && below + items[low].load <= capacity) below += items[low++].load;
    *load = below;
    return low;
}

struct fill mlg__items_fill(const struct item *items, int32_t count, int32_t fits, double load, double capacity,
                            double add)
{
    struct fill fill = { .add = add, .fits = fits };
    for (int32_t i = 0; i < fits; i++) fill.value += items[i].load * fmin(0, items[i].key + add);
    if (fits < count && items[fits].key + add < 0) {
        fill.part = (capacity - load) / items[fits].load;
        fill.value += (capacity - load) * (items[fits].key + add);
    }
    return fill;
}

void mlg__items_fill_states(struct item *items, int32_t count, int32_t states, const double *capacity, const double *add,
                            double *guess, struct fill *fill)
{
    int32_t order[MLG_SIZES_MAX + 1], fits = count;
    double load = INFINITY;
    for (int32_t k = 1; k < states; k++) { /* largest capacity first: the smaller ones split what fits into it */
        int32_t at = k - 1;
        for (; at > 0 && capacity[order[at - 1]] < capacity[k]; at--) order[at] = order[at - 1];
        order[at] = k;
    }
    for (int32_t i = 0; i + 1 < states; i++) {
        const int32_t k = order[i];
        if (capacity[k] < load) fits = mlg__items_split(items, fits, capacity[k], guess[k], &load);
        guess[k] = fits < count ? items[fits].key : NAN;
        fill[k] = mlg__items_fill(items, count, fits, load, capacity[k], add[k]);
    }
}

void mlg__items_fill_up(const struct item *items, int32_t count, double least, double free, struct fill *fill)
{
    const double add = fill->add;
    double load = 0, value = 0;
    int32_t i = 0;
    for (; i < count && i <= fill->fits; i++) load += fill_share(fill, items, i) * items[i].load;
    const double needed = least - free;
    if (load >= needed) return;
    for (load = 0, i = 0; i < count && load + items[i].load <= needed; i++) {
        load += items[i].load;
        value += items[i].load * (items[i].key + add);
    }
    *fill = (struct fill) { .add = -INFINITY, .fits = i, .value = value };
    if (load >= needed) return;
    if (i == count) {
        fill->value = INFINITY;
        return;
    }
    fill->part = (needed - load) / items[i].load;
    fill->value += (needed - load) * (items[i].key + add);
}
