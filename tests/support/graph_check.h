/* graph_check.h — abort unless every index, order and length of a road graph holds, and each profile can use it. For
 * fuzzers. */
#ifndef MLG_TESTS_GRAPH_CHECK_H
#define MLG_TESTS_GRAPH_CHECK_H

#include <stdlib.h>

#include "roads/map.h"
#include "roads/profile.h"
#include "roads/use.h"

#define MUST(condition) ((condition) ? (void)0 : abort())

static inline void graph_check_map(const struct road_graph *g)
{
    MUST(g->edge_count > 0 && g->limits_count > 0 && g->name_count > 0 && g->name_first[0] == 0);
    for (int32_t v = 0; v < g->node_count; v++) {
        const struct road_node *n = &g->nodes[v];
        MUST(n->limits < g->limits_count && abs(n->lon_e7) <= 1800000000 && abs(n->lat_e7) <= 900000000);
        MUST(n->lon_e7 >= g->west_e7 && n->lon_e7 <= g->east_e7 && n->lat_e7 >= g->south_e7 &&
             n->lat_e7 <= g->north_e7);
    }
    for (int32_t i = 0; i < g->edge_count; i++) {
        const struct road_edge *e = &g->edges[i];
        struct road_shape s = mlg__shape(g, i);
        MUST(e->tail >= 0 && e->tail < g->node_count && e->head >= 0 && e->head < g->node_count && e->length_dm >= 1);
        MUST(e->name >= 0 && e->name < g->name_count && e->limits < g->limits_count && e->class < ROAD_CLASSES);
        MUST(i == 0 || g->edges[i - 1].tail <= e->tail);
        for (int32_t k = 0; k < e->point_count; k++) mlg__shape_step(&s);
        MUST((size_t)(s.next - g->geometry) <= g->geometry_bytes);
        MUST(abs(s.lon_e7) <= 1800000000 && abs(s.lat_e7) <= 900000000);
    }
    for (int32_t i = 0; i < g->rule_count; i++)
        MUST(g->rules[i].edge >= 0 && g->rules[i].edge < g->edge_count &&
             (i == 0 || g->rules[i - 1].edge <= g->rules[i].edge));
}

static inline void graph_check_states(const struct road_graph *g)
{
    MUST(g->out_first[0] == 0 && g->out_first[g->state_count] == g->arc_count);
    for (int32_t s = 0; s < g->state_count; s++) {
        MUST(g->out_first[s] <= g->out_first[s + 1] && g->state_node[s] >= 0 && g->state_node[s] < g->node_count);
        for (int32_t arc = g->out_first[s]; arc < g->out_first[s + 1]; arc++) {
            const int32_t edge = g->arc_edge[arc] >> 1;
            MUST(edge >= 0 && edge < g->edge_count && g->arc_head[arc] >= 0 && g->arc_head[arc] < g->state_count);
            const struct road_edge *e = &g->edges[edge];
            MUST(g->state_node[s] == (g->arc_edge[arc] & 1 ? e->head : e->tail));
            MUST(g->state_node[g->arc_head[arc]] == (g->arc_edge[arc] & 1 ? e->tail : e->head));
        }
    }
}

static inline void graph_check(const struct road_graph *g)
{
    static const char *const profiles[] = { "car", "van", "truck:hazmat=1,permit=1", "cargobike" };
    graph_check_map(g);
    graph_check_states(g);
    for (int i = 0; i < 4; i++) {
        struct road_profile p;
        struct road_use u;
        MUST(!mlg__profile_from_text(profiles[i], &p, NULL) && !mlg__road_use_make(g, &p, NULL, 8, &u, NULL));
        for (int32_t arc = 0; arc < g->arc_count; arc++) {
            MUST((u.access[arc] == ROAD_NO) == (u.weight[arc].t_ms == MLG_ROAD_INF));
            MUST(u.weight[arc].t_ms >= 1 && u.weight[arc].t_ms <= MLG_ROAD_INF);
        }
        for (int32_t s = 0; s < g->state_count; s++)
            MUST(u.component[s] >= -1 && u.component[s] < u.component_count && u.pocket[s] >= -1 &&
                 u.pocket[s] < u.pocket_count);
        mlg__road_use_free(&u);
    }
}

#endif
