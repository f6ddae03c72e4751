/* profile.h — where a vehicle may drive and how fast: a table of numbers, four built-in ones, each open to change. */
#ifndef MLG_ROADS_PROFILE_H
#define MLG_ROADS_PROFILE_H

#include "maillage/base.h"
#include "roads/graph.h"

struct road_profile {
    char name[16]; /* "van" */
    enum road_family family;
    struct road_limits size; /* of the vehicle; 0: not compared */
    bool hazmat;             /* carries dangerous goods */
    bool as_car;             /* driven at its own speeds where a car may be: for why.c */
    bool permit;             /* legal limits (weight, access for trucks) may be broken at both ends of a path */
    uint16_t speed_dkmh[ROAD_CLASSES]; /* 0.1 km/h where no limit is known; 0: the class is closed */
    uint16_t cap_dkmh;                 /* never faster */
    uint16_t surface_cap_dkmh[ROAD_SURFACES], smoothness_cap_dkmh[ROAD_SMOOTHNESSES]; /* 0: no cap */
    uint16_t limit_urban_permille, limit_rural_permille; /* share of a legal limit that traffic really drives */
    uint16_t signal_ms, gate_s;                          /* per traffic light, per gate */
    uint8_t implied_kmh[2][3]; /* legal limit where none is tagged: [urban][other, dual, motorway]; 0: none */
};

/* "van", "truck:mass_t=19,height_m=3.8,hazmat=1": a built-in profile with changes. Errors: MLG_BAD_INPUT with the known
 * names. Keys: mass_t, axle_t, height_m, width_m, length_m, hazmat, permit, cap_kmh; a speed for each class of road (primary_kmh,
 * motorway_link_kmh…; 0 closes it); urban_share, rural_share of a legal limit; signal_s, gate_s. */
mlg_status mlg__profile_from_text(const char *text, struct road_profile *p, mlg_error *err);

/* Speed in 0.1 km/h on one direction of an edge, at least 10 (1 km/h); 0 where the class is closed to the profile. */
int32_t mlg__profile_speed(const struct road_profile *p, const struct road_edge *e, int backward);

#endif
