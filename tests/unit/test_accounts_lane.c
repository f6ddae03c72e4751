/* test_accounts_lane.c — the price of a last-mile lane and of a chain, by hand; modes that do not exist; clocks. */
#include "accounts/lane.h"
#include "accounts/site.h"
#include "model/units.h"
#include "support/small_network.h"

static const struct lane_phi one = { 1, 1, 1, 1 };

static struct small_network n;

static int setup(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(11, 0);
    n = small_network(&rng);
    n.s->co2_eur_per_t = 100;
    n.s->hour_eur = 5;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    small_free(&n);
    return 0;
}

static struct lane_price price(int32_t vehicle_class, mlg_leg out, struct lane_phi phi)
{
    struct lane_price p;
    assert_true(mlg__lane_price(n.s, 0, 2, 0, vehicle_class, out, phi, &p));
    return p;
}

/* siting-engine 4.1, written out with numbers: 4 stops/km2, 20 km in 30 min, van of 1,100 kg and 12 m3. */
static void lane_by_hand(void **state)
{
    (void)state;
    n.s->demands[0].density_stops_km2 = 4;
    const mlg_leg out = { .time_s = 1800, .distance_m = 20000 };
    const struct lane_price p = price(0, out, one);

    const double b = 1.4 * 0.7124 / 2, v_loc = 35 - 5 * (4 - 0.5) / 4.5, q = 1.3;
    const double per_stop_h = b / v_loc + 2.5 / 60, stops = (8 - 2 * 0.5) / per_stop_h; /* the shift binds */
    assert_true(stops * q < 1100 / 1.3 && stops * q < 12000.0 / 9);
    check_near(p.stops_per_tour, stops, 1e-9);
    const double km = 2 * 20 / stops + b, hours = 2 * 0.5 / stops + per_stop_h, load_t = stops * q * 1.3 / 1000;
    const struct energy far = mlg__energy_per_km(&n.s->vehicles[0], 40),
                        local = mlg__energy_per_km(&n.s->vehicles[0], v_loc);
    const double mj = (20 * (far.a_mj + far.b_mj_per_t * load_t) + 20 * far.a_mj +
                       stops * b * (local.a_mj + local.b_mj_per_t * load_t / 2)) / stops + 0.32;
    check_near(p.km_per_unit, km / q, 1e-9);
    check_near(p.hours_per_unit, hours / q, 1e-9);
    check_near((double)p.energy_j, mj * 1e6 / q, 0.51);
    check_near((double)p.line_micro[LINE_VEHICLE_FIXED], 45 / stops / q * 1e6, 0.51);
    check_near((double)p.line_micro[LINE_VEHICLE_DISTANCE], 0.08 * km / q * 1e6, 0.51);
    check_near((double)p.line_micro[LINE_DRIVER], 22 * hours / q * 1e6, 0.51);
    check_near((double)p.line_micro[LINE_ENERGY], 1.21 * mj / 35.9 / q * 1e6, 0.51);
    check_near((double)p.co2_wtw_mg, 3.1 * mj / 35.9 / q * 1e6, 0.51);
    check_near((double)p.co2_ttw_mg, 2.49 * mj / 35.9 / q * 1e6, 0.51);
    check_near((double)p.line_micro[LINE_CO2_PRICE], (double)p.co2_wtw_mg * 0.1, 0.51);
    check_near((double)p.line_micro[LINE_TIME_VALUE], 5 * hours / q * 1e6, 0.51);
    check_near(p.mean_s, 1800 + stops / 2 * per_stop_h * 3600, 0.51);
    check_near(p.latest_s, 1800 + stops * per_stop_h * 3600, 0.51);
    int64_t sum = 0;
    for (int line = 0; line < LINE_COUNT; line++) sum += p.line_micro[line];
    assert_int_equal(p.cost_micro, sum);

    /* A leg that knows its own energy is believed. */
    mlg_leg given = out;
    given.energy_kj = 100000;
    given.energy_j_per_kg = 20000;
    const double given_mj =
        (2 * 100 + 20 * load_t + stops * b * (local.a_mj + local.b_mj_per_t * load_t / 2)) / stops + 0.32;
    check_near((double)price(0, given, one).energy_j, given_mj * 1e6 / q, 0.51);
}

