/* Laws of explanations and quotes on random problems with every feature: every stop that is left out has a reason;
 * every change that is told lets it in when made by hand, tried everywhere and checked; what is called impossible fits
 * on no vehicle alone; quotes are the cheapest places there are. */
#include "routing_cases.h"

#include "maillage/explain.h"
#include "support/insert_twin.h"
#include "support/routing_checked.h"

enum { STOPS = 9, SEEDS = 12 };

static struct {
    int64_t stops, single, together, impossible, lost, quotes, tied_quotes, running, of[MLG_RULES];
} seen;

static void change_admits(const mlg_problem *p, const mlg_plan *plan, const mlg_unserved *why, int32_t first,
                          int32_t count, const char *words)
{
    static struct twin t;
    struct twin_shop shop;
    int64_t cost;
    twin_of(p, plan, &t);
    const int64_t known = twin_violations(&t, &cost);
    twin_shop_open(&shop, p);
    t.p = &shop.p;
    for (int32_t i = first; i < first + count; i++)
        if (why->reasons[i].change.kind) twin_change(&shop, &t, &why->reasons[i].change);
    check_msg(twin_admits(&t, why->stop, known), "%s: %s by %lld to %lld does not admit stop %d", words,
              mlg_change_name(why->reasons[first].change.kind), (long long)why->reasons[first].change.by,
              (long long)why->reasons[first].change.to, why->stop);
    twin_shop_close(&shop);
}

/* By itself, whatever else the plan does. A row for each vehicle. */
static bool fits_alone(const mlg_problem *p, int32_t stop)
{
    static struct twin t;
    twin_of(p, NULL, &t);
    return twin_admits(&t, stop, 0);
}

/* A prize that is told makes the plan with the stop cheaper than without: what is lost of others counts. */
static void prize_pays(const mlg_problem *p, const mlg_reason *r, const char *words)
{
    const int64_t lost = r->change.other == MLG_NONE ? 0 : p->stops[r->change.other].prize;
    check_msg(r->change.to > r->cost + lost && (r->change.other == MLG_NONE || lost > 0),
              "%s: a prize of %lld for %lld and %lld", words, (long long)r->change.to, (long long)r->cost,
              (long long)lost);
}

/* Every change, or all together; their number. */
static int32_t changes_admit(const mlg_problem *p, const mlg_plan *plan, const mlg_unserved *why, const char *words)
{
    int32_t told = 0;
    for (int32_t i = 0; i < why->reason_count; i++) told += why->reasons[i].change.kind != MLG_CHANGE_NONE;
    if (why->together) change_admits(p, plan, why, 0, why->reason_count, words);
    for (int32_t i = 0; i < why->reason_count && !why->together; i++)
        if (why->reasons[i].change.kind) change_admits(p, plan, why, i, 1, words);
    return told;
}

static void check_why(const mlg_problem *p, const mlg_plan *plan, const mlg_unserved *why, const char *words)
{
    seen.stops++;
    check_msg(why->reason_count > 0, "%s: no reason", words);
    for (int32_t i = 0; i < why->reason_count; i++)
        if (why->reasons[i].change.kind == MLG_CHANGE_PRIZE) prize_pays(p, &why->reasons[i], words);
    check_msg(changes_admit(p, plan, why, words) > 0, "%s: no change is told for stop %d", words, why->stop);
    for (int32_t i = 0; i < why->reason_count; i++)
        if (why->reasons[i].change.kind) seen.of[why->reasons[i].rule]++;
    seen.together += why->together, seen.single += !why->together;
    seen.impossible += why->verdict == MLG_IMPOSSIBLE, seen.lost += why->verdict == MLG_LOST;
    if (why->verdict == MLG_IMPOSSIBLE)
        check_msg(!fits_alone(p, why->stop), "%s: stop %d is not impossible", words, why->stop);
}

