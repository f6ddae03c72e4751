/* front_plans.c — the public door to the front: what is asked, the search, and its plans as plan.json wants them. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/math.h"
#include "base/options.h"
#include "siting/compile.h"
#include "siting/front.h"
#include "siting/result.h"
#include "siting/solve.h"
#include "siting/whole_last.h"

/* Twenty points take some three times the work of the plan that they start from. */
enum { STEP_ITERATIONS = 60, LEAST_ITERATIONS = 5, WORK_OF_ALL = 3, TRIALS_AN_ITERATION = 1 };

static const double making_share = 0.35; /* of the time for plans, their accounts and checks */

static struct front_request request_of(const struct mlg_network *n, const mlg_options *o, const struct search_options *search,
                                       int32_t *years)
{
    const mlg_scenario *s = n->scenario;
    struct front_request q = { .wanted = (int32_t)mlg__option_int(o, "siting.pareto"), .threads = search->threads,
                               .seed = search->seed, .step_iterations = STEP_ITERATIONS, .years = years };
    const int64_t work = mlg__option_int(o, "siting.iterations");
    if (work > 0) q.step_iterations = max64(LEAST_ITERATIONS, min64(STEP_ITERATIONS, WORK_OF_ALL * work / max32(1, q.wanted)));
    q.step_trials = TRIALS_AN_ITERATION * q.step_iterations;
    for (int32_t t = 0; t < s->period_count; t++) years[t] = s->periods[t].length_years;
    for (int32_t i = 0; i < s->site_count; i++)
        for (int32_t t = 0; mlg__site_is_constant(n, i) && t < s->period_count; t++) {
            const int32_t state = mlg__fixed_state(s, i, t, false);
            const int32_t from = t ? mlg__fixed_state(s, i, t - 1, false) : s->sites[i].state_today;
            q.fixed_co2_mg += mlg__site_year(s, i, state, t).co2_mg * years[t];
            if (n->site_options.embodied_counts)
                q.fixed_co2_mg += mlg__site_transition(s, i, from, state, t, &n->site_options).embodied_mg;
        }
    return q;
}

/* What is said of the plan's cost is without what unserved units cost on top. */
static void count_at_own_price(const struct mlg_network *n, int64_t pen_more, struct search *s)
{
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t row = 0; row < n->row_count; row++)
            if (s->whole[(int64_t)t * n->row_count + row] == MLG_NONE)
                s->cost -= (int128)pen_more * volume_at(n, row, t) * flow_weight(n, t);
}

static mlg_status whole_plan_of(const struct mlg_network *n, int64_t pen_more, const struct search *divided, const struct front_request *q,
                                mlg_network_plan **plan, mlg_error *err)
{
    struct search *whole;
    *plan = NULL;
    MLG_TRY(mlg__make_plan_whole(n, divided, q->threads, q->seed, &whole, err));
    if (whole->found) count_at_own_price(n, pen_more, whole);
    const mlg_status status = whole->found ? mlg__search_plan(n, whole, q->seed, q->threads, plan, err) : MLG_OK;
    mlg__siting_search_free(whole);
    return status;
}

/* The plan of a met design, with the bound of the search that it came from: that holds for every plan. */
static mlg_status plan_of(struct front_search *f, const struct front_met *met, const struct search *start,
                          const struct front_request *q, double *no_price, mlg_network_plan **plan, mlg_error *err)
{
    struct search found = *start;
    found.found = true;
    found.path = met->path;
    found.way = NULL;                        /* by the prices */
    found.flows = (struct flow_list) { 0 };
    found.whole = NULL;
    found.seen.count = 0; /* they are no points of the front */
    found.flow_price = met->price;
    found.cost = met->cost;
    found.common_count = f->view.common_count;
    found.prices.row = no_price; /* prices in words are those of the scenario's own limits: not here */
    found.tree_nodes = start->tree_nodes;
    const int64_t pen_more = mlg__front_price_unserved(f, met->price[f->view.common_count - FRONT_CURVES + FRONT_CO2]);
    if (f->view.whole_rows) return whole_plan_of(&f->view, pen_more, &found, q, plan, err);
    return mlg__search_plan(&f->view, &found, q->seed, q->threads, plan, err);
}

