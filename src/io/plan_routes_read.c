/* plan_routes_read.c — routes of plan.json, of a routed day or of a routing problem. See plan_reader.h. */
#include <inttypes.h>
#include <string.h>

#include "io/plan_json.h"
#include "io/plan_reader.h"
#include "model/plan.h"

mlg_status mlg__route_names_make(struct route_names *n, const mlg_problem *p, mlg_error *err)
{
    *n = (struct route_names) { .p = p };
    if (mlg__id_index_make(&n->stops, p->stops, p->stop_count, sizeof *p->stops, offsetof(mlg_stop, id)) &&
        mlg__id_index_make(&n->vehicles, p->vehicles, p->vehicle_count, sizeof *p->vehicles, offsetof(mlg_vehicle, id)))
        return MLG_OK;
    mlg__id_index_free(&n->stops);
    return mlg__no_memory(err, "plan.json");
}

void mlg__route_names_free(struct route_names *n)
{
    mlg__id_index_free(&n->stops);
    mlg__id_index_free(&n->vehicles);
}

/* By id; an id that several stops share has the index beside it. */
static int32_t read_stop(struct reader *r, const struct route_names *n, const json_t *object)
{
    int32_t stop = mlg__member_id(r, object, "stop", &n->stops);
    bool shared;
    if (stop == MLG_NONE) return stop;
    mlg__id_find(&n->stops, n->p->stops[stop].id, &shared);
    if (!shared && !json_object_get(object, "index")) return stop;
    int64_t index = stop;
    if (!mlg__member_int(r, object, "index", 0, n->p->stop_count - 1, &index)) return MLG_NONE;
    if (strcmp(n->p->stops[index].id, n->p->stops[stop].id) == 0) return (int32_t)index;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("stop %" PRId64 " is \"%s\", not \"%s\"", "l'arrêt %" PRId64 " est « %s », pas « %s »"), NO_HINT,
              index, n->p->stops[index].id, n->p->stops[stop].id);
    return MLG_NONE;
}

static void read_load(struct reader *r, const struct route_names *n, const json_t *object, mlg_visit *v)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, object, "load", &mark);
    if (list && json_array_size(list) == (size_t)n->p->load_count)
        for (int32_t d = 0; d < n->p->load_count; d++) {
            const size_t row_mark = mlg__reader_enter_row(r, d);
            mlg__value_int(r, json_array_get(list, (size_t)d), -MLG_LOAD_MAX, MLG_LOAD_MAX, &v->load[d]);
            mlg__reader_leave(r, row_mark);
        }
    else if (list)
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("%d numbers for %d dimensions", "%d nombres pour %d dimensions"), NO_HINT,
                  (int)json_array_size(list), (int)n->p->load_count);
    mlg__reader_leave(r, mark);
}

