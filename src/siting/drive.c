/* drive.c — prices and plans in turn. See drive.h.
 *
 * A round: some iterations of the dual; a plan from its choices, or the best plan perturbed, and local search; the
 * bound once more in integers; states fixed that cannot be in a better plan. Under an iteration limit without a
 * deadline nothing depends on the clock, so that a run repeats to the byte. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/driver.h"
#include "siting/exchange.h"
#include "siting/fix.h"
#include "siting/round.h"
#include "siting/single.h"
#include "siting/ufl_search.h"
#include "siting/whole_last.h"

enum {
    FIRST_LOOK = 20, LOOK_WHERE_LARGE = 30, LARGE = 500000 /* lanes */,
    FIRST_ITERATIONS = 400, LATER_ITERATIONS = 150, CHEAP_EVERY = 50, CLIMB = 50, IDLE_ROUNDS = 12,
    EXPLORE_SITES = 300, EXCHANGE_SETS = 50, PLANLESS_ROUNDS = 4, WHOLE_ROUNDS = 2000, WHOLE_ROUNDS_MOST = 1000000, ROUNDS_A_ROW = 40, WHOLE_FACTOR = 4, WALKS = 6
};
static const double gap_kept = 0.999; /* of the gap asked: the last roundings of cost and bound may take the rest back */
static const double slow_climb = 0.1; /* of the gap */
static const double slow_round = 0.1; /* of the gap: a round at the root that closes less of it is the last one */

#define COST_MAX (INT64_MAX / 4) /* dearer plans leave out what must be served: they cost this */

int64_t mlg__quanta_up(int128 grains)
{
    const int128 quanta = mlg__ceil_div(grains, GRAINS_PER_QUANTUM);
    return quanta < COST_MAX ? (int64_t)quanta : COST_MAX;
}

static int64_t step_of(const struct driver *x) { return max64(1, x->o->step); }

/* What the best plan's cost is claimed to be: quanta, up to the next step. */
static int64_t claimed_cost(const struct driver *x)
{
    return (int64_t)(mlg__ceil_div(mlg__quanta_up(x->best->cost), step_of(x)) * step_of(x));
}

/* Plans that cost less are claimed as cheaper than the best. */
static int64_t no_better_from(const struct driver *x)
{
    return x->best->found ? claimed_cost(x) - step_of(x) + 1 : INT64_MAX;
}

int64_t mlg__useless_from(const struct driver *x)
{
    if (x->o->target && (!x->best->found || mlg__quanta_up(x->best->cost) > x->o->target)) return x->o->target + 1;
    if (!x->best->found) return INT64_MAX;
    const double cost = (double)claimed_cost(x);
    return min64(no_better_from(x), (int64_t)ceil(cost - gap_kept * x->o->gap * fabs(cost)));
}

bool mlg__out_of_iterations(const struct driver *x)
{
    return x->control->iteration_limit > 0 && x->dual->iterations >= x->control->iteration_limit;
}

void mlg__tell_progress(struct driver *x)
{
    mlg_progress *p = &x->control->progress;
    const double money = x->control->money_per_quantum;
    p->phase = "site";
    p->cost = x->best->found && mlg__quanta_up(x->best->cost) < COST_MAX ? (double)mlg__quanta_up(x->best->cost) * money : NAN;
    p->bound = (double)x->best->bound * money;
    p->iterations = x->dual->iterations;
    p->open_site_count = 0;
    for (int32_t s = 0; s < x->n->site_count; s++)
        p->open_site_count += x->best->path[(s + 1) * x->n->period_count - 1] > 0;
}

/* -- bound -- */

void mlg__keep_bound(struct driver *x)
{
    x->best->bound = x->root_bound;
    if (!x->best->found) return;
    const int64_t cost = (int64_t)(x->best->cost / GRAINS_PER_QUANTUM) - 2 * x->n->period_count;
    x->best->bound = min64(x->root_bound, cost);
}

