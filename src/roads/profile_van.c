/* profile_van.c — a delivery van up to 3.5 t. */
#include "roads/profiles.h"

const struct road_profile mlg__profile_van = {
    .name = "van",
    .family = ROAD_VAN,
    .size = { .height_cm = 260, .width_cm = 210, .length_cm = 600, .weight_10kg = 350 },
    .speed_dkmh = { [ROAD_MOTORWAY] = 1100,
                    [ROAD_MOTORWAY_LINK] = 450,
                    [ROAD_TRUNK] = 850,
                    [ROAD_TRUNK_LINK] = 400,
                    [ROAD_PRIMARY] = 650,
                    [ROAD_PRIMARY_LINK] = 300,
                    [ROAD_SECONDARY] = 550,
                    [ROAD_SECONDARY_LINK] = 250,
                    [ROAD_TERTIARY] = 400,
                    [ROAD_TERTIARY_LINK] = 200,
                    [ROAD_UNCLASSIFIED] = 250,
                    [ROAD_RESIDENTIAL] = 250,
                    [ROAD_LIVING_STREET] = 100,
                    [ROAD_SERVICE] = 150,
                    [ROAD_DRIVEWAY] = 75,
                    [ROAD_TRACK] = 150,
                    [ROAD_PEDESTRIAN] = 60,
                    [ROAD_FERRY] = 150 },
    .cap_dkmh = 1150,
    .implied_kmh = { { 80, 110, 130 }, { 50, 110, 130 } },
    PROFILE_MOTOR_COMMON
};
