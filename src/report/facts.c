/* report/facts.c — see facts.h. */
#include "report/facts.h"

#include <math.h>
#include <stdlib.h>

#include "model/units.h"

const struct plan_site *mlg__site_row(const mlg_scenario *s, const struct network_side *side, int32_t site,
                                      int32_t period)
{
    const int32_t guess = site * s->period_count + period; /* a full table has every row at its place */
    if (guess < side->site_count && side->sites[guess].site == site && side->sites[guess].period == period)
        return &side->sites[guess];
    for (int32_t i = 0; i < side->site_count; i++)
        if (side->sites[i].site == site && side->sites[i].period == period) return &side->sites[i];
    return NULL;
}

bool mlg__is_partner(const mlg_scenario *s, int32_t site)
{
    const struct kind *k = &s->kinds[s->sites[site].kind];
    return k->size_count > 0 && s->sizes[k->first_size].to_the_door;
}

const struct plan_speed *mlg__speed_row(const struct network_side *side, int32_t period, int32_t service)
{
    for (int32_t i = 0; i < side->speed_count; i++)
        if (side->speed[i].period == period && side->speed[i].service == service) return &side->speed[i];
    return NULL;
}

static int64_t service_milli(const mlg_scenario *s, int32_t service, int32_t period)
{
    int64_t units = 0;
    for (int32_t d = 0; d < s->demand_count; d++) units += demand_units_milli(s, d, service, period);
    return units;
}

double mlg__within_promise(const mlg_scenario *s, const struct network_side *side, int32_t period)
{
    double within_milli = 0;
    int64_t demand_milli = 0;
    for (int32_t service = 0; service < s->service_count; service++) {
        const int64_t units = service_milli(s, service, period);
        demand_milli += units;
        within_milli += side->periods[period].covered[service] * (double)units;
    }
    return demand_milli ? within_milli / (double)demand_milli : 0;
}

static void sum_demand(const mlg_scenario *s, const struct network_side *side, int32_t period, struct period_facts *f)
{
    for (int32_t service = 0; service < s->service_count; service++)
        f->demand_milli += service_milli(s, service, period);
    f->served_milli = f->demand_milli - side->periods[period].unserved_milli;
    f->within = mlg__within_promise(s, side, period);
}

static void sum_account(const struct network_side *side, int32_t period, struct period_facts *f)
{
    for (int32_t i = 0; i < side->account_count; i++)
        if (side->account[i].period == period) f->line_cents[side->account[i].line] += side->account[i].cents;
    for (int line = 0; line < LINE_COUNT; line++) {
        if (line_is_penalty((enum account_line)line)) f->penalty_cents += f->line_cents[line];
        else if (line != LINE_SITE_INVESTMENT) f->paid_cents += f->line_cents[line];
    }
    for (int32_t i = 0; i < side->co2_count; i++) {
        const struct plan_co2 *row = &side->co2[i];
        if (row->period != period) continue;
        f->scope_wtw_mg[row->scope] += row->wtw_mg;
        f->wtw_mg += row->wtw_mg;
        f->ttw_mg += row->ttw_mg;
        f->embodied_mg += row->embodied_mg;
    }
}

static enum change_kind kind_of(int32_t from, int32_t to)
{
    if (from == 0) return CHANGE_OPENED;
    if (to == 0) return CHANGE_CLOSED;
    return to > from ? CHANGE_EXTENDED : CHANGE_REDUCED;
}

static int by_kind_period_site(const void *left, const void *right)
{
    const struct site_change *a = left, *b = right;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->period != b->period) return a->period < b->period ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

static void find_changes(const mlg_scenario *s, const mlg_network_plan *plan, struct facts *f)
{
    for (int32_t site = 0; site < s->site_count; site++) {
        int32_t state = s->sites[site].state_today;
        for (int32_t period = 0; period < s->period_count; period++) {
            const struct plan_site *row = mlg__site_row(s, &plan->plan, site, period);
            if (!row || row->size == state) continue;
            f->changes[f->change_count++] =
                (struct site_change) { kind_of(state, row->size), site, period, state, row->size, row->capex_cents };
            state = row->size;
        }
    }
    if (f->change_count) qsort(f->changes, (size_t)f->change_count, sizeof *f->changes, by_kind_period_site);
    for (int32_t i = 0; i < f->change_count; i++) {
        f->kind_counts[f->changes[i].kind]++;
        if (!f->number[f->changes[i].site]) f->number[f->changes[i].site] = i + 1;
    }
}

void mlg__facts(const mlg_scenario *s, const mlg_network_plan *plan, struct arena *arena, struct facts *f)
{
    *f = (struct facts) { .last = s->period_count - 1 };
    for (int side = 0; side < SIDE_COUNT; side++)
        f->side[side] = arena_array(arena, struct period_facts, s->period_count);
    f->changes = arena_array(arena, struct site_change, (size_t)s->site_count * (size_t)s->period_count);
    f->number = arena_array(arena, int32_t, s->site_count);
    if (arena->failed) return;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < s->period_count; t++) {
            struct period_facts *facts = &f->side[side][t];
            sum_demand(s, side_of(plan, (enum side)side), t, facts);
            sum_account(side_of(plan, (enum side)side), t, facts);
            const double units_a_year = (double)facts->served_milli / (double)MLG_MILLI * s->working_days_per_year;
            facts->kg_per_unit = units_a_year > 0 ? (double)facts->wtw_mg / (double)MLG_MG_PER_KG / units_a_year : NAN;
            facts->price_per_unit =
                units_a_year > 0 ? (double)facts->paid_cents / (double)MLG_CENTS_PER_UNIT / units_a_year : NAN;
        }
    for (int32_t t = 0; t < s->period_count; t++) f->invested_cents += plan->plan.periods[t].capex_cents;
    find_changes(s, plan, f);
}

int64_t mlg__day_worth(const mlg_scenario *s, const struct plan_day *day)
{
    int64_t legs = 0;
    if (!day->problem || !day->routes) return 0;
    for (int32_t i = 0; i < day->street_count; i++) legs += day->streets[i].street_legs;
    return 1 + legs + (legs && day->day >= s->days_sampled ? INT64_C(1) << 40 : 0);
}
