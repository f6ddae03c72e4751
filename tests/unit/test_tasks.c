/* test_tasks.c — tables of stops and vehicles, legs from roads, and what is written for drivers. */
#include <math.h>

#include "model/problem.h"
#include "support/vroom_ask.h"

static const char *const roads = MLG_SOURCE_DIR "/tests/fuzz/corpus/fuzz_roads/grid.roads";

struct day {
    mlg_tasks *tasks;
    mlg_findings *found;
    mlg_options *o;
    mlg_error err;
    mlg_status status;
};

static struct day read_day(const char *table, const mlg_tasks_spec *spec, bool on_roads)
{
    struct day d = { .found = mlg_findings_new(MLG_EN), .o = mlg_options_new() };
    mlg_options_set(d.o, "routing.iterations", "500", NULL);
    mlg_options_set(d.o, "routing.threads", "1", NULL);
    mlg_options_set(d.o, "routing.time_limit_s", "0", NULL);
    if (on_roads) mlg_options_set(d.o, "roads.file", roads, NULL);
    d.status = mlg_tasks_read_bytes("stops.csv", table, strlen(table), spec, d.o, &d.tasks, d.found, &d.err);
    if (!d.status) d.status = mlg_tasks_solve(d.tasks, d.o, NULL, NULL, d.found, &d.err);
    return d;
}

static void end_day(struct day *d)
{
    mlg_tasks_free(d->tasks);
    mlg_options_free(d->o);
    mlg_findings_free(d->found);
}

static bool says(const struct day *d, bool warnings, const char *words)
{
    for (int32_t i = 0; mlg_findings_at(d->found, warnings, i); i++) {
        const mlg_error *e = mlg_findings_at(d->found, warnings, i);
        if (strstr(e->message, words) || strstr(e->where, words)) return true;
    }
    return false;
}

static bool notes(const struct day *d, const char *words)
{
    bool told = false;
    for (int32_t i = 0; mlg_findings_note(d->found, i); i++)
        told |= strstr(mlg_findings_note(d->found, i)->message, words) != NULL;
    return told;
}

/* Mistakes at a place, whose name ends in `where`. */
static int times_told(const struct day *d, const char *where)
{
    int count = 0;
    for (int32_t i = 0; mlg_findings_at(d->found, false, i); i++) {
        const char *told = mlg_findings_at(d->found, false, i)->where, *at = strstr(told, where);
        count += at && strlen(at) == strlen(where);
    }
    return count;
}

static struct asked answer_of(const struct day *d)
{
    mlg_error err = { 0 };
    struct asked a = { .line = mlg_tasks_answer(d->tasks, d->found, false, &err) };
    check_msg(a.line, "%s", err.message);
    a.answer = json_loads(a.line, 0, NULL);
    assert_non_null(a.answer);
    keys_of_answer(a.answer);
    times_add_up(a.answer);
    return a;
}

static char *written(const struct day *d, const char *name, mlg_format format)
{
    char file[512];
    mlg_error err = { 0 };
    snprintf(file, sizeof file, "%s/%s", MLG_BUILD_DIR, name);
    const mlg_status status = mlg_tasks_write(d->tasks, file, format, d->found, false, &err);
    check_msg(!status, "%s: %s", err.where, err.message);
    FILE *f = fopen(file, "rb");
    char *bytes = calloc(1, 1 << 16);
    assert_non_null(f);
    assert_true(fread(bytes, 1, (1 << 16) - 1, f) > 0);
    fclose(f);
    return bytes;
}

static const char french[] = "code;nom;latitude;longitude;colis;dur\xC3\xA9"
                             "e;cr\xC3\xA9neau;priorit\xC3\xA9;comp\xC3\xA9tences\n"
                             "depot;Entrep\xC3\xB4t;45,70;4,85;;;;;\n"
                             "A1;Boulangerie;45,75;4,85;3;5;08:00-10:00;;\n"
                             "A2;Caf\xC3\xA9;45,76;4,90;2;4;;2;frigo\n"
                             "A3;Librairie;45,73;4,80;1,5;;9h-11h30;;\n";

