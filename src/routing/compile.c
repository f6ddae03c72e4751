/* compile.c — from a frozen problem to the search's own tables. See instance.h. */
#include "routing/instance.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rng.h"
#include "model/metric.h"

enum { PLANE_NODES_MAX = 8000 };                /* above, filling planes takes seconds */
#define PLANE_BYTES_MAX (INT64_C(1) << 30)      /* of all planes together */

/* Backhauls come last and never alone: then arcs from a depot to one, and back from one to another stop, are not driven. */
static bool driven(const struct instance *in, int32_t u, int32_t v)
{
    if (!in->has_backhauls || v >= in->visit_count) return true;
    return in->backhaul[v] ? u < in->visit_count : u >= in->visit_count || !in->backhaul[u];
}

/* A leg between two nodes, none where either is nowhere. What differs in many kinds of vehicle is mostly not the way they go:
 * who asks for one kind after the other keeps the last leg. */
struct known_leg {
    int32_t matrix, u, v;
    bool driven; /* false: nothing is driven, between nowhere and somewhere */
    struct arc_values values;
};

static const struct known_leg *leg_between(const struct instance *in, struct known_leg *known, int32_t matrix, int32_t u, int32_t v)
{
    if (known->matrix == matrix && known->u == u && known->v == v) return known;
    const int32_t from = in->place[u], to = in->place[v];
    *known = (struct known_leg) { .matrix = matrix, .u = u, .v = v, .driven = from != MLG_NONE && to != MLG_NONE };
    if (known->driven) known->values = mlg__arc(in->problem, matrix, from, to);
    return known;
}

static struct slow_arc priced(const struct instance *in, const struct rate_class *c, const struct known_leg *known)
{
    const struct arc_values *leg = &known->values;
    const int32_t u = known->u, v = known->v;
    const bool visit = v < in->visit_count;
    struct slow_arc arc = { 0 };
    if (known->driven) {
        if (leg->time == MLG_UNREACHABLE || leg->distance == MLG_UNREACHABLE) return (struct slow_arc) { .cost = COST_NEVER };
        const mlg_vehicle driver = { .speed_factor = c->speed_factor };
        arc.drive = mlg__drive_ticks(&driver, leg->time);
        arc.distance = leg->distance;
        arc.cost = c->rates.per_matrix_cost * leg->cost;
        arc.energy_kj = leg->energy_kj;
        arc.energy_j_per_kg = leg->energy_j_per_kg;
    }
    const int64_t setup = visit && in->has_setup && in->place[u] != in->place[v] ? c->setup[v] : 0;
    if (c->energy_in_arcs) arc.cost += arc.energy_paid = mlg__energy_cost(&c->rates, MLG_MILLI * arc.energy_kj);
    arc.time = arc.drive;
    arc.cost += c->rates.per_m * arc.distance + c->rates.per_drive_tick * arc.drive + c->rates.per_tick * arc.drive +
                (c->rates.per_tick + c->rates.per_service_tick) * setup;
    if (visit && in->folded) arc.cost += c->visit_cost[v];
    return arc;
}

static struct slow_arc road(const struct instance *in, int32_t rate_class, int32_t u, int32_t v)
{
    struct known_leg known = { .matrix = MLG_NONE };
    const struct rate_class *c = &in->classes[rate_class];
    return priced(in, c, leg_between(in, &known, c->matrix, u, v));
}

struct slow_arc mlg__slow_arc(const struct instance *in, int32_t rate_class, int32_t u, int32_t v)
{
    return driven(in, u, v) ? road(in, rate_class, u, v) : (struct slow_arc) { .cost = COST_NEVER };
}

int64_t mlg__least_arc(const struct instance *in, int32_t u, int32_t v)
{
    struct known_leg known = { .matrix = MLG_NONE };
    int64_t least = COST_NEVER;
    for (int32_t i = 0; i < in->frontier_count && driven(in, u, v); i++) {
        const struct rate_class *c = &in->classes[in->frontier[i]];
        const int64_t at = (int64_t)u * in->node_count + v;
        const int64_t cost = !c->cost             ? priced(in, c, leg_between(in, &known, c->matrix, u, v)).cost
                             : c->cost[at] == ARC_NONE ? COST_NEVER
                                                  : c->cost[at];
        least = min64(least, cost);
    }
    return least;
}

/* Distance along the Hilbert curve of order 16 [Skilling2004 tells the bit work]. */
static uint32_t hilbert(uint32_t x, uint32_t y)
{
    uint32_t d = 0;
    for (uint32_t s = 1u << 15; s; s >>= 1) {
        const uint32_t rx = (x & s) != 0, ry = (y & s) != 0;
        d += s * s * ((3 * rx) ^ ry);
        if (!ry) {
            if (rx) x = s - 1 - (x & (s - 1)), y = s - 1 - (y & (s - 1));
            const uint32_t t = x;
            x = y;
            y = t;
        }
        x &= s - 1;
        y &= s - 1;
    }
    return d;
}

struct ordered { uint32_t key; int32_t stop; };

static int by_key(const void *a, const void *b)
{
    const struct ordered *p = a, *q = b;
    return p->key != q->key ? (p->key > q->key) - (p->key < q->key) : (p->stop > q->stop) - (p->stop < q->stop);
}

static void coordinates(const mlg_problem *p, int32_t place, double *x, double *y)
{
    const struct place *at = &p->places[place];
    *x = p->plane ? at->x : at->lon_deg * 0.7; /* near enough a plane at the latitudes of France */
    *y = p->plane ? at->y : at->lat_deg;
}

/* Number visits along the Hilbert curve; the two stops of a shipment stay neighbours. */
static bool number_visits(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t n = in->visit_count;
    struct ordered *order = arena_array(&in->arena, struct ordered, n);
    int32_t *stop_of = arena_array(&in->arena, int32_t, n), *visit_of = arena_array(&in->arena, int32_t, n);
    int32_t *mate = arena_array(&in->arena, int32_t, n);
    if (in->arena.failed) return false;
    double low_x = INFINITY, low_y = INFINITY, high_x = -INFINITY, high_y = -INFINITY, x, y;
    for (int32_t i = 0; i < n; i++) {
        coordinates(p, p->stops[i].place, &x, &y);
        low_x = fmin(low_x, x), low_y = fmin(low_y, y), high_x = fmax(high_x, x), high_y = fmax(high_y, y);
    }
    const double span = fmax(fmax(high_x - low_x, high_y - low_y), 1e-9);
    for (int32_t i = 0; i < n; i++) {
        const int32_t lead = p->mate[i] != MLG_NONE && p->mate[i] < i ? p->mate[i] : i;
        coordinates(p, p->stops[lead].place, &x, &y);
        order[i] = (struct ordered) {
            hilbert((uint32_t)((x - low_x) / span * 65535.0), (uint32_t)((y - low_y) / span * 65535.0)), i };
    }
    qsort(order, (size_t)n, sizeof *order, by_key);
    int32_t next = 0;
    memset(visit_of, 0xff, sizeof *visit_of * (size_t)n);
    for (int32_t i = 0; i < n; i++) {
        const int32_t stop = order[i].stop;
        if (visit_of[stop] != MLG_NONE) continue;
        stop_of[next] = stop, visit_of[stop] = next++;
        const int32_t other = p->mate[stop];
        if (other != MLG_NONE && visit_of[other] == MLG_NONE) stop_of[next] = other, visit_of[other] = next++;
    }
    for (int32_t v = 0; v < n; v++) mate[v] = p->mate[stop_of[v]] == MLG_NONE ? MLG_NONE : visit_of[p->mate[stop_of[v]]];
    in->stop_of = stop_of, in->visit_of = visit_of, in->mate = mate;
    return true;
}

