/* explain.c — why a stop is not served: all rooms looked at, the smallest lacks of each rule put to the trial, and what
 * passes the checker told. */
#include "maillage/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "explain/trial.h"

enum { KEEP = 6, ROUGH = 3, EXCHANGES = 8, LONGEST_ROAD_S = 1 << 16 };

/* Visits: with thousands of stops out, even what one vehicle more could do is tried no longer after so many. */
enum { WORK_MOST = 4000000 };

struct mlg_explanation {
    struct arena arena;
    int32_t count;
    mlg_unserved *of;
};

/* The smallest lacks seen. */
struct best {
    int32_t count;
    struct lack of[KEEP];
};

struct tally {
    int32_t count, vehicle;
    int64_t least;
};

struct asking {
    struct rooms *r;
    const mlg_problem *p;
    struct arena scratch;
    mlg_status status;
    mlg_error *err;
    int64_t known; /* violations of the plan as it is */
    int64_t work;  /* visits to look at (rooms.nodes_seen); 0: no limit */
    mlg_explain_what what;
    /* of the stop at hand */
    int32_t stop;
    struct ties ties;
    bool thorough;                                   /* every rough look is put to the trial */
    struct best single[MLG_RULES], fit, many, rough; /* rough: of the room at hand */
    struct lack room_best;
    bool room_any;
    struct tally alone[MLG_RULES], routes[MLG_RULES];
    int32_t entry_count;
    mlg_reason entries[2 * MLG_RULES + CHANGES_MAX];
    double sizes[2 * MLG_RULES + CHANGES_MAX];
};

/* Routes are looked at. */
static bool within_work(const struct asking *a) { return !a->work || a->r->nodes_seen < a->work; }
/* No change is tried: what is told is whether a vehicle could serve the stop, and whether one that is not used has room. */
static bool is_tired(const struct asking *a) { return !within_work(a) && a->r->nodes_seen > WORK_MOST; }

/* Rules that say nothing of a place in a route. */
#define OF_THE_PLAN                                                                                                    \
    (1u << MLG_RULE_VEHICLES | 1u << MLG_RULE_GROUP | 1u << MLG_RULE_TOGETHER | 1u << MLG_RULE_APART |                 \
     1u << MLG_RULE_BACKHAUL)

/* ---- what was seen --------------------------------------------------------------------------------------------- */

static bool is_less(const struct lack *a, const struct lack *b)
{
    return a->size != b->size ? a->size < b->size : a->cost < b->cost;
}

static void keep(struct best *b, const struct lack *l, int32_t most)
{
    int32_t at = b->count < most ? b->count++ : most;
    if (at == most && !is_less(l, &b->of[--at])) return;
    for (; at > 0 && is_less(l, &b->of[at - 1]); at--) b->of[at] = b->of[at - 1];
    b->of[at] = *l;
}

static mlg_rule only_rule(unsigned rules)
{
    int k = 0;
    while (!(rules >> k & 1)) k++;
    return (mlg_rule)k;
}

static bool no_change_helps(const struct lack *l)
{
    return lacks(l, MLG_RULE_ROUTE_TIME) || l->by[MLG_RULE_TOGETHER] + l->by[MLG_RULE_APART] > TIES_MAX;
}

static void sort_in(struct asking *a, const struct lack *l)
{
    if (!a->room_any || is_less(l, &a->room_best)) a->room_best = *l, a->room_any = true;
    if (!l->rules) keep(&a->fit, l, KEEP);
    else if (no_change_helps(l)) return;
    else if (!(l->rules & (l->rules - 1))) keep(&a->single[only_rule(l->rules)], l, KEEP);
    else keep(&a->many, l, KEEP);
}

/* What a rough look finds is so; what it may overlook is worth a trial only where nothing else stands in the way. */
static void see(const struct lack *l, void *user)
{
    struct asking *a = user;
    if (l->sure || (l->rules & ~OF_THE_PLAN && !a->thorough)) sort_in(a, l);
    else keep(&a->rough, l, ROUGH);
}

