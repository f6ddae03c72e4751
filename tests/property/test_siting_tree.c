/* test_siting_tree.c — branch and bound on tiny random networks: with no gap allowed the plan is the optimum and the
 * bound says so; stopped anywhere, the bound is below the optimum. */
#include "support/siting_search.h"
#include "support/siting_twin.h"

static struct { int cases, plans, proved, nodes; } seen;

/* Without rows on flows every leaf is priced exactly: nothing may stay open. */
static void optimum_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2), .count = rng_below(rng, 2) };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    const int128 optimum = mlg__twin_optimum(n);
    struct search *x = search_by_work(n, 200000, 0, 1);
    seen.cases++;
    seen.nodes += (int)x->tree_nodes;
    if (optimum >= (int128)1 << 119) {
        check_msg(!x->found, "seed %llu: a plan where none is", (unsigned long long)seed);
    } else {
        check_msg(x->found, "seed %llu: no plan", (unsigned long long)seed);
        check_msg(x->cost == optimum, "seed %llu: plan %.9f of the optimum", (unsigned long long)seed,
                  (double)x->cost / (double)optimum);
        check_msg((int128)x->bound * GRAINS_PER_QUANTUM <= optimum, "seed %llu: bound above", (unsigned long long)seed);
        seen.plans++;
        seen.proved += (int128)(x->bound + 4 * n->period_count + 2) * GRAINS_PER_QUANTUM >= optimum;
    }
    mlg__siting_search_free(x);
    mlg_network_free(n);
}

static void test_optimum(void **state)
{
    (void)state;
    for_seeds(1, 100, optimum_case);
    print_message("%d cases, %d with a plan, %d proved, %d nodes\n", seen.cases, seen.plans, seen.proved, seen.nodes);
    check_msg(seen.proved == seen.plans, "%d of %d proved", seen.proved, seen.plans);
    check_msg(seen.nodes > seen.cases, "the tree was hardly used");
}

/* A gap asked for, any number of iterations, any rows: the bound holds, and threads agree. */
static void stopped_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2), .count = rng_below(rng, 2),
                                    .left_out = rng_below(rng, 2) };
    struct mlg_network *all, *n = mlg__tiny_network(rng, rows, &all);
    const int128 optimum = mlg__twin_optimum(all);
    const int64_t iterations = 1 + rng_below(rng, 3000);
    const double gap = rng_below(rng, 2) ? 0.05 * rng_unit(rng) : 0;
    struct search *x = search_by_work(n, iterations, gap, 1), *y = search_by_work(n, iterations, gap, 2);
    check_msg((int128)x->bound * GRAINS_PER_QUANTUM <= optimum, "seed %llu: bound above", (unsigned long long)seed);
    check_msg(!x->found || x->cost >= optimum, "seed %llu: plan below", (unsigned long long)seed);
    check_msg(x->found == y->found && x->cost == y->cost && x->bound == y->bound, "seed %llu: threads", (unsigned long long)seed);
    mlg__siting_search_free(x);
    mlg__siting_search_free(y);
    mlg_network_free(n);
    mlg_network_free(all);
}

static void test_stopped(void **state)
{
    (void)state;
    for_seeds(1, 150, stopped_case);
}

static bool search_without_memory(void *user) { return search_survives(user, 500); }

static void test_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { .count = true }, NULL);
    for_each_failed_allocation(search_without_memory, n);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_optimum), cmocka_unit_test(test_stopped), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
