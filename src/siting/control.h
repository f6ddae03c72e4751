/* control.h — when to stop, and telling the caller how far the search is. */
#ifndef MLG_SITING_CONTROL_H
#define MLG_SITING_CONTROL_H

#include "maillage/base.h"

struct control {
    double start_s, end_s;      /* monotonic; INFINITY: no deadline */
    double late_s;              /* the deadline as long as no plan keeps every limit, later or earlier; 0: the same */
    int64_t iteration_limit;    /* dual iterations; 0: none */
    mlg_progress_fn *tell;
    void *user;
    double told_s, told_gap;    /* the caller was told last */
    double looked_s;            /* at the clock */
    mlg_progress progress;
    double money_per_quantum;   /* for progress */
    bool stopped;
    mlg_stopped stopped_by;
};

/* True when the search must end. Reports at most ten times a second, at once when `improved` or when a tenth of the gap has
 * gone since the last report: when a gap is reached is what is measured. */
bool mlg__control_check(struct control *c, bool improved);
/* A part of the time left, for a phase: monotonic end, never after the deadline. */
double mlg__control_part(const struct control *c, double share);

#endif
