/* fix.h — states of sites that no better plan can use, by reduced cost: certified in integers. */
#ifndef MLG_SITING_FIX_H
#define MLG_SITING_FIX_H

#include "siting/certify.h"

/* Forbid nodes whose loss proves them useless against `upper` (quanta); returns how many fell now. What remains may
 * be bounded by itself: any plan better than upper lies in it. */
int64_t mlg__fix_nodes(struct dual *d, const struct certificate *c, int64_t upper);

#endif
