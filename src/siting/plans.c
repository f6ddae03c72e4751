/* plans.c — from a design to a plan: assigned, improved, its limits repaired, kept if it is the best. See driver.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/driver.h"
#include "siting/round.h"

enum {
    PLACING_NODES = 20000, PLACING_LANES = 500, TRIALS_A_ROUND = 3000, REPAIR_TRIES = 15, PRICE_TRIES = 3, TUNE_STEPS = 6, SMALL_NETWORK = 20000
};
static const double improve_share = 0.35; /* of the time left, for one descent */

static int64_t trials_a_round(const struct driver *x) { return x->trials_a_round > 0 ? x->trials_a_round : TRIALS_A_ROUND; }

static bool is_soft(const struct common_row *r)
{
    return r->kind == ROW_CO2 || r->kind == ROW_COVER || r->kind == ROW_JOBS || r->kind == ROW_UPPER;
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

void mlg__seen_add(struct seen_plans *seen, const struct mlg_network *n, int128 cost, const int8_t *path)
{
    const int32_t size = n->site_count * n->period_count;
    int32_t at = seen->count, dearest = 0;
    if (!seen->cost) return;
    for (int32_t i = 0; i < seen->count; i++) {
        if (!memcmp(&seen->path[(int64_t)i * size], path, (size_t)size)) at = i;
        if (seen->cost[i] > seen->cost[dearest]) dearest = i;
    }
    if (at == SEEN_MOST) at = dearest;
    if (at < seen->count && cost >= seen->cost[at]) return;
    seen->cost[at] = cost;
    memcpy(&seen->path[(int64_t)at * size], path, (size_t)size);
    seen->count = max32(seen->count, at + 1);
}

static bool keep_flows(struct driver *x, bool blend)
{
    struct flow_list *kept = &x->best->flows;
    if (!blend) {
        mlg__design_read_flows(x->design, kept);
        return !x->design->failed;
    }
    struct flow *grown = mlg__grow(kept->flow, &kept->cap, x->blend->flows.count, sizeof *grown);
    x->design->failed |= !grown;
    if (!grown) return false;
    kept->flow = grown;
    kept->count = x->blend->flows.count;
    memcpy(grown, x->blend->flows.flow, sizeof *grown * (size_t)kept->count);
    return true;
}

/* blend: whether the flows are those of the last blend, not those of the design's assignments. */
static void keep(struct driver *x, int128 cost, bool blend)
{
    const struct mlg_network *n = x->n;
    if (!x->whole && !keep_flows(x, blend)) return;
    mlg__seen_add(&x->best->seen, n, cost, x->design->path);
    x->best->found = true;
    x->best->cost = cost;
    memcpy(x->best->path, x->design->path, sizeof *x->best->path * (size_t)n->site_count * (size_t)n->period_count);
    memcpy(x->best->flow_price, x->design->row_price, sizeof *x->best->flow_price * (size_t)n->common_count);
    for (int32_t r = 0; r < n->common_count; r++)
        x->best->activity[r] = blend ? x->blend->activity_sum[r] + mlg__design_states_activity(x->design, &n->commons[r])
                                     : mlg__design_activity(x->design, &n->commons[r]);
    if (x->best->way)
        memcpy(x->best->way, x->design->way, sizeof *x->best->way * (size_t)x->n->station_count * (size_t)x->n->period_count);
    if (x->whole) mlg__design_read_whole(x->design, x->best->whole);
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
    if (better) keep(x, score.cost, false);
    mlg__design_start(x->design, NULL);
    return better;
}

bool mlg__places_whole_rows(const struct mlg_network *n) { return n->whole_rows && n->lane_count <= PLACING_LANES; }

enum whole_verdict mlg__place_whole_rows(struct driver *x, int128 *cost)
{
    const struct mlg_network *n = x->n;
    int32_t *site_of = mlg__malloc(sizeof *site_of * (size_t)n->row_count * (size_t)n->period_count);
    x->design->failed |= !site_of;
    enum whole_verdict verdict = WHOLE_UNKNOWN;
    if (site_of && mlg__places_whole_rows(n)) verdict = mlg__whole_under_limits(x->design, PLACING_NODES, site_of);
    if (verdict == WHOLE_BEST) {
        mlg__design_impose_whole(x->design, site_of);
        const struct score score = mlg__design_score(x->design);
        *cost = score.cost;
        if (!mlg__design_failed(x->design) && score.legal && (!x->best->found || score.cost < x->best->cost)) keep(x, score.cost, false);
        if (!score.legal) verdict = WHOLE_UNKNOWN; /* limits on states, or of upper sites */
        mlg__design_start(x->design, NULL);
    }
    mlg__free(site_of);
    return verdict;
}

mlg_status mlg__keep_whole_plan(struct driver *x, const bool *open, const int32_t *site_of, mlg_error *err)
{
    mlg__design_rest(x->design);
    for (int32_t s = 0; s < x->n->site_count; s++) mlg__design_set_unassigned(x->design, s, &(int8_t) { open[s] });
    mlg__design_start(x->design, NULL);
    if (!mlg__design_failed(x->design)) mlg__design_impose_whole(x->design, site_of);
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    const struct score score = mlg__design_score(x->design);
    if (score.legal && (!x->best->found || score.cost < x->best->cost)) keep(x, score.cost, false);
    mlg__design_start(x->design, NULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}

bool mlg__keep_design(struct driver *x)
{
    if (mlg__design_failed(x->design) || mlg__design_cut_short(x->design)) return false;
    struct score score = mlg__design_score(x->design);
    if (x->seen) x->seen(x->seen_user, &score);
    if (score.legal) mlg__seen_add(&x->best->seen, x->n, score.cost, x->design->path);
    if (!score.legal && !x->best->found) keep_attempt(x, &score);
    if (!score.legal || (x->best->found && score.cost >= x->best->cost)) return false;
    if (x->whole) return keep_whole(x);
    keep(x, score.cost, false);
    return true;
}

/* The cheapest flows through the design's states, kept if they make the best plan. False: none keep all limits. */
static bool blend_flows(struct driver *x)
{
    if (!mlg__blend(x->blend, x->design, x->control)) return false;
    const struct score *score = &x->blend->score;
    if (!x->best->found || score->cost < x->best->cost) keep(x, score->cost, true);
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
        mlg__keep_design(x);
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
            if (!is_soft(row) || row->priced) continue;
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
    if (!mlg__keep_design(x) && !mlg__design_score(x->design).legal) return;
    tune_prices(x);
}

/* Under limits the cheapest way at any prices may not be the right one: each station's other ways, one by one, while the score falls. */
static void improve_ways(struct driver *x)
{
    const struct mlg_network *n = x->n;
    struct design *d = x->design;
    struct score now = mlg__design_score(d);
    const int64_t last = d->trials + trials_a_round(x) / (n->lane_count < SMALL_NETWORK ? 8 : 80);
    for (bool again = true; again;) {
        again = false;
        for (int32_t i = 0; i < n->station_count * n->period_count; i++) {
            const int32_t s = i / n->period_count, t = i % n->period_count;
            for (int32_t w = n->way_first[s]; d->way[i] != MLG_NONE && w < n->way_first[s + 1]; w++) {
                const int32_t old = d->way[i];
                if (w == old || d->periods[t]->load[s] == 0 || !mlg__design_way_open(d, &n->ways[w], t)) continue;
                if (d->trials >= last || mlg__design_failed(d) || mlg__control_check(x->control, false)) return;
                mlg__design_set_way(d, s, t, w);
                const struct score score = mlg__design_score(d);
                if (score.total < now.total) now = score, again = true;
                else mlg__design_set_way(d, s, t, old);
            }
        }
    }
}

struct ways_walk { struct driver *x; int128 best; int64_t last; };

/* Every other way of one station, in any period; with pairs also of a second one in the same period. True: flows got cheaper. */
static bool try_ways(struct ways_walk *k, int32_t from, int32_t to, bool pairs)
{
    struct driver *x = k->x;
    const struct mlg_network *n = x->n;
    struct design *d = x->design;
    for (int32_t i = from; i < to; i++) {
        const int32_t t = i / n->station_count, s = i % n->station_count, old = d->way[s * n->period_count + t];
        for (int32_t w = n->way_first[s]; old != MLG_NONE && w < n->way_first[s + 1]; w++) {
            if (w == old || design_path(d, s)[t] == 0 || !mlg__design_way_open(d, &n->ways[w], t)) continue;
            if (d->trials >= k->last || mlg__design_failed(d) || mlg__control_check(x->control, false)) return false;
            mlg__design_set_way(d, s, t, w);
            if (pairs ? try_ways(k, i + 1, (t + 1) * n->station_count, false) : blend_flows(x) && x->blend->score.cost < k->best) {
                k->best = x->blend->score.cost;
                return true;
            }
            mlg__design_set_way(d, s, t, old);
        }
    }
    return false;
}

void mlg__blend_ways(struct driver *x)
{
    const int32_t all = x->n->station_count * x->n->period_count;
    struct ways_walk k = { x, INT64_MAX * GRAINS_PER_QUANTUM, x->design->trials + trials_a_round(x) / 8 };
    if (blend_flows(x)) k.best = x->blend->score.cost;
    while (try_ways(&k, 0, all, false) || try_ways(&k, 0, all, true)) {}
}

static void set_penalties(struct driver *x)
{
    for (int32_t r = 0; r < x->n->common_count; r++) {
        const double scale = 0.1 * fabs(x->dual->best_bound) / fmax(1, fabs((double)x->n->commons[r].limit));
        x->design->penalty[r] = fmax(2 * x->dual->best.row[r], scale);
    }
}

/* Flows that keep all limits; if there are none through these states, other states nearby. */
static void finish_flows(struct driver *x)
{
    if (blend_flows(x) || mlg__design_failed(x->design)) return;
    repair(x, true);
    if (!mlg__design_failed(x->design)) blend_flows(x);
}

void mlg__finish_design(struct driver *x, const double *row_price, enum effort effort)
{
    set_penalties(x);
    mlg__design_expect(x->design, x->dual);
    mlg__design_start(x->design, row_price);
    if (mlg__design_failed(x->design)) return;
    mlg__keep_design(x);
    if (effort == EFFORT_FULL && !x->control->stopped)
        mlg__improve(x->improver, x->design, x->dual->best.row, x->control,
                     mlg__control_part(x->control, improve_share), trials_a_round(x));
    if (mlg__design_failed(x->design)) return;
    if (effort >= EFFORT_REPAIR && x->n->way_first && x->n->flow_rows && !x->seen) {
        improve_ways(x);
        if (!mlg__design_failed(x->design)) mlg__keep_design(x);
    }
    if (mlg__design_failed(x->design)) return;
    if (x->blend && effort < EFFORT_REPAIR) blend_flows(x);
    else if (x->blend) finish_flows(x);
    else if (effort != EFFORT_LOOK && (x->n->flow_rows || !mlg__design_score(x->design).legal)) repair(x, effort >= EFFORT_REPAIR);
    if (!mlg__design_failed(x->design)) mlg__keep_design(x);
}

/* Upper sites as in the best plan, as far as limits on states allow. */
static void take_uppers(struct driver *x)
{
    for (int32_t u = x->n->station_count; x->n->way_first && u < x->n->site_count; u++) {
        const int8_t *path = &x->best->path[u * x->n->period_count];
        if (mlg__design_allows(x->design, u, path)) mlg__design_set_unassigned(x->design, u, path);
    }
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
        const bool keep_uppers = origin == FROM_YBAR && turn / 4 % 2 == 0;
        MLG_TRY(mlg__round_design(x->dual, origin == FROM_CHOICES, keep_uppers, x->design, err));
        if (keep_uppers && x->best->found) take_uppers(x);
    }
    mlg__finish_design(x, x->dual->best.row, EFFORT_FULL);
    return mlg__design_failed(x->design) ? mlg__no_memory(err, "siting") : MLG_OK;
}
