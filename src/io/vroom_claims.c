/* vroom_claims.c — see vroom_claims.h. Each figure is compared with the steps below it: a step's driving with the legs,
 * a route's sums with its steps, the summary with the routes. Keys that are absent claim nothing. */
#include "io/vroom_claims.h"

#include <math.h>
#include <string.h>

enum { DEG_DECIMALS = 5 }; /* other programs round coordinates: about a metre */

struct sums {
    int64_t cost, setup, service, driven, wait, priority, distance, delivery[MLG_LOADS_MAX], pickup[MLG_LOADS_MAX];
    bool tells_cost, tells_distance; /* everything below tells them */
};

struct claims {
    const struct tasks *t;
    const mlg_problem *p;
    const mlg_plan *plan;
    int32_t *served, *listed; /* [task] times */
};

#define FIND(at, ...) mlg__find((at)->found, MLG_BAD_INPUT, mlg__jat_where(at).text, __VA_ARGS__)

static bool told(const struct jat *at, const char *key, int64_t *value)
{
    const struct jat m = mlg__jat_member(at, key);
    uint64_t n = 0;
    *value = 0;
    if (!m.v || !mlg__jat_uint(&m, INT64_MAX >> 24, &n)) return false; /* sums of them stay in range */
    *value = (int64_t)n;
    return true;
}

static void compare_value(const struct jat *m, const char *name, int64_t ours)
{
    uint64_t n = 0;
    if (!m->v || !mlg__jat_uint(m, INT64_MAX, &n) || (int64_t)n == ours) return;
    FIND(m, TXT("%s is told as %lld; recomputed it is %lld", "%s est annoncé à %lld ; recalculé, c'est %lld"), NO_HINT,
         name, (long long)n, (long long)ours);
}

static void compare(const struct jat *at, const char *key, int64_t ours)
{
    const struct jat m = mlg__jat_member(at, key);
    compare_value(&m, key, ours);
}

static void compare_loads(const struct claims *c, const struct jat *at, const char *key, const int64_t *ours)
{
    const struct jat list = mlg__jat_member(at, key);
    if (!list.v || !mlg__jat_list(&list)) return;
    struct jat item = mlg__jat_item(&list, 0);
    for (int32_t d = 0; item.v && d < c->t->dims; d++, mlg__jat_next(&item)) compare_value(&item, key, ours[d]);
}

/* What a route and the summary both tell. */
static void compare_sums(const struct claims *c, const struct jat *at, const struct sums *s)
{
    compare_loads(c, at, "delivery", s->delivery);
    compare_loads(c, at, "amount", s->delivery);
    compare_loads(c, at, "pickup", s->pickup);
    compare(at, "setup", s->setup);
    compare(at, "service", s->service);
    compare(at, "duration", s->driven);
    compare(at, "waiting_time", s->wait);
    compare(at, "priority", s->priority);
    if (s->tells_cost) compare(at, "cost", s->cost);
    if (s->tells_distance) compare(at, "distance", s->distance);
}

/* ---- steps ----------------------------------------------------------------------------------------------------- */

static void compare_place(const struct claims *c, const struct jat *at, int32_t row, const mlg_visit *v)
{
    const struct task_vehicle *vehicle = &c->t->vehicles[c->t->vehicle_of[row]];
    const struct task_place *place = v->kind == MLG_STOP                          ? &c->t->tasks[v->stop].at
                                     : v->kind == MLG_START && vehicle->has_start ? &vehicle->start
                                     : v->kind == MLG_END && vehicle->has_end     ? &vehicle->end
                                                                                  : NULL;
    if (!place) return;
    if (place->has_index) compare(at, "location_index", place->index);
    const struct jat point = mlg__jat_member(at, "location");
    if (!place->has_point || !point.v || !mlg__jat_list(&point)) return;
    const struct jat lon_at = mlg__jat_item(&point, 0), lat_at = mlg__jat_item(&point, 1);
    double lon = 0, lat = 0;
    if (!lon_at.v || !lat_at.v || !mlg__jat_number(&lon_at, &lon) || !mlg__jat_number(&lat_at, &lat)) return;
    if (fabs(lon - place->lon_deg) <= 1.01e-5 && fabs(lat - place->lat_deg) <= 1.01e-5) return;
    FIND(&point,
         TXT("location is told as [%.*f, %.*f]; in the problem it is [%.*f, %.*f]",
             "la position est annoncée en [%.*f, %.*f] ; dans le problème, c'est [%.*f, %.*f]"),
         NO_HINT, DEG_DECIMALS, lon, DEG_DECIMALS, lat, DEG_DECIMALS, place->lon_deg, DEG_DECIMALS, place->lat_deg);
}

