/* ship.inc.h — shipments: where the two visits of one go into a route, and the moves that carry whole shipments.
 *
 * A pair is inserted by a sweep: the first visit p before some position, then the stretch behind it grows visit by visit
 * and the second one, d, is tried at its end [Kindervater1997]. Lateness of the stretch and its load only grow with it,
 * so the sweep ends where they forbid it, or where d comes in too dearly from there on; whatever gets through is priced
 * like any chain. */

struct ship_place { int64_t cost; int32_t slot, i, j, type; }; /* p before position i, d before j; slot MLG_NONE: a new route */

static inline void chain_ship(struct chain *c, const struct block *b, int32_t i, int32_t j, int32_t p)
{
    *c = (struct chain) { .type = b->type };
    chain_head(c, b, 0, i - 1);
    chain_visit(c, p);
    chain_add(c, b, 0, i, j - 1, false);
    chain_visit(c, p + 1);
    chain_tail(c, b, 0, j);
}

/* What grows behind p: its loads and, where clocks count, its time label. */
struct sweep { struct label_time time; struct label_load load[DIMS_MAX]; bool timed; int32_t dims; };

static inline bool sweep_start(const struct instance *in, const struct block *b, int32_t i, int32_t p, struct sweep *w)
{
    const int32_t k = in->types[b->type].rate_class, u = b->seq[i - 1];
    const bool one_trip = in->types[b->type].max_trips == 1; /* else loads and times are not what they seem */
    w->timed = one_trip && in->traits & TRAIT_TIME;
    w->dims = one_trip ? in->dims : 0;
    w->time = (struct label_time) { 0 };
    if (w->timed) w->time = label_time_join(b->before[i - 1], arc_time(in, k, u, p), visit_time(in, k, u, p));
    if (w->timed && w->time.warp > 0) return false;
    for (int32_t d = 0; d < w->dims; d++)
        w->load[d] = label_load_join(b->load_before[d * b->cap + i - 1], in->load[(int64_t)d * in->visit_count + p]);
    return true;
}

/* Visit v, at position j of b, is behind what grew to `last`. */
static inline bool sweep_on(const struct instance *in, const struct block *b, int32_t last, int32_t j, struct sweep *w)
{
    const struct vehicle_type *t = &in->types[b->type];
    const int32_t v = b->seq[j];
    if (w->timed)
        w->time = label_time_join(w->time, arc_time(in, t->rate_class, last, v), visit_time(in, t->rate_class, last, v));
    if (w->timed && w->time.warp > 0) return false;
    for (int32_t d = 0; d < w->dims; d++) {
        w->load[d] = label_load_join(w->load[d], in->load[(int64_t)d * in->visit_count + v]);
        if (w->load[d].peak + b->load_before[d * b->cap + b->len - 1].init > t->cap[d]) return false;
    }
    return true;
}

/* Is all in time when d comes next? Says no more than the price would, but sooner. */
static inline bool sweep_ends(const struct instance *in, const struct block *b, int32_t last, int32_t j, int32_t d,
                              const struct sweep *w)
{
    const int32_t k = in->types[b->type].rate_class, n = b->seq[j];
    if (!w->timed) return true;
    struct label_time sum = label_time_join(w->time, arc_time(in, k, last, d), visit_time(in, k, last, d));
    if (sum.warp > 0) return false;
    if (skips_setup(in, d, n)) return true; /* labels of suffixes begin with a setup */
    return label_time_join(sum, arc_time(in, k, d, n), b->after[j]).warp == 0;
}

/* What d adds by arcs before each position of a route, and at least from there on. */
static inline void price_ends(struct search *s, const struct block *b, int32_t d)
{
    const struct instance *in = s->in;
    const int32_t k = rate_class_of(in, b);
    int64_t least = s->ending[b->len].least = COST_NEVER / 2; /* and a detour */
    for (int32_t j = b->len - 1; j > 0; j--) {
        const int64_t own = arc(in, k, b->seq[j - 1], d) + arc(in, k, d, b->seq[j]) - (b->arcs[j] - b->arcs[j - 1]);
        least = min64(least, own);
        s->ending[j] = (struct ending) { own, least };
    }
}

