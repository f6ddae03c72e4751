/* roads_matrix.c — a road file as the program uses it, each step timed alone, one thread, the best of several runs.
 *
 *   bench_roads_matrix X.roads [profile]
 *
 * Opening, the metric with all four numbers, snapping, matrices between points near junctions drawn at random, routes. With
 * a file of `roads build --turns` these are answers with costs of turns. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/rng.h"
#include "roads/metric.h"

enum { RUNS = 5, POINTS = 2000, ROUTES = 1000 };

static void must(mlg_status status, const mlg_error *err)
{
    if (!status) return;
    printf("%s\n", err->message);
    exit(1);
}

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void keep_best(double *best, double from)
{
    const double took = cpu_s() - from;
    if (*best == 0 || took < *best) *best = took;
}

static mlg_flow add_up(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    (void)first_row;
    *(int64_t *)user += legs[row_count - 1].time_s;
    return MLG_CONTINUE;
}

static void matrix(const mlg_metric *m, const mlg_snapped *at, int32_t count)
{
    double best = 0;
    int64_t sum = 0;
    mlg_error err = { 0 };
    for (int run = 0; run < RUNS; run++) {
        const double from = cpu_s();
        must(mlg_roads_matrix(m, at, count, at + POINTS - count, count, 1, add_up, &sum, &err), &err);
        keep_best(&best, from);
    }
    printf("| %d x %d | %.4f |\n", count, count, best);
}

/* Each asked for alone, with its shape. */
static void routes(const mlg_metric *m, const mlg_snapped *at)
{
    double best = 0;
    mlg_error err = { 0 };
    for (int run = 0; run < RUNS; run++) {
        const double from = cpu_s();
        for (int32_t i = 0; i < ROUTES; i++) {
            const mlg_snapped via[2] = { at[i], at[POINTS - 1 - i] };
            mlg_path *path;
            must(mlg_roads_route(m, via, 2, &path, &err), &err);
            mlg_path_free(path);
        }
        keep_best(&best, from);
    }
    printf("| a route with its shape | %.6f |\n", best / ROUTES);
}

static void draw(const struct road_graph *g, mlg_point *points)
{
    struct rng rng = rng_seeded(1, 0);
    for (int32_t i = 0; i < POINTS; i++) {
        const struct road_node *n = &g->nodes[rng_below(&rng, g->node_count)];
        points[i] = (mlg_point) { n->lat_e7 / 1e7 + (rng_unit(&rng) - 0.5) * 0.001, n->lon_e7 / 1e7 + (rng_unit(&rng) - 0.5) * 0.001 };
    }
}

int main(int argc, char **argv)
{
    static struct energy_table energy = { .climb_a_mj = 40000000, .descent_a_mj = -9000000, .recovers = true };
    static mlg_point points[POINTS];
    static mlg_snapped at[POINTS];
    mlg_roads *roads = NULL;
    mlg_metric *m = NULL;
    mlg_error err = { 0 };
    double open = 0, make = 0, snap = 0;
    if (argc < 2) return puts("bench_roads_matrix X.roads [profile]"), 2;
    for (int v = 0; v <= MLG_ENERGY_KMH_MAX; v++) energy.a_mj_m[v] = 3000000, energy.b_uj_m_kg[v] = 300000;
    for (int run = 0; run < RUNS; run++) {
        mlg_metric_free(m);
        mlg_roads_free(roads);
        double from = cpu_s();
        must(mlg_roads_open(argv[1], &roads, &err), &err);
        keep_best(&open, from);
        from = cpu_s();
        must(mlg_metric_make(roads, &(mlg_metric_spec) { .profile = argc > 2 ? argv[2] : "van", .energy = &energy }, &m, &err), &err);
        keep_best(&make, from);
    }
    draw(&roads->graph, points);
    const double from = cpu_s();
    mlg_snap(m, points, POINTS, at);
    keep_best(&snap, from);
    printf("%s: %d states, %d arcs\n\n| step | CPU s |\n|---|---|\n| open | %.4f |\n| metric | %.4f |\n| snap a point | %.7f |\n", argv[1],
           roads->graph.state_count, roads->graph.arc_count, open, make, snap / POINTS);
    for (int32_t count = 200; count <= POINTS; count = count == 200 ? 1000 : 2 * count) matrix(m, at, count);
    routes(m, at);
    mlg_metric_free(m);
    mlg_roads_free(roads);
    return 0;
}
