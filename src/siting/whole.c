/* whole.c — whole rows by local search with a price on overload. See whole.h.
 *
 * Rows and open sites are numbered anew: row i, column c in the assignment's order, "unserved" among them, whose room has no
 * end. All sums are integers; the priced cost is cost + price x overload. */
#include "siting/whole.h"

#include <string.h>

#define NO_WAY (INT64_MAX / 8)
#define NO_PLAN ((int128)1 << 100)
enum { NEAR = 24, SWAP_NEAR = 5, PART_LEAST = 2, PART_MORE = 7, LATE = 30, PRICE_EVERY = 10, LOOK_EVERY = 50 };

struct whole {
    struct assignment *a;
    struct arena arena;
    int32_t row_count, columns, near_count;
    int32_t *rows;             /* [i] rows with something to serve */
    int64_t *volume, *cost;    /* [i]; [i * columns + c] of the whole row, NO_WAY */
    int64_t *capacity, *load;  /* [c] */
    int32_t *near;             /* [i * near_count + k] its cheapest columns, ascending; MLG_NONE fills up */
    int32_t *at, *next, *previous, *head; /* [i] column, and the list of a column's rows; [c] */
    int32_t *best, *back;      /* [i] best legal columns; columns before the last part was taken out */
    int64_t price, price_least;/* of a unit of overload */
    int64_t over;              /* overload of `at` */
    int128 sum, best_sum;      /* cost of `at`, of `best` (NO_PLAN: none legal yet) */
    int128 late[LATE];
};

static int64_t cost_at(const struct whole *w, int32_t i, int32_t c) { return w->cost[(int64_t)i * w->columns + c]; }

/* What the overload of a column changes by when its load does. */
static int64_t over_change(const struct whole *w, int32_t c, int64_t more)
{
    return max64(0, w->load[c] + more - w->capacity[c]) - max64(0, w->load[c] - w->capacity[c]);
}

static int64_t priced(const struct whole *w, int64_t change, int64_t over)
{
    const int128 sum = change + (int128)w->price * over;
    return sum > NO_WAY ? NO_WAY : sum < -NO_WAY ? -NO_WAY : (int64_t)sum;
}

static int128 total(const struct whole *w) { return w->sum + (int128)w->price * w->over; }

static void take_out(struct whole *w, int32_t i)
{
    const int32_t c = w->at[i];
    w->over += over_change(w, c, -w->volume[i]);
    w->load[c] -= w->volume[i];
    w->sum -= cost_at(w, i, c);
    if (w->previous[i] == MLG_NONE) w->head[c] = w->next[i];
    else w->next[w->previous[i]] = w->next[i];
    if (w->next[i] != MLG_NONE) w->previous[w->next[i]] = w->previous[i];
    w->at[i] = MLG_NONE;
}

static void put(struct whole *w, int32_t i, int32_t c)
{
    w->over += over_change(w, c, w->volume[i]);
    w->load[c] += w->volume[i];
    w->sum += cost_at(w, i, c);
    w->at[i] = c;
    w->previous[i] = MLG_NONE;
    w->next[i] = w->head[c];
    if (w->head[c] != MLG_NONE) w->previous[w->head[c]] = i;
    w->head[c] = i;
}

static void move(struct whole *w, int32_t i, int32_t c)
{
    if (w->at[i] != MLG_NONE) take_out(w, i);
    put(w, i, c);
}

static int64_t shift_change(const struct whole *w, int32_t i, int32_t c)
{
    const int32_t from = w->at[i];
    if (cost_at(w, i, c) >= NO_WAY) return NO_WAY;
    if (from == MLG_NONE) return priced(w, cost_at(w, i, c), over_change(w, c, w->volume[i]));
    return priced(w, cost_at(w, i, c) - cost_at(w, i, from),
                  over_change(w, c, w->volume[i]) + over_change(w, from, -w->volume[i]));
}

