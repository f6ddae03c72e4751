/* vroom_route.c — see vroom_route.h. */
#include "io/vroom_route.h"

#include <stdio.h>
#include <string.h>

const char *const mlg__violation_names[VIOLATIONS] = { "lead_time", "delay",       "load",          "max_tasks",
                                                       "skills",    "precedence",  "missing_break", "max_travel_time",
                                                       "max_load",  "max_distance" };

static void breaks_rule(struct violations *v, enum violation cause) { v->causes |= 1u << cause; }

/* ---- the steps ------------------------------------------------------------------------------------------------- */

static void no_limits(struct vroom_step *s) { s->from = INT64_MIN, s->until = INT64_MAX; }

static void put_end(const struct task_vehicle *v, enum step_kind kind, struct vroom_step *s)
{
    const bool start = kind == STEP_START;
    *s = (struct vroom_step) { .kind = kind,
                               .index = MLG_NONE,
                               .place = start        ? (v->has_start ? v->start.place : MLG_NONE)
                                        : v->has_end ? v->end.place
                                                     : MLG_NONE };
    no_limits(s);
    if (!v->has_window) return;
    s->own = v->window;
    s->windows.count = 1; /* .of is set when the steps no longer move */
}

static void put_task(const struct tasks *t, const struct task_vehicle *v, int32_t index, int32_t place_before,
                     struct vroom_step *s)
{
    const struct task *task = &t->tasks[index];
    *s = (struct vroom_step) { .kind = (enum step_kind)(STEP_JOB + task->kind),
                               .index = index,
                               .place = task->at.place,
                               .windows = task->windows };
    s->setup_s = s->place == place_before ? 0 : mlg__tasks_seconds(&task->setup, v);
    s->service_s = mlg__tasks_seconds(&task->service, v);
    no_limits(s);
}

static void put_break(const struct task_vehicle *v, int32_t index, struct vroom_step *s)
{
    *s = (struct vroom_step) { .kind = STEP_BREAK,
                               .index = index,
                               .place = MLG_NONE,
                               .windows = v->breaks[index].windows,
                               .service_s = v->breaks[index].service_s };
    no_limits(s);
}

/* Room for count steps; start and end are there already. */
static bool new_route(const struct tasks *t, struct vroom_answer *a, int32_t vehicle, int32_t count,
                      struct vroom_route **route)
{
    struct vroom_route *r = *route = &a->routes[a->route_count];
    *r = (struct vroom_route) { .vehicle = vehicle,
                                .step_count = count,
                                .steps = arena_array(&a->arena, struct vroom_step, count) };
    if (!r->steps) return false;
    put_end(&t->vehicles[vehicle], STEP_START, &r->steps[0]);
    put_end(&t->vehicles[vehicle], STEP_END, &r->steps[count - 1]);
    if (r->steps[0].windows.count) r->steps[0].windows.of = &r->steps[0].own;
    if (r->steps[count - 1].windows.count) r->steps[count - 1].windows.of = &r->steps[count - 1].own;
    a->route_count++;
    return true;
}

static int32_t place_before(const struct vroom_route *r, int32_t i)
{
    for (i--; i >= 0 && r->steps[i].kind == STEP_BREAK; i--) {}
    return i < 0 ? MLG_NONE : r->steps[i].place;
}

/* ---- figures --------------------------------------------------------------------------------------------------- */

