/* Laws that tie a tiny problem to a changed one, and an optimum of our own for both: the engine must meet it.
 *
 * The optimum shares nothing with src/routing: for every set of stops the shortest allowed order, walked; then the best
 * way to share the stops among the vehicles. It covers capacity and single time windows, several kinds of vehicle and
 * stops worth a prize. */
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "model/plan.h"
#include "support/routing_checked.h"
#include "support/test.h"

#include <math.h>

enum { STOPS_MAX = 8, PLACES_MAX = STOPS_MAX + 1, KINDS_MAX = 3, SETS = 1 << STOPS_MAX };
#define NEVER (INT64_C(1) << 60)

/* Place 0 is the depot, stop i is at place i + 1. */
struct tiny {
    int32_t stops, kinds;
    bool table;
    int64_t x[PLACES_MAX], y[PLACES_MAX];
    int32_t leg[PLACES_MAX][PLACES_MAX]; /* of a table: time and distance */
    struct { int64_t demand, service, open, close, prize; } stop[STOPS_MAX]; /* close 0: never; prize 0: required */
    struct { int64_t capacity, fixed; } kind[KINDS_MAX];                     /* as many vehicles as stops of each */
    int64_t per_m, day; /* back at the depot by then; 0: any time */
};

static int64_t between(struct rng *r, int64_t low, int64_t high)
{
    return low + rng_below(r, (int32_t)(high - low + 1));
}

static int64_t leg(const struct tiny *t, int32_t from, int32_t to)
{
    const double dx = (double)(t->x[from] - t->x[to]), dy = (double)(t->y[from] - t->y[to]);
    return t->table ? t->leg[from][to] : (int64_t)(sqrt(dx * dx + dy * dy) + 0.5);
}

enum { TIMED = 1, TABLE = 2, PRIZED = 4, KINDS = 8 };

static struct tiny random_tiny(struct rng *r, int32_t stops, uint64_t features)
{
    struct tiny t = { .stops = stops, .kinds = features & KINDS ? 2 : 1, .table = features & TABLE, .per_m = 1,
                      .day = features & TIMED ? 600 : 0 };
    for (int32_t i = 0; i <= stops; i++) {
        t.x[i] = between(r, 0, 60), t.y[i] = between(r, 0, 60);
        for (int32_t j = 0; j <= stops; j++) t.leg[i][j] = i == j ? 0 : (int32_t)between(r, 5, 60);
    }
    for (int32_t i = 0; i < stops; i++) {
        t.stop[i].demand = between(r, 1, 9);
        t.stop[i].service = between(r, 0, 10);
        if (features & TIMED && rng_below(r, 4)) { /* never too early to be reached from the depot */
            t.stop[i].open = between(r, 0, 150);
            t.stop[i].close = between(r, 90, 110) + t.stop[i].open;
        }
        if (features & PRIZED && rng_below(r, 2)) t.stop[i].prize = between(r, 10, 100);
    }
    for (int32_t k = 0; k < t.kinds; k++) {
        t.kind[k].capacity = between(r, 12, 24);
        t.kind[k].fixed = features & KINDS ? between(r, 0, 40) : 0;
    }
    return t;
}

static mlg_problem *problem_of(const struct tiny *t)
{
    mlg_builder *b = mlg_builder_new();
    int32_t flat[PLACES_MAX * PLACES_MAX];
    for (int32_t i = 0; i <= t->stops; i++) {
        mlg_builder_place_xy(b, (double)t->x[i], (double)t->y[i]);
        for (int32_t j = 0; j <= t->stops; j++) flat[i * (t->stops + 1) + j] = t->leg[i][j];
    }
    if (t->table) mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE, .time = flat, .distance = flat });
    for (int32_t k = 0; k < t->kinds; k++)
        mlg_builder_vehicle(b, &(mlg_vehicle) { .count = t->stops,
                                                .capacity = { t->kind[k].capacity },
                                                .shift = { 0, t->day },
                                                .rates = { .fixed = t->kind[k].fixed, .per_m = t->per_m } });
    for (int32_t i = 0; i < t->stops; i++)
        mlg_builder_stop(b, &(mlg_stop) { .place = i + 1,
                                          .demand = { t->stop[i].demand },
                                          .service_s = t->stop[i].service,
                                          .window = { t->stop[i].open, t->stop[i].close },
                                          .prize = t->stop[i].prize });
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

