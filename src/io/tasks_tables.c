/* tasks_tables.c — see tasks_tables.h. */
#include "io/tasks_tables.h"

#include <inttypes.h>

#include "io/geojson.h"
#include "io/reasons.h"

/* What a person calls a step: the description where there is one. */
static const char *name_of(const struct tasks *t, const struct vroom_route *r, const struct vroom_step *s)
{
    if (s->kind == STEP_START || s->kind == STEP_END) return "";
    if (s->kind == STEP_BREAK) return t->vehicles[r->vehicle].breaks[s->index].description;
    return t->tasks[s->index].description;
}

static void put_instant(struct text *out, int64_t file_s)
{
    if (file_s < 0 || file_s >= 2 * MLG_SECONDS_PER_DAY)
        text_printf(out, "%" PRId64, file_s); /* a round may end after midnight */
    else text_printf(out, "%02d:%02d:%02d", (int)(file_s / 3600), (int)(file_s / 60 % 60), (int)(file_s % 60));
}

static void put_degrees(struct text *out, const struct tasks *t, int32_t place)
{
    if (place == MLG_NONE || !t->has_point[place]) {
        text_add(out, ",");
        return;
    }
    text_double(out, t->points[place].lat_deg);
    text_add(out, ",");
    text_double(out, t->points[place].lon_deg);
}

static void put_row(const struct tasks *t, const struct vroom_route *r, int32_t route, int32_t i, int64_t metres,
                    struct step_seconds at, struct text *out)
{
    const struct vroom_step *s = &r->steps[i];
    const int64_t arrival = at.arrival + t->origin_s, begin = arrival + at.wait;
    text_printf(out, "%d,", route + 1);
    text_csv(out, t->vehicles[r->vehicle].name);
    text_printf(out, ",%d,%s,", i, mlg__step_names[s->kind]);
    if (mlg__step_is_task(s->kind)) text_csv(out, t->tasks[s->index].name);
    if (s->kind == STEP_BREAK) text_printf(out, "%" PRIu64, t->vehicles[r->vehicle].breaks[s->index].id);
    text_add(out, ",");
    text_csv(out, name_of(t, r, s));
    text_add(out, ",");
    put_degrees(out, t, s->place);
    text_add(out, ",");
    put_instant(out, arrival);
    text_printf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",", begin - arrival, s->setup_s, s->service_s);
    put_instant(out, begin + s->setup_s + s->service_s);
    for (int32_t d = 0; d < t->dims; d++) {
        text_add(out, ",");
        text_fixed(out, s->load[d], t->load_decimals);
    }
    text_printf(out, ",%" PRId64 ",%" PRId64 ",\n", metres, at.driven);
}

/* Why a task is not served, in a sentence; "" where that was not looked for. Free it. */
static struct text reason_of(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, int32_t task,
                             mlg_lang lang)
{
    const struct reason_words words = mlg__reason_words_of(t, p, lang);
    struct text reason = { 0 };
    text_add(&reason, "");
    if (a->why && a->why[task]) mlg__why_words(p, a->why[task], &words, &reason);
    return reason;
}

static void put_unserved(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, mlg_lang lang,
                         struct text *out)
{
    for (int32_t i = 0; i < t->task_count; i++) {
        if (a->served[i]) continue;
        text_add(out, ",,,unserved,");
        text_csv(out, t->tasks[i].name);
        text_add(out, ",");
        text_csv(out, t->tasks[i].description);
        text_add(out, ",");
        put_degrees(out, t, t->tasks[i].at.place);
        text_add(out, ",,,,,");
        for (int32_t d = 0; d < t->dims; d++) text_add(out, ",");
        text_add(out, ",,,");
        struct text reason = reason_of(t, p, a, i, lang);
        text_csv(out, reason.failed ? "" : reason.data);
        text_add(out, "\n");
        out->failed |= reason.failed;
        text_free(&reason);
    }
}

