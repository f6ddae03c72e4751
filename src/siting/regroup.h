/* regroup.h — whole rows of a few sites, put anew exactly: a generalised assignment problem of a handful of sites.
 *
 * A price on each site's capacity makes every row choose for itself; a plan costs the bound of these prices, and what its rows
 * lose against their own choice, and the price of room left empty. So plans below a known cost lose less than the gap
 * in all: depth first over rows, those that lose most elsewhere first, few branches are left [Ross1975]. Everything is whole. */
#ifndef MLG_SITING_REGROUP_H
#define MLG_SITING_REGROUP_H

#include <stdbool.h>
#include <stdint.h>

enum { REGROUP_SITES = 6, REGROUP_ROWS = 256 };
#define REGROUP_NO_WAY (INT64_C(1) << 56)

/* cost [row * sites + site]: of the whole row, REGROUP_NO_WAY: it cannot be there. Sums of costs below 2^58. at [row]: sites
 * where rows are now and, after a success, where they go. Made once, by the caller: its scratch is large. */
struct regroup {
    int32_t row_count, site_count;
    int64_t cost[REGROUP_ROWS * REGROUP_SITES], volume[REGROUP_ROWS], capacity[REGROUP_SITES];
    int32_t at[REGROUP_ROWS];
    /* Scratch: by depth, rows in the order of the search. */
    int64_t loss[REGROUP_ROWS * REGROUP_SITES];
    int64_t suffix[(REGROUP_ROWS + 1) * REGROUP_SITES]; /* volume of the rows from here on that choose the site */
    int64_t leave[(REGROUP_ROWS + 1) * REGROUP_SITES];  /* least loss of a unit of it when they do not */
    int32_t order[REGROUP_ROWS], choice[REGROUP_ROWS], tried[REGROUP_ROWS], best[REGROUP_ROWS];
    int64_t room[REGROUP_SITES], price[REGROUP_SITES];
};

/* A cheaper plan than `upper`, if there is one: true, its cost, and g->at. Exact unless more than node_limit nodes were needed
 * (*exact). O(nodes x sites). */
bool mlg__regroup(struct regroup *g, int64_t upper, int64_t node_limit, int64_t *cost, bool *exact);

#endif
