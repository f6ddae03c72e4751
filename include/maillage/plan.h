/** @file plan.h — all routes of one routing problem. A plan read from a file claims; the checker verifies. */
#ifndef MAILLAGE_PLAN_H
#define MAILLAGE_PLAN_H

#include "maillage/problem.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_plan mlg_plan;

typedef enum mlg_visit_kind { MLG_START, MLG_STOP, MLG_RELOAD, MLG_BREAK, MLG_END } mlg_visit_kind;

/** One line of a route. Times in seconds from the day's midnight; load is the one after the visit. */
typedef struct mlg_visit {
    mlg_visit_kind kind;
    int32_t stop, place; /**< MLG_NONE where there is none; of a break, stop is its index in the vehicle's breaks */
    int64_t arrival_s, wait_s, setup_s, service_s, load[MLG_LOADS_MAX];
} mlg_visit;

/** Physical sums of a route or a plan. */
typedef struct mlg_totals {
    int64_t distance_m, drive_s, setup_s, service_s, wait_s, break_s, duty_s, energy_j, stops;
} mlg_totals;

/** What one vehicle does; visits are borrowed from the plan. */
typedef struct mlg_route {
    int32_t vehicle, visit_count;
    const mlg_visit *visits;
    mlg_totals totals;
    int64_t cost; /**< cost units */
} mlg_route;

MLG_API void mlg_plan_free(mlg_plan *plan);
MLG_API int32_t mlg_plan_route_count(const mlg_plan *plan);
/** Cost units, prizes of absent stops included. */
MLG_API int64_t mlg_plan_cost(const mlg_plan *plan);
/** Borrowed from the plan; route in [0, mlg_plan_route_count()). */
MLG_API mlg_route mlg_plan_route(const mlg_plan *plan, int32_t route);
/** Stops that no route visits; stop indices in ascending order, borrowed. */
MLG_API int32_t mlg_plan_unserved_count(const mlg_plan *plan);
MLG_API int32_t mlg_plan_unserved(const mlg_plan *plan, int32_t i);
/** How many visits are lacking: as mlg_plan_unserved_count(), but a group counts once, and not when one of it is visited. */
MLG_API int32_t mlg_plan_missing_count(const mlg_problem *p, const mlg_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
