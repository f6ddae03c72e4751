/* dual.c — subproblems at given prices, and a subgradient method with diagonal scaling. See dual.h.
 *
 * Ways: a station in a state takes the way that is cheapest with what is asked of it at upper sites: for a unit their handling
 * and their common rows, in the state that is cheapest to it; once a period a price on "they are open" (links), which the
 * upper site gets when it is.
 *
 * The scaling is the whole secret: prices are kept per *unit*, so one step length means the same change of price per
 * unit for a hamlet and for a city (D = v in siting-engine 6.2). */
#include "siting/dual.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/thread.h"
#include "siting/statepath.h"

enum { BLOCKS = 16, STALL_LIMIT = 15 };
static const double averaging = 0.08;              /* of choices into ybar [Barahona2000] */
static const double turn = 1.5;                    /* how much of the old direction is bent away [Camerini1975] */
static const double first_step = 1, step_shrink = 0.6, restart_step = 0.2, restart_reach = 0.05;
static const double nearer = 0.5, further = 1.5, least_reach = 0.01; /* of what a step aims at, after a step that lost or won */
static const double flow_row_share = 0.002, state_row_share = 1e-5; /* of the bound, first steps of common rows */

struct offered;
struct dual_block {
    int32_t first_site, site_end;
    struct item *items;        /* [lanes of the largest site * periods] */
    int32_t *item_count;       /* [periods] */
    float *served;             /* [row * periods + t] of this block's sites */
    double *activity;          /* [common] */
    struct offered *ways;      /* [periods * (WAYS_MOST + 1)] or NULL */
};

/* Prices of lanes in a period, micro-euros per mg of CO2 and per unit inside the promise; made once an evaluation. */
struct lane_rates { double co2[MLG_PERIODS_MAX], cover[MLG_SERVICES_MAX][MLG_PERIODS_MAX]; bool any; };

/* Upper sites at the prices of now, [(site - stations) * periods + t]: what a unit pays there at least, the state in which it does
 * (0: it may not open), what stations pay for it to be open. */
struct upper { double unit, links; int8_t state; };
/* A way that no other one beats, at the prices of now: for a unit, micro-euros; once, quanta. */
struct offered { double unit, once; int32_t way; };

static double quanta_per_unit(const struct mlg_network *n, int32_t t) /* of one micro-euro for one milli-unit */
{
    return (double)flow_weight(n, t) / (double)GRAINS_PER_QUANTUM;
}

double mlg__row_sign(const struct common_row *r) { return r->at_least ? -1 : 1; }

static struct lane_rates rates_at(const struct mlg_network *n, const double *row_price)
{
    struct lane_rates rates = { 0 };
    for (int32_t i = 0; i < n->common_count; i++) {
        const struct common_row *r = &n->commons[i];
        if (row_price[i] == 0 || (r->kind != ROW_CO2 && r->kind != ROW_COVER)) continue;
        rates.any = true;
        for (int32_t t = r->first; t <= r->period; t++) {
            const double price = row_price[i] / quanta_per_unit(n, t) * (double)row_years(n, r, t);
            if (r->kind == ROW_CO2) rates.co2[t] += price * n->working_days;
            for (int32_t v = 0; r->kind == ROW_COVER && v < n->service_count; v++)
                if (row_counts(r, v)) rates.cover[v][t] += price;
        }
    }
    return rates;
}

static double lane_key(const struct mlg_network *n, const struct lane_rates *rates, const struct lane *lane,
                       int32_t t)
{
    double key = lane->cost_micro;
    if (!rates->any) return key;
    key += rates->co2[t] * lane->co2_mg;
    if (lane_in(lane, t)) key -= rates->cover[n->row_service[lane->end]][t];
    return key;
}

/* Priced costs of a site's nodes and arcs, without knapsacks, and what its states add to a unit. */
static void fold_prices(const struct dual *d, int32_t s, double *unit /* [t * state_max + k] */)
{
    const struct mlg_network *n = d->net;
    const int32_t states = n->site_states[s], stride = n->state_max;
    double capital[MLG_PERIODS_MAX] = { 0 }, embodied[MLG_PERIODS_MAX] = { 0 };
    for (int32_t i = 0; i < n->common_count; i++) {
        const struct common_row *r = &n->commons[i];
        for (int32_t t = r->first; r->kind == ROW_BUDGET && t <= r->period; t++) capital[t] += d->now.row[i];
        for (int32_t t = r->first; r->kind == ROW_CO2 && t <= r->period; t++) embodied[t] += 1000 * d->now.row[i];
    }
    for (int32_t t = 0; t < n->period_count; t++) {
        const double fed = supply_of(n, s, t) == MLG_NONE ? 0 : d->now.w[(int64_t)supply_of(n, s, t) * n->period_count + t];
        for (int32_t k = 0; k < states; k++) {
            const int32_t at = node_index(n, s, t, k);
            const struct node *node = &n->nodes[at];
            d->node_total[at] = d->alive[at] ? (double)year_grains(n, t, node->year_micro) / (double)GRAINS_PER_QUANTUM
                                             : INFINITY;
            unit[t * stride + k] = (double)node->unit_micro + fed;
            for (int32_t from = 0; from < states; from++) {
                const struct arc *arc = arc_at(n, s, t, from, k);
                d->arc_total[(int64_t)at * stride + from] =
                    !arc->allowed ? INFINITY
                                  : (double)arc->cost / (double)GRAINS_PER_QUANTUM +
                                        capital[t] * (double)arc->capital_cents + embodied[t] * (double)arc->embodied_mg;
            }
        }
    }
    for (int32_t i = 0; i < n->common_count; i++) {
        const struct common_row *r = &n->commons[i];
        const double price = d->now.row[i] * mlg__row_sign(r);
        if (price == 0 || r->kind == ROW_BUDGET || r->kind == ROW_COVER) continue;
        if (r->kind == ROW_CONFLICT && n->site_set[s] != r->set) continue;
        for (int32_t t = r->first; t <= r->period; t++)
            for (int32_t k = 1; k < states; k++) {
                d->node_total[node_index(n, s, t, k)] += price * (double)mlg__row_node(n, r, s, t, k);
                if (r->on_flows)
                    unit[t * stride + k] += price / quanta_per_unit(n, t) * (double)mlg__row_unit(n, r, s, t, k);
            }
    }
}