/* The cheapest places of the shipment of p in a route; cost: what they add to it. */
static void best_in_route(struct search *s, int32_t slot, int32_t p, int32_t blink_q16, struct ship_place *best)
{
    const struct instance *in = s->in;
    const struct block *b = s->slot[slot];
    const int32_t k = rate_class_of(in, b), d = p + 1;
    price_ends(s, b, d);
    for (int32_t i = 1; i < b->len; i++) {
        const int32_t u = b->seq[i - 1], n = b->seq[i];
        const int64_t freed = b->arcs[i] - b->arcs[i - 1], up = arc(in, k, u, p), detour = up + arc(in, k, p, n) - freed;
        const int64_t both = up + arc(in, k, p, d) + arc(in, k, d, n) - freed; /* d right behind p */
        struct sweep w;
        if (blink_q16 && (int32_t)(rng_next(&s->rng) >> 48) < blink_q16) continue;
        s->count.filters++;
        if (min64(detour + s->ending[i + 1].least, both) >= best->cost + b->extra) continue;
        if (!sweep_start(in, b, i, p, &w)) continue;
        for (int32_t j = i, last = p; j < b->len; last = b->seq[j++]) {
            if (j > i && detour + s->ending[j].least >= best->cost + b->extra) break;
            if (j > i && !sweep_on(in, b, last, j - 1, &w)) break;
            s->count.filters++;
            if ((j == i ? both : detour + s->ending[j].own) >= best->cost + b->extra) continue;
            if (!sweep_ends(in, b, last, j, d, &w)) continue;
            struct chain c;
            chain_ship(&c, b, i, j, p);
            const int64_t cost = chain_cost(s, &c, b->cost + best->cost - 1);
            if (cost < b->cost + best->cost) *best = (struct ship_place) { cost - b->cost, slot, i, j, b->type };
        }
    }
}

/* In the routes met around v, one of the two visits, but not in slot `not_in`. s->seen says which were met. */
static inline void best_around(struct search *s, int32_t v, int32_t not_in, int32_t blink_q16, struct ship_place *best)
{
    const struct lists *l = &s->in->insert;
    for (int32_t at = l->first[v]; at < l->first[v + 1]; at++) {
        const int32_t slot = s->ref[l->item[at].visit].slot;
        if (slot == MLG_NONE || slot == not_in || s->foreign[slot] || s->seen[slot] == s->seen_epoch) continue;
        s->seen[slot] = s->seen_epoch;
        best_in_route(s, slot, first_of(s->in, v), blink_q16, best);
    }
}

/* Alone in a vehicle that is free. */
static inline void best_alone(struct search *s, int32_t p, bool any, struct ship_place *best)
{
    struct chain c;
    c.count = 0;
    chain_visit(&c, p);
    chain_visit(&c, p + 1);
    if (in_new_route(s, &c, any, &best->cost)) best->slot = MLG_NONE, best->i = best->j = 1, best->type = c.type;
}

static inline void chain_place(const struct search *s, const struct ship_place *at, int32_t p, struct chain *c)
{
    if (at->slot != MLG_NONE) {
        chain_ship(c, s->slot[at->slot], at->i, at->j, p);
        return;
    }
    *c = (struct chain) { .type = at->type };
    chain_visit(c, p);
    chain_visit(c, p + 1);
}

