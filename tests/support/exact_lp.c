/* exact_lp.c — see exact_lp.h. Rows are scaled to a largest coefficient of 1; the largest reduced cost enters, after many
 * steps the first one [Bland], so that it ends. */
#include "support/exact_lp.h"

#include <math.h>
#include <string.h>

#include "support/test.h"

static const long double tiny = 1e-13L, close_to = 1e-9L;

struct tableau {
    int32_t rows, columns;              /* columns: those of the problem, slacks, artificial ones */
    long double a[LP_ROWS][LP_ALL], right[LP_ROWS], reduced[LP_ALL], value;
    int32_t basis[LP_ROWS], first_artificial;
    int32_t unit[LP_ROWS];              /* the row's column that began as a unit vector: where its price is read */
};

static void pivot(struct tableau *t, int32_t row, int32_t column)
{
    const long double by = t->a[row][column];
    for (int32_t j = 0; j < t->columns; j++) t->a[row][j] /= by;
    t->right[row] /= by;
    for (int32_t i = 0; i < t->rows; i++) {
        const long double times = t->a[i][column];
        if (i == row || times == 0) continue;
        for (int32_t j = 0; j < t->columns; j++) t->a[i][j] -= times * t->a[row][j];
        t->right[i] = fmaxl(0, t->right[i] - times * t->right[row]);
    }
    const long double times = t->reduced[column];
    for (int32_t j = 0; j < t->columns; j++) t->reduced[j] -= times * t->a[row][j];
    t->value += times * t->right[row];
    t->basis[row] = column;
}

/* Prices out the basis, then steps until no column of the first `usable` improves. */
static void minimise(struct tableau *t, const long double *cost, int32_t usable)
{
    memcpy(t->reduced, cost, sizeof t->reduced);
    t->value = 0;
    for (int32_t i = 0; i < t->rows; i++) {
        const long double times = t->reduced[t->basis[i]];
        for (int32_t j = 0; times != 0 && j < t->columns; j++) t->reduced[j] -= times * t->a[i][j];
        t->value += times * t->right[i];
    }
    for (int32_t steps = 0;; steps++) {
        int32_t enter = -1, leave = -1;
        for (int32_t j = 0; j < usable; j++) {
            if (t->reduced[j] >= -tiny) continue;
            if (enter < 0 || (steps < 300 && t->reduced[j] < t->reduced[enter])) enter = j;
        }
        if (enter < 0) return;
        for (int32_t i = 0; i < t->rows; i++) {
            if (t->a[i][enter] <= tiny) continue;
            const long double left = leave < 0 ? INFINITY : t->right[leave] * t->a[i][enter] - t->right[i] * t->a[leave][enter];
            if (left > 0 || (left == 0 && t->basis[i] < t->basis[leave])) leave = i;
        }
        assert_true(leave >= 0); /* else unbounded */
        check_msg(steps < 100000, "the simplex method does not end");
        pivot(t, leave, enter);
    }
}

static long double scale_of(const struct lp *lp, int32_t row)
{
    long double most = 0;
    for (int32_t j = 0; j < lp->columns; j++) most = fmaxl(most, fabsl(lp->a[row][j]));
    return most > 0 ? most : 1;
}

static void start(struct tableau *t, const struct lp *lp, long double volume)
{
    t->rows = lp->rows, t->columns = lp->columns;
    for (int pass = 0; pass < 2; pass++) { /* slacks, then artificial columns */
        if (pass) t->first_artificial = t->columns;
        for (int32_t i = 0; i < lp->rows; i++) {
            const bool turned = lp->right[i] < 0;
            const long double by = (turned ? -1 : 1) / scale_of(lp, i);
            const enum lp_sense sense = lp->sense[i] == LP_EQUAL ? LP_EQUAL : (lp->sense[i] == LP_MOST) != turned ? LP_MOST : LP_LEAST;
            if (pass == 0) {
                for (int32_t j = 0; j < lp->columns; j++) t->a[i][j] = lp->a[i][j] * by;
                t->right[i] = lp->right[i] * by / volume;
            }
            const bool makes = pass == 0 ? sense != LP_EQUAL : sense != LP_MOST;
            if (!makes) continue;
            t->a[i][t->columns] = pass == 0 && sense == LP_LEAST ? -1 : 1;
            if (t->a[i][t->columns] > 0) t->basis[i] = t->unit[i] = t->columns;
            t->columns++;
        }
    }
}

