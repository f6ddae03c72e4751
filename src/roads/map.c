/* map.c — see map.h: which reader, then what all maps have in common: towns, heights, states; and what to warn of. */
#include "roads/map.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "roads/dem.h"
#include "roads/osm_build.h"
#include "roads/plain_map.h"
#include "roads/states.h"
#include "roads/urban.h"

static mlg_status tell(const struct map_options *o, double started_s, int64_t percent, const char *name, mlg_error *err)
{
    const mlg_progress now = {
        .phase = "build", .elapsed_s = mlg__now_s() - started_s, .cost = NAN, .bound = NAN, .iterations = percent
    };
    if (!o->progress || o->progress(&now, o->user) == MLG_CONTINUE) return MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, name, TXT("building was stopped", "la construction a été arrêtée"), NO_HINT);
}

/* What the map itself leaves open is a note; tiles can be added. */
static void tell_counts(const struct map_counts *c, const char *name, const struct map_options *o, mlg_findings *found)
{
    if (c->shortened_ways)
        mlg__note(found, name,
                  TXT("%lld streets are cut short where the extract ends: %lld of their nodes are missing",
                      "%lld rues sont coupées au bord de l'extrait : il manque %lld de leurs nœuds"),
                  NO_HINT, (long long)c->shortened_ways, (long long)c->missing_nodes);
    if (c->restrictions_dropped)
        mlg__note(found, name,
                  TXT("%lld turn restrictions are malformed or incomplete and were left out (%lld are used)",
                      "%lld interdictions de tourner sont mal formées ou incomplètes et ignorées (%lld servent)"),
                  NO_HINT, (long long)c->restrictions_dropped, (long long)c->restrictions);
    if (c->restrictions_by_hour)
        mlg__note(
            found, name,
            TXT("%lld turn restrictions hold at some hours only; they are taken as permanent",
                "%lld interdictions de tourner ne valent qu'à certaines heures ; elles sont prises pour permanentes"),
            NO_HINT, (long long)c->restrictions_by_hour);
    if (c->conditions_dropped)
        mlg__note(
            found, name,
            TXT("%lld conditions on access or speed are of a form that is not understood and were left out (%lld are "
                "used)",
                "%lld conditions d'accès ou de vitesse ont une forme non comprise et sont ignorées (%lld servent)"),
            NO_HINT, (long long)c->conditions_dropped, (long long)c->conditions_kept);
    if (o->dem && c->dem_missing)
        mlg__warn(found, o->dem,
                  TXT("%lld elevation tiles that the map touches are not there: flat in these parts",
                      "il manque %lld tuiles d'altitude que la carte touche : plat à ces endroits"),
                  NO_HINT, (long long)c->dem_missing);
    if (c->dem_void_points)
        mlg__note(found, o->dem,
                  TXT("%lld points have no elevation and take that of their neighbours",
                      "%lld points sont sans altitude et prennent celle de leurs voisins"),
                  NO_HINT, (long long)c->dem_void_points);
}

static mlg_status read_osm(const struct source *s, const struct map_options *o, struct road_graph *g,
                           struct turn_paths *turns, struct map_counts *counts, mlg_error *err)
{
    struct osm_map m;
    mlg_status status = mlg__osm_read(s, o, &m, counts, err);
    if (!status) {
        g->osm = true;
        memcpy(g->date, m.date, sizeof g->date);
        status = mlg__osm_build(&m, o->keep_osm_ids, g, turns, counts, err);
    }
    mlg__osm_free(&m);
    return status;
}

static mlg_status finish(const struct map_options *o, struct road_graph *g, const struct turn_paths *turns,
                         struct map_counts *counts, double started_s, mlg_error *err)
{
    MLG_TRY(tell(o, started_s, 30, g->source, err));
    if (!mlg__urban_by_density(g)) return mlg__no_memory(err, "the road graph");
    if (o->dem) MLG_TRY(mlg__dem_climb(o->dem, g, counts, err));
    MLG_TRY(tell(o, started_s, 70, g->source, err));
    MLG_TRY(mlg__states_build(g, turns, o->turns, err));
    return tell(o, started_s, 100, g->source, err);
}

static mlg_status nothing_in_it(const struct road_graph *g, mlg_error *err)
{
    return mlg__fail(
        err, MLG_BAD_INPUT, g->source, TXT("the map holds no street", "la carte ne contient aucune rue"),
        TXT("check that the extract has roads (highway=*) and their nodes; one with locations on ways must keep the "
            "nodes too",
            "vérifiez que l'extrait a des routes (highway=*) et leurs nœuds, même si les chemins portent leurs lieux"));
}

static mlg_status build(const char *path, const struct source *pbf, const struct map_options *o, struct road_graph *g,
                        struct map_counts *c, mlg_findings *found, mlg_error *err)
{
    const double started_s = mlg__now_s();
    struct turn_paths turns = { 0 };
    mlg_status status = pbf ? read_osm(pbf, o, g, &turns, c, err) : mlg__plain_map_read(path, o, g, c, err);
    if (!status && !g->edge_count) status = nothing_in_it(g, err);
    if (!status) status = finish(o, g, &turns, c, started_s, err);
    if (!status) tell_counts(c, g->source, o, found);
    mlg__turn_paths_free(&turns);
    return status;
}

static void start(const char *path, struct road_graph *g)
{
    const char *slash = strrchr(path, '/');
    *g = (struct road_graph) { 0 };
    snprintf(g->source, sizeof g->source, "%.120s", slash && slash[1] ? slash + 1 : path);
}

mlg_status mlg__map_build_pbf(const struct source *pbf, const struct map_options *o, struct road_graph *g,
                              struct map_counts *counts, mlg_findings *found, mlg_error *err)
{
    struct map_counts own, *c = counts ? counts : &own;
    *c = (struct map_counts) { 0 };
    start(pbf->name, g);
    return build(NULL, pbf, o, g, c, found, err);
}

mlg_status mlg__map_build(const char *path, const struct map_options *o, struct road_graph *g,
                          struct map_counts *counts, mlg_findings *found, mlg_error *err)
{
    struct map_counts own, *c = counts ? counts : &own;
    struct source s;
    if (!mlg__is_plain_map(path)) {
        start(path, g);
        if (counts) *counts = (struct map_counts) { 0 };
        MLG_TRY(mlg__source_open(path, &s, err));
        const mlg_status status = mlg__map_build_pbf(&s, o, g, counts, found, err);
        mlg__source_close(&s);
        return status;
    }
    *c = (struct map_counts) { 0 };
    start(path, g);
    return build(path, NULL, o, g, c, found, err);
}
