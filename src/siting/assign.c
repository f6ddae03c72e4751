/* assign.c — exact assignment by successive shortest paths on the residual graph of sites. See assign.h.
 *
 * A unit goes from its row into a site's entry; from there to the sink or, where the site must be fed, to its exit and on to
 * the entry of a site that feeds it. Demand that could move between sites is kept as the cheapest piece of each pair (heaps of
 * offers); flows between levels are pieces of supply rows. A capacity is one of the step from entry to exit (or sink). */
#include "siting/assign.h"

#include <string.h>

#include "base/error.h"
#include "siting/flows.h"
#include "siting/rents.h"

enum { AUCTION_ROWS = 2000 /* fewer are soon moved */, LOOK_EVERY = 16 };
#define NOWHERE_COST (INT64_C(1) << 56) /* of a unit that nobody feeds: dearer than to leave it unserved */

static int64_t room(const struct assignment *a, int32_t site) { return a->capacity[site] - a->load[site]; }

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

/* -- the search: Dijkstra on reduced costs, from a node along the arcs or against them -- */

static bool nearer(const struct assignment *a, int32_t x, int32_t y)
{
    return a->distance[x] < a->distance[y] || (a->distance[x] == a->distance[y] && x < y);
}

static void heap_put(struct assignment *a, int32_t at, int32_t node)
{
    a->heap[at] = node;
    a->heap_at[node] = at;
}

static void rise(struct assignment *a, int32_t node)
{
    int32_t at = a->heap_at[node];
    for (; at > 0 && nearer(a, node, a->heap[(at - 1) / 2]); at = (at - 1) / 2) heap_put(a, at, a->heap[(at - 1) / 2]);
    heap_put(a, at, node);
}

static void sink_down(struct assignment *a, int32_t node)
{
    int32_t at = 0;
    for (int32_t child; (child = 2 * at + 1) < a->heap_count; at = child) {
        if (child + 1 < a->heap_count && nearer(a, a->heap[child + 1], a->heap[child])) child++;
        if (nearer(a, node, a->heap[child])) break;
        heap_put(a, at, a->heap[child]);
    }
    heap_put(a, at, node);
}

/* The nearest node that is not settled yet, smallest index first among equals. */
static int32_t settle_nearest(struct assignment *a)
{
    if (a->heap_count == 0) return MLG_NONE;
    const int32_t node = a->heap[0], last = a->heap[--a->heap_count];
    if (a->heap_count > 0) sink_down(a, last);
    a->settled[node] = true;
    return node;
}

/* A way to a node, over or towards `by`. */
static void reach(struct assignment *a, int32_t node, int32_t by, int64_t distance)
{
    if (a->settled[node] || distance >= a->distance[node]) return;
    if (a->distance[node] == NO_ARC) {
        a->touched[a->touched_count++] = node;
        a->heap_at[node] = a->heap_count++;
    }
    a->distance[node] = distance;
    a->parent[node] = by;
    rise(a, node);
}

static void start_search(struct assignment *a, int32_t from)
{
    for (int32_t i = 0; i < a->touched_count; i++) {
        const int32_t x = a->touched[i];
        a->distance[x] = NO_ARC;
        a->settled[x] = false;
    }
    a->touched_count = a->heap_count = 0;
    reach(a, from, MLG_NONE, 0);
}

/* Arcs of the residual graph, each looked at from its tail (along) and from its head (against). */

static void along(struct assignment *a, int32_t from, int32_t to, int64_t cost)
{
    reach(a, to, from, a->distance[from] + a->potential[from] + cost - a->potential[to]);
}
static void against(struct assignment *a, int32_t to, int32_t from, int64_t cost)
{
    reach(a, from, to, a->distance[to] + a->potential[from] + cost - a->potential[to]);
}

