/* ends.c — see ends.h. */
#include "roads/ends.h"

#include <stdlib.h>
#include <string.h>

struct arc_weight mlg__weight_part(struct arc_weight w, uint32_t offset, uint32_t length)
{
    const int64_t o = offset, n = length;
    return (struct arc_weight) { (uint32_t)((uint64_t)w.t_ms * offset / length), (uint32_t)((uint64_t)w.d_dm * offset / length),
                                 (int32_t)(w.ea * o / n), (int32_t)(w.eb * o / n) };
}

struct arc_weight mlg__weight_minus(struct arc_weight a, struct arc_weight b)
{
    return (struct arc_weight) { a.t_ms - b.t_ms, a.d_dm - b.d_dm, a.ea - b.ea, a.eb - b.eb };
}

static bool add_arc(struct road_ends *ends, struct road_end *p, struct end_arc arc)
{
    struct end_arc *grown = mlg__grow(ends->arcs, &ends->arc_cap, ends->arc_count + 1, sizeof *grown);
    if (!grown) return false;
    ends->arcs = grown;
    ends->arcs[ends->arc_count++] = arc;
    p->arc_count++;
    return true;
}

static bool add_seed(struct road_seed **seeds, int32_t *cap, int32_t *count, struct road_seed seed)
{
    struct road_seed *grown = mlg__grow(*seeds, cap, *count + 1, sizeof *grown);
    if (!grown) return false;
    *seeds = grown;
    (*seeds)[(*count)++] = seed;
    return true;
}

/* A source has no past: it leaves by the plain arc, where copies of the junction (turn restrictions) play no part. */
static bool add_source_arc(const mlg_metric *m, struct road_ends *ends, struct road_end *p, int32_t backward)
{
    const mlg_roads *r = m->roads;
    const struct road_edge *e = &r->graph.edges[p->edge];
    const int32_t arc = mlg__plain_arc(m, p->edge, backward);
    if (arc == MLG_NONE) return true;
    const struct arc_weight whole = mlg__without_turn(m, arc);
    const struct arc_weight rest = mlg__weight_minus(whole, mlg__weight_part(whole, mlg__travelled(m, p, backward), e->length_dm));
    return add_arc(ends, p, (struct end_arc) { r->graph.arc_head[arc], arc, backward, rest, m->use.access[arc] });
}

/* A target is reached by any arc along its edge, also from copies of the junction. */
static bool add_target_arcs(const mlg_metric *m, struct road_ends *ends, struct road_end *p, int32_t backward)
{
    const mlg_roads *r = m->roads;
    const struct road_edge *e = &r->graph.edges[p->edge];
    const int32_t key = 2 * p->edge + backward;
    for (int32_t i = r->edge_first[key]; i < r->edge_first[key + 1]; i++) {
        const int32_t arc = r->edge_arc[i];
        if (m->use.access[arc] == ROAD_NO) continue;
        const struct arc_weight whole = mlg__without_turn(m, arc);
        const struct arc_weight rest = mlg__weight_minus(whole, mlg__weight_part(whole, mlg__travelled(m, p, backward), e->length_dm));
        const struct end_arc a = { r->arc_tail[arc], arc, backward, mlg__weight_minus(m->use.weight[arc], rest), m->use.access[arc] };
        if (!add_arc(ends, p, a)) return false;
    }
    return true;
}

/* Whether the through search can go on from v (targets: come to v). */
static bool is_gate(const mlg_metric *m, bool targets, int32_t v)
{
    const mlg_roads *r = m->roads;
    const int32_t first = targets ? r->in_first[v] : r->graph.out_first[v];
    const int32_t end = targets ? r->in_first[v + 1] : r->graph.out_first[v + 1];
    for (int32_t i = first; i < end; i++)
        if (m->use.access[targets ? r->in_arc[i] : i] == ROAD_THROUGH) return true;
    return false;
}

bool mlg__end_search(const mlg_metric *m, const struct road_ends *ends, int32_t i, struct dijkstra *d)
{
    const struct road_end *p = &ends->end[i];
    mlg__dijkstra_start(d);
    for (int32_t k = 0; k < p->arc_count; k++) {
        const struct end_arc *a = &ends->arcs[p->first_arc + k];
        if (a->access == ROAD_END) mlg__dijkstra_seed(d, a->state, a->w);
    }
    const struct dijkstra_ask ask = { .m = m, .access = ROAD_END, .backward = ends->targets, .settle_max = MLG_POCKET_SETTLE_MAX };
    return mlg__dijkstra_run(d, &ask) != MLG_NONE;
}

