/* no_plan.c — see no_plan.h. A repair is told as enough only when a whole plan of the scenario it would make, with costs,
 * passed the checker. */
#include "api/no_plan.h"

#include "accounts/network.h"
#include "base/error.h"
#include "maillage/check.h"
#include "siting/result.h"
#include "siting/why_none.h"

enum { WORK = 1500 };

struct asked {
    const mlg_network *net;
    const mlg_leg_source *legs;
    const struct search_options *search;
    struct control *control;
};

/* A plan for the network's scenario from these states, clean for the checker? */
static mlg_status has_clean_plan(const struct asked *q, const mlg_network *net, const struct search *start, bool *clean,
                                 mlg_error *err)
{
    struct search_options options = *q->search;
    struct control control = *q->control; /* of the deadline and the caller */
    struct search *x = NULL;
    mlg_network_plan *plan = NULL;
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    options.gap = 1; /* any plan will do */
    if (control.iteration_limit == 0) control.iteration_limit = WORK;
    mlg_status status = violations ? mlg__search(net, &options, &control, start, &x, err) : mlg__no_memory(err, "the check");
    if (!status && x->found) status = mlg__search_plan(net, x, options.seed, options.threads, &plan, err);
    for (int before = 0; plan && !status && before < 2; before++)
        status = mlg__account_network(net->scenario, q->legs, plan, before ? &plan->before : &plan->plan, before, err);
    if (plan && !status) status = mlg_check_network(net->scenario, q->legs, plan, violations, err);
    *clean = plan && !status && mlg_findings_count(violations, false) == 0;
    if (control.stopped_by == MLG_BY_TIME || control.stopped_by == MLG_BY_CALLER) q->control->stopped |= control.stopped;
    mlg_network_plan_free(plan);
    mlg__siting_search_free(x);
    mlg_findings_free(violations);
    return status;
}

/* The repair on top of a network without the members of all other sets. */
static mlg_status check_repair(const struct asked *q, const struct conflicts *c, int32_t set, int32_t member, mlg_error *err)
{
    enum { CHAIN = 16 };
    mlg_network *chain[CHAIN] = { 0 };
    const mlg_network *now = q->net;
    struct repair *repair = &c->list[set].repairs[member];
    int32_t count = 0;
    mlg_status status = MLG_OK;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t m = 0; i != set && m < c->list[i].count && !status; m++) {
            if (count == CHAIN - 1) goto done; /* too many to try: left unchecked */
            status = mlg__repaired_network(now, &c->list[i].limits[m], NULL, &chain[count], err);
            if (!status) now = chain[count++];
        }
    if (!status) status = mlg__repaired_network(now, &c->list[set].limits[member], repair, &chain[count], err);
    if (!status) status = has_clean_plan(q, chain[count++], repair->search, &repair->checked, err);
done:
    while (count > 0) mlg__repaired_free(chain[--count]);
    return status;
}

mlg_status mlg__explain_no_plan(const struct no_plan *p, bool *told, struct search **plan, mlg_findings *found, mlg_error *err)
{
    struct search_options options;
    struct control control = mlg__search_control(p->options, p->f, p->user, &options);
    const struct asked q = { p->net, p->legs, &options, &control };
    struct conflicts *c;
    *told = false;
    *plan = NULL;
    MLG_TRY(mlg__find_conflicts(p->net, &options, &control, &c, err));
    mlg_status status = MLG_OK;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t m = 0; m < c->list[i].count && !status && !control.stopped; m++)
            if (c->list[i].repairs[m].kind == REPAIR_ENOUGH) status = check_repair(&q, c, i, m, err);
    if (!status) {
        mlg__tell_conflicts(p->net, c, found);
        *told = c->count > 0;
        *plan = c->plan;
        c->plan = NULL;
    }
    mlg__conflicts_free(c);
    return status;
}