static mlg_status take(struct front_search *f, const struct search *start, const struct front_request *q, double end_s,
                       struct mlg_front *front, mlg_error *err)
{
    const double now_s = mlg__now_s(), making_end_s = end_s > 0 ? now_s + making_share * (end_s - now_s) : (double)INFINITY;
    double *no_price = arena_array(&front->arena, double, f->view.common_count);
    front->points = arena_array(&front->arena, struct front_point, f->met_count);
    front->lines = arena_array(&front->arena, struct front_line, f->line_count);
    if (front->arena.failed) return mlg__no_memory(err, "front");
    memcpy(front->lines, f->lines, sizeof *f->lines * (size_t)f->line_count);
    front->line_count = f->line_count;
    for (int32_t i = 0; i < f->met_count; i++) {
        if (i > 0 && isfinite(making_end_s) && mlg__now_s() > making_end_s) {
            front->cut_short = true;
            break;
        }
        struct front_point *p = &front->points[front->point_count];
        MLG_TRY(plan_of(f, &f->met[i], start, q, no_price, &p->plan, err));
        front->point_count += p->plan != NULL; /* NULL: upper sites cannot carry it */
    }
    return MLG_OK;
}

static void take_over(const struct mlg_network *n, struct search *search, const struct front_met *cheapest)
{
    if (cheapest->cost >= search->cost) return;
    memcpy(search->path, cheapest->path, sizeof *search->path * (size_t)n->site_count * (size_t)n->period_count);
    memcpy(search->flow_price, cheapest->price, sizeof *search->flow_price * (size_t)search->common_count);
    memcpy(search->activity, cheapest->activity, sizeof *search->activity * (size_t)search->common_count);
    search->flows.count = 0;
    search->whole = NULL;
    search->cost = cheapest->cost;
    search->way = NULL; /* by the prices */
}

static mlg_status front_of(const mlg_network *net, const mlg_siting *start, struct search *better, const mlg_options *o, double end_s,
                           mlg_progress_fn *f, void *user, mlg_front **front, mlg_error *err)
{
    int32_t years[MLG_PERIODS_MAX];
    struct search_options options;
    struct front_search *search = NULL;
    *front = NULL;
    if (!net->all_modes || !start->search || !start->search->found)
        return mlg__fail(err, MLG_BAD_INPUT, "siting.pareto",
                         TXT("a front needs a network compiled with siting.pareto, and a plan to start from",
                             "un front demande un réseau compilé avec siting.pareto, et un plan de départ"), NO_HINT);
    struct control control = mlg__search_control(o, f, user, &options);
    const struct front_request q = request_of(net, o, &options, years);
    control.iteration_limit = 0;
    mlg_status status = mlg__front_search(net, start->search, &q, &control, &search, err);
    if (status) return status;
    struct mlg_front *made = mlg__malloc(sizeof *made);
    status = made ? MLG_OK : mlg__no_memory(err, "front");
    if (!status) {
        made->scenario = net->scenario;
        made->wanted = q.wanted;
        made->cut_short = search->cut_short;
        made->iterations = search->iterations;
        made->trials = search->trials;
        status = take(search, start->search, &q, end_s, made, err);
    }
    if (!status && better) take_over(net, better, &search->met[0]);
    mlg__front_search_free(search);
    if (status) mlg_front_free(made);
    else *front = made;
    return status;
}

mlg_status mlg_siting_front(const mlg_network *net, const mlg_siting *start, const mlg_options *o, mlg_progress_fn *f, void *user,
                            mlg_front **front, mlg_error *err)
{
    return front_of(net, start, NULL, o, 0, f, user, front, err);
}

mlg_status mlg__siting_front(const mlg_network *net, mlg_siting *start, const mlg_options *o, double end_s, mlg_progress_fn *f,
                             void *user, mlg_front **front, mlg_error *err)
{
    return front_of(net, start, start->search, o, end_s, f, user, front, err);
}
