/* Any mix of constraints, and every budget small: what the engine gives passes the independent checker, a start is
 * never made worse, and a second run of the same seed is the same. The same with bytes instead of seeds:
 * fuzz/fuzz_routing.c. */
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"
#include "support/routing_checked.h"
#include "support/routing_plan.h"

static mlg_plan *solved(const mlg_problem *p, const mlg_plan *start, const char *iterations, const char *islands,
                        const char *seed)
{
    mlg_options *o = mlg_options_new();
    mlg_options_set(o, "routing.iterations", iterations, NULL);
    mlg_options_set(o, "routing.islands", islands, NULL);
    mlg_options_set(o, "routing.threads", "2", NULL);
    mlg_options_set(o, "routing.combine", "1", NULL);
    mlg_options_set(o, "routing.seed", seed, NULL);
    return checked_plan(p, start, o);
}

/* Vehicles leave at whole seconds: where ticks are finer, each route may pay for less than a second more. */
static int64_t rest_of_seconds(const mlg_problem *p, const mlg_plan *plan)
{
    int64_t cost = 0;
    for (int32_t i = 0; p->ticks_per_s > 1 && i < plan->route_count; i++) {
        const mlg_rates *r = &p->vehicles[plan->routes[i].vehicle].rates;
        const int64_t tick = p->ticks_per_s, duty = (plan->routes[i].totals.duty_s + 1) * tick;
        cost += (r->per_tick + r->per_overtime_tick) * tick + mlg__balance_cost(r, duty) - mlg__balance_cost(r, duty - 2 * tick) + 1;
    }
    return cost;
}

/* Given stops that no route holds are refused. */
static bool given_stops_hold(const mlg_problem *p)
{
    mlg_plan *plan = plan_if_any(p, NULL, short_run("1"));
    const bool hold = plan != NULL;
    mlg_plan_free(plan);
    return hold;
}

static int64_t left_out;

static void mix_holds(struct rng *r, uint64_t seed)
{
    const int unused_bits = 64 - FEATURE_COUNT;
    uint64_t features = rng_next(r) >> unused_bits;
    if (rng_below(r, 2)) features &= rng_next(r) >> unused_bits; /* half of the problems have few of them */
    const char *islands = rng_below(r, 3) ? "1" : "3";
    mlg_problem *p = random_problem(r, 1 + rng_below(r, features & TRIPS ? 12 : 30), features); /* trips take long to price */
    if (getenv("MAILLAGE_TEST_SEED")) print_message("seed %llu, features %llx\n", (unsigned long long)seed, (unsigned long long)features);
    if (features & LOCKS && !given_stops_hold(p)) {
        mlg_problem_free(p);
        return;
    }
    mlg_plan *first = solved(p, NULL, "40", islands, "1"), *again = solved(p, NULL, "40", islands, "1");
    mlg_plan *better = solved(p, first, "20", "1", "2");
    check_msg(mlg_plan_cost(first) == mlg_plan_cost(again), "seed %llu, features %llx: two runs of one seed",
              (unsigned long long)seed, (unsigned long long)features);
    const int32_t before = required_left_out(p, first), after = required_left_out(p, better);
    /* Detours of tables may be worth more than what the search pays for a required stop. */
    const bool required_first = !(features & (TABLE | ENERGY | HOLES | CARBON));
    check_msg(after < before || (after > before && !required_first) ||
                  (after == before && mlg_plan_cost(better) <= mlg_plan_cost(first) + rest_of_seconds(p, better)),
              "seed %llu, features %llx: %lld with %d left out, started from %lld with %d", (unsigned long long)seed,
              (unsigned long long)features, (long long)mlg_plan_cost(better), after, (long long)mlg_plan_cost(first), before);
    left_out += before;
    mlg_plan_free(first);
    mlg_plan_free(again);
    mlg_plan_free(better);
    mlg_problem_free(p);
}

static void test_mixes(void **state)
{
    (void)state;
    for_seeds(1, 300, mix_holds);
    print_message("required stops left out: %lld\n", (long long)left_out);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(left_out > 0); /* problems without room are among them */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mixes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
