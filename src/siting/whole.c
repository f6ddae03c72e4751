/* whole.c — whole rows by local search with a price on overload. See whole.h.
 *
 * Rows with something to serve are numbered anew (i); columns are sites, and "unserved" as the last one, whose room has no end. All sums are integers; the priced cost is cost + price x overload. */
#include "siting/whole.h"

#include <string.h>

#include "siting/regroup.h"

#define NO_WAY (INT64_MAX / 8)
#define NO_PLAN ((int128)1 << 100)
enum { NEAR = 24, SWAP_NEAR = 12, PART_LEAST = 2, PART_MORE = 7, LATE = 30, PRICE_EVERY = 10, LOOK_EVERY = 50, GROUPED = 4096, RAISES = 30,
       GROUP_NODES = 20000 };

struct whole {
    const struct mlg_network *net;
    struct arena arena;
    int32_t row_count, columns, near_count;
    int32_t *rows;             /* [i] rows with something to serve */
    int32_t *number;           /* [row] its i */
    bool *open;                /* [c] */
    int64_t *volume, *cost;    /* [i]; [i * columns + c] of the whole row, NO_WAY */
    int64_t *capacity, *load;  /* [c] */
    int32_t *order;            /* [i * columns + k] its columns, cheapest first; MLG_NONE fills up */
    int32_t *near;             /* [i * near_count + k] of them the first open ones; MLG_NONE fills up */
    int64_t *margin;           /* [i] what leaving its column costs at least, below 0 where another open one is cheaper */
    int32_t *at, *next, *previous, *head; /* [i] column, and the list of a column's rows; [c] */
    int32_t *best, *back;      /* [i] best legal columns; columns before the last part was taken out */
    int64_t price, price_least;/* of a unit of overload */
    int64_t over;              /* overload of `at` */
    int128 sum, best_sum;      /* cost of `at`, of `best` (NO_PLAN: none legal yet) */
    int128 late[LATE];
    struct regroup *group;
    uint64_t *version;         /* [c] changes whenever regrouping changes its rows */
    uint64_t grouped[GROUPED]; /* groups that were searched, with the versions of their columns */
};

static int64_t cost_at(const struct whole *w, int32_t i, int32_t c) { return w->cost[(int64_t)i * w->columns + c]; }
static int64_t over_at(const struct whole *w, int32_t c) { return max64(0, w->load[c] - w->capacity[c]); }

