/* Islands on threads: with work-limited runs threads change nothing, bit by bit; with timed runs the plan is sound.
 * scripts/tsan runs this program under ThreadSanitizer. */
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"
#include "support/routing_checked.h"
#include "support/routing_plan.h"

static mlg_plan *solved(const mlg_problem *p, const char *limit, const char *amount, const char *threads,
                        const char *islands)
{
    mlg_options *o = mlg_options_new();
    mlg_options_set(o, limit, amount, NULL);
    mlg_options_set(o, "routing.threads", threads, NULL);
    mlg_options_set(o, "routing.islands", islands, NULL);
    return checked_plan(p, NULL, o);
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
