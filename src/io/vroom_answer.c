/* vroom_answer.c — see vroom_answer.h. What the answer does not tell (energy, cost beyond its whole unit, seconds of
 * breaks) is filled from the steps; whether that holds is the checker's business. */
#include "io/vroom_answer.h"

#include <string.h>

#include "base/math.h"
#include "io/looks.h"

struct reader {
    const struct tasks *t;
    const mlg_problem *p;
    mlg_plan *plan;
    bool *vehicle_used; /* [vehicle of the problem] */
    bool *served;       /* [task] */
};

#define FIND(at, ...) mlg__find((at)->found, MLG_BAD_INPUT, mlg__jat_where(at).text, __VA_ARGS__)

static int64_t uint_of(const struct jat *at, const char *key)
{
    const struct jat m = mlg__jat_member(at, key);
    uint64_t value = 0;
    mlg__jat_uint(&m, (uint64_t)MLG_TIME_MAX_S, &value);
    return (int64_t)value;
}

static int32_t vehicle_of(struct reader *r, const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "vehicle");
    uint64_t id = 0;
    if (!m.v) FIND(&m, TXT("the route names no vehicle", "la tournée ne nomme pas de véhicule"), NO_HINT);
    if (!mlg__jat_uint(&m, UINT64_MAX, &id)) return MLG_NONE;
    for (int32_t i = 0; i < r->p->vehicle_count; i++)
        if (!r->vehicle_used[i] && r->t->vehicles[r->t->vehicle_of[i]].id == id) return r->vehicle_used[i] = true, i;
    FIND(&m,
         TXT("there is no vehicle %llu, or its routes are too many",
             "il n'y a pas de véhicule %llu, ou il a trop de tournées"),
         NO_HINT, (unsigned long long)id);
    return MLG_NONE;
}

/* What the step is: its kind of visit, stop and place. false: told. */
static bool identify(const struct reader *r, const struct jat *at, int32_t row, mlg_visit *v)
{
    const struct jat type = mlg__jat_member(at, "type"), id_at = mlg__jat_member(at, "id");
    const char *word = mlg__jat_text(&type);
    const mlg_vehicle *vehicle = &r->p->vehicles[row];
    const struct task_vehicle *asked = &r->t->vehicles[r->t->vehicle_of[row]];
    uint64_t id = 0;
    const enum step_kind kind = word ? mlg__step_kind(word) : STEP_KINDS;
    v->stop = v->place = MLG_NONE;
    if (kind == STEP_KINDS) return FIND(&type, TXT("no type of step", "pas un type d'étape"), NO_HINT), false;
    if (kind == STEP_START) return v->kind = MLG_START, v->place = vehicle->start, true;
    if (kind == STEP_END) return v->kind = MLG_END, v->place = vehicle->end, true;
    if (!mlg__jat_uint(&id_at, UINT64_MAX, &id))
        return FIND(&id_at, TXT("the step has no id", "l'étape n'a pas d'identifiant"), NO_HINT), false;
    if (kind == STEP_BREAK) {
        v->kind = MLG_BREAK;
        for (int32_t k = 0; k < asked->break_count; k++)
            if (asked->breaks[k].id == id) v->stop = k;
    } else {
        v->kind = MLG_STOP;
        v->stop = mlg__tasks_named(r->t, (enum task_kind)(kind - STEP_JOB), id);
        if (v->stop != MLG_NONE) v->place = r->t->tasks[v->stop].at.place;
    }
    if (v->stop == MLG_NONE)
        return FIND(&id_at, TXT("%s %llu does not exist", "%s %llu n'existe pas"), NO_HINT, word,
                    (unsigned long long)id),
               false;
    return true;
}

