/* test_plan_check.c — plan.c and check/routes.c, written apart, agree to the unit on random problems and sequences;
 * the departure is the best of all departures; and every single changed figure of a plan is found. */
#include "maillage/check.h"
#include "model/route_legs.h"
#include "support/test.h"

enum { PLACES = 7, STOPS = 8, VEHICLES = 3, DAY_S = 120, FIRST_BYTES = 512 };

static int64_t pick(struct rng *r, int64_t low, int64_t high) { return low + rng_below(r, (int32_t)(high - low + 1)); }
static bool chance(struct rng *r, int percent) { return rng_below(r, 100) < percent; }

static int32_t random_windows(struct rng *r, mlg_window *w)
{
    const int32_t count = (int32_t)pick(r, 1, 3);
    int64_t t = pick(r, 0, 30);
    for (int32_t i = 0; i < count; i++) {
        w[i].open_s = t;
        w[i].close_s = t + pick(r, 0, 25);
        t = w[i].close_s + pick(r, 1, 30);
    }
    return count;
}

static void add_matrix(struct rng *r, mlg_builder *b, int32_t ticks)
{
    int32_t time[PLACES * PLACES], distance[PLACES * PLACES], cost[PLACES * PLACES], kj[PLACES * PLACES],
        jkg[PLACES * PLACES];
    for (int i = 0; i < PLACES * PLACES; i++) {
        time[i] = (int32_t)(pick(r, 0, 20) * ticks + (ticks > 1 ? pick(r, 0, 99) : 0));
        distance[i] = (int32_t)pick(r, 0, 900);
        cost[i] = (int32_t)pick(r, 0, 50);
        kj[i] = (int32_t)pick(r, -20, 90);
        jkg[i] = (int32_t)pick(r, -3, 9);
    }
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE,
                                          .time = time,
                                          .distance = distance,
                                          .cost = cost,
                                          .energy_kj = kj,
                                          .energy_j_per_kg = jkg });
}

static void add_vehicle(struct rng *r, mlg_builder *b)
{
    static const int32_t depots[] = { 0, 1, MLG_NONE };
    static const double factors[] = { 0, 1, 0.5, 1.5, 1.37 };
    const int32_t reloads[] = { 0, 1 };
    mlg_vehicle v = {
        .start = depots[pick(r, 0, 2)],
        .end = depots[pick(r, 0, 2)],
        .count = 4,
        .capacity = { pick(r, 5, 30), pick(r, 5, 30) },
        .rates = { .fixed = pick(r, 0, 99), .per_m = pick(r, 0, 9), .per_tick = pick(r, 0, 9), .per_drive_tick = pick(r, 0, 9),
                   .per_service_tick = pick(r, 0, 9), .per_task = pick(r, 0, 9), .per_overtime_tick = pick(r, 0, 9),
                   .per_matrix_cost = pick(r, 0, 9), .per_j_q24 = pick(r, 0, 1 << 24) },
        .reload_places = reloads,
        .reload_count = 2,
        .max_trips = 9,
        .overtime_after_s = pick(r, 0, 40),
        .weight_load = (int32_t)pick(r, -1, 1),
        .speed_factor = factors[pick(r, 0, 4)],
        .service_factor = factors[pick(r, 0, 4)],
    };
    if (chance(r, 60)) v.shift.open_s = pick(r, 0, 30);
    if (chance(r, 50)) v.shift.close_s = v.shift.open_s + pick(r, 0, DAY_S);
    mlg_builder_vehicle(b, &v);
}

static mlg_stop random_stop(struct rng *r, mlg_window *windows)
{
    mlg_stop s = { .place = (int32_t)pick(r, 0, PLACES - 1), .service_s = pick(r, 0, 9), .setup_s = pick(r, 0, 5) };
    if (chance(r, 60)) s.windows = windows, s.window_count = random_windows(r, windows);
    else if (chance(r, 30)) s.window.open_s = pick(r, 1, 40);
    if (chance(r, 20)) s.release_s = pick(r, 0, 40);
    if (chance(r, 30)) s.prize = pick(r, 0, 99);
    if (chance(r, 30)) s.group = (int32_t)pick(r, 1, 2);
    for (int d = 0; d < 2; d++) {
        if (chance(r, 50)) s.demand[d] = pick(r, 0, 9);
        if (chance(r, 30)) s.pickup[d] = pick(r, 0, 9);
    }
    return s;
}

