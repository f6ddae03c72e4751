/* partition.c — a Lagrangian heuristic for set covering, in fixed point.
 *
 * Every visit has a price; a column's reduced cost is its cost less the prices of its visits, plus the rent of a vehicle of
 * its type. Subgradient steps move prices so that the sum of prices and negative reduced costs, a lower bound, rises. Good
 * prices do three things: columns whose reduced cost alone exceeds the gap are never needed; the cheapest columns by
 * reduced cost make good choices greedily; and a depth-first search spends the gap column by column, as a choice costs
 * the bound plus the reduced costs of its columns plus the prices of visits covered twice.
 *
 * First all columns are searched in this way. Then, again and again, most of the best choice is kept and the routes of
 * one region are chosen anew, which is mostly exact. To leave a visit out is a column too. Ideas: [Caprara1999];
 * limited discrepancy: [Harvey1995]. */
#include "routing/partition.h"

#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "base/rng.h"
#include "maillage/base.h"

enum { SHIFT_MAX = 10 };
#define PRICE_MAX (INT64_C(1) << 44) /* of a visit or a rent, fixed point: sums over all visits stay far below 2^63 */

/* Columns in fixed point, reduced to visits that are open (not covered by a column that is kept). */
struct matrix {
    int32_t count;
    int64_t *cost, *reduced;
    int32_t *type, *id;     /* id >= column_count: leaves visit id - column_count out, type is type_count */
    int32_t *first, *visit; /* visits of column j: visit[first[j]] .. visit[first[j + 1] - 1] */
    int32_t open_count, *open;     /* visits to cover */
    int32_t *at, *column_of;       /* columns of visit v: column_of[at[v]] .. column_of[at[v + 1] - 1] */
    int64_t kept_cost;      /* of columns kept outside, fixed point */
    int32_t *left;          /* [type] vehicles left */
};

struct branch { int64_t excess; int32_t column; };

struct work {
    const struct partition *p;
    struct arena arena;
    struct rng rng;
    int shift;              /* fixed point: cost << shift */
    int64_t work;
    bool stop;
    int64_t asked;          /* work when the caller was last asked */

    int64_t best_cost;      /* plain */
    int32_t *best, best_count;

    struct matrix all, part;
    int64_t *price, *rent;            /* [visit], [type] current multipliers */
    int64_t *good_price, *good_rent;  /* those of the best bound of a subgradient run */
    int64_t *all_price, *all_rent;    /* those of all columns */
    int32_t *cover, *used;            /* [visit], [type] */

    int32_t *picked, picked_count;    /* a choice in the making: ids */
    int32_t *kept, kept_count;        /* ids outside the part */
    bool *closed;                     /* [visit] covered by what is kept */
    bool *marked;                     /* [column of all] */
    bool *freed;                      /* [column of best] */
    int32_t *owner;                   /* [visit] column of best that covers it */
    int32_t *region;                  /* visits of freed columns */
    int64_t *heap_key;                /* of the greedy choice */
    int32_t *heap, heap_count;
    int32_t *covered;                 /* of the depth-first search: [visit] chosen columns that hold it */
    int32_t *clean;                   /* [visit] columns that hold it and no covered visit */
    int32_t *dirt;                    /* [column] its visits that are covered */
    struct branch *stack;
    int32_t stack_count;
    int64_t base, nodes;              /* bound of the part, fixed point; nodes that may still be opened */
};

static bool spend(struct work *w, int64_t visits)
{
    enum { ASK_EVERY = 100000 };
    w->work += visits;
    if (w->p->work_limit > 0 && w->work >= w->p->work_limit) w->stop = true;
    if (!w->stop && w->p->enough && w->work - w->asked >= ASK_EVERY) {
        w->asked = w->work;
        w->stop = w->p->enough(w->p->user);
    }
    return !w->stop;
}

/* ---- a choice and what it costs ---- */

/* Does the choice lose nothing, or gain, without this column? cover counts its visits. */
static bool is_idle(const struct work *w, int32_t id, const int32_t *cover)
{
    const struct column *c = &w->p->columns[id];
    int64_t alone = 0;
    for (int32_t i = 0; i < c->count && alone <= c->cost; i++)
        if (cover[c->visits[i]] == 1) alone += w->p->absent_cost[c->visits[i]];
    return alone <= c->cost;
}

