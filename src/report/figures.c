/* report/figures.c — the roster of figures that plans are compared by, how they add up and which is best.
 *
 * To add a figure: a value in enum figure, a row below, a case in its function; then a row of the page (side_tables.c).
 */
#include <math.h>
#include <string.h>

#include "model/units.h"
#include "report/comparison.h"

const struct figure_row mlg__figure_rows[FIGURE_COUNT] = {
    [FIG_BUDGET] = { "budget", NO_PARTS, UNIT_MONEY, NO_BETTER, SUM_OF_SOME, false, false },
    [FIG_INVESTMENT] = { "investment", NO_PARTS, UNIT_MONEY, NO_BETTER, SUM_OF_SOME, false, false },
    [FIG_JOBS] = { "jobs", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, true },
    [FIG_JOBS_MORE] = { "jobs_more_than_today", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_JOBS_SITES] = { "jobs_on_sites", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, true },
    [FIG_JOBS_DRIVING] = { "jobs_driving", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, true },
    [FIG_DEMAND] = { "demand_a_day", NO_PARTS, UNIT_COUNT, NO_BETTER, NO_TOTAL, false, true },
    [FIG_UNSERVED] = { "unserved_a_day", NO_PARTS, UNIT_COUNT, LOWER, NO_TOTAL, true, true },
    [FIG_WITHIN] = { "within_promise", NO_PARTS, UNIT_SHARE, HIGHER, NO_TOTAL, false, true },
    [FIG_WITHIN_SERVICE] = { "within_promise", BY_SERVICE, UNIT_SHARE, HIGHER, NO_TOTAL, false, true },
    [FIG_MEAN] = { "mean", BY_SERVICE, UNIT_TIME, LOWER, NO_TOTAL, false, true },
    [FIG_MEDIAN] = { "p50", BY_SERVICE, UNIT_TIME, LOWER, NO_TOTAL, false, true },
    [FIG_P90] = { "p90", BY_SERVICE, UNIT_TIME, LOWER, NO_TOTAL, false, true },
    [FIG_P95] = { "p95", BY_SERVICE, UNIT_TIME, LOWER, NO_TOTAL, false, true },
    [FIG_P99] = { "p99", BY_SERVICE, UNIT_TIME, LOWER, NO_TOTAL, false, true },
    [FIG_CO2_UNIT] = { "co2_a_unit", NO_PARTS, UNIT_KG, LOWER, NO_TOTAL, false, true },
    [FIG_CO2] = { "co2", NO_PARTS, UNIT_TONNES, LOWER, SUM_OF_ALL, true, true },
    [FIG_CO2_SCOPE] = { "co2", BY_SCOPE, UNIT_TONNES, NO_BETTER, SUM_OF_ALL, true, true },
    [FIG_CO2_EXHAUST] = { "co2_at_the_exhaust", NO_PARTS, UNIT_TONNES, LOWER, SUM_OF_ALL, true, true },
    [FIG_COST_UNIT] = { "running_cost_a_unit", NO_PARTS, UNIT_PRICE, LOWER, NO_TOTAL, false, true },
    [FIG_COST] = { "running_cost", NO_PARTS, UNIT_MONEY, LOWER, SUM_OF_ALL, true, true },
    [FIG_LINE] = { "cost_line", BY_LINE, UNIT_MONEY, NO_BETTER, SUM_OF_ALL, true, true },
    [FIG_SITES] = { "sites_open", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, true },
    [FIG_BUDGET_TOTAL] = { "budget_total", NO_PARTS, UNIT_MONEY, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_INVESTED] = { "investment_total", NO_PARTS, UNIT_MONEY, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_EMBODIED] = { "co2_of_building", NO_PARTS, UNIT_TONNES, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_OPENED] = { "sites_opened", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_EXTENDED] = { "sites_extended", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_REDUCED] = { "sites_reduced", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_CLOSED] = { "sites_closed", NO_PARTS, UNIT_COUNT, NO_BETTER, SUM_OF_ALL, false, false },
    [FIG_DISCOUNTED] = { "discounted_cost", NO_PARTS, UNIT_MONEY, NO_BETTER, NO_TOTAL, false, false },
    [FIG_BOUND] = { "discounted_bound", NO_PARTS, UNIT_MONEY, NO_BETTER, NO_TOTAL, false, false },
    [FIG_GAP] = { "gap", NO_PARTS, UNIT_SHARE, NO_BETTER, NO_TOTAL, false, false },
};

/* -- money -------------------------------------------------------------------------------------------------------- */

static int64_t converted(const struct column *k, int64_t cents)
{
    return k->rate == 1 ? cents : mlg__round((double)cents * k->rate);
}
static double money(int64_t cents) { return (double)cents / (double)MLG_CENTS_PER_UNIT; }

