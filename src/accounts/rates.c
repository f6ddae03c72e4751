/* rates.c — prices of a vehicle class as integers for the search, and the account of a driven route from the same
 * prices. See rates.h. */
#include "accounts/rates.h"

#include "accounts/energy.h"
#include "model/units.h"

static int64_t cost_units(double eur) { return mlg__round(eur * (double)MLG_COST_PER_EUR); }

/* What a megajoule of the engine or battery costs: its purchase, and the price of its CO2. */
static double eur_per_mj(const struct vehicle_class *c, double co2_eur_per_t)
{
    const double bought = isnan(c->price_eur_per_unit) ? 0 : mlg__energy_eur(c, 1);
    return bought + mlg__energy_wtw_kg(c, 1) / MLG_KG_PER_TONNE * co2_eur_per_t;
}

mlg_rates mlg__vehicle_rates(const struct vehicle_class *c, double co2_eur_per_t, double hour_eur)
{
    const double energy = eur_per_mj(c, co2_eur_per_t);
    return (mlg_rates) {
        .fixed = cost_units(c->vehicle_fixed_eur_day),
        .per_m = cost_units(c->nonenergy_eur_km / MLG_M_PER_KM),
        .per_tick = cost_units((c->driver_eur_h + hour_eur) / (double)MLG_SECONDS_PER_HOUR),
        .per_task = cost_units(energy * c->stop_mj),
        .per_j_q24 = mlg__round(energy / MLG_J_PER_MJ * (double)MLG_COST_PER_EUR * 0x1p24),
    };
}

static int64_t cents(double eur) { return mlg__round(eur * (double)MLG_CENTS_PER_UNIT); }

struct route_account mlg__route_account(const struct vehicle_class *c, const mlg_totals *t, double co2_eur_per_t,
                                        double hour_eur)
{
    const double km = (double)t->distance_m / MLG_M_PER_KM;
    const double hours = (double)t->duty_s / (double)MLG_SECONDS_PER_HOUR;
    const double mj = (double)t->energy_j / MLG_J_PER_MJ + (double)t->stops * c->stop_mj;
    const double wtw_kg = mlg__energy_wtw_kg(c, mj);
    struct route_account a = {
        .co2_wtw_mg = mlg__round(wtw_kg * (double)MLG_MG_PER_KG),
        .co2_ttw_mg = mlg__round(mlg__energy_ttw_kg(c, mj) * (double)MLG_MG_PER_KG),
    };
    a.cents[LINE_VEHICLE_FIXED] = cents(c->vehicle_fixed_eur_day);
    a.cents[LINE_VEHICLE_DISTANCE] = cents(c->nonenergy_eur_km * km);
    a.cents[LINE_ENERGY] = isnan(c->price_eur_per_unit) ? 0 : cents(mlg__energy_eur(c, mj));
    a.cents[LINE_DRIVER] = cents(c->driver_eur_h * hours);
    a.cents[LINE_CO2_PRICE] = cents(wtw_kg / MLG_KG_PER_TONNE * co2_eur_per_t);
    a.cents[LINE_TIME_VALUE] = cents(hour_eur * hours);
    for (int line = 0; line < LINE_COUNT; line++) a.total_cents += a.cents[line];
    return a;
}
