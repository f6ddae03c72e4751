/* nearsets.h — sets of open sites that differ little from one at hand, in the order of their bounds.
 *
 * At given prices of rows every site has a value, and a plan that opens the sites S costs no less than what rows pay and the values of S:
 * a *cut*, which any prices give [Benders1962]. The root's prices bound all sets; prices made for one set bound it and its neighbours
 * well. So each set that is tried leaves a cut, and most of the sets around it need not be tried any more.
 *
 * A neighbour opens up to two sites and closes up to two, all of one level, which must still hold what it must. Where these are
 * exhausted and there are two levels, up to one site of each level opens, and one of each closes. */
#ifndef MLG_SITING_NEARSETS_H
#define MLG_SITING_NEARSETS_H

#include "siting/network.h"

enum { CUTS = 32, SET_CHOICES = 24, SET_CHANGES = 4, LEVELS = 2 };

struct cut { int64_t paid, *value, *w; };

/* A neighbour: the sites that change. */
struct set_choice { int64_t bound; int32_t count, site[SET_CHANGES]; };

struct near_sets {
    const struct mlg_network *net;
    struct arena arena;
    /* The caller's: */
    struct cut root;                /* changes as it likes */
    const bool *may_open, *may_close;
    int64_t must[LEVELS];           /* milli-units that the sites of a level hold at least */
    int64_t open_most;              /* sites of level 0 */
    /* Answers: */
    struct set_choice choices[SET_CHOICES]; /* least bound first */
    int32_t choice_count;
    /* Inner: */
    int64_t limit;
    struct cut cuts[CUTS];
    int32_t cut_count, asked[CUTS]; /* the order in which cuts are asked: those that ruled something out lately first */
    uint64_t *tried, *site_hash;    /* sets by hash, the sum of their sites' */
    int32_t *opened, *closed;       /* scratch */
};

/* False: no memory. */
bool mlg__near_sets_new(const struct mlg_network *n, struct near_sets *sets);
void mlg__near_sets_free(struct near_sets *sets);

/* The largest bound of a set by all cuts; *w (unless NULL): the prices of the cut that gives it. */
int64_t mlg__set_bound(const struct near_sets *sets, const bool *open, const int64_t **w);
/* Room for a new cut, in place of the one that was asked last; the caller fills in paid, value [site], w [row]. */
struct cut *mlg__set_cut(struct near_sets *sets);
/* Not to be found again. */
void mlg__set_tried(struct near_sets *sets, const bool *open);
bool mlg__set_was_tried(const struct near_sets *sets, const bool *open);
/* May so many sites with so much capacity be open? */
bool mlg__set_fits(const struct near_sets *sets, const bool *open);
/* sets->choices: neighbours of `open` not tried yet whose bound is below `limit`. O(neighbours x cuts), mostly much less. */
void mlg__find_sets(struct near_sets *sets, const bool *open, int64_t limit);
/* One of them, mostly the first. open [site] becomes it. */
struct rng;
void mlg__choose_set(const struct near_sets *sets, struct rng *rng, bool *open);

#endif
