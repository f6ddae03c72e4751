/* test_accounts_figures.c — validation cases V9 to V12: French level 1, hubs, data centres, delivery speed. */
#include <math.h>

#include "accounts/factors.h"
#include "accounts/speed.h"
#include "support/tables.h"

static struct arena arena;
static struct emission_tables tables;

static int setup(void **state)
{
    (void)state;
    tables = test_tables(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mlg__arena_free(&arena);
    return 0;
}

/* V9: every row of the legal table at 3.07 kg/l, and the three of the text. */
static void level1(void **state)
{
    (void)state;
    assert_int_equal(tables.level1_count, 19);
    int seen = 0;
    for (int32_t i = 0; i < tables.level1_count; i++) {
        const struct level1_row *row = &tables.level1[i];
        const double g = mlg__level1_g_per_tkm(row, 3.07);
        check_near(g, row->g_co2_per_tkm, 0.051);
        if (row->diesel_l_per_km == 0.16 && row->avg_tonnes == 0.46) seen += fabs(g - 1067.8) < 0.051;
        if (!strcmp(row->service, "diverses longue distance")) seen += fabs(g - 84.0) < 0.051;
        if (!strcmp(row->service, "messagerie frigorifique") && row->avg_tonnes == 7.1) seen += fabs(g - 178.1) < 0.051;
    }
    assert_int_equal(seen, 3);
}

static double central(const struct keyed_factor *rows, int32_t count, const char *key)
{
    const struct keyed_factor *row = mlg__factor(rows, count, key);
    check_msg(row != NULL, "no row %s", key);
    return row->central;
}

/* V10 */
static void hub(void **state)
{
    (void)state;
    const double embodied = central(tables.hubs, tables.hub_count, "warehouse_embodied_a1a5");
    const double energy = central(tables.hubs, tables.hub_count, "warehouse_energy");
    const double intensity = central(tables.hubs, tables.hub_count, "hub_ambient_storage_intensity");
    check_near(mlg__hub_embodied_t_per_year(5000, embodied, 50), 45.0, 1e-9);
    check_near(5000 * energy / 1000, 350, 1e-9);
    check_near(mlg__hub_energy_t_per_year(5000, energy, 0.044), 15.4, 1e-9);
    check_near(mlg__hub_throughput_t_per_year(20000, intensity), 108, 1e-9);
    check_near(mlg__staff(9000, central(tables.hubs, tables.hub_count, "parcels_per_worker_day_sort_hub")), 10, 0);
    check_near(mlg__staff(9001, 900), 11, 0);
    assert_null(mlg__factor(tables.hubs, tables.hub_count, "nothing"));
}

/* V11 */
static void datacentre(void **state)
{
    (void)state;
    const double mwh = mlg__datacentre_mwh_per_year(10, 0.7, 1.2);
    check_near(mwh, 73584, 1e-6);
    check_near(mlg__datacentre_energy_t_per_year(mwh, 0.031), 2281, 0.51);
    check_near(mlg__datacentre_energy_t_per_year(mwh, 0.342), 25166, 0.51);
    check_near(mlg__datacentre_water_m3_per_year(10, 0.7, central(tables.datacentres, tables.datacentre_count, "wue")),
               30660, 1e-6);
    check_near(mlg__round_trip_ms(400, central(tables.datacentres, tables.datacentre_count, "fibre_route_factor"),
                                  central(tables.datacentres, tables.datacentre_count, "fibre_delay_one_way"),
                                  central(tables.datacentres, tables.datacentre_count, "equipment_delay_rtt")),
               6.38, 1e-9);
    check_near(mlg__datacentre_embodied_t_per_year(10, 1000, 2000, 1344, 20), (10000 + 2688) / 20.0, 1e-9);
}

/* V12 */
static void speed(void **state)
{
    (void)state;
    assert_int_equal(mlg__cut_off_wait_s(1), 12 * 3600);
    assert_int_equal(mlg__cut_off_wait_s(2), 6 * 3600);
    assert_int_equal(mlg__cut_off_wait_s(4), 3 * 3600);
    struct speed_value values[] = { { 30 * 3600, 1 }, { 10 * 3600, 5 }, { 20 * 3600, 4 } };
    const struct speed_figures f = mlg__speed_figures(values, 3);
    assert_int_equal(f.p50_s, 10 * 3600);
    assert_int_equal(f.p90_s, 20 * 3600);
    assert_int_equal(f.p95_s, 30 * 3600);
    assert_int_equal(f.mean_s, 16 * 3600);
    assert_int_equal(f.weight, 10);
    const struct speed_figures none = mlg__speed_figures(NULL, 0);
    assert_true(none.weight == 0 && none.mean_s == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(level1), cmocka_unit_test(hub), cmocka_unit_test(datacentre),
                                        cmocka_unit_test(speed) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