/* ---- the optimum ---- */

struct walk { const struct tiny *t; int64_t best[SETS]; }; /* shortest allowed round of each set of stops, in metres */

/* Go on from `place`, where the vehicle is free at time `now`. */
static void walk_on(struct walk *w, int32_t place, int64_t now, int64_t driven, uint32_t set)
{
    const struct tiny *t = w->t;
    const int64_t round = driven + leg(t, place, 0);
    const bool home = !t->day || now + leg(t, place, 0) <= t->day;
    if (set && home && round < w->best[set]) w->best[set] = round;
    for (int32_t i = 0; i < t->stops; i++) {
        const int64_t way = leg(t, place, i + 1);
        int64_t begin = now + way;
        if (set >> i & 1 || (t->stop[i].close && begin > t->stop[i].close)) continue;
        if (begin < t->stop[i].open) begin = t->stop[i].open;
        walk_on(w, i + 1, begin + t->stop[i].service, driven + way, set | 1u << i);
    }
}

static int64_t optimum(const struct tiny *t)
{
    static struct walk w;
    static int64_t cost[SETS], with[SETS]; /* of serving exactly this set */
    const uint32_t all = (1u << t->stops) - 1;
    w.t = t;
    for (uint32_t s = 0; s <= all; s++) w.best[s] = cost[s] = NEVER;
    walk_on(&w, 0, 0, 0, 0);
    cost[0] = 0;
    for (int32_t vehicle = 0; vehicle < t->kinds * t->stops; vehicle++) {
        const int32_t k = vehicle / t->stops;
        memcpy(with, cost, sizeof cost);
        for (uint32_t load = 1; load <= all; load++) {
            int64_t demand = 0;
            for (int32_t i = 0; i < t->stops; i++) demand += load >> i & 1 ? t->stop[i].demand : 0;
            if (demand > t->kind[k].capacity || w.best[load] == NEVER) continue;
            const int64_t own = t->kind[k].fixed + t->per_m * w.best[load];
            for (uint32_t s = load; s <= all; s = (s + 1) | load)
                if (cost[s ^ load] + own < with[s]) with[s] = cost[s ^ load] + own;
        }
        memcpy(cost, with, sizeof cost);
    }
    int64_t best = NEVER;
    for (uint32_t s = 0; s <= all; s++) {
        int64_t lost = 0;
        for (int32_t i = 0; i < t->stops; i++)
            if (!(s >> i & 1)) lost = t->stop[i].prize ? lost + t->stop[i].prize : NEVER;
        if (lost < NEVER && cost[s] < NEVER && cost[s] + lost < best) best = cost[s] + lost;
    }
    assert_true(best < NEVER);
    return best;
}

/* ---- the engine ---- */

static mlg_plan *solved(const mlg_problem *p, const char *iterations)
{
    mlg_options *o = short_run(iterations);
    mlg_options_set(o, "routing.neighbours", "60", NULL); /* all, whatever their order of preference */
    mlg_options_set(o, "routing.insert_neighbours", "60", NULL);
    return checked_plan(p, NULL, o);
}

/* By class: one kind of vehicle (the two classes that are tuned), several. */
static int64_t tries[2], met[2];

/* What the engine finds; never better than the optimum, and counted when it is the optimum. */
static int64_t engine_cost(const struct tiny *t, int64_t best, const char *what, uint64_t seed)
{
    mlg_problem *p = problem_of(t);
    mlg_plan *plan = solved(p, "400");
    const int64_t cost = mlg_plan_cost(plan);
    check_msg(cost >= best, "seed %llu, %s: %lld is below the optimum %lld", (unsigned long long)seed, what,
              (long long)cost, (long long)best);
    tries[t->kinds > 1]++, met[t->kinds > 1] += cost == best;
    if (cost != best && getenv("MAILLAGE_TEST_PRINT"))
        print_message("seed %llu, %s: %lld, optimum %lld\n", (unsigned long long)seed, what, (long long)cost,
                      (long long)best);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    return cost;
}

/* ---- the laws ---- */

static void translate(struct tiny *t, struct rng *r)
{
    const int64_t dx = between(r, -500, 500), dy = between(r, -500, 500);
    for (int32_t i = 0; i <= t->stops; i++) t->x[i] += dx, t->y[i] += dy;
}

