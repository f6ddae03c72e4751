/* assign.c — exact assignment by successive shortest paths on the residual graph of sites. See assign.h.
 *
 * A unit goes from its row into a site's entry; from there to the sink or, where the site must be fed, to its exit and on to
 * the entry of a site that feeds it. Demand that could move between sites is kept as the cheapest piece of each pair (heaps of
 * offers); flows between levels are pieces of supply rows. A capacity is one of the step from entry to exit (or sink). */
#include "siting/assign.h"

#include <string.h>

#include "base/error.h"

#define NO_ARC (INT64_MAX / 4)
#define NOWHERE_COST (INT64_C(1) << 56) /* of a unit that nobody feeds: dearer than to leave it unserved */

static int64_t piece_cost(const struct assignment *a, const struct piece *p)
{
    return p->lane == MLG_NONE ? a->net->pen_micro[p->row] : assignment_lane_cost(a, p->lane);
}
static int64_t arc_index(const struct assignment *a, int32_t from, int32_t to)
{
    return (int64_t)from * (a->net->site_count + 1) + to;
}
static int64_t room(const struct assignment *a, int32_t site) { return a->capacity[site] - a->load[site]; }

/* -- pieces -- */

static int32_t piece_new(struct assignment *a)
{
    if (a->piece_free == MLG_NONE) {
        int32_t cap = a->piece_cap;
        const int32_t old = cap;
        struct piece *grown = mlg__grow(a->pieces, &cap, cap + 1, sizeof *grown);
        if (!grown) {
            a->failed = true;
            return MLG_NONE;
        }
        a->pieces = grown;
        a->piece_cap = cap;
        for (int32_t i = cap - 1; i >= old; i--) grown[i].row_next = a->piece_free, a->piece_free = i;
    }
    const int32_t i = a->piece_free;
    a->piece_free = a->pieces[i].row_next;
    return i;
}

static int32_t piece_of(const struct assignment *a, int32_t row, int32_t site)
{
    int32_t i = a->row_piece[row];
    while (i != MLG_NONE && a->pieces[i].site != site) i = a->pieces[i].row_next;
    return i;
}

/* -- arcs of the site graph: heaps of offers -- */

static void offer(struct assignment *a, int32_t from, int32_t to, int64_t more, int32_t row, int32_t lane)
{
    const int64_t arc = arc_index(a, from, to);
    if (!mlg__offer_add(&a->offers, &a->arc_root[arc], more, row, lane)) a->failed = true;
    else a->arc[arc] = a->offers.pool[a->arc_root[arc]].key;
}

/* A row at `from` offers to move by its other lanes. */
static void offer_arcs(struct assignment *a, const struct piece *p)
{
    const struct mlg_network *n = a->net;
    const int64_t here = piece_cost(a, p);
    const int32_t row = p->row, from = p->site;
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        const int32_t to = n->lanes[i].end;
        if (a->open_at[to] != MLG_NONE && to != from) offer(a, from, to, assignment_lane_cost(a, i) - here, row, i);
    }
    if (from != n->site_count) offer(a, from, n->site_count, n->pen_micro[row] - here, row, MLG_NONE);
}

/* Offers of rows that have left come off the top. */
static void clean_arc(struct assignment *a, int32_t from, int32_t to)
{
    const int64_t arc = arc_index(a, from, to);
    int32_t *root = &a->arc_root[arc];
    while (*root != MLG_NONE && piece_of(a, a->offers.pool[*root].row, from) == MLG_NONE)
        mlg__offer_drop(&a->offers, root);
    a->arc[arc] = *root == MLG_NONE ? NO_ARC : a->offers.pool[*root].key;
}

static void clear_arcs(struct assignment *a, int32_t from)
{
    for (int32_t to = 0; to <= a->net->site_count; to++) {
        const int64_t arc = arc_index(a, from, to);
        a->arc[arc] = NO_ARC;
        a->arc_root[arc] = MLG_NONE;
    }
}

static void read_arcs(struct assignment *a, int32_t from)
{
    clear_arcs(a, from);
    for (int32_t i = a->site_piece[from]; i != MLG_NONE; i = a->pieces[i].site_next) offer_arcs(a, &a->pieces[i]);
    a->stale[from] = false;
}

/* Old offers fill the pool in the long run: forget all, and read again where it is asked. */
static void sweep_offers(struct assignment *a)
{
    if (a->offers.count < 4 * (int64_t)a->offers_least) return;
    mlg__offers_clear(&a->offers);
    for (int32_t s = 0; s <= a->net->site_count; s++) a->stale[s] = true;
}

