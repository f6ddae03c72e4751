/* insert_twin.h — the slow twin of src/explain: a stop put everywhere, each plan that results held against the checker.
 */
#ifndef MLG_TESTS_INSERT_TWIN_H
#define MLG_TESTS_INSERT_TWIN_H

#include "maillage/check.h"
#include "maillage/explain.h"
#include "model/plan.h"
#include "support/test.h"

enum { TWIN_ROUTES = 64, TWIN_CODES = 64 };

/* A plan as sequences that can be changed. */
struct twin {
    const mlg_problem *p;
    int32_t count;
    struct sequence of[TWIN_ROUTES];
    int32_t codes[TWIN_ROUTES][TWIN_CODES];
};

static inline void twin_of(const mlg_problem *p, const mlg_plan *plan, struct twin *t)
{
    t->p = p;
    t->count = plan ? plan->route_count : 0;
    check_msg(t->count + 1 < TWIN_ROUTES, "%d routes", t->count);
    for (int32_t r = 0; r < t->count; r++) {
        const struct plan_route *from = &plan->routes[r];
        check_msg(from->visit_count + 4 < TWIN_CODES, "%d visits", from->visit_count);
        for (int32_t i = 1; i + 1 < from->visit_count; i++) {
            const mlg_visit *v = &from->visits[i];
            t->codes[r][i - 1] = v->kind == MLG_STOP     ? v->stop
                                 : v->kind == MLG_RELOAD ? ~v->place
                                                         : ~(p->place_count + v->stop);
        }
        t->of[r] =
            (struct sequence) { .vehicle = from->vehicle, .stop_count = from->visit_count - 2, .stops = t->codes[r] };
    }
}

/* The plan's violations and cost on problem p. */
static inline int64_t twin_violations(const struct twin *t, int64_t *cost)
{
    mlg_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__plan_from_sequences(t->p, t->of, t->count, &plan, NULL), MLG_OK);
    plan->tells_unassigned = true;
    assert_int_equal(mlg_check_routes(t->p, plan, found, NULL, NULL), MLG_OK);
    const int64_t count = mlg_findings_count(found, false);
    *cost = 0;
    for (int32_t i = 0; i < plan->route_count; i++) *cost += plan->routes[i].cost;
    mlg_findings_free(found);
    mlg_plan_free(plan);
    return count;
}

static inline void twin_insert(int32_t *codes, int32_t *count, int32_t at, int32_t code)
{
    memmove(codes + at + 1, codes + at, (size_t)(*count - at) * sizeof *codes);
    codes[at] = code, ++*count;
}

static inline void twin_remove(int32_t *codes, int32_t *count, int32_t at)
{
    memmove(codes + at, codes + at + 1, (size_t)(*count - at - 1) * sizeof *codes);
    --*count;
}

/* Cheapest cost over all places of breaks of route r, from the k-th break on; INT64_MAX: none without violations beyond
 * known. */
static inline int64_t twin_breaks(struct twin *t, int32_t r, int32_t k, int64_t known)
{
    const mlg_vehicle *v = &t->p->vehicles[t->of[r].vehicle];
    int64_t best = INT64_MAX, cost;
    if (k == v->break_count) return twin_violations(t, &cost) <= known ? cost : INT64_MAX;
    for (int32_t with = v->breaks[k].after_s > 0 ? 0 : 1; with < 2; with++)
        for (int32_t i = 0; i <= (with ? t->of[r].stop_count : 0); i++) {
            if (with) twin_insert(t->codes[r], &t->of[r].stop_count, i, ~(t->p->place_count + k));
            const int64_t now = twin_breaks(t, r, k + 1, known);
            if (now < best) best = now;
            if (with) twin_remove(t->codes[r], &t->of[r].stop_count, i);
        }
    return best;
}

static inline int64_t twin_price(struct twin *t, int32_t r, int64_t known)
{
    struct twin copy = *t;
    copy.of[r].stops = copy.codes[r];
    for (int32_t i = copy.of[r].stop_count - 1; i >= 0; i--)
        if (copy.codes[r][i] < 0 && ~copy.codes[r][i] >= t->p->place_count)
            twin_remove(copy.codes[r], &copy.of[r].stop_count, i);
    for (int32_t k = 0; k < copy.count; k++) copy.of[k].stops = copy.codes[k];
    return twin_breaks(&copy, r, 0, known);
}

/* What route r costs if it leaves as the plan says (left), or no earlier than now, among the others as they are;
 * INT64_MAX: a rule is broken. */
