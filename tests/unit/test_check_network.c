/* Rules that a plan can break although all its figures agree: the small scenario's plan is checked after one rule of
 * the scenario has been made stricter. Wrong figures are the business of test_plan_mutations. */
#include "maillage/check.h"
#include "support/network_fixture.h"

static void no_budget(mlg_scenario *s) { s->periods[0].budget_cents = 100; }
static void little_in_all(mlg_scenario *s) { s->budget_total_cents = 300000000; }
static void no_carry_over(mlg_scenario *s)
{
    s->carry_over = false;
    s->periods[1].budget_cents = 150000000; /* carried over, the first period would leave enough */
}
static void both_of_a_set(mlg_scenario *s) { s->sites[STATION_A].conflict_set = "west"; }
static void opens_too_early(mlg_scenario *s) { s->sites[STATION_C].earliest_opening_year = 2028; }
static void opens_too_late(mlg_scenario *s) { s->sites[STATION_C].latest_opening_year = 2026; }
static void size_not_allowed(mlg_scenario *s) { s->sites[STATION_A].allowed = 3; }
static void decided_otherwise(mlg_scenario *s) { s->sites[STATION_E].decided_size = 2; }
static void decided_earlier(mlg_scenario *s) { s->sites[STATION_E].decided_year = 2027; }
static void smaller_station(mlg_scenario *s) { s->sizes[2].capacity_milli = 20000; }
static void smaller_hub(mlg_scenario *s) { s->sizes[0].capacity_milli = 20000; }
static void busier_planning_day(mlg_scenario *s) { s->planning_day_factor = 5; }
static void must_be_fuller(mlg_scenario *s) { s->sizes[1].min_fill = 0.9; }
static void promise_for_all(mlg_scenario *s) { s->coverages[0] = (struct coverage) { 0, 1, 1 }; }
static void shorter_promise(mlg_scenario *s) { s->services[0].promise_s = 3600; }
static void more_jobs(mlg_scenario *s) { s->job_floors[0].at_least_milli = 9500; }
static void more_jobs_everywhere(mlg_scenario *s) { s->job_floors[0] = (struct job_floor) { "", 0, 500000 }; }
static void less_co2(mlg_scenario *s) { s->co2_max_mg[0] = INT64_C(700000000000); }
static void faster_chains(mlg_scenario *s) { s->inbound_s[0] = 60, s->inbound_s[1] = 120; }
static void more_demand(mlg_scenario *s) { s->demands[3].units_milli[0] += 1; }
static void other_level(mlg_scenario *s) { s->kinds[1].level = 0; }
static void tariff(mlg_scenario *s) { s->sizes[3].handling_micro += 1000000; }
static void vans_without_energy_price(mlg_scenario *s)
{
    s->vehicles[0].price_eur_per_unit = s->vehicles[1].price_eur_per_unit = NAN;
}
static void no_lorries(mlg_scenario *s) { s->vehicles[2].use = USE_NONE; }
static void room_for_none(mlg_scenario *s)
{
    for (int32_t i = 0; i < s->size_count; i++) s->sizes[i].capacity_milli = 1000;
}

