/* improve.c — local search: estimate by prices, try exactly, keep or undo. See improve.h.
 *
 * Undoing is another exact change: the assignment returns to the same cost (maybe by other flows of equal cost). */
#include "siting/improve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "siting/dual.h"
#include "siting/knapsack.h"
#include "siting/statepath.h"

enum { CHUNKS = 16, NEIGHBOURS = 12, NEAR_LANES = 6, PAIR_TRIALS = 4, PATHS = 3 };

struct candidate { double gain; int32_t site; int8_t path[MLG_PERIODS_MAX]; };
struct wishes { int32_t count; struct candidate best[PATHS]; }; /* of one site, largest gain first */
struct scratch { struct item *items; };

struct improver {
    const struct mlg_network *net;
    struct arena arena;
    int32_t threads;
    int64_t *site_price;         /* [t * (sites + 1) + site] of the current assignment */
    int64_t *best, *second;      /* [row * periods + t] cheapest and second cheapest way to serve a unit */
    int32_t *best_site;
    int32_t *neighbours;         /* [site * NEIGHBOURS], MLG_NONE fills up */
    int8_t *rest;                /* [site * periods + t] the path of doing nothing */
    int8_t *thrift;              /* [site * periods + t] the path of least capital, and of least change */
    struct scratch scratch[CHUNKS];
    struct wishes *wishes;       /* [site] */
    const struct design *design; /* of the pass that is running */
    const double *capital_price;
    void (*seen)(void *user, const struct score *score); /* or NULL */
    void *seen_user;
};

static double quanta(int128 grains) { return (double)grains / (double)GRAINS_PER_QUANTUM; }

static int64_t lane_cost(const struct design *d, int32_t t, int32_t lane)
{
    const struct mlg_network *n = d->net;
    return d->lane_cost ? d->lane_cost[(int64_t)t * n->lane_count + lane] : n->lanes[lane].cost_micro;
}

/* -- prices of the current assignment -- */

static void read_site_prices(struct improver *im, const struct design *d)
{
    const struct mlg_network *n = im->net;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t s = 0; s < n->site_count; s++) {
            const int64_t price = mlg__assignment_site_price(d->periods[t], s);
            im->site_price[(int64_t)t * n->site_count + s] =
                price == INT64_MAX ? price : max64(price, d->periods[t]->unit_cost[s]);
        }
}

static void refresh_row(struct improver *im, const struct design *d, int32_t row)
{
    const struct mlg_network *n = im->net;
    for (int32_t t = 0; t < n->period_count; t++) {
        const int64_t cell = (int64_t)row * n->period_count + t;
        const int64_t *price = &im->site_price[(int64_t)t * n->site_count];
        int64_t best = n->pen_micro[row], second = best;
        int32_t best_site = MLG_NONE;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end;
            if (price[s] == INT64_MAX) continue;
            const int64_t cost = lane_cost(d, t, i) + price[s];
            if (cost < best) {
                if (s != best_site) second = best;
                best = cost, best_site = s;
            } else if (cost < second && s != best_site) {
                second = cost;
            }
        }
        im->best[cell] = best, im->second[cell] = second, im->best_site[cell] = best_site;
    }
}

static void refresh_chunk(void *user, int32_t c)
{
    struct improver *im = user;
    const int64_t rows = im->net->row_count;
    for (int64_t row = rows * c / CHUNKS; row < rows * (c + 1) / CHUNKS; row++)
        refresh_row(im, im->design, (int32_t)row);
}

static void refresh_site_rows(struct improver *im, const struct design *d, int32_t s)
{
    const struct mlg_network *n = im->net;
    read_site_prices(im, d);
    for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++)
        if (i == n->site_first[s] || n->site_lanes[i].end != n->site_lanes[i - 1].end)
            refresh_row(im, d, n->site_lanes[i].end);
}

/* -- estimates -- */

/* What stations would pay more on their ways were an upper site in state k, quanta; those that have none now would gain as much as they
 * may serve. */
