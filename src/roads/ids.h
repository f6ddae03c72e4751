/* ids.h — a set of 64-bit ids in ascending order, with their places. Not a bit set: ids run to 12 billion. */
#ifndef MLG_ROADS_IDS_H
#define MLG_ROADS_IDS_H

#include "maillage/base.h"

struct id_set {
    int64_t *id; /* [count] ascending, each once */
    int32_t count;
    int32_t *first; /* [bucket_count + 1] place of the first id of each bucket of 2^shift ids */
    int32_t bucket_count, shift;
};

/* Make the set of ids[count] (all >= 0), which is sorted and emptied of doubles in place and then owned by the set.
 * uses, when given, [count]: receives 1 for an id that came once, 2 for one that came more often. False without memory:
 * the array is still the caller's. O(count): radix sort. */
bool mlg__id_set_make(struct id_set *s, int64_t *ids, int32_t count, uint8_t *uses);
int32_t mlg__id_set_find(const struct id_set *s, int64_t id); /* its place, or MLG_NONE */
void mlg__id_set_free(struct id_set *s);

/* Where the first of keys[count], ascending, that is at least key stands; count when none is. */
static inline int32_t mlg__first_at_least(const uint64_t *keys, int32_t count, uint64_t key)
{
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Sort keys ascending, stable, each with its item (may be NULL) moving along. False without memory. */
bool mlg__radix_sort(uint64_t *keys, int32_t *items, int32_t count);

#endif
