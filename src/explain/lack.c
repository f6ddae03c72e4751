/* lack.c — see lack.h. */
#include "explain/tie.h"

#include <string.h>

enum { FAR_NODES = 60 }; /* a delivery is tried up to so many nodes behind its pickup */

struct look {
    struct rooms *r;
    const mlg_problem *p;
    const struct room *m;
    const mlg_vehicle *v;
    int32_t stop, mate;
    lack_fn *f;
    void *user;
    struct lack base; /* what every place of this room lacks */
};

/* ---- how large a change is ------------------------------------------------------------------------------------- */

static double share(int64_t by, int64_t of) { return of > 0 ? (double)by / (double)of : 1; }

/* Loads and limits count as shares of what there is, time as shares of a working day, a skill as half a vehicle, what
 * the planner tied himself as a quarter. */
double mlg__lack_size(const mlg_problem *p, const struct lack *l)
{
    const mlg_vehicle *v = &p->vehicles[l->at.room->vehicle];
    const int64_t day = 8 * MLG_SECONDS_PER_HOUR;
    double size = 0;
    for (int32_t d = 0; d < p->load_count; d++)
        if (l->over[d] > 0) size += share(l->over[d], v->capacity[d]);
    for (int k = 0; k < MLG_RULES; k++) {
        if (!lacks(l, (mlg_rule)k)) continue;
        switch ((mlg_rule)k) {
        case MLG_RULE_TIME_WINDOW:
        case MLG_RULE_PRECEDENCE:
        case MLG_RULE_SHIFT:
        case MLG_RULE_BREAK: size += share(l->by[k], day); break;
        case MLG_RULE_SKILLS: size += 0.5 * (double)l->by[k]; break;
        case MLG_RULE_MAX_TASKS: size += share(l->by[k], v->max_stops); break;
        case MLG_RULE_MAX_TRAVEL_TIME: size += share(l->by[k], v->max_drive_s); break;
        case MLG_RULE_MAX_DISTANCE: size += share(l->by[k], v->max_distance_m); break;
        case MLG_RULE_MAX_DUTY: size += share(l->by[k], v->max_duty_s); break;
        case MLG_RULE_MAX_ENERGY: size += share(l->by[k], v->max_energy_j); break;
        case MLG_RULE_UNREACHABLE: size += (double)l->by[k]; break;
        case MLG_RULE_GROUP:
        case MLG_RULE_VEHICLES: size += 1; break;
        case MLG_RULE_TOGETHER:
        case MLG_RULE_APART:
        case MLG_RULE_GIVEN:
        case MLG_RULE_BACKHAUL: size += 0.25 * (double)l->by[k]; break;
        case MLG_RULE_ROUTE_TIME: size += 1000 + share(l->by[k], day); break; /* no change of ours makes it */
        case MLG_RULE_LOAD:
        case MLG_RULE_PRIORITY:
        case MLG_RULE_PRIZE:
        case MLG_RULE_NOT_PLACED:
        case MLG_RULES: break;
        }
    }
    return size;
}

static void tell(const struct look *k, struct lack *l)
{
    if (k->r->tied && !mlg__tie_place(k->r, l)) return;
    l->sure = l->exact && !k->v->max_duty_s && !k->v->max_energy_j;
    if (!l->rules) l->size = 0;
    else l->size = mlg__lack_size(k->p, l);
    k->f(l, k->user);
}

/* ---- legs ------------------------------------------------------------------------------------------------------ */

static struct way way_between(const struct look *k, int32_t from, int32_t to) { return mlg__way(k->p, k->v, from, to); }

static void add_way(struct way *sum, struct way w, int sign)
{
    sum->ticks += sign * w.ticks, sum->metres += sign * w.metres, sum->cost += sign * w.cost;
    if (sign > 0) sum->missing += w.missing;
}

static int32_t place_at(const struct room *m, int32_t i)
{
    while (i > 0 && m->nodes[i].kind == MLG_BREAK) i--;
    return m->nodes[i].place;
}

static int32_t next_place_node(const struct room *m, int32_t i)
{
    for (i++; m->nodes[i].kind == MLG_BREAK;) i++;
    return i;
}

