/* report/compare.c — today's network and the plan side by side, a column each in every period. */
#include "report/sections.h"

#include <math.h>

#include "model/units.h"

/* Where a value of the table stands. */
struct at {
    enum side side;
    int32_t period, service;
};
typedef struct shown cell_of(const struct page *p, struct at at);

static struct shown dash(void) { return (struct shown) { DASH }; }
static const struct period_summary *summary_of(const struct page *p, struct at at)
{
    return &side_of(p->plan, at.side)->periods[at.period];
}
static const struct period_facts *facts_of(const struct page *p, struct at at)
{
    return &p->facts.side[at.side][at.period];
}

static struct shown demand(const struct page *p, struct at at)
{
    return show_milli(p->lang, facts_of(p, at)->demand_milli);
}
static struct shown unserved(const struct page *p, struct at at)
{
    return show_milli(p->lang, summary_of(p, at)->unserved_milli);
}
/* Of them, those that one reason keeps out. */
static int64_t unserved_for(const struct page *p, struct at at, int32_t reason)
{
    const struct network_side *side = side_of(p->plan, at.side);
    int64_t sum = 0;
    for (int32_t i = 0; i < side->unserved_count; i++)
        if (side->unserved[i].period == at.period && side->unserved[i].reason == reason) sum += side->unserved[i].units_milli;
    return sum;
}
static struct shown unreached(const struct page *p, struct at at) { return show_milli(p->lang, unserved_for(p, at, UNSERVED_NO_LANE)); }
static struct shown full(const struct page *p, struct at at) { return show_milli(p->lang, unserved_for(p, at, UNSERVED_CAPACITY)); }
static struct shown dear(const struct page *p, struct at at) { return show_milli(p->lang, unserved_for(p, at, UNSERVED_PRICE)); }

/* Does this reason keep anyone out, in either plan? */
static bool is_told(const struct page *p, int32_t reason)
{
    for (int32_t t = 0; t < p->s->period_count; t++)
        for (int side = 0; side < SIDE_COUNT; side++)
            if (unserved_for(p, (struct at) { (enum side)side, t, 0 }, reason)) return true;
    return false;
}

static struct shown within(const struct page *p, struct at at)
{
    return show_percent(p->lang, summary_of(p, at)->covered[at.service], 1);
}
static struct shown median(const struct page *p, struct at at)
{
    const struct plan_speed *row = mlg__speed_row(side_of(p->plan, at.side), at.period, at.service);
    return row ? time_alone(p, row->p50_s) : dash();
}
static struct shown p95(const struct page *p, struct at at)
{
    const struct plan_speed *row = mlg__speed_row(side_of(p->plan, at.side), at.period, at.service);
    return row ? time_alone(p, row->p95_s) : dash();
}
static struct shown kg(const struct page *p, struct at at)
{
    return is_cloud(p->s) ? mass_alone(p, facts_of(p, at)->kg_per_unit) : show_real(p->lang, facts_of(p, at)->kg_per_unit, 3);
}
static struct shown tonnes(const struct page *p, struct at at)
{
    return show_real(p->lang, (double)facts_of(p, at)->wtw_mg / (double)MLG_MG_PER_TONNE, 0);
}
static struct shown tonnes_ttw(const struct page *p, struct at at)
{
    return show_real(p->lang, (double)facts_of(p, at)->ttw_mg / (double)MLG_MG_PER_TONNE, 0);
}
static struct shown price(const struct page *p, struct at at)
{
    return show_real(p->lang, facts_of(p, at)->price_per_unit, 2);
}
static struct shown paid(const struct page *p, struct at at)
{
    return show_million(p->lang, facts_of(p, at)->paid_cents, 1);
}
static struct shown capex(const struct page *p, struct at at)
{
    return at.side == SIDE_PLAN ? show_million(p->lang, summary_of(p, at)->capex_cents, 1) : dash();
}
static struct shown budget(const struct page *p, struct at at)
{
    const int64_t cents = p->s->periods[at.period].budget_cents;
    if (at.side != SIDE_PLAN) return dash();
    return cents == INT64_MAX ? (struct shown) { "∞" } : show_million(p->lang, cents, 1);
}
/* What was not spent by the end of a period, where it may be spent later. */
static struct shown left(const struct page *p, struct at at)
{
    if (at.side != SIDE_PLAN) return dash();
    int64_t cents = 0;
    for (int32_t i = 0; i <= at.period; i++) {
        if (p->s->periods[i].budget_cents == INT64_MAX) return dash();
        cents += p->s->periods[i].budget_cents - p->plan->plan.periods[i].capex_cents;
    }
    return show_million(p->lang, cents, 1);
}
static struct shown open_sites(const struct page *p, struct at at)
{
    return show_int(p->lang, summary_of(p, at)->open_sites);
}
static struct shown site_jobs(const struct page *p, struct at at)
{
    return show_milli(p->lang, summary_of(p, at)->jobs_milli);
}
static struct shown driver_jobs(const struct page *p, struct at at)
{
    return show_milli(p->lang, summary_of(p, at)->driver_jobs_milli);
}

/* Rows in reading order; a group head stands where group is not WORD_COUNT. */
struct row {
    enum word group, what;
    cell_of *value;
    bool each_service;
};
static const struct row rows[] = {
    { W_ROW_GROUP_DEMAND, W_ROW_DEMAND, demand, false },
    { WORD_COUNT, W_ROW_UNSERVED, unserved, false },
    { WORD_COUNT, W_ROW_UNSERVED_LANE, unreached, false },
    { WORD_COUNT, W_ROW_UNSERVED_FULL, full, false },
    { WORD_COUNT, W_ROW_UNSERVED_PRICE, dear, false },
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

static void put_row(struct page *p, const struct row *row, int32_t service)
{
    row_open(p, "");
    html(p, "<th scope=\"row\">");
    say(p, row->what, row->each_service ? service_name(p, service) : "", show_symbol(p->s->currency));
    html(p, "</th>");
    for (int32_t t = 0; t < p->s->period_count; t++)
        for (int side = 0; side < SIDE_COUNT; side++) {
            html(p, side == SIDE_PLAN ? "<td class=\"n plan\">" : "<td class=\"n\">");
            name(p, row->value(p, (struct at) { (enum side)side, t, service }).s);
            html(p, "</td>");
        }
    html(p, "</tr>");
}

static bool has_row(const struct page *p, cell_of *value)
{
    if (value == left) return p->s->carry_over;
    if (value == unreached) return is_told(p, UNSERVED_NO_LANE);
    if (value == full) return is_told(p, UNSERVED_CAPACITY);
    if (value == dear) return is_told(p, UNSERVED_PRICE);
    return !is_cloud(p->s) || (value != tonnes_ttw && value != driver_jobs); /* no vehicles */
}

void section_compare(struct page *p)
{
    section_open(p, "compare", W_COMPARE);
    paragraph(p, W_COMPARE_LEDE);
    table_open(p, W_COMPARE_CAPTION, "wide");
    period_heads(p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!has_row(p, rows[i].value)) continue;
        if (rows[i].group != WORD_COUNT) {
            text_printf(p->out, "\n<tr class=\"group\"><th scope=\"colgroup\" colspan=\"%d\">",
                        1 + 2 * p->s->period_count);
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
