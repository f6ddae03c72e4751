/* day.h — the routing problem of a sampled day of a station and the account of its routes: what is routed to calibrate
 * lanes, and what the checker makes again to check those routes. One definition for both. */
#ifndef MLG_ACCOUNTS_DAY_H
#define MLG_ACCOUNTS_DAY_H

#include "accounts/rates.h"
#include "base/error.h"
#include "maillage/leg.h"
#include "maillage/problem.h"
#include "model/network_plan.h"

/* The stops of mlg__sample_day(); vehicle row k is the k-th last-mile class (mlg__day_class) as it is charged at the
 * station (mlg__class_at), as many as wanted, from the station and back, loads in kg and litres, in a shift from the
 * first departure of the operations (8:00 without one) for shift_h hours, or until latest_delivery_s; money in
 * MLG_COST_PER_EUR by mlg__vehicle_rates(). Legs are those of mlg__day_leg_table().
 * legs      may be NULL: crow flight.
 * day       its side, site, period, day and seed; its problem and routes are not looked at.
 * problem   given: mlg_problem_free(); NULL on error. Errors: MLG_NO_MEMORY, what the sample or the builder answers.
 * demand_of [stop] the demand point of each stop; may be NULL; given: mlg__free().
 * Cost      O(classes x stops^2). */
mlg_status mlg__day_problem(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                            const struct plan_day *day, mlg_problem **problem, int32_t **demand_of, mlg_error *err);
/* The same without matrices, O(stops log stops): enough to name, draw, fill and account routes, not to drive them. */
mlg_status mlg__day_outline(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day,
                            mlg_problem **problem, mlg_error *err);

/* The legs of a routed day for a class: legs [count * count] as the source gives them between points; where it cannot
 * (sampled stops are not among its places), or without a source, those of mlg__day_leg(). */
mlg_status mlg__day_leg_table(const mlg_leg_source *source, int32_t vehicle_class, const struct vehicle_class *c,
                              const struct place *places, int32_t count, mlg_leg *legs, mlg_error *err);
/* Crow flight (model/metric.h) with the energy of the class at the leg's mean speed. */
mlg_leg mlg__day_leg(const struct vehicle_class *c, const struct place *from, const struct place *to);

/* What a route of the day costs and emits, by its vehicle and totals. */
struct route_account mlg__day_account(const mlg_scenario *s, const struct plan_day *day, const struct plan_route *route);

/* The seed of a routed day, from that of the scenario: days differ, and none is chosen because it looks well.
 * At most INT64_MAX, as plan.json holds it. */
uint64_t mlg__day_seed(uint64_t seed, int32_t site, int32_t day);

#endif
