/* result.h — from a search to what plan.json says: states, exact flows, chains, unserved units, for both sides. */
#ifndef MLG_SITING_RESULT_H
#define MLG_SITING_RESULT_H

#include "siting/drive.h"

/* The plan of a search that found one, and today's network beside it. Figures of the account are left to
 * mlg__account_network(), which needs the leg source; costs (quanta) of both sides are filled and exact.
 * plan given: mlg_network_plan_free(); NULL when upper sites cannot carry it and a promise is lost. Errors: MLG_NO_MEMORY; MLG_INTERNAL if sums disagree with the search. */
mlg_status mlg__search_plan(const struct mlg_network *n, const struct search *search, uint64_t seed, int32_t threads,
                            mlg_network_plan **plan, mlg_error *err);

/* The flows of a search's plan, appended to a list, by (period, row, lane); assigned once more at its prices where the search did not keep
 * them. Without memory the list is as far as it came; the caller frees it either way. */
mlg_status mlg__search_flows(const struct mlg_network *n, const struct search *search, int32_t threads, struct flow_list *list,
                             mlg_error *err);

#endif
