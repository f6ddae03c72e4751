/* test_scenario.c — what the toy scenario and small additions to it become; defaults; paths of fixed sites; density
 * against its slow twin; the page docs/formats/scenario.md against the roster. */
#include <math.h>

#include "io/fields.h"
#include "model/density.h"
#include "model/metric.h"
#include "model/units.h"
#include "support/scenario_text.h"
#include "support/toy.h"

static void toy_values(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = toy_scenario(&toy);
    (void)state;
    assert_string_equal(mlg_scenario_name(s), "Toy: east of Lyon");
    assert_int_equal(mlg_scenario_site_count(s), 8);
    assert_int_equal(mlg_scenario_demand_count(s), 31);
    assert_int_equal(mlg_scenario_period_count(s), 2);
    assert_int_equal(s->level_count, 2);
    assert_int_equal(s->periods[1].budget_cents, 300000000);
    assert_int_equal(s->budget_total_cents, 700000000);
    assert_int_equal(s->services[1].promise_s, 48 * 3600);
    assert_int_equal(s->services[1].cut_off_s, 22 * 3600);
    assert_int_equal(s->services[0].unserved_micro, 12000000);
    assert_int_equal(s->job_floors[0].at_least_milli, 5000);
    assert_int_equal(s->operations.processing_s[0], 9000);
    assert_int_equal(s->operations.departure_s[0], 9 * 3600);
    assert_int_equal(s->operations.latest_delivery_s, 73800);
    assert_int_equal(s->co2_max_mg[0], INT64_MAX);

    const struct site *station = &s->sites[2];
    assert_string_equal(station->id, "T-DS-01");
    assert_int_equal(station->state_today, 1);
    assert_int_equal(station->allowed, 7);
    assert_int_equal(s->sites[0].allowed, 2); /* may_close 0 */
    assert_int_equal(s->sites[4].allowed, 3);
    assert_int_equal(s->sites[6].earliest_opening_year, 2028);
    assert_int_equal(s->sites[5].latest_opening_year, INT32_MAX);
    assert_string_equal(s->sites[5].conflict_set, "nord-isere");
    assert_true(site_serves(s, 1) && site_serves(s, 2) && !site_serves(s, 0));
    assert_string_equal(site_size(s, 2, 2)->id, "ds_2500");
    assert_null(site_size(s, 2, 0));

    const struct size *hub = site_size(s, 1, 1);
    assert_true(hub->to_the_door);
    assert_int_equal(hub->handling_micro, 3800000);
    assert_int_equal(hub->door_co2_mg, 360000);
    assert_int_equal(hub->door_s, 42 * 3600);
    const struct size *small = site_size(s, 2, 1);
    assert_int_equal(small->capacity_milli, 2500000);
    assert_int_equal(small->capex_cents, 210000000);
    assert_int_equal(small->embodied_mg, INT64_C(675000000000));
    assert_int_equal(small->energy_kwh_per_year, 90000);
    assert_int_equal(small->handling_micro, 540000);

    assert_string_equal(s->demands[0].name, "Miribel");
    assert_int_equal(demand_units_milli(s, 0, 0, 0), 100700);
    assert_int_equal(demand_units_milli(s, 0, 0, 1), 125800);
    assert_int_equal(demand_units_milli(s, 0, 1, 0), 72900);
    assert_int_equal(demand_units_milli(s, 0, 1, 1), 72900);
    check_near(s->demands[0].stops_per_day, ((100.7 + 125.8) / 2 + 72.9) / 1.3, 1e-9);

    assert_int_equal(s->vehicle_count, 2);
    assert_int_equal(s->vehicles[0].use, USE_LAST_MILE);
    assert_string_equal(s->vehicles[0].replaced, "driver_eur_h");
    assert_string_equal(s->vehicles[1].replaced, "");
    for (int32_t i = 0; i < s->site_count; i++)
        for (int32_t t = 0; t < 2; t++)
            check_near(s->site_grid_kg_per_kwh[i * 2 + t], 0.031, 1e-9); /* FR 2025, the latest */
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* Zone and latest year not after the period, else the country's generation, else the scenario's own factor. */
static void grid_factors(void **state)
{
    struct toy toy = toy_new();
    (void)state;
    assert_true(toy_replace(&toy, "scenario.json", "\"start_year\": 2026, \"length_years\": 2",
                            "\"start_year\": 2022, \"length_years\": 6"));
    assert_true(toy_replace(&toy, "sites.csv", "0,,,1.0,FR", "0,,,1.0,"));
    assert_true(toy_replace(&toy, "sites.csv", "ds_1500,,,,0.9,FR", "ds_1500,,,,0.9,FR-COR"));
    mlg_scenario *s = toy_scenario(&toy);
    check_near(s->site_grid_kg_per_kwh[0], 0.044, 0);
    check_near(s->site_grid_kg_per_kwh[2], 0.091, 1e-9);     /* FR 2022 */
    check_near(s->site_grid_kg_per_kwh[2 + 1], 0.031, 1e-9); /* FR 2025 for 2028 */
    for (int32_t t = 0; t < 2; t++) {                        /* any zone of the table, by its definition */
        double wanted = NAN;
        int32_t year = 0;
        for (int32_t i = 0; i < toy.tables.grid_count; i++) {
            const struct grid_factor *g = &toy.tables.grids[i];
            if (!strcmp(g->zone, "FR-COR") && g->year <= s->periods[t].start_year && g->year > year)
                year = g->year, wanted = g->kg_per_kwh;
        }
        check_near(s->site_grid_kg_per_kwh[7 * 2 + t], wanted, 0);
    }
    mlg_scenario_free(s);
    toy_free(&toy);
}

static void french_texts(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = NULL;
    (void)state;
    assert_true(toy_replace(&toy, "scenario.json", "\"language\": \"en\",", ""));
    assert_int_equal(toy_read(&toy, MLG_FR, &s, NULL, NULL), MLG_OK);
    assert_int_equal(s->language, MLG_FR);
    assert_non_null(strstr(s->assumptions[0], "Volumes"));
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* Asked for, else the key, else the reader's own: what the report is written in, and its texts. */
static void report_language(void **state)
{
    struct toy toy = toy_new();
    const mlg_lang french = MLG_FR, english = MLG_EN;
    const struct { const mlg_lang *asked; mlg_lang reader, report; } cases[] = {
        { NULL, MLG_FR, MLG_EN }, { &french, MLG_EN, MLG_FR }, { &english, MLG_FR, MLG_EN } }; /* the key says en */
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mlg_scenario *s = NULL;
        assert_int_equal(mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples/toy", &toy.tables, cases[i].reader,
                                                   cases[i].asked, &s, NULL, NULL), MLG_OK);
        assert_int_equal(mlg_scenario_language(s), cases[i].report);
        assert_int_equal(strstr(s->assumptions[0], "inventés") != NULL, cases[i].report == MLG_FR);
        mlg_scenario_free(s);
    }
    toy_free(&toy);
}