static inline int64_t twin_running_price(const struct twin *t, int32_t r, struct departure departure)
{
    struct arena arena = { 0 };
    struct route_ticks ticks;
    mlg_plan *plan = mlg__plan_new(t->count);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    bool *served = calloc((size_t)t->p->stop_count, sizeof *served);
    for (int32_t k = 0; k < t->count; k++) {
        const struct departure leaves = k == r ? departure : (struct departure) { .left = false };
        assert_int_equal(mlg__plan_route(t->p, &t->of[k], leaves, &arena, &plan->routes[k], &ticks, NULL), MLG_OK);
        for (int32_t i = 0; i < t->of[k].stop_count; i++)
            if (t->of[k].stops[i] >= 0) served[t->of[k].stops[i]] = true;
    }
    plan->claims_times = plan->tells_unassigned = true;
    plan->unserved = malloc(sizeof *plan->unserved * (size_t)t->p->stop_count);
    for (int32_t i = 0; i < t->p->stop_count; i++)
        if (!served[i]) plan->unserved[plan->unserved_count++] = i;
    assert_int_equal(mlg_check_routes(t->p, plan, found, NULL, NULL), MLG_OK);
    const int64_t cost = mlg_findings_count(found, false) ? INT64_MAX : plan->routes[r].cost;
    free(plan->unserved), free(served);
    mlg_findings_free(found);
    mlg_plan_free(plan);
    mlg__arena_free(&arena);
    return cost;
}

/* The least price with the stop (and its mate behind it) on route r from place `from` on; INT64_MAX: nowhere.
 * departure: of a day that has begun, the price is that of route r alone; NULL: that of the plan, with breaks wherever
 * they fit. */
static inline int64_t twin_least(struct twin *t, int32_t r, int32_t stop, int32_t from, int64_t known,
                                 const struct departure *departure)
{
    const int32_t mate = t->p->mate[stop];
    int64_t best = INT64_MAX;
    for (int32_t i = from; i <= t->of[r].stop_count; i++) {
        twin_insert(t->codes[r], &t->of[r].stop_count, i, stop);
        for (int32_t j = i + 1; j <= (mate == MLG_NONE ? i + 1 : t->of[r].stop_count); j++) {
            if (mate != MLG_NONE) twin_insert(t->codes[r], &t->of[r].stop_count, j, mate);
            const int64_t now = departure ? twin_running_price(t, r, *departure) : twin_price(t, r, known);
            if (now < best) best = now;
            if (mate != MLG_NONE) twin_remove(t->codes[r], &t->of[r].stop_count, j);
        }
        twin_remove(t->codes[r], &t->of[r].stop_count, i);
    }
    return best;
}

static inline int64_t twin_best_on(struct twin *t, int32_t r, int32_t stop, int32_t from, int64_t known)
{
    return twin_least(t, r, stop, from, known, NULL);
}

static inline int64_t twin_running_best(struct twin *t, int32_t r, int32_t stop, int32_t first,
                                        struct departure departure)
{
    return twin_least(t, r, stop, first, 0, &departure);
}

/* On a trip of its own at the end of route r. */
static inline int64_t twin_best_new_trip(struct twin *t, int32_t r, int32_t stop, int64_t known)
{
    const mlg_vehicle *v = &t->p->vehicles[t->of[r].vehicle];
    int64_t best = INT64_MAX;
    for (int32_t k = 0; k < v->reload_count; k++) {
        const int32_t end = t->of[r].stop_count;
        twin_insert(t->codes[r], &t->of[r].stop_count, end, ~v->reload_places[k]);
        const int64_t now = twin_best_on(t, r, stop, end + 1, known);
        if (now < best) best = now;
        twin_remove(t->codes[r], &t->of[r].stop_count, end);
    }
    return best;
}

/* A route more, of this vehicle row, without a stop yet. */
static inline int32_t twin_new_route(struct twin *t, int32_t vehicle)
{
    t->of[t->count] = (struct sequence) { .vehicle = vehicle, .stops = t->codes[t->count] };
    return t->count++;
}

/* Somewhere in the plan, on a route or a new one, there is room. */
static inline bool twin_admits(struct twin *t, int32_t stop, int64_t known)
{
    for (int32_t r = 0; r < t->count; r++)
        if (twin_best_on(t, r, stop, 0, known) < INT64_MAX || twin_best_new_trip(t, r, stop, known) < INT64_MAX)
            return true;
    for (int32_t v = 0; v < t->p->vehicle_count; v++) {
        const int32_t r = twin_new_route(t, v);
        const bool fits = twin_best_on(t, r, stop, 0, known) < INT64_MAX;
        t->count--;
        if (fits) return true;
    }
    return false;
}

