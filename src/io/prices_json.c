/* prices_json.c — prices.json. See prices_json.h. Rows one a line, as in plan.json. */
#include "io/prices_json.h"

#include "io/plan_put.h"

static const char *size_id(const mlg_scenario *s, int32_t site, int32_t state)
{
    const struct size *size = site_size(s, site, state);
    return size ? size->id : NULL;
}

static void put_size(struct text *out, const char *name, const mlg_scenario *s, int32_t site, int32_t state)
{
    const char *id = size_id(s, site, state);
    if (id) return put_text(out, name, id);
    key(out, name);
    text_add(out, "null");
}

static void put_milli(struct text *out, const char *name, int64_t milli)
{
    key(out, name);
    text_fixed(out, milli, 3);
}

static void put_list(struct text *out, const char *name)
{
    key(out, name);
    text_add(out, "[");
}

static void put_changes(struct text *out, const mlg_scenario *s, const struct limit_word *w)
{
    put_int(out, "changed_sites", w->change_count);
    put_list(out, "changes");
    for (int32_t i = 0; i < w->change_count && i < CHANGES_SHOWN; i++) {
        const struct state_change *c = &w->changes[i];
        text_add(out, i ? ",{" : "{");
        put_text(out, "site", s->sites[c->site].id);
        put_text(out, "period", s->periods[c->period].label);
        put_size(out, "from", s, c->site, c->from);
        put_size(out, "to", s, c->site, c->to);
        text_add(out, "}");
    }
    text_add(out, "]");
}

static void put_name(struct text *out, const mlg_scenario *s, const struct limit_name *n)
{
    put_text(out, "limit", mlg__worth_name[n->kind]);
    if (n->kind != WORTH_BUDGET_TOTAL) put_text(out, "period", s->periods[n->period].label);
    if (n->service != MLG_NONE) put_text(out, "service", s->services[n->service].id);
    if (n->kind == WORTH_JOBS) put_text(out, "region", n->region);
    if (n->kind == WORTH_CAPACITY) put_text(out, "full_site", s->sites[n->site].id);
}

static void put_limit(struct text *out, const mlg_scenario *s, const struct limit_word *w)
{
    static const char *const units[WORTH_KIND_COUNT] = {
        [WORTH_BUDGET] = "currency",       [WORTH_BUDGET_TOTAL] = "currency", [WORTH_CO2] = "t_per_year",
        [WORTH_COVERAGE] = "units_per_day", [WORTH_JOBS] = "jobs",
    };
    text_add(out, "{");
    put_name(out, s, &w->name);
    put_text(out, "unit", units[w->name.kind]);
    put_real(out, "price_micro", w->unit_price);
    put_int(out, "bound", w->bound);
    put_real(out, "step", w->step);
    put_int(out, "bound_step", w->bound_step);
    if (w->tried) {
        put_bool(out, "found", w->found);
        put_int(out, "cost", w->cost);
        put_milli(out, "inside_per_day", w->inside_milli);
    }
    if (w->tried && w->found) {
        put_int(out, "cost_step", w->cost_step);
        put_milli(out, "inside_step_per_day", w->inside_step_milli);
        put_changes(out, s, w);
    }
    text_add(out, "}");
}

static void put_room(struct text *out, const mlg_scenario *s, const struct room_word *w)
{
    text_add(out, "{");
    put_text(out, "site", s->sites[w->site].id);
    put_milli(out, "units_per_day", w->load_milli);
    put_milli(out, "step", w->step_milli);
    put_int(out, "bound_step", w->bound_step);
    put_int(out, "saved", w->saved);
    text_add(out, "}");
}

static void put_site(struct text *out, const mlg_scenario *s, const struct site_word *w)
{
    text_add(out, "{");
    put_text(out, "site", s->sites[w->site].id);
    put_bool(out, "open", w->open);
    put_text(out, "verdict", mlg__verdict_name[w->verdict]);
    if (w->verdict != SITE_FIXED) put_int(out, "otherwise_bound", w->otherwise_bound);
    if (w->tried) {
        put_int(out, "otherwise_more", w->more);
        put_int(out, "fixed_more", w->fixed);
        put_int(out, "flows_less", w->flows);
        put_milli(out, "units_per_day", w->load_milli);
        put_text(out, "reason", mlg__reason_name[w->reason]);
        if (w->reason == REASON_BUDGET) put_int(out, "lacking_cents", w->lacking_cents);
        if (w->reason == REASON_LIMIT && w->limit.region) put_name(out, s, &w->limit);
    }
    put_int(out, "seen_open", w->seen_open);
    text_add(out, "}");
}

mlg_status mlg__prices_write(const mlg_network_plan *plan, struct text *out, mlg_error *err)
{
    const mlg_scenario *s = plan->scenario;
    const struct siting_words *words = plan->words;
    text_add(out, "{\n");
    put_text(out, "format", "maillage-prices");
    next_line(out);
    put_int(out, "version", 1);
    next_line(out);
    put_text(out, "currency", s->currency);
    put_real(out, "quantum", 1e-6);
    next_line(out);
    put_int(out, "cost", words->cost);
    put_int(out, "bound", words->bound);
    put_real(out, "certain_within", words->certain_within);
    put_int(out, "seen_plans", words->seen_count);
    next_line(out);
    put_list(out, "limits");
    for (int32_t i = 0; i < words->limit_count; i++) text_add(out, i ? ",\n" : "\n"), put_limit(out, s, &words->limits[i]);
    text_add(out, "]");
    next_line(out);
    put_list(out, "room");
    for (int32_t i = 0; i < words->room_count; i++) text_add(out, i ? ",\n" : "\n"), put_room(out, s, &words->rooms[i]);
    text_add(out, "]");
    next_line(out);
    put_list(out, "sites");
    for (int32_t i = 0; i < words->site_count; i++) text_add(out, i ? ",\n" : "\n"), put_site(out, s, &words->sites[i]);
    text_add(out, "]\n}\n");
    return out->failed ? mlg__no_memory(err, "prices.json") : MLG_OK;
}
