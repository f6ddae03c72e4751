/* road_country.c — see road_country.h.
 *
 * A commune has a junction for ten people, at least six, on a perturbed grid. The grid falls into quarters of about ten
 * by ten: within one nearly every pair of neighbours is joined, between quarters a third. Roads join communes that are
 * Gabriel neighbours (no third one in the circle over their connection), with a junction about every 1.5 km. Motorways
 * join each of the sixty largest communes to its three nearest of them, with an interchange every 15 km. */
#include "support/road_country.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CITIES = 60, CITY_LINKS = 3, NEAR = 14, QUARTER = 10 };
#define M_PER_DEGREE 111195.0

struct commune {
    double x_m, y_m, area_km2;
    int64_t people;
    int32_t first, count, width; /* its junctions, row by row */
};

struct country {
    struct road_set *s;
    struct commune *commune;
    int32_t count;
    struct rng rng;
    int32_t *cell_first, *cell_item, cells_x, cells_y; /* communes by squares of cell_m */
    double cell_m, west_m, south_m, cos_lat;
};

static double unit(struct country *c) { return rng_unit(&c->rng); }

static int32_t junction(struct country *c, double x_m, double y_m)
{
    return road_set_state(c->s, (int32_t)(x_m / M_PER_DEGREE / c->cos_lat * 1e7), (int32_t)(y_m / M_PER_DEGREE * 1e7));
}

/* A street between two junctions, longer than the crow flies. */
static void street(struct country *c, int32_t u, int32_t v, double kmh, int one_way_percent)
{
    const double dx = ((double)c->s->x[u] - c->s->x[v]) * 1e-7 * M_PER_DEGREE * c->cos_lat;
    const double dy = ((double)c->s->y[u] - c->s->y[v]) * 1e-7 * M_PER_DEGREE,
                 m = 5 + hypot(dx, dy) * (1 + 0.3 * unit(c));
    const double slope = 0.06 * (unit(c) - 0.5);
    const bool one_way = rng_below(&c->rng, 100) < one_way_percent;
    for (int way = 0; way < (one_way ? 1 : 2); way++) {
        const double climb = way ? -slope * m : slope * m;
        const struct arc_weight w = { (uint32_t)(m / kmh * 3600) + 1, (uint32_t)(m * 10),
                                      (int32_t)(m * 0.04 + climb * 0.5), (int32_t)(m * 0.02 + climb * 0.2) };
        road_set_arc(c->s, way ? v : u, way ? u : v, w);
    }
}

static void streets_of(struct country *c, struct commune *p)
{
    const int32_t wanted = p->people / 10 > 6 ? (int32_t)(p->people / 10) : 6;
    p->width = (int32_t)ceil(sqrt(wanted));
    p->count = wanted;
    const double side_m = sqrt(p->area_km2 > 0.1 ? p->area_km2 : 5) * 1000, step_m = fmin(150, 0.9 * side_m / p->width);
    for (int32_t i = 0; i < wanted; i++) {
        const int32_t column = i % p->width, row = i / p->width;
        const double x_m = p->x_m + (column - p->width / 2 + 0.6 * (unit(c) - 0.5)) * step_m;
        const double y_m = p->y_m + (row - p->width / 2 + 0.6 * (unit(c) - 0.5)) * step_m;
        const int32_t v = junction(c, x_m, y_m);
        if (i == 0) p->first = v;
        const bool same_column = column % QUARTER != 0, same_row = row % QUARTER != 0;
        const bool linked = column && unit(c) < (same_column ? 0.8 : 0.35);
        if (linked) street(c, v, v - 1, same_row ? 25 : 40, 15);
        if (row && (unit(c) < (same_row ? 0.8 : 0.35) || !linked))
            street(c, v, v - p->width, same_column ? 25 : 40, 15);
    }
}

/* The junction of a commune nearest to a place, roughly: the place clamped onto its grid. */
static int32_t gate(const struct country *c, const struct commune *p, double x_m, double y_m)
{
    (void)c;
    const double dx = x_m - p->x_m, dy = y_m - p->y_m, reach = fmax(fabs(dx), fabs(dy)) + 1;
    const int32_t rows = (p->count + p->width - 1) / p->width;
    const int32_t column = (int32_t)((0.5 + 0.49 * dx / reach) * p->width),
                  row = (int32_t)((0.5 + 0.49 * dy / reach) * rows);
    const int32_t i = row * p->width + column;
    return p->first + (i < p->count ? i : p->count - 1);
}

