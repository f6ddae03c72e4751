/* regroup.c — exact assignment of whole rows to a few sites, by prices and depth first search. See regroup.h. */
#include "siting/regroup.h"

#include <math.h>

#include "base/math.h"

enum { PRICE_STEPS = 40, STEPS_WITHOUT_GAIN = 4 };
#define PRICED_MOST (INT64_C(1) << 57) /* of a price for all capacity, for a row */
#define RATE_NONE INT64_MAX

static int64_t *cost_of(struct regroup *g, int32_t row) { return &g->cost[(int64_t)row * g->site_count]; }

/* -- prices -- */

/* The bound at these prices, and how much more volume each site is asked for than it holds. */
static int64_t bound_at(struct regroup *g, const int64_t *price, int64_t *over)
{
    int64_t bound = 0;
    for (int32_t s = 0; s < g->site_count; s++) bound -= price[s] * g->capacity[s], over[s] = -g->capacity[s];
    for (int32_t row = 0; row < g->row_count; row++) {
        const int64_t *cost = cost_of(g, row);
        int64_t least = INT64_MAX;
        int32_t site = 0;
        for (int32_t s = 0; s < g->site_count; s++) {
            const int64_t priced = cost[s] + price[s] * g->volume[row];
            if (priced < least) least = priced, site = s;
        }
        bound += least;
        over[site] += g->volume[row];
    }
    return bound;
}

static int64_t dearest_price(const struct regroup *g)
{
    int64_t most = 1;
    for (int32_t s = 0; s < g->site_count; s++) most += g->capacity[s];
    for (int32_t row = 0; row < g->row_count; row++) most = max64(most, g->volume[row]);
    return PRICED_MOST / most;
}

/* Subgradient steps of [Held1974] towards `upper`; the best prices are left in g->price, their bound is returned. */
static int64_t find_prices(struct regroup *g, int64_t upper)
{
    const int64_t dearest = dearest_price(g);
    int64_t price[REGROUP_SITES] = { 0 }, over[REGROUP_SITES], best = INT64_MIN;
    double theta = 1;
    int32_t idle = 0;
    for (int32_t step = 0; step < PRICE_STEPS; step++) {
        const int64_t bound = bound_at(g, price, over);
        double length = 0;
        idle = bound > best ? 0 : idle + 1;
        for (int32_t s = 0; s < g->site_count; s++) {
            if (bound > best) g->price[s] = price[s];
            if (price[s] > 0 || over[s] > 0) length += (double)over[s] * (double)over[s];
        }
        best = max64(best, bound);
        if (best >= upper || length == 0) break;
        if (idle == STEPS_WITHOUT_GAIN) theta /= 2, idle = 0;
        const double by = theta * (double)(upper - bound) / length;
        for (int32_t s = 0; s < g->site_count; s++) {
            const double next = (double)price[s] + by * (double)over[s];
            price[s] = next <= 0 ? 0 : min64(dearest, (int64_t)fmin(next, 1e18));
        }
    }
    return best;
}

/* -- the search -- */

static int64_t *losses_of(struct regroup *g, int32_t depth) { return &g->loss[(int64_t)depth * g->site_count]; }

/* What a row loses at each site, against `least`; returns what it loses at the second. */
static int64_t find_losses(struct regroup *g, int32_t row, int64_t *loss, int32_t *chosen)
{
    int64_t least = INT64_MAX, second = INT64_MAX;
    *chosen = 0;
    for (int32_t s = 0; s < g->site_count; s++) {
        loss[s] = cost_of(g, row)[s] + g->price[s] * g->volume[row];
        if (loss[s] < least) second = least, least = loss[s], *chosen = s;
        else second = min64(second, loss[s]);
    }
    for (int32_t s = 0; s < g->site_count; s++) loss[s] -= least;
    return second == INT64_MAX ? INT64_MAX : second - least;
}

