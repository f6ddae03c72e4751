/* Every allocation of the road engine's search side fails once: the answer is MLG_NO_MEMORY, nothing leaks. */
#include "roads/path.h"
#include "support/road_sweep.h"
#include "support/prepared_roads.h"

struct run {
    struct road_set s;
    int64_t failed;
    int32_t *order;
};

static mlg_flow nothing(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    (void)user, (void)row, (void)count, (void)legs;
    return MLG_CONTINUE;
}

/* All of it, stopping at the first error. */
static mlg_status everything(struct run *r)
{
    struct hierarchy h = { 0 }, again = { 0 };
    struct metric m = { 0 };
    const int32_t first[] = { 0, 2, 3 }, arc = 0;
    const struct road_seed seed[] = { { 3, { 1, 1, 1, 1 } }, { 700, { 2, 2, 2, 2 } }, { 50, { 0 } } };
    struct near_point near[4];
    struct road_path path;
    struct arc_weight *reached = calloc((size_t)r->s.g.state_count, sizeof *reached);
    struct route_query *q = NULL;
    mlg_status status = mlg__road_order(&r->s.g, 1, r->order, NULL);
    if (!status) status = mlg__hierarchy_make(&r->s.g, r->order, &h, NULL);
    if (!status) status = mlg__hierarchy_of(&r->s.g, h.state, h.up_first, h.up_head, h.up_count, &again, NULL);
    if (!status) status = mlg__metric_make(&h, r->s.weight, 1, &m, NULL);
    if (!status) status = mlg__metric_update(&m, &r->s.g, &arc, 1, NULL);
    struct matrix_ask ask = { .m = &m, .from = { 2, first, seed }, .to = { 2, first, seed }, .thread_count = 1 };
    if (!status) status = mlg__road_matrix(&ask, nothing, NULL, NULL);
    ask.label_budget_bytes = 1;
    if (!status) status = mlg__road_matrix(&ask, nothing, NULL, NULL);
    if (!status) status = mlg__road_nearest(&ask, 2, false, near, NULL);
    if (!status) status = road_sweep(&m, ROAD_UP, seed, 2, reached, NULL);
    if (!status && !(q = mlg__route_query_new(&h))) status = MLG_NO_MEMORY;
    if (!status) status = mlg__road_route(q, &m, seed, 2, seed + 2, 1, &path, NULL);
    mlg__route_query_free(q);
    mlg__metric_free(&m);
    mlg__hierarchy_free(&again);
    mlg__hierarchy_free(&h);
    free(reached);
    return status;
}

static bool settled(void *user)
{
    struct run *r = user;
    const mlg_status status = everything(r);
    const bool met_failure = mlg__memory_fail_at(0) >= ++r->failed;
    assert_int_equal(status, met_failure ? MLG_NO_MEMORY : MLG_OK);
    return !met_failure;
}

static void test_every_allocation(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(2, 0);
    struct run r = { .failed = 0 };
    road_set_random(&r.s, ROADS_GRID, 900, &rng);
    r.order = malloc((size_t)r.s.g.state_count * sizeof *r.order);
    assert_in_range(for_each_failed_allocation(settled, &r), 50, 100000);
    free(r.order);
    road_set_free(&r.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_allocation) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
