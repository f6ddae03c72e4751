/* A search that begins from a plan never ends with a worse one: no more required stops left out, and with as many no
 * more cost. */
#include "routing_cases.h"

#include "support/routing_checked.h"
#include "support/routing_plan.h"

static mlg_plan *solved(const mlg_problem *p, const mlg_plan *start, const char *iterations, const char *seed)
{
    mlg_options *o = short_run(iterations);
    mlg_options_set(o, "routing.seed", seed, NULL);
    return plan_if_any(p, start, o);
}

static void never_worse(void **state)
{
    int64_t same = 0, better = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++)
        for (int c = 0; c < CASE_COUNT; c++) {
            struct rng rng = rng_seeded(seed, case_features[c]);
            mlg_problem *p = random_problem(&rng, 14, case_features[c]);
            mlg_plan *start = solved(p, NULL, seed % 2 ? "1" : "200", "3"), *plan = start ? solved(p, start, "1", "5") : NULL;
            if (!start) { /* given stops that no route holds */
                mlg_problem_free(p);
                continue;
            }
            assert_non_null(plan);
            const int32_t before = required_left_out(p, start), after = required_left_out(p, plan);
            check_msg(after < before || (after == before && plan->cost <= start->cost),
                      "features %llx seed %llu: %d left out and %lld become %d and %lld", (unsigned long long)case_features[c],
                      (unsigned long long)seed, before, (long long)start->cost, after, (long long)plan->cost);
            *(after == before && plan->cost == start->cost ? &same : &better) += 1;
            mlg_plan_free(start);
            mlg_plan_free(plan);
            mlg_problem_free(p);
        }
    print_message("%lld starts kept, %lld made better\n", (long long)same, (long long)better);
    assert_true(same > 50 && better > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(never_worse) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
