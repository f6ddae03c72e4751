/* label_time.h — duration, waiting and lateness of a stretch of route, for any start time [Vidal2013].
 *
 * Started at x, a stretch costs the time warp  warp + max(0, x - latest)  (time travelled back to meet closed windows
 * [Nagata2010]) and ends at  max(earliest, min(x, latest)) + duration - warp. Joining is associative. */
#ifndef MLG_ROUTING_LABEL_TIME_H
#define MLG_ROUTING_LABEL_TIME_H

#include "base/math.h"

#define TIME_NEVER (INT64_C(1) << 60) /* a window that never closes; joins add at most one of them to finite terms */

struct label_time {
    int64_t duration;         /* ticks: travel, setup, service, waiting and warp */
    int64_t wait;             /* the part of duration that is waiting */
    int64_t warp;
    int64_t earliest, latest; /* starts that reach this warp and, with it, this duration */
};

static inline struct label_time label_time_join(struct label_time a, int64_t travel, struct label_time b)
{
    const int64_t shift = a.duration - a.warp + travel;
    const int64_t wait = max64(0, b.earliest - shift - a.latest);
    const int64_t warp = max64(0, a.earliest + shift - b.latest);
    return (struct label_time) {
        .duration = a.duration + b.duration + travel + wait,
        .wait = a.wait + b.wait + wait,
        .warp = a.warp + b.warp + warp,
        .earliest = max64(b.earliest - shift, a.earliest) - wait,
        .latest = min64(b.latest - shift, a.latest) + warp,
    };
}

#endif
