/* design.c — candidate plans: states, assignments, score. See design.h. */
#include "siting/design.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/thread.h"
#include "siting/dual.h"
#include "siting/statepath.h"

#define LACKING_MICRO INT64_C(20000000) /* penalty of a unit that a state lacks for its least fill: 20 EUR */

static double micro_per_unit(const struct mlg_network *n, const struct common_row *r, int32_t t, double price)
{
    return price * mlg__row_sign(r) * (double)GRAINS_PER_QUANTUM / (double)flow_weight(n, t);
}

#define PENALTY_MAX 1e30    /* grains: prices of limits that nothing can keep grow without end */
#define UNIT_PRICE_MAX 1e12 /* micro-euros: a million euros for one unit */

/* What rows on flows add to a unit at a site in a state, and to one on a haul. Prices that repair raised in vain may be anything; what
 * they add stays within the reach of sums. */
static int64_t priced_unit(const struct design *d, int32_t site, int32_t t, int32_t k, int64_t haul_co2_mg)
{
    const struct mlg_network *n = d->net;
    double more = 0;
    for (int32_t i = 0; n->flow_rows && i < n->common_count; i++) {
        const struct common_row *r = &n->commons[i];
        if (!r->on_flows || !row_at(r, t) || d->row_price[i] <= 0) continue;
        const int64_t units = site == MLG_NONE ? row_haul(n, r, haul_co2_mg, t) : mlg__row_unit(n, r, site, t, k);
        more += micro_per_unit(n, r, t, d->row_price[i]) * (double)units;
    }
    return (int64_t)floor(fmax(-UNIT_PRICE_MAX, fmin(UNIT_PRICE_MAX, more)) + 0.5);
}

/* An upper site as it is, or as it would be in state k. */
static int8_t upper_state(const struct design *d, int32_t site, int32_t t, int32_t upper, int32_t k)
{
    return site == upper ? (int8_t)k : d->path[site * d->net->period_count + t];
}

/* Of a unit on a way beyond what the station's node says, with an upper site as it is or in state k. */
static int64_t priced_way(const struct design *d, int32_t s, int32_t t, const struct way *way, int32_t upper, int32_t k)
{
    const struct mlg_network *n = d->net;
    const int32_t cell = s * n->period_count + t;
    int64_t cost = way->haul_micro - n->way_least_micro[cell] +
                   priced_unit(d, MLG_NONE, t, 0, way->haul_co2_mg - n->way_least_co2_mg[cell]);
    for (int32_t i = 0; i < way->upper_count; i++) {
        const int32_t u = way->uppers[i], state = upper_state(d, u, t, upper, k);
        cost += node_at(n, u, t, state)->unit_micro + priced_unit(d, u, t, state, 0);
    }
    return cost;
}

int64_t mlg__design_unit_cost(const struct design *d, int32_t site, int32_t t, int32_t k)
{
    const struct mlg_network *n = d->net;
    int64_t cost = node_at(n, site, t, k)->unit_micro + priced_unit(d, site, t, k, 0);
    if (k > 0) cost -= d->subsidy[(int64_t)t * n->site_count + site];
    if (has_ways(n, site)) {
        const int32_t way = d->way[site * n->period_count + t];
        cost += way == MLG_NONE ? NO_CHAIN_MICRO : priced_way(d, site, t, &n->ways[way], MLG_NONE, 0);
    }
    return cost;
}

/* -- ways -- */

static bool way_is_open(const struct design *d, const struct way *way, int32_t t, int32_t upper, int32_t k)
{
    for (int32_t i = 0; i < way->upper_count; i++)
        if (upper_state(d, way->uppers[i], t, upper, k) == 0) return false;
    return way->upper_count > 0;
}

int64_t mlg__design_way_cost(const struct design *d, int32_t s, int32_t t, int32_t upper, int32_t k)
{
    const struct mlg_network *n = d->net;
    int64_t best = NO_CHAIN_MICRO;
    for (int32_t w = n->way_first[s]; w < n->way_first[s + 1]; w++)
        if (way_is_open(d, &n->ways[w], t, upper, k)) best = min64(best, priced_way(d, s, t, &n->ways[w], upper, k));
    return best;
}

