/* fuzz_routing.c — bytes as a small routing problem with any mix of constraints the engine knows: a few iterations,
 * then the independent checker must find nothing, and a run from the plan that serves as many required stops must not
 * cost more. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "support/routing_plan.h"
#include "model/problem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLACES_MAX = 24, VEHICLES_MAX = 3 };

/* Numbers of the bytes, in order; zeros after their end. */
struct bytes { const uint8_t *data; size_t size, at; };

static int32_t draw(struct bytes *b, int32_t low, int32_t high)
{
    const int32_t value = b->at < b->size ? b->data[b->at++] : 0;
    return low + value % (high - low + 1);
}
static bool maybe(struct bytes *b) { return draw(b, 0, 1); }

static void draw_matrix(struct bytes *b, mlg_builder *to, int32_t places)
{
    int32_t time[PLACES_MAX * PLACES_MAX], distance[PLACES_MAX * PLACES_MAX], kj[PLACES_MAX * PLACES_MAX];
    for (int32_t i = 0; i < places * places; i++) {
        const int32_t value = i / places == i % places ? 0 : draw(b, 0, 255);
        time[i] = value % 64, distance[i] = value * 3, kj[i] = value % 7;
        if (value == 255) time[i] = distance[i] = MLG_UNREACHABLE;
    }
    const bool energy = maybe(b);
    mlg_builder_matrix(to, &(mlg_matrix) { .kind = MLG_TABLE, .time = time, .distance = distance,
                                           .energy_kj = energy ? kj : NULL, .energy_j_per_kg = energy ? kj : NULL });
}

static mlg_window draw_window(struct bytes *b, int64_t after)
{
    const int64_t open = after + draw(b, 1, 100);
    return (mlg_window) { open, open + draw(b, 0, 100) };
}

static void draw_vehicle(struct bytes *b, mlg_builder *to, int32_t places, int32_t dims)
{
    static const int32_t skill = 7;
    mlg_vehicle v = { .start = draw(b, 0, places - 1), .count = draw(b, 1, 12) };
    v.end = maybe(b) ? v.start : draw(b, -1, places - 1);
    for (int32_t d = 0; d < dims; d++) v.capacity[d] = draw(b, 0, 40);
    if (maybe(b))
        v.rates = (mlg_rates) { .fixed = draw(b, 0, 255) * 8,
                                .per_m = draw(b, 0, 9),
                                .per_tick = draw(b, 0, 9),
                                .per_drive_tick = draw(b, 0, 5),
                                .per_service_tick = draw(b, 0, 5),
                                .per_task = draw(b, 0, 5),
                                .per_overtime_tick = draw(b, 0, 20),
                                .per_j_q24 = draw(b, 0, 40) << 10 };
    if (maybe(b)) v.shift = (mlg_window) { draw(b, 0, 50), 51 + draw(b, 0, 255) };
    if (maybe(b)) v.max_duty_s = draw(b, 0, 255), v.overtime_after_s = draw(b, 0, 255);
    if (maybe(b)) v.max_drive_s = draw(b, 0, 255), v.max_distance_m = 8 * draw(b, 0, 255), v.max_stops = draw(b, 0, 5);
    if (maybe(b)) v.skills = &skill, v.skill_count = 1;
    int32_t reloads[2] = { 0, 0 };
    mlg_window windows[2];
    mlg_break breaks[2];
    const int32_t rules = draw(b, 0, 15);
    if (rules & 1) reloads[0] = draw(b, 0, places - 1), v.reload_places = reloads, v.reload_count = draw(b, 1, 2), v.max_trips = draw(b, 2, 4);
    for (int32_t k = 0; k < (rules >> 1 & 3) % 3; k++) {
        windows[k] = draw_window(b, 0);
        breaks[k] = (mlg_break) { .windows = &windows[k], .window_count = draw(b, 0, 1), .service_s = draw(b, 0, 40), .at_stop = maybe(b) };
        breaks[k].after_s = 4 * draw(b, 0, 63), breaks[k].load_limited = maybe(b), breaks[k].max_load[0] = draw(b, 0, 20);
        v.breaks = breaks, v.break_count = k + 1;
    }
    if (rules & 8) v.max_energy_j = 10000 * draw(b, 1, 255);
    if (maybe(b)) v.speed_factor = 0.5 + draw(b, 0, 10) / 10.0, v.service_factor = 0.5 + draw(b, 0, 10) / 10.0;
    mlg_builder_vehicle(to, &v);
}

/* Of every stop the group comes from three; windows: room for several. */
static mlg_stop draw_stop(struct bytes *b, int32_t places, int32_t dims, mlg_window windows[2])
{
    static const int32_t skill = 7;
    static const mlg_class_work cart[1] = { { "cart", 2, 20 } };
    mlg_stop s = { .place = draw(b, 0, places - 1), .service_s = draw(b, 0, 15) };
    for (int32_t d = 0; d < dims; d++) s.demand[d] = draw(b, 0, 12);
    const int32_t kind = draw(b, 0, 255), rare = draw(b, 0, 15);
    if (kind & 1) s.pickup[0] = draw(b, 0, 12);
    if (kind & 2) s.window.open_s = draw(b, 0, 200), s.window.close_s = s.window.open_s + 1 + draw(b, 0, 100);
    if (kind & 4) s.setup_s = draw(b, 0, 9);
    if (kind & 8) s.prize = 4 * draw(b, 0, 255);
    if (kind & 16) s.skills = &skill, s.skill_count = 1;
    if (kind & 32) windows[0] = draw_window(b, 0), windows[1] = draw_window(b, windows[0].close_s), s.windows = windows, s.window_count = 2;
    if (kind & 64) s.release_s = draw(b, 0, 200);
    if (rare & 1) s.group = draw(b, 1, 3);
    if (rare & 2) s.priority = draw(b, 0, 100);
    if (rare == 12) s.due_s = draw(b, 0, 200), s.per_late_tick = draw(b, 0, 3);
    if (rare == 8) s.class_work = cart, s.class_work_count = 1;
    return s;
}

