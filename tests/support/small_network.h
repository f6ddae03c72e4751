/* small_network.h — a random little network for tests: two sort centres, four stations, one partner who delivers to the
 * door, twelve demand points, two services, two periods; crow-flight legs; and a random plan for it. */
#ifndef MLG_TESTS_SMALL_NETWORK_H
#define MLG_TESTS_SMALL_NETWORK_H

#include <math.h>

#include "accounts/lane.h"
#include "maillage/roads.h"
#include "model/network_plan.h"
#include "support/tables.h"

enum { SMALL_SITES = 7, SMALL_DEMANDS = 12, SMALL_SERVICES = 2, SMALL_PERIODS = 2, SMALL_PARTNER = 6 };

struct small_network {
    struct arena tables;
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
};

static inline int64_t small_random(struct rng *rng, int64_t low, int64_t high)
{
    return low + rng_below(rng, (int32_t)(high - low + 1));
}

static inline const char *small_name(struct arena *a, const char *what, int32_t i)
{
    char name[40];
    snprintf(name, sizeof name, "%s-%d", what, i);
    return mlg__arena_text(a, name);
}

static inline void small_sizes(mlg_scenario *s, struct rng *rng)
{
    static const struct {
        const char *id;
        int32_t level, sizes;
    } kind[] = { { "sort", 0, 2 }, { "station", 1, 2 }, { "partner", 1, 1 } };
    s->kind_count = 3;
    s->kinds = arena_array(&s->arena, struct kind, 3);
    s->sizes = arena_array(&s->arena, struct size, 5);
    for (int32_t k = 0; k < 3; k++) {
        s->kinds[k] = (struct kind) { kind[k].id, kind[k].level, s->size_count, kind[k].sizes };
        for (int32_t i = 0; i < kind[k].sizes; i++, s->size_count++) {
            const bool door = k == 2;
            s->sizes[s->size_count] = (struct size) {
                .id = small_name(&s->arena, kind[k].id, i),
                .kind = k,
                .capacity_milli = (i + 1) * INT64_C(20000000),
                .capex_cents = door ? 0 : (i + 1) * small_random(rng, 100000000, 900000000),
                .opex_cents_per_year = small_random(rng, 1000000, 90000000),
                .close_cents = small_random(rng, 0, 5000000),
                .jobs_milli = small_random(rng, 0, 90000),
                .jobs_per_1000_units_milli = small_random(rng, 0, 6000),
                .embodied_mg = (i + 1) * small_random(rng, 1, 1000000) * 1000000,
                .energy_kwh_per_year = small_random(rng, 0, 900000),
                .kwh_per_unit = 0.05,
                .area_m2 = (double)small_random(rng, 500, 9000),
                .life_years = 20,
                .handling_micro = small_random(rng, 100000, 900000),
                .to_the_door = door,
                .door_co2_mg = door ? small_random(rng, 100000, 700000) : 0,
                .door_s = door ? 40 * 3600 : 0,
            };
        }
    }
}

static inline void small_sites(mlg_scenario *s, struct rng *rng)
{
    s->site_count = SMALL_SITES;
    s->sites = arena_array(&s->arena, struct site, SMALL_SITES);
    for (int32_t i = 0; i < SMALL_SITES; i++)
        s->sites[i] = (struct site) {
            .id = small_name(&s->arena, "site", i), .name = "", .region = "84", .conflict_set = "",
            .kind = i < 2 ? 0 : i < SMALL_PARTNER ? 1 : 2,
            .lon_deg = 4.5 + 0.8 * rng_unit(rng), .lat_deg = 45.4 + 0.6 * rng_unit(rng),
            .state_today = i < 2 ? 1 : (int32_t)small_random(rng, 0, 1), .allowed = i == SMALL_PARTNER ? 3 : 7,
            .latest_opening_year = INT32_MAX,
            .rent_eur_per_m2_year = (double)small_random(rng, 0, 70), .land_index = 1.1,
            .grid_zone = "",
        };
}

