/* datacentre.c — see datacentre.h. */
#include "accounts/datacentre.h"

#include <string.h>

#include "accounts/factors.h"
#include "accounts/site.h"
#include "base/math.h"
#include "model/units.h"

bool mlg__may_rest(const mlg_scenario *s, int32_t service, int32_t site)
{
    const struct service *p = &s->services[service];
    bool listed = p->zone_count == 0;
    for (int32_t i = 0; i < p->zone_count; i++) listed |= !strcmp(p->zones[i], s->sites[site].zone);
    return listed;
}

/* What a unit held burns in servers and sends over the networks, on average. */
static double it_kwh(const mlg_scenario *s, int32_t service)
{
    return s->fibre.it_kwh_per_gpu_hour / s->services[service].workload_weight;
}
static double gigabytes(const mlg_scenario *s, int32_t service)
{
    return s->services[service].gb_per_unit / s->services[service].workload_weight;
}

bool mlg__fibre_lane(const mlg_scenario *s, int32_t site, int32_t service, mlg_leg out, struct lane_price *p)
{
    const struct fibre *f = &s->fibre;
    const struct site *place = &s->sites[site];
    if (out.distance_m == MLG_UNREACHABLE || !mlg__may_rest(s, service, site)) return false;

    const double servers_kwh = it_kwh(s, service) * place->pue, gb = gigabytes(s, service);
    const double kwh = servers_kwh + gb * f->net_kwh_per_gb;
    p->energy_j = mlg__round(kwh * MLG_MJ_PER_KWH * MLG_J_PER_MJ);
    p->co2_wtw_mg = mlg__round(kwh * mlg__mean_grid_kg_per_kwh(s, site) * (double)MLG_MG_PER_KG);
    p->line_micro[LINE_ENERGY] =
        mlg__round(servers_kwh * f->power_eur_per_mwh / MLG_KWH_PER_MWH * (double)MLG_MICRO_PER_UNIT);
    p->line_micro[LINE_TOLLS] = mlg__round(gb * place->transit_eur_per_gb * (double)MLG_MICRO_PER_UNIT);
    p->line_micro[LINE_CO2_PRICE] = mlg__co2_micro(s, p->co2_wtw_mg);
    p->cost_micro = p->line_micro[LINE_ENERGY] + p->line_micro[LINE_TOLLS] + p->line_micro[LINE_CO2_PRICE];

    const double ms = mlg__round_trip_ms(out.distance_m / MLG_M_PER_KM, 1, f->delay_us_per_km, f->equipment_ms);
    p->mean_s = p->latest_s = (int32_t)min64(mlg__round(ms * MLG_US_PER_MS), INT32_MAX);
    return true;
}

struct work mlg__work_of_year(const mlg_scenario *s, int32_t site, int32_t service, int64_t units_milli)
{
    const double units = (double)units_milli / (double)MLG_MILLI * s->working_days_per_year;
    const double it = units * it_kwh(s, service), net = units * gigabytes(s, service) * s->fibre.net_kwh_per_gb;
    return (struct work) {
        .it_mwh = it / MLG_KWH_PER_MWH,
        .mwh = (it * s->sites[site].pue + net) / MLG_KWH_PER_MWH,
        .water_m3 = it * s->fibre.water_l_per_it_kwh / MLG_L_PER_M3,
    };
}
