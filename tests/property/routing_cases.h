/* routing_cases.h — random small routing problems, one feature mask each, and a brute force over them. */
#ifndef MLG_TESTS_ROUTING_CASES_H
#define MLG_TESTS_ROUTING_CASES_H

#include <math.h>

#include "model/plan.h"
#include "routing/search.h"
#include "support/test.h"

/* What a problem has, a bit each; macros, because an enum of C17 has no 64 bits. */
#define FEATURE(bit) (UINT64_C(1) << (bit))
#define WINDOWS FEATURE(0)
#define DUTY FEATURE(1)
#define TABLE FEATURE(2)
#define MIXED FEATURE(3)
#define DIMS FEATURE(4)
#define FLEET FEATURE(5)
#define PRIZES FEATURE(6)
#define SKILLS FEATURE(7)
#define MONEY FEATURE(8)
#define ENERGY FEATURE(9)
#define LIMITS FEATURE(10)
#define HOLES FEATURE(11)
#define OPEN FEATURE(12)
#define SETUP FEATURE(13)
#define FACTORS FEATURE(14)
#define FEW FEATURE(15)
#define FINE FEATURE(16)
#define SHIPMENTS FEATURE(17)
#define SEVERAL FEATURE(18)
#define RELEASE FEATURE(19)
#define TRIPS FEATURE(20)
#define BREAKS FEATURE(21)
#define RANGE FEATURE(22)
#define GROUPS FEATURE(23)
#define CLASSES FEATURE(24)
#define CARBON FEATURE(25)
#define TOGETHER FEATURE(26)
#define APART FEATURE(27)
#define LOCKS FEATURE(28)
#define ABOARD FEATURE(29)
#define LATE FEATURE(30)
#define BALANCE FEATURE(31)
#define BACKHAULS FEATURE(32)
#define UNLIKE FEATURE(33)  /* kinds of vehicle with different limits of duty and range, and nothing else */
#define WEIGHTS FEATURE(34) /* energy by any load or none */
#define NOTHING FEATURE(35) /* to carry */
enum { FEATURE_COUNT = 36 }; /* one more than the last */
#define ALL_FEATURES (FEATURE(FEATURE_COUNT) - 1)

static inline int64_t between(struct rng *r, int64_t low, int64_t high)
{
    return low + rng_below(r, (int32_t)(high - low + 1));
}

/* Tables with times and distances that differ, go one way, and sometimes do not exist. Where only a range asks for a table,
 * one of flights: ways round are no shorter, as most often in life. */
static inline void random_matrix(mlg_builder *b, struct rng *r, int32_t places, uint64_t features, const double (*at)[2])
{
    int32_t *time = malloc(sizeof *time * (size_t)(places * places)), *distance = malloc(sizeof *time * (size_t)(places * places));
    int32_t *kj = malloc(sizeof *time * (size_t)(places * places)), *jkg = malloc(sizeof *time * (size_t)(places * places));
    for (int32_t i = 0; i < places * places; i++) {
        const bool diagonal = i / places == i % places;
        time[i] = diagonal ? 0 : (int32_t)between(r, 5, 60);
        distance[i] = diagonal ? 0 : (int32_t)between(r, 50, 900);
        if (!(features & (TABLE | ENERGY | HOLES | CARBON))) {
            const double dx = at[i / places][0] - at[i % places][0], dy = at[i / places][1] - at[i % places][1];
            time[i] = (int32_t)sqrt(dx * dx + dy * dy), distance[i] = 15 * time[i];
        }
        kj[i] = distance[i] * 3, jkg[i] = features & CARBON ? distance[i] / 3 * 100 : distance[i] / 10;
        if (features & HOLES && !diagonal && rng_below(r, 12) == 0) time[i] = distance[i] = MLG_UNREACHABLE;
    }
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE, .time = time, .distance = distance,
                                          .energy_kj = features & (ENERGY | RANGE | CARBON) ? kj : NULL,
                                          .energy_j_per_kg = features & (ENERGY | RANGE | CARBON) ? jkg : NULL });
    free(time), free(distance), free(kj), free(jkg);
}

static inline int32_t random_windows(struct rng *r, mlg_window *windows, int32_t most, int64_t gap, int64_t length)
{
    const int32_t count = 1 + rng_below(r, most);
    for (int32_t i = 0; i < count; i++) {
        windows[i].open_s = (i ? windows[i - 1].close_s : 0) + between(r, 1, gap);
        windows[i].close_s = windows[i].open_s + between(r, 0, length);
    }
    return count;
}

