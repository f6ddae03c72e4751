/* reach.c — what can be reached in given times, as areas. Streets are laid on a grid of square cells; a cell counts with
 * the earliest time at which a street in it is reached. Gaps of one cell between streets are closed, then the outlines are
 * walked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "model/metric.h"
#include "roads/ends.h"

enum { CELLS_MAX = 16000000, LIMITS_MAX = 16 };
#define M_PER_DEGREE (MLG_EARTH_RADIUS_M * 3.14159265358979323846 / 180)

struct area {
    int32_t first_ring, ring_count;
    double km;
};
struct part_ring { mlg_ring ring; int32_t part; };
struct mlg_reach {
    struct area areas[LIMITS_MAX];
    struct part_ring *rings;
    mlg_point *points;
    int32_t ring_count, ring_cap, point_count, point_cap;
};

struct grid {
    double west_deg, south_deg, step_lon_deg, step_lat_deg;
    int32_t columns, rows;
    uint32_t *at_ms; /* [row * columns + column] */
};

struct reacher {
    const mlg_metric *m;
    struct dijkstra *through, *ends;
    struct grid grid;
    uint32_t t_max_ms;
};

/* ---- times at states ---- */

/* First along through streets, then from everything reached, and from the point itself, along end-only ones. */
static mlg_status search(struct reacher *r, const struct road_ends *from, mlg_error *err)
{
    const struct road_end *p = &from->end[0];
    struct dijkstra_ask ask = { .m = r->m, .access = ROAD_THROUGH, .t_max_ms = r->t_max_ms };
    mlg__dijkstra_start(r->through);
    mlg__dijkstra_start(r->ends);
    for (int32_t i = p->first_seed; i < p->first_seed + p->seed_count; i++)
        mlg__dijkstra_seed(r->through, from->seeds[i].state, from->seeds[i].offset);
    const int32_t settled = mlg__dijkstra_run(r->through, &ask);
    for (int32_t i = 0; i < settled; i++) {
        const int32_t v = mlg__dijkstra_settled(r->through, i);
        mlg__dijkstra_seed(r->ends, v, mlg__dijkstra_at(r->through, v));
    }
    for (int32_t i = p->first_reach; i < p->first_reach + p->reach_count; i++)
        mlg__dijkstra_seed(r->ends, from->reach[i].state, from->reach[i].offset);
    ask.access = ROAD_END;
    if (settled == MLG_NONE || mlg__dijkstra_run(r->ends, &ask) == MLG_NONE) return mlg__no_memory(err, "an isochrone");
    return MLG_OK;
}

/* When one direction of an edge is entered, and how long it takes; no way: never. */
static struct arc_weight entered(const struct reacher *r, int32_t edge, int32_t backward, uint32_t *at_ms)
{
    const mlg_roads *roads = r->m->roads;
    const int32_t key = 2 * edge + backward;
    struct arc_weight drive = mlg__no_way();
    *at_ms = MLG_ROAD_INF;
    for (int32_t i = roads->edge_first[key]; i < roads->edge_first[key + 1]; i++) {
        const int32_t arc = roads->edge_arc[i], v = roads->arc_tail[arc];
        const enum road_access access = (enum road_access)r->m->use.access[arc];
        if (access == ROAD_NO) continue;
        uint32_t t = mlg__dijkstra_at(r->through, v).t_ms;
        if (access == ROAD_END && mlg__dijkstra_at(r->ends, v).t_ms < t) t = mlg__dijkstra_at(r->ends, v).t_ms;
        if (t >= *at_ms) continue;
        *at_ms = t;
        drive = r->m->use.weight[arc];
    }
    return drive;
}

/* ---- the grid ---- */

