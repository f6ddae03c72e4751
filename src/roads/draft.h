/* draft.h — edges as a reader finds them, before they are ordered and frozen into a graph. Shared by all readers.
 *
 *     draft_node() for each junction, draft_edge() for each piece of street, then draft_finish(): nodes along a Hilbert
 *     curve, edges by tail, names and sets of limits numbered once. States and arcs come after (states.h). */
#ifndef MLG_ROADS_DRAFT_H
#define MLG_ROADS_DRAFT_H

#include "roads/graph.h"
#include "roads/intern.h"

struct draft {
    struct road_node *nodes;
    struct road_edge *edges; /* .geometry: byte in geometry */
    uint8_t *geometry;
    struct road_rule *rules;      /* .edge: of the draft */
    int64_t *node_osm, *edge_way; /* kept when keep_ids */
    uint32_t *edge_time_ms;       /* two an edge, when has_times */
    struct intern names, limits;
    int32_t node_count, node_cap, edge_count, edge_cap, geometry_bytes, geometry_cap, rule_count, rule_cap;
    int32_t node_osm_cap, edge_way_cap, time_cap;
    bool keep_ids, has_times;
    int32_t *new_node, *new_edge; /* after finish: number in the graph of each node and edge of the draft */
};

/* An empty one: name 0 and limits 0 are "none". False without memory. */
bool mlg__draft_start(struct draft *d, bool keep_ids, bool has_times);
/* Its number, or MLG_NONE without memory. */
int32_t mlg__draft_node(struct draft *d, int32_t lon_e7, int32_t lat_e7, int64_t osm_id);
/* A set of limits; MLG_NONE without memory or beyond 65,535 of them. */
int32_t mlg__draft_limits(struct draft *d, const struct road_limits *l);
/* Inner points lon[i], lat[i], i = 0..count-1; e->length_dm, geometry and point_count are filled in here unless
 * e->length_dm is given already. */
int32_t mlg__draft_edge(struct draft *d, struct road_edge e, const int32_t *lon_e7, const int32_t *lat_e7,
                        int32_t count, int64_t way_id);
/* Fill the map layer of g (g->memory) and new_node, new_edge. */
mlg_status mlg__draft_finish(struct draft *d, struct road_graph *g, mlg_error *err);
void mlg__draft_free(struct draft *d);

#endif