/* The trial lies in scratch, of problem q. false: a->status. */
static bool drive(struct asking *a, const mlg_problem *q, const struct placing *at, struct trial *t)
{
    if (!a->status) a->status = mlg__trial(a->r, q, at, &a->scratch, t, a->err);
    if (!a->status) a->r->nodes_seen += t->walked;
    return !a->status;
}

/* What the trial says of a lack; its cost is exact then. */
static void put_to_trial(struct asking *a, struct lack *l)
{
    const struct arena_mark mark = mlg__arena_mark(&a->scratch);
    struct trial t;
    if (drive(a, a->p, &l->at, &t)) mlg__trial_lacks(a->p, &t, l), l->cost = t.route.cost - l->at.room->cost;
    mlg__arena_reset(&a->scratch, mark);
}

static void settle_rough(struct asking *a)
{
    for (int32_t i = 0; i < a->rough.count && !a->status; i++) {
        struct lack l = a->rough.of[i];
        put_to_trial(a, &l);
        if (!a->status) sort_in(a, &l);
    }
}

static void count_in(struct tally *tally, const struct lack *l, int32_t vehicles)
{
    for (int k = 0; k < MLG_RULES; k++) {
        if (!lacks(l, (mlg_rule)k) || k == MLG_RULE_VEHICLES) continue;
        if (!tally[k].count || l->by[k] < tally[k].least)
            tally[k].least = l->by[k], tally[k].vehicle = l->at.room->vehicle;
        tally[k].count = min32(INT32_MAX / 2, tally[k].count) + min32(INT32_MAX / 2, vehicles);
    }
}

/* Some vehicle could serve it alone. */
static bool look_around(struct asking *a)
{
    bool able = false;
    for (int32_t i = a->r->route_count; i < a->r->count + a->r->route_count && !a->status; i++) {
        const int32_t room = i < a->r->count ? i : i - a->r->count; /* those without a route first */
        const struct room *m = &a->r->of[room];
        if (m->route != MLG_NONE && !within_work(a)) break;
        if (able && is_tired(a) && (a->fit.count || m->more)) continue;
        a->rough.count = 0, a->room_any = false;
        mlg__lacks(a->r, m, a->stop, &a->ties, see, a);
        settle_rough(a);
        if (!a->room_any) continue;
        const bool free = !(a->room_best.rules & ~OF_THE_PLAN);
        if (m->route == MLG_NONE) count_in(a->alone, &a->room_best, m->alike);
        else count_in(a->routes, &a->room_best, 1);
        able |= free;
    }
    return able;
}

/* ---- entries --------------------------------------------------------------------------------------------------- */

static void enter(struct asking *a, mlg_rule rule, const struct tally *t, int32_t index, mlg_change change,
                  int64_t cost, double size)
{
    mlg_reason *e = &a->entries[a->entry_count];
    a->sizes[a->entry_count++] = size;
    *e = (mlg_reason) { .rule = rule,
                        .vehicle = t && t->count ? t->vehicle
                                   : change.kind ? change.vehicle
                                                 : MLG_NONE,
                        .count = t ? t->count : 0,
                        .index = index,
                        .margin = t && t->count ? t->least : change.by,
                        .change = change,
                        .cost = cost };
}

/* With some changes made, the changes that are lacking still; their number, or MLG_NONE: these cannot be made, or none
 * helps. */
static int32_t still_lacking(struct asking *a, const struct lack *l, const mlg_change *changes, int32_t count,
                             mlg_change *more)
{
    const struct arena_mark mark = mlg__arena_mark(&a->scratch);
    struct lack rest = { .at = l->at };
    mlg_problem q;
    struct trial t;
    int32_t lacking = MLG_NONE;
    if (!a->status && mlg__changed(a->p, &l->at, changes, count, &a->scratch, &q) && drive(a, &q, &l->at, &t)) {
        mlg__trial_lacks(&q, &t, &rest);
        if (!no_change_helps(&rest)) lacking = mlg__changes_of(a->r, &q, &rest, more);
    }
    mlg__arena_reset(&a->scratch, mark);
    return lacking;
}

