/* report/map_data.c — the data of the live map and of the commune search, once, as compact JSON: numbers are integers,
 * coordinates in 1/10,000 degree, each the difference from the one before. assets/map.js reads it. */
#include <math.h>

#include "model/plan.h"
#include "model/units.h"
#include "model/route_way.h"
#include "report/map.h"
#include "report/streets_picture.h"

static int32_t fine(double degrees) { return (int32_t)floor(degrees * 10000 + 0.5); }

struct json {
    struct page *p;
    struct text text;
};
static void raw(struct json *j, const char *s) { text_add(&j->text, s); }
static void number(struct json *j, int64_t value) { text_printf(&j->text, "%lld", (long long)value); }
static void comma(struct json *j, int32_t i)
{
    if (i) raw(j, ",");
}

static void delta_coded(struct json *j, int32_t *last, int32_t value)
{
    number(j, value - *last);
    *last = value;
}

static void put_words(struct json *j)
{
    static const struct {
        const char *key;
        enum word w;
    } words[] = {
        { "site", W_JS_SITE },        { "load", W_JS_LOAD },          { "time", W_JS_TIME },
        { "co2", W_JS_CO2 },          { "served", W_JS_SERVED },      { "nobody", W_JS_NOBODY },
        { "found", W_JS_FOUND },      { "notFound", W_JS_NOT_FOUND }, { "zoomIn", W_JS_ZOOM_IN },
        { "zoomOut", W_JS_ZOOM_OUT }, { "mapLabel", W_JS_MAP_LABEL }, { "parcels", W_JS_PARCELS },
        { "close", W_JS_CLOSE },      { "today", W_TODAY },           { "plan", W_PLAN },
        { "hours", W_JS_HOURS },      { "atMost", W_JS_AT_MOST },     { "mark1", W_MARK_KEPT },
        { "mark2", W_OPENED },        { "mark3", W_EXTENDED },        { "mark4", W_CLOSED },
        { "mark5", W_MARK_PARTNER },  { "mark6", W_MARK_UPPER },      { "period", W_COL_PERIOD },
        { "network", W_JS_NETWORK },  { "noRounds", W_JS_NO_ROUNDS },
    };
    raw(j, "\"words\":{");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct text t = { 0 };
        text_typeset(&t, j->p->lang, word(j->p, words[i].w), false); /* {0} is the script's to fill */
        comma(j, (int32_t)i);
        text_printf(&j->text, "\"%s\":", words[i].key);
        text_json(&j->text, t.data ? t.data : "");
        text_free(&t);
    }
    raw(j, "}");
}

static void put_outlines(struct json *j, const char *key, const struct rings *rings)
{
    text_printf(&j->text, ",\"%s\":[", key);
    for (int32_t i = 0; i < rings->count; i++) {
        int32_t last[2] = { 0, 0 };
        raw(j, i ? ",[" : "[");
        for (int32_t k = 0; k < 2 * rings->items[i].count; k++) {
            comma(j, k);
            delta_coded(j, &last[k % 2], rings->items[i].lon_lat[k]);
        }
        raw(j, "]");
    }
    raw(j, "]");
}

/* Sites that are open or closed by the plan at some time, inside the map; index[site] is their place in the list. */
static int32_t put_sites(struct json *j, const struct map *map, int32_t *index)
{
    const mlg_scenario *s = j->p->s;
    int32_t count = 0;
    raw(j, ",\"sites\":[");
    for (int32_t i = 0; i < s->site_count; i++) {
        bool shown = false;
        for (int side = 0; side < SIDE_COUNT; side++)
            for (int32_t t = 0; t < s->period_count; t++)
                shown |= mlg__site_mark(j->p, (enum side)side, t, i) != MARK_NONE;
        index[i] = MLG_NONE;
        if (!shown) continue;
        index[i] = count;
        comma(j, count++);
        raw(j, "[");
        text_json(&j->text, s->sites[i].name);
        text_printf(&j->text, ",%d,%d,%d,%d,%d]", fine(s->sites[i].lon_deg), fine(s->sites[i].lat_deg), map->colour[i],
                    j->p->facts.number[i], mlg__is_partner(s, i));
    }
    raw(j, "]");
    return count;
}

