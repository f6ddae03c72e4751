/* report/side_years.c — year by year: a small picture for each column on one scale, and the table of every year. */
#include "report/side_parts.h"
#include "report/svg.h"

#include <math.h>
#include <stdio.h>

/* -- tables ------------------------------------------------------------------------------------------------------- */

static void pair_heads(struct page *p, const struct comparison *c, struct side_pair pair)
{
    html(p, "<tr>");
    for (int32_t i = 0; i < c->count + c->sum; i++) {
        head_cell(p, pair.first_word, i < c->count ? " class=\"n\"" : " class=\"n plan\"");
        head_cell(p, pair.second_word, i < c->count ? " class=\"n\"" : " class=\"n plan\"");
    }
    html(p, "</tr>");
}

static bool covered(const struct comparison *c, int32_t year)
{
    for (int32_t i = 0; i < c->count; i++)
        if (mlg__period_of_year(&c->columns[i], year) != MLG_NONE) return true;
    return false;
}

static void cells(struct page *p, const struct comparison *c, struct side_pair pair, struct at at)
{
    const bool two = pair.second != FIGURE_COUNT;
    for (at.column = 0; at.column < c->count; at.column++) {
        side_cell(p, c, pair.first, at, false);
        if (two) side_cell(p, c, pair.second, at, false);
    }
    side_total(p, c, pair.first, at, false);
    if (two) side_total(p, c, pair.second, at, false);
    html(p, "</tr>");
}

void side_year_table(struct page *p, const struct comparison *c, enum word caption, const char *value,
                     struct side_pair pair, bool folded)
{
    const bool two = pair.second != FIGURE_COUNT;
    if (folded) {
        html(p, "<details><summary>");
        tell(p, W_SIDE_EVERY_YEAR);
        html(p, "</summary>\n");
    }
    side_table(p, "years", caption, value, NULL, NULL);
    html(p, two ? "<thead><tr><td rowspan=\"2\"></td>" : "<thead><tr><td></td>");
    side_heads(p, c, two ? 2 : 1, c->sum);
    html(p, "</tr>");
    if (two) pair_heads(p, c, pair);
    html(p, "</thead><tbody>");
    for (int32_t i = 0; i < c->year_count; i++) {
        struct shown year;
        if (!covered(c, c->first_year + i)) continue;
        snprintf(year.s, sizeof year.s, "%d", (int)(c->first_year + i));
        row_open(p, "");
        row_name(p, year.s);
        cells(p, c, pair, (struct at) { 0, SIDE_PLAN, c->first_year + i, 0 });
    }
    if (pair.first == FIG_BUDGET) {
        row_open(p, "sum");
        row_head(p, W_SIDE_ALL_YEARS);
        cells(p, c, (struct side_pair) { FIG_BUDGET_TOTAL, FIG_INVESTED, WORD_COUNT, WORD_COUNT },
              (struct at) { 0, SIDE_PLAN, MLG_NONE, 0 });
    }
    table_close(p);
    if (folded) html(p, "</details>\n");
}

/* -- pictures ------------------------------------------------------------------------------------------------------ */

/* Of a column, or of the total: column == count. */
static double value_of(const struct comparison *c, enum figure f, struct at at)
{
    return at.column < c->count ? mlg__figure(c, f, at) : mlg__figure_total(c, f, at);
}

/* What a picture shows in a year: an outline to measure by and a filled bar. */
struct pair_value {
    double outline, filled;
};
static struct pair_value pair_of(const struct comparison *c, bool of_money, int32_t column, int32_t year)
{
    const struct at plan = { column, SIDE_PLAN, year, 0 }, before = { column, SIDE_BEFORE, year, 0 };
    if (of_money)
        return (struct pair_value) { value_of(c, FIG_BUDGET, plan) / 1e6, value_of(c, FIG_INVESTMENT, plan) / 1e6 };
    return (struct pair_value) { value_of(c, FIG_JOBS, before), value_of(c, FIG_JOBS, plan) };
}

static double highest(const struct comparison *c, bool of_money)
{
    double most = 0;
    for (int32_t column = 0; column < c->count + c->sum; column++)
        for (int32_t i = 0; i < c->year_count; i++) {
            const struct pair_value v = pair_of(c, of_money, column, c->first_year + i);
            most = fmax(most, fmax(v.outline, v.filled));
        }
    return most > 0 ? most : 1;
}

