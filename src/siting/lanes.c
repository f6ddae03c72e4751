/* lanes.c — pricing of all lanes, keeping of the near ones. See lanes.h.
 *
 * Every lane left out is remembered by its cheapest price (cbar), apart for lanes that keep the promise and those that
 * do not: the certificate needs no more to be valid for all lanes (siting-engine 6.4). */
#include "siting/lanes.h"

#include <math.h>
#include <string.h>

#include "accounts/day.h"
#include "base/error.h"
#include "base/thread.h"
#include "siting/chains.h"
#include "siting/knapsack.h"

#define LEGS_BYTES_A_BLOCK (24 << 20)
/* A row pays for its lane and for the site behind it. Lanes that cost more than the cheapest lane with so many rents of a site
 * in full use are left out: with 2 the bound is that of all lanes (12,000 communes x 400 stations: 31 lanes a row; with 1 it
 * falls by 0.4 %, with the nearest 30 alone by 2.4 %). */
#define RENTS 2.0
enum { LANES_MOST = 250, MODES_MAX = 32, DEMANDS_A_BLOCK_MIN = 64, BLOCKS_MIN = 8, NEAREST_TODAY = 12 };

/* A lane before it is kept or left out. */
struct priced {
    struct lane lane;
    int32_t latest_s, mean_s;
    int64_t rank;           /* its cost with the cheapest own part of its site */
};

struct block {
    int32_t first_demand, demand_end;
    struct priced *lanes;   /* kept, rows in order; grows */
    int32_t lane_count, lane_cap;
    mlg_status status;
    mlg_error err;
};

struct lane_builder {
    struct mlg_network *n;
    const mlg_scenario *s;
    const mlg_leg_source *legs;
    int32_t nearest, mode_count;
    int32_t modes[MODES_MAX]; /* vehicle classes; MLG_NONE: sites that deliver themselves */
    int32_t *places;        /* [site] of the leg source */
    struct lane_phi *phi;   /* [site * bands + band] */
    double *rent;           /* [site] what a unit of its capacity costs at least when all of it is used, micro-euros */
    int32_t *promise_s;     /* [(site * periods + t) * services + service] latest arrival of a lane that keeps the promise */
    int64_t *own;           /* [site * periods + t] cheapest own part, NO_CHAIN_MICRO where there is no chain */
    int32_t *demand_row;    /* [demand * services + service] or MLG_NONE */
    int32_t *row_lanes;     /* [row] kept */
    struct block *blocks;
};

static void list_modes(struct lane_builder *b)
{
    const mlg_scenario *s = b->s;
    for (int32_t k = 0, class; (class = mlg__day_class(s, k)) != MLG_NONE && b->mode_count < MODES_MAX - 1; k++)
        b->modes[b->mode_count++] = class;
    bool itself = is_cloud(s); /* fibre has no vehicle */
    for (int32_t i = 0; i < s->size_count; i++) itself |= s->sizes[i].to_the_door;
    for (int32_t i = 0; i < s->lane_count; i++) itself |= s->lanes[i].vehicle_class == MLG_NONE;
    if (itself) b->modes[b->mode_count++] = MLG_NONE;
}

/* Bits of the periods in which the lane keeps the promise, in every state of the site. */
static uint16_t kept_promises(const struct lane_builder *b, int32_t service, int32_t site,
                              const struct lane_price *price)
{
    const struct mlg_network *n = b->n;
    uint16_t in = 0;
    for (int32_t t = 0; t < n->period_count; t++)
        if (price->latest_s <= b->promise_s[(site * n->period_count + t) * b->s->service_count + service]) in = (uint16_t)(in | 1u << t);
    return in;
}

/* Would a lane that arrives so late keep the promise, in every state of the site? */
static bool keeps_promise(const struct lane_builder *b, int32_t service, int32_t site, int32_t t, int32_t latest_s)
{
    const struct mlg_network *n = b->n;
    const int32_t ready_s = mlg__soonest_s(n, site, t); /* by the fastest way */
    const struct lane_price price = { .mean_s = latest_s, .latest_s = latest_s };
    bool keeps = ready_s != MLG_NONE;
    for (int32_t k = 1; keeps && k < n->site_states[site]; k++)
        keeps = mlg__door_time(b->s, service, n->site_id[site], k, ready_s, &price).latest_s <= b->s->services[service].promise_s;
    return keeps;
}

