/* days.h — routed days of the stations: what the lane prices estimate, driven for real. */
#ifndef MLG_API_DAYS_H
#define MLG_API_DAYS_H

#include "model/network_plan.h"
#include "siting/calibrate.h"

struct days_request {
    bool before_too;        /* today's network is routed beside the plan's */
    int32_t days;           /* a station */
    double deadline_s;      /* on mlg__now_s(); 0: none, per_stop holds */
    int64_t per_stop;       /* iterations a stop when there is no deadline */
    int64_t per_stop_most;  /* and where the deadline would allow more */
    int32_t threads;
    uint64_t seed;
    mlg_progress_fn *f;
    void *user;
};

/* Route the sampled days of the last period for every station that serves by its own vans; the days replace those of
 * plan. ratios (given: mlg__free) say how the routes of the plan's side compare with lane prices at phi 1 for the same
 * stops, by station and density band; each route's figures are split by the estimates of its stops. An interruption
 * ends early with what is routed. Each day is a task with a seed of its own: the result does not depend on threads. */
mlg_status mlg__route_days(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan,
                           const struct days_request *q, struct routed_ratio **ratios, int32_t *ratio_count, mlg_error *err);

#endif