/* Some state has a least fill: items that cost something may be needed too. */
static bool fills(const struct mlg_network *n, int32_t s, int32_t t)
{
    bool any = false;
    for (int32_t k = 1; n->fill_free && k < n->site_states[s]; k++) any |= fill_at(n, s, t, k) > 0;
    return any;
}

/* The least fills of all states, with items sorted. */
static void fill_up(const struct mlg_network *n, int32_t s, int32_t t, const struct item *items, int32_t count, struct fill *fill)
{
    for (int32_t k = 1; n->fill_free && k < n->site_states[s]; k++)
        if (fill_at(n, s, t, k) > 0)
            mlg__items_fill_up(items, count, (double)fill_at(n, s, t, k), (double)n->fill_free[s * n->period_count + t], &fill[k]);
}

/* Items with a negative key in some state, by period: one per row, the better mode of two. more [period]: on the cheapest way. */
static void collect_items(const struct dual *d, const struct lane_rates *rates, int32_t s, const double *unit, const double *more,
                          struct dual_block *b, int32_t item_cap)
{
    const struct mlg_network *n = d->net;
    const int32_t periods = n->period_count;
    double least_add[MLG_PERIODS_MAX], least = INFINITY;
    for (int32_t t = 0; t < periods; t++) {
        const bool must_fill = fills(n, s, t);
        least_add[t] = INFINITY; /* no open state: no item */
        for (int32_t k = 1; k < n->site_states[s]; k++)
            if (d->alive[node_index(n, s, t, k)]) least_add[t] = must_fill ? -INFINITY : fmin(least_add[t], unit[t * n->state_max + k] + more[t]);
        least = fmin(least, least_add[t]);
        b->item_count[t] = 0;
    }
    if (least == INFINITY) return; /* it may not open */
    for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) {
        const struct lane *lane = &n->site_lanes[i];
        const int64_t cell = (int64_t)lane->end * periods;
        for (int32_t t = 0; t < periods; t++) {
            const double key = (rates->any ? lane_key(n, rates, lane, t) : lane->cost_micro) - d->now.w[cell + t];
            if (key + least_add[t] >= 0 || n->volume[cell + t] == 0) continue;
            struct item *items = &b->items[(int64_t)t * item_cap];
            int32_t *count = &b->item_count[t];
            if (n->two_modes && *count > 0 && items[*count - 1].row == lane->end) {
                if (key < items[*count - 1].key) items[*count - 1].key = key, items[*count - 1].lane = i;
                continue;
            }
            items[(*count)++] = (struct item) { key, (double)n->volume[cell + t], lane->end, i };
        }
    }
}

/* -- ways -- */

static const struct upper *upper_at(const struct dual *d, int32_t site, int32_t t)
{
    return &d->uppers[(site - d->net->station_count) * d->net->period_count + t];
}

/* What upper sites ask for and get, before stations choose. */
static void price_uppers(struct dual *d)
{
    const struct mlg_network *n = d->net;
    double unit[MLG_PERIODS_MAX * STATES_MAX];
    for (int32_t u = n->station_count; n->way_first && u < n->site_count; u++) {
        fold_prices(d, u, unit);
        for (int32_t t = 0; t < n->period_count; t++) {
            struct upper *up = &d->uppers[(u - n->station_count) * n->period_count + t];
            *up = (struct upper) { .unit = INFINITY };
            for (int32_t k = 1; k < n->site_states[u]; k++)
                if (d->alive[node_index(n, u, t, k)] && unit[t * n->state_max + k] < up->unit)
                    up->unit = unit[t * n->state_max + k], up->state = (int8_t)k;
            for (int32_t s = 0; s < n->station_count; s++)
                if (has_ways(n, s))
                    up->links += d->now.w[link_cell(n, s, t, u)] * quanta_per_unit(n, t) * (double)n->link_volume[s];
        }
    }
}

/* Into a list ascending by what a unit pays, in which each dearer way has less to pay once; returns how many are left. */
static int32_t add_offered(struct offered *list, int32_t count, struct offered o)
{
    int32_t at = count, kept;
    while (at > 0 && (list[at - 1].unit > o.unit || (list[at - 1].unit == o.unit && list[at - 1].once > o.once))) at--;
    if (at > 0 && list[at - 1].once <= o.once) return count;
    for (int32_t i = count; i > at; i--) list[i] = list[i - 1];
    list[at] = o;
    kept = at + 1;
    for (int32_t i = at + 1; i <= count; i++)
        if (list[i].once < o.once) list[kept++] = list[i];
    return kept;
}

