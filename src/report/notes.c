/* report/notes.c — what was assumed, where figures come from, by which method, how accurate they can be. */
#include "report/sections.h"

#include <stdio.h>

#include "model/units.h"

static void items(struct page *p, const char *const *texts, int32_t count)
{
    html(p, "<ul>\n");
    for (int32_t i = 0; i < count; i++) {
        html(p, "<li>");
        text_typeset(p->out, p->lang, texts[i], true);
        html(p, "</li>\n");
    }
    html(p, "</ul>\n");
}

static void heading(struct page *p, enum word w)
{
    html(p, "<h3>");
    tell(p, w);
    html(p, "</h3>\n");
}

static void setting(struct page *p, enum word w, const char *shown)
{
    html(p, "<div><dt>");
    tell(p, w);
    html(p, "</dt><dd>");
    name(p, shown);
    html(p, "</dd></div>\n");
}

/* How parcels are driven. */
static void operation_settings(struct page *p)
{
    const struct operations *o = &p->s->operations;
    char text[96];
    if (o->shift_h > 0) {
        snprintf(text, sizeof text, "%.60s" NBSP "h", show_short(p->lang, o->shift_h).s);
        setting(p, W_SET_SHIFT, text);
    }
    if (o->stop_min > 0) {
        snprintf(text, sizeof text, "%.60s" NBSP "min", show_short(p->lang, o->stop_min).s);
        setting(p, W_SET_STOP, text);
    }
    if (o->units_weight_kg > 0) {
        snprintf(text, sizeof text, "%.30s" NBSP "kg, %.30s" NBSP "l", show_short(p->lang, o->units_weight_kg).s,
                 show_short(p->lang, o->units_volume_l).s);
        setting(p, W_SET_PARCEL, text);
    }
    setting(p, W_SET_DISTANCES, !p->plan->estimated ? p->leg_label : word(p, has_some_streets(p) ? W_CROW_FLIGHT_PARTLY : W_CROW_FLIGHT));
}

/* How work reaches the servers, and what it takes there. */
static void fibre_settings(struct page *p)
{
    const struct fibre *f = &p->s->fibre;
    char text[96];
    for (int32_t i = 0; i < p->s->service_count; i++) {
        html(p, "<div><dt>");
        say(p, W_SET_WEIGHT, service_name(p, i));
        html(p, "</dt><dd>");
        name(p, show_short(p->lang, p->s->services[i].workload_weight).s);
        html(p, "</dd></div>\n");
    }
    html(p, "<div><dt>");
    tell(p, W_SET_DISTANCES);
    html(p, "</dt><dd>");
    say(p, W_SET_FIBRE, show_short(p->lang, f->route_factor).s, show_short(p->lang, f->delay_us_per_km).s,
        show_short(p->lang, f->equipment_ms).s);
    html(p, "</dd></div>\n");
    snprintf(text, sizeof text, "%.60s" NBSP "kWh", show_short(p->lang, f->it_kwh_per_gpu_hour).s);
    setting(p, W_SET_GPU, text);
    snprintf(text, sizeof text, "%.60s" NBSP "%.8s/MWh", show_short(p->lang, f->power_eur_per_mwh).s, show_symbol(p->s->currency));
    setting(p, W_SET_POWER, text);
}

/* Parameters of the scenario that a reader would ask for. */
static void settings(struct page *p)
{
    const mlg_scenario *s = p->s;
    char text[96];
    html(p, "<dl class=\"settings\">\n");
    for (int32_t i = 0; i < s->service_count; i++) {
        html(p, "<div><dt>");
        say(p, W_SET_PROMISE, service_name(p, i));
        html(p, "</dt><dd>");
        snprintf(text, sizeof text, "%.60s" NBSP "%.8s",
                 show_short(p->lang, shown_time(s, (double)s->services[i].promise_s)).s, word(p, W_JS_HOURS));
        if (is_cloud(s)) name(p, text);
        else say(p, W_SET_PROMISE_VALUE, text, show_clock(s->services[i].cut_off_s).s);
        html(p, "</dd></div>\n");
    }
    setting(p, W_SET_DAYS, show_int(p->lang, s->working_days_per_year).s);
    setting(p, W_SET_DISCOUNT, show_percent(p->lang, s->discount_rate, 1).s);
    snprintf(text, sizeof text, "%.60s" NBSP "%.8s/t", show_short(p->lang, s->co2_eur_per_t).s,
             show_symbol(s->currency));
    setting(p, W_SET_CO2_PRICE, text);
    if (is_cloud(s)) fibre_settings(p);
    else operation_settings(p);
    html(p, "</dl>\n");
}

