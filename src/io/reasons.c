/* reasons.c — see reasons.h. The unit of a number ends its key. */
#include "io/reasons.h"

#include <inttypes.h>

struct writer {
    const struct tasks *t;
    const mlg_problem *p;
    struct text *out;
};

struct reason_words mlg__reason_words_of(const struct tasks *t, const mlg_problem *p, mlg_lang lang)
{
    return (struct reason_words) { .lang = lang,
                                   .origin_s = t ? t->origin_s : 0,
                                   .load_decimals = t ? t->load_decimals : 0,
                                   .clock = t != NULL || p->days_are_seconds };
}

void mlg__vehicle_json(const struct tasks *t, const mlg_problem *p, int32_t vehicle, struct text *out)
{
    if (t) text_printf(out, "%" PRIu64, t->vehicles[t->vehicle_of[vehicle]].id);
    else text_json(out, p->vehicles[vehicle].id);
}

void mlg__stop_json(const struct tasks *t, const mlg_problem *p, int32_t stop, struct text *out)
{
    if (t) text_printf(out, "%" PRIu64, t->tasks[stop].id);
    else text_json(out, p->stops[stop].id);
}

static void put(const struct writer *w, const char *key, enum reason_unit unit, int64_t value)
{
    static const char *const endings[] = { "", "", "", "_s", "_s", "_m", "_j" };
    text_printf(w->out, ",\"%s%s\":", key, endings[unit]);
    if (unit == UNIT_LOAD) text_fixed(w->out, value, w->t ? w->t->load_decimals : 0);
    else text_printf(w->out, "%" PRId64, value + (unit == UNIT_INSTANT && w->t ? w->t->origin_s : 0));
}

static void put_vehicle(const struct writer *w, int32_t vehicle)
{
    if (vehicle == MLG_NONE) return;
    text_add(w->out, ",\"vehicle\":");
    mlg__vehicle_json(w->t, w->p, vehicle, w->out);
}

static void put_stop(const struct writer *w, const char *key, int32_t stop)
{
    text_printf(w->out, ",\"%s\":", key);
    mlg__stop_json(w->t, w->p, stop, w->out);
}

static void put_amounts(const struct writer *w, const mlg_change *c, enum reason_unit by, enum reason_unit to)
{
    put(w, "by", by, c->by);
    put(w, "to", to, c->to);
}

static void put_window(const struct writer *w, const mlg_change *c)
{
    if (w->t) text_printf(w->out, ",\"type\":\"%s\"", mlg__task_name(w->t->tasks[c->stop].kind));
    put_stop(w, "id", c->stop);
    put(w, "window", UNIT_COUNT, c->index);
    put_amounts(w, c, UNIT_SECONDS, UNIT_INSTANT);
}

/* Which relation of the document, who leaves it, and because of whom. */
static void put_relation(const struct writer *w, const mlg_change *c)
{
    put(w, "relation", UNIT_COUNT, c->index);
    if (w->t) text_printf(w->out, ",\"type\":\"%s\"", mlg__task_name(w->t->tasks[c->stop].kind));
    put_stop(w, "id", c->stop);
    put_stop(w, "of", c->other);
}

static void put_change(const struct writer *w, const mlg_change *c)
{
    text_printf(w->out, ",\"change\":{\"kind\":\"%s\"", mlg_change_name(c->kind));
    put_vehicle(w, c->vehicle);
    switch (c->kind) {
    case MLG_CHANGE_CAPACITY: put(w, "dimension", UNIT_COUNT, c->index), put_amounts(w, c, UNIT_LOAD, UNIT_LOAD); break;
    case MLG_CHANGE_WINDOW_OPEN:
    case MLG_CHANGE_WINDOW_CLOSE: put_window(w, c); break;
    case MLG_CHANGE_SHIFT_OPEN:
    case MLG_CHANGE_SHIFT_CLOSE: put_amounts(w, c, UNIT_SECONDS, UNIT_INSTANT); break;
    case MLG_CHANGE_MAX_TRAVEL_TIME:
    case MLG_CHANGE_MAX_DUTY: put_amounts(w, c, UNIT_SECONDS, UNIT_SECONDS); break;
    case MLG_CHANGE_MAX_DISTANCE: put_amounts(w, c, UNIT_METRES, UNIT_METRES); break;
    case MLG_CHANGE_MAX_ENERGY: put_amounts(w, c, UNIT_JOULES, UNIT_JOULES); break;
    case MLG_CHANGE_MAX_TASKS: put_amounts(w, c, UNIT_COUNT, UNIT_COUNT); break;
    case MLG_CHANGE_PRIZE:
        put(w, "to", UNIT_COUNT, (c->to + w->p->cost_scale - 1) / w->p->cost_scale);
        if (c->other != MLG_NONE) put_stop(w, "instead_of", c->other);
        break;
    case MLG_CHANGE_PRIORITY: put_amounts(w, c, UNIT_COUNT, UNIT_COUNT), put_stop(w, "instead_of", c->other); break;
    case MLG_CHANGE_BREAK: put(w, "by", UNIT_SECONDS, c->by); break;
    case MLG_CHANGE_ROAD: put(w, "to", UNIT_SECONDS, c->to); break;
    case MLG_CHANGE_GROUP: put_stop(w, "of", c->other); break;
    case MLG_CHANGE_RELATION: put_relation(w, c); break;
    case MLG_CHANGE_GIVEN: put_amounts(w, c, UNIT_COUNT, UNIT_COUNT); break;
    case MLG_CHANGE_BACKHAUL: put(w, "to", UNIT_COUNT, c->to); break;
    case MLG_CHANGE_VEHICLE: put(w, "by", UNIT_COUNT, c->by); break;
    case MLG_CHANGE_INSERT: put(w, "after", UNIT_COUNT, c->index); break;
    case MLG_CHANGE_SKILLS:
    case MLG_CHANGE_NONE:
    case MLG_CHANGES: break;
    }
    text_add(w->out, "}");
}

static void put_reason(const struct writer *w, const mlg_unserved *why, const mlg_reason *r)
{
    const bool impossible = why->verdict == MLG_IMPOSSIBLE;
    text_printf(w->out, "{\"verdict\":\"%s\",\"rule\":\"%s\"", impossible ? "impossible" : "lost",
                mlg_rule_name(r->rule));
    put_vehicle(w, r->vehicle);
    if (r->count) put(w, impossible ? "vehicles" : "routes", UNIT_COUNT, r->count);
    if (r->rule == MLG_RULE_LOAD) put(w, "dimension", UNIT_COUNT, r->index);
    if (r->margin && r->count) put(w, "margin", mlg__margin_unit(r->rule), r->margin);
    if (why->together && r->change.kind) text_add(w->out, ",\"together\":true");
    if (r->change.kind) put_change(w, &r->change), put(w, "cost", UNIT_COUNT, r->cost / w->p->cost_scale);
    text_add(w->out, "}");
}

void mlg__reasons_json(const struct tasks *t, const mlg_problem *p, const mlg_unserved *why, struct text *out)
{
    const struct writer w = { t, p, out };
    text_add(out, "[");
    for (int32_t i = 0; i < why->reason_count; i++) {
        if (i) text_add(out, ",");
        put_reason(&w, why, &why->reasons[i]);
    }
    text_add(out, "]");
}