/* Price of a row of the problem from the reduced cost of its unit column, whose own cost is given. */
static long double price_of(const struct tableau *t, const struct lp *lp, int32_t row, long double own)
{
    const long double turned = lp->right[row] < 0 ? -1 : 1;
    return (own - t->reduced[t->unit[row]]) * turned / scale_of(lp, row);
}

/* The prices prove the value: signs fit the rows, no column is cheaper than its price, and they pay for the right sides. */
static void check_prices(const struct tableau *t, const struct lp *lp, const long double *cost, long double unit_cost,
                         long double volume, long double value)
{
    long double price[LP_ROWS], paid = 0, size = fabsl(value) + 1;
    for (int32_t i = 0; i < lp->rows; i++) {
        price[i] = price_of(t, lp, i, t->unit[i] >= t->first_artificial ? unit_cost : 0);
        const long double sign = lp->sense[i] == LP_MOST ? price[i] : lp->sense[i] == LP_LEAST ? -price[i] : 0;
        check_msg(sign * scale_of(lp, i) <= close_to, "row %d: price of the wrong sign", i);
        paid += price[i] * lp->right[i] / volume;
        size += fabsl(price[i] * lp->right[i] / volume);
    }
    for (int32_t j = 0; j < lp->columns; j++) {
        long double reduced = cost[j], most = fabsl(cost[j]);
        for (int32_t i = 0; i < lp->rows; i++) {
            reduced -= price[i] * lp->a[i][j];
            most = fmaxl(most, fabsl(price[i] * lp->a[i][j]));
        }
        check_msg(reduced >= -close_to * (1 + most), "column %d: reduced cost %Lg", j, reduced);
    }
    check_msg(fabsl(paid - value) <= close_to * size, "prices pay %.12Lg of %.12Lg", paid, value);
}

bool lp_solve(struct lp *lp, long double *value)
{
    static struct tableau t; /* too large for a small stack; tests are not threaded */
    long double cost[LP_ALL] = { 0 }, volume = 0, dearest = 0;
    assert_true(lp->rows <= LP_ROWS && lp->columns <= LP_COLUMNS);
    for (int32_t i = 0; i < lp->rows; i++) volume = fmaxl(volume, fabsl(lp->right[i]) / scale_of(lp, i));
    for (int32_t j = 0; j < lp->columns; j++) dearest = fmaxl(dearest, fabsl(lp->cost[j]));
    if (volume == 0) volume = 1;
    if (dearest == 0) dearest = 1;
    t = (struct tableau) { 0 };
    start(&t, lp, volume);
    for (int32_t j = t.first_artificial; j < t.columns; j++) cost[j] = 1;
    minimise(&t, cost, t.columns);
    const long double missing = t.value;
    if (missing > close_to) {
        check_prices(&t, lp, (long double[LP_ALL]) { 0 }, 1, volume, missing);
        return false;
    }
    for (int32_t i = 0; i < t.rows; i++) /* artificial columns left at 0 leave, or their row says nothing */
        for (int32_t j = 0; t.basis[i] >= t.first_artificial && j < t.first_artificial; j++)
            if (fabsl(t.a[i][j]) > close_to) pivot(&t, i, j);
    for (int32_t j = 0; j < LP_ALL; j++) cost[j] = j < lp->columns ? lp->cost[j] / dearest : 0;
    minimise(&t, cost, t.first_artificial);
    check_prices(&t, lp, cost, 0, volume, t.value);
    memset(lp->x, 0, sizeof lp->x);
    for (int32_t i = 0; i < t.rows; i++)
        if (t.basis[i] < lp->columns) lp->x[t.basis[i]] = t.right[i] * volume;
    *value = t.value * volume * dearest;
    return true;
}
