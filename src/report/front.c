/* report/front.c — plans between cheap, clean and fast: two curves above the proven limit, a table, and in words what the next
 * tonne or the next parcel in time costs. Figures are those of the front, over the whole horizon; none is decided here. */
#include "report/sections.h"

#include <math.h>

#include "model/front.h"
#include "report/svg.h"

enum { ENVELOPE_STEPS = 80 };
#define ANY_CO2_MG INT64_C(10000000000000000) /* ten million tonnes: lines that ask about CO2 say nothing there */

static double millions(int64_t quanta) { return (double)quanta / (double)MLG_MICRO_PER_UNIT / 1e6; }
static double tonnes(int64_t mg) { return (double)mg / (double)MLG_MG_PER_TONNE; }

static double share_of(const struct mlg_front *front, int64_t within_milli)
{
    return front->demand_milli > 0 ? (double)within_milli / (double)front->demand_milli : 0;
}

static double x_of(const struct mlg_front *front, enum front_curve c, const struct front_figures *f)
{
    return c == FRONT_CO2 ? tonnes(f->co2_mg) : share_of(front, f->within_milli);
}

/* What is proven when only this curve's figure is asked for. */
static int64_t limit_at(const struct mlg_front *front, enum front_curve c, double x)
{
    const struct front_figures at = {
        .co2_mg = c == FRONT_CO2 ? (int64_t)(x * (double)MLG_MG_PER_TONNE) : ANY_CO2_MG,
        .within_milli = c == FRONT_CO2 ? 0 : (int64_t)(x * (double)front->demand_milli),
    };
    return mlg__front_envelope(front, &at);
}

static const struct front_point *last_of(const struct mlg_front *front, enum front_curve c)
{
    const struct front_point *last = &front->points[0];
    for (int32_t i = 1; i < front->point_count; i++)
        if (front->points[i].on[c]) last = &front->points[i];
    return last;
}

/* -- the plot -- */

static struct frame frame_of(const struct mlg_front *front, enum front_curve c)
{
    const double a = x_of(front, c, &front->points[0].is), b = x_of(front, c, &last_of(front, c)->is);
    const double low = fmin(a, b), high = fmax(a, b), step = nice_step(high - low, 5);
    struct frame f = { 62, 404, 16, 216, floor(low / step - 0.2) * step, ceil(high / step + 0.2) * step, 0, 0 };
    if (c == FRONT_SPEED) f.x1 = fmin(f.x1, fmax(1, high));
    double bottom = millions(limit_at(front, c, c == FRONT_CO2 ? f.x1 : f.x0));
    bottom = fmin(bottom, millions(front->points[0].is.cost));
    const double top = millions(last_of(front, c)->is.cost);
    double rise = nice_step(top - bottom, 5);
    for (int pass = 0; pass < 2; pass++) { /* rounded to what the axis will step by */
        f.y0 = fmax(0, floor(bottom / rise) * rise);
        f.y1 = ceil(top / rise + 0.1) * rise;
        rise = nice_step(f.y1 - f.y0, 5);
    }
    return f;
}

static void x_axis(struct page *p, const struct frame *f, enum front_curve c)
{
    const double step = nice_step(f->x1 - f->x0, 5);
    for (double x = f->x0; x <= f->x1 + step * 1e-6; x += step) {
        svg_line(p, frame_x(f, x), f->bottom, frame_x(f, x), f->bottom + 4, "class=\"axis\"");
        svg_text(p, frame_x(f, x), f->bottom + 18, "class=\"tick\" text-anchor=\"middle\"",
                 c == FRONT_CO2 ? show_real(p->lang, x, 0).s : show_percent(p->lang, x, step < 0.01 ? 1 : 0).s);
    }
    svg_text(p, f->right, f->bottom + 34, "class=\"tick\" text-anchor=\"end\"",
             word(p, c == FRONT_CO2 ? W_FRONT_AXIS_CO2 : W_FRONT_AXIS_SPEED));
}

