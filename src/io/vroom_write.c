/* vroom_write.c — VROOM's answer: its keys in its order, and ours under names that it does not use. */
#include <inttypes.h>
#include <string.h>

#include "io/reasons.h"
#include "io/vroom.h"

struct writer {
    const struct tasks *t;
    const mlg_problem *p;
    const struct vroom_words *w;
    struct text *out;
};

static void put_int(struct text *out, const char *key, int64_t value)
{
    text_printf(out, ",\"%s\":%" PRId64, key, value);
}

static void put_description(struct text *out, const char *words)
{
    if (!words[0]) return;
    text_add(out, ",\"description\":");
    text_json(out, words);
}

static void put_place(struct text *out, const struct task_place *at)
{
    if (at->has_point) {
        text_add(out, ",\"location\":[");
        text_double(out, at->lon_deg);
        text_add(out, ",");
        text_double(out, at->lat_deg);
        text_add(out, "]");
    }
    if (at->has_index) put_int(out, "location_index", at->index);
}

static void put_loads(struct text *out, const char *key, const int64_t *loads, int32_t dims)
{
    text_printf(out, ",\"%s\":[", key);
    for (int32_t d = 0; d < dims; d++) text_printf(out, "%s%" PRId64, d ? "," : "", loads[d]);
    text_add(out, "]");
}

static void put_violations(const struct writer *w, const struct violations *v)
{
    bool first = true;
    text_add(w->out, ",\"violations\":[");
    for (int k = 0; k < VIOLATIONS; k++) {
        if (!(v->causes >> k & 1)) continue;
        text_add(w->out, first ? "{" : ",{");
        first = false;
        if (k == V_LEAD_TIME || k == V_DELAY)
            text_printf(w->out, "\"duration\":%" PRId64 ",", (k == V_DELAY ? v->delay : v->lead) / w->p->ticks_per_s);
        text_printf(w->out, "\"cause\":\"%s\"}", mlg__violation_names[k]);
    }
    text_add(w->out, "]");
}

/* ---- steps and routes ---- */

/* An open end stands where its neighbour is. */
static const struct task_place *place_of(const struct writer *w, const struct vroom_route *r, int32_t i)
{
    const struct task_vehicle *v = &w->t->vehicles[r->vehicle];
    const struct vroom_step *s = &r->steps[i];
    const bool start = s->kind == STEP_START;
    const int32_t step = start ? 1 : -1;
    if (s->kind == STEP_BREAK) return NULL;
    if (mlg__step_is_task(s->kind)) return &w->t->tasks[s->index].at;
    if (start ? v->has_start : v->has_end) return start ? &v->start : &v->end;
    for (int32_t k = i + step; k > 0 && k + 1 < r->step_count; k += step)
        if (r->steps[k].kind != STEP_BREAK) return &w->t->tasks[r->steps[k].index].at;
    return NULL;
}

static void put_step(const struct writer *w, const struct vroom_route *r, int32_t i, struct step_seconds now,
                     int64_t metres)
{
    const struct vroom_step *s = &r->steps[i];
    const bool is_task = mlg__step_is_task(s->kind);
    const struct task_place *at = place_of(w, r, i);
    struct text *out = w->out;
    text_printf(out, "{\"type\":\"%s\"", mlg__step_names[s->kind]);
    if (is_task) put_description(out, w->t->tasks[s->index].description);
    if (s->kind == STEP_BREAK) put_description(out, w->t->vehicles[r->vehicle].breaks[s->index].description);
    if (at) put_place(out, at);
    if (is_task || s->kind == STEP_BREAK)
        text_printf(out, ",\"id\":%" PRIu64,
                    is_task ? w->t->tasks[s->index].id : w->t->vehicles[r->vehicle].breaks[s->index].id);
    put_int(out, "setup", s->setup_s);
    put_int(out, "service", s->service_s);
    put_int(out, "waiting_time", now.wait);
    if (is_task) text_printf(out, ",\"job\":%" PRIu64, w->t->tasks[s->index].id);
    if (w->t->dims) put_loads(out, "load", s->load, w->t->dims);
    put_int(out, "arrival", now.arrival + w->t->origin_s);
    put_int(out, "duration", now.driven);
    put_violations(w, &s->violations);
    if (w->t->shows_distance) put_int(out, "distance", metres);
    text_add(out, "}");
}

/* ---- geometry: Google's encoded polyline, 5 decimals ---- */

struct polyline {
    struct text *out;
    int64_t lat, lon;
};

