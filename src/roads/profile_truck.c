/* profile_truck.c — a rigid truck of 19 t; mass_t, height_m… make it another one. */
#include "roads/profiles.h"

const struct road_profile mlg__profile_truck = {
    .name = "truck",
    .family = ROAD_TRUCK,
    .size = { .height_cm = 380, .width_cm = 255, .length_cm = 1000, .weight_10kg = 1900, .axle_10kg = 1150 },
    .speed_dkmh = { [ROAD_MOTORWAY] = 850,
                    [ROAD_MOTORWAY_LINK] = 400,
                    [ROAD_TRUNK] = 750,
                    [ROAD_TRUNK_LINK] = 350,
                    [ROAD_PRIMARY] = 600,
                    [ROAD_PRIMARY_LINK] = 280,
                    [ROAD_SECONDARY] = 500,
                    [ROAD_SECONDARY_LINK] = 240,
                    [ROAD_TERTIARY] = 380,
                    [ROAD_TERTIARY_LINK] = 180,
                    [ROAD_UNCLASSIFIED] = 220,
                    [ROAD_RESIDENTIAL] = 220,
                    [ROAD_LIVING_STREET] = 80,
                    [ROAD_SERVICE] = 100,
                    [ROAD_DRIVEWAY] = 50,
                    [ROAD_PEDESTRIAN] = 60,
                    [ROAD_FERRY] = 150 },
    .cap_dkmh = 850,
    .implied_kmh = { { 80, 80, 90 }, { 50, 80, 90 } },
    PROFILE_MOTOR_COMMON
};