static inline void small_demands(mlg_scenario *s, struct rng *rng)
{
    s->demand_count = SMALL_DEMANDS;
    s->demands = arena_array(&s->arena, struct demand, SMALL_DEMANDS);
    for (int32_t i = 0; i < SMALL_DEMANDS; i++) {
        struct demand *d = &s->demands[i];
        *d = (struct demand) { .id = small_name(&s->arena, "demand", i), .name = "", .region = "84",
                               .lon_deg = 4.5 + 0.8 * rng_unit(rng), .lat_deg = 45.4 + 0.6 * rng_unit(rng),
                               .area_km2 = 1 + 30 * rng_unit(rng) };
        d->units_milli = arena_array(&s->arena, int64_t, SMALL_SERVICES * SMALL_PERIODS);
        for (int k = 0; k < SMALL_SERVICES * SMALL_PERIODS; k++) d->units_milli[k] = small_random(rng, 1, 900000);
    }
}

static inline mlg_scenario *small_scenario(struct rng *rng, struct arena *tables_memory)
{
    static const struct { const char *id; enum vehicle_use use; } class[] = {
        { "van35_diesel", USE_LAST_MILE }, { "van35_bev", USE_LAST_MILE }, { "artic40_diesel", USE_LINE_HAUL } };
    const struct emission_tables tables = test_tables(tables_memory);
    mlg_scenario *s = mlg__scenario_new();
    assert_non_null(s);
    s->name = "small";
    s->co2_eur_per_t = (double)small_random(rng, 0, 200);
    s->hour_eur = (double)small_random(rng, 0, 9);
    s->planning_day_factor = 1 + 0.1 * (double)small_random(rng, 0, 5);
    s->level_count = 2;
    s->period_count = SMALL_PERIODS;
    s->periods = arena_array(&s->arena, struct period, SMALL_PERIODS);
    s->periods[0] = (struct period) { "first", 2026, 2, 300000000 };
    s->periods[1] = (struct period) { "second", 2028, 3, INT64_MAX };
    s->service_count = SMALL_SERVICES;
    s->services = arena_array(&s->arena, struct service, SMALL_SERVICES);
    s->services[0] = (struct service) { .id = "next_day", .promise_s = small_random(rng, 18 * 3600, 24 * 3600),
                                          .cut_off_s = 18 * 3600, .unserved_micro = 12000000, .units_per_stop = 1.3 };
    s->services[1] = (struct service) { .id = "two_day", .promise_s = 48 * 3600, .cut_off_s = 22 * 3600, .unserved_micro = 9000000,
                                          .units_per_stop = 1.1 };
    s->vehicle_count = 3;
    s->vehicles = arena_array(&s->arena, struct vehicle_class, 3);
    for (int32_t i = 0; i < 3; i++) {
        s->vehicles[i] = *test_class(&tables, class[i].id);
        s->vehicles[i].use = class[i].use;
    }
    s->operations.departure_count = 2;
    s->operations.departure_s[0] = 9 * 3600;
    s->operations.departure_s[1] = 13 * 3600;
    small_sizes(s, rng);
    small_sites(s, rng);
    small_demands(s, rng);
    mlg_error err = { 0 };
    const mlg_status status = mlg__scenario_finish(s, NULL, &err);
    check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
    return s;
}

static inline mlg_leg_source small_legs(const mlg_scenario *s)
{
    double lat[SMALL_DEMANDS + SMALL_SITES], lon[SMALL_DEMANDS + SMALL_SITES];
    mlg_energy_curve curve[3];
    mlg_leg_source legs;
    for (int i = 0; i < SMALL_DEMANDS; i++) lat[i] = s->demands[i].lat_deg, lon[i] = s->demands[i].lon_deg;
    for (int i = 0; i < SMALL_SITES; i++) {
        lat[SMALL_DEMANDS + i] = s->sites[i].lat_deg;
        lon[SMALL_DEMANDS + i] = s->sites[i].lon_deg;
    }
    for (int i = 0; i < 3; i++) {
        const struct vehicle_class *c = &s->vehicles[i];
        curve[i] = (mlg_energy_curve) { c->node_count, c->speed_kmh, c->a_mj_per_km, c->b_mj_per_km_per_t };
    }
    assert_int_equal(mlg_roads_crow(lat, lon, SMALL_DEMANDS + SMALL_SITES, curve, 3, &legs, NULL), MLG_OK);
    return legs;
}

