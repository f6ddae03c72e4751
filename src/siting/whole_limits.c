/* whole_limits.c — depth first over whole rows under limits. See whole_limits.h. */
#include "siting/whole_limits.h"

#include <string.h>

enum { LIMITS_MOST = 32 };

/* One place for one row. */
struct whole_place {
    int32_t site;               /* MLG_NONE: unserved */
    int128 cost;                /* micro-euros x milli-units */
    int128 adds[LIMITS_MOST];   /* to each limit, as "at most" */
};

struct placing {
    struct design *d;
    int32_t t, row_count, limit_count;
    const struct common_row *limit[LIMITS_MOST];
    int128 room[LIMITS_MOST];   /* what is left of each, as "at most" */
    int64_t *load;              /* [site] */
    int32_t *rows, *first;      /* [row of the search], [+ 1] in places */
    struct whole_place *places;
    int128 *least_cost, *least_adds; /* [row], [row * LIMITS_MOST]: of the rows from here on */
    int32_t *choice, *best;     /* [row of the search] */
    int128 best_cost;
    bool found;
    int64_t nodes_left;
};

static int32_t lane_to(const struct assignment *a, int32_t row, int32_t site)
{
    const struct mlg_network *n = a->net;
    int32_t lane = MLG_NONE;
    for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++)
        if (n->lanes[l].end == site && (lane == MLG_NONE || assignment_lane_cost(a, l) < assignment_lane_cost(a, lane))) lane = l;
    return lane;
}

static struct whole_place place_at(const struct placing *x, int32_t row, int32_t site)
{
    const struct mlg_network *n = x->d->net;
    const struct assignment *a = x->d->periods[x->t];
    const int64_t volume = volume_at(n, row, x->t);
    struct whole_place p = { .site = site };
    if (site == MLG_NONE) {
        p.cost = (int128)volume * n->pen_micro[row];
        return p;
    }
    const int32_t lane = lane_to(a, row, site), k = design_path(x->d, site)[x->t];
    const bool way = has_ways(n, site);
    p.cost = (int128)volume * (n->lanes[lane].cost_micro + node_at(n, site, x->t, k)->unit_micro +
                               (way ? mlg__design_way_micro(x->d, site, x->t) : 0));
    for (int32_t i = 0; i < x->limit_count; i++) {
        const struct common_row *r = x->limit[i];
        const int128 adds = (int128)volume * (assignment_row_lane(a, r, lane, row) + mlg__row_unit(n, r, site, x->t, k) +
                                              (way ? mlg__design_way_row(x->d, r, site, x->t) : 0));
        p.adds[i] = r->at_least ? -adds : adds;
    }
    return p;
}

/* Places of all rows with demand, the cheapest of each first; rows by what their second place costs more. */
static int32_t list_places(struct placing *x)
{
    const struct mlg_network *n = x->d->net;
    const struct assignment *a = x->d->periods[x->t];
    int32_t count = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        if (volume_at(n, row, x->t) == 0) continue;
        const int32_t first = count;
        x->rows[x->row_count] = row;
        x->first[x->row_count++] = first;
        x->places[count++] = place_at(x, row, MLG_NONE);
        for (int32_t s = 0; s < n->site_count; s++) {
            if (a->open_at[s] == MLG_NONE || a->capacity[s] == 0 || lane_to(a, row, s) == MLG_NONE) continue;
            const struct whole_place p = place_at(x, row, s);
            int32_t at = count++;
            for (; at > first && p.cost < x->places[at - 1].cost; at--) x->places[at] = x->places[at - 1];
            x->places[at] = p;
        }
    }
    x->first[x->row_count] = count;
    return count;
}

/* The least that rows from each on cost, and add to each limit. */
static void sum_least(struct placing *x)
{
    for (int32_t i = x->row_count - 1; i >= 0; i--) {
        const struct whole_place *p = &x->places[x->first[i]], *end = &x->places[x->first[i + 1]];
        x->least_cost[i] = x->least_cost[i + 1] + p->cost;
        for (int32_t l = 0; l < x->limit_count; l++) {
            int128 least = p->adds[l];
            for (const struct whole_place *q = p; q < end; q++) least = q->adds[l] < least ? q->adds[l] : least;
            x->least_adds[i * LIMITS_MOST + l] = x->least_adds[(i + 1) * LIMITS_MOST + l] + least;
        }
    }
}

