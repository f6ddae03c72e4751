/* speed.c — weighted mean and percentiles of delivery times. See speed.h. */
#include "accounts/speed.h"

#include <stdlib.h>

#include "base/math.h"
#include "model/units.h"

enum { CUT_OFFS_PER_DAY = 1 };

static int by_value(const void *a, const void *b)
{
    const struct speed_value *x = a, *y = b;
    return (x->value_s > y->value_s) - (x->value_s < y->value_s);
}

/* values ascending, weight their sum, above 0. */
static int64_t percentile(const struct speed_value *values, int32_t n, int64_t weight, int percent)
{
    int128 below = 0;
    for (int32_t i = 0; i < n; i++) {
        below += values[i].weight;
        if (below * 100 >= (int128)weight * percent) return values[i].value_s;
    }
    return values[n - 1].value_s;
}

struct speed_figures mlg__speed_figures(struct speed_value *values, int32_t n)
{
    struct speed_figures f = { 0 };
    int128 sum = 0;
    for (int32_t i = 0; i < n; i++) {
        f.weight += values[i].weight;
        sum += (int128)values[i].value_s * values[i].weight;
    }
    if (f.weight <= 0) return f;
    qsort(values, (size_t)n, sizeof *values, by_value);
    f.mean_s = mlg__div_half_up(sum, f.weight);
    f.p50_s = percentile(values, n, f.weight, 50);
    f.p90_s = percentile(values, n, f.weight, 90);
    f.p95_s = percentile(values, n, f.weight, 95);
    f.p99_s = percentile(values, n, f.weight, 99);
    return f;
}

int64_t mlg__order_wait_s(const mlg_scenario *s) { return is_cloud(s) ? 0 : mlg__cut_off_wait_s(CUT_OFFS_PER_DAY); }

int64_t mlg__cut_off_wait_s(int32_t cut_offs_per_day)
{
    return cut_offs_per_day > 0 ? MLG_SECONDS_PER_DAY / 2 / cut_offs_per_day : 0;
}