/* Only where it is inside the picture: far from the points it says little. */
static void draw_envelope(struct page *p, const struct frame *f, enum front_curve c)
{
    bool open = false;
    html(p, "<path class=\"envelope\" d=\"");
    for (int i = 0; i <= ENVELOPE_STEPS; i++) {
        const double x = f->x0 + (f->x1 - f->x0) * i / ENVELOPE_STEPS;
        const double y = millions(limit_at(p->plan->front, c, x));
        if (y < f->y0 || y > f->y1) {
            open = false;
            continue;
        }
        html(p, open ? "L" : "M");
        svg_number(p, frame_x(f, x));
        html(p, " ");
        svg_number(p, frame_y(f, y));
        open = true;
    }
    html(p, "\"/>\n");
}

static void circle(struct page *p, const char *classes, double r, double x, double y)
{
    text_printf(p->out, "<circle class=\"%s\" r=\"", classes);
    svg_number(p, r);
    html(p, "\" cx=\"");
    svg_number(p, x);
    html(p, "\" cy=\"");
    svg_number(p, y);
    html(p, "\"/>\n");
}

static bool is_inside(const struct frame *f, double x, double y) { return x >= f->x0 && x <= f->x1 && y >= f->y0 && y <= f->y1; }

/* Dearer than the curve here, because they are better in the other figure. */
static void draw_others(struct page *p, const struct frame *f, enum front_curve c)
{
    const struct mlg_front *front = p->plan->front;
    for (int32_t i = 0; i < front->point_count; i++) {
        const double x = x_of(front, c, &front->points[i].is), y = millions(front->points[i].is.cost);
        if (!front->points[i].on[c] && is_inside(f, x, y)) circle(p, "other", 3, frame_x(f, x), frame_y(f, y));
    }
}

static void draw_points(struct page *p, const struct frame *f, enum front_curve c)
{
    const struct mlg_front *front = p->plan->front;
    double labelled_x = -1e9, labelled_y = -1e9;
    for (int32_t i = 0; i < front->point_count; i++) {
        const struct front_point *point = &front->points[i];
        const double x = frame_x(f, x_of(front, c, &point->is)), y = frame_y(f, millions(point->is.cost));
        if (!point->on[c]) continue;
        if (point->knee[c]) circle(p, "knee", 8, x, y);
        circle(p, "plan", 4, x, y);
        if (fabs(x - labelled_x) < 18 && fabs(y - labelled_y) < 13) continue; /* its number is in the table */
        svg_text(p, x + (c == FRONT_CO2 ? 7 : -7), y - 7,
                 c == FRONT_CO2 ? "class=\"tick strong halo\"" : "class=\"tick strong halo\" text-anchor=\"end\"",
                 show_int(p->lang, i + 1).s);
        labelled_x = x, labelled_y = y;
    }
}

static void draw_today(struct page *p, const struct frame *f, enum front_curve c)
{
    const struct mlg_front *front = p->plan->front;
    const double x = x_of(front, c, &front->today), y = millions(front->today.cost);
    if (is_inside(f, x, y)) circle(p, "before", 5, frame_x(f, x), frame_y(f, y));
}