static void limits_of_a_tour(void **state)
{
    (void)state;
    const mlg_leg out = { .time_s = 1800, .distance_m = 20000 };
    struct operations *op = &n.s->operations;
    const struct operations kept = *op;
    n.s->demands[0].density_stops_km2 = 4;
    op->stops_per_tour_max = 50;
    check_near(price(0, out, one).stops_per_tour, 50, 0);
    op->units_per_van = 52;
    check_near(price(0, out, one).stops_per_tour, 52 / 1.3, 1e-9);
    op->units_volume_l = 12000.0 / 39;
    check_near(price(0, out, one).stops_per_tour, 30, 1e-9);
    op->units_weight_kg = 1100.0 / 13;
    check_near(price(0, out, one).stops_per_tour, 10, 1e-9);
    *op = kept;
    const double between = 1.4 * 0.7124 / 2;
    n.s->vehicles[1].range_km = 60; /* 20 km of it are left for the stops */
    check_near(price(1, out, one).stops_per_tour, 20 / between, 1e-9);
    n.s->vehicles[1].range_km = 200;
    op->line_speed_kmh = 80;
    check_near(price(0, out, one).latest_s, 900 + 8 * 3600 - 1800, 1.01); /* the shift less the way home */
    *op = kept;
}

static void modes_that_do_not_exist(void **state)
{
    (void)state;
    struct lane_price p;
    const mlg_leg far = { .time_s = 4 * 3600, .distance_m = 300000 };
    const mlg_leg nowhere = { .time_s = MLG_UNREACHABLE, .distance_m = MLG_UNREACHABLE };
    const mlg_leg near = { .time_s = 600, .distance_m = 5000 };
    assert_false(mlg__lane_price(n.s, 0, 2, 0, 0, far, one, &p));     /* the shift is over on arrival */
    assert_false(mlg__lane_price(n.s, 0, 2, 0, 0, nowhere, one, &p));
    assert_false(mlg__lane_price(n.s, 0, 2, 0, 2, near, one, &p));    /* a class of line hauls */
    assert_false(mlg__lane_price(n.s, 0, 2, 0, MLG_NONE, near, one, &p)); /* stations need a vehicle */
    assert_false(mlg__lane_price(n.s, 0, SMALL_PARTNER, 0, 0, near, one, &p));
    assert_true(mlg__lane_price(n.s, 0, SMALL_PARTNER, 0, MLG_NONE, far, one, &p));
    assert_true(p.cost_micro == 0 && p.co2_wtw_mg == 0);
    n.s->sizes[4].door_reach_km = 299;
    assert_false(mlg__lane_price(n.s, 0, SMALL_PARTNER, 0, MLG_NONE, far, one, &p));
    n.s->sizes[4].door_reach_km = 0;
    const double diesel = n.s->vehicles[0].price_eur_per_unit;
    n.s->vehicles[0].price_eur_per_unit = NAN;
    assert_false(mlg__lane_price(n.s, 0, 2, 0, 0, near, one, &p));
    n.s->vehicles[0].price_eur_per_unit = diesel;
}

static void calibration(void **state)
{
    (void)state;
    const mlg_leg out = { .time_s = 1200, .distance_m = 12000 };
    const struct lane_price a = price(0, out, one), b = price(0, out, (struct lane_phi) { 1.5, 2, 3, 0.5 });
    for (int line = 0; line <= LINE_DRIVER; line++)
        check_near((double)b.line_micro[line], 1.5 * (double)a.line_micro[line], 1);
    check_near(b.km_per_unit, 2 * a.km_per_unit, 1e-9);
    check_near(b.hours_per_unit, 3 * a.hours_per_unit, 1e-9);
    check_near((double)b.co2_wtw_mg, 0.5 * (double)a.co2_wtw_mg, 1);
    check_near((double)b.line_micro[LINE_CO2_PRICE], 0.5 * (double)a.line_micro[LINE_CO2_PRICE], 1);
    check_near((double)b.line_micro[LINE_TIME_VALUE], 3 * (double)a.line_micro[LINE_TIME_VALUE], 2);
    assert_int_equal(a.mean_s, b.mean_s);
}

static void where_vans_charge(void **state)
{
    (void)state;
    const mlg_leg out = { .time_s = 1200, .distance_m = 12000 };
    const struct lane_price home = price(1, out, one), diesel = price(0, out, one);
    n.s->sites[2].grid_zone = "FR-COR";
    for (int t = 0; t < SMALL_PERIODS; t++) n.s->site_grid_kg_per_kwh[2 * SMALL_PERIODS + t] = 0.5 + 0.1 * t;
    check_near((double)price(1, out, one).co2_wtw_mg, (double)home.co2_wtw_mg * 0.55 / 0.044, 8);
    assert_int_equal(price(0, out, one).co2_wtw_mg, diesel.co2_wtw_mg);
    check_near(mlg__class_at(n.s, 1, 2).wtw_kg_per_unit, 0.55, 1e-12);
    check_near(mlg__class_at(n.s, 0, 2).wtw_kg_per_unit, 3.1, 1e-12);
    n.s->sites[2].grid_zone = "";
    check_near(mlg__class_at(n.s, 1, 2).wtw_kg_per_unit, 0.044, 1e-12);
    assert_int_equal(price(1, out, one).co2_wtw_mg, home.co2_wtw_mg);
}

