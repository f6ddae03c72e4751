/* report_fixture.c — see report_fixture.h. */
#include "support/report_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "model/metric.h"
#include "model/plan.h"
#include "model/units.h"

enum { PERIODS = 4, SERVICES = 2, STOPS_A_DAY = 180 };
static const double day_share[PERIODS] = { 0.50, 0.58, 0.67, 0.75 }, growth[PERIODS] = { 1, 1.08, 1.17, 1.27 };

/* ---- the scenario ---- */

struct fixture_site {
    const char *name;
    int kind;
    double lon_deg, lat_deg;
    int today;
    int opens;
    int becomes;
};
enum { KIND_FC, KIND_DS, KIND_PH };
static const struct fixture_site fixture_sites[] = {
    { "fulfilment centre Drôme valley", KIND_FC, 4.75469, 44.55468, 1, -1, 0 },
    { "fulfilment centre announced, Lyon airport", KIND_FC, 5.10344, 45.71793, 0, 1, 2 },
    { "delivery station east of Lyon", KIND_DS, 4.94385, 45.69651, 2, 1, 3 },
    { "delivery station Annecy", KIND_DS, 6.12565, 45.90878, 2, -1, 0 },
    { "Saint-Égrève", KIND_DS, 5.68, 45.23, 0, 1, 2 },
    { "Andrézieux-Bouthéon", KIND_DS, 4.26021, 45.52625, 0, 1, 2 },
    { "Cournon-d'Auvergne", KIND_DS, 3.19643, 45.74123, 0, 1, 2 },
    { "Valence", KIND_DS, 4.90956, 44.92560, 0, 2, 2 },
    { "Bourg-en-Bresse", KIND_DS, 5.2258, 46.20574, 0, 2, 1 },
    { "La Motte-Servolex", KIND_DS, 5.86724, 45.59702, 0, 1, 2 },
    { "Bonneville", KIND_DS, 6.40726, 46.0802, 0, 2, 1 },
    { "Roanne", KIND_DS, 4.06802, 46.03624, 0, 3, 1 },
    { "Villefranche <test & co>", KIND_DS, 4.72, 45.99, 1, 2, 0 },
    { "partner parcel hub Lyon", KIND_PH, 4.90198, 45.66798, 1, -1, 0 },
    { "partner parcel hub Alps", KIND_PH, 5.98333, 45.4, 1, -1, 0 },
    { "partner mail and parcel hub Auvergne", KIND_PH, 3.19356, 45.77097, 1, -1, 0 },
};
enum { SITES = sizeof fixture_sites / sizeof *fixture_sites };

static void add_sizes(mlg_scenario *s)
{
    static const struct size sizes[] = {
        { .id = "fc_40000", .kind = KIND_FC, .capacity_milli = 60000000, .capex_cents = 4400000000, .life_years = 25 },
        { .id = "fc_180000",
          .kind = KIND_FC,
          .capacity_milli = 330000000,
          .capex_cents = 27000000000,
          .life_years = 25 },
        { .id = "ds_5500", .kind = KIND_DS, .capacity_milli = 10000000, .capex_cents = 798000000, .life_years = 20 },
        { .id = "ds_7000", .kind = KIND_DS, .capacity_milli = 22000000, .capex_cents = 1050000000, .life_years = 20 },
        { .id = "ds_12000", .kind = KIND_DS, .capacity_milli = 40000000, .capex_cents = 1980000000, .life_years = 20 },
        { .id = "ph_60000",
          .kind = KIND_PH,
          .capacity_milli = 60000000,
          .life_years = 20,
          .to_the_door = true,
          .door_s = 42 * 3600,
          .handling_micro = 3600000 },
    };
    static const struct kind kinds[] = { { "fulfilment", 0, 0, 2 },
                                         { "delivery_station", 1, 2, 3 },
                                         { "partner_hub", 1, 5, 1 } };
    s->size_count = sizeof sizes / sizeof *sizes;
    s->sizes = arena_array(&s->arena, struct size, s->size_count);
    s->kind_count = sizeof kinds / sizeof *kinds;
    s->kinds = arena_array(&s->arena, struct kind, s->kind_count);
    if (s->arena.failed) return;
    memcpy(s->sizes, sizes, sizeof sizes);
    memcpy(s->kinds, kinds, sizeof kinds);
    s->level_count = 2;
}

