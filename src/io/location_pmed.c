/* location_pmed.c — p-median on a graph: `n edges p`, then a row `i j length` an edge, in both directions. A later row
 * of the same edge replaces an earlier one. Every vertex is a client and a site; a lane costs the shortest path. */
#include "io/location_reader.h"

struct edge {
    int64_t length;
    int32_t to;
};
struct entry {
    int64_t distance;
    int32_t vertex;
};

struct graph {
    struct arena arena;
    int32_t vertex_count;
    int64_t *first; /* [vertex + 1] */
    struct edge *edges;
    struct entry *queue; /* a heap, the nearest first; old entries stay until they surface */
    int64_t queue_count;
    int64_t *distance;
};

#define NO_PATH INT64_MAX

/* -- edges: first into the square of lanes, where the last one of a pair stays -- */

static int32_t read_vertex(struct location_reader *r)
{
    const int32_t count = r->l->client_count;
    return (int32_t)mlg__location_whole(r, TXT("the vertex", "le sommet"), 1, count) - 1;
}

static void read_edges(struct location_reader *r, int64_t count)
{
    mlg_location *l = r->l;
    for (int64_t i = 0; i < l->first[l->client_count]; i++) l->lanes[i].cost = NO_PATH;
    for (int64_t i = 0; i < count && !r->stopped; i++) {
        const int32_t from = read_vertex(r), to = read_vertex(r);
        const int64_t length = mlg__location_money(r, TXT("the length", "la longueur"));
        mlg__location_cell(l, from, to)->cost = length;
        mlg__location_cell(l, to, from)->cost = length;
    }
}

static bool make_graph(const mlg_location *l, struct graph *g)
{
    const int32_t n = g->vertex_count = l->client_count;
    int64_t count = 0;
    for (int64_t i = 0; i < l->first[n]; i++) count += l->lanes[i].cost != NO_PATH;
    g->first = arena_array(&g->arena, int64_t, (int64_t)n + 1);
    g->edges = arena_array(&g->arena, struct edge, count);
    g->queue = arena_array(&g->arena, struct entry, count + 1);
    g->distance = arena_array(&g->arena, int64_t, n);
    if (g->arena.failed) return false;
    count = 0;
    for (int32_t v = 0; v < n; v++) {
        for (int64_t i = l->first[v]; i < l->first[v + 1]; i++)
            if (l->lanes[i].cost != NO_PATH) g->edges[count++] = (struct edge) { l->lanes[i].cost, l->lanes[i].site };
        g->first[v + 1] = count;
    }
    return true;
}

/* -- shortest paths: Dijkstra's algorithm -- */

static void push(struct graph *g, struct entry e)
{
    int64_t at = g->queue_count++;
    for (; at > 0 && g->queue[(at - 1) / 2].distance > e.distance; at = (at - 1) / 2)
        g->queue[at] = g->queue[(at - 1) / 2];
    g->queue[at] = e;
}

static struct entry pop(struct graph *g)
{
    const struct entry nearest = g->queue[0], last = g->queue[--g->queue_count];
    int64_t at = 0;
    for (int64_t child = 1; child < g->queue_count; child = 2 * at + 1) {
        if (child + 1 < g->queue_count && g->queue[child + 1].distance < g->queue[child].distance) child++;
        if (g->queue[child].distance >= last.distance) break;
        g->queue[at] = g->queue[child];
        at = child;
    }
    g->queue[at] = last;
    return nearest;
}

/* Distances from a vertex. A vertex is queued when its distance falls, by one edge: never more than edges + 1 times. */
static void measure(struct graph *g, int32_t from)
{
    for (int32_t v = 0; v < g->vertex_count; v++) g->distance[v] = NO_PATH;
    g->distance[from] = 0;
    push(g, (struct entry) { 0, from });
    while (g->queue_count > 0) {
        const struct entry near = pop(g);
        if (near.distance > g->distance[near.vertex]) continue;
        for (int64_t i = g->first[near.vertex]; i < g->first[near.vertex + 1]; i++) {
            const struct edge *e = &g->edges[i];
            const int64_t distance = min64(near.distance + e->length, MONEY_READ_MAX);
            if (distance >= g->distance[e->to]) continue;
            g->distance[e->to] = distance;
            push(g, (struct entry) { distance, e->to });
        }
    }
}

static void measure_all(struct location_reader *r, struct graph *g)
{
    mlg_location *l = r->l;
    for (int32_t v = 0; v < g->vertex_count; v++) {
        measure(g, v);
        for (int32_t to = 0; to < g->vertex_count; to++) {
            mlg__location_cell(l, v, to)->cost = g->distance[to];
            if (g->distance[to] != NO_PATH) continue;
            LOCATION_STOP(
                r, &((struct word) { .line = 1, .column = 1 }),
                TXT("no path leads from vertex %d to vertex %d", "aucun chemin ne mène du sommet %d au sommet %d"),
                TXT("the graph must hang together: add the missing edges",
                    "le graphe doit être d'un seul tenant : ajoutez les arêtes manquantes"),
                v + 1, to + 1);
            return;
        }
    }
}

void mlg__location_read_pmed(struct location_reader *r)
{
    struct graph g = { 0 };
    const int64_t vertices =
        mlg__location_size(r, TXT("the number of vertices", "le nombre de sommets"), 1, LOCATION_COUNT_MAX);
    const int64_t edges =
        mlg__location_size(r, TXT("the number of edges", "le nombre d'arêtes"), vertices - 1, CAPACITY_READ_MAX);
    const int64_t open = mlg__location_size(r, TXT("the number of sites", "le nombre de sites"), 1, vertices);
    if (!mlg__location_room(r, 3 * edges) || !mlg__location_begin(r, vertices, vertices, true)) return;
    r->l->open_most = (int32_t)open;
    read_edges(r, edges);
    if (r->stopped || mlg_findings_count(r->s.found, false) > 0) return;
    if (make_graph(r->l, &g)) measure_all(r, &g);
    else mlg__location_out_of_memory(r);
    mlg__arena_free(&g.arena);
}
