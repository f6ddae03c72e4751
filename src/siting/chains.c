/* chains.c — cheapest ways level by level, a link at a time (dynamic programming over levels). See chains.h. */
#include "siting/chains.h"

#include "base/error.h"

/* Legs between the sites of one level and the next. */
struct links {
    int32_t from_count, to_count;
    int32_t *from, *to;     /* indices of the scenario */
    mlg_leg *legs;          /* [from][to] */
};

struct builder {
    struct mlg_network *n;
    const mlg_scenario *s;
    struct arena arena;
    struct links links[MLG_LEVELS_MAX]; /* [level] from level to level + 1 */
    struct chain *way;      /* [site of the scenario] cheapest way to an upper site, handling there included */
};

static void list_level(const mlg_scenario *s, int32_t level, int32_t *list, int32_t *count)
{
    *count = 0;
    for (int32_t i = 0; i < s->site_count; i++)
        if (site_level(s, i) == level) list[(*count)++] = i;
}

static mlg_status ask_links(struct builder *b, const mlg_leg_source *legs, int32_t level, mlg_error *err)
{
    const mlg_scenario *s = b->s;
    struct links *l = &b->links[level];
    l->from = arena_array(&b->arena, int32_t, s->site_count);
    l->to = arena_array(&b->arena, int32_t, s->site_count);
    int32_t *places = arena_array(&b->arena, int32_t, 2 * (int64_t)s->site_count);
    if (b->arena.failed) return mlg__no_memory(err, "siting");
    list_level(s, level, l->from, &l->from_count);
    list_level(s, level + 1, l->to, &l->to_count);
    l->legs = arena_array(&b->arena, mlg_leg, (int64_t)l->from_count * l->to_count);
    if (b->arena.failed) return mlg__no_memory(err, "siting");
    for (int32_t i = 0; i < l->from_count; i++) places[i] = s->demand_count + l->from[i];
    for (int32_t i = 0; i < l->to_count; i++) places[l->from_count + i] = s->demand_count + l->to[i];
    if (l->from_count == 0 || l->to_count == 0) return MLG_OK;
    return legs->rows(legs->self, max32(mlg__haul_class(s), 0), places, l->from_count, places + l->from_count,
                      l->to_count, l->legs, err);
}

static const mlg_leg *leg_between(const struct builder *b, int32_t level, int32_t from, int32_t to)
{
    const struct links *l = &b->links[level];
    int32_t i = 0, j = 0;
    while (l->from[i] != from) i++;
    while (l->to[j] != to) j++;
    return &l->legs[(int64_t)i * l->to_count + j];
}

/* The whole way once more by accounts, so that cost and time are those that the checker recomputes. */
static bool price_way(const struct builder *b, struct chain *c)
{
    mlg_leg legs[MLG_LEVELS_MAX];
    struct chain_price price;
    for (int32_t i = 0; i + 1 < c->site_count; i++)
        legs[i] = *leg_between(b, site_level(b->s, c->sites[i]), c->sites[i], c->sites[i + 1]);
    if (!mlg__chain_price(b->s, c->sites, c->site_count, legs, &price)) return false;
    c->unit_micro = c->haul_micro = price.cost_micro;
    c->unit_co2_mg = c->haul_wtw_mg = price.co2_wtw_mg;
    c->haul_ttw_mg = price.co2_ttw_mg;
    c->time_s = price.time_s;
    return true;
}

static void add_handling(const struct builder *b, struct chain *c, int32_t t, bool before)
{
    for (int32_t i = 0; i + 1 < c->site_count; i++) {
        const int32_t state = mlg__fixed_state(b->s, c->sites[i], t, before);
        const struct site_unit unit = mlg__site_unit(b->s, c->sites[i], state, t);
        c->unit_micro += mlg__site_unit_micro(b->s, &unit);
        c->unit_co2_mg += unit.co2_mg + unit.door_co2_mg;
    }
}

/* The way to `site` through the way to its parent; false: no link. */
static bool extend_way(const struct builder *b, const struct chain *parent, int32_t site, int32_t t, bool before,
                       struct chain *way)
{
    *way = *parent;
    way->sites[way->site_count++] = site;
    if (!price_way(b, way)) return false;
    add_handling(b, way, t, before);
    return true;
}