bool mlg__design_way_open(const struct design *d, const struct way *way, int32_t t) { return way_is_open(d, way, t, MLG_NONE, 0); }

/* Every station takes the way that it is to take or, where that is closed, the cheapest as upper sites and prices are. */
static void choose_ways(struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    for (int32_t s = 0; s < n->station_count; s++) {
        int64_t best = NO_CHAIN_MICRO;
        int32_t *way = &d->way[s * n->period_count + t];
        *way = d->held[s * n->period_count + t];
        if (*way != MLG_NONE && way_is_open(d, &n->ways[*way], t, MLG_NONE, 0)) continue;
        *way = MLG_NONE;
        for (int32_t w = n->way_first[s]; w < n->way_first[s + 1]; w++) {
            if (!way_is_open(d, &n->ways[w], t, MLG_NONE, 0)) continue;
            const int64_t cost = priced_way(d, s, t, &n->ways[w], MLG_NONE, 0);
            if (cost < best) best = cost, *way = w;
        }
    }
}

void mlg__design_hold(struct design *d, const int32_t *ways)
{
    for (int32_t i = 0; d->held && i < d->net->station_count * d->net->period_count; i++) d->held[i] = ways ? ways[i] : MLG_NONE;
}

/* What a unit really pays beyond the station's node, and what it emits. */
int64_t mlg__design_way_micro(const struct design *d, int32_t s, int32_t t)
{
    const struct mlg_network *n = d->net;
    const struct way *way = &n->ways[d->way[s * n->period_count + t]];
    int64_t micro = way->haul_micro - n->way_least_micro[s * n->period_count + t];
    for (int32_t i = 0; i < way->upper_count; i++)
        micro += node_at(n, way->uppers[i], t, d->path[way->uppers[i] * n->period_count + t])->unit_micro;
    return micro;
}

/* A common row's part of a unit on its way. */
int64_t mlg__design_way_row(const struct design *d, const struct common_row *r, int32_t s, int32_t t)
{
    const struct mlg_network *n = d->net;
    const struct way *way = &n->ways[d->way[s * n->period_count + t]];
    int64_t sum = row_haul(n, r, way->haul_co2_mg - n->way_least_co2_mg[s * n->period_count + t], t);
    for (int32_t i = 0; i < way->upper_count; i++)
        sum += mlg__row_unit(n, r, way->uppers[i], t, d->path[way->uppers[i] * n->period_count + t]);
    return sum;
}

int64_t mlg__design_load(const struct design *d, int32_t site, int32_t t)
{
    const struct mlg_network *n = d->net;
    int64_t load = 0;
    if (!is_upper(n, site)) return d->periods[t]->load[site];
    for (int32_t s = 0; s < n->station_count; s++) {
        if (!has_ways(n, s) || d->way[s * n->period_count + t] == MLG_NONE) continue;
        const struct way *way = &n->ways[d->way[s * n->period_count + t]];
        for (int32_t i = 0; i < way->upper_count; i++)
            if (way->uppers[i] == site) load += d->periods[t]->load[s];
    }
    return load;
}

/* Upper sites, and stations that nothing reaches, serve nobody. */
static int64_t capacity_in(const struct design *d, int32_t site, int32_t t, int8_t k)
{
    const bool cut_off = is_upper(d->net, site) || (has_ways(d->net, site) && d->way[site * d->net->period_count + t] == MLG_NONE);
    return k > 0 && !cut_off ? capacity_at(d->net, site, t, k) : 0;
}

static int64_t open_capacity(const struct design *d, int32_t site, int32_t t)
{
    return capacity_in(d, site, t, d->path[site * d->net->period_count + t]);
}

/* -- hard rows -- */

