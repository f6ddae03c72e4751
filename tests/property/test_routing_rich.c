/* Rules that go beyond windows and capacity, one after the other: every order of every set of stops of tiny problems, with
 * every place of what a schedule decides, goes through the independent checker. The engine's price of an order is the
 * least cost that the checker lets pass, the engine's plan never costs less than the best of all plans, and nearly always
 * as much.
 *
 * MAILLAGE_RICH_PROBLEMS: so many problems a rule (default 200). */
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "property/routing_cases.h"

enum { STOPS_MAX = 6, ROWS_MAX = 3, CODES_MAX = 24, SETS = 1 << STOPS_MAX };
#define NEVER INT64_MAX

struct rule { const char *name; int32_t stops_max; uint64_t features[8]; }; /* as many as are not 0 */

static const struct rule rules[] = {
    { "shipments", 6, { SHIPMENTS, SHIPMENTS | WINDOWS, SHIPMENTS | WINDOWS | MONEY, SHIPMENTS | TABLE | PRIZES,
                        SHIPMENTS | MIXED | FEW, SHIPMENTS | FLEET | DIMS | SETUP } },
    { "several windows", 5, { SEVERAL, SEVERAL | MONEY, SEVERAL | DUTY, SEVERAL | SHIPMENTS, SEVERAL | TABLE | PRIZES | FEW,
                              SEVERAL | FLEET | MONEY | SETUP } },
    { "groups", 6, { GROUPS, GROUPS | PRIZES, GROUPS | WINDOWS | MONEY, GROUPS | SHIPMENTS | FEW, GROUPS | FEW | PRIZES | TABLE,
                     GROUPS | FLEET | MIXED | SEVERAL } },
    { "breaks", 4, { BREAKS, BREAKS | WINDOWS, BREAKS | MONEY | DUTY, BREAKS | SEVERAL | MIXED, BREAKS | TABLE | WINDOWS | MONEY,
                     BREAKS | SHIPMENTS | FEW } },
    { "release", 5, { RELEASE, RELEASE | WINDOWS, RELEASE | MONEY | FLEET, RELEASE | DUTY | FEW, RELEASE | PRIZES | WINDOWS,
                      RELEASE | SEVERAL | TABLE } },
    { "trips", 4, { TRIPS | FEW, TRIPS | WINDOWS | MONEY, TRIPS | RELEASE | FEW, TRIPS | MIXED | TABLE | HOLES,
                    TRIPS | SHIPMENTS | LIMITS | FEW, TRIPS | BREAKS | DIMS } },
    { "range", 5, { RANGE, RANGE | MIXED, RANGE | WINDOWS | PRIZES, RANGE | ENERGY | SHIPMENTS, RANGE | TRIPS | FEW, RANGE | FLEET | SHIPMENTS } },
    { "together", 6, { TOGETHER, TOGETHER | WINDOWS | MONEY, TOGETHER | SHIPMENTS | PRIZES, TOGETHER | FLEET | FEW | DIMS, TOGETHER | SEVERAL | APART,
                      TOGETHER | PRIZES | WINDOWS | FEW } },
    { "apart", 6, { APART, APART | WINDOWS | MONEY, APART | SHIPMENTS | PRIZES, APART | FLEET | FEW | DIMS, APART | SEVERAL, APART | PRIZES | WINDOWS } },
    { "given stops", 5, { LOCKS, LOCKS | WINDOWS | MONEY | FEW, LOCKS | MIXED | FLEET | FEW, LOCKS | SHIPMENTS | SEVERAL | FEW, LOCKS | PRIZES | WINDOWS,
                       LOCKS | APART | TOGETHER | DIMS } },
    { "load on board", 5, { ABOARD | WINDOWS | MONEY, ABOARD | MIXED | WINDOWS, ABOARD | MIXED | ENERGY, ABOARD | BREAKS, ABOARD | TRIPS | MIXED,
                         ABOARD | FLEET | PRIZES | RANGE, ABOARD | FEW, ABOARD | FEW | DIMS | MIXED } },
    { "lateness", 5, { LATE, LATE | FEW, LATE | SEVERAL | FLEET, LATE | SHIPMENTS | PRIZES, LATE | TABLE | RELEASE | MIXED, LATE | BREAKS | WINDOWS } },
    { "fewest vehicles", 6, { MIXED, WINDOWS | MONEY, FLEET | DIMS, DIMS | WINDOWS, SHIPMENTS | MIXED, SEVERAL | MONEY | DUTY,
                            PRIZES | WINDOWS, PRIZES | GROUPS | FEW } },
    { "limits", 6, { LIMITS, LIMITS | DUTY | WINDOWS, LIMITS | MONEY | DUTY, LIMITS | MONEY | PRIZES | MIXED, LIMITS | SHIPMENTS | FLEET, LIMITS | SEVERAL | MONEY } },
    { "balance and extras", 6, { BALANCE, BALANCE | WINDOWS, BALANCE | MONEY | DUTY, BALANCE | FLEET | MIXED, BALANCE | SEVERAL | PRIZES,
                                 BALANCE | SHIPMENTS | LIMITS } },
    { "carbon", 6, { CARBON | MIXED, CARBON | MIXED | WINDOWS, CARBON | PRIZES | FLEET, CARBON | MIXED | SHIPMENTS | FEW, CARBON | MIXED | SEVERAL,
                     CARBON | TABLE | MIXED | HOLES | DIMS } },
    { "work of classes", 6, { CLASSES | WINDOWS, CLASSES | MONEY | FEW, CLASSES | SETUP | FLEET | WINDOWS | PRIZES, CLASSES | SHIPMENTS | DUTY,
                              CLASSES | SEVERAL | MONEY | FACTORS, CLASSES | TABLE | WINDOWS | MONEY | FEW } },
    { "backhauls", 5, { BACKHAULS, BACKHAULS | FEW, BACKHAULS | WINDOWS | MONEY, BACKHAULS | PRIZES | TABLE | GROUPS,
                        BACKHAULS | TRIPS | FEW, BACKHAULS | FLEET | SHIPMENTS } },
    { "unlike kinds", 5, { UNLIKE | SEVERAL, UNLIKE | BREAKS | FEW, UNLIKE | RANGE | WEIGHTS, UNLIKE | RANGE | WEIGHTS | MIXED | DIMS,
                           UNLIKE | SEVERAL | SHIPMENTS, UNLIKE | SEVERAL | PRIZES | FEW } },
    { "what weighs", 5, { RANGE | WEIGHTS | NOTHING | SEVERAL, CARBON | WEIGHTS | NOTHING | BREAKS | FEW, RANGE | WEIGHTS | RELEASE | FLEET,
                          ENERGY | WEIGHTS | MIXED | DIMS, RANGE | WEIGHTS | TRIPS | FEW, ENERGY | WEIGHTS | NOTHING | LIMITS | WINDOWS } },
};
enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

