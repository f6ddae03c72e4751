/* memory.h — every allocation of the program goes through here, so that tests can make the n-th one fail.
 *
 * An arena hands out zeroed, aligned arrays that live and die together. Its failure flag is sticky: ask for many,
 * check once. Blocks grow geometrically; mark and reset give scratch memory back without freeing it. */
#ifndef MLG_BASE_MEMORY_H
#define MLG_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *mlg__malloc(size_t bytes);              /* zeroed; NULL on failure; 0 bytes gives a valid pointer */
void *mlg__realloc(void *old, size_t bytes);  /* new bytes are not zeroed */
void mlg__free(void *p);
char *mlg__strdup(const char *text);          /* NULL for NULL or without memory */

/* Make room for needed items: returns the (moved) array and updates cap, or NULL (the old array stays valid). */
void *mlg__grow(void *items, int32_t *cap, int32_t needed, size_t item_bytes);
/* The same where it is: array is the address of the pointer to the items, which are given at least one place. False without memory or
 * for more than 2^30 items; the old array stays valid. */
bool mlg__room(void *array, int32_t *cap, int64_t needed, size_t item_bytes);

struct arena_block;
struct arena {
    struct arena_block *block; /* the newest */
    size_t used_bytes, total_bytes; /* in the newest; handed out over all */
    bool failed;               /* sticky */
};
struct arena_mark { struct arena_block *block; size_t used_bytes; };

void *mlg__arena_bytes(struct arena *a, size_t count, size_t item_bytes, size_t align); /* zeroed; NULL sets failed */
char *mlg__arena_text(struct arena *a, const char *text);                               /* a copy; NULL for NULL */
struct arena_mark mlg__arena_mark(const struct arena *a);
void mlg__arena_reset(struct arena *a, struct arena_mark mark);
void mlg__arena_free(struct arena *a);
#define arena_array(arena, type, count) \
    ((type *)mlg__arena_bytes((arena), (size_t)(count), sizeof(type), _Alignof(type)))

/* Tests: fail the n-th allocation from now (1: the next one; 0: never); returns how many were made since the last
 * call. Thread-local counters. */
int64_t mlg__memory_fail_at(int64_t n);

#endif
