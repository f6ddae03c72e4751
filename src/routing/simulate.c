/* simulate.c — a route walked visit by visit, straight from the problem: shares no label with the search.
 *
 * Two walks: the plain one for routes that are what their visits say, and one for routes with reloads, breaks, releases or
 * several windows, which are given as codes; the best of all that could be given is found by trying. */
#include "routing/search.h"

struct walk {
    int64_t arcs, drive, distance, busy; /* busy: ticks that are not waiting */
    int64_t a_kj, joules_by_load;
    int64_t visits;
};

/* The largest load beyond a capacity; of one dimension only, which may have a price. */
static int64_t overload(const struct instance *in, const struct vehicle_type *t, const int32_t *visits, int32_t count)
{
    int64_t most = 0;
    for (int32_t d = 0; d < in->dims; d++) {
        const struct label_load *load = in->load + (int64_t)d * in->visit_count;
        int64_t onboard = 0;
        for (int32_t i = 0; i < count; i++) onboard += load[visits[i]].init;
        most = max64(most, onboard - t->cap[d]);
        for (int32_t i = 0; i < count; i++) {
            onboard += load[visits[i]].net;
            most = max64(most, onboard - t->cap[d]);
        }
    }
    return most;
}

/* Both stops of each shipment, the first one first. */
static bool shipments_whole(const struct instance *in, const int32_t *visits, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (visits[i] < 0) continue; /* a code of a schedule */
        const int32_t mate = in->mate[visits[i]];
        int32_t k = 0;
        while (k < count && visits[k] != mate) k++;
        if (mate != MLG_NONE && (k == count || (k < i) != (mate < visits[i]))) return false;
    }
    return true;
}

/* No two of a relation that keeps stops apart. */
static bool apart_hold(const struct instance *in, const int32_t *visits, int32_t count)
{
    for (int32_t r = 0; r < in->problem->relation_count; r++) {
        const struct relation *own = &in->problem->relations[r];
        int32_t met = 0;
        for (int32_t i = 0; i < count && own->kind == MLG_APART; i++)
            for (int32_t k = 0; visits[i] >= 0 && k < own->stop_count; k++) met += own->stops[k] == in->stop_of[visits[i]];
        if (met > 1) return false;
    }
    return true;
}

/* First the stops that are given to this vehicle; none that is given to another. */
static bool locks_hold(const struct instance *in, const struct vehicle_type *t, const int32_t *visits, int32_t count)
{
    const mlg_vehicle *own = &in->problem->vehicles[t->first];
    int32_t met = 0;
    for (int32_t i = 0; i < count; i++) {
        const int32_t stop = visits[i] >= 0 ? in->stop_of[visits[i]] : MLG_NONE;
        if (stop == MLG_NONE) continue;
        if (met < own->first_count && own->first_stops[met] != stop) return false;
        if (met >= own->first_count && own->locked) return false;
        met++;
        for (int32_t r = 0; r < in->problem->vehicle_count; r++)
            for (int32_t k = 0; r != t->first && k < in->problem->vehicles[r].first_count; k++)
                if (in->problem->vehicles[r].first_stops[k] == stop) return false;
    }
    return met >= own->first_count;
}

/* Setup, unless the node before is at the same place, and service. */
static int64_t work_at(const struct instance *in, const struct vehicle_type *t, int32_t before, int32_t v)
{
    const mlg_stop *s = &in->problem->stops[in->stop_of[v]];
    const mlg_vehicle *vehicle = &in->problem->vehicles[t->first];
    const struct work_time work = mlg__work(vehicle, s);
    return ((in->place[before] == s->place ? 0 : work.setup_s) + work.service_s) * in->problem->ticks_per_s;
}

