/* test_siting_solve.c — the public door on generated scenarios: what it answers passes the independent checker, its
 * cost is the plain sum of the objective, its bound is below, and neither threads nor an early end change that
 * (siting-engine 16, 18, 19.1). */
#include "accounts/network.h"
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/roads.h"
#include "maillage/siting.h"
#include "siting/compile.h"
#include "siting/result.h"
#include "siting/solve.h"
#include "support/network_gen.h"
#include "support/test.h"

struct world {
    uint64_t seed;
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_options *options;
    mlg_network *n;
};

static struct { int cases, plans, unserved; double gap; } seen;

static void set(mlg_options *o, const char *name, const char *value)
{
    mlg_error err = { 0 };
    check_msg(mlg_options_set(o, name, value, &err) == MLG_OK, "%s", err.message);
}

static struct world make_world(const struct network_recipe *recipe, uint64_t seed, const char *iterations)
{
    struct world w = { .seed = seed, .s = mlg__generated_scenario(recipe, seed), .options = mlg_options_new() };
    mlg_error err = { 0 };
    w.legs = mlg__generated_legs(w.s);
    set(w.options, "siting.iterations", iterations);
    set(w.options, "siting.threads", "1");
    set(w.options, "siting.gap", "0.001");
    set(w.options, "siting.lanes", seed % 2 ? "30" : "5");
    if (seed % 3 == 0) set(w.options, "siting.residual", "0");
    if (seed % 5 == 0) set(w.options, "siting.embodied", "0");
    check_msg(mlg_network_compile(w.s, &w.legs, w.options, &w.n, &err) == MLG_OK, "seed %llu: %s: %s",
              (unsigned long long)seed, err.where, err.message);
    return w;
}

static void free_world(struct world *w)
{
    mlg_network_free(w->n);
    mlg_options_free(w->options);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
}

static mlg_siting *solve(const struct world *w, mlg_progress_fn *f, void *user)
{
    mlg_siting *r = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_siting_solve(w->n, NULL, w->options, f, user, &r, &err) == MLG_OK, "seed %llu: %s: %s",
              (unsigned long long)w->seed, err.where, err.message);
    return r;
}

/* -- the plan is what it claims to be -- */

/* The objective once more from the tables and the plan's states, flows and chains: nothing of the engine's arrays. */
static int64_t plain_cost(const struct world *w, const mlg_network_plan *plan, const struct network_side *side,
                          bool before)
{
    const mlg_scenario *s = w->s;
    const struct site_options o = { plan->extension_surcharge, plan->embodied_counts, plan->residual };
    struct period_sums sums[MLG_PERIODS_MAX] = { 0 };
    for (int32_t i = 0; i < side->site_count; i++) {
        const struct plan_site *row = &side->sites[i];
        const int32_t t = row->period, from = t ? side->sites[i - 1].size : s->sites[row->site].state_today;
        const struct site_unit unit = mlg__site_unit(s, row->site, row->size, t);
        const struct site_year year = mlg__site_year(s, row->site, row->size, t);
        int64_t units = 0;
        for (int32_t f = 0; f < side->flow_count; f++)
            units += side->flows[f].site == row->site && side->flows[f].period == t ? side->flows[f].units_milli : 0;
        for (int32_t c = 0; c < side->chain_count; c++)
            for (int32_t k = 0; k + 1 < side->chains[c].site_count && side->chains[c].period == t; k++)
                units += side->chains[c].sites[k] == row->site ? side->chains[c].units_milli : 0;
        sums[t].flow += (int128)units * mlg__site_unit_micro(s, &unit);
        sums[t].year_micro += (int128)year.running_cents * 10000 + mlg__co2_micro(s, year.co2_mg);
        if (before) continue;
        const struct transition move = mlg__site_transition(s, row->site, from, row->size, t, &o);
        check_msg(move.allowed, "seed %llu: site %d may not change", (unsigned long long)w->seed, row->site);
        sums[t].capital_micro += (int128)move.capital_cents * 10000 +
                                 (o.embodied_counts ? mlg__co2_micro(s, move.embodied_mg) : 0);
        sums[t].residual_micro += (int128)move.residual_cents * 10000;
    }
    for (int32_t f = 0; f < side->flow_count; f++)
        sums[side->flows[f].period].flow += (int128)side->flows[f].units_milli * side->flows[f].cost_micro;
    for (int32_t c = 0; c < side->chain_count; c++)
        sums[side->chains[c].period].flow += (int128)side->chains[c].units_milli * side->chains[c].cost_micro;
    for (int32_t u = 0; u < side->unserved_count; u++)
        sums[side->unserved[u].period].flow +=
            (int128)side->unserved[u].units_milli * s->services[side->unserved[u].service].unserved_micro;
    return mlg__objective_quanta(s, sums);
}