/* What one stop points to. */
struct stop_room { mlg_window windows[3]; mlg_class_work work[2]; };

static inline mlg_stop random_stop(struct rng *r, int32_t place, uint64_t features, struct stop_room *room)
{
    static const int32_t skill = 7;
    mlg_stop s = { .place = place, .service_s = between(r, 0, 10) };
    for (int d = 0; d < (features & DIMS ? 2 : 1); d++) {
        s.demand[d] = between(r, 1, 9);
        if (features & MIXED && rng_below(r, 2)) s.pickup[d] = between(r, 1, 9), s.demand[d] *= rng_below(r, 2);
    }
    if (features & WINDOWS && rng_below(r, 3)) {
        s.window.open_s = between(r, 0, 150);
        s.window.close_s = s.window.open_s + between(r, 10, 120);
    }
    if (features & SEVERAL && rng_below(r, 3)) s.window_count = random_windows(r, room->windows, 3, 60, 50), s.windows = room->windows;
    if (features & RELEASE && rng_below(r, 2)) s.release_s = between(r, 0, 120);
    if (features & NOTHING) memset(s.demand, 0, sizeof s.demand), memset(s.pickup, 0, sizeof s.pickup);
    if (features & SETUP) s.setup_s = between(r, 0, 8);
    if (features & PRIZES && rng_below(r, 2)) s.prize = between(r, 1, features & MONEY ? 40000 : 120);
    if (features & SKILLS && rng_below(r, 3) == 0) s.skills = &skill, s.skill_count = 1;
    if (features & LATE && rng_below(r, 3)) s.due_s = between(r, 0, 90), s.per_late_tick = between(r, 1, 5);
    if (features & GROUPS && rng_below(r, 3)) s.group = 1 + rng_below(r, 3);
    for (int k = 0; k < 2 && features & CLASSES; k++)
        if (rng_below(r, 2)) {
            mlg_class_work *w = &room->work[s.class_work_count++];
            *w = (mlg_class_work) { k ? "slow" : "quick", between(r, 0, 6), 0 };
            w->service_s = between(r, k ? 5 : 0, k ? 40 : 8);
        }
    s.class_work = room->work;
    if (features & BACKHAULS && rng_below(r, 2)) { /* some of them bring something too */
        s.backhaul = true;
        s.pickup[0] = between(r, 1, 9), s.demand[0] *= rng_below(r, 4) == 0;
        if (features & NOTHING) s.pickup[0] = 0;
    }
    return s;
}

/* Two stops become the ends of a shipment: what one brought goes from the one to the other. */
static inline void random_shipment(mlg_builder *b, struct rng *r, mlg_stop *from, mlg_stop *to)
{
    int64_t amount[MLG_LOADS_MAX];
    for (int d = 0; d < MLG_LOADS_MAX; d++) amount[d] = from->demand[d];
    memset(from->demand, 0, sizeof from->demand);
    if (rng_below(r, 4)) memset(to->demand, 0, sizeof to->demand); /* it may be brought something besides */
    from->group = to->group = 0;
    from->backhaul = to->backhaul = false;
    if (from->prize == 0 || to->prize == 0) from->prize = to->prize = 0;
    mlg_builder_shipment(b, from, to, amount);
}

/* The stops that one vehicle begins with; none or few, and the same ones for nobody else. */
struct given { int32_t stops[2], count; bool locked; };
static inline struct given random_given(struct rng *r, int32_t stops, uint64_t features)
{
    if (features & SHIPMENTS) return (struct given) { .count = 1 }; /* the first stop may be a pickup */
    struct given g = { { rng_below(r, stops), rng_below(r, stops) }, rng_below(r, 3), false };
    if (g.stops[0] == g.stops[1] || features & GROUPS) g.count = min32(g.count, 1);
    g.locked = g.count && rng_below(r, 4) == 0;
    return g;
}