static void explicit_lanes(void **state)
{
    (void)state;
    struct explicit_lane lanes[] = { { 0, 3, MLG_NONE, 2, 5400, 150000, 40000 },
                                     { 2, MLG_NONE, 0, 0, 3600, 2500000, 300000 },
                                     { 2, MLG_NONE, 0, 1, 3000, 2600000, 100000 },
                                     { 3, MLG_NONE, 5, 0, 3600, 1, 1 } };
    const mlg_leg nowhere = { .time_s = MLG_UNREACHABLE, .distance_m = MLG_UNREACHABLE };
    n.s->lanes = lanes;
    n.s->lane_count = 4;
    const struct lane_price p = price(0, nowhere, (struct lane_phi) { 9, 9, 9, 9 });
    assert_int_equal(p.line_micro[LINE_OTHER_LANE], 2500000);
    assert_int_equal(p.cost_micro, 2500000 + 30000); /* and its CO2 at 100 EUR/t */
    assert_true(p.co2_wtw_mg == 300000 && p.mean_s == 3600 && p.latest_s == 3600);
    assert_int_equal(price(1, nowhere, one).line_micro[LINE_OTHER_LANE], 2600000);
    struct chain_price link;
    assert_true(mlg__chain_price(n.s, (int32_t[]) { 0, 3 }, 2, &nowhere, &link));
    assert_int_equal(link.line_micro[LINE_OTHER_LANE], 150000);
    assert_int_equal(link.time_s, 5400 + n.s->operations.processing_s[0] + n.s->operations.processing_s[1]);
    assert_false(mlg__chain_price(n.s, (int32_t[]) { 1, 3 }, 2, &nowhere, &link));
    n.s->lane_count = 0;
}

/* 1.61 EUR a lorry-km in the French long-haul survey (fixed, distance, energy, tolls, driver); we allow 15 %. */
static void line_haul(void **state)
{
    (void)state;
    struct operations *op = &n.s->operations;
    const struct operations kept = *op;
    struct chain_price p, station;
    const mlg_leg leg = { .time_s = 2 * 3600, .distance_m = 140000 };
    op->haul_units_per_truck = 2000;
    op->haul_empty_return_factor = 1;
    op->haul_tolls_eur_km = 0.097;
    op->units_weight_kg = 6.25; /* 12.5 t, the survey's half load */
    assert_true(mlg__chain_price(n.s, (int32_t[]) { 0, 2 }, 2, &leg, &p));
    int64_t paid = 0;
    for (int line = 0; line < LINE_COUNT; line++)
        if (!line_is_penalty((enum account_line)line)) paid += p.line_micro[line];
    const double eur_km = (double)paid * 2000 / 1e6 / 140;
    print_message("line haul: %.3f EUR a lorry-km (survey 1.61)\n", eur_km);
    check_near(eur_km, 1.61, 0.15 * 1.61);
    check_near(eur_km, 1.61, 0.02); /* what we reach */
    check_near((double)p.line_micro[LINE_TOLLS], 0.097 * 140 / 2000 * 1e6, 1);
    check_near(p.km_per_unit, 140.0 / 2000, 1e-12);

    op->haul_empty_return_factor = 1.15; /* empty kilometres carry no load */
    struct chain_price q;
    assert_true(mlg__chain_price(n.s, (int32_t[]) { 0, 2 }, 2, &leg, &q));
    check_near((double)q.line_micro[LINE_DRIVER], 1.15 * (double)p.line_micro[LINE_DRIVER], 1);
    assert_true((double)q.energy_j < 1.15 * (double)p.energy_j && q.energy_j > p.energy_j);
    assert_true(mlg__chain_price(n.s, (int32_t[]) { 2 }, 1, NULL, &station));
    assert_true(station.cost_micro == 0 && station.time_s == op->processing_s[1]);
    assert_int_equal(q.time_s, 7200 + op->processing_s[0] + op->processing_s[1]);
    *op = kept;
    assert_int_equal(mlg__haul_class(n.s), 2);
}

