/* days.c — routed days: the sample is made again from the plan and the seed, its problem from the scenario; the routes
 * are walked by routes.c, their money and CO2 priced from their totals; which of them follow streets, and what the estimate says of
 * those, is asked anew. */
#include <inttypes.h>
#include <stdio.h>

#include "accounts/day_streets.h"
#include "base/memory.h"
#include "check/side.h"
#include "maillage/check.h"

struct day_path {
    char text[160];
};

static struct day_path path_of(int32_t day, const char *rest)
{
    struct day_path p;
    snprintf(p.text, sizeof p.text, "days/%" PRId32 "%s%s", day, rest[0] ? "/" : "", rest);
    return p;
}

/* Findings of the walk, under the path of the day. */
static void pass_on(mlg_findings *from, int32_t day, mlg_findings *to)
{
    for (int32_t i = 0; mlg_findings_at(from, false, i); i++) {
        const mlg_error *e = mlg_findings_at(from, false, i);
        mlg__find(to, e->status, path_of(day, e->where).text, TXT("%s", "%s"), NO_HINT, e->message);
    }
}

static void same(mlg_findings *found, int32_t day, int32_t route, const char *key, int64_t claimed, int64_t own)
{
    char rest[64];
    if (claimed == own) return;
    snprintf(rest, sizeof rest, "routes/%" PRId32 "/%s", route, key);
    mlg__find(found, MLG_BAD_INPUT, path_of(day, rest).text,
              TXT("claims %" PRId64 ", the totals give %" PRId64, "annonce %" PRId64 ", les totaux donnent %" PRId64),
              NO_HINT, claimed, own);
}

static void check_account(const mlg_scenario *s, const struct plan_day *day, int32_t i, mlg_findings *found)
{
    for (int32_t r = 0; r < day->routes->route_count; r++) {
        const struct plan_route *route = &day->routes->routes[r];
        if (route->visit_count == 0) continue;
        const struct route_account own = mlg__day_account(s, day, route);
        same(found, i, r, "cost_cents", route->cost_cents, own.total_cents);
        same(found, i, r, "co2_wtw_mg", route->co2_wtw_mg, own.co2_wtw_mg);
        same(found, i, r, "co2_ttw_mg", route->co2_ttw_mg, own.co2_ttw_mg);
    }
}

static void same_streets(mlg_findings *found, int32_t day, int32_t row, const struct round_streets *claimed, const struct round_streets *own)
{
    const struct { const char *key; int64_t claimed, own; } figures[] = {
        { "route", claimed->route, own->route },
        { "legs", claimed->leg_count, own->leg_count },
        { "street_legs", claimed->street_legs, own->street_legs },
        { "street_m", claimed->street_m, own->street_m },
        { "crow_m", claimed->crow_m, own->crow_m },
        { "crow_drive_s", claimed->crow_drive_s, own->crow_drive_s },
        { "crow_energy_j", claimed->crow_energy_j, own->crow_energy_j },
        { "crow_cents", claimed->crow_cents, own->crow_cents },
        { "crow_co2_wtw_mg", claimed->crow_co2_wtw_mg, own->crow_co2_wtw_mg },
    };
    char rest[64];
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        if (figures[k].claimed == figures[k].own) continue;
        snprintf(rest, sizeof rest, "streets/%" PRId32 "/%s", row, figures[k].key);
        mlg__find(found, MLG_BAD_INPUT, path_of(day, rest).text,
                  TXT("claims %" PRId64 ", the roads give %" PRId64, "annonce %" PRId64 ", les routes donnent %" PRId64), NO_HINT,
                  figures[k].claimed, figures[k].own);
    }
}

/* Of a day whose routes hold. */
static mlg_status check_streets(const mlg_scenario *s, const mlg_leg_source *legs, const struct plan_day *day, const mlg_problem *problem,
                                int32_t i, mlg_findings *found, mlg_error *err)
{
    struct arena arena = { 0 };
    struct round_streets *own;
    int32_t count;
    const mlg_status status = mlg__day_streets(s, legs, day, problem, &arena, &own, &count, err);
    if (!status && count != day->street_count)
        mlg__find(found, MLG_BAD_INPUT, path_of(i, "streets").text,
                  TXT("claims %" PRId32 " rounds on streets, the roads give %" PRId32,
                      "annonce %" PRId32 " tournées sur des rues, les routes en donnent %" PRId32),
                  NO_HINT, day->street_count, count);
    for (int32_t k = 0; !status && k < count && count == day->street_count; k++)
        same_streets(found, i, k, &day->streets[k], &own[k]);
    mlg__arena_free(&arena);
    return status;
}