static void vehicle_row(struct page *p, const struct vehicle_class *v)
{
    row_open(p, "");
    row_name(p, v->label && v->label[0] ? v->label : v->id);
    cell(p, show_real(p->lang, v->payload_kg, 0).s);
    cell(p, show_real(p->lang, v->vehicle_fixed_eur_day, 2).s);
    cell(p, show_real(p->lang, v->nonenergy_eur_km, 3).s);
    cell(p, show_real(p->lang, v->driver_eur_h, 2).s);
    html(p, "<td class=\"n\">");
    name(p, show_real(p->lang, v->price_eur_per_unit, 2).s);
    html(p, "</td>");
    cell(p, show_real(p->lang, v->wtw_kg_per_unit, 3).s);
    cell_name(p, v->fuel_factor_id ? v->fuel_factor_id : "");
    cell_name(p, v->replaced && v->replaced[0] ? v->replaced : DASH);
    html(p, "</tr>");
}

static void vehicles(struct page *p)
{
    if (!p->s->vehicle_count) return;
    heading(p, W_VEHICLES);
    table_open(p, W_VEHICLES_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_VEHICLE, "");
    head_cell(p, W_COL_PAYLOAD, " class=\"n\"");
    head_cell(p, W_COL_FIXED, " class=\"n\"");
    head_cell(p, W_COL_PER_KM, " class=\"n\"");
    head_cell(p, W_COL_DRIVER, " class=\"n\"");
    head_cell(p, W_COL_ENERGY_PRICE, " class=\"n\"");
    head_cell(p, W_COL_WTW, " class=\"n\"");
    head_cell(p, W_COL_FACTOR, "");
    head_cell(p, W_COL_REPLACED, "");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < p->s->vehicle_count; i++) vehicle_row(p, &p->s->vehicles[i]);
    table_close(p);
    html(p, "<ul class=\"note\">\n");
    for (int32_t i = 0; i < p->s->vehicle_count; i++) {
        const struct vehicle_class *v = &p->s->vehicles[i];
        if (!v->sources || !v->sources[0]) continue;
        html(p, "<li>");
        name(p, v->label && v->label[0] ? v->label : v->id);
        html(p, p->lang == MLG_FR ? NBSP ": " : ": ");
        name(p, v->sources);
        html(p, "</li>\n");
    }
    html(p, "</ul>\n");
}

void section_notes(struct page *p)
{
    section_open(p, "notes", W_NOTES);
    heading(p, W_METHOD);
    paragraph(p, W_METHOD_ISO);
    paragraph(p, W_METHOD_TEXT);
    paragraph(p, W_ACCURACY);
    heading(p, W_ASSUMPTIONS);
    if (p->s->assumption_count) items(p, p->s->assumptions, p->s->assumption_count);
    settings(p);
    vehicles(p);
    heading(p, W_SOURCES);
    html(p, "<ul>\n");
    for (int32_t i = 0; i < p->s->source_count; i++) {
        html(p, "<li>");
        text_typeset(p->out, p->lang, p->s->sources[i], true);
        html(p, "</li>\n");
    }
    if (p->legs && p->legs->credit) {
        html(p, "<li>");
        name(p, p->legs->label);
        html(p, p->lang == MLG_FR ? NBSP ": " : ": ");
        name(p, p->legs->credit);
        html(p, "</li>\n");
    }
    html(p, "<li>");
    tell(p, W_SOURCE_FACTORS);
    html(p, "</li>\n<li>");
    tell(p, W_SOURCE_OUTLINES);
    html(p, "</li>\n</ul>\n");
    if (p->plan->warning_count) {
        heading(p, W_WARNINGS);
        items(p, p->plan->warnings, p->plan->warning_count);
    }
    section_close(p);
}
