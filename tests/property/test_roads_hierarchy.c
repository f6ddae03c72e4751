/* Everything that finds ways in a hierarchy equals a plain Dijkstra search in all four numbers, on graphs of many
 * shapes. */
#include "roads/path.h"
#include "support/road_sweep.h"
#include "support/prepared_roads.h"
#include "support/road_laws.h"
#include "support/twin_dijkstra.h"

/* The arcs join, lead from a seed to a seed and sum up to the weight. */
static void check_path(const struct prepared *p, const struct road_path *path, const struct road_seed *from,
                       const struct road_seed *to, uint64_t seed)
{
    struct arc_weight sum = add_offset(from[path->from_seed].offset, to[path->to_seed].offset);
    int32_t at = from[path->from_seed].state;
    for (int32_t i = 0; i < path->arc_count; i++) {
        check_msg(p->s.tail[path->arc[i]] == at, "seed %llu: arc %d does not begin where the last ended",
                  (unsigned long long)seed, i);
        at = p->s.head[path->arc[i]];
        sum = add_offset(sum, p->s.weight[path->arc[i]]);
    }
    check_msg(at == to[path->to_seed].state, "seed %llu: the path ends elsewhere", (unsigned long long)seed);
    check_msg(same(sum, path->weight), "seed %llu: the path's sum is not its weight", (unsigned long long)seed);
}

/* Matrix, routes and sweeps against the twin. */
static void compare_all(const struct prepared *p, int32_t count, struct rng *rng, uint64_t seed)
{
    struct points from = random_points(p, count, rng), to = random_points(p, count, rng);
    struct twin *twin = twin_new(&p->s.g, p->s.weight);
    struct route_query *q = mlg__route_query_new(&p->h);
    const struct matrix_ask ask = { .m = &p->m, .from = from.p, .to = to.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);
    struct arc_weight *swept = calloc((size_t)p->s.g.state_count, sizeof *swept);
    for (int32_t i = 0; i < count; i++) {
        const struct road_seed *s = from.seed + from.first[i];
        const int32_t s_count = from.first[i + 1] - from.first[i];
        const struct arc_weight *best = twin_search(twin, s, s_count, false, MLG_NONE);
        if (i % 8 == 0) {
            assert_int_equal(road_sweep(&p->m, ROAD_UP, s, s_count, swept, NULL), MLG_OK);
            for (int32_t v = 0; v < p->s.g.state_count; v++)
                check_msg(same(swept[v], best[v]), "seed %llu: sweep from %d differs at %d", (unsigned long long)seed,
                          i, v);
        }
        for (int32_t j = 0; j < count; j++) {
            const struct road_seed *t = to.seed + to.first[j];
            const int32_t t_count = to.first[j + 1] - to.first[j];
            struct arc_weight least = mlg__no_way();
            for (int32_t k = 0; k < t_count; k++) {
                const struct arc_weight w = mlg__weight_add(best[t[k].state], t[k].offset);
                if (mlg__weight_compare(w, least) < 0) least = w;
            }
            const struct arc_weight entry = leg[(ptrdiff_t)i * count + j];
            check_msg(same(entry, least), "seed %llu: entry %d,%d is %u %u %d %d, the twin says %u %u %d %d",
                      (unsigned long long)seed, i, j, entry.t_ms, entry.d_dm, entry.ea, entry.eb, least.t_ms,
                      least.d_dm, least.ea, least.eb);
            struct road_path path;
            assert_int_equal(mlg__road_route(q, &p->m, s, s_count, t, t_count, &path, NULL), MLG_OK);
            check_msg(same(path.weight, entry), "seed %llu: route %d,%d is not the entry", (unsigned long long)seed, i,
                      j);
            if (entry.t_ms < MLG_ROAD_INF) check_path(p, &path, s, t, seed);
        }
    }
    for (int32_t j = 0; j < count; j += 8) {
        const struct road_seed *t = to.seed + to.first[j];
        const int32_t t_count = to.first[j + 1] - to.first[j];
        assert_int_equal(road_sweep(&p->m, ROAD_DOWN, t, t_count, swept, NULL), MLG_OK);
        const struct arc_weight *best = twin_search(twin, t, t_count, true, MLG_NONE);
        for (int32_t v = 0; v < p->s.g.state_count; v++) assert_true(same(swept[v], best[v]));
    }
    free(swept);
    free(leg);
    mlg__route_query_free(q);
    twin_free(twin);
    free_points(&from);
    free_points(&to);
}

static void graphs_equal_the_twin(struct rng *rng, uint64_t seed)
{
    static const int32_t most[ROADS_SHAPES] = {
        [ROADS_PLANAR] = 300, [ROADS_GRID] = 300, [ROADS_TREE] = 300, [ROADS_MULTI] = 60,
        [ROADS_PIECES] = 200, [ROADS_STAR] = 200, [ROADS_PATH] = 300, [ROADS_CLIQUE] = 70
    };
    const enum road_shape shape = (enum road_shape)(seed % ROADS_SHAPES);
    struct prepared p = { 0 };
    road_set_random(&p.s, shape, 1 + rng_below(rng, most[shape]), rng);
    prepare(&p, 1);
    const char *broken = hierarchy_broken(&p.h);
    check_msg(!broken, "seed %llu: %s", (unsigned long long)seed, broken);
    broken = metric_broken(&p.m, &p.s.g);
    check_msg(!broken, "seed %llu: %s", (unsigned long long)seed, broken);
    compare_all(&p, 40, rng, seed);
    forget(&p);
}

static void test_graphs(void **state)
{
    (void)state;
    for_seeds(1, 64, graphs_equal_the_twin);
}

/* All pairs of states, one seed each without offset. */
static void all_pairs(struct rng *rng, uint64_t seed)
{
    struct prepared p = { 0 };
    road_set_random(&p.s, (enum road_shape)(seed % ROADS_SHAPES), 20 + rng_below(rng, 80), rng);
    prepare(&p, 1);
    const int32_t n = p.s.g.state_count;
    struct points all = { { 0 }, calloc((size_t)n + 1, sizeof(int32_t)), calloc((size_t)n, sizeof(struct road_seed)) };
    for (int32_t v = 0; v < n; v++) all.first[v + 1] = v + 1, all.seed[v].state = v;
    all.p = (struct road_points) { n, all.first, all.seed };
    const struct matrix_ask ask = { .m = &p.m, .from = all.p, .to = all.p, .thread_count = 1 };
    struct arc_weight *leg = matrix_of(&ask);
    struct twin *twin = twin_new(&p.s.g, p.s.weight);
    for (int32_t u = 0; u < n; u++) {
        const struct arc_weight *best = twin_search(twin, &all.seed[u], 1, false, MLG_NONE);
        for (int32_t v = 0; v < n; v++) assert_true(same(best[v], leg[(ptrdiff_t)u * n + v]));
    }
    /* Triangles hold in time. */
    for (int k = 0; k < 2000; k++) {
        const int32_t a = rng_below(rng, n), b = rng_below(rng, n), c = rng_below(rng, n);
        const uint64_t ab = leg[(ptrdiff_t)a * n + b].t_ms, bc = leg[(ptrdiff_t)b * n + c].t_ms;
        assert_true(leg[(ptrdiff_t)a * n + c].t_ms <= ab + bc);
    }
    twin_free(twin);
    free(leg);
    free_points(&all);
    forget(&p);
}

static void test_all_pairs(void **state)
{
    (void)state;
    for_seeds(100, 24, all_pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_graphs), cmocka_unit_test(test_all_pairs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
