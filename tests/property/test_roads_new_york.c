/* New York, 264,346 states: routes and matrix entries equal Dijkstra's, near and far. */
#include "roads/path.h"
#include "support/prepared_roads.h"
#include "support/twin_dijkstra.h"

enum { SOURCES = 20, FAR = 100, NEAR = 10, NEAR_SPAN = 300 };

static void test_pairs(void **state)
{
    (void)state;
    struct prepared p = { 0 };
    if (!road_set_new_york(&p.s)) skip();
    assert_int_equal(p.s.g.state_count, 264346);
    assert_int_equal(p.s.g.arc_count, 733846);
    prepare(&p, 2);
    struct rng rng = rng_seeded(1, 0);
    struct twin *twin = twin_new(&p.s.g, p.s.weight);
    struct route_query *q = mlg__route_query_new(&p.h);
    for (int i = 0; i < SOURCES; i++) {
        int32_t first[FAR + NEAR + 1];
        struct road_seed from = { rng_below(&rng, p.s.g.state_count), { 0 } }, to[FAR + NEAR] = { { 0 } };
        const int32_t nothing[] = { 0, 1 };
        for (int k = 0; k <= FAR + NEAR; k++) first[k] = k;
        for (int k = 0; k < FAR + NEAR; k++) {
            to[k].state =
                k < FAR ? rng_below(&rng, p.s.g.state_count) : from.state + rng_below(&rng, NEAR_SPAN) - NEAR_SPAN / 2;
            if (to[k].state < 0 || to[k].state >= p.s.g.state_count) to[k].state = from.state;
        }
        const struct matrix_ask ask = {
            .m = &p.m, .from = { 1, nothing, &from }, .to = { FAR + NEAR, first, to }, .thread_count = 1
        };
        struct arc_weight *leg = matrix_of(&ask);
        const struct arc_weight *best = twin_search(twin, &from, 1, false, MLG_NONE);
        for (int k = 0; k < FAR + NEAR; k++) {
            struct road_path path;
            struct arc_weight sum = { 0 };
            assert_int_equal(mlg__road_route(q, &p.m, &from, 1, &to[k], 1, &path, NULL), MLG_OK);
            int32_t at = from.state;
            for (int32_t a = 0; a < path.arc_count; a++) {
                assert_int_equal(p.s.tail[path.arc[a]], at);
                at = p.s.head[path.arc[a]];
                sum = add_offset(sum, p.s.weight[path.arc[a]]);
            }
            assert_int_equal(at, to[k].state);
            assert_true(same(sum, best[at]) && same(leg[k], best[at]) && same(path.weight, best[at]));
        }
        free(leg);
    }
    mlg__route_query_free(q);
    twin_free(twin);
    forget(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pairs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
