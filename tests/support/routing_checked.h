/* routing_checked.h — a solve in a test: it succeeds, and where asked for the independent checker finds nothing. */
#ifndef MLG_TESTS_ROUTING_CHECKED_H
#define MLG_TESTS_ROUTING_CHECKED_H

#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "support/test.h"

/* NULL where no route holds the stops that a vehicle begins with: random problems may ask for that. Any other refusal
 * fails the test. start: to begin from, or NULL. o is freed. */
static inline mlg_plan *plan_if_any(const mlg_problem *p, const mlg_plan *start, mlg_options *o)
{
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    const mlg_status status = mlg_routing_solve(p, start, o, NULL, NULL, &plan, &err);
    check_msg(status == MLG_OK || (status == MLG_BAD_INPUT && strstr(err.where, "first_stops")), "%s: %s", err.where,
              err.message);
    mlg_options_free(o);
    return plan;
}

/* Options of a short run on one thread. */
static inline mlg_options *short_run(const char *iterations)
{
    mlg_options *o = mlg_options_new();
    assert_int_equal(mlg_options_set(o, "routing.iterations", iterations, NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "routing.threads", "1", NULL), MLG_OK);
    return o;
}

/* start: to begin from, or NULL. o is freed. */
static inline mlg_plan *checked_plan(const mlg_problem *p, const mlg_plan *start, mlg_options *o)
{
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_routing_solve(p, start, o, NULL, NULL, &plan, &err) == MLG_OK, "%s: %s", err.where, err.message);
    assert_int_equal(mlg_check_routes(p, plan, violations, NULL, NULL), MLG_OK);
    check_msg(mlg_findings_count(violations, false) == 0, "%s: %s", mlg_findings_at(violations, false, 0)->where,
              mlg_findings_at(violations, false, 0)->message);
    mlg_findings_free(violations);
    mlg_options_free(o);
    return plan;
}

#endif
