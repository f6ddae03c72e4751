/* test_cloud.c — the cloud vocabulary: what is read, what a lane costs and how long it takes, and that the same numbers
 * give the same plan whichever vocabulary they are said in (decision 0011). */
#include <math.h>

#include "accounts/datacentre.h"
#include "accounts/site.h"
#include "base/error.h"
#include "io/plan_json.h"
#include "io/scenario.h"
#include "maillage/api.h"
#include "maillage/check.h"
#include "model/network_plan.h"
#include "report/report.h"
#include "support/tables.h"

/* A cloud of two cities 300 km apart along a meridian, and three sites. */
static const char cloud_json[] =
    "{\"name\": \"two cities\", \"vocabulary\": \"cloud\", \"working_days_per_year\": 365, \"discount_rate\": 0,\n"
    " \"planning_day_factor\": 1.25, \"grid_kg_per_kwh\": 0.05,\n"
    " \"periods\": [{\"label\": \"a\", \"start_year\": 2024, \"length_years\": 2}, {\"label\": \"b\", \"start_year\": 2026}],\n"
    " \"services\": [{\"id\": \"near\", \"promise_ms\": 2.5, \"workload_weight\": 2, \"gb_per_unit\": 10, \"residency\": [\"FR\"], \"unserved_eur_per_unit\": 10},\n"
    "                {\"id\": \"far\", \"promise_ms\": 50, \"unserved_eur_per_unit\": 10}],\n"
    " \"objective\": {\"co2_eur_per_t\": 100},\n"
    " \"fibre\": {\"it_kwh_per_gpu_hour\": 1.5, \"power_eur_per_mwh\": 100, \"net_kwh_per_gb\": 0.01}}";
static const char cloud_sizes[] =
    "kind,size,it_mw,grid_mw,capacity_per_day,capex_eur,opex_eur_per_year,handling_eur_per_unit\n"
    "region,small,1,1.5,10000,1000000,10000,1\n"
    "region,large,2,3,20000,1800000,15000,1\n";
static const char cloud_sites[] =
    "id,kind,lon,lat,state_today,earliest_opening_year,earliest_extension_year,connection_eur_per_mw,zone,pue,transit_eur_per_gb\n"
    "S,region,2,45,small,,2026,200000,FR,1.2,0.01\n"
    "N,region,2,48,,2026,,400000,FR,1.1,0.02\n"
    "D,region,9,50,small,,,0,DE,1.5,0.02\n";
static const char cloud_demand[] = "id,name,lon,lat,near_units_per_day,far_units_per_day\n"
                                   "s,South,2,45,1000,2000\n"
                                   "n,North,2,47.697964,1000,500.0004\n";

struct files {
    struct scenario_file list[6];
    int32_t count;
};
static struct files cloud_files(void)
{
    return (struct files) { { { "scenario.json", cloud_json, sizeof cloud_json - 1 },
                              { "sizes.csv", cloud_sizes, sizeof cloud_sizes - 1 },
                              { "sites.csv", cloud_sites, sizeof cloud_sites - 1 },
                              { "demand.csv", cloud_demand, sizeof cloud_demand - 1 } }, 4 };
}

static struct scenario_file file_of(const char *name, const char *text)
{
    return (struct scenario_file) { name, text, strlen(text) };
}

/* NULL where mistakes were found. */
static mlg_scenario *read_files(const struct files *f, mlg_findings *found)
{
    struct arena memory = { 0 };
    const struct emission_tables tables = test_tables(&memory);
    mlg_scenario *s = NULL;
    mlg_error err = { 0 };
    mlg__scenario_read_files(f->list, f->count, &tables, MLG_EN, &s, found, &err);
    mlg__arena_free(&memory);
    return s;
}

static mlg_scenario *cloud(void)
{
    const struct files f = cloud_files();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = read_files(&f, found);
    check_msg(s != NULL, "%s: %s", mlg_findings_at(found, false, 0)->where, mlg_findings_at(found, false, 0)->message);
    if (mlg_findings_count(found, true)) check_msg(false, "warned: %s", mlg_findings_at(found, true, 0)->message);
    mlg_findings_free(found);
    return s;
}

