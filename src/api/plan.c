/* plan.c — the main job: lanes, siting, routed days, calibrated lanes, siting again, routed days of the final network,
 * account, check.
 *
 *     compile ─► solve ─► route days ─► calibrate lanes ─► solve again ─► turn decisions ─► route days ─► account ─► check
 *
 * Siting has about two thirds of the deadline in two parts, days a fifth in two parts, turns, words, check and account the rest. An interruption
 * skips to the account: what is given was checked in any case. */
#include "maillage/api.h"

#include <math.h>
#include <stdio.h>

#include "accounts/network.h"
#include "api/days.h"
#include "api/front.h"
#include "api/no_plan.h"
#include "api/verdict.h"
#include "api/words.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "base/thread.h"
#include "model/network_plan.h"
#include "siting/calibrate.h"
#include "siting/compile.h"
#include "siting/solve.h"
#include "siting/why_none.h"

/* Where each phase ends, as a share of the deadline. */
#define FIRST_SITING 0.40
#define PLANLESS 0.70       /* of any first siting, as long as it has no plan: then phase 1 looks for one without costs */
#define RESTARTED 0.60      /* of the search with costs that starts from phase 1's plan */
#define FIRST_DAYS 0.48
#define NO_PLAN 0.92
#define SECOND_SITING 0.71
#define TALK_SHARE 0.5 /* of what came before: turns, and words, last no longer */
#define TALK_LEAST_S 8 /* but may last so long */
#define TURNS 0.75      /* decisions of the plan turned one by one: after the last siting */
#define WORDS 0.78      /* what binds, what is certain */
#define WORDS_LEAST 0.06 /* of the deadline, when siting took longer than its part */
#define ONLY_SITING 0.74 /* without days; its words then end with SECOND_DAYS */
#define ONLY_TURNS 0.83
#define SECOND_DAYS 0.88
#define DAYS_LEAST 0.04 /* of the deadline, when what came before took longer than its part */
/* With a front, what comes before it has that much of the deadline, then come its search, its accounts and checks. */
#define BEFORE_FRONT 0.5
#define FRONT_SEARCH 0.56
#define FRONT_CHECKS 0.82
/* The second solve starts from the first one's prices: a fifth of the work suffices (siting-engine 4.3). */
#define SECOND_WORK 0.2

struct job {
    const mlg_scenario *s;
    const mlg_leg_source *legs;
    mlg_options *options; /* own copy: limits change from phase to phase */
    double start_s, limit_s; /* limit 0: none */
    int32_t days;
    struct kept_plan kept;
    bool with_front, front_is_made;
    bool enough; /* the caller said so, in any phase */
    mlg_progress_fn *f;
    void *user;
};

static mlg_flow progress(const mlg_progress *p, void *user)
{
    struct job *job = user;
    mlg_progress shown = *p;
    shown.elapsed_s = mlg__now_s() - job->start_s;
    if (job->f && job->f(&shown, job->user) == MLG_ENOUGH) job->enough = true;
    return job->enough ? MLG_ENOUGH : MLG_CONTINUE;
}

static void say_phase(struct job *job, const char *phase)
{
    progress(&(mlg_progress) { .phase = phase, .cost = NAN, .bound = NAN }, job);
}

static mlg_status set_real(struct job *job, const char *name, double value, mlg_error *err)
{
    char text[40];
    snprintf(text, sizeof text, "%.6f", value);
    return mlg_options_set(job->options, name, text, err);
}

static mlg_status set_int(struct job *job, const char *name, int64_t value, mlg_error *err)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    return mlg_options_set(job->options, name, text, err);
}

/* A share of the deadline, squeezed where a front takes its part. */
static double share_of(const struct job *job, double share)
{
    if (!job->with_front) return share;
    if (!job->front_is_made) return BEFORE_FRONT * share;
    return FRONT_CHECKS + (share - SECOND_SITING) * (1 - FRONT_CHECKS) / (1 - SECOND_SITING);
}

/* Seconds until a share of the deadline is over; 0 when there is none. */
static double until(const struct job *job, double share)
{
    if (job->limit_s <= 0) return 0;
    const double left_s = job->start_s + share_of(job, share) * job->limit_s - mlg__now_s();
    return left_s > 0.01 ? left_s : 0.01;
}

static mlg_status route_days(struct job *job, mlg_network_plan *plan, double share, bool before_too, struct routed_ratio **ratios,
                             int32_t *count, mlg_error *err)
{
    const double seconds = fmax(until(job, share), DAYS_LEAST * job->limit_s);
    const struct days_request q = {
        .before_too = before_too, .days = job->days, .deadline_s = seconds > 0 ? mlg__now_s() + seconds : 0,
        .per_stop = mlg__option_int(job->options, "routing.per_stop"), .per_stop_most = mlg__option_int(job->options, "routing.per_stop_most"),
        .threads = (int32_t)mlg__option_int(job->options, "routing.threads"), .seed = job->s->seed, .f = progress, .user = job };
    return mlg__route_days(job->s, job->legs, plan, &q, ratios, count, err);
}