static mlg_status make_grid(struct reacher *r, mlg_point middle, double cell_m, mlg_error *err)
{
    const struct road_graph *g = &r->m->roads->graph;
    struct grid *grid = &r->grid;
    const double reach_m = r->t_max_ms / 1000.0 * MLG_ENERGY_KMH_MAX / 3.6; /* no vehicle is faster */
    const double shrink = fmax(0.05, cos(middle.lat_deg * 3.14159265358979323846 / 180));
    grid->step_lat_deg = cell_m / M_PER_DEGREE;
    grid->step_lon_deg = grid->step_lat_deg / shrink;
    const double around_lat = reach_m / M_PER_DEGREE, around_lon = around_lat / shrink;
    grid->west_deg = fmax(g->west_e7 / 1e7, middle.lon_deg - around_lon) - 3 * grid->step_lon_deg;
    grid->south_deg = fmax(g->south_e7 / 1e7, middle.lat_deg - around_lat) - 3 * grid->step_lat_deg;
    const double columns = (fmin(g->east_e7 / 1e7, middle.lon_deg + around_lon) - grid->west_deg) / grid->step_lon_deg + 4;
    const double rows = (fmin(g->north_e7 / 1e7, middle.lat_deg + around_lat) - grid->south_deg) / grid->step_lat_deg + 4;
    if (!(columns * rows <= CELLS_MAX))
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("%.0f cells of %.0f m: at most %d", "%.0f mailles de %.0f m : au plus %d"),
                         TXT("ask for larger cells, or for less time", "demandez des mailles plus grandes, ou moins de temps"),
                         columns * rows, cell_m, CELLS_MAX);
    grid->columns = max32(8, (int32_t)columns);
    grid->rows = max32(8, (int32_t)rows);
    const int64_t cells = (int64_t)grid->columns * grid->rows;
    grid->at_ms = mlg__malloc((size_t)cells * sizeof *grid->at_ms);
    if (!grid->at_ms) return mlg__no_memory(err, "an isochrone");
    for (int64_t i = 0; i < cells; i++) grid->at_ms[i] = MLG_ROAD_INF;
    return MLG_OK;
}

/* Two cells of the border stay empty, so that closing gaps and walking outlines need no special case. */
static void mark(struct grid *grid, double lat_deg, double lon_deg, uint32_t at_ms)
{
    const int32_t column = (int32_t)floor((lon_deg - grid->west_deg) / grid->step_lon_deg);
    const int32_t row = (int32_t)floor((lat_deg - grid->south_deg) / grid->step_lat_deg);
    if (column < 2 || row < 2 || column >= grid->columns - 2 || row >= grid->rows - 2) return;
    uint32_t *cell = &grid->at_ms[(ptrdiff_t)row * grid->columns + column];
    if (at_ms < *cell) *cell = at_ms;
}

/* One direction of an edge, point after point, half a cell apart; time goes with the length. */
static void lay_edge(struct reacher *r, int32_t edge, int32_t backward, uint32_t at_ms, uint32_t drive_ms)
{
    const struct road_graph *g = &r->m->roads->graph;
    const struct road_edge *e = &g->edges[edge];
    struct grid *grid = &r->grid;
    struct road_shape s = mlg__shape(g, edge);
    double done_m = 0;
    for (int32_t i = 0; i <= e->point_count; i++) {
        const double lat = s.lat_e7 / 1e7, lon = s.lon_e7 / 1e7;
        if (i < e->point_count) mlg__shape_step(&s);
        else s.lon_e7 = g->nodes[e->head].lon_e7, s.lat_e7 = g->nodes[e->head].lat_e7;
        const double dlat = s.lat_e7 / 1e7 - lat, dlon = s.lon_e7 / 1e7 - lon;
        const double m = mlg__great_circle_m(lat, lon, lat + dlat, lon + dlon);
        const double halves = fmax(fabs(dlat) / grid->step_lat_deg, fabs(dlon) / grid->step_lon_deg) * 2;
        const int32_t parts = (int32_t)fmin(halves, 10000) + 1;
        for (int32_t k = 0; k <= parts; k++) {
            const double share = (double)k / parts, along = fmin(1, (done_m + share * m) * 10 / e->length_dm);
            const double t = at_ms + (backward ? 1 - along : along) * drive_ms;
            if (t <= r->t_max_ms) mark(grid, lat + share * dlat, lon + share * dlon, (uint32_t)t);
        }
        done_m += m;
    }
}

