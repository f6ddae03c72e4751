/* trial.c — see trial.h. Nothing here is fast: it is done for the few places that looked best. */
#include "explain/trial.h"

#include <string.h>

#include "base/error.h"
#include "maillage/check.h"

enum { PLACES_MAX = 2500 }; /* a matrix is copied for a change of legs, up to so many places */

/* ---- the sequence ---------------------------------------------------------------------------------------------- */

static int32_t build(const struct rooms *r, const struct placing *at, int32_t *codes)
{
    const struct room *m = at->room;
    const int32_t mate = r->p->mate[at->stop];
    const int32_t gone = at->without == MLG_NONE ? MLG_NONE : m->nodes[at->without].stop;
    const int32_t gone_mate = gone == MLG_NONE ? MLG_NONE : r->p->mate[gone];
    int32_t count = 0;
    for (int32_t i = 0; i + 1 < m->node_count; i++) { /* node i, then what is put behind it */
        const int32_t code = i ? m->sequence.stops[i - 1] : 0;
        if (i && !(code >= 0 && gone != MLG_NONE && (code == gone || code == gone_mate))) codes[count++] = code;
        if (i == at->after) {
            if (at->reload != MLG_NONE) codes[count++] = ~at->reload;
            codes[count++] = at->stop;
        }
        if (i == at->then && mate != MLG_NONE) codes[count++] = mate;
    }
    return count;
}

/* ---- breaks ---------------------------------------------------------------------------------------------------- */

static bool is_break(const mlg_problem *p, int32_t code) { return code < 0 && ~code >= p->place_count; }

/* Seconds that a driven route is late anywhere, and over its duty. */
static int64_t trouble(const mlg_problem *p, const struct plan_route *r)
{
    const mlg_vehicle *v = &p->vehicles[r->vehicle];
    int64_t late = 0;
    for (int32_t i = 0; i < r->visit_count; i++) {
        const mlg_visit *n = &r->visits[i];
        const int64_t begin = n->arrival_s + n->wait_s;
        const mlg_window *w = n->kind == MLG_STOP    ? p->stops[n->stop].windows
                              : n->kind == MLG_BREAK ? v->breaks[n->stop].windows
                                                     : NULL;
        const int32_t count = n->kind == MLG_STOP    ? p->stops[n->stop].window_count
                              : n->kind == MLG_BREAK ? v->breaks[n->stop].window_count
                                                     : 0;
        if (count) late += max64(0, begin - w[count - 1].close_s);
        if (n->kind == MLG_END && v->shift.close_s) late += max64(0, begin - v->shift.close_s);
        if (n->kind != MLG_BREAK || !v->breaks[n->stop].load_limited) continue;
        for (int32_t d = 0; d < p->load_count; d++) late += max64(0, n->load[d] - v->breaks[n->stop].max_load[d]);
    }
    return late + (v->max_duty_s ? max64(0, r->totals.duty_s - v->max_duty_s) : 0);
}

static mlg_status drive(const mlg_problem *p, struct trial *t, struct arena *scratch, mlg_error *err)
{
    const int64_t visits = t->sequence.stop_count + 2;
    t->walked += p->vehicles[t->sequence.vehicle].break_count ? visits + visits * visits / 16
                                                              : visits; /* with breaks many departures are tried */
    return mlg__plan_route(p, &t->sequence, t->departure, scratch, &t->route, &t->ticks, err);
}

static void move_code(int32_t *codes, int32_t from, int32_t to)
{
    const int32_t code = codes[from];
    if (from < to) memmove(codes + from, codes + from + 1, (size_t)(to - from) * sizeof *codes);
    else memmove(codes + to + 1, codes + to, (size_t)(from - to) * sizeof *codes);
    codes[to] = code;
}

/* Each break in turn where it is least in the way, the others where they are. */
static mlg_status settle_breaks(const mlg_problem *p, struct trial *t, int32_t *codes, struct arena *scratch,
                                mlg_error *err)
{
    for (int32_t k = 0; k < t->sequence.stop_count && trouble(p, &t->route); k++) {
        if (!is_break(p, codes[k])) continue;
        int64_t least = trouble(p, &t->route);
        int32_t best = k, at = k;
        for (int32_t to = 0; to < t->sequence.stop_count && least; to++) {
            const struct arena_mark mark = mlg__arena_mark(scratch);
            move_code(codes, at, to), at = to;
            MLG_TRY(drive(p, t, scratch, err));
            const int64_t now = trouble(p, &t->route);
            if (now < least) least = now, best = to;
            mlg__arena_reset(scratch, mark);
        }
        move_code(codes, at, best);
        MLG_TRY(drive(p, t, scratch, err));
    }
    return MLG_OK;
}

