/* The search's machinery against slow twins, over every mix of constraints in routing_cases.h. */
#include "property/routing_cases.h"

struct state { struct instance *in; mlg_problem *p; struct search s; };

static struct state begin(struct rng *r, int32_t stops, uint64_t features)
{
    struct state t = { .p = random_problem(r, stops, features) };
    t.in = compiled(t.p, stops);
    assert_int_equal(mlg__search_init(&t.s, t.in, 1, 0, NULL), MLG_OK);
    random_solution(&t.s, r);
    mlg__search_holds(&t.s);
    return t;
}

/* Where loads beyond the capacity may have a price, half of the time they have one: 1/16 to 16 a unit. */
static void soften(struct state *t, struct rng *r)
{
    if (t->in->soft_load && rng_below(r, 2)) mlg__set_overload_price(&t->s, between(r, 16, 4000));
}

static void end(struct state *t)
{
    search_end(&t->s);
    mlg__instance_free(t->in);
    mlg_problem_free(t->p);
}

/* Everything a rollback must bring back. */
static uint64_t fingerprint(const struct search *s)
{
    uint64_t h = (uint64_t)s->cost;
    for (int32_t i = 0; i < s->in->slot_count; i++) h = mlg__hash2(h, s->slot[i] ? s->slot[i]->id : 0);
    for (int32_t v = 0; v < s->in->visit_count; v++) {
        const struct node_ref r = s->ref[v];
        h = mlg__hash2(h, (uint64_t)(uint32_t)r.prev << 32 | (uint32_t)r.next);
        h = mlg__hash2(h, (uint64_t)(uint32_t)r.slot << 32 | (uint32_t)r.pos);
        h = mlg__hash2(h, (uint64_t)(uint32_t)s->absent_at[v]);
    }
    for (int32_t i = 0; i < s->absent_count; i++) h = mlg__hash2(h, (uint64_t)s->absent[i]);
    for (int32_t k = 0; k < s->in->type_count; k++) h = mlg__hash2(h, (uint64_t)s->free_of_type[k]);
    for (int32_t w = 0; w <= s->in->slot_count / 64; w++) h = mlg__hash2(h, s->used[w]);
    return mlg__hash2(h, (uint64_t)s->route_count);
}

/* Is nobody of a team of these visits on a route and not among them? */
static bool teams_stay(const struct state *t, const int32_t *visits, int32_t count, const bool *met)
{
    for (int32_t i = 0; i < count && t->in->has_together; i++)
        for (int32_t v = 0; v < t->in->visit_count; v++)
            if (t->in->team[v] != MLG_NONE && t->in->team[v] == t->in->team[visits[i]] && t->s.ref[v].slot != MLG_NONE && !met[v])
                return false;
    return true;
}

