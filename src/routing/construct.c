/* construct.c — first solutions in milliseconds: savings over near pairs [Clarke1964], or cheapest insertion. */
#include "routing/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

struct saving { int64_t value; int32_t i, j; };

static int larger_first(const void *a, const void *b)
{
    const struct saving *p = a, *q = b;
    if (p->value != q->value) return p->value < q->value ? 1 : -1;
    return p->i != q->i ? p->i - q->i : p->j - q->j;
}

/* Every visit starts as its own round trip; ends of two routes are joined, best saving first, while loads fit. Links are
 * undirected, two a visit, so nothing is ever turned round. */
struct links { int32_t (*next)[2]; int32_t *other_end; int64_t *load; };

static bool join_ends(struct links *l, int32_t i, int32_t j, int64_t cap)
{
    if (l->next[i][1] != MLG_NONE || l->next[j][1] != MLG_NONE) return false; /* not an end any more */
    const int32_t far_i = l->other_end[i], far_j = l->other_end[j];
    if (far_i == j || l->load[i] + l->load[j] > cap) return false;
    l->next[i][l->next[i][0] != MLG_NONE] = j;
    l->next[j][l->next[j][0] != MLG_NONE] = i;
    const int64_t load = l->load[i] + l->load[j];
    l->other_end[far_i] = far_j, l->other_end[far_j] = far_i;
    l->load[far_i] = l->load[far_j] = load;
    return true;
}

static int32_t collect(const struct instance *in, struct saving *savings)
{
    int32_t count = 0;
    for (int32_t i = 0; i < in->visit_count; i++)
        for (int32_t at = in->insert.first[i]; at < in->insert.first[i + 1]; at++) {
            const int32_t j = in->insert.item[at].visit;
            const int64_t value = (int64_t)in->depot_cost[i] + in->depot_cost[j] - in->insert.item[at].cost;
            if (i < j && value > 0) savings[count++] = (struct saving) { value, i, j };
        }
    return count;
}

/* Walk from end v and put the route into an empty slot; what no vehicle is left for stays absent. */
static void place_route(struct search *s, const struct links *l, int32_t v)
{
    int32_t count = 0, before = MLG_NONE;
    for (int32_t at = v; at != MLG_NONE; count++) {
        s->pieces[count] = (struct piece) { .from = at, .to = at };
        s->marked[at] = true;
        const int32_t next = l->next[at][0] == before ? l->next[at][1] : l->next[at][0];
        before = at;
        at = next;
    }
    if (s->free_of_type[0] == 0) return;
    if (!mlg__add_route(s, 0, count)) return;
    mlg__commit(s);
    mlg__begin(s);
}

static bool savings(struct search *s, struct arena *scratch)
{
    const struct instance *in = s->in;
    const int32_t n = in->visit_count;
    struct links l = { .next = mlg__arena_bytes(scratch, (size_t)n, sizeof *l.next, _Alignof(max_align_t)),
                       .other_end = arena_array(scratch, int32_t, n), .load = arena_array(scratch, int64_t, n) };
    struct saving *list = arena_array(scratch, struct saving, in->insert.first[n]);
    if (scratch->failed) return false;
    for (int32_t v = 0; v < n; v++) {
        l.next[v][0] = l.next[v][1] = MLG_NONE;
        l.other_end[v] = v;
        l.load[v] = in->demand[v];
    }
    const int32_t count = collect(in, list);
    qsort(list, (size_t)count, sizeof *list, larger_first);
    for (int32_t k = 0; k < count; k++) join_ends(&l, list[k].i, list[k].j, in->types[0].cap[0]);
    for (int32_t v = 0; v < n; v++) /* from an end, and only what a vehicle can carry at all */
        if (!s->marked[v] && l.next[v][1] == MLG_NONE && l.load[v] <= in->types[0].cap[0]) place_route(s, &l, v);
    memset(s->marked, 0, sizeof *s->marked * (size_t)n);
    return true;
}

bool mlg__savings(struct search *s)
{
    const struct instance *in = s->in;
    if (in->traits & (TRAIT_RICH | TRAIT_TIME) || !in->symmetric || in->type_count != 1) return false;
    struct arena scratch = { 0 };
    const bool done = savings(s, &scratch);
    mlg__arena_free(&scratch);
    if (!done) s->failed = true;
    return done;
}

/* ---- when time is over ---- */

/* A visit with its mate behind the last one of a route, or alone in a vehicle of a type where slot is MLG_NONE. */
static struct chain appended(const struct search *s, int32_t slot, int32_t type, int32_t v)
{
    const struct block *b = slot == MLG_NONE ? NULL : s->slot[slot];
    struct chain c = { .type = b ? b->type : type };
    if (b) c.piece[c.count++] = (struct piece) { b, 1, b->len - 2, false };
    c.piece[c.count++] = (struct piece) { .from = v, .to = v };
    if (s->in->mate[v] != MLG_NONE) c.piece[c.count++] = (struct piece) { .from = s->in->mate[v], .to = s->in->mate[v] };
    return c;
}

