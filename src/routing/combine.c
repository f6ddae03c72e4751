/* combine.c — the pool of routes and the search at work together. See combine.h. */
#include "routing/combine.h"

#include "base/clock.h"

enum { SHORT_ROUTE = 20 };

bool mlg__combine_pays(const struct search *s)
{
    /* What it covers is visits and groups: it knows of no teams and no routes that must be driven. */
    return !s->in->has_together && !s->in->has_locks && s->route_count > 1 && s->in->visit_count - s->absent_count <= SHORT_ROUTE * s->route_count;
}

/* Members of a group differ in what serving them costs wherever that is: a route is charged with it. */
static void remember_block(const struct instance *in, struct pool *pool, const struct block *b, int64_t value)
{
    int64_t cost = b->cost;
    for (int32_t i = 1; in->has_groups && i < b->len - 1; i++)
        if (in->group[b->seq[i]] != MLG_NONE) cost -= in->absent_cost[b->seq[i]];
    mlg__pool_add(pool, b->type, b->seq + 1, b->len - 2, cost, b->set_hash, value);
}

void mlg__remember(struct search *s, struct pool *pool)
{
    for (int32_t i = 0; i < s->journal_count; i++) {
        const struct block *b = s->slot[s->journal[i].slot];
        if (b && b->overload == 0) remember_block(s->in, pool, b, s->cost);
    }
}

/* The chosen routes instead of all there are, each without the visits that an earlier one serves. */
static void take_choice(struct search *s, const struct pool *pool, const struct choice *choice)
{
    mlg__empty_routes(s);
    for (int32_t i = 0; i < choice->count && !s->failed; i++) {
        const struct pooled *r = &pool->routes[choice->columns[i]];
        int32_t count = 0;
        for (int32_t k = 0; k < r->count; k++) {
            const int32_t v = pool->visits[r->first + k];
            if (s->absent_at[v] == MLG_NONE || !is_wanting(s, v)) continue;
            s->pieces[count++] = (struct piece) { .from = v, .to = v };
        }
        if (count == 0 || s->free_of_type[r->type] == 0) continue;
        struct block *b = s->kernel->build(s, r->type, s->pieces, count);
        if (!b) return;
        if (b->cost >= COST_NEVER) { /* the way round was the shorter one */
            mlg__block_unref(&s->pool, b);
            continue;
        }
        mlg__replace(s, mlg__empty_slot(s), b);
        for (int32_t k = 1; k < b->len - 1; k++) mlg__make_present(s, b->seq[k]);
        if (count < r->count)
            for (int32_t k = 1; k < b->len - 1; k++) mlg__push(s, b->seq[k]);
    }
    for (int32_t i = 0; i < s->absent_count; i++) mlg__push(s, s->absent[i]);
}

static bool too_late(void *user) { return mlg__now_s() >= *(const double *)user; }

void mlg__combine(struct search *s, struct pool *pool, int64_t work, double end_s)
{
    const struct instance *in = s->in;
    struct arena scratch = { 0 };
    for (int32_t i = 0; i < in->slot_count; i++)
        if (s->best[i]) remember_block(in, pool, s->best[i], s->best_cost);
    struct column *columns = arena_array(&scratch, struct column, pool->route_count);
    int32_t *vehicles = arena_array(&scratch, int32_t, in->type_count);
    int64_t *absent_cost = arena_array(&scratch, int64_t, in->visit_count);
    int32_t *incumbent = arena_array(&scratch, int32_t, in->slot_count);
    int32_t *covered = arena_array(&scratch, int32_t, pool->visit_count);
    struct choice choice = { .columns = arena_array(&scratch, int32_t, in->visit_count) };
    if (scratch.failed) {
        s->failed = true;
        mlg__arena_free(&scratch);
        return;
    }
    struct partition p = { .visit_count = in->visit_count, .type_count = in->type_count, .column_count = pool->route_count,
                           .columns = columns, .vehicles = vehicles, .absent_cost = absent_cost,
                           .incumbent = incumbent, .work_limit = work, .enough = end_s > 0 ? too_late : NULL,
                           .user = &end_s, .seed = rng_next(&s->rng) };
    for (int32_t i = 0; i < pool->visit_count; i++) covered[i] = stands_for(in, pool->visits[i]);
    for (int32_t i = 0; i < pool->route_count; i++) {
        columns[i] = pool_column(pool, i);
        columns[i].visits = covered + pool->routes[i].first;
    }
    for (int32_t v = 0; v < in->visit_count; v++) absent_cost[v] = max64(in->absent_cost[v], 0); /* as it wants them */
    for (int32_t g = 0; g < in->group_count; g++) absent_cost[in->group_member[in->group_first[g]]] = in->group_cost[g];
    for (int32_t k = 0; k < in->type_count; k++) vehicles[k] = in->types[k].count;
    bool whole = true;
    for (int32_t i = 0; i < in->slot_count; i++) {
        const struct block *b = s->best[i];
        if (!b) continue;
        const int32_t at = mlg__pool_find(pool, b->type, b->len - 2, b->set_hash);
        if (at == MLG_NONE) whole = false; /* the pool is too small for one solution */
        else incumbent[p.incumbent_count++] = at;
    }
    if (whole && mlg__partition_improve(&p, &choice) && choice.better) {
        mlg__load_best(s);
        mlg__begin(s);
        take_choice(s, pool, &choice);
        s->kernel->improve(s);
        if (s->failed || s->cost >= s->best_cost || s->overload > 0) mlg__rollback(s);
        else mlg__commit(s), mlg__save_best(s);
    }
    mlg__arena_free(&scratch);
}
