/* test_siting_twins.c — the siting engine against its slow twins on tiny random networks (siting-engine 19.2, 19.3). */
#include <math.h>

#include "siting/assign.h"
#include "siting/certify.h"
#include "siting/knapsack.h"
#include "support/siting_search.h"
#include "support/siting_twin.h"

static struct tiny_rows random_rows(struct rng *rng)
{
    return (struct tiny_rows) { rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2),
                                rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2) };
}

/* -- knapsack: selection equals sorting -- */

static void knapsack_case(struct rng *rng, uint64_t seed)
{
    struct item items[200], sorted[200];
    const int32_t count = rng_below(rng, 200);
    for (int32_t i = 0; i < count; i++)
        items[i] = (struct item) { -(double)rng_below(rng, 50), 1 + rng_below(rng, 9), i, i };
    memcpy(sorted, items, sizeof items);
    mlg__items_sort(sorted, count);
    double capacity[4] = { 0 }, add[4] = { 0 }, guess[4];
    struct fill fill[4];
    for (int k = 1; k < 4; k++) {
        capacity[k] = rng_below(rng, 900);
        add[k] = rng_below(rng, 30);
        guess[k] = rng_below(rng, 2) ? NAN : -(double)rng_below(rng, 50);
    }
    mlg__items_fill_states(items, count, 4, capacity, add, guess, fill);
    for (int k = 1; k < 4; k++) {
        double room = capacity[k], value = 0, taken = 0;
        for (int32_t i = 0; i < count && sorted[i].key + add[k] < 0; i++) {
            const double load = fmin(room, sorted[i].load);
            value += load * (sorted[i].key + add[k]);
            room -= load;
        }
        for (int32_t i = 0; i < fill[k].fits + (fill[k].part > 0); i++)
            taken += fill_share(&fill[k], items, i) * items[i].load * (items[i].key + add[k]);
        check_msg(fabs(value - fill[k].value) < 1e-6, "seed %llu state %d: %g, sorted %g", (unsigned long long)seed, k,
                  fill[k].value, value);
        check_msg(fabs(taken - value) < 1e-6, "seed %llu state %d: shares give %g, not %g", (unsigned long long)seed, k,
                  taken, value);
    }
}

/* At least so many units: of sorted items those that pay, while there is room, then as many of the next ones as are needed. */
static void least_fill_case(struct rng *rng, uint64_t seed)
{
    struct item items[60], sorted[60];
    const int32_t count = rng_below(rng, 60);
    double all = 0;
    for (int32_t i = 0; i < count; i++) {
        items[i] = (struct item) { 25 - (double)rng_below(rng, 50), 1 + rng_below(rng, 9), i, i };
        all += items[i].load;
    }
    mlg__items_sort(items, count);
    memcpy(sorted, items, sizeof items);
    const double capacity[2] = { 0, 20 + rng_below(rng, 300) }, add[2] = { 0, 10 - (double)rng_below(rng, 20) };
    const double least = 1 + rng_below(rng, (int32_t)capacity[1]), free = rng_below(rng, 3) ? 0 : rng_below(rng, 40);
    double guess[2] = { NAN, rng_below(rng, 2) ? NAN : -(double)rng_below(rng, 50) };
    struct fill fill[2];
    mlg__items_fill_states(items, count, 2, capacity, add, guess, fill);
    assert_memory_equal(items, sorted, sizeof *items * (size_t)count); /* sorted stays sorted */
    mlg__items_fill_up(items, count, least, free, &fill[1]);
    double value = 0, taken = 0, units = 0;
    for (int32_t i = 0; i < count; i++) {
        const double cost = sorted[i].key + add[1], wanted = cost < 0 ? capacity[1] : least - free;
        const double load = fmax(0, fmin(wanted - units, sorted[i].load));
        value += load * cost;
        units += load;
    }
    if (all < least - free) {
        check_msg(isinf(fill[1].value), "seed %llu: %g units are too few", (unsigned long long)seed, all);
        return;
    }
    for (int32_t i = 0; i < fill[1].fits + (fill[1].part > 0); i++)
        taken += fill_share(&fill[1], items, i) * items[i].load * (items[i].key + add[1]);
    check_msg(fabs(value - fill[1].value) < 1e-6 && fabs(taken - value) < 1e-6, "seed %llu: %g, shares %g, twin %g",
              (unsigned long long)seed, fill[1].value, taken, value);
}

