/* dual.h — prices on what must be delivered and on common rows; with them every site decides alone.
 *
 * Relaxed are "every row is served once" (price w of a unit, micro-euros of its period) and the common rows (price
 * in quanta for one of the row's units, >= 0). What remains is a knapsack and a shortest path per site. Any prices
 * give a lower bound; a subgradient method finds good ones, and the averages of its choices (ybar) tell which sites
 * matter. Doubles throughout: the bound that is printed comes from certify.h.
 *
 * Work is split into fixed blocks of sites, merged in order: the same bits for any number of threads. */
#ifndef MLG_SITING_DUAL_H
#define MLG_SITING_DUAL_H

#include <math.h>

#include "siting/knapsack.h"
#include "siting/network.h"

struct prices {
    double *w;   /* [row * periods + t], then links (network.h), each for one of the station's link volume */
    double *row; /* [common row] */
};

struct dual_block; /* scratch of some sites */
struct upper;      /* what an upper site asks for and gets */

struct dual {
    const struct mlg_network *net;
    struct arena arena;
    int32_t threads, block_count;
    struct dual_block *blocks;
    bool *alive;               /* [node] cleared by fix.c: no better plan goes through it */

    struct prices now, best, direction;
    double bound, best_bound;  /* quanta, of `now` and of `best` */
    double *row_scale;         /* [common] step of a row's price, against that of the rows' */
    int32_t iterations, stalled;
    bool roams;                /* after steps without gain: on from where it is, not back to the best prices (phase 1: those
                                * are zeros until something is proved) */
    double theta, cost_scale;  /* of steps; quanta */
    double reach;              /* how far above the best bound a step aims, as a share of it */

    /* Answers of the last evaluation: */
    float *served;             /* [row * periods + t] how often a row was chosen */
    double *activity;          /* [common] */
    int8_t *path;              /* [site * periods + t] */
    double *site_value;        /* [site] its path and knapsacks, priced */
    double *node_total, *arc_total; /* priced path costs, knapsacks included: INFINITY where forbidden */
    double *split_key;         /* [node] where the knapsack ended last time: a guess */
    double *rent;              /* [node] what a unit of capacity is worth there, micro-euros */
    float *ybar;               /* [node] averaged choices */
    int32_t *way;              /* [node] of stations with ways: the one taken in that state */
    struct upper *uppers;      /* [upper site * periods + t] */
};

mlg_status mlg__dual_new(const struct mlg_network *n, int32_t threads, struct dual **dual, mlg_error *err);
void mlg__dual_free(struct dual *d);

/* Solve the subproblems at d->now: bound and answers. */
void mlg__dual_evaluate(struct dual *d);
/* Project d->now: signs, price of unserved units, clip of lanes left out (siting-engine 6.4). */
void mlg__dual_project(struct dual *d);
/* One step of the subgradient method; upper: cost of the best plan in quanta, INFINITY before there is one. */
void mlg__dual_iterate(struct dual *d, double upper);
/* Maximise the bound over the prices of rows that touch states only, one after the other. Needs fresh answers. */
void mlg__dual_cheap_prices(struct dual *d);
/* New start of the step length, from the best prices. */
void mlg__dual_restart(struct dual *d);
/* The prices of now are to go on from, though others gave the best bound. */
void mlg__dual_keep_now(struct dual *d);
/* Rows whose price stands at the clip, at the best prices. */
int64_t mlg__dual_clipped(const struct dual *d);

/* What a price of this row may be at most: what its violation costs, where that is allowed. */
static inline double row_price_most(const struct common_row *r)
{
    return r->give > 0 || r->priced ? (double)r->give / (double)GRAINS_PER_QUANTUM : (double)INFINITY;
}

/* What prices of common rows add, at one site and period: shared by evaluation and by estimates of moves. */
double mlg__row_sign(const struct common_row *r); /* +1 for <=, -1 for >= */

#endif
