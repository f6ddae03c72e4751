/* explore.c — branch and bound on states of sites [Gortz2012], from where the rounds at the root ended.
 *
 * A node: the parent's prices ascend a little with fewer states alive, the bound is certified in integers, states that
 * cannot be in a better plan fall, and what is left is split. So the bound of the whole is the least bound of what was
 * not looked into: open nodes, and nodes given up because they promise less than the gap asked for. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/driver.h"
#include "siting/exchange.h"
#include "siting/fix.h"
#include "siting/tree.h"
#include "siting/whole_near.h"

enum { NODE_ITERATIONS = 60, LOOK_EVERY = 15, DESIGN_EVERY = 8, CHEAP_AT = 5, EXCHANGE_SETS = 12, EXCHANGES_IDLE = 10, EXCHANGE_OFTEN = 4,
       EXCHANGE_RARELY = 32, NEAR_DESIGNS = 20000 };
#define TREE_BYTES INT64_C(256000000)

struct explorer {
    struct driver *x;
    struct tree tree, root; /* root: one node, to leave the dual as it was found */
    bool *child;          /* [node] alive states of the node that is split */
    int32_t exchanged;    /* times without a better plan */
    int128 near;          /* cost of the plan whose near states have been tried; 0: none */
    int64_t given_up;     /* least bound of nodes that were dropped without proof that nothing better is in them */
};

/* The bound of the node, in integers, with what each state would cost more; only if it is above `bound`. */
static mlg_status certify_node(struct explorer *e, int64_t *bound, mlg_error *err)
{
    struct driver *x = e->x;
    MLG_TRY(mlg__certify(x->n, &x->dual->best, x->dual->alive, x->o->threads, &x->certificate, err));
    *bound = max64(*bound, x->certificate.bound);
    return MLG_OK;
}

/* Raise the node's bound: until it is useless, or the iterations are over. */
static mlg_status ascend_node(struct explorer *e, int32_t iterations, int64_t *bound, mlg_error *err)
{
    struct driver *x = e->x;
    mlg__dual_restart(x->dual);
    for (int32_t i = 0; i < iterations; i++) {
        if (mlg__control_check(x->control, false) || mlg__out_of_iterations(x)) break;
        if (x->dual->best_bound >= (double)mlg__useless_from(x)) break;
        if (i == CHEAP_AT) mlg__dual_cheap_prices(x->dual);
        else mlg__dual_iterate(x->dual, upper_quanta(x));
    }
    if (x->dual->roams && x->dual->best_bound < (double)mlg__useless_from(x)) mlg__dual_keep_now(x->dual);
    return certify_node(e, bound, err);
}

/* The same of whole rows: split they cost no more, and where they are few, placing them is exact too. */
static mlg_status close_whole_leaf(struct explorer *e, int64_t *bound, mlg_error *err)
{
    struct driver *x = e->x;
    const struct mlg_network *n = x->n;
    const bool exact = n->all_lanes && !n->two_modes && !n->way_first;
    const bool limited = n->flow_rows || n->fill_rows;
    const struct score split = mlg__design_score(x->design);
    int128 cost;
    const enum whole_verdict verdict = mlg__place_whole_rows(x, &cost);
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    if (!limited && !split.legal) *bound = INT64_MAX;
    else if (!limited && n->all_lanes) *bound = max64(*bound, (int64_t)(split.cost / GRAINS_PER_QUANTUM));
    if (exact && verdict == WHOLE_NONE) *bound = INT64_MAX;
    if (exact && verdict == WHOLE_BEST) *bound = max64(*bound, (int64_t)(cost / GRAINS_PER_QUANTUM));
    return MLG_OK;
}

/* With every site decided the assignment is exact: where nothing but capacities limits flows, its cost is the node's. Under
 * limits on flows its prices are the best that the node has, once they are blended: the bound is certified from them. */
static mlg_status close_leaf(struct explorer *e, int64_t *bound, mlg_error *err)
{
    struct driver *x = e->x;
    const struct mlg_network *n = x->n;
    for (int32_t s = 0; s < n->site_count; s++)
        if (isinf(x->dual->site_value[s])) { /* no state is left to it: the path means nothing */
            *bound = INT64_MAX;
            return MLG_OK;
        }
    mlg__design_take(x->design, x->dual->path);
    mlg__finish_design(x, x->dual->best.row, EFFORT_LOOK);
    if (x->blend && n->way_first && !mlg__design_failed(x->design)) mlg__blend_ways(x); /* ways are not in the path */
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    if (x->blend) {
        mlg__design_prices(x->design, &x->dual->now);
        mlg__dual_project(x->dual);
        mlg__dual_keep_now(x->dual);
        return certify_node(e, bound, err);
    }
    if (mlg__design_cut_short(x->design)) return MLG_OK;
    if (x->whole) return close_whole_leaf(e, bound, err);
    const struct score score = mlg__design_score(x->design);
    if (!score.legal) *bound = INT64_MAX; /* limits on states are broken: no plan in it */
    else if (n->all_lanes) *bound = max64(*bound, (int64_t)(score.cost / GRAINS_PER_QUANTUM));
    return MLG_OK;
}