/* A decision already taken: from the first period that starts in or after its year, and never in today's network. */
static void fixed_sites(void **state)
{
    struct toy toy = toy_new();
    (void)state;
    assert_true(toy_replace(&toy, "sites.csv", "may_close,earliest", "decided_year,earliest"));
    assert_true(toy_replace(&toy, "sites.csv", "conflict_set", "decided_size"));
    assert_true(toy_replace(&toy, "sites.csv", "sc_10000,0,", "sc_10000,,"));
    assert_true(toy_replace(&toy, "sites.csv", "ph_4000,0,", "ph_4000,,"));
    assert_true(toy_replace(&toy, "sites.csv", "ds_1500;ds_2500,,,nord-isere", "ds_1500,2027,,ds_2500"));
    assert_true(toy_replace(&toy, "sites.csv", "nord-isere", ""));
    mlg_scenario *s = toy_scenario(&toy);
    assert_false(mlg__site_is_fixed(s, 0)); /* upper levels are chosen too */
    assert_false(mlg__site_is_fixed(s, 2));
    assert_true(mlg__site_is_fixed(s, 5));
    assert_int_equal(s->sites[5].allowed, 7); /* the decided size is allowed */
    assert_int_equal(mlg__fixed_state(s, 0, 1, false), 1);
    assert_int_equal(mlg__fixed_state(s, 5, 0, false), 0);
    assert_int_equal(mlg__fixed_state(s, 5, 1, false), 2);
    assert_int_equal(mlg__fixed_state(s, 5, 1, true), 0);
    mlg_scenario_free(s);
    toy_free(&toy);
}

