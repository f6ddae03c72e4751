/* plan.c — make a plan from sequences: when each vehicle leaves, arrives, waits and serves, and what that costs.
 *
 * A route becomes a line of nodes (start, stops and reloads, end). For one departure the times follow: every visit as
 * early as a window allows; after the last window it is served late. As a function of the departure the end of the
 * route is a staircase with slopes 0 and 1 and jumps up: the duty is least at the right end of a level piece. So
 * best_departure() steps from level piece to level piece; with one window a stop there is only one. Breaks are nodes without
 * a place, taken on the road; where there are some, all departures are tried that could end a level piece. */
#include "model/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { START_AND_END = 2 };

struct node {
    mlg_visit_kind kind;
    int32_t stop, place;
    const mlg_window *windows; /* seconds; none: always open */
    int32_t window_count;
    bool at_stop;          /* of a break */
    mlg_window own;        /* windows of the start, the end and reloads */
    struct arc_values arc; /* from the last place before; zero where there is none or no road leads */
    int64_t setup_s, service_s, drive_ticks, arrival_ticks, begin_ticks;
};

struct line {
    const mlg_problem *p;
    const mlg_vehicle *v;
    struct node *nodes;
    int32_t count;
    bool has_breaks, has_dues; /* has_dues: lateness has a price somewhere */
};

mlg_plan *mlg__plan_new(int32_t route_count)
{
    mlg_plan *plan = mlg__malloc(sizeof *plan);
    if (!plan) return NULL;
    plan->routes = arena_array(&plan->arena, struct plan_route, route_count);
    plan->route_count = route_count;
    if (plan->routes) return plan;
    mlg_plan_free(plan);
    return NULL;
}

mlg_visit *mlg__plan_visits(mlg_plan *plan, int32_t route, int32_t visit_count)
{
    struct plan_route *r = &plan->routes[route];
    r->visits = arena_array(&plan->arena, mlg_visit, visit_count);
    r->visit_count = r->visits ? visit_count : 0;
    return r->visits;
}

void mlg_plan_free(mlg_plan *plan)
{
    if (!plan) return;
    mlg__arena_free(&plan->arena);
    mlg__free(plan);
}

int32_t mlg_plan_route_count(const mlg_plan *plan) { return plan->route_count; }
int64_t mlg_plan_cost(const mlg_plan *plan) { return plan->cost; }
int32_t mlg_plan_unserved_count(const mlg_plan *plan) { return plan->unserved_count; }
int32_t mlg_plan_unserved(const mlg_plan *plan, int32_t i) { return plan->unserved[i]; }

