/* roads_ny.c — the hierarchy on New York, each step timed alone, the best of several runs; exactness on request.
 *
 *   bench_roads_ny [threads]              times, with one thread and with as many as given (2)
 *   bench_roads_ny --pairs N [seed]       N random pairs (half of them near each other), matrix and route against Dijkstra
 *
 * Needs MAILLAGE_DATASETS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "roads/kernel.h"
#include "roads/matrix.h"
#include "roads/order.h"
#include "roads/path.h"
#include "roads/sweep.h"
#include "support/road_sets.h"
#include "support/twin_dijkstra.h"

enum { ROUTES = 20000, STATES_A_SOURCE = 200 };

static void must(mlg_status status, const mlg_error *err)
{
    if (!status) return;
    printf("%s\n", err->message);
    exit(1);
}

/* Points of one seed each. */
static struct road_points random_points(int32_t count, int32_t states, uint64_t stream)
{
    struct rng rng = rng_seeded(1, stream);
    int32_t *first = malloc(((size_t)count + 1) * sizeof *first);
    struct road_seed *seed = calloc((size_t)count, sizeof *seed);
    for (int32_t i = 0; i <= count; i++) first[i] = i;
    for (int32_t i = 0; i < count; i++) seed[i].state = rng_below(&rng, states);
    return (struct road_points) { count, first, seed };
}

static mlg_flow add_up(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    (void)row;
    *(uint64_t *)user += legs[count - 1].t_ms;
    return MLG_CONTINUE;
}

static double matrix_s(const struct metric *m, int32_t count, int32_t threads)
{
    const struct matrix_ask ask = { .m = m, .from = random_points(count, m->h->state_count, 1),
                                    .to = random_points(count, m->h->state_count, 2), .thread_count = threads };
    double best_s = 1e9;
    mlg_error err = { 0 };
    uint64_t sum = 0;
    for (int run = 0; run < 5; run++) {
        const double from = mlg__now_s();
        must(mlg__road_matrix(&ask, add_up, &sum, &err), &err);
        const double took = mlg__now_s() - from;
        if (took < best_s) best_s = took;
    }
    return best_s;
}

static double route_us(const struct metric *m, double *arcs)
{
    struct rng rng = rng_seeded(1, 3);
    struct route_query *q = mlg__route_query_new(m->h);
    struct road_path path;
    mlg_error err = { 0 };
    int64_t sum = 0;
    const double from = mlg__now_s();
    for (int i = 0; i < ROUTES; i++) {
        const struct road_seed a = { rng_below(&rng, m->h->state_count), { 0 } }, b = { rng_below(&rng, m->h->state_count), { 0 } };
        must(mlg__road_route(q, m, &a, 1, &b, 1, &path, &err), &err);
        sum += path.arc_count;
    }
    const double took = mlg__now_s() - from;
    mlg__route_query_free(q);
    *arcs = (double)sum / ROUTES;
    return took / ROUTES * 1e6;
}

