/* turns.c — decisions turned, and taken over where that pays. See turns.h. */
#include "siting/turns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "siting/whole_last.h"

enum { SITES_MOST = 300, TURNS_MOST = 900, PASSES = 4, TRIALS_AN_ITERATION = 4, USUAL_TRIALS = 0 };

static const double descent_share = 0.4; /* of the time left, for one descent */

struct rank { int128 loss; int32_t site; };

struct turner {
    const struct mlg_network *n;
    const struct words_request *q;
    struct turns *turns;
    struct arena scratch;
    struct design *d;
    struct dual *dual;       /* at the search's prices */
    int128 *loss;            /* [node] of the certificate at these prices */
    struct rank *ranks;      /* [site] nearest to the other decision first; fixed ones left out */
    int32_t order_count;
    int8_t *other;           /* [site * periods + t] the path that decides otherwise, the best at the prices */
    bool *has_other;         /* [site] */
    int128 cost;             /* grains, of the plan in d, as priced() */
    bool mixed;              /* the plan's flows are a mix: those in d, at its prices, are one of its corners and may break a limit */
};

/* -- the other decision -- */

bool mlg__decides_otherwise(const struct mlg_network *n, const int8_t *plan, int32_t t, int32_t k)
{
    const int32_t last = n->period_count - 1;
    if (plan[last] > 0) return t == last && k == 0;
    for (int32_t i = 0; i < last; i++)
        if (plan[i] > 0) return t == last && k > 0;
    return k > 0;
}

static double path_value(const struct mlg_network *n, const struct dual *d, int32_t s, const int8_t *path)
{
    double sum = 0;
    for (int32_t t = 0; t < n->period_count; t++) {
        const int32_t at = node_index(n, s, t, path[t]), from = t ? path[t - 1] : n->site_today[s];
        sum += d->node_total[at] + d->arc_total[(int64_t)at * n->state_max + from];
    }
    return sum;
}

/* The best path that decides otherwise and changes state at most once more than the plan: up to some period the plan's states,
 * from then on another one. */
static void find_other(struct turner *x, int32_t s)
{
    const struct mlg_network *n = x->n;
    const int8_t *plan = design_path(x->d, s);
    int8_t path[MLG_PERIODS_MAX];
    double best = INFINITY;
    x->has_other[s] = false;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int8_t k = 0; k < n->site_states[s]; k++) {
            bool otherwise = false;
            for (int32_t i = 0; i < n->period_count; i++) {
                path[i] = i < t ? plan[i] : k;
                otherwise |= mlg__decides_otherwise(n, plan, i, path[i]);
            }
            const double value = otherwise ? path_value(n, x->dual, s, path) : INFINITY;
            if (!(value < best)) continue;
            best = value;
            x->has_other[s] = true;
            memcpy(&x->other[s * n->period_count], path, sizeof *path * (size_t)n->period_count);
        }
}

/* What the bound rises by at least if the site decides otherwise, grains. */
static int128 least_loss(const struct turner *x, int32_t s)
{
    const struct mlg_network *n = x->n;
    int128 least = INT64_MAX * (int128)GRAINS_PER_QUANTUM;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < n->site_states[s]; k++) {
            const int32_t at = node_index(n, s, t, k);
            if (!n->nodes[at].allowed || !mlg__decides_otherwise(n, design_path(x->d, s), t, k)) continue;
            if (x->loss[at] < least) least = x->loss[at];
        }
    return least;
}

static int closest_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    if (x->loss != y->loss) return x->loss < y->loss ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

static void rank_sites(struct turner *x)
{
    const struct mlg_network *n = x->n;
    struct rank *ranks = x->ranks;
    x->order_count = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        find_other(x, s);
        if (x->has_other[s]) ranks[x->order_count++] = (struct rank) { least_loss(x, s), s };
    }
    if (x->order_count > 1) qsort(ranks, (size_t)x->order_count, sizeof *ranks, closest_first);
    x->order_count = min32(x->order_count, SITES_MOST);
}

/* -- one turn -- */

static int128 fixed_cost(const struct mlg_network *n, int32_t s, const int8_t *path)
{
    int128 sum = 0;
    for (int32_t t = 0; t < n->period_count; t++)
        sum += year_grains(n, t, node_at(n, s, t, path[t])->year_micro) +
               arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t])->cost;
    return sum;
}

/* Which limit on states the turned design breaks. */
static enum site_reason broken(const struct mlg_network *n, const struct design *d, int32_t s, int64_t *lacking_cents)
{
    enum site_reason reason = REASON_NONE;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        const int64_t over = d->activity[r] - row->limit;
        if (over <= 0) continue;
        if (row->kind == ROW_CONFLICT && row->set == n->site_set[s]) reason = REASON_CONFLICT;
        if (row->kind != ROW_BUDGET) continue;
        *lacking_cents = max64(*lacking_cents, over);
        if (reason == REASON_NONE) reason = REASON_BUDGET;
    }
    return reason;
}

