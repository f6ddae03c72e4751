/* test_siting_front.c — the front on tiny networks: every line against every choice of states, with the flows that are best at
 * the line's own prices; points that no other beats; the same for any number of threads; every allocation failing once. */
#include <math.h>
#include <string.h>

#include "siting/design.h"
#include "siting/front.h"
#include "support/siting_search.h"
#include "support/siting_twin.h"

enum { CELLS_MOST = 6 };
static const int32_t years[] = { 2, 3, 1 };

struct seen { int cases, lines, steep, points, choices; };
static struct seen seen;

static struct front_request request(int32_t threads)
{
    return (struct front_request) { .wanted = 12, .threads = threads, .seed = 1, .step_iterations = 25, .step_trials = 200,
                                    .years = years };
}

static struct front_search *front_of(const struct mlg_network *n, const struct search *start, int32_t threads)
{
    const struct front_request q = request(threads);
    struct control control = { .end_s = INFINITY };
    struct front_search *f = NULL;
    assert_int_equal(mlg__front_search(n, start, &q, &control, &f, NULL), MLG_OK);
    return f;
}

/* cost >= height - slope x tonnes + slope x units, in whole numbers: everything times 10^12. */
static bool is_above(const struct mlg_network *n, const struct front_line *line, int128 cost_grains, const int64_t *badness)
{
    const int128 scale = (int128)1000000 * 1000000, cost = mlg__ceil_div(cost_grains, GRAINS_PER_QUANTUM);
    const int128 height = line->cost * scale - (int128)line->co2_per_t * badness[FRONT_CO2] -
                          (int128)line->within_per_unit * badness[FRONT_SPEED] * n->working_days * (scale / 1000);
    return cost * scale >= height;
}

static void badness_of(const struct design *d, int64_t *badness)
{
    const struct mlg_network *n = d->net;
    badness[FRONT_CO2] = (int64_t)mlg__design_activity(d, &n->commons[n->common_count - 2]);
    badness[FRONT_SPEED] = -(int64_t)mlg__design_activity(d, &n->commons[n->common_count - 1]);
}

/* The states number `choice` of all; false: not allowed. */
static bool take_choice(struct design *d, int64_t choice)
{
    const struct mlg_network *n = d->net;
    int8_t path[32];
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            path[s * n->period_count + t] = (int8_t)(choice % n->site_states[s]);
            choice /= n->site_states[s];
        }
    mlg__design_take(d, path);
    for (int32_t s = 0; s < n->site_count; s++)
        if (!mlg__design_allows(d, s, design_path(d, s))) return false;
    return true;
}

/* Whatever is open, and with the flows that are cheapest when CO2 and lateness cost what the line says: no plan is below it. */
static void check_line(const struct front_search *f, const struct front_line *line, uint64_t seed)
{
    const struct mlg_network *n = &f->view;
    struct design *d;
    double price[40] = { 0 };
    int64_t choices = 1;
    assert_true(n->common_count < 40);
    for (int32_t s = 0; s < n->site_count * n->period_count; s++) choices *= n->site_states[s / n->period_count];
    price[n->common_count - 2] = (double)line->co2_per_t / 1e12;
    price[n->common_count - 1] = (double)line->within_per_unit * n->working_days / 1e3;
    assert_int_equal(mlg__design_new(n, 1, &d, NULL), MLG_OK);
    for (int64_t i = 0; i < choices; i++) {
        int64_t badness[FRONT_CURVES];
        if (!take_choice(d, i)) continue;
        mlg__design_start(d, price);
        bool legal = true;
        for (int32_t r = 0; r + FRONT_CURVES < n->common_count; r++)
            legal &= mlg__design_activity(d, &n->commons[r]) <= n->commons[r].limit;
        if (!legal) continue;
        badness_of(d, badness);
        seen.choices++;
        check_msg(is_above(n, line, mlg__design_score(d).cost, badness), "seed %llu: a plan below the line, choice %lld",
                  (unsigned long long)seed, (long long)i);
    }
    mlg__design_free(d);
}

static void check_points(const struct front_search *f, const struct search *start, uint64_t seed)
{
    assert_true(f->met_count >= 1 && f->met_count <= 12 + 12 / 5); /* some in reserve */
    check_msg(f->met[0].cost <= start->cost, "seed %llu: the first point is dearer than the plan", (unsigned long long)seed);
    for (int32_t i = 0; i < f->met_count; i++) {
        for (int32_t l = 0; l < f->line_count; l++)
            check_msg(is_above(&f->view, &f->lines[l], f->met[i].cost, f->met[i].badness), "seed %llu: a point below a line",
                      (unsigned long long)seed);
        for (int32_t j = 0; j < f->met_count; j++)
            check_msg(i == j || f->met[i].cost > f->met[j].cost || f->met[i].badness[0] > f->met[j].badness[0] ||
                          f->met[i].badness[1] > f->met[j].badness[1] ||
                          !(f->met[i].cost < f->met[j].cost || f->met[i].badness[0] < f->met[j].badness[0] ||
                            f->met[i].badness[1] < f->met[j].badness[1]),
                      "seed %llu: point %d beats point %d", (unsigned long long)seed, i, j);
    }
}

