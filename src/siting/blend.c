/* blend.c — column generation over assignments, and whole flows from its mix. See blend.h. */
#include "siting/blend.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/settle.h"
#include "siting/simplex.h"

#define SUBSIDY_MOST 1e12 /* micro-euros a unit */
enum { ROUNDS = 80, MARGINS = 5, DEARER = 4, SMALL_NETWORK = 20000 };
static const double
    fine = 1e-10, rough = 1e-7, /* of the cost: what another assignment must gain, in small and large networks */
    first_miss = 10, dearer = 30, /* price of missing a limit wholly, of all costs; growth where that was too cheap */
    light = 1e-7;               /* weights below are none */

static bool on_flows(const struct common_row *r)
{
    return r->on_flows && r->kind != ROW_BUDGET && r->kind != ROW_CONFLICT && r->kind != ROW_COUNT;
}

static double quanta_of(const struct mlg_network *n, int32_t t, int128 micro_milli)
{
    return (double)(micro_milli * flow_weight(n, t)) / (double)GRAINS_PER_QUANTUM;
}

/* -- corners -- */

static bool grow(struct blend *b, void *array, int32_t *cap, int64_t needed, size_t bytes)
{
    void **items = array;
    void *grown = needed < INT32_MAX ? mlg__grow(*items, cap, (int32_t)needed, bytes) : NULL;
    if (!grown) b->failed = true;
    else *items = grown;
    return grown != NULL;
}

/* The design's assignment of a period, as one more corner. */
static bool add_corner(struct blend *b, const struct design *d, int32_t t)
{
    const struct mlg_network *n = b->net;
    const int64_t at = b->corner_count;
    if (!grow(b, &b->corners, &b->corner_cap, at + 1, sizeof *b->corners) ||
        !grow(b, &b->weight, &b->weight_cap, at + 1, sizeof *b->weight) ||
        !grow(b, &b->activity, &b->activity_cap, (at + 1) * max32(1, n->common_count), sizeof *b->activity) ||
        (n->fill_rows && !grow(b, &b->load, &b->load_cap, (at + 1) * n->site_count, sizeof *b->load)))
        return false;
    struct corner *c = &b->corners[at];
    *c = (struct corner) { .period = t, .cost = quanta_of(n, t, mlg__design_flow_cost(d, t)) };
    for (int32_t r = 0; r < n->common_count; r++)
        b->activity[at * n->common_count + r] =
            on_flows(&n->commons[r]) && row_at(&n->commons[r], t) ? (double)mlg__design_flow_activity(d, &n->commons[r], t) : 0;
    for (int32_t s = 0; n->fill_rows && s < n->site_count; s++) b->load[at * n->site_count + s] = mlg__design_load(d, s, t);
    b->weight[at] = 0;
    c->first = b->pool.count;
    b->failed |= !mlg__assignment_flows(d->periods[t], &b->pool);
    c->count = b->pool.count - c->first;
    b->corner_count += !b->failed;
    return !b->failed;
}

/* -- limits -- */

static int64_t fill_of(const struct design *d, int32_t s, int32_t t)
{
    const int8_t k = design_path(d, s)[t];
    return k > 0 ? d->net->least_fill[s * d->net->state_max + k] : 0;
}

/* What a corner adds to a limit, as "at most". */
static double adds(const struct blend *b, const struct blend_limit *l, int32_t corner)
{
    const struct mlg_network *n = b->net;
    if (l->common == MLG_NONE)
        return b->corners[corner].period == l->period ? -(double)b->load[(int64_t)corner * n->site_count + l->site] : 0;
    return (n->commons[l->common].at_least ? -1 : 1) * b->activity[(int64_t)corner * n->common_count + l->common];
}

static bool add_limit(struct blend *b, struct blend_limit l)
{
    if (!grow(b, &b->limits, &b->limit_cap, (int64_t)b->limit_count + 1, sizeof *b->limits)) return false;
    l.scale = fmax(1, fabs(l.right));
    for (int32_t i = 0; i < b->corner_count; i++) l.scale = fmax(l.scale, fabs(adds(b, &l, i)));
    b->limits[b->limit_count++] = l;
    return true;
}