static void vehicles_and_lanes(void **state)
{
    static const char vehicles[] = "class_id;use;based_on;energy_per_100km_ref;fuel_factor_id;payload_kg\n"
                                   "van35_diesel;last_mile;;;;900,5\n"
                                   "thirsty;line_haul;artic40_diesel;60;diesel_fr_no_bio;\n";
    static const char lanes[] = "from,to,mode,time_h,cost_eur_per_unit,co2_kg_per_unit\n"
                                "T-SC-01,T-DS-01,,0.5,0.05,0.01\nT-DS-01,01249,van35_diesel,3.25,1.955555,\n";
    static const char stops[] = "demand,service,lon,lat,units,service_s,open,close\n"
                                "01249,two_day,4.95,45.82,2,90,10:00,12:00\n01262,,5.06,45.85,,,,\n";
    struct toy toy = toy_new();
    (void)state;
    toy_put(&toy, "vehicles.csv", vehicles, strlen(vehicles));
    toy_put(&toy, "lanes.csv", lanes, strlen(lanes));
    toy_put(&toy, "stops.csv", stops, strlen(stops));
    assert_true(toy_replace(&toy, "scenario.json", "\"real\": []", "\"real\": [\"stops.csv\"]"));
    mlg_scenario *s = toy_scenario(&toy);
    const struct vehicle_class *base = test_class(&toy.tables, "artic40_diesel"), *own = &s->vehicles[1];
    check_near(s->vehicles[0].payload_kg, 900.5, 0);
    assert_string_equal(own->replaced, "energy_per_100km_ref;fuel_factor_id");
    check_near(own->wtw_kg_per_unit, 3.16, 1e-12);
    check_near(own->a_mj_per_km[0], base->a_mj_per_km[0] * 60 / base->energy_per_100km_ref, 1e-12);
    check_near(own->driver_eur_h, base->driver_eur_h, 0);

    assert_int_equal(s->lane_count, 2);
    assert_int_equal(s->lanes[0].to_site, 2);
    assert_int_equal(s->lanes[0].vehicle_class, 1); /* the only one for line haul */
    assert_int_equal(s->lanes[1].to_site, MLG_NONE);
    assert_int_equal(s->lanes[1].to_demand, 0);
    assert_int_equal(s->lanes[1].time_s, 11700);
    assert_int_equal(s->lanes[1].cost_micro, 1955555);

    assert_int_equal(mlg__real_day_count(s), 1);
    assert_int_equal(s->real_stops[0].service, 1);
    assert_int_equal(s->real_stops[0].open_s, 36000);
    assert_int_equal(s->real_stops[1].units_milli, 1000);
    assert_int_equal(s->real_stops[1].service_s, 150);
    assert_int_equal(s->real_stops[1].close_s, MLG_SECONDS_PER_DAY);
    mlg_scenario_free(s);

    toy_put(&toy, "vehicles.csv", NULL, 0); /* without the file: the default classes */
    assert_true(toy_replace(&toy, "lanes.csv", "van35_diesel", ""));
    s = toy_scenario(&toy);
    assert_string_equal(s->vehicles[0].id, "van35_diesel");
    assert_string_equal(s->vehicles[1].id, "artic40_diesel");
    assert_int_equal(s->lanes[1].vehicle_class, 0);
    mlg_scenario_free(s);
    toy_free(&toy);
}

/* The roster's fallbacks are the defaults of mlg__scenario_new(): a scenario that leaves a key out gets the same either
 * way. */