static int64_t setup_s(const struct look *k, int32_t stop, int32_t place_before)
{
    const mlg_stop *s = &k->p->stops[stop];
    return s->place == place_before ? 0 : mlg__work(k->v, s).setup_s;
}

static int64_t work_ticks(const struct look *k, int32_t stop, int32_t place_before)
{
    return (mlg__work(k->v, &k->p->stops[stop]).service_s + setup_s(k, stop, place_before)) * k->p->ticks_per_s;
}

/* What the setup of a node grows by when another place comes before it. */
static int64_t setup_more(const struct look *k, const struct room_node *n, int32_t place, int32_t place_before)
{
    return n->kind == MLG_STOP ? setup_s(k, n->stop, place) - setup_s(k, n->stop, place_before) : 0;
}

/* ---- limits and cost ------------------------------------------------------------------------------------------- */

static void look_at_limits(const struct look *k, struct way more, struct lack *l)
{
    const mlg_vehicle *v = k->v;
    const mlg_totals *t = &k->m->totals;
    const int64_t drive = k->m->ticks.drive + more.ticks - v->max_drive_s * k->p->ticks_per_s,
                  metres = t->distance_m + more.metres - v->max_distance_m;
    if (more.missing) add_lack(l, MLG_RULE_UNREACHABLE, more.missing);
    if (v->max_drive_s && drive > 0) add_lack(l, MLG_RULE_MAX_TRAVEL_TIME, seconds_of(k->p, drive));
    if (v->max_distance_m && metres > 0) add_lack(l, MLG_RULE_MAX_DISTANCE, metres);
}

/* Extra stops, driving and metres are known here; of the length of the duty, the least. */
static int64_t least_cost(const struct look *k, struct way more, int64_t work, int32_t stops)
{
    const mlg_vehicle *v = k->v;
    const mlg_rates *r = &v->rates;
    const mlg_totals *t = &k->m->totals;
    const int64_t tick = k->p->ticks_per_s, part = tick > 1 ? tick : 0; /* totals are cut to whole seconds */
    const int64_t duty = t->duty_s * tick + part, wait = t->wait_s * tick + part;
    int64_t cost = r->per_m * more.metres + r->per_drive_tick * more.ticks + r->per_matrix_cost * more.cost +
                   r->per_service_tick * work + r->per_task * stops + r->per_tick * (more.ticks + work - wait);
    if (k->m->route == MLG_NONE) cost += r->fixed;
    if (v->overtime_after_s) cost -= r->per_overtime_tick * max64(0, duty - v->overtime_after_s * tick);
    cost += mlg__extra_cost(v, t->stops + stops, k->m->ticks.drive + more.ticks, t->distance_m + more.metres,
                            k->p->ticks_per_s) -
            mlg__extra_cost(v, t->stops, k->m->ticks.drive, t->distance_m, k->p->ticks_per_s);
    return cost + mlg__balance_cost(r, max64(0, duty - part + more.ticks + work - wait)) - mlg__balance_cost(r, duty);
}

/* ---- time ------------------------------------------------------------------------------------------------------ */

/* The stop can be reached from `from` on, `free` if the shift began at any time; work there has to begin by `by`,
 * `by_free` if the shift never ended. */
struct gap {
    int64_t from, free, by, by_free;
};

static int64_t latest(int64_t deadline, int64_t less) { return deadline == MLG_NEVER ? MLG_NEVER : deadline - less; }

static mlg_change window_close(const struct look *k, int32_t stop, int32_t window, int64_t ticks)
{
    const int64_t to = seconds_of(k->p, ticks);
    return (mlg_change) { .kind = MLG_CHANGE_WINDOW_CLOSE,
                          .vehicle = MLG_NONE,
                          .stop = stop,
                          .other = MLG_NONE,
                          .index = window,
                          .by = to - k->p->stops[stop].windows[window].close_s,
                          .to = to };
}

static mlg_change window_open(const struct look *k, int32_t stop, int32_t window, int64_t ticks)
{
    const int64_t to = ticks / k->p->ticks_per_s;
    return (mlg_change) { .kind = MLG_CHANGE_WINDOW_OPEN,
                          .vehicle = MLG_NONE,
                          .stop = stop,
                          .other = MLG_NONE,
                          .index = window,
                          .by = k->p->stops[stop].windows[window].open_s - to,
                          .to = to };
}