static double estimate_ways(const struct design *d, int32_t upper, int32_t t, int32_t k)
{
    const struct mlg_network *n = d->net;
    double more = 0;
    for (int32_t s = 0; s < n->station_count; s++) {
        const int8_t state = design_path(d, s)[t];
        if (!has_ways(n, s) || state == 0) continue;
        const bool cut_off = d->way[s * n->period_count + t] == MLG_NONE;
        const int64_t units = cut_off ? capacity_at(n, s, t, state) : d->periods[t]->load[s];
        if (units == 0) continue;
        const int64_t now = cut_off ? n->pen_micro[0] : mlg__design_way_cost(d, s, t, MLG_NONE, 0);
        const int64_t then = mlg__design_way_cost(d, s, t, upper, k);
        more += (double)units * (double)min64(then - now, then == NO_CHAIN_MICRO && cut_off ? 0 : n->pen_micro[0]);
    }
    return more * (double)flow_weight(n, t) / (double)GRAINS_PER_QUANTUM;
}

static void estimate_upper(const struct design *d, int32_t u, double *node)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < n->site_states[u]; k++) {
            double *value = &node[t * n->state_max + k];
            *value = INFINITY;
            if (!node_at(n, u, t, k)->allowed) continue;
            *value = quanta(year_grains(n, t, node_at(n, u, t, k)->year_micro)) + estimate_ways(d, u, t, k);
            for (int32_t r = 0; r < n->common_count; r++)
                if (d->row_price[r] > 0)
                    *value += mlg__row_sign(&n->commons[r]) * d->row_price[r] * (double)mlg__row_node(n, &n->commons[r], u, t, k);
        }
}

/* node: priced cost of every node of a site if it alone changed, in quanta. */
static void estimate_nodes(const struct improver *im, const struct design *d, int32_t s, struct scratch *scratch,
                           double *node)
{
    const struct mlg_network *n = im->net;
    const int32_t stride = n->state_max;
    double capacity[STATES_MAX], guess[STATES_MAX];
    struct fill fill[STATES_MAX];
    for (int32_t t = 0; t < n->period_count; t++) {
        const double weight = (double)flow_weight(n, t) / (double)GRAINS_PER_QUANTUM;
        double unit[STATES_MAX], least_unit = INFINITY;
        const double fed = supply_of(n, s, t) == MLG_NONE ? 0 : (double)im->best[(int64_t)supply_of(n, s, t) * n->period_count + t];
        int32_t count = 0;
        for (int32_t k = 1; k < n->site_states[s]; k++) {
            unit[k] = (double)mlg__design_unit_cost(d, s, t, k) + fed;
            capacity[k] = (double)capacity_at(n, s, t, k);
            if (node_at(n, s, t, k)->allowed) least_unit = fmin(least_unit, unit[k]);
        }
        for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) {
            const struct lane *lane = &n->site_lanes[i];
            const int64_t cell = (int64_t)lane->end * n->period_count + t;
            const int64_t instead = im->best_site[cell] == s ? im->second[cell] : im->best[cell];
            const int64_t cost = d->lane_cost ? lane_cost(d, t, n->lane_of[i]) : lane->cost_micro;
            const double key = (double)(cost - instead);
            /* Of a site to be fed, what it may give out as it is now. */
            const int32_t fed_site = fed_by(n, lane->end);
            const int64_t volume = fed_site == MLG_NONE ? n->volume[cell] : d->periods[t]->capacity[fed_site];
            if (key + least_unit >= 0 || volume == 0) continue;
            if (count > 0 && scratch->items[count - 1].row == lane->end) {
                scratch->items[count - 1].key = fmin(scratch->items[count - 1].key, key);
                continue;
            }
            scratch->items[count++] = (struct item) { key, (double)volume, lane->end, i };
        }
        for (int32_t k = 1; k < n->site_states[s]; k++) guess[k] = NAN;
        mlg__items_fill_states(scratch->items, count, n->site_states[s], capacity, unit, guess, fill);
        for (int32_t k = 0; k < n->site_states[s]; k++) {
            double *value = &node[t * stride + k];
            *value = INFINITY;
            if (!node_at(n, s, t, k)->allowed) continue;
            *value = quanta(year_grains(n, t, node_at(n, s, t, k)->year_micro));
            if (k == 0) continue;
            *value += weight * fill[k].value;
            for (int32_t r = 0; r < n->common_count; r++)
                if (d->row_price[r] > 0)
                    *value += mlg__row_sign(&n->commons[r]) * d->row_price[r] *
                              (double)mlg__row_node(n, &n->commons[r], s, t, k);
        }
    }
}

