/* network.c — the account of a network side. See network.h for what counts where.
 *
 * Everything is summed exactly per period in one `struct sums`, in milli-units x micro-euros (or mg) a day; cents and
 * milligrams are rounded once, at the end. */
#include "accounts/network.h"

#include "accounts/priced.h"
#include "accounts/rates.h"
#include "accounts/speed.h"
#include "base/math.h"
#include "model/objective.h"
#include "model/units.h"

#define DRIVER_HOURS_PER_YEAR 1850.0 /* of a full-time driver, French transport-manager course */

/* Of one period. Flow sums: milli-units a day x micro-euros or mg of a unit. */
struct sums {
    int128 line[LINE_COUNT];   /* flow sums */
    int128 scope_wtw[CO2_SCOPE_COUNT], scope_ttw[CO2_SCOPE_COUNT]; /* flow sums */
    int64_t line_cents[LINE_COUNT]; /* yearly cents and investment that are already rounded, by site */
    int64_t site_co2_mg, embodied_mg;
    double duty_h;             /* a year */
    int64_t duty_s, distance_m, units_milli, unserved_milli, jobs_milli, capex_cents;
    int32_t open_sites;
    struct period_sums objective;
};

struct account {
    const mlg_scenario *s;
    mlg_network_plan *plan;
    struct network_side *side;
    struct priced_side priced;
    struct sums *period;       /* [period_count] */
    int64_t *site_units;       /* [site * period_count + period] */
    struct arena scratch;
};

int64_t mlg__year_cents(const mlg_scenario *s, int128 flow_sum)
{
    return mlg__div_half_up(flow_sum * s->working_days_per_year, MLG_MILLI * MLG_MICRO_PER_CENT);
}

int64_t mlg__year_mg(const mlg_scenario *s, int128 flow_sum)
{
    return mlg__div_half_up(flow_sum * s->working_days_per_year, MLG_MILLI);
}

int64_t mlg__co2_cents(const mlg_scenario *s, int64_t mg)
{
    return mlg__div_half_up(mlg__co2_micro(s, mg), MLG_MICRO_PER_CENT);
}

static int64_t *units_of(struct account *a, int32_t site, int32_t period)
{
    return &a->site_units[site * a->s->period_count + period];
}

static int32_t state_of(const struct account *a, int32_t site, int32_t period)
{
    return a->side->sites[site * a->s->period_count + period].size;
}

/* Handling of units at a site, at whatever state it is in. */
static void pass_site(struct account *a, int32_t site, int32_t period, int64_t units_milli)
{
    const struct site_unit unit = mlg__site_unit(a->s, site, state_of(a, site, period), period);
    struct sums *sum = &a->period[period];
    *units_of(a, site, period) += units_milli;
    sum->scope_wtw[CO2_PARTNERS] += (int128)units_milli * unit.door_co2_mg;
    sum->line[LINE_CO2_PRICE] += (int128)units_milli * mlg__co2_micro(a->s, unit.door_co2_mg);
    sum->objective.flow += (int128)units_milli * mlg__site_unit_micro(a->s, &unit);
}

static void add_flows(struct account *a)
{
    for (int32_t i = 0; i < a->side->flow_count; i++) {
        struct plan_flow *f = &a->side->flows[i];
        const struct lane_price *p = &a->priced.lanes[i];
        struct sums *sum = &a->period[f->period];
        const struct door_time door = mlg__door_time(a->s, f->service, f->site, state_of(a, f->site, f->period),
                                                     a->priced.flow_chain_s[i], p);
        f->cost_micro = p->cost_micro;
        f->co2_wtw_mg = p->co2_wtw_mg;
        f->mean_s = door.mean_s;
        f->latest_s = door.latest_s;
        for (int line = 0; line < LINE_COUNT; line++) sum->line[line] += (int128)f->units_milli * p->line_micro[line];
        const enum co2_scope scope = lane_scope(a->s, f->vehicle_class);
        sum->scope_wtw[scope] += (int128)f->units_milli * p->co2_wtw_mg;
        sum->scope_ttw[scope] += (int128)f->units_milli * p->co2_ttw_mg;
        sum->objective.flow += (int128)f->units_milli * p->cost_micro;
        sum->duty_h += mlg__yearly(a->s, f->units_milli, p->hours_per_unit);
        sum->duty_s += mlg__round(mlg__yearly(a->s, f->units_milli, p->hours_per_unit * (double)MLG_SECONDS_PER_HOUR));
        sum->distance_m += mlg__round(mlg__yearly(a->s, f->units_milli, p->km_per_unit * MLG_M_PER_KM));
        sum->units_milli += f->units_milli;
        pass_site(a, f->site, f->period, f->units_milli);
    }
}

