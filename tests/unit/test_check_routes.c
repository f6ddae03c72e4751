/* test_check_routes.c — a small plan, and one thing wrong with it at a time: one row for each rule of the checker.
 *
 * A row changes the problem (`set`), says the routes, changes the plan (`change`) and names the one finding expected.
 *     set      "stop 0 demand 3", "vehicle 1 cap 2", "leg 0 1" (no road), separated by ;
 *     routes   "0: 0 1 | 1: 2 3" vehicle row, then stops; "r5" is a reload at place 5
 *     change   "visit 0 1 arrival 7" (route, visit), "route 0 cost 5", "plan cost 5", "unserved 0 4", "swap 0 1 2",
 *              "remove 0 1", "insert 0 1 KIND STOP"; "bare": the plan claims sequences only, as from a .sol */
#include "maillage/check.h"
#include "model/plan.h"
#include "support/test.h"

enum { PLACES = 7, STOPS = 6, VEHICLES = 2, ROOM = 32 };

/* ---- the problem ----------------------------------------------------------------------------------------------- */

/*          4 (0,20)     stop 0  place 1  delivery of 3, setup 2, service 5
 *          3 (0,10)     stop 1  place 2  pickup of 2, service 5
 *          5 (0,5) 6    stops 2, 3       shipment of 4 from place 3 to place 4
 * depot 0 - 1 - 2       stops 4, 5       at places 6 and 5: group 7, prizes 50 and 30 */
static const int x[PLACES] = { 0, 10, 20, 0, 0, 0, 5 }, y[PLACES] = { 0, 0, 0, 10, 20, 5, 5 };

struct setup {
    int32_t related[2], first[VEHICLES][4];
    mlg_relation relation;
    mlg_stop stops[STOPS];
    mlg_vehicle vehicles[VEHICLES];
    mlg_break breaks[VEHICLES];
    mlg_window break_windows[VEHICLES];
    mlg_class_work work[STOPS];
    int32_t skills[STOPS + VEHICLES], reloads[VEHICLES];
    int closed_from, closed_to; /* no road between these places */
};

static const mlg_window two_windows[] = { { 0, 1 }, { 3, 4 } };

static void set_stop(struct setup *s, int i, const char *field, int64_t value)
{
    mlg_stop *stop = &s->stops[i];
    if (!strcmp(field, "demand")) stop->demand[0] = value;
    else if (!strcmp(field, "demand1")) stop->demand[1] = value;
    else if (!strcmp(field, "pickup")) stop->pickup[0] = value;
    else if (!strcmp(field, "open")) stop->window.open_s = value;
    else if (!strcmp(field, "close")) stop->window.close_s = value;
    else if (!strcmp(field, "windows")) stop->windows = two_windows, stop->window_count = (int32_t)value;
    else if (!strcmp(field, "release")) stop->release_s = value;
    else if (!strcmp(field, "prize")) stop->prize = value;
    else if (!strcmp(field, "due")) stop->due_s = value, stop->per_late_tick = 3;
    else if (!strcmp(field, "backhaul")) stop->backhaul = value != 0;
    else if (!strcmp(field, "skill"))
        s->skills[i] = (int32_t)value, stop->skills = &s->skills[i], stop->skill_count = 1;
    else if (!strcmp(field, "van_service"))
        s->work[i] = (mlg_class_work) { "van", 1, value }, stop->class_work = &s->work[i], stop->class_work_count = 1;
    else fail_msg("stop field %s", field);
}

static void set_break(struct setup *s, int i, const char *field, int64_t value)
{
    mlg_break *k = &s->breaks[i];
    s->vehicles[i].breaks = k;
    s->vehicles[i].break_count = 1;
    k->id = "lunch";
    if (!strcmp(field, "break")) k->service_s = value;
    else if (!strcmp(field, "break_close"))
        s->break_windows[i].close_s = value, k->windows = &s->break_windows[i], k->window_count = 1;
    else if (!strcmp(field, "break_open")) s->break_windows[i].open_s = value;
    else if (!strcmp(field, "break_after")) k->after_s = value;
    else if (!strcmp(field, "break_load")) k->load_limited = true, k->max_load[0] = value;
    else if (!strcmp(field, "break_at_stop")) k->at_stop = value != 0;
    else fail_msg("vehicle field %s", field);
}

