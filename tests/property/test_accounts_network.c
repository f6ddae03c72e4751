/* test_accounts_network.c — the account of random networks against a slow twin that adds it up from the definitions,
 * and the sums that must hold: rows of legs.csv and of the sites make the account to the cent and the milligram. */
#include "accounts/network.h"
#include "accounts/speed.h"
#include "base/math.h"
#include "model/objective.h"
#include "model/units.h"
#include "support/small_network.h"

/* Half up, the slow way. */
static int64_t half_up(int128 sum, int64_t by)
{
    int64_t q = (int64_t)(sum / by);
    return q + ((sum % by) * 2 >= by);
}

static int64_t row_cents(const struct network_side *side, int32_t period, int line)
{
    int64_t cents = 0;
    for (int32_t i = 0; i < side->account_count; i++)
        if (side->account[i].period == period && (int)side->account[i].line == line) cents += side->account[i].cents;
    return cents;
}

static struct plan_co2 co2_row(const struct network_side *side, int32_t period, int scope)
{
    for (int32_t i = 0; i < side->co2_count; i++)
        if (side->co2[i].period == period && (int)side->co2[i].scope == scope) return side->co2[i];
    return (struct plan_co2) { 0 };
}

struct twin { int128 line[LINE_COUNT], wtw[CO2_SCOPE_COUNT], ttw[CO2_SCOPE_COUNT], flow, year; double duty_h; };

/* One period from the definitions: every flow, its chain, every site they pass. */
static struct twin twin_of(const struct small_network *n, const struct network_side *side, int32_t period)
{
    struct twin t = { 0 };
    const mlg_scenario *s = n->s;
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        if (f->period != period) continue;
        struct lane_price p;
        const mlg_leg out =
            small_leg(n, f->vehicle_class < 0 ? 0 : f->vehicle_class, SMALL_DEMANDS + f->site, f->demand);
        const struct lane_phi phi = mlg__plan_phi(n->plan, f->site, s->demands[f->demand].density_band);
        assert_true(mlg__lane_price(s, f->demand, f->site, f->service, f->vehicle_class, out, phi, &p));
        const int scope = f->vehicle_class == MLG_NONE ? CO2_PARTNERS : CO2_LAST_MILE;
        for (int line = 0; line < LINE_COUNT; line++) t.line[line] += (int128)p.line_micro[line] * f->units_milli;
        t.wtw[scope] += (int128)p.co2_wtw_mg * f->units_milli;
        t.ttw[scope] += (int128)p.co2_ttw_mg * f->units_milli;
        t.flow += (int128)p.cost_micro * f->units_milli;
        t.duty_h += p.hours_per_unit * (double)f->units_milli / 1000 * s->working_days_per_year;

        int32_t passed[MLG_LEVELS_MAX] = { f->site }, passed_count = 1;
        for (int32_t k = 0; k < side->chain_count; k++) {
            const struct plan_chain *c = &side->chains[k];
            if (c->period != period || c->sites[c->site_count - 1] != f->site) continue;
            struct chain_price link;
            const mlg_leg leg = small_leg(n, 2, SMALL_DEMANDS + c->sites[0], SMALL_DEMANDS + c->sites[1]);
            assert_true(mlg__chain_price(s, c->sites, c->site_count, &leg, &link));
            for (int line = 0; line < LINE_COUNT; line++)
                t.line[line] += (int128)link.line_micro[line] * f->units_milli;
            t.wtw[CO2_LINE_HAUL] += (int128)link.co2_wtw_mg * f->units_milli;
            t.ttw[CO2_LINE_HAUL] += (int128)link.co2_ttw_mg * f->units_milli;
            t.flow += (int128)link.cost_micro * f->units_milli;
            t.duty_h += link.hours_per_unit * (double)f->units_milli / 1000 * s->working_days_per_year;
            passed[passed_count++] = c->sites[0];
        }
        for (int32_t k = 0; k < passed_count; k++) {
            const int32_t state = side->sites[passed[k] * SMALL_PERIODS + period].size;
            const struct site_unit u = mlg__site_unit(s, passed[k], state, period);
            t.line[LINE_HANDLING] += (int128)u.handling_micro * f->units_milli;
            t.wtw[CO2_PARTNERS] += (int128)u.door_co2_mg * f->units_milli;
            t.line[LINE_CO2_PRICE] += (int128)mlg__co2_micro(s, u.door_co2_mg) * f->units_milli;
            t.flow += (int128)(u.handling_micro + mlg__co2_micro(s, u.co2_mg + u.door_co2_mg)) * f->units_milli;
        }
    }
    for (int32_t i = 0; i < side->unserved_count; i++)
        if (side->unserved[i].period == period) {
            const int128 lost =
                (int128)s->services[side->unserved[i].service].unserved_micro * side->unserved[i].units_milli;
            t.line[LINE_UNSERVED] += lost;
            t.flow += lost;
        }
    return t;
}