/* Six stops and a shipment (stops 6 and 7), all kinds of vehicles, one or a hundred ticks a second. */
static mlg_problem *random_problem(struct rng *r)
{
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p;
    mlg_error err = { 0 };
    mlg_window windows[2][3];
    const int32_t ticks = chance(r, 30) ? 100 : 1;
    const int64_t amount[MLG_LOADS_MAX] = { pick(r, 0, 9), pick(r, 0, 9) };
    mlg_builder_scale(b, 1, ticks);
    for (int i = 0; i < PLACES; i++) mlg_builder_place_xy(b, i, i);
    add_matrix(r, b, ticks);
    for (int i = 0; i < VEHICLES; i++) add_vehicle(r, b);
    for (int i = 0; i < STOPS - 2; i++) {
        const mlg_stop s = random_stop(r, windows[0]);
        mlg_builder_stop(b, &s);
    }
    mlg_stop from = random_stop(r, windows[0]), to = random_stop(r, windows[1]);
    memset(from.demand, 0, sizeof from.demand);
    memset(to.demand, 0, sizeof to.demand);
    mlg_builder_shipment(b, &from, &to, amount);
    check_msg(mlg_builder_finish(b, &p, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return p;
}

/* A random partition of most stops into routes, some with a reload; the shipment stays together and in order. */
struct draft {
    int32_t stops[VEHICLES][2 * STOPS], count[VEHICLES];
    struct sequence sequences[VEHICLES];
};

static void random_sequences(struct rng *r, struct draft *d)
{
    memset(d->count, 0, sizeof d->count);
    for (int32_t stop = 0; stop < STOPS - 2; stop++) {
        const int v = (int)pick(r, 0, VEHICLES - 1);
        if (chance(r, 15)) continue;
        if (d->count[v] > 0 && chance(r, 15)) d->stops[v][d->count[v]++] = ~(int32_t)pick(r, 0, 1);
        const int32_t at = d->count[v] && d->stops[v][d->count[v] - 1] >= 0
                               ? (int32_t)pick(r, d->count[v] - 1, d->count[v])
                               : d->count[v];
        if (at < d->count[v]) d->stops[v][d->count[v]] = d->stops[v][at];
        d->stops[v][at] = stop;
        d->count[v]++;
    }
    if (chance(r, 80)) {
        const int v = (int)pick(r, 0, VEHICLES - 1);
        d->stops[v][d->count[v]++] = STOPS - 2;
        d->stops[v][d->count[v]++] = STOPS - 1;
    }
    for (int v = 0; v < VEHICLES; v++) d->sequences[v] = (struct sequence) { v, d->count[v], d->stops[v] };
}

static mlg_plan *plan_of(const mlg_problem *p, const struct draft *d)
{
    mlg_plan *plan;
    assert_int_equal(mlg__plan_from_sequences(p, d->sequences, VEHICLES, &plan, NULL), MLG_OK);
    return plan;
}

/* Violations that say a claimed figure is wrong; *others: all the rest. */
static int64_t wrong_figures(const mlg_problem *p, const mlg_plan *plan, int64_t *others, char *first)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    int64_t wrong = 0;
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++) {
        const mlg_error *e = mlg_findings_at(found, false, i);
        if (!strstr(e->message, "is claimed as")) continue;
        if (!wrong++ && first) snprintf(first, FIRST_BYTES, "%s: %s", e->where, e->message);
    }
    *others = mlg_findings_count(found, false) - wrong;
    mlg_findings_free(found);
    return wrong;
}

static void maker_and_checker_agree(struct rng *r, uint64_t seed)
{
    char first[FIRST_BYTES] = "";
    int64_t others;
    struct draft d;
    mlg_problem *p = random_problem(r);
    for (int k = 0; k < 4; k++) {
        random_sequences(r, &d);
        mlg_plan *plan = plan_of(p, &d);
        check_msg(wrong_figures(p, plan, &others, first) == 0, "seed %llu: %s", (unsigned long long)seed, first);
        mlg_plan_free(plan);
    }
    mlg_problem_free(p);
}

