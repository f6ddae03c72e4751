/* energy.h — energy and emissions of a vehicle class on a leg: affine in the load (accounts 2-4). */
#ifndef MLG_ACCOUNTS_ENERGY_H
#define MLG_ACCOUNTS_ENERGY_H

#include "maillage/leg.h"
#include "model/fleet.h"

struct energy { double a_mj, b_mj_per_t; }; /* of a leg: E(q) = a + b q, q in tonnes */

/* A and B per km at a speed, linear between nodes, clamped outside. */
struct energy mlg__energy_per_km(const struct vehicle_class *c, double speed_kmh);
/* Of a leg of distance_km at its mean speed with climb_m and descent_m (0 without elevation data). */
struct energy mlg__leg_energy(const struct vehicle_class *c, double distance_km, double speed_kmh, double climb_m,
                              double descent_m);
/* The energy that a leg source gave with the leg. */
struct energy mlg__given_leg_energy(mlg_leg leg);
/* Complete the classes from the coefficient rows (2.2: factors, MJ per unit, charging, e_c, empty mass, fuel factor,
 * default price); classes that lack coefficients for good are reported. Call once after reading the tables. */
mlg_status mlg__fleet_complete(struct emission_tables *t, mlg_findings *found, mlg_error *err);
const struct vehicle_class *mlg__fleet_class(const struct emission_tables *t, const char *class_id); /* or NULL */

/* Physical energy (MJ at engine or battery) to purchased units (l, kg, kWh at the plug), kg and EUR. */
double mlg__energy_units(const struct vehicle_class *c, double mj);
double mlg__energy_wtw_kg(const struct vehicle_class *c, double mj);
double mlg__energy_ttw_kg(const struct vehicle_class *c, double mj);
double mlg__energy_eur(const struct vehicle_class *c, double mj); /* NAN without a price */

/* EMEP/EEA average-speed function (2.2), MJ/km; the electric physics model (2.4); cmem litres (2.6). */
double mlg__emep_mj_per_km(const struct emep_row *row, double speed_kmh);
double mlg__electric_mj_per_km(const char *class_id, double load_t, double speed_kmh, double temperature_c);
double mlg__cmem_litres(const struct emission_tables *t, double distance_m, double speed_m_s, double load_kg,
                        double slope_rad);

#endif
