/* share.c — several islands on one solution, each on routes of its own.
 *
 * Two searches side by side, of which the better is kept, are hardly better than one; two that work on different parts of
 * one solution do twice as much for it. A move costs what it costs whatever happens in other routes, so annealing in
 * parts is annealing of the whole. For a short while the routes are parted by a line across the map, of a random direction
 * each time; nobody touches foreign routes; then everybody takes over what the others made of theirs.
 *
 * Nothing is shared in memory: foreign blocks are copied. All of it depends on the seed and the number of islands alone. */
#include "routing/share.h"

#include <stdlib.h>

#include "routing/fleet.h"

struct route_key { double key; int32_t slot, visits; };

bool mlg__share_init(struct share *h, const struct instance *in)
{
    *h = (struct share) { 0 };
    h->routes = arena_array(&h->arena, struct route_key, in->slot_count);
    h->part = arena_array(&h->arena, int32_t, in->visit_count);
    return !h->arena.failed;
}

void mlg__share_free(struct share *h) { mlg__arena_free(&h->arena); }

/* Nothing is foreign any more; vehicles are counted anew. */
static void reunite(struct search *s, int32_t held)
{
    const struct instance *in = s->in;
    for (int32_t i = 0; i < in->slot_count; i++) s->foreign[i] = false;
    s->foreign_overload = 0;
    s->held = held;
    for (int32_t k = 0; k < in->type_count; k++) s->free_of_type[k] = in->types[k].count - (k ? 0 : held), s->lent[k] = 0;
    for (int32_t i = 0; i < in->slot_count; i++)
        if (s->slot[i]) s->free_of_type[s->slot[i]->type]--;
}

static void give_up_foreign(struct search *s)
{
    for (int32_t i = 0; i < s->in->slot_count; i++)
        if (s->slot[i] && s->foreign[i]) mlg__empty_route(s, i);
}

/* The routes that are other's own. */
static void copy_own(struct search *s, const struct search *other)
{
    for (int32_t i = 0; i < s->in->slot_count && !s->failed; i++) {
        if (!other->slot[i] || other->foreign[i]) continue;
        const int32_t slot = mlg__empty_slot(s);
        mlg__copy_route(s, slot, other->slot[i]);
        s->foreign[slot] = true; /* still: others have yet to copy what is own here */
    }
}

void mlg__share_join(struct core **cores, int32_t count)
{
    for (int32_t w = 0; w < count; w++) {
        struct search *s = cores[w]->search;
        mlg__begin(s);
        give_up_foreign(s);
        for (int32_t o = 0; o < count; o++)
            if (o != w) copy_own(s, cores[o]->search);
        mlg__commit(s);
    }
    /* The first island decides for all which vehicles are held back. */
    struct search *first = cores[0]->search;
    struct fleet *fleet = &cores[0]->fleet;
    for (int32_t w = 1; w < count; w++) fleet->fitted &= cores[w]->fleet.fitted;
    reunite(first, first->held);
    mlg__fleet_watch(first, fleet, cores[0]->share_q16);
    for (int32_t w = 0; w < count; w++) {
        if (w > 0) reunite(cores[w]->search, first->held);
        cores[w]->fleet = *fleet;
        cores[w]->current = cores[w]->search->cost;
        cores[w]->parts = 1;
    }
    /* A solution of all that nobody met as a whole. */
    if (first->overload == 0 && first->cost < first->best_cost && !first->failed) mlg__save_best(first);
}

static int32_t cheapest(struct core **cores, int32_t count)
{
    int32_t best = 0;
    for (int32_t w = 1; w < count; w++)
        if (cores[w]->search->cost < cores[best]->search->cost) best = w;
    return best;
}

void mlg__share_agree(struct core **cores, int32_t count)
{
    const int32_t leader = cheapest(cores, count);
    for (int32_t w = 0; w < count; w++)
        for (int32_t i = 0; i < cores[w]->search->in->slot_count; i++) cores[w]->search->foreign[i] = w != leader;
    cores[0]->fleet = cores[leader]->fleet;
    cores[0]->search->held = cores[leader]->search->held;
    mlg__share_join(cores, count);
}

bool mlg__share_pays(struct core **cores, int32_t count)
{
    enum { ROUTES_EACH = 4 };
    const struct search *s = cores[cheapest(cores, count)]->search;
    for (int32_t w = 0; w < count; w++)
        if (cores[w]->fewer.on) return false; /* each looks for a plan with a route less */
    for (int32_t w = 0; w < count; w++) /* who has given overloads up cannot take any over */
        if ((cores[w]->search->overload_price_q8 == 0) != (s->overload_price_q8 == 0)) return false;
    return s->absent_count == 0 && s->route_count >= ROUTES_EACH * count;
}

static int by_key(const void *a, const void *b)
{
    const struct route_key *p = a, *q = b;
    return p->key != q->key ? (p->key > q->key) - (p->key < q->key) : p->slot - q->slot;
}

/* Routes in the order of their centres along a random direction, cut where each part has its share of the visits. */
static void part_routes(struct share *h, struct search *s, int32_t count)
{
    const struct instance *in = s->in;
    const int32_t dx = rng_below(&s->rng, 2001) - 1000, dy = rng_below(&s->rng, 2001) - 1000;
    int32_t routes = 0;
    for (int32_t i = 0; i < in->slot_count; i++) {
        const struct block *b = s->slot[i];
        if (!b) continue;
        double sum = 0;
        for (int32_t k = 1; k < b->len - 1; k++) sum += dx * in->x[b->seq[k]] + dy * in->y[b->seq[k]];
        h->routes[routes++] = (struct route_key) { sum / (b->len - 2), i, b->len - 2 };
    }
    qsort(h->routes, (size_t)routes, sizeof *h->routes, by_key);
    int64_t before = 0;
    for (int32_t r = 0; r < routes; r++) {
        const struct block *b = s->slot[h->routes[r].slot];
        const int32_t part = (int32_t)((2 * before + h->routes[r].visits) * count / (2 * (int64_t)in->visit_count));
        for (int32_t k = 1; k < b->len - 1; k++) h->part[b->seq[k]] = min32(part, count - 1);
        before += h->routes[r].visits;
    }
}

void mlg__share_split(struct share *h, struct core **cores, int32_t count)
{
    part_routes(h, cores[0]->search, count);
    for (int32_t w = 0; w < count; w++) {
        struct search *s = cores[w]->search;
        for (int32_t i = 0; i < s->in->slot_count; i++) {
            const struct block *b = s->slot[i];
            s->foreign[i] = b && h->part[b->seq[1]] != w;
            if (s->foreign[i]) s->foreign_overload += b->overload;
        }
        for (int32_t k = 0; k < s->in->type_count; k++) {
            const int32_t all = s->free_of_type[k], own = all / count + (w < all % count);
            s->free_of_type[k] = own, s->lent[k] = all - own;
        }
        cores[w]->parts = count;
    }
}