static void add_sites(mlg_scenario *s)
{
    s->site_count = SITES;
    s->sites = arena_array(&s->arena, struct site, SITES);
    for (int i = 0; i < SITES && s->sites; i++) {
        const struct fixture_site *f = &fixture_sites[i];
        s->sites[i] = (struct site) { .id = f->name,
                                      .name = f->name,
                                      .region = "84",
                                      .conflict_set = "",
                                      .kind = f->kind,
                                      .lon_deg = f->lon_deg,
                                      .lat_deg = f->lat_deg,
                                      .state_today = f->today,
                                      .allowed = 15,
                                      .latest_opening_year = INT32_MAX,
                                      .grid_zone = "",
                                      .decided_size = i == 1 ? 2 : 0,
                                      .decided_year = i == 1 ? 2026 : 0 };
    }
}

static void add_periods(mlg_scenario *s)
{
    static const struct period periods[PERIODS] = {
        { "2024", 2024, 2, 16800000000 },
        { "2026", 2026, 2, 26400000000 },
        { "2028", 2028, 2, 4800000000 },
        { "2030", 2030, 2, 0 },
    };
    static const struct service services[SERVICES] = {
        { .id = "next_day", .promise_s = 24 * 3600, .cut_off_s = 18 * 3600, .unserved_micro = 12000000, .units_per_stop = 1.3,
          .workload_weight = 1 },
        { .id = "two_day", .promise_s = 48 * 3600, .cut_off_s = 22 * 3600, .unserved_micro = 12000000, .units_per_stop = 1.3,
          .workload_weight = 1 },
    };
    s->period_count = PERIODS;
    s->periods = arena_array(&s->arena, struct period, PERIODS);
    s->service_count = SERVICES;
    s->services = arena_array(&s->arena, struct service, SERVICES);
    if (s->arena.failed) return;
    memcpy(s->periods, periods, sizeof periods);
    memcpy(s->services, services, sizeof services);
}

static void add_vehicles(mlg_scenario *s)
{
    static const struct vehicle_class classes[] = {
        { .id = "van35_diesel",
          .label = "van 3.5 t diesel",
          .fuel_factor_id = "diesel_b7",
          .sources = "LEAD project; assumption",
          .payload_kg = 1100,
          .vehicle_fixed_eur_day = 45,
          .nonenergy_eur_km = 0.08,
          .driver_eur_h = 22,
          .price_eur_per_unit = 1.21,
          .wtw_kg_per_unit = 3.1,
          .use = USE_LAST_MILE,
          .replaced = "driver_eur_h" },
        { .id = "artic40_diesel",
          .label = "articulated lorry 40 t diesel",
          .fuel_factor_id = "diesel_b7",
          .sources = "CNR 2024",
          .payload_kg = 25000,
          .vehicle_fixed_eur_day = 180,
          .nonenergy_eur_km = 0.16,
          .driver_eur_h = 26,
          .price_eur_per_unit = NAN,
          .wtw_kg_per_unit = 3.1,
          .use = USE_LINE_HAUL,
          .replaced = "" },
    };
    s->vehicle_count = 2;
    s->vehicles = arena_array(&s->arena, struct vehicle_class, 2);
    if (s->vehicles) memcpy(s->vehicles, classes, sizeof classes);
}

static void add_words(mlg_scenario *s, mlg_lang lang)
{
    static const char *const assumptions[2] = {
        "What own stations do not deliver goes through partner carriers: EUR 3.60 a parcel, two days.",
        "Ce que les agences propres ne livrent pas passe par des partenaires : 3,60 € par colis, deux jours.",
    };
    static const char *const sources[2] = {
        "Communes, populations, areas: INSEE / IGN, Licence Ouverte 2.0. Points: GeoNames, CC BY 4.0.",
        "Communes, populations, superficies : INSEE / IGN, Licence Ouverte 2.0. Points : GeoNames, CC BY 4.0.",
    };
    s->assumption_count = s->source_count = 1;
    s->assumptions = arena_array(&s->arena, const char *, 1);
    s->sources = arena_array(&s->arena, const char *, 1);
    if (s->arena.failed) return;
    s->assumptions[0] = assumptions[lang];
    s->sources[0] = sources[lang];
}

