/* report/streets.c — the part of the rounds that follows the streets of a map: how many, against the estimate of the same rounds. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>

#include "model/units.h"
#include "report/streets_picture.h"

/* ---- the table ---- */

/* Of rounds with a leg on streets: as driven, and as the estimate says. */
struct streets_sum {
    int32_t rounds, legs, street_legs;
    double street_km, km, crow_km, drive_h, crow_h, kg, crow_kg;
};

static void add_day(struct streets_sum *sum, const struct plan_day *day)
{
    for (int32_t i = 0; i < day->street_count; i++) {
        const struct round_streets *row = &day->streets[i];
        const struct plan_route *route = &day->routes->routes[row->route];
        sum->rounds++;
        sum->legs += row->leg_count;
        sum->street_legs += row->street_legs;
        sum->street_km += (double)row->street_m / MLG_M_PER_KM;
        sum->km += (double)route->totals.distance_m / MLG_M_PER_KM;
        sum->crow_km += (double)row->crow_m / MLG_M_PER_KM;
        sum->drive_h += (double)route->totals.drive_s / MLG_SECONDS_PER_HOUR;
        sum->crow_h += (double)row->crow_drive_s / MLG_SECONDS_PER_HOUR;
        sum->kg += (double)route->co2_wtw_mg / (double)MLG_MG_PER_KG;
        sum->crow_kg += (double)row->crow_co2_wtw_mg / (double)MLG_MG_PER_KG;
    }
}

static struct shown against(const struct page *p, double driven, double estimated)
{
    return show_percent_signed(p->lang, estimated > 0 ? driven / estimated - 1 : NAN, 1);
}

static void three_cells(struct page *p, double driven, double estimated, int decimals)
{
    cell(p, show_real(p->lang, driven, decimals).s);
    cell(p, show_real(p->lang, estimated, decimals).s);
    cell(p, against(p, driven, estimated).s);
}

static void sum_cells(struct page *p, const struct streets_sum *sum)
{
    char legs[96];
    snprintf(legs, sizeof legs, "%.40s / %.40s", show_int(p->lang, sum->street_legs).s, show_int(p->lang, sum->legs).s);
    cell(p, legs);
    three_cells(p, sum->km, sum->crow_km, 0);
    three_cells(p, sum->drive_h, sum->crow_h, 1);
    three_cells(p, sum->kg, sum->crow_kg, 1);
    html(p, "</tr>");
}

static void heads(struct page *p)
{
    static const enum word groups[] = { W_STREETS_KM, W_STREETS_HOURS, W_STREETS_KG };
    html(p, "<thead><tr><th scope=\"col\" rowspan=\"2\">");
    tell(p, W_STREETS_DAY);
    html(p, "</th><th scope=\"col\" rowspan=\"2\" class=\"n\">");
    tell(p, W_STREETS_LEGS);
    html(p, "</th>");
    for (int i = 0; i < 3; i++) {
        html(p, "<th scope=\"colgroup\" colspan=\"3\" class=\"period\">");
        tell(p, groups[i]);
        html(p, "</th>");
    }
    html(p, "</tr><tr>");
    for (int i = 0; i < 3; i++) {
        head_cell(p, W_STREETS_DRIVEN, " class=\"n\"");
        head_cell(p, W_STREETS_ESTIMATE, " class=\"n\"");
        head_cell(p, W_STREETS_GAP, " class=\"n\"");
    }
    html(p, "</tr></thead><tbody>");
}

static bool is_real(const struct page *p, const struct plan_day *day) { return day->day >= p->s->days_sampled; }

static void day_head(struct page *p, const struct plan_day *day)
{
    const char *network = word(p, day->before ? W_TODAY_SHORT : W_PLAN_SHORT), *site = p->s->sites[day->site].name;
    const int32_t number = is_real(p, day) ? day->day - p->s->days_sampled : day->day;
    html(p, "<th scope=\"row\">");
    if (is_real(p, day) && p->s->real_files) say(p, W_STREETS_REAL_DAY, site, network, p->s->real_files[number]);
    else say(p, W_STREETS_SAMPLED_DAY, site, network, show_int(p->lang, number + 1).s);
    html(p, "</th>");
}

static void table(struct page *p)
{
    struct streets_sum all = { 0 };
    int32_t days = 0;
    table_open(p, W_STREETS_CAPTION, "wide");
    heads(p);
    for (int32_t i = 0; i < p->plan->day_count; i++) {
        const struct plan_day *day = &p->plan->days[i];
        struct streets_sum sum = { 0 };
        if (!day->street_count) continue;
        days++;
        add_day(&sum, day);
        add_day(&all, day);
        row_open(p, "");
        day_head(p, day);
        sum_cells(p, &sum);
    }
    if (days > 1) {
        row_open(p, "sum");
        row_head(p, W_STREETS_ALL);
        sum_cells(p, &all);
    }
    table_close(p);
}

/* ---- the part ---- */

/* Legs on streets by themselves: what is estimated either way would hide the difference. Stops that were drawn lie anywhere, given ones
 * at a door. */
static void streets_alone(struct page *p, const struct streets_sum *sum, enum word w)
{
    const double crow_km = sum->crow_km - (sum->km - sum->street_km);
    if (!sum->rounds) return;
    html(p, "<li>");
    say(p, w, show_real(p->lang, sum->street_km, 1).s, show_real(p->lang, crow_km, 1).s, against(p, sum->street_km, crow_km).s);
    html(p, "</li>\n");
}

void streets_part(struct page *p)
{
    struct streets_sum given = { 0 }, sampled = { 0 };
    int32_t rounds = 0;
    for (int32_t i = 0; i < p->plan->day_count; i++) {
        const struct plan_day *day = &p->plan->days[i];
        rounds += day->routes->route_count;
        add_day(is_real(p, day) ? &given : &sampled, day);
    }
    if (!given.rounds && !sampled.rounds) return;
    html(p, "<h3 id=\"streets\">");
    tell(p, W_STREETS);
    html(p, "</h3>\n<p>");
    say(p, W_STREETS_LEDE, show_int(p->lang, given.rounds + sampled.rounds).s, show_int(p->lang, rounds).s);
    html(p, "</p>\n<ul>\n");
    streets_alone(p, &given, W_STREETS_ALONE_GIVEN);
    streets_alone(p, &sampled, W_STREETS_ALONE_SAMPLED);
    html(p, "</ul>\n");
    const struct plan_day *day = mlg__streets_day(p);
    if (day) mlg__streets_picture(p, day);
    table(p);
    if (p->legs && p->legs->credit) {
        html(p, "<p class=\"note\">");
        say(p, W_STREETS_CREDIT, p->legs->credit);
        html(p, "</p>\n");
    }
}
