/* osm_build.c — see osm_build.h. A way is cut at nodes that are used twice, at its ends, where nodes are missing, at
 * barriers and limits that stand on nodes, and at the via nodes of restrictions. What lies between is an edge. */
#include "roads/osm_build.h"

#include <string.h>

#include "base/error.h"
#include "base/math.h"
#include "model/units.h"
#include "roads/draft.h"
#include "roads/urban.h"

enum { CUT = 4 }; /* beside the uses of a node */

struct builder {
    const struct osm_map *m;
    struct draft draft;
    struct map_counts *counts;
    uint8_t *marks;                    /* [used] uses, or CUT */
    int32_t *draft_node;               /* [used] MLG_NONE: no junction (yet) */
    int32_t *feature;                  /* [used] MLG_NONE, or its place in m->features; only where features exist */
    int32_t *way_edge;                 /* [way + 1] edges of the draft by way */
    int32_t *places, *lon_e7, *lat_e7; /* of one way */
    uint64_t *way_ids;                 /* ascending, with */
    int32_t *way_order;                /* the way of each */
    mlg_error *err;
};

static const struct node_road *feature_of(const struct builder *b, int32_t place)
{
    const int32_t f = b->feature[place];
    return f == MLG_NONE ? NULL : &b->m->features[f].road;
}

static bool has_limits(const struct road_limits *l)
{
    return l->height_cm || l->width_cm || l->length_cm || l->weight_10kg || l->axle_10kg;
}

static bool prepare(struct builder *b)
{
    const struct osm_map *m = b->m;
    const size_t used = (size_t)m->used.count + 1;
    b->marks = mlg__malloc(used);
    b->draft_node = mlg__realloc(NULL, used * sizeof *b->draft_node);
    b->feature = mlg__realloc(NULL, used * sizeof *b->feature);
    b->way_edge = mlg__malloc(((size_t)m->way_count + 1) * sizeof *b->way_edge);
    b->places = mlg__malloc(PBF_REFS_MAX * sizeof *b->places);
    b->lon_e7 = mlg__malloc(PBF_REFS_MAX * sizeof *b->lon_e7);
    b->lat_e7 = mlg__malloc(PBF_REFS_MAX * sizeof *b->lat_e7);
    if (!b->marks || !b->draft_node || !b->feature || !b->way_edge || !b->places || !b->lon_e7 || !b->lat_e7)
        return false;
    memset(b->draft_node, 0xff, used * sizeof *b->draft_node);
    memset(b->feature, 0xff, used * sizeof *b->feature);
    if (m->used.count) memcpy(b->marks, m->uses, (size_t)m->used.count);
    for (int32_t i = 0; i < m->feature_count; i++) {
        const struct node_road *n = &m->features[i].road;
        b->feature[m->features[i].node] = i;
        if (n->barred || n->end_only || has_limits(&n->limits)) b->marks[m->features[i].node] |= CUT;
    }
    for (int32_t i = 0; i < m->member_count; i++)
        if (m->members[i].role == TURN_VIA_NODE) {
            const int32_t place = mlg__id_set_find(&m->used, m->members[i].id);
            if (place != MLG_NONE) b->marks[place] |= CUT;
        }
    return true;
}

/* The junction at a used node, made when first met. */
static int32_t junction(struct builder *b, int32_t place)
{
    if (b->draft_node[place] != MLG_NONE) return b->draft_node[place];
    const struct osm_map *m = b->m;
    const int32_t v = mlg__draft_node(&b->draft, m->lon_e7[place], m->lat_e7[place], m->used.id[place]);
    const struct node_road *n = feature_of(b, place);
    if (v == MLG_NONE) return MLG_NONE;
    if (n) {
        const int32_t limits = mlg__draft_limits(&b->draft, &n->limits);
        if (limits == MLG_NONE) return MLG_NONE;
        b->draft.nodes[v].barred = n->barred;
        b->draft.nodes[v].end_only = n->end_only;
        b->draft.nodes[v].limits = (uint16_t)limits;
    }
    return b->draft_node[place] = v;
}

