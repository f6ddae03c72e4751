/* rounding.h — the rounding rules of benchmark files, by name and for one number of a file. */
#ifndef MLG_IO_ROUNDING_H
#define MLG_IO_ROUNDING_H

#include "maillage/leg.h"

/* "nearest", "trunc", "trunc10", "nearest1000", "none"; the default for a rule outside the enum is given back. */
mlg_round mlg__round_or(int asked, mlg_round by_default);
const char *mlg__round_name(mlg_round round);
/* A number of the file (an explicit leg, a time) in the problem's integers by the rule; clamped to +-2^62. */
int64_t mlg__round_value(mlg_round round, double value);

#endif
