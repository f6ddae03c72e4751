/* days.c — see days.h. The unit of work is one (side, station, day); tasks share nothing but what is frozen. */
#include "api/days.h"

#include <math.h>
#include <stdio.h>

#include "accounts/day_streets.h"
#include "accounts/lane.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/math.h"
#include "base/options.h"
#include "base/rng.h"
#include "base/thread.h"
#include "maillage/routing.h"
#include "model/sample.h"
#include "model/units.h"

/* So much work fits into a second at the least; a day whose time allows for all the work that is worth doing stops by work, and is the
 * same on every machine (docs/decisions/0095-a-day-is-done.md). */
#define DAY_RATE_PER_S 10000

/* A day of some hundred stops has all of them in its rounds by then. With less time for each, fewer days are routed: one that leaves
 * its stops out says nothing of rounds. */
#define DAY_LEAST_S 0.05

struct task {
    struct plan_day day;
    struct lane_phi routed[MLG_DENSITY_BANDS], estimated[MLG_DENSITY_BANDS];
    mlg_status status;
    mlg_error err;
};

struct work {
    const mlg_scenario *s;
    const mlg_leg_source *legs;
    const mlg_network_plan *plan;
    const struct days_request *q;
    struct task *tasks;
    double seconds_each; /* of one task; 0: by iterations */
    int32_t task_count;
};

static void add_phi(struct lane_phi *to, struct lane_phi more, double times)
{
    to->cost += times * more.cost;
    to->km += times * more.km;
    to->h += times * more.h;
    to->kg += times * more.kg;
}

/* What the lane prices say of one stop of each demand point by one class: cost in EUR, km, duty hours, kg. */
static mlg_status estimate_stops(const struct work *w, const struct plan_day *day, int32_t vehicle_class,
                                 const int32_t *demand_of, int32_t stop_count, struct lane_phi *stop, mlg_error *err)
{
    const mlg_scenario *s = w->s;
    const struct lane_phi one = { 1, 1, 1, 1 };
    const int32_t from = s->demand_count + day->site;
    int32_t last = MLG_NONE;
    for (int32_t i = 0; i < stop_count; i++) {
        mlg_leg leg;
        struct lane_price price;
        if (demand_of[i] == last) { /* stops of a point are neighbours */
            stop[i] = stop[i - 1];
            continue;
        }
        last = demand_of[i];
        stop[i] = (struct lane_phi) { 0 };
        MLG_TRY(w->legs->rows(w->legs->self, vehicle_class, &from, 1, &last, 1, &leg, err));
        if (!mlg__lane_price(s, last, day->site, 0, vehicle_class, leg, one, &price)) continue;
        const double units = s->services[0].units_per_stop;
        stop[i].cost = units * (double)price.cost_micro / (double)MLG_MICRO_PER_UNIT;
        stop[i].km = units * price.km_per_unit;
        stop[i].h = units * price.hours_per_unit;
        stop[i].kg = units * (double)price.co2_wtw_mg / (double)MLG_MG_PER_KG;
    }
    return MLG_OK;
}

/* Compare each route with the estimates of its stops, and split it over density bands in their proportion. */
static mlg_status compare(const struct work *w, struct task *t, const int32_t *demand_of)
{
    const mlg_problem *p = t->day.problem;
    const mlg_scenario *s = w->s;
    struct lane_phi *stop = mlg__malloc((size_t)p->stop_count * sizeof *stop);
    int32_t estimated_class = MLG_NONE;
    mlg_status status = stop ? MLG_OK : mlg__no_memory(&t->err, "estimates");
    for (int32_t r = 0; !status && r < t->day.routes->route_count; r++) {
        struct plan_route *route = &t->day.routes->routes[r];
        struct lane_phi band[MLG_DENSITY_BANDS] = { { 0 } }, sum = { 0 };
        const int32_t c = mlg__day_class(s, route->vehicle);
        if (c != estimated_class) status = estimate_stops(w, &t->day, c, demand_of, p->stop_count, stop, &t->err);
        estimated_class = c;
        const struct route_account account = mlg__day_account(s, &t->day, route);
        route->cost_cents = account.total_cents;
        route->co2_wtw_mg = account.co2_wtw_mg;
        route->co2_ttw_mg = account.co2_ttw_mg;
        for (int32_t v = 0; v < route->visit_count; v++) {
            const int32_t i = route->visits[v].kind == MLG_STOP ? route->visits[v].stop : MLG_NONE;
            if (i == MLG_NONE) continue;
            add_phi(&band[s->demands[demand_of[i]].density_band], stop[i], 1);
            add_phi(&sum, stop[i], 1);
        }
        const struct lane_phi routed = { (double)account.total_cents / (double)MLG_CENTS_PER_UNIT,
                                         (double)route->totals.distance_m / MLG_M_PER_KM,
                                         (double)route->totals.duty_s / (double)MLG_SECONDS_PER_HOUR,
                                         (double)account.co2_wtw_mg / (double)MLG_MG_PER_KG };
        for (int b = 0; b < MLG_DENSITY_BANDS && sum.cost > 0 && sum.km > 0; b++) {
            const double share = band[b].cost / sum.cost;
            add_phi(&t->estimated[b], band[b], 1);
            add_phi(&t->routed[b], routed, share);
        }
    }
    mlg__free(stop);
    return status;
}