static bool list_limits(struct blend *b, const struct design *d)
{
    const struct mlg_network *n = b->net;
    b->limit_count = 0;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        const double left = (double)(row->limit - mlg__design_states_activity(d, row));
        if (on_flows(row) && !add_limit(b, (struct blend_limit) { .common = r, .right = row->at_least ? -left : left })) return false;
    }
    return true;
}

/* Least fills that the newest corners do not keep become limits. */
static bool add_fills(struct blend *b, const struct design *d, int32_t from)
{
    const struct mlg_network *n = b->net;
    for (int32_t c = from; n->fill_rows && c < b->corner_count; c++)
        for (int32_t s = 0; s < n->site_count; s++) {
            const int32_t t = b->corners[c].period;
            const int64_t fill = fill_of(d, s, t);
            bool known = b->load[(int64_t)c * n->site_count + s] >= fill;
            for (int32_t i = 0; !known && i < b->limit_count; i++)
                known = b->limits[i].common == MLG_NONE && b->limits[i].site == s && b->limits[i].period == t;
            const struct blend_limit limit = { .common = MLG_NONE, .site = s, .period = t, .right = -(double)fill };
            if (!known && !add_limit(b, limit)) return false;
        }
    return true;
}

/* -- the program -- */

/* Columns: corners; then for each limit what it has left, and what it misses. Rows: limits, then a sum of 1 for each period. */
static bool solve(struct blend *b, double miss, double *period_price)
{
    const struct mlg_network *n = b->net;
    const int32_t limits = b->limit_count, m = limits + n->period_count, columns = b->corner_count + 2 * limits;
    struct arena arena = { 0 };
    struct simplex lp = {
        .rows = m, .columns = columns, .a = arena_array(&arena, double, (int64_t)m * columns),
        .right = arena_array(&arena, double, m), .cost = arena_array(&arena, double, columns),
        .basis = arena_array(&arena, int32_t, m), .value = arena_array(&arena, double, m),
        .price = arena_array(&arena, double, m), .inverse = arena_array(&arena, double, 2 * (int64_t)m * m),
    };
    if (arena.failed) {
        mlg__arena_free(&arena);
        b->failed = true;
        return false;
    }
    for (int32_t t = 0; t < n->period_count; t++) lp.right[limits + t] = 1, lp.basis[limits + t] = MLG_NONE;
    double all = 1;
    for (int32_t c = 0; c < b->corner_count; c++) {
        const int32_t row = limits + b->corners[c].period;
        lp.cost[c] = b->corners[c].cost;
        lp.tolerance = fmax(lp.tolerance, fine / 10 * fabs(lp.cost[c]));
        lp.a[(int64_t)c * m + row] = 1;
        if (lp.basis[row] == MLG_NONE) lp.basis[row] = c, all += fabs(lp.cost[c]);
    }
    for (int32_t i = 0; i < limits; i++) {
        const struct blend_limit *l = &b->limits[i];
        const int32_t left = b->corner_count + 2 * i, missed = left + 1;
        lp.right[i] = (l->right - l->margin) / l->scale;
        double room = lp.right[i];
        for (int32_t c = 0; c < b->corner_count; c++) lp.a[(int64_t)c * m + i] = adds(b, l, c) / l->scale;
        for (int32_t t = 0; t < n->period_count; t++) room -= lp.a[(int64_t)lp.basis[limits + t] * m + i];
        lp.a[(int64_t)left * m + i] = 1;
        lp.a[(int64_t)missed * m + i] = -1;
        const int128 give = l->common == MLG_NONE ? 0 : n->commons[l->common].give;
        lp.cost[missed] = give > 0 ? (double)give / (double)GRAINS_PER_QUANTUM * l->scale : miss * all;
        lp.basis[i] = room >= 0 ? left : missed;
    }
    const bool ok = mlg__simplex(&lp);
    b->programs++;
    b->missed = 0;
    for (int32_t c = 0; c < b->corner_count; c++) b->weight[c] = 0;
    for (int32_t i = 0; ok && i < m; i++) {
        const int32_t c = lp.basis[i], limit = (c - b->corner_count) / 2;
        if (c < b->corner_count) b->weight[c] = lp.value[i];
        else if ((c - b->corner_count) % 2 && (b->limits[limit].common == MLG_NONE || n->commons[b->limits[limit].common].give == 0))
            b->missed = fmax(b->missed, lp.value[i]);
    }
    for (int32_t i = 0; ok && i < limits; i++) b->limits[i].price = fmax(0, -lp.price[i] / b->limits[i].scale);
    for (int32_t t = 0; ok && t < n->period_count; t++) period_price[t] = lp.price[limits + t];
    mlg__arena_free(&arena);
    return ok;
}

