/* test_explain.c — reasons and quotes as people and programs meet them: in answers, tables, maps and tracks; starts and
 * what is not taken of them; days that have begun. */
#include <math.h>

#include "maillage/explain.h"
#include "model/problem.h"
#include "support/run_program.h"
#include "support/vroom_ask.h"

struct day {
    mlg_tasks *tasks;
    mlg_findings *found;
    mlg_options *o;
    mlg_error err;
    mlg_status status;
};

static struct day read_day(const char *document, const char *more, mlg_lang lang)
{
    struct day d = { .found = mlg_findings_new(lang), .o = mlg_options_new(), .err.lang = lang };
    char *bytes = with_quotes(document), *stop = more ? with_quotes(more) : NULL;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_VROOM, .more = stop };
    d.status = d.o && d.found ? MLG_OK : MLG_NO_MEMORY;
    if (!d.status) d.status = mlg_options_set(d.o, "routing.iterations", "500", &d.err);
    if (!d.status) d.status = mlg_options_set(d.o, "routing.threads", "1", &d.err);
    if (!d.status) d.status = mlg_options_set(d.o, "routing.time_limit_s", "0", &d.err);
    if (!d.status)
        d.status = mlg_tasks_read_bytes("day.json", bytes, strlen(bytes), &spec, d.o, &d.tasks, d.found, &d.err);
    free(bytes), free(stop);
    return d;
}

static void solve(struct day *d)
{
    d->status = mlg_tasks_solve(d->tasks, d->o, NULL, NULL, d->found, &d->err);
    check_msg(!d->status, "%s: %s", d->err.where, d->err.message);
}

static void end_day(struct day *d)
{
    mlg_tasks_free(d->tasks);
    mlg_options_free(d->o);
    mlg_findings_free(d->found);
}

static int warnings(const struct day *d, const char *words)
{
    int count = 0;
    for (int32_t i = 0; mlg_findings_at(d->found, true, i); i++) {
        const mlg_error *e = mlg_findings_at(d->found, true, i);
        count += strstr(e->where, words) || strstr(e->message, words);
    }
    return count;
}

static char *file_named(const char *name)
{
    static char file[512];
    snprintf(file, sizeof file, "%s/%s", MLG_BUILD_DIR, name);
    return file;
}

static char *content(const char *file)
{
    FILE *f = fopen(file, "rb");
    char *bytes = calloc(1, 1 << 16);
    check_msg(f, "%s was not written", file);
    assert_true(fread(bytes, 1, (1 << 16) - 1, f) > 0);
    fclose(f);
    return bytes;
}

static char *written(const struct day *d, const char *name)
{
    mlg_error err = { 0 };
    const mlg_status status = mlg_tasks_write(d->tasks, file_named(name), MLG_FORMAT_AUTO, d->found, false, &err);
    check_msg(!status, "%s: %s", err.where, err.message);
    return content(file_named(name));
}

#define MATRIX ",'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]]}}"

/* ---- answers --------------------------------------------------------------------------------------------------- */

static void full(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':4,'start_index':0,'end_index':0,'capacity':[10]}],'jobs':[{'id':1,'"
                         "location_index':1,'delivery':[6],"
                         "'priority':2},{'id':2,'location_index':2,'delivery':[7],'priority':1},{'id':3,'location_"
                         "index':2,'delivery':[12]}]" MATRIX "}");
    assert_int_equal(num(&a, "unassigned/0/id"), 2);
    assert_string_equal(str(&a, "unassigned/0/reasons/0/verdict"), "lost");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "load");
    assert_int_equal(num(&a, "unassigned/0/reasons/0/vehicle"), 4);
    assert_int_equal(num(&a, "unassigned/0/reasons/0/routes"), 1);
    assert_int_equal(num(&a, "unassigned/0/reasons/0/margin"), 3);
    assert_string_equal(str(&a, "unassigned/0/reasons/0/change/kind"), "capacity");
    assert_int_equal(num(&a, "unassigned/0/reasons/0/change/by"), 3);
    assert_int_equal(num(&a, "unassigned/0/reasons/0/change/to"), 13);
    assert_int_equal(num(&a, "unassigned/0/reasons/0/cost"), 100 + 150 + 200 - 200);
    assert_string_equal(str(&a, "unassigned/0/reasons/1/rule"), "vehicles");
    assert_string_equal(str(&a, "unassigned/0/reasons/1/change/kind"), "vehicle");
    assert_string_equal(str(&a, "unassigned/0/reasons/2/rule"), "priority"); /* the price that forces it in */
    assert_int_equal(num(&a, "unassigned/0/reasons/2/change/to"), 3);
    assert_int_equal(num(&a, "unassigned/0/reasons/2/change/instead_of"), 1);
    assert_string_equal(str(&a, "unassigned/1/reasons/0/verdict"), "impossible");
    assert_int_equal(num(&a, "unassigned/1/reasons/0/margin"), 2); /* by itself */
    assert_int_equal(num(&a, "unassigned/1/reasons/0/vehicles"), 1);
    assert_int_equal(num(&a, "unassigned/1/reasons/0/change/to"), 18); /* beside the other on board */
    forget(&a);
}

