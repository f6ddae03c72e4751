/* cmd_check.c — maillage check PROBLEM SOLUTION: every violation on a line, exit 5 when there is one. */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/show.h"

static mlg_status check_scenario(struct request *q, mlg_findings *found, mlg_findings *violations, mlg_error *err)
{
    mlg_scenario *s = NULL;
    mlg_leg_source legs = { 0 };
    mlg_network_plan *plan = NULL;
    mlg_status status = mlg_scenario_read(q->operand[0], q->options, &s, found, err);
    if (!status) status = mlg_scenario_legs(s, q->options, &legs, err);
    show_findings(legs.found, q);
    if (!status) status = mlg_network_plan_read(q->operand[1], s, &plan, found, err);
    if (!status) status = mlg_check_network(s, &legs, plan, violations, err);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    return status;
}

static mlg_status check_routing(struct request *q, mlg_findings *found, mlg_findings *violations, mlg_error *err)
{
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL;
    mlg_status status = mlg_problem_read(q->operand[0], q->format, q->round, &p, found, err);
    if (!status) status = mlg_solution_read(q->operand[1], MLG_FORMAT_AUTO, p, &plan, found, err);
    if (!status) status = mlg_check_routes(p, plan, violations, NULL, err);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    return status;
}

static mlg_status check_tasks(struct request *q, mlg_format format, mlg_findings *found, mlg_findings *violations, mlg_error *err)
{
    const mlg_tasks_spec spec = { .format = format, .profile = q->profile, .geometry = q->geometry, .vehicles = q->vehicles, .fleet = &q->fleet };
    mlg_tasks *tasks = NULL;
    mlg_status status = mlg_tasks_read(q->operand[0], &spec, q->options, &tasks, found, err);
    if (!status) status = mlg_tasks_check(tasks, q->operand[1], found, violations, err);
    mlg_tasks_free(tasks);
    return status;
}

static mlg_status check_location(struct request *q, mlg_findings *found, mlg_findings *violations, mlg_error *err)
{
    mlg_location *l = NULL;
    mlg_location_plan *plan = NULL;
    mlg_status status = mlg_location_read(q->operand[0], q->location_format, q->options, &l, found, err);
    if (!status) status = mlg_location_plan_load(q->operand[1], l, &plan, found, err);
    if (!status) status = mlg_check_location(l, plan, violations, err);
    mlg_location_plan_free(plan);
    mlg_location_free(l);
    return status;
}

static enum given_kind kind_of(const struct request *q, mlg_format format)
{
    if (is_folder(q->operand[0])) return GIVEN_SCENARIO;
    if (q->location_format || mlg_is_location_plan(q->operand[1])) return GIVEN_LOCATION;
    if (format == MLG_FORMAT_VROOM) return GIVEN_VROOM;
    return format == MLG_FORMAT_STOPS ? GIVEN_STOPS : GIVEN_PUBLISHED;
}

int cmd_check(struct request *q)
{
    const mlg_format format = q->format == MLG_FORMAT_AUTO && !is_folder(q->operand[0]) ? mlg_tasks_format(q->operand[0]) : q->format;
    const enum given_kind kind = kind_of(q, format);
    if (!cli_flags_fit(q, kind)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang), *violations = mlg_findings_new(q->lang);
    mlg_status status;
    if (kind == GIVEN_SCENARIO) status = check_scenario(q, found, violations, &err);
    else if (kind == GIVEN_LOCATION) status = check_location(q, found, violations, &err);
    else if (kind == GIVEN_PUBLISHED) status = check_routing(q, found, violations, &err);
    else status = check_tasks(q, format, found, violations, &err);
    int result = show_outcome(status, found, &err, q);
    if (!status) {
        const int64_t count = mlg_findings_count(violations, false);
        show_findings(violations, q);
        if (count) result = 5;
        if (!q->quiet && count)
            printf(count == 1 ? "%lld violation\n" : "%lld violations\n", (long long)count);
        else if (!q->quiet) printf("%s\n", q->lang == MLG_FR ? "plan vérifié : aucune violation" : "clean: no violation");
    }
    mlg_findings_free(found);
    mlg_findings_free(violations);
    return result;
}
