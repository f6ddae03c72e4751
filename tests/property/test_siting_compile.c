/* test_siting_compile.c — what compile makes of generated scenarios, against plain enumeration: chains, sites, common
 * rows, kept lanes and the prices of those left out (siting-engine 3, 17). */
#include "accounts/day.h"
#include "base/options.h"
#include "maillage/roads.h"
#include "model/units.h"
#include "siting/calibrate.h"
#include "siting/compile.h"
#include "support/network_gen.h"
#include "support/test.h"

enum { NEAREST = 4, MODES_MOST = 4, UPPER_MOST = 16 };
#define SEED (unsigned long long)w->seed

/* A scenario, its legs and its compiled network. */
struct world {
    uint64_t seed;
    mlg_scenario *s;
    mlg_leg_source legs;
    struct plan_phi *phis;
    int32_t phi_count;
    mlg_options *options;
    struct mlg_network *n;
};

static struct network_recipe random_recipe(struct rng *rng)
{
    return (struct network_recipe) {
        .points = 5 + rng_below(rng, 40), .stations = 3 + rng_below(rng, 12), .sizes = 1 + rng_below(rng, 3),
        .periods = 1 + rng_below(rng, 3), .services = 1 + rng_below(rng, 2), .upper_levels = rng_below(rng, 3),
        .upper_sites = 1 + rng_below(rng, 4), .partner = rng_below(rng, 2), .decided = rng_below(rng, 2),
        .explicit_lanes = rng_below(rng, 2), .conflicts = rng_below(rng, 2), .no_carry_over = rng_below(rng, 2),
        .default_penalty = rng_below(rng, 2), .budget_share = 0.3 * rng_below(rng, 2),
        .total_budget_share = 0.5 * rng_below(rng, 2), .coverage = 0.3 * rng_below(rng, 2),
        .jobs = 5.0 * rng_below(rng, 2),
        .co2_kg_per_unit = 4.0 * rng_below(rng, 2), .min_fill = 0.2 * rng_below(rng, 2),
        .co2_eur_per_t = 50.0 * rng_below(rng, 4), .planning_day_factor = 1 + 0.15 * rng_below(rng, 3),
    };
}

static void set(mlg_options *o, const char *name, const char *value)
{
    mlg_error err = { 0 };
    check_msg(mlg_options_set(o, name, value, &err) == MLG_OK, "%s", err.message);
}

static struct world make_world(const struct network_recipe *recipe, uint64_t seed)
{
    struct world w = { .seed = seed, .s = mlg__generated_scenario(recipe, seed), .options = mlg_options_new() };
    struct rng rng = rng_seeded(seed, 5);
    mlg_error err = { 0 };
    w.legs = mlg__generated_legs(w.s);
    w.phis = malloc(sizeof *w.phis * (size_t)(w.s->site_count * MLG_DENSITY_BANDS));
    for (int32_t i = 0; seed % 3 == 0 && i < w.s->site_count; i++)
        if (site_serves(w.s, i) && rng_below(&rng, 2))
            w.phis[w.phi_count++] =
                (struct plan_phi) { i, 1, { 0.7 + rng_unit(&rng), 1.1, 1.2, 0.5 + rng_unit(&rng) } };
    set(w.options, "siting.lanes", "4");
    set(w.options, "siting.threads", seed % 2 ? "1" : "2");
    set(w.options, "siting.residual", seed % 4 ? "1" : "0");
    set(w.options, "siting.embodied", seed % 5 ? "1" : "0");
    set(w.options, "siting.extension_surcharge", "0.2");
    check_msg(mlg__network_compile_calibrated(w.s, &w.legs, w.phis, w.phi_count, w.options, &w.n, &err) == MLG_OK,
              "seed %llu: %s: %s", (unsigned long long)seed, err.where, err.message);
    return w;
}

static void free_world(struct world *w)
{
    mlg_network_free(w->n);
    mlg_options_free(w->options);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
    free(w->phis);
}

static mlg_leg leg_from(const struct world *w, int32_t class, int32_t from_place, int32_t to_place)
{
    mlg_leg leg;
    assert_int_equal(w->legs.rows(w->legs.self, max32(class, 0), &from_place, 1, &to_place, 1, &leg, NULL), MLG_OK);
    return leg;
}

