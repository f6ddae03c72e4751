/* why_none.h — in words, why a scenario has no plan: limits that contradict each other, or what the search missed. */
#ifndef MLG_SITING_WHY_NONE_H
#define MLG_SITING_WHY_NONE_H

#include "siting/conflict.h"
#include "siting/contradiction.h"
#include "siting/drive.h"

/* An error for each contradiction: the figures, what is needed against what is allowed, what to change. *any: there is
 * one, so no search can help. Where all limits may hold but units have no room whatever is built: a warning. */
mlg_status mlg__tell_contradictions(const struct mlg_network *n, mlg_findings *found, bool *any, mlg_error *err);

/* An error for each set of limits that cannot all hold, with what would be enough; a warning for each repair, at its place
 * in the files. n: the network that was asked. */
void mlg__tell_conflicts(const struct mlg_network *n, const struct conflicts *c, mlg_findings *found);

/* Nothing is proven, and the search found no plan: warnings that say why it ended, and what its best attempt misses. */
void mlg__tell_attempt(const struct mlg_network *n, const struct search *search, mlg_stopped stopped_by, double seconds,
                       mlg_findings *found);

#endif
