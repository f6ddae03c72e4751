/* group.inc.h — groups: which member of each is visited.
 *
 * Moves and insertions choose where a visit stands; what stands there may be any member of its group. For the order that a
 * route has, the cheapest choice by arcs is a shortest path through its groups, one layer each [Fischetti1997]. It takes
 * the square of a group's size for each stop of the route, and is looked for once in every route that changed. What
 * routes pay beyond arcs is told when the route is built, which is taken only where it costs less. */

/* Is a route arcs and one load, so that a choice by arcs is worth the look, and free of what ties its stops to others? */
static inline bool members_open(const struct instance *in)
{
    return (TRAITS & TRAIT_RICH) && in->has_groups && in->plain_load && !in->has_ties;
}

/* Who may stand where v stands: v alone, or its group. */
static inline int32_t choices_of(const struct instance *in, const int32_t *v, const int32_t **member)
{
    const int32_t g = in->group[*v];
    *member = g == MLG_NONE ? v : in->group_member + in->group_first[g];
    return g == MLG_NONE ? 1 : in->group_first[g + 1] - in->group_first[g];
}

/* The cheapest way to each member at position i from those of the position before; COST_NEVER for who may not be there. */
static inline void choose_layer(struct search *s, const struct block *b, int32_t i)
{
    const struct instance *in = s->in;
    const int32_t k = rate_class_of(in, b), *here, *before;
    const int32_t count = choices_of(in, b->seq + i, &here), count_before = i > 1 ? choices_of(in, b->seq + i - 1, &before) : 0;
    for (int32_t j = 0; j < count; j++) {
        const int32_t v = here[j];
        struct member_way way = { .cost = i > 1 ? COST_NEVER : arc(in, k, b->seq[0], v), .from = MLG_NONE };
        for (int32_t l = 0; l < count_before; l++) {
            const int64_t cost = s->way[before[l]].cost + arc(in, k, before[l], v);
            if (cost < way.cost) way = (struct member_way) { cost, before[l] };
        }
        way.cost -= in->absent_cost[v];
        if (in->has_skills && !(in->allowed[v] >> b->type & 1)) way.cost = COST_NEVER;
        s->way[v] = way;
    }
}

/* The cheapest last member; gain: what the whole choice saves by arcs. */
static int32_t choose_last(struct search *s, const struct block *b, int64_t *gain)
{
    const struct instance *in = s->in;
    const int32_t k = rate_class_of(in, b), *last;
    int64_t now = b->arcs[b->len - 1], least = COST_NEVER;
    int32_t chosen = MLG_NONE;
    for (int32_t i = 1; i < b->len - 1; i++) {
        choose_layer(s, b, i);
        now -= in->absent_cost[b->seq[i]];
    }
    for (int32_t j = choices_of(in, b->seq + b->len - 2, &last) - 1; j >= 0; j--) {
        const int64_t cost = s->way[last[j]].cost + arc(in, k, last[j], b->seq[b->len - 1]);
        if (cost < least) least = cost, chosen = last[j];
    }
    *gain = now - least;
    return chosen;
}

/* The best members of a route's groups in the order it has. True when they are others. */
static bool choose_members(struct search *s, int32_t slot)
{
    const struct instance *in = s->in;
    struct block *b = s->slot[slot];
    int64_t gain;
    b->chosen = true;
    s->count.of[OP_CHOOSE].exact++;
    int32_t v = choose_last(s, b, &gain);
    if (gain <= 0) return false;
    gain = 0;
    for (int32_t i = b->len - 2; i > 0; v = s->way[v].from, i--) {
        s->pieces[i - 1] = (struct piece) { .from = v, .to = v };
        gain += in->absent_cost[v] - in->absent_cost[b->seq[i]];
    }
    struct block *other = build(s, b->type, s->pieces, b->len - 2);
    if (!other) return false;
    gain += b->cost - other->cost;
    if (other->cost >= COST_NEVER || gain <= 0 || (other->overload > 0 && s->overload_price_q8 == 0)) {
        mlg__block_unref(&s->pool, other);
        return false;
    }
    other->chosen = true;
    block_ref(b);
    mlg__replace(s, slot, other);
    for (int32_t i = 1; i < b->len - 1; i++) {
        if (other->seq[i] == b->seq[i]) continue;
        mlg__make_present(s, other->seq[i]);
        mlg__make_absent(s, b->seq[i]);
        for (int32_t j = i - 1; j <= i + 1; j++) mlg__push(s, other->seq[j]);
    }
    mlg__block_unref(&s->pool, b);
    s->count.of[OP_CHOOSE].applied++;
    s->count.of[OP_CHOOSE].gain += gain;
    return true;
}

/* In every route that changed since the last look. */
static SELDOM bool choose_all(struct search *s)
{
    bool changed = false;
    for (int32_t i = 0; i < s->journal_count && !s->failed; i++) {
        const struct block *b = s->slot[s->journal[i].slot];
        if (b && !b->chosen) changed |= choose_members(s, s->journal[i].slot);
    }
    return changed;
}
