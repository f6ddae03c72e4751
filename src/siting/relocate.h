/* relocate.h — local search on open sites and on who serves whom, for whole rows.
 *
 * From the sites of the plan at hand, all sets that open up to two sites and close up to two are measured by their bounds, at the
 * best prices and at prices made for the sites of the plan at hand (whole_bound.h): what does not promise less than the best plan
 * costs cannot be better. Of the others the least bound comes first, with some chance of a later one; the set is made whole by
 * the search of whole.h, starting from the plan at hand, and becomes the plan at hand unless it is much dearer. Sets that were
 * tried are remembered. Where nothing near is left to try, the prices made for the plan at hand are left aside for one step. */
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
/* So many sets from the plan at hand on; returns how many were left to try: 0 when none is. */
int32_t mlg__relocate(struct relocator *r, int32_t sets, struct rng *rng, struct control *control);
/* Back to the best plan; what was tried counts as new, and is searched `factor` times as long. */
void mlg__relocate_again(struct relocator *r, int64_t factor);

/* The best plan: ticks (INT64_MAX: none), sites, rows. */
int64_t mlg__relocated(const struct relocator *r, const bool **open, const int32_t **site_of);

#endif
