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
/* Where nearly every arc is cheaper than the one removed (a depot's, or any of an overloaded route), this many are looked
 * at; and the ends of the routes of so many neighbours. Looking at all takes a quarter more time and gains nothing. */
enum { DEAR_MAX = 8, ENDS_MAX = 8 };

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
    if (TRAITS & TRAIT_RICH) s->leaving = m->drop;
    for (int32_t i = 0; i < m->count; i++) {
        cost += chain_cost(s, &m->chain[i], budget - cost);
        if (cost > budget) break;
    }
    if (TRAITS & TRAIT_RICH) s->leaving = MLG_NONE;
    if (cost > budget) return;
    m->delta = cost - old;
    *best = *m;
}

/* ---- a cut: the arc u -> x of a route, which the moves around u would replace ---- */

/* Nodes and arcs round it are read along the block; arcs into x in one row of the plane, which stays in the cache while
 * u meets all its candidates. All of it is seen in a direction. */
struct cut {
    const struct block *b;
    int32_t slot, i;      /* u is at position i of the block in slot */
    int32_t k, left;      /* rate class; visits after u */
    const int32_t *node;  /* at u */
    const int64_t *arcs;  /* sums of arcs, at u */
    int64_t ux;
    int32_t x;
    const int32_t *to_x;  /* cost of the arc from each node to x; NULL where no row of a plane has them */
};

ALWAYS_INLINE int32_t node_after(const struct cut *c, int dir, int32_t t) { return c->node[dir ? -t : t]; } /* t after u */
/* Cost of the arc from t to t + 1 after u. */
ALWAYS_INLINE int64_t arc_after(const struct cut *c, int dir, int32_t t)
{
    return dir ? c->arcs[-t] - c->arcs[-t - 1] : c->arcs[t + 1] - c->arcs[t];
}

/* A cut before its u -> x is looked up: enough for the far side of a move. */
ALWAYS_INLINE struct cut cut_near(const struct search *s, int dir, int32_t slot, int32_t i)
{
    const struct block *b = s->slot[slot];
    const int32_t at = dir ? b->len - 1 - i : i;
    return (struct cut) { .b = b, .slot = slot, .i = i, .k = rate_class_of(s->in, b), .left = b->len - 2 - i,
                          .node = b->seq + at, .arcs = b->arcs + at };
}

ALWAYS_INLINE struct cut cut_at(const struct search *s, int dir, int32_t slot, int32_t i)
{
    const struct instance *in = s->in;
    struct cut c = cut_near(s, dir, slot, i);
    c.x = node_after(&c, dir, 1);
    c.ux = arc_after(&c, dir, 0);
    if (!(TRAITS & (TRAIT_RICH | TRAIT_METRIC)) && (dir || in->symmetric))
        c.to_x = in->classes[0].cost + (int64_t)c.x * in->node_count;
    return c;
}

/* Cost of w -> x for a rate class. */
ALWAYS_INLINE int64_t into_x(const struct instance *in, const struct cut *c, int dir, int32_t k, int32_t w)
{
    return !(TRAITS & (TRAIT_RICH | TRAIT_METRIC)) && c->to_x ? c->to_x[w] : link(in, k, dir, w, c->x);
}

/* link(w, y), read in the row of `row`, which is one of the two, where that is the same. */
ALWAYS_INLINE int64_t link_near(const struct instance *in, int32_t k, int dir, int32_t w, int32_t y, int32_t row)
{
    return !(TRAITS & TRAIT_RICH) && in->symmetric ? arc(in, k, row, row == w ? y : w) : link(in, k, dir, w, y);
}

/* ---- two routes: u of route a, v of route b; the arc u -> v is created ---- */

/* Load of visits i..j of b in direction dir; none when i > j. */
static inline int64_t stretch_load(const struct search *s, const struct block *b, int dir, int32_t i, int32_t j)
{
    if (!sums_load(s->in)) return 0;
    return dir ? b->onboard[b->len - 1 - i] - b->onboard[b->len - 2 - j] : b->onboard[j] - b->onboard[i - 1];
}

/* Can a move whose arcs change the cost by delta and that brings a load into route a (and takes it out of b) not beat
 * best? Without windows this is the exact price; with them the rest is. */
static inline bool hopeless(const struct search *s, const struct block *a, const struct block *b, int64_t delta,
                            int64_t into_a, const struct move *best)
{
    const struct vehicle_type *types = s->in->types;
    if (delta - a->extra - b->extra >= best->delta) return true;
    if (!sums_load(s->in)) return false;
    const int64_t over_a = max64(a->load + into_a - types[a->type].cap[0], 0);
    const int64_t over_b = max64(b->load - into_a - types[b->type].cap[0], 0);
    if (s->overload_price_q8 == 0) return over_a + over_b > 0;
    const int64_t price = price_q8(s->overload_price_q8, over_a) + price_q8(s->overload_price_q8, over_b);
    return delta - a->extra - b->extra + price >= best->delta;
}

/* What b pays for its overload with visit v besides; COST_NEVER while overloads are forbidden. */
static inline int64_t load_price(const struct search *s, const struct block *b, int32_t v)
{
    return !sums_load(s->in) ? 0 : overload_cost(s, b->load + s->in->demand[v], s->in->types[b->type].cap[0]);
}

/* Is route a never late when visits from..to of b, perhaps turned round, take the place of positions i + 1 .. end of it?
 * Cheaper to ask than what the route costs. */
static inline bool stretch_in_time(const struct search *s, int dir, const struct block *a, int32_t i, int32_t end,
                                   const struct block *b, int32_t from, int32_t to, bool turned)
{
    const struct instance *in = s->in;
    const int32_t k = rate_class_of(in, a);
    if (!(TRAITS & TRAIT_TIME) || ((TRAITS & TRAIT_RICH) && !(in->plain_ways && in->traits & TRAIT_TIME))) return true;
    const int32_t last = a->len - 1, head = dir ? last - end - 1 : i, tail = dir ? last - i : end + 1; /* forward */
    struct label_time sum = a->before[head];
    int32_t at = a->seq[head];
    for (int32_t t = 0; t <= to - from; t++) {
        const int32_t v = node_at(b, dir, (dir != 0) == turned ? from + t : to - t);
        sum = label_time_join(sum, arc_time(in, k, at, v), visit_time(in, k, at, v));
        if (sum.warp > 0) return false;
        at = v;
    }
    return label_time_join(sum, arc_time(in, k, at, a->seq[tail]), a->after[tail]).warp == 0;
}

