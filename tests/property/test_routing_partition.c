/* The route pool against a plain list, and the choice of routes against every choice there is. */
#include "routing/partition.h"
#include "routing/pool.h"
#include "support/test.h"

#include "base/math.h"
#include "maillage/base.h"

/* ---- the pool ---- */

enum { VISITS = 12, SETS = 1 << VISITS, TYPES = 3 };

struct twin { int64_t cost[TYPES][SETS], value[TYPES][SETS]; }; /* cost 0: never met */

static uint64_t word_of(int32_t visit) { return mlg__hash2(99, (uint64_t)visit); }

/* A random order of a random set of visits. */
static int32_t draw_route(struct rng *r, int32_t *visits, uint32_t *set, uint64_t *hash)
{
    int32_t count = 0;
    *set = 1 + (uint32_t)rng_below(r, SETS - 1), *hash = 0;
    for (int32_t v = 0; v < VISITS; v++) {
        if (!(*set >> v & 1)) continue;
        const int32_t at = rng_below(r, count + 1);
        visits[count++] = visits[at], visits[at] = v;
        *hash += word_of(v);
    }
    return count;
}

/* The first visits of an order tell its cost, so that a cost without its order is found out. */
static int64_t cost_of_order(const int32_t *visits, int32_t count)
{
    int64_t cost = 1000;
    for (int32_t i = 0; i < count; i++) cost += (i + 1) * (visits[i] + 1);
    return cost;
}

static void same_as_twin(const struct pool *pool, const struct twin *t, int32_t type, uint32_t set, int32_t i)
{
    const struct pooled *route = &pool->routes[i];
    uint32_t found = 0;
    for (int32_t k = 0; k < route->count; k++) found |= 1u << pool->visits[route->first + k];
    assert_int_equal(found, set);
    assert_int_equal(route->type, type);
    assert_int_equal(route->cost, cost_of_order(pool->visits + route->first, route->count));
    assert_int_equal(route->cost, t->cost[type][set]);
    assert_int_equal(route->value, t->value[type][set]);
}

static void keeps_the_cheapest_order(struct rng *r, uint64_t seed)
{
    (void)seed;
    struct twin *t = mlg__malloc(sizeof *t);
    struct pool pool;
    assert_true(mlg__pool_init(&pool, 1 << 24, VISITS));
    for (int32_t i = 0; i < 6000; i++) {
        int32_t visits[VISITS];
        uint32_t set;
        uint64_t hash;
        const int32_t type = rng_below(r, TYPES), count = draw_route(r, visits, &set, &hash);
        const int64_t cost = cost_of_order(visits, count), value = rng_below(r, 1000);
        int64_t *own = &t->cost[type][set], *best = &t->value[type][set];
        *best = *own ? min64(*best, value) : value;
        *own = *own ? min64(*own, cost) : cost;
        mlg__pool_add(&pool, type, visits, count, cost, hash, value);
        same_as_twin(&pool, t, type, set, mlg__pool_find(&pool, type, count, hash));
    }
    int32_t routes = 0;
    for (int32_t type = 0; type < TYPES; type++)
        for (uint32_t set = 1; set < SETS; set++) {
            uint64_t hash = 0;
            for (int32_t v = 0; v < VISITS; v++) hash += set >> v & 1 ? word_of(v) : 0;
            const int32_t i = mlg__pool_find(&pool, type, __builtin_popcount(set), hash);
            assert_int_equal(i != MLG_NONE, t->cost[type][set] > 0);
            if (i != MLG_NONE) same_as_twin(&pool, t, type, set, i), routes++;
        }
    assert_int_equal(routes, pool.route_count);
    assert_int_equal(pool.added, 6000);
    assert_int_equal(pool.added - pool.known, routes);
    mlg__pool_free(&pool);
    mlg__free(t);
}

/* Far too small a pool: what stays is whole, and it is never worse than what left. */
static void evicts_the_poor(struct rng *r, uint64_t seed)
{
    (void)seed;
    struct pool pool, small;
    assert_true(mlg__pool_init(&pool, 40000, 1 + rng_below(r, VISITS)) && mlg__pool_init(&small, 8000, 4));
    for (int32_t i = 0; i < 5000; i++) {
        int32_t visits[VISITS];
        uint32_t set;
        uint64_t hash;
        const int32_t count = draw_route(r, visits, &set, &hash), before = pool.route_count;
        const int64_t evicted = pool.evicted;
        mlg__pool_add(&pool, 0, visits, count, cost_of_order(visits, count), hash, i == 17 ? 1 : 2 + rng_below(r,
            1000));
        assert_true(mlg__pool_find(&pool, 0, count, hash) != MLG_NONE); /* the newest is always there */
        if (pool.evicted > evicted) assert_true(pool.route_count <= before);
    }
    assert_true(pool.evicted > 0 && pool.arena.total_bytes < 60000);
    int32_t visits_held = 0, best_held = 0;
    for (int32_t i = 0; i < pool.route_count; i++) {
        const struct pooled *route = &pool.routes[i];
        assert_int_equal(route->cost, cost_of_order(pool.visits + route->first, route->count));
        assert_int_equal(mlg__pool_find(&pool, 0, route->count, route->set_hash), i);
        visits_held += route->count, best_held += route->value == 1;
    }
    assert_int_equal(visits_held, pool.visit_count);
    assert_int_equal(best_held, 1); /* the route of the best solution survives everything */
    mlg__pool_merge(&small, &pool);
    assert_true(small.route_count > 0 && small.route_count <= small.route_cap);
    mlg__pool_free(&small);
    mlg__pool_free(&pool);
}

