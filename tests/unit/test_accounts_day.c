/* The rows of days_legs.csv: every leg from its definition, every column of a round summing to its totals and account,
 * shares that follow what they should, and the file's columns. */
#include <math.h>

#include "accounts/day_legs.h"
#include "accounts/energy.h"
#include "base/error.h"
#include "io/tables.h"
#include "maillage/check.h"
#include "model/metric.h"
#include "support/network_fixture.h"

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
};

static void open_world(struct world *w, mlg_scenario *s)
{
    w->s = s;
    w->legs = fixture_legs(s);
    w->plan = fixture_plan(s, &w->legs);
}

static void close_world(struct world *w)
{
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
}

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    open_world(w, fixture_scenario());
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    close_world(*state);
    free(*state);
    return 0;
}

struct rows {
    struct day_leg *legs;
    int32_t count;
};

static struct rows rows_of(const mlg_scenario *s, const struct plan_day *day)
{
    struct rows rows;
    mlg_error err = { 0 };
    check_msg(mlg__day_legs(s, NULL, day, day->problem, &rows.legs, &rows.count, &err) == MLG_OK, "%s", err.message);
    return rows;
}

static const struct vehicle_class *class_of(const mlg_scenario *s, const struct plan_route *route)
{
    return &s->vehicles[mlg__day_class(s, route->vehicle)];
}

/* ---------- sums ---------- */

/* The rows of one route; returns how many there are. */
static int32_t check_sums(const mlg_scenario *s, const struct plan_day *day, int32_t r, const struct day_leg *legs)
{
    const struct plan_route *route = &day->routes->routes[r];
    const struct route_account account = mlg__day_account(s, day, route);
    struct day_leg sum = { 0 };
    for (int32_t v = 0; v < route->visit_count; v++) {
        const struct day_leg *leg = &legs[v];
        assert_int_equal(leg->route, r);
        assert_int_equal(leg->seq, v);
        sum.distance_m += leg->distance_m;
        sum.drive_s += leg->drive_s;
        sum.duty_s += leg->duty_s;
        sum.energy_j += leg->energy_j;
        sum.stop_energy_j += leg->stop_energy_j;
        sum.co2_wtw_mg += leg->co2_wtw_mg;
        sum.co2_ttw_mg += leg->co2_ttw_mg;
        for (int k = 0; k < LINE_COUNT; k++) sum.cents[k] += leg->cents[k];
    }
    assert_int_equal(sum.distance_m, route->totals.distance_m);
    assert_int_equal(sum.drive_s, route->totals.drive_s);
    assert_int_equal(sum.duty_s, route->totals.duty_s);
    assert_int_equal(sum.energy_j, route->totals.energy_j);
    assert_int_equal(sum.stop_energy_j, route->totals.stops * mlg__round(class_of(s, route)->stop_mj * 1e6));
    assert_int_equal(sum.co2_wtw_mg, account.co2_wtw_mg);
    assert_int_equal(sum.co2_ttw_mg, account.co2_ttw_mg);
    int64_t all = 0;
    for (int k = 0; k < LINE_COUNT; k++) {
        assert_int_equal(sum.cents[k], account.cents[k]);
        all += sum.cents[k];
    }
    assert_int_equal(all, account.total_cents);
    return route->visit_count;
}

static void check_day_sums(const mlg_scenario *s, const struct plan_day *day)
{
    const struct rows rows = rows_of(s, day);
    int32_t at = 0;
    for (int32_t r = 0; r < day->routes->route_count; r++) at += check_sums(s, day, r, &rows.legs[at]);
    assert_int_equal(at, rows.count);
    mlg__free(rows.legs);
}

static void legs_sum_to_their_round(void **state)
{
    const struct world *w = *state;
    for (int32_t d = 0; d < w->plan->day_count; d++) {
        const struct plan_day *day = &w->plan->days[d];
        check_day_sums(w->s, day);
        for (int32_t r = 0; r < day->routes->route_count; r++) /* and the round is what plan.json says */
            assert_int_equal(mlg__day_account(w->s, day, &day->routes->routes[r]).total_cents,
                             day->routes->routes[r].cost_cents);
    }
}