/* Visits from..to of b go between u and x, perhaps turned round. delta: without what closes b. */
static void relocate(struct search *s, int dir, const struct cut *a, int32_t slot_b, int32_t from, int32_t to, bool turned,
                     int64_t delta, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot_b];
    if (from == 1 && to == b->len - 2) delta -= in->types[b->type].fixed; /* that was the whole route */
    else delta += link(in, rate_class_of(in, b), dir, node_at(b, dir, from - 1), node_at(b, dir, to + 1));
    if (hopeless(s, a->b, b, delta, stretch_load(s, b, dir, from, to), best)) return;
    if (!stretch_in_time(s, dir, a->b, a->i, a->i, b, from, to, turned)) return;
    struct move m = move_on(s, OP_RELOCATE, a->slot, slot_b);
    chain_head(&m.chain[0], a->b, dir, a->i);
    chain_add(&m.chain[0], b, dir, from, to, turned);
    chain_tail(&m.chain[0], a->b, dir, a->i + 1);
    chain_head(&m.chain[1], b, dir, from - 1);
    chain_tail(&m.chain[1], b, dir, to + 1);
    consider(s, &m, dir, 0, best);
}

/* The stretch x..end_x of a and from..to of b change places. */
static void swap(struct search *s, int dir, const struct cut *a, int32_t end_x, int32_t slot_b, int32_t from, int32_t to,
                 int64_t delta, struct move *best)
{
    const struct block *b = s->slot[slot_b];
    const int64_t into_a = stretch_load(s, b, dir, from, to) - stretch_load(s, a->b, dir, a->i + 1, end_x);
    if (hopeless(s, a->b, b, delta, into_a, best)) return;
    if (!stretch_in_time(s, dir, a->b, a->i, end_x, b, from, to, false)) return;
    if (!stretch_in_time(s, dir, b, from - 1, to, a->b, a->i + 1, end_x, false)) return;
    struct move m = move_on(s, OP_SWAP, a->slot, slot_b);
    chain_head(&m.chain[0], a->b, dir, a->i);
    chain_add(&m.chain[0], b, dir, from, to, false);
    chain_tail(&m.chain[0], a->b, dir, end_x + 1);
    chain_head(&m.chain[1], b, dir, from - 1);
    chain_add(&m.chain[1], a->b, dir, a->i + 1, end_x, false);
    chain_tail(&m.chain[1], b, dir, to + 1);
    consider(s, &m, dir, 0, best);
}

/* 2-opt*: the rest of b from j on follows u, the rest of a follows what was before it. known: delta is what its arcs cost. */
static void tails(struct search *s, int dir, const struct cut *a, int32_t slot_b, int32_t j, bool known, int64_t delta,
                  struct move *best)
{
    const struct block *b = s->slot[slot_b];
    const int64_t into_a = stretch_load(s, b, dir, j, b->len - 2) - stretch_load(s, a->b, dir, a->i + 1, a->b->len - 2);
    if (known && hopeless(s, a->b, b, delta, into_a, best)) return;
    struct move m = move_on(s, OP_TAILS, a->slot, slot_b);
    chain_head(&m.chain[0], a->b, dir, a->i);
    chain_tail(&m.chain[0], b, dir, j);
    chain_head(&m.chain[1], b, dir, j - 1);
    chain_tail(&m.chain[1], a->b, dir, a->i + 1);
    consider(s, &m, dir, 0, best);
}

/* The arcs of an exchange of tails between routes that end at different places. base: u -> v for u -> x and for what led to
 * v, and the price of b should it become empty. */
static SELDOM int64_t tails_apart(const struct instance *in, int dir, const struct cut *a, const struct cut *v, int64_t base)
{
    const int32_t end_a = node_after(a, dir, a->left + 1), end_b = node_after(v, dir, v->left + 1);
    const int32_t last_a = node_after(a, dir, a->left), last_b = node_after(v, dir, v->left), p = node_after(v, dir, -1);
    int64_t delta = base + link(in, a->k, dir, last_b, end_a) - arc_after(v, dir, v->left);
    if (a->left) delta += link(in, a->k, dir, p, a->x) + link(in, a->k, dir, last_a, end_b) - arc_after(a, dir, a->left);
    else if (v->i > 1) delta += link(in, a->k, dir, p, end_b);
    return delta;
}

/* 2-opt* with the first part of b, up to j, turned round. */
static void tails_turned(struct search *s, int dir, const struct cut *a, int32_t slot_b, int32_t j, int64_t delta,
                         struct move *best)
{
    const struct block *b = s->slot[slot_b];
    const int64_t into_a = stretch_load(s, b, dir, 1, j) - stretch_load(s, a->b, dir, a->i + 1, a->b->len - 2);
    if (hopeless(s, a->b, b, delta, into_a, best)) return;
    struct move m = move_on(s, OP_TAILS_TURNED, a->slot, slot_b);
    chain_head(&m.chain[0], a->b, dir, a->i);
    chain_add(&m.chain[0], b, dir, 1, j, true);
    chain_add(&m.chain[1], a->b, dir, a->i + 1, a->b->len, true);
    chain_tail(&m.chain[1], b, dir, j + 1);
    consider(s, &m, dir, 0, best);
}

/* Is turning tails round allowed: one depot for both routes, the same roads both ways, no windows? */
ALWAYS_INLINE bool can_turn(const struct instance *in, const struct block *a, const struct block *b)
{
    const struct vehicle_type *ta = &in->types[a->type], *tb = &in->types[b->type];
    return !(TRAITS & (TRAIT_TIME | TRAIT_RICH)) && in->symmetric && ta->start == ta->end &&
           (ta == tb || (tb->start == ta->start && tb->end == ta->end));
}