/* ---- the choice ---- */

enum { COLUMNS_MAX = 60 };

struct question {
    struct partition p;
    struct column columns[COLUMNS_MAX];
    int32_t visits[COLUMNS_MAX][VISITS], vehicles[TYPES], incumbent[VISITS];
    int64_t absent_cost[VISITS], saving[VISITS];
};

static void draw_question(struct rng *r, struct question *q)
{
    const int32_t n = 1 + rng_below(r, VISITS), longest = 1 + rng_below(r, n), scale = rng_below(r, 3) ? 1 : 1 << 20;
    q->p = (struct partition) { .visit_count = n, .type_count = 1 + rng_below(r, TYPES), .columns = q->columns,
                                .column_count = rng_below(r, COLUMNS_MAX + 1), .vehicles = q->vehicles,
                                .absent_cost = q->absent_cost, .incumbent = q->incumbent, .seed = rng_next(r) };
    for (int32_t k = 0; k < q->p.type_count; k++) q->vehicles[k] = rng_below(r, 3) ? n : rng_below(r, 3);
    for (int32_t v = 0; v < n; v++) {
        q->absent_cost[v] = rng_below(r, 2) ? (int64_t)100000 * scale : rng_below(r, 60) * (int64_t)scale;
        q->saving[v] = rng_below(r, 100) - 5;
    }
    if (rng_below(r, 2)) q->p.saving = q->saving;
    for (int32_t j = 0; j < q->p.column_count; j++) {
        int32_t count = 0;
        bool taken[VISITS] = { false };
        for (int32_t i = 1 + rng_below(r, longest); i > 0; i--) {
            const int32_t v = rng_below(r, n);
            if (!taken[v]) q->visits[j][count++] = v;
            taken[v] = true;
        }
        const int64_t cost = (int64_t)(20 + 10 * count + rng_below(r, 40)) * scale;
        q->columns[j] = (struct column) { rng_below(r, 20) ? cost : 0, rng_below(r, q->p.type_count), count,
            q->visits[j] };
    }
    int32_t left[TYPES];
    memcpy(left, q->vehicles, sizeof left);
    uint32_t covered = 0;
    for (int32_t j = 0; j < q->p.column_count && rng_below(r, 30); j++) {
        uint32_t set = 0;
        for (int32_t i = 0; i < q->columns[j].count; i++) set |= 1u << q->visits[j][i];
        if (!(set & ~covered) || left[q->columns[j].type]-- <= 0) continue;
        covered |= set;
        q->incumbent[q->p.incumbent_count++] = j;
    }
}

/* Cost of a choice from its definition; -1 when it takes too many vehicles or a column twice. */
static int64_t cost_of_choice(const struct partition *p, const int32_t *chosen, int32_t count)
{
    int64_t cost = 0;
    int32_t used[TYPES] = { 0 };
    uint32_t covered = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct column *c = &p->columns[chosen[i]];
        if (i > 0 && chosen[i] <= chosen[i - 1]) return -1;
        if (++used[c->type] > p->vehicles[c->type]) return -1;
        for (int32_t k = 0; k < c->count; k++) covered |= 1u << c->visits[k];
        cost += c->cost;
    }
    for (int32_t v = 0; v < p->visit_count; v++) cost += covered >> v & 1 ? 0 : p->absent_cost[v];
    return cost;
}

struct brute { const struct partition *p; int32_t left[TYPES]; int64_t best; };

/* Visits below v are decided: visit v is covered already, or by one of its columns, or left out. */
static void every_choice(struct brute *b, int32_t v, uint32_t covered, int64_t cost)
{
    const struct partition *p = b->p;
    if (cost >= b->best) return;
    while (v < p->visit_count && covered >> v & 1) v++;
    if (v == p->visit_count) {
        b->best = cost;
        return;
    }
    every_choice(b, v + 1, covered | 1u << v, cost + p->absent_cost[v]);
    for (int32_t j = 0; j < p->column_count; j++) {
        const struct column *c = &p->columns[j];
        uint32_t set = 0;
        for (int32_t k = 0; k < c->count; k++) set |= 1u << c->visits[k];
        if (!(set >> v & 1) || b->left[c->type] <= 0) continue;
        b->left[c->type]--;
        every_choice(b, v, covered | set, cost + c->cost);
        b->left[c->type]++;
    }
}

