/* roads_ny.c — the hierarchy on New York, each step timed alone, the best of several runs; exactness on request.
 *
 *   bench_roads_ny [threads]           times with as many threads as given (2), then with one
 *   bench_roads_ny --pairs N [seed]    N random pairs, half of them near each other: routes against Dijkstra
 *
 * Needs MAILLAGE_DATASETS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "roads/kernel.h"
#include "roads/matrix.h"
#include "roads/order.h"
#include "roads/path.h"
#include "support/road_sweep.h"
#include "support/road_sets.h"
#include "support/twin_dijkstra.h"

enum { RUNS = 5, ROUTES = 20000, STATES_A_SOURCE = 200 };

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

/* Wall time, processor time of the process and of the first thread alone. With two threads on a busy machine the last
 * one says how well work is shared: it tends to what the wall time of two free cores would be. */
struct watch {
    double wall_s, cpu_s, first_s;
};

static double clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct watch now(void)
{
    return (struct watch) { mlg__now_s(), clock_s(CLOCK_PROCESS_CPUTIME_ID), clock_s(CLOCK_THREAD_CPUTIME_ID) };
}

/* The best of several runs, by processor time. */
static void keep_best(struct watch *best, struct watch from)
{
    const struct watch to = now(), took = { to.wall_s - from.wall_s, to.cpu_s - from.cpu_s, to.first_s - from.first_s };
    if (best->cpu_s == 0 || took.cpu_s < best->cpu_s) *best = took;
}

static void tell(const char *step, int32_t threads, struct watch w)
{
    printf("| %s | %d | %.4f | %.4f | %.4f |\n", step, threads, w.wall_s, w.cpu_s, w.first_s);
    fflush(stdout);
}

static void matrix(const struct metric *m, int32_t count, int32_t threads)
{
    const struct matrix_ask ask = { .m = m,
                                    .from = random_points(count, m->h->state_count, 1),
                                    .to = random_points(count, m->h->state_count, 2),
                                    .thread_count = threads };
    struct watch best = { 0 };
    char step[64];
    mlg_error err = { 0 };
    uint64_t sum = 0;
    for (int run = 0; run < RUNS; run++) {
        const struct watch from = now();
        must(mlg__road_matrix(&ask, add_up, &sum, &err), &err);
        keep_best(&best, from);
    }
    snprintf(step, sizeof step, "%d x %d, %s", count, count, mlg__kernel()->name);
    tell(step, threads, best);
}

static void routes(const struct metric *m)
{
    struct route_query *q = mlg__route_query_new(m->h);
    struct watch best = { 0 };
    struct road_path path;
    char step[64];
    mlg_error err = { 0 };
    int64_t arcs = 0;
    for (int run = 0; run < RUNS; run++) {
        struct rng rng = rng_seeded(1, 3);
        const struct watch from = now();
        arcs = 0;
        for (int i = 0; i < ROUTES; i++) {
            const struct road_seed a = { rng_below(&rng, m->h->state_count), { 0 } },
                                   b = { rng_below(&rng, m->h->state_count), { 0 } };
            must(mlg__road_route(q, m, &a, 1, &b, 1, &path, &err), &err);
            arcs += path.arc_count;
        }
        keep_best(&best, from);
    }
    mlg__route_query_free(q);
    snprintf(step, sizeof step, "%d routes of %.0f arcs", ROUTES, (double)arcs / ROUTES);
    tell(step, 1, best);
}

static void sweep(const struct metric *m)
{
    struct arc_weight *reached = malloc((size_t)m->h->state_count * sizeof *reached);
    const struct road_seed seed = { 1000, { 0 } };
    struct watch best = { 0 };
    mlg_error err = { 0 };
    for (int run = 0; run < RUNS; run++) {
        const struct watch from = now();
        must(road_sweep(m, ROAD_UP, &seed, 1, reached, &err), &err);
        keep_best(&best, from);
    }
    tell("one to all", 1, best);
    free(reached);
}

static void describe(const struct hierarchy *h)
{
    double path = 0, triangles = 0;
    for (int32_t v = 0; v < h->state_count; v++) {
        const double up = h->up_first[v + 1] - h->up_first[v];
        path += h->depth[v] + 1;
        triangles += up * (up - 1) / 2;
    }
    printf("\n%.2f arcs and %.1f triangles a state; root paths of %.1f states, at most %d\n",
           (double)h->up_count / h->state_count, triangles / h->state_count, path / h->state_count, h->path_max);
}

static void times(const struct road_set *s, int32_t threads)
{
    mlg_error err = { 0 };
    int32_t *order = malloc((size_t)s->g.state_count * sizeof *order);
    struct hierarchy h;
    struct metric m;
    struct watch best = { 0 }, from = now();
    must(mlg__road_order(&s->g, threads, order, &err), &err);
    keep_best(&best, from);
    tell("order", threads, best);
    best = (struct watch) { 0 };
    from = now();
    must(mlg__hierarchy_make(&s->g, order, &h, &err), &err);
    keep_best(&best, from);
    if (threads == 1) tell("skeleton", 1, best);
    best = (struct watch) { 0 };
    for (int run = 0; run < RUNS; run++) {
        if (run > 0) mlg__metric_free(&m);
        from = now();
        must(mlg__metric_make(&h, s->weight, threads, &m, &err), &err);
        keep_best(&best, from);
    }
    tell("customization", threads, best);
    for (int32_t count = 200; count <= 5000; count *= 5) matrix(&m, count, threads);
    if (threads == 1) routes(&m), sweep(&m), describe(&h);
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
            /* Numbers follow a Z curve: what is near in number is near in space. */
            const int32_t span = i % 2 ? s->g.state_count : 2000;
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
    if (argc > 2 && strcmp(argv[1], "--pairs") == 0)
        return pairs(&s, atoll(argv[2]), argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    const int32_t threads = argc > 1 ? atoi(argv[1]) : 2;
    printf("New York, %d states, %d arcs\n\n", s.g.state_count, s.g.arc_count);
    puts("| step | threads | wall s | CPU s | first thread, CPU s |\n|---|---|---|---|---|");
    if (threads > 1) times(&s, threads);
    times(&s, 1);
    road_set_free(&s);
    return 0;
}
