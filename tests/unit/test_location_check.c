/* test_location_check.c — small plans of location problems that are clean, and one thing wrong with them at a time: a
 * row for each rule of the checker, and for each thing that the reader of plan.json compares. */
#include "base/error.h"
#include "io/location_plan.h"
#include "maillage/check.h"
#include "support/location_samples.h"
#include "support/test.h"

enum { ROOM = 12 };

/* A plan on the stack that tests change. */
struct draft {
    mlg_location *l;
    mlg_location_plan plan;
    bool open[4], plant_open[2];
    struct location_flow flows[ROOM];
    struct location_haul hauls[ROOM];
};

static mlg_location *read_text(const char *format, const char *text, struct location_params params)
{
    mlg_location *l = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__location_read("sample", text, strlen(text), format, &params, &l, NULL, &err) == MLG_OK, "%s",
              err.message);
    return l;
}

static void begin(struct draft *d, mlg_location *l)
{
    *d = (struct draft) { .l = l, .plan = { .found = true, .bound = INT64_MIN } };
    d->plan.open = d->open;
    d->plan.plant_open = d->plant_open;
    d->plan.flows = d->flows;
    d->plan.hauls = d->hauls;
}

static void flow(struct draft *d, int32_t client, int32_t site, int64_t units)
{
    d->flows[d->plan.flow_count++] = (struct location_flow) { client, site, units };
}

static void haul(struct draft *d, int32_t product, int32_t plant, int32_t site, int64_t units)
{
    d->hauls[d->plan.haul_count++] = (struct location_haul) { product, plant, site, units };
}

/* cap: demands 4, 5, 3; capacities 10; costs 8.25 3 | 15 20 | 7 6. Both open; client 2 split. */
static void split_plan(struct draft *d)
{
    begin(d, read_text("cap", location_samples[0].text, location_samples[0].params));
    d->open[0] = d->open[1] = true;
    flow(d, 0, 1, 4);
    flow(d, 1, 0, 3);
    flow(d, 1, 1, 2);
    flow(d, 2, 1, 3);
    d->plan.cost = 10050 + 20000 + 300 + 900 + 800 + 600;
    d->plan.bound = 20000;
    d->plan.bound_kind = MLG_BOUND_ROOT;
}

/* pmed: p = 2 of 4 vertices. */
static void median_plan(struct draft *d)
{
    begin(d, read_text("pmed", location_samples[9].text, location_samples[9].params));
    d->open[0] = d->open[2] = true;
    flow(d, 0, 0, 1);
    flow(d, 1, 2, 1);
    flow(d, 2, 2, 1);
    flow(d, 3, 2, 1);
    d->plan.cost = 0 + 1 + 0 + 1;
}

/* holmberg: single source. */
static void single_plan(struct draft *d)
{
    begin(d, read_text("holmberg", location_samples[2].text, location_samples[2].params));
    d->open[0] = d->open[1] = true;
    flow(d, 0, 1, 4);
    flow(d, 1, 0, 5);
    flow(d, 2, 1, 3);
    d->plan.cost = 300 + 3 + 15 + 6;
}

/* mclp: one of four, clients 3 and 4 stay out at 2 and 1.5. */
static void cover_plan(struct draft *d)
{
    begin(d, read_text("mclp", location_samples[10].text, location_samples[10].params));
    d->open[0] = true;
    flow(d, 0, 0, 1);
    flow(d, 1, 0, 1);
    d->plan.cost = 20 + 15;
}

/* mp-tscflp: demands 4 5 | 3 2 of two products; one plant. */
static void staged_plan(struct draft *d)
{
    begin(d, read_text("mp-tscflp", location_samples[13].text, location_samples[13].params));
    d->open[0] = d->open[1] = d->plant_open[0] = true;
    flow(d, 0, 0, 4);
    flow(d, 1, 0, 5);
    flow(d, 2, 1, 3);
    flow(d, 3, 1, 2);
    haul(d, 0, 0, 0, 4);
    haul(d, 0, 0, 1, 3);
    haul(d, 1, 0, 0, 5);
    haul(d, 1, 0, 1, 2);
    d->plan.cost = 50 + 300 + (8 + 25 + 12 + 16) + (4 * 1 + 3 * 2 + 5 * 3 + 2 * 4);
}

