/* solve.c — mlg_routing_solve: compile, build, search on islands until the deadline, schedule and prove the cost.
 *
 * An island is one search with its own random stream. Most of the time islands work on parts of one solution (share.h);
 * late in the budget, and where there is too little to share, each has its own, and those behind continue from the best.
 * Threads only carry islands, so with a budget in iterations the plan depends on the seed and the number of islands
 * alone. Without `routing.islands` there is one island a thread in timed runs, one otherwise. */
#include "maillage/routing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "base/thread.h"
#include "model/plan.h"
#include "routing/combine.h"
#include "routing/share.h"

enum { MEETINGS = 20, POOL_BYTES = 1 << 16, POOL_STOP_BYTES = 1 << 14, POOL_STOPS = 1 << 10 };
#define SLICE_S 0.1            /* the caller hears from us this often */
#define SHARED_S 0.03          /* the solution is parted anew this often, more seldom where it is large: */
#define SHARED_STOP_S 1e-5
enum { SHARED_STEPS = 500, SHARED_END_Q16 = 65536 * 9 / 10 };
#define FINISH_S 0.004         /* kept for scheduling the plan */
#define FINISH_STOP_S 1.5e-6

struct island {
    struct search search;
    struct core core;
    struct pool pool;
    int32_t index, impossible; /* impossible: type whose given stops hold in no route, or MLG_NONE */
};

struct run {
    const mlg_problem *problem;
    const mlg_plan *start;
    struct settings settings;
    struct instance *in;
    struct island *islands;
    struct core **cores;      /* [island] */
    int32_t island_count;
    struct share share;
    bool shared;              /* islands are at work on parts of one solution, or were last */
    double begin_s, end_s;    /* end_s 0: no deadline */
    int64_t until;            /* iterations of this slice, an island */
    double slice_end_s;
    mlg_progress_fn *f;
    void *user;
    int64_t told_cost;
    bool enough;
};

static struct settings read_settings(const mlg_options *o)
{
    struct settings s = {
        .time_limit_s = mlg__option_real(o, "routing.time_limit_s"),
        .iterations = mlg__option_int(o, "routing.iterations"),
        .threads = (int32_t)mlg__option_int(o, "routing.threads"),
        .islands = (int32_t)mlg__option_int(o, "routing.islands"),
        .neighbours = (int32_t)mlg__option_int(o, "routing.neighbours"),
        .insert_neighbours = (int32_t)mlg__option_int(o, "routing.insert_neighbours"),
        .seed = (uint64_t)mlg__option_int(o, "routing.seed"),
        .combine = mlg__option_int(o, "routing.combine"),
        .fewest_vehicles = mlg__option_int(o, "routing.fewest_vehicles"),
    };
    /* Iterations alone: no clock decides anything. Neither: the standard time. */
    if (s.iterations > 0 && !mlg__option_is_set(o, "routing.time_limit_s")) s.time_limit_s = 0;
    if (s.iterations == 0 && s.time_limit_s <= 0) s.time_limit_s = 10;
    if (s.threads == 0) s.threads = mlg__core_count();
    if (s.islands == 0) s.islands = s.iterations > 0 ? 1 : s.threads;
    return s;
}

/* ---- first solutions ---- */

/* Is another one of v's group on a route, or among the first of the queue? */
static bool group_served(const struct search *s, int32_t v, int32_t count)
{
    const int32_t g = group_of(s->in, v);
    if (g == MLG_NONE || s->group_visits[g]) return g != MLG_NONE;
    for (int32_t i = 0; i < count; i++)
        if (group_of(s->in, s->queue[i]) == g) return true;
    return false;
}

