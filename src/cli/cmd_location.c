/* cmd_location.c — maillage site FILE: a published location problem, read, solved, checked, written. */
#include <math.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

/* Reading back flows, checking and writing them. */
static double reserve_s(const mlg_location *l)
{
    return 0.02 + 2e-6 * ((double)mlg_location_client_count(l) + mlg_location_site_count(l));
}

static void summary(const struct request *q, const mlg_location *l, const mlg_location_plan *plan)
{
    if (q->quiet) return;
    const double unit = mlg_location_quantum(l);
    const double cost = (double)mlg_location_plan_cost(plan) * unit, bound = (double)mlg_location_plan_bound(plan) * unit;
    int32_t open = 0;
    for (int32_t s = 0; s < mlg_location_site_count(l); s++) open += mlg_location_plan_is_open(plan, s);
    fprintf(stderr, q->lang == MLG_FR ? "coût %.10g, borne %.10g, écart %.4f %%, %d sites ouverts\n"
                                      : "cost %.10g, bound %.10g, gap %.4f %%, %d sites open\n",
            cost, bound, cost != 0 ? 100 * (cost - bound) / fabs(cost) : 0, open);
}

int cmd_location(struct request *q)
{
    if (!cli_flags_fit(q, GIVEN_LOCATION)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_location *l = NULL;
    mlg_location_plan *plan = NULL;
    int result = 0;
    struct show show = show_begin(q);

    mlg_status status = output_file(q, ".json", &err);
    if (!status) status = mlg_location_read(q->operand[0], q->location_format, q->options, &l, found, &err);
    show_findings(found, q);
    const bool told = mlg_findings_count(found, false) > 0;
    mlg_findings_free(found);
    found = mlg_findings_new(q->lang);
    if (!status) {
        set_int(q, "siting.iterations", q->iterations);
        set_int(q, "siting.threads", q->threads);
        if (q->time_limit_s > 0 || q->iterations == 0) set_deadline(q, "siting.time_limit_s", reserve_s(l));
        status = mlg_plan_location(l, q->options, show_progress, &show, &plan, found, &err);
    }
    show_end(&show);
    show_findings(found, q);
    if (!status && !mlg_location_plan_found(plan)) {
        fprintf(stderr, q->lang == MLG_FR ? "maillage : aucun plan n'a été trouvé dans les limites et le temps donnés\n"
                                          : "maillage: no plan was found within the limits and the time given\n");
        result = show_interrupted() ? 130 : 4;
    } else if (!status) {
        status = mlg_location_plan_save(l, plan, q->output, &err);
        if (!status) summary(q, l, plan);
    }
    if (status && !told) show_error(&err, q->lang);
    mlg_location_plan_free(plan);
    mlg_location_free(l);
    mlg_findings_free(found);
    return status ? exit_of(status) : result;
}