/* From an entry: pieces move to other sites of demand; units pass on while there is room; a feeding site gives units back. */
static void look_from_entry(struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    if (serves_demand(a, site)) {
        mlg__read_offers(a, site);
        for (int64_t i = n->meet_first[site]; i < n->meet_first[site + 1]; i++)
            if (a->open_at[n->meet_site[i]] != MLG_NONE && a->arc[i] < NO_ARC) along(a, site, n->meet_site[i], a->arc[i]);
    } else {
        for (int32_t i = a->site_piece[site]; i != MLG_NONE; i = a->pieces[i].site_next)
            along(a, site, exit_of(a, fed_by(n, a->pieces[i].row)), -assignment_lane_cost(a, a->pieces[i].lane));
    }
    if (room(a, site) > 0 && !a->rented[site]) along(a, site, head_of(a, site), a->unit_cost[site]);
}

static void look_into_entry(struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    if (serves_demand(a, site)) {
        for (int64_t i = n->meet_first[site]; i < n->meet_first[site + 1]; i++) {
            const int32_t from = n->meet_site[i];
            if (a->open_at[from] == MLG_NONE) continue;
            mlg__read_offers(a, from);
            if (a->arc_into[i] < NO_ARC) against(a, site, from, a->arc_into[i]);
        }
    } else {
        for (int32_t i = n->site_first[site]; i < n->site_first[site + 1]; i++) {
            const int32_t fed = fed_by(n, n->site_lanes[i].end);
            if (a->open_at[fed] != MLG_NONE) against(a, site, exit_of(a, fed), assignment_lane_cost(a, n->lane_of[i]));
        }
    }
    if (a->load[site] > 0) against(a, site, head_of(a, site), -a->unit_cost[site]);
}

/* From an exit: back to where units came from, or to be fed from elsewhere. */
static void look_from_exit(struct assignment *a, int32_t node)
{
    const struct mlg_network *n = a->net;
    const int32_t site = site_at(a, node), row = supply_of(n, site, a->period);
    if (a->load[site] > 0) along(a, node, site, -a->unit_cost[site]);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
        if (a->open_at[n->lanes[i].end] != MLG_NONE) along(a, node, n->lanes[i].end, assignment_lane_cost(a, i));
    along(a, node, sink_of(a), NOWHERE_COST);
}

static void look_into_exit(struct assignment *a, int32_t node)
{
    const int32_t site = site_at(a, node);
    if (room(a, site) > 0) against(a, node, site, a->unit_cost[site]);
    for (int32_t i = a->row_piece[supply_of(a->net, site, a->period)]; i != MLG_NONE; i = a->pieces[i].row_next)
        against(a, node, a->pieces[i].site, -assignment_lane_cost(a, a->pieces[i].lane));
}

static void look_along(struct assignment *a, int32_t from)
{
    if (is_entry(a, from)) look_from_entry(a, from);
    else if (from != sink_of(a)) look_from_exit(a, from);
    else
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (a->load[s] > 0 && head_of(a, s) == from) along(a, from, s, -a->unit_cost[s]);
        }
}

static void look_against(struct assignment *a, int32_t to)
{
    if (is_entry(a, to)) look_into_entry(a, to);
    else if (to != sink_of(a)) look_into_exit(a, to);
    else
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (head_of(a, s) != to) against(a, to, exit_of(a, s), NOWHERE_COST);
            else if (room(a, s) > 0) against(a, to, s, a->unit_cost[s]);
        }
}

/* After a search that went as far as `most`: only differences of potentials count, so nodes beyond it need no change. */
static void change_potentials(struct assignment *a, int64_t most, bool went_along)
{
    for (int32_t i = 0; i < a->touched_count; i++) {
        const int32_t x = a->touched[i];
        const int64_t less = a->settled[x] && a->distance[x] < most ? most - a->distance[x] : 0;
        a->potential[x] += went_along ? -less : less;
    }
}

static int32_t moving_piece(const struct assignment *a, int64_t meeting, int32_t from)
{
    return mlg__piece_of(a, a->offers.pool[a->arc_root[meeting]].row, from);
}

/* The units that a step of a path can carry. */
static int64_t step_room(const struct assignment *a, int32_t from, int32_t to)
{
    if (from == sink_of(a)) return a->load[to];
    if (!is_entry(a, from)) return is_entry(a, to) && to == site_at(a, from) ? a->load[to] : INT64_MAX;
    if (to == head_of(a, from)) return room(a, from);
    if (is_entry(a, to)) return a->pieces[moving_piece(a, mlg__meeting(a, from, to), from)].units;
    return a->pieces[mlg__piece_of(a, supply_of(a->net, site_at(a, to), a->period), from)].units;
}

