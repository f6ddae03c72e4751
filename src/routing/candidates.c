/* candidates.c — for every visit, the few others that may stand next to it.
 *
 * Which ones: the nearest by proximity, the cost of the cheaper direction plus, with windows, what waiting and lateness
 * between the two would cost at least (idea of [Vidal2013]); pairs that can never follow each other are left out. In
 * which order: by arc cost, which is what the scans prune by. If v lists u, u lists v, up to twice the wanted length.
 *
 * Cost: O(n K) through a grid over coordinates where near in cost is near in the plane (exact), or where there are more
 * than ROWS_MAX visits (then among several times K); else O(n^2). */
#include "routing/instance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/metric.h"

enum { ROWS_MAX = 4000, GRID_MIN = 100, GRID_SURPLUS = 3 };

struct builder {
    struct instance *in;
    int64_t time_weight_q8; /* cost units of a tick, times 256 */
    int32_t k;
    bool plane;             /* near in cost is near in the plane */
    uint64_t *key;          /* scratch: proximity << 32 | visit */
    int32_t *near, *near_count;
    /* Grid over coordinates. */
    int32_t side, *cell_first, *cell_item;
    double low_x, low_y, cell_size;
};

static int64_t arc_cost(const struct instance *in, int32_t u, int32_t v)
{
    if (in->traits & TRAIT_METRIC)
        return (int64_t)mlg__euclid(in->round, in->x[u], in->y[u], in->x[v], in->y[v], false) * in->metric_per_m;
    return mlg__least_arc(in, u, v);
}

static int64_t arc_time(const struct instance *in, int32_t u, int32_t v)
{
    const struct rate_class *c = &in->classes[0];
    if (in->traits & TRAIT_METRIC) return mlg__euclid(in->round, in->x[u], in->y[u], in->x[v], in->y[v], true);
    return c->time ? c->time[(int64_t)u * in->node_count + v] : mlg__slow_arc(in, 0, u, v).time;
}

/* Proximity of going from u to v; COST_NEVER when that is impossible. */
static int64_t proximity(const struct builder *b, int32_t u, int32_t v)
{
    const struct instance *in = b->in;
    if (in->has_skills && !(in->allowed[u] & in->allowed[v])) return COST_NEVER; /* no vehicle may visit both */
    const int64_t cost = arc_cost(in, u, v);
    if (!(in->traits & TRAIT_TIME) || cost == COST_NEVER) return cost;
    const int64_t travel = arc_time(in, u, v) + in->classes[0].service[u];
    const int64_t late = max64(0, in->open[u] + travel - in->close[v]);
    const int64_t wait = in->close[u] >= TIME_NEVER ? 0 : max64(0, in->open[v] - travel - in->close[u]);
    if (late > 0 && in->class_count == 1) return COST_NEVER;
    return cost + (((wait / 5 + late) * b->time_weight_q8) >> 8);
}

static int64_t pair_proximity(const struct builder *b, int32_t u, int32_t v)
{
    const int64_t there = proximity(b, u, v);
    if (b->in->symmetric && !(b->in->traits & TRAIT_TIME)) return there;
    return min64(there, proximity(b, v, u));
}

/* What a tick is worth where it has no price: mean cost of an arc over its mean time. */
static int64_t time_weight(const struct instance *in)
{
    int64_t cost = 0, time = 0;
    if (!(in->traits & TRAIT_TIME)) return 0;
    for (int32_t u = 0; u < min32(64, in->visit_count); u++)
        for (int32_t v = 0; v < min32(64, in->visit_count); v++) {
            const int64_t c = u == v ? COST_NEVER : arc_cost(in, u, v);
            if (c == COST_NEVER) continue;
            cost += c, time += arc_time(in, u, v);
        }
    return time > 0 ? min64(cost * 256 / time, INT64_C(1) << 30) : 256;
}

