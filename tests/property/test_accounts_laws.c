/* test_accounts_laws.c — laws of accounts 12: shares sum exactly, energy grows with the load, a leg of no length costs
 * nothing, routing and siting agree, replacing a factor by itself changes nothing, doubling all doubles all. */
#include "accounts/factors.h"
#include "accounts/rates.h"
#include "accounts/speed.h"
#include "base/math.h"
#include "support/small_network.h"

enum { PARTS_MAX = 40 };

/* Slow twin: floors, then each unit left to the part with the largest remainder, found by looking at all. */
static void slow_remainders(int64_t total, const int64_t *weight, int32_t n, int64_t *part)
{
    int128 sum = 0, rest[PARTS_MAX];
    int64_t left = total < 0 ? -total : total;
    const int64_t size = left;
    for (int32_t i = 0; i < n; i++) sum += weight[i];
    for (int32_t i = 0; i < n; i++) {
        part[i] = (int64_t)((int128)size * (sum ? weight[i] : 1) / (sum ? sum : n));
        rest[i] = (int128)size * (sum ? weight[i] : 1) % (sum ? sum : n);
        left -= part[i];
    }
    for (; left > 0; left--) {
        int32_t best = 0;
        for (int32_t i = 1; i < n; i++)
            if (rest[i] > rest[best]) best = i;
        part[best]++;
        rest[best] = -1;
    }
    if (total < 0)
        for (int32_t i = 0; i < n; i++) part[i] = -part[i];
}

static void remainders_body(struct rng *rng, uint64_t seed)
{
    int64_t weight[PARTS_MAX], part[PARTS_MAX], twin[PARTS_MAX], sum = 0;
    double real[PARTS_MAX];
    const int32_t n = 1 + rng_below(rng, PARTS_MAX);
    const int64_t total = (int64_t)(rng_next(rng) >> (1 + rng_below(rng, 60))) * (rng_below(rng, 4) ? 1 : -1);
    const int shift = rng_below(rng, 62);
    for (int32_t i = 0; i < n; i++) {
        weight[i] = seed % 9 ? (int64_t)(rng_next(rng) >> (2 + shift)) : 0;
        if (rng_below(rng, 5) == 0) weight[i] = i ? weight[i - 1] : 0; /* ties */
        real[i] = rng_unit(rng);
    }
    assert_int_equal(mlg__largest_remainders_int(total, weight, n, part), MLG_OK);
    slow_remainders(total, weight, n, twin);
    assert_memory_equal(part, twin, (size_t)n * sizeof *part);
    assert_int_equal(mlg__largest_remainders(total, real, n, part), MLG_OK);
    for (int32_t i = 0; i < n; i++) sum += part[i];
    assert_int_equal(sum, total);
}

static void remainders(void **state)
{
    (void)state;
    for_seeds(1, 3000, remainders_body);
    assert_int_equal(mlg__largest_remainders_int(5, NULL, 0, NULL), MLG_OK);
}

/* Percentiles against counting. */
static void percentile_body(struct rng *rng, uint64_t seed)
{
    (void)seed;
    struct speed_value value[PARTS_MAX], sorted[PARTS_MAX];
    const int32_t n = 1 + rng_below(rng, PARTS_MAX);
    int64_t weight = 0, p90 = INT64_MAX;
    for (int32_t i = 0; i < n; i++) {
        value[i] = (struct speed_value) { rng_below(rng, 50), rng_below(rng, 4) };
        weight += value[i].weight;
    }
    memcpy(sorted, value, sizeof sorted);
    const struct speed_figures f = mlg__speed_figures(sorted, n);
    assert_int_equal(f.weight, weight);
    if (!weight) return;
    for (int32_t i = 0; i < n; i++) {
        int64_t below = 0;
        for (int32_t k = 0; k < n; k++)
            if (value[k].value_s <= value[i].value_s) below += value[k].weight;
        if (below * 10 >= weight * 9 && value[i].value_s < p90) p90 = value[i].value_s;
    }
    assert_int_equal(f.p90_s, p90);
    assert_true(f.p50_s <= f.p90_s && f.p90_s <= f.p95_s && f.p95_s <= f.p99_s);
}

static void percentiles(void **state)
{
    (void)state;
    for_seeds(1, 1000, percentile_body);
}

static void energy_laws(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    for (int32_t i = 0; i < t.class_count; i++) {
        const struct vehicle_class *c = &t.classes[i];
        const struct energy none = mlg__leg_energy(c, 0, 50, 0, 0);
        assert_true(none.a_mj == 0 && none.b_mj_per_t == 0);
        for (double kmh = 1; kmh < 130; kmh += 0.5) {
            const struct energy e = mlg__leg_energy(c, 3, kmh, 0, 0), twice = mlg__leg_energy(c, 6, kmh, 0, 0);
            assert_true(e.a_mj > 0 && e.b_mj_per_t > 0); /* so E grows with the load */
            check_near(twice.a_mj, 2 * e.a_mj, 1e-12);
        }
    }
    mlg__arena_free(&arena);
}

