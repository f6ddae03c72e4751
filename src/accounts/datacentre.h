/* datacentre.h — one unit of work from a city to a data centre: the lane of a cloud (accounts 7).
 *
 * A unit is a GPU-hour of capacity held. A GPU-hour of demand holds workload_weight of them, so that the daily peak fits;
 * what it burns and sends is spread over those it holds. */
#ifndef MLG_ACCOUNTS_DATACENTRE_H
#define MLG_ACCOUNTS_DATACENTRE_H

#include "accounts/lane.h"

/* May data of the service rest at the site? */
bool mlg__may_rest(const mlg_scenario *s, int32_t service, int32_t site);

/* out.distance_m: metres of fibre from the city to the site (roads/fibre.c). mean_s and latest_s are one round trip in
 * microseconds. LINE_ENERGY: electricity of the servers times the site's PUE; LINE_TOLLS: transit. CO2: that
 * electricity and that of the networks, both at the mean of the site's grid factors over the periods, since lanes do
 * not depend on the period; nothing burns on the way, so TTW is 0.
 * false: no fibre, or the data may not rest there. */
bool mlg__fibre_lane(const mlg_scenario *s, int32_t site, int32_t service, mlg_leg out, struct lane_price *price);

/* A year of work at a site: units_milli of a service a day. */
struct work { double it_mwh, mwh /* PUE and networks included */, water_m3; };
struct work mlg__work_of_year(const mlg_scenario *s, int32_t site, int32_t service, int64_t units_milli);

#endif