static void quarter_turn(struct tiny *t, struct rng *r)
{
    (void)r;
    for (int32_t i = 0; i <= t->stops; i++) {
        const int64_t x = t->x[i];
        t->x[i] = -t->y[i], t->y[i] = x;
    }
}

static void other_order(struct tiny *t, struct rng *r)
{
    const struct tiny old = *t;
    int32_t from[PLACES_MAX] = { 0 };
    for (int32_t i = 0; i < t->stops; i++) from[i + 1] = i + 1;
    for (int32_t i = t->stops; i > 1; i--) {
        const int32_t j = 1 + rng_below(r, i), moved = from[i];
        from[i] = from[j], from[j] = moved;
    }
    for (int32_t i = 0; i <= t->stops; i++) {
        t->x[i] = old.x[from[i]], t->y[i] = old.y[from[i]];
        if (i) t->stop[i - 1] = old.stop[from[i] - 1];
        for (int32_t j = 0; j <= t->stops; j++) t->leg[i][j] = old.leg[from[i]][from[j]];
    }
}

static void seven_times_dearer(struct tiny *t, struct rng *r)
{
    (void)r;
    t->per_m *= 7;
    for (int32_t k = 0; k < t->kinds; k++) t->kind[k].fixed *= 7;
    for (int32_t i = 0; i < t->stops; i++) t->stop[i].prize *= 7;
}

/* Every way driven backwards, the clock turned round. */
static void backwards(struct tiny *t, struct rng *r)
{
    const struct tiny old = *t;
    (void)r;
    for (int32_t i = 0; i <= t->stops; i++)
        for (int32_t j = 0; j <= t->stops; j++) t->leg[i][j] = old.leg[j][i];
    for (int32_t i = 0; i < t->stops; i++) {
        if (!old.stop[i].close) continue;
        t->stop[i].open = t->day - old.stop[i].close - old.stop[i].service;
        t->stop[i].close = t->day - old.stop[i].open - old.stop[i].service;
    }
}

static void useless_vehicle(struct tiny *t, struct rng *r)
{
    (void)r;
    t->kind[t->kinds].capacity = 1, t->kind[t->kinds++].fixed = 1000000;
}

static void another_vehicle(struct tiny *t, struct rng *r)
{
    t->kind[t->kinds].capacity = between(r, 20, 40), t->kind[t->kinds++].fixed = between(r, 0, 30);
}

static void more_capacity(struct tiny *t, struct rng *r)
{
    t->kind[rng_below(r, t->kinds)].capacity += between(r, 1, 10);
}

static void wider_windows(struct tiny *t, struct rng *r)
{
    for (int32_t i = 0; i < t->stops; i++) {
        t->stop[i].open -= t->stop[i].open > 20 ? 20 : t->stop[i].open;
        if (t->stop[i].close) t->stop[i].close = rng_below(r, 3) ? t->stop[i].close + between(r, 1, 50) : 0;
    }
}

static void faster_service(struct tiny *t, struct rng *r)
{
    for (int32_t i = 0; i < t->stops; i++) t->stop[i].service /= 1 + rng_below(r, 3);
}

static const struct { const char *name; void (*change)(struct tiny *t, struct rng *r); int64_t factor;
} laws[] = {
    { "translated", translate, 1 },
    { "turned by 90 degrees", quarter_turn, 1 },
    { "stops in another order", other_order, 1 },
    { "seven times dearer", seven_times_dearer, 7 },
    { "time runs backwards", backwards, 1 },
    { "a useless kind of vehicle more", useless_vehicle, 1 },
    /* factor 0: not worse */
    { "another kind of vehicle", another_vehicle, 0 },
    { "more capacity", more_capacity, 0 },
    { "wider windows", wider_windows, 0 },
    { "faster service", faster_service, 0 },
};

static void laws_hold(struct rng *r, uint64_t seed)
{
    const struct tiny t = random_tiny(r, 3 + rng_below(r, STOPS_MAX - 2), seed % 16);
    const int64_t best = optimum(&t);
    engine_cost(&t, best, "as it is", seed);
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        struct tiny changed = t;
        laws[i].change(&changed, r);
        const int64_t now = optimum(&changed);
        check_msg(laws[i].factor ? now == laws[i].factor * best : now <= best, "seed %llu, %s: %lld, before %lld",
                  (unsigned long long)seed, laws[i].name, (long long)now, (long long)best);
        engine_cost(&changed, now, laws[i].name, seed);
    }
}