/* -- changes, one each -- */

static void no_change(struct draft *d) { (void)d; }
static void close_a_site(struct draft *d) { d->open[0] = false, d->plan.cost -= 10050; }
static void no_such_site(struct draft *d) { d->flows[0].site = 2; }
static void no_such_client(struct draft *d) { d->flows[3].client = 3; }
static void no_lane(struct draft *d) { d->flows[0].site = 2; }
static void too_few(struct draft *d) { d->flows[1].units = 1, d->plan.cost -= 600; }
static void too_many(struct draft *d) { d->flows[1].units = 4, d->plan.cost += 300; }
static void none_sent(struct draft *d) { d->flows[1].units = 0; }
static void above_demand(struct draft *d) { d->flows[0].units = 5; }
static void order(struct draft *d)
{
    const struct location_flow f = d->flows[1];
    d->flows[1] = d->flows[2], d->flows[2] = f;
}
static void twice(struct draft *d) { d->flows[2].site = 0, d->plan.cost += -800 + 600; }
static void over_capacity(struct draft *d) { d->l->sites.capacity[1] = 8; }
static void dearer(struct draft *d) { d->plan.cost++; }
static void cheaper(struct draft *d) { d->plan.cost--; }
static void bound_above(struct draft *d) { d->plan.bound = d->plan.cost + 1; }
static void bound_at_cost(struct draft *d) { d->plan.bound = d->plan.cost; }
static void bound_of_nothing(struct draft *d) { d->plan.bound_kind = MLG_BOUND_NONE; }
static void kind_of_nothing(struct draft *d) { d->plan.bound = INT64_MIN; }
static void third_median(struct draft *d) { d->open[1] = true; }
static void split_single(struct draft *d) { d->l->single_source = true; }
static void nothing_found(struct draft *d) { d->plan.found = false, d->plan.flow_count = 0; }
static void nothing_found_bound(struct draft *d) { nothing_found(d), d->plan.bound = 77; }
static void free_ride(struct draft *d) { d->plan.cost = 0; }
static void covered_in_part(struct draft *d)
{
    d->l->single_source = true;
    d->l->demand[0] = 2;
    d->plan.cost += 25;
}
static void plant_closed(struct draft *d) { d->plant_open[0] = false, d->plan.cost -= 50; }
static void plant_full(struct draft *d) { d->l->plants.capacity[1] = 6; }
static void site_full(struct draft *d) { d->l->sites.capacity[1] = 4; }
static void too_little_hauled(struct draft *d) { d->hauls[2].units = 4, d->plan.cost -= 3; }
static void haul_to_nowhere(struct draft *d) { d->hauls[1].site = 2; }
static void haul_of_nothing(struct draft *d) { d->hauls[1].units = 0; }
static void haul_order(struct draft *d)
{
    const struct location_haul h = d->hauls[1];
    d->hauls[1] = d->hauls[2], d->hauls[2] = h;
}
static void haul_without_plants(struct draft *d) { haul(d, 0, 0, 0, 1); }

struct rule_row {
    void (*plan)(struct draft *d);
    void (*change)(struct draft *d);
    const char *where, *message; /* NULL: clean */
    int64_t count;               /* findings: one, but for rows that all break the rule */
};

