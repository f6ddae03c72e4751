/* relocate.c — neighbouring sets of sites in the order of their bounds. See relocate.h. */
#include "siting/relocate.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

enum { CHOICES = 24, TRIED_BITS = 18, CHANGES_MOST = 4, PAIR_WORK = 4000000, ROUNDS_LEAST = 100, ROUNDS_A_ROW = 2, ROUNDS_MOST = 300, DEEPER = 6, CUTS = 32, CUT_STEPS = 60, WALK = 20, LEFT = 32, AGAIN = 3 };
static const double worse_share = 0.4; /* of the gap between bound and best plan: what a plan at hand may be dearer */
static const double deeper_share = 0.3; /* of the gap: plans so near the best are searched longer */

/* A set near the one at hand: sites that change. */
struct choice { int64_t bound; int32_t count, site[CHANGES_MOST]; };

struct plan { bool *open; int32_t *site_of; int64_t ticks; };

/* A set that no cut rules out, its best plan, and how long it was searched. */
struct left { struct plan plan; int64_t bound, rounds; };

/* Prices made for one set, and what they say of all others: a plan with the sites S costs no less than paid + sum of value over S. */
struct cut { int64_t paid, *value, *w; };

struct relocator {
    const struct whole_bound *bound;
    struct whole_bound *near;  /* steps towards prices for a set */
    struct cut cuts[CUTS];
    int32_t cut_count, asked[CUTS]; /* the order in which cuts are asked: those that said no lately first */
    const struct mlg_network *net;
    struct arena arena;
    struct whole *whole;
    bool *now;                 /* the set at hand, */
    int64_t now_ticks;         /* its plan; INT64_MAX: none was made */
    struct plan best, trial;
    struct left left[LEFT];
    int32_t left_count;
    int64_t limit;             /* sets are looked at whose bound is less */
    int32_t walked;            /* sets since the best plan's, none of which could be better */
    int64_t open_most;         /* sites */
    int64_t rounds;            /* of search for a set */
    uint64_t *tried;           /* hashes of sets, by their last bits; 0: empty */
    uint64_t *site_hash;       /* a set's hash is the sum of its sites' */
    int32_t *packed;           /* [row] where the last cut would have it */
    int64_t step;              /* quanta: costs of plans are told in multiples of it */
    int64_t useful;            /* plans that cost less are better than the best one */
    int32_t *opened, *closed;  /* scratch: sites */
    struct choice choices[CHOICES];
    int32_t choice_count;
};

/* -- sets -- */

static uint64_t set_hash(const struct relocator *r, const bool *open)
{
    uint64_t hash = 1;
    for (int32_t s = 0; s < r->net->site_count; s++) hash += open[s] ? r->site_hash[s] : 0;
    return hash;
}

static uint64_t *tried_at(const struct relocator *r, uint64_t hash) { return &r->tried[hash & ((1 << TRIED_BITS) - 1)]; }

static void keep_choice(struct relocator *r, const struct choice *c)
{
    int32_t at = r->choice_count < CHOICES ? r->choice_count++ : CHOICES;
    for (; at > 0 && c->bound < r->choices[at - 1].bound; at--)
        if (at < CHOICES) r->choices[at] = r->choices[at - 1];
    if (at < CHOICES) r->choices[at] = *c;
}

/* What every set near this one is measured by. */
struct base { int64_t bound, capacity, count, cut[CUTS]; uint64_t hash; };

static struct base base_of(const struct relocator *r, const bool *open)
{
    struct base base = { .bound = mlg__whole_bound_paid(r->bound), .hash = set_hash(r, open) };
    for (int32_t k = 0; k < r->cut_count; k++) base.cut[k] = r->cuts[k].paid;
    for (int32_t s = 0; s < r->net->site_count; s++) {
        if (!open[s]) continue;
        base.bound += r->bound->site_value[s];
        for (int32_t k = 0; k < r->cut_count; k++) base.cut[k] += r->cuts[k].value[s];
        base.capacity += capacity_at(r->net, s, 1);
        base.count++;
    }
    return base;
}

static struct base without_site(const struct relocator *r, struct base base, int32_t s)
{
    base.bound -= r->bound->site_value[s];
    for (int32_t k = 0; k < r->cut_count; k++) base.cut[k] -= r->cuts[k].value[s];
    base.capacity -= capacity_at(r->net, s, 1);
    base.count--;
    base.hash -= r->site_hash[s];
    return base;
}

