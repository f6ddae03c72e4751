/* day.h — the routing problem of a sampled day of a station: what is routed to calibrate lanes, and what the checker
 * makes again to check those routes. One definition for both. */
#ifndef MLG_ACCOUNTS_DAY_H
#define MLG_ACCOUNTS_DAY_H

#include "base/error.h"
#include "maillage/problem.h"
#include "model/network_plan.h"

/* The stops of mlg__sample_day(); vehicle row k is the k-th last-mile class (mlg__day_class), as many as wanted, from
 * the station and back, loads in kg and litres, in a shift from the first departure of the operations (8:00 without
 * one) for shift_h hours, or until latest_delivery_s; money in MLG_COST_PER_EUR by mlg__vehicle_rates().
 * Sampled stops are not places of the leg source: legs are crow flight (model/metric.h) with the energy of the class
 * at the leg's mean speed.
 * problem   given: mlg_problem_free(); NULL on error. Errors: MLG_NO_MEMORY, what the sample or the builder answers.
 * Cost      O(classes x stops^2). */
mlg_status mlg__day_problem(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site,
                            int32_t period, int32_t day, uint64_t seed, mlg_problem **problem, mlg_error *err);

/* The seed of a routed day, from that of the scenario: days differ, and none is chosen because it looks well.
 * At most INT64_MAX, as plan.json holds it. */
uint64_t mlg__day_seed(uint64_t seed, int32_t site, int32_t day);

#endif