static void set_units(mlg_scenario *s, struct demand *d, double first_units)
{
    d->units_milli = arena_array(&s->arena, int64_t, SERVICES * PERIODS);
    for (int t = 0; t < PERIODS && d->units_milli; t++) {
        d->units_milli[t] = mlg__round(1000 * first_units * growth[t] * day_share[t]);
        d->units_milli[PERIODS + t] = mlg__round(1000 * first_units * growth[t] * (1 - day_share[t]));
    }
}

static void invent_demand(mlg_scenario *s)
{
    struct rng rng = rng_seeded(7, 0);
    s->demand_count = 240;
    s->demands = arena_array(&s->arena, struct demand, s->demand_count);
    for (int32_t i = 0; i < s->demand_count && s->demands; i++) {
        char name[64];
        snprintf(name, sizeof name, i ? "Commune %03d" : "L'Île </script> \"%03d\"", (int)i);
        const double angle = 6.2832 * (double)rng_below(&rng, 1000) / 1000,
                     r = 1.3 * sqrt((double)rng_below(&rng, 1000) / 1000);
        struct demand *d = &s->demands[i];
        *d = (struct demand) { .id = mlg__arena_text(&s->arena, name),
                               .name = mlg__arena_text(&s->arena, name),
                               .region = "84",
                               .lon_deg = 4.9 + 1.3 * r * cos(angle),
                               .lat_deg = 45.5 + 0.7 * r * sin(angle),
                               .area_km2 = 12 };
        set_units(s, d, 20 + (double)rng_below(&rng, 400));
    }
}

/* id,name,lon,lat,area_km2,region,… as tools/make_reference_case.py writes it; names with commas are quoted. */
static bool read_demand(mlg_scenario *s, const char *file)
{
    FILE *in = fopen(file, "r");
    char line[512];
    int32_t rows = -1;
    if (!in) return false;
    while (fgets(line, sizeof line, in)) rows++;
    rewind(in);
    s->demands = arena_array(&s->arena, struct demand, rows);
    for (bool first = true; s->demands && fgets(line, sizeof line, in); first = false) {
        char *field[8] = { line };
        int count = 1;
        bool quoted = false;
        for (char *c = line; *c && count < 8; c++) {
            if (*c == '"') quoted = !quoted;
            else if (*c == ',' && !quoted) *c = 0, field[count++] = c + 1;
        }
        if (first || count < 8) continue;
        struct demand *d = &s->demands[s->demand_count++];
        *d = (struct demand) { .id = mlg__arena_text(&s->arena, field[0]),
                               .name = mlg__arena_text(&s->arena, field[1]),
                               .region = "84",
                               .lon_deg = atof(field[2]),
                               .lat_deg = atof(field[3]),
                               .area_km2 = atof(field[4]) };
        set_units(s, d, 2 * atof(field[6]));
    }
    fclose(in);
    return s->demand_count > 0;
}

/* ---- the plan ---- */

static int32_t state_of(int32_t site, int32_t period, bool before)
{
    const struct fixture_site *f = &fixture_sites[site];
    return !before && f->opens >= 0 && period >= f->opens ? f->becomes : f->today;
}

static double distance_km(const mlg_scenario *s, int32_t demand, int32_t site)
{
    return mlg__great_circle_m(s->demands[demand].lat_deg, s->demands[demand].lon_deg, s->sites[site].lat_deg,
                               s->sites[site].lon_deg) /
           1000;
}

/* The nearest open station within its reach; else the nearest partner. */
static int32_t server_of(const mlg_scenario *s, int32_t demand, int32_t period, bool before)
{
    int32_t best = MLG_NONE, partner = MLG_NONE;
    double best_km = 1e9, partner_km = 1e9;
    for (int32_t i = 0; i < s->site_count; i++) {
        const int32_t state = state_of(i, period, before);
        if (!state || s->sites[i].kind == KIND_FC) continue;
        const double km = distance_km(s, demand, i);
        if (s->sites[i].kind == KIND_PH) {
            if (km < partner_km) partner_km = km, partner = i;
        } else if (km < best_km && km < (before ? 28 : 62)) best_km = km, best = i;
    }
    return best >= 0 ? best : partner;
}

struct tally {
    int64_t units, within[SERVICES], door_mg, lane_mg, lane_micro;
};

