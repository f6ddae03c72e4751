/* test_siting_laws.c — laws of the optimum on tiny networks (siting-engine 19.2, 19.3): brute force with rows on
 * flows too, more room is never worse, and money scales.
 *
 * With the states given, a period is a small linear program; it is solved here by a plain tableau, for every choice of
 * states of every site once, and all paths are added up from these values. */
#include <math.h>

#include "siting/certify.h"
#include "siting/drive.h"
#include "support/siting_twin.h"
#include "support/test.h"

enum { SITES_MOST = 5, CHOICES_MOST = 243, ROWS_MOST = 40, COLUMNS_MOST = 128, PERIODS_MOST = 2 };
static const double infeasible = 1e300, tiny = 1e-7;

/* -- a linear program: minimise cost x, every row an equality with a basis of its own, right sides not negative -- */

struct tableau {
    int rows, columns;
    double a[ROWS_MOST][COLUMNS_MOST], right[ROWS_MOST], cost[COLUMNS_MOST];
    int basis[ROWS_MOST];
    bool artificial[COLUMNS_MOST];
};

static void pivot(struct tableau *t, int row, int column)
{
    const double by = t->a[row][column];
    for (int j = 0; j < t->columns; j++) t->a[row][j] /= by;
    t->right[row] /= by;
    for (int i = 0; i < t->rows; i++) {
        const double times = t->a[i][column];
        if (i == row || times == 0) continue;
        for (int j = 0; j < t->columns; j++) t->a[i][j] -= times * t->a[row][j];
        t->right[i] = fmax(0, t->right[i] - times * t->right[row]);
    }
    t->basis[row] = column;
}

/* Bland's rule: never cycles. price [column]: of this phase. */
static double minimise(struct tableau *t, const double *price, bool may_use_artificial)
{
    for (;;) {
        int enter = -1, leave = -1;
        for (int j = 0; j < t->columns && enter < 0; j++) {
            double reduced = price[j];
            if (t->artificial[j] && !may_use_artificial) continue;
            for (int i = 0; i < t->rows; i++) reduced -= price[t->basis[i]] * t->a[i][j];
            if (reduced < -tiny) enter = j;
        }
        if (enter < 0) break;
        for (int i = 0; i < t->rows; i++) {
            if (t->a[i][enter] <= 1e-9) continue;
            const double ratio = t->right[i] / t->a[i][enter];
            const double best = leave < 0 ? INFINITY : t->right[leave] / t->a[leave][enter];
            if (ratio < best || (ratio == best && t->basis[i] < t->basis[leave])) leave = i;
        }
        assert_true(leave >= 0); /* costs are not negative: bounded */
        pivot(t, leave, enter);
    }
    double value = 0;
    for (int i = 0; i < t->rows; i++) value += price[t->basis[i]] * t->right[i];
    return value;
}

static int add_column(struct tableau *t, double cost)
{
    assert_true(t->columns < COLUMNS_MOST);
    t->cost[t->columns] = cost;
    return t->columns++;
}

/* sum <= right or >= right, with its slack and, where the slack is no basis, an artificial column. */
static void close_row(struct tableau *t, int row, double right, bool at_least)
{
    t->a[row][add_column(t, 0)] = at_least ? -1 : 1;
    t->right[row] = right;
    t->basis[row] = t->columns - 1;
    if (right < 0) {
        for (int j = 0; j < t->columns; j++) t->a[row][j] = -t->a[row][j];
        t->right[row] = -right;
        at_least = !at_least;
    }
    if (!at_least) return;
    const int column = add_column(t, 0);
    t->artificial[column] = true;
    t->a[row][column] = 1;
    t->basis[row] = column;
}

