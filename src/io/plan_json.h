/* plan_json.h — plan.json, to text and back, of networks and of routing problems (docs/formats/plan.md).
 *
 * Written straight from the structs, one row a line, no clock inside: the same plan gives the same bytes, and what is
 * read is written again byte for byte. A plan that was read makes claims only; src/check says whether they hold. What
 * the file tells twice (shares, sums of the summary, ids beside indices) is compared on reading. */
#ifndef MLG_IO_PLAN_JSON_H
#define MLG_IO_PLAN_JSON_H

#include "base/error.h"
#include "base/text.h"
#include "model/network_plan.h"

enum { MLG_PLAN_VERSION = 1 };

/* Append the file to out. Errors: MLG_NO_MEMORY (or over out's limit), MLG_OVER_LIMIT for a seed above INT64_MAX. */
mlg_status mlg__network_plan_write(const mlg_network_plan *plan, struct text *out, mlg_error *err);
mlg_status mlg__routing_plan_write(const mlg_problem *p, const mlg_plan *plan, struct text *out, mlg_error *err);

/* Read a file's bytes. plan: given, NULL on error; free with mlg_network_plan_free() / mlg_plan_free(). s and p are
 * borrowed by the plan's life. All mistakes go to found; err gets the first. Errors: MLG_BAD_INPUT, MLG_NO_MEMORY. */
mlg_status mlg__network_plan_read(const char *data, size_t size, const mlg_scenario *s, mlg_network_plan **plan,
                                  mlg_findings *found, mlg_error *err);
mlg_status mlg__routing_plan_read(const char *data, size_t size, const mlg_problem *p, mlg_plan **plan,
                                  mlg_findings *found, mlg_error *err);

/* The words of a kind of visit: "start", "stop", "reload", "break", "end". */
extern const char *const mlg__visit_name[MLG_END + 1];
extern const char *const mlg__bound_name[MLG_BOUND_SOLVER + 1]; /* "none", "root", "tree", "solver" */

/* Stops and vehicles of a routed day by name: the problem itself where the plan has it, else the sample remade with
 * its vehicles' names alone (no prices, crow-flight legs): enough to name and to find stops. *made tells who frees. */
mlg_status mlg__day_names(const mlg_network_plan *plan, const struct plan_day *day, const mlg_problem **names,
                          mlg_problem **made, mlg_error *err);

#endif