/* A string of marks a side and period, one digit a site; loads and capacities as numbers. */
static void put_states(struct json *j, const int32_t *index)
{
    const mlg_scenario *s = j->p->s;
    static const char *const keys[] = { "marks", "load", "capacity" };
    for (int what = 0; what < 3; what++) {
        text_printf(&j->text, ",\"%s\":[", keys[what]);
        for (int side = 0; side < SIDE_COUNT; side++)
            for (int32_t t = 0; t < s->period_count; t++) {
                raw(j, side || t ? (what ? ",[" : ",\"") : (what ? "[" : "\""));
                int32_t count = 0;
                for (int32_t i = 0; i < s->site_count; i++) {
                    if (index[i] < 0) continue;
                    const struct plan_site *row = mlg__site_row(s, side_of(j->p->plan, (enum side)side), i, t);
                    if (!what) number(j, mlg__site_mark(j->p, (enum side)side, t, i));
                    else {
                        comma(j, count++);
                        number(j, !row
                                      ? 0
                                      : mlg__round((double)(what == 1 ? row->load_milli : row->capacity_milli) / 1000));
                    }
                }
                raw(j, what ? "]" : "\"");
            }
        raw(j, "]");
    }
}

static void put_demand(struct json *j)
{
    const mlg_scenario *s = j->p->s;
    int32_t last[2] = { 0, 0 };
    raw(j, ",\"names\":[");
    for (int32_t d = 0; d < s->demand_count; d++) comma(j, d), text_json(&j->text, s->demands[d].name);
    raw(j, "],\"ids\":[");
    for (int32_t d = 0; d < s->demand_count; d++) comma(j, d), text_json(&j->text, s->demands[d].id);
    raw(j, "],\"at\":[");
    for (int32_t d = 0; d < s->demand_count; d++) {
        comma(j, d);
        delta_coded(j, &last[0], fine(s->demands[d].lon_deg));
        raw(j, ",");
        delta_coded(j, &last[1], fine(s->demands[d].lat_deg));
    }
    raw(j, "],\"units\":[");
    for (int32_t d = 0; d < s->demand_count; d++) {
        int64_t milli = 0;
        for (int32_t service = 0; service < s->service_count; service++)
            milli += demand_units_milli(s, d, service, j->p->facts.last);
        comma(j, d);
        number(j, (milli + 50) / 100); /* tenths of a parcel a day */
    }
    raw(j, "]");
}

static void put_areas(struct json *j, const char *key, const int32_t *values, const int32_t *index)
{
    const mlg_scenario *s = j->p->s;
    text_printf(&j->text, ",\"%s\":[", key);
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < s->period_count; t++) {
            const int32_t *row = of_side(j->p, values, (enum side)side, t);
            raw(j, side || t ? ",[" : "[");
            for (int32_t d = 0; d < s->demand_count; d++) {
                comma(j, d);
                number(j, index && row[d] >= 0 ? index[row[d]] : row[d]);
            }
            raw(j, "]");
        }
    raw(j, "]");
}

/* A line in the resolution of the map. Points that leave a straight line by less than `tolerance` are left out
 * [Douglas1973], without recursion: ranges wait on a stack. */
struct line { int32_t (*at)[2]; uint8_t *kept; int32_t count, cap; bool failed; };

static void add_to_line(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct line *l = user;
    (void)leg;
    for (int32_t i = 0; i < count; i++) {
        const int32_t lon = fine(points[i].lon_deg), lat = fine(points[i].lat_deg);
        if (l->count && l->at[l->count - 1][0] == lon && l->at[l->count - 1][1] == lat) continue;
        void *grown = mlg__grow(l->at, &l->cap, l->count + 1, sizeof *l->at);
        if (!grown) {
            l->failed = true;
            return;
        }
        l->at = grown;
        l->at[l->count][0] = lon;
        l->at[l->count++][1] = lat;
    }
}