/* What the overload of a column changes by when its load does. */
static int64_t over_change(const struct whole *w, int32_t c, int64_t more)
{
    return max64(0, w->load[c] + more - w->capacity[c]) - over_at(w, c);
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

static void note_margin(struct whole *w, int32_t i, int32_t c)
{
    const int32_t *near = &w->near[(int64_t)i * w->near_count], other = near[0] != c ? near[0] : w->near_count > 1 ? near[1] : MLG_NONE;
    w->margin[i] = (other == MLG_NONE ? NO_WAY : cost_at(w, i, other)) - cost_at(w, i, c);
}

static void put(struct whole *w, int32_t i, int32_t c)
{
    note_margin(w, i, c);
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
        if (c == w->at[i]) continue;
        /* Row j leaves c for its margin at least: most rows of a column are ruled out without a look at their costs. */
        const int64_t least = priced(w, cost_at(w, i, c) - cost_at(w, i, w->at[i]), -over_at(w, w->at[i]) - over_at(w, c));
        for (int32_t j = w->head[c]; j != MLG_NONE; j = w->next[j]) {
            if (least + w->margin[j] >= min64(best, 0)) continue;
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

/* -- a few columns at a time, exactly (regroup.h) -- */

static bool was_grouped(struct whole *w, const int32_t *columns, int32_t count)
{
    uint64_t key = (uint64_t)count;
    for (int32_t k = 0; k < count; k++) key += mlg__hash2((uint64_t)columns[k], w->version[columns[k]]);
    uint64_t *kept = &w->grouped[key % GROUPED];
    if (*kept == key) return true;
    *kept = key;
    return false;
}

/* The rows of these columns, none over its capacity, put anew; true if that is cheaper. */
static bool regroup(struct whole *w, const int32_t *columns, int32_t count)
{
    struct regroup *g = w->group;
    int32_t rows[REGROUP_ROWS];
    int64_t now = 0, cost;
    bool exact;
    g->row_count = 0, g->site_count = count;
    for (int32_t k = 0; k < count; k++) {
        g->capacity[k] = w->capacity[columns[k]];
        for (int32_t i = w->head[columns[k]]; i != MLG_NONE; i = w->next[i]) {
            const int32_t row = g->row_count++;
            if (row == REGROUP_ROWS) return false;
            for (int32_t to = 0; to < count; to++) g->cost[row * count + to] = min64(cost_at(w, i, columns[to]), REGROUP_NO_WAY);
            rows[row] = i, g->volume[row] = w->volume[i], g->at[row] = k;
            now += cost_at(w, i, columns[k]);
        }
    }
    if (!mlg__regroup(g, now, GROUP_NODES, &cost, &exact)) return false;
    for (int32_t row = 0; row < g->row_count; row++)
        if (w->at[rows[row]] != columns[g->at[row]]) move(w, rows[row], columns[g->at[row]]);
    for (int32_t k = 0; k < count; k++) w->version[columns[k]]++;
    return true;
}

/* Every row's column with the nearest others of that row, so many in all. */
static bool regroup_all(struct whole *w, int32_t sites, struct control *control)
{
    bool better = false;
    for (int32_t i = 0; i < w->row_count && !(control && mlg__control_check(control, false)); i++) {
        int32_t columns[REGROUP_SITES], count = 0;
        if (w->at[i] == w->columns - 1) continue;
        columns[count++] = w->at[i];
        for (int32_t k = 0; k < w->near_count && count < sites; k++) {
            const int32_t c = w->near[(int64_t)i * w->near_count + k];
            if (c == MLG_NONE) break;
            if (c != w->at[i] && c != w->columns - 1) columns[count++] = c;
        }
        if (count == sites && !was_grouped(w, columns, count)) better |= regroup(w, columns, count);
    }
    return better;
}

int64_t mlg__whole_regroup(struct whole *w, int32_t sites_most, struct control *control)
{
    if (w->best_sum == NO_PLAN) return WHOLE_NO_PLAN;
    for (int32_t i = 0; i < w->row_count; i++)
        if (w->at[i] != w->best[i]) move(w, i, w->best[i]);
    for (int32_t c = 0; c < w->columns; c++) w->version[c] = 0;
    memset(w->grouped, 0, sizeof w->grouped);
    for (int32_t sites = 2; sites <= sites_most;) sites = regroup_all(w, sites, control) ? 2 : sites + 1;
    keep_best(w);
    return w->best_sum >= WHOLE_NO_PLAN ? WHOLE_NO_PLAN : (int64_t)w->best_sum;
}

/* -- making one, and giving it back -- */

static void sort_columns(struct whole *w)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        int32_t *order = &w->order[(int64_t)i * w->columns], count = 0;
        for (int32_t c = 0; c < w->columns; c++) {
            if (cost_at(w, i, c) >= NO_WAY) continue;
            int32_t k = count++;
            for (; k > 0 && cost_at(w, i, c) < cost_at(w, i, order[k - 1]); k--) order[k] = order[k - 1];
            order[k] = c;
        }
        for (; count < w->columns; count++) order[count] = MLG_NONE;
    }
}

static void find_near(struct whole *w)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        int32_t *near = &w->near[(int64_t)i * w->near_count], count = 0;
        const int32_t *order = &w->order[(int64_t)i * w->columns];
        for (int32_t k = 0; k < w->columns && order[k] != MLG_NONE && count < w->near_count; k++)
            if (w->open[order[k]]) near[count++] = order[k];
        for (; count < w->near_count; count++) near[count] = MLG_NONE;
    }
}

static void read_costs(struct whole *w, const struct whole_terms *terms)
{
    const struct mlg_network *n = w->net;
    for (int32_t c = 0; c < w->columns; c++) {
        w->capacity[c] = c == n->site_count ? INT64_MAX / 4 : terms->capacity[c];
        w->head[c] = MLG_NONE;
    }
    for (int32_t row = 0; row < n->row_count; row++) {
        const int64_t volume = volume_at(n, row, terms->period);
        if (volume == 0) continue;
        const int32_t i = w->row_count++;
        int64_t *cost = &w->cost[(int64_t)i * w->columns];
        w->rows[i] = row, w->number[row] = i;
        w->volume[i] = volume;
        w->at[i] = w->best[i] = MLG_NONE;
        for (int32_t c = 0; c < w->columns; c++) cost[c] = NO_WAY;
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            const int32_t c = n->lanes[l].end;
            if (volume > w->capacity[c]) continue;
            const int64_t lane = terms->lane_cost ? terms->lane_cost[l] : n->lanes[l].cost_micro;
            const int128 whole = (int128)(lane + terms->unit_cost[c]) * volume;
            cost[c] = min64(cost[c], whole > NO_WAY / 1024 ? NO_WAY / 1024 : (int64_t)whole);
        }
        const int128 pen = (int128)n->pen_micro[row] * volume;
        cost[n->site_count] = pen > NO_WAY / 1024 ? NO_WAY / 1024 : (int64_t)pen;
    }
}