/* The bound at the best prices, in integers; with losses, what each state costs beyond it. */
static mlg_status certify(struct driver *x, bool losses, mlg_error *err)
{
    struct certificate *c = &x->certificate;
    int128 *loss = c->loss;
    if (!losses) c->loss = NULL;
    const mlg_status status = mlg__certify(x->n, &x->dual->best, x->dual->alive, x->o->threads, c, err);
    c->loss = loss;
    if (status) return status;
    if (c->bound > x->root_bound) {
        if ((double)c->bound > (double)x->root_bound + 1e-5 * fabs((double)x->root_bound)) x->idle_rounds = 0;
        x->root_bound = c->bound;
    }
    mlg__keep_bound(x);
    mlg__tell_progress(x);
    mlg__control_check(x->control, false);
    return MLG_OK;
}

/* States whose loss leaves nothing below the best plan, from the last certificate with losses: the plan may be younger. */
static void fix_states(struct driver *x)
{
    mlg__keep_bound(x);
    if (!x->best->found) return;
    const int64_t fixed = mlg__fix_nodes(x->dual, &x->certificate, no_better_from(x));
    x->best->fixed += fixed;
    if (fixed > 0) mlg__dual_restart(x->dual);
}

bool mlg__gap_reached(const struct driver *x)
{
    return (x->best->found || x->o->target) && x->root_bound >= mlg__useless_from(x);
}

/* Where iterations take long, a few plans on the way to a good bound are worth their time. */
static bool is_large(const struct mlg_network *n) { return n->lane_count >= LARGE; }

/* A plan from the averaged choices so far, and what they prove. */
static mlg_status look(struct driver *x, mlg_error *err)
{
    MLG_TRY(mlg__round_design(x->dual, false, true, x->design, err));
    mlg__finish_design(x, x->dual->best.row, is_large(x->n) ? EFFORT_PRICES : EFFORT_REPAIR);
    return certify(x, false, err);
}

/* Where iterations take long, a climb is over when its last ones closed little of the gap: better plans help more then. */
static bool climbs_slowly(const struct driver *x, double bound_before)
{
    return is_large(x->n) && x->best->found && x->dual->best_bound - bound_before < slow_climb * (upper_quanta(x) - x->dual->best_bound);
}

static mlg_status ascend(struct driver *x, int32_t count, mlg_error *err)
{
    double bound_before = -INFINITY;
    const double end_s = mlg__control_part(x->control, x->best->found ? 0.5 : 0.8);
    for (int32_t i = 0; i < count && !mlg__out_of_iterations(x); i++) {
        mlg__tell_progress(x);
        if (mlg__control_check(x->control, false)) break;
        if (x->control->looked_s > end_s) break;
        if (x->o->target && x->dual->best_bound > (double)x->o->target + 1) break;
        if (i % CLIMB == CLIMB - 1) {
            if (climbs_slowly(x, bound_before)) break;
            bound_before = x->dual->best_bound;
        }
        if (x->dual->iterations % CHEAP_EVERY == 5) mlg__dual_cheap_prices(x->dual);
        else mlg__dual_iterate(x->dual, upper_quanta(x));
        if (x->dual->iterations != x->next_look) continue;
        MLG_TRY(look(x, err));
        x->next_look = is_large(x->n) ? 2 * x->next_look : INT64_MAX;
        if (mlg__gap_reached(x)) break;
    }
    return MLG_OK;
}

/* -- rounds -- */

/* Sites with more than one state left in some period. */
static int32_t free_sites(const struct driver *x)
{
    const struct mlg_network *n = x->n;
    int32_t count = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        bool any = false;
        for (int32_t t = 0; t < n->period_count; t++) {
            int32_t alive = 0;
            for (int32_t k = 0; k < n->site_states[s]; k++) alive += x->dual->alive[node_index(n, s, t, k)];
            any |= alive > 1;
        }
        count += any;
    }
    return count;
}

