/* road_source.c — a road file as a leg source: metrics of all classes and the ends of all places are made once, a row is a
 * search or less. Nothing is written afterwards: any number of threads may ask.
 *
 * A place without a road, or on an island, keeps its legs: by crow flight, as if there were no map (or none, where the maker
 * says so). Such places are named once, with what is near; those outside the map together. */
#include <stdio.h>
#include <string.h>

#include "base/math.h"
#include "model/units.h"
#include "roads/crow.h"
#include "roads/query.h"

struct drive { /* a pair of profile and energy table */
    mlg_metric *metric;
    mlg_snapped *snapped; /* [place_count] */
    struct road_ends from, to;
};
struct source_class { int32_t drive; mlg_energy_curve curve; };

struct road_source {
    mlg_roads *roads;
    bool no_crow_flight;
    int32_t place_count, class_count, drive_count, lost_count; /* lost: places without a road for some class */
    mlg_point *places;
    struct source_class *classes;
    struct drive *drives;
    mlg_findings *found;
    char label[320], credit[64];
};

static void source_free(void *self)
{
    struct road_source *s = self;
    if (!s) return;
    for (int32_t i = 0; s->drives && i < s->drive_count; i++) {
        mlg__ends_free(&s->drives[i].from);
        mlg__ends_free(&s->drives[i].to);
        mlg_metric_free(s->drives[i].metric);
        mlg__free(s->drives[i].snapped);
    }
    for (int32_t i = 0; s->classes && i < s->class_count; i++) mlg__curve_free(&s->classes[i].curve);
    mlg__free(s->places);
    mlg__free(s->classes);
    mlg__free(s->drives);
    mlg_roads_free(s->roads);
    mlg_findings_free(s->found);
    mlg__free(s);
}

/* ---- answers ---- */

/* Some of the ends, in this order; borrows the rest of `all`. */
static bool pick(const struct road_ends *all, const int32_t *which, int32_t count, struct road_ends *some)
{
    *some = *all;
    some->count = count;
    some->end = mlg__malloc((size_t)count * sizeof *some->end);
    for (int32_t i = 0; some->end && i < count; i++) some->end[i] = all->end[which[i]];
    return some->end != NULL;
}

static const struct source_class *class_of(const struct road_source *s, int32_t vehicle_class)
{
    return &s->classes[vehicle_class >= 0 && vehicle_class < s->class_count ? vehicle_class : 0];
}

static mlg_leg estimated(const struct road_source *s, const struct source_class *c, mlg_point from, mlg_point to)
{
    if (s->no_crow_flight) return (mlg_leg) { MLG_UNREACHABLE, MLG_UNREACHABLE, 0, 0 };
    return mlg__crow_leg(from, to, &c->curve);
}

static mlg_status source_rows(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count, const int32_t *to,
                              int32_t to_count, mlg_leg *legs, mlg_error *err)
{
    const struct road_source *s = self;
    const struct source_class *c = class_of(s, vehicle_class);
    const struct drive *d = &s->drives[c->drive];
    struct road_ends sources = { 0 }, targets = { 0 };
    const bool ok = pick(&d->from, from, from_count, &sources) && pick(&d->to, to, to_count, &targets);
    mlg_status status = ok ? mlg__legs_between(d->metric, &sources, &targets, legs, err) : mlg__no_memory(err, "legs");
    mlg__free(sources.end);
    mlg__free(targets.end);
    for (int32_t i = 0; !status && i < from_count; i++)
        for (int32_t j = 0; j < to_count; j++, legs++)
            if (legs->time_s == MLG_UNREACHABLE) *legs = estimated(s, c, s->places[from[i]], s->places[to[j]]);
    return status;
}

static mlg_status source_driven(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_leg *legs, mlg_error *err)
{
    const struct road_source *s = self;
    const mlg_metric *m = s->drives[class_of(s, vehicle_class)->drive].metric;
    mlg_snapped *snapped = mlg__malloc((size_t)count * sizeof *snapped);
    struct dijkstra *scratch = mlg__dijkstra_new(m->roads->graph.state_count);
    struct road_ends from = { 0 }, to = { 0 };
    mlg_status status = snapped && scratch ? MLG_OK : mlg__no_memory(err, "legs");
    if (!status) mlg_snap(m, points, count, snapped);
    if (!status) status = mlg__ends_make(m, snapped, count, false, scratch, &from, err);
    if (!status) status = mlg__ends_make(m, snapped, count, true, scratch, &to, err);
    if (!status) status = mlg__legs_between(m, &from, &to, legs, err);
    mlg__ends_free(&from);
    mlg__ends_free(&to);
    mlg__dijkstra_free(scratch);
    mlg__free(snapped);
    return status;
}

