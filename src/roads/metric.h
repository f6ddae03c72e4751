/* metric.h — the roads as one vehicle meets them at one hour. */
#ifndef MLG_ROADS_METRIC_H
#define MLG_ROADS_METRIC_H

#include "model/energy.h"
#include "roads/customize.h"
#include "roads/network.h"
#include "roads/profile.h"
#include "roads/use.h"

/* Directions of an edge, one bit each. */
enum edge_direction { ALONG = 1, AGAINST = 2 };

struct mlg_metric {
    const mlg_roads *roads;
    struct road_profile profile;
    struct energy_table energy;
    bool has_energy, curb, islands;
    double snap_radius_m;
    int32_t hour; /* as in mlg_metric_spec */
    struct road_use use;
    struct arc_weight *through; /* [arc] of arcs that may carry the middle of a path; no way on the others */
    struct metric hierarchy;    /* of these */
    uint8_t *usable; /* [edge] directions that the vehicle may drive at all */
    uint8_t *main;   /* [edge] of those, the ones between states of the largest component */
    struct arena memory;
};

/* mlg_metric_make() for a profile that is no text. */
mlg_status mlg__metric_of_profile(const mlg_roads *roads, const mlg_metric_spec *spec, const struct road_profile *profile, mlg_metric **metric,
                                  mlg_error *err);

/* The arc by which a drive along (edge, backward) begins without a past, or MLG_NONE; the weight of the edge alone is
 * that of any of its arcs less the turn before it. */
static inline int32_t mlg__plain_arc(const mlg_metric *m, int32_t edge, int backward)
{
    const mlg_roads *r = m->roads;
    const struct road_graph *g = &r->graph;
    const int32_t key = 2 * edge + backward;
    for (int32_t i = r->edge_first[key]; i < r->edge_first[key + 1]; i++) {
        const int32_t arc = r->edge_arc[i];
        if (m->use.access[arc] != ROAD_NO && (g->turns || r->arc_tail[arc] < g->node_count)) return arc;
    }
    return MLG_NONE;
}

static inline struct arc_weight mlg__without_turn(const mlg_metric *m, int32_t arc)
{
    struct arc_weight w = m->use.weight[arc];
    if (m->roads->graph.turns) w.t_ms -= m->roads->graph.arc_turn_ms[arc];
    return w;
}

#endif
