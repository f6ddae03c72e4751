/* All pairs on tiny maps with everything that can stand on them (one-ways, rights of families, private gates, restrictions of all
 * lengths), for every family: matrix and routes equal a plain search. */
#include <unistd.h>

#include "roads/map.h"
#include "support/tiny_map.h"
#include "support/ways_twin.h"

enum { POINTS = 14 };

static mlg_flow keep(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    memcpy((mlg_leg *)user + (ptrdiff_t)first_row * POINTS, legs, (size_t)row_count * POINTS * sizeof *legs);
    return MLG_CONTINUE;
}

static void one_metric(const mlg_roads *roads, const mlg_metric_spec *spec, struct rng *rng, int64_t *found)
{
    mlg_metric *m;
    mlg_point points[POINTS];
    mlg_snapped snapped[POINTS];
    mlg_leg legs[POINTS * POINTS];
    const struct road_graph *g = &roads->graph;
    const int32_t n = g->state_count;
    assert_int_equal(mlg_metric_make(roads, spec, &m, NULL), MLG_OK);
    for (int32_t i = 0; i < POINTS; i++)
        points[i] = (mlg_point) { g->south_e7 / 1e7 + rng_unit(rng) * (g->north_e7 - g->south_e7) / 1e7,
                                  g->west_e7 / 1e7 + rng_unit(rng) * (g->east_e7 - g->west_e7) / 1e7 };
    mlg_snap(m, points, POINTS, snapped);
    assert_int_equal(mlg_roads_matrix(m, snapped, POINTS, snapped, POINTS, 1, keep, legs, NULL), MLG_OK);
    struct twin t = { .m = m, .best = calloc(3 * (size_t)n, sizeof *t.best), .heap = calloc(3 * (size_t)n, sizeof *t.heap),
                      .place = calloc(3 * (size_t)n, sizeof *t.place) };
    for (int32_t i = 0; i < POINTS; i++) {
        if (snapped[i].edge == MLG_NONE) continue;
        search(&t, &snapped[i]);
        for (int32_t j = 0; j < POINTS; j++) {
            const struct arc_weight w = arrive(&t, &snapped[i], &snapped[j]);
            same_leg(legs[i * POINTS + j], w, spec->profile, i, j);
            if (snapped[j].edge != MLG_NONE) same_route(m, &snapped[i], &snapped[j], w, i, j);
            *found += w.t_ms < MLG_ROAD_INF;
        }
    }
    free(t.best);
    free(t.heap);
    free(t.place);
    mlg_metric_free(m);
}

static int64_t ways_found;

static void one_map(struct rng *rng, uint64_t seed)
{
    static const char *const profiles[] = { "van", "car", "truck", "cargobike" };
    struct tiny_map map;
    mlg_roads *roads;
    mlg_error err = { 0 };
    char file[400];
    snprintf(file, sizeof file, "%s/tests/ends-%ld.roads", MLG_BUILD_DIR, (long)getpid());
    tiny_map(&map, rng, 4 + rng_below(rng, 12), 6 + rng_below(rng, 22), seed % 2, seed % 3 > 0);
    assert_int_equal(mlg__states_build(&map.g, &map.turns, seed % 7 == 0, NULL), MLG_OK);
    check_msg(mlg__roads_write(&map.g, file, 1, NULL, NULL, &err) == MLG_OK, "%s", err.message);
    mlg__road_graph_free(&map.g);
    check_msg(mlg_roads_open(file, &roads, &err) == MLG_OK, "seed %llu: %s", (unsigned long long)seed, err.message);
    for (int p = 0; p < 4; p++)
        one_metric(roads, &(mlg_metric_spec) { .profile = profiles[p], .snap_radius_m = 2000, .curb = seed % 5 == 0, .islands = seed % 4 == 0 }, rng,
                   &ways_found);
    mlg_roads_free(roads);
    remove(file);
}

static void all_pairs_of_tiny_maps(void **state)
{
    (void)state;
    for_seeds(1, 400, one_map);
    print_message("%lld pairs with a way\n", (long long)ways_found);
    assert_true(ways_found > 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(all_pairs_of_tiny_maps) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