/* Chains of random pieces, turned round or not, for any vehicle: price, block and walk agree. */
static void prices_are_those_of_a_walk(struct rng *r, uint64_t seed)
{
    const uint64_t features = case_features[seed % CASE_COUNT];
    struct state t = begin(r, 9, features);
    soften(&t, r);
    for (int round = 0; round < 40; round++) {
        struct chain c = { .type = rng_below(r, t.in->type_count) };
        int32_t visits[32], count = 0;
        bool met[32] = { false };
        for (int32_t k = rng_below(r, 4); k >= 0 && c.count < CHAIN_MAX; k--) {
            const int32_t v = rng_below(r, t.in->visit_count), slot = t.s.ref[v].slot;
            struct piece p = { .from = v, .to = v };
            if (slot != MLG_NONE && rng_below(r, 4)) {
                const struct block *b = t.s.slot[slot];
                p = (struct piece) { b, 1 + rng_below(r, b->len - 2), 0, rng_below(r, 3) == 0 };
                if (c.count == 0 && rng_below(r, 2)) p.from = 1;
                p.to = rng_below(r, 2) ? b->len - 2 : p.from + rng_below(r, b->len - 1 - p.from);
            }
            bool twice = false;
            for (int32_t i = p.from; i <= p.to; i++) twice |= met[p.block ? p.block->seq[i] : i];
            if (twice) continue;
            for (int32_t i = 0; i <= p.to - p.from; i++) {
                const int32_t at = p.back ? p.to - i : p.from + i, u = p.block ? p.block->seq[at] : at;
                visits[count++] = u;
                met[u] = true;
            }
            c.piece[c.count++] = p;
        }
        const int64_t alone = t.in->scheduled ? mlg__simulate(t.in, c.type, visits, count)
                                              : mlg__simulate_soft(t.in, c.type, visits, count, t.s.overload_price_q8);
        const int64_t slow = teams_stay(&t, visits, count, met) ? alone : COST_NEVER;
        const int64_t fast = t.s.kernel->eval(&t.s, &c, COST_NEVER);
        check_msg(fast == slow, "seed %llu features %llx: %lld, walked %lld", (unsigned long long)seed, (unsigned long long)features, (long long)fast, (long long)slow);
        /* Below the budget the price is exact, above it is above. */
        if (slow < COST_NEVER && slow > 0) {
            assert_true(t.s.kernel->eval(&t.s, &c, slow) == slow);
            assert_true(t.s.kernel->eval(&t.s, &c, slow - 1) > slow - 1);
            struct block *b = t.s.kernel->build(&t.s, c.type, c.piece, c.count);
            check_msg(b->cost == slow, "seed %llu features %llx", (unsigned long long)seed, (unsigned long long)features);
            mlg__block_unref(&t.s.pool, b);
        }
    }
    end(&t);
}

/* Announced delta = recomputed delta (asserted in mlg__apply and by the invariants), and undo is exact. */
static void moves_apply_and_undo(struct rng *r, uint64_t seed)
{
    const uint64_t features = case_features[seed % CASE_COUNT];
    struct state t = begin(r, 12, features);
    soften(&t, r);
    for (int round = 0; round < 6; round++) {
        const uint64_t before = fingerprint(&t.s);
        mlg__begin(&t.s);
        for (int k = 0; k < 4; k++) {
            struct move m;
            if (rng_below(r, 3) == 0) {
                mlg__ruin(&t.s, rng_below(r, t.in->visit_count), 4);
                if (rng_below(r, 2)) mlg__recreate(&t.s, 6000);
            } else {
                const int64_t cost = t.s.cost;
                if (!t.s.kernel->best_of(&t.s, rng_below(r, t.in->visit_count), true, &m)) continue;
                mlg__apply(&t.s, &m);
                assert_true(t.s.cost == cost + m.delta);
            }
            mlg__search_holds(&t.s);
            for (int32_t i = 0; i < t.in->visit_count; i++) t.s.marked[i] = false;
        }
        t.s.kernel->improve(&t.s);
        mlg__search_holds(&t.s);
        if (round % 2) {
            mlg__commit(&t.s);
            continue;
        }
        mlg__rollback(&t.s);
        mlg__search_holds(&t.s);
        check_msg(fingerprint(&t.s) == before, "seed %llu features %llx", (unsigned long long)seed, (unsigned long long)features);
    }
    end(&t);
}

/* Tries all members of the groups of a route's visits from position i on; those before are in `visits`, at a price of `cost`. */
struct choices { const struct state *t; const struct block *b; int32_t visits[16]; int64_t least; };

static void choose_from(struct choices *c, int32_t i, int64_t cost)
{
    const struct instance *in = c->t->in;
    const struct block *b = c->b;
    const int32_t k = in->types[b->type].rate_class, last = i > 1 ? c->visits[i - 1] : b->seq[0];
    if (i == b->len - 1) {
        c->least = min64(c->least, cost + mlg__slow_arc(in, k, last, b->seq[i]).cost);
        return;
    }
    const int32_t g = group_of(in, b->seq[i]);
    for (int32_t v = 0; v < in->visit_count; v++) {
        if (v != b->seq[i] && (g == MLG_NONE || group_of(in, v) != g)) continue;
        c->visits[i] = v;
        choose_from(c, i + 1, cost + mlg__slow_arc(in, k, last, v).cost - in->absent_cost[v]);
    }
}

/* After local search no route has members of its groups that are cheaper where they are, if all weigh the same. */
static int64_t chosen;

