/* settle.c — blended flows made whole round cycles. See settle.h. */
#include "siting/settle.h"

#include <string.h>

/* What is not whole yet: an arc of the graph of rows, sites, "unserved" and the sink. */
struct piece_arc {
    int32_t from, to;
    int64_t units;        /* in 1/SHARE_ONE */
    int64_t cost;         /* micro-euros a unit, priced */
    int32_t flow;         /* of out[], or MLG_NONE: a load */
};

struct settler {
    const struct design *d;
    int32_t t, node_count;
    struct flow *out;     /* units in 1/SHARE_ONE until the end */
    int32_t out_count;
    struct piece_arc *arcs;
    int32_t arc_count;
    int32_t *first, *last, *touching; /* [node], [node], [2 * arcs]: arcs of a node, from its first to before its last */
    int32_t *seen_at;     /* [node] position on the walk, or MLG_NONE */
    int32_t *walk_node, *walk_arc;
};

static int32_t site_node(const struct settler *x, int32_t site) { return x->d->net->row_count + site; }
static int32_t sink_node(const struct settler *x) { return x->node_count - 1; }
static int32_t end_of(const struct settler *x, int32_t lane)
{
    return lane == MLG_NONE ? x->d->net->site_count : x->d->net->lanes[lane].end;
}
static bool is_whole(const struct piece_arc *a) { return a->units % SHARE_ONE == 0; }

static bool flow_before(const struct flow *a, const struct flow *b)
{
    return a->row != b->row ? a->row < b->row : a->lane < b->lane;
}

/* All shares in one list, each lane once. */
static void merge(struct settler *x, const struct share *shares, int32_t share_count, int32_t *at)
{
    memset(at, 0, sizeof *at * (size_t)share_count);
    for (;;) {
        const struct flow *next = NULL;
        for (int32_t i = 0; i < share_count; i++)
            if (at[i] < shares[i].count && (!next || flow_before(&shares[i].flows[at[i]], next))) next = &shares[i].flows[at[i]];
        if (!next) return;
        struct flow *f = &x->out[x->out_count++];
        *f = (struct flow) { next->row, next->lane, x->t, 0 };
        for (int32_t i = 0; i < share_count; i++)
            if (at[i] < shares[i].count && !flow_before(f, &shares[i].flows[at[i]]))
                f->units += shares[i].flows[at[i]++].units * shares[i].weight;
    }
}

/* Arcs of lanes, then of loads; loads come into the site's supply row where it is fed, else into the sink. */
static void list_arcs(struct settler *x, int64_t *load)
{
    const struct design *d = x->d;
    const struct mlg_network *n = d->net;
    for (int32_t i = 0; i < x->out_count; i++) {
        const struct flow *f = &x->out[i];
        load[end_of(x, f->lane)] += f->units;
        if (f->units % SHARE_ONE == 0) continue;
        x->arcs[x->arc_count++] = (struct piece_arc) {
            .from = f->row, .to = site_node(x, end_of(x, f->lane)), .units = f->units, .flow = i,
            .cost = f->lane == MLG_NONE ? n->pen_micro[f->row] : assignment_lane_cost(d->periods[x->t], f->lane) };
    }
    for (int32_t s = 0; s <= n->site_count; s++) {
        if (load[s] % SHARE_ONE == 0) continue;
        const int32_t feed = s < n->site_count ? supply_of(n, s, x->t) : MLG_NONE;
        x->arcs[x->arc_count++] = (struct piece_arc) {
            .from = site_node(x, s), .to = feed == MLG_NONE ? sink_node(x) : feed, .units = load[s], .flow = MLG_NONE,
            .cost = s == n->site_count ? 0 : mlg__design_unit_cost(d, s, x->t, design_path(d, s)[x->t]) };
    }
}

static void list_touching(struct settler *x)
{
    for (int32_t i = 0; i < x->arc_count; i++) x->last[x->arcs[i].from]++, x->last[x->arcs[i].to]++;
    for (int32_t v = 0, sum = 0; v < x->node_count; v++) {
        const int32_t count = x->last[v];
        x->first[v] = x->last[v] = sum;
        sum += count;
    }
    for (int32_t i = 0; i < x->arc_count; i++) {
        x->touching[x->last[x->arcs[i].from]++] = i;
        x->touching[x->last[x->arcs[i].to]++] = i;
    }
}