struct whole *mlg__whole_new(const struct mlg_network *n, const struct whole_terms *terms)
{
    struct whole *w = mlg__malloc(sizeof *w);
    if (!w) return NULL;
    const int64_t rows = n->row_count, columns = n->site_count + 1;
    struct arena *m = &w->arena;
    w->net = n;
    w->columns = n->site_count + 1;
    w->near_count = min32(NEAR, w->columns);
    w->rows = arena_array(m, int32_t, rows);
    w->number = arena_array(m, int32_t, rows);
    w->open = arena_array(m, bool, columns);
    w->volume = arena_array(m, int64_t, rows);
    w->cost = arena_array(m, int64_t, rows * columns);
    w->capacity = arena_array(m, int64_t, columns);
    w->load = arena_array(m, int64_t, columns);
    w->margin = arena_array(m, int64_t, rows);
    w->order = arena_array(m, int32_t, rows * columns);
    w->near = arena_array(m, int32_t, rows * w->near_count);
    w->at = arena_array(m, int32_t, rows);
    w->next = arena_array(m, int32_t, rows);
    w->previous = arena_array(m, int32_t, rows);
    w->head = arena_array(m, int32_t, columns);
    w->best = arena_array(m, int32_t, rows);
    w->back = arena_array(m, int32_t, rows);
    w->group = arena_array(m, struct regroup, 1);
    w->version = arena_array(m, uint64_t, columns);
    if (m->failed) {
        mlg__whole_free(w);
        return NULL;
    }
    read_costs(w, terms);
    sort_columns(w);
    return w;
}

void mlg__whole_free(struct whole *w)
{
    if (!w) return;
    mlg__arena_free(&w->arena);
    mlg__free(w);
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

void mlg__whole_open(struct whole *w, const bool *open)
{
    for (int32_t c = 0; c < w->columns; c++) w->open[c] = c == w->net->site_count || open[c];
    for (int32_t i = 0; i < w->row_count; i++)
        if (w->at[i] != MLG_NONE && !w->open[w->at[i]]) take_out(w, i);
    find_near(w);
    for (int32_t i = 0; i < w->row_count; i++)
        if (w->at[i] != MLG_NONE) note_margin(w, i, w->at[i]);
    w->price = w->price_least = first_price(w);
}

void mlg__whole_start(struct whole *w, const int32_t *site_of)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        const int32_t site = site_of[w->rows[i]], c = site == MLG_NONE ? w->net->site_count : site;
        if (w->at[i] != MLG_NONE) take_out(w, i);
        if (w->open[c] && site != MLG_NONE && cost_at(w, i, c) < NO_WAY) put(w, i, c);
    }
}

int64_t mlg__whole_cost(const struct whole *w, int32_t row, int32_t site) { return cost_at(w, w->number[row], site); }

/* Rows that are nowhere go where they cost least with the price of overload, large ones first. */
static void place_rest(struct whole *w)
{
    for (;;) {
        int32_t largest = MLG_NONE;
        int64_t change;
        for (int32_t i = 0; i < w->row_count; i++)
            if (w->at[i] == MLG_NONE && (largest == MLG_NONE || w->volume[i] > w->volume[largest])) largest = i;
        if (largest == MLG_NONE) return;
        const int32_t c = best_column(w, largest, &change);
        put(w, largest, c == MLG_NONE ? w->near[(int64_t)largest * w->near_count] : c);
    }
}

int64_t mlg__whole_search(struct whole *w, int64_t rounds, struct rng *rng, struct control *control)
{
    w->best_sum = NO_PLAN;
    place_rest(w);
    search(w, rounds, rng, control);
    return w->best_sum >= WHOLE_NO_PLAN ? WHOLE_NO_PLAN : (int64_t)w->best_sum;
}