/* The routes of a given plan, as far as they hold; visits that do not fit are inserted afterwards. */
static void take_plan(struct search *s, const mlg_plan *plan)
{
    const struct instance *in = s->in;
    for (int32_t r = 0; r < plan->route_count && !s->failed; r++) {
        int32_t count = 0, type = 0, row;
        for (; type < in->type_count; type++) {
            for (row = in->types[type].first; row != MLG_NONE && row != plan->routes[r].vehicle;) row = in->next_row[row];
            if (row != MLG_NONE) break;
        }
        if (type == in->type_count || s->free_of_type[type] == 0) continue;
        for (int32_t i = 0; i < plan->routes[r].visit_count; i++) {
            const mlg_visit *visit = &plan->routes[r].visits[i];
            if (visit->kind != MLG_STOP || visit->stop < 0 || visit->stop >= in->visit_count) continue;
            const int32_t v = in->visit_of[visit->stop];
            if (s->ref[v].slot == MLG_NONE && !s->marked[v] && !group_served(s, v, count) && team_slot(s, v) == MLG_NONE) {
                s->marked[v] = true;
                s->queue[count] = v;
                s->pieces[count++] = (struct piece) { .from = v, .to = v };
            }
        }
        for (int32_t i = 0; i < count; i++) s->marked[s->queue[i]] = false;
        const int64_t cost = count ? mlg__walked_cost(s, type, s->queue, count) : COST_NEVER;
        if (cost == MLG_NONE) s->failed = true;
        if (cost == COST_NEVER || s->failed) continue;
        if (!mlg__add_route(s, type, count)) return;
        mlg__commit(s);
        mlg__begin(s);
    }
}

static void swap_items(int32_t *item, int32_t i, int32_t j)
{
    const int32_t t = item[i];
    item[i] = item[j], item[j] = t;
}

/* The next order of the items behind the first `from`, as words in a dictionary; false after the last. */
static bool next_order(int32_t *item, int32_t from, int32_t count)
{
    int32_t i = count - 2, j = count - 1;
    while (i >= from && item[i] >= item[i + 1]) i--;
    if (i < from) return false;
    while (item[j] <= item[i]) j--;
    swap_items(item, i, j);
    for (int32_t a = i + 1, b = count - 1; a < b; a++, b--) swap_items(item, a, b);
    return true;
}

/* The route of a vehicle with given stops: these, then what they pick up is delivered, in the first order that holds.
 * False when none does. */
static bool place_given(struct search *s, int32_t type)
{
    enum { ORDERS_MAX = 5040 };
    const struct instance *in = s->in;
    const struct vehicle_type *t = &in->types[type];
    int32_t *visits = s->queue, count = 0;
    int64_t cost = COST_NEVER;
    for (; count < t->begin_count; count++) {
        if (s->ref[t->begins[count]].slot != MLG_NONE) return true; /* a plan brought it */
        visits[count] = t->begins[count];
    }
    for (int32_t i = 0; i < t->begin_count; i++) {
        const int32_t mate = in->mate[visits[i]];
        bool met = mate == MLG_NONE;
        for (int32_t k = 0; k < count && !met; k++) met = visits[k] == mate;
        if (!met) visits[count++] = mate;
    }
    for (int32_t n = 0; n < ORDERS_MAX && cost == COST_NEVER; n++) {
        cost = mlg__walked_cost(s, type, visits, count);
        if (cost == COST_NEVER && !next_order(visits, t->begin_count, count)) break;
    }
    if (cost == MLG_NONE) return s->failed = true;
    if (cost == COST_NEVER) return false;
    for (int32_t i = 0; i < count; i++) s->pieces[i] = (struct piece) { .from = visits[i], .to = visits[i] };
    if (!mlg__add_route(s, type, count)) return true;
    mlg__commit(s);
    mlg__begin(s);
    return true;
}

/* Room for the blocks that the current, the best and a tried solution may hold beside each other. */
static void reserve_blocks(struct search *s)
{
    int32_t longest = 0;
    for (int32_t i = 0; i < s->in->slot_count; i++) {
        if (!s->slot[i]) continue;
        longest = max32(longest, s->slot[i]->len);
        if (!mlg__blocks_reserve(&s->pool, s->slot[i]->len, s->route_count + 8)) s->failed = true;
    }
    for (int32_t len = 3; len < longest + longest / 2 + 8 && !s->failed; len += max32(1, len / 3))
        if (!mlg__blocks_reserve(&s->pool, len, 24)) s->failed = true;
}