/* All of them for v at position j of slot_b. The arcs of a move are priced here; who may beat best goes on above. */
ALWAYS_INLINE void try_inter(struct search *s, int dir, const struct cut *a, int32_t slot_b, int32_t j, int64_t uv,
                             struct move *best)
{
    const struct instance *in = s->in;
    const struct cut v = cut_near(s, dir, slot_b, j);
    const struct vehicle_type *tb = &in->types[v.b->type];
    const int32_t p = node_after(&v, dir, -1);
    const int64_t pv = arc_after(&v, dir, -1), slack = a->b->extra + v.b->extra, added = uv - a->ux;
    int64_t filters = 0;

    const int64_t base = added - pv, end = added - arc_after(&v, dir, 0);
    /* What relocating may cost by its arcs: v at least comes into a, and all of b may go. */
    const int64_t spare = slack - load_price(s, a->b, node_after(&v, dir, 0)) + (v.b->len - 2 <= SEGMENT_MAX ? tb->fixed : 0);
    for (int32_t k = 0; k < SEGMENT_MAX && k <= v.left; k++) {
        const int64_t delta = base + into_x(in, a, dir, a->k, node_after(&v, dir, k)) - arc_after(&v, dir, k);
        filters++;
        if (delta < best->delta + spare) relocate(s, dir, a, slot_b, j, j + k, false, delta, best);
    }
    for (int32_t k = 1; k < SEGMENT_MAX && k < j; k++) {
        const int64_t delta = end + into_x(in, a, dir, a->k, node_after(&v, dir, -k)) - arc_after(&v, dir, -k - 1);
        filters++;
        if (delta < best->delta + spare) relocate(s, dir, a, slot_b, j - k, j, true, delta, best);
    }

    /* A swap is two exchanges of tails, whose arcs are independent: if this one does not gain half of what is needed,
     * the other does, and is found at its own arcs. */
    const int64_t crossed = base + into_x(in, a, dir, v.k, p);
    const int32_t longest = TRAITS & (TRAIT_TIME | TRAIT_RICH) ? 2 : SEGMENT_MAX;
    if (2 * crossed < best->delta + slack)
        for (int32_t l = 0; l < longest && l < a->left; l++) {
            const int32_t y = node_after(a, dir, 1 + l), z = node_after(a, dir, 2 + l);
            const int64_t freed = crossed - arc_after(a, dir, 1 + l);
            for (int32_t k = 0; k < longest && k <= v.left; k++) {
                int64_t delta = freed + link_near(in, a->k, dir, node_after(&v, dir, k), z, z) - arc_after(&v, dir, k);
                filters++;
                if (delta - slack >= best->delta) continue;
                delta += link_near(in, v.k, dir, y, node_after(&v, dir, k + 1), y);
                if (delta - slack < best->delta) swap(s, dir, a, a->i + 1 + l, slot_b, j, j + k, delta, best);
            }
        }

    const struct vehicle_type *ta = &in->types[a->b->type];
    const bool alike = ta == tb || (dir ? ta->start == tb->start : ta->end == tb->end);
    const bool known = alike || a->k == v.k; /* else every arc of a tail may change its cost */
    const int64_t exchanged = j == 1 && a->left == 0 ? base - tb->fixed : crossed; /* b may be empty then */
    const int64_t ended = alike || !known ? exchanged : tails_apart(in, dir, a, &v, base - (j == 1 && a->left == 0 ? tb->fixed : 0));
    filters++;
    if (!known || ended - slack < best->delta) tails(s, dir, a, slot_b, j, known, ended, best);

    if (can_turn(in, a->b, v.b)) {
        const int64_t turned = v.left == 0 && a->left == 0 ? end - tb->fixed
                                                           : end + into_x(in, a, dir, v.k, node_after(&v, dir, 1));
        filters++;
        if (turned - slack < best->delta) tails_turned(s, dir, a, slot_b, j, turned, best);
    }
    s->count.filters += filters;
}

/* ---- one route: u at i, v at j ---- */

/* What a route pays beyond its arcs that another order of its visits may save. */
static inline int64_t extra_inside(const struct search *s, const struct block *b)
{
    return b->extra - (!sums_load(s->in) ? 0 : price_q8(s->overload_price_q8, b->overload));
}

/* Visits from..to go between u and x, perhaps turned round. delta: without the arc that closes their gap. */
static void or_opt(struct search *s, int dir, const struct cut *a, int32_t from, int32_t to, bool turned, int64_t delta,
                   struct move *best)
{
    const struct block *b = a->b;
    delta += link(s->in, a->k, dir, node_at(b, dir, from - 1), node_at(b, dir, to + 1));
    if (delta - extra_inside(s, b) >= best->delta) return;
    struct move m = move_on(s, OP_OR_OPT, a->slot, a->slot);
    if (from > a->i) {
        chain_head(&m.chain[0], b, dir, a->i);
        chain_add(&m.chain[0], b, dir, from, to, turned);
        chain_add(&m.chain[0], b, dir, a->i + 1, from - 1, false);
        chain_tail(&m.chain[0], b, dir, to + 1);
    } else {
        chain_head(&m.chain[0], b, dir, from - 1);
        chain_add(&m.chain[0], b, dir, to + 1, a->i, false);
        chain_add(&m.chain[0], b, dir, from, to, turned);
        chain_tail(&m.chain[0], b, dir, a->i + 1);
    }
    consider(s, &m, dir, 0, best);
}

/* The stretch x..end_x and the one from j to end_v change places. */
static void swap_inside(struct search *s, int dir, const struct cut *a, int32_t end_x, int32_t j, int32_t end_v,
                        struct move *best)
{
    const struct block *b = a->b;
    struct move m = move_on(s, OP_SWAP_INSIDE, a->slot, a->slot);
    const bool ahead = j > a->i;
    const int32_t first = ahead ? a->i + 1 : j, first_end = ahead ? end_x : end_v;
    const int32_t second = ahead ? j : a->i + 1, second_end = ahead ? end_v : end_x;
    chain_head(&m.chain[0], b, dir, first - 1);
    chain_add(&m.chain[0], b, dir, second, second_end, false);
    chain_add(&m.chain[0], b, dir, first_end + 1, second - 1, false);
    chain_add(&m.chain[0], b, dir, first, first_end, false);
    chain_tail(&m.chain[0], b, dir, second_end + 1);
    consider(s, &m, dir, 0, best);
}