/* A site's load is that of the stations whose ways pass it. */
static void subsidise(struct design *d, int32_t site, int32_t t, int64_t micro)
{
    const struct mlg_network *n = d->net;
    if (!is_upper(n, site)) d->subsidy[(int64_t)t * n->site_count + site] += micro;
    for (int32_t s = 0; is_upper(n, site) && s < n->station_count; s++) {
        const int32_t way = has_ways(n, s) ? d->way[s * n->period_count + t] : MLG_NONE;
        for (int32_t i = 0; way != MLG_NONE && i < n->ways[way].upper_count; i++)
            if (n->ways[way].uppers[i] == site) d->subsidy[(int64_t)t * n->site_count + s] += micro;
    }
}

/* Assign the design at the program's prices. */
static void assign(struct blend *b, struct design *d)
{
    const struct mlg_network *n = b->net;
    memset(d->subsidy, 0, sizeof *d->subsidy * (size_t)n->site_count * (size_t)n->period_count);
    memset(d->row_price, 0, sizeof *d->row_price * (size_t)n->common_count);
    for (int32_t i = 0; i < b->limit_count; i++) {
        const struct blend_limit *l = &b->limits[i];
        if (l->common != MLG_NONE) {
            d->row_price[l->common] = l->price;
            continue;
        }
        const double micro = l->price * (double)GRAINS_PER_QUANTUM / (double)flow_weight(n, l->period);
        subsidise(d, l->site, l->period, (int64_t)fmin(SUBSIDY_MOST, floor(micro + 0.5)));
    }
    mlg__design_start(d, NULL);
    b->assigned++;
    b->failed |= mlg__design_failed(d);
}

/* Corners that the program would use: those whose cost at its prices is below what it pays for their period. */
static bool add_better(struct blend *b, const struct design *d, const double *period_price, double least, bool *any)
{
    const int32_t before = b->corner_count;
    *any = false;
    for (int32_t t = 0; t < b->net->period_count; t++) {
        const int32_t pool = b->pool.count, c = b->corner_count;
        if (!add_corner(b, d, t)) return false;
        double gain = period_price[t] - b->corners[c].cost;
        for (int32_t i = 0; i < b->limit_count; i++) gain -= b->limits[i].price * adds(b, &b->limits[i], c);
        if (gain > least) *any = true;
        else b->corner_count = c, b->pool.count = pool;
    }
    return add_fills(b, d, before);
}

/* -- whole flows -- */

/* Loads of stations pass the upper sites on their ways. */
static void pass_on(const struct design *d, int64_t *load)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t s = 0; s < n->station_count; s++) {
            const int32_t way = has_ways(n, s) ? d->way[s * n->period_count + t] : MLG_NONE;
            for (int32_t i = 0; way != MLG_NONE && i < n->ways[way].upper_count; i++)
                load[(int64_t)t * n->site_count + n->ways[way].uppers[i]] += load[(int64_t)t * n->site_count + s];
        }
}