static void construct(struct run *run, struct island *island)
{
    struct search *s = &island->search;
    const enum order orders[] = { run->in->traits & TRAIT_TIME ? EARLY_FIRST : FAR_FIRST, FAR_FIRST, LARGE_FIRST, BY_CHANCE };
    s->deadline_s = run->end_s;
    island->impossible = MLG_NONE;
    mlg__begin(s);
    if (run->start) take_plan(s, run->start);
    else mlg__savings(s);
    for (int32_t k = 0; k < run->in->type_count && !s->failed && island->impossible == MLG_NONE; k++)
        if (run->in->types[k].begin_count && !place_given(s, k)) island->impossible = k;
    /* A given start never gets worse: nothing goes in there that does not pay. */
    mlg__insert_all(s, orders[island->index % 4], !run->start);
    mlg__commit(s);
    mlg__save_best(s);
}

static void first_optimum(struct run *run, struct island *island)
{
    struct search *s = &island->search;
    mlg__begin(s);
    for (int32_t v = 0; v < run->in->visit_count; v++) mlg__push(s, v);
    s->kernel->improve(s);
    mlg__commit(s);
    if (s->cost <= s->best_cost) mlg__save_best(s);
    reserve_blocks(s);
    if (run->settings.combine && !s->failed && mlg__combine_pays(s)) {
        const int64_t stops = run->in->visit_count, bytes = POOL_BYTES + POOL_STOP_BYTES * min64(stops, POOL_STOPS);
        if (mlg__pool_init(&island->pool, bytes, (int32_t)(stops / s->route_count))) island->core.pool = &island->pool;
        else s->failed = true;
    }
    mlg__core_start(&island->core, &run->settings);
}

/* ---- the islands at work ---- */

/* Given stops that no route holds are a mistake of the problem; all islands find the same. */
static mlg_status given_hold(const struct run *run, mlg_error *err)
{
    const int32_t type = run->islands[0].impossible;
    char where[48];
    if (type == MLG_NONE) return MLG_OK;
    snprintf(where, sizeof where, "vehicles/%d/first_stops", run->in->types[type].first);
    return mlg__fail(err, MLG_BAD_INPUT, where,
                     TXT("the given stops break a rule or a limit of the vehicle",
                         "les arrêts fixés enfreignent une règle ou une limite du véhicule"),
                     TXT("check the plan that holds them alone", "vérifiez le plan qui ne contient qu'eux"));
}

static void construct_task(void *user, int32_t i) { construct(user, &((struct run *)user)->islands[i]); }
static void optimum_task(void *user, int32_t i) { first_optimum(user, &((struct run *)user)->islands[i]); }
static void core_task(void *user, int32_t i)
{
    struct run *run = user;
    mlg__core_run(&run->islands[i].core, run->until, run->slice_end_s);
}

static struct island *best_island(const struct run *run)
{
    struct island *best = &run->islands[0];
    for (int32_t i = 1; i < run->island_count; i++)
        if (run->islands[i].search.best_cost < best->search.best_cost) best = &run->islands[i];
    return best;
}

/* s continues from the best solution of other: blocks are copied, nothing is shared between islands. */
static void adopt(struct search *s, const struct search *other)
{
    const struct instance *in = s->in;
    mlg__begin(s);
    mlg__empty_routes(s);
    mlg__commit(s);
    mlg__begin(s);
    for (int32_t i = 0; i < in->slot_count && !s->failed; i++) {
        if (other->best[i]) mlg__copy_route(s, i, other->best[i]);
    }
    mlg__commit(s);
    if (s->cost < s->best_cost && !s->failed) mlg__save_best(s);
}

