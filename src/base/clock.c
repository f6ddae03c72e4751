/* clock.c — see clock.h. */
#include "base/clock.h"

#include <time.h>

static double origin_s;

double mlg__now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

__attribute__((constructor)) static void remember_origin(void) { origin_s = mlg__now_s(); }

double mlg__process_elapsed_s(void) { return mlg__now_s() - origin_s; }