static int32_t state_in(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day)
{
    const struct network_side *side = day->before ? &plan->before : &plan->plan;
    const int32_t row = day->site * s->period_count + day->period;
    return row < side->site_count ? side->sites[row].size : 0;
}

static bool comes_before(const struct plan_day *a, const struct plan_day *b)
{
    const int32_t x[] = { a->before, a->site, a->period, a->day }, y[] = { b->before, b->site, b->period, b->day };
    for (int k = 0; k < 4; k++)
        if (x[k] != y[k]) return x[k] < y[k];
    return false;
}

/* What is claimed of the day itself; false: there is nothing to walk. */
static bool day_holds(const mlg_scenario *s, const mlg_network_plan *plan, int32_t i, mlg_findings *found)
{
    const struct plan_day *day = &plan->days[i];
    const uint64_t seed = mlg__day_seed(s->seed, day->site, day->day);
    if (day->seed != seed)
        mlg__find(found, MLG_BAD_INPUT, path_of(i, "seed").text,
                  TXT("claims %" PRIu64 ", the scenario's seed gives %" PRIu64,
                      "annonce %" PRIu64 ", la graine du scénario donne %" PRIu64),
                  NO_HINT, day->seed, seed);
    for (int32_t k = 0; k < i; k++)
        if (!comes_before(&plan->days[k], day) && !comes_before(day, &plan->days[k]))
            mlg__find(found, MLG_BAD_INPUT, path_of(i, "").text,
                      TXT("the same day as row %" PRId32, "le même jour que la ligne %" PRId32), NO_HINT, k);
    const int32_t day_count = s->days_sampled + mlg__real_day_count(s);
    if (day->day < 0 || day->day >= day_count) {
        mlg__find(found, MLG_BAD_INPUT, path_of(i, "day").text,
                  TXT("%" PRId32 " is not within 0 and %" PRId32, "%" PRId32 " n'est pas entre 0 et %" PRId32), NO_HINT,
                  day->day, day_count - 1);
        return false;
    }
    if (site_serves(s, day->site) && state_in(s, plan, day) > 0) return true;
    mlg__find(found, MLG_BAD_INPUT, path_of(i, "site").text,
              TXT("\"%s\" is not an open station in %s", "« %s » n'est pas une station ouverte en %s"), NO_HINT,
              s->sites[day->site].id, s->periods[day->period].label);
    return false;
}

static mlg_status check_day(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan, int32_t i, mlg_findings *found,
                            mlg_error *err)
{
    const struct plan_day *day = &plan->days[i];
    if (!day_holds(s, plan, i, found)) return MLG_OK;
    mlg_problem *problem;
    mlg_findings *walk = mlg_findings_new(mlg__findings_lang(found));
    if (!walk) return mlg__no_memory(err, "the check");
    mlg_error inner = { .lang = mlg__findings_lang(found) };
    mlg_status status = mlg__day_problem(s, legs, plan, day, &problem, NULL, &inner);
    if (status && status != MLG_NO_MEMORY) {
        mlg__find(found, MLG_BAD_INPUT, path_of(i, "").text,
                  TXT("this day cannot be sampled: %s", "ce jour ne peut être tiré : %s"), NO_HINT, inner.message);
        mlg_findings_free(walk);
        return MLG_OK;
    }
    if (!status) status = mlg_check_routes(problem, day->routes, walk, NULL, err);
    else mlg__no_memory(err, "the check");
    if (!status) {
        const bool holds = mlg_findings_count(walk, false) == 0;
        pass_on(walk, i, found);
        check_account(s, day, i, found);
        if (holds) status = check_streets(s, legs, day, problem, i, found, err);
    }
    mlg_problem_free(problem);
    mlg_findings_free(walk);
    return status;
}

mlg_status mlg__check_days(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                           mlg_findings *found, mlg_error *err)
{
    for (int32_t i = 0; i < plan->day_count; i++) MLG_TRY(check_day(s, legs, plan, i, found, err));
    return MLG_OK;
}
