/* start.h — a plan to begin from: what of it does not hold, and the promise that the result is no worse. */
#ifndef MLG_API_START_H
#define MLG_API_START_H

#include "model/plan.h"

/* Whether a passes for a plan at least as good as b: fewer stops left out that have no prize, then fewer vehicles where
 * these come first, then less cost. */
bool mlg__no_worse(const mlg_problem *p, bool fewest_vehicles, const mlg_plan *a, const mlg_plan *b);
/* Whether the checker finds nothing in it. Errors: MLG_NO_MEMORY. */
mlg_status mlg__start_holds(const mlg_problem *p, mlg_plan *start, bool *holds, mlg_error *err);

#endif
