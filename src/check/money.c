/* money.c — the yearly account of a side, made again from its flows, chains and states: site rows, lines, CO2, jobs,
 * speed, summary, total, and the objective in quanta. The definitions are those of accounts/network.h; the sums are the
 * checker's own. See side.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/rates.h"
#include "accounts/speed.h"
#include "check/side.h"
#include "model/objective.h"
#include "model/units.h"

#define DRIVER_HOURS_PER_YEAR 1850.0

/* -- a working day's sums -- */

static double a_year(const struct side_check *c, int64_t units_milli, double of_a_unit)
{
    return of_a_unit * (double)units_milli * c->s->working_days_per_year / (double)MLG_MILLI;
}

/* Units handled at a site: priced in the objective, and what a partner emits on his way to the door. */
static void tally_handling(struct side_check *c, int32_t site, int32_t period, int64_t units_milli)
{
    const struct site_unit unit = mlg__site_unit(c->s, site, c->state[cell(c, site, period)], period);
    struct period_tally *t = &c->tally[period];
    t->wtw_mg_milli[CO2_PARTNERS] += (int128)units_milli * unit.door_co2_mg;
    t->line_micro_milli[LINE_CO2_PRICE] += (int128)units_milli * mlg__co2_micro(c->s, unit.door_co2_mg);
    t->line_micro_milli[LINE_HANDLING] += (int128)units_milli * unit.handling_micro;
    t->flow_micro_milli += (int128)units_milli * mlg__site_unit_micro(c->s, &unit);
}

static void tally_flows(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = &c->side->flows[i];
        const struct lane_price *p = &c->lane_price[i];
        const enum co2_scope scope = lane_scope(c->s, f->vehicle_class);
        struct period_tally *t = &c->tally[f->period];
        for (int line = 0; line < LINE_COUNT; line++)
            t->line_micro_milli[line] += (int128)f->units_milli * p->line_micro[line];
        t->wtw_mg_milli[scope] += (int128)f->units_milli * p->co2_wtw_mg;
        t->ttw_mg_milli[scope] += (int128)f->units_milli * p->co2_ttw_mg;
        t->flow_micro_milli += (int128)f->units_milli * p->cost_micro;
        t->duty_h += a_year(c, f->units_milli, p->hours_per_unit);
        t->duty_s += mlg__round(a_year(c, f->units_milli, p->hours_per_unit * (double)MLG_SECONDS_PER_HOUR));
        t->distance_m += mlg__round(a_year(c, f->units_milli, p->km_per_unit * MLG_M_PER_KM));
        tally_handling(c, f->site, f->period, f->units_milli);
    }
}

static void tally_chains(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->chain_count; i++) {
        const struct plan_chain *chain = &c->side->chains[i];
        const struct chain_price *p = &c->chain_price[i];
        const int64_t units = c->through_milli[cell(c, chain->sites[chain->site_count - 1], chain->period)];
        struct period_tally *t = &c->tally[chain->period];
        for (int line = 0; line < LINE_COUNT; line++) t->line_micro_milli[line] += (int128)units * p->line_micro[line];
        t->wtw_mg_milli[CO2_LINE_HAUL] += (int128)units * p->co2_wtw_mg;
        t->ttw_mg_milli[CO2_LINE_HAUL] += (int128)units * p->co2_ttw_mg;
        t->flow_micro_milli += (int128)units * p->cost_micro;
        t->duty_h += a_year(c, units, p->hours_per_unit);
        t->duty_s += mlg__round(a_year(c, units, p->hours_per_unit * (double)MLG_SECONDS_PER_HOUR));
        t->distance_m += mlg__round(a_year(c, units, p->km_per_unit * MLG_M_PER_KM));
        for (int32_t k = 0; k + 1 < chain->site_count; k++) tally_handling(c, chain->sites[k], chain->period, units);

        const int128 year_micro = (int128)units * p->cost_micro * c->s->working_days_per_year;
        const int128 year_mg = (int128)units * p->co2_wtw_mg * c->s->working_days_per_year;
        mlg__same(c, "chains", i, "cost_cents", chain->cost_cents,
                  mlg__half_up(year_micro, MLG_MILLI * MLG_MICRO_PER_CENT));
        mlg__same(c, "chains", i, "co2_mg", chain->co2_mg, mlg__half_up(year_mg, MLG_MILLI));
    }
}

