/* kernel.inc.h — everything hot, written once and compiled once per class of instances: the including file sets
 * `enum { TRAITS = ... }` and the compiler drops what that constant excludes (section 5.3 of the design).
 *
 * Reading order: arcs, then how a chain of pieces is priced (eval), how a block is built, and the scans that look for
 * moves (scan.inc.h). */
#include <assert.h>

#include "model/metric.h"
#include "routing/clock.h"
#include "routing/search.h"

/* Kept out of the way of what is always done. */
#define SELDOM __attribute__((noinline, unused))

/* ---- arcs ---- */

/* Cost of the arc u -> v for a rate class; ARC_NONE and more where no road leads. */
static inline int64_t arc(const struct instance *in, int32_t rate_class, int32_t u, int32_t v)
{
    if (TRAITS & TRAIT_METRIC) {
        if (in->place[u] == MLG_NONE || in->place[v] == MLG_NONE) return 0;
        return (int64_t)mlg__euclid(in->round, in->x[u], in->y[u], in->x[v], in->y[v], false) * in->metric_per_m;
    }
    if (TRAITS & TRAIT_RICH) {
        const struct rate_class *c = &in->classes[rate_class];
        if (!c->cost) return mlg__slow_arc(in, rate_class, u, v).cost;
        return c->cost[(int64_t)u * in->node_count + v];
    }
    return in->classes[0].cost[(int64_t)u * in->node_count + v];
}

static inline int64_t arc_time(const struct instance *in, int32_t rate_class, int32_t u, int32_t v)
{
    if (TRAITS & TRAIT_METRIC) {
        if (in->place[u] == MLG_NONE || in->place[v] == MLG_NONE) return 0;
        return mlg__euclid(in->round, in->x[u], in->y[u], in->x[v], in->y[v], true);
    }
    const struct rate_class *c = &in->classes[(TRAITS & TRAIT_RICH) ? rate_class : 0];
    if ((TRAITS & TRAIT_RICH) && !c->time) return mlg__slow_arc(in, rate_class, u, v).time;
    return c->time[(int64_t)u * in->node_count + v];
}

static inline bool no_road(const struct instance *in, int64_t cost)
{
    return (TRAITS & TRAIT_RICH) && in->has_holes && (cost == ARC_NONE || cost >= COST_NEVER);
}

/* ---- pieces ---- */

static inline int32_t piece_node(const struct piece *p, int32_t i) /* i-th visit in driving order */
{
    if (!p->block) return p->from;
    return p->block->seq[p->back ? p->to - i : p->from + i];
}
static inline int32_t piece_len(const struct piece *p) { return p->block ? p->to - p->from + 1 : 1; }

static inline bool of_class(const struct instance *in, const struct block *b, int32_t rate_class)
{
    return !(TRAITS & TRAIT_RICH) || in->types[b->type].rate_class == rate_class;
}

static inline int32_t rate_class_of(const struct instance *in, const struct block *b)
{
    return (TRAITS & TRAIT_RICH) ? in->types[b->type].rate_class : 0;
}

/* Cost of the arcs inside a piece; ARC_NONE or more when one is missing. */
static inline int64_t piece_arcs(const struct instance *in, int32_t rate_class, const struct piece *p)
{
    const struct block *b = p->block;
    if (!b || p->from == p->to) return 0;
    if (of_class(in, b, rate_class) && (!p->back || !((TRAITS & TRAIT_RICH) && in->has_holes)))
        return p->back ? b->arcs_back[p->to] - b->arcs_back[p->from] : b->arcs[p->to] - b->arcs[p->from];
    int64_t sum = 0;
    for (int32_t i = 1, len = piece_len(p); i < len; i++) {
        const int64_t cost = arc(in, rate_class, piece_node(p, i - 1), piece_node(p, i));
        if (no_road(in, cost)) return COST_NEVER;
        sum += cost;
    }
    return sum;
}

/* May labels of this piece be taken from the start (to the end) of its block, for a route of type t? */
static inline bool is_prefix(const struct instance *in, const struct piece *p, const struct vehicle_type *t)
{
    return p->block && p->from == 1 && !p->back && in->types[p->block->type].before_key == t->before_key;
}
static inline bool is_suffix(const struct instance *in, const struct piece *p, const struct vehicle_type *t)
{
    return p->block && p->to == p->block->len - 2 && !p->back && in->types[p->block->type].after_key == t->after_key;
}

