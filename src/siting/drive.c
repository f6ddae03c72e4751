/* drive.c — prices and plans in turn. See drive.h.
 *
 * A round: some iterations of the dual; a plan from its choices, or the best plan perturbed, and local search; the
 * bound once more in integers; states fixed that cannot be in a better plan. Under an iteration limit without a
 * deadline nothing depends on the clock, so that a run repeats to the byte. */
#include "siting/drive.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/certify.h"
#include "siting/fix.h"
#include "siting/improve.h"
#include "siting/round.h"

enum {
    FIRST_LOOK = 20, FIRST_ITERATIONS = 400, LATER_ITERATIONS = 150, CHEAP_EVERY = 50, IDLE_ROUNDS = 12,
    TRIALS_A_ROUND = 3000, REPAIR_TRIES = 15, PRICE_TRIES = 3, TUNE_STEPS = 6
};
/* What a design is worth: a look at its cost, prices until it keeps every row, local search as well. */
enum effort { EFFORT_LOOK, EFFORT_REPAIR, EFFORT_FULL };
static const double improve_share = 0.35; /* of the time left, for one descent */

struct driver {
    const struct mlg_network *n;
    const struct search_options *o;
    struct control *control;
    struct search *best;
    struct dual *dual;
    struct design *design;
    struct improver *improver;
    struct certificate certificate;
    struct rng rng;
    int64_t root_bound;     /* quanta, of what is not fixed away */
    double *price;          /* [common] scratch */
    double *low;            /* [common] scratch */
    double *activity;       /* [common] scratch */
    int64_t idle_rounds;
};

int64_t mlg__quanta_up(int128 grains)
{
    const int128 q = grains / GRAINS_PER_QUANTUM;
    return (int64_t)(grains % GRAINS_PER_QUANTUM > 0 ? q + 1 : q);
}

static double upper_quanta(const struct driver *x)
{
    return x->best->found ? (double)mlg__quanta_up(x->best->cost) : INFINITY;
}

static bool is_soft(const struct common_row *r)
{
    return r->kind == ROW_CO2 || r->kind == ROW_COVER || r->kind == ROW_JOBS;
}

static void report(struct driver *x)
{
    mlg_progress *p = &x->control->progress;
    p->phase = "site";
    p->cost = x->best->found ? (double)mlg__quanta_up(x->best->cost) / 1e6 : NAN;
    p->bound = (double)x->best->bound / 1e6;
    p->iterations = x->dual->iterations;
    p->open_site_count = 0;
    for (int32_t s = 0; s < x->n->site_count; s++)
        p->open_site_count += x->best->path[(s + 1) * x->n->period_count - 1] > 0;
}

/* -- plans -- */

/* How far the design is from the limits, if that is less than any before. */
static void keep_attempt(struct driver *x, const struct score *score)
{
    const struct mlg_network *n = x->n;
    struct attempt *best = &x->best->attempt;
    double missed = 0, load = 1;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        x->activity[r] = (double)mlg__design_activity(x->design, row);
        if (row->kind == ROW_SURROGATE) {
            load += (double)row->limit;
            continue;
        }
        const double over = row->at_least ? (double)row->limit - x->activity[r] : x->activity[r] - (double)row->limit;
        missed += fmax(0, over) / fmax(1, fabs((double)row->limit));
    }
    missed += (double)score->lacking / load;
    if (best->made && missed >= best->missed) return;
    best->made = true;
    best->missed = missed;
    best->lacking = score->lacking;
    memcpy(best->activity, x->activity, sizeof *x->activity * (size_t)n->common_count);
}

