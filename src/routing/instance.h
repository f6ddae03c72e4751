/* instance.h — a problem compiled for the search: visits in Hilbert order, planes of arc costs, candidate lists.
 *
 * Nodes are visits 0..visit_count-1 and then terminals: the places where vehicles start and end, and one that stands for
 * "nowhere" (open routes) whose arcs are free. Planes are [node * node_count + node]. An arc's cost contains everything
 * the rates take for driving it. Setup is part of the service; only where stops share places (has_setup), so that it may
 * be skipped, labels know of it and the arc that leads to a visit pays for it.
 *
 * Vehicles that share matrix, factors and rates form a rate class: labels of a stretch hold for its whole class.
 * Equal vehicles form a type. What a visit costs wherever it is served (service, task) is not in the arcs when there is
 * one class: it is taken off the price of leaving the visit out and kept in base_cost. */
#ifndef MLG_ROUTING_INSTANCE_H
#define MLG_ROUTING_INSTANCE_H

#include "base/memory.h"
#include "model/problem.h"
#include "routing/label_load.h"
#include "routing/label_time.h"

enum {
    DIMS_MAX = MLG_LOADS_MAX + 2, /* the loads, the number of stops, and one without weight */
    BREAKS_MAX = 8,               /* of a vehicle */
    CLOCK_BREAKS = 3, CLOCK_SETS = 1 << CLOCK_BREAKS, /* of vehicles whose routes have clocks (clock.h) */
    TYPES_MAX = 1 << 15,
};
#define ARC_NONE INT32_MAX           /* cost of an arc that no road allows */
#define COST_NEVER (INT64_C(1) << 62) /* price of what cannot be done */

/* Which of an instance's features its kernel must know. */
enum trait {
    TRAIT_TIME = 1,      /* windows, shifts or limits on duration */
    TRAIT_RICH = 2,      /* several dimensions or mixed loads, classes, skills, limits, energy, holes, arcs beyond planes */
    TRAIT_METRIC = 4,    /* costs computed from plane coordinates */
};

struct rate_class {
    int32_t matrix;
    const char *class_id; /* whose work it does, when has_class_work */
    mlg_rates rates;
    int32_t weight_load;
    double speed_factor, service_factor;
    bool energy_in_arcs; /* an arc's cost holds its energy without load: see find_energy() */
    /* Planes, NULL when arcs are computed on demand (or the plane is not needed). */
    const int32_t *cost, *time;
    const int64_t *service; /* [visit] ticks, with setup unless has_setup */
    const int64_t *setup;   /* [visit] ticks, when has_setup */
    const int64_t *visit_cost; /* [visit] what serving it costs wherever that happens */
};

struct span { int64_t open, close; }; /* ticks */
/* A break, due in duties longer than `after` (-1: in all). */
struct pause {
    const struct span *windows;
    int32_t window_count;
    int64_t service, after, max_load[MLG_LOADS_MAX];
    bool at_stop, load_limited;
};

struct vehicle_type {
    int32_t rate_class, start, end; /* nodes */
    int32_t count;                  /* at most visit_count */
    int32_t first, last;            /* rows of the problem that are of this type, through next_row */
    int32_t before_key, after_key;  /* equal keys: labels of prefixes (suffixes) can be shared */
    int64_t fixed, per_tick, per_overtime_tick, per_j_q24;
    int64_t cap[DIMS_MAX];          /* beside what is on board already, where there is one trip */
    int64_t shift_open, shift_close, max_duty, overtime_after; /* ticks; TIME_NEVER: no limit */
    int64_t max_drive, max_distance, max_energy;
    int32_t max_stops;
    int32_t weight_load;            /* the dimension that weighs */
    /* What a schedule decides (schedule.h). */
    const struct pause *breaks;
    const int32_t *reloads; /* nodes */
    int32_t break_count, reload_count, max_trips;
    bool duty_counts, load_limited; /* has duty a price or a limit; has a break one on loads? */
    bool clocked;                   /* a schedule only has to be in time: clock.h */
    int64_t aboard[DIMS_MAX];       /* on board when it leaves */
    const int32_t *begins;          /* visits that its route begins with */
    int32_t begin_count;
    bool locked;                    /* and no others */
    int64_t per_duty2_q40;
    const mlg_vehicle *vehicle;     /* the first of its rows: prices of what is beyond its own (mlg__extra_cost) */
};

