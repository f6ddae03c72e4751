/* test_siting_words.c — what siting says beyond its plan, against enumeration on tiny networks: bounds with limits moved,
 * states that no plan within a tolerance passes, decisions turned, and plans that keep to earlier states. */
#include <math.h>

#include "siting/certain.h"
#include "siting/compile.h"
#include "support/enumerate.h"
#include "support/siting_search.h"
#include "support/siting_twin.h"

#define IMPOSSIBLE ((int128)1 << 119) /* the twin's optimum where there is no plan */

static struct { int moved, binding, proved, beyond, turned, taken, stepped, other_cost, kept, fewer; } seen;

static bool asks_for_one(uint64_t seed) { return getenv("MAILLAGE_TEST_SEED") && seed; }

/* -- limits enter the bound linearly, whatever the prices -- */

static void moved_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { true, rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 2), false, false };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    if (mlg__is_tiny(n)) {
        double w[64], price[32];
        int128 row[32];
        int64_t move[32];
        struct certificate c = { .row = row }, again = { 0 };
        struct search *x = search_by_work(n, 40, 0, 1);
        const bool wild = rng_below(rng, 3) == 0; /* good prices, or any */
        for (int32_t i = 0; i < n->row_count * n->period_count; i++)
            w[i] = wild ? rng_below(rng, 4000000) : x->prices.w[i];
        for (int32_t r = 0; r < n->common_count; r++)
            price[r] = wild ? rng_unit(rng) * 1e9 / (1 + fabs((double)n->commons[r].limit)) : x->prices.row[r];
        const struct prices prices = { w, price };
        assert_int_equal(mlg__certify(n, &prices, NULL, 1, &c, NULL), MLG_OK);
        for (int32_t r = 0; r < n->common_count; r++) {
            const int64_t most = 1 + llabs(n->commons[r].limit) / 2;
            move[r] = n->commons[r].kind == ROW_CONFLICT ? 0 : (int64_t)((rng_unit(rng) * 2 - 0.7) * (double)most);
            n->commons[r].limit += move[r];
            seen.binding += row[r] > 0 && move[r] != 0;
        }
        const int64_t bound = mlg__bound_moved(n, &c, move);
        assert_int_equal(mlg__certify(n, &prices, NULL, 1, &again, NULL), MLG_OK);
        check_msg(bound == again.bound, "seed %llu: by the line %lld, certified anew %lld", (unsigned long long)seed,
                  (long long)bound, (long long)again.bound);
        const struct enumerated best = mlg__enumerate(n, false);
        if (best.possible) {
            seen.moved++;
            const long double slack = mlg__enumerated_slack(n);
            check_msg((long double)bound * (long double)GRAINS_PER_QUANTUM <= best.grains + slack,
                      "seed %llu: bound %lld above the optimum %.3Lf", (unsigned long long)seed, (long long)bound,
                      best.grains / (long double)GRAINS_PER_QUANTUM);
        }
        mlg__siting_search_free(x);
    }
    mlg_network_free(n);
}

static void bounds_follow_the_limits(void **state)
{
    (void)state;
    for_seeds(1, 120, moved_case);
    print_message("%d optima after moves, %d rows with a price moved\n", seen.moved, seen.binding);
    assert_true(asks_for_one(1) || (seen.moved > 40 && seen.binding > 40));
}

