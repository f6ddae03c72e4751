/* profile_van.c — a delivery van up to 3.5 t. */
#include "roads/profiles.h"

const struct road_profile mlg__profile_van = {
    .name = "van",
    .family = ROAD_VAN,
    .size = { .height_cm = 260, .width_cm = 210, .length_cm = 600, .weight_10kg = 350 },
    .cap_dkmh = 1150,
    PROFILE_LIGHT_COMMON
};
