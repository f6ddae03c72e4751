/* solution.c — slots, refs, the absent set, the journal and the lazily kept best solution. See search.h. */
#include "routing/search.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static const struct node_ref nowhere = { MLG_NONE, MLG_NONE, MLG_NONE, MLG_NONE };

mlg_status mlg__search_init(struct search *s, const struct instance *in, uint64_t seed, uint64_t stream, mlg_error *err)
{
    const int32_t n = in->visit_count, slots = in->slot_count;
    *s = (struct search) { .in = in, .kernel = mlg__kernel_for(in), .pool = { .in = in }, .epoch = 1, .leaving = MLG_NONE };
    struct arena *a = &s->arena;
    s->rng = rng_seeded(seed, stream);
    s->slot = arena_array(a, struct block *, slots);
    s->best = arena_array(a, struct block *, slots);
    s->used = arena_array(a, uint64_t, slots / 64 + 1);
    s->free_of_type = arena_array(a, int32_t, in->type_count);
    s->lent = arena_array(a, int32_t, in->type_count);
    s->foreign = arena_array(a, bool, slots);
    s->ref = arena_array(a, struct node_ref, n);
    s->absent = arena_array(a, int32_t, n);
    s->absent_at = arena_array(a, int32_t, n);
    s->stamp = arena_array(a, uint32_t, slots);
    s->journal = arena_array(a, struct touched, slots);
    s->step_cap = 4 * n + 64;
    s->steps = arena_array(a, struct absent_step, s->step_cap);
    s->differs = arena_array(a, bool, slots);
    s->different = arena_array(a, int32_t, slots);
    s->queue = arena_array(a, int32_t, n);
    s->queued = arena_array(a, bool, n);
    s->removed = arena_array(a, int32_t, n);
    s->marked = arena_array(a, bool, n);
    s->pieces = arena_array(a, struct piece, n + 2);
    s->order = arena_array(a, uint64_t, n);
    s->seen = arena_array(a, uint32_t, slots);
    s->group_visits = arena_array(a, int32_t, in->group_count);
    s->ending = arena_array(a, struct ending, in->has_shipments ? n + 3 : 0);
    s->way = arena_array(a, struct member_way, in->has_groups ? n : 0);
    s->schedule = arena_array(a, struct schedule, 1);
    if (a->failed || !mlg__schedule_init(s->schedule, a, in)) {
        mlg__search_free(s);
        return mlg__no_memory(err, "the search");
    }
    for (int32_t k = 0; k < in->type_count; k++) s->free_of_type[k] = in->types[k].count;
    for (int32_t v = 0; v < n; v++) {
        s->ref[v] = nowhere;
        s->absent[v] = s->absent_at[v] = v;
        s->cost += in->absent_cost[v];
    }
    for (int32_t g = 0; g < in->group_count; g++) s->cost += in->group_cost[g];
    s->absent_count = n;
    s->best_cost = s->cost;
    s->route_most = in->slot_count;
    return MLG_OK;
}

void mlg__search_free(struct search *s)
{
    mlg__arena_free(&s->pool.arena);
    mlg__arena_free(&s->arena);
}

int32_t mlg__empty_slot(const struct search *s)
{
    for (int32_t w = 0; w <= s->in->slot_count / 64; w++)
        if (~s->used[w]) {
            const int32_t slot = 64 * w + __builtin_ctzll(~s->used[w]);
            return slot < s->in->slot_count ? slot : MLG_NONE;
        }
    return MLG_NONE;
}

void mlg__push(struct search *s, int32_t visit)
{
    if (visit < 0 || visit >= s->in->visit_count || s->queued[visit]) return;
    s->queued[visit] = true;
    int32_t at = s->queue_head + s->queue_count++;
    if (at >= s->in->visit_count) at -= s->in->visit_count;
    s->queue[at] = visit;
}

/* Absent steps are undone exactly, order of the list included. A journal too long to log (never in the core's
 * iterations) is a construction, which commits. */