static void meet(struct run *run)
{
    const struct island *best = best_island(run);
    for (int32_t i = 0; i < run->island_count; i++) {
        struct island *other = &run->islands[i];
        if (other == best || other->search.held || other->core.fewer.on || other->search.cost <= best->search.best_cost) continue;
        adopt(&other->search, &best->search);
        other->core.current = other->search.cost;
    }
}

/* Before islands go to work: on parts of one solution, if that pays now. */
static void part(struct run *run)
{
    const bool agreed = run->shared; /* what was joined is the same for all */
    run->shared = run->island_count > 1 && run->cores[0]->share_q16 < SHARED_END_Q16 && !mlg__combine_due(run->cores[0]) &&
                  mlg__share_pays(run->cores, run->island_count);
    if (run->shared && !agreed) mlg__share_agree(run->cores, run->island_count);
    if (run->shared) mlg__share_split(&run->share, run->cores, run->island_count);
}

static void join(struct run *run)
{
    if (run->shared) mlg__share_join(run->cores, run->island_count);
}

/* What a plan of s's best solution costs, without the price of required stops left out. */
static int64_t plan_cost(const struct run *run, const struct search *s)
{
    const struct instance *in = run->in;
    int64_t cost = s->best_cost + in->base_cost, routes = 0;
    for (int32_t i = 0; i < in->slot_count; i++) routes += s->best[i] != NULL;
    cost -= routes * in->vehicle_price;
    for (int32_t v = 0; v < in->visit_count; v++) s->marked[v] = true;
    for (int32_t i = 0; i < in->slot_count; i++)
        for (int32_t k = 1; s->best[i] && k < s->best[i]->len - 1; k++) s->marked[s->best[i]->seq[k]] = false;
    for (int32_t v = 0; v < in->visit_count; v++) {
        if (s->marked[v]) cost -= in->penalty[v];
    }
    for (int32_t g = 0; g < in->group_count; g++) {
        bool served = false;
        for (struct members m = group_members(in, g); m.at < m.end; m.at++) served |= !s->marked[*m.at];
        if (!served) cost -= in->group_penalty[g];
    }
    for (int32_t v = 0; v < in->visit_count; v++) s->marked[v] = false;
    return cost;
}

static int32_t best_routes(const struct search *s, int64_t *served)
{
    int32_t routes = 0;
    *served = 0;
    for (int32_t i = 0; i < s->in->slot_count; i++)
        if (s->best[i]) routes++, *served += s->best[i]->len - 2;
    return routes;
}

enum { PLAIN_COUNTERS = 9, COUNTERS = PLAIN_COUNTERS + 3 * OPERATOR_COUNT };

/* Work of all islands together. */
static void add_counters(const struct run *run, mlg_counter counters[COUNTERS])
{
    static const char *const plain[PLAIN_COUNTERS] = { "iterations", "accepted", "improved", "inserted", "routes_built",
                                                       "visits_built", "scans", "filters", "applied" };
    static const char *const of[OPERATOR_COUNT][3] = {
#define NAMES(name) { name ".exact", name ".applied", name ".gain" }
        [OP_RELOCATE] = NAMES("relocate"), [OP_SWAP] = NAMES("swap"), [OP_TAILS] = NAMES("tails"),
        [OP_TAILS_TURNED] = NAMES("tails_turned"), [OP_OR_OPT] = NAMES("or_opt"), [OP_SWAP_INSIDE] = NAMES("swap_inside"),
        [OP_TWO_OPT] = NAMES("two_opt"), [OP_SERVE] = NAMES("serve"), [OP_EXCHANGE_ABSENT] = NAMES("exchange_absent"),
        [OP_DROP] = NAMES("drop"), [OP_OPEN] = NAMES("open"), [OP_RETYPE] = NAMES("retype"),
        [OP_SHIP] = NAMES("ship"), [OP_SWAP_SHIPMENTS] = NAMES("swap_shipments"),
        [OP_CHOOSE] = NAMES("choose"),
#undef NAMES
    };
    for (int k = 0; k < PLAIN_COUNTERS; k++) counters[k] = (mlg_counter) { plain[k], 0 };
    for (int k = 0; k < 3 * OPERATOR_COUNT; k++) counters[PLAIN_COUNTERS + k] = (mlg_counter) { of[k / 3][k % 3], 0 };
    for (int32_t i = 0; i < run->island_count; i++) {
        const struct counters *c = &run->islands[i].search.count;
        const int64_t values[PLAIN_COUNTERS] = { run->islands[i].core.done, c->accepted, c->improved, c->inserted, c->blocks,
                                                 c->block_visits, c->scans, c->filters, c->applied };
        for (int k = 0; k < PLAIN_COUNTERS; k++) counters[k].value += values[k];
        for (int k = 0; k < OPERATOR_COUNT; k++) {
            mlg_counter *to = &counters[PLAIN_COUNTERS + 3 * k];
            to[0].value += c->of[k].exact, to[1].value += c->of[k].applied, to[2].value += c->of[k].gain;
        }
    }
}