/* ---- price of a chain ---- */

/* Is a load one sum (chain_load, onboard)? Else labels. */
static inline bool sums_load(const struct instance *in) { return !(TRAITS & TRAIT_RICH) || in->plain_load; }

static inline int64_t chain_load(const struct instance *in, const struct chain *c)
{
    int64_t load = 0;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        load += p->block ? p->block->onboard[p->to] - p->block->onboard[p->from - 1] : in->demand[p->from];
    }
    return load;
}

/* Price of a load beyond the capacity; COST_NEVER while overloads are forbidden. */
static inline int64_t overload_cost(const struct search *s, int64_t load, int64_t capacity)
{
    if (load <= capacity) return 0;
    return s->overload_price_q8 ? price_q8(s->overload_price_q8, load - capacity) : COST_NEVER;
}

static inline struct label_load piece_load(const struct instance *in, int32_t dim, const struct piece *p)
{
    const struct label_load *load = in->load + (int64_t)dim * in->visit_count;
    const struct block *b = p->block;
    if (!b) return load[p->from];
    if (!p->back && p->from == 1) return b->load_before[dim * b->cap + p->to];
    if (!p->back && p->to == b->len - 2) return b->load_after[dim * b->cap + p->from];
    struct label_load sum = { 0, 0, 0 };
    for (int32_t i = 0, len = piece_len(p); i < len; i++) sum = label_load_join(sum, load[piece_node(p, i)]);
    return sum;
}

/* The same of labels; where there are several dimensions, overloads are always forbidden. */
static inline int64_t overload_cost_rich(const struct search *s, const struct vehicle_type *t, const struct chain *c)
{
    const struct instance *in = s->in;
    for (int32_t d = 0; d < in->dims; d++) {
        struct label_load sum = { 0, 0, 0 };
        for (int32_t i = 0; i < c->count; i++) sum = label_load_join(sum, piece_load(in, d, &c->piece[i]));
        if (sum.init + sum.peak > t->cap[d]) return overload_cost(s, sum.init + sum.peak, t->cap[d]);
    }
    return 0;
}

static inline uint64_t piece_allowed(const struct instance *in, const struct piece *p)
{
    const struct block *b = p->block;
    if (!b) return in->allowed[p->from];
    if (p->from == 1) return b->allowed_before[p->to];
    if (p->to == b->len - 2) return b->allowed_after[p->from];
    uint64_t all = ~UINT64_C(0);
    for (int32_t i = p->from; i <= p->to; i++) all &= in->allowed[b->seq[i]];
    return all;
}

/* ---- shipments ---- */

static inline uint64_t shipment_word(const struct instance *in, int32_t v)
{
    return in->mate[v] == MLG_NONE ? 0 : in->mate[v] > v ? in->hash[v] : -in->hash[in->mate[v]];
}

static inline bool in_piece(const struct search *s, const struct piece *p, int32_t v, int32_t from, int32_t to)
{
    const struct node_ref r = s->ref[v];
    return p->block ? r.slot != MLG_NONE && s->slot[r.slot] == p->block && r.pos >= from && r.pos <= to : p->from == v;
}

/* Does a chain hold both visits of its shipments, the first one first? What is on board at the end says whether all are
 * whole: a sum of words that is zero by accident is not to be feared. Then orders are looked at where a route does not
 * vouch for them: in its first stretch the first visit came before, in its last the other one is not gone. */
static SELDOM bool shipments_hold(const struct search *s, const struct chain *c)
{
    const struct instance *in = s->in;
    uint64_t open = 0;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        open += p->block ? p->block->open[p->to] - p->block->open[p->from - 1] : shipment_word(in, p->from);
    }
    if (open) return false;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        if (p->block && !p->back && (i == c->count - 1 || (i == 0 && p->from == 1))) continue;
        for (int32_t j = 0, len = piece_len(p); j < len; j++) {
            const int32_t v = piece_node(p, j);
            if (!is_delivery(in, v)) continue;
            bool met = p->block && (p->back ? in_piece(s, p, in->mate[v], p->to - j + 1, p->to)
                                            : in_piece(s, p, in->mate[v], p->from, p->from + j - 1));
            for (int32_t k = 0; k < i && !met; k++)
                met = in_piece(s, &c->piece[k], in->mate[v], c->piece[k].from, c->piece[k].to);
            if (!met) return false;
        }
    }
    return true;
}

