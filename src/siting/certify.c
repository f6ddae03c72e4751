/* certify.c — the dual bound in integers. See certify.h. */
#include "siting/certify.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/thread.h"

#define FORBIDDEN ((int128)1 << 120)
#define ADD_MAX INT64_C(1000000000000)
#define W_MAX 1e12 /* micro-euros a unit; larger prices of rows are cut (any price is valid) */
enum { BLOCKS = 16 };

struct scratch { struct item *items; };

struct work {
    const struct mlg_network *n;
    const bool *alive;
    int64_t *w;              /* [row * periods + t] whole micro-euros */
    int128 *row;             /* [common] grains for one of the row's units */
    int128 *site_value;      /* [site] */
    int128 *loss;            /* [node] or NULL */
    int64_t *upper_unit;     /* [upper site * periods + t] micro-euros that a unit pays there at least; ADD_MAX: it may not open */
    int128 *links;           /* [upper site * periods + t] grains that stations pay for it to be open */
    struct scratch scratch[BLOCKS];
    int32_t first_site[BLOCKS + 1];
};

static int128 floor_div(int128 a, int128 b)
{
    const int128 q = a / b;
    return a % b < 0 ? q - 1 : q;
}

static int128 least(int128 a, int128 b) { return a < b ? a : b; }

static int128 signed_price(const struct work *work, int32_t r)
{
    return work->n->commons[r].at_least ? -work->row[r] : work->row[r];
}

/* Rounded down, and cut above: cheaper is valid. */
static int64_t whole_add(int128 grains, int64_t weight)
{
    const int128 micro = floor_div(grains, weight);
    return micro > (int128)ADD_MAX ? ADD_MAX : (int64_t)micro;
}

/* What common rows add to a unit: by the state of the site, and by the lane. Rounded down, micro-euros. */
static int64_t unit_add(const struct work *work, int32_t s, int32_t t, int32_t k)
{
    const struct mlg_network *n = work->n;
    int128 sum = 0;
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].on_flows && row_at(&n->commons[r], t))
            sum += signed_price(work, r) * mlg__row_unit(n, &n->commons[r], s, t, k);
    return whole_add(sum, flow_weight(n, t));
}

static int64_t lane_add(const struct work *work, const struct lane *lane, int32_t row, int32_t t)
{
    const struct mlg_network *n = work->n;
    int128 sum = 0;
    for (int32_t r = 0; n->flow_rows && r < n->common_count; r++)
        if (n->commons[r].on_flows && row_at(&n->commons[r], t))
            sum += signed_price(work, r) * row_lane(n, &n->commons[r], lane, row, t);
    return sum == 0 ? 0 : whole_add(sum, flow_weight(n, t));
}

/* Items of (site, period). Keys and loads are whole numbers below 2^53: exact in doubles. */
static int32_t collect(const struct work *work, int32_t s, int32_t t, int64_t least_add, struct item *items)
{
    const struct mlg_network *n = work->n;
    int32_t count = 0;
    for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) {
        const struct lane *lane = &n->site_lanes[i];
        const int64_t cell = (int64_t)lane->end * n->period_count + t;
        const int64_t key = lane->cost_micro + lane_add(work, lane, lane->end, t) - work->w[cell];
        if (n->volume[cell] == 0 || key + least_add >= 0) continue;
        if (count > 0 && items[count - 1].row == lane->end) { /* two modes: the better one counts */
            if ((double)key < items[count - 1].key) items[count - 1].key = (double)key;
            continue;
        }
        items[count++] = (struct item) { (double)key, (double)n->volume[cell], lane->end, i };
    }
    return count;
}

/* With items sorted, the cheapest ones that make `needed` units; FORBIDDEN: there are not so many. */
static int128 least_value(const struct item *items, int32_t count, int64_t needed, int64_t add)
{
    int128 value = 0;
    for (int32_t i = 0; i < count && needed > 0; i++) {
        const int64_t units = min64(needed, (int64_t)items[i].load);
        value += (int128)((int64_t)items[i].key + add) * units;
        needed -= units;
    }
    return needed > 0 ? FORBIDDEN : value;
}

