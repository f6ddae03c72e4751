/* kernel_metric_time.c — capacity and single windows, costs and times from coordinates: large VRPTW. See kernel.inc.h. */
#include "base/clock.h"
#include "routing/search.h"

enum { TRAITS = TRAIT_METRIC | TRAIT_TIME };
static const char KERNEL_NAME[] = "metric_time";
#include "routing/kernel.inc.h"

const struct kernel mlg__kernel_metric_time = {
    .name = KERNEL_NAME, .eval = eval, .build = build, .improve = improve, .best_of = best_of, .insert = insert,
};
