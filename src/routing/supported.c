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
    int32_t apart = 0;
    for (int32_t i = 0; i < p->relation_count; i++) apart += p->relations[i].kind == MLG_APART;
    if (apart > 64)
        return refuse(err, "relations", 64, "kind",
                      TXT("more than 64 relations that keep stops apart", "plus de 64 relations qui séparent des arrêts"));
    return MLG_OK;
}
