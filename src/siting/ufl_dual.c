/* ufl_dual.c — prices and bound where capacities never bind. See ufl_dual.h. */
#include "siting/ufl_dual.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { STALL_LIMIT = 15 };
static const double averaging = 0.08;  /* of choices into ybar [Barahona2000] */
static const double turn = 1.5;        /* how much of the old direction is bent away [Camerini1975] */
static const double step_shrink = 0.6;

/* -- what is in play -- */

static void list_free(struct ufl_dual *d)
{
    d->free_count = 0;
    for (int32_t s = 0; s < d->ufl->site_count; s++)
        if (d->state[s] == SITE_FREE) d->free[d->free_count++] = s;
}

static int64_t within(int64_t price, int64_t least, int64_t most) { return price < least ? least : price > most ? most : price; }

/* Take row r of lanes[begin..end) into play at index `at`, lanes written from `to`: returns where they end. A row without any
 * is decided: it pays the most it may. */
static int32_t take_row(struct ufl_dual *d, int32_t r, const struct ufl_lane *lanes, int32_t begin, int32_t end, int32_t to)
{
    int64_t most = d->most[r];
    const int32_t first = to;
    int32_t i = begin;
    for (; i < end && lanes[i].cost < most; i++) {
        const int8_t state = d->state[lanes[i].end];
        if (state == SITE_OPEN) most = lanes[i].cost; /* all further ones are dearer */
        else if (state == SITE_FREE) d->lanes[to++] = lanes[i];
    }
    d->looks += i - begin;
    d->most[r] = most;
    while (to > first && d->lanes[to - 1].cost >= most) to--;
    if (to == first) {
        d->decided += most;
        d->now[r] = d->best[r] = d->least[r] = most;
        return to;
    }
    d->least[r] = d->lanes[first].cost;
    d->best[r] = within(d->best[r], d->least[r], most);
    d->now[r] = within(d->now[r], d->least[r], most);
    d->row[d->row_count] = r;
    d->first[d->row_count++] = first;
    return to;
}

/* After some sites fell: rows and lanes in play shrink in place, prices stay. */
static void shrink(struct ufl_dual *d)
{
    const int32_t rows = d->row_count;
    int32_t to = 0;
    d->row_count = 0;
    list_free(d);
    for (int32_t k = 0; k < rows; k++) {
        const int32_t begin = d->first[k], end = d->first[k + 1];
        to = take_row(d, d->row[k], d->lanes, begin, end, to);
    }
    d->first[d->row_count] = to;
}

/* -- bound -- */