static void add_to(uint8_t *count, bool more) { *count = (uint8_t)(*count + (more && *count < UINT8_MAX)); }

/* Lights and gates of one node on the way of those who drive forward, backward. */
static void add_stops(const struct builder *b, int32_t place, bool forward, bool backward, struct road_edge *e)
{
    const struct node_road *n = feature_of(b, place);
    if (!n) return;
    add_to(&e->signals[0], forward && n->signals & 1);
    add_to(&e->signals[1], backward && n->signals & 2);
    add_to(&e->gates[0], forward && n->gate);
    add_to(&e->gates[1], backward && n->gate);
}

static bool add_rules(struct builder *b, const struct osm_way *w, int32_t edge)
{
    struct draft *d = &b->draft;
    if (!w->rule_count) return true;
    struct road_rule *rules = mlg__grow(d->rules, &d->rule_cap, d->rule_count + w->rule_count, sizeof *rules);
    if (!rules) return false;
    d->rules = rules;
    for (int32_t i = 0; i < w->rule_count; i++) {
        rules[d->rule_count] = b->m->rules[w->rule_first + i];
        rules[d->rule_count++].edge = edge;
    }
    return true;
}

/* places[first..last] of a way, both ends junctions. */
static bool add_piece(struct builder *b, const struct osm_way *w, const struct road_edge *of_way, int32_t first,
                      int32_t last)
{
    const int32_t inner = last - first - 1;
    struct road_edge e = *of_way;
    if (inner == 0 && b->places[first] == b->places[last]) return true;
    e.tail = junction(b, b->places[first]);
    e.head = junction(b, b->places[last]);
    if (e.tail == MLG_NONE || e.head == MLG_NONE) return false;
    for (int32_t i = 0; i < inner; i++) {
        const int32_t place = b->places[first + 1 + i];
        b->lon_e7[i] = b->m->lon_e7[place];
        b->lat_e7[i] = b->m->lat_e7[place];
        add_stops(b, place, true, true, &e);
    }
    add_stops(b, b->places[last], true, false, &e);
    add_stops(b, b->places[first], false, true, &e);
    const int32_t edge = mlg__draft_edge(&b->draft, e, b->lon_e7, b->lat_e7, inner, w->id);
    return edge != MLG_NONE && add_rules(b, w, edge);
}

/* A run of known nodes, cut at junctions. */
static bool add_run(struct builder *b, const struct osm_way *w, const struct road_edge *of_way, int32_t first,
                    int32_t last)
{
    int32_t start = first;
    for (int32_t i = first + 1; i <= last; i++)
        if (i == last || b->marks[b->places[i]] > 1) {
            if (!add_piece(b, w, of_way, start, i)) return false;
            start = i;
        }
    return true;
}

/* A ferry's timetable gives the speed of all its pieces. */
static void set_ferry_speed(struct builder *b, const struct osm_way *w, int32_t first_edge)
{
    int64_t dm = 0;
    for (int32_t e = first_edge; e < b->draft.edge_count; e++) dm += b->draft.edges[e].length_dm;
    if (w->road.duration_s <= 0 || dm == 0) return;
    const int64_t kmh =
        min64(254, max64(1, mlg__div_half_up((int128)dm * MLG_SECONDS_PER_HOUR, w->road.duration_s * INT64_C(10000))));
    for (int32_t e = first_edge; e < b->draft.edge_count; e++)
        b->draft.edges[e].speed_kmh[0] = b->draft.edges[e].speed_kmh[1] = (uint8_t)kmh;
}

static bool edge_of_way(struct builder *b, const struct osm_way *w, struct road_edge *e)
{
    const struct way_road *r = &w->road;
    *e = (struct road_edge) { .access = r->access,
                              .class = r->class,
                              .surface = r->surface,
                              .smoothness = r->smoothness,
                              .speed_kmh = { r->speed_kmh[0], r->speed_kmh[1] },
                              .speed_truck_kmh = { r->speed_truck_kmh[0], r->speed_truck_kmh[1] } };
    e->flags = (uint16_t)(r->flags | (r->urban == 1 ? ROAD_URBAN : r->urban == 0 ? 0 : ROAD_URBAN_UNSAID));
    const int32_t limits = mlg__draft_limits(&b->draft, &r->limits);
    e->limits = (uint16_t)limits;
    e->name = mlg__intern(&b->draft.names, b->m->names + w->name_first, (size_t)w->name_length);
    return limits != MLG_NONE && e->name != MLG_NONE;
}