/* The largest bound of the set with up to two more sites open, or any that is no less than `most`. A cut that said so is asked first
 * next time: neighbours fall by the same one. */
static int64_t least_cost(struct relocator *r, const struct base *base, int32_t i, int32_t j, int64_t most)
{
    int64_t bound = base->bound + (i == MLG_NONE ? 0 : r->bound->site_value[i]) + (j == MLG_NONE ? 0 : r->bound->site_value[j]);
    for (int32_t n = 0; n < r->cut_count && bound < most; n++) {
        const int32_t k = r->asked[n];
        const int64_t *value = r->cuts[k].value;
        bound = max64(bound, base->cut[k] + (i == MLG_NONE ? 0 : value[i]) + (j == MLG_NONE ? 0 : value[j]));
        if (bound < most || n == 0) continue;
        r->asked[n] = r->asked[n - 1];
        r->asked[n - 1] = k;
    }
    return bound;
}

/* The set of the base with sites i and j open too (MLG_NONE: nothing), if a plan with it can be better than the best. */
static void look_at(struct relocator *r, const struct base *base, struct choice c, int32_t i, int32_t j)
{
    int64_t capacity = base->capacity, count = base->count;
    uint64_t hash = base->hash;
    const int32_t more[2] = { i, j };
    for (int k = 0; k < 2 && more[k] != MLG_NONE; k++) {
        capacity += capacity_at(r->net, more[k], 1), count++;
        hash += r->site_hash[more[k]];
        c.site[c.count++] = more[k];
    }
    if (capacity < r->bound->must || count > r->open_most || *tried_at(r, hash) == hash) return;
    const int64_t most = r->choice_count < CHOICES ? r->limit : r->choices[CHOICES - 1].bound;
    c.bound = least_cost(r, base, i, j, most);
    if (c.bound < most) keep_choice(r, &c);
}

/* All sets that close `out` and `other` (MLG_NONE: nothing) and open up to `opens` sites. */
static void look_at_openings(struct relocator *r, const struct base *base, int32_t out, int32_t other, int32_t closed_count, int opens)
{
    struct choice c = { .count = 0 };
    if (out != MLG_NONE) c.site[c.count++] = out;
    if (other != MLG_NONE) c.site[c.count++] = other;
    if (c.count > 0) look_at(r, base, c, MLG_NONE, MLG_NONE);
    for (int32_t i = 0; opens > 0 && i < closed_count; i++) {
        look_at(r, base, c, r->closed[i], MLG_NONE);
        for (int32_t j = i + 1; opens > 1 && j < closed_count; j++) look_at(r, base, c, r->closed[i], r->closed[j]);
    }
}

static void find_choices(struct relocator *r)
{
    const struct whole_bound *b = r->bound;
    const struct base base = base_of(r, r->now);
    int32_t opened = 0, closed = 0;
    r->choice_count = 0;
    for (int32_t s = 0; s < r->net->site_count; s++) {
        if (r->now[s] && b->may_close[s]) r->opened[opened++] = s;
        if (!r->now[s] && b->may_open[s]) r->closed[closed++] = s;
    }
    const double pairs = (double)closed * closed / 2;
    const int two = pairs * (opened + 1) < PAIR_WORK ? 2 : 1, both = pairs * opened * opened / 2 < PAIR_WORK ? 2 : 1;
    look_at_openings(r, &base, MLG_NONE, MLG_NONE, closed, two);
    for (int32_t i = 0; i < opened; i++) {
        const struct base one = without_site(r, base, r->opened[i]);
        look_at_openings(r, &one, r->opened[i], MLG_NONE, closed, two);
        for (int32_t j = i + 1; j < opened && (double)opened * opened * closed < PAIR_WORK; j++) {
            const struct base none = without_site(r, one, r->opened[j]);
            look_at_openings(r, &none, r->opened[i], r->opened[j], closed, both);
        }
    }
}

/* -- cuts -- */

/* The prices at which this set's bound is best, of those at hand. */
static const int64_t *best_prices(const struct relocator *r, const struct base *base)
{
    const int64_t *prices = r->bound->best_w;
    int64_t best = base->bound;
    for (int32_t k = 0; k < r->cut_count; k++)
        if (base->cut[k] > best) best = base->cut[k], prices = r->cuts[k].w;
    return prices;
}

/* Steps aim beyond the cost that they are to reach: at it they would only arrive in the limit. */
static int64_t beyond(int64_t upper, int64_t bound)
{
    return upper > INT64_MAX / 2 ? upper : upper + max64(0, upper - bound) / 2;
}

