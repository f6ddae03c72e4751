/* ruin.c — take out strings of neighbouring routes and put their visits back elsewhere [Christiaens2020]. */
#include "routing/search.h"

#include <assert.h>
#include <stdlib.h>

enum { STRING_MAX = 10, SPLIT_GROWS_Q16 = 655 };

static bool chance_q16(struct search *s, int32_t share) { return (int32_t)(rng_next(&s->rng) >> 48) < share; }

/* Whole shipments, and whole teams: apart from the others of its team none can move. */
static void mark_partners(struct search *s, const struct block *b)
{
    const struct instance *in = s->in;
    for (int32_t i = 1; i < b->len - 1 && in->has_together; i++)
        for (struct members m = team_members(in, s->marked[b->seq[i]] ? in->team[b->seq[i]] : MLG_NONE); m.at < m.end; m.at++)
            s->marked[*m.at] |= s->ref[*m.at].slot != MLG_NONE;
    for (int32_t i = 1; i < b->len - 1 && in->has_shipments; i++)
        if (s->marked[b->seq[i]] && in->mate[b->seq[i]] != MLG_NONE) s->marked[in->mate[b->seq[i]]] = true;
    for (int32_t i = 0; i < in->types[b->type].begin_count; i++) { /* given stops stay, with their mates */
        const int32_t v = in->types[b->type].begins[i];
        s->marked[v] = false;
        if (in->mate[v] != MLG_NONE) s->marked[in->mate[v]] = false;
    }
}

/* Sometimes what is left of a route goes on in another vehicle: the one that suits it now need not suit what it becomes. */
static int32_t next_type(struct search *s, const struct block *b, int32_t count)
{
    enum { SELDOM_IN = 4 };
    const struct instance *in = s->in;
    if (in->type_count == 1 || rng_below(&s->rng, SELDOM_IN)) return b->type;
    const int32_t type = rng_below(&s->rng, in->type_count);
    if (type == b->type || !s->free_of_type[type]) return b->type;
    struct chain c = { .type = type, .count = count };
    if (count > CHAIN_MAX) return b->type;
    for (int32_t i = 0; i < count; i++) c.piece[i] = s->pieces[i];
    return s->kernel->eval(s, &c, COST_NEVER - 1) < COST_NEVER ? type : b->type;
}

/* Rebuild a route without its marked visits, which become absent; without all of them when the rest alone is not
 * allowed (the way round may have been the shorter one). */
static void take_out(struct search *s, int32_t slot)
{
    const struct block *b = s->slot[slot];
    int32_t count = 0;
    mark_partners(s, b);
    for (int32_t i = 1; i < b->len - 1; i++) {
        if (s->marked[b->seq[i]]) continue;
        if (count && s->pieces[count - 1].to == i - 1) s->pieces[count - 1].to = i;
        else s->pieces[count++] = (struct piece) { b, i, i, false };
    }
    struct block *kept = count ? s->kernel->build(s, next_type(s, b, count), s->pieces, count) : NULL;
    if (count && !kept) return;
    if (kept && kept->cost >= COST_NEVER) {
        mlg__block_unref(&s->pool, kept);
        kept = NULL;
        if (s->in->types[b->type].begin_count) { /* it must be driven */
            for (int32_t i = 1; i < b->len - 1; i++) s->marked[b->seq[i]] = false;
            return;
        }
    }
    const int32_t first = s->removed_count;
    for (int32_t i = 1; i < b->len - 1; i++) {
        const int32_t v = b->seq[i];
        if (kept && !s->marked[v]) continue;
        s->marked[v] = false;
        s->removed[s->removed_count++] = v;
        mlg__push(s, b->seq[i - 1]);
        mlg__push(s, b->seq[i + 1]);
    }
    mlg__replace(s, slot, kept);
    for (int32_t i = first; i < s->removed_count; i++) mlg__make_absent(s, s->removed[i]);
}

/* A string of `length` visits that contains position pos; or one longer by m of which m inside are kept. */
static void mark_string(struct search *s, const struct block *b, int32_t pos, int32_t length)
{
    const int32_t visits = b->len - 2;
    int32_t kept = 0;
    if (length > 1 && length < visits && chance_q16(s, 32768))
        for (kept = 1; length + kept < visits && chance_q16(s, SPLIT_GROWS_Q16);) kept++;
    const int32_t whole = length + kept, low = max32(1, pos - whole + 1), high = min32(pos, visits - whole + 1);
    const int32_t first = low + rng_below(&s->rng, high - low + 1);
    const int32_t skip = first + (kept ? 1 + rng_below(&s->rng, length - 1) : 0);
    for (int32_t i = first; i < first + whole; i++)
        if (!kept || i < skip || i >= skip + kept) s->marked[b->seq[i]] = true;
}