/* The latest arrival that keeps it, by bisection; -1: none does. */
static int32_t latest_that_keeps(const struct lane_builder *b, int32_t service, int32_t site, int32_t t)
{
    int32_t low = 0, high = INT32_MAX;
    if (!keeps_promise(b, service, site, t, low)) return -1;
    if (keeps_promise(b, service, site, t, high)) return high;
    while (high - low > 1) {
        const int32_t middle = low + (high - low) / 2;
        if (keeps_promise(b, service, site, t, middle)) low = middle;
        else high = middle;
    }
    return low;
}

static bool price_lane(const struct lane_builder *b, int32_t demand, int32_t service, int32_t site, int32_t mode,
                       mlg_leg leg, struct priced *out)
{
    const struct mlg_network *n = b->n;
    const struct lane_phi phi = b->phi[site * MLG_DENSITY_BANDS + b->s->demands[demand].density_band];
    struct lane_price price;
    if (!mlg__lane_price(b->s, demand, n->site_id[site], service, mode, leg, phi, &price)) return false;
    const int64_t most = INT32_MAX - 1;
    *out = (struct priced) {
        .lane = { .end = site, .cost_micro = (int32_t)min64(price.cost_micro, most),
                  .co2_mg = (int32_t)min64(price.co2_wtw_mg, most), .mode = (int16_t)mode,
                  .in = kept_promises(b, service, site, &price) },
        .latest_s = price.latest_s, .mean_s = price.mean_s, .rank = INT64_MAX,
    };
    for (int32_t t = 0; t < n->period_count; t++)
        out->rank = min64(out->rank, price.cost_micro + b->own[site * n->period_count + t]);
    /* What does not fit 32 bits is never used: 2,147 EUR or 2,147 kg for one unit. Left out, cbar stays below it. */
    if (price.cost_micro > most || price.co2_wtw_mg > most) out->rank = NO_CHAIN_MICRO;
    return true;
}

static bool beats(const struct mlg_network *n, const struct priced *a, const struct priced *b)
{
    if (a->lane.cost_micro > b->lane.cost_micro) return false;
    if (!n->all_modes) return true;
    return a->lane.co2_mg <= b->lane.co2_mg && (b->lane.in & ~a->lane.in) == 0;
}

/* All modes of a site for a row, those that another beats dropped: no plan needs them. */
static int32_t price_modes(const struct lane_builder *b, int32_t demand, int32_t service, int32_t site,
                           const mlg_leg *legs, int64_t mode_stride, struct priced *out)
{
    int32_t count = 0;
    for (int32_t m = 0; m < b->mode_count; m++) {
        struct priced lane;
        bool beaten = false;
        if (!price_lane(b, demand, service, site, b->modes[m], legs[m * mode_stride], &lane)) continue;
        for (int32_t i = 0; i < count; i++) beaten |= beats(b->n, &out[i], &lane);
        if (beaten) continue;
        int32_t kept = 0;
        for (int32_t i = 0; i < count; i++)
            if (!beats(b->n, &lane, &out[i])) out[kept++] = out[i];
        out[kept++] = lane;
        count = kept;
    }
    return count;
}

/* Today's network is compared with the plan, and decided sites are in every plan: some of them in reach of everybody. */
static bool is_given(const struct lane_builder *b, int32_t site)
{
    return b->n->site_today[site] > 0 || b->s->sites[b->n->site_id[site]].decided_size > 0;
}

static void leave_out(struct lane_builder *b, int32_t row, const struct priced *lane)
{
    struct mlg_network *n = b->n;
    for (int32_t t = 0; t < n->period_count; t++) {
        const int64_t cell = (int64_t)row * n->period_count + t;
        const int64_t cost = lane->lane.cost_micro + b->own[lane->lane.end * n->period_count + t];
        int32_t *cbar = lane->lane.in >> t & 1 ? &n->cbar_in[cell] : &n->cbar_out[cell];
        *cbar = (int32_t)min64(*cbar, min64(cost, CBAR_NONE - 1));
    }
}

