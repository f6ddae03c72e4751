/* plan.json of networks and of routing problems: byte for byte there and back, all mistakes at once, and its views. */
#include <jansson.h>

#include "io/geojson.h"
#include "io/plan_json.h"
#include "io/tables.h"
#include "support/network_fixture.h"

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
    struct text text;
};

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->s = fixture_scenario();
    w->legs = fixture_legs(w->s);
    w->plan = fixture_plan(w->s, &w->legs);
    assert_int_equal(mlg__network_plan_write(w->plan, &w->text, NULL), MLG_OK);
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    struct world *w = *state;
    text_free(&w->text);
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
    free(w);
    return 0;
}

static void network_comes_back_byte_for_byte(void **state)
{
    struct world *w = *state;
    mlg_network_plan *back = NULL;
    struct text again = { 0 };
    mlg_error err = { 0 };
    check_msg(mlg__network_plan_read(w->text.data, w->text.length, w->s, &back, NULL, &err) == MLG_OK, "%s: %s",
              err.where, err.message);
    assert_int_equal(back->plan.flow_count, w->plan->plan.flow_count);
    assert_int_equal(back->day_count, 2);
    assert_null(back->days[0].problem);
    assert_int_equal(mlg__network_plan_write(back, &again, NULL), MLG_OK);
    assert_string_equal(again.data, w->text.data);
    text_free(&again);
    mlg_network_plan_free(back);
}

/* The keys of the published schema, in their order. */
static void keys_stand_in_order(void **state)
{
    static const char *const keys[] = { "\n\"format\":",   "\n\"kind\":",        "\n\"version\":", "\n\"problem\":",
                                        "\n\"options\":",  "\n\"summary\":",     "\n\"account\":", "\n\"total_cents\":",
                                        "\n\"co2\":",      "\n\"speed\":",       "\n\"before\":",  "\n\"summary\":",
                                        "\n\"account\":",  "\n\"speed\":",       "\n\"sites\":",   "\n\"assignment\":",
                                        "\n\"chains\":",   "\n\"unserved\":",    "\n\"sites\":",   "\n\"assignment\":",
                                        "\n\"chains\":",   "\n\"calibration\":", "\n\"days\":",    "\n\"unserved\":",
                                        "\n\"warnings\":", "\n\"sources\":" };
    const struct world *w = *state;
    const char *at = w->text.data;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *found = strstr(at, keys[i]);
        check_msg(found, "key %s is missing or out of order", keys[i] + 1);
        at = found + 1;
    }
}

/* -- mistakes -- */

static char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    check_msg(at, "\"%s\" is not in the file", old);
    char *made = calloc(1, strlen(text) + strlen(new) + 1);
    memcpy(made, text, (size_t)(at - text));
    strcat(strcat(made, new), at + strlen(old));
    return made;
}

static const mlg_error *finding_about(const mlg_findings *found, const char *word)
{
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++)
        if (strstr(mlg_findings_at(found, false, i)->message, word)) return mlg_findings_at(found, false, i);
    return NULL;
}

static void all_mistakes_are_told_at_once(void **state)
{
    struct world *w = *state;
    char *one = replaced(w->text.data, "\"line\":\"tolls\"", "\"line\":\"tols\"");
    char *two = replaced(one, "\"demand\":\"69001\"", "\"demand\":\"69101\"");
    char *three = replaced(two, "\"bound_kind\":\"root\"", "\"bound_kind\":7");
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan;
    mlg_error err = { 0 };
    assert_int_equal(mlg__network_plan_read(three, strlen(three), w->s, &plan, found, &err), MLG_BAD_INPUT);
    assert_null(plan);
    assert_int_equal(mlg_findings_count(found, false), 3);
    assert_non_null(strstr(err.message, "more)"));
    const mlg_error *word = finding_about(found, "did you mean \"tolls\"");
    assert_non_null(word);
    assert_string_equal(word->where, "account/4/line");
    assert_non_null(finding_about(found, "did you mean \"69001\""));
    assert_string_equal(finding_about(found, "a text expected")->where, "summary/bound_kind");
    mlg_findings_free(found);
    free(one);
    free(two);
    free(three);
}

