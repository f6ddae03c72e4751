/* pool.c — the route pool: open addressing by (type, set of visits), visits in one array, eviction by compaction. */
#include "routing/pool.h"

#include <string.h>

#include "base/math.h"
#include "maillage/base.h"

bool mlg__pool_init(struct pool *pool, int64_t bytes, int32_t mean_visits)
{
    enum { ROUTES_MIN = 16, ROUTES_MAX = 1 << 22, BUCKETS_PER_ROUTE = 3 /* between 2 and 4 */ };
    const int64_t visits = max32(1, mean_visits);
    const int64_t each = (int64_t)sizeof(struct pooled) + 4 * (visits + 1 + BUCKETS_PER_ROUTE) /* visits, order,
        buckets */;
    *pool = (struct pool) { .route_cap = (int32_t)min64(ROUTES_MAX, max64(ROUTES_MIN, bytes / each)) };
    pool->visit_cap = (int32_t)min64(INT32_MAX / 2, pool->route_cap * visits);
    int32_t buckets = 2;
    while (buckets < 2 * pool->route_cap) buckets *= 2;
    pool->bucket_mask = buckets - 1;
    pool->routes = arena_array(&pool->arena, struct pooled, pool->route_cap);
    pool->visits = arena_array(&pool->arena, int32_t, pool->visit_cap);
    pool->order = arena_array(&pool->arena, int32_t, pool->route_cap);
    pool->buckets = arena_array(&pool->arena, int32_t, buckets);
    if (pool->arena.failed) {
        mlg__pool_free(pool);
        return false;
    }
    mlg__pool_clear(pool);
    return true;
}

void mlg__pool_free(struct pool *pool)
{
    mlg__arena_free(&pool->arena);
    *pool = (struct pool) { 0 };
}

void mlg__pool_clear(struct pool *pool)
{
    pool->route_count = pool->visit_count = 0;
    memset(pool->buckets, 0xff, ((size_t)pool->bucket_mask + 1) * sizeof *pool->buckets); /* MLG_NONE */
}

/* The bucket of a set, or the empty one where it belongs. */
static int32_t bucket_of(const struct pool *pool, int32_t type, int32_t count, uint64_t set_hash)
{
    int32_t b = (int32_t)((set_hash ^ (uint64_t)type * UINT64_C(0x9E3779B97F4A7C15)) >> 33) & pool->bucket_mask;
    for (;; b = (b + 1) & pool->bucket_mask) {
        if (pool->buckets[b] == MLG_NONE) return b;
        const struct pooled *r = &pool->routes[pool->buckets[b]];
        if (r->set_hash == set_hash && r->type == type && r->count == count) return b;
    }
}

int32_t mlg__pool_find(const struct pool *pool, int32_t type, int32_t count, uint64_t set_hash)
{
    return pool->buckets[bucket_of(pool, type, count, set_hash)];
}

/* ---- eviction ---- */

/* Does route i deserve its place more than route k? A total order: no two were met at the same time. */
static bool stands_before(const struct pool *pool, int32_t i, int32_t k)
{
    const struct pooled *p = &pool->routes[i], *q = &pool->routes[k];
    return p->value != q->value ? p->value < q->value : p->met > q->met;
}

/* Put the `keep` best routes to the front of order, by quickselect. */
static void select_best(struct pool *pool, int32_t keep)
{
    int32_t *order = pool->order, low = 0, high = pool->route_count - 1;
    while (low < high) {
        const int32_t pivot = order[low + (high - low) / 2];
        int32_t i = low, k = high;
        while (i <= k) {
            while (stands_before(pool, order[i], pivot)) i++;
            while (stands_before(pool, pivot, order[k])) k--;
            if (i > k) break;
            const int32_t swapped = order[i];
            order[i++] = order[k], order[k--] = swapped;
        }
        if (keep - 1 <= k) high = k;
        else if (keep - 1 >= i) low = i;
        else return;
    }
}

/* A third of the routes leaves; the others move together. */
static void evict(struct pool *pool)
{
    const int32_t before = pool->route_count, keep = before - (before + 2) / 3;
    for (int32_t i = 0; i < before; i++) pool->order[i] = i;
    select_best(pool, keep);
    for (int32_t i = keep; i < before; i++) pool->routes[pool->order[i]].count = 0; /* no route is empty */
    pool->evicted += before - keep;
    mlg__pool_clear(pool);
    for (int32_t i = 0; i < before; i++) {
        struct pooled r = pool->routes[i];
        if (r.count == 0) continue;
        memmove(pool->visits + pool->visit_count, pool->visits + r.first, (size_t)r.count * sizeof *pool->visits);
        r.first = pool->visit_count;
        pool->visit_count += r.count;
        pool->buckets[bucket_of(pool, r.type, r.count, r.set_hash)] = pool->route_count;
        pool->routes[pool->route_count++] = r;
    }
}

/* ---- adding ---- */

void mlg__pool_add(struct pool *pool, int32_t type, const int32_t *visits, int32_t count, int64_t cost,
    uint64_t set_hash,
                   int64_t value)
{
    const size_t bytes = (size_t)count * sizeof *visits;
    if (count <= 0 || count > pool->visit_cap) return;
    const int64_t now = ++pool->added;
    const int32_t known = mlg__pool_find(pool, type, count, set_hash);
    if (known != MLG_NONE) {
        struct pooled *r = &pool->routes[known];
        pool->known++;
        r->met = now;
        r->value = min64(r->value, value);
        if (cost >= r->cost) return;
        pool->cheaper++;
        r->cost = cost;
        memcpy(pool->visits + r->first, visits, bytes);
        return;
    }
    while (pool->route_count == pool->route_cap || pool->visit_count > pool->visit_cap - count) evict(pool);
    const int32_t first = pool->visit_count;
    memcpy(pool->visits + first, visits, bytes);
    pool->visit_count += count;
    pool->buckets[bucket_of(pool, type, count, set_hash)] = pool->route_count;
    pool->routes[pool->route_count++] = (struct pooled) { set_hash, cost, value, now, type, count, first };
}

void mlg__pool_merge(struct pool *pool, const struct pool *other)
{
    for (int32_t i = 0; i < other->route_count; i++) {
        const struct pooled *r = &other->routes[i];
        mlg__pool_add(pool, r->type, other->visits + r->first, r->count, r->cost, r->set_hash, r->value);
    }
}
