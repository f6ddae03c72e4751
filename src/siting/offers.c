/* offers.c — pairing heaps in a pool. See offers.h. */
#include "siting/offers.h"

#include "base/memory.h"
#include "maillage/base.h"

static bool before(const struct offer *a, const struct offer *b)
{
    return a->key < b->key || (a->key == b->key && a->row < b->row);
}

/* The later root becomes the first child of the earlier one. */
static int32_t join(struct offers *o, int32_t a, int32_t b)
{
    if (a == MLG_NONE) return b;
    if (b == MLG_NONE) return a;
    const bool a_first = before(&o->pool[a], &o->pool[b]);
    const int32_t top = a_first ? a : b, under = a_first ? b : a;
    o->pool[under].sibling = o->pool[top].child;
    o->pool[top].child = under;
    return top;
}

bool mlg__offer_add(struct offers *o, int32_t *root, int64_t key, int32_t row, int32_t lane)
{
    int32_t i = o->free;
    if (i != MLG_NONE) {
        o->free = o->pool[i].sibling;
    } else {
        struct offer *grown = mlg__grow(o->pool, &o->cap, o->count + 1, sizeof *grown);
        if (!grown) return false;
        o->pool = grown;
        i = o->count++;
    }
    o->pool[i] = (struct offer) { key, row, lane, MLG_NONE, MLG_NONE };
    *root = join(o, *root, i);
    return true;
}

/* Two passes over the children: join them in pairs from left to right, then all from right to left. */
void mlg__offer_drop(struct offers *o, int32_t *root)
{
    const int32_t top = *root;
    int32_t pairs = MLG_NONE, heap = MLG_NONE;
    for (int32_t a = o->pool[top].child; a != MLG_NONE;) {
        const int32_t b = o->pool[a].sibling, next = b == MLG_NONE ? MLG_NONE : o->pool[b].sibling;
        o->pool[a].sibling = MLG_NONE;
        if (b != MLG_NONE) o->pool[b].sibling = MLG_NONE;
        const int32_t pair = join(o, a, b);
        o->pool[pair].sibling = pairs;
        pairs = pair;
        a = next;
    }
    while (pairs != MLG_NONE) {
        const int32_t next = o->pool[pairs].sibling;
        o->pool[pairs].sibling = MLG_NONE;
        heap = join(o, heap, pairs);
        pairs = next;
    }
    o->pool[top].sibling = o->free;
    o->free = top;
    *root = heap;
}

void mlg__offers_clear(struct offers *o)
{
    o->count = 0;
    o->free = MLG_NONE;
}

void mlg__offers_free(struct offers *o)
{
    mlg__free(o->pool);
    *o = (struct offers) { .free = MLG_NONE };
}