static void sum_flows(struct blend *b, const struct design *d, struct flow_sums *sums, int64_t *load)
{
    const struct mlg_network *n = b->net;
    memset(sums->activity, 0, sizeof *sums->activity * (size_t)n->common_count);
    memset(load, 0, sizeof *load * (size_t)n->site_count * (size_t)n->period_count);
    for (int32_t i = 0; i < b->flows.count; i++) {
        const struct flow *f = &b->flows.flow[i];
        const struct lane *lane = f->lane == MLG_NONE ? NULL : &n->lanes[f->lane];
        sums->cost[f->period] += (int128)f->units * (lane ? lane->cost_micro : n->pen_micro[f->row]);
        if (!lane) continue;
        load[(int64_t)f->period * n->site_count + lane->end] += f->units;
        for (int32_t r = 0; r < n->common_count; r++)
            if (on_flows(&n->commons[r]))
                sums->activity[r] += (int128)f->units * assignment_row_lane(d->periods[f->period], &n->commons[r], f->lane, f->row);
    }
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t s = 0; s < n->site_count; s++) {
            const int64_t units = load[(int64_t)t * n->site_count + s];
            const int32_t k = design_path(d, s)[t];
            const bool way = has_ways(n, s) && units > 0;
            sums->cost[t] += (int128)units * (node_at(n, s, t, k)->unit_micro + (way ? mlg__design_way_micro(d, s, t) : 0));
            for (int32_t r = 0; r < n->common_count; r++)
                if (on_flows(&n->commons[r]) && row_at(&n->commons[r], t))
                    sums->activity[r] += (int128)units * (mlg__row_unit(n, &n->commons[r], s, t, k) +
                                                          (way ? mlg__design_way_row(d, &n->commons[r], s, t) : 0));
        }
    pass_on(d, load);
    for (int32_t t = 0; n->fill_rows && t < n->period_count; t++)
        for (int32_t s = 0; s < n->site_count; s++)
            sums->lacking[t] += max64(0, fill_of(d, s, t) - load[(int64_t)t * n->site_count + s]);
}

/* Weights of a period's corners as whole shares of SHARE_ONE; the heaviest takes the rest. */
static int32_t shares_of(const struct blend *b, int32_t t, struct share *shares)
{
    int32_t count = 0, heaviest = 0;
    int64_t rest = SHARE_ONE;
    for (int32_t c = 0; c < b->corner_count; c++) {
        if (b->corners[c].period != t || b->weight[c] < light) continue;
        shares[count] = (struct share) { b->pool.flow + b->corners[c].first, b->corners[c].count,
                                         (int64_t)floor(b->weight[c] * (double)SHARE_ONE + 0.5) };
        rest -= shares[count].weight;
        if (shares[count].weight > shares[heaviest].weight) heaviest = count;
        count++;
    }
    shares[heaviest].weight += rest;
    return count;
}

static bool mix(struct blend *b, const struct design *d, struct share *shares)
{
    b->flows.count = 0;
    for (int32_t t = 0; t < b->net->period_count; t++) {
        const int32_t count = shares_of(b, t, shares);
        struct flow *flows = NULL;
        int32_t flow_count = 0;
        if (count == 0) return false;
        b->failed |= !mlg__settle(d, t, shares, count, &flows, &flow_count);
        if (!b->failed && grow(b, &b->flows.flow, &b->flows.cap, (int64_t)b->flows.count + flow_count + 1, sizeof *flows)) {
            memcpy(b->flows.flow + b->flows.count, flows, sizeof *flows * (size_t)flow_count);
            b->flows.count += flow_count;
        }
        mlg__free(flows);
        if (b->failed) return false;
    }
    return true;
}

/* Limits that whole units miss by a little get a margin. False: all are kept. */
static bool widen(struct blend *b, const struct flow_sums *sums, const int64_t *load)
{
    const struct mlg_network *n = b->net;
    bool any = false;
    for (int32_t i = 0; i < b->limit_count; i++) {
        struct blend_limit *l = &b->limits[i];
        const double now = l->common == MLG_NONE ? -(double)load[(int64_t)l->period * n->site_count + l->site]
                           : (n->commons[l->common].at_least ? -1 : 1) * (double)sums->activity[l->common];
        if (now <= l->right || (l->common != MLG_NONE && n->commons[l->common].give > 0)) continue;
        l->margin += 2 * (now - l->right);
        any = true;
    }
    return any;
}

