/* report/rounds.c — the routed days: how long, how far and how full rounds are, today and planned. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/plan.h"
#include "model/units.h"
#include "report/svg.h"

enum measure { MEASURE_HOURS, MEASURE_KM, MEASURE_FILL, MEASURE_STOPS, MEASURE_COUNT };
struct measures {
    double *of[MEASURE_COUNT];
    int32_t count;
}; /* one value a round, each array sorted */

static int by_value(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* How full the vehicle leaves: its fullest dimension, as a share. */
static double fill_of(const struct mlg_problem *problem, const struct plan_route *route)
{
    double most = 0;
    const mlg_vehicle *v = &problem->vehicles[route->vehicle];
    for (int d = 0; d < problem->load_count; d++)
        if (v->capacity[d] > 0 && route->visit_count > 0)
            most = fmax(most, (double)route->visits[0].load[d] / (double)v->capacity[d]);
    return most;
}

static bool counts(const struct plan_day *day, enum side side, int32_t period)
{
    return day->before == (side == SIDE_BEFORE) && day->period == period && day->problem && day->routes;
}

static struct measures measure(struct page *p, enum side side, int32_t period)
{
    struct measures m = { { NULL }, 0 };
    int32_t rounds = 0;
    for (int32_t i = 0; i < p->plan->day_count; i++)
        if (counts(&p->plan->days[i], side, period)) rounds += p->plan->days[i].routes->route_count;
    for (int k = 0; k < MEASURE_COUNT; k++) m.of[k] = arena_array(&p->arena, double, rounds);
    if (p->arena.failed) return m;
    for (int32_t i = 0; i < p->plan->day_count; i++) {
        const struct plan_day *day = &p->plan->days[i];
        if (!counts(day, side, period)) continue;
        for (int32_t r = 0; r < day->routes->route_count; r++) {
            const struct plan_route *route = &day->routes->routes[r];
            if (!route->totals.stops) continue;
            m.of[MEASURE_HOURS][m.count] = (double)route->totals.duty_s / MLG_SECONDS_PER_HOUR;
            m.of[MEASURE_KM][m.count] = (double)route->totals.distance_m / MLG_M_PER_KM;
            m.of[MEASURE_FILL][m.count] = fill_of(day->problem, route);
            m.of[MEASURE_STOPS][m.count++] = (double)route->totals.stops;
        }
    }
    if (m.count)
        for (int k = 0; k < MEASURE_COUNT; k++) qsort(m.of[k], (size_t)m.count, sizeof(double), by_value);
    return m;
}

static double at_share(const double *sorted, int32_t count, double share)
{
    if (!count) return NAN;
    const int32_t i = (int32_t)ceil(share * count) - 1;
    return sorted[i < 0 ? 0 : i];
}

enum { BINS_MAX = 12 };
struct histogram {
    double step;
    int bins;
    double share[SIDE_COUNT][BINS_MAX];
    double most;
};

static struct histogram histogram_of(const struct measures both[SIDE_COUNT], enum measure k)
{
    struct histogram h = { 0 };
    double largest = 0;
    for (int side = 0; side < SIDE_COUNT; side++)
        if (both[side].count) largest = fmax(largest, both[side].of[k][both[side].count - 1]);
    h.step = k == MEASURE_FILL ? 0.1 : nice_step(largest, BINS_MAX - 2);
    h.bins = k == MEASURE_FILL ? 10 : (int)fmin(BINS_MAX, floor(largest / h.step) + 1);
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t i = 0; i < both[side].count; i++) {
            const int bin = (int)fmin(h.bins - 1, floor(both[side].of[k][i] / h.step + 1e-9));
            h.share[side][bin] += 1.0 / both[side].count;
            h.most = fmax(h.most, h.share[side][bin]);
        }
    return h;
}

static struct shown measure_text(const struct page *p, enum measure k, double value)
{
    return k == MEASURE_FILL ? show_percent(p->lang, value, 0) : show_real(p->lang, value, k == MEASURE_HOURS ? 1 : 0);
}

