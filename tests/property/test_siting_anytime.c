/* test_siting_anytime.c — a search that is interrupted, at any look it takes at the clock: its bound holds, its plan is one; and
 * under a limit of work the plan has the same bytes on one thread and on two (siting-engine 16, 18).
 *
 * The reference case is part of it, with little work. */
#include <math.h>

#include "accounts/network.h"
#include "base/text.h"
#include "io/plan_json.h"
#include "maillage/api.h"
#include "maillage/check.h"
#include "siting/drive.h"
#include "siting/result.h"
#include "support/enumerate.h"
#include "support/network_fixture.h"
#include "support/tiny_scenario.h"
#include "support/toy.h"

enum { SCENARIOS = 30, WORK = 300 };

/* Ends the search at its n-th look; every look is asked for, not ten a second. */
struct patience { struct control *control; int64_t looks, most; };

static mlg_flow look(const mlg_progress *p, void *user)
{
    struct patience *x = user;
    (void)p;
    x->control->told_s = -INFINITY;
    return ++x->looks >= x->most ? MLG_ENOUGH : MLG_CONTINUE;
}

static struct search *search_until(const struct mlg_network *n, int64_t most, int64_t *looks)
{
    struct patience patience = { .most = most };
    struct control control = { .end_s = INFINITY, .iteration_limit = WORK, .tell = look, .user = &patience, .told_s = -INFINITY };
    const struct search_options options = { .threads = 1, .seed = 1 };
    struct search *search = NULL;
    patience.control = &control;
    assert_int_equal(mlg__search(n, &options, &control, NULL, &search, NULL), MLG_OK);
    check_msg(patience.looks <= most, "%lld looks after the caller had enough", (long long)(patience.looks - most));
    if (looks) *looks = patience.looks;
    return search;
}

static void check_plan(const struct tiny_scenario *tiny, const struct search *search)
{
    mlg_network_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__search_plan(tiny->n, search, 1, 1, &plan, NULL), MLG_OK);
    for (int before = 0; plan && before < 2; before++) /* none: upper sites cannot carry it */
        assert_int_equal(mlg__account_network(tiny->s, &tiny->legs, plan, before ? &plan->before : &plan->plan, before, NULL), MLG_OK);
    if (plan) assert_int_equal(mlg_check_network(tiny->s, &tiny->legs, plan, found, NULL), MLG_OK);
    const mlg_error *first = mlg_findings_at(found, false, 0);
    check_msg(!first, "seed %llu: the checker objects: %s", (unsigned long long)tiny->seed, first->message);
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
}

static struct { int cases, ends, plans; } seen;

static void interrupted_case(struct rng *rng, uint64_t seed)
{
    (void)rng;
    struct tiny_scenario tiny;
    int64_t all;
    if (!mlg__tiny_scenario(seed, &tiny)) return;
    if (tiny.n->whole_rows) { /* each of so many searches would take long */
        mlg__tiny_scenario_free(&tiny);
        return;
    }
    const struct enumerated best = mlg__enumerate(tiny.n, false);
    const long double quantum = (long double)GRAINS_PER_QUANTUM;
    const long double slack = mlg__enumerated_slack(tiny.n) + quantum + 1e-12L * fabsl(best.grains);
    mlg__siting_search_free(search_until(tiny.n, INT64_MAX, &all));
    for (int64_t most = 1; most <= all; most += 1 + most / 6) {
        struct search *x = search_until(tiny.n, most, NULL);
        check_msg(!x->found || best.possible, "seed %llu: a plan where none is", (unsigned long long)seed);
        if (best.possible)
            check_msg((long double)x->bound * quantum <= best.grains + slack, "seed %llu: after %lld looks the bound is above the optimum",
                      (unsigned long long)seed, (long long)most);
        if (x->found) {
            check_msg((long double)x->cost >= best.grains - slack, "seed %llu: plan below the optimum", (unsigned long long)seed);
            check_plan(&tiny, x);
        }
        seen.ends++;
        seen.plans += x->found;
        mlg__siting_search_free(x);
    }
    seen.cases++;
    mlg__tiny_scenario_free(&tiny);
}

