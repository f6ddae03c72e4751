/* drive.h — the search: prices and plans in turn until the gap is small or the time is over (siting-engine 11). */
#ifndef MLG_SITING_DRIVE_H
#define MLG_SITING_DRIVE_H

#include "siting/control.h"
#include "siting/design.h"
#include "siting/dual.h"

/* step: what a plan costs is claimed in whole steps (quanta), rounded up; a plan that is not a whole step cheaper is not
 * better. 1 (or 0) where nothing is known. */
struct search_options {
    double gap;
    int32_t threads;
    uint64_t seed;
    int64_t step;
    int64_t trials; /* exact trials of one local search; 0: the usual number */
    bool polish;    /* the start's plan gets the whole local search before anything else */
    bool start_only; /* and nothing follows */
    int64_t target; /* a plan that costs no more, or a bound above it, ends the search; 0: none */
};

/* Of the designs met before the first plan, the one that misses the limits least: what a search that found none can say. */
struct attempt {
    bool made;
    double missed;          /* sum of shares: what each limit misses, of the limit */
    double *activity;       /* [common] in the row's units */
    int64_t lacking;        /* as in struct score */
};

/* The cheapest plans that a search met, each with other states than the others: what they share is no proof, but a hint. */
enum { SEEN_MOST = 64 };
struct seen_plans {
    int32_t count;
    int128 *cost;           /* [count] grains */
    int8_t *path;           /* [count][site * periods + t] */
};

/* What a search leaves: the best states, the prices that assign their flows, and the proven bound. */
struct search {
    struct arena arena;
    int32_t row_count, site_count, common_count; /* of the network: a later one must agree to start from here */
    bool found;             /* a plan that keeps every row */
    int8_t *path;           /* [site * periods + t] */
    double *flow_price;     /* [common] prices of rows on flows with which the flows were assigned */
    struct flow_list flows; /* of that plan; none: states and prices alone are known */
    int128 *activity;       /* [common] of that plan, as its flows were when it was found; in the row's units */
    int32_t *way;           /* [station * periods + t] as struct design's: where upper sites are chosen, else NULL */
    int32_t *whole;         /* [period * rows + row] site, MLG_NONE unserved: where rows were whole all along (whole_last.h), else NULL */
    int128 cost;            /* grains */
    int64_t bound;          /* quanta; never above the cost of any plan, not above this plan's */
    struct prices prices;   /* the dual's best, for a warm start and for words */
    int64_t iterations, trials, rounds, fixed, clipped, tree_nodes;
    struct attempt attempt; /* of use where !found */
    struct seen_plans seen;
};

/* start: an earlier search of a network with the same rows, sites and common rows; may be NULL. */
mlg_status mlg__search(const struct mlg_network *n, const struct search_options *o, struct control *control,
                       const struct search *start, struct search **search, mlg_error *err);
void mlg__siting_search_free(struct search *s);

/* Remember a plan that keeps every limit; of two with the same states the cheaper one. seen: room for SEEN_MOST, or none. */
void mlg__seen_add(struct seen_plans *seen, const struct mlg_network *n, int128 cost, const int8_t *path);

/* Grains as quanta, as the objective counts them for one plan: never below the true value. */
int64_t mlg__quanta_up(int128 grains);

#endif