static bool keep(struct block *block, const struct priced *lane)
{
    struct priced *grown = mlg__grow(block->lanes, &block->lane_cap, block->lane_count + 1, sizeof *grown);
    if (!grown) return false;
    block->lanes = grown;
    grown[block->lane_count++] = *lane;
    return true;
}

/* The first `wanted` in the order of ranks (of equal ones: of sites) to the front. */
static int32_t split_first(struct item *ranked, int32_t count, int32_t wanted)
{
    double load;
    return wanted > 0 ? mlg__items_split(ranked, count, wanted, NAN, &load) : 0;
}

/* Sites of a row (key: rank, row: site) that are kept to the front; how many. */
static int32_t choose_sites(const struct lane_builder *b, struct item *ranked, int32_t count)
{
    double fair = INFINITY;
    int32_t hardly_dearer = 0, given = 0;
    for (int32_t i = 0; i < count; i++) fair = fmin(fair, ranked[i].key + RENTS * b->rent[ranked[i].row]);
    for (int32_t i = 0; i < count; i++) hardly_dearer += ranked[i].key <= fair;
    const int32_t near = split_first(ranked, count, max32(b->nearest, min32(hardly_dearer, LANES_MOST)));
    int32_t end = near;
    for (int32_t i = 0; i < near; i++) given += is_given(b, ranked[i].row);
    for (int32_t i = near; i < count && given < NEAREST_TODAY; i++) {
        const struct item kept = ranked[i];
        if (!is_given(b, kept.row)) continue;
        ranked[i] = ranked[end];
        ranked[end++] = kept;
    }
    return near + split_first(&ranked[near], end - near, NEAREST_TODAY - given);
}

/* Price all sites for one row; keep the near ones. legs: [mode][site][demand of the block]. */
static bool build_row(struct lane_builder *b, struct block *block, int32_t demand, int32_t service,
                      const mlg_leg *legs, struct priced *list, struct item *ranked)
{
    struct mlg_network *n = b->n;
    const int32_t row = b->demand_row[demand * b->s->service_count + service];
    const int64_t demands = block->demand_end - block->first_demand;
    int32_t lane_count = 0, site_count = 0, kept = 0;
    for (int32_t i = 0; i < n->station_count; i++) {
        const int32_t count = price_modes(b, demand, service, i, &legs[i * demands + demand - block->first_demand],
                                          n->station_count * demands, &list[lane_count]);
        if (count == 0) continue;
        int64_t rank = INT64_MAX;
        for (int32_t m = 0; m < count; m++) rank = min64(rank, list[lane_count + m].rank);
        n->reach[(int64_t)row * n->reach_words + i / 64] |= UINT64_C(1) << (i % 64);
        ranked[site_count++] = (struct item) { (double)rank, 1, i, lane_count };
        lane_count += count;
    }
    const int32_t wanted = choose_sites(b, ranked, site_count);
    for (int32_t i = 0; i < site_count; i++)
        for (int32_t l = ranked[i].lane; l < lane_count && list[l].lane.end == ranked[i].row; l++) {
            if (i >= wanted || list[l].rank >= NO_CHAIN_MICRO) leave_out(b, row, &list[l]);
            else if (!keep(block, &list[l])) return false;
            else kept++;
        }
    b->row_lanes[row] = kept;
    return true;
}