static void check_side(const struct small_network *n, struct network_side *side, bool before)
{
    const mlg_scenario *s = n->s;
    struct period_sums objective[SMALL_PERIODS] = { 0 };
    int64_t total = 0;
    for (int32_t t = 0; t < SMALL_PERIODS; t++) {
        const struct twin twin = twin_of(n, side, t);
        int64_t capex = 0, opex = 0, running = 0, site_co2 = 0, embodied = 0, co2_price = 0, jobs = 0;
        for (int32_t i = 0; i < SMALL_SITES; i++) {
            const struct plan_site *row = &side->sites[i * SMALL_PERIODS + t];
            const struct site_year year = mlg__site_year(s, i, row->size, t);
            const int32_t from = t ? side->sites[i * SMALL_PERIODS + t - 1].size : s->sites[i].state_today;
            const struct transition move = mlg__site_transition(s, i, from, row->size, t,
                                                                &(struct site_options) { 0.10, true, true });
            assert_true(before || move.allowed);
            int64_t units = 0; /* that pass the site */
            for (int32_t k = 0; k < side->flow_count; k++) {
                const struct plan_flow *f = &side->flows[k];
                bool passes = f->period == t && f->site == i;
                for (int32_t q = 0; q < side->chain_count && f->period == t && i < 2; q++)
                    passes |= side->chains[q].period == t && side->chains[q].sites[0] == i &&
                              side->chains[q].sites[1] == f->site;
                if (passes) units += f->units_milli;
            }
            assert_int_equal(row->load_milli, mlg__round((double)units * s->planning_day_factor));
            assert_int_equal(row->capacity_milli, row->size ? site_size(s, i, row->size)->capacity_milli : 0);
            capex += row->capex_cents;
            opex += row->opex_cents;
            running += year.running_cents;
            site_co2 += row->co2_mg;
            embodied += row->embodied_mg;
            jobs += row->jobs_milli;
            co2_price += half_up(mlg__co2_micro(s, row->co2_mg), MLG_MICRO_PER_CENT);
            assert_int_equal(row->capex_cents, before ? 0 : move.capital_cents);
            objective[t].year_micro += (int128)year.running_cents * 10000 + mlg__co2_micro(s, year.co2_mg);
            objective[t].capital_micro +=
                before ? 0 : (int128)move.capital_cents * 10000 + mlg__co2_micro(s, move.embodied_mg);
            objective[t].residual_micro += before ? 0 : (int128)move.residual_cents * 10000;
        }
        objective[t].flow = twin.flow;
        for (int line = 0; line < LINE_COUNT; line++) {
            int64_t wanted = half_up(twin.line[line] * s->working_days_per_year, 1000 * 10000);
            if (line == LINE_SITE_RUNNING) wanted += running;
            if (line == LINE_SITE_INVESTMENT) wanted += capex;
            if (line == LINE_CO2_PRICE) wanted += co2_price;
            check_msg(row_cents(side, t, line) == wanted, "period %d line %s: %lld, wanted %lld", t,
                      mlg__line_name[line], (long long)row_cents(side, t, line), (long long)wanted);
            total += row_cents(side, t, line) * (line == LINE_SITE_INVESTMENT ? 1 : s->periods[t].length_years);
        }
        assert_int_equal(opex, running + row_cents(side, t, LINE_HANDLING));
        for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
            const struct plan_co2 row = co2_row(side, t, scope);
            const bool sites = scope == CO2_SITES;
            assert_int_equal(row.wtw_mg, sites ? site_co2 : half_up(twin.wtw[scope] * s->working_days_per_year, 1000));
            assert_int_equal(row.ttw_mg, sites ? 0 : half_up(twin.ttw[scope] * s->working_days_per_year, 1000));
            assert_int_equal(row.embodied_mg, sites ? embodied : 0);
        }
        const struct period_summary *p = &side->periods[t];
        assert_int_equal(p->jobs_milli, jobs);
        assert_int_equal(p->capex_cents, capex);
        assert_int_equal(p->budget_cents, s->periods[t].budget_cents);
        check_near((double)p->driver_jobs_milli, twin.duty_h / 1850 * 1000, 0.6);
        int64_t all = 0;
        for (int32_t d = 0; d < SMALL_DEMANDS; d++)
            for (int32_t service = 0; service < SMALL_SERVICES; service++) all += demand_units_milli(s, d, service, t);
        assert_int_equal(p->units_milli, all);
    }
    assert_int_equal(side->total_cents, total);
    assert_int_equal(side->cost, mlg__objective_quanta(s, objective));
}

