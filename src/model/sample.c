/* sample.c — the stops of a day of a station. See sample.h.
 *
 * A day is one area of the station's, taken whole: points drawn one by one all over its territory would leave gaps
 * between them that no driver of a real day sees, and calibrated lanes would pay for the gaps.
 *
 * What is drawn for a demand point depends on (seed, period, day, point) alone, not on the station or on the rest of
 * the plan: two plans, or the plan and today's network, are routed for the same customers where they serve the same
 * flow. */
#include "model/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "base/rng.h"
#include "model/metric.h"
#include "model/units.h"

enum { POINT_STOPS_MAX = 1000000, ID_BYTES = 300 };

/* A demand point that the station serves with vans of its own, and its flows: neighbours in the plan. */
struct point {
    int32_t demand, first_flow, last_flow; /* inclusive */
    double far_m;                          /* from the heart of the day's area */
};

struct sample {
    const mlg_scenario *s;
    const struct network_side *side;
    int32_t site, period, day;
    uint64_t seed; /* of the day: period and day are mixed in */
    mlg_builder *b;
    int32_t point_count;
    struct point *points;
    struct arena scratch;
    int32_t stop_count, stop_cap;
    int32_t *demand_of;
    mlg_error *err;
};

static bool is_ours(const struct sample *d, const struct plan_flow *f)
{
    return f->site == d->site && f->period == d->period && f->vehicle_class != MLG_NONE && f->units_milli > 0;
}

static mlg_status find_points(struct sample *d)
{
    const struct network_side *side = d->side;
    int32_t ours = 0;
    for (int32_t i = 0; i < side->flow_count; i++) ours += is_ours(d, &side->flows[i]);
    d->points = arena_array(&d->scratch, struct point, ours);
    if (!d->points) return mlg__no_memory(d->err, "a sampled day");
    for (int32_t i = 0; i < side->flow_count; i++) {
        if (!is_ours(d, &side->flows[i])) continue;
        const int32_t demand = side->flows[i].demand;
        if (d->point_count == 0 || d->points[d->point_count - 1].demand != demand)
            d->points[d->point_count++] = (struct point) { demand, i, i, 0 };
        d->points[d->point_count - 1].last_flow = i;
    }
    return MLG_OK;
}

static int64_t point_units_milli(const struct sample *d, const struct point *p)
{
    int64_t sum = 0;
    for (int32_t i = p->first_flow; i <= p->last_flow; i++)
        if (is_ours(d, &d->side->flows[i])) sum += d->side->flows[i].units_milli;
    return sum;
}

static int by_distance(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    if (x->far_m != y->far_m) return x->far_m < y->far_m ? -1 : 1;
    return (x->demand > y->demand) - (x->demand < y->demand);
}

/* The heart is drawn in proportion to units; the day takes the points round it, nearest first. */
static void order_points(struct sample *d)
{
    struct rng rng = rng_seeded(d->seed, (uint64_t)d->site);
    double total = 0;
    for (int32_t i = 0; i < d->point_count; i++) total += (double)point_units_milli(d, &d->points[i]);
    double left = rng_unit(&rng) * total;
    int32_t heart = 0;
    for (; heart < d->point_count - 1; heart++) {
        left -= (double)point_units_milli(d, &d->points[heart]);
        if (left < 0) break;
    }
    const struct demand *at = &d->s->demands[d->points[heart].demand];
    for (int32_t i = 0; i < d->point_count; i++) {
        const struct demand *p = &d->s->demands[d->points[i].demand];
        d->points[i].far_m = mlg__great_circle_m(at->lat_deg, at->lon_deg, p->lat_deg, p->lon_deg);
    }
    qsort(d->points, (size_t)d->point_count, sizeof *d->points, by_distance);
}

/* ---------- stops of one point ---------- */

/* Stops of each service: units over units a stop; the remainder is one more stop with its own probability. */
struct draw {
    int32_t stops[MLG_SERVICES_MAX], total;
};

static mlg_status draw_stops(const struct sample *d, const struct point *p, struct rng *rng, struct draw *draw)
{
    const mlg_scenario *s = d->s;
    int64_t units_milli[MLG_SERVICES_MAX] = { 0 };
    *draw = (struct draw) { 0 };
    for (int32_t i = p->first_flow; i <= p->last_flow; i++)
        if (is_ours(d, &d->side->flows[i])) units_milli[d->side->flows[i].service] += d->side->flows[i].units_milli;
    for (int32_t k = 0; k < s->service_count; k++) {
        const double stops = (double)units_milli[k] / (double)MLG_MILLI / s->services[k].units_per_stop;
        const double chance = rng_unit(rng); /* always drawn, so that services do not disturb each other */
        if (stops > POINT_STOPS_MAX)
            return mlg__fail(d->err, MLG_OVER_LIMIT, "demand.csv",
                             TXT("demand point \"%s\" has more than %d stops a day",
                                 "le point de demande « %s » a plus de %d arrêts par jour"),
                             TXT("split it, or raise units_per_stop", "divisez-le, ou augmentez units_per_stop"),
                             s->demands[p->demand].id, POINT_STOPS_MAX);
        draw->stops[k] = (int32_t)floor(stops) + (chance < stops - floor(stops));
        draw->total += draw->stops[k];
    }
    return MLG_OK;
}

