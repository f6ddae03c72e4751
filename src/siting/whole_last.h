/* whole_last.h — single sourcing on large networks: the search divides rows, and the plan that it ends with is made whole.
 *
 * Few rows are divided in a good plan (about as many as sites are full), so that its states are good for whole rows too, while making
 * every design on the way whole would take most of the time. The bound is that of divided rows: valid, and hardly weaker. */
#ifndef MLG_SITING_WHOLE_LAST_H
#define MLG_SITING_WHOLE_LAST_H

#include "siting/drive.h"

/* Rows are whole in every plan on the way of a search of this network. Where rows are whole and this is false, they are so in its last
 * plan only. */
bool mlg__whole_all_along(const struct mlg_network *n);

/* The plan of a search made whole: a search like it (free it) with other prices, flows and cost, and `whole`. Where its states allow no
 * plan that keeps all limits, those of the other plans that it met are tried, the cheapest first; made->found is false if none of them does.
 * The work of a few assignments from scratch. */
mlg_status mlg__make_plan_whole(const struct mlg_network *n, const struct search *s, int32_t threads, uint64_t seed,
                                struct search **made, mlg_error *err);

#endif