/* Passing through a site, to the sink or back needs no book: loads are sums of pieces. */
static void take_step(struct assignment *a, int32_t from, int32_t to, int64_t units)
{
    const struct mlg_network *n = a->net;
    if (from == sink_of(a) || to == sink_of(a)) return;
    if (is_entry(a, from) && is_entry(a, to)) {
        const int64_t meeting = mlg__meeting(a, from, to);
        const struct offer top = a->offers.pool[a->arc_root[meeting]];
        mlg__piece_take(a, moving_piece(a, meeting, from), units);
        mlg__piece_add(a, top.row, to, top.lane, units);
    } else if (is_entry(a, from)) {
        if (to == head_of(a, from)) return;
        mlg__piece_take(a, mlg__piece_of(a, supply_of(n, site_at(a, to), a->period), from), units);
    } else if (to != site_at(a, from)) {
        const int32_t row = supply_of(n, site_at(a, from), a->period);
        int32_t lane = n->row_first[row];
        while (n->lanes[lane].end != to) lane++; /* the cheapest: lanes are sorted */
        mlg__piece_add(a, row, to, lane, units);
    }
}

/* An entry with let room that nobody has come for. */
static bool awaits(const struct assignment *a, int32_t node)
{
    return node < a->net->site_count && a->rented[node] && room(a, node) > 0;
}

/* From an entry with room and load to where units leave it nothing is lost: no other way there is shorter. Without this every
 * push of what stays unserved would look at all sites once more. */
static bool is_at(const struct assignment *a, int32_t node, int32_t head)
{
    return is_entry(a, node) && head_of(a, node) == head && room(a, node) > 0 && !a->rented[node] &&
           a->potential[node] + a->unit_cost[node] == a->potential[head];
}

/* Send flow along the path that the search found from or to `end`: at most `most`, at most what its narrowest step can carry.
 * Steps are taken from the last to the first: a piece that arrives must not leave by the next step. */
static void augment(struct assignment *a, int32_t end, bool went_along, int64_t most)
{
    int64_t units = most;
    int32_t count = 0;
    for (int32_t x = end; x != MLG_NONE; x = a->parent[x]) a->trail[count++] = x;
    for (int32_t i = 0; went_along && i < count / 2; i++) {
        const int32_t x = a->trail[i];
        a->trail[i] = a->trail[count - 1 - i];
        a->trail[count - 1 - i] = x;
    }
    for (int32_t i = 0; i + 1 < count; i++) units = min64(units, step_room(a, a->trail[i], a->trail[i + 1]));
    for (int32_t i = count - 1; i > 0 && !a->failed; i--) take_step(a, a->trail[i - 1], a->trail[i], units);
    a->moves++;
}

/* A site holds more than its capacity: push the excess round it, to where there is room, by cheapest paths. */
static void push_excess(struct assignment *a, int32_t site)
{
    const int32_t head = head_of(a, site);
    while (room(a, site) < 0 && !a->failed) {
        int32_t x;
        start_search(a, site);
        while ((x = settle_nearest(a)) != MLG_NONE && x != head && !awaits(a, x)) {
            if (is_at(a, x, head)) along(a, x, head, a->unit_cost[x]);
            else look_along(a, x);
        }
        if (x == MLG_NONE) a->failed = true; /* there is always a way, but for lack of memory */
        if (a->failed) return;
        change_potentials(a, a->distance[x], true);
        augment(a, x, true, x == head ? -room(a, site) : min64(-room(a, site), room(a, x)));
    }
}

