/* compile.h — a network compiled with calibrated lanes (siting-engine 4.3). mlg_network_compile() is the same without. */
#ifndef MLG_SITING_COMPILE_H
#define MLG_SITING_COMPILE_H

#include "siting/network.h"

/* phis ascending (site, band), copied and completed (calibrate.h); rows and sites of the result are those of the uncalibrated network, so that
 * an earlier result can be its start. */
mlg_status mlg__network_compile_calibrated(const mlg_scenario *s, const mlg_leg_source *legs,
                                           const struct plan_phi *phis, int32_t phi_count, const mlg_options *o,
                                           mlg_network **net, mlg_error *err);

#endif
