/* test_sample.c — sampled days: stops where and as many as the definition says, the same for the same arguments. */
#include <math.h>

#include "model/metric.h"
#include "model/sample.h"
#include "model/units.h"
#include "support/toy.h"

struct day {
    mlg_status status;
    mlg_problem *problem;
    int32_t stop_count, *demand_of;
};

static struct day sample(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site, int32_t period,
                         int32_t day, uint64_t seed)
{
    struct day d = { 0 };
    mlg_error err = { 0 };
    mlg_builder *b = mlg_builder_new();
    assert_non_null(b);
    d.status = mlg__sample_day(s, plan, before, site, period, day, seed, b, &d.stop_count, &d.demand_of, &err);
    check_msg(d.status == MLG_OK, "%s", err.message);
    if (d.stop_count == 0) { /* nothing to route: a problem wants a stop */
        mlg_builder_free(b);
        return d;
    }
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = MLG_UNLIMITED, .capacity = { 1100, 12000 } });
    const mlg_status status = mlg_builder_finish(b, &d.problem, NULL, &err);
    check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
    assert_int_equal(mlg_problem_stop_count(d.problem), d.stop_count);
    return d;
}

static void done(struct day *d)
{
    mlg_problem_free(d->problem);
    mlg__free(d->demand_of);
}

/* Two flows in three points by vans from site 2 (both services, two periods), the rest to the door by the partner. */
static mlg_network_plan *toy_plan(const mlg_scenario *s)
{
    mlg_network_plan *plan = mlg__network_plan_new(s);
    struct network_side *side = &plan->plan;
    side->flows = arena_array(&plan->arena, struct plan_flow, s->demand_count * 8);
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t p = 0; p < s->service_count; p++)
            for (int32_t t = 0; t < s->period_count; t++) {
                const bool vans = d % 3 != 2;
                side->flows[side->flow_count++] = (struct plan_flow) { .demand = d,
                                                                       .service = p,
                                                                       .period = t,
                                                                       .site = vans ? 2 : 1,
                                                                       .vehicle_class = vans ? 0 : MLG_NONE,
                                                                       .units_milli = demand_units_milli(s, d, p, t) };
            }
    plan->before = *side;
    return plan;
}

