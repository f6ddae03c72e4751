/* Answers on a real map against a plain search that walks the rule itself: end-only streets first, then through streets, then
 * end-only streets (E* T* E*), on the original arcs, from the middle of one street to the middle of another. Matrices,
 * nearest targets and routes must agree with it in all four numbers.
 *
 * MAILLAGE_TEST_SOURCES=n asks n sources a profile, and as many targets, instead of a few (320: some 100,000 pairs, a minute or
 * two a profile), with the route of every seventh pair; MAILLAGE_TEST_PROFILE=name asks one profile, MAILLAGE_TEST_TURNS=1
 * gives turns their costs; MAILLAGE_DATASETS adds Andorra, Monaco and the streets of Lyon. */
#include "support/ways_twin.h"

enum { POINTS = 300, NEAR = 5 };

static int32_t number_of(const char *name, int32_t usual)
{
    const char *asked = getenv(name);
    return asked ? atoi(asked) : usual;
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
static int32_t scatter(const mlg_metric *m, struct rng *rng, mlg_snapped *snapped, int32_t count)
{
    const struct road_graph *g = &m->roads->graph;
    mlg_point *points = calloc((size_t)count, sizeof *points);
    for (int32_t i = 0; i < count; i++) {
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
    const int32_t on_roads = mlg_snap(m, points, count, snapped);
    free(points);
    return on_roads;
}

struct rows { mlg_leg *legs; int32_t count; };

static mlg_flow keep(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    const struct rows *r = user;
    memcpy(r->legs + (ptrdiff_t)first_row * r->count, legs, (size_t)row_count * (size_t)r->count * sizeof *legs);
    return MLG_CONTINUE;
}

static mlg_leg *matrix(const mlg_metric *m, const mlg_snapped *snapped, int32_t count, int32_t threads)
{
    struct rows r = { calloc((size_t)count * (size_t)count, sizeof *r.legs), count };
    assert_int_equal(mlg_roads_matrix(m, snapped, count, snapped, count, threads, keep, &r, NULL), MLG_OK);
    return r.legs;
}

static void same_nearest(const mlg_metric *m, const mlg_snapped *snapped, const mlg_leg *legs, int32_t count)
{
    mlg_near *near = calloc((size_t)count * NEAR, sizeof *near);
    assert_int_equal(mlg_roads_nearest(m, snapped, count, snapped, count, NEAR, 2, near, NULL), MLG_OK);
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = 0; k < NEAR; k++) {
            const mlg_near *n = &near[i * NEAR + k];
            if (n->target == MLG_NONE) continue;
            assert_memory_equal(&n->leg, &legs[i * count + n->target], sizeof n->leg);
            int32_t nearer = 0; /* whole seconds: those that are surely before it */
            for (int32_t j = 0; j < count; j++) nearer += legs[i * count + j].time_s < n->leg.time_s;
            assert_true(nearer <= k);
        }
    free(near);
}

static struct twin twin_of(const mlg_metric *m)
{
    const size_t nodes = 3 * (size_t)m->roads->graph.state_count;
    return (struct twin) { .m = m, .best = calloc(nodes, sizeof(struct arc_weight)), .heap = calloc(nodes, sizeof(int32_t)),
                           .place = calloc(nodes, sizeof(int32_t)) };
}

static void twin_done(struct twin *t)
{
    free(t->best);
    free(t->heap);
    free(t->place);
}

static void one_profile(const mlg_roads *roads, const char *profile, const struct energy_table *energy)
{
    const char *only = getenv("MAILLAGE_TEST_PROFILE");
    if (only && strcmp(only, profile)) return;
    mlg_metric *m;
    mlg_error err = { 0 };
    const int32_t sources = number_of("MAILLAGE_TEST_SOURCES", 12), count = sources > POINTS ? sources : POINTS;
    struct rng rng = rng_seeded(7, (uint64_t)profile[0]);
    mlg_snapped *snapped = calloc((size_t)count, sizeof *snapped);
    check_msg(mlg_metric_make(roads, &(mlg_metric_spec) { .profile = profile, .energy = energy }, &m, &err) == MLG_OK, "%s", err.message);
    check_msg(m->use.largest_pocket_states < MLG_POCKET_SETTLE_MAX, "a pocket of %d states", m->use.largest_pocket_states);
    assert_true(scatter(m, &rng, snapped, count) > count / 2);
    mlg_leg *legs = matrix(m, snapped, count, 1), *again = matrix(m, snapped, count, 2);
    assert_memory_equal(legs, again, (size_t)count * (size_t)count * sizeof *legs);
    same_nearest(m, snapped, legs, count);

    struct twin t = twin_of(m);
    int64_t pairs = 0, routes = 0, pockets = 0;
    for (int32_t i = 0; i < sources; i++) {
        const int32_t from = (int32_t)((int64_t)i * 7919 % count);
        if (snapped[from].edge == MLG_NONE) {
            for (int32_t j = 0; j < count; j++) assert_int_equal(legs[from * count + j].time_s, MLG_UNREACHABLE);
            continue;
        }
        search(&t, &snapped[from]);
        const int32_t arc = mlg__plain_arc(m, snapped[from].edge, !(snapped[from].directions & 1));
        pockets += arc != MLG_NONE && m->use.access[arc] == ROAD_END;
        for (int32_t j = 0; j < count; j++) {
            const struct arc_weight w = arrive(&t, &snapped[from], &snapped[j]);
            same_leg(legs[from * count + j], w, profile, from, j);
            pairs++;
            if (j % 7 != i % 7 && j / 3 != from / 3) continue;
            same_route(m, &snapped[from], &snapped[j], w, from, j);
            routes++;
        }
    }
    print_message("%s: %lld pairs, %lld of them with their routes, %lld of %d sources on end-only streets\n", profile, (long long)pairs,
                  (long long)routes, (long long)pockets, sources);
    twin_done(&t);
    free(legs);
    free(again);
    free(snapped);
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
    check_msg(mlg_roads_build(&(mlg_roads_build_spec) { .map = map, .turns = number_of("MAILLAGE_TEST_TURNS", 0) }, file, NULL, NULL, NULL, &err) == MLG_OK, "%s: %s", map, err.message);
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
    static const char *const names[] = { "osm/andorra-2025.osm.pbf", "osm/monaco-riviera-2016.osm.pbf", "lyon-streets" };
    const char *sets = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!sets) {
        print_message("MAILLAGE_DATASETS is not set: Andorra, Monaco and Lyon are skipped\n");
        skip();
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char map[400];
        snprintf(map, sizeof map, "%s/geo/%s", sets, names[i]);
        on_map(map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(porto), cmocka_unit_test(other_maps) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
