/* dissect.c — see dissect.h.
 *
 *     order[rank .. rank + count):   piece | piece | … | cut         and within each piece again
 *
 * A cell knows its place in the order before it is cut, so cells may be cut at any time by any thread. Large cells are
 * cut in rounds, with a task for each cell and direction; small ones are left to one thread each, down to the last
 * node. */
#include "roads/dissect.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/thread.h"
#include "roads/flow.h"

enum { LEAF_NODES = 16 /* ordered by minimum degree */, LARGE_NODES = 16384 };

struct cell {
    struct net *net;
    int32_t rank; /* where its nodes begin in the order */
};

/* A stack of cells that owns their nets. */
struct cells {
    struct cell *cell;
    int32_t count, cap;
};

static bool cells_add(struct cells *c, struct net *net, int32_t rank)
{
    struct cell *grown = mlg__grow(c->cell, &c->cap, c->count + 1, sizeof *grown);
    if (!grown) return mlg__free(net), false;
    c->cell = grown;
    c->cell[c->count++] = (struct cell) { net, rank };
    return true;
}

static void cells_free(struct cells *c)
{
    for (int32_t i = 0; i < c->count; i++) mlg__free(c->cell[i].net);
    mlg__free(c->cell);
    *c = (struct cells) { 0 };
}

/* The fewest neighbours first, ties by number; neighbours of what is eliminated become neighbours of each other. */
static void minimum_degree(const struct net *n, int32_t *order)
{
    uint64_t near[LEAF_NODES] = { 0 }, left = 0;
    for (int32_t v = 0; v < n->count; v++) {
        left |= UINT64_C(1) << v;
        for (int32_t a = n->first[v]; a < n->first[v + 1]; a++) near[v] |= UINT64_C(1) << n->to[a];
    }
    for (int32_t i = 0; i < n->count; i++) {
        int32_t best = -1, best_degree = LEAF_NODES + 1;
        for (int32_t v = 0; v < n->count; v++) {
            const int32_t degree = left >> v & 1 ? __builtin_popcountll(near[v] & left) : best_degree;
            if (degree < best_degree) best = v, best_degree = degree;
        }
        left &= ~(UINT64_C(1) << best);
        for (int32_t v = 0; v < n->count; v++)
            if ((near[best] & left) >> v & 1) near[v] |= near[best] & ~(UINT64_C(1) << v);
        order[i] = n->id[best];
    }
}

/* Number the connected parts of what is not cut (side NULL: of everything), in the order of their first nodes. */
static int32_t number_parts(const struct net *n, const uint8_t *side, int32_t *part, int32_t *queue)
{
    int32_t count = 0;
    for (int32_t v = 0; v < n->count; v++) part[v] = -1;
    for (int32_t first = 0; first < n->count; first++) {
        if (part[first] >= 0 || (side && side[first] == FLOW_CUT)) continue;
        int32_t end = 0;
        part[first] = count;
        queue[end++] = first;
        for (int32_t i = 0; i < end; i++)
            for (int32_t a = n->first[queue[i]]; a < n->first[queue[i] + 1]; a++) {
                const int32_t w = n->to[a];
                if (part[w] >= 0 || (side && side[w] == FLOW_CUT)) continue;
                part[w] = count;
                queue[end++] = w;
            }
        count++;
    }
    return count;
}

/* Put the cut at the end of the cell's place in the order and its parts, as cells, before. Consumes the cell's net. */
static bool take_apart(struct cell cell, const uint8_t *side, struct cells *out, int32_t *order)
{
    const struct net *n = cell.net;
    int32_t *part = mlg__malloc(2 * (size_t)n->count * sizeof *part), *scratch = part ? part + n->count : NULL;
    const int32_t part_count = part ? number_parts(n, side, part, scratch) : 0;
    struct net **parts = part ? mlg__malloc((size_t)part_count * sizeof *parts) : NULL;
    bool ok = parts && mlg__net_split(n, part, part_count, parts, scratch);
    int32_t rank = cell.rank;
    for (int32_t p = 0; ok && p < part_count; p++) {
        const int32_t count = parts[p]->count;
        ok = cells_add(out, parts[p], rank);
        for (int32_t q = p + 1; !ok && q < part_count; q++) mlg__free(parts[q]);
        rank += count;
    }
    for (int32_t v = 0; ok && v < n->count; v++)
        if (part[v] < 0) order[rank++] = n->id[v];
    mlg__free(parts);
    mlg__free(part);
    mlg__free(cell.net);
    return ok;
}

/* The smaller cut, then the more even one; ties keep the earlier direction. */
static bool better(struct flow_cut a, struct flow_cut b)
{
    if (!a.found || !b.found) return a.found && !b.found;
    return a.size != b.size ? a.size < b.size : a.smaller > b.smaller;
}

/* A small cell, to the end, on one thread. */
static bool dissect_small(struct cell cell, int32_t *order)
{
    const int32_t cap = cell.net->count;
    struct cells todo = { 0 };
    struct flow *flow = mlg__flow_new(cap);
    uint8_t *sides = mlg__malloc(2 * (size_t)cap), *best_side = sides, *side = sides ? sides + cap : NULL;
    bool ok = cells_add(&todo, cell.net, cell.rank) && flow && sides;
    while (ok && todo.count > 0) {
        const struct cell c = todo.cell[--todo.count];
        if (c.net->count <= LEAF_NODES) {
            minimum_degree(c.net, order + c.rank);
            mlg__free(c.net);
            continue;
        }
        atomic_int bound = INT32_MAX;
        struct flow_cut best = { .found = false };
        for (int32_t d = 0; d < FLOW_DIRECTIONS; d++) {
            const struct flow_cut cut = mlg__flow_cut(flow, c.net, d, &bound, side);
            if (!better(cut, best)) continue;
            best = cut;
            uint8_t *kept = side;
            side = best_side;
            best_side = kept;
        }
        ok = take_apart(c, best_side, &todo, order);
    }
    cells_free(&todo);
    mlg__flow_free(flow);
    mlg__free(sides);
    return ok;
}