/* ---------- a leg by its definition ---------- */

/* Great circle with its detour, time by the speed of the distance, energy of the class at the mean speed. */
static void check_leg(const struct vehicle_class *c, const struct place *from, const struct place *to,
                      const struct day_leg *leg)
{
    const double crow_m = mlg__great_circle_m(from->lat_deg, from->lon_deg, to->lat_deg, to->lon_deg);
    assert_int_equal(leg->distance_m, (int64_t)floor(crow_m * mlg__crow_detour(crow_m) + 0.5));
    const double km = (double)leg->distance_m / 1000, hours = (double)leg->drive_s / 3600;
    const struct energy e = mlg__leg_energy(c, km, hours > 0 ? km / hours : c->ref_speed_kmh, 0, 0);
    const double joules = 1e6 * (e.a_mj + e.b_mj_per_t * (double)leg->load_kg / 1000);
    /* a is rounded to a kilojoule, b to a joule a kilogram */
    check_msg(fabs((double)leg->energy_j - joules) <= 500 + 0.5 * (double)leg->load_kg + 1e-6, "%lld J, expected %g",
              (long long)leg->energy_j, joules);
}

static void every_leg_is_what_it_should_be(void **state)
{
    const struct world *w = *state;
    int32_t loaded = 0;
    for (int32_t d = 0; d < w->plan->day_count; d++) {
        const struct plan_day *day = &w->plan->days[d];
        const struct rows rows = rows_of(w->s, day);
        for (int32_t i = 0; i < rows.count; i++) {
            const struct day_leg *leg = &rows.legs[i];
            const struct plan_route *route = &day->routes->routes[leg->route];
            const mlg_visit *to = &route->visits[leg->seq];
            if (leg->seq == 0) {
                assert_int_equal(leg->cents[LINE_VEHICLE_FIXED], 4000);
                assert_true(!leg->distance_m && !leg->drive_s && !leg->duty_s && !leg->energy_j && !leg->load_kg);
                continue;
            }
            assert_int_equal(leg->cents[LINE_VEHICLE_FIXED], 0);
            assert_int_equal(leg->load_kg, to[-1].load[0]);
            assert_int_equal(leg->duty_s, leg->drive_s + to->wait_s + to->setup_s + to->service_s);
            assert_int_equal(leg->stop_energy_j, to->kind == MLG_STOP ? 50000 : 0);
            check_leg(class_of(w->s, route), &day->problem->places[to[-1].place], &day->problem->places[to->place], leg);
            loaded += leg->load_kg > 0;
        }
        mlg__free(rows.legs);
    }
    assert_true(loaded > 2);
}

/* More on board of one leg: that leg takes b joules a kilogram more, by whole kilograms, and no other changes. */
static void energy_is_affine_in_the_load_of_the_leg(void **state)
{
    const struct world *w = *state;
    struct plan_day *day = &w->plan->days[0];
    struct plan_route *route = &day->routes->routes[0];
    for (int32_t seq = 1; seq < route->visit_count; seq++) {
        const struct rows light = rows_of(w->s, day);
        const int64_t b = mlg__day_leg(class_of(w->s, route), &day->problem->places[route->visits[seq - 1].place],
                                       &day->problem->places[route->visits[seq].place]).energy_j_per_kg;
        assert_true(b > 0);
        for (int64_t more_kg = 1; more_kg < 500; more_kg *= 3) {
            route->visits[seq - 1].load[0] += more_kg;
            const struct rows heavy = rows_of(w->s, day);
            route->visits[seq - 1].load[0] -= more_kg;
            for (int32_t i = 0; i < light.count; i++)
                assert_int_equal(heavy.legs[i].energy_j, light.legs[i].energy_j + (i == seq ? b * more_kg : 0));
            mlg__free(heavy.legs);
        }
        mlg__free(light.legs);
    }
}

/* ---------- shares ---------- */

/* Each share is within one unit of the exact proportion: metres, joules with those of the stop, seconds. */
static void check_share(int64_t part, int64_t total, int64_t weight, int64_t sum)
{
    const double exact = sum ? (double)total * (double)weight / (double)sum : 0;
    check_msg(fabs((double)part - exact) < 1 + 1e-9 * fabs(exact), "%lld of %lld, exactly %g", (long long)part,
              (long long)total, exact);
}

