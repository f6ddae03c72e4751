/* priority.h — a search that keeps priorities: the largest sum of them, then the most stops, then the least cost. */
#ifndef MLG_API_PRIORITY_H
#define MLG_API_PRIORITY_H

#include "base/error.h"
#include "maillage/routing.h"
#include "model/problem.h"

/* mlg_routing_solve() for a problem whose prizes stand for priorities. Where a first short search leaves a stop out although
 * one of less priority is served, the urgent stops are planned alone and the others added to that plan; the search goes on
 * from the better of the two plans. Limits are those of all searches together. */
mlg_status mlg__solve_by_priority(const mlg_problem *p, const mlg_plan *start, const mlg_options *o, mlg_progress_fn *f,
                                  void *user, mlg_plan **plan, mlg_error *err);

/* A copy with that share of the limits to time and work, where there are any. NULL without memory. */
mlg_options *mlg__options_share(const mlg_options *o, double share);

#endif
