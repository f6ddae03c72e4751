/* lane.h — what one unit costs from a station to a door without a route (siting-engine 4.1), and from the top of the
 * network to the station (its chain). Siting builds lanes with these, the checker prices used lanes with them. */
#ifndef MLG_ACCOUNTS_LANE_H
#define MLG_ACCOUNTS_LANE_H

#include "maillage/leg.h"
#include "model/network_plan.h"
#include "model/scenario.h"

/* Price of one unit. cost_micro is the sum of line_micro; each line is rounded once. */
struct lane_price {
    int64_t cost_micro, co2_wtw_mg, co2_ttw_mg, energy_j;
    int64_t line_micro[LINE_COUNT];
    int32_t mean_s, latest_s;     /* from departure of the van to the door: mean of the tour, last stop */
    double stops_per_tour, km_per_unit, hours_per_unit; /* hours_per_unit: duty, for driver jobs and hour_eur */
};

/* One unit of a service on a last-mile lane. out: the leg from the site to the point by this class; the way home is
 * taken to be as long. Its energy where it has one, else the class's curve at the leg's mean speed.
 * vehicle_class MLG_NONE: sites that deliver to the door themselves; the lane exists within the reach of any of their
 * sizes, costs and emits nothing: tariff and CO2 are those of mlg__site_unit(), the time is mlg__door_time()'s.
 * phi: cost multiplies the money lines of the vehicle, kg the energy and CO2 (hence the CO2 price), h the hours (hence
 * the value of time), km the kilometres; times to the door stay: longer stops mean fewer of them, not a longer shift.
 * Explicit lanes replace the formula whole (phi too): one line, OTHER_LANE; their CO2 counts as WTW and TTW alike.
 * Electric vans emit by the site's grid zone, as in mlg__class_at().
 * false: no lane by this mode: unreachable, less than one stop a tour, a class without energy price, or not of the last
 * mile. Cost: O(1) and a look-up of explicit lanes in O(log). */
/* In a cloud: datacentre.h, by vehicle_class MLG_NONE only; an explicit lane without a cost gives the time alone. */
bool mlg__lane_price(const mlg_scenario *s, int32_t demand, int32_t site, int32_t service, int32_t vehicle_class,
                     mlg_leg out, struct lane_phi phi, struct lane_price *price);

/* The scope of a lane's CO2: of the last mile (in a cloud: of computing and networks), or of partners. */
static inline enum co2_scope lane_scope(const mlg_scenario *s, int32_t vehicle_class)
{
    return vehicle_class == MLG_NONE && !is_cloud(s) ? CO2_PARTNERS : CO2_LAST_MILE;
}

/* The class as it is at a site: electric vehicles emit by the zone that the site names, mean of the periods (lanes do
 * not depend on the period). For the rates and accounts of routed days, so that they agree with lanes. */
struct vehicle_class mlg__class_at(const mlg_scenario *s, int32_t vehicle_class, int32_t site);

/* Assumed speed between stops, 35 to 20 km/h by density; a class is never faster than its ref_speed_kmh. */
double mlg__local_speed_kmh(double stops_per_km2);

/* One unit through the sites of a chain (line haul between them; handling stands with the sites).
 * legs [site_count - 1]: from sites[i] to sites[i + 1] by the line-haul class. time_s: from the cut-off until ready at
 * the last site: processing at each site of the chain and driving. false: unreachable. */
struct chain_price {
    int64_t cost_micro, co2_wtw_mg, co2_ttw_mg, energy_j;
    int64_t line_micro[LINE_COUNT];
    int32_t time_s;
    double km_per_unit, hours_per_unit;
};
/* One link of a chain, time_s of driving only; a chain is the sum of its links. */
bool mlg__link_price(const mlg_scenario *s, int32_t from_site, int32_t to_site, mlg_leg leg, struct chain_price *price);
bool mlg__chain_price(const mlg_scenario *s, const int32_t *sites, int32_t site_count, const mlg_leg *legs,
                      struct chain_price *price);
int32_t mlg__haul_class(const mlg_scenario *s); /* the line-haul vehicle class, or MLG_NONE */

/* Seconds from "ready at the station", ready_s after the cut-off, until the van leaves: the next departure of the
 * operations, in clock time of the service; 0 without departures. */
int64_t mlg__departure_wait(const mlg_scenario *s, int32_t service, int64_t ready_s);

/* From the cut-off to the door, mean and latest stop: chain + wait for departure + last mile; kinds that deliver to
 * the door: door_s. */
struct door_time { int32_t mean_s, latest_s; };
struct door_time mlg__door_time(const mlg_scenario *s, int32_t service, int32_t site, int32_t state,
                                int32_t chain_time_s, const struct lane_price *lane);

#endif