/* The known nodes of a way, each once in a row; the rest is counted. Runs are separated by MLG_NONE. */
static int32_t known_places(struct builder *b, const struct osm_way *w)
{
    int32_t n = 0, missing = 0;
    mlg__osm_way_nodes(b->m, w, b->places);
    for (int32_t i = 0; i < w->ref_count; i++) {
        const int32_t place = b->places[i];
        const bool known = place != MLG_NONE && b->m->lon_e7[place] != INT32_MIN;
        missing += !known;
        if (known && (n == 0 || b->places[n - 1] != place)) b->places[n++] = place;
        else if (!known && n && b->places[n - 1] != MLG_NONE) b->places[n++] = MLG_NONE;
    }
    b->counts->missing_nodes += missing;
    b->counts->shortened_ways += missing > 0;
    return n;
}

static bool add_way(struct builder *b, const struct osm_way *w)
{
    struct road_edge e;
    const int32_t count = known_places(b, w), first_edge = b->draft.edge_count;
    if (!edge_of_way(b, w, &e)) return false;
    for (int32_t first = 0; first < count;) {
        int32_t last = first;
        while (last + 1 < count && b->places[last + 1] != MLG_NONE) last++;
        if (last > first && !add_run(b, w, &e, first, last)) return false;
        first = last + 2;
    }
    if (e.class == ROAD_FERRY) set_ferry_speed(b, w, first_edge);
    return true;
}

/* Restrictions. */

struct run {
    int32_t first, last;
}; /* edges of the draft, in the order of their way */

static bool order_ways(struct builder *b)
{
    const int32_t n = b->m->way_count;
    b->way_ids = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *b->way_ids);
    b->way_order = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *b->way_order);
    if (!b->way_ids || !b->way_order) return false;
    for (int32_t i = 0; i < n; i++) {
        b->way_ids[i] = (uint64_t)b->m->ways[i].id;
        b->way_order[i] = i;
    }
    return mlg__radix_sort(b->way_ids, b->way_order, n);
}

static bool find_way(const struct builder *b, int64_t id, struct run *edges)
{
    const int32_t at = mlg__first_at_least(b->way_ids, b->m->way_count, (uint64_t)id);
    if (at == b->m->way_count || b->way_ids[at] != (uint64_t)id) return false;
    const int32_t way = b->way_order[at];
    *edges = (struct run) { b->way_edge[way], b->way_edge[way + 1] - 1 };
    return edges->first <= edges->last;
}

static bool is_open(const struct road_edge *e, int backward) { return (e->access & (backward ? 0xcccc : 0x3333)) != 0; }

/* The one directed edge of a way that ends (or starts) at node v and is open to someone; MLG_NONE: none, or several. */
static int32_t arc_at(const struct builder *b, struct run way, int32_t v, bool ends_there)
{
    int32_t found = MLG_NONE;
    for (int32_t i = way.first; i <= way.last; i++)
        for (int backward = 0; backward < 2; backward++) {
            const struct road_edge *e = &b->draft.edges[i];
            const int32_t tail = backward ? e->head : e->tail, head = backward ? e->tail : e->head;
            if ((ends_there ? head : tail) != v || !is_open(e, backward)) continue;
            if (found != MLG_NONE) return MLG_NONE;
            found = 2 * i + backward;
        }
    return found;
}

enum { PATH_ARCS_MAX = 64, MEMBERS_MAX = 16 };
struct path {
    int32_t arcs[PATH_ARCS_MAX], count;
};

static int32_t head_of(const struct builder *b, int32_t arc)
{
    return arc & 1 ? b->draft.edges[arc >> 1].tail : b->draft.edges[arc >> 1].head;
}

