/* scan.inc.h — the moves around a dirty visit (section 8 of the design).
 *
 * For visit u and each of its two arcs, look at the arcs u -> v that could replace u -> x, cheapest first, and stop as soon
 * as the new arc is no cheaper than the removed one: an improving move has such a pair somewhere on its cycle of removed
 * and added arcs [Irnich2006]. Each move is written once, in a direction: `dir` 0 looks along the routes, 1 against them.
 * Positions i, j below count in that direction; chains are turned round at the end.
 *
 * A move is first priced by its arcs alone. What routes pay beyond arcs cannot fall below zero, so a move whose arcs
 * add more than both routes pay beyond them is never looked at closer. */

/* The moves are compiled once for each direction: asking which takes an eighth of all instructions. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum { SEGMENT_MAX = 3, WALK_MAX = 50, TURN_MAX = 12 };

static inline int32_t node_at(const struct block *b, int dir, int32_t i) { return b->seq[dir ? b->len - 1 - i : i]; }

static inline int64_t link(const struct instance *in, int32_t rate_class, int dir, int32_t u, int32_t v)
{
    return dir ? arc(in, rate_class, v, u) : arc(in, rate_class, u, v);
}

/* Visits i..j of b in direction dir (terminals are cut off), perhaps turned round. */
static inline void chain_add(struct chain *c, const struct block *b, int dir, int32_t i, int32_t j, bool back)
{
    i = max32(i, 1), j = min32(j, b->len - 2);
    if (i > j) return;
    c->piece[c->count++] = (struct piece) { b, dir ? b->len - 1 - j : i, dir ? b->len - 1 - i : j, back };
}
static inline void chain_head(struct chain *c, const struct block *b, int dir, int32_t i) { chain_add(c, b, dir, 1, i, false); }
static inline void chain_tail(struct chain *c, const struct block *b, int dir, int32_t i) { chain_add(c, b, dir, i, b->len, false); }
static inline void chain_visit(struct chain *c, int32_t v) { c->piece[c->count++] = (struct piece) { .from = v, .to = v }; }

/* Chains are collected in direction; the road runs forward. */
static inline void chain_turn(struct chain *c, int dir)
{
    for (int32_t i = 0, j = c->count - 1; dir && i < j; i++, j--) {
        const struct piece t = c->piece[i];
        c->piece[i] = c->piece[j], c->piece[j] = t;
    }
}

static inline struct move move_on(const struct search *s, enum operator operator, int32_t slot_a, int32_t slot_b)
{
    struct move m;
    m.operator = operator;
    m.delta = 0;
    m.drop = MLG_NONE;
    m.count = slot_b == slot_a ? 1 : 2;
    m.slot[0] = slot_a, m.slot[1] = slot_b;
    m.chain[0].count = m.chain[1].count = 0;
    m.chain[0].type = s->slot[slot_a]->type;
    m.chain[1].type = slot_b != MLG_NONE ? s->slot[slot_b]->type : 0;
    return m;
}

/* Price m exactly and keep it when it beats best. gain: prizes won or lost by visits served or dropped. */
static void consider(struct search *s, struct move *m, int dir, int64_t gain, struct move *best)
{
    int64_t old = gain, cost = 0;
    for (int32_t i = 0; i < m->count; i++) {
        if (m->slot[i] != MLG_NONE) old += s->slot[m->slot[i]]->cost;
        chain_turn(&m->chain[i], dir);
    }
    const int64_t budget = old + best->delta - 1;
    s->count.of[m->operator].exact++;
    for (int32_t i = 0; i < m->count; i++) {
        cost += chain_cost(s, &m->chain[i], budget - cost);
        if (cost > budget) return;
    }
    m->delta = cost - old;
    *best = *m;
}

/* ---- two routes: u of route a at position i, v of route b at position j; the arc u -> v is created ---- */

/* What the moves of one pair share. Nodes and arcs round u and v are read along the blocks; the other arcs in rows of the
 * few nodes after u, which stay in the cache while u meets all its candidates. */
struct pair {
    const struct block *a, *b;
    int32_t slot_a, slot_b, ka, kb, i, j, step; /* step: 1 or -1 through the arrays of a block */
    int32_t left_a, left_b;                     /* visits after u, after v (both in direction) */
    const int32_t *na, *nb;                     /* nodes, at u and at v */
    const int64_t *ca, *cb;                     /* sums of arcs, at u and at v */
    int64_t uv, ux, pv, slack, room_a, room_b;
    int64_t filters;
};

