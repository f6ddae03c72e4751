/* blend.h — the cheapest flows through given states when limits lie on flows: coverage, CO2, jobs, least fills.
 *
 * Prices alone make whole assignments, each a corner of what the states allow; the optimum under limits lies between
 * corners. So assignments at different prices are mixed: a small linear program (simplex.h) weighs those at hand, its prices
 * ask for one more of each period, until none is better [DantzigWolfe1960]. The mix is then made whole (settle.h). */
#ifndef MLG_SITING_BLEND_H
#define MLG_SITING_BLEND_H

#include "siting/control.h"
#include "siting/design.h"

/* One assignment of one period: its flows, by (row, lane), and what they add up to. */
struct corner {
    int32_t period;
    int32_t first, count; /* in the pool */
    double cost;          /* quanta */
};

/* A limit of the program, as "at most": a common row on flows, or the least fill of one site in one period. */
struct blend_limit {
    int32_t common, site, period; /* common MLG_NONE: a fill */
    double right, scale;          /* in the row's units; of its row in the program */
    double margin;                /* kept free of whole units' roundings */
    double price;                 /* quanta a unit */
};

struct blend {
    const struct mlg_network *net;
    int32_t corner_count, corner_cap, limit_count, limit_cap;
    int32_t activity_cap, load_cap;
    struct corner *corners;
    struct flow_list pool;
    double *activity;         /* [corner * commons + common] */
    int64_t *load;            /* [corner * sites + site]; only where states have least fills */
    struct blend_limit *limits;
    double *weight;           /* [corner] */
    int32_t weight_cap;
    double missed;            /* the largest share of a limit that the program's mix misses */

    /* the result */
    struct flow_list flows;   /* by (period, row, lane) */
    int128 *activity_sum;     /* [common] of the flows */
    struct score score;
    bool failed;              /* no memory */
    int64_t programs, assigned;
};

mlg_status mlg__blend_new(const struct mlg_network *n, struct blend **b, mlg_error *err);
void mlg__blend_free(struct blend *b);

/* Blend from the design's assignments on. True: flows, score and sums are those of the cheapest flows that keep every limit, as
 * far as control and a small tolerance allowed. The design is left assigned at the last prices, which lead to them.
 * False: no flows through these states keep all limits, or time was short, or memory (failed). */
bool mlg__blend(struct blend *b, struct design *d, struct control *control);

#endif