static void several_changes_together(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':4,'start_index':0,'end_index':0,'capacity':[10]}],'jobs':[{'id':1,'"
                         "location_index':1,'delivery':[12],"
                         "'skills':[7],'time_windows':[[10,40]]}]" MATRIX "}");
    const char *const rules[] = { "load", "skills", "time_window" };
    assert_int_equal(count(&a, "unassigned/0/reasons"), 3);
    for (int k = 0; k < 3; k++) {
        bool there = false;
        for (int i = 0; i < 3; i++) {
            char path[64];
            snprintf(path, sizeof path, "unassigned/0/reasons/%d/rule", i);
            there |= !strcmp(str(&a, path), rules[k]);
            snprintf(path, sizeof path, "unassigned/0/reasons/%d/together", i);
            assert_true(json_is_true(at(&a, path)));
        }
        check_msg(there, "%s is missing", rules[k]);
    }
    forget(&a);
}

static void nobody_serves(void **state)
{
    (void)state;
    struct asked a =
        ask("{'vehicles':[{'id':4,'start_index':0,'max_tasks':0}],'jobs':[{'id':1,'location_index':1}]" MATRIX "}");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "max_tasks");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/verdict"), "impossible");
    forget(&a);
}

static void plan_mode_says_where_it_fits(void **state)
{
    (void)state;
    struct asked a = ask_plan("{'vehicles':[{'id':4,'start_index':0,'end_index':0,'steps':[{'type':'job','id':1}]}],'"
                              "jobs':[{'id':1,'location_index':1},"
                              "{'id':2,'location_index':2},{'id':3,'location_index':2,'skills':[1]}]" MATRIX "}");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "not_placed");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/change/kind"), "insert");
    assert_int_equal(num(&a, "unassigned/0/reasons/0/cost"), 250);
    assert_string_equal(str(&a, "unassigned/1/reasons/0/rule"), "skills");
    forget(&a);
}

static void both_halves_have_the_reasons(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':4,'start_index':0,'end_index':0,'capacity':[1]}],'shipments':[{'amount':["
                         "2],'pickup':{'id':1,'location_index':1},"
                         "'delivery':{'id':1,'location_index':2}}]" MATRIX "}");
    assert_string_equal(str(&a, "unassigned/0/type"), "pickup");
    assert_string_equal(str(&a, "unassigned/1/type"), "delivery");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "load");
    assert_string_equal(str(&a, "unassigned/1/reasons/0/rule"), "load");
    forget(&a);
}

/* ---- tables, maps, tracks, words ------------------------------------------------------------------------------- */

#define TOWN(capacity)                                                                                                 \
    "{'vehicles':[{'id':1,'start':[4.85,45.75],'end':[4.85,45.75],'capacity':[" capacity                               \
    "],'time_window':[28800,36000]},"                                                                                  \
    "{'id':2,'start':[4.85,45.75],'end':[4.85,45.75],'capacity':[5],'time_window':[28800,36000]}],"                    \
    "'jobs':[{'id':1,'location':[4.86,45.76],'delivery':[3]},{'id':2,'location':[4.84,45.74],'delivery':[3]},"         \
    "{'id':3,'location':[4.83,45.77],'delivery':[9],'description':'Café <Dupont>, rue A'}]}"
static const char town[] = TOWN("5");

