/* ways_twin.h — a plain search that walks the rule of end-only streets itself: states in three stages (end-only, through,
 * end-only), on the original arcs, from the middle of one street to the middle of another. */
#ifndef MLG_TESTS_WAYS_TWIN_H
#define MLG_TESTS_WAYS_TWIN_H

#include <math.h>

#include "roads/ends.h"
#include "roads/query.h"
#include "support/test.h"

struct twin {
    const mlg_metric *m;
    struct arc_weight *best; /* [3 * state_count]: before, on and after the through streets */
    int32_t *heap, *place, count;
};

static inline bool before(const struct twin *t, int32_t a, int32_t b) { return mlg__weight_compare(t->best[a], t->best[b]) < 0; }

static inline void sift(struct twin *t, int32_t at)
{
    for (int32_t v = t->heap[at]; at > 0 && before(t, v, t->heap[(at - 1) / 2]); at = (at - 1) / 2) {
        t->heap[at] = t->heap[(at - 1) / 2];
        t->place[t->heap[at]] = at;
        t->heap[(at - 1) / 2] = v;
        t->place[v] = (at - 1) / 2;
    }
}

static inline void offer(struct twin *t, int32_t node, struct arc_weight w)
{
    if (w.t_ms >= MLG_ROAD_INF || mlg__weight_compare(w, t->best[node]) >= 0) return;
    t->best[node] = w;
    if (t->place[node] < 0) {
        t->place[node] = t->count;
        t->heap[t->count++] = node;
    }
    sift(t, t->place[node]);
}

static inline int32_t pop(struct twin *t)
{
    const int32_t first = t->heap[0], last = t->heap[--t->count];
    int32_t at = 0;
    t->place[first] = -1;
    if (!t->count) return first;
    for (int32_t c; (c = 2 * at + 1) < t->count; at = c) {
        if (c + 1 < t->count && before(t, t->heap[c + 1], t->heap[c])) c++;
        if (!before(t, t->heap[c], last)) break;
        t->heap[at] = t->heap[c];
        t->place[t->heap[at]] = at;
    }
    t->heap[at] = last;
    t->place[last] = at;
    return first;
}

static inline struct arc_weight minus(struct arc_weight a, struct arc_weight b)
{
    return (struct arc_weight) { a.t_ms - b.t_ms, a.d_dm - b.d_dm, a.ea - b.ea, a.eb - b.eb };
}

static inline struct arc_weight part(struct arc_weight w, int64_t offset, int64_t length)
{
    return (struct arc_weight) { (uint32_t)(w.t_ms * offset / length), (uint32_t)(w.d_dm * offset / length), (int32_t)(w.ea * offset / length),
                                 (int32_t)(w.eb * offset / length) };
}

/* All arcs along one direction of an edge; `plain`: without those out of copies of its tail. */
static inline int32_t arcs_of(const mlg_metric *m, int32_t edge, int32_t backward, bool plain, int32_t *arcs)
{
    const struct road_graph *g = &m->roads->graph;
    int32_t count = 0;
    for (int32_t v = 0; v < g->state_count; v++) {
        if (g->state_node[v] != (backward ? g->edges[edge].head : g->edges[edge].tail)) continue;
        if (plain && !g->turns && v >= g->node_count) continue;
        for (int32_t a = g->out_first[v]; a < g->out_first[v + 1]; a++)
            if (g->arc_edge[a] == 2 * edge + backward && m->use.access[a] != ROAD_NO && count < 60) arcs[count++] = a;
    }
    return count;
}

/* The edge of an arc alone, without the turn before it. */
static inline struct arc_weight driven(const mlg_metric *m, int32_t arc)
{
    struct arc_weight w = m->use.weight[arc];
    if (m->roads->graph.turns) w.t_ms -= m->roads->graph.arc_turn_ms[arc];
    return w;
}

static inline int64_t along(const struct road_graph *g, const mlg_snapped *s, int32_t backward)
{
    return backward ? (int64_t)g->edges[s->edge].length_dm - s->offset_dm : s->offset_dm;
}

static inline void search(struct twin *t, const mlg_snapped *s)
{
    const mlg_metric *m = t->m;
    const struct road_graph *g = &m->roads->graph;
    const int32_t n = g->state_count;
    int32_t arcs[60];
    for (int32_t i = 0; i < 3 * n; i++) t->best[i] = mlg__no_way(), t->place[i] = -1;
    t->count = 0;
    for (int32_t backward = 0; backward < 2; backward++) {
        if (!(s->directions & (backward ? 2 : 1))) continue;
        const int32_t count = arcs_of(m, s->edge, backward, true, arcs);
        for (int32_t i = 0; i < count && i < 1; i++) {
            const struct arc_weight w = driven(m, arcs[i]);
            offer(t, (m->use.access[arcs[i]] == ROAD_THROUGH ? n : 0) + g->arc_head[arcs[i]],
                  minus(w, part(w, along(g, s, backward), g->edges[s->edge].length_dm)));
        }
    }
    while (t->count) {
        const int32_t node = pop(t), layer = node / n, v = node % n;
        for (int32_t a = g->out_first[v]; a < g->out_first[v + 1]; a++) {
            const int32_t access = m->use.access[a];
            const struct arc_weight w = mlg__weight_add(t->best[node], m->use.weight[a]);
            if (access == ROAD_THROUGH && layer < 2) offer(t, n + g->arc_head[a], w);
            if (access == ROAD_END) offer(t, (layer ? 2 * n : 0) + g->arc_head[a], w);
        }
    }
}

