/* report/map_still.c — a map as a picture: for paper, and for readers without JavaScript. */
#include <math.h>
#include <stdio.h>

#include "model/units.h"
#include "report/map.h"
#include "report/svg.h"

enum { WIDTH = 460, DOT_CLASSES = 4 };
static const int64_t dot_from_units[DOT_CLASSES] = { 0, 10, 50, 400 }; /* parcels a day */
static const double dot_width[DOT_CLASSES] = { 1.3, 2.2, 3.8, 7 };

/* Plate carrée, shrunk by the cosine of the middle latitude: near enough for one region. */
struct projection {
    double west, north, scale, shrink;
    int height;
};

static struct projection project(const struct box *b)
{
    const double shrink = cos((b->south + b->north) / 2 * 3.14159265358979 / 180);
    const double scale = WIDTH / ((b->east - b->west) * shrink);
    return (struct projection) { b->west, b->north, scale, shrink, (int)ceil((b->north - b->south) * scale) };
}
static double map_x(const struct projection *at, double lon) { return (lon - at->west) * at->shrink * at->scale; }
static double map_y(const struct projection *at, double lat) { return (at->north - lat) * at->scale; }

static void point(struct page *p, const struct projection *at, const char *command, double lon, double lat)
{
    html(p, command);
    svg_number(p, map_x(at, lon));
    html(p, " ");
    svg_number(p, map_y(at, lat));
}

static void borders(struct page *p, const struct projection *at, const struct rings *rings, const char *classes)
{
    if (!rings->count) return;
    text_printf(p->out, "<path class=\"%s\" d=\"", classes);
    for (int32_t i = 0; i < rings->count; i++)
        for (int32_t k = 0; k < rings->items[i].count; k++)
            point(p, at, k ? "L" : "M", rings->items[i].lon_lat[2 * k] / 10000.0,
                  rings->items[i].lon_lat[2 * k + 1] / 10000.0);
    html(p, "\"/>\n");
}

static int dot_class(const struct page *p, const struct map *map, int32_t demand, int32_t period)
{
    /* Parcels have one scale for all maps; in a cloud the largest city is 5 times the last class. */
    const double scale = is_cloud(p->s) ? map->most_units / (5.0 * (double)dot_from_units[DOT_CLASSES - 1]) : 1;
    int64_t milli = 0;
    for (int32_t service = 0; service < p->s->service_count; service++)
        milli += demand_units_milli(p->s, demand, service, period);
    int c = DOT_CLASSES - 1;
    while (c > 0 && (double)milli < scale * (double)(dot_from_units[c] * MLG_MILLI)) c--;
    return c;
}

/* Communes of one colour: a line to their station and a dot; one path each, so that the page stays small. */
static void spokes(struct page *p, const struct map *map, const struct projection *at, enum side side, int32_t period,
                   int colour)
{
    const int32_t *server = of_side(p, map->server, side, period);
    text_printf(p->out, "<path class=\"spoke\" stroke=\"%s\" d=\"", mlg__area_colours[colour]);
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        if (server[d] < 0 || mlg__is_partner(p->s, server[d]) || map->colour[server[d]] != colour) continue;
        point(p, at, "M", p->s->sites[server[d]].lon_deg, p->s->sites[server[d]].lat_deg);
        point(p, at, "L", p->s->demands[d].lon_deg, p->s->demands[d].lat_deg);
    }
    html(p, "\"/>\n");
}

/* Dots of one size class; colour -1: served by partners, -2: not served. */
static void dots(struct page *p, const struct map *map, const struct projection *at, enum side side, int32_t period,
                 int colour, int size_class)
{
    const int32_t *server = of_side(p, map->server, side, period);
    bool open = false;
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        const int own = server[d] < 0 ? -2 : mlg__is_partner(p->s, server[d]) ? -1 : map->colour[server[d]];
        if (own != colour || dot_class(p, map, d, period) != size_class) continue;
        if (!open) {
            text_printf(p->out, "<path class=\"dot\" stroke=\"%s\" stroke-width=\"%.1f\" d=\"",
                        colour >= 0    ? mlg__area_colours[colour]
                        : colour == -1 ? "#9aa3ad"
                                       : "#c1121f",
                        dot_width[size_class]);
            open = true;
        }
        point(p, at, "M", p->s->demands[d].lon_deg, p->s->demands[d].lat_deg);
        html(p, "h0");
    }
    if (open) html(p, "\"/>\n");
}