/* clang-format off */
static const struct rule_row rules[] = {
    { split_plan, no_change, NULL, NULL, 0 },
    { median_plan, no_change, NULL, NULL, 0 },
    { single_plan, no_change, NULL, NULL, 0 },
    { cover_plan, no_change, NULL, NULL, 0 },
    { staged_plan, no_change, NULL, NULL, 0 },
    { split_plan, bound_at_cost, NULL, NULL, 0 },
    { median_plan, nothing_found, NULL, NULL, 0 },
    { split_plan, close_a_site, "assignment/1", "client 2 is served by site 1, which is closed", 1 },
    { split_plan, no_such_site, "assignment/0", "client 1 or site 3 does not exist", 1 },
    { split_plan, no_such_client, "assignment/3", "client 4 or site 2 does not exist", 1 },
    { cover_plan, no_lane, "assignment/0", "site 3 has no lane to client 1", 1 },
    { split_plan, too_few, "assignment", "client 2 must be served 5 units and gets 3", 1 },
    { split_plan, too_many, "assignment", "client 2 asks for 5 units and gets 6", 1 },
    { split_plan, none_sent, "assignment/1", "0 units go to client 2, who asks for 5", 1 },
    { split_plan, above_demand, "assignment/0", "5 units go to client 1, who asks for 4", 1 },
    { split_plan, order, "assignment/2", "client 2, site 1: the row is out of order or twice", 1 },
    { split_plan, twice, "assignment/2", "client 2, site 1: the row is out of order or twice", 1 },
    { split_plan, over_capacity, "sites/1", "site 2: the load 9 (product 1) is above the capacity 8", 1 },
    { split_plan, dearer, "summary/cost", "the cost is claimed as 326.51; it is 326.50", 1 },
    { split_plan, cheaper, "summary/cost", "the cost is claimed as 326.49; it is 326.50", 1 },
    { split_plan, bound_above, "summary/bound", "the bound 326.51 is above the cost 326.50", 1 },
    { split_plan, bound_of_nothing, "summary/bound_kind", "the bound rests on nothing", 1 },
    { split_plan, kind_of_nothing, "summary/bound_kind", "a kind of bound is named, but there is none", 1 },
    { median_plan, nothing_found_bound, "summary/bound_kind", "the bound rests on nothing", 1 },
    { median_plan, third_median, "sites", "3 sites are open; 2 may be", 1 },
    { split_plan, split_single, "assignment", "client 2 gets 5 of 5 units from 2 sites; it must get all from one", 1 },
    { cover_plan, covered_in_part, "assignment", "client 1 gets 1 of 2 units from 1 sites; it must get all from one", 1 },
    { cover_plan, free_ride, "summary/cost", "the cost is claimed as 0.0; it is 3.5", 1 },
    { staged_plan, plant_closed, "hauls/0", "plant 1 sends to site 1 and is closed", 4 },
    { staged_plan, plant_full, "plants/0", "plant 1: the load 7 (product 2) is above the capacity 6", 1 },
    { staged_plan, site_full, "sites/0", "site 1: the load 5 (product 2) is above the capacity 4", 1 },
    { staged_plan, too_little_hauled, "hauls", "site 1 gets 4 units of product 2 and sends out 5", 1 },
    { staged_plan, haul_to_nowhere, "hauls/1", "product 1, plant 1 or site 3 does not exist", 1 },
    { staged_plan, haul_of_nothing, "hauls/1", "0 units are hauled", 1 },
    { staged_plan, haul_order, "hauls/2", "product 1, plant 1, site 2: the row is out of order or twice", 1 },
    { split_plan, haul_without_plants, "hauls/0", "product 1, plant 1 or site 1 does not exist", 1 },
};
/* clang-format on */

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule_row *row = &rules[i];
        struct draft d;
        row->plan(&d);
        row->change(&d);
        mlg_findings *en = mlg_findings_new(MLG_EN), *fr = mlg_findings_new(MLG_FR);
        assert_int_equal(mlg_check_location(d.l, &d.plan, en, NULL), MLG_OK);
        assert_int_equal(mlg_check_location(d.l, &d.plan, fr, NULL), MLG_OK);
        const mlg_error *first = mlg_findings_at(en, false, 0), *french = mlg_findings_at(fr, false, 0);
        if (!row->message) {
            check_msg(!first, "row %zu: %s: %s", i, first->where, first->message);
        } else {
            check_msg(first != NULL, "row %zu is clean", i);
            check_msg(!strcmp(first->where, row->where) && !strcmp(first->message, row->message), "row %zu: %s: %s", i,
                      first->where, first->message);
            check_msg(mlg_findings_count(en, false) == row->count, "row %zu: %lld findings", i,
                      (long long)mlg_findings_count(en, false));
            check_msg(strcmp(first->message, french->message) && !strcmp(first->where, french->where), "row %zu: %s", i,
                      french->message);
        }
        mlg_findings_free(en);
        mlg_findings_free(fr);
        mlg_location_free(d.l);
    }
}