static int ascending(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* How many different values a sorted list has. */
static int32_t distinct(int32_t *groups, int32_t count)
{
    int32_t found = 0;
    if (count) qsort(groups, (size_t)count, sizeof *groups, ascending);
    for (int32_t i = 0; i < count; i++) found += i == 0 || groups[i] != groups[i - 1];
    return found;
}

int32_t mlg_plan_missing_count(const mlg_problem *p, const mlg_plan *plan)
{
    int32_t *groups = mlg__malloc((size_t)p->stop_count * sizeof *groups), all = 0, visited = 0, missing = 0;
    if (!groups) return plan->unserved_count;
    for (int32_t i = 0; i < p->stop_count; i++)
        if (p->stops[i].group) groups[all++] = p->stops[i].group;
    missing = distinct(groups, all);
    for (int32_t r = 0; r < plan->route_count; r++)
        for (int32_t i = 0; i < plan->routes[r].visit_count; i++) {
            const mlg_visit *visit = &plan->routes[r].visits[i];
            if (visit->kind == MLG_STOP && p->stops[visit->stop].group && visited < p->stop_count)
                groups[visited++] = p->stops[visit->stop].group;
        }
    missing -= distinct(groups, visited);
    mlg__free(groups);
    for (int32_t i = 0; i < plan->unserved_count; i++) missing += p->stops[plan->unserved[i]].group == 0;
    return missing;
}

mlg_route mlg_plan_route(const mlg_plan *plan, int32_t route)
{
    const struct plan_route *r = &plan->routes[route];
    return (mlg_route) {
        .vehicle = r->vehicle, .visit_count = r->visit_count, .visits = r->visits, .totals = r->totals, .cost = r->cost
    };
}

/* ---- the line of a route --------------------------------------------------------------------------------------- */

static bool is_break(const mlg_problem *p, int32_t code) { return code < 0 && ~code >= p->place_count; }

/* Latest release among the stops from position i to the next reload: the trip leaves no earlier. */
static int64_t trip_release_s(const mlg_problem *p, const struct sequence *q, int32_t i)
{
    int64_t release_s = 0;
    for (; i < q->stop_count && (q->stops[i] >= 0 || is_break(p, q->stops[i])); i++)
        if (q->stops[i] >= 0) release_s = max64(release_s, p->stops[q->stops[i]].release_s);
    return release_s;
}

static void put_border(struct node *n, mlg_visit_kind kind, int32_t place, int64_t open_s, int64_t close_s)
{
    *n =
        (struct node) { .kind = kind, .stop = MLG_NONE, .place = place, .own = { open_s, close_s }, .window_count = 1 };
    n->windows = &n->own;
}

static void put_stop(struct line *l, struct node *n, int32_t stop, int32_t place_before)
{
    const mlg_stop *s = &l->p->stops[stop];
    const struct work_time work = mlg__work(l->v, s);
    l->has_dues |= s->per_late_tick > 0;
    *n = (struct node) {
        .kind = MLG_STOP,
        .stop = stop,
        .place = s->place,
        .windows = s->windows,
        .window_count = s->window_count,
        .setup_s = s->place == place_before ? 0 : work.setup_s,
        .service_s = work.service_s,
    };
}

static void put_break(struct line *l, struct node *n, int32_t k)
{
    const mlg_break *b = &l->v->breaks[k];
    *n = (struct node) { .kind = MLG_BREAK, .stop = k, .place = MLG_NONE, .windows = b->windows, .window_count = b->window_count,
                         .at_stop = b->at_stop, .service_s = b->service_s };
    l->has_breaks = true;
}

static void build_line(struct line *l, const struct sequence *q)
{
    const mlg_vehicle *v = l->v;
    struct node *n = l->nodes;
    int32_t at = v->start;
    put_border(n, MLG_START, v->start, max64(v->shift.open_s, trip_release_s(l->p, q, 0)), MLG_TIME_MAX_S);
    for (int32_t i = 0; i < q->stop_count; i++) {
        n++;
        if (is_break(l->p, q->stops[i])) {
            put_break(l, n, ~q->stops[i] - l->p->place_count);
            continue;
        }
        if (q->stops[i] < 0) put_border(n, MLG_RELOAD, ~q->stops[i], trip_release_s(l->p, q, i + 1), MLG_TIME_MAX_S);
        else put_stop(l, n, q->stops[i], at);
        at = n->place;
    }
    put_border(++n, MLG_END, v->end, 0, v->shift.close_s ? v->shift.close_s : MLG_TIME_MAX_S);
    l->count = (int32_t)(n - l->nodes) + 1;
    at = v->start;
    for (int32_t i = 1; i < l->count; i++) {
        struct node *to = &l->nodes[i];
        const int32_t from = at;
        if (to->kind == MLG_BREAK) continue;
        at = to->place;
        if (from == MLG_NONE || to->place == MLG_NONE) continue;
        const struct arc_values arc = mlg__arc(l->p, v->matrix, from, to->place);
        if (arc.time == MLG_UNREACHABLE) continue; /* counts nothing; the checker complains */
        to->arc = arc;
        to->drive_ticks = mlg__drive_ticks(v, arc.time);
    }
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

static int64_t last_close(const struct line *l, const struct node *n)
{
    return n->window_count ? n->windows[n->window_count - 1].close_s * l->p->ticks_per_s : INT64_MAX;
}

/* First instant at or after t inside a window; t itself after the last one. */
static int64_t first_open(const struct line *l, const struct node *n, int64_t t)
{
    for (int32_t i = 0; i < n->window_count; i++)
        if (t <= n->windows[i].close_s * l->p->ticks_per_s) return max64(t, n->windows[i].open_s * l->p->ticks_per_s);
    return t;
}

/* Last instant at or before t inside a window; t is known to be at or after the first opening. */
static int64_t last_open(const struct line *l, const struct node *n, int64_t t)
{
    for (int32_t i = n->window_count - 1; i >= 0; i--)
        if (t >= n->windows[i].open_s * l->p->ticks_per_s) return min64(t, n->windows[i].close_s * l->p->ticks_per_s);
    return t;
}

static int64_t leave(const struct line *l, const struct node *n)
{
    return n->begin_ticks + (n->setup_s + n->service_s) * l->p->ticks_per_s;
}

static int64_t next_leg(const struct line *l, int32_t i)
{
    for (i++; i < l->count && l->nodes[i].kind == MLG_BREAK;) i++;
    return i < l->count ? l->nodes[i].drive_ticks : 0;
}

/* Times of all nodes for a departure; returns the lateness over all of them. */
static int64_t forward(struct line *l, int64_t departure)
{
    int64_t late = 0, ahead = next_leg(l, 0); /* driving left to the next place */
    l->nodes[0].arrival_ticks = l->nodes[0].begin_ticks = departure;
    for (int32_t i = 1; i < l->count; i++) {
        struct node *n = &l->nodes[i];
        const int64_t now = leave(l, n - 1);
        if (n->kind == MLG_BREAK) {
            n->begin_ticks = first_open(l, n, now);
            n->arrival_ticks = n->at_stop ? now : min64(n->begin_ticks, now + ahead);
            ahead -= n->arrival_ticks - now;
        } else {
            n->arrival_ticks = now + ahead;
            n->begin_ticks = first_open(l, n, n->arrival_ticks);
            ahead = next_leg(l, i);
        }
        late += max64(0, n->begin_ticks - last_close(l, n));
    }
    return late;
}

/* Latest departure that neither ends later than the times of now nor makes a late visit later. */
static int64_t latest_departure(const struct line *l)
{
    int64_t begin = l->nodes[l->count - 1].begin_ticks;
    for (int32_t i = l->count - 2; i >= 0; i--) {
        const struct node *n = &l->nodes[i];
        begin -= n[1].drive_ticks + leave(l, n) - n->begin_ticks;
        begin = n->begin_ticks > last_close(l, n) ? n->begin_ticks : last_open(l, n, begin);
    }
    return begin;
}

/* How much later the line can start with every visit moving along, up to its first wait; INT64_MAX: for ever. */
static int64_t rigid_slack(const struct line *l)
{
    int64_t slack = INT64_MAX;
    for (int32_t i = 1; i < l->count; i++) {
        const struct node *n = &l->nodes[i];
        if (n->begin_ticks > n->arrival_ticks) break;
        for (int32_t k = 0; k < n->window_count; k++) {
            const int64_t close = n->windows[k].close_s * l->p->ticks_per_s;
            if (close < n->begin_ticks) continue;
            slack = min64(slack, close - n->begin_ticks);
            break;
        }
    }
    return slack;
}

struct best { int64_t departure, duty, late, price; };

static int64_t late_price(const struct line *l)
{
    int64_t price = 0;
    for (int32_t i = 1; i < l->count && l->has_dues; i++)
        if (l->nodes[i].kind == MLG_STOP)
            price += mlg__late_cost(&l->p->stops[l->nodes[i].stop], l->nodes[i].begin_ticks, l->p->ticks_per_s);
    return price;
}

/* Departures at the whole second before an instant, and after it. */
static void try_departures(struct line *l, int64_t instant, struct best *best)
{
    const int64_t tick = l->p->ticks_per_s;
    for (int k = 0; k < 2; k++) {
        const int64_t departure = (instant / tick + k) * tick;
        if (departure < l->nodes[0].own.open_s * tick || departure > l->nodes[0].own.close_s * tick) continue;
        if (forward(l, departure) > best->late) continue;
        const int64_t duty = l->nodes[l->count - 1].begin_ticks - departure, price = late_price(l);
        if (price != best->price ? price < best->price
                                 : duty < best->duty || (duty == best->duty && departure < best->departure))
            best->departure = departure, best->duty = duty, best->price = price;
    }
}

/* Where breaks are taken on the road, clock and wheels part, and where lateness has a price the least duty may cost more:
 * all departures that come just in time for an opening, a closing or a due time, with no wait before. */
static int64_t best_of_corners(struct line *l)
{
    const int64_t earliest = l->nodes[0].own.open_s * l->p->ticks_per_s;
    struct best best = { .departure = earliest, .late = forward(l, earliest) };
    best.duty = l->nodes[l->count - 1].begin_ticks - earliest;
    best.price = late_price(l);
    int64_t busy = 0, leg = next_leg(l, 0);
    for (int32_t i = 1; i < l->count; i++) {
        const struct node *n = &l->nodes[i];
        for (int32_t k = 0; k < 2 * n->window_count; k++) {
            const mlg_window *w = &n->windows[k / 2];
            const int64_t bound = (k % 2 ? w->close_s : w->open_s) * l->p->ticks_per_s;
            if (n->kind == MLG_BREAK) try_departures(l, bound - busy, &best);
            try_departures(l, bound - busy - leg, &best);
        }
        if (n->kind == MLG_STOP && l->has_dues)
            try_departures(l, l->p->stops[n->stop].due_s * l->p->ticks_per_s - busy - leg, &best);
        busy += (n->setup_s + n->service_s) * l->p->ticks_per_s;
        if (n->kind != MLG_BREAK) busy += leg, leg = next_leg(l, i);
    }
    return best.departure;
}

/* Least lateness, then least duty, then the earliest departure; departures are whole seconds. */
static int64_t best_departure(struct line *l)
{
    const int64_t tick = l->p->ticks_per_s, earliest = l->nodes[0].own.open_s * tick, least_late = forward(l, earliest);
    int64_t best = earliest, least_duty = INT64_MAX, departure = earliest;
    if (l->has_breaks || l->has_dues) return best_of_corners(l);
    for (;;) {
        const int64_t level_end = latest_departure(l);
        departure = max64(departure, level_end / tick * tick);
        forward(l, departure);
        const int64_t duty = l->nodes[l->count - 1].begin_ticks - departure;
        /* A level piece that ends inside a second: the next whole second may wait less still. */
        const int64_t slack = departure < level_end ? 0 : rigid_slack(l);
        if (duty < least_duty) least_duty = duty, best = departure;
        if (slack > MLG_TIME_MAX_S * tick) return best;
        departure = (departure + slack) / tick * tick + tick;
        if (departure > l->nodes[0].own.close_s * tick || forward(l, departure) > least_late) return best;
    }
}

/* ---- figures --------------------------------------------------------------------------------------------------- */

/* Loads on board when a trip begins at node i: what its stops will be brought. */
static void load_trip(const struct line *l, int32_t i, int64_t *load)
{
    for (i++; i < l->count && l->nodes[i].kind != MLG_RELOAD; i++)
        for (int32_t d = 0; d < l->p->load_count && l->nodes[i].kind == MLG_STOP; d++)
            load[d] += l->p->stops[l->nodes[i].stop].demand[d];
}

struct boards {
    int64_t load[MLG_LOADS_MAX], collected[MLG_LOADS_MAX];
}; /* collected: for a depot, part of load */

static void change_load(const struct line *l, int32_t i, struct boards *on)
{
    const struct node *n = &l->nodes[i];
    if (n->kind == MLG_RELOAD)
        for (int32_t d = 0; d < l->p->load_count; d++) on->load[d] -= on->collected[d], on->collected[d] = 0;
    for (int32_t d = 0; d < l->p->load_count && n->kind == MLG_START; d++)
        on->load[d] = on->collected[d] = l->v->aboard[d];
    if (n->kind == MLG_START || n->kind == MLG_RELOAD) load_trip(l, i, on->load);
    if (n->kind != MLG_STOP) return;
    const mlg_stop *s = &l->p->stops[n->stop];
    for (int32_t d = 0; d < l->p->load_count; d++) {
        on->load[d] += s->pickup[d] - s->demand[d] + l->p->mate_amount[(int64_t)n->stop * MLG_LOADS_MAX + d];
        on->collected[d] += s->pickup[d];
    }
}

static int64_t weight_kg(const mlg_vehicle *v, const int64_t *load)
{
    return v->weight_load == MLG_NONE ? 0 : load[v->weight_load];
}

static void write_visit(const struct line *l, int32_t i, const struct boards *on, mlg_visit *to)
{
    const struct node *n = &l->nodes[i];
    const int64_t tick = l->p->ticks_per_s, arrival_s = n->arrival_ticks / tick;
    *to = (mlg_visit) {
        .kind = n->kind,
        .stop = n->stop,
        .place = n->place,
        .arrival_s = arrival_s,
        .wait_s = n->begin_ticks / tick - arrival_s,
        .setup_s = n->setup_s,
        .service_s = n->service_s,
    };
    memcpy(to->load, on->load, sizeof to->load);
}

/* Exact cost, routing-engine 4. The whole part of a second is reported, ticks are paid. */
static int64_t route_cost(const struct line *l, const mlg_totals *t, int64_t drive_ticks, int64_t matrix_cost)
{
    const mlg_vehicle *v = l->v;
    const mlg_rates *r = &v->rates;
    const int64_t tick = l->p->ticks_per_s;
    const int64_t duty = l->nodes[l->count - 1].begin_ticks - l->nodes[0].begin_ticks;
    const int64_t overtime = v->overtime_after_s ? max64(0, duty - v->overtime_after_s * tick) : 0;
    return r->fixed + r->per_m * t->distance_m + r->per_tick * duty + r->per_overtime_tick * overtime +
           r->per_drive_tick * drive_ticks + r->per_service_tick * (t->setup_s + t->service_s) * tick +
           r->per_task * t->stops + r->per_matrix_cost * matrix_cost + mlg__energy_cost(r, t->energy_j) + late_price(l) +
           mlg__extra_cost(v, t->stops, drive_ticks, t->distance_m, l->p->ticks_per_s) + mlg__balance_cost(r, duty);
}

/* Gives the time at the wheel, in ticks. */
static int64_t write_route(struct line *l, struct plan_route *to)
{
    const int64_t tick = l->p->ticks_per_s;
    struct boards on = { { 0 }, { 0 } };
    int64_t drive_ticks = 0, wait_ticks = 0, matrix_cost = 0;
    mlg_totals t = { 0 };
    for (int32_t i = 0; i < l->count; i++) {
        const struct node *n = &l->nodes[i];
        t.distance_m += n->arc.distance;
        t.energy_j += MLG_MILLI * n->arc.energy_kj + n->arc.energy_j_per_kg * weight_kg(l->v, on.load);
        t.setup_s += n->setup_s;
        *(n->kind == MLG_BREAK ? &t.break_s : &t.service_s) += n->service_s;
        t.stops += n->kind == MLG_STOP;
        drive_ticks += n->drive_ticks;
        wait_ticks += n->begin_ticks - n->arrival_ticks;
        matrix_cost += n->arc.cost;
        change_load(l, i, &on);
        write_visit(l, i, &on, &to->visits[i]);
    }
    t.energy_j = max64(0, t.energy_j);
    t.drive_s = drive_ticks / tick;
    t.wait_s = wait_ticks / tick;
    t.duty_s = l->nodes[l->count - 1].begin_ticks / tick - l->nodes[0].begin_ticks / tick;
    to->totals = t;
    to->cost = route_cost(l, &t, drive_ticks, matrix_cost);
    return drive_ticks;
}

mlg_status mlg__plan_route(const mlg_problem *p, const struct sequence *q, struct departure departure, struct arena *arena,
                           struct plan_route *route, struct route_ticks *ticks, mlg_error *err)
{
    const int32_t room = q->stop_count + START_AND_END;
    struct line l = { .p = p, .v = &p->vehicles[q->vehicle], .nodes = arena_array(arena, struct node, room) };
    *route = (struct plan_route) { .vehicle = q->vehicle, .visits = arena_array(arena, mlg_visit, room) };
    if (!l.nodes || !route->visits) return mlg__no_memory(err, "a route");
    build_line(&l, q);
    if (departure.left) l.nodes[0].own = (mlg_window) { departure.at_s, departure.at_s };
    else l.nodes[0].own.open_s = max64(l.nodes[0].own.open_s, departure.at_s);
    route->visit_count = l.count;
    ticks->late = forward(&l, best_departure(&l));
    ticks->drive = write_route(&l, route);
    return MLG_OK;
}

/* ---- stops left out -------------------------------------------------------------------------------------------- */

struct member {
    int32_t group, stop;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return (x->stop > y->stop) - (x->stop < y->stop);
}

mlg_status mlg__absent_prizes(const mlg_problem *p, const bool *served, int64_t *sum)
{
    struct member *members = mlg__malloc((size_t)p->stop_count * sizeof *members);
    int32_t count = 0;
    if (!members) return MLG_NO_MEMORY;
    *sum = 0;
    for (int32_t i = 0; i < p->stop_count; i++) {
        if (p->stops[i].group) members[count++] = (struct member) { p->stops[i].group, i };
        else if (!served[i]) *sum += p->stops[i].prize;
    }
    qsort(members, (size_t)count, sizeof *members, by_group);
    for (int32_t i = 0, j; i < count; i = j) {
        int64_t largest = 0;
        bool any = false;
        for (j = i; j < count && members[j].group == members[i].group; j++) {
            largest = max64(largest, p->stops[members[j].stop].prize);
            any = any || served[members[j].stop];
        }
        if (!any) *sum += largest;
    }
    mlg__free(members);
    return MLG_OK;
}

static mlg_status add_unserved(const mlg_problem *p, mlg_plan *plan, const bool *served)
{
    int64_t prizes;
    plan->unserved = arena_array(&plan->arena, int32_t, p->stop_count);
    if (!plan->unserved) return MLG_NO_MEMORY;
    for (int32_t i = 0; i < p->stop_count; i++)
        if (!served[i]) plan->unserved[plan->unserved_count++] = i;
    MLG_TRY(mlg__absent_prizes(p, served, &prizes));
    plan->cost += prizes;
    return MLG_OK;
}

/* ---- the whole plan -------------------------------------------------------------------------------------------- */

static mlg_status fill_plan(const mlg_problem *p, const struct sequence *sequences, int32_t count, mlg_plan *plan,
                            struct node *nodes, bool *served)
{
    int32_t route = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct sequence *q = &sequences[i];
        struct line l = { .p = p, .v = &p->vehicles[q->vehicle], .nodes = nodes };
        if (q->stop_count == 0) continue;
        build_line(&l, q);
        forward(&l, best_departure(&l));
        if (!mlg__plan_visits(plan, route, l.count)) return MLG_NO_MEMORY;
        plan->routes[route].vehicle = q->vehicle;
        write_route(&l, &plan->routes[route]);
        plan->cost += plan->routes[route++].cost;
        for (int32_t k = 0; k < q->stop_count; k++)
            if (q->stops[k] >= 0) served[q->stops[k]] = true;
    }
    plan->claims_times = plan->claims_cost = true;
    return add_unserved(p, plan, served);
}

mlg_status mlg__plan_from_sequences(const mlg_problem *p, const struct sequence *sequences, int32_t count,
                                    mlg_plan **plan, mlg_error *err)
{
    int32_t longest = 0, used = 0;
    for (int32_t i = 0; i < count; i++) {
        longest = max32(longest, sequences[i].stop_count);
        used += sequences[i].stop_count > 0;
    }
    struct node *nodes = mlg__malloc(((size_t)longest + START_AND_END) * sizeof *nodes);
    bool *served = mlg__malloc((size_t)p->stop_count * sizeof *served);
    *plan = mlg__plan_new(used);
    const bool ready = nodes && served && *plan;
    const mlg_status status = ready ? fill_plan(p, sequences, count, *plan, nodes, served) : MLG_NO_MEMORY;
    mlg__free(nodes);
    mlg__free(served);
    if (!status) return MLG_OK;
    mlg_plan_free(*plan);
    *plan = NULL;
    return mlg__no_memory(err, "the plan");
}