/* Flows of a period at given states: micro-euros x milli-units; `infeasible` where a row on flows cannot hold. */
static double period_optimum(const struct mlg_network *n, int32_t t, const int8_t *state)
{
    static struct tableau lp;
    lp = (struct tableau) { 0 };
    const int demand_row = 0, site_row = n->row_count;
    int lane_column[COLUMNS_MOST];
    double phase_one[COLUMNS_MOST] = { 0 };
    lp.rows = n->row_count + n->site_count;
    for (int32_t row = 0; row < n->row_count; row++) {
        const int stay = add_column(&lp, (double)n->pen_micro[row]);
        lp.a[demand_row + row][stay] = 1;
        lp.basis[demand_row + row] = stay;
        lp.right[demand_row + row] = (double)volume_at(n, row, t);
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end;
            lane_column[i] = add_column(&lp, (double)(n->lanes[i].cost_micro + node_at(n, s, t, state[s])->unit_micro));
            lp.a[demand_row + row][lane_column[i]] = 1;
            lp.a[site_row + s][lane_column[i]] = 1;
        }
    }
    for (int32_t s = 0; s < n->site_count; s++)
        close_row(&lp, site_row + s, (double)capacity_at(n, s, t, state[s]), false);
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *c = &n->commons[r];
        if (!c->on_flows || c->period != t) continue;
        double right = (double)c->limit, scale = 1;
        for (int32_t s = 0; s < n->site_count; s++) right -= (double)mlg__row_node(n, c, s, t, state[s]);
        for (int32_t row = 0; row < n->row_count; row++)
            for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
                const int32_t s = n->lanes[i].end;
                const double part =
                    (double)(row_lane(n, c, &n->lanes[i], row, t) + mlg__row_unit(n, c, s, t, state[s]));
                lp.a[lp.rows][lane_column[i]] = part;
                scale = fmax(scale, fabs(part));
            }
        for (int j = 0; j < lp.columns; j++) lp.a[lp.rows][j] /= scale;
        close_row(&lp, lp.rows++, right / scale, c->at_least);
    }
    for (int j = 0; j < lp.columns; j++) phase_one[j] = lp.artificial[j];
    if (minimise(&lp, phase_one, true) > 1e-3) return infeasible;
    return minimise(&lp, lp.cost, false);
}

/* -- the optimum over all paths -- */

struct search_all {
    const struct mlg_network *n;
    double flows[PERIODS_MOST][CHOICES_MOST], best;
    int8_t path[SITES_MOST][PERIODS_MOST];
};

static void add_up(struct search_all *x)
{
    const struct mlg_network *n = x->n;
    double cost = (double)n->constant;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        int64_t sum = 0;
        if (row->kind != ROW_BUDGET && row->kind != ROW_CONFLICT) continue;
        for (int32_t s = 0; s < n->site_count; s++)
            for (int32_t t = 0; t < n->period_count; t++) {
                const int8_t to = x->path[s][t];
                const int32_t from = t ? x->path[s][t - 1] : n->site_today[s];
                sum += mlg__row_node(n, row, s, t, to) + mlg__row_arc(n, row, t, arc_at(n, s, t, from, to));
            }
        if (sum > row->limit) return;
    }
    for (int32_t t = 0; t < n->period_count; t++) {
        int choice = 0;
        for (int32_t s = 0; s < n->site_count; s++) {
            const struct arc *arc = arc_at(n, s, t, t ? x->path[s][t - 1] : n->site_today[s], x->path[s][t]);
            if (!arc->allowed) return;
            cost += (double)arc->cost + (double)year_grains(n, t, node_at(n, s, t, x->path[s][t])->year_micro);
            choice = 3 * choice + x->path[s][t];
        }
        if (x->flows[t][choice] >= infeasible) return;
        cost += x->flows[t][choice] * (double)flow_weight(n, t);
    }
    x->best = fmin(x->best, cost);
}

static void walk(struct search_all *x, int32_t cell)
{
    const struct mlg_network *n = x->n;
    if (cell == n->site_count * n->period_count) {
        add_up(x);
        return;
    }
    for (int8_t k = 0; k < n->site_states[cell / n->period_count]; k++) {
        x->path[cell / n->period_count][cell % n->period_count] = k;
        walk(x, cell + 1);
    }
}

