/* test_problem.c — the builder: every mistake is told at its place, defaults are filled in, everything is copied. */
#include <math.h>

#include "model/plan.h"
#include "support/test.h"

/* ---- mistakes -------------------------------------------------------------------------------------------------- */

/* What a row may spoil before it is given to a builder: two places, one matrix, two vehicles, two stops, a shipment. */
struct input {
    double place[2][2];
    bool plane[2], late_place, no_matrix, no_vehicle, no_stop;
    int32_t table[4], energy[4];
    mlg_matrix matrix;
    mlg_vehicle vehicle;
    mlg_stop stop;
    mlg_window windows[2];
    mlg_break pause;
    mlg_class_work work;
    int32_t related[1], relations;
    int64_t amount[MLG_LOADS_MAX], cost_scale;
    int32_t ticks_per_s;
};

enum spoiled {
    NOTHING,
    SCALE,
    TICKS,
    NAN_PLACE,
    OFF_GLOBE,
    SWAPPED,
    MIXED,
    NO_VEHICLE,
    NO_STOP,
    LATE_PLACE,
    NEGATIVE_LEG,
    LONG_LEG,
    BIG_ENERGY,
    EMPTY_TABLE,
    UNKNOWN_KIND,
    CROW_ON_PLANE,
    EUCLID_ON_GLOBE,
    FAR_PLANE,
    UNKNOWN_ROUND,
    START,
    END,
    MATRIX,
    CAPACITY,
    CAPACITY_LIMIT,
    RATE,
    SHIFT,
    COUNT,
    DUTY,
    MAX_STOPS,
    WEIGHT,
    RELOADS,
    RELOAD_PLACE,
    SPEED,
    SLOW,
    SERVICE_FACTOR,
    BREAK_WINDOW,
    BREAK_LOAD,
    SKILL_LIST,
    CLASS_WORK,
    CLASS_NAME,
    RELATION,
    RELATION_TWICE,
    FIRST_STOP,
    FIRST_COUNT,
    ABOARD,
    PLACE,
    DEMAND,
    PICKUP,
    DEMAND_LIMIT,
    SERVICE,
    RELEASE,
    PRIZE,
    GROUP,
    WINDOW,
    NEGATIVE_WINDOW,
    WINDOW_LIST,
    WINDOW_ORDER,
    WINDOW_LIMIT,
    AMOUNT,
    MANY_OVERFLOW,
    SAME_ID,
    ROW_COUNT
};

