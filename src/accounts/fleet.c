/* fleet.c — complete the vehicle classes of a table: energy curves of fuel twins, constants of the class, fuel factor
 * and default price. See mlg__fleet_complete() in energy.h; numbers and their sources in docs/methods/accounts.md 1.
 *
 * To add a class: a row in data/emissions/vehicle_classes.csv, its curve in energy_coeffs.csv (or a twin here), and a
 * row in `known`. A class without a row here takes the constants of the known class with the same energy unit and the
 * nearest payload, with a warning. */
#include "accounts/energy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/units.h"

#define DIESEL_MJ_PER_L 35.9   /* B7 */
#define HVO_MJ_PER_L 34.4
#define CNG_MJ_PER_KG 49.0
#define CNG_FACTOR 1.15        /* spark ignition against diesel */

struct known {
    const char *id, *unit;
    const char *twin;          /* whose curve it uses when it has none; "" : its own */
    double factor;             /* times the twin's curve and stop energy */
    double mj_per_unit, charge_efficiency, stop_mj, empty_mass_t, payload_kg;
};

static const struct known known[] = {
    { "cargobike_e", "kWh", "", 1, MLG_MJ_PER_KWH, 0.90, 0, 0.15, 150 },
    { "van35_diesel", "l", "", 1, DIESEL_MJ_PER_L, 1, 0.32, 2.4, 1100 },
    { "van35_hvo", "l", "van35_diesel", 1, HVO_MJ_PER_L, 1, 0.32, 2.4, 1100 },
    { "van35_cng", "kg", "van35_diesel", CNG_FACTOR, CNG_MJ_PER_KG, 1, 0.32 * CNG_FACTOR, 2.4, 1000 },
    { "van35_bev", "kWh", "", 1, MLG_MJ_PER_KWH, 0.90, 0.07, 2.7, 1000 },
    { "rigid75_diesel", "l", "", 1, DIESEL_MJ_PER_L, 1, 0.69, 4.5, 3000 },
    { "rigid12_diesel", "l", "", 1, DIESEL_MJ_PER_L, 1, 1.0, 6.5, 5500 },
    { "rigid19_diesel", "l", "", 1, DIESEL_MJ_PER_L, 1, 1.5, 9.5, 9500 },
    { "rigid19_hvo", "l", "rigid19_diesel", 1, HVO_MJ_PER_L, 1, 1.5, 9.5, 9500 },
    { "rigid19_cng", "kg", "rigid19_diesel", CNG_FACTOR, CNG_MJ_PER_KG, 1, 1.5 * CNG_FACTOR, 9.5, 9000 },
    { "rigid19_biocng", "kg", "rigid19_diesel", CNG_FACTOR, CNG_MJ_PER_KG, 1, 1.5 * CNG_FACTOR, 9.5, 9000 },
    { "rigid19_bev", "kWh", "", 1, MLG_MJ_PER_KWH, 0.92, 0.28, 9.5, 8000 },
    { "artic40_diesel", "l", "", 1, DIESEL_MJ_PER_L, 1, 3.2, 15, 25000 },
    { "artic40_hvo", "l", "artic40_diesel", 1, HVO_MJ_PER_L, 1, 3.2, 15, 25000 },
};
enum { KNOWN_COUNT = sizeof known / sizeof known[0] };

/* Default prices, EUR per unit without VAT, by the beginning of the fuel's name. HVO and gas have none: asked for. */
static const struct {
    const char *fuel;
    double eur_per_unit;
} prices[] = { { "diesel", 1.21 }, { "electricity", 0.15 } };

struct where { char text[160]; };

static struct where where_of(const struct vehicle_class *c)
{
    struct where w;
    snprintf(w.text, sizeof w.text, "vehicle_classes.csv (%s)", c->id);
    return w;
}

/* "kWh plug" is bought in kWh: a unit is its first word. */
static bool same_unit(const char *energy_unit, const char *unit)
{
    const size_t n = strlen(unit);
    return !strncmp(energy_unit, unit, n) && (!energy_unit[n] || energy_unit[n] == ' ');
}

static const struct known *known_class(const struct vehicle_class *c)
{
    for (int i = 0; i < KNOWN_COUNT; i++)
        if (!strcmp(known[i].id, c->id)) return &known[i];
    return NULL;
}

static const struct known *nearest_class(const struct vehicle_class *c)
{
    const struct known *best = NULL;
    for (int i = 0; i < KNOWN_COUNT; i++) {
        const struct known *k = &known[i];
        if (!same_unit(c->energy_unit, k->unit)) continue;
        if (!best || fabs(k->payload_kg - c->payload_kg) < fabs(best->payload_kg - c->payload_kg)) best = k;
    }
    return best;
}

static bool has_no_value(double x) { return !(x > 0); }

/* Fills what the tables left open; what they gave stays. */
static void take_constants(struct vehicle_class *c, const struct known *k)
{
    c->electric = !strcmp(k->unit, "kWh");
    if (has_no_value(c->mj_per_unit)) c->mj_per_unit = k->mj_per_unit;
    if (has_no_value(c->charge_efficiency)) c->charge_efficiency = k->charge_efficiency;
    if (isnan(c->stop_mj)) c->stop_mj = k->stop_mj;
    if (has_no_value(c->empty_mass_t)) c->empty_mass_t = k->empty_mass_t;
    if (has_no_value(c->climb_efficiency)) c->climb_efficiency = c->electric ? 0.85 : 0.36;
    if (isnan(c->descent_share)) c->descent_share = c->electric ? 0.6 : 0.5;
    for (size_t i = 0; isnan(c->price_eur_per_unit) && i < sizeof prices / sizeof prices[0]; i++)
        if (!strncmp(c->fuel_factor_id, prices[i].fuel, strlen(prices[i].fuel)))
            c->price_eur_per_unit = prices[i].eur_per_unit;
}

