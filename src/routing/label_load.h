/* label_load.h — what is on board along a stretch of a trip, one label per dimension [Kindervater1997].
 *
 * init is brought from the depot for this stretch, net is the change over it (delivery q: init q, net -q; pickup q: net
 * +q; the two stops of a shipment: net +q, then -q), peak the largest change over its prefixes, the empty one included.
 * Largest load of a trip = init + peak: before its last stop but one prefix p holds init + net(p). */
#ifndef MLG_ROUTING_LABEL_LOAD_H
#define MLG_ROUTING_LABEL_LOAD_H

#include "base/math.h"

struct label_load { int64_t init, net, peak; };

static inline struct label_load label_load_join(struct label_load a, struct label_load b)
{
    return (struct label_load) { a.init + b.init, a.net + b.net, max64(a.peak, a.net + b.peak) };
}

#endif
