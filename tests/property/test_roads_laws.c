/* Laws of hierarchies: what must not matter does not (threads, vectors, memory, other points, partial updates), and
 * what a change of the graph may do. */
#include "roads/kernel.h"
#include "roads/path.h"
#include "support/prepared_roads.h"
#include "support/road_laws.h"

/* Weights change, some arcs close, some open again: the update is the same metric as a new one. */
static void updates_equal_fresh(struct rng *rng, uint64_t seed)
{
    struct prepared p = { 0 };
    int32_t changed[12];
    road_set_random(&p.s, (enum road_shape)(seed % ROADS_SHAPES), 2 + rng_below(rng, 80), rng);
    prepare(&p, 1);
    for (int round = 0; round < 6 && p.s.g.arc_count > 0; round++) {
        const int32_t count = 1 + rng_below(rng, 12);
        for (int32_t i = 0; i < count; i++) {
            changed[i] = rng_below(rng, p.s.g.arc_count);
            p.s.weight[changed[i]] = rng_below(rng, 3) ? road_random_weight(rng, 9) : mlg__no_way();
        }
        assert_int_equal(mlg__metric_update(&p.m, &p.s.g, changed, count, NULL), MLG_OK);
        struct metric fresh;
        assert_int_equal(mlg__metric_make(&p.h, p.s.weight, 1, &fresh, NULL), MLG_OK);
        check_msg(metric_same(&fresh, &p.m), "seed %llu: an update differs from a new metric",
                  (unsigned long long)seed);
        mlg__metric_free(&fresh);
    }
    forget(&p);
}

static void test_updates(void **state)
{
    (void)state;
    for_seeds(1, 48, updates_equal_fresh);
}

/* A grid wide enough that large cells are cut by several threads at once. */
static void test_threads(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(5, 0);
    struct prepared one = { 0 };
    road_set_random(&one.s, ROADS_GRID, 40000, &rng);
    prepare(&one, 1);
    struct points points = random_points(&one, 60, &rng);
    struct matrix_ask ask = { .m = &one.m, .from = points.p, .to = points.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);
    for (int32_t threads = 2; threads <= 8; threads *= 4) {
        struct prepared other = { .s = one.s };
        prepare(&other, threads);
        assert_memory_equal(other.order, one.order, (size_t)one.s.g.state_count * sizeof *one.order);
        assert_true(metric_same(&other.m, &one.m));
        ask.thread_count = threads;
        struct arc_weight *again = matrix_of(&ask);
        assert_memory_equal(again, leg, 60 * 60 * sizeof *leg);
        free(again);
        other.s = (struct road_set) { 0 };
        forget(&other);
    }
    assert_null(metric_broken(&one.m, &one.s.g));
    free(leg);
    free_points(&points);
    forget(&one);
}

/* A state with as many neighbours as a country has junctions: no step takes time that grows with the square. */
static void test_hub(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(6, 0);
    struct prepared p = { 0 };
    road_set_random(&p.s, ROADS_STAR, 200000, &rng);
    prepare(&p, 2);
    assert_in_range(p.h.path_max, 2, 3);
    forget(&p);
}

/* Both kernels on labels full of ties, at every number of shared depths. */
static void kernels_agree(struct rng *rng, uint64_t seed)
{
    enum { DEPTHS = 72 };
    uint32_t t[2][KERNEL_BLOCK * DEPTHS];
    struct weight_rest rest[2][KERNEL_BLOCK * DEPTHS];
    size_t at[KERNEL_BLOCK];
    int32_t common[KERNEL_BLOCK];
    struct arc_weight scalar[KERNEL_BLOCK], vector[KERNEL_BLOCK];
    if (!mlg__has_avx2()) return;
    const int32_t range = 1 + rng_below(rng, 20);
    for (int side = 0; side < 2; side++)
        for (int32_t k = 0; k < KERNEL_BLOCK * DEPTHS; k++) {
            t[side][k] = rng_below(rng, 3) ? (uint32_t)rng_below(rng, range) : MLG_ROAD_INF;
            if (seed % 4 == 0 && rng_below(rng, 8)) t[side][k] = MLG_ROAD_INF - (uint32_t)rng_below(rng, 3);
            rest[side][k] =
                (struct weight_rest) { (uint32_t)rng_below(rng, 2), rng_below(rng, 3) - 1, rng_below(rng, 3) - 1 };
        }
    for (int32_t j = 0; j < KERNEL_BLOCK; j++) at[j] = (size_t)j * DEPTHS, common[j] = rng_below(rng, DEPTHS + 1);
    const struct kernel_planes source = { t[0], rest[0] }, targets = { t[1], rest[1] };
    mlg__kernel_scalar.block(source, targets, at, common, KERNEL_BLOCK, scalar);
    mlg__kernel_avx2.block(source, targets, at, common, KERNEL_BLOCK, vector);
    assert_memory_equal(scalar, vector, sizeof scalar);
}

