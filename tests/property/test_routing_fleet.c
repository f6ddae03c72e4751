/* Vehicles that are few, or differ: the bound against every packing there is, vehicles held back and routes given up against the
 * books, first plans of many types and of no time. */
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

/* ---- one route less, again and again ---- */

static int32_t routes_less;

static void fewer_holds(struct rng *r, uint64_t seed)
{
    static const uint64_t cases[] = { 0, WINDOWS, FLEET | WINDOWS, SKILLS, SHIPMENTS | WINDOWS };
    mlg_problem *p = random_problem(r, 20, cases[seed % 5]);
    struct settings o = small_settings(20);
    o.fewest_vehicles = true;
    struct instance *in;
    mlg_error err = { 0 };
    check_msg(mlg__instance_new(p, &o, &in, &err) == MLG_OK, "%s: %s", err.where, err.message);
    struct search s;
    assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
    random_solution(&s, r);
    mlg__save_best(&s);
    const int32_t routes = s.route_count;
    const bool all = s.absent_count == 0;
    struct core c = { .search = &s, .total = 400 };
    mlg__core_start(&c, &o);
    mlg__search_holds(&s);
    int32_t fewest = routes;
    for (int64_t until = 20; until <= c.total; until += 20) {
        mlg__core_run(&c, until, 0);
        mlg__search_holds(&s);
        int32_t best = 0;
        for (int32_t i = 0; i < in->slot_count; i++) best += s.best[i] != NULL;
        check_msg(!all || best <= fewest, "seed %llu: %d routes after %d", (unsigned long long)seed, best, fewest);
        check_msg(!c.fewer.on || s.route_count <= best - 1, "seed %llu: %d of %d", (unsigned long long)seed, s.route_count, best);
        fewest = best;
    }
    check_msg(!all || s.best_cost < in->big_prize, "seed %llu: somebody is left out", (unsigned long long)seed);
    check_msg(!c.fewer.on && s.route_most == in->slot_count, "seed %llu", (unsigned long long)seed);
    routes_less += routes - fewest;
    search_end(&s);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_fewer(void **state)
{
    (void)state;
    routes_less = 0;
    for_seeds(0, 100, fewer_holds);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(routes_less > 60);
}

/* ---- when time is over ---- */

static void handed_out(struct rng *r, uint64_t seed)
{
    const uint64_t features = case_features[seed % CASE_COUNT];
    mlg_problem *p = random_problem(r, 20, features);
    struct instance *in = compiled(p, 20);
    struct search s;
    assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
    s.deadline_s = 1e-9; /* long ago */
    mlg__begin(&s);
    mlg__insert_all(&s, EARLY_FIRST, true);
    mlg__commit(&s);
    mlg__search_holds(&s);
    assert_true(s.late);
    /* Enough vehicles, and each may serve any stop: nobody is left. */
    if (!(features & ~(FLEET | MIXED | MONEY | OPEN | ENERGY | TABLE)))
        check_msg(s.absent_count == 0, "seed %llu features %llx: %d", (unsigned long long)seed, (unsigned long long)features, s.absent_count);
    search_end(&s);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_handed_out(void **state)
{
    (void)state;
    for_seeds(0, 4 * CASE_COUNT, handed_out);
}

/* ---- many types ---- */

static int64_t least_of_all(const struct instance *in, int32_t u, int32_t v)
{
    int64_t least = COST_NEVER;
    for (int32_t k = 0; k < in->class_count; k++) least = min64(least, mlg__slow_arc(in, k, u, v).cost);
    return least;
}

static void many_types(struct rng *r, uint64_t seed)
{
    enum { TYPES = 40, STOPS = 60 };
    mlg_builder *b = mlg_builder_new();
    for (int32_t i = 0; i <= STOPS; i++) mlg_builder_place_xy(b, (double)between(r, 0, 60), (double)between(r, 0, 60));
    for (int32_t k = 0; k < TYPES; k++) /* one of each, no two alike: 12 or more units in each, 60 to 180 to carry */
        mlg_builder_vehicle(b, &(mlg_vehicle) { .count = 1, .capacity = { 12 + k },
                                                .rates = { .fixed = between(r, 0, 50), .per_m = between(r, 1, 30), .per_drive_tick = between(r, 0, 30) } });
    for (int32_t i = 1; i <= STOPS; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { between(r, 1, 3) } });
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    struct instance *in = compiled(p, 20);
    assert_int_equal(in->type_count, TYPES);
    assert_true(in->frontier_count < in->class_count);
    for (int32_t v = 1; v < STOPS; v++) assert_int_equal(mlg__least_arc(in, v - 1, v), least_of_all(in, v - 1, v));
    struct search s;
    assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
    mlg__begin(&s);
    mlg__insert_all(&s, FAR_FIRST, true);
    for (int32_t v = 0; v < STOPS; v++) mlg__push(&s, v);
    s.kernel->improve(&s);
    mlg__commit(&s);
    mlg__search_holds(&s);
    check_msg(s.absent_count == 0, "seed %llu: %d", (unsigned long long)seed, s.absent_count);
    search_end(&s);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_many_types(void **state)
{
    (void)state;
    for_seeds(0, 30, many_types);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bound), cmocka_unit_test(test_books), cmocka_unit_test(test_fewer),
        cmocka_unit_test(test_handed_out), cmocka_unit_test(test_many_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