/* A station's ways that are open, ascending by what a unit pays, each dearer one with less to pay once; returns how many. */
static int32_t list_ways(const struct dual *d, const struct lane_rates *rates, int32_t s, int32_t t, struct offered *list)
{
    const struct mlg_network *n = d->net;
    const int32_t cell = s * n->period_count + t;
    int32_t count = 0;
    for (int32_t w = n->way_first[s]; w < n->way_first[s + 1]; w++) {
        const struct way *way = &n->ways[w];
        struct offered o = { .unit = (double)(way->haul_micro - n->way_least_micro[cell]), .way = w };
        const double co2_mg = (double)(way->haul_co2_mg - n->way_least_co2_mg[cell]);
        for (int32_t i = 0; i < way->upper_count; i++) {
            const struct upper *up = upper_at(d, way->uppers[i], t);
            o.unit += up->unit;
            o.once += d->now.w[link_cell(n, s, t, way->uppers[i])];
        }
        if (isinf(o.unit)) continue;
        if (rates->any) o.unit += rates->co2[t] * co2_mg;
        o.once *= quanta_per_unit(n, t) * (double)n->link_volume[s];
        count = add_offered(list, count, o);
    }
    return count;
}

/* Common rows feel a station's units at upper sites too, and on the way there. */
static void count_way(const struct dual *d, struct dual_block *b, int32_t s, int32_t t, const struct way *way, double load)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count && load > 0; r++) {
        const struct common_row *row = &n->commons[r];
        if (!row->on_flows || !row_at(row, t) || row->kind == ROW_COVER) continue;
        for (int32_t i = 0; i < way->upper_count; i++)
            b->activity[r] += load * (double)mlg__row_unit(n, row, way->uppers[i], t, upper_at(d, way->uppers[i], t)->state);
        if (row->kind == ROW_CO2)
            b->activity[r] += load * (double)row_haul(n, row, way->haul_co2_mg - n->way_least_co2_mg[s * n->period_count + t], t);
    }
}

static void count_taken(const struct dual *d, struct dual_block *b, int32_t s, int32_t t, int32_t k,
                        const struct item *items, struct fill fill)
{
    const struct mlg_network *n = d->net;
    double load = 0;
    const int32_t end = fill.fits + (fill.part > 0);
    for (int32_t i = 0; i < end; i++) {
        const double share = fill_share(&fill, items, i);
        if (share == 0) continue;
        b->served[(int64_t)items[i].row * n->period_count + t] += (float)share;
        load += share * items[i].load;
    }
    const int32_t supply = supply_of(n, s, t);
    if (supply != MLG_NONE && load > 0) {
        const int64_t cell = (int64_t)supply * n->period_count + t;
        b->served[cell] -= (float)(load / (double)n->volume[cell]);
    }
    if (has_ways(n, s) && load > 0) count_way(d, b, s, t, &n->ways[d->way[node_index(n, s, t, k)]], load);
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (!row->on_flows || !row_at(row, t)) continue;
        double sum = load * (double)mlg__row_unit(n, row, s, t, k);
        for (int32_t i = 0; i < end; i++) {
            const double share = fill_share(&fill, items, i);
            if (share > 0)
                sum += share * items[i].load *
                       (double)row_lane(n, row, &n->site_lanes[items[i].lane], items[i].row, t);
        }
        b->activity[r] += sum;
    }
}

static void count_path(const struct dual *d, struct dual_block *b, int32_t s)
{
    const struct mlg_network *n = d->net;
    const int8_t *path = &d->path[s * n->period_count];
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        for (int32_t t = row->first; t <= row->period; t++) {
            const struct arc *arc = arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t]);
            b->activity[r] += (double)(mlg__row_arc(n, row, t, arc) + mlg__row_node(n, row, s, t, path[t]));
        }
    }
}

/* The best way of each state, and its knapsack; without flows no way is needed. */
static void choose_ways(struct dual *d, const struct offered *list, int32_t count, int32_t s, int32_t t, struct item *items,
                        int32_t item_count, const double *capacity, double *unit, struct fill *fill)
{
    const struct mlg_network *n = d->net;
    const int32_t at = node_index(n, s, t, 0), states = n->site_states[s];
    double own[STATES_MAX], best[STATES_MAX];
    struct fill with[STATES_MAX];
    for (int32_t k = 1; k < states; k++) {
        own[k] = unit[k], best[k] = fill_at(n, s, t, k) > 0 ? INFINITY : 0, fill[k] = (struct fill) { .value = best[k] };
        d->way[at + k] = MLG_NONE;
    }
    for (int32_t i = 0; i < count; i++) {
        double added[STATES_MAX];
        for (int32_t k = 1; k < states; k++) added[k] = own[k] + list[i].unit;
        mlg__items_fill_states(items, item_count, states, capacity, added, &d->split_key[at], with);
        fill_up(n, s, t, items, item_count, with);
        for (int32_t k = 1; k < states; k++) {
            const double value = list[i].once + quanta_per_unit(n, t) * with[k].value;
            if (value >= best[k]) continue;
            best[k] = value, fill[k] = with[k], unit[k] = added[k], d->way[at + k] = list[i].way;
        }
    }
    for (int32_t k = 1; k < states; k++) /* what is paid once; the knapsack is added with those of all sites */
        if (!isinf(best[k])) d->node_total[at + k] += best[k] - quanta_per_unit(n, t) * fill[k].value;
}