static bool drive(const struct instance *in, const struct vehicle_type *t, const int32_t *visits, int32_t count,
                  struct walk *w)
{
    const struct label_load *weight = in->load + (int64_t)(in->has_energy ? t->weight_load : 0) * in->visit_count;
    int64_t onboard = in->has_energy ? t->aboard[t->weight_load] : 0;
    for (int32_t i = 0; i < count && in->has_energy; i++) onboard += weight[visits[i]].init;
    for (int32_t i = 0; i <= count; i++) {
        const int32_t from = i ? visits[i - 1] : t->start, to = i < count ? visits[i] : t->end;
        const struct slow_arc a = mlg__slow_arc(in, t->rate_class, from, to);
        if (a.cost == COST_NEVER) return false;
        w->arcs += a.cost - a.energy_paid, w->drive += a.drive, w->distance += a.distance, w->busy += a.time;
        w->a_kj += a.energy_kj, w->joules_by_load += a.energy_j_per_kg * onboard;
        if (i == count) break;
        if (in->has_energy) onboard += weight[to].net;
        w->busy += work_at(in, t, from, to);
        if (in->has_skills && !(in->allowed[to] >> (t - in->types) & 1)) return false;
    }
    return w->drive <= t->max_drive && w->distance <= t->max_distance;
}

/* The least waiting of a punctual schedule: start as early as possible, then delay the start by as much as windows allow
 * and waiting is left (forward slack [Savelsbergh1992]). False when no schedule is punctual. */
static bool schedule(const struct instance *in, const struct vehicle_type *t, const int32_t *visits, int32_t count,
                     int64_t *least_wait)
{
    int64_t now = t->shift_open, wait = 0, slack = t->shift_close - now;
    for (int32_t i = 0; i <= count; i++) {
        const int32_t from = i ? visits[i - 1] : t->start, to = i < count ? visits[i] : t->end;
        const int64_t open = i < count ? in->open[to] : t->shift_open, close = i < count ? in->close[to] : t->shift_close;
        now += mlg__slow_arc(in, t->rate_class, from, to).time;
        if (now < open) wait += open - now, now = open;
        if (now > close) return false;
        slack = min64(slack, wait + close - now);
        if (i < count) now += work_at(in, t, from, to);
    }
    *least_wait = wait - min64(wait, slack);
    return true;
}

int64_t mlg__simulate_soft(const struct instance *in, int32_t type, const int32_t *visits, int32_t count,
                           int64_t overload_price_q8)
{
    const struct vehicle_type *t = &in->types[type];
    struct walk w = { 0 };
    int64_t wait = 0;
    if (count == 0) return 0;
    if (!shipments_whole(in, visits, count) || !apart_hold(in, visits, count) || !locks_hold(in, t, visits, count)) return COST_NEVER;
    const int64_t too_much = overload(in, t, visits, count);
    if ((too_much && !overload_price_q8) || !drive(in, t, visits, count, &w) || !schedule(in, t, visits, count, &wait))
        return COST_NEVER;
    const int64_t duty = w.busy + wait;
    if (duty > t->max_duty) return COST_NEVER;
    int64_t cost = t->fixed + w.arcs + t->per_tick * wait + price_q8(overload_price_q8, too_much);
    if (duty > t->overtime_after) cost += t->per_overtime_tick * (duty - t->overtime_after);
    cost += mlg__extra_cost(&in->problem->vehicles[t->first], count, w.drive, w.distance, in->problem->ticks_per_s) +
            mlg__balance_cost(&in->problem->vehicles[t->first].rates, duty);
    const int64_t joules = max64(0, 1000 * w.a_kj + w.joules_by_load);
    if (in->has_energy && joules > t->max_energy) return COST_NEVER;
    return in->has_energy ? cost + mlg__energy_cost(&(mlg_rates) { .per_j_q24 = t->per_j_q24 }, joules) : cost;
}

/* ---- schedules ---- */

static bool is_reload(const struct instance *in, int32_t code) { return code < 0 && ~code < in->node_count; }
static bool is_break(const struct instance *in, int32_t code) { return code < 0 && ~code >= in->node_count; }

struct given { const struct instance *in; const struct vehicle_type *t; const int32_t *codes; int32_t count; };

static int32_t node_of(const struct given *g, int32_t i) /* MLG_NONE: a break, which is nowhere */
{
    if (i < 0) return g->t->start;
    if (i == g->count) return g->t->end;
    return is_break(g->in, g->codes[i]) ? MLG_NONE : g->codes[i] >= 0 ? g->codes[i] : ~g->codes[i];
}