struct candidate { int32_t visit, cost; };
/* Lists of near visits: of u, item[first[u]] .. item[first[u + 1] - 1], ascending in cost, ties by visit. */
struct lists { const int32_t *first; const struct candidate *item; };

struct instance {
    struct arena arena;
    const mlg_problem *problem;
    unsigned traits;
    bool symmetric; /* cost and time the same both ways */
    bool mixed;     /* some dimension has deliveries and pickups */
    bool has_skills, has_limits, has_energy, has_holes, has_optional, has_prizes, has_setup, has_shipments, has_groups;
    bool has_class_work, has_backhauls; /* has_optional: somebody need not be served; has_prizes: at a price of its own */
    bool has_together, has_apart, has_locks, has_ties; /* has_ties: any of the three */
    bool has_unloading; /* what is on board at first may be unloaded before a second trip */
    bool scheduled; /* an order of visits leaves something to decide: schedule.h */
    int32_t clock_sets; /* of breaks, in the clocks of blocks; 0: no vehicle is clocked */
    bool folded;    /* visit costs are in the arcs */
    bool plain_load; /* with TRAIT_RICH: what a route carries is all the same one sum beside one capacity, as without it */
    bool soft_load;  /* one dimension, no energy, nothing to schedule, no shipments: what a route carries too much may have a price */
    bool plain_ways; /* with plain_load: a route is sums of arcs, that load and one label of time; every arc can be driven, nothing ties visits */
    int32_t visit_count, node_count, dims, class_count, type_count, slot_count;
    const int32_t *stop_of;  /* [visit] */
    const int32_t *visit_of; /* [stop] */
    const int32_t *mate;     /* [visit] the other visit of its shipment, or MLG_NONE */
    const int32_t *place;    /* [node]; MLG_NONE: nowhere */
    const double *x, *y;     /* [node] plane coordinates (or scaled degrees), for the metric and the lists */
    mlg_round round;
    int32_t metric_per_m;
    struct rate_class *classes;
    const int32_t *frontier;        /* rate classes among which an arc is cheapest */
    int32_t frontier_count;
    struct vehicle_type *types;
    const int32_t *cheapest;        /* [i] types, from the one that is cheapest alone on average */
    const int32_t *next_row;        /* [vehicle row] the next one of its type, or MLG_NONE */
    const struct label_load *load;  /* [dim * visit_count + visit] */
    const int64_t *demand;          /* [visit] of the only dimension, without TRAIT_RICH or with plain_load */
    const int64_t *open, *close;    /* [visit] from the first opening to the last closing, ticks */
    /* When scheduled: windows of v are windows[window_first[v]] .. windows[window_first[v + 1] - 1], at least one. */
    const int32_t *window_first;
    const struct span *windows;
    const int64_t *due, *per_late;  /* [visit] per_late 0: no price of lateness */
    const int64_t *release;         /* [visit] no trip that brings it leaves before */
    const uint64_t *allowed;        /* [visit] vehicle types, when has_skills */
    const bool *backhaul;           /* [visit] after all others of its trip, and never first, when has_backhauls */
    const int64_t *absent_cost;     /* [visit] price of leaving it out, less its visit cost when not folded */
    const bool *required;           /* [visit] left out only where it fits nowhere */
    const int64_t *penalty;         /* [visit] the part of absent_cost that no plan counts: of required ones */
    /* Groups, when has_groups: at most one member is visited, and what leaving all of them out costs is the group's. */
    int32_t group_count;
    const int32_t *group;           /* [visit] or MLG_NONE */
    const int32_t *group_first, *group_member; /* members of g: group_member[group_first[g]] .. */
    const int64_t *group_cost, *group_penalty; /* [group] */
    /* Relations. Together: those of a team that are visited are on one route; apart: no two visits of a route share a bit. */
    const int32_t *team, *team_first, *team_member; /* [visit] or MLG_NONE; members as of groups */
    const uint64_t *apart;          /* [visit] */
    const int32_t *owner;           /* [visit] when has_locks: the type whose first stops it is among, or MLG_NONE */
    const uint64_t *hash;           /* [visit] random words */
    const int32_t *depot_cost;      /* [visit] arc from where the first type starts (or ends) */
    const int64_t *load_rank;       /* [visit] how much it takes, over all dimensions */
    const uint32_t *urgency, *worth; /* [visit] the dearer to leave out, and for its size, the less; below 2^12 */
    int64_t base_cost;              /* visit costs of all visits, when not folded */
    int64_t vehicle_price;          /* of each vehicle used, where the fewest come first; no plan counts it */
    int64_t big_prize;              /* of a required visit */
    struct lists out, in;           /* by cost from, to the visit; the same lists when symmetric */
    struct lists insert;            /* longer ones, by cost to the visit and back */
    int32_t scan_most, insert_most; /* of a list, so many that are on routes are looked at, and so many that are on none */
};