static int64_t swap_change(const struct whole *w, int32_t i, int32_t j)
{
    const int32_t a = w->at[i], b = w->at[j];
    if (cost_at(w, i, b) >= NO_WAY || cost_at(w, j, a) >= NO_WAY) return NO_WAY;
    const int64_t more = w->volume[j] - w->volume[i];
    return priced(w, cost_at(w, i, b) + cost_at(w, j, a) - cost_at(w, i, a) - cost_at(w, j, b),
                  over_change(w, a, more) + over_change(w, b, -more));
}

/* The cheapest column for row i, wherever it is; ties: the nearer one. */
static int32_t best_column(const struct whole *w, int32_t i, int64_t *change)
{
    int32_t best = MLG_NONE;
    *change = NO_WAY;
    for (int32_t k = 0; k < w->near_count; k++) {
        const int32_t c = w->near[(int64_t)i * w->near_count + k];
        if (c == MLG_NONE) break;
        if (c == w->at[i]) continue;
        const int64_t more = shift_change(w, i, c);
        if (more < *change) *change = more, best = c;
    }
    return best;
}

/* The best shift or swap of row i, made if it gains. */
static bool improve_row(struct whole *w, int32_t i)
{
    int64_t best;
    int32_t to = best_column(w, i, &best), with = MLG_NONE;
    for (int32_t k = 0; k < w->near_count && k < SWAP_NEAR; k++) {
        const int32_t c = w->near[(int64_t)i * w->near_count + k];
        if (c == MLG_NONE) break;
        for (int32_t j = c == w->at[i] ? MLG_NONE : w->head[c]; j != MLG_NONE; j = w->next[j]) {
            const int64_t change = swap_change(w, i, j);
            if (change < best) best = change, to = c, with = j;
        }
    }
    if (to == MLG_NONE || best >= 0) return false;
    if (with != MLG_NONE) {
        const int32_t from = w->at[i];
        move(w, with, from);
    }
    move(w, i, to);
    return true;
}

/* -- rounds -- */

static void keep_best(struct whole *w)
{
    if (w->over > 0 || w->sum >= w->best_sum) return;
    w->best_sum = w->sum;
    memcpy(w->best, w->at, sizeof *w->best * (size_t)w->row_count);
}

static void descend(struct whole *w)
{
    for (bool again = true; again;) {
        again = false;
        for (int32_t i = 0; i < w->row_count; i++) again |= improve_row(w, i);
    }
    keep_best(w);
}

/* Rows of one column and of columns near one of its rows go out, and back in by the price of regret: the row that loses most
 * by waiting first. Then each of them tries its moves. */
static void rebuild_part(struct whole *w, struct rng *rng)
{
    int32_t part[PART_LEAST + PART_MORE], count = 0;
    const int32_t wanted = min32(w->row_count, PART_LEAST + rng_below(rng, PART_MORE));
    const int32_t centre = rng_below(rng, w->row_count);
    part[count++] = centre;
    for (int tries = 0; count < wanted && tries < 40; tries++) {
        const int32_t k = rng_below(rng, min32(w->near_count, SWAP_NEAR));
        const int32_t c = tries & 1 ? w->at[centre] : w->near[(int64_t)centre * w->near_count + k];
        if (c == MLG_NONE || w->head[c] == MLG_NONE) continue;
        int32_t i = w->head[c];
        for (int32_t steps = rng_below(rng, 32); steps > 0; steps--) i = w->next[i] == MLG_NONE ? w->head[c] : w->next[i];
        bool in = false;
        for (int32_t p = 0; p < count; p++) in |= part[p] == i;
        if (!in) part[count++] = i;
    }
    for (int32_t p = 0; p < count; p++) take_out(w, part[p]);
    int32_t left[PART_LEAST + PART_MORE];
    memcpy(left, part, sizeof left);
    for (int32_t n = count; n > 0; n--) {
        int32_t chosen = 0, column = w->near[(int64_t)left[0] * w->near_count];
        int64_t most = INT64_MIN;
        for (int32_t p = 0; p < n; p++) {
            int64_t first = NO_WAY, second = NO_WAY;
            int32_t to = MLG_NONE;
            for (int32_t k = 0; k < w->near_count; k++) {
                const int32_t c = w->near[(int64_t)left[p] * w->near_count + k];
                if (c == MLG_NONE) break;
                if (rng_below(rng, 20) == 0 && k > 0) continue; /* blinks: not the same part again */
                const int64_t more = shift_change(w, left[p], c);
                if (more < first) second = first, first = more, to = c;
                else second = min64(second, more);
            }
            if (to != MLG_NONE && second - first > most) most = second - first, chosen = p, column = to;
        }
        put(w, left[chosen], column);
        left[chosen] = left[n - 1];
    }
    for (bool again = true; again;) {
        again = false;
        for (int32_t p = 0; p < count; p++) again |= improve_row(w, part[p]);
    }
}