static void test_knapsack(void **state)
{
    (void)state;
    for_seeds(1, 2000, knapsack_case);
    for_seeds(1, 4000, least_fill_case);
}

/* -- assignment: from scratch and after any sequence of changes equals min-cost flow -- */

static void assignment_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, (struct tiny_rows) { 0 }, NULL);
    int64_t capacity[8], unit[8], rent[8];
    struct assignment *a;
    assert_int_equal(mlg__assignment_new(n, 0, &a, NULL), MLG_OK);
    for (int32_t s = 0; s < n->site_count; s++) {
        capacity[s] = rng_below(rng, 3) ? rng_below(rng, 8000) : 0;
        unit[s] = rng_below(rng, 300000);
        rent[s] = rng_below(rng, 2) ? rng_below(rng, 2000000) : 0; /* any guess leads to the optimum */
    }
    if (rng_below(rng, 2)) a->auction_rows = 0; /* an auction first, where room is short */
    mlg__assignment_start(a, capacity, unit, NULL, rng_below(rng, 3) ? rent : NULL);
    for (int step = 0; step < 12; step++) {
        const int128 cost = mlg__assignment_cost(a), twin = mlg__twin_assignment(n, 0, capacity, unit);
        check_msg(cost == twin, "seed %llu step %d: %lld, twin %lld", (unsigned long long)seed, step, (long long)cost,
                  (long long)twin);
        int128 lanes = cost;
        for (int32_t s = 0; s < n->site_count; s++) {
            check_msg(a->load[s] <= capacity[s], "site %d over", s);
            lanes -= (int128)a->load[s] * unit[s];
        }
        check_msg(lanes == a->lane_sum, "seed %llu step %d: the sum over lanes", (unsigned long long)seed, step);
        const int32_t s = rng_below(rng, n->site_count);
        capacity[s] = rng_below(rng, 3) ? rng_below(rng, 8000) : 0;
        if (rng_below(rng, 3) == 0) unit[s] = rng_below(rng, 300000);
        mlg__assignment_set(a, s, capacity[s], unit[s]);
    }
    mlg__assignment_free(a);
    mlg_network_free(n);
}

static void test_assignment(void **state)
{
    (void)state;
    for_seeds(1, 1500, assignment_case);
}

/* -- certificate: equals its twin, holds for all lanes at any prices -- */