static void put_delta(struct text *out, int64_t delta)
{
    uint64_t rest = delta < 0 ? ~((uint64_t)delta << 1) : (uint64_t)delta << 1;
    char chunk[2] = "";
    do {
        const char c = (char)((rest & 31) + (rest >= 32 ? 32 : 0) + 63);
        chunk[0] = c;
        if (c == '\\') text_add(out, "\\\\");
        else text_add(out, chunk);
        rest >>= 5;
    } while (rest);
}

static void put_leg(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct polyline *line = user;
    for (int32_t i = leg > 0; i < count; i++) { /* where a leg begins the last has ended */
        const int64_t lat = mlg__round(points[i].lat_deg * 1e5), lon = mlg__round(points[i].lon_deg * 1e5);
        put_delta(line->out, lat - line->lat);
        put_delta(line->out, lon - line->lon);
        line->lat = lat, line->lon = lon;
    }
}

static mlg_status put_geometry(const struct writer *w, const struct vroom_route *r, mlg_error *err)
{
    mlg_point *points = mlg__malloc((size_t)r->step_count * sizeof *points);
    struct polyline line = { .out = w->out };
    mlg_status status = MLG_OK;
    int32_t count = 0;
    if (!points) return mlg__no_memory(err, "geometry");
    for (int32_t i = 0; i < r->step_count; i++) {
        const int32_t place = r->steps[i].place;
        if (place != MLG_NONE) points[count++] = w->t->points[place];
    }
    text_add(w->out, ",\"geometry\":\"");
    if (w->w->legs && w->w->legs->way && count > 1)
        status = w->w->legs->way(w->w->legs->self, w->w->class_of[w->t->vehicles[r->vehicle].legs], points, count,
                                 put_leg, &line, err);
    else if (count) put_leg(0, points, count, &line);
    text_add(w->out, "\"");
    mlg__free(points);
    return status;
}

struct sums {
    int64_t cost, setup, service, driven, wait, priority, distance, delivery[MLG_LOADS_MAX], pickup[MLG_LOADS_MAX];
    struct violations violations;
};

/* What a route and the summary both tell, from the loads to the distance. */
static void put_sums(const struct writer *w, const struct sums *s)
{
    struct text *out = w->out;
    if (w->t->dims) {
        put_loads(out, "delivery", s->delivery, w->t->dims);
        put_loads(out, "amount", s->delivery, w->t->dims);
        put_loads(out, "pickup", s->pickup, w->t->dims);
    }
    put_int(out, "setup", s->setup);
    put_int(out, "service", s->service);
    put_int(out, "duration", s->driven);
    put_int(out, "waiting_time", s->wait);
    put_int(out, "priority", s->priority);
    if (w->t->shows_distance) put_int(out, "distance", s->distance);
}

static struct sums sums_of(const struct writer *w, const struct vroom_route *r)
{
    struct sums s = { .cost = r->cost,
                      .setup = r->setup_s,
                      .service = r->service_s,
                      .priority = r->priority,
                      .distance = r->distance_m,
                      .violations = r->violations };
    struct step_seconds now = { 0, 0, 0 };
    memcpy(s.delivery, r->delivery, sizeof s.delivery);
    memcpy(s.pickup, r->pickup, sizeof s.pickup);
    for (int32_t i = 0; i < r->step_count; i++) {
        now = mlg__step_seconds(w->p, r, i, now);
        s.wait += now.wait;
    }
    s.driven = now.driven;
    return s;
}

static void add_sums(struct sums *to, const struct sums *s)
{
    to->cost += s->cost, to->setup += s->setup, to->service += s->service, to->driven += s->driven, to->wait += s->wait;
    to->priority += s->priority, to->distance += s->distance;
    to->violations.causes |= s->violations.causes;
    to->violations.lead += s->violations.lead, to->violations.delay += s->violations.delay;
    for (int d = 0; d < MLG_LOADS_MAX; d++) to->delivery[d] += s->delivery[d], to->pickup[d] += s->pickup[d];
}

/* ---- ours ---- */

struct own_sums {
    double co2_kg;
    int64_t energy_j, parts[COST_PARTS];
};

static void add_own(struct own_sums *to, const struct vroom_route *r)
{
    to->co2_kg += r->co2_kg, to->energy_j += r->energy_j;
    for (int k = 0; k < COST_PARTS; k++) to->parts[k] += r->parts[k];
}

static bool emits(const struct tasks *t)
{
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].emissions) return true;
    return false;
}

static void put_co2(const struct writer *w, double co2_kg) { put_int(w->out, "co2_g", mlg__round(co2_kg * 1000)); }

