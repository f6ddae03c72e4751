/* settle.h — from shares of several assignments of one period to one of whole milli-units.
 *
 * The blended flow is fractional on some lanes only. These form cycles, through sites and a common sink of all loads; flow is
 * pushed round a cycle until one of its lanes is whole, and so on. So every row keeps its volume, and a load becomes one of
 * its two whole neighbours: no capacity, least fill or feed is broken by it (the transport polytope has whole corners).
 * O(lanes in use x sites on a cycle). */
#ifndef MLG_SITING_SETTLE_H
#define MLG_SITING_SETTLE_H

#include "siting/design.h"

#define SHARE_ONE (INT64_C(1) << 24)

struct share { const struct flow *flows; int32_t count; int64_t weight; }; /* weights sum to SHARE_ONE; flows by (row, lane) */

/* *flows: given, ascending by (row, lane), none of no units; free it with mlg__free(). Cycles turn the way that costs less at
 * the design's prices. False: no memory. */
bool mlg__settle(const struct design *d, int32_t t, const struct share *shares, int32_t share_count, struct flow **flows,
                 int32_t *flow_count);

#endif
