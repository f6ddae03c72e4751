/* 760 problems that are easy but for one thing: the rule that was planted has to be named first, and every change that
 * is told has to let the stop in when the problem is made again with it and the stop is tried everywhere. */
#include <math.h>

#include "maillage/explain.h"
#include "support/insert_twin.h"
#include "support/routing_checked.h"

enum { PROBLEMS = 760, STOPS_MAX = 16 };

enum plant {
    PLANT_CAPACITY,  /* one stop is larger than any vehicle */
    PLANT_FULL,      /* all stops together are larger than the only vehicle */
    PLANT_WINDOW,    /* closes before anybody can be there */
    PLANT_SKILL,     /* nobody has it */
    PLANT_SHIFT,     /* too far for the hours of work */
    PLANT_MAX_TASKS, /* one stop too many for the only vehicle */
    PLANT_TRAVEL_TIME,
    PLANT_DISTANCE,
    PLANT_DUTY,  /* too far for that limit */
    PLANT_ROAD,  /* no road leads there */
    PLANT_ORDER, /* the delivery closes before its pickup opens */
    PLANT_BREAK, /* its service covers a break */
    PLANT_PRIZE, /* far, and worth little */
    PLANT_TOGETHER, /* two stops that belong on one route ask for skills of different vehicles */
    PLANT_APART,    /* two stops that are kept apart, and one vehicle */
    PLANT_GIVEN,    /* closes before the first given stop of the only vehicle opens */
    PLANT_LOCKED,   /* the only vehicle visits given stops and no others */
    PLANT_FIRST,    /* a backhaul that closes before any stop that could come before it opens */
    PLANT_LAST,     /* a stop opens after a backhaul has closed */
    PLANTS
};

static const struct {
    const char *name;
    mlg_rule rule;
} plants[PLANTS] = {
    [PLANT_CAPACITY] = { "capacity", MLG_RULE_LOAD },
    [PLANT_FULL] = { "full", MLG_RULE_LOAD },
    [PLANT_WINDOW] = { "window", MLG_RULE_TIME_WINDOW },
    [PLANT_SKILL] = { "skill", MLG_RULE_SKILLS },
    [PLANT_SHIFT] = { "shift", MLG_RULE_SHIFT },
    [PLANT_MAX_TASKS] = { "max tasks", MLG_RULE_MAX_TASKS },
    [PLANT_TRAVEL_TIME] = { "travel time", MLG_RULE_MAX_TRAVEL_TIME },
    [PLANT_DISTANCE] = { "distance", MLG_RULE_MAX_DISTANCE },
    [PLANT_DUTY] = { "duty", MLG_RULE_MAX_DUTY },
    [PLANT_ROAD] = { "road", MLG_RULE_UNREACHABLE },
    [PLANT_ORDER] = { "order", MLG_RULE_PRECEDENCE },
    [PLANT_BREAK] = { "break", MLG_RULE_BREAK },
    [PLANT_PRIZE] = { "prize", MLG_RULE_PRIZE },
    [PLANT_TOGETHER] = { "together", MLG_RULE_TOGETHER },
    [PLANT_APART] = { "apart", MLG_RULE_APART },
    [PLANT_GIVEN] = { "given", MLG_RULE_GIVEN },
    [PLANT_LOCKED] = { "locked", MLG_RULE_GIVEN },
    [PLANT_FIRST] = { "backhaul first", MLG_RULE_BACKHAUL },
    [PLANT_LAST] = { "backhaul last", MLG_RULE_BACKHAUL },
};

static struct {
    int64_t stops, first, by_plant[PLANTS], first_by_plant[PLANTS];
} seen;

static int64_t between(struct rng *r, int64_t low, int64_t high)
{
    return low + rng_below(r, (int32_t)(high - low + 1));
}

/* Places in a square of 40 km, roads at 10 m/s; place 0 is the depot in the middle, the last one the victim's, some 30
 * km away where it has to be far. */
static void put_places(mlg_builder *b, struct rng *r, int32_t places, enum plant plant)
{
    double at[STOPS_MAX + 3][2];
    int32_t *time = malloc(sizeof *time * (size_t)(places * places)),
            *distance = malloc(sizeof *time * (size_t)(places * places));
    for (int32_t i = 0; i < places; i++) {
        at[i][0] = i ? (double)between(r, -10000, 10000) : 0, at[i][1] = i ? (double)between(r, -10000, 10000) : 0;
        if (i == places - 1) at[i][0] = (double)between(r, 25000, 35000);
        mlg_builder_place_xy(b, at[i][0], at[i][1]);
    }
    for (int32_t i = 0; i < places * places; i++) {
        const int32_t from = i / places, to = i % places;
        distance[i] = (int32_t)hypot(at[from][0] - at[to][0], at[from][1] - at[to][1]);
        time[i] = distance[i] / 10;
        if (plant == PLANT_ROAD && from != to && (from == places - 1 || to == places - 1))
            time[i] = distance[i] = MLG_UNREACHABLE;
    }
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE, .time = time, .distance = distance });
    free(time), free(distance);
}