void mlg__tasks_csv(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, mlg_lang lang,
                    struct text *out)
{
    text_add(out, "route,vehicle,seq,kind,id,description,lat,lon,arrival,wait_s,setup_s,service_s,departure");
    for (int32_t d = 0; d < t->dims; d++) text_printf(out, t->dims == 1 ? ",load" : ",load_%d", d + 1);
    text_add(out, ",distance_m,drive_s,reason\n");
    for (int32_t r = 0; r < a->route_count; r++) {
        int64_t metres = 0;
        struct step_seconds at = { 0, 0, 0 };
        for (int32_t i = 0; i < a->routes[r].step_count; i++) {
            metres += a->routes[r].steps[i].distance_m, at = mlg__step_seconds(p, &a->routes[r], i, at);
            put_row(t, &a->routes[r], r, i, metres, at, out);
        }
    }
    put_unserved(t, p, a, lang, out);
}

/* ---- ways ---- */

static mlg_status walk_way(const struct tasks *t, const struct vroom_route *r, const struct vroom_words *w,
                           mlg_way_fn *f, void *user, mlg_error *err)
{
    mlg_point *points = mlg__malloc((size_t)r->step_count * sizeof *points);
    int32_t count = 0;
    mlg_status status = MLG_OK;
    if (!points) return mlg__no_memory(err, "the way of a route");
    for (int32_t i = 0; i < r->step_count; i++)
        if (r->steps[i].place != MLG_NONE && t->has_point[r->steps[i].place])
            points[count++] = t->points[r->steps[i].place];
    if (w->legs && w->legs->way && count > 1)
        status = w->legs->way(w->legs->self, w->class_of[t->vehicles[r->vehicle].legs], points, count, f, user, err);
    else if (count) f(0, points, count, user);
    mlg__free(points);
    return status;
}

static void put_line(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct text *out = user;
    for (int32_t i = leg > 0; i < count; i++) { /* where a leg begins the last has ended */
        if (leg || i) text_add(out, ",");
        mlg__geojson_point(out, points[i]);
    }
}

static void put_stop(const struct tasks *t, const mlg_problem *p, const struct vroom_route *r, int32_t route, int32_t i,
                     struct text *out)
{
    const struct vroom_step *s = &r->steps[i];
    const struct task *task = &t->tasks[s->index];
    if (!t->has_point[s->place]) return;
    text_printf(out,
                ",\n{\"type\":\"Feature\",\"properties\":{\"route\":%d,\"seq\":%d,\"kind\":\"%s\",\"id\":", route + 1,
                i, mlg__step_names[s->kind]);
    text_json(out, task->name);
    text_add(out, ",\"description\":");
    text_json(out, task->description);
    text_printf(out, ",\"begin_s\":%" PRId64 "},\"geometry\":{\"type\":\"Point\",\"coordinates\":",
                s->begin / p->ticks_per_s + t->origin_s);
    mlg__geojson_point(out, t->points[s->place]);
    text_add(out, "}}");
}

static void put_unserved_point(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, int32_t i,
                               bool first, mlg_lang lang, struct text *out)
{
    const struct task *task = &t->tasks[i];
    struct text reason = reason_of(t, p, a, i, lang);
    text_printf(out, "%s\n{\"type\":\"Feature\",\"properties\":{\"kind\":\"unserved\",\"type\":\"%s\",\"id\":",
                first ? "" : ",", mlg__task_name(task->kind));
    text_json(out, task->name);
    text_add(out, ",\"description\":");
    text_json(out, task->description);
    text_add(out, ",\"reason\":");
    text_json(out, reason.failed ? "" : reason.data);
    text_add(out, "},\"geometry\":");
    if (t->has_point[task->at.place]) {
        text_add(out, "{\"type\":\"Point\",\"coordinates\":");
        mlg__geojson_point(out, t->points[task->at.place]);
        text_add(out, "}}");
    } else text_add(out, "null}");
    out->failed |= reason.failed;
    text_free(&reason);
}