static bool is_hard(const struct common_row *r)
{
    return r->kind == ROW_BUDGET || r->kind == ROW_CONFLICT || r->kind == ROW_COUNT;
}

static int64_t path_activity(const struct mlg_network *n, const struct common_row *r, int32_t site, const int8_t *path)
{
    int64_t sum = 0;
    for (int32_t t = r->first; t <= r->period; t++)
        sum += mlg__row_arc(n, r, t, arc_at(n, site, t, t ? path[t - 1] : n->site_today[site], path[t])) +
               mlg__row_node(n, r, site, t, path[t]);
    return sum;
}

bool mlg__path_exists(const struct mlg_network *n, int32_t site, const int8_t *path)
{
    for (int32_t t = 0; t < n->period_count; t++)
        if (!node_at(n, site, t, path[t])->allowed ||
            !arc_at(n, site, t, t ? path[t - 1] : n->site_today[site], path[t])->allowed)
            return false;
    return true;
}

bool mlg__design_allows(const struct design *d, int32_t site, const int8_t *path)
{
    const struct mlg_network *n = d->net;
    if (!mlg__path_exists(n, site, path)) return false;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (!is_hard(row) || row->give > 0 || (row->kind == ROW_CONFLICT && row->set != n->site_set[site])) continue;
        const int64_t more = path_activity(n, row, site, path) - path_activity(n, row, site, design_path(d, site));
        if (more > 0 && d->activity[r] + more > row->limit) return false;
    }
    return true;
}

void mlg__design_set_unassigned(struct design *d, int32_t site, const int8_t *path)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count; r++)
        if (is_hard(&n->commons[r]))
            d->activity[r] += path_activity(n, &n->commons[r], site, path) -
                              path_activity(n, &n->commons[r], site, design_path(d, site));
    memcpy(&d->path[site * n->period_count], path, sizeof *path * (size_t)n->period_count);
}

void mlg__design_take(struct design *d, const int8_t *paths)
{
    const struct mlg_network *n = d->net;
    memcpy(d->path, paths, sizeof *paths * (size_t)n->site_count * (size_t)n->period_count);
    memset(d->subsidy, 0, sizeof *d->subsidy * (size_t)n->site_count * (size_t)n->period_count);
    mlg__design_hold(d, NULL);
    for (int32_t r = 0; r < n->common_count; r++) {
        d->activity[r] = 0;
        for (int32_t s = 0; is_hard(&n->commons[r]) && s < n->site_count; s++)
            d->activity[r] += path_activity(n, &n->commons[r], s, design_path(d, s));
    }
}

void mlg__design_rest(struct design *d)
{
    const struct mlg_network *n = d->net;
    const int32_t stride = n->state_max;
    memset(d->activity, 0, sizeof *d->activity * (size_t)n->common_count);
    memset(d->subsidy, 0, sizeof *d->subsidy * (size_t)n->site_count * (size_t)n->period_count);
    mlg__design_hold(d, NULL);
    for (int32_t s = 0; s < n->site_count; s++) {
        double node[MLG_PERIODS_MAX * STATES_MAX] = { 0 }, arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX] = { 0 };
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                node[t * stride + k] = node_at(n, s, t, k)->allowed ? 0 : INFINITY;
                for (int32_t from = 0; from < n->site_states[s]; from++) {
                    const struct arc *a = arc_at(n, s, t, from, k);
                    const double change = from == k ? 0 : 1; /* a cent: staying is best */
                    arc[(t * stride + k) * stride + from] =
                        a->allowed ? (double)a->capital_cents + change : INFINITY;
                }
            }
        int8_t *path = &d->path[s * n->period_count];
        mlg__state_path(n->period_count, stride, n->site_states[s], n->site_today[s], node, arc, path);
        for (int32_t r = 0; r < n->common_count; r++)
            if (is_hard(&n->commons[r])) d->activity[r] += path_activity(n, &n->commons[r], s, path);
    }
}

/* -- assignments -- */

/* What limits on flows add to a lane, and whether it keeps its promise by the way that its station has: those of the fastest way, and
 * no others, may. */