static void french_columns_and_decimal_commas(void **state)
{
    (void)state;
    const mlg_tasks_fleet fleet = { .capacity = 5, .open_s = 7 * 3600, .close_s = 18 * 3600, .service_s = 120 };
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .fleet = &fleet };
    struct day d = read_day(french, &spec, false);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    assert_true(notes(&d, "demand = \"colis\"") && notes(&d, "window = \"cr\xC3\xA9neau\""));
    assert_true(notes(&d, "thousandths") && notes(&d, "fleet"));
    assert_int_equal(mlg_findings_count(d.found, true), 0); /* nothing has to be mended */
    struct asked a = answer_of(&d);
    assert_int_equal(num(&a, "summary/routes"), 2); /* 6.5 parcels, 5 a vehicle */
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    assert_int_equal(num(&a, "summary/service"), 5 * 60 + 4 * 60 + 120);
    assert_int_equal(num(&a, "summary/delivery/0"), 6500);
    forget(&a);
    char *table = written(&d, "tasks.csv", MLG_FORMAT_CSV);
    assert_non_null(strstr(table, ",job,A2,Caf\xC3\xA9,45.76,4.9,"));
    assert_memory_equal(table, "route,vehicle,seq,kind,id,description,lat,lon,arrival,", 50);
    free(table);
    char *map = written(&d, "tasks.geojson", MLG_FORMAT_AUTO);
    json_t *features = json_loads(map, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(features, "features")), 2 + 3);
    json_decref(features);
    free(map);
    end_day(&d);
}

static void vehicles_from_a_table(void **state)
{
    (void)state;
    char file[512];
    snprintf(file, sizeof file, "%s/vehicles.csv", MLG_BUILD_DIR);
    FILE *f = fopen(file, "w");
    fputs("nom,nombre,capacity,skills,debut,fin,max_stops,per_km\nAna,1,5,frigo;hayon,7:30,18:00,,\nBob,2,3,,8:00,12:"
          "00,1,2\n",
          f);
    fclose(f);
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .vehicles = file };
    struct day d = read_day(french, &spec, false);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    struct asked a = answer_of(&d);
    size_t i, k, with_fridge = 0;
    json_t *route, *step;
    json_array_foreach(at(&a, "routes"), i, route) json_array_foreach(json_object_get(route, "steps"), k, step)
    {
        const char *words = json_string_value(json_object_get(step, "description"));
        if (words && !strcmp(words, "Caf\xC3\xA9")) {
            assert_string_equal(json_string_value(json_object_get(route, "description")), "Ana");
            with_fridge++;
        }
    }
    assert_int_equal(with_fridge, 1);
    assert_non_null(at(&a, "summary/distance")); /* per_km */
    forget(&a);
    char *table = written(&d, "one.gpx", MLG_FORMAT_CSV); /* a format that is asked for goes before the suffix */
    assert_memory_equal(table, "route,vehicle,seq,kind,", 23);
    free(table);
    end_day(&d);
}

