/* ways.c — snapped places, ways and areas of reach to files. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "api/places.h"
#include "base/text.h"
#include "io/file.h"
#include "io/geojson.h"
#include "model/units.h"

mlg_status mlg__snap_places(const mlg_metric *m, const mlg_places *places, mlg_snapped **snapped, mlg_findings *found, mlg_error *err)
{
    *snapped = mlg__malloc((size_t)places->count * sizeof **snapped);
    if (!*snapped) return mlg__no_memory(err, "places");
    mlg_snap(m, places->point, places->count, *snapped);
    for (int32_t i = 0; found && i < places->count; i++) {
        mlg_error words = { .lang = mlg__findings_lang(found) };
        mlg_snap_words(m, &(*snapped)[i], &words);
        const struct mlg_txt hint = { { words.hint, words.hint } };
        if (words.message[0]) mlg__warn(found, places->id[i], TXT("%s", "%s"), hint, words.message);
    }
    return MLG_OK;
}

static mlg_status write_text(struct text *t, const char *file, mlg_status status, mlg_error *err)
{
    if (!status && t->failed) status = mlg__no_memory(err, file ? file : "-");
    if (!status) status = mlg__file_write(file, t->data ? t->data : "", t->length, err);
    text_free(t);
    return status;
}

static void put_degrees(struct text *t, double degrees) { text_fixed(t, mlg__round(degrees * 1e7), 7); }

/* ---- snap ---- */

static const char *state_word(mlg_snap_state state)
{
    static const char *const words[] = { "road", "island", "no_road_near", "outside_map" };
    return words[state];
}

static void snap_csv(const mlg_places *places, const mlg_snapped *snapped, struct text *t)
{
    text_add(t, "id,state,distance_m,street,lon,lat,road_lon,road_lat\n");
    for (int32_t i = 0; i < places->count; i++) {
        const mlg_snapped *s = &snapped[i];
        text_csv(t, places->id[i]);
        text_printf(t, ",%s,", state_word(s->state));
        if (isfinite(s->distance_m)) text_fixed(t, mlg__round(s->distance_m * 10), 1);
        text_add(t, ",");
        text_csv(t, s->street);
        text_add(t, ",");
        put_degrees(t, s->asked.lon_deg);
        text_add(t, ",");
        put_degrees(t, s->asked.lat_deg);
        text_add(t, ",");
        if (s->edge != MLG_NONE) put_degrees(t, s->at.lon_deg);
        text_add(t, ",");
        if (s->edge != MLG_NONE) put_degrees(t, s->at.lat_deg);
        text_add(t, "\n");
    }
}

