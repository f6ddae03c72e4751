/* test_siting_calibrate.c — corrections of lane prices against values worked out by hand (siting-engine 4.3). */
#include <math.h>

#include "siting/calibrate.h"
#include "support/network_gen.h"
#include "support/test.h"

static void near(double value, double wanted)
{
    check_msg(fabs(value - wanted) < 1e-12, "%.15g, wanted %.15g", value, wanted);
}

/* Band 1: means over 1 + 3 days: cost (1 * 1.4 + 3 * 1.0) / 4 = 1.1, km (0.8 + 3 * 1.2) / 4 = 1.1. Then, for the
 * station with one day, (1 * 1.4 + 3 * 1.1) / 4 = 1.175; with three, (3 * 1.0 + 3 * 1.1) / 6 = 1.05. */
static void test_shrink(void **state)
{
    (void)state;
    const struct routed_ratio ratios[] = {
        { 7, 1, 1, { 1.4, 0.8, 1, 1 } },
        { 2, 3, 5, { 2, 2, 2, 2 } },
        { 2, 1, 3, { 1.0, 1.2, 1, 1 } },
    };
    struct plan_phi phis[3];
    mlg__shrink_ratios(ratios, 3, phis);
    assert_int_equal(phis[0].site, 2);
    assert_int_equal(phis[0].density_band, 1);
    near(phis[0].phi.cost, 1.05);
    near(phis[0].phi.km, 1.15);
    near(phis[0].phi.h, 1);
    assert_int_equal(phis[1].density_band, 3);
    near(phis[1].phi.kg, 2); /* alone in its band: the mean is its own */
    assert_int_equal(phis[2].site, 7);
    near(phis[2].phi.cost, 1.175);
    near(phis[2].phi.km, (0.8 + 3 * 1.1) / 4);
    mlg__shrink_ratios(NULL, 0, phis);
    assert_int_equal(phis[2].site, 7); /* nothing written */
}

/* What no day can say counts as 1; nothing leaves 1/3 .. 3. */
static void test_shrink_of_nonsense(void **state)
{
    (void)state;
    const struct routed_ratio ratios[] = {
        { 0, 0, 2, { NAN, INFINITY, 0, -4 } },
        { 1, 1, 9, { 50, 0.01, 3, 1.0 / 3 } },
    };
    struct plan_phi phis[2];
    mlg__shrink_ratios(ratios, 2, phis);
    near(phis[0].phi.cost, 1);
    near(phis[0].phi.km, 1);
    near(phis[0].phi.h, 1);
    near(phis[0].phi.kg, 1);
    near(phis[1].phi.cost, 3);
    near(phis[1].phi.km, 0.3333);
    near(phis[1].phi.h, 3);
    near(phis[1].phi.kg, 0.3333);
}

static void test_change(void **state)
{
    (void)state;
    const struct plan_phi a[] = { { 1, 0, { 1.1, 1, 1, 1 } }, { 1, 2, { 1, 1, 1, 0.5 } } };
    const struct plan_phi b[] = { { 1, 0, { 1, 1, 1, 1 } }, { 3, 0, { 1, 1.25, 1, 1 } } };
    near(mlg__phi_change(a, 2, a, 2), 0);
    near(mlg__phi_change(NULL, 0, NULL, 0), 0);
    near(mlg__phi_change(a, 1, b, 1), 1.1 / 1 - 1);
    near(mlg__phi_change(a, 2, NULL, 0), 0.5); /* missing rows are 1 */
    near(mlg__phi_change(NULL, 0, b, 2), 1 - 1 / 1.25);
    near(mlg__phi_change(a, 2, b, 2), 0.5);
    near(mlg__phi_change(b, 2, a, 2), 1); /* relative to the second: 1 / 0.5 */
}

/* Stations without rows take the plain mean of their band; bands that nobody has stay without; order is kept. */
static void test_complete(void **state)
{
    (void)state;
    const struct network_recipe recipe = { .points = 5, .stations = 4, .sizes = 1, .periods = 1, .services = 1,
                                           .upper_levels = 1, .upper_sites = 2 };
    mlg_scenario *s = mlg__generated_scenario(&recipe, 3);
    int32_t stations[4], count = 0;
    struct plan_phi all[6 * MLG_DENSITY_BANDS];
    for (int32_t i = 0; i < s->site_count; i++)
        if (site_serves(s, i)) stations[count++] = i;
    assert_int_equal(count, 4);
    const struct plan_phi given[] = { { stations[0], 2, { 1.2, 1, 1, 0.8 } },
                                      { stations[1], 0, { 0.9, 1, 1, 1 } },
                                      { stations[3], 2, { 1.4, 1.1, 1, 1 } } };
    assert_int_equal(mlg__complete_phis(s, given, 3, all), 8); /* two bands of four stations */
    for (int32_t i = 0; i < 8; i++) {
        const int32_t station = i / 2;
        assert_int_equal(all[i].site, stations[station]);
        assert_int_equal(all[i].density_band, i % 2 ? 2 : 0);
        if (i % 2 == 0) {
            near(all[i].phi.cost, 0.9);
        } else {
            near(all[i].phi.cost, station == 0 ? 1.2 : station == 3 ? 1.4 : 1.3);
            near(all[i].phi.km, station == 0 ? 1 : station == 3 ? 1.1 : 1.05);
            near(all[i].phi.kg, station == 0 ? 0.8 : station == 3 ? 1 : 0.9);
        }
    }
    assert_int_equal(mlg__complete_phis(s, NULL, 0, all), 0);
    mlg_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_shrink), cmocka_unit_test(test_shrink_of_nonsense),
                                        cmocka_unit_test(test_change), cmocka_unit_test(test_complete) };
    return cmocka_run_group_tests_name("siting calibrate", tests, NULL, NULL);
}