static void describe(struct page *p, const struct comparison *c, bool of_money, int32_t column)
{
    const struct at plan = { column, SIDE_PLAN, MLG_NONE, 0 }, before = { column, SIDE_BEFORE, MLG_NONE, 0 };
    char year[16];
    if (of_money)
        return say(p, W_SIDE_MONEY_DESC,
                   mlg__figure_shown(p->lang, FIG_INVESTED, value_of(c, FIG_BUDGET_TOTAL, plan)).s,
                   mlg__figure_shown(p->lang, FIG_INVESTED, value_of(c, FIG_INVESTED, plan)).s);
    snprintf(year, sizeof year, "%d", (int)mlg__year_judged(c, &c->columns[column < c->count ? column : 0]));
    say(p, W_SIDE_JOBS_DESC, year, show_real(p->lang, value_of(c, FIG_JOBS, plan), 0).s,
        show_real(p->lang, value_of(c, FIG_JOBS, before), 0).s);
}

static void year_bar(struct page *p, const struct frame *f, int32_t i, struct pair_value v)
{
    const double left = frame_x(f, i), wide = frame_x(f, i + 1) - left;
    if (v.filled > 0)
        svg_rect(p, left + 0.2 * wide, frame_y(f, v.filled), 0.6 * wide, f->bottom - frame_y(f, v.filled),
                 "class=\"fill-plan\"");
    if (v.outline > 0)
        svg_rect(p, left + 0.1 * wide, frame_y(f, v.outline), 0.8 * wide, f->bottom - frame_y(f, v.outline),
                 "class=\"outline\"");
}

static void year_labels(struct page *p, const struct comparison *c, const struct frame *f)
{
    const int32_t step = (c->year_count + 7) / 8;
    for (int32_t i = 0; i < c->year_count; i += step) {
        char year[16];
        snprintf(year, sizeof year, "%d", (int)(c->first_year + i));
        svg_text(p, frame_x(f, i + 0.5), f->bottom + 18, "class=\"tick\" text-anchor=\"middle\"", year);
    }
}

static void panel(struct page *p, const struct comparison *c, bool of_money, int32_t column, double most)
{
    const double step = nice_step(most * 1.05, 5);
    const struct frame f = { 50, 412, 14, 170, 0, c->year_count, 0, step * ceil(most * 1.05 / step) };
    const struct shown label = column < c->count ? side_name(c, column) : (struct shown) { "" };
    const char *who = column < c->count ? label.s : word_text(W_SIDE_TOTAL, p->lang);
    html(p, "<figure><figcaption><strong>");
    name(p, who);
    html(p, "</strong></figcaption>\n");
    svg_open(p, 420, 196);
    name(p, who);
    svg_describe(p);
    describe(p, c, of_money, column);
    svg_draw(p);
    y_axis(p, &f, step, step < 1 ? 1 : 0, false);
    for (int32_t i = 0; i < c->year_count; i++) year_bar(p, &f, i, pair_of(c, of_money, column, c->first_year + i));
    year_labels(p, c, &f);
    svg_close(p);
    figure_close(p);
}

static void panels(struct page *p, const struct comparison *c, bool of_money)
{
    static const char *const marks[] = { "outline", "fill-plan" };
    const enum word words[2] = { of_money ? W_SIDE_BUDGET : W_SIDE_TODAY_OF, of_money ? W_SIDE_INVESTED : W_PLAN };
    const double most = highest(c, of_money);
    html(p, "<ul class=\"key\">");
    for (int i = 0; i < 2; i++) {
        text_printf(p->out,
                    "<li><svg width=\"18\" height=\"14\" aria-hidden=\"true\"><rect class=\"%s\" x=\"1\" y=\"1\" "
                    "width=\"16\" height=\"12\"/></svg> ",
                    marks[i]);
        tell(p, words[i]);
        html(p, "</li>");
    }
    html(p, "</ul>\n<div class=\"panels\">\n");
    for (int32_t column = 0; column < c->count + c->sum; column++) panel(p, c, of_money, column, most);
    html(p, "</div>\n");
}

void side_money(struct page *p, const struct comparison *c)
{
    section_open(p, "money", W_SIDE_MONEY);
    html(p, "<p>");
    say(p, W_SIDE_MONEY_LEDE, show_symbol(c->currency));
    html(p, "</p>\n");
    panels(p, c, true);
    side_year_table(p, c, W_SIDE_MONEY_CAPTION, show_symbol(c->currency),
                    (struct side_pair) { FIG_BUDGET, FIG_INVESTMENT, W_SIDE_BUDGET, W_SIDE_INVESTED }, false);
    section_close(p);
}

void side_jobs(struct page *p, const struct comparison *c)
{
    section_open(p, "jobs", W_SIDE_JOBS);
    paragraph(p, W_SIDE_JOBS_LEDE);
    panels(p, c, false);
    side_year_table(p, c, W_SIDE_JOBS_CAPTION, NULL,
                    (struct side_pair) { FIG_JOBS, FIG_JOBS_MORE, W_SIDE_JOBS_COUNT, W_SIDE_MORE }, false);
    section_close(p);
}
