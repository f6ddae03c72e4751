/* test_siting_ufl.c — networks whose capacities never bind: gains against costs from scratch, walks, prices and what they
 * fix against enumeration, the whole search, covering problems by work count. */
#include <math.h>

#include "siting/location.h"
#include "siting/ufl_dual.h"
#include "siting/walk.h"
#include "support/location_gen.h"

enum { SITES = 7, CLIENTS = 9 };

/* Demands above 1 are weights; some sets limit the number of sites, miss lanes, let clients be left out. */
static mlg_location *any_location(struct rng *rng)
{
    const int32_t sites = 2 + rng_below(rng, SITES - 1), clients = 1 + rng_below(rng, CLIENTS);
    const bool sparse = rng_below(rng, 2), left_out = rng_below(rng, 3) == 0, same = rng_below(rng, 3) == 0;
    mlg_location *l = location_new(sites, 0, 1, clients);
    l->open_most = rng_below(rng, 2) ? 1 + rng_below(rng, sites) : 0;
    for (int32_t s = 0; s < sites; s++) {
        l->sites.fixed[s] = l->open_most && rng_below(rng, 2) ? 0 : same ? 3000 : rng_below(rng, 5000);
        l->sites.capacity[s] = LOCATION_UNLIMITED;
    }
    for (int32_t c = 0; c < clients; c++) {
        l->demand[c] = 1 + rng_below(rng, 3) * rng_below(rng, 20);
        l->left_out[c] = left_out ? rng_below(rng, 4000) : LOCATION_UNLIMITED;
        l->first[c + 1] = l->first[c];
        for (int32_t s = 0; s < sites; s++)
            if (!sparse || rng_below(rng, 3))
                l->lanes[l->first[c + 1]++] = (struct location_lane) { same ? rng_below(rng, 5) : rng_below(rng, 3000), s };
    }
    return l;
}

struct fixture { mlg_location *l; mlg_network *n; struct ufl *u; int64_t step; };

static struct fixture fixture_new(struct rng *rng)
{
    struct fixture f = { .l = any_location(rng) };
    assert_int_equal(mlg__network_of_location(f.l, &f.n, &f.step, NULL), MLG_OK);
    assert_int_equal(mlg__ufl_new(f.n, &f.u, NULL), MLG_OK);
    assert_non_null(f.u);
    return f;
}

static void fixture_free(struct fixture *f)
{
    mlg__ufl_free(f->u);
    mlg_network_free(f->n);
    mlg_location_free(f->l);
}

static int32_t read_set(const struct ufl *u, int32_t set, bool *open)
{
    int32_t count = 0;
    for (int32_t s = 0; s < u->site_count; s++) count += open[s] = set >> s & 1;
    return count;
}

/* Slow twin of a set's cost: with these prices of leaving rows out. */
static int64_t set_cost(const struct ufl *u, const bool *open, const int64_t *left_out)
{
    int64_t cost = 0;
    for (int32_t s = 0; s < u->site_count; s++) cost += open[s] ? u->fixed[s] : 0;
    for (int32_t row = 0; row < u->row_count; row++) {
        int64_t best = left_out[row];
        for (int32_t i = u->net->row_first[row]; i < u->net->row_first[row + 1]; i++)
            if (open[u->lanes[i].end]) best = min64(best, u->lanes[i].cost);
        cost += best;
    }
    return cost;
}

/* -- gains -- */

