/* kept_states.c — which states an earlier plan.json has. See kept_states.h. Nothing else of the file is looked at: its
 * figures are those of another day. */
#include "io/kept_states.h"

#include <jansson.h>
#include <string.h>

#include "io/id_index.h"
#include "io/plan_reader.h"

static int32_t index_of(const struct id_index *x, const json_t *id)
{
    const int32_t i = json_is_string(id) ? mlg__id_find(x, json_string_value(id), NULL) : -1;
    return i < 0 ? MLG_NONE : i;
}

/* 0: closed; MLG_NONE: the site has no such size (any more). */
static int32_t state_of(const mlg_scenario *s, int32_t site, const json_t *size)
{
    const struct kind *kind = &s->kinds[s->sites[site].kind];
    if (json_is_null(size)) return 0;
    for (int32_t k = 0; json_is_string(size) && k < kind->size_count; k++)
        if (!strcmp(s->sizes[kind->first_size + k].id, json_string_value(size))) return k + 1;
    return MLG_NONE;
}

/* state [site * periods + period], MLG_NONE where the file says nothing; returns how many rows are of no use. */
static int32_t take_rows(const mlg_scenario *s, const json_t *rows, const struct id_index *sites, const struct id_index *periods,
                         int32_t *state)
{
    int32_t strange = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const int32_t site = index_of(sites, json_object_get(row, "site"));
        const int32_t period = index_of(periods, json_object_get(row, "period"));
        const json_t *size = json_object_get(row, "size");
        const int32_t k = site == MLG_NONE || period == MLG_NONE || !size ? MLG_NONE : state_of(s, site, size);
        if (k == MLG_NONE) strange++;
        else state[site * s->period_count + period] = k;
    }
    return strange;
}

static mlg_status no_plan(mlg_error *err)
{
    return mlg__fail(err, MLG_BAD_INPUT, "siting.keep", TXT("this is not the plan.json of a network", "ce n'est pas le plan.json d'un réseau"),
                     TXT("give the plan.json that `maillage plan` or `site` wrote", "donnez le plan.json qu'ont écrit « maillage plan » ou « site »"));
}

static mlg_status list_states(const mlg_scenario *s, const int32_t *state, struct plan_kept **kept, int32_t *count, mlg_error *err)
{
    const int32_t cells = s->site_count * s->period_count;
    struct plan_kept *list = *kept = mlg__malloc(sizeof *list * (size_t)cells);
    if (!list) return mlg__no_memory(err, "siting.keep");
    for (int32_t i = 0; i < cells; i++)
        if (state[i] != MLG_NONE) list[(*count)++] = (struct plan_kept) { i / s->period_count, i % s->period_count, state[i] };
    return MLG_OK;
}

mlg_status mlg__kept_states_read(const char *data, size_t size, const mlg_scenario *s, struct plan_kept **kept, int32_t *count,
                                 mlg_findings *found, mlg_error *err)
{
    const int32_t cells = s->site_count * s->period_count;
    struct id_index sites = { 0 }, periods = { 0 };
    json_t *root = json_loadb(data, size, 0, NULL);
    const json_t *rows = json_object_get(root, "sites");
    const char *kind = json_string_value(json_object_get(root, "kind"));
    *kept = NULL;
    *count = 0;
    if (!kind || strcmp(kind, "network") != 0 || !json_is_array(rows)) {
        json_decref(root);
        return no_plan(err);
    }
    int32_t *state = mlg__malloc(sizeof *state * (size_t)cells);
    mlg_status status = MLG_OK;
    if (!state || !mlg__id_index_make(&sites, s->sites, s->site_count, sizeof *s->sites, offsetof(struct site, id)) ||
        !mlg__id_index_make(&periods, s->periods, s->period_count, sizeof *s->periods, offsetof(struct period, label)))
        status = mlg__no_memory(err, "siting.keep");
    for (int32_t i = 0; !status && i < cells; i++) state[i] = MLG_NONE;
    const int32_t strange = status ? 0 : take_rows(s, rows, &sites, &periods, state);
    if (!status) status = list_states(s, state, kept, count, err);
    if (!status && strange > 0)
        mlg__warn(found, "siting.keep",
                  TXT("%d rows of the earlier plan are of sites, periods or sizes that this scenario does not have",
                      "%d lignes du plan antérieur portent sur des sites, périodes ou tailles que ce scénario n'a pas"),
                  TXT("they are not kept; all others are", "elles ne sont pas gardées ; toutes les autres le sont"), strange);
    mlg__free(state);
    mlg__id_index_free(&sites);
    mlg__id_index_free(&periods);
    json_decref(root);
    return status;
}
