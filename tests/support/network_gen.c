/* network_gen.c — see network_gen.h. Figures are of the order of a parcel network: 8,000 units a day on 40 points. */
#include "support/network_gen.h"

#include <math.h>

#include "support/network_fixture.h"

enum { TOWNS = 6, UNITS_PER_POINT = 200, MIDDLE_SIZE = 2, DAYS_A_YEAR = 302 };

struct generator {
    const struct network_recipe *r;
    mlg_scenario *s;
    struct rng rng;
    double side_deg, town_lon[TOWNS], town_lat[TOWNS];
    int64_t units_milli; /* of the first period, all services */
};

static double between(struct rng *rng, double low, double high) { return low + rng_unit(rng) * (high - low); }

static const char *name_of(mlg_scenario *s, const char *what, int32_t i)
{
    char name[40];
    snprintf(name, sizeof name, "%s-%d", what, i);
    return mlg__arena_text(&s->arena, name);
}

/* A place near town number `town`. */
static void near_town(struct generator *g, int32_t town, double *lon_deg, double *lat_deg)
{
    const double spread = 0.12 * g->side_deg;
    *lon_deg = g->town_lon[town] + spread * (rng_unit(&g->rng) + rng_unit(&g->rng) - 1);
    *lat_deg = g->town_lat[town] + spread * (rng_unit(&g->rng) + rng_unit(&g->rng) - 1);
}

static void make_money_and_time(struct generator *g)
{
    mlg_scenario *s = g->s;
    static const char *const labels[] = { "2027", "2029", "2031", "2033", "2035", "2037", "2039", "2041" };
    assert_true(g->r->periods >= 1 && g->r->periods <= (int32_t)(sizeof labels / sizeof *labels));
    s->name = "generated";
    s->carry_over = !g->r->no_carry_over;
    s->co2_eur_per_t = g->r->co2_eur_per_t;
    if (g->r->planning_day_factor > 0) s->planning_day_factor = g->r->planning_day_factor;
    s->period_count = g->r->periods;
    s->periods = arena_array(&s->arena, struct period, s->period_count);
    for (int32_t t = 0; t < s->period_count; t++)
        s->periods[t] = (struct period) { labels[t], 2027 + 2 * t, 2, INT64_MAX };
    s->service_count = g->r->services;
    s->services = arena_array(&s->arena, struct service, s->service_count);
    for (int32_t p = 0; p < s->service_count; p++)
        s->services[p] = (struct service) { .id = name_of(s, "service", p), .promise_s = (18 + 12 * p) * 3600,
                                            .cut_off_s = (18 + p) * 3600, .units_per_stop = 1.2,
                                            .unserved_micro = g->r->default_penalty ? -1 : 25000000 - 3000000 * p };
    s->operations.departure_count = 2;
    s->operations.departure_s[0] = 7 * 3600;
    s->operations.departure_s[1] = 12 * 3600;
    if (!g->r->inbound_classes) return;
    s->inbound_count = 2;
    s->inbound_s = arena_array(&s->arena, int64_t, 2);
    s->inbound_s[0] = 4 * 3600;
    s->inbound_s[1] = 9 * 3600;
}

static void make_demand(struct generator *g)
{
    mlg_scenario *s = g->s;
    s->demand_count = g->r->points;
    s->demands = arena_array(&s->arena, struct demand, s->demand_count);
    for (int32_t d = 0; d < s->demand_count; d++) {
        struct demand *p = &s->demands[d];
        const int32_t town = rng_below(&g->rng, TOWNS);
        const double large = 1.0 / (1 + town), noise = pow(1 - rng_unit(&g->rng), -0.4);
        *p = (struct demand) { .id = name_of(s, "point", d), .name = "", .region = "",
                               .area_km2 = between(&g->rng, 3, 60) };
        near_town(g, town, &p->lon_deg, &p->lat_deg);
        p->units_milli = arena_array(&s->arena, int64_t, s->service_count * s->period_count);
        for (int32_t v = 0; v < s->service_count; v++)
            for (int32_t t = 0; t < s->period_count; t++) {
                const double units = UNITS_PER_POINT * large * noise * pow(1.06, 2 * t) / s->service_count;
                p->units_milli[v * s->period_count + t] = (int64_t)(units * 1000 * between(&g->rng, 0.9, 1.1));
            }
        if (d % 11 == 10) p->units_milli[0] = 0;
        for (int32_t v = 0; v < s->service_count; v++) g->units_milli += p->units_milli[v * s->period_count];
    }
}