static inline int32_t a_node(const struct pair *q, int32_t t) { return q->na[q->step * t]; } /* t after u */
static inline int32_t b_node(const struct pair *q, int32_t t) { return q->nb[q->step * t]; } /* t after v */
/* Cost of the arcs from t to t + 1 after u, after v. */
static inline int64_t a_arc(const struct pair *q, int32_t t)
{
    return q->step > 0 ? q->ca[t + 1] - q->ca[t] : q->ca[-t] - q->ca[-t - 1];
}
static inline int64_t b_arc(const struct pair *q, int32_t t)
{
    return q->step > 0 ? q->cb[t + 1] - q->cb[t] : q->cb[-t] - q->cb[-t - 1];
}

/* link(u, v), read in the row of `row`, which is one of the two, where that is the same. */
ALWAYS_INLINE int64_t link_near(const struct instance *in, int32_t k, int dir, int32_t u, int32_t v, int32_t row)
{
    if (!(TRAITS & (TRAIT_RICH | TRAIT_METRIC)) && in->symmetric)
        return in->classes[0].cost[(int64_t)row * in->node_count + (row == u ? v : u)];
    return link(in, k, dir, u, v);
}

/* Load of visits i..j of b in direction dir; none when i > j. */
ALWAYS_INLINE int64_t stretch_load(const struct block *b, int dir, int32_t i, int32_t j)
{
    return dir ? b->onboard[b->len - 1 - i] - b->onboard[b->len - 2 - j] : b->onboard[j] - b->onboard[i - 1];
}

/* Can a move whose arcs change the cost by delta and that brings a load into route a (and takes it out of b) not beat
 * best? Without windows this is the exact price; with them the rest is. */
ALWAYS_INLINE bool hopeless(const struct search *s, const struct pair *q, int64_t delta, int64_t into_a,
                            const struct move *best)
{
    if (TRAITS & TRAIT_RICH) return false;
    const int64_t over_a = max64(into_a - q->room_a, 0), over_b = max64(-into_a - q->room_b, 0);
    if (s->overload_price_q8 == 0) return over_a + over_b > 0;
    const int64_t price = price_q8(s->overload_price_q8, over_a) + price_q8(s->overload_price_q8, over_b);
    return delta - q->slack + price >= best->delta;
}
static inline int64_t load_of(const struct block *b, int dir, int32_t i, int32_t j)
{
    return (TRAITS & TRAIT_RICH) ? 0 : stretch_load(b, dir, i, j);
}

/* v and up to two visits after it, or before it and turned round, go between u and x. */
ALWAYS_INLINE void try_relocate(struct search *s, int dir, struct pair *q, struct move *best)
{
    const struct instance *in = s->in;
    const int32_t x = a_node(q, 1);
    const int64_t fixed = in->types[q->b->type].fixed, base = q->uv - q->ux;
    for (int turned = 0; turned < 2; turned++)
        for (int32_t k = turned; k < SEGMENT_MAX; k++) {
            if (turned ? k >= q->j : k > q->left_b) break;
            const int32_t low = turned ? -k : 0, high = turned ? 0 : k, w = b_node(q, turned ? low : high);
            int64_t delta = base + link_near(in, q->ka, dir, w, x, x) - b_arc(q, low - 1) - b_arc(q, high);
            q->filters++;
            if (delta - q->slack >= best->delta + (q->left_b == high && q->j + low == 1 ? fixed : 0)) continue;
            if (q->left_b == high && q->j + low == 1) delta -= fixed; /* that was the whole route */
            else delta += link(in, q->kb, dir, b_node(q, low - 1), b_node(q, high + 1));
            const int32_t from = q->j + low, to = q->j + high;
            if (delta - q->slack >= best->delta || hopeless(s, q, delta, load_of(q->b, dir, from, to), best)) continue;
            struct move m = move_on(s, OP_RELOCATE, q->slot_a, q->slot_b);
            chain_head(&m.chain[0], q->a, dir, q->i);
            chain_add(&m.chain[0], q->b, dir, from, to, turned);
            chain_tail(&m.chain[0], q->a, dir, q->i + 1);
            chain_head(&m.chain[1], q->b, dir, from - 1);
            chain_tail(&m.chain[1], q->b, dir, to + 1);
            consider(s, &m, dir, 0, best);
        }
}