/* What limits on CO2 add to a change of state: its embodied carbon, quanta. */
static double embodied_price(const struct design *d, int32_t t)
{
    double price = 0;
    for (int32_t r = 0; r < d->net->common_count; r++)
        if (d->net->commons[r].kind == ROW_CO2 && row_at(&d->net->commons[r], t)) price += 1000 * d->row_price[r];
    return price;
}

static void price_arcs(const struct improver *im, const struct design *d, int32_t s, double capital_share, double *arc)
{
    const struct mlg_network *n = im->net;
    const int32_t stride = n->state_max;
    for (int32_t t = 0; t < n->period_count; t++) {
        const double embodied = embodied_price(d, t);
        double capital_price = 0;
        for (int32_t r = 0; r < n->common_count; r++)
            if (n->commons[r].kind == ROW_BUDGET && n->commons[r].first <= t && t <= n->commons[r].period)
                capital_price += im->capital_price[r];
        for (int32_t k = 0; k < n->site_states[s]; k++)
            for (int32_t from = 0; from < n->site_states[s]; from++) {
                const struct arc *a = arc_at(n, s, t, from, k);
                arc[(t * stride + k) * stride + from] =
                    a->allowed ? quanta(a->cost) + capital_share * capital_price * (double)a->capital_cents +
                                     embodied * (double)a->embodied_mg
                               : INFINITY;
            }
    }
}

static double path_value(const struct design *d, int32_t s, const double *node, const int8_t *path)
{
    const struct mlg_network *n = d->net;
    double sum = 0;
    for (int32_t t = 0; t < n->period_count; t++) {
        const struct arc *arc = arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t]);
        sum += node[t * n->state_max + path[t]] + quanta(arc->cost);
        if (n->flow_rows && arc->embodied_mg) sum += embodied_price(d, t) * (double)arc->embodied_mg;
    }
    return sum;
}

/* Keep a path among the best of a site. */
static void keep_wish(const struct mlg_network *n, struct wishes *w, int32_t s, double gain, const int8_t *path)
{
    const size_t bytes = sizeof *path * (size_t)n->period_count;
    int32_t at = w->count;
    for (int32_t i = 0; i < w->count; i++)
        if (!memcmp(w->best[i].path, path, bytes)) return;
    while (at > 0 && gain > w->best[at - 1].gain) at--;
    if (at == PATHS) return;
    if (w->count < PATHS) w->count++;
    for (int32_t i = w->count - 1; i > at; i--) w->best[i] = w->best[i - 1];
    w->best[at] = (struct candidate) { .gain = gain, .site = s };
    memcpy(w->best[at].path, path, bytes);
}

/* The best other paths of a site that hard rows allow and that promise a gain: the best one through every node, with
 * capital free, priced, and dear. */
