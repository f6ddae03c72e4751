/* guard_routing.c — fixed problems, fixed seed, fixed work: what the search finds, to the last unit.
 *
 *   guard_routing                 a row a case: name, kernel, cost, stops left out, routes, new best solutions, moves
 *                                 priced, moves carried out, a hash of the plan
 *   guard_routing --expect FILE   the rows must be those of FILE (results.txt): every compiler and build agrees
 *   guard_routing CASE            this case alone, for who counts instructions
 *
 * Every change of the search changes rows; scripts/guard --declare writes the new ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/rng.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "routing/search.h"
#include "support/routing_plan.h"

enum trait_of_case {
    CLUSTERS = 1, WINDOWS = 2, WIDE = 4, PAID_TIME = 8, MIXED = 16, FLEET = 32, TABLE = 64, ENERGY = 128, PRIZES = 256,
    SKILLS = 512, HOLES = 1024, SETUP = 2048, SHIPMENTS = 4096, SEVERAL = 8192, TRIPS = 16384,
};

struct guard_case {
    const char *name;
    int32_t stops, per_route; /* how many mean demands a vehicle takes */
    int32_t spare;            /* vehicles beyond those the demand needs; 0: one a stop */
    unsigned traits;
    const char *iterations, *islands;
};

static const struct guard_case cases[] = {
    { "plain-uniform", 100, 9, 0, 0, "2000", "1" },
    { "plain-clusters", 200, 20, 0, CLUSTERS, "1500", "1" },
    { "plain-long", 150, 60, 0, 0, "800", "1" },
    { "plain-few-vehicles", 80, 8, 1, 0, "1500", "1" },
    { "plain-islands", 100, 9, 0, 0, "2000", "4" },
    { "metric-large", 8100, 15, 0, 0, "300", "1" },
    { "time-short", 100, 20, 0, WINDOWS, "1500", "1" },
    { "time-long", 150, 80, 0, WINDOWS | WIDE | CLUSTERS, "500", "1" },
    { "time-paid", 80, 15, 0, WINDOWS | WIDE | PAID_TIME, "1000", "1" },
    { "rich-mixed", 80, 10, 0, MIXED, "600", "1" },
    { "rich-fleet", 80, 12, 0, FLEET | WINDOWS | PAID_TIME, "500", "1" },
    { "rich-energy", 60, 12, 2, TABLE | ENERGY | PRIZES | SKILLS, "400", "1" },
    { "rich-oneway", 80, 12, 0, TABLE | HOLES | SETUP | WINDOWS | WIDE, "400", "1" },
    { "rich-shipments", 80, 10, 0, SHIPMENTS | WINDOWS | WIDE, "400", "1" },
    { "rich-schedule", 60, 10, 0, SEVERAL | PAID_TIME, "300", "1" },
    { "rich-trips", 40, 5, 2, TRIPS, "100", "1" },
};
enum { CASE_COUNT = sizeof cases / sizeof cases[0], SIDE = 1000, DEMAND_MAX = 19 };

static void add_places(mlg_builder *b, struct rng *r, const struct guard_case *c)
{
    int32_t x = SIDE / 2, y = SIDE / 2; /* the depot */
    for (int32_t i = 0; i <= c->stops; i++) {
        mlg_builder_place_xy(b, x, y);
        const int32_t spread = c->traits & CLUSTERS && i % 12 ? SIDE / 12 : SIDE; /* eleven round a new centre */
        const int32_t dx = rng_below(r, spread), dy = rng_below(r, spread);
        x = spread == SIDE ? dx : abs(x + dx - spread / 2);
        y = spread == SIDE ? dy : abs(y + dy - spread / 2);
    }
}

/* Times and distances without a rule, dearer with the difference of numbers; some ways do not exist. */
static void add_table(mlg_builder *b, struct rng *r, const struct guard_case *c)
{
    const int32_t n = c->stops + 1;
    int32_t *time = malloc(sizeof *time * (size_t)(n * n)), *distance = malloc(sizeof *time * (size_t)(n * n));
    int32_t *kj = malloc(sizeof *time * (size_t)(n * n)), *j_per_kg = malloc(sizeof *time * (size_t)(n * n));
    if (!time || !distance || !kj || !j_per_kg) abort();
    for (int32_t i = 0; i < n * n; i++) {
        const int32_t from = i / n, to = i % n, apart = abs(from - to);
        time[i] = apart ? 20 + 5 * apart + rng_below(r, 60) : 0;
        distance[i] = time[i] * (8 + rng_below(r, 8));
        kj[i] = distance[i] / 3, j_per_kg[i] = distance[i] / 20;
        if (c->traits & HOLES && apart && rng_below(r, 15) == 0) time[i] = distance[i] = MLG_UNREACHABLE;
    }
    const bool energy = c->traits & ENERGY;
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE,
                                          .time = time,
                                          .distance = distance,
                                          .energy_kj = energy ? kj : NULL,
                                          .energy_j_per_kg = energy ? j_per_kg : NULL });
    free(time), free(distance), free(kj), free(j_per_kg);
}

