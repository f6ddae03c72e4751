/* improve.h — local search on designs: one site takes another path, or two sites do.
 *
 * A new path of one site covers opening, closing, resizing, earlier and later at once. Its gain is first estimated
 * from the prices of the current assignment: fixed prices bound the assignment's cost from below, so the estimate is
 * never less than the true gain, and a site whose best path promises nothing needs no exact trial. */
#ifndef MLG_SITING_IMPROVE_H
#define MLG_SITING_IMPROVE_H

#include "base/rng.h"
#include "siting/control.h"
#include "siting/design.h"

struct improver;

mlg_status mlg__improver_new(const struct mlg_network *n, int32_t threads, struct improver **i, mlg_error *err);
void mlg__improver_free(struct improver *i);

/* Descend from d (assigned) until no move of one site helps, then pairs. capital_price [common]: prices of hard rows,
 * as a hint. end_s: monotonic deadline of this call; trial_limit: exact trials at most. Returns the final score. */
struct score mlg__improve(struct improver *i, struct design *d, const double *capital_price, struct control *control,
                          double end_s, int64_t trial_limit);
/* Told of every move that is kept. */
void mlg__improver_listen(struct improver *i, void (*seen)(void *user, const struct score *score), void *user);
/* Put a random site and some neighbours to rest: states only, the assignments are as they were. */
void mlg__perturb(struct improver *i, struct design *d, struct rng *rng);

#endif
