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

/* What cars and vans share: how fast each class of road is driven, and what the law says where no sign does. */
#define PROFILE_LIGHT_COMMON                                                                                           \
    .speed_dkmh = { [ROAD_MOTORWAY] = 1100, [ROAD_MOTORWAY_LINK] = 450, [ROAD_TRUNK] = 850,                            \
                    [ROAD_TRUNK_LINK] = 400, [ROAD_PRIMARY] = 650, [ROAD_PRIMARY_LINK] = 300,                          \
                    [ROAD_SECONDARY] = 550, [ROAD_SECONDARY_LINK] = 250, [ROAD_TERTIARY] = 400,                        \
                    [ROAD_TERTIARY_LINK] = 200, [ROAD_UNCLASSIFIED] = 250, [ROAD_RESIDENTIAL] = 250,                   \
                    [ROAD_LIVING_STREET] = 100, [ROAD_SERVICE] = 150, [ROAD_DRIVEWAY] = 75, [ROAD_TRACK] = 150,        \
                    [ROAD_PEDESTRIAN] = 60, [ROAD_FERRY] = 150 },                                                      \
    .implied_kmh = { { 80, 110, 130 }, { 50, 110, 130 } }, PROFILE_MOTOR_COMMON

#endif