static void spoil(struct input *in, enum spoiled what)
{
    mlg_vehicle *v = &in->vehicle;
    mlg_stop *s = &in->stop;
    switch (what) {
    case NOTHING:
    case ROW_COUNT: break;
    case SCALE: in->cost_scale = 0; break;
    case TICKS: in->ticks_per_s = 7; break;
    case NAN_PLACE: in->place[1][0] = NAN; break;
    case OFF_GLOBE: in->place[1][0] = 1e3; break;
    case SWAPPED: in->place[1][0] = 151.2, in->place[1][1] = -33.9; break;
    case MIXED: in->plane[1] = true; break;
    case NO_VEHICLE: in->no_vehicle = true; break;
    case NO_STOP: in->no_stop = true; break;
    case LATE_PLACE: in->late_place = true; break;
    case NEGATIVE_LEG: in->table[2] = -5; break;
    case LONG_LEG: in->table[1] = MLG_LEG_MAX + 1; break;
    case BIG_ENERGY:
        in->energy[3] = INT32_MIN;
        in->matrix.energy_kj = in->energy;
        break;
    case EMPTY_TABLE: in->matrix.time = NULL; break;
    case UNKNOWN_KIND: in->matrix.kind = (mlg_metric_kind)9; break;
    case CROW_ON_PLANE: in->plane[0] = in->plane[1] = true, in->matrix = (mlg_matrix) { .kind = MLG_CROW }; break;
    case EUCLID_ON_GLOBE: in->matrix = (mlg_matrix) { .kind = MLG_EUCLID }; break;
    case FAR_PLANE:
        in->plane[0] = in->plane[1] = true, in->place[0][0] = 1e9, in->place[1][0] = -1e9,
        in->matrix = (mlg_matrix) { .kind = MLG_EUCLID };
        break;
    case UNKNOWN_ROUND:
        in->plane[0] = in->plane[1] = true, in->matrix = (mlg_matrix) { .kind = MLG_EUCLID, .round = (mlg_round)9 };
        break;
    case START: v->start = 2; break;
    case END: v->end = -7; break;
    case MATRIX: v->matrix = 1; break;
    case CAPACITY: v->capacity[1] = -1; break;
    case CAPACITY_LIMIT: v->capacity[0] = MLG_LOAD_MAX + 1; break;
    case RATE: v->rates.per_j_q24 = -1; break;
    case SHIFT: v->shift = (mlg_window) { 900, 600 }; break;
    case COUNT: v->count = -3; break;
    case DUTY: v->max_duty_s = -1; break;
    case MAX_STOPS: v->max_stops = -1; break;
    case WEIGHT: v->weight_load = 8; break;
    case RELOADS: v->reload_count = 2; break;
    case RELOAD_PLACE: {
        static const int32_t far[] = { 0, 5 };
        v->reload_places = far, v->reload_count = 2;
        break;
    }
    case SPEED: v->speed_factor = -1; break;
    case SLOW: v->speed_factor = 0.01, in->table[1] = MLG_LEG_MAX; break;
    case SERVICE_FACTOR: v->service_factor = NAN; break;
    case BREAK_WINDOW:
        in->windows[0] = (mlg_window) { 9, 3 }, in->pause.windows = in->windows, in->pause.window_count = 1,
        v->breaks = &in->pause, v->break_count = 1;
        break;
    case BREAK_LOAD:
        in->pause.load_limited = true, in->pause.max_load[2] = -1, v->breaks = &in->pause, v->break_count = 1;
        break;
    case SKILL_LIST: v->skill_count = -1; break;
    case CLASS_WORK:
        in->work = (mlg_class_work) { "van", 0, -1 }, s->class_work = &in->work, s->class_work_count = 1;
        break;
    case FIRST_STOP: in->related[0] = 9, v->first_stops = in->related, v->first_count = 1; break;
    case FIRST_COUNT: in->related[0] = 0, v->first_stops = in->related, v->first_count = 1, v->count = 3; break;
    case ABOARD: v->aboard[7] = 3; break;
    case RELATION: in->related[0] = 5, in->relations = 1; break;
    case RELATION_TWICE: in->relations = 2; break;
    case CLASS_NAME:
        in->work = (mlg_class_work) { NULL, 0, 1 }, s->class_work = &in->work, s->class_work_count = 1;
        break;
    case PLACE: s->place = MLG_NONE; break;
    case DEMAND: s->demand[0] = -4; break;
    case PICKUP: s->pickup[7] = -4; break;
    case DEMAND_LIMIT: s->demand[0] = INT64_MAX; break;
    case SERVICE: s->service_s = -1; break;
    case RELEASE: s->release_s = MLG_TIME_MAX_S + 1; break;
    case PRIZE: s->prize = -1; break;
    case GROUP: s->group = -1; break;
    case WINDOW: s->window = (mlg_window) { 900, 600 }; break;
    case NEGATIVE_WINDOW: s->window = (mlg_window) { -5, 600 }; break;
    case WINDOW_LIST: s->window_count = 2; break;
    case WINDOW_ORDER:
        in->windows[0] = (mlg_window) { 50, 60 }, in->windows[1] = (mlg_window) { 60, 70 }, s->windows = in->windows,
        s->window_count = 2;
        break;
    case WINDOW_LIMIT: s->window = (mlg_window) { 5, INT64_MAX }; break;
    case AMOUNT: in->amount[3] = INT64_MIN; break;
    case MANY_OVERFLOW: v->rates.per_tick = INT64_MAX; break;
    case SAME_ID: s->id = "a"; break;
    }
}

