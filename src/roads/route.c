/* route.c — the way on the map through given points: which streets, what each costs, and its shape.
 *
 * A leg is made of pieces: the rest of the first edge, whole edges, the beginning of the last. Their weights add up to the
 * matrix entry exactly, because each is what the searches added. */
#include <math.h>
#include <string.h>

#include "base/math.h"
#include "model/metric.h"
#include "roads/path.h"
#include "roads/query.h"

struct mlg_path {
    int32_t leg_count, step_count, point_count, step_cap, point_cap;
    mlg_leg *legs;
    int32_t *leg_step, *leg_point; /* [leg_count + 1] */
    mlg_path_step *steps;
    mlg_point *points;
    struct arena memory; /* names, legs */
};

struct tracer {
    const mlg_metric *m;
    struct road_ends from, to;
    struct route_query *query;
    struct dijkstra *d;
    int32_t *chain, chain_count, chain_cap; /* arcs of a pocket */
    mlg_point *shape;                       /* vertices of one edge */
    int32_t shape_cap;
    mlg_path *path;
    bool failed, broken; /* no memory; the parts of a way do not meet */
};

/* ---- shapes ---- */

static mlg_point degrees(int32_t lat_e7, int32_t lon_e7) { return (mlg_point) { lat_e7 / 1e7, lon_e7 / 1e7 }; }

static double apart_m(mlg_point a, mlg_point b) { return mlg__great_circle_m(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg); }

/* Vertices in the direction of travel; their number, or 0 without memory. */
static int32_t vertices(struct tracer *t, int32_t edge, bool backward)
{
    const struct road_graph *g = &t->m->roads->graph;
    const struct road_edge *e = &g->edges[edge];
    const int32_t count = e->point_count + 2;
    mlg_point *grown = mlg__grow(t->shape, &t->shape_cap, count, sizeof *grown);
    if (!grown) return t->failed = true, 0;
    t->shape = grown;
    struct road_shape s = mlg__shape(g, edge);
    for (int32_t i = 0; i < count; i++) {
        if (i > 0 && i < count - 1) mlg__shape_step(&s);
        if (i == count - 1) s.lon_e7 = g->nodes[e->head].lon_e7, s.lat_e7 = g->nodes[e->head].lat_e7;
        t->shape[backward ? count - 1 - i : i] = degrees(s.lat_e7, s.lon_e7);
    }
    return count;
}

static void add_point(struct tracer *t, mlg_point p)
{
    mlg_path *path = t->path;
    const int32_t first = path->leg_point[path->leg_count];
    if (path->point_count > first && !memcmp(&path->points[path->point_count - 1], &p, sizeof p)) return;
    mlg_point *grown = mlg__grow(path->points, &path->point_cap, path->point_count + 1, sizeof *grown);
    if (!grown) {
        t->failed = true;
        return;
    }
    path->points = grown;
    path->points[path->point_count++] = p;
}

static mlg_point between(mlg_point a, mlg_point b, double share)
{
    return (mlg_point) { a.lat_deg + share * (b.lat_deg - a.lat_deg), a.lon_deg + share * (b.lon_deg - a.lon_deg) };
}

/* The shape of an edge from one share of its length to another. */
static void add_shape(struct tracer *t, int32_t edge, bool backward, double first, double last)
{
    const int32_t count = vertices(t, edge, backward);
    double all_m = 0, at_m = 0;
    for (int32_t i = 1; i < count; i++) all_m += apart_m(t->shape[i - 1], t->shape[i]);
    for (int32_t i = 1; i < count && !t->failed; i++) {
        const double m = apart_m(t->shape[i - 1], t->shape[i]);
        const double low = first * all_m, high = last * all_m;
        if (at_m + m >= low && at_m <= high) {
            const double a = m > 0 ? fmax(0, (low - at_m) / m) : 0, b = m > 0 ? fmin(1, (high - at_m) / m) : 1;
            add_point(t, a > 0 ? between(t->shape[i - 1], t->shape[i], a) : t->shape[i - 1]);
            add_point(t, b < 1 ? between(t->shape[i - 1], t->shape[i], b) : t->shape[i]);
        }
        at_m += m;
    }
}

/* ---- pieces ---- */

static const char *name_of(struct tracer *t, int32_t edge)
{
    const struct road_graph *g = &t->m->roads->graph;
    mlg_path *path = t->path;
    const int32_t name = g->edges[edge].name;
    const size_t bytes = g->name_first[name + 1] - g->name_first[name];
    if (path->step_count && g->edges[path->steps[path->step_count - 1].edge].name == name)
        return path->steps[path->step_count - 1].street;
    char *copy = arena_array(&path->memory, char, bytes + 1);
    if (!copy) return "";
    memcpy(copy, g->names + g->name_first[name], bytes);
    return copy;
}

