/* cmd_plan.c — maillage plan and site SCENARIO -o DIR, and report SCENARIO PLAN: the main job and its page. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

/* Checking was done by the solver; writing the page and the tables of a region, and a further plan, takes well under this. */
enum { WRITE_RESERVE_MS = 700, WRITE_POINT_MS = 120 };

static void set_limits(struct request *q)
{
    set_int(q, "siting.iterations", q->iterations);
    set_int(q, "routing.iterations", 0);
    set_int(q, "siting.threads", q->threads);
    set_int(q, "routing.threads", q->threads);
    if (q->command == CMD_SITE) set_int(q, "plan.days", 0);
    const double left_s = set_deadline(q, "plan.time_limit_s", (WRITE_RESERVE_MS + q->pareto * WRITE_POINT_MS) / 1000.0);
    if (q->time_limit_s > 0 && left_s < 0.05) set_deadline(q, "plan.time_limit_s", 0);
}

/* The reasons were shown above. */
static void show_no_plan(bool proven, mlg_lang lang)
{
    if (lang == MLG_FR)
        fprintf(stderr, "maillage : aucun plan : %s\n", proven ? "les limites se contredisent (preuves ci-dessus)"
                                                              : "aucun n'a été trouvé dans les limites et le temps donnés");
    else
        fprintf(stderr, "maillage: no plan: %s\n", proven ? "the limits contradict each other (proofs above)"
                                                         : "none was found within the limits and the time given");
}

int cmd_plan(struct request *q)
{
    const char *folder = q->output ? q->output : "out/";
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_scenario *s = NULL;
    mlg_leg_source legs = { 0 };
    mlg_network_plan *plan = NULL;
    int result = 0;
    struct show show = show_begin(q);

    mlg_status status = output_folder(folder, &err);
    if (!status) status = mlg_scenario_read(q->operand[0], q->options, &s, found, &err);
    show_findings(found, q);
    const bool told = mlg_findings_count(found, false) > 0;
    mlg_findings_free(found);
    found = mlg_findings_new(q->lang); /* those of the plan, shown apart */
    if (!status) status = mlg_scenario_legs(s, q->options, &legs, &err);
    show_findings(legs.found, q);
    if (!status) {
        set_limits(q);
        status = mlg_plan_scenario(s, &legs, q->options, show_progress, &show, &plan, found, &err);
    }
    show_end(&show);
    show_findings(found, q);
    if (!status && !plan) {
        show_no_plan(mlg_findings_count(found, false) > 0, q->lang);
        result = show_interrupted() ? 130 : 4;
    } else if (!status) {
        status = mlg_plan_write(s, plan, &legs, folder, mlg_scenario_language(s), &err);
        if (!status && !q->quiet) {
            char *words = mlg_plan_summary(plan, q->lang);
            if (words) fputs(words, stdout);
            free(words);
            printf(q->lang == MLG_FR ? "rapport : %s%sreport.html\n" : "report: %s%sreport.html\n", folder,
                   folder[strlen(folder) - 1] == '/' ? "" : "/");
        }
        if (!status && q->strict && mlg_network_plan_unserved_count(plan)) result = 4;
    }
    if (status && !told) show_error(&err, q->lang);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    mlg_findings_free(found);
    return status ? exit_of(status) : result;
}

/* -o names a file, or a folder for report.html; without it the page goes beside the plan. */
static const char *report_file(const struct request *q, char *file, size_t size)
{
    const char *plan = q->operand[1], *slash = strrchr(plan, '/');
    if (q->output && !is_folder(q->output)) return q->output;
    if (q->output) snprintf(file, size, "%s%sreport.html", q->output, q->output[strlen(q->output) - 1] == '/' ? "" : "/");
    else snprintf(file, size, "%.*sreport.html", slash ? (int)(slash - plan) + 1 : 0, plan);
    return file;
}

static void say_report(const struct request *q, const char *file)
{
    if (q->quiet || !strcmp(file, "-")) return;
    printf(q->lang == MLG_FR ? "rapport : %s\n" : "report: %s\n", file);
}

/* What a page shows must recompute: every violation is told, and nothing is written. */
static bool is_valid(const struct request *q, const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                     mlg_status *status, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(q->lang);
    *status = mlg_check_network(s, legs, plan, violations, err);
    const int64_t count = mlg_findings_count(violations, false);
    show_findings(violations, q);
    mlg_findings_free(violations);
    if (*status || !count) return !*status;
    fprintf(stderr, q->lang == MLG_FR ? "maillage : ce plan ne passe pas le contrôle (voir ci-dessus) ; la page n'est pas écrite\n"
                                      : "maillage: this plan fails its check (see above); the page is not written\n");
    return false;
}

int cmd_report(struct request *q)
{
    char file[4096];
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_scenario *s = NULL;
    mlg_leg_source legs = { 0 };
    mlg_network_plan *plan = NULL;
    bool valid = false;
    q->output = report_file(q, file, sizeof file);
    mlg_status status = output_file(q, ".html .htm", &err);
    if (!status) status = mlg_scenario_read(q->operand[0], q->options, &s, found, &err);
    if (!status) status = mlg_scenario_legs(s, q->options, &legs, &err);
    show_findings(legs.found, q);
    if (!status) status = mlg_network_plan_read(q->operand[1], s, &plan, found, &err);
    if (!status) status = mlg_network_plan_read_beside(q->operand[1], plan, found, &err);
    show_findings(found, q);
    if (!status) valid = is_valid(q, s, &legs, plan, &status, &err);
    if (valid) status = mlg_report_write_file(s, plan, &legs, q->output, mlg_scenario_language(s), &err);
    if (valid && !status) say_report(q, q->output);
    if (status && !mlg_findings_count(found, false)) show_error(&err, q->lang);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    mlg_findings_free(found);
    return status ? exit_of(status) : valid ? 0 : 5;
}
