/* room.c — see room.h. One walk forward and one back for each route, once with the shift's borders and once without. */
#include "explain/room.h"

#include <string.h>

#include "base/error.h"

int64_t mlg__first_open(const mlg_problem *p, const mlg_window *w, int32_t count, int64_t t)
{
    for (int32_t i = 0; i < count; i++)
        if (t <= w[i].close_s * p->ticks_per_s) return max64(t, w[i].open_s * p->ticks_per_s);
    return count ? MLG_CLOSED : t;
}

int64_t mlg__last_open(const mlg_problem *p, const mlg_window *w, int32_t count, int64_t t)
{
    for (int32_t i = count - 1; i >= 0; i--)
        if (t >= w[i].open_s * p->ticks_per_s) return min64(t, w[i].close_s * p->ticks_per_s);
    return count ? MLG_NEVER : t;
}

struct way mlg__way(const mlg_problem *p, const mlg_vehicle *v, int32_t from, int32_t to)
{
    struct way w = { .missing = 0 };
    if (from == MLG_NONE || to == MLG_NONE) return w;
    const struct arc_values arc = mlg__arc(p, v->matrix, from, to);
    if (arc.time == MLG_UNREACHABLE || arc.distance == MLG_UNREACHABLE) return w.missing = 1, w;
    w.ticks = mlg__drive_ticks(v, arc.time), w.metres = arc.distance, w.cost = arc.cost;
    return w;
}

/* ---- nodes ----------------------------------------------------------------------------------------------------- */

static int32_t codes_of(const mlg_problem *p, const struct plan_route *r, int32_t *codes)
{
    int32_t count = 0;
    for (int32_t i = 1; i + 1 < r->visit_count; i++) {
        const mlg_visit *v = &r->visits[i];
        codes[count++] = v->kind == MLG_STOP     ? v->stop
                         : v->kind == MLG_RELOAD ? ~v->place
                                                 : ~(p->place_count + v->stop);
    }
    return count;
}

/* A vehicle without a route has the breaks that are always due, in the order of their windows. */
static int32_t codes_of_breaks(const mlg_problem *p, const mlg_vehicle *v, int32_t *codes)
{
    int32_t count = 0;
    for (int32_t k = 0; k < v->break_count; k++) {
        if (v->breaks[k].after_s > 0) continue;
        int32_t at = count++;
        const int64_t close = v->breaks[k].window_count ? v->breaks[k].windows[0].close_s : INT64_MAX;
        for (; at > 0; at--) {
            const mlg_break *other = &v->breaks[~codes[at - 1] - p->place_count];
            if ((other->window_count ? other->windows[0].close_s : INT64_MAX) <= close) break;
            codes[at] = codes[at - 1];
        }
        codes[at] = ~(p->place_count + k);
    }
    return count;
}

static void put_nodes(const mlg_problem *p, struct room *m)
{
    const mlg_vehicle *v = &p->vehicles[m->vehicle];
    m->nodes[0] = (struct room_node) { .kind = MLG_START, .stop = MLG_NONE, .place = v->start };
    for (int32_t i = 0; i < m->sequence.stop_count; i++) {
        const int32_t code = m->sequence.stops[i];
        struct room_node *n = &m->nodes[i + 1];
        if (code >= 0) *n = (struct room_node) { .kind = MLG_STOP, .stop = code, .place = p->stops[code].place };
        else if (~code < p->place_count)
            *n = (struct room_node) { .kind = MLG_RELOAD, .stop = MLG_NONE, .place = ~code };
        else {
            *n = (struct room_node) { .kind = MLG_BREAK, .stop = ~code - p->place_count, .place = MLG_NONE };
            m->plain = false;
        }
    }
    m->nodes[m->node_count - 1] = (struct room_node) { .kind = MLG_END, .stop = MLG_NONE, .place = v->end };
    for (int32_t i = 1, place = v->start; i < m->node_count; i++) {
        if (m->nodes[i].kind == MLG_BREAK) continue;
        m->nodes[i].way = mlg__way(p, v, place, m->nodes[i].place);
        place = m->nodes[i].place;
    }
}

