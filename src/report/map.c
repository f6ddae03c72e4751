/* report/map.c — the map section: live map with its switches, a commune's own line, still maps, and the same in a
 * table.
 *
 * The live map and the search need JavaScript and are hidden without it; the still maps then stand in their place, as
 * they do on paper. */
#include "report/map.h"
#include "report/sections.h"

#include "model/units.h"

static void radio(struct page *p, const char *group, int value, bool checked, const char *label)
{
    text_printf(p->out, "<label><input type=\"radio\" name=\"%s\" value=\"%d\"%s> ", group, value,
                checked ? " checked" : "");
    name(p, label);
    html(p, "</label>\n");
}

static void legend_of(struct page *p, enum word w)
{
    html(p, "<legend>");
    tell(p, w);
    html(p, "</legend>\n");
}

static void controls(struct page *p)
{
    html(p, "<form class=\"switches\" id=\"switches\">\n<fieldset>");
    legend_of(p, W_SWITCH_NETWORK);
    radio(p, "side", SIDE_BEFORE, false, word(p, W_TODAY_SHORT));
    radio(p, "side", SIDE_PLAN, true, word(p, W_PLAN_SHORT));
    html(p, "</fieldset>\n<fieldset>");
    legend_of(p, W_SWITCH_PERIOD);
    for (int32_t t = 0; t < p->s->period_count; t++) radio(p, "period", t, t == p->facts.last, p->s->periods[t].label);
    html(p, "</fieldset>\n<fieldset>");
    legend_of(p, W_SWITCH_COLOUR);
    radio(p, "colour", 0, true, word(p, W_SWITCH_AREAS));
    radio(p, "colour", 1, false, word(p, W_SWITCH_TIME));
    html(p, "</fieldset>\n");
    if (!is_cloud(p->s)) {
        html(p, "<fieldset>");
        legend_of(p, W_SWITCH_SHOW);
        html(p, "<label><input type=\"checkbox\" name=\"rounds\"> ");
        tell(p, W_SWITCH_ROUNDS);
        html(p, "</label></fieldset>\n");
    }
    html(p, "</form>\n");
}

static void mark_key(struct page *p, const char *shape, enum word w)
{
    text_printf(p->out, "<li><svg viewBox=\"-11 -11 22 22\" width=\"20\" height=\"20\" aria-hidden=\"true\">%s</svg> ",
                shape);
    tell(p, w);
    html(p, "</li>\n");
}

static void key(struct page *p)
{
    html(p, "<ul class=\"key\" id=\"map-key\">\n");
    mark_key(p, "<path class=\"site opened\" d=\"M0-9L9 0L0 9L-9 0z\"/>", W_MARK_OPENED);
    mark_key(p, "<path class=\"site extended\" d=\"M0-9L9 7H-9z\"/>", W_MARK_EXTENDED);
    mark_key(p, "<path class=\"site kept\" d=\"M-5-5H5V5H-5z\"/>", W_MARK_KEPT);
    mark_key(p, "<path class=\"site closed\" d=\"M-5-5L5 5M5-5L-5 5\"/>", W_MARK_CLOSED);
    if (!is_cloud(p->s)) mark_key(p, "<path class=\"site upper\" d=\"M-8 6V-2L0-8L8-2V6z\"/>", W_MARK_UPPER);
    if (!is_cloud(p->s)) mark_key(p, "<circle class=\"site partner\" r=\"4\"/>", W_MARK_PARTNER);
    mark_key(p,
             "<path class=\"spoke\" stroke=\"#117733\" d=\"M-9 7L6-5\"/><circle r=\"4\" cx=\"6\" cy=\"-5\" "
             "fill=\"#117733\"/>",
             W_KEY_OWN);
    if (!is_cloud(p->s)) mark_key(p, "<circle r=\"3.5\" fill=\"#9aa3ad\"/>", W_KEY_PARTNER_AREA);
    html(p, "</ul>\n");
}

static void search(struct page *p)
{
    html(p, "<div class=\"lookup\" id=\"lookup\" hidden><label for=\"commune\">");
    tell(p, W_SEARCH);
    html(p, "</label>\n<input id=\"commune\" list=\"communes\" autocomplete=\"off\" spellcheck=\"false\">"
            "<datalist id=\"communes\"></datalist>\n<div id=\"found\" aria-live=\"polite\"></div></div>\n");
}

