/* round.c — rounding: the surest sites first, until what is open can carry the load. See round.h.
 *
 * A threshold on ybar would open every half-chosen site of a region that needs only some of them; so sites are taken
 * in order, each with the path that ybar likes best, and opening stops when the capacity suffices. */
#include "siting/round.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "siting/statepath.h"

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

/* What is open on a level can carry all demand, in every period. */
static bool enough_capacity(const struct design *d, int32_t level, const int64_t *load)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t capacity = 0;
        for (int32_t s = 0; s < n->site_count; s++) {
            const int8_t k = design_path(d, s)[t];
            if (k > 0 && level_of(n, s) == level) capacity += capacity_at(n, s, k);
        }
        if (capacity < load[t]) return false;
    }
    return true;
}

mlg_status mlg__round_design(const struct dual *dual, bool from_path, struct design *d, mlg_error *err)
{
    const struct mlg_network *n = dual->net;
    struct candidate *list = mlg__malloc(sizeof *list * (size_t)n->site_count);
    int64_t load[MLG_PERIODS_MAX];
    if (!list) return mlg__no_memory(err, "siting");
    for (int32_t t = 0; t < n->period_count; t++) load[t] = mlg__period_load(n, t);
    mlg__design_rest(d);
    for (int32_t s = 0; s < n->site_count; s++) {
        struct candidate *c = &list[s];
        c->site = s;
        c->sure = liked_path(dual, s, 0, c->path);
        for (int32_t t = 0; from_path && t < n->period_count; t++)
            c->path[t] = dual->path[s * n->period_count + t];
    }
    qsort(list, (size_t)n->site_count, sizeof *list, by_sureness);
    for (int32_t i = 0; i < n->site_count; i++)
        if (list[i].sure >= 0 && mlg__design_allows(d, list[i].site, list[i].path))
            mlg__design_set_unassigned(d, list[i].site, list[i].path);

    for (int32_t i = 0; i < n->site_count; i++) {
        struct candidate *c = &list[i];
        const float liked = liked_path(dual, c->site, 1, c->path);
        float open = 0;
        for (int32_t t = 0; t < n->period_count; t++)
            if (c->path[t] > 0) open += dual->ybar[node_index(n, c->site, t, c->path[t])];
        c->sure = liked > -1e9f ? open : -1;
    }
    qsort(list, (size_t)n->site_count, sizeof *list, by_sureness);
    for (int32_t level = 0; level < max32(1, n->level_count); level++)
        for (int32_t i = 0; i < n->site_count && list[i].sure > 0 && !enough_capacity(d, level, load); i++)
            if (level_of(n, list[i].site) == level && mlg__design_allows(d, list[i].site, list[i].path))
                mlg__design_set_unassigned(d, list[i].site, list[i].path);
    mlg__free(list);
    return MLG_OK;
}