static void add_flow(const mlg_scenario *s, struct network_side *side, struct tally *tally, int32_t d, int32_t p,
                     int32_t t, bool before)
{
    const int32_t site = server_of(s, d, t, before);
    const int64_t units = demand_units_milli(s, d, p, t);
    const bool partner = s->sites[site].kind == KIND_PH;
    if (!units) return;
    const double km = distance_km(s, d, site);
    struct plan_flow *f = &side->flows[side->flow_count++];
    *f = (struct plan_flow) { d, p, t, site, 0, partner ? MLG_NONE : 0, units, 0, 0, 0, 0 };
    f->cost_micro = partner ? 3600000 : (int64_t)(1300000 + 14000 * km);
    f->co2_wtw_mg = partner ? 360000 : (int64_t)(90000 + 2600 * km);
    f->mean_s = partner ? 42 * 3600 : (int32_t)((15.5 + km / 45 + 2) * 3600);
    f->latest_s = partner ? 42 * 3600 : f->mean_s + 2 * 3600 + (int32_t)(40 * km);
    tally->units += units;
    if (f->latest_s <= s->services[p].promise_s) tally->within[p] += units;
    (partner ? &tally->door_mg : &tally->lane_mg)[0] += units * f->co2_wtw_mg / 1000;
    tally->lane_micro += units * f->cost_micro / 1000;
}

static int by_time(const void *left, const void *right)
{
    const struct plan_flow *a = *(const struct plan_flow *const *)left, *b = *(const struct plan_flow *const *)right;
    return (a->mean_s > b->mean_s) - (a->mean_s < b->mean_s);
}

static void add_speed(mlg_network_plan *plan, struct network_side *side, int32_t t, int32_t p, double within)
{
    const struct plan_flow **sorted = arena_array(&plan->arena, const struct plan_flow *, side->flow_count);
    int32_t count = 0;
    int64_t all = 0, sum = 0;
    for (int32_t i = 0; i < side->flow_count && sorted; i++)
        if (side->flows[i].period == t && side->flows[i].service == p)
            sorted[count++] = &side->flows[i], all += side->flows[i].units_milli;
    if (!count) return;
    qsort(sorted, (size_t)count, sizeof *sorted, by_time);
    struct plan_speed *row = &side->speed[side->speed_count++];
    *row = (struct plan_speed) { .period = t, .service = p, .units_milli = all, .within_promise = within };
    for (int32_t i = 0; i < count; i++) {
        const int64_t value = sorted[i]->mean_s + 12 * 3600, was = sum;
        sum += sorted[i]->units_milli;
        if (2 * was < all && 2 * sum >= all) row->p50_s = value;
        if (10 * was < 9 * all && 10 * sum >= 9 * all) row->p90_s = value;
        if (20 * was < 19 * all && 20 * sum >= 19 * all) row->p95_s = value;
        if (100 * was < 99 * all && 100 * sum >= 99 * all) row->p99_s = value;
    }
}

static void add_sites_of(const mlg_scenario *s, struct network_side *side, int32_t site, int32_t t, bool before)
{
    const int32_t state = state_of(site, t, before),
                  was = t ? state_of(site, t - 1, before) : fixture_sites[site].today;
    const struct size *size = site_size(s, site, state);
    struct plan_site *row = &side->sites[side->site_count++];
    *row = (struct plan_site) {
        .site = site, .period = t, .size = state, .capacity_milli = size ? size->capacity_milli : 0
    };
    for (int32_t i = 0; i < side->flow_count; i++)
        if (side->flows[i].site == site && side->flows[i].period == t)
            row->load_milli += mlg__round(1.3 * (double)side->flows[i].units_milli);
    if (state != was && size) row->capex_cents = size->capex_cents, row->embodied_mg = size->capex_cents * 40000;
    row->opex_cents = size ? size->capex_cents / 12 : 0;
    row->jobs_milli = !size || size->to_the_door ? 0 : size->capacity_milli / 250 + 20000;
    struct period_summary *sum = &side->periods[t];
    sum->open_sites += state > 0;
    sum->capex_cents += row->capex_cents;
    sum->jobs_milli += row->jobs_milli;
}

static void put_account(struct network_side *side, int32_t t, enum account_line line, double euros)
{
    if (euros != 0) side->account[side->account_count++] = (struct plan_account) { t, line, mlg__round(100 * euros) };
}

