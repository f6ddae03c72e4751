/* priority.c — see priority.h. A prize is won stop by stop: a local search seldom gives up eight small stops for a
 * large one, even where that pays. Planning the urgent stops alone begins on the other side. */
#include "api/priority.h"

#include <stdio.h>

#include "base/options.h"
#include "model/plan.h"

/* Of the budget, for a plan that tells whether to begin with urgent stops, and for that beginning. */
#define FIRST_SHARE 0.1

static bool has_prizes(const mlg_problem *p)
{
    for (int32_t i = 0; i < p->stop_count; i++)
        if (p->stops[i].priority) return true;
    return false;
}

/* The highest priority left out, if some stop of less is served; else MLG_NONE. */
static int32_t urgent_level(const mlg_problem *p, const mlg_plan *plan)
{
    int32_t out = MLG_NONE, least_served = INT32_MAX;
    for (int32_t i = 0; i < plan->unserved_count; i++) out = max32(out, p->stops[plan->unserved[i]].priority);
    for (int32_t r = 0; r < plan->route_count; r++)
        for (int32_t v = 0; v < plan->routes[r].visit_count; v++)
            if (plan->routes[r].visits[v].kind == MLG_STOP)
                least_served = min32(least_served, p->stops[plan->routes[r].visits[v].stop].priority);
    return out > least_served ? out : MLG_NONE;
}

static bool is_given(const mlg_problem *p, int32_t stop)
{
    for (int32_t i = 0; i < p->vehicle_count; i++)
        for (int32_t k = 0; k < p->vehicles[i].first_count; k++)
            if (p->vehicles[i].first_stops[k] == stop || p->vehicles[i].first_stops[k] == p->mate[stop]) return true;
    return false;
}

/* The same problem where no vehicle may serve a stop below the level: it asks for a skill that nobody has. Shares all
 * else with p. */
static bool urgent_problem(const mlg_problem *p, int32_t level, struct arena *memory, mlg_problem *urgent)
{
    mlg_stop *stops = arena_array(memory, mlg_stop, p->stop_count);
    *urgent = *p;
    for (int32_t i = 0; stops && i < p->stop_count; i++) {
        stops[i] = p->stops[i];
        if (stops[i].priority >= level || is_given(p, i)) continue;
        int32_t *skills = arena_array(memory, int32_t, stops[i].skill_count + 1);
        if (!skills) return false;
        for (int32_t k = 0; k < stops[i].skill_count; k++) skills[k] = stops[i].skills[k];
        skills[stops[i].skill_count++] = INT32_MIN;
        stops[i].skills = skills;
    }
    urgent->stops = stops;
    return stops != NULL;
}

mlg_options *mlg__options_share(const mlg_options *o, double share)
{
    const double seconds = mlg__option_real(o, "routing.time_limit_s");
    const int64_t work = mlg__option_int(o, "routing.iterations");
    mlg_options *part = mlg__options_copy(o);
    char value[32];
    snprintf(value, sizeof value, "%.6f", seconds * share);
    if (part && seconds > 0) mlg_options_set(part, "routing.time_limit_s", value, NULL);
    snprintf(value, sizeof value, "%lld", (long long)max64(1, (int64_t)((double)work * share)));
    if (part && work > 0) mlg_options_set(part, "routing.iterations", value, NULL);
    return part;
}

static mlg_status solve_share(const mlg_problem *p, const mlg_plan *start, const mlg_options *o, double share,
                              mlg_progress_fn *f, void *user, mlg_plan **plan, mlg_error *err)
{
    mlg_options *part = mlg__options_share(o, share);
    const mlg_status status =
        part ? mlg_routing_solve(p, start, part, f, user, plan, err) : mlg__no_memory(err, "options");
    mlg_options_free(part);
    return status;
}

/* plan becomes the cheaper of the two, the other one is freed. */
static void keep_cheaper(mlg_plan **plan, mlg_plan *other)
{
    if (other && other->cost < (*plan)->cost) {
        mlg_plan *worse = *plan;
        *plan = other;
        other = worse;
    }
    mlg_plan_free(other);
}

/* A plan that begins with the stops from a level on. */
static mlg_status solve_urgent(const mlg_problem *p, int32_t level, const mlg_options *o, mlg_plan **plan,
                               mlg_error *err)
{
    struct arena memory = { 0 };
    mlg_problem urgent;
    mlg_plan *first = NULL;
    mlg_status status = urgent_problem(p, level, &memory, &urgent) ? MLG_OK : mlg__no_memory(err, "the urgent stops");
    if (!status) status = solve_share(&urgent, NULL, o, FIRST_SHARE / 2, NULL, NULL, &first, err);
    if (!status) status = solve_share(p, first, o, FIRST_SHARE / 2, NULL, NULL, plan, err);
    mlg_plan_free(first);
    mlg__arena_free(&memory);
    return status;
}

mlg_status mlg__solve_by_priority(const mlg_problem *p, const mlg_plan *start, const mlg_options *o, mlg_progress_fn *f,
                                  void *user, mlg_plan **plan, mlg_error *err)
{
    mlg_plan *first = NULL, *other = NULL;
    double left = 1 - FIRST_SHARE;
    if (!has_prizes(p)) return mlg_routing_solve(p, start, o, f, user, plan, err);
    MLG_TRY(solve_share(p, start, o, FIRST_SHARE, f, user, &first, err));
    const int32_t level = urgent_level(p, first);
    mlg_status status = MLG_OK;
    if (level != MLG_NONE) {
        status = solve_urgent(p, level, o, &other, err);
        if (!status) keep_cheaper(&first, other);
        left -= FIRST_SHARE;
    }
    if (!status) status = solve_share(p, first, o, left, f, user, plan, err);
    mlg_plan_free(first);
    return status;
}