static int64_t base_bound(const struct relocator *r, const struct base *base)
{
    int64_t bound = base->bound;
    for (int32_t k = 0; k < r->cut_count; k++) bound = max64(bound, base->cut[k]);
    return bound;
}

/* Where the rows would go at these prices: to the cheapest of the sites that pack them. */
static void read_packed(struct relocator *r, const bool *open)
{
    const struct whole_bound *b = r->near;
    for (int32_t row = 0; row < r->net->row_count; row++) r->packed[row] = MLG_NONE;
    for (int32_t s = 0; s < r->net->site_count; s++)
        for (int32_t i = b->packed_first[s]; open[s] && i < b->packed_first[s + 1]; i++) {
            const int32_t row = b->packed[i];
            if (r->packed[row] == MLG_NONE || mlg__whole_cost(r->whole, row, s) < mlg__whole_cost(r->whole, row, r->packed[row]))
                r->packed[row] = s;
        }
}

/* Prices made for these sites: steps until their bound is above the best plan's cost, or are over. What they say of every site is kept
 * as a cut. Returns the bound. */
static int64_t cut_set(struct relocator *r, const bool *open, struct control *control)
{
    struct whole_bound *b = r->near;
    const struct base base = base_of(r, open);
    const size_t sites = (size_t)r->net->site_count, prices = sizeof *b->w * (size_t)r->net->row_count;
    const int64_t upper = r->useful, target = beyond(upper, base_bound(r, &base));
    memcpy(b->may_open, open, sites);
    memset(b->may_close, false, sites);
    memcpy(b->best_w, best_prices(r, &base), prices);
    mlg__whole_bound_restart(b);
    for (int i = 0; i < CUT_STEPS && b->best_bound < upper && !(control && mlg__control_check(control, false)); i++)
        mlg__whole_bound_step(b, target);
    const int64_t bound = b->best_bound;
    memset(b->may_open, true, sites);
    memcpy(b->w, b->best_w, prices);
    mlg__whole_bound_evaluate(b);
    read_packed(r, open);
    const int32_t k = r->cut_count < CUTS ? r->cut_count : r->asked[CUTS - 1];
    for (int32_t n = min32(r->cut_count, CUTS - 1); n > 0; n--) r->asked[n] = r->asked[n - 1];
    r->asked[0] = k;
    if (r->cut_count < CUTS) r->cut_count++;
    r->cuts[k].paid = mlg__whole_bound_paid(b);
    memcpy(r->cuts[k].value, b->site_value, sizeof *b->site_value * sites);
    memcpy(r->cuts[k].w, b->w, prices);
    return bound;
}

/* -- plans -- */

static void copy_plan(const struct relocator *r, struct plan *to, const struct plan *from)
{
    memcpy(to->open, from->open, sizeof *to->open * (size_t)r->net->site_count);
    memcpy(to->site_of, from->site_of, sizeof *to->site_of * (size_t)r->net->row_count);
    to->ticks = from->ticks;
}

static void keep_best(struct relocator *r, const struct plan *plan)
{
    copy_plan(r, &r->best, plan);
    r->useful = mlg__whole_bound_claim(r->bound, plan->ticks, r->step);
}

static double gap_of(const struct relocator *r)
{
    return r->best.ticks == INT64_MAX ? INFINITY : fmax(1, (double)(r->best.ticks - r->bound->best_bound));
}

static int64_t search_trial(struct relocator *r, int64_t rounds, int32_t group, struct rng *rng, struct control *control)
{
    int64_t rows = mlg__whole_search(r->whole, rounds, rng, control);
    if (group > 1) rows = mlg__whole_regroup(r->whole, group, control);
    if (rows == WHOLE_NO_PLAN) return INT64_MAX;
    int64_t ticks = rows + r->bound->closed_cost;
    for (int32_t s = 0; s < r->net->site_count; s++) ticks += r->trial.open[s] ? r->bound->fixed[s] : 0;
    if (ticks < r->trial.ticks) {
        r->trial.ticks = ticks;
        mlg__whole_read(r->whole, r->trial.site_of);
    }
    return ticks;
}

static void go_to(struct relocator *r, const struct plan *plan)
{
    memcpy(r->now, plan->open, sizeof *r->now * (size_t)r->net->site_count);
    r->now_ticks = plan->ticks;
}

/* -- sets that are not proved useless -- */

/* The trial's set may still have a better plan: it is searched again when nothing new is left to try. Where there are too many, those
 * of least bound are kept. */