static inline mlg_leg small_leg(const struct small_network *n, int32_t vehicle_class, int32_t from, int32_t to)
{
    mlg_leg leg;
    assert_int_equal(n->legs.rows(n->legs.self, vehicle_class, &from, 1, &to, 1, &leg, NULL), MLG_OK);
    return leg;
}

/* Each (demand, service, period) goes whole or in two parts to random sites; what has no lane is unserved. */
static inline void small_flows(struct small_network *n, struct network_side *side, struct rng *rng)
{
    const mlg_scenario *s = n->s;
    const int32_t most = 4 * SMALL_DEMANDS * SMALL_SERVICES * SMALL_PERIODS;
    side->flows = arena_array(&n->plan->arena, struct plan_flow, most);
    side->unserved = arena_array(&n->plan->arena, struct plan_unserved, most);
    for (int32_t d = 0; d < SMALL_DEMANDS; d++)
        for (int32_t p = 0; p < SMALL_SERVICES; p++)
            for (int32_t t = 0; t < SMALL_PERIODS; t++) {
                const int64_t units = demand_units_milli(s, d, p, t), half = rng_below(rng, 2) ? units / 3 : 0;
                const int64_t part[2] = { half, units - half };
                int32_t site = (int32_t)small_random(rng, 2, 4);
                for (int k = 0; k < 2; k++, site += (int32_t)small_random(rng, 1, 2)) {
                    if (!part[k]) continue;
                    const int32_t class = site == SMALL_PARTNER ? MLG_NONE : (int32_t)small_random(rng, 0, 1);
                    const mlg_leg out = small_leg(n, class < 0 ? 0 : class, SMALL_DEMANDS + site, d);
                    struct lane_price price;
                    const int64_t other = rng_below(rng, 4) ? 0 : part[k] / 2; /* by another inbound class */
                    const struct plan_flow flow = { .demand = d, .service = p, .period = t, .site = site,
                                                    .vehicle_class = class, .units_milli = part[k] - other };
                    if (mlg__lane_price(s, d, site, p, class, out, (struct lane_phi) { 1, 1, 1, 1 }, &price)) {
                        side->flows[side->flow_count++] = flow;
                        if (!other) continue;
                        side->flows[side->flow_count] = flow;
                        side->flows[side->flow_count].inbound_class = 1;
                        side->flows[side->flow_count++].units_milli = other;
                    } else
                        side->unserved[side->unserved_count++] =
                            (struct plan_unserved) { d, p, t, part[k], UNSERVED_NO_LANE };
                }
            }
}

static inline void small_side(struct small_network *n, struct network_side *side, bool before, struct rng *rng)
{
    side->site_count = SMALL_SITES * SMALL_PERIODS;
    side->sites = arena_array(&n->plan->arena, struct plan_site, side->site_count);
    for (int32_t i = 0; i < SMALL_SITES; i++) {
        int32_t size = n->s->sites[i].state_today;
        for (int32_t t = 0; t < SMALL_PERIODS; t++) {
            if (!before)
                size = (int32_t)small_random(rng, i == SMALL_PARTNER ? 1 : size > 0, i == SMALL_PARTNER ? 1 : 2);
            side->sites[i * SMALL_PERIODS + t] = (struct plan_site) { .site = i, .period = t, .size = size };
        }
    }
    small_flows(n, side, rng);
    side->chains = arena_array(&n->plan->arena, struct plan_chain, SMALL_SITES * SMALL_PERIODS);
    for (int32_t t = 0; t < SMALL_PERIODS; t++)
        for (int32_t i = 2; i < SMALL_PARTNER; i++)
            side->chains[side->chain_count++] =
                (struct plan_chain) { .period = t, .site_count = 2, .sites = { (int32_t)small_random(rng, 0, 1), i } };
}

static inline struct small_network small_network(struct rng *rng)
{
    struct small_network n = { 0 };
    n.s = small_scenario(rng, &n.tables);
    n.legs = small_legs(n.s);
    n.plan = mlg__network_plan_new(n.s);
    assert_non_null(n.plan);
    small_side(&n, &n.plan->plan, false, rng);
    small_side(&n, &n.plan->before, true, rng);
    return n;
}

static inline void small_free(struct small_network *n)
{
    mlg_network_plan_free(n->plan);
    mlg_roads_source_free(&n->legs);
    mlg_scenario_free(n->s);
    mlg__arena_free(&n->tables);
}

#endif