static int by_state(const void *left, const void *right)
{
    const struct road_seed *a = left, *b = right;
    if (a->state != b->state) return a->state < b->state ? -1 : 1;
    return mlg__weight_compare(a->offset, b->offset);
}

static bool reach_out(const mlg_metric *m, struct road_ends *ends, int32_t i, struct dijkstra *d)
{
    struct road_end *p = &ends->end[i];
    bool end_only = false, ok = true;
    p->first_seed = ends->seed_count;
    p->first_reach = ends->reach_count;
    for (int32_t k = 0; ok && k < p->arc_count; k++) {
        const struct end_arc *a = &ends->arcs[p->first_arc + k];
        if (a->access == ROAD_END) end_only = true;
        else ok = add_seed(&ends->seeds, &ends->seed_cap, &ends->seed_count, (struct road_seed) { a->state, a->w });
    }
    if (ok && end_only) {
        ok = mlg__end_search(m, ends, i, d);
        int32_t state;
        for (int32_t k = 0; ok && (state = mlg__dijkstra_settled(d, k)) != MLG_NONE; k++) {
            const struct road_seed seed = { state, mlg__dijkstra_at(d, state) };
            ok = add_seed(&ends->reach, &ends->reach_cap, &ends->reach_count, seed);
            if (ok && is_gate(m, ends->targets, state)) ok = add_seed(&ends->seeds, &ends->seed_cap, &ends->seed_count, seed);
        }
    }
    p->seed_count = ends->seed_count - p->first_seed;
    p->reach_count = ends->reach_count - p->first_reach;
    if (p->reach_count) qsort(ends->reach + p->first_reach, (size_t)p->reach_count, sizeof *ends->reach, by_state);
    if (p->seed_count > 1) qsort(ends->seeds + p->first_seed, (size_t)p->seed_count, sizeof *ends->seeds, by_state);
    return ok;
}

mlg_status mlg__ends_make(const mlg_metric *m, const mlg_snapped *points, int32_t count, bool targets, struct dijkstra *d,
                          struct road_ends *ends, mlg_error *err)
{
    *ends = (struct road_ends) { .targets = targets, .count = count, .end = mlg__malloc((size_t)count * sizeof *ends->end) };
    bool ok = ends->end != NULL;
    for (int32_t i = 0; ok && i < count; i++) {
        struct road_end *p = &ends->end[i];
        *p = (struct road_end) { .edge = points[i].edge, .offset_dm = points[i].offset_dm, .directions = points[i].directions,
                                 .first_arc = ends->arc_count };
        for (int32_t backward = 0; ok && p->edge != MLG_NONE && backward < 2; backward++) {
            if (!(p->directions & (backward ? AGAINST : ALONG))) continue;
            ok = targets ? add_target_arcs(m, ends, p, backward) : add_source_arc(m, ends, p, backward);
        }
        ok = ok && reach_out(m, ends, i, d);
    }
    return ok ? MLG_OK : mlg__no_memory(err, "ends of paths");
}

void mlg__ends_free(struct road_ends *ends)
{
    mlg__free(ends->end);
    mlg__free(ends->arcs);
    mlg__free(ends->seeds);
    mlg__free(ends->reach);
    *ends = (struct road_ends) { 0 };
}

mlg_status mlg__ends_points(const struct road_ends *ends, struct road_points *points, mlg_error *err)
{
    int32_t total = 0;
    for (int32_t i = 0; i < ends->count; i++) total += ends->end[i].seed_count;
    int32_t *first = mlg__malloc(((size_t)ends->count + 1) * sizeof *first);
    struct road_seed *seed = mlg__malloc((size_t)total * sizeof *seed);
    *points = (struct road_points) { .count = ends->count, .first = first, .seed = seed };
    if (!first || !seed) return mlg__no_memory(err, "ends of paths");
    for (int32_t i = 0; i < ends->count; i++) {
        const struct road_end *p = &ends->end[i];
        first[i + 1] = first[i] + p->seed_count;
        if (p->seed_count) memcpy(seed + first[i], ends->seeds + p->first_seed, (size_t)p->seed_count * sizeof *seed);
    }
    return MLG_OK;
}
