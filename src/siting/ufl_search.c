/* ufl_search.c — the search where capacities never bind. See ufl_search.h.
 *
 * The root's prices ascend; then nodes of branch and bound do, least bound first: a site is shut or open [Posta2014]. Every
 * evaluation is a proof in integers, so sites fall at once when the other choice cannot be better. In between, walks look for
 * better plans: from the dual's choices, from random roundings of their averages, from the best plan, and from what two
 * good plans have in common. Walks get a share of the work, counted in lanes looked at: nothing depends on the clock. */
#include "siting/ufl_search.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/ufl_dual.h"
#include "siting/walk.h"

enum { FIRST_ITERATIONS = 300, ROOT_ITERATIONS = 150, ROOT_ROUNDS = 12, NODE_ITERATIONS = 50, ELITE = 10, DESIGN_EVERY = 64 };
#define TREE_BYTES INT64_C(200000000)
static const double walk_share = 0.4;      /* of all work */
static const double node_theta = 0.2, root_theta = 1;
static const double slow_round = 0.1;      /* of the gap: a round at the root that closes less is the last one */

struct ufl_node { int64_t bound, number; float *price; int8_t *state; };

struct elite { int64_t cost; bool *open; };

struct ufl_search {
    struct driver *x;
    const struct ufl *ufl;
    struct arena arena;
    struct swapper *swapper;  /* NULL: too many sites for the pairs */
    struct walker *walker;
    struct ufl_dual *dual;
    bool *open;               /* [site] scratch */
    struct elite elite[ELITE];
    int32_t elite_count;
    int64_t turn, walks;      /* ways to begin a walk; walks made */
    int64_t useless;          /* units: a bound this high proves that nothing worth finding is below */
    int64_t given_up;         /* units: least bound of what was dropped though something better might be in it */
    struct ufl_node *heap;
    int32_t node_count, node_cap;
    int64_t most_open, made;
    double scale;             /* units: the order of size of costs */
};

/* -- plans -- */

static bool over(struct ufl_search *s) { return s->x->control->stopped || mlg__out_of_iterations(s->x); }

static void read_useless(struct ufl_search *s)
{
    const int64_t quanta = mlg__useless_from(s->x);
    s->useless = quanta == INT64_MAX ? INT64_MAX / 4 : mlg__ufl_units(s->ufl, quanta);
}