/* Share of an edge that is driven until t, entered at at_ms. */
static double share_by(uint32_t t, uint32_t at_ms, uint32_t drive_ms)
{
    if (at_ms >= t) return 0;
    return drive_ms ? fmin(1, (double)(t - at_ms) / drive_ms) : 1;
}

static void lay_edges(struct reacher *r, const mlg_snapped *from, const uint32_t *limits_ms, int32_t limit_count, struct area *areas)
{
    const struct road_graph *g = &r->m->roads->graph;
    mark(&r->grid, from->at.lat_deg, from->at.lon_deg, 0);
    for (int32_t e = 0; e < g->edge_count; e++) {
        uint32_t at_ms[2];
        struct arc_weight drive[2];
        for (int32_t b = 0; b < 2; b++) {
            drive[b] = entered(r, e, b, &at_ms[b]);
            if (at_ms[b] < r->t_max_ms) lay_edge(r, e, b, at_ms[b], drive[b].t_ms);
        }
        for (int32_t i = 0; i < limit_count; i++)
            areas[i].km += fmin(1, share_by(limits_ms[i], at_ms[0], drive[0].t_ms) + share_by(limits_ms[i], at_ms[1], drive[1].t_ms)) *
                           g->edges[e].length_dm / 10000;
    }
}

/* ---- outlines ---- */

struct walker {
    const struct grid *grid;
    uint8_t *filled, *spare;
    int32_t *part;   /* [cell] connected part by sides, from 1 */
    uint8_t *walked; /* [cell] sides done */
    int32_t *stack;
    mlg_reach *reach;
    bool failed;
};
/* Sides of a cell: 0 south, 1 east, 2 north, 3 west; walked in this order, the cell stays on the left. */

static int64_t cell_count(const struct grid *g) { return (int64_t)g->columns * g->rows; }

/* spare = cells of filled with any (all) of their eight neighbours filled. */
static void spread(const struct walker *w, bool any, const uint8_t *filled, uint8_t *spare)
{
    const int32_t columns = w->grid->columns;
    for (int32_t row = 1; row < w->grid->rows - 1; row++)
        for (int32_t column = 1; column < columns - 1; column++) {
            int32_t sum = 0;
            for (int32_t dy = -1; dy <= 1; dy++)
                for (int32_t dx = -1; dx <= 1; dx++) sum += filled[(ptrdiff_t)(row + dy) * columns + column + dx];
            spare[(ptrdiff_t)row * columns + column] = any ? sum > 0 : sum == 9;
        }
}

static void fill_cells(struct walker *w, uint32_t limit_ms)
{
    const int64_t cells = cell_count(w->grid);
    memset(w->spare, 0, (size_t)cells);
    for (int64_t i = 0; i < cells; i++) w->filled[i] = w->grid->at_ms[i] <= limit_ms;
    spread(w, true, w->filled, w->spare);
    spread(w, false, w->spare, w->filled);
    memset(w->part, 0, (size_t)cells * sizeof *w->part);
    memset(w->walked, 0, (size_t)cells);
}

static void name_part(struct walker *w, int32_t start, int32_t part)
{
    const int32_t steps[4] = { 1, -1, w->grid->columns, -w->grid->columns };
    int32_t count = 0;
    w->stack[count++] = start;
    w->part[start] = part;
    while (count) {
        const int32_t cell = w->stack[--count];
        for (int k = 0; k < 4; k++) {
            const int32_t next = cell + steps[k];
            if (!w->filled[next] || w->part[next]) continue;
            w->part[next] = part;
            w->stack[count++] = next;
        }
    }
}

static void add_corner(struct walker *w, int32_t column, int32_t row)
{
    mlg_reach *r = w->reach;
    mlg_point *grown = mlg__grow(r->points, &r->point_cap, r->point_count + 1, sizeof *grown);
    if (!grown) {
        w->failed = true;
        return;
    }
    r->points = grown;
    r->points[r->point_count++] = (mlg_point) { w->grid->south_deg + row * w->grid->step_lat_deg,
                                                w->grid->west_deg + column * w->grid->step_lon_deg };
}