/* Figures by accounts agree with what the result wrote, and the checker has nothing to say. */
static void check_plan(const struct world *w, mlg_siting *r)
{
    mlg_network_plan *plan = mlg__siting_take_plan(r);
    mlg_error err = { 0 };
    const int64_t bound = mlg_siting_bound(r), cost = mlg_siting_cost(r);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    check_msg(bound <= cost, "seed %llu: bound %lld above cost %lld", (unsigned long long)w->seed, (long long)bound,
              (long long)cost);
    assert_int_equal(plan->bound, bound);
    for (int before = 0; before < 2; before++) {
        struct network_side *side = before ? &plan->before : &plan->plan;
        const int64_t claimed = side->cost, plain = plain_cost(w, plan, side, before);
        check_msg(claimed == plain, "seed %llu: %s costs %lld, plainly %lld", (unsigned long long)w->seed,
                  before ? "today" : "the plan", (long long)claimed, (long long)plain);
        check_msg(mlg__account_network(w->s, &w->legs, plan, side, before, &err) == MLG_OK, "seed %llu: %s: %s",
                  (unsigned long long)w->seed, err.where, err.message);
        check_msg(side->cost == claimed, "seed %llu: accounts say %lld, result %lld", (unsigned long long)w->seed,
                  (long long)side->cost, (long long)claimed);
    }
    assert_int_equal(plan->plan.cost, cost);
    assert_int_equal(mlg_check_network(w->s, &w->legs, plan, found, &err), MLG_OK);
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++)
        fprintf(stderr, "  %s: %s\n", mlg_findings_at(found, false, i)->where,
                mlg_findings_at(found, false, i)->message);
    check_msg(mlg_findings_count(found, false) == 0, "seed %llu: the checker objects", (unsigned long long)w->seed);
    seen.plans++;
    seen.unserved += plan->plan.unserved_count > 0;
    seen.gap += plan->gap;
    mlg_findings_free(found);
    mlg_network_plan_free(plan);
}

static struct network_recipe random_recipe(struct rng *rng)
{
    return (struct network_recipe) {
        .points = 5 + rng_below(rng, 26), .stations = 3 + rng_below(rng, 8), .sizes = 1 + rng_below(rng, 3),
        .periods = 1 + rng_below(rng, 3), .services = 1 + rng_below(rng, 2), .upper_levels = rng_below(rng, 3),
        .upper_sites = 1 + rng_below(rng, 2), .partner = rng_below(rng, 2), .explicit_lanes = rng_below(rng, 2),
        .decided = rng_below(rng, 4) == 0, .inbound_classes = rng_below(rng, 4) == 0,
        .default_penalty = rng_below(rng, 2), .co2_eur_per_t = 60.0 * rng_below(rng, 2),
        .planning_day_factor = 1 + 0.15 * rng_below(rng, 3), .side_deg = 1 + 2 * rng_unit(rng),
        .capacity_ratio = 1 + 3 * rng_unit(rng),
    };
}

static void solve_and_check(const struct network_recipe *recipe, uint64_t seed)
{
    struct world w = make_world(recipe, seed, "60");
    mlg_siting *r = solve(&w, NULL, NULL);
    seen.cases++;
    if (mlg_siting_plan(r)) check_plan(&w, r);
    else assert_int_equal(mlg_siting_cost(r), INT64_MAX);
    mlg_siting_free(r);
    free_world(&w);
}

