/* relocate.c — cuts of sets, sets made whole, sets searched again. See relocate.h. */
#include "siting/relocate.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "siting/nearsets.h"

enum { ROUNDS_LEAST = 100, ROUNDS_A_ROW = 2, ROUNDS_MOST = 300, DEEPER = 6, CUT_STEPS = 60, WALK = 20, LEFT = 32, AGAIN = 3,
       LEFT_ROUNDS = 200, TAKEN_OUT = 5 };
static const double worse_share = 0.4; /* of the gap between bound and best plan: what a plan at hand may be dearer */
static const double deeper_share = 0.3; /* of the gap: plans so near the best are searched longer */

struct plan { bool *open; int32_t *site_of; int64_t ticks; };

/* A set that no cut rules out, its best plan, and how long it was searched. */
struct left { struct plan plan; int64_t bound, rounds; };

struct relocator {
    const struct whole_bound *bound;
    struct whole_bound *near;  /* steps towards prices for a set */
    struct near_sets sets;
    const struct mlg_network *net;
    struct arena arena;
    struct whole *whole;
    bool *now;                 /* the set at hand, */
    int64_t now_ticks;         /* its plan; INT64_MAX: none was made */
    struct plan best, trial;
    struct left left[LEFT];
    int32_t left_count;
    int32_t walked;            /* sets since the best plan's, none of which could be better */
    int64_t rounds;            /* of search for a set */
    int32_t *packed;           /* [row] where the last cut would have it */
    int64_t step;              /* quanta: costs of plans are told in multiples of it */
    int64_t useful;            /* plans that cost less are better than the best one */
};

/* -- cuts -- */

/* Steps aim beyond the cost that they are to reach: at it they would only arrive in the limit. */
static int64_t beyond(int64_t upper, int64_t bound)
{
    return upper > INT64_MAX / 2 ? upper : upper + max64(0, upper - bound) / 2;
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
    const size_t sites = (size_t)r->net->site_count, prices = sizeof *b->w * (size_t)r->net->row_count;
    const int64_t *w = NULL, target = beyond(r->useful, mlg__set_bound(&r->sets, open, &w));
    memcpy(b->may_open, open, sites);
    memset(b->may_close, false, sites);
    memcpy(b->best_w, w, prices);
    mlg__whole_bound_restart(b);
    for (int i = 0; i < CUT_STEPS && b->best_bound < r->useful && !(control && mlg__control_check(control, false)); i++)
        mlg__whole_bound_step(b, target);
    const int64_t bound = b->best_bound;
    memset(b->may_open, true, sites);
    memcpy(b->w, b->best_w, prices);
    mlg__whole_bound_evaluate(b);
    read_packed(r, open);
    struct cut *cut = mlg__set_cut(&r->sets);
    cut->paid = mlg__whole_bound_paid(b);
    memcpy(cut->value, b->site_value, sizeof *b->site_value * sites);
    memcpy(cut->w, b->w, prices);
    return bound;
}

/* What the bound of the whole says now. */
static void read_root(struct relocator *r)
{
    r->sets.root = (struct cut) { mlg__whole_bound_paid(r->bound), r->bound->site_value, r->bound->best_w };
    r->sets.must[0] = r->bound->must;
    r->sets.may_open = r->bound->may_open, r->sets.may_close = r->bound->may_close;
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
    if (r->trial.ticks == INT64_MAX) memcpy(left->plan.site_of, r->packed, sizeof *r->packed * (size_t)r->net->row_count);
}

/* The set that was searched least for what it promises: the further its bound is below the best plan, the more likely is a better one. NULL:
 * all were searched long enough. */
static struct left *next_left(struct relocator *r)
{
    struct left *best = NULL;
    double least = INFINITY;
    for (int32_t i = 0; i < r->left_count; i++) {
        struct left *left = &r->left[i];
        if (left->bound >= r->useful || left->rounds > LEFT_ROUNDS * r->rounds) continue;
        const double promise = (double)(r->useful - left->bound), score = (double)left->rounds / (promise * promise);
        if (score < least) least = score, best = left;
    }
    return best;
}