/* Stretches that start at x and at v change places. */
ALWAYS_INLINE void try_swap(struct search *s, int dir, struct pair *q, struct move *best)
{
    const struct instance *in = s->in;
    const int32_t longest = TRAITS & (TRAIT_TIME | TRAIT_RICH) ? 2 : SEGMENT_MAX;
    const int32_t x = a_node(q, 1);
    const int64_t base = q->uv + link_near(in, q->kb, dir, b_node(q, -1), x, x) - q->ux - q->pv;
    for (int32_t l = 0; l < longest && l < q->left_a; l++) {
        const int32_t y = a_node(q, 1 + l), z = a_node(q, 2 + l);
        const int64_t freed = base - a_arc(q, 1 + l);
        for (int32_t k = 0; k < longest && k <= q->left_b; k++) {
            int64_t delta = freed + link_near(in, q->ka, dir, b_node(q, k), z, z) - b_arc(q, k);
            q->filters++;
            if (delta - q->slack >= best->delta) continue;
            delta += link_near(in, q->kb, dir, y, b_node(q, k + 1), y);
            const int32_t end_x = q->i + 1 + l, end_v = q->j + k;
            if (delta - q->slack >= best->delta ||
                hopeless(s, q, delta, load_of(q->b, dir, q->j, end_v) - load_of(q->a, dir, q->i + 1, end_x), best))
                continue;
            struct move m = move_on(s, OP_SWAP, q->slot_a, q->slot_b);
            chain_head(&m.chain[0], q->a, dir, q->i);
            chain_add(&m.chain[0], q->b, dir, q->j, end_v, false);
            chain_tail(&m.chain[0], q->a, dir, end_x + 1);
            chain_head(&m.chain[1], q->b, dir, q->j - 1);
            chain_add(&m.chain[1], q->a, dir, q->i + 1, end_x, false);
            chain_tail(&m.chain[1], q->b, dir, end_v + 1);
            consider(s, &m, dir, 0, best);
        }
    }
}

/* 2-opt*: the rest of b follows u, the rest of a follows p. */
ALWAYS_INLINE void try_tails(struct search *s, int dir, struct pair *q, struct move *best)
{
    const struct instance *in = s->in;
    const struct vehicle_type *ta = &in->types[q->a->type], *tb = &in->types[q->b->type];
    const bool empties = q->j == 1 && q->left_a == 0;
    const bool alike = dir ? ta->start == tb->start : ta->end == tb->end;
    const int32_t x = a_node(q, 1);
    const int64_t px = empties ? -tb->fixed : link_near(in, q->kb, dir, b_node(q, -1), x, x);
    const int64_t delta = q->uv + px - q->ux - q->pv;
    q->filters++;
    if (alike && (delta - q->slack >= best->delta ||
                  hopeless(s, q, delta, load_of(q->b, dir, q->j, q->b->len - 2) - load_of(q->a, dir, q->i + 1, q->a->len - 2),
                           best)))
        return;
    struct move m = move_on(s, OP_TAILS, q->slot_a, q->slot_b);
    chain_head(&m.chain[0], q->a, dir, q->i);
    chain_tail(&m.chain[0], q->b, dir, q->j);
    chain_head(&m.chain[1], q->b, dir, q->j - 1);
    chain_tail(&m.chain[1], q->a, dir, q->i + 1);
    consider(s, &m, dir, 0, best);
}

/* 2-opt* with the first part of b turned round; for symmetric problems without windows and with one depot a route. */
ALWAYS_INLINE void try_tails_turned(struct search *s, int dir, struct pair *q, struct move *best)
{
    const struct instance *in = s->in;
    const struct vehicle_type *ta = &in->types[q->a->type], *tb = &in->types[q->b->type];
    if (!in->symmetric || ta->start != ta->end || tb->start != tb->end || ta->start != tb->start) return;
    const int32_t x = a_node(q, 1);
    const bool empties = q->left_b == 0 && q->left_a == 0;
    const int64_t xn = empties ? -tb->fixed : link_near(in, q->kb, dir, x, b_node(q, 1), x);
    const int64_t delta = q->uv + xn - q->ux - b_arc(q, 0);
    q->filters++;
    if (delta - q->slack >= best->delta ||
        hopeless(s, q, delta, load_of(q->b, dir, 1, q->j) - load_of(q->a, dir, q->i + 1, q->a->len - 2), best))
        return;
    struct move m = move_on(s, OP_TAILS_TURNED, q->slot_a, q->slot_b);
    chain_head(&m.chain[0], q->a, dir, q->i);
    chain_add(&m.chain[0], q->b, dir, 1, q->j, true);
    chain_add(&m.chain[1], q->a, dir, q->i + 1, q->a->len, true);
    chain_tail(&m.chain[1], q->b, dir, q->j + 1);
    consider(s, &m, dir, 0, best);
}

