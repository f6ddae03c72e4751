/* profile_car.c — a passenger car. */
#include "roads/profiles.h"

const struct road_profile mlg__profile_car = {
    .name = "car",
    .family = ROAD_CAR,
    .size = { .height_cm = 160, .width_cm = 190 },
    .cap_dkmh = 1200,
    PROFILE_LIGHT_COMMON
};
