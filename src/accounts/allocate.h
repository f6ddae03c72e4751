/* allocate.h — whose CO2 is it: a round's emissions shared over its consignments (accounts 9.2). */
#ifndef MLG_ACCOUNTS_ALLOCATE_H
#define MLG_ACCOUNTS_ALLOCATE_H

#include "maillage/base.h"

enum allocation { BY_MASS_AND_DISTANCE, BY_ITEM };

struct consignment { double mass_kg, direct_km; /* hub to door, shortest or great circle: one choice throughout */ };

/* Tonne-kilometres of a consignment: mass x direct distance, never the driven one. */
double mlg__activity_tkm(const struct consignment *c);
/* part_mg [n] sums to total_mg exactly: in proportion to mass x direct distance, or equal for each item; so a share
 * does not depend on the place in the tour. Errors: MLG_NO_MEMORY. */
mlg_status mlg__allocate(enum allocation how, int64_t total_mg, const struct consignment *consignments, int32_t n,
                         int64_t *part_mg);

#endif