/* A site has room that somebody may be glad of: pull flow to it while that pays. */
static void pull_gain(struct assignment *a, int32_t site)
{
    const int32_t head = head_of(a, site);
    while (room(a, site) > 0 && !a->failed) {
        const int64_t gain = a->potential[head] - a->unit_cost[site] - a->potential[site];
        if (gain <= 0) return;
        start_search(a, site);
        for (int32_t x; (x = settle_nearest(a)) != MLG_NONE && x != head && a->distance[x] < gain;) look_against(a, x);
        const bool pays = a->settled[head] && a->distance[head] < gain;
        change_potentials(a, pays ? a->distance[head] : gain, false);
        if (!pays) return;
        augment(a, head, false, room(a, site));
    }
}

/* -- sites come and go -- */

static void enter(struct assignment *a, int32_t site)
{
    a->open_at[site] = a->open_count;
    a->open[a->open_count++] = site;
}

static void leave(struct assignment *a, int32_t site)
{
    const int32_t at = a->open_at[site];
    a->open[at] = a->open[--a->open_count];
    a->open_at[a->open[at]] = at;
    a->open_at[site] = MLG_NONE;
}

static void close_site(struct assignment *a, int32_t site)
{
    a->capacity[site] = 0;
    push_excess(a, site);
    leave(a, site);
}

/* The largest potential of a new exit's arcs to those that may feed it: none of them gains. */
static int64_t exit_potential(const struct assignment *a, int32_t site)
{
    const struct mlg_network *n = a->net;
    const int32_t row = supply_of(n, site, a->period);
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
        mlg__read_offers_to(a, site);
        for (int64_t i = n->meet_first[site]; i < n->meet_first[site + 1]; i++) {
            const int32_t from = n->meet_site[i];
            if (a->open_at[from] == MLG_NONE) continue;
            mlg__read_offers(a, from);
            if (a->arc_into[i] < NO_ARC) potential = min64(potential, a->potential[from] + a->arc_into[i]);
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
    if (a->failed || a->cut_short) return;
    mlg__sweep_offers(a);
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
    a->lane_sum = 0;
    memset(a->sum, 0, sizeof *a->sum * (size_t)a->sum_count);
}

void mlg__assignment_put(struct assignment *a, int32_t row, int32_t lane, int64_t units)
{
    mlg__piece_add(a, row, lane == MLG_NONE ? a->net->site_count : a->net->lanes[lane].end, lane, units);
}

/* First potentials: what a unit costs from a node to the sink when nothing has an end, negative; from the top down. A site
 * with a rent counts as full: its room waits for those that others cannot hold. */
static void first_potentials(struct assignment *a, const int64_t *rent)
{
    const struct mlg_network *n = a->net;
    a->potential[sink_of(a)] = 0;
    for (int32_t level = max32(1, n->level_count) - 1; level >= 0; level--)
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (s < n->site_count && level_of(n, s) != level) continue;
            if (s < n->site_count && exit_of(a, s) != MLG_NONE) a->potential[exit_of(a, s)] = exit_potential(a, s);
            a->potential[s] = a->potential[head_of(a, s)] - a->unit_cost[s];
            a->rented[s] = s < n->site_count && rent && !a->exit_at && rent[s] > 0;
            if (a->rented[s]) a->potential[s] -= rent[s];
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
        mlg__piece_add(a, row, site, lane, volume_at(n, row, a->period));
    }
}

/* What sites of a level give out they get from where it is cheapest. */
static void feed_level(struct assignment *a, int32_t level)
{
    const struct mlg_network *n = a->net;
    for (int32_t i = 0; i < a->open_count && !a->failed; i++) {
        const int32_t s = a->open[i];
        if (s == n->site_count || level_of(n, s) != level || exit_of(a, s) == MLG_NONE || a->load[s] == 0) continue;
        const int32_t row = supply_of(n, s, a->period);
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            const int32_t from = n->lanes[l].end;
            if (a->open_at[from] == MLG_NONE || assignment_lane_cost(a, l) - a->potential[from] > -a->potential[exit_of(a, s)]) continue;
            mlg__piece_add(a, row, from, l, a->load[s]);
            break;
        }
    }
}

/* A start with thousands of sites takes seconds: the clock is looked at after some of them. */
static bool must_stop(struct assignment *a, int32_t site)
{
    if (a->control && site % LOOK_EVERY == LOOK_EVERY - 1) a->cut_short |= mlg__control_check(a->control, false);
    return a->cut_short || a->failed;
}

