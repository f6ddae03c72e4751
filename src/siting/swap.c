/* swap.c — open, close, swap with all gains at hand. See swap.h. */
#include "siting/swap.h"

#include <string.h>

#include "base/error.h"

enum { LOOK_EVERY = 16 };
#define PAIR_BYTES INT64_C(400000000)

/* Cheapest and second cheapest open site of a row. */
static void look_up_row(struct swapper *s, int32_t row)
{
    const int32_t begin = s->ufl->net->row_first[row], end = s->ufl->net->row_first[row + 1];
    const int64_t left_out = s->left_out[row];
    const struct ufl_lane *lanes = s->ufl->lanes;
    int32_t i = begin;
    s->first_site[row] = MLG_NONE;
    s->first[row] = s->second[row] = left_out;
    while (i < end && lanes[i].cost < left_out && !s->open[lanes[i].end]) i++;
    if (i < end && lanes[i].cost < left_out) {
        s->first_site[row] = lanes[i].end;
        s->first[row] = lanes[i++].cost;
        while (i < end && lanes[i].cost < left_out && !s->open[lanes[i].end]) i++;
        if (i < end && lanes[i].cost < left_out) s->second[row] = lanes[i].cost;
    }
    s->looks += i - begin;
}

/* Add (sign 1) or take back (sign -1) what a row means for gains. */
static void count_row(struct swapper *s, int32_t row, int64_t sign)
{
    const int32_t from = s->first_site[row], begin = s->ufl->net->row_first[row], end = s->ufl->net->row_first[row + 1];
    const int64_t first = s->first[row], second = s->second[row];
    const struct ufl_lane *lanes = s->ufl->lanes;
    int32_t i = begin;
    s->cost += sign * first;
    if (from == MLG_NONE) {
        s->unserved += (int32_t)sign;
        for (; i < end && lanes[i].cost < first; i++) s->gain[lanes[i].end] += sign * (first - lanes[i].cost);
        s->looks += i - begin;
        return;
    }
    s->loss[from] += sign * (second - first);
    int64_t *regained = &s->regained[s->slot[from]];
    for (; i < end && lanes[i].cost < first; i++) {
        s->gain[lanes[i].end] += sign * (first - lanes[i].cost);
        regained[(int64_t)lanes[i].end * s->slot_count] += sign * (second - first);
    }
    for (; i < end && lanes[i].cost < second; i++)
        regained[(int64_t)lanes[i].end * s->slot_count] += sign * (second - lanes[i].cost);
    s->looks += i - begin;
}

static void open_site(struct swapper *s, int32_t site)
{
    s->open[site] = true;
    s->cost += s->ufl->fixed[site];
    s->slot[site] = s->free_slot[s->slot_count - 1 - s->open_count++];
}

static void close_site(struct swapper *s, int32_t site)
{
    s->open[site] = false;
    s->cost -= s->ufl->fixed[site];
    s->free_slot[s->slot_count - s->open_count--] = s->slot[site];
}

void mlg__swap_start(struct swapper *s, const bool *open)
{
    const struct ufl *u = s->ufl;
    const size_t sites = (size_t)u->site_count;
    memset(s->gain, 0, sizeof *s->gain * sites);
    memset(s->loss, 0, sizeof *s->loss * sites);
    memset(s->regained, 0, sizeof *s->regained * sites * (size_t)s->slot_count);
    memcpy(s->left_out, u->left_out, sizeof *s->left_out * (size_t)u->row_count);
    s->cost = s->open_count = s->unserved = 0;
    for (int32_t i = 0; i < s->slot_count; i++) s->free_slot[i] = s->slot_count - 1 - i;
    for (int32_t i = 0; i < u->site_count; i++) {
        s->open[i] = false;
        if (open[i]) open_site(s, i);
    }
    for (int32_t row = 0; row < u->row_count; row++) {
        look_up_row(s, row);
        count_row(s, row, 1);
    }
}

/* Rows that have the site no dearer than their second cheapest: what they mean is taken back. */
static void untie_rows(struct swapper *s, int32_t site)
{
    const struct ufl *u = s->ufl;
    for (int32_t i = u->net->site_first[site]; i < u->net->site_first[site + 1]; i++) {
        const int32_t row = u->site_lanes[i].end;
        if (s->untied[row] || u->site_lanes[i].cost > s->second[row]) continue;
        count_row(s, row, -1);
        s->untied[row] = true;
    }
}

static void tie_rows(struct swapper *s, int32_t site)
{
    const struct ufl *u = s->ufl;
    for (int32_t i = u->net->site_first[site]; i < u->net->site_first[site + 1]; i++) {
        const int32_t row = u->site_lanes[i].end;
        if (!s->untied[row]) continue;
        look_up_row(s, row);
        count_row(s, row, 1);
        s->untied[row] = false;
    }
}