/* ---- relations ---- */

/* Are all others of v's team that stay on a route in the chain too? */
static bool team_holds(const struct search *s, const struct chain *c, int32_t v)
{
    const struct instance *in = s->in;
    for (struct members m = team_members(in, in->team[v]); m.at < m.end; m.at++) {
        const int32_t other = *m.at;
        const bool leaves = s->leaving != MLG_NONE && (other == s->leaving || other == in->mate[s->leaving]);
        if (other == v || s->ref[other].slot == MLG_NONE || leaves) continue;
        bool met = false;
        for (int32_t k = 0; k < c->count && !met; k++)
            met = in_piece(s, &c->piece[k], other, c->piece[k].from, c->piece[k].to);
        if (!met) return false;
    }
    return true;
}

/* First the stops that are given, in their order; no other vehicle has them. */
static SELDOM bool locks_hold(const struct instance *in, const struct chain *c)
{
    const struct vehicle_type *t = &in->types[c->type];
    int32_t at = 0;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t j = 0, len = piece_len(&c->piece[i]); j < len; j++, at++) {
            const int32_t v = piece_node(&c->piece[i], j);
            if (at < t->begin_count ? v != t->begins[at] : t->locked || in->owner[v] != MLG_NONE) return false;
        }
    return at >= t->begin_count;
}

static SELDOM bool relations_hold(const struct search *s, const struct chain *c)
{
    const struct instance *in = s->in;
    uint64_t met = 0;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t j = 0, len = piece_len(&c->piece[i]); j < len; j++) {
            const int32_t v = piece_node(&c->piece[i], j);
            if (met & in->apart[v]) return false;
            met |= in->apart[v];
            if (in->team[v] != MLG_NONE && !team_holds(s, c, v)) return false;
        }
    return true;
}

static SELDOM bool ties_hold(const struct search *s, const struct chain *c)
{
    const struct instance *in = s->in;
    if ((in->has_together || in->has_apart) && !relations_hold(s, c)) return false;
    return !in->has_locks || locks_hold(in, c);
}

/* ---- times ---- */

/* Setup is skipped when the node before is at the same place. */
static inline bool skips_setup(const struct instance *in, int32_t before, int32_t v)
{
    return (TRAITS & TRAIT_RICH) && in->has_setup && in->place[before] == in->place[v];
}

static inline struct label_time visit_time(const struct instance *in, int32_t rate_class, int32_t before, int32_t v)
{
    const struct rate_class *c = &in->classes[(TRAITS & TRAIT_RICH) ? rate_class : 0];
    const bool setup = (TRAITS & TRAIT_RICH) && in->has_setup && !skips_setup(in, before, v);
    return (struct label_time) {
        .duration = c->service[v] + (setup ? c->setup[v] : 0), .earliest = in->open[v], .latest = in->close[v],
    };
}

static inline struct label_time shift_time(const struct vehicle_type *t)
{
    return (struct label_time) { .earliest = t->shift_open, .latest = t->shift_close };
}

/* Time label of the whole route. Stops early (some warp is in the result then) once a window is missed for good. */
static inline struct label_time chain_time(const struct instance *in, const struct vehicle_type *t, const struct chain *c)
{
    const int32_t k = t->rate_class;
    struct label_time sum = shift_time(t);
    int32_t at = t->start;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        if (i == 0 && is_prefix(in, p, t)) {
            sum = p->block->before[p->to];
        } else {
            const bool suffix = i == c->count - 1 && is_suffix(in, p, t);
            for (int32_t j = 0, len = piece_len(p); j < len; j++) {
                const int32_t v = piece_node(p, j);
                if (suffix && !skips_setup(in, at, v)) /* labels of suffixes begin with a setup */
                    return label_time_join(sum, arc_time(in, k, at, v), p->block->after[p->from + j]);
                sum = label_time_join(sum, arc_time(in, k, at, v), visit_time(in, k, at, v));
                if (sum.warp > 0) return sum;
                at = v;
            }
        }
        at = piece_node(p, piece_len(p) - 1);
    }
    return label_time_join(sum, arc_time(in, k, at, t->end), shift_time(t));
}

