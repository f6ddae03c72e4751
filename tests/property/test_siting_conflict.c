/* test_siting_conflict.c — tiny scenarios without a plan, tried out: the limits that are named cannot all hold, without any one of
 * them the others can, and what is said to be enough is (siting-engine 13, 19.3).
 *
 * MAILLAGE_BRUTE=n: so many scenarios instead of the usual number. */
#include <math.h>

#include "base/options.h"
#include "siting/conflict.h"
#include "support/enumerate.h"
#include "support/tiny_scenario.h"
#include "support/test.h"

enum { USUAL = 500 };

static struct {
    int cases, impossible, named, several, sets, least, members, enough, never, unknown, possible, missed;
} seen;

static bool says_more(void) { return getenv("MAILLAGE_TEST_SEED") || getenv("MAILLAGE_BRUTE"); }

static struct conflicts *conflicts_of(const struct mlg_network *n)
{
    struct control control = { .end_s = INFINITY };
    const struct search_options o = { .threads = 1, .seed = 1 };
    struct conflicts *c = NULL;
    assert_int_equal(mlg__find_conflicts(n, &o, &control, &c, NULL), MLG_OK);
    return c;
}

static bool same(const struct limit *a, const struct limit *b) { return a->kind == b->kind && a->at == b->at; }

/* Every limit of the network that a conflict may name, from the scenario: written apart from the engine's list. */
static int32_t all_limits(const struct mlg_network *n, struct limit *list)
{
    int32_t count = 0;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct limit l = n->commons[r].kind == ROW_CONFLICT ? (struct limit) { LIMIT_SET, n->commons[r].set }
                                                                  : (struct limit) { LIMIT_ROW, r };
        bool known = false;
        for (int32_t i = 0; i < count; i++) known |= same(&list[i], &l);
        if (!known) list[count++] = l;
    }
    if (n->fill_rows) list[count++] = (struct limit) { LIMIT_FILL, 0 };
    for (int32_t s = 0; s < n->site_count; s++) {
        const struct site *a = &n->scenario->sites[n->site_id[s]];
        if (a->decided_size) list[count++] = (struct limit) { LIMIT_DECIDED, s };
        else if (a->state_today && !(a->allowed & 1)) list[count++] = (struct limit) { LIMIT_STAYS, s };
    }
    return count;
}

/* Is there a plan without these limits? One after the other is taken off, as a repair that lets it go altogether. */
static bool possible_without(const struct mlg_network *n, const struct limit *dropped, int32_t count)
{
    struct mlg_network *chain[64] = { 0 };
    const struct mlg_network *now = n;
    assert_true(count < 64);
    for (int32_t i = 0; i < count; i++) {
        const bool row = dropped[i].kind == LIMIT_ROW;
        struct repair gone = { .kind = REPAIR_ENOUGH };
        if (row) gone.limit = n->commons[dropped[i].at].limit;
        assert_int_equal(mlg__repaired_network(now, &dropped[i], &gone, &chain[i], NULL), MLG_OK);
        if (row) {
            struct common_row *r = &chain[i]->commons[dropped[i].at];
            r->limit = r->at_least ? -(INT64_C(1) << 60) : INT64_C(1) << 60;
        }
        now = chain[i];
    }
    const bool possible = mlg__enumerate(now, true).possible;
    for (int32_t i = count - 1; i >= 0; i--) mlg__repaired_free(chain[i]);
    return possible;
}

/* Only the set's limits but `spared`: is there a plan? */
static bool possible_with(const struct mlg_network *n, const struct conflict *c, int32_t spared)
{
    struct limit all[64], others[64];
    const int32_t all_count = all_limits(n, all);
    int32_t count = 0;
    for (int32_t i = 0; i < all_count; i++) {
        bool member = false;
        for (int32_t m = 0; m < c->count; m++) member |= m != spared && same(&all[i], &c->limits[m]);
        if (!member) others[count++] = all[i];
    }
    return possible_without(n, others, count);
}

static void tell_limit(const struct mlg_network *n, const struct limit *l, const struct repair *r)
{
    static const char *const kinds[] = { "row", "set", "fill", "stays", "decided" }, *const repairs[] = { "?", "enough", "never" };
    const struct common_row *row = l->kind == LIMIT_ROW ? &n->commons[l->at] : NULL;
    print_message("  %s %d: %s", kinds[l->kind], l->at, repairs[r->kind]);
    if (row) print_message(" (kind %d, periods %d-%d, limit %lld, %lld)", row->kind, row->first, row->period, (long long)row->limit, (long long)r->limit);
    print_message("\n");
}

static void check_set(const struct tiny_scenario *tiny, const struct conflict *c)
{
    const unsigned long long seed = tiny->seed;
    for (int32_t m = 0; m < c->count && says_more(); m++) tell_limit(tiny->n, &c->limits[m], &c->repairs[m]);
    check_msg(!possible_with(tiny->n, c, MLG_NONE), "seed %llu: the limits named do not contradict each other", seed);
    seen.sets++;
    seen.members += c->count;
    bool least = true;
    for (int32_t m = 0; m < c->count; m++) least &= possible_with(tiny->n, c, m);
    check_msg(least || !c->least, "seed %llu: a superfluous limit", seed);
    seen.least += least;
}

