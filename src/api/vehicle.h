/* vehicle.h — how a vehicle class drives on roads. */
#ifndef MLG_API_VEHICLE_H
#define MLG_API_VEHICLE_H

#include "model/fleet.h"

/* The class's own profile, else by its weight full: a cargo bike below 0.6 t, a van up to 4.25 t, a truck of that mass above. */
struct class_profile { char text[64]; };
struct class_profile mlg__class_profile(const struct vehicle_class *c);

#endif
