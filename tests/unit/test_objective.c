/* The siting objective against a plain evaluation in doubles, and at the edges of its rounding. */
#include "model/objective.h"
#include "model/network_plan.h"
#include "model/units.h"
#include "support/test.h"

#include <math.h>

static mlg_scenario *two_periods(double rate)
{
    mlg_scenario *s = mlg__scenario_new();
    assert_non_null(s);
    s->discount_rate = rate;
    s->period_count = 2;
    s->periods = arena_array(&s->arena, struct period, 2);
    s->periods[0] = (struct period) { "a", 2027, 2, INT64_MAX };
    s->periods[1] = (struct period) { "b", 2030, 3, INT64_MAX }; /* a gap of a year between them */
    return s;
}

static void weights_are_discounts(void **state)
{
    (void)state;
    mlg_scenario *s = two_periods(0.04);
    struct period_weight w[2];
    mlg__period_weights(s, w);
    const double q30 = 1073741824.0;
    assert_int_equal(w[0].capital_q30, 1073741824);
    assert_int_equal(w[0].flow_q30, INT64_C(1073741824) * 2 * 302);
    assert_int_equal(w[0].year_q30, INT64_C(1073741824) * 2);
    assert_int_equal(w[1].capital_q30, (int64_t)floor(q30 / (1.04 * 1.04 * 1.04) + 0.5));
    assert_int_equal(w[1].year_q30, (int64_t)floor(3 * q30 / (1.04 * 1.04 * 1.04) + 0.5));
    assert_int_equal(w[0].end_q30, w[1].end_q30); /* 2033, six years after the start */
    assert_int_equal(w[1].end_q30, (int64_t)floor(q30 / pow(1.04, 6) + 0.5));
    mlg_scenario_free(s);
}

static void nothing_costs_nothing_and_a_unit_counts(void **state)
{
    (void)state;
    mlg_scenario *s = two_periods(0);
    struct period_sums sums[2] = { { 0 } };
    assert_int_equal(mlg__objective_quanta(s, sums), 0);
    sums[0].flow = 1; /* a milli-unit at a micro-euro: 2 years x 302 days / 1000 micro, rounded down */
    assert_int_equal(mlg__objective_quanta(s, sums), 0);
    sums[0].flow = 1000;
    assert_int_equal(mlg__objective_quanta(s, sums), 604);
    sums[0] = (struct period_sums) { .year_micro = 7, .capital_micro = 11, .residual_micro = 4 };
    assert_int_equal(mlg__objective_quanta(s, sums), 14 + 7);
    sums[0] = (struct period_sums) { .residual_micro = 4 };
    assert_int_equal(mlg__objective_quanta(s, sums), -4);
    mlg_scenario_free(s);
}

static void equals_doubles(struct rng *rng, uint64_t seed)
{
    const double rate = (double)rng_below(rng, 15) / 100;
    mlg_scenario *s = two_periods(rate);
    struct period_sums sums[2];
    double plain = 0, size = 1;
    for (int t = 0; t < 2; t++) {
        const double flow = (double)rng_below(rng, 1 << 30) * rng_below(rng, 1 << 20);
        const double year = rng_below(rng, 1 << 30), capital = rng_below(rng, 1 << 30), rest = rng_below(rng, 1 << 29);
        const double years = t ? 3 : 2, at = pow(1 + rate, t ? -3 : 0), end = pow(1 + rate, -6);
        sums[t] = (struct period_sums) { (int128)flow, (int128)year, (int128)capital, (int128)rest };
        plain += at * years * (302 * flow / 1000 + year) + at * capital - end * rest;
        size += at * years * (302 * flow / 1000 + year) + capital + rest;
    }
    const double exact = (double)mlg__objective_quanta(s, sums);
    check_msg(fabs(exact - plain) <= 4 + size * 3e-9, "seed %llu: %.17g, in doubles %.17g", (unsigned long long)seed,
              exact, plain);
    mlg_scenario_free(s);
}

static void random_sums(void **state)
{
    (void)state;
    for_seeds(1, 500, equals_doubles);
}

/* Rows that are not there are 1; those that are, are found by (site, band). */
static void calibration_is_found(void **state)
{
    (void)state;
    mlg_scenario *s = two_periods(0);
    mlg_network_plan *plan = mlg__network_plan_new(s);
    struct plan_phi rows[] = { { 1, 0, { 2, 3, 4, 5 } }, { 1, 2, { 6, 7, 8, 9 } }, { 4, 1, { 10, 11, 12, 13 } } };
    plan->phis = rows;
    plan->phi_count = 3;
    assert_true(mlg__plan_phi(plan, 1, 0).km == 3 && mlg__plan_phi(plan, 1, 2).cost == 6 &&
                mlg__plan_phi(plan, 4, 1).kg == 13);
    assert_true(mlg__plan_phi(plan, 1, 1).cost == 1 && mlg__plan_phi(plan, 0, 0).kg == 1 &&
                mlg__plan_phi(plan, 9, 3).h == 1);
    mlg_network_plan_free(plan);
    mlg_network_plan_free(NULL);
    mlg_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_discounts),
        cmocka_unit_test(nothing_costs_nothing_and_a_unit_counts),
        cmocka_unit_test(random_sums),
        cmocka_unit_test(calibration_is_found),
    };
    return cmocka_run_group_tests_name("objective", tests, NULL, NULL);
}