static void log_step(struct search *s, int32_t visit, int32_t at)
{
    if (s->step_count == s->step_cap) s->failed = true; /* rather stop than undo wrongly */
    else s->steps[s->step_count++] = (struct absent_step) { visit, at };
}

static void add_absent(struct search *s, int32_t visit)
{
    s->absent_at[visit] = s->absent_count;
    s->absent[s->absent_count++] = visit;
}

/* One more (or less) of a group is on a route. */
static void count_group(struct search *s, int32_t visit, int32_t more)
{
    const int32_t g = group_of(s->in, visit);
    if (g == MLG_NONE) return;
    const bool before = s->group_visits[g] > 0, now = (s->group_visits[g] += more) > 0;
    s->cost += ((int64_t)before - now) * s->in->group_cost[g];
    s->spare_count += (now - before) * (s->in->group_first[g + 1] - s->in->group_first[g] - 1);
}

void mlg__make_absent(struct search *s, int32_t visit)
{
    assert(s->absent_at[visit] == MLG_NONE);
    add_absent(s, visit);
    s->ref[visit] = nowhere;
    s->cost += s->in->absent_cost[visit];
    if (s->in->has_groups) count_group(s, visit, -1);
    log_step(s, visit, MLG_NONE);
}

void mlg__make_present(struct search *s, int32_t visit)
{
    const int32_t at = s->absent_at[visit], last = s->absent[--s->absent_count];
    assert(at != MLG_NONE);
    s->absent[at] = last, s->absent_at[last] = at;
    s->absent_at[visit] = MLG_NONE;
    s->cost -= s->in->absent_cost[visit];
    if (s->in->has_groups) count_group(s, visit, 1);
    log_step(s, visit, at);
}

static void undo_steps(struct search *s)
{
    while (s->step_count > 0) {
        const struct absent_step step = s->steps[--s->step_count];
        if (s->in->has_groups) count_group(s, step.visit, step.at == MLG_NONE ? 1 : -1);
        if (step.at == MLG_NONE) {
            s->absent_count--;
            s->absent_at[step.visit] = MLG_NONE;
        } else {
            if (step.at < s->absent_count) { /* who took its place goes back to the end */
                const int32_t moved = s->absent[step.at];
                s->absent[s->absent_count] = moved, s->absent_at[moved] = s->absent_count;
            }
            s->absent[step.at] = step.visit, s->absent_at[step.visit] = step.at;
            s->absent_count++;
        }
    }
}

static void set_slot(struct search *s, int32_t slot, struct block *b)
{
    struct block *old = s->slot[slot];
    if (old) s->free_of_type[old->type]++, s->route_count--, s->overload -= old->overload;
    if (b) s->free_of_type[b->type]--, s->route_count++, s->overload += b->overload;
    const uint64_t bit = UINT64_C(1) << (slot & 63);
    s->used[slot >> 6] = b ? s->used[slot >> 6] | bit : s->used[slot >> 6] & ~bit;
    s->slot[slot] = b;
}

static void write_refs(struct search *s, int32_t slot, const struct block *b)
{
    const int32_t *seq = b->seq;
    for (int32_t i = 1; i < b->len - 1; i++) s->ref[seq[i]] = (struct node_ref) { seq[i - 1], seq[i + 1], slot, i };
}

void mlg__replace(struct search *s, int32_t slot, struct block *b)
{
    struct block *old = s->slot[slot];
    s->cost += (b ? b->cost : 0) - (old ? old->cost : 0);
    set_slot(s, slot, b);
    if (b) write_refs(s, slot, b);
    if (!s->differs[slot]) {
        s->differs[slot] = true;
        s->different[s->different_count++] = slot;
    }
    if (s->stamp[slot] == s->epoch) {
        mlg__block_unref(&s->pool, old);
        return;
    }
    s->stamp[slot] = s->epoch;
    s->journal[s->journal_count++] = (struct touched) { slot, old };
}

