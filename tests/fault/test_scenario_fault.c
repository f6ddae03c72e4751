/* test_scenario_fault.c — every allocation of the reader of a scenario fails once, jansson's too: no crash, no leak
 * (the address sanitizer looks), no scenario, and an error. */
#include <jansson.h>

#include "support/toy.h"

static const char lanes[] = "from,to,time_h,cost_eur_per_unit\nT-SC-01,T-DS-01,0.5,0.05\n";
static const char stops[] = "demand,service,lon,lat\n01249,two_day,4.95,45.82\n";
static const char long_demand[] =
    "id,name,lon,lat,area_km2,service,period,units_per_day\n"
    "A,A,5.0,45.6,3,next_day,,10\nB,B,5.1,45.6,3,two_day,2026,11\nA,A,5.0,45.6,3,two_day,2028,12\n";

/* Fail the n-th allocation for n = 1, 2, 3… until there is no n-th one; returns how many there are. What succeeds in
 * spite of a failure lost at most a warning. */
static int64_t fail_each(const struct toy *toy, bool expects_scenario)
{
    for (int64_t n = 1;; n++) {
        mlg_scenario *s = NULL;
        mlg_error err = { 0 };
        mlg_findings *found = mlg_findings_new(MLG_EN);
        mlg__memory_fail_at(n);
        const mlg_status status = toy_read(toy, MLG_EN, &s, found, &err);
        const int64_t made = mlg__memory_fail_at(0);
        check_msg((status == MLG_OK) == (s != NULL), "allocation %lld: status %d", (long long)n, status);
        if (status) check_msg(err.status == status && err.message[0], "allocation %lld says nothing", (long long)n);
        if (made >= n && status && expects_scenario)
            /* jansson's scanner tells a lack of memory as a mistake of syntax: wrong words, but an error. */
            check_msg(status == MLG_NO_MEMORY || strstr(err.message, "not valid JSON"), "allocation %lld: %d %s: %s",
                      (long long)n, status, err.where, err.message);
        mlg_scenario_free(s);
        mlg_findings_free(found);
        if (made >= n) continue;
        check_msg((status == MLG_OK) == expects_scenario, "%s: %s", err.where, err.message);
        return n - 1;
    }
}

static void every_allocation_fails(void **state)
{
    (void)state;
    struct toy toy = toy_new();
    const int64_t plain = fail_each(&toy, true);
    toy_put(&toy, "lanes.csv", lanes, strlen(lanes));
    toy_put(&toy, "stops.csv", stops, strlen(stops));
    assert_true(toy_replace(&toy, "scenario.json", "\"real\": []", "\"real\": [\"stops.csv\"]"));
    const int64_t more = fail_each(&toy, true);
    toy_put(&toy, "lanes.csv", NULL, 0);
    toy_put(&toy, "stops.csv", NULL, 0);
    assert_true(toy_replace(&toy, "scenario.json", "\"real\": [\"stops.csv\"]", "\"real\": []"));
    toy_put(&toy, "vehicles.csv", NULL, 0);
    toy_put(&toy, "demand.csv", long_demand, strlen(long_demand));
    const int64_t without = fail_each(&toy, true);
    assert_true(toy_replace(&toy, "sites.csv", "Vienne,delivery_station", "Vienne,station"));
    assert_true(toy_replace(&toy, "sizes.csv", "capex_eur", "capx_eur"));
    const int64_t broken = fail_each(&toy, false);
    print_message("allocations: %lld plain, %lld with lanes and stops, %lld long, %lld broken\n", (long long)plain,
                  (long long)more, (long long)without, (long long)broken);
    assert_true(plain > 100 && more > plain);
    toy_free(&toy);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_allocation_fails) };
    json_set_alloc_funcs(mlg__malloc, mlg__free); /* so that the document's allocations fail too */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
