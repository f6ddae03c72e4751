/* front.c — see front.h. Points are independent: they are accounted and checked side by side, those of one batch at a time, and
 * what is found is told in their order. The search names some in reserve: accounts may make a point worse than another. */
#include "api/front.h"

#include "accounts/network.h"
#include "api/verdict.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "maillage/check.h"
#include "siting/front.h"

enum { THREADS_MOST = 16 };
static const double check_margin = 1.5; /* of the longest batch so far: a batch that would end later is not begun */

struct check { mlg_findings *violations; mlg_status status; mlg_error err; };
struct batch { const struct front_job *job; struct front_point *points; struct check check[THREADS_MOST]; };

static void check_point(void *user, int32_t i)
{
    struct batch *b = user;
    const struct front_job *job = b->job;
    struct check *c = &b->check[i];
    mlg_network_plan *plan = b->points[i].plan;
    if (!plan || b->points[i].borrowed) return;
    c->status = mlg__account_network(job->s, job->legs, plan, &plan->plan, false, &c->err);
    if (!c->status) c->status = mlg__account_network(job->s, job->legs, plan, &plan->before, true, &c->err);
    if (!c->status) b->points[i].is = mlg__front_figures(plan, &plan->plan);
    if (!c->status) c->status = mlg_check_network(job->s, job->legs, plan, c->violations, &c->err);
}

static mlg_status check_batch(struct batch *b, int32_t count, mlg_findings *found, mlg_error *err)
{
    mlg_status status = MLG_OK;
    for (int32_t i = 0; i < count; i++) {
        b->check[i] = (struct check) { .violations = mlg_findings_new(mlg__findings_lang(found)),
                                       .err = { .lang = err ? err->lang : MLG_EN } };
        if (!b->check[i].violations) status = MLG_NO_MEMORY;
    }
    if (!status) mlg__parallel(count, count, check_point, b);
    for (int32_t i = 0; i < count; i++) {
        const struct check *c = &b->check[i];
        if (c->status && !status && err) *err = c->err;
        const mlg_status verdict =
            mlg__verdict(status ? status : c->status, c->violations,
                         TXT("please report this with the scenario", "merci de signaler ce cas avec le scénario"), found, err);
        if (!status) status = verdict;
    }
    return status == MLG_NO_MEMORY ? mlg__no_memory(err, "front") : status;
}

static void leave_out(struct front_point *p)
{
    if (!p->borrowed) mlg_network_plan_free(p->plan);
    p->plan = NULL;
}

/* From the first point on that is not wanted any more: whatever the size of a batch, the same points stay. */
static bool leave_spare(struct mlg_front *front, int32_t checked)
{
    for (int32_t end = 1; end <= checked; end++) {
        if (mlg__front_good(front, end) < front->wanted) continue;
        for (int32_t i = end; i < front->point_count; i++) leave_out(&front->points[i]);
        return true;
    }
    return false;
}

static mlg_status check_points(const struct front_job *job, struct mlg_front *front, mlg_findings *found, mlg_error *err)
{
    const int32_t threads = job->threads < THREADS_MOST ? job->threads : THREADS_MOST;
    double longest_s = 0;
    for (int32_t first = 0; first < front->point_count; first += threads) {
        struct batch b = { .job = job, .points = &front->points[first] };
        const int32_t count = front->point_count - first < threads ? front->point_count - first : threads;
        const double now_s = mlg__now_s();
        if (job->end_s > 0 && now_s + check_margin * longest_s > job->end_s) {
            for (int32_t i = first; i < front->point_count; i++)
                if (!front->points[i].borrowed) leave_out(&front->points[i]);
            front->cut_short = true;
            break;
        }
        MLG_TRY(check_batch(&b, count, found, err));
        const double took_s = mlg__now_s() - now_s;
        longest_s = took_s > longest_s ? took_s : longest_s;
        if (leave_spare(front, first + count)) break;
    }
    return MLG_OK;
}

/* The plan is the cheapest point: of the same cost it stays itself, a cheaper one takes its place. */
static void join_plan(struct mlg_front *front, mlg_network_plan **plan)
{
    int32_t cheapest = 0;
    for (int32_t i = 1; i < front->point_count; i++)
        if (front->points[i].plan->plan.cost < front->points[cheapest].plan->plan.cost) cheapest = i;
    const struct front_point first = front->points[cheapest];
    front->points[cheapest] = front->points[0];
    front->points[0] = first;
    if (first.plan->plan.cost < (*plan)->plan.cost) {
        mlg_network_plan_free(*plan);
        *plan = first.plan;
    } else {
        mlg_network_plan_free(first.plan);
        front->points[0].plan = *plan;
    }
    front->points[0].borrowed = true;
}

mlg_status mlg__front_make(const struct front_job *job, mlg_network_plan **plan, mlg_front **front, mlg_findings *found,
                           mlg_error *err)
{
    *front = NULL;
    MLG_TRY(mlg__siting_front(job->net, job->from, job->options, job->end_s, job->f, job->user, front, err));
    if ((*front)->point_count == 0) return MLG_OK; /* upper sites carry none of them: the plan stands alone */
    join_plan(*front, plan);
    const mlg_status status = check_points(job, *front, found, err);
    if (!status) return MLG_OK;
    mlg_front_free(*front);
    *front = NULL;
    return status;
}

mlg_status mlg__front_attach(mlg_network_plan *plan, mlg_front *front, mlg_error *err)
{
    plan->front = front;
    return mlg__front_finish(front) ? MLG_OK : mlg__no_memory(err, "front");
}
