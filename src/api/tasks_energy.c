/* tasks_energy.c — see tasks_energy.h. */
#include "api/tasks_energy.h"

#include <stdio.h>

#include "io/emissions.h"
#include "model/units.h"

mlg_energy_curve mlg__energy_curve(const struct vehicle_class *c)
{
    return (mlg_energy_curve) { c->node_count, c->speed_kmh, c->a_mj_per_km, c->b_mj_per_km_per_t };
}

static mlg_status find_class(const struct emission_tables *tables, struct tasks *t, int32_t i,
                             const struct vehicle_class **classes, mlg_findings *found)
{
    struct task_vehicle *v = &t->vehicles[i];
    const struct vehicle_class *c = mlg__fleet_class(tables, v->emissions);
    char where[64];
    if (!c) {
        snprintf(where, sizeof where, "vehicles/%d/maillage/class", i);
        mlg__find(found, MLG_BAD_INPUT, where,
                  TXT("there is no vehicle class \"%.60s\"", "il n'y a pas de classe de véhicule « %.60s »"),
                  TXT("see data/emissions/vehicle_classes.csv, for example van35_diesel",
                      "voyez data/emissions/vehicle_classes.csv, par exemple van35_diesel"),
                  v->emissions);
        return MLG_BAD_INPUT;
    }
    classes[v->legs] = c;
    v->co2_kg_per_j = mlg__energy_wtw_kg(c, 1) / MLG_J_PER_MJ;
    v->stop_j = c->stop_mj * MLG_J_PER_MJ;
    return MLG_OK;
}

mlg_status mlg__tasks_classes(struct tasks *t, const mlg_options *o, struct arena *memory,
                              const struct vehicle_class **classes, mlg_findings *found, mlg_error *err)
{
    const char *data = mlg__option_text(o, "accounts.data");
    struct emission_tables tables = { 0 };
    bool any = false;
    mlg_status status = MLG_OK;
    for (int32_t i = 0; i < t->vehicle_count; i++) any |= t->vehicles[i].emissions != NULL;
    if (!any) return MLG_OK;
    MLG_TRY(mlg__emissions_read(data[0] ? data : NULL, memory, &tables, NULL, err));
    MLG_TRY(mlg__fleet_complete(&tables, NULL, err));
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].emissions && find_class(&tables, t, i, classes, found)) status = MLG_BAD_INPUT;
    return status;
}

static struct leg_energy in_planes(const struct tasks *t, double j, double j_per_kg)
{
    return (struct leg_energy) { (int32_t)mlg__round(j / 1000), (int32_t)mlg__round(j_per_kg * t->goal.kg_per_unit) };
}

struct leg_energy mlg__tasks_leg_energy(const struct tasks *t, const struct vehicle_class *c, int32_t time_s,
                                        int32_t distance_m)
{
    const double km = distance_m / MLG_M_PER_KM;
    const double kmh = time_s > 0 ? km / time_s * (double)MLG_SECONDS_PER_HOUR : c->ref_speed_kmh;
    const struct energy e = mlg__leg_energy(c, km, kmh, 0, 0);
    return in_planes(t, e.a_mj * MLG_J_PER_MJ, e.b_mj_per_t * MLG_J_PER_MJ / MLG_KG_PER_TONNE);
}

struct leg_energy mlg__tasks_given_energy(const struct tasks *t, const mlg_leg *leg)
{
    return in_planes(t, 1000.0 * leg->energy_kj, leg->energy_j_per_kg);
}