static void count_cover(const struct work *w, int32_t id, int32_t step)
{
    const struct column *c = &w->p->columns[id];
    for (int32_t i = 0; i < c->count; i++) w->cover[c->visits[i]] += step;
}

/* Take the choice ids[0..count-1] if it is allowed and, after leaving out what it does not need, the cheapest one so
 * far.
 * The dearest idle columns leave first. Columns that stand for absence are ignored: absence is what is not covered. */
static bool offer(struct work *w, const int32_t *ids, int32_t count)
{
    const struct partition *p = w->p;
    int32_t *chosen = w->heap, chosen_count = 0; /* the heap is not in use now */
    memset(w->cover, 0, (size_t)p->visit_count * sizeof *w->cover);
    memset(w->used, 0, ((size_t)p->type_count + 1) * sizeof *w->used);
    for (int32_t i = 0; i < count; i++) {
        if (ids[i] >= p->column_count) continue;
        chosen[chosen_count++] = ids[i];
        count_cover(w, ids[i], 1);
    }
    spend(w, p->visit_count + 4 * count);
    for (;;) {
        int32_t idle = MLG_NONE;
        for (int32_t i = 0; i < chosen_count; i++)
            if ((idle == MLG_NONE || p->columns[chosen[i]].cost > p->columns[chosen[idle]].cost) &&
                is_idle(w, chosen[i], w->cover)) idle = i;
        if (idle == MLG_NONE) break;
        count_cover(w, chosen[idle], -1);
        chosen[idle] = chosen[--chosen_count];
    }
    int64_t cost = 0;
    for (int32_t i = 0; i < chosen_count; i++) {
        cost += p->columns[chosen[i]].cost;
        const int32_t type = p->columns[chosen[i]].type;
        if (++w->used[type] > p->vehicles[type]) return false;
    }
    for (int32_t v = 0; v < p->visit_count; v++)
        if (w->cover[v] == 0) cost += p->absent_cost[v];
    if (cost >= w->best_cost) return false;
    w->best_cost = cost;
    w->best_count = chosen_count;
    memcpy(w->best, chosen, (size_t)chosen_count * sizeof *chosen);
    return true;
}

/* ---- the Lagrangian ---- */

static int64_t limit_of(const struct work *w) { return (w->best_cost - 1) * (INT64_C(1) << w->shift); } /* better
    choices cost no more */

/* The bound of part m at these prices; reduced costs, covers and uses of the columns that reach it. */
static int64_t bound_at(struct work *w, struct matrix *m)
{
    int64_t bound = m->kept_cost;
    for (int32_t i = 0; i < m->open_count; i++) bound += w->price[m->open[i]], w->cover[m->open[i]] = 0;
    for (int32_t k = 0; k < w->p->type_count; k++) bound -= w->rent[k] * m->left[k], w->used[k] = 0;
    w->used[w->p->type_count] = 0;
    for (int32_t j = 0; j < m->count; j++) {
        int64_t reduced = m->cost[j] + w->rent[m->type[j]];
        for (int32_t k = m->first[j]; k < m->first[j + 1]; k++) reduced -= w->price[m->visit[k]];
        m->reduced[j] = reduced;
        if (reduced >= 0) continue;
        bound += reduced;
        w->used[m->type[j]]++;
        for (int32_t k = m->first[j]; k < m->first[j + 1]; k++) w->cover[m->visit[k]]++;
    }
    spend(w, m->first[m->count] + m->count + m->open_count);
    return bound;
}

/* One step along the subgradient; false when it vanishes. */
static bool step(struct work *w, const struct matrix *m, int64_t gap, int64_t theta_q16)
{
    int64_t square = 0;
    for (int32_t i = 0; i < m->open_count; i++) {
        const int32_t v = m->open[i];
        const int64_t g = 1 - w->cover[v];
        if (g < 0 && w->price[v] == 0) continue;
        square += g * g;
    }
    for (int32_t k = 0; k < w->p->type_count; k++) {
        const int64_t g = w->used[k] - m->left[k];
        if (g > 0 || w->rent[k] > 0) square += g * g;
    }
    if (square == 0) return false;
    const int64_t most = min64(limit_of(w), PRICE_MAX);
    const int64_t unit = min64(PRICE_MAX, max64(1, (int64_t)(((int128)gap * theta_q16 >> 16) / square)));
    for (int32_t i = 0; i < m->open_count; i++) {
        const int32_t v = m->open[i];
        w->price[v] = min64(most, max64(0, w->price[v] + unit * (1 - w->cover[v])));
    }
    for (int32_t k = 0; k < w->p->type_count; k++) {
        const int64_t g = w->used[k] - m->left[k];
        if (g > 0 || w->rent[k] > 0) w->rent[k] = min64(most, max64(0, w->rent[k] + unit * g));
    }
    return true;
}