static mlg_status build_block(struct lane_builder *b, struct block *block, struct arena *arena)
{
    const struct mlg_network *n = b->n;
    const int32_t demands = block->demand_end - block->first_demand;
    const int64_t legs_a_mode = (int64_t)n->station_count * demands;
    int32_t *to = arena_array(arena, int32_t, demands);
    mlg_leg *legs = arena_array(arena, mlg_leg, legs_a_mode * b->mode_count);
    struct priced *list = arena_array(arena, struct priced, (int64_t)n->station_count * b->mode_count);
    struct item *ranked = arena_array(arena, struct item, n->station_count);
    if (arena->failed) return mlg__no_memory(&block->err, "siting");
    for (int32_t i = 0; i < demands; i++) to[i] = block->first_demand + i;
    for (int32_t m = 0; m < b->mode_count; m++)
        MLG_TRY(b->legs->rows(b->legs->self, max32(b->modes[m], 0), b->places, n->station_count, to, demands,
                              &legs[m * legs_a_mode], &block->err));
    for (int32_t d = block->first_demand; d < block->demand_end; d++)
        for (int32_t p = 0; p < b->s->service_count; p++)
            if (b->demand_row[d * b->s->service_count + p] != MLG_NONE &&
                !build_row(b, block, d, p, legs, list, ranked))
                return mlg__no_memory(&block->err, "siting");
    return MLG_OK;
}

static void run_block(void *user, int32_t i)
{
    struct lane_builder *b = user;
    struct arena arena = { 0 };
    b->blocks[i].status = build_block(b, &b->blocks[i], &arena);
    mlg__arena_free(&arena);
}

/* Blocks in order of demand points are rows in order. */
static mlg_status join_blocks(struct lane_builder *b, int32_t block_count, mlg_error *err)
{
    struct mlg_network *n = b->n;
    int64_t total = 0;
    for (int32_t i = 0; i < block_count; i++) {
        if (b->blocks[i].status) {
            if (err) {
                const mlg_lang lang = err->lang;
                *err = b->blocks[i].err;
                err->lang = lang;
            }
            return b->blocks[i].status;
        }
        total += b->blocks[i].lane_count;
    }
    if (total > INT32_MAX / 2)
        return mlg__fail(err, MLG_OVER_LIMIT, "siting.lanes",
                         TXT("%lld lanes are more than the program counts", "%lld trajets dépassent ce que le programme compte"),
                         TXT("ask for fewer lanes a demand point", "demandez moins de trajets par point de demande"),
                         (long long)total);
    n->lanes = arena_array(&n->arena, struct lane, total);
    n->lane_latest_s = arena_array(&n->arena, int32_t, total);
    n->lane_mean_s = arena_array(&n->arena, int32_t, total);
    n->row_first = arena_array(&n->arena, int32_t, n->row_count + 1);
    if (n->arena.failed) return mlg__no_memory(err, "siting");
    for (int32_t row = 0; row < n->row_count; row++) n->row_first[row + 1] = n->row_first[row] + b->row_lanes[row];
    for (int32_t i = 0; i < block_count; i++)
        for (int32_t l = 0; l < b->blocks[i].lane_count; l++) {
            n->lanes[n->lane_count] = b->blocks[i].lanes[l].lane;
            n->lane_latest_s[n->lane_count] = b->blocks[i].lanes[l].latest_s;
            n->lane_mean_s[n->lane_count++] = b->blocks[i].lanes[l].mean_s;
        }
    return MLG_OK;
}

/* Opened as soon as it may be and used in full from then on, in its cheapest size. */
static double least_rent(const struct mlg_network *n, int32_t site)
{
    double least = INFINITY;
    for (int32_t k = 1; k < n->site_states[site]; k++) {
        int128 cost = 0;
        double units = 0;
        for (int32_t t = 0; t < n->period_count; t++) {
            if (!node_at(n, site, t, k)->allowed) continue;
            const struct arc *arc = arc_at(n, site, t, units > 0 ? k : n->site_today[site], k);
            if (arc->allowed) cost += arc->cost;
            cost += year_grains(n, t, node_at(n, site, t, k)->year_micro);
            units += (double)capacity_at(n, site, t, k) * (double)flow_weight(n, t);
        }
        if (units > 0) least = fmin(least, fmax(0, (double)cost) / units);
    }
    return least;
}

