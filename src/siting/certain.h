/* certain.h — sites that every plan within a tolerance decides alike; for the others, what deciding otherwise costs.
 *
 * Certified, not sampled: a plan that passes a state costs at least the bound and the state's loss, in integers. States that
 * thereby cost more than the tolerance allows are put aside, what is left is bounded again: so the claims hold for all plans
 * within the tolerance, and for none beyond. Beside it the plan with one decision turned and its flows assigned anew. */
#ifndef MLG_SITING_CERTAIN_H
#define MLG_SITING_CERTAIN_H

#include "siting/prices.h"

/* Fills words->sites. d: the plan of the search, assigned; given back with the same states. */
mlg_status mlg__tell_sites(const struct mlg_network *n, const struct search *search, struct design *d,
                           const struct words_request *q, struct arena *arena, struct siting_words *words, mlg_error *err);

/* proved [node], written: no plan that passes the node costs less, quanta, as far as target + 1 (INT64_MAX: none passes it). */
mlg_status mlg__prove_nodes(const struct mlg_network *n, const struct search *search, int64_t target,
                            const struct words_request *q, int64_t *proved, mlg_error *err);

#endif
