/* relocate.h — local search on open sites and on who serves whom, for whole rows.
 *
 * Neighbours of the set at hand come in the order of their bounds (nearsets.h). Each first gets prices of its own, which mostly prove
 * it useless, and are a cut for the others; else it is made whole by the search of whole.h, from where these prices pack its rows, and
 * becomes the set at hand unless its plan is much dearer. Where no neighbour is left that may be better, the walk goes on over
 * those of least bound for a while, then back to the best plan; each time one of the sets that no cut ruled out is searched longer.
 */
#ifndef MLG_SITING_RELOCATE_H
#define MLG_SITING_RELOCATE_H

#include "siting/whole.h"
#include "siting/whole_bound.h"

struct relocator;

/* bound: borrowed, its answers are read. step: quanta; a plan is better if it costs less in multiples of it, rounded up. */
mlg_status mlg__relocator_new(const struct whole_bound *bound, int64_t step, struct relocator **r, mlg_error *err);
void mlg__relocator_free(struct relocator *r);

/* A plan to begin from: open [site], site_of [row]; ticks: what it costs. It becomes the best one if it is the cheapest. */
void mlg__relocate_from(struct relocator *r, const bool *open, const int32_t *site_of, int64_t ticks);
/* Try these sites (answers of the bound, say) from the plan at hand: true if the best plan became better. */
bool mlg__relocate_try(struct relocator *r, const bool *open, struct rng *rng, struct control *control);
/* So many sets from the one at hand on; 0: no set is left to try, nor to search again. */
int32_t mlg__relocate(struct relocator *r, int32_t sets, struct rng *rng, struct control *control);
/* The best plan: ticks (INT64_MAX: none), sites, rows. */
int64_t mlg__relocated(const struct relocator *r, const bool **open, const int32_t **site_of);

#endif