static void set_vehicle(struct setup *s, int i, const char *field, int64_t value)
{
    mlg_vehicle *v = &s->vehicles[i];
    if (!strcmp(field, "cap")) v->capacity[0] = value;
    else if (!strcmp(field, "start")) v->start = (int32_t)value;
    else if (!strcmp(field, "end")) v->end = (int32_t)value;
    else if (!strcmp(field, "count")) v->count = (int32_t)value;
    else if (!strcmp(field, "open")) v->shift.open_s = value;
    else if (!strcmp(field, "close")) v->shift.close_s = value;
    else if (!strcmp(field, "duty")) v->max_duty_s = value;
    else if (!strcmp(field, "drive")) v->max_drive_s = value;
    else if (!strcmp(field, "distance")) v->max_distance_m = value;
    else if (!strcmp(field, "energy")) v->max_energy_j = value;
    else if (!strcmp(field, "stops")) v->max_stops = (int32_t)value;
    else if (!strcmp(field, "balance")) v->rates.per_duty2_q40 = value << 40;
    else if (!strcmp(field, "stops_after")) v->stops_after = (int32_t)value, v->rates.per_extra_stop = 7;
    else if (!strcmp(field, "drive_after")) v->drive_after_s = value, v->rates.per_extra_drive_tick = 7;
    else if (!strcmp(field, "metres_after")) v->distance_after_m = value, v->rates.per_extra_m = 7;
    else if (!strcmp(field, "trips")) v->max_trips = (int32_t)value;
    else if (!strcmp(field, "first")) s->first[i][v->first_count++] = (int32_t)value, v->first_stops = s->first[i];
    else if (!strcmp(field, "locked")) v->locked = value;
    else if (!strcmp(field, "aboard")) v->aboard[0] = value;
    else if (!strcmp(field, "van")) v->class_id = value ? "van" : "bike";
    else if (!strcmp(field, "reload"))
        s->reloads[i] = (int32_t)value, v->reload_places = &s->reloads[i], v->reload_count = 1;
    else if (!strcmp(field, "skill"))
        s->skills[STOPS + i] = (int32_t)value, v->skills = &s->skills[STOPS + i], v->skill_count = 1;
    else set_break(s, i, field, value);
}

/* Calls apply() for each piece of text between semicolons. */
static void each_piece(const char *text, void (*apply)(void *user, const char *piece), void *user)
{
    char piece[80];
    while (text && *text) {
        const size_t n = strcspn(text, ";");
        snprintf(piece, sizeof piece, "%.*s", (int)n, text);
        apply(user, piece);
        text += n + (text[n] == ';');
    }
}

static void apply_set(void *user, const char *piece)
{
    struct setup *s = user;
    char field[20];
    int i, j;
    long long value;
    if (sscanf(piece, " stop %d %19s %lld", &i, field, &value) == 3) set_stop(s, i, field, value);
    else if (sscanf(piece, " vehicle %d %19s %lld", &i, field, &value) == 3) set_vehicle(s, i, field, value);
    else if (sscanf(piece, " together %d %d", &i, &j) == 2)
        s->related[0] = i, s->related[1] = j, s->relation = MLG_TOGETHER;
    else if (sscanf(piece, " apart %d %d", &i, &j) == 2) s->related[0] = i, s->related[1] = j, s->relation = MLG_APART;
    else if (sscanf(piece, " leg %d %d", &i, &j) == 2) s->closed_from = i, s->closed_to = j;
    else fail_msg("set: %s", piece);
}