static int64_t negative_load(const struct item *items, int32_t count, int64_t add)
{
    int64_t load = 0;
    for (int32_t i = 0; i < count; i++)
        if ((int64_t)items[i].key + add < 0) load += (int64_t)items[i].load;
    return load;
}

/* Best value of a state's knapsack in micro-euros x milli-units. needed > 0: at least so many units, items are sorted. */
static int128 fill_value(struct item *items, int32_t count, int64_t capacity, int64_t needed, int64_t add)
{
    double load;
    if (needed > 0 && negative_load(items, count, add) < needed) return least_value(items, count, needed, add);
    int128 value = 0;
    const int32_t fits = mlg__items_split(items, count, (double)capacity, NAN, &load);
    for (int32_t i = 0; i < fits; i++) {
        const int64_t key = (int64_t)items[i].key + add;
        if (key < 0) value += (int128)key * (int64_t)items[i].load;
    }
    if (fits == count) return value;
    const int64_t key = (int64_t)items[fits].key + add;
    return key < 0 ? value + (int128)key * (capacity - (int64_t)load) : value;
}

static int128 link_price(const struct work *work, int32_t s, int32_t t, int32_t upper)
{
    const struct mlg_network *n = work->n;
    return (int128)work->w[link_cell(n, s, t, upper)] * n->link_volume[s] * flow_weight(n, t);
}

/* What upper sites ask for and get. */
static void price_uppers(struct work *work)
{
    const struct mlg_network *n = work->n;
    for (int32_t u = n->station_count; n->way_first && u < n->site_count; u++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int32_t at = (u - n->station_count) * n->period_count + t;
            work->upper_unit[at] = ADD_MAX;
            for (int32_t k = 1; k < n->site_states[u]; k++)
                if (work->alive[node_index(n, u, t, k)])
                    work->upper_unit[at] = min64(work->upper_unit[at], node_at(n, u, t, k)->unit_micro + unit_add(work, u, t, k));
            work->links[at] = 0;
            for (int32_t s = 0; s < n->station_count; s++)
                if (has_ways(n, s)) work->links[at] += link_price(work, s, t, u);
        }
}

/* What a unit pays more on a way, and the station once; false: a site of it may not open. */
static bool price_way(const struct work *work, int32_t s, int32_t t, const struct way *way, int64_t *unit, int128 *once)
{
    const struct mlg_network *n = work->n;
    const int32_t cell = s * n->period_count + t;
    int128 co2 = 0;
    *unit = way->haul_micro - n->way_least_micro[cell];
    *once = 0;
    for (int32_t i = 0; i < way->upper_count; i++) {
        const int32_t at = (way->uppers[i] - n->station_count) * n->period_count + t;
        if (work->upper_unit[at] == ADD_MAX) return false;
        *unit += work->upper_unit[at];
        *once += link_price(work, s, t, way->uppers[i]);
    }
    for (int32_t r = 0; n->flow_rows && r < n->common_count; r++)
        co2 += signed_price(work, r) * row_haul(n, &n->commons[r], way->haul_co2_mg - n->way_least_co2_mg[cell], t);
    *unit += whole_add(co2, flow_weight(n, t));
    return true;
}

/* The ways of a station in a period, and the least that a unit pays more. */
struct way_price { int64_t unit; int128 once; };
static int32_t price_ways(const struct work *work, int32_t s, int32_t t, struct way_price *list, int64_t *least)
{
    const struct mlg_network *n = work->n;
    int32_t count = 0;
    *least = ADD_MAX;
    for (int32_t w = n->way_first[s]; w < n->way_first[s + 1]; w++) {
        if (!price_way(work, s, t, &n->ways[w], &list[count].unit, &list[count].once)) continue;
        *least = min64(*least, list[count++].unit);
    }
    return count;
}