static void defaults_agree(void **state)
{
    static const enum input_table tables[] = { INPUT_SETTINGS, INPUT_OBJECTIVE, INPUT_OPERATIONS, INPUT_DAYS };
    mlg_scenario *fresh = mlg__scenario_new(), *s = mlg__scenario_new();
    json_t *empty = json_object();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const struct json_node top = { .value = empty, .file = "scenario.json", .found = found };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        mlg__input_object(tables[i], &top, tables[i] == INPUT_OPERATIONS ? (void *)&s->operations : (void *)s,
                          &s->arena);
    struct text a = { 0 }, b = { 0 };
    dump_settings(fresh, &a);
    dump_settings(s, &b);
    assert_string_equal(a.data, b.data);
    assert_int_equal(mlg_findings_count(found, false), 2); /* periods and services are required */
    text_free(&a);
    text_free(&b);
    json_decref(empty);
    mlg_findings_free(found);
    mlg_scenario_free(fresh);
    mlg_scenario_free(s);
}

/* Every fallback is a good value of its field, within its limits. */
static void fallbacks_are_values(void **state)
{
    int checked = 0;
    (void)state;
    for (int table = 0; table < INPUT_TABLE_COUNT; table++)
        for (int32_t i = 0; i < mlg__input_shapes[table].field_count; i++) {
            const struct input_field *f = &mlg__input_shapes[table].fields[i];
            double value;
            int32_t clock;
            check_msg(f->meaning.in[0] && f->meaning.in[1] && f->meaning.in[0][0] && f->meaning.in[1][0],
                      "%s says nothing", f->name);
            check_msg(mlg__input_field((enum input_table)table, f->name) == i, "%s stands twice", f->name);
            if (!f->fallback || f->kind == INPUT_TEXT) continue;
            checked++;
            if (f->kind == INPUT_CLOCK) check_msg(mlg__parse_clock(f->fallback, &clock), "%s", f->name);
            else check_msg(mlg__parse_double(f->fallback, strlen(f->fallback), false, &value), "%s", f->name);
            if (f->kind == INPUT_REAL || f->kind == INPUT_AMOUNT)
                check_msg(value >= f->low && value <= f->high, "%s: %s", f->name, f->fallback);
        }
    assert_true(checked > 30);
}

