/* build.c — from a map to a road file: read, pack, order, write. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "roads/map.h"
#include "roads/network.h"

enum { ALL_SECTIONS = MLG_GRAPH_SECTIONS_MAX + MLG_RTREE_SECTIONS };

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

static mlg_status pack_and_write(const struct road_graph *g, const char *file, const struct watch *w, mlg_error *err)
{
    struct road_segment *segments = NULL;
    int64_t segment_count;
    struct arena memory = { 0 };
    struct rtree rtree = { 0 };
    struct graph_meta meta;
    struct section sections[ALL_SECTIONS];
    mlg_status status = mlg__road_segments(g, &segments, &segment_count, err);
    if (!status) status = mlg__rtree_build(segments, segment_count, &memory, &rtree, err);
    if (!status && !goes_on(w, "write")) status = stopped(file, err);
    if (!status) {
        int32_t count = mlg__graph_sections(g, &meta, sections);
        count += mlg__rtree_sections(&rtree, sections + count);
        status = mlg__sections_write(file, sections, count, err);
    }
    mlg__arena_free(&memory);
    mlg__free(segments);
    return status;
}

mlg_status mlg_roads_build(const mlg_roads_build_spec *spec, const char *file, mlg_progress_fn *f, void *user,
                           mlg_findings *found, mlg_error *err)
{
    const struct watch w = { f, user };
    const struct map_options options = { .dem = spec->dem, .turns = spec->turns, .keep_osm_ids = spec->keep_osm_ids,
                                         .thread_count = spec->thread_count, .progress = f, .user = user };
    struct road_graph g = { 0 };
    mlg_status status = mlg__map_build(spec->map, &options, &g, NULL, found, err);
    if (!status) status = pack_and_write(&g, file, &w, err);
    mlg__road_graph_free(&g);
    return status;
}
