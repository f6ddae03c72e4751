/* statepath.h — the cheapest path of one site through its states: a shortest path over periods.
 *
 * Nodes (t, k) cost node[t * states + k], arcs into (t, to) from `from` cost arc[(t * states + to) * states + from];
 * INFINITY forbids. O(periods x states^2). Ties go to the smaller state. */
#ifndef MLG_SITING_STATEPATH_H
#define MLG_SITING_STATEPATH_H

#include <stdint.h>

/* stride: of the arrays (state_max); states: of this site. Returns INFINITY when no path exists. */
double mlg__state_path(int32_t periods, int32_t stride, int32_t states, int32_t today, const double *node,
                       const double *arc, int8_t *path /* [periods], written */);

/* through[t * stride + k]: the cheapest path that passes (t, k). work: 2 * periods * stride doubles. */
void mlg__state_through(int32_t periods, int32_t stride, int32_t states, int32_t today, const double *node,
                        const double *arc, double *work, double *through);

#endif
