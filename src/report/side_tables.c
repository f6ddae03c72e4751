/* report/side_tables.c — the tables of the comparison in the year that columns are judged in: figures at a glance,
 * speed, CO2 by scope, cost by line, proof. A column of the table is a column of the comparison. */
#include "report/side_parts.h"
#include "report/svg.h"

#include <math.h>
#include <stdio.h>

static const struct at judged = { 0, SIDE_PLAN, MLG_NONE, 0 };

/* -- at a glance -------------------------------------------------------------------------------------------------- */

struct row {
    enum word group, what; /* a group head stands above where group is not WORD_COUNT */
    enum figure figure;
};
static const struct row rows[] = {
    { W_ROW_GROUP_MONEY, W_SIDE_ROW_BUDGET, FIG_BUDGET_TOTAL },
    { WORD_COUNT, W_SIDE_ROW_INVESTED, FIG_INVESTED },
    { WORD_COUNT, W_SIDE_ROW_COST_UNIT, FIG_COST_UNIT },
    { WORD_COUNT, W_SIDE_ROW_COST, FIG_COST },
    { W_ROW_GROUP_TIME, W_SIDE_ROW_WITHIN, FIG_WITHIN },
    { WORD_COUNT, W_ROW_WITHIN, FIG_WITHIN_SERVICE },
    { WORD_COUNT, W_SIDE_ROW_P95, FIG_P95 },
    { W_ROW_GROUP_CO2, W_SIDE_ROW_CO2_UNIT, FIG_CO2_UNIT },
    { WORD_COUNT, W_SIDE_ROW_CO2, FIG_CO2 },
    { WORD_COUNT, W_SIDE_ROW_EMBODIED, FIG_EMBODIED },
    { W_ROW_GROUP_SITES, W_SIDE_ROW_JOBS, FIG_JOBS },
    { WORD_COUNT, W_SIDE_ROW_JOBS_MORE, FIG_JOBS_MORE },
    { WORD_COUNT, W_ROW_SITES, FIG_SITES },
    { WORD_COUNT, W_SIDE_ROW_OPENED, FIG_OPENED },
    { WORD_COUNT, W_SIDE_ROW_EXTENDED, FIG_EXTENDED },
    { WORD_COUNT, W_SIDE_ROW_REDUCED, FIG_REDUCED },
    { WORD_COUNT, W_SIDE_ROW_CLOSED, FIG_CLOSED },
    { W_ROW_GROUP_DEMAND, W_SIDE_ROW_DEMAND, FIG_DEMAND },
    { WORD_COUNT, W_SIDE_ROW_UNSERVED, FIG_UNSERVED },
    { W_NAV_PROOF, W_SIDE_ROW_GAP, FIG_GAP },
};

/* The scenario whose words and unit of time a service has: of the first column with it. */
static const mlg_scenario *speaker(const struct comparison *c, int32_t service)
{
    for (int32_t i = 0; i < c->count; i++)
        if (mlg__column_service(c, &c->columns[i], service) != MLG_NONE) return c->columns[i].s;
    return c->columns[0].s;
}
static const char *time_unit(const struct comparison *c, int32_t service) { return side_time_unit(speaker(c, service)); }

static void glance_row(struct page *p, const struct comparison *c, const struct row *row, int32_t service)
{
    const bool each = mlg__figure_rows[row->figure].parts == BY_SERVICE;
    struct at at = judged;
    at.part = service;
    row_open(p, "");
    html(p, "<th scope=\"row\">");
    const char *const values[] = { each ? side_service(c, service, p->lang) : "", show_symbol(c->currency),
                                   each ? time_unit(c, service) : "", NULL };
    text_speak(p->out, p->lang, each ? speaker(c, service)->vocabulary : vocabulary_of(p), row->what, values);
    html(p, "</th>");
    for (at.column = 0; at.column < c->count; at.column++) side_cell(p, c, row->figure, at, row->figure != FIG_DEMAND);
    side_total(p, c, row->figure, at, true);
    html(p, "</tr>");
}