/* Node of a terminal place, added at the end when new. */
static int32_t terminal(struct instance *in, int32_t *place, int32_t wanted)
{
    for (int32_t t = in->visit_count; t < in->node_count; t++)
        if (place[t] == wanted) return t;
    place[in->node_count] = wanted;
    return in->node_count++;
}

static bool same_skills(const mlg_vehicle *a, const mlg_vehicle *b)
{
    for (int32_t i = 0; i < a->skill_count; i++) {
        int32_t k = 0;
        while (k < b->skill_count && b->skills[k] != a->skills[i]) k++;
        if (k == b->skill_count) return false;
    }
    return true;
}

static bool same_breaks(const mlg_vehicle *a, const mlg_vehicle *b)
{
    if (a->break_count != b->break_count) return false;
    for (int32_t i = 0; i < a->break_count; i++) {
        const mlg_break *x = &a->breaks[i], *y = &b->breaks[i];
        if (x->service_s != y->service_s || x->after_s != y->after_s || x->at_stop != y->at_stop ||
            x->load_limited != y->load_limited || x->window_count != y->window_count ||
            (x->window_count && memcmp(x->windows, y->windows, sizeof *x->windows * (size_t)x->window_count)) ||
            (x->load_limited && memcmp(x->max_load, y->max_load, sizeof x->max_load)))
            return false;
    }
    return true;
}

static bool same_trips(const mlg_vehicle *a, const mlg_vehicle *b)
{
    const size_t bytes = sizeof *a->reload_places * (size_t)a->reload_count;
    return a->max_trips == b->max_trips && a->reload_count == b->reload_count &&
           (bytes == 0 || !memcmp(a->reload_places, b->reload_places, bytes));
}

/* Is anything but name and number different? */
static bool same_vehicle(const struct instance *in, const mlg_vehicle *a, const mlg_vehicle *b)
{
    return !a->first_count && !b->first_count && a->locked == b->locked && !memcmp(a->aboard, b->aboard, sizeof a->aboard) &&
           (!in->has_class_work || !strcmp(a->class_id, b->class_id)) && a->start == b->start && a->end == b->end && a->matrix == b->matrix &&
           !memcmp(a->capacity, b->capacity, sizeof a->capacity) && !memcmp(&a->rates, &b->rates, sizeof a->rates) &&
           a->shift.open_s == b->shift.open_s && a->shift.close_s == b->shift.close_s &&
           a->max_duty_s == b->max_duty_s && a->max_drive_s == b->max_drive_s &&
           a->max_distance_m == b->max_distance_m && a->max_energy_j == b->max_energy_j &&
           same_breaks(a, b) && same_trips(a, b) &&
           a->overtime_after_s == b->overtime_after_s && a->stops_after == b->stops_after &&
           a->drive_after_s == b->drive_after_s && a->distance_after_m == b->distance_after_m &&
           a->max_stops == b->max_stops && a->weight_load == b->weight_load && a->speed_factor == b->speed_factor &&
           a->service_factor == b->service_factor && same_skills(a, b) && same_skills(b, a);
}

/* Rates that labels do not contain may differ inside a class. */
static bool same_class(const struct instance *in, const struct rate_class *c, const mlg_vehicle *v)
{
    const mlg_rates *a = &c->rates, *b = &v->rates;
    return (!in->has_class_work || !strcmp(c->class_id, v->class_id)) &&
           c->matrix == v->matrix && a->per_m == b->per_m && a->per_tick == b->per_tick &&
           a->per_drive_tick == b->per_drive_tick && a->per_service_tick == b->per_service_tick &&
           a->per_task == b->per_task && a->per_matrix_cost == b->per_matrix_cost &&
           a->per_j_q24 == b->per_j_q24 && c->weight_load == v->weight_load &&
           c->speed_factor == v->speed_factor && c->service_factor == v->service_factor;
}

static int32_t class_of(struct instance *in, const mlg_vehicle *v)
{
    for (int32_t c = 0; c < in->class_count; c++)
        if (same_class(in, &in->classes[c], v)) return c;
    in->classes[in->class_count] = (struct rate_class) {
        .matrix = v->matrix, .class_id = v->class_id, .rates = v->rates, .weight_load = v->weight_load,
        .speed_factor = v->speed_factor, .service_factor = v->service_factor,
    };
    return in->class_count++;
}

static int64_t limit(int64_t seconds, const mlg_problem *p)
{
    return seconds > 0 ? seconds * p->ticks_per_s : TIME_NEVER;
}

/* Windows in ticks; no window at all is one that never closes. */
static struct span *spans_of(struct instance *in, const mlg_window *windows, int32_t count)
{
    const int64_t tick = in->problem->ticks_per_s;
    struct span *spans = arena_array(&in->arena, struct span, max32(1, count));
    if (spans && count == 0) spans[0].close = TIME_NEVER;
    for (int32_t i = 0; spans && i < count; i++)
        spans[i] = (struct span) { windows[i].open_s * tick, windows[i].close_s * tick };
    return spans;
}

static void settle_breaks(struct instance *in, struct vehicle_type *t, const mlg_vehicle *v)
{
    const int64_t tick = in->problem->ticks_per_s;
    struct pause *breaks = arena_array(&in->arena, struct pause, v->break_count);
    for (int32_t i = 0; breaks && i < v->break_count; i++) {
        const mlg_break *b = &v->breaks[i];
        breaks[i] = (struct pause) {
            .windows = spans_of(in, b->windows, b->window_count), .window_count = max32(1, b->window_count),
            .service = b->service_s * tick, .at_stop = b->at_stop, .load_limited = b->load_limited,
            .after = b->after_s > 0 ? b->after_s * tick - (tick - 1) : -1, /* vehicles leave at whole seconds */
        };
        memcpy(breaks[i].max_load, b->max_load, sizeof b->max_load);
        t->load_limited |= b->load_limited;
        t->duty_counts |= b->after_s > 0;
    }
    t->breaks = breaks, t->break_count = v->break_count;
}

static void settle_trips(struct instance *in, int32_t *place, struct vehicle_type *t, const mlg_vehicle *v)
{
    int32_t *reloads = arena_array(&in->arena, int32_t, v->reload_count);
    for (int32_t i = 0; reloads && i < v->reload_count; i++) reloads[i] = terminal(in, place, v->reload_places[i]);
    t->reloads = reloads, t->reload_count = v->reload_count;
    t->max_trips = v->reload_count ? v->max_trips : 1;
}