static void add_chains(struct account *a)
{
    for (int32_t i = 0; i < a->side->chain_count; i++) {
        struct plan_chain *c = &a->side->chains[i];
        const struct chain_price *p = &a->priced.chains[i];
        struct sums *sum = &a->period[c->period];
        c->units_milli = a->priced.chain_units[i];
        c->cost_micro = p->cost_micro;
        c->co2_wtw_mg = p->co2_wtw_mg;
        c->co2_ttw_mg = p->co2_ttw_mg;
        c->time_s = p->time_s;
        c->cost_cents = mlg__year_cents(a->s, (int128)c->units_milli * p->cost_micro);
        c->co2_mg = mlg__year_mg(a->s, (int128)c->units_milli * p->co2_wtw_mg);
        for (int line = 0; line < LINE_COUNT; line++) sum->line[line] += (int128)c->units_milli * p->line_micro[line];
        sum->scope_wtw[CO2_LINE_HAUL] += (int128)c->units_milli * p->co2_wtw_mg;
        sum->scope_ttw[CO2_LINE_HAUL] += (int128)c->units_milli * p->co2_ttw_mg;
        sum->objective.flow += (int128)c->units_milli * p->cost_micro;
        sum->duty_h += mlg__yearly(a->s, c->units_milli, p->hours_per_unit);
        sum->duty_s += mlg__round(mlg__yearly(a->s, c->units_milli, p->hours_per_unit * (double)MLG_SECONDS_PER_HOUR));
        sum->distance_m += mlg__round(mlg__yearly(a->s, c->units_milli, p->km_per_unit * MLG_M_PER_KM));
        for (int32_t k = 0; k + 1 < c->site_count; k++) pass_site(a, c->sites[k], c->period, c->units_milli);
    }
}

static void add_unserved(struct account *a)
{
    for (int32_t i = 0; i < a->side->unserved_count; i++) {
        const struct plan_unserved *u = &a->side->unserved[i];
        struct sums *sum = &a->period[u->period];
        const int128 penalty = (int128)u->units_milli * max64(0, a->s->services[u->service].unserved_micro);
        sum->line[LINE_UNSERVED] += penalty;
        sum->objective.flow += penalty;
        sum->unserved_milli += u->units_milli;
        sum->units_milli += u->units_milli;
    }
}

/* What the site did at the start of the period; nothing in today's network. */
static struct transition transition_of(const struct account *a, const struct plan_site *row, bool before)
{
    const int32_t from = row->period > 0 ? state_of(a, row->site, row->period - 1) : a->s->sites[row->site].state_today;
    const struct site_options o = { a->plan->extension_surcharge, a->plan->embodied_counts, a->plan->residual };
    if (before) return (struct transition) { .allowed = true };
    return mlg__site_transition(a->s, row->site, from, row->size, row->period, &o);
}

/* One row of sites, but for its part of the handling. */
static void add_site(struct account *a, struct plan_site *row, bool before)
{
    struct sums *sum = &a->period[row->period];
    const int64_t units_milli = *units_of(a, row->site, row->period);
    const struct size *size = site_size(a->s, row->site, row->size);
    const struct site_year year = mlg__site_year(a->s, row->site, row->size, row->period);
    const struct site_unit unit = mlg__site_unit(a->s, row->site, row->size, row->period);
    const struct transition t = transition_of(a, row, before);

    row->load_milli = mlg__round((double)units_milli * a->s->planning_day_factor);
    row->capacity_milli = size ? size->capacity_milli : 0;
    row->capex_cents = t.capital_cents;
    row->embodied_mg = t.embodied_mg;
    row->opex_cents = year.running_cents;
    row->jobs_milli =
        year.jobs_milli + mlg__mul_div(unit.jobs_per_1000_units_milli, units_milli, MLG_MILLI * MLG_MILLI);
    row->co2_mg = year.co2_mg + mlg__year_mg(a->s, (int128)units_milli * unit.co2_mg);

    sum->open_sites += row->size > 0;
    sum->jobs_milli += row->jobs_milli;
    sum->capex_cents += row->capex_cents;
    sum->site_co2_mg += row->co2_mg;
    sum->embodied_mg += row->embodied_mg;
    sum->line_cents[LINE_SITE_RUNNING] += year.running_cents;
    sum->line_cents[LINE_SITE_INVESTMENT] += t.capital_cents;
    row->co2_price_cents = mlg__co2_cents(a->s, row->co2_mg);
    sum->line_cents[LINE_CO2_PRICE] += row->co2_price_cents;
    sum->line[LINE_HANDLING] += (int128)units_milli * unit.handling_micro;
    sum->objective.year_micro +=
        (int128)year.running_cents * MLG_MICRO_PER_CENT + mlg__co2_micro(a->s, year.co2_mg);
    sum->objective.capital_micro += (int128)t.capital_cents * MLG_MICRO_PER_CENT +
                                    (a->plan->embodied_counts ? mlg__co2_micro(a->s, t.embodied_mg) : 0);
    sum->objective.residual_micro += (int128)t.residual_cents * MLG_MICRO_PER_CENT;
}