static void count_stops(const mlg_problem *p, struct room *m)
{
    struct room_node *n = m->nodes;
    for (int32_t i = 1; i < m->node_count; i++) {
        const bool stop = n[i].kind == MLG_STOP, same = n[i].kind != MLG_RELOAD;
        n[i].stops = n[i - 1].stops + stop;
        n[i].out = (same && n[i - 1].out) || (stop && !p->stops[n[i].stop].backhaul);
        n[i].back = (same && n[i - 1].back) || (stop && p->stops[n[i].stop].backhaul);
    }
    for (int32_t i = m->node_count - 1; i > 0; i--)
        n[i - 1].out_behind = n[i].kind == MLG_STOP && !p->stops[n[i].stop].backhaul ? true
                              : n[i].kind == MLG_RELOAD                              ? false
                                                                                     : n[i].out_behind;
}

static bool ends_trip(const struct room_node *n) { return n->kind == MLG_RELOAD || n->kind == MLG_END; }

static void load_trip(const mlg_problem *p, const struct room *m, int32_t from)
{
    struct room_node *n = m->nodes;
    const mlg_vehicle *v = &p->vehicles[m->vehicle];
    int64_t on[MLG_LOADS_MAX] = { 0 }, most[MLG_LOADS_MAX] = { 0 }, release_s = 0;
    int32_t last = from;
    for (int32_t d = 0; d < p->load_count && from == 0; d++) on[d] = v->aboard[d];
    for (int32_t i = from + 1; !ends_trip(&n[i]); i++) {
        last = i;
        if (n[i].kind != MLG_STOP) continue;
        release_s = max64(release_s, p->stops[n[i].stop].release_s);
        for (int32_t d = 0; d < p->load_count; d++) on[d] += p->stops[n[i].stop].demand[d];
    }
    for (int32_t i = from; i <= last; i++) {
        const mlg_stop *s = n[i].kind == MLG_STOP ? &p->stops[n[i].stop] : NULL;
        n[i].release_s = release_s;
        for (int32_t d = 0; d < p->load_count; d++) {
            if (s) on[d] += s->pickup[d] - s->demand[d] + p->mate_amount[(int64_t)n[i].stop * MLG_LOADS_MAX + d];
            n[i].load[d] = on[d];
            most[d] = i == from ? on[d] : max64(most[d], on[d]);
            n[i].before[d] = most[d];
        }
    }
    for (int32_t i = last; i >= from; i--)
        for (int32_t d = 0; d < p->load_count; d++)
            n[i].behind[d] = i == last ? n[i].load[d] : max64(n[i].load[d], n[i + 1].behind[d]);
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

struct timing {
    const mlg_window *windows;
    int32_t count;
    int64_t work;
};

static struct timing timing_of(const mlg_problem *p, const struct room *m, int32_t i, int32_t place_before)
{
    const mlg_vehicle *v = &p->vehicles[m->vehicle];
    const struct room_node *n = &m->nodes[i];
    struct timing t = { .count = 0 };
    if (n->kind == MLG_STOP) {
        const mlg_stop *s = &p->stops[n->stop];
        t.windows = s->windows, t.count = s->window_count;
        const struct work_time work = mlg__work(v, s);
        t.work = (work.service_s + (s->place == place_before ? 0 : work.setup_s)) * p->ticks_per_s;
    } else if (n->kind == MLG_BREAK) {
        const mlg_break *k = &v->breaks[n->stop];
        t.windows = k->windows, t.count = k->window_count, t.work = k->service_s * p->ticks_per_s;
    }
    return t;
}

static int64_t departure(const mlg_problem *p, const struct room *m, bool any_time)
{
    int64_t open_s = max64(m->nodes[0].release_s, m->departure.at_s);
    if (m->departure.left) return m->departure.at_s * p->ticks_per_s;
    if (!any_time) open_s = max64(open_s, p->vehicles[m->vehicle].shift.open_s);
    return open_s * p->ticks_per_s;
}

/* As early as possible, with the shift's beginning and as if it began at any time. */
static void walk_forward(const mlg_problem *p, struct room *m, bool any_time)
{
    int64_t clock = departure(p, m, any_time), driven = 0;
    int32_t place = m->nodes[0].place;
    for (int32_t i = 0; i < m->node_count; i++) {
        struct room_node *n = &m->nodes[i];
        const struct timing t = timing_of(p, m, i, place);
        int64_t leave;
        if (n->kind == MLG_BREAK) {
            const int64_t open = mlg__first_open(p, t.windows, t.count, clock),
                          begin = open == MLG_CLOSED ? clock : open;
            if (!p->vehicles[m->vehicle].breaks[n->stop].at_stop) driven += begin - clock;
            clock = begin + t.work;
            leave = clock - driven;
        } else {
            const int64_t arrival = i == 0 ? clock : max64(clock, clock - driven + n->way.ticks);
            int64_t begin = mlg__first_open(p, t.windows, t.count, arrival);
            if (begin == MLG_CLOSED) begin = arrival;
            if (n->kind == MLG_RELOAD) begin = max64(begin, n->release_s * p->ticks_per_s);
            clock = leave = begin + t.work, driven = 0;
        }
        if (any_time) n->leave_free = leave;
        else n->leave = leave;
        if (n->place != MLG_NONE) place = n->place;
    }
}

/* As late as possible, with the shift's end and as if it never ended. Breaks come before the drive. */
static void walk_back(const mlg_problem *p, struct room *m, bool any_time)
{
    const int64_t close_s = p->vehicles[m->vehicle].shift.close_s;
    int64_t latest = close_s && !any_time ? close_s * p->ticks_per_s : MLG_ALWAYS; /* to be done by then */
    for (int32_t i = m->node_count - 1; i >= 0; i--) {
        struct room_node *n = &m->nodes[i];
        int32_t before = i - 1; /* the last place before this node */
        while (before > 0 && m->nodes[before].kind == MLG_BREAK) before--;
        const struct timing t = timing_of(p, m, i, before >= 0 ? m->nodes[before].place : MLG_NONE);
        if (latest != MLG_NEVER) latest = mlg__last_open(p, t.windows, t.count, latest - t.work);
        if (n->kind == MLG_RELOAD && latest < n->release_s * p->ticks_per_s) latest = MLG_NEVER;
        if (any_time) n->latest_free = latest;
        else n->latest = latest;
        if (latest != MLG_NEVER) latest -= n->way.ticks;
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool same_skills(const mlg_vehicle *a, const mlg_vehicle *b)
{
    return a->skill_count == b->skill_count &&
           (!a->skill_count || !memcmp(a->skills, b->skills, (size_t)a->skill_count * sizeof *a->skills));
}

/* Vehicles that differ in nothing but their name. With breaks, reloads or given stops each is a kind of its own. */
static bool same_kind(const mlg_vehicle *a, const mlg_vehicle *b)
{
    return a->start == b->start && a->end == b->end && a->matrix == b->matrix &&
           !memcmp(a->capacity, b->capacity, sizeof a->capacity) && !memcmp(&a->rates, &b->rates, sizeof a->rates) &&
           a->shift.open_s == b->shift.open_s && a->shift.close_s == b->shift.close_s &&
           a->max_duty_s == b->max_duty_s && a->max_drive_s == b->max_drive_s &&
           a->max_distance_m == b->max_distance_m && a->max_energy_j == b->max_energy_j &&
           a->overtime_after_s == b->overtime_after_s && a->max_stops == b->max_stops && a->max_trips == b->max_trips &&
           a->drive_after_s == b->drive_after_s && a->distance_after_m == b->distance_after_m &&
           a->stops_after == b->stops_after && !memcmp(a->aboard, b->aboard, sizeof a->aboard) &&
           !strcmp(a->class_id, b->class_id) && a->weight_load == b->weight_load &&
           a->speed_factor == b->speed_factor && a->service_factor == b->service_factor && !a->break_count &&
           !b->break_count && !a->reload_count && !b->reload_count && !a->first_count && !b->first_count &&
           a->locked == b->locked && same_skills(a, b);
}

static mlg_status finish_room(const mlg_problem *p, struct rooms *r, struct room *m, mlg_error *err)
{
    struct plan_route figures;
    m->node_count = m->sequence.stop_count + 2;
    m->nodes = arena_array(&r->arena, struct room_node, m->node_count);
    if (!m->nodes) return mlg__no_memory(err, "rooms of a plan");
    m->plain = true;
    put_nodes(p, m);
    count_stops(p, m);
    for (int32_t i = 0; i + 1 < m->node_count; i++)
        if (i == 0 || m->nodes[i].kind == MLG_RELOAD) load_trip(p, m, i);
    for (int any_time = 0; any_time < 2; any_time++) walk_forward(p, m, any_time), walk_back(p, m, any_time);
    if (m->route == MLG_NONE) return MLG_OK;
    const struct arena_mark mark = mlg__arena_mark(&r->arena);
    MLG_TRY(mlg__plan_route(p, &m->sequence, m->departure, &r->arena, &figures, &m->ticks, err));
    m->totals = figures.totals, m->cost = figures.cost;
    mlg__arena_reset(&r->arena, mark);
    return MLG_OK;
}

/* What has happened by now: the vehicle left when the plan says, and goes on to where it is heading. */
static void keep_past(const struct plan_route *from, int64_t now_s, struct room *m)
{
    const int64_t left_s = from->visits[0].arrival_s;
    m->departure = (struct departure) { left_s <= now_s ? left_s : now_s, left_s <= now_s };
    if (!m->departure.left) return;
    for (int32_t i = 0; i + 1 < from->visit_count; i++) {
        const mlg_visit *v = &from->visits[i];
        if (v->arrival_s + v->wait_s + v->setup_s + v->service_s > now_s) break;
        m->first = i + 1; /* it is done here, and on its way to the next */
    }
}

static mlg_status take_route(struct rooms *r, const mlg_plan *plan, int32_t route, bool running, int64_t now_s,
                             mlg_error *err)
{
    const struct plan_route *from = &plan->routes[route];
    int32_t *codes = arena_array(&r->arena, int32_t, from->visit_count);
    struct room *m = &r->of[r->count++];
    if (!codes) return mlg__no_memory(err, "rooms of a plan");
    *m = (struct room) { .route = route,
                         .vehicle = from->vehicle,
                         .sequence = { .vehicle = from->vehicle, .stops = codes } };
    m->sequence.stop_count = codes_of(r->p, from, codes);
    if (running) keep_past(from, now_s, m);
    for (int32_t i = 0; i < m->sequence.stop_count; i++)
        if (codes[i] >= 0) r->route_of[codes[i]] = route;
    r->sequences[route] = m->sequence;
    return finish_room(r->p, r, m, err);
}

static mlg_status take_unused(struct rooms *r, int32_t row, int32_t uses, int64_t leaves_s, mlg_error *err)
{
    const mlg_vehicle *v = &r->p->vehicles[row];
    const int32_t alike = min32(v->count, INT32_MAX / 4),
                  spare = v->count == MLG_UNLIMITED ? 1 : max32(0, v->count - uses);
    for (int32_t i = r->route_count; i < r->count; i++) {
        struct room *m = &r->of[i];
        if (!same_kind(v, &r->p->vehicles[m->vehicle])) continue;
        m->alike = min32(INT32_MAX / 2, m->alike + alike);
        if (m->more && spare) m->more = false, m->vehicle = m->sequence.vehicle = row;
        return MLG_OK;
    }
    int32_t *codes = arena_array(&r->arena, int32_t, v->break_count);
    struct room *m = &r->of[r->count++];
    if (!codes) return mlg__no_memory(err, "rooms of a plan");
    *m = (struct room) { .route = MLG_NONE,
                         .vehicle = row,
                         .alike = alike,
                         .more = !spare,
                         .sequence = { .vehicle = row, .stops = codes },
                         .departure.at_s = leaves_s };
    m->sequence.stop_count = codes_of_breaks(r->p, v, codes);
    return finish_room(r->p, r, m, err);
}

mlg_status mlg__rooms_make(const mlg_problem *p, const mlg_plan *plan, bool running, int64_t now_s, struct rooms *r,
                           mlg_error *err)
{
    const int32_t routes = plan ? plan->route_count : 0;
    *r = (struct rooms) { .p = p, .route_count = routes, .tied = mlg__has_ties(p) };
    r->of = arena_array(&r->arena, struct room, routes + p->vehicle_count);
    r->sequences = arena_array(&r->arena, struct sequence, routes);
    r->route_of = arena_array(&r->arena, int32_t, p->stop_count);
    int32_t *uses = arena_array(&r->arena, int32_t, p->vehicle_count);
    if (r->arena.failed) return mlg__no_memory(err, "rooms of a plan");
    for (int32_t i = 0; i < p->stop_count; i++) r->route_of[i] = MLG_NONE;
    for (int32_t i = 0; i < routes; i++) {
        MLG_TRY(take_route(r, plan, i, running, now_s, err));
        uses[plan->routes[i].vehicle]++;
    }
    for (int32_t i = 0; i < p->vehicle_count; i++) MLG_TRY(take_unused(r, i, uses[i], running ? now_s : 0, err));
    return MLG_OK;
}

void mlg__rooms_free(struct rooms *r)
{
    mlg__arena_free(&r->arena);
    *r = (struct rooms) { .count = 0 };
}
