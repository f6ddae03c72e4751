/* pool.h — good routes that the search met, whatever became of them: the cheapest order of every set of visits, by type
 * of vehicle. What partition.h chooses from.
 *
 * All memory is taken at creation. When it is full the poorer part leaves: routes whose best solution was dear go first,
 * those not met for long first among equals. One pool belongs to one thread. */
#ifndef MLG_ROUTING_POOL_H
#define MLG_ROUTING_POOL_H

#include "base/memory.h"
#include "routing/partition.h"

struct pooled {
    uint64_t set_hash;
    int64_t cost;
    int64_t value;       /* of the cheapest solution it was part of */
    int64_t met;         /* number of the last add that brought it: no two are equal */
    int32_t type, count;
    int32_t first;       /* its visits: pool->visits[first] .. */
};

struct pool {
    struct arena arena;
    struct pooled *routes; /* oldest first; visits lie in the same order */
    int32_t *visits;
    int32_t *buckets;      /* hash table of routes, MLG_NONE: empty */
    int32_t *order;        /* scratch of the eviction */
    int32_t route_count, route_cap, visit_count, visit_cap, bucket_mask;
    /* Calls of add; of a set that was there; in a cheaper order; routes that left. */
    int64_t added, known, cheaper, evicted;
};

/* A pool that takes at most about so many bytes; mean_visits guesses the length of routes. False without memory. */
bool mlg__pool_init(struct pool *pool, int64_t bytes, int32_t mean_visits);
void mlg__pool_free(struct pool *pool);
void mlg__pool_clear(struct pool *pool);

/* Remember a route, copied. set_hash: the sum of random words of what it serves (struct block has it); value: cost of the
 * solution it is part of. A route longer than the whole pool is ignored. */
void mlg__pool_add(struct pool *pool, int32_t type, const int32_t *visits, int32_t count, int64_t cost,
                   uint64_t set_hash, int64_t value);
/* Everything that `other` holds, too. */
void mlg__pool_merge(struct pool *pool, const struct pool *other);
/* Where a set of visits stands, or MLG_NONE. Indices hold until the next add. */
int32_t mlg__pool_find(const struct pool *pool, int32_t type, int32_t count, uint64_t set_hash);

static inline struct column pool_column(const struct pool *pool, int32_t i)
{
    const struct pooled *r = &pool->routes[i];
    return (struct column) { r->cost, r->type, r->count, pool->visits + r->first };
}

#endif