/* Prices alone have done what they can. */
static bool time_to_branch(const struct driver *x, int64_t round, int64_t bound_before)
{
    if (round == 0 || free_sites(x) > EXPLORE_SITES) return false;
    if (!x->best->found) return round >= (x->o->target ? 1 : PLANLESS_ROUNDS); /* a plan may be hard to find, or there is none */
    return x->idle_rounds >= IDLE_ROUNDS ||
           (double)(x->root_bound - bound_before) < slow_round * (upper_quanta(x) - (double)x->root_bound);
}

/* Where demand may not be split, the tree decides sites but not who serves whom: with time left the sets near the best plan are
 * searched anew, and the tree is walked again, with the better plan to beat and longer searches at its leaves. Work-limited runs have
 * no time to fill. */
static mlg_status explore(struct driver *x, mlg_error *err)
{
    const bool timed = isfinite(x->control->end_s);
    for (int walk = 0; walk < WALKS || timed; walk++) {
        MLG_TRY(mlg__explore(x, err));
        if (!x->whole || x->control->stopped || mlg__gap_reached(x) || mlg__out_of_iterations(x)) break;
        memset(x->tried, 0, sizeof x->tried);
        x->whole_rounds = min64(WHOLE_ROUNDS_MOST, WHOLE_FACTOR * x->whole_rounds);
        if (timed) MLG_TRY(mlg__single_search(x, err));
    }
    return MLG_OK;
}

/* States of an earlier plan, at sites where they are allowed and no limit is broken. */
static void keep_states(struct driver *x)
{
    const struct mlg_network *n = x->n;
    for (int32_t s = 0; s < n->site_count; s++) {
        const int8_t *path = &n->kept_path[s * n->period_count];
        bool kept = true;
        for (int32_t t = 0; t < n->period_count; t++) kept &= path[t] != MLG_NONE;
        if (kept && mlg__design_allows(x->design, s, path)) mlg__design_set_unassigned(x->design, s, path);
    }
}

