/* cmd_roads.c — maillage roads build|info|matrix|route|snap|isochrone: a road file from a map, and answers from it. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/thread.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

/* What a verb works with. */
struct roads_run {
    struct request *q;
    struct show show;
    mlg_findings *found;
    mlg_error err;
    mlg_roads *roads;
    mlg_metric *metric;
    mlg_places *places;
};

static int32_t threads_of(const struct request *q) { return q->threads > 0 ? q->threads : mlg__core_count(); }

static mlg_status bad(struct roads_run *r, struct mlg_txt message, struct mlg_txt hint, const char *value)
{
    return mlg__fail(&r->err, MLG_BAD_INPUT, "maillage roads", message, hint, value);
}

/* The operands after the road file: points, or one table of places. */
static mlg_status take_places(struct roads_run *r)
{
    const struct request *q = r->q;
    const int count = q->operand_count - 2;
    mlg_point points[OPERANDS_MAX];
    if (count < 1)
        return bad(r, TXT("%s wants places: a table (places.csv), or points as LAT,LON", "%s attend des lieux : une table (lieux.csv), ou des points LAT,LON"),
                   NO_HINT, q->operand[0]);
    if (count == 1 && !cli_point(q->operand[2], &points[0])) return mlg_places_read(q->operand[2], &r->places, r->found, &r->err);
    for (int i = 0; i < count; i++)
        if (!cli_point(q->operand[2 + i], &points[i]))
            return bad(r, TXT("\"%s\" is not a point", "« %s » n'est pas un point"),
                       TXT("write latitude,longitude in degrees, for example 45.76,4.84", "écrivez latitude,longitude en degrés, par exemple 45.76,4.84"),
                       q->operand[2 + i]);
    return mlg_places_make(points, q->operand + 2, count, &r->places, &r->err);
}

static mlg_status take_metric(struct roads_run *r)
{
    const struct request *q = r->q;
    const mlg_metric_spec spec = { .profile = q->profile, .hour = q->hour, .snap_radius_m = q->snap_m, .curb = q->curb, .islands = q->islands,
                                   .thread_count = threads_of(q) };
    mlg_status status = mlg_roads_open(q->operand[1], &r->roads, &r->err);
    if (status) return status;
    return q->class_id ? mlg_class_metric(r->roads, q->class_id, &spec, q->options, &r->metric, &r->err)
                       : mlg_metric_make(r->roads, &spec, &r->metric, &r->err);
}

/* ---- the verbs ---- */

static void show_info(const mlg_roads_info *i, bool fr)
{
    printf(fr ? "carte      %s%s%s%s\n" : "map        %s%s%s%s\n", i->source, i->date[0] ? " (" : "", i->date, i->date[0] ? ")" : "");
    if (i->credit[0]) printf(fr ? "crédit     %s\n" : "credit     %s\n", i->credit);
    printf(fr ? "écrit par  maillage %s\n" : "built by   maillage %s\n", i->built_by);
    printf(fr ? "étendue    latitudes %.5f à %.5f, longitudes %.5f à %.5f\n" : "bounds     latitudes %.5f to %.5f, longitudes %.5f to %.5f\n",
           i->south_deg, i->north_deg, i->west_deg, i->east_deg);
    printf(fr ? "rues       %d tronçons, %s km, %d carrefours et bouts, %d noms\n" : "streets    %d edges, %s km, %d junctions and ends, %d names\n",
           i->edge_count, mlg__digits(i->length_km, 1, fr).s, i->node_count, i->name_count);
    printf(fr ? "graphe     %d états, %d arcs%s\n" : "graph      %d states, %d arcs%s\n", i->state_count, i->arc_count,
           i->turns ? (fr ? ", coûts de virage" : ", costs of turns") : "");
    if (i->hierarchy_arc_count) printf(fr ? "hiérarchie %lld arcs\n" : "hierarchy  %lld arcs\n", (long long)i->hierarchy_arc_count);
    printf(fr ? "relief     %s\n" : "elevation  %s\n", i->elevation ? (fr ? "oui" : "yes") : (fr ? "non : tout est plat" : "none: all is flat"));
}

static mlg_status build(struct roads_run *r)
{
    const struct request *q = r->q;
    const mlg_roads_build_spec spec = { .map = q->operand[1], .dem = q->dem, .turns = q->turns, .keep_osm_ids = q->osm_ids,
                                        .thread_count = threads_of(q) };
    if (!q->output)
        return bad(r, TXT("build wants a file to write%s", "build attend un fichier à écrire%s"),
                   TXT("name it with -o X.roads", "nommez-le avec -o X.roads"), "");
    mlg_status status = output_file(q, NULL, &r->err);
    if (!status) status = mlg_roads_build(&spec, q->output, show_progress, &r->show, r->found, &r->err);
    show_end(&r->show);
    if (!status && !q->quiet) {
        status = mlg_roads_open(q->output, &r->roads, &r->err);
        if (!status) {
            const mlg_roads_info info = mlg_roads_about(r->roads);
            show_info(&info, q->lang == MLG_FR);
        }
    }
    return status;
}