static void members_are_the_cheapest(struct rng *r, uint64_t seed)
{
    static const uint64_t features[] = { GROUPS, GROUPS | TABLE, GROUPS | PRIZES, GROUPS | FEW | TABLE };
    struct state t = { .p = random_problem(r, 14, features[seed % 4]) };
    mlg_stop *stops = (mlg_stop *)t.p->stops; /* ours */
    for (int32_t i = 0; i < t.p->stop_count; i++) stops[i].demand[0] = 1;
    t.in = compiled(t.p, 3); /* few neighbours: the moves alone do not see all members */
    assert_int_equal(mlg__search_init(&t.s, t.in, 1, 0, NULL), MLG_OK);
    random_solution(&t.s, r);
    for (int round = 0; round < 4; round++) {
        mlg__begin(&t.s);
        mlg__ruin(&t.s, rng_below(r, t.in->visit_count), 6);
        mlg__recreate(&t.s, 6000);
        t.s.kernel->improve(&t.s);
        mlg__search_holds(&t.s);
        for (int32_t i = 0; i < t.s.journal_count; i++) {
            struct choices c = { .t = &t, .b = t.s.slot[t.s.journal[i].slot], .least = COST_NEVER };
            if (!c.b) continue;
            int64_t now = c.b->arcs[c.b->len - 1];
            for (int32_t k = 1; k < c.b->len - 1; k++) now -= t.in->absent_cost[c.b->seq[k]];
            choose_from(&c, 1, 0);
            check_msg(now == c.least, "seed %llu: %lld, not %lld", (unsigned long long)seed, (long long)now, (long long)c.least);
        }
        mlg__commit(&t.s);
    }
    chosen += t.s.count.of[OP_CHOOSE].applied;
    end(&t);
}

/* Where arcs say everything about cost, stopping early finds an improving move wherever there is one, but for a few: a
 * segment whose own closing arc is the only cheap one of the move. They are counted; recreate finds them later. */
static int64_t pruned_rounds, lost_rounds;

static void pruning_loses_little(struct rng *r, uint64_t seed)
{
    static const uint64_t features[] = { 0, WINDOWS, PRIZES, FEW };
    struct state t = begin(r, 10, features[seed % 4]);
    for (int round = 0; round < 30; round++) {
        struct move pruned, full, best = { .delta = 0 };
        bool found = false;
        for (int32_t u = 0; u < t.in->visit_count; u++) {
            found |= t.s.kernel->best_of(&t.s, u, true, &pruned);
            if (t.s.kernel->best_of(&t.s, u, false, &full) && full.delta < best.delta) best = full;
        }
        assert_true(!found || best.delta < 0); /* whatever pruning finds is there */
        if (best.delta == 0) break;
        pruned_rounds++;
        lost_rounds += !found;
        mlg__begin(&t.s);
        mlg__apply(&t.s, &best);
        mlg__commit(&t.s);
    }
    end(&t);
}

static void lists_hold_the_nearest(struct rng *r, uint64_t seed)
{
    const int32_t stops = seed % 3 ? 40 : 250; /* rows, and the grid */
    mlg_problem *p = random_problem(r, stops, seed % 2 ? TABLE : 0);
    struct instance *in = compiled(p, 6);
    for (int32_t u = 0; u < stops; u++) {
        int64_t best = COST_NEVER;
        for (int32_t v = 0; v < stops; v++)
            if (v != u) best = min64(best, min64(mlg__slow_arc(in, 0, u, v).cost, mlg__slow_arc(in, 0, v, u).cost));
        if (in->symmetric) assert_true(in->out.item[in->out.first[u]].cost == best);
        bool there = false;
        for (int32_t i = in->out.first[u]; i < in->out.first[u + 1]; i++) {
            there |= in->out.item[i].cost == best || mlg__slow_arc(in, 0, in->out.item[i].visit, u).cost == best;
            assert_true(i == in->out.first[u] || in->out.item[i - 1].cost <= in->out.item[i].cost);
            assert_true(in->out.item[i].cost == mlg__slow_arc(in, 0, u, in->out.item[i].visit).cost);
        }
        check_msg(there, "seed %llu: the nearest of %d is missing", (unsigned long long)seed, u);
    }
    mlg__instance_free(in);
    mlg_problem_free(p);
}

