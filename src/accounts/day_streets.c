/* day_streets.c — see day_streets.h. */
#include "accounts/day_streets.h"

#include "accounts/lane.h"
#include "base/memory.h"
#include "model/route_legs.h"

struct round {
    const struct plan_route *route;
    const mlg_problem *p;
    struct vehicle_class here; /* as charged at the station */
    mlg_leg *driven;           /* [visit_count * visit_count] between the visits' places */
};

static struct arc_values arc_of(mlg_leg leg)
{
    return (struct arc_values) { .time = leg.time_s, .distance = leg.distance_m, .energy_kj = leg.energy_kj,
                                 .energy_j_per_kg = leg.energy_j_per_kg };
}

/* A break on the road is where the visit before it was, as in day_legs.c. */
static mlg_status ask_driven(struct round *r, const mlg_leg_source *source, int32_t class, struct arena *scratch, mlg_error *err)
{
    const int32_t count = r->route->visit_count;
    mlg_point *points = arena_array(scratch, mlg_point, count);
    r->driven = arena_array(scratch, mlg_leg, (int64_t)count * count);
    if (scratch->failed) return mlg__no_memory(err, "streets of a routed day");
    for (int32_t v = 0; v < count; v++) {
        const int32_t place = r->route->visits[v].place;
        if (place != MLG_NONE) points[v] = (mlg_point) { r->p->places[place].lat_deg, r->p->places[place].lon_deg };
        else if (v) points[v] = points[v - 1];
    }
    return source->driven(source->self, class, points, count, r->driven, err);
}

/* Count the leg that leads to visit seq; one on streets is exchanged for its estimate in the totals. */
static void add_leg(const struct round *r, int32_t seq, struct round_streets *row, mlg_totals *crow)
{
    const int32_t from = mlg__leg_origin(r->route, seq)->place, to = r->route->visits[seq].place;
    if (from == MLG_NONE || to == MLG_NONE || from == to) return;
    const mlg_leg on = r->driven[(ptrdiff_t)(seq - 1) * r->route->visit_count + seq];
    row->leg_count++;
    if (on.time_s == MLG_UNREACHABLE) return;
    const mlg_leg off = mlg__day_leg(&r->here, &r->p->places[from], &r->p->places[to]);
    row->street_legs++;
    row->street_m += on.distance_m;
    crow->distance_m += off.distance_m - on.distance_m;
    crow->drive_s += off.time_s - on.time_s;
    crow->duty_s += off.time_s - on.time_s;
    crow->energy_j += mlg__route_leg(r->p, r->route, seq, arc_of(off)).energy_j - mlg__route_leg(r->p, r->route, seq, arc_of(on)).energy_j;
}

static mlg_status round_row(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day, const mlg_problem *p,
                            int32_t number, struct round_streets *row, mlg_error *err)
{
    struct arena scratch = { 0 };
    const struct plan_route *route = &day->routes->routes[number];
    const int32_t class = mlg__day_class(s, route->vehicle);
    struct round r = { .route = route, .p = p, .here = mlg__class_at(s, class, day->site) };
    struct plan_route estimated = *route;
    *row = (struct round_streets) { .route = number };
    const mlg_status status = ask_driven(&r, source, class, &scratch, err);
    for (int32_t seq = 1; !status && seq < route->visit_count; seq++) add_leg(&r, seq, row, &estimated.totals);
    const struct route_account account = mlg__day_account(s, day, &estimated);
    row->crow_m = estimated.totals.distance_m;
    row->crow_drive_s = estimated.totals.drive_s;
    row->crow_energy_j = estimated.totals.energy_j;
    row->crow_cents = account.total_cents;
    row->crow_co2_wtw_mg = account.co2_wtw_mg;
    mlg__arena_free(&scratch);
    return status;
}

mlg_status mlg__day_streets(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day, const mlg_problem *problem,
                            struct arena *arena, struct round_streets **rows, int32_t *count, mlg_error *err)
{
    *count = 0;
    *rows = NULL;
    if (!source || !source->driven) return MLG_OK;
    *rows = arena_array(arena, struct round_streets, day->routes->route_count);
    if (arena->failed) return mlg__no_memory(err, "streets of a routed day");
    for (int32_t i = 0; i < day->routes->route_count; i++) {
        if (day->routes->routes[i].visit_count == 0) continue;
        MLG_TRY(round_row(s, source, day, problem, i, &(*rows)[*count], err));
        *count += (*rows)[*count].street_legs > 0;
    }
    return MLG_OK;
}
