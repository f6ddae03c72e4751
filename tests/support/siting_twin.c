/* siting_twin.c — see siting_twin.h. Simple on purpose. */
#include "support/siting_twin.h"
#include "siting/flows.h"

#include <stdlib.h>
#include <string.h>

enum { SITES = 5, STATES = 3, PERIODS = 2, ROWS = 7, NODES = 2 + ROWS + SITES };

static int64_t random_between(struct rng *rng, int64_t low, int64_t high)
{
    return low + (int64_t)(rng_unit(rng) * (double)(high - low + 1));
}

static struct mlg_network *blank(int32_t sites, int32_t rows, int32_t periods)
{
    struct mlg_network *n = calloc(1, sizeof *n);
    struct arena *a = &n->arena;
    const int32_t cells = rows * periods, nodes = sites * periods * STATES;
    n->period_count = periods, n->row_count = rows, n->site_count = sites;
    n->service_count = 1, n->state_max = STATES, n->working_days = 1, n->planning_day_factor = 1;
    n->row_demand = arena_array(a, int32_t, rows);
    n->row_service = arena_array(a, int32_t, rows);
    n->volume = arena_array(a, int64_t, cells);
    n->pen_micro = arena_array(a, int64_t, rows);
    n->cbar_in = arena_array(a, int32_t, cells);
    n->cbar_out = arena_array(a, int32_t, cells);
    n->row_first = arena_array(a, int32_t, rows + 1);
    n->lanes = arena_array(a, struct lane, rows * sites);
    n->lane_latest_s = arena_array(a, int32_t, rows * sites);
    n->lane_mean_s = arena_array(a, int32_t, rows * sites);
    n->site_id = arena_array(a, int32_t, sites);
    n->site_states = arena_array(a, int32_t, sites);
    n->site_today = arena_array(a, int32_t, sites);
    n->site_set = arena_array(a, int32_t, sites);
    n->capacity = arena_array(a, int64_t, sites * STATES);
    n->least_fill = arena_array(a, int64_t, sites * STATES);
    n->nodes = arena_array(a, struct node, nodes);
    n->arcs = arena_array(a, struct arc, nodes * STATES);
    n->commons = arena_array(a, struct common_row, 32);
    n->job_node = arena_array(a, int64_t, sites * STATES);
    n->job_unit = arena_array(a, int64_t, sites * STATES);
    return n;
}

static void random_sites(struct mlg_network *n, struct rng *rng, bool conflict)
{
    for (int32_t s = 0; s < n->site_count; s++) {
        n->site_id[s] = s;
        n->site_states[s] = 2 + rng_below(rng, 2);
        n->site_today[s] = rng_below(rng, 3) ? 0 : rng_below(rng, n->site_states[s]);
        n->site_set[s] = conflict && rng_below(rng, 2) ? 0 : MLG_NONE;
        for (int32_t k = 1; k < n->site_states[s]; k++)
            n->capacity[s * STATES + k] = k * random_between(rng, 3000, 9000);
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                n->nodes[node_index(n, s, t, k)] = (struct node) {
                    .allowed = true, .year_micro = k * random_between(rng, 0, 8000000),
                    .year_co2_mg = k * random_between(rng, 0, 5000), .jobs_milli = k * random_between(rng, 0, 3000),
                    .unit_micro = k ? random_between(rng, 0, 300000) : 0, .unit_co2_mg = k ? 10 : 0,
                };
                for (int32_t from = 0; from < n->site_states[s]; from++) {
                    struct arc *arc = &n->arcs[node_index(n, s, t, k) * STATES + from];
                    arc->allowed = from == k || rng_below(rng, 8) > 0;
                    arc->capital_cents = k > from ? random_between(rng, 0, 900) * (k - from) : 0;
                    arc->cost = (int128)arc->capital_cents * 10000 * n->weights[t].capital_q30 * 1000;
                }
            }
        for (int32_t k = 1; k < n->site_states[s]; k++) {
            n->job_node[s * STATES + k] = n->nodes[node_index(n, s, 0, k)].jobs_milli;
            n->job_unit[s * STATES + k] = 100 * k;
        }
    }
}

