/* test_base_numbers.c — numbers to text and back lose nothing, for random bit patterns. */
#include "support/test.h"

#include <math.h>

#include "base/math.h"
#include "base/text.h"

static void double_round_trip(struct rng *rng, uint64_t seed)
{
    for (int i = 0; i < 200; i++) {
        union { uint64_t bits; double value; } v = { rng_next(rng) };
        if (i % 2) v.value = floor(rng_unit(rng) * 1e6) / 1000; /* numbers as people write them */
        if (!isfinite(v.value)) continue;
        struct text t = { 0 };
        double back = 0;
        text_double(&t, v.value);
        check_msg(mlg__parse_double(t.data, t.length, false, &back) && back == v.value, "seed %llu: %.17g -> %s",
                  (unsigned long long)seed, v.value, t.data);
        if (i % 2) check_msg(t.length <= 8, "%.17g printed as %s", v.value, t.data);
        text_free(&t);
    }
}

static void fixed_round_trip(struct rng *rng, uint64_t seed)
{
    for (int i = 0; i < 200; i++) {
        const int64_t value = (int64_t)rng_next(rng) >> rng_below(rng, 64);
        const int decimals = rng_below(rng, 7);
        struct text t = { 0 };
        int64_t back = 0;
        text_fixed(&t, value, decimals);
        check_msg(value == INT64_MIN || (mlg__parse_fixed(t.data, t.length, false, decimals, &back) && back == value),
                  "seed %llu: %lld at %d -> %s", (unsigned long long)seed, (long long)value, decimals, t.data);
        text_free(&t);
    }
}

/* The slow twin: half up means floor((2ab + c) / 2c). */
static void mul_div_agrees(struct rng *rng, uint64_t seed)
{
    for (int i = 0; i < 500; i++) {
        const int64_t a = (int64_t)rng_next(rng) >> (20 + rng_below(rng, 40)), b = (int64_t)rng_below(rng, 100000) - 50000;
        const int64_t c = 1 + rng_below(rng, 1000);
        int128 q = ((int128)a * b * 2 + c) / (2 * (int128)c);
        while (q * 2 * c > (int128)a * b * 2 + c) q--;
        check_msg((int64_t)q == mlg__mul_div(a, b, c), "seed %llu: %lld * %lld / %lld", (unsigned long long)seed, (long long)a,
                  (long long)b, (long long)c);
    }
}

static void numbers(void **state)
{
    (void)state;
    for_seeds(1, 50, double_round_trip);
    for_seeds(1, 50, fixed_round_trip);
    for_seeds(1, 50, mul_div_agrees);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