/* A string; where prizes decide which routes there are at all, sometimes a whole route. */
static void ruin_at(struct search *s, int32_t visit, int32_t longest)
{
    enum { WHOLE_IN = 16 };
    const struct node_ref r = s->ref[visit];
    if (r.slot == MLG_NONE || s->foreign[r.slot] || s->stamp[r.slot] == s->epoch) return; /* absent, or ruined already */
    const struct block *b = s->slot[r.slot];
    const bool whole = s->in->has_prizes && rng_below(&s->rng, WHOLE_IN) == 0;
    mark_string(s, b, r.pos, whole ? b->len - 2 : 1 + rng_below(&s->rng, min32(longest, b->len - 2)));
    take_out(s, r.slot);
}

/* Visits left out round the seed are to be inserted with those taken out. */
static void near_absent(struct search *s, int32_t seed)
{
    enum { NEAR_MAX = 8 };
    const struct lists *l = &s->in->insert;
    if (s->ref[seed].slot == MLG_NONE && is_wanting(s, seed)) s->removed[s->removed_count++] = seed;
    for (int32_t i = l->first[seed]; i < l->first[seed + 1] && s->removed_count < NEAR_MAX; i++)
        if (s->ref[l->item[i].visit].slot == MLG_NONE && is_wanting(s, l->item[i].visit))
            s->removed[s->removed_count++] = l->item[i].visit;
}

/* Of a team that is not whole, those that are visited go too, sometimes. */
static void ruin_team(struct search *s)
{
    if (!s->in->has_together || s->absent_count == 0 || !chance_q16(s, 16384)) return;
    const int32_t v = s->absent[rng_below(&s->rng, s->absent_count)], slot = team_slot(s, v);
    if (slot == MLG_NONE || s->foreign[slot] || s->stamp[slot] == s->epoch) return;
    for (struct members m = team_members(s->in, team_of(s->in, v)); m.at < m.end; m.at++) s->marked[*m.at] = s->ref[*m.at].slot == slot;
    take_out(s, slot);
}

/* Sometimes a new route may begin round the seed, with visits left out near it and near those: together they may pay for a
 * vehicle that none is worth alone. */
static bool may_open(struct search *s, int32_t seed)
{
    enum { SELDOM_IN = 16, TOGETHER_MAX = 40 };
    const struct lists *l = &s->in->insert;
    if (!s->in->has_prizes || s->ref[seed].slot != MLG_NONE || rng_below(&s->rng, SELDOM_IN)) return false;
    s->marked[seed] = true;
    s->removed[s->removed_count++] = seed;
    for (int32_t k = 0; k < s->removed_count; k++) {
        const int32_t u = s->removed[k];
        for (int32_t i = l->first[u]; i < l->first[u + 1] && s->removed_count < TOGETHER_MAX; i++) {
            const int32_t v = l->item[i].visit;
            if (s->ref[v].slot == MLG_NONE && !s->marked[v] && is_wanting(s, v)) s->marked[v] = true, s->removed[s->removed_count++] = v;
        }
    }
    for (int32_t k = 0; k < s->removed_count; k++) s->marked[s->removed[k]] = false;
    return true;
}

void mlg__ruin(struct search *s, int32_t seed, int32_t mean)
{
    const struct instance *in = s->in;
    const int32_t routes = max32(1, s->route_count), present = in->visit_count - s->absent_count;
    const int32_t longest = max32(1, min32(STRING_MAX, (present + routes - 1) / routes));
    /* floor(U(1, 4 mean / (1 + longest))) strings, in 256ths */
    const int32_t most_q8 = max32(256, 256 * 4 * mean / (1 + longest) - 256);
    const int32_t strings = (256 + rng_below(&s->rng, most_q8)) >> 8;
    s->removed_count = 0;
    s->some_out = wanting_count(s) > 0;
    s->loans = s->some_out && may_open(s, seed);
    if (s->some_out && !s->loans) near_absent(s, seed);
    const int32_t before = s->journal_count;
    ruin_at(s, seed, longest);
    for (int32_t i = in->insert.first[seed]; i < in->insert.first[seed + 1]; i++) {
        if (s->journal_count - before >= strings || s->failed) break;
        ruin_at(s, in->insert.item[i].visit, longest);
    }
    ruin_team(s);
}

