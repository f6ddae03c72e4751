/* tree.h — the open nodes of branch and bound: which states each site may still take, good prices, a proven bound.
 *
 * A node splits on one site and period: states up to `state`, or above it. The next node is the one of least bound;
 * when memory is short, the one made last. Memory of a node: a byte a state, 8 bytes a price. */
#ifndef MLG_SITING_TREE_H
#define MLG_SITING_TREE_H

#include "siting/dual.h"

struct branch { int32_t site, period, state; };

struct tree_node {
    int64_t bound, number; /* quanta, certified; number: in order of making */
    bool *alive;           /* [node] */
    double *w, *row;       /* prices */
};

struct tree {
    const struct mlg_network *net;
    struct tree_node *heap;  /* by (bound, newest first) */
    int32_t count, cap;
    int64_t made, visited;
    int64_t most_open;       /* open nodes that memory allows before depth comes first */
};

struct tree mlg__tree_new(const struct mlg_network *n, int64_t memory_bytes);
void mlg__tree_free(struct tree *t);

/* Keep what the dual is at (alive states, best prices) as an open node. */
mlg_status mlg__tree_push(struct tree *t, const struct dual *d, int64_t bound, mlg_error *err);
/* Take the next node out and bring the dual to it; *bound: the node's. False: no open node. */
bool mlg__tree_pop(struct tree *t, struct dual *d, int64_t *bound);
/* Least bound of the open nodes; INT64_MAX without any. */
int64_t mlg__tree_bound(const struct tree *t);

/* The split that the dual's averaged choices leave most open, dear sites first. False: every site has one path left
 * as far as branching can tell. */
bool mlg__tree_branch(const struct dual *d, struct branch *branch);
/* Forbid one side of a split; keep_low: states above `state` fall. */
void mlg__tree_take(struct dual *d, const struct branch *branch, bool keep_low);

#endif
