/* route_legs.c — see route_legs.h. */
#include "model/route_legs.h"

static int64_t left_at(const mlg_visit *v) { return v->arrival_s + v->wait_s + v->setup_s + v->service_s; }

const mlg_visit *mlg__leg_origin(const struct plan_route *route, int32_t seq)
{
    const mlg_visit *v = &route->visits[seq - 1];
    while (v > route->visits && v->place == MLG_NONE) v--;
    return v;
}

struct route_leg mlg__route_leg(const mlg_problem *p, const struct plan_route *route, int32_t seq, struct arc_values arc)
{
    const mlg_visit *visit = &route->visits[seq];
    const int32_t weight = p->vehicles[route->vehicle].weight_load;
    if (seq == 0) return (struct route_leg) { 0 };
    struct route_leg leg = {
        .drive_s = visit->arrival_s - left_at(&visit[-1]),
        .duty_s = left_at(visit) - left_at(&visit[-1]),
        .load_kg = weight == MLG_NONE ? 0 : visit[-1].load[weight],
    };
    if (visit->place == MLG_NONE || mlg__leg_origin(route, seq)->place == MLG_NONE) return leg;
    if (arc.time == MLG_UNREACHABLE || arc.distance == MLG_UNREACHABLE) return leg; /* counts nothing, as in plan.c */
    leg.distance_m = arc.distance;
    leg.energy_j = MLG_MILLI * arc.energy_kj + arc.energy_j_per_kg * leg.load_kg;
    return leg;
}
