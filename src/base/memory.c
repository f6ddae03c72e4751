/* memory.c — allocation with a failure counter for tests, and arenas. See memory.h. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static _Thread_local int64_t made_count, fail_at;

int64_t mlg__memory_fail_at(int64_t n)
{
    const int64_t made = made_count;
    made_count = 0;
    fail_at = n;
    return made;
}

static bool must_fail(void) { return ++made_count == fail_at; }

void *mlg__malloc(size_t bytes)
{
    return must_fail() ? NULL : calloc(1, bytes ? bytes : 1);
}

void *mlg__realloc(void *old, size_t bytes)
{
    return must_fail() ? NULL : realloc(old, bytes ? bytes : 1);
}

void mlg__free(void *p) { free(p); }

char *mlg__strdup(const char *text)
{
    if (!text) return NULL;
    const size_t bytes = strlen(text) + 1;
    char *copy = mlg__malloc(bytes);
    if (copy) memcpy(copy, text, bytes);
    return copy;
}

void *mlg__grow(void *items, int32_t *cap, int32_t needed, size_t item_bytes)
{
    if (needed <= *cap) return items;
    if (needed > INT32_MAX / 2) return NULL;
    const int32_t wanted = *cap < 8 ? 16 : *cap + *cap / 2;
    const int32_t new_cap = wanted > needed ? wanted : needed;
    void *grown = mlg__realloc(items, (size_t)new_cap * item_bytes);
    if (grown) *cap = new_cap;
    return grown;
}

bool mlg__room(void *array, int32_t *cap, int64_t needed, size_t item_bytes)
{
    void *items;
    memcpy(&items, array, sizeof items); /* a pointer to anything */
    if (needed < 1) needed = 1;
    if (items && needed <= *cap) return true;
    if (needed > INT32_MAX / 2) return false;
    items = mlg__grow(items, cap, (int32_t)needed, item_bytes);
    if (items) memcpy(array, &items, sizeof items);
    return items != NULL;
}

struct arena_block {
    struct arena_block *older;
    size_t cap_bytes;
    max_align_t data[];
};

/* Blocks start at 4 KiB and grow with the arena, so that there are O(log n) of them; large requests get their own. */
static struct arena_block *block_new(struct arena *a, size_t bytes)
{
    size_t cap = a->block ? 2 * a->block->cap_bytes : 4096;
    if (cap > (size_t)1 << 24) cap = (size_t)1 << 24;
    if (cap < bytes) cap = bytes;
    struct arena_block *block = mlg__malloc(sizeof *block + cap);
    if (!block) return NULL;
    *block = (struct arena_block) { .older = a->block, .cap_bytes = cap };
    a->block = block;
    a->used_bytes = 0;
    return block;
}

void *mlg__arena_bytes(struct arena *a, size_t count, size_t item_bytes, size_t align)
{
    if (a->failed || (count && item_bytes > SIZE_MAX / 4 / count)) return a->failed = true, NULL;
    const size_t wanted = count * item_bytes, bytes = wanted ? wanted : 1;
    size_t start = (a->used_bytes + align - 1) & ~(align - 1);
    if (!a->block || start + bytes > a->block->cap_bytes) {
        if (!block_new(a, bytes)) return a->failed = true, NULL;
        start = 0;
    }
    a->used_bytes = start + bytes;
    a->total_bytes += bytes;
    return memset((char *)a->block->data + start, 0, bytes); /* memory given back by a reset is not zero */
}

char *mlg__arena_text(struct arena *a, const char *text)
{
    if (!text) return NULL;
    const size_t bytes = strlen(text) + 1;
    char *copy = mlg__arena_bytes(a, bytes, 1, 1);
    return copy ? memcpy(copy, text, bytes) : NULL;
}

struct arena_mark mlg__arena_mark(const struct arena *a)
{
    return (struct arena_mark) { a->block, a->used_bytes };
}

void mlg__arena_reset(struct arena *a, struct arena_mark mark)
{
    while (a->block != mark.block) {
        struct arena_block *older = a->block->older;
        mlg__free(a->block);
        a->block = older;
    }
    a->used_bytes = mark.used_bytes;
    a->failed = false;
}

void mlg__arena_free(struct arena *a)
{
    mlg__arena_reset(a, (struct arena_mark) { NULL, 0 });
    a->total_bytes = 0;
}