static inline int64_t time_cost(const struct vehicle_type *t, struct label_time sum)
{
    int64_t cost = t->per_tick * sum.wait;
    if ((TRAITS & TRAIT_RICH) && t->per_duty2_q40)
        cost += mlg__balance_cost(&(mlg_rates) { .per_duty2_q40 = t->per_duty2_q40 }, sum.duration);
    return sum.duration > t->overtime_after ? cost + t->per_overtime_tick * (sum.duration - t->overtime_after) : cost;
}

/* ---- energy ---- */

static inline struct label_energy arc_energy(const struct instance *in, int32_t rate_class, int32_t u, int32_t v)
{
    const struct slow_arc a = mlg__slow_arc(in, rate_class, u, v);
    return (struct label_energy) { .a_kj = a.energy_kj, .b = a.energy_j_per_kg, .paid = a.energy_paid };
}

/* Energy of a stretch, which begins with no arc; forwards in its class a difference of two prefixes. */
static inline struct label_energy piece_energy(const struct instance *in, int32_t weight, int32_t rate_class,
                                               const struct piece *p)
{
    const struct label_energy none = { 0, 0, 0, 0 };
    const struct label_load *load = in->load + (int64_t)weight * in->visit_count;
    const struct block *b = p->block;
    if (!b || p->from == p->to) return none;
    if (!p->back && of_class(in, b, rate_class))
        return label_energy_after(b->energy_before[p->to], b->energy_before[p->from],
                                  b->load_before[weight * b->cap + p->from - 1].net);
    struct label_energy sum = none;
    int64_t net = 0;
    for (int32_t j = 1, len = piece_len(p); j < len; j++) {
        const int32_t u = piece_node(p, j - 1);
        net += load[u].net;
        sum = label_energy_join(sum, net, arc_energy(in, rate_class, u, piece_node(p, j)), none);
    }
    return sum;
}

/* init: what is on board when a route begins, in the dimension that weighs. */
static inline int64_t energy_cost(const struct vehicle_type *t, struct label_energy sum, int64_t init)
{
    return mlg__energy_cost(&(mlg_rates) { .per_j_q24 = t->per_j_q24 }, label_energy_joules(sum, init)) - sum.paid;
}

/* Energy of the whole route; init: what is on board when it begins. */
static inline struct label_energy chain_energy(const struct instance *in, const struct vehicle_type *t, const struct chain *c,
                                               int64_t *init)
{
    const int32_t weight = t->weight_load, k = t->rate_class;
    struct label_energy sum = { 0, 0, 0, 0 };
    int64_t net = 0;
    int32_t at = t->start;
    *init = t->aboard[weight];
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        const struct block *b = p->block;
        const struct label_load *load = b ? &b->load_before[weight * b->cap] : &in->load[(int64_t)weight * in->visit_count + p->from];
        sum = label_energy_join(sum, net, arc_energy(in, k, at, piece_node(p, 0)), piece_energy(in, weight, k, p));
        net += b ? load[p->to].net - load[p->from - 1].net : load->net;
        *init += b ? load[p->to].init - load[p->from - 1].init : load->init;
        at = piece_node(p, piece_len(p) - 1);
    }
    return label_energy_join(sum, net, arc_energy(in, k, at, t->end), (struct label_energy) { 0, 0, 0, 0 });
}

/* Price of driving time, distance and stops beyond what is free, COST_NEVER beyond their limits: walked, such limits are
 * rare. */
static inline int64_t limits_cost(const struct instance *in, const struct vehicle_type *t, const struct chain *c)
{
    int64_t drive = 0, distance = 0, stops = 0;
    int32_t at = t->start;
    for (int32_t i = 0; i <= c->count; i++) {
        const struct piece *p = i < c->count ? &c->piece[i] : NULL;
        const int32_t to = p ? piece_node(p, 0) : t->end;
        const struct slow_arc a = mlg__slow_arc(in, t->rate_class, at, to);
        drive += a.drive, distance += a.distance;
        if (!p) break;
        stops += piece_len(p);
        if (p->block && !p->back && of_class(in, p->block, t->rate_class)) {
            drive += p->block->drive[p->to] - p->block->drive[p->from];
            distance += p->block->distance[p->to] - p->block->distance[p->from];
        } else {
            for (int32_t j = 1, len = piece_len(p); j < len; j++) {
                const struct slow_arc inner = mlg__slow_arc(in, t->rate_class, piece_node(p, j - 1), piece_node(p, j));
                drive += inner.drive, distance += inner.distance;
            }
        }
        at = piece_node(p, piece_len(p) - 1);
    }
    if (drive > t->max_drive || distance > t->max_distance) return COST_NEVER;
    return mlg__extra_cost(t->vehicle, stops, drive, distance, in->problem->ticks_per_s);
}

