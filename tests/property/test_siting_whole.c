/* test_siting_whole.c — single sourcing of tiny periods against enumeration, and its laws on larger ones. */
#include "siting/whole.h"
#include "support/siting_twin.h"
#include "support/test.h"

struct tiny { const struct mlg_network *n; int64_t capacity[8], unit[8]; int32_t at[8]; int128 best; };

static void try_rows(struct tiny *x, int32_t row, int128 cost)
{
    const struct mlg_network *n = x->n;
    if (row == n->row_count) {
        if (cost < x->best) x->best = cost;
        return;
    }
    const int64_t volume = volume_at(n, row, 0);
    try_rows(x, row + 1, cost + (int128)volume * n->pen_micro[row]);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        const int32_t s = n->lanes[i].end;
        if (x->capacity[s] < volume || volume == 0) continue;
        x->capacity[s] -= volume;
        try_rows(x, row + 1, cost + (int128)volume * (n->lanes[i].cost_micro + x->unit[s]));
        x->capacity[s] += volume;
    }
}

static struct { int cases, exact; } seen;

static void check_whole(const struct assignment *a, const int64_t *capacity, uint64_t seed)
{
    const struct mlg_network *n = a->net;
    int64_t load[64] = { 0 };
    check_msg(!a->failed, "seed %llu: failed", (unsigned long long)seed);
    for (int32_t row = 0; row < n->row_count; row++) {
        const int32_t p = a->row_piece[row];
        if (volume_at(n, row, 0) == 0) continue;
        check_msg(p != MLG_NONE && a->pieces[p].row_next == MLG_NONE, "seed %llu row %d: not one piece", (unsigned long long)seed, row);
        check_msg(a->pieces[p].units == volume_at(n, row, 0), "seed %llu row %d: units", (unsigned long long)seed, row);
        if (a->pieces[p].site < n->site_count) load[a->pieces[p].site] += a->pieces[p].units;
    }
    for (int32_t s = 0; s < n->site_count; s++)
        check_msg(load[s] <= capacity[s] && load[s] == a->load[s], "seed %llu site %d: load", (unsigned long long)seed, s);
}

static void whole_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, (struct tiny_rows) { 0 }, NULL);
    struct tiny x = { .n = n, .best = (int128)1 << 120 };
    struct assignment *a;
    assert_int_equal(mlg__assignment_new(n, 0, &a, NULL), MLG_OK);
    for (int32_t s = 0; s < n->site_count; s++) {
        x.capacity[s] = rng_below(rng, 4) ? rng_below(rng, 8000) : 0;
        x.unit[s] = rng_below(rng, 300000);
    }
    mlg__assignment_start(a, x.capacity, x.unit, NULL, NULL);
    const int128 split = mlg__assignment_cost(a);
    mlg__make_whole(a, NULL, 400, rng, NULL);
    check_whole(a, x.capacity, seed);
    const int128 cost = mlg__assignment_cost(a);
    try_rows(&x, 0, 0);
    check_msg(cost >= x.best && x.best >= split, "seed %llu: below the optimum", (unsigned long long)seed);
    seen.cases++;
    seen.exact += cost == x.best;
    /* The same states again: back to the split optimum; a known plan put back costs what it did. */
    mlg__assignment_start(a, x.capacity, x.unit, NULL, NULL);
    check_msg(mlg__assignment_cost(a) == split, "seed %llu: split again", (unsigned long long)seed);
    mlg__assignment_free(a);
    mlg_network_free(n);
}

static void test_whole(void **state)
{
    (void)state;
    for_seeds(1, 600, whole_case);
    print_message("%d of %d optimal\n", seen.exact, seen.cases);
    check_msg(seen.exact >= seen.cases * 99 / 100, "%d of %d optimal", seen.exact, seen.cases);
}

static bool whole_without_memory(void *user)
{
    struct assignment *a;
    struct mlg_network *n = user;
    int64_t capacity[8] = { 4000, 4000, 4000, 4000, 4000 }, unit[8] = { 0 };
    struct rng rng = rng_seeded(1, 0);
    if (mlg__assignment_new(n, 0, &a, NULL)) return false;
    mlg__assignment_start(a, capacity, unit, NULL, NULL);
    if (!a->failed) mlg__make_whole(a, NULL, 10, &rng, NULL);
    const bool done = !a->failed;
    mlg__assignment_free(a);
    return done;
}

static void test_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { 0 }, NULL);
    for_each_failed_allocation(whole_without_memory, n);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_whole), cmocka_unit_test(test_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