static void tell_seen(const char *what)
{
    print_message("%s: %d cases, %d plans, %d with unserved units, mean gap %.2f %%\n", what, seen.cases, seen.plans,
                  seen.unserved, 100 * seen.gap / seen.plans);
    seen.cases = seen.plans = seen.unserved = 0;
    seen.gap = 0;
}

/* Nothing but sites and demand: there is always a plan. */
static void free_case(struct rng *rng, uint64_t seed)
{
    const struct network_recipe recipe = random_recipe(rng);
    const int plans = seen.plans;
    solve_and_check(&recipe, seed);
    check_msg(seen.plans == plans + 1, "seed %llu: no plan", (unsigned long long)seed);
}

static void test_no_rows(void **state)
{
    (void)state;
    for_seeds(1, 25, free_case);
    tell_seen("no rows");
}

/* Limits on states: budgets with and without carry-over, over all, conflicts. Doing nothing keeps them all. */
static void hard_case(struct rng *rng, uint64_t seed)
{
    struct network_recipe recipe = random_recipe(rng);
    const int plans = seen.plans;
    recipe.budget_share = rng_below(rng, 2) ? 0.5 * rng_unit(rng) : 0;
    recipe.total_budget_share = rng_below(rng, 2) ? 0.6 * rng_unit(rng) : 0;
    recipe.no_carry_over = rng_below(rng, 2);
    recipe.conflicts = rng_below(rng, 2);
    recipe.decided = false; /* a decision may break a budget: then there is no plan, and rightly so */
    solve_and_check(&recipe, seed);
    check_msg(seen.plans == plans + 1, "seed %llu: no plan", (unsigned long long)seed);
}

static void test_hard_rows(void **state)
{
    (void)state;
    for_seeds(1001, 25, hard_case);
    tell_seen("rows on states");
}

/* Limits on flows: what is found keeps them. */
static void flow_case(struct rng *rng, uint64_t seed)
{
    struct network_recipe recipe = random_recipe(rng);
    recipe.coverage = rng_below(rng, 2) ? 0.9 * rng_unit(rng) : 0;
    recipe.jobs = rng_below(rng, 2) ? 20 * rng_unit(rng) : 0;
    recipe.co2_kg_per_unit = rng_below(rng, 2) ? 0.3 + rng_unit(rng) : 0;
    recipe.conflicts = rng_below(rng, 3) == 0;
    recipe.budget_share = rng_below(rng, 3) ? 0 : 0.2 + 0.5 * rng_unit(rng);
    recipe.min_fill = rng_below(rng, 4) ? 0 : 0.3;
    solve_and_check(&recipe, seed);
}

static void test_flow_rows(void **state)
{
    (void)state;
    for_seeds(2001, 30, flow_case);
    /* Limits are drawn blindly, so many cases have no plan at all; that enough do is what makes this a test. */
    check_msg(getenv("MAILLAGE_TEST_SEED") || seen.plans * 4 > seen.cases, "only %d of %d have plans", seen.plans,
              seen.cases);
    tell_seen("rows on flows");
}

