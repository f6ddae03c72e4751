/* digraph.h — a directed graph with coordinates: all that ordering and searching know of a map.
 *
 * A state is a place of the search (a junction, or a directed street where turns count); an arc leads from one state to
 * another. Parallel arcs and loops are allowed. Coordinates only guide the order: any pair of numbers gives right
 * answers, those of a map give fast ones. */
#ifndef MLG_ROADS_DIGRAPH_H
#define MLG_ROADS_DIGRAPH_H

#include <stdint.h>

struct digraph {
    int32_t state_count, arc_count;
    const int32_t *tail, *head; /* [arc_count] states */
    const int32_t *x, *y;       /* [state_count], in any unit */
};

#endif
