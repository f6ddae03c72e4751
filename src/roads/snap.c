/* snap.c — where points meet the roads. Each point for itself: what others ask for never changes an answer.
 *
 * Taken is the nearest street that the vehicle may use and that belongs to the main network, end-only ones included; if
 * none lies within the radius, the nearest usable street of an island, and the answer says so; else the answer says how far
 * the nearest road is. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/metric.h"
#include "base/text.h"
#include "roads/metric.h"

static bool usable(const void *user, int32_t edge) { return ((const mlg_metric *)user)->usable[edge]; }
static bool on_main(const void *user, int32_t edge) { return ((const mlg_metric *)user)->main[edge]; }

static int32_t e7(double degrees) { return (int32_t)mlg__round(degrees * 1e7); }
static bool is_on_globe(mlg_point p) { return fabs(p.lat_deg) <= 90 && fabs(p.lon_deg) <= 180; }

static bool on_map(const struct road_graph *g, double lat_deg, double lon_deg, double margin_deg)
{
    return lat_deg >= g->south_e7 / 1e7 - margin_deg && lat_deg <= g->north_e7 / 1e7 + margin_deg &&
           lon_deg >= g->west_e7 / 1e7 - margin_deg && lon_deg <= g->east_e7 / 1e7 + margin_deg;
}

static double segment_m(const struct road_segment *s)
{
    return mlg__great_circle_m(s->lat[0] / 1e7, s->lon[0] / 1e7, s->lat[1] / 1e7, s->lon[1] / 1e7);
}

/* How far along its edge a place on one of its segments lies, of the edge's own length. */
static uint32_t offset_of(const struct road_graph *g, const struct road_segment *at, double share)
{
    const struct road_edge *e = &g->edges[at->edge];
    struct road_shape shape = mlg__shape(g, at->edge);
    double before_m = 0, all_m = 0;
    for (int32_t i = 0; i <= e->point_count; i++) {
        struct road_segment s = { .lon = { shape.lon_e7 }, .lat = { shape.lat_e7 } };
        if (i < e->point_count) mlg__shape_step(&shape);
        else shape.lon_e7 = g->nodes[e->head].lon_e7, shape.lat_e7 = g->nodes[e->head].lat_e7;
        s.lon[1] = shape.lon_e7;
        s.lat[1] = shape.lat_e7;
        const double m = segment_m(&s);
        if (i < at->piece) before_m += m;
        if (i == at->piece) before_m += share * m;
        all_m += m;
    }
    const double part = all_m > 0 ? before_m / all_m : 0;
    return (uint32_t)mlg__round(fmin(part, 1) * e->length_dm);
}

static void take(const mlg_metric *m, const struct near_segment *near, mlg_snapped *out)
{
    const struct road_graph *g = &m->roads->graph;
    const struct road_segment *s = &m->roads->rtree.segments[near->segment];
    const double dx = (double)s->lon[1] - s->lon[0], dy = (double)s->lat[1] - s->lat[0];
    const double px = out->asked.lon_deg * 1e7 - s->lon[0], py = out->asked.lat_deg * 1e7 - s->lat[0];
    out->edge = s->edge;
    out->distance_m = near->distance_m;
    out->at = (mlg_point) { (s->lat[0] + near->share * dy) / 1e7, (s->lon[0] + near->share * dx) / 1e7 };
    out->offset_dm = offset_of(g, s, near->share);
    out->right = dx * py - dy * px < 0; /* both sides have the same scale of longitudes: the sign is that of the plane */
    const int32_t name = g->edges[s->edge].name;
    snprintf(out->street, sizeof out->street, "%.*s", (int)(g->name_first[name + 1] - g->name_first[name]),
             g->names + g->name_first[name]);
}

/* The bits of `directions` that serve the point: with curb, the one on whose right it lies, where that may be driven. */
static uint8_t served_by(const mlg_metric *m, const mlg_snapped *s, uint8_t directions)
{
    const uint8_t wanted = s->right ? ALONG : AGAINST;
    return m->curb && directions & wanted ? wanted : directions;
}