static void certificate_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *all, *n = mlg__tiny_network(rng, random_rows(rng), &all);
    double w[64], row[64];
    int64_t whole_w[64];
    int128 whole_row[64];
    const struct prices prices = { w, row };
    struct certificate kept = { 0 }, with_all = { 0 };
    for (int32_t i = 0; i < n->row_count * n->period_count; i++) {
        const int64_t wild = rng_below(rng, 6000000) - 500000;
        w[i] = (double)(whole_w[i] = wild < 4000000 ? wild : 4000000);
    }
    for (int32_t r = 0; r < n->common_count; r++) {
        row[r] = rng_below(rng, 2) ? rng_unit(rng) * 1e9 / (1 + fabs((double)n->commons[r].limit)) : 0;
        whole_row[r] = (int128)(row[r] * (double)GRAINS_PER_QUANTUM);
    }
    assert_int_equal(mlg__certify(n, &prices, NULL, 1, &kept, NULL), MLG_OK);
    assert_int_equal(mlg__certify(all, &prices, NULL, 2, &with_all, NULL), MLG_OK);
    const int128 twin = mlg__twin_bound(all, whole_w, whole_row);
    const int64_t twin_quanta = (int64_t)(twin / GRAINS_PER_QUANTUM - (twin % GRAINS_PER_QUANTUM < 0)) - 2 * n->period_count;
    check_msg(with_all.bound == twin_quanta, "seed %llu: certificate %lld, twin %lld", (unsigned long long)seed,
              (long long)with_all.bound, (long long)twin_quanta);
    /* Without rows on flows the optimum is known: both certificates stay below it. */
    if (!n->flow_rows) {
        const int128 optimum = mlg__twin_optimum(all);
        check_msg((int128)kept.bound * GRAINS_PER_QUANTUM <= optimum, "seed %llu: kept lanes", (unsigned long long)seed);
        check_msg((int128)with_all.bound * GRAINS_PER_QUANTUM <= optimum, "seed %llu: all lanes", (unsigned long long)seed);
    }
    mlg_network_free(n);
    mlg_network_free(all);
}

static void test_certificate(void **state)
{
    (void)state;
    for_seeds(1, 600, certificate_case);
}

/* -- search: bound <= optimum <= plan -- */

static struct { double gap; int cases, exact; } seen;

static void search_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2) };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    const int128 optimum = mlg__twin_optimum(n);
    struct search *x = search_by_work(n, 300, 0, 1), *y = search_by_work(n, 300, 0, 2);
    check_msg((int128)x->bound * GRAINS_PER_QUANTUM <= optimum, "seed %llu: bound above the optimum", (unsigned long long)seed);
    check_msg(x->found == y->found && x->cost == y->cost && x->bound == y->bound, "seed %llu: threads", (unsigned long long)seed);
    check_msg(!x->found || x->cost >= optimum, "seed %llu: plan below the optimum", (unsigned long long)seed);
    if (x->found) {
        check_msg(!memcmp(x->path, y->path, (size_t)(n->site_count * n->period_count)), "seed %llu: paths",
                  (unsigned long long)seed);
        seen.gap += (double)(x->cost - optimum) / (double)optimum;
        seen.exact += x->cost == optimum;
        seen.cases++;
    } else {
        check_msg(optimum >= (int128)1 << 119 || rows.conflict, "seed %llu: no plan", (unsigned long long)seed);
    }
    mlg__siting_search_free(x);
    mlg__siting_search_free(y);
    mlg_network_free(n);
}

static void test_search(void **state)
{
    (void)state;
    for_seeds(1, 150, search_case);
    print_message("%d of %d plans optimal, %.4f %% above on average\n", seen.exact, seen.cases,
                  100 * seen.gap / seen.cases);
    if (seen.cases > 50) check_msg(seen.gap / seen.cases < 0.005, "plans are %.3f above", seen.gap / seen.cases);
}

/* Rows of every kind: the bound never exceeds the plan, and stopping at once leaves a valid bound. */
static void rows_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, random_rows(rng), NULL);
    struct search *x = search_by_work(n, 1 + rng_below(rng, 200), 0, 1);
    if (x->found)
        check_msg((int128)x->bound * GRAINS_PER_QUANTUM <= x->cost, "seed %llu: bound above cost", (unsigned long long)seed);
    mlg__siting_search_free(x);
    mlg_network_free(n);
}

static void test_rows(void **state)
{
    (void)state;
    for_seeds(1, 200, rows_case);
}

/* -- every allocation fails once -- */

static bool search_without_memory(void *user) { return search_survives(user, 30); }

static void test_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { .budget = true, .cover = true }, NULL);
    for_each_failed_allocation(search_without_memory, n);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_knapsack), cmocka_unit_test(test_assignment), cmocka_unit_test(test_certificate),
        cmocka_unit_test(test_search),   cmocka_unit_test(test_rows),       cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