static bool prepare(struct lane_builder *b, struct arena *arena)
{
    struct mlg_network *n = b->n;
    const int32_t services = b->s->service_count;
    b->places = arena_array(arena, int32_t, n->station_count);
    b->phi = arena_array(arena, struct lane_phi, n->station_count * MLG_DENSITY_BANDS);
    b->own = arena_array(arena, int64_t, n->station_count * n->period_count);
    b->promise_s = arena_array(arena, int32_t, n->station_count * n->period_count * services);
    b->rent = arena_array(arena, double, n->station_count);
    b->demand_row = arena_array(arena, int32_t, (int64_t)b->s->demand_count * services);
    b->row_lanes = arena_array(arena, int32_t, n->row_count);
    n->reach_words = (n->site_count + 63) / 64;
    n->reach = arena_array(&n->arena, uint64_t, (int64_t)n->row_count * n->reach_words);
    n->cbar_in = arena_array(&n->arena, int32_t, (int64_t)n->row_count * n->period_count);
    n->cbar_out = arena_array(&n->arena, int32_t, (int64_t)n->row_count * n->period_count);
    if (arena->failed || n->arena.failed) return false;
    for (int64_t i = 0; i < (int64_t)n->row_count * n->period_count; i++) n->cbar_in[i] = n->cbar_out[i] = CBAR_NONE;
    for (int64_t i = 0; i < (int64_t)b->s->demand_count * services; i++) b->demand_row[i] = MLG_NONE;
    for (int32_t row = 0; row < n->row_count; row++)
        b->demand_row[n->row_demand[row] * services + n->row_service[row]] = row;
    for (int32_t i = 0; i < n->station_count; i++) {
        b->places[i] = b->s->demand_count + n->site_id[i];
        b->rent[i] = least_rent(n, i);
        for (int32_t band = 0; band < MLG_DENSITY_BANDS; band++)
            b->phi[i * MLG_DENSITY_BANDS + band] = (struct lane_phi) { 1, 1, 1, 1 };
        for (int32_t p = 0; p < n->phi_count; p++)
            if (n->phis[p].site == n->site_id[i])
                b->phi[i * MLG_DENSITY_BANDS + n->phis[p].density_band] = n->phis[p].phi;
        for (int32_t t = 0; t < n->period_count; t++) {
            for (int32_t p = 0; p < services; p++)
                b->promise_s[(i * n->period_count + t) * services + p] = latest_that_keeps(b, p, i, t);
            int64_t *own = &b->own[i * n->period_count + t];
            *own = NO_CHAIN_MICRO;
            for (int32_t k = 1; k < n->site_states[i]; k++)
                if (node_at(n, i, t, k)->allowed) *own = min64(*own, node_at(n, i, t, k)->unit_micro);
        }
    }
    return true;
}

mlg_status mlg__build_lanes(struct mlg_network *n, const mlg_leg_source *legs, int32_t nearest, int32_t threads,
                            mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    struct lane_builder b = { .n = n, .s = s, .legs = legs, .nearest = nearest };
    struct arena arena = { 0 };
    list_modes(&b);
    const int64_t bytes_a_demand = (int64_t)sizeof(mlg_leg) * max32(1, n->station_count * b.mode_count);
    int64_t demands = max64(DEMANDS_A_BLOCK_MIN, LEGS_BYTES_A_BLOCK / bytes_a_demand);
    demands = max64(DEMANDS_A_BLOCK_MIN, min64(demands, (s->demand_count + BLOCKS_MIN - 1) / BLOCKS_MIN));
    const int32_t block_count = (int32_t)((s->demand_count + demands - 1) / demands);
    b.blocks = arena_array(&arena, struct block, block_count);
    mlg_status status = prepare(&b, &arena) && b.blocks ? MLG_OK : mlg__no_memory(err, "siting");
    for (int32_t i = 0; !status && i < block_count; i++) {
        b.blocks[i].first_demand = (int32_t)(i * demands);
        b.blocks[i].demand_end = (int32_t)min64(s->demand_count, (i + 1) * demands);
        b.blocks[i].err.lang = err ? err->lang : MLG_EN;
    }
    if (!status) {
        mlg__parallel(block_count, threads, run_block, &b);
        status = join_blocks(&b, block_count, err);
    }
    for (int32_t i = 0; b.blocks && i < block_count; i++) mlg__free(b.blocks[i].lanes);
    mlg__arena_free(&arena);
    return status;
}
