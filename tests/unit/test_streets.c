/* Routed days on the streets of a map that covers a part of the territory: examples/toy with a grid of streets round Miribel and a
 * day of given stops, some of them beyond the grid. Which rounds follow streets, what the estimate says of the same rounds (against
 * a twin that walks them leg by leg), what the checker makes of false figures, what is read back, drawn and credited. */
#include <sys/stat.h>

#include "accounts/day_legs.h"
#include "accounts/day_streets.h"
#include "accounts/lane.h"
#include "io/file.h"
#include "io/plan_json.h"
#include "maillage/api.h"
#include "maillage/check.h"
#include "model/network_plan.h"
#include "model/units.h"
#include "support/toy.h"

#define FOLDER MLG_BUILD_DIR "/test-streets"
#define NORTH 45.8258
#define EAST 4.9544

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
    mlg_options *options;
};

static void put_file(const char *path, const char *bytes, size_t size)
{
    mlg_error err = { 0 };
    check_msg(mlg__file_write(path, bytes, size, &err) == MLG_OK, "%s: %s", path, err.message);
}

/* 9 x 9 junctions, 100 m apart, with two one-way streets; and an island: a street that nothing leads to. */
static void put_map(void)
{
    struct text nodes = { 0 }, arcs = { 0 };
    text_add(&nodes, "id,osm_id,lon,lat\n");
    text_add(&arcs, "from,to,length_m,time_s,name\n");
    for (int y = 0; y < 9; y++)
        for (int x = 0; x < 9; x++) {
            text_printf(&nodes, "%d,%d,%.6f,%.6f\n", 9 * y + x, 1000 + 9 * y + x, EAST + 0.00129 * (x - 4), NORTH + 0.0009 * (y - 4));
            if (x < 8) text_printf(&arcs, "%d,%d,101,18.18,Rue %d\n", 9 * y + x, 9 * y + x + 1, y);
            if (x < 8 && y != 3) text_printf(&arcs, "%d,%d,101,18.18,Rue %d\n", 9 * y + x + 1, 9 * y + x, y);
            if (y < 8 && x != 5) text_printf(&arcs, "%d,%d,101,18.18,Allée %d\n", 9 * y + x, 9 * y + x + 9, x);
            if (y < 8) text_printf(&arcs, "%d,%d,101,18.18,Allée %d\n", 9 * y + x + 9, 9 * y + x, x);
        }
    text_printf(&nodes, "90,,%.6f,%.6f\n91,,%.6f,%.6f\n", EAST + 0.02, NORTH, EAST + 0.021, NORTH);
    text_add(&arcs, "90,91,80,14.4,Impasse\n91,90,80,14.4,Impasse\n");
    mkdir(FOLDER "/streets", 0777);
    put_file(FOLDER "/streets/nodes.csv", nodes.data, nodes.length);
    put_file(FOLDER "/streets/arcs.csv", arcs.data, arcs.length);
    text_free(&nodes);
    text_free(&arcs);
}

/* Twenty stops on the grid, three beyond it. */
static void put_stops(void)
{
    struct text t = { 0 };
    text_add(&t, "demand,service,lon,lat,units\n");
    for (int i = 0; i < 20; i++)
        text_printf(&t, "01249,next_day,%.6f,%.6f,2\n", EAST + 0.00129 * (i % 7 - 3.3), NORTH + 0.0009 * (i % 5 - 2.2));
    for (int i = 0; i < 3; i++) text_printf(&t, "01249,next_day,%.6f,%.6f,1\n", EAST + 0.0004 * i, NORTH + 0.02 + 0.001 * i);
    put_file(FOLDER "/day.csv", t.data, t.length);
    text_free(&t);
}