/* By the exact pass over all visits. */
static SELDOM int64_t scheduled_cost(const struct search *s, int32_t type, const struct piece *pieces, int32_t count,
                                     int64_t budget)
{
    int32_t *visits = s->schedule->visits, visit_count = 0;
    for (int32_t i = 0; i < count; i++)
        for (int32_t j = 0, len = piece_len(&pieces[i]); j < len; j++) visits[visit_count++] = piece_node(&pieces[i], j);
    return mlg__schedule_cost(s->schedule, s->in, type, visit_count, budget);
}

/* Is a schedule in time, where that is all that is asked? */
static SELDOM bool clock_holds(const struct instance *in, const struct vehicle_type *t, const struct chain *c)
{
    const int32_t sets = clock_sets(t);
    struct clock now = clock_start(t);
    int32_t at = t->start;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        const struct block *b = p->block;
        if (i == 0 && is_prefix(in, p, t)) {
            for (int32_t m = 0; m < sets; m++) now.at[m] = b->ready[p->to * in->clock_sets + m];
            at = b->seq[p->to];
            continue;
        }
        const bool suffix = i == c->count - 1 && is_suffix(in, p, t);
        for (int32_t j = 0, len = piece_len(p); j < len; j++) {
            const int32_t v = piece_node(p, j);
            now = clock_leg(t, &now, arc_time(in, t->rate_class, at, v));
            for (int32_t m = 0; suffix && m < sets; m++)
                if (now.at[m] <= b->latest[p->from * in->clock_sets + m]) return true;
            if (suffix || !clock_visit(in, t, v, &now)) return false;
            at = v;
        }
    }
    return clock_leg(t, &now, arc_time(in, t->rate_class, at, t->end)).at[sets - 1] <= t->shift_close;
}

/* Who may drive it, and whole shipments. */
static inline bool may_drive(const struct search *s, const struct chain *c)
{
    if (s->in->has_shipments && !shipments_hold(s, c)) return false;
    if (s->in->has_ties && !ties_hold(s, c)) return false;
    for (int32_t i = 0; s->in->has_skills && i < c->count; i++)
        if (!(piece_allowed(s->in, &c->piece[i]) >> c->type & 1)) return false;
    return true;
}

static inline int64_t chain_cost(const struct search *s, const struct chain *c, int64_t budget)
{
    const struct instance *in = s->in;
    const struct vehicle_type *t = &in->types[c->type];
    if (c->count == 0) return 0;
    if ((TRAITS & TRAIT_RICH) && t->max_trips > 1) /* nothing is known before, not even which arcs */
        return may_drive(s, c) ? scheduled_cost(s, c->type, c->piece, c->count, budget) : COST_NEVER;
    int64_t cost = t->fixed;
    if (sums_load(in)) {
        const int64_t overload = overload_cost(s, chain_load(in, c), t->cap[0]);
        if (overload >= COST_NEVER || overload > budget) return COST_NEVER;
        cost += overload;
    }
    int32_t at = t->start;
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        const int64_t link = arc(in, t->rate_class, at, piece_node(p, 0)), inner = piece_arcs(in, t->rate_class, p);
        if (no_road(in, link) || inner >= COST_NEVER) return COST_NEVER;
        cost += link + inner;
        at = piece_node(p, piece_len(p) - 1);
    }
    const int64_t link = arc(in, t->rate_class, at, t->end);
    if (no_road(in, link)) return COST_NEVER;
    cost += link;
    if (cost > budget) return cost;
    if ((TRAITS & TRAIT_RICH) && !may_drive(s, c)) return COST_NEVER;
    if ((TRAITS & TRAIT_RICH) && !in->plain_load) {
        const int64_t overload = overload_cost_rich(s, t, c);
        if (overload >= COST_NEVER) return COST_NEVER;
        cost += overload;
    }
    if ((TRAITS & TRAIT_TIME) && (!(TRAITS & TRAIT_RICH) || in->traits & TRAIT_TIME)) {
        const struct label_time sum = chain_time(in, t, c);
        if (sum.warp > 0 || sum.duration > t->max_duty) return COST_NEVER;
        cost += time_cost(t, sum);
    }
    if (!(TRAITS & TRAIT_RICH)) return cost;
    if (in->scheduled && cost > budget) return cost; /* so much at least */
    if (t->clocked) return clock_holds(in, t, c) ? cost : COST_NEVER;
    if (in->scheduled) return scheduled_cost(s, c->type, c->piece, c->count, budget);
    if (in->has_limits) {
        const int64_t beyond = limits_cost(in, t, c);
        if (beyond >= COST_NEVER) return COST_NEVER;
        cost += beyond;
    }
    if (!in->has_energy) return cost;
    int64_t init;
    const struct label_energy energy = chain_energy(in, t, c, &init);
    return label_energy_joules(energy, init) > t->max_energy ? COST_NEVER : cost + energy_cost(t, energy, init);
}

