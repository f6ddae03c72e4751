/* schedule.c — the exact pass [Hoogeboom2020], [Vidal2015]. See schedule.h. */
#include "routing/schedule.h"

#include <string.h>

/* One route being looked at. */
struct pass {
    struct schedule *w;
    const struct instance *in;
    const struct vehicle_type *t;
    const int32_t *visits;
    int32_t count;
    int32_t dims;                /* in which loads count for breaks or energy: all, or 0 */
    int64_t onboard[DIMS_MAX];   /* behind the last visit */
    int64_t budget, least;       /* cost */
    int32_t last_event;          /* of the schedule that costs it */
};

bool mlg__schedule_init(struct schedule *w, struct arena *a, const struct instance *in)
{
    *w = (struct schedule) { 0 };
    if (!in->scheduled) return true;
    bool trips = false;
    for (int32_t k = 0; k < in->type_count; k++) trips |= in->types[k].max_trips > 1;
    w->stage = arena_array(a, struct label_list, 1);
    w->next = arena_array(a, struct label_list, 1);
    w->reloaded = arena_array(a, struct label_list, trips ? in->visit_count : 1);
    w->visits = arena_array(a, int32_t, in->visit_count);
    w->behind = arena_array(a, struct to_come, in->visit_count);
    w->trips = arena_array(a, struct to_come, in->visit_count);
    w->leaving = arena_array(a, struct to_come, in->visit_count);
    w->arcs = arena_array(a, struct to_come, in->visit_count);
    w->known = arena_array(a, struct known_order, KNOWN_ORDERS);
    w->codes = arena_array(a, int32_t, 2 * (int64_t)in->visit_count + BREAKS_MAX);
    return !a->failed;
}

/* ---- labels ---- */

/* Without a price or limit on duty, only when it ends counts. */
static bool as_good(const struct pass *p, const struct schedule_label *a, const struct schedule_label *b)
{
    return a->taken == b->taken && a->node == b->node && a->trips <= b->trips && a->net <= b->net &&
           a->earliest + a->duration <= b->earliest + b->duration &&
           (!p->t->duty_counts || (a->duration <= b->duration && a->latest >= b->latest)) &&
           (!p->in->has_limits || (a->drive <= b->drive && a->distance <= b->distance)) &&
           (!p->in->has_energy || a->joules <= b->joules);
}

/* Keep l unless it costs too much or ends too late with what is to come at least, or another is as good; those that are no better leave. Of
 * too many, the dearest leaves. */
static void keep(const struct pass *p, struct label_list *list, const struct schedule_label *l, struct to_come to_come)
{
    int32_t kept = 0;
    if (to_come.cost >= COST_NEVER || p->t->fixed + l->net + l->paid + p->t->per_tick * l->duration + to_come.cost > p->budget) return;
    if (l->earliest + l->duration + to_come.time > p->t->shift_close || l->duration + to_come.time > p->t->max_duty) return;
    for (int32_t i = 0; i < list->count; i++)
        if (as_good(p, &list->item[i], l)) return;
    for (int32_t i = 0; i < list->count; i++)
        if (!as_good(p, l, &list->item[i])) {
            if (kept != i) list->item[kept] = list->item[i];
            kept++;
        }
    list->count = kept;
    if (kept < LABELS_MAX) {
        list->item[list->count++] = *l;
        return;
    }
    int32_t dearest = 0;
    for (int32_t i = 1; i < LABELS_MAX; i++)
        if (list->item[i].net > list->item[dearest].net) dearest = i;
    if (l->net < list->item[dearest].net) list->item[dearest] = *l;
}

