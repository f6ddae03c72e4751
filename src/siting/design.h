/* design.h — a candidate plan in the search: a path of states for every site, and the exact assignment of each period.
 *
 * Hard rows (budget, conflicts) touch states only and are never violated by an accepted path. Rows on flows (CO2,
 * coverage, jobs) are priced into the assignment; what is still violated weighs in the score. */
#ifndef MLG_SITING_DESIGN_H
#define MLG_SITING_DESIGN_H

#include "siting/whole.h"

/* A common row that touches lanes, and what a unit of it adds to a lane's cost. */
struct lane_price_row { const struct common_row *row; double micro; };

struct design {
    const struct mlg_network *net;
    struct arena arena;
    int32_t threads;
    int8_t *path;               /* [site * periods + t] */
    int32_t *way;               /* [station * periods + t] in n->ways, MLG_NONE: needs none, or has none; NULL: upper sites are not chosen */
    int32_t *held;              /* [station * periods + t] the way to take while it is open, MLG_NONE: the cheapest at the prices */
    int64_t *activity;          /* [common] of hard rows: capital, members open */
    struct assignment **periods; /* [period] */
    int64_t *subsidy;           /* [period * sites + site] micro-euros off a unit: pulls flow to states below their least fill */
    int128 *sum;                /* [common] scratch of the score */
    int64_t *rent;              /* [period * sites + site] guess of what a unit of capacity is worth, micro-euros: starts from there */
    double *row_price;          /* [common] quanta, of rows on flows: priced into the assignment */
    double *penalty;            /* [common] quanta for one of the row's units violated */
    int32_t *lane_cost;         /* [period * lanes + lane] priced; NULL without rows on flows */
    bool *priced;               /* [period] lanes have been priced: at these prices, with these ways */
    double *priced_at;          /* [period * commons + common] */
    struct lane_price_row *lane_rows; /* [period * (commons + 1)] scratch of pricing */
    int32_t *priced_way;        /* as way */
    bool *lane_in;              /* [period * lanes + lane] keeps its promise by its station's way; NULL without rows on flows, or without ways */
    int64_t trials;             /* exact evaluations of changes */
    struct control *control;    /* may cut a start short; NULL: nobody does */
    bool failed;                /* no memory for what was made of its flows */
};

struct score {
    int128 cost;                /* grains */
    int128 total;               /* cost and penalties */
    bool legal;                 /* no row violated */
    int64_t lacking;            /* milli-units a day that open states lack for their least fill, over all periods */
};

/* What flows add up to, by whatever assignment or blend (blend.h). */
struct flow_sums {
    int128 cost[MLG_PERIODS_MAX];       /* micro-euros x milli-units, without prices of common rows */
    int128 *activity;                   /* [common] of rows on flows, in their units */
    int64_t lacking[MLG_PERIODS_MAX];   /* units that open states lack for their least fill */
};

mlg_status mlg__design_new(const struct mlg_network *n, int32_t threads, struct design **d, mlg_error *err);
void mlg__design_free(struct design *d);

/* Every site as close to doing nothing as it may: today's state, or the cheapest allowed path. */
void mlg__design_rest(struct design *d);
/* The states of a known plan [site * periods + t], assignments not started. */
void mlg__design_take(struct design *d, const int8_t *paths);
/* Arcs and nodes of the path are allowed. */
bool mlg__path_exists(const struct mlg_network *n, int32_t site, const int8_t *path);
/* A site may take this path: it exists, and hard rows hold (or are not made worse). */
bool mlg__design_allows(const struct design *d, int32_t site, const int8_t *path);
struct dual;
struct prices;
/* The assignments' own prices: of rows on flows, and of every row's unit where it would be served the cheapest; others stay. */
void mlg__design_prices(const struct design *d, struct prices *prices);
/* The next start begins with the rents of these prices; later ones with those of the assignments before. */
void mlg__design_expect(struct design *d, const struct dual *dual);
/* Change a path. Assignments follow if they were started. */
void mlg__design_set(struct design *d, int32_t site, const int8_t *path);
void mlg__design_set_unassigned(struct design *d, int32_t site, const int8_t *path);
/* Price rows on flows anew (quanta; NULL keeps them), and assign every period from scratch. */
void mlg__design_start(struct design *d, const double *row_price);
/* Whole rows (whole.h) in every period, from the assignments as they are; read the score and the flows, then
 * mlg__design_start(). hint, site_of [period * rows + row]: sites, MLG_NONE unserved; hint may be NULL. */
void mlg__design_make_whole(struct design *d, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control);
/* mlg__make_whole_near() in every period, side by side. False: some period has no such plan. */
bool mlg__design_make_whole_near(struct design *d, uint64_t seed);
void mlg__design_impose_whole(struct design *d, const int32_t *site_of);
void mlg__design_read_whole(const struct design *d, int32_t *site_of);
/* The flows as they are into a list, replaced, by (period, row, lane). Without memory the design has failed. */
void mlg__design_read_flows(struct design *d, struct flow_list *list);
struct score mlg__design_score(const struct design *d);
/* The score of the design's states with other flows. */
struct score mlg__design_judge(const struct design *d, const struct flow_sums *sums);
/* Activity of a common row, in its units, hard or on flows; exact. */
int128 mlg__design_activity(const struct design *d, const struct common_row *r);
/* Its parts: of the states; of the assignment of one period. */
int128 mlg__design_states_activity(const struct design *d, const struct common_row *r);
int128 mlg__design_flow_activity(const struct design *d, const struct common_row *r, int32_t t);
/* True cost of a period's flows, micro-euros x milli-units: without the prices of common rows. */
int128 mlg__design_flow_cost(const struct design *d, int32_t t);
bool mlg__design_failed(const struct design *d);
/* The last start was: no flows, no score. */
bool mlg__design_cut_short(const struct design *d);

/* Ways to take [station * periods + t] from the next start on; MLG_NONE or NULL: the cheapest. Another path of all sites forgets them. */
void mlg__design_hold(struct design *d, const int32_t *ways);
/* Take another way to a station and assign that period anew. */
void mlg__design_set_way(struct design *d, int32_t station, int32_t t, int32_t way);
/* A way is open as upper sites are in a period. */
bool mlg__design_way_open(const struct design *d, const struct way *way, int32_t t);
/* Of a unit at a station with a way: what it pays beyond the station's node, without prices; its part of a common row. */
int64_t mlg__design_way_micro(const struct design *d, int32_t station, int32_t t);
int64_t mlg__design_way_row(const struct design *d, const struct common_row *r, int32_t station, int32_t t);
/* Flow that passes a site in a period, an upper one too. */
int64_t mlg__design_load(const struct design *d, int32_t site, int32_t t);
/* What a unit to this station would pay more than its node says on the cheapest way, priced, if upper site `upper` were in state k
 * (MLG_NONE: all as they are); NO_CHAIN_MICRO: there is no way. */
int64_t mlg__design_way_cost(const struct design *d, int32_t station, int32_t t, int32_t upper, int32_t k);
int64_t mlg__design_unit_cost(const struct design *d, int32_t site, int32_t t, int32_t k);
static inline const int8_t *design_path(const struct design *d, int32_t site)
{
    return &d->path[site * d->net->period_count];
}

#endif