/* To the driver, which assigns, prices and keeps it, if it is the best. */
static mlg_status offer(struct ufl_search *s, const bool *open, mlg_error *err)
{
    struct driver *x = s->x;
    for (int32_t i = 0; i < s->ufl->site_count; i++)
        mlg__design_set_unassigned(x->design, i, &(int8_t) { open[i] });
    mlg__finish_design(x, x->dual->best.row, s->walker ? EFFORT_LOOK : EFFORT_FULL); /* without walks, the general search */
    read_useless(s);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

/* Among the elite if it is cheap and new; the dearest one leaves. True: the best of all. */
static bool keep_elite(struct ufl_search *s, const bool *open, int64_t cost)
{
    const size_t bytes = sizeof *open * (size_t)s->ufl->site_count;
    int32_t at = s->elite_count;
    for (int32_t i = 0; i < s->elite_count; i++)
        if (s->elite[i].cost == cost && memcmp(s->elite[i].open, open, bytes) == 0) return false;
    if (at == ELITE) {
        if (cost >= s->elite[ELITE - 1].cost) return false;
        at--;
    } else {
        s->elite_count++;
    }
    bool *place = s->elite[at].open;
    for (; at > 0 && s->elite[at - 1].cost > cost; at--) s->elite[at] = s->elite[at - 1];
    s->elite[at] = (struct elite) { cost, place };
    memcpy(place, open, bytes);
    return at == 0;
}

/* No more open sites than may be: the last ones close. */
static void keep_count(struct ufl_search *s, bool *open)
{
    int32_t count = 0;
    for (int32_t i = 0; i < s->ufl->site_count; i++)
        if (open[i] && ++count > s->ufl->open_most) open[i] = false;
}

/* Where a walk begins: by turns. */
static void choose_start(struct ufl_search *s, bool *open)
{
    const struct ufl_dual *d = s->dual;
    struct rng *rng = &s->x->rng;
    const int32_t sites = s->ufl->site_count;
    const int64_t way = s->elite_count > 0 ? s->turn++ % 4 : s->turn++ % 2;
    if (way < 2) { /* the dual's choices; at random by their averages */
        for (int32_t i = 0; i < sites; i++) {
            const bool free = d->state[i] == SITE_FREE;
            open[i] = d->state[i] == SITE_OPEN || (free && (way == 0 ? d->chosen[i] : rng_unit(rng) < (double)d->ybar[i]));
        }
    } else if (way == 2) { /* the best, some sites closed */
        for (int32_t i = 0; i < sites; i++) open[i] = s->elite[0].open[i] && rng_below(rng, 5) > 0;
    } else { /* what two have in common, and half of the rest */
        const bool *a = s->elite[rng_below(rng, s->elite_count)].open, *b = s->elite[rng_below(rng, s->elite_count)].open;
        for (int32_t i = 0; i < sites; i++) open[i] = a[i] == b[i] ? a[i] : rng_below(rng, 2);
    }
    keep_count(s, open);
}

/* Where rows are hard to serve, every other walk tries with a site less than the best plan has. */
static int32_t most_open(const struct ufl_search *s)
{
    int32_t count = 0;
    if (!s->walker->any_price || s->elite_count == 0 || s->walks % 2 == 0) return s->ufl->open_most;
    for (int32_t i = 0; i < s->ufl->site_count; i++) count += s->elite[0].open[i];
    return max32(0, min32(count - 1, s->ufl->open_most));
}

static int64_t patience_of(const struct ufl_search *s)
{
    return s->walker->any_price ? 1000 : 100 + 2 * (int64_t)s->ufl->open_most;
}

static mlg_status walk_once(struct ufl_search *s, mlg_error *err)
{
    choose_start(s, s->open);
    if (!s->walker) return offer(s, s->open, err);
    s->walks++;
    mlg__walk(s->walker, s->open, most_open(s), patience_of(s), &s->x->rng, s->x->control);
    if (!keep_elite(s, s->walker->best, s->walker->best_cost)) return MLG_OK;
    return offer(s, s->walker->best, err);
}

static bool walks_are_due(const struct ufl_search *s)
{
    return s->walker && (double)s->swapper->looks < walk_share * (double)(s->swapper->looks + s->dual->looks);
}

/* Once at least, and until walks had their share of the work. */
static mlg_status walk(struct ufl_search *s, mlg_error *err)
{
    do {
        MLG_TRY(walk_once(s, err));
    } while (!s->x->control->stopped && walks_are_due(s));
    return MLG_OK;
}

/* -- nodes -- */

static bool node_before(const struct ufl_node *a, const struct ufl_node *b)
{
    return a->bound != b->bound ? a->bound < b->bound : a->number > b->number;
}

static void swap_nodes(struct ufl_node *a, struct ufl_node *b)
{
    const struct ufl_node c = *a;
    *a = *b;
    *b = c;
}

static void sift_up(struct ufl_node *heap, int32_t i)
{
    for (; i > 0 && node_before(&heap[i], &heap[(i - 1) / 2]); i = (i - 1) / 2) swap_nodes(&heap[i], &heap[(i - 1) / 2]);
}

static void sift_down(struct ufl_node *heap, int32_t count, int32_t i)
{
    for (;;) {
        int32_t least = i;
        for (int32_t child = 2 * i + 1; child <= 2 * i + 2 && child < count; child++)
            if (node_before(&heap[child], &heap[least])) least = child;
        if (least == i) return;
        swap_nodes(&heap[i], &heap[least]);
        i = least;
    }
}

/* What the dual is at, as an open node. */
static mlg_status push_node(struct ufl_search *s, int64_t bound, mlg_error *err)
{
    const size_t rows = (size_t)s->ufl->row_count, sites = (size_t)s->ufl->site_count;
    struct ufl_node *grown = mlg__grow(s->heap, &s->node_cap, s->node_count + 1, sizeof *grown);
    if (!grown) return mlg__no_memory(err, "siting");
    s->heap = grown;
    struct ufl_node node = { .bound = bound, .number = s->made++, .price = mlg__malloc(rows * sizeof(float) + sites) };
    if (!node.price) return mlg__no_memory(err, "siting");
    node.state = (int8_t *)(node.price + rows);
    for (size_t r = 0; r < rows; r++) node.price[r] = (float)s->dual->best[r];
    memcpy(node.state, s->dual->state, sites);
    s->heap[s->node_count] = node;
    sift_up(s->heap, s->node_count++);
    return MLG_OK;
}

/* The node of least bound, or the newest one when memory is short; the dual is brought to it. */
static bool pop_node(struct ufl_search *s, int64_t *bound)
{
    int32_t next = 0;
    if (s->node_count == 0) return false;
    for (int32_t i = 1; s->node_count > s->most_open && i < s->node_count; i++)
        if (s->heap[i].number > s->heap[next].number) next = i;
    const struct ufl_node node = s->heap[next];
    s->heap[next] = s->heap[--s->node_count];
    if (next < s->node_count) {
        sift_up(s->heap, next);
        sift_down(s->heap, s->node_count, next);
    }
    for (int32_t r = 0; r < s->ufl->row_count; r++) s->dual->best[r] = (int64_t)node.price[r];
    memcpy(s->dual->state, node.state, (size_t)s->ufl->site_count);
    *bound = node.bound;
    s->x->best->tree_nodes++;
    mlg__free(node.price);
    return true;
}

/* -- bounds -- */

/* Iterations until the bound is useless, nothing is free, or `count` are done; sites fall on the way. */
static void ascend(struct ufl_search *s, int32_t count, int64_t *bound)
{
    struct driver *x = s->x;
    struct ufl_dual *d = s->dual;
    for (int32_t i = 0; i < count && d->best_bound < s->useless && d->free_count > 0; i++) {
        mlg__tell_progress(x);
        if (mlg__control_check(x->control, false) || mlg__out_of_iterations(x)) break;
        mlg__ufl_dual_iterate(d, min64(s->useless, d->best_bound + (int64_t)fmax(fabs((double)d->best_bound), s->scale)));
        x->dual->iterations++;
        const int32_t fixed = mlg__ufl_dual_fix(d, s->useless);
        if (fixed > 0) s->given_up = min64(s->given_up, s->useless);
        x->best->fixed += fixed;
    }
    *bound = max64(*bound, d->best_bound);
}

static void keep_bound(struct ufl_search *s)
{
    struct driver *x = s->x;
    const int64_t open = s->node_count > 0 ? s->heap[0].bound : INT64_MAX, units = min64(open, s->given_up);
    if (units == INT64_MAX) return;
    x->root_bound = max64(x->root_bound, mlg__ufl_quanta(s->ufl, units));
    mlg__keep_bound(x);
}

/* The free site whose state the averaged choices leave most open, dear ones first. */
static int32_t branch_site(const struct ufl_search *s)
{
    const struct ufl_dual *d = s->dual;
    double best = -1;
    int32_t site = MLG_NONE;
    for (int32_t k = 0; k < d->free_count; k++) {
        const int32_t i = d->free[k];
        const double share = (double)d->ybar[i], open = fmin(share, 1 - share) + 1e-3;
        const double weight = sqrt(1 + fabs((double)s->ufl->fixed[i]));
        if (open * weight > best) best = open * weight, site = i;
    }
    return site;
}

static mlg_status split(struct ufl_search *s, int64_t bound, mlg_error *err)
{
    struct ufl_dual *d = s->dual;
    const int32_t site = branch_site(s);
    const int64_t if_shut = max64(bound, mlg__ufl_dual_if_shut(d, site)), if_open = max64(bound, mlg__ufl_dual_if_open(d, site));
    d->state[site] = SITE_SHUT;
    MLG_TRY(push_node(s, if_shut, err));
    d->state[site] = SITE_OPEN;
    return push_node(s, if_open, err);
}

/* Every site is decided: the bound is the cost of the open ones, as far as all lanes are known. */
static mlg_status close_leaf(struct ufl_search *s, int64_t bound, mlg_error *err)
{
    for (int32_t i = 0; i < s->ufl->site_count; i++) s->open[i] = s->dual->state[i] == SITE_OPEN;
    s->given_up = min64(s->given_up, bound);
    return offer(s, s->open, err);
}

static mlg_status visit_node(struct ufl_search *s, int64_t bound, mlg_error *err)
{
    struct ufl_dual *d = s->dual;
    mlg__ufl_dual_enter(d, node_theta);
    bound = max64(bound, d->best_bound);
    ascend(s, NODE_ITERATIONS, &bound);
    if (bound >= s->useless) {
        s->given_up = min64(s->given_up, bound);
        return MLG_OK;
    }
    if (over(s)) return push_node(s, bound, err);
    if (d->free_count == 0) return close_leaf(s, bound, err);
    return split(s, bound, err);
}

static mlg_status explore(struct ufl_search *s, mlg_error *err)
{
    int64_t bound;
    while (!over(s) && pop_node(s, &bound)) {
        if (bound >= s->useless) s->given_up = min64(s->given_up, bound);
        else MLG_TRY(visit_node(s, bound, err));
        keep_bound(s);
        mlg__tell_progress(s->x);
        if (walks_are_due(s) || (!s->walker && s->x->best->tree_nodes % DESIGN_EVERY == 0)) MLG_TRY(walk(s, err));
    }
    return MLG_OK;
}

/* -- the root -- */

/* Prices of the root into the driver's dual: those of a unit, and of the number of open sites. */
static void keep_root(struct ufl_search *s)
{
    const struct ufl *u = s->ufl;
    struct driver *x = s->x;
    for (int32_t r = 0; r < u->row_count; r++)
        x->dual->best.w[r] = u->size[r] > 0 ? (double)s->dual->best[r] / (double)u->size[r] : 0;
    /* One more site would be worth this much less than none. */
    const double count_price = -(double)s->dual->outer * (double)u->weight / (double)GRAINS_PER_QUANTUM;
    for (int32_t r = 0; r < x->n->common_count; r++) x->dual->best.row[r] = count_price;
}

static mlg_status run_root(struct ufl_search *s, mlg_error *err)
{
    struct ufl_dual *d = s->dual;
    int64_t bound = INT64_MIN;
    for (int32_t r = 0; r < s->ufl->row_count; r++) d->best[r] = (int64_t)(s->x->dual->best.w[r] * (double)s->ufl->size[r]);
    mlg__ufl_dual_enter(d, root_theta);
    MLG_TRY(walk_once(s, err));
    for (int32_t round = 0; round < ROOT_ROUNDS && !over(s); round++) {
        const int64_t before = d->best_bound;
        ascend(s, round ? ROOT_ITERATIONS : FIRST_ITERATIONS, &bound);
        s->x->best->rounds = round + 1;
        s->x->root_bound = max64(s->x->root_bound, mlg__ufl_quanta(s->ufl, min64(bound, s->given_up)));
        mlg__keep_bound(s->x);
        MLG_TRY(walk(s, err));
        if (bound >= s->useless || d->free_count == 0) break;
        if (round > 0 && (double)(bound - before) < slow_round * (double)(s->useless - bound)) break;
    }
    keep_root(s);
    if (d->free_count == 0 && bound < s->useless) return close_leaf(s, bound, err);
    if (bound >= s->useless) {
        s->given_up = min64(s->given_up, bound);
        return MLG_OK;
    }
    return push_node(s, bound, err);
}

static mlg_status make(struct ufl_search *s, mlg_error *err)
{
    const struct ufl *u = s->ufl;
    s->open = arena_array(&s->arena, bool, u->site_count);
    for (int32_t i = 0; i < ELITE; i++) s->elite[i].open = arena_array(&s->arena, bool, u->site_count);
    if (s->arena.failed) return mlg__no_memory(err, "siting");
    s->most_open = max64(16, TREE_BYTES / (4 * (int64_t)u->row_count + u->site_count + 64));
    MLG_TRY(mlg__ufl_dual_new(u, &s->dual, err));
    MLG_TRY(mlg__swapper_new(u, &s->swapper, err));
    return s->swapper ? mlg__walker_new(s->swapper, &s->walker, err) : MLG_OK;
}

mlg_status mlg__search_ufl(struct driver *x, mlg_error *err)
{
    struct ufl_search s = { .x = x, .ufl = x->ufl, .given_up = INT64_MAX };
    s.scale = fmin(0x1p60, x->dual->cost_scale * (double)GRAINS_PER_QUANTUM / (double)x->ufl->weight);
    read_useless(&s);
    mlg_status status = make(&s, err);
    if (!status) status = run_root(&s, err);
    if (!status) status = explore(&s, err);
    if (!status) keep_bound(&s);
    if (!status && !x->control->stopped) x->control->stopped_by = mlg__out_of_iterations(x) ? MLG_BY_ITERATIONS : MLG_BY_GAP;
    for (int32_t i = 0; i < s.node_count; i++) mlg__free(s.heap[i].price);
    mlg__free(s.heap);
    mlg__walker_free(s.walker);
    mlg__swapper_free(s.swapper);
    mlg__ufl_dual_free(s.dual);
    mlg__arena_free(&s.arena);
    return status;
}
