/* legs.c — the leg source a scenario asks for: a road file, a router, crow flight; fibre for clouds. */
#include "maillage/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/energy.h"
#include "accounts/energy_table.h"
#include "api/router.h"
#include "api/vehicle.h"
#include "base/error.h"
#include "base/options.h"
#include "io/emissions.h"
#include "model/scenario.h"

/* The places of a scenario in the order of leg sources: demand points, then sites. Stops of real days follow, for what is to be
 * said of them: their legs are asked for between points. */
struct places {
    int32_t count;
    mlg_point *points;
    const char **names;
    double *lat_deg, *lon_deg;
    struct arena memory;
};

static void add_place(struct places *p, double lat_deg, double lon_deg, const char *name)
{
    p->points[p->count] = (mlg_point) { lat_deg, lon_deg };
    p->names[p->count] = name;
    p->lat_deg[p->count] = lat_deg;
    p->lon_deg[p->count++] = lon_deg;
}

static mlg_status list_places(const mlg_scenario *s, struct places *p, mlg_error *err)
{
    const int32_t most = s->demand_count + s->site_count + s->real_stop_count;
    p->points = arena_array(&p->memory, mlg_point, most);
    p->names = arena_array(&p->memory, const char *, most);
    p->lat_deg = arena_array(&p->memory, double, most);
    p->lon_deg = arena_array(&p->memory, double, most);
    if (p->memory.failed) return mlg__no_memory(err, "places");
    for (int32_t i = 0; i < s->demand_count; i++) add_place(p, s->demands[i].lat_deg, s->demands[i].lon_deg, s->demands[i].id);
    for (int32_t i = 0; i < s->site_count; i++) add_place(p, s->sites[i].lat_deg, s->sites[i].lon_deg, s->sites[i].id);
    for (int32_t i = 0; i < s->real_stop_count; i++) {
        const struct real_stop *stop = &s->real_stops[i];
        char name[128];
        snprintf(name, sizeof name, "%.100s-%d", s->demands[stop->demand].id, i + 1); /* as in plans */
        add_place(p, stop->lat_deg, stop->lon_deg, mlg__arena_text(&p->memory, name));
    }
    return p->memory.failed ? mlg__no_memory(err, "places") : MLG_OK;
}

static mlg_energy_curve curve_of(const struct vehicle_class *c)
{
    return (mlg_energy_curve) { c->node_count, c->speed_kmh, c->a_mj_per_km, c->b_mj_per_km_per_t };
}

struct class_profile mlg__class_profile(const struct vehicle_class *c)
{
    struct class_profile p = { "van" };
    const double gross_t = c->empty_mass_t + c->payload_kg / 1000;
    if (c->profile && c->profile[0]) snprintf(p.text, sizeof p.text, "%s", c->profile);
    else if (gross_t < 0.6) snprintf(p.text, sizeof p.text, "cargobike");
    else if (gross_t > 4.25) snprintf(p.text, sizeof p.text, "truck:mass_t=%g", gross_t);
    return p;
}

/* The scenario's own file stands beside its tables. */
static void roads_path(const mlg_scenario *s, const mlg_options *o, char *path, size_t size)
{
    const char *asked = mlg__option_text(o, "roads.file");
    if (asked[0]) snprintf(path, size, "%s", asked);
    else if (!s->roads[0] || s->roads[0] == '/' || !s->folder || !s->folder[0]) snprintf(path, size, "%s", s->roads);
    else snprintf(path, size, "%s%s%s", s->folder, s->folder[strlen(s->folder) - 1] == '/' ? "" : "/", s->roads);
}

static mlg_status road_legs(const mlg_scenario *s, const mlg_options *o, const char *path, const struct places *places,
                            mlg_leg_source *legs, mlg_error *err)
{
    struct arena memory = { 0 };
    struct class_profile *profiles = arena_array(&memory, struct class_profile, s->vehicle_count);
    struct energy_table *tables = arena_array(&memory, struct energy_table, s->vehicle_count);
    mlg_road_class *classes = arena_array(&memory, mlg_road_class, s->vehicle_count);
    mlg_roads *roads = NULL;
    mlg_status status = memory.failed ? mlg__no_memory(err, path) : mlg_roads_open(path, &roads, err);
    for (int32_t i = 0; !status && i < s->vehicle_count; i++) {
        const struct vehicle_class *c = &s->vehicles[i];
        profiles[i] = mlg__class_profile(c);
        mlg__energy_table(c, &tables[i]);
        classes[i] = (mlg_road_class) { profiles[i].text, &tables[i], curve_of(c) };
    }
    const mlg_roads_source_spec spec = { .classes = classes, .class_count = s->vehicle_count, .places = places->points,
                                         .place_names = places->names, .place_count = places->count,
                                         .snap_radius_m = mlg__option_real(o, "roads.snap_m"),
                                         .curb = mlg__option_int(o, "roads.curb") == 1,
                                         .no_crow_flight = mlg__option_int(o, "roads.crow_flight") == 0,
                                         .hour = (int32_t)mlg__option_int(o, "roads.hour") };
    if (!status) {
        status = mlg_roads_source(roads, &spec, legs, err);
        if (status) mlg_roads_free(roads);
    }
    if (status == MLG_NO_FILE || status == MLG_BAD_INPUT) {
        status = MLG_NO_ROADS; /* asked for, and not available */
        if (err) err->status = status;
    }
    mlg__arena_free(&memory);
    return status;
}