static bool is_over(const struct whole *w, int32_t i) { return w->load[w->at[i]] > w->capacity[w->at[i]]; }

/* A row where nothing is overloaded, at its cheapest column, gains by none but a swap, which its partner finds. */
static bool may_gain(const struct whole *w, int32_t i) { return is_over(w, i) || w->near[(int64_t)i * w->near_count] != w->at[i]; }

static void descend_where(struct whole *w, bool (*is_in)(const struct whole *w, int32_t i))
{
    for (bool again = true; again;) {
        again = false;
        for (int32_t i = 0; i < w->row_count; i++) again |= is_in(w, i) && improve_row(w, i);
    }
}

int64_t mlg__whole_descend(struct whole *w)
{
    w->best_sum = NO_PLAN;
    place_rest(w);
    descend_where(w, may_gain);
    for (int raises = 0; w->over > 0 && raises < RAISES; raises++) {
        w->price = min64(w->price + w->price / 2 + 1, NO_WAY >> 20);
        descend_where(w, is_over);
    }
    descend_where(w, may_gain);
    keep_best(w);
    return w->best_sum >= WHOLE_NO_PLAN ? WHOLE_NO_PLAN : (int64_t)w->best_sum;
}

void mlg__whole_read(const struct whole *w, int32_t *site_of)
{
    for (int32_t row = 0; row < w->net->row_count; row++) site_of[row] = MLG_NONE;
    for (int32_t i = 0; i < w->row_count && w->best_sum < NO_PLAN; i++)
        site_of[w->rows[i]] = w->best[i] == w->net->site_count ? MLG_NONE : w->best[i];
}

/* -- from and to an assignment -- */

/* Where the largest piece of each row is. */
static void read_pieces(const struct assignment *a, int32_t *site_of)
{
    for (int32_t row = 0; row < a->net->row_count; row++) {
        int64_t most = 0;
        site_of[row] = MLG_NONE;
        for (int32_t p = a->row_piece[row]; p != MLG_NONE; p = a->pieces[p].row_next)
            if (a->pieces[p].units > most && a->pieces[p].lane != MLG_NONE) most = a->pieces[p].units, site_of[row] = a->pieces[p].site;
    }
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

/* What makes an assignment whole, its rows where their largest pieces are. False: no memory, a->failed is set. */
static bool take_assignment(struct assignment *a, struct whole **made, int32_t **site_of)
{
    const struct whole_terms terms = { a->period, a->capacity, a->unit_cost, a->lane_cost };
    bool *open = mlg__malloc((size_t)a->net->site_count);
    *site_of = mlg__malloc(sizeof **site_of * (size_t)a->net->row_count);
    struct whole *w = *made = mlg__whole_new(a->net, &terms);
    const bool ok = open && *site_of && w;
    if (ok) {
        for (int32_t s = 0; s < a->net->site_count; s++) open[s] = a->open_at[s] != MLG_NONE;
        mlg__whole_open(w, open);
        read_pieces(a, *site_of);
        mlg__whole_start(w, *site_of);
    }
    mlg__free(open);
    a->failed |= !ok;
    return ok;
}

static void give_back(struct assignment *a, struct whole *w, int32_t *site_of)
{
    if (!a->failed) mlg__impose_whole(a, site_of);
    mlg__whole_free(w);
    mlg__free(site_of);
}

void mlg__make_whole(struct assignment *a, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control)
{
    struct whole *w;
    int32_t *site_of;
    if (take_assignment(a, &w, &site_of)) {
        const int64_t best = mlg__whole_search(w, rounds, rng, control);
        mlg__whole_read(w, site_of);
        if (hint) {
            w->price = w->price_least;
            mlg__whole_start(w, hint);
            if (mlg__whole_search(w, rounds / 2, rng, control) < best) mlg__whole_read(w, site_of);
        }
    }
    give_back(a, w, site_of);
}

bool mlg__make_whole_near(struct assignment *a, int64_t rounds, struct rng *rng)
{
    struct whole *w;
    int32_t *site_of;
    bool found = false;
    if (take_assignment(a, &w, &site_of)) {
        found = mlg__whole_descend(w) < WHOLE_NO_PLAN || mlg__whole_search(w, rounds, rng, NULL) < WHOLE_NO_PLAN;
        mlg__whole_read(w, site_of);
    }
    give_back(a, w, site_of);
    return found;
}