/* Uniform in a disc round the point: a part of its area. */
static int32_t add_place(const struct sample *d, const struct demand *p, double part, struct rng *rng)
{
    const double pi = 3.14159265358979323846, deg_per_m = 180 / (pi * MLG_EARTH_RADIUS_M);
    const double radius_m = sqrt(part * p->area_km2 / pi) * MLG_M_PER_KM * sqrt(rng_unit(rng)), angle = 2 * pi * rng_unit(rng);
    const double lat_deg = fmax(-90, fmin(90, p->lat_deg + radius_m * sin(angle) * deg_per_m));
    const double narrowing = fmax(0.01, cos(p->lat_deg * pi / 180)); /* of a degree of longitude */
    double lon_deg = p->lon_deg + radius_m * cos(angle) * deg_per_m / narrowing;
    if (lon_deg > 180) lon_deg -= 360;
    if (lon_deg < -180) lon_deg += 360;
    return mlg_builder_place(d->b, lat_deg, lon_deg);
}

/* The i-th of n whole shares that sum to total. */
static int64_t share_of(int64_t total, int32_t i, int32_t n)
{
    return mlg__mul_div(total, i + 1, n) - mlg__mul_div(total, i, n);
}

static mlg_window day_window(const mlg_scenario *s)
{
    const struct operations *o = &s->operations;
    return (mlg_window) { o->departure_count ? o->departure_s[0] : 0, o->latest_delivery_s };
}

static mlg_status add_stop(struct sample *d, int32_t demand, const mlg_stop *stop)
{
    int32_t *grown = mlg__grow(d->demand_of, &d->stop_cap, d->stop_count + 1, sizeof *grown);
    if (!grown) return mlg__no_memory(d->err, "a sampled day");
    d->demand_of = grown;
    d->demand_of[d->stop_count++] = demand;
    mlg_builder_stop(d->b, stop);
    return MLG_OK;
}

static mlg_status add_point(struct sample *d, const struct point *p, struct rng *rng, const struct draw *draw, double part)
{
    const mlg_scenario *s = d->s;
    const struct operations *o = &s->operations;
    const struct demand *at = &s->demands[p->demand];
    char id[ID_BYTES];
    int32_t number = 0;
    for (int32_t k = 0; k < s->service_count; k++) {
        const double units = draw->stops[k] * s->services[k].units_per_stop;
        const int64_t kg = mlg__round(units * o->units_weight_kg), litres = mlg__round(units * o->units_volume_l);
        for (int32_t i = 0; i < draw->stops[k]; i++) {
            snprintf(id, sizeof id, "%.280s-%d", at->id, ++number);
            const mlg_stop stop = {
                .place = add_place(d, at, part, rng),
                .demand = { share_of(kg, i, draw->stops[k]), share_of(litres, i, draw->stops[k]) },
                .service_s = mlg__round(o->stop_min * 60),
                .window = day_window(s),
                .id = id,
            };
            MLG_TRY(add_stop(d, p->demand, &stop));
        }
    }
    return MLG_OK;
}

/* A station in use has a stop, even where its units are so few that none was drawn: the first service of the first
 * point. */
static mlg_status add_least(struct sample *d)
{
    const struct point *p = &d->points[0];
    struct rng rng = rng_seeded(d->seed, (uint64_t)p->demand);
    struct draw draw = { .total = 1 };
    draw.stops[d->side->flows[p->first_flow].service] = 1;
    return add_point(d, p, &rng, &draw, 1);
}

/* Only `room` stops of the draw, in proportion, service by service. Returns the part that is kept. */
static double cut_draw(const mlg_scenario *s, struct draw *draw, int32_t room)
{
    const int32_t total = draw->total;
    int64_t before = 0;
    for (int32_t k = 0; k < s->service_count; k++) {
        const int64_t after = before + draw->stops[k];
        draw->stops[k] = (int32_t)(after * room / total - before * room / total);
        before = after;
    }
    draw->total = room;
    return (double)room / total;
}

