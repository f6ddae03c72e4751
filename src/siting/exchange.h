/* exchange.h — split demand, one period, two states a site: sets near the best plan's in the order of their bounds, assigned exactly.
 *
 * The prices of an exact assignment are a cut (nearsets.h) that says of its own set what it costs, and of the sets around it no more
 * than they do. So where capacities are tight, and no site can close before another opens, exchanges are found at once, on either level. */
#ifndef MLG_SITING_EXCHANGE_H
#define MLG_SITING_EXCHANGE_H

#include "siting/driver.h"

/* NULL with MLG_OK: another kind of network. */
mlg_status mlg__exchange_new(const struct mlg_network *n, int32_t threads, struct exchange **e, mlg_error *err);
void mlg__exchange_free(struct exchange *e);

/* The root's bound of sets: the dual's best prices; and the states that it left alive. */
void mlg__exchange_root(struct exchange *e, const struct dual *dual);
/* So many sets, from where the last call ended; the best plan is kept (driver.h). Nothing without a plan. */
mlg_status mlg__exchange(struct driver *x, int32_t sets, mlg_error *err);

#endif
