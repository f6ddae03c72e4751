/* model/plan.h — all routes of one routing problem, and how to make one.
 *
 * A plan is made from sequences of stops (mlg__plan_new … mlg__plan_finish computes nothing: the maker gives every
 * visit), or from sequences alone by mlg__plan_from_sequences(), which schedules them. */
#ifndef MLG_MODEL_PLAN_H
#define MLG_MODEL_PLAN_H

#include "base/memory.h"
#include "maillage/plan.h"
#include "model/problem.h"

struct plan_route {
    int32_t vehicle, visit_count;
    mlg_visit *visits;
    mlg_totals totals;
    int64_t cost; /* cost units */
    int64_t cost_cents, co2_wtw_mg, co2_ttw_mg; /* of problems in money; else 0 */
};

struct mlg_plan {
    struct arena arena;
    bool tells_unassigned; /* true: who is not served is told by name, no warning is due */
    bool claims_times; /* false: read from a .sol, only sequences and cost are claimed */
    bool claims_cost;
    int32_t route_count, unserved_count;
    struct plan_route *routes;
    int32_t *unserved; /* ascending */
    int64_t cost;      /* cost units, prizes of absent stops included */
    int64_t bound;     /* a valid lower bound in cost units, or 0 */
};

/* An empty plan with room for route_count routes (visits NULL); NULL without memory. */
mlg_plan *mlg__plan_new(int32_t route_count);
/* Room for the visits of one route, zeroed; NULL without memory. */
mlg_visit *mlg__plan_visits(mlg_plan *plan, int32_t route, int32_t visit_count);

/* One route as a sequence: stop indices of vehicle row `vehicle`; ~place (negative) is a reload at that place, and
 * ~(place_count + k) the vehicle's break k. */
struct sequence { int32_t vehicle, stop_count; const int32_t *stops; };
/* Schedule sequences: start, stops, end, each visit as early as the departure allows. The departure is the one of least
 * lateness, then of least duty (it leaves when waiting would be over), then the earliest. Lateness is allowed here and
 * found by the checker, and so are missing breaks; a break is taken as soon as its windows allow. Totals and cost are filled; sequences without stops are dropped;
 * stops in no sequence become unserved. A leg where no road leads counts nothing. Errors: MLG_NO_MEMORY. */
mlg_status mlg__plan_from_sequences(const mlg_problem *p, const struct sequence *sequences, int32_t count,
                                    mlg_plan **plan, mlg_error *err);

/* When a route of a day that has begun leaves: no earlier than at_s, or (left) just then. */
struct departure { int64_t at_s; bool left; };
/* What whole seconds do not tell: all driving, and the lateness of all visits together. */
struct route_ticks { int64_t drive, late; };
/* One sequence alone: visits (of the arena), totals and cost. Errors: MLG_NO_MEMORY. */
mlg_status mlg__plan_route(const mlg_problem *p, const struct sequence *q, struct departure departure, struct arena *arena,
                           struct plan_route *route, struct route_ticks *ticks, mlg_error *err);

/* What leaving out stops costs: the prize of each, of a group the largest one and only if no member is served.
 * served [stop_count]. Errors: MLG_NO_MEMORY. O(n log n) in the members of groups. */
mlg_status mlg__absent_prizes(const mlg_problem *p, const bool *served, int64_t *sum);

#endif
