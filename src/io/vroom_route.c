/* vroom_route.c — see vroom_route.h. */
#include "io/vroom_route.h"

#include <stdio.h>
#include <string.h>

const char *const mlg__violation_names[VIOLATIONS] = { "lead_time", "delay",       "load",          "max_tasks",
                                                       "skills",    "precedence",  "missing_break", "max_travel_time",
                                                       "max_load",  "max_distance" };

const char *const mlg__cost_part_names[COST_PARTS] = { "fixed", "driving",  "distance", "work",   "co2",
                                                       "late",  "overtime", "beyond",   "balance" };

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
static bool drive(const struct tasks *t, const mlg_problem *p, int32_t row, struct vroom_route *r, int32_t *from,
                  int32_t *to)
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
    r->drive_ticks = ticks, r->matrix_cost = matrix_cost;
    r->cost = mlg__tasks_cost(
        t, &t->vehicles[r->vehicle],
        &(struct task_route) { ticks, r->distance_m, matrix_cost, task_s * p->ticks_per_s, r->step_count > 2 });
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
    int64_t on[MLG_LOADS_MAX];
    memcpy(on, v->aboard, sizeof on);
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

/* Energy of the legs, laden as they are. */
static void burn(const struct tasks *t, const mlg_problem *p, int32_t row, struct vroom_route *r)
{
    const mlg_vehicle *v = &p->vehicles[row];
    for (int32_t i = 1; i < r->step_count && t->vehicles[r->vehicle].emissions; i++) {
        struct vroom_step *s = &r->steps[i];
        const int32_t before = place_before(r, i);
        if (s->place == MLG_NONE || before == MLG_NONE) continue;
        const struct arc_values arc = mlg__arc(p, v->matrix, before, s->place);
        if (arc.time == MLG_UNREACHABLE || arc.distance == MLG_UNREACHABLE) continue;
        s->energy_j = MLG_MILLI * arc.energy_kj;
        if (v->weight_load != MLG_NONE) s->energy_j += arc.energy_j_per_kg * r->steps[i - 1].load[v->weight_load];
        r->energy_j += s->energy_j;
    }
    r->energy_j = max64(0, r->energy_j);
}

/* Ticks from leaving to the end. */
static int64_t duty_of(const struct vroom_route *r) { return r->steps[r->step_count - 1].begin - r->steps[0].begin; }

static bool over_duty(const struct tasks *t, const mlg_problem *p, const struct vroom_route *r)
{
    const int64_t most_s = t->vehicles[r->vehicle].max_duty_s;
    return most_s != MLG_NONE && duty_of(r) > most_s * p->ticks_per_s;
}

