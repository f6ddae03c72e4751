/* whole_near.h — single sourcing on small networks: the states near the best plan's, in each of which rows are placed by trying.
 *
 * The bound does not know that rows are whole, so a tree rules out few states, and prices lead past those that whole rows
 * can use at all. Where rows can be tried out (whole_limits.h), all designs are that differ from the best plan in the path of one site,
 * then of two, and so on, as far as the work goes: of a few sites, all. Those that cost as much as the best plan when split fall away first. */
#ifndef MLG_SITING_WHOLE_NEAR_H
#define MLG_SITING_WHOLE_NEAR_H

#include "siting/driver.h"

/* From the best plan to better ones, kept (driver.h), until none is left or `trials` designs were assigned. Nothing without a
 * plan, with split rows, on networks too large. */
void mlg__whole_near(struct driver *x, int64_t trials);

#endif