static void tally_unserved(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->unserved_count; i++) {
        const struct plan_unserved *u = &c->side->unserved[i];
        const int128 penalty = (int128)u->units_milli * max64(0, c->s->services[u->service].unserved_micro);
        c->tally[u->period].line_micro_milli[LINE_UNSERVED] += penalty;
        c->tally[u->period].flow_micro_milli += penalty;
    }
}

static int64_t year_cents(const struct side_check *c, int32_t period, int line)
{
    const int128 year = c->tally[period].line_micro_milli[line] * c->s->working_days_per_year;
    return (int64_t)(mlg__half_up(year, MLG_MILLI * MLG_MICRO_PER_CENT) + c->tally[period].line_cents[line]);
}

/* -- sites -- */

/* A site's own figures, but for its part of the handling: that is split over the sites of the period. */
static void check_site(struct side_check *c, int32_t site, int32_t period, int64_t handling_cents)
{
    const int32_t i = cell(c, site, period);
    const struct plan_site *row = &c->side->sites[i];
    const struct site_year year = mlg__site_year(c->s, site, c->state[i], period);
    const struct site_unit unit = mlg__site_unit(c->s, site, c->state[i], period);
    const int64_t units = c->through_milli[i];
    const int128 unit_jobs = mlg__half_up((int128)units * unit.jobs_per_1000_units_milli, MLG_MILLI * MLG_MILLI);
    const int128 unit_mg = mlg__half_up((int128)units * unit.co2_mg * c->s->working_days_per_year, MLG_MILLI);
    const int64_t co2_mg = (int64_t)(year.co2_mg + unit_mg), jobs_milli = (int64_t)(year.jobs_milli + unit_jobs);
    mlg__same(c, "sites", i, "opex_cents", row->opex_cents, (int128)year.running_cents + handling_cents);
    mlg__same_milli(c, "sites", i, "jobs", row->jobs_milli, jobs_milli);
    mlg__same(c, "sites", i, "co2_mg", row->co2_mg, co2_mg);
    const int128 co2_cents = mlg__half_up(mlg__co2_micro(c->s, co2_mg), MLG_MICRO_PER_CENT);
    mlg__same(c, "sites", i, "co2_price_cents", row->co2_price_cents, co2_cents);

    struct period_tally *t = &c->tally[period];
    t->line_cents[LINE_SITE_RUNNING] += year.running_cents;
    t->line_cents[LINE_CO2_PRICE] += co2_cents;
    t->wtw_mg[CO2_SITES] += co2_mg;
    t->exact_site_mg_milli +=
        (int128)year.co2_mg * MLG_MILLI + (int128)units * unit.co2_mg * c->s->working_days_per_year;
    t->jobs_milli += jobs_milli;
    t->open_sites += c->state[i] > 0;
    t->year_micro += (int128)year.running_cents * MLG_MICRO_PER_CENT + mlg__co2_micro(c->s, year.co2_mg);
}

/* Handling of a period in cents, by site: largest remainders of the exact amounts, so that the parts sum to the line.
 */
static mlg_status split_handling(struct side_check *c, int32_t period, int64_t *weight, int64_t *part)
{
    const int32_t n = c->s->site_count;
    int128 largest = 0;
    for (int pass = 0; pass < 2; pass++) { /* the second with a factor that keeps weights within 62 bits */
        const int128 factor = largest / ((int128)1 << 61) + 1;
        for (int32_t site = 0; site < n; site++) {
            const int32_t i = cell(c, site, period);
            const int64_t micro = mlg__site_unit(c->s, site, c->state[i], period).handling_micro;
            const int128 exact = (int128)c->through_milli[i] * micro;
            largest = exact > largest ? exact : largest;
            weight[site] = (int64_t)(exact / factor);
        }
    }
    memset(part, 0, (size_t)n * sizeof *part);
    const int64_t cents = year_cents(c, period, LINE_HANDLING);
    if (cents == 0) return MLG_OK;
    return mlg__largest_remainders_int(cents, weight, n, part) ? mlg__no_memory(c->err, "the check") : MLG_OK;
}

