/* exchange.c — exact trials of neighbouring sets, and the cuts that they leave. See exchange.h. */
#include "siting/exchange.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/nearsets.h"
#include "siting/round.h"

enum { WALK = 20 };
#define VALUE_MOST 1e17
static const double worse_share = 0.15; /* of the gap between bound and best plan: what a set at hand may be dearer */

struct exchange {
    const struct mlg_network *net;
    struct arena arena;
    struct near_sets sets;
    struct dual *dual;      /* values of sites at any prices, all states alive */
    struct cut root;
    bool *may_open, *may_close; /* [site] in a plan better than the best, by the root's bound */
    bool *now, *trial;      /* [site] set at hand */
    int64_t now_cost, best; /* quanta; best: the plan that the walk starts from */
    int32_t walked, starts;
};

/* -- cuts -- */

static double state_cost(const struct dual *d, int32_t s, int32_t k)
{
    const int32_t node = node_index(d->net, s, 0, k);
    return d->node_total[node] + d->arc_total[(int64_t)node * d->net->state_max + d->net->site_today[s]];
}

/* What the prices in e->dual->now say of all sets. */
static void read_cut(struct exchange *e, struct cut *cut)
{
    struct dual *d = e->dual;
    mlg__dual_evaluate(d);
    double paid = d->bound;
    for (int32_t s = 0; s < e->net->site_count; s++) {
        const double closed = state_cost(d, s, 0), value = state_cost(d, s, 1) - closed;
        paid += closed - d->site_value[s];
        cut->value[s] = (int64_t)floor(fmin(VALUE_MOST, fmax(-VALUE_MOST, value)));
    }
    cut->paid = (int64_t)floor(paid);
}

void mlg__exchange_root(struct exchange *e, const struct dual *dual)
{
    memcpy(e->dual->now.w, dual->best.w, sizeof *dual->best.w * (size_t)e->net->row_count);
    for (int32_t s = 0; s < e->net->site_count; s++) {
        e->may_open[s] = dual->alive[node_index(e->net, s, 0, 1)];
        e->may_close[s] = dual->alive[node_index(e->net, s, 0, 0)];
    }
    read_cut(e, &e->root);
    e->sets.root = e->root;
}

/* What a unit of each row is worth to the assignment: its cheapest way. */
static void read_prices(const struct assignment *a, double *w)
{
    const struct mlg_network *n = a->net;
    for (int32_t row = 0; row < n->row_count; row++) {
        int64_t least = n->pen_micro[row];
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            const int64_t price = mlg__assignment_site_price(a, n->lanes[l].end);
            if (price < INT64_MAX) least = min64(least, assignment_lane_cost(a, l) + price);
        }
        w[row] = (double)least;
    }
}

/* -- trials -- */

/* The design goes to this set: opened first, so that what closes finds room. */
static void open_sites(struct driver *x, const bool *open)
{
    for (int k = 1; k >= 0; k--)
        for (int32_t s = 0; s < x->n->site_count; s++)
            if (open[s] == (k == 1) && *design_path(x->design, s) != k) mlg__design_set(x->design, s, &(int8_t) { (int8_t)k });
}

/* What must be served must find room. */
static void require(struct exchange *e, int64_t upper)
{
    const struct mlg_network *n = e->net;
    int64_t must = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (fed_by(n, row) == MLG_NONE &&
            (int128)n->pen_micro[row] * n->volume[row] * flow_weight(n, 0) / GRAINS_PER_QUANTUM >= upper)
            must += n->volume[row];
    for (int32_t level = 0; level < max32(1, n->level_count); level++) e->sets.must[level] = must;
}

static void start_at_best(struct driver *x)
{
    struct exchange *e = x->exchange;
    e->best = e->now_cost = mlg__quanta_up(x->best->cost);
    e->walked = 0;
    for (int32_t s = 0; s < e->net->site_count; s++) e->now[s] = x->best->path[s] > 0;
    require(e, e->best);
}

/* Assigned, judged, remembered; false: back to the set at hand. */
static bool try_set(struct driver *x, bool walks)
{
    struct exchange *e = x->exchange;
    mlg__set_tried(&e->sets, e->trial);
    open_sites(x, e->trial);
    if (mlg__design_failed(x->design)) return false;
    const struct score score = mlg__design_score(x->design);
    const int64_t cost = mlg__quanta_up(score.cost);
    read_prices(x->design->periods[0], e->dual->now.w);
    read_cut(e, mlg__set_cut(&e->sets));
    mlg__keep_design(x);
    const double gap = fmax(0, (double)e->best - (double)x->root_bound);
    if (!walks && cost >= e->now_cost && (double)cost >= (double)e->best + worse_share * gap) return false;
    memcpy(e->now, e->trial, sizeof *e->now * (size_t)e->net->site_count);
    e->now_cost = cost;
    return true;
}