void side_glance(struct page *p, const struct comparison *c)
{
    section_open(p, "glance", W_SIDE_GLANCE);
    side_table(p, "figures", c->common_year == MLG_NONE ? W_SIDE_GLANCE_CAPTION_OWN : W_SIDE_GLANCE_CAPTION,
               side_year(c).s, NULL, NULL);
    html(p, "<thead><tr><td></td>");
    side_heads(p, c, 1, c->sum);
    html(p, "</tr></thead><tbody>");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].group != WORD_COUNT) {
            text_printf(p->out, "\n<tr class=\"group\"><th scope=\"colgroup\" colspan=\"%d\">",
                        1 + (int)c->count + c->sum);
            tell(p, rows[i].group);
            html(p, "</th></tr>");
        }
        const bool each = mlg__figure_rows[rows[i].figure].parts == BY_SERVICE;
        for (int32_t service = 0; service < (each ? c->service_count : 1); service++)
            glance_row(p, c, &rows[i], service);
    }
    table_close(p);
    note(p, c->sum ? W_SIDE_SUM_NOTE : W_SIDE_GLANCE_NOTE);
    section_close(p);
}

/* -- tables with a row for each column and for its today ------------------------------------------------------------
 */

static void side_row(struct page *p, const struct comparison *c, struct at at)
{
    row_open(p, at.side == SIDE_PLAN ? "" : "soft");
    html(p, "<th scope=\"row\">");
    side_chip(p, at.column);
    html(p, " ");
    if (at.side == SIDE_PLAN) name(p, c->columns[at.column].label);
    else tell(p, W_SIDE_TODAY_OF);
    html(p, "</th>");
}

/* A strip: the middle, to 90 %, to 99 %. */
static void strip(struct page *p, const struct comparison *c, struct at at, double most)
{
    const double scale = most > 0 ? 1000 / most : 0;
    const double middle = mlg__figure(c, FIG_MEDIAN, at), p90 = mlg__figure(c, FIG_P90, at),
                 p99 = mlg__figure(c, FIG_P99, at);
    const bool plan = at.side == SIDE_PLAN;
    html(p, "<td class=\"bars\">");
    if (!isnan(middle)) {
        html(p, "<svg viewBox=\"0 0 1020 70\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        svg_rect(p, 0, 34, scale * p99, 3, plan ? "class=\"thin plan\"" : "class=\"thin before\"");
        svg_rect(p, scale * middle, 24, fmax(4, scale * (p90 - middle)), 22,
                 plan ? "class=\"thick plan\"" : "class=\"thick before\"");
        svg_rect(p, scale * middle - 6, 8, 12, 54, plan ? "class=\"middle plan\"" : "class=\"middle before\"");
        html(p, "</svg>");
    }
    html(p, "</td>");
}

static void speed_table(struct page *p, const struct comparison *c, int32_t service)
{
    static const struct {
        enum figure f;
        enum word w;
    } heads[] = { { FIG_WITHIN_SERVICE, W_SIDE_WITHIN },
                  { FIG_MEAN, W_SIDE_MEAN },
                  { FIG_MEDIAN, W_SIDE_MEDIAN },
                  { FIG_P90, W_SIDE_P90 },
                  { FIG_P95, W_SIDE_P95 },
                  { FIG_P99, W_SIDE_P99 } };
    enum { HEADS = sizeof heads / sizeof *heads };
    double most = 0;
    struct at at = { .year = MLG_NONE, .part = service };
    for (at.column = 0; at.column < c->count; at.column++)
        for (int side = 0; side < SIDE_COUNT; side++) {
            at.side = (enum side)side;
            most = fmax(most, mlg__figure(c, FIG_P99, at)); /* fmax ignores NAN */
        }
    if (most <= 0) return;
    side_table(p, "", W_SIDE_SPEED_CAPTION, side_service(c, service, p->lang), show_real(p->lang, most, 1).s,
               time_unit(c, service));
    html(p, "<thead><tr><td></td>");
    for (int h = 0; h < HEADS; h++) head_cell(p, heads[h].w, " class=\"n\"");
    html(p, "<td></td></tr></thead><tbody>");
    for (at.column = 0; at.column < c->count; at.column++)
        for (int side = SIDE_PLAN; side >= SIDE_BEFORE; side--) {
            at.side = (enum side)side;
            if (isnan(mlg__figure(c, FIG_MEDIAN, at))) continue;
            side_row(p, c, at);
            for (int h = 0; h < HEADS; h++) side_cell(p, c, heads[h].f, at, false);
            strip(p, c, at, most);
            html(p, "</tr>");
        }
    table_close(p);
}