static void gains_case(struct rng *rng, uint64_t seed)
{
    struct fixture f = fixture_new(rng);
    struct swapper *s;
    struct control control = { .end_s = INFINITY };
    bool open[SITES], other[SITES];
    assert_int_equal(mlg__swapper_new(f.u, &s, NULL), MLG_OK);
    read_set(f.u, rng_below(rng, 1 << f.u->site_count), open);
    for (int32_t i = 0, count = 0; i < f.u->site_count; i++) open[i] &= count < f.u->open_most, count += open[i];
    mlg__swap_start(s, open);
    for (int change = 0; change < 20; change++) {
        const int64_t cost = set_cost(f.u, s->open, s->left_out);
        check_msg(s->cost == cost, "seed %llu change %d: cost", (unsigned long long)seed, change);
        for (int32_t i = MLG_NONE; i < f.u->site_count; i++)
            for (int32_t j = MLG_NONE; j < f.u->site_count; j++) {
                if ((i != MLG_NONE && s->open[i]) || (j != MLG_NONE && !s->open[j])) continue;
                memcpy(other, s->open, sizeof other);
                if (i != MLG_NONE) other[i] = true;
                if (j != MLG_NONE) other[j] = false;
                check_msg(mlg__swap_gain(s, i, j) == cost - set_cost(f.u, other, s->left_out),
                          "seed %llu change %d: gain of %d, %d", (unsigned long long)seed, change, i, j);
            }
        const int32_t i = rng_below(rng, f.u->site_count), row = rng_below(rng, f.u->row_count);
        if (rng_below(rng, 3) == 0)
            mlg__swap_price_row(s, row, (int64_t)(rng_unit(rng) * (double)min64(f.u->left_out[row], INT64_C(1) << 50)));
        mlg__swap_list(s);
        const int32_t out = s->open_count > 0 ? s->open_list[rng_below(rng, s->open_count)] : MLG_NONE;
        if (s->open[i]) mlg__swap_change(s, MLG_NONE, i);
        else if (s->open_count < f.u->open_most) mlg__swap_change(s, i, rng_below(rng, 2) ? out : MLG_NONE);
        else if (out != MLG_NONE) mlg__swap_change(s, i, out); /* full: a swap, the slot in reserve */
    }
    mlg__swap_descend(s, &control);
    for (int32_t i = MLG_NONE; i < f.u->site_count; i++)
        for (int32_t j = MLG_NONE; j < f.u->site_count; j++) {
            if ((i != MLG_NONE && s->open[i]) || (j != MLG_NONE && !s->open[j])) continue;
            if (j == MLG_NONE && s->open_count == f.u->open_most) continue;
            check_msg(mlg__swap_gain(s, i, j) <= 0, "seed %llu: %d, %d gain", (unsigned long long)seed, i, j);
        }
    mlg__swapper_free(s);
    fixture_free(&f);
}

static void test_gains(void **state)
{
    (void)state;
    for_seeds(1, 1500, gains_case);
}

/* -- optima by enumeration: all sets, or those that agree with the states of sites -- */

static int64_t least_cost(const struct ufl *u, const int8_t *state, bool *best)
{
    int64_t least = INT64_MAX;
    bool open[SITES];
    for (int32_t set = 0; set < 1 << u->site_count; set++) {
        bool agrees = read_set(u, set, open) <= u->open_most;
        for (int32_t s = 0; state && s < u->site_count; s++)
            agrees &= state[s] == SITE_FREE || (state[s] == SITE_OPEN) == open[s];
        const int64_t cost = agrees ? mlg__ufl_cost(u, open) : INT64_MAX;
        if (cost >= least) continue;
        least = cost;
        if (best) memcpy(best, open, sizeof open);
    }
    return least;
}

static struct { int walks, best; } walked;

static void walk_case(struct rng *rng, uint64_t seed)
{
    struct fixture f = fixture_new(rng);
    struct swapper *s;
    struct walker *w;
    struct control control = { .end_s = INFINITY };
    const bool none[SITES] = { false };
    assert_int_equal(mlg__swapper_new(f.u, &s, NULL), MLG_OK);
    assert_int_equal(mlg__walker_new(s, &w, NULL), MLG_OK);
    mlg__walk(w, none, rng_below(rng, 4) ? f.u->open_most : rng_below(rng, f.u->open_most), 60, rng, &control);
    const int64_t least = least_cost(f.u, NULL, NULL);
    check_msg(w->best_cost == mlg__ufl_cost(f.u, w->best), "seed %llu: the walk's cost", (unsigned long long)seed);
    int32_t count = 0;
    for (int32_t i = 0; i < f.u->site_count; i++) count += w->best[i];
    check_msg(count <= f.u->open_most, "seed %llu: too many sites", (unsigned long long)seed);
    walked.walks++;
    walked.best += w->best_cost == least;
    mlg__walker_free(w);
    mlg__swapper_free(s);
    fixture_free(&f);
}

