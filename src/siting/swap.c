/* swap.c — open, close, swap with all gains at hand. See swap.h. */
#include "siting/swap.h"

#include <string.h>

#include "base/error.h"

enum { SITES_MAX = 2500, LOOK_EVERY = 16 };

struct swapper {
    const struct mlg_network *net;
    struct arena arena;
    int32_t site_count, row_count, open_count, open_most;
    int64_t *fixed;           /* [site] micro for a unit of flow, as lanes */
    int64_t unserved_most;    /* a unit left out counts no more than this: sums stay inside 64 bits */
    bool *open;
    int32_t *first_site;      /* [row] cheapest open site, MLG_NONE: unserved */
    int64_t *first, *second;  /* [row] cost there, and at the second cheapest */
    int64_t *gain, *loss;     /* [site] of serving rows better; of serving its rows elsewhere */
    int64_t *regained;        /* [in * sites + out] what of the loss of `out` is no loss if `in` opens */
    int64_t cost;             /* of the open sites and all rows */
    bool *untied;             /* [row] taken back during a change */
    int32_t open_list_count, *open_list;
};

static int64_t lane_cost(const struct swapper *s, int32_t row, int32_t lane)
{
    return s->net->volume[row] * s->net->lanes[lane].cost_micro;
}

static int64_t unserved_cost(const struct swapper *s, int32_t row)
{
    return s->net->volume[row] * min64(s->net->pen_micro[row], s->unserved_most);
}

/* Cheapest and second cheapest open site of a row. */
static void look_up_row(struct swapper *s, int32_t row)
{
    const struct mlg_network *n = s->net;
    s->first_site[row] = MLG_NONE;
    s->first[row] = s->second[row] = unserved_cost(s, row);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        const int64_t cost = lane_cost(s, row, i);
        if (cost >= s->second[row]) return;
        if (!s->open[n->lanes[i].end] || n->lanes[i].end == s->first_site[row]) continue;
        if (s->first_site[row] != MLG_NONE) {
            s->second[row] = cost;
            return;
        }
        s->first_site[row] = n->lanes[i].end;
        s->second[row] = unserved_cost(s, row);
        s->first[row] = cost;
    }
}

/* Add (sign 1) or take back (sign -1) what a row means for gains. */
static void count_row(struct swapper *s, int32_t row, int64_t sign)
{
    const struct mlg_network *n = s->net;
    const int32_t from = s->first_site[row];
    s->cost += sign * s->first[row];
    if (from != MLG_NONE) s->loss[from] += sign * (s->second[row] - s->first[row]);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        const int64_t cost = lane_cost(s, row, i);
        const int32_t to = n->lanes[i].end;
        if (cost >= s->second[row]) return;
        if (s->open[to]) continue;
        if (cost < s->first[row]) s->gain[to] += sign * (s->first[row] - cost);
        if (from != MLG_NONE)
            s->regained[(int64_t)to * s->site_count + from] += sign * (s->second[row] - max64(cost, s->first[row]));
    }
}

static void start(struct swapper *s, const bool *open)
{
    const size_t sites = (size_t)s->site_count;
    memset(s->gain, 0, sizeof *s->gain * sites);
    memset(s->loss, 0, sizeof *s->loss * sites);
    memset(s->regained, 0, sizeof *s->regained * sites * sites);
    s->cost = s->open_count = 0;
    for (int32_t i = 0; i < s->site_count; i++) {
        s->open[i] = open[i];
        s->open_count += open[i];
        if (open[i]) s->cost += s->fixed[i];
    }
    for (int32_t row = 0; row < s->row_count; row++) {
        look_up_row(s, row);
        count_row(s, row, 1);
    }
}

/* Rows that have the site no dearer than their second cheapest: what they mean is taken back. */
static void untie_rows(struct swapper *s, int32_t site)
{
    const struct mlg_network *n = s->net;
    for (int32_t i = site == MLG_NONE ? 0 : n->site_first[site]; site != MLG_NONE && i < n->site_first[site + 1]; i++) {
        const int32_t row = n->site_lanes[i].end;
        if (s->untied[row] || n->volume[row] * n->site_lanes[i].cost_micro > s->second[row]) continue;
        count_row(s, row, -1);
        s->untied[row] = true;
    }
}

static void tie_rows(struct swapper *s, int32_t site)
{
    const struct mlg_network *n = s->net;
    for (int32_t i = site == MLG_NONE ? 0 : n->site_first[site]; site != MLG_NONE && i < n->site_first[site + 1]; i++) {
        const int32_t row = n->site_lanes[i].end;
        if (!s->untied[row]) continue;
        look_up_row(s, row);
        count_row(s, row, 1);
        s->untied[row] = false;
    }
}

/* Open `in` and close `out`; either may be MLG_NONE. */
static void change(struct swapper *s, int32_t in, int32_t out)
{
    untie_rows(s, in);
    untie_rows(s, out);
    if (in != MLG_NONE) s->open[in] = true, s->cost += s->fixed[in], s->open_count++;
    if (out != MLG_NONE) s->open[out] = false, s->cost -= s->fixed[out], s->open_count--;
    tie_rows(s, in);
    tie_rows(s, out);
}

