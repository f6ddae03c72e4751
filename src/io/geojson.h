/* geojson.h — routes as GeoJSON lines, along streets where the leg source knows them, else straight from stop to stop, with
 * the keys of plan.json as properties. */
#ifndef MLG_IO_GEOJSON_H
#define MLG_IO_GEOJSON_H

#include "base/error.h"
#include "base/text.h"
#include "model/network_plan.h"

/* [lon,lat] in seven decimals, the resolution of the map. */
void mlg__geojson_point(struct text *out, mlg_point p);
/* ,"attribution":"credit"; nothing without a credit. */
void mlg__geojson_credit(struct text *out, const char *credit);

/* One feature a route; places of the plane keep their x and y. Appends to out. */
void mlg__geojson_plan(const mlg_problem *p, const mlg_plan *plan, struct text *out);
/* routes.geojson of a network: its routed days; legs may be NULL. Errors: MLG_NO_MEMORY, those of the sample. */
mlg_status mlg__geojson_network(const mlg_network_plan *plan, const mlg_leg_source *legs, struct text *out, mlg_error *err);

#endif