static void test_laws(void **state)
{
    (void)state;
    for_seeds(0, 32, laws_hold);
    for (int k = 0; k < 2; k++)
        print_message("%s: optimal %lld of %lld\n", k ? "several kinds of vehicle" : "one kind of vehicle",
                      (long long)met[k], (long long)tries[k]);
    assert_true(met[0] * 100 >= tries[0] * 99);
    assert_true(met[1] * 100 >= tries[1] * 97);
}

/* ---- every single route: our walk, the scheduler and the checker say the same ---- */

static int64_t allowed_routes, refused_routes;

static void route_agrees(const struct tiny *t, const mlg_problem *p, const int32_t *stops, int32_t count)
{
    int64_t now = 0, driven = 0, demand = 0;
    int32_t place = 0;
    bool allowed = true;
    for (int32_t i = 0; i < count; i++) {
        const int32_t s = stops[i];
        driven += leg(t, place, s + 1), now += leg(t, place, s + 1);
        if (t->stop[s].close && now > t->stop[s].close) allowed = false;
        if (now < t->stop[s].open) now = t->stop[s].open;
        now += t->stop[s].service, demand += t->stop[s].demand;
        place = s + 1;
    }
    driven += leg(t, place, 0);
    allowed &= !t->day || now + leg(t, place, 0) <= t->day;
    allowed &= demand <= t->kind[0].capacity;
    mlg_plan *plan = NULL;
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    const struct sequence sequence = { 0, count, stops };
    assert_int_equal(mlg__plan_from_sequences(p, &sequence, 1, &plan, NULL), MLG_OK);
    assert_int_equal(mlg_check_routes(p, plan, violations, NULL, NULL), MLG_OK);
    assert_true((mlg_findings_count(violations, false) == 0) == allowed);
    if (allowed) assert_true(mlg_plan_route(plan, 0).cost == t->kind[0].fixed + t->per_m * driven);
    allowed ? allowed_routes++ : refused_routes++;
    mlg_findings_free(violations);
    mlg_plan_free(plan);
}

static void every_order(const struct tiny *t, const mlg_problem *p, int32_t *stops, int32_t count, uint32_t set)
{
    if (count) route_agrees(t, p, stops, count);
    for (int32_t i = 0; i < t->stops; i++) {
        if (set >> i & 1) continue;
        stops[count] = i;
        every_order(t, p, stops, count + 1, set | 1u << i);
    }
}

static void walks_agree(struct rng *r, uint64_t seed)
{
    struct tiny t = random_tiny(r, 5, seed % 16);
    mlg_problem *p = problem_of(&t);
    int32_t stops[STOPS_MAX];
    every_order(&t, p, stops, 0, 0);
    mlg_problem_free(p);
}

static void test_walks(void **state)
{
    (void)state;
    for_seeds(1, 16, walks_agree);
    assert_true(allowed_routes > 500 && refused_routes > 500);
}

/* ---- where the change is none to the search, the whole run is the same ---- */

struct town { int32_t x[80], y[80], demand[80], open[80]; };

static mlg_problem *town_problem(const struct town *t, const int32_t *order, int32_t shift, bool timed, bool table)
{
    enum { N = 60 };
    mlg_builder *b = mlg_builder_new();
    static int32_t flat[(N + 1) * (N + 1)];
    for (int32_t i = 0; i <= N; i++) {
        const int32_t s = i ? 1 + order[i - 1] : 0;
        mlg_builder_place_xy(b, t->x[s] + shift, t->y[s] + 2 * shift);
        for (int32_t j = 0; j <= N; j++) {
            const int32_t o = j ? 1 + order[j - 1] : 0;
            const double dx = t->x[s] - t->x[o], dy = t->y[s] - t->y[o];
            flat[i * (N + 1) + j] = (int32_t)(sqrt(dx * dx + dy * dy) + 0.5);
        }
    }
    if (table) mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE, .time = flat, .distance = flat });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = N, .capacity = { 40 } });
    for (int32_t i = 0; i < N; i++) {
        mlg_stop s = { .place = i + 1, .demand = { t->demand[order[i]] }, .service_s = 10 };
        if (timed) s.window = (mlg_window) { t->open[order[i]], t->open[order[i]] + 1500 };
        mlg_builder_stop(b, &s);
    }
    mlg_problem *p = NULL;
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    return p;
}