/* The row on flows that the turned design breaks most, by its limit. */
static int32_t broken_row(const struct mlg_network *n, const struct design *d)
{
    int32_t worst = MLG_NONE;
    double most = 0;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->kind == ROW_BUDGET || row->kind == ROW_CONFLICT) continue;
        const double over = (double)(mlg__design_activity(d, row) - row->limit) / fmax(1, fabs((double)row->limit));
        if ((row->at_least ? -over : over) > most) most = row->at_least ? -over : over, worst = r;
    }
    return worst;
}

static int64_t quanta(int128 grains) { return (int64_t)(grains / GRAINS_PER_QUANTUM); }

/* Cost and limits on flows at the plan's prices: of a mix, what it costs whichever of its corners is assigned. */
static int128 priced(const struct turner *x, const struct score *score)
{
    const struct mlg_network *n = x->n;
    int128 sum = score->cost;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (!row->on_flows || x->d->row_price[r] <= 0 || row->give > 0) continue;
        const double over = (double)(mlg__design_activity(x->d, row) - row->limit) * mlg__row_sign(row);
        sum += (int128)(over * x->d->row_price[r] * (double)GRAINS_PER_QUANTUM);
    }
    return sum;
}

/* True: the turned plan keeps every limit and is cheaper; it then stays in the design. */
static bool turn(struct turner *x, int32_t s)
{
    const struct mlg_network *n = x->n;
    const int32_t last = n->period_count - 1;
    const int8_t *other = &x->other[s * n->period_count];
    struct turn *w = &x->turns->site[s];
    int8_t plan[MLG_PERIODS_MAX];
    memcpy(plan, design_path(x->d, s), sizeof *plan * (size_t)n->period_count);
    const bool open = plan[last] > 0, allowed = mlg__design_allows(x->d, s, other);
    *w = (struct turn) { .tried = true, .row = MLG_NONE, .load_milli = mlg__design_load(x->d, s, last) };
    mlg__design_set(x->d, s, other);
    const struct score score = mlg__design_score(x->d);
    if (!open) w->load_milli = mlg__design_load(x->d, s, last);
    const int128 cost = priced(x, &score);
    const bool legal = score.legal || x->mixed;
    w->more = quanta(cost - x->cost);
    w->fixed = quanta(fixed_cost(n, s, other) - fixed_cost(n, s, plan));
    w->flows = w->fixed - w->more;
    x->turns->tried++;
    if (allowed && legal && cost < x->cost && !mlg__design_failed(x->d)) {
        x->cost = cost;
        return true;
    }
    if (w->more > 0) w->reason = REASON_DEAR;
    else if (!allowed) w->reason = broken(n, x->d, s, &w->lacking_cents);
    else if (!legal) w->reason = REASON_LIMIT, w->row = broken_row(n, x->d);
    mlg__design_set(x->d, s, plan);
    return false;
}

/* -- all of them -- */

static void forget(struct turner *x)
{
    memset(x->turns->site, 0, sizeof *x->turns->site * (size_t)x->n->site_count);
}

/* Turn the sites by turns until each was tried with the plan as it is then. Returns how many turns were taken over. */
static int64_t turn_all(struct turner *x)
{
    int64_t taken = 0, most = x->turns->tried + TURNS_MOST;
    for (int32_t i = 0, since = 0; since < x->order_count && x->turns->tried < most && !mlg__words_over(x->q); since++) {
        const int32_t s = x->ranks[i].site;
        i = (i + 1) % x->order_count;
        if (!turn(x, s)) continue;
        taken++;
        forget(x);
        find_other(x, s);
        since = -1;
    }
    x->turns->taken += taken;
    return taken;
}

/* The plan of the search in the design, its sites ranked. False: its flows cannot be assigned again at its prices. */
static bool begin(struct turner *x, const struct search *s)
{
    forget(x);
    mlg__design_take(x->d, s->path);
    mlg__design_hold(x->d, s->way);
    mlg__design_start(x->d, s->flow_price);
    const struct score score = mlg__design_score(x->d);
    x->cost = priced(x, &score);
    x->mixed = !score.legal && score.lacking == 0;
    rank_sites(x);
    return (score.legal || x->mixed) && !mlg__design_failed(x->d);
}

