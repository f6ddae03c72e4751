/* nearsets.c — cuts, and the neighbours that they leave. See nearsets.h. */
#include "siting/nearsets.h"

#include <string.h>

#include "base/rng.h"

enum { TRIED_BITS = 18, PAIR_WORK = 4000000 };

/* -- cuts and sets that were tried -- */

int64_t mlg__set_bound(const struct near_sets *sets, const bool *open, const int64_t **w)
{
    int64_t best = INT64_MIN;
    for (int32_t k = -1; k < sets->cut_count; k++) {
        const struct cut *cut = k < 0 ? &sets->root : &sets->cuts[k];
        int64_t bound = cut->paid;
        for (int32_t s = 0; s < sets->net->site_count; s++) bound += open[s] ? cut->value[s] : 0;
        if (bound <= best) continue;
        best = bound;
        if (w) *w = cut->w;
    }
    return best;
}

struct cut *mlg__set_cut(struct near_sets *sets)
{
    const int32_t k = sets->cut_count < CUTS ? sets->cut_count++ : sets->asked[CUTS - 1];
    memmove(&sets->asked[1], sets->asked, sizeof *sets->asked * (size_t)(sets->cut_count - 1));
    sets->asked[0] = k;
    return &sets->cuts[k];
}

static uint64_t set_hash(const struct near_sets *sets, const bool *open)
{
    uint64_t hash = 1;
    for (int32_t s = 0; s < sets->net->site_count; s++) hash += open[s] ? sets->site_hash[s] : 0;
    return hash;
}

static uint64_t *tried_at(const struct near_sets *sets, uint64_t hash) { return &sets->tried[hash & ((1 << TRIED_BITS) - 1)]; }

void mlg__set_tried(struct near_sets *sets, const bool *open)
{
    const uint64_t hash = set_hash(sets, open);
    *tried_at(sets, hash) = hash;
}

bool mlg__set_was_tried(const struct near_sets *sets, const bool *open)
{
    const uint64_t hash = set_hash(sets, open);
    return *tried_at(sets, hash) == hash;
}

bool mlg__set_fits(const struct near_sets *sets, const bool *open)
{
    int64_t capacity[LEVELS] = { 0 }, count = 0;
    for (int32_t s = 0; s < sets->net->site_count; s++) {
        if (!open[s]) continue;
        capacity[level_of(sets->net, s)] += capacity_at(sets->net, s, 0, 1);
        count += level_of(sets->net, s) == 0;
    }
    for (int32_t level = 0; level < LEVELS; level++)
        if (capacity[level] < sets->must[level]) return false;
    return count <= sets->open_most;
}

/* -- neighbours -- */

/* What every neighbour that closes the same sites is measured by; capacity and count are those of the level that changes. */
struct base { int64_t capacity, count, most, must, root, cut[CUTS]; uint64_t hash; };

static struct base base_of(const struct near_sets *sets, const bool *open, int32_t level)
{
    struct base base = { .root = sets->root.paid, .hash = set_hash(sets, open), .must = sets->must[level] };
    base.most = level == 0 ? sets->open_most : INT64_MAX;
    for (int32_t k = 0; k < sets->cut_count; k++) base.cut[k] = sets->cuts[k].paid;
    for (int32_t s = 0; s < sets->net->site_count; s++) {
        if (!open[s]) continue;
        base.root += sets->root.value[s];
        for (int32_t k = 0; k < sets->cut_count; k++) base.cut[k] += sets->cuts[k].value[s];
        if (level_of(sets->net, s) != level) continue;
        base.capacity += capacity_at(sets->net, s, 0, 1);
        base.count++;
    }
    return base;
}

static struct base without_site(const struct near_sets *sets, struct base base, int32_t s)
{
    base.root -= sets->root.value[s];
    for (int32_t k = 0; k < sets->cut_count; k++) base.cut[k] -= sets->cuts[k].value[s];
    base.capacity -= capacity_at(sets->net, s, 0, 1);
    base.count--;
    base.hash -= sets->site_hash[s];
    return base;
}

static int64_t value_of(const struct cut *cut, int32_t s) { return s == MLG_NONE ? 0 : cut->value[s]; }

/* The largest bound with sites i and j open too (MLG_NONE: nothing), or any that is no less than `most`. A cut that said so is asked
 * earlier next time: neighbours fall by the same one. */