/* Drives, distances and cost. false: no road joins two places; *from, *to say which. */
static bool drive(const mlg_problem *p, int32_t row, struct vroom_route *r, int32_t *from, int32_t *to)
{
    const mlg_vehicle *v = &p->vehicles[row];
    int64_t ticks = 0, matrix_cost = 0;
    bool joined = true;
    for (int32_t i = 1; i < r->step_count; i++) {
        struct vroom_step *s = &r->steps[i];
        const int32_t before = place_before(r, i);
        if (s->place == MLG_NONE || before == MLG_NONE) continue;
        const struct arc_values arc = mlg__arc(p, v->matrix, before, s->place);
        if (arc.time == MLG_UNREACHABLE || arc.distance == MLG_UNREACHABLE) {
            if (joined) *from = before, *to = s->place;
            joined = false;
            continue;
        }
        s->drive = mlg__drive_ticks(v, arc.time);
        s->distance_m = arc.distance;
        ticks += s->drive, r->distance_m += s->distance_m, matrix_cost += arc.cost;
    }
    int64_t task_s = 0;
    for (int32_t i = 0; i < r->step_count; i++) {
        r->setup_s += r->steps[i].setup_s, r->service_s += r->steps[i].service_s;
        if (r->steps[i].kind != STEP_BREAK) task_s += r->steps[i].setup_s + r->steps[i].service_s;
    }
    const bool used = r->step_count > 2;
    const int128 cost = (int128)v->rates.per_drive_tick * ticks + (int128)v->rates.per_m * r->distance_m +
                        (int128)v->rates.per_matrix_cost * matrix_cost +
                        (int128)v->rates.per_service_tick * task_s * p->ticks_per_s + (used ? v->rates.fixed : 0);
    r->cost = (int64_t)(cost / p->cost_scale);
    return joined;
}

static void change_loads(const struct tasks *t, struct vroom_route *r, const struct vroom_step *s, int64_t *load)
{
    if (!mlg__step_is_task(s->kind)) return;
    const struct task *task = &t->tasks[s->index];
    r->priority += task->priority;
    for (int32_t d = 0; d < t->dims; d++) {
        load[d] += task->pickup[d] - task->delivery[d];
        r->delivery[d] += task->delivery[d];
        r->pickup[d] += task->pickup[d];
    }
}

static void check_loads(const struct tasks *t, const struct task_vehicle *v, struct vroom_step *s)
{
    for (int32_t d = 0; d < t->dims; d++) {
        if (s->load[d] > v->capacity[d]) breaks_rule(&s->violations, V_LOAD);
        if (s->kind == STEP_BREAK && v->breaks[s->index].load_limited && s->load[d] > v->breaks[s->index].max_load[d])
            breaks_rule(&s->violations, V_MAX_LOAD);
    }
}

static void load(const struct tasks *t, struct vroom_route *r)
{
    const struct task_vehicle *v = &t->vehicles[r->vehicle];
    int64_t on[MLG_LOADS_MAX] = { 0 };
    for (int32_t i = 0; i < r->step_count; i++)
        if (r->steps[i].kind == STEP_JOB)
            for (int32_t d = 0; d < t->dims; d++) on[d] += t->tasks[r->steps[i].index].delivery[d];
    for (int32_t i = 0; i < r->step_count; i++) {
        struct vroom_step *s = &r->steps[i];
        change_loads(t, r, s, on);
        memcpy(s->load, on, sizeof on);
        check_loads(t, v, s);
    }
}

