/* test_siting_contradiction.c — what is called a contradiction is one: never where the search finds a plan, and a floor
 * under a budget never where some choice of all paths, tried one by one, keeps both. */
#include <math.h>

#include "siting/contradiction.h"
#include "siting/drive.h"
#include "support/siting_twin.h"
#include "support/test.h"

static struct { int cases, plans, proven, money, cheaper; } seen;

static int32_t proofs(const struct mlg_network *n, struct contradiction **list)
{
    int32_t count;
    assert_int_equal(mlg__contradictions(n, list, &count, NULL), MLG_OK);
    return count;
}

static void search_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2),
                                    rng_below(rng, 2), rng_below(rng, 2), false };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    const struct search_options o = { .gap = 0.001, .threads = 1, .seed = seed };
    struct control control = { .end_s = INFINITY, .iteration_limit = 40 };
    struct search *search = NULL;
    struct contradiction *list;
    const int32_t count = proofs(n, &list);
    assert_int_equal(mlg__search(n, &o, &control, NULL, &search, NULL), MLG_OK);
    check_msg(!search->found || count == 0, "seed %llu: kind %d \"proven\" against a plan", (unsigned long long)seed,
              list[0].kind);
    check_msg(search->found || search->attempt.made, "seed %llu: neither plan nor attempt", (unsigned long long)seed);
    seen.cases++;
    seen.plans += search->found;
    seen.proven += count > 0;
    mlg__free(list);
    mlg__siting_search_free(search);
    mlg_network_free(n);
}

static void test_no_proof_against_a_plan(void **state)
{
    (void)state;
    for_seeds(1, 400, search_case);
    print_message("%d networks, %d with a plan, %d of the others proven to have none\n", seen.cases, seen.plans, seen.proven);
    assert_true(getenv("MAILLAGE_TEST_SEED") || (seen.plans > 50 && 5 * seen.proven > seen.cases - seen.plans));
}

/* -- floors under budgets, by trying every path of every site -- */

struct trial {
    const struct mlg_network *n;
    const struct common_row *floor_row;
    int32_t last;       /* capital counts until this period */
    double least;       /* capital of the cheapest choice that gains enough */
};

/* Units that have a lane from the site; promised: inside the promise. No lane is left out here. */
static int64_t volume_from(const struct mlg_network *n, int32_t s, int32_t t, bool promised)
{
    int64_t sum = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        bool served = !promised;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
            served |= n->lanes[i].end == s && lane_in(&n->lanes[i], t);
        if (served) sum += volume_at(n, row, t);
    }
    return sum;
}

static double gain_of(const struct trial *x, int32_t s, int32_t k)
{
    const struct common_row *r = x->floor_row;
    const double flow =
        k ? (double)min64(capacity_at(x->n, s, r->period, k), volume_from(x->n, s, r->period, r->kind == ROW_COVER)) : 0;
    if (r->kind == ROW_COVER) return flow;
    return (double)mlg__row_node(x->n, r, s, r->period, k) + (double)mlg__row_unit(x->n, r, s, r->period, k) * flow;
}

static void try_site(struct trial *x, int32_t s, int32_t t, int32_t from, double capital, double gained)
{
    const struct mlg_network *n = x->n;
    if (s == n->site_count) {
        if (gained >= (double)x->floor_row->limit) x->least = fmin(x->least, capital);
        return;
    }
    if (t == n->period_count) {
        try_site(x, s + 1, 0, s + 1 < n->site_count ? n->site_today[s + 1] : 0, capital, gained);
        return;
    }
    for (int32_t k = 0; k < n->site_states[s]; k++) {
        const struct arc *arc = arc_at(n, s, t, from, k);
        if (!node_at(n, s, t, k)->allowed || !arc->allowed) continue;
        try_site(x, s, t + 1, k, capital + (t <= x->last ? (double)arc->capital_cents : 0),
                 gained + (t == x->floor_row->period ? gain_of(x, s, k) : 0));
    }
}

static void money_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = true, .cover = rng_below(rng, 2), .jobs = true };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind == ROW_BUDGET) n->commons[r].limit = n->commons[r].limit / 4;
    struct contradiction *list;
    const int32_t count = proofs(n, &list);
    for (int32_t i = 0; i < count; i++) {
        if (list[i].kind != NO_MONEY) continue;
        struct trial x = { n, &n->commons[list[i].row], list[i].period, INFINITY };
        try_site(&x, 0, 0, n->site_today[0], 0, 0);
        seen.money++;
        seen.cheaper += x.least < 2 * list[i].best + 1;
        check_msg(list[i].best <= x.least + 1 && x.least > list[i].limit, "seed %llu: needs %g, some choice %g, limit %g",
                  (unsigned long long)seed, list[i].best, x.least, list[i].limit);
    }
    mlg__free(list);
    mlg_network_free(n);
}

static void test_money_needed_is_never_overstated(void **state)
{
    (void)state;
    for_seeds(5001, 300, money_case);
    print_message("%d budgets too small; in %d the cheapest choice costs less than twice the proof\n", seen.money,
                  seen.cheaper);
    assert_true(getenv("MAILLAGE_TEST_SEED") || seen.money > 5);
}

static bool proofs_end(void *user)
{
    struct contradiction *list;
    int32_t count;
    const mlg_status status = mlg__contradictions(user, &list, &count, NULL);
    assert_true(status == MLG_OK || (status == MLG_NO_MEMORY && !list && !count));
    mlg__free(list);
    return status == MLG_OK;
}

static void test_no_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(7, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { true, true, true, true, true, false, false }, NULL);
    for (int32_t r = 0; r < n->common_count; r++) n->commons[r].limit = n->commons[r].at_least ? INT64_C(1) << 50 : -1;
    assert_true(for_each_failed_allocation(proofs_end, n) > 2);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_proof_against_a_plan),
        cmocka_unit_test(test_money_needed_is_never_overstated),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