/* 0: as many as the time allows. */
static int64_t iterations_of(const struct work *w, int32_t stop_count)
{
    const int64_t most = max64(1, w->q->per_stop_most * stop_count);
    if (w->seconds_each <= 0) return max64(1, w->q->per_stop * stop_count);
    return (double)most <= w->seconds_each * DAY_RATE_PER_S ? most : 0;
}

static mlg_status solve(const struct work *w, struct task *t)
{
    char value[40];
    mlg_options *o = mlg_options_new();
    mlg_status status = o ? MLG_OK : mlg__no_memory(&t->err, "options");
    if (!status) status = mlg_options_set(o, "routing.threads", "1", &t->err);
    snprintf(value, sizeof value, "%lld", (long long)(t->day.seed & INT32_MAX));
    if (!status) status = mlg_options_set(o, "routing.seed", value, &t->err);
    snprintf(value, sizeof value, "%.6f", w->seconds_each);
    if (!status) status = mlg_options_set(o, "routing.time_limit_s", value, &t->err);
    snprintf(value, sizeof value, "%lld", (long long)iterations_of(w, t->day.problem->stop_count));
    if (!status) status = mlg_options_set(o, "routing.iterations", value, &t->err);
    if (!status) status = mlg_routing_solve(t->day.problem, NULL, o, NULL, NULL, &t->day.routes, &t->err);
    mlg_options_free(o);
    return status;
}

static void route_day(void *user, int32_t i)
{
    const struct work *w = user;
    struct task *t = &w->tasks[i];
    int32_t *demand_of = NULL;
    if (w->seconds_each > 0 && w->q->deadline_s > 0 && mlg__now_s() > w->q->deadline_s) return; /* not routed: not shown */
    t->status = mlg__day_problem(w->s, w->legs, w->plan, &t->day, &t->day.problem, &demand_of, &t->err);
    if (!t->status) t->status = solve(w, t);
    if (!t->status) t->status = compare(w, t, demand_of);
    if (!t->status) t->status = mlg__day_streets(w->s, w->legs, &t->day, t->day.problem, &t->day.routes->arena, &t->day.streets,
                                                 &t->day.street_count, &t->err);
    if (!t->status) mlg__problem_forget_legs(t->day.problem); /* many days are kept to be named and drawn */
    mlg__free(demand_of);
}

static bool serves_by_van(const struct network_side *side, int32_t site, int32_t period)
{
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->site == site && f->period == period && f->vehicle_class != MLG_NONE && f->units_milli > 0) return true;
    }
    return false;
}

/* Tasks in the order (side, station, day): the order of the rows in the plan. */
static mlg_status list_tasks(struct work *w, mlg_error *err)
{
    const int32_t period = w->s->period_count - 1;
    int32_t cap = 0;
    for (int before = 0; before <= w->q->before_too; before++) {
        const struct network_side *side = before ? &w->plan->before : &w->plan->plan;
        for (int32_t site = 0; site < w->s->site_count; site++) {
            if (!site_serves(w->s, site) || !serves_by_van(side, site, period)) continue;
            const int32_t real = mlg__real_day_count(w->s); /* their numbers follow those of the sampled days */
            for (int32_t i = 0; i < w->q->days + real; i++) {
                const int32_t day = i < w->q->days ? i : w->s->days_sampled + i - w->q->days;
                if (i >= w->q->days && !mlg__real_stops_of(w->s, w->plan, before, site, period, day)) continue; /* they are others' */
                struct task *grown = mlg__grow(w->tasks, &cap, w->task_count + 1, sizeof *grown);
                if (!grown) return mlg__no_memory(err, "days");
                w->tasks = grown;
                const uint64_t seed = mlg__day_seed(w->q->seed, site, day);
                w->tasks[w->task_count++] = (struct task) { .day = { .before = before, .site = site, .period = period,
                                                                     .day = day, .seed = seed },
                                                            .err = { .lang = err ? err->lang : MLG_EN } };
            }
        }
    }
    return MLG_OK;
}

