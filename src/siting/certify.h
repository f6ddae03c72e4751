/* certify.h — the bound that is printed: the dual's bound once more, in integers.
 *
 * Prices are rounded to whole micro-euros a unit (whole grains for common rows) and clipped so that lanes left out
 * cannot help; any such prices are valid. Each lane's cost is rounded down, the rest is exact in 128 bits. So the
 * result is never above the cost of any plan of the model, whenever the dual was stopped and whatever its doubles did. */
#ifndef MLG_SITING_CERTIFY_H
#define MLG_SITING_CERTIFY_H

#include "siting/dual.h"

struct certificate {
    int64_t bound;  /* quanta */
    int128 grains;  /* the same before it is rounded down */
    int128 *row;    /* [common] grains for one of the row's units, as used; written where not NULL */
    int128 *loss;   /* [node] grains: how much the bound rises if a plan must go through the node; may be NULL */
};

/* alive [node]: states that may be used, NULL: all allowed ones. loss: NULL or [node] written. */
mlg_status mlg__certify(const struct mlg_network *n, const struct prices *prices, const bool *alive, int32_t threads,
                        struct certificate *certificate, mlg_error *err);

/* Grains of a bound as quanta: down, and by what the objective rounds down. */
int64_t mlg__certified_quanta(const struct mlg_network *n, int128 grains);
/* A plan that passes the node costs at least bound + loss: true when that proves it no better than `upper` quanta. */
bool mlg__certified_useless(const struct certificate *c, int64_t node, int64_t upper);

#endif
