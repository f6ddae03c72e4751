/* Answers on a real map against a plain search that walks the rule itself: end-only streets first, then through streets, then
 * end-only streets (E* T* E*), on the original arcs, from the middle of one street to the middle of another. Matrices,
 * nearest targets and routes must agree with it in all four numbers.
 *
 * MAILLAGE_TEST_SOURCES=n asks n sources a profile instead of a few; MAILLAGE_DATASETS adds Andorra and Monaco. */
#include <math.h>

#include "accounts/energy_table.h"
#include "roads/ends.h"
#include "roads/query.h"
#include "support/test.h"

enum { POINTS = 300, NEAR = 5 };

/* ---- the twin ---- */

struct twin {
    const mlg_metric *m;
    struct arc_weight *best; /* [3 * state_count]: before, on and after the through streets */
    int32_t *heap, *place, count;
};

static bool before(const struct twin *t, int32_t a, int32_t b) { return mlg__weight_compare(t->best[a], t->best[b]) < 0; }

static void sift(struct twin *t, int32_t at)
{
    for (int32_t v = t->heap[at]; at > 0 && before(t, v, t->heap[(at - 1) / 2]); at = (at - 1) / 2) {
        t->heap[at] = t->heap[(at - 1) / 2];
        t->place[t->heap[at]] = at;
        t->heap[(at - 1) / 2] = v;
        t->place[v] = (at - 1) / 2;
    }
}

static void offer(struct twin *t, int32_t node, struct arc_weight w)
{
    if (w.t_ms >= MLG_ROAD_INF || mlg__weight_compare(w, t->best[node]) >= 0) return;
    t->best[node] = w;
    if (t->place[node] < 0) {
        t->place[node] = t->count;
        t->heap[t->count++] = node;
    }
    sift(t, t->place[node]);
}

static int32_t pop(struct twin *t)
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

static struct arc_weight minus(struct arc_weight a, struct arc_weight b)
{
    return (struct arc_weight) { a.t_ms - b.t_ms, a.d_dm - b.d_dm, a.ea - b.ea, a.eb - b.eb };
}

static struct arc_weight part(struct arc_weight w, int64_t offset, int64_t length)
{
    return (struct arc_weight) { (uint32_t)(w.t_ms * offset / length), (uint32_t)(w.d_dm * offset / length), (int32_t)(w.ea * offset / length),
                                 (int32_t)(w.eb * offset / length) };
}

/* All arcs along one direction of an edge; `plain`: without those out of copies of its tail. */
static int32_t arcs_of(const mlg_metric *m, int32_t edge, int32_t backward, bool plain, int32_t *arcs)
{
    const struct road_graph *g = &m->roads->graph;
    int32_t count = 0;
    for (int32_t v = 0; v < g->state_count; v++) {
        if (g->state_node[v] != (backward ? g->edges[edge].head : g->edges[edge].tail)) continue;
        if (plain && v >= g->node_count) continue;
        for (int32_t a = g->out_first[v]; a < g->out_first[v + 1]; a++)
            if (g->arc_edge[a] == 2 * edge + backward && m->use.access[a] != ROAD_NO && count < 60) arcs[count++] = a;
    }
    return count;
}

static int64_t along(const struct road_graph *g, const mlg_snapped *s, int32_t backward)
{
    return backward ? (int64_t)g->edges[s->edge].length_dm - s->offset_dm : s->offset_dm;
}

static void search(struct twin *t, const mlg_snapped *s)
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
            const struct arc_weight w = m->use.weight[arcs[i]];
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

static struct arc_weight arrive(const struct twin *t, const mlg_snapped *s, const mlg_snapped *goal)
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
                const struct arc_weight w = mlg__weight_add(t->best[layer * g->state_count + m->roads->arc_tail[arcs[i]]],
                                                            part(m->use.weight[arcs[i]], in, length));
                if (mlg__weight_compare(w, best) < 0) best = w;
            }
        const int64_t out = s->edge == goal->edge && s->directions & (backward ? 2 : 1) ? along(g, s, backward) : length + 1;
        if (count && out <= in) {
            const struct arc_weight w = m->use.weight[arcs[0]], piece = minus(part(w, in, length), part(w, out, length));
            if (mlg__weight_compare(piece, best) < 0) best = piece;
        }
    }
    return best;
}

/* ---- the map and its points ---- */