static const struct row {
    const char *where, *words;
    mlg_status status;
} rows[ROW_COUNT] = {
    [NOTHING] = { NULL, "", MLG_OK },
    [SCALE] = { "cost_scale", "cost scale 0", MLG_BAD_INPUT },
    [TICKS] = { "ticks_per_s", "7 ticks", MLG_BAD_INPUT },
    [NAN_PLACE] = { "places/1", "not numbers", MLG_BAD_INPUT },
    [OFF_GLOBE] = { "places/1", "not on the globe", MLG_BAD_INPUT },
    [SWAPPED] = { "places/1", "not on the globe", MLG_BAD_INPUT },
    [MIXED] = { "places/1", "mixed", MLG_BAD_INPUT },
    [NO_VEHICLE] = { "vehicles", "no vehicle", MLG_BAD_INPUT },
    [NO_STOP] = { "stops", "no stop", MLG_BAD_INPUT },
    [LATE_PLACE] = { "matrices/0", "given for 2 places, but there are 3", MLG_BAD_INPUT },
    [NEGATIVE_LEG] = { "matrices/0/time/1/0", "-5 is negative", MLG_BAD_INPUT },
    [LONG_LEG] = { "matrices/0", "1 entries above", MLG_OK },
    [BIG_ENERGY] = { "matrices/0/energy_kj/1/1", "beyond the limit", MLG_OVER_LIMIT },
    [EMPTY_TABLE] = { "matrices/0", "no values", MLG_BAD_INPUT },
    [UNKNOWN_KIND] = { "matrices/0/kind", "kind 9", MLG_BAD_INPUT },
    [CROW_ON_PLANE] = { "matrices/0/kind", "crow flight needs", MLG_BAD_INPUT },
    [EUCLID_ON_GLOBE] = { "matrices/0/kind", "plane metric needs", MLG_BAD_INPUT },
    [FAR_PLANE] = { "matrices/0", "above the limit", MLG_OVER_LIMIT },
    [UNKNOWN_ROUND] = { "matrices/0/round", "rule 9", MLG_BAD_INPUT },
    [START] = { "vehicles/0/start", "place 2 does not exist; there are 2", MLG_BAD_INPUT },
    [END] = { "vehicles/0/end", "place -7 does not exist", MLG_BAD_INPUT },
    [MATRIX] = { "vehicles/0/matrix", "matrix 1 does not exist", MLG_BAD_INPUT },
    [CAPACITY] = { "vehicles/0/capacity/1", "-1 is negative", MLG_BAD_INPUT },
    [CAPACITY_LIMIT] = { "vehicles/0/capacity/0", "above the limit", MLG_OVER_LIMIT },
    [RATE] = { "vehicles/0/rates/per_j_q24", "-1 is negative", MLG_BAD_INPUT },
    [SHIFT] = { "vehicles/0/shift", "closes at 600 before it opens at 900", MLG_BAD_INPUT },
    [COUNT] = { "vehicles/0/count", "-3 is negative", MLG_BAD_INPUT },
    [DUTY] = { "vehicles/0/max_duty_s", "-1 is negative", MLG_BAD_INPUT },
    [MAX_STOPS] = { "vehicles/0/max_stops", "-1 is negative", MLG_BAD_INPUT },
    [WEIGHT] = { "vehicles/0/weight_load", "dimension 8", MLG_BAD_INPUT },
    [RELOADS] = { "vehicles/0/reload_places", "2 items without items", MLG_BAD_INPUT },
    [RELOAD_PLACE] = { "vehicles/0/reload_places/1", "place 5 does not exist", MLG_BAD_INPUT },
    [SPEED] = { "vehicles/0/speed_factor", "factor -1", MLG_BAD_INPUT },
    [SLOW] = { "vehicles/0/speed_factor", "above the limit", MLG_OVER_LIMIT },
    [SERVICE_FACTOR] = { "vehicles/0/service_factor", "factor nan", MLG_BAD_INPUT },
    [BREAK_WINDOW] = { "vehicles/0/breaks/0/windows/0", "closes at 3 before", MLG_BAD_INPUT },
    [BREAK_LOAD] = { "vehicles/0/breaks/0/max_load/2", "-1 is negative", MLG_BAD_INPUT },
    [SKILL_LIST] = { "vehicles/0/skills", "-1 items", MLG_BAD_INPUT },
    [CLASS_WORK] = { "stops/0/class_work/0/service_s", "-1 is negative", MLG_BAD_INPUT },
    [FIRST_STOP] = { "vehicles/0/first_stops/0", "stop 9 does not exist", MLG_BAD_INPUT },
    [FIRST_COUNT] = { "vehicles/0/count", "3 vehicles begin", MLG_BAD_INPUT },
    [ABOARD] = { "vehicles/0/aboard/7", "3 are on board, above the capacity 0", MLG_BAD_INPUT },
    [RELATION] = { "relations/0/stops/0", "stop 5 does not exist", MLG_BAD_INPUT },
    [RELATION_TWICE] = { "relations/1/stops/0", "joined to others already", MLG_BAD_INPUT },
    [CLASS_NAME] = { "stops/0/class_work/0/class_id", "no name", MLG_BAD_INPUT },
    [PLACE] = { "stops/0/place", "place -1 does not exist", MLG_BAD_INPUT },
    [DEMAND] = { "stops/0/demand/0", "-4 is negative", MLG_BAD_INPUT },
    [PICKUP] = { "stops/0/pickup/7", "-4 is negative", MLG_BAD_INPUT },
    [DEMAND_LIMIT] = { "stops/0/demand/0", "above the limit", MLG_OVER_LIMIT },
    [SERVICE] = { "stops/0/service_s", "-1 is negative", MLG_BAD_INPUT },
    [RELEASE] = { "stops/0/release_s", "above the limit", MLG_OVER_LIMIT },
    [PRIZE] = { "stops/0/prize", "-1 is negative", MLG_BAD_INPUT },
    [GROUP] = { "stops/0/group", "-1 is negative", MLG_BAD_INPUT },
    [WINDOW] = { "stops/0/window", "closes at 600 before it opens at 900", MLG_BAD_INPUT },
    [NEGATIVE_WINDOW] = { "stops/0/window", "negative time", MLG_BAD_INPUT },
    [WINDOW_LIST] = { "stops/0/windows", "2 items without items", MLG_BAD_INPUT },
    [WINDOW_ORDER] = { "stops/0/windows/1", "not after the one before", MLG_BAD_INPUT },
    [WINDOW_LIMIT] = { "stops/0/window", "beyond the limit", MLG_OVER_LIMIT },
    [AMOUNT] = { "stops/2/amount/3", "is negative", MLG_BAD_INPUT },
    [MANY_OVERFLOW] = { "vehicles/0/rates", "a plan may cost", MLG_OVER_LIMIT },
    [SAME_ID] = { "stops/1/id", "stop 0 has the same id \"a\"", MLG_OK },
};

