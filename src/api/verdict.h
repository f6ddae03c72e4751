/* verdict.h — our own plans must pass the checker before anybody sees them. */
#ifndef MLG_API_VERDICT_H
#define MLG_API_VERDICT_H

#include "base/error.h"

/* After a check with status `ran`: MLG_OK for a clean plan; else its violations go to found, and the error says that the plan
 * is not written (MLG_INTERNAL), with the hint. Frees violations, which may be NULL (no memory). */
mlg_status mlg__verdict(mlg_status ran, mlg_findings *violations, struct mlg_txt hint, mlg_findings *found, mlg_error *err);

#endif
