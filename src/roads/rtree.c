/* rtree.c — see rtree.h. */
#include "roads/rtree.h"

#include <math.h>
#include <string.h>

#include "base/math.h"
#include "model/units.h"
#include "roads/hilbert.h"
#include "roads/ids.h"

#define RADIANS_PER_UNIT (MLG_RADIANS_PER_DEGREE / 1e7)
#define M_PER_UNIT (MLG_EARTH_RADIUS_M * RADIANS_PER_UNIT) /* of latitude */

/* ---- packing ---- */

static void extend(struct box *b, const struct box *with)
{
    b->lon[0] = min32(b->lon[0], with->lon[0]);
    b->lat[0] = min32(b->lat[0], with->lat[0]);
    b->lon[1] = max32(b->lon[1], with->lon[1]);
    b->lat[1] = max32(b->lat[1], with->lat[1]);
}

static struct box box_of(const struct road_segment *s)
{
    return (struct box) { { min32(s->lon[0], s->lon[1]), max32(s->lon[0], s->lon[1]) },
                          { min32(s->lat[0], s->lat[1]), max32(s->lat[0], s->lat[1]) } };
}

/* 65,536 steps from low to high, in the upper bits. */
static uint32_t on_grid(int64_t low, int64_t high, int64_t twice)
{
    return high > low ? (uint32_t)((double)(twice - 2 * low) / (double)(2 * (high - low)) * 65535.0) << 16 : 0;
}

static mlg_status sort_segments(struct road_segment *segments, int64_t count, mlg_error *err)
{
    uint64_t *keys = mlg__malloc((size_t)count * sizeof *keys);
    int32_t *order = mlg__malloc((size_t)count * sizeof *order);
    struct road_segment *sorted = mlg__malloc((size_t)count * sizeof *sorted);
    bool ok = keys && order && sorted;
    if (ok) {
        struct box all = box_of(&segments[0]);
        for (int64_t i = 1; i < count; i++) {
            const struct box b = box_of(&segments[i]);
            extend(&all, &b);
        }
        for (int64_t i = 0; i < count; i++) {
            const struct road_segment *s = &segments[i];
            keys[i] = mlg__hilbert(on_grid(all.lon[0], all.lon[1], (int64_t)s->lon[0] + s->lon[1]),
                                   on_grid(all.lat[0], all.lat[1], (int64_t)s->lat[0] + s->lat[1])) >> 32;
            order[i] = (int32_t)i;
        }
        ok = mlg__radix_sort(keys, order, (int32_t)count); /* stable: equal keys keep the order of edges and pieces */
    }
    if (ok) {
        for (int64_t i = 0; i < count; i++) sorted[i] = segments[order[i]];
        memcpy(segments, sorted, (size_t)count * sizeof *segments);
    }
    mlg__free(keys);
    mlg__free(order);
    mlg__free(sorted);
    return ok ? MLG_OK : mlg__no_memory(err, "R-tree");
}

static int64_t parents(int64_t children) { return (children + MLG_RTREE_FAN - 1) / MLG_RTREE_FAN; }

static int64_t boxes_over(int64_t segments)
{
    int64_t total = 0;
    for (int64_t n = segments; n > 1 || total == 0;) {
        n = parents(n);
        total += n;
        if (n <= 1) break;
    }
    return segments ? total : 0;
}

mlg_status mlg__rtree_build(struct road_segment *segments, int64_t count, struct arena *a, struct rtree *t, mlg_error *err)
{
    *t = (struct rtree) { .count = count, .segments = segments, .box_count = boxes_over(count) };
    if (!count) return MLG_OK;
    if (count > INT32_MAX)
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("%lld road segments: at most 2^31", "%lld segments de route : au plus 2^31"),
                         NO_HINT, (long long)count);
    struct box *boxes = arena_array(a, struct box, t->box_count);
    if (a->failed) return mlg__no_memory(err, "R-tree");
    MLG_TRY(sort_segments(segments, count, err));

    int64_t below = 0, made = 0; /* the level below starts there; segments are below the leaves */
    for (int64_t children = count, level = 0;; level++) {
        const int64_t here = parents(children), start = made;
        for (int64_t p = 0; p < here; p++) {
            for (int64_t c = p * MLG_RTREE_FAN; c < min64((p + 1) * MLG_RTREE_FAN, children); c++) {
                const struct box b = level ? boxes[below + c] : box_of(&segments[c]);
                if (c == p * MLG_RTREE_FAN) boxes[made] = b;
                else extend(&boxes[made], &b);
            }
            made++;
        }
        below = start;
        children = here;
        if (here == 1) break;
    }
    t->boxes = boxes;
    return MLG_OK;
}

/* ---- searching ---- */

struct search {
    const struct rtree *t;
    mlg_edge_filter *filter;
    const void *user;
    int32_t lon, lat, want, found;
    double lon_m, lat_m; /* metres of a unit here */
    double radius_m;
    struct near_segment *near;
    int32_t levels;
    int64_t level_start[12], level_count[12]; /* of boxes; [0] the leaves */
};

static double to_box_m(const struct search *s, const struct box *b)
{
    const double dx = s->lon < b->lon[0] ? (double)b->lon[0] - s->lon : s->lon > b->lon[1] ? (double)s->lon - b->lon[1] : 0;
    const double dy = s->lat < b->lat[0] ? (double)b->lat[0] - s->lat : s->lat > b->lat[1] ? (double)s->lat - b->lat[1] : 0;
    return hypot(dx * s->lon_m, dy * s->lat_m);
}