/* Along the outline with the filled cell on the left: at each corner left if that way is open, else straight, else right.
 * Cells that touch at a corner only stay apart, as their parts do. Returns twice the enclosed area in cells, signed. */
static int64_t walk_ring(struct walker *w, int32_t cell, int side)
{
    static const int32_t ahead_column[4] = { 1, 0, -1, 0 }, ahead_row[4] = { 0, 1, 0, -1 };
    static const int32_t start_column[4] = { 0, 1, 1, 0 }, start_row[4] = { 0, 0, 1, 1 };
    const int32_t columns = w->grid->columns;
    const int32_t first_cell = cell;
    const int first_side = side;
    int64_t twice = 0;
    do {
        const int32_t column = cell % columns, row = cell / columns;
        w->walked[cell] |= (uint8_t)(1 << side);
        const int32_t c0 = column + start_column[side], r0 = row + start_row[side];
        twice += (int64_t)c0 * (r0 + ahead_row[side]) - (int64_t)(c0 + ahead_column[side]) * r0;
        /* the cell ahead, and the one ahead on the right */
        const int right = (side + 3) % 4;
        const int32_t ahead = cell + ahead_column[side] + ahead_row[side] * columns;
        const int32_t beyond = ahead + ahead_column[right] + ahead_row[right] * columns;
        const int before = side;
        if (!w->filled[ahead]) side = (side + 1) % 4;
        else if (!w->filled[beyond]) cell = ahead;
        else cell = beyond, side = right;
        if (side != before) add_corner(w, c0 + ahead_column[before], r0 + ahead_row[before]);
    } while ((cell != first_cell || side != first_side) && !w->failed);
    return twice;
}

static void add_ring(struct walker *w, int32_t cell, int side, struct area *area)
{
    mlg_reach *r = w->reach;
    const int32_t first = r->point_count;
    struct part_ring *grown = mlg__grow(r->rings, &r->ring_cap, r->ring_count + 1, sizeof *grown);
    if (!grown) {
        w->failed = true;
        return;
    }
    r->rings = grown;
    const bool hole = walk_ring(w, cell, side) < 0;
    if (w->failed) return;
    const mlg_point again = r->points[first];
    add_corner(w, 0, 0);
    if (w->failed) return;
    r->points[r->point_count - 1] = again;
    r->rings[r->ring_count++] = (struct part_ring) { { first, r->point_count - first, hole }, w->part[cell] };
    area->ring_count++;
}

static int by_part(const void *left, const void *right)
{
    const struct part_ring *a = left, *b = right;
    if (a->part != b->part) return a->part < b->part ? -1 : 1;
    return a->ring.first_point < b->ring.first_point ? -1 : a->ring.first_point > b->ring.first_point;
}

/* Outer rings in the order of their first cell, each followed by the holes of its part: of a part, the ring met first is
 * the outer one, since nothing of the part lies south of its first cell. */
static void outline(struct walker *w, struct area *area)
{
    const int32_t cells = (int32_t)cell_count(w->grid), columns = w->grid->columns;
    int32_t parts = 0;
    area->first_ring = w->reach->ring_count;
    for (int32_t cell = 0; cell < cells; cell++)
        if (w->filled[cell] && !w->part[cell]) name_part(w, cell, ++parts);
    for (int32_t cell = 0; cell < cells && !w->failed; cell++) {
        if (!w->filled[cell]) continue;
        const int32_t next[4] = { cell - columns, cell + 1, cell + columns, cell - 1 };
        for (int side = 0; side < 4; side++)
            if (!w->filled[next[side]] && !(w->walked[cell] >> side & 1)) add_ring(w, cell, side, area);
    }
    if (area->ring_count)
        qsort(w->reach->rings + area->first_ring, (size_t)area->ring_count, sizeof *w->reach->rings, by_part);
}

