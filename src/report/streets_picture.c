/* report/streets_picture.c — a routed day on the streets of a map. See streets_picture.h. */
#include "report/streets_picture.h"

#include <math.h>
#include <stdio.h>

#include "model/route_way.h"
#include "model/units.h"
#include "report/map.h"
#include "report/svg.h"

enum { WIDTH = 1000, STREETS_MOST = 8000, KEYS_MOST = 8 };

struct view {
    struct box box;
    double scale, shrink; /* user units a degree of latitude; how much shorter a degree of longitude is */
    int height;
    struct page *p;
    bool estimated; /* which legs are being drawn: those along streets, or the straight ones */
};

static const char *colour_of(int32_t round) { return mlg__area_colours[round % AREA_COLOURS]; }
static const struct plan_route *route_of(const struct plan_day *day, int32_t round) { return &day->routes->routes[day->streets[round].route]; }

static double view_x(const struct view *v, double lon) { return (lon - v->box.west) * v->shrink * v->scale; }
static double view_y(const struct view *v, double lat) { return (v->box.north - lat) * v->scale; }

const struct plan_day *mlg__streets_day(const struct page *p)
{
    const struct plan_day *best = NULL;
    const bool drawn = p->legs && p->legs->way;
    for (int before = 0; drawn && before < 2 && !best; before++)
        for (int32_t i = 0; i < p->plan->day_count; i++) {
            const struct plan_day *day = &p->plan->days[i];
            if (day->before != before || !day->street_count || !day->problem) continue;
            if (!best || mlg__day_worth(p->s, day) > mlg__day_worth(p->s, best)) best = day;
        }
    return best;
}

/* Round the stops of the rounds on streets, in a shape that suits a page. */
struct box mlg__streets_box(const struct plan_day *day)
{
    struct box b = { 400, 400, -400, -400 };
    for (int32_t i = 0; i < day->street_count; i++)
        for (int32_t v = 0; v < route_of(day, i)->visit_count; v++) {
            const mlg_visit *visit = &route_of(day, i)->visits[v];
            if (visit->kind != MLG_STOP) continue;
            const struct place *at = &day->problem->places[visit->place];
            b.west = fmin(b.west, at->lon_deg), b.east = fmax(b.east, at->lon_deg);
            b.south = fmin(b.south, at->lat_deg), b.north = fmax(b.north, at->lat_deg);
        }
    const double lon = (b.west + b.east) / 2, lat = (b.south + b.north) / 2, shrink = cos(lat * MLG_RADIANS_PER_DEGREE);
    double wide = fmax(1.06 * (b.east - b.west) * shrink, 0.002), high = fmax(1.06 * (b.north - b.south), 0.002);
    wide = fmax(wide, high / 0.72);
    high = fmax(high, wide * 0.5);
    return (struct box) { lon - wide / 2 / shrink, lat - high / 2, lon + wide / 2 / shrink, lat + high / 2 };
}

static struct view view_of(struct page *p, const struct plan_day *day)
{
    const struct box b = mlg__streets_box(day);
    const double shrink = cos((b.south + b.north) / 2 * MLG_RADIANS_PER_DEGREE), scale = WIDTH / ((b.east - b.west) * shrink);
    return (struct view) { .box = b, .scale = scale, .shrink = shrink, .height = (int)ceil((b.north - b.south) * scale), .p = p };
}

static void put_shape(const struct view *v, const mlg_point *points, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        html(v->p, i ? "L" : "M");
        svg_number(v->p, view_x(v, points[i].lon_deg));
        html(v->p, " ");
        svg_number(v->p, view_y(v, points[i].lat_deg));
    }
}

static void count_street(int32_t street, const mlg_point *points, int32_t count, void *user)
{
    (void)points;
    (void)count;
    *(int32_t *)user = street + 1;
}

static void put_street(int32_t street, const mlg_point *points, int32_t count, void *user)
{
    (void)street;
    put_shape(user, points, count);
}

/* The map behind the rounds, unless it would weigh more than the page. */
static mlg_status streets_behind(struct view *v)
{
    const mlg_leg_source *legs = v->p->legs;
    const mlg_point low = { v->box.south, v->box.west }, high = { v->box.north, v->box.east };
    int32_t count = 0;
    mlg_status status = legs->streets ? legs->streets(legs->self, low, high, count_street, &count, NULL) : MLG_OK;
    if (status || !count || count > STREETS_MOST) return status;
    html(v->p, "<path class=\"street\" d=\"");
    status = legs->streets(legs->self, low, high, put_street, v, NULL);
    html(v->p, "\"/>\n");
    return status;
}

/* A leg along streets has a shape of its own; an estimated one is straight: two points. */
static void put_leg(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct view *v = user;
    (void)leg;
    if ((count == 2) == v->estimated) put_shape(v, points, count);
}

static mlg_status put_round(struct view *v, const struct plan_day *day, int32_t number)
{
    const struct plan_route *route = route_of(day, number);
    const int32_t class = mlg__day_class(v->p->s, route->vehicle);
    mlg_status status = MLG_OK;
    for (int estimated = 0; !status && estimated < 2; estimated++) {
        v->estimated = estimated;
        text_printf(v->p->out, "<path class=\"%s\" stroke=\"%s\" d=\"", estimated ? "way estimated" : "way", colour_of(number));
        status = mlg__route_way(v->p->legs, class, day->problem, route, put_leg, v, NULL);
        html(v->p, "\"/>\n");
    }
    return status;
}

