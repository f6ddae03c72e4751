/* grid.h — what a kilowatt-hour emits where a site stands (accounts 5). */
#ifndef MLG_ACCOUNTS_GRID_H
#define MLG_ACCOUNTS_GRID_H

#include "model/scenario.h"

/* The factor of a zone: the latest Electricity Maps row not after year (consumption, imports included), else Ember's by
 * country (generation), else NAN. generation (may be NULL) tells which basis was used. */
double mlg__grid_kg_per_kwh(const struct emission_tables *t, const char *zone, int32_t year, bool *generation);

/* Fill s->site_grid_kg_per_kwh: the zone's factor in the period's first year, s->grid_kg_per_kwh for sites without a
 * zone. Unknown zones are errors; mixed bases (a generation factor beside consumption factors) are a warning. */
mlg_status mlg__scenario_grid(mlg_scenario *s, const struct emission_tables *t, mlg_findings *found, mlg_error *err);

#endif