static void trace(struct pass *p, struct schedule_label *l, int32_t code)
{
    struct schedule *w = p->w;
    if (!w->tracing) return;
    if (w->event_count == w->event_cap) {
        const int32_t cap = 2 * w->event_cap + 256;
        struct schedule_event *events = mlg__malloc(sizeof *events * (size_t)cap);
        if (!events) {
            w->tracing = false; /* told at the end */
            return;
        }
        if (w->event_count) memcpy(events, w->events, sizeof *events * (size_t)w->event_count);
        mlg__free(w->events);
        w->events = events, w->event_cap = cap;
    }
    w->events[w->event_count] = (struct schedule_event) { code, l->trace };
    l->trace = w->event_count++;
}

/* A function max(earliest, x) + duration of departures x <= latest that waits for `open`. */
static void wait_for(int64_t open, int64_t latest, int64_t *earliest, int64_t *duration)
{
    *earliest = max64(*earliest, open - *duration);
    if (*earliest <= latest) return;
    *duration += *earliest - latest; /* who departs last waits too */
    *earliest = latest;
}

/* Who departs too late for `close` may not. False when all do. */
static bool reach(struct schedule_label *l, int64_t close)
{
    if (l->earliest + l->duration > close) return false;
    l->latest = min64(l->latest, close - l->duration);
    return true;
}

/* ---- from one place to the next ---- */

static struct slow_arc arc_of(const struct pass *p, int32_t from, int32_t to)
{
    const struct rate_class *c = &p->in->classes[p->t->rate_class];
    if (!c->cost || p->in->has_limits || p->in->has_energy) return mlg__slow_arc(p->in, p->t->rate_class, from, to);
    const int64_t at = (int64_t)from * p->in->node_count + to;
    return (struct slow_arc) { .cost = c->cost[at] == ARC_NONE ? COST_NEVER : c->cost[at], .time = c->time[at] };
}

static bool light_enough(const struct pass *p, const struct pause *k)
{
    for (int32_t d = 0; k->load_limited && d < p->in->problem->load_count; d++)
        if (p->onboard[d] > k->max_load[d]) return false;
    return true;
}

/* ---- what is to come at least ---- */

static struct label_load load_of(const struct pass *p, int32_t d, int32_t i)
{
    return p->in->load[(int64_t)d * p->in->visit_count + p->visits[i]];
}

/* Trips from position `from` on; the first one carries what was on board before. */
static bool load_fits(const struct pass *p, int32_t from, int32_t i, struct label_load *load)
{
    for (int32_t d = 0; d < p->in->problem->load_count; d++) {
        load[d] = label_load_join(load[d], load_of(p, d, i));
        const int64_t aboard = from == 0 && p->t->max_trips > 1 ? p->t->aboard[d] : 0;
        if (load[d].init + load[d].peak + aboard > p->t->cap[d]) return false; /* nor would any longer trip */
    }
    return true;
}

static struct to_come arc_at_least(const struct pass *p, int32_t from, int32_t to)
{
    const struct slow_arc arc = arc_of(p, from, to);
    return (struct to_come) { arc.cost, arc.cost >= COST_NEVER ? COST_NEVER : arc.time };
}

static int64_t plus(int64_t a, int64_t b) { return a >= COST_NEVER || b >= COST_NEVER ? COST_NEVER : a + b; }

static struct to_come both(struct to_come a, struct to_come b)
{
    return (struct to_come) { plus(a.cost, b.cost), plus(a.time, b.time) };
}

static struct to_come lesser(struct to_come a, struct to_come b)
{
    return (struct to_come) { min64(a.cost, b.cost), min64(a.time, b.time) };
}

static const struct to_come never = { COST_NEVER, COST_NEVER };

/* From a depot about to leave for the visit at `at`. */
static struct to_come trip_costs(const struct pass *p, int32_t depot, int32_t at)
{
    return both(arc_at_least(p, depot, p->visits[at]), p->w->trips[at]);
}

