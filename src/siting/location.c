/* location.c — published location problems through the siting engine. See location.h.
 *
 * Products are periods of the network: each has its own demand, capacities and hauls, and a site keeps its state from one to the next;
 * its fixed cost is paid in the first. */
#include "siting/location.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/solve.h"

/* Bits of the sum of all costs, of one unit's price: sums of doubles stay exact, prices fit a lane. */
enum { TOTAL_BITS = 50, PRICE_BITS = 30, PRICE_SHIFT_MAX = 4 };

static int bits_of(int128 value)
{
    int bits = 0;
    for (; value > 0; value >>= 1) bits++;
    return bits;
}

static int64_t total_demand(const mlg_location *l)
{
    int64_t sum = 0;
    for (int32_t c = 0; c < l->client_count; c++) sum += l->demand[c];
    return sum;
}

static int64_t dearest_haul(const mlg_location *l)
{
    int64_t most = 0;
    for (int64_t i = 0; i < (int64_t)l->product_count * l->plants.count * l->sites.count; i++) most = max64(most, l->haul[i]);
    return most;
}

/* No plan costs more than this, quanta of the file. */
static int128 most_cost(const mlg_location *l)
{
    int128 sum = 1;
    for (int32_t s = 0; s < l->sites.count; s++) sum += l->sites.fixed[s];
    for (int32_t p = 0; p < l->plants.count; p++) sum += l->plants.fixed[p];
    sum += (int128)dearest_haul(l) * total_demand(l);
    for (int32_t c = 0; c < l->client_count; c++) {
        int64_t most = l->left_out[c] == LOCATION_UNLIMITED ? 0 : l->left_out[c];
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++) most = max64(most, l->lanes[i].cost);
        sum += most;
    }
    return sum;
}

/* Largest price of one unit on a lane, quanta of the file rounded up. */
static int64_t most_unit_price(const mlg_location *l)
{
    int64_t most = dearest_haul(l) + 1;
    for (int32_t c = 0; c < l->client_count; c++)
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++) most = max64(most, l->lanes[i].cost / l->demand[c] + 1);
    return most;
}

/* How finely money is counted: quanta of the network are 2^-total_shift of the file's, prices of units 2^-price_shift
 * of the network's. That may be negative, at least PRICE_BITS - TOTAL_BITS: no price is above the total. */
struct scale { int total_shift, price_shift; };

static struct scale scale_of(const mlg_location *l)
{
    struct scale scale = { .total_shift = TOTAL_BITS - bits_of(most_cost(l)) };
    if (scale.total_shift < 0) scale.total_shift = 0;
    scale.price_shift = PRICE_BITS - bits_of(most_unit_price(l)) - scale.total_shift;
    if (scale.price_shift > PRICE_SHIFT_MAX) scale.price_shift = PRICE_SHIFT_MAX; /* what must be served stays in reach */
    return scale;
}

/* cost of `demand` units as the price of one: floor(cost * 2^(shifts) / demand). */
static int64_t unit_price(struct scale scale, int128 cost, int64_t demand)
{
    const int shift = scale.total_shift + scale.price_shift;
    const int128 fine = shift >= 0 ? cost << shift : cost >> -shift;
    return (int64_t)(fine / demand);
}

