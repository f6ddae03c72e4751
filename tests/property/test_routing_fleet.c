/* The fewest vehicles: the bound against every packing there is, and vehicles held back against the books. */
#include "routing/fleet.h"

#include "property/routing_cases.h"

enum { ITEMS_MAX = 9 };

/* Each size into every bin that is open, or into a new one. */
static int32_t fewest_bins(const uint64_t *size, int32_t count, int32_t at, uint64_t *room, int32_t bins, uint64_t capacity,
                           int32_t best)
{
    if (bins >= best) return best;
    if (at == count) return bins;
    for (int32_t b = 0; b < bins; b++) {
        if (room[b] < size[at]) continue;
        room[b] -= size[at];
        best = fewest_bins(size, count, at + 1, room, bins, capacity, best);
        room[b] += size[at];
    }
    room[bins] = capacity - size[at];
    return fewest_bins(size, count, at + 1, room, bins + 1, capacity, best);
}

static int32_t met, beyond_total; /* how often the bound was met, and was better than the sum alone */

static void bound_holds(struct rng *r, uint64_t seed)
{
    const uint64_t capacity = 20 + (uint64_t)rng_below(r, 30);
    const int32_t count = 1 + rng_below(r, ITEMS_MAX), smallest = 1 + rng_below(r, (int32_t)capacity / 2);
    uint64_t size[ITEMS_MAX], room[ITEMS_MAX], total = 0;
    for (int32_t i = 0; i < count; i++) {
        size[i] = (uint64_t)(smallest + rng_below(r, (int32_t)capacity - smallest + 1));
        total += size[i];
    }
    const int32_t fewest = fewest_bins(size, count, 0, room, 0, capacity, count + 1);
    const int64_t bound = mlg__least_bins(size, count, capacity);
    check_msg(bound <= fewest, "seed %llu: bound %lld of %d", (unsigned long long)seed, (long long)bound, (int)fewest);
    check_msg(bound >= (int64_t)((total + capacity - 1) / capacity), "seed %llu: %lld", (unsigned long long)seed, (long long)bound);
    met += bound == fewest;
    beyond_total += bound > (int64_t)((total + capacity - 1) / capacity);
}

static void test_bound(void **state)
{
    (void)state;
    met = beyond_total = 0;
    for_seeds(0, 2000, bound_holds);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(met > 1700 && beyond_total > 200);
    assert_int_equal(mlg__least_bins(NULL, 0, 10), 0);
    assert_int_equal(mlg__least_bins((uint64_t[]) { 0, 0 }, 2, 10), 0);
}

static int32_t held_at_all;

/* Held back, freed one look after the other, all free in the end; every look leaves the solution's books right. */
static void books_hold(struct rng *r, uint64_t seed)
{
    mlg_problem *p = random_problem(r, 24, 0);
    struct instance *in = compiled(p, 24);
    struct search s;
    struct fleet f;
    assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
    random_solution(&s, r);
    const int32_t vehicles = s.free_of_type[0] + s.route_count, routes = s.route_count;
    mlg__set_overload_price(&s, 300);
    mlg__fleet_hold(&s, &f);
    mlg__search_holds(&s);
    if (s.held > 0) check_msg(s.route_count + s.free_of_type[0] < routes, "seed %llu", (unsigned long long)seed);
    else check_msg(s.route_count == routes, "seed %llu", (unsigned long long)seed);
    held_at_all += s.held > 0;
    int32_t looks = 0;
    for (int64_t share = 0; share <= 65536; share += 500, looks++) {
        const int32_t held = s.held;
        f.fitted = looks % 3 == 0;
        const bool stays = f.fitted && share < 39321;
        mlg__fleet_watch(&s, &f, share);
        check_msg(s.held <= held && (!stays || s.held == held), "seed %llu", (unsigned long long)seed);
        mlg__search_holds(&s);
        mlg__begin(&s);
        mlg__ruin(&s, rng_below(r, in->visit_count), 6);
        mlg__recreate(&s, 0);
        s.kernel->improve(&s);
        mlg__commit(&s);
        mlg__search_holds(&s);
    }
    check_msg(s.held == 0 && s.free_of_type[0] + s.route_count == vehicles, "seed %llu", (unsigned long long)seed);
    search_end(&s);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_books(void **state)
{
    (void)state;
    held_at_all = 0;
    for_seeds(0, 60, books_hold);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(held_at_all > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_bound), cmocka_unit_test(test_books) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
