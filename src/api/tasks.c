/* tasks.c — a day's work from a document to its answer: read, legs, search, check, write. */
#include <stdio.h>
#include <string.h>

#include "api/priority.h"
#include "api/start.h"
#include "api/tasks.h"
#include "api/tasks_legs.h"
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
    mlg_explanation *reasons; /* of what the answer leaves out */
    struct tasks_legs legs;
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
    mlg__tasks_legs_free(&s->legs);
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
    MLG_TRY(mlg__tasks_legs(&s->t, o, s->ask.geometry, &s->legs, found, err));
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
    const mlg_leg_source *source = &s->legs.source;
    if (source->label && !source->estimated) return source->label;
    if (s->legs.any_made) return s->legs.any_given ? "given, and crow flight" : "crow flight";
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
    const mlg_leg_source *source = &s->legs.source;
    return (struct vroom_words) { .found = found,
                                  .legs = source->rows && !source->estimated ? source : NULL,
                                  .class_of = s->legs.class_of,
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
