/* profile_cargobike.c — an electric cargo bike. */
#include "roads/profiles.h"

const struct road_profile mlg__profile_cargobike = {
    .name = "cargobike",
    .family = ROAD_BIKE,
    .size = { .height_cm = 200, .width_cm = 100 },
    .speed_dkmh = { [ROAD_PRIMARY] = 180,
                    [ROAD_PRIMARY_LINK] = 180,
                    [ROAD_SECONDARY] = 200,
                    [ROAD_SECONDARY_LINK] = 200,
                    [ROAD_TERTIARY] = 200,
                    [ROAD_TERTIARY_LINK] = 200,
                    [ROAD_UNCLASSIFIED] = 180,
                    [ROAD_RESIDENTIAL] = 180,
                    [ROAD_LIVING_STREET] = 120,
                    [ROAD_SERVICE] = 120,
                    [ROAD_DRIVEWAY] = 60,
                    [ROAD_TRACK] = 120,
                    [ROAD_PEDESTRIAN] = 60,
                    [ROAD_CYCLEWAY] = 180,
                    [ROAD_PATH] = 120,
                    [ROAD_FERRY] = 150 },
    .cap_dkmh = 250,
    .surface_cap_dkmh = { [ROAD_GRAVEL] = 150, [ROAD_COBBLES] = 120, [ROAD_MUD] = 60 },
    .smoothness_cap_dkmh = { [ROAD_BAD] = 120, [ROAD_VERY_BAD] = 80, [ROAD_HORRIBLE] = 50 },
    .limit_urban_permille = 1000,
    .limit_rural_permille = 1000,
    .signal_ms = 2000,
    .gate_s = 60
};
