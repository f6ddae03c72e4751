/* network_fixture.h — a small scenario made by hand with one of everything (two levels, a partner, a decided site, a
 * conflict set, an explicit lane, limits of every kind) and a plain feasible plan for it, for tests of plan.json and of
 * its checker. Nothing is searched: every demand goes to its cheapest open station with room. */
#ifndef MLG_TESTS_NETWORK_FIXTURE_H
#define MLG_TESTS_NETWORK_FIXTURE_H

#include "accounts/day.h"
#include "accounts/lane.h"
#include "accounts/network.h"
#include "accounts/rates.h"
#include "base/math.h"
#include "maillage/roads.h"
#include "model/network_plan.h"
#include "model/units.h"
#include "support/test.h"

enum { HUB, STATION_A, STATION_B, STATION_C, STATION_D, PARTNER, STATION_E, FIXTURE_SITES };
enum { FIXTURE_DEMANDS = 9, FAR_POINT = 8, SPLIT_POINT = 2 };

static inline struct vehicle_class fixture_class(const char *id, enum vehicle_use use, double payload_kg, bool electric)
{
    return (struct vehicle_class) {
        .id = id,
        .label = id,
        .fuel_factor_id = "",
        .energy_unit = electric ? "kWh" : "l",
        .sources = "",
        .profile = id,
        .replaced = "",
        .use = use,
        .payload_kg = payload_kg,
        .volume_m3 = payload_kg / 100,
        .vehicle_fixed_eur_day = 40,
        .nonenergy_eur_km = 0.12,
        .driver_eur_h = 24.5,
        .k_cal = 1,
        .ref_speed_kmh = 45,
        .energy_per_100km_ref = electric ? 25 : 9,
        .ttw_kg_km = electric ? 0 : 0.24,
        .wtw_kg_km = electric ? 0.01 : 0.3,
        .range_km = NAN,
        .node_count = 3,
        .speed_kmh = { 15, 50, 90 },
        .a_mj_per_km = { electric ? 1.1 : 4.4, electric ? 0.8 : 3.1, electric ? 1.2 : 3.4 },
        .b_mj_per_km_per_t = { 0.5, 0.3, 0.2 },
        .stop_mj = 0.05,
        .empty_mass_t = 2,
        .mj_per_unit = electric ? 3.6 : 36,
        .charge_efficiency = electric ? 0.9 : 1,
        .climb_efficiency = 1,
        .descent_share = 0.5,
        .price_eur_per_unit = electric ? 0.15 : 1.21,
        .ttw_kg_per_unit = electric ? 0 : 2.6,
        .wtw_kg_per_unit = electric ? 0.044 : 3.2,
        .electric = electric,
    };
}

static inline void fixture_vehicles(mlg_scenario *s)
{
    s->vehicle_count = 3;
    s->vehicles = arena_array(&s->arena, struct vehicle_class, 3);
    s->vehicles[0] = fixture_class("van", USE_LAST_MILE, 800, false);
    s->vehicles[1] = fixture_class("evan", USE_LAST_MILE, 600, true);
    s->vehicles[2] = fixture_class("truck", USE_LINE_HAUL, 20000, false);
}

