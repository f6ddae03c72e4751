/* dijkstra.c — see dijkstra.h. A binary heap of states with their place in it, ties by state. What is known of a state lies in
 * pages that are made when one of their states is touched first: states of one district have near numbers. */
#include "roads/dijkstra.h"

enum { PAGE_STATES = 256, UNTOUCHED = 0, SETTLED = -1 };

struct visit {
    struct arc_weight best;
    int32_t by;    /* arc */
    int32_t place; /* in the heap, from 1 */
};
struct row { int32_t touched, settled, heap; }; /* three lists of states side by side: none is longer than the first */

struct dijkstra {
    int32_t touched_count, settled_count, heap_count, row_cap;
    struct visit **page; /* [state / PAGE_STATES] NULL: untouched */
    struct row *row;
    bool failed; /* no memory */
    struct arena memory;
};

struct dijkstra *mlg__dijkstra_new(int32_t state_count)
{
    struct dijkstra *d = mlg__malloc(sizeof *d);
    if (!d) return NULL;
    d->page = arena_array(&d->memory, struct visit *, state_count / PAGE_STATES + 1);
    if (d->page) return d;
    mlg__dijkstra_free(d);
    return NULL;
}

void mlg__dijkstra_free(struct dijkstra *d)
{
    if (!d) return;
    mlg__arena_free(&d->memory);
    mlg__free(d->row);
    mlg__free(d);
}

/* Of a state that was touched. */
static struct visit *visit_of(const struct dijkstra *d, int32_t state)
{
    return &d->page[state / PAGE_STATES][state % PAGE_STATES];
}

static bool is_settled(const struct dijkstra *d, int32_t state)
{
    return d->page[state / PAGE_STATES] && visit_of(d, state)->place == SETTLED;
}

/* With memory for it and for its rows; NULL without. */
static struct visit *touch(struct dijkstra *d, int32_t state)
{
    struct visit **page = &d->page[state / PAGE_STATES];
    if (!*page) *page = arena_array(&d->memory, struct visit, PAGE_STATES);
    struct row *grown = mlg__grow(d->row, &d->row_cap, d->touched_count + 1, sizeof *grown);
    if (grown) d->row = grown;
    if (!*page || !grown) return d->failed = true, NULL;
    return visit_of(d, state);
}

static bool is_before(const struct dijkstra *d, int32_t u, int32_t v)
{
    const int order = mlg__weight_compare(visit_of(d, u)->best, visit_of(d, v)->best);
    return order ? order < 0 : u < v;
}

static void put(struct dijkstra *d, int32_t place, int32_t state)
{
    d->row[place].heap = state;
    visit_of(d, state)->place = place + 1;
}

static void rise(struct dijkstra *d, int32_t place)
{
    const int32_t v = d->row[place].heap;
    for (; place > 0 && is_before(d, v, d->row[(place - 1) / 2].heap); place = (place - 1) / 2) put(d, place, d->row[(place - 1) / 2].heap);
    put(d, place, v);
}

static int32_t take_first(struct dijkstra *d)
{
    const int32_t first = d->row[0].heap, last = d->row[--d->heap_count].heap;
    int32_t place = 0;
    if (!d->heap_count) return first;
    for (int32_t child; (child = 2 * place + 1) < d->heap_count; place = child) {
        if (child + 1 < d->heap_count && is_before(d, d->row[child + 1].heap, d->row[child].heap)) child++;
        if (!is_before(d, d->row[child].heap, last)) break;
        put(d, place, d->row[child].heap);
    }
    put(d, place, last);
    return first;
}

static void offer(struct dijkstra *d, int32_t state, struct arc_weight w, int32_t by)
{
    if (w.t_ms >= MLG_ROAD_INF) return;
    struct visit *v = touch(d, state);
    if (!v || v->place == SETTLED || (v->place != UNTOUCHED && mlg__weight_compare(w, v->best) >= 0)) return;
    v->best = w;
    v->by = by;
    if (v->place == UNTOUCHED) {
        d->row[d->touched_count++].touched = state;
        put(d, d->heap_count++, state);
    }
    rise(d, v->place - 1);
}

static void leave(struct dijkstra *d, const struct dijkstra_ask *ask, int32_t v)
{
    const mlg_metric *m = ask->m;
    const mlg_roads *r = m->roads;
    const struct road_graph *g = &r->graph;
    const int32_t first = ask->backward ? r->in_first[v] : g->out_first[v];
    const int32_t end = ask->backward ? r->in_first[v + 1] : g->out_first[v + 1];
    const struct arc_weight here = visit_of(d, v)->best;
    for (int32_t i = first; i < end; i++) {
        const int32_t arc = ask->backward ? r->in_arc[i] : i;
        if (m->use.access[arc] != ask->access) continue;
        offer(d, ask->backward ? r->arc_tail[arc] : g->arc_head[arc], mlg__weight_add(here, m->use.weight[arc]), arc);
    }
}

void mlg__dijkstra_start(struct dijkstra *d)
{
    for (int32_t i = 0; i < d->touched_count; i++) visit_of(d, d->row[i].touched)->place = UNTOUCHED;
    d->touched_count = d->settled_count = d->heap_count = 0;
    d->failed = false;
}

void mlg__dijkstra_seed(struct dijkstra *d, int32_t state, struct arc_weight offset) { offer(d, state, offset, MLG_NONE); }

int32_t mlg__dijkstra_run(struct dijkstra *d, const struct dijkstra_ask *ask)
{
    while (d->heap_count && !d->failed && !(ask->settle_max && d->settled_count >= ask->settle_max)) {
        const int32_t v = take_first(d);
        if (ask->t_max_ms && visit_of(d, v)->best.t_ms > ask->t_max_ms) break;
        visit_of(d, v)->place = SETTLED;
        d->row[d->settled_count++].settled = v;
        leave(d, ask, v);
    }
    return d->failed ? MLG_NONE : d->settled_count;
}

struct arc_weight mlg__dijkstra_at(const struct dijkstra *d, int32_t state)
{
    return is_settled(d, state) ? visit_of(d, state)->best : mlg__no_way();
}
int32_t mlg__dijkstra_settled(const struct dijkstra *d, int32_t i) { return i < d->settled_count ? d->row[i].settled : MLG_NONE; }
int32_t mlg__dijkstra_arc(const struct dijkstra *d, int32_t state) { return is_settled(d, state) ? visit_of(d, state)->by : MLG_NONE; }
