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

/* Where the fewest vehicles come first: from a plan that serves all, begin to look for one with a route less (f->on, if there is
 * something to look for). Outside a journal. */
void mlg__fewer_begin(struct search *s, struct fewer *f);
/* What leaving out those who are absent weighs: how often they were. */
int64_t mlg__fewer_missed(const struct search *s, const struct fewer *f);
/* After each solution tried: count those that it leaves out. */
void mlg__fewer_count(const struct search *s, struct fewer *f);
/* Outside a journal: a solution that serves all was kept; look for one with a route less. */
void mlg__fewer_next(struct search *s, struct fewer *f);
/* Outside a journal: enough; back to the best. */
void mlg__fewer_end(struct search *s, struct fewer *f);

#endif
