/* tasks_legs.c — see tasks_legs.h. */
#include "api/tasks_legs.h"

#include <stdio.h>
#include <string.h>

#include "api/router.h"
#include "api/tasks_energy.h"

/* What is known of legs: given in the document, or to be made from coordinates. */
static bool needs_time(const struct task_legs *l) { return !l->durations; }
static bool needs_distance(const struct tasks *t, const struct task_legs *l)
{
    return !l->distances && (!l->durations || t->shows_distance || l->emissions);
}

static const char *place_name(const struct tasks *t, struct arena *memory, int32_t place)
{
    char name[160];
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if ((t->vehicles[i].has_start && t->vehicles[i].start.place == place) ||
            (t->vehicles[i].has_end && t->vehicles[i].end.place == place)) {
            snprintf(name, sizeof name, "vehicle %.40s, %s", t->vehicles[i].name,
                     t->vehicles[i].has_start && t->vehicles[i].start.place == place ? "start" : "end");
            return mlg__arena_text(memory, name);
        }
    return NULL;
}

/* The names of all places for messages: the first who is there. */
static const char **place_names(const struct tasks *t, struct arena *memory)
{
    const char **names = arena_array(memory, const char *, t->place_count);
    for (int32_t i = 0; names && i < t->task_count; i++) {
        const struct task *task = &t->tasks[i];
        char name[160];
        if (names[task->at.place]) continue;
        const bool named = task->description[0] && strcmp(task->description, task->name);
        snprintf(name, sizeof name, "%s %.40s%s%.80s", mlg__task_name(task->kind), task->name, named ? ", " : "",
                 named ? task->description : "");
        names[task->at.place] = mlg__arena_text(memory, name);
    }
    for (int32_t i = 0; names && i < t->place_count; i++)
        if (!names[i]) names[i] = place_name(t, memory, i);
    for (int32_t i = 0; names && i < t->place_count; i++)
        if (!names[i]) names[i] = "";
    return names;
}

/* The profile that the road engine knows. */
static mlg_status road_profile(const struct task_legs *l, const char **profile, mlg_error *err)
{
    bool inexact;
    *profile = strchr(l->profile, ':') ? l->profile : mlg__tasks_profile(l->profile, &inexact);
    if (*profile && strcmp(*profile, "foot")) return MLG_OK;
    return mlg__fail(err, MLG_NO_ROADS, "vehicles",
                     TXT("no legs on roads for profile \"%.60s\"", "pas de trajets routiers pour le profil « %.60s »"),
                     TXT("road files know car, van, truck and cargobike",
                         "les fichiers de routes connaissent car, van, truck et cargobike"),
                     l->profile);
}

static mlg_status open_source(const struct tasks *t, const mlg_options *o, const mlg_road_class *classes, int32_t count,
                              struct tasks_legs *made, mlg_error *err)
{
    const char **names = place_names(t, &made->arena);
    const char *router = mlg__option_text(o, "roads.router"), *file = mlg__option_text(o, "roads.file");
    if (!names || made->arena.failed) return mlg__no_memory(err, t->file);
    if (router[0]) {
        const struct router_spec spec = { .router = router,
                                          .classes = classes,
                                          .class_count = count,
                                          .places = t->points,
                                          .place_names = names,
                                          .place_count = t->place_count,
                                          .no_crow_flight = mlg__option_int(o, "roads.crow_flight") == 0 };
        return mlg__router_source(&spec, &made->source, err);
    }
    mlg_roads *roads = NULL;
    const mlg_roads_source_spec spec = { .classes = classes,
                                         .class_count = count,
                                         .places = t->points,
                                         .place_names = names,
                                         .place_count = t->place_count,
                                         .snap_radius_m = mlg__option_real(o, "roads.snap_m"),
                                         .curb = mlg__option_int(o, "roads.curb") == 1,
                                         .no_crow_flight = mlg__option_int(o, "roads.crow_flight") == 0,
                                         .hour = (int32_t)mlg__option_int(o, "roads.hour") };
    mlg_status status = mlg_roads_open(file, &roads, err);
    if (!status) {
        status = mlg_roads_source(roads, &spec, &made->source, err);
        if (status) mlg_roads_free(roads);
    }
    if (status == MLG_NO_FILE || status == MLG_BAD_INPUT) {
        status = MLG_NO_ROADS; /* asked for, and not available */
        if (err) err->status = status;
    }
    return status;
}