static void every_writer_names_it(void **state)
{
    (void)state;
    struct day d = read_day(town, NULL, MLG_EN);
    solve(&d);
    char *table = written(&d, "why.csv"), *map = written(&d, "why.geojson");
    assert_non_null(strstr(table, ",drive_s,reason\n"));
    assert_non_null(strstr(table, ",,,unserved,3,\"Café <Dupont>, rue A\",45.77,4.83,"));
    assert_non_null(strstr(table, "too much load (2 vehicles; nearest is vehicle 1, by 4); to serve it: vehicle "));
    json_t *features = json_loads(map, 0, NULL), *list = json_object_get(features, "features"),
           *last = json_array_get(list, json_array_size(list) - 1), *properties = json_object_get(last, "properties");
    assert_string_equal(json_string_value(json_object_get(properties, "kind")), "unserved");
    assert_string_equal(json_string_value(json_object_get(properties, "id")), "3");
    assert_non_null(strstr(json_string_value(json_object_get(properties, "reason")), "too much load"));
    assert_string_equal(json_string_value(json_object_get(json_object_get(last, "geometry"), "type")), "Point");
    json_decref(features);
    free(table), free(map);
    assert_int_equal(mlg_tasks_write(d.tasks, file_named("why.gpx"), MLG_FORMAT_AUTO, d.found, false, &d.err), MLG_OK);
    char *track = content(file_named("why-unserved.gpx"));
    assert_non_null(strstr(track, "<name>3</name><desc>Café &lt;Dupont&gt;, rue A: too much load"));
    free(track);
    end_day(&d);
}

static void words_in_both_languages(void **state)
{
    (void)state;
    struct day d = read_day(town, NULL, MLG_FR);
    solve(&d);
    const mlg_problem *p = mlg_tasks_problem(d.tasks);
    const mlg_explanation *e = mlg_tasks_reasons(d.tasks);
    char *english = mlg_explain_text(p, d.tasks, e, MLG_EN), *french = mlg_explain_text(p, d.tasks, e, MLG_FR),
         *line = mlg_explain_lines(p, d.tasks, e, 0, MLG_FR), *json = mlg_explain_json(p, d.tasks, e);
    assert_non_null(strstr(english, "job 3 (Café <Dupont>, rue A): no vehicle can serve it\n  too much load"));
    assert_non_null(strstr(french, "aucun véhicule ne peut le desservir\n  trop de charge (2 véhicules ; le plus près "
                                   "est le véhicule 1, à 4 près)"));
    assert_non_null(strstr(french, "contient 12 (7 de plus) ; coût +"));
    assert_string_equal(line, "et 1 autres : voir maillage explain\n");
    json_t *told = json_loads(json, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(told, "unserved"), 0), "id")),
                     3);
    json_decref(told);
    assert_int_equal(mlg_stop_named(p, d.tasks, "job 2"), 1);
    assert_int_equal(mlg_stop_named(p, d.tasks, "2"), 1);
    assert_int_equal(mlg_stop_named(p, d.tasks, "pickup 2"), MLG_NONE);
    free(english), free(french), free(line), free(json);
    end_day(&d);
}

#define TWO_JOBS                                                                                                       \
    "'jobs':[{'id':1,'location_index':1},{'id':2,'location_index':2}]" MATRIX
#define LOCKED "'steps':[{'type':'job','id':1}],'maillage':{'locked':true}"

static void told_of(const char *document, const char *change, const char *english, const char *french)
{
    struct day d = read_day(document, NULL, MLG_EN);
    solve(&d);
    const mlg_problem *p = mlg_tasks_problem(d.tasks);
    const mlg_explanation *e = mlg_tasks_reasons(d.tasks);
    char *words[] = { mlg_explain_text(p, d.tasks, e, MLG_EN), mlg_explain_text(p, d.tasks, e, MLG_FR) },
         *json = mlg_explain_json(p, d.tasks, e), *part = with_quotes(change);
    check_msg(strstr(json, part), "%s", json);
    check_msg(strstr(words[0], english), "%s", words[0]);
    check_msg(strstr(words[1], french), "%s", words[1]);
    free(words[0]), free(words[1]), free(json), free(part);
    end_day(&d);
}

