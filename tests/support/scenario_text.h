/* scenario_text.h — everything a scenario holds as text, so that two of them can be compared and a difference be read.
 */
#ifndef MLG_TESTS_SCENARIO_TEXT_H
#define MLG_TESTS_SCENARIO_TEXT_H

#include "base/text.h"
#include "model/scenario.h"

static inline void dump_settings(const mlg_scenario *s, struct text *t)
{
    const struct operations *o = &s->operations;
    text_printf(t,
                "%s %s %s lang %d seed %llu days %d carry %d total %lld rate %.17g factor %.17g goal %d co2 %.17g hour "
                "%.17g grid %.17g sampled %d max %d roads %s\n",
                s->name, s->currency, s->time_zone, s->language, (unsigned long long)s->seed, s->working_days_per_year,
                s->carry_over, (long long)s->budget_total_cents, s->discount_rate, s->planning_day_factor, s->objective,
                s->co2_eur_per_t, s->hour_eur, s->grid_kg_per_kwh, s->days_sampled, s->days_stops_max, s->roads);
    text_printf(t, "operations %.17g %.17g %.17g %.17g %.17g %.17g %d %d %d %.17g %.17g %.17g %.17g\n",
                o->units_weight_kg, o->units_volume_l, o->shift_h, o->stop_min, o->kappa, o->line_speed_kmh,
                o->units_per_van, o->stops_per_tour_max, o->latest_delivery_s, o->haul_units_per_truck,
                o->haul_empty_return_factor, o->haul_tolls_eur_km, o->haul_speed_kmh);
    text_printf(t, "vocabulary %d fibre %.17g %.17g %.17g %.17g %.17g %.17g %.17g\n", s->vocabulary, s->fibre.delay_us_per_km,
                s->fibre.route_factor, s->fibre.equipment_ms, s->fibre.it_kwh_per_gpu_hour, s->fibre.power_eur_per_mwh,
                s->fibre.water_l_per_it_kwh, s->fibre.net_kwh_per_gb);
    for (int32_t i = 0; i < o->departure_count; i++) text_printf(t, "departure %d\n", o->departure_s[i]);
    for (int32_t i = 0; i < s->level_count; i++) text_printf(t, "processing %lld\n", (long long)o->processing_s[i]);
    for (int32_t i = 0; i < s->period_count; i++)
        text_printf(t, "period %s %d %d %lld co2 %lld\n", s->periods[i].label, s->periods[i].start_year,
                    s->periods[i].length_years, (long long)s->periods[i].budget_cents, (long long)s->co2_max_mg[i]);
    for (int32_t i = 0; i < s->service_count; i++)
        text_printf(t, "service %s %lld %d %lld %.17g weight %.17g gb %.17g zones %d strict %d\n", s->services[i].id,
                    (long long)s->services[i].promise_s, s->services[i].cut_off_s,
                    (long long)s->services[i].unserved_micro, s->services[i].units_per_stop,
                    s->services[i].workload_weight, s->services[i].gb_per_unit, s->services[i].zone_count,
                    s->services[i].strict);
    for (int32_t i = 0; i < s->coverage_count; i++)
        text_printf(t, "coverage %d %d %.17g\n", s->coverages[i].service, s->coverages[i].period,
                    s->coverages[i].share);
    for (int32_t i = 0; i < s->job_floor_count; i++)
        text_printf(t, "jobs %s %d %lld\n", s->job_floors[i].region, s->job_floors[i].period,
                    (long long)s->job_floors[i].at_least_milli);
    for (int32_t i = 0; i < s->inbound_count; i++) text_printf(t, "inbound %lld\n", (long long)s->inbound_s[i]);
    for (int32_t i = 0; i < s->source_count; i++) text_printf(t, "source %s\n", s->sources[i]);
    for (int32_t i = 0; i < s->assumption_count; i++) text_printf(t, "assumption %s\n", s->assumptions[i]);
}

