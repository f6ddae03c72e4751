/* Islands on threads: with work-limited runs threads change nothing, bit by bit; with timed runs the plan is sound.
 * scripts/tsan runs this program under ThreadSanitizer. */
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"

static mlg_plan *solved(const mlg_problem *p, const char *limit, const char *amount, const char *threads,
                        const char *islands)
{
    mlg_options *o = mlg_options_new();
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_options_set(o, limit, amount, NULL);
    mlg_options_set(o, "routing.threads", threads, NULL);
    mlg_options_set(o, "routing.islands", islands, NULL);
    check_msg(mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, &err) == MLG_OK, "%s: %s", err.where, err.message);
    assert_int_equal(mlg_check_routes(p, plan, violations, NULL, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(violations, false), 0);
    mlg_findings_free(violations);
    mlg_options_free(o);
    return plan;
}

static uint64_t plan_hash(const mlg_plan *plan)
{
    uint64_t h = (uint64_t)mlg_plan_cost(plan);
    for (int32_t r = 0; r < mlg_plan_route_count(plan); r++) {
        const mlg_route route = mlg_plan_route(plan, r);
        h = mlg__hash2(h, (uint64_t)route.vehicle);
        for (int32_t i = 0; i < route.visit_count; i++)
            h = mlg__hash2(h, (uint64_t)(uint32_t)route.visits[i].stop << 32 ^ (uint64_t)route.visits[i].arrival_s);
    }
    return h;
}

static void threads_do_not_change_the_plan(struct rng *r, uint64_t seed)
{
    static const char *const threads[] = { "1", "2", "4" }, *const islands[] = { "1", "4" };
    mlg_problem *p = random_problem(r, 60, case_features[seed * 5 % CASE_COUNT]);
    for (int w = 0; w < 2; w++) {
        uint64_t hash[3];
        for (int t = 0; t < 3; t++) {
            mlg_plan *plan = solved(p, "routing.iterations", "400", threads[t], islands[w]);
            hash[t] = plan_hash(plan);
            mlg_plan_free(plan);
        }
        check_msg(hash[0] == hash[1] && hash[0] == hash[2], "seed %llu, %s islands", (unsigned long long)seed,
                  islands[w]);
    }
    mlg_problem_free(p);
}

static void timed_islands(struct rng *r, uint64_t seed)
{
    mlg_problem *p = random_problem(r, 80, case_features[seed * 5 % CASE_COUNT]);
    mlg_plan_free(solved(p, "routing.time_limit_s", "0.4", "4", "4"));
    mlg_problem_free(p);
}

static void test_threads(void **state) { (void)state, for_seeds(0, 6, threads_do_not_change_the_plan); }
static void test_timed(void **state) { (void)state, for_seeds(0, 3, timed_islands); }

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_threads), cmocka_unit_test(test_timed) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
