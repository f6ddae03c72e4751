/* siting_twin.h — tiny siting networks made by hand, and slow, obvious twins of the engine: min-cost flow by
 * Bellman-Ford, the optimum by trying every path of every site, the certificate in plain order. */
#ifndef MLG_TESTS_SITING_TWIN_H
#define MLG_TESTS_SITING_TWIN_H

#include "base/rng.h"
#include "siting/network.h"
#include "siting/dual.h"

/* Which kinds of common rows a random network has. */
struct tiny_rows { bool budget, cover, co2, jobs, conflict, left_out, count; };

/* At most 5 sites, 3 states, 2 periods, 7 rows; free with mlg_network_free(). left_out: some lanes are only in cbar;
 * those are kept in `all`, a second network with every lane. all may be NULL. */
struct mlg_network *mlg__tiny_network(struct rng *rng, struct tiny_rows rows, struct mlg_network **all);

/* Cheapest assignment of one period, micro-euros x milli-units: lane costs and unit costs as given, by successive
 * shortest paths on the graph of rows and sites. */
int128 mlg__twin_assignment(const struct mlg_network *n, int32_t t, const int64_t *capacity, const int64_t *unit_cost);

/* What an assignment costs, piece by piece: units x (lane + unit cost), unserved at pen; priced as given to its start. */
struct assignment;
int128 mlg__assignment_cost(const struct assignment *a);

/* The optimum in grains over all paths of all sites that keep rows on states; rows on flows must be absent. */
int128 mlg__twin_optimum(const struct mlg_network *n);

/* The dual bound at given prices (whole micro-euros, whole grains), grains, all lanes in plain order. */
int128 mlg__twin_bound(const struct mlg_network *n, const int64_t *w, const int128 *row_price);

#endif