static inline struct arc_weight arrive(const struct twin *t, const mlg_snapped *s, const mlg_snapped *goal)
{
    const mlg_metric *m = t->m;
    const struct road_graph *g = &m->roads->graph;
    struct arc_weight best = mlg__no_way();
    int32_t arcs[60];
    for (int32_t backward = 0; backward < 2; backward++) {
        if (goal->edge == MLG_NONE || !(goal->directions & (backward ? 2 : 1))) continue;
        const int32_t count = arcs_of(m, goal->edge, backward, false, arcs);
        const int64_t length = g->edges[goal->edge].length_dm, in = along(g, goal, backward);
        for (int32_t i = 0; i < count; i++)
            for (int32_t layer = 0; layer < (m->use.access[arcs[i]] == ROAD_THROUGH ? 2 : 3); layer++) {
                const struct arc_weight turn = minus(m->use.weight[arcs[i]], driven(m, arcs[i]));
                const struct arc_weight w = mlg__weight_add(t->best[layer * g->state_count + m->roads->arc_tail[arcs[i]]],
                                                            mlg__weight_add(turn, part(driven(m, arcs[i]), in, length)));
                if (mlg__weight_compare(w, best) < 0) best = w;
            }
        const int64_t out = s->edge == goal->edge && s->directions & (backward ? 2 : 1) ? along(g, s, backward) : length + 1;
        if (count && out <= in) {
            const struct arc_weight w = driven(m, arcs[0]), piece = minus(part(w, in, length), part(w, out, length));
            if (mlg__weight_compare(piece, best) < 0) best = piece;
        }
    }
    return best;
}

static inline void same_leg(mlg_leg got, struct arc_weight expected, const char *what, int32_t i, int32_t j)
{
    const mlg_leg leg = mlg__leg_of(expected);
    check_msg(!memcmp(&got, &leg, sizeof leg), "%s %d -> %d: %d s %d m %d kJ %d J/kg; plain search %d s %d m %d kJ %d J/kg", what, i, j, got.time_s,
              got.distance_m, got.energy_kj, got.energy_j_per_kg, leg.time_s, leg.distance_m, leg.energy_kj, leg.energy_j_per_kg);
}

/* The steps of a route add up to the leg, and their shape hangs together from end to end. */
static inline void same_route(const mlg_metric *m, const mlg_snapped *s, const mlg_snapped *g, struct arc_weight expected, int32_t i, int32_t j)
{
    mlg_path *path;
    const mlg_snapped via[2] = { *s, *g };
    assert_int_equal(mlg_roads_route(m, via, 2, &path, NULL), MLG_OK);
    if (expected.t_ms >= MLG_ROAD_INF) {
        assert_null(path);
        return;
    }
    check_msg(path, "no route %d -> %d", i, j);
    struct arc_weight sum = { 0 };
    for (int32_t k = 0; k < mlg_path_step_count(path); k++) {
        const mlg_path_step step = mlg_path_step_at(path, k);
        sum = mlg__weight_add(sum, (struct arc_weight) { step.time_ms, step.distance_dm, step.energy_100j, step.energy_100mj_per_kg });
    }
    check_msg(!mlg__weight_compare(sum, expected), "route %d -> %d: steps add up to %u ms %u dm %d %d, plain search %u ms %u dm %d %d", i, j, sum.t_ms,
              sum.d_dm, sum.ea, sum.eb, expected.t_ms, expected.d_dm, expected.ea, expected.eb);
    same_leg(mlg_path_leg(path, 0), expected, "route", i, j);
    const int32_t points = mlg_path_point_count(path);
    assert_true(points >= 1);
    const mlg_point first = mlg_path_point(path, 0), last = mlg_path_point(path, points - 1);
    check_msg(fabs(first.lat_deg - s->at.lat_deg) < 2e-6 && fabs(first.lon_deg - s->at.lon_deg) < 2e-6, "route %d -> %d begins elsewhere", i, j);
    check_msg(fabs(last.lat_deg - g->at.lat_deg) < 2e-6 && fabs(last.lon_deg - g->at.lon_deg) < 2e-6, "route %d -> %d ends elsewhere", i, j);
    mlg_path_free(path);
}

#endif