static struct input input_new(void)
{
    return (struct input) { .place = { { 45, 4 }, { 46, 5 } },
                            .table = { 0, 10, 10, 0 },
                            .cost_scale = 1,
                            .ticks_per_s = 1,
                            .vehicle = { .capacity = { 9 } },
                            .stop = { .place = 1 },
                            .amount = { 1 } };
}

static void add_place(mlg_builder *b, const struct input *in, int i)
{
    if (in->plane[i]) mlg_builder_place_xy(b, in->place[i][0], in->place[i][1]);
    else mlg_builder_place(b, in->place[i][0], in->place[i][1]);
}

static mlg_builder *describe(const struct input *in)
{
    mlg_builder *b = mlg_builder_new();
    mlg_builder_name(b, "test");
    mlg_builder_scale(b, in->cost_scale, in->ticks_per_s);
    for (int i = 0; i < 2; i++) add_place(b, in, i);
    mlg_builder_matrix(b, &in->matrix);
    if (in->late_place) add_place(b, in, 0);
    if (!in->no_vehicle) mlg_builder_vehicle(b, &in->vehicle);
    if (in->no_stop) return b;
    mlg_builder_stop(b, &in->stop);
    mlg_builder_stop(b, &(mlg_stop) { .place = 0, .id = "a" });
    for (int32_t i = 0; i < in->relations; i++) mlg_builder_relation(b, MLG_TOGETHER, in->related, 1);
    mlg_builder_shipment(b, &(mlg_stop) { .place = 0 }, &(mlg_stop) { .place = 1 }, in->amount);
    return b;
}

