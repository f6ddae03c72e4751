/* metric.c — see metric.h. */
#include "roads/metric.h"

static bool in_main(const mlg_metric *m, int32_t arc)
{
    const mlg_roads *r = m->roads;
    return m->use.component[r->arc_tail[arc]] == 0 && m->use.component[r->graph.arc_head[arc]] == 0;
}

static mlg_status mark_edges(mlg_metric *m, mlg_error *err)
{
    const struct road_graph *g = &m->roads->graph;
    m->usable = arena_array(&m->memory, uint8_t, g->edge_count);
    m->main = arena_array(&m->memory, uint8_t, g->edge_count);
    if (m->memory.failed) return mlg__no_memory(err, mlg__sections_path(m->roads->file));
    for (int32_t e = 0; e < g->edge_count; e++)
        for (int backward = 0; backward < 2; backward++) {
            const int32_t arc = mlg__plain_arc(m, e, backward);
            if (arc == MLG_NONE) continue;
            m->usable[e] |= backward ? AGAINST : ALONG;
            if (in_main(m, arc)) m->main[e] |= backward ? AGAINST : ALONG;
        }
    return MLG_OK;
}

static mlg_status customize(mlg_metric *m, int32_t thread_count, mlg_error *err)
{
    const struct road_graph *g = &m->roads->graph;
    m->through = arena_array(&m->memory, struct arc_weight, g->arc_count);
    if (!m->through) return mlg__no_memory(err, mlg__sections_path(m->roads->file));
    for (int32_t a = 0; a < g->arc_count; a++) m->through[a] = m->use.access[a] == ROAD_THROUGH ? m->use.weight[a] : mlg__no_way();
    return mlg__metric_make(&m->roads->hierarchy, m->through, thread_count, &m->hierarchy, err);
}

mlg_status mlg_metric_make(const mlg_roads *roads, const mlg_metric_spec *spec, mlg_metric **metric, mlg_error *err)
{
    struct road_profile profile;
    *metric = NULL;
    MLG_TRY(mlg__profile_from_text(spec->profile ? spec->profile : "van", &profile, err));
    return mlg__metric_of_profile(roads, spec, &profile, metric, err);
}

mlg_status mlg__metric_of_profile(const mlg_roads *roads, const mlg_metric_spec *spec, const struct road_profile *profile, mlg_metric **metric,
                                  mlg_error *err)
{
    mlg_metric *m = mlg__malloc(sizeof *m);
    *metric = NULL;
    if (!m) return mlg__no_memory(err, mlg__sections_path(roads->file));
    *m = (mlg_metric) { .roads = roads, .profile = *profile, .curb = spec->curb, .islands = spec->islands, .hour = spec->hour,
                        .has_energy = spec->energy != NULL, .snap_radius_m = spec->snap_radius_m > 0 ? spec->snap_radius_m : 500 };
    if (spec->energy) m->energy = *spec->energy;
    mlg_status status = mlg__road_use_make(&roads->graph, &m->profile, m->has_energy ? &m->energy : NULL,
                                           spec->hour > 0 ? (spec->hour - 1) % ROAD_HOURS : MLG_NONE, &m->use, err);
    if (!status) status = mark_edges(m, err);
    if (!status) status = customize(m, spec->thread_count > 0 ? spec->thread_count : 1, err);
    if (status) mlg_metric_free(m);
    else *metric = m;
    return status;
}

void mlg_metric_free(mlg_metric *m)
{
    if (!m) return;
    mlg__metric_free(&m->hierarchy);
    mlg__road_use_free(&m->use);
    mlg__arena_free(&m->memory);
    mlg__free(m);
}

const mlg_roads *mlg_metric_roads(const mlg_metric *m) { return m->roads; }
