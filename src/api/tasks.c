/* tasks.c — a day's work from a document to its answer: read, legs, search, check, write. */
#include <stdio.h>
#include <string.h>

#include "api/priority.h"
#include "api/router.h"
#include "api/start.h"
#include "api/tasks.h"
#include "api/tasks_energy.h"
#include "base/clock.h"
#include "base/options.h"
#include "io/file.h"
#include "io/looks.h"
#include "io/sol.h"
#include "io/stops_read.h"
#include "io/tasks_tables.h"
#include "io/vroom.h"
#include "io/vroom_answer.h"
#include "io/vroom_claims.h"
#include "maillage/explain.h"

struct mlg_tasks {
    struct tasks t;
    struct tasks_ask ask;
    struct arena arena;
    mlg_problem *p;
    mlg_plan *plan, *start;
    struct vroom_answer answer, instead; /* instead: by the document's cost alone, where CO2 has a price too */
    bool compared;
    mlg_explanation *reasons;                /* of what the answer leaves out */
    mlg_leg_source legs;                    /* zeroed: all legs were given, or crow flight */
    int32_t *class_of;                      /* [legs] */
    const struct vehicle_class **emissions; /* [legs] who drives them, or NULL */
    bool any_given, any_made;
    double loaded_s, solve_s, legs_s;
};

void mlg_tasks_free(mlg_tasks *s)
{
    if (!s) return;
    mlg__vroom_answer_free(&s->answer);
    mlg__vroom_answer_free(&s->instead);
    mlg_explanation_free(s->reasons);
    mlg_plan_free(s->plan);
    mlg_plan_free(s->start);
    mlg_problem_free(s->p);
    mlg_roads_source_free(&s->legs);
    mlg__tasks_free(&s->t);
    mlg__arena_free(&s->arena);
    mlg__free(s);
}

const mlg_problem *mlg_tasks_problem(const mlg_tasks *s) { return s->p; }
const mlg_plan *mlg_tasks_plan(const mlg_tasks *s) { return s->plan; }
const mlg_explanation *mlg_tasks_reasons(const mlg_tasks *s) { return s->reasons; }
const struct tasks *mlg__tasks_file(const mlg_tasks *s) { return s ? &s->t : NULL; }
int64_t mlg_tasks_origin_s(const mlg_tasks *s) { return s->t.origin_s; }
int32_t mlg_tasks_more(const mlg_tasks *s) { return s->t.more ? s->t.task_count - s->t.more : MLG_NONE; }

/* ---- legs ------------------------------------------------------------------------------------------------------ */

/* What is known of legs: given in the document, or to be made from coordinates. */
static bool needs_time(const struct task_legs *l) { return !l->durations; }
static bool needs_distance(const struct tasks *t, const struct task_legs *l)
{
    return !l->distances && (!l->durations || t->shows_distance || l->emissions);
}

static const char *place_name(mlg_tasks *s, int32_t place)
{
    const struct tasks *t = &s->t;
    char name[160];
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if ((t->vehicles[i].has_start && t->vehicles[i].start.place == place) ||
            (t->vehicles[i].has_end && t->vehicles[i].end.place == place)) {
            snprintf(name, sizeof name, "vehicle %.40s, %s", t->vehicles[i].name,
                     t->vehicles[i].has_start && t->vehicles[i].start.place == place ? "start" : "end");
            return mlg__arena_text(&s->arena, name);
        }
    return NULL;
}

