/* cmd_tasks.c — maillage route on VROOM's JSON or a table of stops: read, legs, solve, check, write by suffix. */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

static void summary(const struct request *q, const mlg_tasks *tasks)
{
    const mlg_problem *p = mlg_tasks_problem(tasks);
    const mlg_plan *plan = mlg_tasks_plan(tasks);
    double cost = 0;
    if (q->quiet) return;
    for (int32_t i = 0; i < mlg_plan_route_count(plan); i++) cost += (double)mlg_plan_route(plan, i).cost;
    fprintf(stderr,
            q->lang == MLG_FR ? "coût %.10g, %d tournées, %d non servis\n" : "cost %.10g, %d routes, %d unserved\n",
            cost / (double)mlg_problem_cost_scale(p), mlg_plan_route_count(plan), mlg_tasks_unserved(tasks));
}

int cmd_route_tasks(struct request *q, mlg_format format)
{
    if (!cli_flags_fit(q, format == MLG_FORMAT_STOPS ? GIVEN_STOPS : GIVEN_VROOM)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_tasks *tasks = NULL;
    const mlg_tasks_spec spec = {
        .format = format, .profile = q->profile, .geometry = q->geometry, .vehicles = q->vehicles, .fleet = &q->fleet
    };
    int unserved = 0;
    struct show show = show_begin(q);

    mlg_status status = output_file(q, ".csv .json .geojson .gpx .sol", &err);
    if (!status) status = mlg_tasks_read(q->operand[0], &spec, q->options, &tasks, found, &err);
    if (!status && q->start) status = mlg_tasks_start(tasks, q->start, found, &err);
    if (!status) {
        set_int(q, "routing.iterations", q->iterations);
        set_int(q, "routing.threads", q->threads);
        set_deadline(q, "routing.time_limit_s", 0.01 + 8e-6 * mlg_problem_stop_count(mlg_tasks_problem(tasks)));
        status = mlg_tasks_solve(tasks, q->options, show_progress, &show, found, &err);
    }
    show_end(&show);
    show_findings(found, q);
    if (!status) status = mlg_tasks_write(tasks, q->output, q->to, found, q->iterations == 0, &err);
    if (!status) {
        summary(q, tasks);
        show_unserved(mlg_tasks_problem(tasks), tasks, mlg_tasks_reasons(tasks), q);
        show_counters(&show);
        unserved = mlg_tasks_unserved(tasks);
    }
    if (status && !mlg_findings_count(found, false)) show_error(&err, q->lang);
    mlg_tasks_free(tasks);
    mlg_findings_free(found);
    return status ? exit_of(status) : q->strict && unserved ? 4 : 0;
}