static mlg_status check_sites(struct side_check *c)
{
    int64_t *weight = arena_array(&c->arena, int64_t, c->s->site_count);
    int64_t *part = arena_array(&c->arena, int64_t, c->s->site_count);
    if (c->arena.failed) return mlg__no_memory(c->err, "the check");
    for (int32_t t = 0; t < c->s->period_count; t++) {
        MLG_TRY(split_handling(c, t, weight, part));
        for (int32_t site = 0; site < c->s->site_count; site++) check_site(c, site, t, part[site]);
    }
    return MLG_OK;
}

/* -- limits on what sites employ and the network emits -- */

static void check_job_floors(struct side_check *c)
{
    for (int32_t i = 0; i < c->s->job_floor_count; i++) {
        const struct job_floor *floor_row = &c->s->job_floors[i];
        const int32_t t = floor_row->period;
        const int128 parts = (int128)MLG_MILLI * MLG_MILLI;
        int128 jobs = 0;
        for (int32_t site = 0; site < c->s->site_count; site++) {
            const int32_t at = cell(c, site, t);
            if (floor_row->region[0] && strcmp(floor_row->region, c->s->sites[site].region) != 0) continue;
            jobs +=
                mlg__site_year(c->s, site, c->state[at], t).jobs_milli * parts +
                (int128)mlg__site_unit(c->s, site, c->state[at], t).jobs_per_1000_units_milli * c->through_milli[at];
        }
        if (jobs < floor_row->at_least_milli * parts)
            mlg__violation(c, "summary/periods", t, "jobs",
                           TXT("%.3f jobs in \"%s\", at least %.3f are asked for",
                               "%.3f emplois dans « %s », il en faut au moins %.3f"),
                           (double)(jobs / parts) / MLG_MILLI, floor_row->region,
                           (double)floor_row->at_least_milli / MLG_MILLI);
    }
}

/* A year's emissions, and the embodied carbon of what the period builds unless siting.embodied = 0; all exact. */
static void check_co2_limits(struct side_check *c)
{
    for (int32_t t = 0; t < c->s->period_count; t++) {
        const struct period_tally *tally = &c->tally[t];
        const int64_t limit_mg = c->s->co2_max_mg[t];
        if (limit_mg == INT64_MAX) continue;
        int128 mg_milli = tally->exact_site_mg_milli;
        for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++)
            mg_milli += tally->wtw_mg_milli[scope] * c->s->working_days_per_year;
        if (c->options.embodied_counts) mg_milli += tally->embodied_mg * MLG_MILLI;
        if (mg_milli > (int128)limit_mg * MLG_MILLI)
            mlg__violation(c, "co2", MLG_NONE, "",
                           TXT("%.3f t in %s, the limit is %.3f t", "%.3f t en %s, la limite est de %.3f t"),
                           (double)mg_milli / 1e12, c->s->periods[t].label,
                           (double)limit_mg / (double)MLG_MG_PER_TONNE);
    }
}

/* -- rows of the account and of CO2: those that are not zero, in order -- */

static bool row_comes_before(int32_t period, int32_t what, int32_t other_period, int32_t other_what)
{
    return period != other_period ? period < other_period : what < other_what;
}

static void unwanted_row(struct side_check *c, const char *table, int32_t row)
{
    mlg__violation(c, table, row, "",
                   TXT("the row is zero, out of order or twice", "la ligne est nulle, mal placée ou double"));
}

static void missing_row(struct side_check *c, const char *table, int32_t period, const char *what)
{
    mlg__violation(c, table, MLG_NONE, "", TXT("row of %s in %s is missing", "la ligne de %s en %s manque"), what,
                   c->s->periods[period].label);
}