/* With the repair, and all members of the other sets gone, there is a plan. */
static void check_repair(const struct tiny_scenario *tiny, const struct conflicts *found, int32_t set, int32_t member)
{
    const struct limit *limit = &found->list[set].limits[member];
    const struct repair *repair = &found->list[set].repairs[member];
    struct limit gone[64];
    int32_t count = 0;
    for (int32_t i = 0; i < found->count; i++)
        for (int32_t m = 0; i != set && m < found->list[i].count; m++) gone[count++] = found->list[i].limits[m];
    seen.enough += repair->kind == REPAIR_ENOUGH;
    seen.never += repair->kind == REPAIR_NEVER;
    seen.unknown += repair->kind == REPAIR_UNKNOWN;
    if (repair->kind == REPAIR_UNKNOWN) return;
    if (repair->kind == REPAIR_NEVER) {
        gone[count++] = *limit;
        check_msg(!possible_without(tiny->n, gone, count), "seed %llu: a repair that is said to be none", (unsigned long long)tiny->seed);
        return;
    }
    struct mlg_network *repaired;
    assert_int_equal(mlg__repaired_network(tiny->n, limit, repair, &repaired, NULL), MLG_OK);
    check_msg(possible_without(repaired, gone, count), "seed %llu: limit kind %d at %d: not enough", (unsigned long long)tiny->seed,
              limit->kind, limit->at);
    mlg__repaired_free(repaired);
}

static void tell_unproved(const struct tiny_scenario *tiny)
{
    struct limit all[64];
    const int32_t count = all_limits(tiny->n, all);
    print_message("seed %llu: not proved; possible without:", (unsigned long long)tiny->seed);
    for (int32_t i = 0; i < count; i++)
        if (possible_without(tiny->n, &all[i], 1)) print_message(" (kind %d at %d)", all[i].kind, all[i].at);
    print_message("\n");
}

static void conflict_case(struct rng *rng, uint64_t seed)
{
    (void)rng;
    struct tiny_scenario tiny;
    if (!mlg__tiny_scenario(seed, &tiny)) return;
    if (tiny.n->whole_rows) { /* no proof knows of whole rows */
        mlg__tiny_scenario_free(&tiny);
        return;
    }
    const bool possible = mlg__enumerate(tiny.n, true).possible;
    seen.cases++;
    seen.possible += possible;
    if (!possible || seed % 8 == 0) { /* some that have a plan: nothing may be proved of them */
        struct conflicts *c = conflicts_of(tiny.n);
        check_msg(!possible || c->count == 0, "seed %llu: a contradiction although there is a plan", (unsigned long long)seed);
        check_msg(possible || !c->plan, "seed %llu: a plan where none is", (unsigned long long)seed);
        seen.missed += possible && !c->plan;
        seen.impossible += !possible;
        seen.named += c->count > 0;
        seen.several += c->count > 1;
        if (!possible && c->count == 0 && says_more()) tell_unproved(&tiny);
        for (int32_t i = 0; i < c->count; i++) {
            check_set(&tiny, &c->list[i]);
            for (int32_t m = 0; m < c->list[i].count; m++) check_repair(&tiny, c, i, m);
        }
        mlg__conflicts_free(c);
    }
    mlg__tiny_scenario_free(&tiny);
}

static void test_conflicts(void **state)
{
    (void)state;
    const char *more = getenv("MAILLAGE_BRUTE");
    for_seeds(1, more ? atoi(more) : USUAL, conflict_case);
    print_message("%d scenarios, %d with a plan (of some of these, tried, %d not found), %d without: %d named, %d of them by several sets\n",
                  seen.cases, seen.possible, seen.missed, seen.impossible, seen.named, seen.several);
    print_message("%d sets, %d without a superfluous limit, of %d limits; repairs: %d enough, %d never, %d unknown\n", seen.sets,
                  seen.least, seen.members, seen.enough, seen.never, seen.unknown);
    if (getenv("MAILLAGE_TEST_SEED")) return;
    check_msg(100 * seen.named >= 99 * seen.impossible, "%d of %d named", seen.named, seen.impossible);
    check_msg(100 * seen.least >= 95 * seen.sets, "%d of %d sets are least ones", seen.least, seen.sets);
    check_msg(4 * seen.enough >= 3 * seen.members, "%d repairs for %d limits", seen.enough, seen.members);
}

/* -- every allocation fails once -- */

static bool conflicts_end(void *user)
{
    const struct tiny_scenario *tiny = user;
    struct control control = { .end_s = INFINITY, .iteration_limit = 25 };
    const struct search_options o = { .threads = 1, .seed = 1 };
    struct conflicts *c = NULL;
    struct mlg_network *repaired;
    mlg_status status = mlg__find_conflicts(tiny->n, &o, &control, &c, NULL);
    assert_true(status == MLG_OK ? c != NULL : status == MLG_NO_MEMORY && !c);
    for (int32_t m = 0; !status && c->count && m < c->list[0].count; m++) {
        status = mlg__repaired_network(tiny->n, &c->list[0].limits[m], &c->list[0].repairs[m], &repaired, NULL);
        if (!status) mlg__repaired_free(repaired);
        if (!status) status = mlg__repaired_network(tiny->n, &c->list[0].limits[m], NULL, &repaired, NULL);
        if (!status) mlg__repaired_free(repaired);
    }
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    mlg__conflicts_free(c);
    return status == MLG_OK;
}

static void test_no_memory(void **state)
{
    (void)state;
    static const uint64_t seeds[] = { 5, 164 }; /* rows of several kinds; a site that may not close */
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        struct tiny_scenario tiny;
        assert_true(mlg__tiny_scenario(seeds[i], &tiny));
        const int64_t count = for_each_failed_allocation(conflicts_end, &tiny);
        print_message("seed %llu: %lld allocations\n", (unsigned long long)seeds[i], (long long)count);
        assert_true(count > 20);
        mlg__tiny_scenario_free(&tiny);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_conflicts), cmocka_unit_test(test_no_memory) };
    return cmocka_run_group_tests_name("siting conflict", tests, NULL, NULL);
}