static void put_thousandths(struct text *out, double value) { text_fixed(out, mlg__round(value * 1000), 3); }

/* What is to be least where that is not VROOM's cost; where the cost comes from, unless driving is all of it. */
static void put_own_sums(const struct writer *w, const struct own_sums *s)
{
    const struct task_goal *g = &w->t->goal;
    int64_t all = 0;
    if (emits(w->t)) {
        put_int(w->out, "energy_j", s->energy_j);
        put_co2(w, s->co2_kg);
    }
    for (int k = 0; k < COST_PARTS; k++) all += s->parts[k];
    if (mlg__tasks_priced(w->t)) {
        text_add(w->out, ",\"cost\":");
        put_thousandths(w->out, g->least_co2 ? s->co2_kg : (double)all / (double)w->t->cost_scale);
    }
    if (all == s->parts[PART_DRIVING]) return;
    text_add(w->out, ",\"cost_parts\":{");
    for (int k = 0, any = 0; k < COST_PARTS; k++) {
        if (!s->parts[k]) continue;
        text_printf(w->out, "%s\"%s\":", any++ ? "," : "", mlg__cost_part_names[k]);
        put_thousandths(w->out, (double)s->parts[k] / (double)w->t->cost_scale);
    }
    text_add(w->out, "}");
}

/* From leaving to the end, and the metres where VROOM does not tell them. */
static void put_own(const struct writer *w, const struct vroom_route *r)
{
    const int64_t tick = w->p->ticks_per_s;
    struct own_sums s = { 0 };
    add_own(&s, r);
    text_printf(w->out, ",\"maillage\":{\"duty_s\":%" PRId64 ",\"distance_m\":%" PRId64,
                r->steps[r->step_count - 1].begin / tick - r->steps[0].begin / tick, r->distance_m);
    put_own_sums(w, &s);
    text_add(w->out, "}");
}

/* Of the whole plan, and beside it the plan that looks at the document's cost alone: what less CO2 costs. */
static void put_own_summary(const struct writer *w, const struct vroom_answer *a)
{
    const struct vroom_answer *instead = w->w->instead;
    struct own_sums s = { 0 }, other = { 0 };
    int64_t cost = 0, distance_m = 0;
    if (!emits(w->t) && !mlg__tasks_priced(w->t)) return;
    for (int32_t i = 0; i < a->route_count; i++) add_own(&s, &a->routes[i]), distance_m += a->routes[i].distance_m;
    text_printf(w->out, ",\"maillage\":{\"distance_m\":%" PRId64, distance_m);
    put_own_sums(w, &s);
    for (int32_t i = 0; instead && i < instead->route_count; i++)
        add_own(&other, &instead->routes[i]), cost += instead->routes[i].cost;
    if (instead) {
        text_printf(w->out, ",\"by_cost_alone\":{\"cost\":%" PRId64 ",\"routes\":%d", cost, instead->route_count);
        put_co2(w, other.co2_kg);
        text_add(w->out, "}");
    }
    text_add(w->out, "}");
}

static mlg_status put_route(const struct writer *w, const struct vroom_route *r, mlg_error *err)
{
    const struct task_vehicle *v = &w->t->vehicles[r->vehicle];
    const struct sums s = sums_of(w, r);
    struct step_seconds now = { 0, 0, 0 };
    int64_t metres = 0;
    text_printf(w->out, "{\"vehicle\":%" PRIu64 ",\"cost\":%" PRId64, v->id, r->cost);
    put_description(w->out, v->description);
    put_sums(w, &s);
    text_add(w->out, ",\"steps\":[");
    for (int32_t i = 0; i < r->step_count; i++) {
        if (i) text_add(w->out, ",");
        now = mlg__step_seconds(w->p, r, i, now);
        metres += r->steps[i].distance_m;
        put_step(w, r, i, now, metres);
    }
    text_add(w->out, "]");
    put_violations(w, &r->violations);
    if (w->w->geometry) MLG_TRY(put_geometry(w, r, err));
    put_own(w, r);
    text_add(w->out, "}");
    return MLG_OK;
}

/* ---- unassigned, with the reasons that were found for each ---- */