ALWAYS_INLINE void try_inter(struct search *s, int dir, int32_t slot_a, int32_t i, int32_t slot_b, int32_t j,
                             struct move *best)
{
    const struct instance *in = s->in;
    struct pair q = { .a = s->slot[slot_a], .b = s->slot[slot_b], .slot_a = slot_a, .slot_b = slot_b, .i = i, .j = j };
    const int32_t at_u = dir ? q.a->len - 1 - i : i, at_v = dir ? q.b->len - 1 - j : j;
    q.ka = in->types[q.a->type].rate_class, q.kb = in->types[q.b->type].rate_class;
    q.step = dir ? -1 : 1;
    q.left_a = q.a->len - 2 - i, q.left_b = q.b->len - 2 - j;
    q.na = q.a->seq + at_u, q.nb = q.b->seq + at_v;
    q.ca = q.a->arcs + at_u, q.cb = q.b->arcs + at_v;
    q.uv = link(in, q.ka, dir, a_node(&q, 0), b_node(&q, 0));
    q.ux = a_arc(&q, 0), q.pv = b_arc(&q, -1);
    q.slack = q.a->extra + q.b->extra;
    q.room_a = in->types[q.a->type].cap[0] - q.a->load, q.room_b = in->types[q.b->type].cap[0] - q.b->load;
    try_relocate(s, dir, &q, best);
    try_swap(s, dir, &q, best);
    try_tails(s, dir, &q, best);
    if (!(TRAITS & (TRAIT_TIME | TRAIT_RICH))) try_tails_turned(s, dir, &q, best);
    s->count.filters += q.filters;
}

/* ---- one route: u at i, v at j ---- */

/* What a route pays beyond its arcs that another order of its visits may save. */
static inline int64_t extra_inside(const struct search *s, const struct block *b)
{
    return b->extra - (TRAITS & TRAIT_RICH ? 0 : price_q8(s->overload_price_q8, b->overload));
}

ALWAYS_INLINE void try_or_opt(struct search *s, int dir, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t c = in->types[b->type].rate_class, u = node_at(b, dir, i), x = node_at(b, dir, i + 1);
    const int64_t gained = link(in, c, dir, u, node_at(b, dir, j)) - link(in, c, dir, u, x);
    const int64_t slack = extra_inside(s, b);
    for (int32_t k = 0; k < SEGMENT_MAX; k++)
        for (int turned = 0; turned < (k ? 2 : 1); turned++) {
            const int32_t from = turned ? j - k : j, to = turned ? j : j + k;
            if (from < 1 || to > b->len - 2 || (from <= i + 1 && to >= i)) continue;
            const int32_t before = node_at(b, dir, from - 1), after = node_at(b, dir, to + 1);
            const int64_t delta = gained + link(in, c, dir, node_at(b, dir, turned ? from : to), x) -
                                  link(in, c, dir, before, node_at(b, dir, from)) -
                                  link(in, c, dir, node_at(b, dir, to), after) + link(in, c, dir, before, after);
            s->count.filters++;
            if (delta - slack >= best->delta) continue;
            struct move m = move_on(s, OP_OR_OPT, slot, slot);
            if (from > i) {
                chain_head(&m.chain[0], b, dir, i);
                chain_add(&m.chain[0], b, dir, from, to, turned);
                chain_add(&m.chain[0], b, dir, i + 1, from - 1, false);
                chain_tail(&m.chain[0], b, dir, to + 1);
            } else {
                chain_head(&m.chain[0], b, dir, from - 1);
                chain_add(&m.chain[0], b, dir, to + 1, i, false);
                chain_add(&m.chain[0], b, dir, from, to, turned);
                chain_tail(&m.chain[0], b, dir, i + 1);
            }
            consider(s, &m, dir, 0, best);
        }
}

