/* report/facts.h — the sums that several sections of the report quote, made once from the plan. */
#ifndef MLG_REPORT_FACTS_H
#define MLG_REPORT_FACTS_H

#include "model/network_plan.h"
#include "model/units.h"

enum side { SIDE_BEFORE, SIDE_PLAN, SIDE_COUNT };

/* One year of a period, except the investment, which is the period's. */
struct period_facts {
    int64_t demand_milli, served_milli; /* units a working day */
    double within;                      /* share of all units inside the promise, over all services */
    int64_t scope_wtw_mg[CO2_SCOPE_COUNT], wtw_mg, ttw_mg, embodied_mg;
    int64_t line_cents[LINE_COUNT];
    int64_t paid_cents; /* running lines that are money really spent; investment aside */
    int64_t penalty_cents;
    double kg_per_unit, price_per_unit; /* of a served unit; NAN when nothing is served */
};

/* A site that the plan opens, resizes or closes. */
enum change_kind { CHANGE_OPENED, CHANGE_EXTENDED, CHANGE_REDUCED, CHANGE_CLOSED, CHANGE_KIND_COUNT };
struct site_change {
    enum change_kind kind;
    int32_t site, period, from, to;
    int64_t capex_cents;
};

struct facts {
    struct period_facts *side[SIDE_COUNT]; /* [period] */
    int32_t change_count;
    struct site_change *changes; /* ascending (kind, period, site); numbered from 1 on the map */
    int32_t *number;             /* [site] its first number, 0: the plan leaves it as it is */
    int32_t kind_counts[CHANGE_KIND_COUNT];
    int64_t invested_cents; /* all periods */
    int32_t last;           /* the last period: what the headline compares */
};

/* Share of all units inside the promise, over all services; unserved ones are not. */
double mlg__within_promise(const mlg_scenario *s, const struct network_side *side, int32_t period);
void mlg__facts(const mlg_scenario *s, const mlg_network_plan *plan, struct arena *arena, struct facts *facts);

static inline const struct network_side *side_of(const mlg_network_plan *plan, enum side side)
{
    return side == SIDE_PLAN ? &plan->plan : &plan->before;
}
/* Siting's money as the report shows it: discounted where it comes from siting. */
static inline int64_t quanta_cents(int64_t quanta) { return quanta / MLG_MICRO_PER_CENT; }
/* The row of a site in a period, NULL where the plan has none. */
const struct plan_site *mlg__site_row(const mlg_scenario *s, const struct network_side *side, int32_t site,
                                      int32_t period);
/* Does this site deliver to the door itself, as a partner does? Looks at the state, or at the kind's first size. */
bool mlg__is_partner(const mlg_scenario *s, int32_t site);
/* The speed row of a service in a period; NULL where there is none. */
const struct plan_speed *mlg__speed_row(const struct network_side *side, int32_t period, int32_t service);

/* Which routed day to draw, where one is enough for the eye: the largest, the first of equal ones. One on streets before one that is
 * estimated, a given one before a sampled one, then by legs on streets; 0: its stops are not known. */
int64_t mlg__day_worth(const mlg_scenario *s, const struct plan_day *day);

#endif
