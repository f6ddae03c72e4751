/* A road file with bytes changed, whose checksums were set right again, never harms: it is refused, or it answers. */
#include "support/roads_try.h"
#include "support/test.h"

static size_t load(uint8_t *bytes, size_t cap)
{
    FILE *f = fopen(MLG_SOURCE_DIR "/tests/fuzz/corpus/fuzz_roads/grid.roads", "rb");
    assert_non_null(f);
    const size_t n = fread(bytes, 1, cap, f);
    fclose(f);
    assert_true(n > 1000 && n < cap);
    return n;
}

static void no_change_harms(void **state)
{
    (void)state;
    static uint8_t file[65536], changed[65536];
    const size_t n = load(file, sizeof file);
    struct rng rng = rng_seeded(1, 0);
    const char *asked = getenv("MAILLAGE_TEST_MUTATIONS");
    const int32_t tries = asked ? atoi(asked) : 250;
    int32_t taken = 0;
    assert_true(roads_try(file, n));
    for (int32_t i = 0; i < tries; i++) {
        memcpy(changed, file, n);
        for (int32_t k = 1 + rng_below(&rng, 4); k > 0; k--) {
            const size_t at = (size_t)rng_below(&rng, (int32_t)n);
            static const uint8_t edges[] = { 0, 1, 127, 128, 255 };
            changed[at] = rng_below(&rng, 2) ? edges[rng_below(&rng, 5)] : (uint8_t)rng_below(&rng, 256);
        }
        taken += roads_try(changed, rng_below(&rng, 20) ? n : (size_t)rng_below(&rng, (int32_t)n));
    }
    print_message("%d of %d changed files were taken\n", taken, tries);
    assert_true(taken > tries / 20 && taken < tries);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_change_harms) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