/* The smallest widening of a window of the stop that reaches into [from, by], which is not empty. */
static mlg_change widen(const struct look *k, int32_t stop, int64_t from, int64_t by)
{
    const mlg_stop *s = &k->p->stops[stop];
    mlg_change best = { .kind = MLG_CHANGE_NONE };
    for (int32_t w = 0; w < s->window_count; w++) {
        mlg_change c = { .kind = MLG_CHANGE_NONE };
        if (s->windows[w].close_s * k->p->ticks_per_s < from) c = window_close(k, stop, w, from);
        else if (s->windows[w].open_s * k->p->ticks_per_s > by && by >= 0) c = window_open(k, stop, w, by);
        if (c.kind && c.to >= 0 && (!best.kind || c.by < best.by)) best = c;
    }
    return best;
}

static void tell_window(const struct look *k, const struct lack *base, mlg_rule rule, mlg_change change)
{
    struct lack l = *base;
    if (!change.kind) return;
    add_lack(&l, rule, change.by);
    l.time[l.time_count++] = change;
    tell(k, &l);
}

static void tell_shift(const struct look *k, const struct lack *base, bool later, int64_t ticks)
{
    struct lack l = *base;
    const int64_t by = seconds_of(k->p, ticks), to = later ? k->v->shift.close_s + by : k->v->shift.open_s - by;
    if (to < 0) return;
    add_lack(&l, MLG_RULE_SHIFT, by);
    l.time[l.time_count++] = (mlg_change) { .kind = later ? MLG_CHANGE_SHIFT_CLOSE : MLG_CHANGE_SHIFT_OPEN,
                                            .vehicle = k->m->vehicle,
                                            .stop = MLG_NONE,
                                            .other = MLG_NONE,
                                            .by = by,
                                            .to = to };
    tell(k, &l);
}

static void tell_late(const struct look *k, const struct lack *base, int64_t ticks)
{
    struct lack l = *base;
    add_lack(&l, MLG_RULE_ROUTE_TIME, max64(1, seconds_of(k->p, ticks)));
    tell(k, &l);
}

static void look_at_time(const struct look *k, const struct lack *base, struct gap g)
{
    const mlg_stop *s = &k->p->stops[k->stop];
    struct lack l = *base;
    const int64_t begin = mlg__first_open(k->p, s->windows, s->window_count, g.from);
    if (begin <= g.by) {
        tell(k, &l);
        return;
    }
    const int64_t last = g.by == MLG_NEVER ? MLG_NEVER : mlg__last_open(k->p, s->windows, s->window_count, g.by);
    const mlg_change none = { .kind = MLG_CHANGE_NONE }, wide = g.from <= g.by ? widen(k, k->stop, g.from, g.by) : none;
    const bool later = begin != MLG_CLOSED && begin <= g.by_free && g.by != MLG_NEVER,
               earlier = last != MLG_NEVER && last >= g.free && !k->m->departure.left;
    if (wide.kind) tell_window(k, base, MLG_RULE_TIME_WINDOW, wide);
    if (later) tell_shift(k, base, true, begin - g.by);
    if (earlier) tell_shift(k, base, false, g.from - last);
    if (!wide.kind && !later && !earlier)
        tell_late(k, base, g.by == MLG_NEVER ? 1 : (begin == MLG_CLOSED ? g.from : begin) - g.by);
}

/* ---- one stop -------------------------------------------------------------------------------------------------- */

/* What is brought to a stop has to be on board: after a departure or a reload that is still to come. */
static bool can_still_load(const struct look *k, int32_t after)
{
    const struct room *m = k->m;
    if (!m->departure.left) return true;
    for (int32_t i = after; i >= m->first && i > 0; i--)
        if (m->nodes[i].kind == MLG_RELOAD) return true;
    for (int32_t d = 0; d < k->p->load_count; d++)
        if (k->p->stops[k->stop].demand[d] || (k->mate != MLG_NONE && k->p->stops[k->mate].demand[d])) return false;
    return true;
}