/* A road may be so long: the longest of a doubling series with which all else still holds. */
static void measure_road(struct asking *a, const struct lack *l, mlg_change *changes, int32_t count)
{
    mlg_change more[CHANGES_MAX];
    for (int32_t i = 0; i < count; i++)
        for (int64_t seconds = 60; changes[i].kind == MLG_CHANGE_ROAD && seconds <= LONGEST_ROAD_S; seconds *= 2) {
            const int64_t before = changes[i].to;
            changes[i].to = seconds;
            if (still_lacking(a, l, changes, count, more) == 0) continue;
            changes[i].to = before;
            break;
        }
}

/* Apply, drive, check. cost: what the plan then costs more. */
static bool admits(struct asking *a, const struct lack *l, const mlg_change *changes, int32_t count, int64_t *cost)
{
    const struct arena_mark mark = mlg__arena_mark(&a->scratch);
    mlg_problem q;
    struct trial t;
    bool passes = false;
    if (!a->status && mlg__changed(a->p, &l->at, changes, count, &a->scratch, &q) && drive(a, &q, &l->at, &t)) {
        a->status = mlg__passes(a->r, &q, &l->at, &t.sequence, a->known, &passes, a->err);
        *cost = t.route.cost - l->at.room->cost;
    }
    if (a->scratch.failed && !a->status) a->status = mlg__no_memory(a->err, "an explanation");
    a->r->nodes_seen += a->p->stop_count; /* the checker goes through all stops, served or not */
    mlg__arena_reset(&a->scratch, mark);
    return !a->status && passes;
}

/* A trial first: it says what a lack is exactly. false: another rule comes in, and the lack is kept as one of that
 * kind. */
static bool is_still(struct asking *a, struct lack *l)
{
    const unsigned rules = l->rules;
    put_to_trial(a, l);
    if (!a->status && l->rules != rules) sort_in(a, l);
    return !a->status && l->rules == rules;
}

static const struct tally *tally_of(const struct asking *a, bool able, mlg_rule rule)
{
    return able ? &a->routes[rule] : &a->alone[rule];
}

static void enter_singles(struct asking *a, bool able)
{
    for (int k = 0; k < MLG_RULES; k++)
        for (int32_t i = 0; i < a->single[k].count && !a->status; i++) {
            struct lack l = a->single[k].of[i];
            mlg_change changes[CHANGES_MAX];
            int64_t cost = 0;
            if (!is_still(a, &l)) continue;
            const int32_t count = mlg__changes_of(a->r, a->p, &l, changes);
            if (count != 1) continue; /* two loads, or two windows */
            measure_road(a, &l, changes, count);
            if (!admits(a, &l, changes, 1, &cost)) continue;
            enter(a, (mlg_rule)k, tally_of(a, able, (mlg_rule)k), changes[0].index, changes[0], cost, l.size);
            break;
        }
}

static mlg_change to_insert(const struct lack *l)
{
    return (mlg_change) { .kind = MLG_CHANGE_INSERT,
                          .vehicle = l->at.room->vehicle,
                          .stop = l->at.stop,
                          .other = MLG_NONE,
                          .index = l->at.after };
}

/* It fits as it is: either nobody put it there, or it is not worth its cost. */
static bool enter_fit(struct asking *a)
{
    const int64_t prize = a->p->stops[a->stop].prize;
    for (int32_t i = 0; i < a->fit.count && !a->status; i++) {
        struct lack l = a->fit.of[i];
        mlg_change change = to_insert(&l);
        int64_t cost = 0;
        if (!is_still(a, &l) || !admits(a, &l, &change, 1, &cost)) continue;
        if (prize > 0 && cost >= prize) {
            change = (mlg_change) { .kind = MLG_CHANGE_PRIZE,
                                    .vehicle = MLG_NONE,
                                    .stop = a->stop,
                                    .other = MLG_NONE,
                                    .by = cost + 1 - prize,
                                    .to = cost + 1 };
            enter(a, MLG_RULE_PRIZE, NULL, 0, change, cost, 0);
        } else enter(a, MLG_RULE_NOT_PLACED, NULL, 0, change, cost, 0);
        return true;
    }
    return false;
}