static void read_visit(struct reader *r, const struct route_names *n, const json_t *object, mlg_visit *v)
{
    int64_t place = MLG_NONE;
    *v = (mlg_visit) { .stop = MLG_NONE, .place = MLG_NONE };
    if (!json_is_object(object)) {
        mlg__reader_wrong_type(r, object, TXT("an object", "un objet"));
        return;
    }
    const int32_t kind = mlg__member_word(r, object, "kind", mlg__visit_name, MLG_END + 1);
    if (kind != MLG_NONE) v->kind = (mlg_visit_kind)kind;
    if (kind == MLG_STOP) v->stop = read_stop(r, n, object);
    else if (json_object_get(object, "place") && mlg__member_int(r, object, "place", 0, n->p->place_count - 1, &place))
        v->place = (int32_t)place;
    if (v->stop != MLG_NONE) v->place = n->p->stops[v->stop].place;
    mlg__member_int(r, object, "arrival_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->arrival_s);
    mlg__member_int(r, object, "wait_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->wait_s);
    mlg__member_int(r, object, "setup_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->setup_s);
    mlg__member_int(r, object, "service_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->service_s);
    read_load(r, n, object, v);
}

static void read_visits(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan,
                        int32_t route)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, object, "visits", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    mlg_visit *visits = count ? mlg__plan_visits(plan, route, count) : NULL;
    if (list && !count) mlg__reader_wrong_type(r, list, TXT("at least one visit", "au moins une visite"));
    if (count && !visits) r->arena->failed = true;
    for (int32_t i = 0; visits && i < count; i++) {
        const size_t row_mark = mlg__reader_enter_row(r, i);
        read_visit(r, n, json_array_get(list, (size_t)i), &visits[i]);
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
}

static void read_route(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan,
                       int32_t route)
{
    struct plan_route *to = &plan->routes[route];
    if (!json_is_object(object)) {
        mlg__reader_wrong_type(r, object, TXT("an object", "un objet"));
        return;
    }
    to->vehicle = mlg__member_id(r, object, "vehicle", &n->vehicles);
    if (to->vehicle == MLG_NONE) return;
    const char *class_id = n->p->vehicles[to->vehicle].class_id;
    mlg__agree_text(r, object, "class", class_id ? class_id : "");
    mlg__member_int(r, object, "distance_m", 0, TOTAL_MAX, &to->totals.distance_m);
    mlg__member_int(r, object, "drive_s", 0, TOTAL_MAX, &to->totals.drive_s);
    mlg__member_int(r, object, "setup_s", 0, TOTAL_MAX, &to->totals.setup_s);
    mlg__member_int(r, object, "service_s", 0, TOTAL_MAX, &to->totals.service_s);
    mlg__member_int(r, object, "wait_s", 0, TOTAL_MAX, &to->totals.wait_s);
    mlg__member_int(r, object, "break_s", 0, TOTAL_MAX, &to->totals.break_s);
    mlg__member_int(r, object, "duty_s", 0, TOTAL_MAX, &to->totals.duty_s);
    mlg__member_int(r, object, "energy_j", 0, TOTAL_MAX, &to->totals.energy_j);
    mlg__member_int(r, object, "stops", 0, TOTAL_MAX, &to->totals.stops);
    mlg__member_int(r, object, "cost", -MLG_COST_MAX, MLG_COST_MAX, &to->cost);
    mlg__member_int(r, object, "cost_cents", -WHOLE_MAX, WHOLE_MAX, &to->cost_cents);
    mlg__member_int(r, object, "co2_wtw_mg", -WHOLE_MAX, WHOLE_MAX, &to->co2_wtw_mg);
    mlg__member_int(r, object, "co2_ttw_mg", -WHOLE_MAX, WHOLE_MAX, &to->co2_ttw_mg);
    read_visits(r, n, object, plan, route);
    if (to->visit_count && to->visits) {
        const mlg_visit *last = &to->visits[to->visit_count - 1];
        mlg__agree_int(r, object, "start_s", to->visits[0].arrival_s);
        mlg__agree_int(r, object, "end_s", last->arrival_s + last->wait_s + last->setup_s + last->service_s);
    }
}

static void read_unserved_stops(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, object, "unserved", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->unserved = arena_array(&plan->arena, int32_t, count);
    for (int32_t i = 0; plan->unserved && i < count; i++) {
        const size_t row_mark = mlg__reader_enter_row(r, i);
        const json_t *row = json_array_get(list, (size_t)i);
        const int32_t stop = json_is_object(row) ? read_stop(r, n, row) : MLG_NONE;
        if (!json_is_object(row)) mlg__reader_wrong_type(r, row, TXT("an object", "un objet"));
        if (stop != MLG_NONE) plan->unserved[plan->unserved_count++] = stop;
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
}

/* Routes and unserved stops of a day or of a routing plan; NULL without memory. */
mlg_plan *mlg__read_routes(struct reader *r, const struct route_names *n, const json_t *object)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, object, "routes", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    mlg_plan *plan = mlg__plan_new(count);
    for (int32_t i = 0; plan && i < count; i++) {
        const size_t row_mark = mlg__reader_enter_row(r, i);
        read_route(r, n, json_array_get(list, (size_t)i), plan, i);
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
    if (!plan) return NULL;
    plan->claims_times = plan->claims_cost = true;
    read_unserved_stops(r, n, object, plan);
    if (!plan->arena.failed) return plan;
    mlg_plan_free(plan);
    return NULL;
}
