/* chain.c — one unit from the top of the network to a station: line hauls between sites, and the clock from the
 * cut-off to the door. See lane.h.
 *
 * A line haul is a full lorry out and a share of empty lorries home. Its day is that of the French long-haul survey
 * [CNR2024]: 106,430 km in 226 days are 6.7 driving hours a day at 70 km/h; 60,000 EUR of driver at 28.2 EUR/h are 9.4
 * hours of duty. So an hour of driving pays 1.4 hours of driver and 1 / 6.7 of the vehicle's day. */
#include "accounts/lane.h"

#include "accounts/energy.h"
#include "accounts/explicit.h"
#include "accounts/site.h"
#include "base/math.h"
#include "model/units.h"

#define HAUL_DRIVE_H_PER_DAY 6.7
#define HAUL_DUTY_PER_DRIVE 1.4

int32_t mlg__haul_class(const mlg_scenario *s)
{
    for (int32_t i = 0; i < s->vehicle_count; i++)
        if (s->vehicles[i].use == USE_LINE_HAUL || s->vehicles[i].use == USE_BOTH) return i;
    return MLG_NONE;
}

static int32_t bounded_s(int64_t seconds) { return (int32_t)min64(seconds, INT32_MAX); }

static int64_t micro(double eur) { return mlg__round(eur * (double)MLG_MICRO_PER_UNIT); }

static void price_given(const struct explicit_lane *given, struct chain_price *p)
{
    p->line_micro[LINE_OTHER_LANE] = given->cost_micro;
    p->co2_wtw_mg = p->co2_ttw_mg = given->co2_mg;
    p->time_s = bounded_s(given->time_s);
}

static void price_haul(const mlg_scenario *s, const struct vehicle_class *c, mlg_leg leg, struct chain_price *p)
{
    const struct operations *op = &s->operations;
    const double km = leg.distance_m / MLG_M_PER_KM;
    const double h = op->haul_speed_kmh > 0 ? km / op->haul_speed_kmh
                                            : (double)leg.time_s / (double)MLG_SECONDS_PER_HOUR;
    const bool given_energy = leg.energy_kj || leg.energy_j_per_kg;
    const struct energy e = given_energy ? mlg__given_leg_energy(leg)
                                         : mlg__leg_energy(c, km, h > 0 ? km / h : c->ref_speed_kmh, 0, 0);
    /* trips: driven trips for one that carries; the empty ones take no energy for load. */
    const double trips = op->haul_empty_return_factor, units = op->haul_units_per_truck;
    const double load_t = units * op->units_weight_kg / MLG_KG_PER_TONNE;
    const double mj = (e.a_mj * trips + e.b_mj_per_t * load_t) / units;
    const double days = h / HAUL_DRIVE_H_PER_DAY * trips / units;

    p->km_per_unit = km * trips / units;
    p->hours_per_unit = h * HAUL_DUTY_PER_DRIVE * trips / units;
    p->energy_j = mlg__round(mj * MLG_J_PER_MJ);
    p->co2_wtw_mg = mlg__round(mlg__energy_wtw_kg(c, mj) * (double)MLG_MG_PER_KG);
    p->co2_ttw_mg = mlg__round(mlg__energy_ttw_kg(c, mj) * (double)MLG_MG_PER_KG);
    p->line_micro[LINE_VEHICLE_FIXED] = micro(c->vehicle_fixed_eur_day * days);
    p->line_micro[LINE_VEHICLE_DISTANCE] = micro(c->nonenergy_eur_km * p->km_per_unit);
    p->line_micro[LINE_ENERGY] = micro(mlg__energy_eur(c, mj));
    p->line_micro[LINE_DRIVER] = micro(c->driver_eur_h * p->hours_per_unit);
    p->line_micro[LINE_TOLLS] = micro(op->haul_tolls_eur_km * p->km_per_unit);
    p->line_micro[LINE_TIME_VALUE] = micro(s->hour_eur * p->hours_per_unit);
    p->time_s = (int32_t)mlg__round(h * (double)MLG_SECONDS_PER_HOUR);
}

bool mlg__link_price(const mlg_scenario *s, int32_t from_site, int32_t to_site, mlg_leg leg, struct chain_price *p)
{
    const int32_t haul = mlg__haul_class(s);
    const struct explicit_lane *given = mlg__explicit_lane(s, from_site, to_site, MLG_NONE, haul);
    *p = (struct chain_price) { 0 };
    if (given) {
        price_given(given, p);
    } else {
        if (haul == MLG_NONE || leg.distance_m == MLG_UNREACHABLE || leg.time_s == MLG_UNREACHABLE) return false;
        if (isnan(s->vehicles[haul].price_eur_per_unit) || !(s->operations.haul_units_per_truck > 0)) return false;
        price_haul(s, &s->vehicles[haul], leg, p);
    }
    p->line_micro[LINE_CO2_PRICE] = mlg__co2_micro(s, p->co2_wtw_mg);
    for (int line = 0; line < LINE_COUNT; line++) p->cost_micro += p->line_micro[line];
    return true;
}

static int64_t processing_s(const mlg_scenario *s, int32_t site)
{
    const int32_t level = site_level(s, site);
    return level == MLG_NONE ? 0 : s->operations.processing_s[level];
}

bool mlg__chain_price(const mlg_scenario *s, const int32_t *sites, int32_t site_count, const mlg_leg *legs,
                      struct chain_price *price)
{
    struct chain_price sum = { 0 };
    int64_t time_s = site_count > 0 ? processing_s(s, sites[0]) : 0;
    *price = sum;
    for (int32_t i = 0; i + 1 < site_count; i++) {
        struct chain_price link;
        if (!mlg__link_price(s, sites[i], sites[i + 1], legs[i], &link)) return false;
        for (int line = 0; line < LINE_COUNT; line++) sum.line_micro[line] += link.line_micro[line];
        sum.cost_micro += link.cost_micro;
        sum.co2_wtw_mg += link.co2_wtw_mg;
        sum.co2_ttw_mg += link.co2_ttw_mg;
        sum.energy_j += link.energy_j;
        sum.km_per_unit += link.km_per_unit;
        sum.hours_per_unit += link.hours_per_unit;
        time_s += link.time_s + processing_s(s, sites[i + 1]);
    }
    sum.time_s = bounded_s(time_s);
    *price = sum;
    return true;
}

int64_t mlg__departure_wait(const mlg_scenario *s, int32_t service, int64_t ready_s)
{
    const struct operations *op = &s->operations;
    const int64_t clock_s = (s->services[service].cut_off_s + ready_s) % MLG_SECONDS_PER_DAY;
    int64_t wait_s = op->departure_count > 0 ? MLG_SECONDS_PER_DAY : 0;
    for (int32_t i = 0; i < op->departure_count; i++) {
        const int64_t until_s = op->departure_s[i] - clock_s;
        wait_s = min64(wait_s, until_s >= 0 ? until_s : until_s + MLG_SECONDS_PER_DAY);
    }
    return wait_s;
}

struct door_time mlg__door_time(const mlg_scenario *s, int32_t service, int32_t site, int32_t state,
                                int32_t chain_time_s, const struct lane_price *lane)
{
    const struct size *size = site_size(s, site, state > 0 ? state : 1);
    if (size->to_the_door) return (struct door_time) { bounded_s(size->door_s), bounded_s(size->door_s) };
    const int64_t leaves_s = chain_time_s + mlg__departure_wait(s, service, chain_time_s);
    return (struct door_time) { bounded_s(leaves_s + lane->mean_s), bounded_s(leaves_s + lane->latest_s) };
}