/* ---- changes, made by hand ---- */

struct twin_shop {
    mlg_problem p;
    mlg_vehicle *vehicles;
    mlg_stop *stops;
    mlg_matrix *matrices;
    struct relation *relations;
    void *kept[64];
    int32_t kept_count;
};

static inline void *twin_keep(struct twin_shop *s, const void *from, size_t bytes)
{
    void *copy = malloc(bytes + 1);
    if (bytes) memcpy(copy, from, bytes);
    return s->kept[s->kept_count++] = copy;
}

static inline void twin_shop_open(struct twin_shop *s, const mlg_problem *p)
{
    *s = (struct twin_shop) { .p = *p };
    s->p.vehicles = s->vehicles = twin_keep(s, p->vehicles, (size_t)p->vehicle_count * sizeof *s->vehicles);
    s->p.stops = s->stops = twin_keep(s, p->stops, (size_t)p->stop_count * sizeof *s->stops);
    s->p.relations = s->relations = twin_keep(s, p->relations, (size_t)p->relation_count * sizeof *s->relations);
    s->p.matrices = s->matrices = twin_keep(s, p->matrices, (size_t)p->matrix_count * sizeof *s->matrices);
}

static inline void twin_shop_close(struct twin_shop *s)
{
    for (int32_t i = 0; i < s->kept_count; i++) free(s->kept[i]);
}

static inline void twin_roads(struct twin_shop *s, const mlg_change *c)
{
    mlg_matrix *m = &s->matrices[s->vehicles[c->vehicle].matrix];
    const int32_t n = s->p.place_count, mate = s->p.mate[c->stop];
    int32_t *time = twin_keep(s, m->time, (size_t)n * (size_t)n * sizeof *time),
            *distance = m->distance ? twin_keep(s, m->distance, (size_t)n * (size_t)n * sizeof *distance) : NULL;
    for (int32_t i = 0; i < n * n; i++) {
        const int32_t a = s->p.stops[c->stop].place, b = mate == MLG_NONE ? a : s->p.stops[mate].place, from = i / n,
                      to = i % n;
        if (from != a && to != a && from != b && to != b) continue;
        if (time[i] != MLG_UNREACHABLE && (!distance || distance[i] != MLG_UNREACHABLE)) continue;
        time[i] = (int32_t)(c->to * s->p.ticks_per_s);
        if (distance) distance[i] = 0;
    }
    m->time = time, m->distance = distance;
}

static inline void twin_window(struct twin_shop *s, const mlg_change *c)
{
    mlg_stop *stop = &s->stops[c->stop];
    mlg_window *w = twin_keep(s, stop->windows, (size_t)stop->window_count * sizeof *w);
    const int64_t before = c->kind == MLG_CHANGE_WINDOW_OPEN ? w[c->index].open_s : w[c->index].close_s;
    assert_int_equal(llabs(c->to - before), c->by);
    if (c->kind == MLG_CHANGE_WINDOW_OPEN) w[c->index].open_s = c->to;
    else w[c->index].close_s = c->to;
    stop->windows = w;
}

static inline void twin_skills(struct twin_shop *s, const mlg_change *c)
{
    mlg_vehicle *v = &s->vehicles[c->vehicle];
    for (int32_t half = 0, stop = c->stop; half < 2 && stop != MLG_NONE; half++, stop = s->p.mate[stop]) {
        const mlg_stop *of = &s->stops[stop];
        int32_t *skills = malloc((size_t)(v->skill_count + of->skill_count + 1) * sizeof *skills);
        s->kept[s->kept_count++] = skills;
        for (int32_t i = 0; i < v->skill_count; i++) skills[i] = v->skills[i];
        for (int32_t i = 0; i < of->skill_count; i++) skills[v->skill_count + i] = of->skills[i];
        v->skills = skills, v->skill_count += of->skill_count;
    }
}

