/* fleet.h — the fewest vehicles first: how many vehicles the search may use while it begins. See fleet.c. */
#ifndef MLG_ROUTING_FLEET_H
#define MLG_ROUTING_FLEET_H

#include "routing/search.h"

/* A lower bound on the bins that hold all sizes, L2 of [Martello1990]. Sorts
 * size. O(count log count). */
int64_t mlg__least_bins(uint64_t *size, int32_t count, uint64_t capacity);

/* Outside a journal, once overloads have their price: give up routes and hold vehicles back (s->held), if that pays. */
void mlg__fleet_hold(struct search *s, struct fleet *f);
/* Now and then: free some of them when f->fitted stayed false, all of them late in the budget. */
void mlg__fleet_watch(struct search *s, struct fleet *f, int64_t share_q16);

#endif