static int128 handling_of(struct account *a, int32_t site, int32_t period)
{
    const struct site_unit unit = mlg__site_unit(a->s, site, state_of(a, site, period), period);
    return (int128)*units_of(a, site, period) * unit.handling_micro;
}

/* The sites' parts of the period's handling: they sum to its line exactly. */
static mlg_status share_handling(struct account *a, int32_t period, int64_t *weight, int64_t *part)
{
    const int32_t n = a->s->site_count;
    int128 largest = 0;
    for (int32_t site = 0; site < n; site++) {
        const int128 exact = handling_of(a, site, period);
        if (exact > largest) largest = exact;
    }
    const int128 scale = (largest >> 61) + 1; /* weights below 2^62 */
    for (int32_t site = 0; site < n; site++) weight[site] = (int64_t)(handling_of(a, site, period) / scale);
    const int64_t cents = mlg__year_cents(a->s, a->period[period].line[LINE_HANDLING]);
    if (cents == 0) return MLG_OK;
    MLG_TRY(mlg__largest_remainders_int(cents, weight, n, part));
    for (int32_t site = 0; site < n; site++)
        a->side->sites[site * a->s->period_count + period].opex_cents += part[site];
    return MLG_OK;
}

static mlg_status add_sites(struct account *a, bool before, mlg_error *err)
{
    int64_t *weight = arena_array(&a->scratch, int64_t, a->s->site_count);
    int64_t *part = arena_array(&a->scratch, int64_t, a->s->site_count);
    if (a->scratch.failed) return mlg__no_memory(err, "account");
    for (int32_t i = 0; i < a->side->site_count; i++) add_site(a, &a->side->sites[i], before);
    for (int32_t t = 0; t < a->s->period_count; t++)
        if (share_handling(a, t, weight, part)) return mlg__no_memory(err, "account");
    return MLG_OK;
}

static int64_t account_cents(const struct account *a, int32_t period, int line)
{
    return mlg__year_cents(a->s, a->period[period].line[line]) + a->period[period].line_cents[line];
}

static mlg_status write_money(struct account *a, mlg_error *err)
{
    const mlg_scenario *s = a->s;
    struct network_side *side = a->side;
    struct plan_account *rows = arena_array(&a->plan->arena, struct plan_account, s->period_count * LINE_COUNT);
    if (!rows) return mlg__no_memory(err, "account");
    side->account = rows;
    side->account_count = 0;
    side->total_cents = 0;
    for (int32_t t = 0; t < s->period_count; t++)
        for (int line = 0; line < LINE_COUNT; line++) {
            const int64_t cents = account_cents(a, t, line);
            if (!cents) continue;
            rows[side->account_count++] = (struct plan_account) { t, (enum account_line)line, cents };
            side->total_cents += cents * (line == LINE_SITE_INVESTMENT ? 1 : s->periods[t].length_years);
        }
    return MLG_OK;
}

static mlg_status write_co2(struct account *a, mlg_error *err)
{
    const mlg_scenario *s = a->s;
    struct network_side *side = a->side;
    struct plan_co2 *rows = arena_array(&a->plan->arena, struct plan_co2, s->period_count * CO2_SCOPE_COUNT);
    if (!rows) return mlg__no_memory(err, "account");
    side->co2 = rows;
    side->co2_count = 0;
    for (int32_t t = 0; t < s->period_count; t++)
        for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
            const struct sums *sum = &a->period[t];
            const bool sites = scope == CO2_SITES;
            const struct plan_co2 row = {
                .period = t,
                .scope = (enum co2_scope)scope,
                .wtw_mg = sites ? sum->site_co2_mg : mlg__year_mg(s, sum->scope_wtw[scope]),
                .ttw_mg = sites ? 0 : mlg__year_mg(s, sum->scope_ttw[scope]),
                .embodied_mg = sites ? sum->embodied_mg : 0,
            };
            if (row.wtw_mg || row.ttw_mg || row.embodied_mg) rows[side->co2_count++] = row;
        }
    return MLG_OK;
}