static void piece_add(struct assignment *a, int32_t row, int32_t site, int32_t lane, int64_t units)
{
    int32_t i = piece_of(a, row, site);
    if (i != MLG_NONE) {
        a->pieces[i].units += units;
        a->load[site] += units;
        return;
    }
    i = piece_new(a);
    if (i == MLG_NONE) return;
    a->pieces[i] = (struct piece) { row, site, lane, a->row_piece[row], a->site_piece[site], MLG_NONE, units };
    a->row_piece[row] = i;
    if (a->site_piece[site] != MLG_NONE) a->pieces[a->site_piece[site]].site_previous = i;
    a->site_piece[site] = i;
    a->load[site] += units;
    if (!a->stale[site]) offer_arcs(a, &a->pieces[i]);
}

static void piece_take(struct assignment *a, int32_t i, int64_t units)
{
    const struct mlg_network *n = a->net;
    struct piece *p = &a->pieces[i];
    const int32_t site = p->site, row = p->row;
    a->load[site] -= units;
    p->units -= units;
    if (p->units > 0) return;
    int32_t *link = &a->row_piece[p->row];
    while (*link != i) link = &a->pieces[*link].row_next;
    *link = p->row_next;
    if (p->site_previous == MLG_NONE) a->site_piece[site] = p->site_next;
    else a->pieces[p->site_previous].site_next = p->site_next;
    if (p->site_next != MLG_NONE) a->pieces[p->site_next].site_previous = p->site_previous;
    p->row_next = a->piece_free;
    a->piece_free = i;
    if (a->stale[site]) return;
    for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++)
        if (a->open_at[n->lanes[l].end] != MLG_NONE && n->lanes[l].end != site) clean_arc(a, site, n->lanes[l].end);
    if (site != n->site_count) clean_arc(a, site, n->site_count);
}

/* -- shortest paths in the residual graph -- */

/* Nodes: a site's entry (its index; "unserved" is one), its exit where it must be fed, and the sink. */
static int32_t sink_of(const struct assignment *a) { return a->net->site_count + 1; }
static int32_t exit_of(const struct assignment *a, int32_t site) { return a->exit_at ? a->exit_at[site] : MLG_NONE; }
static int32_t head_of(const struct assignment *a, int32_t site) /* where what a site gives out comes from */
{
    const int32_t out = site == a->net->site_count ? MLG_NONE : exit_of(a, site);
    return out == MLG_NONE ? sink_of(a) : out;
}
static int32_t site_at(const struct assignment *a, int32_t node) /* of an exit */
{
    return a->exit_site[node - a->net->site_count - 2];
}
static bool is_entry(const struct assignment *a, int32_t node) { return node <= a->net->site_count; }
static bool serves_demand(const struct assignment *a, int32_t site)
{
    return site == a->net->site_count || level_of(a->net, site) == 0;
}

/* Settle the nearest node that is not settled yet, smallest index first among equals. */
static int32_t settle_nearest(struct assignment *a)
{
    int32_t from = MLG_NONE;
    for (int32_t i = 0; i < a->node_count; i++) {
        const int32_t x = a->nodes[i];
        if (a->settled[x] || a->distance[x] >= NO_ARC) continue;
        if (from == MLG_NONE || a->distance[x] < a->distance[from] || (a->distance[x] == a->distance[from] && x < from))
            from = x;
    }
    if (from != MLG_NONE) a->settled[from] = true;
    return from;
}

static void relax(struct assignment *a, int32_t from, int32_t to, int64_t cost)
{
    const int64_t distance = a->distance[from] + a->potential[from] + cost - a->potential[to];
    if (!a->settled[to] && distance < a->distance[to]) a->distance[to] = distance, a->parent[to] = from;
}

/* From an entry: pieces move to other sites of demand; units pass on while there is room; a feeding site gives units back. */
static void look_from_entry(struct assignment *a, int32_t site)
{
    if (serves_demand(a, site)) {
        if (a->stale[site]) read_arcs(a, site);
        const int64_t *arc = &a->arc[arc_index(a, site, 0)], base = a->distance[site] + a->potential[site];
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t to = a->open[i];
            if (arc[to] >= NO_ARC || a->settled[to]) continue;
            const int64_t distance = base + arc[to] - a->potential[to];
            if (distance < a->distance[to]) a->distance[to] = distance, a->parent[to] = site;
        }
    } else {
        for (int32_t i = a->site_piece[site]; i != MLG_NONE; i = a->pieces[i].site_next)
            relax(a, site, exit_of(a, fed_by(a->net, a->pieces[i].row)), -assignment_lane_cost(a, a->pieces[i].lane));
    }
    if (room(a, site) > 0) relax(a, site, head_of(a, site), a->unit_cost[site]);
}

