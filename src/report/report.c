/* report/report.c — the page as a whole: head, sections in reading order, scripts. See report.h. */
#include "report/report.h"

#include <string.h>

#include "base/error.h"
#include "report/sections.h"

/* Assets are embedded at build time (sources.cmake). */
extern const unsigned char mlg__embedded_report_css[], mlg__embedded_report_script[],
    mlg__embedded_report_script_sha256[];
extern const size_t mlg__embedded_report_css_size, mlg__embedded_report_script_size;

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
static void head(struct page *p)
{
    text_printf(p->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                p->lang == MLG_FR ? "fr" : "en");
    html(p, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "img-src data:; script-src 'sha256-");
    base64_of_hex(p->out, (const char *)mlg__embedded_report_script_sha256);
    html(p, "'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" "
            "content=\"maillage ");
    html(p, mlg_version());
    html(p, "\">\n<title>");
    say(p, W_PAGE_TITLE, p->s->name);
    html(p, "</title>\n<style>\n");
    text_bytes(p->out, (const char *)mlg__embedded_report_css, mlg__embedded_report_css_size);
    html(p, "</style>\n</head>\n");
}

static void contents(struct page *p)
{
    static const struct {
        const char *id;
        enum word w;
    } items[] = {
        { "map", W_NAV_MAP },     { "compare", W_NAV_COMPARE }, { "time", W_NAV_TIME },
        { "co2", W_NAV_CO2 },     { "rounds", W_NAV_ROUNDS },   { "costs", W_NAV_COSTS },
        { "sites", W_NAV_SITES }, { "words", W_NAV_WORDS }, { "proof", W_NAV_PROOF }, { "front", W_NAV_FRONT }, { "notes", W_NAV_NOTES },
    };
    html(p, "<nav aria-label=\"");
    tell(p, W_CONTENTS);
    html(p, "\"><ul>");
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        if (items[i].w == W_NAV_WORDS && !p->plan->words && !p->plan->stability_micro) continue;
        if (items[i].w == W_NAV_FRONT && !p->plan->front) continue;
        const bool power = is_cloud(p->s) && items[i].w == W_NAV_ROUNDS;
        text_printf(p->out, "<li><a href=\"#%s\">", power ? "power" : items[i].id);
        tell(p, items[i].w);
        html(p, "</a></li>");
    }
    html(p, "</ul></nav>\n");
}

static void body(struct page *p)
{
    html(p, "<body>\n<a class=\"skip\" href=\"#main\">");
    tell(p, W_SKIP);
    html(p, "</a>\n");
    contents(p);
    html(p, "<main id=\"main\">\n");
    section_summary(p);
    section_map(p);
    section_compare(p);
    section_time(p);
    section_co2(p);
    if (is_cloud(p->s)) section_power(p);
    else section_rounds(p);
    section_costs(p);
    section_sites(p);
    section_prices(p);
    section_proof(p);
    section_front(p);
    section_notes(p);
    html(p, "</main>\n<footer><p>");
    say(p, W_FOOTER, mlg_version());
    html(p, "</p></footer>\n<script>");
    text_bytes(p->out, (const char *)mlg__embedded_report_script, mlg__embedded_report_script_size);
    html(p, "</script>\n</body>\n</html>\n");
}

mlg_status mlg__report_write(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             mlg_lang lang, struct text *out, mlg_error *err)
{
    struct page p = { .out = out, .s = s, .plan = plan, .lang = lang };
    p.leg_label = plan->leg_label && plan->leg_label[0] ? plan->leg_label : legs && legs->label ? legs->label : DASH;
    mlg__facts(s, plan, &p.arena, &p.facts);
    if (!p.arena.failed) {
        head(&p);
        body(&p);
    }
    const bool failed = p.arena.failed || out->failed;
    mlg__arena_free(&p.arena);
    return failed ? mlg__no_memory(err, "report.html") : MLG_OK;
}