static int64_t least_cost(struct near_sets *sets, const struct base *base, int32_t i, int32_t j, int64_t most)
{
    int64_t bound = base->root + value_of(&sets->root, i) + value_of(&sets->root, j);
    for (int32_t n = 0; n < sets->cut_count && bound < most; n++) {
        const int32_t k = sets->asked[n];
        bound = max64(bound, base->cut[k] + value_of(&sets->cuts[k], i) + value_of(&sets->cuts[k], j));
        if (bound < most || n == 0) continue;
        sets->asked[n] = sets->asked[n - 1];
        sets->asked[n - 1] = k;
    }
    return bound;
}

static void keep_choice(struct near_sets *sets, const struct set_choice *c)
{
    int32_t at = sets->choice_count < SET_CHOICES ? sets->choice_count++ : SET_CHOICES;
    for (; at > 0 && c->bound < sets->choices[at - 1].bound; at--)
        if (at < SET_CHOICES) sets->choices[at] = sets->choices[at - 1];
    if (at < SET_CHOICES) sets->choices[at] = *c;
}

/* The set of the base with sites i and j open too, unless it is ruled out. */
static void look_at(struct near_sets *sets, const struct base *base, struct set_choice c, int32_t i, int32_t j)
{
    int64_t capacity = base->capacity, count = base->count;
    uint64_t hash = base->hash;
    const int32_t more[2] = { i, j };
    for (int k = 0; k < 2 && more[k] != MLG_NONE; k++) {
        capacity += capacity_at(sets->net, more[k], 0, 1), count++;
        hash += sets->site_hash[more[k]];
        c.site[c.count++] = more[k];
    }
    if (capacity < base->must || count > base->most) return;
    const int64_t most = sets->choice_count < SET_CHOICES ? sets->limit : sets->choices[SET_CHOICES - 1].bound;
    c.bound = least_cost(sets, base, i, j, most);
    if (c.bound < most && *tried_at(sets, hash) != hash) keep_choice(sets, &c);
}

/* All sets that close `out` and `other` (MLG_NONE: nothing) and open up to `opens` sites. */
static void look_at_openings(struct near_sets *sets, const struct base *base, int32_t out, int32_t other, int32_t closed_count,
                             int opens)
{
    struct set_choice c = { .count = 0 };
    if (out != MLG_NONE) c.site[c.count++] = out;
    if (other != MLG_NONE) c.site[c.count++] = other;
    if (c.count > 0) look_at(sets, base, c, MLG_NONE, MLG_NONE);
    for (int32_t i = 0; i < closed_count; i++) {
        look_at(sets, base, c, sets->closed[i], MLG_NONE);
        for (int32_t j = i + 1; opens > 1 && j < closed_count; j++) look_at(sets, base, c, sets->closed[i], sets->closed[j]);
    }
}

static void find_at_level(struct near_sets *sets, const bool *open, int32_t level)
{
    const struct base base = base_of(sets, open, level);
    int32_t opened = 0, closed = 0;
    for (int32_t s = 0; s < sets->net->site_count; s++) {
        if (level_of(sets->net, s) != level) continue;
        if (open[s] && sets->may_close[s]) sets->opened[opened++] = s;
        if (!open[s] && sets->may_open[s]) sets->closed[closed++] = s;
    }
    const double pairs = (double)closed * closed / 2;
    const int two = pairs * (opened + 1) < PAIR_WORK ? 2 : 1, both = pairs * opened * opened / 2 < PAIR_WORK ? 2 : 1;
    look_at_openings(sets, &base, MLG_NONE, MLG_NONE, closed, two);
    for (int32_t i = 0; i < opened; i++) {
        const struct base one = without_site(sets, base, sets->opened[i]);
        look_at_openings(sets, &one, sets->opened[i], MLG_NONE, closed, two);
        for (int32_t j = i + 1; j < opened && (double)opened * opened * closed < PAIR_WORK; j++) {
            const struct base none = without_site(sets, one, sets->opened[j]);
            look_at_openings(sets, &none, sets->opened[i], sets->opened[j], closed, both);
        }
    }
}

/* The base with one more site of another level changed: its capacity is not the base's. */
static struct base with_other(const struct near_sets *sets, struct base base, int32_t s, int sign)
{
    if (s == MLG_NONE) return base;
    base.root += sign * sets->root.value[s];
    for (int32_t k = 0; k < sets->cut_count; k++) base.cut[k] += sign * sets->cuts[k].value[s];
    base.hash += sign > 0 ? sets->site_hash[s] : -sets->site_hash[s];
    return base;
}