struct exhaustive {
    const mlg_problem *p;
    const struct instance *in;
    struct search *s;
    uint64_t seed;
    int32_t row;
    int32_t stops[STOPS_MAX], count;  /* the order looked at */
    int32_t codes[CODES_MAX], code_count;
    int64_t least;                    /* of its schedules */
    int64_t own;                      /* what its stops cost wherever they are served, when arcs do not say so */
    int32_t type;
    int64_t best[ROWS_MAX][SETS];     /* of all orders of a set */
};

/* At most one of each group? */
static bool groups_hold(const mlg_problem *p, uint32_t served)
{
    for (int32_t i = 0; i < p->stop_count; i++)
        for (int32_t k = 0; k < i; k++)
            if (served >> i & served >> k & 1 && p->stops[i].group && p->stops[i].group == p->stops[k].group) return false;
    return true;
}

/* Does the order hold a stop that is given to another vehicle? */
static bool takes_from(const struct exhaustive *e, int32_t vehicle)
{
    for (int32_t k = 0; k < e->p->vehicles[vehicle].first_count; k++)
        for (int32_t i = 0; i < e->count; i++)
            if (e->stops[i] == e->p->vehicles[vehicle].first_stops[k]) return true;
    return false;
}

/* Cost of one route as the checker lets it pass, or NEVER. */
static int64_t checked_cost(const struct exhaustive *e)
{
    const struct sequence q = { e->row, e->code_count, e->codes };
    mlg_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__plan_from_sequences(e->p, &q, 1, &plan, NULL), MLG_OK);
    assert_int_equal(mlg_check_routes(e->p, plan, found, NULL, NULL), MLG_OK);
    int32_t broken = 0;
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++) {
        int vehicle; /* others may stand still while this one is looked at, if it leaves them their stops */
        if (sscanf(mlg_findings_at(found, false, i)->where, "vehicles/%d", &vehicle) == 1 && !takes_from(e, vehicle)) continue;
        broken++;
    }
    const int64_t cost = broken == 0 ? mlg_plan_route(plan, 0).cost : NEVER;
    mlg_findings_free(found);
    mlg_plan_free(plan);
    return cost;
}