static void look_at_load(const struct look *k, const struct room_node *n, struct lack *l)
{
    const mlg_stop *s = &k->p->stops[k->stop];
    for (int32_t d = 0; d < k->p->load_count; d++) {
        l->over[d] = max64(n->before[d] + s->demand[d], n->behind[d] + s->pickup[d]) - k->v->capacity[d];
        if (l->over[d] > l->by[MLG_RULE_LOAD]) l->rules |= 1u << MLG_RULE_LOAD, l->by[MLG_RULE_LOAD] = l->over[d];
    }
}

static void look_after(const struct look *k, int32_t i)
{
    const struct room *m = k->m;
    const struct room_node *n = &m->nodes[i];
    const mlg_stop *s = &k->p->stops[k->stop];
    const int32_t next = next_place_node(m, i), from = place_at(m, i), to = m->nodes[next].place;
    const struct way there = way_between(k, from, s->place), on = way_between(k, s->place, to);
    struct way more = { .missing = 0 };
    struct lack l = k->base;
    l.at.after = l.at.then = i;
    add_way(&more, there, 1), add_way(&more, on, 1);
    if (m->route != MLG_NONE) add_way(&more, m->nodes[next].way, -1); /* an empty one does not drive */
    const int64_t setup = setup_more(k, &m->nodes[next], s->place, from) * k->p->ticks_per_s;
    const int64_t work = work_ticks(k, k->stop, from);
    look_at_load(k, n, &l);
    look_at_limits(k, more, &l);
    l.cost = least_cost(k, more, work + setup, 1);
    l.exact = m->plain && s->release_s <= n->release_s && setup == 0;
    if (!l.exact || more.missing) {
        tell(k, &l);
        return;
    }
    look_at_time(k, &l,
                 (struct gap) { n->leave + there.ticks, n->leave_free + there.ticks,
                                latest(m->nodes[next].latest, on.ticks + work),
                                latest(m->nodes[next].latest_free, on.ticks + work) });
}

/* ---- a pickup and its delivery --------------------------------------------------------------------------------- */

/* No vehicle whatever could pick it up when it opens and deliver it before it closes. */
static bool order_is_lost(const struct look *k, struct way between)
{
    const mlg_stop *a = &k->p->stops[k->stop], *b = &k->p->stops[k->mate];
    if (!a->window_count || !b->window_count) return false;
    return a->windows[0].open_s * k->p->ticks_per_s + work_ticks(k, k->stop, MLG_NONE) + between.ticks >
           b->windows[b->window_count - 1].close_s * k->p->ticks_per_s;
}

struct pair {
    struct gap pick, drop; /* of drop: from; by, by_free */
    int64_t picked;        /* work at the pickup begins, windows or not */
    bool next_to;          /* nothing stands between the two */
    struct way between;
};

static void look_at_pair_time(const struct look *k, const struct lack *base, const struct pair *q)
{
    const mlg_problem *p = k->p;
    const mlg_stop *a = &p->stops[k->stop], *b = &p->stops[k->mate];
    const mlg_rule rule = order_is_lost(k, q->between) ? MLG_RULE_PRECEDENCE : MLG_RULE_TIME_WINDOW;
    struct lack l = *base;
    const bool pick_late = mlg__first_open(p, a->windows, a->window_count, q->pick.from) == MLG_CLOSED;
    const int64_t begin = mlg__first_open(p, b->windows, b->window_count, q->drop.from), by = q->drop.by;
    const int64_t last = by == MLG_NEVER ? MLG_NEVER : mlg__last_open(p, b->windows, b->window_count, by);
    if (pick_late) { /* its widening first: the rest is seen with it */
        const mlg_change c = widen(k, k->stop, q->pick.from, q->pick.from);
        if (!c.kind) return;
        const int64_t close = a->windows[a->window_count - 1].close_s * p->ticks_per_s;
        if (!k->m->departure.left && close >= q->pick.free && begin <= by)
            tell_shift(k, base, false, q->pick.from - close);
        add_lack(&l, rule, c.by);
        l.time[l.time_count++] = c;
    }
    if (begin <= by) {
        tell(k, &l);
        return;
    }
    bool any = false;
    const int64_t need = last == MLG_NEVER ? MLG_CLOSED : q->drop.from - last, waits = q->picked - q->pick.from;
    if (q->drop.from <= by) {
        const mlg_change c = widen(k, k->mate, q->drop.from, by);
        tell_window(k, &l, rule, c);
        any |= c.kind != MLG_CHANGE_NONE;
    }
    if (!pick_late && q->next_to && need <= waits) {
        const mlg_change c = widen(k, k->stop, q->pick.from, q->picked - need);
        tell_window(k, &l, rule, c);
        any |= c.kind != MLG_CHANGE_NONE;
    }
    if (begin != MLG_CLOSED && begin <= q->drop.by_free && by != MLG_NEVER)
        tell_shift(k, &l, true, begin - by), any = true;
    if (!pick_late && waits == 0 && q->next_to && need <= q->pick.from - q->pick.free && !k->m->departure.left &&
        mlg__first_open(p, a->windows, a->window_count, q->pick.from - need) == q->pick.from - need)
        tell_shift(k, &l, false, need), any = true;
    if (!any) tell_late(k, &l, by == MLG_NEVER ? 1 : (begin == MLG_CLOSED ? q->drop.from : begin) - by);
}