static int32_t next_node(const struct given *g, int32_t i)
{
    for (i++; node_of(g, i) == MLG_NONE;) i++;
    return node_of(g, i);
}

/* Latest release of the trip whose depot is at i. */
static int64_t release_from(const struct given *g, int32_t i)
{
    int64_t release = 0;
    for (i++; i < g->count && !is_reload(g->in, g->codes[i]); i++)
        if (g->codes[i] >= 0) release = max64(release, g->in->release[g->codes[i]]);
    return release;
}

/* No trip is empty, and no shipment is on board at a reload. */
static bool trips_hold(const struct given *g)
{
    const struct instance *in = g->in;
    int32_t shipments = 0, stops = 0;
    for (int32_t i = 0; i <= g->count; i++) {
        if (i == g->count || is_reload(in, g->codes[i])) { /* a trip ends */
            if (shipments || stops == 0) return false;
            stops = 0;
        } else if (g->codes[i] >= 0) {
            const int32_t v = g->codes[i];
            stops++;
            if (in->mate[v] != MLG_NONE) shipments += in->mate[v] > v ? 1 : -1;
        }
    }
    return true;
}

static bool loads_hold(const struct given *g)
{
    const struct instance *in = g->in;
    for (int32_t d = 0; d < in->problem->load_count; d++) { /* of the dimensions behind, no number of stops is a load */
        const struct label_load *load = in->load + (int64_t)d * in->visit_count;
        int64_t onboard = 0;
        for (int32_t i = -1; i < g->count; i++) {
            if (i < 0 || is_reload(in, g->codes[i])) { /* a trip begins */
                onboard = i < 0 ? g->t->aboard[d] : 0;
                for (int32_t k = i + 1; k < g->count && !is_reload(in, g->codes[k]); k++)
                    if (g->codes[k] >= 0) onboard += load[g->codes[k]].init;
            } else if (g->codes[i] >= 0) {
                onboard += load[g->codes[i]].net;
            } else {
                const struct pause *b = &g->t->breaks[~g->codes[i] - in->node_count];
                if (b->load_limited && onboard > b->max_load[d]) return false;
            }
            if (onboard > in->problem->vehicles[g->t->first].capacity[d]) return false;
        }
    }
    return true;
}

/* First instant at or after t in one of the windows, -1 after all of them. */
static int64_t allowed(const struct span *windows, int32_t count, int64_t t)
{
    for (int32_t i = 0; i < count; i++)
        if (t <= windows[i].close) return max64(t, windows[i].open);
    return -1;
}

/* When a departure ends, -1 when it comes too late somewhere; late: what lateness costs on the way, or
 * NULL. */
static int64_t end_of(const struct given *g, int64_t departure, int64_t *late)
{
    const struct instance *in = g->in;
    int64_t now = departure, ahead = mlg__slow_arc(in, g->t->rate_class, g->t->start, next_node(g, -1)).time, leg = ahead;
    int32_t at = g->t->start;
    for (int32_t i = 0; i < g->count; i++) {
        const int32_t v = g->codes[i];
        if (is_break(in, v)) {
            const struct pause *b = &g->t->breaks[~v - in->node_count];
            const int64_t begin = allowed(b->windows, b->window_count, now);
            if (begin < 0 || (b->at_stop && ahead < leg)) return -1;
            if (!b->at_stop) ahead -= min64(ahead, begin - now);
            now = begin + b->service;
            continue;
        }
        now += ahead;
        if (v >= 0) now = allowed(&in->windows[in->window_first[v]], in->window_first[v + 1] - in->window_first[v], now);
        else now = max64(now, release_from(g, i));
        if (now < 0) return -1;
        if (v >= 0 && late) *late += mlg__late_cost(&in->problem->stops[in->stop_of[v]], now, in->problem->ticks_per_s);
        if (v >= 0) now += work_at(in, g->t, at, v);
        at = node_of(g, i);
        ahead = leg = mlg__slow_arc(in, g->t->rate_class, at, next_node(g, i)).time;
    }
    return now + ahead <= g->t->shift_close ? now + ahead : -1;
}

