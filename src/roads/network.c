/* network.c — see network.h; opening a road file, or a map in its place, and telling what it holds. */
#include "roads/network.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/math.h"
#include "roads/plain_map.h"

/* first[key] counts up to where its items begin; items keep their order: a stable counting sort. */
static void group(const int32_t *key_of, int32_t items, int32_t *first, int32_t keys, int32_t *grouped)
{
    for (int32_t i = 0; i < items; i++) first[key_of[i] + 1]++;
    for (int32_t k = 0; k < keys; k++) first[k + 1] += first[k];
    for (int32_t i = 0; i < items; i++) grouped[first[key_of[i]]++] = i;
    memmove(first + 1, first, (size_t)keys * sizeof *first);
    first[0] = 0;
}

static mlg_status derive(mlg_roads *r, mlg_error *err)
{
    const struct road_graph *g = &r->graph;
    r->arc_tail = arena_array(&r->memory, int32_t, g->arc_count);
    r->in_first = arena_array(&r->memory, int32_t, (int64_t)g->state_count + 1);
    r->in_arc = arena_array(&r->memory, int32_t, g->arc_count);
    r->edge_first = arena_array(&r->memory, int32_t, 2 * (int64_t)g->edge_count + 1);
    r->edge_arc = arena_array(&r->memory, int32_t, g->arc_count);
    if (g->turns) r->edge_state = arena_array(&r->memory, int32_t, 2 * (int64_t)g->edge_count);
    if (r->memory.failed) return mlg__no_memory(err, mlg__sections_path(r->file));
    for (int32_t v = 0; v < g->state_count; v++)
        for (int32_t a = g->out_first[v]; a < g->out_first[v + 1]; a++) r->arc_tail[a] = v;
    group(g->arc_head, g->arc_count, r->in_first, g->state_count, r->in_arc);
    group(g->arc_edge, g->arc_count, r->edge_first, 2 * g->edge_count, r->edge_arc);
    if (g->turns) {
        for (int32_t i = 0; i < 2 * g->edge_count; i++) r->edge_state[i] = MLG_NONE;
        for (int32_t v = g->state_count - 1; v >= 0; v--) r->edge_state[g->state_arc[v]] = v;
    }
    return MLG_OK;
}

int32_t mlg__hierarchy_sections(const struct hierarchy *h, struct section *sections)
{
    sections[0] = (struct section) { "order_state", h->state, sizeof *h->state, h->state_count };
    sections[1] = (struct section) { "up_first", h->up_first, sizeof *h->up_first, (int64_t)h->state_count + 1 };
    sections[2] = (struct section) { "up_head", h->up_head, sizeof *h->up_head, h->up_count };
    return MLG_HIERARCHY_SECTIONS;
}

static mlg_status open_hierarchy(mlg_roads *r, mlg_error *err)
{
    const struct road_graph *g = &r->graph;
    const void *state, *up_first, *up_head;
    int64_t up_count;
    r->digraph = (struct digraph) { .state_count = g->state_count, .arc_count = g->arc_count, .tail = r->arc_tail, .head = g->arc_head };
    MLG_TRY(mlg__section(r->file, "order_state", sizeof(int32_t), g->state_count, &state, NULL, err));
    MLG_TRY(mlg__section(r->file, "up_first", sizeof(int32_t), (int64_t)g->state_count + 1, &up_first, NULL, err));
    MLG_TRY(mlg__section(r->file, "up_head", sizeof(int32_t), MLG_ANY_COUNT, &up_head, &up_count, err));
    if (up_count > INT32_MAX) return mlg__section_refused(r->file, "up_head", err);
    const mlg_status status = mlg__hierarchy_of(&r->digraph, state, up_first, up_head, (int32_t)up_count, &r->hierarchy, err);
    return status == MLG_BAD_INPUT ? mlg__section_refused(r->file, "up_head", err) : status;
}

static mlg_status open_file(const char *file, mlg_roads **roads, mlg_error *err)
{
    mlg_roads *r = mlg__malloc(sizeof *r);
    *roads = NULL;
    if (!r) return mlg__no_memory(err, file);
    mlg_status status = mlg__sections_open(file, &r->file, err);
    if (!status) status = mlg__graph_open(r->file, &r->graph, &r->meta, err);
    if (!status) status = mlg__rtree_open(r->file, &r->graph, &r->rtree, err);
    if (!status) status = derive(r, err);
    if (!status) status = open_hierarchy(r, err);
    if (status) mlg_roads_free(r);
    else *roads = r;
    return status;
}

/* ---- a map where a road file is expected ---- */

