/* schedule.h — the exact pass over a route where an order of visits leaves something to decide: in which of several windows
 * each is made, behind which visit breaks are taken, where the vehicle reloads and so what goes on which trip.
 *
 * The search moves visits only. Reloads and breaks are in no block: whenever an order is priced, the pass finds the best
 * ones for it, and once more, saying which, when the plan is made. So every move and every insertion knows them.
 *
 * First, backwards, what the arcs behind each visit cost at least, however it is cut into trips and whatever the clock says.
 * Then a forward pass with labels: after each visit, all that could be better in some way and end within the budget, of at
 * most LABELS_MAX. A label stands for all departures up to `latest`: who departs at x is done at max(earliest, x) + duration. */
#ifndef MLG_ROUTING_SCHEDULE_H
#define MLG_ROUTING_SCHEDULE_H

#include "routing/instance.h"

enum { LABELS_MAX = 32, KNOWN_ORDERS = 1 << 15 };

struct schedule_label {
    int64_t net;                        /* cost of the arcs less per_tick times their time and the work */
    int64_t earliest, latest, duration; /* ticks */
    int64_t ahead_earliest, ahead_duration; /* between visits: when the next one is reached, driving on from here */
    int64_t drive, distance, joules;
    int64_t paid;                       /* of its energy, in arcs: net is without it */
    int32_t node, trips, trace;         /* where it is; reloads so far; last event of the trace, or MLG_NONE */
    uint32_t taken;                     /* bit a break */
    bool driving;                       /* a break on the road was taken behind the last visit */
};

struct label_list { int32_t count; struct schedule_label item[LABELS_MAX]; };

/* An event of the schedule found and the one before it: a visit, or ~node of a reload, or ~(node_count + break). */
struct schedule_event { int32_t code, before; };

/* At least until the end of the route: cost of the arcs, and ticks of driving and work. Each for itself. */
struct to_come { int64_t cost, time; };

/* What an order of visits cost when it was last looked at, or that it costs more than `budget`. */
struct known_order { uint64_t key; int64_t cost, floor, budget; };

/* Scratch of one search. */
struct schedule {
    struct label_list *stage, *next, *reloaded; /* reloaded: [position] about to leave a depot for that visit */
    int32_t *visits;                            /* [visit_count] of the route looked at */
    struct to_come *behind, *trips;             /* [position] when that visit is done; when a trip begins with it */
    int64_t floor;                              /* what the route last looked at costs at least */
    struct known_order *known;                  /* [KNOWN_ORDERS] by key, the later one stays */
    struct to_come *leaving, *arcs;             /* [position] when a trip ends with it; the arc to it and its work */
    /* Written only where the schedule itself is asked for. */
    int32_t *codes;
    bool tracing;
    struct schedule_event *events;
    int32_t event_count, event_cap;
};

bool mlg__schedule_init(struct schedule *w, struct arena *a, const struct instance *in);
/* Least cost of the order w->visits[0..count-1] in a vehicle of the type, COST_NEVER when no schedule holds or none costs the
 * budget or less. Loads are looked at where the vehicle may reload, else they are the caller's business; so are skills and
 * whole shipments. */
int64_t mlg__schedule_cost(struct schedule *w, const struct instance *in, int32_t type, int32_t count, int64_t budget);
/* The same with its schedule as events in w->codes, at most `2 * count + BREAKS_MAX`: how many, 0 when no schedule holds,
 * MLG_NONE without memory. */
int32_t mlg__schedule_events(struct schedule *w, const struct instance *in, int32_t type, int32_t count);

#endif
