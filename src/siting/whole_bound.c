/* whole_bound.c — subproblems of whole rows in integers, and subgradient steps. See whole_bound.h. */
#include "siting/whole_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { ROW_BRANCHES = 3000, SITE_BRANCHES = 20000, FIX_BRANCHES = 1000, STALL_LIMIT = 15 };
#define WORK_MOST INT64_C(1000000000)
#define TICKS_MAX (INT64_C(1) << 59)
static const double averaging = 0.08, turn = 1.5, first_step = 1, step_shrink = 0.6, restart_step = 0.2; /* as in dual.c */

/* -- subproblems -- */

/* What site s gains by the rows it would rather take than not; they are added to b->packed. */
static int64_t pack_rows(struct whole_bound *b, int32_t s)
{
    const struct mlg_network *n = b->net;
    const int64_t capacity = capacity_at(n, s, 0, 1), unit = node_at(n, s, 0, 1)->unit_micro;
    const int32_t first = n->site_first[s], last = n->site_first[s + 1];
    int64_t best;
    int32_t count = 0, rest = 0, *end = &b->packed_first[s + 1];
    for (int32_t i = first; i < last; i++) {
        const int32_t lane = b->order[i], row = n->site_lanes[lane].end;
        const int64_t rate = b->w[row] - n->site_lanes[lane].cost_micro - unit, volume = n->volume[row];
        if (rate <= 0 || volume == 0 || volume > capacity) b->order[first + rest++] = lane;
        else b->items[count++] = (struct pack_item) { .rate = rate, .gain = rate * volume, .load = volume, .id = lane };
    }
    const int64_t gain = mlg__pack(b->items, count, capacity, ROW_BRANCHES, &best);
    *end = b->packed_first[s];
    for (int32_t i = 0; i < count; i++) {
        b->order[first + rest + i] = b->items[i].id;
        if (b->items[i].in) b->packed[(*end)++] = n->site_lanes[b->items[i].id].end;
    }
    return gain;
}

/* Least sum of site values with room for what must be served. Gains are what closing saves; the room is what may be closed.
 * force: a site taken as open (may_close false) or closed for this question, MLG_NONE: none. open: written unless NULL. */
static int64_t choose_sites(struct whole_bound *b, int32_t force, bool force_open, bool *open)
{
    const struct mlg_network *n = b->net;
    int64_t room = -b->must, sum = 0, best;
    int32_t count = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        const bool may_open = s == force ? force_open : b->may_open[s], may_close = s == force ? !force_open : b->may_close[s];
        const int64_t value = b->site_value[s], load = capacity_at(n, s, 0, 1);
        const bool opens = may_open && (!may_close || value <= 0), asked = may_open && (opens || load > 0);
        if (open) open[s] = asked;
        if (!asked) continue;
        room += load;
        sum += value;
        if (opens) continue;
        b->sites[count++] = (struct pack_item) { .rate = pack_rate(value, load), .gain = value, .load = load, .id = s };
    }
    if (room < 0) return TICKS_MAX; /* no plan */
    const int64_t saved = mlg__pack(b->sites, count, room, force == MLG_NONE ? SITE_BRANCHES : FIX_BRANCHES, &best);
    for (int32_t i = 0; open && i < count; i++)
        if (b->sites[i].in) open[b->sites[i].id] = false;
    return sum - saved;
}

/* Rows never pay more than leaving them out costs. */
int64_t mlg__whole_bound_paid(const struct whole_bound *b)
{
    int64_t sum = b->closed_cost;
    for (int32_t row = 0; row < b->net->row_count; row++) sum += b->net->volume[row] * b->w[row];
    return sum;
}

void mlg__whole_bound_evaluate(struct whole_bound *b)
{
    const struct mlg_network *n = b->net;
    b->packed_first[0] = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        b->packed_first[s + 1] = b->packed_first[s];
        b->site_value[s] = b->may_open[s] ? b->fixed[s] - pack_rows(b, s) : 0;
    }
    b->bound = mlg__whole_bound_paid(b) + choose_sites(b, MLG_NONE, false, b->open);
    memset(b->served, 0, sizeof *b->served * (size_t)n->row_count);
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t i = b->packed_first[s]; b->open[s] && i < b->packed_first[s + 1]; i++) b->served[b->packed[i]]++;
}

/* -- steps -- */

