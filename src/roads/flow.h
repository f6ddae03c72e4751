/* flow.h — a small set of nodes that cuts a net in two along one direction: inertial flow.
 *
 * Nodes are lined up along a direction; the first share of them are sources, the last share sinks; a maximum flow in
 * which every node carries at most one unit gives a smallest set of nodes that parts them. [Schild2015], with nodes cut
 * instead of edges. */
#ifndef MLG_ROADS_FLOW_H
#define MLG_ROADS_FLOW_H

#include <stdatomic.h>
#include <stdbool.h>

#include "roads/net.h"

enum { FLOW_DIRECTIONS = 4 };
enum flow_side { FLOW_SIDE_A, FLOW_SIDE_B, FLOW_CUT };

struct flow_cut {
    bool found;      /* false: the flow exceeded the bound */
    int32_t size;    /* nodes of the cut */
    int32_t smaller; /* nodes of its smaller side */
};

/* Scratch for nets of up to node_cap nodes; NULL without memory. Belongs to one thread. */
struct flow;
struct flow *mlg__flow_new(int32_t node_cap);
void mlg__flow_free(struct flow *f);

/* Cut n (connected, at least 4 nodes) along direction 0..FLOW_DIRECTIONS-1; side [count] receives enum flow_side.
 * bound: ends without a cut once the flow exceeds it, and lowers it to the size of the cut found. Several directions
 * may share one bound in any order of time: every direction whose cut is as small as the smallest one finds it. */
struct flow_cut mlg__flow_cut(struct flow *f, const struct net *n, int32_t direction, atomic_int *bound, uint8_t *side);

#endif