static struct mlg_network *network_new(const mlg_location *l, struct scale scale)
{
    struct mlg_network *n = mlg__malloc(sizeof *n);
    if (!n) return NULL;
    const bool stages = l->plants.count > 0;
    const int32_t products = l->product_count, sites = l->sites.count + l->plants.count;
    const int32_t rows = l->client_count + (stages ? products * l->sites.count : 0);
    const int64_t lanes = l->first[l->client_count] + (int64_t)products * l->sites.count * l->plants.count;
    const int64_t cells = (int64_t)rows * products, nodes = (int64_t)sites * products * 2;
    struct arena *a = &n->arena;
    n->period_count = products;
    n->service_count = 1;
    n->sites_a_period = products > 1 ? sites : 0;
    n->row_count = rows;
    n->site_count = sites;
    n->state_max = 2;
    n->working_days = 1;
    n->planning_day_factor = 1;
    for (int32_t t = 0; t < products; t++) {
        n->weights[t] = (struct period_weight) { 1 << 30, 1 << 30, 1 << 30, 1 << 30 };
        n->weights[t].flow_q30 = scale.price_shift >= 0 ? (int64_t)(GRAINS_PER_QUANTUM >> scale.price_shift)
                                                        : (int64_t)(GRAINS_PER_QUANTUM << -scale.price_shift);
    }
    n->row_demand = arena_array(a, int32_t, rows);
    n->row_service = arena_array(a, int32_t, rows);
    n->volume = arena_array(a, int64_t, cells);
    n->pen_micro = arena_array(a, int64_t, rows);
    n->cbar_in = arena_array(a, int32_t, cells);
    n->cbar_out = arena_array(a, int32_t, cells);
    n->row_first = arena_array(a, int32_t, rows + 1);
    n->lanes = arena_array(a, struct lane, lanes);
    n->lane_latest_s = arena_array(a, int32_t, lanes);
    n->lane_mean_s = arena_array(a, int32_t, lanes);
    n->site_id = arena_array(a, int32_t, sites);
    n->site_states = arena_array(a, int32_t, sites);
    n->site_today = arena_array(a, int32_t, sites);
    n->site_set = arena_array(a, int32_t, sites);
    n->capacity = arena_array(a, int64_t, nodes);
    n->least_fill = arena_array(a, int64_t, sites * 2);
    n->nodes = arena_array(a, struct node, nodes);
    n->arcs = arena_array(a, struct arc, nodes * 2);
    n->commons = arena_array(a, struct common_row, 1);
    if (stages) {
        n->level_count = 2;
        n->site_level = arena_array(a, int32_t, sites);
        n->site_supply = arena_array(a, int32_t, sites * products);
        n->row_fed = arena_array(a, int32_t, rows);
    }
    return n;
}

/* capacity, load: [product]; no site ever holds more than all that is asked for. */
static void fill_site(struct mlg_network *n, struct scale scale, int32_t s, int64_t fixed, const int64_t *capacity, const int64_t *load)
{
    n->site_id[s] = s, n->site_states[s] = 2, n->site_set[s] = MLG_NONE;
    for (int32_t t = 0; t < n->period_count; t++) {
        n->capacity[(t * n->sites_a_period + s) * 2 + 1] = min64(capacity[t], load[t]);
        for (int32_t k = 0; k < 2; k++) {
            const int32_t node = node_index(n, s, t, k);
            n->nodes[node] = (struct node) { .allowed = true, .year_micro = t == 0 && k > 0 ? fixed << scale.total_shift : 0 };
            for (int32_t from = 0; from < 2; from++) n->arcs[node * 2 + from].allowed = t == 0 || from == k;
        }
    }
}

/* Satellites (or the only sites) come first, then plants. */
static void fill_sites(const mlg_location *l, struct scale scale, struct mlg_network *n)
{
    const int32_t products = l->product_count;
    int64_t load[MLG_PERIODS_MAX] = { 0 };
    for (int32_t c = 0; c < l->client_count; c++) load[l->product[c]] += l->demand[c];
    for (int32_t s = 0; s < l->sites.count; s++)
        fill_site(n, scale, s, l->sites.fixed[s], &l->sites.capacity[(int64_t)s * products], load);
    for (int32_t p = 0; p < l->plants.count; p++)
        fill_site(n, scale, l->sites.count + p, l->plants.fixed[p], &l->plants.capacity[(int64_t)p * products], load);
    for (int32_t s = 0; n->site_level && s < n->site_count; s++) {
        n->site_level[s] = s >= l->sites.count;
        for (int32_t t = 0; t < products; t++)
            n->site_supply[t * n->site_count + s] = s < l->sites.count ? l->client_count + t * l->sites.count + s : MLG_NONE;
    }
    if (l->open_most == 0 || l->open_most >= l->sites.count) return;
    n->commons[n->common_count++] = (struct common_row) { .kind = ROW_COUNT, .set = MLG_NONE, .limit = l->open_most };
}