/* Every mistake of a table, each at its line and column. */
static void mistakes_of_a_table(void **state)
{
    (void)state;
    const mlg_tasks_fleet fleet = { .has_depot = true, .lat_deg = 45, .lon_deg = 4 };
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .fleet = &fleet };
    struct day d = read_day(
        "id,lat,lon,window,priority,demand,lattitude\n1,95,4.8,10-8,101,x,\n2,,,9-,,1,\n3,45,4,8-9;9-10,,-1,\n", &spec,
        false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    static const char *const places[] = { "stops.csv:2:2", "stops.csv:2:4", "stops.csv:2:5", "stops.csv:2:6",
                                          "stops.csv:3:3", "stops.csv:3:4", "stops.csv:4:4", "stops.csv:4:6" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        check_msg(times_told(&d, places[i]) == 1, "told %d times at %s", times_told(&d, places[i]), places[i]);
    assert_true(says(&d, true, "lattitude"));
    end_day(&d);
    const mlg_tasks_spec bare = { .format = MLG_FORMAT_STOPS };
    d = read_day("id,lat,lon\n1,45,4.8\n", &bare, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    assert_true(says(&d, false, "where the vehicles start"));
    end_day(&d);
    d = read_day("id,weight\n1,45\n", &bare, false);
    assert_true(says(&d, false, "latitude") && says(&d, false, "longitude"));
    end_day(&d);
}

static const char ruled[] =
    "code;latitude;longitude;colis;dur\xC3\xA9" "e;dur\xC3\xA9" "e_par_type;retard_apr\xC3\xA8s;prix_retard;disponible;"
    "ensemble;pas_avec;v\xC3\xA9hicule;groupe;retour;pr\xC3\xA9paration\n"
    "depot;45,70;4,85;;;;;;;;;;;;\n"
    "A1;45,75;4,85;3;5;camion=12,5;9:00;7200;;m;;;;;2\n"
    "A2;45,76;4,90;2;4;;;;8h30;m;p;;;;\n"
    "A3;45,72;4,80;2;4;velo=1 | camion=2;;;;;p|q;Bob;;;\n"
    "A4;45,71;4,82;2;4;;;;;;q;Bob, Ana;g;;\n"
    "A5;45,73;4,88;2;4;;;;;;;;g;;\n"
    "A6;45,74;4,83;0;4;;;;;;;;;oui;\n";

static char *ruled_vehicles(void)
{
    static char file[512];
    snprintf(file, sizeof file, "%s/ruled_vehicles.csv", MLG_BUILD_DIR);
    FILE *f = fopen(file, "w");
    fputs("nom,type,nombre,capacity,open,close\nAna,camion,2,20,7:00,18:00\nBob,velo,1,20,7:00,18:00\n", f);
    fclose(f);
    return file;
}

static bool asks_for_skill_of(const mlg_problem *p, int32_t stop, int32_t vehicle)
{
    return p->stops[stop].skill_count == 1 && mlg__skilled(&p->vehicles[vehicle], &p->stops[stop]);
}

/* What every column says is in the problem, and kept by the plan. */
static void rules_of_a_table(void **state)
{
    (void)state;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .vehicles = ruled_vehicles() };
    struct day d = read_day(ruled, &spec, false);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    const mlg_problem *p = mlg_tasks_problem(d.tasks);
    const int64_t origin_s = mlg_tasks_origin_s(d.tasks);
    const mlg_stop *s = p->stops; /* A1 is 0 */
    assert_int_equal(p->relation_count, 3);
    assert_true(p->relations[0].kind == MLG_TOGETHER && p->relations[0].stop_count == 2);
    assert_true(p->relations[0].stops[0] == 0 && p->relations[0].stops[1] == 1);
    assert_true(p->relations[1].kind == MLG_APART && p->relations[1].stops[0] == 1 && p->relations[1].stops[1] == 2);
    assert_true(p->relations[2].kind == MLG_APART && p->relations[2].stops[0] == 2 && p->relations[2].stops[1] == 3);
    assert_int_equal(s[0].setup_s, 120);
    assert_int_equal(s[0].due_s + origin_s, 9 * 3600);
    assert_int_equal(s[0].per_late_tick, 2 * p->cost_scale);
    assert_int_equal(s[1].release_s + origin_s, 8 * 3600 + 1800);
    assert_int_equal(mlg__work(&p->vehicles[0], &s[0]).service_s, 750); /* Ana-1 */
    assert_int_equal(mlg__work(&p->vehicles[2], &s[0]).service_s, 300); /* Bob */
    assert_int_equal(mlg__work(&p->vehicles[2], &s[2]).service_s, 60);
    assert_true(asks_for_skill_of(p, 2, 2) && !asks_for_skill_of(p, 2, 0) && !asks_for_skill_of(p, 2, 1));
    assert_true(asks_for_skill_of(p, 3, 0) && asks_for_skill_of(p, 3, 1) && asks_for_skill_of(p, 3, 2));
    assert_true(s[3].group && s[3].group == s[4].group && !s[0].group);
    assert_true(s[5].backhaul && !s[4].backhaul);
    assert_int_equal(mlg_tasks_unserved(d.tasks), 0); /* of A4 and A5 one is enough */
    assert_true(notes(&d, "service_by_type = \"dur\xC3\xA9" "e_par_type\"") && notes(&d, "backhaul = \"retour\""));
    end_day(&d);
    /* Without a table of vehicles they are called 1, 2, … */
    const mlg_tasks_fleet fleet = { .count = 3 };
    const mlg_tasks_spec equal = { .format = MLG_FORMAT_STOPS, .fleet = &fleet };
    d = read_day("id,lat,lon,driver,skills\ndepot,45,4,,\na,45.1,4,2,frigo\nb,45.2,4,,frigo\n", &equal, false);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    p = mlg_tasks_problem(d.tasks);
    assert_true(mlg__skilled(&p->vehicles[1], &p->stops[0]) && !mlg__skilled(&p->vehicles[0], &p->stops[0]));
    assert_true(mlg__skilled(&p->vehicles[0], &p->stops[1]));
    end_day(&d);
}

static void mistakes_of_rules(void **state)
{
    (void)state;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .vehicles = ruled_vehicles() };
    struct day d =
        read_day("id,lat,lon,service_by_type,late_after,late_per_hour,release,together,apart,vehicle,backhaul\n"
                 "depot,45,4,,,,,,,,\n1,45.1,4,camion,9:00,,,m,,,\n2,45.2,4,moto=3,,7,25h99,,p,Zoe|Ana,maybe\n"
                 "3,45.2,4,camion=1 2,x,y,,,,Ana-3,\n",
                 &spec, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    static const char *const places[] = { "stops.csv:3:4", "stops.csv:3:5",  "stops.csv:4:4",  "stops.csv:4:6",
                                          "stops.csv:4:7", "stops.csv:4:10", "stops.csv:4:11", "stops.csv:5:4",
                                          "stops.csv:5:5", "stops.csv:5:6",  "stops.csv:5:10" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        check_msg(times_told(&d, places[i]) == 1, "told %d times at %s", times_told(&d, places[i]), places[i]);
    assert_true(says(&d, false, "no vehicle is of type \"moto\"") && says(&d, false, "no vehicle is called \"Zoe\""));
    assert_true(says(&d, true, "no other stop has \"m\" here") && says(&d, true, "no other stop has \"p\" here"));
    end_day(&d);
}

/* Field `column` of a row of a table, counted from 0. */
static int64_t csv_number(const char *row, int column)
{
    while (column--) row = strchr(row, ',') + 1;
    return strtoll(row, NULL, 10);
}

/* The table and the JSON of one plan tell the same driving at every step, also where a break begins inside a drive and
 * where a speed makes parts of seconds; and the checker agrees with both. */
static void table_and_json_tell_the_same_driving(void **state)
{
    (void)state;
    int inside = 0;
    for (int open = 26000; open < 40000; open += 700) {
        char words[800];
        snprintf(
            words, sizeof words,
            "{'vehicles':[{'id':1,'start':[4.85,45.7],'end':[4.85,45.7],'time_window':[25200,64800],'speed_factor':%s,"
            "'breaks':[{'id':1,'time_windows':[[%d,%d]],'service':1800}]}],'jobs':[{'id':1,'location':[4.95,45.75],'"
            "service':300},"
            "{'id':3,'location':[5.2,45.6],'service':300},{'id':4,'location':[5.7,45.2],'service':300}]}",
            open % 1400 ? "0.93" : "1", open, open + 100);
        char *document = with_quotes(words);
        const mlg_tasks_spec spec = { .format = MLG_FORMAT_VROOM };
        struct day d = read_day(document, &spec, false);
        check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
        struct asked a = answer_of(&d);
        char *table = written(&d, "breaks.csv", MLG_FORMAT_CSV), file[512];
        const char *row = strchr(table, '\n') + 1;
        int64_t last = 0;
        size_t k;
        json_t *step;
        json_array_foreach(at(&a, "routes/0/steps"), k, step)
        {
            const int64_t driven = json_integer_value(json_object_get(step, "duration"));
            assert_int_equal(csv_number(row, 14), driven);
            assert_int_equal(csv_number(row, 9), json_integer_value(json_object_get(step, "waiting_time")));
            inside += !strcmp(json_string_value(json_object_get(step, "type")), "break") && driven > last;
            last = driven;
            row = strchr(row, '\n') + 1;
        }
        forget(&a);
        free(table);
        free(written(&d, "breaks.json", MLG_FORMAT_VROOM));
        snprintf(file, sizeof file, "%s/breaks.json", MLG_BUILD_DIR);
        assert_int_equal(mlg_tasks_check(d.tasks, file, d.found, d.found, &d.err), MLG_OK);
        assert_int_equal(mlg_findings_count(d.found, false), 0);
        end_day(&d);
        free(document);
    }
    assert_true(inside > 3);
}

/* One day told as a table and as VROOM's JSON is one day: the same rounds, times and driving, and each answer passes
 * the check against the other's problem. */
static void the_same_day_as_a_table_and_as_json(void **state)
{
    (void)state;
    const mlg_tasks_fleet fleet = { .count = 2, .capacity = 5, .open_s = 7 * 3600, .close_s = 12 * 3600 };
    const mlg_tasks_spec specs[] = { { .format = MLG_FORMAT_STOPS, .fleet = &fleet }, { .format = MLG_FORMAT_VROOM } };
    char *json =
        with_quotes("{'vehicles':[{'id':1,'start':[4.85,45.7],'end':[4.85,45.7],'capacity':[5],'time_window':[25200,"
                    "43200]},{'id':2,'start':"
                    "[4.85,45.7],'end':[4.85,45.7],'capacity':[5],'time_window':[25200,43200]}],'jobs':[{'id':2,'"
                    "location':[4.85,45.75],"
                    "'delivery':[3],'service':300,'time_windows':[[28800,30000]]},{'id':3,'location':[4.9,45.76],'"
                    "delivery':[2],'service':240,"
                    "'time_windows':[[36000,39600]]},{'id':4,'location':[4.8,45.73],'delivery':[1],'service':0}]}");
    const char *const documents[] = {
        "type,id,lat,lon,demand,service_min,window\ndepot,1,45.7,4.85,,,\n,2,45.75,4.85,3,5,8:00-8:20\n"
        ",3,45.76,4.9,2,4,10:00-11:00\n,4,45.73,4.8,1,0,\n",
        json
    };
    struct day d[2];
    struct asked a[2];
    for (int i = 0; i < 2; i++) {
        d[i] = read_day(documents[i], &specs[i], false);
        check_msg(!d[i].status, "%s: %s", d[i].err.where, d[i].err.message);
        a[i] = answer_of(&d[i]);
    }
    static const char *const keys[] = { "type", "id", "arrival", "duration", "waiting_time", "service", "load" };
    assert_int_equal(json_array_size(at(&a[0], "routes")), json_array_size(at(&a[1], "routes")));
    for (size_t r = 0; r < json_array_size(at(&a[0], "routes")); r++) {
        json_t *one = json_object_get(json_array_get(at(&a[0], "routes"), r), "steps"),
               *other = json_object_get(json_array_get(at(&a[1], "routes"), r), "steps");
        assert_int_equal(json_array_size(one), json_array_size(other));
        for (size_t s = 0; s < json_array_size(one); s++)
            for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
                assert_true(json_equal(json_object_get(json_array_get(one, s), keys[k]),
                                       json_object_get(json_array_get(other, s), keys[k])) ||
                            !json_object_get(json_array_get(one, s), keys[k]));
    }
    for (int i = 0; i < 2; i++) {
        char file[512], name[32];
        snprintf(name, sizeof name, "same_day_%d.json", i);
        snprintf(file, sizeof file, "%s/%s", MLG_BUILD_DIR, name);
        free(written(&d[i], name, MLG_FORMAT_VROOM));
        assert_int_equal(mlg_tasks_check(d[1 - i].tasks, file, d[1 - i].found, d[1 - i].found, &d[1 - i].err), MLG_OK);
        assert_int_equal(mlg_findings_count(d[1 - i].found, false), 0);
    }
    for (int i = 0; i < 2; i++) forget(&a[i]), end_day(&d[i]);
    free(json);
}

/* An id stands once, whether written 7 or 007; the number of a row never becomes that of another stop. */
static void ids_stand_once(void **state)
{
    (void)state;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS };
    struct day d =
        read_day("id,lat,lon\ndepot,45,4\nA1,45.1,4\n7,45.2,4\nA1,45.3,4\n007,45.4,4\nA1,45.5,4\n", &spec, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    assert_int_equal(mlg_findings_count(d.found, false), 3);
    assert_true(says(&d, false, "\"A1\" stands already at stops.csv:3:1") &&
                says(&d, false, "\"007\" stands already at stops.csv:4:1"));
    assert_int_equal(
        times_told(&d, "stops.csv:5:1") + times_told(&d, "stops.csv:6:1") + times_told(&d, "stops.csv:7:1"), 3);
    end_day(&d);
    /* "b" is row 3, which the next stop is called; "" is row 5: both count on from 40. */
    d = read_day("id,lat,lon\ndepot,45,4\n40,45.1,4\nb,45.2,4\n3,45.3,4\n,45.4,4\n", &spec, false);
    struct asked a = answer_of(&d);
    int seen = 0;
    size_t k;
    json_t *step;
    json_array_foreach(at(&a, "routes/0/steps"), k, step) for (int64_t i = 0, ids[] = { 40, 43, 3, 45 }; i < 4; i++)
        seen += json_integer_value(json_object_get(step, "id")) == ids[i];
    assert_int_equal(seen, 4);
    forget(&a);
    end_day(&d);
}

/* Round many towns, up to half of the stops written the wrong way round: these are named at their rows, and no other;
 * with most of them, it is the start. */
static void exchanged_coordinates_are_told(void **state)
{
    (void)state;
    static const double towns[][2] = { { 45.7, 4.85 },  { -33.9, 18.4 }, { 40.7, -74 },   { 9.06, 7.4 },
                                       { 64.1, -21.9 }, { 1.3, 80.2 },   { 45.2, 45.201 } };
    for (size_t town = 0; town < sizeof towns / sizeof *towns; town++)
        for (int swapped = 0; swapped <= 9; swapped++) {
            enum { STOPS = 9 };
            const double lat = towns[town][0], lon = towns[town][1];
            const bool alike = fabs(lat - lon) < 1; /* the other way round it is no farther: nothing to tell */
            char table[1024];
            size_t n = (size_t)snprintf(table, sizeof table, "id,lat,lon\ndepot,%f,%f\n", lat, lon);
            for (int i = 0; i < STOPS; i++) {
                const double y = lat + 0.02 * (i % 3 - 1) + 0.001 * i, x = lon + 0.02 * (i / 3 - 1) + 0.001;
                n += (size_t)snprintf(table + n, sizeof table - n, "s%d,%f,%f\n", i, i < swapped ? x : y,
                                      i < swapped ? y : x);
            }
            const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS };
            struct day d = { .found = mlg_findings_new(MLG_EN), .o = mlg_options_new() };
            d.status = mlg_tasks_read_bytes("stops.csv", table, n, &spec, d.o, &d.tasks, d.found, &d.err);
            assert_int_equal(d.status, MLG_OK);
            const int told = (int)mlg_findings_count(d.found, true);
            check_msg(told == (alike                 ? 0
                               : 2 * swapped > STOPS ? 1
                                                     : swapped),
                      "town %d, %d swapped: %d told", (int)town, swapped, told);
            for (int i = 0; i < told; i++) {
                char where[32];
                snprintf(where, sizeof where, "stops.csv:%d:2", 2 * swapped > STOPS ? 2 : 3 + i);
                assert_string_equal(mlg_findings_at(d.found, true, i)->where, where);
            }
            end_day(&d);
        }
    /* Far away is no mistake by itself: Paris, Brest, Nice and Reykjavik from Lyon. */
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS };
    struct day d =
        read_day("id,lat,lon\ndepot,45.7,4.85\np,48.86,2.35\nb,48.39,-4.49\nn,43.7,7.27\nr,64.1,-21.9\n", &spec, false);
    assert_int_equal(mlg_findings_count(d.found, true), 0);
    end_day(&d);
    /* Also of VROOM's JSON, at its path; with matrices nothing is computed from them. */
    const mlg_tasks_spec json = { .format = MLG_FORMAT_VROOM };
    char *document = with_quotes("{'vehicles':[{'id':1,'start':[4.85,45.7]}],'jobs':[{'id':1,'location':[4.8,45.7]},{'"
                                 "id':2,'location':[45.7,4.9]}]}");
    d = read_day(document, &json, false);
    assert_int_equal(mlg_findings_count(d.found, true), 1);
    assert_string_equal(mlg_findings_at(d.found, true, 0)->where, "jobs/1/location");
    end_day(&d);
    free(document);
}

