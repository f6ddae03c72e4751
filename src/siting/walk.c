/* walk.c — tabu walks. See walk.h. */
#include "siting/walk.h"

#include <string.h>

#include "base/error.h"

enum { LOOK_EVERY = 16, PRICE_STEPS = 8 };

/* -- the price of leaving a row out -- */

/* What serving a row alone costs at least: opening the site included. */
static int64_t own_site_cost(const struct ufl *u, int32_t row)
{
    int64_t least = INT64_MAX;
    for (int32_t i = u->net->row_first[row]; i < u->net->row_first[row + 1]; i++)
        least = min64(least, u->lanes[i].cost + max64(0, u->fixed[u->lanes[i].end]));
    return least;
}

/* Rows that cost more left out than all sites together cost open, and that some sites do not serve. Where the number of open
 * sites is limited, leaving a row out may be all that can be done. */
static void set_prices(struct walker *w)
{
    const struct ufl *u = w->swapper->ufl;
    int64_t all_open = 0;
    w->any_price = false;
    for (int32_t s = 0; s < u->site_count; s++) all_open += max64(0, u->fixed[s]);
    for (int32_t row = 0; u->open_most == u->site_count && row < u->row_count; row++) {
        const int32_t begin = u->net->row_first[row], end = u->net->row_first[row + 1];
        if (begin == end || end - begin == u->site_count || u->left_out[row] <= all_open + u->lanes[end - 1].cost) continue;
        w->price[row] = own_site_cost(u, row) + 1;
        w->any_price = true;
    }
}

/* Rows left out count more, all others less, but no less than at first. */
static void adapt_prices(struct walker *w)
{
    struct swapper *s = w->swapper;
    for (int32_t row = 0; row < s->ufl->row_count; row++) {
        const int64_t price = w->price[row];
        if (price == 0) continue;
        if (s->unserved > 0) {
            if (s->first_site[row] == MLG_NONE)
                mlg__swap_price_row(s, row, min64(s->ufl->left_out[row], s->left_out[row] + price / PRICE_STEPS));
        } else if (s->left_out[row] > price) {
            mlg__swap_price_row(s, row, max64(price, s->left_out[row] - price / PRICE_STEPS));
        }
    }
}

/* -- a step -- */

/* The best move that may be made; ties by a random order. At least one of `in` and `out` is a site, or none may. */
static struct swap best_step(struct walker *w, struct rng *rng)
{
    struct swapper *s = w->swapper;
    const struct ufl *u = s->ufl;
    const int64_t better = s->cost - w->best_cost; /* gains above it are allowed whatever is tabu */
    const bool full = s->open_count >= w->most;
    struct swap best = { MLG_NONE, MLG_NONE, INT64_MIN };
    mlg__swap_list(s);
    const int32_t turn = rng_below(rng, u->site_count), turn_out = rng_below(rng, max32(1, s->open_count));
    for (int32_t step = 0; step < u->site_count; step++) {
        const int32_t i = step + turn < u->site_count ? step + turn : step + turn - u->site_count;
        const bool tabu = w->until[i] > w->steps;
        if (s->open[i]) {
            const int64_t gain = u->fixed[i] - s->loss[i];
            if (gain > best.gain && (!tabu || gain > better)) best = (struct swap) { MLG_NONE, i, gain };
            continue;
        }
        const int64_t gain = s->gain[i] - u->fixed[i], *regained = &s->regained[(int64_t)i * s->slot_count];
        if (!full && gain > best.gain && (!tabu || gain > better)) best = (struct swap) { i, MLG_NONE, gain };
        for (int32_t k = 0; k < s->open_count; k++) {
            const int32_t at = k + turn_out < s->open_count ? k + turn_out : k + turn_out - s->open_count;
            const int32_t j = s->open_list[at];
            const int64_t swap = gain + u->fixed[j] - s->loss[j] + regained[s->slot[j]];
            if (swap > best.gain && ((!tabu && w->until[j] <= w->steps) || swap > better))
                best = (struct swap) { i, j, swap };
        }
        s->looks += s->open_count;
    }
    return best;
}

/* Keep the set if it is the best at true costs. */
static bool keep_best(struct walker *w)
{
    const struct swapper *s = w->swapper;
    int64_t cost = s->cost;
    for (int32_t row = 0; s->unserved > 0 && w->any_price && row < s->ufl->row_count; row++)
        if (s->first_site[row] == MLG_NONE) cost += s->ufl->left_out[row] - s->left_out[row];
    if (cost >= w->best_cost) return false;
    w->best_cost = cost;
    memcpy(w->best, s->open, sizeof *w->best * (size_t)s->ufl->site_count);
    return true;
}

/* Close what costs least, until no more than `most` are open. */
static void close_surplus(struct walker *w)
{
    struct swapper *s = w->swapper;
    while (s->open_count > w->most) {
        int32_t out = MLG_NONE;
        for (int32_t i = 0; i < s->ufl->site_count; i++)
            if (s->open[i] && (out == MLG_NONE || mlg__swap_gain(s, MLG_NONE, i) > mlg__swap_gain(s, MLG_NONE, out))) out = i;
        mlg__swap_change(s, MLG_NONE, out);
    }
}

void mlg__walk(struct walker *w, const bool *open, int32_t most, int64_t patience, struct rng *rng, struct control *control)
{
    struct swapper *s = w->swapper;
    const struct ufl *u = s->ufl;
    mlg__swap_start(s, open);
    mlg__swap_descend(s, control);
    w->best_cost = INT64_MAX;
    keep_best(w);
    for (int32_t row = 0; w->any_price && row < u->row_count; row++)
        if (w->price[row] > 0) mlg__swap_price_row(s, row, w->price[row]);
    w->most = most;
    close_surplus(w);
    memset(w->until, 0, sizeof *w->until * (size_t)u->site_count);
    const int32_t closed_most = u->site_count - s->open_count;
    const int32_t opened_for = 1 + min32(s->open_count / 4, 10), closed_for = 1 + min32(closed_most / 4, 10);
    int64_t last = w->steps = 0;
    for (; w->steps - last < patience; w->steps++) {
        if (w->steps % LOOK_EVERY == 0 && mlg__control_check(control, false)) return;
        const struct swap move = best_step(w, rng);
        if (move.gain == INT64_MIN) continue; /* everything is tabu: wait */
        mlg__swap_change(s, move.in, move.out);
        if (move.in != MLG_NONE) w->until[move.in] = w->steps + 1 + opened_for + rng_below(rng, opened_for);
        if (move.out != MLG_NONE) w->until[move.out] = w->steps + 1 + closed_for + rng_below(rng, closed_for);
        if (keep_best(w)) last = w->steps;
        if (w->any_price) adapt_prices(w);
    }
}

/* -- making one -- */

mlg_status mlg__walker_new(struct swapper *s, struct walker **out, mlg_error *err)
{
    struct walker *w = *out = mlg__malloc(sizeof *w);
    if (!w) return mlg__no_memory(err, "siting");
    w->swapper = s;
    w->until = arena_array(&w->arena, int64_t, s->ufl->site_count);
    w->best = arena_array(&w->arena, bool, s->ufl->site_count);
    w->price = arena_array(&w->arena, int64_t, s->ufl->row_count);
    if (w->arena.failed) {
        mlg__walker_free(w);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    set_prices(w);
    return MLG_OK;
}

void mlg__walker_free(struct walker *w)
{
    if (!w) return;
    mlg__arena_free(&w->arena);
    mlg__free(w);
}