static void fill_row(struct mlg_network *n, int32_t row, int32_t product, int64_t volume, int64_t pen)
{
    n->row_demand[row] = row;
    for (int32_t t = 0; t < n->period_count; t++) n->cbar_in[row * n->period_count + t] = n->cbar_out[row * n->period_count + t] = CBAR_NONE;
    n->volume[row * n->period_count + product] = volume;
    n->pen_micro[row] = pen;
    if (n->row_fed) n->row_fed[row] = MLG_NONE;
}

static void fill_rows(const mlg_location *l, struct scale scale, struct mlg_network *n)
{
    /* A unit that must be served costs more than any plan when it is not. */
    const int64_t forbidden = unit_price(scale, most_cost(l), 1) + 1;
    for (int32_t c = 0; c < l->client_count; c++) {
        fill_row(n, c, l->product[c], l->demand[c],
                 l->left_out[c] == LOCATION_UNLIMITED ? forbidden : unit_price(scale, l->left_out[c], l->demand[c]));
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++)
            n->lanes[n->lane_count++] = (struct lane) {
                .end = l->lanes[i].site, .cost_micro = (int32_t)unit_price(scale, l->lanes[i].cost, l->demand[c]),
            };
        n->row_first[c + 1] = n->lane_count;
    }
    for (int32_t i = 0; l->plants.count > 0 && i < l->product_count * l->sites.count; i++) {
        const int32_t t = i / l->sites.count, s = i % l->sites.count, row = l->client_count + i;
        fill_row(n, row, t, capacity_at(n, s, t, 1), 2 * forbidden);
        n->row_fed[row] = s;
        for (int32_t p = 0; p < l->plants.count; p++)
            n->lanes[n->lane_count++] = (struct lane) {
                .end = l->sites.count + p,
                .cost_micro = (int32_t)unit_price(scale, l->haul[((int64_t)t * l->plants.count + p) * l->sites.count + s], 1),
            };
        n->row_first[row + 1] = n->lane_count;
    }
}

mlg_status mlg__network_of_location(const mlg_location *l, mlg_network **net, int64_t *step, mlg_error *err)
{
    *net = NULL;
    if (l->plants.count > 0 && l->single_source)
        return mlg__fail(err, MLG_OVER_LIMIT, l->name,
                         TXT("two-stage problems with a single source are read and checked, not solved yet",
                             "les problèmes à deux étages avec une source unique sont lus et vérifiés, pas encore résolus"),
                         NO_HINT);
    if (l->product_count > MLG_PERIODS_MAX)
        return mlg__fail(err, MLG_OVER_LIMIT, l->name,
                         TXT("%d products: more than %d are read and checked, not solved",
                             "%d produits : au-delà de %d, ils sont lus et vérifiés, pas résolus"),
                         NO_HINT, l->product_count, MLG_PERIODS_MAX);
    const struct scale scale = scale_of(l);
    struct mlg_network *n = network_new(l, scale);
    if (!n || n->arena.failed) {
        mlg_network_free(n);
        return mlg__no_memory(err, "siting");
    }
    fill_sites(l, scale, n);
    fill_rows(l, scale, n);
    n->whole_rows = l->single_source;
    const mlg_status status = mlg__network_seal(n, err);
    if (status) mlg_network_free(n);
    else *net = n, *step = INT64_C(1) << scale.total_shift;
    return status;
}

/* -- the plan back -- */