/* Stops as `order` names them, and when they are met. */
static uint64_t named_hash(const mlg_plan *plan, const int32_t *order)
{
    uint64_t h = (uint64_t)mlg_plan_cost(plan);
    for (int32_t r = 0; r < mlg_plan_route_count(plan); r++) {
        const mlg_route route = mlg_plan_route(plan, r);
        uint64_t own = 1;
        for (int32_t i = 0; i < route.visit_count; i++)
            if (route.visits[i].kind == MLG_STOP) own = mlg__hash2(own, (uint64_t)order[route.visits[i].stop]);
        h += own; /* routes in any order */
    }
    return h;
}

static void runs_are_the_same(struct rng *r, uint64_t seed)
{
    struct town t;
    int32_t given[60], shuffled[60];
    const bool timed = seed % 2;
    for (int32_t i = 0; i <= 60; i++) { /* no two at one place: their order would be that of the input */
        t.x[i] = i % 8 * 120 + (int32_t)between(r, 0, 100), t.y[i] = i / 8 * 120 + (int32_t)between(r, 0, 100);
        t.demand[i] = (int32_t)between(r, 1, 12), t.open[i] = (int32_t)between(r, 0, 3000);
    }
    for (int32_t i = 0; i < 60; i++) given[i] = shuffled[i] = i;
    for (int32_t i = 59; i > 0; i--) {
        const int32_t j = rng_below(r, i + 1), moved = shuffled[i];
        shuffled[i] = shuffled[j], shuffled[j] = moved;
    }
    const struct { const char *what; const int32_t *order; int32_t shift; bool table; } rows[] = {
        { "as it is", given, 0, false }, { "translated", given, 1000, false }, { "shuffled", shuffled, 0, false },
        { "its legs given as a table", given, 0, true },
    };
    uint64_t first = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mlg_problem *p = town_problem(&t, rows[i].order, rows[i].shift, timed, rows[i].table);
        mlg_plan *plan = solved(p, "500");
        const uint64_t hash = named_hash(plan, rows[i].order);
        if (i == 0) first = hash;
        check_msg(hash == first, "seed %llu, %s: another plan, %lld", (unsigned long long)seed, rows[i].what,
                  (long long)mlg_plan_cost(plan));
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

static void test_runs(void **state) { (void)state, for_seeds(1, 6, runs_are_the_same); }

/* Ways cost the same both ways and no clock counts: every route may be driven backwards. */
static void turned_plans(struct rng *r, uint64_t seed)
{
    struct town t;
    int32_t given[60], stops[60], next = 0;
    struct sequence sequence[60];
    for (int32_t i = 0; i <= 60; i++) {
        t.x[i] = (int32_t)between(r, 0, 900), t.y[i] = (int32_t)between(r, 0, 900);
        t.demand[i] = (int32_t)between(r, 1, 12), t.open[i] = 0;
    }
    for (int32_t i = 0; i < 60; i++) given[i] = i;
    mlg_problem *p = town_problem(&t, given, 0, false, seed % 2);
    mlg_plan *plan = solved(p, "200"), *turned = NULL;
    const int32_t routes = mlg_plan_route_count(plan);
    for (int32_t i = 0; i < routes; i++) {
        const mlg_route route = mlg_plan_route(plan, i);
        sequence[i] = (struct sequence) { route.vehicle, 0, stops + next };
        for (int32_t k = route.visit_count - 1; k >= 0; k--)
            if (route.visits[k].kind == MLG_STOP) stops[next++] = route.visits[k].stop, sequence[i].stop_count++;
    }
    assert_int_equal(mlg__plan_from_sequences(p, sequence, routes, &turned, NULL), MLG_OK);
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_routes(p, turned, violations, NULL, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(violations, false), 0);
    check_msg(mlg_plan_cost(turned) == mlg_plan_cost(plan), "seed %llu", (unsigned long long)seed);
    mlg_findings_free(violations);
    mlg_plan_free(turned);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_turned(void **state) { (void)state, for_seeds(1, 4, turned_plans); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_walks),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_turned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
