/* location_plan.h — plan.json of a location problem: what is open, who serves whom, cost, bound. docs/formats/location.md. */
#ifndef MLG_IO_LOCATION_PLAN_H
#define MLG_IO_LOCATION_PLAN_H

#include "base/text.h"
#include "model/location.h"

mlg_status mlg__location_plan_write(const mlg_location *l, const mlg_location_plan *plan, struct text *out, mlg_error *err);
/* A claim, to be checked: only indices and signs are looked at here. */
mlg_status mlg__location_plan_read(const char *bytes, size_t count, const mlg_location *l, mlg_location_plan **plan,
                                   mlg_findings *found, mlg_error *err);

#endif
