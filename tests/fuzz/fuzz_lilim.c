/* fuzz_lilim.c — any bytes as a Li and Lim file: refused with a place, or a problem whose legs can be asked for. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "io/lilim.h"
#include "model/problem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_problem *p = NULL;
    mlg_findings *found = mlg_findings_new(size % 2 ? MLG_FR : MLG_EN);
    mlg_error err = { .lang = MLG_EN };
    const int round = (int)(size % 6) - 1;
    const mlg_status status = mlg__lilim_read("fuzz.txt", (const char *)data, size, round, &p, found, &err);
    if ((status == MLG_OK) != (p != NULL) || (status == MLG_OK) != (mlg_findings_count(found, false) == 0)) abort();
    if (p && mlg__arc(p, 0, 0, p->place_count - 1).time < 0) abort();
    mlg_problem_free(p);
    mlg_findings_free(found);
    return 0;
}
