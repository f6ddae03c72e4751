/* test_cloud_case.c — examples/cloud-france is read without a word of warning but that its latencies are estimated, planned
 * with little work, and has the order of size that its README promises: the whole budget, some 60 MW, promises kept. */
#include "maillage/api.h"
#include "model/network_plan.h"
#include "support/test.h"

static double installed_mw(const mlg_scenario *s, const struct network_side *side, int32_t period)
{
    double mw = 0;
    for (int32_t i = 0; i < side->site_count; i++)
        if (side->sites[i].period == period && side->sites[i].size > 0) mw += site_size(s, side->sites[i].site, side->sites[i].size)->it_mw;
    return mw;
}

static void has_the_order_of_size(void **state)
{
    (void)state;
    mlg_scenario *s = NULL;
    mlg_leg_source legs;
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_options *o = mlg_options_new();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_options_set(o, "plan.time_limit_s", "0", &err), MLG_OK); /* by iterations alone */
    assert_int_equal(mlg_options_set(o, "siting.iterations", "40", &err), MLG_OK);
    check_msg(mlg_scenario_read(MLG_SOURCE_DIR "/examples/cloud-france", o, &s, found, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    assert_int_equal(mlg_findings_count(found, true), 0);
    assert_int_equal(mlg_scenario_legs(s, o, &legs, &err), MLG_OK);
    check_msg(mlg_plan_scenario(s, &legs, o, NULL, NULL, &plan, found, &err) == MLG_OK && plan, "%s: %s", err.where, err.message);

    const int32_t last = s->period_count - 1;
    int64_t invested_cents = 0;
    for (int32_t t = 0; t <= last; t++) invested_cents += plan->plan.periods[t].capex_cents;
    const double more_mw = installed_mw(s, &plan->plan, last) - installed_mw(s, &plan->before, last);
    print_message("%.1f MW more for %.1f M EUR, gap %.1f %%\n", more_mw, (double)invested_cents / 1e8, 100 * plan->gap);
    assert_true(invested_cents > INT64_C(50000000000) && invested_cents <= s->budget_total_cents);
    assert_true(more_mw > 40 && more_mw < 75);
    assert_true(plan->plan.periods[last].covered[0] >= 0.9 && plan->before.periods[last].covered[0] < 0.6);
    for (int32_t t = 0; t <= last; t++) assert_true(plan->plan.periods[t].covered[1] >= 0.95);
    for (int32_t i = 0; i < plan->plan.flow_count; i++) { /* realtime stays in France, and no round trip is longer than Europe */
        const struct plan_flow *f = &plan->plan.flows[i];
        if (f->service == 0) assert_string_equal(s->sites[f->site].zone, "FR");
        if (f->service == 0) assert_true(f->latest_s <= 6000); /* strict */
        assert_true(f->mean_s >= 500 && f->mean_s < 60000);
    }
    mlg_findings_free(found);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_options_free(o);
    mlg_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(has_the_order_of_size) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