/* Keep the design if it is legal and the cheapest yet. */
static bool keep_design(struct driver *x)
{
    const struct mlg_network *n = x->n;
    if (mlg__design_failed(x->design)) return false;
    const struct score score = mlg__design_score(x->design);
    if (!score.legal && !x->best->found) keep_attempt(x, &score);
    if (!score.legal || (x->best->found && score.cost >= x->best->cost)) return false;
    x->best->found = true;
    x->best->cost = score.cost;
    memcpy(x->best->path, x->design->path, sizeof *x->best->path * (size_t)n->site_count * (size_t)n->period_count);
    memcpy(x->best->flow_price, x->design->row_price, sizeof *x->best->flow_price * (size_t)n->common_count);
    x->idle_rounds = 0;
    report(x);
    mlg__control_check(x->control, true);
    return true;
}

/* Prices between `low` (some row is violated) and those of the design (legal): the cheapest legal ones. */
static void tune_prices(struct driver *x)
{
    const struct mlg_network *n = x->n;
    double bottom = 0, top = 1;
    double *high = x->price;
    memcpy(high, x->design->row_price, sizeof *high * (size_t)n->common_count);
    for (int i = 0; i < TUNE_STEPS && !mlg__control_check(x->control, false); i++) {
        const double at = (bottom + top) / 2;
        for (int32_t r = 0; r < n->common_count; r++) x->design->row_price[r] = x->low[r] + at * (high[r] - x->low[r]);
        mlg__design_start(x->design, NULL);
        if (mlg__design_failed(x->design)) return;
        keep_design(x);
        if (mlg__design_score(x->design).legal) top = at;
        else bottom = at;
    }
}

/* Raise the prices and penalties of violated rows until the design is legal; then lower them as far as it stays so. */
static void repair(struct driver *x)
{
    const struct mlg_network *n = x->n;
    for (int i = 0; i < REPAIR_TRIES && !mlg__control_check(x->control, false); i++) {
        if (mlg__design_score(x->design).legal) break;
        memcpy(x->low, x->design->row_price, sizeof *x->low * (size_t)n->common_count);
        for (int32_t r = 0; r < n->common_count; r++) {
            const struct common_row *row = &n->commons[r];
            if (!is_soft(row)) continue;
            const int128 over = mlg__design_activity(x->design, row) - row->limit;
            if ((row->at_least ? -over : over) <= 0) continue;
            const double unit = 0.002 * fabs(x->dual->best_bound) / fmax(1, fabs((double)row->limit));
            x->design->row_price[r] = fmax(unit, 1.6 * x->design->row_price[r]);
            x->design->penalty[r] = fmax(2 * x->design->penalty[r], 2 * x->design->row_price[r]);
        }
        mlg__design_start(x->design, NULL);
        if (mlg__design_failed(x->design)) return;
        if (i < PRICE_TRIES) continue; /* other flows through the same sites may do */
        mlg__improve(x->improver, x->design, x->dual->best.row, x->control, mlg__control_part(x->control, 0.1),
                     TRIALS_A_ROUND / 4);
    }
    if (!keep_design(x) && !mlg__design_score(x->design).legal) return;
    tune_prices(x);
}

static void set_penalties(struct driver *x)
{
    for (int32_t r = 0; r < x->n->common_count; r++) {
        const double scale = 0.1 * fabs(x->dual->best_bound) / fmax(1, fabs((double)x->n->commons[r].limit));
        x->design->penalty[r] = fmax(2 * x->dual->best.row[r], scale);
    }
}

/* Assign the design's states at these prices of rows, improve, repair, keep. */
static void finish_design(struct driver *x, const double *row_price, enum effort effort)
{
    set_penalties(x);
    mlg__design_start(x->design, row_price);
    if (mlg__design_failed(x->design)) return;
    keep_design(x);
    if (effort == EFFORT_FULL && !x->control->stopped)
        mlg__improve(x->improver, x->design, x->dual->best.row, x->control,
                     mlg__control_part(x->control, improve_share), TRIALS_A_ROUND);
    if (mlg__design_failed(x->design)) return;
    if (effort != EFFORT_LOOK && (x->n->flow_rows || !mlg__design_score(x->design).legal)) repair(x);
    if (!mlg__design_failed(x->design)) keep_design(x);
}