static void test_maker_and_checker_agree(void **state)
{
    (void)state;
    for_seeds(1, 4000, maker_and_checker_agree);
}

/* ---- legs ------------------------------------------------------------------------------------------------------ */

static struct arc_values arc_between(const mlg_problem *p, const mlg_vehicle *v, int32_t from, int32_t to)
{
    return from == MLG_NONE || to == MLG_NONE ? (struct arc_values) { 0 } : mlg__arc(p, v->matrix, from, to);
}

/* The legs of a route sum to its totals; energy is what the arc and the load on board make. */
static void check_legs(const mlg_problem *p, const struct plan_route *route, uint64_t seed)
{
    const mlg_vehicle *v = &p->vehicles[route->vehicle];
    struct route_leg sum = mlg__route_leg(p, route, 0, (struct arc_values) { .distance = 9, .energy_kj = 9 });
    int64_t busy_s = 0;
    check_msg(!sum.distance_m && !sum.duty_s && !sum.energy_j, "seed %llu: a leg leads to the start",
              (unsigned long long)seed);
    for (int32_t i = 1; i < route->visit_count; i++) {
        const mlg_visit *to = &route->visits[i];
        const struct arc_values arc = arc_between(p, v, mlg__leg_origin(route, i)->place, to->place);
        const struct route_leg leg = mlg__route_leg(p, route, i, arc);
        const int64_t kg = v->weight_load < 0 ? 0 : to[-1].load[v->weight_load];
        const int64_t joules = 1000 * arc.energy_kj + kg * arc.energy_j_per_kg, stay_s = to->wait_s + to->setup_s + to->service_s;
        check_msg(leg.load_kg == kg && leg.energy_j == joules && leg.duty_s == leg.drive_s + stay_s && leg.drive_s >= 0,
                  "seed %llu: leg %d", (unsigned long long)seed, i);
        sum.distance_m += leg.distance_m;
        sum.drive_s += leg.drive_s;
        sum.duty_s += leg.duty_s;
        sum.energy_j += leg.energy_j;
        busy_s += stay_s;
    }
    const mlg_totals *t = &route->totals;
    check_msg(sum.distance_m == t->distance_m && sum.duty_s == t->duty_s && sum.drive_s == t->duty_s - busy_s &&
                  (p->ticks_per_s > 1 || sum.drive_s == t->drive_s) && t->energy_j == (sum.energy_j > 0 ? sum.energy_j : 0),
              "seed %llu: the legs do not sum to the route", (unsigned long long)seed);
}

/* The same route with a break in the middle of the drive to a place: metres and joules stay with that place. */
static void check_break_on_the_road(const mlg_problem *p, const struct plan_route *route, int32_t seq, uint64_t seed)
{
    mlg_visit visits[3 * STOPS];
    struct plan_route with = *route;
    const mlg_visit *from = &route->visits[seq - 1];
    memcpy(visits, route->visits, (size_t)seq * sizeof *visits);
    memcpy(visits + seq + 1, route->visits + seq, (size_t)(route->visit_count - seq) * sizeof *visits);
    visits[seq] = (mlg_visit) { .kind = MLG_BREAK, .stop = 0, .place = MLG_NONE };
    memcpy(visits[seq].load, from->load, sizeof from->load);
    const int64_t left_s = from->arrival_s + from->wait_s + from->setup_s + from->service_s;
    visits[seq].arrival_s = left_s + (route->visits[seq].arrival_s - left_s) / 2;
    with.visits = visits;
    with.visit_count++;
    check_msg(mlg__leg_origin(&with, seq + 1) == &visits[seq - 1], "seed %llu: a break is no place", (unsigned long long)seed);
    check_legs(p, &with, seed);
}

