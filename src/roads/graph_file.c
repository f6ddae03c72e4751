/* graph_file.c — see graph_file.h. */
#include "roads/graph_file.h"

#include <stdio.h>
#include <string.h>

static void add(struct section *sections, int32_t *count, const char *name, const void *items, size_t item_bytes, int64_t items_count)
{
    if (items) sections[(*count)++] = (struct section) { name, items, (uint32_t)item_bytes, items_count };
}

int32_t mlg__graph_sections(const struct road_graph *g, struct graph_meta *meta, struct section *sections)
{
    int32_t n = 0;
    *meta = (struct graph_meta) { .west_e7 = g->west_e7, .south_e7 = g->south_e7, .east_e7 = g->east_e7, .north_e7 = g->north_e7,
                                  .turns = g->turns, .osm = g->osm, .elevation = g->elevation };
    snprintf(meta->built_by, sizeof meta->built_by, "%s", mlg_version());
    snprintf(meta->source, sizeof meta->source, "%s", g->source);
    snprintf(meta->date, sizeof meta->date, "%s", g->date);
    add(sections, &n, "meta", meta, sizeof *meta, 1);
    add(sections, &n, "nodes", g->nodes, sizeof *g->nodes, g->node_count);
    add(sections, &n, "edges", g->edges, sizeof *g->edges, g->edge_count);
    add(sections, &n, "geometry", g->geometry ? g->geometry : (const uint8_t *)"", 1, (int64_t)g->geometry_bytes);
    add(sections, &n, "names", g->names ? g->names : "", 1, g->name_first[g->name_count]);
    add(sections, &n, "name_first", g->name_first, sizeof *g->name_first, (int64_t)g->name_count + 1);
    add(sections, &n, "limits", g->limits, sizeof *g->limits, g->limits_count);
    add(sections, &n, "rules", g->rules ? (const void *)g->rules : (const void *)"", sizeof *g->rules, g->rule_count);
    add(sections, &n, "node_osm", g->node_osm, sizeof *g->node_osm, g->node_count);
    add(sections, &n, "edge_way", g->edge_way, sizeof *g->edge_way, g->edge_count);
    add(sections, &n, "edge_time", g->edge_time_ms, sizeof *g->edge_time_ms, 2 * (int64_t)g->edge_count);
    add(sections, &n, "state_node", g->state_node, sizeof *g->state_node, g->state_count);
    add(sections, &n, "state_arc", g->state_arc, sizeof *g->state_arc, g->state_count);
    add(sections, &n, "out_first", g->out_first, sizeof *g->out_first, (int64_t)g->state_count + 1);
    add(sections, &n, "arc_head", g->arc_head, sizeof *g->arc_head, g->arc_count);
    add(sections, &n, "arc_edge", g->arc_edge, sizeof *g->arc_edge, g->arc_count);
    add(sections, &n, "arc_barred", g->arc_barred, sizeof *g->arc_barred, g->arc_count);
    add(sections, &n, "arc_turn_ms", g->arc_turn_ms, sizeof *g->arc_turn_ms, g->arc_count);
    return n;
}

/* ---- reading: one array after the other, then what they say of each other ---- */

struct reader {
    const struct sections *file;
    mlg_error *err;
    mlg_status status; /* sticky */
};

/* The array of a section; count MLG_ANY_COUNT tells its length in *got, at most 2^31 - 1 items. The graph's pointers are
 * those of a built one, so not const; nothing writes through them. */
static void *array(struct reader *r, const char *name, size_t item_bytes, int64_t count, int64_t *got)
{
    const void *items = NULL;
    int64_t length = 0;
    if (!r->status) r->status = mlg__section(r->file, name, item_bytes, count, &items, &length, r->err);
    if (!r->status && length > INT32_MAX && item_bytes > 1) r->status = mlg__section_refused(r->file, name, r->err);
    if (got) *got = r->status ? 0 : length;
    return (void *)(uintptr_t)items;
}