/* The k smallest to the front, in no particular order (quickselect, middle element as pivot). */
static void select_smallest(uint64_t *key, int32_t count, int32_t k)
{
    int32_t low = 0, high = count - 1;
    while (low < high) {
        const uint64_t pivot = key[low + (high - low) / 2];
        int32_t i = low, j = high;
        while (i <= j) {
            while (key[i] < pivot) i++;
            while (key[j] > pivot) j--;
            if (i > j) break;
            const uint64_t t = key[i];
            key[i++] = key[j], key[j--] = t;
        }
        if (k <= j) high = j;
        else if (k > i) low = i;
        else return;
    }
}

static void consider(struct builder *b, int32_t u, int32_t v, int32_t *count)
{
    if (v == u || (group_of(b->in, u) != MLG_NONE && group_of(b->in, u) == group_of(b->in, v))) return; /* never both */
    if (b->plane) { /* the bits of a positive float are ordered as it is */
        const double dx = b->in->x[u] - b->in->x[v], dy = b->in->y[u] - b->in->y[v];
        const float square = (float)(dx * dx + dy * dy);
        uint32_t bits;
        memcpy(&bits, &square, sizeof bits);
        b->key[(*count)++] = (uint64_t)bits << 32 | (uint32_t)v;
        return;
    }
    const int64_t p = pair_proximity(b, u, v);
    if (p == COST_NEVER) return;
    b->key[(*count)++] = ((uint64_t)min64(max64(p, 0), UINT32_MAX) << 32) | (uint32_t)v;
}

static void keep_nearest(struct builder *b, int32_t u, int32_t count)
{
    if (count > b->k) select_smallest(b->key, count, b->k), count = b->k;
    qsort(b->key, (size_t)count, sizeof *b->key, mlg__by_value);
    for (int32_t i = 0; i < count; i++) b->near[(int64_t)u * b->k + i] = (int32_t)(uint32_t)b->key[i];
    b->near_count[u] = count;
}

static int32_t cell(const struct builder *b, double x, double low)
{
    return min32(max32((int32_t)((x - low) / b->cell_size), 0), b->side - 1);
}

/* Counting sort of the visits into square cells of about two visits. */
static bool grid_build(struct builder *b, struct arena *scratch)
{
    const struct instance *in = b->in;
    const int32_t n = in->visit_count;
    double high_x = -INFINITY, high_y = -INFINITY;
    b->low_x = b->low_y = INFINITY;
    for (int32_t v = 0; v < n; v++) {
        b->low_x = fmin(b->low_x, in->x[v]), high_x = fmax(high_x, in->x[v]);
        b->low_y = fmin(b->low_y, in->y[v]), high_y = fmax(high_y, in->y[v]);
    }
    b->side = max32(1, (int32_t)sqrt(n / 2.0));
    b->cell_size = fmax(fmax(high_x - b->low_x, high_y - b->low_y), 1e-9) / b->side;
    const int64_t cells = (int64_t)b->side * b->side;
    b->cell_first = arena_array(scratch, int32_t, cells + 2);
    b->cell_item = arena_array(scratch, int32_t, n);
    if (scratch->failed) return false;
    int32_t *start = b->cell_first + 1;
    for (int32_t v = 0; v < n; v++) start[cell(b, in->y[v], b->low_y) * b->side + cell(b, in->x[v], b->low_x) + 1]++;
    for (int64_t c = 0; c < cells; c++) start[c + 1] += start[c];
    for (int32_t v = 0; v < n; v++)
        b->cell_item[start[cell(b, in->y[v], b->low_y) * b->side + cell(b, in->x[v], b->low_x)]++] = v;
    return true; /* cell_first[c] .. cell_first[c + 1]: the sort moved each start to its end */
}