static double brute_optimum(const struct mlg_network *n)
{
    static struct search_all x;
    int choices = 1;
    x = (struct search_all) { .n = n, .best = infeasible };
    for (int32_t s = 0; s < n->site_count; s++) choices *= 3;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int choice = 0; choice < choices; choice++) {
            int8_t state[SITES_MOST];
            bool exists = true;
            for (int32_t s = n->site_count - 1, left = choice; s >= 0; s--, left /= 3) {
                state[s] = (int8_t)(left % 3);
                exists &= state[s] < n->site_states[s];
            }
            if (exists) x.flows[t][choice] = period_optimum(n, t, state);
        }
    walk(&x, 0);
    return x.best;
}

/* Small enough to try everything in a moment. */
static bool is_small(const struct mlg_network *n)
{
    int64_t paths = 1;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) paths *= n->site_states[s];
    return paths <= 1500;
}

static struct search *run_search(const struct mlg_network *n, int64_t iterations)
{
    struct control control = { .end_s = INFINITY, .iteration_limit = iterations };
    const struct search_options options = { .gap = 0, .threads = 1, .seed = 1 };
    struct search *search = NULL;
    assert_int_equal(mlg__search(n, &options, &control, NULL, &search, NULL), MLG_OK);
    return search;
}

/* -- brute force with rows of every kind: bound <= optimum <= plan; no optimum, no plan -- */

static struct { int cases, possible, found, exact; double above; } seen;

static double slack(double value) { return 1e-9 * fabs(value) + (double)GRAINS_PER_QUANTUM; }

static void brute_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { rng_below(rng, 3) == 0, rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2),
                                    rng_below(rng, 3) == 0, false, false };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    if (is_small(n)) {
        struct search *x = run_search(n, 60);
        const double best = brute_optimum(n), bound = (double)x->bound * (double)GRAINS_PER_QUANTUM;
        seen.cases++;
        if (best < infeasible) {
            seen.possible++;
            check_msg(bound <= best + slack(best), "seed %llu: bound %.17g above the optimum %.17g",
                      (unsigned long long)seed, bound, best);
        }
        if (x->found) {
            check_msg(best < infeasible, "seed %llu: a plan where none exists", (unsigned long long)seed);
            check_msg((double)x->cost >= best - slack(best), "seed %llu: plan %.17g below the optimum %.17g",
                      (unsigned long long)seed, (double)x->cost, best);
            seen.found++;
            seen.exact += (double)x->cost <= best + 1e-6 * fabs(best);
            seen.above += ((double)x->cost - best) / best;
        }
        mlg__siting_search_free(x);
    }
    mlg_network_free(n);
}

static void test_brute_force(void **state)
{
    (void)state;
    for_seeds(1, 150, brute_case);
    print_message("%d cases, %d have a plan, %d found, %d of these optimal, %.3f %% above on average\n", seen.cases,
                  seen.possible, seen.found, seen.exact, 100 * seen.above / seen.found);
    if (getenv("MAILLAGE_TEST_SEED")) return;
    assert_true(seen.possible > 20);
    check_msg(seen.found * 10 >= seen.possible * 8, "%d found of %d", seen.found, seen.possible);
}

/* The tableau agrees with min-cost flow where no row is on flows. */
static void tableau_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n =
        mlg__tiny_network(rng, (struct tiny_rows) { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2) }, NULL);
    if (is_small(n)) {
        const double flow = (double)mlg__twin_optimum(n), plain = brute_optimum(n);
        if (flow < 1e36)
            check_msg(fabs(flow - plain) <= slack(flow), "seed %llu: %.17g and %.17g", (unsigned long long)seed, flow,
                      plain);
        else assert_true(plain >= infeasible);
    }
    mlg_network_free(n);
}

static void test_tableau(void **state)
{
    (void)state;
    for_seeds(1, 60, tableau_case);
}

/* -- more room is never worse; nor may the engine contradict it -- */

