/* lilim.h — read the text format of Li and Lim: pickups and deliveries with windows. See docs/formats/lilim.md. */
#ifndef MLG_IO_LILIM_H
#define MLG_IO_LILIM_H

#include "maillage/problem.h"
#include <stddef.h>

/* Does the file begin as one of Li and Lim's does: a line of three numbers? */
bool mlg__is_lilim(const char *bytes, size_t count);
/* As mlg__vrplib_read(); the format's own rule is no rounding (1/10,000, times upwards). The problem is named after the
 * file. */
mlg_status mlg__lilim_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                           mlg_findings *found, mlg_error *err);

#endif
