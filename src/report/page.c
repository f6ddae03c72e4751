/* report/page.c — see page.h. */
#include "report/page.h"

#include <string.h>

void section_open(struct page *p, const char *id, enum word title)
{
    text_printf(p->out, "\n<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">", id, id, id);
    tell(p, title);
    html(p, "</h2>\n");
}

void section_close(struct page *p) { html(p, "</section>\n"); }

static void wrapped(struct page *p, const char *before, enum word w, const char *after)
{
    html(p, before);
    tell(p, w);
    html(p, after);
}

void paragraph(struct page *p, enum word w) { wrapped(p, "<p>", w, "</p>\n"); }
void note(struct page *p, enum word w) { wrapped(p, "<p class=\"note\">", w, "</p>\n"); }

void table_open(struct page *p, enum word caption, const char *classes)
{
    const int id = ++p->figure_count;
    text_printf(p->out,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t%d\">"
                "<table class=\"%s\"><caption id=\"t%d\">",
                id, classes, id);
    tell(p, caption);
    html(p, "</caption>\n");
}

void table_close(struct page *p) { html(p, "</tbody></table></div>\n"); }

void head_cell(struct page *p, enum word w, const char *attributes)
{
    text_printf(p->out, "<th scope=\"col\"%s>", attributes);
    wrapped(p, "", w, "</th>");
}

void period_heads(struct page *p)
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

void row_open(struct page *p, const char *classes)
{
    if (classes[0]) text_printf(p->out, "\n<tr class=\"%s\">", classes);
    else html(p, "\n<tr>");
}

void row_head(struct page *p, enum word w) { wrapped(p, "<th scope=\"row\">", w, "</th>"); }

void row_name(struct page *p, const char *user_text)
{
    html(p, "<th scope=\"row\">");
    name(p, user_text);
    html(p, "</th>");
}

void cell(struct page *p, const char *shown)
{
    html(p, "<td class=\"n\">");
    name(p, shown);
    html(p, "</td>");
}

void cell_name(struct page *p, const char *user_text)
{
    html(p, "<td>");
    name(p, user_text);
    html(p, "</td>");
}

void plain_name(struct page *p, const char *id)
{
    for (; *id; id++) {
        const char one[2] = { *id == '_' ? ' ' : *id, 0 };
        text_html(p->out, one);
    }
}

void kind_name(struct page *p, int32_t site)
{
    static const struct {
        const char *id;
        enum word w;
    } known[] = {
        { "fulfilment", W_KIND_FULFILMENT },
        { "fulfilment_centre", W_KIND_FULFILMENT },
        { "sort", W_KIND_SORT },
        { "sort_centre", W_KIND_SORT },
        { "delivery_station", W_KIND_STATION },
        { "partner_hub", W_KIND_PARTNER },
    };
    const char *id = p->s->kinds[p->s->sites[site].kind].id;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(id, known[i].id)) return tell(p, known[i].w);
    plain_name(p, id);
}

const char *service_name(const struct page *p, int32_t service)
{
    static const struct {
        const char *id;
        enum word w;
    } known[] = {
        { "next_day", W_NEXT_DAY },
        { "two_day", W_TWO_DAY },
        { "same_day", W_SAME_DAY },
    };
    const char *id = p->s->services[service].id;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(id, known[i].id)) return word_text(known[i].w, p->lang);
    return id;
}