/* One service in one period: a value for each flow. */
static struct plan_speed speed_of(const struct account *a, int32_t period, int32_t service, struct speed_value *values)
{
    const int64_t order_wait_s = mlg__order_wait_s(a->s);
    int64_t within = 0, unserved = 0;
    int32_t n = 0;
    for (int32_t i = 0; i < a->side->flow_count; i++) {
        const struct plan_flow *f = &a->side->flows[i];
        if (f->period != period || f->service != service) continue;
        values[n++] = (struct speed_value) { order_wait_s + f->mean_s, f->units_milli };
        if (f->latest_s <= a->s->services[service].promise_s) within += f->units_milli;
    }
    for (int32_t i = 0; i < a->side->unserved_count; i++) {
        const struct plan_unserved *u = &a->side->unserved[i];
        if (u->period == period && u->service == service) unserved += u->units_milli;
    }
    const struct speed_figures f = mlg__speed_figures(values, n);
    const int64_t all = f.weight + unserved;
    return (struct plan_speed) {
        .period = period, .service = service, .units_milli = f.weight,
        .mean_s = f.mean_s, .p50_s = f.p50_s, .p90_s = f.p90_s, .p95_s = f.p95_s, .p99_s = f.p99_s,
        .within_promise = all > 0 ? (double)within / (double)all : 0,
    };
}

static mlg_status write_speed(struct account *a, mlg_error *err)
{
    const mlg_scenario *s = a->s;
    struct network_side *side = a->side;
    struct speed_value *values = arena_array(&a->scratch, struct speed_value, side->flow_count);
    side->speed = arena_array(&a->plan->arena, struct plan_speed, s->period_count * s->service_count);
    if (!side->speed || !values) return mlg__no_memory(err, "account");
    side->speed_count = 0;
    for (int32_t t = 0; t < s->period_count; t++)
        for (int32_t service = 0; service < s->service_count; service++) {
            const struct plan_speed row = speed_of(a, t, service, values);
            side->periods[t].covered[service] = row.within_promise;
            side->speed[side->speed_count++] = row;
        }
    return MLG_OK;
}

static void write_periods(struct account *a)
{
    struct period_sums objective[MLG_PERIODS_MAX];
    for (int32_t t = 0; t < a->s->period_count; t++) {
        const struct sums *sum = &a->period[t];
        struct period_summary *p = &a->side->periods[t];
        objective[t] = sum->objective;
        p->capex_cents = sum->capex_cents;
        p->budget_cents = a->s->periods[t].budget_cents;
        p->open_sites = sum->open_sites;
        p->jobs_milli = sum->jobs_milli;
        p->driver_jobs_milli = mlg__round(sum->duty_h / DRIVER_HOURS_PER_YEAR * (double)MLG_MILLI);
        p->duty_s = sum->duty_s;
        p->distance_m = sum->distance_m;
        p->units_milli = sum->units_milli;
        p->unserved_milli = sum->unserved_milli;
    }
    a->side->cost = mlg__objective_quanta(a->s, objective);
    if (a->side == &a->plan->plan) a->side->cost += mlg__plan_stability(a->plan);
}

static mlg_status account(struct account *a, const mlg_leg_source *legs, bool before, mlg_error *err)
{
    const mlg_scenario *s = a->s;
    const int32_t rows = s->site_count * s->period_count;
    if (a->side->site_count != rows)
        return mlg__fail(err, MLG_BAD_INPUT, "sites", TXT("%d rows, not one a site and period (%d)",
                                                          "%d lignes au lieu d'une par site et période (%d)"),
                         NO_HINT, a->side->site_count, rows);
    a->period = arena_array(&a->scratch, struct sums, s->period_count);
    a->site_units = arena_array(&a->scratch, int64_t, rows);
    if (a->scratch.failed) return mlg__no_memory(err, "account");
    MLG_TRY(mlg__price_side(s, legs, a->plan, a->side, &a->scratch, &a->priced, err));
    add_flows(a);
    add_chains(a);
    add_unserved(a);
    MLG_TRY(add_sites(a, before, err));
    MLG_TRY(write_money(a, err));
    MLG_TRY(write_co2(a, err));
    MLG_TRY(write_speed(a, err));
    write_periods(a);
    return MLG_OK;
}

mlg_status mlg__account_network(const mlg_scenario *s, const mlg_leg_source *legs, mlg_network_plan *plan,
                                struct network_side *side, bool before, mlg_error *err)
{
    struct account a = { .s = s, .plan = plan, .side = side };
    const mlg_status status = account(&a, legs, before, err);
    mlg__arena_free(&a.scratch);
    return status;
}