enum { PBF_AT_ONCE_MB = 64 }; /* some ten seconds; a larger one is worth a file */

static bool is_pbf(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && !strcmp(path + n - 4, ".pbf");
}

static mlg_status too_large(const char *map, mlg_error *err)
{
    struct stat st;
    if (!is_pbf(map) || stat(map, &st) || st.st_size <= PBF_AT_ONCE_MB * (off_t)1000000) return MLG_OK;
    return mlg__fail(err, MLG_OVER_LIMIT, map,
                     TXT("a map of %d MB is not built anew at every use", "une carte de %d Mo n'est pas reconstruite à chaque emploi"),
                     TXT("build it once: `maillage roads build MAP -o X.roads`", "construisez-la une fois : « maillage roads build CARTE -o X.roads »"),
                     (int)(st.st_size / 1000000));
}

/* The road file has a name only until it is mapped. */
static mlg_status open_map(const char *map, mlg_roads **roads, mlg_error *err)
{
    char file[512];
    const char *folder = getenv("TMPDIR");
    *roads = NULL;
    MLG_TRY(too_large(map, err));
    snprintf(file, sizeof file, "%.400s/maillage-XXXXXX", folder && folder[0] ? folder : "/tmp");
    const int made = mkstemp(file);
    if (made < 0) return mlg__unwritable(err, file, errno);
    close(made);
    mlg_status status = mlg_roads_build(&(mlg_roads_build_spec) { .map = map }, file, NULL, NULL, NULL, err);
    if (!status) status = open_file(file, roads, err);
    remove(file);
    if (status || ((*roads)->map = mlg__strdup(map))) return status;
    mlg_roads_free(*roads);
    *roads = NULL;
    return mlg__no_memory(err, map);
}

mlg_status mlg_roads_open(const char *file, mlg_roads **roads, mlg_error *err)
{
    return mlg__is_plain_map(file) || is_pbf(file) ? open_map(file, roads, err) : open_file(file, roads, err);
}

void mlg_roads_free(mlg_roads *r)
{
    if (!r) return;
    mlg__hierarchy_free(&r->hierarchy);
    mlg__sections_close(r->file);
    mlg__arena_free(&r->memory);
    mlg__free(r->map);
    mlg__free(r);
}

mlg_roads_info mlg_roads_about(const mlg_roads *r)
{
    const struct road_graph *g = &r->graph;
    int64_t length_dm = 0;
    for (int32_t e = 0; e < g->edge_count; e++) length_dm += g->edges[e].length_dm;
    return (mlg_roads_info) {
        .file = r->map ? r->map : mlg__sections_path(r->file),
        .source = g->source,
        .date = g->date,
        .credit = g->osm ? "\xc2\xa9 OpenStreetMap contributors, ODbL" : "",
        .built_by = r->meta.built_by,
        .west_deg = g->west_e7 / 1e7,
        .south_deg = g->south_e7 / 1e7,
        .east_deg = g->east_e7 / 1e7,
        .north_deg = g->north_e7 / 1e7,
        .node_count = g->node_count,
        .edge_count = g->edge_count,
        .state_count = g->state_count,
        .arc_count = g->arc_count,
        .name_count = g->name_count - 1, /* 0 is no name */
        .hierarchy_arc_count = r->hierarchy.up_count,
        .length_km = (double)length_dm / 10000,
        .turns = g->turns,
        .elevation = g->elevation,
    };
}

mlg_status mlg__road_segments(const struct road_graph *g, struct road_segment **segments, int64_t *count, mlg_error *err)
{
    int64_t n = 0;
    for (int32_t e = 0; e < g->edge_count; e++) n += g->edges[e].point_count + 1;
    *count = 0;
    *segments = mlg__malloc((size_t)n * sizeof **segments);
    if (!*segments) return mlg__no_memory(err, "R-tree");
    for (int32_t e = 0; e < g->edge_count; e++) {
        const struct road_edge *edge = &g->edges[e];
        struct road_shape shape = mlg__shape(g, e);
        for (int32_t i = 0; i <= edge->point_count; i++) {
            struct road_segment *s = &(*segments)[(*count)++];
            *s = (struct road_segment) { .lon = { shape.lon_e7 }, .lat = { shape.lat_e7 }, .edge = e, .piece = i };
            if (i < edge->point_count) mlg__shape_step(&shape);
            else shape.lon_e7 = g->nodes[edge->head].lon_e7, shape.lat_e7 = g->nodes[edge->head].lat_e7;
            s->lon[1] = shape.lon_e7;
            s->lat[1] = shape.lat_e7;
        }
    }
    return MLG_OK;
}