static void estimate_site(const struct improver *im, const struct design *d, int32_t s, struct scratch *scratch,
                          struct wishes *wishes)
{
    static const double shares[] = { 0, 1, 10 };
    const struct mlg_network *n = im->net;
    const int32_t states = n->site_states[s], stride = n->state_max, periods = n->period_count;
    double node[MLG_PERIODS_MAX * STATES_MAX], forced[MLG_PERIODS_MAX * STATES_MAX];
    double arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX];
    wishes->count = 0;
    if (states < 2) return;
    if (is_upper(n, s)) estimate_upper(d, s, node);
    else estimate_nodes(im, d, s, scratch, node);
    const double now = path_value(d, s, node, design_path(d, s));
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        price_arcs(im, d, s, shares[i], arc);
        for (int32_t through = 0; through < periods * states; through++) {
            const int32_t t = through / states, k = through % states;
            int8_t path[MLG_PERIODS_MAX];
            memcpy(forced, node, sizeof *node * (size_t)(periods * stride));
            for (int32_t other = 0; other < states; other++)
                if (other != k) forced[t * stride + other] = INFINITY;
            if (mlg__state_path(periods, stride, states, n->site_today[s], forced, arc, path) >= INFINITY) continue;
            const double gain = now - path_value(d, s, node, path);
            if (gain > 0 && mlg__design_allows(d, s, path)) keep_wish(n, wishes, s, gain, path);
        }
    }
}

static void estimate_chunk(void *user, int32_t chunk)
{
    struct improver *im = user;
    const int64_t sites = im->net->site_count;
    for (int64_t s = sites * chunk / CHUNKS; s < sites * (chunk + 1) / CHUNKS; s++)
        estimate_site(im, im->design, (int32_t)s, &im->scratch[chunk], &im->wishes[s]);
}

static int by_first_gain(const void *a, const void *b)
{
    const struct wishes *x = a, *y = b;
    const double gain_x = x->count ? x->best[0].gain : 0, gain_y = y->count ? y->best[0].gain : 0;
    if (gain_x != gain_y) return gain_x > gain_y ? -1 : 1;
    if (!x->count || !y->count) return (x->count < y->count) - (x->count > y->count);
    return (x->best[0].site > y->best[0].site) - (x->best[0].site < y->best[0].site);
}

static int by_gain(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->gain != y->gain) return x->gain > y->gain ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

static void estimate_all(struct improver *im, const struct design *d)
{
    im->design = d;
    read_site_prices(im, d);
    mlg__parallel(CHUNKS, im->threads, refresh_chunk, im);
    mlg__parallel(CHUNKS, im->threads, estimate_chunk, im);
    qsort(im->wishes, (size_t)im->net->site_count, sizeof *im->wishes, by_first_gain);
}

/* -- moves -- */

struct descent {
    struct improver *im;
    struct design *d;
    struct control *control;
    struct score now;
    double end_s;
    int64_t trials_end;
};

static bool must_stop(struct descent *x)
{
    return x->d->trials >= x->trials_end || mlg__design_failed(x->d) || mlg__control_check(x->control, false) ||
           (!isinf(x->end_s) && mlg__now_s() >= x->end_s);
}

static void keep_path(const struct design *d, int32_t s, int8_t *path)
{
    memcpy(path, design_path(d, s), sizeof *path * (size_t)d->net->period_count);
}

static void take(struct descent *x, struct score score)
{
    x->now = score;
    if (x->im->seen) x->im->seen(x->im->seen_user, &score);
}

/* One exact trial; undone unless the total falls. */
static bool try_path(struct descent *x, int32_t s, const int8_t *path)
{
    int8_t old[MLG_PERIODS_MAX];
    keep_path(x->d, s, old);
    mlg__design_set(x->d, s, path);
    const struct score score = mlg__design_score(x->d);
    if (score.total < x->now.total) {
        take(x, score);
        return true;
    }
    mlg__design_set(x->d, s, old);
    return false;
}

/* All promising single moves, best promise first. Upper sites apart: moving one assigns whole periods anew, so stations come first. */
static bool pass_singles(struct descent *x, bool uppers)
{
    struct improver *im = x->im;
    bool any = false;
    estimate_all(im, x->d);
    const double least = 1e-9 * fabs(quanta(x->now.total));
    for (int32_t i = 0; i < im->net->site_count && im->wishes[i].count > 0 && !must_stop(x); i++) {
        struct wishes w = im->wishes[i];
        if (w.count > 0 && is_upper(im->net, w.best[0].site) != uppers) continue;
        if (any) { /* prices have moved since the list was made */
            const int32_t s = w.best[0].site;
            refresh_site_rows(im, x->d, s);
            estimate_site(im, x->d, s, &im->scratch[0], &w);
        }
        for (int32_t c = 0; c < w.count && w.best[c].gain > least && !must_stop(x); c++)
            if (try_path(x, w.best[c].site, w.best[c].path)) {
                any = true;
                break;
            }
    }
    return any;
}