static void panel(struct page *p, enum front_curve c)
{
    const struct mlg_front *front = p->plan->front;
    const struct frame f = frame_of(front, c);
    const struct front_point *end = last_of(front, c);
    const double step = nice_step(f.y1 - f.y0, 5);
    figure_open(p, c == FRONT_CO2 ? W_FRONT_FIGURE_CO2 : W_FRONT_FIGURE_SPEED, show_symbol(p->s->currency), NULL);
    svg_open(p, 420, 260);
    tell(p, c == FRONT_CO2 ? W_FRONT_TITLE_CO2 : W_FRONT_TITLE_SPEED);
    svg_describe(p);
    say(p, c == FRONT_CO2 ? W_FRONT_DESC_CO2 : W_FRONT_DESC_SPEED,
        show_real(p->lang, millions(front->points[0].is.cost), 0).s,
        c == FRONT_CO2 ? show_real(p->lang, tonnes(front->points[0].is.co2_mg), 0).s
                       : show_percent(p->lang, share_of(front, front->points[0].is.within_milli), 1).s,
        show_real(p->lang, millions(end->is.cost), 0).s,
        c == FRONT_CO2 ? show_real(p->lang, tonnes(end->is.co2_mg), 0).s
                       : show_percent(p->lang, share_of(front, end->is.within_milli), 1).s);
    svg_draw(p);
    y_axis(p, &f, step, step < 1 ? 1 : 0, false);
    x_axis(p, &f, c);
    draw_envelope(p, &f, c);
    draw_today(p, &f, c);
    draw_others(p, &f, c);
    draw_points(p, &f, c);
    svg_close(p);
    figure_close(p);
}

static void key_of_plots(struct page *p)
{
    static const struct { const char *mark; enum word w; } items[] = {
        { "<circle class=\"plan\" r=\"4\" cx=\"17\" cy=\"9\"/>", W_FRONT_KEY_POINT },
        { "<circle class=\"knee\" r=\"7\" cx=\"17\" cy=\"9\"/><circle class=\"plan\" r=\"4\" cx=\"17\" cy=\"9\"/>", W_FRONT_KEY_KNEE },
        { "<circle class=\"other\" r=\"3\" cx=\"17\" cy=\"9\"/>", W_FRONT_KEY_OTHER },
        { "<path class=\"envelope\" d=\"M1 9H33\"/>", W_FRONT_KEY_LIMIT },
    };
    html(p, "<ul class=\"key\">");
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        text_printf(p->out, "<li><svg width=\"34\" height=\"18\" aria-hidden=\"true\">%s</svg> ", items[i].mark);
        tell(p, items[i].w);
        html(p, "</li>");
    }
    html(p, "</ul>\n");
}

/* -- the words -- */

static double rate_of(const struct mlg_front *front, const struct front_point *to, enum front_curve c)
{
    const struct front_figures *from = &front->points[to->before[c]].is;
    const double more = (double)(to->is.cost - from->cost) / (double)MLG_MICRO_PER_UNIT;
    return more / (c == FRONT_CO2 ? tonnes(from->co2_mg - to->is.co2_mg)
                                  : (double)(to->is.within_milli - from->within_milli) / (double)MLG_MILLI);
}

/* The bend: what it gains and costs, and what the next step costs beside the last one. */
static void knee_words(struct page *p, enum front_curve c)
{
    const struct mlg_front *front = p->plan->front;
    const struct front_point *knee = NULL, *next = NULL;
    int32_t number = 0;
    for (int32_t i = 0; i < front->point_count; i++)
        if (front->points[i].knee[c]) knee = &front->points[i], number = i + 1;
    for (int32_t i = 0; knee && i < front->point_count; i++)
        if (front->points[i].on[c] && front->points[i].before[c] == number - 1) next = &front->points[i];
    if (!knee || !next) return;
    const struct front_figures *first = &front->points[0].is;
    const double gained = c == FRONT_CO2 ? 1 - (double)knee->is.co2_mg / (double)first->co2_mg
                                         : share_of(front, knee->is.within_milli - first->within_milli);
    html(p, "<li>");
    say(p, c == FRONT_CO2 ? W_FRONT_KNEE_CO2 : W_FRONT_KNEE_SPEED, show_int(p->lang, number).s,
        show_percent(p->lang, gained, 1).s,
        show_percent(p->lang, (double)(knee->is.cost - first->cost) / (double)first->cost, 1).s,
        show_price(p->lang, p->s->currency, rate_of(front, knee, c)).s, show_price(p->lang, p->s->currency, rate_of(front, next, c)).s);
    html(p, "</li>\n");
}