/* From the visit at `at`, done, to the end, when its trip ends there. */
static struct to_come leaving_costs(const struct pass *p, int32_t at)
{
    const struct vehicle_type *t = p->t;
    struct to_come least = never;
    if (at == p->count - 1) return arc_at_least(p, p->visits[at], t->end);
    for (int32_t r = 0; t->max_trips > 1 && r < t->reload_count; r++)
        least = lesser(least, both(arc_at_least(p, p->visits[at], t->reloads[r]), trip_costs(p, t->reloads[r], at + 1)));
    return least;
}

/* behind: a trip may end anywhere; trips: only where its loads let it, and with the work at its first visit. */
static void bound(struct pass *p)
{
    const struct instance *in = p->in;
    const int64_t *service = in->classes[p->t->rate_class].service;
    struct to_come *behind = p->w->behind, *trips = p->w->trips, *arcs = p->w->arcs;
    const bool several = p->t->max_trips > 1;
    for (int32_t at = p->count - 1; at >= 0; at--) {
        const struct to_come leave = leaving_costs(p, at), work = { 0, service[p->visits[at]] };
        behind[at] = leave;
        if (at < p->count - 1) behind[at] = lesser(leave, both(arcs[at + 1], behind[at + 1]));
        arcs[at] = never;
        if (at) arcs[at] = both(arc_at_least(p, p->visits[at - 1], p->visits[at]), work);
        trips[at] = both(behind[at], work);
        if (!several) continue;
        struct label_load load[DIMS_MAX] = { { 0, 0, 0 } };
        struct to_come so_far = work;
        p->w->leaving[at] = leave, trips[at] = never;
        for (int32_t to = at; to < p->count && so_far.cost < COST_NEVER && load_fits(p, at, to, load); to++) {
            if (to > at) so_far = both(so_far, arcs[to]);
            trips[at] = lesser(trips[at], both(so_far, p->w->leaving[to]));
        }
    }
}

/* Where labels go next: the visit at position `at`, the depot `node` before it, or the end of the route. */
struct goal { enum { TO_VISIT, TO_RELOAD, TO_END } kind; int32_t node, at; };

static void arrive_visit(struct pass *p, const struct schedule_label *from, int32_t at)
{
    const int32_t v = p->visits[at];
    const struct instance *in = p->in;
    const struct rate_class *c = &in->classes[p->t->rate_class];
    const bool setup = in->has_setup && in->place[from->node] != in->place[v];
    const int64_t work = c->service[v] + (setup ? c->setup[v] : 0);
    for (int32_t i = in->window_first[v]; i < in->window_first[v + 1]; i++) {
        const struct span *w = &in->windows[i];
        struct schedule_label l = *from;
        if (!reach(&l, w->close)) continue;
        wait_for(w->open, l.latest, &l.earliest, &l.duration);
        l.net += in->per_late[v] * max64(0, l.earliest + l.duration - in->due[v]); /* who can, leaves early */
        l.duration += work;
        l.net -= p->t->per_tick * work;
        l.node = v, l.driving = false;
        trace(p, &l, v);
        keep(p, p->w->next, &l, p->w->behind[at]);
        if (l.latest == from->latest) return; /* nobody comes too late for this one */
    }
}

static void arrive_end(struct pass *p, struct schedule_label *l)
{
    const struct vehicle_type *t = p->t;
    if (!reach(l, t->shift_close) || l->duration > t->max_duty || l->joules > t->max_energy) return;
    if (l->drive > t->max_drive || l->distance > t->max_distance) return;
    for (int32_t k = 0; k < t->break_count; k++)
        if (!(l->taken >> k & 1) && l->duration > t->breaks[k].after) return;
    int64_t cost = t->fixed + l->net + t->per_tick * l->duration;
    if (l->duration > t->overtime_after) cost += t->per_overtime_tick * (l->duration - t->overtime_after);
    if (p->in->has_energy) cost += mlg__energy_cost(&(mlg_rates) { .per_j_q24 = t->per_j_q24 }, l->joules);
    if (p->in->has_limits) cost += mlg__extra_cost(t->vehicle, p->count, l->drive, l->distance, p->in->problem->ticks_per_s);
    if (t->per_duty2_q40) cost += mlg__balance_cost(&t->vehicle->rates, l->duration);
    if (cost < p->least) p->least = cost, p->last_event = l->trace;
}

