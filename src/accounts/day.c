/* day.c — a sampled day of a station as a routing problem, and the account of its routes. See day.h. */
#include "accounts/day.h"

#include "accounts/energy.h"
#include "accounts/lane.h"
#include "base/memory.h"
#include "base/rng.h"
#include "model/builder.h"
#include "model/metric.h"
#include "model/sample.h"
#include "model/units.h"

#define FIRST_DEPARTURE_S (8 * MLG_SECONDS_PER_HOUR) /* where the operations name none */

/* Square tables over the places of a day, filled anew for each class. */
struct planes {
    int32_t place_count;
    int32_t *time, *distance, *energy_kj, *energy_j_per_kg;
};

static bool planes_make(struct planes *p, struct arena *arena, int32_t place_count)
{
    const size_t cells = (size_t)place_count * (size_t)place_count;
    *p = (struct planes) {
        .place_count = place_count,
        .time = arena_array(arena, int32_t, cells),
        .distance = arena_array(arena, int32_t, cells),
        .energy_kj = arena_array(arena, int32_t, cells),
        .energy_j_per_kg = arena_array(arena, int32_t, cells),
    };
    return !arena->failed;
}

/* A class is no faster than the last node of its curve, as everywhere (roads/crow.c). */
mlg_leg mlg__day_leg(const struct vehicle_class *c, const struct place *from, const struct place *to)
{
    mlg_leg leg = mlg__crow(from->lat_deg, from->lon_deg, to->lat_deg, to->lon_deg);
    const double km = leg.distance_m / MLG_M_PER_KM, top_kmh = c->node_count > 0 ? c->speed_kmh[c->node_count - 1] : 0;
    if (top_kmh > 0) leg.time_s = max32(leg.time_s, (int32_t)mlg__round(km / top_kmh * (double)MLG_SECONDS_PER_HOUR));
    const double h = leg.time_s / (double)MLG_SECONDS_PER_HOUR;
    const struct energy e = mlg__leg_energy(c, km, h > 0 ? km / h : c->ref_speed_kmh, 0, 0);
    leg.energy_kj = (int32_t)mlg__round(e.a_mj * MLG_KJ_PER_MJ);
    leg.energy_j_per_kg = (int32_t)mlg__round(e.b_mj_per_t * MLG_J_PER_MJ / MLG_KG_PER_TONNE);
    return leg;
}

static void fill_planes(struct planes *p, const struct vehicle_class *c, const struct place *places)
{
    for (int32_t i = 0; i < p->place_count; i++)
        for (int32_t j = 0; j < p->place_count; j++) {
            const size_t cell = (size_t)i * (size_t)p->place_count + (size_t)j;
            const mlg_leg leg = i == j ? (mlg_leg) { 0 } : mlg__day_leg(c, &places[i], &places[j]);
            p->time[cell] = leg.time_s;
            p->distance[cell] = leg.distance_m;
            p->energy_kj[cell] = leg.energy_kj;
            p->energy_j_per_kg[cell] = leg.energy_j_per_kg;
        }
}

static mlg_window shift_of(const struct operations *op)
{
    mlg_window shift = { .open_s = FIRST_DEPARTURE_S };
    for (int32_t i = 0; i < op->departure_count; i++)
        shift.open_s = i ? min64(shift.open_s, op->departure_s[i]) : op->departure_s[i];
    shift.close_s = shift.open_s + mlg__round(op->shift_h * (double)MLG_SECONDS_PER_HOUR);
    if (op->latest_delivery_s > shift.open_s) shift.close_s = min64(shift.close_s, op->latest_delivery_s);
    return shift;
}

static int32_t add_matrix(mlg_builder *b, const struct vehicle_class *c, const struct planes *p)
{
    return mlg_builder_matrix(b, &(mlg_matrix) {
                                     .kind = MLG_TABLE,
                                     .profile = c->profile,
                                     .time = p->time,
                                     .distance = p->distance,
                                     .energy_kj = p->energy_kj,
                                     .energy_j_per_kg = p->energy_j_per_kg,
                                 });
}

static void add_vehicle(mlg_builder *b, const mlg_scenario *s, const struct vehicle_class *c, int32_t matrix)
{
    const mlg_window shift = shift_of(&s->operations);
    mlg_builder_vehicle(b, &(mlg_vehicle) {
                               .matrix = matrix,
                               .count = MLG_UNLIMITED,
                               .shift = shift,
                               .capacity = { (int64_t)c->payload_kg, (int64_t)(c->volume_m3 * MLG_L_PER_M3) },
                               .rates = mlg__vehicle_rates(c, s->co2_eur_per_t, s->hour_eur),
                               .max_duty_s = shift.close_s - shift.open_s,
                               .max_distance_m = c->range_km > 0 ? (int64_t)(c->range_km * MLG_M_PER_KM) : 0,
                               .id = c->id,
                               .class_id = c->id,
                           });
}

/* Every last-mile class, as it is charged at the site; with_legs: each with its matrix. */
static mlg_status add_vehicles(mlg_builder *b, const mlg_scenario *s, int32_t site, bool with_legs, mlg_error *err)
{
    struct arena scratch = { 0 };
    struct planes planes = { 0 };
    if (with_legs && !planes_make(&planes, &scratch, b->place_count)) {
        mlg__arena_free(&scratch);
        return mlg__no_memory(err, "the legs of a routed day");
    }
    for (int32_t k = 0, c; (c = mlg__day_class(s, k)) != MLG_NONE; k++) {
        const struct vehicle_class here = mlg__class_at(s, c, site);
        if (with_legs) fill_planes(&planes, &here, b->places);
        add_vehicle(b, s, &here, with_legs ? add_matrix(b, &here, &planes) : 0);
    }
    mlg__arena_free(&scratch);
    return MLG_OK;
}

static mlg_status make_problem(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day,
                               bool with_legs, mlg_problem **problem, int32_t **demand_of, mlg_error *err)
{
    *problem = NULL;
    if (demand_of) *demand_of = NULL;
    mlg_builder *b = mlg_builder_new();
    if (!b) return mlg__no_memory(err, "a routed day");
    mlg_builder_scale(b, MLG_COST_PER_EUR, 1);
    mlg_builder_name(b, s->sites[day->site].id);
    mlg_status status = mlg__sample_day(s, plan, day->before, day->site, day->period, day->day, day->seed, b, NULL,
                                        demand_of, err);
    if (!status) status = add_vehicles(b, s, day->site, with_legs, err);
    if (!status) return mlg_builder_finish(b, problem, NULL, err);
    mlg_builder_free(b);
    return status;
}

mlg_status mlg__day_problem(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day,
                            mlg_problem **problem, int32_t **demand_of, mlg_error *err)
{
    const mlg_status status = make_problem(s, plan, day, true, problem, demand_of, err);
    if (status && demand_of) {
        mlg__free(*demand_of);
        *demand_of = NULL;
    }
    return status;
}

mlg_status mlg__day_outline(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day,
                            mlg_problem **problem, mlg_error *err)
{
    return make_problem(s, plan, day, false, problem, NULL, err);
}

uint64_t mlg__day_seed(uint64_t seed, int32_t site, int32_t day)
{
    return mlg__hash2(mlg__hash2(seed, (uint64_t)site), (uint64_t)day) & INT64_MAX;
}

struct route_account mlg__day_account(const mlg_scenario *s, const struct plan_day *day, const struct plan_route *route)
{
    const struct vehicle_class here = mlg__class_at(s, mlg__day_class(s, route->vehicle), day->site);
    return mlg__route_account(&here, &route->totals, s->co2_eur_per_t, s->hour_eur);
}
