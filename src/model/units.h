/* units.h — every unit factor of the program. A factor anywhere else is a mistake. */
#ifndef MLG_MODEL_UNITS_H
#define MLG_MODEL_UNITS_H

#include <math.h>
#include <stdint.h>

#define MLG_MICRO_PER_UNIT INT64_C(1000000)  /* micro-euros in a euro */
#define MLG_MICRO_PER_CENT INT64_C(10000)
#define MLG_CENTS_PER_UNIT INT64_C(100)
#define MLG_MG_PER_KG INT64_C(1000000)
#define MLG_MG_PER_TONNE INT64_C(1000000000)
#define MLG_G_PER_KG 1000.0
#define MLG_MILLI INT64_C(1000)              /* milli-units (of demand, of jobs) in one */
#define MLG_MINUTES_PER_HOUR 60
#define MLG_SECONDS_PER_HOUR INT64_C(3600)
#define MLG_SECONDS_PER_DAY INT64_C(86400)
#define MLG_US_PER_MS 1000.0
#define MLG_HOURS_PER_YEAR 8760.0
#define MLG_M_PER_KM 1000.0
#define MLG_KMH_PER_M_S 3.6
#define MLG_KG_PER_TONNE 1000.0
#define MLG_L_PER_M3 1000.0
#define MLG_J_PER_KJ 1000.0
#define MLG_KJ_PER_MJ 1000.0
#define MLG_J_PER_MJ 1.0e6
#define MLG_MJ_PER_KWH 3.6
#define MLG_KWH_PER_MWH 1000.0
#define MLG_GRAVITY_M_S2 9.81
#define MLG_RADIANS_PER_DEGREE 0.017453292519943295769
#define MLG_EARTH_RADIUS_M 6371008.8         /* mean radius, IUGG */
#define MLG_TICKS_FINE 100                   /* ticks a second where a speed_factor asks */
#define MLG_NONE_SCALE 10000                 /* distance units of MLG_ROUND_NONE */

/* Half up, the program's one rounding; value must be within int64. */
static inline int64_t mlg__round(double value) { return (int64_t)floor(value + 0.5); }

#endif
