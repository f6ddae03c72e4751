/* solomon.h — read the text format of Solomon and of Gehring and Homberger. See docs/formats/solomon.md. */
#ifndef MLG_IO_SOLOMON_H
#define MLG_IO_SOLOMON_H

#include "maillage/problem.h"
#include <stddef.h>

/* As mlg__vrplib_read(); the format's own rule is no rounding (1/10,000, times upwards). */
mlg_status mlg__solomon_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                             mlg_findings *found, mlg_error *err);

#endif