static void check_shares(const mlg_scenario *s, const struct plan_day *day)
{
    const struct rows rows = rows_of(s, day);
    for (int32_t i = 0; i < rows.count; i++) {
        const struct day_leg *leg = &rows.legs[i];
        const struct plan_route *route = &day->routes->routes[leg->route];
        const struct route_account a = mlg__day_account(s, day, route);
        const int64_t stop_j = mlg__round(class_of(s, route)->stop_mj * 1e6);
        const int64_t joules = leg->energy_j + leg->stop_energy_j,
                      all_joules = route->totals.energy_j + route->totals.stops * stop_j;
        check_share(leg->cents[LINE_VEHICLE_DISTANCE], a.cents[LINE_VEHICLE_DISTANCE], leg->distance_m,
                    route->totals.distance_m);
        check_share(leg->cents[LINE_ENERGY], a.cents[LINE_ENERGY], joules, all_joules);
        check_share(leg->cents[LINE_CO2_PRICE], a.cents[LINE_CO2_PRICE], joules, all_joules);
        check_share(leg->co2_wtw_mg, a.co2_wtw_mg, joules, all_joules);
        check_share(leg->co2_ttw_mg, a.co2_ttw_mg, joules, all_joules);
        check_share(leg->cents[LINE_DRIVER], a.cents[LINE_DRIVER], leg->duty_s, route->totals.duty_s);
        check_share(leg->cents[LINE_TIME_VALUE], a.cents[LINE_TIME_VALUE], leg->duty_s, route->totals.duty_s);
    }
    mlg__free(rows.legs);
}

static void shares_follow_metres_joules_and_seconds(void **state)
{
    const struct world *w = *state;
    for (int32_t d = 0; d < w->plan->day_count; d++) check_shares(w->s, &w->plan->days[d]);
}

