/* offers.h — for every pair of open sites, the pieces of flow that could move from one to the other, cheapest first.
 *
 * A pairing heap [Fredman1986] per pair, nodes in one pool. Offers are only added; one whose row has left the site is
 * dropped when it comes to the top. The pool is emptied by its owner when it has grown too large.
 * Add O(1), drop O(log n) amortised. Equal keys: smaller row first. */
#ifndef MLG_SITING_OFFERS_H
#define MLG_SITING_OFFERS_H

#include <stdbool.h>
#include <stdint.h>

struct offer { int64_t key; int32_t row, lane, child, sibling; };

struct offers {
    struct offer *pool;
    int32_t count, cap, free; /* free: a list by sibling */
};

/* root: of one heap, MLG_NONE when empty. Returns the new root; false without memory. */
bool mlg__offer_add(struct offers *o, int32_t *root, int64_t key, int32_t row, int32_t lane);
void mlg__offer_drop(struct offers *o, int32_t *root);
void mlg__offers_clear(struct offers *o); /* all heaps: their roots must be reset by the caller */
void mlg__offers_free(struct offers *o);

#endif
