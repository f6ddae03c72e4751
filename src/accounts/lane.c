/* lane.c — one unit from a station to a door, without a route: continuous approximation of a delivery tour.
 *
 * A van drives out r km, delivers n stops that lie b km apart, and drives home. b comes from the density of stops by
 * the constant of long travelling-salesman tours [Beardwood1959]; n is what van, shift, range and rules allow. The
 * tour's kilometres, hours and energy, divided by its units, are the price. See lane.h for what is decided where. */
#include "accounts/lane.h"

#include "accounts/datacentre.h"
#include "accounts/energy.h"
#include "accounts/explicit.h"
#include "accounts/site.h"
#include "base/math.h"
#include "model/units.h"

#define TSP_CONSTANT 0.7124      /* length of a long tour / sqrt(area x stops) [Beardwood1959] [Applegate2006] */
#define FALLBACK_LINE_KMH 60.0   /* for a leg without length or time; no distance is driven at it */

/* The tour of a van that serves such stops only. Hours and km of one line leg, and from stop to stop. */
struct tour {
    double stops, line_km, line_h, line_kmh, between_km, between_h /* the stop's minutes included */, local_kmh;
};

double mlg__local_speed_kmh(double stops_per_km2)
{
    static const double density[] = { 0.5, 5, 50 }, kmh[] = { 35, 30, 20 };
    if (stops_per_km2 <= density[0]) return kmh[0];
    for (int i = 1; i < 3; i++)
        if (stops_per_km2 <= density[i])
            return kmh[i - 1] +
                   (kmh[i] - kmh[i - 1]) * (stops_per_km2 - density[i - 1]) / (density[i] - density[i - 1]);
    return kmh[2];
}

static double least(double a, double b) { return b < a ? b : a; }

/* The most stops a tour holds; below 1 the mode cannot serve the point. A zero limit is no limit. */
static double stops_per_tour(const struct operations *op, const struct vehicle_class *c, const struct tour *t,
                             double units_per_stop)
{
    double units = INFINITY;
    if (op->units_weight_kg > 0) units = least(units, c->payload_kg / op->units_weight_kg);
    if (op->units_volume_l > 0) units = least(units, c->volume_m3 * MLG_L_PER_M3 / op->units_volume_l);
    if (op->units_per_van > 0) units = least(units, op->units_per_van);
    double stops = units / units_per_stop;
    if (op->stops_per_tour_max > 0) stops = least(stops, op->stops_per_tour_max);
    if (c->range_km > 0) stops = least(stops, (c->range_km - 2 * t->line_km) / t->between_km);
    return least(stops, (op->shift_h - 2 * t->line_h) / t->between_h);
}

static struct tour tour_of(const mlg_scenario *s, const struct demand *d, const struct vehicle_class *c, mlg_leg out,
                           double units_per_stop)
{
    const struct operations *op = &s->operations;
    struct tour t = { .line_km = out.distance_m / MLG_M_PER_KM };
    t.line_h = op->line_speed_kmh > 0 ? t.line_km / op->line_speed_kmh
                                      : (double)out.time_s / (double)MLG_SECONDS_PER_HOUR;
    t.line_kmh = t.line_h > 0 ? t.line_km / t.line_h : FALLBACK_LINE_KMH;
    t.between_km = op->kappa * TSP_CONSTANT / sqrt(d->density_stops_km2);
    t.local_kmh = least(mlg__local_speed_kmh(d->density_stops_km2), c->ref_speed_kmh);
    t.between_h = t.between_km / t.local_kmh + op->stop_min / (double)MLG_MINUTES_PER_HOUR;
    t.stops = stops_per_tour(op, c, &t, units_per_stop);
    return t;
}

/* MJ a stop: out full, home empty, half the load on average between stops, and the stop itself. */
static double stop_energy_mj(const struct vehicle_class *c, const struct tour *t, mlg_leg out, double load_t)
{
    const bool given = out.energy_kj || out.energy_j_per_kg;
    const struct energy line = given ? mlg__given_leg_energy(out) : mlg__leg_energy(c, t->line_km, t->line_kmh, 0, 0);
    const struct energy local = mlg__leg_energy(c, t->stops * t->between_km, t->local_kmh, 0, 0);
    const double tour_mj = 2 * line.a_mj + line.b_mj_per_t * load_t + local.a_mj + local.b_mj_per_t * load_t / 2;
    return tour_mj / t->stops + c->stop_mj;
}

/* kg WTW of a unit of energy where the van is charged. */
static double wtw_kg_per_unit(const mlg_scenario *s, int32_t site, const struct vehicle_class *c)
{
    if (!c->electric || !s->site_grid_kg_per_kwh || !s->sites[site].grid_zone[0]) return c->wtw_kg_per_unit;
    return mlg__mean_grid_kg_per_kwh(s, site);
}

struct vehicle_class mlg__class_at(const mlg_scenario *s, int32_t vehicle_class, int32_t site)
{
    struct vehicle_class c = s->vehicles[vehicle_class];
    c.wtw_kg_per_unit = wtw_kg_per_unit(s, site, &c);
    return c;
}

static int64_t micro(double eur) { return mlg__round(eur * (double)MLG_MICRO_PER_UNIT); }

static void sum_lines(struct lane_price *p)
{
    p->cost_micro = 0;
    for (int line = 0; line < LINE_COUNT; line++) p->cost_micro += p->line_micro[line];
}

