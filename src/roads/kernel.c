/* kernel.c — the choice between twins, and the plain one. See kernel.h. */
#include "roads/kernel.h"

#include <stdlib.h>
#include <string.h>

static struct arc_weight pair(struct kernel_planes s, struct kernel_planes b, size_t at, int32_t common)
{
    uint32_t least = MLG_ROAD_INF;
    for (int32_t k = 0; k < common; k++) {
        const uint32_t t = s.t[k] + b.t[at + (size_t)k];
        least = t < least ? t : least;
    }
    if (least == MLG_ROAD_INF) return mlg__no_way();
    struct arc_weight best = { least, UINT32_MAX, INT32_MAX, INT32_MAX };
    for (int32_t k = 0; k < common; k++)
        if (s.t[k] + b.t[at + (size_t)k] == least) mlg__kernel_tie(s, b, at, k, &best);
    return best;
}

static void block(struct kernel_planes source, struct kernel_planes planes, const size_t *at, const int32_t *common,
                  int32_t count, struct arc_weight *out)
{
    for (int32_t j = 0; j < count; j++) out[j] = pair(source, planes, at[j], common[j]);
}

const struct kernel mlg__kernel_scalar = { "scalar", block };

const struct kernel *mlg__kernel(void)
{
    const char *asked = getenv("MAILLAGE_SIMD");
    if (asked && strcmp(asked, "scalar") == 0) return &mlg__kernel_scalar;
    return mlg__has_avx2() ? &mlg__kernel_avx2 : &mlg__kernel_scalar;
}