static void free_days(mlg_network_plan *plan)
{
    for (int32_t i = 0; i < plan->day_count; i++) {
        mlg_plan_free(plan->days[i].routes);
        mlg_problem_free(plan->days[i].problem);
    }
    plan->day_count = 0;
}

static mlg_status keep_days(struct work *w, mlg_network_plan *plan, mlg_error *err)
{
    free_days(plan);
    plan->days = arena_array(&plan->arena, struct plan_day, w->task_count);
    if (plan->arena.failed) return mlg__no_memory(err, "days");
    for (int32_t i = 0; i < w->task_count; i++) {
        struct task *t = &w->tasks[i];
        if (t->status || !t->day.routes) continue;
        plan->days[plan->day_count++] = t->day;
        t->day.problem = NULL;
        t->day.routes = NULL;
    }
    return MLG_OK;
}

/* Tasks of a station are neighbours: add up its days, then one ratio a band. */
static mlg_status collect_ratios(const struct work *w, struct routed_ratio **ratios, int32_t *count, mlg_error *err)
{
    *count = 0;
    *ratios = mlg__malloc((size_t)w->task_count * MLG_DENSITY_BANDS * sizeof **ratios);
    if (!*ratios) return mlg__no_memory(err, "ratios");
    for (int32_t first = 0, next; first < w->task_count; first = next) {
        const struct plan_day *day = &w->tasks[first].day;
        for (next = first; next < w->task_count && w->tasks[next].day.site == day->site &&
                           w->tasks[next].day.before == day->before;) next++;
        for (int32_t b = 0; b < MLG_DENSITY_BANDS && !day->before; b++) {
            struct lane_phi routed = { 0 }, estimated = { 0 };
            int32_t days = 0;
            for (int32_t i = first; i < next; i++) {
                days += w->tasks[i].estimated[b].cost > 0;
                add_phi(&routed, w->tasks[i].routed[b], 1);
                add_phi(&estimated, w->tasks[i].estimated[b], 1);
            }
            if (!days) continue;
            const struct lane_phi ratio = { routed.cost / estimated.cost, routed.km / estimated.km,
                                            routed.h / estimated.h, routed.kg / estimated.kg };
            (*ratios)[(*count)++] = (struct routed_ratio) { day->site, b, days, ratio };
        }
    }
    return MLG_OK;
}

mlg_status mlg__route_days(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan,
                           const struct days_request *q, struct routed_ratio **ratios, int32_t *ratio_count, mlg_error *err)
{
    struct work w = { .s = s, .legs = legs, .plan = plan, .q = q };
    const int32_t threads = q->threads > 0 ? q->threads : mlg__core_count();
    *ratios = NULL;
    *ratio_count = 0;
    mlg_status status = list_tasks(&w, err);
    if (!status && q->deadline_s > 0 && w.task_count > 0) {
        const double left_s = q->deadline_s - mlg__now_s();
        w.seconds_each = fmax(DAY_LEAST_S, 0.9 * left_s * min32(threads, w.task_count) / w.task_count);
    }
    /* In waves, so that progress is told and an interruption is heard; waves do not change any result. */
    for (int32_t first = 0; !status && first < w.task_count; first += 4 * threads) {
        struct work wave = w;
        wave.tasks += first;
        mlg__parallel(min32(4 * threads, w.task_count - first), threads, route_day, &wave);
        const mlg_progress progress = { .phase = "route", .elapsed_s = mlg__process_elapsed_s(), .cost = NAN, .bound = NAN,
                                        .iterations = first };
        if (q->f && q->f(&progress, q->user) == MLG_ENOUGH) break;
    }
    for (int32_t i = 0; !status && i < w.task_count; i++)
        if (w.tasks[i].status) {
            status = w.tasks[i].status;
            if (err) *err = w.tasks[i].err;
        }
    if (!status) status = collect_ratios(&w, ratios, ratio_count, err);
    if (!status) status = keep_days(&w, plan, err);
    for (int32_t i = 0; i < w.task_count; i++) {
        mlg_plan_free(w.tasks[i].day.routes);
        mlg_problem_free(w.tasks[i].day.problem);
    }
    mlg__free(w.tasks);
    return status;
}
