/* density.c — smoothed density of demand. See density.h.
 *
 * Points become unit vectors, so that there is no seam at the poles or the date line: a chord grows with the distance.
 * A balanced k-d tree over them is one array of indices: the median of a range is its node, the halves its children. */
#include "model/density.h"

#include <math.h>

#include "base/math.h"
#include "model/units.h"

struct point {
    double at[3];
};

struct tree {
    const struct point *points;
    int32_t *order; /* [count] point indices; order[middle of a range] splits the range */
};

static struct point unit_vector(double lat_deg, double lon_deg)
{
    const double rad = 0.017453292519943295769, lat = lat_deg * rad, lon = lon_deg * rad;
    return (struct point) { { cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat) } };
}

/* Order by one coordinate, then by index: no two points are equal, so the tree is unique. */
static bool before(const struct tree *t, int axis, int32_t i, int32_t j)
{
    const double a = t->points[i].at[axis], b = t->points[j].at[axis];
    return a < b || (a == b && i < j);
}

/* Quickselect: afterwards order[middle] is where sorting would put it, smaller ones stand before it. */
static void select_middle(struct tree *t, int axis, int32_t first, int32_t last, int32_t middle)
{
    while (first < last) {
        const int32_t pivot = t->order[first + (last - first) / 2];
        int32_t i = first, j = last;
        while (i <= j) {
            while (before(t, axis, t->order[i], pivot)) i++;
            while (before(t, axis, pivot, t->order[j])) j--;
            if (i > j) break;
            const int32_t swap = t->order[i];
            t->order[i++] = t->order[j];
            t->order[j--] = swap;
        }
        if (middle <= j) last = j;
        else if (middle >= i) first = i;
        else return;
    }
}

/* Recursion is at most 31 deep: each call halves the range. */
static void build(struct tree *t, int axis, int32_t first, int32_t last)
{
    if (first >= last) return;
    const int32_t middle = first + (last - first) / 2;
    select_middle(t, axis, first, last, middle);
    build(t, (axis + 1) % 3, first, middle - 1);
    build(t, (axis + 1) % 3, middle + 1, last);
}

/* The neighbours of one point, while the tree is walked. The point counts as its own nearest one. */
enum { NEAR_MAX = MLG_DENSITY_NEIGHBOURS + 1 };
struct search {
    struct point centre;
    double reach2;          /* squared chord of MLG_DENSITY_REACH_KM */
    int32_t within;         /* points inside the reach */
    double stops, area_km2; /* their sums */
    int32_t near_count;     /* the nearest ones, ascending by (distance, index) */
    int32_t near[NEAR_MAX];
    double near2[NEAR_MAX];
};

static bool is_nearer(const struct search *s, int32_t place, double d2, int32_t point)
{
    return d2 < s->near2[place] || (d2 == s->near2[place] && point < s->near[place]);
}

static void keep_near(struct search *s, int32_t point, double d2)
{
    if (s->near_count == NEAR_MAX && !is_nearer(s, NEAR_MAX - 1, d2, point)) return;
    int32_t place = s->near_count < NEAR_MAX ? s->near_count++ : NEAR_MAX - 1;
    for (; place > 0 && is_nearer(s, place - 1, d2, point); place--) {
        s->near[place] = s->near[place - 1];
        s->near2[place] = s->near2[place - 1];
    }
    s->near[place] = point;
    s->near2[place] = d2;
}

/* Visit a range, the half that holds the centre first; the other half only if it can hold a neighbour. */
static void walk(const struct tree *t, const struct demand *demands, struct search *s, int axis, int32_t first,
                 int32_t last)
{
    if (first > last) return;
    const int32_t middle = first + (last - first) / 2, i = t->order[middle];
    const double *p = t->points[i].at, *c = s->centre.at;
    const double x = p[0] - c[0], y = p[1] - c[1], z = p[2] - c[2], d2 = x * x + y * y + z * z;
    if (d2 <= s->reach2) {
        s->within++;
        s->stops += demands[i].stops_per_day;
        s->area_km2 += demands[i].area_km2;
    }
    keep_near(s, i, d2);

    const double to_plane = c[axis] - p[axis];
    const bool low_first = to_plane < 0;
    const int next = (axis + 1) % 3;
    if (low_first) walk(t, demands, s, next, first, middle - 1);
    else walk(t, demands, s, next, middle + 1, last);
    if (s->near_count == NEAR_MAX && to_plane * to_plane > fmax(s->reach2, s->near2[NEAR_MAX - 1])) return;
    if (low_first) walk(t, demands, s, next, middle + 1, last);
    else walk(t, demands, s, next, first, middle - 1);
}

static double density_at(const struct tree *t, const struct demand *demands, int32_t count, int32_t i)
{
    const double chord = 2 * sin(MLG_DENSITY_REACH_KM * MLG_M_PER_KM / (2 * MLG_EARTH_RADIUS_M));
    struct search s = { .centre = t->points[i], .reach2 = chord * chord };
    walk(t, demands, &s, 0, 0, count - 1);
    if (s.within < s.near_count) {
        s.stops = s.area_km2 = 0;
        for (int32_t k = 0; k < s.near_count; k++) {
            s.stops += demands[s.near[k]].stops_per_day;
            s.area_km2 += demands[s.near[k]].area_km2;
        }
    }
    return s.area_km2 > 0 ? s.stops / s.area_km2 : 0;
}

int32_t mlg__density_band(double stops_km2) { return (stops_km2 >= 0.5) + (stops_km2 >= 5) + (stops_km2 >= 50); }

bool mlg__fill_density(struct demand *demands, int32_t count)
{
    struct arena scratch = { 0 };
    struct point *points = arena_array(&scratch, struct point, count);
    struct tree t = { .points = points, .order = arena_array(&scratch, int32_t, count) };
    const bool failed = scratch.failed;
    if (!failed) {
        for (int32_t i = 0; i < count; i++) {
            points[i] = unit_vector(demands[i].lat_deg, demands[i].lon_deg);
            t.order[i] = i;
        }
        build(&t, 0, 0, count - 1);
        for (int32_t i = 0; i < count; i++) {
            demands[i].density_stops_km2 = density_at(&t, demands, count, i);
            demands[i].density_band = mlg__density_band(demands[i].density_stops_km2);
        }
    }
    mlg__arena_free(&scratch);
    return !failed;
}
