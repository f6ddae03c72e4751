/* location_gen.h — random location problems with a plan that keeps every limit: the plan comes first, capacities are
 * made to hold it. All kinds mixed: splits or single source, clients that may be left out, plants, several products. */
#ifndef MLG_TESTS_LOCATION_GEN_H
#define MLG_TESTS_LOCATION_GEN_H

#include "model/location.h"
#include "support/test.h"

struct location_case {
    mlg_location *l;
    mlg_location_plan *plan;
};

static inline void location_case_free(struct location_case *c)
{
    mlg_location_free(c->l);
    mlg_location_plan_free(c->plan);
}

/* Demands whose least common multiple stays small, so that a slow twin can add fractions in 128 bits. */
static inline int64_t random_demand(struct rng *rng)
{
    static const int64_t demands[] = { 1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 12, 14,
                                       15, 16, 18, 20, 21, 24, 28, 30, 35, 36, 97, 101 };
    return demands[rng_below(rng, sizeof demands / sizeof *demands)];
}

static inline mlg_location *location_new(int32_t sites, int32_t plants, int32_t products, int32_t clients)
{
    mlg_location *l = mlg__malloc(sizeof *l);
    struct arena *a = &l->arena;
    l->sites.count = sites, l->plants.count = plants, l->product_count = products, l->client_count = clients;
    l->format = "cap";
    snprintf(l->name, sizeof l->name, "random");
    l->sites.fixed = arena_array(a, int64_t, sites);
    l->sites.capacity = arena_array(a, int64_t, sites * products);
    l->plants.fixed = arena_array(a, int64_t, plants);
    l->plants.capacity = arena_array(a, int64_t, plants * products);
    l->demand = arena_array(a, int64_t, clients);
    l->left_out = arena_array(a, int64_t, clients);
    l->product = arena_array(a, int32_t, clients);
    l->first = arena_array(a, int64_t, clients + 1);
    l->lanes = arena_array(a, struct location_lane, clients * sites);
    l->haul = arena_array(a, int64_t, products * plants * sites);
    assert_false(a->failed);
    return l;
}

static inline mlg_location_plan *location_plan_new(const mlg_location *l, int32_t flows, int32_t hauls)
{
    mlg_location_plan *plan = mlg__malloc(sizeof *plan);
    plan->found = true;
    plan->bound = INT64_MIN;
    plan->open = arena_array(&plan->arena, bool, l->sites.count);
    plan->plant_open = arena_array(&plan->arena, bool, l->plants.count);
    plan->flows = arena_array(&plan->arena, struct location_flow, flows);
    plan->hauls = arena_array(&plan->arena, struct location_haul, hauls);
    assert_false(plan->arena.failed);
    return plan;
}

/* Lanes to site 0 and some others; site 0 is open in the plan. */
static inline void random_clients(mlg_location *l, struct rng *rng)
{
    for (int32_t c = 0; c < l->client_count; c++) {
        int64_t at = l->first[c];
        l->demand[c] = random_demand(rng);
        l->product[c] = rng_below(rng, l->product_count);
        l->left_out[c] = rng_below(rng, 3) ? LOCATION_UNLIMITED : rng_below(rng, 5000);
        for (int32_t s = 0; s < l->sites.count; s++)
            if (s == 0 || rng_below(rng, 3)) l->lanes[at++] = (struct location_lane) { rng_below(rng, 100000), s };
        l->first[c + 1] = at;
    }
}

static inline void random_flows(const mlg_location *l, mlg_location_plan *plan, int32_t client, struct rng *rng)
{
    int64_t left = l->demand[client];
    if (l->left_out[client] != LOCATION_UNLIMITED) {
        if (l->single_source) left = rng_below(rng, 2) ? left : 0;
        else left = rng_below(rng, (int32_t)left + 1);
    }
    const int32_t first = plan->flow_count;
    for (int64_t i = l->first[client]; i < l->first[client + 1] && left > 0; i++) {
        const int64_t units = l->single_source ? left : rng_below(rng, (int32_t)left + 1);
        if (!plan->open[l->lanes[i].site] || units == 0 || (l->single_source && rng_below(rng, 2))) continue;
        plan->flows[plan->flow_count++] = (struct location_flow) { client, l->lanes[i].site, units };
        left -= units;
    }
    if (left == 0) return;
    if (plan->flow_count > first && plan->flows[first].site == 0) { /* the rest from site 0, the first of all lanes */
        plan->flows[first].units += left;
        return;
    }
    for (int32_t k = plan->flow_count++; k > first; k--) plan->flows[k] = plan->flows[k - 1];
    plan->flows[first] = (struct location_flow) { client, 0, left };
}