static mlg_status router_legs(const mlg_scenario *s, const mlg_options *o, const struct places *places, mlg_leg_source *legs, mlg_error *err)
{
    struct arena memory = { 0 };
    struct class_profile *profiles = arena_array(&memory, struct class_profile, s->vehicle_count);
    mlg_road_class *classes = arena_array(&memory, mlg_road_class, s->vehicle_count);
    for (int32_t i = 0; !memory.failed && i < s->vehicle_count; i++) {
        profiles[i] = mlg__class_profile(&s->vehicles[i]);
        classes[i] = (mlg_road_class) { profiles[i].text, NULL, curve_of(&s->vehicles[i]) };
    }
    const struct router_spec spec = { .router = mlg__option_text(o, "roads.router"), .classes = classes, .class_count = s->vehicle_count,
                                      .places = places->points, .place_names = places->names, .place_count = places->count,
                                      .no_crow_flight = mlg__option_int(o, "roads.crow_flight") == 0 };
    const mlg_status status = memory.failed ? mlg__no_memory(err, "a router") : mlg__router_source(&spec, legs, err);
    mlg__arena_free(&memory);
    return status;
}

static mlg_status crow_legs(const mlg_scenario *s, const struct places *places, mlg_leg_source *legs, mlg_error *err)
{
    mlg_energy_curve *curves = mlg__malloc((size_t)s->vehicle_count * sizeof *curves);
    if (!curves) return mlg__no_memory(err, "places");
    for (int32_t i = 0; i < s->vehicle_count; i++) curves[i] = curve_of(&s->vehicles[i]);
    const mlg_status status = mlg_roads_crow(places->lat_deg, places->lon_deg, places->count, curves, s->vehicle_count, legs, err);
    mlg__free(curves);
    return status;
}

mlg_status mlg_scenario_legs(const mlg_scenario *s, const mlg_options *o, mlg_leg_source *legs, mlg_error *err)
{
    struct places places = { 0 };
    char path[4096];
    *legs = (mlg_leg_source) { 0 };
    roads_path(s, o, path, sizeof path);
    mlg_status status = list_places(s, &places, err);
    if (status) {}
    else if (is_cloud(s)) status = mlg_roads_fibre(places.lat_deg, places.lon_deg, places.count, s->fibre.route_factor, legs, err);
    else if (mlg__option_text(o, "roads.router")[0]) status = router_legs(s, o, &places, legs, err);
    else if (path[0]) status = road_legs(s, o, path, &places, legs, err);
    else status = crow_legs(s, &places, legs, err);
    mlg__arena_free(&places.memory);
    return status;
}

/* ---- one class on its own ---- */

mlg_status mlg_class_metric(const mlg_roads *roads, const char *class_id, const mlg_metric_spec *spec, const mlg_options *o,
                            mlg_metric **metric, mlg_error *err)
{
    struct arena memory = { 0 };
    struct emission_tables tables = { 0 };
    struct energy_table energy;
    struct class_profile profile;
    mlg_metric_spec full = *spec;
    const char *data = mlg__option_text(o, "accounts.data");
    *metric = NULL;
    mlg_status status = mlg__emissions_read(data[0] ? data : NULL, &memory, &tables, NULL, err);
    if (!status) status = mlg__fleet_complete(&tables, NULL, err);
    const struct vehicle_class *c = status ? NULL : mlg__fleet_class(&tables, class_id);
    if (!status && !c)
        status = mlg__fail(err, MLG_BAD_INPUT, "--class", TXT("there is no vehicle class \"%s\"", "il n'y a pas de classe de véhicule « %s »"),
                           TXT("see data/emissions/vehicle_classes.csv, for example van35_diesel", "voyez data/emissions/vehicle_classes.csv, par exemple van35_diesel"),
                           class_id);
    if (c) {
        mlg__energy_table(c, &energy);
        profile = mlg__class_profile(c);
        full.energy = &energy;
        if (!full.profile) full.profile = profile.text;
        status = mlg_metric_make(roads, &full, metric, err);
    }
    mlg__arena_free(&memory);
    return status;
}