static void price_lane(struct design *d, int32_t t, const struct lane_price_row *rows, int32_t i, int32_t row)
{
    const struct mlg_network *n = d->net;
    const struct lane *lane = &n->lanes[i];
    double priced = lane->cost_micro;
    if (d->lane_in) {
        const int32_t way = has_ways(n, lane->end) ? d->way[lane->end * n->period_count + t] : MLG_NONE;
        d->lane_in[(int64_t)t * n->lane_count + i] = lane_keeps(n, i, row, t, way);
    }
    for (const struct lane_price_row *r = rows; r->row; r++)
        priced += r->micro * (double)assignment_row_lane(d->periods[t], r->row, i, row);
    d->lane_cost[(int64_t)t * n->lane_count + i] = (int32_t)fmax(-1e9, fmin(1e9, floor(priced + 0.5)));
}

/* Rows on lanes that have a price in this period; the last one has no row. */
static const struct lane_price_row *rows_on_lanes(struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    struct lane_price_row *rows = &d->lane_rows[(int64_t)t * (n->common_count + 1)];
    int32_t count = 0;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if ((row->kind == ROW_CO2 || row->kind == ROW_COVER) && row->on_flows && row_at(row, t) && d->row_price[r] > 0)
            rows[count++] = (struct lane_price_row) { row, micro_per_unit(n, row, t, d->row_price[r]) };
    }
    rows[count].row = NULL;
    return rows;
}

/* Lanes whose price may have changed since this period was assigned: all, or those of stations that have another way. */
static void price_lanes(struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    double *priced_at = &d->priced_at[(int64_t)t * n->common_count];
    const struct lane_price_row *rows = rows_on_lanes(d, t);
    d->periods[t]->lane_in = d->lane_in ? &d->lane_in[(int64_t)t * n->lane_count] : NULL;
    if (!d->priced[t] || memcmp(priced_at, d->row_price, sizeof *priced_at * (size_t)n->common_count)) {
        for (int32_t row = 0; row < n->row_count; row++)
            for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) price_lane(d, t, rows, i, row);
    } else {
        for (int32_t s = 0; d->way && s < n->station_count; s++) {
            if (d->way[s * n->period_count + t] == d->priced_way[s * n->period_count + t]) continue;
            for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) price_lane(d, t, rows, n->lane_of[i], n->site_lanes[i].end);
        }
    }
    d->priced[t] = true;
    memcpy(priced_at, d->row_price, sizeof *priced_at * (size_t)n->common_count);
    for (int32_t s = 0; d->way && s < n->station_count; s++)
        d->priced_way[s * n->period_count + t] = d->way[s * n->period_count + t];
}

static void start_period(void *user, int32_t t)
{
    struct design *d = user;
    const struct mlg_network *n = d->net;
    int64_t *capacity = mlg__malloc(sizeof *capacity * 2 * (size_t)n->site_count);
    if (!capacity) {
        d->periods[t]->failed = true;
        return;
    }
    if (d->way) choose_ways(d, t);
    int64_t *unit_cost = capacity + n->site_count, *rent = &d->rent[(int64_t)t * n->site_count];
    for (int32_t s = 0; s < n->site_count; s++) {
        capacity[s] = open_capacity(d, s, t);
        unit_cost[s] = mlg__design_unit_cost(d, s, t, design_path(d, s)[t]);
    }
    if (d->lane_cost) price_lanes(d, t);
    d->periods[t]->control = t == 0 || d->threads == 1 ? d->control : NULL; /* one thread at a time talks to the caller */
    mlg__assignment_start(d->periods[t], capacity, unit_cost,
                          d->lane_cost ? &d->lane_cost[(int64_t)t * n->lane_count] : NULL, rent);
    for (int32_t s = 0; s < n->site_count; s++)
        rent[s] = capacity[s] > 0 ? max64(0, mlg__assignment_site_price(d->periods[t], s) - unit_cost[s]) : 0;
    mlg__free(capacity);
}