static mlg_status next_design(struct driver *x, int64_t round, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    if (!x->best->found || round % 4 == 0) {
        MLG_TRY(mlg__round_design(x->dual, false, x->design, err));
    } else if (round % 4 == 2) {
        MLG_TRY(mlg__round_design(x->dual, true, x->design, err));
    } else {
        mlg__design_rest(x->design);
        for (int32_t s = 0; s < n->site_count; s++)
            mlg__design_set_unassigned(x->design, s, &x->best->path[s * n->period_count]);
        mlg__design_start(x->design, x->best->flow_price);
        if (!mlg__design_failed(x->design)) mlg__perturb(x->improver, x->design, &x->rng);
    }
    finish_design(x, x->dual->best.row, EFFORT_FULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

/* -- bound -- */

static mlg_status certify(struct driver *x, bool fix, mlg_error *err)
{
    struct certificate *c = &x->certificate;
    int128 *loss = c->loss;
    if (!fix) c->loss = NULL;
    const mlg_status status = mlg__certify(x->n, &x->dual->best, x->dual->alive, x->o->threads, c, err);
    c->loss = loss;
    if (status) return status;
    if (c->bound > x->root_bound) {
        if ((double)c->bound > (double)x->root_bound + 1e-5 * fabs((double)x->root_bound)) x->idle_rounds = 0;
        x->root_bound = c->bound;
    }
    x->best->bound = x->root_bound;
    if (!x->best->found) return MLG_OK;
    x->best->bound = min64(x->root_bound, (int64_t)(x->best->cost / GRAINS_PER_QUANTUM) - 2 * x->n->period_count);
    if (!fix) return MLG_OK;
    const int64_t fixed = mlg__fix_nodes(x->dual, c, mlg__quanta_up(x->best->cost));
    x->best->fixed += fixed;
    if (fixed > 0) mlg__dual_restart(x->dual);
    return MLG_OK;
}

static bool gap_reached(const struct driver *x)
{
    if (!x->best->found) return false;
    const double cost = upper_quanta(x);
    return cost - (double)x->best->bound <= x->o->gap * fabs(cost);
}

/* Ends the ascent and the rounds, not the descent that follows: work-limited runs deserve a good plan too. */
static bool out_of_iterations(const struct driver *x)
{
    return x->control->iteration_limit > 0 && x->dual->iterations >= x->control->iteration_limit;
}

static mlg_status ascend(struct driver *x, int32_t count, mlg_error *err)
{
    const double end_s = mlg__control_part(x->control, x->best->found ? 0.5 : 0.8);
    for (int32_t i = 0; i < count && !out_of_iterations(x); i++) {
        report(x);
        if (mlg__control_check(x->control, false)) break;
        if (end_s < INFINITY && x->control->told_s > end_s) break;
        if (x->dual->iterations % CHEAP_EVERY == 5) mlg__dual_cheap_prices(x->dual);
        else mlg__dual_iterate(x->dual, upper_quanta(x));
        if (x->dual->iterations == FIRST_LOOK) {
            MLG_TRY(mlg__round_design(x->dual, false, x->design, err));
            finish_design(x, x->dual->best.row, EFFORT_REPAIR);
        }
    }
    return MLG_OK;
}

/* -- rounds -- */

static mlg_status run(struct driver *x, mlg_error *err)
{
    /* A bound and a plan before anything else: whatever stops us, both are there. */
    MLG_TRY(certify(x, false, err));
    mlg__design_rest(x->design);
    finish_design(x, x->dual->best.row, EFFORT_LOOK);
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    for (int64_t round = 0; !mlg__control_check(x->control, false); round++) {
        MLG_TRY(ascend(x, round ? LATER_ITERATIONS : FIRST_ITERATIONS, err));
        MLG_TRY(certify(x, false, err));
        x->idle_rounds++;
        if (!x->control->stopped) MLG_TRY(next_design(x, round, err));
        MLG_TRY(certify(x, !x->control->stopped, err));
        x->best->rounds = round + 1;
        if (gap_reached(x)) {
            x->control->stopped_by = MLG_BY_GAP;
            break;
        }
        if (out_of_iterations(x)) {
            x->control->stopped_by = MLG_BY_ITERATIONS;
            break;
        }
        if (x->idle_rounds >= IDLE_ROUNDS) break;
        report(x);
    }
    return MLG_OK;
}

static mlg_status make(struct driver *x, const struct search *start, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    const size_t cells = (size_t)n->row_count * (size_t)n->period_count;
    const size_t paths = (size_t)n->site_count * (size_t)n->period_count;
    struct arena *a = &x->best->arena;
    x->best->path = arena_array(a, int8_t, paths);
    x->best->flow_price = arena_array(a, double, n->common_count);
    x->best->prices.w = arena_array(a, double, cells);
    x->best->prices.row = arena_array(a, double, n->common_count);
    x->best->attempt.activity = arena_array(a, double, n->common_count);
    x->price = arena_array(a, double, n->common_count);
    x->low = arena_array(a, double, n->common_count);
    x->activity = arena_array(a, double, n->common_count);
    x->certificate.loss = arena_array(a, int128, paths * (size_t)n->state_max);
    if (a->failed) return mlg__no_memory(err, "siting");
    MLG_TRY(mlg__dual_new(n, x->o->threads, &x->dual, err));
    MLG_TRY(mlg__design_new(n, x->o->threads, &x->design, err));
    MLG_TRY(mlg__improver_new(n, x->o->threads, &x->improver, err));
    if (!start) return MLG_OK;
    memcpy(x->dual->best.w, start->prices.w, sizeof *start->prices.w * cells);
    memcpy(x->dual->best.row, start->prices.row, sizeof *start->prices.row * (size_t)n->common_count);
    mlg__dual_restart(x->dual);
    MLG_TRY(certify(x, false, err)); /* a bound at once: those prices are good */
    if (!start->found) return MLG_OK;
    mlg__design_rest(x->design);
    for (int32_t s = 0; s < n->site_count; s++)
        mlg__design_set_unassigned(x->design, s, &start->path[s * n->period_count]);
    finish_design(x, start->flow_price, EFFORT_REPAIR); /* what kept every row then nearly does so now */
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

mlg_status mlg__search(const struct mlg_network *n, const struct search_options *o, struct control *control,
                       const struct search *start, struct search **search, mlg_error *err)
{
    struct driver x = { .n = n, .o = o, .control = control, .root_bound = INT64_MIN };
    x.best = *search = mlg__malloc(sizeof *x.best);
    if (!x.best) return mlg__no_memory(err, "siting");
    x.rng = rng_seeded(o->seed, 0);
    x.best->bound = INT64_MIN;
    x.best->row_count = n->row_count, x.best->site_count = n->site_count, x.best->common_count = n->common_count;
    mlg_status status = make(&x, start, err);
    if (!status) status = run(&x, err);
    if (!status) {
        memcpy(x.best->prices.w, x.dual->best.w,
               sizeof(double) * (size_t)n->row_count * (size_t)n->period_count);
        memcpy(x.best->prices.row, x.dual->best.row, sizeof(double) * (size_t)n->common_count);
        x.best->iterations = x.dual->iterations;
        x.best->trials = x.design->trials;
        x.best->clipped = mlg__dual_clipped(x.dual);
    }
    mlg__improver_free(x.improver);
    mlg__design_free(x.design);
    mlg__dual_free(x.dual);
    if (status) {
        mlg__siting_search_free(*search);
        *search = NULL;
    }
    return status;
}

void mlg__siting_search_free(struct search *s)
{
    if (!s) return;
    mlg__arena_free(&s->arena);
    mlg__free(s);
}