/* From an exit: back to where units came from, or to be fed from elsewhere. */
static void look_from_exit(struct assignment *a, int32_t node)
{
    const struct mlg_network *n = a->net;
    const int32_t site = site_at(a, node), row = supply_of(n, site);
    if (a->load[site] > 0) relax(a, node, site, -a->unit_cost[site]);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
        if (a->open_at[n->lanes[i].end] != MLG_NONE) relax(a, node, n->lanes[i].end, assignment_lane_cost(a, i));
    relax(a, node, sink_of(a), NOWHERE_COST);
}

static void look_along(struct assignment *a, int32_t from)
{
    if (is_entry(a, from)) look_from_entry(a, from);
    else if (from != sink_of(a)) look_from_exit(a, from);
    else
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (a->load[s] > 0 && head_of(a, s) == from) relax(a, from, s, -a->unit_cost[s]);
        }
}

static void clear_distances(struct assignment *a)
{
    for (int32_t i = 0; i < a->node_count; i++) {
        const int32_t x = a->nodes[i];
        a->distance[x] = NO_ARC;
        a->parent[x] = MLG_NONE;
        a->settled[x] = false;
    }
}

static void raise_potentials(struct assignment *a, int64_t most)
{
    for (int32_t i = 0; i < a->node_count; i++) a->potential[a->nodes[i]] += min64(a->distance[a->nodes[i]], most);
}

static int32_t moving_piece(const struct assignment *a, int32_t from, int32_t to)
{
    return piece_of(a, a->offers.pool[a->arc_root[arc_index(a, from, to)]].row, from);
}

/* The units that a step of a path can carry. */
static int64_t step_room(const struct assignment *a, int32_t from, int32_t to)
{
    if (from == sink_of(a)) return a->load[to];
    if (!is_entry(a, from)) return is_entry(a, to) && to == site_at(a, from) ? a->load[to] : INT64_MAX;
    if (to == head_of(a, from)) return room(a, from);
    if (is_entry(a, to)) return a->pieces[moving_piece(a, from, to)].units;
    return a->pieces[piece_of(a, supply_of(a->net, site_at(a, to)), from)].units;
}

/* Passing through a site, to the sink or back needs no book: loads are sums of pieces. */
static void take_step(struct assignment *a, int32_t from, int32_t to, int64_t units)
{
    const struct mlg_network *n = a->net;
    if (from == sink_of(a) || to == sink_of(a)) return;
    if (is_entry(a, from) && is_entry(a, to)) {
        const struct offer top = a->offers.pool[a->arc_root[arc_index(a, from, to)]];
        piece_take(a, moving_piece(a, from, to), units);
        piece_add(a, top.row, to, top.lane, units);
    } else if (is_entry(a, from)) {
        if (to == head_of(a, from)) return;
        piece_take(a, piece_of(a, supply_of(n, site_at(a, to)), from), units);
    } else if (to != site_at(a, from)) {
        const int32_t row = supply_of(n, site_at(a, from));
        int32_t lane = n->row_first[row];
        while (n->lanes[lane].end != to) lane++; /* the cheapest: lanes are sorted */
        piece_add(a, row, to, lane, units);
    }
}

/* Send flow along the tree path that ends at `to`: at most `most`, at most what its narrowest step can carry. */
static void augment(struct assignment *a, int32_t to, int64_t most)
{
    int64_t units = most;
    for (int32_t b = to; a->parent[b] != MLG_NONE; b = a->parent[b]) units = min64(units, step_room(a, a->parent[b], b));
    for (int32_t b = to; a->parent[b] != MLG_NONE && !a->failed; b = a->parent[b]) take_step(a, a->parent[b], b, units);
    a->moves++;
}

