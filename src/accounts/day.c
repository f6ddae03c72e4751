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

mlg_status mlg__day_leg_table(const mlg_leg_source *source, int32_t vehicle_class, const struct vehicle_class *c,
                              const struct place *places, int32_t count, mlg_leg *legs, mlg_error *err)
{
    if (!source || !source->between) {
        for (int32_t i = 0; i < count; i++)
            for (int32_t j = 0; j < count; j++)
                legs[(ptrdiff_t)i * count + j] = i == j ? (mlg_leg) { 0 } : mlg__day_leg(c, &places[i], &places[j]);
        return MLG_OK;
    }
    mlg_point *points = mlg__malloc((size_t)count * sizeof *points);
    if (!points) return mlg__no_memory(err, "the legs of a routed day");
    for (int32_t i = 0; i < count; i++) points[i] = (mlg_point) { places[i].lat_deg, places[i].lon_deg };
    const mlg_status status = source->between(source->self, vehicle_class, points, count, legs, err);
    mlg__free(points);
    return status;
}

static void fill_planes(struct planes *p, const mlg_leg *legs)
{
    const size_t cells = (size_t)p->place_count * (size_t)p->place_count;
    for (size_t i = 0; i < cells; i++) {
        p->time[i] = legs[i].time_s;
        p->distance[i] = legs[i].distance_m;
        p->energy_kj[i] = legs[i].energy_kj;
        p->energy_j_per_kg[i] = legs[i].energy_j_per_kg;
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

/* Every last-mile class, as it is charged at the site. */
static void add_vehicles(mlg_builder *b, const mlg_scenario *s, int32_t site)
{
    for (int32_t k = 0, c; (c = mlg__day_class(s, k)) != MLG_NONE; k++) {
        const struct vehicle_class here = mlg__class_at(s, c, site);
        add_vehicle(b, s, &here, 0);
    }
}

/* The same, each with its matrix. */
static mlg_status add_vehicles_with_legs(mlg_builder *b, const mlg_scenario *s, const mlg_leg_source *source, int32_t site,
                                         mlg_error *err)
{
    struct arena scratch = { 0 };
    struct planes planes = { 0 };
    mlg_leg *legs = arena_array(&scratch, mlg_leg, (int64_t)b->place_count * b->place_count);
    mlg_status status = MLG_OK;
    if (!planes_make(&planes, &scratch, b->place_count)) status = mlg__no_memory(err, "the legs of a routed day");
    for (int32_t k = 0, c; !status && (c = mlg__day_class(s, k)) != MLG_NONE; k++) {
        const struct vehicle_class here = mlg__class_at(s, c, site);
        status = mlg__day_leg_table(source, c, &here, b->places, b->place_count, legs, err);
        if (status) break;
        fill_planes(&planes, legs);
        add_vehicle(b, s, &here, add_matrix(b, &here, &planes));
    }
    mlg__arena_free(&scratch);
    return status;
}

static mlg_status make_problem(const mlg_scenario *s, const mlg_leg_source *source, const mlg_network_plan *plan,
                               const struct plan_day *day, bool with_legs, mlg_problem **problem, int32_t **demand_of, mlg_error *err)
{
    *problem = NULL;
    if (demand_of) *demand_of = NULL;
    mlg_builder *b = mlg_builder_new();
    if (!b) return mlg__no_memory(err, "a routed day");
    mlg_builder_scale(b, MLG_COST_PER_EUR, 1);
    mlg_builder_name(b, s->sites[day->site].id);
    mlg_status status = mlg__sample_day(s, plan, day->before, day->site, day->period, day->day, day->seed, b, NULL,
                                        demand_of, err);
    if (!status && with_legs) status = add_vehicles_with_legs(b, s, source, day->site, err);
    else if (!status) add_vehicles(b, s, day->site);
    if (!status) return mlg_builder_finish(b, problem, NULL, err);
    mlg_builder_free(b);
    return status;
}

mlg_status mlg__day_problem(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                            const struct plan_day *day, mlg_problem **problem, int32_t **demand_of, mlg_error *err)
{
    const mlg_status status = make_problem(s, legs, plan, day, true, problem, demand_of, err);
    if (status && demand_of) {
        mlg__free(*demand_of);
        *demand_of = NULL;
    }
    return status;
}

mlg_status mlg__day_outline(const mlg_scenario *s, const mlg_network_plan *plan, const struct plan_day *day,
                            mlg_problem **problem, mlg_error *err)
{
    return make_problem(s, NULL, plan, day, false, problem, NULL, err);
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