/* The same instance on the kernels that cover it: the same solution, step by step. */
static void kernels_agree(struct rng *r, uint64_t seed)
{
    mlg_problem *p = random_problem(r, 14, seed % 2 ? WINDOWS : 0);
    int64_t cost[3];
    for (int k = 0; k < 3; k++) {
        struct instance *in = compiled(p, 14);
        if (k) in->traits |= k == 1 ? TRAIT_RICH : TRAIT_TIME;
        if (k == 2 && !in->classes[0].time) in->classes[0].time = in->classes[0].cost; /* the plane, distance is time */
        struct search s;
        assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
        struct rng same = rng_seeded(seed, 5);
        mlg__begin(&s);
        mlg__insert_all(&s, BY_CHANCE, true);
        mlg__commit(&s);
        for (int round = 0; round < 20; round++) {
            mlg__begin(&s);
            mlg__ruin(&s, rng_below(&same, 14), 5);
            for (int32_t i = 0; i < s.removed_count; i++) s.kernel->insert(&s, s.removed[i], 0);
            while (s.queue_count) s.queued[s.queue[s.queue_head]] = false, s.queue_head = (s.queue_head + 1) % 14, s.queue_count--;
            s.removed_count = 0;
            mlg__commit(&s);
        }
        cost[k] = s.cost;
        mlg__search_free(&s);
        mlg__instance_free(in);
    }
    check_msg(cost[0] == cost[1] && cost[0] == cost[2], "seed %llu: %lld %lld %lld", (unsigned long long)seed,
              (long long)cost[0], (long long)cost[1], (long long)cost[2]);
    mlg_problem_free(p);
}

/* Costs from a plane or from coordinates: the same run, to the last move. */
static void planes_change_nothing(struct rng *r, uint64_t seed)
{
    static const char *const names[2][2] = { { "plain", "metric" }, { "time", "metric_time" } };
    const bool timed = seed % 2;
    mlg_problem *p = random_problem(r, 60, timed ? WINDOWS : 0);
    int64_t cost[2], applied[2];
    for (int metric = 0; metric < 2; metric++) {
        struct instance *in = compiled(p, 20);
        struct settings o = small_settings(20);
        struct search s;
        if (metric) in->traits |= TRAIT_METRIC;
        assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
        assert_string_equal(s.kernel->name, names[timed][metric]);
        struct core c = { .search = &s, .total = 600 };
        mlg__begin(&s);
        mlg__insert_all(&s, FAR_FIRST, true);
        mlg__commit(&s);
        mlg__save_best(&s);
        mlg__core_start(&c, &o);
        mlg__core_run(&c, 600, 0);
        cost[metric] = s.best_cost, applied[metric] = s.count.applied;
        mlg__search_free(&s);
        mlg__instance_free(in);
    }
    check_msg(cost[0] == cost[1] && applied[0] == applied[1] && applied[0] > 100,
              "seed %llu: %lld and %lld, %lld and %lld moves", (unsigned long long)seed, (long long)cost[0],
              (long long)cost[1], (long long)applied[0], (long long)applied[1]);
    mlg_problem_free(p);
}

