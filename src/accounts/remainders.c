/* remainders.c — split a whole number into whole parts in proportion to weights, so that the parts sum exactly: each
 * part is rounded down, and the units left go to the largest remainders. See rates.h. */
#include "accounts/rates.h"

#include <math.h>
#include <stdlib.h>

#include "base/math.h"
#include "base/memory.h"

struct remainder {
    int128 rest; /* of the division, below the sum of the weights */
    int32_t part;
};

static int compare(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;
    if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* Give the units left, one each, in the order of the remainders; there are fewer than n. */
static void hand_out(int64_t left, struct remainder *order, int32_t n, int64_t *part)
{
    qsort(order, (size_t)n, sizeof *order, compare);
    for (int32_t i = 0; i < n && left > 0; i++, left--) part[order[i].part]++;
}

static void equal_parts(int64_t total, int32_t n, int64_t *part)
{
    for (int32_t i = 0; i < n; i++) part[i] = total / n + (i < total % n);
}

static void negate(int64_t *part, int32_t n)
{
    for (int32_t i = 0; i < n; i++) part[i] = -part[i];
}

/* total >= 0, the weights sum to a positive number. */
static void split_int(int64_t total, const int64_t *weight, int128 sum, int32_t n, struct remainder *order,
                      int64_t *part)
{
    int64_t left = total;
    for (int32_t i = 0; i < n; i++) {
        const int128 product = (int128)total * weight[i];
        part[i] = (int64_t)(product / sum);
        order[i] = (struct remainder) { product % sum, i };
        left -= part[i];
    }
    hand_out(left, order, n, part);
}

mlg_status mlg__largest_remainders_int(int64_t total, const int64_t *weight, int32_t n, int64_t *part)
{
    int128 sum = 0;
    if (n <= 0) return MLG_OK;
    for (int32_t i = 0; i < n; i++) sum += weight[i];
    const int64_t size = total < 0 ? -total : total;
    if (sum == 0) equal_parts(size, n, part);
    else {
        struct remainder *order = mlg__malloc((size_t)n * sizeof *order);
        if (!order) return MLG_NO_MEMORY;
        split_int(size, weight, sum, n, order, part);
        mlg__free(order);
    }
    if (total < 0) negate(part, n);
    return MLG_OK;
}

/* Doubles are brought to integers of 52 bits for the heaviest, once: from there on everything is exact. */
mlg_status mlg__largest_remainders(int64_t total, const double *weight, int32_t n, int64_t *part)
{
    double heaviest = 0;
    for (int32_t i = 0; i < n; i++) heaviest = weight[i] > heaviest ? weight[i] : heaviest;
    int64_t *scaled = mlg__malloc((size_t)(n > 0 ? n : 0) * sizeof *scaled);
    if (!scaled) return MLG_NO_MEMORY;
    for (int32_t i = 0; i < n; i++)
        scaled[i] = heaviest > 0 ? (int64_t)floor(weight[i] / heaviest * 0x1p52 + 0.5) : 0;
    const mlg_status status = mlg__largest_remainders_int(total, scaled, n, part);
    mlg__free(scaled);
    return status;
}