static void solve_site(struct dual *d, const struct lane_rates *rates, int32_t s, struct dual_block *b)
{
    const struct mlg_network *n = d->net;
    const int32_t periods = n->period_count, stride = n->state_max;
    const int32_t item_cap = n->site_first[s + 1] - n->site_first[s];
    double unit[MLG_PERIODS_MAX * STATES_MAX];
    double more[MLG_PERIODS_MAX] = { 0 };
    int32_t way_count[MLG_PERIODS_MAX];
    struct fill fill[MLG_PERIODS_MAX * STATES_MAX];

    double capacity[STATES_MAX] = { 0 };
    fold_prices(d, s, unit);
    for (int32_t t = 0; has_ways(n, s) && t < periods; t++) {
        way_count[t] = list_ways(d, rates, s, t, &b->ways[t * (WAYS_MOST + 1)]);
        more[t] = way_count[t] > 0 ? b->ways[t * (WAYS_MOST + 1)].unit : INFINITY;
    }
    collect_items(d, rates, s, unit, more, b, item_cap);
    for (int32_t t = 0; t < periods; t++) {
        struct item *items = &b->items[(int64_t)t * item_cap];
        for (int32_t k = 1; k < n->site_states[s]; k++) capacity[k] = (double)capacity_at(n, s, t, k);
        if (fills(n, s, t)) mlg__items_sort(items, b->item_count[t]);
        if (has_ways(n, s))
            choose_ways(d, &b->ways[t * (WAYS_MOST + 1)], way_count[t], s, t, items, b->item_count[t], capacity, &unit[t * stride],
                        &fill[t * stride]);
        else
            mlg__items_fill_states(items, b->item_count[t], n->site_states[s], capacity, &unit[t * stride],
                                   &d->split_key[node_index(n, s, t, 0)], &fill[t * stride]);
        if (!has_ways(n, s)) fill_up(n, s, t, items, b->item_count[t], &fill[t * stride]);
        for (int32_t k = 1; is_upper(n, s) && k < n->site_states[s]; k++)
            d->node_total[node_index(n, s, t, k)] -= upper_at(d, s, t)->links;
        for (int32_t k = 1; k < n->site_states[s]; k++) {
            const int32_t node = node_index(n, s, t, k);
            d->node_total[node] += quanta_per_unit(n, t) * fill[t * stride + k].value;
            d->rent[node] = fmax(0, -(d->split_key[node] + unit[t * stride + k])); /* 0 where everything fits: fmax drops NAN */
        }
    }
    const int32_t at = node_index(n, s, 0, 0);
    int8_t *path = &d->path[s * periods];
    d->site_value[s] = mlg__state_path(periods, stride, n->site_states[s], n->site_today[s], &d->node_total[at],
                                       &d->arc_total[(int64_t)at * stride], path);
    for (int32_t t = 0; t < periods; t++)
        if (path[t] > 0)
            count_taken(d, b, s, t, path[t], &b->items[(int64_t)t * item_cap], fill[t * stride + path[t]]);
    count_path(d, b, s);
}

struct evaluation { struct dual *d; struct lane_rates rates; };

static void evaluate_block(void *user, int32_t i)
{
    struct evaluation *e = user;
    const struct mlg_network *n = e->d->net;
    struct dual_block *b = &e->d->blocks[i];
    memset(b->served, 0, sizeof *b->served * (size_t)n->row_count * (size_t)n->period_count);
    memset(b->activity, 0, sizeof *b->activity * (size_t)n->common_count);
    for (int32_t s = b->first_site; s < b->site_end; s++) solve_site(e->d, &e->rates, s, b);
}

/* Rows themselves: what they pay, and whether staying unserved pays. Adds up blocks in order. */
static double count_rows(struct dual *d)
{
    const struct mlg_network *n = d->net;
    double paid[MLG_PERIODS_MAX] = { 0 };
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            const double volume = (double)n->volume[cell];
            float served = 0;
            for (int32_t b = 0; b < d->block_count; b++) served += d->blocks[b].served[cell];
            if (fed_by(n, row) != MLG_NONE) { /* what is fed in, less what is given out: enough at 0 */
                d->served[cell] = 1 + served;
                continue;
            }
            paid[t] += volume * d->now.w[cell];
            const double leave = (double)n->pen_micro[row] - d->now.w[cell];
            if (leave < 0) {
                paid[t] += volume * leave;
                served += 1;
            }
            d->served[cell] = served;
        }
    for (int32_t r = 0; r < n->common_count; r++) {
        d->activity[r] = 0;
        for (int32_t b = 0; b < d->block_count; b++) d->activity[r] += d->blocks[b].activity[r];
    }
    double sum = 0;
    for (int32_t t = 0; t < n->period_count; t++) sum += quanta_per_unit(n, t) * paid[t];
    return sum;
}

void mlg__dual_evaluate(struct dual *d)
{
    const struct mlg_network *n = d->net;
    struct evaluation e = { d, rates_at(n, d->now.row) };
    price_uppers(d);
    mlg__parallel(d->block_count, d->threads, evaluate_block, &e);
    d->bound = (double)n->constant / (double)GRAINS_PER_QUANTUM + count_rows(d);
    for (int32_t s = 0; s < n->site_count; s++) d->bound += d->site_value[s];
    for (int32_t r = 0; r < n->common_count; r++)
        d->bound -= mlg__row_sign(&n->commons[r]) * d->now.row[r] * (double)n->commons[r].limit;
}

