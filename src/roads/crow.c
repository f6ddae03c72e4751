/* crow.c — legs without a road map: great circle x detour factor, speed by distance band (model/metric.h), energy from
 * each class's curve at the leg's speed on a flat road. Symmetric, computed on demand: any number of threads may ask,
 * as nothing is written but the caller's rows. See maillage/roads.h.
 *
 * A class is no faster than the last node of its curve: an e-cargo bike does not ride 45 km/h. */
#include "maillage/roads.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/math.h"
#include "model/curve.h"
#include "model/metric.h"
#include "roads/crow.h"

struct crow {
    int32_t place_count, class_count;
    double *lat_deg, *lon_deg;
    mlg_energy_curve *curves; /* [class_count], each owning one array of 3 * node_count */
};

/* Half up, at most the largest leg. */
static int32_t bounded(double value)
{
    return (int32_t)min64(mlg__round(value), MLG_LEG_MAX);
}

static double top_kmh(const mlg_energy_curve *curve) { return curve->speed_kmh[curve->node_count - 1]; }

void mlg__leg_add_energy(mlg_leg *leg, const mlg_energy_curve *curve)
{
    if (!curve || curve->node_count <= 0 || leg->distance_m == 0) return;
    const double km = leg->distance_m / MLG_M_PER_KM;
    const double kmh = leg->time_s > 0 ? km / leg->time_s * (double)MLG_SECONDS_PER_HOUR : top_kmh(curve);
    const struct curve_point p =
        mlg__curve_at(curve->node_count, curve->speed_kmh, curve->a_mj_per_km, curve->b_mj_per_km_per_t, kmh);
    leg->energy_kj = bounded(km * p.a_mj_per_km * MLG_KJ_PER_MJ);
    leg->energy_j_per_kg = bounded(km * p.b_mj_per_km_per_t * MLG_J_PER_MJ / MLG_KG_PER_TONNE);
}

mlg_leg mlg__crow_leg(mlg_point from, mlg_point to, const mlg_energy_curve *curve)
{
    mlg_leg leg = mlg__crow(from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg);
    if (!curve || curve->node_count <= 0 || leg.distance_m == 0) return leg;
    leg.time_s = max32(leg.time_s, bounded(leg.distance_m / MLG_M_PER_KM / top_kmh(curve) * (double)MLG_SECONDS_PER_HOUR));
    mlg__leg_add_energy(&leg, curve);
    return leg;
}

static mlg_point place(const struct crow *c, int32_t i) { return (mlg_point) { c->lat_deg[i], c->lon_deg[i] }; }

static mlg_status crow_rows(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count,
                            const int32_t *to, int32_t to_count, mlg_leg *legs, mlg_error *err)
{
    const struct crow *c = self;
    (void)err;
    const mlg_energy_curve *curve =
        vehicle_class >= 0 && vehicle_class < c->class_count ? &c->curves[vehicle_class] : NULL;
    for (int32_t i = 0; i < from_count; i++) {
        assert(from[i] >= 0 && from[i] < c->place_count);
        for (int32_t j = 0; j < to_count; j++) {
            assert(to[j] >= 0 && to[j] < c->place_count);
            legs[(ptrdiff_t)i * to_count + j] = mlg__crow_leg(place(c, from[i]), place(c, to[j]), curve);
        }
    }
    return MLG_OK;
}

void mlg__curve_free(mlg_energy_curve *curve) { mlg__free((void *)(uintptr_t)curve->speed_kmh); }

static void crow_free(void *self)
{
    struct crow *c = self;
    if (!c) return;
    for (int32_t i = 0; c->curves && i < c->class_count; i++) mlg__curve_free(&c->curves[i]);
    mlg__free(c->curves);
    mlg__free(c->lat_deg);
    mlg__free(c->lon_deg);
    mlg__free(c);
}

static double *copy_of(const double *values, int32_t count)
{
    double *copy = mlg__malloc((size_t)count * sizeof *copy);
    if (copy && count) memcpy(copy, values, (size_t)count * sizeof *copy);
    return copy;
}

bool mlg__curve_copy(mlg_energy_curve *to, const mlg_energy_curve *from)
{
    const size_t n = (size_t)(from->node_count > 0 ? from->node_count : 0);
    double *nodes = mlg__malloc(3 * n * sizeof *nodes);
    if (!nodes) return false;
    for (size_t i = 0; i < n; i++) {
        nodes[i] = from->speed_kmh[i];
        nodes[n + i] = from->a_mj_per_km[i];
        nodes[2 * n + i] = from->b_mj_per_km_per_t[i];
    }
    *to = (mlg_energy_curve) { (int32_t)n, nodes, nodes + n, nodes + 2 * n };
    return true;
}

mlg_status mlg_roads_crow(const double *lat_deg, const double *lon_deg, int32_t place_count,
                          const mlg_energy_curve *curves, int32_t class_count, mlg_leg_source *source, mlg_error *err)
{
    struct crow *c = mlg__malloc(sizeof *c);
    *source = (mlg_leg_source) { 0 };
    bool ok = c != NULL;
    if (ok) {
        *c = (struct crow) { .place_count = place_count, .class_count = class_count };
        c->lat_deg = copy_of(lat_deg, place_count);
        c->lon_deg = copy_of(lon_deg, place_count);
        c->curves = mlg__malloc((size_t)class_count * sizeof *c->curves);
        ok = c->lat_deg && c->lon_deg && c->curves;
    }
    for (int32_t i = 0; ok && i < class_count; i++) ok = mlg__curve_copy(&c->curves[i], &curves[i]);
    if (!ok) {
        crow_free(c);
        return mlg__no_memory(err, "crow-flight distances");
    }
    *source = (mlg_leg_source) {
        .self = c,
        .label = "crow flight x detour factor (no road map)",
        .estimated = true,
        .rows = crow_rows,
        .free = crow_free,
    };
    return MLG_OK;
}

void mlg_roads_source_free(mlg_leg_source *source)
{
    if (!source) return;
    if (source->free) source->free(source->self);
    *source = (mlg_leg_source) { 0 };
}
