/* cmd_route.c — maillage route PROBLEM: read, solve, check, write. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

/* Writing and checking take about a millisecond per thousand stops; the deadline holds with a margin. */
static double reserve_s(const mlg_problem *p) { return 0.01 + 5e-6 * mlg_problem_stop_count(p); }

/* Our own plan must pass the checker before anyone sees it. */
static mlg_status verify(const struct request *q, const mlg_problem *p, const mlg_plan *plan, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(q->lang);
    mlg_status status = mlg_check_routes(p, plan, violations, NULL, err);
    if (!status && mlg_findings_count(violations, false)) {
        show_findings(violations, q);
        status = MLG_INTERNAL;
    }
    mlg_findings_free(violations);
    return status;
}

/* Where hundreds are left out, the reasons are those of `maillage explain`. */
static void tell_unserved(const struct request *q, const mlg_problem *p, const mlg_plan *plan)
{
    enum { WORK = 500000 };
    mlg_explanation *e = NULL;
    if (q->quiet || !mlg_plan_unserved_count(plan) || mlg_explain(p, plan, MLG_NONE, MLG_EXPLAIN_ALL, WORK, &e, NULL)) return;
    show_unserved(p, NULL, e, q);
    mlg_explanation_free(e);
}

static void summary(const struct request *q, const mlg_problem *p, const mlg_plan *plan)
{
    if (q->quiet) return;
    fprintf(stderr, q->lang == MLG_FR ? "coût %.10g, %d tournées, %d non servis\n" : "cost %.10g, %d routes, %d unserved\n",
            (double)mlg_plan_cost(plan) / (double)mlg_problem_cost_scale(p), mlg_plan_route_count(plan),
            mlg_plan_missing_count(p, plan));
}

static int refuse_folder(const struct request *q)
{
    mlg_error err = { .lang = q->lang };
    mlg__fail(&err, MLG_BAD_INPUT, q->operand[0], TXT("this is a folder; route reads a file", "ceci est un dossier ; route lit un fichier"),
              TXT("`maillage plan FOLDER` reads a scenario", "« maillage plan DOSSIER » lit un scénario"));
    show_error(&err, q->lang);
    return exit_of(err.status);
}

int cmd_route(struct request *q)
{
    if (is_folder(q->operand[0])) return refuse_folder(q);
    const mlg_format format = q->format == MLG_FORMAT_AUTO ? mlg_tasks_format(q->operand[0]) : q->format;
    if (format == MLG_FORMAT_VROOM || format == MLG_FORMAT_STOPS) return cmd_route_tasks(q, format);
    const bool is_there = !strcmp(q->operand[0], "-") || !access(q->operand[0], F_OK); /* else that is told */
    if (is_there && !cli_flags_fit(q, GIVEN_PUBLISHED)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL, *start = NULL;
    int unserved = 0;
    struct show show = show_begin(q);

    mlg_status status = output_file(q, ".sol .json .csv .geojson", &err);
    if (!status) status = mlg_problem_read(q->operand[0], q->format, q->round, &p, found, &err);
    if (!status && q->start) status = mlg_solution_read(q->start, MLG_FORMAT_AUTO, p, &start, found, &err);
    if (!status && start) status = mlg_start_check(p, start, found, &err);
    show_findings(found, q);
    const bool told = mlg_findings_count(found, false) > 0; /* the list above holds the error already */
    if (status) goto done;

    set_int(q, "routing.iterations", q->iterations);
    set_int(q, "routing.threads", q->threads);
    set_deadline(q, "routing.time_limit_s", reserve_s(p));
    status = mlg_routing_solve(p, start, q->options, show_progress, &show, &plan, &err);
    show_end(&show);
    if (!status) status = verify(q, p, plan, &err);
    if (!status) status = mlg_solution_write(q->output, q->to, p, plan, &err);
    if (!status) {
        summary(q, p, plan);
        tell_unserved(q, p, plan);
        show_counters(&show);
        unserved = mlg_plan_missing_count(p, plan);
    }
done:
    show_end(&show);
    if (status && !told) show_error(&err, q->lang);
    mlg_plan_free(plan);
    mlg_plan_free(start);
    mlg_problem_free(p);
    mlg_findings_free(found);
    return status ? exit_of(status) : q->strict && unserved ? 4 : 0;
}
