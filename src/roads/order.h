/* order.h — in which order the states of a graph are contracted: nested dissection.
 *
 * A good order depends on the shape of the network alone: small cuts come last, so that what lies on one side of a cut
 * never needs an arc to what lies on the other. Weights, vehicles and hours come later (customize.h). */
#ifndef MLG_ROADS_ORDER_H
#define MLG_ROADS_ORDER_H

#include "maillage/base.h"
#include "roads/digraph.h"

/* order [state_count], written: all states, the first contracted first. It depends on the graph alone, not on threads.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (more than 2^30 arcs).
 * Cost    one thread: 8 us a state for New York, two to four times that for a country; memory some 150 bytes a state and thread. */
mlg_status mlg__road_order(const struct digraph *g, int32_t thread_count, int32_t *order, mlg_error *err);

#endif