/* Points from the heart outwards until the limit; of the last one only a part of its stops, on that part of its area:
 * neighbours stay neighbours and the density of stops stays that of the whole day. */
static mlg_status add_sampled(struct sample *d)
{
    order_points(d);
    for (int32_t i = 0; i < d->point_count && d->stop_count < d->s->days_stops_max; i++) {
        const int32_t room = d->s->days_stops_max - d->stop_count;
        struct rng rng = rng_seeded(d->seed, mlg__hash2((uint64_t)d->points[i].demand, UINT64_C(0x706F696E74)));
        struct draw draw;
        MLG_TRY(draw_stops(d, &d->points[i], &rng, &draw));
        const double part = draw.total > room ? cut_draw(d->s, &draw, room) : 1;
        MLG_TRY(add_point(d, &d->points[i], &rng, &draw, part));
    }
    return d->point_count && !d->stop_count ? add_least(d) : MLG_OK;
}

/* ---------- real days ---------- */

/* Flows are sorted by demand: the first of a point. */
static int32_t first_flow(const struct network_side *side, int32_t demand)
{
    int32_t low = 0, high = side->flow_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (side->flows[middle].demand < demand) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The site that brings most of a service to a point, the first of equal ones: a real stop is visited from there.
 * Flows of one site stand together, one for each vehicle class. */
static int32_t main_site(const struct sample *d, int32_t demand, int32_t service)
{
    const struct network_side *side = d->side;
    int32_t best = MLG_NONE, site = MLG_NONE;
    int64_t best_units = 0, units = 0;
    for (int32_t i = first_flow(side, demand); i < side->flow_count && side->flows[i].demand == demand; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->service != service || f->period != d->period || f->vehicle_class == MLG_NONE) continue;
        if (f->site != site) site = f->site, units = 0;
        units += f->units_milli;
        if (units > best_units) best = site, best_units = units;
    }
    return best;
}

static bool is_ours_that_day(const struct sample *d, const struct real_stop *r, int32_t real_day)
{
    return r->day == real_day && main_site(d, r->demand, r->service) == d->site;
}

int32_t mlg__real_stops_of(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site, int32_t period, int32_t day)
{
    const struct sample d = { .s = s, .side = before ? &plan->before : &plan->plan, .site = site, .period = period };
    int32_t count = 0;
    for (int32_t i = 0; i < s->real_stop_count; i++) count += is_ours_that_day(&d, &s->real_stops[i], day - s->days_sampled);
    return count;
}

static mlg_status add_real(struct sample *d, int32_t real_day)
{
    const mlg_scenario *s = d->s;
    const struct operations *o = &s->operations;
    char id[ID_BYTES];
    for (int32_t i = 0; i < s->real_stop_count; i++) {
        const struct real_stop *r = &s->real_stops[i];
        if (!is_ours_that_day(d, r, real_day)) continue;
        const double units = (double)r->units_milli / (double)MLG_MILLI;
        snprintf(id, sizeof id, "%.280s-%d", s->demands[r->demand].id, i + 1);
        const mlg_stop stop = {
            .place = mlg_builder_place(d->b, r->lat_deg, r->lon_deg),
            .demand = { mlg__round(units * o->units_weight_kg), mlg__round(units * o->units_volume_l) },
            .service_s = r->service_s,
            .window = { max64(r->open_s, day_window(s).open_s), min64(r->close_s, day_window(s).close_s) },
            .id = id,
        };
        MLG_TRY(add_stop(d, r->demand, &stop));
    }
    return MLG_OK;
}

mlg_status mlg__sample_day(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site,
                           int32_t period, int32_t day, uint64_t seed, mlg_builder *b, int32_t *stop_count,
                           int32_t **demand_of, mlg_error *err)
{
    struct sample d = {
        .s = s,
        .side = before ? &plan->before : &plan->plan,
        .site = site,
        .period = period,
        .day = day,
        .seed = mlg__hash2(mlg__hash2(seed, (uint64_t)period), (uint64_t)day),
        .b = b,
        .err = err,
    };
    if (stop_count) *stop_count = 0;
    if (demand_of) *demand_of = NULL;
    mlg_builder_place(b, s->sites[site].lat_deg, s->sites[site].lon_deg);
    mlg_status status = MLG_OK;
    const int32_t real_day = day - s->days_sampled;
    if (real_day >= 0 && real_day < mlg__real_day_count(s)) status = add_real(&d, real_day);
    else {
        status = find_points(&d);
        if (!status) status = add_sampled(&d);
    }
    mlg__arena_free(&d.scratch);
    if (stop_count && !status) *stop_count = d.stop_count;
    if (demand_of && !status) *demand_of = d.demand_of;
    else mlg__free(d.demand_of);
    return status;
}