static void count_served(struct claims *c, const struct jat *at, int32_t task)
{
    if (++c->served[task] > 1)
        FIND(at, TXT("%s %s is served twice", "%s %s est servi deux fois"), NO_HINT,
             mlg__task_name(c->t->tasks[task].kind), c->t->tasks[task].name);
}

/* Ticks of a leg; its metres and its own cost are added up. */
static int64_t leg_ticks(const struct claims *c, int32_t row, int32_t from, int32_t to, struct task_route *sums)
{
    const mlg_vehicle *v = &c->p->vehicles[row];
    if (from == MLG_NONE || to == MLG_NONE) return 0;
    const struct arc_values arc = mlg__arc(c->p, v->matrix, from, to);
    if (arc.time == MLG_UNREACHABLE) return 0;
    if (arc.distance != MLG_UNREACHABLE) sums->distance_m += arc.distance, sums->matrix_cost += arc.cost;
    return mlg__drive_ticks(v, arc.time);
}

static void add_task(const struct claims *c, int32_t index, struct sums *s)
{
    const struct task *task = &c->t->tasks[index];
    s->priority += task->priority;
    for (int32_t d = 0; d < c->t->dims; d++) s->delivery[d] += task->delivery[d], s->pickup[d] += task->pickup[d];
}

/* Driving so far is what the legs say where a step has a place and ticks are seconds, else what the told times leave.
 */
static struct sums check_steps(struct claims *c, const struct jat *steps, const struct plan_route *route)
{
    struct sums s = { .tells_distance = true };
    int64_t legs = 0, spent = 0, first = 0, arrival, value;
    int32_t before = MLG_NONE;
    struct task_route driven = { .used = true };
    struct jat item = mlg__jat_item(steps, 0);
    for (int32_t i = 0; item.v && i < route->visit_count; i++, mlg__jat_next(&item)) {
        const mlg_visit *v = &route->visits[i];
        const bool timed = told(&item, "arrival", &arrival);
        if (!i) first = arrival;
        legs += leg_ticks(c, route->vehicle, before, v->place, &driven);
        if (v->place != MLG_NONE) before = v->place;
        if (v->kind != MLG_BREAK && c->p->ticks_per_s == 1) s.driven = legs;
        else if (timed) s.driven = arrival - first - spent;
        compare(&item, "duration", s.driven);
        compare_place(c, &item, route->vehicle, v);
        if (v->kind == MLG_STOP) count_served(c, &item, v->stop), add_task(c, v->stop, &s);
        told(&item, "waiting_time", &value), s.wait += value, spent += value;
        told(&item, "setup", &value), s.setup += value, spent += value;
        told(&item, "service", &value), s.service += value, spent += value;
        s.tells_distance = told(&item, "distance", &s.distance);
    }
    driven.drive_ticks = s.driven, driven.work_ticks = route->totals.setup_s + route->totals.service_s;
    s.cost = mlg__tasks_cost(c->t, &c->t->vehicles[c->t->vehicle_of[route->vehicle]], &driven);
    return s;
}

/* Ours: metres, energy and the CO2 that follows from it. */
static void compare_own(const struct claims *c, const struct jat *at, const struct plan_route *route)
{
    const struct jat m = mlg__jat_member(at, "maillage");
    const struct task_vehicle *v = &c->t->vehicles[c->t->vehicle_of[route->vehicle]];
    const double kg = mlg__tasks_co2_kg(v, route->totals.energy_j, route->totals.stops);
    if (!m.v || !mlg__jat_object(&m)) return;
    compare(&m, "distance_m", route->totals.distance_m);
    if (!v->emissions) return;
    compare(&m, "energy_j", route->totals.energy_j);
    compare(&m, "co2_g", mlg__round(kg * 1000));
}

/* The cost that the plan has by the same steps; with fine ticks whole seconds tell less than all. */
static void check_route(struct claims *c, const struct jat *at, const struct plan_route *route, struct sums *all)
{
    const struct jat steps = mlg__jat_member(at, "steps");
    struct sums s = check_steps(c, &steps, route);
    int64_t cost, distance;
    s.tells_cost = c->p->ticks_per_s == 1;
    compare_sums(c, at, &s);
    compare_own(c, at, route);
    all->tells_cost &= told(at, "cost", &cost);
    all->tells_distance &= told(at, "distance", &distance);
    all->cost += cost, all->distance += distance;
    all->setup += s.setup, all->service += s.service, all->driven += s.driven, all->wait += s.wait;
    all->priority += s.priority;
    for (int32_t d = 0; d < c->t->dims; d++) all->delivery[d] += s.delivery[d], all->pickup[d] += s.pickup[d];
}

