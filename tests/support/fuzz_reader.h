/* fuzz_reader.h — what fuzzing asks of every reader of routing problems: any bytes are refused with a place, or a
 * problem whose legs can be asked for. */
#ifndef MLG_TESTS_FUZZ_READER_H
#define MLG_TESTS_FUZZ_READER_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/problem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef mlg_status routing_reader(const char *name, const char *data, size_t size, int round, mlg_problem **p,
                                  mlg_findings *found, mlg_error *err);

/* The size chooses the language and the rounding, so that corpora need no byte for them. Returns 0, as fuzzers want. */
static inline int fuzz_routing_reader(routing_reader *read, const char *name, const uint8_t *data, size_t size)
{
    mlg_problem *p = NULL;
    mlg_findings *found = mlg_findings_new(size % 2 ? MLG_FR : MLG_EN);
    mlg_error err = { .lang = MLG_EN };
    const int round = (int)(size % 6) - 1;
    const mlg_status status = read(name, (const char *)data, size, round, &p, found, &err);
    if ((status == MLG_OK) != (p != NULL) || (status == MLG_OK) != (mlg_findings_count(found, false) == 0)) abort();
    if (p && mlg__arc(p, 0, 0, p->place_count - 1).time < 0) abort();
    mlg_problem_free(p);
    mlg_findings_free(found);
    return 0;
}

#endif