/* What stops of such a tour cost, spread over their units. */
static void price_tour(const mlg_scenario *s, int32_t site, const struct vehicle_class *c, const struct tour *t,
                       double stop_mj, double units_per_stop, struct lane_phi phi, struct lane_price *p)
{
    const double q = units_per_stop, km = 2 * t->line_km / t->stops + t->between_km;
    const double hours = 2 * t->line_h / t->stops + t->between_h;
    const double mj = stop_mj * phi.kg / q, energy_units = mlg__energy_units(c, mj);

    p->stops_per_tour = t->stops;
    p->km_per_unit = km * phi.km / q;
    p->hours_per_unit = hours * phi.h / q;
    p->energy_j = mlg__round(mj * MLG_J_PER_MJ);
    p->co2_wtw_mg = mlg__round(energy_units * wtw_kg_per_unit(s, site, c) * (double)MLG_MG_PER_KG);
    p->co2_ttw_mg = mlg__round(energy_units * c->ttw_kg_per_unit * (double)MLG_MG_PER_KG);
    p->line_micro[LINE_VEHICLE_FIXED] = micro(c->vehicle_fixed_eur_day / t->stops * phi.cost / q);
    p->line_micro[LINE_VEHICLE_DISTANCE] = micro(c->nonenergy_eur_km * km * phi.cost / q);
    p->line_micro[LINE_ENERGY] = micro(mlg__energy_eur(c, stop_mj) * phi.cost / q);
    p->line_micro[LINE_DRIVER] = micro(c->driver_eur_h * hours * phi.cost / q);
    p->line_micro[LINE_CO2_PRICE] = mlg__co2_micro(s, p->co2_wtw_mg);
    p->line_micro[LINE_TIME_VALUE] = micro(s->hour_eur * p->hours_per_unit);
    sum_lines(p);

    const double out_s = t->line_h * (double)MLG_SECONDS_PER_HOUR;
    const double stops_s = t->stops * t->between_h * (double)MLG_SECONDS_PER_HOUR;
    p->mean_s = (int32_t)mlg__round(out_s + stops_s / 2);
    p->latest_s = (int32_t)mlg__round(out_s + stops_s);
}

/* A site that delivers to the door itself: nothing more to pay, its tariff and CO2 stand with the handling. */
static bool door_lane(const mlg_scenario *s, int32_t site, mlg_leg out)
{
    const struct kind *kind = &s->kinds[s->sites[site].kind];
    for (int32_t i = 0; i < kind->size_count; i++) {
        const struct size *size = &s->sizes[kind->first_size + i];
        if (!size->to_the_door) continue;
        if (size->door_reach_km <= 0 || out.distance_m <= size->door_reach_km * MLG_M_PER_KM) return true;
    }
    return false;
}

static bool delivers_itself(const mlg_scenario *s, int32_t site)
{
    const struct kind *kind = &s->kinds[s->sites[site].kind];
    for (int32_t i = 0; i < kind->size_count; i++)
        if (s->sizes[kind->first_size + i].to_the_door) return true;
    return false;
}

static void given_lane(const mlg_scenario *s, const struct explicit_lane *given, struct lane_price *price)
{
    price->line_micro[LINE_OTHER_LANE] = given->cost_micro;
    price->co2_wtw_mg = price->co2_ttw_mg = given->co2_mg;
    price->line_micro[LINE_CO2_PRICE] = mlg__co2_micro(s, given->co2_mg);
    price->mean_s = price->latest_s = (int32_t)min64(given->time_s, INT32_MAX);
    sum_lines(price);
}

/* Of a cloud there is one mode, fibre. A lane of lanes.csv may give the round trip alone, as measured. */
static bool fibre_or_given(const mlg_scenario *s, int32_t site, int32_t service, mlg_leg out,
                           const struct explicit_lane *given, struct lane_price *price)
{
    if (given && given->cost_micro >= 0) {
        given_lane(s, given, price);
        return true;
    }
    if (!mlg__fibre_lane(s, site, service, out, price)) return false;
    if (given) price->mean_s = price->latest_s = (int32_t)min64(given->time_s, INT32_MAX);
    return true;
}

static bool cloud_lane(const mlg_scenario *s, int32_t site, int32_t service, int32_t vehicle_class, mlg_leg out,
                       const struct explicit_lane *given, struct lane_price *price)
{
    const struct service *p = &s->services[service];
    return vehicle_class == MLG_NONE && mlg__may_rest(s, service, site) &&
           fibre_or_given(s, site, service, out, given, price) && !(p->strict && price->latest_s > p->promise_s);
}

bool mlg__lane_price(const mlg_scenario *s, int32_t demand, int32_t site, int32_t service, int32_t vehicle_class,
                     mlg_leg out, struct lane_phi phi, struct lane_price *price)
{
    *price = (struct lane_price) { 0 };
    const struct explicit_lane *given = mlg__explicit_lane(s, site, MLG_NONE, demand, vehicle_class);
    if (is_cloud(s)) return cloud_lane(s, site, service, vehicle_class, out, given, price);
    if (given) {
        given_lane(s, given, price);
        return true;
    }
    if (out.distance_m == MLG_UNREACHABLE || out.time_s == MLG_UNREACHABLE) return false;
    if (vehicle_class == MLG_NONE) return door_lane(s, site, out);
    if (delivers_itself(s, site)) return false;

    const struct vehicle_class *c = &s->vehicles[vehicle_class];
    const struct demand *d = &s->demands[demand];
    const double units_per_stop = s->services[service].units_per_stop;
    if (!(d->density_stops_km2 > 0) || isnan(c->price_eur_per_unit)) return false;
    if (c->use != USE_LAST_MILE && c->use != USE_BOTH) return false;
    const struct tour t = tour_of(s, d, c, out, units_per_stop);
    if (!(t.stops >= 1)) return false;
    const double load_t = t.stops * units_per_stop * s->operations.units_weight_kg / MLG_KG_PER_TONNE;
    price_tour(s, site, c, &t, stop_energy_mj(c, &t, out, load_t), units_per_stop, phi, price);
    return true;
}
