/* scenario.c — defaults, and the small questions that everyone asks a scenario. Checks: scenario_check.c. */
#include "model/scenario.h"

#include "base/math.h"
#include "model/units.h"

enum { HOUR_S = 3600, MINUTE_S = 60 };

/* Defaults of the way from the cut-off to the door. Sources: the reference case's figures (docs/formats/scenario.md
 * lists them); where none is known they are assumptions, and the report prints them. */
static struct operations default_operations(void)
{
    struct operations o = {
        .units_weight_kg = 1.3, /* a reference parcel of a published life-cycle study */
        .units_volume_l = 9,
        .shift_h = 8,
        .stop_min = 2.5,
        .kappa = 1.4, /* crow flight below 2 km, roads-engine 15.1 */
        .latest_delivery_s = 20 * HOUR_S + 30 * MINUTE_S,
        .haul_units_per_truck = 2000,
        .haul_empty_return_factor = 1.15,
        .haul_tolls_eur_km = 0.1,
    };
    for (int level = 0; level < MLG_LEVELS_MAX; level++) o.processing_s[level] = HOUR_S + HOUR_S / 2;
    return o;
}

/* Defaults of a cloud (accounts 7 and the factors of data/emissions/datacentre_factors.csv); the report prints them. */
static struct fibre default_fibre(void)
{
    return (struct fibre) {
        .delay_us_per_km = 4.9, /* group index 1.468 over the speed of light */
        .route_factor = 1.5,
        .equipment_ms = 0.5,
        .it_kwh_per_gpu_hour = 1.43, /* 8 GPUs in a server of 10.2 kW, 12 % for network and storage */
        .power_eur_per_mwh = 80,
        .water_l_per_it_kwh = 0.5,
    };
}

mlg_scenario *mlg__scenario_new(void)
{
    mlg_scenario *s = mlg__malloc(sizeof *s);
    if (!s) return NULL;
    s->name = s->folder = s->roads = "";
    s->currency = "EUR";
    s->time_zone = "Europe/Paris";
    s->language = MLG_EN;
    s->seed = 1;
    s->working_days_per_year = 302;
    s->carry_over = true;
    s->budget_total_cents = INT64_MAX;
    s->discount_rate = 0.04;
    s->planning_day_factor = 1;
    s->objective = OBJECTIVE_COST;
    s->grid_kg_per_kwh = 0.044; /* France, the fleet tables' own factor (accounts 5) */
    s->days_sampled = 3;
    s->days_stops_max = 1000;
    s->operations = default_operations();
    s->fibre = default_fibre();
    return s;
}

void mlg_scenario_free(mlg_scenario *s)
{
    if (!s) return;
    mlg__arena_free(&s->arena);
    mlg__free(s);
}

const char *mlg_scenario_name(const mlg_scenario *s) { return s->name; }
int32_t mlg_scenario_site_count(const mlg_scenario *s) { return s->site_count; }
int32_t mlg_scenario_demand_count(const mlg_scenario *s) { return s->demand_count; }
mlg_lang mlg_scenario_language(const mlg_scenario *s) { return s->language; }
int32_t mlg_scenario_period_count(const mlg_scenario *s) { return s->period_count; }

bool mlg__site_is_fixed(const mlg_scenario *s, int32_t site)
{
    return s->sites[site].decided_size > 0;
}

int32_t mlg__fixed_state(const mlg_scenario *s, int32_t site, int32_t period, bool before)
{
    const struct site *a = &s->sites[site];
    const bool decided = !before && a->decided_size > 0 && s->periods[period].start_year >= a->decided_year;
    return decided ? a->decided_size : a->state_today;
}

int32_t mlg__real_day_count(const mlg_scenario *s)
{
    int32_t days = 0;
    for (int32_t i = 0; i < s->real_stop_count; i++) days = max32(days, s->real_stops[i].day + 1);
    return days;
}