/* The job price can make a unit cheaper by at most this, in micro-euros. */
static void largest_job_gain(const struct dual *d, double *gain)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++) gain[t] = 0;
    if (!n->flow_rows) return;
    for (int32_t t = 0; t < n->period_count; t++) {
        double level[MLG_LEVELS_MAX] = { 0 };
        for (int32_t s = 0; s < n->site_count; s++)
            for (int32_t k = 1; k < n->site_states[s]; k++) {
                double sum = 0;
                for (int32_t r = 0; r < n->common_count; r++)
                    if (n->commons[r].kind == ROW_JOBS && n->commons[r].on_flows && n->commons[r].period == t)
                        sum += d->now.row[r] * (double)mlg__row_unit(n, &n->commons[r], s, t, k);
                level[level_of(n, s)] = fmax(level[level_of(n, s)], sum / quanta_per_unit(n, t));
            }
        for (int32_t l = 0; l < MLG_LEVELS_MAX; l++) gain[t] += level[l];
    }
}

static double clip_at(const struct mlg_network *n, const struct lane_rates *rates, const double *job_gain, int32_t row,
                      int32_t t)
{
    const int64_t cell = (int64_t)row * n->period_count + t;
    double most = (double)n->pen_micro[row];
    if (n->cbar_out[cell] != CBAR_NONE) most = fmin(most, n->cbar_out[cell] - job_gain[t]);
    if (n->cbar_in[cell] != CBAR_NONE)
        most = fmin(most, n->cbar_in[cell] - job_gain[t] - rates->cover[n->row_service[row]][t]);
    return most;
}

void mlg__dual_project(struct dual *d)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count; r++) {
        const double most = row_price_most(&n->commons[r]);
        d->now.row[r] = n->commons[r].priced ? most : fmin(fmax(0, d->now.row[r]), most);
    }
    const struct lane_rates rates = rates_at(n, d->now.row);
    double job_gain[MLG_PERIODS_MAX];
    largest_job_gain(d, job_gain);
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            double *w = &d->now.w[(int64_t)row * n->period_count + t];
            *w = fmin(*w, clip_at(n, &rates, job_gain, row, t));
            if (fed_by(n, row) != MLG_NONE) *w = fmax(0, *w);
        }
    for (int64_t cell = row_cells(n); cell < price_cells(n); cell++) d->now.w[cell] = fmax(0, d->now.w[cell]);
}

int64_t mlg__dual_clipped(const struct dual *d)
{
    const struct mlg_network *n = d->net;
    const struct lane_rates rates = rates_at(n, d->best.row);
    const double job_gain[MLG_PERIODS_MAX] = { 0 };
    int64_t count = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const double most = clip_at(n, &rates, job_gain, row, t);
            count += most < (double)n->pen_micro[row] && d->best.w[(int64_t)row * n->period_count + t] >= most;
        }
    return count;
}

static void copy_prices(const struct mlg_network *n, struct prices *to, const struct prices *from)
{
    memcpy(to->w, from->w, sizeof *to->w * (size_t)price_cells(n));
    memcpy(to->row, from->row, sizeof *to->row * (size_t)n->common_count);
}

/* Answers at the best prices, and no direction yet. */
static void start_at_best(struct dual *d)
{
    const struct mlg_network *n = d->net;
    copy_prices(n, &d->now, &d->best);
    mlg__dual_evaluate(d);
    memset(d->direction.w, 0, sizeof *d->direction.w * (size_t)price_cells(n));
    memset(d->direction.row, 0, sizeof *d->direction.row * (size_t)n->common_count);
    d->stalled = 0;
}

/* Prices of these rows are maximised in every iteration, not stepped: without them nothing would be worth a site. */
static bool is_exact(const struct common_row *r) { return r->kind == ROW_COUNT; }

/* Violation of a row as a share of its volume; of a common row as a share of its limit. */
static double row_violation(const struct dual *d, int64_t cell) { return 1 - (double)d->served[cell]; }
static double common_violation(const struct dual *d, int32_t r)
{
    const struct common_row *row = &d->net->commons[r];
    if (is_exact(row) || row->priced) return 0;
    return mlg__row_sign(row) * (d->activity[r] - (double)row->limit) / fmax(1, fabs((double)row->limit));
}

/* A link is violated where a station takes a way through a site that is closed; slack where it does not take one through an open one. */
static bool is_linked(const struct dual *d, int32_t s, int32_t t, int32_t upper)
{
    const struct mlg_network *n = d->net;
    const int8_t k = d->path[s * n->period_count + t];
    if (k == 0 || !has_ways(n, s) || d->way[node_index(n, s, t, k)] == MLG_NONE) return false;
    const struct way *way = &n->ways[d->way[node_index(n, s, t, k)]];
    for (int32_t i = 0; i < way->upper_count; i++)
        if (way->uppers[i] == upper) return true;
    return false;
}
static double link_violation(const struct dual *d, int32_t s, int32_t t, int32_t upper)
{
    return (double)is_linked(d, s, t, upper) - (double)(d->path[upper * d->net->period_count + t] > 0);
}

/* What moves a price on from where it is: one that stands at its least cannot fall, nor rise where it stands at its most. */
static double push(double direction, double price, double least, double most)
{
    if (price <= least) direction = fmax(0, direction);
    return price >= most ? fmin(0, direction) : direction;
}

/* The newest violations, and of the old direction as much as keeps the angle between them from being obtuse
 * [Camerini1975]. Products are in the scaled norm. */
