/* plans.c — from a design to a plan: assigned, improved, its limits repaired, kept if it is the best. See driver.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/driver.h"
#include "siting/round.h"

enum { TRIALS_A_ROUND = 3000, REPAIR_TRIES = 15, PRICE_TRIES = 3, TUNE_STEPS = 6 };
static const double improve_share = 0.35; /* of the time left, for one descent */

static int64_t trials_a_round(const struct driver *x) { return x->trials_a_round > 0 ? x->trials_a_round : TRIALS_A_ROUND; }

static bool is_soft(const struct common_row *r)
{
    return r->kind == ROW_CO2 || r->kind == ROW_COVER || r->kind == ROW_JOBS;
}

/* How far the design is from the limits, if that is less than any before. */
static void keep_attempt(struct driver *x, const struct score *score)
{
    const struct mlg_network *n = x->n;
    struct attempt *best = &x->best->attempt;
    double missed = 0, load = 1;
    for (int32_t t = 0; t < n->period_count; t++) load += (double)mlg__period_load(n, t);
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        x->activity[r] = (double)mlg__design_activity(x->design, row);
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

static void keep(struct driver *x, int128 cost)
{
    const struct mlg_network *n = x->n;
    x->best->found = true;
    x->best->cost = cost;
    memcpy(x->best->path, x->design->path, sizeof *x->best->path * (size_t)n->site_count * (size_t)n->period_count);
    memcpy(x->best->flow_price, x->design->row_price, sizeof *x->best->flow_price * (size_t)n->common_count);
    for (int32_t r = 0; r < n->common_count; r++) x->best->activity[r] = mlg__design_activity(x->design, &n->commons[r]);
    mlg__design_read_flows(x->design, &x->best->flows);
    if (x->best->whole) mlg__design_read_whole(x->design, x->best->whole);
    x->idle_rounds = 0;
    mlg__keep_bound(x);
    mlg__tell_progress(x);
    mlg__control_check(x->control, true);
    const bool is_wanted = x->o->target > 0 && mlg__quanta_up(cost) <= x->o->target;
    if (x->control->stopped || !(is_wanted || (x->ends_at_gap && mlg__gap_reached(x)))) return;
    x->control->stopped = true;
    x->control->stopped_by = MLG_BY_GAP;
}

/* States that were made whole lately are not tried again. */
static bool was_tried(struct driver *x)
{
    uint64_t hash = 0;
    for (int32_t i = 0; i < x->n->site_count * x->n->period_count; i++)
        hash = mlg__hash2(hash, (uint64_t)x->design->path[i]);
    for (int32_t i = 0; i < TRIED; i++)
        if (x->tried[i] == hash) return true;
    x->tried[x->tried_next] = hash;
    x->tried_next = (x->tried_next + 1) % TRIED;
    return false;
}

/* The split optimum of these states is better than the best: is a whole plan too? */
static bool keep_whole(struct driver *x)
{
    if (was_tried(x)) return false;
    mlg__design_make_whole(x->design, x->best->found ? x->best->whole : NULL, x->whole_rounds, &x->rng, x->control);
    const struct score score = mlg__design_score(x->design);
    const bool better = !mlg__design_failed(x->design) && score.legal && (!x->best->found || score.cost < x->best->cost);
    if (better) keep(x, score.cost);
    mlg__design_start(x->design, NULL);
    return better;
}

mlg_status mlg__keep_whole_plan(struct driver *x, const bool *open, const int32_t *site_of, mlg_error *err)
{
    mlg__design_rest(x->design);
    for (int32_t s = 0; s < x->n->site_count; s++) mlg__design_set_unassigned(x->design, s, &(int8_t) { open[s] });
    mlg__design_start(x->design, NULL);
    if (!mlg__design_failed(x->design)) mlg__design_impose_whole(x->design, site_of);
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    const struct score score = mlg__design_score(x->design);
    if (score.legal && (!x->best->found || score.cost < x->best->cost)) keep(x, score.cost);
    mlg__design_start(x->design, NULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

/* Keep the design if it is legal and the cheapest yet. */
static bool keep_design(struct driver *x)
{
    if (mlg__design_failed(x->design) || mlg__design_cut_short(x->design)) return false;
    const struct score score = mlg__design_score(x->design);
    if (x->seen) x->seen(x->seen_user, &score);
    if (!score.legal && !x->best->found) keep_attempt(x, &score);
    if (!score.legal || (x->best->found && score.cost >= x->best->cost)) return false;
    if (x->n->whole_rows) return keep_whole(x);
    keep(x, score.cost);
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
static void repair(struct driver *x, bool with_descents)
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
        if (!with_descents) break;
        mlg__improve(x->improver, x->design, x->dual->best.row, x->control, mlg__control_part(x->control, 0.1),
                     trials_a_round(x) / 4);
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

void mlg__finish_design(struct driver *x, const double *row_price, enum effort effort)
{
    set_penalties(x);
    mlg__design_expect(x->design, x->dual);
    mlg__design_start(x->design, row_price);
    if (mlg__design_failed(x->design)) return;
    keep_design(x);
    if (effort == EFFORT_FULL && !x->control->stopped)
        mlg__improve(x->improver, x->design, x->dual->best.row, x->control,
                     mlg__control_part(x->control, improve_share), trials_a_round(x));
    if (mlg__design_failed(x->design)) return;
    if (effort != EFFORT_LOOK && (x->n->flow_rows || !mlg__design_score(x->design).legal)) repair(x, effort >= EFFORT_REPAIR);
    if (!mlg__design_failed(x->design)) keep_design(x);
}

mlg_status mlg__next_design(struct driver *x, int64_t turn, mlg_error *err)
{
    enum origin { FROM_YBAR, FROM_BEST, FROM_CHOICES } origin = FROM_YBAR;
    static const enum origin origins[] = { FROM_YBAR, FROM_BEST, FROM_CHOICES, FROM_BEST };
    if (x->best->found) origin = origins[turn % 4];
    if (origin == FROM_BEST) {
        mlg__design_take(x->design, x->best->path);
        mlg__perturb(x->improver, x->design, &x->rng);
    } else {
        MLG_TRY(mlg__round_design(x->dual, origin == FROM_CHOICES, x->design, err));
    }
    mlg__finish_design(x, x->dual->best.row, EFFORT_FULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}
