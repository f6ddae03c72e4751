/* road_laws.c — see road_laws.h. */
#include "support/road_laws.h"

#include <string.h>

static struct arc_weight up_weight(const struct metric *m, enum road_direction way, int32_t arc)
{
    return mlg__weight_of(m->key[way][arc], m->energy[way][arc]);
}

static const char *list_broken(const struct hierarchy *h, int32_t v)
{
    const int32_t from = h->up_first[v], end = h->up_first[v + 1];
    for (int32_t k = from; k < end; k++)
        if (h->up_head[k] <= (k == from ? v : h->up_head[k - 1]))
            return "an upper list does not ascend above its state";
    if (from == end) return h->parent[v] == MLG_NONE && h->depth[v] == 0 ? NULL : "a root has a parent or a depth";
    if (h->parent[v] != h->up_head[from]) return "the parent is not the first upper neighbour";
    if (h->depth[v] != h->depth[h->parent[v]] + 1) return "a depth is not its parent's and one";
    if (h->depth[v] >= h->path_max) return "a root path is longer than the longest";
    for (int32_t k = from + 1; k < end; k++)
        if (mlg__up_arc(h, h->parent[v], h->up_head[k]) == MLG_NONE)
            return "an upper neighbour is none of the parent's";
    return NULL;
}

const char *hierarchy_broken(const struct hierarchy *h)
{
    for (int32_t v = 0; v < h->state_count; v++) {
        const char *broken = list_broken(h, v);
        if (broken) return broken;
        if (h->rank[h->state[v]] != v) return "ranks and states are no inverses";
        int32_t first = v; /* by walking up from every state below */
        for (int32_t u = v - 1; u >= 0 && v < 400; u--) {
            int32_t x = u;
            while (x != MLG_NONE && x < v) x = h->parent[x];
            if (x == v) first = u;
            if ((x == v) != (u >= h->subtree_first[v])) return "a subtree is not a range of ranks";
        }
        if (v < 400 && first != h->subtree_first[v]) return "a subtree begins elsewhere";
        for (int32_t i = h->down_first[v]; i < h->down_first[v + 1]; i++) {
            if (h->up_head[h->down_arc[i]] != v) return "a lower list holds somebody else's arc";
            if (mlg__up_arc(h, h->down_tail[i], v) != h->down_arc[i]) return "a lower list has a wrong tail";
            if (i > h->down_first[v] && h->down_tail[i - 1] >= h->down_tail[i]) return "a lower list does not ascend";
        }
    }
    return h->down_first[h->state_count] == h->up_count ? NULL : "arcs are missing in lower lists";
}

/* The sum of a triangle: v -> u by arc a downwards or upwards. */
static struct arc_weight sum(const struct metric *m, int32_t down_arc, int32_t up_arc)
{
    return mlg__weight_add(up_weight(m, ROAD_DOWN, down_arc), up_weight(m, ROAD_UP, up_arc));
}

const char *metric_broken(const struct metric *m, const struct digraph *g)
{
    const struct hierarchy *h = m->h;
    bool *attained = mlg__malloc(2 * (size_t)h->up_count);
    const char *broken = attained ? NULL : "no memory";
    for (int32_t k = 0; !broken && k < g->arc_count; k++) {
        const int32_t u = h->rank[g->tail[k]], v = h->rank[g->head[k]];
        if (u == v) continue;
        const int32_t arc = mlg__up_arc(h, u < v ? u : v, u < v ? v : u);
        const enum road_direction way = u < v ? ROAD_UP : ROAD_DOWN;
        const int better = mlg__weight_compare(m->weight[k], up_weight(m, way, arc));
        if (better < 0) broken = "an arc of the graph is better than its slot";
        if (better == 0) attained[2 * arc + (int32_t)way] = true;
    }
    for (int32_t v = 0; !broken && v < h->state_count; v++)
        for (int32_t i = h->up_first[v]; i < h->up_first[v + 1]; i++)
            for (int32_t j = h->up_first[v]; j < h->up_first[v + 1]; j++) {
                if (i == j) continue;
                const int32_t a = h->up_head[i], b = h->up_head[j], arc = mlg__up_arc(h, a < b ? a : b, a < b ? b : a);
                const enum road_direction way = a < b ? ROAD_UP : ROAD_DOWN;
                const int better = mlg__weight_compare(sum(m, i, j), up_weight(m, way, arc));
                if (better < 0) broken = "a lower triangle improves an arc";
                if (better == 0) attained[2 * arc + (int32_t)way] = true;
            }
    for (int32_t k = 0; !broken && k < h->up_count; k++)
        for (int way = 0; way < 2; way++) {
            const struct arc_weight w = up_weight(m, (enum road_direction)way, k);
            if (w.t_ms < 1) broken = "an arc takes no time";
            if (w.t_ms < MLG_ROAD_INF && !attained[2 * k + way])
                broken = "an arc is neither the graph's nor a triangle's";
        }
    mlg__free(attained);
    return broken;
}

bool metric_same(const struct metric *a, const struct metric *b)
{
    const size_t count = (size_t)a->h->up_count;
    if (a->h->up_count != b->h->up_count || memcmp(a->via, b->via, 2 * count * sizeof *a->via)) return false;
    for (int way = 0; way < 2; way++)
        if (memcmp(a->key[way], b->key[way], count * sizeof *a->key[way]) ||
            memcmp(a->energy[way], b->energy[way], count * sizeof *a->energy[way]))
            return false;
    return true;
}
