/* report/summary.c — the first screen: what the plan does in one sentence, what to beware of, six figures. */
#include "model/metric.h"
#include "report/sections.h"

#include <math.h>
#include <stdio.h>

/* The middle time of a service from the order to the door, both sides. */
struct pair {
    double before, plan;
};

static void headline(struct page *p)
{
    const struct period_facts *before = &p->facts.side[SIDE_BEFORE][p->facts.last];
    const struct period_facts *plan = &p->facts.side[SIDE_PLAN][p->facts.last];
    html(p, "<header class=\"masthead\">\n<p class=\"kicker\">");
    name(p, p->s->name);
    html(p, "</p>\n<h1>");
    say(p, p->facts.invested_cents > 0 ? W_HEADLINE : W_HEADLINE_NO_MONEY,
        show_money(p->lang, p->s->currency, p->facts.invested_cents).s, p->s->periods[p->facts.last].label,
        show_percent(p->lang, plan->within, 0).s, show_percent(p->lang, before->within, 0).s,
        mass_alone(p, plan->kg_per_unit).s, mass_alone(p, before->kg_per_unit).s,
        word(p, (plan->within >= before->within) == (plan->kg_per_unit <= before->kg_per_unit) ? W_AND : W_BUT));
    html(p, "</h1>\n");
}

/* One figure: its name, the plan's value, today's beside it, the difference. */
static void figure(struct page *p, enum word what, const char *plan, const char *before, const char *difference)
{
    html(p, "<div class=\"card\"><dt>");
    tell(p, what);
    html(p, "</dt><dd><strong>");
    name(p, plan);
    html(p, "</strong> <span class=\"was\">");
    say(p, W_CARD_INSTEAD, before);
    html(p, "</span> <span class=\"delta\">");
    name(p, difference);
    html(p, "</span></dd></div>\n");
}

static double relative(struct pair v) { return v.before > 0 ? v.plan / v.before - 1 : NAN; }

static void median_card(struct page *p)
{
    const struct plan_speed *before = mlg__speed_row(&p->plan->before, p->facts.last, 0);
    const struct plan_speed *plan = mlg__speed_row(&p->plan->plan, p->facts.last, 0);
    if (!before || !plan) return;
    html(p, "<div class=\"card\"><dt>");
    say(p, W_CARD_MEDIAN, service_name(p, 0));
    html(p, "</dt><dd><strong>");
    name(p, time_shown(p, plan->p50_s).s);
    html(p, "</strong> <span class=\"was\">");
    say(p, W_CARD_INSTEAD, time_shown(p, before->p50_s).s);
    html(p, "</span> <span class=\"delta\">");
    name(p, show_signed(p->lang, shown_time(p->s, (double)(plan->p50_s - before->p50_s)), 1).s);
    html(p, NBSP);
    tell(p, W_JS_HOURS);
    html(p, "</span></dd></div>\n");
}

static void glance(struct page *p)
{
    const int32_t t = p->facts.last;
    const struct period_facts *before = &p->facts.side[SIDE_BEFORE][t], *plan = &p->facts.side[SIDE_PLAN][t];
    const struct period_summary *sites_before = &p->plan->before.periods[t], *sites_plan = &p->plan->plan.periods[t];

    html(p, "<h2 class=\"sr\">");
    tell(p, W_GLANCE);
    html(p, "</h2>\n<p class=\"small\">");
    say(p, W_GLANCE_LEDE, p->s->periods[t].label, show_milli(p->lang, plan->demand_milli).s);
    html(p, "</p>\n<dl class=\"cards\">\n");
    struct shown points = show_signed(p->lang, 100 * (plan->within - before->within), 0);
    char text[96];
    snprintf(text, sizeof text, "%.60s" NBSP "pt", points.s);
    figure(p, W_CARD_WITHIN, show_percent(p->lang, plan->within, 0).s, show_percent(p->lang, before->within, 0).s,
           text);
    median_card(p);
    figure(p, W_CARD_KG, mass_shown(p, plan->kg_per_unit).s, mass_shown(p, before->kg_per_unit).s,
           show_percent_signed(p->lang, relative((struct pair) { before->kg_per_unit, plan->kg_per_unit }), 0).s);
    figure(p, W_CARD_PRICE, show_price(p->lang, p->s->currency, plan->price_per_unit).s,
           show_price(p->lang, p->s->currency, before->price_per_unit).s,
           show_percent_signed(p->lang, relative((struct pair) { before->price_per_unit, plan->price_per_unit }), 0).s);
    figure(p, W_CARD_SITES, show_int(p->lang, sites_plan->open_sites).s, show_int(p->lang, sites_before->open_sites).s,
           show_signed(p->lang, sites_plan->open_sites - sites_before->open_sites, 0).s);
    const int64_t jobs = sites_plan->jobs_milli + sites_plan->driver_jobs_milli;
    const int64_t jobs_before = sites_before->jobs_milli + sites_before->driver_jobs_milli;
    figure(p, W_CARD_JOBS, show_milli(p->lang, jobs).s, show_milli(p->lang, jobs_before).s,
           show_signed(p->lang, (double)(jobs - jobs_before) / 1000, 0).s);
    html(p, "</dl>\n");
}

