/* net.h — an undirected graph without loops or parallel edges, with coordinates: what an order is computed on.
 *
 * Nodes are numbered along a Z curve, so that neighbours are near in memory; parts of a net keep that numbering. */
#ifndef MLG_ROADS_NET_H
#define MLG_ROADS_NET_H

#include <stdbool.h>

#include "roads/digraph.h"

struct net {
    int32_t count;
    int32_t *first, *to; /* [count + 1], [first[count]]: neighbours */
    int32_t *x, *y;      /* [count] */
    int32_t *id;         /* [count] who it is to the maker: a state, for the whole net */
};

/* NULL without memory. A net is freed with mlg__free(). */
struct net *mlg__net_of(const struct digraph *g);
struct net *mlg__net_new(int32_t count, int32_t neighbour_count); /* first[0] = 0, all else to be filled */
/* Cut n into part_count nets, parts[part[v]] receiving v; part[v] < 0: left out. Edges between parts vanish.
 * local [count] is scratch. false without memory: then no part is left behind. */
bool mlg__net_split(const struct net *n, const int32_t *part, int32_t part_count, struct net **parts, int32_t *local);

/* Sort a list and drop what stands in it twice; returns how many are left. */
int32_t mlg__sorted_once(int32_t *item, int32_t count);

#endif
