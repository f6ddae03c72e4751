/* test_location_laws.c — the exact cost of a plan of a location problem: against fractions added slowly, and where sums
 * of many denominators fall next to an integer; the checker, which adds them in another way, agrees. plan.json: what is
 * written is read and written again byte for byte. */
#include "base/error.h"
#include "io/location_plan.h"
#include "maillage/check.h"
#include "support/location_gen.h"

static int64_t errors_of(const mlg_location *l, const mlg_location_plan *plan, bool tell)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_location(l, plan, found, NULL), MLG_OK);
    const int64_t count = mlg_findings_count(found, false);
    for (int32_t i = 0; tell && mlg_findings_at(found, false, i); i++)
        print_error("%s: %s\n", mlg_findings_at(found, false, i)->where, mlg_findings_at(found, false, i)->message);
    mlg_findings_free(found);
    return count;
}

/* Clean at this cost, one finding at the next ones. */
static void assert_cost_checks(const mlg_location *l, mlg_location_plan *plan, uint64_t seed)
{
    const int64_t cost = plan->cost;
    check_msg(errors_of(l, plan, true) == 0, "seed %llu", (unsigned long long)seed);
    for (int64_t off = -1; off <= 1; off += 2) {
        plan->cost = cost + off;
        if (plan->bound > plan->cost) continue;
        check_msg(errors_of(l, plan, false) == 1, "seed %llu: %lld passes", (unsigned long long)seed,
                  (long long)plan->cost);
    }
    plan->cost = cost;
}

/* -- the slow twin: everything over one denominator -- */

static int64_t gcd(int64_t a, int64_t b) { return b ? gcd(b, a % b) : a; }

static int64_t slow_cost(const mlg_location *l, const mlg_location_plan *plan)
{
    int64_t common = 1;
    int128 sum = 0;
    for (int32_t c = 0; c < l->client_count; c++) common = common / gcd(common, l->demand[c]) * l->demand[c];
    for (int32_t s = 0; s < l->sites.count; s++) sum += (int128)common * l->sites.fixed[s] * plan->open[s];
    for (int32_t p = 0; p < l->plants.count; p++) sum += (int128)common * l->plants.fixed[p] * plan->plant_open[p];
    for (int32_t c = 0; c < l->client_count; c++) {
        int64_t rest = l->demand[c];
        for (int32_t i = 0; i < plan->flow_count; i++) {
            if (plan->flows[i].client != c) continue;
            for (int64_t k = l->first[c]; k < l->first[c + 1]; k++)
                if (l->lanes[k].site == plan->flows[i].site)
                    sum += (int128)(common / l->demand[c]) * l->lanes[k].cost * plan->flows[i].units;
            rest -= plan->flows[i].units;
        }
        if (rest > 0) sum += (int128)(common / l->demand[c]) * l->left_out[c] * rest;
    }
    for (int32_t i = 0; i < plan->haul_count; i++) {
        const struct location_haul *h = &plan->hauls[i];
        sum +=
            (int128)common * l->haul[(h->product * l->plants.count + h->plant) * l->sites.count + h->site] * h->units;
    }
    return (int64_t)((sum + common - 1) / common);
}

static void random_plan(struct rng *rng, uint64_t seed)
{
    struct location_case c = random_location(rng);
    mlg_error err = { 0 };
    check_msg(mlg__location_finish(c.l, NULL, &err) == MLG_OK, "seed %llu: %s", (unsigned long long)seed, err.message);
    check_msg(c.plan->cost == slow_cost(c.l, c.plan), "seed %llu: %lld, slowly %lld", (unsigned long long)seed,
              (long long)c.plan->cost, (long long)slow_cost(c.l, c.plan));
    assert_cost_checks(c.l, c.plan, seed);
    location_case_free(&c);
}

static void test_cost_against_twin(void **state)
{
    (void)state;
    for_seeds(1, 3000, random_plan);
}

/* -- next to an integer -- */

