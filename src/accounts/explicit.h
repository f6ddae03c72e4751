/* explicit.h — rows of lanes.csv that replace a built lane or link. */
#ifndef MLG_ACCOUNTS_EXPLICIT_H
#define MLG_ACCOUNTS_EXPLICIT_H

#include "model/scenario.h"

/* The lane from a site to a demand point (to_site MLG_NONE) or to a site (to_demand MLG_NONE) by this class, or NULL.
 * Needs s->lanes ascending by (from_site, to_site, to_demand, vehicle_class). O(log lanes). */
const struct explicit_lane *mlg__explicit_lane(const mlg_scenario *s, int32_t from_site, int32_t to_site,
                                               int32_t to_demand, int32_t vehicle_class);

#endif