static void copy_prices(const struct work *w, int64_t *price, int64_t *rent, const int64_t *from,
    const int64_t *from_rent)
{
    memcpy(price, from, (size_t)w->p->visit_count * sizeof *price);
    memcpy(rent, from_rent, ((size_t)w->p->type_count + 1) * sizeof *rent);
}

static void greedy(struct work *w, const struct matrix *m);

/* Raise the bound of m for so many steps, with a greedy choice now and then. Ends at the best prices found. */
static int64_t subgradient(struct work *w, struct matrix *m, int32_t steps)
{
    enum { PATIENCE = 20, GREEDY_EVERY = 20, THETA_FIRST = 65536, THETA_LEAST = 65536 / 500 };
    int64_t best = INT64_MIN, theta = THETA_FIRST;
    for (int32_t i = 0, vain = 0; i < steps && theta >= THETA_LEAST && !w->stop; i++) {
        const int64_t bound = bound_at(w, m);
        vain = bound > best ? 0 : vain + 1;
        if (bound > best) {
            best = bound;
            copy_prices(w, w->good_price, w->good_rent, w->price, w->rent);
        }
        if (best > limit_of(w)) break;
        const bool moves = step(w, m, limit_of(w) - bound, theta);
        if (i % GREEDY_EVERY == GREEDY_EVERY / 2) greedy(w, m);
        if (!moves) break;
        if (vain < PATIENCE) continue;
        vain = 0;
        theta /= 2;
        copy_prices(w, w->price, w->rent, w->good_price, w->good_rent);
    }
    copy_prices(w, w->price, w->rent, w->good_price, w->good_rent);
    return best;
}

/* ---- greedy choice ---- */

/* What column j brings: reduced cost over open visits, shared among them when positive. Rises as visits get covered. */
static int64_t score(const struct work *w, const struct matrix *m, int32_t j)
{
    int64_t open = 0, reduced = m->cost[j] + w->rent[m->type[j]];
    for (int32_t k = m->first[j]; k < m->first[j + 1]; k++)
        if (w->cover[m->visit[k]] == 0) open++, reduced -= w->price[m->visit[k]];
    return open == 0 ? INT64_MAX : reduced > 0 ? reduced / open : reduced * open;
}

static bool heap_before(const struct work *w, int32_t a, int32_t b)
{
    return w->heap_key[a] != w->heap_key[b] ? w->heap_key[a] < w->heap_key[b] : a < b;
}

static void sift_down(struct work *w, int32_t i)
{
    const int32_t j = w->heap[i];
    for (int32_t child; (child = 2 * i + 1) < w->heap_count; i = child) {
        if (child + 1 < w->heap_count && heap_before(w, w->heap[child + 1], w->heap[child])) child++;
        if (heap_before(w, j, w->heap[child])) break;
        w->heap[i] = w->heap[child];
    }
    w->heap[i] = j;
}

/* Take the column of the best score until everything is covered. Scores only rise: a column at the top whose score is
 * still true is the best. Offers the choice. */
static void greedy(struct work *w, const struct matrix *m)
{
    int32_t open = m->open_count;
    for (int32_t i = 0; i < m->open_count; i++) w->cover[m->open[i]] = 0;
    memcpy(w->used, m->left, ((size_t)w->p->type_count + 1) * sizeof *w->used);
    w->heap_count = m->count;
    for (int32_t j = 0; j < m->count; j++) w->heap[j] = j, w->heap_key[j] = score(w, m, j);
    for (int32_t i = m->count / 2 - 1; i >= 0; i--) sift_down(w, i);
    memcpy(w->picked, w->kept, (size_t)w->kept_count * sizeof *w->kept);
    w->picked_count = w->kept_count;
    while (open > 0 && w->heap_count > 0) {
        const int32_t j = w->heap[0];
        const int64_t key = w->used[m->type[j]] > 0 ? score(w, m, j) : INT64_MAX;
        const bool best = key == w->heap_key[j] && key < INT64_MAX;
        if (best) {
            w->picked[w->picked_count++] = m->id[j];
            w->used[m->type[j]]--;
            for (int32_t k = m->first[j]; k < m->first[j + 1]; k++) open -= w->cover[m->visit[k]]++ == 0;
        }
        w->heap_key[j] = key;
        if (best || key == INT64_MAX) w->heap[0] = w->heap[--w->heap_count];
        if (w->heap_count > 0) sift_down(w, 0);
    }
    spend(w, 2 * m->first[m->count] + 8 * w->picked_count);
    offer(w, w->picked, w->picked_count);
}