static void curve_words(struct page *p)
{
    const struct mlg_front *front = p->plan->front;
    html(p, "<ul>\n");
    for (int c = 0; c < FRONT_CURVES; c++) {
        if (front->flat[c]) {
            html(p, "<li>");
            tell(p, c == FRONT_CO2 ? W_FRONT_FLAT_CO2 : W_FRONT_FLAT_SPEED);
            html(p, "</li>\n");
        } else {
            knee_words(p, (enum front_curve)c);
        }
    }
    html(p, "<li>");
    say(p, W_FRONT_TODAY, show_money(p->lang, p->s->currency, quanta_cents(front->today.cost)).s,
        show_real(p->lang, tonnes(front->today.co2_mg), 0).s,
        show_percent(p->lang, share_of(front, front->today.within_milli), 1).s);
    html(p, "</li>\n");
    if (p->s->co2_eur_per_t > 0) {
        html(p, "<li>");
        say(p, W_FRONT_PRICED, show_price(p->lang, p->s->currency, p->s->co2_eur_per_t).s);
        html(p, "</li>\n");
    }
    if (front->cut_short) {
        html(p, "<li>");
        tell(p, W_FRONT_CUT_SHORT);
        html(p, "</li>\n");
    }
    html(p, "</ul>\n");
}

/* -- the table -- */

static void step_cell(struct page *p, const struct front_point *point, enum front_curve c)
{
    cell(p, point->on[c] && point->before[c] != MLG_NONE
                ? show_price(p->lang, p->s->currency, rate_of(p->plan->front, point, c)).s : "");
}

static void table(struct page *p)
{
    const struct mlg_front *front = p->plan->front;
    static const enum word heads[] = { W_FRONT_COL_POINT, W_FRONT_COL_COST, W_FRONT_COL_LIMIT, W_FRONT_COL_CO2, W_FRONT_COL_WITHIN,
                                       W_FRONT_COL_TONNE, W_FRONT_COL_PARCEL, W_FRONT_COL_SITES };
    table_open(p, W_FRONT_CAPTION, "wide");
    html(p, "<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) head_cell(p, heads[i], i ? " class=\"n\"" : "");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < front->point_count; i++) {
        const struct front_point *point = &front->points[i];
        row_open(p, "");
        html(p, "<th scope=\"row\">");
        say(p, i == 0 ? W_FRONT_ROW_CHEAPEST : point->knee[0] || point->knee[1] ? W_FRONT_ROW_KNEE : W_FRONT_ROW, show_int(p->lang, i + 1).s);
        html(p, "</th>");
        cell(p, show_real(p->lang, millions(point->is.cost), 1).s);
        cell(p, show_real(p->lang, millions(point->envelope), 1).s);
        cell(p, show_real(p->lang, tonnes(point->is.co2_mg), 0).s);
        cell(p, show_percent(p->lang, share_of(front, point->is.within_milli), 2).s);
        step_cell(p, point, FRONT_CO2);
        step_cell(p, point, FRONT_SPEED);
        cell(p, i ? show_int(p->lang, point->sites_changed).s : "");
        html(p, "</tr>");
    }
    table_close(p);
}

void section_front(struct page *p)
{
    const struct mlg_front *front = p->plan->front;
    if (!front || front->point_count == 0) return;
    section_open(p, "front", W_FRONT);
    html(p, "<p>");
    say(p, W_FRONT_LEDE, show_int(p->lang, front->point_count).s);
    html(p, "</p>\n");
    if (!front->flat[FRONT_CO2] || !front->flat[FRONT_SPEED]) {
        key_of_plots(p);
        html(p, "<div class=\"panels\">\n");
        for (int c = 0; c < FRONT_CURVES; c++)
            if (!front->flat[c]) panel(p, (enum front_curve)c);
        html(p, "</div>\n");
    }
    curve_words(p);
    table(p);
    note(p, W_FRONT_NOTE);
    section_close(p);
}
