/* ids.c — see ids.h. */
#include "roads/ids.h"

#include <string.h>

#include "base/memory.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

bool mlg__radix_sort(uint64_t *keys, int32_t *items, int32_t count)
{
    uint64_t all = 0, *from = keys, *to = mlg__realloc(NULL, (size_t)count * sizeof *to);
    int32_t *from_item = items, *to_item = items ? mlg__realloc(NULL, (size_t)count * sizeof *items) : NULL;
    uint64_t *spare = to;
    int32_t *spare_item = to_item;
    if (!to || (items && !to_item)) {
        mlg__free(to);
        mlg__free(to_item);
        return false;
    }
    for (int32_t i = 0; i < count; i++) all |= keys[i];
    for (int shift = 0; shift < 64 && all >> shift; shift += DIGIT_BITS) {
        int32_t place[DIGITS] = { 0 }, sum = 0;
        for (int32_t i = 0; i < count; i++) place[from[i] >> shift & (DIGITS - 1)]++;
        for (int d = 0; d < DIGITS; d++) {
            const int32_t here = place[d];
            place[d] = sum;
            sum += here;
        }
        for (int32_t i = 0; i < count; i++) {
            const int32_t at = place[from[i] >> shift & (DIGITS - 1)]++;
            to[at] = from[i];
            if (items) to_item[at] = from_item[i];
        }
        uint64_t *const swap = from;
        from = to;
        to = swap;
        int32_t *const swap_item = from_item;
        from_item = to_item;
        to_item = swap_item;
    }
    if (from != keys) {
        memcpy(keys, from, (size_t)count * sizeof *keys);
        if (items) memcpy(items, from_item, (size_t)count * sizeof *items);
    }
    mlg__free(spare);
    mlg__free(spare_item);
    return true;
}

/* Buckets of 2^shift ids, at most about two for each id, so that a search looks at a handful. */
static bool make_buckets(struct id_set *s)
{
    const int64_t low = s->count ? s->id[0] : 0, span = s->count ? s->id[s->count - 1] - low : 0;
    while (span >> s->shift > 2 * (int64_t)s->count) s->shift++;
    s->bucket_count = (int32_t)(span >> s->shift) + 1;
    s->first = mlg__malloc(((size_t)s->bucket_count + 1) * sizeof *s->first);
    if (!s->first) return false;
    int32_t i = 0;
    for (int32_t b = 0; b <= s->bucket_count; b++) {
        while (i < s->count && (s->id[i] - low) >> s->shift < b) i++;
        s->first[b] = i;
    }
    return true;
}

bool mlg__id_set_make(struct id_set *s, int64_t *ids, int32_t count, uint8_t *uses)
{
    int32_t n = 0;
    *s = (struct id_set) { 0 };
    if (!mlg__radix_sort((uint64_t *)ids, NULL, count)) return false;
    for (int32_t i = 0; i < count; i++) {
        if (n && ids[n - 1] == ids[i]) {
            if (uses) uses[n - 1] = 2;
            continue;
        }
        if (uses) uses[n] = 1;
        ids[n++] = ids[i];
    }
    s->id = ids;
    s->count = n;
    if (make_buckets(s)) return true;
    *s = (struct id_set) { 0 };
    return false;
}

int32_t mlg__id_set_find(const struct id_set *s, int64_t id)
{
    if (!s->count || id < s->id[0] || id > s->id[s->count - 1]) return MLG_NONE;
    const int32_t bucket = (int32_t)((id - s->id[0]) >> s->shift);
    const int32_t first = s->first[bucket], in_bucket = s->first[bucket + 1] - first;
    const int32_t at = first + mlg__first_at_least((const uint64_t *)s->id + first, in_bucket, (uint64_t)id);
    return at < s->count && s->id[at] == id ? at : MLG_NONE;
}

void mlg__id_set_free(struct id_set *s)
{
    mlg__free(s->id);
    mlg__free(s->first);
    *s = (struct id_set) { 0 };
}