static mlg_problem *build(const char *set)
{
    struct setup s = { .closed_from = MLG_NONE };
    int32_t plane[PLACES * PLACES], per_kg[PLACES * PLACES];
    const int64_t amount[MLG_LOADS_MAX] = { 4 };
    mlg_problem *p;
    mlg_error err = { 0 };
    s.stops[0] = (mlg_stop) { .place = 1, .demand = { 3 }, .setup_s = 2, .service_s = 5 };
    s.stops[1] = (mlg_stop) { .place = 2, .pickup = { 2 }, .service_s = 5 };
    s.stops[2] = (mlg_stop) { .place = 3, .service_s = 1 };
    s.stops[3] = (mlg_stop) { .place = 4, .service_s = 1 };
    s.stops[4] = (mlg_stop) { .place = 6, .group = 7, .prize = 50 };
    s.stops[5] = (mlg_stop) { .place = 5, .group = 7, .prize = 30 };
    for (int i = 0; i < VEHICLES; i++)
        s.vehicles[i] = (mlg_vehicle) { .capacity = { 10 },
                                        .rates = { .fixed = 100, .per_m = 1, .per_tick = 2, .per_j_q24 = 1 << 10 } };
    each_piece(set, apply_set, &s);
    mlg_builder *b = mlg_builder_new();
    for (int i = 0; i < PLACES; i++) mlg_builder_place_xy(b, x[i], y[i]);
    for (int i = 0; i < PLACES * PLACES; i++) {
        plane[i] = abs(x[i / PLACES] - x[i % PLACES]) + abs(y[i / PLACES] - y[i % PLACES]);
        per_kg[i] = 1;
        if (i / PLACES == s.closed_from && i % PLACES == s.closed_to) plane[i] = MLG_UNREACHABLE;
    }
    int32_t energy[PLACES * PLACES];
    for (int i = 0; i < PLACES * PLACES; i++) energy[i] = plane[i] == MLG_UNREACHABLE ? 0 : plane[i];
    mlg_builder_matrix(
        b, &(mlg_matrix) {
               .kind = MLG_TABLE, .time = plane, .distance = plane, .energy_kj = energy, .energy_j_per_kg = per_kg });
    for (int i = 0; i < VEHICLES; i++) mlg_builder_vehicle(b, &s.vehicles[i]);
    mlg_builder_stop(b, &s.stops[0]);
    mlg_builder_stop(b, &s.stops[1]);
    mlg_builder_shipment(b, &s.stops[2], &s.stops[3], amount);
    mlg_builder_stop(b, &s.stops[4]);
    mlg_builder_stop(b, &s.stops[5]);
    if (s.related[0] != s.related[1]) mlg_builder_relation(b, s.relation, s.related, 2);
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

/* ---- the plan -------------------------------------------------------------------------------------------------- */

static mlg_plan *plan_of(const mlg_problem *p, const char *routes)
{
    int32_t stops[8][ROOM];
    struct sequence q[8];
    int32_t count = 0;
    mlg_plan *plan;
    for (const char *t = routes; *t;) {
        int n, value;
        struct sequence *now = &q[count];
        if (sscanf(t, " %d :%n", &value, &n) != 1) fail_msg("routes: %s", t);
        *now = (struct sequence) { value, 0, stops[count] };
        for (t += n; *t && *t != '|'; t += n) {
            if (sscanf(t, " r%d%n", &value, &n) == 1) stops[count][now->stop_count++] = ~value;
            else if (sscanf(t, " %d%n", &value, &n) == 1) stops[count][now->stop_count++] = value;
            else n = 1; /* a blank */
        }
        count++;
        if (*t == '|') t++;
    }
    assert_int_equal(mlg__plan_from_sequences(p, q, count, &plan, NULL), MLG_OK);
    /* Room for visits that a row inserts. */
    for (int32_t r = 0; r < plan->route_count; r++) {
        struct plan_route *route = &plan->routes[r];
        mlg_visit *old = route->visits;
        const int32_t visits = route->visit_count;
        memcpy(mlg__plan_visits(plan, r, ROOM), old, (size_t)visits * sizeof *old);
        route->visit_count = visits;
    }
    return plan;
}

static int64_t *visit_figure(mlg_visit *v, const char *field)
{
    if (!strcmp(field, "arrival")) return &v->arrival_s;
    if (!strcmp(field, "wait")) return &v->wait_s;
    if (!strcmp(field, "setup")) return &v->setup_s;
    if (!strcmp(field, "service")) return &v->service_s;
    if (!strcmp(field, "load")) return &v->load[0];
    if (!strcmp(field, "load7")) return &v->load[7];
    fail_msg("visit field %s", field);
    return NULL;
}

static void change_visit(mlg_visit *v, const char *field, int64_t value)
{
    if (!strcmp(field, "kind")) v->kind = (mlg_visit_kind)value;
    else if (!strcmp(field, "stop")) v->stop = (int32_t)value;
    else if (!strcmp(field, "place")) v->place = (int32_t)value;
    else *visit_figure(v, field) = value;
}

static void change_route(struct plan_route *r, const char *field, int64_t value)
{
    const struct {
        const char *name;
        int64_t *figure;
    } figures[] = {
        { "distance", &r->totals.distance_m }, { "drive", &r->totals.drive_s },
        { "setup", &r->totals.setup_s },       { "service", &r->totals.service_s },
        { "wait", &r->totals.wait_s },         { "break", &r->totals.break_s },
        { "duty", &r->totals.duty_s },         { "energy", &r->totals.energy_j },
        { "stops", &r->totals.stops },         { "cost", &r->cost },
    };
    if (!strcmp(field, "vehicle")) {
        r->vehicle = (int32_t)value;
        return;
    }
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (!strcmp(field, figures[i].name)) {
            *figures[i].figure = value;
            return;
        }
    fail_msg("route field %s", field);
}

static void apply_change(void *user, const char *piece)
{
    mlg_plan *plan = user;
    char field[20];
    int r, i, j, k;
    long long value;
    if (sscanf(piece, " visit %d %d %19s %lld", &r, &i, field, &value) == 4)
        change_visit(&plan->routes[r].visits[i], field, value);
    else if (sscanf(piece, " route %d %19s %lld", &r, field, &value) == 3) change_route(&plan->routes[r], field, value);
    else if (sscanf(piece, " plan cost %lld", &value) == 1) plan->cost = value;
    else if (sscanf(piece, " plan bound %lld", &value) == 1) plan->bound = value;
    else if (sscanf(piece, " unserved %d %d", &i, &j) == 2) plan->unserved[i] = j;
    else if (sscanf(piece, " unserved_count %d", &i) == 1) plan->unserved_count = i;
    else if (sscanf(piece, " insert %d %d %d %d", &r, &i, &j, &k) == 4) {
        struct plan_route *route = &plan->routes[r];
        memmove(route->visits + i + 1, route->visits + i, (size_t)(route->visit_count++ - i) * sizeof *route->visits);
        route->visits[i] = (mlg_visit) { .kind = (mlg_visit_kind)j, .stop = k, .place = MLG_NONE };
    } else if (sscanf(piece, " remove %d %d", &r, &i) == 2) {
        struct plan_route *route = &plan->routes[r];
        memmove(route->visits + i, route->visits + i + 1, (size_t)(--route->visit_count - i) * sizeof *route->visits);
    } else if (strstr(piece, "bare")) plan->claims_times = plan->claims_cost = false;
    else fail_msg("change: %s", piece);
}

/* ---- the rows -------------------------------------------------------------------------------------------------- */

#define BASE "0: 0 1 | 1: 2 3 4" /* stop 5 is the other one of group 7 */

static const struct row {
    const char *rule, *set, *routes, *change;
    int errors;
    const char *where, *words; /* of the first error */
} rows[] = {
    { "nothing is wrong", "", BASE, "", 0, "", "" },
    { "nothing is wrong, times not claimed", "", BASE, "bare", 0, "", "" },
    { "an open route is fine", "vehicle 0 start -1; vehicle 0 end -1", BASE, "", 0, "", "" },
    /* shape */
    { "unknown vehicle", "", BASE, "route 0 vehicle 9", 1, "routes/0/vehicle", "vehicle 9 does not exist" },
    { "negative vehicle", "", BASE, "route 1 vehicle -1", 1, "routes/1/vehicle", "vehicle -1 does not exist" },
    { "no start", "", BASE, "remove 0 0", 1, "routes/0/visits", "from a start to an end" },
    { "no end", "", BASE, "remove 0 3", 1, "routes/0/visits", "from a start to an end" },
    { "a start inside", "", BASE, "insert 0 1 0 -1", 1, "routes/0/visits/1", "kind 0 inside" },
    { "an end inside", "", BASE, "insert 0 2 4 -1", 1, "routes/0/visits/2", "kind 4 inside" },
    { "an unknown kind", "", BASE, "visit 0 1 kind 17", 1, "routes/0/visits/1", "kind 17 inside" },
    { "an unknown stop", "", BASE, "visit 0 1 stop 99", 1, "routes/0/visits/1", "stop 99 does not exist" },
    { "a negative stop", "", BASE, "visit 0 1 stop -1", 1, "routes/0/visits/1", "stop -1 does not exist" },
    { "a start that names a stop", "", BASE, "visit 0 0 stop 0", 1, "routes/0/visits/0", "names stop 0" },
    { "an end that names a stop", "", BASE, "visit 0 3 stop 1", 1, "routes/0/visits/3", "names stop 1" },
    { "a stop elsewhere", "", BASE, "visit 0 1 place 3", 1, "routes/0/visits/1", "at place 3; it should be at 1" },
    { "a start elsewhere", "", BASE, "visit 0 0 place 3", 1, "routes/0/visits/0", "at place 3; it should be at 0" },
    { "an end elsewhere", "", BASE, "visit 1 4 place 3", 1, "routes/1/visits/4", "at place 3; it should be at 0" },
    { "an open route with an end place", "vehicle 0 end -1", BASE, "visit 0 3 place 0", 1, "routes/0/visits/3",
      "it should be at -1" },
    { "a reload elsewhere", "vehicle 0 reload 5; vehicle 0 trips 2", "0: 0 r3 1 | 1: 2 3 4", "", 1, "routes/0/visits/2",
      "place 3 is no reload place" },
    { "an unknown break", "", BASE, "insert 0 1 3 0", 1, "routes/0/visits/1",
      "break 0 of this vehicle does not exist" },
    { "a break at a place", "vehicle 0 break 1", BASE, "bare; insert 0 1 3 0; visit 0 1 place 2", 1,
      "routes/0/visits/1", "it should be at -1" },
    { "a break taken twice", "vehicle 0 break 1", BASE, "bare; insert 0 1 3 0; insert 0 3 3 0", 1, "routes/0/visits/3",
      "taken again" },
    { "a route without stops", "", "0: 0 1 | 1: 4", "bare; remove 1 1; unserved_count 4; unserved 2 4; unserved 3 5", 1,
      "routes/1/visits/0", "a trip without stops" },
    /* which stops */
    { "too many visits", "", "0: 0 0 0 0 0 0 0 0 0 0 0 0 0", "", 1, "routes", "13 stops are visited" },
    { "a stop visited twice", "", "0: 0 1 | 1: 2 3 4 0", "", 1, "routes/1/visits/4", "visited again" },
    { "a vehicle used twice", "", "0: 0 | 0: 1 | 1: 2 3 4", "", 1, "routes/1/vehicle", "used more than 1 times" },
    { "a vehicle used as often as it counts", "vehicle 0 count 2", "0: 0 | 0: 1 | 1: 2 3 4", "", 0, "", "" },
    { "neither visited nor listed", "", BASE, "unserved_count 0", 1, "stops/5", "neither visited nor listed" },
    { "visited and listed", "", BASE, "unserved 0 4; unserved 1 5; unserved_count 2", 1, "stops/4",
      "visited and listed" },
    { "a list out of order", "", BASE, "unserved 0 5; unserved 1 4; unserved_count 2", 1, "unserved/1",
      "out of order" },
    { "a stop listed twice", "", BASE, "unserved 1 5; unserved_count 2", 1, "unserved/1", "out of order" },
    { "an unknown stop listed", "", BASE, "unserved 0 77", 1, "unserved/0", "stop 77 is unknown" },
    { "a required stop given up: a warning", "", "0: 1 | 1: 2 3 4", "", 0, "stops/0", "required and not served" },
    { "a group given up loses its largest prize", "", "0: 0 1 | 1: 2 3", "", 0, "", "" },
    { "two of a group", "", "0: 0 1 | 1: 2 3 4 5", "", 1, "routes/1/visits/4", "second stop of group 7" },
    { "only a pickup", "", "0: 0 1 | 1: 2 4", "", 1, "stops/3", "only one end of shipment" },
    { "only a delivery", "", "0: 0 1 | 1: 3 4", "", 1, "stops/2", "only one end of shipment" },
    { "a shipment on two routes", "", "0: 0 1 2 | 1: 3 4", "", 1, "routes/1/visits/1", "picked up on route 0" },
    { "delivered before picked up", "", "0: 0 1 | 1: 3 2 4", "", 1, "routes/1/visits/1", "before it is picked up" },
    { "a skill the vehicle lacks", "stop 0 skill 3; vehicle 0 skill 2", BASE, "", 1, "routes/0/visits/1",
      "asks for skill 3" },
    { "a skill the vehicle has", "stop 0 skill 3; vehicle 0 skill 3", BASE, "", 0, "", "" },
    { "together and on one route", "together 0 1", BASE, "", 0, "", "" },
    { "together, one left out", "together 0 5", BASE, "", 0, "", "" },
    { "together and on two routes", "together 1 4", BASE, "", 1, "routes/1/visits/3", "are not on one route" },
    { "apart and on two routes", "apart 1 4", BASE, "", 0, "", "" },
    { "apart and on one route", "apart 0 1", BASE, "", 1, "routes/0/visits/2",
      "stops stop-1 and stop-0 are on one route" },
    { "the given stops first", "vehicle 1 first 2; vehicle 1 first 3", BASE, "", 0, "", "" },
    { "given stops in another order", "vehicle 0 first 1; vehicle 0 first 0", BASE, "", 1, "routes/0/visits/1",
      "stands where the vehicle's given stops do" },
    { "too few of the given stops", "vehicle 0 first 0; vehicle 0 first 1; vehicle 0 first 4", "0: 0 1 | 1: 2 3", "", 1,
      "routes/0", "1 of the vehicle's given stops are missing" },
    { "a given stop left out", "vehicle 0 first 4", "1: 0 1 2 3", "", 1, "vehicles/0", "has given stops and no route" },
    { "a locked vehicle with its own", "vehicle 0 first 0; vehicle 0 first 1; vehicle 0 locked 1", BASE, "", 0, "",
      "" },
    { "a locked vehicle with one more", "vehicle 0 first 0; vehicle 0 locked 1", BASE, "", 1, "routes/0/visits/2",
      "stands where" },
    { "a backhaul last", "stop 1 backhaul 1", BASE, "", 0, "", "" },
    { "a backhaul first", "stop 0 backhaul 1; stop 1 backhaul 1", BASE, "", 1, "routes/0/visits/1",
      "begins with backhaul" },
    { "a stop after a backhaul", "stop 1 backhaul 1", "0: 1 | 1: 2 3 4 0", "", 1, "routes/0/visits/1",
      "begins with backhaul" },
    { "a backhaul between", "stop 0 backhaul 1", "0: 1 0 4 | 1: 2 3", "", 1, "routes/0/visits/3", "after a backhaul" },
    { "a backhaul alone in a trip", "stop 1 backhaul 1; vehicle 0 reload 5; vehicle 0 trips 2", "0: 0 r5 1 | 1: 2 3 4",
      "", 1, "routes/0/visits/3", "begins with backhaul" },
    /* loads */
    { "load on board from the beginning", "vehicle 0 aboard 7", BASE, "", 0, "", "" },
    { "too much with what is on board", "vehicle 0 aboard 8", BASE, "", 1, "routes/0/visits/0",
      "load 11 in dimension 0" },
    { "what was on board leaves at a reload",
      "vehicle 0 aboard 8; vehicle 0 reload 0; vehicle 0 trips 2; stop 0 demand 2; stop 1 demand 9",
      "0: 0 r0 1 | 1: 2 3 4", "", 0, "", "" },
    { "deliveries above the capacity", "vehicle 0 cap 2", BASE, "", 1, "routes/0/visits/0",
      "load 3 in dimension 0 is above the capacity 2" },
    { "pickups above the capacity", "stop 1 pickup 11", BASE, "", 1, "routes/0/visits/2",
      "load 11 in dimension 0 is above the capacity 10" },
    { "a shipment above the capacity", "vehicle 1 cap 3", BASE, "", 1, "routes/1/visits/1",
      "load 4 in dimension 0 is above the capacity 3" },
    { "another dimension above its capacity", "stop 0 demand1 5", BASE, "", 1, "routes/0/visits/0",
      "load 5 in dimension 1 is above the capacity 0" },
    /* times */
    { "balance and extras have their price",
      "vehicle 0 balance 1; vehicle 0 stops_after 1; vehicle 1 drive_after 9; vehicle 1 metres_after 7", BASE, "", 0,
      "", "" },
    { "lateness has its price", "stop 1 due 5", BASE, "", 0, "", "" },
    { "lateness forgotten", "stop 1 due 5", BASE, "route 0 cost 242", 1, "routes/0", "cost is claimed as 242" },
    { "work of the vehicle's class", "stop 0 van_service 9; vehicle 0 van 1", BASE, "", 0, "", "" },
    { "work of another class", "stop 0 van_service 9; vehicle 0 van 0", BASE, "visit 0 1 service 9", 1,
      "routes/0/visits/1", "service_s is claimed as 9; it is 5" },
    { "work of the stop, not of the class", "stop 0 van_service 9; vehicle 0 van 1", BASE, "visit 0 1 service 5", 1,
      "routes/0/visits/1", "service_s is claimed as 5; it is 9" },
    { "a window missed", "stop 1 open 1; stop 1 close 3", BASE, "", 1, "routes/0/visits/2",
      "after its last window closes at 3" },
    { "the last of two windows missed", "stop 1 windows 2", BASE, "", 1, "routes/0/visits/2",
      "after its last window closes at 4" },
    { "leaving before the shift", "vehicle 0 open 100", BASE, "bare; visit 0 0 arrival 50", 1, "routes/0/visits/0",
      "before the shift opens at 100" },
    { "leaving before midnight", "", BASE, "bare; visit 0 0 arrival -5", 1, "routes/0/visits/0", "leaves at -5" },
    { "leaving beyond all time", "", BASE, "bare; visit 0 0 arrival 9223372036854775807", 1, "routes/0/visits/0",
      "beyond all time" },
    { "ending after the shift", "vehicle 0 close 20", BASE, "", 1, "routes/0/visits/3",
      "after the shift closes at 20" },
    { "leaving before the release", "stop 0 release 50", BASE, "bare; visit 0 0 arrival 10", 1, "routes/0/visits/0",
      "released at 50" },
    { "a reload waits for the release", "stop 1 release 500; vehicle 0 reload 5; vehicle 0 trips 2",
      "0: 0 r5 1 | 1: 2 3 4", "", 0, "", "" },
    { "a duty too long", "vehicle 0 duty 10", BASE, "", 1, "routes/0", "duty" },
    { "too much driving", "vehicle 0 drive 39", BASE, "", 1, "routes/0", "driving time (ticks) is 40" },
    { "too far", "vehicle 0 distance 39", BASE, "", 1, "routes/0", "distance is 40" },
    { "too much energy", "vehicle 0 energy 40000", BASE, "", 1, "routes/0", "energy (J) is 40005" },
    { "too many stops", "vehicle 1 stops 2", BASE, "", 1, "routes/1", "number of stops is 3" },
    { "too many trips", "vehicle 0 reload 5", "0: 0 r5 1 | 1: 2 3 4", "", 1, "routes/0", "number of trips is 2" },
    { "a shipment over a reload", "vehicle 1 reload 5; vehicle 1 trips 2", "0: 0 1 | 1: 2 r5 3 4", "", 1,
      "routes/1/visits/2", "1 shipments are still on board" },
    { "a trip without stops", "vehicle 0 reload 5; vehicle 0 trips 3", "0: 0 r5 r5 1 | 1: 2 3 4", "", 1,
      "routes/0/visits/2", "a trip without stops" },
    { "no road", "leg 0 1", BASE, "", 1, "routes/0/visits/1", "no road leads from place 0 to place 1" },
    /* breaks */
    { "a break not taken", "vehicle 0 break 10", BASE, "", 1, "routes/0", "break lunch is not taken" },
    { "a break not due", "vehicle 0 break 10; vehicle 0 break_after 100", BASE, "", 0, "", "" },
    { "a break due after so long", "vehicle 0 break 10; vehicle 0 break_after 51", BASE, "", 1, "routes/0",
      "break lunch is not taken" },
    { "a break taken", "vehicle 0 break 10", BASE, "bare; insert 0 2 3 0", 0, "", "" },
    { "a break after its window", "vehicle 0 break 10; vehicle 0 break_close 5", BASE, "bare; insert 0 2 3 0", 1,
      "routes/0/visits/2", "after its last window" },
    { "a break that waits for its window", "vehicle 0 break 10; vehicle 0 break_open 90; vehicle 0 break_close 99",
      BASE, "bare; insert 0 2 3 0", 0, "", "" },
    { "a break with too much on board", "vehicle 0 break 10; vehicle 0 break_load 2", BASE, "bare; insert 0 1 3 0", 1,
      "routes/0/visits/1", "load 3 on board; 2 is allowed" },
    { "a break that makes a stop late", "vehicle 0 break 10; stop 1 open 27; stop 1 close 30", BASE,
      "bare; insert 0 1 3 0", 1, "routes/0/visits/3", "after its last window" },
    { "a break that makes the end late", "vehicle 0 break 10; vehicle 0 close 60", BASE, "bare; insert 0 1 3 0", 1,
      "routes/0/visits/4", "after the shift closes at 60" },
    /* claims */
    { "arrival", "", BASE, "visit 0 1 arrival 11", 1, "routes/0/visits/1", "arrival_s is claimed as 11; it is 10" },
    { "wait", "", BASE, "visit 0 1 wait 1", 1, "routes/0/visits/1", "wait_s is claimed as 1; it is 0" },
    { "setup", "", BASE, "visit 0 1 setup 3", 1, "routes/0/visits/1", "setup_s is claimed as 3; it is 2" },
    { "service", "", BASE, "visit 0 1 service 4", 1, "routes/0/visits/1", "service_s is claimed as 4; it is 5" },
    { "load at the start", "", BASE, "visit 0 0 load 2", 1, "routes/0/visits/0/load/0",
      "load is claimed as 2; it is 3" },
    { "load at a stop", "", BASE, "visit 0 2 load 3", 1, "routes/0/visits/2/load/0", "load is claimed as 3; it is 2" },
    { "load in a dimension not used", "", BASE, "visit 0 2 load7 3", 1, "routes/0/visits/2/load/7",
      "load is claimed as 3; it is 0" },
    { "arrival at the end", "", BASE, "visit 0 3 arrival 51", 1, "routes/0/visits/3",
      "arrival_s is claimed as 51; it is 52" },
    { "distance", "", BASE, "route 0 distance 41", 1, "routes/0", "distance_m is claimed as 41; it is 40" },
    { "drive", "", BASE, "route 0 drive 41", 1, "routes/0", "drive_s is claimed as 41; it is 40" },
    { "sum of setup", "", BASE, "route 0 setup 0", 1, "routes/0", "setup_s is claimed as 0; it is 2" },
    { "sum of service", "", BASE, "route 0 service 11", 1, "routes/0", "service_s is claimed as 11; it is 10" },
    { "sum of waits", "", BASE, "route 0 wait 1", 1, "routes/0", "wait_s is claimed as 1; it is 0" },
    { "sum of breaks", "", BASE, "route 0 break 1", 1, "routes/0", "break_s is claimed as 1; it is 0" },
    { "duty", "", BASE, "route 0 duty 50", 1, "routes/0", "duty_s is claimed as 50; it is 52" },
    { "energy", "", BASE, "route 0 energy 40000", 1, "routes/0", "energy_j is claimed as 40000; it is 40005" },
    { "number of stops", "", BASE, "route 0 stops 3", 1, "routes/0", "stops is claimed as 3; it is 2" },
    { "cost of a route", "", BASE, "route 0 cost 1", 1, "routes/0", "cost is claimed as 1; it is 246" },
    { "cost of the plan", "", BASE, "plan cost 1", 1, "cost", "cost is claimed as 1" },
    { "a bound above the cost", "", BASE, "plan bound 100000", 1, "bound", "above the cost" },
    { "a departure that nothing else follows", "", BASE, "visit 0 0 arrival 1", 3, "routes/0/visits/1",
      "arrival_s is claimed as 10; it is 11" },
};

static void check_row(const struct row *row)
{
    mlg_problem *p = build(row->set);
    mlg_plan *plan = plan_of(p, row->routes);
    mlg_findings *found[2] = { mlg_findings_new(MLG_EN), mlg_findings_new(MLG_FR) };
    each_piece(row->change, apply_change, plan);
    for (int lang = 0; lang < 2; lang++) {
        assert_int_equal(mlg_check_routes(p, plan, found[lang], NULL, NULL), MLG_OK);
        const int64_t errors = mlg_findings_count(found[lang], false);
        const mlg_error *e = mlg_findings_at(found[lang], row->errors == 0, 0);
        if (lang == 0 && errors != row->errors)
            for (int32_t i = 0; mlg_findings_at(found[lang], false, i); i++)
                print_error("  %s: %s\n", mlg_findings_at(found[lang], false, i)->where,
                            mlg_findings_at(found[lang], false, i)->message);
        check_msg(errors == row->errors, "%s: %lld errors", row->rule, (long long)errors);
        if (!*row->where) {
            check_msg(!e, "%s: %s: %s", row->rule, e->where, e->message);
            continue;
        }
        check_msg(e && !strcmp(e->where, row->where), "%s: at %s", row->rule, e ? e->where : "nowhere");
        if (lang == MLG_EN) check_msg(strstr(e->message, row->words), "%s: \"%s\"", row->rule, e->message);
        else
            check_msg(!strstr(e->message, row->words) && e->message[0], "%s: not French: \"%s\"", row->rule,
                      e->message);
    }
    for (int lang = 0; lang < 2; lang++) mlg_findings_free(found[lang]);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_row(&rows[i]);
    print_message("%zu rows\n", sizeof rows / sizeof *rows);
}

/* A break of 10 s on the first leg (0 to 10) of route 0, in full figures: at the depot, on the way, on arrival. */
static void test_break_figures(void **state)
{
    static const struct {
        const char *set;
        int64_t arrival, wait, delay;
    } cases[] = {
        { "vehicle 0 break 10", 0, 0, 10 },
        { "vehicle 0 break 10; vehicle 0 break_open 4; vehicle 0 break_close 90", 4, 0, 10 },
        { "vehicle 0 break 10; vehicle 0 break_open 15; vehicle 0 break_close 90", 10, 5, 15 },
        { "vehicle 0 break 10; vehicle 0 break_open 4; vehicle 0 break_close 90; vehicle 0 break_at_stop 1", 0, 4, 14 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_problem *p = build(cases[i].set);
        mlg_plan *plan = plan_of(p, BASE);
        struct plan_route *r = &plan->routes[0];
        mlg_findings *found = mlg_findings_new(MLG_EN);
        for (int32_t k = 1; k < r->visit_count; k++) r->visits[k].arrival_s += cases[i].delay;
        apply_change(plan, "insert 0 1 3 0");
        r->visits[1].arrival_s = cases[i].arrival;
        r->visits[1].wait_s = cases[i].wait;
        r->visits[1].service_s = r->totals.break_s = 10;
        r->visits[1].load[0] = 3;
        r->totals.wait_s = cases[i].wait;
        r->totals.duty_s += cases[i].delay;
        r->cost += 2 * cases[i].delay;
        plan->cost += 2 * cases[i].delay;
        assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
        const mlg_error *e = mlg_findings_at(found, false, 0);
        check_msg(!e, "%s: %s: %s", cases[i].set, e->where, e->message);
        mlg_findings_free(found);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

/* Totals are summed over routes. */
static void test_totals(void **state)
{
    (void)state;
    mlg_problem *p = build("");
    mlg_plan *plan = plan_of(p, BASE);
    mlg_totals t;
    assert_int_equal(mlg_check_routes(p, plan, NULL, &t, NULL), MLG_OK);
    assert_int_equal(t.distance_m, plan->routes[0].totals.distance_m + plan->routes[1].totals.distance_m);
    assert_int_equal(t.stops, 5);
    assert_int_equal(t.energy_j, plan->routes[0].totals.energy_j + plan->routes[1].totals.energy_j);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows), cmocka_unit_test(test_break_figures),
                                        cmocka_unit_test(test_totals) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