/* Limits a little looser than what a plan is known to reach: one should be found. */
static void reachable_case(struct rng *rng, uint64_t seed)
{
    const struct network_recipe recipe = random_recipe(rng);
    struct world w = make_world(&recipe, seed, "60");
    mlg_siting *r = solve(&w, NULL, NULL);
    mlg_network_plan *plan = mlg__siting_take_plan(r);
    mlg_scenario *s = mlg__generated_draft(&recipe, seed);
    assert_non_null(plan);
    assert_int_equal(mlg__account_network(w.s, &w.legs, plan, &plan->plan, false, NULL), MLG_OK);
    s->co2_max_mg = arena_array(&s->arena, int64_t, s->period_count);
    s->coverages = arena_array(&s->arena, struct coverage, s->service_count * s->period_count);
    s->job_floors = arena_array(&s->arena, struct job_floor, s->period_count);
    for (int32_t t = 0; t < s->period_count; t++) {
        const struct period_summary *p = &plan->plan.periods[t];
        int64_t co2_mg = 0;
        for (int32_t i = 0; i < plan->plan.co2_count; i++)
            if (plan->plan.co2[i].period == t) co2_mg += plan->plan.co2[i].wtw_mg + plan->plan.co2[i].embodied_mg;
        s->co2_max_mg[t] = (int64_t)(1.02 * (double)co2_mg) + 1000;
        s->job_floors[s->job_floor_count++] = (struct job_floor) { "", t, (int64_t)(0.97 * (double)p->jobs_milli) };
        for (int32_t v = 0; v < s->service_count; v++)
            s->coverages[s->coverage_count++] = (struct coverage) { v, t, 0.97 * p->covered[v] };
    }
    mlg_network_plan_free(plan);
    mlg_siting_free(r);
    assert_int_equal(mlg__scenario_finish(s, NULL, NULL), MLG_OK);
    mlg_network_free(w.n);
    mlg_roads_source_free(&w.legs);
    mlg_scenario_free(w.s);
    w.s = s;
    w.legs = mlg__generated_legs(s);
    assert_int_equal(mlg_network_compile(s, &w.legs, w.options, &w.n, NULL), MLG_OK);
    r = solve(&w, NULL, NULL);
    seen.cases++;
    if (mlg_siting_plan(r)) check_plan(&w, r);
    else print_message("seed %llu: no plan, though one exists\n", (unsigned long long)seed);
    mlg_siting_free(r);
    free_world(&w);
}

static void test_reachable_rows(void **state)
{
    (void)state;
    for_seeds(2501, 25, reachable_case);
    /* The search promises no plan in a given time; it missed 1 of these 25 when this was written (seed 2516). */
    check_msg(getenv("MAILLAGE_TEST_SEED") || seen.plans * 10 >= seen.cases * 9, "plans for %d of %d", seen.plans,
              seen.cases);
    tell_seen("reachable rows on flows");
}

/* Upper sites too small for the cheapest ways: chains move, and what nobody can carry stays unserved. */
static void narrow_case(struct rng *rng, uint64_t seed)
{
    struct network_recipe recipe = random_recipe(rng);
    recipe.upper_levels = 1 + rng_below(rng, 2);
    recipe.upper_sites = 3;
    recipe.decided = recipe.inbound_classes = false;
    mlg_scenario *s = mlg__generated_draft(&recipe, seed);
    for (int32_t i = 0; i < 2 * recipe.upper_levels; i++) /* before the sizes of stations */
        s->sizes[i].capacity_milli = (int64_t)((double)s->sizes[i].capacity_milli * (0.05 + 0.3 * rng_unit(rng)));
    check_msg(mlg__scenario_finish(s, NULL, NULL) == MLG_OK, "seed %llu", (unsigned long long)seed);
    struct world w = { .seed = seed, .s = s, .legs = mlg__generated_legs(s), .options = mlg_options_new() };
    set(w.options, "siting.iterations", "20");
    set(w.options, "siting.threads", "1");
    assert_int_equal(mlg_network_compile(s, &w.legs, w.options, &w.n, NULL), MLG_OK);
    mlg_siting *r = solve(&w, NULL, NULL);
    assert_non_null(mlg_siting_plan(r));
    seen.cases++;
    check_plan(&w, r);
    mlg_siting_free(r);
    free_world(&w);
}

static void test_narrow_upper_sites(void **state)
{
    (void)state;
    for_seeds(3001, 15, narrow_case);
    tell_seen("narrow upper sites");
}

/* -- threads -- */

