/* siting_search.h — a search limited by work, for tests that look at plans and bounds of small networks. */
#ifndef MLG_TESTS_SITING_SEARCH_H
#define MLG_TESTS_SITING_SEARCH_H

#include <math.h>

#include "siting/drive.h"
#include "support/test.h"

static inline struct search *search_by_work(const struct mlg_network *n, int64_t iterations, double gap, int32_t threads)
{
    struct control control = { .end_s = INFINITY, .iteration_limit = iterations };
    const struct search_options options = { .gap = gap, .threads = threads, .seed = 1 };
    struct search *search = NULL;
    assert_int_equal(mlg__search(n, &options, &control, NULL, &search, NULL), MLG_OK);
    return search;
}

/* For for_each_failed_allocation(): memory may be missing anywhere in `iterations` of a search. */
static inline bool search_survives(const struct mlg_network *n, int64_t iterations)
{
    struct control control = { .end_s = INFINITY, .iteration_limit = iterations };
    const struct search_options options = { .gap = 0, .threads = 1, .seed = 1 };
    struct search *search = NULL;
    const mlg_status status = mlg__search(n, &options, &control, NULL, &search, NULL);
    assert_true(status == MLG_OK || (status == MLG_NO_MEMORY && !search));
    mlg__siting_search_free(search);
    return status == MLG_OK;
}

#endif
