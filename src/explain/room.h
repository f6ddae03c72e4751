/* room.h — what the vehicles of a plan have left: how early and how late each visit could be, how full they are.
 *
 * A room is a route of the plan, or a vehicle that has none: an unused one of each kind, or, of a kind that is used up,
 * one more than there are. Instants are ticks. What is told here is exact where nothing but windows, shifts and loads
 * ties visits together; a room that is not `plain` (breaks) tells it roughly, and trial.c knows exactly. */
#ifndef MLG_EXPLAIN_ROOM_H
#define MLG_EXPLAIN_ROOM_H

#include "base/memory.h"
#include "model/plan.h"

#define MLG_NEVER (INT64_MIN / 4)  /* no such instant, before all */
#define MLG_ALWAYS (INT64_MAX / 4) /* a deadline that never comes */
#define MLG_CLOSED (INT64_MAX / 2) /* no such instant, after all */

/* A drive as it counts. */
struct way {
    int64_t ticks, metres, cost;
    int32_t missing; /* legs that no road makes */
};

struct room_node {
    mlg_visit_kind kind;
    int32_t stop, place; /* MLG_NONE; a break has no place */
    int32_t stops;       /* visited so far, this one too */
    bool out, back;      /* of its trip so far: a stop that is no backhaul, a backhaul */
    bool out_behind;     /* and still to come: one that is none */
    int64_t leave;       /* the work here is done at the earliest; after a break less what was driven meanwhile */
    int64_t leave_free;  /* likewise if the shift began at any time */
    int64_t latest; /* the work here begins at the latest, for all that follows; MLG_NEVER: something is late already */
    int64_t latest_free; /* likewise if the shift never ended */
    struct way way;      /* from the last place to here */
    int64_t release_s;   /* of the trip it is on */
    int64_t load[MLG_LOADS_MAX], before[MLG_LOADS_MAX],
        behind[MLG_LOADS_MAX]; /* after it; most on its trip up to here, from here */
};

struct room {
    int32_t route;              /* of the plan; MLG_NONE: not used */
    int32_t vehicle;            /* row */
    int32_t alike;              /* of a vehicle without a route: how many of its kind there are, used or not */
    bool more;                  /* one more than there are */
    bool plain;                 /* no breaks */
    struct departure departure; /* left: `first` nodes are behind it or where it is heading */
    int32_t first;
    int32_t node_count;
    struct room_node *nodes; /* start, visits, end */
    struct sequence sequence;
    struct route_ticks ticks;
    mlg_totals totals;
    int64_t cost;
};

struct rooms {
    const mlg_problem *p;
    struct arena arena;
    int32_t route_count, count; /* routes of the plan first */
    struct room *of;
    struct sequence *sequences; /* [route_count] */
    int32_t *route_of;          /* [stop] of the plan, MLG_NONE: not served */
    bool tied;                  /* mlg__has_ties() */
    int64_t nodes_seen;         /* work done so far, counted by who looks at rooms */
};

/* plan may be NULL: no route. running: what happened by now_s stays. Free r in every case. Errors: MLG_NO_MEMORY. */
mlg_status mlg__rooms_make(const mlg_problem *p, const mlg_plan *plan, bool running, int64_t now_s, struct rooms *r,
                           mlg_error *err);
void mlg__rooms_free(struct rooms *r);

/* Nothing where one of them is no place. */
struct way mlg__way(const mlg_problem *p, const mlg_vehicle *v, int32_t from, int32_t to);

/* First instant at or after t inside windows; MLG_CLOSED after the last. Last at or before t; MLG_NEVER before the
 * first. */
int64_t mlg__first_open(const mlg_problem *p, const mlg_window *w, int32_t count, int64_t t);
int64_t mlg__last_open(const mlg_problem *p, const mlg_window *w, int32_t count, int64_t t);

#endif