/* Where its cost comes from. */
static void part_cost(const struct tasks *t, const mlg_problem *p, int32_t row, struct vroom_route *r)
{
    const struct task_vehicle *v = &t->vehicles[r->vehicle];
    const mlg_rates *goal = &p->vehicles[row].rates;
    int64_t work_s = 0, stops = 0;
    for (int32_t i = 0; i < r->step_count; i++) {
        const struct vroom_step *s = &r->steps[i];
        if (s->kind != STEP_BREAK) work_s += s->setup_s + s->service_s;
        stops += mlg__step_is_task(s->kind);
        if (mlg__step_is_task(s->kind))
            r->parts[PART_LATE] += mlg__late_cost(&p->stops[s->index], s->begin, p->ticks_per_s);
    }
    r->co2_kg = mlg__tasks_co2_kg(v, r->energy_j, stops);
    r->parts[PART_FIXED] = stops ? v->rates.fixed : 0;
    r->parts[PART_DRIVING] = v->rates.per_drive_tick * r->drive_ticks + v->rates.per_matrix_cost * r->matrix_cost;
    r->parts[PART_DISTANCE] = v->rates.per_m * r->distance_m;
    r->parts[PART_WORK] = v->rates.per_service_tick * work_s * p->ticks_per_s;
    const mlg_vehicle beyond = { .rates = v->rates,
                                 .stops_after = (int32_t)min64(v->tasks_after, INT32_MAX),
                                 .drive_after_s = v->travel_after_s,
                                 .distance_after_m = v->distance_after_m };
    const int64_t overtime = v->overtime_after_s ? max64(0, duty_of(r) - v->overtime_after_s * p->ticks_per_s) : 0;
    r->parts[PART_OVERTIME] = v->rates.per_overtime_tick * overtime;
    r->parts[PART_BEYOND] = mlg__extra_cost(&beyond, stops, r->drive_ticks, r->distance_m, p->ticks_per_s);
    r->parts[PART_BALANCE] = mlg__balance_cost(&v->rates, duty_of(r));
    if (!t->goal.least_co2) r->parts[PART_CO2] = goal->per_task * stops + mlg__energy_cost(goal, r->energy_j);
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

/* VROOM's times finish early; where instants or the length of the duty matter, those of the plan stay. */
static bool times_priced(const mlg_problem *p, const struct plan_route *from)
{
    const mlg_vehicle *v = &p->vehicles[from->vehicle];
    if (v->max_duty_s || v->overtime_after_s || v->rates.per_duty2_q40) return true;
    for (int32_t i = 0; i < from->visit_count; i++)
        if (from->visits[i].kind == MLG_STOP && p->stops[from->visits[i].stop].per_late_tick) return true;
    return false;
}

static void keep_times(const mlg_problem *p, const struct plan_route *from, struct vroom_route *r)
{
    for (int32_t i = 0; i < r->step_count; i++) {
        r->steps[i].arrival = from->visits[i].arrival_s * p->ticks_per_s;
        r->steps[i].begin = (from->visits[i].arrival_s + from->visits[i].wait_s) * p->ticks_per_s;
    }
}

static mlg_status finish(const struct tasks *t, const mlg_problem *p, const struct plan_route *from,
                         struct vroom_answer *a, struct vroom_route *r, mlg_error *err)
{
    const int32_t row = from->vehicle;
    int32_t unjoined, to;
    drive(t, p, row, r, &unjoined, &to);
    load(t, r);
    burn(t, p, row, r);
    if (times_priced(p, from)) keep_times(p, from, r);
    else mlg__vroom_times(t, p, r, &a->arena);
    part_cost(t, p, row, r);
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
    return finish(t, p, from, a, r, err);
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
    const bool joined = drive(t, p, vehicle, r, &from, &to);
    load(t, r);
    burn(t, p, vehicle, r);
    const bool kept = joined && mlg__vroom_times(t, p, r, &a->arena);
    part_cost(t, p, vehicle, r);
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
    if (joined && kept && over_duty(t, p, r)) {
        snprintf(where, sizeof where, "vehicles/%d/maillage/max_duty", vehicle);
        mlg__warn(found, where,
                  TXT("the given steps take longer: %lld s", "les étapes données durent plus longtemps : %lld s"),
                  NO_HINT, (long long)(duty_of(r) / p->ticks_per_s));
    }
    return MLG_OK;
}

/* Relations have no cause in VROOM's list: a broken one is told in words, as an error or a warning. */
static void tell_relations(const struct tasks *t, struct vroom_answer *a, bool error, mlg_findings *found)
{
    int32_t *route_of = arena_array(&a->arena, int32_t, t->task_count); /* plus 1 */
    if (!route_of) return;
    for (int32_t r = 0; r < a->route_count; r++)
        for (int32_t k = 0; k < a->routes[r].step_count; k++)
            if (mlg__step_is_task(a->routes[r].steps[k].kind)) route_of[a->routes[r].steps[k].index] = r + 1;
    for (int32_t i = 0; i < t->relation_count; i++) {
        const struct task_relation *rel = &t->relations[i];
        char where[64];
        snprintf(where, sizeof where, "maillage/relations/%d", i);
        for (int32_t k = 1; k < rel->count; k++)
            for (int32_t j = 0; j < k; j++) {
                const int32_t own = route_of[rel->tasks[k]], other = route_of[rel->tasks[j]];
                if (!own || !other || (own == other) != rel->apart) continue;
                const struct mlg_txt words = TXT("the given steps of tasks %s and %s break the relation",
                                                 "les étapes données des tâches %s et %s enfreignent la relation");
                const char *one = t->tasks[rel->tasks[j]].name, *two = t->tasks[rel->tasks[k]].name;
                if (error) mlg__find(found, MLG_BAD_INPUT, where, words, NO_HINT, one, two);
                else mlg__warn(found, where, words, NO_HINT, one, two);
            }
    }
}

mlg_status mlg__vroom_from_steps(const struct tasks *t, const mlg_problem *p, struct vroom_answer *a,
                                 mlg_findings *found, mlg_error *err)
{
    const int64_t before = mlg_findings_count(found, false);
    MLG_TRY(new_answer(t, t->vehicle_count, a, err));
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].steps_given) MLG_TRY(take_steps(t, p, i, a, found, err));
    if (t->relation_count) tell_relations(t, a, false, found);
    if (a->arena.failed) return mlg__no_memory(err, "the answer");
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
        const bool joined = drive(t, p, row, r, &from, &to);
        load(t, r);
        mlg__vroom_times(t, p, r, &a->arena);
        if (a->arena.failed) return mlg__no_memory(err, "a start");
        check_limits(t, p, r);
        tell_broken(t, r, joined, found);
    }
    if (t->relation_count) tell_relations(t, a, true, found);
    return a->arena.failed ? mlg__no_memory(err, "a start") : MLG_OK;
}

void mlg__vroom_answer_free(struct vroom_answer *a)
{
    mlg__arena_free(&a->arena);
    *a = (struct vroom_answer) { .route_count = 0 };
}
