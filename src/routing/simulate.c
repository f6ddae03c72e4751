/* simulate.c — a route walked visit by visit, straight from the problem: shares no label with the search. */
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
        const int32_t mate = in->mate[visits[i]];
        int32_t k = 0;
        while (k < count && visits[k] != mate) k++;
        if (mate != MLG_NONE && (k == count || (k < i) != (mate < visits[i]))) return false;
    }
    return true;
}

/* Setup, unless the node before is at the same place, and service. */
static int64_t work(const struct instance *in, const struct vehicle_type *t, int32_t before, int32_t v)
{
    const mlg_stop *s = &in->problem->stops[in->stop_of[v]];
    const mlg_vehicle *vehicle = &in->problem->vehicles[t->first];
    const int64_t setup_s = in->place[before] == s->place ? 0 : mlg__work_s(vehicle, s->setup_s);
    return (setup_s + mlg__work_s(vehicle, s->service_s)) * in->problem->ticks_per_s;
}

static bool drive(const struct instance *in, const struct vehicle_type *t, const int32_t *visits, int32_t count,
                  struct walk *w)
{
    const struct label_load *weight = in->load + (int64_t)(in->has_energy ? t->weight_load : 0) * in->visit_count;
    int64_t onboard = 0;
    for (int32_t i = 0; i < count && in->has_energy; i++) onboard += weight[visits[i]].init;
    for (int32_t i = 0; i <= count; i++) {
        const int32_t from = i ? visits[i - 1] : t->start, to = i < count ? visits[i] : t->end;
        const struct slow_arc a = mlg__slow_arc(in, t->rate_class, from, to);
        if (a.cost == COST_NEVER) return false;
        w->arcs += a.cost, w->drive += a.drive, w->distance += a.distance, w->busy += a.time;
        w->a_kj += a.energy_kj, w->joules_by_load += a.energy_j_per_kg * onboard;
        if (i == count) break;
        if (in->has_energy) onboard += weight[to].net;
        w->busy += work(in, t, from, to);
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
        if (i < count) now += work(in, t, from, to);
    }
    *least_wait = wait - min64(wait, slack);
    return true;
}

int64_t mlg__simulate(const struct instance *in, int32_t type, const int32_t *visits, int32_t count)
{
    return mlg__simulate_soft(in, type, visits, count, 0);
}

int64_t mlg__simulate_soft(const struct instance *in, int32_t type, const int32_t *visits, int32_t count,
                           int64_t overload_price_q8)
{
    const struct vehicle_type *t = &in->types[type];
    struct walk w = { 0 };
    int64_t wait = 0;
    if (count == 0) return 0;
    if (!shipments_whole(in, visits, count)) return COST_NEVER;
    const int64_t too_much = overload(in, t, visits, count);
    if ((too_much && !overload_price_q8) || !drive(in, t, visits, count, &w) || !schedule(in, t, visits, count, &wait))
        return COST_NEVER;
    const int64_t duty = w.busy + wait;
    if (duty > t->max_duty) return COST_NEVER;
    int64_t cost = t->fixed + w.arcs + t->per_tick * wait + price_q8(overload_price_q8, too_much);
    if (duty > t->overtime_after) cost += t->per_overtime_tick * (duty - t->overtime_after);
    if (in->has_energy)
        cost += mlg__energy_cost(&(mlg_rates) { .per_j_q24 = t->per_j_q24 }, 1000 * w.a_kj + w.joules_by_load);
    return cost;
}
