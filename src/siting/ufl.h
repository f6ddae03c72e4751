/* ufl.h — networks whose capacities never bind, in whole numbers (uncapacitated facility location, p-median, maximal
 * covering).
 *
 * One period, two states, any site can carry everything: a plan is a set of open sites, every row goes to the cheapest of
 * them or stays unserved. At most `open_most` sites open. All money is in one unit of `weight` grains; a row's costs are
 * those of its whole volume; sums stay below 2^62. */
#ifndef MLG_SITING_UFL_H
#define MLG_SITING_UFL_H

#include "siting/network.h"

struct ufl_lane {
    int64_t cost;
    int32_t end;          /* by row the site, by site the row */
};

struct ufl {
    const struct mlg_network *net; /* borrowed; row_first and site_first index the lanes here too */
    struct arena arena;
    int32_t site_count, row_count, open_most;
    int64_t weight;       /* grains of one unit of money */
    int128 constant;      /* grains that no decision changes */
    int64_t *fixed;       /* [site] of opening, rounded down */
    int64_t *left_out;    /* [row] of staying unserved; at most `unserved_most`, so that sums stay in bounds */
    int64_t *clip;        /* [row] a price up to which no lane left out of the network can help */
    int64_t *size;        /* [row] volume: prices of rows move in proportion to it */
    struct ufl_lane *lanes, *site_lanes; /* by row in ascending cost; by site in ascending row */
};

/* *ufl NULL with MLG_OK: not a network of this kind. */
mlg_status mlg__ufl_new(const struct mlg_network *n, struct ufl **ufl, mlg_error *err);
void mlg__ufl_free(struct ufl *u);

/* What a set of open sites costs, from scratch. */
int64_t mlg__ufl_cost(const struct ufl *u, const bool *open);

/* The bound in quanta that a bound in units proves, and the least number of units that proves `quanta`. */
int64_t mlg__ufl_quanta(const struct ufl *u, int64_t units);
int64_t mlg__ufl_units(const struct ufl *u, int64_t quanta);

#endif