static mlg_status source_between(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_leg *legs, mlg_error *err)
{
    const struct road_source *s = self;
    const mlg_status status = source_driven(self, vehicle_class, points, count, legs, err);
    for (int32_t i = 0; !status && i < count; i++)
        for (int32_t j = 0; j < count; j++, legs++)
            if (legs->time_s == MLG_UNREACHABLE) *legs = estimated(s, class_of(s, vehicle_class), points[i], points[j]);
    return status;
}

/* Leg i of a path as a shape, from point to point. */
static mlg_status tell_leg(const mlg_path *path, int32_t i, int32_t number, const mlg_point *ends, mlg_way_fn *f, void *user, mlg_error *err)
{
    const int32_t first = mlg_path_leg_point(path, i), n = mlg_path_leg_point(path, i + 1) - first;
    mlg_point *shape = mlg__malloc(((size_t)n + 2) * sizeof *shape);
    if (!shape) return mlg__no_memory(err, "a way");
    shape[0] = ends[0];
    for (int32_t k = 0; k < n; k++) shape[k + 1] = mlg_path_point(path, first + k);
    shape[n + 1] = ends[1];
    f(number, shape, n + 2, user);
    mlg__free(shape);
    return MLG_OK;
}

/* Legs first .. end-1, whose points have roads, at once: scratch for a route is as large as the map. Where one of them has no way, leg
 * by leg, so that it is a straight line and the others are streets. */
static mlg_status tell_legs(const mlg_metric *m, const mlg_point *points, const mlg_snapped *snapped, int32_t first, int32_t end,
                            mlg_way_fn *f, void *user, mlg_error *err)
{
    mlg_path *path = NULL;
    mlg_status status = mlg_roads_route(m, snapped + first, end - first + 1, &path, err);
    for (int32_t i = first; !status && i < end; i++) {
        if (path) status = tell_leg(path, i - first, i, points + i, f, user, err);
        else if (end - first > 1) status = tell_legs(m, points, snapped, i, i + 1, f, user, err);
        else f(i, points + i, 2, user);
    }
    mlg_path_free(path);
    return status;
}

static mlg_status source_way(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_way_fn *f, void *user,
                             mlg_error *err)
{
    const struct road_source *s = self;
    const mlg_metric *m = s->drives[class_of(s, vehicle_class)->drive].metric;
    mlg_status status = MLG_OK;
    mlg_snapped *snapped = mlg__malloc((size_t)count * sizeof *snapped);
    if (!snapped) return mlg__no_memory(err, "a way");
    mlg_snap(m, points, count, snapped);
    for (int32_t first = 0, end; !status && first + 1 < count; first = end) {
        for (end = first; end < count && snapped[end].edge != MLG_NONE;) end++;
        if (end-- - first > 1) status = tell_legs(m, points, snapped, first, end, f, user, err);
        else f(first, points + first, 2, user), end = first + 1; /* one of its ends has no road */
    }
    mlg__free(snapped);
    return status;
}

/* The shape of an edge, both ends included, into points [point_count + 2]. Says whether it touches the box. */
static bool take_shape(const struct road_graph *g, int32_t edge, const struct box *box, mlg_point *points)
{
    const struct road_edge *e = &g->edges[edge];
    struct road_shape shape = mlg__shape(g, edge);
    struct box own = { { INT32_MAX, INT32_MIN }, { INT32_MAX, INT32_MIN } };
    for (int32_t i = 0; i <= e->point_count + 1; i++) {
        if (i > e->point_count) shape.lon_e7 = g->nodes[e->head].lon_e7, shape.lat_e7 = g->nodes[e->head].lat_e7;
        points[i] = (mlg_point) { shape.lat_e7 / 1e7, shape.lon_e7 / 1e7 };
        own.lon[0] = min32(own.lon[0], shape.lon_e7), own.lon[1] = max32(own.lon[1], shape.lon_e7);
        own.lat[0] = min32(own.lat[0], shape.lat_e7), own.lat[1] = max32(own.lat[1], shape.lat_e7);
        if (i < e->point_count) mlg__shape_step(&shape);
    }
    return own.lon[0] <= box->lon[1] && own.lon[1] >= box->lon[0] && own.lat[0] <= box->lat[1] && own.lat[1] >= box->lat[0];
}

