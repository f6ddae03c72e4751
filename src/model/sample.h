/* model/sample.h — the stops of a sampled day: a pure function of its arguments, used by plan and checker alike. */
#ifndef MLG_MODEL_SAMPLE_H
#define MLG_MODEL_SAMPLE_H

#include "maillage/problem.h"
#include "model/network_plan.h"

/* Add to b (empty) the places and stops of one day of a station: place 0 is the station, then one place a stop, drawn
 * uniformly in a disc of the demand point's area round its coordinates. The seed draws one demand point, in proportion
 * to units; it and the points nearest to it are taken until days_stops_max stops (of the last one a part, on that part
 * of its area), so that the density of stops stays true. Stop ids are "<demand id>-<n>"; demand[0] is kg, demand[1] is
 * litres. The vehicle and the matrix are the caller's to add. stop_count and demand_of (may be NULL; caller frees
 * with mlg__free) tell which demand point each stop is of.
 * A station that serves anything by vans has at least one stop; one that serves nothing has none, and no problem can
 * be made of it.
 * Days from s->days_sampled on are the scenario's real days (mlg__real_day_count() of them): their stops are those of
 * stops.csv whose demand point and service the station serves most. */
mlg_status mlg__sample_day(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site,
                           int32_t period, int32_t day, uint64_t seed, mlg_builder *b, int32_t *stop_count,
                           int32_t **demand_of, mlg_error *err);
/* Stops of a real day (from s->days_sampled on) that the station serves; 0: there is nothing to route. O(stops of all days x log flows). */
int32_t mlg__real_stops_of(const mlg_scenario *s, const mlg_network_plan *plan, bool before, int32_t site, int32_t period, int32_t day);

#endif
