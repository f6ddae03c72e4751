/* routing_trips.c — days of vehicles that come back to reload, made from a seed: how many iterations a second, and how
 * good.
 *
 *     routing_trips STOPS SECONDS [SEED [ITERATIONS]]
 *
 * Three days each: trips alone, with windows, with windows and wages by the hour. A line each: stops, kind, cost,
 * routes, stops left out, iterations, iterations a second. Build it against a build directory B:
 *     cc -O2 -DNDEBUG -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc bench/routing_trips.c -o routing_trips \
 *        B/src/libmaillage.a $(pkg-config --libs jansson zlib libdeflate) -lm -lpthread */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/rng.h"
#include "maillage/routing.h"
#include "model/plan.h"
#include "model/problem.h"

enum kind { TRIPS, WINDOWS, WAGES, KINDS };

static void fail(const mlg_error *err)
{
    fprintf(stderr, "%s: %s\n", err->where, err->message);
    exit(2);
}

static mlg_problem *day(int32_t stops, uint64_t seed, enum kind kind)
{
    struct rng r = rng_seeded(seed, (uint64_t)stops);
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    static const int32_t depot = 0;
    for (int32_t i = 0; i <= stops; i++) {
        const double x = i ? rng_below(&r, 10000) : 5000, y = i ? rng_below(&r, 10000) : 5000;
        mlg_builder_place_xy(b, x, y);
    }
    mlg_vehicle van = { .count = 1 + stops / 25,
                        .capacity = { 60 },
                        .shift = { 0, 36000 },
                        .max_trips = 4,
                        .reload_places = &depot,
                        .reload_count = 1,
                        .speed_factor = 1,
                        .rates = { .fixed = 2000, .per_m = 1 } };
    if (kind == WAGES) van.rates.per_tick = 1;
    mlg_builder_vehicle(b, &van);
    for (int32_t i = 1; i <= stops; i++) {
        mlg_stop s = { .place = i, .demand = { 1 + rng_below(&r, 14) }, .service_s = 300 };
        const int32_t opens = rng_below(&r, 25000), windowed = rng_below(&r, 2);
        if (kind != TRIPS && windowed) s.window = (mlg_window) { opens, opens + 9000 };
        mlg_builder_stop(b, &s);
    }
    if (mlg_builder_finish(b, &p, NULL, &err)) fail(&err);
    return p;
}

static mlg_flow count_work(const mlg_progress *progress, void *user)
{
    *(int64_t *)user = progress->iterations;
    return MLG_CONTINUE;
}

static void run(const char *stops, uint64_t seed, enum kind kind, mlg_options *o)
{
    static const char *const names[KINDS] = { "trips", "windows", "wages" };
    mlg_problem *p = day(atoi(stops), seed, kind);
    int64_t iterations = 0;
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    const double began_s = mlg__now_s();
    if (mlg_routing_solve(p, NULL, o, count_work, &iterations, &plan, &err)) fail(&err);
    const double took_s = mlg__now_s() - began_s;
    printf("%s %-8s cost %lld routes %d unserved %d iterations %lld, %.0f a second\n", stops, names[kind],
           (long long)plan->cost, plan->route_count, plan->unserved_count, (long long)iterations,
           (double)iterations / took_s);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

int main(int argc, char **argv)
{
    if (argc < 3) return fprintf(stderr, "routing_trips STOPS SECONDS [SEED [ITERATIONS]]\n"), 2;
    mlg_options *o = mlg_options_new();
    mlg_error err = { 0 };
    if (mlg_options_set(o, "routing.time_limit_s", argv[2], &err) || mlg_options_set(o, "routing.threads", "1", &err) ||
        (argc > 4 && mlg_options_set(o, "routing.iterations", argv[4], &err)))
        fail(&err);
    for (int kind = 0; kind < KINDS; kind++) run(argv[1], argc > 3 ? (uint64_t)atoll(argv[3]) : 1, (enum kind)kind, o);
    mlg_options_free(o);
    return 0;
}
