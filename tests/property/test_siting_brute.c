/* test_siting_brute.c — tiny scenarios with every feature mixed, tried out: the engine's bound is below the optimum, its
 * plan not below it and clean for the checker; the plan is the optimum, and without limits on flows proved; no optimum, no
 * plan (siting-engine 19.2).
 *
 * MAILLAGE_BRUTE=n: so many scenarios instead of the usual number. */
#include <math.h>

#include "accounts/network.h"
#include "maillage/check.h"
#include "siting/certify.h"
#include "siting/result.h"
#include "support/enumerate.h"
#include "support/siting_search.h"
#include "support/tiny_scenario.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { USUAL = 200 };  /* slow there, and nothing but memory is asked */
#else
enum { USUAL = 2000 };
#endif
enum { WORK = 20000 };

static struct { int cases, possible, whole, whole_found, whole_exact, last_found, last_near, chosen, chosen_plain, plain, proved, flows, found, exact, flows_proved; double above, worst; int64_t programs; } seen;

/* Where what is decided by a search, not by prices alone. */
static bool limits_on_flows(const struct mlg_network *n) { return n->flow_rows || n->fill_rows || n->whole_rows; }

/* The plan of the search, by the checker that shares nothing with it: what it costs, quanta; INT64_MAX: there is none. */
static int64_t check_plan(const struct tiny_scenario *tiny, const struct search *search)
{
    int64_t cost = INT64_MAX;
    mlg_network_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    mlg_status status = mlg__search_plan(tiny->n, search, 1, 1, &plan, &err);
    if (!status && !plan) { /* upper sites cannot carry it: known, and not the search's */
        mlg_findings_free(found);
        return cost;
    }
    if (plan) cost = plan->plan.cost;
    for (int before = 0; !status && before < 2; before++)
        status = mlg__account_network(tiny->s, &tiny->legs, plan, before ? &plan->before : &plan->plan, before, &err);
    if (!status) status = mlg_check_network(tiny->s, &tiny->legs, plan, found, &err);
    const mlg_error *first = mlg_findings_at(found, false, 0);
    check_msg(!status && !first, "seed %llu: the checker objects: %s", (unsigned long long)tiny->seed,
              first ? first->message : err.message);
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
    return cost;
}

/* As where networks are large: the search divides rows, its plan is made whole. It may miss the optimum, and be none. */
static void check_whole_last(const struct tiny_scenario *tiny, const struct enumerated *best)
{
    struct mlg_network divided = *tiny->n;
    divided.whole_rows = false;
    struct search *x = search_by_work(&divided, WORK, 0, 1);
    check_msg(x->found, "seed %llu: no divided plan", (unsigned long long)tiny->seed);
    const int64_t cost = x->found ? check_plan(tiny, x) : INT64_MAX;
    const long double above = (long double)cost * (long double)GRAINS_PER_QUANTUM - best->grains;
    seen.last_found += cost < INT64_MAX;
    seen.last_near += cost < INT64_MAX && above <= 0.01L * fabsl(best->grains) + 2 * (long double)GRAINS_PER_QUANTUM;
    mlg__siting_search_free(x);
}

/* Bound, plan and optimum in their order, in grains; the objective rounds down twice a period, and so does the bound. */
static void compare(const struct tiny_scenario *tiny, const struct search *x, const struct enumerated *best)
{
    const struct mlg_network *n = tiny->n;
    const unsigned long long seed = tiny->seed;
    const bool flows = limits_on_flows(n);
    const long double quantum = (long double)GRAINS_PER_QUANTUM;
    const long double rounding = 1e-12L * fabsl(best->grains) + quantum, whole = flows ? mlg__enumerated_slack(n) : 0;
    check_msg((long double)x->bound * quantum <= best->grains + rounding + whole, "seed %llu: bound %.3Lf above the optimum",
              seed, ((long double)x->bound * quantum - best->grains) / quantum);
    seen.possible++;
    seen.plain += !flows;
    seen.chosen += n->way_first != NULL;
    seen.whole += n->whole_rows;
    seen.whole_found += n->whole_rows && x->found;
    seen.whole_exact += n->whole_rows && x->found && (long double)x->cost <= best->grains + rounding + whole;
    seen.chosen_plain += n->way_first != NULL && !flows;
    seen.flows += flows && !n->whole_rows;
    if (!x->found) {
        check_msg(n->whole_rows, "seed %llu: no plan, one of %.0Lf is there", seed, best->grains / quantum);
        print_message("seed %llu: no plan of whole rows found\n", seed);
        return;
    }
    const long double above = (long double)x->cost - best->grains;
    check_msg(above >= -rounding, "seed %llu: plan %.3Lf quanta below the optimum", seed, -above / quantum);
    check_plan(tiny, x);
    if (n->whole_rows) check_whole_last(tiny, best);
    if (flows) {
        const double share = (double)(above / fabsl(best->grains));
        if (!n->whole_rows) {
            seen.found++;
            seen.exact += above <= rounding + whole;
            seen.above += share, seen.worst = fmax(seen.worst, share);
        }
        if (above > rounding + whole) print_message("seed %llu%s: %.4f %% above the optimum\n", seed, n->whole_rows ? " (single source)" : "", 100 * share);
        seen.flows_proved += !n->whole_rows && (long double)x->bound * quantum >= best->grains - rounding - whole - 4 * quantum * (n->period_count + 1);
        return;
    }
    check_msg(above <= rounding, "seed %llu: plan %.6Lf %% above the optimum", seed, 100 * above / fabsl(best->grains));
    const bool proved = ((long double)x->bound + 4 * n->period_count + 4) * quantum >= best->grains;
    if (!proved) print_message("seed %llu: %.3Lf quanta unproved\n", seed, best->grains / quantum - (long double)x->bound);
    seen.proved += proved;
}