static void test_interrupted(void **state)
{
    (void)state;
    for_seeds(1, SCENARIOS, interrupted_case);
    print_message("%d scenarios ended at %d looks, %d times with a plan\n", seen.cases, seen.ends, seen.plans);
    assert_true(getenv("MAILLAGE_TEST_SEED") || seen.plans > 200);
}

/* -- threads -- */

static struct text plan_bytes(const mlg_scenario *s, const mlg_leg_source *legs, const char *iterations, const char *threads)
{
    mlg_options *o = mlg_options_new();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    struct text bytes = { 0 };
    assert_int_equal(mlg_options_set(o, "siting.iterations", iterations, NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "siting.threads", threads, NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "siting.gap", "0.0001", NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "plan.time_limit_s", "0", NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "plan.days", "0", NULL), MLG_OK);
    check_msg(mlg_plan_scenario(s, legs, o, NULL, NULL, &plan, found, &err) == MLG_OK, "%s: %s", err.where, err.message);
    if (plan) assert_int_equal(mlg__network_plan_write(plan, &bytes, NULL), MLG_OK);
    for (int32_t i = 0; !plan && mlg_findings_at(found, false, i); i++) /* without a plan: the same words */
        text_printf(&bytes, "%s: %s %s\n", mlg_findings_at(found, false, i)->where, mlg_findings_at(found, false, i)->message,
                    mlg_findings_at(found, false, i)->hint);
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
    mlg_options_free(o);
    return bytes;
}

static void same_on_threads(const mlg_scenario *s, const mlg_leg_source *legs, const char *iterations, const char *what)
{
    struct text one = plan_bytes(s, legs, iterations, "1"), two = plan_bytes(s, legs, iterations, "2");
    check_msg(one.length == two.length && (one.length == 0 || !memcmp(one.data, two.data, one.length)), "%s: other bytes on two threads", what);
    text_free(&one);
    text_free(&two);
}

static void thread_case(struct rng *rng, uint64_t seed)
{
    (void)rng;
    struct tiny_scenario tiny;
    char what[40];
    if (!mlg__tiny_scenario(seed, &tiny)) return;
    if (tiny.n->whole_rows) { /* each of so many searches would take long */
        mlg__tiny_scenario_free(&tiny);
        return;
    }
    snprintf(what, sizeof what, "seed %llu", (unsigned long long)seed);
    same_on_threads(tiny.s, &tiny.legs, "150", what);
    mlg__tiny_scenario_free(&tiny);
}

static void test_threads_on_tiny_scenarios(void **state)
{
    (void)state;
    for_seeds(5001, 25, thread_case);
}

static void test_threads_on_the_toy(void **state)
{
    (void)state;
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_leg_source legs = fixture_legs(s);
    same_on_threads(s, &legs, "300", "toy");
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* Minutes under sanitizers, which see the same code on the toy. */
static void test_threads_on_the_reference_case(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    print_message("skipped: the reference case is for builds without sanitizers\n");
    return;
#endif
    mlg_scenario *s = NULL;
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_options *o = mlg_options_new();
    check_msg(mlg_scenario_read(MLG_SOURCE_DIR "/examples/auvergne-rhone-alpes", o, &s, found, &err) == MLG_OK, "%s: %s", err.where, err.message);
    mlg_leg_source legs = fixture_legs(s);
    same_on_threads(s, &legs, "4", "reference case");
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    mlg_findings_free(found);
    mlg_options_free(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interrupted),
        cmocka_unit_test(test_threads_on_tiny_scenarios),
        cmocka_unit_test(test_threads_on_the_toy),
        cmocka_unit_test(test_threads_on_the_reference_case),
    };
    return cmocka_run_group_tests_name("siting anytime", tests, NULL, NULL);
}
