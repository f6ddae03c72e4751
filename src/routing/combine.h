/* combine.h — choose the best routes met in the whole search, whatever solutions they come from (section 12 of the
 * design): set partitioning over a pool. It pays where routes are short, for then there are few good ones a stop. */
#ifndef MLG_ROUTING_COMBINE_H
#define MLG_ROUTING_COMBINE_H

#include "routing/pool.h"
#include "routing/search.h"

/* Is the mean route short enough? */
bool mlg__combine_pays(const struct search *s);
/* Remember the routes that this iteration made; inside its journal, before the commit. */
void mlg__remember(struct search *s, struct pool *pool);
/* If the pool holds something better than the best solution, current and best := that; found with at most `work` (visits
 * read), before the clock says end_s (0: no deadline). */
void mlg__combine(struct search *s, struct pool *pool, int64_t work, double end_s);

#endif
