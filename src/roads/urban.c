/* urban.c — see urban.h. A grid of cells of 200 m; "around" is the cell of the edge's middle and its eight neighbours,
 * a square of 600 m. Streets count whole in the cell of their middle. */
#include "roads/urban.h"

#include <math.h>

#include "base/math.h"
#include "model/units.h"
#include "roads/ids.h"

#define CELL_E7 18000  /* 200 m of latitude */
#define URBAN_DM 14400 /* 4 km/km2 * 0.36 km2 */

struct cells {
    uint64_t *key;
    int64_t *dm;
    int32_t count;
};

static int64_t columns_at(int64_t row) /* cells of 200 m along a parallel */
{
    const double lat = (double)(row * CELL_E7) * 1e-7 - 90;
    const double share = cos(lat * MLG_RADIANS_PER_DEGREE);
    return max64(1, (int64_t)(3600000000.0 / CELL_E7 * (share > 0.01 ? share : 0.01)));
}

struct cell {
    int64_t row, column;
};

static int64_t column_of(int64_t row, int64_t lon_e7)
{
    return (int64_t)((double)(lon_e7 + INT64_C(1800000000)) / 3600000000.0 * (double)columns_at(row));
}

static uint64_t key_of(struct cell c) { return (uint64_t)c.row << 32 | (uint64_t)c.column; }

/* Middle of the straight line between the ends: near enough for a square of 600 m. */
static void middle_of(const struct road_graph *g, const struct road_edge *e, int64_t *lon, int64_t *lat)
{
    *lon = ((int64_t)g->nodes[e->tail].lon_e7 + g->nodes[e->head].lon_e7) / 2;
    *lat = ((int64_t)g->nodes[e->tail].lat_e7 + g->nodes[e->head].lat_e7) / 2;
}

static struct cell cell_of(const struct road_graph *g, const struct road_edge *e)
{
    int64_t lon, lat;
    middle_of(g, e, &lon, &lat);
    const int64_t row = (lat + INT64_C(900000000)) / CELL_E7;
    return (struct cell) { row, column_of(row, lon) };
}

static bool is_residential(const struct road_edge *e)
{
    return e->class == ROAD_RESIDENTIAL || e->class == ROAD_LIVING_STREET;
}

static int64_t cell_dm(const struct cells *c, struct cell at)
{
    const uint64_t key = key_of(at);
    const int32_t i = mlg__first_at_least(c->key, c->count, key);
    return i < c->count && c->key[i] == key ? c->dm[i] : 0;
}

static int64_t around_dm(const struct cells *c, const struct road_graph *g, const struct road_edge *e)
{
    int64_t lon, lat, sum = 0;
    const struct cell own = cell_of(g, e);
    middle_of(g, e, &lon, &lat);
    for (int64_t row = own.row - 1; row <= own.row + 1; row++)
        for (int64_t column = column_of(row, lon) - 1, end = column + 3; column < end; column++)
            if (row >= 0 && column >= 0) sum += cell_dm(c, (struct cell) { row, column });
    return sum;
}

static bool fill_cells(struct cells *c, const struct road_graph *g)
{
    int32_t *edge = mlg__realloc(NULL, ((size_t)g->edge_count + 1) * sizeof *edge), n = 0;
    c->key = mlg__realloc(NULL, ((size_t)g->edge_count + 1) * sizeof *c->key);
    c->dm = mlg__malloc(((size_t)g->edge_count + 1) * sizeof *c->dm);
    bool ok = edge && c->key && c->dm;
    for (int32_t e = 0; ok && e < g->edge_count; e++)
        if (is_residential(&g->edges[e])) {
            c->key[n] = key_of(cell_of(g, &g->edges[e]));
            edge[n++] = e;
        }
    ok = ok && mlg__radix_sort(c->key, edge, n);
    for (int32_t i = 0; ok && i < n; i++) {
        if (!c->count || c->key[c->count - 1] != c->key[i]) c->key[c->count++] = c->key[i];
        c->dm[c->count - 1] += g->edges[edge[i]].length_dm;
    }
    mlg__free(edge);
    return ok;
}

bool mlg__urban_by_density(struct road_graph *g)
{
    struct cells c = { 0 };
    const bool ok = fill_cells(&c, g);
    for (int32_t i = 0; ok && i < g->edge_count; i++) {
        struct road_edge *e = &g->edges[i];
        if (!(e->flags & ROAD_URBAN_UNSAID)) continue;
        e->flags = (uint16_t)((e->flags & ~ROAD_URBAN_UNSAID) | (around_dm(&c, g, e) > URBAN_DM ? ROAD_URBAN : 0));
    }
    mlg__free(c.key);
    mlg__free(c.dm);
    return ok;
}