/* Rings of cells outwards until they hold several times as many as wanted. */
static void grid_row(struct builder *b, int32_t u)
{
    const struct instance *in = b->in;
    const int32_t cx = cell(b, in->x[u], b->low_x), cy = cell(b, in->y[u], b->low_y);
    int32_t count = 0;
    const int32_t enough = (in->traits & TRAIT_TIME ? GRID_SURPLUS : 1) * b->k;
    for (int32_t ring = 0, last = b->side; ring <= last; ring++) {
        for (int32_t y = max32(0, cy - ring); y <= min32(b->side - 1, cy + ring); y++)
            for (int32_t x = max32(0, cx - ring); x <= min32(b->side - 1, cx + ring); x++) {
                if (x != cx - ring && x != cx + ring && y != cy - ring && y != cy + ring) {
                    x = cx + ring - 1; /* the inside was seen before */
                    continue;
                }
                const int32_t c = y * b->side + x;
                for (int32_t i = b->cell_first[c]; i < b->cell_first[c + 1]; i++) consider(b, u, b->cell_item[i], &count);
            }
        /* Enough within the square of ring + 1 cells: whoever is nearer is within its corners, a factor of sqrt 2. */
        if (count >= enough && last == b->side) last = min32(b->side, (3 * (ring + 1) + 1) / 2);
    }
    keep_nearest(b, u, count);
}

static void plain_row(struct builder *b, int32_t u)
{
    int32_t count = 0;
    for (int32_t v = 0; v < b->in->visit_count; v++) consider(b, u, v, &count);
    keep_nearest(b, u, count);
}

static int by_cost(const void *a, const void *b)
{
    const struct candidate *p = a, *q = b;
    return p->cost != q->cost ? (p->cost > q->cost) - (p->cost < q->cost) : p->visit - q->visit;
}

static bool contains(const struct builder *b, int32_t u, int32_t v, int32_t wanted)
{
    for (int32_t i = 0; i < min32(wanted, b->near_count[u]); i++)
        if (b->near[(int64_t)u * b->k + i] == v) return true;
    return false;
}

enum direction { FROM, TO, BOTH };

static int32_t list_cost(const struct instance *in, int32_t u, int32_t v, enum direction direction)
{
    const int64_t there = direction == TO ? COST_NEVER : arc_cost(in, u, v);
    const int64_t back = direction == FROM ? COST_NEVER : in->symmetric && direction == BOTH ? there : arc_cost(in, v, u);
    return (int32_t)min64(min64(there, back), ARC_NONE - 1);
}

/* Does no road lead there in that direction, or always too late? */
static bool never(const struct builder *b, int32_t u, int32_t v, enum direction direction)
{
    if (direction == BOTH || (b->in->symmetric && !(b->in->traits & TRAIT_TIME))) return false;
    return (direction == FROM ? proximity(b, u, v) : proximity(b, v, u)) == COST_NEVER;
}

/* Lists of the nearest `wanted`, made mutual, ordered by cost in one direction. */
static bool make_lists(struct builder *b, int32_t wanted, enum direction direction, struct lists *lists,
                       struct arena *scratch)
{
    struct instance *in = b->in;
    const int32_t n = in->visit_count;
    int32_t *extra_count = arena_array(scratch, int32_t, n), *first = arena_array(&in->arena, int32_t, n + 1);
    int32_t *extra = arena_array(scratch, int32_t, (int64_t)n * wanted);
    if (scratch->failed || in->arena.failed) return false;
    for (int32_t u = 0; u < n; u++)
        for (int32_t i = 0; i < min32(wanted, b->near_count[u]); i++) {
            const int32_t v = b->near[(int64_t)u * b->k + i];
            if (extra_count[v] < wanted && !contains(b, v, u, wanted))
                extra[(int64_t)v * wanted + extra_count[v]++] = u;
        }
    int64_t most = 0;
    for (int32_t u = 0; u < n; u++) most += min32(wanted, b->near_count[u]) + extra_count[u];
    struct candidate *item = arena_array(&in->arena, struct candidate, most), *to = item;
    if (!item) return false;
    for (int32_t u = 0; u < n; u++) {
        struct candidate *from = to;
        for (int32_t i = 0; i < min32(wanted, b->near_count[u]); i++) (to++)->visit = b->near[(int64_t)u * b->k + i];
        for (int32_t i = 0; i < extra_count[u]; i++) (to++)->visit = extra[(int64_t)u * wanted + i];
        struct candidate *kept = from;
        for (struct candidate *c = from; c < to; c++) {
            if (never(b, u, c->visit, direction)) continue;
            *kept++ = (struct candidate) { c->visit, list_cost(in, u, c->visit, direction) };
        }
        to = kept;
        qsort(from, (size_t)(to - from), sizeof *item, by_cost);
        first[u] = (int32_t)(from - item);
    }
    first[n] = (int32_t)(to - item);
    *lists = (struct lists) { first, item };
    return true;
}