/* One year's part of a period's sum: the cents that do not divide go to its first years. */
static double of_year(const struct column *k, int64_t cents, int32_t period, int32_t year)
{
    const struct period *p = &k->s->periods[period];
    const int64_t all = converted(k, cents), each = all / p->length_years, rest = all % p->length_years;
    const int32_t i = year - p->start_year;
    return money(each + (i < rest) - (i < -rest));
}

/* What may be spent in all: the sum over periods or the total, whichever binds; NAN: no limit. */
static double budget_total(const struct column *k)
{
    int64_t sum = 0;
    bool limited = true;
    for (int32_t t = 0; t < k->s->period_count; t++) {
        limited = limited && k->s->periods[t].budget_cents != INT64_MAX;
        if (limited) sum += converted(k, k->s->periods[t].budget_cents);
    }
    const bool has_total = k->s->budget_total_cents != INT64_MAX;
    const int64_t total = has_total ? converted(k, k->s->budget_total_cents) : 0;
    if (!limited) return has_total ? money(total) : NAN;
    return money(has_total && total < sum ? total : sum);
}

static double invested(const struct column *k)
{
    int64_t sum = 0;
    for (int32_t t = 0; t < k->s->period_count; t++) sum += converted(k, k->plan->plan.periods[t].capex_cents);
    return money(sum);
}

/* -- figures of a column ------------------------------------------------------------------------------------------ */

static double whole_plan(const struct column *k, enum figure f)
{
    const mlg_network_plan *plan = k->plan;
    double mg = 0;
    switch (f) {
    case FIG_INVESTED: return invested(k);
    case FIG_EMBODIED:
        for (int32_t t = 0; t < k->s->period_count; t++) mg += (double)k->facts.side[SIDE_PLAN][t].embodied_mg;
        return mg / (double)MLG_MG_PER_TONNE;
    case FIG_OPENED: return k->facts.kind_counts[CHANGE_OPENED];
    case FIG_EXTENDED: return k->facts.kind_counts[CHANGE_EXTENDED];
    case FIG_REDUCED: return k->facts.kind_counts[CHANGE_REDUCED];
    case FIG_CLOSED: return k->facts.kind_counts[CHANGE_CLOSED];
    case FIG_DISCOUNTED: return money(converted(k, quanta_cents(plan->plan.cost)));
    case FIG_BOUND: return plan->bound_kind == MLG_BOUND_NONE ? NAN : money(converted(k, quanta_cents(plan->bound)));
    case FIG_GAP: return plan->bound_kind == MLG_BOUND_NONE ? NAN : plan->gap;
    default: return NAN;
    }
}

static double speed(const mlg_scenario *s, const struct network_side *side, int32_t period, int32_t service,
                    enum figure f)
{
    const struct plan_speed *row = mlg__speed_row(side, period, service);
    int64_t ticks = 0;
    if (f == FIG_WITHIN_SERVICE) return side->periods[period].covered[service];
    if (!row) return NAN;
    switch (f) {
    case FIG_MEAN: ticks = row->mean_s; break;
    case FIG_MEDIAN: ticks = row->p50_s; break;
    case FIG_P90: ticks = row->p90_s; break;
    case FIG_P95: ticks = row->p95_s; break;
    case FIG_P99: ticks = row->p99_s; break;
    default: return NAN;
    }
    return shown_time(s, (double)ticks);
}

static double tonnes(int64_t mg) { return (double)mg / (double)MLG_MG_PER_TONNE; }
static double milli(int64_t of) { return (double)of / (double)MLG_MILLI; }

static double of_plan(const struct column *k, enum figure f, enum side which, int32_t period, int32_t part)
{
    const struct network_side *side = side_of(k->plan, which);
    const struct period_summary *now = &side->periods[period];
    const struct period_facts *facts = &k->facts.side[which][period];
    switch (f) {
    case FIG_JOBS: return milli(now->jobs_milli + now->driver_jobs_milli);
    case FIG_JOBS_SITES: return milli(now->jobs_milli);
    case FIG_JOBS_DRIVING: return milli(now->driver_jobs_milli);
    case FIG_JOBS_MORE:
        return of_plan(k, FIG_JOBS, SIDE_PLAN, period, part) - of_plan(k, FIG_JOBS, SIDE_BEFORE, period, part);
    case FIG_UNSERVED: return milli(now->unserved_milli);
    case FIG_WITHIN: return facts->within;
    case FIG_CO2_UNIT: return facts->kg_per_unit;
    case FIG_CO2: return tonnes(facts->wtw_mg);
    case FIG_CO2_SCOPE: return tonnes(facts->scope_wtw_mg[part]);
    case FIG_CO2_EXHAUST: return tonnes(facts->ttw_mg);
    case FIG_COST_UNIT: return facts->price_per_unit * k->rate;
    case FIG_COST: return money(converted(k, facts->paid_cents));
    case FIG_LINE: return money(converted(k, facts->line_cents[part]));
    case FIG_SITES: return now->open_sites;
    default: return NAN;
    }
}

