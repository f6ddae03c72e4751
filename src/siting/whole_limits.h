/* whole_limits.h — whole rows under limits on flows, by trying every way to place them: for leaves of branch and bound of small
 * networks, where the search of whole.h, which knows prices only, may miss the best plan or any. */
#ifndef MLG_SITING_WHOLE_LIMITS_H
#define MLG_SITING_WHOLE_LIMITS_H

#include "siting/design.h"

enum whole_verdict {
    WHOLE_UNKNOWN,  /* too many nodes, or limits that add up periods */
    WHOLE_NONE,     /* no plan of whole rows through these states and ways keeps the limits */
    WHOLE_BEST      /* site_of is the cheapest */
};

/* site_of [period * rows + row]: written for WHOLE_BEST, as struct search's. A row goes by its cheapest lane to a site at the design's
 * prices, as mlg__design_impose_whole() puts it. Assignments must have been started. Without memory the design has failed.
 * Depth first over rows, dearest to displace first; cost and limits of what is left bound each branch. */
enum whole_verdict mlg__whole_under_limits(struct design *d, int64_t node_limit, int32_t *site_of);

#endif