static void arrive(struct pass *p, struct schedule_label l, struct goal goal)
{
    l.earliest = l.ahead_earliest, l.duration = l.ahead_duration;
    if (goal.kind == TO_VISIT) arrive_visit(p, &l, goal.at);
    if (goal.kind == TO_END) arrive_end(p, &l);
    if (goal.kind != TO_RELOAD) return;
    l.node = goal.node, l.driving = false;
    l.trips++;
    trace(p, &l, ~goal.node);
    keep(p, &p->w->reloaded[goal.at], &l, trip_costs(p, goal.node, goal.at));
}

/* Break k begins as soon as its window allows: at once, on the road, or after driving all the way. */
static bool take_break(struct pass *p, int32_t k, const struct span *window, int64_t leg, struct schedule_label *l)
{
    const struct pause *b = &p->t->breaks[k];
    if (!reach(l, window->close)) return false;
    wait_for(window->open, l->latest, &l->earliest, &l->duration);
    wait_for(window->open, l->latest, &l->ahead_earliest, &l->ahead_duration);
    l->duration += b->service, l->ahead_duration += b->service;
    if (b->at_stop) l->ahead_earliest = l->earliest, l->ahead_duration = l->duration + leg;
    l->driving |= !b->at_stop;
    l->taken |= 1u << k;
    trace(p, l, ~(p->in->node_count + k));
    return true;
}

/* With and without each of the breaks that are left, in any order; those at a stop come before those on the road. */
static void take_breaks(struct pass *p, const struct schedule_label *l, int64_t leg, struct goal goal)
{
    arrive(p, *l, goal);
    for (int32_t k = 0; k < p->t->break_count; k++) {
        const struct pause *b = &p->t->breaks[k];
        if (l->taken >> k & 1 || (b->at_stop && l->driving) || !light_enough(p, b)) continue;
        for (int32_t i = 0; i < b->window_count; i++) {
            struct schedule_label rested = *l;
            if (take_break(p, k, &b->windows[i], leg, &rested)) take_breaks(p, &rested, leg, goal);
        }
    }
}

static void travel(struct pass *p, const struct schedule_label *from, struct goal goal)
{
    const struct slow_arc arc = arc_of(p, from->node, goal.node);
    struct schedule_label l = *from;
    if (arc.cost == COST_NEVER) return;
    l.net += arc.cost - arc.energy_paid - p->t->per_tick * arc.time;
    l.paid += arc.energy_paid;
    l.drive += arc.drive, l.distance += arc.distance;
    if (p->in->has_energy) l.joules += 1000 * arc.energy_kj + arc.energy_j_per_kg * p->onboard[p->t->weight_load];
    l.ahead_earliest = l.earliest, l.ahead_duration = l.duration + arc.time;
    take_breaks(p, &l, arc.time, goal);
}

static void travel_all(struct pass *p, struct goal goal)
{
    const struct label_list *stage = p->w->stage;
    for (int32_t i = 0; i < stage->count; i++) travel(p, &stage->item[i], goal);
}

/* ---- trips ---- */

/* A trip from position `from` to `to` leaves its depot, not before what it brings is there. */
static void depart(struct pass *p, int32_t from, int32_t to, int64_t release)
{
    struct label_list *stage = p->w->stage;
    stage->count = 0;
    for (int32_t d = 0; d < p->dims; d++) {
        p->onboard[d] = from == 0 ? p->t->aboard[d] : 0;
        for (int32_t i = from; i <= to; i++) p->onboard[d] += load_of(p, d, i).init;
    }
    if (from == 0) {
        const struct schedule_label first = { .earliest = max64(p->t->shift_open, release), .latest = p->t->shift_close,
                                              .node = p->t->start, .trace = MLG_NONE };
        if (first.earliest <= first.latest) stage->item[stage->count++] = first;
        return;
    }
    const struct label_list *ready = &p->w->reloaded[from];
    for (int32_t i = 0; i < ready->count; i++) {
        struct schedule_label l = ready->item[i];
        wait_for(release, l.latest, &l.earliest, &l.duration);
        keep(p, stage, &l, trip_costs(p, l.node, from));
    }
}