/* Breaks that are due in a duty as long as this, and that nobody has taken. */
static bool add_due_breaks(const mlg_problem *p, struct trial *t, int32_t *codes)
{
    const mlg_vehicle *v = &p->vehicles[t->sequence.vehicle];
    bool added = false;
    for (int32_t k = 0; k < v->break_count; k++) {
        int32_t i = 0;
        while (i < t->sequence.stop_count && codes[i] != ~(p->place_count + k)) i++;
        if (i < t->sequence.stop_count || t->route.totals.duty_s <= v->breaks[k].after_s) continue;
        codes[t->sequence.stop_count++] = ~(p->place_count + k);
        added = true;
    }
    return added;
}

mlg_status mlg__trial(const struct rooms *r, const mlg_problem *p, const struct placing *at, struct arena *scratch,
                      struct trial *t, mlg_error *err)
{
    const mlg_vehicle *v = &p->vehicles[at->room->vehicle];
    int32_t *codes = arena_array(scratch, int32_t, at->room->node_count + v->break_count + 3);
    if (!codes) return mlg__no_memory(err, "a trial");
    *t = (struct trial) { .sequence = at->room->sequence, .departure = at->room->departure };
    t->sequence.stops = codes;
    t->sequence.stop_count = build(r, at, codes);
    MLG_TRY(drive(p, t, scratch, err));
    if (!v->break_count) return MLG_OK;
    if (add_due_breaks(p, t, codes)) MLG_TRY(drive(p, t, scratch, err));
    MLG_TRY(settle_breaks(p, t, codes, scratch, err));
    while (add_due_breaks(p, t, codes)) { /* a break moved may make the duty so long that another is due */
        MLG_TRY(drive(p, t, scratch, err));
        MLG_TRY(settle_breaks(p, t, codes, scratch, err));
    }
    return MLG_OK;
}

/* ---- what is lacking ------------------------------------------------------------------------------------------- */

static bool is_new(const mlg_problem *p, const struct lack *l, int32_t stop)
{
    return stop == l->at.stop || stop == p->mate[l->at.stop];
}

/* Where ticks are finer than the seconds of visits, what is late is late by a part of a second more; that part may be
 * all. */
static int64_t late_by(const mlg_problem *p, const struct trial *t, int64_t at_s, int64_t close_s)
{
    const bool fine = p->ticks_per_s > 1 && t->ticks.late > 0;
    return at_s < close_s || (at_s == close_s && !fine) ? 0 : at_s - close_s + fine;
}

static void add_time(struct lack *l, mlg_change c)
{
    if (l->time_count < WAYS_MAX) l->time[l->time_count++] = c;
}

static void measure_stop(const mlg_problem *p, const struct trial *t, const mlg_visit *n, struct lack *l)
{
    const mlg_stop *s = &p->stops[n->stop];
    const int64_t close_s = s->window_count ? s->windows[s->window_count - 1].close_s : INT64_MAX,
                  late = late_by(p, t, n->arrival_s + n->wait_s, close_s);
    if (!late) return;
    add_lack(l, is_new(p, l, n->stop) ? MLG_RULE_TIME_WINDOW : MLG_RULE_ROUTE_TIME, late);
    if (is_new(p, l, n->stop))
        add_time(l, (mlg_change) { .kind = MLG_CHANGE_WINDOW_CLOSE,
                                   .vehicle = MLG_NONE,
                                   .stop = n->stop,
                                   .other = MLG_NONE,
                                   .index = s->window_count - 1,
                                   .by = late,
                                   .to = close_s + late });
}

static void measure_end(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    const int64_t close_s = p->vehicles[t->route.vehicle].shift.close_s,
                  late = close_s ? late_by(p, t, t->route.visits[t->route.visit_count - 1].arrival_s, close_s) : 0;
    if (!late) return;
    add_lack(l, MLG_RULE_SHIFT, late);
    add_time(l, (mlg_change) { .kind = MLG_CHANGE_SHIFT_CLOSE,
                               .vehicle = t->route.vehicle,
                               .stop = MLG_NONE,
                               .other = MLG_NONE,
                               .by = late,
                               .to = close_s + late });
}