/* The visits between the two cuts after low and high are turned round. */
static void two_opt(struct search *s, int dir, const struct cut *a, int32_t low, int32_t high, struct move *best)
{
    struct move m = move_on(s, OP_TWO_OPT, a->slot, a->slot);
    chain_head(&m.chain[0], a->b, dir, low);
    chain_add(&m.chain[0], a->b, dir, low + 1, high, true);
    chain_tail(&m.chain[0], a->b, dir, high + 1);
    consider(s, &m, dir, 0, best);
}

ALWAYS_INLINE void try_intra(struct search *s, int dir, const struct cut *a, int32_t j, int64_t uv, struct move *best)
{
    const struct instance *in = s->in;
    const int32_t i = a->i, k_class = a->k;
    if (j == i || j == i + 1) return;
    if (TRAITS & (TRAIT_TIME | TRAIT_RICH) && (j - i > WALK_MAX || i - j > WALK_MAX)) return;
    const struct cut v = cut_near(s, dir, a->slot, j);
    const bool ahead = j > i;
    const int64_t slack = extra_inside(s, a->b), pv = arc_after(&v, dir, -1), vn = arc_after(&v, dir, 0), added = uv - a->ux;
    int64_t filters = 0;

    for (int32_t k = 0; k < SEGMENT_MAX; k++) {
        if (k <= v.left && (ahead || j + k < i)) {
            const int64_t delta = added - pv + into_x(in, a, dir, k_class, node_after(&v, dir, k)) - arc_after(&v, dir, k);
            filters++;
            if (delta - slack < best->delta) or_opt(s, dir, a, j, j + k, false, delta, best);
        }
        if (k && k < j && (!ahead || j - k > i + 1)) {
            const int64_t delta = added - vn + into_x(in, a, dir, k_class, node_after(&v, dir, -k)) - arc_after(&v, dir, -k - 1);
            filters++;
            if (delta - slack < best->delta) or_opt(s, dir, a, j - k, j, true, delta, best);
        }
    }

    /* As between two routes: one half gains, or the other does. */
    const int64_t crossed = added - pv + into_x(in, a, dir, k_class, node_after(&v, dir, -1));
    if (2 * crossed < best->delta + slack)
        for (int32_t l = 0; l < 2; l++)
            for (int32_t k = 0; k < 2; k++) {
                if (l >= a->left || k > v.left || !(j > i + 2 + l || j + k < i)) continue;
                const int32_t y = node_after(a, dir, 1 + l), z = node_after(a, dir, 2 + l);
                const int32_t w = node_after(&v, dir, k), n = node_after(&v, dir, k + 1);
                const int64_t delta = crossed + link(in, k_class, dir, w, z) + link(in, k_class, dir, y, n) -
                                      arc_after(a, dir, 1 + l) - arc_after(&v, dir, k);
                filters++;
                if (delta - slack < best->delta) swap_inside(s, dir, a, i + 1 + l, j, j + k, best);
            }

    if (!(TRAITS & (TRAIT_TIME | TRAIT_RICH)) || (ahead ? j - i : i - j) <= TURN_MAX) {
        const int32_t u = node_after(a, dir, 0), n = node_after(&v, dir, 1);
        const int64_t delta = ahead || in->symmetric /* the new arcs run from low to high */
            ? added - vn + link_near(in, k_class, dir, a->x, n, a->x)
            : link(in, k_class, dir, node_after(&v, dir, 0), u) + link(in, k_class, dir, n, a->x) - a->ux - vn;
        filters++;
        if (delta - slack < best->delta) two_opt(s, dir, a, ahead ? i : j, ahead ? j : i, best);
    }
    s->count.filters += filters;
}

/* ---- visits that no route serves ---- */

/* What serving absent v would save besides its own price: its group's. COST_NEVER when another one of it is served. */
static inline int64_t group_gain(const struct search *s, int32_t v)
{
    const int32_t g = (TRAITS & TRAIT_RICH) ? group_of(s->in, v) : MLG_NONE;
    return g == MLG_NONE ? 0 : s->group_visits[g] ? COST_NEVER : s->in->group_cost[g];
}

/* What leaving u out costs, with its mate, and with its group, of which no other is served. */
static inline int64_t absent_price(const struct instance *in, int32_t u)
{
    const int32_t mate = (TRAITS & TRAIT_RICH) ? in->mate[u] : MLG_NONE, g = (TRAITS & TRAIT_RICH) ? group_of(in, u) : MLG_NONE;
    return in->absent_cost[u] + (mate == MLG_NONE ? 0 : in->absent_cost[mate]) + (g == MLG_NONE ? 0 : in->group_cost[g]);
}

/* Is the route of a never late with v in the place of the first `gone` visits behind u? */
static inline bool visit_in_time(const struct search *s, int dir, const struct cut *a, int32_t gone, int32_t v)
{
    const struct instance *in = s->in;
    const struct block *b = a->b;
    if (!(TRAITS & TRAIT_TIME) || (TRAITS & TRAIT_RICH) != 0) return true;
    const int32_t last = b->len - 1, head = dir ? last - a->i - gone - 1 : a->i, tail = head + gone + 1, at = b->seq[head];
    const struct label_time sum = label_time_join(b->before[head], arc_time(in, a->k, at, v), visit_time(in, a->k, at, v));
    return sum.warp == 0 && label_time_join(sum, arc_time(in, a->k, v, b->seq[tail]), b->after[tail]).warp == 0;
}

