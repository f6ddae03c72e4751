/* report/sites.c — what the plan builds and closes, with the numbers of the map; then the load of every open site. */
#include "report/sections.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/units.h"

static const enum word change_words[CHANGE_KIND_COUNT] = {
    [CHANGE_OPENED] = W_OPENED,
    [CHANGE_EXTENDED] = W_EXTENDED,
    [CHANGE_REDUCED] = W_REDUCED,
    [CHANGE_CLOSED] = W_CLOSED,
};

/* The capacity says more than the size's id, which stands below it for those who know sizes.csv. */
static void size_cell(struct page *p, int32_t site, int32_t state)
{
    const struct size *size = site_size(p->s, site, state);
    if (!size) return cell(p, DASH);
    html(p, "<td class=\"n\">");
    name(p, is_cloud(p->s) ? show_short(p->lang, size->it_mw).s : show_milli(p->lang, size->capacity_milli).s);
    html(p, " <code>");
    name(p, size->id);
    html(p, "</code></td>");
}

static void change_row(struct page *p, int32_t i)
{
    const struct site_change *c = &p->facts.changes[i];
    const struct plan_site *last = mlg__site_row(p->s, &p->plan->plan, c->site, p->facts.last);
    char year[16];
    snprintf(year, sizeof year, "%d", (int)p->s->periods[c->period].start_year);
    row_open(p, "");
    cell(p, show_int(p->lang, i + 1).s);
    row_name(p, p->s->sites[c->site].name);
    html(p, "<td>");
    tell(p, change_words[c->kind]);
    if (p->s->sites[c->site].decided_size) {
        html(p, " <span class=\"small\">");
        tell(p, W_DECIDED);
        html(p, "</span>");
    }
    html(p, "</td>");
    cell(p, year);
    size_cell(p, c->site, c->from);
    size_cell(p, c->site, c->to);
    cell(p, show_million(p->lang, c->capex_cents, 1).s);
    cell(p, show_milli(p->lang, last ? last->jobs_milli : 0).s);
    html(p, "</tr>");
}

static void changes_table(struct page *p)
{
    if (!p->facts.change_count) return paragraph(p, W_SITES_NO_CHANGE);
    table_open(p, W_SITES_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_NUMBER, " class=\"n\"");
    head_cell(p, W_COL_SITE, "");
    head_cell(p, W_COL_DECISION, "");
    head_cell(p, W_COL_YEAR, " class=\"n\"");
    head_cell(p, W_COL_FROM, " class=\"n\"");
    head_cell(p, W_COL_TO, " class=\"n\"");
    html(p, "<th scope=\"col\" class=\"n\">");
    say(p, W_COL_CAPEX, show_symbol(p->s->currency));
    html(p, "</th>");
    head_cell(p, W_COL_JOBS, " class=\"n\"");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < p->facts.change_count; i++) change_row(p, i);
    table_close(p);
}

/* Open sites of the last period, the fullest first. */
static int fullest_first(const void *left, const void *right)
{
    const struct plan_site *a = *(const struct plan_site *const *)left, *b = *(const struct plan_site *const *)right;
    const double fill_a = a->capacity_milli ? (double)a->load_milli / (double)a->capacity_milli : 0;
    const double fill_b = b->capacity_milli ? (double)b->load_milli / (double)b->capacity_milli : 0;
    if (fill_a != fill_b) return fill_a > fill_b ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

static void load_row(struct page *p, const struct plan_site *row)
{
    const double fill = row->capacity_milli ? (double)row->load_milli / (double)row->capacity_milli : 0;
    row_open(p, "");
    html(p, "<th scope=\"row\">");
    name(p, p->s->sites[row->site].name);
    html(p, "</th><td>");
    kind_name(p, row->site);
    html(p, "</td>");
    if (is_cloud(p->s)) {
        const double mw = site_size(p->s, row->site, row->size)->it_mw;
        cell(p, show_real(p->lang, mw * fill, 1).s);
        cell(p, show_short(p->lang, mw).s);
    } else {
        cell(p, show_milli(p->lang, row->load_milli).s);
        cell(p, show_milli(p->lang, row->capacity_milli).s);
    }
    cell(p, show_percent(p->lang, fill, 0).s);
    html(p,
         "<td class=\"bars\"><svg viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
         "<rect class=\"room\" width=\"100\" height=\"12\"/><rect class=\"fill-plan\" y=\"2\" height=\"8\" width=\"");
    text_fixed(p->out, (int64_t)(1000 * (fill > 1 ? 1 : fill)), 1);
    html(p, "\"/></svg></td></tr>");
}

static void load_table(struct page *p)
{
    const struct plan_site **open = arena_array(&p->arena, const struct plan_site *, p->plan->plan.site_count);
    int32_t count = 0;
    if (!open) return;
    for (int32_t i = 0; i < p->plan->plan.site_count; i++)
        if (p->plan->plan.sites[i].period == p->facts.last && p->plan->plan.sites[i].size > 0)
            open[count++] = &p->plan->plan.sites[i];
    if (count) qsort(open, (size_t)count, sizeof *open, fullest_first);
    html(p, "<h3>");
    say(p, W_LOADS, p->s->periods[p->facts.last].label);
    html(p, "</h3>\n");
    table_open(p, W_LOADS_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_SITE, "");
    head_cell(p, W_COL_KIND, "");
    head_cell(p, W_COL_LOAD, " class=\"n\"");
    head_cell(p, W_COL_CAPACITY, " class=\"n\"");
    head_cell(p, W_COL_FILL, " class=\"n\"");
    html(p, "<td></td></tr></thead><tbody>");
    for (int32_t i = 0; i < count; i++) load_row(p, open[i]);
    table_close(p);
    if (p->s->planning_day_factor != 1) {
        html(p, "<p class=\"note\">");
        say(p, W_LOADS_NOTE, show_real(p->lang, p->s->planning_day_factor, 2).s);
        html(p, "</p>\n");
    }
}

void section_sites(struct page *p)
{
    section_open(p, "sites", W_SITES);
    changes_table(p);
    load_table(p);
    section_close(p);
}