/* A road in pieces from one junction to another; the junctions between are new. every > 0: each so many of them,
 * interchange. */
static int32_t road(struct country *c, int32_t from, int32_t to, double piece_m, double kmh, int32_t every,
                    int32_t *exits, int32_t cap)
{
    const double fx = c->s->x[from] * 1e-7 * M_PER_DEGREE * c->cos_lat, fy = c->s->y[from] * 1e-7 * M_PER_DEGREE;
    const double tx = c->s->x[to] * 1e-7 * M_PER_DEGREE * c->cos_lat, ty = c->s->y[to] * 1e-7 * M_PER_DEGREE;
    const int32_t pieces = (int32_t)fmax(1, hypot(tx - fx, ty - fy) / piece_m);
    int32_t last = from, exit_count = 0;
    for (int32_t i = 1; i < pieces; i++) {
        const double share = (double)i / pieces, bend = 0.2 * piece_m;
        const int32_t v = junction(c, fx + share * (tx - fx) + bend * (unit(c) - 0.5),
                                   fy + share * (ty - fy) + bend * (unit(c) - 0.5));
        street(c, last, v, kmh, 0);
        last = v;
        if (every > 0 && i % every == 0 && exit_count < cap) exits[exit_count++] = v;
    }
    street(c, last, to, kmh, 0);
    return exit_count;
}

static int32_t cell_of(const struct country *c, double x_m, double y_m)
{
    return (int32_t)((y_m - c->south_m) / c->cell_m) * c->cells_x + (int32_t)((x_m - c->west_m) / c->cell_m);
}

static void index_communes(struct country *c)
{
    double west = 1e18, south = 1e18, east = -1e18, north = -1e18;
    for (int32_t i = 0; i < c->count; i++) {
        west = fmin(west, c->commune[i].x_m), east = fmax(east, c->commune[i].x_m);
        south = fmin(south, c->commune[i].y_m), north = fmax(north, c->commune[i].y_m);
    }
    c->cell_m = 8000, c->west_m = west, c->south_m = south;
    c->cells_x = (int32_t)((east - west) / c->cell_m) + 1, c->cells_y = (int32_t)((north - south) / c->cell_m) + 1;
    c->cell_first = calloc((size_t)c->cells_x * (size_t)c->cells_y + 2, sizeof(int32_t));
    c->cell_item = calloc((size_t)c->count, sizeof(int32_t));
    for (int32_t i = 0; i < c->count; i++) c->cell_first[cell_of(c, c->commune[i].x_m, c->commune[i].y_m) + 2]++;
    for (int32_t i = 2; i <= c->cells_x * c->cells_y; i++) c->cell_first[i] += c->cell_first[i - 1];
    for (int32_t i = 0; i < c->count; i++)
        c->cell_item[c->cell_first[cell_of(c, c->commune[i].x_m, c->commune[i].y_m) + 1]++] = i;
}

/* The nearest communes to a place, nearest first, out of squares up to two away. */
static int32_t nearest(const struct country *c, double x_m, double y_m, int32_t *near)
{
    double gap[NEAR];
    int32_t count = 0;
    const int32_t cx = (int32_t)((x_m - c->west_m) / c->cell_m), cy = (int32_t)((y_m - c->south_m) / c->cell_m);
    for (int32_t y = cy - 2; y <= cy + 2; y++)
        for (int32_t x = cx - 2; x <= cx + 2; x++) {
            if (x < 0 || y < 0 || x >= c->cells_x || y >= c->cells_y) continue;
            for (int32_t k = c->cell_first[y * c->cells_x + x]; k < c->cell_first[y * c->cells_x + x + 1]; k++) {
                const struct commune *p = &c->commune[c->cell_item[k]];
                const double d = hypot(p->x_m - x_m, p->y_m - y_m);
                if (count == NEAR && d >= gap[NEAR - 1]) continue;
                int32_t at = count < NEAR ? count++ : NEAR - 1;
                for (; at > 0 && gap[at - 1] > d; at--) gap[at] = gap[at - 1], near[at] = near[at - 1];
                gap[at] = d;
                near[at] = c->cell_item[k];
            }
        }
    return count;
}

static double squared(const struct commune *a, const struct commune *b)
{
    return (a->x_m - b->x_m) * (a->x_m - b->x_m) + (a->y_m - b->y_m) * (a->y_m - b->y_m);
}