/* Drive a via way from the node where the path ends to its other end; false: it does not start there, is no line, or is
 * too long. */
static bool drive_along(const struct builder *b, struct run way, struct path *p, int32_t at)
{
    const struct road_edge *edges = b->draft.edges;
    const bool forward = edges[way.first].tail == at, backward = edges[way.last].head == at;
    if (forward == backward) return false; /* a ring, or not touching */
    for (int32_t i = 0; i <= way.last - way.first; i++) {
        const int32_t arc = forward ? 2 * (way.first + i) : 2 * (way.last - i) + 1;
        const int32_t tail = forward ? edges[arc >> 1].tail : edges[arc >> 1].head;
        if (tail != at || p->count == PATH_ARCS_MAX - 1) return false;
        p->arcs[p->count++] = arc;
        at = head_of(b, arc);
    }
    return true;
}

static bool put_path(struct turn_paths *t, const struct builder *b, const struct osm_turn *turn, const struct path *p)
{
    struct turn_path *paths = mlg__grow(t->paths, &t->path_cap, t->path_count + 1, sizeof *paths);
    if (!paths) return false;
    t->paths = paths;
    int32_t *arcs = mlg__grow(t->arcs, &t->arc_cap, t->arc_count + p->count, sizeof *arcs);
    if (!arcs) return false;
    t->arcs = arcs;
    paths[t->path_count++] = (struct turn_path) { t->arc_count, p->count, turn->families, turn->only };
    for (int32_t i = 0; i < p->count; i++)
        t->arcs[t->arc_count++] = 2 * b->draft.new_edge[p->arcs[i] >> 1] + (p->arcs[i] & 1);
    return true;
}

/* from - via - to as directed edges. */
static bool path_by_node(const struct builder *b, int64_t via, struct run from, struct run to, struct path *p)
{
    const int32_t place = mlg__id_set_find(&b->m->used, via);
    const int32_t v = place == MLG_NONE ? MLG_NONE : b->draft_node[place];
    if (v == MLG_NONE) return false;
    *p = (struct path) { { arc_at(b, from, v, true), arc_at(b, to, v, false) }, 2 };
    return p->arcs[0] != MLG_NONE && p->arcs[1] != MLG_NONE;
}

/* An end of the way where another one, drawn as edges, begins or ends. */
static int32_t meeting(const struct builder *b, struct run way, struct run next)
{
    const int32_t ends[2] = { b->draft.edges[next.first].tail, b->draft.edges[next.last].head };
    for (int i = 0; i < 2; i++)
        if (arc_at(b, way, ends[i], true) != MLG_NONE) return ends[i];
    return MLG_NONE;
}

/* Via ways may be given in any order: the next one is that which starts where the path ends. */
static bool path_by_ways(const struct builder *b, const struct run *via, int32_t via_count, struct run from,
                         struct run to, struct path *p)
{
    for (int32_t start = 0; start < via_count; start++) {
        bool used[MEMBERS_MAX] = { false };
        int32_t at = meeting(b, from, via[start]), driven = 0;
        if (at == MLG_NONE) continue;
        *p = (struct path) { { arc_at(b, from, at, true) }, 1 };
        for (int32_t next = start; next != MLG_NONE && drive_along(b, via[next], p, at);) {
            used[next] = true;
            driven++;
            at = head_of(b, p->arcs[p->count - 1]);
            next = MLG_NONE;
            for (int32_t i = 0; i < via_count; i++)
                if (!used[i] && (b->draft.edges[via[i].first].tail == at || b->draft.edges[via[i].last].head == at))
                    next = i;
        }
        const int32_t last = driven == via_count ? arc_at(b, to, at, false) : MLG_NONE;
        if (last == MLG_NONE) continue;
        p->arcs[p->count++] = last;
        return true;
    }
    return false;
}

struct members {
    struct run from[MEMBERS_MAX], to[MEMBERS_MAX], via[MEMBERS_MAX];
    int64_t via_node;
    int32_t from_count, to_count, via_count, via_node_count;
};