/* A client for each fraction: 1 unit of d at cost n (n / d of a quantum), the rest of its demand for nothing. */
static struct location_case sum_of_fractions(int32_t count, const int64_t *over, const int64_t *under)
{
    struct location_case c = { .l = location_new(2, 0, 1, count) };
    for (int32_t i = 0; i < 2; i++) c.l->sites.capacity[i] = LOCATION_UNLIMITED;
    c.plan = location_plan_new(c.l, 2 * count, 0);
    c.plan->open[0] = c.plan->open[1] = true;
    for (int32_t i = 0; i < count; i++) {
        c.l->demand[i] = under[i];
        c.l->left_out[i] = LOCATION_UNLIMITED;
        c.l->first[i + 1] = 2 * (i + 1);
        c.l->lanes[2 * i] = (struct location_lane) { over[i], 0 };
        c.l->lanes[2 * i + 1] = (struct location_lane) { 0, 1 };
        c.plan->flows[c.plan->flow_count++] = (struct location_flow) { i, 0, 1 };
        if (under[i] > 1) c.plan->flows[c.plan->flow_count++] = (struct location_flow) { i, 1, under[i] - 1 };
    }
    c.plan->cost = mlg__location_cost(c.l, c.plan);
    return c;
}

static uint64_t inverse(uint64_t a, uint64_t prime) /* a^(prime - 2) [Fermat's little theorem] */
{
    uint64_t result = 1, power = a % prime;
    for (uint64_t e = prime - 2; e; e >>= 1) {
        if (e & 1) result = result * power % prime;
        power = power * power % prime;
    }
    return result;
}

/* Fractions with these prime denominators whose sum differs from an integer by sign / their product: as near as can be.
 * The integer is their sum rounded. */
static int64_t near_integer(int32_t count, const int64_t *primes, int sign, int64_t *over)
{
    long double sum = 0;
    for (int32_t i = 0; i < count; i++) {
        const uint64_t p = (uint64_t)primes[i];
        uint64_t others = 1;
        for (int32_t k = 0; k < count; k++)
            if (k != i) others = others * ((uint64_t)primes[k] % p) % p;
        const uint64_t n = inverse(others, p);
        over[i] = (int64_t)(sign > 0 ? n : p - n);
        sum += (long double)over[i] / (long double)p;
    }
    return (int64_t)(sum + 0.5L);
}

static void test_next_to_an_integer(void **state)
{
    static const int64_t primes[] = { 999999937, 999999929, 999999893, 999999883, 999999797, 999999761,
                                      999999757, 999999751, 7,         11,        13,        999983 };
    enum { ALL = sizeof primes / sizeof *primes };
    (void)state;
    for (int32_t from = 0; from < ALL; from++)
        for (int32_t count = 2; from + count <= ALL; count++)
            for (int sign = -1; sign <= 1; sign += 2) {
                int64_t over[ALL];
                const int64_t near = near_integer(count, primes + from, sign, over);
                struct location_case c = sum_of_fractions(count, over, primes + from);
                check_msg(c.plan->cost == near + (sign > 0), "%d primes from %d, %d: %lld next to %lld", count, from,
                          sign, (long long)c.plan->cost, (long long)near);
                assert_cost_checks(c.l, c.plan, 0);
                location_case_free(&c);
            }
}

/* 1/2 + 1/3 + 1/6 and its like, m times finer: exactly an integer, in several denominators. */
static void exact_integer(struct rng *rng, uint64_t seed)
{
    enum { TRIPLES = 5 };
    int64_t over[3 * TRIPLES], under[3 * TRIPLES], whole = 0;
    for (int32_t i = 0; i < TRIPLES; i++) {
        const int64_t m = 1 + rng_below(rng, 160000000), a = 1 + rng_below(rng, 1000000),
                      b = 1 + rng_below(rng, 1000000);
        under[3 * i] = 2 * m, under[3 * i + 1] = 3 * m, under[3 * i + 2] = 6 * m;
        over[3 * i] = a, over[3 * i + 1] = b;
        const int64_t rest = (6 * m - (3 * a + 2 * b) % (6 * m)) % (6 * m);
        over[3 * i + 2] = rest;
        whole += (3 * a + 2 * b + rest) / (6 * m);
    }
    struct location_case c = sum_of_fractions(3 * TRIPLES, over, under);
    check_msg(c.plan->cost == whole, "seed %llu: %lld, %lld", (unsigned long long)seed, (long long)c.plan->cost,
              (long long)whole);
    assert_cost_checks(c.l, c.plan, seed);
    location_case_free(&c);
}