static mlg_status run(struct driver *x, mlg_error *err)
{
    /* A bound and a plan before anything else: whatever stops us, both are there. */
    MLG_TRY(certify(x, false, err));
    mlg__design_rest(x->design);
    mlg__finish_design(x, x->dual->best.row, EFFORT_LOOK);
    if (x->n->kept_path) { /* where changes are dear, the plan they are counted from may be the best */
        mlg__design_rest(x->design);
        keep_states(x);
        mlg__finish_design(x, x->dual->best.row, EFFORT_REPAIR);
    }
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    if (x->ufl) return mlg__search_ufl(x, err);
    for (int64_t round = 0; !mlg__control_check(x->control, false); round++) {
        const int64_t bound_before = x->root_bound;
        if (round > 0) mlg__dual_restart(x->dual); /* a better plan makes other steps */
        MLG_TRY(ascend(x, round ? LATER_ITERATIONS : FIRST_ITERATIONS, err));
        if (!x->best->found && round == 0 && !x->control->stopped) MLG_TRY(look(x, err)); /* little time: limits before descents */
        MLG_TRY(certify(x, !x->control->stopped, err));
        x->idle_rounds++;
        if (!x->control->stopped && !mlg__gap_reached(x)) MLG_TRY(mlg__next_design(x, round, err));
        if (!x->control->stopped && x->exchange) {
            mlg__exchange_root(x->exchange, x->dual);
            MLG_TRY(mlg__exchange(x, EXCHANGE_SETS, err));
        }
        if (!x->control->stopped) fix_states(x);
        x->best->rounds = round + 1;
        if (mlg__gap_reached(x)) {
            x->control->stopped_by = MLG_BY_GAP;
            break;
        }
        if (mlg__out_of_iterations(x)) {
            x->control->stopped_by = MLG_BY_ITERATIONS;
            break;
        }
        if (x->whole && round == 0) MLG_TRY(mlg__single_search(x, err));
        if (x->control->stopped || mlg__gap_reached(x)) break;
        if (time_to_branch(x, round, bound_before)) return explore(x, err);
        if (x->idle_rounds >= IDLE_ROUNDS) break;
        mlg__tell_progress(x);
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
    x->best->prices.w = arena_array(a, double, price_cells(n));
    x->best->prices.row = arena_array(a, double, n->common_count);
    x->best->activity = arena_array(a, int128, n->common_count);
    x->best->attempt.activity = arena_array(a, double, n->common_count);
    if (n->way_first) x->best->way = arena_array(a, int32_t, n->station_count * n->period_count);
    x->best->seen.cost = arena_array(a, int128, SEEN_MOST);
    x->best->seen.path = arena_array(a, int8_t, SEEN_MOST * paths);
    if (x->whole) x->best->whole = arena_array(a, int32_t, cells);
    x->open = arena_array(a, bool, n->site_count);
    x->price = arena_array(a, double, n->common_count);
    x->low = arena_array(a, double, n->common_count);
    x->activity = arena_array(a, double, n->common_count);
    x->certificate.loss = arena_array(a, int128, paths * (size_t)n->state_max);
    if (a->failed) return mlg__no_memory(err, "siting");
    MLG_TRY(mlg__dual_new(n, x->o->threads, &x->dual, err));
    x->dual->roams = x->o->target > 0;
    MLG_TRY(mlg__design_new(n, x->o->threads, &x->design, err));
    x->design->control = x->control;
    MLG_TRY(mlg__improver_new(n, x->o->threads, &x->improver, err));
    if ((n->flow_rows || n->fill_rows) && !x->whole) MLG_TRY(mlg__blend_new(n, &x->blend, err));
    MLG_TRY(mlg__ufl_new(n, &x->ufl, err));
    if (!x->ufl) MLG_TRY(mlg__exchange_new(n, x->o->threads, &x->exchange, err));
    if (!start) return MLG_OK;
    memcpy(x->dual->best.w, start->prices.w, sizeof *start->prices.w * (size_t)price_cells(n));
    memcpy(x->dual->best.row, start->prices.row, sizeof *start->prices.row * (size_t)n->common_count);
    mlg__dual_restart(x->dual);
    MLG_TRY(certify(x, false, err)); /* a bound at once: those prices are good */
    if (!start->found) return MLG_OK;
    mlg__design_take(x->design, start->path);
    mlg__design_hold(x->design, start->way);
    mlg__finish_design(x, start->flow_price, EFFORT_REPAIR); /* what kept every row then nearly does so now */
    if (x->o->polish && !mlg__design_failed(x->design)) mlg__finish_design(x, start->flow_price, EFFORT_FULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

mlg_status mlg__search(const struct mlg_network *n, const struct search_options *o, struct control *control,
                       const struct search *start, struct search **search, mlg_error *err)
{
    struct driver x = { .n = n, .o = o, .trials_a_round = o->trials, .control = control, .root_bound = INT64_MIN,
                        .whole_rounds = min64(WHOLE_ROUNDS, ROUNDS_A_ROW * n->row_count),
                        .next_look = is_large(n) ? LOOK_WHERE_LARGE : FIRST_LOOK, .ends_at_gap = true, .whole = mlg__whole_all_along(n) };
    x.best = *search = mlg__malloc(sizeof *x.best);
    if (!x.best) return mlg__no_memory(err, "siting");
    x.rng = rng_seeded(o->seed, 0);
    x.best->bound = INT64_MIN;
    x.best->row_count = n->row_count, x.best->site_count = n->site_count, x.best->common_count = n->common_count;
    mlg_status status = make(&x, start, err);
    if (!status && !o->start_only) status = run(&x, err);
    if (!status) {
        memcpy(x.best->prices.w, x.dual->best.w, sizeof(double) * (size_t)price_cells(n));
        memcpy(x.best->prices.row, x.dual->best.row, sizeof(double) * (size_t)n->common_count);
        x.best->iterations = x.dual->iterations;
        x.best->trials = x.design->trials;
        x.best->clipped = mlg__dual_clipped(x.dual);
    }
    mlg__ufl_free(x.ufl);
    mlg__blend_free(x.blend);
    mlg__exchange_free(x.exchange);
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
    mlg__free(s->flows.flow);
    mlg__arena_free(&s->arena);
    mlg__free(s);
}