/* ---- in another's place ---------------------------------------------------------------------------------------- */

static bool exchange_fits(const struct asking *a, const struct placing *at, int64_t *cost)
{
    const struct room *m = at->room;
    const int32_t i = at->without;
    const mlg_problem *p = a->p;
    const mlg_vehicle *v = &p->vehicles[m->vehicle];
    const mlg_stop *s = &p->stops[a->stop], *old = &p->stops[m->nodes[i].stop];
    const struct room_node *before = &m->nodes[i - 1], *behind = &m->nodes[i + 1];
    if (!mlg__skilled(v, s) || p->mate[m->nodes[i].stop] != MLG_NONE) return false;
    for (int32_t d = 0; d < p->load_count; d++)
        if (m->nodes[i - 1].before[d] + s->demand[d] - old->demand[d] > v->capacity[d]) return false;
    struct arc_values there = { 0 }, on = { 0 };
    if (before->place != MLG_NONE) there = mlg__arc(p, v->matrix, before->place, s->place);
    if (behind->place != MLG_NONE) on = mlg__arc(p, v->matrix, s->place, behind->place);
    if (there.time == MLG_UNREACHABLE || on.time == MLG_UNREACHABLE) return false;
    const int64_t begin =
        mlg__first_open(p, s->windows, s->window_count, before->leave + mlg__drive_ticks(v, there.time));
    const int64_t leave = begin + mlg__work(v, s).service_s * p->ticks_per_s + mlg__drive_ticks(v, on.time);
    *cost = (int64_t)there.time + on.time;
    return begin != MLG_CLOSED && leave <= behind->latest && !mlg__is_tied(a->r, at);
}

struct exchange {
    struct lack l;
    int64_t worth; /* of the stop that goes: its priority, or its prize */
};

static bool is_better(const struct exchange *x, const struct exchange *y)
{
    return x->worth != y->worth ? x->worth < y->worth : x->l.cost < y->l.cost;
}

/* Prizes decide where there are some and no priorities (which are prizes too, to the search). */
static bool by_prize(const mlg_problem *p)
{
    bool any = false;
    for (int32_t i = 0; i < p->stop_count; i++) {
        if (p->stops[i].priority) return false;
        any |= p->stops[i].prize > 0;
    }
    return any;
}