static inline void random_vehicle(mlg_builder *b, struct rng *r, int32_t i, int32_t count, uint64_t features, const struct given *given)
{
    static const int32_t skill = 7;
    int64_t draw[10]; /* one after the other: compilers may evaluate an initializer in any order */
    static const int32_t most[10] = { 30, 50, 2, 9000, 20, 300, 50, 90, 90, 90 };
    for (int k = 0; k < 10; k++) draw[k] = between(r, 0, most[k]);
    mlg_vehicle v = { .start = 0, .end = 0, .count = count, .capacity = { 14 + draw[0] / 2, 25 } };
    if (features & FLEET && i) v.start = v.end = rng_below(r, 2);
    if (features & OPEN) v.end = MLG_NONE;
    if (features & FLEET) v.rates = (mlg_rates) { .fixed = draw[1], .per_m = 1 + draw[2] / 2 };
    if (features & MONEY)
        v.rates = (mlg_rates) { .fixed = draw[3], .per_m = 1 + draw[4], .per_tick = draw[5], .per_service_tick = draw[6],
                                .per_task = draw[7], .per_drive_tick = draw[8], .per_overtime_tick = draw[9] };
    if (features & MONEY) v.overtime_after_s = 100;
    if (features & ENERGY) v.rates.per_m = 1, v.rates.per_j_q24 = between(r, 1, 40) << 8;
    if (features & DUTY) v.shift = (mlg_window) { draw[1] / 3, 400 }, v.max_duty_s = 150 + draw[9];
    if (features & LIMITS)
        v.max_stops = 4, v.max_drive_s = 100 + draw[8], v.max_distance_m = features & TABLE ? 1500 + draw[3] / 6 : 400;
    if (features & SKILLS && (i || rng_below(r, 2))) v.skills = &skill, v.skill_count = 1;
    mlg_window windows[2][2];
    mlg_break breaks[2];
    if (features & BREAKS) {
        const bool at_stop = rng_below(r, 3) == 0;
        v.break_count = 1 + (rng_below(r, 3) == 0);
        for (int32_t k = 0; k < v.break_count; k++) {
            breaks[k] = (mlg_break) { .windows = windows[k], .window_count = random_windows(r, windows[k], 2, 90, 90),
                                      .service_s = between(r, 1, 30), .at_stop = at_stop };
            if (rng_below(r, 4) == 0 && !(features & LATE)) breaks[k].after_s = between(r, 60, 200);
            if (rng_below(r, 3) == 0) breaks[k].load_limited = true, breaks[k].max_load[0] = between(r, 0, 15), breaks[k].max_load[1] = 20;
        }
        v.breaks = breaks;
    }
    const int32_t reloads[2] = { features & TRIPS ? rng_below(r, 2) : 0, 1 };
    if (features & TRIPS)
        v.reload_places = reloads, v.reload_count = 1 + (reloads[0] == 0 && draw[2] == 0), v.max_trips = 2 + (int32_t)draw[2] / 2,
        v.capacity[0] -= 3, v.capacity[1] -= 8;
    if (features & RANGE) v.max_energy_j = between(r, 1, 12) * 1000 * 1000;
    if (features & CARBON) v.rates = (mlg_rates) { .per_j_q24 = (i ? 900 : 400) << 10 }; /* nothing but energy decides */
    if (features & CLASSES) v.class_id = i == 0 ? "slow" : i == 1 ? "quick" : NULL;
    if (features & BALANCE) {
        v.rates.per_duty2_q40 = (INT64_C(1) << 40) / between(r, 20, 400);
        if (rng_below(r, 2)) v.rates.per_extra_stop = between(r, 1, 40), v.stops_after = 1 + (int32_t)between(r, 0, 2);
        if (rng_below(r, 2)) v.rates.per_extra_drive_tick = between(r, 1, 5), v.drive_after_s = between(r, 20, 150);
        if (rng_below(r, 2)) v.rates.per_extra_m = between(r, 1, 5), v.distance_after_m = between(r, 20, 400);
    }
    if (features & ABOARD) v.aboard[0] = between(r, 0, 6);
    if (features & UNLIKE) v.max_duty_s = rng_below(r, 2) ? between(r, 60, 250) : 0;
    if (features & UNLIKE && rng_below(r, 2)) v.max_energy_j = 0;
    if (features & WEIGHTS) v.weight_load = rng_below(r, 3) + MLG_NONE;
    if (features & NOTHING) memset(v.capacity, 0, sizeof v.capacity), memset(v.aboard, 0, sizeof v.aboard);
    if (given) v.first_stops = given->stops, v.first_count = given->count, v.locked = given->locked, v.count = 1;
    if (features & FACTORS) v.speed_factor = i ? 0.8 : 1, v.service_factor = i ? 1.3 : 1;
    mlg_builder_vehicle(b, &v);
}

