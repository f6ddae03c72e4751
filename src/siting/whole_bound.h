/* whole_bound.h — a lower bound for whole rows: prices on "every row is served", each site packs whole rows by itself.
 *
 * Against the bound of dual.h it knows two things more: a site cannot take a part of a row (pack.h), and the sites that open must
 * hold what must be served, together and as whole sites: again a binary knapsack, over sites. Networks of one period and two
 * states without negative costs. Prices are whole micro-euros, sums whole: what every evaluation gives is a proven bound.
 *
 * A *tick* is a micro-euro of a milli-unit: flow_weight() grains. [Holmberg1999]. */
#ifndef MLG_SITING_WHOLE_BOUND_H
#define MLG_SITING_WHOLE_BOUND_H

#include "siting/control.h"
#include "siting/network.h"
#include "siting/pack.h"

struct whole_bound {
    const struct mlg_network *net;
    struct arena arena;
    int64_t *fixed;            /* [site] ticks: open rather than closed, rounded down */
    int64_t closed_cost;       /* ticks, of all sites closed, rounded down */
    int64_t must;              /* milli-units that every plan worth finding serves */
    bool *may_open, *may_close;/* [site] */
    int64_t *w, *best_w;       /* [row] micro-euros a unit */
    int64_t *price_most;       /* [row] no row pays more: what leaving it out costs, and sums stay within 64 bits */
    int64_t bound, best_bound; /* ticks, at w and at best_w */
    /* Answers of the last evaluation: */
    int64_t *site_value;       /* [site] of opening: fixed cost and packed rows, priced */
    bool *open;                /* [site] chosen */
    int32_t *served;           /* [row] by how many chosen sites */
    double *ybar;              /* [site] averaged choices */
    /* Of the steps: */
    double *direction;         /* [row] */
    double theta;
    int32_t stalled;
    struct pack_item *items, *sites; /* scratch: rows of a site; sites */
    int32_t *order;            /* site lanes, of each site by what they gained lately: sorting them anew is quick */
    int32_t *packed, *packed_first;  /* rows that sites take, by site: [site + 1] */
};

/* NULL with MLG_OK: another kind of network, or sums beyond 64 bits. */
mlg_status mlg__whole_bound_new(const struct mlg_network *n, struct whole_bound **bound, mlg_error *err);
void mlg__whole_bound_free(struct whole_bound *b);

/* Rows whose penalty alone makes a plan dearer than upper (ticks) must be served. */
void mlg__whole_bound_require(struct whole_bound *b, int64_t upper);
/* Bound and answers at b->w. */
void mlg__whole_bound_evaluate(struct whole_bound *b);
/* Start again from best_w; it is evaluated (sites may have been fixed since). */
void mlg__whole_bound_restart(struct whole_bound *b);
/* One subgradient step towards upper (ticks), evaluated and kept if it is the best. */
void mlg__whole_bound_step(struct whole_bound *b, int64_t upper);
/* Sites that no plan cheaper than upper opens, or closes, at best_w (evaluated); returns how many became certain. */
int32_t mlg__whole_bound_fix(struct whole_bound *b, int64_t upper);

/* What rows pay at b->w, with all sites closed: with the values of any set of sites, a bound of plans that open these. */
int64_t mlg__whole_bound_paid(const struct whole_bound *b);
/* Sets whose bound reaches this (ticks) have no plan whose cost in multiples of `step` (quanta), rounded up, is less than that of a
 * plan of `ticks`. */
int64_t mlg__whole_bound_claim(const struct whole_bound *b, int64_t ticks, int64_t step);
/* Ticks as quanta, as a bound: rounded down. */
int64_t mlg__whole_bound_quanta(const struct whole_bound *b, int64_t ticks);

#endif
