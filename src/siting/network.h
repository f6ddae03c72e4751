/* network.h — the siting model as arrays of integers: points, lanes, states of sites, common rows.
 *
 * One engine, neutral words. A *row* is what must be delivered: one service of one demand point. A *lane* brings it
 * from a site. A site walks one path through its *states* (0 closed, then its sizes). *Common rows* are the promises
 * and limits that several sites share: budget, CO2, coverage, jobs, conflicts.
 *
 * Everything is exact. Money of one unit is micro-euros in the money of its period; sums are counted in `grains` of
 * 2^-30 / 1000 quanta, so that discounting and milli-units need no division (model/objective.h).
 * Compiled from a scenario by mlg_network_compile(); tests and benches fill the same arrays directly. */
#ifndef MLG_SITING_NETWORK_H
#define MLG_SITING_NETWORK_H

#include "accounts/lane.h"
#include "accounts/site.h"
#include "base/math.h"
#include "base/memory.h"
#include "maillage/siting.h"
#include "model/objective.h"

enum { STATES_MAX = MLG_SIZES_MAX + 1 };
#define GRAINS_PER_QUANTUM ((int128)1000 << 30)
#define CBAR_NONE INT32_MAX /* no lane was left out */

/* 16 bytes: the dual reads millions of them. By row, `end` is the site; by site, the row. */
struct lane {
    int32_t end;
    int32_t cost_micro; /* of one unit, CO2 priced in; the site's own part (handling, chain) is in struct node */
    int32_t co2_mg;     /* of one unit, WTW */
    uint16_t in;        /* bit t: keeps the promise in period t */
    int16_t mode;       /* vehicle class, MLG_NONE: the site delivers itself */
};
_Static_assert(sizeof(struct lane) == 16, "a lane is 16 bytes");

/* A site in a state, in a period. */
struct node {
    bool allowed;
    int64_t year_micro;                /* running cost, CO2 priced in */
    int64_t year_co2_mg, jobs_milli;   /* without flows */
    int64_t unit_micro, unit_co2_mg;   /* handling and chain of one unit */
};

/* A change of state at the start of a period (from == to: nothing). */
struct arc {
    bool allowed;
    int64_t capital_cents, embodied_mg;
    int128 cost; /* grains: discounted, embodied carbon priced in, residual value taken off */
};

enum row_kind { ROW_BUDGET, ROW_CO2, ROW_COVER, ROW_JOBS, ROW_CONFLICT, ROW_COUNT, ROW_UPPER };

/* A limit that sites share: sum of coefficients <= limit, or >= limit. Units of a row, so that they are integers:
 * budget cents; CO2 mg x 1000 a year; coverage milli-units a day; jobs milli-jobs x 10^6;
 * conflicts and counts of open sites 1; an upper site milli-units a day that pass it, and what its state holds less than its
 * largest one. */
struct common_row {
    enum row_kind kind;
    bool at_least;
    bool on_flows;          /* has coefficients on lanes or units: moves the assignment, not only the states */
    bool horizon;           /* CO2, coverage: the sum over first..period, a year's figure times the years of the period */
    int32_t first, period;  /* budget, horizon: the periods that it adds up; others: first == period */
    int32_t service;        /* coverage; MLG_NONE: all services */
    int32_t set;            /* conflict: members are site_set[s] == set; jobs: index of the coefficients;
                             * counts: level; upper: the site */
    int64_t limit;          /* fixed upper sites already taken off */
    int128 give;            /* grains that a plan pays for each of its units beyond the limit; 0: it must be kept */
    bool priced;            /* its price is `give`, neither less nor more: the limit is beyond any plan's reach (front.c) */
};

/* The way from the top of the network to a station: in a period, a constant of the station's lanes. */
struct chain {
    int32_t site_count, sites[MLG_LEVELS_MAX]; /* indices of the scenario, the station last; 0: there is no way */
    int32_t time_s;                            /* from the cut-off until ready at the station */
    int64_t unit_micro, unit_co2_mg;           /* line haul and handling at the upper sites, CO2 priced in */
    int64_t haul_micro, haul_wtw_mg, haul_ttw_mg; /* line haul alone */
};
enum { CHAIN_OPTIONS = 8 }; /* kept for each station and period, cheapest first */