static int64_t duty_of(const struct given *g, int64_t departure, int64_t least)
{
    const int64_t earliest = max64(g->t->shift_open, release_from(g, -1));
    if (departure < earliest || departure > g->t->shift_close) return least;
    const int64_t end = end_of(g, departure, NULL);
    return end < 0 ? least : min64(least, end - departure);
}

/* Least duty over all departures: least ones come just in time for some opening or closing, with no wait before, or leave
 * as early as they may. TIME_NEVER when all come too late. */
static int64_t least_duty(const struct given *g)
{
    const struct instance *in = g->in;
    int64_t busy = 0, leg = mlg__slow_arc(in, g->t->rate_class, g->t->start, next_node(g, -1)).time;
    int64_t least = duty_of(g, max64(g->t->shift_open, release_from(g, -1)), TIME_NEVER);
    int32_t at = g->t->start;
    for (int32_t i = 0; i < g->count; i++) {
        const int32_t v = g->codes[i];
        const bool pause = is_break(in, v);
        const struct pause *b = pause ? &g->t->breaks[~v - in->node_count] : NULL;
        const struct span ready = { release_from(g, i), TIME_NEVER };
        const struct span *w = pause ? b->windows : v >= 0 ? &in->windows[in->window_first[v]] : &ready;
        const int32_t count = pause ? b->window_count : v >= 0 ? in->window_first[v + 1] - in->window_first[v] : 1;
        for (int32_t k = 0; k < count; k++) {
            if (pause) least = duty_of(g, w[k].open - busy, duty_of(g, w[k].close - busy, least));
            least = duty_of(g, w[k].open - busy - leg, duty_of(g, w[k].close - busy - leg, least));
        }
        if (pause) {
            busy += b->service;
            continue;
        }
        busy += leg + (v >= 0 ? work_at(in, g->t, at, v) : 0);
        at = node_of(g, i);
        leg = mlg__slow_arc(in, g->t->rate_class, at, next_node(g, i)).time;
    }
    return duty_of(g, g->t->shift_close - busy - leg, least);
}

/* What is not a matter of time: arcs, and the ticks that are not waiting. */
static bool drive_given(const struct given *g, struct walk *w)
{
    const struct instance *in = g->in;
    const struct label_load *weight = in->load + (int64_t)(in->has_energy ? g->t->weight_load : 0) * in->visit_count;
    int64_t onboard = 0;
    int32_t at = g->t->start, trips = 0;
    for (int32_t i = -1; i < g->count; i++) {
        const int32_t v = i < 0 ? ~g->t->start : g->codes[i];
        if (is_break(in, v)) continue;
        at = node_of(g, i);
        if (v < 0) onboard = i < 0 && in->has_energy ? g->t->aboard[g->t->weight_load] : 0, trips++;
        for (int32_t k = i + 1; v < 0 && in->has_energy && k < g->count && !is_reload(in, g->codes[k]); k++)
            if (g->codes[k] >= 0) onboard += weight[g->codes[k]].init;
        if (v >= 0 && in->has_energy) onboard += weight[v].net;
        const int32_t to = next_node(g, i);
        const struct slow_arc a = mlg__slow_arc(in, g->t->rate_class, at, to);
        if (a.cost == COST_NEVER) return false;
        w->arcs += a.cost - a.energy_paid, w->drive += a.drive, w->distance += a.distance, w->busy += a.time;
        w->a_kj += a.energy_kj, w->joules_by_load += a.energy_j_per_kg * onboard;
        if (to < in->visit_count) w->busy += work_at(in, g->t, at, to), w->visits++;
        if (to < in->visit_count && in->has_skills && !(in->allowed[to] >> (g->t - in->types) & 1)) return false;
    }
    return trips <= g->t->max_trips && w->drive <= g->t->max_drive && w->distance <= g->t->max_distance &&
           w->visits <= g->t->max_stops;
}