static void *optional(struct reader *r, const char *name, size_t item_bytes, int64_t count)
{
    return mlg__has_section(r->file, name) ? array(r, name, item_bytes, count, NULL) : NULL;
}

static void demand(struct reader *r, bool holds, const char *name)
{
    if (!r->status && !holds) r->status = mlg__section_refused(r->file, name, r->err);
}

static bool is_text(const char *s, size_t size) { return memchr(s, 0, size) != NULL; }

static void read_meta(struct reader *r, struct road_graph *g, struct graph_meta *meta)
{
    const struct graph_meta *m = array(r, "meta", sizeof *m, 1, NULL);
    if (r->status) return;
    *meta = *m;
    demand(r, is_text(m->built_by, sizeof m->built_by) && is_text(m->source, sizeof m->source) && is_text(m->date, sizeof m->date),
           "meta");
    if (r->status) return;
    memcpy(g->source, m->source, sizeof g->source);
    memcpy(g->date, m->date, sizeof g->date);
    g->west_e7 = m->west_e7, g->south_e7 = m->south_e7, g->east_e7 = m->east_e7, g->north_e7 = m->north_e7;
    g->turns = m->turns == 1, g->osm = m->osm == 1, g->elevation = m->elevation == 1;
}

static bool nodes_fit(const struct road_graph *g)
{
    for (int32_t v = 0; v < g->node_count; v++) {
        const struct road_node *n = &g->nodes[v];
        if (n->limits >= g->limits_count || n->lon_e7 < -1800000000 || n->lon_e7 > 1800000000 || n->lat_e7 < -900000000 ||
            n->lat_e7 > 900000000)
            return false;
    }
    return true;
}

/* Whether the 2 * points numbers that start at byte `at` end inside the geometry, none longer than 5 bytes. */
static bool shape_fits(const struct road_graph *g, size_t at, int32_t points)
{
    for (int32_t i = 0; i < 2 * points; i++) {
        int bytes = 1;
        while (at < g->geometry_bytes && g->geometry[at] >= 128 && bytes < 6) at++, bytes++;
        if (at >= g->geometry_bytes || bytes > 5) return false;
        at++;
    }
    return true;
}

static bool edges_fit(const struct road_graph *g)
{
    for (int32_t i = 0; i < g->edge_count; i++) {
        const struct road_edge *e = &g->edges[i];
        if (e->tail < 0 || e->tail >= g->node_count || e->head < 0 || e->head >= g->node_count || e->length_dm < 1 ||
            e->length_dm > ROAD_EDGE_DM_MAX ||
            e->name < 0 || e->name >= g->name_count || e->limits >= g->limits_count || e->class >= ROAD_CLASSES ||
            e->surface >= ROAD_SURFACES || e->smoothness >= ROAD_SMOOTHNESSES ||
            e->geometry > g->geometry_bytes || !shape_fits(g, e->geometry, e->point_count))
            return false;
    }
    return true;
}

static bool names_fit(const struct road_graph *g, int64_t bytes)
{
    if (g->name_first[0] != 0 || g->name_first[g->name_count] != bytes) return false;
    for (int32_t i = 0; i < g->name_count; i++)
        if (g->name_first[i] > g->name_first[i + 1]) return false;
    return true;
}

static bool rules_fit(const struct road_graph *g)
{
    for (int32_t i = 0; i < g->rule_count; i++) {
        const struct road_rule *rule = &g->rules[i];
        if (rule->edge < 0 || rule->edge >= g->edge_count || (rule->access > ROAD_THROUGH && rule->access != ROAD_KEEP) ||
            (i && rule->edge < g->rules[i - 1].edge))
            return false;
    }
    return true;
}