/* The names of all places for messages: the first who is there. */
static const char **place_names(mlg_tasks *s)
{
    struct tasks *t = &s->t;
    const char **names = arena_array(&s->arena, const char *, t->place_count);
    for (int32_t i = 0; names && i < t->task_count; i++) {
        const struct task *task = &t->tasks[i];
        char name[160];
        if (names[task->at.place]) continue;
        const bool named = task->description[0] && strcmp(task->description, task->name);
        snprintf(name, sizeof name, "%s %.40s%s%.80s", mlg__task_name(task->kind), task->name, named ? ", " : "",
                 named ? task->description : "");
        names[task->at.place] = mlg__arena_text(&s->arena, name);
    }
    for (int32_t i = 0; names && i < t->place_count; i++)
        if (!names[i]) names[i] = place_name(s, i);
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

static mlg_status open_source(mlg_tasks *s, const mlg_options *o, const mlg_road_class *classes, int32_t count,
                              mlg_error *err)
{
    const struct tasks *t = &s->t;
    const char **names = place_names(s);
    const char *router = mlg__option_text(o, "roads.router"), *file = mlg__option_text(o, "roads.file");
    if (!names || s->arena.failed) return mlg__no_memory(err, t->file);
    if (router[0]) {
        const struct router_spec spec = { .router = router,
                                          .classes = classes,
                                          .class_count = count,
                                          .places = t->points,
                                          .place_names = names,
                                          .place_count = t->place_count,
                                          .no_crow_flight = mlg__option_int(o, "roads.crow_flight") == 0 };
        return mlg__router_source(&spec, &s->legs, err);
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
        status = mlg_roads_source(roads, &spec, &s->legs, err);
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
static mlg_status fill_planes(mlg_tasks *s, struct task_legs *l, int32_t class_index, mlg_error *err)
{
    enum { BLOCK_LEGS = 1 << 20 };
    struct tasks *t = &s->t;
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
        status = s->legs.rows(s->legs.self, class_index, used + from, block, used, count, legs, err);
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
static mlg_status given_energy(mlg_tasks *s, struct task_legs *l, const struct vehicle_class *c, mlg_error *err)
{
    struct arena *planes = &s->t.tree.planes;
    const int64_t entries = (int64_t)s->t.place_count * s->t.place_count;
    int32_t *kj = mlg__arena_bytes(planes, (size_t)entries, sizeof *kj, _Alignof(int32_t));
    int32_t *j_per_unit = mlg__arena_bytes(planes, (size_t)entries, sizeof *j_per_unit, _Alignof(int32_t));
    if (planes->failed) return mlg__no_memory(err, s->t.file);
    for (int64_t i = 0; i < entries; i++) {
        const int32_t time_s = l->durations->values[i], distance_m = l->distances->values[i];
        if (time_s > MLG_LEG_MAX || distance_m > MLG_LEG_MAX) continue;
        const struct leg_energy e = mlg__tasks_leg_energy(&s->t, c, time_s, distance_m);
        kj[i] = e.kj, j_per_unit[i] = e.j_per_unit;
    }
    l->energy_kj = kj, l->energy_j_per_unit = j_per_unit;
    return MLG_OK;
}

/* By crow flight nothing has to be kept, unless other planes are given beside, or energy. */
static mlg_status crow_legs(mlg_tasks *s, const mlg_road_class *classes, int32_t count, mlg_findings *found,
                            mlg_error *err)
{
    struct tasks *t = &s->t;
    bool told = false;
    for (int32_t i = 0; i < t->legs_count; i++) {
        struct task_legs *l = &t->legs[i];
        bool inexact;
        const char *profile = mlg__tasks_profile(l->profile, &inexact);
        if (s->class_of[i] == MLG_NONE) continue;
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
        if (!s->legs.rows) {
            double *lat = arena_array(&s->arena, double, t->place_count),
                   *lon = arena_array(&s->arena, double, t->place_count);
            mlg_energy_curve *curves = arena_array(&s->arena, mlg_energy_curve, count);
            if (s->arena.failed) return mlg__no_memory(err, t->file);
            for (int32_t k = 0; k < t->place_count; k++) lat[k] = t->points[k].lat_deg, lon[k] = t->points[k].lon_deg;
            for (int32_t k = 0; k < count; k++) curves[k] = classes[k].curve;
            MLG_TRY(mlg_roads_crow(lat, lon, t->place_count, curves, count, &s->legs, err));
        }
        MLG_TRY(fill_planes(s, l, s->class_of[i], err));
    }
    return MLG_OK;
}

static mlg_status road_legs(mlg_tasks *s, const mlg_options *o, mlg_road_class *classes, int32_t count,
                            mlg_findings *found, mlg_error *err)
{
    MLG_TRY(open_source(s, o, classes, count, err));
    mlg__findings_add(found, s->legs.found);
    for (int32_t i = 0; i < s->t.legs_count; i++)
        if (s->class_of[i] != MLG_NONE) MLG_TRY(fill_planes(s, &s->t.legs[i], s->class_of[i], err));
    return MLG_OK;
}

static mlg_status make_legs(mlg_tasks *s, const mlg_options *o, mlg_findings *found, mlg_error *err)
{
    struct tasks *t = &s->t;
    const bool roads = mlg__option_text(o, "roads.router")[0] || mlg__option_text(o, "roads.file")[0];
    mlg_road_class *classes = arena_array(&s->arena, mlg_road_class, t->legs_count);
    struct energy_table *energy = arena_array(&s->arena, struct energy_table, t->legs_count);
    bool *used = arena_array(&s->arena, bool, t->legs_count);
    int32_t count = 0;
    s->class_of = arena_array(&s->arena, int32_t, t->legs_count);
    s->emissions = arena_array(&s->arena, const struct vehicle_class *, t->legs_count);
    if (s->arena.failed) return mlg__no_memory(err, t->file);
    MLG_TRY(mlg__tasks_classes(t, o, &s->arena, s->emissions, found, err));
    for (int32_t i = 0; i < t->vehicle_count; i++) used[t->vehicles[i].legs] = true;
    for (int32_t i = 0; i < t->legs_count; i++) {
        const struct task_legs *l = &t->legs[i];
        const bool made = used[i] && (needs_time(l) || needs_distance(t, l) || s->ask.geometry);
        s->class_of[i] = made ? count : MLG_NONE;
        s->any_given |= used[i] && l->durations;
        s->any_made |= used[i] && needs_time(l);
        if (used[i] && l->emissions && !needs_time(l) && !needs_distance(t, l))
            MLG_TRY(given_energy(s, &t->legs[i], s->emissions[i], err));
        if (!made) continue;
        if (s->emissions[i]) {
            mlg__energy_table(s->emissions[i], &energy[count]);
            classes[count].energy = &energy[count], classes[count].curve = mlg__energy_curve(s->emissions[i]);
        }
        if (roads) MLG_TRY(road_profile(l, &classes[count].profile, err));
        count++;
    }
    if (count == 0) return MLG_OK;
    if (!mlg__option_text(o, "roads.file")[0]) mlg__tasks_tell_swapped(t, found); /* a map tells it itself */
    return roads ? road_legs(s, o, classes, count, found, err) : crow_legs(s, classes, count, found, err);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    if (n > 3 && !strcmp(name + n - 3, ".gz")) n -= 3;
    return n >= m && !memcmp(name + n - m, suffix, m);
}

/* What stands inside goes before the name. */
static mlg_format format_of(const char *name, const char *bytes, size_t size)
{
    const enum looks looks = mlg__looks(bytes, size);
    if (mlg__looks_json(looks)) return MLG_FORMAT_VROOM;
    if (looks == LOOKS_STOPS) return MLG_FORMAT_STOPS;
    if (ends_in(name, ".json")) return MLG_FORMAT_VROOM;
    return ends_in(name, ".csv") || ends_in(name, ".tsv") ? MLG_FORMAT_STOPS : MLG_FORMAT_AUTO;
}

mlg_format mlg_tasks_format(const char *file)
{
    char head[4096];
    FILE *f = strcmp(file, "-") ? fopen(file, "rb") : NULL;
    const size_t count = f ? fread(head, 1, sizeof head, f) : 0;
    if (f) fclose(f);
    return format_of(file, head, count);
}

static mlg_status read_stops(mlg_tasks *s, const mlg_tasks_spec *spec, const struct stops_file *stops,
                             mlg_findings *found, mlg_error *err)
{
    const mlg_tasks_fleet none = { 0 }, *f = spec->fleet ? spec->fleet : &none;
    const struct stops_fleet fleet = { .count = f->count,
                                       .has_depot = f->has_depot,
                                       .lat_deg = f->lat_deg,
                                       .lon_deg = f->lon_deg,
                                       .capacity = f->capacity,
                                       .open_s = f->open_s,
                                       .close_s = f->close_s,
                                       .service_s = f->service_s,
                                       .max_stops = f->max_stops };
    char *bytes = NULL;
    struct stops_file vehicles = { .name = spec->vehicles };
    mlg_status status = MLG_OK;
    if (spec->vehicles) status = mlg__file_read(spec->vehicles, MLG_FILE_LIMIT, &bytes, &vehicles.size, err);
    vehicles.bytes = bytes;
    if (!status) status = mlg__stops_read(stops, spec->vehicles ? &vehicles : NULL, &fleet, &s->ask, &s->t, found, err);
    mlg__free(bytes);
    return status;
}

static mlg_status read_document(mlg_tasks *s, const char *name, const char *bytes, size_t size,
                                const mlg_tasks_spec *spec, mlg_findings *found, mlg_error *err)
{
    const mlg_format format = spec->format == MLG_FORMAT_AUTO ? format_of(name, bytes, size) : spec->format;
    const struct stops_file stops = { name, bytes, size };
    if (format == MLG_FORMAT_STOPS) return read_stops(s, spec, &stops, found, err);
    return mlg__vroom_read(name, bytes, size, &s->ask, &s->t, found, err);
}

/* Without an error of the document itself, one of the whole (no memory, no roads) is told too, so that found has them
 * all. */
static mlg_status complete(mlg_tasks *s, const mlg_options *o, mlg_findings *found, mlg_error *err)
{
    const double before = mlg__now_s();
    MLG_TRY(make_legs(s, o, found, err));
    s->legs_s = mlg__now_s() - before;
    return mlg__tasks_problem(&s->t, &s->ask, &s->p, found, err);
}

static mlg_status begin(const mlg_tasks_spec *spec, mlg_tasks **tasks, mlg_error *err)
{
    mlg_tasks *s = *tasks = mlg__malloc(sizeof *s);
    if (!s) return mlg__no_memory(err, "tasks");
    s->ask = (struct tasks_ask) { .plan_mode = spec->plan_mode,
                                  .geometry = spec->geometry,
                                  .profile = mlg__arena_text(&s->arena, spec->profile),
                                  .more = mlg__arena_text(&s->arena, spec->more),
                                  .more_name =
                                      mlg__arena_text(&s->arena, spec->more_name ? spec->more_name : "stop") };
    return MLG_OK;
}

/* bytes are freed as soon as they are read where they are the reader's own. */
static mlg_status read_all(const char *name, const char *bytes, char *own, size_t size, const mlg_tasks_spec *spec,
                           const mlg_options *o, mlg_tasks **tasks, mlg_findings *found, mlg_error *err)
{
    const double before = mlg__now_s();
    mlg_findings *list = found ? found : mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_status status = begin(spec, tasks, err);
    mlg_tasks *s = *tasks;
    if (!status && !list) status = mlg__no_memory(err, name);
    if (!status) {
        const char *kept = mlg__arena_text(&s->arena, name);
        status = kept ? read_document(s, kept, bytes, size, spec, list, err) : mlg__no_memory(err, name);
    }
    mlg__free(own);
    if (!status) status = complete(s, o, list, err);
    if (s) s->loaded_s = mlg__now_s() - before - s->legs_s;
    if (status == MLG_BAD_INPUT) mlg__first_error(list, err);
    if (!found) mlg_findings_free(list);
    if (!status) return MLG_OK;
    mlg_tasks_free(s);
    *tasks = NULL;
    return status;
}

mlg_status mlg_tasks_read_bytes(const char *name, const char *bytes, size_t size, const mlg_tasks_spec *spec,
                                const mlg_options *o, mlg_tasks **tasks, mlg_findings *found, mlg_error *err)
{
    *tasks = NULL;
    return read_all(name, bytes, NULL, size, spec, o, tasks, found, err);
}

mlg_status mlg_tasks_read(const char *file, const mlg_tasks_spec *spec, const mlg_options *o, mlg_tasks **tasks,
                          mlg_findings *found, mlg_error *err)
{
    char *bytes = NULL;
    size_t size = 0;
    *tasks = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &size, err));
    return read_all(file, bytes, bytes, size, spec, o, tasks, found, err);
}

/* ---- solving --------------------------------------------------------------------------------------------------- */

/* The steps of a vehicle as codes of a sequence; their number. */
static int32_t codes_of(const mlg_tasks *s, const struct task_vehicle *v, int32_t *codes)
{
    int32_t count = 0;
    for (int32_t k = 0; k < v->step_count; k++) {
        if (mlg__step_is_task(v->steps[k].kind)) codes[count++] = v->steps[k].index;
        if (v->steps[k].kind == STEP_BREAK) codes[count++] = ~(s->p->place_count + v->steps[k].index);
    }
    return count;
}

/* The given steps as a plan; in plan mode a route without a step counts too. */
static mlg_status plan_of_steps(const mlg_tasks *s, mlg_plan **plan, mlg_error *err)
{
    struct arena scratch = { 0 };
    struct sequence *sequences = arena_array(&scratch, struct sequence, s->p->vehicle_count);
    int32_t count = 0;
    for (int32_t i = 0; i < s->p->vehicle_count && !scratch.failed; i++) {
        const struct task_vehicle *v = &s->t.vehicles[s->t.vehicle_of[i]];
        int32_t *codes = arena_array(&scratch, int32_t, v->step_count);
        if (!codes) break;
        sequences[count] = (struct sequence) { .vehicle = i, .stops = codes, .stop_count = codes_of(s, v, codes) };
        count += s->ask.plan_mode ? v->steps_given : sequences[count].stop_count > 0;
    }
    mlg_status status = scratch.failed ? mlg__no_memory(err, "given steps") : MLG_OK;
    if (!status && count) status = mlg__plan_from_sequences(s->p, sequences, count, plan, err);
    mlg__arena_free(&scratch);
    return status;
}

/* Given steps as a plan to begin from; NULL where there are none. Every rule that they break is told. */
static mlg_status start_of(const mlg_tasks *s, mlg_plan **start, mlg_findings *found, mlg_error *err)
{
    struct vroom_answer given = { 0 };
    const int64_t before = mlg_findings_count(found, false);
    mlg_status status = mlg__vroom_from_start(&s->t, s->p, &given, found, err);
    if (!status && mlg_findings_count(found, false) > before) status = MLG_BAD_INPUT, mlg__first_error(found, err);
    if (!status) status = plan_of_steps(s, start, err);
    mlg__vroom_answer_free(&given);
    return status;
}

/* The better of start and plan, where the start holds: nobody is worse off for having given one. */
static mlg_status keep_better(mlg_tasks *s, mlg_plan **start, mlg_error *err)
{
    bool holds = false;
    if (!*start || mlg__no_worse(s->p, s->t.goal.fewest_vehicles, s->plan, *start)) return MLG_OK;
    MLG_TRY(mlg__start_holds(s->p, *start, &holds, err));
    if (!holds) return MLG_OK;
    mlg_plan *worse = s->plan;
    s->plan = *start;
    *start = worse;
    return MLG_OK;
}

/* Our own plan must pass the checker before anyone sees it. */
static mlg_status verify(const mlg_tasks *s, mlg_findings *found, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(mlg__findings_lang(found));
    mlg_status status = mlg_check_routes(s->p, s->plan, violations, NULL, err);
    if (!status && mlg_findings_count(violations, false)) {
        mlg__findings_add(found, violations);
        mlg__first_error(violations, err);
        status = MLG_INTERNAL;
        if (err) err->status = status;
    }
    mlg_findings_free(violations);
    return status;
}

#define BY_COST_SHARE 0.4 /* of the budget */

/* The same problem by the document's cost alone; shares all else with s->p. */
static bool plain_problem(const mlg_tasks *s, struct arena *memory, mlg_problem *plain)
{
    mlg_vehicle *vehicles = arena_array(memory, mlg_vehicle, s->p->vehicle_count);
    *plain = *s->p;
    for (int32_t i = 0; vehicles && i < s->p->vehicle_count; i++) {
        vehicles[i] = s->p->vehicles[i];
        vehicles[i].rates = s->t.vehicles[s->t.vehicle_of[i]].rates;
    }
    plain->vehicles = vehicles;
    plain->cost_scale = s->t.cost_scale;
    return vehicles;
}

/* Where CO2 has a price or decides, first a plan that looks at the cost alone: the answer tells both, and so what less
 * CO2 costs, and the search goes on from there. */
static mlg_status plan_by_cost(mlg_tasks *s, const mlg_plan *start, const mlg_options *o, mlg_plan **plan,
                               mlg_error *err)
{
    struct arena memory = { 0 };
    mlg_problem plain;
    mlg_options *part = mlg__options_share(o, BY_COST_SHARE);
    mlg_status status = part && plain_problem(s, &memory, &plain) ? MLG_OK : mlg__no_memory(err, "tasks");
    if (!status) status = mlg__solve_by_priority(&plain, start, part, NULL, NULL, plan, err);
    if (!status) status = mlg__vroom_from_plan(&s->t, s->p, *plan, &s->instead, err);
    s->compared = !status;
    mlg_options_free(part);
    mlg__arena_free(&memory);
    return status;
}

/* ---- why stops are not served ---------------------------------------------------------------------------------- */

/* Visits walked for the reasons of an answer: some 0.1 s, less where the deadline is short. In steps, so that the clock
 * hardly ever decides what is told. */
static int64_t explain_work(const mlg_options *o)
{
    enum { WORK = 500000, SHORT = WORK / 8 };
    const bool timed = mlg__option_is_set(o, "routing.time_limit_s");
    const double limit_s = timed ? mlg__option_real(o, "routing.time_limit_s") : 0;
    return limit_s > 0 && limit_s < 0.3 ? SHORT : WORK;
}

/* No vehicle of the file can serve anything: the limit that is 0 says so. */
static mlg_status why_nobody(mlg_tasks *s, mlg_unserved *all)
{
    const struct task_vehicle *v = &s->t.vehicles[s->t.vehicle_of[0]];
    mlg_reason *r = arena_array(&s->answer.arena, mlg_reason, 1);
    if (!r) return MLG_NO_MEMORY;
    *r = (mlg_reason) { .vehicle = 0, .count = s->t.vehicle_count };
    r->rule = !v->max_tasks        ? MLG_RULE_MAX_TASKS
              : !v->max_drive_s    ? MLG_RULE_MAX_TRAVEL_TIME
              : !v->max_distance_m ? MLG_RULE_MAX_DISTANCE
                                   : MLG_RULE_SHIFT;
    for (int32_t i = 0; i < s->t.task_count; i++) {
        all[i] = (mlg_unserved) { .stop = i, .verdict = MLG_IMPOSSIBLE, .reason_count = 1, .reasons = r };
        s->answer.why[i] = &all[i];
    }
    return MLG_OK;
}

static mlg_status why_unserved(mlg_tasks *s, const mlg_plan *plan, const mlg_options *o, mlg_error *err)
{
    mlg_explanation_free(s->reasons);
    s->reasons = NULL;
    if (!mlg_tasks_unserved(s)) return MLG_OK;
    s->answer.why = arena_array(&s->answer.arena, const mlg_unserved *, s->t.task_count);
    mlg_unserved *all = arena_array(&s->answer.arena, mlg_unserved, s->t.task_count);
    if (s->answer.arena.failed) return mlg__no_memory(err, "reasons");
    if (s->t.nobody_serves) return why_nobody(s, all) ? mlg__no_memory(err, "reasons") : MLG_OK;
    MLG_TRY(mlg_explain(s->p, plan, MLG_NONE, MLG_EXPLAIN_ALL, explain_work(o), &s->reasons, err));
    for (int32_t i = 0; i < mlg_explanation_count(s->reasons); i++) {
        all[i] = mlg_explanation_at(s->reasons, i);
        s->answer.why[all[i].stop] = &all[i];
        if (s->p->mate[all[i].stop] != MLG_NONE) s->answer.why[s->p->mate[all[i].stop]] = &all[i];
    }
    return MLG_OK;
}

/* The plan by the document's goal, from start or NULL. */
static mlg_status find_plan(mlg_tasks *s, const mlg_plan *start, const mlg_options *o, mlg_progress_fn *f, void *user,
                            mlg_error *err)
{
    if (!mlg__co2_counts(&s->t.goal)) return mlg__solve_by_priority(s->p, start, o, f, user, &s->plan, err);
    mlg_plan *by_cost = NULL;
    mlg_options *rest = mlg__options_share(o, 1 - BY_COST_SHARE);
    mlg_status status = rest ? plan_by_cost(s, start, o, &by_cost, err) : mlg__no_memory(err, "options");
    if (!status) status = mlg__solve_by_priority(s->p, by_cost, rest, f, user, &s->plan, err);
    mlg_options_free(rest);
    mlg_plan_free(by_cost);
    return status;
}

static mlg_status search(mlg_tasks *s, const mlg_options *o, mlg_progress_fn *f, void *user, mlg_findings *found,
                         mlg_error *err)
{
    mlg_plan *start = s->start;
    mlg_options *own = mlg__options_copy(o);
    mlg_status status = own ? MLG_OK : mlg__no_memory(err, "options");
    s->start = NULL;
    if (!status && s->t.goal.fewest_vehicles) status = mlg_options_set(own, "routing.fewest_vehicles", "1", err);
    if (!status && !start && s->t.has_steps) status = start_of(s, &start, found, err);
    if (!status) status = find_plan(s, start, own, f, user, err);
    if (!status) status = keep_better(s, &start, err);
    mlg_options_free(own);
    mlg_plan_free(start);
    if (!status) status = verify(s, found, err);
    if (!status) status = mlg__vroom_from_plan(&s->t, s->p, s->plan, &s->answer, err);
    if (!status) status = why_unserved(s, s->plan, o, err);
    return status;
}

/* For the reasons of what the given steps leave out, a plan of them. */
static mlg_status why_not_in_steps(mlg_tasks *s, const mlg_options *o, mlg_error *err)
{
    mlg_plan *plan = NULL;
    mlg_status status = mlg_tasks_unserved(s) ? plan_of_steps(s, &plan, err) : MLG_OK;
    if (!status) status = why_unserved(s, plan, o, err);
    mlg_plan_free(plan);
    return status;
}

/* Users take it for a mistake that plan mode leaves out what no steps name: it is said. */
static void tell_unlisted(const mlg_tasks *s, mlg_findings *found)
{
    const int32_t count = mlg_tasks_unserved(s);
    if (count)
        mlg__warn(found, "vehicles",
                  TXT("%d tasks are in no steps and stay unassigned",
                      "%d tâches ne sont dans aucune étape et restent sans véhicule"),
                  TXT("plan mode (-c) keeps the given routes; without it tasks are assigned",
                      "le mode plan (-c) garde les tournées données ; sans lui les tâches sont réparties"),
                  count);
}

mlg_status mlg_tasks_solve(mlg_tasks *s, const mlg_options *o, mlg_progress_fn *f, void *user, mlg_findings *found,
                           mlg_error *err)
{
    const double before = mlg__now_s();
    mlg_plan_free(s->plan);
    s->plan = NULL;
    mlg__vroom_answer_free(&s->answer);
    mlg__vroom_answer_free(&s->instead);
    s->compared = false;
    mlg_status status;
    if (s->ask.plan_mode) {
        status = mlg__vroom_from_steps(&s->t, s->p, &s->answer, found, err);
        if (status == MLG_BAD_INPUT) mlg__first_error(found, err);
        if (!status) status = why_not_in_steps(s, o, err);
    } else status = search(s, o, f, user, found, err);
    if (!status && s->ask.plan_mode) tell_unlisted(s, found);
    s->solve_s = mlg__now_s() - before;
    return status;
}

/* violations NULL: what the answer tells is not checked. */
static mlg_status read_answer(mlg_tasks *s, const char *file, mlg_findings *found, mlg_findings *violations,
                              mlg_error *err)
{
    char *bytes = NULL;
    size_t size = 0;
    mlg_plan_free(s->plan);
    s->plan = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &size, err));
    mlg_status status = mlg__vroom_answer_read(file, bytes, size, &s->t, s->p, &s->plan, found, err);
    if (!status && violations)
        status = mlg__vroom_claims_check(file, bytes, size, &s->t, s->p, s->plan, violations, err);
    mlg__free(bytes);
    return status;
}

