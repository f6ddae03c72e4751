/* round.c — rounding: the surest sites first, until what is open can carry the load. See round.h.
 *
 * A threshold on ybar would open every half-chosen site of a region that needs only some of them; so sites are taken
 * in order, each with the path that ybar likes best: those that ybar would rather have open, then those that still find
 * enough of the rows they are for, then any until the capacity suffices. */
#include "siting/round.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/statepath.h"

static const double needed_share = 0.5; /* of the rows that a site would serve: fewer are left, and it is not opened */

struct candidate { float sure; int32_t site; int8_t path[MLG_PERIODS_MAX]; };

static int by_sureness(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->sure != y->sure) return x->sure > y->sure ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

/* The path with the largest sum of ybar; closed_cost: what a closed period counts instead of its ybar. */
static float liked_path(const struct dual *dual, int32_t s, double closed_cost, int8_t *path)
{
    const struct mlg_network *n = dual->net;
    const int32_t stride = n->state_max;
    double node[MLG_PERIODS_MAX * STATES_MAX], arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX];
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < n->site_states[s]; k++) {
            const int32_t at = node_index(n, s, t, k);
            const double like = k == 0 && closed_cost > 0 ? -closed_cost : (double)dual->ybar[at];
            node[t * stride + k] = dual->alive[at] ? -like : INFINITY;
            for (int32_t from = 0; from < n->site_states[s]; from++)
                arc[(t * stride + k) * stride + from] = arc_at(n, s, t, from, k)->allowed ? 0 : INFINITY;
        }
    const double cost = mlg__state_path(n->period_count, stride, n->site_states[s], n->site_today[s], node, arc, path);
    return cost < INFINITY ? (float)-cost : -1;
}

/* -- how much of what is left to serve a site would take -- */

struct rest {
    const struct dual *dual;
    bool keep_uppers;
    int64_t *left;             /* [row * periods + t] not taken by the sites that are open yet */
    struct item *items;        /* [lanes of the largest site] */
};

/* Of units [row * periods + t], what a site in a state takes: the rows that gain most from it, as the dual's prices tell, while
 * it has room. Really: from the units. */
static int64_t take(struct rest *r, int64_t *units, int32_t s, int32_t t, int32_t k, bool really)
{
    const struct mlg_network *n = r->dual->net;
    const int64_t room = k > 0 ? capacity_at(n, s, t, k) : 0;
    int32_t count = 0;
    double whole;
    for (int32_t i = n->site_first[s]; room > 0 && i < n->site_first[s + 1]; i++) {
        const struct lane *lane = &n->site_lanes[i];
        const int64_t cell = (int64_t)lane->end * n->period_count + t;
        const double key = lane->cost_micro + (double)node_at(n, s, t, k)->unit_micro - r->dual->best.w[cell];
        if (units[cell] == 0 || key >= 0) continue;
        if (count == 0 || r->items[count - 1].row != lane->end) r->items[count++] = (struct item) { key, (double)units[cell], lane->end, i };
    }
    const int32_t fits = mlg__items_split(r->items, count, (double)room, NAN, &whole);
    for (int32_t i = 0; really && i < fits; i++) units[(int64_t)r->items[i].row * n->period_count + t] = 0;
    if (fits == count) return (int64_t)whole;
    if (really) units[(int64_t)r->items[fits].row * n->period_count + t] -= room - (int64_t)whole;
    return room;
}

/* Of what it would take alone, the site still finds enough in some period. */
static bool is_needed(struct rest *r, int32_t s, const int8_t *path)
{
    const int32_t periods = r->dual->net->period_count;
    for (int32_t t = 0; t < periods; t++) {
        const int64_t left = take(r, r->left, s, t, path[t], false);
        if (left > 0 && (double)left >= needed_share * (double)take(r, r->dual->net->volume, s, t, path[t], false)) return true;
    }
    return false;
}

/* What is open on a level can carry all demand, in every period. */
static bool enough_capacity(const struct design *d, int32_t level, const int64_t *load)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t capacity = 0;
        for (int32_t s = 0; s < n->site_count; s++) {
            const int8_t k = design_path(d, s)[t];
            if (k > 0 && level_of(n, s) == level) capacity += capacity_at(n, s, t, k);
        }
        if (capacity < load[t]) return false;
    }
    return true;
}