static void snap_geojson(const mlg_places *places, const mlg_snapped *snapped, const mlg_roads_info *about, struct text *t)
{
    text_add(t, "{\"type\":\"FeatureCollection\"");
    mlg__geojson_credit(t, about->credit);
    text_add(t, ",\"features\":[");
    for (int32_t i = 0; i < places->count; i++) {
        const mlg_snapped *s = &snapped[i];
        text_add(t, i ? ",\n{\"type\":\"Feature\",\"properties\":{\"id\":" : "\n{\"type\":\"Feature\",\"properties\":{\"id\":");
        text_json(t, places->id[i]);
        text_printf(t, ",\"state\":\"%s\",\"distance_m\":", state_word(s->state));
        text_double(t, floor(s->distance_m * 10 + 0.5) / 10);
        text_add(t, ",\"street\":");
        text_json(t, s->street);
        text_add(t, "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
        mlg__geojson_point(t, s->asked);
        text_add(t, ",");
        mlg__geojson_point(t, s->at);
        text_add(t, "]}}");
    }
    text_add(t, "\n]}\n");
}

static mlg_roads_info about_of(const mlg_metric *m) { return mlg_roads_about(mlg_metric_roads(m)); }

mlg_status mlg_snap_write(const mlg_metric *m, const mlg_places *places, const char *file, mlg_format format, mlg_findings *found,
                          mlg_error *err)
{
    struct text t = { 0 };
    mlg_snapped *snapped = NULL;
    const mlg_roads_info about = about_of(m);
    const mlg_status status = mlg__snap_places(m, places, &snapped, found, err);
    if (!status && mlg__format_of(file, format, MLG_FORMAT_CSV) == MLG_FORMAT_GEOJSON) snap_geojson(places, snapped, &about, &t);
    else if (!status) snap_csv(places, snapped, &t);
    mlg__free(snapped);
    return write_text(&t, file, status, err);
}

/* ---- route ---- */

struct street { int32_t first_step, end_step; uint32_t time_ms, distance_dm; int64_t energy_100j, energy_100mj_per_kg; };

/* Steps along one name are one street to a person. */
static struct street next_street(const mlg_path *path, int32_t first, int32_t end)
{
    struct street s = { .first_step = first, .end_step = first };
    const mlg_path_step head = mlg_path_step_at(path, first);
    for (; s.end_step < end; s.end_step++) {
        const mlg_path_step step = mlg_path_step_at(path, s.end_step);
        if (strcmp(step.street, head.street)) break;
        s.time_ms += step.time_ms;
        s.distance_dm += step.distance_dm;
        s.energy_100j += step.energy_100j;
        s.energy_100mj_per_kg += step.energy_100mj_per_kg;
    }
    return s;
}

static void put_street(struct text *t, const struct street *s)
{
    text_fixed(t, s->time_ms, 3);
    text_add(t, ",");
    text_fixed(t, s->distance_dm, 1);
    text_add(t, ",");
    text_fixed(t, s->energy_100j, 1);
    text_add(t, ",");
    text_fixed(t, s->energy_100mj_per_kg, 1);
}

/* The legs through all places: each on a path, or on none where a place has no road or no way joins two. */
struct way_leg { const mlg_path *path; int32_t at; };
struct ways {
    mlg_path **paths;
    int32_t path_count, leg_count, found_count;
    struct way_leg *legs;
};

static void free_ways(struct ways *w)
{
    for (int32_t i = 0; i < w->path_count; i++) mlg_path_free(w->paths[i]);
    mlg__free(w->paths);
    mlg__free(w->legs);
}

/* Legs first..end - 1, all of whose places have a road, at once; *joined: there is a way. */
static mlg_status find_run(const mlg_metric *m, const mlg_snapped *at, int32_t first, int32_t end, struct ways *w, bool *joined, mlg_error *err)
{
    mlg_path *path = NULL;
    MLG_TRY(mlg_roads_route(m, at + first, end - first + 1, &path, err));
    *joined = path != NULL;
    if (!path) return MLG_OK;
    w->paths[w->path_count++] = path;
    for (int32_t i = first; i < end; i++) w->legs[i] = (struct way_leg) { path, i - first }, w->found_count++;
    return MLG_OK;
}

static mlg_status find_ways(const mlg_metric *m, const mlg_snapped *at, int32_t count, struct ways *w, mlg_error *err)
{
    w->leg_count = count - 1;
    w->paths = mlg__malloc((size_t)count * sizeof(mlg_path *));
    w->legs = mlg__malloc((size_t)count * sizeof *w->legs);
    if (!w->paths || !w->legs) return mlg__no_memory(err, "ways");
    for (int32_t first = 0, end; first + 1 < count; first = end > first ? end : first + 1) {
        bool joined;
        for (end = first; at[first].edge != MLG_NONE && end + 1 < count && at[end + 1].edge != MLG_NONE;) end++;
        if (end == first) continue;
        MLG_TRY(find_run(m, at, first, end, w, &joined, err));
        for (int32_t i = first; !joined && end - first > 1 && i < end; i++) {
            bool ignored;
            MLG_TRY(find_run(m, at, i, i + 1, w, &ignored, err));
        }
    }
    return MLG_OK;
}

/* Places without a road were told when they were snapped. */
static void tell_missing(const struct ways *w, const mlg_snapped *at, const mlg_places *via, mlg_findings *found)
{
    for (int32_t leg = 0; found && leg < w->leg_count; leg++) {
        char where[120];
        if (w->legs[leg].path || at[leg].edge == MLG_NONE || at[leg + 1].edge == MLG_NONE) continue;
        snprintf(where, sizeof where, "%.50s - %.50s", via->id[leg], via->id[leg + 1]);
        mlg__warn(found, where, TXT("no way leads there for this vehicle", "aucun chemin n'y mène pour ce véhicule"),
                  TXT("--why says what bars it; another --profile may pass", "--why dit ce qui le barre ; un autre --profile passe peut-être"));
    }
}

static void route_csv(const struct ways *w, const mlg_places *via, struct text *t)
{
    text_add(t, "from,to,street,time_s,distance_m,energy_kj,energy_j_per_kg\n");
    for (int32_t leg = 0; leg < w->leg_count; leg++) {
        const struct way_leg *l = &w->legs[leg];
        int32_t step = l->path ? mlg_path_leg_step(l->path, l->at) : 0;
        const int32_t end = l->path ? mlg_path_leg_step(l->path, l->at + 1) : 1;
        while (step < end) {
            const struct street s = l->path ? next_street(l->path, step, end) : (struct street) { .end_step = end };
            text_csv(t, via->id[leg]);
            text_add(t, ",");
            text_csv(t, via->id[leg + 1]);
            text_add(t, ",");
            if (l->path) text_csv(t, mlg_path_step_at(l->path, step).street);
            text_add(t, ",");
            if (l->path) put_street(t, &s);
            text_add(t, l->path ? "\n" : ",,,\n");
            step = s.end_step;
        }
    }
}

static void put_leg_figures(struct text *t, const mlg_places *via, int32_t leg, const struct way_leg *l)
{
    text_add(t, "\"from\":");
    text_json(t, via->id[leg]);
    text_add(t, ",\"to\":");
    text_json(t, via->id[leg + 1]);
    if (!l->path) {
        text_add(t, ",\"time_s\":null,\"distance_m\":null,\"energy_kj\":null,\"energy_j_per_kg\":null");
        return;
    }
    const mlg_leg figures = mlg_path_leg(l->path, l->at);
    text_printf(t, ",\"time_s\":%d,\"distance_m\":%d,\"energy_kj\":%d,\"energy_j_per_kg\":%d", figures.time_s, figures.distance_m,
                figures.energy_kj, figures.energy_j_per_kg);
}

static void put_line(struct text *t, const mlg_path *path, int32_t leg)
{
    for (int32_t i = mlg_path_leg_point(path, leg), end = mlg_path_leg_point(path, leg + 1), first = i; i < end; i++) {
        if (i > first) text_add(t, ",");
        mlg__geojson_point(t, mlg_path_point(path, i));
        if (end - first == 1) { /* a line has two ends */
            text_add(t, ",");
            mlg__geojson_point(t, mlg_path_point(path, i));
        }
    }
}

static void put_streets(struct text *t, const mlg_path *path, int32_t leg)
{
    text_add(t, ",\"streets\":[");
    for (int32_t first = mlg_path_leg_step(path, leg), step = first, end = mlg_path_leg_step(path, leg + 1); step < end;) {
        const struct street s = next_street(path, step, end);
        text_add(t, step > first ? ",[" : "[");
        text_json(t, mlg_path_step_at(path, step).street);
        text_add(t, ",");
        put_street(t, &s);
        text_add(t, "]");
        step = s.end_step;
    }
    text_add(t, "]");
}

static void route_geojson(const struct ways *w, const mlg_places *via, const mlg_roads_info *about, bool features, struct text *t)
{
    text_add(t, features ? "{\"type\":\"FeatureCollection\"" : "{\"format\":\"maillage-way\"");
    mlg__geojson_credit(t, about->credit);
    text_add(t, features ? ",\"features\":[" : ",\"legs\":[");
    for (int32_t leg = 0; leg < w->leg_count; leg++) {
        const struct way_leg *l = &w->legs[leg];
        text_add(t, leg ? ",\n" : "\n");
        text_add(t, features ? "{\"type\":\"Feature\",\"properties\":{" : "{");
        put_leg_figures(t, via, leg, l);
        if (l->path) put_streets(t, l->path, l->at);
        else text_add(t, ",\"streets\":[]");
        if (!l->path) {
            text_add(t, features ? "},\"geometry\":null}" : ",\"points\":[]}");
            continue;
        }
        text_add(t, features ? "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[" : ",\"points\":[");
        put_line(t, l->path, l->at);
        text_add(t, features ? "]}}" : "]}");
    }
    text_add(t, "\n]}\n");
}

/* Nothing can be answered; the places were told. */
mlg_status mlg__no_road_at_all(const mlg_snapped *at, int32_t count, mlg_error *err)
{
    for (int32_t i = 0; i < count; i++)
        if (at[i].edge != MLG_NONE) return MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, "", TXT("no place has a road", "aucun lieu n'a de route"),
                     TXT("see the warnings, or `maillage roads snap`", "voyez les avertissements, ou « maillage roads snap »"));
}

