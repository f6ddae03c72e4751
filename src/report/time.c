/* report/time.c — how long parcels take: per service, which share has arrived after how many hours, today and planned.
 *
 * Hours count from the cut-off to the last stop of the round, as the promise does, so a curve meets the promise at the
 * share inside it. Parcels that are never served stay below the top. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/svg.h"

struct arrival {
    int32_t latest_s;
    int64_t units_milli;
};
struct arrivals {
    struct arrival *items;
    int32_t count;
    int64_t demand_milli;
};

static int by_time(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    return (a->latest_s > b->latest_s) - (a->latest_s < b->latest_s);
}

/* Arrivals of one service in the last period, ascending. */
static struct arrivals arrivals_of(struct page *p, enum side which, int32_t service)
{
    const struct network_side *side = side_of(p->plan, which);
    struct arrivals a = { arena_array(&p->arena, struct arrival, side->flow_count), 0, 0 };
    for (int32_t d = 0; d < p->s->demand_count; d++)
        a.demand_milli += demand_units_milli(p->s, d, service, p->facts.last);
    if (!a.items) return a;
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->service == service && f->period == p->facts.last)
            a.items[a.count++] = (struct arrival) { f->latest_s, f->units_milli };
    }
    if (a.count) qsort(a.items, (size_t)a.count, sizeof *a.items, by_time);
    return a;
}

static double share_by(const struct arrivals *a, int64_t limit_s)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < a->count && a->items[i].latest_s <= limit_s; i++) sum += a->items[i].units_milli;
    return a->demand_milli ? (double)sum / (double)a->demand_milli : 0;
}

/* The smallest time by which `share` of all units has arrived, in ticks; -1: never. */
static int64_t time_of(const struct arrivals *a, double share)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < a->count; i++) {
        sum += a->items[i].units_milli;
        if ((double)sum >= share * (double)a->demand_milli) return a->items[i].latest_s;
    }
    return -1;
}

/* Steps; arrivals closer than half a unit of the picture are joined. */
static void curve(struct page *p, const struct frame *f, const struct arrivals *a, const char *classes)
{
    int64_t sum = 0;
    double shown_x = f->left, shown_y = f->bottom;
    text_printf(p->out, "<path class=\"%s\" d=\"M", classes);
    svg_number(p, shown_x);
    html(p, " ");
    svg_number(p, shown_y);
    for (int32_t i = 0; i < a->count; i++) {
        sum += a->items[i].units_milli;
        const double x = frame_x(f, shown_time(p->s, a->items[i].latest_s));
        const double y = frame_y(f, a->demand_milli ? (double)sum / (double)a->demand_milli : 0);
        if (i + 1 < a->count && x - shown_x < 0.5 && shown_y - y < 0.5) continue;
        html(p, "H");
        svg_number(p, x);
        html(p, "V");
        svg_number(p, y);
        shown_x = x;
        shown_y = y;
    }
    html(p, "H");
    svg_number(p, f->right);
    html(p, "\"/>\n");
}

static void mark(struct page *p, const struct frame *f, double hours, double share, double label_y, const char *classes)
{
    text_printf(p->out, "<circle class=\"%s\" r=\"4\" cx=\"", classes);
    svg_number(p, frame_x(f, hours));
    html(p, "\" cy=\"");
    svg_number(p, frame_y(f, share));
    html(p, "\"/>\n");
    char attributes[96];
    const bool room = f->right - frame_x(f, hours) > 36; /* of "100 %", the margin of the picture counted */
    snprintf(attributes, sizeof attributes, "class=\"value halo %s\" text-anchor=\"%s\"", classes, room ? "start" : "end");
    svg_text(p, frame_x(f, hours) + (room ? 8 : -8), label_y, attributes, show_percent(p->lang, share, 0).s);
}

/* Hours are read in days and their quarters, milliseconds in tens. */
static double x_step(const struct page *p, double span)
{
    if (is_cloud(p->s)) return nice_step(span, 6);
    return span > 96 ? 24 : span > 40 ? 12 : 6;
}

