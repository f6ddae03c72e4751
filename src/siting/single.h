/* single.h — the search for plans of whole rows: a bound of its own and local search over sites and rows, by turns. */
#ifndef MLG_SITING_SINGLE_H
#define MLG_SITING_SINGLE_H

#include "siting/driver.h"

/* From the driver's prices and best plan. Nothing where the network is not of the kind (whole_bound.h). Ends with the time, the
 * work, a small gap, or when nothing new is found for long. */
mlg_status mlg__single_search(struct driver *x, mlg_error *err);

#endif
