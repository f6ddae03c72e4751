/* path.c — see path.h. Two labels meet at a state; the up arcs below it are unpacked by lower triangles until every
 * piece is an arc of the graph.
 *
 * Most of the time goes to memory that is far away. So all pieces of a route are unpacked together, in rounds: of each
 * one it is asked where its parts are well before they are looked at (bench_roads_ny). */
#include "roads/path.h"

#include <assert.h>

#include "base/error.h"

enum { CACHE_LINE_BYTES = 64 };

/* An up arc, travelled in one direction. */
struct piece {
    int32_t arc;
    int32_t made_of; /* metric.via: -1 - arc of the graph, or the lower part of a triangle */
    int32_t next;    /* the piece that follows in the order of travel */
    enum road_direction way;
};

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
    struct piece *piece; /* of the route; piece[0] only points to the first */
    int32_t *triangle;   /* pieces that are yet to be unpacked, first come, first served */
    int32_t *arc;
    int32_t piece_count, piece_cap, triangle_count, triangle_cap, arc_cap;
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
    mlg__free(q->piece);
    mlg__free(q->triangle);
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

/* Room for one more piece and, of it and the one it is a part of, two more triangles. */
static bool has_room(struct route_query *q)
{
    struct piece *piece = mlg__grow(q->piece, &q->piece_cap, q->piece_count + 1, sizeof *piece);
    if (piece) q->piece = piece;
    int32_t *triangle = mlg__grow(q->triangle, &q->triangle_cap, q->triangle_count + 2, sizeof *triangle);
    if (triangle) q->triangle = triangle;
    return piece && triangle;
}

/* Piece i becomes this up arc. What it is made of is asked for now and looked at when its turn comes. */
static void set_piece(struct route_query *q, const struct metric *m, int32_t i, int32_t arc, enum road_direction way)
{
    struct piece *p = &q->piece[i];
    p->arc = arc;
    p->way = way;
    p->made_of = m->via[2 * arc + (int32_t)way];
    if (p->made_of < 0) return;
    const uintptr_t parts = (uintptr_t)&m->via[2 * p->made_of];
    __builtin_prefetch(&m->h->up_head[p->made_of]);
    __builtin_prefetch((const void *)parts); /* of the lower part; the upper one is often on the next line */
    __builtin_prefetch((const void *)(parts + CACHE_LINE_BYTES));
    q->triangle[q->triangle_count++] = i;
}

/* A piece behind piece `before`; its number, or MLG_NONE without memory. */
static int32_t add_piece(struct route_query *q, const struct metric *m, int32_t before, int32_t arc,
                         enum road_direction way)
{
    if (!has_room(q)) return MLG_NONE;
    const int32_t i = q->piece_count++;
    q->piece[i].next = q->piece[before].next;
    q->piece[before].next = i;
    set_piece(q, m, i, arc, way);
    return i;
}

/* Until every piece is an arc of the graph. Triangles only have lower triangles in them: there is an end. */
static mlg_status unpack(struct route_query *q, const struct metric *m, mlg_error *err)
{
    const int32_t *up_head = m->h->up_head;
    for (int32_t k = 0; k < q->triangle_count; k++) {
        const int32_t i = q->triangle[k];
        const struct piece p = q->piece[i];
        const int32_t low = p.made_of;
        int32_t high = low + 1;
        while (up_head[high] != up_head[p.arc]) high++;
        const bool up = p.way == ROAD_UP;
        if (add_piece(q, m, i, up ? high : low, ROAD_UP) == MLG_NONE) return mlg__no_memory(err, "a route");
        set_piece(q, m, i, up ? low : high, ROAD_DOWN);
    }
    return MLG_OK;
}

/* From the state at this depth down to a seed, whose number is returned, MLG_NONE without memory. Pieces of the way up
 * are put before all others, those of the way down behind each other. */
static int32_t descend(struct route_query *q, const struct metric *m, const struct side *s, enum road_direction way,
                       int32_t low, int32_t depth)
{
    const struct hierarchy *h = m->h;
    int32_t x = low, before = 0;
    while (h->depth[x] > depth) x = h->parent[x];
    while (s->via[h->depth[x]] >= 0) {
        const int32_t below = s->via[h->depth[x]];
        const int32_t i = add_piece(q, m, before, mlg__up_arc(h, below, x), way);
        if (i == MLG_NONE) return MLG_NONE;
        if (way == ROAD_DOWN) before = i;
        x = below;
    }
    return -1 - s->via[h->depth[x]];
}

/* What the pieces have become, in the order of travel. */
static bool list_arcs(struct route_query *q, struct road_path *path)
{
    int32_t *arc = mlg__grow(q->arc, &q->arc_cap, q->piece_count, sizeof *arc);
    if (!arc) return false;
    q->arc = path->arc = arc;
    for (int32_t i = q->piece[0].next; i != MLG_NONE; i = q->piece[i].next)
        arc[path->arc_count++] = -1 - q->piece[i].made_of;
    return true;
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
    if (!take_seeds(&q->from, h, from, from_count) || !take_seeds(&q->to, h, to, to_count))
        return mlg__no_memory(err, "a route");
    const struct meeting best = find_meeting(q, m, from_count, to_count);
    if (best.weight.t_ms >= MLG_ROAD_INF) return MLG_OK;

    q->piece_count = q->triangle_count = 0;
    if (!has_room(q)) return mlg__no_memory(err, "a route");
    q->piece[q->piece_count++].next = MLG_NONE;
    fill(&q->to, m, ROAD_DOWN, best.to_low, best.to_first, best.to_end);
    const int32_t arrives = descend(q, m, &q->to, ROAD_DOWN, best.to_low, best.depth);
    fill(&q->from, m, ROAD_UP, best.from_low, best.from_first, best.from_end);
    const int32_t leaves = descend(q, m, &q->from, ROAD_UP, best.from_low, best.depth);
    if (arrives == MLG_NONE || leaves == MLG_NONE) return mlg__no_memory(err, "a route");
    MLG_TRY(unpack(q, m, err));
    if (!list_arcs(q, path)) return mlg__no_memory(err, "a route");

    path->weight = best.weight;
    path->from_seed = seed_index(h, from, from_count, q->from.seed[best.from_first + leaves]);
    path->to_seed = seed_index(h, to, to_count, q->to.seed[best.to_first + arrives]);
    assert(adds_up(m, path, from[path->from_seed].offset, to[path->to_seed].offset));
    return MLG_OK;
}
