/* location.h — a location problem (published sets) through the same engine: compiled to a network, solved, read back.
 *
 * The network counts finer than the file: its quanta are 2^-shift of the file's, and a unit's price is rounded down to
 * a whole micro-quantum, so the bound is a bound of the file's problem and, rounded up to the file's quanta, often
 * its optimum. The plan is priced from the file's own numbers (model/location.h), never from the rounded ones. */
#ifndef MLG_SITING_LOCATION_H
#define MLG_SITING_LOCATION_H

#include "model/location.h"
#include "siting/drive.h"

/* Two states a site, a period for each product, a row for each client; of two stages a supply row for each satellite and product. step: quanta of
 * the network in one quantum of the file.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (two stages with a single source, more than 16 products: not solved). */
mlg_status mlg__network_of_location(const mlg_location *l, mlg_network **net, int64_t *step, mlg_error *err);

/* Sites and flows of a search's plan, priced by the file; its bound in the file's quanta. */
mlg_status mlg__location_plan_of(const mlg_location *l, const mlg_network *net, int64_t step, const struct search *search,
                                 int32_t threads, mlg_location_plan **plan, mlg_error *err);

#endif