static inline void fixture_sizes(mlg_scenario *s)
{
    const struct size base = { .life_years = 25, .kwh_per_unit = 0.05, .jobs_per_1000_units_milli = 2500 };
    s->kind_count = 3;
    s->kinds = arena_array(&s->arena, struct kind, 3);
    s->kinds[0] = (struct kind) { "hub", 0, 0, 1 };
    s->kinds[1] = (struct kind) { "station", 1, 1, 2 };
    s->kinds[2] = (struct kind) { "partner", 1, 3, 1 };
    s->size_count = 4;
    s->sizes = arena_array(&s->arena, struct size, 4);
    for (int i = 0; i < 4; i++) s->sizes[i] = base;
    struct size *z = s->sizes;
    z[0].id = "whole", z[0].kind = 0, z[0].capacity_milli = 5000000, z[0].capex_cents = 500000000,
    z[0].opex_cents_per_year = 90000000, z[0].jobs_milli = 40000, z[0].handling_micro = 210000, z[0].area_m2 = 9000,
    z[0].energy_kwh_per_year = 400000;
    z[1].id = "small", z[1].kind = 1, z[1].capacity_milli = 200000, z[1].capex_cents = 120000000,
    z[1].opex_cents_per_year = 21000001, z[1].jobs_milli = 8500, z[1].handling_micro = 333333, z[1].area_m2 = 1200,
    z[1].energy_kwh_per_year = 60000, z[1].embodied_mg = INT64_C(700000000000), z[1].close_cents = 3000000;
    z[2] = z[1];
    z[2].id = "large", z[2].capacity_milli = 450000, z[2].capex_cents = 200000003, z[2].opex_cents_per_year = 33000000,
    z[2].jobs_milli = 14000, z[2].embodied_mg = INT64_C(1200000000000), z[2].min_fill = 0.01;
    z[3].id = "desk", z[3].kind = 2, z[3].capacity_milli = 30000, z[3].to_the_door = true,
    z[3].handling_micro = 1900000, z[3].door_co2_mg = 450000, z[3].door_s = 40 * 3600, z[3].door_reach_km = 120,
    z[3].kwh_per_unit = 0;
}

static inline void fixture_sites(mlg_scenario *s)
{
    static const struct site sites[FIXTURE_SITES] = {
        [HUB] = { .id = "H",
                  .kind = 0,
                  .lon_deg = 4.83,
                  .lat_deg = 45.70,
                  .state_today = 1,
                  .allowed = 3,
                  .region = "69" },
        [STATION_A] = { .id = "A",
                        .kind = 1,
                        .lon_deg = 4.85,
                        .lat_deg = 45.75,
                        .state_today = 1,
                        .allowed = 7,
                        .region = "69" },
        [STATION_B] = { .id = "B",
                        .kind = 1,
                        .lon_deg = 5.72,
                        .lat_deg = 45.19,
                        .state_today = 2,
                        .allowed = 7,
                        .region = "38",
                        .grid_zone = "FR" },
        [STATION_C] = { .id = "C",
                        .kind = 1,
                        .lon_deg = 4.39,
                        .lat_deg = 45.44,
                        .allowed = 7,
                        .region = "42",
                        .conflict_set = "west" },
        [STATION_D] = { .id = "D, \"east\"",
                        .kind = 1,
                        .lon_deg = 4.45,
                        .lat_deg = 45.40,
                        .allowed = 7,
                        .region = "42",
                        .conflict_set = "west" },
        [PARTNER] = { .id = "P",
                      .kind = 2,
                      .lon_deg = 4.90,
                      .lat_deg = 45.90,
                      .state_today = 1,
                      .allowed = 3,
                      .region = "01" },
        [STATION_E] = { .id = "E",
                        .kind = 1,
                        .lon_deg = 5.92,
                        .lat_deg = 45.57,
                        .allowed = 7,
                        .region = "73",
                        .decided_size = 1,
                        .decided_year = 2029 },
    };
    s->site_count = FIXTURE_SITES;
    s->sites = arena_array(&s->arena, struct site, FIXTURE_SITES);
    memcpy(s->sites, sites, sizeof sites);
    for (int32_t i = 0; i < FIXTURE_SITES; i++) {
        struct site *a = &s->sites[i];
        a->name = a->id;
        a->land_index = i == STATION_C ? 1.2 : 1;
        a->rent_eur_per_m2_year = 55;
        a->latest_opening_year = INT32_MAX;
        if (!a->conflict_set) a->conflict_set = "";
        if (!a->grid_zone) a->grid_zone = "";
    }
}