/* Visits that the best solution lacks: a group counts once, and not when one of it is visited. */
static int64_t lacking(const struct search *s, int64_t served)
{
    const struct instance *in = s->in;
    int64_t count = in->visit_count - served;
    for (int32_t g = 0; g < in->group_count; g++) count -= in->group_first[g + 1] - in->group_first[g] - 1;
    return max64(count, 0);
}

static void tell(struct run *run)
{
    const struct search *s = &best_island(run)->search;
    mlg_counter counters[COUNTERS];
    int64_t served;
    if (!run->f) return;
    const int32_t routes = best_routes(s, &served);
    add_counters(run, counters);
    const mlg_progress progress = {
        .phase = "route",
        .elapsed_s = mlg__now_s() - run->begin_s,
        .cost = (double)plan_cost(run, s) / (double)run->problem->cost_scale,
        .bound = NAN,
        .iterations = counters[0].value,
        .unserved = lacking(s, served),
        .vehicle_count = routes,
        .improved = s->best_cost < run->told_cost,
        .counters = counters,
        .counter_count = COUNTERS,
    };
    run->told_cost = s->best_cost;
    if (run->f(&progress, run->user) == MLG_ENOUGH) run->enough = true;
}

static bool failed(const struct run *run)
{
    for (int32_t i = 0; i < run->island_count; i++)
        if (run->islands[i].search.failed) return true;
    return false;
}

static int64_t least_done(const struct run *run)
{
    int64_t least = INT64_MAX;
    for (int32_t i = 0; i < run->island_count; i++) least = min64(least, run->islands[i].core.done);
    return least;
}

/* Slices of time keep the caller informed; only meetings and parts, at fixed counts, change what islands do. */
static void search_by_iterations(struct run *run)
{
    const int64_t total = run->islands[0].core.total, step = max64(1, total / MEETINGS);
    const int64_t short_step = max64(1, total / SHARED_STEPS);
    int64_t met = step;
    while (!run->enough && !failed(run) && least_done(run) < total) {
        part(run);
        run->until = min64(total, run->shared ? least_done(run) + short_step : met);
        while (!run->enough && !failed(run) && least_done(run) < run->until) {
            run->slice_end_s = mlg__now_s() + SLICE_S;
            if (run->end_s > 0) run->slice_end_s = fmin(run->slice_end_s, run->end_s);
            mlg__parallel(run->island_count, run->settings.threads, core_task, run);
            tell(run);
            if (run->end_s > 0 && mlg__now_s() >= run->end_s) return;
        }
        join(run);
        if (least_done(run) < met) continue;
        if (!run->shared && run->island_count > 1 && met < total) meet(run);
        met = min64(total, met + step);
    }
}