static const int32_t lift = 5; /* a skill */

static void add_stop(mlg_builder *b, struct rng *r, const struct guard_case *c, int32_t i)
{
    int32_t number[8]; /* one after the other: compilers may evaluate an initializer in any order */
    for (int k = 0; k < 8; k++) number[k] = rng_below(r, 1 << 20);
    mlg_stop s = { .place = i, .demand = { 1 + number[0] % DEMAND_MAX }, .service_s = 20 };
    if (c->traits & WINDOWS && number[1] % 4) {
        s.window.open_s = number[2] % 5000;
        s.window.close_s = s.window.open_s + (c->traits & WIDE ? 2500 : 400);
    }
    if (c->traits & MIXED && number[1] % 3 == 0) s.pickup[0] = s.demand[0], s.demand[0] = 0;
    if (c->traits & MIXED) s.demand[1] = 1 + number[3] % 5;
    if (c->traits & PRIZES && number[4] % 2) s.prize = 500 + number[4] % 20000;
    if (c->traits & SKILLS && number[5] % 4 == 0) s.skills = &lift, s.skill_count = 1;
    const mlg_window twice[] = { { number[2] % 3000, number[2] % 3000 + 500 }, { number[2] % 3000 + 2000, number[2] % 3000 + 3500 } };
    const bool shipped = c->traits & SHIPMENTS && i % 2 == 0;
    if (c->traits & SEVERAL) s.windows = twice, s.window_count = 2;
    if (shipped) s.window = (mlg_window) { 0, 0 }, s.demand[0] = 0;
    if (c->traits & SETUP) s.setup_s = number[6] % 60, s.place = number[7] % 5 || i == 1 ? i : i - 1;
    if (shipped) mlg_builder_shipment(b, &(mlg_stop) { .place = i - 1, .service_s = 20 }, &s, (int64_t[MLG_LOADS_MAX]) { 1 + number[0] % DEMAND_MAX });
    else if (!(c->traits & SHIPMENTS)) mlg_builder_stop(b, &s);
}

static void add_vehicles(mlg_builder *b, const struct guard_case *c)
{
    const int64_t capacity = (int64_t)c->per_route * (DEMAND_MAX + 1) / 2;
    mlg_vehicle van = { .count = c->spare ? c->stops / c->per_route + c->spare : c->stops,
                        .capacity = { capacity, 3 * c->per_route } };
    static const int32_t depot = 0;
    static const mlg_window noon = { 2000, 5000 };
    static const mlg_break lunch = { .windows = &noon, .window_count = 1, .service_s = 300 };
    if (c->traits & TRIPS) van.count = 3, van.reload_places = &depot, van.reload_count = 1, van.max_trips = 4, van.breaks = &lunch, van.break_count = 1;
    if (c->traits & WINDOWS) van.shift.close_s = 12000;
    if (c->traits & PAID_TIME)
        van.rates = (mlg_rates) { .fixed = 2000, .per_m = 2, .per_tick = 3, .per_overtime_tick = 4 };
    if (c->traits & PAID_TIME) van.overtime_after_s = 5000;
    if (c->traits & ENERGY) van.rates.per_m = 1, van.rates.per_j_q24 = 8000, van.weight_load = 0;
    if (c->traits & SKILLS) van.count = (van.count + 1) / 2;
    mlg_builder_vehicle(b, &van);
    if (c->traits & SKILLS) van.skills = &lift, van.skill_count = 1, mlg_builder_vehicle(b, &van);
    if (!(c->traits & FLEET)) return;
    van.capacity[0] *= 2, van.rates.fixed *= 2, van.rates.per_m = 3, van.speed_factor = 0.9;
    mlg_builder_vehicle(b, &van);
}