static void put_scenario(void)
{
    struct toy toy = toy_new();
    mkdir(FOLDER, 0777);
    assert_true(toy_replace(&toy, "scenario.json", "\"real\": []", "\"real\": [\"day.csv\"]"));
    assert_true(toy_replace(&toy, "scenario.json", "\"seed\"", "\"roads\": \"streets\", \"seed\""));
    for (int32_t i = 0; i < toy.file_count; i++) {
        char path[1200];
        snprintf(path, sizeof path, FOLDER "/%s", toy.files[i].name);
        put_file(path, toy.files[i].bytes, toy.files[i].size);
    }
    toy_free(&toy);
    put_map();
    put_stops();
}

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    mlg_error err = { 0 };
    put_scenario();
    w->options = mlg_options_new();
    assert_int_equal(mlg_options_set(w->options, "plan.time_limit_s", "0", &err), MLG_OK); /* by iterations alone */
    assert_int_equal(mlg_options_set(w->options, "siting.iterations", "10", &err), MLG_OK);
    assert_int_equal(mlg_options_set(w->options, "routing.per_stop", "3", &err), MLG_OK);
    check_msg(mlg_scenario_read(FOLDER, w->options, &w->s, NULL, &err) == MLG_OK, "%s", err.message);
    check_msg(mlg_scenario_legs(w->s, w->options, &w->legs, &err) == MLG_OK, "%s", err.message);
    check_msg(mlg_plan_scenario(w->s, &w->legs, w->options, NULL, NULL, &w->plan, NULL, &err) == MLG_OK, "%s", err.message);
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    struct world *w = *state;
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
    mlg_options_free(w->options);
    free(w);
    return 0;
}

/* The given day of the plan. */
static struct plan_day *given_day(const struct world *w)
{
    for (int32_t i = 0; i < w->plan->day_count; i++)
        if (w->plan->days[i].day >= w->s->days_sampled && !w->plan->days[i].before) return &w->plan->days[i];
    fail_msg("no station has the given day");
    return NULL;
}

/* ---- the figures ---- */

static void a_map_of_a_part_leaves_the_rest_estimated(void **state)
{
    const struct world *w = *state;
    assert_true(w->legs.estimated && w->plan->estimated);
    assert_non_null(strstr(w->legs.label, "streets, crow flight for"));
    assert_non_null(strstr(w->legs.credit, "OpenStreetMap"));
    bool told = false;
    for (int32_t i = 0; mlg_findings_at(w->legs.found, true, i); i++)
        told |= strstr(mlg_findings_at(w->legs.found, true, i)->hint, "rounds inside the map follow its streets") != NULL;
    assert_true(told);
}

/* Stations without a stop of the given day have no such day; the one that has it drives its streets. */
static void the_given_day_is_of_its_station(void **state)
{
    const struct world *w = *state;
    const struct plan_day *day = given_day(w);
    int32_t days = 0, stops = 0;
    for (int32_t i = 0; i < w->plan->day_count; i++) days += w->plan->days[i].day >= w->s->days_sampled && !w->plan->days[i].before;
    for (int32_t r = 0; r < day->routes->route_count; r++) stops += (int32_t)day->routes->routes[r].totals.stops;
    assert_int_equal(days, 1);
    assert_int_equal(stops, 23);
    assert_true(day->street_count > 0);
}

static int32_t place_before(const struct plan_route *route, int32_t visit)
{
    int32_t from = visit - 1;
    while (from > 0 && route->visits[from].place == MLG_NONE) from--;
    return route->visits[from].place;
}

