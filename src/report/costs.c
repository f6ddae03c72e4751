/* report/costs.c — what a year costs, line by line; money really spent apart from penalties; every period in full. */
#include "report/sections.h"

#include <math.h>

const enum word mlg__line_words[LINE_COUNT] = {
    [LINE_VEHICLE_FIXED] = W_LINE_VEHICLE_FIXED,
    [LINE_VEHICLE_DISTANCE] = W_LINE_VEHICLE_DISTANCE,
    [LINE_ENERGY] = W_LINE_ENERGY,
    [LINE_DRIVER] = W_LINE_DRIVER,
    [LINE_OVERTIME] = W_LINE_OVERTIME,
    [LINE_TOLLS] = W_LINE_TOLLS,
    [LINE_HANDLING] = W_LINE_HANDLING,
    [LINE_SITE_RUNNING] = W_LINE_SITE_RUNNING,
    [LINE_SITE_INVESTMENT] = W_LINE_SITE_INVESTMENT,
    [LINE_OTHER_LANE] = W_LINE_OTHER_LANE,
    [LINE_CO2_PRICE] = W_LINE_CO2_PRICE,
    [LINE_TIME_VALUE] = W_LINE_TIME_VALUE,
    [LINE_LATENESS] = W_LINE_LATENESS,
    [LINE_UNSERVED] = W_LINE_UNSERVED,
};

static bool used(const struct page *p, int line)
{
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < p->s->period_count; t++)
            if (p->facts.side[side][t].line_cents[line]) return true;
    return false;
}

static void amount(struct page *p, int64_t cents) { cell(p, show_million(p->lang, cents, 1).s); }

/* A bar under 100 % of the dearest line; the numbers beside it say the same. */
static void bars(struct page *p, int64_t before, int64_t plan, int64_t most)
{
    const double scale = most > 0 ? 100.0 / (double)most : 0;
    html(p, "<td class=\"bars\"><svg viewBox=\"0 0 100 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            "<rect class=\"fill-before\" y=\"1\" height=\"5\" width=\"");
    text_fixed(p->out, (int64_t)(10 * scale * (double)before), 1);
    html(p, "\"/><rect class=\"fill-plan\" y=\"8\" height=\"5\" width=\"");
    text_fixed(p->out, (int64_t)(10 * scale * (double)plan), 1);
    html(p, "\"/></svg></td>");
}

static void sum_row(struct page *p, enum word w, int64_t before, int64_t plan)
{
    row_open(p, "sum");
    row_head(p, w);
    amount(p, before);
    amount(p, plan);
    cell(p, show_signed(p->lang, (double)(plan - before) / 1e8, 1).s);
    html(p, "<td></td></tr>");
}

static void year_table(struct page *p)
{
    const struct period_facts *before = &p->facts.side[SIDE_BEFORE][p->facts.last];
    const struct period_facts *plan = &p->facts.side[SIDE_PLAN][p->facts.last];
    int64_t most = 1;
    for (int line = 0; line < LINE_COUNT; line++) {
        if (line == LINE_SITE_INVESTMENT) continue;
        if (before->line_cents[line] > most) most = before->line_cents[line];
        if (plan->line_cents[line] > most) most = plan->line_cents[line];
    }
    table_open(p, W_COSTS_CAPTION, "");
    html(p, "<thead><tr><td></td>");
    head_cell(p, W_TODAY_SHORT, " class=\"n\"");
    head_cell(p, W_PLAN_SHORT, " class=\"n\"");
    head_cell(p, W_DIFFERENCE, " class=\"n\"");
    html(p, "<td></td></tr></thead><tbody>");
    for (int pass = 0; pass < 2; pass++) {
        for (int line = 0; line < LINE_COUNT; line++) {
            if (line == LINE_SITE_INVESTMENT || line_is_penalty((enum account_line)line) != (pass == 1)) continue;
            if (!before->line_cents[line] && !plan->line_cents[line]) continue;
            row_open(p, "");
            row_head(p, mlg__line_words[line]);
            amount(p, before->line_cents[line]);
            amount(p, plan->line_cents[line]);
            cell(p, show_signed(p->lang, (double)(plan->line_cents[line] - before->line_cents[line]) / 1e8, 1).s);
            bars(p, before->line_cents[line], plan->line_cents[line], most);
            html(p, "</tr>");
        }
        if (pass == 0) sum_row(p, W_COSTS_PAID, before->paid_cents, plan->paid_cents);
        else if (before->penalty_cents || plan->penalty_cents)
            sum_row(p, W_COSTS_PENALTIES, before->penalty_cents, plan->penalty_cents);
    }
    table_close(p);
}

static void period_tables(struct page *p)
{
    html(p, "<details><summary>");
    tell(p, W_COSTS_MORE);
    html(p, "</summary>\n");
    table_open(p, W_COSTS_PERIODS_CAPTION, "wide");
    period_heads(p);
    for (int line = 0; line < LINE_COUNT; line++) {
        if (!used(p, line)) continue;
        row_open(p, "");
        row_head(p, mlg__line_words[line]);
        for (int32_t t = 0; t < p->s->period_count; t++)
            for (int side = 0; side < SIDE_COUNT; side++) amount(p, p->facts.side[side][t].line_cents[line]);
        html(p, "</tr>");
    }
    table_close(p);
    html(p, "</details>\n");
}

void section_costs(struct page *p)
{
    section_open(p, "costs", W_COSTS);
    html(p, "<p>");
    say(p, W_COSTS_LEDE, p->s->periods[p->facts.last].label,
        show_money(p->lang, p->s->currency, p->facts.side[SIDE_PLAN][p->facts.last].paid_cents).s,
        show_money(p->lang, p->s->currency, p->facts.side[SIDE_BEFORE][p->facts.last].paid_cents).s);
    html(p, "</p>\n");
    year_table(p);
    html(p, "<p>");
    say(p, W_COSTS_INVESTMENT, show_money(p->lang, p->s->currency, p->facts.invested_cents).s,
        show_money(p->lang, p->s->currency, p->plan->plan.total_cents).s,
        show_money(p->lang, p->s->currency, p->plan->before.total_cents).s);
    html(p, " ");
    say(p, W_COSTS_DISCOUNTED, show_money(p->lang, p->s->currency, quanta_cents(p->plan->plan.cost)).s,
        show_money(p->lang, p->s->currency, p->plan->plan.total_cents).s, show_percent(p->lang, p->s->discount_rate, 1).s,
        show_money(p->lang, p->s->currency, quanta_cents(p->plan->before.cost)).s);
    html(p, "</p>\n");
    period_tables(p);
    section_close(p);
}