/* A route without constraints costs the same whatever constraints a kernel would know. */
static void kernels_price_alike(struct rng *r, uint64_t seed)
{
    static const unsigned traits[] = { 0, TRAIT_METRIC, TRAIT_TIME, TRAIT_RICH, TRAIT_TIME | TRAIT_METRIC };
    mlg_problem *p = random_problem(r, 14, 0);
    for (int round = 0; round < 20; round++) {
        struct chain c = { .type = 0, .count = 1 + rng_below(r, CHAIN_MAX) };
        int32_t visits[14];
        int64_t price[5];
        for (int32_t i = 0; i < 14; i++) visits[i] = i;
        for (int32_t i = 0; i < c.count; i++) { /* the first of a random order */
            const int32_t j = i + rng_below(r, 14 - i), v = visits[j];
            visits[j] = visits[i], visits[i] = v;
            c.piece[i] = (struct piece) { .from = v, .to = v };
        }
        for (int k = 0; k < 5; k++) {
            struct instance *in = compiled(p, 14);
            struct search s;
            in->traits = traits[k];
            if (k == 2) in->classes[0].time = in->classes[0].cost; /* the plane, distance is time */
            assert_int_equal(mlg__search_init(&s, in, seed, 0, NULL), MLG_OK);
            price[k] = s.kernel->eval(&s, &c, COST_NEVER);
            assert_true(price[k] == mlg__simulate(in, 0, visits, c.count));
            if (price[k] < COST_NEVER) {
                struct block *b = s.kernel->build(&s, 0, c.piece, c.count);
                assert_true(b->cost == price[k]);
                mlg__block_unref(&s.pool, b);
            }
            mlg__search_free(&s);
            mlg__instance_free(in);
        }
        check_msg(price[0] == price[1] && price[0] == price[2] && price[0] == price[3] && price[0] == price[4], "seed %llu",
                  (unsigned long long)seed);
    }
    mlg_problem_free(p);
}

/* Once warm, the loop asks for no memory. */
static void the_loop_does_not_allocate(struct rng *r, uint64_t seed)
{
    struct state t = begin(r, 60, seed % 2 ? WINDOWS : 0);
    struct settings o = small_settings(20);
    struct core c = { .search = &t.s, .total = 4000 };
    for (int32_t len = 3; len < 63; len++) assert_true(mlg__blocks_reserve(&t.s.pool, len, 80));
    mlg__save_best(&t.s);
    mlg__core_start(&c, &o);
    mlg__memory_fail_at(0);
    mlg__core_run(&c, 4000, 0);
    assert_int_equal(mlg__memory_fail_at(0), 0);
    assert_true(c.done == 4000 && t.s.count.applied > 100);
    end(&t);
}

static void arithmetic_of_acceptance(void **state)
{
    (void)state;
    struct rng r = rng_seeded(3, 0);
    double sum = 0;
    for (int i = 0; i < 200000; i++) sum += (double)mlg__minus_log_q16(rng_next(&r)) / 65536;
    assert_true(sum / 200000 > 0.99 && sum / 200000 < 1.01); /* the mean of -ln(u) is 1 */
    assert_int_equal(mlg__halve_q16(1 << 20, 65536), 1 << 19);
    assert_in_range(mlg__halve_q16(1 << 20, 32768), 741454, 741456);
}

static void test_prices(void **state) { (void)state, for_seeds(1, 8 * CASE_COUNT, prices_are_those_of_a_walk); }
static void test_moves(void **state) { (void)state, for_seeds(1, 8 * CASE_COUNT, moves_apply_and_undo); }
static void test_members(void **state)
{
    (void)state;
    for_seeds(1, 400, members_are_the_cheapest);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(chosen > 20);
}
static void test_pruning(void **state)
{
    (void)state;
    for_seeds(1, 400, pruning_loses_little);
    print_message("improvable solutions %lld, seen by no pruned scan %lld\n", (long long)pruned_rounds, (long long)lost_rounds);
    assert_true(pruned_rounds > 500 && lost_rounds * 50 < pruned_rounds);
}
static void test_lists(void **state) { (void)state, for_seeds(1, 20, lists_hold_the_nearest); }
static void test_kernels(void **state) { (void)state, for_seeds(1, 60, kernels_agree); }
static void test_planes(void **state) { (void)state, for_seeds(1, 6, planes_change_nothing); }
static void test_alike(void **state) { (void)state, for_seeds(1, 20, kernels_price_alike); }
static void test_memory(void **state) { (void)state, for_seeds(1, 2, the_loop_does_not_allocate); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prices), cmocka_unit_test(test_moves), cmocka_unit_test(test_members), cmocka_unit_test(test_pruning),
        cmocka_unit_test(test_lists), cmocka_unit_test(test_kernels), cmocka_unit_test(test_planes),
        cmocka_unit_test(test_alike), cmocka_unit_test(test_memory),
        cmocka_unit_test(arithmetic_of_acceptance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