/* The twin: each leg of the round asked for alone, the estimate by the walk that knows no map. */
static void check_row(const struct world *w, const struct plan_day *day, const struct round_streets *row)
{
    const struct plan_route *route = &day->routes->routes[row->route];
    const int32_t class = mlg__day_class(w->s, route->vehicle);
    const struct vehicle_class here = mlg__class_at(w->s, class, day->site);
    struct plan_route crow = *route;
    struct round_streets own = { .route = row->route };
    crow.totals.distance_m = crow.totals.energy_j = crow.totals.drive_s = 0;
    for (int32_t v = 1; v < route->visit_count; v++) {
        const int32_t from = place_before(route, v), to = route->visits[v].place;
        const mlg_point ends[2] = { { day->problem->places[from].lat_deg, day->problem->places[from].lon_deg },
                                    { day->problem->places[to].lat_deg, day->problem->places[to].lon_deg } };
        mlg_leg legs[4];
        if (from == to) continue;
        assert_int_equal(w->legs.driven(w->legs.self, class, ends, 2, legs, NULL), MLG_OK);
        own.leg_count++;
        own.street_legs += legs[1].time_s != MLG_UNREACHABLE;
        own.street_m += legs[1].time_s != MLG_UNREACHABLE ? legs[1].distance_m : 0;
        crow.totals.drive_s += mlg__day_leg(&here, &day->problem->places[from], &day->problem->places[to]).time_s;
    }
    struct day_leg *legs;
    int32_t count;
    assert_int_equal(mlg__day_legs(w->s, NULL, day, day->problem, &legs, &count, NULL), MLG_OK);
    for (int32_t i = 0; i < count; i++) {
        if (legs[i].route != row->route) continue;
        crow.totals.distance_m += legs[i].distance_m;
        crow.totals.energy_j += legs[i].energy_j;
    }
    mlg__free(legs);
    crow.totals.duty_s += crow.totals.drive_s - route->totals.drive_s;
    const struct route_account account = mlg__day_account(w->s, day, &crow);
    assert_int_equal(row->leg_count, own.leg_count);
    assert_int_equal(row->street_legs, own.street_legs);
    assert_int_equal(row->street_m, own.street_m);
    assert_int_equal(row->crow_m, crow.totals.distance_m);
    assert_int_equal(row->crow_drive_s, crow.totals.drive_s);
    assert_int_equal(row->crow_energy_j, crow.totals.energy_j);
    assert_int_equal(row->crow_cents, account.total_cents);
    assert_int_equal(row->crow_co2_wtw_mg, account.co2_wtw_mg);
}

static void rounds_agree_with_their_twin(void **state)
{
    const struct world *w = *state;
    int32_t rows = 0;
    bool some_off = false;
    for (int32_t i = 0; i < w->plan->day_count; i++)
        for (int32_t k = 0; k < w->plan->days[i].street_count; k++, rows++) {
            const struct round_streets *row = &w->plan->days[i].streets[k];
            check_row(w, &w->plan->days[i], row);
            assert_true(row->street_legs > 0 && row->street_legs < row->leg_count); /* the station lies off the map */
            some_off |= row->leg_count - row->street_legs > 2;
        }
    assert_true(rows > 0 && some_off);
}

struct ask { const struct world *w; const struct plan_day *day; };

static bool ask_again(void *user)
{
    const struct ask *ask = user;
    struct arena arena = { 0 };
    struct round_streets *rows;
    int32_t count;
    const mlg_status status = mlg__day_streets(ask->w->s, &ask->w->legs, ask->day, ask->day->problem, &arena, &rows, &count, NULL);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    if (!status) {
        assert_int_equal(count, ask->day->street_count);
        assert_memory_equal(rows, ask->day->streets, (size_t)count * sizeof *rows);
    }
    mlg__arena_free(&arena);
    return !status;
}

static void memory_may_fail(void **state)
{
    const struct world *w = *state;
    assert_true(for_each_failed_allocation(ask_again, &(struct ask) { w, given_day(w) }) > 5);
}

/* ---- the map in the place of a road file ---- */