static int64_t eval(const struct search *s, const struct chain *c, int64_t budget) { return chain_cost(s, c, budget); }

/* ---- blocks ---- */

/* Sequence, arcs and travel times; arcs inside a piece of the same class are copied, not looked up. */
static inline void build_arcs(const struct instance *in, struct block *b, const struct vehicle_type *t,
                              const struct piece *pieces, int32_t count)
{
    const int32_t k = t->rate_class;
    const bool timed = (TRAITS & TRAIT_TIME) && (!(TRAITS & TRAIT_RICH) || in->traits & TRAIT_TIME);
    int32_t *seq = b->seq, at = 1;
    int64_t *arcs = b->arcs, *back = in->symmetric ? NULL : b->arcs_back;
    seq[0] = t->start, arcs[0] = 0;
    if (back) back[0] = 0;
    for (int32_t i = 0; i <= count; i++) {
        const struct piece *p = i < count ? &pieces[i] : NULL;
        const int32_t first = p ? piece_node(p, 0) : t->end, last = seq[at - 1];
        seq[at] = first;
        arcs[at] = arcs[at - 1] + arc(in, k, last, first);
        if (back) back[at] = back[at - 1] + arc(in, k, first, last);
        if (timed) b->travel[at] = (int32_t)arc_time(in, k, last, first);
        at++;
        if (!p || !p->block || p->from == p->to) continue;
        const struct block *o = p->block;
        const int32_t len = piece_len(p);
        if (!p->back && of_class(in, o, k)) {
            const int64_t shift = arcs[at - 1] - o->arcs[p->from];
            for (int32_t j = p->from + 1; j <= p->to; j++) {
                seq[at] = o->seq[j];
                arcs[at] = o->arcs[j] + shift;
                if (back) back[at] = back[at - 1] + o->arcs_back[j] - o->arcs_back[j - 1];
                if (timed) b->travel[at] = o->travel[j];
                at++;
            }
        } else if (in->symmetric) {
            for (int32_t j = p->to - 1; j >= p->from; j--) {
                seq[at] = o->seq[j];
                arcs[at] = arcs[at - 1] + o->arcs[j + 1] - o->arcs[j];
                if (timed) b->travel[at] = o->travel[j + 1];
                at++;
            }
        } else {
            for (int32_t j = 1; j < len; j++) {
                const int32_t v = piece_node(p, j), u = seq[at - 1];
                seq[at] = v;
                arcs[at] = arcs[at - 1] + arc(in, k, u, v);
                back[at] = back[at - 1] + arc(in, k, v, u);
                if (timed) b->travel[at] = (int32_t)arc_time(in, k, u, v);
                at++;
            }
        }
    }
    assert(at == b->len);
}