/* Random routes over the stops of a day, at random prices. */
static void random_rounds(struct rng *rng, uint64_t seed)
{
    (void)seed;
    struct world w;
    mlg_scenario *s = fixture_draft();
    s->co2_eur_per_t = rng_below(rng, 400);
    s->hour_eur = rng_unit(rng) * 9;
    s->days_stops_max = 5 + rng_below(rng, 60);
    for (int c = 0; c < 2; c++) {
        s->vehicles[c].stop_mj = rng_unit(rng);
        s->vehicles[c].driver_eur_h = 40 * rng_unit(rng);
    }
    open_world(&w, fixture_finished(s));
    struct plan_day *day = &w.plan->days[rng_below(rng, 2)];
    const int32_t n = mlg_problem_stop_count(day->problem);
    int32_t order[128], count = 0;
    struct sequence sequences[128];
    assert_true(n <= 128);
    for (int32_t i = 0; i < n; i++) {
        const int32_t k = rng_below(rng, i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    for (int32_t i = 0; i < n;) {
        const int32_t take = 1 + rng_below(rng, n - i);
        sequences[count++] = (struct sequence) { rng_below(rng, 2), take, &order[i] };
        i += take;
    }
    mlg_plan_free(day->routes);
    assert_int_equal(mlg__plan_from_sequences(day->problem, sequences, count, &day->routes, NULL), MLG_OK);
    check_day_sums(w.s, day);
    check_shares(w.s, day);
    close_world(&w);
}

static void any_round_is_shared_exactly(void **state)
{
    (void)state;
    for_seeds(1, 60, random_rounds);
}

/* ---------- one table for all ---------- */

/* The matrices that are driven hold the legs that are listed; an outline is enough to list them, and so is the problem
 * when its matrices are let go. */
static void problem_outline_and_legs_agree(void **state)
{
    const struct world *w = *state;
    const struct plan_day *day = &w->plan->days[0];
    mlg_problem *whole, *outline;
    int32_t *demand_of;
    mlg_error err = { 0 };
    assert_int_equal(mlg__day_problem(w->s, NULL, w->plan, day, &whole, &demand_of, &err), MLG_OK);
    assert_int_equal(mlg__day_outline(w->s, w->plan, day, &outline, &err), MLG_OK);
    assert_int_equal(outline->place_count, whole->place_count);
    assert_int_equal(outline->stop_count, whole->stop_count);
    for (int32_t i = 0; i < whole->stop_count; i++) {
        const char *demand = w->s->demands[demand_of[i]].id;
        assert_string_equal(outline->stops[i].id, whole->stops[i].id);
        assert_int_equal(strncmp(whole->stops[i].id, demand, strlen(demand)), 0);
    }
    for (int32_t k = 0; k < whole->vehicle_count; k++)
        for (int32_t i = 0; i < whole->place_count; i++)
            for (int32_t j = 0; j < whole->place_count; j++) {
                const struct arc_values arc = mlg__arc(whole, whole->vehicles[k].matrix, i, j);
                const mlg_leg leg = mlg__day_leg(&w->s->vehicles[mlg__day_class(w->s, k)], &whole->places[i],
                                                 &whole->places[j]);
                assert_int_equal(arc.distance, i == j ? 0 : leg.distance_m);
                assert_int_equal(arc.time, i == j ? 0 : leg.time_s);
                assert_int_equal(arc.energy_kj, i == j ? 0 : leg.energy_kj);
                assert_int_equal(arc.energy_j_per_kg, i == j ? 0 : leg.energy_j_per_kg);
            }
    const mlg_problem *problems[] = { whole, outline, whole };
    const struct rows wanted = rows_of(w->s, day);
    for (int k = 0; k < 3; k++) {
        struct day_leg *legs;
        int32_t count;
        if (k == 2) {
            mlg__problem_forget_legs(whole);
            const mlg_leg crow = mlg__crow(whole->places[0].lat_deg, whole->places[0].lon_deg, whole->places[1].lat_deg,
                                           whole->places[1].lon_deg);
            const struct arc_values arc = mlg__arc(whole, whole->vehicles[0].matrix, 0, 1);
            assert_true(arc.time == crow.time_s && arc.distance == crow.distance_m && arc.energy_kj == 0);
            assert_int_equal(whole->planes.total_bytes, 0);
        }
        assert_int_equal(mlg__day_legs(w->s, NULL, day, problems[k], &legs, &count, &err), MLG_OK);
        assert_int_equal(count, wanted.count);
        assert_memory_equal(legs, wanted.legs, (size_t)count * sizeof *legs);
        mlg__free(legs);
    }
    mlg__free(wanted.legs);
    mlg__free(demand_of);
    mlg_problem_free(whole);
    mlg_problem_free(outline);
}

/* A van that charges at a station with a grid zone of its own emits by that zone, in its round as on its lanes, and
 * the checker says the same. */
static void electric_vans_emit_by_their_station(void **state)
{
    (void)state;
    struct world w;
    mlg_scenario *s = fixture_finished(fixture_draft());
    for (int32_t t = 0; t < s->period_count; t++) s->site_grid_kg_per_kwh[STATION_B * s->period_count + t] = 0.5 + 0.1 * t;
    open_world(&w, s);
    const struct plan_day *day = &w.plan->days[1]; /* of station B */
    const struct rows rows = rows_of(s, day);
    int32_t electric = 0;
    assert_int_equal(day->site, STATION_B);
    for (int32_t r = 0, at = 0; r < day->routes->route_count; r++) {
        const struct plan_route *route = &day->routes->routes[r];
        at += check_sums(s, day, r, &rows.legs[at]);
        if (!class_of(s, route)->electric) continue;
        electric++;
        const double kwh = ((double)route->totals.energy_j / 1e6 + (double)route->totals.stops * 0.05) / 3.6 / 0.9;
        assert_true(fabs((double)route->co2_wtw_mg - 1e6 * 0.55 * kwh) <= 1);
    }
    assert_true(electric > 0);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    assert_int_equal(mlg_check_network(s, &w.legs, w.plan, found, &err), MLG_OK);
    check_msg(mlg_findings_count(found, false) == 0, "%s: %s", mlg_findings_at(found, false, 0)->where,
              mlg_findings_at(found, false, 0)->message);
    mlg_findings_free(found);
    mlg__free(rows.legs);
    close_world(&w);
}

/* ---------- the file ---------- */

/* The first columns of a line; the line after it. */
static const char *key_of(const char *line, char *key, size_t size)
{
    size_t n = 0;
    bool quoted = false;
    for (int column = 0; line[n] && column < 8; n++) {
        if (line[n] == '"') quoted = !quoted;
        column += line[n] == ',' && !quoted;
    }
    assert_true(n < size);
    memcpy(key, line, n);
    key[n] = 0;
    return strchr(line + n, '\n') + 1;
}

static void file_has_a_row_for_each_visit(void **state)
{
    struct world *w = *state;
    struct text legs = { 0 }, stops = { 0 };
    mlg__days_legs_head(&legs);
    for (int32_t d = 0; d < w->plan->day_count; d++) {
        const struct rows rows = rows_of(w->s, &w->plan->days[d]);
        mlg__day_legs_csv(w->plan, &w->plan->days[d], rows.legs, rows.count, &legs);
        mlg__free(rows.legs);
    }
    static const char head[] =
        "network,site,period,day,route,vehicle,seq,kind,from,to,distance_m,drive_s,duty_s,load_kg,energy_j,"
        "stop_energy_j,vehicle_fixed_cents,vehicle_distance_cents,energy_cents,driver_cents,co2_price_cents,"
        "time_value_cents,co2_wtw_mg,co2_ttw_mg\n";
    assert_int_equal(strncmp(legs.data, head, strlen(head)), 0);
    assert_non_null(strstr(legs.data, "\nplan,A,2029,1,0,evan,0,start,,A,0,0,0,0,0,0,4000,0,0,0,0,0,0,0\n"));
    /* Home empty: 5.12 km at 12 cents; 5.168 MJ / 3.6 / 0.9 = 1.595 kWh at 15 cents and 44 g; 721 s at 24.50 and 1.50
     * EUR an hour. */
    assert_non_null(strstr(legs.data, "\nplan,A,2029,1,0,evan,3,end,69002-2,A,5120,721,721,0,5168000,0,0,61,24,491,0,30,"
                                      "70183,0\n"));
    assert_int_equal(mlg__stops_csv(w->plan, &stops, NULL), MLG_OK);
    const char *leg = strchr(legs.data, '\n') + 1, *stop = strchr(stops.data, '\n') + 1;
    int32_t rows = 0;
    for (char a[200], b[200]; *leg && *stop; rows++) {
        leg = key_of(leg, a, sizeof a);
        stop = key_of(stop, b, sizeof b);
        assert_string_equal(a, b);
    }
    assert_true(rows > 10 && !*leg && !*stop);
    text_free(&legs);
    text_free(&stops);
}

static bool make_and_list(void *user)
{
    const struct world *w = user;
    const struct plan_day *day = &w->plan->days[0];
    mlg_problem *problem;
    struct day_leg *legs = NULL;
    int32_t *demand_of, count = 0;
    mlg_error err = { 0 };
    mlg_status status = mlg__day_problem(w->s, NULL, w->plan, day, &problem, &demand_of, &err);
    if (status) assert_null(demand_of);
    if (!status) status = mlg__day_legs(w->s, NULL, day, problem, &legs, &count, &err);
    assert_true(status == MLG_OK || (status == MLG_NO_MEMORY && err.message[0] && !legs && !count));
    mlg__free(legs);
    mlg__free(demand_of);
    mlg_problem_free(problem);
    return !status;
}

static void every_allocation_may_fail(void **state)
{
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(make_and_list, *state));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(legs_sum_to_their_round),
        cmocka_unit_test(every_leg_is_what_it_should_be),
        cmocka_unit_test(energy_is_affine_in_the_load_of_the_leg),
        cmocka_unit_test(shares_follow_metres_joules_and_seconds),
        cmocka_unit_test(any_round_is_shared_exactly),
        cmocka_unit_test(problem_outline_and_legs_agree),
        cmocka_unit_test(electric_vans_emit_by_their_station),
        cmocka_unit_test(file_has_a_row_for_each_visit),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("days, leg by leg", tests, make_world, end_world);
}