static void settle_first(struct instance *in, struct vehicle_type *t, const mlg_vehicle *v)
{
    int32_t *first = arena_array(&in->arena, int32_t, v->first_count);
    for (int32_t i = 0; first && i < v->first_count; i++) first[i] = in->visit_of[v->first_stops[i]];
    t->begins = first, t->begin_count = v->first_count, t->locked = v->locked;
    in->has_locks |= v->first_count > 0;
}

static void settle_type(struct instance *in, int32_t *place, struct vehicle_type *t, const mlg_vehicle *v)
{
    const mlg_problem *p = in->problem;
    *t = (struct vehicle_type) {
        .rate_class = class_of(in, v),
        .start = terminal(in, place, v->start),
        .end = terminal(in, place, v->end),
        .fixed = v->rates.fixed, .per_tick = v->rates.per_tick, .per_overtime_tick = v->rates.per_overtime_tick,
        .per_j_q24 = v->rates.per_j_q24, .per_duty2_q40 = v->rates.per_duty2_q40, .vehicle = v,
        .shift_open = v->shift.open_s * p->ticks_per_s,
        .shift_close = limit(v->shift.close_s, p),
        .max_duty = limit(v->max_duty_s, p),
        .overtime_after = limit(v->overtime_after_s, p),
        .max_drive = limit(v->max_drive_s, p),
        .max_distance = v->max_distance_m > 0 ? v->max_distance_m : TIME_NEVER,
        .max_energy = v->max_energy_j > 0 ? v->max_energy_j : TIME_NEVER,
        .max_stops = v->max_stops > 0 ? v->max_stops : p->stop_count,
        .weight_load = v->weight_load < p->load_count ? v->weight_load : MLG_NONE,
    };
    if (t->max_duty < TIME_NEVER) t->max_duty -= p->ticks_per_s - 1; /* vehicles leave at whole seconds */
    t->duty_counts = t->per_tick > 0 || t->per_duty2_q40 > 0 || t->max_duty < TIME_NEVER ||
                     (t->overtime_after < TIME_NEVER && t->per_overtime_tick > 0);
    settle_breaks(in, t, v);
    settle_trips(in, place, t, v);
    for (int32_t d = 0; d < p->load_count; d++) {
        t->aboard[d] = v->aboard[d];
        t->cap[d] = v->capacity[d] - (t->max_trips == 1 ? v->aboard[d] : 0);
        in->has_unloading |= t->max_trips > 1 && v->aboard[d] > 0;
    }
    t->cap[p->load_count] = t->max_stops; /* the dimension that counts stops, or one in which nothing weighs anything */
    settle_first(in, t, v);
}

/* Group vehicle rows into types; terminals and classes appear on the way. */
static bool collect_fleet(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t rows = p->vehicle_count;
    int64_t reloads = 0;
    for (int32_t r = 0; r < rows; r++) reloads += p->vehicles[r].reload_count;
    int32_t *place = arena_array(&in->arena, int32_t, in->visit_count + 2 * rows + 1 + reloads);
    int32_t *next_row = arena_array(&in->arena, int32_t, rows);
    in->types = arena_array(&in->arena, struct vehicle_type, rows);
    in->classes = arena_array(&in->arena, struct rate_class, rows);
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < in->visit_count; v++) {
        place[v] = p->stops[in->stop_of[v]].place;
        in->has_class_work |= p->stops[in->stop_of[v]].class_work_count > 0;
    }
    in->node_count = in->visit_count;
    in->place = place;
    int64_t slots = 0;
    for (int32_t r = 0; r < rows; r++) {
        const mlg_vehicle *v = &p->vehicles[r];
        int32_t k = 0;
        while (k < in->type_count && !same_vehicle(in, &p->vehicles[in->types[k].first], v)) k++;
        struct vehicle_type *t = &in->types[k];
        next_row[r] = MLG_NONE;
        if (k == in->type_count) {
            settle_type(in, place, t, v);
            t->first = t->last = r;
            in->type_count++;
        } else {
            next_row[t->last] = r;
            t->last = r;
        }
        t->count = (int32_t)min64((int64_t)t->count + (v->locked && !v->first_count ? 0 : v->count), in->visit_count);
    }
    for (int32_t k = 0; k < in->type_count; k++) slots += in->types[k].count;
    in->slot_count = (int32_t)max64(1, min64(slots, in->visit_count));
    in->next_row = next_row;
    return true;
}

/* Has energy a price or a limit, and is any known? */
static bool energy_counts(const struct instance *in, const struct vehicle_type *t)
{
    const mlg_matrix *m = &in->problem->matrices[in->classes[t->rate_class].matrix];
    return (t->per_j_q24 > 0 || t->max_energy < TIME_NEVER) && m->kind == MLG_TABLE && (m->energy_kj || m->energy_j_per_kg);
}

/* Vehicles whose energy does not depend on a load weigh a dimension in which nothing weighs anything: all of them, where it
 * counts for one, as they may be of one class. */
static void settle_weights(struct instance *in)
{
    bool added = false;
    for (int32_t k = 0; k < in->type_count; k++)
        added |= in->types[k].weight_load == MLG_NONE && energy_counts(in, &in->types[k]);
    for (int32_t k = 0; k < in->type_count; k++)
        if (in->types[k].weight_load == MLG_NONE) in->types[k].weight_load = added ? in->dims : 0;
    in->dims += added;
}

/* Loads of every visit; the last dimension counts stops when some vehicle limits them. */
static bool compile_loads(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t n = in->visit_count;
    bool count_stops = false;
    for (int32_t r = 0; r < p->vehicle_count; r++) count_stops |= p->vehicles[r].max_stops > 0;
    in->dims = p->load_count + count_stops;
    settle_weights(in);
    struct label_load *load = arena_array(&in->arena, struct label_load, (int64_t)n * max32(1, in->dims));
    int64_t *demand = arena_array(&in->arena, int64_t, n);
    if (in->arena.failed) return false;
    bool brought[DIMS_MAX] = { false }, collected[DIMS_MAX] = { false };
    for (int32_t v = 0; v < n; v++) {
        const mlg_stop *s = &p->stops[in->stop_of[v]];
        for (int32_t d = 0; d < p->load_count + count_stops; d++) {
            int64_t init = 1, net = -1; /* a stop counts like a unit to deliver */
            if (d < p->load_count) {
                init = s->demand[d];
                net = s->pickup[d] - s->demand[d] + p->mate_amount[(int64_t)in->stop_of[v] * MLG_LOADS_MAX + d];
                brought[d] |= s->demand[d] > 0;
                collected[d] |= s->pickup[d] > 0 || p->mate[in->stop_of[v]] != MLG_NONE;
            }
            load[(int64_t)d * n + v] = (struct label_load) { init, net, max64(0, net) };
        }
        if (in->dims == 1) demand[v] = max64(load[v].init, load[v].net);
    }
    for (int32_t d = 0; d < p->load_count; d++) in->mixed |= brought[d] && collected[d];
    for (int32_t v = 0; v < n; v++) in->has_shipments |= in->mate[v] != MLG_NONE;
    in->mixed |= in->has_shipments;
    in->load = load;
    in->demand = demand;
    return true;
}

