/* id_index.c — see id_index.h. */
#include "io/id_index.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    const struct id_entry *x = a, *y = b;
    const int order = strcmp(x->id, y->id);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

bool mlg__id_index_make(struct id_index *x, const void *rows, int32_t count, size_t row_bytes, size_t id_at)
{
    *x = (struct id_index) { .entries = mlg__malloc((size_t)count * sizeof *x->entries), .count = count };
    if (!x->entries) return false;
    for (int32_t i = 0; i < count; i++) {
        x->entries[i].index = i;
        memcpy(&x->entries[i].id, (const char *)rows + (size_t)i * row_bytes + id_at, sizeof x->entries[i].id);
    }
    if (count) qsort(x->entries, (size_t)count, sizeof *x->entries, by_id);
    return true;
}

void mlg__id_index_free(struct id_index *x)
{
    mlg__free(x->entries);
    *x = (struct id_index) { 0 };
}

int32_t mlg__id_find(const struct id_index *x, const char *id, bool *shared)
{
    int32_t low = 0, high = x->count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (strcmp(x->entries[middle].id, id) < 0) low = middle + 1;
        else high = middle;
    }
    if (shared) *shared = low + 1 < x->count && strcmp(x->entries[low + 1].id, id) == 0;
    return low < x->count && strcmp(x->entries[low].id, id) == 0 ? x->entries[low].index : -1;
}
