/* factors.h — figures of hubs, data centres and French "level 1" from the tables (accounts 7, 9.4). */
#ifndef MLG_ACCOUNTS_FACTORS_H
#define MLG_ACCOUNTS_FACTORS_H

#include "maillage/base.h"
#include "model/fleet.h"

/* The row of a key; NULL if there is none. */
const struct keyed_factor *mlg__factor(const struct keyed_factor *rows, int32_t count, const char *key);

/* Hubs, tonnes of CO2e a year. Operation: use one of the two, the survey's intensity contains the building's energy. */
double mlg__hub_embodied_t_per_year(double area_m2, double kg_per_m2, double life_years);
double mlg__hub_energy_t_per_year(double area_m2, double kwh_per_m2_year, double kg_per_kwh);
double mlg__hub_throughput_t_per_year(double outbound_t_per_year, double kg_per_t);
double mlg__staff(double parcels_per_day, double parcels_per_worker_day); /* rounded up */

/* Data centres: energy at the meter, water, round trip between two places. */
double mlg__datacentre_mwh_per_year(double it_mw, double utilisation, double pue);
double mlg__datacentre_energy_t_per_year(double mwh_per_year, double kg_per_kwh);
double mlg__datacentre_embodied_t_per_year(double it_mw, double building_t_per_mw, double servers,
                                           double server_kg, double life_years);
double mlg__datacentre_water_m3_per_year(double it_mw, double utilisation, double l_per_kwh_it);
double mlg__round_trip_ms(double distance_km, double route_factor, double one_way_us_per_km, double equipment_ms);

/* French level 1: g CO2 per tonne-kilometre, refrigeration included, at kg CO2 per litre. */
double mlg__level1_g_per_tkm(const struct level1_row *row, double kg_per_l);

#endif
