/* exact_lp.h — a small dense linear program by the two-phase simplex method, in long doubles: the slow twin of whatever
 * moves flows under limits. It proves its own answers: an optimum by prices that leave no reduced cost negative, "none"
 * by prices that add the rows up to a contradiction; both are recomputed from the data within 1e-9 of its size. */
#ifndef MLG_TESTS_EXACT_LP_H
#define MLG_TESTS_EXACT_LP_H

#include <stdbool.h>
#include <stdint.h>

enum { LP_ROWS = 40, LP_COLUMNS = 160, LP_ALL = LP_COLUMNS + 2 * LP_ROWS };
enum lp_sense { LP_MOST, LP_LEAST, LP_EQUAL }; /* sum <= right, >= right, = right */

/* Minimise cost x, x >= 0. Fill rows, columns and what they hold; zeros are "nothing". */
struct lp {
    int32_t rows, columns;
    long double a[LP_ROWS][LP_COLUMNS], right[LP_ROWS], cost[LP_COLUMNS];
    enum lp_sense sense[LP_ROWS];
    long double x[LP_COLUMNS]; /* of an optimum */
};

/* False: no x keeps the rows. Aborts the test where the minimum is unbounded. */
bool lp_solve(struct lp *lp, long double *value);

#endif