static void test_walk(void **state)
{
    (void)state;
    for_seeds(1, 1000, walk_case);
    print_message("%d of %d walks met the optimum\n", walked.best, walked.walks);
    check_msg(walked.best * 100 >= walked.walks * 97, "%d of %d", walked.best, walked.walks);
}

/* -- prices -- */

static void dual_case(struct rng *rng, uint64_t seed)
{
    struct fixture f = fixture_new(rng);
    const struct ufl *u = f.u;
    struct ufl_dual *d;
    bool best[SITES] = { false };
    int8_t asked[SITES];
    int32_t open = 0;
    assert_int_equal(mlg__ufl_dual_new(u, &d, NULL), MLG_OK);
    for (int32_t s = 0; s < u->site_count; s++) {
        asked[s] = (int8_t)(rng_below(rng, 4) == 0 ? 1 + rng_below(rng, 2) : SITE_FREE);
        if (asked[s] == SITE_OPEN && ++open > u->open_most) asked[s] = SITE_SHUT;
        d->state[s] = asked[s];
    }
    for (int32_t r = 0; r < u->row_count; r++)
        d->best[r] = (int64_t)(rng_unit(rng) * (double)min64(u->clip[r], INT64_C(1) << (20 + rng_below(rng, 32))));
    const int64_t least = least_cost(u, asked, best), useless = least + rng_below(rng, 1 << 20) + 1;
    mlg__ufl_dual_enter(d, 1);
    for (int i = 0; i < 60; i++) {
        check_msg(d->bound <= least && d->best_bound <= least, "seed %llu step %d: bound above the optimum",
                  (unsigned long long)seed, i);
        for (int32_t k = 0; k < d->free_count; k++) {
            const int32_t s = d->free[k];
            int8_t one[SITES];
            memcpy(one, asked, sizeof one);
            one[s] = SITE_SHUT;
            check_msg(min64(useless, mlg__ufl_dual_if_shut(d, s)) <= least_cost(u, one, NULL), "seed %llu step %d: shut %d",
                      (unsigned long long)seed, i, s);
            one[s] = SITE_OPEN;
            check_msg(min64(useless, mlg__ufl_dual_if_open(d, s)) <= least_cost(u, one, NULL), "seed %llu step %d: open %d",
                      (unsigned long long)seed, i, s);
        }
        mlg__ufl_dual_iterate(d, useless);
        mlg__ufl_dual_fix(d, useless);
        for (int32_t s = 0; s < u->site_count; s++)
            check_msg(d->state[s] == SITE_FREE || (d->state[s] == SITE_OPEN) == best[s] ||
                          least_cost(u, d->state, NULL) == least,
                      "seed %llu step %d: site %d fixed against the optimum", (unsigned long long)seed, i, s);
    }
    mlg__ufl_dual_free(d);
    fixture_free(&f);
}

static void test_dual(void **state)
{
    (void)state;
    for_seeds(1, 400, dual_case);
}

/* -- the search -- */

static mlg_location_plan *solve(const mlg_location *l, int64_t iterations, int32_t threads)
{
    mlg_network *n;
    mlg_location_plan *plan;
    struct search *search;
    struct control control = { .end_s = INFINITY, .iteration_limit = iterations };
    struct search_options options = { .threads = threads, .seed = 1 };
    assert_int_equal(mlg__network_of_location(l, &n, &options.step, NULL), MLG_OK);
    assert_int_equal(mlg__search(n, &options, &control, NULL, &search, NULL), MLG_OK);
    assert_int_equal(mlg__location_plan_of(l, n, options.step, search, threads, &plan, NULL), MLG_OK);
    mlg__siting_search_free(search);
    mlg_network_free(n);
    return plan;
}