static inline void dump_sites(const mlg_scenario *s, struct text *t)
{
    for (int32_t i = 0; i < s->kind_count; i++)
        text_printf(t, "kind %s %d %d %d\n", s->kinds[i].id, s->kinds[i].level, s->kinds[i].first_size,
                    s->kinds[i].size_count);
    for (int32_t i = 0; i < s->size_count; i++) {
        const struct size *z = &s->sizes[i];
        text_printf(
            t,
            "size %s %d %lld %lld %lld %lld %lld %lld %lld %lld %.17g %.17g %.17g %.17g %lld door %d %lld %lld %.17g "
            "mw %.17g %.17g\n",
            z->id, z->kind, (long long)z->capacity_milli, (long long)z->capex_cents, (long long)z->opex_cents_per_year,
            (long long)z->close_cents, (long long)z->jobs_milli, (long long)z->jobs_per_1000_units_milli,
            (long long)z->embodied_mg, (long long)z->energy_kwh_per_year, z->kwh_per_unit, z->area_m2, z->min_fill,
            z->life_years, (long long)z->handling_micro, z->to_the_door, (long long)z->door_co2_mg,
            (long long)z->door_s, z->door_reach_km, z->it_mw, z->grid_mw);
    }
    for (int32_t i = 0; i < s->site_count; i++) {
        const struct site *a = &s->sites[i];
        text_printf(t,
                    "site %s|%s|%s|%s kind %d at %.17g %.17g today %d allowed %x years %d %d decided %d %d rent %.17g "
                    "land %.17g zone %s extension %d connection %.17g data %s pue %.17g transit %.17g grid",
                    a->id, a->name, a->region, a->conflict_set, a->kind, a->lon_deg, a->lat_deg, a->state_today,
                    a->allowed, a->earliest_opening_year, a->latest_opening_year, a->decided_size, a->decided_year,
                    a->rent_eur_per_m2_year, a->land_index, a->grid_zone, a->earliest_extension_year,
                    a->connection_eur_per_mw, a->zone, a->pue, a->transit_eur_per_gb);
        for (int32_t p = 0; p < s->period_count; p++)
            text_printf(t, " %.17g", s->site_grid_kg_per_kwh[i * s->period_count + p]);
        text_add(t, "\n");
    }
}

static inline void dump_demand(const mlg_scenario *s, struct text *t)
{
    for (int32_t i = 0; i < s->demand_count; i++) {
        const struct demand *d = &s->demands[i];
        text_printf(t, "demand %s|%s|%s at %.17g %.17g area %.17g stops %.17g density %.17g band %d units", d->id,
                    d->name, d->region, d->lon_deg, d->lat_deg, d->area_km2, d->stops_per_day, d->density_stops_km2,
                    d->density_band);
        for (int32_t k = 0; k < s->service_count * s->period_count; k++)
            text_printf(t, " %lld", (long long)d->units_milli[k]);
        text_add(t, "\n");
    }
}

static inline void dump_fleet(const mlg_scenario *s, struct text *t)
{
    for (int32_t i = 0; i < s->vehicle_count; i++) {
        const struct vehicle_class *c = &s->vehicles[i];
        text_printf(t,
                    "vehicle %s|%s|%s|%s use %d %.17g %.17g %.17g %.17g %.17g %.17g price %.17g ttw %.17g wtw %.17g "
                    "replaced %s curve",
                    c->id, c->label, c->fuel_factor_id, c->energy_unit, c->use, c->payload_kg, c->volume_m3,
                    c->vehicle_fixed_eur_day, c->nonenergy_eur_km, c->driver_eur_h, c->range_km, c->price_eur_per_unit,
                    c->ttw_kg_per_unit, c->wtw_kg_per_unit, c->replaced);
        for (int32_t k = 0; k < c->node_count; k++)
            text_printf(t, " %.17g:%.17g+%.17g", c->speed_kmh[k], c->a_mj_per_km[k], c->b_mj_per_km_per_t[k]);
        text_add(t, "\n");
    }
    for (int32_t i = 0; i < s->lane_count; i++) {
        const struct explicit_lane *l = &s->lanes[i];
        text_printf(t, "lane %d %d %d %d %lld %lld %lld\n", l->from_site, l->to_site, l->to_demand, l->vehicle_class,
                    (long long)l->time_s, (long long)l->cost_micro, (long long)l->co2_mg);
    }
    for (int32_t i = 0; i < s->real_stop_count; i++) {
        const struct real_stop *r = &s->real_stops[i];
        text_printf(t, "stop %d %d %d %lld %lld %lld %lld %.17g %.17g\n", r->day, r->demand, r->service,
                    (long long)r->units_milli, (long long)r->service_s, (long long)r->open_s, (long long)r->close_s,
                    r->lon_deg, r->lat_deg);
    }
}

/* text_free() it. */
static inline struct text scenario_text(const mlg_scenario *s)
{
    struct text t = { 0 };
    dump_settings(s, &t);
    dump_sites(s, &t);
    dump_demand(s, &t);
    dump_fleet(s, &t);
    return t;
}

#endif