static void same_front(const struct front_search *a, const struct front_search *b)
{
    assert_int_equal(a->met_count, b->met_count);
    assert_int_equal(a->line_count, b->line_count);
    assert_int_equal(a->iterations, b->iterations);
    for (int32_t i = 0; i < a->line_count; i++)
        assert_true(a->lines[i].cost == b->lines[i].cost && a->lines[i].co2_per_t == b->lines[i].co2_per_t &&
                    a->lines[i].within_per_unit == b->lines[i].within_per_unit);
    for (int32_t i = 0; i < a->met_count; i++)
        assert_true(a->met[i].cost == b->met[i].cost && a->met[i].badness[0] == b->met[i].badness[0] &&
                    !memcmp(a->met[i].path, b->met[i].path, (size_t)a->view.site_count * (size_t)a->view.period_count));
}

static void one_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = rng_below(rng, 2) };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    struct search *start = search_by_work(n, 60, 0.0001, 1);
    if (start->found) {
        struct front_search *one = front_of(n, start, 1), *two = front_of(n, start, 2);
        seen.cases++, seen.points += one->met_count, seen.lines += one->line_count;
        check_points(one, start, seed);
        same_front(one, two);
        for (int32_t l = 0; l < one->line_count && n->site_count * n->period_count <= CELLS_MOST; l++) {
            seen.steep += one->lines[l].co2_per_t > 0 || one->lines[l].within_per_unit > 0;
            check_line(one, &one->lines[l], seed);
        }
        mlg__front_search_free(one);
        mlg__front_search_free(two);
    }
    mlg__siting_search_free(start);
    mlg_network_free(n);
}

static void test_lines_and_points(void **state)
{
    (void)state;
    for_seeds(1, 60, one_case);
    print_message("%d fronts, %d points, %d lines, %d of them steep, %d choices of states against them\n", seen.cases, seen.points,
                  seen.lines, seen.steep, seen.choices);
    if (getenv("MAILLAGE_TEST_SEED")) return;
    assert_true(seen.cases > 50 && seen.points > 2 * seen.cases && seen.steep > 60 && seen.choices > 10000);
}

/* -- stopped, and without memory -- */

static mlg_flow stop_at(const mlg_progress *p, void *user)
{
    int *left = user;
    (void)p;
    return --*left < 0 ? MLG_ENOUGH : MLG_CONTINUE;
}

/* The caller is asked at the first look at the clock and at each better plan: wherever it says enough, the points so far are there. */
static void test_stopped(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(5, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { 0 }, NULL);
    struct search *start = search_by_work(n, 60, 0.0001, 1);
    int stopped = 0;
    assert_true(start->found);
    for (int looks = 0; looks < 12; looks++) {
        const struct front_request q = request(1);
        int left = looks;
        struct control control = { .end_s = INFINITY, .tell = stop_at, .user = &left, .told_s = -INFINITY };
        struct front_search *f = NULL;
        assert_int_equal(mlg__front_search(n, start, &q, &control, &f, NULL), MLG_OK);
        assert_true(f->met_count >= 1 && f->line_count >= 1 && (looks > 0 || f->cut_short));
        stopped += f->cut_short;
        check_points(f, start, 5);
        mlg__front_search_free(f);
    }
    assert_true(stopped > 3);
    mlg__siting_search_free(start);
    mlg_network_free(n);
}

struct given { const struct mlg_network *n; const struct search *start; };

static bool without_memory(void *user)
{
    const struct given *g = user;
    const struct front_request q = request(1);
    struct control control = { .end_s = INFINITY };
    struct front_search *f = NULL;
    const mlg_status status = mlg__front_search(g->n, g->start, &q, &control, &f, NULL);
    assert_true(status == MLG_OK ? f != NULL : status == MLG_NO_MEMORY && !f);
    mlg__front_search_free(f);
    return status == MLG_OK;
}

static void test_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(7, 0);
    struct mlg_network *n = mlg__tiny_network(&rng, (struct tiny_rows) { 0 }, NULL);
    struct search *start = search_by_work(n, 60, 0.0001, 1);
    struct given g = { n, start };
    assert_true(start->found);
    const int64_t count = for_each_failed_allocation(without_memory, &g);
    print_message("%lld allocations\n", (long long)count);
    assert_true(count > 20);
    mlg__siting_search_free(start);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_lines_and_points), cmocka_unit_test(test_stopped),
                                        cmocka_unit_test(test_memory) };
    return cmocka_run_group_tests_name("siting front", tests, NULL, NULL);
}