static void look_at_aboard(const struct look *k, int32_t i, int32_t j, struct lack *l)
{
    for (int32_t d = 0; d < k->p->load_count; d++) {
        int64_t most = 0;
        for (int32_t n = i; n <= j; n++) most = max64(most, k->m->nodes[n].load[d]);
        l->over[d] = most + k->p->mate_amount[(int64_t)k->stop * MLG_LOADS_MAX + d] - k->v->capacity[d];
        if (l->over[d] > l->by[MLG_RULE_LOAD]) l->rules |= 1u << MLG_RULE_LOAD, l->by[MLG_RULE_LOAD] = l->over[d];
    }
}

/* What a half of a shipment is brought or gives besides is left to the trial. */
static bool carries_more(const struct look *k)
{
    for (int32_t d = 0; d < k->p->load_count; d++)
        for (int32_t half = 0; half < 2; half++) {
            const mlg_stop *s = &k->p->stops[half ? k->mate : k->stop];
            if (s->demand[d] || s->pickup[d]) return true;
        }
    return false;
}

/* Pickup behind i, delivery behind j; clock: node j (or the pickup, where j is i) is left. */
static void look_at_pair(const struct look *k, int32_t i, int32_t j, struct gap pick, int64_t picked, int64_t clock,
                         bool exact)
{
    const struct room *m = k->m;
    const mlg_stop *a = &k->p->stops[k->stop], *b = &k->p->stops[k->mate];
    const int32_t next_i = next_place_node(m, i), next_j = next_place_node(m, j);
    const int32_t from_i = place_at(m, i), to_i = m->nodes[next_i].place, from_j = i == j ? a->place : place_at(m, j),
                  to_j = m->nodes[next_j].place;
    struct way more = { .missing = 0 };
    struct lack l = k->base;
    const struct way drop = way_between(k, from_j, b->place), on = way_between(k, b->place, to_j);
    l.at.after = i, l.at.then = j;
    add_way(&more, way_between(k, from_i, a->place), 1), add_way(&more, drop, 1), add_way(&more, on, 1);
    if (i != j) add_way(&more, way_between(k, a->place, to_i), 1);
    if (m->route != MLG_NONE) {
        add_way(&more, m->nodes[next_i].way, -1);
        if (i != j) add_way(&more, m->nodes[next_j].way, -1);
    }
    const int64_t work = work_ticks(k, k->mate, from_j);
    int64_t setup = setup_more(k, &m->nodes[next_j], b->place, i == j ? from_i : from_j);
    if (i != j) setup += setup_more(k, &m->nodes[next_i], a->place, from_i);
    look_at_aboard(k, i, j, &l);
    look_at_limits(k, more, &l);
    l.cost = least_cost(k, more, work_ticks(k, k->stop, from_i) + work + setup * k->p->ticks_per_s, 2);
    l.exact = exact && setup == 0;
    if (!l.exact || more.missing) {
        tell(k, &l);
        return;
    }
    const struct pair q = { .pick = pick,
                            .picked = picked,
                            .next_to = i == j,
                            .between = way_between(k, a->place, b->place),
                            .drop = { clock + drop.ticks, 0, latest(m->nodes[next_j].latest, on.ticks + work),
                                      latest(m->nodes[next_j].latest_free, on.ticks + work) } };
    look_at_pair_time(k, &l, &q);
}