static void what_is_told_twice_must_agree(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *old, *new, *where;
    } cases[] = {
        { "\"share\":1,", "\"share\":0.9,", "share" },
        { "\"paid_cents\":0,", "\"paid_cents\":5,", "paid_cents" },
        { "\"start_s\":", "\"start_s\":1", "start_s" },
        { "\"currency\":\"EUR\"", "\"currency\":\"USD\"", "problem/currency" },
        { "\"load_per_day\":", "\"load_per_day\":0.0001,\"x\":", "load_per_day" },
        { "\"capex_cents\":", "\"capex_cents\":1e30,\"x\":", "capex_cents" },
        { "\"version\":1", "\"version\":2", "version" },
        { "\"format\":", "\"form\":", "format" },
        { "\"made by hand\"", "\"found\"", "sources" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = replaced(w->text.data, cases[i].old, cases[i].new);
        mlg_network_plan *plan;
        mlg_error err = { .lang = MLG_FR };
        const mlg_status status = mlg__network_plan_read(text, strlen(text), w->s, &plan, NULL, &err);
        check_msg(status == MLG_BAD_INPUT && strstr(err.where, cases[i].where), "case %zu: %s: %s", i, err.where,
                  err.message);
        free(text);
    }
}

static void broken_files_are_refused(void **state)
{
    struct world *w = *state;
    static const char *const texts[] = { "", "[]", "{", "{\"format\":1,\"format\":2}", "{}", "{\"days\":[3]}", "null" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mlg_network_plan *plan;
        mlg_error err = { 0 };
        assert_int_equal(mlg__network_plan_read(texts[i], strlen(texts[i]), w->s, &plan, NULL, &err), MLG_BAD_INPUT);
        assert_true(err.message[0]);
    }
    mlg_error err = { 0 };
    mlg_network_plan *plan;
    assert_int_equal(mlg__network_plan_read(w->text.data, w->text.length / 2, w->s, &plan, NULL, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.where, "plan.json:")); /* the line of the end */
}

/* A later version may know more: told, not refused. */
static void unknown_keys_are_told(void **state)
{
    struct world *w = *state;
    char *text = replaced(w->text.data, "{\"site\":", "{\"colour\":\"red\",\"site\":");
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan;
    assert_int_equal(mlg__network_plan_read(text, strlen(text), w->s, &plan, found, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(found, true), 1);
    assert_non_null(strstr(mlg_findings_at(found, true, 0)->message, "colour"));
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
    free(text);
}

/* -- routing plans -- */

static mlg_problem *twins(void)
{
    mlg_builder *b = mlg_builder_new();
    mlg_builder_name(b, "twins");
    mlg_builder_place(b, 45, 5);
    for (int i = 0; i < 4; i++)
        mlg_builder_stop(b, &(mlg_stop) { .place = mlg_builder_place(b, 45.01 + 0.01 * i, 5),
                                          .demand = { 3 },
                                          .id = i < 2    ? "same"
                                                : i == 2 ? "other"
                                                         : "last" });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .capacity = { 6 }, .count = 2, .id = "v", .class_id = "van" });
    mlg_problem *p;
    mlg_error err = { 0 };
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

