/* prices_read.c — prices.json back, for its page. See prices_json.h. Its figures are claims: a plan cannot say them again. */
#include "io/prices_json.h"

#include <string.h>

#include "io/json.h"
#include "io/plan_reader.h"
#include "model/siting_words.h"
#include "model/units.h"

static bool milli(struct reader *r, const json_t *object, const char *name, int64_t *value)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const bool good = v && mlg__value_parts(r, v, MLG_MILLI, value);
    mlg__reader_leave(r, mark);
    return good;
}

static void quanta(struct reader *r, const json_t *object, const char *name, int64_t *value)
{
    mlg__member_int(r, object, name, -WHOLE_MAX, WHOLE_MAX, value);
}

/* A size of the site as a state; null is closed. */
static int32_t state(struct reader *r, const json_t *object, const char *name, int32_t site)
{
    const mlg_scenario *s = r->s;
    const json_t *v = json_object_get(object, name);
    const struct kind *kind = site == MLG_NONE ? NULL : &s->kinds[s->sites[site].kind];
    for (int32_t k = 0; kind && json_is_string(v) && k < kind->size_count; k++)
        if (!strcmp(s->sizes[kind->first_size + k].id, json_string_value(v))) return k + 1;
    if (json_is_null(v)) return 0;
    const size_t mark = mlg__reader_enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is no size of this site", "n'est pas une taille de ce site"), NO_HINT);
    mlg__reader_leave(r, mark);
    return 0;
}

static void read_changes(struct reader *r, const json_t *object, struct limit_word *w)
{
    size_t mark;
    int64_t count = 0;
    if (mlg__member_int(r, object, "changed_sites", 0, INT32_MAX, &count)) w->change_count = (int32_t)count;
    const json_t *list = mlg__member_list(r, object, "changes", &mark);
    const int32_t shown = list ? (int32_t)json_array_size(list) : 0;
    for (int32_t i = 0; i < shown && i < CHANGES_SHOWN; i++) {
        const size_t row = mlg__reader_enter_row(r, i);
        const json_t *change = json_array_get(list, (size_t)i);
        struct state_change *c = &w->changes[i];
        c->site = mlg__member_id(r, change, "site", &r->sites);
        c->period = mlg__member_id(r, change, "period", &r->periods);
        c->from = state(r, change, "from", c->site);
        c->to = state(r, change, "to", c->site);
        mlg__reader_leave(r, row);
    }
    mlg__reader_leave(r, mark);
    if (shown >= CHANGES_SHOWN || shown >= w->change_count) return;
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("names fewer changes than it counts", "nomme moins de changements qu'elle n'en compte"), NO_HINT);
}

/* Which limit of the scenario. */
static void read_name(struct reader *r, const json_t *object, struct limit_name *n)
{
    const int32_t kind = mlg__member_word(r, object, "limit", mlg__worth_name, WORTH_KIND_COUNT);
    n->kind = kind == MLG_NONE ? WORTH_BUDGET : (enum worth_kind)kind;
    n->period = n->kind == WORTH_BUDGET_TOTAL ? r->s->period_count - 1 : mlg__member_id(r, object, "period", &r->periods);
    n->service = n->kind == WORTH_COVERAGE ? mlg__member_id(r, object, "service", &r->services) : MLG_NONE;
    n->region = mlg__arena_text(r->arena, n->kind == WORTH_JOBS ? mlg__member_text(r, object, "region") : "");
    n->site = n->kind == WORTH_CAPACITY ? mlg__member_id(r, object, "full_site", &r->sites) : MLG_NONE;
}

static void read_limit(struct reader *r, const json_t *object, struct limit_word *w)
{
    read_name(r, object, &w->name);
    mlg__member_real(r, object, "price_micro", &w->unit_price);
    quanta(r, object, "bound", &w->bound);
    mlg__member_real(r, object, "step", &w->step);
    quanta(r, object, "bound_step", &w->bound_step);
    w->tried = json_object_get(object, "found") != NULL;
    if (!w->tried) return;
    mlg__member_bool(r, object, "found", &w->found);
    quanta(r, object, "cost", &w->cost);
    milli(r, object, "inside_per_day", &w->inside_milli);
    if (!w->found) return;
    quanta(r, object, "cost_step", &w->cost_step);
    milli(r, object, "inside_step_per_day", &w->inside_step_milli);
    read_changes(r, object, w);
}

static void read_room(struct reader *r, const json_t *object, struct room_word *w)
{
    w->site = mlg__member_id(r, object, "site", &r->sites);
    milli(r, object, "units_per_day", &w->load_milli);
    milli(r, object, "step", &w->step_milli);
    quanta(r, object, "bound_step", &w->bound_step);
    quanta(r, object, "saved", &w->saved);
}