static void ties_have_words(void **state)
{
    (void)state;
    told_of("{'vehicles':[{'id':4,'start_index':0}]," TWO_JOBS
            ",'maillage':{'relations':[{'type':'apart','jobs':[1,2]}]}}",
            "{'kind':'relation','relation':0,'type':'job','id':", "leaves the relation that keeps it apart from stop ",
            "quitte la relation qui le sépare de l'arrêt ");
    told_of("{'vehicles':[{'id':4,'start_index':0,'skills':[1]},{'id':5,'start_index':0,'skills':[2]}],"
            "'jobs':[{'id':1,'location_index':1,'skills':[1]},{'id':2,'location_index':2,'skills':[2]}]" MATRIX
            ",'maillage':{'relations':[{'type':'together','jobs':[1,2]}]}}",
            "'rule':'together','change':{'kind':'relation','relation':0,",
            "leaves the relation that keeps it together with stop ",
            "quitte la relation qui le joint à l'arrêt ");
    told_of("{'vehicles':[{'id':4,'start_index':0," LOCKED "}]," TWO_JOBS "}",
            "'change':{'kind':'given','vehicle':4,'by':0,'to':1}", "vehicle 4 may visit more than its given stops",
            "le véhicule 4 peut visiter plus que ses arrêts fixés");
}

/* ---- starts ---------------------------------------------------------------------------------------------------- */

static void a_start_is_never_made_worse(void **state)
{
    (void)state;
    /* The best order, which a search of one iteration might miss, with a break in the middle. */
    struct asked a = ask("{'vehicles':[{'id':4,'start_index':0,'end_index':0,'breaks':[{'id':9,'service':30,'time_"
                         "windows':[[100,140]]}],"
                         "'steps':[{'type':'job','id':1},{'type':'break','id':9},{'type':'job','id':2}]}],'jobs':[{'id'"
                         ":1,'location_index':1},"
                         "{'id':2,'location_index':2}]" MATRIX "}");
    assert_int_equal(num(&a, "summary/cost"), 100 + 150 + 200);
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    assert_null(at(&a, "warnings"));
    forget(&a);
    /* Each rule that given steps break is an error of its own. */
    a = ask("{'vehicles':[{'id':4,'start_index':0,'capacity':[1],'max_tasks':1,'steps':[{'type':'job','id':1},{'type':'"
            "job','id':2}]}],"
            "'jobs':[{'id':1,'location_index':1,'delivery':[1],'skills':[3]},{'id':2,'location_index':2,'delivery':[1]}"
            "]" MATRIX "}");
    assert_int_equal(a.code, 2);
    assert_int_equal(count(&a, "errors"), 3);
    forget(&a);
    /* Where the fewest vehicles come first, a start with more of them is worse whatever it costs. */
    a = ask("{'maillage':{'fewest_vehicles':true},'vehicles':["
            "{'id':1,'start_index':1,'end_index':1,'capacity':[2],'steps':[{'type':'job','id':1}]},"
            "{'id':2,'start_index':2,'end_index':2,'capacity':[2],'steps':[{'type':'job','id':2}]}],"
            "'jobs':[{'id':1,'location_index':1,'delivery':[1]},{'id':2,'location_index':2,'delivery':[1]},"
            "{'id':3,'location_index':0,'delivery':[3]}]" MATRIX "}");
    assert_int_equal(num(&a, "summary/routes"), 1);
    assert_int_equal(num(&a, "summary/cost"), 300);
    assert_int_equal(num(&a, "summary/unassigned"), 1); /* and its reasons are found */
    forget(&a);
}

static void what_is_not_taken_is_told(void **state)
{
    (void)state;
    struct day d = read_day(town, NULL, MLG_EN);
    solve(&d);
    free(written(&d, "start.json"));
    const int64_t cost = mlg_plan_cost(mlg_tasks_plan(d.tasks));
    end_day(&d);
    d = read_day(town, NULL, MLG_EN); /* it holds */
    assert_int_equal(mlg_tasks_start(d.tasks, file_named("start.json"), d.found, &d.err), MLG_OK);
    solve(&d);
    assert_int_equal(warnings(&d, "start/"), 0);
    assert_true(mlg_plan_cost(mlg_tasks_plan(d.tasks)) <= cost);
    end_day(&d);
    d = read_day(TOWN("2"), NULL, MLG_EN); /* the first vehicle is too small by now */
    assert_int_equal(mlg_tasks_start(d.tasks, file_named("start.json"), d.found, &d.err), MLG_OK);
    assert_int_equal(warnings(&d, "start/routes/0"), 1);
    assert_int_equal(warnings(&d, "above the capacity 2"), 1);
    solve(&d);
    assert_int_equal(mlg_tasks_unserved(d.tasks), 2);
    end_day(&d);
}

