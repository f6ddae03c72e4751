/* vrplib.h — read VRPLIB (.vrp) problems: CVRP, VRPTW and TSP. See docs/formats/vrplib.md. */
#ifndef MLG_IO_VRPLIB_H
#define MLG_IO_VRPLIB_H

#include "maillage/problem.h"
#include <stddef.h>

/* name is used in the places of findings; bytes [count]. round < 0: the format's own rule (nearest; VRPTW: trunc10).
 * All mistakes are collected in found (may be NULL). Errors: MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY. */
mlg_status mlg__vrplib_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                            mlg_findings *found, mlg_error *err);

#endif