static inline void build_loads(const struct instance *in, struct block *b)
{
    const int32_t len = b->len;
    if (sums_load(in)) {
        int64_t sum = b->onboard[0] = 0;
        for (int32_t i = 1; i < len - 1; i++) b->onboard[i] = sum += in->demand[b->seq[i]];
        b->onboard[len - 1] = b->load = sum;
    }
    for (int32_t d = 0; d < (sums_load(in) ? 0 : in->dims); d++) {
        const struct label_load *load = in->load + (int64_t)d * in->visit_count;
        struct label_load *before = b->load_before + (int64_t)d * b->cap, *after = b->load_after + (int64_t)d * b->cap;
        before[0] = after[len - 1] = (struct label_load) { 0, 0, 0 };
        for (int32_t i = 1; i < len - 1; i++) before[i] = label_load_join(before[i - 1], load[b->seq[i]]);
        before[len - 1] = before[len - 2];
        for (int32_t i = len - 2; i > 0; i--) after[i] = label_load_join(load[b->seq[i]], after[i + 1]);
        after[0] = after[1];
    }
    if (!(TRAITS & TRAIT_RICH) || !in->has_skills) return;
    b->allowed_before[0] = b->allowed_after[len - 1] = ~UINT64_C(0);
    for (int32_t i = 1; i < len - 1; i++) b->allowed_before[i] = b->allowed_before[i - 1] & in->allowed[b->seq[i]];
    for (int32_t i = len - 2; i > 0; i--) b->allowed_after[i] = b->allowed_after[i + 1] & in->allowed[b->seq[i]];
}

static inline void build_times(const struct instance *in, struct block *b, const struct vehicle_type *t)
{
    const int32_t len = b->len, k = t->rate_class, *seq = b->seq;
    b->before[0] = b->after[len - 1] = shift_time(t);
    for (int32_t i = 1; i < len - 1; i++)
        b->before[i] = label_time_join(b->before[i - 1], b->travel[i], visit_time(in, k, seq[i - 1], seq[i]));
    b->before[len - 1] = label_time_join(b->before[len - 2], b->travel[len - 1], shift_time(t));
    struct label_time rest = b->after[len - 1]; /* from i on, as it follows position i - 1 of this route */
    for (int32_t i = len - 2; i > 0; i--) {
        const struct label_time own = visit_time(in, k, seq[i - 1], seq[i]);
        struct label_time whole = own;
        if (skips_setup(in, seq[i - 1], seq[i])) whole.duration += in->classes[k].setup[seq[i]];
        b->after[i] = label_time_join(whole, b->travel[i + 1], rest);
        rest = label_time_join(own, b->travel[i + 1], rest);
    }
    b->after[0] = b->before[len - 1];
}

/* Clocks of all first and last stretches; false when no schedule is in time. */
static SELDOM bool build_clocks(const struct instance *in, struct block *b, const struct vehicle_type *t)
{
    const int32_t last = b->len - 1, sets = clock_sets(t), stride = in->clock_sets;
    struct clock now = clock_start(t), by = clock_end(t);
    bool held = true;
    for (int32_t m = 0; m < sets; m++) b->ready[m] = now.at[m], b->latest[last * stride + m] = by.at[m];
    for (int32_t i = 1; i < last; i++) {
        now = clock_leg(t, &now, b->travel[i]);
        held &= clock_visit(in, t, b->seq[i], &now);
        for (int32_t m = 0; m < sets; m++) b->ready[i * stride + m] = now.at[m];
    }
    for (int32_t i = last - 1; i > 0; i--) {
        by = clock_leg_back(t, &by, b->travel[i + 1]);
        clock_visit_back(in, t, b->seq[i], &by);
        for (int32_t m = 0; m < sets; m++) b->latest[i * stride + m] = by.at[m];
    }
    return held && clock_leg(t, &now, b->travel[last]).at[sets - 1] <= t->shift_close;
}

static inline void build_rich(const struct instance *in, struct block *b, const struct vehicle_type *t)
{
    const int32_t len = b->len, k = t->rate_class;
    if (in->has_shipments) {
        b->open[0] = 0;
        for (int32_t i = 1; i < len - 1; i++) b->open[i] = b->open[i - 1] + shipment_word(in, b->seq[i]);
    }
    if (!in->has_limits && !in->has_energy) return;
    if (in->has_energy) b->energy_before[0] = (struct label_energy) { 0, 0, 0, 0 };
    if (in->has_limits) b->drive[0] = b->distance[0] = 0;
    for (int32_t i = 1; i < len; i++) {
        const struct slow_arc a = mlg__slow_arc(in, k, b->seq[i - 1], b->seq[i]);
        if (in->has_limits) b->drive[i] = b->drive[i - 1] + a.drive, b->distance[i] = b->distance[i - 1] + a.distance;
        if (!in->has_energy) continue;
        const struct label_energy arc = { .a_kj = a.energy_kj, .b = a.energy_j_per_kg, .paid = a.energy_paid };
        b->energy_before[i] = label_energy_join(b->energy_before[i - 1], b->load_before[t->weight_load * b->cap + i - 1].net,
                                                arc, (struct label_energy) { 0, 0, 0, 0 });
    }
}