static bool has_one_vehicle(enum plant plant)
{
    return plant == PLANT_FULL || plant == PLANT_MAX_TASKS || (plant >= PLANT_APART && plant <= PLANT_LAST);
}

static void put_vehicles(mlg_builder *b, struct rng *r, enum plant plant, int32_t stops)
{
    static const int32_t skills[] = { 1, 2 }, all[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
    const int32_t rows = has_one_vehicle(plant) ? 1 : plant == PLANT_TOGETHER ? 2 : 1 + rng_below(r, 3);
    const mlg_window noon = { 43200, 45000 };
    const mlg_break pause = { .windows = &noon, .window_count = 1, .service_s = 1800 };
    for (int32_t i = 0; i < rows; i++) {
        mlg_vehicle v = { .count = rows > 1 ? 1 + rng_below(r, 2) : 1, .capacity = { 1000, 1000 } };
        if (plant == PLANT_FULL)
            v.capacity[0] = 10 * stops + between(r, 0, 6); /* the stops bring 10 each and one 7 more */
        if (plant == PLANT_SHIFT) v.shift = (mlg_window) { 0, between(r, 3600, 4800) };
        else if (rng_below(r, 2)) v.shift = (mlg_window) { 0, 80000 };
        if (plant == PLANT_MAX_TASKS) v.max_stops = stops - 1;
        if (plant == PLANT_TRAVEL_TIME) v.max_drive_s = between(r, 3600, 4800);
        if (plant == PLANT_DISTANCE) v.max_distance_m = between(r, 36000, 48000);
        if (plant == PLANT_DUTY) v.max_duty_s = between(r, 3600, 4800);
        if (plant == PLANT_BREAK) v.breaks = &pause, v.break_count = 1;
        if (plant == PLANT_TOGETHER) v.skills = &skills[i], v.skill_count = 1;
        if (plant == PLANT_GIVEN) v.first_stops = all, v.first_count = 1 + rng_below(r, 3);
        if (plant == PLANT_LOCKED) v.first_stops = all, v.first_count = stops - 1, v.locked = true;
        mlg_builder_vehicle(b, &v);
    }
}

/* Stop 0 is the other one of two that are tied, or comes first, or is the backhaul; the last one is the victim. */
static void tie_stop(struct rng *r, enum plant plant, bool victim, bool first, mlg_stop *s)
{
    static const int32_t skills[] = { 1, 2 };
    const mlg_window early = { 0, between(r, 5000, 10000) }, late = { between(r, 45000, 50000), 80000 };
    if (plant == PLANT_TOGETHER && (victim || first)) s->skills = &skills[victim], s->skill_count = 1;
    if (plant == PLANT_GIVEN && (victim || first)) s->window = victim ? early : late;
    if (plant == PLANT_FIRST) s->window = victim ? early : late, s->backhaul = victim;
    if (plant == PLANT_LAST && first) s->window = early, s->backhaul = true;
    if (plant == PLANT_LAST && victim) s->window = late;
}

static mlg_problem *planted(struct rng *r, enum plant plant)
{
    static const int32_t skill = 5;
    mlg_builder *b = mlg_builder_new();
    const int32_t stops = 4 + rng_below(r, 6);
    const bool far = plant == PLANT_SHIFT || plant == PLANT_TRAVEL_TIME || plant == PLANT_DISTANCE ||
                     plant == PLANT_DUTY || plant == PLANT_ROAD || plant == PLANT_PRIZE;
    put_places(b, r, stops + 2, plant);
    put_vehicles(b, r, plant, stops);
    for (int32_t i = 0; i < stops; i++) { /* the last is the victim; where the vehicle is too small any may be */
        const bool victim = i == stops - 1;
        mlg_stop s = { .place = victim && far ? stops + 1 : i + 1, .demand = { 10, 1 }, .service_s = 60 };
        if (plant == PLANT_SHIFT || plant == PLANT_TRAVEL_TIME || plant == PLANT_DISTANCE || plant == PLANT_DUTY)
            s.service_s = 0;
        if (plant == PLANT_PRIZE) s.prize = victim ? between(r, 1, 5000) : 10000000;
        tie_stop(r, plant, victim, i == 0, &s);
        if (victim && plant == PLANT_CAPACITY) s.demand[rng_below(r, 2)] = between(r, 1001, 3000);
        if (victim && plant == PLANT_FULL) s.demand[0] = 17;
        if (victim && plant == PLANT_WINDOW) s.place = stops + 1, s.window = (mlg_window) { 0, between(r, 10, 2000) };
        if (victim && plant == PLANT_SKILL) s.skills = &skill, s.skill_count = 1;
        if (victim && plant == PLANT_BREAK)
            s.window = (mlg_window) { 41400, 41400 }, s.service_s = between(r, 5000, 6000);
        if (victim && plant == PLANT_ORDER) {
            mlg_stop to = { .place = stops + 1, .window = { 0, between(r, 10000, 20000) } };
            const int64_t amount[MLG_LOADS_MAX] = { 5 };
            s.window = (mlg_window) { between(r, 30000, 40000), 60000 };
            memset(s.demand, 0, sizeof s.demand);
            mlg_builder_shipment(b, &s, &to, amount);
        } else mlg_builder_stop(b, &s);
    }
    if (plant == PLANT_TOGETHER || plant == PLANT_APART)
        mlg_builder_relation(b, plant == PLANT_APART ? MLG_APART : MLG_TOGETHER, (const int32_t[]) { 0, stops - 1 }, 2);
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s: %s", plants[plant].name, err.where,
              err.message);
    return p;
}

