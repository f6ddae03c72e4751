/* profiles.h — the built-in profiles. To add one: a file like profile_van.c, a row in profile.c. */
#ifndef MLG_ROADS_PROFILES_H
#define MLG_ROADS_PROFILES_H

#include "roads/profile.h"

extern const struct road_profile mlg__profile_car, mlg__profile_van, mlg__profile_truck, mlg__profile_cargobike;

/* What the motor profiles share. */
#define PROFILE_MOTOR_COMMON                                                                                           \
    .surface_cap_dkmh = { [ROAD_GRAVEL] = 400, [ROAD_COBBLES] = 300, [ROAD_MUD] = 100 },                               \
    .smoothness_cap_dkmh = { [ROAD_BAD] = 400, [ROAD_VERY_BAD] = 200, [ROAD_HORRIBLE] = 100 },                         \
    .limit_urban_permille = 800, .limit_rural_permille = 900, .signal_ms = 2000, .gate_s = 60

#endif