void mlg__whole_bound_restart(struct whole_bound *b)
{
    const size_t rows = (size_t)b->net->row_count;
    memcpy(b->w, b->best_w, sizeof *b->w * rows);
    mlg__whole_bound_evaluate(b);
    b->best_bound = b->bound;
    memset(b->direction, 0, sizeof *b->direction * rows);
    b->stalled = 0;
    b->theta = fmax(b->theta, restart_step);
}

/* The newest violations, and of the old direction as much as keeps the angle from being obtuse; returns its length. */
static double turn_direction(struct whole_bound *b)
{
    const struct mlg_network *n = b->net;
    double both = 0, old = 0, length = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        const double volume = (double)n->volume[row], dir = b->direction[row];
        both += volume * dir * (1 - b->served[row]), old += volume * dir * dir;
    }
    const double kept = both < 0 && old > 0 ? -turn * both / old : 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        b->direction[row] = 1 - b->served[row] + kept * b->direction[row];
        length += (double)n->volume[row] * b->direction[row] * b->direction[row];
    }
    return length;
}

void mlg__whole_bound_step(struct whole_bound *b, int64_t upper)
{
    const struct mlg_network *n = b->net;
    const double length = turn_direction(b);
    const double target = fmin((double)upper, (double)b->best_bound + 0.5 * fabs((double)b->best_bound) + 1000);
    const double by = length > 0 ? b->theta * fmax(target - (double)b->bound, 1) / length : 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        const double price = (double)b->w[row] + by * b->direction[row];
        b->w[row] = max64(0, (int64_t)fmin((double)b->price_most[row], price));
    }
    mlg__whole_bound_evaluate(b);
    for (int32_t s = 0; s < n->site_count; s++) b->ybar[s] += averaging * ((b->open[s] ? 1 : 0) - b->ybar[s]);
    b->stalled = (double)b->bound > (double)b->best_bound + 1e-6 * fabs((double)b->best_bound) ? 0 : b->stalled + 1;
    if (b->bound > b->best_bound) {
        b->best_bound = b->bound;
        memcpy(b->best_w, b->w, sizeof *b->w * (size_t)n->row_count);
    }
    if (b->stalled < STALL_LIMIT) return;
    b->theta *= step_shrink;
    const double theta = b->theta;
    mlg__whole_bound_restart(b);
    b->theta = theta;
}

int32_t mlg__whole_bound_fix(struct whole_bound *b, int64_t upper)
{
    const int64_t paid = mlg__whole_bound_paid(b);
    int32_t count = 0;
    for (int32_t s = 0; s < b->net->site_count; s++) {
        if (!b->may_open[s] || !b->may_close[s]) continue;
        const bool never_opens = paid + choose_sites(b, s, true, NULL) >= upper;
        const bool never_closes = !never_opens && paid + choose_sites(b, s, false, NULL) >= upper;
        if (never_opens) b->may_open[s] = false;
        if (never_closes) b->may_close[s] = false;
        count += never_opens || never_closes;
    }
    return count;
}

void mlg__whole_bound_require(struct whole_bound *b, int64_t upper)
{
    b->must = 0;
    for (int32_t row = 0; row < b->net->row_count; row++)
        if ((int128)b->net->pen_micro[row] * b->net->volume[row] + b->closed_cost >= upper) b->must += b->net->volume[row];
}

int64_t mlg__whole_bound_claim(const struct whole_bound *b, int64_t ticks, int64_t step)
{
    const int128 weight = flow_weight(b->net, 0), grains = b->net->constant + (int128)ticks * weight;
    const int128 steps = mlg__ceil_div(mlg__ceil_div(grains, GRAINS_PER_QUANTUM), step);
    /* Whatever costs more than this many grains is told as no less. */
    const int128 from = mlg__ceil_div((steps - 1) * step * GRAINS_PER_QUANTUM - b->net->constant, weight) + 1;
    return from < ticks ? (int64_t)from : ticks;
}

int64_t mlg__whole_bound_quanta(const struct whole_bound *b, int64_t ticks)
{
    const int128 grains = b->net->constant + (int128)ticks * flow_weight(b->net, 0);
    return (int64_t)(grains / GRAINS_PER_QUANTUM - (grains % GRAINS_PER_QUANTUM < 0)) - 2;
}

/* -- making one -- */