void mlg__empty_route(struct search *s, int32_t slot)
{
    const struct block *b = s->slot[slot];
    for (int32_t k = 1; k < b->len - 1; k++) mlg__make_absent(s, b->seq[k]);
    mlg__replace(s, slot, NULL);
}

void mlg__empty_routes(struct search *s)
{
    for (int32_t i = 0; i < s->in->slot_count; i++)
        if (s->slot[i]) mlg__empty_route(s, i);
}

static void put_route(struct search *s, int32_t slot, struct block *b)
{
    mlg__replace(s, slot, b);
    for (int32_t k = 1; k < b->len - 1; k++) mlg__make_present(s, b->seq[k]);
}

bool mlg__add_route(struct search *s, int32_t type, int32_t count)
{
    struct block *b = s->kernel->build(s, type, s->pieces, count);
    if (b) put_route(s, mlg__empty_slot(s), b);
    return b;
}

void mlg__copy_route(struct search *s, int32_t slot, const struct block *b)
{
    struct block *copy = s->kernel->build(s, b->type, &(struct piece) { .block = b, .from = 1, .to = b->len - 2 }, 1);
    if (copy) put_route(s, slot, copy);
}

void mlg__begin(struct search *s)
{
    assert(s->journal_count == 0);
    if (++s->epoch == 0) { /* stamps of 2^32 iterations ago must not come true */
        memset(s->stamp, 0, sizeof *s->stamp * (size_t)s->in->slot_count);
        s->epoch = 1;
    }
    s->step_count = 0;
    s->cost_before = s->cost;
}

void mlg__rollback(struct search *s)
{
    for (int32_t i = 0; i < s->journal_count; i++) {
        const struct block *b = s->slot[s->journal[i].slot];
        for (int32_t k = 1; b && k < b->len - 1; k++) s->ref[b->seq[k]] = nowhere;
    }
    for (int32_t i = 0; i < s->journal_count; i++) {
        const int32_t slot = s->journal[i].slot;
        struct block *b = s->slot[slot];
        set_slot(s, slot, s->journal[i].old);
        mlg__block_unref(&s->pool, b);
        if (s->slot[slot]) write_refs(s, slot, s->slot[slot]);
    }
    s->journal_count = 0;
    undo_steps(s);
    s->cost = s->cost_before;
}

void mlg__commit(struct search *s)
{
    for (int32_t i = 0; i < s->journal_count; i++) mlg__block_unref(&s->pool, s->journal[i].old);
    s->journal_count = s->step_count = 0;
}

void mlg__save_best(struct search *s)
{
    for (int32_t i = 0; i < s->different_count; i++) {
        const int32_t slot = s->different[i];
        mlg__block_unref(&s->pool, s->best[slot]);
        s->best[slot] = block_ref(s->slot[slot]);
        s->differs[slot] = false;
    }
    s->different_count = 0;
    s->best_cost = s->cost;
}

/* Overloaded blocks are in no other solution: the best one has none. */
void mlg__set_overload_price(struct search *s, int64_t new_price_q8)
{
    assert(s->journal_count == 0 && (s->overload == 0 || new_price_q8 > 0));
    for (int32_t i = 0; i < s->in->slot_count && s->overload > 0; i++) {
        struct block *b = s->slot[i];
        if (!b || b->overload == 0) continue;
        const int64_t change = price_q8(new_price_q8, b->overload) - price_q8(s->overload_price_q8, b->overload);
        b->extra += change, b->cost += change, s->cost += change;
    }
    s->overload_price_q8 = new_price_q8;
}