static void clocks(void **state)
{
    static const struct {
        const char *text;
        int32_t seconds;
    } cases[] = {
        { "00:00", 0 },  { "9:05", 32700 }, { "18:00:30", 64830 }, { "24:00", 86400 }, { "20h30", 73800 },
        { "24:01", -1 }, { "9", -1 },       { "9:60", -1 },        { "9:5x", -1 },     { ":30", -1 },
        { "", -1 },      { "9:", -1 },      { "1:2:3:4", -1 },     { "123:00", -1 },   { "9h", -1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t seconds = -1;
        const bool good = mlg__parse_clock(cases[i].text, &seconds);
        check_msg(good == (cases[i].seconds >= 0) && (!good || seconds == cases[i].seconds), "\"%s\": %d",
                  cases[i].text, seconds);
    }
}

/* ---------- folders ---------- */

static void folders(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *from_folder = NULL, *from_files = toy_scenario(&toy);
    mlg_findings *found = mlg_findings_new(MLG_FR);
    mlg_error err = { 0 };
    (void)state;
    assert_int_equal(
        mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples/toy", &toy.tables, MLG_EN, NULL, &from_folder, found, &err),
        MLG_OK);
    struct text a = scenario_text(from_files), b = scenario_text(from_folder);
    assert_string_equal(a.data, b.data);
    assert_int_equal(mlg_findings_count(found, false) + mlg_findings_count(found, true), 0);
    text_free(&a);
    text_free(&b);
    mlg_scenario_free(from_folder);
    mlg_scenario_free(from_files);

    assert_int_equal(
        mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples/no-such", &toy.tables, MLG_EN, NULL, &from_folder, found, &err),
        MLG_NO_FILE);
    assert_null(from_folder);
    assert_string_equal(mlg_findings_at(found, false, 0)->message, "ce dossier n'existe pas");
    assert_string_equal(err.message, "there is no such folder");
    assert_int_equal(
        mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples", &toy.tables, MLG_EN, NULL, &from_folder, NULL, &err),
        MLG_NO_FILE);
    assert_string_equal(err.where, "scenario.json");
    assert_non_null(strstr(err.message, "(and 3 more)")); /* all four files are told */
    mlg_findings_free(found);
    toy_free(&toy);
}

/* The reference case reads without a word. */
static void reference_case(void **state)
{
    struct toy toy = toy_new();
    mlg_scenario *s = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    (void)state;
    const mlg_status status = mlg__scenario_read_folder(MLG_SOURCE_DIR "/examples/auvergne-rhone-alpes", &toy.tables,
                                                        MLG_EN, NULL, &s, found, &err);
    check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
    check_msg(mlg_findings_count(found, true) == 0, "%s: %s", mlg_findings_at(found, true, 0)->where,
              mlg_findings_at(found, true, 0)->message);
    assert_int_equal(s->demand_count, 4025);
    int64_t next_day_2030 = 0;
    for (int32_t d = 0; d < s->demand_count; d++) next_day_2030 += demand_units_milli(s, d, 0, 3);
    assert_int_equal(next_day_2030, 119400000); /* as its README says */
    mlg_scenario_free(s);
    mlg_findings_free(found);
    toy_free(&toy);
}

/* ---------- checks of what no file can hold ---------- */

static void broken_in_memory(void **state)
{
    struct toy toy = toy_new();
    (void)state;
    for (int what = 0; what < 6; what++) {
        mlg_scenario *s = toy_scenario(&toy);
        mlg_error err = { 0 };
        const char *part = "";
        switch (what) {
        case 0: s->demands[3].units_milli[0] = MLG_UNITS_MILLI_MAX + 1, part = "units a day"; break;
        case 1:
            s->demands[3].units_milli[0] = s->demands[4].units_milli[0] = MLG_UNITS_MILLI_MAX,
            part = "the demand of a period exceeds";
            break;
        case 2: s->sizes[1].kind = 0, part = "kinds and sizes do not fit together"; break;
        case 3: s->sizes[1].capex_cents = INT64_C(90000000000000), part = "all sites together cost"; break;
        case 4: s->sites[2].lat_deg = NAN, part = "not on the globe"; break;
        case 5: s->discount_rate = NAN, part = "outside 0 to 1"; break;
        default: break;
        }
        check_msg(mlg__scenario_finish(s, NULL, &err) != MLG_OK && strstr(err.message, part), "case %d: %s", what,
                  err.message);
        mlg_scenario_free(s);
    }
    toy_free(&toy);
}

/* ---------- density ---------- */

/* The definition, by looking at every pair. */
static double slow_density(const struct demand *d, int32_t count, int32_t i)
{
    double stops = 0, area = 0;
    int32_t within = 0;
    for (int32_t j = 0; j < count; j++)
        if (mlg__great_circle_m(d[i].lat_deg, d[i].lon_deg, d[j].lat_deg, d[j].lon_deg) <= 5000)
            within++, stops += d[j].stops_per_day, area += d[j].area_km2;
    if (within >= 7 || within == count) return stops / area;
    bool taken[600] = { false };
    stops = area = 0;
    for (int k = 0; k < 7 && k < count; k++) {
        int32_t best = -1;
        double best_m = 0;
        for (int32_t j = 0; j < count; j++) {
            const double m = mlg__great_circle_m(d[i].lat_deg, d[i].lon_deg, d[j].lat_deg, d[j].lon_deg);
            if (!taken[j] && (best < 0 || m < best_m)) best = j, best_m = m;
        }
        taken[best] = true;
        stops += d[best].stops_per_day, area += d[best].area_km2;
    }
    return stops / area;
}

static void density_case(struct rng *rng, uint64_t seed)
{
    enum { COUNT_MAX = 600 };
    static struct demand d[COUNT_MAX];
    const int32_t count = 1 + rng_below(rng, seed % 5 ? 120 : COUNT_MAX);
    const double spread_deg = seed % 3 == 0 ? 0.1 : seed % 3 == 1 ? 1.5 : 60;
    const double lon_deg = seed % 7 == 0 ? 179.99 : 5, lat_deg = seed % 11 == 0 ? 84 : 45;
    for (int32_t i = 0; i < count; i++) {
        double lon = lon_deg + spread_deg * (rng_unit(rng) - 0.5);
        if (lon > 180) lon -= 360;
        const double lat = fmin(90, lat_deg + spread_deg * (rng_unit(rng) - 0.5));
        d[i] = (struct demand) {
            .lon_deg = lon, .lat_deg = lat, .area_km2 = 0.5 + 20 * rng_unit(rng), .stops_per_day = 300 * rng_unit(rng)
        };
    }
    assert_true(mlg__fill_density(d, count));
    for (int32_t i = 0; i < count; i++) {
        const double slow = slow_density(d, count, i);
        check_msg(fabs(d[i].density_stops_km2 - slow) <= 1e-9 * (1 + slow),
                  "seed %llu, point %d of %d: %.12g, not %.12g", (unsigned long long)seed, i, count,
                  d[i].density_stops_km2, slow);
        assert_int_equal(d[i].density_band, slow < 0.5 ? 0 : slow < 5 ? 1 : slow < 50 ? 2 : 3);
    }
}

static void density_is_its_definition(void **state)
{
    (void)state;
    for_seeds(1, 60, density_case);
}

/* Points in one place: ties by index, any of them gives the same sums. */
static void density_of_equal_points(void **state)
{
    struct demand d[40];
    (void)state;
    for (int i = 0; i < 40; i++)
        d[i] = (struct demand) { .lon_deg = 5, .lat_deg = 45, .area_km2 = 2, .stops_per_day = 6 };
    assert_true(mlg__fill_density(d, 40));
    for (int i = 0; i < 40; i++) check_near(d[i].density_stops_km2, 3, 1e-12);
}

/* ---------- documents ---------- */

static void schema_names_everything(void **state)
{
    (void)state;
    for (int lang = 0; lang < 2; lang++) {
        struct text t = { 0 };
        mlg__scenario_schema_text((mlg_lang)lang, &t);
        assert_false(t.failed);
        for (int table = 0; table < INPUT_TABLE_COUNT; table++)
            for (int32_t i = 0; i < mlg__input_shapes[table].field_count; i++) {
                const struct input_field *f = &mlg__input_shapes[table].fields[i];
                check_msg(strstr(t.data, f->name) && strstr(t.data, f->meaning.in[lang]), "%s", f->name);
            }
        text_free(&t);
    }
}

/* The page holds the tables as the program prints them. MAILLAGE_WRITE=1 writes them to the test's output instead. */
static void page_is_current(void **state)
{
    char *page;
    size_t size;
    mlg_error err = { 0 };
    struct text t = { 0 };
    (void)state;
    mlg__scenario_schema_markdown(MLG_EN, &t);
    if (getenv("MAILLAGE_WRITE")) fputs(t.data, stdout);
    else {
        check_msg(mlg__file_read(MLG_SOURCE_DIR "/docs/formats/scenario.md", (size_t)1 << 24, &page, &size, &err) ==
                      MLG_OK,
                  "%s", err.message);
        check_msg(strstr(page, t.data) != NULL, "docs/formats/scenario.md is behind the roster: replace its tables by "
                                                "the output of MAILLAGE_WRITE=1 test_scenario");
        mlg__free(page);
    }
    text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toy_values),
        cmocka_unit_test(grid_factors),
        cmocka_unit_test(french_texts), cmocka_unit_test(report_language),
        cmocka_unit_test(fixed_sites),
        cmocka_unit_test(vehicles_and_lanes),
        cmocka_unit_test(defaults_agree),
        cmocka_unit_test(fallbacks_are_values),
        cmocka_unit_test(clocks),
        cmocka_unit_test(folders),
        cmocka_unit_test(reference_case),
        cmocka_unit_test(broken_in_memory),
        cmocka_unit_test(density_is_its_definition),
        cmocka_unit_test(density_of_equal_points),
        cmocka_unit_test(schema_names_everything),
        cmocka_unit_test(page_is_current),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
