/* kernel_metric.c — capacity only, costs from coordinates: large CVRP. See kernel.inc.h. */
#include "base/clock.h"
#include "routing/search.h"

enum { TRAITS = TRAIT_METRIC };
static const char KERNEL_NAME[] = "metric";
#include "routing/kernel.inc.h"

const struct kernel mlg__kernel_metric = {
    .name = KERNEL_NAME, .eval = eval, .build = build, .improve = improve, .best_of = best_of, .insert = insert,
};
