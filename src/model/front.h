/* model/front.h — plans between cheap, fast and clean, and a proven lower limit of what any plan costs.
 *
 * All figures are of the whole horizon. Two curves share the cheapest plan: less CO2, and more units inside their promise,
 * each at the least cost that was found; other points lie between them, better in both. A line holds for every plan of the scenario, known or not:
 *
 *     cost >= line.cost - co2_per_t * tonnes + within_per_unit * units inside their promise
 *
 * so the largest line is an envelope that no plan lies below. Quanta are millionths of the currency, discounted, as the cost
 * of a plan. */
#ifndef MLG_MODEL_FRONT_H
#define MLG_MODEL_FRONT_H

#include "model/network_plan.h"

enum front_curve { FRONT_CO2, FRONT_SPEED, FRONT_CURVES };
extern const char *const mlg__curve_name[FRONT_CURVES]; /* stable words of front.json: "co2", "speed" */

struct front_figures {
    int64_t cost;         /* quanta */
    int64_t co2_mg;       /* well to wheel, and of what is built where that counts in limits */
    int64_t within_milli; /* thousandths of units that arrive inside their promise */
};

struct front_point {
    struct front_figures is;
    bool on[FRONT_CURVES];
    bool knee[FRONT_CURVES];     /* where the curve bends most */
    int32_t before[FRONT_CURVES]; /* the next cheaper point of the curve, MLG_NONE: the cheapest */
    int64_t envelope;            /* quanta: no plan that emits as little and keeps as many promises costs less */
    int32_t sites_changed;       /* against the cheapest plan: sites with another state in some period */
    mlg_network_plan *plan;      /* NULL in a front that was read */
    bool borrowed;               /* the plan belongs to somebody else */
};

struct front_line { int64_t cost, co2_per_t, within_per_unit; }; /* quanta; slopes not negative */

struct mlg_front {
    struct arena arena;
    const mlg_scenario *scenario; /* borrowed */
    int32_t wanted, point_count, line_count;
    struct front_point *points;   /* the cheapest, then the curve of CO2, then the others, by rising cost */
    struct front_line *lines;
    struct front_figures today;   /* today's sites under the same demand; money that it spends, no investment */
    int64_t demand_milli;         /* all units of the horizon */
    bool flat[FRONT_CURVES];      /* nothing better than the cheapest plan was found */
    bool cut_short;               /* time or the caller ended the search */
    int32_t lowered;              /* lines that were lowered because a plan by other ways through upper sites lies below them */
    int64_t iterations, trials;   /* of the search */
};

/* Sums over the horizon of one side of an accounted plan. */
struct front_figures mlg__front_figures(const mlg_network_plan *plan, const struct network_side *side);
/* The largest line at these figures, rounded down; INT64_MIN without lines. */
int64_t mlg__front_envelope(const struct mlg_front *front, const struct front_figures *at);
/* Of the first `end` points, accounted and with their figures, how many no other of them is as good as; the first, whose account
 * comes last, counts. */
int32_t mlg__front_good(const struct mlg_front *front, int32_t end);
/* From points whose plans are accounted: figures, dominated points and those without a plan out, order, curves, envelope,
 * knees. False without memory. */
bool mlg__front_finish(struct mlg_front *front);
/* From figures and lines alone: order, curves, knees, envelope. False without memory. */
bool mlg__front_arrange(struct mlg_front *front);

#endif
