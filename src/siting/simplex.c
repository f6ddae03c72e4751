/* simplex.c — primal simplex on a dense inverse. See simplex.h. */
#include "siting/simplex.h"

#include <math.h>
#include <string.h>

enum { PIVOTS_A_ROW = 200, REFACTOR_EVERY = 40 };
static const double small = 1e-9; /* of pivots: callers scale their rows */

static const double *column_of(const struct simplex *lp, int32_t c) { return &lp->a[(int64_t)c * lp->rows]; }

/* The inverse of the basis by Gauss and Jordan; values from it. */
static bool factor(struct simplex *lp)
{
    const int32_t m = lp->rows;
    double *inverse = lp->inverse, *basis = inverse + (int64_t)m * m;
    memset(inverse, 0, sizeof *inverse * (size_t)m * (size_t)m);
    for (int32_t i = 0; i < m; i++) {
        inverse[i * m + i] = 1;
        for (int32_t r = 0; r < m; r++) basis[r * m + i] = column_of(lp, lp->basis[i])[r];
    }
    for (int32_t c = 0; c < m; c++) {
        int32_t pivot = c;
        for (int32_t r = c + 1; r < m; r++)
            if (fabs(basis[r * m + c]) > fabs(basis[pivot * m + c])) pivot = r;
        if (fabs(basis[pivot * m + c]) < small * small) return false;
        for (int32_t k = 0; pivot != c && k < m; k++) {
            const double b = basis[c * m + k], v = inverse[c * m + k];
            basis[c * m + k] = basis[pivot * m + k], inverse[c * m + k] = inverse[pivot * m + k];
            basis[pivot * m + k] = b, inverse[pivot * m + k] = v;
        }
        const double scale = 1 / basis[c * m + c];
        for (int32_t k = 0; k < m; k++) basis[c * m + k] *= scale, inverse[c * m + k] *= scale;
        for (int32_t r = 0; r < m; r++) {
            const double times = r == c ? 0 : basis[r * m + c];
            for (int32_t k = 0; times != 0 && k < m; k++)
                basis[r * m + k] -= times * basis[c * m + k], inverse[r * m + k] -= times * inverse[c * m + k];
        }
    }
    for (int32_t i = 0; i < m; i++) {
        lp->value[i] = 0;
        for (int32_t r = 0; r < m; r++) lp->value[i] += inverse[i * m + r] * lp->right[r];
        if (lp->value[i] < 0) lp->value[i] = 0; /* rounding */
    }
    return true;
}

static void find_prices(struct simplex *lp)
{
    const int32_t m = lp->rows;
    for (int32_t r = 0; r < m; r++) {
        lp->price[r] = 0;
        for (int32_t i = 0; i < m; i++) lp->price[r] += lp->cost[lp->basis[i]] * lp->inverse[i * m + r];
    }
}

/* The column to enter; -1: none is worth it. */
static int32_t entering(const struct simplex *lp, double tolerance, bool first)
{
    int32_t best = -1;
    double most = tolerance;
    for (int32_t c = 0; c < lp->columns; c++) {
        double gain = -lp->cost[c];
        for (int32_t r = 0; r < lp->rows; r++) gain += lp->price[r] * column_of(lp, c)[r];
        if (gain <= most) continue;
        best = c, most = gain;
        if (first) break;
    }
    return best;
}

/* The row to leave, its ratio in *step; -1: unbounded. Equal ratios: the smallest column. */
static int32_t leaving(const struct simplex *lp, const double *direction, double *step)
{
    int32_t out = -1;
    for (int32_t i = 0; i < lp->rows; i++) {
        if (direction[i] <= small) continue;
        const double ratio = lp->value[i] / direction[i];
        if (out >= 0 && (ratio > *step || (ratio == *step && lp->basis[i] > lp->basis[out]))) continue;
        out = i, *step = ratio;
    }
    return out;
}

static void pivot_on(struct simplex *lp, int32_t in, int32_t out, const double *direction, double step)
{
    const int32_t m = lp->rows;
    for (int32_t k = 0; k < m; k++) lp->inverse[out * m + k] /= direction[out];
    for (int32_t i = 0; i < m; i++) {
        if (i == out || direction[i] == 0) continue;
        lp->value[i] = fmax(0, lp->value[i] - step * direction[i]);
        for (int32_t k = 0; k < m; k++) lp->inverse[i * m + k] -= direction[i] * lp->inverse[out * m + k];
    }
    lp->value[out] = step;
    lp->basis[out] = in;
}

bool mlg__simplex(struct simplex *lp)
{
    const int32_t m = lp->rows;
    double *direction = lp->inverse + (int64_t)m * m; /* the first row of the scratch matrix */
    double step = 0;
    int32_t still = 0;
    if (!factor(lp)) return false;
    for (int32_t pivot = 0; pivot < PIVOTS_A_ROW * (m + 1); pivot++) {
        if (pivot % REFACTOR_EVERY == REFACTOR_EVERY - 1 && !factor(lp)) return false;
        find_prices(lp);
        const int32_t in = entering(lp, lp->tolerance, still > 2 * m);
        if (in < 0) return true;
        for (int32_t i = 0; i < m; i++) {
            direction[i] = 0;
            for (int32_t r = 0; r < m; r++) direction[i] += lp->inverse[i * m + r] * column_of(lp, in)[r];
        }
        const int32_t out = leaving(lp, direction, &step);
        if (out < 0) return false;
        still = step > small ? 0 : still + 1;
        pivot_on(lp, in, out, direction, step);
    }
    return false;
}
