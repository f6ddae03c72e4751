/* dijkstra.c — see dijkstra.h. A binary heap of states with their place in it, ties by state. */
#include "roads/dijkstra.h"

struct dijkstra {
    int32_t touched_count, settled_count, heap_count;
    struct arc_weight *best; /* [state] no way: untouched */
    int32_t *place;          /* [state] in the heap; MLG_NONE: settled */
    int32_t *by;             /* [state] arc */
    bool *settled;           /* [state] */
    int32_t *touched, *order, *heap;
    struct arena memory;
};

struct dijkstra *mlg__dijkstra_new(int32_t state_count)
{
    struct dijkstra *d = mlg__malloc(sizeof *d);
    if (!d) return NULL;
    d->best = arena_array(&d->memory, struct arc_weight, state_count);
    d->place = arena_array(&d->memory, int32_t, state_count);
    d->by = arena_array(&d->memory, int32_t, state_count);
    d->settled = arena_array(&d->memory, bool, state_count);
    d->touched = arena_array(&d->memory, int32_t, state_count);
    d->order = arena_array(&d->memory, int32_t, state_count);
    d->heap = arena_array(&d->memory, int32_t, state_count);
    if (d->memory.failed) {
        mlg__dijkstra_free(d);
        return NULL;
    }
    for (int32_t v = 0; v < state_count; v++) d->best[v] = mlg__no_way();
    return d;
}

void mlg__dijkstra_free(struct dijkstra *d)
{
    if (!d) return;
    mlg__arena_free(&d->memory);
    mlg__free(d);
}

static bool is_before(const struct dijkstra *d, int32_t u, int32_t v)
{
    const int order = mlg__weight_compare(d->best[u], d->best[v]);
    return order ? order < 0 : u < v;
}

static void put(struct dijkstra *d, int32_t place, int32_t state)
{
    d->heap[place] = state;
    d->place[state] = place;
}

static void rise(struct dijkstra *d, int32_t place)
{
    const int32_t v = d->heap[place];
    for (; place > 0 && is_before(d, v, d->heap[(place - 1) / 2]); place = (place - 1) / 2) put(d, place, d->heap[(place - 1) / 2]);
    put(d, place, v);
}

static int32_t take_first(struct dijkstra *d)
{
    const int32_t first = d->heap[0], last = d->heap[--d->heap_count];
    int32_t place = 0;
    if (!d->heap_count) return first;
    for (int32_t child; (child = 2 * place + 1) < d->heap_count; place = child) {
        if (child + 1 < d->heap_count && is_before(d, d->heap[child + 1], d->heap[child])) child++;
        if (!is_before(d, d->heap[child], last)) break;
        put(d, place, d->heap[child]);
    }
    put(d, place, last);
    return first;
}

static void offer(struct dijkstra *d, int32_t state, struct arc_weight w, int32_t by)
{
    if (w.t_ms >= MLG_ROAD_INF || d->settled[state] || mlg__weight_compare(w, d->best[state]) >= 0) return;
    if (d->best[state].t_ms >= MLG_ROAD_INF) {
        d->touched[d->touched_count++] = state;
        put(d, d->heap_count++, state);
    }
    d->best[state] = w;
    d->by[state] = by;
    rise(d, d->place[state]);
}

static void clear(struct dijkstra *d)
{
    for (int32_t i = 0; i < d->touched_count; i++) {
        d->best[d->touched[i]] = mlg__no_way();
        d->settled[d->touched[i]] = false;
    }
    d->touched_count = d->settled_count = d->heap_count = 0;
}

static void leave(struct dijkstra *d, const struct dijkstra_ask *ask, int32_t v)
{
    const mlg_metric *m = ask->m;
    const mlg_roads *r = m->roads;
    const struct road_graph *g = &r->graph;
    const int32_t first = ask->backward ? r->in_first[v] : g->out_first[v];
    const int32_t end = ask->backward ? r->in_first[v + 1] : g->out_first[v + 1];
    for (int32_t i = first; i < end; i++) {
        const int32_t arc = ask->backward ? r->in_arc[i] : i;
        if (m->use.access[arc] != ask->access) continue;
        offer(d, ask->backward ? r->arc_tail[arc] : g->arc_head[arc], mlg__weight_add(d->best[v], m->use.weight[arc]), arc);
    }
}

int32_t mlg__dijkstra_run(struct dijkstra *d, const struct dijkstra_ask *ask)
{
    clear(d);
    for (int32_t i = 0; i < ask->seed_count; i++) offer(d, ask->seeds[i].state, ask->seeds[i].offset, MLG_NONE);
    while (d->heap_count && !(ask->settle_max && d->settled_count >= ask->settle_max)) {
        const int32_t v = take_first(d);
        if (ask->t_max_ms && d->best[v].t_ms > ask->t_max_ms) break;
        d->settled[v] = true;
        d->order[d->settled_count++] = v;
        leave(d, ask, v);
    }
    return d->settled_count;
}

struct arc_weight mlg__dijkstra_at(const struct dijkstra *d, int32_t state)
{
    return d->settled[state] ? d->best[state] : mlg__no_way();
}
int32_t mlg__dijkstra_settled(const struct dijkstra *d, int32_t i) { return i < d->settled_count ? d->order[i] : MLG_NONE; }
int32_t mlg__dijkstra_arc(const struct dijkstra *d, int32_t state) { return d->by[state]; }