/* ---- parts of the problem ---- */

/* Which columns hold a visit; they ascend. */
static void index_columns(struct work *w, struct matrix *m)
{
    const int32_t n = w->p->visit_count;
    memset(m->at, 0, ((size_t)n + 1) * sizeof *m->at);
    for (int32_t k = 0; k < m->first[m->count]; k++) m->at[m->visit[k] + 1]++;
    for (int32_t v = 0; v < n; v++) m->at[v + 1] += m->at[v];
    for (int32_t j = m->count - 1; j >= 0; j--) /* from the end of each list, so that at[v + 1] becomes its beginning */
        for (int32_t k = m->first[j]; k < m->first[j + 1]; k++) m->column_of[--m->at[m->visit[k] + 1]] = j;
    memmove(m->at, m->at + 1, (size_t)n * sizeof *m->at);
    m->at[n] = m->first[m->count];
    spend(w, 2 * m->first[m->count] + n);
}

/* Drop the columns that no better choice holds, given the bound at good prices. */
static void shrink(struct work *w, struct matrix *m)
{
    const int64_t gap = limit_of(w) - bound_at(w, m);
    int32_t count = 0, end = 0;
    for (int32_t j = 0; j < m->count; j++) {
        const int32_t from = m->first[j], to = m->first[j + 1];
        if (m->reduced[j] > gap) continue;
        m->cost[count] = m->cost[j], m->reduced[count] = m->reduced[j];
        m->type[count] = m->type[j], m->id[count] = m->id[j];
        m->first[count++] = end;
        for (int32_t k = from; k < to; k++) m->visit[end++] = m->visit[k];
    }
    m->count = count;
    m->first[count] = end;
}

static void close_visits(struct work *w, int32_t id)
{
    const struct partition *p = w->p;
    if (id >= p->column_count) {
        w->closed[id - p->column_count] = true;
        w->part.kept_cost += p->absent_cost[id - p->column_count] << w->shift;
        return;
    }
    const struct column *c = &p->columns[id];
    for (int32_t i = 0; i < c->count; i++) w->closed[c->visits[i]] = true;
    w->part.left[c->type]--;
    w->part.kept_cost += c->cost << w->shift;
}

static void add_column(struct work *w, struct matrix *m, int32_t j)
{
    const struct matrix *all = &w->all;
    int32_t end = m->first[m->count];
    m->cost[m->count] = all->cost[j], m->type[m->count] = all->type[j], m->id[m->count] = all->id[j];
    for (int32_t k = all->first[j]; k < all->first[j + 1]; k++)
        if (!w->closed[all->visit[k]]) m->visit[end++] = all->visit[k];
    m->first[++m->count] = end;
}

/* The part that remains when the ids in kept are chosen. */
static void take_part(struct work *w)
{
    const struct matrix *all = &w->all;
    struct matrix *m = &w->part;
    m->count = m->open_count = m->first[0] = 0;
    m->kept_cost = 0;
    memcpy(m->left, all->left, ((size_t)w->p->type_count + 1) * sizeof *m->left);
    memset(w->closed, 0, (size_t)w->p->visit_count * sizeof *w->closed);
    for (int32_t i = 0; i < w->kept_count; i++) close_visits(w, w->kept[i]);
    for (int32_t v = 0; v < w->p->visit_count; v++) {
        if (w->closed[v]) continue;
        m->open[m->open_count++] = v;
        for (int32_t i = all->at[v]; i < all->at[v + 1]; i++) {
            const int32_t j = all->column_of[i];
            if (w->marked[j] || m->left[all->type[j]] <= 0) continue;
            w->marked[j] = true;
            add_column(w, m, j);
        }
    }
    for (int32_t i = 0; i < m->open_count; i++)
        for (int32_t k = all->at[m->open[i]]; k < all->at[m->open[i] + 1]; k++) w->marked[all->column_of[k]] = false;
    spend(w, 4 * m->first[m->count] + w->p->visit_count);
}

/* ---- depth-first search ---- */

