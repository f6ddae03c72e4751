/* siting_scenario.c — siting alone on a scenario folder: sizes, times, cost, bound and gap, and a line for each plan.
 *
 *   siting_scenario FOLDER [name=value ...]    options as on the command line, e.g. siting.time_limit_s=36 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/options.h"
#include "maillage/api.h"
#include "model/network_plan.h"
#include "siting/drive.h"
#include "siting/solve.h"

static mlg_flow tell(const mlg_progress *p, void *user)
{
    double *last_s = user;
    if (p->improved || p->elapsed_s - *last_s > 2) {
        *last_s = p->elapsed_s;
        printf("%7.2f s  iteration %6lld  cost %16.2f  bound %16.2f  gap %7.3f %%  open %d\n", p->elapsed_s,
               (long long)p->iterations, p->cost, p->bound, 100 * (p->cost - p->bound) / p->cost, p->open_site_count);
        fflush(stdout);
    }
    return MLG_CONTINUE;
}

static int fail(const mlg_error *err)
{
    printf("%s: %s (%s)\n", err->where, err->message, err->hint);
    return 1;
}

int main(int argc, char **argv)
{
    mlg_error err = { 0 };
    mlg_options *options = mlg_options_new();
    mlg_scenario *s;
    mlg_leg_source legs;
    mlg_network *n;
    mlg_siting *r;
    double last_s = 0;
    if (argc < 2) return 2;
    for (int i = 2; i < argc; i++) {
        char name[128];
        const char *equal = strchr(argv[i], '=');
        if (!equal || equal - argv[i] >= (long)sizeof name) return 2;
        snprintf(name, sizeof name, "%.*s", (int)(equal - argv[i]), argv[i]);
        if (mlg_options_set(options, name, equal + 1, &err)) return fail(&err);
    }
    if (mlg_scenario_read(argv[1], options, &s, NULL, &err)) return fail(&err);
    if (mlg_scenario_legs(s, options, &legs, &err)) return fail(&err);
    double at_s = mlg__now_s();
    if (mlg_network_compile(s, &legs, options, &n, &err)) return fail(&err);
    printf("compiled in %.2f s: %d rows, %d periods, %d stations, %d lanes, %d common rows, %.1f MB\n",
           mlg__now_s() - at_s, n->row_count, n->period_count, n->site_count, n->lane_count, n->common_count,
           (double)n->arena.total_bytes / 1e6);
    at_s = mlg__now_s();
    if (mlg_siting_solve(n, NULL, options, tell, &last_s, &r, &err)) return fail(&err);
    const mlg_network_plan *plan = mlg_siting_plan(r);
    printf("solved in %.2f s: cost %.2f, bound %.2f, gap %.3f %%; %lld iterations, %lld exact trials, %lld rounds, "
           "%lld states fixed, %lld prices clipped, stopped by %d\n",
           mlg__now_s() - at_s, (double)mlg_siting_cost(r) / 1e6, (double)mlg_siting_bound(r) / 1e6,
           plan ? 100 * plan->gap : 0, (long long)r->search->iterations, (long long)r->search->trials,
           (long long)r->search->rounds, (long long)r->search->fixed, (long long)r->search->clipped, (int)r->stopped_by);
    if (plan)
        printf("before %.2f; plan: %d flows, %d chains, %d unserved\n", (double)plan->before.cost / 1e6,
               plan->plan.flow_count, plan->plan.chain_count, plan->plan.unserved_count);
    mlg_siting_free(r);
    mlg_network_free(n);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    mlg_options_free(options);
    return 0;
}