/* -- order of lanes -- */

static void check_order(const struct world *w)
{
    const struct mlg_network *n = w->n;
    int32_t met = 0;
    assert_int_equal(n->row_first[0], 0);
    assert_int_equal(n->row_first[n->row_count], n->lane_count);
    assert_int_equal(n->site_first[n->site_count], n->lane_count);
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t i = n->row_first[row] + 1; i < n->row_first[row + 1]; i++) {
            const struct lane *a = &n->lanes[i - 1], *b = &n->lanes[i];
            const bool sorted = a->cost_micro != b->cost_micro ? a->cost_micro < b->cost_micro
                                : a->end != b->end             ? a->end < b->end
                                                               : a->mode < b->mode;
            check_msg(sorted, "seed %llu row %d: lanes %d and %d", SEED, row, i - 1, i);
        }
    /* Every lane by row stands once by site; rows ascending there; nothing else. */
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) {
            struct lane there = n->site_lanes[i];
            const int32_t row = there.end;
            int32_t same = 0;
            there.end = s;
            if (i > n->site_first[s]) check_msg(n->site_lanes[i - 1].end <= row, "seed %llu: site %d", SEED, s);
            for (int32_t k = n->row_first[row]; k < n->row_first[row + 1]; k++) {
                const struct lane *x = &n->lanes[k];
                same += x->end == s && x->mode == there.mode && x->cost_micro == there.cost_micro &&
                        x->co2_mg == there.co2_mg && x->in == there.in;
            }
            check_msg(same == 1, "seed %llu: lane of site %d, row %d stands %d times by row", SEED, s, row, same);
            met++;
        }
    assert_int_equal(met, n->lane_count);
}

/* -- chains: all ways, by recursion -- */

struct ways {
    const struct world *w;
    int32_t t;
    bool before;
    int64_t best[UPPER_MOST * 4];      /* [last upper site] */
    int32_t last_count, last[UPPER_MOST * 4];
};

static void walk(struct ways *x, int32_t station, int32_t at, int32_t level, int64_t micro)
{
    const struct world *w = x->w;
    const mlg_scenario *s = w->s;
    struct chain_price link;
    const struct site_unit unit = mlg__site_unit(s, at, mlg__fixed_state(s, at, x->t, x->before), x->t);
    micro += mlg__site_unit_micro(s, &unit);
    const int32_t haul = mlg__haul_class(s);
    if (level == s->level_count - 2) {
        const mlg_leg leg = leg_from(w, haul, s->demand_count + at, s->demand_count + station);
        int32_t i = 0;
        if (!mlg__link_price(s, at, station, leg, &link)) return;
        while (i < x->last_count && x->last[i] != at) i++;
        if (i == x->last_count) x->last[x->last_count] = at, x->best[x->last_count++] = INT64_MAX;
        x->best[i] = min64(x->best[i], micro + link.cost_micro);
        return;
    }
    for (int32_t to = 0; to < s->site_count; to++) {
        if (site_level(s, to) != level + 1 || !mlg__fixed_state(s, to, x->t, x->before)) continue;
        const mlg_leg leg = leg_from(w, haul, s->demand_count + at, s->demand_count + to);
        if (mlg__link_price(s, at, to, leg, &link)) walk(x, station, to, level + 1, micro + link.cost_micro);
    }
}

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void check_ways(const struct world *w, int32_t station, int32_t t, bool before, const struct chain *options,
                       int32_t count)
{
    const mlg_scenario *s = w->s;
    struct ways x = { .w = w, .t = t, .before = before };
    const int32_t id = w->n->site_id[station];
    if (s->level_count == 1 || site_size(s, id, 1)->to_the_door) {
        check_msg(options[0].site_count == 1 && options[0].sites[0] == id && options[0].unit_micro == 0,
                  "seed %llu: site %d needs no way", SEED, station);
        return;
    }
    for (int32_t top = 0; top < s->site_count; top++)
        if (site_level(s, top) == 0 && mlg__fixed_state(s, top, t, before)) walk(&x, id, top, 0, 0);
    qsort(x.best, (size_t)x.last_count, sizeof *x.best, by_number);
    for (int32_t i = 0; i < count; i++) {
        if (i >= x.last_count) {
            check_msg(options[i].site_count == 0, "seed %llu: a way too many", SEED);
            continue;
        }
        check_msg(options[i].unit_micro == x.best[i], "seed %llu station %d period %d%s: way %d costs %lld, not %lld",
                  SEED, station, t, before ? " before" : "", i, (long long)options[i].unit_micro, (long long)x.best[i]);
        check_msg(options[i].site_count == s->level_count && options[i].sites[options[i].site_count - 1] == id,
                  "seed %llu: a way that misses its station", SEED);
        for (int32_t k = 0; k < options[i].site_count; k++) {
            check_msg(site_level(s, options[i].sites[k]) == k, "seed %llu: levels of a way", SEED);
            if (k + 1 == options[i].site_count) continue;
            check_msg(mlg__fixed_state(s, options[i].sites[k], t, before) > 0, "seed %llu: by a closed site", SEED);
            for (int32_t j = 0; j < i; j++)
                check_msg(options[j].sites[s->level_count - 2] != options[i].sites[s->level_count - 2],
                          "seed %llu: two ways through one last upper site", SEED);
        }
    }
}