/* The type of the vehicles of a row. */
static int32_t type_of(const struct instance *in, int32_t row)
{
    for (int32_t type = 0; type < in->type_count; type++)
        for (int32_t at = in->types[type].first; at != MLG_NONE; at = in->next_row[at])
            if (at == row) return type;
    fail();
    return 0;
}

static int64_t as_plan(const struct exhaustive *e, int64_t price) { return price >= COST_NEVER ? NEVER : price + e->own; }

/* The engine's price of the order. */
static int64_t engine_price(const struct exhaustive *e)
{
    struct chain c = { .type = e->type };
    for (int32_t i = 0; i < e->count; i++) {
        const int32_t v = e->in->visit_of[e->stops[i]];
        if (e->in->has_skills && !(e->in->allowed[v] >> c.type & 1)) return NEVER;
        c.piece[c.count++] = (struct piece) { .from = v, .to = v };
    }
    return as_plan(e, e->s->kernel->eval(e->s, &c, COST_NEVER - 1));
}

/* The slow twin's price of the schedule. */
static int64_t walked_price(const struct exhaustive *e)
{
    const struct instance *in = e->in;
    int32_t codes[CODES_MAX];
    for (int32_t i = 0; i < e->code_count; i++) {
        const int32_t code = e->codes[i], what = ~code;
        codes[i] = code >= 0 ? in->visit_of[code] : ~(in->node_count + what - e->p->place_count);
        for (int32_t r = 0; code < 0 && what < e->p->place_count && r < in->types[e->type].reload_count; r++)
            if (in->place[in->types[e->type].reloads[r]] == what) codes[i] = ~in->types[e->type].reloads[r];
    }
    return as_plan(e, in->scheduled ? mlg__simulate_given(in, e->type, codes, e->code_count)
                                    : mlg__simulate(in, e->type, codes, e->code_count));
}

static int64_t orders, allowed_orders, schedules;

static void look_at_schedule(struct exhaustive *e)
{
    const int64_t checked = checked_cost(e), walked = walked_price(e);
    schedules++;
    uint32_t set = 0;
    for (int32_t i = 0; i < e->count; i++) set |= 1u << e->stops[i];
    check_msg(checked == walked || !groups_hold(e->p, set), "seed %llu: a schedule of %d stops costs %lld, walked %lld", (unsigned long long)e->seed, e->count,
              (long long)checked, (long long)walked);
    e->least = min64(e->least, groups_hold(e->p, set) ? checked : walked); /* the search never has two of a group */
    check_msg(groups_hold(e->p, set) || checked == NEVER, "seed %llu: two of a group", (unsigned long long)e->seed);
}

/* Before stop i of the order and behind the last one: breaks in any order, a reload. Behind the same stop a break at a stop
 * comes before one on the road. */
static void every_schedule(struct exhaustive *e, int32_t i, bool on_road, bool reloaded, uint32_t taken)
{
    const mlg_vehicle *v = &e->p->vehicles[e->row];
    if (i == e->count) look_at_schedule(e);
    if (i < e->count) {
        e->codes[e->code_count++] = e->stops[i];
        every_schedule(e, i + 1, false, false, taken);
        e->code_count--;
    }
    for (int32_t k = 0; k < v->break_count; k++) {
        if (taken >> k & 1 || (on_road && v->breaks[k].at_stop)) continue;
        e->codes[e->code_count++] = ~(e->p->place_count + k);
        every_schedule(e, i, on_road || !v->breaks[k].at_stop, reloaded, taken | 1u << k);
        e->code_count--;
    }
    for (int32_t k = 0; k < v->reload_count && i > 0 && i < e->count && !reloaded; k++) {
        e->codes[e->code_count++] = ~v->reload_places[k];
        every_schedule(e, i, false, true, taken);
        e->code_count--;
    }
}