static void go_back(struct whole *w)
{
    for (int32_t i = 0; i < w->row_count; i++)
        if (w->at[i] != w->back[i]) move(w, i, w->back[i]);
}

static void search(struct whole *w, int64_t rounds, struct rng *rng, struct control *control)
{
    descend(w);
    for (int i = 0; i < LATE; i++) w->late[i] = total(w);
    for (int64_t round = 0; round < rounds; round++) {
        const int128 before = total(w);
        memcpy(w->back, w->at, sizeof *w->back * (size_t)w->row_count);
        rebuild_part(w, rng);
        keep_best(w);
        const int128 after = total(w);
        int128 *late = &w->late[round % LATE];
        if (after > before && after > *late) go_back(w);
        *late = total(w);
        if (round % LOOK_EVERY == 0 && control && mlg__control_check(control, false)) return;
        if (round % PRICE_EVERY) continue;
        /* Overload must not be worth while; but a little of it opens the way between legal plans. */
        if (w->over > 0) w->price = min64(w->price + w->price / 4 + 1, NO_WAY >> 20);
        else w->price = max64(w->price_least, w->price - w->price / 10);
    }
}

/* -- making one, and giving it back -- */

static void find_near(struct whole *w)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        int32_t *near = &w->near[(int64_t)i * w->near_count], count = 0;
        for (int32_t c = 0; c < w->columns; c++) {
            if (cost_at(w, i, c) >= NO_WAY) continue;
            int32_t k = count < w->near_count ? count++ : w->near_count;
            for (; k > 0 && cost_at(w, i, c) < cost_at(w, i, near[k - 1]); k--)
                if (k < w->near_count) near[k] = near[k - 1];
            if (k < w->near_count) near[k] = c;
        }
        for (; count < w->near_count; count++) near[count] = MLG_NONE;
    }
}

static void read_costs(struct whole *w)
{
    struct assignment *a = w->a;
    const struct mlg_network *n = a->net;
    for (int32_t c = 0; c < w->columns; c++) {
        w->capacity[c] = a->capacity[a->open[c]];
        w->head[c] = MLG_NONE;
    }
    for (int32_t row = 0; row < n->row_count; row++) {
        const int64_t volume = volume_at(n, row, a->period);
        if (volume == 0) continue;
        const int32_t i = w->row_count++;
        int64_t *cost = &w->cost[(int64_t)i * w->columns];
        w->rows[i] = row;
        w->volume[i] = volume;
        w->at[i] = w->best[i] = MLG_NONE;
        for (int32_t c = 0; c < w->columns; c++) cost[c] = NO_WAY;
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            const int32_t c = a->open_at[n->lanes[l].end];
            if (c == MLG_NONE || volume > w->capacity[c]) continue;
            const int64_t unit = assignment_lane_cost(a, l) + a->unit_cost[a->open[c]];
            const int128 whole = (int128)unit * volume;
            cost[c] = min64(cost[c], whole > NO_WAY / 1024 ? NO_WAY / 1024 : (int64_t)whole);
        }
        const int128 pen = (int128)n->pen_micro[row] * volume;
        cost[a->open_at[n->site_count]] = pen > NO_WAY / 1024 ? NO_WAY / 1024 : (int64_t)pen;
    }
}