/* from_dm, to_dm: in the direction of travel. */
static void add_piece(struct tracer *t, int32_t edge, int32_t backward, uint32_t from_dm, uint32_t to_dm, struct arc_weight w)
{
    mlg_path *path = t->path;
    const double length_dm = t->m->roads->graph.edges[edge].length_dm;
    if (!mlg__weight_compare(w, (struct arc_weight) { 0 }) && from_dm == to_dm && path->step_count > path->leg_step[path->leg_count])
        return; /* nothing is driven of it */
    mlg_path_step *grown = mlg__grow(path->steps, &path->step_cap, path->step_count + 1, sizeof *grown);
    if (!grown) {
        t->failed = true;
        return;
    }
    path->steps = grown;
    path->steps[path->step_count] = (mlg_path_step) { .street = name_of(t, edge), .edge = edge, .backward = backward, .time_ms = w.t_ms,
                                                      .distance_dm = w.d_dm, .energy_100j = w.ea, .energy_100mj_per_kg = w.eb,
                                                      .first_point = path->point_count - (path->point_count > path->leg_point[path->leg_count]) };
    path->step_count++;
    add_shape(t, edge, backward, from_dm / length_dm, to_dm / length_dm);
}

static void add_arc(struct tracer *t, int32_t arc)
{
    const struct road_graph *g = &t->m->roads->graph;
    const int32_t edge = mlg__arc_edge(g, arc);
    add_piece(t, edge, mlg__arc_backward(g, arc), 0, g->edges[edge].length_dm, t->m->use.weight[arc]);
}

static void add_end_arc(struct tracer *t, const struct road_ends *ends, const struct road_end *p, const struct end_arc *a)
{
    const uint32_t cut = mlg__travelled(t->m, p, a->backward), length = t->m->roads->graph.edges[p->edge].length_dm;
    add_piece(t, p->edge, a->backward, ends->targets ? 0 : cut, ends->targets ? cut : length, a->w);
}

/* The end's own arc at a state, the best of those with this access. */
static const struct end_arc *end_arc_at(const struct road_ends *ends, const struct road_end *p, int32_t state, enum road_access access)
{
    const struct end_arc *best = NULL;
    for (int32_t k = 0; k < p->arc_count; k++) {
        const struct end_arc *a = &ends->arcs[p->first_arc + k];
        if (a->state == state && a->access == access && (!best || mlg__weight_compare(a->w, best->w) < 0)) best = a;
    }
    return best;
}

/* From a source to `state` or from it to a target: by a through arc of the end itself, or across its pocket. */
static void add_end(struct tracer *t, const struct road_ends *ends, int32_t i, int32_t state)
{
    const struct road_end *p = &ends->end[i];
    const struct end_arc *own = end_arc_at(ends, p, state, ROAD_THROUGH);
    if (!mlg__end_search(t->m, ends, i, t->d)) {
        t->failed = true;
        return;
    }
    const struct arc_weight across = mlg__dijkstra_at(t->d, state);
    t->chain_count = 0;
    if (!own || mlg__weight_compare(across, own->w) < 0) {
        int32_t v = state;
        for (int32_t arc; (arc = mlg__dijkstra_arc(t->d, v)) != MLG_NONE;) {
            int32_t *grown = mlg__grow(t->chain, &t->chain_cap, t->chain_count + 1, sizeof *grown);
            if (!grown) {
                t->failed = true;
                return;
            }
            t->chain = grown;
            t->chain[t->chain_count++] = arc;
            v = ends->targets ? t->m->roads->graph.arc_head[arc] : t->m->roads->arc_tail[arc];
        }
        own = end_arc_at(ends, p, v, ROAD_END);
    }
    if (!own) {
        t->broken = true; /* a hierarchy that is not that of the graph: only a forged file has one */
        return;
    }
    if (!ends->targets) {
        add_end_arc(t, ends, p, own);
        while (t->chain_count) add_arc(t, t->chain[--t->chain_count]);
    } else {
        for (int32_t k = 0; k < t->chain_count; k++) add_arc(t, t->chain[k]);
        add_end_arc(t, ends, p, own);
    }
}

/* ---- legs ---- */

