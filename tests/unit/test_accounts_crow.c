/* test_accounts_crow.c — crow-flight legs: symmetric, equal to the formulas of model/metric.h and to the accounts'
 * energy, bounded by what a class can ride, safe from many threads. */
#include "base/thread.h"
#include "model/metric.h"
#include "model/units.h"
#include "support/small_network.h"

enum { PLACES = SMALL_DEMANDS + SMALL_SITES };

static void legs_follow_the_formulas(struct rng *rng, uint64_t seed)
{
    (void)seed;
    struct small_network n = small_network(rng);
    for (int32_t class = 0; class < 3; class++)
        for (int32_t i = 0; i < PLACES; i++)
            for (int32_t j = 0; j < PLACES; j++) {
                const mlg_leg leg = small_leg(&n, class, i, j), back = small_leg(&n, class, j, i);
                assert_memory_equal(&leg, &back, sizeof leg);
                if (i == j) assert_true(!leg.distance_m && !leg.time_s && !leg.energy_kj && !leg.energy_j_per_kg);
                if (leg.distance_m == 0) continue;
                const double km = leg.distance_m / 1000.0, kmh = km / leg.time_s * 3600;
                const struct energy e = mlg__leg_energy(&n.s->vehicles[class], km, kmh, 0, 0);
                check_near(leg.energy_kj, e.a_mj * 1000, 0.51);
                check_near(leg.energy_j_per_kg, e.b_mj_per_t * 1000, 0.51);
            }
    /* A block of rows is the same as its entries; no class, no energy. */
    const int32_t from[] = { 3, 17 }, to[] = { 0, 5, 3 };
    mlg_leg block[6];
    assert_int_equal(n.legs.rows(n.legs.self, 1, from, 2, to, 3, block, NULL), MLG_OK);
    for (int i = 0; i < 6; i++) {
        const mlg_leg leg = small_leg(&n, 1, from[i / 3], to[i % 3]);
        assert_memory_equal(&block[i], &leg, sizeof leg);
    }
    const mlg_leg none = small_leg(&n, MLG_NONE, 0, 1);
    assert_true(none.distance_m > 0 && none.energy_kj == 0 && none.energy_j_per_kg == 0);
    assert_true(n.legs.estimated);
    small_free(&n);
}

static void formulas(void **state)
{
    (void)state;
    for_seeds(1, 5, legs_follow_the_formulas);
}

static void slow_classes(void **state)
{
    (void)state;
    const double lat[] = { 45.7, 45.9 }, lon[] = { 4.8, 5.0 };
    const double kmh[] = { 10, 25 }, a[] = { 0.1, 0.1 }, b[] = { 0.1, 0.1 };
    const mlg_energy_curve bike = { 2, kmh, a, b }, none = { 0 };
    const mlg_energy_curve curves[] = { bike, none };
    mlg_leg_source legs;
    mlg_leg ride, drive;
    assert_int_equal(mlg_roads_crow(lat, lon, 2, curves, 2, &legs, NULL), MLG_OK);
    const int32_t from = 0, to = 1;
    assert_int_equal(legs.rows(legs.self, 0, &from, 1, &to, 1, &ride, NULL), MLG_OK);
    assert_int_equal(legs.rows(legs.self, 1, &from, 1, &to, 1, &drive, NULL), MLG_OK);
    const mlg_leg formula = mlg__crow(lat[0], lon[0], lat[1], lon[1]);
    assert_memory_equal(&drive, &formula, sizeof drive);
    assert_int_equal(ride.distance_m, formula.distance_m);
    check_near(ride.time_s, ride.distance_m / 1000.0 / 25 * 3600, 0.51);
    mlg_roads_source_free(&legs);
    mlg_roads_source_free(NULL);
}

struct shared { const struct small_network *n; mlg_leg (*rows)[PLACES]; };

static void one_row(void *user, int32_t i)
{
    const struct shared *s = user;
    int32_t to[PLACES];
    for (int32_t j = 0; j < PLACES; j++) to[j] = j;
    assert_int_equal(s->n->legs.rows(s->n->legs.self, 0, &i, 1, to, PLACES, s->rows[i], NULL), MLG_OK);
}

static void threads(void **state)
{
    (void)state;
    static mlg_leg alone[PLACES][PLACES], together[PLACES][PLACES];
    struct rng rng = rng_seeded(9, 0);
    struct small_network n = small_network(&rng);
    mlg__parallel(PLACES, 1, one_row, &(struct shared) { &n, alone });
    mlg__parallel(PLACES, 4, one_row, &(struct shared) { &n, together });
    assert_memory_equal(alone, together, sizeof alone);
    small_free(&n);
}

static bool crow_or_fail(void *user)
{
    (void)user;
    const double lat[] = { 45.7, 45.9 }, nodes[] = { 10, 25 };
    const mlg_energy_curve curves[] = { { 2, nodes, nodes, nodes }, { 2, nodes, nodes, nodes } };
    mlg_leg_source legs;
    const mlg_status status = mlg_roads_crow(lat, lat, 2, curves, 2, &legs, NULL);
    assert_true(status == MLG_OK || (status == MLG_NO_MEMORY && !legs.self));
    mlg_roads_source_free(&legs);
    return status == MLG_OK;
}

static void failing_memory(void **state)
{
    (void)state;
    assert_true(for_each_failed_allocation(crow_or_fail, NULL) == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(formulas), cmocka_unit_test(slow_classes),
                                        cmocka_unit_test(threads), cmocka_unit_test(failing_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