/* Upper sites that are chosen are sites of the network like others, behind those that serve demand and without lanes. A station
 * is fed by one way at a time: sites of the network from the top down, all open. Handling there is in their nodes. */
struct way {
    int32_t upper_count, uppers[MLG_LEVELS_MAX]; /* 0: stands for ways left out, for bounds only */
    int64_t haul_micro, haul_co2_mg, haul_ttw_mg;
    int32_t time_s;                              /* from the cut-off until ready at the station */
};
enum { WAYS_MOST = 64 }; /* kept for each station */

#define NO_CHAIN_MICRO INT64_C(1000000000000) /* of a unit where no chain exists: nobody pays that */

struct mlg_network {
    struct arena arena;
    const mlg_scenario *scenario; /* borrowed; NULL in instances made by hand */
    struct site_options site_options;
    bool estimated;
    const char *leg_label;
    int64_t stability_micro;           /* of a state that differs from a kept one, already in costs of arcs; 0: none is kept */
    int32_t kept_count;
    struct plan_kept *kept;            /* the caller's order; sites of the scenario */
    int8_t *kept_path;                 /* [site * periods + t] those states, MLG_NONE where none is kept; or NULL */
    int32_t phi_count;
    const struct plan_phi *phis;  /* of the calibration that priced the lanes */

    int32_t period_count, row_count, service_count, site_count, state_max, lane_count, common_count;
    struct period_weight weights[MLG_PERIODS_MAX];
    int32_t years[MLG_PERIODS_MAX];    /* of rows over the horizon (front.c); 0 elsewhere */
    double planning_day_factor;
    int32_t working_days;

    /* rows */
    int32_t *row_demand, *row_service; /* [row] */
    int64_t *volume;                   /* [row * periods + t] milli-units a working day */
    int64_t *pen_micro;                /* [row] price of an unserved unit */
    int32_t *cbar_in, *cbar_out;       /* [row * periods + t] cheapest lane left out, with its site's part */

    /* lanes, by row in ascending (cost, site, mode); and their transpose, by site in ascending (row, mode) */
    int32_t *row_first, *site_first;   /* [row_count + 1], [site_count + 1] */
    struct lane *lanes, *site_lanes;
    int32_t *lane_of;                  /* [site lane] the same lane among those by row */
    int32_t *lane_latest_s, *lane_mean_s; /* [lane] from departure of the van to the door */
    int64_t *meet_first;               /* [site_count + 2] sites that serve demand meet where they share a row of it; "unserved", */
    int32_t *meet_site;                /* number site_count, meets them all. Ascending; both directions of a meeting are there: */
    int64_t *meet_back;                /* [meeting] the other one */

    /* sites that serve */
    int32_t *site_id;                  /* [site] index in the scenario */
    int32_t *site_states;              /* [site] number of states, closed included */
    int32_t *site_today;               /* [site] state before the first period */
    int32_t sites_a_period;            /* site_count: capacities and feeds are given for each period, which then is a product (location.c);
                                        * 0: they are the same in all */
    int32_t *site_supply;              /* [site] (or [period, site]) the row that feeds it, MLG_NONE: it needs none; NULL: nowhere a feed */
    int32_t *row_fed;                  /* [row] the site that a supply row feeds, MLG_NONE: a row of demand; or NULL */
    int32_t *site_level;               /* [site] 0: serves demand, 1: feeds those, …; or NULL: all 0 */
    int32_t level_count;               /* 0 counts as 1 */
    int32_t *site_set;                 /* [site] conflict set, or MLG_NONE */
    int64_t *capacity;                 /* [site * state_max + k] milli-units a day that fit */
    struct node *nodes;                /* [(site * periods + t) * state_max + k] */
    struct arc *arcs;                  /* [node of t, k' = to] * state_max + from: see arc_at() */
    int64_t *least_fill;               /* [site * state_max + k] flow that a chosen state must have (min_fill) */
    int64_t *fill_free;                /* [site * periods + t] units that lanes left out may bring towards a least fill; NULL: no least fills */
    struct chain *chains;              /* [(site * periods + t) * CHAIN_OPTIONS + i] the first one is in the lanes */
    struct chain *chains_before;       /* [site * periods + t] through today's upper sites */
    int32_t station_count;             /* sites that serve demand, the first ones; of use where ways are */
    int32_t *way_first;                /* [station + 1] its ways; NULL: upper sites are not chosen. A station that delivers what it */
    struct way *ways;                  /* fetches itself has none. In all periods the same */
    int64_t *way_slack_s;              /* [way * services + service] the longest tour from door to door that keeps the promise; -1: none */
    int64_t *way_least_micro, *way_least_co2_mg; /* [station * periods + t] least of all ways, handling included: in the nodes already */
    int64_t *link_volume;              /* [station] milli-units that a price on "its way is open" counts by */
    int32_t *upper_row;                /* [upper site * periods + t] its common row, MLG_NONE: it holds all there is */
    uint64_t *reach;                   /* [row * reach_words] bit of every site that has a lane, kept or not */
    int32_t reach_words;