void side_speed(struct page *p, const struct comparison *c)
{
    section_open(p, "time", W_SIDE_SPEED);
    paragraph(p, W_SIDE_SPEED_LEDE);
    for (int32_t service = 0; service < c->service_count; service++) speed_table(p, c, service);
    section_close(p);
}

/* -- CO2 ---------------------------------------------------------------------------------------------------------- */

static double most_co2(const struct comparison *c)
{
    double most = 0;
    struct at at = judged;
    for (at.column = 0; at.column < c->count; at.column++)
        for (int side = 0; side < SIDE_COUNT; side++) {
            at.side = (enum side)side;
            most = fmax(most, mlg__figure(c, FIG_CO2, at));
        }
    return most;
}

static void scope_bar(struct page *p, const struct comparison *c, struct at at, double most)
{
    double from = 0;
    html(p, "<td class=\"bars\"><svg viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    for (at.part = 0; at.part < CO2_SCOPE_COUNT; at.part++) {
        const double wide = most > 0 ? 1000 * mlg__figure(c, FIG_CO2_SCOPE, at) / most : 0;
        char attributes[24];
        snprintf(attributes, sizeof attributes, "class=\"scope%d\"", (int)at.part);
        if (wide > 0) svg_rect(p, from, 2, wide, 10, attributes);
        if (wide > 0) from += wide;
    }
    html(p, "</svg></td>");
}

static void co2_row(struct page *p, const struct comparison *c, struct at at, double most)
{
    if (isnan(mlg__figure(c, FIG_CO2, at))) return;
    side_row(p, c, at);
    for (at.part = 0; at.part < CO2_SCOPE_COUNT; at.part++)
        cell(p, mlg__figure_shown(p->lang, FIG_CO2_SCOPE, mlg__figure(c, FIG_CO2_SCOPE, at)).s);
    side_cell(p, c, FIG_CO2, at, false);
    side_cell(p, c, FIG_CO2_UNIT, at, false);
    scope_bar(p, c, at, most);
    html(p, "</tr>");
}

static void co2_total(struct page *p, const struct comparison *c)
{
    struct at at = judged;
    row_open(p, "sum");
    row_head(p, W_SIDE_TOTAL);
    for (at.part = 0; at.part < CO2_SCOPE_COUNT; at.part++) side_total(p, c, FIG_CO2_SCOPE, at, false);
    side_total(p, c, FIG_CO2, at, false);
    html(p, "<td></td><td></td></tr>");
}