static bool read_members(const struct builder *b, const struct osm_turn *turn, struct members *k)
{
    *k = (struct members) { .from_count = 0 };
    for (int32_t i = 0; i < turn->member_count; i++) {
        const struct osm_member *m = &b->m->members[turn->member_first + i];
        struct run edges;
        if (m->role == TURN_VIA_NODE) {
            k->via_node = m->id;
            k->via_node_count++;
            continue;
        }
        int32_t *count = m->role == TURN_FROM ? &k->from_count : m->role == TURN_TO ? &k->to_count : &k->via_count;
        struct run *runs = m->role == TURN_FROM ? k->from : m->role == TURN_TO ? k->to : k->via;
        if (*count == MEMBERS_MAX || !find_way(b, m->id, &edges)) return false;
        runs[(*count)++] = edges;
    }
    return k->from_count && k->to_count && k->via_node_count + (k->via_count > 0) == 1;
}

/* Each from with each to; false without memory. used: some path came of it. */
static bool resolve_turn(const struct builder *b, const struct osm_turn *turn, struct turn_paths *t, bool *used)
{
    struct members k;
    struct path p;
    *used = false;
    if (!read_members(b, turn, &k)) return true;
    for (int32_t f = 0; f < k.from_count; f++)
        for (int32_t to = 0; to < k.to_count; to++) {
            const bool found = k.via_node_count ? path_by_node(b, k.via_node, k.from[f], k.to[to], &p)
                                                : path_by_ways(b, k.via, k.via_count, k.from[f], k.to[to], &p);
            if (!found) continue;
            *used = true;
            if (!put_path(t, b, turn, &p)) return false;
        }
    return true;
}

static bool resolve_turns(struct builder *b, struct turn_paths *t)
{
    if (!order_ways(b)) return false;
    for (int32_t i = 0; i < b->m->turn_count; i++) {
        bool used;
        if (!resolve_turn(b, &b->m->turns[i], t, &used)) return false;
        b->counts->restrictions += used;
        b->counts->restrictions_dropped += !used;
    }
    return true;
}

static mlg_status build(struct builder *b, struct road_graph *g, struct turn_paths *turns, bool keep_ids)
{
    bool ok = mlg__draft_start(&b->draft, keep_ids, false) && prepare(b);
    for (int32_t w = 0; ok && w < b->m->way_count; w++) {
        b->way_edge[w] = b->draft.edge_count;
        ok = add_way(b, &b->m->ways[w]);
    }
    if (ok) b->way_edge[b->m->way_count] = b->draft.edge_count;
    if (ok && b->draft.limits.count > UINT16_MAX) ok = false;
    if (!ok && b->draft.limits.count > UINT16_MAX)
        return mlg__fail(b->err, MLG_OVER_LIMIT, "",
                         TXT("more than 65,535 different sets of limits", "plus de 65 535 jeux de limites différents"),
                         NO_HINT);
    if (!ok) return mlg__no_memory(b->err, "the road graph");
    MLG_TRY(mlg__draft_finish(&b->draft, g, b->err));
    return resolve_turns(b, turns) ? MLG_OK : mlg__no_memory(b->err, "the road graph");
}

mlg_status mlg__osm_build(const struct osm_map *m, bool keep_ids, struct road_graph *g, struct turn_paths *turns,
                          struct map_counts *counts, mlg_error *err)
{
    struct builder b = { .m = m, .counts = counts, .err = err };
    *turns = (struct turn_paths) { 0 };
    const mlg_status status = build(&b, g, turns, keep_ids);
    mlg__draft_free(&b.draft);
    mlg__free(b.marks);
    mlg__free(b.draft_node);
    mlg__free(b.feature);
    mlg__free(b.way_edge);
    mlg__free(b.places);
    mlg__free(b.lon_e7);
    mlg__free(b.lat_e7);
    mlg__free(b.way_ids);
    mlg__free(b.way_order);
    return status;
}

void mlg__turn_paths_free(struct turn_paths *t)
{
    mlg__free(t->paths);
    mlg__free(t->arcs);
    *t = (struct turn_paths) { 0 };
}