/* The stretch after u and the one that starts at v change places. */
ALWAYS_INLINE void try_swap_inside(struct search *s, int dir, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t c = in->types[b->type].rate_class, u = node_at(b, dir, i), x = node_at(b, dir, i + 1);
    const int32_t v = node_at(b, dir, j), p = node_at(b, dir, j - 1);
    const int64_t gained =
        link(in, c, dir, u, v) + link(in, c, dir, p, x) - link(in, c, dir, u, x) - link(in, c, dir, p, v);
    const int64_t slack = extra_inside(s, b);
    for (int32_t l = 0; l < 2; l++)
        for (int32_t k = 0; k < 2; k++) {
            const int32_t end_x = i + 1 + l, end_v = j + k;
            if (end_x > b->len - 2 || end_v > b->len - 2 || !(j > end_x + 1 || end_v < i)) continue;
            const int32_t y = node_at(b, dir, end_x), z = node_at(b, dir, end_x + 1);
            const int32_t w = node_at(b, dir, end_v), n = node_at(b, dir, end_v + 1);
            const int64_t delta = gained + link(in, c, dir, w, z) + link(in, c, dir, y, n) - link(in, c, dir, y, z) -
                                  link(in, c, dir, w, n);
            s->count.filters++;
            if (delta - slack >= best->delta) continue;
            struct move m = move_on(s, OP_SWAP_INSIDE, slot, slot);
            const int32_t first = j > i ? i + 1 : j, first_end = j > i ? end_x : end_v;
            const int32_t second = j > i ? j : i + 1, second_end = j > i ? end_v : end_x;
            chain_head(&m.chain[0], b, dir, first - 1);
            chain_add(&m.chain[0], b, dir, second, second_end, false);
            chain_add(&m.chain[0], b, dir, first_end + 1, second - 1, false);
            chain_add(&m.chain[0], b, dir, first, first_end, false);
            chain_tail(&m.chain[0], b, dir, second_end + 1);
            consider(s, &m, dir, 0, best);
        }
}

ALWAYS_INLINE void try_two_opt(struct search *s, int dir, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t c = in->types[b->type].rate_class, low = min32(i, j), high = max32(i, j);
    if (TRAITS & (TRAIT_TIME | TRAIT_RICH) && high - low > TURN_MAX) return;
    const int32_t p = node_at(b, dir, low), x = node_at(b, dir, low + 1), y = node_at(b, dir, high);
    const int32_t n = node_at(b, dir, high + 1);
    const int64_t delta =
        link(in, c, dir, p, y) + link(in, c, dir, x, n) - link(in, c, dir, p, x) - link(in, c, dir, y, n);
    s->count.filters++;
    if (delta - extra_inside(s, b) >= best->delta) return;
    struct move m = move_on(s, OP_TWO_OPT, slot, slot);
    chain_head(&m.chain[0], b, dir, low);
    chain_add(&m.chain[0], b, dir, low + 1, high, true);
    chain_tail(&m.chain[0], b, dir, high + 1);
    consider(s, &m, dir, 0, best);
}

ALWAYS_INLINE void try_intra(struct search *s, int dir, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    if (j == i || j == i + 1) return;
    if (TRAITS & (TRAIT_TIME | TRAIT_RICH) && (j - i > WALK_MAX || i - j > WALK_MAX)) return;
    try_or_opt(s, dir, slot, i, j, best);
    try_swap_inside(s, dir, slot, i, j, best);
    try_two_opt(s, dir, slot, i, j, best);
}

/* ---- visits that no route serves ---- */

/* Absent v beside u, and in the place of x. */
static inline void try_absent(struct search *s, int dir, int32_t slot, int32_t i, int32_t v, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t c = in->types[b->type].rate_class, u = node_at(b, dir, i), x = node_at(b, dir, i + 1);
    const int64_t gain = in->absent_cost[v];
    const int64_t uv = link(in, c, dir, u, v) - link(in, c, dir, u, x);
    s->count.filters++;
    if (uv + link(in, c, dir, v, x) - gain - b->extra < best->delta) {
        struct move m = move_on(s, OP_SERVE, slot, slot);
        chain_head(&m.chain[0], b, dir, i);
        chain_visit(&m.chain[0], v);
        chain_tail(&m.chain[0], b, dir, i + 1);
        consider(s, &m, dir, gain, best);
    }
    if (x >= in->visit_count) return;
    const int32_t n = node_at(b, dir, i + 2);
    const int64_t change = gain - in->absent_cost[x];
    s->count.filters++;
    if (uv + link(in, c, dir, v, n) - link(in, c, dir, x, n) - change - b->extra >= best->delta) return;
    struct move m = move_on(s, OP_EXCHANGE_ABSENT, slot, slot);
    m.drop = x;
    chain_head(&m.chain[0], b, dir, i);
    chain_visit(&m.chain[0], v);
    chain_tail(&m.chain[0], b, dir, i + 2);
    consider(s, &m, dir, change, best);
}