static void site_shape(struct page *p, double x, double y, enum site_mark mark, int32_t number)
{
    static const char *const shapes[] = {
        [MARK_KEPT] = "<path class=\"site kept\" d=\"M-5-5H5V5H-5z\"/>",
        [MARK_OPENED] = "<path class=\"site opened\" d=\"M0-9L9 0L0 9L-9 0z\"/>",
        [MARK_EXTENDED] = "<path class=\"site extended\" d=\"M0-9L9 7H-9z\"/>",
        [MARK_CLOSED] = "<path class=\"site closed\" d=\"M-5-5L5 5M5-5L-5 5\"/>",
        [MARK_PARTNER] = "<circle class=\"site partner\" r=\"4\"/>",
        [MARK_UPPER] = "<path class=\"site upper\" d=\"M-8 6V-2L0-8L8-2V6z\"/>",
    };
    if (mark == MARK_NONE) return;
    html(p, "<g transform=\"translate(");
    svg_number(p, x);
    html(p, " ");
    svg_number(p, y);
    text_printf(p->out, ")\">%s", shapes[mark]);
    if (number && (mark == MARK_OPENED || mark == MARK_EXTENDED))
        text_printf(p->out, "<text class=\"number\" y=\"%s\">%d</text>", mark == MARK_EXTENDED ? "6" : "3.2",
                    (int)number);
    html(p, "</g>\n");
}

static void sites(struct page *p, const struct map *map, const struct projection *at, enum side side, int32_t period)
{
    static const enum site_mark order[] = {
        MARK_PARTNER, MARK_CLOSED, MARK_UPPER, MARK_KEPT, MARK_EXTENDED, MARK_OPENED
    };
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (int32_t i = 0; i < p->s->site_count; i++)
            if (mlg__site_in_box(p, map, i) && mlg__site_mark(p, side, period, i) == order[k])
                site_shape(p, map_x(at, p->s->sites[i].lon_deg), map_y(at, p->s->sites[i].lat_deg), order[k],
                           p->facts.number[i]);
}

/* How many parcels a day own stations and partners bring, for the text alternative. */
static void describe(struct page *p, const struct map *map, enum side side, int32_t period)
{
    const int32_t *server = of_side(p, map->server, side, period);
    int32_t own = 0, partner = 0, none = 0;
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        if (server[d] < 0) none++;
        else if (mlg__is_partner(p->s, server[d])) partner++;
        else own++;
    }
    say(p, W_MAP_DESC, show_int(p->lang, own).s, show_int(p->lang, partner).s, show_int(p->lang, none).s);
}

void mlg__map_still(struct page *p, const struct map *map, enum side side, int32_t period)
{
    const struct projection at = project(&map->box);
    figure_open(p, side == SIDE_PLAN ? W_MAP_FIG_PLAN : W_MAP_FIG_TODAY, p->s->periods[period].label, NULL);
    svg_open(p, WIDTH, at.height);
    say(p, side == SIDE_PLAN ? W_MAP_FIG_PLAN : W_MAP_FIG_TODAY, p->s->periods[period].label);
    svg_describe(p);
    describe(p, map, side, period);
    svg_draw(p);
    borders(p, &at, &map->departements, "departement");
    borders(p, &at, &map->regions, "region");
    for (int c = 0; c < AREA_COLOURS; c++) spokes(p, map, &at, side, period, c);
    for (int size_class = 0; size_class < DOT_CLASSES; size_class++)
        for (int c = -2; c < AREA_COLOURS; c++) dots(p, map, &at, side, period, c, size_class);
    sites(p, map, &at, side, period);
    svg_close(p);
    figure_close(p);
}