static struct size station_size(struct generator *g, int32_t i)
{
    static const double share[] = { 0.6, 1, 1.8, 3 };
    const double ratio = g->r->capacity_ratio > 0 ? g->r->capacity_ratio : 2.5;
    const double middle = (double)g->units_milli * ratio / g->r->stations;
    return (struct size) {
        .id = name_of(g->s, "size", i), .capacity_milli = (int64_t)(middle * share[i]) + 1000,
        .capex_cents = (int64_t)(90000000 * pow(share[i], 0.7)),
        .opex_cents_per_year = (int64_t)(18000000 * pow(share[i], 0.8)),
        .close_cents = 2000000, .jobs_milli = (int64_t)(6000 * share[i]), .jobs_per_1000_units_milli = 2500,
        .embodied_mg = (int64_t)(600 * share[i]) * 1000000000, .energy_kwh_per_year = (int64_t)(50000 * share[i]),
        .kwh_per_unit = 0.05, .area_m2 = 1000 * share[i], .life_years = 25,
        .handling_micro = 300000 - 20000 * i,
    };
}

static void make_kinds(struct generator *g)
{
    mlg_scenario *s = g->s;
    const int32_t upper = g->r->upper_levels, size_count = 2 * upper + g->r->sizes + g->r->partner;
    s->level_count = upper + 1;
    s->kind_count = upper + 1 + g->r->partner;
    s->kinds = arena_array(&s->arena, struct kind, s->kind_count);
    s->sizes = arena_array(&s->arena, struct size, size_count);
    for (int32_t level = 0; level < upper; level++) {
        struct size *z = &s->sizes[s->size_count];
        s->kinds[level] = (struct kind) { name_of(s, "upper", level), level, s->size_count, 2 };
        s->size_count += 2;
        *z = (struct size) {
            .id = "plain", .kind = level, .capacity_milli = 4 * g->units_milli + 1000, .capex_cents = 400000000,
            .opex_cents_per_year = 60000000, .jobs_milli = 30000, .jobs_per_1000_units_milli = 1500,
            .embodied_mg = INT64_C(900000000000), .energy_kwh_per_year = 300000, .kwh_per_unit = 0.03,
            .area_m2 = 6000, .life_years = 25, .handling_micro = 150000 + 50000 * level,
        };
        z[1] = z[0]; /* the dearest way by road may be the cheapest through a sorter */
        z[1].id = "sorter";
        z[1].handling_micro /= 3;
    }
    s->kinds[upper] = (struct kind) { "station", upper, s->size_count, g->r->sizes };
    for (int32_t i = 0; i < g->r->sizes; i++) {
        s->sizes[s->size_count] = station_size(g, i);
        s->sizes[s->size_count].min_fill = i + 1 == g->r->sizes ? g->r->min_fill : 0;
        s->sizes[s->size_count++].kind = upper;
    }
    if (!g->r->partner) return;
    s->kinds[upper + 1] = (struct kind) { "partner", upper, s->size_count, 1 };
    s->sizes[s->size_count++] = (struct size) {
        .id = "desk", .kind = upper + 1, .capacity_milli = g->units_milli / 5 + 1000, .life_years = 25,
        .handling_micro = 4200000, .to_the_door = true, .door_co2_mg = 300000, .door_s = 40 * 3600,
        .door_reach_km = 150,
    };
}

/* Kinds of all sites in shuffled order. */
static void make_sites(struct generator *g)
{
    mlg_scenario *s = g->s;
    const int32_t upper = g->r->upper_levels;
    int32_t seen[8] = { 0 }, count = 0;
    s->sites = arena_array(&s->arena, struct site, upper * g->r->upper_sites + g->r->stations + g->r->partner);
    for (int32_t level = 0; level < upper; level++)
        for (int32_t i = 0; i < g->r->upper_sites; i++) s->sites[count++].kind = level;
    for (int32_t i = 0; i < g->r->stations; i++) s->sites[count++].kind = upper;
    if (g->r->partner) s->sites[count++].kind = upper + 1;
    s->site_count = count;
    for (int32_t i = count - 1; i > 0; i--) {
        const int32_t j = rng_below(&g->rng, i + 1), kind = s->sites[i].kind;
        s->sites[i].kind = s->sites[j].kind;
        s->sites[j].kind = kind;
    }
    for (int32_t i = 0; i < count; i++) {
        struct site *a = &s->sites[i];
        const int32_t number = seen[a->kind]++;
        *a = (struct site) {
            .id = name_of(s, "site", i), .name = "", .conflict_set = "", .grid_zone = "", .kind = a->kind,
            .region = i % 2 ? "odd" : "even", .latest_opening_year = INT32_MAX,
            .allowed = (2u << s->kinds[a->kind].size_count) - 1,
            .rent_eur_per_m2_year = between(&g->rng, 30, 80), .land_index = between(&g->rng, 0.8, 1.3),
        };
        near_town(g, number < TOWNS ? number : rng_below(&g->rng, TOWNS), &a->lon_deg, &a->lat_deg);
        if (a->kind == upper) {
            if (rng_below(&g->rng, 3) == 0) a->state_today = 1 + rng_below(&g->rng, g->r->sizes);
            if (g->r->conflicts && number % 4 < 2 && !(number % 4 == 1 && a->state_today))
                a->conflict_set = name_of(s, "set", number / 4);
            if (g->r->decided && number == 0) {
                a->decided_size = g->r->sizes;
                a->decided_year = s->periods[s->period_count - 1].start_year;
                a->conflict_set = "";
            }
            if (number == 2) a->earliest_opening_year = s->periods[s->period_count - 1].start_year;
        } else {
            a->state_today = a->kind > upper || number == 0 ? 1 : rng_below(&g->rng, 3);
            if (g->r->decided && !a->state_today) a->decided_size = 1, a->decided_year = 2028;
            if (a->kind < upper && !g->r->choose_upper) a->allowed = 1u << a->state_today | (a->decided_size ? 1u << a->decided_size : 0);
        }
    }
}

