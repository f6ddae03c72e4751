/* routing_checked.h — a solve in a test: it succeeds, and the independent checker finds nothing. */
#ifndef MLG_TESTS_ROUTING_CHECKED_H
#define MLG_TESTS_ROUTING_CHECKED_H

#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "support/test.h"

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
