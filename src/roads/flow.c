/* flow.c — see flow.h.
 *
 * Flow goes along node-disjoint paths, kept as prev[] and next[] of each node. In the graph with split nodes a search
 * is at the entry or at the exit of a node; but an entry has one way on: to its own exit when no flow passes the node,
 * else back to the exit of the node before it on its path. So a search walks over exits alone:
 *
 *     v ─── w           w carries no flow: on to the exit of w
 *     v ─── w, u = prev[w]   w carries flow:  on to the exit of u, whose unit will turn elsewhere
 *     v, u = prev[v]         v carries flow:  on to the exit of u, v being freed
 *
 * Blocking flows by Dinic [Dinitz2006]: levels by breadth-first search, then a depth-first search that visits each exit
 * once, because an exit has one entry and an entry one way on. */
#include "roads/flow.h"

#include "base/math.h"
#include "base/memory.h"
#include "base/rng.h"

enum { NOBODY = -1, TERMINAL = -2 }; /* in prev and next: no flow; the path begins, or ends, here */
enum { MIDDLE, SOURCE, SINK };       /* kind of a node */

struct flow {
    const struct net *net;
    int32_t *prev, *next;       /* [node] neighbours on its path of flow */
    int32_t *level;             /* [node] of its exit; -1: not reached, or done with */
    int32_t *queue;             /* [node] */
    int32_t *stack, *via, *arc; /* [node] the path of the depth-first search: exits, entries used, next arc to try */
    uint64_t *key;              /* [node] projection << 32 | node */
    uint8_t *kind;              /* [node] */
    int32_t value;
};

struct flow *mlg__flow_new(int32_t node_cap)
{
    const size_t n = (size_t)node_cap;
    struct flow *f = mlg__malloc(sizeof *f + n * (sizeof(uint64_t) + 7 * sizeof(int32_t) + 1));
    if (!f) return NULL;
    uint64_t *key = (uint64_t *)(f + 1);
    int32_t *number = (int32_t *)(key + n);
    *f = (struct flow) { .key = key,
                         .prev = number,
                         .next = number + n,
                         .level = number + 2 * n,
                         .queue = number + 3 * n,
                         .stack = number + 4 * n,
                         .via = number + 5 * n,
                         .arc = number + 6 * n,
                         .kind = (uint8_t *)(number + 7 * n) };
    return f;
}

void mlg__flow_free(struct flow *f) { mlg__free(f); }

/* Put the wanted smallest keys first. Keys differ, so the set is unique; pivots at random from a fixed seed. */
static void smallest_first(uint64_t *key, int32_t count, int32_t wanted)
{
    struct rng rng = rng_seeded(1, 0);
    int32_t from = 0, to = count - 1;
    while (from < to) {
        const uint64_t pivot = key[from + rng_below(&rng, to - from + 1)];
        int32_t i = from, j = to;
        while (i <= j) {
            while (key[i] < pivot) i++;
            while (key[j] > pivot) j--;
            if (i > j) break;
            const uint64_t k = key[i];
            key[i++] = key[j];
            key[j--] = k;
        }
        if (wanted <= j) to = j;
        else if (wanted >= i) from = i;
        else return;
    }
}

/* Line the nodes up; ties by number. */
static void project(struct flow *f, int32_t direction)
{
    static const int8_t way[FLOW_DIRECTIONS][2] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 1, -1 } };
    const struct net *n = f->net;
    const int64_t a = way[direction][0], b = way[direction][1];
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (int32_t v = 0; v < n->count; v++) {
        const int64_t p = a * n->x[v] + b * n->y[v];
        least = min64(least, p);
        most = max64(most, p);
    }
    int shift = 0;
    while ((most - least) >> shift > UINT32_MAX) shift++;
    for (int32_t v = 0; v < n->count; v++)
        f->key[v] = (uint64_t)((a * n->x[v] + b * n->y[v] - least) >> shift) << 32 | (uint32_t)v;
}

static void choose_terminals(struct flow *f)
{
    const int32_t count = f->net->count, share = count / 4;
    smallest_first(f->key, count, share);
    smallest_first(f->key + share, count - share, count - 2 * share);
    for (int32_t i = 0; i < count; i++)
        f->kind[(uint32_t)f->key[i]] = i < share ? SOURCE : i < count - share ? MIDDLE : SINK;
}

/* Exits that a search from one kind of terminal reaches, level by level, until one of the other kind is met: its level,
 * or -1 when none can be. Backwards (from the sinks) entries stand for exits and next for prev. */
