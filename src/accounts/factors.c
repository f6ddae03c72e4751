/* factors.c — hubs, data centres, French level 1. See factors.h. */
#include "accounts/factors.h"

#include <math.h>
#include <string.h>

#include "model/units.h"

const struct keyed_factor *mlg__factor(const struct keyed_factor *rows, int32_t count, const char *key)
{
    for (int32_t i = 0; i < count; i++)
        if (!strcmp(rows[i].key, key)) return &rows[i];
    return NULL;
}

double mlg__hub_embodied_t_per_year(double area_m2, double kg_per_m2, double life_years)
{
    return area_m2 * kg_per_m2 / life_years / MLG_KG_PER_TONNE;
}

double mlg__hub_energy_t_per_year(double area_m2, double kwh_per_m2_year, double kg_per_kwh)
{
    return area_m2 * kwh_per_m2_year * kg_per_kwh / MLG_KG_PER_TONNE;
}

double mlg__hub_throughput_t_per_year(double outbound_t_per_year, double kg_per_t)
{
    return outbound_t_per_year * kg_per_t / MLG_KG_PER_TONNE;
}

double mlg__staff(double parcels_per_day, double parcels_per_worker_day)
{
    return ceil(parcels_per_day / parcels_per_worker_day);
}

double mlg__datacentre_mwh_per_year(double it_mw, double utilisation, double pue)
{
    return it_mw * MLG_HOURS_PER_YEAR * utilisation * pue;
}

double mlg__datacentre_energy_t_per_year(double mwh_per_year, double kg_per_kwh)
{
    return mwh_per_year * MLG_KWH_PER_MWH * kg_per_kwh / MLG_KG_PER_TONNE;
}

double mlg__datacentre_embodied_t_per_year(double it_mw, double building_t_per_mw, double servers, double server_kg,
                                           double life_years)
{
    return (building_t_per_mw * it_mw + servers * server_kg / MLG_KG_PER_TONNE) / life_years;
}

double mlg__datacentre_water_m3_per_year(double it_mw, double utilisation, double l_per_kwh_it)
{
    return mlg__datacentre_mwh_per_year(it_mw, utilisation, 1) * MLG_KWH_PER_MWH * l_per_kwh_it / MLG_L_PER_M3;
}

double mlg__round_trip_ms(double distance_km, double route_factor, double one_way_us_per_km, double equipment_ms)
{
    return 2 * one_way_us_per_km / MLG_US_PER_MS * route_factor * distance_km + equipment_ms;
}

double mlg__level1_g_per_tkm(const struct level1_row *row, double kg_per_l)
{
    return (row->diesel_l_per_km + row->non_road_l_per_km) * kg_per_l * MLG_G_PER_KG / row->avg_tonnes;
}