/* A stop, or a shipment: what the first one brought goes to the second. */
static void draw_visits(struct bytes *b, mlg_builder *to, int32_t places, int32_t dims)
{
    mlg_window windows[2][2];
    mlg_stop s = draw_stop(b, places, dims, windows[0]);
    if (draw(b, 0, 3)) {
        mlg_builder_stop(to, &s);
        return;
    }
    mlg_stop end = draw_stop(b, places, dims, windows[1]);
    int64_t amount[MLG_LOADS_MAX];
    memcpy(amount, s.demand, sizeof amount);
    memset(s.demand, 0, sizeof s.demand);
    s.group = end.group = 0;
    mlg_builder_shipment(to, &s, &end, amount);
}

static void draw_relations(struct bytes *b, mlg_builder *to, int32_t stops)
{
    const int32_t apart[2] = { draw(b, 0, stops - 1), draw(b, 0, stops - 1) };
    const int32_t first = draw(b, 0, stops - 1), last = draw(b, first, stops - 1);
    int32_t joined[PLACES_MAX * 2];
    for (int32_t i = first; i <= last; i++) joined[i - first] = i;
    if (apart[0] != apart[1]) mlg_builder_relation(to, MLG_APART, apart, 2);
    if (last - first < 5) mlg_builder_relation(to, MLG_TOGETHER, joined, last - first + 1);
}

/* A vehicle under way: loads on board, stops it begins with, prices of the whole duty. */
static void draw_under_way(struct bytes *b, mlg_builder *to, int32_t places, int32_t dims, int32_t stops)
{
    mlg_vehicle v = { .start = draw(b, 0, places - 1), .end = MLG_NONE, .class_id = "cart" };
    for (int32_t d = 0; d < dims; d++) v.aboard[d] = draw(b, 0, 10), v.capacity[d] = v.aboard[d] + draw(b, 0, 30);
    const int32_t first[2] = { draw(b, 0, stops - 1), draw(b, 0, stops - 1) };
    v.first_stops = first, v.first_count = draw(b, 0, 2);
    v.locked = draw(b, 0, 3) == 3;
    if (maybe(b)) v.rates.per_duty2_q40 = (int64_t)draw(b, 0, 255) << 32;
    if (maybe(b)) v.rates.per_extra_stop = 9, v.stops_after = draw(b, 1, 3), v.rates.per_extra_m = 1, v.distance_after_m = draw(b, 1, 255);
    mlg_builder_vehicle(to, &v);
}

static mlg_problem *draw_problem(struct bytes *b)
{
    mlg_builder *to = mlg_builder_new();
    const int32_t places = draw(b, 2, PLACES_MAX), vehicles = draw(b, 1, VEHICLES_MAX), stops = draw(b, 1, PLACES_MAX);
    const int32_t dims = draw(b, 1, 3);
    if (maybe(b)) mlg_builder_scale(to, 1, 100);
    for (int32_t i = 0; i < places; i++) {
        const double x = draw(b, 0, 60);
        mlg_builder_place_xy(to, x, draw(b, 0, 60));
    }
    if (maybe(b)) draw_matrix(b, to, places);
    for (int32_t i = 0; i < vehicles; i++) draw_vehicle(b, to, places, dims);
    for (int32_t i = 0; i < stops; i++) draw_visits(b, to, places, dims);
    if (draw(b, 0, 3) == 3) draw_relations(b, to, stops);
    if (draw(b, 0, 3) == 3) draw_under_way(b, to, places, dims, stops);
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    mlg_builder_finish(to, &p, NULL, &err); /* refused: bad luck with the numbers */
    return p;
}

/* NULL when the engine does not know a constraint of p, or given stops hold in no route. */
static mlg_plan *solved(const mlg_problem *p, const mlg_plan *start, const char *iterations, const char *islands)
{
    mlg_options *o = mlg_options_new();
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_options_set(o, "routing.iterations", iterations, NULL);
    mlg_options_set(o, "routing.islands", islands, NULL);
    mlg_options_set(o, "routing.threads", "1", NULL);
    const mlg_status status = mlg_routing_solve(p, start, o, NULL, NULL, &plan, &err);
    const bool refused = status == MLG_OVER_LIMIT || (status == MLG_BAD_INPUT && strstr(err.where, "first_stops"));
    if (status != MLG_OK && !refused) fprintf(stderr, "solve: %s\n", err.message), abort();
    if (plan && mlg_check_routes(p, plan, violations, NULL, NULL)) abort();
    const mlg_error *broken = mlg_findings_at(violations, false, 0);
    if (broken) fprintf(stderr, "%s: %s\n", broken->where, broken->message), abort();
    mlg_findings_free(violations);
    mlg_options_free(o);
    return plan;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = { data, size, 0 };
    mlg_problem *p = draw_problem(&b);
    if (!p) return 0;
    mlg_plan *plan = solved(p, NULL, "30", size % 2 ? "1" : "2"), *next = plan ? solved(p, plan, "10", "1") : NULL;
    if (next) {
        const int32_t before = required_left_out(p, plan), after = required_left_out(p, next);
        if (after == before && mlg_plan_cost(next) > mlg_plan_cost(plan)) abort();
    }
    mlg_plan_free(next);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    return 0;
}