static void look_at_pairs(const struct look *k, int32_t i)
{
    const struct room *m = k->m;
    const struct room_node *n = &m->nodes[i];
    const mlg_stop *a = &k->p->stops[k->stop], *b = &k->p->stops[k->mate];
    const bool exact = m->plain && a->release_s <= n->release_s && b->release_s <= n->release_s && !carries_more(k);
    const int32_t from = place_at(m, i);
    const struct way there = way_between(k, from, a->place);
    const struct gap pick = { n->leave + there.ticks, n->leave_free + there.ticks, 0, 0 };
    int64_t picked = mlg__first_open(k->p, a->windows, a->window_count, pick.from);
    if (picked == MLG_CLOSED) picked = pick.from;
    int64_t clock = picked + work_ticks(k, k->stop, from);
    look_at_pair(k, i, i, pick, picked, clock, exact);
    int32_t place = a->place;
    for (int32_t j = i + 1; j + 1 < m->node_count && j <= i + FAR_NODES && m->nodes[j].kind != MLG_RELOAD; j++) {
        const struct room_node *o = &m->nodes[j];
        k->r->nodes_seen++;
        if (o->kind == MLG_STOP) {
            const mlg_stop *s = &k->p->stops[o->stop];
            const int64_t drive = place == a->place ? way_between(k, place, s->place).ticks : o->way.ticks;
            clock = mlg__first_open(k->p, s->windows, s->window_count, clock + drive);
            if (exact && clock == MLG_CLOSED) return; /* and all that follows is later still */
            if (clock != MLG_CLOSED) clock += work_ticks(k, o->stop, place);
            place = s->place;
        }
        look_at_pair(k, i, j, pick, picked, clock, exact);
    }
}

/* ---- a room ---------------------------------------------------------------------------------------------------- */

static void look_in_new_trip(const struct look *k)
{
    const struct room *m = k->m;
    int32_t trips = 1;
    if (m->route == MLG_NONE) return;
    for (int32_t i = 0; i < m->node_count; i++) trips += m->nodes[i].kind == MLG_RELOAD;
    if (trips >= max32(1, k->v->max_trips)) return;
    for (int32_t i = 0; i < k->v->reload_count; i++) {
        struct lack l = k->base;
        l.at.after = l.at.then = m->node_count - 2, l.at.reload = k->v->reload_places[i];
        tell(k, &l);
    }
}

static int64_t missing_skills(const mlg_vehicle *v, const mlg_stop *s)
{
    int64_t missing = 0;
    for (int32_t i = 0; i < s->skill_count; i++) {
        int32_t have = 0;
        while (have < v->skill_count && v->skills[have] != s->skills[i]) have++;
        missing += have == v->skill_count;
    }
    return missing;
}

void mlg__lacks(struct rooms *r, const struct room *m, int32_t stop, const struct ties *ties, lack_fn *f, void *user)
{
    struct look k = { .r = r,
                      .p = r->p,
                      .m = m,
                      .v = &r->p->vehicles[m->vehicle],
                      .stop = stop,
                      .mate = r->p->mate[stop],
                      .f = f,
                      .user = user };
    k.base.at = (struct placing) {
        .room = m, .ties = ties, .stop = stop, .reload = MLG_NONE, .without = MLG_NONE
    };
    mlg__tie_room(r, &k.base);
    const int64_t missing =
        missing_skills(k.v, &r->p->stops[stop]) + (k.mate == MLG_NONE ? 0 : missing_skills(k.v, &r->p->stops[k.mate]));
    if (missing) add_lack(&k.base, MLG_RULE_SKILLS, missing);
    const int64_t stops = m->totals.stops + (k.mate == MLG_NONE ? 1 : 2) - k.v->max_stops;
    if (k.v->max_stops && stops > 0) add_lack(&k.base, MLG_RULE_MAX_TASKS, stops);
    if (m->more) add_lack(&k.base, MLG_RULE_VEHICLES, 1);
    for (int32_t i = m->first; i + 1 < m->node_count; i++) {
        r->nodes_seen++;
        if (!can_still_load(&k, i)) continue;
        if (k.mate == MLG_NONE) look_after(&k, i);
        else look_at_pairs(&k, i);
    }
    look_in_new_trip(&k);
}