static void check_chains(const struct world *w)
{
    const struct mlg_network *n = w->n;
    for (int32_t i = 0; i < n->site_count; i++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int32_t cell = i * n->period_count + t;
            check_ways(w, i, t, false, &n->chains[cell * CHAIN_OPTIONS], CHAIN_OPTIONS);
            check_ways(w, i, t, true, &n->chains_before[cell], 1);
        }
}

/* -- sites -- */

static void check_sites(const struct world *w)
{
    const struct mlg_network *n = w->n;
    const mlg_scenario *s = w->s;
    const struct site_options o = { 0.2, w->seed % 5 != 0, w->seed % 4 != 0 };
    int32_t stations = 0;
    for (int32_t id = 0; id < s->site_count; id++) {
        if (!site_serves(s, id)) continue;
        const int32_t i = stations++;
        assert_int_equal(n->site_id[i], id);
        assert_int_equal(n->site_today[i], s->sites[id].state_today);
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[i]; k++) {
                const struct node *node = node_at(n, i, t, k);
                const struct site_year year = mlg__site_year(s, id, k, t);
                const struct site_unit unit = mlg__site_unit(s, id, k, t);
                const struct chain *chain = &n->chains[(i * n->period_count + t) * CHAIN_OPTIONS];
                const int64_t capacity = k ? site_size(s, id, k)->capacity_milli : 0;
                assert_int_equal(node->allowed,
                                 !mlg__site_is_fixed(s, id) || mlg__fixed_state(s, id, t, false) == k);
                assert_int_equal(node->year_micro, year.running_cents * 10000 + mlg__co2_micro(s, year.co2_mg));
                assert_int_equal(node->year_co2_mg, year.co2_mg);
                if (k) assert_int_equal(node->unit_micro, mlg__site_unit_micro(s, &unit) + chain->unit_micro);
                if (k) assert_int_equal(node->unit_co2_mg, unit.co2_mg + unit.door_co2_mg + chain->unit_co2_mg);
                /* The largest flow whose load fits. */
                const int64_t flow = capacity_at(n, i, 0, k);
                if (k) assert_true(mlg__planned_load(flow, s->planning_day_factor) <= capacity);
                if (k) assert_true(mlg__planned_load(flow + 1, s->planning_day_factor) > capacity);
                for (int32_t from = 0; from < n->site_states[i]; from++) {
                    const struct transition move = mlg__site_transition(s, id, from, k, t, &o);
                    const struct arc *arc = arc_at(n, i, t, from, k);
                    /* A period in which nothing else happens costs, in the objective, what the arc says. */
                    struct period_sums sums[MLG_PERIODS_MAX] = { 0 };
                    sums[t].capital_micro = (int128)move.capital_cents * 10000 +
                                            (o.embodied_counts ? mlg__co2_micro(s, move.embodied_mg) : 0);
                    sums[t].residual_micro = (int128)move.residual_cents * 10000;
                    const int128 objective = mlg__objective_quanta(s, sums);
                    assert_int_equal(arc->allowed, move.allowed);
                    assert_int_equal(arc->capital_cents, move.capital_cents);
                    assert_int_equal(arc->embodied_mg, o.embodied_counts ? move.embodied_mg : 0);
                    check_msg(arc->cost >= objective * GRAINS_PER_QUANTUM &&
                                  arc->cost < (objective + 1) * GRAINS_PER_QUANTUM,
                              "seed %llu: arc %d > %d of site %d", SEED, from, k, i);
                }
            }
        if (!s->sites[id].decided_size) continue;
        for (int32_t t = 0, from = s->sites[id].state_today; t < n->period_count; t++) {
            const int32_t to = s->periods[t].start_year >= s->sites[id].decided_year ? s->sites[id].decided_size : from;
            check_msg(node_at(n, i, t, to)->allowed && arc_at(n, i, t, from, to)->allowed,
                      "seed %llu: the decided path of site %d is barred", SEED, i);
            if (to > from) assert_true(arc_at(n, i, t, from, to)->capital_cents > 0);
            from = to;
        }
    }
    assert_int_equal(stations, n->site_count);
}