/* Up to one site closes and one opens at level 0, with these changes above. */
static void look_below(struct near_sets *sets, const struct base *base, struct set_choice above, const bool *open)
{
    const int32_t sites = sets->net->site_count;
    for (int32_t out = -1; out < sites; out++) {
        if (out >= 0 && (!open[out] || !sets->may_close[out] || level_of(sets->net, out) > 0)) continue;
        const struct base one = out < 0 ? *base : without_site(sets, *base, out);
        struct set_choice c = above;
        if (out >= 0) c.site[c.count++] = out;
        for (int32_t s = 0; s < sites; s++)
            if (!open[s] && sets->may_open[s] && level_of(sets->net, s) == 0) look_at(sets, &one, c, s, MLG_NONE);
        if (out >= 0) look_at(sets, &one, c, MLG_NONE, MLG_NONE);
    }
}

/* One site for another, or one more, or one less, on both levels at once. */
static void find_at_both(struct near_sets *sets, const bool *open)
{
    const struct mlg_network *n = sets->net;
    const struct base below = base_of(sets, open, 0), above = base_of(sets, open, 1);
    const double closed = (double)n->site_count - (double)below.count - (double)above.count;
    if ((double)(below.count + 1) * (double)(above.count + 1) * closed * closed / 4 > PAIR_WORK) return;
    for (int32_t out = -1; out < n->site_count; out++) {
        if (out >= 0 && (!open[out] || !sets->may_close[out] || level_of(n, out) != 1)) continue;
        const struct base less = with_other(sets, below, out < 0 ? MLG_NONE : out, -1);
        for (int32_t s = -1; s < n->site_count; s++) {
            if (s >= 0 && (open[s] || !sets->may_open[s] || level_of(n, s) != 1)) continue;
            const int64_t capacity = above.capacity - (out < 0 ? 0 : capacity_at(n, out, 0, 1)) + (s < 0 ? 0 : capacity_at(n, s, 0, 1));
            if (capacity < above.must || (out < 0 && s < 0)) continue;
            const struct base base = with_other(sets, less, s < 0 ? MLG_NONE : s, 1);
            struct set_choice c = { .count = 0 };
            if (out >= 0) c.site[c.count++] = out;
            if (s >= 0) c.site[c.count++] = s;
            look_below(sets, &base, c, open);
        }
    }
}

void mlg__find_sets(struct near_sets *sets, const bool *open, int64_t limit)
{
    sets->choice_count = 0;
    sets->limit = limit;
    for (int32_t level = 0; level < max32(1, sets->net->level_count); level++) find_at_level(sets, open, level);
    if (sets->choice_count == 0 && sets->net->level_count == LEVELS) find_at_both(sets, open);
}

void mlg__choose_set(const struct near_sets *sets, struct rng *rng, bool *open)
{
    int32_t chosen = 0;
    while (chosen + 1 < sets->choice_count && rng_below(rng, 3) == 0) chosen++;
    for (int32_t k = 0; k < sets->choices[chosen].count; k++) open[sets->choices[chosen].site[k]] ^= true;
}

/* -- making one -- */

bool mlg__near_sets_new(const struct mlg_network *n, struct near_sets *sets)
{
    struct arena *a = &sets->arena;
    sets->net = n;
    sets->tried = arena_array(a, uint64_t, (size_t)1 << TRIED_BITS);
    sets->site_hash = arena_array(a, uint64_t, n->site_count);
    sets->opened = arena_array(a, int32_t, n->site_count);
    sets->closed = arena_array(a, int32_t, n->site_count);
    for (int32_t k = 0; k < CUTS; k++) {
        sets->cuts[k].value = arena_array(a, int64_t, n->site_count);
        sets->cuts[k].w = arena_array(a, int64_t, n->row_count);
    }
    if (a->failed) return false;
    sets->open_most = n->site_count;
    for (int32_t i = 0; i < n->common_count; i++)
        if (n->commons[i].kind == ROW_COUNT) sets->open_most = min64(sets->open_most, n->commons[i].limit);
    for (int32_t s = 0; s < n->site_count; s++) sets->site_hash[s] = mlg__hash2(1, (uint64_t)s);
    return true;
}

void mlg__near_sets_free(struct near_sets *sets) { mlg__arena_free(&sets->arena); }