static bool compile_visits(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t n = in->visit_count;
    int64_t *open = arena_array(&in->arena, int64_t, n), *close = arena_array(&in->arena, int64_t, n);
    uint64_t *allowed = arena_array(&in->arena, uint64_t, n), *hash = arena_array(&in->arena, uint64_t, n);
    bool *required = arena_array(&in->arena, bool, n), *backhaul = arena_array(&in->arena, bool, n);
    if (in->arena.failed) return false;
    uint64_t state = 1;
    bool ranked = false;
    for (int32_t v = 0; v < n; v++) {
        const mlg_stop *s = &p->stops[in->stop_of[v]];
        close[v] = TIME_NEVER;
        if (s->window_count) {
            open[v] = s->windows[0].open_s * p->ticks_per_s;
            close[v] = s->windows[s->window_count - 1].close_s * p->ticks_per_s;
            in->traits |= TRAIT_TIME;
        }
        for (int32_t k = 0; k < in->type_count && k < 64; k++)
            if (mlg__skilled(&p->vehicles[in->types[k].first], s)) allowed[v] |= UINT64_C(1) << k;
        in->has_skills |= s->skill_count > 0;
        backhaul[v] = s->backhaul;
        in->has_backhauls |= backhaul[v];
        required[v] = s->prize == 0 && s->group == 0 &&
                      (in->mate[v] == MLG_NONE || p->stops[in->stop_of[in->mate[v]]].prize == 0);
        in->has_optional |= !required[v];
        in->has_prizes |= s->prize > 0;
        ranked |= s->priority > 0;
        hash[v] = mlg__mix64(&state);
    }
    in->has_prizes &= !ranked; /* the prizes of priorities are above any way: each pays for a vehicle alone */
    in->open = open, in->close = close, in->allowed = allowed, in->hash = hash, in->required = required;
    in->backhaul = backhaul;
    return true;
}

/* What schedules decide, and the tables for it. */
static bool compile_schedule(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t n = in->visit_count;
    int64_t window_count = 0;
    for (int32_t i = 0; i < n; i++) {
        in->scheduled |= p->stops[i].window_count > 1 || p->stops[i].release_s > 0 || p->stops[i].per_late_tick > 0;
        window_count += max32(1, p->stops[i].window_count);
    }
    for (int32_t k = 0; k < in->type_count; k++) in->scheduled |= in->types[k].break_count > 0 || in->types[k].max_trips > 1;
    if (!in->scheduled) return true;
    in->traits |= TRAIT_TIME | TRAIT_RICH;
    int32_t *first = arena_array(&in->arena, int32_t, n + 1);
    struct span *windows = arena_array(&in->arena, struct span, window_count);
    int64_t *release = arena_array(&in->arena, int64_t, n);
    int64_t *due = arena_array(&in->arena, int64_t, n), *per_late = arena_array(&in->arena, int64_t, n);
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < n; v++) {
        const mlg_stop *s = &p->stops[in->stop_of[v]];
        struct span *own = &windows[first[v]];
        first[v + 1] = first[v] + max32(1, s->window_count);
        own->close = TIME_NEVER;
        for (int32_t i = 0; i < s->window_count; i++)
            own[i] = (struct span) { s->windows[i].open_s * p->ticks_per_s, s->windows[i].close_s * p->ticks_per_s };
        release[v] = s->release_s * p->ticks_per_s;
        due[v] = s->due_s * p->ticks_per_s, per_late[v] = s->per_late_tick;
    }
    in->due = due, in->per_late = per_late;
    in->window_first = first, in->windows = windows, in->release = release;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const int32_t p = *(const int32_t *)a, q = *(const int32_t *)b;
    return (p > q) - (p < q);
}

/* Can a setup be skipped, because two stops (or a stop and the start) are at one place? */
static bool find_setup(struct instance *in)
{
    struct arena scratch = { 0 };
    int32_t *place = arena_array(&scratch, int32_t, in->node_count);
    bool setup = false;
    for (int32_t i = 0; i < in->visit_count; i++) {
        const mlg_stop *s = &in->problem->stops[i];
        setup |= s->setup_s > 0;
        for (int32_t k = 0; k < s->class_work_count; k++) setup |= s->class_work[k].setup_s > 0;
    }
    if (place) {
        memcpy(place, in->place, sizeof *place * (size_t)in->node_count);
        qsort(place, (size_t)in->node_count, sizeof *place, by_place);
        for (int32_t u = 1; u < in->node_count; u++) in->has_setup |= setup && place[u] == place[u - 1];
    }
    mlg__arena_free(&scratch);
    return place;
}

static bool compile_classes(struct instance *in)
{
    const mlg_problem *p = in->problem;
    if (!find_setup(in)) return false;
    for (int32_t k = 0; k < in->class_count; k++) {
        struct rate_class *c = &in->classes[k];
        const mlg_vehicle worker = { .service_factor = c->service_factor, .class_id = c->class_id };
        int64_t *service = arena_array(&in->arena, int64_t, in->visit_count);
        int64_t *setup = arena_array(&in->arena, int64_t, in->visit_count);
        int64_t *cost = arena_array(&in->arena, int64_t, in->visit_count);
        if (in->arena.failed) return false;
        for (int32_t v = 0; v < in->visit_count; v++) {
            const struct work_time work = mlg__work(&worker, &p->stops[in->stop_of[v]]);
            service[v] = work.service_s * p->ticks_per_s;
            setup[v] = work.setup_s * p->ticks_per_s;
            if (!in->has_setup) service[v] += setup[v];
            cost[v] = (c->rates.per_tick + c->rates.per_service_tick) * service[v] + c->rates.per_task;
        }
        c->service = service, c->setup = setup, c->visit_cost = cost;
    }
    in->folded = in->class_count > 1;
    return true;
}

/* Is no arc and no visit dearer in a than in b, whatever the roads are? */
static bool dominates(const struct instance *in, const struct rate_class *a, const struct rate_class *b)
{
    const mlg_rates *p = &a->rates, *q = &b->rates;
    return (!in->has_class_work || !strcmp(a->class_id, b->class_id)) && a->matrix == b->matrix &&
           a->speed_factor == b->speed_factor && a->service_factor == b->service_factor && p->per_j_q24 == q->per_j_q24 &&
           p->per_m <= q->per_m && p->per_tick <= q->per_tick && p->per_drive_tick <= q->per_drive_tick &&
           p->per_service_tick <= q->per_service_tick && p->per_task <= q->per_task && p->per_matrix_cost <= q->per_matrix_cost;
}