/* No column of m shall have a negative reduced cost: its visits become cheaper, each by its share as far as it can. */
static void lower_prices(struct work *w, const struct matrix *m)
{
    for (int32_t j = 0; j < m->count; j++) {
        const int32_t from = m->first[j], to = m->first[j + 1];
        int64_t reduced = m->cost[j] + w->rent[m->type[j]];
        for (int32_t k = from; k < to; k++) reduced -= w->price[m->visit[k]];
        for (int32_t twice = 0; twice < 2; twice++) /* what some could not give, others give the second time */
            for (int32_t k = from; k < to && reduced < 0; k++) {
                const int64_t parts = twice ? 1 : to - k, share = (-reduced + parts - 1) / parts;
                const int64_t given = min64(w->price[m->visit[k]], share);
                w->price[m->visit[k]] -= given, reduced += given;
            }
    }
}

/* Then no price shall be able to rise. A choice costs the base, which is the sum of prices less the rents, and what its
 * columns exceed it by: reduced costs, and prices of visits covered again. m is indexed. */
static void settle_prices(struct work *w, struct matrix *m)
{
    lower_prices(w, m);
    bound_at(w, m);
    w->base = m->kept_cost;
    for (int32_t i = 0; i < m->open_count; i++) {
        const int32_t v = m->open[i];
        int64_t slack = PRICE_MAX;
        for (int32_t k = m->at[v]; k < m->at[v + 1]; k++) slack = min64(slack, m->reduced[m->column_of[k]]);
        for (int32_t k = m->at[v]; k < m->at[v + 1]; k++) m->reduced[m->column_of[k]] -= slack;
        w->price[v] += slack;
        w->base += w->price[v];
    }
    for (int32_t k = 0; k < w->p->type_count; k++) w->base -= w->rent[k] * m->left[k];
    spend(w, 4 * m->first[m->count]);
}

/* Choose column j (by = 1), or undo it (by = -1): covers, and how many columns of a visit touch nothing covered. */
static void choose(struct work *w, struct matrix *m, int32_t j, int32_t by)
{
    m->left[m->type[j]] -= by;
    for (int32_t k = m->first[j]; k < m->first[j + 1]; k++) {
        const int32_t v = m->visit[k], others = w->covered[v] - (by < 0);
        w->covered[v] += by;
        if (others > 0) continue;
        for (int32_t i = m->at[v]; i < m->at[v + 1]; i++) {
            const int32_t c = m->column_of[i];
            const bool was_clean = w->dirt[c] == 0;
            w->dirt[c] += by;
            if (was_clean == (w->dirt[c] == 0)) continue;
            for (int32_t q = m->first[c]; q < m->first[c + 1]; q++) w->clean[m->visit[q]] -= by;
        }
        w->work += 4 * (m->at[v + 1] - m->at[v]);
    }
}

static int32_t hardest_visit(const struct work *w, const struct matrix *m)
{
    int32_t hardest = MLG_NONE;
    for (int32_t i = 0; i < m->open_count; i++) {
        const int32_t v = m->open[i];
        if (w->covered[v] == 0 && (hardest == MLG_NONE || w->clean[v] < w->clean[hardest])) hardest = v;
    }
    return hardest;
}

/* The columns of visit v that the budget allows, least excess first, pushed on the stack. */
static void push_branches(struct work *w, const struct matrix *m, int32_t v, int64_t spent)
{
    const int32_t bottom = w->stack_count;
    const int64_t budget = limit_of(w) - w->base - spent;
    for (int32_t i = m->at[v]; i < m->at[v + 1]; i++) {
        const int32_t j = m->column_of[i];
        int64_t excess = m->reduced[j];
        if (m->left[m->type[j]] <= 0 || excess > budget) continue;
        for (int32_t k = m->first[j]; k < m->first[j + 1] && w->dirt[j] > 0; k++)
            if (w->covered[m->visit[k]]) excess += w->price[m->visit[k]];
        if (excess > budget) continue;
        int32_t at = w->stack_count++;
        for (; at > bottom && w->stack[at - 1].excess > excess; at--) w->stack[at] = w->stack[at - 1];
        w->stack[at] = (struct branch) { excess, j };
    }
}