/* Absent v beside u, and in the place of x. */
static inline void try_absent(struct search *s, int dir, const struct cut *a, int32_t v, int64_t uv, struct move *best)
{
    const struct instance *in = s->in;
    const struct block *b = a->b;
    if ((TRAITS & TRAIT_RICH) && in->mate[v] != MLG_NONE) return; /* insertion does this */
    const int64_t group = group_gain(s, v), gain = in->absent_cost[v] + (group < COST_NEVER ? group : 0), added = uv - a->ux;
    s->count.filters++;
    if (group < COST_NEVER && added + link(in, a->k, dir, v, a->x) - gain - b->extra < best->delta &&
        visit_in_time(s, dir, a, 0, v)) {
        struct move m = move_on(s, OP_SERVE, a->slot, a->slot);
        chain_head(&m.chain[0], b, dir, a->i);
        chain_visit(&m.chain[0], v);
        chain_tail(&m.chain[0], b, dir, a->i + 1);
        consider(s, &m, dir, gain, best);
    }
    if (a->x >= in->visit_count || ((TRAITS & TRAIT_RICH) && in->mate[a->x] != MLG_NONE)) return;
    const bool instead = (TRAITS & TRAIT_RICH) && group_of(in, v) != MLG_NONE && group_of(in, v) == group_of(in, a->x);
    if (group == COST_NEVER && !instead) return;
    const int64_t change = gain - (instead ? in->absent_cost[a->x] : absent_price(in, a->x));
    const bool as_heavy = instead && sums_load(in) && in->demand[v] == in->demand[a->x];
    const int64_t slack = as_heavy ? extra_inside(s, b) : b->extra;
    s->count.filters++;
    if (added + link(in, a->k, dir, v, node_after(a, dir, 2)) - arc_after(a, dir, 1) - change - slack >= best->delta) return;
    if (!visit_in_time(s, dir, a, 1, v)) return;
    struct move m = move_on(s, OP_EXCHANGE_ABSENT, a->slot, a->slot);
    m.drop = a->x;
    chain_head(&m.chain[0], b, dir, a->i);
    chain_visit(&m.chain[0], v);
    chain_tail(&m.chain[0], b, dir, a->i + 2);
    consider(s, &m, dir, change, best);
}

/* A route without visit u and, of a shipment, without its mate. */
static inline void chain_without(const struct search *s, int32_t u, struct chain *c)
{
    const struct block *b = s->slot[s->ref[u].slot];
    const int32_t mate = (TRAITS & TRAIT_RICH) ? s->in->mate[u] : MLG_NONE;
    const int32_t pos = s->ref[u].pos, other = mate == MLG_NONE ? pos : s->ref[mate].pos;
    *c = (struct chain) { .type = b->type };
    chain_head(c, b, 0, min32(pos, other) - 1);
    chain_add(c, b, 0, min32(pos, other) + 1, max32(pos, other) - 1, false);
    chain_tail(c, b, 0, max32(pos, other) + 1);
}

/* Leave u out, when its prize is not worth the detour. */
static inline void try_drop(struct search *s, int32_t u, struct move *best)
{
    if (must_serve(s->in, u) || is_given(s->in, u)) return;
    const struct node_ref r = s->ref[u];
    const struct block *b = s->slot[r.slot];
    const int64_t freed = b->arcs[r.pos + 1] - b->arcs[r.pos - 1];
    if (!(TRAITS & TRAIT_RICH) && b->len > 3 && /* else the vehicle is saved too, or what an arc is worth is not all in it */
        arc(s->in, 0, r.prev, r.next) - freed + absent_price(s->in, u) - b->extra >= best->delta) return;
    struct move m = move_on(s, OP_DROP, r.slot, r.slot);
    m.drop = u;
    chain_without(s, u, &m.chain[0]);
    consider(s, &m, 0, -absent_price(s->in, u), best);
}

/* ---- new routes, other vehicles ---- */

/* Of many types of vehicle a few are looked at: each visit begins with others. All of few, in their order. */
enum { TYPES_LOOKED = 16 };

static inline int32_t type_at(const struct instance *in, int32_t u, int32_t i)
{
    return in->type_count <= TYPES_LOOKED ? i : (int32_t)(((int64_t)u * TYPES_LOOKED + i) % in->type_count);
}

