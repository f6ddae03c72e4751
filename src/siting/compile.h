/* compile.h — a network compiled with calibrated lanes (siting-engine 4.3). mlg_network_compile() is the same without. */
#ifndef MLG_SITING_COMPILE_H
#define MLG_SITING_COMPILE_H

#include "siting/network.h"

/* phis ascending (site, band), copied and completed (calibrate.h); rows and sites of the result are those of the uncalibrated network, so that
 * an earlier result can be its start. */
mlg_status mlg__network_compile_calibrated(const mlg_scenario *s, const mlg_leg_source *legs,
                                           const struct plan_phi *phis, int32_t phi_count, const mlg_options *o,
                                           mlg_network **net, mlg_error *err);

/* A site of the scenario that the network has no site for: of an upper level where none is chosen, or of a kind that no level
 * names. Its states are today's or decided. */
bool mlg__site_is_constant(const struct mlg_network *n, int32_t scenario_site);

/* Every arc of a site into another state than `kept` in period t costs n->stability_micro quanta more. */
void mlg__charge_changes(struct mlg_network *n, int32_t site, int32_t t, int32_t kept);

/* Keep to earlier states (ascending site, period; copied): each that differs costs stability_micro quanta, undiscounted, on top of
 * its arcs; those of sites that siting does not choose are a constant. Once, right after compiling.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (all changes together pass what a plan may cost). */
mlg_status mlg__network_keep(struct mlg_network *n, const struct plan_kept *kept, int32_t count, int64_t stability_micro,
                             mlg_error *err);

#endif