static void times(const struct road_set *s, int32_t threads)
{
    mlg_error err = { 0 };
    int32_t *order = malloc((size_t)s->g.state_count * sizeof *order);
    struct hierarchy h;
    struct metric m;
    double from = mlg__now_s();
    must(mlg__road_order(&s->g, threads, order, &err), &err);
    printf("| order, %d threads | %.2f s |\n", threads, mlg__now_s() - from);
    from = mlg__now_s();
    must(mlg__hierarchy_make(&s->g, order, &h, &err), &err);
    double depth = 0, triangles = 0;
    for (int32_t v = 0; v < h.state_count; v++) {
        const double up = h.up_first[v + 1] - h.up_first[v];
        depth += h.depth[v] + 1;
        triangles += up * (up - 1) / 2;
    }
    printf("| skeleton | %.3f s, %.2f arcs and %.1f triangles a state, root paths of %.1f states, at most %d |\n",
           mlg__now_s() - from, (double)h.up_count / h.state_count, triangles / h.state_count, depth / h.state_count, h.path_max);
    double best_s = 1e9;
    for (int run = 0; run < 5; run++) {
        from = mlg__now_s();
        must(mlg__metric_make(&h, s->weight, threads, &m, &err), &err);
        const double took = mlg__now_s() - from;
        if (took < best_s) best_s = took;
        if (run < 4) mlg__metric_free(&m);
    }
    printf("| customization, %d threads | %.4f s |\n", threads, best_s);
    for (int32_t count = 200; count <= 5000; count *= 5)
        printf("| %d x %d, %s, %d threads | %.4f s |\n", count, count, mlg__kernel()->name, threads, matrix_s(&m, count, threads));
    if (threads == 1) {
        double arcs;
        const double us = route_us(&m, &arcs);
        printf("| route | %.1f us, %.0f arcs |\n", us, arcs);
        struct arc_weight *reached = malloc((size_t)s->g.state_count * sizeof *reached);
        const struct road_seed seed = { 1000, { 0 } };
        from = mlg__now_s();
        must(mlg__road_sweep(&m, ROAD_UP, &seed, 1, reached, &err), &err);
        printf("| one to all | %.4f s |\n", mlg__now_s() - from);
        free(reached);
    }
    mlg__metric_free(&m);
    mlg__hierarchy_free(&h);
    free(order);
}

/* Sources with STATES_A_SOURCE targets each: half anywhere, half among the states found first around the source. */
static int pairs(const struct road_set *s, int64_t wanted, uint64_t seed)
{
    mlg_error err = { 0 };
    struct rng rng = rng_seeded(seed, 4);
    int32_t *order = malloc((size_t)s->g.state_count * sizeof *order);
    struct hierarchy h;
    struct metric m;
    must(mlg__road_order(&s->g, 2, order, &err), &err);
    must(mlg__hierarchy_make(&s->g, order, &h, &err), &err);
    must(mlg__metric_make(&h, s->weight, 2, &m, &err), &err);
    struct twin *twin = twin_new(&s->g, s->weight);
    struct route_query *q = mlg__route_query_new(&h);
    int64_t done = 0, wrong = 0;
    while (done < wanted) {
        const struct road_seed a = { rng_below(&rng, s->g.state_count), { 0 } };
        const struct arc_weight *best = twin_search(twin, &a, 1, false, MLG_NONE);
        for (int i = 0; i < STATES_A_SOURCE && done < wanted; i++, done++) {
            const int32_t span = i % 2 ? s->g.state_count : 2000; /* numbers follow a Z curve: near in number, near in space */
            int32_t to = i % 2 ? rng_below(&rng, span) : a.state - span / 2 + rng_below(&rng, span);
            if (to < 0 || to >= s->g.state_count) to = a.state;
            const struct road_seed b = { to, { 0 } };
            struct road_path path;
            must(mlg__road_route(q, &m, &a, 1, &b, 1, &path, &err), &err);
            struct arc_weight sum = { 0 };
            for (int32_t k = 0; k < path.arc_count; k++) sum = mlg__weight_add(sum, s->weight[path.arc[k]]);
            wrong += mlg__weight_compare(path.weight, best[to]) != 0 || mlg__weight_compare(sum, best[to]) != 0;
        }
    }
    printf("%lld pairs, %lld wrong\n", (long long)done, (long long)wrong);
    return wrong != 0;
}

int main(int argc, char **argv)
{
    struct road_set s;
    if (!road_set_new_york(&s)) return 0;
    if (argc > 2 && strcmp(argv[1], "--pairs") == 0) return pairs(&s, atoll(argv[2]), argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    const int32_t threads = argc > 1 ? atoi(argv[1]) : 2;
    printf("New York, %d states, %d arcs\n\n| step | time |\n|---|---|\n", s.g.state_count, s.g.arc_count);
    times(&s, 1);
    if (threads > 1) times(&s, threads);
    road_set_free(&s);
    return 0;
}