/* Relations of two or three stops each; no stop is joined twice. */
static inline void random_relations(mlg_builder *b, struct rng *r, int32_t stops, mlg_relation kind)
{
    int32_t rest[64], count = min32(stops, 64);
    for (int32_t i = 0; i < count; i++) rest[i] = i;
    for (int32_t k = 0; k < 2 && count > 1; k++) {
        int32_t chosen[3], n = min32(count, 2 + (rng_below(r, 3) == 0));
        for (int32_t i = 0; i < n; i++) {
            const int32_t at = rng_below(r, count);
            chosen[i] = rest[at];
            rest[at] = rest[--count];
        }
        mlg_builder_relation(b, kind, chosen, n);
        if (rng_below(r, 2)) return;
    }
}

static inline mlg_problem *random_problem(struct rng *r, int32_t stops, uint64_t features)
{
    mlg_builder *b = mlg_builder_new();
    const int32_t places = stops + 2;
    double (*at)[2] = malloc(sizeof *at * (size_t)places);
    if (features & FINE) mlg_builder_scale(b, 1, 100);
    for (int32_t i = 0; i < places; i++) {
        at[i][0] = (double)between(r, 0, 60), at[i][1] = (double)between(r, 0, 60);
        mlg_builder_place_xy(b, at[i][0], at[i][1]);
    }
    if (features & (TABLE | ENERGY | HOLES | RANGE | CARBON)) random_matrix(b, r, places, features, (const double (*)[2])at);
    if (features & LATE) features &= ~(MONEY | DUTY | BALANCE | UNLIKE); /* what the search does not know yet */
    const int32_t kinds = features & (FLEET | SKILLS | FACTORS | CLASSES | UNLIKE) ? 2 : 1;
    const struct given given = features & LOCKS ? random_given(r, stops, features) : (struct given) { .count = 0 };
    for (int32_t i = 0; i < kinds; i++) random_vehicle(b, r, i, features & FEW ? 1 : stops, features, NULL);
    if (given.count) random_vehicle(b, r, 0, 1, features, &given);
    free(at);
    for (int32_t i = 0; i < stops; i++) {
        mlg_stop s[2];
        struct stop_room room[2];
        const int32_t count = features & SHIPMENTS && i + 1 < stops && rng_below(r, 4) ? 2 : 1;
        for (int k = 0; k < count; k++, i += k < count)
            s[k] = random_stop(r, i && rng_below(r, 8) == 0 ? 2 + rng_below(r, i) : 2 + i, features, &room[k]);
        if (count == 1) mlg_builder_stop(b, s);
        else random_shipment(b, r, &s[0], &s[1]);
    }
    if (features & TOGETHER) random_relations(b, r, stops, MLG_TOGETHER);
    if (features & APART) random_relations(b, r, stops, MLG_APART);
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    const mlg_status status = mlg_builder_finish(b, &p, NULL, &err);
    check_msg(status == MLG_OK, "features %llx: %s: %s", (unsigned long long)features, err.where, err.message);
    return p;
}

static inline struct settings small_settings(int32_t neighbours)
{
    return (struct settings) { .iterations = 1, .threads = 1, .islands = 1, .neighbours = neighbours,
                               .insert_neighbours = neighbours, .seed = 1 };
}