/* Insert the shipment of a visit, both absent, where it is cheapest. */
static bool insert_shipment(struct search *s, int32_t a, int32_t blink_q16)
{
    const struct instance *in = s->in;
    const int32_t p = first_of(in, a);
    struct ship_place best = { .cost = may_cost(s, p), .slot = MLG_NONE, .i = MLG_NONE };
    if (s->absent_at[p] == MLG_NONE) return true; /* went with its mate */
    s->seen_epoch++;
    best_around(s, p, MLG_NONE, blink_q16, &best);
    best_around(s, p + 1, MLG_NONE, blink_q16, &best);
    for (int32_t v = p; v <= p + 1; v++) /* the route of its team */
        if (team_slot(s, v) != MLG_NONE && !s->foreign[team_slot(s, v)]) best_in_route(s, team_slot(s, v), p, 0, &best);
    best_alone(s, p, blink_q16 > 0, &best);
    if (best.i == MLG_NONE && blink_q16 > 0) best_alone(s, p, false, &best);
    for (int32_t slot = 0; slot < in->slot_count && best.i == MLG_NONE && in->required[p]; slot++) /* nowhere near */
        if (s->slot[slot] && !s->foreign[slot] && (blink_q16 == 0 || s->stamp[slot] == s->epoch))
            best_in_route(s, slot, p, 0, &best);
    if (best.i == MLG_NONE && s->loans > 0) {
        best.cost = COST_NEVER;
        best_alone(s, p, blink_q16 > 0, &best);
        s->loans -= best.i != MLG_NONE;
    }
    if (best.i == MLG_NONE) return false;
    struct chain c;
    chain_place(s, &best, p, &c);
    struct block *b = build(s, best.type, c.piece, c.count);
    if (!b) return false;
    mlg__replace(s, best.slot == MLG_NONE ? mlg__empty_slot(s) : best.slot, b);
    for (int32_t v = p; v <= p + 1; v++) mlg__make_present(s, v);
    for (int32_t v = p; v <= p + 1; v++) mlg__push(s, v), mlg__push(s, s->ref[v].prev), mlg__push(s, s->ref[v].next);
    s->count.inserted++;
    return true;
}

/* The shipment of u goes to another route met around u, or to a new one. */
static void try_ship(struct search *s, int32_t u, struct move *best)
{
    const int32_t p = first_of(s->in, u), slot = s->ref[u].slot;
    const struct block *b = s->slot[slot];
    struct move m = move_on(s, OP_SHIP, slot, MLG_NONE);
    chain_without(s, p, &m.chain[0]);
    const int64_t rest = chain_cost(s, &m.chain[0], COST_NEVER);
    if (rest >= COST_NEVER) return;
    struct ship_place at = { .cost = b->cost - rest + best->delta, .i = MLG_NONE };
    s->count.of[OP_SHIP].exact++;
    s->seen_epoch++;
    best_around(s, u, slot, 0, &at);
    if (m.chain[0].count) best_alone(s, p, false, &at);
    if (at.i == MLG_NONE) return;
    m.slot[1] = at.slot;
    chain_place(s, &at, p, &m.chain[1]);
    m.delta = rest + at.cost - b->cost;
    *best = m;
}

/* The two shipments of u and v, both first visits or both second ones, take each other's places in their routes. */
static void try_swap_shipments(struct search *s, int32_t u, struct move *best)
{
    const struct instance *in = s->in;
    const struct lists *l = &in->insert;
    for (int32_t at = l->first[u]; at < l->first[u + 1]; at++) {
        const int32_t v = l->item[at].visit, slots[2] = { s->ref[u].slot, s->ref[v].slot };
        if (in->mate[v] == MLG_NONE || is_delivery(in, u) != is_delivery(in, v)) continue;
        if (slots[1] == MLG_NONE || slots[1] == slots[0] || s->foreign[slots[1]]) continue;
        struct move m = move_on(s, OP_SWAP_SHIPMENTS, slots[0], slots[1]);
        const int32_t first[2] = { first_of(in, u), first_of(in, v) };
        for (int a = 0; a < 2; a++) {
            const struct block *b = s->slot[slots[a]];
            const int32_t p = first[a], came = first[1 - a];
            struct chain *c = &m.chain[a];
            chain_head(c, b, 0, s->ref[p].pos - 1);
            chain_visit(c, came);
            chain_add(c, b, 0, s->ref[p].pos + 1, s->ref[p + 1].pos - 1, false);
            chain_visit(c, came + 1);
            chain_tail(c, b, 0, s->ref[p + 1].pos + 1);
        }
        consider(s, &m, 0, 0, best);
    }
}