/* Above all that tiny plans cost. */
static const int64_t vehicle_price = INT64_C(1) << 40;
static const struct rule *rule;
static bool fewest_first(void) { return !strcmp(rule->name, "fewest vehicles"); }

static void look_at_order(struct exhaustive *e, uint32_t set)
{
    e->least = NEVER;
    e->own = 0;
    for (int32_t i = 0; i < e->count && !e->in->folded; i++) e->own += e->in->classes[0].visit_cost[e->in->visit_of[e->stops[i]]];
    every_schedule(e, 0, false, false, 0);
    const int64_t price = engine_price(e);
    orders++, allowed_orders += price < NEVER;
    check_msg(price == e->least, "seed %llu: an order of %d stops costs %lld, the engine says %lld",
              (unsigned long long)e->seed, e->count, (long long)e->least, (long long)price);
    if (e->least < NEVER && fewest_first()) e->least += vehicle_price;
    if (e->least < e->best[e->row][set]) e->best[e->row][set] = e->least;
}

static void every_order(struct exhaustive *e, uint32_t set)
{
    if (set) look_at_order(e, set);
    for (int32_t i = 0; i < e->p->stop_count; i++) {
        if (set >> i & 1) continue;
        e->stops[e->count++] = i;
        every_order(e, set | 1u << i);
        e->count--;
    }
}

/* What is left out that should not be, before any cost. */
static int64_t missing(const mlg_problem *p, uint32_t served)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < p->stop_count; i++) {
        const int32_t mate = p->mate[i];
        if (p->stops[i].group || served >> i & 1 || p->stops[i].prize || (mate != MLG_NONE && p->stops[mate].prize)) continue;
        sum++;
    }
    for (int32_t g = 1; g <= 3; g++) { /* of a group without prizes, one */
        int32_t members = 0, there = 0, prizes = 0;
        for (int32_t i = 0; i < p->stop_count; i++)
            if (p->stops[i].group == g) members++, there += (served >> i & 1) != 0, prizes += p->stops[i].prize > 0;
        sum += members && !there && !prizes;
    }
    return sum;
}

struct value { int64_t missing, cost; };

static bool before(struct value a, struct value b)
{
    return a.missing != b.missing ? a.missing < b.missing : a.cost < b.cost;
}

/* Does a route that visits `own` of all that are visited leave teams whole? */
static bool teams_hold(const mlg_problem *p, uint32_t own, uint32_t all)
{
    for (int32_t i = 0; i < p->relation_count; i++) {
        uint32_t team = 0;
        for (int32_t k = 0; k < p->relations[i].stop_count; k++) team |= 1u << p->relations[i].stops[k];
        if (p->relations[i].kind == MLG_TOGETHER && (own & team) && (own & team) != (all & team)) return false;
    }
    return true;
}

/* The best plan: sets of stops dealt to the vehicles of one row after the other. */
static struct value best_plan(const struct exhaustive *e)
{
    const mlg_problem *p = e->p;
    const uint32_t sets = 1u << p->stop_count;
    static int64_t least[SETS], more[SETS];
    struct value best = { INT64_MAX, 0 };
    for (uint32_t set = 0; set < sets; set++) least[set] = set ? NEVER : 0;
    for (int32_t row = 0; row < p->vehicle_count; row++)
        for (int32_t use = 0; use < min32(p->vehicles[row].count, p->stop_count); use++) {
            for (uint32_t set = 0; set < sets; set++) {
                more[set] = p->vehicles[row].first_count ? NEVER : least[set];
                for (uint32_t own = set; own; own = (own - 1) & set)
                    if (e->best[row][own] < NEVER && least[set ^ own] < NEVER && teams_hold(p, own, set))
                        more[set] = min64(more[set], least[set ^ own] + e->best[row][own]);
            }
            memcpy(least, more, sizeof least);
        }
    for (uint32_t set = 0; set < sets; set++) {
        bool served[STOPS_MAX];
        int64_t prizes;
        if (least[set] == NEVER || !groups_hold(p, set)) continue;
        for (int32_t i = 0; i < p->stop_count; i++) served[i] = set >> i & 1;
        assert_int_equal(mlg__absent_prizes(p, served, &prizes), MLG_OK);
        const struct value v = { missing(p, set), least[set] + prizes };
        if (before(v, best)) best = v;
    }
    return best;
}

