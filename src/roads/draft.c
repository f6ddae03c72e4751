/* draft.c — see draft.h. */
#include "roads/draft.h"

#include <string.h>

#include "base/error.h"
#include "base/math.h"
#include "model/metric.h"
#include "roads/hilbert.h"
#include "roads/ids.h"

bool mlg__draft_start(struct draft *d, bool keep_ids, bool has_times)
{
    const struct road_limits none = { 0 };
    *d = (struct draft) { .keep_ids = keep_ids, .has_times = has_times };
    return mlg__intern(&d->names, "", 0) == 0 && mlg__intern(&d->limits, &none, sizeof none) == 0;
}

int32_t mlg__draft_node(struct draft *d, int32_t lon_e7, int32_t lat_e7, int64_t osm_id)
{
    struct road_node *nodes = mlg__grow(d->nodes, &d->node_cap, d->node_count + 1, sizeof *nodes);
    if (!nodes) return MLG_NONE;
    d->nodes = nodes;
    if (d->keep_ids) {
        int64_t *ids = mlg__grow(d->node_osm, &d->node_osm_cap, d->node_count + 1, sizeof *ids);
        if (!ids) return MLG_NONE;
        d->node_osm = ids;
        ids[d->node_count] = osm_id;
    }
    nodes[d->node_count] = (struct road_node) { .lon_e7 = lon_e7, .lat_e7 = lat_e7 };
    return d->node_count++;
}

int32_t mlg__draft_limits(struct draft *d, const struct road_limits *l)
{
    const int32_t set = mlg__intern(&d->limits, l, sizeof *l);
    return set <= UINT16_MAX ? set : MLG_NONE;
}

static uint8_t *put_delta(uint8_t *out, int32_t now, int32_t before)
{
    const int32_t delta = (int32_t)((uint32_t)now - (uint32_t)before);
    uint32_t v = (uint32_t)delta << 1 ^ (uint32_t)(delta >> 31);
    for (; v >= 128; v >>= 7) *out++ = (uint8_t)(v | 128);
    *out++ = (uint8_t)v;
    return out;
}

#define DEGREES_PER_E7 1e-7
static double piece_m(int32_t lon_a, int32_t lat_a, int32_t lon_b, int32_t lat_b)
{
    return mlg__great_circle_m(lat_a * DEGREES_PER_E7, lon_a * DEGREES_PER_E7, lat_b * DEGREES_PER_E7,
                               lon_b * DEGREES_PER_E7);
}

enum { VARINT_BYTES_MAX = 5 };

static bool put_geometry(struct draft *d, struct road_edge *e, const int32_t *lon, const int32_t *lat, int32_t count)
{
    if (d->geometry_bytes > INT32_MAX / 4) return false;
    uint8_t *bytes = mlg__grow(d->geometry, &d->geometry_cap, d->geometry_bytes + 2 * VARINT_BYTES_MAX * count + 1, 1);
    if (!bytes) return false;
    d->geometry = bytes;
    const struct road_node *tail = &d->nodes[e->tail], *head = &d->nodes[e->head];
    uint8_t *out = bytes + d->geometry_bytes;
    int32_t x = tail->lon_e7, y = tail->lat_e7;
    double metres = 0;
    for (int32_t i = 0; i < count; i++) {
        metres += piece_m(x, y, lon[i], lat[i]);
        out = put_delta(put_delta(out, lon[i], x), lat[i], y);
        x = lon[i];
        y = lat[i];
    }
    metres += piece_m(x, y, head->lon_e7, head->lat_e7);
    if (!e->length_dm) e->length_dm = (uint32_t)min64(max64(1, mlg__round(metres * 10)), ROAD_EDGE_DM_MAX);
    e->geometry = (uint32_t)d->geometry_bytes;
    e->point_count = (uint16_t)count;
    d->geometry_bytes = (int32_t)(out - bytes);
    return true;
}