static mlg_status info(struct roads_run *r)
{
    const mlg_status status = mlg_roads_open(r->q->operand[1], &r->roads, &r->err);
    if (status) return status;
    const mlg_roads_info about = mlg_roads_about(r->roads);
    show_info(&about, r->q->lang == MLG_FR);
    return MLG_OK;
}

static mlg_status matrix(struct roads_run *r)
{
    mlg_status status = output_file(r->q, ".csv .json .bin", &r->err);
    if (!status) status = take_places(r);
    if (!status) status = take_metric(r);
    if (!status)
        status = mlg_matrix_write(r->metric, r->places, r->places, threads_of(r->q), r->q->output, r->q->to, show_progress, &r->show,
                                  r->found, &r->err);
    return status;
}

static mlg_status route(struct roads_run *r)
{
    mlg_status status = output_file(r->q, ".csv .json .geojson", &r->err);
    if (!status) status = take_places(r);
    if (!status && mlg_places_count(r->places) < 2)
        status = bad(r, TXT("%s wants at least two points", "%s attend au moins deux points"), NO_HINT, r->q->operand[0]);
    if (!status) status = take_metric(r);
    if (status) return status;
    mlg_error err = { .lang = r->q->lang };
    status = mlg_route_write(r->metric, r->places, r->q->output, r->q->to, r->found, &r->err);
    if (r->q->why && mlg_route_why(r->metric, r->places, r->found, &err) && !status) status = err.status, r->err = err; /* also of no way */
    return status;
}

static mlg_status snap(struct roads_run *r)
{
    mlg_status status = output_file(r->q, ".csv .geojson", &r->err);
    if (!status) status = take_places(r);
    if (!status) status = take_metric(r);
    if (!status) status = mlg_snap_write(r->metric, r->places, r->q->output, r->q->to, r->found, &r->err);
    return status;
}

/* "15,30,60" minutes, ascending seconds. */
static mlg_status take_minutes(struct roads_run *r, int32_t *limits_s, int32_t *count)
{
    const char *words = r->q->minutes ? r->q->minutes : "15,30,60";
    *count = 0;
    for (const char *at = words; *at;) {
        const size_t n = strcspn(at, ",");
        double minutes;
        if (*count == 8 || !mlg__parse_double(at, n, false, &minutes) || minutes <= 0 || minutes > 1440 ||
            (*count && minutes * 60 <= limits_s[*count - 1]))
            return bad(r, TXT("--minutes wants up to 8 ascending numbers up to 1440, for example 15,30,60, not \"%s\"",
                              "--minutes attend jusqu'à 8 nombres croissants jusqu'à 1440, par exemple 15,30,60, pas « %s »"),
                       NO_HINT, words);
        limits_s[(*count)++] = (int32_t)(minutes * 60 + 0.5);
        at += n + (at[n] == ',');
    }
    return MLG_OK;
}

static mlg_status isochrone(struct roads_run *r)
{
    int32_t limits_s[8], count = 0;
    mlg_status status = output_file(r->q, ".geojson .json", &r->err);
    if (!status) status = take_minutes(r, limits_s, &count);
    if (!status) status = take_places(r);
    if (!status) status = take_metric(r);
    if (!status)
        status = mlg_reach_write(r->metric, r->places, limits_s, count, r->q->cell_m > 0 ? r->q->cell_m : 100, r->q->output, r->found, &r->err);
    return status;
}

static const struct verb { const char *name; mlg_status (*run)(struct roads_run *r); } verbs[] = {
    { "build", build }, { "info", info }, { "matrix", matrix }, { "route", route }, { "snap", snap }, { "isochrone", isochrone },
};
enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

static const struct verb *verb_of(struct roads_run *r)
{
    const char *names[VERB_COUNT];
    for (int i = 0; i < VERB_COUNT; i++) {
        if (!strcmp(verbs[i].name, r->q->operand[0])) return &verbs[i];
        names[i] = verbs[i].name;
    }
    const char *near = mlg__did_you_mean(r->q->operand[0], names, VERB_COUNT);
    mlg__fail(&r->err, MLG_BAD_INPUT, "maillage roads",
              near ? TXT("no verb \"%s\"; did you mean %s?", "pas de verbe « %s » ; vouliez-vous dire %s ?")
                   : TXT("no verb \"%s\"", "pas de verbe « %s »"),
              TXT("build, info, matrix, route, snap, isochrone", "build, info, matrix, route, snap, isochrone"), r->q->operand[0], near);
    return NULL;
}

int cmd_roads(struct request *q)
{
    struct roads_run r = { .q = q, .show = show_begin(q), .found = mlg_findings_new(q->lang), .err = { .lang = q->lang } };
    const struct verb *verb = verb_of(&r);
    const mlg_status status = verb ? verb->run(&r) : MLG_BAD_INPUT;
    show_end(&r.show);
    const int result = show_outcome(status, r.found, &r.err, q);
    mlg_metric_free(r.metric);
    mlg_roads_free(r.roads);
    mlg_places_free(r.places);
    mlg_findings_free(r.found);
    return result;
}