/* Beside a table of vehicles a flag holds where a row does not say; --fleet contradicts it. */
static void flags_beside_a_table_of_vehicles(void **state)
{
    (void)state;
    static const char stops[] = "id,lat,lon,demand\ndepot,45,4,\na,45.1,4,2\nb,45.2,4,2\nc,45.3,4,2\nd,45.4,4,2\n";
    char file[512];
    mlg_tasks_fleet fleet = { .capacity = 2, .max_stops = 1 };
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .vehicles = file, .fleet = &fleet };
    snprintf(file, sizeof file, "%s/some_vehicles.csv", MLG_BUILD_DIR);
    FILE *f = fopen(file, "w");
    fputs("id,capacity,max_stops\nAna,6,2\nBob,,1\nCid,,1\n", f);
    fclose(f);
    struct day d = read_day(stops, &spec, false);
    assert_int_equal(d.status, MLG_OK);
    assert_int_equal(mlg_tasks_unserved(d.tasks), 0); /* 2 + 1 + 1 stops */
    assert_int_equal(mlg_findings_count(d.found, true), 1);
    assert_string_equal(mlg_findings_at(d.found, true, 0)->where, "--max-stops"); /* every row says it */
    end_day(&d);
    fleet.capacity = 1;
    d = read_day(stops, &spec, false);
    assert_int_equal(mlg_tasks_unserved(d.tasks), 2); /* Ana's 6 stay hers */
    end_day(&d);
    fleet.count = 2;
    d = read_day(stops, &spec, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    assert_int_equal(times_told(&d, "--fleet"), 1);
    end_day(&d);
}