static void turn_direction(struct dual *d)
{
    const struct mlg_network *n = d->net;
    double old_new = 0, old_old = 0;
    for (int32_t t = 0; t < n->period_count; t++) {
        double both = 0, old = 0;
        for (int32_t row = 0; row < n->row_count; row++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            const double dir = d->direction.w[cell], volume = (double)n->volume[cell];
            both += volume * dir * row_violation(d, cell), old += volume * dir * dir;
        }
        for (int32_t s = 0; n->way_first && s < n->station_count; s++)
            for (int32_t u = n->station_count; u < n->site_count; u++) {
                const double dir = d->direction.w[link_cell(n, s, t, u)], volume = (double)n->link_volume[s];
                both += volume * dir * link_violation(d, s, t, u), old += volume * dir * dir;
            }
        old_new += quanta_per_unit(n, t) * both, old_old += quanta_per_unit(n, t) * old;
    }
    for (int32_t r = 0; r < n->common_count; r++) {
        const double dir = d->direction.row[r];
        old_new += d->row_scale[r] * dir * common_violation(d, r), old_old += d->row_scale[r] * dir * dir;
    }
    const double kept = old_new < 0 && old_old > 0 ? -turn * old_new / old_old : 0;
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            const double least = fed_by(n, row) != MLG_NONE ? 0 : -INFINITY, dir = row_violation(d, cell) + kept * d->direction.w[cell];
            d->direction.w[cell] = push(dir, d->now.w[cell], least, (double)n->pen_micro[row]);
        }
    for (int32_t s = 0; n->way_first && s < n->station_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t u = n->station_count; u < n->site_count; u++) {
                const int64_t cell = link_cell(n, s, t, u);
                d->direction.w[cell] = push(link_violation(d, s, t, u) + kept * d->direction.w[cell], d->now.w[cell], 0, INFINITY);
            }
    for (int32_t r = 0; r < n->common_count; r++)
        d->direction.row[r] = push(common_violation(d, r) + kept * d->direction.row[r], d->now.row[r], 0, row_price_most(&n->commons[r]));
}

/* Steps of common rows: the first one moves what the row weighs in the bound by a small share of the bound. */
static void set_row_scales(struct dual *d, double step)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count; r++) {
        if (d->row_scale[r] > 0 || d->direction.row[r] == 0) continue;
        const double share = n->commons[r].on_flows || d->roams ? flow_row_share : state_row_share;
        d->row_scale[r] = share * fabs(d->best_bound) / (step * fmax(1, fabs(d->direction.row[r])));
    }
}

static double direction_length(const struct dual *d)
{
    const struct mlg_network *n = d->net;
    double length = 0;
    for (int32_t t = 0; t < n->period_count; t++) {
        double sum = 0;
        for (int32_t row = 0; row < n->row_count; row++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            sum += (double)n->volume[cell] * d->direction.w[cell] * d->direction.w[cell];
        }
        for (int32_t s = 0; n->way_first && s < n->station_count; s++)
            for (int32_t u = n->station_count; u < n->site_count; u++) {
                const double dir = d->direction.w[link_cell(n, s, t, u)];
                sum += (double)n->link_volume[s] * dir * dir;
            }
        length += quanta_per_unit(n, t) * sum;
    }
    for (int32_t r = 0; r < n->common_count; r++) length += d->row_scale[r] * d->direction.row[r] * d->direction.row[r];
    return length;
}

static double all_units(const struct mlg_network *n)
{
    double sum = 1;
    for (int32_t t = 0; t < n->period_count; t++) sum += quanta_per_unit(n, t) * (double)mlg__period_load(n, t);
    return sum;
}

/* Along the direction, as far as would reach the target if the bound were linear [Held1974]. The best plan is a far target at first,
 * and before there is one nothing is known: a target a little above the best bound, nearer after each step that overshoots, keeps the
 * first steps from undoing each other (decision 0027). */
static void step(struct dual *d, double upper)
{
    const struct mlg_network *n = d->net;
    double length = direction_length(d);
    if (length <= 0) { /* only common rows push, and have no scale yet: one unit of theirs is as long as one of all rows */
        set_row_scales(d, flow_row_share * fabs(d->best_bound) / all_units(n));
        length = direction_length(d);
    }
    const double target = fmin(upper, d->best_bound + d->reach * fmax(fabs(d->best_bound), d->cost_scale));
    if (length <= 0) return;
    const double by = d->theta * fmax(target - d->bound, 1) / length;
    set_row_scales(d, by);
    for (int64_t cell = 0; cell < price_cells(n); cell++) d->now.w[cell] += by * d->direction.w[cell];
    for (int32_t r = 0; r < n->common_count; r++)
        d->now.row[r] += by * d->row_scale[r] * d->direction.row[r] / fmax(1, fabs((double)n->commons[r].limit));
    mlg__dual_project(d);
}

static double best_price(struct dual *d, int32_t r);

/* The bound at d->now, exact rows at their best prices there. */
static void evaluate_exactly(struct dual *d)
{
    const struct mlg_network *n = d->net;
    mlg__dual_evaluate(d);
    for (int32_t r = 0; r < n->common_count; r++) {
        if (!is_exact(&n->commons[r])) continue;
        const double price = best_price(d, r);
        if (price == d->now.row[r]) continue;
        d->now.row[r] = price;
        mlg__dual_evaluate(d);
    }
}

