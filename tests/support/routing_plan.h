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

static inline bool plan_serves(const mlg_plan *plan, int32_t stop)
{
    for (int32_t i = 0; i < mlg_plan_unserved_count(plan); i++)
        if (mlg_plan_unserved(plan, i) == stop) return false;
    return true;
}

/* Stops that no route serves though a plan should: neither they nor their shipment or group have a prize, and no other one
 * of their group is served; of a group, the first counts. */
static inline int32_t required_left_out(const mlg_problem *p, const mlg_plan *plan)
{
    int32_t count = 0;
    for (int32_t i = 0; i < mlg_plan_unserved_count(plan); i++) {
        const int32_t stop = mlg_plan_unserved(plan, i), mate = p->mate[stop], group = p->stops[stop].group;
        bool asked = p->stops[stop].prize == 0 && (mate == MLG_NONE || p->stops[mate].prize == 0);
        for (int32_t k = 0; k < p->stop_count && group; k++)
            asked &= p->stops[k].group != group || (p->stops[k].prize == 0 && !plan_serves(plan, k) && k >= stop);
        count += asked;
    }
    return count;
}

#endif