/* Who can be the cheapest on an arc: all classes but those that another one dominates. Of very many, some. */
static bool find_frontier(struct instance *in)
{
    enum { FRONTIER_MAX = 16 };
    int32_t *frontier = arena_array(&in->arena, int32_t, in->class_count), count = 0;
    if (in->arena.failed) return false;
    for (int32_t k = 0; k < in->class_count; k++) {
        bool needed = true;
        for (int32_t i = 0; i < in->class_count && needed; i++)
            needed = !dominates(in, &in->classes[i], &in->classes[k]) || (i >= k && dominates(in, &in->classes[k], &in->classes[i]));
        if (needed) frontier[count++] = k;
    }
    for (int32_t i = 0; i < FRONTIER_MAX && count > FRONTIER_MAX; i++) frontier[i] = frontier[i * (int64_t)count / FRONTIER_MAX];
    in->frontier = frontier, in->frontier_count = min32(count, FRONTIER_MAX);
    return true;
}

/* Does anything beyond its own stops, driving or metres cost the vehicle more? */
static bool has_extras(const mlg_vehicle *v)
{
    return (v->stops_after && v->rates.per_extra_stop) || (v->drive_after_s && v->rates.per_extra_drive_tick) ||
           (v->distance_after_m && v->rates.per_extra_m);
}

static void find_traits(struct instance *in)
{
    for (int32_t k = 0; k < in->type_count; k++) {
        const struct vehicle_type *t = &in->types[k];
        if (t->shift_close < TIME_NEVER || t->max_duty < TIME_NEVER ||
            (t->overtime_after < TIME_NEVER && t->per_overtime_tick > 0))
            in->traits |= TRAIT_TIME;
        if (t->per_duty2_q40) in->traits |= TRAIT_TIME | TRAIT_RICH;
        in->has_limits |= t->max_drive < TIME_NEVER || t->max_distance < TIME_NEVER || has_extras(t->vehicle);
        in->has_energy |= energy_counts(in, t);
    }
    if (in->dims > 1 || in->mixed || in->class_count > 1 || in->has_skills || in->has_limits || in->has_energy ||
        in->has_setup || in->scheduled || in->has_groups || in->has_backhauls)
        in->traits |= TRAIT_RICH;
    in->soft_load = in->dims == 1 && !in->has_shipments && !in->has_energy && !in->scheduled;
    in->plain_load = in->soft_load && !in->mixed;
}

/* Where a schedule has to be in time and no more is asked of it, blocks have clocks. Whatever else schedule.c learns to decide
 * must be excluded here. */
static void find_clocked(struct instance *in)
{
    bool released = false, late = false;
    for (int32_t v = 0; in->scheduled && v < in->visit_count; v++) released |= in->release[v] > 0, late |= in->per_late[v] > 0;
    if (!in->scheduled || released || late || in->has_limits || in->has_energy || in->has_setup) return;
    for (int32_t k = 0; k < in->type_count; k++) {
        struct vehicle_type *t = &in->types[k];
        t->clocked = t->max_trips == 1 && !t->duty_counts && !t->load_limited && t->break_count <= CLOCK_BREAKS;
        if (t->clocked) in->clock_sets = max32(in->clock_sets, 1 << t->break_count);
    }
}

static bool same_before(const struct vehicle_type *a, const struct vehicle_type *b)
{
    return a->rate_class == b->rate_class && a->start == b->start && a->shift_open == b->shift_open &&
           a->shift_close == b->shift_close;
}

static bool same_after(const struct vehicle_type *a, const struct vehicle_type *b)
{
    return a->rate_class == b->rate_class && a->end == b->end && a->shift_open == b->shift_open &&
           a->shift_close == b->shift_close;
}

/* Has a stretch clocks, and are they the same? */
static bool same_clock(const struct vehicle_type *a, const struct vehicle_type *b)
{
    return a->clocked == b->clocked && (!a->clocked || same_breaks(a->vehicle, b->vehicle));
}

/* Once it is known which vehicles are clocked. */
static void share_labels(struct instance *in)
{
    for (int32_t k = 0; k < in->type_count; k++) {
        struct vehicle_type *t = &in->types[k];
        while (!same_before(&in->types[t->before_key], t) || !same_clock(&in->types[t->before_key], t)) t->before_key++;
        while (!same_after(&in->types[t->after_key], t) || !same_clock(&in->types[t->after_key], t)) t->after_key++;
    }
}

static bool goes_below_zero(const int32_t *plane, int64_t entries)
{
    for (int64_t i = 0; plane && i < entries; i++)
        if (plane[i] < 0) return true;
    return false;
}

/* Scans and lists know arcs alone. Where energy costs at least half as much as all else on the way to the visits, arcs
 * hold what they take empty, and a route is charged the rest. Schedules are cut by what is to come at least: there no leg
 * may give energy back. */
static void find_energy(struct instance *in)
{
    for (int32_t k = in->type_count - 1; k >= 0 && in->has_energy; k--) {
        struct rate_class *c = &in->classes[in->types[k].rate_class];
        const mlg_problem *p = in->problem;
        const mlg_matrix *m = &p->matrices[c->matrix];
        const int64_t entries = (int64_t)p->place_count * p->place_count;
        const bool from_start = in->place[in->types[k].start] != MLG_NONE;
        int128 energy = 0, rest = 0;
        c->energy_in_arcs = false;
        if (in->scheduled && (goes_below_zero(m->energy_kj, entries) || goes_below_zero(m->energy_j_per_kg, entries))) continue;
        for (int32_t v = 0; v < in->visit_count; v++) {
            const struct slow_arc a = from_start ? mlg__slow_arc(in, in->types[k].rate_class, in->types[k].start, v)
                                                 : mlg__slow_arc(in, in->types[k].rate_class, v, in->types[k].end);
            if (a.cost == COST_NEVER) continue;
            energy += mlg__energy_cost(&c->rates, MLG_MILLI * a.energy_kj);
            rest += a.cost - (in->folded ? c->visit_cost[v] : 0);
        }
        c->energy_in_arcs = energy > 0 && 2 * energy >= rest;
    }
}

static bool plane_symmetric(const int32_t *plane, int32_t n)
{
    for (int32_t u = 0; u < n; u++)
        for (int32_t v = 0; v < u; v++)
            if (plane[(int64_t)u * n + v] != plane[(int64_t)v * n + u]) return false;
    return true;
}

/* Only metres are paid for, in a plane: arcs can be computed where they are used. */
static bool pure_metric(const struct instance *in)
{
    if (in->class_count != 1 || in->has_setup || in->has_backhauls) return false;
    const struct rate_class *c = &in->classes[0];
    const mlg_rates *r = &c->rates;
    return in->problem->matrices[c->matrix].kind == MLG_EUCLID && c->speed_factor == 1 &&
           !r->per_tick && !r->per_drive_tick && !r->per_matrix_cost && r->per_m < 1000;
}

/* Costs of a plane problem, half of them computed and mirrored. Open ends are free. */
static void fill_metric(const struct instance *in, int32_t *plane)
{
    const int32_t n = in->node_count;
    for (int32_t u = 0; u < n; u++)
        for (int32_t v = 0; v < u; v++) {
            const bool free_arc = in->place[u] == MLG_NONE || in->place[v] == MLG_NONE;
            const int32_t d = free_arc ? 0 : mlg__euclid(in->round, in->x[u], in->y[u], in->x[v], in->y[v], false);
            plane[(int64_t)u * n + v] = plane[(int64_t)v * n + u] = d * in->metric_per_m;
        }
}