static const struct {
    const char *name, *where;
    void (*make_stricter)(mlg_scenario *s);
} rules[] = {
    { "budget of a period", "summary/periods/0/capex_cents", no_budget },
    { "budget over all", "summary/periods/capex_cents", little_in_all },
    { "budget without carry-over", "summary/periods/1/capex_cents", no_carry_over },
    { "conflict set", "sites/6/size", both_of_a_set },
    { "earliest year", "sites/6/size", opens_too_early },
    { "latest year", "sites/6/size", opens_too_late },
    { "allowed sizes", "sites/3/size", size_not_allowed },
    { "decided size", "sites/13/size", decided_otherwise },
    { "decided year", "sites/12/size", decided_earlier },
    { "capacity of a station", "load_per_day", smaller_station },
    { "capacity of a hub", "sites/0/load_per_day", smaller_hub },
    { "planning day", "load_per_day", busier_planning_day },
    { "least fill", "sites/6/load_per_day", must_be_fuller },
    { "coverage", "summary/periods/1/covered", promise_for_all },
    { "promise", "speed/0/within_promise", shorter_promise },
    { "jobs of a region", "summary/periods/1/jobs", more_jobs },
    { "jobs everywhere", "summary/periods/0/jobs", more_jobs_everywhere },
    { "CO2", "co2", less_co2 },
    { "inbound class", "assignment/0/inbound_class", faster_chains },
    { "demand", "assignment", more_demand },
    { "levels of a chain", "chains/0/sites", other_level },
    { "tariff of a partner", "sites/10/opex_cents", tariff },
    { "class without energy price", "vehicle_class", vans_without_energy_price },
    { "no line haul", "chains/0/sites", no_lorries },
    { "reason of unserved units", "unserved/0/reason", room_for_none },
};

static bool told_at(const mlg_findings *found, const char *where)
{
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++) {
        const char *told = mlg_findings_at(found, false, i)->where;
        if (strcmp(told, where) == 0 || (!strchr(where, '/') && strstr(told, where))) return true;
    }
    return false;
}

static void print_findings(const mlg_findings *found)
{
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++)
        fprintf(stderr, "  %s: %s\n", mlg_findings_at(found, false, i)->where,
                mlg_findings_at(found, false, i)->message);
}

static void each_rule_is_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        mlg_scenario *s = fixture_scenario();
        mlg_leg_source legs = fixture_legs(s);
        mlg_network_plan *plan = fixture_plan(s, &legs);
        mlg_findings *found = mlg_findings_new(i % 2 ? MLG_FR : MLG_EN);
        mlg_error err = { 0 };
        rules[i].make_stricter(s);
        assert_int_equal(mlg_check_network(s, &legs, plan, found, &err), MLG_OK);
        const bool told = told_at(found, rules[i].where);
        if (!told) print_findings(found);
        check_msg(told, "%s: nothing is said at %s", rules[i].name, rules[i].where);
        mlg_findings_free(found);
        mlg_network_plan_free(plan);
        mlg_roads_source_free(&legs);
        mlg_scenario_free(s);
    }
}

/* A plan in memory may be worse than any file: rows that no reader would let through. */
static void rows_out_of_place_are_told(void **state)
{
    (void)state;
    mlg_scenario *s = fixture_scenario();
    mlg_leg_source legs = fixture_legs(s);
    mlg_network_plan *plan = fixture_plan(s, &legs);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const struct plan_site kept = plan->plan.sites[0];
    plan->plan.sites[0] = plan->plan.sites[1];
    assert_int_equal(mlg_check_network(s, &legs, plan, found, NULL), MLG_OK);
    assert_true(told_at(found, "sites/0"));
    plan->plan.sites[0] = kept;
    plan->phis[0].phi.kg = -1;
    assert_int_equal(mlg_check_network(s, &legs, plan, found, NULL), MLG_OK);
    assert_true(told_at(found, "calibration/0"));
    plan->phis[0].phi.kg = NAN;
    assert_int_equal(mlg_check_network(s, &legs, plan, found, NULL), MLG_OK);
    mlg_findings_free(found);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
};

static bool check_once(void *user)
{
    struct world *w = user;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    const mlg_status status = found ? mlg_check_network(w->s, &w->legs, w->plan, found, &err) : MLG_NO_MEMORY;
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    const bool clean = mlg_findings_count(found, false) == 0;
    mlg_findings_free(found);
    return status == MLG_OK && clean;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct world w = { .s = fixture_scenario() };
    w.legs = fixture_legs(w.s);
    w.plan = fixture_plan(w.s, &w.legs);
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(check_once, &w));
    mlg_network_plan_free(w.plan);
    mlg_roads_source_free(&w.legs);
    mlg_scenario_free(w.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_is_checked),
        cmocka_unit_test(rows_out_of_place_are_told),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("network checker", tests, NULL, NULL);
}
