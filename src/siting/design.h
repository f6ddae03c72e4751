/* design.h — a candidate plan in the search: a path of states for every site, and the exact assignment of each period.
 *
 * Hard rows (budget, conflicts) touch states only and are never violated by an accepted path. Rows on flows (CO2,
 * coverage, jobs) are priced into the assignment; what is still violated weighs in the score. */
#ifndef MLG_SITING_DESIGN_H
#define MLG_SITING_DESIGN_H

#include "siting/whole.h"

struct design {
    const struct mlg_network *net;
    struct arena arena;
    int32_t threads;
    int8_t *path;               /* [site * periods + t] */
    int64_t *activity;          /* [common] of hard rows: capital, members open */
    struct assignment **periods; /* [period] */
    int64_t *rent;              /* [period * sites + site] guess of what a unit of capacity is worth, micro-euros: starts from there */
    double *row_price;          /* [common] quanta, of rows on flows: priced into the assignment */
    double *penalty;            /* [common] quanta for one of the row's units violated */
    int32_t *lane_cost;         /* [period * lanes + lane] priced; NULL without rows on flows */
    int64_t trials;             /* exact evaluations of changes */
    struct control *control;    /* may cut a start short; NULL: nobody does */
    bool failed;                /* no memory for what was made of its flows */
};

/* Flows of a design, by period and row. */
struct design_flow { int32_t period, row, lane /* by row; MLG_NONE: unserved */; int64_t units; };
struct flow_list { int32_t count, cap; struct design_flow *flow; }; /* grows */

struct score {
    int128 cost;                /* grains */
    int128 total;               /* cost and penalties */
    bool legal;                 /* no row violated */
    int64_t lacking;            /* milli-units a day that open states lack for their least fill, over all periods */
};

mlg_status mlg__design_new(const struct mlg_network *n, int32_t threads, struct design **d, mlg_error *err);
void mlg__design_free(struct design *d);

/* Every site as close to doing nothing as it may: today's state, or the cheapest allowed path. */
void mlg__design_rest(struct design *d);
/* The states of a known plan [site * periods + t], assignments not started. */
void mlg__design_take(struct design *d, const int8_t *paths);
/* A site may take this path: arcs and nodes allowed, hard rows hold (or are not made worse). */
bool mlg__design_allows(const struct design *d, int32_t site, const int8_t *path);
/* The next start begins with the rents of these prices; later ones with those of the assignments before. */
struct dual;
void mlg__design_expect(struct design *d, const struct dual *dual);
/* Change a path. Assignments follow if they were started. */
void mlg__design_set(struct design *d, int32_t site, const int8_t *path);
void mlg__design_set_unassigned(struct design *d, int32_t site, const int8_t *path);
/* Price rows on flows anew (quanta; NULL keeps them), and assign every period from scratch. */
void mlg__design_start(struct design *d, const double *row_price);
/* Whole rows (whole.h) in every period, from the assignments as they are; read the score and the flows, then
 * mlg__design_start(). hint, site_of [period * rows + row]: sites, MLG_NONE unserved; hint may be NULL. */
void mlg__design_make_whole(struct design *d, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control);
void mlg__design_impose_whole(struct design *d, const int32_t *site_of);
void mlg__design_read_whole(const struct design *d, int32_t *site_of);
/* The flows as they are into a list, replaced. Without memory the design has failed. */
void mlg__design_read_flows(struct design *d, struct flow_list *list);
struct score mlg__design_score(const struct design *d);
/* Activity of a common row, in its units, hard or on flows; exact. */
int128 mlg__design_activity(const struct design *d, const struct common_row *r);
bool mlg__design_failed(const struct design *d);
/* The last start was: no flows, no score. */
bool mlg__design_cut_short(const struct design *d);

int64_t mlg__design_unit_cost(const struct design *d, int32_t site, int32_t t, int32_t k);
static inline const int8_t *design_path(const struct design *d, int32_t site)
{
    return &d->path[site * d->net->period_count];
}

#endif
