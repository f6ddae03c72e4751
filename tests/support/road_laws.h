/* road_laws.h — the invariants of a hierarchy and its weights, as one pass each over everything. */
#ifndef MLG_TESTS_ROAD_LAWS_H
#define MLG_TESTS_ROAD_LAWS_H

#include "roads/customize.h"

/* R1, R2 of the skeleton: lists ascend, heads above tails, a list without its first among its parent's; depths;
 * subtrees; lists by head. NULL, or what is broken. */
const char *hierarchy_broken(const struct hierarchy *h);
/* R3 no lower triangle improves an arc, R4 finite times are at least 1, R5 no arc of the graph is better than its slot,
 * and every finite arc is one of the graph or the sum of a triangle. */
const char *metric_broken(const struct metric *m, const struct digraph *g);
bool metric_same(const struct metric *a, const struct metric *b);

#endif
