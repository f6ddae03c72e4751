/* test_accounts_prp.c — validation case V4: the fuel model of the pollution-routing benchmarks, and exact bounds of two
 * published instances by a subset programme (MAILLAGE_DATASETS; skipped aloud without). */
#include <math.h>

#include "accounts/cmem.h"
#include "support/tables.h"

enum { CUSTOMERS_MAX = 10, PLACES_MAX = CUSTOMERS_MAX + 1 };
static const double fuel_gbp_l = 1.4, driver_gbp_s = 0.0022;

static double litres_100km(const struct emission_tables *t, double kmh, double load_kg)
{
    return mlg__cmem_litres(t, 100000, kmh / 3.6, load_kg, 0);
}

static void fuel_curve(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    static const double kmh[] = { 20, 30, 40, 50, 55.2, 60, 75.3, 90 };
    static const double litres[] = { 25.62, 20.06, 17.77, 16.92, 16.83, 16.90, 17.91, 19.77 };
    for (int i = 0; i < 8; i++) check_near(litres_100km(&t, kmh[i], 1825), litres[i], 0.0051);

    const struct cmem m = mlg__cmem(&t);
    check_near(m.lambda, 3.083755e-5, 5e-12);
    check_near(m.gamma, 2.777778e-3, 5e-10);
    check_near(m.gravity * m.rolling, 0.0981, 1e-12);
    check_near(m.beta, 1.648654, 5e-7);

    const double fuel_kmh = 3.6 * mlg__cmem_fuel_optimal_m_s(&t), cost_kmh = 3.6 * mlg__cmem_cost_optimal_m_s(&t);
    check_near(fuel_kmh, 55.19, 0.0051);
    check_near(cost_kmh, 75.34, 0.0051);
    check_near(litres_100km(&t, fuel_kmh, 2825) - litres_100km(&t, fuel_kmh, 1825), 0.840, 0.00051);
    check_near(100 * (litres_100km(&t, fuel_kmh, 1825) / litres_100km(&t, cost_kmh, 1825) - 1), -6.1, 0.051);
    check_near(100 * (cost_kmh / fuel_kmh - 1), 36.5, 0.051);
    check_near(100 * (litres_100km(&t, cost_kmh, 1825) / litres_100km(&t, 90, 1825) - 1), -9.4, 0.051);
    check_near(100 * (90 / cost_kmh - 1), 19.5, 0.051);
    assert_true(mlg__cmem_litres(&t, 1000, 20, 0, 0.02) > mlg__cmem_litres(&t, 1000, 20, 0, 0));
    mlg__arena_free(&arena);
}

struct instance {
    int n;
    double payload_kg, distance_m[PLACES_MAX][PLACES_MAX], demand_kg[PLACES_MAX], service_s[PLACES_MAX];
};

static bool read_instance(const char *path, struct instance *in)
{
    double curb, low, high, ready, due;
    char name[80];
    int id;
    FILE *file = fopen(path, "r");
    if (!file) return false;
    bool ok =
        fscanf(file, "%d %lf %lf %lf %lf", &in->n, &curb, &in->payload_kg, &low, &high) == 5 && in->n <= CUSTOMERS_MAX;
    for (int i = 0; ok && i <= in->n; i++)
        for (int j = 0; ok && j <= in->n; j++) ok = fscanf(file, "%lf", &in->distance_m[i][j]) == 1;
    for (int i = 0; ok && i <= in->n; i++)
        ok =
            fscanf(file, "%d %79s %lf %lf %lf %lf", &id, name, &in->demand_kg[i], &ready, &due, &in->service_s[i]) == 6;
    fclose(file);
    return ok;
}

/* Least cost in GBP, windows relaxed, every arc at the cost-optimal speed, driver paid for service too. */
static double bound_gbp(const struct emission_tables *t, const struct instance *in)
{
    static double rest[1 << CUSTOMERS_MAX][PLACES_MAX], best[1 << CUSTOMERS_MAX];
    const double speed = mlg__cmem_cost_optimal_m_s(t);
    const int sets = 1 << in->n;
    double service = 0;
    for (int i = 1; i <= in->n; i++) service += driver_gbp_s * in->service_s[i];

    for (int set = 0; set < sets;
         set++) { /* rest: from place i, deliver all of set, go home; the load is set's demand */
        double load = 0;
        for (int j = 1; j <= in->n; j++)
            if (set >> (j - 1) & 1) load += in->demand_kg[j];
        for (int i = 0; i <= in->n; i++) {
            if (i > 0 && set >> (i - 1) & 1) continue;
            double least = INFINITY;
            for (int j = 0; j <= in->n; j++) {
                if (set ? j == 0 || !(set >> (j - 1) & 1) : j != 0) continue;
                const double d = in->distance_m[i][j];
                const double arc = fuel_gbp_l * mlg__cmem_litres(t, d, speed, load, 0) + driver_gbp_s * d / speed;
                least = fmin(least, arc + (set ? rest[set & ~(1 << (j - 1))][j] : 0));
            }
            rest[set][i] = least;
        }
        best[set] = load <= in->payload_kg ? rest[set][0] : INFINITY;
    }
    best[0] = 0;
    for (int set = 1; set < sets; set++)
        for (int tour = set; tour; tour = (tour - 1) & set)
            if (best[tour] + best[set & ~tour] < best[set]) best[set] = best[tour] + best[set & ~tour];
    return best[sets - 1] + service;
}

static void published_bounds(void **state)
{
    (void)state;
    const char *folder = getenv("MAILLAGE_DATASETS");
    if (!folder) {
        print_message("skipped: MAILLAGE_DATASETS is not set (bounds of UK10_01 and UK10_03)\n");
        skip();
    }
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    static const struct { const char *name; double gbp; } row[] = { { "UK10_01", 168.1352 }, { "UK10_03", 197.5010 } };
    for (int i = 0; i < 2; i++) {
        char path[4096];
        struct instance in = { 0 };
        snprintf(path, sizeof path, "%s/emissions/bench/prplib/%s.txt", folder, row[i].name);
        check_msg(read_instance(path, &in), "%s", path);
        check_near(bound_gbp(&t, &in), row[i].gbp, 0.00051);
    }
    mlg__arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(fuel_curve), cmocka_unit_test(published_bounds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