/* -- plan.json -- */

/* Cost is exact: 3 of 4 units at 8.25 and 1 of 4 at 3 are 6.1875 + 0.75 of the file's unit. */
static void test_cost_rounds_up_once(void **state)
{
    (void)state;
    struct draft d;
    split_plan(&d);
    d.flows[0] = (struct location_flow) { 0, 0, 3 }, d.flows[1] = (struct location_flow) { 0, 1, 1 };
    d.flows[2] = (struct location_flow) { 1, 0, 5 }, d.flows[3] = (struct location_flow) { 2, 1, 3 };
    assert_int_equal(mlg__location_cost(d.l, &d.plan), 10050 + 20000 + 694 + 1500 + 600); /* 693.75 */
    mlg_location_free(d.l);
}

static void assert_written(void (*plan)(struct draft *d), void (*change)(struct draft *d), const char *expected)
{
    struct draft d;
    struct text out = { 0 };
    plan(&d);
    change(&d);
    assert_int_equal(mlg__location_plan_write(d.l, &d.plan, &out, NULL), MLG_OK);
    assert_string_equal(out.data, expected);
    text_free(&out);
    mlg_location_free(d.l);
}

static const char split_json[] =
    "{\n\"format\":\"maillage-plan\",\n\"kind\":\"location\",\n\"version\":1,\n"
    "\"problem\":{\"name\":\"sample\",\"format\":\"cap\",\"decimals\":2,\"sites\":2,\"clients\":3},\n"
    "\"options\":{\"single_source\":false,\"open_most\":null},\n"
    "\"summary\":{\"complete\":true,\"cost\":326.5,\"bound\":200,\"bound_kind\":\"root\",\"gap\":0.3874425727411945,"
    "\"open_sites\":2},\n"
    "\"sites\":[\n{\"site\":1,\"fixed\":100.5,\"load\":3,\"capacity\":10},\n"
    "{\"site\":2,\"fixed\":200,\"load\":9,\"capacity\":10}\n],\n"
    "\"assignment\":[\n{\"client\":1,\"site\":2,\"units\":4,\"cost\":3},\n{\"client\":2,\"site\":1,\"units\":3,"
    "\"cost\":9},\n"
    "{\"client\":2,\"site\":2,\"units\":2,\"cost\":8},\n{\"client\":3,\"site\":2,\"units\":3,\"cost\":6}\n],\n"
    "\"unserved\":[]\n}\n";

