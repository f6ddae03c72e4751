/* report/side_by_side.c — the comparison as a page: head, what the columns are, what cannot be compared, the sections
 * in reading order. See side_by_side.h. No script: the policy of the page forbids any. */
#include "report/side_by_side.h"
#include "report/side_parts.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

extern const unsigned char mlg__embedded_side_by_side_css[];
extern const size_t mlg__embedded_side_by_side_css_size;

static void title(struct page *p, const struct comparison *c)
{
    say(p, c->sum ? W_SIDE_TITLE_SUM : W_SIDE_TITLE, show_int(p->lang, c->count).s);
}

static void head(struct page *p, const struct comparison *c)
{
    head_open(p, NULL);
    title(p, c);
    head_close(p, mlg__embedded_side_by_side_css, mlg__embedded_side_by_side_css_size);
}

static const struct section_link sections[] = {
    { "glance", W_SIDE_NAV_GLANCE }, { "money", W_SIDE_NAV_MONEY }, { "jobs", W_SIDE_NAV_JOBS },
    { "time", W_NAV_TIME },          { "co2", W_NAV_CO2 },          { "costs", W_NAV_COSTS },
    { "sites", W_NAV_SITES },        { "asked", W_SIDE_NAV_ASKED }, { "proof", W_NAV_PROOF },
};

/* Who stands under which letter. */
static void columns(struct page *p, const struct comparison *c)
{
    html(p, "<ul class=\"sides\">\n");
    for (int32_t i = 0; i < c->count; i++) {
        const struct column *k = &c->columns[i];
        html(p, "<li>");
        side_chip(p, i);
        html(p, " <strong>");
        name(p, k->label);
        html(p, "</strong>");
        if (!k->plan || strcmp(k->label, k->s->name)) {
            html(p, " <span class=\"small\">");
            if (k->plan) say(p, W_SIDE_PLAN_OF, k->s->name);
            else tell(p, W_SIDE_ALONE);
            html(p, "</span>");
        }
        html(p, "</li>\n");
    }
    html(p, "</ul>\n");
}

/* "{year}: {column}, with {value}", for the figure whose best column is alone. */
static void best_of(struct page *p, const struct comparison *c, enum figure f, enum word w)
{
    int32_t best = MLG_NONE, count = 0;
    for (int32_t i = 0; i < c->count; i++)
        if (mlg__figure_is_best(c, f, (struct at) { i, SIDE_PLAN, MLG_NONE, 0 })) best = i, count++;
    if (count != 1) return;
    const double value = mlg__figure(c, f, (struct at) { best, SIDE_PLAN, MLG_NONE, 0 });
    const struct shown shown =
        f == FIG_COST_UNIT ? show_price(p->lang, c->currency, value) : mlg__figure_shown(p->lang, f, value);
    html(p, "<li>");
    say(p, w, side_year(c).s, side_name(c, best).s, shown.s);
    html(p, "</li>\n");
}

static void programme(struct page *p, const struct comparison *c)
{
    const struct at at = { 0, SIDE_PLAN, MLG_NONE, 0 };
    const double invested = mlg__figure_total(c, FIG_INVESTED, at), jobs = mlg__figure_total(c, FIG_JOBS, at);
    struct text years[2] = { { 0 } };
    text_printf(&years[0], "%d", (int)c->first_year);
    text_printf(&years[1], "%d", (int)(c->first_year + c->year_count - 1));
    if (!isnan(invested) && years[0].data && years[1].data) {
        html(p, "<li>");
        say(p, W_SIDE_HEAD_SUM, show_int(p->lang, c->count).s,
            show_money(p->lang, c->currency, (int64_t)floor(100 * invested + 0.5)).s, years[0].data, years[1].data);
        html(p, "</li>\n");
    }
    if (!isnan(jobs) && c->common_year != MLG_NONE) {
        html(p, "<li>");
        say(p, W_SIDE_HEAD_SUM_JOBS, side_year(c).s, show_real(p->lang, jobs, 0).s,
            show_signed(p->lang, mlg__figure_total(c, FIG_JOBS_MORE, at), 0).s);
        html(p, "</li>\n");
    }
    text_free(&years[0]);
    text_free(&years[1]);
}

