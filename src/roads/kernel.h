/* kernel.h — the innermost loop of matrices: a min-plus product of labels.
 *
 * For one source and a block of targets: the least label(source)[k] + label(target)[k] over the depths k that both
 * share, in the total order of weight.h. Two twins give the same bytes; one is chosen when the program runs. */
#ifndef MLG_ROADS_KERNEL_H
#define MLG_ROADS_KERNEL_H

#include <stddef.h>

#include "roads/weight.h"

/* Of a weight, what time leaves to say: looked at only where time is least, then all at once. */
struct weight_rest {
    uint32_t d_dm;
    int32_t ea, eb;
};

/* Labels, by depth. t is readable up to the next multiple of 8 behind the last depth. */
struct kernel_planes {
    const uint32_t *t;
    const struct weight_rest *rest;
};

enum { KERNEL_BLOCK = 64 };

struct kernel {
    const char *name;
    /* out[j], written, for j < count <= KERNEL_BLOCK: source (its own label) with the label at planes + at[j], over
     * common[j] depths. */
    void (*block)(struct kernel_planes source, struct kernel_planes planes, const size_t *at, const int32_t *common,
                  int32_t count, struct arc_weight *out);
};

/* The fastest one this machine runs; the plain one when the environment says MAILLAGE_SIMD=scalar. */
const struct kernel *mlg__kernel(void);
extern const struct kernel mlg__kernel_scalar, mlg__kernel_avx2; /* the latter only where mlg__has_avx2() */
bool mlg__has_avx2(void);

/* Of several depths with the least time t, the least of the other three numbers; k is the next of them. */
static inline void mlg__kernel_tie(struct kernel_planes s, struct kernel_planes b, size_t at, int32_t k,
                                   struct arc_weight *best)
{
    const struct weight_rest p = s.rest[k], q = b.rest[at + (size_t)k];
    const struct arc_weight w = { best->t_ms, p.d_dm + q.d_dm, p.ea + q.ea, p.eb + q.eb };
    if (mlg__weight_compare(w, *best) < 0) *best = w;
}

#endif