static mlg_status source_streets(void *self, mlg_point south_west, mlg_point north_east, mlg_way_fn *f, void *user, mlg_error *err)
{
    const struct road_graph *g = &((const struct road_source *)self)->roads->graph;
    const struct box box = { { (int32_t)mlg__round(south_west.lon_deg * 1e7), (int32_t)mlg__round(north_east.lon_deg * 1e7) },
                             { (int32_t)mlg__round(south_west.lat_deg * 1e7), (int32_t)mlg__round(north_east.lat_deg * 1e7) } };
    int32_t most = 0, told = 0;
    for (int32_t e = 0; e < g->edge_count; e++) most = max32(most, g->edges[e].point_count);
    mlg_point *points = mlg__malloc(((size_t)most + 2) * sizeof *points);
    if (!points) return mlg__no_memory(err, "streets");
    for (int32_t e = 0; e < g->edge_count; e++)
        if (take_shape(g, e, &box, points)) f(told++, points, g->edges[e].point_count + 2, user);
    mlg__free(points);
    return MLG_OK;
}

/* ---- making ---- */

static const char *done_about_it(const struct road_source *s, bool several)
{
    const struct mlg_txt words[2][2] = {
        { TXT("its legs are estimated by crow flight", "ses trajets sont estimés à vol d'oiseau"),
          TXT("its legs are unreachable", "ses trajets sont impossibles") },
        { TXT("their legs are estimated by crow flight", "leurs trajets sont estimés à vol d'oiseau"),
          TXT("their legs are unreachable", "leurs trajets sont impossibles") } };
    return words[several][s->no_crow_flight].in[mlg__findings_lang(s->found) == MLG_FR];
}

static bool is_partial(const struct road_source *s) { return 2 * (int64_t)s->lost_count > s->place_count; }

static void tell_place(struct road_source *s, const mlg_roads_source_spec *spec, const struct drive *d, const char *profile, int32_t place)
{
    mlg_error words = { .lang = mlg__findings_lang(s->found) };
    char name[120];
    if (spec->place_names && spec->place_names[place]) snprintf(name, sizeof name, "%s", spec->place_names[place]);
    else snprintf(name, sizeof name, "%d", place);
    mlg_snap_words(d->metric, &d->snapped[place], &words);
    mlg__warn(s->found, name, TXT("%s (%s); %s", "%s (%s) ; %s"),
              d->snapped[place].swapped ? TXT("latitude and longitude are probably exchanged", "latitude et longitude sont sans doute inversées")
                                        : TXT("check the point, or the map", "vérifiez le point, ou la carte"),
              words.message, profile, done_about_it(s, false));
}

/* Outside the map: all together, with the first by name. A map that holds few of the places is one of a part, and meant to be. */
static void tell_outside(struct road_source *s, const mlg_roads_source_spec *spec, const struct drive *d)
{
    int32_t count = 0, first = MLG_NONE;
    for (int32_t i = 0; i < s->place_count; i++)
        if (d->snapped[i].state == MLG_OUTSIDE_MAP && !d->snapped[i].swapped) {
            if (!count++) first = i;
        }
    if (!count) return;
    const mlg_roads_info about = mlg_roads_about(s->roads);
    mlg__warn(s->found, about.file,
              TXT("%d of %d places lie outside the map (latitudes %.3f to %.3f, longitudes %.3f to %.3f), the first is \"%s\"; %s",
                  "%d lieux sur %d sont hors de la carte (latitudes %.3f à %.3f, longitudes %.3f à %.3f), le premier est « %s » ; %s"),
              is_partial(s) ? TXT("rounds inside the map follow its streets; for the rest take a larger extract",
                                  "les tournées dans la carte suivent ses rues ; pour le reste, prenez un extrait plus grand")
                            : TXT("take a larger extract", "prenez un extrait plus grand"),
              count, s->place_count, about.south_deg, about.north_deg,
              about.west_deg, about.east_deg, spec->place_names && spec->place_names[first] ? spec->place_names[first] : "?",
              done_about_it(s, true));
}

/* Each place once, for the first profile that fails it. */
static void tell_places(struct road_source *s, const mlg_roads_source_spec *spec)
{
    for (int32_t i = 0; i < s->place_count; i++)
        for (int32_t c = 0; c < s->class_count; c++) {
            const struct drive *d = &s->drives[s->classes[c].drive];
            const mlg_snapped *at = &d->snapped[i];
            if (at->state == MLG_SNAPPED) continue;
            s->lost_count++;
            if (at->state == MLG_OUTSIDE_MAP && !at->swapped) break;
            tell_place(s, spec, d, spec->classes[c].profile, i);
            break;
        }
    if (s->drive_count) tell_outside(s, spec, &s->drives[0]);
}

