/** @file routing.h — plan the routes of a problem. */
#ifndef MAILLAGE_ROUTING_H
#define MAILLAGE_ROUTING_H

#include "maillage/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Search for a good plan until the deadline, the iteration limit or the caller says enough.
 * start     may be NULL; a plan of the same problem to begin from: the result is never worse.
 * o         may be NULL; reads routing.* (mlg_options_name() lists them).
 * f, user   may be NULL; progress, and the caller's way to stop.
 * plan      given; free it with mlg_plan_free(). Stops that cannot be served are left out and listed.
 * Errors    MLG_NO_MEMORY, MLG_OVER_LIMIT (a constraint this engine does not know yet says so by name).
 * Cost      anytime; memory about docs/architecture.md says per stop.
 */
MLG_API mlg_status mlg_routing_solve(const mlg_problem *p, const mlg_plan *start, const mlg_options *o,
                                     mlg_progress_fn *f, void *user, mlg_plan **plan, mlg_error *err);

#ifdef __cplusplus
}
#endif
#endif