static void a_map_is_as_good_as_its_file(void **state)
{
    const struct world *w = *state;
    const mlg_roads_build_spec spec = { .map = FOLDER "/streets" };
    mlg_leg_source by_file;
    mlg_options *o = mlg_options_new();
    mlg_error err = { 0 };
    check_msg(mlg_roads_build(&spec, FOLDER "/streets.roads", NULL, NULL, NULL, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(mlg_options_set(o, "roads.file", FOLDER "/streets.roads", &err), MLG_OK);
    check_msg(mlg_scenario_legs(w->s, o, &by_file, &err) == MLG_OK, "%s", err.message);
    const struct plan_day *day = given_day(w);
    const int32_t n = day->problem->place_count;
    mlg_point *points = calloc((size_t)n, sizeof *points);
    mlg_leg *legs[2] = { calloc((size_t)(n * n), sizeof(mlg_leg)), calloc((size_t)(n * n), sizeof(mlg_leg)) };
    for (int32_t i = 0; i < n; i++) points[i] = (mlg_point) { day->problem->places[i].lat_deg, day->problem->places[i].lon_deg };
    assert_int_equal(w->legs.between(w->legs.self, 0, points, n, legs[0], NULL), MLG_OK);
    assert_int_equal(by_file.between(by_file.self, 0, points, n, legs[1], NULL), MLG_OK);
    assert_memory_equal(legs[0], legs[1], (size_t)(n * n) * sizeof(mlg_leg));
    assert_string_equal(w->legs.label, by_file.label);
    free(points);
    free(legs[0]);
    free(legs[1]);
    mlg_roads_source_free(&by_file);
    mlg_options_free(o);
}

struct counted { int32_t streets, points; };

static void count_street(int32_t street, const mlg_point *points, int32_t count, void *user)
{
    struct counted *c = user;
    assert_true(points && count >= 2);
    assert_int_equal(street, c->streets);
    c->streets++;
    c->points += count;
}

/* 144 pieces of street and the island; a box round the middle junction meets four of them. */
static void streets_of_a_box(void **state)
{
    const struct world *w = *state;
    struct counted all = { 0 }, few = { 0 }, none = { 0 };
    assert_int_equal(w->legs.streets(w->legs.self, (mlg_point) { 45, 4 }, (mlg_point) { 46, 5 }, count_street, &all, NULL), MLG_OK);
    assert_int_equal(w->legs.streets(w->legs.self, (mlg_point) { NORTH - 0.0001, EAST - 0.0001 }, (mlg_point) { NORTH + 0.0001, EAST + 0.0001 },
                                     count_street, &few, NULL), MLG_OK);
    assert_int_equal(w->legs.streets(w->legs.self, (mlg_point) { 44, 4 }, (mlg_point) { 45, 5 }, count_street, &none, NULL), MLG_OK);
    assert_int_equal(all.streets, 145);
    assert_int_equal(few.streets, 4);
    assert_int_equal(none.streets, 0);
}

/* ---- the checker, the file, the page ---- */

static int32_t violations(const struct world *w, const mlg_network_plan *plan, const char *about)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    int32_t count = 0;
    assert_int_equal(mlg_check_network(w->s, &w->legs, plan, found, NULL), MLG_OK);
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++) count += !about || strstr(mlg_findings_at(found, false, i)->where, about) != NULL;
    mlg_findings_free(found);
    return count;
}

static void false_figures_are_told(void **state)
{
    const struct world *w = *state;
    struct plan_day *day = given_day(w);
    struct round_streets *row = &day->streets[day->street_count - 1];
    const struct round_streets kept = *row;
    assert_int_equal(violations(w, w->plan, NULL), 0);
    int32_t *const counts[] = { &row->leg_count, &row->street_legs };
    int64_t *const figures[] = { &row->street_m, &row->crow_m, &row->crow_drive_s, &row->crow_energy_j, &row->crow_cents, &row->crow_co2_wtw_mg };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ++*counts[i];
        assert_int_equal(violations(w, w->plan, "/streets/"), 1);
        *row = kept;
    }
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        --*figures[i];
        assert_int_equal(violations(w, w->plan, "/streets/"), 1);
        *row = kept;
    }
    day->street_count--;
    assert_int_equal(violations(w, w->plan, "/streets"), 1);
    day->street_count++;
}

