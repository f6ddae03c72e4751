/* states.c — see states.h.
 *
 * A restriction forbids a sequence of directed edges. The sequences are put into a trie; a vehicle's state is the
 * longest suffix of its way that is a beginning of some sequence, as in the automaton of [Aho1975]: its place in the
 * trie, or just the node where it stands. So any number of restrictions may overlap, via ways included, and nothing but
 * the sequences themselves is forbidden.
 *
 *     state        = a node of the map, or a place in the trie (a copy of the node at the end of its last edge)
 *     arc by x     leads to: the child x of the place, or of its fallback, or of the fallback of that…; else the node
 *     x is barred  where the place, or one of its fallbacks, forbids it
 *
 * Nodes that bar someone, are end-only or have limits get a place for each edge that enters, so that turning back is
 * told from passing. With turn costs a state is a directed edge, or a place of two or more edges. */
#include "roads/states.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/math.h"
#include "model/units.h"

enum { ROOT = -1, ALL = ROAD_ALL_FAMILIES };

struct place {
    int32_t arc;                              /* the edge driven last */
    int32_t parent, child, sibling, fallback; /* places; ROOT; MLG_NONE where there is none */
    int32_t depth, exits;                     /* exits: first of its list, MLG_NONE */
};
struct exit {
    int32_t arc, next;
    uint8_t families;
    bool only;
};

struct automaton {
    struct road_graph *g;
    uint8_t *families;        /* [2 * edge] who may use it at all */
    int32_t *out_first, *out; /* by node: directed edges that leave it, ascending */
    int32_t *root_child;      /* [2 * edge] place of one edge, or MLG_NONE */
    struct place *places;
    struct exit *exits;
    int32_t place_count, place_cap, exit_count, exit_cap;
    int32_t *arc_state;   /* with turns: [2 * edge] */
    int32_t *place_state; /* [place] */
};

static int32_t arc_tail(const struct road_graph *g, int32_t arc)
{
    return arc & 1 ? g->edges[arc >> 1].head : g->edges[arc >> 1].tail;
}
static int32_t arc_head(const struct road_graph *g, int32_t arc)
{
    return arc & 1 ? g->edges[arc >> 1].tail : g->edges[arc >> 1].head;
}

uint8_t *mlg__arc_families(const struct road_graph *g)
{
    uint8_t *families = mlg__malloc(2 * (size_t)g->edge_count + 1);
    for (int32_t arc = 0; families && arc < 2 * g->edge_count; arc++)
        for (int f = 0; f < ROAD_FAMILIES; f++)
            if (mlg__edge_access(&g->edges[arc >> 1], f, arc & 1)) families[arc] |= (uint8_t)(1 << f);
    for (int32_t i = 0; families && i < g->rule_count; i++) {
        const struct road_rule *r = &g->rules[i];
        if (r->access != ROAD_END && r->access != ROAD_THROUGH) continue;
        for (int backward = 0; backward < 2; backward++)
            if (r->directions >> backward & 1) families[2 * r->edge + backward] |= r->families;
    }
    return families;
}

static bool list_exits_of_nodes(struct automaton *a)
{
    const struct road_graph *g = a->g;
    a->out_first = mlg__malloc(((size_t)g->node_count + 2) * sizeof *a->out_first);
    a->out = mlg__realloc(NULL, (2 * (size_t)g->edge_count + 1) * sizeof *a->out);
    if (!a->out_first || !a->out) return false;
    for (int32_t arc = 0; arc < 2 * g->edge_count; arc++)
        if (a->families[arc]) a->out_first[arc_tail(g, arc) + 2]++;
    for (int32_t v = 0; v <= g->node_count; v++) a->out_first[v + 1] += a->out_first[v];
    for (int32_t arc = 0; arc < 2 * g->edge_count; arc++)
        if (a->families[arc]) a->out[a->out_first[arc_tail(g, arc) + 1]++] = arc;
    return true;
}

/* The trie. */

static int32_t child_of(const struct automaton *a, int32_t place, int32_t arc)
{
    if (place == ROOT) return a->root_child[arc];
    int32_t c = a->places[place].child;
    while (c != MLG_NONE && a->places[c].arc != arc) c = a->places[c].sibling;
    return c;
}