static int by_client(const void *a, const void *b)
{
    const struct location_flow *x = a, *y = b;
    if (x->client != y->client) return x->client < y->client ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

static int by_plant(const void *a, const void *b)
{
    const struct location_haul *x = a, *y = b;
    if (x->product != y->product) return x->product < y->product ? -1 : 1;
    if (x->plant != y->plant) return x->plant < y->plant ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

/* Flows of one product; false: a client that must be served is not. */
static bool read_flows(const mlg_location *l, const struct assignment *a, mlg_location_plan *plan)
{
    bool all = true;
    for (int32_t row = 0; row < a->net->row_count; row++)
        for (int32_t i = a->row_piece[row]; i != MLG_NONE; i = a->pieces[i].row_next) {
            const struct piece *p = &a->pieces[i];
            if (row >= l->client_count)
                plan->hauls[plan->haul_count++] = (struct location_haul) {
                    a->period, p->site - l->sites.count, (row - l->client_count) % l->sites.count, p->units };
            else if (p->lane == MLG_NONE) all &= l->left_out[row] != LOCATION_UNLIMITED;
            else plan->flows[plan->flow_count++] = (struct location_flow) { row, p->site, p->units };
        }
    return all;
}

static int64_t count_pieces(const struct design *d)
{
    int64_t pieces = 0;
    for (int32_t t = 0; t < d->net->period_count; t++)
        for (int32_t row = 0; row < d->net->row_count; row++)
            for (int32_t i = d->periods[t]->row_piece[row]; i != MLG_NONE; i = d->periods[t]->pieces[i].row_next) pieces++;
    return pieces;
}

static mlg_status rebuild(const mlg_location *l, const mlg_network *n, const struct search *search, int32_t threads,
                          mlg_location_plan *plan, mlg_error *err)
{
    struct design *d;
    MLG_TRY(mlg__design_new(n, threads, &d, err));
    mlg__design_take(d, search->path);
    mlg__design_start(d, search->flow_price);
    if (search->whole && !mlg__design_failed(d)) mlg__design_impose_whole(d, search->whole);
    bool failed = mlg__design_failed(d);
    const int64_t pieces = failed ? 1 : 1 + count_pieces(d);
    plan->open = arena_array(&plan->arena, bool, l->sites.count);
    plan->plant_open = arena_array(&plan->arena, bool, l->plants.count);
    plan->flows = arena_array(&plan->arena, struct location_flow, pieces);
    plan->hauls = arena_array(&plan->arena, struct location_haul, l->plants.count > 0 ? pieces : 1);
    failed |= plan->arena.failed;
    if (!failed) {
        plan->found = true;
        for (int32_t t = 0; t < n->period_count; t++) plan->found &= read_flows(l, d->periods[t], plan);
        qsort(plan->flows, (size_t)plan->flow_count, sizeof *plan->flows, by_client);
        qsort(plan->hauls, (size_t)plan->haul_count, sizeof *plan->hauls, by_plant);
        for (int32_t s = 0; s < l->sites.count; s++) plan->open[s] = design_path(d, s)[0] > 0;
        for (int32_t p = 0; p < l->plants.count; p++) plan->plant_open[p] = design_path(d, l->sites.count + p)[0] > 0;
        plan->cost = mlg__location_cost(l, plan);
    }
    mlg__design_free(d);
    return failed ? mlg__no_memory(err, "siting") : MLG_OK;
}

mlg_status mlg__location_plan_of(const mlg_location *l, const mlg_network *n, int64_t step, const struct search *search,
                                 int32_t threads, mlg_location_plan **out, mlg_error *err)
{
    mlg_location_plan *plan = *out = mlg__malloc(sizeof *plan);
    if (!plan) return mlg__no_memory(err, "siting");
    plan->bound = INT64_MIN;
    plan->bound_kind = search->bound == INT64_MIN ? MLG_BOUND_NONE : search->tree_nodes ? MLG_BOUND_TREE : MLG_BOUND_ROOT;
    /* Costs are rounded up to quanta of the file: so may the bound be. */
    if (search->bound > INT64_MIN) plan->bound = (int64_t)mlg__ceil_div(search->bound, step);
    const mlg_status status = search->found ? rebuild(l, n, search, threads, plan, err) : MLG_OK;
    if (status) {
        mlg_location_plan_free(plan);
        *out = NULL;
    } else if (plan->found) {
        plan->bound = min64(plan->bound, plan->cost);
    }
    return status;
}

mlg_status mlg_location_solve(const mlg_location *l, const mlg_options *o, mlg_progress_fn *f, void *user,
                              mlg_location_plan **plan, mlg_error *err)
{
    struct mlg_network *n;
    struct search *search = NULL;
    struct search_options options;
    struct control control = mlg__search_control(o, f, user, &options);
    *plan = NULL;
    MLG_TRY(mlg__network_of_location(l, &n, &options.step, err));
    control.money_per_quantum = mlg_location_quantum(l) / (double)options.step;
    mlg_status status = mlg__search(n, &options, &control, NULL, &search, err);
    if (!status) status = mlg__location_plan_of(l, n, options.step, search, options.threads, plan, err);
    mlg__siting_search_free(search);
    mlg_network_free(n);
    return status;
}