static void add_fill(int128 *value, int128 fill, int64_t weight, int128 once)
{
    *value = fill == FORBIDDEN ? FORBIDDEN : *value + fill * weight + once;
}

/* Priced cost of each node of a site, knapsacks included; FORBIDDEN where not alive. */
static void node_values(const struct work *work, int32_t s, struct item *items, int128 *node)
{
    const struct mlg_network *n = work->n;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t add[STATES_MAX], least_add = INT64_MAX / 4, least_more = 0;
        struct way_price ways[WAYS_MOST + 1];
        const bool fed_by_ways = has_ways(n, s);
        const int32_t way_count = fed_by_ways ? price_ways(work, s, t, ways, &least_more) : 0;
        const int64_t fed = supply_of(n, s, t) == MLG_NONE ? 0 : work->w[(int64_t)supply_of(n, s, t) * n->period_count + t];
        for (int32_t k = 1; k < n->site_states[s]; k++) {
            if (!work->alive[node_index(n, s, t, k)]) continue;
            add[k] = node_at(n, s, t, k)->unit_micro + unit_add(work, s, t, k) + fed;
            least_add = min64(least_add, add[k]);
        }
        bool must_fill = false;
        for (int32_t k = 1; k < n->site_states[s]; k++) must_fill |= fill_at(n, s, t, k) > 0;
        const int32_t count = collect(work, s, t, must_fill ? -(INT64_MAX / 4) : least_add + least_more, items);
        if (must_fill) mlg__items_sort(items, count);
        for (int32_t k = 0; k < n->site_states[s]; k++) {
            int128 *value = &node[t * n->state_max + k];
            *value = FORBIDDEN;
            if (!work->alive[node_index(n, s, t, k)]) continue;
            *value = year_grains(n, t, node_at(n, s, t, k)->year_micro);
            for (int32_t r = 0; r < n->common_count; r++)
                *value += signed_price(work, r) * mlg__row_node(n, &n->commons[r], s, t, k);
            const int64_t fill = fill_at(n, s, t, k), needed = fill > 0 ? fill - n->fill_free[s * n->period_count + t] : 0;
            if (k > 0 && !fed_by_ways) add_fill(value, fill_value(items, count, capacity_at(n, s, t, k), needed, add[k]), flow_weight(n, t), 0);
            if (k > 0 && is_upper(n, s)) *value -= work->links[(s - n->station_count) * n->period_count + t];
            if (k == 0 || !fed_by_ways) continue;
            int128 best = needed > 0 ? FORBIDDEN : *value; /* no flows, no way */
            for (int32_t i = 0; i < way_count; i++) {
                int128 with = *value;
                add_fill(&with, fill_value(items, count, capacity_at(n, s, t, k), needed, add[k] + ways[i].unit), flow_weight(n, t),
                         ways[i].once);
                best = least(best, with);
            }
            *value = best;
        }
    }
}

static int128 arc_value(const struct work *work, int32_t s, int32_t t, int32_t from, int32_t to)
{
    const struct mlg_network *n = work->n;
    const struct arc *arc = arc_at(n, s, t, from, to);
    if (!arc->allowed) return FORBIDDEN;
    int128 value = arc->cost;
    for (int32_t r = 0; r < n->common_count; r++)
        value += signed_price(work, r) * mlg__row_arc(n, &n->commons[r], t, arc);
    return value;
}