/* Square of how far point i lies from the line through a and b. */
static double away_square(const struct line *l, int32_t a, int32_t b, int32_t i)
{
    const double dx = l->at[b][0] - l->at[a][0], dy = l->at[b][1] - l->at[a][1];
    const double px = l->at[i][0] - l->at[a][0], py = l->at[i][1] - l->at[a][1];
    const double square = dx * dx + dy * dy, along = square > 0 ? (px * dx + py * dy) / square : 0;
    const double share = along < 0 ? 0 : along > 1 ? 1 : along;
    return (px - share * dx) * (px - share * dx) + (py - share * dy) * (py - share * dy);
}

static void simplify(struct line *l, struct arena *scratch)
{
    const double tolerance = 0.6;
    int32_t(*range)[2] = (int32_t(*)[2])arena_array(scratch, int32_t, 2 * (int64_t)l->count), ranges = 0;
    l->kept = arena_array(scratch, uint8_t, l->count);
    if (scratch->failed || !l->count) return;
    l->kept[0] = l->kept[l->count - 1] = 1;
    range[ranges][0] = 0, range[ranges++][1] = l->count - 1;
    while (ranges) {
        const int32_t first = range[--ranges][0], last = range[ranges][1];
        int32_t farthest = first;
        double most = tolerance * tolerance;
        for (int32_t i = first + 1; i < last; i++)
            if (away_square(l, first, last, i) > most) most = away_square(l, first, last, i), farthest = i;
        if (farthest == first) continue;
        l->kept[farthest] = 1;
        range[ranges][0] = first, range[ranges++][1] = farthest;
        range[ranges][0] = farthest, range[ranges++][1] = last;
    }
}

/* Streets between the stops; straight lines where the source gives none. */
static void put_streets(struct json *j, const struct plan_day *day, const struct plan_route *route)
{
    struct line l = { 0 };
    struct arena scratch = { 0 };
    int32_t last[2] = { 0, 0 };
    const mlg_status status = mlg__route_way(j->p->legs, mlg__day_class(j->p->s, route->vehicle), day->problem, route, add_to_line, &l, NULL);
    simplify(&l, &scratch);
    if (status || l.failed || scratch.failed) j->text.failed = true;
    for (int32_t i = 0, put = 0; !j->text.failed && i < l.count; i++) {
        if (!l.kept[i]) continue;
        comma(j, put++);
        delta_coded(j, &last[0], l.at[i][0]);
        raw(j, ",");
        delta_coded(j, &last[1], l.at[i][1]);
    }
    mlg__free(l.at);
    mlg__arena_free(&scratch);
}

static void put_rounds(struct json *j, const struct plan_day *day)
{
    int32_t shown = 0;
    for (int32_t r = 0; r < day->routes->route_count; r++) {
        const struct plan_route *route = &day->routes->routes[r];
        if (!route->totals.stops) continue;
        int32_t last[2] = { 0, 0 }, count = 0;
        raw(j, shown++ ? ",[" : "[");
        if (j->p->legs && j->p->legs->way) {
            put_streets(j, day, route);
            raw(j, "]");
            continue;
        }
        for (int32_t v = 0; v < route->visit_count; v++) {
            if (route->visits[v].place < 0) continue;
            const struct place *at = &day->problem->places[route->visits[v].place];
            comma(j, count++);
            delta_coded(j, &last[0], fine(at->lon_deg));
            raw(j, ",");
            delta_coded(j, &last[1], fine(at->lat_deg));
        }
        raw(j, "]");
    }
}