static void leave_open(struct relocator *r, int64_t bound, int64_t rounds)
{
    int32_t at = r->left_count < LEFT ? r->left_count : 0;
    for (int32_t i = 0; i < r->left_count && at < r->left_count; i++)
        if (r->left[i].bound > r->left[at].bound) at = i;
    struct left *left = &r->left[at];
    if (at == r->left_count) r->left_count++;
    else if (left->bound <= bound) return;
    left->bound = bound, left->rounds = rounds;
    copy_plan(r, &left->plan, &r->trial);
}

/* The set that was searched least for what it promises: the further its bound is below the best plan, the more likely is a better one. */
static struct left *next_left(struct relocator *r)
{
    struct left *best = NULL;
    double least = INFINITY;
    for (int32_t i = 0; i < r->left_count; i++) {
        struct left *left = &r->left[i];
        if (left->bound >= r->useful || left->plan.ticks == INT64_MAX) continue;
        const double promise = (double)(r->useful - left->bound), score = (double)left->rounds / (promise * promise);
        if (score < least) least = score, best = left;
    }
    return best;
}

/* Longer than the last time, from the plan that was found then. */
static void search_left(struct relocator *r, struct left *left, struct rng *rng, struct control *control)
{
    left->rounds *= AGAIN;
    copy_plan(r, &r->trial, &left->plan);
    mlg__whole_open(r->whole, r->trial.open);
    mlg__whole_start(r->whole, r->trial.site_of);
    for (int64_t done = 0; done < left->rounds; done += DEEPER * r->rounds) search_trial(r, DEEPER * r->rounds, 5, rng, control);
    copy_plan(r, &left->plan, &r->trial);
    if (r->trial.ticks < r->best.ticks) keep_best(r, &r->trial);
}

/* Make r->trial.open whole, from its packed rows, unless the cut made for it proves that it is not better; longer where it comes near
 * the best plan. It becomes the set at hand if it is worth it, and always on a walk. */
static bool try_set(struct relocator *r, bool walks, struct rng *rng, struct control *control)
{
    const uint64_t hash = set_hash(r, r->trial.open);
    *tried_at(r, hash) = hash;
    r->trial.ticks = INT64_MAX;
    const int64_t bound = cut_set(r, r->trial.open, control);
    int64_t rounds = r->rounds;
    if (bound < r->useful) {
        mlg__whole_open(r->whole, r->trial.open);
        mlg__whole_start(r->whole, r->packed);
        search_trial(r, rounds, 0, rng, control);
        if (r->trial.ticks < INT64_MAX && (double)(r->trial.ticks - r->best.ticks) < deeper_share * gap_of(r))
            search_trial(r, rounds *= DEEPER, 4, rng, control);
    }
    const bool better = r->trial.ticks < r->best.ticks;
    if (better) search_trial(r, rounds *= DEEPER, 5, rng, control);
    if (better) keep_best(r, &r->trial);
    if (bound < r->useful) leave_open(r, bound, rounds);
    const bool near = r->trial.ticks < INT64_MAX &&
                      (r->trial.ticks < r->now_ticks || (double)(r->trial.ticks - r->best.ticks) < worse_share * gap_of(r));
    if (walks || near) go_to(r, &r->trial);
    return better;
}

void mlg__relocate_from(struct relocator *r, const bool *open, const int32_t *site_of, int64_t ticks)
{
    memcpy(r->trial.open, open, sizeof *open * (size_t)r->net->site_count);
    memcpy(r->trial.site_of, site_of, sizeof *site_of * (size_t)r->net->row_count);
    r->trial.ticks = ticks;
    if (ticks < r->best.ticks) keep_best(r, &r->trial);
    go_to(r, &r->trial);
    cut_set(r, r->now, NULL);
}

bool mlg__relocate_try(struct relocator *r, const bool *open, struct rng *rng, struct control *control)
{
    const struct base base = base_of(r, open);
    if (base.capacity < r->bound->must || base.count > r->open_most || *tried_at(r, base.hash) == base.hash) return false;
    if (least_cost(r, &base, MLG_NONE, MLG_NONE, r->useful) >= r->useful) return false;
    memcpy(r->trial.open, open, sizeof *open * (size_t)r->net->site_count);
    return try_set(r, false, rng, control);
}

