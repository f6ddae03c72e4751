/* build.c — from a map to a road file: read, pack, order, write. */
#include <math.h>

#include "base/clock.h"
#include "roads/map.h"
#include "roads/network.h"
#include "roads/order.h"

enum { ALL_SECTIONS = MLG_GRAPH_SECTIONS_MAX + MLG_RTREE_SECTIONS + MLG_HIERARCHY_SECTIONS };

struct watch { mlg_progress_fn *f; void *user; };

static bool goes_on(const struct watch *w, const char *phase)
{
    const mlg_progress p = { .phase = phase, .elapsed_s = mlg__process_elapsed_s(), .cost = NAN, .bound = NAN };
    return !w->f || w->f(&p, w->user) == MLG_CONTINUE;
}

static mlg_status stopped(const char *file, mlg_error *err)
{
    return mlg__fail(err, MLG_BAD_INPUT, file, TXT("stopped; no file was written", "interrompu ; aucun fichier n'est écrit"), NO_HINT);
}

/* The order sees the shape of the network and where states lie, no weights: it serves every vehicle and hour. */
static mlg_status order(const struct road_graph *g, int32_t thread_count, struct arena *memory, struct hierarchy *h, mlg_error *err)
{
    int32_t *tail = arena_array(memory, int32_t, g->arc_count), *place = arena_array(memory, int32_t, g->state_count);
    int32_t *x = arena_array(memory, int32_t, g->state_count), *y = arena_array(memory, int32_t, g->state_count);
    if (memory->failed) return mlg__no_memory(err, "the order of a road map");
    for (int32_t v = 0; v < g->state_count; v++) {
        x[v] = g->nodes[g->state_node[v]].lon_e7;
        y[v] = g->nodes[g->state_node[v]].lat_e7;
        for (int32_t a = g->out_first[v]; a < g->out_first[v + 1]; a++) tail[a] = v;
    }
    const struct digraph d = { .state_count = g->state_count, .arc_count = g->arc_count, .tail = tail, .head = g->arc_head, .x = x, .y = y };
    MLG_TRY(mlg__road_order(&d, thread_count, place, err));
    return mlg__hierarchy_make(&d, place, h, err);
}

mlg_status mlg__roads_write(const struct road_graph *g, const char *file, int32_t thread_count, mlg_progress_fn *f, void *user,
                            mlg_error *err)
{
    const struct watch w = { f, user };
    struct hierarchy hierarchy = { 0 };
    struct road_segment *segments = NULL;
    int64_t segment_count;
    struct arena memory = { 0 };
    struct rtree rtree = { 0 };
    struct graph_meta meta;
    struct section sections[ALL_SECTIONS];
    mlg_status status = mlg__road_segments(g, &segments, &segment_count, err);
    if (!status) status = mlg__rtree_build(segments, segment_count, &memory, &rtree, err);
    if (!status && !goes_on(&w, "order")) status = stopped(file, err);
    if (!status) status = order(g, thread_count, &memory, &hierarchy, err);
    if (!status && !goes_on(&w, "write")) status = stopped(file, err);
    if (!status) {
        int32_t count = mlg__graph_sections(g, &meta, sections);
        count += mlg__rtree_sections(&rtree, sections + count);
        count += mlg__hierarchy_sections(&hierarchy, sections + count);
        status = mlg__sections_write(file, sections, count, err);
    }
    mlg__hierarchy_free(&hierarchy);
    mlg__arena_free(&memory);
    mlg__free(segments);
    return status;
}

mlg_status mlg_roads_build(const mlg_roads_build_spec *spec, const char *file, mlg_progress_fn *f, void *user,
                           mlg_findings *found, mlg_error *err)
{
    const struct map_options options = { .dem = spec->dem, .turns = spec->turns, .keep_osm_ids = spec->keep_osm_ids,
                                         .thread_count = spec->thread_count, .progress = f, .user = user };
    struct road_graph g = { 0 };
    mlg_status status = mlg__map_build(spec->map, &options, &g, NULL, found, err);
    if (!status) status = mlg__roads_write(&g, file, spec->thread_count > 0 ? spec->thread_count : 1, f, user, err);
    mlg__road_graph_free(&g);
    return status;
}
