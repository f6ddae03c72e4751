/** @file roads.h — where legs come from. First provider: crow flight with detour factors; for clouds, fibre. */
#ifndef MAILLAGE_ROADS_H
#define MAILLAGE_ROADS_H

#include "maillage/leg.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One energy curve: MJ/km and MJ/km per tonne at speed nodes, ascending speeds. See docs of accounts. */
typedef struct mlg_energy_curve {
    int32_t node_count;
    const double *speed_kmh, *a_mj_per_km, *b_mj_per_km_per_t;
} mlg_energy_curve;

/**
 * Legs by great circle x detour factor and speed by distance band (no road map needed).
 * lat_deg, lon_deg [place_count], copied; curves [class_count], copied: energy of each vehicle class.
 * source    given; release it with mlg_roads_source_free().
 * Cost      O(1) an entry, computed on demand, nothing stored but the places.
 */
MLG_API mlg_status mlg_roads_crow(const double *lat_deg, const double *lon_deg, int32_t place_count,
                                  const mlg_energy_curve *curves, int32_t class_count, mlg_leg_source *source,
                                  mlg_error *err);
/**
 * Legs of a cloud: metres of fibre, great circle x route_factor; time and energy 0, whatever the class.
 * lat_deg, lon_deg [place_count], copied.
 * source    given; release it with mlg_roads_source_free().
 * Errors: MLG_NO_MEMORY, MLG_BAD_INPUT. Cost: a row of legs is one distance for each destination.
 */
MLG_API mlg_status mlg_roads_fibre(const double *lat_deg, const double *lon_deg, int32_t place_count, double route_factor,
                                   mlg_leg_source *source, mlg_error *err);
MLG_API void mlg_roads_source_free(mlg_leg_source *source);

#ifdef __cplusplus
}
#endif
#endif
