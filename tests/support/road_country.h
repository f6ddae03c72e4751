/* road_country.h — a made-up road graph of national size on real communes: streets in quarters, roads between
 * neighbours, motorways between the largest cities. The same arguments give the same graph. */
#ifndef MLG_TESTS_ROAD_COUNTRY_H
#define MLG_TESTS_ROAD_COUNTRY_H

#include "support/road_sets.h"

/* region: INSEE code (84: Auvergne-Rhône-Alpes), 0: the mainland and Corsica. Needs MAILLAGE_DATASETS
 * (geo/communes-fr.csv); false, and it says so, without. */
bool road_country(struct road_set *s, int32_t region, uint64_t seed);

#endif
