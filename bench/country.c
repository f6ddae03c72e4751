/* country.c — preparation and matrices on a made-up road graph of national size (tests/support/road_country.h).
 *
 *   bench_country [--region] [--threads N] [--points N] [--check N]
 *
 * --region: Auvergne-Rhône-Alpes alone. Wall and processor time of each step, peak memory of the process; --check
 * compares rows of N sources with Dijkstra. Needs MAILLAGE_DATASETS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/resource.h>

#include "base/clock.h"
#include "roads/matrix.h"
#include "roads/order.h"
#include "support/road_sweep.h"
#include "support/road_country.h"
#include "support/twin_dijkstra.h"

struct watch {
    double wall_s, cpu_s;
};

static struct watch now(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (struct watch) { mlg__now_s(), (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec * 1e-6 +
                                              (double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec * 1e-6 };
}

static void tell(const char *step, struct watch from)
{
    struct rusage u;
    const struct watch to = now();
    getrusage(RUSAGE_SELF, &u);
    printf("| %s | %.2f | %.2f | %.0f |\n", step, to.wall_s - from.wall_s, to.cpu_s - from.cpu_s,
           (double)u.ru_maxrss / 1024);
    fflush(stdout);
}

static void must(mlg_status status, const mlg_error *err)
{
    if (!status) return;
    printf("%s\n", err->message);
    exit(1);
}

static mlg_flow count_reached(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    int64_t *reached = user;
    (void)row;
    for (int32_t i = 0; i < count; i++) *reached += legs[i].t_ms < MLG_ROAD_INF;
    return MLG_CONTINUE;
}

static int64_t wrong_states(const struct road_set *s, const struct metric *m, int32_t sources)
{
    struct rng rng = rng_seeded(1, 9);
    struct twin *twin = twin_new(&s->g, s->weight);
    struct arc_weight *swept = malloc((size_t)s->g.state_count * sizeof *swept);
    mlg_error err = { 0 };
    int64_t wrong = 0;
    for (int32_t i = 0; i < sources; i++) {
        const struct road_seed a = { rng_below(&rng, s->g.state_count), { 0 } };
        const struct arc_weight *best = twin_search(twin, &a, 1, false, MLG_NONE);
        must(road_sweep(m, ROAD_UP, &a, 1, swept, &err), &err);
        for (int32_t v = 0; v < s->g.state_count; v++) wrong += mlg__weight_compare(best[v], swept[v]) != 0;
    }
    free(swept);
    twin_free(twin);
    return wrong;
}

int main(int argc, char **argv)
{
    int32_t region = 0, threads = 2, points = 2000, check = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--region") == 0) region = 84;
        else if (i + 1 < argc && strcmp(argv[i], "--threads") == 0) threads = atoi(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--points") == 0) points = atoi(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--check") == 0) check = atoi(argv[++i]);
        else return puts("bench_country [--region] [--threads N] [--points N] [--check N]"), 2;
    }
    struct road_set s;
    struct hierarchy h;
    struct metric m;
    mlg_error err = { 0 };
    struct watch from = now();
    if (!road_country(&s, region, 1)) return 0;
    printf("%d states, %d arcs, %d threads\n\n| step | wall s | CPU s | peak MB |\n|---|---|---|---|\n",
           s.g.state_count, s.g.arc_count, threads);
    tell("made up", from);
    int32_t *order = malloc((size_t)s.g.state_count * sizeof *order);
    const struct watch start = from = now();
    must(mlg__road_order(&s.g, threads, order, &err), &err);
    tell("order", from);
    from = now();
    must(mlg__hierarchy_make(&s.g, order, &h, &err), &err);
    free(order);
    tell("skeleton", from);
    from = now();
    must(mlg__metric_make(&h, s.weight, threads, &m, &err), &err);
    tell("customization", from);
    tell("all preparation", start);

    struct rng rng = rng_seeded(1, 2);
    int32_t *first = malloc(((size_t)points + 1) * sizeof *first);
    struct road_seed *seed = calloc((size_t)points, sizeof *seed);
    for (int32_t i = 0; i <= points; i++) first[i] = i;
    for (int32_t i = 0; i < points; i++) seed[i].state = rng_below(&rng, s.g.state_count);
    const struct road_points all = { points, first, seed };
    int64_t reached = 0;
    from = now();
    must(mlg__road_matrix(&(struct matrix_ask) { .m = &m, .from = all, .to = all, .thread_count = threads },
                          count_reached, &reached, &err),
         &err);
    tell("matrix", from);
    double depth = 0;
    for (int32_t v = 0; v < h.state_count; v++) depth += h.depth[v] + 1;
    printf("\n%d x %d points; %.2f arcs a state; root paths of %.0f states, at most %d\n", points, points,
           (double)h.up_count / h.state_count, depth / h.state_count, h.path_max);
    if (check > 0) printf("%lld states of %d searches wrong\n", (long long)wrong_states(&s, &m, check), check);
    return 0;
}