static int by_cost(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Sites of negative worth, the most negative ones when the budget is short; ties: lower indices. Returns their sum. */
static int64_t choose(struct ufl_dual *d)
{
    int32_t count = 0, ties;
    int64_t sum = 0;
    d->inner = d->outer = 0;
    for (int32_t k = 0; k < d->free_count; k++) {
        const int64_t worth = d->worth[d->free[k]];
        if (worth < 0) d->order[count++] = worth;
    }
    int64_t most = -1; /* chosen up to this worth, and `ties` of those that have just this */
    ties = count;
    if (count >= d->budget) {
        qsort(d->order, (size_t)count, sizeof *d->order, by_cost);
        most = d->budget > 0 ? d->order[d->budget - 1] : INT64_MIN;
        d->inner = d->budget > 0 ? most : INT64_MIN / 4;
        d->outer = count > d->budget ? d->order[d->budget] : 0;
        for (ties = 0; ties < d->budget && d->order[d->budget - 1 - ties] == most;) ties++;
    }
    for (int32_t k = 0; k < d->free_count; k++) {
        const int32_t s = d->free[k];
        bool chosen = d->worth[s] < 0 && d->worth[s] <= most;
        if (chosen && count >= d->budget && d->worth[s] == most) chosen = ties-- > 0;
        d->chosen[s] = chosen;
        if (chosen) sum += d->worth[s];
    }
    return sum;
}

static void evaluate(struct ufl_dual *d)
{
    int64_t sum = d->decided;
    const int64_t *restrict now = d->now;
    int64_t *restrict worth = d->worth;
    const struct ufl_lane *lanes = d->lanes;
    for (int32_t k = 0; k < d->free_count; k++) worth[d->free[k]] = d->ufl->fixed[d->free[k]];
    for (int32_t k = 0; k < d->row_count; k++) {
        const int64_t price = now[d->row[k]];
        const int32_t begin = d->first[k], end = d->first[k + 1];
        int32_t i = begin;
        sum += price;
        for (; i < end && lanes[i].cost < price; i++) worth[lanes[i].end] -= price - lanes[i].cost;
        d->looks += i - begin;
    }
    d->bound = sum + choose(d);
}

int64_t mlg__ufl_dual_if_shut(const struct ufl_dual *d, int32_t site)
{
    return d->chosen[site] ? d->bound - d->worth[site] + d->outer : d->bound;
}

int64_t mlg__ufl_dual_if_open(const struct ufl_dual *d, int32_t site)
{
    return d->chosen[site] ? d->bound : d->bound + d->worth[site] - d->inner;
}

int32_t mlg__ufl_dual_fix(struct ufl_dual *d, int64_t useless)
{
    int32_t fixed = 0;
    for (int32_t k = 0; k < d->free_count; k++) {
        const int32_t s = d->free[k];
        const bool shut = d->budget == 0 || (!d->chosen[s] && mlg__ufl_dual_if_open(d, s) >= useless);
        const bool open = !shut && d->chosen[s] && mlg__ufl_dual_if_shut(d, s) >= useless;
        if (!shut && !open) continue;
        d->state[s] = shut ? SITE_SHUT : SITE_OPEN;
        if (open) d->decided += d->ufl->fixed[s];
        fixed++;
    }
    if (fixed == 0) return 0;
    for (int32_t k = 0; k < d->free_count; k++) d->budget -= d->state[d->free[k]] == SITE_OPEN;
    shrink(d);
    evaluate(d);
    d->best_bound = max64(d->best_bound, d->bound);
    return fixed;
}

/* -- steps -- */

/* Answers at the best prices, and no direction yet. */
static void start_at_best(struct ufl_dual *d)
{
    for (int32_t k = 0; k < d->row_count; k++) {
        d->now[d->row[k]] = d->best[d->row[k]];
        d->direction[d->row[k]] = 0;
    }
    d->stalled = 0;
    evaluate(d);
}

void mlg__ufl_dual_enter(struct ufl_dual *d, double theta)
{
    const struct ufl *u = d->ufl;
    int32_t to = 0;
    d->decided = d->row_count = 0;
    d->budget = u->open_most;
    for (int32_t s = 0; s < u->site_count; s++) {
        if (d->state[s] != SITE_OPEN) continue;
        d->decided += u->fixed[s];
        d->budget--;
    }
    list_free(d);
    for (int32_t r = 0; r < u->row_count; r++) {
        d->most[r] = u->clip[r];
        to = take_row(d, r, u->lanes, u->net->row_first[r], u->net->row_first[r + 1], to);
    }
    d->first[d->row_count] = to;
    d->theta = theta;
    start_at_best(d);
    d->best_bound = d->bound;
    d->roams = d->bound <= d->decided;
    for (int32_t k = 0; k < d->free_count; k++) d->ybar[d->free[k]] = d->chosen[d->free[k]];
}

/* What the price of row k in play would gain: 1 - how often it was chosen; nothing where the price cannot move that way. */
static double push_of(struct ufl_dual *d, int32_t k)
{
    const int32_t r = d->row[k];
    const int64_t price = d->now[r];
    int32_t served = 0, i = d->first[k];
    for (; i < d->first[k + 1] && d->lanes[i].cost < price; i++) served += d->chosen[d->lanes[i].end];
    d->looks += i - d->first[k];
    return 1 - served;
}

/* The newest pushes, and of the old direction as much as keeps the angle between them from being obtuse. */
static double turn_direction(struct ufl_dual *d)
{
    double *push = d->push;
    double old_new = 0, old_old = 0, length = 0;
    for (int32_t k = 0; k < d->row_count; k++) {
        const int32_t r = d->row[k];
        const double size = (double)d->ufl->size[r], old = d->direction[r];
        push[k] = push_of(d, k);
        old_new += size * old * push[k], old_old += size * old * old;
    }
    const double kept = old_new < 0 && old_old > 0 ? -turn * old_new / old_old : 0;
    for (int32_t k = 0; k < d->row_count; k++) {
        const int32_t r = d->row[k];
        double way = push[k] + kept * d->direction[r];
        d->direction[r] = way;
        if ((way > 0 && d->now[r] >= d->most[r]) || (way < 0 && d->now[r] <= d->least[r])) way = 0;
        length += (double)d->ufl->size[r] * way * way;
    }
    return length;
}

/* Along the direction, as far as would reach the target if the bound were linear [Held1974]. */
static void step(struct ufl_dual *d, double length, int64_t target)
{
    if (length <= 0) return;
    const double by = d->theta * (double)max64(target - d->bound, 1) / length;
    for (int32_t k = 0; k < d->row_count; k++) {
        const int32_t r = d->row[k];
        const double moved = by * (double)d->ufl->size[r] * d->direction[r];
        const double most = (double)(d->most[r] - d->least[r]);
        const int64_t whole = (int64_t)floor(fmax(-most, fmin(most, moved)) + 0.5);
        d->now[r] = within(d->now[r] + whole, d->least[r], d->most[r]);
    }
}

void mlg__ufl_dual_iterate(struct ufl_dual *d, int64_t target)
{
    step(d, turn_direction(d), target);
    evaluate(d);
    d->iterations++;
    for (int32_t k = 0; k < d->free_count; k++) {
        const int32_t s = d->free[k];
        d->ybar[s] = (float)((1 - averaging) * (double)d->ybar[s] + (d->chosen[s] ? averaging : 0));
    }
    d->stalled = d->bound > d->best_bound + (int64_t)(1e-6 * fabs((double)d->best_bound)) ? 0 : d->stalled + 1;
    if (d->bound > d->best_bound) {
        d->best_bound = d->bound;
        d->roams = false;
        for (int32_t k = 0; k < d->row_count; k++) d->best[d->row[k]] = d->now[d->row[k]];
    }
    if (d->stalled < STALL_LIMIT) return;
    d->theta *= step_shrink;
    if (d->roams) d->stalled = 0;
    else start_at_best(d);
}

/* -- making one -- */

mlg_status mlg__ufl_dual_new(const struct ufl *u, struct ufl_dual **out, mlg_error *err)
{
    struct ufl_dual *d = *out = mlg__malloc(sizeof *d);
    if (!d) return mlg__no_memory(err, "siting");
    const size_t sites = (size_t)u->site_count, rows = (size_t)u->row_count;
    d->ufl = u;
    d->state = arena_array(&d->arena, int8_t, sites);
    d->row = arena_array(&d->arena, int32_t, rows);
    d->first = arena_array(&d->arena, int32_t, rows + 1);
    d->lanes = arena_array(&d->arena, struct ufl_lane, u->net->lane_count);
    d->least = arena_array(&d->arena, int64_t, rows);
    d->most = arena_array(&d->arena, int64_t, rows);
    d->free = arena_array(&d->arena, int32_t, sites);
    d->now = arena_array(&d->arena, int64_t, rows);
    d->best = arena_array(&d->arena, int64_t, rows);
    d->direction = arena_array(&d->arena, double, rows);
    d->worth = arena_array(&d->arena, int64_t, sites);
    d->chosen = arena_array(&d->arena, bool, sites);
    d->ybar = arena_array(&d->arena, float, sites);
    d->order = arena_array(&d->arena, int64_t, sites);
    d->push = arena_array(&d->arena, double, rows);
    if (!d->arena.failed) return MLG_OK;
    mlg__ufl_dual_free(d);
    *out = NULL;
    return mlg__no_memory(err, "siting");
}

void mlg__ufl_dual_free(struct ufl_dual *d)
{
    if (!d) return;
    mlg__arena_free(&d->arena);
    mlg__free(d);
}