/* Cover what is left; the k-th best branch costs k discrepancies. False: something was cut off. */
static bool descend(struct work *w, struct matrix *m, int64_t spent, int32_t discrepancies)
{
    if (w->nodes-- <= 0 || !spend(w, m->open_count)) return false;
    const int32_t v = hardest_visit(w, m), bottom = w->stack_count;
    if (v == MLG_NONE) {
        offer(w, w->picked, w->picked_count);
        return true;
    }
    push_branches(w, m, v, spent);
    bool whole = true;
    const int32_t top = w->stack_count;
    for (int32_t i = bottom; i < top; i++) {
        const struct branch b = w->stack[i];
        if (w->base + spent + b.excess > limit_of(w)) break; /* a better choice was found in between */
        if (i - bottom > discrepancies || w->nodes <= 0) {
            whole = false;
            break;
        }
        choose(w, m, b.column, 1);
        w->picked[w->picked_count++] = m->id[b.column];
        if (!descend(w, m, spent + b.excess, discrepancies - (i - bottom))) whole = false;
        w->picked_count--;
        choose(w, m, b.column, -1);
    }
    w->stack_count = bottom;
    return whole;
}

/* True when the part was searched to the end: no better choice keeps what is kept. */
static bool search_part(struct work *w, struct matrix *m, int64_t nodes)
{
    index_columns(w, m);
    settle_prices(w, m);
    if (w->base > limit_of(w)) return true;
    memset(w->covered, 0, (size_t)w->p->visit_count * sizeof *w->covered);
    memset(w->dirt, 0, (size_t)m->count * sizeof *w->dirt);
    for (int32_t i = 0; i < m->open_count; i++) w->clean[m->open[i]] = m->at[m->open[i] + 1] - m->at[m->open[i]];
    memcpy(w->picked, w->kept, (size_t)w->kept_count * sizeof *w->kept);
    w->picked_count = w->kept_count;
    w->stack_count = 0;
    for (int32_t discrepancies = 1; discrepancies < 10000 && !w->stop; discrepancies *= 8) {
        w->nodes = nodes;
        if (descend(w, m, 0, discrepancies)) return true;
        if (w->nodes <= 0) break;
    }
    return false;
}

/* Bound, greedy choices and a search of what is not kept. True when it holds nothing better. */
static bool solve_part(struct work *w, int32_t steps, int64_t nodes)
{
    take_part(w);
    copy_prices(w, w->price, w->rent, w->all_price, w->all_rent);
    if (subgradient(w, &w->part, steps) > limit_of(w)) return true;
    if (w->stop) return false;
    shrink(w, &w->part);
    return search_part(w, &w->part, nodes);
}

/* Keep the first greedy picks, look again, until everything is kept or the bound says that it leads nowhere. */
static void dive(struct work *w)
{
    enum { STEPS = 30, SHARE = 10 };
    w->kept_count = 0;
    copy_prices(w, w->price, w->rent, w->all_price, w->all_rent);
    for (;;) {
        take_part(w);
        if (w->part.open_count == 0 || subgradient(w, &w->part, STEPS) > limit_of(w) || w->stop) return;
        greedy(w, &w->part);
        if (w->picked_count == w->kept_count) return;
        w->kept_count += max32(1, (w->picked_count - w->kept_count) / SHARE);
        memcpy(w->kept, w->picked, (size_t)w->kept_count * sizeof *w->kept);
    }
}

/* ---- regions ---- */

static void free_column(struct work *w, int32_t b, int32_t *region_count)
{
    const struct column *c = &w->p->columns[w->best[b]];
    w->freed[b] = true;
    for (int32_t i = 0; i < c->count; i++) w->region[(*region_count)++] = c->visits[i];
}

/* Which column of the best choice covers a visit. */
static void find_owners(struct work *w)
{
    for (int32_t v = 0; v < w->p->visit_count; v++) w->owner[v] = MLG_NONE;
    for (int32_t b = 0; b < w->best_count; b++) {
        const struct column *c = &w->p->columns[w->best[b]];
        for (int32_t i = 0; i < c->count; i++) w->owner[c->visits[i]] = b;
    }
    spend(w, 2 * w->p->visit_count);
}