/* A site holds more than its capacity: push the excess round it, to where there is room, by cheapest paths. */
static void push_excess(struct assignment *a, int32_t site)
{
    const int32_t head = head_of(a, site);
    while (room(a, site) < 0 && !a->failed) {
        clear_distances(a);
        a->distance[site] = 0;
        for (int32_t x; (x = settle_nearest(a)) != MLG_NONE && x != head;) look_along(a, x);
        raise_potentials(a, a->distance[head]);
        augment(a, head, -room(a, site));
    }
}

/* A site has room that somebody may be glad of: pull flow to it while that pays. */
static void pull_gain(struct assignment *a, int32_t site)
{
    const int32_t head = head_of(a, site);
    while (room(a, site) > 0 && !a->failed) {
        const int64_t gain = a->potential[head] - a->unit_cost[site] - a->potential[site];
        if (gain <= 0) return;
        clear_distances(a);
        a->distance[head] = 0;
        for (int32_t x; (x = settle_nearest(a)) != MLG_NONE && x != site && a->distance[x] < gain;) look_along(a, x);
        const bool pays = a->settled[site] && a->distance[site] < gain;
        raise_potentials(a, pays ? a->distance[site] : gain);
        if (!pays) return;
        augment(a, site, room(a, site));
    }
}

/* -- sites come and go -- */

static void add_node(struct assignment *a, int32_t node)
{
    a->node_at[node] = a->node_count;
    a->nodes[a->node_count++] = node;
}

static void drop_node(struct assignment *a, int32_t node)
{
    const int32_t at = a->node_at[node];
    a->nodes[at] = a->nodes[--a->node_count];
    a->node_at[a->nodes[at]] = at;
    a->node_at[node] = MLG_NONE;
}

static void enter(struct assignment *a, int32_t site)
{
    a->open_at[site] = a->open_count;
    a->open[a->open_count++] = site;
    add_node(a, site);
    if (site < a->net->site_count && exit_of(a, site) != MLG_NONE) add_node(a, exit_of(a, site));
}

static void leave(struct assignment *a, int32_t site)
{
    const int32_t at = a->open_at[site];
    a->open[at] = a->open[--a->open_count];
    a->open_at[a->open[at]] = at;
    a->open_at[site] = MLG_NONE;
    drop_node(a, site);
    if (exit_of(a, site) != MLG_NONE) drop_node(a, exit_of(a, site));
}

static void close_site(struct assignment *a, int32_t site)
{
    a->capacity[site] = 0;
    push_excess(a, site);
    leave(a, site);
}

/* What could move to a new site. */
static void read_arcs_into(struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    for (int32_t i = 0; i < a->open_count; i++) {
        const int64_t arc = arc_index(a, a->open[i], site);
        a->arc[arc] = NO_ARC;
        a->arc_root[arc] = MLG_NONE;
    }
    for (int32_t i = n->site_first[site]; i < n->site_first[site + 1]; i++) {
        const int32_t row = n->site_lanes[i].end;
        if (i > n->site_first[site] && n->site_lanes[i - 1].end == row) continue; /* its modes are read together */
        for (int32_t piece = a->row_piece[row]; piece != MLG_NONE; piece = a->pieces[piece].row_next) {
            const struct piece *p = &a->pieces[piece];
            if (a->stale[p->site]) continue;
            for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++)
                if (n->lanes[l].end == site)
                    offer(a, p->site, site, assignment_lane_cost(a, l) - piece_cost(a, p), row, l);
        }
    }
}

/* The largest potential of a new exit's arcs to those that may feed it: none of them gains. */
static int64_t exit_potential(const struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    const int32_t row = supply_of(n, site);
    int64_t potential = a->potential[sink_of(a)] - NOWHERE_COST;
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
        if (a->open_at[n->lanes[i].end] != MLG_NONE)
            potential = max64(potential, a->potential[n->lanes[i].end] - assignment_lane_cost(a, i));
    return potential;
}

static void open_site(struct assignment *a, int32_t site, int64_t capacity, int64_t unit_cost)
{
    const struct mlg_network *n = a->net;
    a->capacity[site] = capacity;
    a->unit_cost[site] = unit_cost;
    a->load[site] = 0;
    a->stale[site] = true;
    enter(a, site);
    if (exit_of(a, site) != MLG_NONE) a->potential[exit_of(a, site)] = exit_potential(a, site);
    int64_t potential = a->potential[head_of(a, site)] - unit_cost; /* nothing may move in: no gain either */
    if (serves_demand(a, site)) {
        read_arcs_into(a, site);
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t from = a->open[i];
            if (from == site || !serves_demand(a, from)) continue;
            if (a->stale[from]) read_arcs(a, from);
            const int64_t arc = a->arc[arc_index(a, from, site)];
            if (arc < NO_ARC) potential = min64(potential, a->potential[from] + arc);
        }
    } else {
        for (int32_t i = n->site_first[site]; i < n->site_first[site + 1]; i++) {
            const int32_t fed = fed_by(n, n->site_lanes[i].end);
            if (a->open_at[fed] == MLG_NONE) continue;
            potential = min64(potential, a->potential[exit_of(a, fed)] + assignment_lane_cost(a, n->lane_of[i]));
        }
    }
    a->potential[site] = potential;
    pull_gain(a, site);
}