/* Cheapest path of a site, and through every node: forward, then backward. */
static void path_values(struct work *work, int32_t s, const int128 *node)
{
    const struct mlg_network *n = work->n;
    const int32_t periods = n->period_count, stride = n->state_max, states = n->site_states[s];
    int128 before[MLG_PERIODS_MAX * STATES_MAX], after[MLG_PERIODS_MAX * STATES_MAX], best = FORBIDDEN;
    for (int32_t t = 0; t < periods; t++)
        for (int32_t to = 0; to < states; to++) {
            int128 reached = t ? FORBIDDEN : arc_value(work, s, t, n->site_today[s], to);
            for (int32_t from = 0; t && from < states; from++)
                reached = least(reached, before[(t - 1) * stride + from] + arc_value(work, s, t, from, to));
            before[t * stride + to] = least(FORBIDDEN, reached + node[t * stride + to]);
        }
    for (int32_t k = 0; k < states; k++) best = least(best, before[(periods - 1) * stride + k]);
    work->site_value[s] = best;
    for (int32_t t = periods - 1; work->loss && t >= 0; t--)
        for (int32_t k = 0; k < states; k++) {
            int128 rest = t == periods - 1 ? 0 : FORBIDDEN;
            for (int32_t to = 0; t < periods - 1 && to < states; to++)
                rest = least(rest, arc_value(work, s, t + 1, k, to) + node[(t + 1) * stride + to] +
                                       after[(t + 1) * stride + to]);
            after[t * stride + k] = rest;
            work->loss[node_index(n, s, t, k)] = least(FORBIDDEN, before[t * stride + k] + rest) - best;
        }
}

static void certify_block(void *user, int32_t b)
{
    struct work *work = user;
    int128 node[MLG_PERIODS_MAX * STATES_MAX];
    for (int32_t s = work->first_site[b]; s < work->first_site[b + 1]; s++) {
        node_values(work, s, work->scratch[b].items, node);
        path_values(work, s, node);
    }
}

/* Prices of common rows are cut where products with the row's largest coefficients would leave 128 bits; far beyond
 * any price that is met (100 million euros a tonne, a billion euros a job). */
static int128 whole_price(enum row_kind kind, double price)
{
    const double most = kind == ROW_CO2 ? 1e17 : kind == ROW_CONFLICT || kind == ROW_COUNT ? 1e28 : 1e21;
    const double grains = price * (double)GRAINS_PER_QUANTUM;
    if (!(grains > 0)) return 0; /* NaN too */
    return (int128)(grains < most ? grains : most);
}

/* Whole prices of rows, clipped: the largest gain that cover and job prices can give a lane left out is taken off. */
static void round_prices(struct work *work, const struct prices *prices)
{
    const struct mlg_network *n = work->n;
    for (int32_t r = 0; r < n->common_count; r++) {
        work->row[r] = whole_price(n->commons[r].kind, prices->row[r]);
        if (n->commons[r].give > 0) work->row[r] = least(work->row[r], n->commons[r].give);
    }
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t job_gain = 0, level_gain[MLG_LEVELS_MAX] = { 0 }, cover_gain[MLG_SERVICES_MAX] = { 0 };
        for (int32_t s = 0; n->flow_rows && s < n->site_count; s++)
            for (int32_t k = 1; k < n->site_states[s]; k++)
                level_gain[level_of(n, s)] = max64(level_gain[level_of(n, s)], -unit_add(work, s, t, k));
        for (int32_t level = 0; level < MLG_LEVELS_MAX; level++) job_gain += level_gain[level];
        for (int32_t r = 0; r < n->common_count; r++)
            for (int32_t v = 0; n->commons[r].kind == ROW_COVER && row_at(&n->commons[r], t) && v < n->service_count; v++)
                if (row_counts(&n->commons[r], v))
                    cover_gain[v] += -whole_add(-work->row[r] * row_years(n, &n->commons[r], t), flow_weight(n, t));
        for (int32_t row = 0; row < n->row_count; row++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            const double wanted = prices->w[cell];
            int64_t w = !(wanted > -W_MAX) ? -(int64_t)W_MAX : (int64_t)floor(fmin(wanted, W_MAX) + 0.5);
            w = min64(w, n->pen_micro[row]);
            if (n->cbar_out[cell] != CBAR_NONE) w = min64(w, n->cbar_out[cell] - job_gain);
            if (n->cbar_in[cell] != CBAR_NONE)
                w = min64(w, n->cbar_in[cell] - job_gain - cover_gain[n->row_service[row]]);
            work->w[cell] = fed_by(n, row) == MLG_NONE ? w : max64(0, w);
        }
    }
    for (int64_t cell = row_cells(n); cell < price_cells(n); cell++)
        work->w[cell] = !(prices->w[cell] > 0) ? 0 : (int64_t)floor(fmin(prices->w[cell], W_MAX) + 0.5);
}