static void x_hours(struct page *p, const struct frame *f)
{
    const double step = x_step(p, f->x1 - f->x0);
    for (double h = f->x0; h <= f->x1 + 1e-9; h += step) {
        svg_line(p, frame_x(f, h), f->bottom, frame_x(f, h), f->bottom + 4, "class=\"axis\"");
        svg_text(p, frame_x(f, h), f->bottom + 18, "class=\"tick\" text-anchor=\"middle\"",
                 show_short(p->lang, h).s);
    }
    svg_text(p, f->right, f->bottom + 34, "class=\"tick\" text-anchor=\"end\"", word(p, W_HOURS_AXIS));
}

static void panel(struct page *p, int32_t service)
{
    const struct arrivals before = arrivals_of(p, SIDE_BEFORE, service), plan = arrivals_of(p, SIDE_PLAN, service);
    if (p->arena.failed || (!before.count && !plan.count)) return;
    const int64_t promise_s = p->s->services[service].promise_s;
    const double promise_h = shown_time(p->s, (double)promise_s);
    double last_h = promise_h;
    if (before.count) last_h = fmax(last_h, shown_time(p->s, before.items[before.count - 1].latest_s));
    if (plan.count) last_h = fmax(last_h, shown_time(p->s, plan.items[plan.count - 1].latest_s));
    const double room = is_cloud(p->s) ? 0 : 1, step = is_cloud(p->s) ? nice_step(last_h, 6) : 6;
    const struct frame f = { 44, 404, 30, 216, 0, step * ceil((last_h + room) / step), 0, 1 };
    const double was = share_by(&before, promise_s), is = share_by(&plan, promise_s);

    figure_open(p, W_TIME_FIGURE, service_name(p, service), p->s->periods[p->facts.last].label);
    svg_open(p, 420, 260);
    say(p, W_TIME_TITLE, service_name(p, service));
    svg_describe(p);
    say(p, W_TIME_DESC, show_short(p->lang, promise_h).s, show_percent(p->lang, is, 0).s,
        show_percent(p->lang, was, 0).s, time_alone(p, time_of(&plan, 0.5)).s,
        time_alone(p, time_of(&before, 0.5)).s);
    svg_draw(p);
    y_axis(p, &f, 0.25, 0, true);
    x_hours(p, &f);
    const double x = frame_x(&f, promise_h);
    svg_line(p, x, f.top - 8, x, f.bottom, "class=\"promise\"");
    struct text label = { 0 };
    text_speak(&label, p->lang, p->s->vocabulary, W_PROMISE_LABEL, (const char *const[]) { show_short(p->lang, promise_h).s, NULL });
    const bool centred = f.right - x > 24; /* half a label, the margin of the picture counted */
    if (label.data)
        svg_text(p, centred ? x : f.right, f.top - 14,
                 centred ? "class=\"tick\" text-anchor=\"middle\"" : "class=\"tick\" text-anchor=\"end\"", label.data);
    text_free(&label);
    curve(p, &f, &before, "before");
    curve(p, &f, &plan, "plan");
    /* Curves run level or rise to the right of a mark: under them, on the right, is where a label covers nothing. */
    const double lowest = f.bottom - 4;
    double y_was = fmin(lowest, frame_y(&f, was) + 17), y_is = fmin(lowest, frame_y(&f, is) + 17);
    double *lower = is >= was ? &y_was : &y_is, *upper = is >= was ? &y_is : &y_was;
    if (*lower - *upper < 24) *upper = *lower, *lower = *upper + 16; /* both under the lower curve */
    if (*lower > lowest) *lower = lowest, *upper = fmin(*upper, lowest - 16);
    if (fabs(is - was) > 0.001) mark(p, &f, promise_h, was, y_was, "before");
    mark(p, &f, promise_h, is, y_is, "plan");
    svg_close(p);
    figure_close(p);
}

void section_time(struct page *p)
{
    section_open(p, "time", W_TIME);
    paragraph(p, W_TIME_LEDE);
    line_key(p);
    html(p, "<div class=\"panels\">\n");
    for (int32_t service = 0; service < p->s->service_count; service++) panel(p, service);
    html(p, "</div>\n");
    note(p, W_TIME_NOTE);
    section_close(p);
}
