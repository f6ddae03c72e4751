/* rtree.h — which pieces of road lie near a point: a static packed R-tree over straight segments.
 *
 * Segments stand in the order of a Hilbert curve through their middles, 16 to a leaf, 16 nodes to the node above; the
 * boxes of all levels are one array, leaves first, so that the tree has no pointers and can lie in a mapped file.
 * Distances are true ones to the segment, in the plane that touches the globe at the point asked for.
 * Cost: build O(n), a search some 2 us in a city. Source: [Kamel1993]. */
#ifndef MLG_ROADS_RTREE_H
#define MLG_ROADS_RTREE_H

#include "base/error.h"
#include "base/memory.h"
#include "roads/graph.h"
#include "roads/sections.h"

/* Coordinates in 1e-7 degree. */
struct road_segment {
    int32_t lon[2], lat[2];
    int32_t edge, piece; /* the piece-th segment of its edge, from 0 */
};
struct box { int32_t lon[2], lat[2]; }; /* low, high */

enum { MLG_RTREE_FAN = 16 };

struct rtree {
    int64_t count;
    const struct road_segment *segments; /* in Hilbert order */
    const struct box *boxes;             /* leaves first, the root last; none without segments */
    int64_t box_count;
};

/* Sorts `segments` in place and packs them; arrays belong to a. t borrows segments. Errors: MLG_NO_MEMORY. */
mlg_status mlg__rtree_build(struct road_segment *segments, int64_t count, struct arena *a, struct rtree *t, mlg_error *err);

struct near_segment {
    double distance_m;
    double share;    /* of the segment, from its first end: 0..1 */
    int64_t segment; /* number in the tree */
};
/* Says whether an edge may be taken at all. */
typedef bool mlg_edge_filter(const void *user, int32_t edge);

/* The nearest segments within radius_m, at most `want`, one an edge, by ascending (distance, edge, piece): the answer
 * does not depend on the shape of the tree. Returns their number. */
int32_t mlg__rtree_near(const struct rtree *t, int32_t lon, int32_t lat, double radius_m, mlg_edge_filter *filter,
                        const void *user, struct near_segment *near, int32_t want);

/* Sections rt_segments and rt_boxes; their number. On opening every segment is checked against its edge. */
enum { MLG_RTREE_SECTIONS = 2 };
int32_t mlg__rtree_sections(const struct rtree *t, struct section *sections);
mlg_status mlg__rtree_open(const struct sections *file, const struct road_graph *g, struct rtree *t, mlg_error *err);

#endif