    struct common_row *commons;
    int64_t *job_node, *job_unit;      /* [set * sites * state_max + ...] milli-jobs, milli-jobs for 1000 units */
    int128 constant;                   /* grains: upper sites, whatever siting decides */
    bool flow_rows;                    /* some common row is on flows */
    bool fill_rows;                    /* some state has a least fill */
    bool all_modes;                    /* no lane was dropped that is cleaner or faster than a cheaper one */
    bool all_lanes;                    /* none was left out: cbar says nothing anywhere */
    bool whole_rows;                   /* a row is served by one site in a period */
    bool two_modes;                    /* some row may have two lanes from one site */
};

/* Levels: what a site of a lower level gives out it must be given, by a *supply row* of its own, whose lanes come from sites
 * of the level above; supply rows come after rows of demand, those of upper levels last. The volume of a supply row is the most that its site may ever give out. */
static inline int32_t supply_of(const struct mlg_network *n, int32_t site, int32_t t)
{
    return n->site_supply ? n->site_supply[t * n->sites_a_period + site] : MLG_NONE;
}
static inline int32_t fed_by(const struct mlg_network *n, int32_t row) { return n->row_fed ? n->row_fed[row] : MLG_NONE; }
static inline int32_t level_of(const struct mlg_network *n, int32_t site) { return n->site_level ? n->site_level[site] : 0; }

/* Ways: links are pairs of a station and an upper site, in a period; their prices stand behind those of rows. */
static inline int32_t upper_count(const struct mlg_network *n) { return n->way_first ? n->site_count - n->station_count : 0; }
static inline bool is_upper(const struct mlg_network *n, int32_t site) { return n->way_first && site >= n->station_count; }
static inline bool has_ways(const struct mlg_network *n, int32_t site)
{
    return n->way_first && site < n->station_count && n->way_first[site + 1] > n->way_first[site];
}
static inline int64_t row_cells(const struct mlg_network *n) { return (int64_t)n->row_count * n->period_count; }
static inline int64_t link_cell(const struct mlg_network *n, int32_t station, int32_t t, int32_t upper)
{
    return row_cells(n) + ((int64_t)station * n->period_count + t) * upper_count(n) + upper - n->station_count;
}
static inline int64_t price_cells(const struct mlg_network *n)
{
    return row_cells(n) + (int64_t)n->station_count * n->period_count * upper_count(n);
}