static void room_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { true, rng_below(rng, 2), rng_below(rng, 2), false, false, false, false };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    if (is_small(n)) {
        struct search *tight = run_search(n, 40);
        const double before = brute_optimum(n);
        const int32_t what = rng_below(rng, 2);
        for (int32_t r = 0; r < n->common_count; r++)
            if (what == 0 && n->commons[r].kind == ROW_BUDGET) n->commons[r].limit += rng_below(rng, 2000);
        for (int32_t i = 0; what == 1 && i < n->site_count * n->state_max; i++)
            if (n->capacity[i] > 0) n->capacity[i] += rng_below(rng, 4000);
        struct search *loose = run_search(n, 40);
        const double after = brute_optimum(n);
        check_msg(after <= before + slack(before), "seed %llu: more %s is dearer", (unsigned long long)seed,
                  what ? "capacity" : "budget");
        if (tight->found)
            check_msg((double)loose->bound * (double)GRAINS_PER_QUANTUM <=
                          (double)tight->cost + slack((double)tight->cost),
                      "seed %llu: with more room the bound passes the old plan", (unsigned long long)seed);
        mlg__siting_search_free(tight);
        mlg__siting_search_free(loose);
    }
    mlg_network_free(n);
}

static void test_more_room(void **state)
{
    (void)state;
    for_seeds(1, 80, room_case);
}

/* -- money in another currency: everything scales -- */

static void scale_money(struct mlg_network *n, int32_t by)
{
    for (int32_t row = 0; row < n->row_count; row++) n->pen_micro[row] *= by;
    for (int32_t i = 0; i < n->lane_count; i++) n->lanes[i].cost_micro *= by, n->site_lanes[i].cost_micro *= by;
    for (int32_t i = 0; i < n->row_count * n->period_count; i++) {
        if (n->cbar_in[i] != CBAR_NONE) n->cbar_in[i] *= by;
        if (n->cbar_out[i] != CBAR_NONE) n->cbar_out[i] *= by;
    }
    const int32_t nodes = n->site_count * n->period_count * n->state_max;
    for (int32_t i = 0; i < nodes; i++) n->nodes[i].year_micro *= by, n->nodes[i].unit_micro *= by;
    for (int32_t i = 0; i < nodes * n->state_max; i++) n->arcs[i].cost *= by, n->arcs[i].capital_cents *= by;
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind == ROW_BUDGET) n->commons[r].limit *= by;
}

static void scale_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, (struct tiny_rows) { .budget = true, .left_out = true }, NULL);
    const int32_t by = 2 + rng_below(rng, 30);
    double w[64], row[64];
    for (int32_t i = 0; i < n->row_count * n->period_count; i++) w[i] = rng_below(rng, 4000000);
    for (int32_t r = 0; r < n->common_count; r++) row[r] = rng_below(rng, 1000);
    struct certificate one = { 0 }, many = { 0 };
    const struct prices prices = { w, row };
    assert_int_equal(mlg__certify(n, &prices, NULL, 1, &one, NULL), MLG_OK);
    const int128 optimum = mlg__twin_optimum(n);
    scale_money(n, by);
    /* Prices of units and of state rows alike are money; those of the budget are money for money, and stay. */
    for (int32_t i = 0; i < n->row_count * n->period_count; i++) w[i] *= by;
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind != ROW_BUDGET) row[r] *= by;
    assert_int_equal(mlg__certify(n, &prices, NULL, 1, &many, NULL), MLG_OK);
    const int64_t rounding = (int64_t)by * (2 * n->period_count + 2);
    check_msg(llabs(many.bound - by * one.bound) <= rounding, "seed %llu: bound %lld, %d times %lld",
              (unsigned long long)seed, (long long)many.bound, by, (long long)one.bound);
    if (optimum < (int128)1 << 119)
        check_msg(mlg__twin_optimum(n) == optimum * by, "seed %llu: the optimum", (unsigned long long)seed);
    struct search *x = run_search(n, 40);
    if (optimum < (int128)1 << 119)
        check_msg((int128)x->bound * GRAINS_PER_QUANTUM <= optimum * by && (!x->found || x->cost >= 0),
                  "seed %llu: bound", (unsigned long long)seed);
    mlg__siting_search_free(x);
    mlg_network_free(n);
}

static void test_money_scales(void **state)
{
    (void)state;
    for_seeds(1, 60, scale_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tableau), cmocka_unit_test(test_brute_force),
                                        cmocka_unit_test(test_more_room), cmocka_unit_test(test_money_scales) };
    return cmocka_run_group_tests_name("siting laws", tests, NULL, NULL);
}
