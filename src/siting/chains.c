/* chains.c — cheapest ways level by level, a link at a time (dynamic programming over levels); where upper sites are chosen,
 * all ways. See chains.h. */
#include "siting/chains.h"

#include <stdlib.h>
#include <string.h>

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

/* -- ways, where upper sites are chosen -- */

struct ranked { struct way way; int64_t rank; }; /* what it costs at least in any period */
struct way_list { struct ranked *ways; int32_t count, cap; };

static bool may_open(const struct mlg_network *n, int32_t site, int32_t t)
{
    for (int32_t k = 1; k < n->site_states[site]; k++)
        if (node_at(n, site, t, k)->allowed) return true;
    return false;
}

/* Least of a unit at a site in a period, over the states that it may have. */
static struct site_least { int64_t micro, co2_mg; } least_unit(const struct mlg_network *n, int32_t site, int32_t t)
{
    struct site_least least = { NO_CHAIN_MICRO, INT64_MAX };
    for (int32_t k = 1; k < n->site_states[site]; k++) {
        const struct node *node = node_at(n, site, t, k);
        if (!node->allowed) continue;
        least.micro = min64(least.micro, node->unit_micro);
        least.co2_mg = min64(least.co2_mg, node->unit_co2_mg);
    }
    return least;
}

/* A way of the network as a chain of the scenario, with a station at its end. */
static struct chain chain_of(const struct mlg_network *n, const struct way *way, int32_t station)
{
    struct chain c = { .site_count = way->upper_count + 1 };
    for (int32_t i = 0; i < way->upper_count; i++) c.sites[i] = n->site_id[way->uppers[i]];
    c.sites[way->upper_count] = n->site_id[station];
    return c;
}

static int64_t least_handling(const struct builder *b, int32_t upper, int32_t t)
{
    int64_t least = NO_CHAIN_MICRO;
    for (int32_t k = 1; k < b->n->site_states[upper]; k++) {
        const struct site_unit unit = mlg__site_unit(b->s, b->n->site_id[upper], k, t);
        least = min64(least, mlg__site_unit_micro(b->s, &unit));
    }
    return least;
}

static bool add_way(const struct builder *b, int32_t station, struct way way, struct way_list *list)
{
    const struct mlg_network *n = b->n;
    struct chain c = chain_of(n, &way, station);
    if (!price_way(b, &c) || !in_time(b->s, &c)) return true;
    struct ranked *grown = mlg__grow(list->ways, &list->cap, list->count + 1, sizeof *grown);
    if (!grown) return false;
    list->ways = grown;
    way.haul_micro = c.haul_micro, way.haul_co2_mg = c.haul_wtw_mg, way.haul_ttw_mg = c.haul_ttw_mg, way.time_s = c.time_s;
    int64_t rank = INT64_MAX;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t micro = c.haul_micro;
        for (int32_t i = 0; i < way.upper_count; i++)
            micro += least_handling(b, way.uppers[i], t);
        rank = min64(rank, micro);
    }
    list->ways[list->count++] = (struct ranked) { way, rank };
    return true;
}

/* All ways down to a station that begin like `way`. */
static bool go_down(const struct builder *b, int32_t station, struct way way, struct way_list *list)
{
    const struct mlg_network *n = b->n;
    if (way.upper_count == b->s->level_count - 1) return add_way(b, station, way, list);
    for (int32_t u = n->station_count; u < n->site_count; u++) {
        bool opens = false;
        for (int32_t t = 0; t < n->period_count; t++) opens |= mlg__fixed_state(b->s, n->site_id[u], t, false) > 0;
        opens |= b->s->sites[n->site_id[u]].allowed > 1;
        if (!opens || site_level(b->s, n->site_id[u]) != way.upper_count) continue;
        struct way longer = way;
        longer.uppers[longer.upper_count++] = u;
        if (!go_down(b, station, longer, list)) return false;
    }
    return true;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return memcmp(x->way.uppers, y->way.uppers, sizeof x->way.uppers);
}

/* The cheapest ways; one that stands for all others, cheaper and faster than each of them. */
static void take_ways(struct way_list *list, struct way *ways, int32_t *count)
{
    if (list->count > 0) qsort(list->ways, (size_t)list->count, sizeof *list->ways, by_rank);
    for (int32_t i = 0; i < list->count && i < WAYS_MOST; i++) ways[(*count)++] = list->ways[i].way;
    if (list->count <= WAYS_MOST) return;
    struct way rest = { .haul_micro = list->ways[WAYS_MOST].rank, .haul_co2_mg = INT64_MAX, .time_s = INT32_MAX };
    for (int32_t i = WAYS_MOST; i < list->count; i++) {
        rest.haul_co2_mg = min64(rest.haul_co2_mg, list->ways[i].way.haul_co2_mg);
        rest.time_s = min32(rest.time_s, list->ways[i].way.time_s);
    }
    ways[(*count)++] = rest;
}

/* Seconds that a promise leaves from the departure at the station on; -1 where a size that delivers by itself breaks it. */
static int64_t slack_s(const mlg_scenario *s, int32_t service, int32_t site, const struct way *way)
{
    const struct kind *kind = &s->kinds[s->sites[site].kind];
    const struct lane_price at_once = { 0 };
    int64_t slack = INT32_MAX;
    for (int32_t k = 1; k <= kind->size_count; k++) {
        const int64_t left = s->services[service].promise_s - mlg__door_time(s, service, site, k, way->time_s, &at_once).latest_s;
        if (s->sizes[kind->first_size + k - 1].to_the_door) slack = left < 0 ? -1 : slack;
        else slack = min64(slack, left);
    }
    return max64(-1, slack);
}

