/** @file scenario.h — a network scenario (tables of sites, sizes, demand, vehicles) and plans for it. */
#ifndef MAILLAGE_SCENARIO_H
#define MAILLAGE_SCENARIO_H

#include "maillage/leg.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_scenario mlg_scenario;         /**< checked and frozen; share it freely between threads */
typedef struct mlg_network_plan mlg_network_plan; /**< what plan.json says about a scenario */

MLG_API void mlg_scenario_free(mlg_scenario *s);
MLG_API const char *mlg_scenario_name(const mlg_scenario *s);
/** Language of its report: the option report.language, else the key `language`, else that of the findings it was read with. */
MLG_API mlg_lang mlg_scenario_language(const mlg_scenario *s);
MLG_API int32_t mlg_scenario_site_count(const mlg_scenario *s);
MLG_API int32_t mlg_scenario_demand_count(const mlg_scenario *s);
MLG_API int32_t mlg_scenario_period_count(const mlg_scenario *s);

/** State of a site in a period: 0 closed, then the sizes of its kind in the order of sizes.csv. */
typedef struct mlg_state { int32_t site, period, size; } mlg_state;
/** Which part of a demand a site serves, by which inbound class and vehicle class. */
typedef struct mlg_share {
    int32_t demand, service, period, site, inbound_class, vehicle_class;
    double share;
} mlg_share;

/** What a bound rests on: nothing, prices at the root, a search tree, a MIP solver. */
typedef enum mlg_bound_kind { MLG_BOUND_NONE, MLG_BOUND_ROOT, MLG_BOUND_TREE, MLG_BOUND_SOLVER } mlg_bound_kind;

MLG_API void mlg_network_plan_free(mlg_network_plan *plan);
/** Rows in ascending (site, period); open and closed ones. */
MLG_API int32_t mlg_network_plan_state_count(const mlg_network_plan *plan);
MLG_API mlg_state mlg_network_plan_state(const mlg_network_plan *plan, int32_t i);
/** Rows in ascending (demand, service, period). */
MLG_API int32_t mlg_network_plan_share_count(const mlg_network_plan *plan);
MLG_API mlg_share mlg_network_plan_share(const mlg_network_plan *plan, int32_t i);
/** Rows of demand that nobody serves. */
MLG_API int32_t mlg_network_plan_unserved_count(const mlg_network_plan *plan);

/** Plans between cheap, fast and clean, none better than another in all three; figures of the whole horizon. */
typedef struct mlg_front mlg_front;
typedef struct mlg_front_point {
    int64_t cost;         /**< quanta (1e-6 of the currency) */
    int64_t envelope;     /**< quanta; no plan that emits as little and keeps as many promises costs less: proven */
    int64_t co2_mg;
    int64_t within_milli; /**< thousandths of units that arrive inside their promise, of units_milli */
    int64_t units_milli;
    bool on_co2, on_speed; /**< curves that the point is on; the cheapest one is on both */
    bool knee;
} mlg_front_point;
MLG_API void mlg_front_free(mlg_front *front);
MLG_API int32_t mlg_front_count(const mlg_front *front);
/** From 0, the cheapest. */
MLG_API mlg_front_point mlg_front_at(const mlg_front *front, int32_t i);
MLG_API const mlg_network_plan *mlg_front_plan(const mlg_front *front, int32_t i); /**< borrowed */
/** The front that a plan was asked with (option siting.pareto); NULL without one. */
MLG_API const mlg_front *mlg_network_plan_front(const mlg_network_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