static void roads_between(struct country *c)
{
    for (int32_t i = 0; i < c->count; i++) {
        int32_t near[NEAR];
        const struct commune *a = &c->commune[i];
        const int32_t count = nearest(c, a->x_m, a->y_m, near);
        for (int32_t k = 0; k < count; k++) {
            const struct commune *b = &c->commune[near[k]];
            bool gabriel = near[k] > i;
            for (int32_t l = 0; l < count && gabriel; l++) {
                const struct commune *o = &c->commune[near[l]];
                gabriel = near[l] == i || near[l] == near[k] || squared(a, o) + squared(b, o) >= squared(a, b);
            }
            const int64_t people = a->people < b->people ? a->people : b->people;
            const double kmh = people > 10000 ? 65 : people > 1500 ? 55 : 40;
            if (gabriel) road(c, gate(c, a, b->x_m, b->y_m), gate(c, b, a->x_m, a->y_m), 1500, kmh, 0, NULL, 0);
        }
    }
}

static void motorways(struct country *c)
{
    const int32_t cities = c->count < CITIES ? c->count : CITIES; /* communes stand in descending order of people */
    int32_t exits[256], near[NEAR];
    for (int32_t i = 0; i < cities; i++) {
        bool taken[CITIES] = { false };
        for (int32_t link = 0; link < CITY_LINKS; link++) {
            int32_t best = -1;
            for (int32_t k = 0; k < cities; k++)
                if (k != i && !taken[k] &&
                    (best < 0 || squared(&c->commune[i], &c->commune[k]) < squared(&c->commune[i], &c->commune[best])))
                    best = k;
            if (best < 0) break;
            taken[best] = true;
            const struct commune *a = &c->commune[i], *b = &c->commune[best];
            const int32_t count =
                road(c, gate(c, a, b->x_m, b->y_m), gate(c, b, a->x_m, a->y_m), 5000, 110, 3, exits, 256);
            for (int32_t e = 0; e < count; e++) {
                const double x_m = c->s->x[exits[e]] * 1e-7 * M_PER_DEGREE * c->cos_lat,
                             y_m = c->s->y[exits[e]] * 1e-7 * M_PER_DEGREE;
                if (nearest(c, x_m, y_m, near) > 0) street(c, exits[e], gate(c, &c->commune[near[0]], x_m, y_m), 45, 0);
            }
        }
    }
}

static int by_people(const void *a, const void *b)
{
    const struct commune *p = a, *q = b;
    if (p->people != q->people) return p->people > q->people ? -1 : 1;
    return p->first - q->first; /* the line of the file, for now */
}

/* code,name,departement,region,population,lon,lat,area_km2,… */
static bool read_communes(struct country *c, int32_t region)
{
    const char *folder = getenv("MAILLAGE_DATASETS");
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/geo/communes-fr.csv", folder ? folder : "");
    FILE *f = folder ? fopen(path, "r") : NULL;
    if (!f) return puts("skipped: a country needs MAILLAGE_DATASETS"), false;
    c->commune = calloc(40000, sizeof *c->commune);
    c->cos_lat = cos(46.5 * 3.14159265358979 / 180);
    for (int32_t n = 0; fgets(line, sizeof line, f) && c->count < 40000; n++) {
        char *field[8] = { line };
        int k = 1;
        for (char *at = line; *at && k < 8; at++)
            if (*at == ',') *at = 0, field[k++] = at + 1;
        if (n == 0 || k < 8 || strncmp(field[2], "97", 2) == 0 || strncmp(field[2], "98", 2) == 0) continue;
        if (region && atoi(field[3]) != region) continue;
        c->commune[c->count++] = (struct commune) { atof(field[5]) * M_PER_DEGREE * c->cos_lat,
                                                    atof(field[6]) * M_PER_DEGREE,
                                                    atof(field[7]),
                                                    atoll(field[4]),
                                                    n,
                                                    0,
                                                    0 };
    }
    fclose(f);
    qsort(c->commune, (size_t)c->count, sizeof *c->commune, by_people);
    return true;
}

bool road_country(struct road_set *s, int32_t region, uint64_t seed)
{
    struct country c = { .s = s, .rng = rng_seeded(seed, 0) };
    *s = (struct road_set) { 0 };
    if (!read_communes(&c, region)) return false;
    for (int32_t i = 0; i < c.count; i++) streets_of(&c, &c.commune[i]);
    index_communes(&c);
    roads_between(&c);
    motorways(&c);
    free(c.commune);
    free(c.cell_first);
    free(c.cell_item);
    return true;
}
