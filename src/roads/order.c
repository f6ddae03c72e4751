/* order.c — see order.h: the net of a graph, what is easy first (reduce.h), the rest by dissection (dissect.h). */
#include "roads/order.h"

#include "base/error.h"
#include "roads/dissect.h"
#include "roads/reduce.h"

enum { ARCS_MAX = 1 << 30 }; /* each gives two neighbours */

mlg_status mlg__road_order(const struct digraph *g, int32_t thread_count, int32_t *order, mlg_error *err)
{
    if (g->arc_count >= ARCS_MAX)
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("%d arcs: more than 2^30", "%d arcs : plus de 2^30"),
                         TXT("cut the map into smaller extracts", "découpez la carte en extraits plus petits"),
                         g->arc_count);
    int32_t eliminated = 0;
    struct net *n = mlg__net_of(g);
    if (n) n = mlg__net_reduce(n, order, &eliminated);
    if (!n || !mlg__net_dissect(n, thread_count, order + eliminated))
        return mlg__no_memory(err, "the order of a road map");
    return MLG_OK;
}
