/** @file siting.h — where to build, extend and close, when, and who serves whom; with a proven bound. */
#ifndef MAILLAGE_SITING_H
#define MAILLAGE_SITING_H

#include "maillage/location.h"
#include "maillage/scenario.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_network mlg_network; /**< lanes, chains and states compiled from a scenario */
typedef struct mlg_siting mlg_siting;   /**< a result: plan, bound, gap, prices */
typedef struct mlg_siting_goal mlg_siting_goal; /**< what is minimised, limits; only NULL in this version: the scenario's own */

/**
 * Build lanes, chains and states. legs is asked for places in the order: demand points, then sites
 * (mlg_scenario_demand_count() + site index); it is borrowed during the call only.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT, MLG_BAD_INPUT (nothing can be served at all), what legs answers.
 */
MLG_API mlg_status mlg_network_compile(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_options *o,
                                       mlg_network **net, mlg_error *err);
MLG_API void mlg_network_free(mlg_network *net);
MLG_API mlg_status mlg_siting_solve(const mlg_network *net, const mlg_siting_goal *goal, const mlg_options *o,
                                    mlg_progress_fn *f, void *user, mlg_siting **result, mlg_error *err);
MLG_API void mlg_siting_free(mlg_siting *r);
MLG_API int64_t mlg_siting_cost(const mlg_siting *r);  /**< quanta (1e-6 of the currency); INT64_MAX without a plan */
MLG_API int64_t mlg_siting_bound(const mlg_siting *r); /**< quanta; never above the cost of any valid plan */
MLG_API mlg_bound_kind mlg_siting_bound_kind(const mlg_siting *r);
/** Borrowed; NULL: limits proved contradictory, or no plan in time. */
MLG_API const mlg_network_plan *mlg_siting_plan(const mlg_siting *r);

/**
 * The front of cost, speed and CO2 round a result: at most siting.pareto plans. net must be compiled with that option, start come
 * from it and have a plan. Plans are not accounted yet; mlg_plan_scenario() does all of it, and checks them. front [given].
 * Cost: some steps of the search for each point, from the nearest one met. Method: docs/methods/siting.md, docs/decisions/0014.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT, MLG_BAD_INPUT.
 */
MLG_API mlg_status mlg_siting_front(const mlg_network *net, const mlg_siting *start, const mlg_options *o, mlg_progress_fn *f,
                                    void *user, mlg_front **front, mlg_error *err);

/**
 * Solve a location problem of a published set. o reads siting.*; plan [given, also when none was found: its bound counts].
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (a kind that is not solved yet).
 */
MLG_API mlg_status mlg_location_solve(const mlg_location *l, const mlg_options *o, mlg_progress_fn *f, void *user,
                                      mlg_location_plan **plan, mlg_error *err);

#ifdef __cplusplus
}
#endif
#endif