mlg_status mlg_tasks_load(mlg_tasks *s, const char *file, mlg_findings *found, mlg_error *err)
{
    return read_answer(s, file, found, NULL, err);
}

mlg_status mlg_tasks_start(mlg_tasks *s, const char *file, mlg_findings *found, mlg_error *err)
{
    mlg_plan_free(s->start);
    s->start = NULL;
    MLG_TRY(read_answer(s, file, found, NULL, err));
    s->start = s->plan;
    s->plan = NULL;
    return mlg_start_check(s->p, s->start, found, err);
}

mlg_status mlg_tasks_check(mlg_tasks *s, const char *file, mlg_findings *found, mlg_findings *violations,
                           mlg_error *err)
{
    MLG_TRY(read_answer(s, file, found, violations, err));
    return mlg_check_routes(s->p, s->plan, violations, NULL, err);
}

/* Of a group one is enough. */
static bool is_replaced(const mlg_tasks *s, int32_t task)
{
    const int32_t group = s->t.tasks[task].group;
    bool replaced = false;
    for (int32_t i = 0; group && i < s->t.task_count && !replaced; i++)
        replaced = s->t.tasks[i].group == group && s->answer.served[i];
    return replaced;
}

int32_t mlg_tasks_unserved(const mlg_tasks *s)
{
    int32_t count = 0;
    for (int32_t i = 0; s->answer.served && i < s->t.task_count; i++)
        count += !s->answer.served[i] && !is_replaced(s, i);
    return count;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static mlg_format suffix_format(const char *file)
{
    if (!file) return MLG_FORMAT_VROOM;
    if (ends_in(file, ".csv")) return MLG_FORMAT_CSV;
    if (ends_in(file, ".geojson")) return MLG_FORMAT_GEOJSON;
    if (ends_in(file, ".gpx")) return MLG_FORMAT_GPX;
    return ends_in(file, ".sol") ? MLG_FORMAT_SOL : MLG_FORMAT_VROOM;
}

static const char *legs_label(const mlg_tasks *s)
{
    if (s->legs.label && !s->legs.estimated) return s->legs.label;
    if (s->any_made) return s->any_given ? "given, and crow flight" : "crow flight";
    return "given";
}

/* day-unserved.gpx beside the tracks: what nobody serves. */
static mlg_status write_gpx_unserved(const mlg_tasks *s, const struct vroom_words *w, const char *file, mlg_error *err)
{
    struct text out = { 0 };
    char path[4096];
    snprintf(path, sizeof path, "%.*s-unserved.gpx", (int)(strlen(file) - (ends_in(file, ".gpx") ? 4 : 0)), file);
    mlg__tasks_gpx_unserved(&s->t, s->p, &s->answer, mlg__findings_lang(w->found), &out);
    const mlg_status status = out.failed ? mlg__no_memory(err, path) : mlg__file_write(path, out.data, out.length, err);
    text_free(&out);
    return status;
}

/* day.gpx, or day-7.gpx for each vehicle where there are several. */
static mlg_status write_gpx(const mlg_tasks *s, const struct vroom_words *w, const char *file, mlg_error *err)
{
    for (int32_t i = 0; i < s->answer.route_count; i++) {
        const struct vroom_route *r = &s->answer.routes[i];
        struct text out = { 0 };
        char path[4096], name[64];
        snprintf(name, sizeof name, "%.60s", s->t.vehicles[r->vehicle].name);
        for (char *c = name; *c; c++)
            if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", *c)) *c = '_';
        if (!file || s->answer.route_count == 1) snprintf(path, sizeof path, "%s", file ? file : "-");
        else
            snprintf(path, sizeof path, "%.*s-%d-%s.gpx", (int)(strlen(file) - (ends_in(file, ".gpx") ? 4 : 0)), file,
                     i + 1, name);
        mlg_status status = mlg__tasks_gpx(&s->t, s->p, r, w, &out, err);
        if (!status) status = mlg__file_write(path, out.data, out.length, err);
        text_free(&out);
        if (status) return status;
    }
    return file && mlg_tasks_unserved(s) ? write_gpx_unserved(s, w, file, err) : MLG_OK;
}

static struct vroom_words words_of(const mlg_tasks *s, const mlg_findings *found, bool times)
{
    return (struct vroom_words) { .found = found,
                                  .legs = s->legs.rows && !s->legs.estimated ? &s->legs : NULL,
                                  .class_of = s->class_of,
                                  .geometry = s->ask.geometry,
                                  .times = times,
                                  .loading_ms = (int64_t)(s->loaded_s * 1000),
                                  .solving_ms = (int64_t)(s->solve_s * 1000),
                                  .routing_ms = (int64_t)(s->legs_s * 1000),
                                  .version = mlg_version(),
                                  .legs_label = legs_label(s),
                                  .instead = s->compared ? &s->instead : NULL };
}

char *mlg_tasks_answer(const mlg_tasks *s, const mlg_findings *found, bool times, mlg_error *err)
{
    struct text out = { 0 };
    const struct vroom_words words = words_of(s, found, times);
    if (mlg__vroom_write(&s->t, s->p, &s->answer, &words, &out, err)) return text_free(&out), NULL;
    char *line = text_given(&out);
    if (!line) mlg__no_memory(err, "the answer");
    return line;
}

mlg_status mlg_tasks_write(const mlg_tasks *s, const char *file, mlg_format format, const mlg_findings *found,
                           bool times, mlg_error *err)
{
    struct text out = { 0 };
    const struct vroom_words words = words_of(s, found, times);
    mlg_status status = MLG_OK;
    if (file && !strcmp(file, "-")) file = NULL;
    if (format == MLG_FORMAT_AUTO) format = suffix_format(file);
    switch (format) {
    case MLG_FORMAT_CSV: mlg__tasks_csv(&s->t, s->p, &s->answer, mlg__findings_lang(found), &out); break;
    case MLG_FORMAT_GEOJSON: status = mlg__tasks_geojson(&s->t, s->p, &s->answer, &words, &out, err); break;
    case MLG_FORMAT_GPX: return write_gpx(s, &words, file, err);
    case MLG_FORMAT_SOL:
        if (s->plan) mlg__sol_write(s->p, s->plan, &out);
        else
            status = mlg__fail(err, MLG_BAD_INPUT, file ? file : "-",
                               TXT("plan mode has no .sol", "le mode plan n'a pas de .sol"),
                               TXT("write .json, .csv, .geojson or .gpx", "écrivez .json, .csv, .geojson ou .gpx"));
        break;
    default:
        status = mlg__vroom_write(&s->t, s->p, &s->answer, &words, &out, err);
        if (!file) text_add(&out, "\n");
        break;
    }
    if (!status && out.failed) status = mlg__no_memory(err, file ? file : "-");
    if (!status) status = mlg__file_write(file, out.data ? out.data : "", out.length, err);
    text_free(&out);
    return status;
}

char *mlg_tasks_failure(mlg_status status, const mlg_error *err, const mlg_findings *found, int *code)
{
    struct text out = { 0 };
    *code = mlg__vroom_code(status);
    mlg__vroom_write_error(*code, err, found, &out);
    return text_given(&out);
}
