/* intern.c — see intern.h. Open addressing, at most half full; the hash is FNV-1a. */
#include "roads/intern.h"

#include <string.h>

#include "base/memory.h"
#include "maillage/base.h"

static uint32_t hash_of(const uint8_t *bytes, size_t length)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++) h = (h ^ bytes[i]) * 16777619u;
    return h;
}

static bool is_number(const struct intern *in, int32_t number, const void *bytes, size_t length)
{
    const size_t size = in->first[number + 1] - in->first[number];
    return size == length && (length == 0 || memcmp(in->bytes + in->first[number], bytes, length) == 0);
}

static bool grow_slots(struct intern *in)
{
    const int32_t wanted = in->slot_count ? 2 * in->slot_count : 256;
    int32_t *slots = mlg__realloc(NULL, (size_t)wanted * sizeof *slots);
    if (!slots) return false;
    memset(slots, 0xff, (size_t)wanted * sizeof *slots);
    for (int32_t n = 0; n < in->count; n++) {
        uint32_t at = hash_of(in->bytes + in->first[n], in->first[n + 1] - in->first[n]);
        while (slots[at & (uint32_t)(wanted - 1)] != MLG_NONE) at++;
        slots[at & (uint32_t)(wanted - 1)] = n;
    }
    mlg__free(in->slots);
    in->slots = slots;
    in->slot_count = wanted;
    return true;
}

static bool append(struct intern *in, const void *bytes, size_t length)
{
    const size_t used = in->count ? in->first[in->count] : 0;
    if (used + length > (size_t)1 << 30) return false;
    uint8_t *grown = mlg__grow(in->bytes, &in->byte_cap, (int32_t)(used + length + 1), 1);
    if (!grown) return false;
    in->bytes = grown;
    uint32_t *first = mlg__grow(in->first, &in->first_cap, in->count + 2, sizeof *first);
    if (!first) return false;
    in->first = first;
    in->first[0] = 0;
    if (length) memcpy(in->bytes + used, bytes, length);
    in->first[++in->count] = (uint32_t)(used + length);
    return true;
}

int32_t mlg__intern(struct intern *in, const void *bytes, size_t length)
{
    if (2 * in->count >= in->slot_count && !grow_slots(in)) return MLG_NONE;
    const uint32_t mask = (uint32_t)(in->slot_count - 1);
    uint32_t at = hash_of(bytes, length);
    for (; in->slots[at & mask] != MLG_NONE; at++)
        if (is_number(in, in->slots[at & mask], bytes, length)) return in->slots[at & mask];
    if (!append(in, bytes, length)) return MLG_NONE;
    return in->slots[at & mask] = in->count - 1;
}

void mlg__intern_free(struct intern *in)
{
    mlg__free(in->bytes);
    mlg__free(in->first);
    mlg__free(in->slots);
    *in = (struct intern) { 0 };
}