/* ---------- reading ---------- */

static void reads_clock_and_weights(void **state)
{
    (void)state;
    mlg_scenario *s = cloud();
    assert_true(is_cloud(s));
    assert_int_equal(s->services[0].promise_s, 2500); /* microseconds */
    assert_int_equal(s->vehicle_count, 0);
    assert_int_equal(s->days_sampled, 0);
    assert_int_equal(s->operations.processing_s[0], 0);
    assert_int_equal(demand_units_milli(s, 0, 0, 0), 2000000); /* held: 1,000 x weight 2 */
    assert_int_equal(demand_units_milli(s, 1, 1, 1), 500000);
    check_near(shown_time(s, 2500), 2.5, 0);
    mlg_scenario_free(s);
}

/* Change one file; the first finding must say `wanted`. */
static void expect_finding(const char *name, const char *text, const char *wanted)
{
    struct files f = cloud_files();
    bool replaced = false;
    for (int32_t i = 0; i < f.count; i++)
        if (!strcmp(f.list[i].name, name)) f.list[i] = file_of(name, text), replaced = true;
    if (!replaced) f.list[f.count++] = file_of(name, text);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = read_files(&f, found);
    check_msg(s == NULL, "%s was accepted", name);
    bool told = false;
    const mlg_error *e;
    for (int32_t i = 0; (e = mlg_findings_at(found, false, i)); i++) told |= strstr(e->message, wanted) || strstr(e->where, wanted);
    check_msg(told, "%s: not told: %s; first: %s", name, wanted, mlg_findings_at(found, false, 0)->message);
    mlg_findings_free(found);
}

