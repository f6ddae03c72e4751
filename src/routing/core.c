/* core.c — the search loop: ruin a small area, recreate, improve what is dirty, accept or undo.
 *
 * Acceptance is simulated annealing, cooled exponentially over the share of the budget used, so that every budget ends
 * cold. All of it is integer arithmetic: with a budget in iterations a run is the same on every machine.
 * The work of an iteration does not depend on the number of stops. */
#include "routing/search.h"

#include <math.h>

#include "base/clock.h"
#include "routing/combine.h"
#include "routing/fleet.h"

enum { RUIN_MEAN = 10, BLINK_Q16 = 655, HOT_OVER_COLD_LOG2_Q16 = 435412 /* log2(100) */ };
enum { HOT_ARCS = 2 }; /* mean arcs */
/* Overloads: their price within bounds, dearer (cheaper) when fewer (more) than these shares of solutions fit. */
enum { PRICE_MIN_Q8 = 16, PRICE_RISES_MAX = 100, TOO_FEW_FIT_Q8 = 38, TOO_MANY_FIT_Q8 = 64, SOFT_MAX = 2000 };
enum { GIVE_UP_Q16 = 65536 / 5 };
enum { FEWER_END_Q16 = 65536 / 2 }; /* of the budget, for plans with fewer routes where these come first */
enum { REMEMBER_FROM_Q16 = 16384 }; /* routes are kept from this share of the budget on */

/* -ln(u) of a uniform number, in 1/65536: log2 by repeated squaring of the mantissa. */
int64_t mlg__minus_log_q16(uint64_t random)
{
    const uint64_t u = (random >> 11) | 1; /* 53 bits, never 0 */
    const int shift = __builtin_clzll(u);
    uint64_t m = u << shift >> 32; /* in [2^31, 2^32) */
    int64_t log2_q16 = (int64_t)(10 - shift) * 65536;
    for (int bit = 15; bit >= 0; bit--) {
        m = m * m >> 31;
        if (m >> 32) log2_q16 += INT64_C(1) << bit, m >>= 1;
    }
    return (-log2_q16 * 45426) >> 16; /* ln 2 */
}

/* value * 2^-exponent, exponent in 1/65536 and >= 0. */
int64_t mlg__halve_q16(int64_t value, int64_t exponent_q16)
{
    static const uint32_t root[16] = { /* 2^-(2^-k) in 2^-32, k = 1.. */
        3037000500u, 3611622603u, 3938502376u, 4112874773u, 4202935003u, 4248701965u, 4271771996u, 4283353945u,
        4289156690u, 4292061010u, 4293513907u, 4294240540u, 4294603903u, 4294785595u, 4294876445u, 4294921870u,
    };
    int128 result = value;
    for (int k = 0; k < 16; k++)
        if (exponent_q16 & (32768 >> k)) result = (result * root[k]) >> 32;
    const int64_t whole = exponent_q16 >> 16;
    return whole > 62 ? 0 : (int64_t)(result >> whole);
}

/* Mean arc between visits of the first local optimum, in 1/65536: the scale of temperatures. The arcs of depots would say
 * more about where the depot is than about how far apart neighbours are. */
static int64_t mean_arc_q16(const struct search *s)
{
    int64_t arcs = 0, sum = 0;
    for (int32_t i = 0; i < s->in->slot_count; i++) {
        const struct block *b = s->slot[i];
        if (!b) continue;
        sum += b->arcs[b->len - 2] - b->arcs[1];
        arcs += b->len - 3;
    }
    return arcs ? (int64_t)(((int128)sum << 16) / arcs) : 0;
}

/* ---- the price of overloads ---- */

/* Can the vehicles carry all there is, out and back? Of a group at least the least. */
static bool all_may_fit(const struct instance *in)
{
    int64_t room = 0, out = 0, back = 0;
    for (int32_t k = 0; k < in->type_count; k++) {
        const struct vehicle_type *t = &in->types[k];
        room += t->count && t->cap[0] > (INT64_MAX >> 16) / t->count ? INT64_MAX >> 16 : t->count * t->cap[0];
    }
    for (int32_t v = 0; v < in->visit_count; v++)
        if (group_of(in, v) == MLG_NONE) out += in->load[v].init, back += in->load[v].init + in->load[v].net;
    for (int32_t g = 0; g < in->group_count; g++) {
        int64_t least_out = INT64_MAX, least_back = INT64_MAX;
        for (int32_t i = in->group_first[g]; i < in->group_first[g + 1]; i++) {
            const struct label_load *l = &in->load[in->group_member[i]];
            least_out = min64(least_out, l->init), least_back = min64(least_back, l->init + l->net);
        }
        out += least_out, back += least_back;
    }
    return max64(out, back) <= room;
}