static void search_by_time(struct run *run)
{
    const double span_s = run->end_s - run->begin_s, shared_s = fmax(SHARED_S, SHARED_STOP_S * run->in->visit_count);
    double now_s = mlg__now_s(), told_s = 0;
    int32_t met = 0;
    while (!run->enough && !failed(run) && now_s < run->end_s) {
        part(run);
        const double until_s = fmin(now_s + (run->shared ? shared_s : SLICE_S), run->end_s);
        while (!run->enough && !failed(run) && now_s < until_s) {
            run->slice_end_s = fmin(now_s + SLICE_S, until_s);
            mlg__parallel(run->island_count, run->settings.threads, core_task, run);
            now_s = mlg__now_s();
            if (now_s - told_s < SLICE_S - SHARED_S) continue;
            told_s = now_s;
            tell(run);
        }
        join(run);
        const int32_t due = (int32_t)((now_s - run->begin_s) / span_s * MEETINGS);
        if (due > met && !run->shared && run->island_count > 1 && due < MEETINGS) meet(run);
        met = due;
    }
}

/* ---- the plan ---- */

/* Stops of a route, with reloads and breaks as sequences code them; MLG_NONE without memory. */
static int32_t write_stops(const struct run *run, struct search *s, const struct block *b, int32_t *stops)
{
    const struct instance *in = run->in;
    const mlg_problem *p = run->problem;
    const int32_t *codes = b->seq + 1;
    int32_t count = b->len - 2;
    if (in->scheduled) {
        memcpy(s->schedule->visits, codes, sizeof *codes * (size_t)count);
        count = mlg__schedule_events(s->schedule, in, b->type, count);
        codes = s->schedule->codes;
    }
    for (int32_t i = 0; i < count; i++) {
        const int32_t code = codes[i], what = ~code;
        if (code >= 0) stops[i] = in->stop_of[code];
        else stops[i] = what < in->node_count ? ~in->place[what] : ~(p->place_count + what - in->node_count);
    }
    return count;
}

static mlg_status make_plan(const struct run *run, mlg_plan **plan, mlg_error *err)
{
    const struct instance *in = run->in;
    struct search *s = &best_island(run)->search;
    struct arena scratch = { 0 };
    int64_t served;
    const int32_t routes = best_routes(s, &served);
    struct sequence *sequence = arena_array(&scratch, struct sequence, routes);
    int32_t *stops = arena_array(&scratch, int32_t, 2 * served + (int64_t)BREAKS_MAX * routes);
    int32_t *row = arena_array(&scratch, int32_t, in->type_count);
    int32_t *taken = arena_array(&scratch, int32_t, in->type_count), next = 0, at = 0;
    if (scratch.failed) {
        mlg__arena_free(&scratch);
        return mlg__no_memory(err, "the plan");
    }
    for (int32_t k = 0; k < in->type_count; k++) row[k] = in->types[k].first;
    for (int32_t k = 0; k < in->type_count; k++) /* vehicles in the order of their rows */
        for (int32_t i = 0; i < in->slot_count; i++) {
            const struct block *b = s->best[i];
            if (!b || b->type != k) continue;
            while (taken[k] == run->problem->vehicles[row[k]].count) row[k] = in->next_row[row[k]], taken[k] = 0;
            taken[k]++;
            const int32_t count = write_stops(run, s, b, stops + at);
            if (count == MLG_NONE) {
                mlg__arena_free(&scratch);
                return mlg__no_memory(err, "the plan");
            }
            sequence[next++] = (struct sequence) { row[k], count, stops + at };
            at += count;
        }
    const mlg_status status = mlg__plan_from_sequences(run->problem, sequence, routes, plan, err);
    mlg__arena_free(&scratch);
    return status;
}

/* The plan's cost is computed from the definitions; the search must have meant the same plan. Where ticks are finer than
 * the whole seconds at which vehicles leave, a route may cost the rest of a second more. */