static void keep_exchange(struct exchange *best, int32_t *count, const struct exchange *x)
{
    int32_t at = *count < EXCHANGES ? (*count)++ : EXCHANGES;
    if (at == EXCHANGES && !is_better(x, &best[--at])) return;
    for (; at > 0 && is_better(x, &best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = *x;
}

static int32_t find_exchanges(struct asking *a, bool priced, struct exchange *best)
{
    int32_t count = 0;
    for (int32_t r = 0; r < a->r->route_count; r++) {
        const struct room *m = &a->r->of[r];
        a->r->nodes_seen += m->node_count;
        for (int32_t i = 1; i + 1 < m->node_count && m->plain; i++) {
            struct exchange x = { .l.at = { m, &a->ties, a->stop, i - 1, i - 1, MLG_NONE, i } };
            if (m->nodes[i].kind != MLG_STOP || !exchange_fits(a, &x.l.at, &x.l.cost)) continue;
            const mlg_stop *other = &a->p->stops[m->nodes[i].stop];
            x.worth = priced ? other->prize : other->priority;
            if (!priced || other->prize) keep_exchange(best, &count, &x);
        }
    }
    return count;
}

/* The price that forces it in: a priority above that of a stop which then goes, or a prize that pays for it and for the
 * way. */
static void enter_exchange(struct asking *a)
{
    struct exchange best[EXCHANGES];
    const bool priced = by_prize(a->p);
    const mlg_stop *s = &a->p->stops[a->stop];
    if (a->p->mate[a->stop] != MLG_NONE || a->ties.group_mate != MLG_NONE || (priced && !s->prize)) return;
    const int32_t count = find_exchanges(a, priced, best);
    for (int32_t i = 0; i < count && !a->status; i++) {
        const struct lack *l = &best[i].l;
        const int32_t other = l->at.room->nodes[l->at.without].stop;
        const int64_t own = priced ? s->prize : s->priority;
        mlg_change change = { .kind = priced ? MLG_CHANGE_PRIZE : MLG_CHANGE_PRIORITY,
                              .vehicle = MLG_NONE,
                              .stop = a->stop,
                              .other = other };
        int64_t cost = 0;
        if (!admits(a, l, &change, 1, &cost)) continue;
        change.to = max64(own + 1, best[i].worth + 1 + (priced ? cost : 0));
        change.by = change.to - own;
        enter(a, priced ? MLG_RULE_PRIZE : MLG_RULE_PRIORITY, NULL, 0, change, cost, 2);
        a->entries[a->entry_count - 1].vehicle = l->at.room->vehicle;
        return;
    }
}

/* ---- no single change ------------------------------------------------------------------------------------------ */

static mlg_rule rule_of(const mlg_problem *p, const mlg_change *c, const struct lack *l)
{
    switch (c->kind) {
    case MLG_CHANGE_CAPACITY: return MLG_RULE_LOAD;
    case MLG_CHANGE_SKILLS: return MLG_RULE_SKILLS;
    case MLG_CHANGE_WINDOW_OPEN:
    case MLG_CHANGE_WINDOW_CLOSE: return lacks(l, MLG_RULE_PRECEDENCE) ? MLG_RULE_PRECEDENCE : MLG_RULE_TIME_WINDOW;
    case MLG_CHANGE_SHIFT_OPEN:
    case MLG_CHANGE_SHIFT_CLOSE: return MLG_RULE_SHIFT;
    case MLG_CHANGE_MAX_TASKS: return MLG_RULE_MAX_TASKS;
    case MLG_CHANGE_MAX_TRAVEL_TIME: return MLG_RULE_MAX_TRAVEL_TIME;
    case MLG_CHANGE_MAX_DISTANCE: return MLG_RULE_MAX_DISTANCE;
    case MLG_CHANGE_MAX_DUTY: return MLG_RULE_MAX_DUTY;
    case MLG_CHANGE_MAX_ENERGY: return MLG_RULE_MAX_ENERGY;
    case MLG_CHANGE_BREAK: return MLG_RULE_BREAK;
    case MLG_CHANGE_ROAD: return MLG_RULE_UNREACHABLE;
    case MLG_CHANGE_GROUP: return MLG_RULE_GROUP;
    case MLG_CHANGE_RELATION: return p->relations[c->index].kind == MLG_APART ? MLG_RULE_APART : MLG_RULE_TOGETHER;
    case MLG_CHANGE_GIVEN: return MLG_RULE_GIVEN;
    case MLG_CHANGE_BACKHAUL: return MLG_RULE_BACKHAUL;
    case MLG_CHANGE_PRIORITY: return MLG_RULE_PRIORITY;
    case MLG_CHANGE_PRIZE: return MLG_RULE_PRIZE;
    case MLG_CHANGE_NONE:
    case MLG_CHANGE_VEHICLE:
    case MLG_CHANGE_INSERT:
    case MLG_CHANGES: break;
    }
    return MLG_RULE_VEHICLES;
}

/* One change more; what was changed before grows. */
static int32_t join(mlg_change *changes, int32_t count, const mlg_change *more)
{
    for (int32_t i = 0; i < count; i++) {
        mlg_change *c = &changes[i];
        if (c->kind != more->kind || c->vehicle != more->vehicle || c->stop != more->stop || c->index != more->index)
            continue;
        c->by += more->by, c->to = more->to;
        return count;
    }
    changes[count] = *more;
    return count + 1;
}

/* One change may bring another rule into play (a road that is there takes time): what is lacking then is added, until
 * nothing is. 0: that does not end, or no change makes it. */
static int32_t complete(struct asking *a, const struct lack *l, mlg_change *changes, int32_t count)
{
    enum { ROUNDS = 5 };
    for (int round = 0; round < ROUNDS && count; round++) {
        mlg_change more[CHANGES_MAX];
        const int32_t lacking = still_lacking(a, l, changes, count, more);
        if (lacking == 0) return count;
        if (lacking == MLG_NONE) return 0;
        for (int32_t i = 0; i < lacking && count < CHANGES_MAX; i++) count = join(changes, count, &more[i]);
    }
    return 0;
}

static bool enter_together(struct asking *a, bool able)
{
    struct best all = a->many;
    for (int k = 0; k < MLG_RULES; k++) /* also one rule that asks for two changes: two loads, two windows */
        for (int32_t i = 0; i < a->single[k].count; i++) keep(&all, &a->single[k].of[i], KEEP);
    for (int32_t i = 0; i < all.count && !a->status; i++) {
        struct lack l = all.of[i];
        mlg_change changes[2 * CHANGES_MAX];
        int64_t cost = 0;
        is_still(a, &l);
        if (a->status || no_change_helps(&l)) continue;
        const int32_t count = complete(a, &l, changes, mlg__changes_of(a->r, a->p, &l, changes));
        measure_road(a, &l, changes, count);
        if (!count || !admits(a, &l, changes, count, &cost)) continue;
        for (int32_t c = 0; c < count; c++) {
            const mlg_rule rule = rule_of(a->p, &changes[c], &l);
            enter(a, rule, tally_of(a, able, rule), changes[c].index, changes[c], cost,
                  rule == MLG_RULE_VEHICLES ? 1 : 0);
        }
        return count > 1;
    }
    return false;
}

/* ---- a stop ---------------------------------------------------------------------------------------------------- */

static void enter_rest(struct asking *a, bool able)
{
    for (int k = 0; k < MLG_RULES; k++) {
        const struct tally *t = tally_of(a, able, (mlg_rule)k);
        bool told = !t->count;
        for (int32_t i = 0; i < a->entry_count; i++) told |= a->entries[i].rule == (mlg_rule)k;
        if (!told)
            enter(a, (mlg_rule)k, t, 0, (mlg_change) { .kind = MLG_CHANGE_NONE, .vehicle = t->vehicle }, 0,
                  1e6 - t->count);
    }
}

static void sort_entries(struct asking *a)
{
    for (int32_t i = 1; i < a->entry_count; i++)
        for (int32_t k = i; k > 0 && a->sizes[k] < a->sizes[k - 1]; k--) {
            const mlg_reason e = a->entries[k];
            const double size = a->sizes[k];
            a->entries[k] = a->entries[k - 1], a->sizes[k] = a->sizes[k - 1];
            a->entries[k - 1] = e, a->sizes[k - 1] = size;
        }
}

static void begin_stop(struct asking *a, int32_t stop)
{
    a->stop = stop;
    mlg__arena_reset(&a->scratch, (struct arena_mark) { 0 });
    if (!mlg__ties_of(a->r, stop, &a->scratch, &a->ties)) a->status = mlg__no_memory(a->err, "an explanation");
    a->fit.count = a->many.count = a->entry_count = 0;
    for (int k = 0; k < MLG_RULES; k++) a->single[k].count = 0;
    memset(a->alone, 0, sizeof a->alone);
    memset(a->routes, 0, sizeof a->routes);
}

/* Look everywhere and tell what passes; false: nothing did. */
static bool find_changes(struct asking *a, int32_t stop, bool thorough, bool *able, bool *together)
{
    begin_stop(a, stop);
    a->thorough = thorough;
    *able = look_around(a) || a->fit.count > 0;
    if (is_tired(a)) return true;
    if (*able && a->what == MLG_EXPLAIN_IMPOSSIBLE) return true;
    if (enter_fit(a)) return true;
    enter_singles(a, *able);
    if (*able && within_work(a)) enter_exchange(a);
    if (!a->entry_count) *together = enter_together(a, *able);
    return a->entry_count > 0;
}

/* Some vehicle could serve it, and no change was found, or none was tried. */
static mlg_rule rule_without_change(const struct asking *a)
{
    if (a->fit.count) return MLG_RULE_NOT_PLACED;
    return a->ties.group_mate == MLG_NONE ? MLG_RULE_VEHICLES : MLG_RULE_GROUP;
}

static void explain_stop(struct asking *a, int32_t stop, mlg_explanation *e)
{
    bool able = false, together = false;
    if (!find_changes(a, stop, false, &able, &together) && !a->status) find_changes(a, stop, true, &able, &together);
    if (able && a->what == MLG_EXPLAIN_IMPOSSIBLE) return;
    enter_rest(a, able);
    if (!a->entry_count)
        enter(a, rule_without_change(a), NULL, 0, (mlg_change) { .kind = MLG_CHANGE_NONE, .vehicle = MLG_NONE }, 0, 0);
    sort_entries(a);
    mlg_reason *reasons = arena_array(&e->arena, mlg_reason, a->entry_count);
    if (!reasons || a->status) return;
    memcpy(reasons, a->entries, (size_t)a->entry_count * sizeof *reasons);
    e->of[e->count++] = (mlg_unserved) { .stop = stop,
                                         .verdict = able ? MLG_LOST : MLG_IMPOSSIBLE,
                                         .together = together,
                                         .reason_count = a->entry_count,
                                         .reasons = reasons };
}

/* ---- the public door ------------------------------------------------------------------------------------------- */

/* Of a shipment the pickup speaks for both. */
static bool is_asked(const struct rooms *r, int32_t i, int32_t stop)
{
    const int32_t mate = r->p->mate[i];
    if (r->route_of[i] != MLG_NONE || (mate != MLG_NONE && mate < i)) return false;
    return stop == MLG_NONE || i == stop || (mate != MLG_NONE && mate == stop);
}

mlg_status mlg_explain(const mlg_problem *p, const mlg_plan *plan, int32_t stop, mlg_explain_what what, int64_t work,
                       mlg_explanation **why, mlg_error *err)
{
    struct rooms r = { .count = 0 };
    struct asking *a = mlg__malloc(sizeof *a);
    mlg_explanation *e = mlg__malloc(sizeof *e);
    *why = NULL;
    mlg_status status = a && e ? mlg__rooms_make(p, plan, false, 0, &r, err) : mlg__no_memory(err, "an explanation");
    if (!status) {
        *a = (struct asking) { .r = &r, .p = p, .err = err, .work = work, .what = what };
        e->of = arena_array(&e->arena, mlg_unserved, p->stop_count);
        a->status = e->of ? mlg__violations(&r, &a->known, err) : mlg__no_memory(err, "an explanation");
        for (int32_t i = 0; i < p->stop_count && !a->status; i++)
            if (is_asked(&r, i, stop)) explain_stop(a, i, e);
        status = a->status;
        if (!status && e->arena.failed) status = mlg__no_memory(err, "an explanation");
        mlg__arena_free(&a->scratch);
    }
    mlg__rooms_free(&r);
    mlg__free(a);
    if (status) mlg_explanation_free(e);
    else *why = e;
    return status;
}

void mlg_explanation_free(mlg_explanation *e)
{
    if (!e) return;
    mlg__arena_free(&e->arena);
    mlg__free(e);
}

int32_t mlg_explanation_count(const mlg_explanation *e) { return e->count; }
mlg_unserved mlg_explanation_at(const mlg_explanation *e, int32_t i) { return e->of[i]; }