/* Keep the best prices; after some steps without gain go back to them, with shorter steps and a new direction. */
static void judge_step(struct dual *d)
{
    if (d->bound > d->best_bound + 1e-6 * fabs(d->best_bound)) d->stalled = 0;
    else d->stalled++;
    if (d->bound > d->best_bound) {
        d->best_bound = d->bound;
        copy_prices(d->net, &d->best, &d->now);
        d->reach = fmin(1, d->reach * further);
    } else {
        d->reach = fmax(least_reach, d->reach * nearer);
    }
    if (d->stalled < STALL_LIMIT) return;
    d->theta *= step_shrink;
    if (d->roams) d->stalled = 0;
    else start_at_best(d);
}

void mlg__dual_keep_now(struct dual *d) { copy_prices(d->net, &d->best, &d->now); }

void mlg__dual_iterate(struct dual *d, double upper)
{
    const struct mlg_network *n = d->net;
    turn_direction(d);
    step(d, upper);
    evaluate_exactly(d);
    judge_step(d);
    for (int32_t i = 0; i < n->site_count * n->period_count; i++) {
        float *y = &d->ybar[i * n->state_max];
        for (int32_t k = 0; k < n->state_max; k++)
            y[k] = (float)((1 - averaging) * (double)y[k] + (d->path[i] == k ? averaging : 0));
    }
    d->iterations++;
}

void mlg__dual_restart(struct dual *d)
{
    const struct mlg_network *n = d->net;
    copy_prices(n, &d->now, &d->best);
    mlg__dual_project(d);
    copy_prices(n, &d->best, &d->now);
    start_at_best(d);
    d->best_bound = d->bound;
    d->theta = fmax(d->theta, restart_step);
    d->reach = fmin(d->reach, restart_reach);
}

/* Activity of row r when its price changes by `more`, everything else as at the last evaluation. */
static double activity_at(struct dual *d, int32_t r, double more)
{
    const struct mlg_network *n = d->net;
    const struct common_row *row = &n->commons[r];
    const int32_t stride = n->state_max, periods = n->period_count;
    const double price = mlg__row_sign(row) * more;
    double node[MLG_PERIODS_MAX * STATES_MAX], arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX], sum = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        if (row->kind == ROW_CONFLICT && n->site_set[s] != row->set) continue;
        const int32_t at = node_index(n, s, 0, 0), nodes = periods * stride;
        memcpy(node, &d->node_total[at], sizeof *node * (size_t)nodes);
        memcpy(arc, &d->arc_total[(int64_t)at * stride], sizeof *arc * (size_t)(nodes * stride));
        for (int32_t t = row->first; t <= row->period; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                node[t * stride + k] += price * (double)mlg__row_node(n, row, s, t, k);
                for (int32_t from = 0; row->kind == ROW_BUDGET && from < n->site_states[s]; from++)
                    arc[(t * stride + k) * stride + from] +=
                        price * (double)mlg__row_arc(n, row, t, arc_at(n, s, t, from, k));
            }
        int8_t path[MLG_PERIODS_MAX];
        mlg__state_path(periods, stride, n->site_states[s], n->site_today[s], node, arc, path);
        for (int32_t t = row->first; t <= row->period; t++) {
            const struct arc *used = arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t]);
            sum += (double)(mlg__row_arc(n, row, t, used) + mlg__row_node(n, row, s, t, path[t]));
        }
    }
    return sum;
}

/* The bound is concave in one price, its slope is the violation: bisection on the sign of the slope. */
static double best_price(struct dual *d, int32_t r)
{
    const struct common_row *row = &d->net->commons[r];
    const double old = d->now.row[r], sign = mlg__row_sign(row);
    const double unit = 1e-4 * fmax(fabs(d->bound), d->cost_scale) / fmax(1, fabs((double)row->limit));
    double low = 0, high = fmax(2 * old, unit);
    if (sign * (activity_at(d, r, -old) - (double)row->limit) <= 0) return 0;
    for (int i = 0; i < 40 && sign * (activity_at(d, r, high - old) - (double)row->limit) > 0; i++)
        low = high, high *= 4;
    for (int i = 0; i < 20; i++) {
        const double middle = (low + high) / 2;
        if (sign * (activity_at(d, r, middle - old) - (double)row->limit) > 0) low = middle;
        else high = middle;
    }
    return fmin(low, row_price_most(row));
}

void mlg__dual_cheap_prices(struct dual *d)
{
    const struct mlg_network *n = d->net;
    copy_prices(n, &d->now, &d->best);
    mlg__dual_evaluate(d);
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->on_flows) continue;
        if (row->kind == ROW_CONFLICT && d->now.row[r] == 0 && d->activity[r] <= 1) continue;
        const double price = best_price(d, r);
        if (price == d->now.row[r]) continue;
        d->now.row[r] = price;
        mlg__dual_evaluate(d);
        if (d->bound > d->best_bound) {
            d->best_bound = d->bound;
            copy_prices(n, &d->best, &d->now);
        } else {
            copy_prices(n, &d->now, &d->best);
            mlg__dual_evaluate(d);
        }
    }
    d->iterations++;
}