/* -- common rows: limits less what upper sites use -- */

static const struct common_row *find_row(const struct mlg_network *n, enum row_kind kind, int32_t first, int32_t period,
                                         int32_t which)
{
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *x = &n->commons[r];
        if (x->kind == kind && x->first == first && x->period == period &&
            (kind != ROW_COVER || x->service == which) && (kind != ROW_CONFLICT || x->set == which))
            return x;
    }
    return NULL;
}

static void check_commons(const struct world *w)
{
    const struct mlg_network *n = w->n;
    const mlg_scenario *s = w->s;
    const struct site_options o = { 0.2, w->seed % 5 != 0, w->seed % 4 != 0 };
    int64_t capital[MLG_PERIODS_MAX] = { 0 }, all_capital = 0, budget = 0, used = 0;
    int128 constant = 0;
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t co2_mg = 0, jobs_milli = 0;
        struct period_sums sums[MLG_PERIODS_MAX] = { 0 };
        for (int32_t id = 0; id < s->site_count; id++) {
            if (site_serves(s, id)) continue;
            const int32_t k = mlg__fixed_state(s, id, t, false);
            const int32_t from = t ? mlg__fixed_state(s, id, t - 1, false) : s->sites[id].state_today;
            const struct transition move = mlg__site_transition(s, id, from, k, t, &o);
            const struct site_year year = mlg__site_year(s, id, k, t);
            capital[t] += move.capital_cents;
            co2_mg += year.co2_mg + (o.embodied_counts ? move.embodied_mg : 0);
            if (s->job_floor_count && !strcmp(s->job_floors[0].region, s->sites[id].region))
                jobs_milli += year.jobs_milli;
            sums[t].year_micro += year.running_cents * 10000 + mlg__co2_micro(s, year.co2_mg);
            sums[t].capital_micro +=
                move.capital_cents * 10000 + (o.embodied_counts ? mlg__co2_micro(s, move.embodied_mg) : 0);
            sums[t].residual_micro += move.residual_cents * 10000;
        }
        constant += mlg__objective_quanta(s, sums);
        all_capital += capital[t];
        const bool limited = s->periods[t].budget_cents != INT64_MAX;
        if (limited) budget = (s->carry_over ? budget : 0) + s->periods[t].budget_cents;
        used = (s->carry_over ? used : 0) + capital[t];
        const struct common_row *row = find_row(n, ROW_BUDGET, s->carry_over ? 0 : t, t, 0);
        if (limited)
            check_msg(row && row->limit == budget - used, "seed %llu: budget of period %d", SEED, t);
        row = find_row(n, ROW_CO2, t, t, 0);
        if (s->co2_max_mg[t] != INT64_MAX)
            check_msg(row && row->on_flows && row->limit == (s->co2_max_mg[t] - co2_mg) * 1000,
                      "seed %llu: CO2 of period %d", SEED, t);
        else assert_null(row);
        row = find_row(n, ROW_JOBS, t, t, 0);
        if (s->job_floor_count && s->job_floors[0].period == t)
            check_msg(row && row->at_least && row->limit == (s->job_floors[0].at_least_milli - jobs_milli) * 1000000,
                      "seed %llu: jobs of period %d", SEED, t);
        else assert_null(row);
        for (int32_t p = 0; p < s->service_count && s->coverage_count; p++) {
            int64_t asked = 0;
            for (int32_t d = 0; d < s->demand_count; d++) asked += demand_units_milli(s, d, p, t);
            row = find_row(n, ROW_COVER, t, t, p);
            check_msg(row && row->limit <= asked && (double)row->limit >= s->coverages[0].share * (double)asked &&
                          (double)(row->limit - 1) < s->coverages[0].share * (double)asked,
                      "seed %llu: coverage", SEED);
        }
    }
    if (s->budget_total_cents != INT64_MAX && n->period_count > 1) {
        bool found = false;
        for (int32_t r = 0; r < n->common_count; r++)
            found |= n->commons[r].kind == ROW_BUDGET && n->commons[r].first == 0 &&
                     n->commons[r].period == n->period_count - 1 &&
                     n->commons[r].limit == s->budget_total_cents - all_capital;
        check_msg(found, "seed %llu: total budget", SEED);
    }
    /* A period rounds down twice. */
    const int128 off = n->constant - constant * GRAINS_PER_QUANTUM;
    check_msg(off >= 0 && off < 2 * n->period_count * GRAINS_PER_QUANTUM, "seed %llu: the constant", SEED);
    for (int32_t a = 0; a < n->site_count; a++)
        for (int32_t b = 0; b < n->site_count; b++) {
            const char *x = s->sites[n->site_id[a]].conflict_set, *y = s->sites[n->site_id[b]].conflict_set;
            assert_int_equal(n->site_set[a] != MLG_NONE, x[0] != 0);
            if (!x[0] || !y[0]) continue;
            assert_int_equal(n->site_set[a] == n->site_set[b], !strcmp(x, y));
            for (int32_t t = 0; t < n->period_count; t++) {
                const struct common_row *row = find_row(n, ROW_CONFLICT, t, t, n->site_set[a]);
                assert_true(row && row->limit == 1 && !row->at_least);
            }
        }
}