/* A stretch that starts at u, or everything from u on, in a vehicle that is still free. */
static inline void try_open(struct search *s, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    const struct block *b = s->slot[r.slot];
    const struct vehicle_type *old = &in->types[b->type];
    if (s->route_count >= s->route_most) return;
    for (int32_t i = 0, looked = 0; i < in->type_count && looked < TYPES_LOOKED; i++) {
        const int32_t k = type_at(in, u, i);
        const struct vehicle_type *t = &in->types[k];
        if (!s->free_of_type[k]) continue;
        looked++;
        const int64_t out = t->fixed + arc(in, t->rate_class, t->start, u) - (b->arcs[r.pos] - b->arcs[r.pos - 1]);
        for (int32_t l = 0; l <= SEGMENT_MAX; l++) {
            const int32_t to = l < SEGMENT_MAX ? r.pos + l : b->len - 2; /* the last one: all the rest */
            if (to > b->len - 2 || (r.pos == 1 && to == b->len - 2)) continue;
            if (l == SEGMENT_MAX && to - r.pos < SEGMENT_MAX) continue;
            const int32_t w = b->seq[to], n = b->seq[to + 1];
            int64_t delta = out + link_near(in, t->rate_class, 0, w, t->end, t->end) - (b->arcs[to + 1] - b->arcs[to]);
            s->count.filters++;
            if (delta - b->extra >= best->delta) continue;
            delta += arc(in, old->rate_class, r.prev, n);
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
    for (int32_t i = 0, looked = 0; i < in->type_count && looked < TYPES_LOOKED; i++) {
        const int32_t k = type_at(in, u, i);
        if (!s->free_of_type[k] || k == s->slot[r.slot]->type) continue;
        looked++;
        struct move m = move_on(s, OP_RETYPE, r.slot, r.slot);
        m.chain[0].type = k;
        chain_head(&m.chain[0], s->slot[r.slot], 0, s->slot[r.slot]->len);
        consider(s, &m, 0, 0, best);
    }
}

/* The vehicle that is cheapest for one visit is seldom the one for the route that grows from it: sometimes, any. MLG_NONE:
 * the cheapest. */
static inline int32_t drawn_type(struct search *s, bool any)
{
    const int32_t types = s->in->type_count;
    return any && types > 1 && rng_below(&s->rng, 4) == 0 ? rng_below(&s->rng, types) : MLG_NONE;
}

/* What putting a in may cost: what leaving it out does, and sometimes more, where that is a choice. */
static inline int64_t may_cost(const struct search *s, int32_t a)
{
    enum { MORE = 4 };
    const int64_t price = absent_price(s->in, a);
    return s->generous && price > 0 && !must_serve(s->in, a) ? MORE * min64(price, COST_NEVER / MORE / 2) : price;
}

/* The visits of a chain in the vehicle that is cheapest, for less than *cost: of the free ones that may drive it, some of those
 * that are cheap alone. */
static inline bool in_new_route(struct search *s, struct chain *c, bool any, int64_t *cost)
{
    const struct instance *in = s->in;
    if (s->route_count >= s->route_most) return false;
    const int32_t only = drawn_type(s, any);
    int32_t type = MLG_NONE;
    for (int32_t i = 0, looked = 0; i < in->type_count && looked < TYPES_LOOKED; i++) {
        const int32_t k = only == MLG_NONE ? in->cheapest[i] : only;
        if (only != MLG_NONE && i) break;
        if (!s->free_of_type[k]) continue;
        c->type = k;
        const int64_t whole = chain_cost(s, c, *cost - 1);
        looked += whole < COST_NEVER;
        if (whole < *cost) *cost = whole, type = k;
    }
    c->type = type;
    return type != MLG_NONE;
}

#include "routing/group.inc.h"
#include "routing/ship.inc.h"

/* ---- the scan ---- */

/* Not inlined: each of these four is long, and both ways of coming to a pair share it. */
static void inter_ahead(struct search *s, const struct cut *a, int32_t slot, int32_t j, int64_t uv, struct move *best)
{
    try_inter(s, 0, a, slot, j, uv, best);
}
static void inter_back(struct search *s, const struct cut *a, int32_t slot, int32_t j, int64_t uv, struct move *best)
{
    try_inter(s, 1, a, slot, j, uv, best);
}
static void intra_ahead(struct search *s, const struct cut *a, int32_t j, int64_t uv, struct move *best)
{
    try_intra(s, 0, a, j, uv, best);
}
static void intra_back(struct search *s, const struct cut *a, int32_t j, int64_t uv, struct move *best)
{
    try_intra(s, 1, a, j, uv, best);
}

/* All moves that put v behind u of the cut; uv: cost of that arc. */
static inline void try_pair(struct search *s, int dir, const struct cut *a, int32_t v, int64_t uv, struct move *best)
{
    const struct node_ref r = s->ref[v];
    if (r.slot == MLG_NONE) {
        try_absent(s, dir, a, v, uv, best);
        return;
    }
    if (s->foreign[r.slot]) return;
    if ((TRAITS & TRAIT_RICH) && s->in->has_skills && !(s->in->allowed[v] >> a->b->type & 1)) return; /* v comes into a */
    const int32_t j = dir ? s->slot[r.slot]->len - 1 - r.pos : r.pos;
    if (r.slot == a->slot) (dir ? intra_back : intra_ahead)(s, a, j, uv, best);
    else (dir ? inter_back : inter_ahead)(s, a, r.slot, j, uv, best);
}

/* u could be the first (last) visit of the routes met around it: the only cheaper arc may be the depot's. */
static inline void scan_end(struct search *s, int dir, int32_t u, int32_t slot, struct move *best)
{
    const struct instance *in = s->in;
    if (s->seen[slot] == s->seen_epoch || s->foreign[slot]) return;
    s->seen[slot] = s->seen_epoch;
    const struct block *b = s->slot[slot];
    const int32_t end = node_at(b, dir, 0);
    const int64_t uv = link(in, rate_class_of(in, b), dir, end, u);
    const int64_t ux = dir ? b->arcs[b->len - 1] - b->arcs[b->len - 2] : b->arcs[1];
    if (u == node_at(b, dir, 1) || uv >= ux + b->extra) return;
    const struct cut c = cut_at(s, dir, slot, 0);
    try_pair(s, dir, &c, u, uv, best);
}

static inline void scan_side(struct search *s, int dir, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    const struct block *b = s->slot[r.slot];
    const struct cut c = cut_at(s, dir, r.slot, dir ? b->len - 1 - r.pos : r.pos);
    const struct lists *lists = dir ? &in->in : &in->out;
    const struct candidate *item = lists->item + lists->first[u], *end = lists->item + lists->first[u + 1];
    const int64_t removed = c.ux + b->extra;
    const bool dear = c.x >= in->visit_count || b->extra > 0;
    const struct candidate *last = dear && end - item > DEAR_MAX ? item + DEAR_MAX : end;
    const struct candidate *last_end = end - item > ENDS_MAX ? item + ENDS_MAX : end;
    int32_t served = in->scan_most, absent = in->scan_most;
    s->seen_epoch++;
    scan_end(s, dir, u, r.slot, best);
    for (; item < last && item->cost < removed && served; item++) {
        if (s->ref[item->visit].slot != MLG_NONE) served--;
        else if (absent-- <= 0) continue;
        const bool whole = !(TRAITS & TRAIT_RICH) && item->cost < ARC_NONE - 1; /* the list's cost is the arc's */
        try_pair(s, dir, &c, item->visit, whole ? item->cost : link(in, c.k, dir, u, item->visit), best);
        if (s->ref[item->visit].slot != MLG_NONE) scan_end(s, dir, u, s->ref[item->visit].slot, best);
    }
    for (; item < last_end; item++)
        if (s->ref[item->visit].slot != MLG_NONE) scan_end(s, dir, u, s->ref[item->visit].slot, best);
}

/* Everything, near or far, cheap or dear: what pruning must not lose. For tests. */
static void scan_all(struct search *s, int dir, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[u];
    const struct cut c = cut_at(s, dir, r.slot, dir ? s->slot[r.slot]->len - 1 - r.pos : r.pos);
    for (int32_t v = 0; v < in->visit_count; v++)
        if (v != u) try_pair(s, dir, &c, v, link(in, c.k, dir, u, v), best);
    for (int32_t slot = 0; slot < in->slot_count; slot++) {
        if (!s->slot[slot] || node_at(s->slot[slot], dir, 1) == u) continue;
        const struct cut end = cut_at(s, dir, slot, 0);
        try_pair(s, dir, &end, u, link(in, end.k, dir, node_at(end.b, dir, 0), u), best);
    }
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
    if ((TRAITS & TRAIT_RICH) && s->in->mate[u] != MLG_NONE) {
        try_ship(s, u, best);
        try_swap_shipments(s, u, best);
    }
    return best->delta < 0;
}

/* ---- insertion ---- */

struct place_for { int64_t cost; int32_t visit, slot, pos, type; }; /* before position pos; slot MLG_NONE: a new route */

static inline void chain_insert(struct chain *c, const struct block *b, int32_t pos, int32_t a)
{
    *c = (struct chain) { .type = b->type };
    chain_head(c, b, 0, pos - 1);
    chain_visit(c, a);
    chain_tail(c, b, 0, pos);
}

/* Try a between positions pos - 1 and pos of a route, where it costs `detour` by arcs and `over` by overload. */
static inline void try_place(struct search *s, int32_t slot, int32_t pos, int32_t a, int64_t detour, int64_t over,
                             struct place_for *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const struct vehicle_type *t = &in->types[b->type];
    int64_t cost = detour + over;
    if (cost - ((TRAITS & TRAIT_RICH) && in->scheduled ? b->extra : 0) >= best->cost) return;
    if ((TRAITS & TRAIT_RICH) && !in->plain_ways) {
        struct chain c;
        chain_insert(&c, b, pos, a);
        const int64_t whole = chain_cost(s, &c, b->cost + best->cost - 1);
        if (whole >= b->cost + best->cost) return;
        cost = whole - b->cost;
    } else if ((TRAITS & TRAIT_TIME) && (!(TRAITS & TRAIT_RICH) || in->traits & TRAIT_TIME)) {
        const int32_t p = b->seq[pos - 1], n = b->seq[pos], k = rate_class_of(in, b);
        struct label_time sum = label_time_join(b->before[pos - 1], arc_time(in, k, p, a), visit_time(in, k, p, a));
        if (sum.warp > 0) return;
        sum = label_time_join(sum, arc_time(in, k, a, n), b->after[pos]);
        if (sum.warp > 0 || sum.duration > t->max_duty) return;
        cost += time_cost(t, sum) - extra_inside(s, b);
        if (cost >= best->cost) return;
    }
    *best = (struct place_for) { cost, a, slot, pos, b->type };
}

static inline int64_t overload_with(const struct search *s, const struct block *b, int32_t a)
{
    if (!sums_load(s->in)) return 0;
    return load_price(s, b, a) - price_q8(s->overload_price_q8, b->overload);
}

static inline void try_place_at(struct search *s, int32_t slot, int32_t pos, int32_t a, struct place_for *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t k = rate_class_of(in, b), p = b->seq[pos - 1], n = b->seq[pos];
    s->count.filters++;
    try_place(s, slot, pos, a, arc(in, k, p, a) + arc(in, k, a, n) - (b->arcs[pos] - b->arcs[pos - 1]),
              overload_with(s, b, a), best);
}

/* Before and after visit v, a neighbour of a; blinks, of 16 bits of luck each, overlook either. */
static inline void try_beside(struct search *s, int32_t v, int32_t a, uint64_t luck, int32_t blink_q16, struct place_for *best)
{
    const struct instance *in = s->in;
    const struct node_ref r = s->ref[v];
    const bool before = (int32_t)(luck >> 16 & 0xffff) >= blink_q16, after = (int32_t)(luck & 0xffff) >= blink_q16;
    const struct block *b = s->slot[r.slot];
    const int32_t k = rate_class_of(in, b);
    const int64_t *arcs = b->arcs + r.pos;
    const int64_t va = link_near(in, k, 0, v, a, a), av = in->symmetric ? va : link(in, k, 0, a, v);
    const int64_t detour_before = link_near(in, k, 0, r.prev, a, a) + av - (arcs[0] - arcs[-1]);
    const int64_t detour_after = va + link(in, k, 0, a, r.next) - (arcs[1] - arcs[0]);
    s->count.filters += 2;
    /* What b pays besides may be saved by a longer way only where waiting has a price. */
    const int64_t bound = best->cost + b->extra;
    if (detour_before >= bound && detour_after >= bound) return;
    const int64_t over = overload_with(s, b, a);
    if (before) try_place(s, r.slot, r.pos, a, detour_before, over, best);
    if (after) try_place(s, r.slot, r.pos + 1, a, detour_after, over, best);
}

/* May a go into that route at all? */
static inline bool has_room(const struct search *s, int32_t slot, int32_t a)
{
    const struct block *b = s->slot[slot];
    if ((TRAITS & TRAIT_RICH) && s->in->has_skills && !(s->in->allowed[a] >> b->type & 1)) return false;
    return !s->foreign[slot] && (!sums_load(s->in) || s->overload_price_q8 || b->load + s->in->demand[a] <= s->in->types[b->type].cap[0]);
}

/* Who finds no place near looks at all routes; between ruins only at those that changed, as others had no room before. */
static inline bool looked_at(const struct search *s, int32_t slot, int32_t blink_q16)
{
    return blink_q16 == 0 || s->stamp[slot] == s->epoch;
}

/* a alone in a vehicle that is free. */
static inline void try_new_route(struct search *s, int32_t a, bool any, struct place_for *best)
{
    struct chain c;
    c.count = 0;
    chain_visit(&c, a);
    if (in_new_route(s, &c, any, &best->cost)) best->visit = a, best->slot = MLG_NONE, best->pos = 1, best->type = c.type;
}

/* The first of a team sometimes looks for a route of their own: where it is cheap alone, the others may not fit. */
static SELDOM bool begins_afresh(struct search *s, int32_t a)
{
    return s->in->team[a] != MLG_NONE && team_slot(s, a) == MLG_NONE && rng_below(&s->rng, 4) == 0;
}

/* Everywhere in the route of its team. */
static SELDOM void try_team(struct search *s, int32_t a, struct place_for *best)
{
    const int32_t slot = team_slot(s, a);
    if (slot == MLG_NONE || !has_room(s, slot, a)) return;
    for (int32_t pos = 1; pos < s->slot[slot]->len; pos++) try_place_at(s, slot, pos, a, best);
}

/* Some fit nowhere but behind another stop: backhauls, and what finds room only once the first trip has unloaded what was on
 * board. Where they are required, the cheapest other one, from its route or absent too, opens a route with them. */
static inline bool may_follow(const struct instance *in, int32_t a)
{
    return (TRAITS & TRAIT_RICH) && ((in->has_backhauls && in->backhaul[a]) || in->has_unloading) && must_serve(in, a);
}

static SELDOM bool open_before(struct search *s, int32_t a)
{
    const struct instance *in = s->in;
    struct move best = { .delta = 0 };
    for (int32_t w = 0; w < in->visit_count && s->route_count < s->route_most; w++) {
        const int32_t slot = s->ref[w].slot;
        const int64_t group = slot == MLG_NONE ? group_gain(s, w) : 0;
        if (w == a || in->backhaul[w] || in->mate[w] != MLG_NONE || group == COST_NEVER || (slot != MLG_NONE && s->foreign[slot])) continue;
        if (group_of(in, a) != MLG_NONE && group_of(in, a) == group_of(in, w)) continue;
        const int64_t gain = absent_price(in, a) + (slot == MLG_NONE ? in->absent_cost[w] + group : 0);
        for (int32_t i = 0, looked = 0; i < in->type_count && looked < TYPES_LOOKED; i++) {
            struct move m = { .operator = OP_OPEN, .count = slot == MLG_NONE ? 1 : 2, .drop = MLG_NONE, .slot = { MLG_NONE, slot } };
            const int32_t k = type_at(in, w, i);
            if (!s->free_of_type[k]) continue;
            looked++;
            m.chain[0].type = k;
            chain_visit(&m.chain[0], w);
            chain_visit(&m.chain[0], a);
            if (slot != MLG_NONE) chain_without(s, w, &m.chain[1]);
            consider(s, &m, 0, gain, &best);
        }
    }
    return best.delta < 0 && mlg__apply(s, &best);
}

/* The places that a has near, in the route of its team and alone. */
ALWAYS_INLINE void try_places(struct search *s, int32_t a, int32_t blink_q16, struct place_for *best)
{
    const struct instance *in = s->in;
    uint64_t luck = ~UINT64_C(0);
    const bool afresh = (TRAITS & TRAIT_RICH) && in->has_together && blink_q16 > 0 && begins_afresh(s, a);
    for (int32_t i = in->insert.first[a], left = in->insert_most; i < in->insert.first[a + 1] && left && !afresh; i++, luck >>= 32) {
        if (blink_q16 == 0) luck = ~UINT64_C(0);
        else if ((i & 1) == 0 || i == in->insert.first[a]) luck = rng_next(&s->rng);
        const int32_t slot = s->ref[in->insert.item[i].visit].slot;
        if (slot == MLG_NONE) continue;
        left--;
        if (!has_room(s, slot, a)) continue;
        try_beside(s, in->insert.item[i].visit, a, luck, blink_q16, best);
    }
    if ((TRAITS & TRAIT_RICH) && in->has_together) try_team(s, a, best);
    try_new_route(s, a, blink_q16 > 0, best);
}

/* The same for the others of a's group, each overlooked now and then: the member that is cheapest now need not be the one for
 * what comes. What they cost is told as if a went in. */
static SELDOM void try_members(struct search *s, int32_t a, int32_t blink_q16, struct place_for *best)
{
    const struct instance *in = s->in;
    const int32_t g = in->group[a];
    for (int32_t i = in->group_first[g]; i < in->group_first[g + 1]; i++) {
        const int32_t member = in->group_member[i];
        const int64_t apart = in->absent_cost[member] - in->absent_cost[a];
        if (member == a || (blink_q16 > 0 && rng_below(&s->rng, 4) == 0)) continue;
        best->cost += apart;
        try_places(s, member, blink_q16, best);
        best->cost -= apart;
    }
}

static bool insert(struct search *s, int32_t a, int32_t blink_q16)
{
    const struct instance *in = s->in;
    if ((TRAITS & TRAIT_RICH) && in->mate[a] != MLG_NONE) return insert_shipment(s, a, blink_q16);
    if (s->ref[a].slot != MLG_NONE) return true; /* another one took it along */
    if (group_gain(s, a) == COST_NEVER) return false;
    struct place_for best = { .cost = may_cost(s, a), .visit = a, .slot = MLG_NONE, .pos = MLG_NONE };
    try_places(s, a, blink_q16, &best);
    if ((TRAITS & TRAIT_RICH) && group_of(in, a) != MLG_NONE) try_members(s, a, blink_q16, &best);
    if (best.pos == MLG_NONE && blink_q16 > 0) try_new_route(s, a, false, &best);
    if (best.pos == MLG_NONE && must_serve(in, a)) /* nowhere near: look everywhere */
        for (int32_t slot = 0; slot < in->slot_count; slot++)
            for (int32_t pos = 1; s->slot[slot] && looked_at(s, slot, blink_q16) && has_room(s, slot, a) && pos < s->slot[slot]->len; pos++)
                try_place_at(s, slot, pos, a, &best);
    if (best.pos == MLG_NONE && s->loans > 0) { /* others may pay for the rest of the way */
        best.cost = COST_NEVER;
        try_new_route(s, a, blink_q16 > 0, &best);
        s->loans -= best.pos != MLG_NONE;
    }
    if (best.pos == MLG_NONE) return may_follow(in, a) && open_before(s, a);
    struct chain c = { .type = best.type };
    a = best.visit;
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

static void empty_queue(struct search *s)
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

static void improve(struct search *s)
{
    do empty_queue(s);
    while (members_open(s->in) && !s->late && choose_all(s));
}