/* False when a cost does not fit the plane: then arcs of the instance are computed on demand. */
static bool fill_slow(struct instance *in, int32_t k, int32_t *cost, int32_t *time)
{
    const int32_t n = in->node_count;
    for (int32_t u = 0; u < n; u++)
        for (int32_t v = 0; v < n; v++) {
            const int64_t at = (int64_t)u * n + v;
            if (u == v) continue;
            const struct slow_arc a = mlg__slow_arc(in, k, u, v);
            if (a.cost == COST_NEVER) {
                in->has_holes = true;
                cost[at] = ARC_NONE;
                continue;
            }
            if (a.cost >= ARC_NONE || a.time >= ARC_NONE) return false;
            cost[at] = (int32_t)a.cost;
            if (time) time[at] = (int32_t)a.time;
        }
    return true;
}

static void drop_planes(struct instance *in)
{
    for (int32_t k = 0; k < in->class_count; k++) in->classes[k].cost = in->classes[k].time = NULL;
    in->traits |= TRAIT_RICH;
    in->has_holes = true; /* not looked for */
}

/* Planes while they fit; how long filling takes counts too when time is limited. */
static bool planes_fit(const struct instance *in, const struct settings *o, bool metric)
{
    const int64_t entries = (int64_t)in->node_count * in->node_count;
    const int64_t planes = (int64_t)in->class_count * (in->traits & TRAIT_TIME ? 2 : 1);
    const double seconds = (double)(entries * in->class_count) * (metric ? 4e-9 : 2.5e-8);
    return in->node_count <= PLANE_NODES_MAX && 4 * entries * planes <= PLANE_BYTES_MAX &&
           (o->time_limit_s <= 0 || seconds < 0.2 * o->time_limit_s);
}

static bool compile_planes(struct instance *in, const struct settings *o)
{
    const bool metric = pure_metric(in), timed = in->traits & TRAIT_TIME;
    const int64_t entries = (int64_t)in->node_count * in->node_count;
    in->symmetric = in->class_count == 1 && !in->has_setup && !in->has_backhauls &&
                    in->problem->matrices[in->classes[0].matrix].kind != MLG_TABLE;
    if (metric) in->metric_per_m = (int32_t)in->classes[0].rates.per_m;
    if (!planes_fit(in, o, metric)) {
        if (metric && !(in->traits & TRAIT_RICH)) in->traits |= TRAIT_METRIC;
        else drop_planes(in);
        return true;
    }
    /* One array serves both where time is distance (most published sets). */
    const bool same = metric && in->metric_per_m == 1 && in->round != MLG_ROUND_NONE;
    for (int32_t k = 0; k < in->class_count; k++) {
        int32_t *cost = arena_array(&in->arena, int32_t, entries);
        int32_t *time = timed && !same ? arena_array(&in->arena, int32_t, entries) : cost;
        if (in->arena.failed) return false;
        in->classes[k].cost = cost, in->classes[k].time = time;
        if (metric && (same || !timed)) fill_metric(in, cost);
        else if (!fill_slow(in, k, cost, timed ? time : NULL)) return drop_planes(in), true;
        if (!in->symmetric && in->class_count == 1 && plane_symmetric(cost, in->node_count) &&
            (!timed || plane_symmetric(time, in->node_count)))
            in->symmetric = true;
    }
    if (in->has_holes) in->traits |= TRAIT_RICH;
    in->plain_ways = in->plain_load && !in->has_holes && !in->has_limits && !in->has_setup && !in->has_ties;
    return true;
}

static bool compile_coordinates(struct instance *in)
{
    double *x = arena_array(&in->arena, double, in->node_count), *y = arena_array(&in->arena, double, in->node_count);
    if (in->arena.failed) return false;
    for (int32_t u = 0; u < in->node_count; u++)
        if (in->place[u] != MLG_NONE) coordinates(in->problem, in->place[u], &x[u], &y[u]);
    in->x = x, in->y = y;
    if (in->class_count) in->round = in->problem->matrices[in->classes[0].matrix].round;
    return true;
}

/* The longer the duty already is, the more a visit adds to its square: as if it came last of all. */
static int64_t balance_alone(const struct instance *in, const struct vehicle_type *t, int64_t duty)
{
    const double longest = (double)duty * (double)min32(in->visit_count, 1000);
    return t->per_duty2_q40 ? (int64_t)fmin(2.0 * longest * (double)duty * (double)t->per_duty2_q40 * 0x1p-40, 0x1p57) : 0;
}

/* How long after v is due it may be visited at most, by a vehicle that visits all others before. */
static int64_t latest(const struct instance *in, const struct vehicle_type *t, int32_t v)
{
    const int64_t last = min64(in->close[v], t->shift_close);
    if (last < TIME_NEVER) return max64(0, last - in->due[v]);
    int64_t end = t->shift_open;
    for (int32_t u = 0; u < in->visit_count; u++) {
        const struct slow_arc out = mlg__slow_arc(in, t->rate_class, t->start, u), back = mlg__slow_arc(in, t->rate_class, u, t->end);
        end = max64(end, in->open[u]) + out.time + back.time + in->classes[t->rate_class].service[u];
    }
    return max64(0, end - in->due[v]);
}

/* What serving v alone costs at most, over the types that can; COST_NEVER never comes out. */
static int64_t alone(const struct instance *in, int32_t v)
{
    struct known_leg to = { .matrix = MLG_NONE }, from = { .matrix = MLG_NONE };
    int64_t most = 0;
    for (int32_t k = 0; k < in->type_count; k++) {
        const struct vehicle_type *t = &in->types[k];
        const struct rate_class *c = &in->classes[t->rate_class];
        const struct slow_arc out = priced(in, c, leg_between(in, &to, c->matrix, t->start, v)); /* of a backhaul too */
        const struct slow_arc back = priced(in, c, leg_between(in, &from, c->matrix, v, t->end));
        if (out.cost == COST_NEVER || back.cost == COST_NEVER) continue;
        int64_t cost = t->fixed + out.cost + back.cost + in->classes[t->rate_class].visit_cost[v];
        cost += t->per_overtime_tick * (out.time + back.time + in->classes[t->rate_class].service[v]);
        /* Waiting may be worth paying for before a stop is left out. */
        int64_t wait = in->close[v] < TIME_NEVER ? in->open[v] : 0;
        if (in->scheduled) wait = max64(wait, in->windows[in->window_first[v + 1] - 1].open);
        for (int32_t i = 0; i < t->break_count; i++)
            wait += t->breaks[i].service + t->breaks[i].windows[t->breaks[i].window_count - 1].open;
        cost += (t->per_tick + t->per_overtime_tick) * wait;
        cost += t->vehicle->rates.per_extra_stop + t->vehicle->rates.per_extra_drive_tick * (out.drive + back.drive) +
                t->vehicle->rates.per_extra_m * (out.distance + back.distance);
        cost += balance_alone(in, t, out.time + back.time + in->classes[t->rate_class].service[v] + wait);
        if (in->scheduled && in->per_late[v] > 0) cost = (int64_t)fmin((double)cost + (double)in->per_late[v] * (double)latest(in, t, v), 0x1p58);
        if (t->per_j_q24 && in->dims) {
            const int64_t joules = 1000 * (max64(0, out.energy_kj) + max64(0, back.energy_kj)) +
                                   (max64(0, out.energy_j_per_kg) + max64(0, back.energy_j_per_kg)) *
                                       max64(in->load[(int64_t)t->weight_load * in->visit_count + v].init, 0);
            cost += mlg__energy_cost(&(mlg_rates) { .per_j_q24 = t->per_j_q24 }, joules);
        }
        most = max64(most, cost);
    }
    return most;
}