static void check_row(enum spoiled what, mlg_lang lang)
{
    const struct row *row = &rows[what];
    struct input in = input_new();
    mlg_findings *found = mlg_findings_new(lang);
    mlg_problem *p = NULL;
    mlg_error err = { .lang = lang };
    in.matrix = (mlg_matrix) { .time = in.table };
    spoil(&in, what);
    const mlg_status status = mlg_builder_finish(describe(&in), &p, found, &err);
    check_msg(status == row->status, "row %d: status %d, %s: %s", (int)what, (int)status, err.where, err.message);
    check_msg((p != NULL) == (status == MLG_OK), "row %d", (int)what);
    check_msg(mlg_findings_count(found, false) == (status != MLG_OK), "row %d: %lld errors", (int)what,
              (long long)mlg_findings_count(found, false));
    const mlg_error *e = mlg_findings_at(found, status == MLG_OK, 0);
    check_msg((e != NULL) == (row->where != NULL), "row %d", (int)what);
    if (e) check_msg(!strcmp(e->where, row->where), "row %d: at %s", (int)what, e->where);
    if (e && lang == MLG_EN) check_msg(strstr(e->message, row->words), "row %d: %s", (int)what, e->message);
    if (e && lang == MLG_FR)
        check_msg(e->message[0] && !strstr(e->message, " is ") && !strstr(e->message, " the "), "row %d: %s", (int)what,
                  e->message);
    if (status) check_msg(!strcmp(err.where, row->where), "row %d: first error at %s", (int)what, err.where);
    mlg_findings_free(found);
    mlg_problem_free(p);
}

static void test_mistakes(void **state)
{
    (void)state;
    for (int i = 0; i < ROW_COUNT; i++)
        for (int lang = 0; lang < 2; lang++) check_row((enum spoiled)i, (mlg_lang)lang);
    print_message("%d rows\n", (int)ROW_COUNT);
}

/* All mistakes together are told together, in the order of the input. */
static void test_all_at_once(void **state)
{
    (void)state;
    static const char *const places[] = { "cost_scale",       "places/1",          "vehicles/0/start",
                                          "vehicles/0/shift", "stops/0/service_s", "stops/0/window" };
    struct input in = input_new();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_problem *p;
    mlg_error err = { 0 };
    in.matrix = (mlg_matrix) { .time = in.table };
    spoil(&in, WINDOW), spoil(&in, SERVICE), spoil(&in, SHIFT), spoil(&in, START), spoil(&in, NAN_PLACE),
        spoil(&in, SCALE);
    assert_int_equal(mlg_builder_finish(describe(&in), &p, found, &err), MLG_BAD_INPUT);
    assert_int_equal(mlg_findings_count(found, false), 6);
    for (int32_t i = 0; i < 6; i++) assert_string_equal(mlg_findings_at(found, false, i)->where, places[i]);
    assert_non_null(strstr(err.message, "and 5 more"));
    mlg_findings_free(found);
}

/* ---- what a frozen problem says -------------------------------------------------------------------------------- */

static void test_defaults(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    assert_int_equal(mlg_builder_place(b, 45.76, 4.84), 0);
    assert_int_equal(mlg_builder_place(b, 45.19, 5.73), 1);
    mlg_builder_vehicle(b, &(mlg_vehicle) { .breaks = &(mlg_break) { .service_s = 60 }, .break_count = 1 });
    mlg_builder_stop(b, &(mlg_stop) { .place = 1, .window = { 600, 0 } });
    mlg_builder_stop(b, &(mlg_stop) { .place = 1, .demand = { 0, 0, 1 } });
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    assert_string_equal(mlg_problem_name(p), "");
    assert_int_equal(mlg_problem_place_count(p), 2);
    assert_int_equal(mlg_problem_stop_count(p), 2);
    assert_int_equal(mlg_problem_vehicle_count(p), 1);
    assert_int_equal(p->load_count, 3);
    assert_int_equal(p->vehicles[0].rates.per_m, 1);
    assert_int_equal(p->vehicles[0].count, 1);
    assert_int_equal(p->vehicles[0].max_trips, 1);
    assert_true(p->vehicles[0].speed_factor == 1 && p->vehicles[0].service_factor == 1);
    assert_string_equal(p->vehicles[0].id, "vehicle-0");
    assert_string_equal(p->vehicles[0].class_id, "");
    assert_string_equal(p->vehicles[0].breaks[0].id, "break-0");
    assert_string_equal(p->stops[1].id, "stop-1");
    assert_int_equal(p->stops[0].window_count, 1);
    assert_int_equal(p->stops[0].windows[0].open_s, 600);
    assert_int_equal(p->stops[1].window_count, 0);
    assert_int_equal(p->mate[0], MLG_NONE);
    assert_int_equal(p->matrix_count, 1);
    assert_int_equal(p->matrices[0].kind, MLG_CROW);
    assert_true(p->days_are_seconds && !p->plane);
    const struct arc_values leg = mlg__arc(p, 0, 0, 1); /* Lyon to Grenoble: 94 km straight, 1.25 times by road */
    assert_in_range(leg.distance, 115000, 121000);
    assert_in_range(leg.time, 80 * 60, 95 * 60);
    mlg_problem_free(p);
}

