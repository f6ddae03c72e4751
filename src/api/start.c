/* start.c — see start.h. The search takes a start's routes as far as they hold; what it will not take is told here, by
 * the checker. */
#include "api/start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "maillage/api.h"

static int32_t required_left_out(const mlg_problem *p, const mlg_plan *plan)
{
    int32_t count = 0;
    for (int32_t i = 0; i < plan->unserved_count; i++)
        count += !p->stops[plan->unserved[i]].prize && !p->stops[plan->unserved[i]].group;
    return count;
}

static int32_t driving(const mlg_plan *plan)
{
    int32_t count = 0;
    for (int32_t i = 0; i < plan->route_count; i++) count += plan->routes[i].visit_count > 2;
    return count;
}

bool mlg__no_worse(const mlg_problem *p, bool fewest_vehicles, const mlg_plan *a, const mlg_plan *b)
{
    const int32_t out_a = required_left_out(p, a), out_b = required_left_out(p, b);
    if (out_a != out_b) return out_a < out_b;
    if (fewest_vehicles && driving(a) != driving(b)) return driving(a) < driving(b);
    return a->cost <= b->cost;
}

/* What a start claims of times and costs is nobody's concern. */
static mlg_status violations_of(const mlg_problem *p, mlg_plan *start, mlg_findings *violations, mlg_error *err)
{
    start->claims_times = start->claims_cost = false;
    start->tells_unassigned = true;
    start->bound = 0;
    return mlg_check_routes(p, start, violations, NULL, err);
}

mlg_status mlg__start_holds(const mlg_problem *p, mlg_plan *start, bool *holds, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    const mlg_status status = violations_of(p, start, violations, err);
    *holds = !status && !mlg_findings_count(violations, false);
    mlg_findings_free(violations);
    return status;
}

mlg_status mlg_start_check(const mlg_problem *p, mlg_plan *start, mlg_findings *found, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(mlg__findings_lang(found));
    const mlg_status status = violations_of(p, start, violations, err);
    for (int32_t i = 0; !status && mlg_findings_at(violations, false, i); i++) {
        const mlg_error *e = mlg_findings_at(violations, false, i);
        int route = -1;
        char where[80];
        const bool in_route = sscanf(e->where, "routes/%d", &route) == 1 && route >= 0 && route < start->route_count;
        const int32_t vehicle = in_route ? start->routes[route].vehicle : MLG_NONE;
        const bool known = vehicle >= 0 && vehicle < p->vehicle_count;
        snprintf(where, sizeof where, "start/%.60s", e->where);
        mlg__warn(found, where,
                  known ? TXT("the route of vehicle %.60s cannot be taken as it is: %s",
                              "la tournée du véhicule %.60s ne peut pas être prise telle quelle : %s")
                        : TXT("%.0sthis cannot be taken as it is: %s", "%.0sceci ne peut pas être pris tel quel : %s"),
                  TXT("its stops are planned anew", "ses arrêts sont planifiés à nouveau"),
                  known ? p->vehicles[vehicle].id : "", e->message);
    }
    mlg_findings_free(violations);
    return status;
}