static void routing_comes_back_byte_for_byte(void **state)
{
    (void)state;
    mlg_problem *p = twins();
    const int32_t stops[] = { 1, 0, 2 };
    const struct sequence sequences[] = { { 0, 2, stops }, { 0, 1, stops + 2 } };
    mlg_plan *plan, *back;
    struct text text = { 0 }, again = { 0 };
    mlg_error err = { 0 };
    assert_int_equal(mlg__plan_from_sequences(p, sequences, 2, &plan, &err), MLG_OK);
    assert_int_equal(mlg__routing_plan_write(p, plan, &text, &err), MLG_OK);
    assert_non_null(strstr(text.data, "\"stop\":\"same\",\"index\":1")); /* an id that does not name one */
    assert_null(strstr(text.data, "\"stop\":\"other\",\"index\""));
    check_msg(mlg__routing_plan_read(text.data, text.length, p, &back, NULL, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    assert_int_equal(back->unserved_count, 1);
    assert_int_equal(back->routes[0].visits[1].stop, 1);
    assert_int_equal(mlg__routing_plan_write(p, back, &again, &err), MLG_OK);
    assert_string_equal(text.data, again.data);

    char *wrong = replaced(text.data, "\"index\":1", "\"index\":2");
    mlg_plan *none;
    assert_int_equal(mlg__routing_plan_read(wrong, strlen(wrong), p, &none, NULL, &err), MLG_BAD_INPUT);
    assert_null(none);
    free(wrong);

    struct text legs = { 0 };
    mlg__route_legs_csv(p, back, &legs);
    assert_string_equal(legs.data, "route,vehicle,seq,kind,from,to,distance_m,drive_s,duty_s,load_kg,energy_j\n"
                                   "0,v,0,start,,place-0,0,0,0,0,0\n"
                                   "0,v,1,stop,place-0,same,3112,540,540,6,0\n"
                                   "0,v,2,stop,same,same,1557,280,280,3,0\n"
                                   "0,v,3,end,same,place-0,1557,280,280,0,0\n"
                                   "1,v,0,start,,place-0,0,0,0,0,0\n"
                                   "1,v,1,stop,place-0,other,4656,686,686,3,0\n"
                                   "1,v,2,end,other,place-0,4656,686,686,0,0\n");
    text_free(&legs);

    struct text geo = { 0 };
    mlg__geojson_plan(p, back, &geo);
    json_t *json = json_loadb(geo.data, geo.length, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(json, "features")), 2);
    json_decref(json);
    text_free(&geo);
    text_free(&text);
    text_free(&again);
    mlg_plan_free(plan);
    mlg_plan_free(back);
    mlg_problem_free(p);
}

/* -- views -- */

static int32_t line_count(const struct text *t)
{
    int32_t lines = 0;
    for (size_t i = 0; i < t->length; i++) lines += t->data[i] == '\n';
    return lines;
}

static void tables_have_a_line_for_each_row(void **state)
{
    struct world *w = *state;
    struct text sites = { 0 }, assignment = { 0 }, stops = { 0 }, geo = { 0 };
    mlg__sites_csv(w->plan, &sites);
    mlg__assignment_csv(w->plan, &assignment);
    assert_int_equal(mlg__stops_csv(w->plan, &stops, NULL), MLG_OK);
    assert_int_equal(mlg__geojson_network(w->plan, NULL, &geo, NULL), MLG_OK);
    assert_int_equal(line_count(&sites), 1 + w->plan->plan.site_count + w->plan->before.site_count);
    assert_int_equal(line_count(&assignment), 1 + w->plan->plan.flow_count + w->plan->before.flow_count);
    int32_t visits = 0, routes = 0;
    for (int32_t d = 0; d < w->plan->day_count; d++)
        for (int32_t r = 0; r < w->plan->days[d].routes->route_count; r++)
            visits += w->plan->days[d].routes->routes[r].visit_count, routes++;
    assert_int_equal(line_count(&stops), 1 + visits);
    assert_non_null(strstr(sites.data, "network,site,period,size,load_per_day"));
    assert_non_null(strstr(sites.data, "\"D, \"\"east\"\"\",2027,,0,0,0")); /* quoted; closed is an empty size */
    json_t *json = json_loadb(geo.data, geo.length, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(json, "features")), routes);
    json_decref(json);
    text_free(&sites);
    text_free(&assignment);
    text_free(&stops);
    text_free(&geo);
}