static bool same_drive(const mlg_road_class *a, const mlg_road_class *b)
{
    if (strcmp(a->profile, b->profile) || !a->energy != !b->energy) return false;
    return !a->energy || !memcmp(a->energy, b->energy, sizeof(struct energy_table));
}

static mlg_status make_drive(struct road_source *s, const mlg_roads_source_spec *spec, const mlg_road_class *c, struct dijkstra *scratch,
                             mlg_error *err)
{
    struct drive *d = &s->drives[s->drive_count++];
    const mlg_metric_spec metric = { .profile = c->profile, .energy = c->energy, .snap_radius_m = spec->snap_radius_m, .curb = spec->curb,
                                     .hour = spec->hour };
    MLG_TRY(mlg_metric_make(s->roads, &metric, &d->metric, err));
    d->snapped = mlg__malloc((size_t)s->place_count * sizeof *d->snapped);
    if (!d->snapped) return mlg__no_memory(err, "places");
    mlg_snap(d->metric, s->places, s->place_count, d->snapped);
    MLG_TRY(mlg__ends_make(d->metric, d->snapped, s->place_count, false, scratch, &d->from, err));
    return mlg__ends_make(d->metric, d->snapped, s->place_count, true, scratch, &d->to, err);
}

static mlg_status make_drives(struct road_source *s, const mlg_roads_source_spec *spec, mlg_error *err)
{
    struct dijkstra *scratch = mlg__dijkstra_new(s->roads->graph.state_count);
    mlg_status status = scratch ? MLG_OK : mlg__no_memory(err, "places");
    for (int32_t c = 0; !status && c < spec->class_count; c++) {
        int32_t same = 0;
        while (same < c && !same_drive(&spec->classes[same], &spec->classes[c])) same++;
        s->classes[c].drive = same < c ? s->classes[same].drive : s->drive_count;
        if (same == c) status = make_drive(s, spec, &spec->classes[c], scratch, err);
        if (!status && !mlg__curve_copy(&s->classes[c].curve, &spec->classes[c].curve)) status = mlg__no_memory(err, "places");
    }
    mlg__dijkstra_free(scratch);
    return status;
}

mlg_status mlg_roads_source(mlg_roads *roads, const mlg_roads_source_spec *spec, mlg_leg_source *source, mlg_error *err)
{
    struct road_source *s = mlg__malloc(sizeof *s);
    *source = (mlg_leg_source) { 0 };
    if (!s) return mlg__no_memory(err, "roads");
    *s = (struct road_source) { .roads = roads, .no_crow_flight = spec->no_crow_flight, .place_count = spec->place_count,
                                .class_count = spec->class_count };
    s->places = mlg__malloc((size_t)spec->place_count * sizeof *s->places);
    s->classes = mlg__malloc((size_t)spec->class_count * sizeof *s->classes);
    s->drives = mlg__malloc((size_t)spec->class_count * sizeof *s->drives);
    s->found = mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_status status = s->places && s->classes && s->drives && s->found ? MLG_OK : mlg__no_memory(err, "roads");
    if (!status && spec->place_count) memcpy(s->places, spec->places, (size_t)spec->place_count * sizeof *s->places);
    if (!status) status = make_drives(s, spec, err);
    if (status) {
        s->roads = NULL; /* still the caller's */
        source_free(s);
        return status;
    }
    tell_places(s, spec);
    const mlg_roads_info about = mlg_roads_about(roads);
    const int length = snprintf(s->label, sizeof s->label, "%.200s%s%s", about.source[0] ? about.source : about.file,
                                about.date[0] ? ", " : "", about.date);
    if (s->lost_count)
        snprintf(s->label + length, sizeof s->label - (size_t)length, ", %s for %d of %d places", s->no_crow_flight ? "no legs" : "crow flight",
                 s->lost_count, s->place_count);
    snprintf(s->credit, sizeof s->credit, "%s", about.credit);
    *source = (mlg_leg_source) { .self = s, .label = s->label, .estimated = is_partial(s) && !s->no_crow_flight, .rows = source_rows,
                                 .between = source_between, .driven = source_driven, .way = source_way, .streets = source_streets,
                                 .credit = s->credit[0] ? s->credit : NULL, .found = s->found, .free = source_free };
    return MLG_OK;
}
