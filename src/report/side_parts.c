/* report/side_parts.c — heads, cells and names that the sections of the comparison share. See side_parts.h. */
#include "report/side_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char side_letter(int32_t column) { return (char)('A' + column); }

/* The beginning of a text that fits; cut between letters of UTF-8. */
static int fitting(const char *text, int most)
{
    int n = (int)strlen(text);
    if (n <= most) return n;
    for (n = most; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;) n--;
    return n;
}

struct shown side_name(const struct comparison *c, int32_t column)
{
    struct shown out;
    const char *label = c->columns[column].label;
    snprintf(out.s, sizeof out.s, "%c \xC2\xB7 %.*s", side_letter(column), fitting(label, 60), label);
    return out;
}

void side_chip(struct page *p, int32_t column)
{
    text_printf(p->out, "<span class=\"chip c%d\">%c</span>", (int)column, side_letter(column));
}

void side_table(struct page *p, const char *classes, enum word caption, const char *first, const char *second,
                const char *third)
{
    const int id = ++p->figure_count;
    text_printf(p->out,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t%d\">"
                "<table class=\"wide %s\"><caption id=\"t%d\">",
                id, classes, id);
    say(p, caption, first, second, third);
    html(p, "</caption>\n");
}

void side_head(struct page *p, const struct comparison *c, int32_t column, int span)
{
    text_printf(p->out, "<th scope=\"%s\" colspan=\"%d\" class=\"side\">", span > 1 ? "colgroup" : "col", span);
    side_chip(p, column);
    html(p, " ");
    name(p, c->columns[column].label);
    html(p, "</th>");
}

void side_heads(struct page *p, const struct comparison *c, int span, bool total)
{
    for (int32_t i = 0; i < c->count; i++) side_head(p, c, i, span);
    if (!total) return;
    text_printf(p->out, "<th scope=\"%s\" colspan=\"%d\" class=\"side plan\">", span > 1 ? "colgroup" : "col", span);
    tell(p, W_SIDE_TOTAL);
    html(p, "</th>");
}

static void today(struct page *p, enum figure f, double value)
{
    if (!mlg__figure_rows[f].today_too || isnan(value)) return;
    html(p, " <span class=\"was\">");
    say(p, W_SIDE_TODAY, mlg__figure_shown(p->lang, f, value).s);
    html(p, "</span>");
}

void side_cell(struct page *p, const struct comparison *c, enum figure f, struct at at, bool both_sides)
{
    const double value = mlg__figure(c, f, at);
    const bool best = at.side == SIDE_PLAN && mlg__figure_is_best(c, f, at);
    html(p, best ? "<td class=\"n best\">" : "<td class=\"n\">");
    if (best) {
        html(p, "<span class=\"star\" role=\"img\" aria-label=\"");
        tell(p, W_SIDE_BEST);
        html(p, "\">★</span> ");
    }
    name(p, mlg__figure_shown(p->lang, f, value).s);
    at.side = SIDE_BEFORE;
    if (both_sides) today(p, f, mlg__figure(c, f, at));
    html(p, "</td>");
}

void side_total(struct page *p, const struct comparison *c, enum figure f, struct at at, bool both_sides)
{
    if (!c->sum) return;
    html(p, "<td class=\"n plan\">");
    name(p, mlg__figure_shown(p->lang, f, mlg__figure_total(c, f, at)).s);
    at.side = SIDE_BEFORE;
    if (both_sides && mlg__figure_rows[f].today_too) today(p, f, mlg__figure_total(c, f, at));
    html(p, "</td>");
}

struct shown side_year(const struct comparison *c)
{
    struct shown out = { "" };
    if (c->common_year != MLG_NONE) snprintf(out.s, sizeof out.s, "%d", (int)c->common_year);
    return out;
}

const char *side_time_unit(const mlg_scenario *s) { return is_cloud(s) ? "ms" : "h"; }

const char *side_service(const struct comparison *c, int32_t service, mlg_lang lang)
{
    for (int32_t i = 0; i < c->count; i++) {
        const int32_t own = mlg__column_service(c, &c->columns[i], service);
        if (own != MLG_NONE) return service_name(&(struct page) { .s = c->columns[i].s, .lang = lang }, own);
    }
    return c->services[service];
}