static void test_kernels(void **state)
{
    (void)state;
    for_seeds(1, 200, kernels_agree);
}

static void test_scalar_by_name(void **state)
{
    (void)state;
    setenv("MAILLAGE_SIMD", "scalar", 1);
    assert_string_equal(mlg__kernel()->name, "scalar");
    unsetenv("MAILLAGE_SIMD");
    assert_string_equal(mlg__kernel()->name, mlg__has_avx2() ? "avx2" : "scalar");
}

/* A row alone, few labels at once, the scalar twin: the same bytes. Nearest: a sorted row. */
static void entries_stand_alone(struct rng *rng, uint64_t seed)
{
    struct prepared p = { 0 };
    enum { POINTS = 50, K = 7 };
    road_set_random(&p.s, (enum road_shape)(seed % ROADS_SHAPES), 2 + rng_below(rng, 100), rng);
    prepare(&p, 1);
    struct points points = random_points(&p, POINTS, rng);
    struct matrix_ask ask = { .m = &p.m, .from = points.p, .to = points.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);

    ask.label_budget_bytes = 1 + (size_t)rng_below(rng, 20000);
    struct arc_weight *again = matrix_of(&ask);
    assert_memory_equal(again, leg, POINTS * POINTS * sizeof *leg);
    free(again);

    setenv("MAILLAGE_SIMD", "scalar", 1);
    again = matrix_of(&ask);
    assert_memory_equal(again, leg, POINTS * POINTS * sizeof *leg);
    free(again);
    unsetenv("MAILLAGE_SIMD");

    const int32_t row = rng_below(rng, POINTS);
    ask.from = (struct road_points) { 1, points.first + row, points.seed };
    ask.to.count = POINTS - 3;
    again = matrix_of(&ask);
    assert_memory_equal(again, leg + (ptrdiff_t)row * POINTS, (POINTS - 3) * sizeof *leg);
    free(again);

    ask.from = ask.to = points.p;
    struct near_point near[POINTS * K];
    const bool skip = seed & 1;
    assert_int_equal(mlg__road_nearest(&ask, K, skip, near, NULL), MLG_OK);
    for (int32_t i = 0; i < POINTS; i++) {
        bool taken[POINTS] = { false };
        for (int k = 0; k < K; k++) {
            int32_t best = MLG_NONE;
            for (int32_t j = 0; j < POINTS; j++)
                if (!taken[j] && leg[i * POINTS + j].t_ms < MLG_ROAD_INF && !(skip && i == j) &&
                    (best == MLG_NONE || mlg__weight_compare(leg[i * POINTS + j], leg[i * POINTS + best]) < 0))
                    best = j;
            assert_int_equal(near[i * K + k].point, best);
            if (best == MLG_NONE) continue;
            taken[best] = true;
            assert_true(same(near[i * K + k].weight, leg[i * POINTS + best]));
        }
    }
    free(leg);
    free_points(&points);
    forget(&p);
}

static void test_entries(void **state)
{
    (void)state;
    for_seeds(1, 32, entries_stand_alone);
}

/* Closing arcs shortens nothing; all arcs reversed, sources and targets change places. */
static void changes_of_the_graph(struct rng *rng, uint64_t seed)
{
    struct prepared p = { 0 };
    enum { POINTS = 30 };
    road_set_random(&p.s, (enum road_shape)(seed % ROADS_SHAPES), 2 + rng_below(rng, 100), rng);
    prepare(&p, 1);
    struct points points = random_points(&p, POINTS, rng);
    struct matrix_ask ask = { .m = &p.m, .from = points.p, .to = points.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);

    struct prepared back = { 0 };
    for (int32_t v = 0; v < p.s.g.state_count; v++) road_set_state(&back.s, p.s.x[v], p.s.y[v]);
    for (int32_t a = 0; a < p.s.g.arc_count; a++) road_set_arc(&back.s, p.s.head[a], p.s.tail[a], p.s.weight[a]);
    prepare(&back, 1);
    ask.m = &back.m;
    struct arc_weight *turned = matrix_of(&ask);
    for (int i = 0; i < POINTS; i++)
        for (int j = 0; j < POINTS; j++) assert_true(same(leg[i * POINTS + j], turned[j * POINTS + i]));
    free(turned);
    forget(&back);

    for (int k = 0; k < 5 && p.s.g.arc_count > 0; k++) {
        const int32_t a = rng_below(rng, p.s.g.arc_count);
        p.s.weight[a] = mlg__no_way();
        assert_int_equal(mlg__metric_update(&p.m, &p.s.g, &a, 1, NULL), MLG_OK);
    }
    ask.m = &p.m;
    struct arc_weight *closed = matrix_of(&ask);
    for (int i = 0; i < POINTS * POINTS; i++) assert_true(mlg__weight_compare(closed[i], leg[i]) >= 0);
    free(closed);
    free(leg);
    free_points(&points);
    forget(&p);
}

