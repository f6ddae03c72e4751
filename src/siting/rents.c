/* rents.c — rents by auction. See rents.h. */
#include "siting/rents.h"

#include <math.h>

#include "siting/flows.h"
#include "siting/knapsack.h"

enum {
    SHORT = 20,       /* part of what is asked for that must be lacking */
    LOOKS = 200,      /* at each way to an open site: an auction that is not over by then has done most of its work */
    RAISES = 32       /* least part of a mean price by which a rent rises: else two sites that want the same row never end */
};

struct passage { int64_t cost; int32_t site, lane; }; /* of a row to an open site, its rent and unit cost apart */

struct auction {
    struct assignment *a;
    struct arena arena;
    int32_t *first_way;           /* [row + 1] */
    struct passage *ways;
    struct item *bids;            /* [row] of one site */
    int32_t *queue, first, count; /* ring of sites that are asked for too much */
    bool *queued;                 /* [site] */
    int64_t least_raise, looks_left;
};

static void enqueue(struct auction *x, int32_t site)
{
    const struct assignment *a = x->a;
    const int32_t sites = a->net->site_count;
    if (site == sites || x->queued[site] || a->load[site] <= a->capacity[site]) return;
    x->queued[site] = true;
    x->queue[(x->first + x->count++) % sites] = site;
}

static int32_t dequeue(struct auction *x)
{
    const int32_t site = x->queue[x->first];
    x->first = (x->first + 1) % x->a->net->site_count;
    x->count--;
    x->queued[site] = false;
    return site;
}

/* The cheapest way for a piece other than its site's, MLG_NONE: unserved; how much dearer it is. */
static int64_t next_best(struct auction *x, const struct piece *p, int32_t *way)
{
    const struct assignment *a = x->a;
    int64_t best = a->net->pen_micro[p->row];
    *way = MLG_NONE;
    for (int32_t i = x->first_way[p->row]; i < x->first_way[p->row + 1]; i++) {
        const int64_t cost = x->ways[i].cost - a->potential[x->ways[i].site];
        if (cost < best && x->ways[i].site != p->site) best = cost, *way = i;
    }
    x->looks_left -= x->first_way[p->row + 1] - x->first_way[p->row] + 1;
    return best - (assignment_lane_cost(a, p->lane) - a->potential[p->site]);
}

static void move_piece(struct auction *x, int32_t piece, int32_t way, int64_t units)
{
    const int32_t row = x->a->pieces[piece].row;
    const int32_t to = way == MLG_NONE ? x->a->net->site_count : x->ways[way].site;
    mlg__piece_take(x->a, piece, units);
    mlg__piece_add(x->a, row, to, way == MLG_NONE ? MLG_NONE : x->ways[way].lane, units);
    enqueue(x, to);
}

/* The pieces that lose least by leaving leave, the last of them in part; the rent rises to what that one would pay. */
static void raise_rent(struct auction *x, int32_t site)
{
    struct assignment *a = x->a;
    struct item *bids = x->bids;
    int32_t count = 0;
    double load;
    for (int32_t i = a->site_piece[site]; i != MLG_NONE; i = a->pieces[i].site_next) {
        int32_t way;
        const int64_t more = next_best(x, &a->pieces[i], &way);
        bids[count++] = (struct item) { -(double)more, (double)a->pieces[i].units, i, way };
    }
    const int32_t stay = mlg__items_split(bids, count, (double)a->capacity[site], NAN, &load);
    if (stay == count) return;
    a->potential[site] -= max64(0, (int64_t)-bids[stay].key) + x->least_raise;
    for (int32_t i = stay; i < count && !a->failed; i++) {
        const int64_t stays = i == stay ? a->capacity[site] - (int64_t)load : 0;
        move_piece(x, bids[i].row, bids[i].lane, (int64_t)bids[i].load - stays);
    }
}

/* What the open sites cannot hold however it is spread: more than a small part of it all. */
static bool is_short(const struct assignment *a)
{
    int64_t asked = 0, room = 0;
    for (int32_t i = 0; i < a->open_count; i++) {
        const int32_t s = a->open[i];
        asked += a->load[s];
        if (s < a->net->site_count) room += a->capacity[s];
    }
    return asked - room > asked / SHORT;
}

/* What a row pays on average. */
static int64_t mean_price(const struct assignment *a)
{
    double price = 0;
    int64_t rows = 0;
    for (int32_t s = 0; s < a->net->site_count; s++)
        for (int32_t i = a->site_piece[s]; i != MLG_NONE; i = a->pieces[i].site_next, rows++)
            price += (double)(assignment_lane_cost(a, a->pieces[i].lane) - a->potential[s]);
    return rows > 0 ? (int64_t)fmax(0, price / (double)rows) : 0;
}

static bool prepare(struct auction *x)
{
    const struct assignment *a = x->a;
    const struct mlg_network *n = a->net;
    int32_t count = 0;
    x->first_way = arena_array(&x->arena, int32_t, n->row_count + 1);
    x->ways = arena_array(&x->arena, struct passage, a->offers_least);
    x->bids = arena_array(&x->arena, struct item, n->row_count);
    x->queue = arena_array(&x->arena, int32_t, n->site_count);
    x->queued = arena_array(&x->arena, bool, n->site_count);
    if (x->arena.failed) return false;
    for (int32_t row = 0; row < n->row_count; row++) {
        x->first_way[row] = count;
        if (volume_at(n, row, a->period) == 0) continue;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end;
            if (a->open_at[s] != MLG_NONE) x->ways[count++] = (struct passage) { assignment_lane_cost(a, i), s, i };
        }
    }
    x->first_way[n->row_count] = count;
    x->looks_left = LOOKS * (int64_t)(count + n->row_count);
    return true;
}

bool mlg__settle_rents(struct assignment *a)
{
    struct auction x = { .a = a };
    if (!is_short(a)) return false;
    x.least_raise = mean_price(a) / RAISES + 1;
    if (!prepare(&x)) a->failed = true;
    for (int32_t s = 0; s < a->net->site_count && !a->failed; s++)
        if (a->open_at[s] != MLG_NONE) enqueue(&x, s);
    while (x.count > 0 && x.looks_left > 0 && !a->failed) raise_rent(&x, dequeue(&x));
    for (int32_t s = 0; s < a->net->site_count; s++)
        if (a->open_at[s] != MLG_NONE) a->rented[s] = -a->potential[s] > a->unit_cost[s];
    mlg__arena_free(&x.arena);
    return true;
}