/* Speed rows from their definition, by counting. */
static void check_speed(const struct small_network *n, const struct network_side *side)
{
    assert_int_equal(side->speed_count, SMALL_PERIODS * SMALL_SERVICES);
    for (int32_t i = 0; i < side->speed_count; i++) {
        const struct plan_speed *row = &side->speed[i];
        int64_t all = 0, within = 0, at_p90 = 0, below_p90 = 0;
        for (int32_t k = 0; k < side->flow_count; k++) {
            const struct plan_flow *f = &side->flows[k];
            if (f->period != row->period || f->service != row->service) continue;
            all += f->units_milli;
            if (f->latest_s <= n->s->services[f->service].promise_s) within += f->units_milli;
            if (f->mean_s + 12 * 3600 <= row->p90_s) at_p90 += f->units_milli;
            if (f->mean_s + 12 * 3600 < row->p90_s) below_p90 += f->units_milli;
        }
        assert_int_equal(row->units_milli, all);
        if (all) assert_true(at_p90 * 10 >= all * 9 && below_p90 * 10 < all * 9);
        for (int32_t k = 0; k < side->unserved_count; k++)
            if (side->unserved[k].period == row->period && side->unserved[k].service == row->service)
                all += side->unserved[k].units_milli;
        check_near(row->within_promise, all ? (double)within / (double)all : 0, 1e-12);
    }
}