/* What open stations can deliver that upper sites need not carry. */
static int64_t beside_uppers(const struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    int64_t sum = 0;
    for (int32_t s = 0; n->way_first && s < n->station_count; s++)
        if (!has_ways(n, s) && design_path(d, s)[t] > 0) sum += capacity_at(n, s, t, design_path(d, s)[t]);
    return sum;
}

/* The paths that the dual likes, and what they leave. */
static void set_liked(struct rest *r, struct candidate *list, bool from_path, struct design *d)
{
    const struct mlg_network *n = d->net;
    for (int32_t s = 0; s < n->site_count; s++) {
        struct candidate *c = &list[s];
        c->site = s;
        c->sure = liked_path(r->dual, s, 0, c->path);
        for (int32_t t = 0; from_path && t < n->period_count; t++) c->path[t] = r->dual->path[s * n->period_count + t];
    }
    qsort(list, (size_t)n->site_count, sizeof *list, by_sureness);
    for (int32_t i = 0; i < n->site_count; i++)
        if (list[i].sure >= 0 && !(r->keep_uppers && is_upper(n, list[i].site)) && mlg__design_allows(d, list[i].site, list[i].path))
            mlg__design_set_unassigned(d, list[i].site, list[i].path);
    for (int32_t i = 0; i < n->site_count; i++)
        for (int32_t t = 0; t < n->period_count; t++)
            take(r, r->left, list[i].site, t, design_path(d, list[i].site)[t], true);
}

/* The others with their best open paths, the surest first. */
static void list_more(const struct dual *dual, struct candidate *list)
{
    const struct mlg_network *n = dual->net;
    for (int32_t i = 0; i < n->site_count; i++) {
        struct candidate *c = &list[i];
        const float liked = liked_path(dual, c->site, 1, c->path);
        float open = 0;
        for (int32_t t = 0; t < n->period_count; t++)
            if (c->path[t] > 0) open += dual->ybar[node_index(n, c->site, t, c->path[t])];
        c->sure = liked > -1e9f ? open : -1;
    }
    qsort(list, (size_t)n->site_count, sizeof *list, by_sureness);
}

static void round_sites(struct rest *r, struct candidate *list, bool from_path, struct design *d)
{
    const struct mlg_network *n = d->net;
    int64_t load[MLG_PERIODS_MAX];
    mlg__design_rest(d);
    set_liked(r, list, from_path, d);
    list_more(r->dual, list);
    for (int32_t i = 0; i < n->site_count && list[i].sure > 0; i++) {
        const struct candidate *c = &list[i];
        if (level_of(n, c->site) > 0 || !memcmp(c->path, design_path(d, c->site), sizeof *c->path * (size_t)n->period_count)) continue;
        if (!is_needed(r, c->site, c->path) || !mlg__design_allows(d, c->site, c->path)) continue;
        mlg__design_set_unassigned(d, c->site, c->path);
        for (int32_t t = 0; t < n->period_count; t++) take(r, r->left, c->site, t, c->path[t], true);
    }
    for (int32_t t = 0; t < n->period_count; t++) load[t] = mlg__period_load(n, t);
    for (int32_t level = 0; level < max32(1, n->level_count); level++) {
        for (int32_t i = 0; i < n->site_count && list[i].sure > 0 && !enough_capacity(d, level, load); i++)
            if (level_of(n, list[i].site) == level && mlg__design_allows(d, list[i].site, list[i].path))
                mlg__design_set_unassigned(d, list[i].site, list[i].path);
        for (int32_t t = 0; level == 0 && t < n->period_count; t++) load[t] -= beside_uppers(d, t);
    }
}

mlg_status mlg__round_design(const struct dual *dual, bool from_path, bool keep_uppers, struct design *d, mlg_error *err)
{
    const struct mlg_network *n = dual->net;
    const size_t cells = (size_t)n->row_count * (size_t)n->period_count;
    struct arena arena = { 0 };
    struct rest r = { .dual = dual, .keep_uppers = keep_uppers, .left = arena_array(&arena, int64_t, cells) };
    struct candidate *list = arena_array(&arena, struct candidate, n->site_count);
    int32_t most = 0;
    for (int32_t s = 0; s < n->site_count; s++) most = max32(most, n->site_first[s + 1] - n->site_first[s]);
    r.items = arena_array(&arena, struct item, most);
    const mlg_status status = arena.failed ? mlg__no_memory(err, "siting") : MLG_OK;
    if (!status) {
        memcpy(r.left, n->volume, sizeof *r.left * cells);
        round_sites(&r, list, from_path, d);
    }
    mlg__arena_free(&arena);
    return status;
}