struct step_seconds mlg__step_seconds(const mlg_problem *p, const struct vroom_route *r, int32_t i,
                                      struct step_seconds last)
{
    const struct vroom_step *s = &r->steps[i], *before = i ? s - 1 : NULL;
    struct step_seconds now = { .arrival = s->arrival / p->ticks_per_s };
    now.wait = s->begin / p->ticks_per_s - now.arrival;
    if (before)
        now.driven = last.driven + now.arrival - (last.arrival + last.wait + before->setup_s + before->service_s);
    return now;
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static bool skilled(const struct task_vehicle *v, const struct task *task)
{
    for (int32_t i = 0; i < task->skill_count; i++) {
        int32_t k = 0;
        while (k < v->skill_count && v->skills[k] != task->skills[i]) k++;
        if (k == v->skill_count) return false;
    }
    return true;
}

static bool on_route(const struct vroom_route *r, int32_t first, int32_t end, int32_t task)
{
    for (int32_t i = first; i < end; i++)
        if (r->steps[i].kind != STEP_BREAK && r->steps[i].index == task) return true;
    return false;
}

static void check_task(const struct tasks *t, const struct vroom_route *r, int32_t i)
{
    struct vroom_step *s = &r->steps[i];
    const struct task *task = &t->tasks[s->index];
    if (!skilled(&t->vehicles[r->vehicle], task)) breaks_rule(&s->violations, V_SKILLS);
    if (task->kind == TASK_PICKUP && !on_route(r, i + 1, r->step_count, task->mate))
        breaks_rule(&s->violations, V_PRECEDENCE);
    if (task->kind == TASK_DELIVERY && !on_route(r, 0, i, task->mate)) breaks_rule(&s->violations, V_PRECEDENCE);
}

static void check_time(const struct tasks *t, const mlg_problem *p, struct vroom_step *s)
{
    int64_t least = INT64_MAX;
    bool early = false;
    for (int32_t i = 0; i < s->windows.count; i++) {
        const int64_t open = (s->windows.of[i].open_s - t->origin_s) * p->ticks_per_s,
                      close = (s->windows.of[i].close_s - t->origin_s) * p->ticks_per_s;
        const int64_t off = s->begin < open ? open - s->begin : s->begin > close ? s->begin - close : 0;
        if (off < least) least = off, early = s->begin < open;
    }
    if (least == INT64_MAX || least == 0) return;
    breaks_rule(&s->violations, early ? V_LEAD_TIME : V_DELAY);
    if (early) s->violations.lead = least;
    else s->violations.delay = least;
}

static void check_limits(const struct tasks *t, const mlg_problem *p, struct vroom_route *r)
{
    const struct task_vehicle *v = &t->vehicles[r->vehicle];
    int64_t driven = 0, metres = 0, tasks = 0;
    for (int32_t i = 0; i < r->step_count; i++) {
        struct vroom_step *s = &r->steps[i];
        const bool is_task = mlg__step_is_task(s->kind);
        driven += s->drive, metres += s->distance_m, tasks += is_task;
        if (v->max_tasks != MLG_NONE && is_task && tasks > v->max_tasks) breaks_rule(&s->violations, V_MAX_TASKS);
        if (v->max_drive_s != MLG_NONE && driven > v->max_drive_s * p->ticks_per_s)
            breaks_rule(&s->violations, V_MAX_TRAVEL_TIME);
        if (v->max_distance_m != MLG_NONE && metres > v->max_distance_m) breaks_rule(&s->violations, V_MAX_DISTANCE);
        if (is_task) check_task(t, r, i);
        check_time(t, p, s);
        r->violations.causes |= s->violations.causes;
        r->violations.lead += s->violations.lead, r->violations.delay += s->violations.delay;
    }
    for (int32_t k = 0; k < v->break_count; k++) {
        bool taken = false;
        for (int32_t i = 0; i < r->step_count; i++) taken |= r->steps[i].kind == STEP_BREAK && r->steps[i].index == k;
        if (!taken) breaks_rule(&r->violations, V_MISSING_BREAK);
    }
}

/* ---- from a plan ----------------------------------------------------------------------------------------------- */

static mlg_status finish(const struct tasks *t, const mlg_problem *p, int32_t row, struct vroom_answer *a,
                         struct vroom_route *r, mlg_error *err)
{
    int32_t from, to;
    drive(p, row, r, &from, &to);
    load(t, r);
    mlg__vroom_times(t, p, r, &a->arena);
    check_limits(t, p, r);
    return a->arena.failed ? mlg__no_memory(err, "the answer") : MLG_OK;
}

static mlg_status new_answer(const struct tasks *t, int32_t routes, struct vroom_answer *a, mlg_error *err)
{
    *a = (struct vroom_answer) { .route_count = 0 };
    a->routes = arena_array(&a->arena, struct vroom_route, routes);
    a->served = arena_array(&a->arena, bool, t->task_count);
    return a->arena.failed ? mlg__no_memory(err, "the answer") : MLG_OK;
}

static mlg_status take_route(const struct tasks *t, const mlg_problem *p, const struct plan_route *from,
                             struct vroom_answer *a, mlg_error *err)
{
    struct vroom_route *r;
    const int32_t row = t->vehicle_of[from->vehicle];
    if (!new_route(t, a, row, from->visit_count, &r)) return mlg__no_memory(err, "the answer");
    for (int32_t i = 1; i + 1 < from->visit_count; i++) {
        const mlg_visit *v = &from->visits[i];
        if (v->kind == MLG_BREAK) put_break(&t->vehicles[row], v->stop, &r->steps[i]);
        else {
            put_task(t, &t->vehicles[row], v->stop, place_before(r, i), &r->steps[i]);
            a->served[v->stop] = true;
        }
    }
    return finish(t, p, from->vehicle, a, r, err);
}

mlg_status mlg__vroom_from_plan(const struct tasks *t, const mlg_problem *p, const mlg_plan *plan,
                                struct vroom_answer *a, mlg_error *err)
{
    MLG_TRY(new_answer(t, plan->route_count, a, err));
    int32_t *route_of = arena_array(&a->arena, int32_t, p->vehicle_count); /* 0: none; each vehicle has one at most */
    if (!route_of) return mlg__no_memory(err, "the answer");
    for (int32_t k = 0; k < plan->route_count; k++)
        if (plan->routes[k].visit_count > 2) route_of[plan->routes[k].vehicle] = k + 1;
    for (int32_t i = 0; i < p->vehicle_count; i++)
        if (route_of[i]) MLG_TRY(take_route(t, p, &plan->routes[route_of[i] - 1], a, err));
    return MLG_OK;
}

/* ---- from given steps ------------------------------------------------------------------------------------------ */

static void hard_limits(const struct tasks *t, const mlg_problem *p, const struct task_step *from, struct vroom_step *s)
{
    if (from->from_s > 0) s->from = (from->from_s - t->origin_s) * p->ticks_per_s;
    if (from->until_s != INT64_MAX) s->until = (from->until_s - t->origin_s) * p->ticks_per_s;
}

static mlg_status take_steps(const struct tasks *t, const mlg_problem *p, int32_t vehicle, struct vroom_answer *a,
                             mlg_findings *found, mlg_error *err)
{
    const struct task_vehicle *v = &t->vehicles[vehicle];
    struct vroom_route *r;
    int32_t inner = 0, from = MLG_NONE, to = MLG_NONE, i = 1;
    char where[48];
    for (int32_t k = 0; k < v->step_count; k++) inner += v->steps[k].kind != STEP_START && v->steps[k].kind != STEP_END;
    if (!new_route(t, a, vehicle, inner + 2, &r)) return mlg__no_memory(err, "the answer");
    for (int32_t k = 0; k < v->step_count; k++) {
        const struct task_step *step = &v->steps[k];
        struct vroom_step *s = step->kind == STEP_START ? &r->steps[0]
                               : step->kind == STEP_END ? &r->steps[r->step_count - 1]
                                                        : &r->steps[i++];
        if (step->kind == STEP_BREAK) put_break(v, step->index, s);
        else if (step->kind != STEP_START && step->kind != STEP_END) {
            put_task(t, v, step->index, place_before(r, i - 1), s);
            a->served[step->index] = true;
        }
        hard_limits(t, p, step, s);
    }
    snprintf(where, sizeof where, "vehicles/%d/steps", vehicle);
    const bool joined = drive(p, vehicle, r, &from, &to);
    load(t, r);
    const bool kept = joined && mlg__vroom_times(t, p, r, &a->arena);
    if (a->arena.failed) return mlg__no_memory(err, "the answer");
    if (!joined)
        mlg__find(
            found, MLG_BAD_INPUT, where, TXT("Infeasible route for vehicle %s.", "Infeasible route for vehicle %s."),
            TXT("no road joins two places that follow each other", "aucune route ne joint deux lieux qui se suivent"),
            v->name);
    else if (!kept)
        mlg__find(found, MLG_BAD_INPUT, where,
                  TXT("Infeasible route for vehicle %s.", "Infeasible route for vehicle %s."),
                  TXT("service_at, service_after and service_before cannot hold together",
                      "service_at, service_after et service_before ne peuvent pas tenir ensemble"),
                  v->name);
    else check_limits(t, p, r);
    return MLG_OK;
}

/* ---- one task alone -------------------------------------------------------------------------------------------- */

mlg_status mlg__vroom_alone(const struct tasks *t, const mlg_problem *p, int32_t row, int32_t task,
                            struct arena *scratch, struct violations *v, mlg_error *err)
{
    struct vroom_answer a = { .arena = *scratch, .routes = &(struct vroom_route) { 0 } };
    struct vroom_route *r;
    int32_t from, to;
    const struct task *asked = &t->tasks[task];
    const int32_t vehicle = t->vehicle_of[row], first = asked->kind == TASK_DELIVERY ? asked->mate : task;
    const bool made = new_route(t, &a, vehicle, asked->mate == MLG_NONE ? 3 : 4, &r);
    if (made) {
        for (int32_t i = 1; i + 1 < r->step_count; i++)
            put_task(t, &t->vehicles[vehicle], first + i - 1, place_before(r, i), &r->steps[i]);
        const bool joined = drive(p, row, r, &from, &to);
        load(t, r);
        mlg__vroom_times(t, p, r, &a.arena);
        check_limits(t, p, r);
        *v = r->violations;
        v->causes &= ~(1u << V_MISSING_BREAK);
        if (!joined) v->causes |= MLG_UNJOINED;
    }
    *scratch = a.arena;
    return made && !scratch->failed ? MLG_OK : mlg__no_memory(err, "the answer");
}

mlg_status mlg__vroom_from_steps(const struct tasks *t, const mlg_problem *p, struct vroom_answer *a,
                                 mlg_findings *found, mlg_error *err)
{
    const int64_t before = mlg_findings_count(found, false);
    MLG_TRY(new_answer(t, t->vehicle_count, a, err));
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].steps_given) MLG_TRY(take_steps(t, p, i, a, found, err));
    return mlg_findings_count(found, false) > before ? MLG_BAD_INPUT : MLG_OK;
}