/* The child, made if need be; MLG_NONE without memory. */
static int32_t make_child(struct automaton *a, int32_t place, int32_t arc)
{
    const int32_t known = child_of(a, place, arc);
    if (known != MLG_NONE) return known;
    struct place *places = mlg__grow(a->places, &a->place_cap, a->place_count + 1, sizeof *places);
    if (!places) return MLG_NONE;
    a->places = places;
    const int32_t fresh = a->place_count++;
    places[fresh] = (struct place) { .arc = arc,
                                     .parent = place,
                                     .child = MLG_NONE,
                                     .sibling = MLG_NONE,
                                     .fallback = ROOT,
                                     .depth = place == ROOT ? 1 : places[place].depth + 1,
                                     .exits = MLG_NONE };
    if (place == ROOT) {
        a->root_child[arc] = fresh;
    } else {
        places[fresh].sibling = places[place].child;
        places[place].child = fresh;
    }
    return fresh;
}

static bool insert_path(struct automaton *a, const struct turn_path *p, const int32_t *arcs)
{
    int32_t place = ROOT;
    for (int32_t i = 0; i < p->count - 1; i++)
        if ((place = make_child(a, place, arcs[i])) == MLG_NONE) return false;
    struct exit *exits = mlg__grow(a->exits, &a->exit_cap, a->exit_count + 1, sizeof *exits);
    if (!exits) return false;
    a->exits = exits;
    exits[a->exit_count] = (struct exit) { arcs[p->count - 1], a->places[place].exits, p->families, p->only };
    a->places[place].exits = a->exit_count++;
    return true;
}

static bool is_gated(const struct road_node *n) { return n->barred || n->end_only || n->limits; }

static bool insert_gates(struct automaton *a)
{
    const struct road_graph *g = a->g;
    for (int32_t arc = 0; arc < 2 * g->edge_count; arc++)
        if (a->families[arc] && is_gated(&g->nodes[arc_head(g, arc)]) && make_child(a, ROOT, arc) == MLG_NONE)
            return false;
    return true;
}

/* Where `place` (or ROOT) goes by arc: a place or ROOT. */
static int32_t step(const struct automaton *a, int32_t place, int32_t arc)
{
    for (;; place = a->places[place].fallback) {
        const int32_t c = child_of(a, place, arc);
        if (c != MLG_NONE) return c;
        if (place == ROOT) return ROOT;
    }
}

/* By depth: the fallback of a place is shorter than the place. */
static void find_fallbacks(struct automaton *a)
{
    int32_t deepest = 0;
    for (int32_t p = 0; p < a->place_count; p++) deepest = max32(deepest, a->places[p].depth);
    for (int32_t depth = 2; depth <= deepest; depth++)
        for (int32_t p = 0; p < a->place_count; p++)
            if (a->places[p].depth == depth)
                a->places[p].fallback = step(a, a->places[a->places[p].parent].fallback, a->places[p].arc);
}

/* Families that may not go by arc from place. */
static unsigned forbidden(const struct automaton *a, int32_t place, int32_t arc)
{
    unsigned barred = 0;
    for (; place != ROOT; place = a->places[place].fallback) {
        unsigned bound = 0, named = 0; /* families that some "only" binds; those it sends by arc */
        for (int32_t e = a->places[place].exits; e != MLG_NONE; e = a->exits[e].next) {
            const struct exit *x = &a->exits[e];
            if (!x->only && x->arc == arc) barred |= x->families;
            if (x->only) bound |= x->families;
            if (x->only && x->arc == arc) named |= x->families;
        }
        barred |= bound & ~named;
    }
    return barred;
}

/* Arcs. */

static int32_t exit_count(const struct automaton *a, int32_t node)
{
    return a->out_first[node + 1] - a->out_first[node];
}

/* Bars of the arc by `arc` from a state at `node` which was entered by `last` (MLG_NONE: the node itself). */
static unsigned bars(const struct automaton *a, int32_t node, int32_t last, int32_t place, int32_t arc)
{
    const struct road_node *n = &a->g->nodes[node];
    unsigned barred = forbidden(a, place, arc);
    if (is_gated(n)) {
        if (last == MLG_NONE || arc == (last ^ 1)) barred |= ROAD_ARC_STAYS;
        else barred |= n->barred;
    }
    return barred;
}

/* With turns, going back is for dead ends and closed gates. */
static unsigned bars_of_turn(const struct automaton *a, int32_t node, int32_t last, int32_t place, int32_t arc)
{
    const unsigned barred = bars(a, node, last, place, arc);
    if (arc != (last ^ 1) || exit_count(a, node) == 1) return barred;
    if (!is_gated(&a->g->nodes[node])) return ALL;
    return a->g->nodes[node].limits || a->g->nodes[node].end_only
               ? barred
               : barred | (ALL & ~(unsigned)a->g->nodes[node].barred);
}