static void legs_make_the_route(struct rng *r, uint64_t seed)
{
    struct draft d;
    mlg_problem *p = random_problem(r);
    random_sequences(r, &d);
    mlg_plan *plan = plan_of(p, &d);
    for (int32_t i = 0; i < plan->route_count; i++) {
        check_legs(p, &plan->routes[i], seed);
        check_break_on_the_road(p, &plan->routes[i], (int32_t)pick(r, 1, plan->routes[i].visit_count - 1), seed);
    }
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_legs_make_the_route(void **state)
{
    (void)state;
    for_seeds(1, 3000, legs_make_the_route);
}

/* ---- the departure --------------------------------------------------------------------------------------------- */

/* Drive a route from a departure, plainly. Returns the lateness; *duty in ticks. */
static int64_t drive(const mlg_problem *p, const struct sequence *q, int64_t departure_s, int64_t *duty)
{
    const mlg_vehicle *v = &p->vehicles[q->vehicle];
    const int64_t tick = p->ticks_per_s, start = departure_s * tick;
    int64_t t = start, late = 0;
    int32_t place = v->start;
    for (int32_t i = 0; i <= q->stop_count; i++) {
        const int32_t stop = i < q->stop_count && q->stops[i] >= 0 ? q->stops[i] : MLG_NONE;
        const int32_t to = i == q->stop_count ? v->end : stop == MLG_NONE ? ~q->stops[i] : p->stops[stop].place;
        if (place != MLG_NONE && to != MLG_NONE) t += mlg__drive_ticks(v, mlg__arc(p, v->matrix, place, to).time);
        if (i < q->stop_count && stop == MLG_NONE) { /* a reload waits for its trip's goods */
            for (int32_t k = i + 1; k < q->stop_count && q->stops[k] >= 0; k++)
                t = max64(t, p->stops[q->stops[k]].release_s * tick);
        } else if (stop != MLG_NONE) {
            const mlg_stop *s = &p->stops[stop];
            int32_t k = 0;
            while (k < s->window_count && t > s->windows[k].close_s * tick) k++;
            if (k < s->window_count) t = max64(t, s->windows[k].open_s * tick);
            else if (s->window_count) late += t - s->windows[k - 1].close_s * tick;
            t += (mlg__work_s(v, s->service_s) + (place == s->place ? 0 : mlg__work_s(v, s->setup_s))) * tick;
        }
        place = to;
    }
    if (v->shift.close_s) late += max64(0, t - v->shift.close_s * tick);
    *duty = t - start;
    return late;
}

static void departure_is_best(struct rng *r, uint64_t seed)
{
    struct draft d;
    mlg_problem *p = random_problem(r);
    random_sequences(r, &d);
    mlg_plan *plan = plan_of(p, &d);
    for (int32_t k = 0, route = 0; k < VEHICLES; k++) {
        const struct sequence *q = &d.sequences[k];
        int64_t first = p->vehicles[k].shift.open_s, best_late = INT64_MAX, best_duty = INT64_MAX, best = 0;
        if (q->stop_count == 0) continue;
        for (int32_t i = 0; i < q->stop_count && q->stops[i] >= 0; i++)
            first = max64(first, p->stops[q->stops[i]].release_s);
        for (int64_t departure = first; departure < first + 3 * DAY_S; departure++) {
            int64_t duty;
            const int64_t late = drive(p, q, departure, &duty);
            if (late > best_late || (late == best_late && duty >= best_duty)) continue;
            best_late = late, best_duty = duty, best = departure;
        }
        check_msg(plan->routes[route].visits[0].arrival_s == best,
                  "seed %llu, vehicle %d: leaves at %lld, best is %lld", (unsigned long long)seed, k,
                  (long long)plan->routes[route].visits[0].arrival_s, (long long)best);
        route++;
    }
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_departure_is_best(void **state)
{
    (void)state;
    for_seeds(1, 3000, departure_is_best);
}

/* ---- verdicts: late and overloaded routes, judged plainly ---------------------------------------------------------
 */

/* Is any load above a capacity at the start of a trip or after a stop? */
static bool overloaded(const mlg_problem *p, const struct sequence *q)
{
    for (int d = 0; d < p->load_count; d++) {
        int64_t load = 0, most = 0, collected = 0;
        for (int32_t i = -1; i < q->stop_count; i++) {
            const int32_t stop = i >= 0 && q->stops[i] >= 0 ? q->stops[i] : MLG_NONE;
            if (stop == MLG_NONE) { /* a depot: unload what was collected, load the next trip */
                load -= collected, collected = 0;
                for (int32_t k = i + 1; k < q->stop_count && q->stops[k] >= 0; k++)
                    load += p->stops[q->stops[k]].demand[d];
            } else {
                load += p->stops[stop].pickup[d] - p->stops[stop].demand[d] + p->mate_amount[stop * MLG_LOADS_MAX + d];
                collected += p->stops[stop].pickup[d];
            }
            most = max64(most, load);
        }
        if (q->stop_count > 0 && most > p->vehicles[q->vehicle].capacity[d]) return true;
    }
    return false;
}

static bool says(const mlg_findings *found, const char *words)
{
    for (int32_t i = 0; mlg_findings_at(found, false, i); i++)
        if (strstr(mlg_findings_at(found, false, i)->message, words)) return true;
    return false;
}

static void verdicts_are_right(struct rng *r, uint64_t seed)
{
    struct draft d;
    bool late = false, heavy = false;
    mlg_problem *p = random_problem(r);
    random_sequences(r, &d);
    mlg_plan *plan = plan_of(p, &d);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    for (int32_t k = 0, route = 0; k < VEHICLES; k++) {
        int64_t duty;
        if (d.count[k] == 0) continue;
        late = late || drive(p, &d.sequences[k], plan->routes[route++].visits[0].arrival_s, &duty) > 0;
        heavy = heavy || overloaded(p, &d.sequences[k]);
    }
    const bool told_late = says(found, "after its last window") || says(found, "after the shift closes");
    check_msg(told_late == late, "seed %llu: late %d", (unsigned long long)seed, late);
    check_msg(says(found, "above the capacity") == heavy, "seed %llu: overloaded %d", (unsigned long long)seed, heavy);
    mlg_findings_free(found);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_verdicts_are_right(void **state)
{
    (void)state;
    for_seeds(1, 4000, verdicts_are_right);
}

/* ---- changed figures ------------------------------------------------------------------------------------------- */

static void assert_caught(const mlg_problem *p, const mlg_plan *plan, int64_t *figure, int64_t before, uint64_t seed,
                          const char *what)
{
    int64_t others;
    *figure += 1;
    const int64_t wrong = wrong_figures(p, plan, &others, NULL);
    *figure -= 1;
    check_msg(wrong == 1 && others == before, "seed %llu: a changed %s gives %lld and %lld findings",
              (unsigned long long)seed, what, (long long)wrong, (long long)(others - before));
}

static void every_figure_is_checked(struct rng *r, uint64_t seed)
{
    struct draft d;
    int64_t before;
    mlg_problem *p = random_problem(r);
    random_sequences(r, &d);
    mlg_plan *plan = plan_of(p, &d);
    wrong_figures(p, plan, &before, NULL);
    for (int32_t k = 0; k < plan->route_count; k++) {
        struct plan_route *route = &plan->routes[k];
        mlg_totals *t = &route->totals;
        int64_t *totals[] = { &t->distance_m, &t->drive_s, &t->setup_s,  &t->service_s, &t->wait_s,
                              &t->break_s,    &t->duty_s,  &t->energy_j, &t->stops,     &route->cost };
        for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
            assert_caught(p, plan, totals[i], before, seed, "total");
        for (int32_t i = 0; i < route->visit_count; i++) {
            mlg_visit *v = &route->visits[i];
            if (i > 0) assert_caught(p, plan, &v->arrival_s, before, seed, "arrival");
            assert_caught(p, plan, &v->wait_s, before, seed, "wait");
            assert_caught(p, plan, &v->setup_s, before, seed, "setup");
            assert_caught(p, plan, &v->service_s, before, seed, "service");
            for (int dimension = 0; dimension < MLG_LOADS_MAX; dimension++)
                assert_caught(p, plan, &v->load[dimension], before, seed, "load");
        }
    }
    assert_caught(p, plan, &plan->cost, before, seed, "cost");
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_every_figure_is_checked(void **state)
{
    (void)state;
    for_seeds(1, 150, every_figure_is_checked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maker_and_checker_agree),
        cmocka_unit_test(test_legs_make_the_route),
        cmocka_unit_test(test_departure_is_best),
        cmocka_unit_test(test_verdicts_are_right),
        cmocka_unit_test(test_every_figure_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