mlg_status mlg__tasks_geojson(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a,
                              const struct vroom_words *w, struct text *out, mlg_error *err)
{
    text_add(out, "{\"type\":\"FeatureCollection\"");
    mlg__geojson_credit(out, w->legs ? w->legs->credit : NULL);
    text_add(out, ",\"features\":[");
    for (int32_t r = 0; r < a->route_count; r++) {
        const struct vroom_route *route = &a->routes[r];
        text_printf(out, "%s\n{\"type\":\"Feature\",\"properties\":{\"route\":%d,\"vehicle\":", r ? "," : "", r + 1);
        text_json(out, t->vehicles[route->vehicle].name);
        text_printf(out,
                    ",\"stops\":%d,\"distance_m\":%" PRId64 ",\"cost\":%" PRId64
                    "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[",
                    route->step_count - 2, route->distance_m, route->cost);
        MLG_TRY(walk_way(t, route, w, put_line, out, err));
        text_add(out, "]}}");
        for (int32_t i = 0; i < route->step_count; i++)
            if (mlg__step_is_task(route->steps[i].kind)) put_stop(t, p, route, r, i, out);
    }
    for (int32_t i = 0, first = a->route_count == 0; i < t->task_count; i++) {
        if (a->served[i]) continue;
        put_unserved_point(t, p, a, i, first, mlg__findings_lang(w->found), out);
        first = false;
    }
    text_add(out, "\n]}\n");
    return out->failed ? mlg__no_memory(err, "routes.geojson") : MLG_OK;
}

/* ---- GPX ---- */

static void put_gpx_point(struct text *out, const char *element, mlg_point p)
{
    text_printf(out, "<%s lat=\"", element);
    text_fixed(out, mlg__round(p.lat_deg * 1e7), 7);
    text_add(out, "\" lon=\"");
    text_fixed(out, mlg__round(p.lon_deg * 1e7), 7);
    text_add(out, "\"");
}

static void put_track(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct text *out = user;
    for (int32_t i = leg > 0; i < count; i++) {
        put_gpx_point(out, "trkpt", points[i]);
        text_add(out, "/>\n");
    }
}

static void gpx_head(struct text *out)
{
    text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"maillage\" "
                  "xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
}

void mlg__tasks_gpx_unserved(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, mlg_lang lang,
                             struct text *out)
{
    gpx_head(out);
    for (int32_t i = 0; i < t->task_count; i++) {
        if (a->served[i] || !t->has_point[t->tasks[i].at.place]) continue;
        struct text reason = reason_of(t, p, a, i, lang);
        put_gpx_point(out, "wpt", t->points[t->tasks[i].at.place]);
        text_add(out, "><name>");
        text_html(out, t->tasks[i].name);
        text_add(out, "</name><desc>");
        text_html(out, t->tasks[i].description);
        text_add(out, t->tasks[i].description[0] ? ": " : "");
        text_html(out, reason.failed ? "" : reason.data);
        text_add(out, "</desc></wpt>\n");
        out->failed |= reason.failed;
        text_free(&reason);
    }
    text_add(out, "</gpx>\n");
}

mlg_status mlg__tasks_gpx(const struct tasks *t, const mlg_problem *p, const struct vroom_route *r,
                          const struct vroom_words *w, struct text *out, mlg_error *err)
{
    gpx_head(out);
    if (w->legs && w->legs->credit && w->legs->credit[0]) {
        text_add(out, "<metadata><copyright author=\"");
        text_html(out, w->legs->credit);
        text_add(out, "\"/></metadata>\n");
    }
    for (int32_t i = 0, n = 0; i < r->step_count; i++) {
        const struct vroom_step *s = &r->steps[i];
        if (!mlg__step_is_task(s->kind) || !t->has_point[s->place]) continue;
        put_gpx_point(out, "wpt", t->points[s->place]);
        text_printf(out, "><name>%d ", ++n);
        text_html(out, t->tasks[s->index].name);
        text_add(out, "</name><desc>");
        put_instant(out, s->begin / p->ticks_per_s + t->origin_s);
        text_add(out, name_of(t, r, s)[0] ? " " : "");
        text_html(out, name_of(t, r, s));
        text_add(out, "</desc></wpt>\n");
    }
    text_add(out, "<trk><name>");
    text_html(out, t->vehicles[r->vehicle].name);
    text_add(out, "</name><trkseg>\n");
    MLG_TRY(walk_way(t, r, w, put_track, out, err));
    text_add(out, "</trkseg></trk>\n</gpx>\n");
    return out->failed ? mlg__no_memory(err, "a track") : MLG_OK;
}