/* Another start, where the dual's averaged choices are: in the tree, those of the node it is at. */
static mlg_status start_at_choices(struct driver *x, mlg_error *err)
{
    struct exchange *e = x->exchange;
    MLG_TRY(mlg__round_design(x->dual, false, false, x->design, err));
    for (int32_t s = 0; s < e->net->site_count; s++) e->now[s] = *design_path(x->design, s) > 0;
    e->now_cost = INT64_MAX;
    e->walked = 0;
    return MLG_OK;
}

static void assign_now(struct driver *x)
{
    for (int32_t s = 0; s < x->n->site_count; s++) mlg__design_set_unassigned(x->design, s, &(int8_t) { x->exchange->now[s] });
    mlg__design_start(x->design, x->dual->best.row);
}

/* Neighbours that may be better, or else, for a while, those of least bound; then another start. */
static mlg_status look_around(struct driver *x, bool *walks, bool *assigned, mlg_error *err)
{
    struct exchange *e = x->exchange;
    if (mlg__quanta_up(x->best->cost) != e->best) {
        start_at_best(x);
        *assigned = false;
    }
    mlg__find_sets(&e->sets, e->now, e->best);
    *walks = e->sets.choice_count == 0;
    if (!*walks) return MLG_OK;
    if (e->walked++ == WALK) {
        if (e->starts++ % 2) start_at_best(x);
        else MLG_TRY(start_at_choices(x, err));
        *assigned = false;
    }
    mlg__find_sets(&e->sets, e->now, INT64_MAX);
    return MLG_OK;
}

mlg_status mlg__exchange(struct driver *x, int32_t sets, mlg_error *err)
{
    struct exchange *e = x->exchange;
    bool walks, assigned = false;
    if (!e || !x->best->found) return MLG_OK;
    for (int32_t i = 0; i < sets && !mlg__control_check(x->control, false); i++) {
        MLG_TRY(look_around(x, &walks, &assigned, err));
        if (e->sets.choice_count == 0) break;
        if (!assigned) assign_now(x);
        assigned = true;
        memcpy(e->trial, e->now, sizeof *e->now * (size_t)e->net->site_count);
        mlg__choose_set(&e->sets, &x->rng, e->trial);
        if (!try_set(x, walks) && !mlg__design_failed(x->design)) open_sites(x, e->now);
        if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
        x->dual->iterations++;
    }
    return MLG_OK;
}

/* -- making one -- */

static bool fits(const struct mlg_network *n)
{
    if (n->period_count != 1 || n->state_max != 2 || n->level_count > LEVELS || n->whole_rows) return false;
    if (n->flow_rows || n->fill_rows || !n->all_lanes) return false;
    for (int32_t i = 0; i < n->common_count; i++)
        if (n->commons[i].kind != ROW_COUNT) return false;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t k = 0; k < 2; k++)
            if (n->site_states[s] != 2 || !node_at(n, s, 0, k)->allowed || !arc_at(n, s, 0, n->site_today[s], k)->allowed) return false;
    return true;
}

mlg_status mlg__exchange_new(const struct mlg_network *n, int32_t threads, struct exchange **out, mlg_error *err)
{
    *out = NULL;
    if (!fits(n)) return MLG_OK;
    struct exchange *e = *out = mlg__malloc(sizeof *e);
    if (!e) return mlg__no_memory(err, "siting");
    e->net = n;
    e->best = INT64_MAX;
    e->now = arena_array(&e->arena, bool, n->site_count);
    e->trial = arena_array(&e->arena, bool, n->site_count);
    e->may_open = arena_array(&e->arena, bool, n->site_count);
    e->may_close = arena_array(&e->arena, bool, n->site_count);
    e->root.value = arena_array(&e->arena, int64_t, n->site_count);
    mlg_status status = e->arena.failed || !mlg__near_sets_new(n, &e->sets) ? mlg__no_memory(err, "siting") : MLG_OK;
    if (!status) status = mlg__dual_new(n, threads, &e->dual, err);
    if (status) {
        mlg__exchange_free(e);
        *out = NULL;
        return status;
    }
    e->sets.may_open = e->may_open, e->sets.may_close = e->may_close;
    e->sets.root = e->root;
    return MLG_OK;
}

void mlg__exchange_free(struct exchange *e)
{
    if (!e) return;
    mlg__dual_free(e->dual);
    mlg__near_sets_free(&e->sets);
    mlg__arena_free(&e->arena);
    mlg__free(e);
}
