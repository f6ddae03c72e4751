/* fleet.h — vehicle classes and emission tables as plain structs; read by io, computed with by accounts. */
#ifndef MLG_MODEL_FLEET_H
#define MLG_MODEL_FLEET_H

#include <stdbool.h>
#include <stdint.h>

enum { MLG_SPEED_NODES_MAX = 16 };
enum vehicle_use { USE_NONE, USE_LAST_MILE, USE_LINE_HAUL, USE_BOTH };

/* One class, defaults of data/emissions overridden column by column by vehicles.csv. NAN where the table is empty. */
struct vehicle_class {
    const char *id, *label, *fuel_factor_id, *energy_unit, *sources, *profile;
    enum vehicle_use use;
    double payload_kg, volume_m3, capex_eur, vehicle_fixed_eur_day, nonenergy_eur_km, driver_eur_h, k_cal,
        ref_speed_kmh, energy_per_100km_ref, ttw_kg_km, wtw_kg_km, range_km;
    /* Energy, filled by accounts from the coefficient tables: */
    int32_t node_count;
    double speed_kmh[MLG_SPEED_NODES_MAX], a_mj_per_km[MLG_SPEED_NODES_MAX], b_mj_per_km_per_t[MLG_SPEED_NODES_MAX];
    double stop_mj, empty_mass_t, mj_per_unit, charge_efficiency; /* e_c, m_c, MJ per l, kg or kWh; 1 for fuels */
    double climb_efficiency, descent_share; /* eta, rho of accounts 2.1 */
    double price_eur_per_unit;              /* NAN: no default, must be given where the class is used */
    double ttw_kg_per_unit, wtw_kg_per_unit; /* of its fuel factor */
    bool electric;
    const char *replaced; /* "payload_kg;driver_eur_h": columns that the user replaced, or "" */
};

/* Rows of the other tables, as in the files (accounts 5). */
struct fuel_factor { const char *id, *region, *unit, *unit_out, *confidence, *source, *licence, *note; double ttw, wtt, wtw; };
struct grid_factor { const char *zone, *source; int32_t year; double kg_per_kwh; };
struct keyed_factor { const char *key, *unit, *source, *kind; double low, central, high; };
struct emep_row {
    const char *segment, *euro;
    double slope, load_fraction, alpha, beta, gamma, delta, epsilon, zita, hta, rf_percent, vmin_kmh, vmax_kmh;
};
struct level1_row { const char *vehicle, *service; double avg_tonnes, diesel_l_per_km, non_road_l_per_km, g_co2_per_tkm; };
struct desnz_row { const char *vehicle, *fuel_or_load, *unit; double direct, wtt, wtw; };

/* Everything of data/emissions. Arrays belong to whoever filled them (an arena). */
struct emission_tables {
    struct vehicle_class *classes;     int32_t class_count;
    struct fuel_factor *fuels;         int32_t fuel_count;
    struct grid_factor *grids;         int32_t grid_count;   /* Electricity Maps, consumption */
    struct grid_factor *ember;         int32_t ember_count;  /* Ember, generation */
    struct keyed_factor *hubs;         int32_t hub_count;
    struct keyed_factor *datacentres;  int32_t datacentre_count;
    struct keyed_factor *cmem;         int32_t cmem_count;
    struct emep_row *emep;             int32_t emep_count;
    struct level1_row *level1;         int32_t level1_count;
    struct desnz_row *desnz;           int32_t desnz_count;
};

#endif