static bool rounds_on_streets(const struct page *p)
{
    for (int32_t i = 0; i < p->plan->day_count; i++)
        if (p->plan->days[i].street_count && p->plan->days[i].problem) return true;
    return false;
}

/* The assumptions of crow flight come from the functions that apply them. */
static void estimated_warning(struct page *p)
{
    const struct fibre *f = &p->s->fibre;
    html(p, "<p class=\"warning\" role=\"note\">");
    if (is_cloud(p->s))
        say(p, W_ESTIMATED, show_short(p->lang, f->route_factor).s, show_short(p->lang, f->delay_us_per_km).s,
            show_short(p->lang, f->equipment_ms).s);
    else
        say(p, has_some_streets(p) ? W_ESTIMATED_PARTLY : W_ESTIMATED, show_real(p->lang, mlg__crow_detour(0), 2).s,
            show_real(p->lang, mlg__crow_detour(1e9), 2).s, show_int(p->lang, (int64_t)mlg__crow_speed_kmh(0)).s,
            show_int(p->lang, (int64_t)mlg__crow_speed_kmh(1e9)).s);
    if (rounds_on_streets(p)) html(p, " "), tell(p, W_ESTIMATED_STREETS);
    html(p, "</p>\n");
}

static void in_short(struct page *p)
{
    const int32_t t = p->facts.last;
    const struct period_facts *plan = &p->facts.side[SIDE_PLAN][t];
    const int32_t *counts = p->facts.kind_counts;
    html(p, "<ul class=\"short\">\n<li>");
    say(p, W_SHORT_SITES, show_int(p->lang, counts[CHANGE_OPENED]).s, show_int(p->lang, counts[CHANGE_EXTENDED]).s,
        show_int(p->lang, counts[CHANGE_CLOSED] + counts[CHANGE_REDUCED]).s);
    html(p, "</li>\n");
    if (p->plan->bound_kind != MLG_BOUND_NONE) {
        html(p, "<li>");
        say(p, W_SHORT_GAP, show_percent(p->lang, p->plan->gap, 1).s);
        html(p, "</li>\n");
    }
    if (plan->served_milli < plan->demand_milli) {
        html(p, "<li>");
        say(p, W_SHORT_UNSERVED, show_milli(p->lang, plan->demand_milli - plan->served_milli).s,
            show_percent(p->lang, 1 - (double)plan->served_milli / (double)plan->demand_milli, 1).s,
            p->s->periods[t].label);
        html(p, "</li>\n");
    }
    html(p, "<li>");
    tell(p, W_SHORT_METHOD);
    html(p, "</li>\n</ul>\n");
}

void section_summary(struct page *p)
{
    headline(p);
    in_short(p);
    html(p, "</header>\n");
    if (p->plan->estimated) estimated_warning(p);
    html(p, "<section id=\"glance\">\n");
    glance(p);
    html(p, "</section>\n");
}
