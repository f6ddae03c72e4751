/* report/co2.c — CO2 a year by period and scope, stacked, today beside the plan; and CO2 per parcel. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>

#include "model/units.h"
#include "report/svg.h"

const enum word mlg__scope_words[CO2_SCOPE_COUNT] = {
    [CO2_LAST_MILE] = W_SCOPE_LAST_MILE,
    [CO2_LINE_HAUL] = W_SCOPE_LINE_HAUL,
    [CO2_SITES] = W_SCOPE_SITES,
    [CO2_PARTNERS] = W_SCOPE_PARTNERS,
};

static double tonnes(int64_t mg) { return (double)mg / (double)MLG_MG_PER_TONNE; }

/* Fills differ by hatching as well as by colour. */
static void patterns(struct page *p)
{
    html(p, "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
            "<pattern id=\"hatch1\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
            "patternTransform=\"rotate(45)\">"
            "<rect width=\"6\" height=\"6\" fill=\"#d98a3d\"/><path d=\"M0 0V6\" stroke=\"#fff\" "
            "stroke-width=\"2\"/></pattern>"
            "<pattern id=\"hatch3\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
            "<rect width=\"5\" height=\"5\" fill=\"#b9bfc7\"/><circle cx=\"2.5\" cy=\"2.5\" r=\"1.1\" "
            "fill=\"#4d5661\"/></pattern>"
            "</defs></svg>\n");
}

static const char *const fills[CO2_SCOPE_COUNT] = { "#1d5d8f", "url(#hatch1)", "#1f2a36", "url(#hatch3)" };

/* unit_t: tonnes in the unit of the axis, 1 or 1,000. */
static void bar(struct page *p, const struct frame *f, double x, double width, const struct period_facts *facts,
                double unit_t)
{
    double below = 0;
    for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
        const double value = tonnes(facts->scope_wtw_mg[scope]) / unit_t;
        if (value <= 0) continue;
        char attributes[64];
        snprintf(attributes, sizeof attributes, "fill=\"%s\"", fills[scope]);
        svg_rect(p, x, frame_y(f, below + value), width, frame_y(f, below) - frame_y(f, below + value), attributes);
        below += value;
    }
    svg_text(p, x + width / 2, frame_y(f, below) - 5, "class=\"total\" text-anchor=\"middle\"",
             show_real(p->lang, below, unit_t > 1 ? 1 : 0).s);
}

static void totals_figure(struct page *p)
{
    double most = 1;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < p->s->period_count; t++) most = fmax(most, tonnes(p->facts.side[side][t].wtw_mg));
    const double unit_t = most >= 10000 ? 1000 : 1;
    most /= unit_t;
    const double step = nice_step(most * 1.08, 5);
    const struct frame f = { 50, 412, 20, 216, 0, p->s->period_count, 0, step * ceil(most * 1.08 / step) };
    const struct period_facts *before = &p->facts.side[SIDE_BEFORE][p->facts.last];
    const struct period_facts *plan = &p->facts.side[SIDE_PLAN][p->facts.last];

    figure_open(p, W_CO2_FIGURE, word(p, unit_t > 1 ? W_KILOTONNES : W_TONNES), NULL);
    svg_open(p, 420, 262);
    tell(p, W_CO2_TITLE);
    svg_describe(p);
    say(p, W_CO2_DESC, p->s->periods[p->facts.last].label, show_real(p->lang, tonnes(before->wtw_mg), 0).s,
        show_real(p->lang, tonnes(plan->wtw_mg), 0).s);
    svg_draw(p);
    y_axis(p, &f, step, 0, false);
    for (int32_t t = 0; t < p->s->period_count; t++) {
        const double left = frame_x(&f, t), wide = frame_x(&f, t + 1) - left, width = fmin(wide * 0.38, 44);
        const double middle = left + wide / 2;
        bar(p, &f, middle - width - 2, width, &p->facts.side[SIDE_BEFORE][t], unit_t);
        bar(p, &f, middle + 2, width, &p->facts.side[SIDE_PLAN][t], unit_t);
        svg_text(p, middle - 2 - width / 2, f.bottom + 15, "class=\"under\" text-anchor=\"middle\"",
                 word(p, W_TODAY_SHORT));
        svg_text(p, middle + 2 + width / 2, f.bottom + 15, "class=\"under\" text-anchor=\"middle\"",
                 word(p, W_PLAN_SHORT));
        svg_text(p, middle, f.bottom + 34, "class=\"tick strong\" text-anchor=\"middle\"", p->s->periods[t].label);
    }
    svg_close(p);
    html(p, "<ul class=\"key\">");
    for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
        if (is_cloud(p->s) && (scope == CO2_LINE_HAUL || scope == CO2_PARTNERS)) continue;
        text_printf(p->out,
                    "<li><svg width=\"16\" height=\"12\" aria-hidden=\"true\"><rect width=\"16\" height=\"12\" "
                    "fill=\"%s\"/></svg> ",
                    fills[scope]);
        tell(p, mlg__scope_words[scope]);
        html(p, "</li>");
    }
    html(p, "</ul>\n");
    figure_close(p);
}