/* Any prices give a bound: of rows, of limits, of links to upper sites. */
static void check_any_prices(const struct tiny_scenario *tiny, const struct search *x, const struct enumerated *best, struct rng *rng)
{
    const struct mlg_network *n = tiny->n;
    const long double quantum = (long double)GRAINS_PER_QUANTUM;
    struct prices any = { malloc(sizeof(double) * (size_t)price_cells(n)), malloc(sizeof(double) * (size_t)(n->common_count + 1)) };
    struct certificate c = { 0 };
    const double links = rng_below(rng, 2) ? 3e6 * rng_unit(rng) : 0;
    for (int64_t i = 0; i < price_cells(n); i++)
        any.w[i] = x->prices.w[i] * (0.5 + rng_unit(rng)) + (i < row_cells(n) ? 0 : links * rng_unit(rng));
    for (int32_t r = 0; r < n->common_count; r++) any.row[r] = x->prices.row[r] * 2 * rng_unit(rng);
    assert_int_equal(mlg__certify(n, &any, NULL, 1, &c, NULL), MLG_OK);
    check_msg((long double)c.bound * quantum <= best->grains + 1e-12L * fabsl(best->grains) + quantum +
                                                    (limits_on_flows(n) ? mlg__enumerated_slack(n) : 0),
              "seed %llu: at some prices the bound is %.3Lf quanta above the optimum", (unsigned long long)tiny->seed,
              (long double)c.bound - best->grains / quantum);
    free(any.w);
    free(any.row);
}

static void brute_case(struct rng *rng, uint64_t seed)
{
    struct tiny_scenario tiny;
    if (!mlg__tiny_scenario(seed, &tiny)) return;
    const struct enumerated best = mlg__enumerate(tiny.n, false);
    struct search *x = search_by_work(tiny.n, WORK, 0, 1);
    seen.cases++;
    seen.programs += best.programs;
    if (best.possible) compare(&tiny, x, &best);
    for (int i = 0; best.possible && i < 5; i++) check_any_prices(&tiny, x, &best, rng);
    if (!best.possible) check_msg(!x->found, "seed %llu: a plan where none exists", (unsigned long long)seed);
    mlg__siting_search_free(x);
    mlg__tiny_scenario_free(&tiny);
}

static void test_against_enumeration(void **state)
{
    (void)state;
    const char *more = getenv("MAILLAGE_BRUTE");
    for_seeds(1, more ? atoi(more) : USUAL, brute_case);
    print_message("%d scenarios, %d have a plan, %d with upper sites to choose, %d of them without limits on flows\n", seen.cases, seen.possible,
                  seen.chosen, seen.chosen_plain);
    print_message("  %d without limits on flows: all optimal, %d proved\n", seen.plain, seen.proved);
    print_message("  %d with: %d found, %d of these optimal, %d proved; mean %.4f %%, worst %.3f %% above; %lld programs\n",
                  seen.flows, seen.found, seen.exact, seen.flows_proved, 100 * seen.above / seen.found, 100 * seen.worst, (long long)seen.programs);
    print_message("  %d with single sourcing: %d found, %d optimal\n", seen.whole, seen.whole_found, seen.whole_exact);
    print_message("  of them made whole at the end: %d found, %d within 1 %%\n", seen.last_found, seen.last_near);
    if (getenv("MAILLAGE_TEST_SEED")) return;
    assert_int_equal(seen.proved, seen.plain);
    assert_int_equal(seen.found, seen.flows);
    assert_int_equal(seen.exact, seen.flows);
    assert_int_equal(seen.whole_found, seen.whole);
    assert_int_equal(seen.whole_exact, seen.whole);
    assert_true(seen.last_found * 20 >= seen.whole * 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_against_enumeration) };
    return cmocka_run_group_tests_name("siting brute force", tests, NULL, NULL);
}