static bool comes_first(const struct chain *a, const struct chain *b)
{
    return b->site_count == 0 || a->unit_micro < b->unit_micro ||
           (a->unit_micro == b->unit_micro && a->time_s < b->time_s);
}

static bool is_open(const struct builder *b, int32_t site, int32_t t, bool before)
{
    return mlg__fixed_state(b->s, site, t, before) > 0;
}

/* Cheapest way to every open upper site, upper levels first. */
static void walk_down(struct builder *b, int32_t t, bool before)
{
    const mlg_scenario *s = b->s;
    for (int32_t i = 0; i < s->site_count; i++) {
        b->way[i] = (struct chain) { 0 };
        if (site_level(s, i) == 0 && is_open(b, i, t, before))
            b->way[i] = (struct chain) { .site_count = 1, .sites = { i } };
    }
    for (int32_t level = 0; level + 2 < s->level_count; level++) {
        const struct links *l = &b->links[level];
        for (int32_t to = 0; to < l->to_count; to++)
            for (int32_t from = 0; from < l->from_count; from++) {
                struct chain way;
                if (b->way[l->from[from]].site_count == 0 || !is_open(b, l->to[to], t, before)) continue;
                if (extend_way(b, &b->way[l->from[from]], l->to[to], t, before, &way) &&
                    comes_first(&way, &b->way[l->to[to]]))
                    b->way[l->to[to]] = way;
            }
    }
}

static bool to_the_door(const mlg_scenario *s, int32_t site)
{
    const struct kind *kind = &s->kinds[s->sites[site].kind];
    for (int32_t i = 0; i < kind->size_count; i++)
        if (!s->sizes[kind->first_size + i].to_the_door) return false;
    return true;
}

static bool in_time(const mlg_scenario *s, const struct chain *c)
{
    return s->inbound_count == 0 || c->time_s <= s->inbound_s[s->inbound_count - 1];
}

/* Keep a way among the best `count`, cheapest first. */
static void keep_option(struct chain *options, int32_t count, const struct chain *way)
{
    int32_t at = count;
    while (at > 0 && comes_first(way, &options[at - 1])) at--;
    if (at == count) return;
    for (int32_t i = count - 1; i > at; i--) options[i] = options[i - 1];
    options[at] = *way;
}

static void station_ways(const struct builder *b, int32_t station, int32_t t, bool before, struct chain *options,
                         int32_t count)
{
    const mlg_scenario *s = b->s;
    struct chain way = { .site_count = 1, .sites = { station } };
    /* A partner that delivers to the door fetches what it delivers: its tariff is for the whole way. */
    if (s->level_count == 1 || to_the_door(s, station)) {
        if (price_way(b, &way) && in_time(s, &way)) keep_option(options, count, &way);
        return;
    }
    const struct links *l = &b->links[s->level_count - 2];
    for (int32_t from = 0; from < l->from_count; from++)
        if (b->way[l->from[from]].site_count > 0 &&
            extend_way(b, &b->way[l->from[from]], station, t, before, &way) && in_time(s, &way))
            keep_option(options, count, &way);
}

mlg_status mlg__build_chains(struct mlg_network *n, const mlg_leg_source *legs, mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    struct builder b = { .n = n, .s = s };
    mlg_status status = MLG_OK;
    const int64_t cells = (int64_t)n->site_count * n->period_count;
    n->chains = arena_array(&n->arena, struct chain, cells * CHAIN_OPTIONS);
    n->chains_before = arena_array(&n->arena, struct chain, cells);
    b.way = arena_array(&b.arena, struct chain, s->site_count);
    if (n->arena.failed || b.arena.failed) status = mlg__no_memory(err, "siting");
    for (int32_t level = 0; !status && level + 1 < s->level_count; level++) status = ask_links(&b, legs, level, err);
    for (int32_t t = 0; !status && t < n->period_count; t++) {
        walk_down(&b, t, false);
        for (int32_t i = 0; i < n->site_count; i++)
            station_ways(&b, n->site_id[i], t, false, &n->chains[(i * n->period_count + t) * CHAIN_OPTIONS],
                         CHAIN_OPTIONS);
        walk_down(&b, t, true);
        for (int32_t i = 0; i < n->site_count; i++)
            station_ways(&b, n->site_id[i], t, true, &n->chains_before[i * n->period_count + t], 1);
    }
    mlg__arena_free(&b.arena);
    return status;
}