/* Leave u out, when its prize is not worth the detour. */
static inline void try_drop(struct search *s, int32_t u, struct move *best)
{
    if (s->in->required[u]) return;
    const struct node_ref r = s->ref[u];
    struct move m = move_on(s, OP_DROP, r.slot, r.slot);
    m.drop = u;
    chain_head(&m.chain[0], s->slot[r.slot], 0, r.pos - 1);
    chain_tail(&m.chain[0], s->slot[r.slot], 0, r.pos + 1);
    consider(s, &m, 0, -s->in->absent_cost[u], best);
}

/* ---- new routes, other vehicles ---- */

/* A stretch that starts at u, or everything from u on, in a vehicle that is still free. */
static inline void try_open(struct search *s, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    const struct block *b = s->slot[r.slot];
    const struct vehicle_type *old = &in->types[b->type];
    if (s->route_count == in->slot_count) return;
    for (int32_t k = 0; k < in->type_count; k++) {
        const struct vehicle_type *t = &in->types[k];
        if (!s->free_of_type[k]) continue;
        const int64_t out = t->fixed + arc(in, t->rate_class, t->start, u) - arc(in, old->rate_class, r.prev, u);
        for (int32_t l = 0; l <= SEGMENT_MAX; l++) {
            const int32_t to = l < SEGMENT_MAX ? r.pos + l : b->len - 2; /* the last one: all the rest */
            if (to > b->len - 2 || (r.pos == 1 && to == b->len - 2)) continue;
            if (l == SEGMENT_MAX && to - r.pos < SEGMENT_MAX) continue;
            const int32_t w = b->seq[to], n = b->seq[to + 1];
            const int64_t delta = out + arc(in, t->rate_class, w, t->end) + arc(in, old->rate_class, r.prev, n) -
                                  arc(in, old->rate_class, w, n);
            s->count.filters++;
            if (delta - b->extra >= best->delta) continue;
            struct move m = move_on(s, OP_OPEN, r.slot, MLG_NONE);
            m.chain[1].type = k;
            chain_head(&m.chain[0], b, 0, r.pos - 1);
            chain_tail(&m.chain[0], b, 0, to + 1);
            chain_add(&m.chain[1], b, 0, r.pos, to, false);
            consider(s, &m, 0, 0, best);
        }
    }
}

/* The whole route in another type of vehicle; tried at its first visit. */
static inline void try_retype(struct search *s, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    if (in->type_count == 1 || r.pos != 1) return;
    for (int32_t k = 0; k < in->type_count; k++) {
        if (!s->free_of_type[k] || k == s->slot[r.slot]->type) continue;
        struct move m = move_on(s, OP_RETYPE, r.slot, r.slot);
        m.chain[0].type = k;
        chain_head(&m.chain[0], s->slot[r.slot], 0, s->slot[r.slot]->len);
        consider(s, &m, 0, 0, best);
    }
}

/* ---- the scan ---- */

static void inter_ahead(struct search *s, int32_t slot_a, int32_t i, int32_t slot_b, int32_t j, struct move *best)
{
    try_inter(s, 0, slot_a, i, slot_b, j, best);
}
static void inter_back(struct search *s, int32_t slot_a, int32_t i, int32_t slot_b, int32_t j, struct move *best)
{
    try_inter(s, 1, slot_a, i, slot_b, j, best);
}
static void intra_ahead(struct search *s, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    try_intra(s, 0, slot, i, j, best);
}
static void intra_back(struct search *s, int32_t slot, int32_t i, int32_t j, struct move *best)
{
    try_intra(s, 1, slot, i, j, best);
}

static inline void try_pair(struct search *s, int dir, int32_t slot, int32_t i, int32_t v, struct move *best)
{
    const struct node_ref r = s->ref[v];
    if (r.slot == MLG_NONE) {
        try_absent(s, dir, slot, i, v, best);
        return;
    }
    const int32_t j = dir ? s->slot[r.slot]->len - 1 - r.pos : r.pos;
    if (r.slot == slot) (dir ? intra_back : intra_ahead)(s, slot, i, j, best);
    else (dir ? inter_back : inter_ahead)(s, slot, i, r.slot, j, best);
}