/* An edge that may only begin or end a path, if luck finds one. */
static int32_t end_only_edge(const mlg_metric *m, struct rng *rng)
{
    const struct road_graph *g = &m->roads->graph;
    for (int32_t tries = 0; tries < 20000; tries++) {
        const int32_t e = rng_below(rng, g->edge_count), arc = mlg__plain_arc(m, e, 0);
        if (m->main[e] && arc != MLG_NONE && m->use.access[arc] == ROAD_END) return e;
    }
    return MLG_NONE;
}

/* Some anywhere, some on end-only streets, some a few metres from the one before: on the same street or the next. */
static int32_t scatter(const mlg_metric *m, struct rng *rng, mlg_snapped *snapped)
{
    const struct road_graph *g = &m->roads->graph;
    mlg_point points[POINTS];
    for (int32_t i = 0; i < POINTS; i++) {
        const struct road_node *at = &g->nodes[rng_below(rng, g->node_count)];
        points[i] = (mlg_point) { at->lat_e7 / 1e7 + (rng_unit(rng) - 0.5) * 0.001, at->lon_e7 / 1e7 + (rng_unit(rng) - 0.5) * 0.001 };
        const int32_t edge = i % 3 == 1 ? end_only_edge(m, rng) : MLG_NONE;
        if (edge != MLG_NONE) {
            const struct road_node *a = &g->nodes[g->edges[edge].tail], *b = &g->nodes[g->edges[edge].head];
            points[i] = (mlg_point) { ((double)a->lat_e7 + b->lat_e7) / 2e7, ((double)a->lon_e7 + b->lon_e7) / 2e7 };
        }
        if (i % 3 == 2)
            points[i] = (mlg_point) { points[i - 1].lat_deg + (rng_unit(rng) - 0.5) * 0.0005, points[i - 1].lon_deg + (rng_unit(rng) - 0.5) * 0.0005 };
    }
    return mlg_snap(m, points, POINTS, snapped);
}

struct rows { mlg_leg *legs; };

static mlg_flow keep(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    memcpy((mlg_leg *)user + (ptrdiff_t)first_row * POINTS, legs, (size_t)row_count * POINTS * sizeof *legs);
    return MLG_CONTINUE;
}

static void same_leg(mlg_leg got, struct arc_weight expected, const char *what, int32_t i, int32_t j)
{
    const mlg_leg leg = mlg__leg_of(expected);
    check_msg(!memcmp(&got, &leg, sizeof leg), "%s %d -> %d: %d s %d m %d kJ %d J/kg; plain search %d s %d m %d kJ %d J/kg", what, i, j, got.time_s,
              got.distance_m, got.energy_kj, got.energy_j_per_kg, leg.time_s, leg.distance_m, leg.energy_kj, leg.energy_j_per_kg);
}

/* The steps of a route add up to the leg, and their shape hangs together from end to end. */
static void same_route(const mlg_metric *m, const mlg_snapped *s, const mlg_snapped *g, struct arc_weight expected, int32_t i, int32_t j)
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

static void same_nearest(const mlg_metric *m, const mlg_snapped *snapped, const mlg_leg *legs)
{
    mlg_near near[POINTS * NEAR];
    assert_int_equal(mlg_roads_nearest(m, snapped, POINTS, snapped, POINTS, NEAR, 2, near, NULL), MLG_OK);
    for (int32_t i = 0; i < POINTS; i++)
        for (int32_t k = 0; k < NEAR; k++) {
            const mlg_near *n = &near[i * NEAR + k];
            if (n->target == MLG_NONE) continue;
            assert_memory_equal(&n->leg, &legs[i * POINTS + n->target], sizeof n->leg);
            int32_t nearer = 0; /* whole seconds: those that are surely before it */
            for (int32_t j = 0; j < POINTS; j++) nearer += legs[i * POINTS + j].time_s < n->leg.time_s;
            assert_true(nearer <= k);
        }
}

static int32_t sources_asked(void)
{
    const char *asked = getenv("MAILLAGE_TEST_SOURCES");
    return asked ? atoi(asked) : 12;
}

