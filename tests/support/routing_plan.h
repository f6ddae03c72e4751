/* routing_plan.h — what tests ask of a routing plan. */
#ifndef MLG_TESTS_ROUTING_PLAN_H
#define MLG_TESTS_ROUTING_PLAN_H

#include "base/rng.h"
#include "maillage/routing.h"
#include "model/problem.h"

/* Cost, vehicles, visits and arrivals: two plans with one hash are the same. */
static inline uint64_t plan_hash(const mlg_plan *plan)
{
    uint64_t h = (uint64_t)mlg_plan_cost(plan);
    for (int32_t r = 0; r < mlg_plan_route_count(plan); r++) {
        const mlg_route route = mlg_plan_route(plan, r);
        h = mlg__hash2(h, (uint64_t)route.vehicle);
        for (int32_t i = 0; i < route.visit_count; i++)
            h = mlg__hash2(h, (uint64_t)(uint32_t)route.visits[i].stop << 32 ^ (uint64_t)route.visits[i].arrival_s);
    }
    return h;
}

/* Stops without a prize that no route serves. */
static inline int32_t required_left_out(const mlg_problem *p, const mlg_plan *plan)
{
    int32_t count = 0;
    for (int32_t i = 0; i < mlg_plan_unserved_count(plan); i++)
        count += p->stops[mlg_plan_unserved(plan, i)].prize == 0;
    return count;
}

#endif