/* Rows that lose most by leaving come first; losses, suffix and leave are by depth from here on. */
static void order_rows(struct regroup *g)
{
    int64_t second[REGROUP_ROWS], loss[REGROUP_SITES];
    int32_t chosen;
    for (int32_t row = 0; row < g->row_count; row++) {
        const int64_t key = find_losses(g, row, loss, &chosen);
        int32_t at = row;
        for (; at > 0 && key > second[at - 1]; at--) second[at] = second[at - 1], g->order[at] = g->order[at - 1];
        second[at] = key, g->order[at] = row;
    }
    for (int32_t s = 0; s < g->site_count; s++) {
        g->suffix[g->row_count * g->site_count + s] = 0;
        g->leave[g->row_count * g->site_count + s] = RATE_NONE;
    }
    for (int32_t depth = g->row_count - 1; depth >= 0; depth--) {
        const int32_t row = g->order[depth], at = depth * g->site_count;
        find_losses(g, row, losses_of(g, depth), &chosen);
        for (int32_t s = 0; s < g->site_count; s++) {
            g->suffix[at + s] = g->suffix[at + g->site_count + s];
            g->leave[at + s] = g->leave[at + g->site_count + s];
        }
        g->suffix[at + chosen] += g->volume[row];
        g->leave[at + chosen] = min64(g->leave[at + chosen], second[depth] / g->volume[row]);
    }
}

/* What rows from this depth on lose at least: too many chose a site, some must leave it. */
static int64_t least_loss(const struct regroup *g, int32_t depth)
{
    const int32_t at = depth * g->site_count;
    int64_t loss = 0;
    for (int32_t s = 0; s < g->site_count; s++) {
        const int64_t over = g->suffix[at + s] - g->room[s];
        if (over <= 0) continue;
        if (g->leave[at + s] >= (REGROUP_NO_WAY >> 1) / over) return REGROUP_NO_WAY;
        loss += over * g->leave[at + s];
    }
    return loss;
}

/* The next site to try for the row of this depth, in the order of losses: after the one tried last. MLG_NONE: none below `most`. */
static int32_t next_site(struct regroup *g, int32_t depth, int64_t most)
{
    const int64_t *loss = losses_of(g, depth), volume = g->volume[g->order[depth]];
    const int32_t last = g->tried[depth];
    int32_t best = -1;
    for (int32_t s = 0; s < g->site_count; s++) {
        if (volume > g->room[s] || loss[s] >= most) continue;
        if (last >= 0 && (loss[s] < loss[last] || (loss[s] == loss[last] && s <= last))) continue;
        if (best < 0 || loss[s] < loss[best]) best = s;
    }
    return best;
}

/* gap: what a plan worth finding loses less than, empty room included. */
static bool search(struct regroup *g, int64_t gap, int64_t node_limit, bool *exact)
{
    int64_t lost[REGROUP_ROWS + 1], nodes = 0;
    int32_t depth = 0;
    bool found = false;
    for (int32_t s = 0; s < g->site_count; s++) g->room[s] = g->capacity[s];
    lost[0] = 0;
    g->tried[0] = -1;
    *exact = true;
    while (depth >= 0) {
        if (depth == g->row_count) {
            int64_t all = lost[depth];
            for (int32_t s = 0; s < g->site_count; s++) all += g->price[s] * g->room[s];
            if (all < gap) {
                gap = all, found = true;
                for (int32_t i = 0; i < g->row_count; i++) g->best[i] = g->choice[i];
            }
            depth--;
        } else if (g->tried[depth] < 0 && lost[depth] + least_loss(g, depth) >= gap) {
            depth--;
        } else {
            const int64_t volume = g->volume[g->order[depth]];
            const int32_t site = next_site(g, depth, gap - lost[depth]);
            if (site >= 0) {
                if (++nodes > node_limit) {
                    *exact = false;
                    return found;
                }
                g->tried[depth] = g->choice[depth] = site;
                g->room[site] -= volume;
                lost[depth + 1] = lost[depth] + losses_of(g, depth)[site];
                if (++depth < g->row_count) g->tried[depth] = -1;
                continue;
            }
            depth--;
        }
        if (depth >= 0) g->room[g->choice[depth]] += g->volume[g->order[depth]];
    }
    return found;
}

bool mlg__regroup(struct regroup *g, int64_t upper, int64_t node_limit, int64_t *cost, bool *exact)
{
    const int64_t bound = find_prices(g, upper);
    *exact = true;
    if (bound >= upper) return false;
    order_rows(g);
    if (!search(g, upper - bound, node_limit, exact)) return false;
    *cost = 0;
    for (int32_t i = 0; i < g->row_count; i++) {
        g->at[g->order[i]] = g->best[i];
        *cost += cost_of(g, g->order[i])[g->best[i]];
    }
    return true;
}