/* Options of the search, read once. */
struct settings {
    double time_limit_s;
    int64_t iterations;
    int32_t threads, islands, neighbours, insert_neighbours;
    uint64_t seed;
    bool fewest_vehicles;
    bool combine, from_plan; /* from_plan: a plan to start from was given */
};

/* Compile p. Errors: MLG_OVER_LIMIT for what the engine does not know, MLG_NO_MEMORY. */
mlg_status mlg__instance_new(const mlg_problem *p, const struct settings *o, struct instance **in, mlg_error *err);
void mlg__instance_free(struct instance *in);
/* The same in two halves, for tests that want to look between: lists need the planes. */
mlg_status mlg__candidates_build(struct instance *in, const struct settings *o, mlg_error *err);
/* Says which constraint of p the engine does not know yet. */
mlg_status mlg__routing_supported(const mlg_problem *p, mlg_error *err);

/* One arc from the problem's own matrix: slow, and what planes are filled with. cost is COST_NEVER where no road leads, or
 * where none may be driven: to a backhaul first, or from a backhaul to a stop that is none. */
struct slow_arc {
    int64_t cost, time, drive, distance, energy_kj, energy_j_per_kg;
    int64_t energy_paid; /* the part of cost that is energy: what the arc takes empty, where energy decides */
};
struct slow_arc mlg__slow_arc(const struct instance *in, int32_t rate_class, int32_t u, int32_t v);
/* Its cost for the class that has it cheapest. */
int64_t mlg__least_arc(const struct instance *in, int32_t u, int32_t v);

/* The two visits of a shipment are neighbours in number, the one that comes first first. */
static inline int32_t first_of(const struct instance *in, int32_t v) { return in->mate[v] < v ? in->mate[v] : v; }
static inline bool is_delivery(const struct instance *in, int32_t v) { return in->mate[v] != MLG_NONE && in->mate[v] < v; }

/* Does u stay where it is, or its mate? */
static inline bool is_given(const struct instance *in, int32_t u)
{
    return in->has_locks && (in->owner[u] != MLG_NONE || (in->mate[u] != MLG_NONE && in->owner[in->mate[u]] != MLG_NONE));
}
static inline int32_t team_of(const struct instance *in, int32_t v) { return in->has_together ? in->team[v] : MLG_NONE; }
static inline int32_t group_of(const struct instance *in, int32_t v) { return in->has_groups ? in->group[v] : MLG_NONE; }
/* What is served where v is, v or its group, by the number of a visit: the first of a group stands for all. */
static inline int32_t stands_for(const struct instance *in, int32_t v)
{
    const int32_t g = group_of(in, v);
    return g == MLG_NONE ? v : in->group_member[in->group_first[g]];
}

/* The visits of a team or a group; none of MLG_NONE. */
struct members { const int32_t *at, *end; };
static inline struct members members_of(const int32_t *first, const int32_t *member, int32_t which)
{
    if (which == MLG_NONE) return (struct members) { NULL, NULL };
    return (struct members) { member + first[which], member + first[which + 1] };
}
static inline struct members team_members(const struct instance *in, int32_t team)
{
    return members_of(in->team_first, in->team_member, team);
}
static inline struct members group_members(const struct instance *in, int32_t group)
{
    return members_of(in->group_first, in->group_member, group);
}

/* Ticks of a duration in seconds times a factor, half up. */
static inline int64_t ticks_of(const mlg_problem *p, int64_t seconds, double factor)
{
    return factor == 1.0 ? seconds * p->ticks_per_s : (int64_t)((double)(seconds * p->ticks_per_s) * factor + 0.5);
}

#endif