/* All that goes out comes in, from the first plant and, where there is one, a part from the second. */
static inline void random_hauls(const mlg_location *l, mlg_location_plan *plan, const int64_t *out)
{
    for (int32_t k = 0; k < l->product_count; k++)
        for (int32_t p = 0; p < l->plants.count; p++)
            for (int32_t s = 0; s < l->sites.count; s++) {
                const int64_t all = out[s * l->product_count + k];
                const int64_t last =
                    l->plants.count > 1 ? (s * 7 + k) % (all + 1) : 0; /* plant 1 sends so many of them */
                const int64_t units = p == 0 ? all - last : p == 1 ? last : 0;
                if (units > 0) plan->hauls[plan->haul_count++] = (struct location_haul) { k, p, s, units };
            }
}

static inline int64_t room_for(struct rng *rng, int64_t load)
{
    return rng_below(rng, 4) ? load + rng_below(rng, 20) : LOCATION_UNLIMITED;
}

static inline struct location_case random_location(struct rng *rng)
{
    const int32_t sites = 1 + rng_below(rng, 6), plants = rng_below(rng, 2) ? 0 : 1 + rng_below(rng, 3);
    const int32_t products = rng_below(rng, 3) ? 1 : 2 + rng_below(rng, 2), clients = 1 + rng_below(rng, 12);
    struct location_case c = { .l = location_new(sites, plants, products, clients) };
    mlg_location *l = c.l;
    l->decimals = rng_below(rng, 4);
    l->single_source = rng_below(rng, 3) == 0;
    random_clients(l, rng);
    c.plan = location_plan_new(l, clients * sites, products * plants * sites);
    for (int32_t s = 0; s < sites; s++) {
        l->sites.fixed[s] = rng_below(rng, 100000);
        c.plan->open[s] = s == 0 || rng_below(rng, 2);
    }
    for (int32_t p = 0; p < plants; p++) {
        l->plants.fixed[p] = rng_below(rng, 100000);
        c.plan->plant_open[p] = p < 2;
    }
    for (int32_t i = 0; i < products * plants * sites; i++) l->haul[i] = rng_below(rng, 1000);
    for (int32_t k = 0; k < clients; k++) random_flows(l, c.plan, k, rng);

    int64_t out[6 * 3] = { 0 }, made[3 * 3] = { 0 };
    for (int32_t i = 0; i < c.plan->flow_count; i++) {
        const struct location_flow *f = &c.plan->flows[i];
        out[f->site * products + l->product[f->client]] += f->units;
    }
    random_hauls(l, c.plan, out);
    for (int32_t i = 0; i < c.plan->haul_count; i++)
        made[c.plan->hauls[i].plant * products + c.plan->hauls[i].product] += c.plan->hauls[i].units;
    for (int32_t i = 0; i < sites * products; i++) l->sites.capacity[i] = room_for(rng, out[i]);
    for (int32_t i = 0; i < plants * products; i++) l->plants.capacity[i] = room_for(rng, made[i]);
    int32_t open = 0;
    for (int32_t s = 0; s < sites; s++) open += c.plan->open[s];
    l->open_most = rng_below(rng, 2) ? 0 : open + rng_below(rng, sites - open + 1);
    c.plan->cost = mlg__location_cost(l, c.plan);
    if (rng_below(rng, 3)) {
        c.plan->bound = c.plan->cost - rng_below(rng, 1000);
        c.plan->bound_kind = (mlg_bound_kind)(1 + rng_below(rng, 3));
    }
    return c;
}

#endif
