/* math.h — small integer helpers used everywhere. */
#ifndef MLG_BASE_MATH_H
#define MLG_BASE_MATH_H

#include <stdint.h>

static inline int64_t max64(int64_t a, int64_t b) { return a > b ? a : b; }
static inline int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int32_t max32(int32_t a, int32_t b) { return a > b ? a : b; }
static inline int32_t min32(int32_t a, int32_t b) { return a < b ? a : b; }

__extension__ typedef __int128 int128; /* exact products of two int64 */

/* a / b rounded half up (towards +infinity at the half), b > 0, exact. */
static inline int64_t mlg__div_half_up(int128 a, int64_t b)
{
    const int128 twice = 2 * a + b, d = 2 * (int128)b;
    return (int64_t)(twice >= 0 ? twice / d : -((-twice + d - 1) / d));
}

/* a / b towards +infinity, b > 0. */
static inline int128 mlg__ceil_div(int128 a, int128 b) { return a / b + (a % b > 0); }

/* a * b / c rounded half up (towards +infinity at the half), c > 0, exact in between. */
static inline int64_t mlg__mul_div(int64_t a, int64_t b, int64_t c) { return mlg__div_half_up((int128)a * b, c); }

/* For qsort of uint64_t, ascending. */
static inline int mlg__by_value(const void *a, const void *b)
{
    const uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
    return (p > q) - (p < q);
}

#endif
