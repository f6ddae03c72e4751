/* electric.c — energy of electric vehicles from physics: rolling, air, stops in traffic, auxiliaries. It is where the
 * electric rows of energy_coeffs.csv come from, and what temperature changes. See energy.h.
 *
 * The traffic profile (stops per km from which speed, by mean speed) is an assumption, the weakest one of the model. */
#include "accounts/energy.h"

#include <math.h>
#include <string.h>

#include "model/units.h"

#define AIR_KG_M3 1.2041
#define COMFORT_LOW_C 15.0
#define COMFORT_HIGH_C 24.0
#define BATTERY_LOSS_PER_C 0.004 /* share of energy for each degree below the comfort zone */

struct electric_class {
    const char *id;
    double empty_t, drag_area_m2, rolling, efficiency, recuperated, auxiliary_kw, k_cal, heating_kw_c, cooling_kw_c;
};

static const struct electric_class classes[] = {
    { "van35_bev", 2.7, 1.94, 0.0085, 0.82, 0.60, 1.0, 1.30, 0.06, 0.04 },
    { "rigid19_bev", 9.5, 4.2, 0.0065, 0.85, 0.62, 3.0, 1.40, 0.15, 0.10 },
};

struct traffic { double mean_kmh, stops_per_km, from_kmh; };
static const struct traffic profile[] = { { 15, 4, 30 },   { 25, 2.5, 40 },  { 35, 1.5, 50 },   { 50, 0.5, 65 },
                                          { 65, 0.2, 80 }, { 80, 0.05, 85 }, { 100, 0.02, 105 } };
enum { PROFILE_COUNT = sizeof profile / sizeof profile[0] };

/* Linear between the profile's speeds, clamped outside. */
static struct traffic traffic_at(double kmh)
{
    if (kmh <= profile[0].mean_kmh) return profile[0];
    for (int i = 1; i < PROFILE_COUNT; i++) {
        const struct traffic *a = &profile[i - 1], *b = &profile[i];
        if (kmh > b->mean_kmh) continue;
        const double x = (kmh - a->mean_kmh) / (b->mean_kmh - a->mean_kmh);
        return (struct traffic) { kmh, a->stops_per_km + x * (b->stops_per_km - a->stops_per_km),
                                  a->from_kmh + x * (b->from_kmh - a->from_kmh) };
    }
    return profile[PROFILE_COUNT - 1];
}

static double above(double x) { return x > 0 ? x : 0; }

double mlg__electric_mj_per_km(const char *class_id, double load_t, double speed_kmh, double temperature_c)
{
    const struct electric_class *c = NULL;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (!strcmp(classes[i].id, class_id)) c = &classes[i];
    if (!c) return NAN;

    const struct traffic traffic = traffic_at(speed_kmh);
    const double v = speed_kmh / MLG_KMH_PER_M_S, from = traffic.from_kmh / MLG_KMH_PER_M_S;
    const double mass_kg = (c->empty_t + load_t) * MLG_KG_PER_TONNE;
    const double force_n = mass_kg * MLG_GRAVITY_M_S2 * c->rolling + 0.5 * AIR_KG_M3 * c->drag_area_m2 * v * v;
    const double drive_mj = force_n * MLG_M_PER_KM / MLG_J_PER_MJ / c->efficiency;
    const double traffic_mj = 0.5 * mass_kg * from * from * traffic.stops_per_km *
                              (1 / c->efficiency - c->recuperated) / MLG_J_PER_MJ;
    const double cold_c = above(COMFORT_LOW_C - temperature_c), hot_c = above(temperature_c - COMFORT_HIGH_C);
    const double auxiliary_kw = c->auxiliary_kw + c->heating_kw_c * cold_c + c->cooling_kw_c * hot_c;
    const double auxiliary_mj = auxiliary_kw * MLG_MJ_PER_KWH / speed_kmh;
    return c->k_cal * (drive_mj + traffic_mj + auxiliary_mj) * (1 + BATTERY_LOSS_PER_C * cold_c);
}