/* -- lanes: price everything, sort plainly -- */

struct plain_lane { int64_t cost, co2, rank; uint16_t in; int32_t mode; bool kept; };
struct plain_site { struct plain_lane lanes[MODES_MOST]; int32_t count; int64_t rank; };

static int64_t own_part(const struct world *w, int32_t site, int32_t t)
{
    int64_t own = NO_CHAIN_MICRO;
    for (int32_t k = 1; k < w->n->site_states[site]; k++)
        if (node_at(w->n, site, t, k)->allowed) own = min64(own, node_at(w->n, site, t, k)->unit_micro);
    return own;
}

static bool plain_price(const struct world *w, int32_t d, int32_t p, int32_t site, int32_t mode, struct plain_lane *out)
{
    const struct mlg_network *n = w->n;
    const mlg_scenario *s = w->s;
    const int32_t id = n->site_id[site];
    struct lane_phi phi = { 1, 1, 1, 1 };
    struct lane_price price;
    for (int32_t i = 0; i < n->phi_count; i++)
        if (n->phis[i].site == id && n->phis[i].density_band == s->demands[d].density_band) phi = n->phis[i].phi;
    if (!mlg__lane_price(s, d, id, p, mode, leg_from(w, mode, s->demand_count + id, d), phi, &price)) return false;
    *out = (struct plain_lane) { price.cost_micro, price.co2_wtw_mg, INT64_MAX, 0, mode, false };
    for (int32_t t = 0; t < n->period_count; t++) {
        const struct chain *chain = &n->chains[(site * n->period_count + t) * CHAIN_OPTIONS];
        bool in = chain->site_count > 0;
        for (int32_t k = 1; k < n->site_states[site]; k++)
            in = in && mlg__door_time(s, p, id, k, chain->time_s, &price).latest_s <= s->services[p].promise_s;
        if (in) out->in = (uint16_t)(out->in | 1 << t);
        out->rank = min64(out->rank, price.cost_micro + own_part(w, site, t));
    }
    return true;
}

