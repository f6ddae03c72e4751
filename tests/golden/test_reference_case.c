/* The reference case read as the program reads it: no finding, and the night chains that its README tells. */
#include "support/test.h"

#include "accounts/energy.h"
#include "accounts/lane.h"
#include "base/error.h"
#include "io/emissions.h"
#include "io/scenario.h"
#include "model/metric.h"
#include "model/units.h"

static mlg_scenario *read_case(void)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    struct arena tables_arena = { 0 };
    struct emission_tables tables = { 0 };
    mlg_scenario *s = NULL;
    assert_int_equal(mlg__emissions_read(NULL, &tables_arena, &tables, found, &err), MLG_OK);
    assert_int_equal(mlg__fleet_complete(&tables, found, &err), MLG_OK);
    const mlg_status status = mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples/auvergne-rhone-alpes", &tables, MLG_EN, NULL,
                                                        &s, found, &err);
    for (int warnings = 0; warnings < 2; warnings++)
        for (int32_t i = 0; mlg_findings_at(found, warnings, i); i++)
            print_error("%s: %s\n", mlg_findings_at(found, warnings, i)->where, mlg_findings_at(found, warnings, i)->message);
    assert_int_equal(status, MLG_OK);
    assert_int_equal(mlg_findings_count(found, false), 0);
    assert_int_equal(mlg_findings_count(found, true), 0);
    mlg_findings_free(found);
    mlg__arena_free(&tables_arena);
    return s;
}

static int32_t site_of(const mlg_scenario *s, const char *id)
{
    for (int32_t i = 0; i < s->site_count; i++)
        if (!strcmp(s->sites[i].id, id)) return i;
    fail_msg("no site %s", id);
    return MLG_NONE;
}

static void test_counts(void **state)
{
    const mlg_scenario *s = *state;
    assert_int_equal(s->level_count, 3);
    assert_int_equal(s->demand_count, 4025);
    int32_t today = 0, candidates = 0, decided = 0;
    for (int32_t i = 0; i < s->site_count; i++) {
        today += s->sites[i].state_today > 0;
        candidates += site_serves(s, i) && !s->sites[i].state_today;
        decided += s->sites[i].decided_size > 0;
    }
    assert_int_equal(today, 12);
    assert_int_equal(candidates, 250);
    assert_int_equal(decided, 1);
    int64_t units_milli = 0;
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t p = 0; p < s->service_count; p++) units_milli += demand_units_milli(s, d, p, 3);
    assert_int_equal(units_milli, 159200 * MLG_MILLI);
}

/* The announced centre is today closed, open from the period that starts in 2026 on. */
static void test_decided_centre(void **state)
{
    const mlg_scenario *s = *state;
    const int32_t centre = site_of(s, "A-FC-01");
    assert_true(mlg__site_is_fixed(s, centre));
    assert_int_equal(mlg__fixed_state(s, centre, 0, false), 0);
    for (int32_t t = 1; t < s->period_count; t++) {
        const struct size *size = site_size(s, centre, mlg__fixed_state(s, centre, t, false));
        assert_string_equal(size->id, "fc_180000");
        assert_int_equal(mlg__fixed_state(s, centre, t, true), 0);
    }
}

/* Time of day when vans at the station can be loaded, for an order at the next-day cut-off. */
static double ready_h(const mlg_scenario *s, const char *centre, const char *station)
{
    const int32_t sites[] = { site_of(s, centre), site_of(s, "E-SC-01"), site_of(s, station) };
    mlg_leg legs[2];
    for (int i = 0; i < 2; i++) {
        const struct site *a = &s->sites[sites[i]], *b = &s->sites[sites[i + 1]];
        legs[i] = mlg__crow(a->lat_deg, a->lon_deg, b->lat_deg, b->lon_deg);
    }
    struct chain_price chain;
    assert_true(mlg__chain_price(s, sites, 3, legs, &chain));
    return (double)(s->services[0].cut_off_s + chain.time_s - MLG_SECONDS_PER_DAY) / (double)MLG_SECONDS_PER_HOUR;
}

/* Vans leave at 9:00. From today's centre the far west of the region misses them, from the announced one nothing does. */
static void test_night_chains(void **state)
{
    const mlg_scenario *s = *state;
    int32_t far = MLG_NONE;
    for (int32_t i = 0; i < s->site_count; i++) {
        if (!site_serves(s, i)) continue;
        if (ready_h(s, "A-FC-01", s->sites[i].id) > 9) fail_msg("%s misses the vans", s->sites[i].id);
        if (far == MLG_NONE || ready_h(s, "A-FC-01", s->sites[i].id) > ready_h(s, "A-FC-01", s->sites[far].id)) far = i;
    }
    assert_string_equal(s->sites[far].name, "Maurs");
    assert_true(ready_h(s, "E-FC-01", "E-DS-01") < 9);
    assert_true(ready_h(s, "E-FC-01", s->sites[far].id) > 9);
    assert_true(ready_h(s, "E-FC-03", "E-DS-01") > 9);
}

static int setup(void **state) { *state = read_case(); return *state ? 0 : -1; }
static int teardown(void **state) { mlg_scenario_free(*state); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_decided_centre),
        cmocka_unit_test(test_night_chains),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
