/* report/report.c — the page as a whole: head, sections in reading order, scripts. See report.h. */
#include "report/report.h"

#include <string.h>

#include "base/error.h"
#include "report/sections.h"

/* Assets are embedded at build time (sources.cmake). */
extern const unsigned char mlg__embedded_report_script[], mlg__embedded_report_script_sha256[];
extern const size_t mlg__embedded_report_script_size;

static void head(struct page *p)
{
    head_open(p, (const char *)mlg__embedded_report_script_sha256);
    say(p, W_PAGE_TITLE, p->s->name);
    head_close(p, NULL, 0);
}

/* Sections that this plan has. */
static void contents(struct page *p)
{
    static const struct section_link all[] = {
        { "map", W_NAV_MAP },     { "compare", W_NAV_COMPARE }, { "time", W_NAV_TIME },   { "co2", W_NAV_CO2 },
        { "rounds", W_NAV_ROUNDS }, { "costs", W_NAV_COSTS },   { "sites", W_NAV_SITES }, { "words", W_NAV_WORDS },
        { "proof", W_NAV_PROOF }, { "front", W_NAV_FRONT },     { "notes", W_NAV_NOTES },
    };
    struct section_link links[sizeof all / sizeof *all];
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].w == W_NAV_WORDS && !p->plan->words && !p->plan->stability_micro) continue;
        if (all[i].w == W_NAV_FRONT && !p->plan->front) continue;
        links[count] = all[i];
        if (is_cloud(p->s) && all[i].w == W_NAV_ROUNDS) links[count].id = "power";
        count++;
    }
    section_links(p, links, count);
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
    struct page p = { .out = out, .s = s, .plan = plan, .lang = lang, .legs = legs };
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
