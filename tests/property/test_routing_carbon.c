/* Energy that grows with the load, as the objective, on instances in the style of the pollution-routing benchmarks (and
 * on theirs, MAILLAGE_DATASETS): with 10 stops the plan is the best of all, found by enumerating sets of stops; with
 * 100 the plan of least energy takes less than the plan of least time, and it is said what that costs in time. */
#include <math.h>

#include "accounts/cmem.h"
#include "base/math.h"
#include "base/rng.h"
#include "support/routing_checked.h"
#include "support/tables.h"

enum { EXACT_STOPS = 10, STOPS_MAX = 100, PLACES_MAX = STOPS_MAX + 1, SMALL_INSTANCES = 40 };
static const double joules_per_litre = 36e6;

/* Energy of a leg: 1000 * kj + per_kg * load J. */
struct instance {
    int32_t n, distance_m[PLACES_MAX * PLACES_MAX], time_s[PLACES_MAX * PLACES_MAX], kj[PLACES_MAX * PLACES_MAX],
        per_kg[PLACES_MAX * PLACES_MAX];
    int64_t payload_kg, demand_kg[PLACES_MAX];
};

static void fill_leg(const struct emission_tables *t, struct instance *in, int32_t i, int32_t j, double metres,
                     double kmh)
{
    const int32_t at = i * (in->n + 1) + j;
    const double empty = mlg__cmem_litres(t, metres, kmh / 3.6, 0, 0),
                 laden = mlg__cmem_litres(t, metres, kmh / 3.6, 1000, 0);
    in->distance_m[at] = (int32_t)metres;
    in->time_s[at] = (int32_t)(metres / (kmh / 3.6) + 0.5);
    in->kj[at] = (int32_t)(empty * joules_per_litre / 1000 + 0.5);
    in->per_kg[at] = (int32_t)((laden - empty) * joules_per_litre / 1000 + 0.5);
}

/* Places in a square of 100 km; some roads are fast and take a detour. */
static void random_instance(struct rng *r, const struct emission_tables *t, int32_t n, struct instance *in)
{
    double x[PLACES_MAX], y[PLACES_MAX];
    *in = (struct instance) { .n = n, .payload_kg = 3650 };
    for (int32_t i = 0; i <= n; i++) {
        x[i] = rng_below(r, 100000), y[i] = rng_below(r, 100000);
        in->demand_kg[i] = i ? 130 + rng_below(r, 640) : 0;
    }
    for (int32_t i = 0; i <= n; i++)
        for (int32_t j = 0; j <= n; j++) {
            const bool fast = rng_below(r, 2);
            const double metres = hypot(x[i] - x[j], y[i] - y[j]) * (fast ? 1.5 : 1.2);
            if (i != j) fill_leg(t, in, i, j, metres, fast ? 95 : 55);
        }
}

static bool published_instance(const struct emission_tables *t, const char *name, struct instance *in)
{
    const char *folder = getenv("MAILLAGE_DATASETS");
    char path[4096], word[80];
    double curb, low, high, value, ready, due, service;
    int id;
    if (!folder) return print_message("skipped: MAILLAGE_DATASETS is not set (%s)\n", name), false;
    snprintf(path, sizeof path, "%s/emissions/bench/prplib/%s.txt", folder, name);
    FILE *file = fopen(path, "r");
    check_msg(file, "%s", path);
    *in = (struct instance) { 0 };
    bool read = fscanf(file, "%d %lf %lf %lf %lf", &in->n, &curb, &value, &low, &high) == 5 && in->n <= STOPS_MAX;
    in->payload_kg = (int64_t)value;
    for (int32_t i = 0; read && i <= in->n; i++)
        for (int32_t j = 0; read && j <= in->n; j++) {
            read = fscanf(file, "%lf", &value) == 1;
            if (i != j) fill_leg(t, in, i, j, value, 75);
        }
    for (int32_t i = 0; read && i <= in->n; i++) {
        read = fscanf(file, "%d %79s %lf %lf %lf %lf", &id, word, &value, &ready, &due, &service) == 6;
        in->demand_kg[i] = (int64_t)value;
    }
    check_msg(read, "%s", path);
    return fclose(file), true;
}

static mlg_problem *problem_of(const struct instance *in, mlg_rates rates)
{
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    for (int32_t i = 0; i <= in->n; i++) mlg_builder_place(b, 0, 0);
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE,
                                          .time = in->time_s,
                                          .distance = in->distance_m,
                                          .energy_kj = in->kj,
                                          .energy_j_per_kg = in->per_kg });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = in->n, .capacity = { in->payload_kg }, .rates = rates });
    for (int32_t i = 1; i <= in->n; i++)
        mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { in->demand_kg[i] } });
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