static void put_co2(struct network_side *side, int32_t t, enum co2_scope scope, double kg, int64_t embodied_mg)
{
    side->co2[side->co2_count++] =
        (struct plan_co2) { t, scope, mlg__round(1e6 * kg), mlg__round(7.7e5 * kg), embodied_mg };
}

static void fill_period(const mlg_scenario *s, mlg_network_plan *plan, struct network_side *side, int32_t t,
                        const struct tally *tally)
{
    const bool before = side == &plan->before;
    const double days = s->working_days_per_year, units = (double)tally->units / 1000 * days;
    const double lane_eur = (double)tally->lane_micro / 1e6 * days;
    struct period_summary *sum = &side->periods[t];
    for (int32_t site = 0; site < s->site_count; site++) add_sites_of(s, side, site, t, before);
    int64_t embodied = 0, opex = 0;
    for (int32_t i = 0; i < side->site_count; i++)
        if (side->sites[i].period == t) embodied += side->sites[i].embodied_mg, opex += side->sites[i].opex_cents;
    sum->units_milli = tally->units;
    sum->budget_cents = s->periods[t].budget_cents;
    sum->driver_jobs_milli = mlg__round(units * 0.055 / 1850 * 1000);
    for (int32_t p = 0; p < SERVICES; p++) {
        int64_t all = 0;
        for (int32_t d = 0; d < s->demand_count; d++) all += demand_units_milli(s, d, p, t);
        sum->covered[p] = all ? (double)tally->within[p] / (double)all : 0;
        add_speed(plan, side, t, p, sum->covered[p]);
    }
    put_account(side, t, LINE_VEHICLE_FIXED, 0.12 * lane_eur);
    put_account(side, t, LINE_VEHICLE_DISTANCE, 0.07 * lane_eur);
    put_account(side, t, LINE_ENERGY, 0.09 * lane_eur);
    put_account(side, t, LINE_DRIVER, 0.4 * lane_eur);
    put_account(side, t, LINE_TOLLS, 0.01 * lane_eur);
    put_account(side, t, LINE_HANDLING, 0.31 * lane_eur);
    put_account(side, t, LINE_SITE_RUNNING, (double)opex / 100);
    put_account(side, t, LINE_SITE_INVESTMENT, (double)sum->capex_cents / 100);
    const double door_kg = (double)tally->door_mg / 1e6 * days, lane_kg = (double)tally->lane_mg / 1e6 * days;
    const double haul_kg = units * (before ? 0.061 : 0.043), site_kg = units * 0.012;
    put_co2(side, t, CO2_LAST_MILE, lane_kg, 0);
    put_co2(side, t, CO2_LINE_HAUL, haul_kg, 0);
    put_co2(side, t, CO2_SITES, site_kg, embodied);
    put_co2(side, t, CO2_PARTNERS, door_kg, 0);
    put_account(side, t, LINE_CO2_PRICE, 0.1 * (lane_kg + haul_kg + site_kg + door_kg));
}

static int by_site_period(const void *left, const void *right)
{
    const struct plan_site *a = left, *b = right;
    return a->site != b->site ? (a->site > b->site) - (a->site < b->site)
                              : (a->period > b->period) - (a->period < b->period);
}

static void fill_side(const mlg_scenario *s, mlg_network_plan *plan, struct network_side *side)
{
    const bool before = side == &plan->before;
    side->flows = arena_array(&plan->arena, struct plan_flow, (size_t)s->demand_count * SERVICES * PERIODS);
    side->sites = arena_array(&plan->arena, struct plan_site, SITES * PERIODS);
    side->speed = arena_array(&plan->arena, struct plan_speed, SERVICES * PERIODS);
    side->account = arena_array(&plan->arena, struct plan_account, LINE_COUNT * PERIODS);
    side->co2 = arena_array(&plan->arena, struct plan_co2, CO2_SCOPE_COUNT * PERIODS);
    if (plan->arena.failed) return;
    struct tally tallies[PERIODS] = { 0 };
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t p = 0; p < SERVICES; p++)
            for (int32_t t = 0; t < PERIODS; t++) add_flow(s, side, &tallies[t], d, p, t, before);
    for (int32_t t = 0; t < PERIODS; t++) fill_period(s, plan, side, t, &tallies[t]);
    qsort(side->sites, (size_t)side->site_count, sizeof *side->sites, by_site_period);
    for (int32_t i = 0; i < side->account_count; i++)
        side->total_cents += side->account[i].cents * (side->account[i].line == LINE_SITE_INVESTMENT ? 1 : 2);
    side->cost = side->total_cents * 9200;
}

