/** @file check.h — the independent verifier: every plan from the definitions alone. */
#ifndef MAILLAGE_CHECK_H
#define MAILLAGE_CHECK_H

#include "maillage/location.h"
#include "maillage/plan.h"
#include "maillage/scenario.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Walk every route of plan and compare each claim with what the definitions give.
 * violations  written; the plan is clean when it holds no error.
 * recomputed  may be NULL; sums over all routes.
 * Returns whether the check could run, not whether the plan is clean.
 * Cost        O(visits) plus one look at each stop.
 */
MLG_API mlg_status mlg_check_routes(const mlg_problem *p, const mlg_plan *plan, mlg_findings *violations,
                                    mlg_totals *recomputed, mlg_error *err);
/** The same for a network plan: every flow, state, limit, price, account line, speed figure and routed day. */
MLG_API mlg_status mlg_check_network(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                                     mlg_findings *violations, mlg_error *err);
/** The same for a location problem: demand served, capacities, sites open, cost to the quantum, bound not above it. */
MLG_API mlg_status mlg_check_location(const mlg_location *l, const mlg_location_plan *plan, mlg_findings *violations,
                                      mlg_error *err);

#ifdef __cplusplus
}
#endif
#endif