/* What state k of a site costs, grains. */
static int128 state_grains(const struct mlg_network *n, int32_t s, int32_t k)
{
    return year_grains(n, 0, node_at(n, s, 0, k)->year_micro) + arc_at(n, s, 0, n->site_today[s], k)->cost;
}

static bool site_fits(const struct mlg_network *n, int32_t s)
{
    if (n->site_states[s] != 2 || node_at(n, s, 0, 1)->unit_micro < 0) return false;
    for (int32_t k = 0; k < 2; k++)
        if (!node_at(n, s, 0, k)->allowed || !arc_at(n, s, 0, n->site_today[s], k)->allowed || state_grains(n, s, k) < 0) return false;
    return state_grains(n, s, 1) >= state_grains(n, s, 0);
}

/* The kind of network that this file is about, and sums within 64 bits. */
static bool fits(const struct mlg_network *n)
{
    int128 most = 0;
    if (n->period_count != 1 || n->state_max != 2 || n->level_count > 1 || n->site_supply) return false;
    if (n->flow_rows || n->fill_rows || n->two_modes || !n->all_lanes) return false;
    if ((int64_t)n->lane_count * n->site_count > WORK_MOST) return false; /* a step would take too long, and so would all sets */
    for (int32_t s = 0; s < n->site_count; s++) {
        if (!site_fits(n, s)) return false;
        most += state_grains(n, s, 1) / flow_weight(n, 0) + 1;
    }
    for (int32_t row = 0; row < n->row_count; row++) {
        int64_t dearest = 0;
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            if (n->lanes[l].cost_micro < 0) return false;
            dearest = max64(dearest, n->lanes[l].cost_micro + node_at(n, n->lanes[l].end, 0, 1)->unit_micro);
        }
        most += (int128)dearest * n->volume[row];
    }
    return most < TICKS_MAX / 4;
}

static void read_network(struct whole_bound *b)
{
    const struct mlg_network *n = b->net;
    int128 closed = 0;
    for (int32_t i = 0; i < n->lane_count; i++) b->order[i] = i;
    for (int32_t s = 0; s < n->site_count; s++) {
        closed += state_grains(n, s, 0);
        b->fixed[s] = (int64_t)((state_grains(n, s, 1) - state_grains(n, s, 0)) / flow_weight(n, 0));
        b->may_open[s] = b->may_close[s] = true;
    }
    b->closed_cost = (int64_t)(closed / flow_weight(n, 0));
    for (int32_t row = 0; row < n->row_count; row++) {
        const int64_t volume = n->volume[row];
        b->price_most[row] = volume == 0 ? 0 : min64(n->pen_micro[row], TICKS_MAX / (volume * n->row_count));
    }
}

mlg_status mlg__whole_bound_new(const struct mlg_network *n, struct whole_bound **out, mlg_error *err)
{
    *out = NULL;
    if (!fits(n)) return MLG_OK;
    struct whole_bound *b = *out = mlg__malloc(sizeof *b);
    if (!b) return mlg__no_memory(err, "siting");
    struct arena *a = &b->arena;
    const int32_t sites = n->site_count, rows = n->row_count;
    b->net = n;
    b->theta = first_step;
    b->fixed = arena_array(a, int64_t, sites);
    b->may_open = arena_array(a, bool, sites);
    b->may_close = arena_array(a, bool, sites);
    b->w = arena_array(a, int64_t, rows);
    b->best_w = arena_array(a, int64_t, rows);
    b->price_most = arena_array(a, int64_t, rows);
    b->site_value = arena_array(a, int64_t, sites);
    b->open = arena_array(a, bool, sites);
    b->served = arena_array(a, int32_t, rows);
    b->ybar = arena_array(a, double, sites);
    b->direction = arena_array(a, double, rows);
    b->items = arena_array(a, struct pack_item, rows);
    b->sites = arena_array(a, struct pack_item, sites);
    b->order = arena_array(a, int32_t, n->lane_count);
    b->packed = arena_array(a, int32_t, n->lane_count);
    b->packed_first = arena_array(a, int32_t, sites + 1);
    if (a->failed) {
        mlg__whole_bound_free(b);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    read_network(b);
    return MLG_OK;
}

void mlg__whole_bound_free(struct whole_bound *b)
{
    if (!b) return;
    mlg__arena_free(&b->arena);
    mlg__free(b);
}