static mlg_status prove(const struct run *run, mlg_plan **plan, mlg_error *err)
{
    const int64_t meant = plan_cost(run, &best_island(run)->search), found = (*plan)->cost;
    int64_t tolerance = 0;
    for (int32_t i = 0; i < (*plan)->route_count && run->problem->ticks_per_s > 1; i++) {
        const mlg_rates *r = &run->problem->vehicles[(*plan)->routes[i].vehicle].rates;
        const int64_t tick = run->problem->ticks_per_s, duty = ((*plan)->routes[i].totals.duty_s + 1) * tick;
        tolerance += (r->per_tick + r->per_overtime_tick) * tick + mlg__balance_cost(r, duty) - mlg__balance_cost(r, duty - 2 * tick) + 1;
    }
    /* Where a schedule decides among very much, the search may have thought it dearer than it is. */
    if ((found >= meant || run->in->scheduled) && found <= meant + tolerance) return MLG_OK;
    mlg_plan_free(*plan);
    *plan = NULL;
    return mlg__fail(err, MLG_INTERNAL, "",
                     TXT("the plan costs %lld, the search meant %lld", "le plan coûte %lld, la recherche disait %lld"),
                     TXT("please report it with the problem", "merci de le signaler avec le problème"),
                     (long long)found, (long long)meant);
}

/* ---- start to end ---- */

static mlg_status islands_new(struct run *run, mlg_error *err)
{
    run->islands = mlg__malloc(sizeof *run->islands * (size_t)run->settings.islands);
    run->cores = mlg__malloc(sizeof *run->cores * (size_t)run->settings.islands);
    if (!run->islands || !run->cores) return mlg__no_memory(err, "the search");
    for (; run->island_count < run->settings.islands; run->island_count++) {
        struct island *island = &run->islands[run->island_count];
        MLG_TRY(mlg__search_init(&island->search, run->in, run->settings.seed, (uint64_t)run->island_count, err));
        island->index = run->island_count;
        island->pool = (struct pool) { 0 };
        island->core = (struct core) {
            .search = &island->search,
            .total = run->settings.iterations > 0 ? max64(1, run->settings.iterations / run->settings.islands) : 0,
            .begin_s = run->begin_s, .end_s = run->end_s,
        };
        run->cores[run->island_count] = &island->core;
    }
    return mlg__share_init(&run->share, run->in) ? MLG_OK : mlg__no_memory(err, "the search");
}

static mlg_status search(struct run *run, mlg_plan **plan, mlg_error *err)
{
    MLG_TRY(mlg__instance_new(run->problem, &run->settings, &run->in, err));
    MLG_TRY(islands_new(run, err));
    run->told_cost = INT64_MAX;
    mlg__parallel(run->island_count, run->settings.threads, construct_task, run);
    MLG_TRY(given_hold(run, err));
    tell(run);
    if (!run->enough) mlg__parallel(run->island_count, run->settings.threads, optimum_task, run);
    if (!failed(run) && !run->enough && run->in->visit_count > 1 && run->in->type_count > 0) {
        tell(run);
        if (run->settings.iterations > 0) search_by_iterations(run);
        else search_by_time(run);
    }
    if (failed(run)) return mlg__no_memory(err, "the search");
    MLG_TRY(make_plan(run, plan, err));
    return prove(run, plan, err);
}

static void run_free(struct run *run)
{
    for (int32_t i = 0; i < run->island_count; i++) {
        mlg__pool_free(&run->islands[i].pool);
        mlg__search_free(&run->islands[i].search);
    }
    mlg__share_free(&run->share);
    mlg__free(run->cores);
    mlg__free(run->islands);
    mlg__instance_free(run->in);
}

mlg_status mlg_routing_solve(const mlg_problem *p, const mlg_plan *start, const mlg_options *o, mlg_progress_fn *f,
                             void *user, mlg_plan **plan, mlg_error *err)
{
    struct run run = { .problem = p, .start = start, .settings = read_settings(o), .f = f, .user = user };
    run.settings.from_plan = start != NULL;
    run.begin_s = mlg__now_s();
    if (run.settings.time_limit_s > 0)
        run.end_s = run.begin_s + fmax(run.settings.time_limit_s - FINISH_S - FINISH_STOP_S * p->stop_count,
                                       run.settings.time_limit_s / 2);
    *plan = NULL;
    const mlg_status status = search(&run, plan, err);
    run_free(&run);
    return status;
}
