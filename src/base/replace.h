/* replace.h — a file that takes the place of another once it is whole: written beside it as NAME.tmp, then renamed. Who reads the
 * old one meanwhile, or stops the program, never meets half a file. */
#ifndef MLG_BASE_REPLACE_H
#define MLG_BASE_REPLACE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

struct replacing {
    FILE *to;
    const char *path; /* borrowed */
    char *beside;
};
/* r->to is open for writing, or the status says why not. Every begun one ends. */
mlg_status mlg__replace_begin(const char *path, struct replacing *r, mlg_error *err);
/* whole: all was written, and the file at path is replaced. Else errno says why not, and what was there stays. */
mlg_status mlg__replace_end(struct replacing *r, bool whole, mlg_error *err);
/* What was there stays; nothing after the end. */
void mlg__replace_drop(struct replacing *r);

#endif