static int32_t find_site(const mlg_scenario *s, int32_t kind)
{
    for (int32_t i = 0; i < s->site_count; i++)
        if (s->sites[i].kind == kind) return i;
    return MLG_NONE;
}

static void make_lanes(struct generator *g)
{
    mlg_scenario *s = g->s;
    const int32_t station = find_site(s, g->r->upper_levels);
    s->lanes = arena_array(&s->arena, struct explicit_lane, 3);
    for (int32_t i = 0; i < 2 && i < s->demand_count; i++)
        s->lanes[s->lane_count++] = (struct explicit_lane) { station, MLG_NONE, i, i, 5400, 900000 + i, 90000 };
    if (g->r->upper_levels > 0)
        s->lanes[s->lane_count++] = (struct explicit_lane) { find_site(s, g->r->upper_levels - 1), station, MLG_NONE, 2,
                                                             1800, 20000, 3000 };
}

static void make_limits(struct generator *g)
{
    mlg_scenario *s = g->s;
    const struct network_recipe *r = g->r;
    double capital = 0;
    for (int32_t i = 0; i < s->site_count; i++)
        if (s->sites[i].kind == r->upper_levels)
            capital += (double)site_size(s, i, 1)->capex_cents * s->sites[i].land_index;
    for (int32_t t = 0; t < s->period_count; t++)
        if (r->budget_share > 0) s->periods[t].budget_cents = (int64_t)(capital * r->budget_share);
    if (r->total_budget_share > 0) s->budget_total_cents = (int64_t)(capital * r->total_budget_share);
    if (r->coverage > 0) {
        s->coverages = arena_array(&s->arena, struct coverage, s->service_count * s->period_count);
        for (int32_t v = 0; v < s->service_count; v++)
            for (int32_t t = 0; t < s->period_count; t++)
                s->coverages[s->coverage_count++] = (struct coverage) { v, t, r->coverage };
    }
    if (r->jobs > 0) {
        s->job_floor_count = 1;
        s->job_floors = arena_array(&s->arena, struct job_floor, 1);
        s->job_floors[0] = (struct job_floor) { s->sites[0].region, s->period_count - 1, (int64_t)(r->jobs * 1000) };
    }
    if (r->co2_kg_per_unit > 0) {
        s->co2_max_mg = arena_array(&s->arena, int64_t, s->period_count);
        for (int32_t t = 0; t < s->period_count; t++) {
            double units = 0;
            for (int32_t d = 0; d < s->demand_count; d++)
                for (int32_t v = 0; v < s->service_count; v++) units += (double)demand_units_milli(s, d, v, t) / 1000;
            s->co2_max_mg[t] = (int64_t)(r->co2_kg_per_unit * 1e6 * units * DAYS_A_YEAR);
        }
    }
}

mlg_scenario *mlg__generated_draft(const struct network_recipe *recipe, uint64_t seed)
{
    struct generator g = { .r = recipe, .s = mlg__scenario_new(), .rng = rng_seeded(seed, 77) };
    assert_non_null(g.s);
    g.side_deg = recipe->side_deg > 0 ? recipe->side_deg : 3;
    for (int32_t i = 0; i < TOWNS; i++) {
        g.town_lon[i] = 2 + g.side_deg * rng_unit(&g.rng);
        g.town_lat[i] = 45 + g.side_deg * 0.7 * rng_unit(&g.rng);
    }
    fixture_vehicles(g.s);
    make_money_and_time(&g);
    make_demand(&g);
    make_kinds(&g);
    make_sites(&g);
    if (recipe->explicit_lanes) make_lanes(&g);
    make_limits(&g);
    assert_false(g.s->arena.failed);
    return g.s;
}

mlg_scenario *mlg__generated_scenario(const struct network_recipe *recipe, uint64_t seed)
{
    return fixture_finished(mlg__generated_draft(recipe, seed));
}

mlg_leg_source mlg__generated_legs(const mlg_scenario *s) { return fixture_legs(s); }