static void visit(struct pass *p, int32_t i)
{
    struct schedule *w = p->w;
    w->next->count = 0;
    travel_all(p, (struct goal) { TO_VISIT, p->visits[i], i });
    struct label_list *swapped = w->stage;
    w->stage = w->next, w->next = swapped;
    for (int32_t d = 0; d < p->dims; d++) p->onboard[d] += load_of(p, d, i).net;
}

static void only_trip(struct pass *p)
{
    int64_t release = 0;
    for (int32_t i = 0; i < p->count; i++) release = max64(release, p->in->release[p->visits[i]]);
    depart(p, 0, p->count - 1, release);
    for (int32_t i = 0; i < p->count && p->w->stage->count; i++) visit(p, i);
    travel_all(p, (struct goal) { TO_END, p->t->end, p->count });
}

/* Trips that begin with the visit at `from`, ever longer. What depends on a trip's end is done anew for each end. */
static void trips_from(struct pass *p, int32_t from)
{
    const struct instance *in = p->in;
    const struct vehicle_type *t = p->t;
    struct label_load load[DIMS_MAX] = { { 0, 0, 0 } };
    int32_t shipments = 0;
    int64_t release = 0;
    for (int32_t to = from; to < p->count && load_fits(p, from, to, load); to++) {
        const int32_t v = p->visits[to];
        if (in->mate[v] != MLG_NONE) shipments += in->mate[v] > v ? 1 : -1;
        if (to == from || p->dims || in->release[v] > release) {
            release = max64(release, in->release[v]);
            depart(p, from, to, release);
            for (int32_t i = from; i <= to; i++) visit(p, i);
        } else {
            visit(p, to);
        }
        if (p->w->stage->count == 0) return; /* too late, and so would be a longer one */
        if (to == p->count - 1) travel_all(p, (struct goal) { TO_END, t->end, p->count });
        if (to == p->count - 1 || shipments > 0) continue;
        for (int32_t i = 0; i < p->w->stage->count; i++)
            for (int32_t r = 0; r < t->reload_count && p->w->stage->item[i].trips + 1 < t->max_trips; r++)
                travel(p, &p->w->stage->item[i], (struct goal) { TO_RELOAD, t->reloads[r], to + 1 });
    }
}

static void all_trips(struct pass *p)
{
    for (int32_t i = 0; i < p->count; i++) p->w->reloaded[i].count = 0;
    for (int32_t from = 0; from < p->count; from++)
        if (from == 0 || p->w->reloaded[from].count) trips_from(p, from);
}

/* The trips that cost least by their arcs, when they hold and wait for nothing: nothing can be better then. */
static void cheapest_cut(struct pass *p, int64_t least)
{
    const struct vehicle_type *t = p->t;
    struct schedule *w = p->w;
    p->budget = least;
    for (int32_t from = 0, to; from < p->count; from = to + 1) {
        struct label_load load[DIMS_MAX] = { { 0, 0, 0 } };
        int64_t so_far = 0, release = 0;
        int32_t shipments = 0;
        for (to = from; to < p->count && load_fits(p, from, to, load); to++) {
            const int32_t v = p->visits[to];
            if (p->in->mate[v] != MLG_NONE) shipments += p->in->mate[v] > v ? 1 : -1;
            release = max64(release, p->in->release[v]);
            if (to > from) so_far += w->arcs[to].cost;
            if (plus(so_far, w->leaving[to].cost) == w->trips[from].cost) break;
        }
        if (to == p->count || shipments > 0) return;
        depart(p, from, to, release);
        for (int32_t i = from; i <= to && w->stage->count; i++) visit(p, i);
        if (w->stage->count == 0) return;
        if (to == p->count - 1) {
            travel_all(p, (struct goal) { TO_END, t->end, p->count });
            return;
        }
        w->reloaded[to + 1].count = 0;
        for (int32_t r = 0; r < t->reload_count && w->stage->item[0].trips + 1 < t->max_trips; r++)
            travel_all(p, (struct goal) { TO_RELOAD, t->reloads[r], to + 1 });
        if (w->reloaded[to + 1].count == 0) return;
    }
}

