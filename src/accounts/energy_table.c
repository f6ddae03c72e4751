/* energy_table.c — see energy_table.h. */
#include "accounts/energy_table.h"

#include <math.h>

#include "accounts/energy.h"
#include "base/math.h"
#include "model/units.h"

#define MJ_PER_KM_IN_MJ_PER_M 1e6  /* MJ/km in mJ/m; MJ/(km t) in uJ/(m kg) alike */
#define MILLI_J_PER_J 1e3
#define MICRO_J_PER_J 1e6

static int32_t whole(double value) { return isfinite(value) ? (int32_t)max64(-INT32_MAX, min64(INT32_MAX, mlg__round(value))) : 0; }

void mlg__energy_table(const struct vehicle_class *c, struct energy_table *t)
{
    *t = (struct energy_table) { .half_load_kg = whole(c->payload_kg / 2), .recovers = c->electric };
    for (int32_t kmh = 0; kmh <= MLG_ENERGY_KMH_MAX; kmh++) {
        const struct energy km = mlg__energy_per_km(c, kmh ? kmh : 1);
        t->a_mj_m[kmh] = whole(km.a_mj * MJ_PER_KM_IN_MJ_PER_M);
        t->b_uj_m_kg[kmh] = whole(km.b_mj_per_t * MJ_PER_KM_IN_MJ_PER_M);
    }
    const double lift_j_per_kg_m = MLG_GRAVITY_M_S2 / c->climb_efficiency, empty_kg = c->empty_mass_t * MLG_KG_PER_TONNE;
    t->climb_a_mj = whole(empty_kg * lift_j_per_kg_m * MILLI_J_PER_J);
    t->descent_a_mj = whole(-c->descent_share * empty_kg * lift_j_per_kg_m * MILLI_J_PER_J);
    t->climb_b_uj = whole(lift_j_per_kg_m * MICRO_J_PER_J);
    t->descent_b_uj = whole(-c->descent_share * lift_j_per_kg_m * MICRO_J_PER_J);
}