/* Cheapest plan with the stop on each route and on a vehicle that is free; the sorted costs are those of the offers. */
static void check_quote(const mlg_problem *p, const mlg_plan *plan, int32_t stop, const char *words)
{
    static struct twin t;
    mlg_offer offers[TWIN_ROUTES];
    int64_t base, costs[TWIN_ROUTES];
    int32_t count = 0, cheaper = 0, uses[TWIN_ROUTES] = { 0 };
    twin_of(p, plan, &t);
    if (twin_violations(&t, &base)) return;
    const mlg_quote_spec spec = { .stop = stop, .most = TWIN_ROUTES };
    assert_int_equal(mlg_quote(p, plan, &spec, offers, &count, NULL), MLG_OK);
    for (int32_t r = 0; r < plan->route_count; r++) {
        uses[t.of[r].vehicle]++;
        const int64_t in = twin_best_on(&t, r, stop, 0, 0), behind = twin_best_new_trip(&t, r, stop, 0),
                      best = in < behind ? in : behind;
        if (best < INT64_MAX) costs[cheaper++] = best - base;
    }
    for (int32_t v = 0; v < p->vehicle_count; v++) {
        const int32_t r = twin_new_route(&t, v);
        const int64_t best = uses[v] < p->vehicles[v].count ? twin_best_on(&t, r, stop, 0, 0) : INT64_MAX;
        t.count--;
        if (best < INT64_MAX) costs[cheaper++] = best - base;
    }
    seen.quotes++, seen.tied_quotes += mlg__has_ties(p);
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = i + 1; k < cheaper; k++)
            if (costs[k] < costs[i]) {
                const int64_t swap = costs[i];
                costs[i] = costs[k], costs[k] = swap;
            }
    check_msg(count <= cheaper, "%s: %d offers, %d places", words, count, cheaper);
    for (int32_t i = 0; i < count; i++)
        check_msg(offers[i].cost == costs[i], "%s: offer %d of stop %d costs %lld, the best %lld", words, i, stop,
                  (long long)offers[i].cost, (long long)costs[i]);
    check_msg(count > 0 || cheaper == 0, "%s: no offer for stop %d", words, stop);
    mlg_offer only;
    int32_t one = 0;
    const mlg_quote_spec first = { .stop = stop, .most = 1 }; /* the search ends where no place can be cheaper */
    assert_int_equal(mlg_quote(p, plan, &first, &only, &one, NULL), MLG_OK);
    check_msg(one == (count > 0) && (!one || only.cost == offers[0].cost), "%s: the only offer costs %lld", words,
              (long long)only.cost);
}

/* The same while the day is driven: what is done by now stays, and what a depot gives is on board already. */
static void check_running(const mlg_problem *p, const mlg_plan *plan, int32_t stop, int64_t now_s, const char *words)
{
    static struct twin t;
    mlg_offer offers[TWIN_ROUTES];
    int32_t count = 0, places = 0, mate = p->mate[stop];
    const mlg_quote_spec spec = { .stop = stop, .most = TWIN_ROUTES, .running = true, .now_s = now_s };
    bool brought = false;
    for (int32_t d = 0; d < p->load_count; d++)
        brought |= p->stops[stop].demand[d] > 0 || (mate != MLG_NONE && p->stops[mate].demand[d] > 0);
    assert_int_equal(mlg_quote(p, plan, &spec, offers, &count, NULL), MLG_OK);
    twin_of(p, plan, &t);
    for (int32_t r = 0; r < plan->route_count; r++) {
        const struct plan_route *from = &plan->routes[r];
        const struct departure departure = { from->visits[0].arrival_s <= now_s ? from->visits[0].arrival_s : now_s,
                                             from->visits[0].arrival_s <= now_s };
        int32_t first = 0, i = 0;
        for (int32_t k = 0; departure.left && k + 1 < from->visit_count; k++) {
            const mlg_visit *v = &from->visits[k];
            if (v->arrival_s + v->wait_s + v->setup_s + v->service_s <= now_s) first = k + 1;
            else break;
        }
        const int64_t base = twin_running_price(&t, r, departure);
        if (base == INT64_MAX) continue;
        const int64_t best = brought && departure.left ? INT64_MAX : twin_running_best(&t, r, stop, first, departure);
        while (i < count && offers[i].route != r) i++;
        check_msg((i < count) == (best < INT64_MAX), "%s: route %d at %lld: %s", words, r, (long long)now_s,
                  i < count ? "offered, no room" : "room, not offered");
        if (i < count)
            check_msg(offers[i].cost == best - base, "%s: route %d at %lld costs %lld, the best %lld", words, r,
                      (long long)now_s, (long long)offers[i].cost, (long long)(best - base));
        places += i < count;
    }
    seen.running += places;
}

/* Take one served stop out of the plan, and ask where it fits. */
static void quote_of(const mlg_problem *p, const mlg_plan *plan, struct rng *rng, const char *words)
{
    static struct twin t;
    mlg_plan *less = NULL;
    if (!plan->route_count) return;
    twin_of(p, plan, &t);
    const int32_t r = rng_below(rng, t.count), at = rng_below(rng, t.of[r].stop_count);
    const int32_t stop = t.codes[r][at], mate = stop < 0 ? MLG_NONE : p->mate[stop];
    if (stop < 0) return;
    for (int32_t i = t.of[r].stop_count - 1; i >= 0; i--)
        if (t.codes[r][i] == stop || (mate != MLG_NONE && t.codes[r][i] == mate))
            twin_remove(t.codes[r], &t.of[r].stop_count, i);
    for (int32_t i = 0; i < t.of[r].stop_count; i++)
        if (t.codes[r][i] < 0) return; /* a trip or a break might be left alone */
    assert_int_equal(mlg__plan_from_sequences(p, t.of, t.count, &less, NULL), MLG_OK);
    check_quote(p, less, mate != MLG_NONE && mate < stop ? mate : stop, words);
    if (!p->vehicles[0].reload_count)
        check_running(p, less, mate != MLG_NONE && mate < stop ? mate : stop, between(rng, 0, 250), words);
    mlg_plan_free(less);
}

