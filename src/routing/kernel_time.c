/* kernel_time.c — one dimension, single windows, shifts and durations. See kernel.inc.h. */
#include "base/clock.h"
#include "routing/search.h"

enum { TRAITS = TRAIT_TIME };
static const char KERNEL_NAME[] = "time";
#include "routing/kernel.inc.h"

const struct kernel mlg__kernel_time = {
    .name = KERNEL_NAME, .eval = eval, .build = build, .improve = improve, .best_of = best_of, .insert = insert,
};