/* Doubling every factor doubles every kilogram, and touches no other line. */
static void doubling(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    const struct emission_tables t = test_tables(&arena);
    const mlg_totals totals = { .distance_m = 123456, .duty_s = 20000, .energy_j = 345678901, .stops = 87 };
    for (int32_t i = 0; i < t.class_count; i++) {
        struct vehicle_class c = t.classes[i];
        const struct route_account a = mlg__route_account(&c, &totals, 0, 3);
        c.ttw_kg_per_unit *= 2;
        c.wtw_kg_per_unit *= 2;
        const struct route_account b = mlg__route_account(&c, &totals, 0, 3);
        assert_true(llabs(b.co2_wtw_mg - 2 * a.co2_wtw_mg) <= 1 && llabs(b.co2_ttw_mg - 2 * a.co2_ttw_mg) <= 1);
        assert_memory_equal(a.cents, b.cents, sizeof a.cents);
    }
    mlg__arena_free(&arena);
}

/* A lane is a tour divided by its units: the account of that tour, driven, agrees line by line. */
static void agree_body(struct rng *rng, uint64_t seed)
{
    (void)seed;
    struct small_network n = small_network(rng);
    for (int32_t i = 0; i < n.plan->plan.flow_count; i++) {
        const struct plan_flow *f = &n.plan->plan.flows[i];
        if (f->vehicle_class == MLG_NONE) continue;
        const struct vehicle_class *c = &n.s->vehicles[f->vehicle_class];
        const mlg_leg out = small_leg(&n, f->vehicle_class, SMALL_DEMANDS + f->site, f->demand);
        struct lane_price p, again;
        assert_true(mlg__lane_price(n.s, f->demand, f->site, f->service, f->vehicle_class, out,
                                    (struct lane_phi) { 1, 1, 1, 1 }, &p));
        const double units = p.stops_per_tour * n.s->services[f->service].units_per_stop;
        const mlg_totals tour = { .distance_m = llround(p.km_per_unit * units * 1000),
                                  .duty_s = llround(p.hours_per_unit * units * 3600),
                                  .energy_j =
                                      llround((double)p.energy_j * units - floor(p.stops_per_tour) * c->stop_mj * 1e6),
                                  .stops = (int64_t)floor(p.stops_per_tour) };
        const struct route_account a = mlg__route_account(c, &tour, n.s->co2_eur_per_t, n.s->hour_eur);
        for (int line = 0; line < LINE_COUNT; line++)
            check_near((double)a.cents[line] / 100, (double)p.line_micro[line] * units / 1e6, 0.012);
        check_near((double)a.co2_wtw_mg / units, (double)p.co2_wtw_mg, 2);

        /* Replacing a factor by itself changes no byte. */
        struct vehicle_class *own = &n.s->vehicles[f->vehicle_class];
        own->wtw_kg_per_unit = own->wtw_kg_per_unit * 2 / 2;
        own->replaced = "wtw_kg_per_unit";
        assert_true(mlg__lane_price(n.s, f->demand, f->site, f->service, f->vehicle_class, out,
                                    (struct lane_phi) { 1, 1, 1, 1 }, &again));
        assert_memory_equal(&p, &again, sizeof p);
    }
    small_free(&n);
}

static void routing_and_siting_agree(void **state)
{
    (void)state;
    for_seeds(100, 10, agree_body);
}

/* Farther is dearer and later, denser is cheaper. */
static void monotone(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(5, 0);
    struct small_network n = small_network(&rng);
    const struct lane_phi one = { 1, 1, 1, 1 };
    int64_t last = 0;
    for (int32_t km = 0; km < 100; km += 3) {
        struct lane_price p;
        assert_true(mlg__lane_price(n.s, 0, 2, 0, 0, (mlg_leg) { km * 60, km * 1000, 0, 0 }, one, &p));
        assert_true(p.cost_micro > last);
        last = p.cost_micro;
    }
    last = INT64_MAX;
    for (double density = 0.1; density < 300; density *= 1.3) {
        struct lane_price p;
        n.s->demands[0].density_stops_km2 = density;
        if (!mlg__lane_price(n.s, 0, 2, 0, 0, (mlg_leg) { 900, 15000, 0, 0 }, one, &p)) continue;
        check_msg(p.cost_micro < last, "density %g", density);
        last = p.cost_micro;
    }
    assert_true(last < INT64_MAX);
    small_free(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remainders), cmocka_unit_test(percentiles), cmocka_unit_test(energy_laws),
        cmocka_unit_test(doubling),   cmocka_unit_test(routing_and_siting_agree), cmocka_unit_test(monotone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