/* Planes of one profile, a block of rows at a time. Places without coordinates (rows of matrices that nothing uses) are
 * unreachable. */
static mlg_status fill_planes(struct tasks *t, const mlg_leg_source *source, struct task_legs *l, int32_t class_index,
                              mlg_error *err)
{
    enum { BLOCK_LEGS = 1 << 20 };
    const int32_t n = t->place_count;
    struct arena *planes = &t->tree.planes;
    int32_t *time =
        needs_time(l) ? mlg__arena_bytes(planes, (size_t)n * (size_t)n, sizeof *time, _Alignof(int32_t)) : NULL;
    int32_t *distance = needs_distance(t, l)
                            ? mlg__arena_bytes(planes, (size_t)n * (size_t)n, sizeof *distance, _Alignof(int32_t))
                            : NULL;
    int32_t *kj = NULL, *j_per_unit = NULL;
    if (l->emissions && (needs_time(l) || needs_distance(t, l))) {
        kj = mlg__arena_bytes(planes, (size_t)n * (size_t)n, sizeof *kj, _Alignof(int32_t));
        j_per_unit = mlg__arena_bytes(planes, (size_t)n * (size_t)n, sizeof *j_per_unit, _Alignof(int32_t));
    }
    int32_t *used = mlg__malloc((size_t)n * sizeof *used), count = 0;
    for (int32_t i = 0; used && i < n; i++)
        if (t->has_point[i]) used[count++] = i;
    const int32_t rows = count ? max32(1, min32(count, BLOCK_LEGS / count)) : 1;
    mlg_leg *legs = mlg__malloc((size_t)rows * (size_t)count * sizeof *legs);
    mlg_status status = planes->failed || !used || !legs ? mlg__no_memory(err, t->file) : MLG_OK;
    for (int64_t i = 0; !status && count < n && i < (int64_t)n * n; i++) {
        if (time) time[i] = MLG_UNREACHABLE;
        if (distance) distance[i] = MLG_UNREACHABLE;
    }
    for (int32_t from = 0; !status && from < count; from += rows) {
        const int32_t block = min32(rows, count - from);
        status = source->rows(source->self, class_index, used + from, block, used, count, legs, err);
        for (int64_t i = 0; !status && i < (int64_t)block * count; i++) {
            const int64_t to = (int64_t)used[from + i / count] * n + used[i % count];
            if (time) time[to] = legs[i].time_s;
            if (distance) distance[to] = legs[i].distance_m;
            if (!kj || legs[i].distance_m == MLG_UNREACHABLE) continue;
            const struct leg_energy e = mlg__tasks_given_energy(t, &legs[i]);
            kj[to] = e.kj, j_per_unit[to] = e.j_per_unit;
        }
    }
    l->time_s = time, l->distance_m = distance;
    if (kj) l->energy_kj = kj, l->energy_j_per_unit = j_per_unit;
    mlg__free(used);
    mlg__free(legs);
    return status;
}

/* Times and distances are given, so the energy follows. */
static mlg_status given_energy(struct tasks *t, struct task_legs *l, const struct vehicle_class *c, mlg_error *err)
{
    struct arena *planes = &t->tree.planes;
    const int64_t entries = (int64_t)t->place_count * t->place_count;
    int32_t *kj = mlg__arena_bytes(planes, (size_t)entries, sizeof *kj, _Alignof(int32_t));
    int32_t *j_per_unit = mlg__arena_bytes(planes, (size_t)entries, sizeof *j_per_unit, _Alignof(int32_t));
    if (planes->failed) return mlg__no_memory(err, t->file);
    for (int64_t i = 0; i < entries; i++) {
        const int32_t time_s = l->durations->values[i], distance_m = l->distances->values[i];
        if (time_s > MLG_LEG_MAX || distance_m > MLG_LEG_MAX) continue;
        const struct leg_energy e = mlg__tasks_leg_energy(t, c, time_s, distance_m);
        kj[i] = e.kj, j_per_unit[i] = e.j_per_unit;
    }
    l->energy_kj = kj, l->energy_j_per_unit = j_per_unit;
    return MLG_OK;
}