static void steps_are_nice(void **state)
{
    (void)state;
    const struct { double x, step; } cases[] = { { 0, 0 }, { -3, 0 }, { 1, 1 }, { 1.99, 1 }, { 2, 2 }, { 4.99, 2 }, { 5, 5 },
                                                 { 9.9, 5 }, { 1000, 1000 }, { 0.05, 0.05 }, { 0.3, 0.2 }, { 19200000, 1e7 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_msg(fabs(mlg__nice_step(cases[i].x) - cases[i].step) <= 1e-9 * cases[i].step, "%g: %g", cases[i].x,
                  mlg__nice_step(cases[i].x));
}

/* -- what is proved of a state holds for the cheapest plan that passes it -- */

/* The optimum among plans where the site is in state k in period t: every arc into another one is taken away. */
static int128 optimum_through(const struct mlg_network *n, int32_t s, int32_t t, int32_t k)
{
    struct mlg_network forced = *n;
    const size_t bytes = sizeof *n->arcs * (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max * (size_t)n->state_max;
    forced.arcs = malloc(bytes);
    memcpy(forced.arcs, n->arcs, bytes);
    for (int32_t to = 0; to < n->site_states[s]; to++)
        for (int32_t from = 0; to != k && from < n->site_states[s]; from++)
            forced.arcs[(int64_t)node_index(n, s, t, to) * n->state_max + from].allowed = false;
    const int128 best = mlg__twin_optimum(&forced);
    free(forced.arcs);
    return best;
}

static struct words_request request(double within, int32_t threads)
{
    return (struct words_request) { .certain_within = within, .iterations = 25, .threads = threads, .seed = 1, .end_s = INFINITY };
}

static void proof_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network *n = mlg__tiny_network(rng, (struct tiny_rows) { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2) }, NULL);
    struct search *x = search_by_work(n, 60, 0, 1);
    if (mlg__is_tiny(n) && x->found) {
        const double within = 0.01 * rng_below(rng, 8);
        const struct words_request q = request(within, 1);
        const int64_t cost = mlg__quanta_up(x->cost), target = cost + (int64_t)(within * (double)cost);
        int64_t proved[64];
        assert_true(n->site_count * n->period_count * n->state_max <= 64);
        assert_int_equal(mlg__prove_nodes(n, x, target, &q, proved, NULL), MLG_OK);
        for (int32_t s = 0; s < n->site_count; s++)
            for (int32_t t = 0; t < n->period_count; t++)
                for (int32_t k = 0; k < n->site_states[s]; k++) {
                    const int64_t p = proved[node_index(n, s, t, k)];
                    const int128 best = optimum_through(n, s, t, k);
                    seen.proved++;
                    seen.beyond += p > target;
                    if (best >= IMPOSSIBLE) continue;
                    check_msg((int128)p * GRAINS_PER_QUANTUM <= best, "seed %llu: site %d period %d state %d: %lld proved, %lld costs it",
                              (unsigned long long)seed, s, t, k, (long long)p, (long long)(best / GRAINS_PER_QUANTUM));
                }
    }
    mlg__siting_search_free(x);
    mlg_network_free(n);
}

static void no_cheaper_plan_passes_a_state(void **state)
{
    (void)state;
    for_seeds(1, 50, proof_case);
    print_message("%d states, %d beyond the tolerance\n", seen.proved, seen.beyond);
    assert_true(asks_for_one(1) || seen.beyond > 50);
}

/* -- all words of a plan: their own sums, and threads -- */

static void check_words(const struct mlg_network *n, const struct siting_words *w, uint64_t seed)
{
    const unsigned long long id = (unsigned long long)seed;
    for (int32_t i = 0; i < w->limit_count; i++) {
        const struct limit_word *l = &w->limits[i];
        check_msg(l->unit_price >= 0, "seed %llu: price", id);
        if (!l->tried || !l->found) continue;
        check_msg(l->bound_step <= l->cost_step, "seed %llu: limit %d: bound above the plan found", id, i);
        if (l->name.kind == WORTH_BUDGET)
            check_msg(l->cost_step <= l->cost, "seed %llu: more budget is dearer: %lld, not %lld", id, (long long)l->cost_step, (long long)l->cost);
        seen.stepped++;
        seen.other_cost += l->cost_step != l->cost;
    }
    for (int32_t i = 0; i < w->site_count; i++) {
        const struct site_word *s = &w->sites[i];
        check_msg(0 <= s->seen_open && s->seen_open <= w->seen_count && w->seen_count >= 1 && (!s->open || s->seen_open > 0),
                  "seed %llu: site %d seen open %d times of %d", id, s->site, s->seen_open, w->seen_count);
        const int64_t target = w->cost + (int64_t)(w->certain_within * (double)w->cost);
        if (s->verdict == SITE_ALWAYS || s->verdict == SITE_NEVER) check_msg(s->otherwise_bound > target, "seed %llu: verdict", id);
        if (!s->tried) continue;
        seen.turned++;
        assert_int_equal(s->more, s->fixed - s->flows);
        if (s->reason == REASON_NONE && s->more > 0) fail_msg("seed %llu: no reason", id);
        /* A plan with the decision turned costs no less than is proved of such plans. */
        if (s->reason == REASON_DEAR && s->lacking_cents == 0 && s->verdict == SITE_DEPENDS && n->common_count == 0)
            check_msg(s->otherwise_bound <= w->cost + s->more + 1, "seed %llu: site %d turned below its bound", id, s->site);
    }
}

/* Field by field: padding means nothing. */
static bool same_turns(const struct turn *a, const struct turn *b, int32_t count)
{
    bool same = true;
    for (int32_t i = 0; i < count; i++)
        same &= a[i].tried == b[i].tried && a[i].more == b[i].more && a[i].fixed == b[i].fixed && a[i].flows == b[i].flows &&
                a[i].load_milli == b[i].load_milli && a[i].reason == b[i].reason && a[i].lacking_cents == b[i].lacking_cents &&
                a[i].row == b[i].row;
    return same;
}

static bool same_sites(const struct site_word *a, const struct site_word *b, int32_t count)
{
    bool same = true;
    for (int32_t i = 0; i < count; i++)
        same &= a[i].site == b[i].site && a[i].open == b[i].open && a[i].verdict == b[i].verdict && a[i].tried == b[i].tried &&
                a[i].otherwise_bound == b[i].otherwise_bound && a[i].more == b[i].more && a[i].fixed == b[i].fixed &&
                a[i].load_milli == b[i].load_milli && a[i].reason == b[i].reason && a[i].lacking_cents == b[i].lacking_cents &&
                a[i].limit.kind == b[i].limit.kind && a[i].limit.period == b[i].limit.period && a[i].seen_open == b[i].seen_open;
    return same;
}

/* Turns of a search ended early: what is taken over is cheaper and no better than the optimum, nothing that pays is left, and
 * threads change nothing. x: the plan that is told of from then on. */
static struct turns *turns_of(const struct mlg_network *n, struct search **x, uint64_t seed)
{
    const unsigned long long id = (unsigned long long)seed;
    struct turns *turns[2];
    struct search *better[2];
    for (int i = 0; i < 2; i++) {
        const struct words_request q = request(0.01, 1 + i);
        assert_int_equal(mlg__take_turns(n, *x, &q, &turns[i], &better[i], NULL), MLG_OK);
    }
    check_msg(same_turns(turns[0]->site, turns[1]->site, n->site_count) && !better[0] == !better[1] &&
                  (!better[0] || better[0]->cost == better[1]->cost), "seed %llu: threads", id);
    if (better[0]) {
        seen.taken++;
        check_msg(better[0]->found && better[0]->cost < (*x)->cost && better[0]->bound >= (*x)->bound, "seed %llu: no better", id);
        if (mlg__is_tiny(n) && n->common_count == 0)
            check_msg(better[0]->cost >= mlg__twin_optimum(n), "seed %llu: below the optimum", id);
        mlg__siting_search_free(*x);
        *x = better[0];
    }
    for (int32_t s = 0; s < n->site_count; s++)
        check_msg(turns[0]->site[s].reason != REASON_NONE || turns[0]->site[s].more == 0, "seed %llu: site %d would pay", id, s);
    mlg__siting_search_free(better[1]);
    mlg__turns_free(turns[1]);
    return turns[0];
}

static void raise_lanes(struct mlg_network *n, int32_t more_micro)
{
    for (int32_t i = 0; i < n->lane_count; i++) n->lanes[i].cost_micro += more_micro, n->site_lanes[i].cost_micro += more_micro;
}

/* A plan that local search has not seen: the best one where lanes are dearer. Without one: the search there. */
static struct search *poor_plan(struct mlg_network *n)
{
    raise_lanes(n, 1500000);
    struct search *dear = search_by_work(n, 40, 0, 1), *found;
    raise_lanes(n, -1500000);
    struct control control = { .end_s = INFINITY, .iteration_limit = 1 };
    const struct search_options o = { .threads = 1, .seed = 1, .step = 1, .trials = 1, .start_only = true };
    assert_int_equal(mlg__search(n, &o, &control, dear, &found, NULL), MLG_OK);
    mlg__siting_search_free(dear);
    return found;
}

static void words_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { rng_below(rng, 2), rng_below(rng, 2), rng_below(rng, 3) == 0, rng_below(rng, 3) == 0,
                                    rng_below(rng, 3) == 0, false, false };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    struct search *x = rng_below(rng, 2) ? search_by_work(n, 40, 0, 1) : poor_plan(n);
    if (x->found) {
        struct turns *turns = turns_of(n, &x, seed);
        struct arena arena[2] = { { 0 }, { 0 } };
        const struct siting_words *w[2];
        for (int i = 0; i < 2; i++) {
            const struct words_request q = request(0.01, 1 + i);
            assert_int_equal(mlg__siting_words(n, x, turns, mlg__quanta_up(x->cost), x->bound, &q, &arena[i], &w[i], NULL), MLG_OK);
            check_words(n, w[i], seed);
        }
        assert_int_equal(w[0]->site_count, n->site_count);
        check_msg(w[0]->limit_count == w[1]->limit_count && w[0]->room_count == w[1]->room_count &&
                      same_sites(w[0]->sites, w[1]->sites, n->site_count) &&
                      !memcmp(w[0]->rooms, w[1]->rooms, sizeof *w[0]->rooms * (size_t)w[0]->room_count),
                  "seed %llu: threads", (unsigned long long)seed);
        for (int32_t i = 0; i < w[0]->limit_count; i++)
            check_msg(w[0]->limits[i].bound_step == w[1]->limits[i].bound_step && w[0]->limits[i].cost_step == w[1]->limits[i].cost_step,
                      "seed %llu: threads, limit %d", (unsigned long long)seed, i);
        for (int i = 0; i < 2; i++) mlg__arena_free(&arena[i]);
        mlg__turns_free(turns);
    }
    mlg__siting_search_free(x);
    mlg_network_free(n);
}