static double demand(const mlg_scenario *s, int32_t period)
{
    int64_t units = 0;
    for (int32_t service = 0; service < s->service_count; service++)
        for (int32_t d = 0; d < s->demand_count; d++) units += demand_units_milli(s, d, service, period);
    return milli(units);
}

static double open_today(const mlg_scenario *s)
{
    int32_t count = 0;
    for (int32_t site = 0; site < s->site_count; site++) count += s->sites[site].state_today > 0;
    return count;
}

double mlg__figure(const struct comparison *c, enum figure f, struct at at)
{
    const struct column *k = &c->columns[at.column];
    if (at.side == SIDE_BEFORE && !mlg__figure_rows[f].today_too) return NAN;
    if (f == FIG_BUDGET_TOTAL) return budget_total(k);
    if (f > FIG_BUDGET_TOTAL) return k->plan ? whole_plan(k, f) : NAN;

    const int32_t year = at.year == MLG_NONE ? mlg__year_judged(c, k) : at.year;
    const int32_t period = mlg__period_of_year(k, year);
    if (period == MLG_NONE) return NAN;
    if (f == FIG_DEMAND) return demand(k->s, period);
    if (f == FIG_SITES && !k->plan) return at.side == SIDE_BEFORE ? open_today(k->s) : NAN;
    if (f == FIG_BUDGET) {
        const int64_t cents = k->s->periods[period].budget_cents;
        return cents == INT64_MAX ? NAN : of_year(k, cents, period, year);
    }
    if (!k->plan) return NAN;
    if (f == FIG_INVESTMENT) return of_year(k, k->plan->plan.periods[period].capex_cents, period, year);
    if (mlg__figure_rows[f].parts != BY_SERVICE) return of_plan(k, f, at.side, period, at.part);
    const int32_t service = mlg__column_service(c, k, at.part);
    return service == MLG_NONE ? NAN : speed(k->s, side_of(k->plan, at.side), period, service, f);
}

double mlg__figure_total(const struct comparison *c, enum figure f, struct at at)
{
    double sum = 0;
    int32_t count = 0;
    if (mlg__figure_rows[f].together == NO_TOTAL) return NAN;
    for (int32_t i = 0; i < c->count; i++) {
        at.column = i;
        const double value = mlg__figure(c, f, at);
        if (isnan(value) && mlg__figure_rows[f].together == SUM_OF_ALL) return NAN;
        if (!isnan(value)) sum += value, count++;
    }
    return count ? sum : NAN;
}

/* -- shown and judged --------------------------------------------------------------------------------------------- */

struct shown mlg__figure_shown(mlg_lang lang, enum figure f, double value)
{
    const bool fine = f == FIG_GAP;
    switch (mlg__figure_rows[f].unit) {
    case UNIT_MONEY: return show_real(lang, value / 1e6, fabs(value) < 1e6 && value != 0 ? 2 : 1);
    case UNIT_PRICE: return show_real(lang, value, 2);
    case UNIT_COUNT: return show_real(lang, value, 0);
    case UNIT_SHARE: return show_percent(lang, value, fine ? 2 : 1);
    case UNIT_TIME: return show_real(lang, value, 1);
    case UNIT_KG: return show_real(lang, value, 3);
    case UNIT_TONNES: return show_real(lang, value, 0);
    }
    return show_real(lang, value, 0);
}

bool mlg__figure_is_best(const struct comparison *c, enum figure f, struct at at)
{
    const struct figure_row *row = &mlg__figure_rows[f];
    double best = NAN;
    int32_t count = 0;
    bool differ = false;
    struct shown first = { "" };
    if (c->sum || row->better == NO_BETTER || c->common_year == MLG_NONE || !c->same_units) return false;
    if (row->of_demand && !c->same_demand) return false;
    if ((f == FIG_WITHIN || f == FIG_WITHIN_SERVICE) && !c->same_promises) return false;
    const int32_t asked = at.column;
    for (at.column = 0; at.column < c->count; at.column++) {
        const double value = mlg__figure(c, f, at);
        if (isnan(value)) continue;
        const struct shown shown = mlg__figure_shown(MLG_EN, f, value);
        if (count++ == 0) first = shown;
        differ = differ || strcmp(shown.s, first.s) != 0;
        if (isnan(best) || (row->better == HIGHER ? value > best : value < best)) best = value;
    }
    at.column = asked;
    return count > 1 && differ &&
           !strcmp(mlg__figure_shown(MLG_EN, f, mlg__figure(c, f, at)).s, mlg__figure_shown(MLG_EN, f, best).s);
}
