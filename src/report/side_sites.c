/* report/side_sites.c — what each plan makes of each site: where plans differ, where they agree, what only one has.
 *
 * A site is the same in two columns when its id is. What a plan makes of it is a sentence ("5,000 ds_2500 from 2028");
 * two plans decide alike when the sentences are equal. */
#include "report/side_parts.h"

#include <stdio.h>
#include <string.h>

#include "io/id_index.h"

/* The sites that some plan changes, each once, in the order of the first column that has it. */
struct listed {
    const char *name;
    int32_t own[COMPARED_MAX]; /* its index in each column's scenario, MLG_NONE where there is none */
};
struct list {
    struct listed *items;
    int32_t count;
};
enum group { DIFFER, ALIKE, OWN, GROUP_COUNT };

static int32_t state_at(const struct column *k, int32_t site, int32_t period)
{
    const struct plan_site *row = mlg__site_row(k->s, &k->plan->plan, site, period);
    return row ? row->size : 0;
}

static bool changed(const struct column *k, int32_t site)
{
    for (int32_t t = 0; t < k->s->period_count; t++)
        if (state_at(k, site, t) != k->s->sites[site].state_today) return true;
    return false;
}

/* "5,000 ds_2500 from 2028", "closed from 2026", "as today", "not built", "not in its tables". */
static void fate(struct text *out, mlg_lang lang, const struct column *k, int32_t site)
{
    int32_t state = site == MLG_NONE ? 0 : k->s->sites[site].state_today, changes = 0;
    if (site == MLG_NONE) return text_say(out, lang, W_SIDE_NOT_LISTED, NULL);
    for (int32_t t = 0; t < k->s->period_count; t++) {
        const int32_t next = state_at(k, site, t);
        char year[16], what[96];
        if (next == state) continue;
        const struct size *size = site_size(k->s, site, state = next);
        snprintf(year, sizeof year, "%d", (int)k->s->periods[t].start_year);
        if (changes++) text_add(out, "; ");
        if (size && is_cloud(k->s)) snprintf(what, sizeof what, "%.40s" NBSP "MW (%.40s)", show_short(lang, size->it_mw).s, size->id);
        else if (size) snprintf(what, sizeof what, "%.40s (%.48s)", show_milli(lang, size->capacity_milli).s, size->id);
        if (size) text_say(out, lang, W_SIDE_STATE_FROM, (const char *const[]) { what, year, NULL });
        else text_say(out, lang, W_SIDE_CLOSED_FROM, (const char *const[]) { year, NULL });
    }
    if (!changes) text_say(out, lang, state ? W_SIDE_AS_TODAY : W_SIDE_NOT_BUILT, NULL);
}

/* Where site `id` of column i stands in the others; false when a column before i has it: it is listed there. */
static bool find_twins(const struct comparison *c, const struct id_index *ids, int32_t i, int32_t site,
                       struct listed *l)
{
    const struct site *of = &c->columns[i].s->sites[site];
    l->name = of->name;
    for (int32_t j = 0; j < c->count; j++) {
        l->own[j] = !c->columns[j].plan ? MLG_NONE : j == i ? site : mlg__id_find(&ids[j], of->id, NULL);
        if (l->own[j] < 0) l->own[j] = MLG_NONE;
        if (j < i && l->own[j] != MLG_NONE) return false;
    }
    return true;
}

static struct list list_sites(struct comparison *c, const struct id_index *ids)
{
    int32_t most = 0;
    for (int32_t i = 0; i < c->count; i++) most += c->columns[i].plan ? c->columns[i].s->site_count : 0;
    struct list list = { arena_array(&c->arena, struct listed, most), 0 };
    for (int32_t i = 0; list.items && i < c->count; i++)
        for (int32_t site = 0; c->columns[i].plan && site < c->columns[i].s->site_count; site++) {
            struct listed *l = &list.items[list.count];
            bool any = false;
            if (!find_twins(c, ids, i, site, l)) continue;
            for (int32_t j = 0; j < c->count; j++)
                any = any || (l->own[j] != MLG_NONE && changed(&c->columns[j], l->own[j]));
            list.count += any;
        }
    return list;
}

