/* flows.h — the book of an assignment: who is served by whom, piece by piece, and what each piece would pay to move.
 *
 * For every two open sites that meet (network.h), the pieces of the one that the other could serve stand in a heap of offers,
 * cheapest first. A site's offers are made when they are first asked for (`stale` until then). */
#ifndef MLG_SITING_FLOWS_H
#define MLG_SITING_FLOWS_H

#include "siting/assign.h"

#define NO_ARC (INT64_MAX / 4)

static inline int64_t piece_cost(const struct assignment *a, const struct piece *p)
{
    return p->lane == MLG_NONE ? a->net->pen_micro[p->row] : assignment_lane_cost(a, p->lane);
}

/* The piece of a row at a site, MLG_NONE if there is none. */
int32_t mlg__piece_of(const struct assignment *a, int32_t row, int32_t site);
void mlg__piece_add(struct assignment *a, int32_t row, int32_t site, int32_t lane, int64_t units);
void mlg__piece_take(struct assignment *a, int32_t piece, int64_t units);

/* Number of the meeting from -> to, which meet. */
int64_t mlg__meeting(const struct assignment *a, int32_t from, int32_t to);
/* The offers of a site, if they are not made yet. */
void mlg__read_offers(struct assignment *a, int32_t from);
/* Offers of all others to a site that opens. */
void mlg__read_offers_to(struct assignment *a, int32_t site);
/* Old offers fill the pool in the long run: forget all, and make them again where they are asked for. */
void mlg__sweep_offers(struct assignment *a);

#endif
