/* report/page.c — see page.h. */
#include "report/page.h"

#include <stdio.h>
#include <string.h>

/* Assets are embedded at build time (sources.cmake). */
extern const unsigned char mlg__embedded_report_css[];
extern const size_t mlg__embedded_report_css_size;

struct shown time_alone(const struct page *p, int64_t ticks)
{
    return ticks < 0 ? (struct shown) { DASH } : show_real(p->lang, shown_time(p->s, (double)ticks), 1);
}

static struct shown with_unit(struct shown number, const char *unit)
{
    struct shown out;
    snprintf(out.s, sizeof out.s, "%.60s" NBSP "%.8s", number.s, unit);
    return out;
}

struct shown time_shown(const struct page *p, int64_t ticks) { return with_unit(time_alone(p, ticks), word(p, W_JS_HOURS)); }

double unit_mass(const struct page *p, double kg) { return is_cloud(p->s) ? kg * MLG_G_PER_KG : kg; }
struct shown mass_alone(const struct page *p, double kg) { return show_real(p->lang, unit_mass(p, kg), is_cloud(p->s) ? 0 : 2); }
struct shown mass_shown(const struct page *p, double kg) { return with_unit(mass_alone(p, kg), is_cloud(p->s) ? "g" : "kg"); }

/* The policy names scripts by their digest, in base 64; CMake gives it in hexadecimal. */
static void base64_of_hex(struct text *out, const char *hex)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int held = 0, written = 0;
    for (; *hex && strchr("0123456789abcdef", *hex); hex++) {
        bits = (bits << 4) | (uint32_t)(*hex <= '9' ? *hex - '0' : *hex - 'a' + 10);
        for (held += 4; held >= 6; held -= 6, written++) text_bytes(out, &digits[(bits >> (held - 6)) & 63], 1);
    }
    if (held) text_bytes(out, &digits[(bits << (6 - held)) & 63], 1), written++;
    for (; written % 4; written++) text_add(out, "=");
}

/* No network at all: nothing may be fetched, and only our own script runs. Styles are inline by nature of the page. */
void head_open(struct page *p, const char *script_sha256)
{
    text_printf(p->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                p->lang == MLG_FR ? "fr" : "en");
    html(p, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ");
    if (script_sha256) {
        html(p, "img-src data:; script-src 'sha256-");
        base64_of_hex(p->out, script_sha256);
        html(p, "'; ");
    }
    html(p, "base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"generator\" content=\"maillage ");
    html(p, mlg_version());
    html(p, "\">\n<title>");
}

void head_close(struct page *p, const unsigned char *more_css, size_t more_css_size)
{
    html(p, "</title>\n<style>\n");
    text_bytes(p->out, (const char *)mlg__embedded_report_css, mlg__embedded_report_css_size);
    if (more_css) text_bytes(p->out, (const char *)more_css, more_css_size);
    html(p, "</style>\n</head>\n");
}

void section_links(struct page *p, const struct section_link *links, size_t count)
{
    html(p, "<nav aria-label=\"");
    tell(p, W_CONTENTS);
    html(p, "\"><ul>");
    for (size_t i = 0; i < count; i++) {
        text_printf(p->out, "<li><a href=\"#%s\">", links[i].id);
        tell(p, links[i].w);
        html(p, "</a></li>");
    }
    html(p, "</ul></nav>\n");
}

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
        { "region", W_KIND_REGION },
        { "backbone_hub", W_KIND_BACKBONE },
        { "edge", W_KIND_EDGE },
        { "training_campus", W_KIND_CAMPUS },
        { "region_abroad", W_KIND_ABROAD },
    };
    const char *id = p->s->kinds[p->s->sites[site].kind].id;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(id, known[i].id)) return tell(p, known[i].w);
    plain_name(p, id);
}

const char *service_name(const struct page *p, int32_t service) { return word_of_service(p->s, service, p->lang); }
