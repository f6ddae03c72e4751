/* route_way.h — the shape of a route on the map: along streets where the leg source knows them, else straight from place to
 * place. */
#ifndef MLG_MODEL_ROUTE_WAY_H
#define MLG_MODEL_ROUTE_WAY_H

#include "base/error.h"
#include "model/plan.h"

/* f once for each leg between visits that have a place, in order. legs may be NULL. Errors: those of the source,
 * MLG_NO_MEMORY. */
mlg_status mlg__route_way(const mlg_leg_source *legs, int32_t vehicle_class, const mlg_problem *p, const struct plan_route *route,
                          mlg_way_fn *f, void *user, mlg_error *err);

#endif
