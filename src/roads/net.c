/* net.c — see net.h. */
#include "roads/net.h"

#include <stdlib.h>

#include "base/math.h"
#include "base/memory.h"

struct net *mlg__net_new(int32_t count, int32_t neighbour_count)
{
    const size_t n = (size_t)count;
    struct net *made = mlg__malloc(sizeof *made + (4 * n + 1 + (size_t)neighbour_count) * sizeof(int32_t));
    if (!made) return NULL;
    int32_t *numbers = (int32_t *)(made + 1);
    *made =
        (struct net) { count, numbers, numbers + 4 * n + 1, numbers + n + 1, numbers + 2 * n + 1, numbers + 3 * n + 1 };
    return made;
}

/* The 16 bits of v, a zero bit before each. */
static uint64_t spread(uint64_t v)
{
    v = (v | v << 8) & 0x00FF00FF;
    v = (v | v << 4) & 0x0F0F0F0F;
    v = (v | v << 2) & 0x33333333;
    return (v | v << 1) & 0x55555555;
}

/* values - their least, as 16 bits; their common shift is chosen so that all fit. */
struct scale {
    int64_t least;
    int shift;
};
static struct scale scale_of(const int32_t *value, int32_t count)
{
    int64_t least = 0, most = 0;
    for (int32_t i = 0; i < count; i++) {
        if (i == 0 || value[i] < least) least = value[i];
        if (i == 0 || value[i] > most) most = value[i];
    }
    struct scale s = { least, 0 };
    while ((most - least) >> s.shift > UINT16_MAX) s.shift++;
    return s;
}

/* States along a Z curve: code << 32 | state, ascending. */
static void along_z_curve(const struct digraph *g, uint64_t *key)
{
    const struct scale sx = scale_of(g->x, g->state_count), sy = scale_of(g->y, g->state_count);
    for (int32_t v = 0; v < g->state_count; v++)
        key[v] = (spread((uint64_t)((g->x[v] - sx.least) >> sx.shift)) |
                  spread((uint64_t)((g->y[v] - sy.least) >> sy.shift)) << 1)
                     << 32 |
                 (uint32_t)v;
    qsort(key, (size_t)g->state_count, sizeof *key, mlg__by_value);
}

static int ascending(const void *a, const void *b)
{
    const int32_t p = *(const int32_t *)a, q = *(const int32_t *)b;
    return (p > q) - (p < q);
}

int32_t mlg__sorted_once(int32_t *item, int32_t count)
{
    if (count > 16) qsort(item, (size_t)count, sizeof *item, ascending); /* hubs; junctions have a few */
    for (int32_t i = 1; i < count && count <= 16; i++) {
        const int32_t v = item[i];
        int32_t j = i;
        for (; j > 0 && item[j - 1] > v; j--) item[j] = item[j - 1];
        item[j] = v;
    }
    int32_t kept = 0;
    for (int32_t i = 0; i < count; i++)
        if (!kept || item[kept - 1] != item[i]) item[kept++] = item[i];
    return kept;
}

/* Both ends of every arc into the lists; at[v] is where the list of v ends, then shift all lists together. */
static void link_neighbours(const struct digraph *g, const int32_t *place, int32_t *at, struct net *n)
{
    for (int32_t v = 0; v < n->count; v++) at[v] = n->first[v];
    for (int32_t a = 0; a < g->arc_count; a++) {
        const int32_t u = place[g->tail[a]], v = place[g->head[a]];
        if (u == v) continue;
        n->to[at[u]++] = v;
        n->to[at[v]++] = u;
    }
    int32_t kept = 0;
    for (int32_t v = 0; v < n->count; v++) {
        const int32_t from = n->first[v], count = mlg__sorted_once(n->to + from, at[v] - from);
        n->first[v] = kept;
        for (int32_t i = 0; i < count; i++) n->to[kept + i] = n->to[from + i];
        kept += count;
    }
    n->first[n->count] = kept;
}

struct net *mlg__net_of(const struct digraph *g)
{
    const int32_t count = g->state_count;
    uint64_t *key = mlg__malloc((size_t)count * sizeof *key);
    int32_t *place = mlg__malloc(2 * (size_t)count * sizeof *place);
    int32_t ends = 0;
    for (int32_t a = 0; a < g->arc_count; a++) ends += g->tail[a] != g->head[a] ? 2 : 0;
    struct net *n = key && place ? mlg__net_new(count, ends) : NULL;
    if (n) {
        along_z_curve(g, key);
        for (int32_t v = 0; v < count; v++) {
            n->id[v] = (int32_t)(uint32_t)key[v];
            n->x[v] = g->x[n->id[v]];
            n->y[v] = g->y[n->id[v]];
            place[n->id[v]] = v;
        }
        for (int32_t a = 0; a < g->arc_count; a++) {
            if (g->tail[a] == g->head[a]) continue;
            n->first[place[g->tail[a]] + 1]++;
            n->first[place[g->head[a]] + 1]++;
        }
        for (int32_t v = 0; v < count; v++) n->first[v + 1] += n->first[v];
        link_neighbours(g, place, place + count, n);
    }
    mlg__free(key);
    mlg__free(place);
    return n;
}

/* How many nodes and ends of edges each part has: count[2 * part], count[2 * part + 1]. */
static void part_sizes(const struct net *n, const int32_t *part, int32_t *count)
{
    for (int32_t v = 0; v < n->count; v++) {
        if (part[v] < 0) continue;
        count[2 * part[v]]++;
        for (int32_t a = n->first[v]; a < n->first[v + 1]; a++) count[2 * part[v] + 1] += part[n->to[a]] == part[v];
    }
}

bool mlg__net_split(const struct net *n, const int32_t *part, int32_t part_count, struct net **parts, int32_t *local)
{
    int32_t *count = mlg__malloc(2 * (size_t)part_count * sizeof *count);
    bool ok = count != NULL;
    if (ok) part_sizes(n, part, count);
    for (int32_t p = 0; p < part_count; p++) {
        parts[p] = ok ? mlg__net_new(count[2 * p], count[2 * p + 1]) : NULL;
        ok = parts[p] != NULL;
    }
    if (!ok)
        for (int32_t p = 0; p < part_count; p++) {
            mlg__free(parts[p]);
            parts[p] = NULL;
        }
    if (ok) {
        for (int32_t p = 0; p < part_count; p++) count[p] = 0;
        for (int32_t v = 0; v < n->count; v++)
            if (part[v] >= 0) local[v] = count[part[v]]++;
        for (int32_t v = 0; v < n->count; v++) {
            if (part[v] < 0) continue;
            struct net *p = parts[part[v]];
            const int32_t w = local[v];
            int32_t to = p->first[w];
            for (int32_t a = n->first[v]; a < n->first[v + 1]; a++)
                if (part[n->to[a]] == part[v]) p->to[to++] = local[n->to[a]];
            p->first[w + 1] = to;
            p->x[w] = n->x[v];
            p->y[w] = n->y[v];
            p->id[w] = n->id[v];
        }
    }
    mlg__free(count);
    return ok;
}
