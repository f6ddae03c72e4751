/* driver.h — what the parts of one search share: drive.c (rounds), plans.c (designs), explore.c (branch and bound). */
#ifndef MLG_SITING_DRIVER_H
#define MLG_SITING_DRIVER_H

#include "base/rng.h"
#include "siting/blend.h"
#include "siting/certify.h"
#include "siting/drive.h"
#include "siting/improve.h"
#include "siting/ufl.h"
#include "siting/whole_limits.h"

enum { TRIED = 256 };

struct driver {
    const struct mlg_network *n;
    const struct search_options *o;
    struct control *control;
    struct search *best;
    struct dual *dual;
    struct design *design;
    struct improver *improver;
    struct blend *blend;    /* NULL: nothing limits flows but capacities, or rows are whole */
    struct exchange *exchange; /* NULL: not one period with two states a site and split demand */
    struct ufl *ufl;        /* NULL: capacities may bind */
    struct certificate certificate;
    struct rng rng;
    int64_t root_bound;     /* quanta, of what is not fixed away */
    bool *open;             /* [site] scratch of single.c */
    double *price;          /* [common] scratch */
    double *low;            /* [common] scratch */
    double *activity;       /* [common] scratch */
    int64_t idle_rounds;
    int64_t next_look;      /* iterations of the dual until the next plan on the way: where it is large, twice as many each time */
    bool ends_at_gap;       /* a plan within the gap asked for ends the search, in the midst of a descent too */
    bool whole;             /* rows are whole in every plan on the way */
    int64_t whole_rounds;   /* of search, to make states whole */
    uint64_t tried[TRIED];  /* states that were made whole lately, by hash */
    int32_t tried_next;
    int64_t trials_a_round; /* of one descent; 0: the usual number */
    void (*seen)(void *user, const struct score *score); /* told of every finished design, legal or not; may be NULL */
    void *seen_user;
};

/* Tell the caller where the search is, at its next look at the clock. */
void mlg__tell_progress(struct driver *x);

/* -- plans.c: what a design is worth: a look at its cost, prices until it keeps every row, descents where prices alone cannot, local
 * search as well. -- */
enum effort { EFFORT_LOOK, EFFORT_PRICES, EFFORT_REPAIR, EFFORT_FULL };
/* Assign the design's states at these prices of rows, improve, repair, keep the best that is legal. */
void mlg__finish_design(struct driver *x, const double *row_price, enum effort effort);
/* Rows are whole, and few enough to be tried out. */
bool mlg__places_whole_rows(const struct mlg_network *n);
/* Whole rows through the design's states, tried out as far as that is possible: kept if that makes the best plan. cost: grains, for WHOLE_BEST. */
enum whole_verdict mlg__place_whole_rows(struct driver *x, int128 *cost);
/* Where limits lie on flows: other ways to the stations of the design, each with flows of its own, while that makes better plans. */
void mlg__blend_ways(struct driver *x);
/* A design by turns from the dual's averaged choices, its last ones, and the best plan with a few sites put to rest; finished. */
mlg_status mlg__next_design(struct driver *x, int64_t turn, mlg_error *err);

/* Keep the design, assigned, if it is legal and the cheapest yet; true then. */
bool mlg__keep_design(struct driver *x);
/* A plan of whole rows, open [site] and site_of [row], of one period and two states: kept if it is legal and the best. */
mlg_status mlg__keep_whole_plan(struct driver *x, const bool *open, const int32_t *site_of, mlg_error *err);

/* -- drive.c -- */
/* The printed bound from x->root_bound: never above the best plan. */
void mlg__keep_bound(struct driver *x);
static inline double upper_quanta(const struct driver *x)
{
    return x->best->found ? (double)mlg__quanta_up(x->best->cost) : (double)INFINITY;
}
/* A plan that is worth more search costs less than this: the next step below the best, or below the gap asked for. */
int64_t mlg__useless_from(const struct driver *x);
/* Nothing that is worth finding is left below the best plan. */
bool mlg__gap_reached(const struct driver *x);
/* The work limit is reached: ends the ascent and the rounds, not the descent that follows: work-limited runs deserve a good plan too. */
bool mlg__out_of_iterations(const struct driver *x);

/* -- explore.c: branch and bound from the dual's state at the root; ends with the time, the work, or a small gap. -- */
mlg_status mlg__explore(struct driver *x, mlg_error *err);

#endif