static void histogram_figure(struct page *p, const struct measures both[SIDE_COUNT], enum measure k, enum word caption)
{
    const struct histogram h = histogram_of(both, k);
    if (h.most <= 0) return;
    const double step = nice_step(h.most * 1.05, 4);
    const struct frame f = { 44, 300, 14, 166, 0, h.bins, 0, step * ceil(h.most * 1.05 / step) };
    figure_open(p, caption, NULL, NULL);
    svg_open(p, 310, 200);
    tell(p, caption);
    svg_describe(p);
    say(p, W_ROUNDS_DESC, measure_text(p, k, at_share(both[SIDE_BEFORE].of[k], both[SIDE_BEFORE].count, 0.5)).s,
        measure_text(p, k, at_share(both[SIDE_PLAN].of[k], both[SIDE_PLAN].count, 0.5)).s);
    svg_draw(p);
    y_axis(p, &f, step, 0, true);
    const double wide = (f.right - f.left) / h.bins;
    for (int bin = 0; bin < h.bins; bin++)
        for (int side = 0; side < SIDE_COUNT; side++) {
            const double y = frame_y(&f, h.share[side][bin]);
            const bool alone = !both[1 - side].count; /* nothing stands beside it: the whole width */
            if (h.share[side][bin] > 0)
                svg_rect(p, f.left + wide * (bin + (alone || !side ? 0.08 : 0.5)), y, wide * (alone ? 0.84 : 0.42),
                         f.bottom - y, side ? "class=\"fill-plan\"" : "class=\"fill-before\"");
        }
    for (int edge = 0; edge <= h.bins; edge += h.bins > 6 ? 2 : 1)
        svg_text(p, frame_x(&f, edge), f.bottom + 18, "class=\"tick\" text-anchor=\"middle\"",
                 k == MEASURE_FILL ? show_percent(p->lang, edge * h.step, 0).s
                                   : show_real(p->lang, edge * h.step, h.step < 1 ? 1 : 0).s);
    svg_close(p);
    figure_close(p);
}

static void summary_row(struct page *p, const struct measures both[SIDE_COUNT], enum measure k, enum word w)
{
    row_open(p, "");
    row_head(p, w);
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int i = 0; i < 3 && both[side].count; i++) {
            static const double shares[] = { 0.05, 0.5, 0.95 };
            cell(p, measure_text(p, k, at_share(both[side].of[k], both[side].count, shares[i])).s);
        }
    html(p, "</tr>");
}

static void summary_table(struct page *p, const struct measures both[SIDE_COUNT])
{
    table_open(p, W_ROUNDS_CAPTION, "");
    html(p, "<thead><tr><td rowspan=\"2\"></td>");
    for (int side = 0; side < SIDE_COUNT; side++) {
        if (!both[side].count) continue;
        html(p, "<th scope=\"colgroup\" colspan=\"3\" class=\"period\">");
        say(p, side ? W_ROUNDS_PLAN_COUNT : W_ROUNDS_TODAY_COUNT, show_int(p->lang, both[side].count).s);
        html(p, "</th>");
    }
    html(p, "</tr><tr>");
    for (int side = 0; side < SIDE_COUNT; side++) {
        if (!both[side].count) continue;
        head_cell(p, W_P05, " class=\"n\"");
        head_cell(p, W_P50, " class=\"n\"");
        head_cell(p, W_P95, " class=\"n\"");
    }
    html(p, "</tr></thead><tbody>");
    summary_row(p, both, MEASURE_HOURS, W_ROUNDS_HOURS);
    summary_row(p, both, MEASURE_KM, W_ROUNDS_KM);
    summary_row(p, both, MEASURE_STOPS, W_ROUNDS_STOPS);
    summary_row(p, both, MEASURE_FILL, W_ROUNDS_FILL);
    table_close(p);
}

/* The last period that has routed days. */
static int32_t shown_period(const struct page *p)
{
    int32_t period = MLG_NONE;
    for (int32_t i = 0; i < p->plan->day_count; i++)
        if (p->plan->days[i].problem && p->plan->days[i].period > period) period = p->plan->days[i].period;
    return period;
}

static void key(struct page *p)
{
    html(p, "<ul class=\"key\"><li><svg width=\"16\" height=\"12\" aria-hidden=\"true\">"
            "<rect class=\"fill-before\" x=\"1\" y=\"1\" width=\"14\" height=\"10\"/></svg> ");
    tell(p, W_TODAY);
    html(p, "</li><li><svg width=\"16\" height=\"12\" aria-hidden=\"true\"><rect class=\"fill-plan\" width=\"16\" "
            "height=\"12\"/></svg> ");
    tell(p, W_PLAN);
    html(p, "</li></ul>\n");
}

void section_rounds(struct page *p)
{
    const int32_t period = shown_period(p);
    section_open(p, "rounds", W_ROUNDS);
    if (period == MLG_NONE) {
        paragraph(p, p->plan->day_count ? W_ROUNDS_NOT_KEPT : W_ROUNDS_NONE);
        section_close(p);
        return;
    }
    struct measures both[SIDE_COUNT];
    for (int side = 0; side < SIDE_COUNT; side++) both[side] = measure(p, (enum side)side, period);
    if (!p->arena.failed) {
        html(p, "<p>");
        say(p, W_ROUNDS_LEDE, p->s->periods[period].label);
        html(p, "</p>\n");
        if (both[SIDE_BEFORE].count) key(p);
        else note(p, W_ROUNDS_PLAN_ONLY);
        html(p, "<div class=\"panels three\">\n");
        histogram_figure(p, both, MEASURE_HOURS, W_ROUNDS_FIG_HOURS);
        histogram_figure(p, both, MEASURE_KM, W_ROUNDS_FIG_KM);
        histogram_figure(p, both, MEASURE_FILL, W_ROUNDS_FIG_FILL);
        html(p, "</div>\n");
        summary_table(p, both);
        streets_part(p);
    }
    section_close(p);
}