void mlg__assignment_start(struct assignment *a, const int64_t *capacity, const int64_t *unit_cost,
                           const int32_t *lane_costs, const int64_t *rent)
{
    const struct mlg_network *n = a->net;
    a->lane_cost = lane_costs;
    a->open_count = 0;
    a->failed = a->cut_short = false;
    mlg__assignment_clear(a);
    for (int32_t s = 0; s <= n->site_count; s++) {
        const bool unserved = s == n->site_count;
        a->capacity[s] = unserved ? INT64_MAX / 4 : capacity[s];
        a->unit_cost[s] = unserved ? 0 : unit_cost[s];
        a->open_at[s] = MLG_NONE;
        if (a->capacity[s] > 0) enter(a, s);
    }
    first_potentials(a, rent);
    assign_demand(a);
    if (!a->exit_at && !a->failed && n->row_count >= a->auction_rows && mlg__settle_rents(a) && !a->failed) {
        mlg__assignment_clear(a);
        assign_demand(a);
    }
    for (int32_t level = 0; level + 1 < n->level_count; level++) feed_level(a, level);
    for (int32_t s = 0; s < n->site_count && !must_stop(a, s); s++)
        if (a->open_at[s] != MLG_NONE) push_excess(a, s);
    /* Rents that were too high fall, until somebody comes or they are nothing. */
    for (int32_t s = 0; s < n->site_count && !must_stop(a, s); s++)
        if (a->open_at[s] != MLG_NONE && a->rented[s]) {
            a->rented[s] = false;
            pull_gain(a, s);
        }
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
    for (int32_t s = 0; s < n->site_count; s++) exits += supply_of(n, s, period) != MLG_NONE;
    const size_t nodes = sites + 1 + exits;
    a->net = n;
    a->period = period;
    a->auction_rows = AUCTION_ROWS;
    if (exits > 0) {
        a->exit_at = arena_array(&a->arena, int32_t, n->site_count);
        a->exit_site = arena_array(&a->arena, int32_t, exits);
        int32_t next = 0;
        for (int32_t s = 0; s < n->site_count && a->exit_site; s++) {
            a->exit_at[s] = supply_of(n, s, a->period) == MLG_NONE ? MLG_NONE : n->site_count + 2 + next;
            if (a->exit_at[s] != MLG_NONE) a->exit_site[next++] = s;
        }
    }
    a->open = arena_array(&a->arena, int32_t, sites);
    a->open_at = arena_array(&a->arena, int32_t, sites);
    a->capacity = arena_array(&a->arena, int64_t, sites);
    a->load = arena_array(&a->arena, int64_t, sites);
    a->unit_cost = arena_array(&a->arena, int64_t, sites);
    a->potential = arena_array(&a->arena, int64_t, nodes);
    a->distance = arena_array(&a->arena, int64_t, nodes);
    a->parent = arena_array(&a->arena, int32_t, nodes);
    a->settled = arena_array(&a->arena, bool, nodes);
    a->touched = arena_array(&a->arena, int32_t, nodes);
    a->heap = arena_array(&a->arena, int32_t, nodes);
    a->heap_at = arena_array(&a->arena, int32_t, nodes);
    a->trail = arena_array(&a->arena, int32_t, nodes);
    a->stale = arena_array(&a->arena, bool, sites);
    a->rented = arena_array(&a->arena, bool, sites);
    a->arc = arena_array(&a->arena, int64_t, n->meet_first[sites]);
    a->arc_into = arena_array(&a->arena, int64_t, n->meet_first[sites]);
    a->arc_root = arena_array(&a->arena, int32_t, n->meet_first[sites]);
    a->sum = arena_array(&a->arena, int128, n->common_count);
    a->sum_row = arena_array(&a->arena, const struct common_row *, n->common_count);
    for (int32_t r = 0; r < n->common_count && a->sum_row; r++)
        if (n->commons[r].on_flows && row_at(&n->commons[r], period)) a->sum_row[a->sum_count++] = &n->commons[r];
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
    for (size_t x = 0; x < nodes; x++) a->distance[x] = NO_ARC;
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