static mlg_problem *problem_of(const struct guard_case *c)
{
    struct rng r = rng_seeded(20, (uint64_t)(c - cases));
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    add_places(b, &r, c);
    if (c->traits & TABLE) add_table(b, &r, c);
    add_vehicles(b, c);
    for (int32_t i = 1; i <= c->stops; i++) add_stop(b, &r, c, i);
    if (mlg_builder_finish(b, &p, NULL, &err)) {
        fprintf(stderr, "%s: %s: %s\n", c->name, err.where, err.message);
        exit(2);
    }
    return p;
}

/* The class of instances this case is for must be the one that solves it. */
static const char *kernel_of(const mlg_problem *p)
{
    const struct settings few = {
        .iterations = 1, .threads = 1, .islands = 1, .neighbours = 5, .insert_neighbours = 5
    };
    struct instance *in = NULL;
    if (mlg__instance_new(p, &few, &in, NULL)) exit(2);
    const char *name = mlg__kernel_for(in)->name;
    mlg__instance_free(in);
    return name;
}

struct work { int64_t improved, filters, applied; };

static mlg_flow note_work(const mlg_progress *progress, void *user)
{
    struct work *work = user;
    for (int32_t i = 0; i < progress->counter_count; i++) {
        const mlg_counter *c = &progress->counters[i];
        if (!strcmp(c->name, "improved")) work->improved = c->value;
        if (!strcmp(c->name, "filters")) work->filters = c->value;
        if (!strcmp(c->name, "applied")) work->applied = c->value;
    }
    return MLG_CONTINUE;
}

static void check(const struct guard_case *c, const mlg_problem *p, const mlg_plan *plan)
{
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    if (mlg_check_routes(p, plan, violations, NULL, NULL)) exit(2);
    const mlg_error *broken = mlg_findings_at(violations, false, 0);
    if (broken) {
        fprintf(stderr, "%s: %s: %s\n", c->name, broken->where, broken->message);
        exit(2);
    }
    mlg_findings_free(violations);
}

static void run(const struct guard_case *c, char *row, size_t size)
{
    mlg_problem *p = problem_of(c);
    mlg_options *o = mlg_options_new();
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    struct work work = { 0 };
    mlg_options_set(o, "routing.iterations", c->iterations, NULL);
    mlg_options_set(o, "routing.islands", c->islands, NULL);
    mlg_options_set(o, "routing.threads", row ? "2" : "1", NULL);
    if (mlg_routing_solve(p, NULL, o, row ? note_work : NULL, &work, &plan, &err)) {
        fprintf(stderr, "%s: %s\n", c->name, err.message);
        exit(2);
    }
    if (row) {
        check(c, p, plan);
        snprintf(row, size, "%s %s %lld %d %d %lld %lld %lld %016llx\n", c->name, kernel_of(p), (long long)mlg_plan_cost(plan),
                 mlg_plan_unserved_count(plan), mlg_plan_route_count(plan), (long long)work.improved,
                 (long long)work.filters, (long long)work.applied, (unsigned long long)plan_hash(plan));
    }
    mlg_plan_free(plan);
    mlg_options_free(o);
    mlg_problem_free(p);
}

/* The next row of the expected ones that is no remark. */
static bool next_row(FILE *f, char *row, int size)
{
    while (fgets(row, size, f))
        if (row[0] != '#') return true;
    return false;
}

int main(int argc, char **argv)
{
    char row[256], wanted[256];
    int different = 0;
    if (argc == 2) {
        for (int32_t i = 0; i < CASE_COUNT; i++)
            if (!strcmp(argv[1], cases[i].name)) return run(&cases[i], NULL, 0), 0;
        return fprintf(stderr, "guard_routing: no case named %s\n", argv[1]), 2;
    }
    FILE *expected = argc == 3 && !strcmp(argv[1], "--expect") ? fopen(argv[2], "r") : NULL;
    if (argc > 1 && !expected) return fprintf(stderr, "guard_routing: cannot read the expected rows\n"), 2;
    for (int32_t i = 0; i < CASE_COUNT; i++) {
        run(&cases[i], row, sizeof row);
        if (!expected) {
            fputs(row, stdout);
            continue;
        }
        if (!next_row(expected, wanted, sizeof wanted)) strcpy(wanted, "nothing\n");
        if (strcmp(row, wanted)) printf("now      %sexpected %s", row, wanted), different++;
    }
    if (!expected) return 0;
    if (next_row(expected, wanted, sizeof wanted)) printf("expected %s", wanted), different++;
    fclose(expected);
    if (different) printf("A change of the search? See what it does to bench/, then: scripts/guard --declare\n");
    printf("%d cases, %d changed\n", CASE_COUNT, different);
    return different > 0;
}