/* Stops of a station in the order of their angle, cut into equal rounds: enough to look at. */
static bool route_day(const mlg_scenario *s, struct plan_day *day)
{
    struct rng rng = rng_seeded(day->seed, 1);
    mlg_builder *b = mlg_builder_new();
    if (!b) return false;
    const struct site *at = &s->sites[day->site];
    mlg_builder_place(b, at->lat_deg, at->lon_deg);
    for (int i = 0; i < STOPS_A_DAY; i++) {
        const double angle = 6.2832 * i / STOPS_A_DAY, r = 0.02 + 0.2 * sqrt((double)rng_below(&rng, 1000) / 1000);
        const int32_t place = mlg_builder_place(b, at->lat_deg + 0.7 * r * sin(angle), at->lon_deg + r * cos(angle));
        mlg_builder_stop(
            b, &(mlg_stop) { .place = place, .demand = { 1 + (int64_t)rng_below(&rng, 9), 9 }, .service_s = 150 });
    }
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = 8, .capacity = { 400, 9000 }, .rates = { .per_m = 1 } });
    if (mlg_builder_finish(b, &day->problem, NULL, NULL)) return false;
    int32_t stops[STOPS_A_DAY];
    struct sequence rounds[3];
    for (int32_t i = 0; i < STOPS_A_DAY; i++) stops[i] = i;
    for (int k = 0; k < 3; k++) rounds[k] = (struct sequence) { 0, k == 2 ? 76 : 52, stops + 52 * k };
    return !mlg__plan_from_sequences(day->problem, rounds, 3, &day->routes, NULL);
}

static bool add_days(const mlg_scenario *s, mlg_network_plan *plan)
{
    plan->days = arena_array(&plan->arena, struct plan_day, 2 * SITES * PERIODS);
    for (int before = 0; before < 2 && plan->days; before++)
        for (int32_t site = 0; site < s->site_count; site++)
            for (int32_t t = 0; t < PERIODS; t++) {
                if (s->sites[site].kind != KIND_DS || !state_of(site, t, before)) continue;
                struct plan_day *day = &plan->days[plan->day_count++];
                *day = (struct plan_day) { .before = before, .site = site, .period = t, .seed = (uint64_t)(site * 16 + t * 2 + before + 1) };
                if (!route_day(s, day)) return false;
            }
    return plan->days != NULL;
}

static void add_proof(const mlg_scenario *s, mlg_network_plan *plan)
{
    plan->estimated = plan->complete = true;
    plan->leg_label = s->language == MLG_FR ? "à vol d'oiseau" : "crow flight";
    plan->bound_kind = MLG_BOUND_TREE;
    plan->gap = 0.032;
    plan->bound = (int64_t)((1 - plan->gap) * (double)plan->plan.cost);
    plan->phis = arena_array(&plan->arena, struct plan_phi, 4);
    if (plan->arena.failed) return;
    for (int32_t i = 0; i < 4; i++)
        plan->phis[plan->phi_count++] =
            (struct plan_phi) { 2 + i, i % 4, { 0.96 + 0.04 * i, 0.9 + 0.06 * i, 1 + 0.02 * i, 0.93 + 0.05 * i } };
}