static void read_step(const struct reader *r, const struct jat *at, int32_t row, mlg_visit *v)
{
    const struct jat load = mlg__jat_member(at, "load");
    if (!identify(r, at, row, v)) return;
    v->arrival_s = uint_of(at, "arrival") - r->t->origin_s;
    v->wait_s = uint_of(at, "waiting_time");
    v->setup_s = uint_of(at, "setup");
    v->service_s = uint_of(at, "service");
    struct jat item = mlg__jat_item(&load, 0);
    for (int32_t d = 0; item.v && d < MLG_LOADS_MAX; d++, mlg__jat_next(&item)) {
        uint64_t value = 0;
        if (mlg__jat_uint(&item, UINT32_MAX, &value)) v->load[d] = (int64_t)value;
    }
    if (v->kind == MLG_STOP) r->served[v->stop] = true;
}

/* Sums by the steps; the metres, the energy and the cost are those of the legs, as an answer tells them rounded or not
 * at all. */
static void fill_totals(const struct reader *r, struct plan_route *to)
{
    const mlg_vehicle *v = &r->p->vehicles[to->vehicle];
    mlg_totals *t = &to->totals;
    int64_t matrix_cost = 0, energy_j = 0, late = 0;
    int32_t before = MLG_NONE;
    for (int32_t i = 0; i < to->visit_count; i++) {
        const mlg_visit *s = &to->visits[i];
        if (i) t->drive_s += s->arrival_s - (s[-1].arrival_s + s[-1].wait_s + s[-1].setup_s + s[-1].service_s);
        t->wait_s += s->wait_s;
        if (s->kind == MLG_BREAK) t->break_s += s->service_s;
        else t->setup_s += s->setup_s, t->service_s += s->service_s;
        t->stops += s->kind == MLG_STOP;
        if (s->kind == MLG_STOP)
            late += mlg__late_cost(&r->p->stops[s->stop], (s->arrival_s + s->wait_s) * r->p->ticks_per_s,
                                   r->p->ticks_per_s);
        if (s->place == MLG_NONE) continue;
        if (before != MLG_NONE) {
            const struct arc_values arc = mlg__arc(r->p, v->matrix, before, s->place);
            if (arc.time != MLG_UNREACHABLE && arc.distance != MLG_UNREACHABLE) {
                t->distance_m += arc.distance, matrix_cost += arc.cost;
                energy_j += MLG_MILLI * arc.energy_kj;
                if (v->weight_load != MLG_NONE) energy_j += arc.energy_j_per_kg * s[-1].load[v->weight_load];
            }
        }
        before = s->place;
    }
    const mlg_visit *last = &to->visits[to->visit_count - 1];
    t->duty_s = last->arrival_s + last->wait_s - (to->visits[0].arrival_s + to->visits[0].wait_s);
    t->energy_j = max64(0, energy_j);
    to->cost =
        v->rates.fixed + v->rates.per_m * t->distance_m + v->rates.per_drive_tick * t->drive_s * r->p->ticks_per_s +
        v->rates.per_service_tick * (t->setup_s + t->service_s) * r->p->ticks_per_s + v->rates.per_task * t->stops +
        v->rates.per_matrix_cost * matrix_cost + mlg__energy_cost(&v->rates, t->energy_j) + late +
        mlg__extra_cost(v, t->stops, t->drive_s * r->p->ticks_per_s, t->distance_m, r->p->ticks_per_s) +
        mlg__balance_cost(&v->rates, t->duty_s * r->p->ticks_per_s);
    if (v->overtime_after_s)
        to->cost += v->rates.per_overtime_tick * max64(0, t->duty_s - v->overtime_after_s) * r->p->ticks_per_s;
}

