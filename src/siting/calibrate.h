/* calibrate.h — from routed days to corrections of lane prices (siting-engine 4.3). Routing is the caller's. */
#ifndef MLG_SITING_CALIBRATE_H
#define MLG_SITING_CALIBRATE_H

#include "model/network_plan.h"

/* What routed days of a station say about a density band: routed / estimated, over the days together. */
struct routed_ratio { int32_t site, density_band, days; struct lane_phi ratio; };

/* phi = (days x ratio + 3 x mean of the band) / (days + 3), so that few days move little; kept within 1/3 .. 3, four decimals.
 * ratios [count] any order, one a (site, band), days > 0. phis [count] written, ascending (site, band).
 * The band's mean is weighted by days; ratios that are not finite or not positive count as 1. */
void mlg__shrink_ratios(const struct routed_ratio *ratios, int32_t count, struct plan_phi *phis);

/* Stations without a row take the mean of their band's rows, so that they are not judged by another measure than their
 * rivals. all [stations x MLG_DENSITY_BANDS] written, ascending; returns their number. Bands without any row have none. */
int32_t mlg__complete_phis(const mlg_scenario *s, const struct plan_phi *phis, int32_t count, struct plan_phi *all);

/* The largest relative change of any phi between two lists (rows missing in one are 1): < 0.01 stops the refinement. */
double mlg__phi_change(const struct plan_phi *a, int32_t a_count, const struct plan_phi *b, int32_t b_count);

#endif
