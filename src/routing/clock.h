/* clock.h — what a stretch of route amounts to where a schedule may not be late, and nothing else about its hours has a
 * price or a limit (vehicle_type.clocked): several windows a visit, breaks.
 *
 * Early is then always as good as late, so of a first stretch only the soonest end counts, for every set of breaks that
 * were taken on it, and of a last one only the latest arrival at its first visit that still holds, for every set of
 * breaks that were taken before. Both are kept with blocks, so that an order of visits is looked at where it is new,
 * not from end to end. What schedule.c finds for such routes is the same: the rules of breaks are told there. */
#ifndef MLG_ROUTING_CLOCK_H
#define MLG_ROUTING_CLOCK_H

#include "routing/instance.h"

#define CLOCK_LATE (INT64_MAX / 4) /* a soonest time: cannot be */
#define CLOCK_GONE (INT64_MIN / 4) /* a latest time: cannot be */

/* A time for every set of breaks already taken. */
struct clock {
    int64_t at[CLOCK_SETS];
};

static inline int32_t clock_sets(const struct vehicle_type *t) { return 1 << t->break_count; }

/* ---- forward: how soon ---- */

static inline struct clock clock_start(const struct vehicle_type *t)
{
    struct clock c = { { 0 } };
    for (int32_t m = 0; m < clock_sets(t); m++) c.at[m] = CLOCK_LATE;
    if (t->shift_open <= t->shift_close) c.at[0] = t->shift_open;
    return c;
}

/* Breaks from `taken` on, in every order, behind a visit that is done at `done` and on the way to the next one, which
 * is reached at `ahead` when there is no other. */
static void rest_ahead(const struct vehicle_type *t, int32_t taken, int64_t done, int64_t ahead, bool driving,
                       int64_t leg, struct clock *to)
{
    to->at[taken] = min64(to->at[taken], ahead);
    for (int32_t k = 0; k < t->break_count; k++) {
        const struct pause *b = &t->breaks[k];
        if (taken >> k & 1 || (b->at_stop && driving)) continue;
        for (int32_t i = 0; i < b->window_count; i++) {
            if (done > b->windows[i].close) continue;
            const int64_t rested = max64(done, b->windows[i].open) + b->service;
            rest_ahead(t, taken | 1 << k, rested,
                       b->at_stop ? rested + leg : max64(ahead, b->windows[i].open) + b->service,
                       driving || !b->at_stop, leg, to);
            break; /* later windows make it later */
        }
    }
}

/* When the next place is reached. */
static inline struct clock clock_leg(const struct vehicle_type *t, const struct clock *done, int64_t leg)
{
    struct clock to = { { 0 } };
    if (t->break_count == 0) {
        to.at[0] = done->at[0] + leg;
        return to;
    }
    for (int32_t m = 0; m < clock_sets(t); m++) to.at[m] = CLOCK_LATE;
    for (int32_t m = 0; m < clock_sets(t); m++)
        if (done->at[m] < CLOCK_LATE) rest_ahead(t, m, done->at[m], done->at[m] + leg, false, leg, &to);
    return to;
}

/* Arrivals at v become times when it is done. False when all come too late. */
static inline bool clock_visit(const struct instance *in, const struct vehicle_type *t, int32_t v, struct clock *c)
{
    const int64_t work = in->classes[t->rate_class].service[v];
    bool any = false;
    for (int32_t m = 0; m < clock_sets(t); m++) {
        const int64_t reached = c->at[m];
        int32_t i = in->window_first[v];
        while (i < in->window_first[v + 1] && in->windows[i].close < reached) i++;
        const bool held = i < in->window_first[v + 1] && reached < CLOCK_LATE;
        c->at[m] = held ? max64(reached, in->windows[i].open) + work : CLOCK_LATE;
        any |= held;
    }
    return any;
}

/* ---- backward: how late ---- */

static inline struct clock clock_end(const struct vehicle_type *t)
{
    struct clock c = { { 0 } };
    for (int32_t m = 0; m < clock_sets(t); m++) c.at[m] = CLOCK_GONE;
    c.at[clock_sets(t) - 1] = t->shift_close; /* all breaks must be taken */
    return c;
}

/* Breaks of one leg in their order, each in one of its windows. */
struct rests {
    const struct pause *pause[CLOCK_BREAKS];
    const struct span *in[CLOCK_BREAKS];
    int32_t count;
};

/* The latest time at which the visit before may be done. */
static inline int64_t latest_done(const struct rests *r, int64_t leg, int64_t reach_by)
{
    int64_t done_by = CLOCK_LATE; /* and reach_by: when, driving on, the next place is reached */
    for (int32_t k = r->count - 1; k >= 0; k--) {
        const int64_t rest = r->pause[k]->service, open = r->in[k]->open, close = r->in[k]->close;
        if (r->pause[k]->at_stop) { /* who rests at a stop drives all the way afterwards */
            done_by = min64(done_by, reach_by - leg);
            reach_by = CLOCK_LATE;
        } else {
            reach_by -= rest;
        }
        done_by -= rest;
        if (done_by < open || reach_by < open) return CLOCK_GONE;
        done_by = min64(close, done_by);
    }
    return min64(done_by, reach_by - leg);
}

static int64_t rest_behind(const struct vehicle_type *t, int32_t taken, struct rests *r, int64_t leg,
                           const struct clock *to)
{
    int64_t latest = to->at[taken] > CLOCK_GONE ? latest_done(r, leg, to->at[taken]) : CLOCK_GONE;
    for (int32_t k = 0; k < t->break_count; k++) {
        const struct pause *b = &t->breaks[k];
        if (taken >> k & 1 || (b->at_stop && r->count && !r->pause[r->count - 1]->at_stop)) continue;
        for (int32_t i = 0; i < b->window_count; i++) {
            r->pause[r->count] = b, r->in[r->count++] = &b->windows[i];
            latest = max64(latest, rest_behind(t, taken | 1 << k, r, leg, to));
            r->count--;
        }
    }
    return latest;
}

/* Latest arrivals at the next place become latest times when the one before is done. */
static inline struct clock clock_leg_back(const struct vehicle_type *t, const struct clock *to, int64_t leg)
{
    struct clock done = { { 0 } };
    for (int32_t m = 0; m < clock_sets(t); m++) {
        struct rests none = { .count = 0 };
        done.at[m] = rest_behind(t, m, &none, leg, to);
    }
    return done;
}

/* And those latest arrivals at v. */
static inline void clock_visit_back(const struct instance *in, const struct vehicle_type *t, int32_t v, struct clock *c)
{
    const int64_t work = in->classes[t->rate_class].service[v];
    for (int32_t m = 0; m < clock_sets(t); m++) {
        const int64_t begin = c->at[m] - work;
        int32_t i = in->window_first[v + 1] - 1;
        while (i >= in->window_first[v] && in->windows[i].open > begin) i--;
        c->at[m] = i >= in->window_first[v] && c->at[m] > CLOCK_GONE ? min64(begin, in->windows[i].close) : CLOCK_GONE;
    }
}

#endif