static mlg_status outline_all(const struct grid *grid, const uint32_t *limits_ms, int32_t limit_count, mlg_reach *reach, mlg_error *err)
{
    struct arena memory = { 0 };
    const int64_t cells = cell_count(grid);
    struct walker w = { .grid = grid, .reach = reach, .filled = arena_array(&memory, uint8_t, cells),
                        .spare = arena_array(&memory, uint8_t, cells), .part = arena_array(&memory, int32_t, cells),
                        .walked = arena_array(&memory, uint8_t, cells), .stack = arena_array(&memory, int32_t, cells) };
    w.failed = memory.failed;
    for (int32_t i = 0; i < limit_count && !w.failed; i++) {
        fill_cells(&w, limits_ms[i]);
        outline(&w, &reach->areas[i]);
    }
    mlg__arena_free(&memory);
    return w.failed ? mlg__no_memory(err, "an isochrone") : MLG_OK;
}

/* ---- the whole ---- */

mlg_status mlg_roads_reach(const mlg_metric *m, const mlg_snapped *from, const int32_t *limits_s, int32_t limit_count,
                           double cell_m, mlg_reach **reach, mlg_error *err)
{
    struct reacher r = { .m = m };
    struct road_ends ends = { 0 };
    uint32_t limits_ms[LIMITS_MAX];
    *reach = NULL;
    if (from->edge == MLG_NONE)
        return mlg__fail(err, MLG_BAD_INPUT, "", TXT("the point has no road", "le point n'a pas de route"), NO_HINT);
    if (limit_count < 1 || limit_count > LIMITS_MAX || !(cell_m > 0))
        return mlg__fail(err, MLG_BAD_INPUT, "", TXT("1 to %d limits of time, cells above 0 m", "1 à %d limites de temps, mailles de plus de 0 m"),
                         NO_HINT, LIMITS_MAX);
    for (int32_t i = 0; i < limit_count; i++) {
        if (limits_s[i] < 1 || limits_s[i] > 86400)
            return mlg__fail(err, MLG_BAD_INPUT, "", TXT("%d s: limits go from 1 to 86400 s", "%d s : les limites vont de 1 à 86400 s"),
                             NO_HINT, limits_s[i]);
        limits_ms[i] = (uint32_t)limits_s[i] * 1000;
        if (limits_ms[i] > r.t_max_ms) r.t_max_ms = limits_ms[i];
    }
    mlg_reach *made = mlg__malloc(sizeof *made);
    r.through = mlg__dijkstra_new(m->roads->graph.state_count);
    r.ends = mlg__dijkstra_new(m->roads->graph.state_count);
    mlg_status status = made && r.through && r.ends ? MLG_OK : mlg__no_memory(err, "an isochrone");
    if (!status) status = mlg__ends_make(m, from, 1, false, r.ends, &ends, err);
    if (!status) status = search(&r, &ends, err);
    if (!status) status = make_grid(&r, from->at, cell_m, err);
    if (!status) {
        lay_edges(&r, from, limits_ms, limit_count, made->areas);
        status = outline_all(&r.grid, limits_ms, limit_count, made, err);
    }
    mlg__ends_free(&ends);
    mlg__dijkstra_free(r.through);
    mlg__dijkstra_free(r.ends);
    mlg__free(r.grid.at_ms);
    if (status) mlg_reach_free(made);
    else *reach = made;
    return status;
}

void mlg_reach_free(mlg_reach *r)
{
    if (!r) return;
    mlg__free(r->rings);
    mlg__free(r->points);
    mlg__free(r);
}

int32_t mlg_reach_ring_count(const mlg_reach *r, int32_t limit) { return r->areas[limit].ring_count; }
mlg_ring mlg_reach_ring(const mlg_reach *r, int32_t limit, int32_t i) { return r->rings[r->areas[limit].first_ring + i].ring; }
mlg_point mlg_reach_point(const mlg_reach *r, int32_t i) { return r->points[i]; }
double mlg_reach_km(const mlg_reach *r, int32_t limit) { return r->areas[limit].km; }
