/* urban.h — which edges lie in a town, where tags do not say. */
#ifndef MLG_ROADS_URBAN_H
#define MLG_ROADS_URBAN_H

#include "roads/graph.h"

enum { ROAD_URBAN_UNSAID = 1 << 15 }; /* in flags while a graph is built */

/* Edges with ROAD_URBAN_UNSAID get ROAD_URBAN or not: residential streets of more than 4 km a km2 around their middle.
 * False without memory. */
bool mlg__urban_by_density(struct road_graph *g);

#endif
