/* Every plan of tiny problems, enumerated and walked: the engine never claims less than the best, and mostly finds it. */
#include "base/options.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"
#include "support/routing_plan.h"

enum { STOPS_MAX = 6 };

/* Build routes one after the other: a route starts at any visit that is left, goes on with any other, and closes at any
 * time; who is never taken stays absent. First visits of routes ascend, so each set of routes is met once. */
struct brute {
    const struct instance *in;
    int64_t best;
    int32_t left[STOPS_MAX], used_of_type[8];
};

static void next_route(struct brute *b, uint32_t served, int64_t cost, int32_t lowest);

/* Extend the route seq[0..count-1] of a type by any unserved visit, or close it. */
static void extend(struct brute *b, int32_t type, int32_t *seq, int32_t count, uint32_t served, int64_t cost, int32_t lowest)
{
    if (count) {
        const int64_t own = mlg__simulate(b->in, type, seq, count);
        if (own < COST_NEVER) next_route(b, served, cost + own, lowest);
    }
    for (int32_t v = 0; v < b->in->visit_count; v++) {
        if (served >> v & 1) continue;
        seq[count] = v;
        extend(b, type, seq, count + 1, served | 1u << v, cost, lowest);
    }
}

static void next_route(struct brute *b, uint32_t served, int64_t cost, int32_t lowest)
{
    const struct instance *in = b->in;
    int64_t total = cost;
    for (int32_t v = 0; v < in->visit_count; v++) total += served >> v & 1 ? 0 : in->absent_cost[v];
    for (int32_t g = 0; g < in->group_count; g++) {
        int32_t there = 0;
        for (int32_t i = in->group_first[g]; i < in->group_first[g + 1]; i++) there += (served >> in->group_member[i] & 1) != 0;
        if (there > 1) return;
        total += there ? 0 : in->group_cost[g];
    }
    if (total < b->best) b->best = total;
    /* The next route's first visit is larger than that of the last one: each set of routes is met once. */
    for (int32_t type = 0; type < in->type_count; type++) {
        if (b->used_of_type[type] == in->types[type].count) continue;
        b->used_of_type[type]++;
        for (int32_t v = lowest; v < in->visit_count; v++) {
            int32_t seq[STOPS_MAX] = { v };
            if (!(served >> v & 1)) extend(b, type, seq, 1, served | 1u << v, cost, v + 1);
        }
        b->used_of_type[type]--;
    }
}

static int64_t solved, optimal;

static void engine_meets_the_best(struct rng *r, uint64_t seed)
{
    const uint64_t features = case_features[seed % CASE_COUNT];
    if (features & (TOGETHER | LOCKS)) return; /* rules of whole plans: test_routing_rich.c */
    mlg_problem *p = random_problem(r, 3 + rng_below(r, 3), features);
    struct instance *in = compiled(p, 5);
    struct brute b = { .in = in, .best = INT64_MAX };
    next_route(&b, 0, 0, 0);
    mlg_options *o = mlg_options_new();
    mlg_error err = { 0 };
    mlg_plan *plan = NULL;
    mlg_options_set(o, "routing.iterations", "500", NULL);
    check_msg(mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, &err) == MLG_OK, "seed %llu: %s", (unsigned long long)seed, err.message);
    int64_t cost = mlg_plan_cost(plan) - in->base_cost;
    for (int32_t v = 0; v < in->visit_count; v++)
        if (!plan_serves(plan, in->stop_of[v])) cost += in->penalty[v];
    for (int32_t g = 0; g < in->group_count; g++) {
        bool served = false;
        for (int32_t i = in->group_first[g]; i < in->group_first[g + 1]; i++) served |= plan_serves(plan, in->stop_of[in->group_member[i]]);
        if (!served) cost += in->group_penalty[g];
    }
    check_msg(cost >= b.best, "seed %llu features %llx: %lld, best %lld", (unsigned long long)seed, (unsigned long long)features, (long long)cost, (long long)b.best);
    solved++, optimal += cost == b.best;
    if (cost != b.best) print_message("seed %llu features %llx: %lld, best %lld\n", (unsigned long long)seed, (unsigned long long)features, (long long)cost, (long long)b.best);
    mlg_plan_free(plan);
    mlg_options_free(o);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_brute(void **state)
{
    (void)state;
    for_seeds(1, 10 * CASE_COUNT, engine_meets_the_best);
    print_message("optimal %lld of %lld\n", (long long)optimal, (long long)solved);
    assert_true(optimal * 100 >= solved * 98);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_brute) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