int32_t mlg__draft_edge(struct draft *d, struct road_edge e, const int32_t *lon_e7, const int32_t *lat_e7,
                        int32_t count, int64_t way_id)
{
    struct road_edge *edges = mlg__grow(d->edges, &d->edge_cap, d->edge_count + 1, sizeof *edges);
    if (!edges) return MLG_NONE;
    d->edges = edges;
    if (d->keep_ids) {
        int64_t *ids = mlg__grow(d->edge_way, &d->edge_way_cap, d->edge_count + 1, sizeof *ids);
        if (!ids) return MLG_NONE;
        d->edge_way = ids;
        ids[d->edge_count] = way_id;
    }
    if (d->has_times) {
        uint32_t *times = mlg__grow(d->edge_time_ms, &d->time_cap, 2 * d->edge_count + 2, sizeof *times);
        if (!times) return MLG_NONE;
        d->edge_time_ms = times;
        times[2 * d->edge_count] = times[2 * d->edge_count + 1] = 0;
    }
    if (!put_geometry(d, &e, lon_e7, lat_e7, count)) return MLG_NONE;
    edges[d->edge_count] = e;
    return d->edge_count++;
}

/* Freezing. */

static bool order_nodes(struct draft *d, struct road_graph *g)
{
    const int32_t n = d->node_count;
    uint64_t *keys = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *keys);
    int32_t *old = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *old);
    d->new_node = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *d->new_node);
    bool ok = keys && old && d->new_node;
    for (int32_t i = 0; ok && i < n; i++) {
        keys[i] = mlg__hilbert((uint32_t)d->nodes[i].lon_e7 + UINT32_C(1800000000),
                               (uint32_t)d->nodes[i].lat_e7 + UINT32_C(1800000000));
        old[i] = i;
    }
    ok = ok && mlg__radix_sort(keys, old, n);
    for (int32_t i = 0; ok && i < n; i++) {
        d->new_node[old[i]] = i;
        g->nodes[i] = d->nodes[old[i]];
        if (g->node_osm) g->node_osm[i] = d->node_osm[old[i]];
    }
    mlg__free(keys);
    mlg__free(old);
    return ok;
}

/* By tail, else as they came: a counting sort. */
static bool order_edges(struct draft *d, struct road_graph *g)
{
    int32_t *place = mlg__malloc(((size_t)d->node_count + 1) * sizeof *place);
    d->new_edge = mlg__realloc(NULL, ((size_t)d->edge_count + 1) * sizeof *d->new_edge);
    const bool ok = place && d->new_edge;
    for (int32_t e = 0; ok && e < d->edge_count; e++) place[d->new_node[d->edges[e].tail] + 1]++;
    for (int32_t v = 0; ok && v < d->node_count; v++) place[v + 1] += place[v];
    for (int32_t e = 0; ok && e < d->edge_count; e++) {
        const int32_t at = place[d->new_node[d->edges[e].tail]]++;
        d->new_edge[e] = at;
        g->edges[at] = d->edges[e];
        g->edges[at].tail = d->new_node[d->edges[e].tail];
        g->edges[at].head = d->new_node[d->edges[e].head];
        if (g->edge_way) g->edge_way[at] = d->edge_way[e];
        if (g->edge_time_ms) memcpy(&g->edge_time_ms[2 * at], &d->edge_time_ms[2 * e], 2 * sizeof *g->edge_time_ms);
    }
    mlg__free(place);
    return ok;
}

/* Bytes of an edge's shape, in the new order. */
static void order_geometry(const struct draft *d, struct road_graph *g)
{
    uint32_t at = 0;
    for (int32_t e = 0; e < g->edge_count; e++) {
        const uint8_t *from = d->geometry + g->edges[e].geometry, *end = from;
        for (int32_t i = 0; i < 2 * g->edges[e].point_count; i++)
            while (*end++ >= 128) {}
        memcpy(g->geometry + at, from, (size_t)(end - from));
        g->edges[e].geometry = at;
        at += (uint32_t)(end - from);
    }
}