struct bearing_sample {
    double east, north;
};

/* Direction in which a directed edge leaves its tail. */
static struct bearing_sample leaving(const struct road_graph *g, int32_t arc)
{
    const struct road_edge *e = &g->edges[arc >> 1];
    const struct road_node *tail = &g->nodes[arc_tail(g, arc)], *head = &g->nodes[arc_head(g, arc)];
    int32_t lon = head->lon_e7, lat = head->lat_e7;
    struct road_shape s = mlg__shape(g, arc >> 1);
    if (e->point_count) { /* the first inner point, or the last one when driven backward */
        for (int32_t i = 0; i < (arc & 1 ? e->point_count : 1); i++) mlg__shape_step(&s);
        lon = s.lon_e7;
        lat = s.lat_e7;
    }
    return (struct bearing_sample) { (double)(lon - tail->lon_e7) * cos(tail->lat_e7 * 1e-7 * MLG_RADIANS_PER_DEGREE),
                                     lat - tail->lat_e7 };
}

#define TURN_MS 7500.0
#define TURN_BIAS 1.075
#define U_TURN_MS 20000

/* A sigmoid in the angle, heavier to the left, across the traffic: the shape public car profiles use. */
uint32_t mlg__turn_ms(double angle)
{
    const double x =
        angle >= 0 ? 13 / TURN_BIAS * angle / 180 - 6.5 * TURN_BIAS : -13 * TURN_BIAS * angle / 180 - 6.5 / TURN_BIAS;
    return (uint32_t)(TURN_MS / (1 + exp(-x)) + 0.5);
}

static uint32_t turn_cost(const struct automaton *a, int32_t from, int32_t to)
{
    if (to == (from ^ 1)) return U_TURN_MS;
    if (exit_count(a, arc_tail(a->g, to)) <= 2) return 0;
    const struct bearing_sample back = leaving(a->g, from ^ 1), out = leaving(a->g, to);
    const double degrees = 57.295779513082320877;
    double angle = (atan2(out.east, out.north) - atan2(-back.east, -back.north)) * degrees;
    if (angle > 180) angle -= 360;
    if (angle < -180) angle += 360;
    return mlg__turn_ms(angle);
}

struct state {
    int32_t node, last, place;
};

static int32_t state_after(const struct automaton *a, int32_t place, int32_t arc)
{
    const int32_t to = step(a, place, arc);
    if (to != ROOT && a->place_state[to] != MLG_NONE) return a->place_state[to];
    return a->arc_state ? a->arc_state[arc] : arc_head(a->g, arc);
}

/* Count the arcs of a state, and write them when the graph has room for them. */
static int32_t arcs_of(const struct automaton *a, struct state s, int32_t at, bool write)
{
    struct road_graph *g = a->g;
    int32_t n = 0;
    for (int32_t i = a->out_first[s.node]; i < a->out_first[s.node + 1]; i++) {
        const int32_t arc = a->out[i];
        const unsigned barred =
            g->turns ? bars_of_turn(a, s.node, s.last, s.place, arc) : bars(a, s.node, s.last, s.place, arc);
        if (!(a->families[arc] & ~barred & ALL)) continue;
        if (write) {
            g->arc_head[at + n] = state_after(a, s.place, arc);
            g->arc_edge[at + n] = arc;
            g->arc_barred[at + n] = (uint8_t)barred;
            if (g->turns) g->arc_turn_ms[at + n] = turn_cost(a, s.last, arc);
        }
        n++;
    }
    return n;
}

static struct state state_at(const struct automaton *a, int32_t state, const int32_t *state_place)
{
    const struct road_graph *g = a->g;
    const int32_t place = state_place[state];
    const int32_t last = g->turns ? g->state_arc[state] : place == ROOT ? MLG_NONE : a->places[place].arc;
    return (struct state) { g->state_node[state], last, place };
}

/* Nodes (or directed edges) first, then the places that need a state of their own. */
static void number_states(struct automaton *a, int32_t *state_place)
{
    struct road_graph *g = a->g;
    int32_t n = 0;
    for (int32_t v = 0; !g->turns && v < g->node_count; v++, n++) {
        g->state_node[n] = v;
        state_place[n] = ROOT;
    }
    for (int32_t arc = 0; g->turns && arc < 2 * g->edge_count; arc++) {
        a->arc_state[arc] = MLG_NONE;
        if (!a->families[arc]) continue;
        g->state_node[n] = arc_head(g, arc);
        g->state_arc[n] = arc;
        state_place[n] = a->root_child[arc]; /* MLG_NONE is ROOT */
        a->arc_state[arc] = n++;
    }
    for (int32_t p = 0; p < a->place_count; p++) {
        a->place_state[p] = MLG_NONE;
        if (g->turns && a->places[p].depth == 1) continue;
        g->state_node[n] = arc_head(g, a->places[p].arc);
        if (g->turns) g->state_arc[n] = a->places[p].arc;
        state_place[n] = p;
        a->place_state[p] = n++;
    }
}
_Static_assert(ROOT == MLG_NONE, "a directed edge without place is at the root");

