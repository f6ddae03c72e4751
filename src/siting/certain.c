/* certain.c — certain sites and close calls. See certain.h. */
#include "siting/certain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"

enum { ROUNDS = 3, TURNS_MOST = 300 };
static const double proof_share = 0.25; /* of the time for sites */
#define NEVER_PASSED INT64_MAX
#define BEYOND (INT64_C(1) << 61) /* quanta that only forbidden states cost */

/* -- what is proved of each state -- */

static int64_t through(const struct mlg_network *n, const struct certificate *c, int32_t at)
{
    const int64_t quanta = mlg__certified_quanta(n, c->grains + c->loss[at]);
    return quanta > BEYOND ? NEVER_PASSED : quanta;
}

/* Learn from a certificate of the states alive. Plans that use others cost more than the target: beyond it, nothing is learnt
 * unless all states are alive. Returns how many states were put aside. */
static int32_t learn(struct dual *d, const struct certificate *c, int64_t target, bool all_alive, int64_t *proved)
{
    const struct mlg_network *n = d->net;
    int32_t aside = 0;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                const int32_t at = node_index(n, s, t, k);
                if (!d->alive[at]) continue;
                const int64_t least = through(n, c, at);
                if (all_alive || proved[at] <= target) proved[at] = max64(proved[at], all_alive ? least : min64(least, target + 1));
                if (proved[at] <= target) continue;
                d->alive[at] = false;
                aside++;
            }
    return aside;
}

mlg_status mlg__prove_nodes(const struct mlg_network *n, const struct search *search, int64_t target,
                            const struct words_request *q, int64_t *proved, mlg_error *err)
{
    const size_t nodes = (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
    struct certificate c = { .loss = mlg__malloc(sizeof *c.loss * nodes) };
    struct dual *d = NULL;
    mlg_status status = c.loss ? mlg__dual_new(n, q->threads, &d, err) : mlg__no_memory(err, "siting");
    if (!status) {
        memcpy(d->best.w, search->prices.w, sizeof *d->best.w * (size_t)price_cells(n));
        memcpy(d->best.row, search->prices.row, sizeof *d->best.row * (size_t)n->common_count);
        for (size_t i = 0; i < nodes; i++) proved[i] = n->nodes[i].allowed ? INT64_MIN : NEVER_PASSED;
    }
    for (int round = 0; !status && round <= ROUNDS; round++) {
        if (round > 0) mlg__dual_restart(d);
        for (int64_t i = 0; round > 0 && i < q->iterations && !mlg__words_over(q); i++) mlg__dual_iterate(d, (double)target);
        status = mlg__certify(n, &d->best, d->alive, q->threads, &c, err);
        if (status) break;
        const int32_t aside = learn(d, &c, target, round == 0, proved);
        if (round > 0 && (aside == 0 || mlg__words_over(q))) break;
    }
    mlg__dual_free(d);
    mlg__free(c.loss);
    return status;
}

/* -- the other decision -- */

struct turner {
    const struct mlg_network *n;
    const struct words_request *q;
    struct design *d;
    int8_t *other;      /* [site * periods + t] the path that decides otherwise, the best at the prices */
    bool *has_other;    /* [site] */
    int128 cost;        /* grains, of the plan */
};

/* Otherwise: closed in the last period where the plan has it open; else open at some time (in the last period, where the plan
 * closes it on the way). */
static bool decides_otherwise(const struct mlg_network *n, const int8_t *plan, int32_t t, int32_t k)
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
static void find_other(struct turner *x, const struct dual *d, int32_t s)
{
    const struct mlg_network *n = x->n;
    const int8_t *plan = design_path(x->d, s);
    int8_t path[MLG_PERIODS_MAX];
    double best = INFINITY;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int8_t k = 0; k < n->site_states[s]; k++) {
            bool otherwise = false;
            for (int32_t i = 0; i < n->period_count; i++) {
                path[i] = i < t ? plan[i] : k;
                otherwise |= decides_otherwise(n, plan, i, path[i]);
            }
            const double value = otherwise ? path_value(n, d, s, path) : INFINITY;
            if (!(value < best)) continue;
            best = value;
            x->has_other[s] = true;
            memcpy(&x->other[s * n->period_count], path, sizeof *path * (size_t)n->period_count);
        }
}

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

static int64_t quanta(int128 grains) { return (int64_t)(grains / GRAINS_PER_QUANTUM); }

