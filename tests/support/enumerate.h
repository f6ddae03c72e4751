/* enumerate.h — the optimum of a tiny siting network by trying every path of every site, the flows of each choice of
 * states by an exact linear program (exact_lp.h), or by min-cost flow where nothing but capacities limits them.
 *
 * Nothing of the search is used: only the network's arrays, and what they mean (network.h). Flows are not rounded to
 * whole milli-units here: where limits on flows bind, the optimum may lie a few milli-units below any plan
 * (enumerated_slack). */
#ifndef MLG_TESTS_ENUMERATE_H
#define MLG_TESTS_ENUMERATE_H

#include "siting/network.h"

enum { TINY_SITES = 6, TINY_PERIODS = 2, TINY_ROWS = 8 };

struct enumerated {
    bool possible;
    long double grains;                       /* the optimum; of no meaning where !possible */
    int8_t path[TINY_SITES][TINY_PERIODS];
    int64_t programs;                         /* linear programs that were solved */
};

/* feasible_only: the first choice that keeps every limit ends it. */
struct enumerated mlg__enumerate(const struct mlg_network *n, bool feasible_only);
/* Grains that whole milli-units may cost beyond the optimum: for each period a milli-unit a row and site at the dearest price. */
long double mlg__enumerated_slack(const struct mlg_network *n);
/* Small enough to be tried. */
bool mlg__is_tiny(const struct mlg_network *n);

#endif