static inline int64_t block_init(const struct block *b, const struct vehicle_type *t)
{
    return t->aboard[t->weight_load] + b->load_before[t->weight_load * b->cap + b->len - 1].init;
}

/* Does a block break a limit that leaving visits out can break: time (detours may be shorter than the straight way),
 * driving, distance, arcs that do not exist? */
static inline bool still_allowed(const struct instance *in, const struct block *b, const struct vehicle_type *t)
{
    const int32_t last = b->len - 1;
    if ((TRAITS & TRAIT_TIME) && (!(TRAITS & TRAIT_RICH) || in->traits & TRAIT_TIME))
        if (b->before[last].warp > 0 || b->before[last].duration > t->max_duty) return false;
    if (!(TRAITS & TRAIT_RICH)) return true;
    for (int32_t i = 1; in->has_holes && i <= last; i++)
        if (no_road(in, b->arcs[i] - b->arcs[i - 1])) return false;
    if (in->has_energy && label_energy_joules(b->energy_before[last], block_init(b, t)) > t->max_energy) return false;
    return !in->has_limits || (b->drive[last] <= t->max_drive && b->distance[last] <= t->max_distance);
}

/* Of the only dimension. */
static inline int64_t most_on_board(const struct instance *in, const struct block *b)
{
    return sums_load(in) ? b->load : b->load_before[b->len - 1].init + b->load_before[b->len - 1].peak;
}

static struct block *build(struct search *s, int32_t type, const struct piece *pieces, int32_t count)
{
    const struct instance *in = s->in;
    const struct vehicle_type *t = &in->types[type];
    int32_t len = 2;
    for (int32_t i = 0; i < count; i++) len += piece_len(&pieces[i]);
    struct block *b = mlg__block_new(&s->pool, len);
    if (!b) return s->failed = true, NULL;
    s->count.blocks++, s->count.block_visits += len - 2;
    b->type = type;
    build_arcs(in, b, t, pieces, count);
    build_loads(in, b);
    b->extra = b->overload = 0;
    if (sums_load(in) || in->soft_load) {
        b->overload = max64(0, most_on_board(in, b) - t->cap[0]);
        b->extra = price_q8(s->overload_price_q8, b->overload);
    }
    if ((TRAITS & TRAIT_TIME) && (!(TRAITS & TRAIT_RICH) || in->traits & TRAIT_TIME)) {
        build_times(in, b, t);
        b->extra += time_cost(t, b->before[len - 1]);
    }
    b->cost = t->fixed + b->arcs[len - 1] + b->extra;
    if (TRAITS & TRAIT_RICH) build_rich(in, b, t);
    if ((TRAITS & TRAIT_RICH) && in->has_limits) {
        const int64_t beyond = mlg__extra_cost(t->vehicle, len - 2, b->drive[len - 1], b->distance[len - 1], in->problem->ticks_per_s);
        b->extra += beyond, b->cost += beyond;
    }
    if ((TRAITS & TRAIT_RICH) && in->has_energy)
        b->cost += energy_cost(t, b->energy_before[len - 1], block_init(b, t));
    if ((TRAITS & TRAIT_RICH) && t->clocked) {
        if (!build_clocks(in, b, t) || !still_allowed(in, b, t)) b->cost = COST_NEVER;
    } else if ((TRAITS & TRAIT_RICH) && in->scheduled) {
        b->cost = scheduled_cost(s, type, pieces, count, COST_NEVER);
        /* Ways to depots for reloads are no extra: a move that saves one is left to ruin and recreate. */
        b->extra = b->cost - s->schedule->floor;
    } else if (!still_allowed(in, b, t)) {
        b->cost = COST_NEVER;
    }
    b->set_hash = 0;
    for (int32_t i = 1; i < len - 1; i++) b->set_hash += in->hash[TRAITS & TRAIT_RICH ? stands_for(in, b->seq[i]) : b->seq[i]];
    return b;
}

#include "routing/scan.inc.h"