static const char staged_json[] =
    "{\n\"format\":\"maillage-plan\",\n\"kind\":\"location\",\n\"version\":1,\n"
    "\"problem\":{\"name\":\"sample\",\"format\":\"mp-tscflp\",\"decimals\":0,\"sites\":2,\"plants\":1,\"clients\":4},"
    "\n"
    "\"options\":{\"single_source\":false,\"open_most\":null},\n"
    "\"summary\":{\"complete\":true,\"cost\":444,\"bound\":null,\"bound_kind\":\"none\",\"gap\":null,\"open_sites\":2,"
    "\"open_plants\":1},\n"
    "\"sites\":[\n{\"site\":1,\"fixed\":100,\"load\":[4,5],\"capacity\":[8,8]},\n"
    "{\"site\":2,\"fixed\":200,\"load\":[3,2],\"capacity\":[8,8]}\n],\n"
    "\"plants\":[\n{\"plant\":1,\"fixed\":50,\"load\":[7,7],\"capacity\":[9,9]}\n],\n"
    "\"assignment\":[\n{\"client\":1,\"site\":1,\"units\":4,\"cost\":8},\n{\"client\":2,\"site\":1,\"units\":5,"
    "\"cost\":25},\n"
    "{\"client\":3,\"site\":2,\"units\":3,\"cost\":12},\n{\"client\":4,\"site\":2,\"units\":2,\"cost\":16}\n],\n"
    "\"hauls\":[\n{\"product\":1,\"plant\":1,\"site\":1,\"units\":4,\"cost\":4},\n"
    "{\"product\":1,\"plant\":1,\"site\":2,\"units\":3,\"cost\":6},\n"
    "{\"product\":2,\"plant\":1,\"site\":1,\"units\":5,\"cost\":15},\n"
    "{\"product\":2,\"plant\":1,\"site\":2,\"units\":2,\"cost\":8}\n],\n"
    "\"unserved\":[]\n}\n";

static const char cover_json[] =
    "{\n\"format\":\"maillage-plan\",\n\"kind\":\"location\",\n\"version\":1,\n"
    "\"problem\":{\"name\":\"sample\",\"format\":\"mclp\",\"decimals\":1,\"sites\":4,\"clients\":4},\n"
    "\"options\":{\"single_source\":false,\"open_most\":1},\n"
    "\"summary\":{\"complete\":false,\"cost\":3.5,\"bound\":null,\"bound_kind\":\"none\",\"gap\":null,\"open_sites\":1}"
    ",\n"
    "\"sites\":[\n{\"site\":1,\"fixed\":0,\"load\":2,\"capacity\":null}\n],\n"
    "\"assignment\":[\n{\"client\":1,\"site\":1,\"units\":1,\"cost\":0},\n{\"client\":2,\"site\":1,\"units\":1,"
    "\"cost\":0}\n],\n"
    "\"unserved\":[\n{\"client\":3,\"units\":1,\"cost\":2},\n{\"client\":4,\"units\":1,\"cost\":1.5}\n]\n}\n";

static const char nothing_json[] =
    "{\n\"format\":\"maillage-plan\",\n\"kind\":\"location\",\n\"version\":1,\n"
    "\"problem\":{\"name\":\"sample\",\"format\":\"pmed\",\"decimals\":0,\"sites\":4,\"clients\":4},\n"
    "\"options\":{\"single_source\":false,\"open_most\":2},\n"
    "\"summary\":{\"complete\":false,\"cost\":null,\"bound\":null,\"bound_kind\":\"none\",\"gap\":null,\"open_sites\":"
    "0},\n"
    "\"sites\":[],\n\"assignment\":[],\n\"unserved\":[]\n}\n";

static void test_written(void **state)
{
    (void)state;
    assert_written(split_plan, no_change, split_json);
    assert_written(staged_plan, no_change, staged_json);
    assert_written(cover_plan, no_change, cover_json);
    assert_written(median_plan, nothing_found, nothing_json);
}

struct json_row {
    void (*plan)(struct draft *d);
    const char *json, *before, *after; /* a piece of it, replaced */
    const char *where, *message;       /* of the first finding */
    bool warning;
};