/* Site s takes a modest path; then a neighbour may take over, if it promises more than was lost. */
static bool try_exchange(struct descent *x, int32_t s, const int8_t *modest)
{
    struct improver *im = x->im;
    const struct mlg_network *n = im->net;
    struct candidate list[NEIGHBOURS * PATHS];
    int8_t old[MLG_PERIODS_MAX];
    int32_t count = 0;
    keep_path(x->d, s, old);
    if (!memcmp(old, modest, sizeof *modest * (size_t)n->period_count) || !mlg__design_allows(x->d, s, modest)) return false;
    mlg__design_set(x->d, s, modest);
    const struct score lost = mlg__design_score(x->d);
    if (lost.total < x->now.total) {
        take(x, lost);
        return true;
    }
    const double deficit = quanta(lost.total - x->now.total);
    refresh_site_rows(im, x->d, s);
    for (int32_t i = 0; i < NEIGHBOURS; i++) {
        const int32_t other = im->neighbours[s * NEIGHBOURS + i];
        struct wishes w;
        if (other == MLG_NONE) break;
        estimate_site(im, x->d, other, &im->scratch[0], &w);
        for (int32_t c = 0; c < w.count; c++)
            if (w.best[c].gain > deficit) list[count++] = w.best[c];
    }
    qsort(list, (size_t)count, sizeof *list, by_gain);
    for (int32_t i = 0; i < count && i < PAIR_TRIALS && !must_stop(x); i++)
        if (try_path(x, list[i].site, list[i].path)) return true;
    mlg__design_set(x->d, s, old);
    return false;
}

struct score mlg__improve(struct improver *im, struct design *d, const double *capital_price, struct control *control,
                          double end_s, int64_t trial_limit)
{
    struct descent x = { .im = im, .d = d, .control = control, .end_s = end_s };
    x.now = mlg__design_score(d);
    x.trials_end = d->trials + trial_limit;
    im->capital_price = capital_price;
    for (bool again = true; again && !must_stop(&x);) {
        do {
            while (!must_stop(&x) && pass_singles(&x, false)) {}
        } while (upper_count(im->net) > 0 && !must_stop(&x) && pass_singles(&x, true));
        again = false;
        for (int32_t s = 0; s < im->net->site_count && !must_stop(&x); s++) {
            const int8_t *rest = &im->rest[s * im->net->period_count], *thrift = &im->thrift[s * im->net->period_count];
            again |= try_exchange(&x, s, rest);
            if (!must_stop(&x) && memcmp(rest, thrift, sizeof *rest * (size_t)im->net->period_count))
                again |= try_exchange(&x, s, thrift);
        }
    }
    return x.now;
}

void mlg__improver_listen(struct improver *im, void (*seen)(void *user, const struct score *score), void *user)
{
    im->seen = seen;
    im->seen_user = user;
}

void mlg__perturb(struct improver *im, struct design *d, struct rng *rng)
{
    const struct mlg_network *n = im->net;
    const int32_t centre = rng_below(rng, n->site_count), wanted = 2 + rng_below(rng, 5);
    for (int32_t i = -1; i < wanted && i < NEIGHBOURS; i++) {
        const int32_t s = i < 0 ? centre : im->neighbours[centre * NEIGHBOURS + i];
        if (s == MLG_NONE) break;
        const int8_t *rest = &im->rest[s * n->period_count];
        if (mlg__design_allows(d, s, rest)) mlg__design_set_unassigned(d, s, rest);
    }
}

/* -- making one -- */