void mlg__assignment_set(struct assignment *a, int32_t site, int64_t capacity, int64_t unit_cost)
{
    if (a->failed) return;
    sweep_offers(a);
    const bool is_open = a->open_at[site] != MLG_NONE;
    if (is_open && (capacity == 0 || unit_cost != a->unit_cost[site])) close_site(a, site);
    if (capacity == 0 || a->failed) return;
    if (a->open_at[site] == MLG_NONE) {
        open_site(a, site, capacity, unit_cost);
        return;
    }
    a->capacity[site] = capacity;
    push_excess(a, site);
    pull_gain(a, site);
}

void mlg__assignment_clear(struct assignment *a)
{
    const struct mlg_network *n = a->net;
    a->piece_free = MLG_NONE;
    for (int32_t i = a->piece_cap - 1; i >= 0; i--) a->pieces[i].row_next = a->piece_free, a->piece_free = i;
    mlg__offers_clear(&a->offers);
    a->offers_least = n->row_count;
    for (int32_t row = 0; row < n->row_count; row++) a->row_piece[row] = MLG_NONE;
    for (int32_t s = 0; s <= n->site_count; s++) {
        a->load[s] = 0;
        a->site_piece[s] = MLG_NONE;
        a->stale[s] = true;
    }
}

void mlg__assignment_put(struct assignment *a, int32_t row, int32_t lane, int64_t units)
{
    piece_add(a, row, lane == MLG_NONE ? a->net->site_count : a->net->lanes[lane].end, lane, units);
}

/* First potentials: what a unit costs from a node to the sink when nothing has an end, negative; from the top down. */
static void first_potentials(struct assignment *a)
{
    const struct mlg_network *n = a->net;
    a->potential[sink_of(a)] = 0;
    for (int32_t level = max32(1, n->level_count) - 1; level >= 0; level--)
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (s < n->site_count && level_of(n, s) != level) continue;
            if (s < n->site_count && exit_of(a, s) != MLG_NONE) a->potential[exit_of(a, s)] = exit_potential(a, s);
            a->potential[s] = a->potential[head_of(a, s)] - a->unit_cost[s];
        }
}

/* Every row where a unit is cheapest from door to top, capacities unseen. */
static void assign_demand(struct assignment *a)
{
    const struct mlg_network *n = a->net;
    for (int32_t row = 0; row < n->row_count && !a->failed; row++) {
        if (volume_at(n, row, a->period) == 0 || fed_by(n, row) != MLG_NONE) continue;
        int64_t best = n->pen_micro[row];
        int32_t site = n->site_count, lane = MLG_NONE;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end;
            if (a->open_at[s] == MLG_NONE) continue;
            a->offers_least++;
            if (assignment_lane_cost(a, i) - a->potential[s] >= best) continue;
            best = assignment_lane_cost(a, i) - a->potential[s], site = s, lane = i;
        }
        piece_add(a, row, site, lane, volume_at(n, row, a->period));
    }
}

/* What sites of a level give out they get from where it is cheapest. */
static void feed_level(struct assignment *a, int32_t level)
{
    const struct mlg_network *n = a->net;
    for (int32_t i = 0; i < a->open_count && !a->failed; i++) {
        const int32_t s = a->open[i];
        if (s == n->site_count || level_of(n, s) != level || exit_of(a, s) == MLG_NONE || a->load[s] == 0) continue;
        const int32_t row = supply_of(n, s);
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            const int32_t from = n->lanes[l].end;
            if (a->open_at[from] == MLG_NONE || assignment_lane_cost(a, l) - a->potential[from] > -a->potential[exit_of(a, s)]) continue;
            piece_add(a, row, from, l, a->load[s]);
            break;
        }
    }
}

