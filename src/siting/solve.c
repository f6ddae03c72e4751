/* solve.c — the public door to siting: options, search, result. See solve.h. */
#include "siting/solve.h"

#include <math.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "base/thread.h"
#include "siting/result.h"
#include "siting/whole_last.h"

/* The last part of the time belongs to the result. */
static double search_seconds(double limit_s) { return limit_s - fmin(1, 0.05 * limit_s); }

/* When the search is over today's network is assigned from nothing, and rows may have to be made whole, periods side by side: that takes
 * about so long for a lane and period. */
#define TODAY_S 0.6e-6
#define WHOLE_S 1e-6

static void leave_time_for_result(const struct mlg_network *n, double limit_s, int32_t threads, struct control *control)
{
    const double lane_s = TODAY_S + (n->whole_rows && !mlg__whole_all_along(n) ? WHOLE_S : 0);
    const double all_s = lane_s * n->lane_count * n->period_count / min32(threads, n->period_count);
    const double more_s = fmax(0, fmin(0.2 * limit_s, all_s) - (limit_s - search_seconds(limit_s)));
    control->end_s -= more_s;
    control->late_s -= more_s;
}

static bool can_start(const struct mlg_network *n, const mlg_siting *start)
{
    return start && start->search && start->search->row_count == n->row_count &&
           start->search->site_count == n->site_count && start->search->common_count == n->common_count;
}

struct control mlg__search_control(const mlg_options *o, mlg_progress_fn *f, void *user, struct search_options *options)
{
    const int64_t threads = mlg__option_int(o, "siting.threads");
    const double limit_s = mlg__option_real(o, "siting.time_limit_s");
    struct control control = {
        .start_s = mlg__now_s(), .end_s = INFINITY, .told_gap = INFINITY, .iteration_limit = mlg__option_int(o, "siting.iterations"),
        .tell = f, .user = user, .money_per_quantum = 1e-6, .progress = { .phase = "site", .cost = NAN, .bound = NAN },
    };
    const bool by_work = control.iteration_limit > 0 && !mlg__option_is_set(o, "siting.time_limit_s");
    if (limit_s > 0 && !by_work) control.end_s = control.start_s + search_seconds(limit_s);
    control.late_s = control.end_s + mlg__option_real(o, "siting.patience_s");
    *options = (struct search_options) {
        .gap = mlg__option_real(o, "siting.gap"), .seed = (uint64_t)mlg__option_int(o, "siting.seed"), .step = 1,
        .threads = threads > 0 ? (int32_t)threads : mlg__core_count(),
    };
    return control;
}

mlg_status mlg__siting_solve_from(const mlg_network *n, const mlg_siting *start, const mlg_options *o,
                                  mlg_progress_fn *f, void *user, mlg_siting **result, mlg_error *err)
{
    struct search_options options;
    struct control control = mlg__search_control(o, f, user, &options);
    leave_time_for_result(n, mlg__option_real(o, "siting.time_limit_s"), options.threads, &control);
    mlg_siting *r = *result = mlg__malloc(sizeof *r);
    if (!r) return mlg__no_memory(err, "siting");
    mlg_status status = mlg__search(n, &options, &control, can_start(n, start) ? start->search : NULL, &r->search, err);
    if (!status) {
        r->stopped_by = control.stopped_by;
        r->bound = r->search->bound;
        r->cost = INT64_MAX;
        if (r->search->found) status = mlg__search_plan(n, r->search, options.seed, options.threads, &r->plan, err);
        if (r->plan) r->cost = r->plan->plan.cost, r->bound = r->plan->bound;
    }
    if (status) {
        mlg_siting_free(r);
        *result = NULL;
    }
    return status;
}

/* Upper sites may cost a plan more than its search knew: it takes the old one's place only where it is cheaper after all. */
static mlg_status replace_plan(const mlg_network *n, const struct words_request *q, mlg_siting *r, struct search *better,
                               mlg_error *err)
{
    mlg_network_plan *plan = NULL;
    mlg_status status = mlg__search_plan(n, better, q->seed, q->threads, &plan, err);
    if (!status && plan && plan->plan.cost < r->cost) {
        mlg__siting_search_free(r->search);
        mlg_network_plan_free(r->plan);
        r->search = better, r->plan = plan;
        r->cost = plan->plan.cost, r->bound = plan->bound;
        return MLG_OK;
    }
    mlg_network_plan_free(plan);
    mlg__siting_search_free(better);
    mlg__turns_free(r->turns); /* they are those of the other plan */
    r->turns = NULL;
    return status;
}

mlg_status mlg__siting_turn(const mlg_network *n, const struct words_request *q, mlg_siting *r, mlg_error *err)
{
    struct search *better;
    if (!r->plan) return MLG_OK;
    mlg__turns_free(r->turns);
    r->turns = NULL;
    MLG_TRY(mlg__take_turns(n, r->search, q, &r->turns, &better, err));
    return better ? replace_plan(n, q, r, better, err) : MLG_OK;
}

mlg_status mlg_siting_solve(const mlg_network *net, const mlg_siting_goal *goal, const mlg_options *o,
                            mlg_progress_fn *f, void *user, mlg_siting **result, mlg_error *err)
{
    if (goal)
        return mlg__fail(err, MLG_BAD_INPUT, "goal", TXT("goals of their own are not there yet", "les buts propres n'existent pas encore"),
                         TXT("pass NULL: the scenario's own goal", "donnez NULL : le but du scénario"));
    return mlg__siting_solve_from(net, NULL, o, f, user, result, err);
}

void mlg_siting_free(mlg_siting *r)
{
    if (!r) return;
    mlg__siting_search_free(r->search);
    mlg_network_plan_free(r->plan);
    mlg__turns_free(r->turns);
    mlg__free(r);
}

int64_t mlg_siting_cost(const mlg_siting *r) { return r->cost; }
int64_t mlg_siting_bound(const mlg_siting *r) { return r->bound; }
mlg_bound_kind mlg_siting_bound_kind(const mlg_siting *r)
{
    if (r->bound == INT64_MIN) return MLG_BOUND_NONE;
    return r->search && r->search->tree_nodes > 0 ? MLG_BOUND_TREE : MLG_BOUND_ROOT;
}
const mlg_network_plan *mlg_siting_plan(const mlg_siting *r) { return r->plan; }

mlg_network_plan *mlg__siting_take_plan(mlg_siting *r)
{
    mlg_network_plan *plan = r->plan;
    r->plan = NULL;
    return plan;
}
