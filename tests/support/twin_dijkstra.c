/* twin_dijkstra.c — see twin_dijkstra.h. A binary heap with repetitions; arcs by tail and by head. */
#include "support/twin_dijkstra.h"

#include <stdlib.h>

struct waiting {
    struct arc_weight w;
    int32_t state;
};
struct twin {
    const struct digraph *g;
    const struct arc_weight *weight;
    int32_t *first[2], *arc[2]; /* [backward]: arcs by tail, by head */
    struct arc_weight *best;
    bool *done;
    struct waiting *heap;
    int32_t heap_count;
};

static void *room(size_t count, size_t bytes)
{
    void *made = calloc(count + 1, bytes);
    if (!made) abort();
    return made;
}

struct twin *twin_new(const struct digraph *g, const struct arc_weight *weight)
{
    struct twin *t = room(1, sizeof *t);
    t->g = g;
    t->weight = weight;
    t->best = room((size_t)g->state_count, sizeof *t->best);
    t->done = room((size_t)g->state_count, sizeof *t->done);
    t->heap = room((size_t)g->arc_count + 4096, sizeof *t->heap);
    for (int back = 0; back < 2; back++) {
        const int32_t *owner = back ? g->head : g->tail;
        t->first[back] = room((size_t)g->state_count + 1, sizeof(int32_t));
        t->arc[back] = room((size_t)g->arc_count, sizeof(int32_t));
        for (int32_t a = 0; a < g->arc_count; a++) t->first[back][owner[a] + 1]++;
        for (int32_t v = 0; v < g->state_count; v++) t->first[back][v + 1] += t->first[back][v];
        for (int32_t a = 0; a < g->arc_count; a++) t->arc[back][t->first[back][owner[a]]++] = a;
        for (int32_t v = g->state_count; v > 0; v--) t->first[back][v] = t->first[back][v - 1];
        t->first[back][0] = 0;
    }
    return t;
}

void twin_free(struct twin *t)
{
    for (int back = 0; back < 2; back++) free(t->first[back]), free(t->arc[back]);
    free(t->best);
    free(t->done);
    free(t->heap);
    free(t);
}

static void put(struct twin *t, struct arc_weight w, int32_t state)
{
    if (w.t_ms >= MLG_ROAD_INF || mlg__weight_compare(w, t->best[state]) >= 0) return;
    t->best[state] = w;
    int32_t i = t->heap_count++;
    for (; i > 0 && mlg__weight_compare(w, t->heap[(i - 1) / 2].w) < 0; i = (i - 1) / 2)
        t->heap[i] = t->heap[(i - 1) / 2];
    t->heap[i] = (struct waiting) { w, state };
}

static struct waiting take(struct twin *t)
{
    const struct waiting top = t->heap[0], last = t->heap[--t->heap_count];
    int32_t i = 0;
    for (int32_t c; (c = 2 * i + 1) < t->heap_count; i = c) {
        if (c + 1 < t->heap_count && mlg__weight_compare(t->heap[c + 1].w, t->heap[c].w) < 0) c++;
        if (mlg__weight_compare(last.w, t->heap[c].w) <= 0) break;
        t->heap[i] = t->heap[c];
    }
    t->heap[i] = last;
    return top;
}

const struct arc_weight *twin_search(struct twin *t, const struct road_seed *seed, int32_t seed_count, bool backward,
                                     int32_t stop)
{
    t->heap_count = 0;
    for (int32_t v = 0; v < t->g->state_count; v++) t->best[v] = mlg__no_way(), t->done[v] = false;
    for (int32_t i = 0; i < seed_count; i++) put(t, seed[i].offset, seed[i].state);
    while (t->heap_count > 0) {
        const struct waiting top = take(t);
        if (t->done[top.state]) continue;
        t->done[top.state] = true;
        if (top.state == stop) break;
        for (int32_t i = t->first[backward][top.state]; i < t->first[backward][top.state + 1]; i++) {
            const int32_t a = t->arc[backward][i];
            put(t, mlg__weight_add(top.w, t->weight[a]), backward ? t->g->tail[a] : t->g->head[a]);
        }
    }
    return t->best;
}

struct arc_weight twin_between(struct twin *t, const struct road_seed *from, int32_t from_count,
                               const struct road_seed *to, int32_t to_count)
{
    const struct arc_weight *best = twin_search(t, from, from_count, false, to_count == 1 ? to[0].state : MLG_NONE);
    struct arc_weight least = mlg__no_way();
    for (int32_t i = 0; i < to_count; i++) {
        const struct arc_weight w = mlg__weight_add(best[to[i].state], to[i].offset);
        if (mlg__weight_compare(w, least) < 0) least = w;
    }
    return least;
}