static void one_profile(const mlg_roads *roads, const char *profile, const struct energy_table *energy)
{
    mlg_metric *m;
    mlg_error err = { 0 };
    struct rng rng = rng_seeded(7, (uint64_t)profile[0]);
    mlg_snapped snapped[POINTS];
    check_msg(mlg_metric_make(roads, &(mlg_metric_spec) { .profile = profile, .energy = energy }, &m, &err) == MLG_OK, "%s", err.message);
    check_msg(m->use.largest_pocket_states < MLG_POCKET_SETTLE_MAX, "a pocket of %d states", m->use.largest_pocket_states);
    assert_true(scatter(m, &rng, snapped) > POINTS / 2);
    mlg_leg *legs = calloc((size_t)POINTS * POINTS, sizeof *legs), *again = calloc((size_t)POINTS * POINTS, sizeof *legs);
    assert_int_equal(mlg_roads_matrix(m, snapped, POINTS, snapped, POINTS, 1, keep, legs, NULL), MLG_OK);
    assert_int_equal(mlg_roads_matrix(m, snapped, POINTS, snapped, POINTS, 2, keep, again, NULL), MLG_OK);
    assert_memory_equal(legs, again, (size_t)POINTS * POINTS * sizeof *legs);
    same_nearest(m, snapped, legs);

    const int32_t n = roads->graph.state_count, sources = sources_asked();
    struct twin t = { .m = m, .best = calloc(3 * (size_t)n, sizeof *t.best), .heap = calloc(3 * (size_t)n, sizeof *t.heap),
                      .place = calloc(3 * (size_t)n, sizeof *t.place) };
    int64_t pairs = 0, pockets = 0;
    for (int32_t i = 0; i < sources; i++) {
        const int32_t from = (int32_t)((int64_t)i * 7919 % POINTS);
        if (snapped[from].edge == MLG_NONE) {
            for (int32_t j = 0; j < POINTS; j++) assert_int_equal(legs[from * POINTS + j].time_s, MLG_UNREACHABLE);
            continue;
        }
        search(&t, &snapped[from]);
        const int32_t arc = mlg__plain_arc(m, snapped[from].edge, !(snapped[from].directions & 1));
        pockets += arc != MLG_NONE && m->use.access[arc] == ROAD_END;
        for (int32_t j = 0; j < POINTS; j++) {
            const struct arc_weight w = arrive(&t, &snapped[from], &snapped[j]);
            same_leg(legs[from * POINTS + j], w, profile, from, j);
            if (j % 7 == i % 7 || (j / 3 == from / 3)) same_route(m, &snapped[from], &snapped[j], w, from, j);
            pairs++;
        }
    }
    print_message("%s: %lld pairs, %lld of %d sources on end-only streets\n", profile, (long long)pairs, (long long)pockets, sources);
    free(t.best);
    free(t.heap);
    free(t.place);
    free(legs);
    free(again);
    mlg_metric_free(m);
}

static void on_map(const char *map)
{
    char file[400];
    mlg_roads *roads;
    mlg_error err = { 0 };
    /* Numbers that differ from time: the order of the four is looked at. */
    static struct energy_table energy = { .climb_a_mj = 40000000, .descent_a_mj = -9000000, .climb_b_uj = 20000000, .descent_b_uj = -5000000, .recovers = true };
    for (int32_t v = 0; v <= MLG_ENERGY_KMH_MAX; v++) energy.a_mj_m[v] = 3000000 - 20000 * v, energy.b_uj_m_kg[v] = 300000 + 1000 * v;
    snprintf(file, sizeof file, "%s/tests/ways.roads", MLG_BUILD_DIR);
    check_msg(mlg_roads_build(&(mlg_roads_build_spec) { .map = map }, file, NULL, NULL, NULL, &err) == MLG_OK, "%s: %s", map, err.message);
    check_msg(mlg_roads_open(file, &roads, &err) == MLG_OK, "%s", err.message);
    print_message("%s\n", map);
    one_profile(roads, "van", &energy);
    one_profile(roads, "truck:mass_t=19,height_m=3.8", &energy);
    one_profile(roads, "cargobike", NULL);
    one_profile(roads, "car", NULL);
    mlg_roads_free(roads);
    remove(file);
}

static void porto(void **state)
{
    (void)state;
    on_map(MLG_SOURCE_DIR "/data/maps/porto-2015.osm.pbf");
}

static void other_maps(void **state)
{
    static const char *const names[] = { "andorra-2025", "monaco-riviera-2016" };
    const char *sets = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!sets) {
        print_message("MAILLAGE_DATASETS is not set: Andorra and Monaco are skipped\n");
        skip();
    }
    for (size_t i = 0; i < 2; i++) {
        char map[400];
        snprintf(map, sizeof map, "%s/geo/osm/%s.osm.pbf", sets, names[i]);
        on_map(map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(porto), cmocka_unit_test(other_maps) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