/* u could be the first (last) visit of the routes met around it: the only cheaper arc may be the depot's. */
static inline void scan_ends(struct search *s, int dir, int32_t u, int32_t slot, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    if (s->seen[slot] == s->seen_epoch) return;
    s->seen[slot] = s->seen_epoch;
    const int32_t c = in->types[b->type].rate_class, end = node_at(b, dir, 0), first = node_at(b, dir, 1);
    if (u == first || link(in, c, dir, end, u) >= link(in, c, dir, end, first) + b->extra) return;
    try_pair(s, dir, slot, 0, u, best);
}

static inline void scan_side(struct search *s, int dir, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    const struct block *b = s->slot[r.slot];
    const int32_t i = dir ? b->len - 1 - r.pos : r.pos;
    const struct lists *lists = dir ? &in->in : &in->out;
    const int64_t removed = link(in, in->types[b->type].rate_class, dir, u, dir ? r.prev : r.next) + b->extra;
    int32_t at = lists->first[u];
    const int32_t end = lists->first[u + 1];
    s->seen_epoch++;
    scan_ends(s, dir, u, r.slot, best);
    for (; at < end && lists->item[at].cost < removed; at++) {
        const int32_t v = lists->item[at].visit;
        try_pair(s, dir, r.slot, i, v, best);
        if (s->ref[v].slot != MLG_NONE) scan_ends(s, dir, u, s->ref[v].slot, best);
    }
    for (; at < end; at++)
        if (s->ref[lists->item[at].visit].slot != MLG_NONE)
            scan_ends(s, dir, u, s->ref[lists->item[at].visit].slot, best);
}

/* Everything, near or far, cheap or dear: what pruning must not lose. For tests. */
static void scan_all(struct search *s, int dir, int32_t u, struct move *best)
{
    const struct node_ref r = s->ref[u];
    const int32_t i = dir ? s->slot[r.slot]->len - 1 - r.pos : r.pos;
    for (int32_t v = 0; v < s->in->visit_count; v++)
        if (v != u) try_pair(s, dir, r.slot, i, v, best);
    for (int32_t slot = 0; slot < s->in->slot_count; slot++)
        if (s->slot[slot] && node_at(s->slot[slot], dir, 1) != u) try_pair(s, dir, slot, 0, u, best);
}

static bool best_of(struct search *s, int32_t u, bool prune, struct move *best)
{
    best->delta = 0;
    s->count.scans++;
    if (s->ref[u].slot == MLG_NONE) return false;
    if (prune) {
        scan_side(s, 0, u, best);
        scan_side(s, 1, u, best);
    } else {
        scan_all(s, 0, u, best);
        scan_all(s, 1, u, best);
    }
    try_open(s, u, best);
    if (s->in->has_optional) try_drop(s, u, best);
    if (TRAITS & (TRAIT_TIME | TRAIT_RICH) || s->in->type_count > 1) try_retype(s, u, best);
    return best->delta < 0;
}

/* ---- insertion ---- */

struct place_for { int64_t cost; int32_t slot, pos, type; }; /* before position pos; slot MLG_NONE: a new route */

static inline void chain_insert(struct chain *c, const struct block *b, int32_t pos, int32_t a)
{
    *c = (struct chain) { .type = b->type };
    chain_head(c, b, 0, pos - 1);
    chain_visit(c, a);
    chain_tail(c, b, 0, pos);
}

/* Try a between positions pos - 1 and pos of a route. */
static inline void try_place(struct search *s, int32_t slot, int32_t pos, int32_t a, struct place_for *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const struct vehicle_type *t = &in->types[b->type];
    const int32_t k = t->rate_class, p = b->seq[pos - 1], n = b->seq[pos];
    int64_t cost = arc(in, k, p, a) + arc(in, k, a, n) - arc(in, k, p, n);
    s->count.filters++;
    if (!(TRAITS & TRAIT_RICH))
        cost += overload_cost(s, b->load + in->demand[a], t->cap[0]) - price_q8(s->overload_price_q8, b->overload);
    if (cost >= best->cost) return;
    if (TRAITS & TRAIT_RICH) {
        struct chain c;
        chain_insert(&c, b, pos, a);
        const int64_t whole = chain_cost(s, &c, b->cost + best->cost - 1);
        if (whole >= b->cost + best->cost) return;
        cost = whole - b->cost;
    } else if (TRAITS & TRAIT_TIME) {
        struct label_time sum = label_time_join(b->before[pos - 1], arc_time(in, k, p, a), visit_time(in, k, p, a));
        if (sum.warp > 0) return;
        sum = label_time_join(sum, arc_time(in, k, a, n), b->after[pos]);
        if (sum.warp > 0 || sum.duration > t->max_duty) return;
        cost += time_cost(t, sum) - extra_inside(s, b);
        if (cost >= best->cost) return;
    }
    *best = (struct place_for) { cost, slot, pos, b->type };
}

