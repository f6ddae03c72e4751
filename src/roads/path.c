/* path.c — see path.h. Two labels meet at a state; the up arcs below it are unpacked by lower triangles until every
 * piece is an arc of the graph. */
#include "roads/path.h"

#include <assert.h>

#include "base/error.h"

struct piece {
    int32_t arc;
    enum road_direction way;
}; /* an up arc, travelled in one direction */

/* One end of the route: seeds by rank in groups, and the label of the group at hand. */
struct side {
    struct road_seed *seed;
    int32_t cap;
    uint64_t *key;
    struct arc_energy *energy;
    int32_t *via;
    int32_t filled; /* first seed of the group that the label is of */
};

struct route_query {
    struct side from, to;
    struct piece *stack, *climb; /* [path_max + 2] */
    int32_t *arc, arc_cap, arc_count;
    bool failed;
    struct arena memory;
};

static void side_new(struct side *s, const struct hierarchy *h, struct arena *a)
{
    s->key = arena_array(a, uint64_t, h->path_max);
    s->energy = arena_array(a, struct arc_energy, h->path_max);
    s->via = arena_array(a, int32_t, h->path_max);
}

struct route_query *mlg__route_query_new(const struct hierarchy *h)
{
    struct route_query *q = mlg__malloc(sizeof *q);
    if (!q) return NULL;
    side_new(&q->from, h, &q->memory);
    side_new(&q->to, h, &q->memory);
    q->stack = arena_array(&q->memory, struct piece, (size_t)h->path_max + 2);
    q->climb = arena_array(&q->memory, struct piece, (size_t)h->path_max + 1);
    if (!q->memory.failed) return q;
    mlg__route_query_free(q);
    return NULL;
}

void mlg__route_query_free(struct route_query *q)
{
    if (!q) return;
    mlg__arena_free(&q->memory);
    mlg__free(q->from.seed);
    mlg__free(q->to.seed);
    mlg__free(q->arc);
    mlg__free(q);
}

static bool take_seeds(struct side *s, const struct hierarchy *h, const struct road_seed *seed, int32_t count)
{
    s->filled = MLG_NONE;
    struct road_seed *grown = mlg__grow(s->seed, &s->cap, count, sizeof *grown);
    if (!grown) return count == 0;
    s->seed = grown;
    for (int32_t i = 0; i < count; i++) s->seed[i] = (struct road_seed) { h->rank[seed[i].state], seed[i].offset };
    return true;
}

/* Where two labels of groups meet best; of equal ways the one nearest to the root. */
struct meeting {
    struct arc_weight weight;
    int32_t from_first, from_low, from_end, to_first, to_low, to_end, depth;
};

static void meet(const struct route_query *q, int32_t common, struct meeting here, struct meeting *best)
{
    for (int32_t k = 0; k < common; k++) {
        const uint64_t key = q->from.key[k] + q->to.key[k];
        if (key >= MLG_KEY_INF || key > mlg__key(best->weight)) continue;
        const struct arc_energy e = { q->from.energy[k].ea + q->to.energy[k].ea,
                                      q->from.energy[k].eb + q->to.energy[k].eb };
        here.weight = mlg__weight_of(key, e);
        here.depth = k;
        if (mlg__weight_compare(here.weight, best->weight) < 0) *best = here;
    }
}

static void fill(struct side *s, const struct metric *m, enum road_direction way, int32_t low, int32_t first,
                 int32_t end)
{
    if (s->filled == first) return;
    mlg__label_fill(m, way, low, s->seed + first, end - first, s->key, s->energy, s->via);
    s->filled = first;
}

/* All groups of one end with all of the other; mostly there is one of each. */
static struct meeting find_meeting(struct route_query *q, const struct metric *m, int32_t from_count, int32_t to_count)
{
    struct meeting best = { .weight = mlg__no_way() }, here = { .from_first = 0 };
    for (; here.from_first < from_count; here.from_first = here.from_end) {
        here.from_end = mlg__label_group(m->h, q->from.seed, here.from_first, from_count, &here.from_low);
        fill(&q->from, m, ROAD_UP, here.from_low, here.from_first, here.from_end);
        for (here.to_first = 0; here.to_first < to_count; here.to_first = here.to_end) {
            here.to_end = mlg__label_group(m->h, q->to.seed, here.to_first, to_count, &here.to_low);
            fill(&q->to, m, ROAD_DOWN, here.to_low, here.to_first, here.to_end);
            meet(q, mlg__common(m->h, here.from_low, here.to_low), here, &best);
        }
    }
    return best;
}