/* What was given may be gone before the problem is frozen. */
static void test_copies(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    {
        int32_t time[4] = { 0, 7, 8, 0 }, skills[1] = { 4 };
        mlg_window windows[2] = { { 1, 2 }, { 4, 6 } };
        char id[8] = "first";
        mlg_builder_place_xy(b, 0, 0);
        mlg_builder_place_xy(b, 3, 4);
        assert_int_equal(mlg_builder_matrix(b, &(mlg_matrix) { .time = time, .profile = id }), 0);
        assert_int_equal(mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = MLG_TRUNC10 }), 1);
        mlg_builder_vehicle(
            b, &(mlg_vehicle) {
                   .skills = skills, .skill_count = 1, .id = id, .reload_places = skills, .reload_count = 0 });
        mlg_builder_stop(
            b, &(mlg_stop) {
                   .place = 1, .windows = windows, .window_count = 2, .skills = skills, .skill_count = 1, .id = id });
        memset(time, 9, sizeof time), memset(skills, 9, sizeof skills), memset(windows, 9, sizeof windows),
            memset(id, 9, sizeof id - 1);
    }
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    assert_int_equal(mlg__arc(p, 0, 0, 1).time, 7);
    assert_int_equal(mlg__arc(p, 0, 1, 0).time, 8);
    assert_int_equal(mlg__arc(p, 0, 1, 0).distance, 0);
    assert_int_equal(mlg__arc(p, 1, 0, 1).distance, 50);
    assert_string_equal(p->matrices[0].profile, "first");
    assert_int_equal(p->stops[0].windows[1].close_s, 6);
    assert_int_equal(p->stops[0].skills[0], 4);
    assert_string_equal(p->stops[0].id, "first");
    assert_int_equal(p->vehicles[0].skills[0], 4);
    mlg_problem_free(p);
}

static void test_shipment(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    mlg_builder_place_xy(b, 0, 0);
    mlg_builder_vehicle(b, &(mlg_vehicle) { .capacity = { 5 } });
    mlg_builder_stop(b, &(mlg_stop) { 0 });
    assert_int_equal(
        mlg_builder_shipment(b, &(mlg_stop) { 0 }, &(mlg_stop) { 0 }, (const int64_t[MLG_LOADS_MAX]) { 3, 0, 2 }), 1);
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    assert_int_equal(p->mate[0], MLG_NONE);
    assert_int_equal(p->mate[1], 2);
    assert_int_equal(p->mate[2], 1);
    assert_int_equal(p->mate_amount[1 * MLG_LOADS_MAX + 2], 2);
    assert_int_equal(p->mate_amount[2 * MLG_LOADS_MAX + 0], -3);
    assert_int_equal(p->load_count, 3);
    assert_int_equal(p->matrices[0].kind, MLG_EUCLID);
    mlg_problem_free(p);
}

/* An entry that one plane calls unreachable is so in all. */
static void test_unreachable(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    const int32_t time[4] = { 0, 7, 8, 0 }, distance[4] = { 0, MLG_UNREACHABLE, 5, 0 }, energy[4] = { 0, 3, 4, 0 };
    mlg_builder_place_xy(b, 0, 0);
    mlg_builder_place_xy(b, 3, 4);
    mlg_builder_matrix(b, &(mlg_matrix) { .time = time, .distance = distance, .energy_kj = energy });
    mlg_builder_vehicle(b, &(mlg_vehicle) { 0 });
    mlg_builder_stop(b, &(mlg_stop) { .place = 1 });
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    const struct arc_values closed = mlg__arc(p, 0, 0, 1), open = mlg__arc(p, 0, 1, 0);
    assert_int_equal(closed.time, MLG_UNREACHABLE);
    assert_int_equal(closed.distance, MLG_UNREACHABLE);
    assert_int_equal(closed.energy_kj, 0);
    assert_int_equal(open.time, 8);
    assert_int_equal(open.energy_kj, 4);
    mlg_problem_free(p);
}