static void mistakes_of_a_table_of_vehicles(void **state)
{
    (void)state;
    static const char *const places[] = { "broken_vehicles.csv:2:2", "broken_vehicles.csv:2:3" };
    char file[512];
    snprintf(file, sizeof file, "%s/broken_vehicles.csv", MLG_BUILD_DIR);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    fputs("id,count,capacity,lat,lon\nAna,some,many,45,4\n", f);
    fclose(f);
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .vehicles = file };
    struct day d = read_day("id,lat,lon,demand\n1,45,4.8,2\n", &spec, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        check_msg(times_told(&d, places[i]) == 1, "told %d times at %s", times_told(&d, places[i]), places[i]);
    end_day(&d);
    f = fopen(file, "w");
    assert_non_null(f);
    fputs("id,start_lon\nAna,4\n", f); /* half a place */
    fclose(f);
    d = read_day("id,lat,lon,demand\n1,45,4.8,2\n", &spec, false);
    assert_int_equal(d.status, MLG_BAD_INPUT);
    assert_true(says(&d, false, "where this vehicle starts"));
    end_day(&d);
}

/* On streets: a place far from the map is named, its legs are estimated, the run goes on; a profile that drives
 * otherwise drives otherwise. */
static void legs_from_roads(void **state)
{
    (void)state;
    static const char table[] =
        "id,lat,lon,type\nD,45.7505,4.8505,depot\na,45.7540,4.8560,\nb,45.7521,4.8541,\nfar,45.7700,4.8560,\n";
    mlg_tasks_spec spec = { .format = MLG_FORMAT_STOPS, .profile = "van", .geometry = true };
    struct day d = read_day(table, &spec, true);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    assert_true(says(&d, true, "job far"));
    struct asked a = answer_of(&d);
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    assert_non_null(strstr(str(&a, "maillage/legs"), "grid"));
    const size_t streets = strlen(str(&a, "routes/0/geometry"));
    forget(&a);
    char *track = written(&d, "day.gpx", MLG_FORMAT_AUTO);
    int points = 0;
    for (const char *c = track; (c = strstr(c, "<trkpt ")); c++) points++;
    assert_true(points > 8);
    free(track);
    end_day(&d);
    d = read_day(table, &spec, false);
    a = answer_of(&d);
    assert_true(strlen(str(&a, "routes/0/geometry")) < streets);
    forget(&a);
    end_day(&d);
    spec.profile = "foot";
    d = read_day(table, &spec, true);
    assert_int_equal(d.status, MLG_NO_ROADS);
    end_day(&d);
    /* VROOM's JSON on the same streets; -g with given durations asks the streets for metres. */
    mlg_tasks_spec json = { .format = MLG_FORMAT_VROOM, .geometry = true };
    char *document =
        with_quotes("{'vehicles':[{'id':1,'start':[4.8505,45.7505],'start_index':0}],'jobs':[{'id':2,'location':[4.856,"
                    "45.754],'location_index':1}],'matrices':{'car':{'durations':[[0,77],[77,0]]}}}");
    d = read_day(document, &json, true);
    check_msg(!d.status, "%s: %s", d.err.where, d.err.message);
    a = answer_of(&d);
    assert_int_equal(num(&a, "summary/duration"), 77);
    assert_true(num(&a, "summary/distance") > 500 && num(&a, "summary/distance") < 2000);
    forget(&a);
    end_day(&d);
    free(document);
}