/* Keep the best choice but for about `size` routes that hang together: some column touches both. */
static void free_region(struct work *w, int32_t size)
{
    enum { TRIES = 20 };
    const struct matrix *all = &w->all;
    const int32_t seed = rng_below(&w->rng, w->p->visit_count);
    int32_t region_count = 1, freed = 0;
    find_owners(w);
    memset(w->freed, 0, (size_t)w->best_count * sizeof *w->freed);
    w->region[0] = seed;
    if (w->owner[seed] != MLG_NONE) free_column(w, w->owner[seed], &region_count), freed++;
    for (int32_t tries = 0; tries < TRIES * size && freed < min32(size, w->best_count); tries++) {
        const int32_t v = w->region[rng_below(&w->rng, region_count)], choices = all->at[v + 1] - all->at[v];
        if (choices == 0) continue;
        const int32_t j = all->column_of[all->at[v] + rng_below(&w->rng, choices)];
        for (int32_t k = all->first[j]; k < all->first[j + 1]; k++) {
            const int32_t b = w->owner[all->visit[k]];
            if (b != MLG_NONE && !w->freed[b]) free_column(w, b, &region_count), freed++;
        }
    }
    w->kept_count = 0;
    for (int32_t b = 0; b < w->best_count; b++)
        if (!w->freed[b]) w->kept[w->kept_count++] = w->best[b];
}

/* Choose regions of the best choice anew, larger ones while they are searched to the end. True when all of it was. */
static bool improve_regions(struct work *w)
{
    enum { SIZE_FIRST_Q3 = 8 * 6, SIZE_MIN_Q3 = 8 * 3, GROWS_Q3 = 2, FALLS_Q3 = 4, VAIN_MIN = 40, STEPS = 40,
        NODES = 1000 };
    int32_t size_q3 = SIZE_FIRST_Q3;
    for (int32_t vain = 0; vain < VAIN_MIN + w->best_count && !w->stop; vain++) {
        const int64_t before = w->best_cost;
        free_region(w, size_q3 / 8);
        const bool everything = w->kept_count == 0, whole = solve_part(w, STEPS, NODES);
        if (everything && whole) return true;
        size_q3 = whole ? size_q3 + GROWS_Q3 : max32(SIZE_MIN_Q3, size_q3 - FALLS_Q3);
        if (w->best_cost < before) vain = -1;
    }
    return false;
}

/* ---- start to end ---- */

static void matrix_new(struct work *w, struct matrix *m, int32_t columns, int32_t visits)
{
    struct arena *a = &w->arena;
    m->cost = arena_array(a, int64_t, columns), m->reduced = arena_array(a, int64_t, columns);
    m->type = arena_array(a, int32_t, columns), m->id = arena_array(a, int32_t, columns);
    m->first = arena_array(a, int32_t, columns + 1), m->visit = arena_array(a, int32_t, visits);
    m->open = arena_array(a, int32_t, w->p->visit_count), m->at = arena_array(a, int32_t, w->p->visit_count + 1);
    m->column_of = arena_array(a, int32_t, visits), m->left = arena_array(a, int32_t, w->p->type_count + 1);
}

static bool work_new(struct work *w)
{
    const struct partition *p = w->p;
    struct arena *a = &w->arena;
    const int32_t n = p->visit_count, columns = p->column_count + n, most = max32(n, p->incumbent_count);
    int32_t visits = n;
    for (int32_t j = 0; j < p->column_count; j++) visits += p->columns[j].count;
    matrix_new(w, &w->all, columns, visits);
    matrix_new(w, &w->part, columns, visits);
    int64_t **const multipliers[] = { &w->price, &w->good_price, &w->all_price, &w->rent, &w->good_rent, &w->all_rent };
    for (int32_t i = 0; i < 6; i++) *multipliers[i] = arena_array(a, int64_t, i < 3 ? n : p->type_count + 1);
    w->cover = arena_array(a, int32_t, n), w->used = arena_array(a, int32_t, p->type_count + 1);
    w->best = arena_array(a, int32_t, n), w->picked = arena_array(a, int32_t, n), w->kept = arena_array(a, int32_t, n);
    w->closed = arena_array(a, bool, n), w->marked = arena_array(a, bool, columns), w->freed = arena_array(a, bool, n);
    w->owner = arena_array(a, int32_t, n), w->region = arena_array(a, int32_t, visits);
    w->covered = arena_array(a, int32_t, n), w->clean = arena_array(a, int32_t, n), w->dirt = arena_array(a, int32_t,
        columns);
    w->heap_key = arena_array(a, int64_t, columns), w->heap = arena_array(a, int32_t, max32(columns, most));
    w->stack = arena_array(a, struct branch, visits);
    return !a->failed;
}

