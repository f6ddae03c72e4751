/* model/density.h — smoothed density of demand: the delta of siting-engine 4.1. */
#ifndef MLG_MODEL_DENSITY_H
#define MLG_MODEL_DENSITY_H

#include "base/memory.h"
#include "model/scenario.h"

/* A point counts with its neighbours within 5 km, or its 6 nearest ones if these are fewer. */
#define MLG_DENSITY_REACH_KM 5.0
enum { MLG_DENSITY_NEIGHBOURS = 6 };

/* Fill density_stops_km2 and density_band of every demand point from stops_per_day and area_km2: stops over area of
 * the point and its neighbours. False without memory. O(n log n) for towns and villages (k-d tree). */
bool mlg__fill_density(struct demand *demands, int32_t count);
int32_t mlg__density_band(double stops_km2);

#endif
