/* report/power.c — of a cloud: servers that can be powered, what they draw, what a year takes, what a loss would leave.
 * Work becomes energy and water in accounts/datacentre.h; here it is summed. */
#include "accounts/datacentre.h"
#include "report/sections.h"

struct power {
    double installed_mw;
    struct work year;
};

static struct power power_of(const struct page *p, enum side which, int32_t period)
{
    const struct network_side *side = side_of(p->plan, which);
    struct power sum = { 0 };
    for (int32_t i = 0; i < side->site_count; i++)
        if (side->sites[i].period == period && side->sites[i].size > 0)
            sum.installed_mw += site_size(p->s, side->sites[i].site, side->sites[i].size)->it_mw;
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->period != period) continue;
        const struct work w = mlg__work_of_year(p->s, f->site, f->service, f->units_milli);
        sum.year.it_mwh += w.it_mwh;
        sum.year.mwh += w.mwh;
        sum.year.water_m3 += w.water_m3;
    }
    return sum;
}

enum row { ROW_INSTALLED, ROW_MEAN, ROW_GWH, ROW_WATER, ROW_COUNT };

static struct shown value(const struct page *p, enum row row, const struct power *w)
{
    const double hours = p->s->working_days_per_year * (double)MLG_SECONDS_PER_DAY / (double)MLG_SECONDS_PER_HOUR;
    switch (row) {
    case ROW_INSTALLED: return show_real(p->lang, w->installed_mw, 0);
    case ROW_MEAN: return show_real(p->lang, w->year.it_mwh / hours, 1);
    case ROW_GWH: return show_real(p->lang, w->year.mwh / 1000, 0);
    default: return show_real(p->lang, w->year.water_m3 / 1000, 0);
    }
}

static void table(struct page *p)
{
    static const enum word heads[ROW_COUNT] = { W_POWER_INSTALLED, W_POWER_MEAN, W_POWER_GWH, W_POWER_WATER };
    struct power all[MLG_PERIODS_MAX][SIDE_COUNT];
    for (int32_t t = 0; t < p->s->period_count; t++)
        for (int side = 0; side < SIDE_COUNT; side++) all[t][side] = power_of(p, (enum side)side, t);
    table_open(p, W_ROUNDS_CAPTION, "wide");
    period_heads(p);
    for (int row = 0; row < ROW_COUNT; row++) {
        row_open(p, "");
        row_head(p, heads[row]);
        for (int32_t t = 0; t < p->s->period_count; t++)
            for (int side = 0; side < SIDE_COUNT; side++) {
                html(p, side == SIDE_PLAN ? "<td class=\"n plan\">" : "<td class=\"n\">");
                name(p, value(p, (enum row)row, &all[t][side]).s);
                html(p, "</td>");
            }
        html(p, "</tr>");
    }
    table_close(p);
}

/* The largest open site of the last period, and what the others can hold without it. */
static void loss(struct page *p)
{
    const struct network_side *side = &p->plan->plan;
    const struct plan_site *largest = NULL;
    double capacity = 0;
    for (int32_t i = 0; i < side->site_count; i++) {
        const struct plan_site *row = &side->sites[i];
        if (row->period != p->facts.last || row->size == 0) continue;
        capacity += (double)row->capacity_milli;
        if (!largest || row->capacity_milli > largest->capacity_milli) largest = row;
    }
    const double demand = (double)p->facts.side[SIDE_PLAN][p->facts.last].demand_milli;
    if (!largest || demand <= 0) return;
    const double left = (capacity - (double)largest->capacity_milli) / demand;
    html(p, "<p>");
    say(p, W_POWER_LOSS, p->s->sites[largest->site].name,
        show_short(p->lang, site_size(p->s, largest->site, largest->size)->it_mw).s, p->s->periods[p->facts.last].label,
        show_percent(p->lang, left < 1 ? left : 1, 0).s);
    html(p, "</p>\n");
}

void section_power(struct page *p)
{
    section_open(p, "power", W_ROUNDS);
    paragraph(p, W_ROUNDS_LEDE);
    table(p);
    if (p->s->planning_day_factor > 1) {
        const double used = 1 / p->s->planning_day_factor;
        html(p, "<p>");
        say(p, W_POWER_RESERVE, show_percent(p->lang, 1 - used, 0).s, show_percent(p->lang, used, 0).s);
        html(p, "</p>\n");
    }
    loss(p);
    section_close(p);
}