static struct near_segment to_segment(const struct search *s, int64_t at)
{
    const struct road_segment *g = &s->t->segments[at];
    const double x0 = ((double)g->lon[0] - s->lon) * s->lon_m, y0 = ((double)g->lat[0] - s->lat) * s->lat_m;
    const double dx = ((double)g->lon[1] - g->lon[0]) * s->lon_m, dy = ((double)g->lat[1] - g->lat[0]) * s->lat_m;
    const double square = dx * dx + dy * dy;
    double share = square > 0 ? -(x0 * dx + y0 * dy) / square : 0;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (struct near_segment) { hypot(x0 + share * dx, y0 + share * dy), share, at };
}

static bool is_before(const struct search *s, const struct near_segment *a, const struct near_segment *b)
{
    const struct road_segment *p = &s->t->segments[a->segment], *q = &s->t->segments[b->segment];
    if (a->distance_m != b->distance_m) return a->distance_m < b->distance_m;
    if (p->edge != q->edge) return p->edge < q->edge;
    return p->piece < q->piece;
}

/* The distance beyond which nothing can enter the list any more. */
static double reach_m(const struct search *s)
{
    return s->found == s->want ? s->near[s->want - 1].distance_m : s->radius_m;
}

static void offer(struct search *s, int64_t segment)
{
    const struct near_segment n = to_segment(s, segment);
    const int32_t edge = s->t->segments[segment].edge;
    if (n.distance_m > reach_m(s) || (s->filter && !s->filter(s->user, edge))) return;
    int32_t at = 0;
    while (at < s->found && s->t->segments[s->near[at].segment].edge != edge) at++;
    if (at < s->found) { /* its edge is there: the nearer piece stays */
        if (!is_before(s, &n, &s->near[at])) return;
    } else if (s->found < s->want) s->found++;
    else {
        at--; /* the last gives way, if to anything */
        if (!is_before(s, &n, &s->near[at])) return;
    }
    for (; at > 0 && is_before(s, &n, &s->near[at - 1]); at--) s->near[at] = s->near[at - 1];
    s->near[at] = n;
}

/* Nearest children first; depth is that of the tree, at most 8. */
static void visit(struct search *s, int32_t level, int64_t node)
{
    const int64_t first = node * MLG_RTREE_FAN;
    const int64_t end = min64(first + MLG_RTREE_FAN, level ? s->level_count[level - 1] : s->t->count);
    if (level == 0) {
        for (int64_t c = first; c < end; c++) offer(s, c);
        return;
    }
    double away_m[MLG_RTREE_FAN];
    int64_t child[MLG_RTREE_FAN];
    int32_t count = 0;
    for (int64_t c = first; c < end; c++) {
        const double m = to_box_m(s, &s->t->boxes[s->level_start[level - 1] + c]);
        if (m > reach_m(s)) continue;
        int32_t at = count++;
        for (; at > 0 && away_m[at - 1] > m; at--) away_m[at] = away_m[at - 1], child[at] = child[at - 1];
        away_m[at] = m;
        child[at] = c;
    }
    for (int32_t i = 0; i < count && away_m[i] <= reach_m(s); i++) visit(s, level - 1, child[i]);
}

int32_t mlg__rtree_near(const struct rtree *t, int32_t lon, int32_t lat, double radius_m, mlg_edge_filter *filter,
                        const void *user, struct near_segment *near, int32_t want)
{
    struct search s = { .t = t, .filter = filter, .user = user, .lon = lon, .lat = lat, .want = want, .near = near,
                        .lat_m = M_PER_UNIT, .lon_m = M_PER_UNIT * cos(lat * RADIANS_PER_UNIT), .radius_m = radius_m };
    if (!t->count || want <= 0) return 0;
    int64_t start = 0;
    for (int64_t n = parents(t->count);; n = parents(n)) {
        s.level_start[s.levels] = start;
        s.level_count[s.levels++] = n;
        start += n;
        if (n == 1) break;
    }
    visit(&s, s.levels - 1, 0);
    return s.found;
}

/* ---- in the file ---- */

int32_t mlg__rtree_sections(const struct rtree *t, struct section *sections)
{
    sections[0] = (struct section) { "rt_segments", t->segments, sizeof *t->segments, t->count };
    sections[1] = (struct section) { "rt_boxes", t->boxes, sizeof *t->boxes, t->box_count };
    return MLG_RTREE_SECTIONS;
}

mlg_status mlg__rtree_open(const struct sections *file, const struct road_graph *g, struct rtree *t, mlg_error *err)
{
    const void *segments, *boxes;
    *t = (struct rtree) { 0 };
    MLG_TRY(mlg__section(file, "rt_segments", sizeof *t->segments, MLG_ANY_COUNT, &segments, &t->count, err));
    if (t->count > INT32_MAX) return mlg__section_refused(file, "rt_segments", err);
    t->box_count = boxes_over(t->count);
    MLG_TRY(mlg__section(file, "rt_boxes", sizeof *t->boxes, t->box_count, &boxes, NULL, err));
    t->segments = segments;
    t->boxes = boxes;
    for (int64_t i = 0; i < t->count; i++)
        if (t->segments[i].edge < 0 || t->segments[i].edge >= g->edge_count || t->segments[i].piece < 0 ||
            t->segments[i].piece > g->edges[t->segments[i].edge].point_count)
            return mlg__section_refused(file, "rt_segments", err);
    return MLG_OK;
}