static enum group group_of(const struct comparison *c, mlg_lang lang, const struct listed *l)
{
    struct text first = { 0 }, other = { 0 };
    int32_t has = 0;
    bool differ = false;
    for (int32_t j = 0; j < c->count; j++) {
        if (l->own[j] == MLG_NONE) continue;
        struct text *t = has++ ? &other : &first;
        t->length = 0;
        fate(t, lang, &c->columns[j], l->own[j]);
        differ = differ || (t == &other && first.data && other.data && strcmp(first.data, other.data));
    }
    text_free(&first);
    text_free(&other);
    return has == 1 ? OWN : differ ? DIFFER : ALIKE;
}

static void fate_cell(struct page *p, const struct column *k, int32_t site)
{
    struct text t = { 0 };
    fate(&t, p->lang, k, site);
    const bool quiet = site == MLG_NONE || !changed(k, site);
    html(p, quiet ? "<td class=\"quiet\">" : "<td>");
    if (t.data) name(p, t.data);
    html(p, "</td>");
    text_free(&t);
}

static void table_head(struct page *p, const struct comparison *c, bool one_column)
{
    table_open(p, W_SIDE_SITES_CAPTION, "wide sites");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_SITE, "");
    for (int32_t i = 0; i < c->count && !one_column; i++)
        if (c->columns[i].plan) side_head(p, c, i, 1);
    if (one_column) head_cell(p, W_COL_DECISION, "");
    html(p, "</tr></thead><tbody>");
}

static void site_row(struct page *p, const struct comparison *c, const struct listed *l, bool one_column)
{
    row_open(p, "");
    html(p, "<th scope=\"row\">");
    for (int32_t j = 0; j < c->count && one_column; j++)
        if (l->own[j] != MLG_NONE) side_chip(p, j), html(p, " ");
    name(p, l->name);
    html(p, "</th>");
    for (int32_t j = 0; j < c->count; j++)
        if (c->columns[j].plan && (!one_column || l->own[j] != MLG_NONE)) fate_cell(p, &c->columns[j], l->own[j]);
    html(p, "</tr>");
}

static void group_table(struct page *p, const struct comparison *c, const struct list *list, enum group group)
{
    static const enum word heads[GROUP_COUNT] = { W_SIDE_SITES_DIFFER, W_SIDE_SITES_ALIKE, W_SIDE_SITES_OWN };
    int32_t count = 0;
    for (int32_t i = 0; i < list->count; i++) count += group_of(c, p->lang, &list->items[i]) == group;
    if (!count) return;
    html(p, group == DIFFER ? "<h3>" : "<details><summary>");
    say(p, heads[group], show_int(p->lang, count).s);
    html(p, group == DIFFER ? "</h3>\n" : "</summary>\n");
    table_head(p, c, group == OWN);
    for (int32_t i = 0; i < list->count; i++)
        if (group_of(c, p->lang, &list->items[i]) == group) site_row(p, c, &list->items[i], group == OWN);
    table_close(p);
    if (group != DIFFER) html(p, "</details>\n");
}

void side_sites(struct page *p, struct comparison *c)
{
    struct id_index ids[COMPARED_MAX] = { { 0 } };
    bool memory = true;
    section_open(p, "sites", c->sum ? W_SITES : W_SIDE_SITES);
    for (int32_t i = 0; memory && i < c->count; i++)
        memory = mlg__id_index_make(&ids[i], c->columns[i].s->sites, c->columns[i].s->site_count,
                                    sizeof *c->columns[i].s->sites, offsetof(struct site, id));
    if (memory) {
        const struct list list = list_sites(c, ids);
        paragraph(p, list.count ? W_SIDE_SITES_LEDE : W_SIDE_SITES_NONE);
        for (int g = 0; g < GROUP_COUNT; g++) group_table(p, c, &list, (enum group)g);
    }
    c->arena.failed = c->arena.failed || !memory;
    for (int32_t i = 0; i < c->count; i++) mlg__id_index_free(&ids[i]);
    section_close(p);
}