/* ---- quotes ---------------------------------------------------------------------------------------------------- */

static const char street[] = "{'vehicles':[{'id':4,'start_index':0,'end_index':0,'capacity':[9],'time_window':[0,2000]}"
                             ",{'id':5,'start_index':0,'end_index':0,"
                             "'capacity':[9],'time_window':[0,2000]}],'jobs':[{'id':1,'location_index':1,'delivery':[1]"
                             ",'time_windows':[[100,100]]},"
                             "{'id':2,'location_index':3,'delivery':[1]}],'matrices':{'car':{'durations':[[0,100,200,"
                             "300],[100,0,100,200],[200,100,0,100],"
                             "[300,200,100,0]]}}}";

static int32_t quoted_of(struct day *d, const char *document, const char *plan, const char *more,
                         const mlg_quote_spec *how, mlg_offer *offers)
{
    mlg_quote_spec spec = *how;
    int32_t count = 0;
    *d = read_day(document, more, MLG_EN);
    check_msg(!d->status, "%s: %s", d->err.where, d->err.message);
    assert_int_equal(mlg_tasks_load(d->tasks, file_named(plan), d->found, &d->err), MLG_OK);
    spec.stop = mlg_tasks_more(d->tasks);
    assert_int_not_equal(spec.stop, MLG_NONE);
    assert_int_equal(mlg_quote(mlg_tasks_problem(d->tasks), mlg_tasks_plan(d->tasks), &spec, offers, &count, &d->err),
                     MLG_OK);
    return count;
}

static int32_t quoted(struct day *d, const char *more, const mlg_quote_spec *how, mlg_offer *offers)
{
    return quoted_of(d, street, "street.json", more, how, offers);
}