/* Longer than the last time: again and again from its plan, a part of the rows taken out. */
static void search_left(struct relocator *r, struct left *left, struct rng *rng, struct control *control)
{
    left->rounds *= AGAIN;
    copy_plan(r, &r->trial, &left->plan);
    mlg__whole_open(r->whole, r->trial.open);
    for (int64_t done = 0; done < left->rounds; done += DEEPER * r->rounds) {
        for (int32_t row = 0; row < r->net->row_count; row++)
            r->packed[row] = rng_below(rng, TAKEN_OUT) == 0 ? MLG_NONE : r->trial.site_of[row];
        mlg__whole_start(r->whole, r->packed);
        search_trial(r, DEEPER * r->rounds, 5, rng, control);
    }
    copy_plan(r, &left->plan, &r->trial);
    if (r->trial.ticks < r->best.ticks) keep_best(r, &r->trial);
}

/* Make r->trial.open whole, from its packed rows, unless the cut made for it proves that it is not better; longer where it comes near
 * the best plan. It becomes the set at hand if it is worth it, and always on a walk. */
static bool try_set(struct relocator *r, bool walks, struct rng *rng, struct control *control)
{
    mlg__set_tried(&r->sets, r->trial.open);
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
    read_root(r);
    cut_set(r, r->now, NULL);
}

bool mlg__relocate_try(struct relocator *r, const bool *open, struct rng *rng, struct control *control)
{
    read_root(r);
    if (!mlg__set_fits(&r->sets, open) || mlg__set_was_tried(&r->sets, open)) return false;
    if (mlg__set_bound(&r->sets, open, NULL) >= r->useful) return false;
    memcpy(r->trial.open, open, sizeof *open * (size_t)r->net->site_count);
    return try_set(r, false, rng, control);
}

/* Neighbours that may be better, or else, for a while, those of least bound; NULL, then back to the best plan. */
static void look_around(struct relocator *r, bool *walks)
{
    read_root(r);
    mlg__find_sets(&r->sets, r->now, r->useful);
    *walks = r->sets.choice_count == 0;
    if (!*walks) return;
    if (r->walked++ == WALK) {
        r->walked = 0;
        go_to(r, &r->best);
    }
    mlg__find_sets(&r->sets, r->now, INT64_MAX);
}

int32_t mlg__relocate(struct relocator *r, int32_t sets, struct rng *rng, struct control *control)
{
    bool walks;
    for (int32_t i = 0; i < sets && !mlg__control_check(control, false); i++) {
        look_around(r, &walks);
        struct left *left = walks && (r->walked == 1 || r->sets.choice_count == 0) ? next_left(r) : NULL;
        if (left) search_left(r, left, rng, control);
        if (r->sets.choice_count == 0 && !left) return 0;
        if (r->sets.choice_count == 0) continue;
        memcpy(r->trial.open, r->now, sizeof *r->now * (size_t)r->net->site_count);
        mlg__choose_set(&r->sets, rng, r->trial.open);
        try_set(r, walks, rng, control);
    }
    return 1;
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
    r->packed = arena_array(a, int32_t, n->row_count);
    int64_t *capacity = arena_array(a, int64_t, n->site_count), *unit_cost = arena_array(a, int64_t, n->site_count);
    for (int32_t i = 0; i < LEFT; i++) r->left[i].plan = plan_new(r, a);
    if (!a->failed) {
        for (int32_t s = 0; s < n->site_count; s++) {
            capacity[s] = capacity_at(n, s, 0, 1), unit_cost[s] = node_at(n, s, 0, 1)->unit_micro;
        }
        r->useful = INT64_MAX;
        if (mlg__near_sets_new(n, &r->sets)) r->whole = mlg__whole_new(n, &(struct whole_terms) { 0, capacity, unit_cost, NULL });
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
    mlg__near_sets_free(&r->sets);
    mlg__whole_bound_free(r->near);
    mlg__arena_free(&r->arena);
    mlg__free(r);
}