static inline void fixture_demand(mlg_scenario *s)
{
    static const double lon[FIXTURE_DEMANDS] = { 4.84, 4.90, 4.60, 5.73, 5.70, 4.38, 5.91, 4.95, -4.49 };
    static const double lat[FIXTURE_DEMANDS] = { 45.76, 45.77, 45.60, 45.18, 45.25, 45.45, 45.58, 45.95, 48.39 };
    static const char *const ids[FIXTURE_DEMANDS] = { "69001", "69002", "69003", "38001", "38002",
                                                      "42001", "73001", "01001", "29019" };
    s->demand_count = FIXTURE_DEMANDS;
    s->demands = arena_array(&s->arena, struct demand, FIXTURE_DEMANDS);
    for (int32_t d = 0; d < FIXTURE_DEMANDS; d++) {
        struct demand *p = &s->demands[d];
        *p = (struct demand) { .id = ids[d],
                               .name = ids[d],
                               .region = "84",
                               .lon_deg = lon[d],
                               .lat_deg = lat[d],
                               .area_km2 = d < 2 ? 4 : 25 };
        p->units_milli = arena_array(&s->arena, int64_t, s->service_count * s->period_count);
        for (int32_t v = 0; v < s->service_count; v++)
            for (int32_t t = 0; t < s->period_count; t++)
                p->units_milli[v * s->period_count + t] =
                    d == FAR_POINT ? (t ? 4250 : 0) : 5000 + 1777 * d + 1331 * v + 903 * t;
    }
}

/* Money, limits and promises: all but the last step, for tests that change something first. */
static inline mlg_scenario *fixture_draft(void)
{
    mlg_scenario *s = mlg__scenario_new();
    assert_non_null(s);
    s->name = "fixture";
    s->planning_day_factor = 1.1;
    s->co2_eur_per_t = 80;
    s->hour_eur = 1.5;
    s->days_sampled = 2;
    s->days_stops_max = 12;
    s->period_count = 2;
    s->periods = arena_array(&s->arena, struct period, 2);
    s->periods[0] = (struct period) { "2027", 2027, 2, 300000000 };
    s->periods[1] = (struct period) { "2029", 2029, 3, INT64_MAX };
    s->budget_total_cents = 600000000;
    s->service_count = 2;
    s->services = arena_array(&s->arena, struct service, 2);
    s->services[0] = (struct service) { .id = "next_day", .promise_s = 24 * 3600, .cut_off_s = 18 * 3600, .unserved_micro = 30000000,
                                          .units_per_stop = 1.3 };
    s->services[1] = (struct service) { .id = "two_day", .promise_s = 48 * 3600, .cut_off_s = 20 * 3600, .unserved_micro = 20000000,
                                          .units_per_stop = 1.1 };
    s->level_count = 2;
    s->operations.departure_count = 2;
    s->operations.departure_s[0] = 8 * 3600;
    s->operations.departure_s[1] = 13 * 3600;
    s->inbound_count = 2;
    s->inbound_s = arena_array(&s->arena, int64_t, 2);
    s->inbound_s[0] = 4 * 3600;
    s->inbound_s[1] = 8 * 3600;
    fixture_vehicles(s);
    fixture_sizes(s);
    fixture_sites(s);
    fixture_demand(s);
    s->lane_count = 1;
    s->lanes = arena_array(&s->arena, struct explicit_lane, 1);
    s->lanes[0] = (struct explicit_lane) { STATION_A, MLG_NONE, 1, 0, 5400, 345678, 123456 };
    s->coverage_count = 1;
    s->coverages = arena_array(&s->arena, struct coverage, 1);
    s->coverages[0] = (struct coverage) { 1, 0, 0.5 };
    s->job_floor_count = 1;
    s->job_floors = arena_array(&s->arena, struct job_floor, 1);
    s->job_floors[0] = (struct job_floor) { "42", 1, 8000 };
    s->co2_max_mg = arena_array(&s->arena, int64_t, 2);
    s->co2_max_mg[0] = INT64_C(5000000000000);
    s->co2_max_mg[1] = INT64_MAX;
    s->source_count = 1;
    s->sources = arena_array(&s->arena, const char *, 1);
    s->sources[0] = "made by hand";
    return s;
}