static void put_stops(const struct view *v, const struct plan_day *day, int32_t number)
{
    const struct plan_route *route = route_of(day, number);
    text_printf(v->p->out, "<path class=\"dot\" stroke-width=\"6\" stroke=\"%s\" d=\"", colour_of(number));
    for (int32_t i = 0; i < route->visit_count; i++) {
        if (route->visits[i].kind != MLG_STOP) continue;
        const struct place *at = &day->problem->places[route->visits[i].place];
        put_shape(v, &(mlg_point) { at->lat_deg, at->lon_deg }, 1);
        html(v->p, "h0");
    }
    html(v->p, "\"/>\n");
}

/* Where the station is, or at the edge of the picture where the way to it leaves. */
static void put_station(const struct view *v, const struct site *site)
{
    struct page *p = v->p;
    const double x = view_x(v, site->lon_deg), y = view_y(v, site->lat_deg), margin = 16, middle_x = WIDTH / 2.0, middle_y = v->height / 2.0;
    const double part_x = fabs(x - middle_x) / (middle_x - margin), part_y = fabs(y - middle_y) / (middle_y - margin);
    if (part_x <= 1 && part_y <= 1) {
        svg_rect(p, x - 7, y - 7, 14, 14, "class=\"site kept\"");
        svg_text(p, x + 12, y + 6, "class=\"place halo\"", site->name);
        return;
    }
    static const char *const arrows[8] = { "→", "↘", "↓", "↙", "←", "↖", "↑", "↗" };
    const double out = fmax(part_x, part_y), at_x = middle_x + (x - middle_x) / out, at_y = middle_y + (y - middle_y) / out;
    const int eighth = (int)floor(atan2(y - middle_y, x - middle_x) / (MLG_RADIANS_PER_DEGREE * 45) + 8.5) % 8;
    const bool at_right = at_x > middle_x;
    struct text label = { 0 };
    text_printf(&label, "%s %s", at_right ? site->name : arrows[eighth], at_right ? arrows[eighth] : site->name);
    if (label.failed) p->out->failed = true;
    else
        svg_text(p, at_x, fmin(fmax(at_y + 6, 26), v->height - 34.0),
                 at_right ? "class=\"place halo\" text-anchor=\"end\"" : "class=\"place halo\"", label.data);
    text_free(&label);
}

/* A bar of a round length in the lower left corner. */
static void put_scale(const struct view *v)
{
    const double metre = v->scale / (MLG_EARTH_RADIUS_M * MLG_RADIANS_PER_DEGREE), m = nice_step(WIDTH / metre / 2, 3);
    char text[40];
    if (m < 1000) snprintf(text, sizeof text, "%.0f" NBSP "m", m);
    else snprintf(text, sizeof text, "%.0f" NBSP "km", m / 1000);
    svg_line(v->p, 16, v->height - 14, 16 + m * metre, v->height - 14, "class=\"bar\"");
    svg_text(v->p, 16, v->height - 22, "class=\"place halo\"", text);
}

static void key_line(struct page *p, const char *classes, const char *colour)
{
    text_printf(p->out, "<li><svg width=\"30\" height=\"10\" aria-hidden=\"true\"><path class=\"%s\" stroke=\"%s\" d=\"M1 5H29\"/></svg> <span>",
                classes, colour);
}

static void key(struct page *p, const struct plan_day *day)
{
    html(p, "<ul class=\"key\">");
    for (int32_t i = 0; i < day->street_count && day->street_count <= KEYS_MOST; i++) {
        const mlg_totals *totals = &route_of(day, i)->totals;
        key_line(p, "way", colour_of(i));
        say(p, W_STREETS_KEY, show_int(p->lang, i + 1).s, show_int(p->lang, totals->stops).s,
            show_real(p->lang, (double)totals->distance_m / MLG_M_PER_KM, 1).s,
            show_real(p->lang, (double)totals->duty_s / MLG_SECONDS_PER_HOUR, 1).s);
        html(p, "</span></li>");
    }
    key_line(p, "way estimated", "#4b5763");
    tell(p, W_STREETS_KEY_ESTIMATED);
    html(p, "</span></li></ul>\n");
}

void mlg__streets_picture(struct page *p, const struct plan_day *day)
{
    struct view v = view_of(p, day);
    mlg_status status;
    int64_t stops = 0;
    for (int32_t i = 0; i < day->street_count; i++) stops += route_of(day, i)->totals.stops;
    html(p, "<div class=\"streets\">");
    figure_open(p, W_STREETS_FIG, p->s->sites[day->site].name, word(p, day->before ? W_TODAY : W_PLAN));
    svg_open(p, WIDTH, v.height);
    say(p, W_STREETS_FIG_TITLE, p->s->sites[day->site].name);
    svg_describe(p);
    say(p, W_STREETS_FIG_DESC, show_int(p->lang, day->street_count).s, show_int(p->lang, stops).s);
    svg_draw(p);
    status = streets_behind(&v);
    for (int32_t i = 0; !status && i < day->street_count; i++) status = put_round(&v, day, i);
    for (int32_t i = 0; i < day->street_count; i++) put_stops(&v, day, i);
    put_scale(&v);
    put_station(&v, &p->s->sites[day->site]);
    svg_close(p);
    figure_close(p);
    html(p, "</div>\n");
    key(p, day);
    html(p, "<p class=\"small on-screen\" id=\"show-streets\" hidden><a href=\"#live-map\">");
    tell(p, W_STREETS_LIVE);
    html(p, "</a></p>\n");
    if (status) p->out->failed = true;
}
