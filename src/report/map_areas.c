/* report/map_areas.c — who serves each commune, how fast and with how much CO2; marks and colours of sites. See map.h.
 */
#include "report/map.h"

#include <math.h>

#include "accounts/speed.h"
#include "model/metric.h"
#include "model/units.h"

const char *const mlg__area_colours[AREA_COLOURS] = {
    "#332288", "#117733", "#cc6677", "#3e8fb0", "#882255", "#9a8a1f", "#2f9c8c", "#aa4499",
};

enum site_mark mlg__site_mark(const struct page *p, enum side side, int32_t period, int32_t site)
{
    const struct plan_site *row = mlg__site_row(p->s, side_of(p->plan, side), site, period);
    const int32_t today = p->s->sites[site].state_today, state = row ? row->size : 0;
    if (!state) return side == SIDE_PLAN && today ? MARK_CLOSED : MARK_NONE;
    if (mlg__is_partner(p->s, site)) return MARK_PARTNER;
    if (!today) return MARK_OPENED;
    if (state > today) return MARK_EXTENDED;
    return site_serves(p->s, site) ? MARK_KEPT : MARK_UPPER;
}

bool mlg__site_in_box(const struct page *p, const struct map *map, int32_t site)
{
    const struct site *s = &p->s->sites[site];
    return s->lon_deg > map->box.west && s->lon_deg < map->box.east && s->lat_deg > map->box.south &&
           s->lat_deg < map->box.north;
}

static void find_box(struct page *p, struct map *map)
{
    struct box b = { 400, 400, -400, -400 };
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        const struct demand *at = &p->s->demands[d];
        b.west = fmin(b.west, at->lon_deg), b.east = fmax(b.east, at->lon_deg);
        b.south = fmin(b.south, at->lat_deg), b.north = fmax(b.north, at->lat_deg);
    }
    const double margin = fmax(0.05, 0.03 * fmax(b.east - b.west, b.north - b.south));
    map->box = (struct box) { b.west - margin, b.south - margin, b.east + margin, b.north + margin };
}

/* Each station takes the colour whose nearest bearer is farthest away; in the order of the sites. */
static void choose_colours(struct page *p, struct map *map)
{
    map->colour = arena_array(&p->arena, int32_t, p->s->site_count);
    bool *used = arena_array(&p->arena, bool, p->s->site_count);
    if (p->arena.failed) return;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t i = 0; i < side_of(p->plan, (enum side)side)->flow_count; i++)
            used[side_of(p->plan, (enum side)side)->flows[i].site] = true;
    for (int32_t site = 0; site < p->s->site_count; site++) {
        if (!used[site]) continue;
        double nearest_m[AREA_COLOURS];
        for (int c = 0; c < AREA_COLOURS; c++) nearest_m[c] = INFINITY;
        for (int32_t other = 0; other < site; other++) {
            if (!used[other]) continue;
            const struct site *a = &p->s->sites[site], *b = &p->s->sites[other];
            const double m = mlg__great_circle_m(a->lat_deg, a->lon_deg, b->lat_deg, b->lon_deg);
            if (m < nearest_m[map->colour[other]]) nearest_m[map->colour[other]] = m;
        }
        for (int c = 1; c < AREA_COLOURS; c++)
            if (nearest_m[c] > nearest_m[map->colour[site]]) map->colour[site] = c;
    }
}

/* CO2 of one unit apart from its lane: mean of the chains that end at its station, and the way to the door where a
 * partner goes it. */
static double *site_grams(struct page *p, const struct network_side *side, int32_t period)
{
    double *grams = arena_array(&p->arena, double, p->s->site_count);
    double *units = arena_array(&p->arena, double, p->s->site_count);
    if (p->arena.failed) return NULL;
    for (int32_t i = 0; i < side->chain_count; i++) {
        const struct plan_chain *c = &side->chains[i];
        if (c->period != period || c->site_count < 1) continue;
        const int32_t station = c->sites[c->site_count - 1];
        grams[station] += (double)c->units_milli * (double)c->co2_wtw_mg / 1000;
        units[station] += (double)c->units_milli;
    }
    for (int32_t site = 0; site < p->s->site_count; site++) {
        const struct plan_site *row = mlg__site_row(p->s, side, site, period);
        const struct size *size = row ? site_size(p->s, site, row->size) : NULL;
        if (units[site] > 0) grams[site] /= units[site];
        if (size && size->to_the_door) grams[site] += (double)size->door_co2_mg / 1000;
    }
    return grams;
}

/* The flows of one commune in one period. */
struct mix {
    int32_t site;
    int64_t units_milli, most_milli;
    double seconds, grams;
};

static void add_flow(struct mix *m, const struct plan_flow *f, const double *site_g)
{
    if (f->units_milli > m->most_milli) m->most_milli = f->units_milli, m->site = f->site;
    m->units_milli += f->units_milli;
    m->seconds += (double)f->units_milli * (double)f->mean_s;
    m->grams += (double)f->units_milli * ((double)f->co2_wtw_mg / 1000 + site_g[f->site]);
}

static void fill_side(struct page *p, struct map *map, enum side which, int32_t period)
{
    const struct network_side *side = side_of(p->plan, which);
    const size_t first = ((size_t)which * (size_t)p->s->period_count + (size_t)period) * (size_t)p->s->demand_count;
    struct mix *mixes = arena_array(&p->arena, struct mix, p->s->demand_count);
    const double *site_g = site_grams(p, side, period);
    if (p->arena.failed) return;
    for (int32_t i = 0; i < side->flow_count; i++)
        if (side->flows[i].period == period) add_flow(&mixes[side->flows[i].demand], &side->flows[i], site_g);
    const double wait_s = (double)mlg__order_wait_s(p->s);
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        const struct mix *m = &mixes[d];
        const double units = (double)m->units_milli;
        map->server[first + (size_t)d] = units > 0 ? m->site : MLG_NONE;
        map->times[first + (size_t)d] =
            units > 0 ? (int32_t)(shown_time(p->s, wait_s + m->seconds / units) * map->clock + 0.5) : -1;
        map->grams[first + (size_t)d] = units > 0 ? (int32_t)(m->grams / units + 0.5) : -1;
    }
}

void mlg__map_prepare(struct page *p, struct map *map)
{
    *map = (struct map) { 0 };
    const size_t all = (size_t)SIDE_COUNT * (size_t)p->s->period_count * (size_t)p->s->demand_count;
    map->server = arena_array(&p->arena, int32_t, all);
    map->clock = is_cloud(p->s) ? (int32_t)MLG_US_PER_MS : MLG_MINUTES_PER_HOUR;
    for (int32_t d = 0; d < p->s->demand_count; d++) {
        double units = 0;
        for (int32_t service = 0; service < p->s->service_count; service++)
            units += (double)demand_units_milli(p->s, d, service, p->facts.last) / (double)MLG_MILLI;
        map->most_units = fmax(map->most_units, units);
    }
    map->times = arena_array(&p->arena, int32_t, all);
    map->grams = arena_array(&p->arena, int32_t, all);
    find_box(p, map);
    map->regions = mlg__outlines(OUTLINE_REGION, &map->box, &p->arena);
    map->departements = mlg__outlines(OUTLINE_DEPARTEMENT, &map->box, &p->arena);
    choose_colours(p, map);
    if (p->arena.failed) return;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < p->s->period_count; t++) fill_side(p, map, (enum side)side, t);
}
