/* rounding.c — the rounding rules of benchmark files. See rounding.h. */
#include "io/rounding.h"

#include "model/metric.h"

static const char *const names[] = { "nearest", "trunc", "trunc10", "nearest1000", "none" };

mlg_round mlg__round_or(int asked, mlg_round by_default)
{
    return asked >= MLG_NEAREST && asked <= MLG_ROUND_NONE ? (mlg_round)asked : by_default;
}

const char *mlg__round_name(mlg_round round) { return names[round]; }

int64_t mlg__round_value(mlg_round round, double value)
{
    const double scaled = value * (double)mlg__round_scale(round);
    const bool cut = round == MLG_TRUNC || round == MLG_TRUNC10;
    const double whole = cut ? trunc(scaled) : floor(scaled + 0.5);
    return whole > 0x1.0p62 ? INT64_C(1) << 62 : whole < -0x1.0p62 ? -(INT64_C(1) << 62) : (int64_t)whole;
}