/* By edge; rules of one edge keep their order. */
static bool order_rules(const struct draft *d, struct road_graph *g)
{
    uint64_t *keys = mlg__realloc(NULL, ((size_t)d->rule_count + 1) * sizeof *keys);
    int32_t *old = mlg__realloc(NULL, ((size_t)d->rule_count + 1) * sizeof *old);
    bool ok = keys && old;
    for (int32_t i = 0; ok && i < d->rule_count; i++) {
        keys[i] = (uint64_t)d->new_edge[d->rules[i].edge];
        old[i] = i;
    }
    ok = ok && mlg__radix_sort(keys, old, d->rule_count);
    for (int32_t i = 0; ok && i < d->rule_count; i++) {
        g->rules[i] = d->rules[old[i]];
        g->rules[i].edge = (int32_t)keys[i];
    }
    mlg__free(keys);
    mlg__free(old);
    return ok;
}

static void find_box(struct road_graph *g)
{
    g->west_e7 = g->south_e7 = INT32_MAX;
    g->east_e7 = g->north_e7 = INT32_MIN;
    for (int32_t v = 0; v < g->node_count; v++) {
        g->west_e7 = min32(g->west_e7, g->nodes[v].lon_e7);
        g->east_e7 = max32(g->east_e7, g->nodes[v].lon_e7);
        g->south_e7 = min32(g->south_e7, g->nodes[v].lat_e7);
        g->north_e7 = max32(g->north_e7, g->nodes[v].lat_e7);
    }
    if (!g->node_count) g->west_e7 = g->south_e7 = g->east_e7 = g->north_e7 = 0;
}

mlg_status mlg__draft_finish(struct draft *d, struct road_graph *g, mlg_error *err)
{
    struct arena *memory = &g->memory;
    if (d->edge_count >= INT32_C(1) << 30)
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("more than 2^30 pieces of street", "plus de 2^30 tronçons"),
                         NO_HINT);
    g->node_count = d->node_count;
    g->edge_count = d->edge_count;
    g->rule_count = d->rule_count;
    g->name_count = d->names.count;
    g->limits_count = d->limits.count;
    g->geometry_bytes = (size_t)d->geometry_bytes;
    g->nodes = arena_array(memory, struct road_node, g->node_count);
    g->edges = arena_array(memory, struct road_edge, g->edge_count);
    g->geometry = arena_array(memory, uint8_t, g->geometry_bytes);
    g->rules = arena_array(memory, struct road_rule, g->rule_count);
    g->names = arena_array(memory, char, d->names.first[g->name_count]);
    g->name_first = arena_array(memory, uint32_t, g->name_count + 1);
    g->limits = arena_array(memory, struct road_limits, g->limits_count);
    if (d->keep_ids) g->node_osm = arena_array(memory, int64_t, g->node_count);
    if (d->keep_ids) g->edge_way = arena_array(memory, int64_t, g->edge_count);
    if (d->has_times) g->edge_time_ms = arena_array(memory, uint32_t, 2 * (size_t)g->edge_count);
    if (memory->failed || !order_nodes(d, g) || !order_edges(d, g) || !order_rules(d, g))
        return mlg__no_memory(err, "the road graph");
    order_geometry(d, g);
    memcpy(g->names, d->names.bytes, d->names.first[g->name_count]);
    memcpy(g->name_first, d->names.first, ((size_t)g->name_count + 1) * sizeof *g->name_first);
    memcpy(g->limits, d->limits.bytes, (size_t)g->limits_count * sizeof *g->limits);
    find_box(g);
    return MLG_OK;
}

void mlg__draft_free(struct draft *d)
{
    mlg__free(d->nodes);
    mlg__free(d->edges);
    mlg__free(d->geometry);
    mlg__free(d->rules);
    mlg__free(d->node_osm);
    mlg__free(d->edge_way);
    mlg__free(d->edge_time_ms);
    mlg__free(d->new_node);
    mlg__free(d->new_edge);
    mlg__intern_free(&d->names);
    mlg__intern_free(&d->limits);
    *d = (struct draft) { 0 };
}

void mlg__road_graph_free(struct road_graph *g)
{
    if (!g) return;
    mlg__arena_free(&g->memory);
    *g = (struct road_graph) { 0 };
}