/* The states of a node graph begin with the nodes themselves. */
static bool states_fit(const struct road_graph *g)
{
    if (!mlg__all_within(g->state_node, g->state_count, 0, g->node_count)) return false;
    if (g->turns) return g->state_arc && mlg__all_within(g->state_arc, g->state_count, 0, 2 * (int64_t)g->edge_count);
    if (g->state_arc || g->state_count < g->node_count) return false;
    for (int32_t v = 0; v < g->node_count; v++)
        if (g->state_node[v] != v) return false;
    return true;
}

static void read_map(struct reader *r, struct road_graph *g)
{
    int64_t nodes, edges, geometry, names, firsts, limits, rules;
    g->nodes = array(r, "nodes", sizeof *g->nodes, MLG_ANY_COUNT, &nodes);
    g->edges = array(r, "edges", sizeof *g->edges, MLG_ANY_COUNT, &edges);
    g->geometry = array(r, "geometry", 1, MLG_ANY_COUNT, &geometry);
    g->names = array(r, "names", 1, MLG_ANY_COUNT, &names);
    g->name_first = array(r, "name_first", sizeof *g->name_first, MLG_ANY_COUNT, &firsts);
    g->limits = array(r, "limits", sizeof *g->limits, MLG_ANY_COUNT, &limits);
    g->rules = array(r, "rules", sizeof *g->rules, MLG_ANY_COUNT, &rules);
    g->node_count = (int32_t)nodes;
    g->edge_count = (int32_t)edges;
    g->geometry_bytes = (size_t)geometry;
    g->name_count = (int32_t)firsts - 1;
    g->limits_count = (int32_t)limits;
    g->rule_count = (int32_t)rules;
    if (r->status) return;
    demand(r, edges < 1 << 30, "edges");
    demand(r, limits >= 1 && limits <= 65535, "limits");
    demand(r, firsts >= 2 && names_fit(g, names), "name_first");
    demand(r, nodes_fit(g), "nodes");
    demand(r, edges_fit(g), "edges");
    demand(r, rules_fit(g), "rules");
    g->node_osm = optional(r, "node_osm", sizeof *g->node_osm, nodes);
    g->edge_way = optional(r, "edge_way", sizeof *g->edge_way, edges);
    g->edge_time_ms = optional(r, "edge_time", sizeof *g->edge_time_ms, 2 * edges);
}

static void read_states(struct reader *r, struct road_graph *g)
{
    int64_t states, arcs;
    g->state_node = array(r, "state_node", sizeof *g->state_node, MLG_ANY_COUNT, &states);
    g->state_arc = optional(r, "state_arc", sizeof *g->state_arc, states);
    g->arc_head = array(r, "arc_head", sizeof *g->arc_head, MLG_ANY_COUNT, &arcs);
    g->out_first = array(r, "out_first", sizeof *g->out_first, states + 1, NULL);
    g->arc_edge = array(r, "arc_edge", sizeof *g->arc_edge, arcs, NULL);
    g->arc_barred = array(r, "arc_barred", sizeof *g->arc_barred, arcs, NULL);
    g->arc_turn_ms = optional(r, "arc_turn_ms", sizeof *g->arc_turn_ms, arcs);
    g->state_count = (int32_t)states;
    g->arc_count = (int32_t)arcs;
    if (r->status) return;
    demand(r, states_fit(g), "state_node");
    demand(r, mlg__is_csr(g->out_first, states, arcs), "out_first");
    demand(r, mlg__all_within(g->arc_head, arcs, 0, states), "arc_head");
    demand(r, mlg__all_within(g->arc_edge, arcs, 0, 2 * (int64_t)g->edge_count), "arc_edge");
    demand(r, !g->turns || g->arc_turn_ms, "arc_turn_ms");
}

mlg_status mlg__graph_open(const struct sections *file, struct road_graph *g, struct graph_meta *meta, mlg_error *err)
{
    struct reader r = { .file = file, .err = err };
    *g = (struct road_graph) { 0 };
    read_meta(&r, g, meta);
    read_map(&r, g);
    read_states(&r, g);
    return r.status;
}
