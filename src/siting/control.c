/* control.c — deadlines and progress. See control.h. */
#include "siting/control.h"

#include <math.h>

#include "base/clock.h"

static const double news = 0.9; /* of the gap told last: less is told at once */

/* Without a plan so far, its own deadline counts. */
static double last_s(const struct control *c)
{
    return isfinite(c->progress.cost) || c->late_s == 0 ? c->end_s : c->late_s;
}

static double gap_of(const mlg_progress *p)
{
    return isfinite(p->cost) && isfinite(p->bound) ? (p->cost - p->bound) / fmax(fabs(p->cost), 1e-9) : (double)INFINITY;
}

bool mlg__control_check(struct control *c, bool improved)
{
    if (c->stopped) return true;
    const double now_s = c->looked_s = mlg__now_s(), gap = gap_of(&c->progress);
    if (now_s >= last_s(c)) {
        c->stopped = true;
        c->stopped_by = MLG_BY_TIME;
        return true;
    }
    c->progress.improved |= improved;
    if (!c->tell || (!improved && now_s - c->told_s < 0.1 && !(gap < news * c->told_gap))) return false;
    c->told_s = now_s;
    c->told_gap = gap;
    c->progress.elapsed_s = now_s - c->start_s;
    const mlg_flow flow = c->tell(&c->progress, c->user);
    c->progress.improved = false;
    if (flow == MLG_ENOUGH) {
        c->stopped = true;
        c->stopped_by = MLG_BY_CALLER;
    }
    return c->stopped;
}

double mlg__control_part(const struct control *c, double share)
{
    if (isinf(c->end_s)) return INFINITY;
    const double now_s = mlg__now_s();
    const double end_s = now_s < c->end_s ? c->end_s : last_s(c);
    return now_s + share * fmax(0, end_s - now_s);
}
