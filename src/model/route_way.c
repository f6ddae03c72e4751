/* route_way.c — see route_way.h. */
#include "model/route_way.h"

mlg_status mlg__route_way(const mlg_leg_source *legs, int32_t vehicle_class, const mlg_problem *p, const struct plan_route *route,
                          mlg_way_fn *f, void *user, mlg_error *err)
{
    mlg_point *points = mlg__malloc((size_t)route->visit_count * sizeof *points);
    int32_t count = 0;
    if (!points) return mlg__no_memory(err, "the way of a route");
    for (int32_t i = 0; i < route->visit_count; i++) {
        const int32_t place = route->visits[i].place;
        if (place != MLG_NONE) points[count++] = (mlg_point) { p->places[place].lat_deg, p->places[place].lon_deg };
    }
    mlg_status status = MLG_OK;
    if (legs && legs->way) status = legs->way(legs->self, vehicle_class, points, count, f, user, err);
    else
        for (int32_t i = 0; i + 1 < count; i++) f(i, points + i, 2, user);
    mlg__free(points);
    return status;
}
