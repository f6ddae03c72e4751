/* simplex.h — a small dense linear program: minimise cost x with A x = right, x >= 0, from a feasible basis.
 *
 * For the few rows of a blend (blend.h): the primal simplex method with an explicit inverse [Dantzig1963], prices by the
 * largest reduced cost, by the smallest index once it stands still. Work: rows^2 + rows x columns a pivot. */
#ifndef MLG_SITING_SIMPLEX_H
#define MLG_SITING_SIMPLEX_H

#include <stdbool.h>
#include <stdint.h>

struct simplex {
    int32_t rows, columns;
    double *a;            /* [column * rows + row] */
    double *right, *cost; /* [row], [column] */
    double tolerance;     /* of reduced costs */
    int32_t *basis;       /* [row] column; a feasible basis before, an optimal one after */
    double *value;        /* [row] of that column */
    double *price;        /* [row] */
    double *inverse;      /* [2 * rows * rows] scratch */
};

/* False: no optimum was reached (a singular basis, or too many pivots); value and price mean nothing then. */
bool mlg__simplex(struct simplex *lp);

#endif
