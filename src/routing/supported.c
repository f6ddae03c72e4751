/* supported.c — says by name which constraint of a problem the engine does not know yet. One row per constraint: when
 * the search learns it, the row goes. */
#include <stdio.h>

#include "base/error.h"
#include "routing/instance.h"

static mlg_status refuse(mlg_error *err, const char *kind, int32_t index, const char *field, struct mlg_txt what)
{
    char where[64];
    const bool french = err && err->lang == MLG_FR;
    snprintf(where, sizeof where, "%s/%d/%s", kind, index, field);
    return mlg__fail(err, MLG_OVER_LIMIT, where,
                     TXT("the search does not know %s yet", "la recherche ne connaît pas encore : %s"),
                     TXT("leave this constraint out, and check the plan against it",
                         "retirez cette contrainte, puis vérifiez le plan contre elle"),
                     what.in[french]);
}

static mlg_status stop_supported(const mlg_problem *p, int32_t i, mlg_error *err)
{
    const mlg_stop *s = &p->stops[i];
    if (s->group && p->mate[i] != MLG_NONE)
        return refuse(err, "stops", i, "group", TXT("shipments in groups", "les expéditions dans un groupe"));
    return MLG_OK;
}

/* Where lateness has a price, the best departure is the earliest as long as the length of the duty is free. */
static bool duty_matters(const mlg_vehicle *v)
{
    bool matters = v->rates.per_tick > 0 || v->rates.per_duty2_q40 > 0 || v->max_duty_s > 0 ||
                   (v->overtime_after_s > 0 && v->rates.per_overtime_tick > 0);
    for (int32_t k = 0; k < v->break_count; k++) matters |= v->breaks[k].after_s > 0;
    return matters;
}

static mlg_status vehicle_supported(const mlg_problem *p, int32_t i, mlg_error *err)
{
    const mlg_vehicle *v = &p->vehicles[i];
    if (v->break_count > BREAKS_MAX)
        return refuse(err, "vehicles", i, "breaks",
                      TXT("more than eight breaks of a vehicle", "plus de huit pauses par véhicule"));
    return MLG_OK;
}

mlg_status mlg__routing_supported(const mlg_problem *p, mlg_error *err)
{
    for (int32_t i = 0; i < p->stop_count; i++) MLG_TRY(stop_supported(p, i, err));
    for (int32_t i = 0; i < p->vehicle_count; i++) MLG_TRY(vehicle_supported(p, i, err));
    bool dues = false;
    for (int32_t i = 0; i < p->stop_count; i++) dues |= p->stops[i].per_late_tick > 0;
    for (int32_t i = 0; i < p->vehicle_count && dues; i++)
        if (duty_matters(&p->vehicles[i]))
            return refuse(err, "vehicles", i, "rates",
                          TXT("prices of lateness beside a price or a limit of the duty",
                              "un prix du retard à côté d'un prix ou d'une limite de la durée de service"));
    int32_t apart = 0;
    for (int32_t i = 0; i < p->relation_count; i++) apart += p->relations[i].kind == MLG_APART;
    if (apart > 64)
        return refuse(
            err, "relations", 64, "kind",
            TXT("more than 64 relations that keep stops apart", "plus de 64 relations qui séparent des arrêts"));
    return MLG_OK;
}
