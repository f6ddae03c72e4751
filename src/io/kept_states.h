/* kept_states.h — the states of an earlier plan.json, for a scenario that may have changed since. */
#ifndef MLG_IO_KEPT_STATES_H
#define MLG_IO_KEPT_STATES_H

#include "base/error.h"
#include "model/network_plan.h"

/* Its rows of sites, as far as the scenario still has their sites, periods and sizes; what it has no more is counted in a warning.
 * kept: given, ascending (site, period), each at most once; mlg__free() it. Errors: MLG_BAD_INPUT, MLG_NO_MEMORY. */
mlg_status mlg__kept_states_read(const char *data, size_t size, const mlg_scenario *s, struct plan_kept **kept, int32_t *count,
                                 mlg_findings *found, mlg_error *err);

#endif