static void read_route(struct reader *r, const struct jat *at)
{
    const struct jat steps = mlg__jat_member(at, "steps");
    const int32_t row = vehicle_of(r, at);
    struct plan_route *to = &r->plan->routes[r->plan->route_count];
    if (row == MLG_NONE || !mlg__jat_list(&steps)) return;
    to->vehicle = row;
    if (!mlg__plan_visits(r->plan, r->plan->route_count++, steps.v->count)) return;
    struct jat item = mlg__jat_item(&steps, 0);
    for (int32_t i = 0; item.v; i++, mlg__jat_next(&item)) read_step(r, &item, row, &to->visits[i]);
    if (!to->visit_count) return;
    to->visits[0].arrival_s += to->visits[0].wait_s, to->visits[0].wait_s = 0;
    fill_totals(r, to);
    r->plan->cost += to->cost;
}

static mlg_status read_answer(struct reader *r, const struct jat *top, mlg_error *err)
{
    const struct jat routes = mlg__jat_member(top, "routes");
    uint64_t code = 0;
    const struct jat code_at = mlg__jat_member(top, "code");
    int64_t prizes = 0;
    if (!mlg__jat_object(top)) return MLG_OK;
    if (mlg__jat_uint(&code_at, 99, &code) && code)
        FIND(&code_at, TXT("the answer tells of a failure (code %d)", "la réponse annonce un échec (code %d)"), NO_HINT,
             (int)code);
    else if (!routes.v) FIND(&routes, TXT("the answer has no routes", "la réponse n'a pas de tournées"), NO_HINT);
    else mlg__jat_list(&routes);
    r->plan = mlg__plan_new(routes.v && routes.v->type == JT_LIST ? routes.v->count : 0);
    if (!r->plan) return mlg__no_memory(err, "the answer");
    r->plan->route_count = 0;
    for (struct jat item = mlg__jat_item(&routes, 0); item.v; mlg__jat_next(&item)) read_route(r, &item);
    r->plan->unserved = arena_array(&r->plan->arena, int32_t, r->t->task_count);
    if (r->plan->arena.failed) return mlg__no_memory(err, "the answer");
    for (int32_t i = 0; i < r->t->task_count; i++)
        if (!r->served[i]) r->plan->unserved[r->plan->unserved_count++] = i;
    if (mlg__absent_prizes(r->p, r->served, &prizes)) return mlg__no_memory(err, "the answer");
    r->plan->cost += prizes;
    r->plan->tells_unassigned = true; /* vroom_claims.c holds it against the tasks */
    r->plan->claims_times = r->plan->claims_cost =
        r->p->ticks_per_s == 1; /* with fine ticks the whole seconds of an answer tell less than all */
    return MLG_OK;
}

mlg_status mlg__vroom_answer_read(const char *file, const char *bytes, size_t size, const struct tasks *t,
                                  const mlg_problem *p, mlg_plan **plan, mlg_findings *found, mlg_error *err)
{
    struct jtree tree;
    const int64_t before = mlg_findings_count(found, false);
    struct reader r = { .t = t, .p = p };
    *plan = NULL;
    const enum looks looks = mlg__looks(bytes, size);
    if (looks != LOOKS_UNKNOWN && looks != LOOKS_ANSWER && looks != LOOKS_JSON)
        return mlg__find_other(
            found, file,
            TXT("an answer in VROOM's JSON (`route -o X.json`)", "une réponse en JSON de VROOM (« route -o X.json »)"),
            looks);
    r.vehicle_used = mlg__malloc((size_t)p->vehicle_count);
    r.served = mlg__malloc((size_t)t->task_count);
    mlg_status status = r.vehicle_used && r.served ? MLG_OK : mlg__no_memory(err, file);
    const mlg_status read = mlg__jtree_read(&tree, file, bytes, size, found, err);
    const struct jat top = { .v = &tree.root, .found = found };
    if (!status) status = read;
    if (!status) status = read_answer(&r, &top, err);
    if (!status && mlg_findings_count(found, false) > before) status = MLG_BAD_INPUT;
    mlg__jtree_free(&tree);
    mlg__free(r.vehicle_used);
    mlg__free(r.served);
    if (status) mlg_plan_free(r.plan);
    else *plan = r.plan;
    return status;
}