static void rows_are_read_back(void **state)
{
    const struct world *w = *state;
    struct text first = { 0 }, second = { 0 };
    mlg_network_plan *again = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__network_plan_write(w->plan, &first, NULL), MLG_OK);
    assert_int_equal(mlg__network_plan_read(first.data, first.length, w->s, &again, found, NULL), MLG_OK);
    assert_int_equal(mlg__network_plan_write(again, &second, NULL), MLG_OK);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    mlg_network_plan_free(again);
    text_free(&second);
    /* A row that names no route is told, not followed. */
    char *at = strstr(first.data, "\"streets\":[\n{\"route\":0");
    assert_non_null(at);
    at[strlen("\"streets\":[\n{\"route\":")] = '9';
    assert_int_equal(mlg__network_plan_read(first.data, first.length, w->s, &again, found, NULL), MLG_BAD_INPUT);
    assert_non_null(strstr(mlg_findings_at(found, false, 0)->message, "names no route"));
    mlg_findings_free(found);
    text_free(&first);
}

static char *page_of(const struct world *w, mlg_lang lang)
{
    char *bytes;
    size_t size;
    mlg_error err = { 0 };
    check_msg(mlg_report_write_file(w->s, w->plan, &w->legs, FOLDER "/report.html", lang, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(mlg__file_read(FOLDER "/report.html", (size_t)1 << 26, &bytes, &size, &err), MLG_OK);
    return bytes;
}

static void the_page_shows_the_day(void **state)
{
    const struct world *w = *state;
    static const char *const said[2][3] = {
        { "Distances are estimated, except on the streets of a map", "On real streets", "Legs on streets alone, given stops" },
        { "Les distances sont estimées, sauf dans les rues", "Sur de vraies rues", "Trajets en rue seuls, arrêts donnés" } };
    for (int lang = 0; lang < 2; lang++) {
        char *page = page_of(w, lang ? MLG_FR : MLG_EN);
        for (int i = 0; i < 3; i++) check_msg(strstr(page, said[lang][i]), "\"%s\" is missing", said[lang][i]);
        const char *part = strstr(page, "id=\"streets\"");
        assert_true(part && strstr(part, "class=\"street\"") && strstr(part, "class=\"way\"") && strstr(part, "class=\"way estimated\""));
        assert_non_null(strstr(part, "© OpenStreetMap contributors, ODbL"));
        assert_non_null(strstr(part, "day.csv"));
        mlg__free(page);
    }
}

static void the_summary_counts_them(void **state)
{
    const struct world *w = *state;
    static const char *const said[2] = { "rounds on real streets: ", "tournées sur de vraies rues : " };
    int32_t rounds = 0, on_streets = 0;
    for (int32_t i = 0; i < w->plan->day_count; i++) {
        rounds += w->plan->days[i].routes->route_count;
        on_streets += w->plan->days[i].street_count;
    }
    for (int lang = 0; lang < 2; lang++) {
        char *words = mlg_plan_summary(w->plan, lang ? MLG_FR : MLG_EN), wanted[80];
        snprintf(wanted, sizeof wanted, lang ? "%s%d sur %d, " : "%s%d of %d, ", said[lang], on_streets, rounds);
        check_msg(words && strstr(words, wanted), "no \"%s\" in\n%s", wanted, words);
        free(words);
    }
}

/* Without the map the same plan has a page too: figures, no picture. */
static void a_page_without_the_map(void **state)
{
    struct world w = *(struct world *)*state;
    w.legs = (mlg_leg_source) { 0 };
    char *page = page_of(&w, MLG_EN);
    const char *part = strstr(page, "id=\"streets\"");
    assert_true(part && !strstr(part, "class=\"street\"") && strstr(part, "day.csv"));
    mlg__free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_of_a_part_leaves_the_rest_estimated),
        cmocka_unit_test(the_given_day_is_of_its_station),
        cmocka_unit_test(rounds_agree_with_their_twin),
        cmocka_unit_test(memory_may_fail),
        cmocka_unit_test(a_map_is_as_good_as_its_file),
        cmocka_unit_test(streets_of_a_box),
        cmocka_unit_test(false_figures_are_told),
        cmocka_unit_test(rows_are_read_back),
        cmocka_unit_test(the_page_shows_the_day),
        cmocka_unit_test(the_summary_counts_them),
        cmocka_unit_test(a_page_without_the_map),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