static int32_t reach(struct flow *f, uint8_t from, const int32_t *prev)
{
    const struct net *n = f->net;
    const uint8_t to = from == SOURCE ? SINK : SOURCE;
    int32_t *level = f->level, *queue = f->queue, end = 0;
    for (int32_t v = 0; v < n->count; v++) {
        const bool starts = f->kind[v] == from && prev[v] == NOBODY;
        level[v] = starts ? 0 : -1;
        if (starts) queue[end++] = v;
    }
    for (int32_t i = 0; i < end; i++) {
        const int32_t v = queue[i], next_level = level[v] + 1;
        if (f->kind[v] == to && prev[v] == NOBODY) return level[v];
        for (int32_t a = n->first[v]; a < n->first[v + 1]; a++) {
            const int32_t w = n->to[a], u = prev[w] == NOBODY ? w : prev[w];
            if (f->kind[w] == from || u < 0 || level[u] >= 0) continue;
            level[u] = next_level;
            queue[end++] = u;
        }
        if (prev[v] >= 0 && level[prev[v]] < 0) {
            level[prev[v]] = next_level;
            queue[end++] = prev[v];
        }
    }
    return -1;
}

/* Send a unit along stack[0..top]: entries and exits in the order of the path. */
static void augment(struct flow *f, int32_t top)
{
    f->prev[f->stack[0]] = TERMINAL;
    for (int32_t i = 0; i < top; i++) {
        const int32_t v = f->stack[i], w = f->via[i + 1];
        f->level[v] = -1;
        if (w == v) {
            f->prev[v] = f->next[v] = NOBODY;
        } else {
            f->next[v] = w;
            f->prev[w] = v;
        }
    }
    f->next[f->stack[top]] = TERMINAL;
    f->level[f->stack[top]] = -1;
    f->value++;
}

/* One step on from the exit v by its next arcs, one level up: the exit reached, or NOBODY. */
static int32_t step(struct flow *f, int32_t v, int32_t *arc, int32_t *via)
{
    const struct net *n = f->net;
    const int32_t level = f->level[v] + 1, end = n->first[v + 1];
    while (*arc < end) {
        const int32_t w = n->to[(*arc)++], u = f->prev[w] == NOBODY ? w : f->prev[w];
        if (f->kind[w] == SOURCE || u < 0 || f->level[u] != level) continue;
        *via = w;
        return u;
    }
    if (*arc > end) return NOBODY;
    ++*arc; /* last of all: free v itself */
    *via = v;
    return f->prev[v] >= 0 && f->level[f->prev[v]] == level ? f->prev[v] : NOBODY;
}

/* Paths of the level graph from one source, at most one unit: depth first. */
static void push_from(struct flow *f, int32_t source, int32_t sink_level)
{
    int32_t top = 0;
    f->stack[0] = source;
    f->arc[0] = f->net->first[source];
    while (top >= 0) {
        const int32_t v = f->stack[top];
        if (f->level[v] == sink_level && f->kind[v] == SINK && f->prev[v] == NOBODY) {
            augment(f, top);
            return;
        }
        int32_t via, u = NOBODY;
        if (f->level[v] < sink_level) u = step(f, v, &f->arc[top], &via);
        if (u == NOBODY) {
            f->level[v] = -1;
            top--;
            continue;
        }
        top++;
        f->stack[top] = u;
        f->via[top] = via;
        f->arc[top] = f->net->first[u];
    }
}

/* What a search from the terminals of one kind reached, as a cut: returns how many nodes it reached. Each path of flow
 * has one node of the cut: the first whose entry is reached and whose exit is not. */
static int32_t mark_cut(const struct flow *f, const int32_t *prev, uint8_t near_side, uint8_t *side)
{
    int32_t reached = 0;
    for (int32_t v = 0; v < f->net->count; v++) {
        const int32_t u = prev[v];
        if (f->level[v] >= 0) side[v] = near_side;
        else if (u == TERMINAL || (u >= 0 && f->level[u] >= 0)) side[v] = FLOW_CUT;
        else side[v] = (uint8_t)(FLOW_SIDE_A + FLOW_SIDE_B - near_side);
        reached += f->level[v] >= 0;
    }
    return reached;
}

struct flow_cut mlg__flow_cut(struct flow *f, const struct net *n, int32_t direction, atomic_int *bound, uint8_t *side)
{
    f->net = n;
    f->value = 0;
    project(f, direction);
    choose_terminals(f);
    for (int32_t v = 0; v < n->count; v++) f->prev[v] = f->next[v] = NOBODY;
    for (int32_t sink_level; (sink_level = reach(f, SOURCE, f->prev)) >= 0;) {
        for (int32_t v = 0; v < n->count; v++)
            if (f->kind[v] == SOURCE && f->level[v] == 0) push_from(f, v, sink_level);
        if (f->value > atomic_load(bound)) return (struct flow_cut) { .found = false };
    }
    for (int old = atomic_load(bound); f->value < old && !atomic_compare_exchange_weak(bound, &old, f->value);) {}

    const int32_t rest = n->count - f->value;
    const int32_t near_source = mark_cut(f, f->prev, FLOW_SIDE_A, side);
    struct flow_cut cut = { true, f->value, min32(near_source, rest - near_source) };
    reach(f, SINK, f->next);
    int32_t near_sink = 0;
    for (int32_t v = 0; v < n->count; v++) near_sink += f->level[v] >= 0;
    if (min32(near_sink, rest - near_sink) > cut.smaller) {
        mark_cut(f, f->next, FLOW_SIDE_B, side);
        cut.smaller = min32(near_sink, rest - near_sink);
    }
    return cut;
}
