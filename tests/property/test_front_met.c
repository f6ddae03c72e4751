/* test_front_met.c — the plans of a front against plain ways: volumes by counting cells, the list by comparing all pairs, the choice
 * by looking at every plan again each time. */
#include <string.h>

#include "base/rng.h"
#include "siting/front_met.h"
#include "support/test.h"

enum { GRID = 6, POINTS = 7, PLANS = 40 };

static double counted(const double (*point)[3], int32_t count)
{
    int cells = 0;
    for (int x = 0; x < GRID; x++)
        for (int y = 0; y < GRID; y++)
            for (int z = 0; z < GRID; z++) {
                bool in = false;
                for (int32_t i = 0; i < count; i++)
                    in |= point[i][0] * GRID < x + 0.5 && point[i][1] * GRID < y + 0.5 && point[i][2] * GRID < z + 0.5;
                cells += in;
            }
    return (double)cells / (GRID * GRID * GRID);
}

static void one_volume(struct rng *rng, uint64_t seed)
{
    double point[POINTS][3];
    int32_t order[POINTS];
    const int32_t count = rng_below(rng, POINTS + 1);
    for (int32_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++) point[i][k] = (double)rng_below(rng, GRID + 1) / GRID;
    const double fast = mlg__front_volume((const double (*)[3])point, count, order), slow = counted((const double (*)[3])point, count);
    check_msg(fast > slow - 1e-12 && fast < slow + 1e-12, "seed %llu: %g, counted %g", (unsigned long long)seed, fast, slow);
}

static void test_volume(void **state)
{
    (void)state;
    for_seeds(1, 400, one_volume);
}

static bool as_good(const struct front_met *a, const struct front_met *b)
{
    return a->cost <= b->cost && a->badness[0] <= b->badness[0] && a->badness[1] <= b->badness[1];
}

static void put_new(struct front_list *list, struct front_met met)
{
    if (mlg__front_is_new(list, met.cost, met.badness)) assert_true(mlg__front_put(list, met));
}

/* Every plan that was put is in the list, or something as good is; nothing in it is as good as another. */
static void check_list(const struct front_list *list, const struct front_met *all, uint64_t seed)
{
    for (int32_t i = 0; i < PLANS; i++) {
        bool known = false;
        for (int32_t j = 0; j < list->count; j++) known |= as_good(&list->met[j], &all[i]);
        check_msg(known, "seed %llu: plan %d was lost", (unsigned long long)seed, i);
    }
    for (int32_t i = 0; i < list->count; i++)
        for (int32_t j = 0; j < list->count; j++)
            check_msg(i == j || !as_good(&list->met[i], &list->met[j]), "seed %llu: plan %d beats %d", (unsigned long long)seed, i, j);
}

static double volume_of(const struct front_list *list, const struct front_range *range, const int32_t *chosen, int32_t count)
{
    double point[PLANS][3];
    int32_t order[PLANS];
    for (int32_t i = 0; i < count; i++) {
        const struct front_met *met = &list->met[chosen[i]];
        const double figure[] = { mlg__front_cost(met), (double)met->badness[0], (double)met->badness[1] };
        for (int k = 0; k < 3; k++)
            point[i][k] = range->high[k] > range->low[k] ? (figure[k] - range->low[k]) / (range->high[k] - range->low[k]) : 0;
    }
    return mlg__front_volume((const double (*)[3])point, count, order);
}

/* After the corners each plan adds as much as any other would. */
static void check_choice(const struct front_list *list, const struct front_range *range, const int32_t *chosen, int32_t count,
                         int32_t corners, uint64_t seed)
{
    int32_t with[PLANS];
    memcpy(with, chosen, sizeof *with * (size_t)count);
    for (int32_t n = corners; n < count; n++) {
        const double taken = volume_of(list, range, chosen, n + 1);
        for (int32_t i = 0; i < list->count; i++) {
            const struct front_met *met = &list->met[i];
            if (mlg__front_cost(met) > range->high[0] || (double)met->badness[0] > range->high[1] || (double)met->badness[1] > range->high[2])
                continue;
            with[n] = i;
            check_msg(volume_of(list, range, with, n + 1) <= taken + 1e-12, "seed %llu: plan %d adds more", (unsigned long long)seed, i);
        }
        with[n] = chosen[n];
    }
}

static void one_list(struct rng *rng, uint64_t seed)
{
    struct front_list list = { 0 };
    struct front_met all[PLANS] = { 0 };
    int32_t chosen[PLANS];
    const struct front_price prices[] = { { { 0, 0 } }, { { 2, 0 } }, { { 0, 2 } } };
    const struct front_met *corner[3];
    for (int32_t i = 0; i < PLANS; i++) {
        all[i].cost = (100 + rng_below(rng, 30)) * GRAINS_PER_QUANTUM;
        for (int c = 0; c < FRONT_CURVES; c++) all[i].badness[c] = rng_below(rng, 30);
        put_new(&list, all[i]);
    }
    check_list(&list, all, seed);
    for (int k = 0; k < 3; k++) {
        corner[k] = mlg__front_best(&list, &prices[k]);
        for (int32_t i = 0; i < list.count; i++)
            assert_true(mlg__front_priced(corner[k], &prices[k]) <= mlg__front_priced(&list.met[i], &prices[k]));
    }
    const struct front_range range = mlg__front_range(corner, 3);
    const int32_t count = mlg__front_choose(&list, &range, corner, 3, 8, chosen);
    assert_true(count >= 1 && count <= 8);
    const int32_t corners = 1 + (corner[1] != corner[0]) + (corner[2] != corner[0] && corner[2] != corner[1]);
    check_choice(&list, &range, chosen, count, corners, seed);
    struct front_hole hole;
    assert_true(mlg__front_hole(&list, &range, NULL, 0, &hole));
    if (hole.area > 0) { /* nothing stands in it */
        assert_true(hole.better->badness[hole.curve] == hole.low && hole.cheaper->badness[hole.curve] == hole.high);
        for (int32_t i = 0; i < list.count; i++)
            assert_false(list.met[i].badness[hole.curve] > hole.low && list.met[i].badness[hole.curve] < hole.high &&
                         list.met[i].cost < hole.better->cost && mlg__front_cost(&list.met[i]) <= range.high[0] &&
                         (double)list.met[i].badness[1 - hole.curve] <= range.high[2 - hole.curve]);
    }
    mlg__free(list.met);
    mlg__arena_free(&list.arena);
}

static void test_lists(void **state)
{
    (void)state;
    for_seeds(1, 200, one_list);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_volume), cmocka_unit_test(test_lists) };
    return cmocka_run_group_tests_name("front met", tests, NULL, NULL);
}
