/* test_plan_folder.c — the folder that `maillage plan` writes, from examples/toy: what the rows of days_legs.csv in the
 * file sum to, what a plan keeps of its routed days, and the same files from the plan read back. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "io/csv.h"
#include "io/file.h"
#include "maillage/api.h"
#include "model/network_plan.h"
#include "support/test.h"

#define OUT MLG_BUILD_DIR "/test-plan-folder"

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network_plan *plan;
};

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    mlg_error err = { 0 };
    mlg_options *o = mlg_options_new();
    assert_int_equal(mlg_options_set(o, "plan.time_limit_s", "0", &err), MLG_OK); /* by iterations alone */
    assert_int_equal(mlg_options_set(o, "siting.iterations", "10", &err), MLG_OK);
    assert_int_equal(mlg_options_set(o, "routing.per_stop", "1", &err), MLG_OK);
    check_msg(mlg_scenario_read(MLG_SOURCE_DIR "/examples/toy", o, &w->s, NULL, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(mlg_scenario_legs(w->s, o, &w->legs, &err), MLG_OK);
    check_msg(mlg_plan_scenario(w->s, &w->legs, o, NULL, NULL, &w->plan, NULL, &err) == MLG_OK, "%s", err.message);
    check_msg(mlg_plan_write(w->s, w->plan, &w->legs, OUT "/made", MLG_EN, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    mlg_options_free(o);
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    struct world *w = *state;
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
    free(w);
    return 0;
}

/* The share within the promise is that of all services, in the terminal as on the page; each service has its line. */
static void terminal_and_page_say_the_same_share(void **state)
{
    const struct world *w = *state;
    const int32_t last = w->s->period_count - 1;
    double share[2] = { 0 }, demand = 0;
    for (int32_t service = 0; service < w->s->service_count; service++)
        for (int32_t d = 0; d < w->s->demand_count; d++) {
            const double units = (double)demand_units_milli(w->s, d, service, last);
            demand += units;
            share[0] += units * w->plan->before.periods[last].covered[service];
            share[1] += units * w->plan->plan.periods[last].covered[service];
        }
    for (int lang = 0; lang < 2; lang++) {
        char *words = mlg_plan_summary(w->plan, lang ? MLG_FR : MLG_EN);
        char *row = strstr(words, lang ? "dans le d\xC3\xA9lai promis, tous services" : "within the promise, all services");
        assert_non_null(row);
        for (char *c = row; *c != '\n'; c++)
            if (*c == ',' && c > row + 40) *c = '.'; /* a French number */
        double shown[2];
        assert_int_equal(sscanf(strstr(row, "services") + 8, "%lf %% %lf %%", &shown[0], &shown[1]), 2);
        for (int side = 0; side < 2; side++) assert_true(fabs(shown[side] - 100 * share[side] / demand) < 0.051);
        assert_non_null(strstr(words, lang ? "dans le d\xC3\xA9lai promis, deux jours" : "within the promise, two days"));
        free(words);
    }
}

/* With far more time than routed days need they end by work: soon, and with the same rounds whatever the threads. */
static void days_are_done_before_the_deadline(void **state)
{
    (void)state;
    int64_t cost[2] = { 0 };
    for (int run = 0; run < 2; run++) {
        mlg_error err = { 0 };
        mlg_options *o = mlg_options_new();
        mlg_scenario *s;
        mlg_leg_source legs;
        mlg_network_plan *plan;
        const double begin_s = mlg__now_s();
        mlg_options_set(o, "plan.time_limit_s", "10000", NULL);
        mlg_options_set(o, "siting.gap", "0.05", NULL);
        mlg_options_set(o, "siting.threads", "1", NULL);
        mlg_options_set(o, "routing.threads", run ? "2" : "1", NULL);
        mlg_options_set(o, "routing.per_stop_most", "2", NULL);
        assert_int_equal(mlg_scenario_read(MLG_SOURCE_DIR "/examples/toy", o, &s, NULL, &err), MLG_OK);
        assert_int_equal(mlg_scenario_legs(s, o, &legs, &err), MLG_OK);
        check_msg(mlg_plan_scenario(s, &legs, o, NULL, NULL, &plan, NULL, &err) == MLG_OK, "%s", err.message);
        assert_true(plan->day_count > 1);
        for (int32_t i = 0; i < plan->day_count; i++) cost[run] += mlg_plan_cost(plan->days[i].routes);
        assert_true(mlg__now_s() - begin_s < 400); /* a day alone would have some hundred seconds */
        mlg_network_plan_free(plan);
        mlg_roads_source_free(&legs);
        mlg_scenario_free(s);
        mlg_options_free(o);
    }
    assert_true(cost[0] > 0 && cost[0] == cost[1]);
}

static void days_keep_no_matrices(void **state)
{
    const struct world *w = *state;
    assert_true(w->plan->day_count > 1);
    for (int32_t i = 0; i < w->plan->day_count; i++) {
        const mlg_problem *p = w->plan->days[i].problem;
        assert_true(p->stop_count > 0 && p->vehicle_count > 0);
        assert_int_equal(p->planes.total_bytes, 0);
    }
}

enum {
    ROUTE, SEQ, DISTANCE, DRIVE, DUTY, ENERGY, WTW, TTW, FIXED, KM, FUEL, DRIVER, CO2, TIME, COLUMNS,
    FIRST_FIGURE = DISTANCE
};
static const struct csv_column columns[COLUMNS] = {
    [ROUTE] = { "route", CSV_CELL },
    [SEQ] = { "seq", CSV_CELL },
    [DISTANCE] = { "distance_m", CSV_CELL },
    [DRIVE] = { "drive_s", CSV_CELL },
    [DUTY] = { "duty_s", CSV_CELL },
    [ENERGY] = { "energy_j", CSV_CELL },
    [WTW] = { "co2_wtw_mg", CSV_CELL },
    [TTW] = { "co2_ttw_mg", CSV_CELL },
    [FIXED] = { "vehicle_fixed_cents", CSV_CELL },
    [KM] = { "vehicle_distance_cents", CSV_CELL },
    [FUEL] = { "energy_cents", CSV_CELL },
    [DRIVER] = { "driver_cents", CSV_CELL },
    [CO2] = { "co2_price_cents", CSV_CELL },
    [TIME] = { "time_value_cents", CSV_CELL },
};

/* Sum the rows of one round, from *row on. */
static void check_round(struct csv *t, int32_t *row, const struct plan_route *route, int32_t number)
{
    int64_t sum[COLUMNS] = { 0 };
    for (int32_t v = 0; v < route->visit_count; v++, ++*row) {
        assert_true(*row < t->row_count);
        assert_int_equal((int64_t)mlg__csv_double(t, *row, ROUTE, 0, 1e6, -1), number);
        assert_int_equal((int64_t)mlg__csv_double(t, *row, SEQ, 0, 1e6, -1), v);
        for (int k = FIRST_FIGURE; k < COLUMNS; k++) sum[k] += (int64_t)mlg__csv_double(t, *row, k, 0, 1e15, -1);
    }
    assert_int_equal(sum[DISTANCE], route->totals.distance_m);
    assert_int_equal(sum[DRIVE], route->totals.drive_s);
    assert_int_equal(sum[DUTY], route->totals.duty_s);
    assert_int_equal(sum[ENERGY], route->totals.energy_j);
    assert_int_equal(sum[WTW], route->co2_wtw_mg);
    assert_int_equal(sum[TTW], route->co2_ttw_mg);
    assert_int_equal(sum[FIXED] + sum[KM] + sum[FUEL] + sum[DRIVER] + sum[CO2] + sum[TIME], route->cost_cents);
}

static void days_legs_sum_to_the_rounds_of_the_plan(void **state)
{
    const struct world *w = *state;
    char *bytes;
    size_t size;
    struct csv t;
    mlg_error err = { 0 };
    int32_t row = 0;
    assert_int_equal(mlg__file_read(OUT "/made/days_legs.csv", (size_t)1 << 26, &bytes, &size, &err), MLG_OK);
    check_msg(mlg__csv_read(&t, "days_legs.csv", bytes, size, columns, COLUMNS, NULL, &err) == MLG_OK, "%s: %s",
              err.where, err.message);
    for (int32_t d = 0; d < w->plan->day_count; d++) {
        const mlg_plan *routes = w->plan->days[d].routes;
        for (int32_t r = 0; r < routes->route_count; r++) check_round(&t, &row, &routes->routes[r], r);
    }
    assert_int_equal(row, t.row_count);
    assert_true(row > 100);
    mlg__csv_free(&t);
    mlg__free(bytes);
}

static void assert_same_file(const char *name)
{
    char path[2][256], *bytes[2];
    size_t size[2];
    mlg_error err = { 0 };
    for (int i = 0; i < 2; i++) {
        snprintf(path[i], sizeof path[i], OUT "/%s/%s", i ? "again" : "made", name);
        check_msg(mlg__file_read(path[i], (size_t)1 << 26, &bytes[i], &size[i], &err) == MLG_OK, "%s", path[i]);
    }
    check_msg(size[0] == size[1] && !memcmp(bytes[0], bytes[1], size[0]), "%s differs", name);
    mlg__free(bytes[0]);
    mlg__free(bytes[1]);
}

/* All that the tables say is in plan.json and the scenario (the report has shadow prices too); and the checker needs no
 * other file. */
static void a_plan_read_back_writes_the_same_folder(void **state)
{
    const struct world *w = *state;
    static const char *const names[] = { "plan.json", "sites.csv",     "assignment.csv", "legs.csv",
                                         "stops.csv", "days_legs.csv", "routes.geojson" };
    mlg_network_plan *back;
    mlg_error err = { 0 };
    check_msg(mlg_network_plan_read(OUT "/made/plan.json", w->s, &back, NULL, &err) == MLG_OK, "%s", err.message);
    check_msg(mlg_plan_write(w->s, back, &w->legs, OUT "/again", MLG_EN, &err) == MLG_OK, "%s", err.message);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_same_file(names[i]);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_network(w->s, &w->legs, back, found, &err), MLG_OK);
    assert_int_equal(mlg_findings_count(found, false), 0);
    mlg_findings_free(found);
    mlg_network_plan_free(back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terminal_and_page_say_the_same_share), cmocka_unit_test(days_are_done_before_the_deadline), cmocka_unit_test(days_keep_no_matrices),
        cmocka_unit_test(days_legs_sum_to_the_rounds_of_the_plan),
        cmocka_unit_test(a_plan_read_back_writes_the_same_folder),
    };
    return cmocka_run_group_tests_name("the plan's folder", tests, make_world, end_world);
}
