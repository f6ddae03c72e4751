/* allocate.c — allocation in a round. See allocate.h. */
#include "accounts/allocate.h"

#include "accounts/rates.h"
#include "base/memory.h"
#include "model/units.h"

double mlg__activity_tkm(const struct consignment *c) { return c->mass_kg / MLG_KG_PER_TONNE * c->direct_km; }

mlg_status mlg__allocate(enum allocation how, int64_t total_mg, const struct consignment *consignments, int32_t n,
                         int64_t *part_mg)
{
    double *weight = mlg__malloc((size_t)(n > 0 ? n : 0) * sizeof *weight);
    if (!weight) return MLG_NO_MEMORY;
    for (int32_t i = 0; i < n; i++) weight[i] = how == BY_ITEM ? 1 : mlg__activity_tkm(&consignments[i]);
    const mlg_status status = mlg__largest_remainders(total_mg, weight, n, part_mg);
    mlg__free(weight);
    return status;
}