int64_t mlg__simulate_given(const struct instance *in, int32_t type, const int32_t *codes, int32_t count)
{
    const struct given g = { in, &in->types[type], codes, count };
    struct walk w = { 0 };
    if (!shipments_whole(in, codes, count) || !apart_hold(in, codes, count) || !locks_hold(in, g.t, codes, count) ||
        !trips_hold(&g) || !loads_hold(&g) || !drive_given(&g, &w))
        return COST_NEVER;
    const int64_t duty = least_duty(&g), joules = max64(0, 1000 * w.a_kj + w.joules_by_load);
    if (duty > g.t->max_duty || duty >= TIME_NEVER || joules > g.t->max_energy) return COST_NEVER;
    for (int32_t b = 0; b < g.t->break_count; b++) {
        bool taken = false;
        for (int32_t i = 0; i < count; i++) taken |= codes[i] == ~(in->node_count + b);
        if (!taken && duty > g.t->breaks[b].after) return COST_NEVER;
    }
    int64_t cost = g.t->fixed + w.arcs + g.t->per_tick * (duty - w.busy), late = 0;
    end_of(&g, max64(g.t->shift_open, release_from(&g, -1)), &late); /* who leaves first is late least */
    cost += late + mlg__balance_cost(&in->problem->vehicles[g.t->first].rates, duty) +
            mlg__extra_cost(&in->problem->vehicles[g.t->first], w.visits, w.drive, w.distance, in->problem->ticks_per_s);
    if (duty > g.t->overtime_after) cost += g.t->per_overtime_tick * (duty - g.t->overtime_after);
    if (in->has_energy) cost += mlg__energy_cost(&(mlg_rates) { .per_j_q24 = g.t->per_j_q24 }, joules);
    return cost;
}

enum { CODES_MAX = 256 };
struct trial {
    const struct instance *in;
    int32_t type, count;
    const int32_t *visits;
    int32_t codes[CODES_MAX];
    int64_t least;
};

/* All that may stand before visit i: nothing, a break not taken yet, a reload; then what may come after that. */
static void try_from(struct trial *t, int32_t i, int32_t code_count, int32_t trips, uint32_t taken)
{
    const struct instance *in = t->in;
    const struct vehicle_type *type = &in->types[t->type];
    if (i == t->count) t->least = min64(t->least, mlg__simulate_given(in, t->type, t->codes, code_count));
    if (code_count == CODES_MAX) return;
    if (i < t->count) {
        t->codes[code_count] = t->visits[i];
        try_from(t, i + 1, code_count + 1, trips, taken);
    }
    for (int32_t b = 0; b < type->break_count; b++) {
        /* Behind the same visit, breaks at a stop come before those on the road (schedule.h). */
        const int32_t last = code_count ? t->codes[code_count - 1] : 0;
        const bool on_road = is_break(in, last) && !type->breaks[~last - in->node_count].at_stop;
        if (taken >> b & 1 || (type->breaks[b].at_stop && on_road)) continue;
        t->codes[code_count] = ~(in->node_count + b);
        try_from(t, i, code_count + 1, trips, taken | 1u << b);
    }
    for (int32_t r = 0; i > 0 && i < t->count && trips < type->max_trips && r < type->reload_count; r++) {
        bool other = false; /* two reloads without a visit between them are one too many */
        for (int32_t k = code_count - 1; k >= 0 && t->codes[k] < 0; k--) other |= is_reload(in, t->codes[k]);
        if (other) return;
        t->codes[code_count] = ~type->reloads[r];
        try_from(t, i, code_count + 1, trips + 1, taken);
    }
}

int64_t mlg__simulate(const struct instance *in, int32_t type, const int32_t *visits, int32_t count)
{
    if (!in->scheduled || count == 0) return mlg__simulate_soft(in, type, visits, count, 0);
    if (!shipments_whole(in, visits, count)) return COST_NEVER;
    struct trial t = { .in = in, .type = type, .count = count, .visits = visits, .least = COST_NEVER };
    try_from(&t, 0, 0, 1, 0);
    return t.least;
}