static char *replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    char *out = malloc(strlen(text) + strlen(to) + 1);
    sprintf(out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

static void expect_json(const char *from, const char *to, const char *wanted)
{
    char *text = replace(cloud_json, from, to);
    expect_finding("scenario.json", text, wanted);
    free(text);
}

static void tells_the_other_vocabulary(void **state)
{
    (void)state;
    expect_json("\"promise_ms\": 50", "\"promise_h\": 50", "promise_h");
    expect_json("\"promise_ms\": 50", "\"cut_off\": \"18:00\"", "promise_ms");
    expect_json("\"fibre\"", "\"operations\": {}, \"fibre\"", "a cloud has no operations");
    expect_json("\"workload_weight\": 2", "\"workload_weight\": 0", "workload_weight");
    expect_json("\"cloud\"", "\"clouds\"", "clouds");
    expect_json("\"cloud\",", "\"cloud\", \"levels\": [\"region\", \"edge\"],", "levels");
    expect_finding("lanes.csv", "from,to,time_h\nS,s,1\n", "time_ms is missing");
    expect_finding("lanes.csv", "from,to,time_h,time_ms\nS,s,1,1\n", "not a column of this vocabulary");
}

/* Parcels with keys of a cloud: planned, but not without a word. */
static void warns_of_cloud_keys_elsewhere(void **state)
{
    (void)state;
    char *text = replace(cloud_json, "\"vocabulary\": \"cloud\", ", ""), *all;
    for (int i = 0; i < 2; i++, free(text), text = all) all = replace(text, "promise_ms", "promise_h");
    struct files f = cloud_files();
    f.list[0] = file_of("scenario.json", text);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = read_files(&f, found);
    int32_t told = 0;
    const mlg_error *e;
    for (int32_t i = 0; (e = mlg_findings_at(found, true, i)); i++) told += strstr(e->message, "only a cloud has") != NULL;
    assert_non_null(s);
    assert_int_equal(told, 4); /* workload_weight, gb_per_unit, residency, fibre */
    mlg_findings_free(found);
    mlg_scenario_free(s);
    free(text);
}

/* ---------- lanes and sites ---------- */

static mlg_leg leg_of(const mlg_scenario *s, int32_t site, int32_t demand)
{
    mlg_leg_source legs;
    mlg_leg leg;
    mlg_error err = { 0 };
    const int32_t from = s->demand_count + site;
    assert_int_equal(mlg_scenario_legs(s, NULL, &legs, &err), MLG_OK);
    assert_int_equal(legs.rows(legs.self, 0, &from, 1, &demand, 1, &leg, &err), MLG_OK);
    mlg_roads_source_free(&legs);
    return leg;
}

static struct lane_price price_of(const mlg_scenario *s, int32_t site, int32_t demand, int32_t service, bool *there)
{
    struct lane_price p;
    *there = mlg__lane_price(s, demand, site, service, MLG_NONE, leg_of(s, site, demand), (struct lane_phi) { 1, 1, 1, 1 }, &p);
    return p;
}

static void a_lane_by_hand(void **state)
{
    (void)state;
    mlg_scenario *s = cloud();
    bool there;
    /* 300 km of crow flight are 450 km of fibre: 2 x 450 x 4.9 us + 500 us. */
    check_near(leg_of(s, 0, 1).distance_m, 450000, 20);
    struct lane_price p = price_of(s, 0, 1, 0, &there);
    assert_true(there);
    check_near(p.mean_s, 4910, 1);
    assert_int_equal(p.latest_s, p.mean_s);
    /* A unit held is half a GPU-hour: 0.75 kWh in servers x 1.2, 5 GB of transit. */
    assert_int_equal(p.line_micro[LINE_ENERGY], 90000);  /* 0.9 kWh at 0.10 */
    assert_int_equal(p.line_micro[LINE_TOLLS], 50000);   /* 5 GB at 0.01 */
    assert_int_equal(p.co2_wtw_mg, 47500);               /* (0.9 + 0.05) kWh at 0.05 kg */
    assert_int_equal(p.line_micro[LINE_CO2_PRICE], 4750);
    assert_int_equal(p.cost_micro, 144750);
    assert_int_equal(p.energy_j, 3420000);
    assert_int_equal(price_of(s, 0, 0, 1, &there).mean_s, 500); /* at the door: equipment alone */

    s->services[0].strict = true; /* 4.9 ms are more than 2.5 */
    price_of(s, 0, 1, 0, &there);
    assert_false(there);
    price_of(s, 0, 0, 0, &there);
    assert_true(there);
    s->services[0].strict = false;
    price_of(s, 2, 1, 0, &there); /* realtime data may not rest in Germany */
    assert_false(there);
    price_of(s, 2, 1, 1, &there);
    assert_true(there);

    const struct work w = mlg__work_of_year(s, 0, 0, 1000 * MLG_MILLI);
    check_near(w.it_mwh, 1000 * 0.75 * 365 / 1000, 1e-9);
    check_near(w.mwh, 1000 * (0.75 * 1.2 + 0.05) * 365 / 1000, 1e-9);
    check_near(w.water_m3, 1000 * 0.75 * 0.5 * 365 / 1000, 1e-9);
    mlg_scenario_free(s);
}

static void a_measured_round_trip(void **state)
{
    (void)state;
    struct files f = cloud_files();
    f.list[f.count++] = file_of("lanes.csv", "from,to,time_ms,cost_eur_per_unit,co2_kg_per_unit\nS,n,7.25,,\nN,s,3,0.5,0.001\n");
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = read_files(&f, found);
    bool there;
    assert_non_null(s);
    const struct lane_price time_alone = price_of(s, 0, 1, 0, &there), whole = price_of(s, 1, 0, 0, &there);
    assert_int_equal(time_alone.mean_s, 7250);
    assert_int_equal(time_alone.cost_micro, 144750); /* as computed */
    assert_int_equal(whole.mean_s, 3000);
    assert_int_equal(whole.line_micro[LINE_OTHER_LANE], 500000);
    assert_int_equal(whole.cost_micro, 500100);
    mlg_findings_free(found);
    mlg_scenario_free(s);
}

static void grids_take_time_and_money(void **state)
{
    (void)state;
    mlg_scenario *s = cloud();
    const struct site_options o = { .extension_surcharge = 0.1 };
    assert_false(mlg__site_transition(s, 0, 1, 2, 0, &o).allowed); /* extension from 2026 on */
    assert_true(mlg__site_transition(s, 0, 1, 0, 0, &o).allowed);  /* smaller at any time */
    const struct transition grow = mlg__site_transition(s, 0, 1, 2, 1, &o), open = mlg__site_transition(s, 1, 0, 1, 1, &o);
    assert_true(grow.allowed && open.allowed);
    assert_int_equal(grow.capital_cents, 88000000 + 30000000);  /* 0.8 M x 1.1; 1.5 MW x 0.2 M */
    assert_int_equal(open.capital_cents, 100000000 + 60000000); /* 1 M; 1.5 MW x 0.4 M */
    mlg_scenario_free(s);
}

/* ---------- plans ---------- */

static mlg_network_plan *plan_of(const mlg_scenario *s, mlg_leg_source *legs)
{
    mlg_error err = { 0 };
    mlg_network_plan *plan = NULL;
    mlg_options *o = mlg_options_new();
    assert_int_equal(mlg_options_set(o, "plan.time_limit_s", "0", &err), MLG_OK);
    assert_int_equal(mlg_options_set(o, "siting.iterations", "40", &err), MLG_OK);
    assert_int_equal(mlg_options_set(o, "plan.days", "0", &err), MLG_OK);
    assert_int_equal(mlg_scenario_legs(s, o, legs, &err), MLG_OK);
    check_msg(mlg_plan_scenario(s, legs, o, NULL, NULL, &plan, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    assert_non_null(plan);
    mlg_options_free(o);
    return plan;
}

static struct text json_of(const mlg_network_plan *plan)
{
    struct text t = { 0 };
    mlg_error err = { 0 };
    check_msg(mlg__network_plan_write(plan, &t, &err) == MLG_OK, "%s", err.message);
    return t;
}

static void plans_and_reads_back(void **state)
{
    (void)state;
    mlg_scenario *s = cloud();
    mlg_leg_source legs;
    mlg_error err = { 0 };
    mlg_network_plan *plan = plan_of(s, &legs), *again = NULL;
    struct text first = json_of(plan);
    assert_non_null(strstr(first.data, "\"mean_us\":"));
    assert_non_null(strstr(first.data, "\"p95_ms\":"));
    assert_null(strstr(first.data, "\"mean_h\":"));
    assert_int_equal(mlg__network_plan_read(first.data, first.length, s, &again, NULL, &err), MLG_OK);
    struct text second = json_of(again);
    assert_string_equal(first.data, second.data);

    mlg_findings *violations = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_network(s, &legs, again, violations, &err), MLG_OK);
    assert_int_equal(mlg_findings_count(violations, false), 0);
    again->plan.flows[0].mean_s += 1; /* a microsecond */
    assert_int_equal(mlg_check_network(s, &legs, again, violations, &err), MLG_OK);
    assert_true(mlg_findings_count(violations, false) > 0);
    for (int32_t i = 0; i < plan->plan.speed_count; i++) /* nobody waits for a cut-off */
        assert_true(plan->plan.speed[i].p99_s < 20000);
    mlg_findings_free(violations);
    text_free(&first);
    text_free(&second);
    mlg_network_plan_free(again);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

/* Nothing of vans and doors is left on its page. */
static void the_page_speaks_cloud(void **state)
{
    static const char *const strange[][6] = { { "parcel", " van", "delivery station", "the door", "cut-off at", "next day" },
                                              { "colis", "camionnette", "agence", "la porte", "livr", "lendemain" } };
    static const char *const wanted[][3] = { { "GPU-hour", " MW", "ms of a round trip" }, { "GPU-heure", " MW", "aller-retour" } };
    (void)state;
    mlg_scenario *s = cloud();
    mlg_leg_source legs;
    mlg_error err = { 0 };
    mlg_network_plan *plan = plan_of(s, &legs);
    for (int lang = 0; lang < 2; lang++) {
        struct text page = { 0 };
        assert_int_equal(mlg__report_write(s, &legs, plan, (mlg_lang)lang, &page, &err), MLG_OK);
        /* The words of the script's own sentences and what is never shown stand in scripts. */
        char *body = strstr(page.data, "<body>"), *script;
        while ((script = strstr(body, "<script"))) {
            char *end = strstr(script, "</script>");
            memset(script, ' ', (size_t)(end - script) + strlen("</script>"));
        }
        for (int i = 0; i < 6; i++) {
            const char *at = strstr(body, strange[lang][i]);
            check_msg(!at, "on the page: …%.80s…", at - 40);
        }
        for (int i = 0; i < 3; i++) {
            const bool unit = wanted[lang][i][0] == ' ';
            check_msg(strstr(body, wanted[lang][i] + unit), "no \"%s\" on the page", wanted[lang][i]);
        }
        text_free(&page);
    }
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

/* ---------- the same numbers in both vocabularies ---------- */

#define SHARED_JSON                                                                                                    \
    "\"name\": \"same\", \"working_days_per_year\": 300, \"budget_total_eur\": 900000, "                               \
    "\"periods\": [{\"label\": \"a\", \"start_year\": 2024, \"length_years\": 2},"                                     \
    "              {\"label\": \"b\", \"start_year\": 2026, \"length_years\": 2}],"                                    \
    "\"objective\": {\"co2_eur_per_t\": 50}, \"coverage\": [{\"service\": \"p\", \"period\": \"b\", \"share\": 0.8}], "
static const char same_parcels[] =
    "{" SHARED_JSON "\"days\": {\"sampled\": 0}, \"operations\": {\"processing_h\": [0]}, "
    "\"services\": [{\"id\": \"p\", \"promise_h\": 0.1}, {\"id\": \"q\", \"promise_h\": 0.5}]}";
static const char same_cloud[] =
    "{" SHARED_JSON "\"vocabulary\": \"cloud\", "
    "\"services\": [{\"id\": \"p\", \"promise_ms\": 0.36}, {\"id\": \"q\", \"promise_ms\": 1.8}]}";
static const char same_sizes[] = "kind,size,capacity_per_day,capex_eur,opex_eur_per_year,jobs,handling_eur_per_unit,kwh_per_unit\n"
                                 "k,small,700,200000,20000,3,0.5,1\nk,large,1500,350000,30000,5,0.4,1\n";
static const char same_sites[] = "id,kind,lon,lat,state_today\nA,k,2,45,small\nB,k,3,46,\nC,k,4,47,\nD,k,5,45,\n";

/* Twelve points in a ring of their own numbers, and a lane from every site to each, of `unit` a 36 ticks. */
static void same_tables(const char *time_column, double unit, struct text *demand, struct text *lanes)
{
    text_add(demand, "id,lon,lat,area_km2,p_units_per_day,q_units_per_day\n");
    text_printf(lanes, "from,to,%s,cost_eur_per_unit,co2_kg_per_unit\n", time_column);
    for (int d = 0; d < 12; d++) {
        text_printf(demand, "d%d,%d.%d,4%d.5,10,%d,%d\n", d, 2 + d % 4, d % 10, 5 + d % 3, 40 + 17 * d % 90, 30 + 29 * d % 70);
        for (int k = 0; k < 4; k++) {
            const int ticks36 = 3 + (7 * d + 5 * k * k + d * k) % 17, cost = 30 + (13 * d + 41 * k + 3 * d * k) % 160;
            text_printf(lanes, "%c,d%d,%.6f,%d.%02d,0.%03d\n", 'A' + k, d, ticks36 * unit, cost / 100, cost % 100, 10 * ticks36);
        }
    }
}

static mlg_scenario *same_scenario(bool is_cloud_one)
{
    struct text demand = { 0 }, lanes = { 0 };
    same_tables(is_cloud_one ? "time_ms" : "time_h", is_cloud_one ? 0.036 : 0.01, &demand, &lanes);
    const struct files f = { { file_of("scenario.json", is_cloud_one ? same_cloud : same_parcels), file_of("sizes.csv", same_sizes),
                               file_of("sites.csv", same_sites), file_of("demand.csv", demand.data),
                               file_of("lanes.csv", lanes.data) }, 5 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = read_files(&f, found);
    check_msg(s != NULL, "%s: %s", mlg_findings_at(found, false, 0)->where, mlg_findings_at(found, false, 0)->message);
    mlg_findings_free(found);
    text_free(&demand);
    text_free(&lanes);
    return s;
}

static void replace_all(struct text *t, const char *from, const char *to)
{
    struct text out = { 0 };
    const char *s = t->data, *at;
    for (; (at = strstr(s, from)); s = at + strlen(from)) {
        text_bytes(&out, s, (size_t)(at - s));
        text_add(&out, to);
    }
    text_add(&out, s);
    text_free(t);
    *t = out;
}

/* The labels that differ: keys of times, the class that brings, where distances come from. */
static struct text without_labels(const mlg_network_plan *plan)
{
    struct text t = json_of(plan);
    static const char *const labels[][2] = {
        { "_us\":", "_s\":" }, { "_ms\":", "_h\":" }, { "\"van35_diesel\"", "null" },
        { "crow flight x detour factor (no road map)", "legs" },
        { "fibre along crow flight x route factor (no map of the net)", "legs" },
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) replace_all(&t, labels[i][0], labels[i][1]);
    return t;
}

static void one_engine_two_vocabularies(void **state)
{
    (void)state;
    mlg_scenario *s[2];
    mlg_leg_source legs[2];
    mlg_network_plan *plan[2];
    for (int i = 0; i < 2; i++) s[i] = same_scenario(i), plan[i] = plan_of(s[i], &legs[i]);

    /* The figures of speed add the wait for the cut-off to the same ticks; taken off, they too must be the same bytes. */
    for (int before = 0; before < 2; before++)
        for (int32_t i = 0; i < plan[0]->plan.speed_count; i++) {
            struct plan_speed *p = before ? &plan[0]->before.speed[i] : &plan[0]->plan.speed[i];
            int64_t *figures[] = { &p->mean_s, &p->p50_s, &p->p90_s, &p->p95_s, &p->p99_s };
            for (int k = 0; p->units_milli > 0 && k < 5; k++) *figures[k] -= MLG_SECONDS_PER_DAY / 2;
        }
    s[1]->vocabulary = VOCABULARY_PARCELS; /* the writer's unit: hours for both */
    struct text a = without_labels(plan[0]), b = without_labels(plan[1]);
    assert_string_equal(a.data, b.data);
    assert_true(plan[0]->plan.flow_count > 24 && plan[0]->plan.cost > 0);
    int32_t opened = 0; /* it is no plan of one site */
    for (int32_t i = 0; i < plan[0]->plan.site_count; i++)
        opened += plan[0]->plan.sites[i].size > 0 && plan[0]->plan.sites[i].period == 1;
    assert_true(opened > 1);

    for (int i = 0; i < 2; i++) {
        mlg_network_plan_free(plan[i]);
        mlg_roads_source_free(&legs[i]);
        mlg_scenario_free(s[i]);
    }
    text_free(&a);
    text_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_clock_and_weights), cmocka_unit_test(tells_the_other_vocabulary),
        cmocka_unit_test(warns_of_cloud_keys_elsewhere),
        cmocka_unit_test(a_lane_by_hand), cmocka_unit_test(a_measured_round_trip),
        cmocka_unit_test(grids_take_time_and_money), cmocka_unit_test(plans_and_reads_back),
        cmocka_unit_test(the_page_speaks_cloud), cmocka_unit_test(one_engine_two_vocabularies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