/* Not where there are many stops: then some route somewhere is overloaded nearly always. And not where some stop must stay
 * out, or where a vehicle has a price of its own: that costs more than any overload, so nothing tried would ever fit. */
static bool soft_pays(const struct instance *in)
{
    return in->soft_load && !in->vehicle_price && in->visit_count <= SOFT_MAX && all_may_fit(in);
}

/* A mean demand beyond the capacity costs a mean trip from the depot. */
static int64_t first_price_q8(const struct instance *in)
{
    int64_t trips = 0, demand = 0;
    for (int32_t v = 0; v < in->visit_count; v++) trips += in->depot_cost[v], demand += in->demand[v];
    return max64(PRICE_MIN_Q8, demand ? (int64_t)(((int128)trips << 8) / demand) : 0);
}

/* Where all stops fit by their loads and still nothing that serves them all was met for long, they may not fit: the search
 * goes on from the best solution without overloads. */
static bool gives_up_overloads(const struct core *c)
{
    const struct search *s = c->search;
    return c->share_q16 >= GIVE_UP_Q16 && c->parts == 1 && s->held == 0 && s->best_cost >= s->in->big_prize;
}

/* Kept where about one in five of the solutions tried has no overload, and never far above the first price: what cannot
 * fit for lack of vehicles would drive it up without end. */
static void watch_overloads(struct core *c)
{
    struct search *s = c->search;
    if (s->overload_price_q8 == 0) return;
    if (gives_up_overloads(c)) {
        mlg__load_best(s);
        mlg__set_overload_price(s, 0);
        c->current = s->cost;
        return;
    }
    const bool fits = s->overload == s->foreign_overload;
    c->fitted += fits;
    c->fleet.fitted |= fits && s->absent_count == 0;
    if (++c->tried < c->price_every) return;
    /* Of a part so many more must fit that the whole does as often. */
    int32_t share_q8 = 256 * c->fitted / c->tried;
    for (int32_t parts = c->parts; parts > 1; parts = (parts + 1) / 2) share_q8 = share_q8 * share_q8 >> 8;
    const int64_t old = s->overload_price_q8;
    if (share_q8 < TOO_FEW_FIT_Q8) mlg__set_overload_price(s, min64(c->price_max_q8, old + old * 3 / 10 + 1));
    else if (share_q8 > TOO_MANY_FIT_Q8) mlg__set_overload_price(s, max64(PRICE_MIN_Q8, old - old / 10));
    c->current = s->cost;
    c->tried = c->fitted = 0;
}

/* ---- the loop ---- */

/* Short budgets start cooler: iterations per stop over 60, within [0.1, 1]. */
static void set_warmth(struct core *c, double iterations)
{
    enum { PER_STOP_WARM = 60 };
    const int64_t n = max64(1, c->search->in->visit_count);
    const int64_t warmth_q8 = min64(256, max64(26, (int64_t)(iterations * 256.0 / (double)(n * PER_STOP_WARM))));
    c->hot_q16 = c->warmest_q16 / 256 * warmth_q8;
}

/* How many iterations the time allows is guessed until some are done: then, where there will be fewer, it is cooler. */
static void watch_rate(struct core *c)
{
    enum { LOOK_Q16 = 1024, DONE_MIN = 16 };
    if (c->rated || c->end_s <= 0 || c->share_q16 < LOOK_Q16 || c->done < DONE_MIN) return;
    const int64_t guessed_q16 = c->hot_q16;
    c->rated = true;
    set_warmth(c, (double)c->done * 65536.0 / (double)c->share_q16);
    c->hot_q16 = min64(c->hot_q16, guessed_q16);
}

void mlg__core_start(struct core *c, const struct settings *o)
{
    enum { RATE_GUESS = 20000 };
    struct search *s = c->search;
    double iterations = c->total ? (double)c->total : o->time_limit_s * RATE_GUESS;
    if (c->end_s > 0) iterations = fmin(iterations, o->time_limit_s * RATE_GUESS);
    c->price_every = (int32_t)fmin(512, fmax(64, iterations / 400));
    c->warmest_q16 = max64(65536, HOT_ARCS * mean_arc_q16(s));
    set_warmth(c, iterations);
    if (soft_pays(s->in)) {
        const int64_t price_q8 = first_price_q8(s->in);
        c->price_max_q8 = PRICE_RISES_MAX * price_q8;
        mlg__set_overload_price(s, price_q8);
        if (!o->from_plan) mlg__fleet_hold(s, &c->fleet);
    }
    mlg__fewer_begin(s, &c->fewer);
    c->current = s->cost;
    c->parts = 1;
}

/* Share of the budget that is used, in 1/65536: of both, where there is a limit to work and one to time, the one that will be
 * met first. */
