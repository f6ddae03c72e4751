/* mlg_routing_solve from outside: options, progress, what it refuses, what it leaves out. */
#include "base/options.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"

static mlg_options *options(const char *iterations, const char *threads, const char *islands)
{
    mlg_options *o = mlg_options_new();
    mlg_options_set(o, "routing.iterations", iterations, NULL);
    mlg_options_set(o, "routing.threads", threads, NULL);
    mlg_options_set(o, "routing.islands", islands, NULL);
    return o;
}

static mlg_plan *solve(const mlg_problem *p, const mlg_plan *start, mlg_options *o)
{
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    const mlg_status status = mlg_routing_solve(p, start, o, NULL, NULL, &plan, &err);
    check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
    mlg_options_free(o);
    return plan;
}

static mlg_problem *some_problem(uint64_t seed, int32_t stops, uint64_t features)
{
    struct rng r = rng_seeded(seed, 0);
    return random_problem(&r, stops, features);
}

struct calls { int count; mlg_flow answer; double last_cost; bool worse; };
static mlg_flow count_calls(const mlg_progress *progress, void *user)
{
    struct calls *c = user;
    c->worse |= c->count && progress->cost > c->last_cost;
    c->count++;
    c->last_cost = progress->cost;
    assert_string_equal(progress->phase, "route");
    return c->answer;
}

static void caller_hears_and_stops(void **state)
{
    (void)state;
    mlg_problem *p = some_problem(2, 80, 0);
    for (int enough = 0; enough < 2; enough++) {
        struct calls calls = { .answer = enough ? MLG_ENOUGH : MLG_CONTINUE };
        mlg_options *o = options("2000", "1", "1");
        mlg_plan *plan = NULL;
        assert_int_equal(mlg_routing_solve(p, NULL, o, count_calls, &calls, &plan, NULL), MLG_OK);
        assert_true(enough ? calls.count == 1 : calls.count > 2);
        assert_false(calls.worse);
        assert_true((double)mlg_plan_cost(plan) <= calls.last_cost);
        assert_int_equal(mlg_plan_unserved_count(plan), 0);
        mlg_plan_free(plan);
        mlg_options_free(o);
    }
    mlg_problem_free(p);
}

static void a_start_is_never_made_worse(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 8; seed++) {
        mlg_problem *p = some_problem(seed, 40, case_features[seed * 3 % CASE_COUNT]);
        mlg_plan *good = solve(p, NULL, options("3000", "1", "1"));
        mlg_plan *again = solve(p, good, options("1", "1", "1"));
        assert_true(mlg_plan_cost(again) <= mlg_plan_cost(good) || mlg_plan_unserved_count(again) < mlg_plan_unserved_count(good));
        mlg_plan_free(good);
        mlg_plan_free(again);
        mlg_problem_free(p);
    }
}

/* A problem of one depot and three stops, changed by the caller before it is frozen. */
static mlg_problem *tiny(const mlg_stop *odd, const mlg_vehicle *vehicle)
{
    mlg_builder *b = mlg_builder_new();
    for (int32_t i = 0; i < 4; i++) mlg_builder_place_xy(b, 10 * i, 0);
    mlg_builder_vehicle(b, vehicle);
    for (int32_t i = 1; i < 3; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { 1 } });
    mlg_builder_stop(b, odd);
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

