/* route_legs.h — a route of a plan from visit to visit: what the legs are that its totals sum up. */
#ifndef MLG_MODEL_ROUTE_LEGS_H
#define MLG_MODEL_ROUTE_LEGS_H

#include "model/plan.h"

/* The leg that leads to a visit, with the visit: the drive since the last one was left, then waiting, setup and service.
 * Of the start (visit 0) nothing but zeros; a break has the drive before it, the metres and joules stand with the next
 * place. Seconds are those of the visits' instants. */
struct route_leg {
    int64_t distance_m, drive_s, duty_s;
    int64_t load_kg;  /* on board: the vehicle's weight_load, in the format's unit */
    int64_t energy_j; /* affine in the load */
};

/* The visit that the leg to visit seq (> 0) comes from: the last one before it that has a place. */
const mlg_visit *mlg__leg_origin(const struct plan_route *route, int32_t seq);
/* arc: from the place of mlg__leg_origin() to that of the visit; not looked at where one of them has none. */
struct route_leg mlg__route_leg(const mlg_problem *p, const struct plan_route *route, int32_t seq, struct arc_values arc);

#endif
