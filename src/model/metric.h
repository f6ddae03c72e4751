/* metric.h — legs computed from coordinates: plane (benchmarks) and crow flight (no road map). Shared by routing's
 * on-the-fly kernel, roads/crow.c and the checker, so that they agree to the unit. */
#ifndef MLG_MODEL_METRIC_H
#define MLG_MODEL_METRIC_H

#include "maillage/leg.h"
#include "model/units.h"

/* One arc of the plane in the unit of round; time is rounded up for MLG_ROUND_NONE so that windows hold in real
 * numbers. */
static inline int32_t mlg__euclid(mlg_round round, double x1, double y1, double x2, double y2, int is_time)
{
    const double dx = x1 - x2, dy = y1 - y2, d = sqrt(dx * dx + dy * dy);
    switch (round) {
    case MLG_NEAREST: return (int32_t)floor(d + 0.5);
    case MLG_TRUNC: return (int32_t)d;
    case MLG_TRUNC10: return (int32_t)(10.0 * d);
    case MLG_NEAREST1000: return (int32_t)floor(1000.0 * d + 0.5);
    case MLG_ROUND_NONE: break;
    }
    return is_time ? (int32_t)ceil(MLG_NONE_SCALE * d - 1e-9) : (int32_t)floor(MLG_NONE_SCALE * d + 0.5);
}

/* What one unit of the file is in the problem's integers. */
static inline int64_t mlg__round_scale(mlg_round round)
{
    return round == MLG_TRUNC10 ? 10 : round == MLG_NEAREST1000 ? 1000 : round == MLG_ROUND_NONE ? MLG_NONE_SCALE : 1;
}

/* Great circle, haversine form [Sinnott1984], metres. */
static inline double mlg__great_circle_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg)
{
    const double rad = MLG_RADIANS_PER_DEGREE;
    const double s1 = sin((lat2_deg - lat1_deg) * rad / 2), s2 = sin((lon2_deg - lon1_deg) * rad / 2);
    const double h = s1 * s1 + cos(lat1_deg * rad) * cos(lat2_deg * rad) * s2 * s2;
    return 2 * MLG_EARTH_RADIUS_M * asin(sqrt(h < 1 ? h : 1));
}

/* Assumptions of crow flight (roads-engine 15.1): detour 1.4 below 2 km falling linearly to 1.25 at 50 km and beyond;
 * speed by straight distance, linear between the nodes. */
static inline double mlg__crow_detour(double crow_m)
{
    if (crow_m <= 2000) return 1.4;
    if (crow_m >= 50000) return 1.25;
    return 1.4 - 0.15 * (crow_m - 2000) / 48000;
}

static inline double mlg__crow_speed_kmh(double crow_m)
{
    static const double km[] = { 2, 5, 15, 50, 100 }, kmh[] = { 20, 30, 45, 65, 80 };
    const double d = crow_m / MLG_M_PER_KM;
    if (d <= km[0]) return kmh[0];
    for (int i = 1; i < 5; i++)
        if (d <= km[i]) return kmh[i - 1] + (kmh[i] - kmh[i - 1]) * (d - km[i - 1]) / (km[i] - km[i - 1]);
    return kmh[4];
}

/* Time and road distance of a crow-flight leg, half up; energy is left zero (roads adds it from the class's curve). */
static inline mlg_leg mlg__crow(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg)
{
    const double crow_m = mlg__great_circle_m(lat1_deg, lon1_deg, lat2_deg, lon2_deg);
    const double road_m = crow_m * mlg__crow_detour(crow_m);
    const double s = road_m * 3.6 / mlg__crow_speed_kmh(crow_m);
    return (mlg_leg) { .time_s = (int32_t)mlg__round(s), .distance_m = (int32_t)mlg__round(road_m) };
}

#endif