/* clang-format off */
static const struct json_row json_rows[] = {
    { split_plan, split_json, "maillage-plan", "another", "format", "is \"another\" instead of \"maillage-plan\"", false },
    { split_plan, split_json, "\"location\"", "\"network\"", "kind", "is \"network\" instead of \"location\"", false },
    { split_plan, split_json, "\"version\":1", "\"version\":2", "version", "2 is not within 1 and 1", false },
    { split_plan, split_json, "\"sample\"", "\"other\"", "problem/name", "is \"other\" instead of \"sample\"", false },
    { split_plan, split_json, "\"cap\"", "\"yang\"", "problem/format", "is \"yang\" instead of \"cap\"", false },
    { split_plan, split_json, "\"decimals\":2", "\"decimals\":3", "problem/decimals", "is 3", false },
    { split_plan, split_json, "\"clients\":3", "\"clients\":4", "problem/clients", "is 4", false },
    { split_plan, split_json, "false,\"open", "true,\"open", "options/single_source", "is true instead of false", false },
    { split_plan, split_json, "\"open_most\":null", "\"open_most\":5", "options/open_most", "null expected, found a whole number", false },
    { split_plan, split_json, "\"complete\":true", "\"complete\":false", "summary/complete", "is false instead of true", false },
    { split_plan, split_json, "326.5,", "326.555,", "summary/cost", "326.555 is not a sum of money with 2 decimals", false },
    { split_plan, split_json, "326.5,", "\"326.5\",", "summary/cost", "a number expected, found a text", false },
    { split_plan, split_json, "326.5,", "null,", "summary/cost", "a plan without a cost has no rows", false },
    { split_plan, split_json, "\"bound\":200", "\"bound\":199", "summary/gap", "is 0.3874425727", false },
    { split_plan, split_json, "\"root\"", "\"leaf\"", "summary/bound_kind", "unknown word \"leaf\"", false },
    { split_plan, split_json, "\"open_sites\":2", "\"open_sites\":1", "summary/open_sites", "is 1, but the rows give 2", false },
    { split_plan, split_json, "{\"site\":1,\"fixed\"", "{\"site\":2,\"fixed\"", "sites/0/fixed", "is 100.5 instead of 200", false },
    { split_plan, split_json, "{\"site\":2,\"fixed\"", "{\"site\":1,\"fixed\"", "sites/1", "site 1 is out of order or twice", false },
    { split_plan, split_json, "{\"site\":2,\"fixed\"", "{\"site\":3,\"fixed\"", "sites/1/site", "3 is not within 1 and 2", false },
    { split_plan, split_json, "\"load\":3", "\"load\":4", "sites/0/load", "is 4, but the rows and the file give 3", false },
    { split_plan, split_json, "\"load\":9,\"capacity\":10", "\"load\":9,\"capacity\":11", "sites/1/capacity", "is 11", false },
    { split_plan, split_json, "\"load\":9,\"capacity\":10", "\"load\":9,\"capacity\":null", "sites/1/capacity", "a whole number expected, found null", false },
    { split_plan, split_json, "\"units\":3,\"cost\":9", "\"units\":3,\"cost\":9.01", "assignment/1/cost", "is 9.01 instead of 9", false },
    { split_plan, split_json, "\"units\":3,\"cost\":9", "\"units\":0,\"cost\":9", "assignment/1/units", "0 is not within 1 and", false },
    { split_plan, split_json, "\"client\":3", "\"client\":4", "assignment/3/client", "4 is not within 1 and 3", false },
    { split_plan, split_json, ",\"units\":4", "", "assignment/0/units", "missing", false },
    { split_plan, split_json, "\"unserved\":[]", "\"unserved\":[{\"client\":1,\"units\":1,\"cost\":null}]", "unserved/0", "client 1 is out of order, twice, or served", false },
    { split_plan, split_json, "\"unserved\":[]", "\"unserved\":[7]", "unserved/0", "an object expected, found a whole number", false },
    { split_plan, split_json, "\"unserved\":[]", "\"unserved\":{}", "unserved", "a list expected, found an object", false },
    { split_plan, split_json, "\"unserved\":[]", "\"served\":[]", "unserved", "missing", false },
    { split_plan, split_json, "\"unserved\":[]", "\"unserved\":[", "plan.json:19:1", "not valid JSON", false },
    { split_plan, split_json, "\"unserved\":[]", "\"unserved\":[],\"colour\":7", "", "unknown key \"colour\"", true },
    { split_plan, split_json, "\"units\":4,", "\"units\":4,\"x\":1,", "assignment/0", "unknown key \"x\"", true },
    { staged_plan, staged_json, "\"plants\":1", "\"plants\":2", "problem/plants", "is 2", false },
    { staged_plan, staged_json, "\"open_plants\":1", "\"open_plants\":2", "summary/open_plants", "is 2", false },
    { staged_plan, staged_json, "[7,7]", "[7,8]", "plants/0/load/1", "is 8, but the rows and the file give 7", false },
    { staged_plan, staged_json, "[7,7]", "[7]", "plants/0/load", "a list with a value for each product expected", false },
    { staged_plan, staged_json, "[7,7]", "7", "plants/0/load", "a list with a value for each product expected", false },
    { staged_plan, staged_json, "\"units\":3,\"cost\":6", "\"units\":3,\"cost\":7", "hauls/1/cost", "is 7 instead of 6", false },
    { staged_plan, staged_json, "\"product\":2,\"plant\":1,\"site\":2", "\"product\":3,\"plant\":1,\"site\":2", "hauls/3/product", "3 is not within 1 and 2", false },
    { cover_plan, cover_json, "{\"client\":4,\"units\":1,\"cost\":1.5}", "{\"client\":4,\"units\":1,\"cost\":1.4}", "unserved/1/cost", "is 1.4 instead of 1.5", false },
    { cover_plan, cover_json, "{\"client\":4,\"units\":1", "{\"client\":4,\"units\":2", "unserved/1/units", "is 2", false },
    { cover_plan, cover_json, ",\n{\"client\":4,\"units\":1,\"cost\":1.5}", "", "unserved", "client 4 is not served, and has no row here", false },
    { cover_plan, cover_json, "\"capacity\":null", "\"capacity\":5", "sites/0/capacity", "null expected, found a whole number", false },
    { median_plan, nothing_json, "\"sites\":[]", "\"sites\":[{\"site\":1,\"fixed\":0,\"load\":0,\"capacity\":null}]", "summary/cost", "a plan without a cost has no rows", false },
};
/* clang-format on */

