/* ufl_search.h — the search where capacities never bind: prices in whole numbers, walks, branch and bound, in turn. */
#ifndef MLG_SITING_UFL_SEARCH_H
#define MLG_SITING_UFL_SEARCH_H

#include "siting/driver.h"

/* The whole search of x->ufl's network, from the prices and the plan that the driver has; ends with the time, the work,
 * the gap, or a proof. */
mlg_status mlg__search_ufl(struct driver *x, mlg_error *err);

#endif