static void search_case(struct rng *rng, uint64_t seed)
{
    struct fixture f = fixture_new(rng);
    bool best[SITES] = { false };
    least_cost(f.u, NULL, best);
    bool served = true;
    int64_t cost = 0; /* of the best set, from the file */
    for (int32_t s = 0; s < f.u->site_count; s++) cost += best[s] ? f.l->sites.fixed[s] : 0;
    for (int32_t c = 0; c < f.l->client_count; c++) {
        int64_t least = f.l->left_out[c];
        for (int64_t i = f.l->first[c]; i < f.l->first[c + 1]; i++)
            if (best[f.l->lanes[i].site] && (least == LOCATION_UNLIMITED || f.l->lanes[i].cost < least)) least = f.l->lanes[i].cost;
        if (least == LOCATION_UNLIMITED) served = false;
        else cost += least;
    }
    mlg_location_plan *plan = solve(f.l, 20000, 1);
    check_msg(plan->found == served, "seed %llu: found %d, served %d", (unsigned long long)seed, plan->found, served);
    if (served)
        check_msg(plan->cost == cost && plan->bound == cost, "seed %llu: plan %lld, bound %lld, optimum %lld",
                  (unsigned long long)seed, (long long)plan->cost, (long long)plan->bound, (long long)cost);
    mlg_location_plan_free(plan);
    fixture_free(&f);
}

static void test_search(void **state)
{
    (void)state;
    for_seeds(1, 400, search_case);
}

/* Points in a square, each a client with a weight and a site that covers what is near. */
static mlg_location *covering(uint64_t seed, int32_t points, int64_t radius, int32_t most)
{
    struct rng rng = rng_seeded(seed, 0);
    mlg_location *l = location_new(points, 0, 1, points);
    int64_t x[200], y[200];
    l->open_most = most;
    for (int32_t i = 0; i < points; i++) x[i] = rng_below(&rng, 1000), y[i] = rng_below(&rng, 1000);
    for (int32_t c = 0; c < points; c++) {
        l->sites.capacity[c] = LOCATION_UNLIMITED;
        l->demand[c] = l->left_out[c] = 1 + rng_below(&rng, 100);
        l->first[c + 1] = l->first[c];
        for (int32_t s = 0; s < points; s++)
            if ((x[c] - x[s]) * (x[c] - x[s]) + (y[c] - y[s]) * (y[c] - y[s]) <= radius * radius)
                l->lanes[l->first[c + 1]++] = (struct location_lane) { 0, s };
    }
    return l;
}

static void test_covering(void **state)
{
    (void)state;
    mlg_location *l = covering(7, 150, 130, 10);
    mlg_location_plan *one = solve(l, 20000, 1), *two = solve(l, 20000, 2);
    assert_true(one->found && two->found);
    print_message("150 points, 10 sites: %lld uncovered, at least %lld\n", (long long)one->cost, (long long)one->bound);
    check_msg(one->bound == one->cost, "plan %lld, bound %lld", (long long)one->cost, (long long)one->bound);
    assert_true(one->cost == two->cost && one->bound == two->bound);
    assert_memory_equal(one->open, two->open, sizeof *one->open * (size_t)l->sites.count);
    mlg_location_plan_free(one);
    mlg_location_plan_free(two);
    mlg_location_free(l);
}

/* Where little stays uncovered no price pays at first: the best sites, each by itself, seem to cover more than there is. */
static void test_covering_nearly_all(void **state)
{
    (void)state;
    mlg_location *l = covering(3, 200, 200, 8);
    mlg_location_plan *plan = solve(l, 300, 1);
    print_message("200 points, 8 sites: %lld uncovered, at least %lld\n", (long long)plan->cost, (long long)plan->bound);
    check_msg(plan->found && 10 * plan->bound >= 8 * plan->cost, "plan %lld, bound %lld", (long long)plan->cost, (long long)plan->bound);
    mlg_location_plan_free(plan);
    mlg_location_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gains), cmocka_unit_test(test_walk), cmocka_unit_test(test_dual), cmocka_unit_test(test_search),
        cmocka_unit_test(test_covering), cmocka_unit_test(test_covering_nearly_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