static void test_exactly_an_integer(void **state)
{
    (void)state;
    for_seeds(1, 300, exact_integer);
}

/* -- plan.json -- */

static void round_trip(struct rng *rng, uint64_t seed)
{
    struct location_case c = random_location(rng);
    mlg_location_plan *again = NULL;
    struct text first = { 0 }, second = { 0 };
    mlg_error err = { 0 };
    const unsigned long long number = seed;
    if (rng_below(rng, 8) == 0) c.plan->found = false; /* its rows are not written then */
    assert_int_equal(mlg__location_plan_write(c.l, c.plan, &first, &err), MLG_OK);
    check_msg(mlg__location_plan_read(first.data, first.length, c.l, &again, NULL, &err) == MLG_OK,
              "seed %llu: %s: %s\n%s", number, err.where, err.message, first.data);
    assert_int_equal(mlg__location_plan_write(c.l, again, &second, &err), MLG_OK);
    check_msg(!strcmp(first.data, second.data), "seed %llu\n%s\n%s", number, first.data, second.data);
    check_msg(errors_of(c.l, again, true) == 0, "seed %llu", number);
    assert_int_equal(again->found, c.plan->found);
    assert_true(again->bound == c.plan->bound && again->bound_kind == c.plan->bound_kind);
    if (again->found) {
        assert_true(again->cost == c.plan->cost);
        assert_int_equal(again->flow_count, c.plan->flow_count);
        assert_memory_equal(again->open, c.plan->open, (size_t)c.l->sites.count * sizeof(bool));
    }
    text_free(&first);
    text_free(&second);
    mlg_location_plan_free(again);
    location_case_free(&c);
}

static void test_plan_json_round_trip(void **state)
{
    (void)state;
    for_seeds(1, 1000, round_trip);
}

/* Any digit of a written plan, changed: the reader or the checker notices, unless the file still says the same (1.50
 * for 1.5, the last digit of a double that reads as the same one). */
static void changed_digit(struct rng *rng, uint64_t seed)
{
    struct location_case c = random_location(rng);
    mlg_location_plan *again = NULL;
    struct text out = { 0 };
    assert_int_equal(mlg__location_plan_write(c.l, c.plan, &out, NULL), MLG_OK);
    size_t at;
    do at = (size_t)rng_below(rng, (int32_t)out.length);
    while (out.data[at] < '0' || out.data[at] > '9');
    const char before = out.data[at];
    out.data[at] = (char)('0' + (before - '0' + 1 + rng_below(rng, 9)) % 10);
    if (mlg__location_plan_read(out.data, out.length, c.l, &again, NULL, NULL) == MLG_OK) {
        struct text same = { 0 };
        assert_int_equal(mlg__location_plan_write(c.l, again, &same, NULL), MLG_OK);
        out.data[at] = before;
        check_msg(!strcmp(same.data, out.data) || errors_of(c.l, again, false) > 0, "seed %llu: %c at %zu\n%s",
                  (unsigned long long)seed, before, at, same.data);
        text_free(&same);
    }
    mlg_location_plan_free(again);
    text_free(&out);
    location_case_free(&c);
}

static void test_changed_digits(void **state)
{
    (void)state;
    for_seeds(1, 3000, changed_digit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cost_against_twin),  cmocka_unit_test(test_next_to_an_integer),
        cmocka_unit_test(test_exactly_an_integer), cmocka_unit_test(test_plan_json_round_trip),
        cmocka_unit_test(test_changed_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