/* One day of a station and period is enough for the eye. */
static bool is_shown_day(const struct page *p, int32_t i)
{
    const struct plan_day *day = &p->plan->days[i];
    const int64_t worth = mlg__day_worth(p->s, day);
    for (int32_t k = 0; k < p->plan->day_count; k++) {
        const struct plan_day *other = &p->plan->days[k];
        if (other->before != day->before || other->site != day->site || other->period != day->period) continue;
        const int64_t theirs = mlg__day_worth(p->s, other);
        if (theirs > worth || (theirs == worth && k < i)) return false;
    }
    return worth > 0;
}

static void put_days(struct json *j, const int32_t *index)
{
    int32_t count = 0;
    raw(j, ",\"days\":[");
    for (int32_t i = 0; i < j->p->plan->day_count; i++) {
        const struct plan_day *day = &j->p->plan->days[i];
        if (!is_shown_day(j->p, i) || index[day->site] < 0) continue;
        comma(j, count++);
        text_printf(&j->text, "[%d,%d,%d,[", day->before ? SIDE_BEFORE : SIDE_PLAN, (int)day->period,
                    (int)index[day->site]);
        put_rounds(j, day);
        raw(j, "]]");
    }
    raw(j, "]");
}

/* Where the live map leads to: the day that is drawn on streets. */
static void put_streets_day(struct json *j)
{
    const struct plan_day *day = mlg__streets_day(j->p);
    if (!day) return;
    const struct box b = mlg__streets_box(day);
    text_printf(&j->text, ",\"streets\":[%d,%d,%d,%d,%d,%d]", day->before ? SIDE_BEFORE : SIDE_PLAN, (int)day->period, fine(b.west), fine(b.south),
                fine(b.east), fine(b.north));
}

/* A name that holds "</script>" must not end the element: < is written as an escape. */
static void put_element(struct page *p, const struct text *json)
{
    html(p, "<script type=\"application/json\" id=\"map-data\">");
    for (size_t i = 0, from = 0; i <= json->length; i++) {
        if (i < json->length && json->data[i] != '<') continue;
        text_bytes(p->out, json->data + from, i - from);
        if (i < json->length) html(p, "\\u003c");
        from = i + 1;
    }
    html(p, "</script>\n");
}

/* Radius of a dot over the root of its units a day: parcels have one scale for all maps, a cloud's largest city 9. */
static double dot_scale(const struct page *p, const struct map *map)
{
    return is_cloud(p->s) && map->most_units > 0 ? 9 / sqrt(map->most_units) : 0.32;
}

void mlg__map_data(struct page *p, const struct map *map)
{
    struct json j = { p, { 0 } };
    int32_t *index = arena_array(&p->arena, int32_t, p->s->site_count);
    if (!index) return;
    raw(&j, "{");
    put_words(&j);
    text_printf(&j.text, ",\"lang\":\"%s\",\"box\":[%d,%d,%d,%d],\"palette\":[", p->lang == MLG_FR ? "fr" : "en",
                fine(map->box.west), fine(map->box.south), fine(map->box.east), fine(map->box.north));
    for (int c = 0; c < AREA_COLOURS; c++) comma(&j, c), text_json(&j.text, mlg__area_colours[c]);
    raw(&j, "],\"periods\":[");
    for (int32_t t = 0; t < p->s->period_count; t++) comma(&j, t), text_json(&j.text, p->s->periods[t].label);
    raw(&j, "]");
    text_printf(&j.text, ",\"clock\":%d,\"dot\":", (int)map->clock);
    text_double(&j.text, dot_scale(p, map));
    put_outlines(&j, "regions", &map->regions);
    put_outlines(&j, "departements", &map->departements);
    put_sites(&j, map, index);
    put_states(&j, index);
    put_demand(&j);
    put_areas(&j, "server", map->server, index);
    put_areas(&j, "times", map->times, NULL);
    put_areas(&j, "grams", map->grams, NULL);
    put_days(&j, index);
    put_streets_day(&j);
    raw(&j, "}");
    if (j.text.failed || !j.text.data) p->out->failed = true;
    else put_element(p, &j.text);
    text_free(&j.text);
}