static void words_agree_with_themselves(void **state)
{
    (void)state;
    for_seeds(1, 60, words_case);
    print_message("%d decisions turned, %d plans taken over, %d steps tried, %d gave a plan of another cost\n", seen.turned, seen.taken,
                  seen.stepped, seen.other_cost);
    assert_true(asks_for_one(1) || (seen.turned > 50 && seen.taken > 5 && seen.stepped > 20 && seen.other_cost > 0));
}

struct told { struct mlg_network *n; struct search *x; };

static bool words_without_memory(void *user)
{
    struct told *t = user;
    struct arena arena = { 0 };
    const struct siting_words *w = NULL;
    struct words_request q = request(0.01, 1);
    q.iterations = 3;
    struct turns *turns = NULL;
    struct search *better = NULL;
    mlg_status status = mlg__take_turns(t->n, t->x, &q, &turns, &better, NULL);
    assert_true(status == MLG_OK ? turns != NULL : status == MLG_NO_MEMORY && !turns && !better);
    if (!status) status = mlg__siting_words(t->n, t->x, better ? NULL : turns, mlg__quanta_up(t->x->cost), t->x->bound, &q, &arena, &w, NULL);
    assert_true(status == MLG_OK ? w != NULL : status == MLG_NO_MEMORY && !w);
    mlg__siting_search_free(better);
    mlg__turns_free(turns);
    mlg__arena_free(&arena);
    return status == MLG_OK;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(5, 0);
    struct told t = { .n = mlg__tiny_network(&rng, (struct tiny_rows) { .budget = true }, NULL) };
    t.x = search_by_work(t.n, 20, 0, 1);
    assert_true(t.x->found);
    for_each_failed_allocation(words_without_memory, &t);
    mlg__siting_search_free(t.x);
    mlg_network_free(t.n);
}