static void stops_are_whole_points(void **state)
{
    struct toy toy = toy_new();
    (void)state;
    assert_true(toy_replace(&toy, "scenario.json", "\"stops_max\": 200", "\"stops_max\": 900"));
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = toy_plan(s);
    struct day d = sample(s, plan, false, 2, 0, 0, 7);
    assert_true(d.stop_count > 200 && d.stop_count <= 900);
    int32_t stops[31] = { 0 };
    double furthest = 0;
    for (int32_t i = 0; i < d.stop_count; i++) {
        const mlg_stop *stop = &d.problem->stops[i];
        const struct demand *p = &s->demands[d.demand_of[i]];
        const struct place *at = &d.problem->places[stop->place];
        const double radius_m = sqrt(p->area_km2 / 3.14159265358979) * 1000;
        const double m = mlg__great_circle_m(p->lat_deg, p->lon_deg, at->lat_deg, at->lon_deg);
        char id[64];
        snprintf(id, sizeof id, "%s-%d", p->id, ++stops[d.demand_of[i]]);
        assert_string_equal(stop->id, id);
        const bool last = d.demand_of[i] == d.demand_of[d.stop_count - 1]; /* may be cut: see below */
        check_msg(m <= radius_m * 1.001, "%s lies %.0f m from the middle of a disc of %.0f m", id, m, radius_m);
        if (!last) furthest = fmax(furthest, m / radius_m);
        assert_int_equal(stop->service_s, 150);
        assert_int_equal(stop->windows[0].open_s, 9 * 3600);
        assert_int_equal(stop->windows[0].close_s, 73800);
        assert_in_range(stop->demand[0], 1, 2);   /* 1.69 kg a stop */
        assert_in_range(stop->demand[1], 11, 12); /* 11.7 l */
    }
    assert_true(furthest > 0.95);
    for (int32_t p = 0; p < 31; p++) { /* a point is whole, or not there at all; the last one may be cut */
        const double wanted = (double)(demand_units_milli(s, p, 0, 0) + demand_units_milli(s, p, 1, 0)) / 1300;
        const bool cut = p == d.demand_of[d.stop_count - 1] && stops[p] < wanted;
        check_msg(stops[p] == 0 || cut || fabs(stops[p] - wanted) < 2, "%s: %d stops, about %.1f wanted", s->demands[p].id,
                  stops[p], wanted);
        if (p % 3 == 2) assert_int_equal(stops[p], 0); /* delivered to the door by the partner */
    }
    check_near(d.problem->places[0].lat_deg, s->sites[2].lat_deg, 0);
    done(&d);
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

static bool same_day(const struct day *a, const struct day *b)
{
    if (a->stop_count != b->stop_count) return false;
    for (int32_t i = 0; i < a->stop_count; i++) {
        const mlg_stop *x = &a->problem->stops[i], *y = &b->problem->stops[i];
        const struct place *p = &a->problem->places[x->place], *q = &b->problem->places[y->place];
        if (strcmp(x->id, y->id) || p->lat_deg != q->lat_deg || p->lon_deg != q->lon_deg ||
            x->demand[0] != y->demand[0] || a->demand_of[i] != b->demand_of[i])
            return false;
    }
    return true;
}

static void same_arguments_same_day(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = toy_plan(s);
    (void)state;
    struct day a = sample(s, plan, false, 2, 0, 0, 7), again = sample(s, plan, false, 2, 0, 0, 7),
               before = sample(s, plan, true, 2, 0, 0, 7), seed = sample(s, plan, false, 2, 0, 0, 8),
               day = sample(s, plan, false, 2, 0, 1, 7), period = sample(s, plan, false, 2, 1, 0, 7),
               other = sample(s, plan, false, 3, 0, 0, 7), partner = sample(s, plan, false, 1, 0, 0, 7);
    assert_true(same_day(&a, &again));
    assert_true(same_day(&a, &before));
    assert_false(same_day(&a, &seed));
    assert_false(same_day(&a, &day));
    assert_false(same_day(&a, &period));
    assert_int_equal(other.stop_count, 0);
    assert_int_equal(partner.stop_count, 0); /* delivers to the door: nothing to route */
    struct day *days[] = { &a, &again, &before, &seed, &day, &period, &other, &partner };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) done(days[i]);
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* Over many days the mean of stops is units over units a stop: the remainder is drawn with its own probability. */
static void remainders_are_fair(void **state)
{
    enum { DAYS = 4000 };
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = mlg__network_plan_new(s);
    int64_t stops = 0;
    (void)state;
    s->days_sampled = DAYS;
    plan->plan.flows = arena_array(&plan->arena, struct plan_flow, 1);
    plan->plan.flow_count = 1;
    plan->plan.flows[0] =
        (struct plan_flow) { .demand = 4, .site = 2, .units_milli = 4000 }; /* 4 / 1.3 = 3.0769 stops */
    for (int32_t day = 0; day < DAYS; day++) {
        struct day d = sample(s, plan, false, 2, 0, day, 1);
        assert_in_range(d.stop_count, 3, 4);
        int64_t day_kg = 0;
        for (int32_t i = 0; i < d.stop_count; i++) day_kg += d.problem->stops[i].demand[0];
        assert_int_equal(day_kg, mlg__round(d.stop_count * 1.3 * 1.3)); /* the loads of a point sum exactly */
        stops += d.stop_count;
        done(&d);
    }
    check_near((double)stops / DAYS, 4 / 1.3, 4 * sqrt(0.0769 * 0.9231 / DAYS));
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

static void few_units_still_give_a_stop(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = mlg__network_plan_new(s);
    (void)state;
    plan->plan.flows = arena_array(&plan->arena, struct plan_flow, 1);
    plan->plan.flow_count = 1;
    plan->plan.flows[0] = (struct plan_flow) { .demand = 4, .service = 1, .site = 2, .units_milli = 3 };
    for (uint64_t seed = 1; seed < 20; seed++) {
        struct day d = sample(s, plan, false, 2, 0, 0, seed);
        assert_int_equal(d.stop_count, 1);
        assert_int_equal(d.demand_of[0], 4);
        done(&d);
    }
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* Stops of a day of this plan without a limit. */
static int32_t all_stops(mlg_scenario *s, const mlg_network_plan *plan, uint64_t seed)
{
    s->days_stops_max = INT32_MAX;
    struct day d = sample(s, plan, false, 2, 1, 0, seed);
    const int32_t count = d.stop_count;
    done(&d);
    return count;
}

static void limit_of_stops(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = toy_plan(s);
    (void)state;
    const int32_t all = all_stops(s, plan, 3);
    for (int32_t max = 1; max < 1500; max += 37) {
        s->days_stops_max = max;
        struct day d = sample(s, plan, false, 2, 1, 0, 3);
        assert_int_equal(d.stop_count, max < all ? max : all);
        done(&d);
    }
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* A day is one area: points come nearest first from the heart, none between them is left out, and of the last one the
 * stops that are kept lie on as large a part of its area, so that they are as dense as on the whole day. */
static void a_day_is_one_area(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = toy_plan(s);
    (void)state;
    for (uint64_t seed = 1; seed < 40; seed++) {
        s->days_stops_max = 150;
        struct day d = sample(s, plan, false, 2, 0, 0, seed);
        const struct demand *heart = &s->demands[d.demand_of[0]];
        const int32_t last = d.demand_of[d.stop_count - 1];
        bool in_day[31] = { false };
        double reach_m = 0, furthest_m = 0;
        int32_t kept = 0;
        for (int32_t i = 0; i < d.stop_count; i++) {
            const struct demand *p = &s->demands[d.demand_of[i]];
            const double m = mlg__great_circle_m(heart->lat_deg, heart->lon_deg, p->lat_deg, p->lon_deg);
            check_msg(m >= reach_m, "seed %d: %s is nearer than the one before", (int)seed, p->id);
            reach_m = m;
            in_day[d.demand_of[i]] = true;
            if (d.demand_of[i] != last) continue;
            const struct place *at = &d.problem->places[d.problem->stops[i].place];
            furthest_m = fmax(furthest_m, mlg__great_circle_m(p->lat_deg, p->lon_deg, at->lat_deg, at->lon_deg));
            kept++;
        }
        for (int32_t p = 0; p < 31; p++) {
            const struct demand *x = &s->demands[p];
            const double m = mlg__great_circle_m(heart->lat_deg, heart->lon_deg, x->lat_deg, x->lon_deg);
            if (p % 3 != 2 && !in_day[p]) check_msg(m >= reach_m, "seed %d: %s was left out", (int)seed, x->id);
        }
        const double wanted = (double)(demand_units_milli(s, last, 0, 0) + demand_units_milli(s, last, 1, 0)) / 1300;
        const double radius_m = sqrt(s->demands[last].area_km2 / 3.14159265358979) * 1000;
        if (kept < wanted - 2) check_msg(furthest_m <= 1.001 * radius_m * sqrt(kept / (wanted - 2)), "seed %d: too wide", (int)seed);
        done(&d);
    }
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

static void real_days(void **state)
{
    static const char stops[] =
        "demand,service,lon,lat,units,service_s,open,close\n"
        "01249,two_day,4.95,45.82,2,90,08:00,12:00\n01424,,4.96,45.87,,,,\n01262,,5.06,45.85,3,,,\n";
    struct toy toy = toy_new();
    (void)state;
    toy_put(&toy, "stops.csv", stops, strlen(stops));
    assert_true(toy_replace(&toy, "scenario.json", "\"real\": []", "\"real\": [\"stops.csv\"]"));
    mlg_scenario *s = toy_scenario(&toy);
    mlg_network_plan *plan = toy_plan(s);
    struct day d = sample(s, plan, false, 2, 0, s->days_sampled, 1);
    assert_int_equal(d.stop_count, 2); /* 01424 is the partner's */
    assert_string_equal(d.problem->stops[0].id, "01249-1");
    assert_string_equal(d.problem->stops[1].id, "01262-3");
    assert_int_equal(d.problem->stops[0].windows[0].open_s, 9 * 3600);
    assert_int_equal(d.problem->stops[0].windows[0].close_s, 12 * 3600);
    assert_int_equal(d.problem->stops[0].demand[0], 3); /* 2.6 kg */
    assert_int_equal(d.problem->stops[1].demand[1], 27);
    assert_int_equal(d.demand_of[1], 1);
    done(&d);
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    toy_free(&toy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_are_whole_points), cmocka_unit_test(same_arguments_same_day),
        cmocka_unit_test(remainders_are_fair),    cmocka_unit_test(few_units_still_give_a_stop),
        cmocka_unit_test(limit_of_stops),         cmocka_unit_test(a_day_is_one_area),
        cmocka_unit_test(real_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
