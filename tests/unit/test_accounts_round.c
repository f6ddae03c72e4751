/* test_accounts_round.c — validation case V7: one round, leg by leg, as a segment, in euros, and shared out. */
#include <math.h>

#include "accounts/allocate.h"
#include "accounts/rates.h"
#include "support/tables.h"

static const double km[] = { 8, 3, 4, 10 }, kmh[] = { 35, 25, 25, 35 }, delivered_t[] = { 0.2, 0.3, 0.1 };

/* Walk the legs with the load on board. */
static double walk_mj(const struct vehicle_class *c, const double *leg_km, const double *leg_kmh, const double *drop_t,
                      double leg_mj[4])
{
    double load_t = drop_t[0] + drop_t[1] + drop_t[2], sum = 0;
    for (int i = 0; i < 4; i++) {
        const struct energy e = mlg__leg_energy(c, leg_km[i], leg_kmh[i], 0, 0);
        leg_mj[i] = e.a_mj + e.b_mj_per_t * load_t;
        sum += leg_mj[i];
        if (i < 3) load_t -= drop_t[i];
    }
    return sum;
}

/* A stretch in constant time: alpha and beta summed, load change inside, and what it carries. */
struct stretch { double a, b, net, w; };
static struct stretch join(struct stretch x, struct energy arc, struct stretch y)
{
    return (struct stretch) { x.a + arc.a_mj + y.a, x.b + arc.b_mj_per_t + y.b, x.net + y.net,
                              x.w + x.net * (arc.b_mj_per_t + y.b) + y.w };
}

static mlg_totals totals_of(double mj)
{
    double duty_h = 9.0 / 60;
    for (int i = 0; i < 4; i++) duty_h += km[i] / kmh[i];
    return (mlg_totals) { .distance_m = 25000, .duty_s = (int64_t)floor(duty_h * 3600 + 0.5),
                          .energy_j = (int64_t)floor(mj * 1e6 + 0.5), .stops = 3 };
}

static void diesel_van(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    struct vehicle_class van = *test_class(&t, "van35_diesel");
    static const double wanted[] = { 32.968, 13.656, 17.488, 37.610 };
    double leg[4];
    const double mj = walk_mj(&van, km, kmh, delivered_t, leg);
    for (int i = 0; i < 4; i++) check_near(leg[i], wanted[i], 0.0006);
    check_near(mj, 101.722, 0.0006);

    struct stretch s = { 0 };
    for (int i = 0; i < 4; i++)
        s = join(s, mlg__leg_energy(&van, km[i], kmh[i], 0, 0),
                 i < 3 ? (struct stretch) { 0, 0, -delivered_t[i], 0 } : (struct stretch) { 0 });
    check_near(s.a, 97.882, 0.0006);
    check_near(s.b, 15.0, 1e-9);
    check_near(s.w, -5.16, 1e-9);
    check_near(s.a + 0.6 * s.b + s.w, mj, 1e-9);

    const double back_km[] = { 10, 4, 3, 8 }, back_kmh[] = { 35, 25, 25, 35 }, back_t[] = { 0.1, 0.3, 0.2 };
    check_near(walk_mj(&van, back_km, back_kmh, back_t, leg), 103.042, 0.0006);

    check_near(mj + 3 * van.stop_mj, 102.682, 0.0006);
    check_near(mlg__energy_units(&van, mj + 3 * van.stop_mj), 2.8602, 0.00006);

    van.price_eur_per_unit = 1.50;
    const mlg_totals totals = totals_of(mj);
    const struct route_account a = mlg__route_account(&van, &totals, 100, 0);
    assert_int_equal(a.cents[LINE_VEHICLE_FIXED], 4500);
    assert_int_equal(a.cents[LINE_VEHICLE_DISTANCE], 200);
    assert_int_equal(a.cents[LINE_DRIVER], 2077);
    assert_int_equal(a.cents[LINE_ENERGY], 429);
    assert_int_equal(a.cents[LINE_CO2_PRICE], 89);
    assert_int_equal(a.total_cents, 7206 + 89);
    check_near((double)a.co2_ttw_mg / 1e6, 7.1220, 0.00006);
    check_near((double)a.co2_wtw_mg / 1e6, 8.8667, 0.00006);

    /* Allocation: by mass and direct distance, whatever the place in the tour. */
    const struct consignment c[] = { { 200, 7.5 }, { 300, 9.0 }, { 100, 9.5 } };
    static const double tkm[] = { 1.50, 2.70, 0.95 }, share_kg[] = { 2.5825, 4.6486, 1.6356 };
    int64_t part[3];
    double activity = 0;
    assert_int_equal(mlg__allocate(BY_MASS_AND_DISTANCE, a.co2_wtw_mg, c, 3, part), MLG_OK);
    for (int i = 0; i < 3; i++) {
        check_near(mlg__activity_tkm(&c[i]), tkm[i], 1e-9);
        check_near((double)part[i] / 1e6, share_kg[i], 0.00006);
        activity += mlg__activity_tkm(&c[i]);
    }
    assert_int_equal(part[0] + part[1] + part[2], a.co2_wtw_mg);
    check_near((double)a.co2_wtw_mg / 1e6 / activity, 1.7217, 0.00006);
    assert_int_equal(mlg__allocate(BY_ITEM, 100, c, 3, part), MLG_OK);
    assert_true(part[0] == 34 && part[1] == 33 && part[2] == 33);
    mlg__arena_free(&arena);
}

static void electric_van(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    const struct vehicle_class *van = test_class(&t, "van35_bev");
    double leg[4];
    const double mj = walk_mj(van, km, kmh, delivered_t, leg), all = mj + 3 * van->stop_mj;
    check_near(mj, 26.0278, 0.00006);
    check_near(3 * van->stop_mj, 0.21, 1e-9);
    check_near(all / 3.6, 7.2883, 0.00006);
    check_near(mlg__energy_units(van, all), 8.0981, 0.00006);
    check_near(mlg__energy_wtw_kg(van, all), 0.3563, 0.00006);
    assert_true(mlg__energy_ttw_kg(van, all) == 0);
    mlg__arena_free(&arena);
}

/* The rates of the search price the same round within a cent of the account: one set of prices. */
static void rates_agree_with_account(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    for (int32_t i = 0; i < t.class_count; i++) {
        const struct vehicle_class *c = &t.classes[i];
        const mlg_rates r = mlg__vehicle_rates(c, 100, 12);
        double leg[4];
        const mlg_totals totals = totals_of(walk_mj(c, km, kmh, delivered_t, leg));
        const int64_t cost = r.fixed + r.per_m * totals.distance_m + r.per_tick * totals.duty_s +
                             r.per_task * totals.stops + (totals.energy_j * r.per_j_q24 >> 24);
        const struct route_account a = mlg__route_account(c, &totals, 100, 12);
        check_msg(fabs((double)cost / (double)MLG_COST_PER_EUR - (double)a.total_cents / 100) < 0.035,
                  "%s: search %g, account %g", c->id, (double)cost / (double)MLG_COST_PER_EUR,
                  (double)a.total_cents / 100);
    }
    mlg__arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(diesel_van), cmocka_unit_test(electric_van),
                                        cmocka_unit_test(rates_agree_with_account) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
