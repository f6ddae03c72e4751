/* vroom_claims.h — what VROOM's answer tells beside the times and loads of its steps: sums, places, who is unassigned. */
#ifndef MLG_IO_VROOM_CLAIMS_H
#define MLG_IO_VROOM_CLAIMS_H

#include "io/tasks.h"
#include "model/plan.h"

/* plan: read of the same bytes by mlg__vroom_answer_read(). Every figure that the steps do not bear out is told in
 * violations under its JSON path. Errors: MLG_BAD_INPUT (no JSON), MLG_NO_MEMORY. */
mlg_status mlg__vroom_claims_check(const char *file, const char *bytes, size_t size, const struct tasks *t,
                                   const mlg_problem *p, const mlg_plan *plan, mlg_findings *violations,
                                   mlg_error *err);

#endif