static void in_short(struct page *p, const struct comparison *c)
{
    bool plans = false;
    for (int32_t i = 0; i < c->count; i++) plans = plans || c->columns[i].plan;
    html(p, "<ul class=\"short\">\n");
    if (c->sum) programme(p, c);
    best_of(p, c, FIG_WITHIN, W_SIDE_BEST_WITHIN);
    best_of(p, c, FIG_CO2_UNIT, W_SIDE_BEST_CO2);
    best_of(p, c, FIG_COST_UNIT, W_SIDE_BEST_COST);
    if (!c->sum && c->same_demand) {
        html(p, "<li>");
        tell(p, W_SIDE_SAME_DEMAND);
        html(p, "</li>\n");
    }
    if (plans) {
        html(p, "<li>");
        tell(p, W_SIDE_CHECKED);
        html(p, "</li>\n");
    }
    html(p, "</ul>\n");
}

static void warning(struct page *p, enum word w, const char *first, const char *second)
{
    html(p, "<p class=\"warning\" role=\"note\">");
    say(p, w, first, second);
    html(p, "</p>\n");
}

/* Rates as they were given, one for each currency that is not the page's. */
static void rates(struct page *p, const struct comparison *c)
{
    struct text all = { 0 };
    for (int32_t i = 0; i < c->count; i++) {
        const struct column *k = &c->columns[i];
        bool told = !strcmp(k->s->currency, c->currency);
        for (int32_t j = 0; j < i; j++) told = told || !strcmp(c->columns[j].s->currency, k->s->currency);
        if (told) continue;
        if (all.length) text_add(&all, "; ");
        text_printf(&all, "1" NBSP "%s = %s" NBSP "%s", k->s->currency, show_real(p->lang, k->rate, 4).s, c->currency);
    }
    if (all.data) warning(p, W_SIDE_WARN_MONEY, c->currency, all.data);
    text_free(&all);
}

static void units(struct page *p, const struct comparison *c)
{
    struct text all = { 0 };
    for (int32_t i = 0; i < c->count; i++)
        text_printf(&all, "%s%s, %s", i ? "; " : "", side_name(c, i).s,
                    word_text(is_cloud(c->columns[i].s) ? W_SIDE_GPU_HOURS : W_SIDE_PARCELS, p->lang));
    if (all.data) warning(p, W_SIDE_WARN_UNITS, all.data, NULL);
    text_free(&all);
}

static void warnings(struct page *p, const struct comparison *c)
{
    struct text estimated = { 0 };
    for (int32_t i = 0; i < c->count; i++)
        if (c->columns[i].plan && c->columns[i].plan->estimated && !is_cloud(c->columns[i].s))
            text_printf(&estimated, "%s%s", estimated.length ? ", " : "", side_name(c, i).s);
    if (c->common_year == MLG_NONE) warning(p, W_SIDE_WARN_NO_YEAR, NULL, NULL);
    else if (!c->same_years) warning(p, W_SIDE_WARN_YEARS, side_year(c).s, NULL);
    if (!c->sum && !c->same_demand && c->common_year != MLG_NONE) warning(p, W_SIDE_WARN_DEMAND, NULL, NULL);
    if (!c->same_units) units(p, c);
    if (!c->sum && !c->same_promises) warning(p, W_SIDE_WARN_PROMISES, NULL, NULL);
    rates(p, c);
    if (estimated.data) warning(p, W_SIDE_WARN_ESTIMATED, estimated.data, NULL);
    text_free(&estimated);
}

static void body(struct page *p, struct comparison *c)
{
    html(p, "<body>\n<a class=\"skip\" href=\"#main\">");
    tell(p, W_SIDE_SKIP);
    html(p, "</a>\n");
    section_links(p, sections, sizeof sections / sizeof *sections);
    html(p, "<main id=\"main\">\n<header class=\"masthead\">\n<h1>");
    title(p, c);
    html(p, "</h1>\n");
    columns(p, c);
    in_short(p, c);
    html(p, "</header>\n");
    warnings(p, c);
    side_glance(p, c);
    side_money(p, c);
    side_jobs(p, c);
    side_speed(p, c);
    side_co2(p, c);
    side_costs(p, c);
    side_sites(p, c);
    side_asked(p, c);
    side_proof(p, c);
    html(p, "</main>\n<footer><p>");
    tell(p, W_SIDE_FOOTER_METHOD);
    html(p, "</p>\n<p>");
    say(p, W_FOOTER, mlg_version());
    html(p, "</p></footer>\n</body>\n</html>\n");
}

mlg_status mlg__side_by_side_write(struct comparison *c, mlg_lang lang, struct text *out, mlg_error *err)
{
    struct page p = { .out = out, .s = c->columns[0].s, .plan = c->columns[0].plan, .lang = lang, .of_both = !c->same_units };
    head(&p, c);
    body(&p, c);
    return out->failed || c->arena.failed ? mlg__no_memory(err, "compare.html") : MLG_OK;
}