/* O(n): who is absent in the best solution is not kept but found. */
void mlg__load_best(struct search *s)
{
    const int32_t n = s->in->visit_count;
    for (int32_t i = 0; i < s->different_count; i++) {
        const int32_t slot = s->different[i];
        struct block *b = s->slot[slot];
        for (int32_t k = 1; b && k < b->len - 1; k++) s->ref[b->seq[k]] = nowhere;
        set_slot(s, slot, block_ref(s->best[slot]));
        mlg__block_unref(&s->pool, b);
        s->differs[slot] = false;
    }
    for (int32_t i = 0; i < s->different_count; i++)
        if (s->slot[s->different[i]]) write_refs(s, s->different[i], s->slot[s->different[i]]);
    s->different_count = 0;
    s->absent_count = s->spare_count = 0;
    for (int32_t g = 0; g < s->in->group_count; g++) s->group_visits[g] = 0;
    for (int32_t v = 0; v < n; v++) {
        if (s->ref[v].slot != MLG_NONE) count_group(s, v, 1);
        s->absent_at[v] = MLG_NONE;
        if (s->ref[v].slot == MLG_NONE) add_absent(s, v);
    }
    s->cost = s->best_cost;
}

/* Ends of changed stretches become dirty. */
static void push_ends(struct search *s, const struct chain *c)
{
    for (int32_t i = 0; i < c->count; i++) {
        const struct piece *p = &c->piece[i];
        mlg__push(s, p->block ? p->block->seq[p->from] : p->from);
        mlg__push(s, p->block ? p->block->seq[p->to] : p->from);
    }
}

bool mlg__apply(struct search *s, const struct move *m)
{
    struct block *built[2] = { NULL, NULL };
    for (int32_t i = 0; i < m->count; i++) {
        push_ends(s, &m->chain[i]);
        if (m->chain[i].count == 0) continue;
        built[i] = s->kernel->build(s, m->chain[i].type, m->chain[i].piece, m->chain[i].count);
        if (!built[i]) {
            if (i) mlg__block_unref(&s->pool, built[0]);
            return s->failed = true, false;
        }
    }
    const int64_t cost = s->cost;
    for (int32_t i = 0; i < m->count; i++) {
        const int32_t slot = m->slot[i] == MLG_NONE ? mlg__empty_slot(s) : m->slot[i];
        assert(slot != MLG_NONE);
        mlg__replace(s, slot, built[i]);
    }
    for (int32_t i = 0; i < m->count; i++)
        for (int32_t k = 1; built[i] && k < built[i]->len - 1; k++)
            if (s->absent_at[built[i]->seq[k]] != MLG_NONE) mlg__make_present(s, built[i]->seq[k]);
    if (m->drop != MLG_NONE) mlg__make_absent(s, m->drop);
    if (m->drop != MLG_NONE && s->in->mate[m->drop] != MLG_NONE) mlg__make_absent(s, s->in->mate[m->drop]);
    s->count.applied++;
    s->count.of[m->operator].applied++;
    s->count.of[m->operator].gain -= m->delta;
    assert(s->cost == cost + m->delta);
    (void)cost;
    assert(s->in->visit_count > 2000 || s->count.applied % 16 || mlg__search_holds(s));
    return true;
}

int64_t mlg__walked_cost(const struct search *s, int32_t type, const int32_t *visits, int32_t count)
{
    if (!s->in->scheduled) return mlg__simulate(s->in, type, visits, count);
    memcpy(s->schedule->visits, visits, sizeof *visits * (size_t)count);
    const int32_t events = mlg__schedule_events(s->schedule, s->in, type, count);
    if (events <= 0) return events == MLG_NONE ? MLG_NONE : COST_NEVER;
    return mlg__simulate_given(s->in, type, s->schedule->codes, events);
}

/* ---- invariants ---- */

static void broken(const char *which, int64_t a, int64_t b)
{
    fprintf(stderr, "routing invariant broken: %s (%lld, %lld)\n", which, (long long)a, (long long)b);
    abort();
}
#define HOLDS(condition, which, a, b) \
    do { \
        if (!(condition)) broken(which, a, b); \
    } while (0)