static mlg_status keep(const struct job *job, struct mlg_network *net, mlg_error *err)
{
    return mlg__network_keep(net, job->kept.states, job->kept.count, job->kept.stability_micro, err);
}

/* A search that reached its gap early is not followed by talk as long as the deadline would allow. */
static double not_too_late(const struct job *job, double end_s)
{
    const double now_s = mlg__now_s();
    if (isinf(end_s)) return end_s; /* work-limited: nothing depends on the clock */
    return fmin(end_s, now_s + fmax(TALK_LEAST_S, TALK_SHARE * (now_s - job->start_s)));
}

/* A decision of the plan that pays when it is turned is taken over before anything is said of the plan. */
static mlg_status turn_decisions(struct job *job, const mlg_network *net, mlg_siting *r, mlg_error *err)
{
    const double share = share_of(job, job->days ? TURNS : ONLY_TURNS);
    const double end_s = job->limit_s > 0 ? job->start_s + share * job->limit_s : (double)INFINITY;
    const struct words_request q = mlg__words_request(job->options, not_too_late(job, end_s), progress, job);
    return job->enough ? MLG_OK : mlg__siting_turn(net, &q, r, err);
}

/* Said of the search that made the plan, at its lane prices. */
static mlg_status say_words(struct job *job, const mlg_network *net, const mlg_siting *from, mlg_network_plan *plan, mlg_error *err)
{
    const double share = job->days ? WORDS : SECOND_DAYS;
    const double least_s = mlg__now_s() + WORDS_LEAST * job->limit_s;
    const double end_s = job->limit_s > 0 ? fmax(least_s, job->start_s + share_of(job, share) * job->limit_s) : (double)INFINITY;
    if (job->enough) return MLG_OK;
    say_phase(job, "words");
    return mlg__say_words(net, from, job->options, not_too_late(job, end_s), progress, job, plan, err);
}

/* Plans between cheap, fast and clean, from the search that made the plan; without front where there is no time left. */
static mlg_status make_front(struct job *job, const mlg_network *net, mlg_siting *from, mlg_network_plan **plan,
                             mlg_front **front, mlg_findings *found, mlg_error *err)
{
    const int64_t threads = mlg__option_int(job->options, "siting.threads");
    struct front_job q = { .s = job->s, .legs = job->legs, .net = net, .from = from, .options = job->options,
                           .threads = threads > 0 ? (int32_t)threads : mlg__core_count(), .f = progress, .user = job };
    if (!job->with_front || job->enough) return MLG_OK;
    say_phase(job, "front");
    if (job->limit_s > 0) {
        q.end_s = job->start_s + FRONT_CHECKS * job->limit_s;
        const double left_s = job->start_s + FRONT_SEARCH * job->limit_s - mlg__now_s();
        MLG_TRY(set_real(job, "siting.time_limit_s", left_s > 0.01 ? left_s : 0.01, err));
    }
    job->front_is_made = true;
    return mlg__front_make(&q, plan, front, found, err);
}

/* Routed days of the first plan give the factors that the lanes of the second network are priced with. */
static mlg_status calibrated_network(struct job *job, mlg_network_plan *draft, mlg_network **net, mlg_error *err)
{
    struct routed_ratio *ratios = NULL;
    struct plan_phi *phis = NULL;
    int32_t count = 0;
    mlg_status status = route_days(job, draft, FIRST_DAYS, false, &ratios, &count, err);
    if (!status && !(phis = mlg__malloc((size_t)count * sizeof *phis))) status = mlg__no_memory(err, "calibration");
    if (!status) {
        mlg__shrink_ratios(ratios, count, phis);
        status = mlg__network_compile_calibrated(job->s, job->legs, phis, count, job->options, net, err);
        if (!status) status = keep(job, *net, err);
    }
    mlg__free(phis);
    mlg__free(ratios);
    return status;
}

static mlg_status verify(struct job *job, const mlg_network_plan *plan, mlg_findings *found, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(mlg__findings_lang(found));
    const mlg_status ran = violations ? mlg_check_network(job->s, job->legs, plan, violations, err) : MLG_NO_MEMORY;
    return mlg__verdict(ran, violations,
                        TXT("please report this with the scenario", "merci de signaler ce cas avec le scénario"), found, err);
}

/* No plan: which limits contradict each other, proved or, if that cannot be, what the best attempt misses. Limits that can
 * all hold after all give a plan that knows no costs: *first is then a search from there. */
static mlg_status explain(struct job *job, const mlg_network *net, double share, mlg_siting **first, mlg_findings *found,
                          mlg_error *err)
{
    const struct no_plan q = { net, job->legs, job->options, progress, job };
    struct search *start = NULL;
    bool told = false;
    mlg_status status = MLG_OK;
    if (!job->enough) {
        say_phase(job, "conflict");
        status = set_real(job, "siting.time_limit_s", until(job, share), err);
        if (!status) status = mlg__explain_no_plan(&q, &told, &start, found, err);
    }
    if (!status && start) {
        const mlg_siting known = { .search = start };
        mlg_siting *again = NULL;
        const double wanted_s = until(job, job->days ? RESTARTED : ONLY_SITING), least_s = 0.5 * until(job, share);
        status = set_real(job, "siting.time_limit_s", fmax(wanted_s, least_s), err);
        if (!status) status = mlg__siting_solve_from(net, &known, job->options, progress, job, &again, err);
        if (again && mlg_siting_plan(again)) {
            mlg_siting_free(*first);
            *first = again;
        } else {
            mlg_siting_free(again);
        }
    }
    mlg__siting_search_free(start);
    if (!status && !told && *first && !mlg_siting_plan(*first))
        mlg__tell_attempt(net, (*first)->search, (*first)->stopped_by, mlg__now_s() - job->start_s, found);
    return status;
}