static void measure_times(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    l->time_count = 0;
    l->rules &= ~TIME_RULES;
    l->by[MLG_RULE_TIME_WINDOW] = l->by[MLG_RULE_SHIFT] = l->by[MLG_RULE_ROUTE_TIME] = l->by[MLG_RULE_PRECEDENCE] = 0;
    for (int32_t i = 0; i < t->route.visit_count; i++)
        if (t->route.visits[i].kind == MLG_STOP) measure_stop(p, t, &t->route.visits[i], l);
    measure_end(p, t, l);
}

static void measure_breaks(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    const mlg_vehicle *v = &p->vehicles[t->route.vehicle];
    for (int32_t i = 0; i < t->route.visit_count; i++) {
        const mlg_visit *n = &t->route.visits[i];
        if (n->kind != MLG_BREAK) continue;
        const mlg_break *k = &v->breaks[n->stop];
        const int64_t late =
            k->window_count ? late_by(p, t, n->arrival_s + n->wait_s, k->windows[k->window_count - 1].close_s) : 0;
        bool loaded = false;
        for (int32_t d = 0; k->load_limited && d < p->load_count; d++) loaded |= n->load[d] > k->max_load[d];
        if (late > 0 || loaded) add_lack(l, MLG_RULE_BREAK, max64(late, loaded));
    }
}

static void measure_loads(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    const mlg_vehicle *v = &p->vehicles[t->route.vehicle];
    l->rules &= ~(1u << MLG_RULE_LOAD), l->by[MLG_RULE_LOAD] = 0;
    memset(l->over, 0, sizeof l->over);
    for (int32_t i = 0; i < t->route.visit_count; i++)
        for (int32_t d = 0; d < p->load_count; d++)
            l->over[d] = max64(l->over[d], t->route.visits[i].load[d] - v->capacity[d]);
    for (int32_t d = 0; d < p->load_count; d++)
        if (l->over[d] > l->by[MLG_RULE_LOAD]) l->rules |= 1u << MLG_RULE_LOAD, l->by[MLG_RULE_LOAD] = l->over[d];
}

static void measure_limit(struct lack *l, mlg_rule rule, int64_t value, int64_t limit)
{
    l->rules &= ~(1u << rule), l->by[rule] = 0;
    if (limit > 0 && value > limit) add_lack(l, rule, value - limit);
}

static void measure_legs(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    const mlg_vehicle *v = &p->vehicles[t->route.vehicle];
    l->rules &= ~(1u << MLG_RULE_UNREACHABLE), l->by[MLG_RULE_UNREACHABLE] = 0;
    for (int32_t i = 1, from = t->route.visits[0].place; i < t->route.visit_count; i++) {
        const int32_t to = t->route.visits[i].place;
        if (to == MLG_NONE) continue;
        const struct arc_values arc = from == MLG_NONE ? (struct arc_values) { 0 } : mlg__arc(p, v->matrix, from, to);
        if (arc.time == MLG_UNREACHABLE || arc.distance == MLG_UNREACHABLE) add_lack(l, MLG_RULE_UNREACHABLE, 1);
        from = to;
    }
}