/* Of longer routes with something to decide, the schedule found is walked, not all that there may be. */
static int64_t simulated_cost(const struct search *s, const struct block *b)
{
    enum { SHORT = 5 };
    const int32_t count = b->len - 2;
    if (!s->in->scheduled) return mlg__simulate_soft(s->in, b->type, b->seq + 1, count, s->overload_price_q8);
    return count <= SHORT ? mlg__simulate(s->in, b->type, b->seq + 1, count)
                          : mlg__walked_cost(s, b->type, b->seq + 1, count);
}

static void block_holds(const struct search *s, int32_t slot)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int64_t simulated = simulated_cost(s, b);
    HOLDS(b->refs >= 1, "a block in use has references", b->refs, slot);
    HOLDS(simulated == b->cost || simulated == MLG_NONE, "I6 cost of a route", b->cost, simulated);
    for (int32_t i = 1; i < b->len - 1; i++) {
        const int32_t v = b->seq[i];
        const struct node_ref r = s->ref[v];
        HOLDS(r.slot == slot && r.pos == i && r.prev == b->seq[i - 1] && r.next == b->seq[i + 1], "I1 refs", v, slot);
        HOLDS(s->absent_at[v] == MLG_NONE, "I1 present and absent", v, slot);
        HOLDS(!in->has_skills || (in->allowed[v] >> b->type & 1), "I4 skills", v, b->type);
        for (struct members m = team_members(in, team_of(in, v)); m.at < m.end; m.at++) {
            const int32_t other = s->ref[*m.at].slot;
            HOLDS(other == MLG_NONE || other == slot, "I9 together", v, *m.at);
        }
        const int32_t mate = in->mate[v];
        HOLDS(mate == MLG_NONE || (s->ref[mate].slot == slot && (s->ref[mate].pos > i) == (mate > v)), "I2 mates", v, slot);
    }
}

bool mlg__search_holds(const struct search *s)
{
    const struct instance *in = s->in;
    int64_t cost = 0, visits = 0, overload = 0;
    int32_t routes = 0, spare = 0;
    for (int32_t i = 0; i < in->slot_count; i++) {
        HOLDS((s->used[i >> 6] >> (i & 63) & 1) == (s->slot[i] != NULL), "used bits", i, 0);
        if (!s->slot[i]) continue;
        block_holds(s, i);
        cost += s->slot[i]->cost;
        visits += s->slot[i]->len - 2;
        overload += s->slot[i]->overload;
        routes++;
    }
    for (int32_t i = 0; i < s->absent_count; i++) {
        HOLDS(s->absent_at[s->absent[i]] == i && s->ref[s->absent[i]].slot == MLG_NONE, "I1 absent list", i, 0);
        cost += in->absent_cost[s->absent[i]];
        spare += !is_wanting(s, s->absent[i]);
    }
    for (int32_t g = 0; g < in->group_count; g++) {
        int32_t there = 0;
        for (struct members m = group_members(in, g); m.at < m.end; m.at++) there += s->ref[*m.at].slot != MLG_NONE;
        HOLDS(there == s->group_visits[g] && there <= 1, "I3 one of a group", g, there);
        cost += there ? 0 : in->group_cost[g];
    }
    HOLDS(visits + s->absent_count == in->visit_count, "I1 every visit once", visits, s->absent_count);
    HOLDS(spare == s->spare_count, "I3 spare visits of groups", s->spare_count, spare);
    HOLDS(cost == s->cost, "I7 total", s->cost, cost);
    HOLDS(overload == s->overload, "I7 overload", s->overload, overload);
    HOLDS(routes == s->route_count, "I5 routes", routes, s->route_count);
    for (int32_t k = 0; k < in->type_count; k++) {
        int32_t taken = 0;
        for (int32_t i = 0; i < in->slot_count; i++) taken += s->slot[i] && s->slot[i]->type == k;
        HOLDS(s->free_of_type[k] == in->types[k].count - taken - (k ? 0 : s->held) - s->lent[k] && s->free_of_type[k] >= 0,
              "I5 vehicles", k, taken);
    }
    return true;
}