/* Words of every kind, as siting would leave them. */
static void add_siting_words(mlg_network_plan *plan)
{
    static const int64_t million = INT64_C(1000000000000);
    struct siting_words *words = arena_array(&plan->arena, struct siting_words, 1);
    struct limit_word *limits = arena_array(&plan->arena, struct limit_word, 6);
    struct room_word *rooms = arena_array(&plan->arena, struct room_word, 1);
    struct site_word *sites = arena_array(&plan->arena, struct site_word, 6);
    if (plan->arena.failed) return;
    const int64_t cost = plan->plan.cost, bound = plan->bound;
    limits[0] = (struct limit_word) { { WORTH_BUDGET, 1, MLG_NONE, "", MLG_NONE }, 310000, bound, 2e7, bound - 6 * million, true, true, cost,
                                      cost - 3 * million, 700000000, 741000000, 4, { { 3, 1, 0, 1 }, { 4, 1, 1, 2 }, { 5, 2, 1, 0 } } };
    limits[1] = (struct limit_word) { { WORTH_COVERAGE, 3, 0, "", MLG_NONE }, 9e6, bound, 1000, bound + million / 100, true, true, cost,
                                      cost + million / 2, 700000000, 701000000, 1, { { 3, 1, 0, 1 } } };
    limits[2] = (struct limit_word) { { WORTH_CO2, 3, MLG_NONE, "", MLG_NONE }, 2e8, bound, -500, bound + million, true, false, cost, 0, 700000000,
                                      0, 0, { { 0 } } };
    limits[3] = (struct limit_word) { { WORTH_JOBS, 3, MLG_NONE, "", MLG_NONE }, 3e10, bound, 100, bound + 3 * million, true, true, cost, cost,
                                      700000000, 699000000, 0, { { 0 } } };
    limits[4] = (struct limit_word) { { WORTH_BUDGET, 2, MLG_NONE, "", MLG_NONE }, 0, bound, 2e7, bound, false, false, 0, 0, 0, 0, 0, { { 0 } } };
    limits[5] = (struct limit_word) { { WORTH_BUDGET_TOTAL, 3, MLG_NONE, "", MLG_NONE }, 0, bound, 2e7, bound, false, false, 0, 0, 0, 0, 0, { { 0 } } };
    rooms[0] = (struct room_word) { 2, 30000000, 1000000, bound - million, million / 5 };
    sites[0] = (struct site_word) { 2, true, SITE_ALWAYS, cost + 40 * million, true, 55 * million, -5 * million, -60 * million, 30000000, REASON_DEAR, 0, { 0 }, 5 };
    sites[1] = (struct site_word) { 3, true, SITE_DEPENDS, bound + million, true, -million / 7, -million, -6 * million / 7, 3846000, REASON_LIMIT, 0,
                                    { WORTH_COVERAGE, 3, 0, "", MLG_NONE }, 3 };
    sites[2] = (struct site_word) { 4, false, SITE_DEPENDS, bound + million, true, million / 6, million, 5 * million / 6, 2100000, REASON_DEAR, 0, { 0 }, 0 };
    sites[3] = (struct site_word) { 5, false, SITE_DEPENDS, bound, true, -million / 9, million, 10 * million / 9, 4000000, REASON_BUDGET, 120000000, { 0 }, 0 };
    sites[4] = (struct site_word) { 6, false, SITE_NEVER, cost + 30 * million, true, -million, -2 * million, -million, 900000, REASON_LIMIT, 0,
                                    { WORTH_CAPACITY, 3, MLG_NONE, "", 0 }, 0 };
    sites[5] = (struct site_word) { 7, true, SITE_FIXED, INT64_MAX, false, 0, 0, 0, 0, REASON_NONE, 0, { 0 }, 5 };
    *words = (struct siting_words) { cost, bound, 0.01, 5, 6, 1, 6, limits, rooms, sites };
    plan->words = words;
}

bool report_fixture_make(struct report_fixture *f, const char *demand_csv, mlg_lang lang)
{
    *f = (struct report_fixture) { mlg__scenario_new(), NULL };
    if (!f->s) return false;
    mlg_scenario *s = f->s;
    s->name = "Auvergne-Rhône-Alpes 2024–2031";
    s->language = lang;
    s->planning_day_factor = 1.3;
    s->co2_eur_per_t = 100;
    add_periods(s);
    add_sizes(s);
    add_sites(s);
    add_vehicles(s);
    add_words(s, lang);
    if (!demand_csv) invent_demand(s);
    else if (!read_demand(s, demand_csv)) return false;
    if (s->arena.failed) return false;
    f->plan = mlg__network_plan_new(s);
    if (!f->plan) return false;
    fill_side(s, f->plan, &f->plan->before);
    fill_side(s, f->plan, &f->plan->plan);
    if (f->plan->arena.failed) return false;
    add_proof(s, f->plan);
    add_siting_words(f->plan);
    return add_days(s, f->plan) && !f->plan->arena.failed;
}

void report_fixture_free(struct report_fixture *f)
{
    mlg_network_plan_free(f->plan);
    mlg_scenario_free(f->s);
    *f = (struct report_fixture) { NULL, NULL };
}