static inline struct instance *compiled(const mlg_problem *p, int32_t neighbours)
{
    struct settings o = small_settings(neighbours);
    struct instance *in = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__instance_new(p, &o, &in, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return in;
}

/* A random solution: visits in random order, each inserted at its cheapest place with many places overlooked. */
static inline void random_solution(struct search *s, struct rng *r)
{
    mlg__begin(s);
    for (int32_t i = s->absent_count; i > 0 && s->absent_count > 0; i--)
        s->kernel->insert(s, s->absent[rng_below(r, s->absent_count)], 40000);
    while (s->queue_count) s->queued[s->queue[s->queue_head]] = false, s->queue_head = (s->queue_head + 1) % s->in->visit_count, s->queue_count--;
    mlg__commit(s);
}

/* The search is over; no block may be left. */
static inline void search_end(struct search *s)
{
    for (int32_t i = 0; i < s->in->slot_count; i++) {
        mlg__block_unref(&s->pool, s->slot[i]);
        mlg__block_unref(&s->pool, s->best[i]);
    }
    assert_int_equal(s->pool.live, 0); /* I10 */
    mlg__search_free(s);
}

static const uint64_t case_features[] = {
    0, WINDOWS, DUTY | WINDOWS, TABLE, TABLE | WINDOWS | DUTY, MIXED, MIXED | TABLE | WINDOWS, DIMS, FLEET, FLEET | WINDOWS | MONEY,
    PRIZES, PRIZES | WINDOWS, SKILLS, MONEY, MONEY | WINDOWS | DUTY, ENERGY, ENERGY | MONEY | WINDOWS | MIXED, LIMITS | TABLE,
    LIMITS, HOLES | TABLE, HOLES | WINDOWS | MIXED | DIMS, OPEN, OPEN | WINDOWS | TABLE, SETUP | WINDOWS | MONEY,
    FACTORS | FLEET | WINDOWS, FACTORS | FLEET | WINDOWS | FINE | DUTY, FEW, FEW | WINDOWS | PRIZES,
    WINDOWS | DUTY | TABLE | MIXED | DIMS | FLEET | PRIZES | SKILLS | MONEY | ENERGY | LIMITS | HOLES | SETUP | FACTORS,
    SEVERAL, SEVERAL | MONEY, SEVERAL | DUTY | TABLE, RELEASE | WINDOWS | MONEY, BREAKS, BREAKS | WINDOWS | MONEY | DUTY,
    BREAKS | TABLE | MIXED | SEVERAL, TRIPS, TRIPS | WINDOWS | RELEASE, TRIPS | MIXED | MONEY | TABLE | HOLES | SETUP,
    TRIPS | ENERGY | LIMITS | FLEET | RANGE, RANGE, RANGE | MIXED | HOLES, TRIPS | SHIPMENTS | MIXED | BREAKS,
    SEVERAL | RELEASE | TRIPS | BREAKS | RANGE | WINDOWS | MIXED | DIMS | FLEET | PRIZES | SKILLS | MONEY | LIMITS | SETUP | FINE,
    TOGETHER, APART, TOGETHER | APART | WINDOWS | MONEY | FLEET, TOGETHER | SHIPMENTS | PRIZES | APART, TOGETHER | SEVERAL | APART,
    TOGETHER | GROUPS | PRIZES | FEW,
    LOCKS, LOCKS | MIXED | WINDOWS | MONEY, LOCKS | ABOARD | DIMS | FEW, LOCKS | SEVERAL, LOCKS | PRIZES | FLEET | APART | TOGETHER,
    ABOARD, ABOARD | MIXED | WINDOWS, ABOARD | TRIPS | MIXED, ABOARD | ENERGY | MIXED, ABOARD | BREAKS,
    LATE, LATE | SEVERAL | FLEET, LATE | RELEASE, LATE | BREAKS | MIXED | TABLE, LATE | SHIPMENTS | PRIZES | WINDOWS,
    BALANCE, BALANCE | WINDOWS | MIXED, BALANCE | MONEY | SEVERAL, BALANCE | DUTY | LIMITS | FLEET, BALANCE | BREAKS | TABLE,
    CARBON, CARBON | MIXED, CARBON | WINDOWS | SHIPMENTS | FLEET | PRIZES, CARBON | SEVERAL | MIXED, CARBON | RELEASE,
    CLASSES, CLASSES | WINDOWS | MONEY | SETUP, CLASSES | SEVERAL | FACTORS, CLASSES | SHIPMENTS | FLEET | DUTY | PRIZES,
    GROUPS, GROUPS | PRIZES | WINDOWS | MONEY, GROUPS | SHIPMENTS | TRIPS | SEVERAL, SHIPMENTS, SHIPMENTS | WINDOWS, SHIPMENTS | PRIZES | WINDOWS | MONEY, SHIPMENTS | MIXED | TABLE | FLEET,
    BACKHAULS, BACKHAULS | WINDOWS | MONEY, BACKHAULS | TABLE | FLEET | HOLES, BACKHAULS | TRIPS | RELEASE | PRIZES,
    UNLIKE, UNLIKE | SEVERAL, UNLIKE | BREAKS | SEVERAL, UNLIKE | RANGE | WEIGHTS, UNLIKE | SEVERAL | SHIPMENTS, UNLIKE | DIMS | MIXED | RANGE | WEIGHTS,
    RANGE | NOTHING | WEIGHTS | SEVERAL, CARBON | NOTHING | BREAKS | WEIGHTS, ENERGY | WEIGHTS | RELEASE,
    ENERGY | DIMS | MIXED | WEIGHTS | FLEET, NOTHING | TRIPS | RANGE | WEIGHTS, NOTHING, NOTHING | SEVERAL | LIMITS,
    SHIPMENTS | WINDOWS | DUTY | TABLE | HOLES | SETUP | MIXED | DIMS | FLEET | PRIZES | SKILLS | LIMITS | FACTORS,
};
enum { CASE_COUNT = sizeof case_features / sizeof case_features[0] };

#endif