static void line_of(struct page *p, const struct frame *f, enum side side, const char *classes)
{
    text_printf(p->out, "<path class=\"%s\" d=\"", classes);
    for (int32_t t = 0; t < p->s->period_count; t++) {
        html(p, t ? "L" : "M");
        svg_number(p, frame_x(f, t + 0.5));
        html(p, " ");
        svg_number(p, frame_y(f, unit_mass(p, p->facts.side[side][t].kg_per_unit)));
    }
    html(p, "\"/>\n");
    for (int32_t t = 0; t < p->s->period_count; t++) {
        const double kg = p->facts.side[side][t].kg_per_unit, value = unit_mass(p, kg);
        const double other = unit_mass(p, p->facts.side[1 - side][t].kg_per_unit);
        const bool above = value > other || (value == other && side == SIDE_PLAN);
        text_printf(p->out, "<circle class=\"%s\" r=\"3.5\" cx=\"", classes);
        svg_number(p, frame_x(f, t + 0.5));
        html(p, "\" cy=\"");
        svg_number(p, frame_y(f, value));
        html(p, "\"/>\n");
        char attributes[80];
        snprintf(attributes, sizeof attributes, "class=\"value halo %s\" text-anchor=\"middle\"", classes);
        svg_text(p, frame_x(f, t + 0.5), frame_y(f, value) + (above ? -9 : 19), attributes,
                 mass_alone(p, kg).s);
    }
}

static void per_unit_figure(struct page *p)
{
    double most = 0;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < p->s->period_count; t++) {
            const double value = unit_mass(p, p->facts.side[side][t].kg_per_unit);
            if (!isfinite(value)) return;
            most = fmax(most, value);
        }
    if (most <= 0) return;
    const double step = nice_step(most * 1.15, 5);
    const struct frame f = { 50, 412, 20, 216, 0, p->s->period_count, 0, step * ceil(most * 1.15 / step) };
    figure_open(p, W_CO2_UNIT_FIGURE, NULL, NULL);
    svg_open(p, 420, 262);
    tell(p, W_CO2_UNIT_TITLE);
    svg_describe(p);
    say(p, W_CO2_UNIT_DESC, p->s->periods[p->facts.last].label,
        mass_alone(p, p->facts.side[SIDE_BEFORE][p->facts.last].kg_per_unit).s,
        mass_alone(p, p->facts.side[SIDE_PLAN][p->facts.last].kg_per_unit).s);
    svg_draw(p);
    y_axis(p, &f, step, is_cloud(p->s) ? 0 : 2, false);
    for (int32_t t = 0; t < p->s->period_count; t++)
        svg_text(p, frame_x(&f, t + 0.5), f.bottom + 20, "class=\"tick strong\" text-anchor=\"middle\"",
                 p->s->periods[t].label);
    line_of(p, &f, SIDE_BEFORE, "before");
    line_of(p, &f, SIDE_PLAN, "plan");
    svg_close(p);
    line_key(p);
    figure_close(p);
}

static void embodied(struct page *p)
{
    int64_t mg = 0;
    for (int32_t t = 0; t < p->s->period_count; t++) mg += p->facts.side[SIDE_PLAN][t].embodied_mg;
    html(p, "<p>");
    say(p, W_CO2_EMBODIED, show_real(p->lang, tonnes(mg), 0).s);
    html(p, "</p>\n");
}

void section_co2(struct page *p)
{
    section_open(p, "co2", W_CO2);
    paragraph(p, W_CO2_LEDE);
    patterns(p);
    html(p, "<div class=\"panels\">\n");
    totals_figure(p);
    per_unit_figure(p);
    html(p, "</div>\n");
    embodied(p);
    section_close(p);
}