/* What each station serves, today and planned: the map in numbers. */
struct served {
    int32_t communes;
    int64_t units_milli;
};

static void count_served(struct page *p, const struct map *map, enum side which, struct served *served)
{
    const struct network_side *side = side_of(p->plan, which);
    const int32_t *server = of_side(p, map->server, which, p->facts.last);
    for (int32_t d = 0; d < p->s->demand_count; d++)
        if (server[d] >= 0) served[server[d]].communes++;
    for (int32_t i = 0; i < side->flow_count; i++)
        if (side->flows[i].period == p->facts.last)
            served[side->flows[i].site].units_milli += side->flows[i].units_milli;
}

static void table(struct page *p, const struct map *map)
{
    struct served *served[SIDE_COUNT];
    for (int side = 0; side < SIDE_COUNT; side++)
        served[side] = arena_array(&p->arena, struct served, p->s->site_count);
    if (p->arena.failed) return;
    for (int side = 0; side < SIDE_COUNT; side++) count_served(p, map, (enum side)side, served[side]);
    html(p, "<details><summary>");
    tell(p, W_MAP_TABLE);
    html(p, "</summary>\n");
    table_open(p, W_MAP_TABLE_CAPTION, "");
    html(p, "<thead><tr><th scope=\"col\" rowspan=\"2\">");
    tell(p, W_COL_SITE);
    html(p, "</th><th scope=\"col\" rowspan=\"2\">");
    tell(p, W_COL_KIND);
    html(p, "</th>");
    for (int side = 0; side < SIDE_COUNT; side++) {
        html(p, "<th scope=\"colgroup\" colspan=\"2\" class=\"period\">");
        tell(p, side ? W_PLAN : W_TODAY);
        html(p, "</th>");
    }
    html(p, "</tr><tr>");
    for (int side = 0; side < SIDE_COUNT; side++) {
        head_cell(p, W_COL_COMMUNES, " class=\"n\"");
        head_cell(p, W_COL_PARCELS, " class=\"n\"");
    }
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < p->s->site_count; i++) {
        if (!served[SIDE_BEFORE][i].units_milli && !served[SIDE_PLAN][i].units_milli) continue;
        row_open(p, "");
        row_name(p, p->s->sites[i].name);
        html(p, "<td>");
        kind_name(p, i);
        html(p, "</td>");
        for (int side = 0; side < SIDE_COUNT; side++) {
            cell(p, show_int(p->lang, served[side][i].communes).s);
            cell(p, show_milli(p->lang, served[side][i].units_milli).s);
        }
        html(p, "</tr>");
    }
    table_close(p);
    html(p, "</details>\n");
}

/* Whose the outlines and streets are, and how rounds are drawn. */
static void credits(struct page *p, const struct map *map)
{
    const bool on_streets = p->legs && p->legs->way;
    html(p, "<p class=\"note\">");
    if (map->departements.count) tell(p, W_MAP_CREDIT), html(p, " ");
    if (is_cloud(p->s)) {}
    else if (on_streets) say(p, W_MAP_STREETS, p->legs->credit ? p->legs->credit : p->leg_label);
    else tell(p, W_MAP_STRAIGHT);
    html(p, "</p>\n");
}

void section_map(struct page *p)
{
    struct map map;
    section_open(p, "map", W_MAP);
    html(p, "<p>");
    say(p, W_MAP_LEDE, p->s->periods[p->facts.last].label);
    html(p, "</p>\n");
    mlg__map_prepare(p, &map);
    if (!p->arena.failed) {
        html(p, "<div id=\"live\" hidden>\n");
        controls(p);
        html(p, "<div id=\"live-map\"></div>\n<p id=\"map-said\" class=\"small\" aria-live=\"polite\"></p>\n</div>\n");
        html(p, "<div class=\"panels stills\" id=\"stills\">\n");
        mlg__map_still(p, &map, SIDE_BEFORE, p->facts.last);
        mlg__map_still(p, &map, SIDE_PLAN, p->facts.last);
        html(p, "</div>\n");
        key(p);
        search(p);
        table(p, &map);
        mlg__map_data(p, &map);
    }
    credits(p, &map);
    section_close(p);
}