struct change { struct design *d; int32_t site; const int8_t *path; };

static void change_period(void *user, int32_t t)
{
    struct change *c = user;
    const struct mlg_network *n = c->d->net;
    const int8_t k = c->path[t];
    if (k == c->d->path[c->site * n->period_count + t]) return;
    mlg__assignment_set(c->d->periods[t], c->site, capacity_in(c->d, c->site, t, k),
                        mlg__design_unit_cost(c->d, c->site, t, k));
}

void mlg__design_set(struct design *d, int32_t site, const int8_t *path)
{
    struct change change = { d, site, path };
    int32_t changed = 0;
    for (int32_t t = 0; t < d->net->period_count; t++) changed += path[t] != design_path(d, site)[t];
    d->trials++;
    if (is_upper(d->net, site)) { /* what its stations pay changes all at once */
        int8_t old[MLG_PERIODS_MAX];
        memcpy(old, design_path(d, site), sizeof old[0] * (size_t)d->net->period_count);
        mlg__design_set_unassigned(d, site, path);
        for (int32_t t = 0; t < d->net->period_count; t++)
            if (path[t] != old[t]) start_period(d, t);
        return;
    }
    mlg__parallel(d->net->period_count, changed > 1 ? d->threads : 1, change_period, &change);
    mlg__design_set_unassigned(d, site, path);
}

void mlg__design_set_way(struct design *d, int32_t station, int32_t t, int32_t way)
{
    d->held[station * d->net->period_count + t] = way;
    start_period(d, t);
    d->trials++;
}

void mlg__design_expect(struct design *d, const struct dual *dual)
{
    const struct mlg_network *n = d->net;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            d->rent[(int64_t)t * n->site_count + s] =
                (int64_t)fmin(UNIT_PRICE_MAX, dual->rent[node_index(n, s, t, design_path(d, s)[t])]);
}

void mlg__design_start(struct design *d, const double *row_price)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; row_price && r < n->common_count; r++)
        d->row_price[r] = is_hard(&n->commons[r]) ? 0 : row_price[r];
    mlg__parallel(n->period_count, d->threads, start_period, d);
}

void mlg__design_prices(const struct design *d, struct prices *prices)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count; r++)
        if (!is_hard(&n->commons[r])) prices->row[r] = d->row_price[r];
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t row = 0; row < n->row_count; row++) {
            const struct assignment *a = d->periods[t];
            int64_t least = n->pen_micro[row];
            for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
                if (a->open_at[n->lanes[i].end] != MLG_NONE)
                    least = min64(least, assignment_lane_cost(a, i) + mlg__assignment_site_price(a, n->lanes[i].end));
            prices->w[(int64_t)row * n->period_count + t] = (double)least;
        }
}

bool mlg__design_failed(const struct design *d)
{
    bool failed = d->failed;
    for (int32_t t = 0; t < d->net->period_count; t++) failed |= d->periods[t]->failed;
    return failed;
}

void mlg__design_make_whole(struct design *d, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control)
{
    const int64_t rows = d->net->row_count;
    for (int32_t t = 0; t < d->net->period_count; t++)
        mlg__make_whole(d->periods[t], hint ? hint + t * rows : NULL, rounds, rng, control);
}

enum { NEAR_ROUNDS = 500 }; /* where descents alone meet no legal plan */

struct near_whole { struct design *d; uint64_t seed; bool found[MLG_PERIODS_MAX]; };

static void make_period_whole(void *user, int32_t t)
{
    struct near_whole *w = user;
    struct rng rng = rng_seeded(w->seed, (uint64_t)t);
    w->found[t] = mlg__make_whole_near(w->d->periods[t], NEAR_ROUNDS, &rng);
}

bool mlg__design_make_whole_near(struct design *d, uint64_t seed)
{
    struct near_whole w = { .d = d, .seed = seed };
    bool found = true;
    mlg__parallel(d->net->period_count, d->threads, make_period_whole, &w);
    for (int32_t t = 0; t < d->net->period_count; t++) found &= w.found[t];
    return found;
}