/* Neighbours that may be better, or else, for a while, those of least bound; NULL, then back to the best plan. */
static void look_around(struct relocator *r, bool *walks)
{
    r->limit = r->useful;
    find_choices(r);
    *walks = r->choice_count == 0;
    if (!*walks) return;
    if (r->walked++ == WALK) {
        r->walked = 0;
        go_to(r, &r->best);
    }
    r->limit = INT64_MAX;
    find_choices(r);
}

int32_t mlg__relocate(struct relocator *r, int32_t sets, struct rng *rng, struct control *control)
{
    bool walks;
    for (int32_t i = 0; i < sets && !mlg__control_check(control, false); i++) {
        look_around(r, &walks);
        struct left *left = walks && r->walked == 1 ? next_left(r) : NULL;
        if (left) search_left(r, left, rng, control);
        if (r->choice_count == 0 && !left) return 0;
        if (r->choice_count == 0) continue;
        int32_t chosen = 0;
        while (chosen + 1 < r->choice_count && rng_below(rng, 3) == 0) chosen++;
        memcpy(r->trial.open, r->now, sizeof *r->now * (size_t)r->net->site_count);
        for (int32_t k = 0; k < r->choices[chosen].count; k++) r->trial.open[r->choices[chosen].site[k]] ^= true;
        try_set(r, walks, rng, control);
    }
    return 1;
}

void mlg__relocate_again(struct relocator *r, int64_t factor)
{
    memset(r->tried, 0, sizeof *r->tried << TRIED_BITS);
    r->rounds *= factor;
    if (r->best.ticks < INT64_MAX) go_to(r, &r->best);
}

int64_t mlg__relocated(const struct relocator *r, const bool **open, const int32_t **site_of)
{
    *open = r->best.open;
    *site_of = r->best.site_of;
    return r->best.ticks;
}

/* -- making one -- */

static struct plan plan_new(const struct relocator *r, struct arena *a)
{
    return (struct plan) { arena_array(a, bool, r->net->site_count), arena_array(a, int32_t, r->net->row_count), INT64_MAX };
}

mlg_status mlg__relocator_new(const struct whole_bound *bound, int64_t step, struct relocator **out, mlg_error *err)
{
    struct relocator *r = *out = mlg__malloc(sizeof *r);
    if (!r) return mlg__no_memory(err, "siting");
    const struct mlg_network *n = r->net = bound->net;
    struct arena *a = &r->arena;
    r->bound = bound;
    r->step = step;
    r->rounds = min64(ROUNDS_MOST, ROUNDS_LEAST + ROUNDS_A_ROW * (int64_t)n->row_count);
    r->best = plan_new(r, a), r->trial = plan_new(r, a);
    r->now = arena_array(a, bool, n->site_count);
    r->now_ticks = INT64_MAX;
    r->tried = arena_array(a, uint64_t, (size_t)1 << TRIED_BITS);
    r->site_hash = arena_array(a, uint64_t, n->site_count);
    r->packed = arena_array(a, int32_t, n->row_count);
    r->opened = arena_array(a, int32_t, n->site_count);
    r->closed = arena_array(a, int32_t, n->site_count);
    int64_t *capacity = arena_array(a, int64_t, n->site_count), *unit_cost = arena_array(a, int64_t, n->site_count);
    for (int32_t i = 0; i < LEFT; i++) r->left[i].plan = plan_new(r, a);
    for (int32_t k = 0; k < CUTS; k++) {
        r->cuts[k].value = arena_array(a, int64_t, n->site_count);
        r->cuts[k].w = arena_array(a, int64_t, n->row_count);
    }
    if (!a->failed) {
        for (int32_t s = 0; s < n->site_count; s++) {
            capacity[s] = capacity_at(n, s, 1), unit_cost[s] = node_at(n, s, 0, 1)->unit_micro;
            r->site_hash[s] = mlg__hash2(1, (uint64_t)s);
        }
        r->open_most = n->site_count;
        r->useful = INT64_MAX;
        for (int32_t i = 0; i < n->common_count; i++)
            if (n->commons[i].kind == ROW_COUNT) r->open_most = min64(r->open_most, n->commons[i].limit);
        r->whole = mlg__whole_new(n, &(struct whole_terms) { 0, capacity, unit_cost, NULL });
    }
    const mlg_status status = mlg__whole_bound_new(n, &r->near, err);
    if (!r->whole || status) {
        mlg__relocator_free(r);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    return MLG_OK;
}

void mlg__relocator_free(struct relocator *r)
{
    if (!r) return;
    mlg__whole_free(r->whole);
    mlg__whole_bound_free(r->near);
    mlg__arena_free(&r->arena);
    mlg__free(r);
}