/* An arc of the node that is not whole, other than `by`; those that are whole leave the front of the node's list. */
static int32_t next_arc(struct settler *x, int32_t node, int32_t by)
{
    while (x->first[node] < x->last[node] && is_whole(&x->arcs[x->touching[x->first[node]]])) x->first[node]++;
    for (int32_t i = x->first[node]; i < x->last[node]; i++)
        if (x->touching[i] != by && !is_whole(&x->arcs[x->touching[i]])) return x->touching[i];
    return MLG_NONE;
}

/* Push round the walk's arcs from..to, forward or backward, whichever costs less, until one is whole. */
static void turn(struct settler *x, int32_t from, int32_t to)
{
    int128 cost = 0;
    int64_t step = SHARE_ONE;
    for (int32_t i = from; i < to; i++) {
        const struct piece_arc *a = &x->arcs[x->walk_arc[i]];
        cost += a->from == x->walk_node[i] ? a->cost : -a->cost;
    }
    const bool backward = cost > 0;
    for (int32_t i = from; i < to; i++) {
        const struct piece_arc *a = &x->arcs[x->walk_arc[i]];
        const bool more = (a->from == x->walk_node[i]) != backward;
        const int64_t below = a->units % SHARE_ONE;
        step = min64(step, more ? SHARE_ONE - below : below);
    }
    for (int32_t i = from; i < to; i++) {
        struct piece_arc *a = &x->arcs[x->walk_arc[i]];
        a->units += (a->from == x->walk_node[i]) != backward ? step : -step;
    }
}

/* Walk along arcs that are not whole; where the walk meets itself is a cycle. */
static void make_whole(struct settler *x)
{
    for (int32_t start = 0; start < x->node_count; start++)
        for (int32_t length = 0, node = start, by = MLG_NONE;;) {
            const int32_t arc = next_arc(x, node, by);
            if (arc == MLG_NONE) break; /* only at the start: every other node has two or none */
            x->seen_at[node] = length;
            x->walk_node[length] = node;
            x->walk_arc[length++] = arc;
            node = x->arcs[arc].from == node ? x->arcs[arc].to : x->arcs[arc].from;
            by = arc;
            if (x->seen_at[node] == MLG_NONE) continue;
            turn(x, x->seen_at[node], length);
            for (int32_t i = 0; i < length; i++) x->seen_at[x->walk_node[i]] = MLG_NONE;
            length = 0, node = start, by = MLG_NONE;
        }
}

static void take_units(struct settler *x)
{
    int32_t count = 0;
    for (int32_t i = 0; i < x->arc_count; i++)
        if (x->arcs[i].flow != MLG_NONE) x->out[x->arcs[i].flow].units = x->arcs[i].units;
    for (int32_t i = 0; i < x->out_count; i++) {
        x->out[i].units /= SHARE_ONE;
        if (x->out[i].units > 0) x->out[count++] = x->out[i];
    }
    x->out_count = count;
}

bool mlg__settle(const struct design *d, int32_t t, const struct share *shares, int32_t share_count, struct flow **flows,
                 int32_t *flow_count)
{
    struct settler x = { .d = d, .t = t, .node_count = d->net->row_count + d->net->site_count + 2 };
    struct arena arena = { 0 };
    int64_t most = 0;
    for (int32_t i = 0; i < share_count; i++) most += shares[i].count;
    const int64_t arcs = most + d->net->site_count + 1;
    int32_t *at = arena_array(&arena, int32_t, share_count);
    int64_t *load = arena_array(&arena, int64_t, d->net->site_count + 1);
    x.arcs = arena_array(&arena, struct piece_arc, arcs);
    x.first = arena_array(&arena, int32_t, x.node_count);
    x.last = arena_array(&arena, int32_t, x.node_count);
    x.touching = arena_array(&arena, int32_t, 2 * arcs);
    x.seen_at = arena_array(&arena, int32_t, x.node_count);
    x.walk_node = arena_array(&arena, int32_t, x.node_count + 1);
    x.walk_arc = arena_array(&arena, int32_t, x.node_count + 1);
    x.out = mlg__malloc(sizeof *x.out * (size_t)(most + 1));
    const bool ok = !arena.failed && x.out;
    if (ok) {
        for (int32_t v = 0; v < x.node_count; v++) x.seen_at[v] = MLG_NONE;
        merge(&x, shares, share_count, at);
        list_arcs(&x, load);
        list_touching(&x);
        make_whole(&x);
        take_units(&x);
        *flows = x.out;
        *flow_count = x.out_count;
    } else {
        mlg__free(x.out);
    }
    mlg__arena_free(&arena);
    return ok;
}