static void check_account(struct side_check *c)
{
    const struct plan_account *rows = c->side->account;
    int32_t next = 0;
    int128 total = 0;
    for (int32_t t = 0; t < c->s->period_count; t++)
        for (int line = 0; line < LINE_COUNT; line++) {
            const int64_t cents = year_cents(c, t, line);
            if (!cents) continue;
            total += (int128)cents * (line == LINE_SITE_INVESTMENT ? 1 : c->s->periods[t].length_years);
            while (next < c->side->account_count &&
                   row_comes_before(rows[next].period, (int32_t)rows[next].line, t, line))
                unwanted_row(c, "account", next++);
            if (next < c->side->account_count && rows[next].period == t && (int)rows[next].line == line) {
                const char *key = line_is_penalty((enum account_line)line) ? "penalty_cents" : "paid_cents";
                mlg__same(c, "account", next, key, rows[next].cents, cents);
                next++;
            } else {
                missing_row(c, "account", t, mlg__line_name[line]);
            }
        }
    while (next < c->side->account_count) unwanted_row(c, "account", next++);
    mlg__same(c, "total_cents", MLG_NONE, "", c->side->total_cents, total);
}

static void check_co2(struct side_check *c)
{
    const struct plan_co2 *rows = c->side->co2;
    int32_t next = 0;
    for (int32_t t = 0; t < c->s->period_count; t++)
        for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
            const struct period_tally *tally = &c->tally[t];
            const int128 wtw = mlg__half_up(tally->wtw_mg_milli[scope] * c->s->working_days_per_year, MLG_MILLI) +
                               tally->wtw_mg[scope];
            const int128 ttw = mlg__half_up(tally->ttw_mg_milli[scope] * c->s->working_days_per_year, MLG_MILLI);
            const int128 embodied = scope == CO2_SITES ? tally->embodied_mg : 0;
            if (!wtw && !ttw && !embodied) continue;
            while (next < c->side->co2_count &&
                   row_comes_before(rows[next].period, (int32_t)rows[next].scope, t, scope))
                unwanted_row(c, "co2", next++);
            if (next < c->side->co2_count && rows[next].period == t && (int)rows[next].scope == scope) {
                mlg__same(c, "co2", next, "wtw_mg", rows[next].wtw_mg, wtw);
                mlg__same(c, "co2", next, "ttw_mg", rows[next].ttw_mg, ttw);
                mlg__same(c, "co2", next, "embodied_mg", rows[next].embodied_mg, embodied);
                next++;
            } else {
                missing_row(c, "co2", t, mlg__scope_name[scope]);
            }
        }
    while (next < c->side->co2_count) unwanted_row(c, "co2", next++);
}

/* -- speed -- */

/* Seconds from the order to the door and the units that wait so long. */
struct waited {
    int64_t value_s, units_milli;
};

static int by_time(const void *a, const void *b)
{
    const struct waited *x = a, *y = b;
    return (x->value_s > y->value_s) - (x->value_s < y->value_s);
}

/* The smallest value such that at least percent of the units are at or below it; 0 without units. */
static int64_t percentile(const struct waited *values, int32_t n, int128 all, int percent)
{
    int128 below = 0;
    for (int32_t i = 0; i < n; i++)
        if ((below += values[i].units_milli) * 100 >= all * percent) return values[i].value_s;
    return 0;
}

static double share(int64_t part, int64_t whole) { return whole > 0 ? (double)part / (double)whole : 0; }

static void check_speed_row(struct side_check *c, int32_t row, int32_t period, int32_t service, struct waited *values)
{
    const struct plan_speed *claim = &c->side->speed[row];
    const struct period_tally *t = &c->tally[period];
    int128 all = 0, sum = 0;
    int32_t n = 0;
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = &c->side->flows[i];
        if (f->period != period || f->service != service) continue;
        values[n] = (struct waited) { mlg__order_wait_s(c->s) + c->door[i].mean_s, f->units_milli };
        all += values[n].units_milli;
        sum += (int128)values[n].value_s * values[n].units_milli;
        n++;
    }
    if (n) qsort(values, (size_t)n, sizeof *values, by_time);
    if (claim->period != period || claim->service != service) {
        unwanted_row(c, "speed", row);
        return;
    }
    mlg__same(c, "speed", row, "mean_h", claim->mean_s, all ? mlg__half_up(sum, all) : 0);
    mlg__same(c, "speed", row, "p50_h", claim->p50_s, percentile(values, n, all, 50));
    mlg__same(c, "speed", row, "p90_h", claim->p90_s, percentile(values, n, all, 90));
    mlg__same(c, "speed", row, "p95_h", claim->p95_s, percentile(values, n, all, 95));
    mlg__same(c, "speed", row, "p99_h", claim->p99_s, percentile(values, n, all, 99));
    mlg__same_milli(c, "speed", row, "units", claim->units_milli, all);
    mlg__same_real(c, "speed", row, "within_promise", claim->within_promise,
                   share(t->inside_milli[service], t->asked_milli[service]));
}

