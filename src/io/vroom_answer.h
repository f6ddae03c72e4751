/* vroom_answer.h — VROOM's answer read back as a plan whose figures are claims. */
#ifndef MLG_IO_VROOM_ANSWER_H
#define MLG_IO_VROOM_ANSWER_H

#include "io/tasks.h"
#include "model/plan.h"

/* Steps by type and id, times as told. Mistakes go to found. Errors: MLG_BAD_INPUT, MLG_NO_MEMORY. */
mlg_status mlg__vroom_answer_read(const char *file, const char *bytes, size_t size, const struct tasks *t,
                                  const mlg_problem *p, mlg_plan **plan, mlg_findings *found, mlg_error *err);

#endif