static bool make_whole(struct blend *b, const struct design *d, double miss, struct share *shares, int64_t *load,
                       double *period_price)
{
    for (int32_t i = 0; i < MARGINS; i++) {
        struct flow_sums sums = { .activity = b->activity_sum };
        if (i > 0 && (!solve(b, miss, period_price) || b->missed > light)) return false;
        if (!mix(b, d, shares)) return false;
        sum_flows(b, d, &sums, load);
        b->score = mlg__design_judge(d, &sums);
        if (b->score.legal) return true;
        if (!widen(b, &sums, load)) return false; /* states break a limit: flows cannot help */
    }
    return false;
}

static bool settle_all(struct blend *b, const struct design *d, double miss, double *period_price)
{
    const struct mlg_network *n = b->net;
    struct share *shares = mlg__malloc(sizeof *shares * (size_t)b->corner_count);
    int64_t *load = mlg__malloc(sizeof *load * (size_t)n->site_count * (size_t)n->period_count);
    b->failed |= !shares || !load;
    const bool legal = !b->failed && make_whole(b, d, miss, shares, load, period_price);
    mlg__free(shares);
    mlg__free(load);
    return legal && !b->failed;
}

/* Open sites can hold what each promise asks for: where they cannot, no flows keep it, and none need be looked for. */
static bool has_room(const struct design *d)
{
    const struct mlg_network *n = d->net;
    for (int32_t i = 0; i < n->common_count; i++) {
        const struct common_row *row = &n->commons[i];
        int128 room = 0;
        if (row->kind != ROW_COVER || !row->at_least || row->give > 0) continue;
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t s = 0; row_at(row, t) && s < n->station_count; s++) room += d->periods[t]->capacity[s];
        if (room < row->limit) return false;
    }
    return true;
}

/* Corners until none is better: a mix that misses no limit, or misses as little as it may. */
static bool find_mix(struct blend *b, struct design *d, struct control *control, double *miss, double *period_price)
{
    const struct mlg_network *n = b->net;
    double all = 1;
    b->corner_count = b->pool.count = 0;
    if (mlg__design_cut_short(d) || !has_room(d)) return false;
    if (d->way) mlg__design_hold(d, d->way); /* flows are mixed, ways are not */
    for (int32_t t = 0; t < n->period_count; t++)
        if (!add_corner(b, d, t)) return false;
    if (!list_limits(b, d) || !add_fills(b, d, 0)) return false;
    for (int32_t t = 0; t < n->period_count; t++) all += fabs(b->corners[t].cost);
    const double least = (n->lane_count < SMALL_NETWORK ? fine : rough) * all;
    *miss = first_miss;
    for (int32_t round = 0, raised = 0; round < ROUNDS; round++) {
        bool any = false;
        if (!solve(b, *miss, period_price)) return false;
        assign(b, d);
        if (mlg__design_cut_short(d)) break;
        if (b->failed || !add_better(b, d, period_price, least, &any)) return false;
        if (!any && b->missed > light && raised++ < DEARER) *miss *= dearer;
        else if (!any) break;
        if (mlg__control_check(control, false)) break;
    }
    return b->missed <= light;
}

bool mlg__blend(struct blend *b, struct design *d, struct control *control)
{
    double period_price[MLG_PERIODS_MAX], miss;
    const bool legal = find_mix(b, d, control, &miss, period_price) && settle_all(b, d, miss, period_price);
    d->failed |= b->failed;
    return legal;
}

mlg_status mlg__blend_new(const struct mlg_network *n, struct blend **out, mlg_error *err)
{
    struct blend *b = *out = mlg__malloc(sizeof *b);
    if (!b) return mlg__no_memory(err, "siting");
    b->net = n;
    b->activity_sum = mlg__malloc(sizeof *b->activity_sum * (size_t)max32(1, n->common_count));
    if (b->activity_sum) return MLG_OK;
    mlg__blend_free(b);
    *out = NULL;
    return mlg__no_memory(err, "siting");
}

void mlg__blend_free(struct blend *b)
{
    if (!b) return;
    mlg__free(b->corners);
    mlg__free(b->pool.flow);
    mlg__free(b->activity);
    mlg__free(b->load);
    mlg__free(b->limits);
    mlg__free(b->weight);
    mlg__free(b->flows.flow);
    mlg__free(b->activity_sum);
    mlg__free(b);
}