static bool at_least_as_good(const struct mlg_network *n, const struct plain_lane *a, const struct plain_lane *b)
{
    const bool other = a->co2 <= b->co2 && (a->in & b->in) == b->in;
    return a->cost <= b->cost && (!n->flow_rows || other);
}

/* All modes that exist, less those that another one makes useless (of two equal ones the first stays). */
static void plain_modes(const struct world *w, int32_t d, int32_t p, int32_t site, struct plain_site *out)
{
    struct plain_lane all[MODES_MOST];
    int32_t count = 0;
    for (int32_t k = 0, class; (class = mlg__day_class(w->s, k)) != MLG_NONE; k++)
        count += plain_price(w, d, p, site, class, &all[count]);
    count += plain_price(w, d, p, site, MLG_NONE, &all[count]);
    *out = (struct plain_site) { .rank = INT64_MAX };
    for (int32_t i = 0; i < count; i++) {
        bool useless = false;
        for (int32_t j = 0; j < count; j++)
            useless |= j != i && at_least_as_good(w->n, &all[j], &all[i]) &&
                       (j < i || !at_least_as_good(w->n, &all[i], &all[j]));
        if (useless) continue;
        out->lanes[out->count++] = all[i];
        out->rank = min64(out->rank, all[i].rank);
    }
}

/* What a unit costs at least for the site alone: for every size, all years from the first in which it may be, over all units
 * that fit. */
static double plain_rent(const struct mlg_network *n, int32_t site)
{
    double rent = INFINITY;
    for (int32_t k = 1; k < n->site_states[site]; k++) {
        int32_t from = n->site_today[site];
        int128 cost = 0, units = 0;
        for (int32_t t = 0; t < n->period_count; t++) {
            const struct node *node = node_at(n, site, t, k);
            if (!node->allowed) continue;
            cost += year_grains(n, t, node->year_micro) +
                    (arc_at(n, site, t, from, k)->allowed ? arc_at(n, site, t, from, k)->cost : 0);
            units += (int128)capacity_at(n, site, t, k) * flow_weight(n, t);
            from = k;
        }
        if (units > 0 && (double)cost / (double)units < rent) rent = cost > 0 ? (double)cost / (double)units : 0;
    }
    return rent;
}

static void check_row(const struct world *w, int32_t row)
{
    const struct mlg_network *n = w->n;
    struct plain_site sites[64];
    const int32_t d = n->row_demand[row], p = n->row_service[row];
    int32_t kept = 0;
    assert_true(n->site_count <= 64);
    double fair = INFINITY;
    for (int32_t i = 0; i < n->site_count; i++) {
        plain_modes(w, d, p, i, &sites[i]);
        if (sites[i].count > 0) fair = fmin(fair, (double)sites[i].rank + 2 * plain_rent(n, i));
    }
    for (int32_t i = 0; i < n->site_count; i++) {
        int32_t better = 0, better_given = 0;
        for (int32_t j = 0; j < n->site_count; j++) {
            const bool is_better = sites[j].count > 0 &&
                                   (sites[j].rank < sites[i].rank || (sites[j].rank == sites[i].rank && j < i));
            better += is_better;
            better_given += is_better && (n->site_today[j] > 0 || w->s->sites[n->site_id[j]].decided_size > 0);
        }
        const bool given = n->site_today[i] > 0 || w->s->sites[n->site_id[i]].decided_size > 0;
        const bool near = better < NEAREST || (double)sites[i].rank <= fair || (given && better_given < 12);
        const bool reach = n->reach[(int64_t)row * n->reach_words + i / 64] >> (i % 64) & 1;
        check_msg(reach == (sites[i].count > 0), "seed %llu row %d: reach of site %d", SEED, row, i);
        for (int32_t m = 0; m < sites[i].count; m++) {
            struct plain_lane *x = &sites[i].lanes[m];
            x->kept = near && x->rank < NO_CHAIN_MICRO;
            kept += x->kept;
            bool found = false;
            for (int32_t k = n->row_first[row]; k < n->row_first[row + 1]; k++)
                found |= n->lanes[k].end == i && n->lanes[k].mode == x->mode && n->lanes[k].cost_micro == x->cost &&
                         n->lanes[k].co2_mg == x->co2 && n->lanes[k].in == x->in;
            check_msg(found == x->kept, "seed %llu row %d: lane from site %d by %d is %s", SEED, row, i, x->mode,
                      found ? "kept" : "left out");
        }
    }
    assert_int_equal(n->row_first[row + 1] - n->row_first[row], kept);
    for (int32_t t = 0; t < n->period_count; t++) {
        int64_t in = CBAR_NONE, out = CBAR_NONE;
        for (int32_t i = 0; i < n->site_count; i++)
            for (int32_t m = 0; m < sites[i].count; m++) {
                const struct plain_lane *x = &sites[i].lanes[m];
                const int64_t cost = min64(x->cost + own_part(w, i, t), CBAR_NONE - 1);
                if (x->kept) continue;
                if (x->in >> t & 1) in = min64(in, cost);
                else out = min64(out, cost);
            }
        assert_int_equal(n->cbar_in[row * n->period_count + t], in);
        assert_int_equal(n->cbar_out[row * n->period_count + t], out);
    }
}