static char *replaced(const struct json_row *row)
{
    const char *at = strstr(row->json, row->before);
    check_msg(at != NULL, "%s", row->before);
    struct text out = { 0 };
    text_bytes(&out, row->json, (size_t)(at - row->json));
    text_add(&out, row->after);
    text_add(&out, at + strlen(row->before));
    return out.data;
}

static void test_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof json_rows / sizeof *json_rows; i++) {
        const struct json_row *row = &json_rows[i];
        struct draft d;
        mlg_location_plan *plan = NULL;
        row->plan(&d);
        char *json = replaced(row);
        for (int lang = 0; lang < 2; lang++) {
            mlg_findings *found = mlg_findings_new((mlg_lang)lang);
            const mlg_status status = mlg__location_plan_read(json, strlen(json), d.l, &plan, found, NULL);
            check_msg((status == MLG_OK) == row->warning && (plan != NULL) == row->warning, "row %zu: %d", i, status);
            const mlg_error *first = mlg_findings_at(found, row->warning, 0);
            check_msg(!strcmp(first->where, row->where), "row %zu: %s: %s", i, first->where, first->message);
            const bool same = strstr(first->message, row->message) != NULL;
            check_msg(same == (lang == MLG_EN), "row %zu: %s", i, first->message);
            mlg_location_plan_free(plan);
            mlg_findings_free(found);
        }
        mlg__free(json);
        mlg_location_free(d.l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rules), cmocka_unit_test(test_cost_rounds_up_once),
                                        cmocka_unit_test(test_written), cmocka_unit_test(test_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
