/* network.h — an open road file and what is derived from it at once: arcs by head, arcs by edge. */
#ifndef MLG_ROADS_NETWORK_H
#define MLG_ROADS_NETWORK_H

#include "maillage/roads.h"
#include "roads/graph_file.h"
#include "roads/hierarchy.h"
#include "roads/rtree.h"

struct mlg_roads {
    struct sections *file;
    char *map; /* what it was made of for this use alone; NULL: the file was there */
    struct road_graph graph; /* borrowed from the file */
    struct graph_meta meta;
    struct rtree rtree;
    struct digraph digraph; /* the state graph, for the hierarchy; without coordinates */
    struct hierarchy hierarchy;
    int32_t *arc_tail;   /* [arc_count] */
    int32_t *in_first;   /* [state_count + 1] arcs by head */
    int32_t *in_arc;     /* [arc_count] */
    int32_t *edge_first; /* [2 * edge_count + 1] arcs by edge * 2 + backward */
    int32_t *edge_arc;   /* [arc_count] ascending in each */
    int32_t *edge_state; /* with turns: [2 * edge_count] the state of a directed edge, or MLG_NONE; else NULL */
    struct arena memory;
};

/* Sections of a hierarchy: order_state, up_first, up_head. */
enum { MLG_HIERARCHY_SECTIONS = 3 };
int32_t mlg__hierarchy_sections(const struct hierarchy *h, struct section *sections);

/* R-tree, order and hierarchy of a graph, and all of it to a file. f may be NULL. Errors: MLG_NO_FILE, MLG_NO_MEMORY, MLG_OVER_LIMIT;
 * MLG_BAD_INPUT when f asks to stop. */
mlg_status mlg__roads_write(const struct road_graph *g, const char *file, int32_t thread_count, mlg_progress_fn *f, void *user,
                            mlg_error *err);

/* All straight segments of all edges, in the order (edge, piece); given: mlg__free(). Errors: MLG_NO_MEMORY. */
mlg_status mlg__road_segments(const struct road_graph *g, struct road_segment **segments, int64_t *count, mlg_error *err);

#endif