static void hopeless_stops_are_left_out(void **state)
{
    (void)state;
    const mlg_vehicle van = { .capacity = { 5 }, .count = 1 };
    mlg_problem *p = tiny(&(mlg_stop) { .place = 3, .demand = { 9 } }, &van);
    mlg_plan *plan = solve(p, NULL, options("50", "1", "1"));
    assert_int_equal(mlg_plan_unserved_count(plan), 1);
    assert_int_equal(mlg_plan_unserved(plan, 0), 2);
    assert_int_equal(mlg_plan_cost(plan), 40);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    /* Worth 19 the last stop is not worth the 20 it costs, worth 21 it is. */
    for (int64_t prize = 19; prize <= 21; prize += 2) {
        p = tiny(&(mlg_stop) { .place = 3, .demand = { 1 }, .prize = prize }, &van);
        plan = solve(p, NULL, options("50", "1", "1"));
        assert_int_equal(mlg_plan_unserved_count(plan), prize < 20);
        assert_int_equal(mlg_plan_cost(plan), prize < 20 ? 59 : 60);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

/* Too much for all vehicles: overloads, though cheaper than a stop left out, may not keep the search from choosing who stays. And
 * by time alone, when a limit by work is far away, it cools as well. */
static void the_right_ones_are_left_out(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    const int32_t at[] = { 0, 10, 20, 30, 40, -900, -910, -920, -930 };
    for (int32_t i = 0; i < 9; i++) mlg_builder_place_xy(b, at[i], 0);
    mlg_builder_vehicle(b, &(mlg_vehicle) { .capacity = { 10 }, .count = 2 });
    for (int32_t i = 1; i < 9; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { 5 } });
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    for (int timed = 0; timed < 2; timed++) {
        mlg_options *o = options(timed ? "1000000000" : "500", "1", "1");
        if (timed) mlg_options_set(o, "routing.time_limit_s", "0.1", NULL);
        mlg_plan *plan = solve(p, NULL, o);
        assert_int_equal(mlg_plan_unserved_count(plan), 4);
        assert_int_equal(mlg_plan_cost(plan), 40 + 80); /* the four at hand: 20 and back, 40 and back */
        mlg_plan_free(plan);
    }
    mlg_problem_free(p);
}

/* Four places, each 100 away, with five stops that fill a vehicle: no stop is worth the way there and back, five are where each
 * is worth 41, and are not where it is 39. Begun with nothing, and with a vehicle for each of the wrong places. */
static void together_they_pay(void **state)
{
    (void)state;
    enum { EACH = 5 };
    for (int kind = 0; kind < 4; kind++) {
        mlg_builder *b = mlg_builder_new();
        mlg_problem *p = NULL;
        const int32_t at[][2] = { { 0, 0 }, { 100, 0 }, { 0, 100 }, { -100, 0 }, { 0, -100 } };
        for (int i = 0; i < 5; i++) mlg_builder_place_xy(b, at[i][0], at[i][1]);
        mlg_builder_vehicle(b, &(mlg_vehicle) { .capacity = { EACH }, .count = 4 });
        for (int32_t i = 0; i < 4 * EACH; i++) {
            mlg_stop stop = { .place = 1 + i / EACH, .demand = { 1 }, .prize = i / EACH < 2 ? 39 : 41 };
            if (kind % 2) stop.window = (mlg_window) { 0, 1000 };
            mlg_builder_stop(b, &stop);
        }
        mlg_error err = { 0 };
        check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
        mlg_visit visits[2 * EACH];
        for (int32_t i = 0; i < 2 * EACH; i++) visits[i] = (mlg_visit) { .kind = MLG_STOP, .stop = i };
        struct plan_route wrong[] = { { .vehicle = 0, .visits = visits, .visit_count = EACH },
                                      { .vehicle = 0, .visits = visits + EACH, .visit_count = EACH } };
        const mlg_plan start = { .routes = wrong, .route_count = 2 };
        mlg_plan *plan = solve(p, kind < 2 ? NULL : &start, options("500", "1", "1"));
        assert_int_equal(mlg_plan_unserved_count(plan), 2 * EACH);
        assert_int_equal(mlg_plan_cost(plan), 2 * 200 + 2 * EACH * 39);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

/* The vehicle takes one load: a stop of priority 1 comes before any number of others. */
static void priorities_come_first(void **state)
{
    (void)state;
    const mlg_vehicle van = { .capacity = { 2 }, .count = 1 };
    for (int32_t priority = 0; priority < 2; priority++) {
        mlg_problem *p = tiny(&(mlg_stop) { .place = 3, .demand = { 2 }, .priority = priority }, &van);
        mlg_plan *plan = solve(p, NULL, options("2000", "1", "1"));
        assert_int_equal(mlg_plan_unserved_count(plan), 1 + priority);
        assert_int_equal(mlg_plan_cost(plan), priority ? 60 : 40);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

static void refused(const mlg_problem *p, const char *where, const char *english, const char *french)
{
    mlg_plan *plan = NULL;
    for (int lang = MLG_EN; lang <= MLG_FR; lang++) {
        mlg_error err = { .lang = (mlg_lang)lang };
        assert_int_equal(mlg_routing_solve(p, NULL, NULL, NULL, NULL, &plan, &err), MLG_OVER_LIMIT);
        assert_null(plan);
        assert_string_equal(err.where, where);
        check_msg(strstr(err.message, lang == MLG_FR ? french : english), "%s", err.message);
    }
}

static void the_unknown_is_refused_by_name(void **state)
{
    (void)state;
    static const mlg_break rests[9] = { { .service_s = 1 } };
    mlg_problem *p = tiny(&(mlg_stop) { .place = 3 }, &(mlg_vehicle) { .capacity = { 5 }, .breaks = rests, .break_count = 9 });
    refused(p, "vehicles/0/breaks", "more than eight breaks", "plus de huit pauses");
    mlg_problem_free(p);
}

/* Empty, one stop, no demand at all. */
static void small_things(void **state)
{
    (void)state;
    for (int32_t stops = 1; stops < 4; stops++) {
        mlg_problem *p = some_problem(3, stops, 0);
        mlg_plan *plan = solve(p, NULL, options("10", "1", "1"));
        assert_int_equal(mlg_plan_unserved_count(plan), 0);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

static mlg_options *fault_options;
static bool short_solve(void *user)
{
    mlg_plan *plan = NULL;
    const mlg_status status = mlg_routing_solve(user, NULL, fault_options, NULL, NULL, &plan, NULL);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    assert_true((status == MLG_OK) == (plan != NULL));
    mlg_plan_free(plan);
    return status == MLG_OK;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    fault_options = options("40", "1", "2");
    mlg_options_set(fault_options, "routing.combine", "1", NULL);
    for (uint64_t i = 0; i < 4; i++) {
        mlg_problem *p = i < 3 ? some_problem(i, 30, case_features[i * 4]) : some_problem(i, 10, TRIPS | BREAKS | SEVERAL | SHIPMENTS | GROUPS);
        const int64_t made = for_each_failed_allocation(short_solve, p);
        print_message("%lld allocations\n", (long long)made);
        assert_true(made > 10);
        mlg_problem_free(p);
    }
    mlg_options_free(fault_options);
}

/* All distances times seven, all costs times seven. */
static void costs_scale(void **state)
{
    (void)state;
    int64_t cost[2];
    for (int k = 0; k < 2; k++) {
        struct rng r = rng_seeded(11, 0);
        mlg_builder *b = mlg_builder_new();
        for (int32_t i = 0; i < 16; i++) {
            const double x = (double)between(&r, 0, 50);
            mlg_builder_place_xy(b, x, (double)between(&r, 0, 50));
        }
        mlg_builder_vehicle(b, &(mlg_vehicle) { .count = 40, .capacity = { 20 }, .rates = { .per_m = k ? 7 : 1 } });
        for (int32_t i = 1; i < 16; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { between(&r, 1, 6) } });
        mlg_problem *p = NULL;
        assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
        mlg_plan *plan = solve(p, NULL, options("3000", "1", "1"));
        cost[k] = mlg_plan_cost(plan);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
    check_msg(7 * cost[0] == cost[1], "%lld, %lld", (long long)cost[0], (long long)cost[1]);
}

/* With one capacity, whose overloads have a price elsewhere, and with windows: never more vehicles, and the plan's cost is plain. */
static void fewest_vehicles(void **state)
{
    static const unsigned features[] = { 0, WINDOWS, WINDOWS | MIXED };
    int32_t saved = 0;
    (void)state;
    for (int k = 0; k < 3; k++)
        for (uint64_t seed = 1; seed <= 3; seed++) {
            mlg_problem *p = some_problem(seed, 60, features[k]);
            int32_t routes[2], left[2];
            for (int first = 0; first < 2; first++) {
                mlg_options *o = options("4000", "1", "1");
                mlg_options_set(o, "routing.fewest_vehicles", first ? "1" : "0", NULL);
                mlg_plan *plan = solve(p, NULL, o);
                left[first] = mlg_plan_unserved_count(plan); /* windows that nobody reaches */
                routes[first] = mlg_plan_route_count(plan);
                mlg_plan_free(plan);
            }
            assert_int_equal(left[1], left[0]);
            check_msg(routes[1] <= routes[0], "features %u seed %d: %d routes, %d without", features[k], (int)seed, routes[1], routes[0]);
            saved += routes[0] - routes[1];
            mlg_problem_free(p);
        }
    print_message("%d vehicles saved\n", saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caller_hears_and_stops), cmocka_unit_test(a_start_is_never_made_worse),
        cmocka_unit_test(hopeless_stops_are_left_out), cmocka_unit_test(the_right_ones_are_left_out), cmocka_unit_test(together_they_pay), cmocka_unit_test(the_unknown_is_refused_by_name),
        cmocka_unit_test(priorities_come_first), cmocka_unit_test(small_things), cmocka_unit_test(every_allocation_may_fail), cmocka_unit_test(costs_scale),
        cmocka_unit_test(fewest_vehicles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
