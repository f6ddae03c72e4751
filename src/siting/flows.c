/* flows.c — pieces of flow and their offers to move. See flows.h. */
#include "siting/flows.h"

#include <stdlib.h>

int64_t mlg__meeting(const struct assignment *a, int32_t from, int32_t to)
{
    const struct mlg_network *n = a->net;
    int64_t low = n->meet_first[from], high = n->meet_first[from + 1] - 1;
    while (low < high) {
        const int64_t middle = (low + high) / 2;
        if (n->meet_site[middle] < to) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* -- offers -- */

static void set_arc(struct assignment *a, int64_t meeting, int64_t more)
{
    a->arc[meeting] = more;
    a->arc_into[a->net->meet_back[meeting]] = more;
}

static void offer(struct assignment *a, int64_t meeting, int64_t more, int32_t row, int32_t lane)
{
    if (!mlg__offer_add(&a->offers, &a->arc_root[meeting], more, row, lane)) a->failed = true;
    else set_arc(a, meeting, a->offers.pool[a->arc_root[meeting]].key);
}

/* A row at a site offers to move by its other lanes. */
static void make_offers(struct assignment *a, const struct piece *p)
{
    const struct mlg_network *n = a->net;
    const int64_t here = piece_cost(a, p);
    const int32_t row = p->row, from = p->site;
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        const int32_t to = n->lanes[i].end;
        if (a->open_at[to] != MLG_NONE && to != from)
            offer(a, mlg__meeting(a, from, to), assignment_lane_cost(a, i) - here, row, i);
    }
    if (from != n->site_count) offer(a, n->meet_first[from + 1] - 1, n->pen_micro[row] - here, row, MLG_NONE);
}

/* Offers of rows that have left come off the top. */
static void clean(struct assignment *a, int32_t from, int64_t meeting)
{
    int32_t *root = &a->arc_root[meeting];
    while (*root != MLG_NONE && mlg__piece_of(a, a->offers.pool[*root].row, from) == MLG_NONE)
        mlg__offer_drop(&a->offers, root);
    set_arc(a, meeting, *root == MLG_NONE ? NO_ARC : a->offers.pool[*root].key);
}

void mlg__read_offers(struct assignment *a, int32_t from)
{
    if (!a->stale[from]) return;
    for (int64_t i = a->net->meet_first[from]; i < a->net->meet_first[from + 1]; i++) {
        set_arc(a, i, NO_ARC);
        a->arc_root[i] = MLG_NONE;
    }
    for (int32_t i = a->site_piece[from]; i != MLG_NONE; i = a->pieces[i].site_next) make_offers(a, &a->pieces[i]);
    a->stale[from] = false;
}

void mlg__read_offers_to(struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    for (int64_t i = n->meet_first[site]; i < n->meet_first[site + 1]; i++) {
        set_arc(a, n->meet_back[i], NO_ARC);
        a->arc_root[n->meet_back[i]] = MLG_NONE;
    }
    for (int32_t i = n->site_first[site]; i < n->site_first[site + 1]; i++) {
        const int32_t row = n->site_lanes[i].end, lane = n->lane_of[i];
        for (int32_t piece = a->row_piece[row]; piece != MLG_NONE; piece = a->pieces[piece].row_next) {
            const struct piece *p = &a->pieces[piece];
            if (!a->stale[p->site])
                offer(a, mlg__meeting(a, p->site, site), assignment_lane_cost(a, lane) - piece_cost(a, p), row, lane);
        }
    }
}

void mlg__sweep_offers(struct assignment *a)
{
    if (a->offers.count < 4 * (int64_t)a->offers_least) return;
    mlg__offers_clear(&a->offers);
    for (int32_t s = 0; s <= a->net->site_count; s++) a->stale[s] = true;
}

/* -- pieces -- */

int32_t mlg__piece_of(const struct assignment *a, int32_t row, int32_t site)
{
    int32_t i = a->row_piece[row];
    while (i != MLG_NONE && a->pieces[i].site != site) i = a->pieces[i].row_next;
    return i;
}

static int32_t piece_new(struct assignment *a)
{
    if (a->piece_free == MLG_NONE) {
        int32_t cap = a->piece_cap;
        const int32_t old = cap;
        struct piece *grown = mlg__grow(a->pieces, &cap, cap + 1, sizeof *grown);
        if (!grown) {
            a->failed = true;
            return MLG_NONE;
        }
        a->pieces = grown;
        a->piece_cap = cap;
        for (int32_t i = cap - 1; i >= old; i--) grown[i].row_next = a->piece_free, a->piece_free = i;
    }
    const int32_t i = a->piece_free;
    a->piece_free = a->pieces[i].row_next;
    return i;
}

/* Loads and sums follow every change of flow. */
static void count_units(struct assignment *a, int32_t row, int32_t site, int32_t lane, int64_t units)
{
    const struct mlg_network *n = a->net;
    a->load[site] += units;
    a->lane_sum += (int128)units * (lane == MLG_NONE ? n->pen_micro[row] : n->lanes[lane].cost_micro);
    for (int32_t i = 0; i < a->sum_count && lane != MLG_NONE; i++)
        a->sum[i] += (int128)units * assignment_row_lane(a, a->sum_row[i], lane, row);
}

void mlg__piece_add(struct assignment *a, int32_t row, int32_t site, int32_t lane, int64_t units)
{
    int32_t i = mlg__piece_of(a, row, site);
    if (i != MLG_NONE) {
        a->pieces[i].units += units;
        count_units(a, row, site, a->pieces[i].lane, units);
        return;
    }
    i = piece_new(a);
    if (i == MLG_NONE) return;
    a->pieces[i] = (struct piece) { row, site, lane, a->row_piece[row], a->site_piece[site], MLG_NONE, units };
    a->row_piece[row] = i;
    if (a->site_piece[site] != MLG_NONE) a->pieces[a->site_piece[site]].site_previous = i;
    a->site_piece[site] = i;
    count_units(a, row, site, lane, units);
    if (!a->stale[site]) make_offers(a, &a->pieces[i]);
}

void mlg__piece_take(struct assignment *a, int32_t i, int64_t units)
{
    const struct mlg_network *n = a->net;
    struct piece *p = &a->pieces[i];
    const int32_t site = p->site, row = p->row;
    count_units(a, row, site, p->lane, -units);
    p->units -= units;
    if (p->units > 0) return;
    int32_t *link = &a->row_piece[row];
    while (*link != i) link = &a->pieces[*link].row_next;
    *link = p->row_next;
    if (p->site_previous == MLG_NONE) a->site_piece[site] = p->site_next;
    else a->pieces[p->site_previous].site_next = p->site_next;
    if (p->site_next != MLG_NONE) a->pieces[p->site_next].site_previous = p->site_previous;
    p->row_next = a->piece_free;
    a->piece_free = i;
    if (a->stale[site]) return;
    for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++)
        if (a->open_at[n->lanes[l].end] != MLG_NONE && n->lanes[l].end != site)
            clean(a, site, mlg__meeting(a, site, n->lanes[l].end));
    if (site != n->site_count) clean(a, site, n->meet_first[site + 1] - 1);
}

/* -- read -- */

static int by_lane(const void *a, const void *b)
{
    const struct flow *x = a, *y = b;
    return (x->lane > y->lane) - (x->lane < y->lane);
}

bool mlg__assignment_flows(const struct assignment *a, struct flow_list *list)
{
    for (int32_t row = 0; row < a->net->row_count; row++) {
        const int32_t first = list->count;
        for (int32_t i = a->row_piece[row]; i != MLG_NONE; i = a->pieces[i].row_next) {
            struct flow *grown = list->count < INT32_MAX ? mlg__grow(list->flow, &list->cap, list->count + 1, sizeof *grown) : NULL;
            if (!grown) return false;
            list->flow = grown;
            grown[list->count++] = (struct flow) { row, a->pieces[i].lane, a->period, a->pieces[i].units };
        }
        if (list->count > first + 1) qsort(list->flow + first, (size_t)(list->count - first), sizeof *list->flow, by_lane);
    }
    return true;
}
