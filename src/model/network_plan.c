/* model/network_plan.c — a network plan: its birth and death, the words of plan.json, and what a caller may look at.
 * See network_plan.h. */
#include "model/network_plan.h"

const char *const mlg__line_name[LINE_COUNT] = {
    [LINE_VEHICLE_FIXED] = "vehicle_fixed",
    [LINE_VEHICLE_DISTANCE] = "vehicle_distance",
    [LINE_ENERGY] = "energy",
    [LINE_DRIVER] = "driver",
    [LINE_OVERTIME] = "overtime",
    [LINE_TOLLS] = "tolls",
    [LINE_HANDLING] = "handling",
    [LINE_SITE_RUNNING] = "site_running",
    [LINE_SITE_INVESTMENT] = "site_investment",
    [LINE_OTHER_LANE] = "other_lane",
    [LINE_CO2_PRICE] = "co2_price",
    [LINE_TIME_VALUE] = "time_value",
    [LINE_LATENESS] = "lateness",
    [LINE_UNSERVED] = "unserved",
};

const char *const mlg__scope_name[CO2_SCOPE_COUNT] = {
    [CO2_LAST_MILE] = "last_mile",
    [CO2_LINE_HAUL] = "line_haul",
    [CO2_SITES] = "sites",
    [CO2_PARTNERS] = "partners",
};

const char *const mlg__unserved_name[UNSERVED_REASON_COUNT] = {
    [UNSERVED_NO_LANE] = "no_lane",
    [UNSERVED_CAPACITY] = "capacity",
    [UNSERVED_PRICE] = "price",
};

const char *const mlg__worth_name[WORTH_KIND_COUNT] = {
    [WORTH_BUDGET] = "budget",     [WORTH_BUDGET_TOTAL] = "budget_total", [WORTH_CO2] = "co2",
    [WORTH_COVERAGE] = "coverage", [WORTH_JOBS] = "jobs",                 [WORTH_CAPACITY] = "capacity",
};

const char *const mlg__verdict_name[SITE_VERDICT_COUNT] = {
    [SITE_FIXED] = "fixed",
    [SITE_ALWAYS] = "always",
    [SITE_NEVER] = "never",
    [SITE_DEPENDS] = "depends",
};

const char *const mlg__reason_name[SITE_REASON_COUNT] = {
    [REASON_NONE] = "none",         [REASON_DEAR] = "dear",   [REASON_BUDGET] = "budget",
    [REASON_CONFLICT] = "conflict", [REASON_LIMIT] = "limit", [REASON_NO_LANE] = "no_lane",
};

mlg_network_plan *mlg__network_plan_new(const mlg_scenario *s)
{
    mlg_network_plan *plan = mlg__malloc(sizeof *plan);
    if (!plan) return NULL;
    *plan = (mlg_network_plan) {
        .scenario = s,
        .seed = s->seed,
        .residual = true,
        .embodied_counts = true,
        .extension_surcharge = MLG_EXTENSION_SURCHARGE,
        .leg_label = "",
        .bound_kind = MLG_BOUND_NONE,
    };
    plan->plan.periods = arena_array(&plan->arena, struct period_summary, s->period_count);
    plan->before.periods = arena_array(&plan->arena, struct period_summary, s->period_count);
    if (plan->arena.failed) {
        mlg_network_plan_free(plan);
        return NULL;
    }
    return plan;
}

void mlg_network_plan_free(mlg_network_plan *plan)
{
    if (!plan) return;
    for (int32_t i = 0; i < plan->day_count; i++) {
        mlg_problem_free(plan->days[i].problem);
        mlg_plan_free(plan->days[i].routes);
    }
    mlg_front_free(plan->front);
    mlg__arena_free(&plan->arena);
    mlg__free(plan);
}

const mlg_front *mlg_network_plan_front(const mlg_network_plan *plan) { return plan->front; }

/* Rows are ascending, a station has at most MLG_DENSITY_BANDS of them. */
struct lane_phi mlg__plan_phi(const mlg_network_plan *plan, int32_t site, int32_t density_band)
{
    int32_t low = 0, high = plan->phi_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const struct plan_phi *row = &plan->phis[middle];
        if (row->site < site || (row->site == site && row->density_band < density_band)) low = middle + 1;
        else high = middle;
    }
    if (low < plan->phi_count && plan->phis[low].site == site && plan->phis[low].density_band == density_band)
        return plan->phis[low].phi;
    return (struct lane_phi) { 1, 1, 1, 1 };
}

int32_t mlg__plan_changes(const mlg_network_plan *plan)
{
    const int32_t periods = plan->scenario->period_count;
    int32_t count = 0;
    for (int32_t i = 0; i < plan->kept_count; i++) {
        const struct plan_kept *kept = &plan->kept[i];
        const int32_t at = kept->site * periods + kept->period;
        count += at < plan->plan.site_count && plan->plan.sites[at].size != kept->size;
    }
    return count;
}

int64_t mlg__plan_stability(const mlg_network_plan *plan) { return plan->stability_micro * mlg__plan_changes(plan); }

int32_t mlg__day_class(const mlg_scenario *s, int32_t k)
{
    for (int32_t c = 0; c < s->vehicle_count; c++)
        if ((s->vehicles[c].use == USE_LAST_MILE || s->vehicles[c].use == USE_BOTH) && k-- == 0) return c;
    return MLG_NONE;
}

int32_t mlg_network_plan_state_count(const mlg_network_plan *plan) { return plan->plan.site_count; }

mlg_state mlg_network_plan_state(const mlg_network_plan *plan, int32_t i)
{
    const struct plan_site *row = &plan->plan.sites[i];
    return (mlg_state) { .site = row->site, .period = row->period, .size = row->size };
}

int32_t mlg_network_plan_share_count(const mlg_network_plan *plan) { return plan->plan.flow_count; }
int32_t mlg_network_plan_unserved_count(const mlg_network_plan *plan) { return plan->plan.unserved_count; }

mlg_share mlg_network_plan_share(const mlg_network_plan *plan, int32_t i)
{
    const struct plan_flow *f = &plan->plan.flows[i];
    const int64_t whole = demand_units_milli(plan->scenario, f->demand, f->service, f->period);
    return (mlg_share) {
        .demand = f->demand,
        .service = f->service,
        .period = f->period,
        .site = f->site,
        .inbound_class = f->inbound_class,
        .vehicle_class = f->vehicle_class,
        .share = whole > 0 ? (double)f->units_milli / (double)whole : 0,
    };
}
