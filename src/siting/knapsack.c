/* knapsack.c — continuous knapsacks that share one order. See knapsack.h. */
#include "siting/knapsack.h"

#include <stdbool.h>

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

static void heap_sort(struct item *items, int32_t count)
{
    for (int32_t i = count / 2 - 1; i >= 0; i--) sift_down(items, i, count);
    for (int32_t i = count - 1; i > 0; i--) {
        swap(&items[0], &items[i]);
        sift_down(items, 0, i);
    }
}

/* Median of three first; then items on the wrong sides change places [Hoare1962]. Returns the end of the left part. */
static int32_t partition(struct item *items, int32_t count)
{
    struct item *low = &items[0], *middle = &items[count / 2], *high = &items[count - 1];
    if (before(middle, low)) swap(middle, low);
    if (before(high, low)) swap(high, low);
    if (before(high, middle)) swap(high, middle);
    const struct item pivot = *middle;
    int32_t i = -1, j = count;
    for (;;) {
        do i++; while (before(&items[i], &pivot));
        do j--; while (before(&pivot, &items[j]));
        if (i >= j) return j + 1;
        swap(&items[i], &items[j]);
    }
}

void mlg__items_sort(struct item *items, int32_t count)
{
    struct { struct item *items; int32_t count, depth; } stack[64];
    int32_t top = 0;
    stack[top].items = items, stack[top].count = count, stack[top++].depth = 48;
    while (top > 0) {
        top--;
        struct item *part = stack[top].items;
        const int32_t n = stack[top].count, depth = stack[top].depth;
        if (n <= 16) {
            insertion_sort(part, n);
        } else if (depth == 0) {
            heap_sort(part, n);
        } else {
            const int32_t left = partition(part, n);
            const bool left_larger = left > n - left;
            /* The larger part waits, so that the stack stays logarithmic. */
            stack[top].items = left_larger ? part : part + left;
            stack[top].count = left_larger ? left : n - left;
            stack[top++].depth = depth - 1;
            stack[top].items = left_larger ? part + left : part;
            stack[top].count = left_larger ? n - left : left;
            stack[top++].depth = depth - 1;
        }
    }
}

int32_t mlg__items_prefix(const struct item *items, int32_t count, double most, double *prefix_load,
                          double *prefix_value)
{
    double load = 0, value = 0;
    int32_t i = 0;
    prefix_load[0] = prefix_value[0] = 0;
    while (i < count && load < most) {
        load += items[i].load;
        value += items[i].load * items[i].key;
        i++;
        prefix_load[i] = load;
        prefix_value[i] = value;
    }
    return i;
}

struct fill mlg__items_fill(const struct item *items, int32_t count, const double *prefix_load,
                            const double *prefix_value, double capacity, double add)
{
    int32_t low = 0, high = count; /* the first item that is not worth taking whole */
    while (low < high) {
        const int32_t middle = (low + high) / 2;
        if (items[middle].key + add < 0 && prefix_load[middle + 1] <= capacity) low = middle + 1;
        else high = middle;
    }
    struct fill fill = { .value = prefix_value[low] + add * prefix_load[low], .taken = low };
    if (low < count && items[low].key + add < 0) {
        const double room = capacity - prefix_load[low];
        fill.part = room / items[low].load;
        fill.value += room * (items[low].key + add);
    }
    return fill;
}