/* One round over the large cells. */
struct attempt {
    struct flow_cut cut;
    uint8_t *side;
};
struct round {
    const struct cell *cell; /* [cell_count] */
    atomic_int *bound;       /* [cell] */
    struct attempt *attempt; /* [cell * FLOW_DIRECTIONS + direction] */
    struct cells *out;       /* [cell] what it falls into */
    int32_t *order;
    atomic_bool failed;
};

static void try_direction(void *user, int32_t i)
{
    struct round *r = user;
    const struct net *n = r->cell[i / FLOW_DIRECTIONS].net;
    const int32_t direction = i % FLOW_DIRECTIONS;
    struct attempt *a = &r->attempt[i];
    struct flow *f = mlg__flow_new(n->count);
    a->side = mlg__malloc((size_t)n->count);
    if (f && a->side) a->cut = mlg__flow_cut(f, n, direction, &r->bound[i / FLOW_DIRECTIONS], a->side);
    else atomic_store(&r->failed, true);
    mlg__flow_free(f);
    if (a->cut.found) return;
    mlg__free(a->side);
    a->side = NULL;
}

static void take_best(void *user, int32_t i)
{
    struct round *r = user;
    const struct attempt *best = &r->attempt[i * FLOW_DIRECTIONS];
    for (int32_t d = 1; d < FLOW_DIRECTIONS; d++)
        if (better(r->attempt[i * FLOW_DIRECTIONS + d].cut, best->cut)) best = &r->attempt[i * FLOW_DIRECTIONS + d];
    if (!take_apart(r->cell[i], best->side, &r->out[i], r->order)) atomic_store(&r->failed, true);
}

/* Cuts all cells of large, which is empty afterwards; the pieces go to large or small by their size. */
static bool cut_large(struct cells *large, struct cells *small, int32_t thread_count, int32_t *order)
{
    const int32_t count = large->count;
    struct round r = { .cell = large->cell,
                       .bound = mlg__malloc((size_t)count * sizeof *r.bound),
                       .attempt = mlg__malloc((size_t)count * FLOW_DIRECTIONS * sizeof *r.attempt),
                       .out = mlg__malloc((size_t)count * sizeof *r.out),
                       .order = order };
    bool ok = r.bound && r.attempt && r.out;
    if (ok) {
        for (int32_t i = 0; i < count; i++) atomic_init(&r.bound[i], INT32_MAX);
        mlg__parallel(count * FLOW_DIRECTIONS, thread_count, try_direction, &r);
        ok = !atomic_load(&r.failed);
    }
    if (ok) {
        mlg__parallel(count, thread_count, take_best, &r);
        large->count = 0; /* their nets are consumed */
        ok = !atomic_load(&r.failed);
    }
    for (int32_t i = 0; r.attempt && i < count * FLOW_DIRECTIONS; i++) mlg__free(r.attempt[i].side);
    for (int32_t i = 0; r.out && i < count; i++) {
        for (; ok && r.out[i].count > 0; r.out[i].count--) {
            const struct cell c = r.out[i].cell[r.out[i].count - 1];
            if (!cells_add(c.net->count > LARGE_NODES ? large : small, c.net, c.rank)) ok = false;
        }
        cells_free(&r.out[i]);
    }
    mlg__free(r.bound);
    mlg__free(r.attempt);
    mlg__free(r.out);
    return ok;
}

struct small_round {
    struct cell *cell;
    int32_t *order;
    atomic_bool failed;
};

static void one_small(void *user, int32_t i)
{
    struct small_round *r = user;
    if (!dissect_small(r->cell[i], r->order)) atomic_store(&r->failed, true);
}

/* Largest first, so that no thread is left with a large one at the end. */
static int by_size(const void *a, const void *b)
{
    const struct cell *p = a, *q = b;
    if (p->net->count != q->net->count) return p->net->count > q->net->count ? -1 : 1;
    return (p->rank > q->rank) - (p->rank < q->rank);
}

bool mlg__net_dissect(struct net *n, int32_t thread_count, int32_t *order)
{
    struct cells whole = { 0 }, large = { 0 }, small = { 0 };
    bool ok = take_apart((struct cell) { n, 0 }, NULL, &whole, order);
    for (; ok && whole.count > 0; whole.count--) {
        const struct cell c = whole.cell[whole.count - 1];
        if (!cells_add(c.net->count > LARGE_NODES ? &large : &small, c.net, c.rank)) ok = false;
    }
    while (ok && large.count > 0) ok = cut_large(&large, &small, thread_count, order);
    if (ok && small.count > 0) {
        struct small_round r = { .cell = small.cell, .order = order };
        qsort(small.cell, (size_t)small.count, sizeof *small.cell, by_size);
        mlg__parallel(small.count, thread_count, one_small, &r);
        small.count = 0; /* their nets are consumed */
        ok = !atomic_load(&r.failed);
    }
    cells_free(&whole);
    cells_free(&large);
    cells_free(&small);
    return ok;
}
