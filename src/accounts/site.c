/* site.c — transitions of a site, a year of running, a unit handled. See site.h. */
#include "accounts/site.h"

#include "base/math.h"
#include "model/units.h"

static double grid_kg_per_kwh(const mlg_scenario *s, int32_t site, int32_t period)
{
    return s->site_grid_kg_per_kwh ? s->site_grid_kg_per_kwh[site * s->period_count + period] : s->grid_kg_per_kwh;
}

double mlg__mean_grid_kg_per_kwh(const mlg_scenario *s, int32_t site)
{
    double sum = 0;
    for (int32_t t = 0; t < s->period_count; t++) sum += grid_kg_per_kwh(s, site, t);
    return sum / s->period_count;
}

static int32_t horizon_end_year(const mlg_scenario *s)
{
    const struct period *last = &s->periods[s->period_count - 1];
    return last->start_year + last->length_years;
}

static bool may_change(const mlg_scenario *s, const struct site *site, int32_t from, int32_t to, int32_t period)
{
    const int32_t year = s->periods[period].start_year;
    if (site->decided_size) return to == site->decided_size && year >= site->decided_year;
    if (!(site->allowed >> to & 1)) return false;
    if (from > 0) return to <= from || site->earliest_extension_year <= year;
    return site->earliest_opening_year <= year && year <= site->latest_opening_year;
}

/* Value left at the end of the horizon, straight line over the life of what was built. */
static int64_t residual(const mlg_scenario *s, const struct size *built, int32_t period, int64_t capital_cents)
{
    const double used_years = horizon_end_year(s) - s->periods[period].start_year;
    const double left = 1 - used_years / built->life_years;
    return left > 0 ? mlg__round((double)capital_cents * left) : 0;
}

struct transition mlg__site_transition(const mlg_scenario *s, int32_t site, int32_t from, int32_t to, int32_t period,
                                       const struct site_options *o)
{
    const struct site *place = &s->sites[site];
    const struct size *old = site_size(s, site, from), *new = site_size(s, site, to);
    struct transition t = { .allowed = true };
    if (from == to) return t;
    t.allowed = may_change(s, place, from, to, period);
    if (!t.allowed) return t;
    if (to < from) {
        if (!new) t.capital_cents = old->close_cents;
        return t;
    }
    const double price = (place->land_index > 0 ? place->land_index : 1) * (old ? 1 + o->extension_surcharge : 1);
    const int64_t more_cents = max64(0, new->capex_cents - (old ? old->capex_cents : 0));
    const double more_mw = fmax(0, new->grid_mw - (old ? old->grid_mw : 0));
    t.capital_cents = mlg__round((double)more_cents * price) +
                      mlg__round(more_mw * place->connection_eur_per_mw * (double)MLG_CENTS_PER_UNIT);
    t.embodied_mg = max64(0, new->embodied_mg - (old ? old->embodied_mg : 0));
    if (o->residual) t.residual_cents = residual(s, new, period, t.capital_cents);
    return t;
}

struct site_year mlg__site_year(const mlg_scenario *s, int32_t site, int32_t state, int32_t period)
{
    const struct size *size = site_size(s, site, state);
    if (!size) return (struct site_year) { 0 };
    const double rent_eur = s->sites[site].rent_eur_per_m2_year * size->area_m2;
    const double kg = (double)size->energy_kwh_per_year * grid_kg_per_kwh(s, site, period);
    return (struct site_year) {
        .running_cents = size->opex_cents_per_year + mlg__round(rent_eur * (double)MLG_CENTS_PER_UNIT),
        .co2_mg = mlg__round(kg * (double)MLG_MG_PER_KG),
        .jobs_milli = size->jobs_milli,
    };
}

struct site_unit mlg__site_unit(const mlg_scenario *s, int32_t site, int32_t state, int32_t period)
{
    const struct size *size = site_size(s, site, state);
    if (!size) return (struct site_unit) { 0 };
    return (struct site_unit) {
        .handling_micro = size->handling_micro,
        .co2_mg = mlg__round(size->kwh_per_unit * grid_kg_per_kwh(s, site, period) * (double)MLG_MG_PER_KG),
        .door_co2_mg = size->to_the_door ? size->door_co2_mg : 0,
        .jobs_per_1000_units_milli = size->jobs_per_1000_units_milli,
    };
}

int64_t mlg__site_unit_micro(const mlg_scenario *s, const struct site_unit *unit)
{
    return unit->handling_micro + mlg__co2_micro(s, unit->co2_mg + unit->door_co2_mg);
}

int64_t mlg__co2_micro(const mlg_scenario *s, int64_t mg)
{
    return mlg__round((double)mg * s->co2_eur_per_t / ((double)MLG_MG_PER_TONNE / (double)MLG_MICRO_PER_UNIT));
}
