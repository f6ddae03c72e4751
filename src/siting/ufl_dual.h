/* ufl_dual.h — prices of rows where capacities never bind, and the bound they prove, in whole numbers.
 *
 * At prices v a free site is worth its fixed cost less what its rows would pay above their lanes; the bound is the sum
 * of prices and of the most negative worths, as many as may open. Everything is exact in 64 bits, so each evaluation
 * is a proof, also under "this site is open" and "this site is shut" (a node of branch and bound):
 *  - a row pays no more than its cheapest lane to a site that is open, and lanes above that are out of play;
 *  - rows without a lane in play are decided. What is in play is kept in compact lists, and shrinks as sites fall.
 * An evaluation costs what is in play below the prices: of all lanes a small part. */
#ifndef MLG_SITING_UFL_DUAL_H
#define MLG_SITING_UFL_DUAL_H

#include "siting/ufl.h"

enum site_state { SITE_FREE, SITE_SHUT, SITE_OPEN };

struct ufl_dual {
    const struct ufl *ufl;
    struct arena arena;
    int8_t *state;             /* [site] enum site_state: set it, then enter */

    /* What is in play: */
    int32_t row_count, *row, *first; /* [row_count], [row_count + 1] into lanes */
    struct ufl_lane *lanes;
    int64_t *least, *most;     /* [row of the network] between which its price lies: first lane in play, what it pays at most */
    int32_t free_count, *free; /* sites */
    int32_t budget;            /* how many of them may open */
    int64_t decided;           /* what open sites and decided rows cost */

    int64_t *now, *best;       /* [row of the network] prices */
    double *direction;         /* [row of the network] */
    double *push;              /* [row in play] scratch */
    int64_t bound, best_bound; /* of `now`, of `best` */
    int64_t *worth;            /* [site] */
    bool *chosen;              /* [site] */
    int64_t inner, outer;      /* the dearest worth chosen when all the budget is, the cheapest left out by that (else 0) */
    float *ybar;               /* [site] averaged choices */
    double theta;
    int32_t stalled;
    bool roams;                /* no price pays yet, so there are no best ones to go back to: where lanes are free, as in covering */
    int64_t iterations, looks; /* looks: lanes looked at, the measure of work */
    int64_t *order;            /* [site] scratch */
};

mlg_status mlg__ufl_dual_new(const struct ufl *u, struct ufl_dual **dual, mlg_error *err);
void mlg__ufl_dual_free(struct ufl_dual *d);

/* Bring into play what `state` leaves free, from the prices in d->best; evaluates. */
void mlg__ufl_dual_enter(struct ufl_dual *d, double theta);
/* One step of the subgradient method towards `target`. */
void mlg__ufl_dual_iterate(struct ufl_dual *d, int64_t target);
/* Shut or open sites whose other choice cannot cost less than `useless`, by the last evaluation; returns how many. */
int32_t mlg__ufl_dual_fix(struct ufl_dual *d, int64_t useless);
/* The bound if a free site were shut or open, at the last evaluation. */
int64_t mlg__ufl_dual_if_shut(const struct ufl_dual *d, int32_t site);
int64_t mlg__ufl_dual_if_open(const struct ufl_dual *d, int32_t site);

#endif
