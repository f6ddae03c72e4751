/* explain.c — reasons and offers told: as text for people, as JSON for programs. Found by src/explain; here are the
 * words. */
#include "maillage/explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "accounts/energy.h"
#include "api/tasks.h"
#include "base/text.h"
#include "io/emissions.h"
#include "io/reasons.h"
#include "model/units.h"

/* ---- names ----------------------------------------------------------------------------------------------------- */

static void put_name(const struct tasks *t, const mlg_problem *p, int32_t stop, mlg_lang lang, struct text *out)
{
    if (!t) {
        text_printf(out, lang == MLG_FR ? "arrêt %s" : "stop %s", p->stops[stop].id);
        return;
    }
    const struct task *task = &t->tasks[stop];
    text_printf(out, "%s %s", mlg__task_name(task->kind), task->name);
    if (task->description[0] && strcmp(task->description, task->name)) text_printf(out, " (%s)", task->description);
    if (task->mate != MLG_NONE)
        text_printf(out, " + %s %s", mlg__task_name(t->tasks[task->mate].kind), t->tasks[task->mate].name);
}

/* "7", "pickup 7": the first of that name. */
int32_t mlg_stop_named(const mlg_problem *p, const mlg_tasks *tasks, const char *word)
{
    const struct tasks *t = mlg__tasks_file(tasks);
    for (int32_t i = 0; i < p->stop_count; i++) {
        const char *kind = t ? mlg__task_name(t->tasks[i].kind) : "", *name = p->stops[i].id;
        const size_t n = strlen(kind);
        if (!strcmp(word, name) || (n && !strncmp(word, kind, n) && word[n] == ' ' && !strcmp(word + n + 1, name)))
            return i;
    }
    return MLG_NONE;
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void put_paragraph(const struct tasks *t, const mlg_problem *p, const mlg_unserved *why,
                          const struct reason_words *w, struct text *out)
{
    const bool fr = w->lang == MLG_FR;
    put_name(t, p, why->stop, w->lang, out);
    text_add(out, fr ? " : " : ": ");
    mlg__verdict_words(why, w, out);
    text_add(out, "\n");
    for (int32_t i = 0; i < why->reason_count; i++) {
        const mlg_reason *r = &why->reasons[i];
        text_add(out, "  ");
        mlg__reason_words(p, why, i, w, out);
        text_add(out, "\n");
        if (!r->change.kind) continue;
        text_add(out, why->together ? fr ? "    avec les autres : " : "    with the others: " : "    -> ");
        mlg__change_words(p, &r->change, w, out);
        if (!why->together && r->cost)
            text_printf(out, fr ? " ; coût %+" PRId64 : "; cost %+" PRId64, r->cost / p->cost_scale);
        text_add(out, "\n");
    }
}

char *mlg_explain_text(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, mlg_lang lang)
{
    const struct tasks *t = mlg__tasks_file(tasks);
    const struct reason_words w = mlg__reason_words_of(t, p, lang);
    struct text out = { 0 };
    for (int32_t i = 0; i < mlg_explanation_count(e); i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        put_paragraph(t, p, &why, &w, &out);
    }
    return text_given(&out);
}

char *mlg_explain_lines(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, int32_t most,
                        mlg_lang lang)
{
    const struct tasks *t = mlg__tasks_file(tasks);
    const struct reason_words w = mlg__reason_words_of(t, p, lang);
    const int32_t count = mlg_explanation_count(e);
    struct text out = { 0 };
    for (int32_t i = 0; i < count && i < most; i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        text_add(&out, lang == MLG_FR ? "non servi : " : "not served: ");
        put_name(t, p, why.stop, lang, &out);
        text_add(&out, lang == MLG_FR ? " : " : ": ");
        mlg__why_words(p, &why, &w, &out);
        text_add(&out, "\n");
    }
    if (count > most)
        text_printf(&out,
                    lang == MLG_FR ? "et %d autres : voir maillage explain\n" : "and %d more: see maillage explain\n",
                    (int)(count - most));
    return text_given(&out);
}

char *mlg_explain_json(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e)
{
    const struct tasks *t = mlg__tasks_file(tasks);
    struct text out = { 0 };
    text_add(&out, "{\"unserved\":[");
    for (int32_t i = 0; i < mlg_explanation_count(e); i++) {
        const mlg_unserved why = mlg_explanation_at(e, i);
        text_printf(&out, "%s\n{\"type\":\"%s\",\"id\":", i ? "," : "",
                    t ? mlg__task_name(t->tasks[why.stop].kind) : "stop");
        mlg__stop_json(t, p, why.stop, &out);
        text_add(&out, ",\"reasons\":");
        mlg__reasons_json(t, p, &why, &out);
        text_add(&out, "}");
    }
    text_add(&out, "\n]}\n");
    return text_given(&out);
}

/* ---- offers ---------------------------------------------------------------------------------------------------- */

static const char *class_by_profile(const struct tasks *t, int32_t vehicle)
{
    bool inexact;
    const char *profile = t ? mlg__tasks_profile(t->vehicles[t->vehicle_of[vehicle]].profile, &inexact) : NULL;
    if (profile && !strcmp(profile, "cargobike")) return "cargobike_e";
    return profile && !strcmp(profile, "truck") ? "rigid19_diesel" : "van35_diesel";
}

/* At the mean speed of what it drives more, empty; NAN where no distances are known. */
static double co2_kg(const struct vehicle_class *c, const mlg_offer *o)
{
    if (!c || o->more.distance_m <= 0 || o->more.drive_s <= 0)
        return o->more.distance_m == 0 && o->more.drive_s != 0 ? NAN : 0;
    const double km = (double)o->more.distance_m / MLG_M_PER_KM,
                 hours = (double)o->more.drive_s / (double)MLG_SECONDS_PER_HOUR;
    return mlg__energy_wtw_kg(c, mlg__leg_energy(c, km, km / hours, 0, 0).a_mj);
}

mlg_status mlg_offers_co2(const mlg_tasks *tasks, const char *class_id, const mlg_offer *offers, int32_t count,
                          mlg_offer_co2 *co2, mlg_error *err)
{
    struct arena memory = { 0 };
    struct emission_tables tables = { 0 };
    mlg_status status = mlg__emissions_read(NULL, &memory, &tables, NULL, err);
    if (!status) status = mlg__fleet_complete(&tables, NULL, err);
    if (!status && class_id && !mlg__fleet_class(&tables, class_id))
        status = mlg__fail(err, MLG_BAD_INPUT, "--class",
                           TXT("no vehicle class \"%.60s\"", "pas de classe de véhicule « %.60s »"),
                           TXT("see data/emissions/vehicle_classes.csv, for example van35_diesel",
                               "voyez data/emissions/vehicle_classes.csv, par exemple van35_diesel"),
                           class_id);
    for (int32_t i = 0; i < count && !status; i++) {
        const char *id = class_id ? class_id : class_by_profile(mlg__tasks_file(tasks), offers[i].vehicle);
        co2[i].kg = co2_kg(mlg__fleet_class(&tables, id), &offers[i]);
        snprintf(co2[i].class_id, sizeof co2[i].class_id, "%s", id);
    }
    mlg__arena_free(&memory);
    return status;
}

static void put_offer(const struct tasks *t, const mlg_problem *p, const mlg_offer *o, const mlg_offer_co2 *co2,
                      bool pair, struct text *out)
{
    const int64_t origin = t ? t->origin_s : 0;
    text_add(out, "{\"vehicle\":");
    mlg__vehicle_json(t, p, o->vehicle, out);
    if (o->route != MLG_NONE) text_printf(out, ",\"route\":%d", o->route);
    text_printf(out, ",\"after\":%d,\"arrival_s\":%" PRId64 ",\"begin_s\":%" PRId64, o->after[0],
                o->arrival_s[0] + origin, o->begin_s[0] + origin);
    if (pair)
        text_printf(out, ",\"delivery\":{\"after\":%d,\"arrival_s\":%" PRId64 ",\"begin_s\":%" PRId64 "}", o->after[1],
                    o->arrival_s[1] + origin, o->begin_s[1] + origin);
    text_printf(out, ",\"cost\":%" PRId64 ",\"distance_m\":%" PRId64 ",\"drive_s\":%" PRId64 ",\"duty_s\":%" PRId64,
                o->cost / p->cost_scale, o->more.distance_m, o->more.drive_s, o->more.duty_s);
    if (!isnan(co2->kg)) {
        text_add(out, ",\"co2_kg\":");
        text_fixed(out, mlg__round(co2->kg * 1000), 3);
        text_printf(out, ",\"class\":\"%s\"", co2->class_id);
    }
    text_add(out, "}");
}

char *mlg_offers_json(const mlg_problem *p, const mlg_tasks *tasks, int32_t stop, const mlg_offer *offers,
                      const mlg_offer_co2 *co2, int32_t count)
{
    struct text out = { 0 };
    text_add(&out, "{\"offers\":[");
    for (int32_t i = 0; i < count; i++) {
        text_add(&out, i ? ",\n" : "\n");
        put_offer(mlg__tasks_file(tasks), p, &offers[i], &co2[i], p->mate[stop] != MLG_NONE, &out);
    }
    text_add(&out, "\n]}\n");
    return text_given(&out);
}

/* "+1.3 km", in French with a comma. */
static void put_more(double value, int decimals, const char *unit, mlg_lang lang, struct text *out)
{
    const struct digits d = mlg__digits(fabs(value), decimals, lang == MLG_FR);
    text_printf(out, ", %s%s %s", value < 0 ? "-" : "+", d.s, unit);
}

static void put_visit_words(const mlg_problem *p, const mlg_plan *plan, const mlg_offer *o, int half,
                            const struct reason_words *w, struct text *out)
{
    const bool fr = w->lang == MLG_FR;
    const mlg_visit *before = o->route == MLG_NONE ? NULL : &mlg_plan_route(plan, o->route).visits[o->after[half]];
    mlg__instant_words(o->begin_s[half], w, out);
    if (half && o->after[0] == o->after[1]) text_add(out, fr ? ", aussitôt" : ", right after it");
    else if (before && before->kind == MLG_STOP)
        text_printf(out, fr ? ", après l'arrêt %s" : ", after stop %s", p->stops[before->stop].id);
    else
        text_add(out, !before ? fr ? ", véhicule inutilisé" : ", vehicle not used so far"
                      : fr    ? ", en premier"
                              : ", first");
}

char *mlg_offers_text(const mlg_problem *p, const mlg_tasks *tasks, const mlg_plan *plan, int32_t stop,
                      const mlg_offer *offers, const mlg_offer_co2 *co2, int32_t count, mlg_lang lang)
{
    const struct reason_words w = mlg__reason_words_of(mlg__tasks_file(tasks), p, lang);
    struct text out = { 0 };
    text_add(&out, count ? "" : lang == MLG_FR ? "aucun véhicule n'a de place\n" : "no vehicle has room\n");
    for (int32_t i = 0; i < count; i++) {
        const mlg_offer *o = &offers[i];
        text_printf(&out, lang == MLG_FR ? "%d. véhicule %s à " : "%d. vehicle %s at ", i + 1,
                    p->vehicles[o->vehicle].id);
        put_visit_words(p, plan, o, 0, &w, &out);
        if (p->mate[stop] != MLG_NONE) {
            text_add(&out, lang == MLG_FR ? " ; livraison à " : "; delivery at ");
            put_visit_words(p, plan, o, 1, &w, &out);
        }
        text_printf(&out, lang == MLG_FR ? " : coût %+" PRId64 : ": cost %+" PRId64, o->cost / p->cost_scale);
        put_more((double)o->more.distance_m / MLG_M_PER_KM, 1, "km", lang, &out);
        put_more((double)o->more.duty_s / MLG_MINUTES_PER_HOUR, 0, "min", lang, &out);
        if (!isnan(co2[i].kg)) {
            put_more(co2[i].kg, 2, "kg CO2e", lang, &out);
            text_printf(&out, " (%s)", co2[i].class_id);
        }
        text_add(&out, "\n");
    }
    return text_given(&out);
}