mlg_status mlg_route_write(const mlg_metric *m, const mlg_places *via, const char *file, mlg_format format, mlg_findings *found,
                           mlg_error *err)
{
    struct text t = { 0 };
    struct ways w = { 0 };
    mlg_snapped *snapped = NULL;
    const mlg_roads_info about = about_of(m);
    mlg_status status = mlg__snap_places(m, via, &snapped, found, err);
    if (!status) status = mlg__no_road_at_all(snapped, via->count, err);
    if (!status) status = find_ways(m, snapped, via->count, &w, err);
    if (!status) tell_missing(&w, snapped, via, found);
    if (!status && !w.found_count)
        status = mlg__fail(err, MLG_BAD_INPUT, "", TXT("no way joins any of these points for this vehicle", "aucun chemin ne joint ces points pour ce véhicule"),
                           TXT("see the warnings, or `maillage roads snap`", "voyez les avertissements, ou « maillage roads snap »"));
    if (!status) {
        format = mlg__format_of(file, format, MLG_FORMAT_CSV);
        if (format == MLG_FORMAT_CSV) route_csv(&w, via, &t);
        else route_geojson(&w, via, &about, format == MLG_FORMAT_GEOJSON, &t);
    }
    free_ways(&w);
    mlg__free(snapped);
    return write_text(&t, file, status, err);
}