/* -- plans that keep to earlier states -- */

static int32_t changes(const struct mlg_network *n, const int8_t *kept, const int8_t *path)
{
    int32_t count = 0;
    for (int32_t i = 0; i < n->site_count * n->period_count; i++) count += kept[i] != path[i];
    return count;
}

static void keep_all(struct mlg_network *n, int8_t *kept, int64_t more_micro)
{
    n->stability_micro = more_micro;
    n->kept_path = kept;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) mlg__charge_changes(n, s, t, kept[s * n->period_count + t]);
}

/* The plan of dearer lanes is kept while a change costs more and more: never more changes, none in the end. */
static void keep_case(struct rng *rng, uint64_t seed)
{
    const struct tiny_rows rows = { .budget = rng_below(rng, 2), .conflict = rng_below(rng, 2) };
    struct mlg_network *n = mlg__tiny_network(rng, rows, NULL);
    static const int64_t more[] = { 0, 100000, 900000, 4000000, 20000000, INT64_C(1000000000000) };
    int8_t kept[16];
    int32_t before = INT32_MAX;
    if (!mlg__is_tiny(n)) return mlg_network_free(n);
    raise_lanes(n, 1500000);
    struct search *old = search_by_work(n, 60, 0, 1);
    raise_lanes(n, -1500000);
    assert_true(n->site_count * n->period_count <= 16);
    if (old->found) memcpy(kept, old->path, (size_t)(n->site_count * n->period_count));
    for (size_t i = 0; old->found && i < sizeof more / sizeof *more; i++) {
        keep_all(n, kept, more[i] / 1000 * 1000);
        struct search *x = search_by_work(n, 400, 0, 1);
        const int128 best = mlg__twin_optimum(n);
        assert_true(x->found);
        check_msg(x->cost >= best, "seed %llu: below the optimum", (unsigned long long)seed);
        if (x->cost == best) {
            const int32_t now = changes(n, kept, x->path);
            check_msg(now <= before, "seed %llu: %d changes at %lld, %d before", (unsigned long long)seed, now, (long long)more[i], before);
            seen.fewer += before != INT32_MAX && now < before;
            seen.kept++;
            before = now;
        }
        if (i + 1 == sizeof more / sizeof *more)
            check_msg(changes(n, kept, x->path) == 0, "seed %llu: dear changes are made", (unsigned long long)seed);
        mlg__siting_search_free(x);
        keep_all(n, kept, -more[i] / 1000 * 1000);
    }
    mlg__siting_search_free(old);
    mlg_network_free(n);
}

static void changes_fall_as_they_grow_dear(void **state)
{
    (void)state;
    for_seeds(1, 60, keep_case);
    print_message("%d optimal plans, %d times fewer changes\n", seen.kept, seen.fewer);
    assert_true(asks_for_one(1) || (seen.kept > 100 && seen.fewer > 8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_nice),
        cmocka_unit_test(bounds_follow_the_limits),
        cmocka_unit_test(no_cheaper_plan_passes_a_state),
        cmocka_unit_test(words_agree_with_themselves),
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(changes_fall_as_they_grow_dear),
    };
    return cmocka_run_group_tests_name("siting words", tests, NULL, NULL);
}