static void every_change_admits(const mlg_problem *p, const mlg_plan *plan, const mlg_unserved *why, const char *name)
{
    static struct twin t;
    for (int32_t i = 0; i < why->reason_count; i++) {
        const mlg_reason *r = &why->reasons[i];
        struct twin_shop shop;
        int64_t cost;
        if (!r->change.kind) continue;
        twin_of(p, plan, &t);
        const int64_t known = twin_violations(&t, &cost);
        twin_shop_open(&shop, p);
        t.p = &shop.p;
        for (int32_t k = 0; k < why->reason_count; k++)
            if (why->together || k == i) twin_change(&shop, &t, &why->reasons[k].change);
        check_msg(twin_admits(&t, why->stop, known), "%s: %s to %lld does not let the stop in", name,
                  mlg_change_name(r->change.kind), (long long)r->change.to);
        twin_shop_close(&shop);
    }
}

/* A little less of the first change lets nobody in: it is the smallest of its kind. */
static void less_does_not(const mlg_problem *p, const mlg_plan *plan, const mlg_unserved *why, enum plant plant)
{
    static struct twin t;
    mlg_change c = why->reasons[0].change;
    struct twin_shop shop;
    int64_t cost;
    if (why->together || c.by < 2 || plant == PLANT_BREAK || plant == PLANT_PRIZE || plant == PLANT_SKILL ||
        plant == PLANT_ROAD)
        return;
    twin_of(p, plan, &t);
    const int64_t known = twin_violations(&t, &cost);
    twin_shop_open(&shop, p);
    t.p = &shop.p;
    const bool falls =
        c.kind == MLG_CHANGE_WINDOW_OPEN || c.kind == MLG_CHANGE_SHIFT_OPEN || c.kind == MLG_CHANGE_GIVEN;
    c.to += falls ? 1 : -1, c.by--;
    twin_change(&shop, &t, &c);
    check_msg(!twin_admits(&t, why->stop, known), "%s: %s by %lld is enough", plants[plant].name,
              mlg_change_name(c.kind), (long long)c.by);
    twin_shop_close(&shop);
}

static void one(struct rng *r, enum plant plant)
{
    mlg_problem *p = planted(r, plant);
    mlg_plan *plan = plan_if_any(p, NULL, short_run("300"));
    mlg_explanation *e = NULL;
    assert_non_null(plan);
    assert_int_equal(mlg_explain(p, plan, MLG_NONE, MLG_EXPLAIN_ALL, 0, &e, NULL), MLG_OK);
    check_msg(mlg_explanation_count(e) > 0, "%s: all stops are served", plants[plant].name);
    for (int32_t i = 0; i < mlg_explanation_count(e); i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        const bool first = why.reasons[0].rule == plants[plant].rule;
        seen.stops++, seen.by_plant[plant]++;
        seen.first += first, seen.first_by_plant[plant] += first;
        if (!first) print_message("%s: named first is %s\n", plants[plant].name, mlg_rule_name(why.reasons[0].rule));
        check_msg(why.reasons[0].change.kind != MLG_CHANGE_NONE, "%s: no change is told", plants[plant].name);
        every_change_admits(p, plan, &why, plants[plant].name);
        if (first) less_does_not(p, plan, &why, plant);
    }
    mlg_explanation_free(e);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void planted_rules(void **state)
{
    (void)state;
    for (int i = 0; i < PROBLEMS; i++) {
        struct rng r = rng_seeded((uint64_t)i, 77);
        one(&r, (enum plant)(i % PLANTS));
    }
    for (int k = 0; k < PLANTS; k++)
        print_message("%-14s %3lld of %3lld named first\n", plants[k].name, (long long)seen.first_by_plant[k],
                      (long long)seen.by_plant[k]);
    print_message("%lld of %lld\n", (long long)seen.first, (long long)seen.stops);
    assert_true(seen.first * 100 >= seen.stops * 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(planted_rules) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