/* Blocks of sites with about the same number of lanes each. */
static void make_blocks(struct dual *d)
{
    const struct mlg_network *n = d->net;
    const size_t cells = (size_t)n->row_count * (size_t)n->period_count;
    d->block_count = min32(BLOCKS, max32(1, n->site_count));
    d->blocks = arena_array(&d->arena, struct dual_block, d->block_count);
    if (!d->blocks) return;
    for (int32_t b = 0, s = 0; b < d->block_count; b++) {
        struct dual_block *block = &d->blocks[b];
        const int64_t until = (int64_t)n->lane_count * (b + 1) / d->block_count;
        int32_t most = 0;
        block->first_site = s;
        while (s < n->site_count && (b == d->block_count - 1 || n->site_first[s] < until)) {
            most = max32(most, n->site_first[s + 1] - n->site_first[s]);
            s++;
        }
        block->site_end = s;
        block->items = arena_array(&d->arena, struct item, (int64_t)most * n->period_count + 1);
        block->item_count = arena_array(&d->arena, int32_t, n->period_count);
        block->served = arena_array(&d->arena, float, cells);
        block->activity = arena_array(&d->arena, double, n->common_count);
        if (n->way_first) block->ways = arena_array(&d->arena, struct offered, n->period_count * (WAYS_MOST + 1));
    }
}

/* First prices: what the second cheapest site asks (the cheapest one's rent is the difference). */
static void first_prices(struct dual *d)
{
    const struct mlg_network *n = d->net;
    for (int32_t row = n->row_count - 1; row >= 0; row--) /* supply rows of upper levels are the last */
        for (int32_t t = 0; t < n->period_count; t++) {
            double first = INFINITY, second = INFINITY;
            for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
                const int32_t s = n->lanes[i].end;
                double unit = INFINITY;
                for (int32_t k = 1; k < n->site_states[s]; k++)
                    if (node_at(n, s, t, k)->allowed) unit = fmin(unit, (double)node_at(n, s, t, k)->unit_micro);
                const int32_t supply = supply_of(n, s, t);
                const double fed = supply == MLG_NONE ? 0 : d->best.w[(int64_t)supply * n->period_count + t];
                const double cost = n->lanes[i].cost_micro + unit + fed;
                if (cost < first) second = first, first = cost;
                else second = fmin(second, cost);
            }
            if (fed_by(n, row) != MLG_NONE) second = first; /* a site need not be fed at all */
            d->best.w[(int64_t)row * n->period_count + t] = fmin(second, (double)n->pen_micro[row]);
        }
}

/* What serving all demand would cost on mean lanes or, where lanes are free, what not serving it would, quanta: the order of
 * size of a bound that has not risen yet. */
static double mean_lane_cost(const struct mlg_network *n)
{
    double cost = 0, left_out = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        const int32_t count = n->row_first[row + 1] - n->row_first[row];
        double sum = 0;
        if (count == 0 || fed_by(n, row) != MLG_NONE) continue;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) sum += n->lanes[i].cost_micro;
        for (int32_t t = 0; t < n->period_count; t++) {
            const double units = quanta_per_unit(n, t) * (double)volume_at(n, row, t);
            cost += units * sum / count, left_out += units * (double)n->pen_micro[row];
        }
    }
    return cost > 0 ? cost : left_out;
}

mlg_status mlg__dual_new(const struct mlg_network *n, int32_t threads, struct dual **dual, mlg_error *err)
{
    struct dual *d = *dual = mlg__malloc(sizeof *d);
    if (!d) return mlg__no_memory(err, "siting");
    const size_t cells = (size_t)n->row_count * (size_t)n->period_count;
    const size_t nodes = (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
    d->net = n;
    d->threads = threads;
    make_blocks(d);
    struct prices *all[] = { &d->now, &d->best, &d->direction };
    for (size_t i = 0; i < 3; i++) {
        all[i]->w = arena_array(&d->arena, double, price_cells(n));
        all[i]->row = arena_array(&d->arena, double, n->common_count);
    }
    d->row_scale = arena_array(&d->arena, double, n->common_count);
    d->served = arena_array(&d->arena, float, cells);
    d->activity = arena_array(&d->arena, double, n->common_count);
    d->path = arena_array(&d->arena, int8_t, (size_t)n->site_count * (size_t)n->period_count);
    d->site_value = arena_array(&d->arena, double, n->site_count);
    d->node_total = arena_array(&d->arena, double, nodes);
    d->arc_total = arena_array(&d->arena, double, nodes * (size_t)n->state_max);
    d->split_key = arena_array(&d->arena, double, nodes);
    d->rent = arena_array(&d->arena, double, nodes);
    d->ybar = arena_array(&d->arena, float, nodes);
    d->alive = arena_array(&d->arena, bool, nodes);
    d->way = arena_array(&d->arena, int32_t, nodes);
    d->uppers = arena_array(&d->arena, struct upper, upper_count(n) * n->period_count);
    if (d->arena.failed) {
        mlg__dual_free(d);
        *dual = NULL;
        return mlg__no_memory(err, "siting");
    }
    for (size_t i = 0; i < nodes; i++) d->alive[i] = n->nodes[i].allowed, d->node_total[i] = INFINITY, d->split_key[i] = NAN;
    for (size_t i = 0; i < nodes * (size_t)n->state_max; i++) d->arc_total[i] = INFINITY;
    first_prices(d);
    d->cost_scale = mean_lane_cost(n);
    d->theta = first_step;
    mlg__dual_restart(d);
    d->reach = 1;
    for (int32_t i = 0; i < n->site_count * n->period_count; i++) d->ybar[i * n->state_max + d->path[i]] = 1;
    return MLG_OK;
}

void mlg__dual_free(struct dual *d)
{
    if (!d) return;
    mlg__arena_free(&d->arena);
    mlg__free(d);
}
