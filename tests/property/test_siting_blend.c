/* test_siting_blend.c — flows under limits: whole flows from shares, the small linear program against its exact twin, memory
 * that fails anywhere. That the blend is the optimum: test_siting_brute.c. */
#include <math.h>

#include "siting/settle.h"
#include "siting/simplex.h"
#include "support/exact_lp.h"
#include "support/siting_search.h"
#include "support/siting_twin.h"

enum { SHARES = 4 };

/* -- settle -- */

static int64_t units_of(const struct flow *flows, int32_t count, int32_t row, int32_t lane)
{
    for (int32_t i = 0; i < count; i++)
        if (flows[i].row == row && flows[i].lane == lane) return flows[i].units;
    return 0;
}

/* One of the two whole numbers round sum / SHARE_ONE. */
static void check_neighbour(int64_t units, int64_t sum, uint64_t seed, const char *what, int32_t which)
{
    check_msg(units == sum / SHARE_ONE || (sum % SHARE_ONE && units == sum / SHARE_ONE + 1), "seed %llu: %s %d is %lld, not %.6f",
              (unsigned long long)seed, what, which, (long long)units, (double)sum / (double)SHARE_ONE);
}

static void open_some(struct design *d, struct rng *rng)
{
    const struct mlg_network *n = d->net;
    mlg__design_rest(d);
    for (int32_t s = 0; s < n->site_count; s++) {
        int8_t path[MLG_PERIODS_MAX];
        for (int32_t t = 0; t < n->period_count; t++) path[t] = (int8_t)rng_below(rng, n->site_states[s]);
        if (mlg__design_allows(d, s, path)) mlg__design_set_unassigned(d, s, path);
    }
}

static void check_settled(const struct design *d, int32_t t, const struct share *shares, int32_t count, const struct flow *flows,
                          int32_t flow_count, uint64_t seed)
{
    const struct mlg_network *n = d->net;
    for (int32_t row = 0; row < n->row_count; row++) {
        int64_t served = 0;
        for (int32_t i = n->row_first[row] - 1; i < n->row_first[row + 1]; i++) {
            const int32_t lane = i < n->row_first[row] ? MLG_NONE : i;
            int64_t sum = 0;
            for (int32_t k = 0; k < count; k++) sum += shares[k].weight * units_of(shares[k].flows, shares[k].count, row, lane);
            served += units_of(flows, flow_count, row, lane);
            check_neighbour(units_of(flows, flow_count, row, lane), sum, seed, "lane", lane);
        }
        assert_int_equal(served, volume_at(n, row, t));
    }
    for (int32_t s = 0; s < n->site_count; s++) {
        int64_t load = 0, sum = 0;
        for (int32_t i = 0; i < flow_count; i++)
            if (flows[i].lane != MLG_NONE && n->lanes[flows[i].lane].end == s) load += flows[i].units;
        for (int32_t k = 0; k < count; k++)
            for (int32_t i = 0; i < shares[k].count; i++)
                if (shares[k].flows[i].lane != MLG_NONE && n->lanes[shares[k].flows[i].lane].end == s)
                    sum += shares[k].weight * shares[k].flows[i].units;
        check_neighbour(load, sum, seed, "load", s);
    }
}

static void settle_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, (struct tiny_rows) { .cover = true, .co2 = true, .jobs = true }, NULL);
    struct design *d;
    assert_int_equal(mlg__design_new(n, 1, &d, NULL), MLG_OK);
    open_some(d, rng);
    for (int32_t t = 0; t < n->period_count; t++) {
        struct flow_list lists[SHARES] = { 0 };
        struct flow *flows = NULL;
        struct share shares[SHARES];
        int64_t rest = SHARE_ONE;
        int32_t flow_count = 0;
        for (int32_t k = 0; k < SHARES; k++) {
            for (int32_t r = 0; r < n->common_count; r++) d->row_price[r] = rng_below(rng, 1000) * 1e-3 * (k + 1);
            mlg__design_start(d, NULL);
            assert_true(mlg__assignment_flows(d->periods[t], &lists[k]));
            const int64_t weight = k + 1 < SHARES ? rng_below(rng, (int32_t)rest) : rest;
            shares[k] = (struct share) { lists[k].flow, lists[k].count, weight };
            rest -= weight;
        }
        assert_true(mlg__settle(d, t, shares, SHARES, &flows, &flow_count));
        check_settled(d, t, shares, SHARES, flows, flow_count, seed);
        mlg__free(flows);
        for (int32_t k = 0; k < SHARES; k++) mlg__free(lists[k].flow);
    }
    mlg__design_free(d);
    mlg_network_free(n);
}

static void test_settle(void **state)
{
    (void)state;
    for_seeds(1, 2000, settle_case);
}

/* -- simplex -- */

/* Rows "at most" with a right side >= 0, so that slacks are a feasible basis; costs of both signs, columns bounded by a last row. */
static void simplex_case(struct rng *rng, uint64_t seed)
{
    static struct lp exact;
    enum { ROWS = 8, COLUMNS = 20 };
    double a[(COLUMNS + ROWS) * ROWS] = { 0 }, right[ROWS], cost[COLUMNS + ROWS] = { 0 }, value[ROWS], price[ROWS], inverse[2 * ROWS * ROWS];
    int32_t basis[ROWS];
    const int32_t rows = 1 + rng_below(rng, ROWS), columns = 1 + rng_below(rng, COLUMNS);
    exact = (struct lp) { .rows = rows, .columns = columns };
    for (int32_t r = 0; r < rows; r++) {
        right[r] = rng_below(rng, 4) ? 1 + rng_below(rng, 50) : 0;
        exact.right[r] = right[r];
        exact.sense[r] = LP_MOST;
        basis[r] = columns + r;
        a[(columns + r) * rows + r] = 1;
    }
    for (int32_t c = 0; c < columns; c++) {
        cost[c] = rng_below(rng, 41) - 25;
        exact.cost[c] = cost[c];
        for (int32_t r = 0; r < rows; r++) {
            const double x = r == rows - 1 ? 1 : rng_below(rng, 3) ? 0 : rng_below(rng, 15) - 4;
            a[c * rows + r] = x;
            exact.a[r][c] = x;
        }
    }
    struct simplex lp = { .rows = rows, .columns = columns + rows, .a = a, .right = right, .cost = cost, .tolerance = 1e-9,
                          .basis = basis, .value = value, .price = price, .inverse = inverse };
    long double best;
    double sum = 0;
    assert_true(lp_solve(&exact, &best));
    check_msg(mlg__simplex(&lp), "seed %llu: no optimum", (unsigned long long)seed);
    for (int32_t r = 0; r < rows; r++) sum += cost[basis[r]] * value[r];
    check_msg(fabs(sum - (double)best) <= 1e-6, "seed %llu: %g, optimum %Lg", (unsigned long long)seed, sum, best);
}

static void test_simplex(void **state)
{
    (void)state;
    for_seeds(1, 3000, simplex_case);
}

/* -- memory -- */

static bool search_limited(void *user) { return search_survives(user, 40); }

static void test_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { .cover = true, .co2 = true, .jobs = true }, NULL);
    for_each_failed_allocation(search_limited, n);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_settle), cmocka_unit_test(test_simplex), cmocka_unit_test(test_memory) };
    return cmocka_run_group_tests_name("siting blend", tests, NULL, NULL);
}