static void random_commons(struct mlg_network *n, struct rng *rng, struct tiny_rows rows)
{
    int64_t load = 0;
    for (int32_t row = 0; row < n->row_count; row++) load += volume_at(n, row, 0);
    if (rows.budget)
        for (int32_t t = 0; t < n->period_count; t++)
            n->commons[n->common_count++] = (struct common_row) { .kind = ROW_BUDGET, .first = 0, .period = t,
                .set = MLG_NONE, .limit = random_between(rng, 0, 2500) * (t + 1) };
    if (rows.conflict)
        for (int32_t t = 0; t < n->period_count; t++)
            n->commons[n->common_count++] =
                (struct common_row) { .kind = ROW_CONFLICT, .first = t, .period = t, .set = 0, .limit = 1 };
    if (rows.count)
        for (int32_t t = 0; t < n->period_count; t++)
            n->commons[n->common_count++] = (struct common_row) { .kind = ROW_COUNT, .first = t, .period = t,
                .set = MLG_NONE, .limit = 1 + rng_below(rng, n->site_count) };
    if (rows.cover)
        n->commons[n->common_count++] = (struct common_row) { .kind = ROW_COVER, .at_least = true, .on_flows = true,
            .set = MLG_NONE, .limit = (int64_t)(rng_unit(rng) * (double)load * 0.6) };
    if (rows.co2)
        n->commons[n->common_count++] = (struct common_row) { .kind = ROW_CO2, .on_flows = true, .set = MLG_NONE,
            .limit = load * random_between(rng, 50, 600) };
    if (rows.jobs)
        n->commons[n->common_count++] = (struct common_row) { .kind = ROW_JOBS, .at_least = true, .on_flows = true,
            .set = 0, .limit = random_between(rng, 0, 3000) * 1000000 };
}

struct mlg_network *mlg__tiny_network(struct rng *rng, struct tiny_rows rows, struct mlg_network **all)
{
    const int32_t sites = 2 + rng_below(rng, SITES - 1), count = 2 + rng_below(rng, ROWS - 1);
    const int32_t periods = 1 + rng_below(rng, PERIODS);
    struct mlg_network *n = blank(sites, count, periods), *full = all ? blank(sites, count, periods) : NULL;
    for (int32_t t = 0; t < periods; t++)
        n->weights[t] = (struct period_weight) { (1 << 30) - t * 1234567, (1 << 30) - t * 7654321, 1 << 30, 1 << 29 };
    random_sites(n, rng, rows.conflict);
    for (int32_t row = 0; row < count; row++) {
        n->pen_micro[row] = 4000000;
        for (int32_t t = 0; t < periods; t++) {
            n->volume[row * periods + t] = random_between(rng, 0, 4000);
            n->cbar_in[row * periods + t] = n->cbar_out[row * periods + t] = CBAR_NONE;
        }
        for (int32_t s = 0; s < sites; s++) {
            if (rng_below(rng, 5) == 0) continue;
            const struct lane lane = { .end = s, .cost_micro = (int32_t)random_between(rng, 100000, 3000000),
                .co2_mg = rng_below(rng, 800), .in = (uint16_t)rng_below(rng, 4), .mode = 0 };
            if (full) full->lanes[full->lane_count++] = lane;
            if (!rows.left_out || rng_below(rng, 3)) {
                n->lanes[n->lane_count++] = lane;
                continue;
            }
            for (int32_t t = 0; t < periods; t++) {
                int32_t *cbar = lane_in(&lane, t) ? &n->cbar_in[row * periods + t] : &n->cbar_out[row * periods + t];
                int64_t least = INT64_MAX;
                for (int32_t k = 1; k < n->site_states[s]; k++)
                    if (node_at(n, s, t, k)->unit_micro < least) least = node_at(n, s, t, k)->unit_micro;
                if (lane.cost_micro + least < *cbar) *cbar = (int32_t)(lane.cost_micro + least);
            }
        }
        n->row_first[row + 1] = n->lane_count;
        if (full) full->row_first[row + 1] = full->lane_count;
    }
    random_commons(n, rng, rows);
    if (full) {
        memcpy(full->weights, n->weights, sizeof n->weights);
        memcpy(full->volume, n->volume, sizeof *n->volume * (size_t)(count * periods));
        memcpy(full->pen_micro, n->pen_micro, sizeof *n->pen_micro * (size_t)count);
        for (int32_t i = 0; i < count * periods; i++) full->cbar_in[i] = full->cbar_out[i] = CBAR_NONE;
        memcpy(full->site_id, n->site_id, sizeof *n->site_id * (size_t)sites);
        memcpy(full->site_states, n->site_states, sizeof *n->site_states * (size_t)sites);
        memcpy(full->site_today, n->site_today, sizeof *n->site_today * (size_t)sites);
        memcpy(full->site_set, n->site_set, sizeof *n->site_set * (size_t)sites);
        memcpy(full->capacity, n->capacity, sizeof *n->capacity * (size_t)(sites * STATES));
        memcpy(full->nodes, n->nodes, sizeof *n->nodes * (size_t)(sites * periods * STATES));
        memcpy(full->arcs, n->arcs, sizeof *n->arcs * (size_t)(sites * periods * STATES * STATES));
        memcpy(full->job_node, n->job_node, sizeof *n->job_node * (size_t)(sites * STATES));
        memcpy(full->job_unit, n->job_unit, sizeof *n->job_unit * (size_t)(sites * STATES));
        memcpy(full->commons, n->commons, sizeof *n->commons * (size_t)n->common_count);
        full->common_count = n->common_count;
        if (mlg__network_seal(full, NULL)) abort();
        *all = full;
    }
    if (mlg__network_seal(n, NULL)) abort();
    return n;
}