static mlg_status split_node(struct explorer *e, const struct branch *branch, int64_t bound, mlg_error *err)
{
    struct dual *d = e->x->dual;
    const struct mlg_network *n = e->x->n;
    const size_t states = (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
    memcpy(e->child, d->alive, states);
    mlg__tree_take(d, branch, true);
    MLG_TRY(mlg__tree_push(&e->tree, d, bound, err));
    memcpy(d->alive, e->child, states);
    mlg__tree_take(d, branch, false);
    return mlg__tree_push(&e->tree, d, bound, err);
}

static mlg_status visit_node(struct explorer *e, int64_t bound, mlg_error *err)
{
    struct driver *x = e->x;
    struct branch branch;
    MLG_TRY(ascend_node(e, NODE_ITERATIONS, &bound, err));
    if (bound < mlg__useless_from(x) && !x->control->stopped && e->tree.visited % DESIGN_EVERY == 1)
        MLG_TRY(mlg__next_design(x, e->tree.visited / DESIGN_EVERY, err));
    if (bound < mlg__useless_from(x)) {
        const int64_t useless = mlg__useless_from(x), fixed = mlg__fix_nodes(x->dual, &x->certificate, useless);
        if (fixed > 0) e->given_up = min64(e->given_up, useless);
        x->best->fixed += fixed;
        if (x->control->stopped || mlg__out_of_iterations(x)) return mlg__tree_push(&e->tree, x->dual, bound, err);
        if (mlg__tree_branch(x->dual, &branch)) return split_node(e, &branch, bound, err);
        MLG_TRY(close_leaf(e, &bound, err));
    }
    if (bound < INT64_MAX) e->given_up = min64(e->given_up, bound);
    return MLG_OK;
}

/* What is proved: the least of what is open and what was given up; a plan below the best costs no less than that. */
static void keep_bound(struct explorer *e)
{
    struct driver *x = e->x;
    x->root_bound = max64(x->root_bound, min64(mlg__tree_bound(&e->tree), e->given_up));
    mlg__keep_bound(x);
}

/* Sets near the best plan, while they pay; then now and then. */
static mlg_status exchange(struct explorer *e, mlg_error *err)
{
    struct driver *x = e->x;
    const int128 before = x->best->cost;
    if (e->tree.visited % (e->exchanged < EXCHANGES_IDLE ? EXCHANGE_OFTEN : EXCHANGE_RARELY)) return MLG_OK;
    MLG_TRY(mlg__exchange(x, EXCHANGE_SETS, err));
    e->exchanged = x->best->cost < before ? 0 : e->exchanged + 1;
    return MLG_OK;
}

/* Whole rows on small networks: the states near the best plan, once for each. */
static mlg_status search_near(struct explorer *e, mlg_error *err)
{
    struct driver *x = e->x;
    if (x->best->cost == e->near) return MLG_OK;
    mlg__whole_near(x, NEAR_DESIGNS);
    e->near = x->best->cost;
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

mlg_status mlg__explore(struct driver *x, mlg_error *err)
{
    struct explorer e = { .x = x, .given_up = INT64_MAX };
    int64_t bound;
    const size_t states = (size_t)x->n->site_count * (size_t)x->n->period_count * (size_t)x->n->state_max;
    e.tree = e.root = mlg__tree_new(x->n, TREE_BYTES);
    e.child = mlg__malloc(states);
    mlg_status status = e.child ? mlg__tree_push(&e.tree, x->dual, x->root_bound, err) : mlg__no_memory(err, "siting");
    if (!status) status = mlg__tree_push(&e.root, x->dual, x->root_bound, err);
    while (!status && !x->control->stopped && !mlg__out_of_iterations(x)) {
        if (!mlg__tree_pop(&e.tree, x->dual, &bound)) break;
        if (bound >= mlg__useless_from(x)) { /* so is every other one, unless memory was short */
            e.given_up = min64(e.given_up, bound);
            continue;
        }
        status = visit_node(&e, bound, err);
        if (!status && !x->control->stopped) status = exchange(&e, err);
        if (!status && !x->control->stopped) status = search_near(&e, err);
        keep_bound(&e);
        mlg__tell_progress(x);
    }
    x->best->tree_nodes += e.tree.visited;
    mlg__tree_pop(&e.root, x->dual, &bound); /* prices in words are those of the root */
    mlg__tree_free(&e.root);
    mlg__tree_free(&e.tree);
    mlg__free(e.child);
    return status;
}
