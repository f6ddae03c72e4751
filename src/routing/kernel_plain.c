/* kernel_plain.c — capacity only, costs from a plane: most CVRP. See kernel.inc.h. */
#include "base/clock.h"
#include "routing/search.h"

enum { TRAITS = 0 };
static const char KERNEL_NAME[] = "plain";
#include "routing/kernel.inc.h"

const struct kernel mlg__kernel_plain = {
    .name = KERNEL_NAME, .eval = eval, .build = build, .improve = improve, .best_of = best_of, .insert = insert,
};

const struct kernel *mlg__kernel_for(const struct instance *in)
{
    if (in->traits & TRAIT_RICH) return &mlg__kernel_rich;
    if (in->traits & TRAIT_METRIC) return in->traits & TRAIT_TIME ? &mlg__kernel_metric_time : &mlg__kernel_metric;
    return in->traits & TRAIT_TIME ? &mlg__kernel_time : &mlg__kernel_plain;
}