/* Of one network and period: columns of legs.csv and rows of sites.csv give every line of the account. */
static void sum_period(const struct world *w, bool before, int32_t period, const struct account_leg *legs,
                       int32_t count)
{
    const struct network_side *side = before ? &w->plan->before : &w->plan->plan;
    int64_t line[LINE_COUNT] = { 0 }, of_sites = 0, wtw = 0, told_wtw = 0;
    for (int32_t i = 0; i < count; i++) {
        if (legs[i].period != period) continue;
        for (int k = 0; k < LINE_COUNT; k++) line[k] += legs[i].cents[k];
        wtw += legs[i].co2_wtw_mg;
    }
    for (int32_t i = 0; i < side->site_count; i++) {
        if (side->sites[i].period != period) continue;
        line[LINE_SITE_INVESTMENT] += side->sites[i].capex_cents;
        of_sites += side->sites[i].opex_cents; /* running and handling */
        wtw += side->sites[i].co2_mg;
        line[LINE_CO2_PRICE] += side->sites[i].co2_price_cents;
    }
    for (int32_t i = 0; i < side->account_count; i++) {
        const struct plan_account *row = &side->account[i];
        if (row->period != period) continue;
        if (row->line == LINE_SITE_RUNNING || row->line == LINE_HANDLING) of_sites -= row->cents;
        else line[row->line] -= row->cents;
    }
    for (int32_t i = 0; i < side->co2_count; i++)
        if (side->co2[i].period == period) told_wtw += side->co2[i].wtw_mg;
    for (int k = 0; k < LINE_COUNT; k++)
        check_msg(line[k] == 0, "%s is off by %lld", mlg__line_name[k], (long long)line[k]);
    assert_int_equal(of_sites, 0);
    assert_int_equal(wtw, told_wtw);
}

static void legs_and_sites_sum_to_the_account(void **state)
{
    struct world *w = *state;
    struct leg_rows rows[2];
    for (int before = 0; before < 2; before++) {
        struct account_leg *legs;
        mlg_error err = { 0 };
        check_msg(mlg__account_legs(w->s, &w->legs, w->plan, before, &legs, &rows[before].count, &err) == MLG_OK, "%s",
                  err.message);
        rows[before].rows = legs;
        for (int32_t t = 0; t < w->s->period_count; t++) sum_period(w, before, t, legs, rows[before].count);
    }
    struct text csv = { 0 };
    mlg__legs_csv(w->s, rows[0], rows[1], &csv);
    assert_int_equal(line_count(&csv), 1 + rows[0].count + rows[1].count);
    text_free(&csv);
    for (int i = 0; i < 2; i++) mlg__free((void *)(uintptr_t)rows[i].rows);
}

/* -- no memory -- */

static bool write_and_read(void *user)
{
    struct world *w = user;
    struct text text = { 0 };
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_status status = mlg__network_plan_write(w->plan, &text, &err);
    if (!status) status = mlg__network_plan_read(text.data, text.length, w->s, &plan, NULL, &err);
    if (status) assert_int_equal(status, MLG_NO_MEMORY);
    if (!status && strcmp(text.data, w->text.data) != 0) fail();
    text_free(&text);
    mlg_network_plan_free(plan);
    return !status;
}

static void every_allocation_may_fail(void **state)
{
    struct world *w = *state;
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(write_and_read, w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_comes_back_byte_for_byte),  cmocka_unit_test(keys_stand_in_order),
        cmocka_unit_test(all_mistakes_are_told_at_once),     cmocka_unit_test(what_is_told_twice_must_agree),
        cmocka_unit_test(broken_files_are_refused),          cmocka_unit_test(unknown_keys_are_told),
        cmocka_unit_test(routing_comes_back_byte_for_byte),  cmocka_unit_test(tables_have_a_line_for_each_row),
        cmocka_unit_test(legs_and_sites_sum_to_the_account), cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("plan.json", tests, make_world, end_world);
}