static mlg_status build_ways(const struct builder *b, mlg_error *err)
{
    struct mlg_network *n = b->n;
    struct way_list list = { 0 };
    int32_t count = 0;
    n->ways = arena_array(&n->arena, struct way, (int64_t)n->station_count * (WAYS_MOST + 1));
    n->link_volume = arena_array(&n->arena, int64_t, n->station_count);
    mlg_status status = n->arena.failed ? mlg__no_memory(err, "siting") : MLG_OK;
    for (int32_t i = 0; !status && i < n->station_count; i++) {
        list.count = 0;
        if (!to_the_door(b->s, n->site_id[i]) && !go_down(b, i, (struct way) { 0 }, &list)) status = mlg__no_memory(err, "siting");
        else take_ways(&list, n->ways, &count);
        n->way_first[i + 1] = count;
        for (int32_t k = n->site_states[i] - 1; k > 0; k--) n->link_volume[i] = max64(1, capacity_at(n, i, 0, k) / 2);
    }
    mlg__free(list.ways);
    n->way_slack_s = arena_array(&n->arena, int64_t, (int64_t)count * n->service_count);
    if (!status && n->arena.failed) status = mlg__no_memory(err, "siting");
    for (int32_t i = 0; !status && i < n->station_count; i++)
        for (int32_t w = n->way_first[i]; w < n->way_first[i + 1]; w++)
            for (int32_t v = 0; v < n->service_count; v++)
                n->way_slack_s[w * n->service_count + v] = slack_s(b->s, v, n->site_id[i], &n->ways[w]);
    return status;
}

bool mlg__price_ways(struct mlg_network *n)
{
    if (!n->way_first) return true;
    n->way_least_micro = arena_array(&n->arena, int64_t, (int64_t)n->station_count * n->period_count);
    n->way_least_co2_mg = arena_array(&n->arena, int64_t, (int64_t)n->station_count * n->period_count);
    if (n->arena.failed) return false;
    for (int32_t i = 0; i < n->station_count; i++)
        for (int32_t t = 0; has_ways(n, i) && t < n->period_count; t++) {
            int64_t micro = NO_CHAIN_MICRO, co2_mg = INT64_MAX;
            for (int32_t w = n->way_first[i]; w < n->way_first[i + 1]; w++) {
                const struct way *way = &n->ways[w];
                int64_t way_micro = way->haul_micro, way_co2_mg = way->haul_co2_mg;
                if (!mlg__way_may_open(n, way, t)) continue;
                for (int32_t u = 0; u < way->upper_count; u++) {
                    const struct site_least least = least_unit(n, way->uppers[u], t);
                    way_micro += least.micro, way_co2_mg += least.co2_mg;
                }
                micro = min64(micro, way_micro), co2_mg = min64(co2_mg, way_co2_mg);
            }
            n->way_least_micro[i * n->period_count + t] = micro;
            n->way_least_co2_mg[i * n->period_count + t] = co2_mg == INT64_MAX ? 0 : co2_mg;
        }
    return true;
}

bool mlg__way_may_open(const struct mlg_network *n, const struct way *way, int32_t t)
{
    for (int32_t u = 0; u < way->upper_count; u++)
        if (!may_open(n, way->uppers[u], t)) return false;
    return true;
}

int32_t mlg__soonest_s(const struct mlg_network *n, int32_t station, int32_t t)
{
    if (!has_ways(n, station)) {
        const struct chain *chain = &n->chains[(station * n->period_count + t) * CHAIN_OPTIONS];
        return chain->site_count > 0 ? chain->time_s : MLG_NONE;
    }
    int32_t soonest_s = MLG_NONE;
    for (int32_t w = n->way_first[station]; w < n->way_first[station + 1]; w++)
        if (mlg__way_may_open(n, &n->ways[w], t) && (soonest_s == MLG_NONE || n->ways[w].time_s < soonest_s))
            soonest_s = n->ways[w].time_s;
    return soonest_s;
}

mlg_status mlg__build_chains(struct mlg_network *n, const mlg_leg_source *legs, mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    struct builder b = { .n = n, .s = s };
    mlg_status status = MLG_OK;
    const int64_t cells = (int64_t)n->station_count * n->period_count;
    n->chains = arena_array(&n->arena, struct chain, cells * CHAIN_OPTIONS);
    n->chains_before = arena_array(&n->arena, struct chain, cells);
    b.way = arena_array(&b.arena, struct chain, s->site_count);
    if (n->arena.failed || b.arena.failed) status = mlg__no_memory(err, "siting");
    for (int32_t level = 0; !status && level + 1 < s->level_count; level++) status = ask_links(&b, legs, level, err);
    if (!status && n->way_first) status = build_ways(&b, err);
    for (int32_t t = 0; !status && t < n->period_count; t++) {
        walk_down(&b, t, false);
        for (int32_t i = 0; i < n->station_count; i++)
            if (!has_ways(n, i) && (!n->way_first || to_the_door(s, n->site_id[i])))
                station_ways(&b, n->site_id[i], t, false, &n->chains[(i * n->period_count + t) * CHAIN_OPTIONS],
                         CHAIN_OPTIONS);
        walk_down(&b, t, true);
        for (int32_t i = 0; i < n->station_count; i++)
            station_ways(&b, n->site_id[i], t, true, &n->chains_before[i * n->period_count + t], 1);
    }
    mlg__arena_free(&b.arena);
    return status;
}
