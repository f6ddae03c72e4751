/* walk.h — tabu walks through sets of open sites, where capacities never bind.
 *
 * A walk always takes the best move that is not tabu, also when it costs something, and remembers the best set it met
 * [Michel2004]. A site that just opened or closed stays so for a while. Rows that must be served may be left out on the
 * way, at a price of the row's own that rises while it is left out and falls while none is: where sites serve few rows,
 * good sets are far apart for moves that keep everything served. */
#ifndef MLG_SITING_WALK_H
#define MLG_SITING_WALK_H

#include "base/rng.h"
#include "siting/swap.h"

struct walker {
    struct swapper *swapper;
    struct arena arena;
    int64_t *until;       /* [site] the step from which it may change again */
    int64_t *price;       /* [row] first price of leaving it out, 0: what it costs in truth */
    bool any_price;
    bool *best;           /* [site] the best set of the walk, at true costs */
    int64_t best_cost;
    int64_t steps;        /* taken so far */
    int32_t most;         /* open sites */
};

mlg_status mlg__walker_new(struct swapper *s, struct walker **walker, mlg_error *err);
void mlg__walker_free(struct walker *w);

/* Descend from `open`, then walk until `patience` steps in a row found nothing better: best and best_cost. most: how many sites are open at the
 * same time after the first descent. */
void mlg__walk(struct walker *w, const bool *open, int32_t most, int64_t patience, struct rng *rng, struct control *control);

#endif