static void one_case(uint64_t features, uint64_t seed)
{
    struct rng rng = rng_seeded(seed, features);
    char words[64];
    snprintf(words, sizeof words, "features %llx seed %llu", (unsigned long long)features, (unsigned long long)seed);
    mlg_problem *p = random_problem(&rng, STOPS, features | (seed % 2 ? FEW : 0));
    mlg_plan *plan = plan_if_any(p, NULL, short_run("40"));
    mlg_explanation *e = NULL;
    if (!plan) {
        mlg_problem_free(p);
        return;
    }
    assert_int_equal(mlg_explain(p, plan, MLG_NONE, MLG_EXPLAIN_ALL, 0, &e, NULL), MLG_OK);
    int32_t unserved = 0;
    for (int32_t i = 0; i < plan->unserved_count; i++) {
        const int32_t stop = plan->unserved[i];
        unserved += p->mate[stop] == MLG_NONE || p->mate[stop] > stop;
    }
    check_msg(mlg_explanation_count(e) == unserved, "%s: %d explained, %d unserved", words, mlg_explanation_count(e),
              unserved);
    for (int32_t i = 0; i < mlg_explanation_count(e); i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        check_why(p, plan, &why, words);
    }
    mlg_explanation_free(e);
    assert_int_equal(mlg_explain(p, plan, MLG_NONE, MLG_EXPLAIN_ALL, 1, &e, NULL),
                     MLG_OK); /* as if there were no time for it */
    assert_int_equal(mlg_explanation_count(e), unserved);
    for (int32_t i = 0; i < unserved; i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        check_why(p, plan, &why, words);
    }
    if (!(features & (BREAKS | GROUPS))) quote_of(p, plan, &rng, words);
    mlg_explanation_free(e);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void laws(void **state)
{
    (void)state;
    const char *only = getenv("MAILLAGE_TEST_SEED");
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        for (int c = 0; c < CASE_COUNT; c++)
            if (!only || strtoull(only, NULL, 10) == seed) one_case(case_features[c], seed);
    print_message("%lld stops left out: %lld with a single change, %lld with several together; %lld impossible, %lld "
                  "lost; %lld quotes (%lld among ties), %lld places on routes that have left\n",
                  (long long)seen.stops, (long long)seen.single, (long long)seen.together, (long long)seen.impossible,
                  (long long)seen.lost, (long long)seen.quotes, (long long)seen.tied_quotes, (long long)seen.running);
    for (int k = 0; k < MLG_RULES; k++)
        print_message("%-16s %lld changes\n", mlg_rule_name((mlg_rule)k), (long long)seen.of[k]);
    /* Each law had problems that could break it. */
    assert_true(only || (seen.single > 100 && seen.together > 50 && seen.impossible > 100 && seen.lost > 100));
    assert_true(only || (seen.quotes > 50 && seen.running > 20 && seen.tied_quotes > 20));
}

/* Stops of one size, and one vehicle that holds one of them; `spare` more of another kind. */
static mlg_problem *crowd(int32_t stops, int32_t spare)
{
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    for (int32_t i = 0; i <= stops; i++) mlg_builder_place_xy(b, i % 50, i / 50);
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_EUCLID });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = 1, .capacity = { 1 } });
    if (spare) mlg_builder_vehicle(b, &(mlg_vehicle) { .count = spare, .capacity = { 1 }, .max_stops = 5 });
    for (int32_t i = 0; i < stops; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i + 1, .demand = { 1 } });
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    return p;
}

/* The last of them are told without a trial what is so: nobody is left, or somebody has room. */
static void thousands(void **state)
{
    enum { COUNT = 2500 };
    (void)state;
    for (int32_t spare = 0; spare < 2; spare++) {
        mlg_problem *p = crowd(COUNT, spare);
        mlg_plan *plan = NULL;
        mlg_explanation *e = NULL;
        const int32_t first = 0;
        const struct sequence only = { .vehicle = 0, .stop_count = 1, .stops = &first };
        assert_int_equal(mlg__plan_from_sequences(p, &only, 1, &plan, NULL), MLG_OK);
        assert_int_equal(mlg_explain(p, plan, MLG_NONE, MLG_EXPLAIN_ALL, 1, &e, NULL), MLG_OK);
        assert_int_equal(mlg_explanation_count(e), COUNT - 1);
        const mlg_unserved begin = mlg_explanation_at(e, 0), end = mlg_explanation_at(e, COUNT - 2);
        const mlg_rule rule = spare ? MLG_RULE_NOT_PLACED : MLG_RULE_VEHICLES;
        assert_int_equal(begin.reasons[0].rule, rule);
        assert_int_equal(begin.reasons[0].change.kind, spare ? MLG_CHANGE_INSERT : MLG_CHANGE_VEHICLE);
        assert_int_equal(end.verdict, MLG_LOST);
        assert_int_equal(end.reasons[0].rule, rule);
        assert_int_equal(end.reasons[0].change.kind, MLG_CHANGE_NONE);
        mlg_explanation_free(e);
        mlg_plan_free(plan);
        mlg_problem_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(laws), cmocka_unit_test(thousands) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
