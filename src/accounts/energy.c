/* energy.c — the energy curve of a vehicle class, what a leg takes, and energy turned into units, kilograms and euros.
 * See energy.h; formulas of docs/methods/accounts.md 1-3. */
#include "accounts/energy.h"

#include <string.h>

#include "model/curve.h"
#include "model/units.h"

struct energy mlg__energy_per_km(const struct vehicle_class *c, double speed_kmh)
{
    const struct curve_point p =
        mlg__curve_at(c->node_count, c->speed_kmh, c->a_mj_per_km, c->b_mj_per_km_per_t, speed_kmh);
    return (struct energy) { p.a_mj_per_km, p.b_mj_per_km_per_t };
}

struct energy mlg__leg_energy(const struct vehicle_class *c, double distance_km, double speed_kmh, double climb_m,
                              double descent_m)
{
    const struct energy km = mlg__energy_per_km(c, speed_kmh);
    struct energy leg = { distance_km * km.a_mj, distance_km * km.b_mj_per_t };
    if (climb_m == 0 && descent_m == 0) return leg;

    const double height_m = climb_m - c->descent_share * descent_m;
    const double lift_mj_per_t = MLG_GRAVITY_M_S2 * height_m * MLG_KG_PER_TONNE / MLG_J_PER_MJ / c->climb_efficiency;
    leg.a_mj += c->empty_mass_t * lift_mj_per_t;
    leg.b_mj_per_t += lift_mj_per_t;
    /* A combustion engine gives nothing back to its tank; a battery does. */
    const double half_load_t = c->payload_kg / MLG_KG_PER_TONNE / 2;
    if (!c->electric && leg.a_mj + leg.b_mj_per_t * half_load_t < 0) return (struct energy) { 0, 0 };
    return leg;
}

struct energy mlg__given_leg_energy(mlg_leg leg)
{
    return (struct energy) { leg.energy_kj / MLG_KJ_PER_MJ,
                             leg.energy_j_per_kg * MLG_KG_PER_TONNE / MLG_J_PER_MJ };
}

const struct vehicle_class *mlg__fleet_class(const struct emission_tables *t, const char *class_id)
{
    for (int32_t i = 0; i < t->class_count; i++)
        if (!strcmp(t->classes[i].id, class_id)) return &t->classes[i];
    return NULL;
}

double mlg__energy_units(const struct vehicle_class *c, double mj)
{
    return mj / (c->mj_per_unit * c->charge_efficiency);
}

double mlg__energy_wtw_kg(const struct vehicle_class *c, double mj)
{
    return mlg__energy_units(c, mj) * c->wtw_kg_per_unit;
}

double mlg__energy_ttw_kg(const struct vehicle_class *c, double mj)
{
    return mlg__energy_units(c, mj) * c->ttw_kg_per_unit;
}

double mlg__energy_eur(const struct vehicle_class *c, double mj)
{
    return mlg__energy_units(c, mj) * c->price_eur_per_unit;
}
