/* energy.h — a vehicle class as plain integers, compiled by accounts (accounts/energy_table.c) and used by roads: energy
 * of a piece of road = a + b * load, a in 0.1 kJ, b in 0.1 J/kg.
 *
 *     a = (length_m * a_mj_m[v] + climb_m * climb_a_mj + descent_m * descent_a_mj) / 100000         v: whole km/h
 *     b = (length_m * b_uj_m_kg[v] + climb_m * climb_b_uj + descent_m * descent_b_uj) / 100000
 *
 * The terms of the descent are below 0. A combustion engine gets nothing back: a piece whose energy at half load is
 * negative counts as 0, 0. An electric one keeps it. */
#ifndef MLG_MODEL_ENERGY_H
#define MLG_MODEL_ENERGY_H

#include <stdbool.h>
#include <stdint.h>

enum { MLG_ENERGY_KMH_MAX = 130 };
struct energy_table {
    int32_t a_mj_m[MLG_ENERGY_KMH_MAX + 1];    /* mJ/m; [0] as [1] */
    int32_t b_uj_m_kg[MLG_ENERGY_KMH_MAX + 1]; /* uJ/(m kg) */
    int32_t climb_a_mj, descent_a_mj;          /* mJ per m of height */
    int32_t climb_b_uj, descent_b_uj;          /* uJ/kg per m of height */
    int32_t half_load_kg;
    bool recovers;
};

#endif
