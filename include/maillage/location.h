/** @file location.h — location problems in the form of the published sets, solved by the siting engine. */
#ifndef MAILLAGE_LOCATION_H
#define MAILLAGE_LOCATION_H

#include "maillage/scenario.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_location mlg_location;           /**< sites, clients, lanes; read and checked */
typedef struct mlg_location_plan mlg_location_plan; /**< open sites, who serves whom, cost, proven bound */

/** l may be NULL. */
MLG_API void mlg_location_free(mlg_location *l);
/** Sites that may serve clients; plants of two-stage problems are not counted. */
MLG_API int32_t mlg_location_site_count(const mlg_location *l);
/** Clients; of several products, one for each client and product. */
MLG_API int32_t mlg_location_client_count(const mlg_location *l);
/** Money of the file for one quantum: 10^-decimals. */
MLG_API double mlg_location_quantum(const mlg_location *l);

/** plan may be NULL. */
MLG_API void mlg_location_plan_free(mlg_location_plan *plan);
/** False: no plan that keeps every limit was found; the bound may still be of use. */
MLG_API bool mlg_location_plan_found(const mlg_location_plan *plan);
MLG_API int64_t mlg_location_plan_cost(const mlg_location_plan *plan);  /**< quanta, the exact sum rounded up */
MLG_API int64_t mlg_location_plan_bound(const mlg_location_plan *plan); /**< quanta; no plan costs less; INT64_MIN: none */
/** site in [0, mlg_location_site_count()); false without a plan. */
MLG_API bool mlg_location_plan_is_open(const mlg_location_plan *plan, int32_t site);

#ifdef __cplusplus
}
#endif
#endif