static int128 row_values(const struct work *work)
{
    const struct mlg_network *n = work->n;
    int128 sum = 0;
    for (int32_t r = 0; r < n->common_count; r++) sum -= signed_price(work, r) * n->commons[r].limit;
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; fed_by(n, row) == MLG_NONE && t < n->period_count; t++) {
            const int64_t cell = (int64_t)row * n->period_count + t;
            const int128 weight = flow_weight(n, t), leave = (n->pen_micro[row] - work->w[cell]) * weight;
            sum += n->volume[cell] * (work->w[cell] * weight + least(0, leave));
        }
    return sum;
}

static bool make_scratch(struct work *work, struct arena *arena)
{
    const struct mlg_network *n = work->n;
    for (int32_t b = 0, s = 0; b < BLOCKS; b++) {
        int32_t most = 1;
        work->first_site[b] = s;
        for (; s < n->site_count * (b + 1) / BLOCKS; s++) most = max32(most, n->site_first[s + 1] - n->site_first[s]);
        work->first_site[b + 1] = s;
        work->scratch[b].items = arena_array(arena, struct item, most);
    }
    return !arena->failed;
}

mlg_status mlg__certify(const struct mlg_network *n, const struct prices *prices, const bool *alive, int32_t threads,
                        struct certificate *certificate, mlg_error *err)
{
    struct arena arena = { 0 };
    const size_t nodes = (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
    bool *allowed = arena_array(&arena, bool, nodes);
    struct work work = { .n = n, .alive = alive ? alive : allowed, .loss = certificate->loss };
    work.w = arena_array(&arena, int64_t, price_cells(n));
    work.upper_unit = arena_array(&arena, int64_t, (int64_t)upper_count(n) * n->period_count);
    work.links = arena_array(&arena, int128, (int64_t)upper_count(n) * n->period_count);
    work.row = arena_array(&arena, int128, n->common_count);
    work.site_value = arena_array(&arena, int128, n->site_count);
    if (!make_scratch(&work, &arena)) {
        mlg__arena_free(&arena);
        return mlg__no_memory(err, "siting");
    }
    for (size_t i = 0; i < nodes; i++) allowed[i] = n->nodes[i].allowed;
    round_prices(&work, prices);
    price_uppers(&work);
    mlg__parallel(BLOCKS, threads, certify_block, &work);
    int128 bound = n->constant + row_values(&work);
    for (int32_t s = 0; s < n->site_count; s++) bound += work.site_value[s];
    certificate->grains = bound;
    certificate->bound = mlg__certified_quanta(n, bound);
    if (certificate->row) memcpy(certificate->row, work.row, sizeof *work.row * (size_t)n->common_count);
    mlg__arena_free(&arena);
    return MLG_OK;
}

int64_t mlg__certified_quanta(const struct mlg_network *n, int128 grains)
{
    /* The objective rounds down twice a period. */
    const int128 quanta = floor_div(grains, GRAINS_PER_QUANTUM) - 2 * n->period_count;
    return quanta > INT64_MAX ? INT64_MAX : quanta < INT64_MIN ? INT64_MIN : (int64_t)quanta;
}

bool mlg__certified_useless(const struct certificate *c, int64_t node, int64_t upper)
{
    return (c->bound + floor_div(c->loss[node], GRAINS_PER_QUANTUM)) >= upper;
}