static void read_site(struct reader *r, const json_t *object, struct site_word *w)
{
    w->site = mlg__member_id(r, object, "site", &r->sites);
    mlg__member_bool(r, object, "open", &w->open);
    const int32_t verdict = mlg__member_word(r, object, "verdict", mlg__verdict_name, SITE_VERDICT_COUNT);
    w->verdict = verdict == MLG_NONE ? SITE_DEPENDS : (enum site_verdict)verdict;
    if (w->verdict != SITE_FIXED) mlg__member_int(r, object, "otherwise_bound", INT64_MIN, INT64_MAX, &w->otherwise_bound);
    int64_t seen_open = 0;
    if (mlg__member_int(r, object, "seen_open", 0, INT32_MAX, &seen_open)) w->seen_open = (int32_t)seen_open;
    w->tried = json_object_get(object, "reason") != NULL;
    if (!w->tried) return;
    quanta(r, object, "otherwise_more", &w->more);
    quanta(r, object, "fixed_more", &w->fixed);
    quanta(r, object, "flows_less", &w->flows);
    milli(r, object, "units_per_day", &w->load_milli);
    const int32_t reason = mlg__member_word(r, object, "reason", mlg__reason_name, SITE_REASON_COUNT);
    w->reason = reason == MLG_NONE ? REASON_NONE : (enum site_reason)reason;
    if (w->reason == REASON_BUDGET) quanta(r, object, "lacking_cents", &w->lacking_cents);
    if (w->reason == REASON_LIMIT && json_object_get(object, "limit")) read_name(r, object, &w->limit);
}

static int32_t rows_of(struct reader *r, const json_t *root, const char *name, const json_t **list, size_t *mark)
{
    *list = mlg__member_list(r, root, name, mark);
    return *list ? (int32_t)json_array_size(*list) : 0;
}

static mlg_status read_words(struct reader *r, const json_t *root, struct siting_words *words, mlg_error *err)
{
    const json_t *list;
    size_t mark, row;
    mlg__agree_text(r, root, "format", "maillage-prices");
    mlg__agree_int(r, root, "version", 1);
    quanta(r, root, "cost", &words->cost);
    quanta(r, root, "bound", &words->bound);
    mlg__member_real(r, root, "certain_within", &words->certain_within);
    int64_t seen = 0;
    if (mlg__member_int(r, root, "seen_plans", 0, INT32_MAX, &seen)) words->seen_count = (int32_t)seen;
    words->limit_count = rows_of(r, root, "limits", &list, &mark);
    words->limits = arena_array(r->arena, struct limit_word, words->limit_count);
    for (int32_t i = 0; words->limits && i < words->limit_count; i++, mlg__reader_leave(r, row))
        row = mlg__reader_enter_row(r, i), read_limit(r, json_array_get(list, (size_t)i), &words->limits[i]);
    mlg__reader_leave(r, mark);
    words->room_count = rows_of(r, root, "room", &list, &mark);
    words->rooms = arena_array(r->arena, struct room_word, words->room_count);
    for (int32_t i = 0; words->rooms && i < words->room_count; i++, mlg__reader_leave(r, row))
        row = mlg__reader_enter_row(r, i), read_room(r, json_array_get(list, (size_t)i), &words->rooms[i]);
    mlg__reader_leave(r, mark);
    words->site_count = rows_of(r, root, "sites", &list, &mark);
    words->sites = arena_array(r->arena, struct site_word, words->site_count);
    for (int32_t i = 0; words->sites && i < words->site_count; i++, mlg__reader_leave(r, row))
        row = mlg__reader_enter_row(r, i), read_site(r, json_array_get(list, (size_t)i), &words->sites[i]);
    mlg__reader_leave(r, mark);
    return r->arena->failed ? mlg__no_memory(err, "prices.json") : MLG_OK;
}

static bool index_names(struct reader *r)
{
    const mlg_scenario *s = r->s;
    return mlg__id_index_make(&r->sites, s->sites, s->site_count, sizeof *s->sites, offsetof(struct site, id)) &&
           mlg__id_index_make(&r->services, s->services, s->service_count, sizeof *s->services, offsetof(struct service, id)) &&
           mlg__id_index_make(&r->periods, s->periods, s->period_count, sizeof *s->periods, offsetof(struct period, label));
}

mlg_status mlg__prices_read(const char *data, size_t size, mlg_network_plan *plan, mlg_findings *found, mlg_error *err)
{
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct siting_words *words = arena_array(&plan->arena, struct siting_words, 1);
    mlg_status status = mine && words ? MLG_OK : mlg__no_memory(err, "prices.json");
    json_t *root = NULL;
    if (!status) status = mlg__json_load("prices.json", data, size, &root, mine, err);
    if (status == MLG_BAD_INPUT) status = MLG_OK; /* told */
    if (root) {
        struct reader r = { .s = plan->scenario, .found = mine, .arena = &plan->arena };
        mlg__reader_enter(&r, "prices.json");
        status = index_names(&r) ? read_words(&r, root, words, err) : mlg__no_memory(err, "prices.json");
        mlg__id_index_free(&r.sites);
        mlg__id_index_free(&r.services);
        mlg__id_index_free(&r.periods);
        json_decref(root);
        if (!status && reader_is_clean(&r) && words->cost != plan->plan.cost)
            mlg__find(mine, MLG_BAD_INPUT, "prices.json", TXT("speaks of another plan", "parle d'un autre plan"),
                      TXT("keep prices.json beside the plan.json it was written with",
                          "gardez prices.json à côté du plan.json avec lequel il a été écrit"));
    }
    status = mlg__plan_hand_over(mine, found, status, err);
    if (!status) plan->words = words;
    return status;
}
