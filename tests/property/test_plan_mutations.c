/* Every number, id, truth and row of a plan.json, changed one at a time: reader or checker finds each change. The list
 * of exceptions is empty (warnings are sentences: support/mutate.h). */
#include "support/network_fixture.h"
#include "support/plan_check.h"

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
    struct text text;
    json_t *master;
};

static struct world world_of(mlg_scenario *s, const struct site_options *with)
{
    struct world w = { .s = s, .legs = fixture_legs(s) };
    w.plan = fixture_plan_with(s, &w.legs, with);
    assert_int_equal(mlg__network_plan_write(w.plan, &w.text, NULL), MLG_OK);
    const struct verdict whole = plan_verdict(s, &w.legs, w.text.data, w.text.length);
    check_msg(whole.clean, "the plan itself is not clean: %s", whole.first);
    w.master = json_loadb(w.text.data, w.text.length, 0, NULL);
    assert_non_null(w.master);
    return w;
}

static void free_world(struct world *w)
{
    json_decref(w->master);
    text_free(&w->text);
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
}

/* Thousands of changes take a minute under sanitizers: MAILLAGE_TEST_STEP=1 makes them all, else one in eight, of every
 * kind of row. */
static void every_change_is_found(void **state)
{
    (void)state;
    struct world w = world_of(fixture_scenario(), NULL);
    const char *step_text = getenv("MAILLAGE_TEST_STEP");
    const int64_t count = mutation_count(w.master), step = step_text ? strtoll(step_text, NULL, 10) : 8;
    struct mutation_result r = { 0 };
    for (int64_t n = 0; n < count; n += step) try_mutation(w.s, &w.legs, w.master, n, &r);
    print_message("%" PRId64 " changes, %" PRId64 " refused by the reader, %" PRId64 " by the checker, %" PRId64
                  " missed\n",
                  r.tried, r.by_reader, r.tried - r.by_reader - r.missed, r.missed);
    assert_true(count > 4000);
    assert_int_equal(r.missed, 0);
    free_world(&w);
}

/* The same scenario with other demand, money, options and rules. */
static mlg_scenario *varied(struct rng *rng, struct site_options *with)
{
    mlg_scenario *s = fixture_draft();
    s->planning_day_factor = 1 + rng_unit(rng) / 4;
    s->co2_eur_per_t = 10 + rng_below(rng, 200);
    s->hour_eur = rng_unit(rng) * 3;
    s->discount_rate = rng_unit(rng) / 10;
    s->working_days_per_year = 200 + rng_below(rng, 165);
    s->carry_over = rng_below(rng, 2) == 0;
    s->seed = rng_next(rng) & INT64_MAX;
    if (rng_below(rng, 2)) s->inbound_count = 0;
    if (rng_below(rng, 2)) s->lane_count = 0;
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t i = 0; i < s->service_count * s->period_count; i++)
            if (d && rng_below(rng, 3) == 0)
                s->demands[d].units_milli[i] = rng_below(rng, 9) ? 1 + rng_below(rng, 30000) : 0;
    *with = (struct site_options) { .extension_surcharge = rng_below(rng, 30) / 100.0,
                                    .embodied_counts = rng_below(rng, 2),
                                    .residual = rng_below(rng, 2) };
    return fixture_finished(s);
}

static void varied_plans(struct rng *rng, uint64_t seed)
{
    struct site_options with;
    mlg_scenario *s = varied(rng, &with);
    struct world w = world_of(s, &with);
    const int64_t count = mutation_count(w.master);
    struct mutation_result r = { 0 };
    for (int i = 0; i < 30; i++) try_mutation(s, &w.legs, w.master, (int64_t)(rng_unit(rng) * (double)count), &r);
    check_msg(r.missed == 0, "seed %" PRIu64, seed);
    free_world(&w);
}

static void changes_of_varied_plans_are_found(void **state)
{
    (void)state;
    for_seeds(1, 20, varied_plans);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_found),
        cmocka_unit_test(changes_of_varied_plans_are_found),
    };
    return cmocka_run_group_tests_name("plan mutations", tests, NULL, NULL);
}
