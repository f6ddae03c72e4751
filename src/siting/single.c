/* single.c — whole rows: steps of the bound, sites that fall, and sets of sites near the best plan, by turns. See single.h. */
#include "siting/single.h"

#include <string.h>

#include "base/error.h"
#include "siting/relocate.h"

enum { FIRST_STEPS = 600, LATER_STEPS = 40, SETS = 60, IDLE_TURNS = 8 };

struct single { struct driver *x; struct whole_bound *bound; struct relocator *relocator; };

/* What a better plan costs less than, ticks. */
static int64_t upper_ticks(const struct single *g)
{
    const bool *open;
    const int32_t *site_of;
    return mlg__relocated(g->relocator, &open, &site_of);
}

static bool must_stop(const struct single *g)
{
    struct driver *x = g->x;
    mlg__tell_progress(x);
    if (mlg__control_check(x->control, false)) return true;
    return (x->best->found && x->root_bound >= mlg__useless_from(x)) || mlg__out_of_iterations(x);
}

static mlg_status keep_better(struct single *g, mlg_error *err)
{
    const bool *open;
    const int32_t *site_of;
    if (mlg__relocated(g->relocator, &open, &site_of) == INT64_MAX) return MLG_OK;
    return mlg__keep_whole_plan(g->x, open, site_of, err);
}

static void take_bound(struct single *g)
{
    struct driver *x = g->x;
    const int64_t bound = mlg__whole_bound_quanta(g->bound, g->bound->best_bound);
    if (bound > x->root_bound) x->root_bound = bound;
    mlg__keep_bound(x);
}

/* Steps of the bound; the sets of sites that they choose are tried on the way. */
static mlg_status ascend(struct single *g, int32_t steps, int32_t try_every, mlg_error *err)
{
    struct driver *x = g->x;
    struct whole_bound *b = g->bound;
    for (int32_t i = 0; i < steps && !must_stop(g); i++) {
        mlg__whole_bound_step(b, upper_ticks(g));
        x->dual->iterations++;
        if (i % try_every == 0 && mlg__relocate_try(g->relocator, b->open, &x->rng, x->control)) MLG_TRY(keep_better(g, err));
        if (i % 50 == 0) take_bound(g);
    }
    mlg__whole_bound_require(b, upper_ticks(g));
    mlg__whole_bound_restart(b);
    take_bound(g);
    if (upper_ticks(g) < INT64_MAX) x->best->fixed += mlg__whole_bound_fix(b, upper_ticks(g));
    return MLG_OK;
}

static mlg_status take_turns(struct single *g, mlg_error *err)
{
    struct driver *x = g->x;
    MLG_TRY(ascend(g, FIRST_STEPS, 20, err));
    /* What these turns do not find, the tree may prove not to be there. */
    for (int idle = 0, left = 1; left > 0 && idle < IDLE_TURNS && !must_stop(g); idle++) {
        const int64_t before = upper_ticks(g);
        left = mlg__relocate(g->relocator, SETS, &x->rng, x->control);
        x->dual->iterations += SETS;
        MLG_TRY(keep_better(g, err));
        MLG_TRY(ascend(g, LATER_STEPS, 1, err));
        if (upper_ticks(g) < before) idle = 0;
    }
    return MLG_OK;
}

static void start(struct single *g)
{
    struct driver *x = g->x;
    struct whole_bound *b = g->bound;
    for (int32_t row = 0; row < x->n->row_count; row++) {
        const double price = x->dual->best.w[row];
        b->best_w[row] = price > 0 ? (int64_t)(price < (double)b->price_most[row] ? price : (double)b->price_most[row]) : 0;
    }
    if (x->best->found) {
        for (int32_t s = 0; s < x->n->site_count; s++) x->open[s] = x->best->path[s] > 0;
        const int128 ticks = mlg__ceil_div(x->best->cost - x->n->constant, flow_weight(x->n, 0));
        mlg__relocate_from(g->relocator, x->open, x->best->whole, ticks < INT64_MAX / 4 ? (int64_t)ticks : INT64_MAX / 4);
    }
    mlg__whole_bound_require(b, upper_ticks(g));
    mlg__whole_bound_restart(b);
}

mlg_status mlg__single_search(struct driver *x, mlg_error *err)
{
    struct single g = { .x = x };
    MLG_TRY(mlg__whole_bound_new(x->n, &g.bound, err));
    if (!g.bound) return MLG_OK;
    mlg_status status = mlg__relocator_new(g.bound, max64(1, x->o->step), &g.relocator, err);
    if (!status) {
        start(&g);
        status = take_turns(&g, err);
    }
    if (x->best->found && x->root_bound >= mlg__useless_from(x)) x->control->stopped_by = MLG_BY_GAP;
    mlg__relocator_free(g.relocator);
    mlg__whole_bound_free(g.bound);
    return status;
}
