/* report/side_by_side.h — the page of `maillage compare`: a comparison for people, self-contained, in one language. */
#ifndef MLG_REPORT_SIDE_BY_SIDE_H
#define MLG_REPORT_SIDE_BY_SIDE_H

#include "report/comparison.h"

/* Append the page to out. Errors: MLG_NO_MEMORY (out is then incomplete). */
mlg_status mlg__side_by_side_write(struct comparison *c, mlg_lang lang, struct text *out, mlg_error *err);

#endif