void mlg__design_impose_whole(struct design *d, const int32_t *site_of)
{
    const int64_t rows = d->net->row_count;
    for (int32_t t = 0; t < d->net->period_count; t++) mlg__impose_whole(d->periods[t], site_of + t * rows);
}

void mlg__design_read_whole(const struct design *d, int32_t *site_of)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t row = 0; row < n->row_count; row++) {
            const int32_t p = d->periods[t]->row_piece[row];
            site_of[(int64_t)t * n->row_count + row] =
                p == MLG_NONE || d->periods[t]->pieces[p].lane == MLG_NONE ? MLG_NONE : d->periods[t]->pieces[p].site;
        }
}

bool mlg__design_cut_short(const struct design *d)
{
    bool cut_short = false;
    for (int32_t t = 0; t < d->net->period_count; t++) cut_short |= d->periods[t]->cut_short;
    return cut_short;
}

void mlg__design_read_flows(struct design *d, struct flow_list *list)
{
    list->count = 0;
    for (int32_t t = 0; t < d->net->period_count && !d->failed; t++) d->failed = !mlg__assignment_flows(d->periods[t], list);
}

/* -- score -- */

int128 mlg__design_flow_activity(const struct design *d, const struct common_row *r, int32_t t)
{
    const struct mlg_network *n = d->net;
    const struct assignment *a = d->periods[t];
    int128 sum = 0;
    for (int32_t i = 0; i < a->sum_count; i++)
        if (a->sum_row[i] == r) sum += a->sum[i];
    for (int32_t i = 0; i < a->open_count; i++) {
        const int32_t s = a->open[i];
        if (s == n->site_count) continue;
        sum += (int128)a->load[s] * mlg__row_unit(n, r, s, t, design_path(d, s)[t]);
        if (has_ways(n, s) && a->load[s] > 0) sum += (int128)a->load[s] * mlg__design_way_row(d, r, s, t);
    }
    return sum;
}

static int128 flow_activity(const struct design *d, const struct common_row *r)
{
    int128 sum = 0;
    for (int32_t t = r->first; r->on_flows && t <= r->period; t++) sum += mlg__design_flow_activity(d, r, t);
    return sum;
}

int128 mlg__design_states_activity(const struct design *d, const struct common_row *r)
{
    int128 sum = 0;
    for (int32_t s = 0; s < d->net->site_count; s++) sum += path_activity(d->net, r, s, design_path(d, s));
    return sum;
}

int128 mlg__design_activity(const struct design *d, const struct common_row *r)
{
    return flow_activity(d, r) + mlg__design_states_activity(d, r);
}

int128 mlg__design_flow_cost(const struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    const struct assignment *a = d->periods[t];
    int128 sum = a->lane_sum;
    for (int32_t i = 0; i < a->open_count; i++) {
        const int32_t s = a->open[i];
        if (s < n->site_count) sum += (int128)a->load[s] * node_at(n, s, t, design_path(d, s)[t])->unit_micro;
        if (s < n->site_count && has_ways(n, s) && a->load[s] > 0) sum += (int128)a->load[s] * mlg__design_way_micro(d, s, t);
    }
    return sum;
}

/* Units that open states lack for their least fill. */
static int64_t lacking_fill(const struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    int64_t lacking = 0;
    for (int32_t s = 0; n->fill_rows && s < n->site_count; s++) {
        const int8_t k = design_path(d, s)[t];
        if (k > 0) lacking += max64(0, n->least_fill[s * n->state_max + k] - mlg__design_load(d, s, t));
    }
    return lacking;
}