/* -- min-cost flow -- */

struct edge { int from, to; int64_t room, cost; };
struct graph { struct edge edges[4 * ROWS * (SITES + 3)]; int count; };

static void add_edge(struct graph *g, int from, int to, int64_t room, int64_t cost)
{
    g->edges[g->count++] = (struct edge) { from, to, room, cost };
    g->edges[g->count++] = (struct edge) { to, from, 0, -cost };
}

int128 mlg__twin_assignment(const struct mlg_network *n, int32_t t, const int64_t *capacity, const int64_t *unit_cost)
{
    struct graph g = { .count = 0 };
    const int sink = 1;
    int128 cost = 0;
    for (int32_t s = 0; s < n->site_count; s++) add_edge(&g, 2 + ROWS + s, sink, capacity[s], unit_cost[s]);
    for (int32_t row = 0; row < n->row_count; row++) {
        add_edge(&g, 0, 2 + row, volume_at(n, row, t), 0);
        add_edge(&g, 2 + row, sink, INT64_MAX / 4, n->pen_micro[row]);
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
            add_edge(&g, 2 + row, 2 + ROWS + n->lanes[i].end, INT64_MAX / 4, n->lanes[i].cost_micro);
    }
    for (;;) {
        int64_t distance[NODES];
        int via[NODES];
        for (int i = 0; i < NODES; i++) distance[i] = INT64_MAX / 4, via[i] = -1;
        distance[0] = 0;
        for (bool changed = true; changed;) {
            changed = false;
            for (int e = 0; e < g.count; e++) {
                const struct edge *x = &g.edges[e];
                if (x->room == 0 || distance[x->from] >= INT64_MAX / 4) continue;
                if (distance[x->from] + x->cost >= distance[x->to]) continue;
                distance[x->to] = distance[x->from] + x->cost, via[x->to] = e;
                changed = true;
            }
        }
        if (via[sink] < 0) return cost;
        int64_t units = INT64_MAX;
        for (int i = sink; i != 0; i = g.edges[via[i]].from)
            if (g.edges[via[i]].room < units) units = g.edges[via[i]].room;
        for (int i = sink; i != 0; i = g.edges[via[i]].from) g.edges[via[i]].room -= units, g.edges[via[i] ^ 1].room += units;
        cost += (int128)units * distance[sink];
    }
}

/* -- the optimum -- */

struct enumeration {
    const struct mlg_network *n;
    int8_t path[SITES][PERIODS];
    int128 best;
};

static bool rows_hold(const struct enumeration *e)
{
    const struct mlg_network *n = e->n;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        int64_t sum = 0;
        if (row->kind != ROW_BUDGET && row->kind != ROW_CONFLICT && row->kind != ROW_COUNT) continue;
        for (int32_t s = 0; s < n->site_count; s++)
            for (int32_t t = row->first; t <= row->period; t++)
                sum += mlg__row_arc(n, row, t, arc_at(n, s, t, t ? e->path[s][t - 1] : n->site_today[s], e->path[s][t])) +
                       mlg__row_node(n, row, s, t, e->path[s][t]);
        if (sum > row->limit) return false;
    }
    return true;
}

static void price_paths(struct enumeration *e)
{
    const struct mlg_network *n = e->n;
    int128 cost = n->constant;
    if (!rows_hold(e)) return;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t capacity[SITES], unit[SITES];
        for (int32_t s = 0; s < n->site_count; s++) {
            const int8_t k = e->path[s][t];
            const struct arc *arc = arc_at(n, s, t, t ? e->path[s][t - 1] : n->site_today[s], k);
            if (!arc->allowed) return;
            capacity[s] = capacity_at(n, s, t, k);
            unit[s] = node_at(n, s, t, k)->unit_micro;
            cost += year_grains(n, t, node_at(n, s, t, k)->year_micro) + arc->cost;
        }
        cost += mlg__twin_assignment(n, t, capacity, unit) * flow_weight(n, t);
    }
    if (cost < e->best) e->best = cost;
}