void mlg__assignment_start(struct assignment *a, const int64_t *capacity, const int64_t *unit_cost,
                           const int32_t *lane_costs)
{
    const struct mlg_network *n = a->net;
    a->lane_cost = lane_costs;
    a->open_count = a->node_count = 0;
    a->failed = false;
    mlg__assignment_clear(a);
    add_node(a, sink_of(a));
    for (int32_t s = 0; s <= n->site_count; s++) {
        const bool unserved = s == n->site_count;
        a->capacity[s] = unserved ? INT64_MAX / 4 : capacity[s];
        a->unit_cost[s] = unserved ? 0 : unit_cost[s];
        a->open_at[s] = MLG_NONE;
        if (a->capacity[s] > 0) enter(a, s);
    }
    first_potentials(a);
    assign_demand(a);
    for (int32_t level = 0; level + 1 < n->level_count; level++) feed_level(a, level);
    for (int32_t s = 0; s < n->site_count; s++)
        if (a->open_at[s] != MLG_NONE) push_excess(a, s);
}

int128 mlg__assignment_cost(const struct assignment *a)
{
    int128 sum = 0;
    for (int32_t i = 0; i < a->open_count; i++)
        for (int32_t p = a->site_piece[a->open[i]]; p != MLG_NONE; p = a->pieces[p].site_next)
            sum += (int128)a->pieces[p].units * (piece_cost(a, &a->pieces[p]) + a->unit_cost[a->open[i]]);
    return sum;
}

int64_t mlg__assignment_site_price(const struct assignment *a, int32_t site)
{
    return a->open_at[site] == MLG_NONE ? INT64_MAX : a->potential[sink_of(a)] - a->potential[site];
}

mlg_status mlg__assignment_new(const struct mlg_network *n, int32_t period, struct assignment **out, mlg_error *err)
{
    struct assignment *a = *out = mlg__malloc(sizeof *a);
    if (!a) return mlg__no_memory(err, "siting");
    const size_t sites = (size_t)n->site_count + 1;
    size_t exits = 0;
    for (int32_t s = 0; s < n->site_count; s++) exits += supply_of(n, s) != MLG_NONE;
    const size_t nodes = sites + 1 + exits;
    a->net = n;
    a->period = period;
    if (exits > 0) {
        a->exit_at = arena_array(&a->arena, int32_t, n->site_count);
        a->exit_site = arena_array(&a->arena, int32_t, exits);
        int32_t next = 0;
        for (int32_t s = 0; s < n->site_count && a->exit_site; s++) {
            a->exit_at[s] = supply_of(n, s) == MLG_NONE ? MLG_NONE : n->site_count + 2 + next;
            if (a->exit_at[s] != MLG_NONE) a->exit_site[next++] = s;
        }
    }
    a->open = arena_array(&a->arena, int32_t, sites);
    a->open_at = arena_array(&a->arena, int32_t, sites);
    a->capacity = arena_array(&a->arena, int64_t, sites);
    a->load = arena_array(&a->arena, int64_t, sites);
    a->unit_cost = arena_array(&a->arena, int64_t, sites);
    a->nodes = arena_array(&a->arena, int32_t, nodes);
    a->node_at = arena_array(&a->arena, int32_t, nodes);
    a->potential = arena_array(&a->arena, int64_t, nodes);
    a->distance = arena_array(&a->arena, int64_t, nodes);
    a->parent = arena_array(&a->arena, int32_t, nodes);
    a->settled = arena_array(&a->arena, uint8_t, nodes);
    a->stale = arena_array(&a->arena, bool, sites);
    a->arc = arena_array(&a->arena, int64_t, sites * sites);
    a->arc_root = arena_array(&a->arena, int32_t, sites * sites);
    a->offers.free = MLG_NONE;
    a->row_piece = arena_array(&a->arena, int32_t, n->row_count);
    a->site_piece = arena_array(&a->arena, int32_t, sites);
    a->piece_free = MLG_NONE;
    a->pieces = mlg__malloc(sizeof *a->pieces * (size_t)(n->row_count + 1));
    a->piece_cap = a->pieces ? n->row_count + 1 : 0;
    if (a->arena.failed || !a->pieces) {
        mlg__assignment_free(a);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    return MLG_OK;
}

void mlg__assignment_free(struct assignment *a)
{
    if (!a) return;
    mlg__free(a->pieces);
    mlg__offers_free(&a->offers);
    mlg__arena_free(&a->arena);
    mlg__free(a);
}