void mlg__trial_lacks(const mlg_problem *p, const struct trial *t, struct lack *l)
{
    const mlg_vehicle *v = &p->vehicles[t->route.vehicle];
    const mlg_totals *sum = &t->route.totals;
    if (!l->exact) measure_times(p, t, l);
    measure_breaks(p, t, l);
    measure_loads(p, t, l);
    measure_legs(p, t, l);
    /* A duty that is too long only because something is late says nothing of its own. */
    measure_limit(l, MLG_RULE_MAX_DUTY, l->rules & TIME_RULES ? 0 : sum->duty_s, v->max_duty_s);
    measure_limit(l, MLG_RULE_MAX_TRAVEL_TIME, seconds_of(p, t->ticks.drive), v->max_drive_s);
    measure_limit(l, MLG_RULE_MAX_DISTANCE, sum->distance_m, v->max_distance_m);
    measure_limit(l, MLG_RULE_MAX_ENERGY, sum->energy_j, v->max_energy_j);
    measure_limit(l, MLG_RULE_MAX_TASKS, sum->stops, v->max_stops);
    l->size = mlg__lack_size(p, l);
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static mlg_change of_vehicle(const struct lack *l, mlg_change_kind kind, int64_t by, int64_t to)
{
    return (mlg_change) {
        .kind = kind, .vehicle = l->at.room->vehicle, .stop = l->at.stop, .other = MLG_NONE, .by = by, .to = to
    };
}

int32_t mlg__changes_of(const struct rooms *r, const mlg_problem *p, const struct lack *l, mlg_change *changes)
{
    static const struct {
        mlg_rule rule;
        mlg_change_kind kind;
    } limits[] = {
        { MLG_RULE_MAX_TASKS, MLG_CHANGE_MAX_TASKS },       { MLG_RULE_MAX_TRAVEL_TIME, MLG_CHANGE_MAX_TRAVEL_TIME },
        { MLG_RULE_MAX_DISTANCE, MLG_CHANGE_MAX_DISTANCE }, { MLG_RULE_MAX_DUTY, MLG_CHANGE_MAX_DUTY },
        { MLG_RULE_MAX_ENERGY, MLG_CHANGE_MAX_ENERGY },
    };
    const mlg_vehicle *v = &p->vehicles[l->at.room->vehicle];
    const int64_t limit_of[] = { v->max_stops, v->max_drive_s, v->max_distance_m, v->max_duty_s, v->max_energy_j };
    int32_t count = mlg__tie_changes(r, l, changes);
    for (int32_t d = 0; d < p->load_count; d++) {
        if (l->over[d] <= 0) continue;
        changes[count] = of_vehicle(l, MLG_CHANGE_CAPACITY, l->over[d], v->capacity[d] + l->over[d]);
        changes[count++].index = d;
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (lacks(l, limits[i].rule))
            changes[count++] =
                of_vehicle(l, limits[i].kind, l->by[limits[i].rule], limit_of[i] + l->by[limits[i].rule]);
    for (int32_t i = 0; i < l->time_count; i++) changes[count++] = l->time[i];
    if (lacks(l, MLG_RULE_SKILLS)) changes[count++] = of_vehicle(l, MLG_CHANGE_SKILLS, l->by[MLG_RULE_SKILLS], 0);
    if (lacks(l, MLG_RULE_BREAK)) changes[count++] = of_vehicle(l, MLG_CHANGE_BREAK, l->by[MLG_RULE_BREAK], 0);
    if (lacks(l, MLG_RULE_UNREACHABLE))
        changes[count++] = of_vehicle(l, MLG_CHANGE_ROAD, l->by[MLG_RULE_UNREACHABLE], 0);
    if (lacks(l, MLG_RULE_VEHICLES)) changes[count++] = of_vehicle(l, MLG_CHANGE_VEHICLE, 1, (int64_t)v->count + 1);
    return count;
}

/* ---- the changed problem --------------------------------------------------------------------------------------- */

struct workshop {
    const mlg_problem *p;
    const struct placing *at;
    struct arena *scratch;
    mlg_vehicle *vehicles; /* copies, made when first asked for */
    mlg_stop *stops;
    struct relation *relations;
};

static mlg_vehicle *vehicle_of(struct workshop *w, int32_t row)
{
    if (!w->vehicles) {
        w->vehicles = arena_array(w->scratch, mlg_vehicle, w->p->vehicle_count);
        if (w->vehicles) memcpy(w->vehicles, w->p->vehicles, (size_t)w->p->vehicle_count * sizeof *w->vehicles);
    }
    return w->vehicles ? &w->vehicles[row] : NULL;
}

static mlg_stop *stop_of(struct workshop *w, int32_t row)
{
    if (!w->stops) {
        w->stops = arena_array(w->scratch, mlg_stop, w->p->stop_count);
        if (w->stops) memcpy(w->stops, w->p->stops, (size_t)w->p->stop_count * sizeof *w->stops);
    }
    return w->stops ? &w->stops[row] : NULL;
}

/* All that the stop, or a pickup and its delivery, ask for. */
static bool add_skills(struct workshop *w, mlg_vehicle *v, int32_t stop)
{
    const int32_t mate = w->p->mate[stop];
    const mlg_stop *s = &w->p->stops[stop], *other = mate == MLG_NONE ? NULL : &w->p->stops[mate];
    int32_t *skills =
        arena_array(w->scratch, int32_t, v->skill_count + s->skill_count + (other ? other->skill_count : 0));
    if (!skills) return false;
    for (int32_t i = 0; i < v->skill_count; i++) skills[i] = v->skills[i];
    for (int32_t i = 0; i < s->skill_count; i++) skills[v->skill_count++] = s->skills[i];
    for (int32_t i = 0; other && i < other->skill_count; i++) skills[v->skill_count++] = other->skills[i];
    v->skills = skills;
    return true;
}

static bool move_window(struct workshop *w, const mlg_change *c)
{
    mlg_stop *s = stop_of(w, c->stop);
    mlg_window *windows = s ? arena_array(w->scratch, mlg_window, s->window_count) : NULL;
    if (!windows) return false;
    memcpy(windows, s->windows, (size_t)s->window_count * sizeof *windows);
    if (c->kind == MLG_CHANGE_WINDOW_OPEN) windows[c->index].open_s = c->to;
    else windows[c->index].close_s = c->to;
    s->windows = windows;
    return true;
}

/* Its breaks, late by as much as it takes and with any load. */
static bool free_breaks(struct workshop *w, mlg_vehicle *v, int64_t by_s)
{
    mlg_break *breaks = arena_array(w->scratch, mlg_break, v->break_count);
    if (!breaks) return false;
    for (int32_t k = 0; k < v->break_count; k++) {
        mlg_window *windows = arena_array(w->scratch, mlg_window, v->breaks[k].window_count);
        if (!windows) return false;
        breaks[k] = v->breaks[k];
        breaks[k].load_limited = false;
        if (!breaks[k].window_count) continue;
        memcpy(windows, breaks[k].windows, (size_t)breaks[k].window_count * sizeof *windows);
        windows[breaks[k].window_count - 1].close_s += by_s;
        breaks[k].windows = windows;
    }
    v->breaks = breaks;
    return true;
}

/* Where no road leads from or to the stop (or its delivery): legs of so many seconds, of no length. */
static bool build_road(struct workshop *w, int32_t matrix, int64_t seconds, mlg_problem *changed)
{
    const mlg_problem *p = w->p;
    const int32_t n = p->place_count, mate = p->mate[w->at->stop];
    const mlg_matrix *from = &p->matrices[matrix];
    if (n > PLACES_MAX || from->kind != MLG_TABLE) return false;
    mlg_matrix *matrices = arena_array(w->scratch, mlg_matrix, p->matrix_count);
    int32_t *time = arena_array(w->scratch, int32_t, (size_t)n * (size_t)n), *distance = NULL;
    if (from->distance) distance = arena_array(w->scratch, int32_t, (size_t)n * (size_t)n);
    if (w->scratch->failed) return false;
    memcpy(matrices, p->matrices, (size_t)p->matrix_count * sizeof *matrices);
    if (from->time) memcpy(time, from->time, (size_t)n * (size_t)n * sizeof *time);
    if (distance) memcpy(distance, from->distance, (size_t)n * (size_t)n * sizeof *distance);
    for (int32_t half = 0; half < 2; half++) {
        const int32_t place = p->stops[half && mate != MLG_NONE ? mate : w->at->stop].place;
        for (int32_t i = 0; i < n; i++)
            for (int32_t back = 0; back < 2; back++) {
                const int64_t leg = back ? (int64_t)i * n + place : (int64_t)place * n + i;
                if (time[leg] != MLG_UNREACHABLE && !(distance && distance[leg] == MLG_UNREACHABLE)) continue;
                time[leg] = (int32_t)(seconds * p->ticks_per_s);
                if (distance) distance[leg] = 0;
            }
    }
    matrices[matrix].time = time, matrices[matrix].distance = distance;
    changed->matrices = matrices;
    return true;
}

/* The stop leaves it; the others stay. */
static bool leave_relation(struct workshop *w, int32_t row, int32_t stop)
{
    const size_t count = (size_t)w->p->relation_count;
    if (!w->relations) {
        w->relations = arena_array(w->scratch, struct relation, count);
        if (w->relations) memcpy(w->relations, w->p->relations, count * sizeof *w->relations);
    }
    if (!w->relations) return false;
    struct relation *rel = &w->relations[row];
    int32_t *stops = arena_array(w->scratch, int32_t, rel->stop_count), left = 0;
    for (int32_t i = 0; stops && i < rel->stop_count; i++)
        if (rel->stops[i] != stop) stops[left++] = rel->stops[i];
    rel->stops = stops, rel->stop_count = left;
    return stops != NULL;
}

static bool apply(struct workshop *w, const mlg_change *c, mlg_problem *changed)
{
    mlg_vehicle *v = c->vehicle != MLG_NONE ? vehicle_of(w, c->vehicle) : NULL;
    mlg_stop *s;
    if (c->vehicle != MLG_NONE && !v) return false;
    switch (c->kind) {
    case MLG_CHANGE_CAPACITY: v->capacity[c->index] = c->to; return true;
    case MLG_CHANGE_SKILLS: return add_skills(w, v, c->stop);
    case MLG_CHANGE_WINDOW_OPEN:
    case MLG_CHANGE_WINDOW_CLOSE: return move_window(w, c);
    case MLG_CHANGE_SHIFT_OPEN: v->shift.open_s = c->to; return true;
    case MLG_CHANGE_SHIFT_CLOSE: v->shift.close_s = c->to; return true;
    case MLG_CHANGE_MAX_TASKS: v->max_stops = (int32_t)c->to; return true;
    case MLG_CHANGE_MAX_TRAVEL_TIME: v->max_drive_s = c->to; return true;
    case MLG_CHANGE_MAX_DISTANCE: v->max_distance_m = c->to; return true;
    case MLG_CHANGE_MAX_DUTY: v->max_duty_s = c->to; return true;
    case MLG_CHANGE_MAX_ENERGY: v->max_energy_j = c->to; return true;
    case MLG_CHANGE_BREAK: return free_breaks(w, v, c->by);
    case MLG_CHANGE_ROAD: return build_road(w, v->matrix, c->to, changed);
    case MLG_CHANGE_VEHICLE: v->count++; return true;
    case MLG_CHANGE_RELATION: return leave_relation(w, c->index, c->stop);
    case MLG_CHANGE_GIVEN: v->first_count = (int32_t)c->to, v->locked = false; return true;
    case MLG_CHANGE_BACKHAUL:
        if ((s = stop_of(w, c->stop))) s->backhaul = c->to;
        return s != NULL;
    case MLG_CHANGE_GROUP:
        if ((s = stop_of(w, c->stop))) s->group = 0;
        return s != NULL;
    case MLG_CHANGE_PRIORITY:
        if ((s = stop_of(w, c->stop))) s->priority = (int32_t)c->to;
        return s != NULL;
    case MLG_CHANGE_PRIZE:
        if ((s = stop_of(w, c->stop))) s->prize = c->to;
        return s != NULL;
    case MLG_CHANGE_NONE:
    case MLG_CHANGE_INSERT:
    case MLG_CHANGES: break;
    }
    return true;
}

bool mlg__changed(const mlg_problem *p, const struct placing *at, const mlg_change *changes, int32_t count,
                  struct arena *scratch, mlg_problem *changed)
{
    struct workshop w = { .p = p, .at = at, .scratch = scratch };
    *changed = *p;
    for (int32_t i = 0; i < count; i++)
        if (!apply(&w, &changes[i], changed)) return false;
    if (w.vehicles) changed->vehicles = w.vehicles;
    if (w.stops) changed->stops = w.stops;
    if (w.relations) changed->relations = w.relations;
    return true;
}

/* ---- the checker ----------------------------------------------------------------------------------------------- */

static mlg_status count_violations(const mlg_problem *p, const struct sequence *sequences, int32_t count,
                                   int64_t *violations, mlg_error *err)
{
    mlg_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_status status =
        found ? mlg__plan_from_sequences(p, sequences, count, &plan, err) : mlg__no_memory(err, "a check");
    if (!status) {
        plan->tells_unassigned = true; /* who is not served is known here */
        status = mlg_check_routes(p, plan, found, NULL, err);
    }
    *violations = mlg_findings_count(found, false);
    mlg_findings_free(found);
    mlg_plan_free(plan);
    return status;
}

mlg_status mlg__violations(const struct rooms *r, int64_t *count, mlg_error *err)
{
    return count_violations(r->p, r->sequences, r->route_count, count, err);
}

/* A route that does not change needs no second look where the plan holds: left out, its stops count as not served. What
 * ties routes together stays: those of the same row of vehicles, and all where the stop has a group or the problem has
 * relations or given stops, which have to be served. */
mlg_status mlg__passes(const struct rooms *r, const mlg_problem *p, const struct placing *at, const struct sequence *q,
                       int64_t known, bool *passes, mlg_error *err)
{
    const struct room *m = at->room;
    const bool whole = known > 0 || p->stops[at->stop].group || r->tied;
    struct sequence *some = mlg__malloc((size_t)(r->route_count + 1) * sizeof *some);
    int32_t count = 0;
    int64_t violations = 0;
    if (!some) return mlg__no_memory(err, "a check");
    for (int32_t i = 0; i < r->route_count; i++)
        if (i != m->route && (whole || r->of[i].vehicle == m->vehicle)) some[count++] = r->sequences[i];
    some[count++] = *q;
    const mlg_status status = count_violations(p, some, count, &violations, err);
    *passes = !status && violations <= known;
    mlg__free(some);
    return status;
}