static int64_t share_q16(const struct core *c, double now_s)
{
    const int64_t work = c->total ? (int64_t)(((int128)c->done << 16) / c->total) : 0;
    const int64_t time = c->end_s > 0 ? (int64_t)(65536.0 * (now_s - c->begin_s) / (c->end_s - c->begin_s)) : 0;
    return min64(65536, max64(0, max64(work, time)));
}

/* At fixed shares of the budget, the best choice among the routes met. */
bool mlg__combine_due(const struct core *c)
{
    static const int32_t at_q16[] = { 32768, 43691, 54613, 62259, INT32_MAX };
    return c->pool && c->search->held == 0 && !c->fewer.on && c->share_q16 >= at_q16[c->combined];
}

static void combine(struct core *c)
{
    enum { WORK_AN_ITERATION = 500 };
    mlg__combine(c->search, c->pool, WORK_AN_ITERATION * c->done, c->total ? 0 : c->end_s);
    c->current = c->search->cost;
    c->combined++;
}

/* Any visit, but for one that is not ours; often one that is left out, as what is round it decides whether it goes in. */
static int32_t draw_seed(struct search *s)
{
    enum { ABSENT_Q8 = 64 };
    if (wanting_count(s) && (int32_t)(rng_next(&s->rng) >> 56) < ABSENT_Q8) {
        int32_t at = rng_below(&s->rng, s->absent_count);
        while (!is_wanting(s, s->absent[at])) at = at ? at - 1 : s->absent_count - 1;
        return s->absent[at];
    }
    enum { TRIES = 100 }; /* a part may be small */
    int32_t seed = 0;
    for (int t = 0; t < TRIES; t++) {
        seed = rng_below(&s->rng, s->in->visit_count);
        if (s->ref[seed].slot == MLG_NONE || !s->foreign[s->ref[seed].slot]) break;
    }
    return seed;
}

static void iterate(struct core *c)
{
    struct search *s = c->search;
    const int64_t missed = c->fewer.on ? mlg__fewer_missed(s, &c->fewer) : 0;
    mlg__begin(s);
    mlg__ruin(s, draw_seed(s), RUIN_MEAN);
    mlg__recreate(s, BLINK_Q16);
    s->kernel->improve(s);
    if (s->failed) {
        mlg__rollback(s);
        return;
    }
    const bool easier = c->fewer.on && mlg__fewer_missed(s, &c->fewer) < missed;
    if (c->fewer.on) mlg__fewer_count(s, &c->fewer);
    const int64_t worse_q16 = mlg__minus_log_q16(rng_next(&s->rng));
    const int64_t limit = c->current + (int64_t)(((int128)c->temperature_q16 * worse_q16) >> 32);
    if (s->cost >= limit && s->cost >= c->current && !easier) {
        mlg__rollback(s);
        return;
    }
    if (c->pool && c->share_q16 >= REMEMBER_FROM_Q16) mlg__remember(s, c->pool);
    mlg__commit(s);
    c->current = s->cost;
    s->count.accepted++;
    if (s->cost >= s->best_cost || s->overload > 0) return;
    s->count.improved++;
    mlg__save_best(s);
    if (!c->fewer.on || s->absent_count) return;
    mlg__fewer_next(s, &c->fewer);
    c->current = s->cost;
}

void mlg__core_run(struct core *c, int64_t until, double slice_end_s)
{
    enum { CLOCK_EVERY = 16 };
    struct search *s = c->search;
    if (s->in->visit_count == 0 || s->in->type_count == 0) return;
    for (int64_t i = 0; !s->failed && !s->late; i++) {
        if (c->total && c->done >= until) break;
        const bool look = i % CLOCK_EVERY == 0, cool = c->total ? c->done % CLOCK_EVERY == 0 : look; /* slices must not show */
        const double now_s = (look && slice_end_s > 0) || (cool && c->end_s > 0) ? mlg__now_s() : 0;
        if (look && slice_end_s > 0 && now_s >= slice_end_s) break;
        if (cool) {
            c->share_q16 = share_q16(c, now_s);
            watch_rate(c);
            c->temperature_q16 = mlg__halve_q16(c->hot_q16, (c->share_q16 * HOT_OVER_COLD_LOG2_Q16) >> 16);
            if (c->parts == 1) mlg__fleet_watch(s, &c->fleet, c->share_q16);
            if (c->fewer.on && c->share_q16 >= FEWER_END_Q16) {
                mlg__fewer_end(s, &c->fewer);
                c->current = s->cost;
            }
            if (c->parts == 1 && mlg__combine_due(c)) combine(c);
        }
        iterate(c);
        watch_overloads(c);
        c->done++;
    }
}