static void check_rows(const struct world *w)
{
    const struct mlg_network *n = w->n;
    const mlg_scenario *s = w->s;
    int32_t rows = 0;
    int64_t dearest[MLG_SERVICES_MAX] = { 0 };
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t p = 0; p < s->service_count; p++) {
            int64_t sum = 0;
            for (int32_t t = 0; t < n->period_count; t++) sum += demand_units_milli(s, d, p, t);
            if (!sum) continue;
            assert_int_equal(n->row_demand[rows], d);
            assert_int_equal(n->row_service[rows], p);
            for (int32_t t = 0; t < n->period_count; t++)
                assert_int_equal(volume_at(n, rows, t), demand_units_milli(s, d, p, t));
            check_row(w, rows);
            for (int32_t i = n->row_first[rows]; i < n->row_first[rows + 1]; i++)
                dearest[p] = max64(dearest[p], n->lanes[i].cost_micro);
            rows++;
        }
    assert_int_equal(n->row_count, rows);
    for (int32_t row = 0; row < rows; row++) {
        const int32_t p = n->row_service[row];
        assert_int_equal(n->pen_micro[row], s->services[p].unserved_micro);
        if (s->services[p].unserved_micro != 25000000 - 3000000 * p)
            assert_int_equal(n->pen_micro[row], 3 * dearest[p]);
    }
}

static void compile_case(struct rng *rng, uint64_t seed)
{
    const struct network_recipe recipe = random_recipe(rng);
    struct world w = make_world(&recipe, seed);
    check_order(&w);
    check_chains(&w);
    check_sites(&w);
    check_commons(&w);
    check_rows(&w);
    free_world(&w);
}

static void test_compile(void **state)
{
    (void)state;
    for_seeds(1, 150, compile_case);
}

