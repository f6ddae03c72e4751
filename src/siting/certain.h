/* certain.h — sites that every plan within a tolerance decides alike.
 *
 * Certified, not sampled: a plan that passes a state costs at least the bound and the state's loss, in integers. States that
 * thereby cost more than the tolerance allows are put aside, what is left is bounded again: so the claims hold for all plans
 * within the tolerance, and for none beyond. Beside it stand, as no proof, the plans that the search met within it. */
#ifndef MLG_SITING_CERTAIN_H
#define MLG_SITING_CERTAIN_H

#include "siting/turns.h"

/* Fills words->sites and seen_count. turns: of this search's plan; may be NULL. */
mlg_status mlg__tell_sites(const struct mlg_network *n, const struct search *search, const struct turns *turns,
                           const struct words_request *q, struct arena *arena, struct siting_words *words, mlg_error *err);

/* proved [node], written: no plan that passes the node costs less, quanta, as far as target + 1 (INT64_MAX: none passes it). */
mlg_status mlg__prove_nodes(const struct mlg_network *n, const struct search *search, int64_t target,
                            const struct words_request *q, int64_t *proved, mlg_error *err);

#endif
