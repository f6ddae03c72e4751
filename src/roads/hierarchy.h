/* hierarchy.h — the skeleton of a customizable contraction hierarchy [Dibbelt2016]: which states have an arc between
 * them once all that come before are contracted. It depends on the network and the order, never on weights.
 *
 * States are numbered by *rank*. The first upper neighbour of a state is its *parent*; all of its upper neighbours lie
 * on its *root path* (parent, parent's parent …). Ranks follow a postorder of that forest: the states below v are
 * subtree_first[v] .. v-1, and the lowest common ancestor of a < b is the first state of a's root path that is >= b.
 *
 *     up arc k:  tail (the lower state) --- up_head[k] (the upper one), both directions; up_head ascends in a list */
#ifndef MLG_ROADS_HIERARCHY_H
#define MLG_ROADS_HIERARCHY_H

#include "base/memory.h"
#include "maillage/base.h"
#include "roads/digraph.h"

struct hierarchy {
    int32_t state_count, up_count; /* states; up arcs */
    int32_t arc_count;             /* of the graph */
    int32_t path_max;              /* states on the longest root path, the state itself included */
    int32_t *state, *rank;         /* [rank] -> state, [state] -> rank */
    int32_t *up_first, *up_head;   /* [rank + 1], [up arc] */

    /* All else follows from these and the graph. */
    int32_t *parent, *depth, *subtree_first;    /* [rank]; parent of a root is MLG_NONE, its depth 0 */
    int32_t *down_first, *down_tail, *down_arc; /* up arcs by head: [rank + 1], [.], [.]; tails ascend in each list */
    int32_t *base_first, *base_arc, *base_slot; /* arcs of the graph by their lower end: [rank + 1], [.], [.] */
    struct arena memory;
};

/* A slot is an up arc in one direction: 2 * arc upwards (tail to head), 2 * arc + 1 downwards. Loops of the graph have
 * none and are left out; parallel arcs share one. */

/* From an order (order.h). h is freed with mlg__hierarchy_free() in every case.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (more than 2^30 up arcs). */
mlg_status mlg__hierarchy_make(const struct digraph *g, const int32_t *order, struct hierarchy *h, mlg_error *err);

/* From what a file keeps of a hierarchy made before for the same graph: state [state_count], up_first [state_count +
 * 1], up_head [up_count], borrowed and never written. They are checked in linear passes: MLG_BAD_INPUT when they cannot
 * be a hierarchy of this graph. */
mlg_status mlg__hierarchy_of(const struct digraph *g, const int32_t *state, const int32_t *up_first,
                             const int32_t *up_head, int32_t up_count, struct hierarchy *h, mlg_error *err);
void mlg__hierarchy_free(struct hierarchy *h);

/* The up arc from tail to head (ranks, tail < head), or MLG_NONE. */
static inline int32_t mlg__up_arc(const struct hierarchy *h, int32_t tail, int32_t head)
{
    int32_t from = h->up_first[tail], to = h->up_first[tail + 1];
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        if (h->up_head[middle] < head) from = middle + 1;
        else to = middle;
    }
    return from < h->up_first[tail + 1] && h->up_head[from] == head ? from : MLG_NONE;
}

/* How many states the root paths of a and b share. */
static inline int32_t mlg__common(const struct hierarchy *h, int32_t a, int32_t b)
{
    int32_t low = a < b ? a : b;
    const int32_t high = a < b ? b : a;
    while (low != MLG_NONE && low < high) low = h->parent[low];
    return low == MLG_NONE ? 0 : h->depth[low] + 1;
}

#endif