/* Append it where that is allowed and costs less than leaving it out. */
static bool append(struct search *s, int32_t slot, int32_t type, int32_t v)
{
    const struct instance *in = s->in;
    const int32_t mate = in->mate[v], g = group_of(in, v);
    const int64_t old = slot == MLG_NONE ? 0 : s->slot[slot]->cost;
    const int64_t gain = in->absent_cost[v] + (mate == MLG_NONE ? 0 : in->absent_cost[mate]) + (g == MLG_NONE ? 0 : in->group_cost[g]);
    const struct chain c = appended(s, slot, type, v);
    if (s->kernel->eval(s, &c, old + gain - 1) >= old + gain) return false;
    struct block *b = s->kernel->build(s, c.type, c.piece, c.count);
    if (!b) return false;
    mlg__replace(s, slot == MLG_NONE ? mlg__empty_slot(s) : slot, b);
    mlg__make_present(s, v);
    if (mate != MLG_NONE) mlg__make_present(s, mate);
    mlg__commit(s);
    mlg__begin(s);
    return true;
}

/* Behind a neighbour that is the last of its route; in the next vehicle that is free; behind any of some routes. */
static void hand_out(struct search *s, int32_t v, int32_t *next_type, int32_t *next_slot)
{
    enum { ENDS_TRIED = 4, TYPES_TRIED = 4, ROUTES_TRIED = 16 };
    const struct instance *in = s->in;
    const struct candidate *item = in->insert.item;
    int32_t tried = 0;
    for (int32_t i = in->insert.first[v]; i < in->insert.first[v + 1] && tried < ENDS_TRIED; i++) {
        const struct node_ref r = s->ref[item[i].visit];
        if (r.slot == MLG_NONE || r.next < in->visit_count) continue;
        tried++;
        if (append(s, r.slot, 0, v)) return;
    }
    tried = 0;
    for (int32_t i = 0; i < in->type_count && tried < TYPES_TRIED && s->route_count < in->slot_count; i++) {
        const int32_t type = in->cheapest[(*next_type + i) % in->type_count];
        if (!s->free_of_type[type]) continue;
        if (tried++ == 0) *next_type = (*next_type + i) % in->type_count; /* those before are all used */
        if (append(s, MLG_NONE, type, v)) return;
    }
    tried = 0;
    for (int32_t i = 0; i < in->slot_count && tried < ROUTES_TRIED; i++) {
        const int32_t slot = *next_slot = (*next_slot + 1) % in->slot_count;
        if (!s->slot[slot]) continue;
        tried++;
        if (append(s, slot, 0, v)) return;
    }
}

/* Who is still absent when time is over goes behind others, at a microsecond each: a plan that serves is better than a good one
 * that does not. Along the curve on which visits are numbered; where there are windows, who closes first. */
static void hand_out_all(struct search *s, bool timed)
{
    int32_t next_type = 0, next_slot = 0;
    const int32_t count = s->absent_count;
    memcpy(s->removed, s->absent, sizeof *s->removed * (size_t)count);
    for (int32_t i = 0; i < count; i++)
        s->order[i] = (uint64_t)(timed ? min64(max64(s->in->close[s->removed[i]], 0), UINT32_MAX) : 0) << 32 | (uint32_t)s->removed[i];
    qsort(s->order, (size_t)count, sizeof *s->order, mlg__by_value);
    for (int32_t i = 0; i < count && !s->failed; i++) {
        const int32_t v = (int32_t)(uint32_t)s->order[i], g = group_of(s->in, v);
        if (s->ref[v].slot != MLG_NONE || (s->in->mate[v] != MLG_NONE && s->in->mate[v] < v)) continue; /* the first of two brings both */
        if (g == MLG_NONE || s->group_visits[g] == 0) hand_out(s, v, &next_type, &next_slot);
    }
}

void mlg__insert_all(struct search *s, enum order rule, bool on_loan)
{
    const int32_t count = s->absent_count;
    memcpy(s->removed, s->absent, sizeof *s->removed * (size_t)count);
    s->removed_count = count;
    mlg__sort_removed(s, rule);
    s->loans = on_loan && s->in->has_prizes ? INT32_MAX : 0;
    for (int32_t i = 0; i < count && !s->failed && !s->late; i++) {
        s->kernel->insert(s, s->removed[i], 0);
        if (i % 64) continue;
        mlg__commit(s);
        mlg__begin(s);
        s->late = s->deadline_s > 0 && mlg__now_s() > s->deadline_s;
    }
    if (s->late) hand_out_all(s, s->in->traits & TRAIT_TIME);
    s->removed_count = 0;
    s->loans = 0;
}
