/* assign.h — who serves whom in one period when the open sites are given: an exact transport problem.
 *
 * Successive shortest paths on the *site graph*: nodes are open sites and "unserved", an arc a -> b costs what the
 * cheapest piece of flow at a would pay more at b. Flows are whole milli-units, costs whole micro-euros, so the
 * optimum is exact. The state is kept: opening, closing or resizing one site restarts from it and moves only what
 * must move, and a search looks no further than its cheapest path: excess is pushed from where it is, gains are pulled
 * to where there is room. Cost of a move: the sites looked at times those they meet.
 *
 * Invariant between calls: reduced costs of all residual arcs are >= 0, so the flow is optimal. */
#ifndef MLG_SITING_ASSIGN_H
#define MLG_SITING_ASSIGN_H

#include "siting/control.h"
#include "siting/network.h"
#include "siting/offers.h"

/* Flow of one row at one site (or unserved: site == site_count). Lists by row, and doubly linked by site. */
struct piece {
    int32_t row, site, lane; /* lane: index in lanes by row; MLG_NONE unserved */
    int32_t row_next, site_next, site_previous;
    int64_t units;
};

/* Units of a row on a lane (by row), milli-units a day; lane MLG_NONE: unserved. */
struct flow {
    int32_t row, lane, period;
    int64_t units;
};
struct flow_list { struct flow *flow; int32_t count, cap; }; /* grows; mlg__free(flow) */

struct assignment {
    const struct mlg_network *net;
    struct arena arena;
    int32_t period;
    const int32_t *lane_cost; /* [lane] priced cost of this period; NULL: lanes' own */
    const bool *lane_in;      /* [lane] keeps the promise in this period, by the way its station has; NULL: as the network says */
    int32_t open_count, *open;   /* sites in use, then in any order; "unserved" (site_count) always in */
    int32_t *open_at;            /* [site + 1] position in open, or MLG_NONE */
    int64_t *capacity, *load, *unit_cost; /* [site + 1] */
    int32_t *exit_at, *exit_site; /* [site] node of its exit or MLG_NONE, and back; NULL: no levels */
    int64_t *potential;          /* [node] entries, then the sink, then exits */
    int64_t *arc;                /* [meeting] cheapest change of a piece that moves, NO_ARC; valid between open sites */
    int64_t *arc_into;           /* [meeting] the same of the way back: searches against the arcs read them in their order */
    int32_t *arc_root;           /* [meeting] heap of the pieces that could move */
    struct offers offers;
    int32_t offers_least;        /* offers of one reading of everything */
    bool *stale;                 /* [site + 1] its offers must be read */
    int32_t auction_rows;        /* with so many rows a start that lacks room begins with an auction (rents.h) */
    bool *rented;                /* [site + 1] its room was let at a start, but nobody came yet: no way to the sink */
    int64_t *distance;           /* [node] of the last search, as parent and settled; NO_ARC where it was not */
    int32_t *parent;
    bool *settled;
    int32_t touched_count, *touched, heap_count, *heap, *heap_at, *trail; /* nodes met; those in reach, by distance; a path */
    int32_t piece_cap, piece_free;
    struct piece *pieces;        /* grows */
    int32_t *row_piece, *site_piece;
    int128 lane_sum;             /* milli-units x micro-euros of lanes and of unserved units, unpriced */
    int32_t sum_count;           /* common rows on flows of this period, and what lanes add to each */
    const struct common_row **sum_row;
    int128 *sum;
    bool failed;                 /* no memory: the state is lost */
    struct control *control;     /* asked during a start whether to go on; NULL: to the end */
    bool cut_short;              /* by control: flows are no good until the next start */
    int64_t moves;
};

mlg_status mlg__assignment_new(const struct mlg_network *n, int32_t period, struct assignment **a, mlg_error *err);
void mlg__assignment_free(struct assignment *a);

/* Everything anew for the given sites: capacity [site] (0: closed), unit_cost [site]. lane_cost is borrowed.
 * rent [site] >= 0, or NULL: a guess of what a unit of capacity is worth; the better, the less is left to do. */
void mlg__assignment_start(struct assignment *a, const int64_t *capacity, const int64_t *unit_cost,
                           const int32_t *lane_cost, const int64_t *rent);
/* Change one site and restore the optimum. */
void mlg__assignment_set(struct assignment *a, int32_t site, int64_t capacity, int64_t unit_cost);

/* For flows that come from elsewhere (whole.h): everything unassigned, then pieces put one by one; lane MLG_NONE: unserved.
 * The invariant is lost until the next start. */
void mlg__assignment_clear(struct assignment *a);
void mlg__assignment_put(struct assignment *a, int32_t row, int32_t lane, int64_t units);
/* Priced cost of a unit on a lane by row, its site's part excluded. */
static inline int64_t assignment_lane_cost(const struct assignment *a, int32_t lane)
{
    return a->lane_cost ? a->lane_cost[lane] : a->net->lanes[lane].cost_micro;
}

/* Append the flows to a list that grows, by (row, lane). False: no memory. */
bool mlg__assignment_flows(const struct assignment *a, struct flow_list *list);
/* As row_lane(), on the ways that stations have. */
static inline int64_t assignment_row_lane(const struct assignment *a, const struct common_row *r, int32_t lane, int32_t row)
{
    if (a->lane_in && r->kind == ROW_COVER && !a->lane_in[lane]) return 0;
    return row_lane(a->net, r, &a->net->lanes[lane], row, a->period);
}

/* What a unit pays for using a site beyond its lane: unit cost and scarcity. INT64_MAX for a closed one. */
int64_t mlg__assignment_site_price(const struct assignment *a, int32_t site);
static inline int32_t assignment_unserved(const struct assignment *a) { return a->net->site_count; }

#endif