static void same_flows(const struct network_side *a, const struct network_side *b, uint64_t seed)
{
    check_msg(a->cost == b->cost && a->flow_count == b->flow_count && a->unserved_count == b->unserved_count &&
                  a->site_count == b->site_count && a->chain_count == b->chain_count,
              "seed %llu: counts", (unsigned long long)seed);
    for (int32_t i = 0; i < a->site_count; i++) assert_int_equal(a->sites[i].size, b->sites[i].size);
    for (int32_t i = 0; i < a->flow_count; i++) {
        const struct plan_flow *x = &a->flows[i], *y = &b->flows[i];
        check_msg(x->demand == y->demand && x->service == y->service && x->period == y->period && x->site == y->site &&
                      x->vehicle_class == y->vehicle_class && x->units_milli == y->units_milli,
                  "seed %llu: flow %d", (unsigned long long)seed, i);
    }
}

static void thread_case(struct rng *rng, uint64_t seed)
{
    struct network_recipe recipe = random_recipe(rng);
    recipe.coverage = 0.3 * rng_below(rng, 2);
    recipe.budget_share = 0.4 * rng_below(rng, 2);
    struct world w = make_world(&recipe, seed, "40");
    mlg_siting *one = solve(&w, NULL, NULL);
    set(w.options, "siting.threads", "2");
    mlg_siting *two = solve(&w, NULL, NULL);
    assert_int_equal(mlg_siting_cost(one), mlg_siting_cost(two));
    assert_int_equal(mlg_siting_bound(one), mlg_siting_bound(two));
    const mlg_network_plan *a = mlg_siting_plan(one), *b = mlg_siting_plan(two);
    assert_int_equal(a == NULL, b == NULL);
    if (a) same_flows(&a->plan, &b->plan, seed);
    if (a) same_flows(&a->before, &b->before, seed);
    mlg_siting_free(one);
    mlg_siting_free(two);
    free_world(&w);
}

static void test_threads(void **state)
{
    (void)state;
    for_seeds(4001, 10, thread_case);
}

/* -- stopping early -- */

struct patience { int calls, most; };

static mlg_flow lose_patience(const mlg_progress *p, void *user)
{
    struct patience *x = user;
    assert_string_equal(p->phase, "site");
    return ++x->calls >= x->most ? MLG_ENOUGH : MLG_CONTINUE;
}

/* Ended at the n-th word of progress, for every n: a bound and, if any, a plan that checks. Later ends are no worse. */
static void stop_case(struct rng *rng, uint64_t seed)
{
    struct network_recipe recipe = random_recipe(rng);
    recipe.coverage = 0.3 * rng_below(rng, 2);
    struct world w = make_world(&recipe, seed, "60");
    int64_t best_bound = INT64_MIN;
    mlg_siting *full = solve(&w, NULL, NULL);
    for (int n = 1; n < 40; n++) {
        struct patience x = { 0, n };
        mlg_siting *r = solve(&w, lose_patience, &x);
        check_msg(x.calls <= n, "seed %llu: told %d times after the caller had enough",
                  (unsigned long long)seed, x.calls - n);
        assert_int_equal(mlg_siting_bound_kind(r), MLG_BOUND_ROOT);
        check_msg(mlg_siting_bound(r) <= mlg_siting_cost(full), "seed %llu: early bound above a plan",
                  (unsigned long long)seed);
        check_msg(mlg_siting_bound(full) <= mlg_siting_cost(r), "seed %llu: early plan below the bound",
                  (unsigned long long)seed);
        best_bound = mlg_siting_bound(r) > best_bound ? mlg_siting_bound(r) : best_bound;
        if (mlg_siting_plan(r)) check_plan(&w, r);
        const bool finished = x.calls < n;
        mlg_siting_free(r);
        if (finished) break;
    }
    assert_true(best_bound > INT64_MIN);
    mlg_siting_free(full);
    free_world(&w);
}

static void test_stops(void **state)
{
    (void)state;
    for_seeds(5001, 4, stop_case);
    seen.gap = seen.plans = seen.cases = seen.unserved = 0;
}