static mlg_status trace_leg(struct tracer *t, int32_t i, bool *found, mlg_error *err)
{
    mlg_path *path = t->path;
    int32_t meet, backward = 0;
    const struct arc_weight direct = mlg__direct(t->m, &t->from, i, &t->to, i, &meet, &backward);
    const struct road_end *s = &t->from.end[i], *g = &t->to.end[i];
    const struct road_seed *out = s->seed_count ? &t->from.seeds[s->first_seed] : NULL;
    const struct road_seed *in = g->seed_count ? &t->to.seeds[g->first_seed] : NULL;
    struct road_path way = { .weight = mlg__no_way() };
    if (s->seed_count && g->seed_count)
        MLG_TRY(mlg__road_route(t->query, &t->m->hierarchy, out, s->seed_count, in, g->seed_count, &way, err));
    if (way.weight.t_ms < MLG_ROAD_INF && (way.from_seed < 0 || way.from_seed >= s->seed_count || way.to_seed < 0 || way.to_seed >= g->seed_count))
        t->broken = true;
    if (t->broken) return MLG_OK;
    const bool straight = mlg__weight_compare(direct, way.weight) < 0;
    const struct arc_weight best = straight ? direct : way.weight;
    *found = best.t_ms < MLG_ROAD_INF;
    if (!*found) return MLG_OK;
    path->leg_step[path->leg_count] = path->step_count;
    path->leg_point[path->leg_count] = path->point_count;
    if (straight && meet == MLG_NONE) {
        add_piece(t, s->edge, backward, mlg__travelled(t->m, s, backward), mlg__travelled(t->m, g, backward), best);
    } else {
        add_end(t, &t->from, i, straight ? meet : out[way.from_seed].state);
        for (int32_t k = 0; !straight && k < way.arc_count; k++) add_arc(t, way.arc[k]);
        add_end(t, &t->to, i, straight ? meet : in[way.to_seed].state);
    }
    path->legs[path->leg_count++] = mlg__leg_of(best);
    path->leg_step[path->leg_count] = path->step_count;
    path->leg_point[path->leg_count] = path->point_count;
    return MLG_OK;
}

static mlg_status open_tracer(struct tracer *t, const mlg_metric *m, const mlg_snapped *via, int32_t count, mlg_error *err)
{
    *t = (struct tracer) { .m = m, .d = mlg__dijkstra_new(m->roads->graph.state_count), .query = mlg__route_query_new(&m->roads->hierarchy),
                           .path = mlg__malloc(sizeof *t->path) };
    if (!t->d || !t->query || !t->path) return mlg__no_memory(err, "a route");
    mlg_path *path = t->path;
    path->legs = arena_array(&path->memory, mlg_leg, count);
    path->leg_step = arena_array(&path->memory, int32_t, count + 1);
    path->leg_point = arena_array(&path->memory, int32_t, count + 1);
    if (path->memory.failed) return mlg__no_memory(err, "a route");
    MLG_TRY(mlg__ends_make(m, via, count - 1, false, t->d, &t->from, err));
    return mlg__ends_make(m, via + 1, count - 1, true, t->d, &t->to, err);
}

static void close_tracer(struct tracer *t)
{
    mlg__dijkstra_free(t->d);
    mlg__route_query_free(t->query);
    mlg__ends_free(&t->from);
    mlg__ends_free(&t->to);
    mlg__free(t->chain);
    mlg__free(t->shape);
}

mlg_status mlg_roads_route(const mlg_metric *m, const mlg_snapped *via, int32_t count, mlg_path **path, mlg_error *err)
{
    struct tracer t;
    bool found = true;
    *path = NULL;
    if (count < 2)
        return mlg__fail(err, MLG_BAD_INPUT, "", TXT("a route needs two points", "un itinéraire demande deux points"), NO_HINT);
    mlg_status status = open_tracer(&t, m, via, count, err);
    for (int32_t i = 0; !status && found && i + 1 < count; i++) status = trace_leg(&t, i, &found, err);
    if (!status && t.broken) status = mlg__section_refused(m->roads->file, "up_head", err);
    if (!status && t.path && (t.failed || t.path->memory.failed)) status = mlg__no_memory(err, "a route");
    close_tracer(&t);
    if (status || !found) mlg_path_free(t.path);
    else *path = t.path;
    return status;
}

void mlg_path_free(mlg_path *path)
{
    if (!path) return;
    mlg__arena_free(&path->memory);
    mlg__free(path->steps);
    mlg__free(path->points);
    mlg__free(path);
}

mlg_leg mlg_path_leg(const mlg_path *path, int32_t i) { return path->legs[i]; }
int32_t mlg_path_step_count(const mlg_path *path) { return path->step_count; }
mlg_path_step mlg_path_step_at(const mlg_path *path, int32_t i) { return path->steps[i]; }
int32_t mlg_path_point_count(const mlg_path *path) { return path->point_count; }
mlg_point mlg_path_point(const mlg_path *path, int32_t i) { return path->points[i]; }
int32_t mlg_path_leg_step(const mlg_path *path, int32_t i) { return path->leg_step[i]; }
int32_t mlg_path_leg_point(const mlg_path *path, int32_t i) { return path->leg_point[i]; }