static int leg_order(const struct account_leg *a, const struct account_leg *b)
{
    const int32_t x[] = { a->period, a->chain, a->from_site, a->to_site, a->to_demand, a->service, a->vehicle_class };
    const int32_t y[] = { b->period, b->chain, b->from_site, b->to_site, b->to_demand, b->service, b->vehicle_class };
    for (int i = 0; i < 7; i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

static void check_legs(const struct small_network *n, const struct network_side *side, bool before)
{
    struct account_leg *rows;
    int32_t count;
    int64_t cents[SMALL_PERIODS][LINE_COUNT] = { 0 }, wtw[SMALL_PERIODS] = { 0 }, ttw[SMALL_PERIODS] = { 0 };
    int64_t distance[SMALL_PERIODS] = { 0 };
    assert_int_equal(mlg__account_legs(n->s, &n->legs, n->plan, before, &rows, &count, NULL), MLG_OK);
    for (int32_t i = 0; i < count; i++) {
        if (i > 0) assert_true(leg_order(&rows[i - 1], &rows[i]) < 0);
        for (int line = 0; line < LINE_COUNT; line++) {
            assert_true(rows[i].cents[line] >= 0);
            cents[rows[i].period][line] += rows[i].cents[line];
        }
        wtw[rows[i].period] += rows[i].co2_wtw_mg;
        ttw[rows[i].period] += rows[i].co2_ttw_mg;
        distance[rows[i].period] += rows[i].distance_m;
    }
    for (int32_t t = 0; t < SMALL_PERIODS; t++) {
        int64_t site_price = 0, co2 = 0, co2_ttw = 0;
        for (int32_t i = 0; i < SMALL_SITES; i++)
            site_price += half_up(mlg__co2_micro(n->s, side->sites[i * SMALL_PERIODS + t].co2_mg), MLG_MICRO_PER_CENT);
        for (int line = 0; line < LINE_COUNT; line++) {
            int64_t elsewhere = line == LINE_CO2_PRICE ? site_price : 0;
            if (line == LINE_HANDLING || line == LINE_SITE_RUNNING || line == LINE_SITE_INVESTMENT)
                elsewhere = row_cents(side, t, line);
            assert_int_equal(cents[t][line] + elsewhere, row_cents(side, t, line));
        }
        for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++)
            if (scope != CO2_SITES) co2 += co2_row(side, t, scope).wtw_mg, co2_ttw += co2_row(side, t, scope).ttw_mg;
        assert_int_equal(wtw[t], co2);
        assert_int_equal(ttw[t], co2_ttw);
        assert_true(llabs(distance[t] - side->periods[t].distance_m) <= count);
    }
    mlg__free(rows);
}

static void body(struct rng *rng, uint64_t seed)
{
    struct small_network n = small_network(rng);
    struct plan_phi phi[] = { { 3, 1, { 1.1, 1.2, 1.3, 0.9 } } };
    mlg_error err = { 0 };
    if (seed % 2) n.plan->phis = phi, n.plan->phi_count = 1;
    for (int before = 0; before < 2; before++) {
        struct network_side *side = before ? &n.plan->before : &n.plan->plan;
        const mlg_status status = mlg__account_network(n.s, &n.legs, n.plan, side, before, &err);
        check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
        check_side(&n, side, before);
        check_speed(&n, side);
        check_legs(&n, side, before);
    }
    small_free(&n);
}

static void account_equals_twin(void **state)
{
    (void)state;
    for_seeds(1, 30, body);
}

/* Accounting a plan twice changes nothing: figures come from states, flows and chains alone. */
static void account_is_repeatable(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(7, 0);
    struct small_network n = small_network(&rng);
    assert_int_equal(mlg__account_network(n.s, &n.legs, n.plan, &n.plan->plan, false, NULL), MLG_OK);
    const struct network_side first = n.plan->plan;
    struct plan_site sites[SMALL_SITES * SMALL_PERIODS];
    memcpy(sites, first.sites, sizeof sites);
    assert_int_equal(mlg__account_network(n.s, &n.legs, n.plan, &n.plan->plan, false, NULL), MLG_OK);
    assert_int_equal(n.plan->plan.cost, first.cost);
    assert_int_equal(n.plan->plan.total_cents, first.total_cents);
    assert_memory_equal(n.plan->plan.sites, sites, sizeof sites);
    assert_memory_equal(n.plan->plan.account, first.account, (size_t)first.account_count * sizeof *first.account);

    mlg_error err = { 0 };
    n.plan->plan.site_count--;
    assert_int_equal(mlg__account_network(n.s, &n.legs, n.plan, &n.plan->plan, false, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "sites");
    n.plan->plan.site_count++;
    n.plan->plan.flows[0].vehicle_class = 2; /* a lorry does not deliver parcels */
    assert_int_equal(mlg__account_network(n.s, &n.legs, n.plan, &n.plan->plan, false, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "assignment/0");
    small_free(&n);
}

/* Every allocation fails once: an error, nothing lost. */
static bool account_or_fail(void *user)
{
    struct small_network *n = user;
    struct account_leg *rows = NULL;
    int32_t count;
    mlg_status status = mlg__account_network(n->s, &n->legs, n->plan, &n->plan->plan, false, NULL);
    if (!status) status = mlg__account_legs(n->s, &n->legs, n->plan, false, &rows, &count, NULL);
    mlg__free(rows);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    n->plan->arena.failed = false; /* sticky by design: the next attempt starts anew */
    return status == MLG_OK;
}

static void failing_memory(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, 0);
    struct small_network n = small_network(&rng);
    assert_true(for_each_failed_allocation(account_or_fail, &n) > 4);
    small_free(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(account_equals_twin), cmocka_unit_test(account_is_repeatable),
                                        cmocka_unit_test(failing_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