static void fill_all(struct work *w)
{
    const struct partition *p = w->p;
    struct matrix *m = &w->all;
    int32_t end = 0;
    for (int32_t j = 0; j < p->column_count; j++) {
        const struct column *c = &p->columns[j];
        m->cost[j] = c->cost << w->shift, m->type[j] = c->type, m->id[j] = j;
        m->first[j] = end;
        memcpy(m->visit + end, c->visits, (size_t)c->count * sizeof *c->visits);
        end += c->count;
    }
    for (int32_t v = 0; v < p->visit_count; v++) {
        const int32_t j = p->column_count + v;
        m->cost[j] = p->absent_cost[v] << w->shift, m->type[j] = p->type_count, m->id[j] = j;
        m->first[j] = end, m->visit[end++] = v;
        m->open[v] = v;
    }
    m->count = p->column_count + p->visit_count, m->open_count = p->visit_count;
    m->first[m->count] = end;
    for (int32_t k = 0; k < p->type_count; k++) m->left[k] = p->vehicles[k];
    m->left[p->type_count] = INT32_MAX;
}

/* Prices of a route's visits add up to its cost, in proportion to savings. */
static void first_prices(struct work *w)
{
    const struct partition *p = w->p;
    for (int32_t v = 0; v < p->visit_count; v++) w->price[v] = min64(p->absent_cost[v] << w->shift, PRICE_MAX);
    for (int32_t b = 0; b < w->best_count; b++) {
        const struct column *c = &p->columns[w->best[b]];
        int64_t sum = 0;
        for (int32_t i = 0; i < c->count; i++) sum += p->saving ? max64(0, p->saving[c->visits[i]]) : 0;
        for (int32_t i = 0; i < c->count; i++) {
            const int32_t v = c->visits[i];
            const int64_t own = sum ? max64(0, p->saving[v]) : 1;
            w->price[v] = min64(w->price[v], (int64_t)(((int128)c->cost << w->shift) * own / (sum ? sum : c->count)));
        }
    }
}

/* The choice to beat, and what it costs as given. To leave out everything is always a choice. */
static int64_t take_incumbent(struct work *w)
{
    const struct partition *p = w->p;
    int64_t cost = 0;
    w->best_cost = INT64_MAX;
    offer(w, NULL, 0);
    offer(w, p->incumbent, p->incumbent_count);
    memset(w->closed, 0, (size_t)p->visit_count * sizeof *w->closed);
    for (int32_t i = 0; i < p->incumbent_count; i++) {
        const struct column *c = &p->columns[p->incumbent[i]];
        cost += c->cost;
        for (int32_t k = 0; k < c->count; k++) w->closed[c->visits[k]] = true;
    }
    for (int32_t v = 0; v < p->visit_count; v++) cost += w->closed[v] ? 0 : p->absent_cost[v];
    return cost;
}

/* Returns a bound in fixed point. */
static int64_t search_choices(struct work *w)
{
    enum { STEPS = 300, EXPONENT = 40 };
    while (w->shift < SHIFT_MAX && w->best_cost >> (EXPONENT - w->shift) == 0) w->shift++;
    fill_all(w);
    first_prices(w);
    const int64_t bound = subgradient(w, &w->all, STEPS);
    if (w->stop || bound > limit_of(w)) return bound;
    copy_prices(w, w->all_price, w->all_rent, w->price, w->rent);
    shrink(w, &w->all);
    index_columns(w, &w->all);
    dive(w);
    return !w->stop && improve_regions(w) ? w->best_cost << w->shift : bound;
}

static int by_index(const void *a, const void *b) { return *(const int32_t *)a - *(const int32_t *)b; }

bool mlg__partition_improve(const struct partition *p, struct choice *choice)
{
    struct work w = { .p = p, .rng = rng_seeded(p->seed, 0) };
    choice->count = 0;
    if (!work_new(&w)) {
        mlg__arena_free(&w.arena);
        return false;
    }
    const int64_t incumbent = take_incumbent(&w), bound = p->visit_count > 0 ? search_choices(&w) : 0;
    memcpy(choice->columns, w.best, (size_t)w.best_count * sizeof *w.best);
    qsort(choice->columns, (size_t)w.best_count, sizeof *w.best, by_index);
    choice->count = w.best_count;
    choice->cost = w.best_cost;
    choice->better = w.best_cost < incumbent;
    choice->bound = min64(w.best_cost, (bound + (INT64_C(1) << w.shift) - 1) >> w.shift); /* costs are whole: round
        up */
    choice->work = w.work;
    mlg__arena_free(&w.arena);
    return true;
}