struct score mlg__design_judge(const struct design *d, const struct flow_sums *sums)
{
    const struct mlg_network *n = d->net;
    struct score score = { .cost = n->constant, .legal = true };
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int8_t *path = design_path(d, s);
            score.cost += year_grains(n, t, node_at(n, s, t, path[t])->year_micro) +
                          arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t])->cost;
        }
    for (int32_t t = 0; t < n->period_count; t++) score.cost += sums->cost[t] * flow_weight(n, t);
    score.total = score.cost;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        const int128 activity = is_hard(row) ? d->activity[r] : sums->activity[r] + mlg__design_states_activity(d, row);
        const int128 violation = row->at_least ? row->limit - activity : activity - row->limit;
        if (violation <= 0) continue;
        if (row->give > 0) {
            score.cost += violation * row->give, score.total += violation * row->give;
            continue;
        }
        score.legal = false;
        score.total += (int128)fmin(PENALTY_MAX, (double)violation * d->penalty[r] * (double)GRAINS_PER_QUANTUM);
    }
    for (int32_t t = 0; t < n->period_count; t++) {
        score.legal &= sums->lacking[t] == 0;
        score.lacking += sums->lacking[t];
        score.total += (int128)sums->lacking[t] * LACKING_MICRO * flow_weight(n, t);
    }
    return score;
}

struct score mlg__design_score(const struct design *d)
{
    const struct mlg_network *n = d->net;
    struct flow_sums sums = { .activity = d->sum };
    for (int32_t r = 0; r < n->common_count; r++)
        if (!is_hard(&n->commons[r])) sums.activity[r] = flow_activity(d, &n->commons[r]);
    for (int32_t t = 0; t < n->period_count; t++) {
        sums.cost[t] = mlg__design_flow_cost(d, t);
        sums.lacking[t] = lacking_fill(d, t);
    }
    return mlg__design_judge(d, &sums);
}

mlg_status mlg__design_new(const struct mlg_network *n, int32_t threads, struct design **out, mlg_error *err)
{
    struct design *d = *out = mlg__malloc(sizeof *d);
    if (!d) return mlg__no_memory(err, "siting");
    d->net = n;
    d->threads = threads;
    d->path = arena_array(&d->arena, int8_t, n->site_count * n->period_count);
    d->activity = arena_array(&d->arena, int64_t, n->common_count);
    d->row_price = arena_array(&d->arena, double, n->common_count);
    d->subsidy = arena_array(&d->arena, int64_t, n->site_count * n->period_count);
    d->sum = arena_array(&d->arena, int128, n->common_count);
    d->rent = arena_array(&d->arena, int64_t, n->site_count * n->period_count);
    d->penalty = arena_array(&d->arena, double, n->common_count);
    d->periods = arena_array(&d->arena, struct assignment *, n->period_count);
    if (n->flow_rows) d->lane_cost = arena_array(&d->arena, int32_t, (int64_t)n->period_count * n->lane_count);
    if (n->way_first) d->way = arena_array(&d->arena, int32_t, n->station_count * n->period_count);
    if (n->way_first) d->held = arena_array(&d->arena, int32_t, n->station_count * n->period_count);
    d->priced = arena_array(&d->arena, bool, n->period_count);
    d->lane_rows = arena_array(&d->arena, struct lane_price_row, (int64_t)n->period_count * (n->common_count + 1));
    d->priced_at = arena_array(&d->arena, double, (int64_t)n->period_count * n->common_count);
    if (n->way_first) d->priced_way = arena_array(&d->arena, int32_t, n->station_count * n->period_count);
    if (n->flow_rows && n->way_first) d->lane_in = arena_array(&d->arena, bool, (int64_t)n->period_count * n->lane_count);
    mlg_status status = d->arena.failed ? mlg__no_memory(err, "siting") : MLG_OK;
    for (int32_t t = 0; !status && t < n->period_count; t++) status = mlg__assignment_new(n, t, &d->periods[t], err);
    if (status) {
        mlg__design_free(d);
        *out = NULL;
    }
    return status;
}

void mlg__design_free(struct design *d)
{
    if (!d) return;
    for (int32_t t = 0; d->periods && t < d->net->period_count; t++) mlg__assignment_free(d->periods[t]);
    mlg__arena_free(&d->arena);
    mlg__free(d);
}