/* The best of all moves, made if it gains. Ties: the first met. */
static bool best_move(struct swapper *s)
{
    int64_t best = 0;
    int32_t in = MLG_NONE, out = MLG_NONE;
    for (int32_t i = 0; i < s->site_count; i++) {
        if (s->open[i]) {
            const int64_t more = s->fixed[i] - s->loss[i];
            if (more > best) best = more, in = MLG_NONE, out = i;
            continue;
        }
        const int64_t gain = s->gain[i] - s->fixed[i];
        if (gain > best && s->open_count < s->open_most) best = gain, in = i, out = MLG_NONE;
        const int64_t *regained = &s->regained[(int64_t)i * s->site_count];
        for (int32_t k = 0; k < s->open_list_count; k++) {
            const int32_t j = s->open_list[k];
            const int64_t swap = gain + s->fixed[j] - s->loss[j] + regained[j];
            if (swap > best) best = swap, in = i, out = j;
        }
    }
    if (best <= 0) return false;
    change(s, in, out);
    return true;
}

static void list_open(struct swapper *s)
{
    s->open_list_count = 0;
    for (int32_t i = 0; i < s->site_count; i++)
        if (s->open[i]) s->open_list[s->open_list_count++] = i;
}

static void descend(struct swapper *s, struct control *control)
{
    for (int32_t moves = 1;; moves++) {
        list_open(s);
        if (!best_move(s) || (moves % LOOK_EVERY == 0 && mlg__control_check(control, false))) return;
    }
}

/* A few random sites close, as many others open. */
static void shake(struct swapper *s, struct rng *rng)
{
    const int32_t most = 1 + min32(s->open_count, s->site_count - s->open_count) / 4;
    for (int32_t k = 1 + rng_below(rng, min32(most, 6)); k > 0; k--) {
        int32_t in = rng_below(rng, s->site_count), out = MLG_NONE;
        while (s->open[in] && s->open_count < s->site_count) in = (in + 1) % s->site_count;
        list_open(s);
        if (s->open_list_count > 0) out = s->open_list[rng_below(rng, s->open_list_count)];
        change(s, s->open[in] ? MLG_NONE : in, out);
    }
}

void mlg__swap_search(struct swapper *s, bool *open, int64_t rounds, struct rng *rng, struct control *control)
{
    const size_t bytes = sizeof *open * (size_t)s->site_count;
    start(s, open);
    descend(s, control);
    memcpy(open, s->open, bytes);
    int64_t best = s->cost;
    for (int64_t round = 0; round < rounds && !mlg__control_check(control, false); round++) {
        shake(s, rng);
        descend(s, control);
        if (s->cost <= best) {
            best = s->cost;
            memcpy(open, s->open, bytes);
            continue;
        }
        for (int32_t i = 0; i < s->site_count; i++) { /* back, by the same moves */
            if (s->open[i] && !open[i]) change(s, MLG_NONE, i);
            else if (!s->open[i] && open[i]) change(s, i, MLG_NONE);
        }
    }
}

/* -- making one -- */

static bool fits(const struct mlg_network *n)
{
    if (n->period_count != 1 || n->state_max != 2 || n->level_count > 1 || n->site_count > SITES_MAX) return false;
    if (n->flow_rows || n->fill_rows || n->two_modes) return false;
    const int64_t load = mlg__period_load(n, 0);
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind != ROW_COUNT) return false;
    for (int32_t s = 0; s < n->site_count; s++) {
        bool free = n->site_states[s] == 2 && capacity_at(n, s, 1) >= load && node_at(n, s, 0, 1)->unit_micro == 0;
        for (int32_t k = 0; k < 2; k++)
            free &= node_at(n, s, 0, k)->allowed && arc_at(n, s, 0, n->site_today[s], k)->allowed;
        if (!free || node_at(n, s, 0, 0)->year_micro != 0) return false;
    }
    return true;
}

static void read_network(struct swapper *s)
{
    const struct mlg_network *n = s->net;
    const int64_t weight = flow_weight(n, 0);
    s->open_most = n->site_count;
    for (int32_t r = 0; r < n->common_count; r++) s->open_most = (int32_t)min64(s->open_most, n->commons[r].limit);
    for (int32_t i = 0; i < n->site_count; i++) {
        const int32_t today = n->site_today[i];
        const int128 grains = year_grains(n, 0, node_at(n, i, 0, 1)->year_micro) + arc_at(n, i, 0, today, 1)->cost -
                              arc_at(n, i, 0, today, 0)->cost;
        s->fixed[i] = (int64_t)(grains / weight);
    }
    s->unserved_most = INT64_MAX / 8 / max64(1, mlg__period_load(n, 0));
}

mlg_status mlg__swapper_new(const struct mlg_network *n, struct swapper **out, mlg_error *err)
{
    *out = NULL;
    if (!fits(n)) return MLG_OK;
    struct swapper *s = *out = mlg__malloc(sizeof *s);
    if (!s) return mlg__no_memory(err, "siting");
    const int64_t sites = n->site_count, rows = n->row_count;
    s->net = n;
    s->site_count = n->site_count;
    s->row_count = n->row_count;
    s->fixed = arena_array(&s->arena, int64_t, sites);
    s->open = arena_array(&s->arena, bool, sites);
    s->open_list = arena_array(&s->arena, int32_t, sites);
    s->gain = arena_array(&s->arena, int64_t, sites);
    s->loss = arena_array(&s->arena, int64_t, sites);
    s->regained = arena_array(&s->arena, int64_t, sites * sites);
    s->first_site = arena_array(&s->arena, int32_t, rows);
    s->first = arena_array(&s->arena, int64_t, rows);
    s->second = arena_array(&s->arena, int64_t, rows);
    s->untied = arena_array(&s->arena, bool, rows);
    if (s->arena.failed) {
        mlg__swapper_free(s);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    read_network(s);
    return MLG_OK;
}

void mlg__swapper_free(struct swapper *s)
{
    if (!s) return;
    mlg__arena_free(&s->arena);
    mlg__free(s);
}