static void put_unassigned(const struct writer *w, const struct vroom_answer *a)
{
    bool any = false;
    for (int kind = TASK_JOB; kind <= TASK_DELIVERY; kind++)
        for (int32_t i = 0; i < w->t->task_count; i++) {
            const struct task *task = &w->t->tasks[i];
            if ((int)task->kind != kind || a->served[i]) continue;
            text_printf(w->out, "%s{\"id\":%" PRIu64, any ? "," : "", task->id);
            any = true;
            put_place(w->out, &task->at);
            text_printf(w->out, ",\"type\":\"%s\"", mlg__task_name((enum task_kind)kind));
            put_description(w->out, task->description);
            if (a->why && a->why[i]) {
                text_add(w->out, ",\"reasons\":");
                mlg__reasons_json(w->t, w->p, a->why[i], w->out);
            }
            text_add(w->out, "}");
        }
}

/* ---- findings ---- */

static void put_findings(struct text *out, const char *key, const mlg_findings *found, bool warnings)
{
    if (!mlg_findings_count(found, warnings)) return;
    text_printf(out, ",\"%s\":[", key);
    for (int32_t i = 0; mlg_findings_at(found, warnings, i); i++) {
        const mlg_error *e = mlg_findings_at(found, warnings, i);
        text_add(out, i ? ",{\"where\":" : "{\"where\":");
        text_json(out, e->where);
        text_add(out, ",\"message\":");
        text_json(out, e->message);
        if (e->hint[0]) {
            text_add(out, ",\"hint\":");
            text_json(out, e->hint);
        }
        text_add(out, "}");
    }
    text_add(out, "]");
}

int mlg__vroom_code(mlg_status status)
{
    switch (status) {
    case MLG_OK: return 0;
    case MLG_BAD_INPUT:
    case MLG_NO_FILE:
    case MLG_OVER_LIMIT: return 2;
    case MLG_NO_ROADS: return 3;
    case MLG_INTERNAL:
    case MLG_NO_MEMORY: break;
    }
    return 1;
}

void mlg__vroom_write_error(int code, const mlg_error *err, const mlg_findings *found, struct text *out)
{
    const int64_t count = mlg_findings_count(found, false);
    const mlg_error *first = count ? mlg_findings_at(found, false, 0) : err;
    struct text words = { 0 };
    text_printf(&words, "%s%s%s", first->where, first->where[0] ? ": " : "", first->message);
    if (count > 1)
        text_printf(
            &words, mlg__findings_lang(found) == MLG_FR ? " (et %lld autre%s erreur%s)" : " (and %lld more error%s%s)",
            (long long)count - 1, count > 2 ? "s" : "", mlg__findings_lang(found) == MLG_FR && count > 2 ? "s" : "");
    text_printf(out, "{\"code\":%d,\"error\":", code);
    text_json(out, words.data ? words.data : "");
    put_findings(out, "errors", found, false);
    if (count > 100) put_int(out, "error_count", count);
    put_findings(out, "warnings", found, true);
    text_add(out, "}");
    out->failed |= words.failed;
    text_free(&words);
}

/* ---- the whole ---- */

mlg_status mlg__vroom_write(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a,
                            const struct vroom_words *words, struct text *out, mlg_error *err)
{
    const struct writer w = { t, p, words, out };
    struct sums all = { 0 };
    int32_t absent = 0;
    for (int32_t i = 0; i < a->route_count; i++) {
        const struct sums s = sums_of(&w, &a->routes[i]);
        add_sums(&all, &s);
    }
    for (int32_t i = 0; i < t->task_count; i++) absent += !a->served[i];
    text_printf(out, "{\"code\":0,\"summary\":{\"cost\":%" PRId64 ",\"routes\":%d,\"unassigned\":%d", all.cost,
                a->route_count, absent);
    put_sums(&w, &all);
    put_violations(&w, &all.violations);
    if (words->times)
        text_printf(out,
                    ",\"computing_times\":{\"loading\":%" PRId64 ",\"solving\":%" PRId64 ",\"routing\":%" PRId64 "}",
                    words->loading_ms, words->solving_ms, words->routing_ms);
    put_own_summary(&w, a);
    text_add(out, "},\"unassigned\":[");
    put_unassigned(&w, a);
    text_add(out, "],\"routes\":[");
    for (int32_t i = 0; i < a->route_count; i++) {
        if (i) text_add(out, ",");
        MLG_TRY(put_route(&w, &a->routes[i], err));
    }
    text_add(out, "]");
    put_findings(out, "warnings", words->found, true);
    text_printf(out, ",\"maillage\":{\"version\":\"%s\",\"legs\":", words->version);
    text_json(out, words->legs_label);
    if (words->legs && words->legs->credit && words->legs->credit[0]) {
        text_add(out, ",\"credit\":");
        text_json(out, words->legs->credit);
    }
    text_add(out, "}}");
    return out->failed ? mlg__no_memory(err, "the answer") : MLG_OK;
}