/* ---- unassigned ------------------------------------------------------------------------------------------------ */

/* Of the type that the entry tells; without one, the first of this id that is not taken. */
static int32_t task_of(const struct claims *c, const char *type, uint64_t id)
{
    int32_t any = MLG_NONE;
    for (int32_t i = 0; i < c->t->task_count; i++) {
        if (c->t->tasks[i].id != id || (type && strcmp(type, mlg__task_name(c->t->tasks[i].kind)) != 0)) continue;
        if (any == MLG_NONE) any = i;
        if (!c->served[i] && !c->listed[i]) return i;
    }
    return any;
}

static void check_entry(struct claims *c, const struct jat *at)
{
    const struct jat id_at = mlg__jat_member(at, "id"), type_at = mlg__jat_member(at, "type");
    const char *type = type_at.v ? mlg__jat_text(&type_at) : NULL;
    uint64_t id = 0;
    if (!id_at.v) FIND(at, TXT("the entry has no id", "l'entrée n'a pas d'identifiant"), NO_HINT);
    if (!id_at.v || !mlg__jat_uint(&id_at, UINT64_MAX, &id)) return;
    const int32_t task = task_of(c, type, id);
    if (task == MLG_NONE)
        FIND(at, TXT("%s %llu does not exist", "%s %llu n'existe pas"), NO_HINT, type ? type : "task",
             (unsigned long long)id);
    else if (c->listed[task]++)
        FIND(at, TXT("%s %llu is listed twice", "%s %llu figure deux fois"), NO_HINT,
             mlg__task_name(c->t->tasks[task].kind), (unsigned long long)id);
    else if (c->served[task])
        FIND(at, TXT("%s %llu is listed as unassigned and served", "%s %llu figure comme non affecté et est servi"),
             NO_HINT, mlg__task_name(c->t->tasks[task].kind), (unsigned long long)id);
}

static void check_unassigned(struct claims *c, const struct jat *top)
{
    const struct jat list = mlg__jat_member(top, "unassigned");
    struct jat item = mlg__jat_item(&list, 0);
    if (list.v && !mlg__jat_list(&list)) return;
    for (; item.v; mlg__jat_next(&item)) check_entry(c, &item);
    for (int32_t i = 0; i < c->t->task_count; i++)
        if (!c->served[i] && !c->listed[i])
            FIND(&list,
                 TXT("%s %s is neither served nor listed as unassigned",
                     "%s %s n'est ni servi ni inscrit comme non affecté"),
                 NO_HINT, mlg__task_name(c->t->tasks[i].kind), c->t->tasks[i].name);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void check_answer(struct claims *c, const struct jat *top)
{
    const struct jat routes = mlg__jat_member(top, "routes"), summary = mlg__jat_member(top, "summary"),
                     unassigned = mlg__jat_member(top, "unassigned");
    struct sums all = { .tells_cost = true, .tells_distance = true };
    struct jat item = mlg__jat_item(&routes, 0);
    for (int32_t i = 0; item.v && i < c->plan->route_count; i++, mlg__jat_next(&item))
        check_route(c, &item, &c->plan->routes[i], &all);
    check_unassigned(c, top);
    if (!summary.v || !mlg__jat_object(&summary)) return;
    compare_sums(c, &summary, &all);
    compare(&summary, "routes", c->plan->route_count);
    if (unassigned.v && unassigned.v->type == JT_LIST) compare(&summary, "unassigned", unassigned.v->count);
}

mlg_status mlg__vroom_claims_check(const char *file, const char *bytes, size_t size, const struct tasks *t,
                                   const mlg_problem *p, const mlg_plan *plan, mlg_findings *violations, mlg_error *err)
{
    struct jtree tree;
    struct arena scratch = { 0 };
    struct claims c = { .t = t, .p = p, .plan = plan };
    mlg_findings *known = mlg_findings_new(mlg__findings_lang(violations)); /* told when the answer was read */
    c.served = arena_array(&scratch, int32_t, t->task_count);
    c.listed = arena_array(&scratch, int32_t, t->task_count);
    mlg_status status = mlg__jtree_read(&tree, file, bytes, size, known, err);
    if (scratch.failed) status = mlg__no_memory(err, file);
    const struct jat top = { .v = &tree.root, .found = violations };
    if (!status) check_answer(&c, &top);
    mlg__jtree_free(&tree);
    mlg_findings_free(known);
    mlg__arena_free(&scratch);
    return status;
}