/* possible: no vehicle must drive what it cannot. */
static struct value solved(const mlg_problem *p, bool possible, uint64_t seed)
{
    mlg_options *o = mlg_options_new();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    mlg_plan *plan = NULL;
    mlg_options_set(o, "routing.iterations", "500", NULL);
    if (fewest_first()) mlg_options_set(o, "routing.fewest_vehicles", "1", NULL);
    const mlg_status status = mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, &err);
    if (!possible) {
        check_msg(status == MLG_BAD_INPUT && strstr(err.where, "first_stops"), "seed %llu: %s", (unsigned long long)seed, err.where);
        mlg_findings_free(found);
        mlg_options_free(o);
        return (struct value) { INT64_MAX, 0 };
    }
    check_msg(status == MLG_OK, "seed %llu: %s", (unsigned long long)seed, err.message);
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    check_msg(mlg_findings_count(found, false) == 0, "seed %llu: %s: %s", (unsigned long long)seed,
              mlg_findings_at(found, false, 0)->where, mlg_findings_at(found, false, 0)->message);
    uint32_t served = (1u << p->stop_count) - 1;
    for (int32_t i = 0; i < mlg_plan_unserved_count(plan); i++) served &= ~(1u << mlg_plan_unserved(plan, i));
    const struct value v = { missing(p, served), mlg_plan_cost(plan) + (fewest_first() ? vehicle_price * mlg_plan_route_count(plan) : 0) };
    mlg_findings_free(found);
    mlg_plan_free(plan);
    mlg_options_free(o);
    return v;
}

static int64_t problems, optimal;

static void engine_meets_the_best(struct rng *r, uint64_t seed)
{
    int32_t rows = 0;
    while (rows < (int32_t)(sizeof rule->features / sizeof *rule->features) && rule->features[rows]) rows++;
    const int32_t features = rng_below(r, rows);
    mlg_problem *p = random_problem(r, 2 + rng_below(r, rule->stops_max - 1), rule->features[features]);
    struct instance *in = compiled(p, STOPS_MAX);
    struct search s;
    assert_int_equal(mlg__search_init(&s, in, 1, 0, NULL), MLG_OK);
    static struct exhaustive e;
    e = (struct exhaustive) { .p = p, .in = in, .s = &s, .seed = seed };
    for (e.row = 0; e.row < p->vehicle_count; e.row++) {
        e.type = type_of(in, e.row);
        for (uint32_t set = 0; set < SETS; set++) e.best[e.row][set] = NEVER;
        every_order(&e, 0);
    }
    const struct value best = best_plan(&e), ours = solved(p, best.missing < INT64_MAX, seed);
    check_msg(!before(ours, best), "seed %llu: %lld with %lld missing, best %lld with %lld", (unsigned long long)seed,
              (long long)ours.cost, (long long)ours.missing, (long long)best.cost, (long long)best.missing);
    problems++, optimal += !before(best, ours);
    if (before(best, ours))
        print_message("%s %d seed %llu: %lld with %lld missing, best %lld with %lld\n", rule->name, features, (unsigned long long)seed,
                      (long long)ours.cost, (long long)ours.missing, (long long)best.cost, (long long)best.missing);
    search_end(&s);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_rules(void **state)
{
    const char *asked = getenv("MAILLAGE_RICH_PROBLEMS"), *only = getenv("MAILLAGE_RICH_RULE");
    (void)state;
    for (rule = rules; rule < rules + RULE_COUNT; rule++) {
        if (only && strcmp(only, rule->name)) continue;
        problems = optimal = orders = allowed_orders = schedules = 0;
        for_seeds(1, asked ? atoi(asked) : 200, engine_meets_the_best);
        print_message("%s: optimal %lld of %lld; %lld orders (%lld allowed) and %lld schedules priced as checked\n", rule->name,
                      (long long)optimal, (long long)problems, (long long)orders, (long long)allowed_orders, (long long)schedules);
        if (getenv("MAILLAGE_TEST_SEED")) continue;
        assert_true(optimal * 100 >= problems * 99);
        assert_true(allowed_orders > orders / 100 && allowed_orders < orders); /* the rule decides */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rules) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
