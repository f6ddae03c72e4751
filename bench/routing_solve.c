/* routing_solve.c — solve one VRPLIB file with the library and print how it went; for work on the engine.
 *
 *     routing_solve FILE SECONDS [SEED [ITERATIONS [THREADS]]]
 *
 * Prints one line: file, cost, routes, unserved, seconds of reading, to the first plan, in all, iterations. With
 * MLG_TRACE set, a line `elapsed cost` at each new best goes to standard error. Build it against a build directory B:
 *     cc -O2 -DNDEBUG -Iinclude -Isrc bench/routing_solve.c -o routing_solve B/src/libmaillage.a $(pkg-config --libs jansson zlib libdeflate) -lm -lpthread */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "io/vrplib.h"
#include "maillage/routing.h"
#include "model/problem.h"

struct seen { double first_s; int64_t iterations, unserved; int trace; };

static mlg_flow watch(const mlg_progress *p, void *user)
{
    struct seen *s = user;
    if (s->first_s < 0) s->first_s = p->elapsed_s;
    s->iterations = p->iterations;
    s->unserved = p->unserved;
    if (s->trace && p->improved) fprintf(stderr, "%.3f %.0f %d\n", p->elapsed_s, p->cost, p->vehicle_count);
    return MLG_CONTINUE;
}

static char *read_all(const char *path, size_t *count)
{
    FILE *f = fopen(path, "rb");
    char *bytes = f && !fseek(f, 0, SEEK_END) ? malloc((size_t)ftell(f) + 1) : NULL;
    if (!bytes) return NULL;
    *count = (size_t)ftell(f);
    rewind(f);
    *count = fread(bytes, 1, *count, f);
    fclose(f);
    return bytes;
}

static int solve(const mlg_problem *p, const mlg_options *o, const char *file, double read_s)
{
    struct seen seen = { .first_s = -1, .trace = getenv("MLG_TRACE") != NULL };
    mlg_error err = { 0 };
    mlg_plan *plan;
    const double begin_s = mlg__now_s();
    if (mlg_routing_solve(p, NULL, o, watch, &seen, &plan, &err)) {
        fprintf(stderr, "%s: %s %s\n", file, err.where, err.message);
        return 1;
    }
    printf("%s cost %lld routes %d unserved %d read %.3f first %.4f total %.3f iterations %lld\n", file,
           (long long)mlg_plan_cost(plan), mlg_plan_route_count(plan), mlg_plan_unserved_count(plan), read_s, seen.first_s,
           mlg__now_s() - begin_s, (long long)seen.iterations);
    mlg_plan_free(plan);
    return 0;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    mlg_problem *p;
    mlg_error err = { 0 };
    const double begin_s = mlg__now_s();
    char *bytes = argc > 2 ? read_all(argv[1], &count) : NULL;
    if (!bytes) return fprintf(stderr, "routing_solve FILE SECONDS [SEED [ITERATIONS [THREADS]]]\n"), 2;
    if (mlg__vrplib_read(argv[1], bytes, count, -1, &p, NULL, &err)) return fprintf(stderr, "%s\n", err.message), 2;
    free(bytes);
    const double read_s = mlg__now_s() - begin_s;
    mlg_options *o = mlg_options_new();
    if (atof(argv[2]) > 0) mlg_options_set(o, "routing.time_limit_s", argv[2], NULL);
    mlg_options_set(o, "routing.seed", argc > 3 ? argv[3] : "1", NULL);
    if (argc > 4) mlg_options_set(o, "routing.iterations", argv[4], NULL);
    mlg_options_set(o, "routing.threads", argc > 5 ? argv[5] : "1", NULL);
    const int status = solve(p, o, argv[1], read_s);
    mlg_options_free(o);
    mlg_problem_free(p);
    return status;
}