/* The search's own local search and repairs from these states of `from`; NULL: no cheaper plan. What was proved before still holds. */
static mlg_status descend(const struct turner *x, const struct search *from, int8_t *path, struct search **cheaper, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    struct search start = *from, *found = NULL;
    const double end_s = mlg__words_part(x->q, descent_share).end_s;
    struct control control = { .start_s = mlg__now_s(), .end_s = end_s, .late_s = end_s, .money_per_quantum = 1e-6,
                               .tell = x->q->tell, .user = x->q->user, .progress = { .phase = "site", .cost = NAN, .bound = NAN } };
    const struct search_options o = { .trials = isinf(end_s) ? TRIALS_AN_ITERATION * x->q->iterations : USUAL_TRIALS,
                                      .threads = x->q->threads, .seed = x->q->seed, .step = 1, .polish = true, .start_only = true };
    *cheaper = NULL;
    start.path = path;
    start.flows = (struct flow_list) { 0 }; /* of other states */
    MLG_TRY(mlg__search(n, &o, &control, &start, &found, err));
    if (!found->found || found->cost >= from->cost) {
        mlg__siting_search_free(found);
        return MLG_OK;
    }
    const int64_t cost = (int64_t)(found->cost / GRAINS_PER_QUANTUM) - 2 * n->period_count;
    found->bound = min64(max64(found->bound, from->bound), cost);
    found->tree_nodes = from->tree_nodes, found->rounds = from->rounds, found->fixed = from->fixed;
    found->iterations += from->iterations, found->trials += from->trials;
    for (int32_t i = 0; i < from->seen.count; i++)
        mlg__seen_add(&found->seen, n, from->seen.cost[i], &from->seen.path[(int64_t)i * n->site_count * n->period_count]);
    *cheaper = found;
    return MLG_OK;
}

static mlg_status make(struct turner *x, const struct search *search, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    const size_t paths = (size_t)n->site_count * (size_t)n->period_count;
    struct certificate c = { .loss = x->loss = arena_array(&x->scratch, int128, paths * (size_t)n->state_max) };
    x->ranks = arena_array(&x->scratch, struct rank, n->site_count);
    x->other = arena_array(&x->scratch, int8_t, paths);
    x->has_other = arena_array(&x->scratch, bool, n->site_count);
    x->turns->site = arena_array(&x->turns->arena, struct turn, n->site_count);
    if (x->scratch.failed || x->turns->arena.failed) return mlg__no_memory(err, "siting");
    if (mlg__whole_all_along(n)) return MLG_OK;
    MLG_TRY(mlg__design_new(n, x->q->threads, &x->d, err));
    MLG_TRY(mlg__dual_new(n, x->q->threads, &x->dual, err));
    memcpy(x->dual->best.w, search->prices.w, sizeof *x->dual->best.w * (size_t)price_cells(n));
    memcpy(x->dual->best.row, search->prices.row, sizeof *x->dual->best.row * (size_t)n->common_count);
    mlg__dual_restart(x->dual);
    return mlg__certify(n, &search->prices, NULL, x->q->threads, &c, err);
}

/* A cheaper plan from these states takes the place of the best one. */
static mlg_status take_over(const struct turner *x, const struct search *search, int8_t *path, struct search **better, bool *same,
                            mlg_error *err)
{
    struct search *cheaper;
    MLG_TRY(descend(x, *better ? *better : search, path, &cheaper, err));
    *same = cheaper && !memcmp(cheaper->path, path, (size_t)(x->n->site_count * x->n->period_count));
    if (!cheaper) return MLG_OK;
    mlg__siting_search_free(*better);
    *better = cheaper;
    return MLG_OK;
}

/* Turn, descend from what was taken over, until nothing pays or the time is over. What is told in the end was tried
 * with the plan that is given. */
static mlg_status run(struct turner *x, const struct search *search, struct search **better, mlg_error *err)
{
    bool same;
    for (int pass = 0; pass < PASSES && !mlg__words_over(x->q); pass++) {
        if (!begin(x, *better ? *better : search)) break; /* equal costs assigned otherwise: nothing can be said */
        if (turn_all(x) == 0) return MLG_OK;
        if (mlg__design_failed(x->d)) break;
        MLG_TRY(take_over(x, search, x->d->path, better, &same, err));
        if (same) return MLG_OK;
    }
    forget(x);
    return MLG_OK;
}

mlg_status mlg__take_turns(const struct mlg_network *n, const struct search *search, const struct words_request *q,
                           struct turns **turns, struct search **better, mlg_error *err)
{
    struct turner x = { .n = n, .q = q, .turns = mlg__malloc(sizeof *x.turns) };
    *better = NULL;
    *turns = x.turns;
    if (!x.turns) return mlg__no_memory(err, "siting");
    mlg_status status = make(&x, search, err);
    if (!status && !mlg__whole_all_along(n)) status = run(&x, search, better, err);
    if (!status && x.d && mlg__design_failed(x.d)) status = mlg__no_memory(err, "siting");
    mlg__dual_free(x.dual);
    mlg__design_free(x.d);
    mlg__arena_free(&x.scratch);
    if (status) {
        mlg__siting_search_free(*better);
        mlg__turns_free(*turns);
        *better = NULL, *turns = NULL;
    }
    return status;
}

void mlg__turns_free(struct turns *turns)
{
    if (!turns) return;
    mlg__arena_free(&turns->arena);
    mlg__free(turns);
}