/* Rows that the sites concern are taken back as they were, and counted again as they are. A row's cheapest open site counts
 * itself into its own pair (site, site), which nobody reads. */
void mlg__swap_change(struct swapper *s, int32_t in, int32_t out)
{
    if (in != MLG_NONE) untie_rows(s, in);
    if (out != MLG_NONE) untie_rows(s, out);
    if (in != MLG_NONE) open_site(s, in);
    if (out != MLG_NONE) close_site(s, out);
    if (in != MLG_NONE) tie_rows(s, in);
    if (out != MLG_NONE) tie_rows(s, out);
}

int64_t mlg__swap_gain(const struct swapper *s, int32_t in, int32_t out)
{
    int64_t gain = 0;
    if (in != MLG_NONE) gain += s->gain[in] - s->ufl->fixed[in];
    if (out != MLG_NONE) gain += s->ufl->fixed[out] - s->loss[out];
    if (in != MLG_NONE && out != MLG_NONE) gain += s->regained[(int64_t)in * s->slot_count + s->slot[out]];
    return gain;
}

void mlg__swap_price_row(struct swapper *s, int32_t row, int64_t left_out)
{
    count_row(s, row, -1);
    s->left_out[row] = left_out;
    look_up_row(s, row);
    count_row(s, row, 1);
}

void mlg__swap_list(struct swapper *s)
{
    int32_t count = 0;
    for (int32_t i = 0; i < s->ufl->site_count; i++)
        if (s->open[i]) s->open_list[count++] = i;
}

/* The best of all moves, made if it gains. Ties: the first met. */
static bool best_move(struct swapper *s)
{
    const struct ufl *u = s->ufl;
    struct swap best = { MLG_NONE, MLG_NONE, 0 };
    int64_t dearest = 0; /* fixed cost of an open site: a swap gains no more than its opening and this */
    for (int32_t k = 0; k < s->open_count; k++) dearest = max64(dearest, u->fixed[s->open_list[k]]);
    for (int32_t i = 0; i < u->site_count; i++) {
        if (s->open[i]) {
            const int64_t more = u->fixed[i] - s->loss[i];
            if (more > best.gain) best = (struct swap) { MLG_NONE, i, more };
            continue;
        }
        const int64_t gain = s->gain[i] - u->fixed[i];
        if (gain > best.gain && s->open_count < u->open_most) best = (struct swap) { i, MLG_NONE, gain };
        if (gain + dearest <= best.gain) continue;
        const int64_t *regained = &s->regained[(int64_t)i * s->slot_count];
        for (int32_t k = 0; k < s->open_count; k++) {
            const int32_t j = s->open_list[k];
            const int64_t swap = gain + u->fixed[j] - s->loss[j] + regained[s->slot[j]];
            if (swap > best.gain) best = (struct swap) { i, j, swap };
        }
        s->looks += s->open_count;
    }
    if (best.gain <= 0) return false;
    mlg__swap_change(s, best.in, best.out);
    return true;
}

void mlg__swap_descend(struct swapper *s, struct control *control)
{
    for (int32_t moves = 1;; moves++) {
        mlg__swap_list(s);
        if (!best_move(s) || (moves % LOOK_EVERY == 0 && mlg__control_check(control, false))) return;
    }
}

/* -- making one -- */

mlg_status mlg__swapper_new(const struct ufl *u, struct swapper **out, mlg_error *err)
{
    *out = NULL;
    const int64_t sites = u->site_count, rows = u->row_count, slots = (int64_t)min32(u->site_count, u->open_most) + 1;
    if (sites * slots > PAIR_BYTES / (int64_t)sizeof *(*out)->regained) return MLG_OK;
    struct swapper *s = *out = mlg__malloc(sizeof *s);
    if (!s) return mlg__no_memory(err, "siting");
    s->ufl = u;
    s->slot_count = (int32_t)slots;
    s->slot = arena_array(&s->arena, int32_t, sites);
    s->free_slot = arena_array(&s->arena, int32_t, slots);
    s->open = arena_array(&s->arena, bool, sites);
    s->open_list = arena_array(&s->arena, int32_t, sites);
    s->gain = arena_array(&s->arena, int64_t, sites);
    s->loss = arena_array(&s->arena, int64_t, sites);
    s->regained = arena_array(&s->arena, int64_t, sites * slots);
    s->first_site = arena_array(&s->arena, int32_t, rows);
    s->first = arena_array(&s->arena, int64_t, rows);
    s->second = arena_array(&s->arena, int64_t, rows);
    s->left_out = arena_array(&s->arena, int64_t, rows);
    s->untied = arena_array(&s->arena, bool, rows);
    if (s->arena.failed) {
        mlg__swapper_free(s);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    return MLG_OK;
}

void mlg__swapper_free(struct swapper *s)
{
    if (!s) return;
    mlg__arena_free(&s->arena);
    mlg__free(s);
}
