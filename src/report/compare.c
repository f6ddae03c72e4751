/* report/compare.c — today's network and the plan side by side, a column each in every period. */
#include "report/sections.h"

#include <math.h>

#include "model/units.h"

/* One value of the table: which figure, of which side, in which period. */
typedef struct shown cell_of(const struct page *p, enum side side, int32_t period, int32_t service);

static struct shown dash(void) { return (struct shown) { DASH }; }
static const struct period_summary *summary_of(const struct page *p, enum side side, int32_t t)
{
    return &side_of(p->plan, side)->periods[t];
}
static const struct period_facts *facts_of(const struct page *p, enum side side, int32_t t)
{
    return &p->facts.side[side][t];
}

static struct shown demand(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_milli(p->lang, facts_of(p, side, t)->demand_milli);
}
static struct shown unserved(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_milli(p->lang, summary_of(p, side, t)->unserved_milli);
}
static struct shown within(const struct page *p, enum side side, int32_t t, int32_t service)
{
    return show_percent(p->lang, summary_of(p, side, t)->covered[service], 1);
}
static struct shown median(const struct page *p, enum side side, int32_t t, int32_t service)
{
    const struct plan_speed *row = mlg__speed_row(side_of(p->plan, side), t, service);
    return row ? show_real(p->lang, (double)row->p50_s / MLG_SECONDS_PER_HOUR, 1) : dash();
}
static struct shown p95(const struct page *p, enum side side, int32_t t, int32_t service)
{
    const struct plan_speed *row = mlg__speed_row(side_of(p->plan, side), t, service);
    return row ? show_real(p->lang, (double)row->p95_s / MLG_SECONDS_PER_HOUR, 1) : dash();
}
static struct shown kg(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_real(p->lang, facts_of(p, side, t)->kg_per_unit, 3);
}
static struct shown tonnes(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_real(p->lang, (double)facts_of(p, side, t)->wtw_mg / (double)MLG_MG_PER_TONNE, 0);
}
static struct shown tonnes_ttw(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_real(p->lang, (double)facts_of(p, side, t)->ttw_mg / (double)MLG_MG_PER_TONNE, 0);
}
static struct shown price(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_real(p->lang, facts_of(p, side, t)->price_per_unit, 2);
}
static struct shown paid(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_million(p->lang, facts_of(p, side, t)->paid_cents, 1);
}
static struct shown capex(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return side == SIDE_PLAN ? show_million(p->lang, summary_of(p, side, t)->capex_cents, 1) : dash();
}
static struct shown budget(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    const int64_t cents = p->s->periods[t].budget_cents;
    if (side != SIDE_PLAN) return dash();
    return cents == INT64_MAX ? (struct shown) { "∞" } : show_million(p->lang, cents, 1);
}
/* What was not spent by the end of a period, where it may be spent later. */
static struct shown left(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    if (side != SIDE_PLAN) return dash();
    int64_t cents = 0;
    for (int32_t i = 0; i <= t; i++) {
        if (p->s->periods[i].budget_cents == INT64_MAX) return dash();
        cents += p->s->periods[i].budget_cents - summary_of(p, side, i)->capex_cents;
    }
    return show_million(p->lang, cents, 1);
}
static struct shown open_sites(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_int(p->lang, summary_of(p, side, t)->open_sites);
}
static struct shown site_jobs(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_milli(p->lang, summary_of(p, side, t)->jobs_milli);
}
static struct shown driver_jobs(const struct page *p, enum side side, int32_t t, int32_t service)
{
    (void)service;
    return show_milli(p->lang, summary_of(p, side, t)->driver_jobs_milli);
}

/* Rows in reading order; a group head stands where group is not WORD_COUNT. */
struct row { enum word group, what; cell_of *value; bool each_service; };
static const struct row rows[] = {
    { W_ROW_GROUP_DEMAND, W_ROW_DEMAND, demand, false },
    { WORD_COUNT, W_ROW_UNSERVED, unserved, false },
    { W_ROW_GROUP_TIME, W_ROW_WITHIN, within, true },
    { WORD_COUNT, W_ROW_MEDIAN, median, true },
    { WORD_COUNT, W_ROW_P95, p95, true },
    { W_ROW_GROUP_CO2, W_ROW_KG, kg, false },
    { WORD_COUNT, W_ROW_TONNES, tonnes, false },
    { WORD_COUNT, W_ROW_TONNES_TTW, tonnes_ttw, false },
    { W_ROW_GROUP_MONEY, W_ROW_PRICE, price, false },
    { WORD_COUNT, W_ROW_PAID, paid, false },
    { WORD_COUNT, W_ROW_CAPEX, capex, false },
    { WORD_COUNT, W_ROW_BUDGET, budget, false },
    { WORD_COUNT, W_ROW_LEFT, left, false },
    { W_ROW_GROUP_SITES, W_ROW_SITES, open_sites, false },
    { WORD_COUNT, W_ROW_SITE_JOBS, site_jobs, false },
    { WORD_COUNT, W_ROW_DRIVER_JOBS, driver_jobs, false },
};

static void heads(struct page *p)
{
    html(p, "<thead><tr><td rowspan=\"2\"></td>");
    for (int32_t t = 0; t < p->s->period_count; t++) {
        html(p, "<th scope=\"colgroup\" colspan=\"2\" class=\"period\">");
        name(p, p->s->periods[t].label);
        html(p, "</th>");
    }
    html(p, "</tr><tr>");
    for (int32_t t = 0; t < p->s->period_count; t++) {
        head_cell(p, W_TODAY_SHORT, " class=\"n\"");
        head_cell(p, W_PLAN_SHORT, " class=\"n plan\"");
    }
    html(p, "</tr></thead><tbody>");
}

static void put_row(struct page *p, const struct row *row, int32_t service)
{
    row_open(p, "");
    html(p, "<th scope=\"row\">");
    say(p, row->what, row->each_service ? service_name(p, service) : "", show_symbol(p->s->currency));
    html(p, "</th>");
    for (int32_t t = 0; t < p->s->period_count; t++)
        for (int side = 0; side < SIDE_COUNT; side++) {
            html(p, side == SIDE_PLAN ? "<td class=\"n plan\">" : "<td class=\"n\">");
            name(p, row->value(p, (enum side)side, t, service).s);
            html(p, "</td>");
        }
    html(p, "</tr>");
}

void section_compare(struct page *p)
{
    section_open(p, "compare", W_COMPARE);
    paragraph(p, W_COMPARE_LEDE);
    table_open(p, W_COMPARE_CAPTION, "wide");
    heads(p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].value == left && !p->s->carry_over) continue;
        if (rows[i].group != WORD_COUNT) {
            text_printf(p->out, "\n<tr class=\"group\"><th scope=\"colgroup\" colspan=\"%d\">", 1 + 2 * p->s->period_count);
            tell(p, rows[i].group);
            html(p, "</th></tr>");
        }
        for (int32_t service = 0; service < (rows[i].each_service ? p->s->service_count : 1); service++)
            put_row(p, &rows[i], service);
    }
    table_close(p);
    note(p, W_COMPARE_NOTE);
    section_close(p);
}