/* By crow flight nothing has to be kept, unless other planes are given beside, or energy. */
static mlg_status crow_legs(struct tasks *t, const mlg_road_class *classes, int32_t count, struct tasks_legs *made,
                            mlg_findings *found, mlg_error *err)
{
    bool told = false;
    for (int32_t i = 0; i < t->legs_count; i++) {
        struct task_legs *l = &t->legs[i];
        bool inexact;
        const char *profile = mlg__tasks_profile(l->profile, &inexact);
        if (made->class_of[i] == MLG_NONE) continue;
        if (profile && !told && (!strcmp(profile, "foot") || !strcmp(profile, "cargobike"))) {
            told = true;
            mlg__warn(
                found, "vehicles",
                TXT("by crow flight, profile \"%.60s\" is as fast as a van",
                    "à vol d'oiseau, le profil « %.60s » va aussi vite qu'une camionnette"),
                TXT("give roads, matrices or a speed_factor", "donnez des routes, des matrices ou un speed_factor"),
                l->profile);
        }
        if (needs_time(l) && !l->emissions) {
            l->crow = true;
            continue;
        }
        if (!made->source.rows) {
            double *lat = arena_array(&made->arena, double, t->place_count),
                   *lon = arena_array(&made->arena, double, t->place_count);
            mlg_energy_curve *curves = arena_array(&made->arena, mlg_energy_curve, count);
            if (made->arena.failed) return mlg__no_memory(err, t->file);
            for (int32_t k = 0; k < t->place_count; k++) lat[k] = t->points[k].lat_deg, lon[k] = t->points[k].lon_deg;
            for (int32_t k = 0; k < count; k++) curves[k] = classes[k].curve;
            MLG_TRY(mlg_roads_crow(lat, lon, t->place_count, curves, count, &made->source, err));
        }
        MLG_TRY(fill_planes(t, &made->source, l, made->class_of[i], err));
    }
    return MLG_OK;
}

static mlg_status road_legs(struct tasks *t, const mlg_options *o, const mlg_road_class *classes, int32_t count,
                            struct tasks_legs *made, mlg_findings *found, mlg_error *err)
{
    MLG_TRY(open_source(t, o, classes, count, made, err));
    mlg__findings_add(found, made->source.found);
    for (int32_t i = 0; i < t->legs_count; i++)
        if (made->class_of[i] != MLG_NONE) MLG_TRY(fill_planes(t, &made->source, &t->legs[i], made->class_of[i], err));
    return MLG_OK;
}

mlg_status mlg__tasks_legs(struct tasks *t, const mlg_options *o, bool geometry, struct tasks_legs *made,
                           mlg_findings *found, mlg_error *err)
{
    const bool roads = mlg__option_text(o, "roads.router")[0] || mlg__option_text(o, "roads.file")[0];
    struct arena *memory = &made->arena;
    mlg_road_class *classes = arena_array(memory, mlg_road_class, t->legs_count);
    struct energy_table *energy = arena_array(memory, struct energy_table, t->legs_count);
    const struct vehicle_class **drives = arena_array(memory, const struct vehicle_class *, t->legs_count);
    bool *used = arena_array(memory, bool, t->legs_count);
    int32_t count = 0;
    made->class_of = arena_array(memory, int32_t, t->legs_count);
    if (memory->failed) return mlg__no_memory(err, t->file);
    MLG_TRY(mlg__tasks_classes(t, o, memory, drives, found, err));
    for (int32_t i = 0; i < t->vehicle_count; i++) used[t->vehicles[i].legs] = true;
    for (int32_t i = 0; i < t->legs_count; i++) {
        struct task_legs *l = &t->legs[i];
        const bool complete = !needs_time(l) && !needs_distance(t, l), asked = used[i] && (!complete || geometry);
        made->class_of[i] = asked ? count : MLG_NONE;
        made->any_given |= used[i] && l->durations;
        made->any_made |= used[i] && needs_time(l);
        if (used[i] && l->emissions && complete) MLG_TRY(given_energy(t, l, drives[i], err));
        if (!asked) continue;
        if (drives[i]) {
            mlg__energy_table(drives[i], &energy[count]);
            classes[count].energy = &energy[count], classes[count].curve = mlg__energy_curve(drives[i]);
        }
        if (roads) MLG_TRY(road_profile(l, &classes[count].profile, err));
        count++;
    }
    if (count == 0) return MLG_OK;
    if (!mlg__option_text(o, "roads.file")[0]) mlg__tasks_tell_swapped(t, found); /* a map tells it itself */
    return roads ? road_legs(t, o, classes, count, made, found, err) : crow_legs(t, classes, count, made, found, err);
}

void mlg__tasks_legs_free(struct tasks_legs *made)
{
    mlg_roads_source_free(&made->source);
    mlg__arena_free(&made->arena);
}