static bool make(struct whole *w, struct assignment *a)
{
    const int64_t rows = a->net->row_count, columns = a->open_count;
    struct arena *m = &w->arena;
    w->a = a;
    w->columns = a->open_count;
    w->near_count = min32(NEAR, w->columns);
    w->rows = arena_array(m, int32_t, rows);
    w->volume = arena_array(m, int64_t, rows);
    w->cost = arena_array(m, int64_t, rows * columns);
    w->capacity = arena_array(m, int64_t, columns);
    w->load = arena_array(m, int64_t, columns);
    w->near = arena_array(m, int32_t, rows * w->near_count);
    w->at = arena_array(m, int32_t, rows);
    w->next = arena_array(m, int32_t, rows);
    w->previous = arena_array(m, int32_t, rows);
    w->head = arena_array(m, int32_t, columns);
    w->best = arena_array(m, int32_t, rows);
    w->back = arena_array(m, int32_t, rows);
    w->best_sum = NO_PLAN;
    if (m->failed) return false;
    read_costs(w);
    find_near(w);
    return true;
}

/* Where the largest piece of each row is. */
static void start_from_pieces(struct whole *w)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        int64_t most = 0;
        int32_t column = w->near[(int64_t)i * w->near_count];
        for (int32_t p = w->a->row_piece[w->rows[i]]; p != MLG_NONE; p = w->a->pieces[p].row_next) {
            const int32_t c = w->a->open_at[w->a->pieces[p].site];
            if (w->a->pieces[p].units <= most || cost_at(w, i, c) >= NO_WAY) continue;
            most = w->a->pieces[p].units, column = c;
        }
        move(w, i, column);
    }
}

static void start_from_hint(struct whole *w, const int32_t *hint)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        const int32_t site = hint[w->rows[i]], c = site == MLG_NONE ? MLG_NONE : w->a->open_at[site];
        if (c != MLG_NONE && cost_at(w, i, c) < NO_WAY) move(w, i, c);
        else move(w, i, w->near[(int64_t)i * w->near_count]);
    }
}

/* The first price of overload: what a unit costs on the way, on average. */
static int64_t first_price(const struct whole *w)
{
    int128 sum = 0, units = 1;
    for (int32_t i = 0; i < w->row_count; i++) {
        sum += cost_at(w, i, w->near[(int64_t)i * w->near_count]);
        units += w->volume[i];
    }
    return max64(1, (int64_t)(sum / units));
}

void mlg__impose_whole(struct assignment *a, const int32_t *site_of)
{
    const struct mlg_network *n = a->net;
    mlg__assignment_clear(a);
    for (int32_t row = 0; row < n->row_count && !a->failed; row++) {
        const int64_t volume = volume_at(n, row, a->period);
        int32_t lane = MLG_NONE;
        if (volume == 0) continue;
        for (int32_t l = n->row_first[row]; site_of[row] != MLG_NONE && l < n->row_first[row + 1]; l++)
            if (n->lanes[l].end == site_of[row] && (lane == MLG_NONE || assignment_lane_cost(a, l) < assignment_lane_cost(a, lane)))
                lane = l;
        mlg__assignment_put(a, row, lane, volume);
    }
}

void mlg__make_whole(struct assignment *a, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control)
{
    struct whole w = { 0 };
    int32_t *site_of = mlg__malloc(sizeof *site_of * (size_t)a->net->row_count);
    if (!site_of || !make(&w, a)) {
        a->failed = true;
    } else {
        w.price = w.price_least = first_price(&w);
        start_from_pieces(&w);
        search(&w, rounds, rng, control);
        if (hint) {
            w.price = w.price_least;
            start_from_hint(&w, hint);
            search(&w, rounds / 2, rng, control);
        }
        for (int32_t row = 0; row < a->net->row_count; row++) site_of[row] = MLG_NONE;
        for (int32_t i = 0; i < w.row_count && w.best_sum < NO_PLAN; i++) {
            const int32_t site = a->open[w.best[i]];
            site_of[w.rows[i]] = site == assignment_unserved(a) ? MLG_NONE : site;
        }
        mlg__impose_whole(a, site_of);
    }
    mlg__free(site_of);
    mlg__arena_free(&w.arena);
}
