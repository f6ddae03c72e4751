/* fibre.c — legs of a cloud without a map of the net: great circle x route factor, metres only. What a metre of fibre
 * means in time is accounts' to say. Symmetric, computed on demand; any number of threads may ask. See maillage/roads.h.
 */
#include "maillage/roads.h"

#include "base/error.h"
#include "base/math.h"
#include "base/memory.h"
#include "model/metric.h"

struct fibre_places {
    double route_factor;
    double lat_lon_deg[]; /* [2 * count] */
};

static mlg_status fibre_rows(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count, const int32_t *to,
                             int32_t to_count, mlg_leg *legs, mlg_error *err)
{
    const struct fibre_places *f = self;
    (void)vehicle_class;
    (void)err;
    for (int32_t i = 0; i < from_count; i++)
        for (int32_t j = 0; j < to_count; j++) {
            const double *a = &f->lat_lon_deg[2 * (ptrdiff_t)from[i]], *b = &f->lat_lon_deg[2 * (ptrdiff_t)to[j]];
            const double m = mlg__great_circle_m(a[0], a[1], b[0], b[1]) * f->route_factor;
            legs[(ptrdiff_t)i * to_count + j] =
                (mlg_leg) { .distance_m = (int32_t)min64(mlg__round(m), MLG_LEG_MAX) };
        }
    return MLG_OK;
}

mlg_status mlg_roads_fibre(const double *lat_deg, const double *lon_deg, int32_t place_count, double route_factor,
                           mlg_leg_source *source, mlg_error *err)
{
    struct fibre_places *f = mlg__malloc(sizeof *f + 2 * (size_t)place_count * sizeof *f->lat_lon_deg);
    *source = (mlg_leg_source) { 0 };
    if (!f) return mlg__no_memory(err, "fibre distances");
    f->route_factor = route_factor;
    for (int32_t i = 0; i < place_count; i++) {
        f->lat_lon_deg[2 * i] = lat_deg[i];
        f->lat_lon_deg[2 * i + 1] = lon_deg[i];
    }
    *source = (mlg_leg_source) {
        .self = f,
        .label = "fibre along crow flight x route factor (no map of the net)",
        .estimated = true,
        .rows = fibre_rows,
        .free = mlg__free, /* one block */
    };
    return MLG_OK;
}