static int64_t questions, optimal, improved;

static void finds_the_best_choice(struct rng *r, uint64_t seed)
{
    (void)seed;
    struct question q = { 0 };
    int32_t chosen[VISITS];
    struct choice choice = { .columns = chosen };
    draw_question(r, &q);
    struct brute b = { .p = &q.p, .best = INT64_MAX };
    memcpy(b.left, q.vehicles, sizeof b.left);
    every_choice(&b, 0, 0, 0);
    assert_true(mlg__partition_improve(&q.p, &choice));
    const int64_t incumbent = cost_of_choice(&q.p, q.incumbent, q.p.incumbent_count);
    assert_int_equal(choice.cost, cost_of_choice(&q.p, chosen, choice.count));
    assert_true(choice.cost >= b.best && choice.cost <= incumbent);
    check_msg(choice.bound <= b.best, "bound %lld, best %lld", (long long)choice.bound, (long long)b.best);
    assert_int_equal(choice.better, choice.cost < incumbent);
    questions++, optimal += choice.cost == b.best, improved += choice.better;
    /* The same question has the same answer, and one with little work is still an answer. */
    int32_t again[VISITS];
    struct choice second = { .columns = again };
    assert_true(mlg__partition_improve(&q.p, &second));
    assert_true(second.cost == choice.cost && second.count == choice.count && second.work == choice.work);
    assert_memory_equal(again, chosen, (size_t)choice.count * sizeof *chosen);
    q.p.work_limit = 1 + rng_below(r, 2000);
    assert_true(mlg__partition_improve(&q.p, &second));
    assert_int_equal(second.cost, cost_of_choice(&q.p, again, second.count));
    assert_true(second.cost <= incumbent && second.bound <= b.best);
}

static void choices_match_enumeration(void **state)
{
    (void)state;
    for_seeds(1, 3000, finds_the_best_choice);
    print_message("%lld questions, %lld optimal, %lld better than the incumbent\n", (long long)questions,
                  (long long)optimal, (long long)improved);
    assert_true(optimal * 100 >= questions * 99 && improved * 4 > questions);
}

static bool enough(void *user) { return ++*(int32_t *)user >= 12; }

/* A large question stops when told, with a valid answer. */
static void stops_when_told(void **state)
{
    (void)state;
    enum { N = 400, M = 6000, LENGTH = 4 };
    struct rng r = rng_seeded(5, 0);
    struct column *columns = mlg__malloc(sizeof *columns * M);
    int32_t(*visits)[LENGTH] = mlg__malloc(sizeof *visits * M), *chosen = mlg__malloc(sizeof *chosen * N), asked = 0;
    int64_t *absent_cost = mlg__malloc(sizeof *absent_cost * N);
    for (int32_t j = 0; j < M; j++) {
        for (int32_t i = 0; i < LENGTH; i++) visits[j][i] = (j * 7 + i * (1 + j % 13)) % N;
        columns[j] = (struct column) { 100 + rng_below(&r, 100), 0, LENGTH, visits[j] };
    }
    for (int32_t v = 0; v < N; v++) absent_cost[v] = 1000;
    const struct partition p = { .visit_count = N, .type_count = 1, .column_count = M, .columns = columns,
                                 .vehicles = (const int32_t[]) { N }, .absent_cost = absent_cost, .enough = enough,
                                 .user = &asked };
    struct choice choice = { .columns = chosen };
    assert_true(mlg__partition_improve(&p, &choice));
    assert_int_equal(asked, 12);
    assert_true(choice.better && choice.cost < 400 * 100 && choice.bound <= choice.cost && choice.work < 4000000);
    mlg__free(absent_cost);
    mlg__free(chosen);
    mlg__free(visits);
    mlg__free(columns);
}

/* ---- memory ---- */

static bool without_memory(void *user)
{
    struct question *q = user;
    int32_t chosen[VISITS];
    struct choice choice = { .columns = chosen };
    struct pool pool;
    if (!mlg__pool_init(&pool, 10000, 5)) return false;
    mlg__pool_add(&pool, 0, (const int32_t[]) { 1, 2 }, 2, 5, 3, 7);
    const bool done = mlg__partition_improve(&q->p, &choice);
    if (!done) assert_int_equal(choice.count, 0);
    mlg__pool_free(&pool);
    return done;
}

static void survives_without_memory(void **state)
{
    (void)state;
    struct rng r = rng_seeded(3, 0);
    struct question q = { 0 };
    draw_question(&r, &q);
    assert_true(for_each_failed_allocation(without_memory, &q) > 2);
}

static void pool_matches_list(void **state)
{
    (void)state;
    for_seeds(1, 5, keeps_the_cheapest_order);
    for_seeds(1, 20, evicts_the_poor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pool_matches_list),
        cmocka_unit_test(choices_match_enumeration),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(survives_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
