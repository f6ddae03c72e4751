/* front_json.c — see front_json.h. */
#include "io/front_json.h"

#include <stdio.h>

#include "io/plan_put.h"
#include "model/units.h"

struct front_folder mlg__front_folder(int32_t i)
{
    struct front_folder folder;
    snprintf(folder.s, sizeof folder.s, "front/%02d", (int)i + 1);
    return folder;
}

static double share(const struct mlg_front *front, int64_t within_milli)
{
    return front->demand_milli > 0 ? (double)within_milli / (double)front->demand_milli : 0;
}

/* Units to the thousandth, as everywhere in plan.json. */
static void put_milli(struct text *out, const char *name, int64_t milli)
{
    key(out, name);
    text_fixed(out, milli, 3);
}

static void put_figures(struct text *out, const struct mlg_front *front, const struct front_figures *f)
{
    put_int(out, "cost", f->cost);
    put_int(out, "co2_mg", f->co2_mg);
    put_milli(out, "within_units", f->within_milli);
    put_real(out, "within_promise", share(front, f->within_milli));
}

/* What the next cheaper point of the curve leaves: quanta for a tonne less, or for one unit more inside its promise. */
static void put_step(struct text *out, const struct mlg_front *front, const struct front_point *p, enum front_curve c)
{
    static const char *const before[FRONT_CURVES] = { "co2_before", "speed_before" };
    static const char *const rate[FRONT_CURVES] = { "quanta_per_t", "quanta_per_unit" };
    if (!p->on[c] || p->before[c] == MLG_NONE) return;
    const struct front_figures *from = &front->points[p->before[c]].is, *to = &p->is;
    const double more = (double)(to->cost - from->cost);
    const double gained = c == FRONT_CO2 ? (double)(from->co2_mg - to->co2_mg) / (double)MLG_MG_PER_TONNE
                                         : (double)(to->within_milli - from->within_milli) / (double)MLG_MILLI;
    put_int(out, before[c], p->before[c] + 1);
    put_real(out, rate[c], more / gained);
}

static void put_curves(struct text *out, const char *name, const bool *on)
{
    bool any = false;
    key(out, name);
    text_add(out, "[");
    for (int c = 0; c < FRONT_CURVES; c++) {
        if (!on[c]) continue;
        text_add(out, any ? "," : "");
        text_json(out, mlg__curve_name[c]);
        any = true;
    }
    text_add(out, "]");
}

static void put_point(struct text *out, const struct mlg_front *front, int32_t i)
{
    const struct front_point *p = &front->points[i];
    struct text file = { 0 };
    text_printf(&file, "%s/plan.json", mlg__front_folder(i).s);
    text_add(out, "{");
    put_int(out, "point", i + 1);
    put_text(out, "plan", file.data ? file.data : "");
    text_free(&file);
    put_figures(out, front, &p->is);
    put_int(out, "envelope", p->envelope);
    put_real(out, "gap", p->is.cost > 0 ? (double)(p->is.cost - p->envelope) / (double)p->is.cost : 0);
    put_curves(out, "curves", p->on);
    put_curves(out, "knee", p->knee);
    put_int(out, "sites_changed", p->sites_changed);
    for (int c = 0; c < FRONT_CURVES; c++) put_step(out, front, p, (enum front_curve)c);
    text_add(out, "}");
}

static void put_rows(struct text *out, const char *name)
{
    key(out, name);
    text_add(out, "[\n");
}

mlg_status mlg__front_write(const mlg_front *front, struct text *out, mlg_error *err)
{
    text_add(out, "{\n");
    put_text(out, "format", "maillage-front");
    next_line(out);
    put_int(out, "version", MLG_FRONT_VERSION);
    next_line(out);
    key(out, "problem");
    text_add(out, "{");
    put_text(out, "name", front->scenario->name);
    put_text(out, "currency", front->scenario->currency);
    put_real(out, "quantum", 1.0 / (double)MLG_MICRO_PER_UNIT);
    text_add(out, "}");
    next_line(out);
    put_bool(out, "cut_short", front->cut_short);
    next_line(out);
    put_milli(out, "units", front->demand_milli);
    next_line(out);
    key(out, "today");
    text_add(out, "{");
    put_figures(out, front, &front->today);
    text_add(out, "}");
    next_line(out);
    put_rows(out, "points");
    for (int32_t i = 0; i < front->point_count; i++) {
        text_add(out, i ? ",\n" : "");
        put_point(out, front, i);
    }
    text_add(out, "\n]");
    next_line(out);
    put_rows(out, "lines");
    for (int32_t i = 0; i < front->line_count; i++) {
        text_add(out, i ? ",\n{" : "{");
        put_int(out, "cost", front->lines[i].cost);
        put_int(out, "co2_per_t", front->lines[i].co2_per_t);
        put_int(out, "within_per_unit", front->lines[i].within_per_unit);
        text_add(out, "}");
    }
    text_add(out, "\n]");
    text_add(out, "\n}\n");
    return out->failed ? mlg__no_memory(err, "front.json") : MLG_OK;
}
