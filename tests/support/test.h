/* test.h — the harness of every test: cmocka, and a seeded property loop that prints the failing seed. */
#ifndef MLG_TESTS_TEST_H
#define MLG_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/rng.h"
#include "maillage/base.h"

/* assert_true(x) with printf words about the case. */
#define check_msg(condition, ...) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            fprintf(stderr, __VA_ARGS__); \
            fputc('\n', stderr); \
            fail(); \
        } \
    } while (0)

/* Run body(rng, seed) for seeds first..first+count-1; the failing seed is printed. MAILLAGE_TEST_SEED=n runs one. */
static inline void for_seeds(uint64_t first, int count, void (*body)(struct rng *rng, uint64_t seed))
{
    const char *only = getenv("MAILLAGE_TEST_SEED");
    if (only) first = strtoull(only, NULL, 10), count = 1;
    for (int i = 0; i < count; i++) {
        struct rng rng = rng_seeded(first + (uint64_t)i, 0);
        if (i == 0 || only) print_message("seeds from %llu\n", (unsigned long long)first);
        body(&rng, first + (uint64_t)i);
    }
}

/* For bodies of for_each_failed_allocation(): true when the run made fewer allocations than the one that was to fail, and
 * then its answer must be the expected one. A failure is answered by MLG_NO_MEMORY, except in the caller's own list of
 * findings, which may be missing. failed: runs so far, 0 at first; words say which case. */
static inline bool allocation_settled(int64_t *failed, mlg_status status, mlg_status expected, const char *words)
{
    const bool met_failure = mlg__memory_fail_at(0) >= ++*failed;
    check_msg(status == expected || (met_failure && status == MLG_NO_MEMORY), "%s: status %d, expected %d", words,
              (int)status, (int)expected);
    return !met_failure;
}

/* Make allocation 1, 2, 3… fail until body() says it met no failure (returns true). Every call must clean up. */
static inline int64_t for_each_failed_allocation(bool (*body)(void *user), void *user)
{
    for (int64_t n = 1;; n++) {
        mlg__memory_fail_at(n);
        const bool done = body(user);
        mlg__memory_fail_at(0);
        if (done) return n;
        check_msg(n < 1000000, "allocations never end");
    }
}

#endif