static mlg_status write_states(struct automaton *a, mlg_error *err)
{
    struct road_graph *g = a->g;
    int64_t states = g->turns ? 0 : g->node_count, arcs = 0;
    for (int32_t arc = 0; g->turns && arc < 2 * g->edge_count; arc++) states += a->families[arc] != 0;
    for (int32_t p = 0; p < a->place_count; p++) states += !g->turns || a->places[p].depth > 1;
    if (states >= INT32_MAX)
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("more than 2^31 states", "plus de 2^31 états"), NO_HINT);
    int32_t *state_place = mlg__realloc(NULL, ((size_t)states + 1) * sizeof *state_place);
    a->place_state = mlg__malloc(((size_t)a->place_count + 1) * sizeof *a->place_state);
    a->arc_state = g->turns ? mlg__malloc((2 * (size_t)g->edge_count + 1) * sizeof *a->arc_state) : NULL;
    g->state_count = (int32_t)states;
    g->state_node = arena_array(&g->memory, int32_t, states);
    g->out_first = arena_array(&g->memory, int32_t, states + 1);
    if (g->turns) g->state_arc = arena_array(&g->memory, int32_t, states);
    if (!state_place || !a->place_state || (g->turns && !a->arc_state) || g->memory.failed) {
        mlg__free(state_place);
        return mlg__no_memory(err, "the road graph");
    }
    number_states(a, state_place);
    for (int32_t s = 0; s < g->state_count; s++) {
        g->out_first[s] = (int32_t)min64(arcs, INT32_MAX);
        arcs += arcs_of(a, state_at(a, s, state_place), 0, false);
    }
    mlg_status status = MLG_OK;
    if (arcs >= INT32_MAX)
        status = mlg__fail(err, MLG_OVER_LIMIT, "", TXT("more than 2^31 arcs", "plus de 2^31 arcs"), NO_HINT);
    g->out_first[g->state_count] = g->arc_count = status ? 0 : (int32_t)arcs;
    g->arc_head = arena_array(&g->memory, int32_t, g->arc_count);
    g->arc_edge = arena_array(&g->memory, int32_t, g->arc_count);
    g->arc_barred = arena_array(&g->memory, uint8_t, g->arc_count);
    if (g->turns) g->arc_turn_ms = arena_array(&g->memory, uint32_t, g->arc_count);
    if (!status && g->memory.failed) status = mlg__no_memory(err, "the road graph");
    for (int32_t s = 0; !status && s < g->state_count; s++)
        arcs_of(a, state_at(a, s, state_place), g->out_first[s], true);
    mlg__free(state_place);
    return status;
}

static bool prepare(struct automaton *a, const struct turn_paths *t)
{
    const size_t arcs = 2 * (size_t)a->g->edge_count + 1;
    a->families = mlg__arc_families(a->g);
    a->root_child = mlg__realloc(NULL, arcs * sizeof *a->root_child);
    if (!a->families || !a->root_child || !list_exits_of_nodes(a)) return false;
    memset(a->root_child, 0xff, arcs * sizeof *a->root_child);
    for (int32_t i = 0; t && i < t->path_count; i++)
        if (!insert_path(a, &t->paths[i], t->arcs + t->paths[i].first)) return false;
    if (!insert_gates(a)) return false;
    find_fallbacks(a);
    return true;
}

mlg_status mlg__states_build(struct road_graph *g, const struct turn_paths *t, bool turns, mlg_error *err)
{
    struct automaton a = { .g = g };
    g->turns = turns;
    const mlg_status status = prepare(&a, t) ? write_states(&a, err) : mlg__no_memory(err, "the road graph");
    mlg__free(a.families);
    mlg__free(a.out_first);
    mlg__free(a.out);
    mlg__free(a.root_child);
    mlg__free(a.places);
    mlg__free(a.exits);
    mlg__free(a.arc_state);
    mlg__free(a.place_state);
    return status;
}