mlg_status mlg_route_why(const mlg_metric *m, const mlg_places *via, mlg_findings *found, mlg_error *err)
{
    mlg_snapped *snapped = NULL;
    mlg_why *why = mlg__malloc((size_t)via->count * sizeof *why);
    mlg_status status = why ? mlg__snap_places(m, via, &snapped, NULL, err) : mlg__no_memory(err, "places");
    if (!status) status = mlg_roads_why(m, snapped, via->count, why, err);
    for (int32_t i = 0; !status && i + 1 < via->count; i++) {
        mlg_error words = { .lang = mlg__findings_lang(found) };
        char where[120];
        mlg_why_words(&why[i], &words);
        snprintf(where, sizeof where, "%.50s - %.50s", via->id[i], via->id[i + 1]);
        if (words.message[0]) mlg__note(found, where, TXT("%s", "%s"), NO_HINT, words.message);
    }
    mlg__free(snapped);
    mlg__free(why);
    return status;
}

/* ---- reach ---- */

static void put_ring(struct text *t, const mlg_reach *reach, mlg_ring ring)
{
    text_add(t, "[");
    for (int32_t i = 0; i < ring.point_count; i++) {
        if (i) text_add(t, ",");
        mlg__geojson_point(t, mlg_reach_point(reach, ring.first_point + i));
    }
    text_add(t, "]");
}

static void put_area(struct text *t, const mlg_reach *reach, int32_t limit, int32_t limit_s, const char *id)
{
    text_add(t, "{\"type\":\"Feature\",\"properties\":{\"from\":");
    text_json(t, id);
    text_printf(t, ",\"time_s\":%d,\"streets_km\":", limit_s);
    text_double(t, floor(mlg_reach_km(reach, limit) * 10 + 0.5) / 10);
    text_add(t, "},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (int32_t i = 0; i < mlg_reach_ring_count(reach, limit); i++) {
        const mlg_ring ring = mlg_reach_ring(reach, limit, i);
        text_add(t, ring.hole ? "," : i ? "],[" : "[");
        put_ring(t, reach, ring);
    }
    text_add(t, mlg_reach_ring_count(reach, limit) ? "]]}}" : "]}}");
}

mlg_status mlg_reach_write(const mlg_metric *m, const mlg_places *from, const int32_t *limits_s, int32_t limit_count, double cell_m,
                           const char *file, mlg_findings *found, mlg_error *err)
{
    struct text t = { 0 };
    mlg_snapped *snapped = NULL;
    mlg_reach *reach = NULL;
    const mlg_roads_info about = about_of(m);
    mlg_status status = mlg__snap_places(m, from, &snapped, found, err);
    if (!status) status = mlg__no_road_at_all(snapped, from->count, err);
    text_add(&t, "{\"type\":\"FeatureCollection\"");
    mlg__geojson_credit(&t, about.credit);
    text_add(&t, ",\"features\":[");
    for (int32_t i = 0, put = 0; !status && i < from->count; i++) {
        if (snapped[i].edge == MLG_NONE) continue; /* told above */
        status = mlg_roads_reach(m, &snapped[i], limits_s, limit_count, cell_m, &reach, err);
        for (int32_t k = limit_count - 1; !status && k >= 0; k--) { /* the largest lies below the others */
            text_add(&t, put++ ? ",\n" : "\n");
            put_area(&t, reach, k, limits_s[k], from->id[i]);
        }
        mlg_reach_free(reach);
        reach = NULL;
    }
    text_add(&t, "\n]}\n");
    mlg__free(snapped);
    return write_text(&t, file, status, err);
}