/* A day without memory fails aloud at every allocation, and leaks nothing (the sanitizers say so). */
struct memory_case {
    const char *bytes;
    mlg_tasks_spec spec;
    int64_t failed;
};
static bool day_with_failures(void *user)
{
    struct memory_case *c = user;
    mlg_error err = { 0 };
    mlg_options *o = mlg_options_new();
    mlg_tasks *tasks = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_status status = o && found
                            ? mlg_tasks_read_bytes("day", c->bytes, strlen(c->bytes), &c->spec, o, &tasks, found, &err)
                            : MLG_NO_MEMORY;
    char *line = NULL;
    if (!status) status = mlg_tasks_solve(tasks, o, NULL, NULL, found, &err);
    if (!status && !(line = mlg_tasks_answer(tasks, found, false, &err))) status = MLG_NO_MEMORY;
    mlg_tasks_free(tasks);
    mlg_options_free(o);
    mlg_findings_free(found);
    free(line);
    return allocation_settled(&c->failed, status, MLG_OK, err.message);
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    char *plan = with_quotes(
        "{'vehicles':[{'id':0,'start_index':0,'end_index':0,'capacity':[4],'breaks':[{'id':5,'service':30,'time_"
        "windows':[[100,140]]}],'steps':[{'type':'job','id':1},{'type':'break','id':5},{'type':'job','id':2}]}],"
        "'jobs':[{'id':1,'location_index':1,'delivery':[1]},{'id':2,'location_index':2,'time_windows':[[0,20],[500,600]"
        "],'descripton':'x'}],'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]]}}}");
    struct memory_case c = { plan, { .format = MLG_FORMAT_VROOM, .plan_mode = true }, 0 };
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(day_with_failures, &c));
    free(plan);
    const mlg_tasks_fleet fleet = { .capacity = 5 };
    c = (struct memory_case) { french, { .format = MLG_FORMAT_STOPS, .fleet = &fleet, .plan_mode = true }, 0 };
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(day_with_failures, &c));
    const mlg_tasks_spec rules = { .format = MLG_FORMAT_STOPS, .vehicles = ruled_vehicles(), .plan_mode = true };
    c = (struct memory_case) { ruled, rules, 0 };
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(day_with_failures, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(french_columns_and_decimal_commas),
                                        cmocka_unit_test(vehicles_from_a_table),
                                        cmocka_unit_test(mistakes_of_a_table),
                                        cmocka_unit_test(mistakes_of_a_table_of_vehicles),
                                        cmocka_unit_test(rules_of_a_table),
                                        cmocka_unit_test(mistakes_of_rules),
                                        cmocka_unit_test(ids_stand_once),
                                        cmocka_unit_test(the_same_day_as_a_table_and_as_json),
                                        cmocka_unit_test(table_and_json_tell_the_same_driving),
                                        cmocka_unit_test(exchanged_coordinates_are_told),
                                        cmocka_unit_test(flags_beside_a_table_of_vehicles),
                                        cmocka_unit_test(legs_from_roads),
                                        cmocka_unit_test(every_allocation_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
