/* reasons.h — why stops are not served, as JSON: `unassigned[].reasons` of VROOM's answer, and what `maillage explain`
 * writes (docs/formats/explain.md). */
#ifndef MLG_IO_REASONS_H
#define MLG_IO_REASONS_H

#include "base/text.h"
#include "io/tasks.h"
#include "model/reason.h"

/* How the file of t (NULL: a benchmark's) tells its numbers. */
struct reason_words mlg__reason_words_of(const struct tasks *t, const mlg_problem *p, mlg_lang lang);

/* A list, an object a reason. t NULL: vehicles and stops by the problem's names. */
void mlg__reasons_json(const struct tasks *t, const mlg_problem *p, const mlg_unserved *why, struct text *out);

/* The id of a vehicle or stop as JSON. */
void mlg__vehicle_json(const struct tasks *t, const mlg_problem *p, int32_t vehicle, struct text *out);
void mlg__stop_json(const struct tasks *t, const mlg_problem *p, int32_t stop, struct text *out);

#endif