static const mlg_rates by_joule = { .per_j_q24 = 1 << 24 }, by_second = { .per_drive_tick = 1 };

/* The plan of least cost found, and its sums as the checker has them. */
static mlg_totals solved(const struct instance *in, mlg_rates rates, const char *iterations, int64_t *cost)
{
    mlg_problem *p = problem_of(in, rates);
    mlg_options *o = short_run(iterations);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_totals sums = { 0 };
    check_msg(mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, &err) == MLG_OK, "%s: %s", err.where, err.message);
    assert_int_equal(mlg_check_routes(p, plan, found, &sums, NULL), MLG_OK);
    check_msg(mlg_findings_count(found, false) == 0, "%s", mlg_findings_at(found, false, 0)->message);
    assert_int_equal(mlg_plan_unserved_count(plan), 0);
    *cost = mlg_plan_cost(plan);
    mlg_findings_free(found);
    mlg_plan_free(plan);
    mlg_options_free(o);
    mlg_problem_free(p);
    return sums;
}

/* Least joules of all plans. From place i, deliver a set and go home: the load on the first leg is what the set asks
 * for. */
static int64_t least_joules(const struct instance *in)
{
    static int64_t rest[1 << EXACT_STOPS][EXACT_STOPS + 1], best[1 << EXACT_STOPS];
    const int32_t places = in->n + 1, sets = 1 << in->n;
    for (int32_t set = 0; set < sets; set++) {
        int64_t load = 0;
        for (int32_t j = 1; j <= in->n; j++) load += set >> (j - 1) & 1 ? in->demand_kg[j] : 0;
        for (int32_t i = 0; i <= in->n; i++) {
            int64_t least = INT64_MAX;
            for (int32_t j = 0; j <= in->n; j++) {
                const int32_t at = i * places + j;
                if (set ? !j || !(set >> (j - 1) & 1) || i == j : j) continue;
                least = min64(least, 1000 * (int64_t)in->kj[at] + in->per_kg[at] * load +
                                         (set ? rest[set & ~(1 << (j - 1))][j] : 0));
            }
            rest[set][i] = least;
        }
        best[set] = load <= in->payload_kg ? rest[set][0] : INT64_MAX / 4;
    }
    best[0] = 0;
    for (int32_t set = 1; set < sets; set++)
        for (int32_t tour = set; tour; tour = (tour - 1) & set)
            best[set] = min64(best[set], best[tour] + best[set & ~tour]);
    return best[sets - 1];
}

static void ten_stops_at_their_best(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    static const char *const published[] = { "UK10_01", "UK10_03" };
    static struct instance in;
    int64_t cost;
    struct rng r = rng_seeded(7, 0);
    for (int k = 0; k < SMALL_INSTANCES; k++) {
        random_instance(&r, &t, EXACT_STOPS, &in);
        solved(&in, by_joule, "3000", &cost);
        check_msg(cost == least_joules(&in), "instance %d: %lld J, least %lld J", k, (long long)cost,
                  (long long)least_joules(&in));
    }
    for (int k = 0; k < 2 && published_instance(&t, published[k], &in); k++) {
        solved(&in, by_joule, "3000", &cost);
        check_msg(cost == least_joules(&in), "%s: %lld J, least %lld J", published[k], (long long)cost,
                  (long long)least_joules(&in));
    }
    mlg__arena_free(&arena);
}

static void less_carbon_for_more_time(const char *name, const struct instance *in)
{
    int64_t cost;
    const mlg_totals fast = solved(in, by_second, "20000", &cost), clean = solved(in, by_joule, "20000", &cost);
    assert_int_equal(clean.energy_j, cost);
    check_msg(clean.energy_j < fast.energy_j, "%s: %lld J, %lld J by time", name, (long long)clean.energy_j,
              (long long)fast.energy_j);
    check_msg(fast.drive_s < clean.drive_s, "%s: %lld s, %lld s by energy", name, (long long)fast.drive_s,
              (long long)clean.drive_s);
    print_message("%s: least energy instead of least time: energy %+.2f %%, driving %+.2f %%\n", name,
                  100.0 * (double)(clean.energy_j - fast.energy_j) / (double)fast.energy_j,
                  100.0 * (double)(clean.drive_s - fast.drive_s) / (double)fast.drive_s);
}

static void a_hundred_stops(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    static const char *const published[] = { "UK100_01", "UK100_03" };
    static struct instance in;
    struct rng r = rng_seeded(3, 0);
    random_instance(&r, &t, STOPS_MAX, &in);
    less_carbon_for_more_time("100 stops, fast and slow roads", &in);
    for (int k = 0; k < 2 && published_instance(&t, published[k], &in); k++)
        less_carbon_for_more_time(published[k], &in);
    mlg__arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(ten_stops_at_their_best), cmocka_unit_test(a_hundred_stops) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
