/** @file explain.h — why stops of a plan are not served, and where one more stop fits best. */
#ifndef MAILLAGE_EXPLAIN_H
#define MAILLAGE_EXPLAIN_H

#include "maillage/reason.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_explanation mlg_explanation;

/** Which stops: all that are left out, or those that no vehicle can serve, whatever else it does. */
typedef enum mlg_explain_what { MLG_EXPLAIN_ALL, MLG_EXPLAIN_IMPOSSIBLE } mlg_explain_what;

/**
 * The reasons of every stop that plan leaves out, each with the smallest change that lets the stop in while all others stay where
 * they are. Every change that is told was applied to the problem, and the plan with the stop in it passed the checker.
 * plan      of p; NULL: an empty one, so that stops which no vehicle can serve at all are found.
 * stop      this stop alone, served or not (then there is nothing to tell); MLG_NONE: all that are left out.
 * work      how much may be looked at, in visits walked; 0: no limit. Beyond it only what each vehicle could do alone is told, and
 *           that one more would help; beyond 4,000,000 visits too, that all vehicles are in use, or that one has room, without a
 *           change.
 * why       given: mlg_explanation_free().
 * Errors    MLG_NO_MEMORY. Cost: some visits walked for each unserved stop and each visit of the plan.
 */
MLG_API mlg_status mlg_explain(const mlg_problem *p, const mlg_plan *plan, int32_t stop, mlg_explain_what what, int64_t work,
                               mlg_explanation **why, mlg_error *err);
MLG_API void mlg_explanation_free(mlg_explanation *e);
MLG_API int32_t mlg_explanation_count(const mlg_explanation *e);
/** Borrowed; i in [0, count), by stop. */
MLG_API mlg_unserved mlg_explanation_at(const mlg_explanation *e, int32_t i);

/** A place for one more stop. A shipment has two visits. Times in seconds since the problem's midnight. */
typedef struct mlg_offer {
    int32_t route;   /**< of the plan; MLG_NONE: a vehicle that is not used yet */
    int32_t vehicle; /**< row of the problem */
    int32_t after[2];          /**< visit of the route that it follows, now; of an unused vehicle 0 */
    int64_t arrival_s[2], begin_s[2]; /**< with the stop in the route */
    int64_t cost;              /**< cost units that the plan then costs more */
    mlg_totals more;           /**< what the route then has more of */
} mlg_offer;

/** What is asked of mlg_quote(). */
typedef struct mlg_quote_spec {
    int32_t stop;   /**< a stop that plan does not serve; of a shipment its pickup */
    int32_t most;   /**< offers at most, the cheapest; 0: 5 */
    bool running;   /**< the day has begun: what happened by now_s stays, and a vehicle goes on to where it is heading */
    int64_t now_s;
} mlg_quote_spec;

/**
 * The cheapest places for a stop, one offer a route or unused kind of vehicle, cheapest first. All rules hold in each.
 * offers    written, room for spec->most (or 5); *count of them.
 * Errors    MLG_NO_MEMORY. Cost: some ten nanoseconds a visit of the plan, and as much again a vehicle that fits.
 */
MLG_API mlg_status mlg_quote(const mlg_problem *p, const mlg_plan *plan, const mlg_quote_spec *spec, mlg_offer *offers, int32_t *count,
                             mlg_error *err);

#ifdef __cplusplus
}
#endif
#endif