void side_co2(struct page *p, const struct comparison *c)
{
    const double most = most_co2(c);
    struct at at = judged;
    section_open(p, "co2", W_SIDE_CO2);
    html(p, "<p>");
    say(p, W_SIDE_CO2_LEDE, c->common_year == MLG_NONE ? DASH : side_year(c).s);
    html(p, "</p>\n");
    side_table(p, "", W_SIDE_CO2_CAPTION, c->common_year == MLG_NONE ? DASH : side_year(c).s, NULL, NULL);
    html(p, "<thead><tr><td></td>");
    for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
        html(p, "<th scope=\"col\" class=\"n\">");
        text_printf(p->out,
                    "<svg class=\"swatch\" width=\"12\" height=\"10\" aria-hidden=\"true\"><rect class=\"scope%d\" "
                    "width=\"12\" height=\"10\"/></svg> ",
                    scope);
        tell(p, mlg__scope_words[scope]);
        html(p, "</th>");
    }
    head_cell(p, W_SIDE_TOTAL, " class=\"n\"");
    head_cell(p, W_SIDE_PER_UNIT, " class=\"n\"");
    html(p, "<td></td></tr></thead><tbody>");
    for (at.column = 0; at.column < c->count; at.column++)
        for (int side = SIDE_PLAN; side >= SIDE_BEFORE; side--) {
            at.side = (enum side)side;
            co2_row(p, c, at, most);
        }
    if (c->sum) co2_total(p, c);
    table_close(p);
    side_year_table(p, c, W_SIDE_CO2_YEARS, NULL, (struct side_pair) { FIG_CO2, FIGURE_COUNT, WORD_COUNT, WORD_COUNT },
                    true);
    section_close(p);
}

/* -- costs and proof ------------------------------------------------------------------------------------------------
 */

static bool line_used(const struct comparison *c, int line)
{
    for (int32_t i = 0; i < c->count; i++) {
        const double value = mlg__figure(c, FIG_LINE, (struct at) { i, SIDE_PLAN, MLG_NONE, line });
        if (value > 0 || value < 0) return true;
    }
    return false;
}

static void figure_cells(struct page *p, const struct comparison *c, enum figure f, struct at at, bool both_sides)
{
    for (at.column = 0; at.column < c->count; at.column++) side_cell(p, c, f, at, both_sides);
    side_total(p, c, f, at, both_sides);
    html(p, "</tr>");
}

void side_costs(struct page *p, const struct comparison *c)
{
    struct at at = judged;
    section_open(p, "costs", W_SIDE_COSTS);
    side_table(p, "", W_SIDE_COSTS_CAPTION, c->common_year == MLG_NONE ? DASH : side_year(c).s,
               show_symbol(c->currency), NULL);
    html(p, "<thead><tr><td></td>");
    side_heads(p, c, 1, c->sum);
    html(p, "</tr></thead><tbody>");
    for (int line = 0; line < LINE_COUNT; line++) {
        if (line == LINE_CO2_PRICE) { /* the first penalty */
            row_open(p, "sum");
            row_head(p, W_SIDE_PAID);
            figure_cells(p, c, FIG_COST, at, true);
        }
        if (line == LINE_SITE_INVESTMENT || !line_used(c, line)) continue;
        at.part = line;
        row_open(p, "");
        row_head(p, mlg__line_words[line]);
        figure_cells(p, c, FIG_LINE, at, false);
    }
    table_close(p);
    side_year_table(p, c, W_SIDE_COSTS_YEARS, show_symbol(c->currency),
                    (struct side_pair) { FIG_COST, FIGURE_COUNT, WORD_COUNT, WORD_COUNT }, true);
    section_close(p);
}

void side_proof(struct page *p, const struct comparison *c)
{
    static const struct row proofs[] = { { WORD_COUNT, W_SIDE_PROOF_COST, FIG_DISCOUNTED },
                                         { WORD_COUNT, W_SIDE_PROOF_BOUND, FIG_BOUND },
                                         { WORD_COUNT, W_SIDE_PROOF_GAP, FIG_GAP } };
    section_open(p, "proof", W_SIDE_PROOF);
    side_table(p, "", W_SIDE_PROOF_CAPTION, show_symbol(c->currency), NULL, NULL);
    html(p, "<thead><tr><td></td>");
    side_heads(p, c, 1, false);
    html(p, "</tr></thead><tbody>");
    for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
        struct at at = judged;
        row_open(p, "");
        row_head(p, proofs[i].what);
        for (at.column = 0; at.column < c->count; at.column++) side_cell(p, c, proofs[i].figure, at, false);
        html(p, "</tr>");
    }
    table_close(p);
    section_close(p);
}
