/* sol.h — read and write CVRPLIB solutions (.sol): `Route #k: 3 1 2` lines and `Cost`. See docs/formats/sol.md. */
#ifndef MLG_IO_SOL_H
#define MLG_IO_SOL_H

#include "base/text.h"
#include "maillage/plan.h"

/* A plan that claims its sequences, and its cost if the file has one; times are ours. Required stops in no route are
 * not listed as unserved (the format cannot say so): the checker will miss them. All mistakes are collected in found
 * (may be NULL). Errors: MLG_BAD_INPUT, MLG_NO_MEMORY. */
mlg_status mlg__sol_read(const char *name, const char *bytes, size_t count, const mlg_problem *p, mlg_plan **plan,
                         mlg_findings *found, mlg_error *err);

/* Append the routes and the cost in the convention of the problem's rounding rule. */
void mlg__sol_write(const mlg_problem *p, const mlg_plan *plan, struct text *out);

#endif