static void turn(struct turner *x, int32_t s, struct site_word *w)
{
    const struct mlg_network *n = x->n;
    const int32_t last = n->period_count - 1;
    const int8_t *other = &x->other[s * n->period_count];
    int8_t plan[MLG_PERIODS_MAX];
    memcpy(plan, design_path(x->d, s), sizeof *plan * (size_t)n->period_count);
    const bool allowed = mlg__design_allows(x->d, s, other);
    w->load_milli = mlg__design_load(x->d, s, last);
    mlg__design_set(x->d, s, other);
    const struct score score = mlg__design_score(x->d);
    if (!w->open) w->load_milli = mlg__design_load(x->d, s, last);
    w->tried = true;
    w->more = quanta(score.cost - x->cost);
    w->fixed = quanta(fixed_cost(n, s, other) - fixed_cost(n, s, plan));
    w->flows = w->fixed - w->more;
    if (w->more > 0) w->reason = REASON_DEAR;
    else if (!allowed) w->reason = broken(n, x->d, s, &w->lacking_cents);
    else if (!score.legal) w->reason = REASON_LIMIT;
    mlg__design_set(x->d, s, plan);
}

/* -- all of it -- */

static void judge(const struct turner *x, const int64_t *proved, int64_t target, int32_t s, struct site_word *w)
{
    const struct mlg_network *n = x->n;
    const int8_t *plan = design_path(x->d, s);
    *w = (struct site_word) { .site = n->site_id[s], .open = plan[n->period_count - 1] > 0, .otherwise_bound = NEVER_PASSED };
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < n->site_states[s]; k++)
            if (decides_otherwise(n, plan, t, k))
                w->otherwise_bound = min64(w->otherwise_bound, proved[node_index(n, s, t, k)]);
    w->verdict = w->otherwise_bound == NEVER_PASSED ? SITE_FIXED
                 : w->otherwise_bound <= target      ? SITE_DEPENDS
                 : w->open                           ? SITE_ALWAYS
                                                     : SITE_NEVER;
    if (!is_upper(n, s) && n->site_first[s] == n->site_first[s + 1]) w->reason = REASON_NO_LANE;
}

struct order { int64_t bound; int32_t s; };
static int closest_first(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->bound != y->bound) return x->bound < y->bound ? -1 : 1;
    return (x->s > y->s) - (x->s < y->s);
}

static mlg_status find_others(struct turner *x, const struct search *search, mlg_error *err)
{
    struct dual *d;
    const struct mlg_network *n = x->n;
    MLG_TRY(mlg__dual_new(n, x->q->threads, &d, err));
    memcpy(d->best.w, search->prices.w, sizeof *d->best.w * (size_t)price_cells(n));
    memcpy(d->best.row, search->prices.row, sizeof *d->best.row * (size_t)n->common_count);
    mlg__dual_restart(d);
    for (int32_t s = 0; s < n->site_count; s++) find_other(x, d, s);
    mlg__dual_free(d);
    return MLG_OK;
}

mlg_status mlg__tell_sites(const struct mlg_network *n, const struct search *search, struct design *d,
                           const struct words_request *q, struct arena *arena, struct siting_words *words, mlg_error *err)
{
    struct arena scratch = { 0 };
    struct turner x = { .n = n, .q = q, .d = d, .cost = mlg__design_score(d).cost };
    const int64_t target = words->cost + (int64_t)(q->certain_within * fabs((double)words->cost));
    int64_t *proved = arena_array(&scratch, int64_t, n->site_count * n->period_count * n->state_max);
    struct order *order = arena_array(&scratch, struct order, n->site_count);
    x.other = arena_array(&scratch, int8_t, n->site_count * n->period_count);
    x.has_other = arena_array(&scratch, bool, n->site_count);
    words->sites = arena_array(arena, struct site_word, n->site_count);
    mlg_status status = scratch.failed || arena->failed ? mlg__no_memory(err, "siting") : MLG_OK;
    const struct words_request proof = mlg__words_part(q, proof_share);
    if (!status) status = mlg__prove_nodes(n, search, target, &proof, proved, err);
    if (!status) status = find_others(&x, search, err);
    for (int32_t s = 0; !status && s < n->site_count; s++) {
        judge(&x, proved, target, s, &words->sites[s]);
        order[s] = (struct order) { words->sites[s].otherwise_bound, s };
        words->site_count++;
    }
    if (!status && n->site_count > 1) qsort(order, (size_t)n->site_count, sizeof *order, closest_first);
    for (int32_t i = 0; !status && i < min32(n->site_count, TURNS_MOST) && !mlg__words_over(q); i++)
        if (words->sites[order[i].s].verdict != SITE_FIXED && x.has_other[order[i].s])
            turn(&x, order[i].s, &words->sites[order[i].s]);
    if (!status && mlg__design_failed(d)) status = mlg__no_memory(err, "siting");
    mlg__arena_free(&scratch);
    return status;
}