static inline void twin_free_breaks(struct twin_shop *s, const mlg_change *c)
{
    mlg_vehicle *v = &s->vehicles[c->vehicle];
    mlg_break *breaks = twin_keep(s, v->breaks, (size_t)v->break_count * sizeof *breaks);
    for (int32_t k = 0; k < v->break_count; k++) {
        breaks[k].load_limited = false;
        if (!breaks[k].window_count) continue;
        mlg_window *w = twin_keep(s, breaks[k].windows, (size_t)breaks[k].window_count * sizeof *w);
        w[breaks[k].window_count - 1].close_s += c->by;
        breaks[k].windows = w;
    }
    v->breaks = breaks;
}

static inline void twin_relation(struct twin_shop *s, const mlg_change *c)
{
    struct relation *r = &s->relations[c->index];
    int32_t *stops = twin_keep(s, r->stops, (size_t)r->stop_count * sizeof *stops), at = 0;
    while (stops[at] != c->stop) at++; /* it is in it */
    memmove(stops + at, stops + at + 1, (size_t)(--r->stop_count - at) * sizeof *stops);
    r->stops = stops;
}

static inline void twin_leave_out(struct twin *t, int32_t stop)
{
    for (int32_t r = 0; r < t->count; r++)
        for (int32_t i = t->of[r].stop_count - 1; i >= 0; i--)
            if (t->codes[r][i] == stop) twin_remove(t->codes[r], &t->of[r].stop_count, i);
}

static inline void twin_change(struct twin_shop *s, struct twin *t, const mlg_change *c)
{
    mlg_vehicle *v = c->vehicle == MLG_NONE ? NULL : &s->vehicles[c->vehicle];
    switch (c->kind) {
    case MLG_CHANGE_CAPACITY:
        assert_int_equal(v->capacity[c->index] + c->by, c->to), v->capacity[c->index] = c->to;
        break;
    case MLG_CHANGE_SKILLS: twin_skills(s, c); break;
    case MLG_CHANGE_WINDOW_OPEN:
    case MLG_CHANGE_WINDOW_CLOSE: twin_window(s, c); break;
    case MLG_CHANGE_SHIFT_OPEN: assert_int_equal(v->shift.open_s - c->by, c->to), v->shift.open_s = c->to; break;
    case MLG_CHANGE_SHIFT_CLOSE: assert_int_equal(v->shift.close_s + c->by, c->to), v->shift.close_s = c->to; break;
    case MLG_CHANGE_MAX_TASKS: assert_int_equal(v->max_stops + c->by, c->to), v->max_stops = (int32_t)c->to; break;
    case MLG_CHANGE_MAX_TRAVEL_TIME: assert_int_equal(v->max_drive_s + c->by, c->to), v->max_drive_s = c->to; break;
    case MLG_CHANGE_MAX_DISTANCE: assert_int_equal(v->max_distance_m + c->by, c->to), v->max_distance_m = c->to; break;
    case MLG_CHANGE_MAX_DUTY: assert_int_equal(v->max_duty_s + c->by, c->to), v->max_duty_s = c->to; break;
    case MLG_CHANGE_MAX_ENERGY: assert_int_equal(v->max_energy_j + c->by, c->to), v->max_energy_j = c->to; break;
    case MLG_CHANGE_BREAK: twin_free_breaks(s, c); break;
    case MLG_CHANGE_ROAD: twin_roads(s, c); break;
    case MLG_CHANGE_GROUP: s->stops[c->stop].group = 0; break;
    case MLG_CHANGE_RELATION: twin_relation(s, c); break;
    case MLG_CHANGE_GIVEN:
        assert_int_equal(v->first_count - c->by, c->to);
        check_msg(c->by > 0 || v->locked, "nothing is given");
        v->first_count = (int32_t)c->to, v->locked = false;
        break;
    case MLG_CHANGE_BACKHAUL:
        assert_int_equal(s->stops[c->stop].backhaul, !c->to);
        s->stops[c->stop].backhaul = c->to;
        break;
    case MLG_CHANGE_VEHICLE: v->count++; break;
    case MLG_CHANGE_PRIORITY:
        s->stops[c->stop].priority = (int32_t)c->to;
        check_msg(c->other != MLG_NONE && s->stops[c->other].priority < c->to, "priority %d is not above", (int)c->to);
        twin_leave_out(t, c->other);
        break;
    case MLG_CHANGE_PRIZE:
        s->stops[c->stop].prize = c->to;
        if (c->other != MLG_NONE) twin_leave_out(t, c->other);
        break;
    case MLG_CHANGE_INSERT: break;
    case MLG_CHANGE_NONE:
    case MLG_CHANGES: fail_msg("no change"); break;
    }
}

#endif
