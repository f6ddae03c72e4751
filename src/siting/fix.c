/* fix.c — fixing by reduced cost. See fix.h. */
#include "siting/fix.h"

int64_t mlg__fix_nodes(struct dual *d, const struct certificate *c, int64_t upper)
{
    const struct mlg_network *n = d->net;
    int64_t count = 0;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                const int32_t at = node_index(n, s, t, k);
                if (!d->alive[at] || !mlg__certified_useless(c, at, upper)) continue;
                d->alive[at] = false;
                count++;
            }
    return count;
}