/* Longer lists than a fifth of the time can make are of no use. */
static int32_t affordable(const struct instance *in, const struct settings *o)
{
    enum { LEAST = 6 };
    const double each_s = in->traits & TRAIT_TIME ? 3e-7 : 1e-7;
    if (o->time_limit_s <= 0) return INT32_MAX;
    return (int32_t)fmin(1e6, fmax(LEAST, 0.2 * o->time_limit_s / (each_s * fmax(1, in->visit_count))));
}

/* Where types may serve a part of the visits only, a neighbour is of use to a visit when the vehicle it is in may serve both; for a
 * move that changes two routes, when both vehicles may. Lists are longer by as much, so that as many are left. */
static int32_t widened(const struct instance *in, int32_t wanted, int32_t routes)
{
    enum { TIMES_MAX = 4 };
    int64_t pairs = 0;
    for (int32_t v = 0; in->has_skills && v < in->visit_count; v++) pairs += __builtin_popcountll(in->allowed[v]);
    if (pairs == 0) return wanted;
    double times = (double)in->type_count * in->visit_count / (double)pairs;
    if (routes == 2) times *= times;
    return (int32_t)(wanted * fmin(times, TIMES_MAX));
}

/* Where a part of the visits is on no route, lists are longer, that they hold enough of those that are: half as many again as
 * asked for. Returns how many times as long. */
static int32_t lengthen(struct instance *in, int32_t neighbours, int32_t others)
{
    enum { LONGER = 3 };
    in->scan_most = in->insert_most = INT32_MAX;
    if (!in->has_prizes) return 1;
    in->scan_most = neighbours * 3 / 2, in->insert_most = others * 3 / 2;
    return LONGER;
}

static bool build(struct instance *in, const struct settings *o, struct arena *scratch)
{
    const int32_t n = in->visit_count, asked = widened(in, o->neighbours, 2), others_asked = widened(in, o->insert_neighbours, 1);
    const int32_t longer = lengthen(in, asked, others_asked), neighbours = longer * asked, others = longer * others_asked;
    const int32_t wide = min32(min32(max32(neighbours, others), affordable(in, o)), max32(n - 1, 0));
    struct builder b = { .in = in, .k = max32(wide, 1), .time_weight_q8 = time_weight(in) };
    b.key = arena_array(scratch, uint64_t, n);
    b.near = arena_array(scratch, int32_t, (int64_t)n * b.k);
    b.near_count = arena_array(scratch, int32_t, n);
    if (scratch->failed) return false;
    b.plane = in->class_count == 1 && !(in->traits & TRAIT_TIME) &&
              in->problem->matrices[in->classes[0].matrix].kind == MLG_EUCLID;
    const bool grid = n > ROWS_MAX || (b.plane && n > GRID_MIN);
    if (grid && !grid_build(&b, scratch)) return false;
    for (int32_t u = 0; u < n && wide; u++) {
        if (grid) grid_row(&b, u);
        else plain_row(&b, u);
    }
    if (!make_lists(&b, min32(neighbours, wide), FROM, &in->out, scratch)) return false;
    in->in = in->out;
    const bool both_ways = !in->symmetric || in->traits & TRAIT_TIME;
    if (both_ways && !make_lists(&b, min32(neighbours, wide), TO, &in->in, scratch)) return false;
    return make_lists(&b, min32(others, wide), BOTH, &in->insert, scratch);
}

mlg_status mlg__candidates_build(struct instance *in, const struct settings *o, mlg_error *err)
{
    struct arena scratch = { 0 };
    const bool done = build(in, o, &scratch);
    mlg__arena_free(&scratch);
    return done ? MLG_OK : mlg__no_memory(err, "lists of near stops");
}