static void tell_broken(const struct tasks *t, const struct vroom_route *r, bool joined, mlg_findings *found)
{
    char where[48];
    const unsigned causes = r->violations.causes & ~(1u << V_MISSING_BREAK);
    snprintf(where, sizeof where, "vehicles/%d/steps", r->vehicle);
    if (!joined)
        mlg__find(found, MLG_BAD_INPUT, where,
                  TXT("the given steps of vehicle %s lead where no road does",
                      "les étapes données du véhicule %s mènent là où aucune route ne va"),
                  NO_HINT, t->vehicles[r->vehicle].name);
    for (int k = 0; k < VIOLATIONS; k++)
        if (causes >> k & 1)
            mlg__find(found, MLG_BAD_INPUT, where,
                      TXT("the given steps of vehicle %s break a rule: %s",
                          "les étapes données du véhicule %s enfreignent une règle : %s"),
                      TXT("mend the steps, or let plan mode (-c) list all violations",
                          "corrigez les étapes, ou laissez le mode plan (-c) lister toutes les violations"),
                      t->vehicles[r->vehicle].name, mlg__violation_names[k]);
}

mlg_status mlg__vroom_from_start(const struct tasks *t, const mlg_problem *p, struct vroom_answer *a,
                                 mlg_findings *found, mlg_error *err)
{
    MLG_TRY(new_answer(t, t->vehicle_count, a, err));
    for (int32_t row = 0; row < p->vehicle_count; row++) {
        const int32_t vehicle = t->vehicle_of[row];
        const struct task_vehicle *v = &t->vehicles[vehicle];
        struct vroom_route *r;
        int32_t inner = 0, from, to;
        for (int32_t k = 0; k < v->step_count; k++) inner += mlg__step_is_task(v->steps[k].kind);
        if (!inner) continue;
        if (!new_route(t, a, vehicle, inner + 2, &r)) return mlg__no_memory(err, "a start");
        for (int32_t k = 0, i = 1; k < v->step_count; k++)
            if (mlg__step_is_task(v->steps[k].kind))
                put_task(t, v, v->steps[k].index, place_before(r, i), &r->steps[i]), i++;
        const bool joined = drive(p, row, r, &from, &to);
        load(t, r);
        mlg__vroom_times(t, p, r, &a->arena);
        if (a->arena.failed) return mlg__no_memory(err, "a start");
        check_limits(t, p, r);
        tell_broken(t, r, joined, found);
    }
    return MLG_OK;
}

void mlg__vroom_answer_free(struct vroom_answer *a)
{
    mlg__arena_free(&a->arena);
    *a = (struct vroom_answer) { .route_count = 0 };
}
