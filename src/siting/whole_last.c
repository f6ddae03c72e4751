/* whole_last.c — the plan of a search made whole. See whole_last.h. */
#include "siting/whole_last.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

enum { ALONG_LANES = 20000, RAISES = 12, OTHERS = 8 };

bool mlg__whole_all_along(const struct mlg_network *n)
{
    const bool by_sets = n->period_count == 1 && n->state_max == 2 && !n->flow_rows && !n->fill_rows; /* single.c has a bound for those */
    return n->whole_rows && (by_sets || n->lane_count <= ALONG_LANES);
}

static void keep(const struct design *d, const struct score *score, struct search *s)
{
    const struct mlg_network *n = d->net;
    s->cost = score->cost;
    memcpy(s->path, d->path, (size_t)n->site_count * (size_t)n->period_count);
    memcpy(s->flow_price, d->row_price, sizeof *s->flow_price * (size_t)n->common_count);
    if (s->way) memcpy(s->way, d->way, sizeof *s->way * (size_t)n->station_count * (size_t)n->period_count);
    for (int32_t r = 0; r < n->common_count; r++) s->activity[r] = mlg__design_activity(d, &n->commons[r]);
    mlg__design_read_whole(d, s->whole);
}

/* What the design breaks costs more. False: nothing that prices could mend. */
static bool raise_prices(const struct design *d, const struct score *score, double *price)
{
    const struct mlg_network *n = d->net;
    const double least = 0.0005 * fabs((double)(score->cost / GRAINS_PER_QUANTUM));
    bool raised = false;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->kind == ROW_BUDGET || row->kind == ROW_CONFLICT || row->give > 0 || row->priced) continue;
        const int128 over = mlg__design_activity(d, row) - row->limit;
        if ((row->at_least ? -over : over) <= 0) continue;
        price[r] = fmax(least / fmax(1, fabs((double)row->limit)), 1.3 * price[r]);
        raised = true;
    }
    return raised;
}

/* Whole rows through the design's states at these prices, raised until no limit is broken. True: kept. */
static bool make_through(struct design *d, double *price, struct search *s, uint64_t seed)
{
    for (int i = 0; i <= RAISES; i++) {
        mlg__design_start(d, price);
        if (mlg__design_failed(d) || !mlg__design_make_whole_near(d, seed)) return false;
        const struct score score = mlg__design_score(d);
        if (mlg__design_failed(d)) return false;
        if (score.legal) {
            keep(d, &score, s);
            return true;
        }
        if (!raise_prices(d, &score, price)) return false;
    }
    return false;
}

/* The cheapest plan met that costs more than `than`; MLG_NONE: there is none. */
static int32_t next_dearer(const struct seen_plans *seen, int128 than)
{
    int32_t next = MLG_NONE;
    for (int32_t i = 0; i < seen->count; i++)
        if (seen->cost[i] > than && (next == MLG_NONE || seen->cost[i] < seen->cost[next])) next = i;
    return next;
}

/* Room for what is made; the rest is the search's own. */
static mlg_status like(const struct mlg_network *n, const struct search *s, struct search **made, mlg_error *err)
{
    struct search *x = *made = mlg__malloc(sizeof *x);
    if (!x) return mlg__no_memory(err, "siting");
    *x = *s;
    x->arena = (struct arena) { 0 };
    x->flows = (struct flow_list) { 0 };
    x->found = false;
    x->path = arena_array(&x->arena, int8_t, n->site_count * n->period_count);
    x->flow_price = arena_array(&x->arena, double, n->common_count);
    x->activity = arena_array(&x->arena, int128, n->common_count);
    x->whole = arena_array(&x->arena, int32_t, (int64_t)n->row_count * n->period_count);
    x->way = n->way_first ? arena_array(&x->arena, int32_t, n->station_count * n->period_count) : NULL;
    return x->arena.failed ? mlg__no_memory(err, "siting") : MLG_OK;
}

static mlg_status make(struct design *d, const struct search *s, uint64_t seed, double *price, struct search *made, mlg_error *err)
{
    const struct mlg_network *n = d->net;
    int32_t other = next_dearer(&s->seen, s->cost);
    mlg__design_take(d, s->path);
    mlg__design_hold(d, s->way);
    for (int tries = 0;; tries++) {
        for (int32_t r = 0; r < n->common_count; r++) price[r] = s->flow_price[r];
        made->found = make_through(d, price, made, seed);
        if (mlg__design_failed(d)) return mlg__no_memory(err, "siting");
        if (made->found || tries == OTHERS || other == MLG_NONE) return MLG_OK;
        mlg__design_take(d, &s->seen.path[(int64_t)other * n->site_count * n->period_count]);
        other = next_dearer(&s->seen, s->seen.cost[other]);
    }
}

mlg_status mlg__make_plan_whole(const struct mlg_network *n, const struct search *s, int32_t threads, uint64_t seed,
                                struct search **made, mlg_error *err)
{
    struct design *d = NULL;
    double *price = mlg__malloc(sizeof *price * (size_t)(n->common_count + 1));
    mlg_status status = like(n, s, made, err);
    if (!status) status = price ? mlg__design_new(n, threads, &d, err) : mlg__no_memory(err, "siting");
    if (!status) status = make(d, s, seed, price, *made, err);
    mlg__design_free(d);
    mlg__free(price);
    if (!status) return MLG_OK;
    mlg__siting_search_free(*made);
    *made = NULL;
    return status;
}