static mlg_status run(struct job *job, mlg_network_plan **plan, mlg_findings *found, mlg_error *err)
{
    mlg_network *net = NULL, *calibrated = NULL;
    mlg_siting *first = NULL, *second = NULL;
    mlg_front *front = NULL;
    const int64_t iterations = mlg__option_int(job->options, "siting.iterations");

    say_phase(job, "lanes");
    bool hopeless = false;
    mlg_status status = mlg_network_compile(job->s, job->legs, job->options, &net, err);
    if (!status) status = keep(job, net, err);
    if (!status) status = mlg__tell_contradictions(net, found, &hopeless, err);
    if (!status && hopeless) status = explain(job, net, FIRST_SITING, &first, found, err); /* which repairs are enough */
    if (status || hopeless) goto done;
    status = set_real(job, "siting.time_limit_s", until(job, job->days ? FIRST_SITING : ONLY_SITING), err);
    if (!status && job->limit_s > 0)
        status = set_real(job, "siting.patience_s", until(job, PLANLESS) - until(job, job->days ? FIRST_SITING : ONLY_SITING), err);
    if (!status) status = mlg_siting_solve(net, NULL, job->options, progress, job, &first, err);
    if (!status) status = set_real(job, "siting.patience_s", 0, err);
    if (!status && !mlg_siting_plan(first)) status = explain(job, net, NO_PLAN, &first, found, err);
    if (status || !mlg_siting_plan(first)) goto done;

    if (job->days && !job->enough) {
        status = calibrated_network(job, first->plan, &calibrated, err);
        if (!status) status = set_real(job, "siting.time_limit_s", until(job, SECOND_SITING), err);
        if (!status && iterations)
            status = set_int(job, "siting.iterations", (int64_t)ceil(SECOND_WORK * (double)iterations), err);
        if (!status) status = mlg__siting_solve_from(calibrated, first, job->options, progress, job, &second, err);
        if (status) goto done;
    }
    /* The plan at uncalibrated prices is the answer if time leaves no other. */
    const bool is_second = second && mlg_siting_plan(second);
    const mlg_network *last_net = is_second ? calibrated : net;
    mlg_siting *last = is_second ? second : first;
    if (set_int(job, "siting.iterations", iterations, err)) status = MLG_NO_MEMORY;
    if (!status) status = turn_decisions(job, last_net, last, err);
    if (status) goto done;
    *plan = mlg__siting_take_plan(last);
    status = make_front(job, last_net, last, plan, &front, found, err);
    if (!status) status = say_words(job, last_net, last, *plan, err);
    if (status) goto done;
    if (job->days && !job->enough) {
        struct routed_ratio *ratios = NULL;
        int32_t count;
        status = route_days(job, *plan, SECOND_DAYS, true, &ratios, &count, err);
        mlg__free(ratios);
    }
    if (!status) {
        say_phase(job, "check");
        status = mlg__account_network(job->s, job->legs, *plan, &(*plan)->plan, false, err);
        if (!status) status = mlg__account_network(job->s, job->legs, *plan, &(*plan)->before, true, err);
        if (!status) status = verify(job, *plan, found, err);
    }
    if (!status && front) status = mlg__front_attach(*plan, front, err), front = NULL;
done:
    mlg_front_free(front); /* before the plan that it borrows */
    if (status) {
        mlg_network_plan_free(*plan);
        *plan = NULL;
    }
    mlg_siting_free(second);
    mlg_siting_free(first);
    mlg_network_free(calibrated);
    mlg_network_free(net);
    return status;
}

mlg_status mlg_plan_scenario(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_options *o, mlg_progress_fn *f,
                             void *user, mlg_network_plan **plan, mlg_findings *found, mlg_error *err)
{
    struct job job = { .s = s, .legs = legs, .options = mlg__options_copy(o), .start_s = mlg__now_s(), .f = f, .user = user };
    *plan = NULL;
    if (!job.options) return mlg__no_memory(err, "options");
    const int64_t days = mlg__option_int(o, "plan.days");
    job.days = days >= 0 ? (int32_t)days : s->days_sampled;
    job.limit_s = mlg__option_real(o, "plan.time_limit_s");
    job.with_front = mlg__option_int(o, "siting.pareto") > 0;
    mlg_status status = mlg__kept_plan_read(s, o, &job.kept, found, err);
    if (!status) status = run(&job, plan, found, err);
    mlg__free(job.kept.states);
    mlg_options_free(job.options);
    return status;
}