static void snap_one(const mlg_metric *m, mlg_point asked, mlg_snapped *out)
{
    const struct road_graph *g = &m->roads->graph;
    const struct rtree *t = &m->roads->rtree;
    struct near_segment near;
    *out = (mlg_snapped) { .state = MLG_NO_ROAD_NEAR, .asked = asked, .at = asked, .distance_m = NAN, .edge = MLG_NONE };
    out->swapped = !on_map(g, asked.lat_deg, asked.lon_deg, 0.1) && on_map(g, asked.lon_deg, asked.lat_deg, 0.1);
    if (!is_on_globe(asked)) {
        out->state = MLG_OUTSIDE_MAP;
        return;
    }
    const int32_t lon = e7(asked.lon_deg), lat = e7(asked.lat_deg);
    if (mlg__rtree_near(t, lon, lat, m->snap_radius_m, m->islands ? usable : on_main, m, &near, 1)) {
        take(m, &near, out);
        out->state = MLG_SNAPPED;
        out->directions = served_by(m, out, m->main[out->edge] ? m->main[out->edge] : m->usable[out->edge]);
    } else if (mlg__rtree_near(t, lon, lat, m->snap_radius_m, usable, m, &near, 1)) {
        take(m, &near, out);
        out->state = MLG_SNAPPED_ISLAND;
        out->directions = served_by(m, out, m->usable[out->edge]);
    } else {
        if (mlg__rtree_near(t, lon, lat, INFINITY, usable, m, &near, 1)) take(m, &near, out);
        out->edge = MLG_NONE;
        out->at = asked;
        out->offset_dm = 0;
        if (!on_map(g, asked.lat_deg, asked.lon_deg, 0)) out->state = MLG_OUTSIDE_MAP;
        return;
    }
    if (m->islands || out->state == MLG_SNAPPED_ISLAND) {
        const int32_t arc = mlg__plain_arc(m, out->edge, !(out->directions & ALONG));
        const int32_t component = arc == MLG_NONE ? MLG_NONE : m->use.component[g->arc_head[arc]];
        if (component > 0) {
            out->state = MLG_SNAPPED_ISLAND;
            out->component_states = m->use.component_states[component];
        }
    }
}

int32_t mlg_snap(const mlg_metric *m, const mlg_point *points, int32_t count, mlg_snapped *out)
{
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++) {
        snap_one(m, points[i], &out[i]);
        found += out[i].edge != MLG_NONE;
    }
    return found;
}

/* 340 m, 1.3 km */
static void distance_words(double distance_m, mlg_lang lang, char *words, size_t size)
{
    if (distance_m < 1000) snprintf(words, size, "%.0f m", distance_m);
    else snprintf(words, size, "%s km", mlg__digits(distance_m / 1000, distance_m < 100000 ? 1 : 0, lang == MLG_FR).s);
}

void mlg_snap_words(const mlg_metric *m, const mlg_snapped *s, mlg_error *words)
{
    const struct road_graph *g = &m->roads->graph;
    char away[48], street[80] = "";
    words->status = MLG_OK;
    words->where[0] = words->message[0] = words->hint[0] = 0;
    if (s->state == MLG_SNAPPED) return;
    distance_words(s->distance_m, words->lang, away, sizeof away);
    if (s->street[0]) snprintf(street, sizeof street, " (%s)", s->street);
    if (s->state == MLG_SNAPPED_ISLAND) {
        mlg__fail(words, MLG_OK, "",
                  TXT("%s from a road%s that is cut off from the main network for this vehicle (an island of %d junctions)",
                      "à %s d'une route%s coupée du réseau principal pour ce véhicule (un îlot de %d carrefours)"),
                  TXT("check the point, or what the map says about access", "vérifiez le point, ou les droits d'accès sur la carte"),
                  away, street, s->component_states);
        return;
    }
    const struct mlg_txt hint =
        s->swapped ? TXT("latitude and longitude are probably exchanged: the other way round the point lies on the map",
                         "latitude et longitude sont sans doute inversées : dans l'autre sens, le point est sur la carte")
                   : TXT("check the point; allow more with --snap 2000 (or --option roads.snap_m=2000)",
                         "vérifiez le point ; permettez plus avec --snap 2000 (ou --option roads.snap_m=2000)");
    if (isnan(s->distance_m))
        mlg__fail(words, MLG_OK, "", TXT("no road for this vehicle", "aucune route pour ce véhicule"), hint);
    else if (s->state == MLG_OUTSIDE_MAP)
        mlg__fail(words, MLG_OK, "",
                  TXT("outside the map (%.4f to %.4f north, %.4f to %.4f east); the nearest road is %s away%s",
                      "hors de la carte (latitudes %.4f à %.4f, longitudes %.4f à %.4f) ; la route la plus proche est à %s%s"),
                  hint, g->south_e7 / 1e7, g->north_e7 / 1e7, g->west_e7 / 1e7, g->east_e7 / 1e7, away, street);
    else
        mlg__fail(words, MLG_OK, "",
                  TXT("no road within %.0f m of %.5f, %.5f; the nearest is %s away%s",
                      "aucune route à moins de %.0f m de %.5f, %.5f ; la plus proche est à %s%s"),
                  hint, m->snap_radius_m, s->asked.lat_deg, s->asked.lon_deg, away, street);
}