static inline bool has_room(const struct search *s, const struct block *b, int32_t a)
{
    return (TRAITS & TRAIT_RICH) || s->overload_price_q8 || b->load + s->in->demand[a] <= s->in->types[b->type].cap[0];
}

/* The vehicle that is cheapest for one visit is seldom the one for the route that grows from it: sometimes, any. */
static inline void try_new_route(struct search *s, int32_t a, bool any, struct place_for *best)
{
    const struct instance *in = s->in;
    if (s->route_count == in->slot_count) return;
    const int32_t only = any && in->type_count > 1 && rng_below(&s->rng, 4) == 0 ? rng_below(&s->rng, in->type_count) : MLG_NONE;
    for (int32_t k = 0; k < in->type_count; k++) {
        if (!s->free_of_type[k] || (only != MLG_NONE && k != only)) continue;
        struct chain c = { .type = k };
        chain_visit(&c, a);
        const int64_t cost = chain_cost(s, &c, best->cost - 1);
        if (cost < best->cost) *best = (struct place_for) { cost, MLG_NONE, 1, k };
    }
}

static bool insert(struct search *s, int32_t a, int32_t blink_q16)
{
    const struct instance *in = s->in;
    struct place_for best = { .cost = in->absent_cost[a], .slot = MLG_NONE, .pos = MLG_NONE };
    for (int32_t i = in->insert.first[a]; i < in->insert.first[a + 1]; i++) {
        const struct node_ref r = s->ref[in->insert.item[i].visit];
        if (r.slot == MLG_NONE || !has_room(s, s->slot[r.slot], a)) continue;
        const uint64_t luck = blink_q16 ? rng_next(&s->rng) : ~UINT64_C(0);
        if ((int32_t)(luck >> 48) >= blink_q16) try_place(s, r.slot, r.pos, a, &best);
        if ((int32_t)(luck & 0xffff) >= blink_q16) try_place(s, r.slot, r.pos + 1, a, &best);
    }
    try_new_route(s, a, blink_q16 > 0, &best);
    if (best.pos == MLG_NONE && blink_q16 > 0) try_new_route(s, a, false, &best);
    if (best.pos == MLG_NONE && in->required[a]) /* nowhere near: look everywhere */
        for (int32_t slot = 0; slot < in->slot_count; slot++)
            for (int32_t pos = 1; s->slot[slot] && has_room(s, s->slot[slot], a) && pos < s->slot[slot]->len; pos++)
                try_place(s, slot, pos, a, &best);
    if (best.pos == MLG_NONE) return false;
    struct chain c = { .type = best.type };
    if (best.slot == MLG_NONE) chain_visit(&c, a);
    else chain_insert(&c, s->slot[best.slot], best.pos, a);
    struct block *b = build(s, best.type, c.piece, c.count);
    if (!b) return false;
    mlg__replace(s, best.slot == MLG_NONE ? mlg__empty_slot(s) : best.slot, b);
    mlg__make_present(s, a);
    mlg__push(s, a);
    mlg__push(s, s->ref[a].prev);
    mlg__push(s, s->ref[a].next);
    s->count.inserted++;
    return true;
}

/* ---- local search ---- */

static void improve(struct search *s)
{
    struct move best;
    int64_t looks = 0;
    while (s->queue_count > 0 && !s->failed) {
        const int32_t u = s->queue[s->queue_head];
        if (++s->queue_head == s->in->visit_count) s->queue_head = 0;
        s->queue_count--;
        s->queued[u] = false;
        if (s->late) continue; /* only empty the queue */
        if (++looks % 64 == 0 && s->deadline_s > 0 && mlg__now_s() > s->deadline_s) s->late = true;
        if (s->ref[u].slot == MLG_NONE) {
            insert(s, u, 0);
        } else if (best_of(s, u, true, &best)) {
            mlg__apply(s, &best);
            mlg__push(s, u);
        }
    }
}
