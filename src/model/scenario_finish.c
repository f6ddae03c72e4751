/* scenario_finish.c — check, fill what is missing, derive what is derived: the scenario is frozen afterwards. */
#include <stdlib.h>

#include "model/density.h"
#include "model/scenario.h"
#include "model/scenario_check.h"
#include "model/units.h"

/* Stops a working day over all services, mean of the periods: lanes do not depend on the period. */
static double stops_per_day(const mlg_scenario *s, int32_t demand)
{
    double stops = 0;
    for (int32_t p = 0; p < s->service_count; p++) {
        double units = 0;
        for (int32_t t = 0; t < s->period_count; t++)
            units += (double)demand_units_milli(s, demand, p, t) / (double)MLG_MILLI;
        stops += units / s->services[p].units_per_stop;
    }
    return stops / s->period_count;
}

static bool fill_missing(mlg_scenario *s)
{
    if (!s->co2_max_mg) {
        s->co2_max_mg = arena_array(&s->arena, int64_t, s->period_count);
        for (int32_t t = 0; s->co2_max_mg && t < s->period_count; t++) s->co2_max_mg[t] = INT64_MAX;
    }
    if (!s->site_grid_kg_per_kwh) {
        const int64_t count = (int64_t)s->site_count * s->period_count;
        s->site_grid_kg_per_kwh = arena_array(&s->arena, double, count);
        for (int64_t i = 0; s->site_grid_kg_per_kwh && i < count; i++) s->site_grid_kg_per_kwh[i] = s->grid_kg_per_kwh;
    }
    return !s->arena.failed;
}

/* Qsort's view of the lanes' order; accounts finds them by binary search. */
static int by_ends(const void *a, const void *b) { return explicit_lane_order(a, b); }

mlg_status mlg__scenario_finish(mlg_scenario *s, mlg_findings *found, mlg_error *err)
{
    /* An own list: found may hold findings of the caller, or be NULL. */
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    if (!own) return mlg__no_memory(err, "the scenario");
    mlg_status status = mlg__scenario_check(s, own);
    if (!status) status = mlg__first_error(own, err);
    else mlg__no_memory(err, "the scenario");
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    if (status) return status;

    if (!s->credits) s->credits = s->sources; /* made without a file: one language */
    if (s->lane_count > 0) qsort(s->lanes, (size_t)s->lane_count, sizeof *s->lanes, by_ends);
    for (int32_t d = 0; d < s->demand_count; d++) s->demands[d].stops_per_day = stops_per_day(s, d);
    if (!mlg__fill_density(s->demands, s->demand_count) || !fill_missing(s)) return mlg__no_memory(err, "the scenario");
    return MLG_OK;
}