static void test_changes(void **state)
{
    (void)state;
    for_seeds(1, 32, changes_of_the_graph);
}

static mlg_flow one_block(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    (void)legs;
    *(int32_t *)user += count;
    return row >= 0 ? MLG_ENOUGH : MLG_CONTINUE;
}

/* Direct pieces compete entry by entry; a callback may end the rows; a route query is used again and again. */
static void test_direct_pieces(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(8, 0);
    struct prepared p = { 0 };
    enum { POINTS = 40 };
    road_set_random(&p.s, ROADS_PLANAR, 120, &rng);
    prepare(&p, 1);
    struct points points = random_points(&p, POINTS, &rng);
    struct matrix_ask ask = { .m = &p.m, .from = points.p, .to = points.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);
    struct direct_piece direct[2 * POINTS];
    for (int i = 0; i < 2 * POINTS; i++)
        direct[i] = (struct direct_piece) { i / 2, rng_below(&rng, POINTS / 2) + (i & 1) * POINTS / 2,
                                            road_random_weight(&rng, 60) };
    ask.direct = direct;
    ask.direct_count = 2 * POINTS;
    struct arc_weight *with = matrix_of(&ask);
    int32_t won = 0;
    for (int i = 0; i < 2 * POINTS; i++) {
        struct arc_weight *entry = &leg[direct[i].from * POINTS + direct[i].to];
        if (mlg__weight_compare(direct[i].weight, *entry) < 0) *entry = direct[i].weight, won++;
    }
    assert_in_range(won, 1, 2 * POINTS - 1);
    assert_memory_equal(with, leg, POINTS * POINTS * sizeof *leg);
    int32_t rows = 0;
    assert_int_equal(mlg__road_matrix(&ask, one_block, &rows, NULL), MLG_OK);
    assert_in_range(rows, 1, POINTS);
    free(with);
    free(leg);
    free_points(&points);
    forget(&p);
}

/* What a file keeps of a hierarchy makes it again; a changed number is refused or makes another sound one. */
static void kept_hierarchies(struct rng *rng, uint64_t seed)
{
    struct prepared p = { 0 };
    struct hierarchy again;
    road_set_random(&p.s, (enum road_shape)(seed % ROADS_SHAPES), 3 + rng_below(rng, 100), rng);
    prepare(&p, 1);
    const int32_t n = p.h.state_count, m = p.h.up_count;
    assert_int_equal(mlg__hierarchy_of(&p.s.g, p.h.state, p.h.up_first, p.h.up_head, m, &again, NULL), MLG_OK);
    assert_int_equal(again.path_max, p.h.path_max);
    assert_memory_equal(again.parent, p.h.parent, (size_t)n * sizeof(int32_t));
    assert_memory_equal(again.base_slot, p.h.base_slot, (size_t)p.h.base_first[n] * sizeof(int32_t));
    mlg__hierarchy_free(&again);
    for (int k = 0; k < 60 && m > 0; k++) {
        int32_t *victim = k % 3 == 0   ? &p.h.state[rng_below(rng, n)]
                          : k % 3 == 1 ? &p.h.up_first[rng_below(rng, n + 1)]
                                       : &p.h.up_head[rng_below(rng, m)];
        const int32_t old = *victim;
        *victim = rng_below(rng, 4) ? rng_below(rng, n + 2) - 1 : (int32_t)rng_next(rng);
        const mlg_status status = mlg__hierarchy_of(&p.s.g, p.h.state, p.h.up_first, p.h.up_head, m, &again, NULL);
        if (*victim == old) assert_int_equal(status, MLG_OK);
        if (status == MLG_OK) assert_null(hierarchy_broken(&again));
        else assert_int_equal(status, MLG_BAD_INPUT);
        mlg__hierarchy_free(&again);
        *victim = old;
    }
    forget(&p);
}

static void test_kept(void **state)
{
    (void)state;
    for_seeds(1, 40, kept_hierarchies);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_updates), cmocka_unit_test(test_threads),        cmocka_unit_test(test_hub),
        cmocka_unit_test(test_kernels), cmocka_unit_test(test_scalar_by_name), cmocka_unit_test(test_entries),
        cmocka_unit_test(test_changes), cmocka_unit_test(test_direct_pieces),  cmocka_unit_test(test_kept)
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