static void quotes(void **state)
{
    (void)state;
    mlg_offer o[5];
    struct day d = read_day(street, NULL, MLG_EN);
    solve(&d);
    free(written(&d, "street.json")); /* 0 - job 1 (at 100) - job 2 (at 300) - 0 */
    end_day(&d);
    assert_int_equal(
        quoted(&d, "{'id':7,'location_index':2,'delivery':[1],'service':10}", &(mlg_quote_spec) { .most = 5 }, o), 2);
    assert_int_equal(o[0].cost, 0); /* on the way */
    assert_int_equal(o[0].route, 0);
    assert_int_equal(o[0].after[0], 1);
    assert_int_equal(o[0].begin_s[0], 200);
    assert_int_equal(o[0].more.service_s, 10);
    assert_int_equal(o[1].route, MLG_NONE);
    assert_int_equal(o[1].cost, 400);
    char *words = mlg_offers_text(mlg_tasks_problem(d.tasks), d.tasks, mlg_tasks_plan(d.tasks), 2, o,
                                  (mlg_offer_co2[5]) { { NAN, "" }, { NAN, "" } }, 2, MLG_FR);
    assert_non_null(strstr(words, "1. véhicule 4 à 00:03:20, après l'arrêt 1 : coût +0"));
    assert_non_null(strstr(words, "2. véhicule 5 à 00:03:20, véhicule inutilisé"));
    free(words);
    end_day(&d);
    /* At 150 it is on its way to job 2: what is not on board cannot be brought, the other vehicle leaves at 150 at the
     * earliest. */
    const mlg_quote_spec now = { .most = 5, .running = true, .now_s = 150 };
    assert_int_equal(quoted(&d, "{'id':7,'location_index':2,'delivery':[1]}", &now, o), 1);
    assert_int_equal(o[0].route, MLG_NONE);
    assert_int_equal(o[0].begin_s[0], 350);
    end_day(&d);
    /* What is collected can be: behind job 2, to which it is heading. */
    assert_int_equal(quoted(&d, "{'id':7,'location_index':2,'pickup':[1]}", &now, o), 2);
    assert_int_equal(o[0].route, 0);
    assert_int_equal(o[0].after[0], 2);
    assert_int_equal(o[0].begin_s[0], 400);
    end_day(&d);
    assert_int_equal(
        quoted(&d, "{'amount':[8],'pickup':{'id':7,'location_index':2},'delivery':{'id':7,'location_index':3}}",
               &(mlg_quote_spec) { .most = 1 }, o),
        1);
    assert_int_equal(o[0].route, 0); /* one parcel is on board until job 2 */
    assert_int_equal(o[0].after[0], 1);
    assert_int_equal(o[0].after[1], 1);
    end_day(&d);
    /* With job 1 it goes on its route alone, apart from job 2 on another. */
#define WITH(type, jobs) "{'id':7,'location_index':2,'maillage':{'relations':[{'type':'" type "','jobs':" jobs "}]}}"
    assert_int_equal(quoted(&d, WITH("together", "[1]"), &(mlg_quote_spec) { .most = 5 }, o), 1);
    assert_int_equal(o[0].route, 0);
    end_day(&d);
    assert_int_equal(quoted(&d, WITH("apart", "[2]"), &(mlg_quote_spec) { .most = 5 }, o), 1);
    assert_int_equal(o[0].route, MLG_NONE);
    end_day(&d);
    d = read_day(street, WITH("with", "[8]"), MLG_EN);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    assert_string_equal(mlg_findings_at(d.found, false, 0)->where, "stop/maillage/relations/0/type");
    assert_string_equal(mlg_findings_at(d.found, false, 1)->where, "stop/maillage/relations/0/jobs/0");
    end_day(&d);
    static const char joined[] =
        "{'vehicles':[{'id':4,'start_index':0},{'id':5,'start_index':0}]," TWO_JOBS
        ",'maillage':{'relations':[{'type':'together','jobs':[1,2]},{'type':'apart','jobs':[1,2]}]}}";
    d = read_day(joined, WITH("together", "[2]"), MLG_EN); /* the relations that join become one */
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    const mlg_problem *one = mlg_tasks_problem(d.tasks);
    assert_int_equal(one->relation_count, 2);
    assert_true(one->relations[0].kind == MLG_APART && one->relations[0].stop_count == 2);
    assert_true(one->relations[1].kind == MLG_TOGETHER && one->relations[1].stop_count == 3);
    end_day(&d);
    /* A locked vehicle takes nobody, and a given stop stays the first. */
    static const char locked[] =
        "{'vehicles':[{'id':4,'start_index':0," LOCKED "},{'id':5,'start_index':0,'steps':[{'type':'job','id':2}],"
        "'maillage':{'fixed_steps':1}}]," TWO_JOBS "}";
    d = read_day(locked, NULL, MLG_EN);
    solve(&d);
    free(written(&d, "locked.json"));
    end_day(&d);
    assert_int_equal(quoted_of(&d, locked, "locked.json", "{'id':7,'location_index':1}",
                               &(mlg_quote_spec) { .most = 5 }, o), 1);
    assert_int_equal(o[0].route, 1);
    assert_int_equal(o[0].after[0], 1);
    end_day(&d);
    d = read_day(street, "{'id':2,'location_index':2}", MLG_EN); /* that id is taken */
    assert_int_equal(d.status, MLG_BAD_INPUT);
    end_day(&d);
}

static void grams(void **state)
{
    (void)state;
    const mlg_offer o[2] = { { .more = { .distance_m = 10000, .drive_s = 900 } }, { .more = { .drive_s = 900 } } };
    mlg_offer_co2 co2[2];
    mlg_error err = { 0 };
    assert_int_equal(mlg_offers_co2(NULL, NULL, o, 2, co2, &err), MLG_OK);
    check_msg(co2[0].kg > 1.5 && co2[0].kg < 6, "10 km by van: %g kg", co2[0].kg);
    assert_string_equal(co2[0].class_id, "van35_diesel");
    assert_true(isnan(co2[1].kg));
    assert_int_equal(mlg_offers_co2(NULL, "cargobike_e", o, 1, co2, &err), MLG_OK);
    assert_true(co2[0].kg < 0.2);
    assert_int_equal(mlg_offers_co2(NULL, "sledge", o, 1, co2, &err), MLG_BAD_INPUT);
}

/* ---- the commands ---------------------------------------------------------------------------------------------- */

static void put_file(const char *name, const char *document)
{
    char *bytes = with_quotes(document);
    FILE *f = fopen(file_named(name), "wb");
    assert_non_null(f);
    fputs(bytes, f);
    fclose(f);
    free(bytes);
}