/* Flow that a site in a state must have; 0 where upper sites and bounds know nothing of it. */
static inline int64_t fill_at(const struct mlg_network *n, int32_t site, int32_t t, int32_t k)
{
    if (!n->fill_free || k == 0) return 0;
    const int64_t fill = n->least_fill[site * n->state_max + k] - n->fill_free[site * n->period_count + t];
    return fill > 0 && !is_upper(n, site) ? n->least_fill[site * n->state_max + k] : 0;
}
static inline int32_t node_index(const struct mlg_network *n, int32_t site, int32_t t, int32_t k)
{
    return (site * n->period_count + t) * n->state_max + k;
}
static inline const struct node *node_at(const struct mlg_network *n, int32_t site, int32_t t, int32_t k)
{
    return &n->nodes[node_index(n, site, t, k)];
}
static inline const struct arc *arc_at(const struct mlg_network *n, int32_t site, int32_t t, int32_t from, int32_t to)
{
    return &n->arcs[(int64_t)node_index(n, site, t, to) * n->state_max + from];
}
static inline int64_t capacity_at(const struct mlg_network *n, int32_t site, int32_t t, int32_t k)
{
    return n->capacity[(t * n->sites_a_period + site) * n->state_max + k];
}
static inline int64_t volume_at(const struct mlg_network *n, int32_t row, int32_t t)
{
    return n->volume[(int64_t)row * n->period_count + t];
}
static inline bool lane_in(const struct lane *lane, int32_t t) { return lane->in >> t & 1; }
/* Does a lane (by row) keep its promise by this way to its station? MLG_NONE: the only one that there is. */
static inline bool lane_keeps(const struct mlg_network *n, int32_t lane, int32_t row, int32_t t, int32_t way)
{
    return lane_in(&n->lanes[lane], t) &&
           (way == MLG_NONE || n->lane_latest_s[lane] <= n->way_slack_s[way * n->service_count + n->row_service[row]]);
}

/* Does the row touch flows and states of a period, and how much does a year of it count? */
static inline bool row_at(const struct common_row *r, int32_t t) { return r->first <= t && t <= r->period; }
static inline int64_t row_years(const struct mlg_network *n, const struct common_row *r, int32_t t)
{
    return r->horizon ? n->years[t] : 1;
}
static inline bool row_counts(const struct common_row *r, int32_t service)
{
    return r->service == service || r->service == MLG_NONE;
}

/* Coefficients of a common row, in its own units. Zero where the row does not touch. */
int64_t mlg__row_arc(const struct mlg_network *n, const struct common_row *r, int32_t t, const struct arc *arc);
int64_t mlg__row_node(const struct mlg_network *n, const struct common_row *r, int32_t site, int32_t t, int32_t k);
int64_t mlg__row_unit(const struct mlg_network *n, const struct common_row *r, int32_t site, int32_t t, int32_t k);
static inline int64_t row_lane(const struct mlg_network *n, const struct common_row *r, const struct lane *lane,
                               int32_t row, int32_t t)
{
    if (!row_at(r, t)) return 0;
    if (r->kind == ROW_CO2) return (int64_t)lane->co2_mg * n->working_days * row_years(n, r, t);
    return r->kind == ROW_COVER && row_counts(r, n->row_service[row]) && lane_in(lane, t) ? row_years(n, r, t) : 0;
}
/* Of the CO2 of one unit on a part of its way. */
static inline int64_t row_haul(const struct mlg_network *n, const struct common_row *r, int64_t co2_mg, int32_t t)
{
    return r->kind == ROW_CO2 && row_at(r, t) ? co2_mg * n->working_days * row_years(n, r, t) : 0;
}
/* Grains of one year of a node, of one micro-euro for one milli-unit a day. */
static inline int128 year_grains(const struct mlg_network *n, int32_t t, int64_t micro)
{
    return (int128)micro * n->weights[t].year_q30 * 1000;
}
static inline int64_t flow_weight(const struct mlg_network *n, int32_t t) { return n->weights[t].flow_q30; }

/* All demand of a period, milli-units. */
int64_t mlg__period_load(const struct mlg_network *n, int32_t t);
/* Largest flow a capacity holds: flow x planning_day_factor, half up, must not exceed it. */
int64_t mlg__flow_capacity(int64_t capacity_milli, double planning_day_factor);
/* The load that the account prints for a flow. */
int64_t mlg__planned_load(int64_t flow_milli, double planning_day_factor);

/* Finish an instance whose rows, lanes by row, sites, states and weights are set: sort lanes, make the transpose. Used by
 * compile, tests and benches. */
mlg_status mlg__network_seal(struct mlg_network *n, mlg_error *err);

#endif