/* Ways slower than the slowest inbound class are no ways; a station without one has no lanes that anyone uses. */
static void inbound_case(struct rng *rng, uint64_t seed)
{
    const struct network_recipe recipe = { .points = 10, .stations = 6, .sizes = 2, .periods = 2, .services = 1,
                                           .upper_levels = 1, .upper_sites = 3, .inbound_classes = true };
    mlg_scenario *s = mlg__generated_draft(&recipe, seed);
    s->inbound_s[1] = s->inbound_s[0] + 60 * (1 + rng_below(rng, 120));
    assert_int_equal(mlg__scenario_finish(s, NULL, NULL), MLG_OK);
    mlg_leg_source legs = mlg__generated_legs(s);
    mlg_network *n = NULL;
    const mlg_status status = mlg_network_compile(s, &legs, NULL, &n, NULL);
    assert_true(status == MLG_OK || status == MLG_BAD_INPUT);
    for (int32_t i = 0; n && i < n->site_count * n->period_count * CHAIN_OPTIONS; i++)
        check_msg(n->chains[i].site_count == 0 || n->chains[i].time_s <= s->inbound_s[1], "seed %llu: too slow",
                  (unsigned long long)seed);
    for (int32_t i = 0; n && i < n->lane_count; i++) {
        bool any = false;
        for (int32_t t = 0; t < n->period_count; t++)
            any |= n->chains[(n->lanes[i].end * n->period_count + t) * CHAIN_OPTIONS].site_count > 0;
        check_msg(any, "seed %llu: a lane from a station that nothing reaches", (unsigned long long)seed);
    }
    mlg_network_free(n);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

static void test_inbound(void **state)
{
    (void)state;
    for_seeds(1, 30, inbound_case);
}

/* The number of threads changes nothing. */
static void test_threads(void **state)
{
    (void)state;
    const struct network_recipe recipe = { .points = 300, .stations = 12, .sizes = 3, .periods = 2, .services = 2,
                                           .upper_levels = 1, .upper_sites = 2, .partner = true, .coverage = 0.5 };
    mlg_scenario *s = mlg__generated_scenario(&recipe, 9);
    mlg_leg_source legs = mlg__generated_legs(s);
    mlg_options *one = mlg_options_new(), *three = mlg_options_new();
    mlg_network *a, *b;
    set(one, "siting.threads", "1");
    set(three, "siting.threads", "3");
    assert_int_equal(mlg_network_compile(s, &legs, one, &a, NULL), MLG_OK);
    assert_int_equal(mlg_network_compile(s, &legs, three, &b, NULL), MLG_OK);
    assert_int_equal(a->lane_count, b->lane_count);
    assert_memory_equal(a->lanes, b->lanes, sizeof *a->lanes * (size_t)a->lane_count);
    assert_memory_equal(a->row_first, b->row_first, sizeof *a->row_first * (size_t)(a->row_count + 1));
    mlg_network_free(a);
    mlg_network_free(b);
    mlg_options_free(one);
    mlg_options_free(three);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

/* What cannot be compiled is refused in words. */
static void test_refusals(void **state)
{
    (void)state;
    const struct network_recipe recipe = { .points = 6, .stations = 3, .sizes = 1, .periods = 1, .services = 1 };
    mlg_scenario *s = mlg__generated_scenario(&recipe, 4);
    mlg_leg_source legs = mlg__generated_legs(s);
    mlg_network *n;
    mlg_error err = { 0 };
    s->objective = OBJECTIVE_HOURS;
    assert_int_equal(mlg_network_compile(s, &legs, NULL, &n, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "scenario.json");
    s->objective = OBJECTIVE_COST;
    s->services[0].unserved_micro = INT64_C(20000000000);
    assert_int_equal(mlg_network_compile(s, &legs, NULL, &n, &err), MLG_OVER_LIMIT);
    s->services[0].unserved_micro = 1000000;
    s->vehicles[0].use = s->vehicles[1].use = USE_LINE_HAUL;
    assert_int_equal(mlg_network_compile(s, &legs, NULL, &n, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "sites.csv");
    for (int32_t d = 0; d < s->demand_count; d++) s->demands[d].units_milli[0] = 0;
    assert_int_equal(mlg_network_compile(s, &legs, NULL, &n, &err), MLG_BAD_INPUT);
    assert_string_equal(err.where, "demand.csv");
    assert_null(n);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

/* -- every allocation fails once -- */

static bool compile_without_memory(void *user)
{
    struct world *w = user;
    mlg_network *n = NULL;
    const mlg_status status =
        mlg__network_compile_calibrated(w->s, &w->legs, w->phis, w->phi_count, w->options, &n, NULL);
    assert_true(status == MLG_OK ? n != NULL : status == MLG_NO_MEMORY && !n);
    mlg_network_free(n);
    return status == MLG_OK;
}

static void test_memory(void **state)
{
    (void)state;
    const struct network_recipe recipe = {
        .points = 20, .stations = 6, .sizes = 2, .periods = 2, .services = 2, .upper_levels = 2, .upper_sites = 2,
        .partner = true, .explicit_lanes = true, .coverage = 0.4, .jobs = 3, .conflicts = true, .budget_share = 0.4,
    };
    struct world w = make_world(&recipe, 3); /* a seed with phis and one thread */
    const int64_t allocations = for_each_failed_allocation(compile_without_memory, &w);
    print_message("%lld allocations\n", (long long)allocations);
    assert_true(allocations > 10);
    free_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compile),  cmocka_unit_test(test_inbound), cmocka_unit_test(test_threads),
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests_name("siting compile", tests, NULL, NULL);
}