/* Cut-off 18:00, vans at 9:00 and 13:00. */
static void clocks(void **state)
{
    (void)state;
    assert_int_equal(mlg__departure_wait(n.s, 0, 15 * 3600), 0);          /* ready at 9:00 sharp */
    assert_int_equal(mlg__departure_wait(n.s, 0, 15 * 3600 + 1), 4 * 3600 - 1);
    assert_int_equal(mlg__departure_wait(n.s, 0, 0), 15 * 3600);          /* ready at 18:00: tomorrow 9:00 */
    assert_int_equal(mlg__departure_wait(n.s, 0, 20 * 3600), 19 * 3600);  /* ready at 14:00: too late for 13:00 */
    const struct lane_price lane = { .mean_s = 100, .latest_s = 200 };
    const struct door_time d = mlg__door_time(n.s, 0, 2, 1, 10 * 3600, &lane);
    assert_true(d.mean_s == 15 * 3600 + 100 && d.latest_s == 15 * 3600 + 200);
    const struct door_time partner = mlg__door_time(n.s, 0, SMALL_PARTNER, 1, 10 * 3600, &lane);
    assert_true(partner.mean_s == 40 * 3600 && partner.latest_s == 40 * 3600);
    n.s->operations.departure_count = 0;
    assert_int_equal(mlg__departure_wait(n.s, 0, 12345), 0);
    n.s->operations.departure_count = 2;
}

static void transitions(void **state)
{
    (void)state;
    const struct site_options o = { 0.10, true, true };
    struct site *site = &n.s->sites[3];
    struct size *small = &n.s->sizes[2], *large = &n.s->sizes[3];
    site->land_index = 1;
    small->capex_cents = 1000000, large->capex_cents = 3000000;
    small->embodied_mg = 50, large->embodied_mg = 80;
    struct transition t = mlg__site_transition(n.s, 3, 0, 1, 0, &o);
    assert_true(t.allowed && t.capital_cents == 1000000 && t.embodied_mg == 50);
    assert_int_equal(t.residual_cents, 750000); /* 5 of 20 years are over at the end of the horizon */
    t = mlg__site_transition(n.s, 3, 1, 2, 1, &o);
    assert_true(t.allowed && t.capital_cents == 2200000 && t.embodied_mg == 30);
    assert_int_equal(t.residual_cents, 1870000); /* 3 of 20 */
    t = mlg__site_transition(n.s, 3, 2, 1, 1, &o);
    assert_true(t.allowed && t.capital_cents == 0 && t.embodied_mg == 0);
    t = mlg__site_transition(n.s, 3, 2, 0, 1, &o);
    assert_true(t.allowed && t.capital_cents == large->close_cents && t.residual_cents == 0);
    t = mlg__site_transition(n.s, 3, 1, 1, 0, &o);
    assert_true(t.allowed && t.capital_cents == 0);

    site->earliest_opening_year = 2027;
    assert_false(mlg__site_transition(n.s, 3, 0, 1, 0, &o).allowed);
    assert_true(mlg__site_transition(n.s, 3, 0, 1, 1, &o).allowed); /* 2028 */
    site->latest_opening_year = 2027;
    assert_false(mlg__site_transition(n.s, 3, 0, 1, 1, &o).allowed);
    assert_true(mlg__site_transition(n.s, 3, 1, 2, 1, &o).allowed); /* an extension is no opening */
    site->allowed = 3;
    assert_false(mlg__site_transition(n.s, 3, 1, 2, 1, &o).allowed);
    site->decided_size = 2, site->decided_year = 2028;
    assert_false(mlg__site_transition(n.s, 3, 0, 2, 0, &o).allowed);
    assert_true(mlg__site_transition(n.s, 3, 0, 2, 1, &o).allowed);
    site->decided_size = 0, site->allowed = 7, site->earliest_opening_year = 0, site->latest_opening_year = INT32_MAX;
    assert_int_equal(mlg__site_transition(n.s, 3, 0, 1, 0, &(struct site_options) { 0.1, true, false }).residual_cents,
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lane_by_hand), cmocka_unit_test(limits_of_a_tour), cmocka_unit_test(modes_that_do_not_exist),
        cmocka_unit_test(calibration),  cmocka_unit_test(where_vans_charge), cmocka_unit_test(explicit_lanes),
        cmocka_unit_test(line_haul),    cmocka_unit_test(clocks),            cmocka_unit_test(transitions),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