static void try_paths(struct enumeration *e, int32_t cell)
{
    const struct mlg_network *n = e->n;
    if (cell == n->site_count * n->period_count) {
        price_paths(e);
        return;
    }
    const int32_t s = cell / n->period_count, t = cell % n->period_count;
    for (int8_t k = 0; k < n->site_states[s]; k++) {
        e->path[s][t] = k;
        try_paths(e, cell + 1);
    }
}

int128 mlg__twin_optimum(const struct mlg_network *n)
{
    struct enumeration e = { .n = n, .best = (int128)1 << 120 };
    try_paths(&e, 0);
    return e.best;
}

/* -- the bound -- */

static int128 floor_div(int128 a, int128 b) { return a / b - (a % b < 0); }

static int128 signed_price(const struct mlg_network *n, const int128 *row_price, int32_t r)
{
    return n->commons[r].at_least ? -row_price[r] : row_price[r];
}

/* Value of the best knapsack by taking the cheapest item again and again. */
static int128 knapsack(const struct mlg_network *n, const int64_t *w, const int128 *row_price, int32_t s, int32_t t,
                       int32_t k)
{
    int128 unit = 0, value = 0;
    bool used[ROWS] = { false };
    int64_t room = capacity_at(n, s, t, k);
    for (int32_t r = 0; r < n->common_count; r++)
        unit += signed_price(n, row_price, r) * mlg__row_unit(n, &n->commons[r], s, t, k);
    const int64_t add = node_at(n, s, t, k)->unit_micro + (int64_t)floor_div(unit, flow_weight(n, t));
    for (;;) {
        int32_t best_row = MLG_NONE;
        int64_t best = 0;
        for (int32_t row = 0; row < n->row_count; row++)
            for (int32_t i = n->row_first[row]; !used[row] && i < n->row_first[row + 1]; i++) {
                int128 more = 0;
                if (n->lanes[i].end != s) continue;
                for (int32_t r = 0; r < n->common_count; r++)
                    more += signed_price(n, row_price, r) * row_lane(n, &n->commons[r], &n->lanes[i], row, t);
                const int64_t key = n->lanes[i].cost_micro + (int64_t)floor_div(more, flow_weight(n, t)) -
                                    w[row * n->period_count + t] + add;
                if (key < best) best = key, best_row = row;
            }
        if (best_row == MLG_NONE || room == 0) return value;
        const int64_t units = volume_at(n, best_row, t) < room ? volume_at(n, best_row, t) : room;
        value += (int128)units * best;
        room -= units;
        used[best_row] = true;
    }
}

int128 mlg__twin_bound(const struct mlg_network *n, const int64_t *w, const int128 *row_price)
{
    int128 bound = n->constant;
    for (int32_t r = 0; r < n->common_count; r++) bound -= signed_price(n, row_price, r) * n->commons[r].limit;
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int128 leave = (int128)(n->pen_micro[row] - w[row * n->period_count + t]) * flow_weight(n, t);
            bound += volume_at(n, row, t) * ((int128)w[row * n->period_count + t] * flow_weight(n, t) + (leave < 0 ? leave : 0));
        }
    for (int32_t s = 0; s < n->site_count; s++) {
        int128 reached[PERIODS][STATES], best = (int128)1 << 120;
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                reached[t][k] = (int128)1 << 120;
                for (int32_t from = 0; from < n->site_states[s]; from++) {
                    const struct arc *arc = arc_at(n, s, t, from, k);
                    if (!arc->allowed || (t == 0 && from != n->site_today[s])) continue;
                    int128 cost = (t ? reached[t - 1][from] : 0) + arc->cost;
                    for (int32_t r = 0; r < n->common_count; r++)
                        cost += signed_price(n, row_price, r) * mlg__row_arc(n, &n->commons[r], t, arc);
                    if (cost < reached[t][k]) reached[t][k] = cost;
                }
                reached[t][k] += year_grains(n, t, node_at(n, s, t, k)->year_micro);
                for (int32_t r = 0; r < n->common_count; r++)
                    reached[t][k] += signed_price(n, row_price, r) * mlg__row_node(n, &n->commons[r], s, t, k);
                if (k > 0) reached[t][k] += knapsack(n, w, row_price, s, t, k) * flow_weight(n, t);
                if (t == n->period_count - 1 && reached[t][k] < best) best = reached[t][k];
            }
        bound += best;
    }
    return bound;
}

int128 mlg__assignment_cost(const struct assignment *a)
{
    int128 sum = 0;
    for (int32_t i = 0; i < a->open_count; i++)
        for (int32_t p = a->site_piece[a->open[i]]; p != MLG_NONE; p = a->pieces[p].site_next)
            sum += (int128)a->pieces[p].units * (piece_cost(a, &a->pieces[p]) + a->unit_cost[a->open[i]]);
    return sum;
}