static void take_curve(struct vehicle_class *c, const struct emission_tables *t, const struct known *k)
{
    const struct vehicle_class *twin = mlg__fleet_class(t, k->twin);
    if (c->node_count || !twin || twin == c) return;
    c->node_count = twin->node_count;
    for (int32_t i = 0; i < twin->node_count; i++) {
        c->speed_kmh[i] = twin->speed_kmh[i];
        c->a_mj_per_km[i] = k->factor * twin->a_mj_per_km[i];
        c->b_mj_per_km_per_t[i] = k->factor * twin->b_mj_per_km_per_t[i];
    }
}

static const struct fuel_factor *fuel_of(const struct emission_tables *t, const struct vehicle_class *c)
{
    for (int32_t i = 0; i < t->fuel_count; i++)
        if (!strcmp(t->fuels[i].id, c->fuel_factor_id)) return &t->fuels[i];
    return NULL;
}

static void take_fuel(struct vehicle_class *c, const struct emission_tables *t, const char *kind, mlg_findings *found)
{
    const struct where w = where_of(c);
    const struct fuel_factor *fuel = fuel_of(t, c);
    if (!fuel) {
        mlg__find(found, MLG_BAD_INPUT, w.text, TXT("no fuel factor \"%s\"", "aucun facteur de carburant « %s »"),
                  TXT("use a factor_id of fuel_factors.csv, or add a row there",
                      "utilisez un factor_id de fuel_factors.csv, ou ajoutez-y une ligne"), c->fuel_factor_id);
        return;
    }
    if (isnan(fuel->ttw) || isnan(fuel->wtw)) {
        mlg__find(found, MLG_BAD_INPUT, w.text,
                  TXT("fuel factor \"%s\" gives no ttw or no wtw", "le facteur « %s » n'a pas de ttw ou de wtw"),
                  TXT("choose a complete row of fuel_factors.csv", "choisissez une ligne complète de fuel_factors.csv"),
                  fuel->id);
        return;
    }
    if (!same_unit(c->energy_unit, fuel->unit))
        mlg__find(found, MLG_BAD_INPUT, w.text,
                  TXT("energy_unit is \"%s\" but factor \"%s\" is per %s",
                      "energy_unit vaut « %s », mais le facteur « %s » est par %s"),
                  TXT("both must be l, kg or kWh", "les deux doivent être l, kg ou kWh"), c->energy_unit, fuel->id,
                  fuel->unit);
    /* kgCO2e and kgCO2 are different quantities: one fleet, one kind. */
    if (kind && strncmp(fuel->unit_out, kind, strcspn(kind, "/") + 1))
        mlg__find(
            found, MLG_BAD_INPUT, w.text,
            TXT("factor \"%s\" is in %s, other classes in %s", "le facteur « %s » est en %s, d'autres classes en %s"),
            TXT("choose factors of one kind, kgCO2e rather than kgCO2",
                "choisissez des facteurs d'une seule sorte, kgCO2e plutôt que kgCO2"),
            fuel->id, fuel->unit_out, kind);
    c->ttw_kg_per_unit = fuel->ttw;
    c->wtw_kg_per_unit = fuel->wtw;
}

static void complete_class(struct vehicle_class *c, const struct emission_tables *t, const char *kind,
                           mlg_findings *found)
{
    const struct where w = where_of(c);
    const struct known *k = known_class(c);
    if (!k) {
        k = nearest_class(c);
        if (k)
            mlg__warn(found, w.text,
                      TXT("unknown class: stop energy, empty mass and energy content are those of %s",
                          "classe inconnue : énergie d'arrêt, masse à vide et pouvoir calorifique sont ceux de %s"),
                      NO_HINT, k->id);
    }
    if (!k) {
        mlg__find(found, MLG_BAD_INPUT, w.text,
                  TXT("energy_unit is \"%s\"", "energy_unit vaut « %s »"),
                  TXT("write l, kg or kWh", "écrivez l, kg ou kWh"), c->energy_unit);
        return;
    }
    take_constants(c, k);
    if (!strcmp(k->id, c->id)) take_curve(c, t, k);
    if (!c->node_count)
        mlg__find(found, MLG_BAD_INPUT, w.text,
                  TXT("class \"%s\" has no energy curve", "la classe « %s » n'a pas de courbe d'énergie"),
                  TXT("add its rows to energy_coeffs.csv", "ajoutez ses lignes à energy_coeffs.csv"), c->id);
    take_fuel(c, t, kind, found);
}

mlg_status mlg__fleet_complete(struct emission_tables *t, mlg_findings *found, mlg_error *err)
{
    const char *kind = NULL; /* "kgCO2e/l" of the first class that has a factor */
    mlg_findings *list = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    if (!list) return mlg__no_memory(err, "vehicle_classes.csv");
    for (int32_t i = 0; i < t->class_count && !kind; i++) {
        const struct fuel_factor *fuel = fuel_of(t, &t->classes[i]);
        kind = fuel ? fuel->unit_out : NULL;
    }
    for (int32_t i = 0; i < t->class_count; i++) complete_class(&t->classes[i], t, kind, list);
    const mlg_status status = mlg__first_error(list, err);
    mlg__findings_add(found, list);
    mlg_findings_free(list);
    return status;
}
