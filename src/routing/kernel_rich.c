/* kernel_rich.c — everything the engine knows. See kernel.inc.h. */
#include "base/clock.h"
#include "routing/search.h"

enum { TRAITS = TRAIT_TIME | TRAIT_RICH };
static const char KERNEL_NAME[] = "rich";
#include "routing/kernel.inc.h"

const struct kernel mlg__kernel_rich = {
    .name = KERNEL_NAME, .eval = eval, .build = build, .improve = improve, .best_of = best_of, .insert = insert,
};