/* Neighbours of a site: those that meet it most often among the cheapest lanes of its rows. */
static void find_neighbours(struct improver *im, int32_t *met)
{
    const struct mlg_network *n = im->net;
    for (int32_t s = 0; s < n->site_count; s++) {
        memset(met, 0, sizeof *met * (size_t)n->site_count);
        for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) {
            const int32_t row = n->site_lanes[i].end, first = n->row_first[row];
            for (int32_t l = first; l < n->row_first[row + 1] && l < first + NEAR_LANES; l++) met[n->lanes[l].end]++;
        }
        for (int32_t other = 0; n->site_count <= NEIGHBOURS && other < n->site_count; other++) met[other]++;
        met[s] = 0;
        for (int32_t i = 0; i < NEIGHBOURS; i++) {
            int32_t best = 0;
            for (int32_t other = 1; other < n->site_count; other++)
                if (met[other] > met[best]) best = other;
            im->neighbours[s * NEIGHBOURS + i] = met[best] > 0 ? best : MLG_NONE;
            met[best] = 0;
        }
    }
}

/* Rest for a perturbation or exchange: closed as far as that may be, else as the design rests. */
static void find_rest(struct improver *im)
{
    const struct mlg_network *n = im->net;
    const int32_t stride = n->state_max;
    for (int32_t s = 0; s < n->site_count; s++) {
        double node[MLG_PERIODS_MAX * STATES_MAX], arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX];
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                node[t * stride + k] = node_at(n, s, t, k)->allowed ? (k > 0) : INFINITY;
                for (int32_t from = 0; from < n->site_states[s]; from++)
                    arc[(t * stride + k) * stride + from] = arc_at(n, s, t, from, k)->allowed ? 0 : INFINITY;
            }
        mlg__state_path(n->period_count, stride, n->site_states[s], n->site_today[s], node, arc,
                        &im->rest[s * n->period_count]);
    }
}

mlg_status mlg__improver_new(const struct mlg_network *n, int32_t threads, struct improver **out, mlg_error *err)
{
    struct improver *im = *out = mlg__malloc(sizeof *im);
    if (!im) return mlg__no_memory(err, "siting");
    const size_t cells = (size_t)n->row_count * (size_t)n->period_count;
    const size_t paths = (size_t)n->site_count * (size_t)n->period_count;
    int32_t most = 0;
    for (int32_t s = 0; s < n->site_count; s++) most = max32(most, n->site_first[s + 1] - n->site_first[s]);
    im->net = n;
    im->threads = threads;
    im->site_price = arena_array(&im->arena, int64_t, paths);
    im->best = arena_array(&im->arena, int64_t, cells);
    im->second = arena_array(&im->arena, int64_t, cells);
    im->best_site = arena_array(&im->arena, int32_t, cells);
    im->neighbours = arena_array(&im->arena, int32_t, (size_t)n->site_count * NEIGHBOURS);
    im->rest = arena_array(&im->arena, int8_t, paths);
    im->wishes = arena_array(&im->arena, struct wishes, n->site_count);
    im->thrift = arena_array(&im->arena, int8_t, paths);
    int32_t *met = arena_array(&im->arena, int32_t, n->site_count);
    for (int32_t c = 0; c < CHUNKS; c++) {
        im->scratch[c].items = arena_array(&im->arena, struct item, most);
    }
    if (im->arena.failed) {
        mlg__improver_free(im);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    find_neighbours(im, met);
    find_rest(im);
    struct design *thrifty;
    const mlg_status status = mlg__design_new(n, threads, &thrifty, err);
    if (status) {
        mlg__improver_free(im);
        *out = NULL;
        return status;
    }
    mlg__design_rest(thrifty);
    memcpy(im->thrift, thrifty->path, sizeof *im->thrift * paths);
    mlg__design_free(thrifty);
    return MLG_OK;
}

void mlg__improver_free(struct improver *im)
{
    if (!im) return;
    mlg__arena_free(&im->arena);
    mlg__free(im);
}
