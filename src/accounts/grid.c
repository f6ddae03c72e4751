/* grid.c — grid factors by zone and year. See grid.h. */
#include "accounts/grid.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static double latest(const struct grid_factor *rows, int32_t count, const char *zone, int32_t year)
{
    const struct grid_factor *best = NULL;
    for (int32_t i = 0; i < count; i++) {
        const struct grid_factor *row = &rows[i];
        if (strcmp(row->zone, zone) || row->year > year) continue;
        if (!best || row->year > best->year) best = row;
    }
    return best ? best->kg_per_kwh : NAN;
}

double mlg__grid_kg_per_kwh(const struct emission_tables *t, const char *zone, int32_t year, bool *generation)
{
    const double consumption = latest(t->grids, t->grid_count, zone, year);
    if (generation) *generation = isnan(consumption);
    return isnan(consumption) ? latest(t->ember, t->ember_count, zone, year) : consumption;
}

mlg_status mlg__scenario_grid(mlg_scenario *s, const struct emission_tables *t, mlg_findings *found, mlg_error *err)
{
    bool uses_generation = false, uses_consumption = false;
    mlg_status status = MLG_OK;
    s->site_grid_kg_per_kwh = arena_array(&s->arena, double, s->site_count * s->period_count);
    if (!s->site_grid_kg_per_kwh) return mlg__no_memory(err, "sites.csv");

    for (int32_t site = 0; site < s->site_count; site++)
        for (int32_t period = 0; period < s->period_count; period++) {
            const char *zone = s->sites[site].grid_zone;
            double *factor = &s->site_grid_kg_per_kwh[site * s->period_count + period];
            bool generation = false;
            *factor = s->grid_kg_per_kwh;
            if (!zone || !zone[0]) continue;
            *factor = mlg__grid_kg_per_kwh(t, zone, s->periods[period].start_year, &generation);
            if (generation) uses_generation = true;
            else uses_consumption = true;
            if (!isnan(*factor)) continue;
            *factor = s->grid_kg_per_kwh;
            if (period > 0) continue; /* told once a site */
            char where[160];
            snprintf(where, sizeof where, "sites.csv (%s)", s->sites[site].id);
            const struct mlg_txt message = TXT("no grid factor of zone \"%s\"", "aucun facteur électrique pour la zone « %s »");
            const struct mlg_txt hint = TXT("use a zone of the grid tables (FR, FR-COR, DE…), or leave it empty",
                                            "utilisez une zone des tables (FR, FR-COR, DE…), ou laissez vide");
            mlg__find(found, MLG_BAD_INPUT, where, message, hint, zone);
            if (!status) status = mlg__fail(err, MLG_BAD_INPUT, where, message, hint, zone);
        }
    if (uses_generation && uses_consumption)
        mlg__warn(found, "sites.csv",
                  TXT("grid factors of zones mix consumption and generation bases",
                      "les facteurs électriques des zones mêlent consommation et production"),
                  TXT("compare sites of one basis only", "ne comparez que des sites d'une même base"));
    return status;
}