static inline mlg_scenario *fixture_finished(mlg_scenario *s)
{
    mlg_error err = { 0 };
    check_msg(mlg__scenario_finish(s, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return s;
}

static inline mlg_scenario *fixture_scenario(void) { return fixture_finished(fixture_draft()); }

/* Crow flight between demand points, then sites, as siting.h asks. */
static inline mlg_leg_source fixture_legs(const mlg_scenario *s)
{
    const int32_t n = s->demand_count + s->site_count;
    double *lat = malloc((size_t)n * sizeof *lat), *lon = malloc((size_t)n * sizeof *lon);
    mlg_energy_curve *curves = malloc((size_t)s->vehicle_count * sizeof *curves);
    for (int32_t i = 0; i < n; i++) {
        lat[i] = i < s->demand_count ? s->demands[i].lat_deg : s->sites[i - s->demand_count].lat_deg;
        lon[i] = i < s->demand_count ? s->demands[i].lon_deg : s->sites[i - s->demand_count].lon_deg;
    }
    for (int32_t c = 0; c < s->vehicle_count; c++)
        curves[c] = (mlg_energy_curve) { s->vehicles[c].node_count, s->vehicles[c].speed_kmh,
                                         s->vehicles[c].a_mj_per_km, s->vehicles[c].b_mj_per_km_per_t };
    mlg_leg_source legs;
    mlg_error err = { 0 };
    check_msg(mlg_roads_crow(lat, lon, n, curves, s->vehicle_count, &legs, &err) == MLG_OK, "%s", err.message);
    free(lat);
    free(lon);
    free(curves);
    return legs;
}

/* -- the plan -- */

/* C opens in the first period, A grows in the second, E as decided; today's network changes nothing. */
static inline int32_t fixture_state(const mlg_scenario *s, int32_t site, int32_t period, bool before)
{
    if (before) return s->sites[site].state_today;
    if (site == STATION_C) return 1;
    if (site == STATION_A && period == 1) return 2;
    return mlg__site_is_fixed(s, site) ? mlg__fixed_state(s, site, period, false) : s->sites[site].state_today;
}

struct fixture_lane {
    int32_t site, class;
    int64_t cost_micro;
};

/* The cheapest way from an open station with room for units; site MLG_NONE: none. Handling counts. */
static inline struct fixture_lane cheapest_lane(const mlg_scenario *s, const mlg_leg_source *legs, const int64_t *load,
                                                bool before, int32_t d, int32_t v, int32_t t, int64_t units,
                                                int32_t but_site)
{
    struct fixture_lane best = { MLG_NONE, MLG_NONE, INT64_MAX };
    for (int32_t site = 0; site < s->site_count; site++) {
        const int32_t state = fixture_state(s, site, t, before);
        if (!state || !site_serves(s, site) || site == but_site) continue;
        const int64_t with = load[site * s->period_count + t] + units;
        if ((double)with * s->planning_day_factor > (double)site_size(s, site, state)->capacity_milli) continue;
        for (int32_t class = MLG_NONE; class < 2; class ++) {
            const int32_t from = s->demand_count + site;
            struct lane_price price;
            mlg_leg out;
            assert_int_equal(legs->rows(legs->self, class < 0 ? 0 : class, &from, 1, &d, 1, &out, NULL), MLG_OK);
            if (!mlg__lane_price(s, d, site, v, class, out, (struct lane_phi) { 1, 1, 1, 1 }, &price)) continue;
            const int64_t cost = price.cost_micro + site_size(s, site, state)->handling_micro;
            if (cost < best.cost_micro) best = (struct fixture_lane) { site, class, cost };
        }
    }
    return best;
}

static inline void add_flow(const mlg_scenario *s, struct network_side *side, int64_t *load, int32_t d, int32_t v,
                            int32_t t, struct fixture_lane lane, int64_t units)
{
    side->flows[side->flow_count++] = (struct plan_flow) {
        .demand = d, .service = v, .period = t, .site = lane.site, .vehicle_class = lane.class, .units_milli = units
    };
    load[lane.site * s->period_count + t] += units;
}

/* Two neighbours in the wrong order of sites are swapped: the split point has two flows. */
static inline void order_last_two(struct network_side *side)
{
    struct plan_flow *last = &side->flows[side->flow_count - 1];
    if (last[-1].site < last->site) return;
    const struct plan_flow swapped = last[-1];
    last[-1] = *last;
    *last = swapped;
}

static inline void serve(const mlg_scenario *s, const mlg_leg_source *legs, struct network_side *side, int64_t *load,
                         bool before, int32_t d, int32_t v, int32_t t)
{
    int64_t units = demand_units_milli(s, d, v, t);
    if (!units) return;
    /* The first point leaves a unit unserved although there is room: a matter of price. */
    const int64_t left_out = d == 0 && v == 0 && t == 1 ? 1000 : 0;
    const struct fixture_lane lane = cheapest_lane(s, legs, load, before, d, v, t, units, MLG_NONE);
    if (lane.site == MLG_NONE || left_out)
        side->unserved[side->unserved_count++] =
            (struct plan_unserved) { d, v, t, lane.site == MLG_NONE ? units : left_out,
                                     lane.site == MLG_NONE ? UNSERVED_NO_LANE : UNSERVED_PRICE };
    if (lane.site == MLG_NONE) return;
    const struct fixture_lane other = cheapest_lane(s, legs, load, before, d, v, t, units, lane.site);
    const bool split = d == SPLIT_POINT && other.site != MLG_NONE;
    add_flow(s, side, load, d, v, t, lane, split ? units / 3 : units - left_out);
    if (split) {
        add_flow(s, side, load, d, v, t, other, units - units / 3);
        order_last_two(side);
    }
}

static inline void fixture_chains(const mlg_scenario *s, struct network_side *side, const int64_t *load)
{
    for (int32_t site = 0; site < s->site_count; site++)
        for (int32_t t = 0; t < s->period_count; t++) {
            if (!load[site * s->period_count + t]) continue;
            struct plan_chain *c = &side->chains[side->chain_count++];
            *c = (struct plan_chain) { .period = t, .site_count = 2, .sites = { HUB, site } };
            if (site == PARTNER) c->site_count = 1, c->sites[0] = site;
        }
}

/* What classes the chains' times keep; known once they are priced. */
static inline void fixture_classes(const mlg_scenario *s, struct network_side *side)
{
    for (int32_t i = 0; i < side->flow_count; i++)
        for (int32_t k = 0; k < side->chain_count; k++) {
            const struct plan_chain *c = &side->chains[k];
            if (c->period != side->flows[i].period || c->sites[c->site_count - 1] != side->flows[i].site) continue;
            while (s->inbound_count && c->time_s > s->inbound_s[side->flows[i].inbound_class])
                side->flows[i].inbound_class++;
        }
}

static inline void fixture_side(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan, bool before)
{
    struct network_side *side = before ? &plan->before : &plan->plan;
    const int32_t cells = s->site_count * s->period_count, most = s->demand_count * s->service_count * s->period_count;
    int64_t *load = arena_array(&plan->arena, int64_t, cells);
    side->sites = arena_array(&plan->arena, struct plan_site, cells);
    side->flows = arena_array(&plan->arena, struct plan_flow, 2 * most);
    side->unserved = arena_array(&plan->arena, struct plan_unserved, most);
    side->chains = arena_array(&plan->arena, struct plan_chain, cells);
    for (int32_t i = 0; i < cells; i++)
        side->sites[side->site_count++] =
            (struct plan_site) { .site = i / s->period_count,
                                 .period = i % s->period_count,
                                 .size = fixture_state(s, i / s->period_count, i % s->period_count, before) };
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t v = 0; v < s->service_count; v++)
            for (int32_t t = 0; t < s->period_count; t++) serve(s, legs, side, load, before, d, v, t);
    fixture_chains(s, side, load);
}

static inline int compare_phis(const void *a, const void *b)
{
    const struct plan_phi *x = a, *y = b;
    return x->site != y->site ? x->site - y->site : x->density_band - y->density_band;
}

/* A row for each station and density band that a built lane of either side has. */
static inline void fixture_calibration(const mlg_scenario *s, mlg_network_plan *plan)
{
    plan->phis = arena_array(&plan->arena, struct plan_phi, s->site_count * MLG_DENSITY_BANDS);
    for (int side = 0; side < 2; side++)
        for (int32_t i = 0; i < (side ? plan->before.flow_count : plan->plan.flow_count); i++) {
            const struct plan_flow *f = side ? &plan->before.flows[i] : &plan->plan.flows[i];
            const int32_t band = s->demands[f->demand].density_band;
            const bool explicit = f->site == STATION_A && f->demand == 1 && f->vehicle_class == 0;
            bool known = f->vehicle_class == MLG_NONE || explicit;
            for (int32_t k = 0; k < plan->phi_count; k++)
                known = known || (plan->phis[k].site == f->site && plan->phis[k].density_band == band);
            if (!known)
                plan->phis[plan->phi_count++] =
                    (struct plan_phi) { f->site, band, { 1.05 + 0.01 * f->site, 1.02, 0.98, 1.03 } };
        }
    qsort(plan->phis, (size_t)plan->phi_count, sizeof *plan->phis, compare_phis);
}

/* Two stops a route, in the order of the sample, by the second class. */
static inline void fixture_day(const mlg_scenario *s, mlg_network_plan *plan, bool before, int32_t site, int32_t period)
{
    struct plan_day *day = &plan->days[plan->day_count++];
    *day = (struct plan_day) {
        .before = before, .site = site, .period = period, .day = 1, .seed = mlg__day_seed(s->seed, site, 1)
    };
    mlg_error err = { 0 };
    check_msg(mlg__day_problem(s, NULL, plan, day, &day->problem, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    const int32_t stops = mlg_problem_stop_count(day->problem);
    assert_true(stops > 4);
    int32_t *order = arena_array(&plan->arena, int32_t, stops);
    struct sequence *sequences = arena_array(&plan->arena, struct sequence, stops);
    int32_t count = 0;
    for (int32_t i = 0; i + 1 < stops; i++) order[i] = i; /* the last stop stays unserved */
    for (int32_t i = 0; i + 1 < stops; i += 2)
        sequences[count++] = (struct sequence) { i % 4 ? 0 : 1, min32(2, stops - 1 - i), &order[i] };
    check_msg(mlg__plan_from_sequences(day->problem, sequences, count, &day->routes, &err) == MLG_OK, "%s",
              err.message);
    for (int32_t r = 0; r < day->routes->route_count; r++) {
        struct plan_route *route = &day->routes->routes[r];
        const struct route_account a = mlg__day_account(s, day, route);
        route->cost_cents = a.total_cents;
        route->co2_wtw_mg = a.co2_wtw_mg;
        route->co2_ttw_mg = a.co2_ttw_mg;
    }
}

/* with: options of the plan; NULL: the defaults. */
static inline mlg_network_plan *fixture_plan_with(const mlg_scenario *s, const mlg_leg_source *legs,
                                                  const struct site_options *with)
{
    mlg_network_plan *plan = mlg__network_plan_new(s);
    mlg_error err = { 0 };
    assert_non_null(plan);
    if (with) {
        plan->extension_surcharge = with->extension_surcharge;
        plan->embodied_counts = with->embodied_counts;
        plan->residual = with->residual;
    }
    plan->leg_label = legs->label;
    plan->estimated = legs->estimated;
    fixture_side(s, legs, plan, false);
    fixture_side(s, legs, plan, true);
    fixture_calibration(s, plan);
    for (int before = 0; before < 2; before++) {
        struct network_side *side = before ? &plan->before : &plan->plan;
        check_msg(mlg__account_network(s, legs, plan, side, before, &err) == MLG_OK, "%s: %s", err.where, err.message);
        fixture_classes(s, side);
    }
    plan->complete = plan->plan.unserved_count == 0;
    plan->bound_kind = MLG_BOUND_ROOT;
    plan->bound = plan->plan.cost - plan->plan.cost / 97;
    plan->gap = (double)(plan->plan.cost - plan->bound) / (double)plan->plan.cost;
    plan->warnings = arena_array(&plan->arena, const char *, 1);
    plan->warnings[plan->warning_count++] = "distances are \"estimated\"";
    plan->days = arena_array(&plan->arena, struct plan_day, 2);
    fixture_day(s, plan, false, STATION_A, 1);
    fixture_day(s, plan, true, STATION_B, 0);
    return plan;
}

static inline mlg_network_plan *fixture_plan(const mlg_scenario *s, const mlg_leg_source *legs)
{
    return fixture_plan_with(s, legs, NULL);
}

#endif