static mlg_status check_speed(struct side_check *c)
{
    const int32_t expected = c->s->period_count * c->s->service_count;
    struct waited *values = arena_array(&c->arena, struct waited, c->side->flow_count);
    if (!values) return mlg__no_memory(c->err, "the check");
    if (c->side->speed_count != expected) {
        mlg__violation(c, "speed", MLG_NONE, "",
                       TXT("%" PRId32 " rows for %" PRId32 " periods and services",
                           "%" PRId32 " lignes pour %" PRId32 " périodes et services"),
                       c->side->speed_count, expected);
        return MLG_OK;
    }
    for (int32_t t = 0; t < c->s->period_count; t++)
        for (int32_t v = 0; v < c->s->service_count; v++) check_speed_row(c, t * c->s->service_count + v, t, v, values);
    return MLG_OK;
}

/* -- summary -- */

static void check_periods(struct side_check *c)
{
    static const char table[] = "summary/periods";
    for (int32_t t = 0; t < c->s->period_count; t++) {
        const struct period_summary *claim = &c->side->periods[t];
        const struct period_tally *own = &c->tally[t];
        mlg__same(c, table, t, "capex_cents", claim->capex_cents, own->line_cents[LINE_SITE_INVESTMENT]);
        mlg__same(c, table, t, "budget_cents", claim->budget_cents, c->s->periods[t].budget_cents);
        mlg__same(c, table, t, "open_sites", claim->open_sites, own->open_sites);
        mlg__same_milli(c, table, t, "jobs", claim->jobs_milli, own->jobs_milli);
        mlg__same_milli(c, table, t, "driver_jobs", claim->driver_jobs_milli,
                        mlg__round(own->duty_h / DRIVER_HOURS_PER_YEAR * (double)MLG_MILLI));
        mlg__same(c, table, t, "duty_s", claim->duty_s, own->duty_s);
        mlg__same(c, table, t, "distance_m", claim->distance_m, own->distance_m);
        mlg__same_milli(c, table, t, "units", claim->units_milli, own->units_milli);
        mlg__same_milli(c, table, t, "unserved", claim->unserved_milli, own->unserved_milli);
        for (int32_t v = 0; v < c->s->service_count; v++)
            mlg__same_real(c, table, t, "covered", claim->covered[v], share(own->inside_milli[v], own->asked_milli[v]));
    }
}

/* What leaving the states of an earlier plan weighs: in the objective alone. */
static int128 kept_cost(const struct side_check *c)
{
    int128 sum = 0;
    for (int32_t i = 0; !c->before && i < c->plan->kept_count; i++) {
        const struct plan_kept *kept = &c->plan->kept[i];
        if (c->state[cell(c, kept->site, kept->period)] != kept->size) sum += c->plan->stability_micro;
    }
    return sum;
}

static void check_cost(struct side_check *c)
{
    struct period_sums sums[MLG_PERIODS_MAX];
    for (int32_t t = 0; t < c->s->period_count; t++)
        sums[t] = (struct period_sums) {
            .flow = c->tally[t].flow_micro_milli,
            .year_micro = c->tally[t].year_micro,
            .capital_micro = c->tally[t].capital_micro,
            .residual_micro = c->tally[t].residual_micro,
        };
    mlg__same(c, "summary", MLG_NONE, "cost", c->side->cost, mlg__objective_quanta(c->s, sums) + kept_cost(c));
}

mlg_status mlg__check_money(struct side_check *c)
{
    if (!c->sound) return MLG_OK;
    tally_flows(c);
    tally_chains(c);
    tally_unserved(c);
    MLG_TRY(check_sites(c));
    if (!c->before) {
        check_job_floors(c);
        check_co2_limits(c);
    }
    check_account(c);
    check_co2(c);
    MLG_TRY(check_speed(c));
    check_periods(c);
    check_cost(c);
    return MLG_OK;
}