static int by_value(const void *a, const void *b) /* of pairs */
{
    const int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;
    return (p > q) - (p < q);
}

/* Number the groups that are there and list their members. */
static bool compile_groups(struct instance *in)
{
    const int32_t n = in->visit_count;
    const mlg_stop *stops = in->problem->stops;
    for (int32_t v = 0; v < n; v++) in->has_groups |= stops[in->stop_of[v]].group > 0;
    if (!in->has_groups) return true;
    int64_t (*order)[2] = mlg__arena_bytes(&in->arena, (size_t)n, sizeof *order, _Alignof(max_align_t));
    int32_t *group = arena_array(&in->arena, int32_t, n), *first = arena_array(&in->arena, int32_t, n + 1);
    int32_t *member = arena_array(&in->arena, int32_t, n), at = 0;
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < n; v++) order[v][0] = (int64_t)stops[in->stop_of[v]].group * n + v, order[v][1] = v;
    qsort(order, (size_t)n, sizeof *order, by_value);
    for (int32_t i = 0; i < n; i++) {
        const int32_t v = (int32_t)order[i][1], named = stops[in->stop_of[v]].group;
        group[v] = MLG_NONE;
        if (named == 0) continue;
        if (at == 0 || stops[in->stop_of[member[at - 1]]].group != named) first[in->group_count++] = at;
        group[v] = in->group_count - 1;
        member[at++] = v;
    }
    first[in->group_count] = at;
    in->group = group, in->group_first = first, in->group_member = member;
    in->has_optional = true;
    in->traits |= TRAIT_RICH;
    return true;
}

static bool compile_relations(struct instance *in)
{
    const mlg_problem *p = in->problem;
    const int32_t n = in->visit_count;
    int32_t teams = 0, at = 0, bit = 0;
    for (int32_t i = 0; i < p->relation_count; i++)
        *(p->relations[i].kind == MLG_TOGETHER ? &in->has_together : &in->has_apart) |= p->relations[i].stop_count > 1;
    if (!in->has_together && !in->has_apart) return true;
    int32_t *team = arena_array(&in->arena, int32_t, n), *member = arena_array(&in->arena, int32_t, n);
    int32_t *first = arena_array(&in->arena, int32_t, p->relation_count + 1);
    uint64_t *apart = arena_array(&in->arena, uint64_t, n);
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < n; v++) team[v] = MLG_NONE;
    for (int32_t i = 0; i < p->relation_count; i++) {
        const struct relation *r = &p->relations[i];
        for (int32_t k = 0; k < r->stop_count; k++) {
            const int32_t v = in->visit_of[r->stops[k]];
            if (r->kind == MLG_APART) apart[v] |= UINT64_C(1) << bit;
            else team[v] = teams, member[at++] = v;
        }
        if (r->kind == MLG_APART) bit++;
        else first[++teams] = at;
    }
    in->team = team, in->team_first = first, in->team_member = member, in->apart = apart;
    in->traits |= TRAIT_RICH;
    return true;
}

/* Who owns the stops that are given. */
static bool compile_locks(struct instance *in)
{
    if (!in->has_locks) return true;
    int32_t *owner = arena_array(&in->arena, int32_t, in->visit_count);
    if (!owner) return false;
    for (int32_t v = 0; v < in->visit_count; v++) owner[v] = MLG_NONE;
    for (int32_t k = 0; k < in->type_count; k++)
        for (int32_t i = 0; i < in->types[k].begin_count; i++) owner[in->types[k].begins[i]] = k;
    in->owner = owner;
    in->traits |= TRAIT_RICH;
    return true;
}

/* Goals in their order: the sum of priorities of required stops served, then how many, then cost. */
static int64_t weight_of(const struct instance *in, int32_t v)
{
    return 1 + max32(0, in->problem->stops[in->stop_of[v]].priority) * (in->visit_count + INT64_C(1));
}

/* A group asks for one of its members when none has a prize; else leaving all out costs the largest. */
static bool price_groups(struct instance *in)
{
    int64_t *cost = arena_array(&in->arena, int64_t, in->group_count);
    int64_t *penalty = arena_array(&in->arena, int64_t, in->group_count);
    if (in->arena.failed) return false;
    for (int32_t g = 0; g < in->group_count; g++) {
        int64_t weight = 1;
        for (int32_t i = in->group_first[g]; i < in->group_first[g + 1]; i++) {
            cost[g] = max64(cost[g], in->problem->stops[in->stop_of[in->group_member[i]]].prize);
            weight = max64(weight, weight_of(in, in->group_member[i]));
        }
        if (cost[g] == 0) cost[g] = penalty[g] = weight * in->big_prize;
    }
    in->group_cost = cost, in->group_penalty = penalty;
    return true;
}

static int larger_first(const void *a, const void *b)
{
    const int64_t *p = a, *q = b;
    return p[0] != q[0] ? (p[0] < q[0]) - (p[0] > q[0]) : (p[1] > q[1]) - (p[1] < q[1]);
}

/* Ranks of visits by value, the largest first, in 4,096 steps. */
static const uint32_t *rank_by(struct instance *in, const int64_t *value)
{
    const int32_t n = in->visit_count;
    struct arena scratch = { 0 };
    int64_t (*order)[2] = mlg__arena_bytes(&scratch, (size_t)n, sizeof *order, _Alignof(max_align_t));
    uint32_t *ranks = arena_array(&in->arena, uint32_t, n), rank = 0;
    if (scratch.failed || in->arena.failed) {
        mlg__arena_free(&scratch);
        return NULL;
    }
    for (int32_t v = 0; v < n; v++) order[v][0] = value[v], order[v][1] = v;
    qsort(order, (size_t)n, sizeof *order, larger_first);
    for (int32_t i = 0; i < n; i++) {
        if (i && order[i][0] != order[i - 1][0]) rank = (uint32_t)(INT64_C(4095) * i / n);
        ranks[order[i][1]] = rank;
    }
    mlg__arena_free(&scratch);
    return ranks;
}

/* Who should go in first where not all can: what is dear to leave out, and what is dear for the room it takes or, where nothing
 * takes room, for its service, in shares of the mean. */
