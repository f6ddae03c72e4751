/* certain.c — certain sites. See certain.h. */
#include "siting/certain.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

enum { ROUNDS = 3 };
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

/* -- all of it -- */

/* Open in how many of the plans seen within the tolerance. */
static int32_t seen_open(const struct mlg_network *n, const struct seen_plans *seen, int64_t target, int32_t s)
{
    int32_t count = 0;
    for (int32_t i = 0; i < seen->count; i++)
        if (mlg__quanta_up(seen->cost[i]) <= target)
            count += seen->path[((int64_t)i * n->site_count + s + 1) * n->period_count - 1] > 0;
    return count;
}

static void judge(const struct mlg_network *n, const struct search *search, const int64_t *proved, int64_t target, int32_t s,
                  struct site_word *w)
{
    const int8_t *plan = &search->path[s * n->period_count];
    *w = (struct site_word) { .site = n->site_id[s], .open = plan[n->period_count - 1] > 0, .otherwise_bound = NEVER_PASSED,
                              .seen_open = seen_open(n, &search->seen, target, s) };
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < n->site_states[s]; k++)
            if (mlg__decides_otherwise(n, plan, t, k))
                w->otherwise_bound = min64(w->otherwise_bound, proved[node_index(n, s, t, k)]);
    w->verdict = w->otherwise_bound == NEVER_PASSED ? SITE_FIXED
                 : w->otherwise_bound <= target      ? SITE_DEPENDS
                 : w->open                           ? SITE_ALWAYS
                                                     : SITE_NEVER;
    if (!is_upper(n, s) && n->site_first[s] == n->site_first[s + 1]) w->reason = REASON_NO_LANE;
}

static void add_turn(const struct mlg_network *n, const struct turn *turn, struct site_word *w)
{
    if (!turn->tried || w->verdict == SITE_FIXED) return;
    const enum site_reason reason = turn->reason == REASON_NONE ? w->reason : turn->reason;
    w->tried = true;
    w->more = turn->more, w->fixed = turn->fixed, w->flows = turn->flows, w->load_milli = turn->load_milli;
    w->reason = reason;
    w->lacking_cents = turn->lacking_cents;
    if (reason == REASON_LIMIT && turn->row != MLG_NONE) w->limit = mlg__limit_of(n, turn->row);
}

mlg_status mlg__tell_sites(const struct mlg_network *n, const struct search *search, const struct turns *turns,
                           const struct words_request *q, struct arena *arena, struct siting_words *words, mlg_error *err)
{
    const int64_t target = words->cost + (int64_t)(q->certain_within * fabs((double)words->cost));
    int64_t *proved = mlg__malloc(sizeof *proved * (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max);
    words->sites = arena_array(arena, struct site_word, n->site_count);
    mlg_status status = !proved || arena->failed ? mlg__no_memory(err, "siting") : MLG_OK;
    if (!status) status = mlg__prove_nodes(n, search, target, q, proved, err);
    for (int32_t i = 0; i < search->seen.count; i++) words->seen_count += mlg__quanta_up(search->seen.cost[i]) <= target;
    for (int32_t s = 0; !status && s < n->site_count; s++) {
        judge(n, search, proved, target, s, &words->sites[s]);
        if (turns) add_turn(n, &turns->site[s], &words->sites[s]);
        words->site_count++;
    }
    mlg__free(proved);
    return status;
}
