/* pack.c — the binary knapsack by branch and bound. See pack.h. */
#include "siting/pack.h"

#include <stdlib.h>

#include "base/math.h"

/* By gain / load, exactly: in an order by rounded rates the first ones could be worth less than those behind them. */
static int by_rate(const void *a, const void *b)
{
    const struct pack_item *x = a, *y = b;
    const int128 p = (int128)x->gain * y->load, q = (int128)y->gain * x->load;
    if (p != q) return p > q ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* In place; lists that are nearly sorted, as those of the last prices are, cost hardly more than a look. */
static void sort_items(struct pack_item *items, int32_t count)
{
    int64_t moves = 8 * (int64_t)count;
    for (int32_t i = 1; i < count; i++) {
        const struct pack_item item = items[i];
        int32_t at = i;
        for (; at > 0 && by_rate(&item, &items[at - 1]) < 0; at--) items[at] = items[at - 1];
        items[at] = item;
        moves -= i - at;
        if (moves >= 0) continue;
        qsort(items, (size_t)count, sizeof *items, by_rate);
        return;
    }
}

/* Items before `next` are decided; what is taken of them is marked `trial`. */
struct packing { struct pack_item *items; int32_t count, next; int64_t room, gain; };

/* What may be gained at most from here: the first item that does not fit is taken by a share. */
static int64_t most(const struct packing *p)
{
    int64_t gain = p->gain, room = p->room;
    for (int32_t i = p->next; i < p->count; i++) {
        if (p->items[i].load > room) return gain + p->items[i].rate * room;
        room -= p->items[i].load, gain += p->items[i].gain;
    }
    return gain;
}

/* Take what fits; true at the end of the list, false where the rest cannot beat `best`. */
static bool go_down(struct packing *p, int64_t best)
{
    for (; p->next < p->count; p->next++) {
        struct pack_item *item = &p->items[p->next];
        item->trial = item->load <= p->room;
        if (item->trial) p->room -= item->load, p->gain += item->gain;
        else if (most(p) <= best) return false;
    }
    return true;
}

/* Leave out the last item taken without which the rest may beat `best`; false: there is none. */
static bool go_back(struct packing *p, int64_t best)
{
    for (int32_t i = p->next - 1; i >= 0; i--) {
        struct pack_item *item = &p->items[i];
        if (!item->trial) continue;
        item->trial = false;
        p->room += item->load, p->gain -= item->gain;
        p->next = i + 1;
        if (most(p) > best) return true;
    }
    return false;
}

int64_t mlg__pack(struct pack_item *items, int32_t count, int64_t capacity, int64_t branch_limit, int64_t *best)
{
    struct packing p = { .items = items, .count = count, .room = capacity };
    sort_items(items, count);
    const int64_t bound = most(&p);
    *best = -1;
    do {
        if (go_down(&p, *best) && p.gain > *best) {
            *best = p.gain;
            for (int32_t i = 0; i < count; i++) items[i].in = items[i].trial;
        }
        if (branch_limit-- <= 0) return bound;
    } while (*best < bound && go_back(&p, *best));
    return *best;
}