static bool rank_absent(struct instance *in)
{
    const int32_t n = in->visit_count;
    const int64_t *service = in->class_count ? in->classes[0].service : NULL;
    struct arena scratch = { 0 };
    int64_t *worth = arena_array(&scratch, int64_t, n), loads = 0, services = 0;
    for (int32_t v = 0; v < n; v++) loads += in->load_rank[v], services += service ? service[v] : 0;
    for (int32_t v = 0; worth && v < n; v++) {
        const int64_t size_q8 = loads      ? (int64_t)(((int128)in->load_rank[v] * n << 8) / loads)
                                : services ? (int64_t)(((int128)service[v] * n << 8) / services)
                                           : 0;
        worth[v] = in->absent_cost[v] / (16 + size_q8);
    }
    if (worth) in->urgency = rank_by(in, in->absent_cost), in->worth = rank_by(in, worth);
    mlg__arena_free(&scratch);
    return in->urgency && in->worth;
}

/* One vehicle less is worth more than any way round and all prizes but those of priorities, which are above everything. */
static void price_vehicles(struct instance *in)
{
    const int64_t most = (INT64_C(1) << 58) / (in->visit_count + 1) / (in->visit_count + 1);
    int64_t price = 1;
    for (int32_t v = 0; v < in->visit_count; v++)
        price = min64(most, price + min64(most, 2 * alone(in, v)) +
                                (in->has_prizes ? min64(most, in->problem->stops[in->stop_of[v]].prize) : 0));
    for (int32_t k = 0; k < in->type_count; k++) in->types[k].fixed += price;
    in->vehicle_price = price;
}

static bool compile_prizes(struct instance *in)
{
    const int32_t n = in->visit_count;
    int64_t weights = 1; /* the sum of absent stops must not overflow */
    for (int32_t v = 0; v < n; v++) weights += weight_of(in, v);
    const int64_t most = (INT64_C(1) << 60) / weights;
    int64_t *absent = arena_array(&in->arena, int64_t, n), *penalty = arena_array(&in->arena, int64_t, n), prizes = 0;
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < n; v++) {
        prizes = min64(most, prizes + min64(most, 2 * alone(in, v)));
        if (!in->required[v]) prizes = min64(most, prizes + min64(most, in->problem->stops[in->stop_of[v]].prize));
    }
    in->big_prize = prizes + 1; /* one required stop is worth more than all that may be left out, and than any way round */
    for (int32_t v = 0; v < n; v++) {
        const int64_t prize = group_of(in, v) == MLG_NONE ? in->problem->stops[in->stop_of[v]].prize : 0;
        const int64_t own = in->folded || !in->class_count ? 0 : in->classes[0].visit_cost[v];
        penalty[v] = in->required[v] ? weight_of(in, v) * in->big_prize : 0;
        absent[v] = penalty[v] + prize - own;
        in->base_cost += own;
    }
    in->absent_cost = absent, in->penalty = penalty;
    return price_groups(in);
}

/* What orders of insertion look at: the way from the depot, and the size of the load. */
static bool compile_ranks(struct instance *in)
{
    const int32_t n = in->visit_count;
    int32_t *depot = arena_array(&in->arena, int32_t, n);
    int64_t *rank = arena_array(&in->arena, int64_t, n);
    if (in->arena.failed) return false;
    for (int32_t v = 0; v < n; v++) {
        for (int32_t d = 0; d < in->dims; d++) {
            const struct label_load *l = &in->load[(int64_t)d * n + v];
            rank[v] += max64(l->init, l->net);
        }
        if (!in->type_count) continue;
        const struct vehicle_type *t = &in->types[0];
        const bool open = in->place[t->start] == MLG_NONE;
        const struct slow_arc a = open ? road(in, t->rate_class, v, t->end) : road(in, t->rate_class, t->start, v);
        depot[v] = (int32_t)min64(a.cost, ARC_NONE - 1);
    }
    in->depot_cost = depot, in->load_rank = rank;
    return true;
}

/* Types by what they cost alone on average, the cheapest first: that is where who asks for a vehicle begins. */
static bool rank_types(struct instance *in)
{
    enum { SAMPLE = 64 };
    struct arena scratch = { 0 };
    const int32_t n = in->visit_count, every = n / SAMPLE + 1;
    int64_t (*order)[2] = mlg__arena_bytes(&scratch, (size_t)in->type_count, sizeof *order, _Alignof(max_align_t));
    int32_t *cheapest = arena_array(&in->arena, int32_t, in->type_count);
    for (int32_t k = 0; !scratch.failed && !in->arena.failed && k < in->type_count; k++) {
        const struct vehicle_type *t = &in->types[k];
        int64_t count = 0, sum = 0;
        for (int32_t v = 0; v < n; v += every) {
            const struct slow_arc out = road(in, t->rate_class, t->start, v), back = road(in, t->rate_class, v, t->end);
            if (out.cost < COST_NEVER && back.cost < COST_NEVER) count++, sum += out.cost + back.cost;
        }
        order[k][0] = -t->fixed - (count ? sum / count : 0), order[k][1] = k;
    }
    if (order && cheapest) qsort(order, (size_t)in->type_count, sizeof *order, larger_first);
    for (int32_t k = 0; order && cheapest && k < in->type_count; k++) cheapest[k] = (int32_t)order[k][1];
    in->cheapest = cheapest;
    mlg__arena_free(&scratch);
    return order && cheapest;
}

static bool compile(struct instance *in, const struct settings *o)
{
    if (!number_visits(in) || !collect_fleet(in)) return false;
    if (!compile_coordinates(in) || !compile_loads(in) || !compile_visits(in) || !compile_schedule(in) ||
        !compile_groups(in) || !compile_relations(in) || !compile_locks(in) || !compile_classes(in) || !find_frontier(in))
        return false;
    in->has_ties = in->has_together || in->has_apart || in->has_locks;
    find_traits(in);
    find_clocked(in);
    share_labels(in);
    find_energy(in);
    if (!compile_planes(in, o)) return false;
    if (o->fewest_vehicles) price_vehicles(in);
    return compile_prizes(in) && compile_ranks(in) && rank_absent(in) && rank_types(in);
}

mlg_status mlg__instance_new(const mlg_problem *p, const struct settings *o, struct instance **instance, mlg_error *err)
{
    *instance = NULL;
    MLG_TRY(mlg__routing_supported(p, err));
    struct instance *in = mlg__malloc(sizeof *in);
    if (!in) return mlg__no_memory(err, "the search");
    in->problem = p;
    in->visit_count = p->stop_count;
    mlg_status status = MLG_OK;
    if (!compile(in, o)) status = mlg__no_memory(err, "the search");
    else if (in->has_skills && in->type_count > 64)
        status = mlg__fail(err, MLG_OVER_LIMIT, "vehicles",
                           TXT("%d kinds of vehicle with skills, 64 are possible",
                               "%d sortes de véhicules avec compétences, 64 sont possibles"),
                           TXT("give equal vehicles equal figures", "donnez aux véhicules égaux les mêmes chiffres"),
                           in->type_count);
    if (!status) status = mlg__candidates_build(in, o, err);
    if (status) mlg__instance_free(in);
    else *instance = in;
    return status;
}

void mlg__instance_free(struct instance *in)
{
    if (!in) return;
    mlg__arena_free(&in->arena);
    mlg__free(in);
}