static void commands(void **state)
{
    (void)state;
    char out[8192];
    put_file("town.json", town);
    put_file("stop.json", "{'id':9,'location':[4.85,45.76],'delivery':[1]}");
    assert_int_equal(run("route town.json --iterations 100 -o town.out.json 2>&1", out, sizeof out), 0);
    assert_non_null(strstr(out, "not served: job 3 (Café <Dupont>, rue A): too much load"));
    assert_int_equal(run("explain town.json town.out.json", out, sizeof out), 0);
    assert_non_null(strstr(out, "no vehicle can serve it"));
    assert_int_equal(run("explain town.json --lang fr", out, sizeof out), 0);
    assert_non_null(strstr(out, "aucun véhicule ne peut le desservir"));
    assert_int_equal(run("explain town.json town.out.json --stop 1", out, sizeof out), 0);
    assert_non_null(strstr(out, "this stop is served: route"));
    assert_int_equal(run("explain town.json town.out.json --stop 99 2>&1", out, sizeof out), 2);
    assert_non_null(strstr(out, "there is no stop \"99\""));
    assert_int_equal(run("quote town.json town.out.json stop.json --to json", out, sizeof out), 0);
    json_t *told = json_loads(out, 0, NULL);
    assert_true(json_array_size(json_object_get(told, "offers")) > 0);
    json_decref(told);
    assert_int_equal(
        run("quote town.json town.out.json --at 45.76,4.85 --amount 1 --window 8:30-9:00 --best 1", out, sizeof out),
        0);
    assert_non_null(strstr(out, "1. vehicle "));
    assert_null(strstr(out, "2. vehicle "));
    assert_int_equal(run("quote town.json town.out.json --at 45.76,4.85 --amount 9 --lang fr", out, sizeof out), 0);
    assert_string_equal(out, "aucun véhicule n'a de place\n");
    assert_int_equal(run("quote town.json town.out.json 2>&1", out, sizeof out), 2);
    assert_int_equal(run("quote town.json town.out.json --at 145,4 2>&1", out, sizeof out), 2);
    assert_int_equal(run("quote town.json town.out.json --at 45.76,4.85 --amount a,b 2>&1", out, sizeof out), 2);
    assert_int_equal(run("route town.json --iterations 100 --start town.out.json -o town.2.json 2>&1", out, sizeof out),
                     0);
    assert_null(strstr(out, "start/"));
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

struct memory_case {
    const char *document;
    int64_t failed;
};

static bool day_with_failures(void *user)
{
    struct memory_case *c = user;
    struct day d = read_day(c->document, "{'id':7,'location_index':2,'delivery':[1]}", MLG_EN);
    mlg_offer offers[5];
    mlg_explanation *e = NULL;
    int32_t count;
    mlg_status status = d.status;
    if (!status) status = mlg_tasks_solve(d.tasks, d.o, NULL, NULL, d.found, &d.err);
    if (!status) status = mlg_explain(mlg_tasks_problem(d.tasks), NULL, MLG_NONE, MLG_EXPLAIN_ALL, 0, &e, &d.err);
    if (!status)
        status = mlg_quote(mlg_tasks_problem(d.tasks), NULL,
                           &(mlg_quote_spec) { .stop = mlg_tasks_more(d.tasks), .most = 5 }, offers, &count, &d.err);
    mlg_explanation_free(e);
    end_day(&d);
    return allocation_settled(&c->failed, status, MLG_OK, d.err.message);
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    struct memory_case c = { .document = "{'vehicles':[{'id':4,'start_index':0,'end_index':0,'capacity':[3],'breaks':[{"
                                         "'id':1,'service':10}]}],'jobs':[{'id':1,'location_index':1,"
                                         "'delivery':[2]},{'id':2,'location_index':2,'delivery':[4],'skills':[8],'time_"
                                         "windows':[[0,10],[20,30]]}]" MATRIX "}" };
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(day_with_failures, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(full),
                                        cmocka_unit_test(several_changes_together),
                                        cmocka_unit_test(nobody_serves),
                                        cmocka_unit_test(plan_mode_says_where_it_fits),
                                        cmocka_unit_test(both_halves_have_the_reasons),
                                        cmocka_unit_test(every_writer_names_it),
                                        cmocka_unit_test(words_in_both_languages),
                                        cmocka_unit_test(ties_have_words),
                                        cmocka_unit_test(a_start_is_never_made_worse),
                                        cmocka_unit_test(what_is_not_taken_is_told),
                                        cmocka_unit_test(quotes),
                                        cmocka_unit_test(grams),
                                        cmocka_unit_test(commands),
                                        cmocka_unit_test(every_allocation_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