static bool fills_hold(const struct placing *x)
{
    const struct mlg_network *n = x->d->net;
    for (int32_t s = 0; s < n->site_count; s++) {
        const int8_t k = design_path(x->d, s)[x->t];
        if (k > 0 && !is_upper(n, s) && x->load[s] < n->least_fill[s * n->state_max + k]) return false;
    }
    return true;
}

static void place_rows(struct placing *x, int32_t i, int128 cost)
{
    const struct assignment *a = x->d->periods[x->t];
    if (x->nodes_left-- <= 0 || (x->found && cost + x->least_cost[i] >= x->best_cost)) return;
    for (int32_t l = 0; l < x->limit_count; l++)
        if (x->least_adds[i * LIMITS_MOST + l] > x->room[l]) return;
    if (i == x->row_count) {
        if (!fills_hold(x)) return;
        x->found = true;
        x->best_cost = cost;
        memcpy(x->best, x->choice, sizeof *x->best * (size_t)x->row_count);
        return;
    }
    const int64_t volume = volume_at(a->net, x->rows[i], x->t);
    for (int32_t at = x->first[i]; at < x->first[i + 1]; at++) {
        const struct whole_place *p = &x->places[at];
        if (p->site != MLG_NONE && x->load[p->site] + volume > a->capacity[p->site]) continue;
        if (p->site != MLG_NONE) x->load[p->site] += volume;
        for (int32_t l = 0; l < x->limit_count; l++) x->room[l] -= p->adds[l];
        x->choice[i] = p->site;
        place_rows(x, i + 1, cost + p->cost);
        for (int32_t l = 0; l < x->limit_count; l++) x->room[l] += p->adds[l];
        if (p->site != MLG_NONE) x->load[p->site] -= volume;
    }
}

/* The limits of the period; false: one adds up several, or there are too many. */
static bool list_limits(struct placing *x)
{
    const struct mlg_network *n = x->d->net;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (!row->on_flows || !row_at(row, x->t)) continue;
        if (row->first != row->period || row->give > 0 || x->limit_count == LIMITS_MOST) return false;
        const int128 left = row->limit - mlg__design_states_activity(x->d, row);
        x->room[x->limit_count] = row->at_least ? -left : left;
        x->limit[x->limit_count++] = row;
    }
    return true;
}

static enum whole_verdict place_period(struct design *d, int32_t t, int64_t node_limit, int32_t *site_of)
{
    const struct mlg_network *n = d->net;
    struct arena arena = { 0 };
    struct placing x = { .d = d, .t = t, .nodes_left = node_limit };
    enum whole_verdict verdict = WHOLE_UNKNOWN;
    x.load = arena_array(&arena, int64_t, n->site_count);
    x.rows = arena_array(&arena, int32_t, n->row_count);
    x.first = arena_array(&arena, int32_t, n->row_count + 1);
    x.places = arena_array(&arena, struct whole_place, (int64_t)n->row_count + n->lane_count);
    x.least_cost = arena_array(&arena, int128, n->row_count + 1);
    x.least_adds = arena_array(&arena, int128, ((int64_t)n->row_count + 1) * LIMITS_MOST);
    x.choice = arena_array(&arena, int32_t, n->row_count);
    x.best = arena_array(&arena, int32_t, n->row_count);
    d->failed |= arena.failed;
    if (!arena.failed && list_limits(&x)) {
        list_places(&x);
        sum_least(&x);
        place_rows(&x, 0, 0);
        verdict = x.nodes_left < 0 ? WHOLE_UNKNOWN : x.found ? WHOLE_BEST : WHOLE_NONE;
        for (int32_t row = 0; row < n->row_count; row++) site_of[row] = MLG_NONE;
        for (int32_t i = 0; x.found && i < x.row_count; i++) site_of[x.rows[i]] = x.best[i];
    }
    mlg__arena_free(&arena);
    return verdict;
}

enum whole_verdict mlg__whole_under_limits(struct design *d, int64_t node_limit, int32_t *site_of)
{
    enum whole_verdict verdict = WHOLE_BEST;
    for (int32_t t = 0; t < d->net->period_count && verdict != WHOLE_NONE; t++) {
        const enum whole_verdict one = place_period(d, t, node_limit, site_of + (int64_t)t * d->net->row_count);
        if (one != WHOLE_BEST) verdict = one;
    }
    return verdict;
}