/* ---- the order in which visits go back ---- */

static uint32_t rank_of(struct search *s, int32_t v, enum order rule)
{
    const struct instance *in = s->in;
    switch (rule) {
    case BY_CHANCE: break;
    case LARGE_FIRST: return ~(uint32_t)min64(in->load_rank[v], UINT32_MAX);
    case FAR_FIRST: return ~(uint32_t)in->depot_cost[v];
    case NEAR_FIRST: return (uint32_t)in->depot_cost[v];
    case NARROW_FIRST: return (uint32_t)min64(in->close[v] - in->open[v], UINT32_MAX);
    case EARLY_FIRST: return (uint32_t)min64(in->close[v], UINT32_MAX);
    case URGENT_FIRST: return in->urgency[v] << 20 | (uint32_t)(rng_next(&s->rng) >> 44);
    case WORTHY_FIRST: return in->worth[v] << 20 | (uint32_t)(rng_next(&s->rng) >> 44);
    }
    return (uint32_t)(rng_next(&s->rng) >> 32);
}

void mlg__sort_removed(struct search *s, enum order rule)
{
    const int32_t count = s->removed_count;
    for (int32_t i = 0; i < count; i++)
        s->order[i] = (uint64_t)rank_of(s, s->removed[i], rule) << 32 | (uint32_t)s->removed[i];
    if (count > 64) {
        qsort(s->order, (size_t)count, sizeof *s->order, mlg__by_value);
    } else {
        for (int32_t i = 1; i < count; i++) {
            const uint64_t key = s->order[i];
            int32_t j = i;
            for (; j > 0 && s->order[j - 1] > key; j--) s->order[j] = s->order[j - 1];
            s->order[j] = key;
        }
    }
    for (int32_t i = 0; i < count; i++) s->removed[i] = (int32_t)(uint32_t)s->order[i];
}

static enum order draw_order(struct search *s)
{
    const bool timed = s->in->traits & TRAIT_TIME;
    const int32_t draw = rng_below(&s->rng, timed ? 16 : 11);
    if (s->some_out && rng_below(&s->rng, 2)) return rng_below(&s->rng, 2) ? URGENT_FIRST : WORTHY_FIRST;
    return draw < 4 ? BY_CHANCE : draw < 8 ? LARGE_FIRST : draw < 10 ? FAR_FIRST : draw < 11 ? NEAR_FIRST
         : draw < 13 ? NARROW_FIRST : EARLY_FIRST;
}

/* v is to be inserted too; marked: it is already. */
static void bring_back(struct search *s, int32_t v)
{
    if (s->marked[v]) return;
    s->marked[v] = true;
    s->removed[s->removed_count++] = v;
}

void mlg__recreate(struct search *s, int32_t blink_q16)
{
    enum { OTHERS_MAX = 4 /* visits absent for longer get their chance too */, GENEROUS_IN = 16 };
    for (int32_t i = 0; i < s->removed_count; i++) s->marked[s->removed[i]] = true;
    for (int32_t i = 0, removed = s->removed_count; i < removed; i++) /* others of their teams */
        for (struct members m = team_members(s->in, team_of(s->in, s->removed[i])); m.at < m.end; m.at++)
            if (s->ref[*m.at].slot == MLG_NONE) bring_back(s, *m.at);
    for (int32_t i = 0; s->some_out && i < min32(s->absent_count, OTHERS_MAX); i++) {
        const int32_t v = s->absent[s->absent_count <= OTHERS_MAX ? i : rng_below(&s->rng, s->absent_count)];
        if (is_wanting(s, v)) bring_back(s, v);
    }
    for (int32_t i = 0; i < s->removed_count; i++) s->marked[s->removed[i]] = false;
    mlg__sort_removed(s, draw_order(s));
    s->generous = s->some_out && s->in->has_prizes && rng_below(&s->rng, GENEROUS_IN) == 0;
    for (int32_t i = 0; i < s->removed_count && !s->failed; i++) s->kernel->insert(s, s->removed[i], blink_q16);
    s->generous = false;
    s->removed_count = 0;
    s->loans = 0;
}