static bool add_arc(struct route_query *q, int32_t arc)
{
    int32_t *grown = mlg__grow(q->arc, &q->arc_cap, q->arc_count + 1, sizeof *grown);
    if (!grown) return false;
    q->arc = grown;
    q->arc[q->arc_count++] = arc;
    return true;
}

/* Arcs of the graph along a piece, by the lower triangle that each up arc is made of. The middles of nested triangles
 * descend along a root path, which bounds the stack. */
static mlg_status unpack(struct route_query *q, const struct metric *m, struct piece piece, mlg_error *err)
{
    const int32_t *up_head = m->h->up_head;
    int32_t top = 0;
    q->stack[top++] = piece;
    while (top > 0) {
        const struct piece p = q->stack[--top];
        const int32_t low = m->via[2 * p.arc + (int32_t)p.way];
        if (low < 0) {
            if (!add_arc(q, -1 - low)) return mlg__no_memory(err, "a route");
            continue;
        }
        int32_t high = low + 1;
        while (up_head[high] != up_head[p.arc]) high++;
        const struct piece to_tail = { low, ROAD_UP + ROAD_DOWN - p.way }, to_head = { high, p.way };
        q->stack[top++] = p.way == ROAD_UP ? to_head : to_tail; /* the second one: the first is taken first */
        q->stack[top++] = p.way == ROAD_UP ? to_tail : to_head;
    }
    return MLG_OK;
}

/* From the state at this depth down to a seed, which is returned: pieces in climb[], from above. */
static int32_t descend(struct route_query *q, const struct metric *m, const struct side *s, enum road_direction way,
                       int32_t low, int32_t depth, int32_t *count)
{
    const struct hierarchy *h = m->h;
    int32_t x = low;
    while (h->depth[x] > depth) x = h->parent[x];
    *count = 0;
    while (s->via[h->depth[x]] >= 0) {
        const int32_t below = s->via[h->depth[x]];
        q->climb[(*count)++] = (struct piece) { mlg__up_arc(h, below, x), way };
        x = below;
    }
    return -1 - s->via[h->depth[x]];
}

/* Which of the caller's seeds this was. */
static int32_t seed_index(const struct hierarchy *h, const struct road_seed *seed, int32_t count,
                          struct road_seed wanted)
{
    for (int32_t i = 0; i < count; i++)
        if (h->rank[seed[i].state] == wanted.state && mlg__weight_compare(seed[i].offset, wanted.offset) == 0) return i;
    return MLG_NONE;
}

#ifndef NDEBUG
/* Offsets and arcs add up to the weight. */
static bool adds_up(const struct metric *m, const struct road_path *path, struct arc_weight from, struct arc_weight to)
{
    struct arc_weight sum = mlg__weight_add(from, to);
    for (int32_t i = 0; i < path->arc_count; i++) sum = mlg__weight_add(sum, m->weight[path->arc[i]]);
    return mlg__weight_compare(sum, path->weight) == 0;
}
#endif

mlg_status mlg__road_route(struct route_query *q, const struct metric *m, const struct road_seed *from,
                           int32_t from_count, const struct road_seed *to, int32_t to_count, struct road_path *path,
                           mlg_error *err)
{
    const struct hierarchy *h = m->h;
    *path = (struct road_path) { .weight = mlg__no_way() };
    q->arc_count = 0;
    if (!take_seeds(&q->from, h, from, from_count) || !take_seeds(&q->to, h, to, to_count))
        return mlg__no_memory(err, "a route");
    const struct meeting best = find_meeting(q, m, from_count, to_count);
    if (best.weight.t_ms >= MLG_ROAD_INF) return MLG_OK;

    int32_t count;
    fill(&q->from, m, ROAD_UP, best.from_low, best.from_first, best.from_end);
    const int32_t leaves = descend(q, m, &q->from, ROAD_UP, best.from_low, best.depth, &count);
    while (count > 0) MLG_TRY(unpack(q, m, q->climb[--count], err));
    fill(&q->to, m, ROAD_DOWN, best.to_low, best.to_first, best.to_end);
    const int32_t arrives = descend(q, m, &q->to, ROAD_DOWN, best.to_low, best.depth, &count);
    for (int32_t i = 0; i < count; i++) MLG_TRY(unpack(q, m, q->climb[i], err));

    path->weight = best.weight;
    path->from_seed = seed_index(h, from, from_count, q->from.seed[best.from_first + leaves]);
    path->to_seed = seed_index(h, to, to_count, q->to.seed[best.to_first + arrives]);
    path->arc = q->arc;
    path->arc_count = q->arc_count;
    assert(adds_up(m, path, from[path->from_seed].offset, to[path->to_seed].offset));
    return MLG_OK;
}