/* A deadline already over: the same promise. */
static void test_no_time(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(6, 0);
    for (uint64_t seed = 6001; seed < 6009; seed++) {
        const struct network_recipe recipe = random_recipe(&rng);
        struct world w = make_world(&recipe, seed, "0");
        set(w.options, "siting.time_limit_s", "1e-9");
        mlg_siting *r = solve(&w, NULL, NULL);
        assert_int_equal(mlg_siting_bound_kind(r), MLG_BOUND_ROOT);
        assert_non_null(mlg_siting_plan(r)); /* doing nothing is a plan where no row is on flows */
        check_plan(&w, r);
        mlg_siting_free(r);
        free_world(&w);
    }
}

/* A bound never falls and a plan never gets dearer when a later search starts from an earlier one. */
static void test_starts_from_a_result(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(8, 0);
    for (uint64_t seed = 7001; seed < 7009; seed++) {
        const struct network_recipe recipe = random_recipe(&rng);
        struct world w = make_world(&recipe, seed, "60");
        mlg_siting *first = solve(&w, NULL, NULL), *second = NULL;
        set(w.options, "siting.iterations", "1");
        assert_int_equal(mlg__siting_solve_from(w.n, first, w.options, NULL, NULL, &second, NULL), MLG_OK);
        check_msg(mlg_siting_cost(second) <= mlg_siting_cost(first), "seed %llu: dearer", (unsigned long long)seed);
        check_plan(&w, second);
        mlg_siting_free(first);
        mlg_siting_free(second);
        free_world(&w);
    }
}

/* -- every allocation of the result fails once -- */

struct found { const struct world *w; const struct search *search; };

static bool result_without_memory(void *user)
{
    const struct found *x = user;
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    const mlg_status status = mlg__search_plan(x->w->n, x->search, 1, 1, &plan, &err);
    check_msg(status == MLG_OK ? plan != NULL : status == MLG_NO_MEMORY && !plan, "status %d: %s", status, err.message);
    mlg_network_plan_free(plan);
    return status == MLG_OK;
}

static bool solve_without_memory(void *user)
{
    const struct world *w = user;
    mlg_siting *r = NULL;
    const mlg_status status = mlg_siting_solve(w->n, NULL, w->options, NULL, NULL, &r, NULL);
    assert_true(status == MLG_OK ? r != NULL : status == MLG_NO_MEMORY && !r);
    if (r) mlg_siting_free(r);
    return status == MLG_OK;
}

static void test_memory(void **state)
{
    (void)state;
    const struct network_recipe recipe = { .points = 12, .stations = 5, .sizes = 2, .periods = 2, .services = 2,
                                           .upper_levels = 1, .upper_sites = 2, .partner = true, .jobs = 1 };
    struct world w = make_world(&recipe, 1, "3");
    mlg_siting *r = solve(&w, NULL, NULL);
    assert_non_null(r->plan);
    struct found x = { &w, r->search };
    const int64_t of_result = for_each_failed_allocation(result_without_memory, &x);
    const int64_t of_all = for_each_failed_allocation(solve_without_memory, &w);
    print_message("%lld allocations of the result, %lld of a solve\n", (long long)of_result, (long long)of_all);
    assert_true(of_result > 10 && of_all > of_result);
    mlg_siting_free(r);
    free_world(&w);
}

static void test_refuses_goals(void **state)
{
    (void)state;
    const struct network_recipe recipe = { .points = 5, .stations = 2, .sizes = 1, .periods = 1, .services = 1 };
    struct world w = make_world(&recipe, 1, "3");
    mlg_siting *r = NULL;
    mlg_error err = { 0 };
    const mlg_siting_goal *goal = (const mlg_siting_goal *)&w;
    assert_int_equal(mlg_siting_solve(w.n, goal, w.options, NULL, NULL, &r, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "goal");
    free_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_rows),    cmocka_unit_test(test_hard_rows), cmocka_unit_test(test_flow_rows),
        cmocka_unit_test(test_reachable_rows), cmocka_unit_test(test_narrow_upper_sites),
        cmocka_unit_test(test_threads), cmocka_unit_test(test_stops),
        cmocka_unit_test(test_no_time), cmocka_unit_test(test_starts_from_a_result), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_refuses_goals),
    };
    return cmocka_run_group_tests_name("siting solve", tests, NULL, NULL);
}