static struct pass look(struct schedule *w, const struct instance *in, int32_t type, int32_t count, int64_t budget)
{
    struct pass p = { .w = w, .in = in, .t = &in->types[type], .visits = w->visits, .count = count, .least = COST_NEVER,
                      .budget = budget, .last_event = MLG_NONE };
    if (in->has_energy || p.t->load_limited) p.dims = in->dims;
    if (count > p.t->max_stops) return p; /* of all trips together */
    bound(&p);
    const struct to_come all = trip_costs(&p, p.t->start, 0);
    const int64_t least = plus(p.t->fixed, all.cost);
    w->floor = least;
    if (least > budget || least >= COST_NEVER || all.time > p.t->max_duty || p.t->shift_open + all.time > p.t->shift_close) return p;
    if (p.t->max_trips > 1) {
        cheapest_cut(&p, least);
        if (p.least <= least) return p;
    }
    /* Who does not say what it may cost: what little costs little more, then more. */
    for (int64_t more = max64(1, least / 32); ; more = more < COST_NEVER / 16 ? 8 * more : COST_NEVER) {
        p.budget = more < budget - least ? least + more : budget;
        if (p.t->max_trips > 1) all_trips(&p);
        else only_trip(&p);
        if (p.least <= p.budget || p.budget == budget) return p; /* overtime and energy come at the end */
    }
}

static uint64_t key_of(const struct schedule *w, const struct instance *in, int32_t type, int32_t count)
{
    uint64_t key = (uint64_t)type + 1;
    for (int32_t i = 0; i < count; i++) key = (key << 7 | key >> 57) * UINT64_C(0x9e3779b97f4a7c15) + in->hash[w->visits[i]];
    return key ^ key >> 32;
}

int64_t mlg__schedule_cost(struct schedule *w, const struct instance *in, int32_t type, int32_t count, int64_t budget)
{
    if (count == 0) return 0;
    const uint64_t key = key_of(w, in, type, count);
    struct known_order *k = &w->known[key % KNOWN_ORDERS];
    if (k->key == key && (k->cost < COST_NEVER || k->budget >= budget)) {
        w->floor = k->floor;
        return k->cost;
    }
    const int64_t cost = look(w, in, type, count, budget).least;
    /* What is above the budget may not be the least. */
    *k = (struct known_order) { key, cost <= budget ? cost : COST_NEVER, w->floor, budget };
    return cost;
}

int32_t mlg__schedule_events(struct schedule *w, const struct instance *in, int32_t type, int32_t count)
{
    w->tracing = true, w->event_count = 0;
    const struct pass p = look(w, in, type, count, COST_NEVER);
    int32_t code_count = 0;
    for (int32_t at = p.last_event; w->tracing && at != MLG_NONE; at = w->events[at].before) code_count++;
    for (int32_t at = p.last_event, i = code_count; i > 0; at = w->events[at].before) w->codes[--i] = w->events[at].code;
    if (!w->tracing) code_count = MLG_NONE;
    mlg__free(w->events);
    w->events = NULL, w->event_cap = 0, w->tracing = false;
    return code_count;
}