/* ---- a plan, computed by hand ---------------------------------------------------------------------------------- */

/* Depot - 10 s, 100 m - stop 0 (setup 3, service 4, window from 50) - 20 s, 200 m - stop 1 (service 5, brought 7 kg) -
 * 30 s, 300 m - depot. 2 kJ and 1 J/kg a leg. Leaves at 40 so that it need not wait; duty 72 s, 12 s of overtime. */
static void test_plan_by_hand(void **state)
{
    (void)state;
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    mlg_plan *plan;
    int32_t time[9] = { 0 }, distance[9] = { 0 }, cost[9] = { 0 }, kj[9] = { 0 }, per_kg[9] = { 0 };
    const int legs[3] = { 0 * 3 + 1, 1 * 3 + 2, 2 * 3 + 0 };
    for (int i = 0; i < 3; i++) {
        time[legs[i]] = 10 * (i + 1), distance[legs[i]] = 100 * (i + 1), cost[legs[i]] = i + 1, kj[legs[i]] = 2,
        per_kg[legs[i]] = 1;
        mlg_builder_place_xy(b, i, 0);
    }
    mlg_builder_matrix(
        b,
        &(mlg_matrix) { .time = time, .distance = distance, .cost = cost, .energy_kj = kj, .energy_j_per_kg = per_kg });
    mlg_builder_vehicle(b, &(mlg_vehicle) {
                               .capacity = { 10 },
                               .rates = { .fixed = 1000000,
                                          .per_m = 2,
                                          .per_tick = 3,
                                          .per_drive_tick = 5,
                                          .per_service_tick = 7,
                                          .per_task = 11,
                                          .per_overtime_tick = 13,
                                          .per_matrix_cost = 17,
                                          .per_j_q24 = 1 << 23 },
                               .overtime_after_s = 60,
                           });
    mlg_builder_stop(b, &(mlg_stop) { .place = 1, .setup_s = 3, .service_s = 4, .window = { 50, 90 } });
    mlg_builder_stop(b, &(mlg_stop) { .place = 2, .service_s = 5, .demand = { 7 } });
    mlg_builder_stop(b, &(mlg_stop) { .place = 2, .prize = 19 });
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    const struct sequence sequences[] = { { 0, 0, NULL }, { 0, 2, (const int32_t[]) { 0, 1 } } };
    assert_int_equal(mlg__plan_from_sequences(p, sequences, 2, &plan, NULL), MLG_OK);
    assert_int_equal(mlg_plan_route_count(plan), 1);
    const mlg_route r = mlg_plan_route(plan, 0);
    assert_int_equal(r.visit_count, 4);
    assert_int_equal(r.visits[0].arrival_s, 40);
    assert_int_equal(r.visits[0].load[0], 7);
    assert_int_equal(r.visits[1].arrival_s, 50);
    assert_int_equal(r.visits[1].wait_s, 0);
    assert_int_equal(r.visits[2].arrival_s, 77);
    assert_int_equal(r.visits[2].load[0], 0);
    assert_int_equal(r.visits[3].arrival_s, 112);
    assert_int_equal(r.totals.energy_j, 3 * 2000 + 7 + 7);
    assert_int_equal(r.totals.duty_s, 72);
    assert_int_equal(r.cost, 1000000 + 2 * 600 + 3 * 72 + 5 * 60 + 7 * 12 + 11 * 2 + 13 * 12 + 17 * 6 + 6014 / 2);
    assert_int_equal(mlg_plan_cost(plan), r.cost + 19);
    assert_int_equal(mlg_plan_unserved_count(plan), 1);
    assert_int_equal(mlg_plan_unserved(plan, 0), 2);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),     cmocka_unit_test(test_all_at_once), cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_copies),       cmocka_unit_test(test_shipment),    cmocka_unit_test(test_unreachable),
        cmocka_unit_test(test_plan_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
