/* report/streets.c — the part of the rounds that follows the streets of a map: how many, against the estimate of the same rounds, and
 * one day as a picture. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>

#include "model/route_way.h"
#include "model/units.h"
#include "report/map.h"
#include "report/svg.h"

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

/* ---- the picture ---- */

enum { WIDTH = 1000, STREETS_MOST = 8000, KEYS_MOST = 8 };

struct view {
    struct box box;
    double scale, shrink; /* user units a degree of latitude; how much shorter a degree of longitude is */
    int height;
    struct page *p;
    bool estimated; /* which legs are being drawn: those along streets, or the straight ones */
    bool open;      /* a path has been begun */
};

static double view_x(const struct view *v, double lon) { return (lon - v->box.west) * v->shrink * v->scale; }
static double view_y(const struct view *v, double lat) { return (v->box.north - lat) * v->scale; }

/* Round the stops of the rounds on streets, in a shape that suits a page. */
static struct view view_of(struct page *p, const struct plan_day *day)
{
    struct box b = { 400, 400, -400, -400 };
    for (int32_t i = 0; i < day->street_count; i++) {
        const struct plan_route *route = &day->routes->routes[day->streets[i].route];
        for (int32_t v = 0; v < route->visit_count; v++) {
            if (route->visits[v].kind != MLG_STOP) continue;
            const struct place *at = &day->problem->places[route->visits[v].place];
            b.west = fmin(b.west, at->lon_deg), b.east = fmax(b.east, at->lon_deg);
            b.south = fmin(b.south, at->lat_deg), b.north = fmax(b.north, at->lat_deg);
        }
    }
    const double shrink = cos((b.south + b.north) / 2 * MLG_RADIANS_PER_DEGREE);
    double wide = fmax(1.06 * (b.east - b.west) * shrink, 0.002), high = fmax(1.06 * (b.north - b.south), 0.002);
    wide = fmax(wide, high / 0.72);
    high = fmax(high, wide * 0.5);
    const double lon = (b.west + b.east) / 2, lat = (b.south + b.north) / 2, scale = WIDTH / wide;
    b = (struct box) { lon - wide / 2 / shrink, lat - high / 2, lon + wide / 2 / shrink, lat + high / 2 };
    return (struct view) { .box = b, .scale = scale, .shrink = shrink, .height = (int)ceil(high * scale), .p = p };
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
    const struct plan_route *route = &day->routes->routes[day->streets[number].route];
    const int32_t class = mlg__day_class(v->p->s, route->vehicle);
    mlg_status status = MLG_OK;
    for (int estimated = 0; !status && estimated < 2; estimated++) {
        v->estimated = estimated;
        text_printf(v->p->out, "<path class=\"%s\" stroke=\"%s\" d=\"", estimated ? "way estimated" : "way", mlg__area_colours[number % AREA_COLOURS]);
        status = mlg__route_way(v->p->legs, class, day->problem, route, put_leg, v, NULL);
        html(v->p, "\"/>\n");
    }
    return status;
}

static void put_stops(const struct view *v, const struct plan_day *day, int32_t number)
{
    const struct plan_route *route = &day->routes->routes[day->streets[number].route];
    text_printf(v->p->out, "<path class=\"dot\" stroke-width=\"6\" stroke=\"%s\" d=\"", mlg__area_colours[number % AREA_COLOURS]);
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
    char text[200];
    if (at_right) snprintf(text, sizeof text, "%.180s %s", site->name, arrows[eighth]);
    else snprintf(text, sizeof text, "%s %.180s", arrows[eighth], site->name);
    svg_text(p, at_x, fmin(fmax(at_y + 6, 26), v->height - 34.0), at_right ? "class=\"place halo\" text-anchor=\"end\"" : "class=\"place halo\"", text);
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

static void key_item(struct page *p, const char *attributes, const char *shown)
{
    text_printf(p->out, "<li><svg width=\"30\" height=\"10\" aria-hidden=\"true\"><path %s d=\"M1 5H29\"/></svg> ", attributes);
    name(p, shown);
    html(p, "</li>");
}

static void key(struct page *p, const struct plan_day *day)
{
    char attributes[80];
    html(p, "<ul class=\"key\">");
    for (int32_t i = 0; i < day->street_count && day->street_count <= KEYS_MOST; i++) {
        const struct plan_route *route = &day->routes->routes[day->streets[i].route];
        snprintf(attributes, sizeof attributes, "class=\"way\" stroke=\"%s\"", mlg__area_colours[i % AREA_COLOURS]);
        text_printf(p->out, "<li><svg width=\"30\" height=\"10\" aria-hidden=\"true\"><path %s d=\"M1 5H29\"/></svg> <span>", attributes);
        say(p, W_STREETS_KEY, show_int(p->lang, i + 1).s, show_int(p->lang, route->totals.stops).s,
            show_real(p->lang, (double)route->totals.distance_m / MLG_M_PER_KM, 1).s,
            show_real(p->lang, (double)route->totals.duty_s / MLG_SECONDS_PER_HOUR, 1).s);
        html(p, "</span></li>");
    }
    key_item(p, "class=\"way estimated\" stroke=\"#4b5763\"", word(p, W_STREETS_KEY_ESTIMATED));
    html(p, "</ul>\n");
}

/* Of the plan before today's network, given before sampled, then by legs on streets; the first of equal ones. */
static const struct plan_day *shown_day(const struct page *p)
{
    const struct plan_day *best = NULL;
    int64_t most = 0;
    for (int32_t i = 0; i < p->plan->day_count; i++) {
        const struct plan_day *day = &p->plan->days[i];
        struct streets_sum sum = { 0 };
        if (!day->street_count || !day->problem) continue;
        add_day(&sum, day);
        const int64_t worth = sum.street_legs + (is_real(p, day) ? INT64_C(1) << 32 : 0) + (day->before ? 0 : INT64_C(1) << 33);
        if (worth > most) most = worth, best = day;
    }
    return best;
}

static void picture(struct page *p, const struct plan_day *day)
{
    struct view v = view_of(p, day);
    struct streets_sum sum = { 0 };
    mlg_status status;
    int64_t stops = 0;
    add_day(&sum, day);
    for (int32_t i = 0; i < day->street_count; i++) stops += day->routes->routes[day->streets[i].route].totals.stops;
    html(p, "<div class=\"streets\">");
    figure_open(p, W_STREETS_FIG, p->s->sites[day->site].name, word(p, day->before ? W_TODAY : W_PLAN));
    svg_open(p, WIDTH, v.height);
    say(p, W_STREETS_FIG_TITLE, p->s->sites[day->site].name);
    svg_describe(p);
    say(p, W_STREETS_FIG_DESC, show_int(p->lang, sum.rounds).s, show_int(p->lang, stops).s);
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
    if (status) p->out->failed = true;
}

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
    const struct plan_day *day = p->legs && p->legs->way ? shown_day(p) : NULL;
    if (day) picture(p, day);
    table(p);
    if (p->legs && p->legs->credit) {
        html(p, "<p class=\"note\">");
        say(p, W_STREETS_CREDIT, p->legs->credit);
        html(p, "</p>\n");
    }
}
