/* compile.c — from a scenario to the siting model: sites and states, chains, common rows, lanes. See network.h.
 *
 * Where some site above the stations has a choice, or may be too small, all of them are sites of the network. Where none is, what
 * they cost and emit is a constant, and is taken off the limits once, here; so it is for sites of kinds that no level names. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/thread.h"
#include "model/units.h"
#include "siting/calibrate.h"
#include "siting/chains.h"
#include "siting/compile.h"
#include "siting/lanes.h"

#define CO2_LIMIT_MAX_MG INT64_C(4000000000000000) /* beyond, a limit in mg x 1000 leaves 63 bits: it is none */
enum { LANES_WANTED = 1000000, LANES_MOST = 100, LANES_FEW = 100000 };
#define PEN_MAX_MICRO INT64_C(10000000000)         /* 10,000 EUR a unit: the certificate's largest price */

#define KEEP_MAX_MICRO (INT64_C(1) << 58)          /* of all changes together */

struct fixed_sums { int64_t capital_cents, embodied_mg, year_co2_mg; }; /* of a period, sites that siting leaves alone */

static int128 arc_cost(const struct mlg_network *n, int32_t t, const struct transition *change)
{
    const int128 capital = (int128)change->capital_cents * MLG_MICRO_PER_CENT +
                           (n->site_options.embodied_counts ? mlg__co2_micro(n->scenario, change->embodied_mg) : 0);
    const int128 residual = (int128)change->residual_cents * MLG_MICRO_PER_CENT;
    return (capital * n->weights[t].capital_q30 - residual * n->weights[t].end_q30) * MLG_MILLI;
}

static int64_t year_micro(const mlg_scenario *s, const struct site_year *year)
{
    return year->running_cents * MLG_MICRO_PER_CENT + mlg__co2_micro(s, year->co2_mg);
}

/* -- rows -- */

static bool make_rows(struct mlg_network *n)
{
    const mlg_scenario *s = n->scenario;
    const int64_t most = (int64_t)s->demand_count * s->service_count;
    n->row_demand = arena_array(&n->arena, int32_t, most);
    n->row_service = arena_array(&n->arena, int32_t, most);
    n->volume = arena_array(&n->arena, int64_t, most * s->period_count);
    n->pen_micro = arena_array(&n->arena, int64_t, most);
    if (n->arena.failed) return false;
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t p = 0; p < s->service_count; p++) {
            int64_t sum = 0;
            for (int32_t t = 0; t < s->period_count; t++) {
                const int64_t units = demand_units_milli(s, d, p, t);
                n->volume[(int64_t)n->row_count * s->period_count + t] = units;
                sum += units;
            }
            if (sum == 0) continue;
            n->row_demand[n->row_count] = d;
            n->row_service[n->row_count++] = p;
        }
    return true;
}

/* Price of unserved units: the scenario's, or three times the dearest lane that was kept. */
static mlg_status price_unserved(struct mlg_network *n, mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    for (int32_t p = 0; p < s->service_count; p++) {
        if (s->services[p].unserved_micro >= 0) continue;
        int64_t dearest = 0;
        for (int32_t row = 0; row < n->row_count; row++)
            for (int32_t i = n->row_first[row]; n->row_service[row] == p && i < n->row_first[row + 1]; i++)
                dearest = max64(dearest, n->lanes[i].cost_micro);
        s->services[p].unserved_micro = 3 * dearest;
    }
    for (int32_t row = 0; row < n->row_count; row++) {
        n->pen_micro[row] = s->services[n->row_service[row]].unserved_micro;
        if (n->pen_micro[row] > PEN_MAX_MICRO)
            return mlg__fail(err, MLG_OVER_LIMIT, "scenario.json",
                             TXT("an unserved unit of \"%s\" costs more than 10,000",
                                 "une unité non desservie de « %s » coûte plus de 10 000"),
                             TXT("set unserved_eur_per_unit", "indiquez unserved_eur_per_unit"),
                             s->services[n->row_service[row]].id);
    }
    return MLG_OK;
}

/* -- sites -- */

/* From today's state on, some change is allowed in some period. */
static bool has_choice(const struct mlg_network *n, int32_t site)
{
    const mlg_scenario *s = n->scenario;
    if (mlg__site_is_fixed(s, site)) return false;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t to = 0; to <= s->kinds[s->sites[site].kind].size_count; to++) {
            const int32_t from = s->sites[site].state_today;
            if (from != to && mlg__site_transition(s, site, from, to, t, &n->site_options).allowed) return true;
        }
    return false;
}

/* As it is, it may be too small for what could pass it. */
static bool may_fill(const struct mlg_network *n, int32_t site)
{
    for (int32_t t = 0; t < n->period_count; t++) {
        const struct size *size = site_size(n->scenario, site, mlg__fixed_state(n->scenario, site, t, false));
        if (size && mlg__flow_capacity(size->capacity_milli, n->planning_day_factor) < mlg__period_load(n, t)) return true;
    }
    return false;
}

static void list_site(struct mlg_network *n, int32_t i)
{
    n->site_id[n->site_count++] = i;
    n->state_max = max32(n->state_max, n->scenario->kinds[n->scenario->sites[i].kind].size_count + 1);
}

static bool list_sites(struct mlg_network *n)
{
    const mlg_scenario *s = n->scenario;
    bool chosen = false;
    n->site_id = arena_array(&n->arena, int32_t, s->site_count);
    if (!n->site_id) return false;
    n->state_max = 2;
    for (int32_t i = 0; i < s->site_count; i++) {
        if (site_serves(s, i)) list_site(n, i);
        else chosen |= site_level(s, i) != MLG_NONE && (has_choice(n, i) || may_fill(n, i));
    }
    n->station_count = n->site_count;
    if (!chosen) return true;
    for (int32_t i = 0; i < s->site_count; i++)
        if (!site_serves(s, i) && site_level(s, i) != MLG_NONE) list_site(n, i);
    n->level_count = s->level_count;
    n->site_level = arena_array(&n->arena, int32_t, n->site_count);
    n->way_first = arena_array(&n->arena, int32_t, n->station_count + 1);
    for (int32_t i = 0; n->site_level && i < n->site_count; i++) n->site_level[i] = s->level_count - 1 - site_level(s, n->site_id[i]);
    return !n->arena.failed;
}

bool mlg__site_is_constant(const struct mlg_network *n, int32_t scenario_site)
{
    return !site_serves(n->scenario, scenario_site) && (!n->way_first || site_level(n->scenario, scenario_site) == MLG_NONE);
}

static bool make_sites(struct mlg_network *n)
{
    const mlg_scenario *s = n->scenario;
    if (!list_sites(n)) return false;
    n->site_states = arena_array(&n->arena, int32_t, n->site_count);
    n->site_today = arena_array(&n->arena, int32_t, n->site_count);
    n->site_set = arena_array(&n->arena, int32_t, n->site_count);
    n->capacity = arena_array(&n->arena, int64_t, (int64_t)n->site_count * n->state_max);
    n->least_fill = arena_array(&n->arena, int64_t, (int64_t)n->site_count * n->state_max);
    const int64_t nodes = (int64_t)n->site_count * n->period_count * n->state_max;
    n->nodes = arena_array(&n->arena, struct node, nodes);
    n->arcs = arena_array(&n->arena, struct arc, nodes * n->state_max);
    if (n->arena.failed) return false;
    for (int32_t i = 0; i < n->site_count; i++) {
        const struct site *site = &s->sites[n->site_id[i]];
        n->site_states[i] = s->kinds[site->kind].size_count + 1;
        n->site_today[i] = site->state_today;
        n->site_set[i] = MLG_NONE;
        for (int32_t k = 1; k < n->site_states[i]; k++) {
            const struct size *size = site_size(s, n->site_id[i], k);
            n->capacity[i * n->state_max + k] = mlg__flow_capacity(size->capacity_milli, n->planning_day_factor);
            if (!(size->min_fill > 0) || mlg__site_is_fixed(s, n->site_id[i])) continue;
            int64_t *least = &n->least_fill[i * n->state_max + k];
            const double load = size->min_fill * (double)size->capacity_milli;
            *least = (int64_t)(load / n->planning_day_factor);
            while ((double)mlg__planned_load(*least, n->planning_day_factor) < load) ++*least;
            n->fill_rows = true;
        }
    }
    return true;
}

/* What a unit costs and emits before it is at the station: on its chain, or at least on its ways. */
static void add_chain(const struct mlg_network *n, int32_t i, int32_t t, struct node *node)
{
    if (is_upper(n, i)) return;
    if (has_ways(n, i)) {
        node->unit_micro += n->way_least_micro[i * n->period_count + t];
        node->unit_co2_mg += n->way_least_co2_mg[i * n->period_count + t];
        if (node->unit_micro > NO_CHAIN_MICRO) node->unit_micro = NO_CHAIN_MICRO;
        return;
    }
    const struct chain *chain = &n->chains[(i * n->period_count + t) * CHAIN_OPTIONS];
    node->unit_micro = chain->site_count ? node->unit_micro + chain->unit_micro : NO_CHAIN_MICRO;
    node->unit_co2_mg += chain->unit_co2_mg;
}

/* A site's nodes and arcs; needs its chains. */
static void fill_site(struct mlg_network *n, int32_t i)
{
    const mlg_scenario *s = n->scenario;
    const int32_t id = n->site_id[i];
    for (int32_t t = 0; t < n->period_count; t++) {
        for (int32_t k = 0; k < n->site_states[i]; k++) {
            struct node *node = &n->nodes[node_index(n, i, t, k)];
            const struct site_year year = mlg__site_year(s, id, k, t);
            const struct site_unit unit = mlg__site_unit(s, id, k, t);
            node->allowed = !mlg__site_is_fixed(s, id) || k == mlg__fixed_state(s, id, t, false);
            node->year_micro = year_micro(s, &year);
            node->year_co2_mg = year.co2_mg;
            node->jobs_milli = year.jobs_milli;
            if (k > 0) {
                node->unit_micro = mlg__site_unit_micro(s, &unit);
                node->unit_co2_mg = unit.co2_mg + unit.door_co2_mg;
                add_chain(n, i, t, node);
            }
            for (int32_t from = 0; from < n->site_states[i]; from++) {
                const struct transition change = mlg__site_transition(s, id, from, k, t, &n->site_options);
                struct arc *arc = &n->arcs[(int64_t)node_index(n, i, t, k) * n->state_max + from];
                *arc = (struct arc) {
                    .allowed = change.allowed, .capital_cents = change.capital_cents,
                    .embodied_mg = n->site_options.embodied_counts ? change.embodied_mg : 0,
                    .cost = arc_cost(n, t, &change),
                };
            }
        }
    }
}

/* Sites of upper levels, and those the model does not use: constants. */
static void add_fixed_sites(struct mlg_network *n, struct fixed_sums *sums)
{
    const mlg_scenario *s = n->scenario;
    for (int32_t i = 0; i < s->site_count; i++)
        for (int32_t t = 0; mlg__site_is_constant(n, i) && t < n->period_count; t++) {
            const int32_t state = mlg__fixed_state(s, i, t, false);
            const int32_t from = t ? mlg__fixed_state(s, i, t - 1, false) : s->sites[i].state_today;
            const struct transition change = mlg__site_transition(s, i, from, state, t, &n->site_options);
            const struct site_year year = mlg__site_year(s, i, state, t);
            n->constant += year_grains(n, t, year_micro(s, &year)) + arc_cost(n, t, &change);
            sums[t].capital_cents += change.capital_cents;
            sums[t].embodied_mg += n->site_options.embodied_counts ? change.embodied_mg : 0;
            sums[t].year_co2_mg += year.co2_mg;
        }
}

/* -- common rows -- */

static void add_row(struct mlg_network *n, struct common_row row) { n->commons[n->common_count++] = row; }

static void add_budgets(struct mlg_network *n, const struct fixed_sums *sums)
{
    const mlg_scenario *s = n->scenario;
    int64_t left = 0, whole = s->budget_total_cents;
    bool limited = true;
    for (int32_t t = 0; t < n->period_count; t++) {
        const int64_t budget = s->periods[t].budget_cents;
        if (!s->carry_over) left = 0, limited = true;
        limited = limited && budget != INT64_MAX;
        if (limited) {
            left += budget - sums[t].capital_cents;
            add_row(n, (struct common_row) { .kind = ROW_BUDGET, .first = s->carry_over ? 0 : t, .period = t,
                                             .set = MLG_NONE, .limit = left });
        }
        if (whole != INT64_MAX) whole -= sums[t].capital_cents;
    }
    if (whole != INT64_MAX)
        add_row(n, (struct common_row) { .kind = ROW_BUDGET, .first = 0, .period = n->period_count - 1,
                                         .set = MLG_NONE, .limit = whole });
}

static void add_co2_limits(struct mlg_network *n, const struct fixed_sums *sums)
{
    for (int32_t t = 0; n->scenario->co2_max_mg && t < n->period_count; t++) {
        const int64_t limit_mg = n->scenario->co2_max_mg[t];
        if (limit_mg > CO2_LIMIT_MAX_MG) continue;
        add_row(n, (struct common_row) {
                       .kind = ROW_CO2, .on_flows = true, .first = t, .period = t, .set = MLG_NONE,
                       .limit = (limit_mg - sums[t].year_co2_mg - sums[t].embodied_mg) * MLG_MILLI });
    }
}

static void add_coverages(struct mlg_network *n)
{
    const mlg_scenario *s = n->scenario;
    for (int32_t i = 0; i < s->coverage_count; i++) {
        const struct coverage *c = &s->coverages[i];
        int64_t asked = 0;
        for (int32_t row = 0; row < n->row_count; row++)
            if (n->row_service[row] == c->service) asked += volume_at(n, row, c->period);
        if (asked == 0 || c->share <= 0) continue;
        add_row(n, (struct common_row) { .kind = ROW_COVER, .at_least = true, .on_flows = true, .first = c->period,
                                         .period = c->period, .service = c->service, .set = MLG_NONE,
                                         .limit = min64(asked, (int64_t)ceil(c->share * (double)asked)) });
    }
}

static bool in_region(const mlg_scenario *s, const struct job_floor *floor_row, int32_t site)
{
    return !floor_row->region[0] || !strcmp(floor_row->region, s->sites[site].region);
}

/* Jobs of a floor: at the stations, at the upper sites of their chains by the units that pass, at upper sites fixed. */
static void add_job_floor(struct mlg_network *n, int32_t j)
{
    const mlg_scenario *s = n->scenario;
    const struct job_floor *floor_row = &s->job_floors[j];
    const int32_t t = floor_row->period;
    bool on_flows = false;
    int64_t fixed = 0;
    for (int32_t i = 0; i < n->site_count; i++) {
        const struct chain *chain = is_upper(n, i) ? NULL : &n->chains[(i * n->period_count + t) * CHAIN_OPTIONS];
        int64_t upper = 0;
        for (int32_t c = 0; chain && c + 1 < chain->site_count; c++)
            if (in_region(s, floor_row, chain->sites[c])) {
                const int32_t state = mlg__fixed_state(s, chain->sites[c], t, false);
                upper += mlg__site_unit(s, chain->sites[c], state, t).jobs_per_1000_units_milli;
            }
        for (int32_t k = 1; k < n->site_states[i]; k++) {
            const int64_t at = ((int64_t)j * n->site_count + i) * n->state_max + k;
            n->job_unit[at] = upper;
            if (in_region(s, floor_row, n->site_id[i])) {
                n->job_node[at] = node_at(n, i, t, k)->jobs_milli;
                n->job_unit[at] += mlg__site_unit(s, n->site_id[i], k, t).jobs_per_1000_units_milli;
            }
            on_flows |= n->job_unit[at] != 0;
        }
    }
    for (int32_t i = 0; i < s->site_count; i++)
        if (mlg__site_is_constant(n, i) && in_region(s, floor_row, i))
            fixed += mlg__site_year(s, i, mlg__fixed_state(s, i, t, false), t).jobs_milli;
    add_row(n, (struct common_row) { .kind = ROW_JOBS, .at_least = true, .on_flows = on_flows, .first = t, .period = t,
                                     .set = j, .limit = (floor_row->at_least_milli - fixed) * 1000000 });
}

/* Sets by first appearance; in each period at most one member is open, upper sites counted. */
static void add_conflicts(struct mlg_network *n, int32_t *set_of)
{
    const mlg_scenario *s = n->scenario;
    int32_t set_count = 0;
    for (int32_t i = 0; i < s->site_count; i++) {
        const char *set = s->sites[i].conflict_set;
        set_of[i] = MLG_NONE;
        if (!set || !set[0]) continue;
        for (int32_t j = 0; j < i && set_of[i] == MLG_NONE; j++)
            if (set_of[j] != MLG_NONE && !strcmp(set, s->sites[j].conflict_set)) set_of[i] = set_of[j];
        if (set_of[i] == MLG_NONE) set_of[i] = set_count++;
    }
    for (int32_t i = 0; i < n->site_count; i++) n->site_set[i] = set_of[n->site_id[i]];
    for (int32_t set = 0; set < set_count; set++)
        for (int32_t t = 0; t < n->period_count; t++) {
            int64_t limit = 1;
            for (int32_t i = 0; i < s->site_count; i++)
                if (set_of[i] == set && mlg__site_is_constant(n, i)) limit -= mlg__fixed_state(s, i, t, false) > 0;
            add_row(n, (struct common_row) { .kind = ROW_CONFLICT, .first = t, .period = t, .set = set,
                                             .limit = max64(0, limit) });
        }
}

/* Where a state of an upper site may be too small for what could pass: the more it holds the better, up to all there is. */
static void add_upper_rows(struct mlg_network *n)
{
    for (int32_t u = n->station_count; u < n->site_count; u++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int64_t load = mlg__period_load(n, t);
            int64_t most = 0;
            bool may_fill = false;
            for (int32_t k = 1; k < n->site_states[u]; k++) {
                if (!node_at(n, u, t, k)->allowed || !(n->scenario->sites[n->site_id[u]].allowed >> k & 1)) continue;
                most = max64(most, min64(load, capacity_at(n, u, t, k)));
                may_fill |= capacity_at(n, u, t, k) < load;
            }
            n->upper_row[(u - n->station_count) * n->period_count + t] = may_fill ? n->common_count : MLG_NONE;
            if (may_fill)
                add_row(n, (struct common_row) { .kind = ROW_UPPER, .on_flows = true, .first = t, .period = t, .set = u,
                                                 .limit = most });
        }
}

static bool make_common_rows(struct mlg_network *n, const struct fixed_sums *sums, struct arena *scratch)
{
    const mlg_scenario *s = n->scenario;
    const int64_t most = (2 + 2 * (int64_t)s->site_count) * n->period_count + 1 + s->coverage_count + s->job_floor_count;
    const int64_t job_cells = (int64_t)s->job_floor_count * n->site_count * n->state_max;
    int32_t *set_of = arena_array(scratch, int32_t, s->site_count);
    n->commons = arena_array(&n->arena, struct common_row, most);
    n->job_node = arena_array(&n->arena, int64_t, job_cells);
    n->job_unit = arena_array(&n->arena, int64_t, job_cells);
    n->upper_row = arena_array(&n->arena, int32_t, (int64_t)upper_count(n) * n->period_count);
    if (n->arena.failed || scratch->failed) return false;
    add_budgets(n, sums);
    add_co2_limits(n, sums);
    add_coverages(n);
    for (int32_t j = 0; j < s->job_floor_count; j++) add_job_floor(n, j);
    add_conflicts(n, set_of);
    for (int32_t r = 0; r < n->common_count; r++) n->flow_rows |= n->commons[r].on_flows;
    n->all_modes |= n->flow_rows;
    add_upper_rows(n); /* modes of a lane are alike to them */
    return true;
}

/* -- all of it -- */

static mlg_status check_objective(const mlg_scenario *s, mlg_error *err)
{
    if (s->objective == OBJECTIVE_COST) return MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, "scenario.json",
                     TXT("siting minimises cost only in this version", "l'implantation minimise seulement le coût dans cette version"),
                     TXT("keep \"cost\", and give CO2 a price or a limit, or time a value (hour_eur)",
                         "gardez « cost », et donnez au CO2 un prix ou une limite, ou au temps une valeur (hour_eur)"));
}

static mlg_status nothing_served(const struct mlg_network *n, mlg_error *err)
{
    if (n->row_count == 0)
        return mlg__fail(err, MLG_BAD_INPUT, "demand.csv", TXT("there is no demand", "il n'y a aucune demande"), NO_HINT);
    if (n->lane_count == 0)
        return mlg__fail(err, MLG_BAD_INPUT, "sites.csv",
                         TXT("no site can serve any demand point", "aucun site ne peut desservir aucun point de demande"),
                         TXT("look at reach, vehicle classes, and the upper sites that are open",
                             "regardez la portée, les classes de véhicules et les sites amont ouverts"));
    return MLG_OK;
}

/* How many lanes each row has at least; lanes.c adds those that cost hardly more than the cheapest. Where few large sites,
 * seldom full, reach far, that is not enough: with the nearest 30 of several hundred a third of the prices stand at the clip and
 * the bound falls by 2 % (reference case). So the default grows to a third of the stations where a million lanes hold it; what
 * the caller sets is kept. Where all lanes are few they are all kept: in a cloud far sites cost no more than near ones, and with
 * 30 of 77 the gap stood at 18 % instead of 6. */
static int32_t nearest_sites(const struct mlg_network *n, const mlg_options *o)
{
    const int32_t asked = (int32_t)mlg__option_int(o, "siting.lanes");
    if (mlg__option_is_set(o, "siting.lanes")) return asked;
    if ((int64_t)n->row_count * n->station_count <= LANES_FEW) return max32(asked, n->station_count);
    const int32_t that_fit = LANES_WANTED / max32(1, n->row_count);
    return max32(asked, min32(min32(that_fit, LANES_MOST), n->station_count / 3));
}

static mlg_status compile(struct mlg_network *n, const mlg_leg_source *legs, const mlg_options *o, struct arena *scratch,
                          mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    const int64_t threads = mlg__option_int(o, "siting.threads");
    struct fixed_sums *sums = arena_array(scratch, struct fixed_sums, s->period_count);
    MLG_TRY(check_objective(s, err));
    mlg__period_weights(s, n->weights);
    if (!sums || !make_rows(n) || !make_sites(n)) return mlg__no_memory(err, "siting");
    MLG_TRY(mlg__build_chains(n, legs, err));
    for (int32_t i = n->station_count; i < n->site_count; i++) fill_site(n, i);
    if (!mlg__price_ways(n)) return mlg__no_memory(err, "siting");
    for (int32_t i = 0; i < n->station_count; i++) fill_site(n, i);
    add_fixed_sites(n, sums);
    if (!make_common_rows(n, sums, scratch)) return mlg__no_memory(err, "siting");
    MLG_TRY(mlg__build_lanes(n, legs, nearest_sites(n, o),
                             threads > 0 ? (int32_t)threads : mlg__core_count(), err));
    MLG_TRY(nothing_served(n, err));
    MLG_TRY(price_unserved(n, err));
    return mlg__network_seal(n, err);
}

static mlg_status copy_phis(struct mlg_network *n, const struct plan_phi *phis, int32_t count, mlg_error *err)
{
    struct plan_phi *all = arena_array(&n->arena, struct plan_phi, n->scenario->site_count * MLG_DENSITY_BANDS);
    if (!all) return mlg__no_memory(err, "siting");
    n->phis = all;
    n->phi_count = mlg__complete_phis(n->scenario, phis, count, all);
    return MLG_OK;
}

mlg_status mlg__network_compile_calibrated(const mlg_scenario *s, const mlg_leg_source *legs,
                                           const struct plan_phi *phis, int32_t phi_count, const mlg_options *o,
                                           mlg_network **net, mlg_error *err)
{
    struct mlg_network *n = *net = mlg__malloc(sizeof *n);
    struct arena scratch = { 0 };
    if (!n) return mlg__no_memory(err, "siting");
    n->scenario = s;
    n->site_options = (struct site_options) {
        .extension_surcharge = mlg__option_real(o, "siting.extension_surcharge"),
        .embodied_counts = mlg__option_int(o, "siting.embodied"), .residual = mlg__option_int(o, "siting.residual"),
    };
    n->estimated = legs->estimated;
    n->period_count = s->period_count;
    n->service_count = s->service_count;
    n->all_modes = mlg__option_int(o, "siting.pareto") > 0;
    n->working_days = s->working_days_per_year;
    n->planning_day_factor = s->planning_day_factor;
    n->whole_rows = s->single_source;
    n->leg_label = mlg__arena_text(&n->arena, legs->label ? legs->label : "");
    mlg_status status = n->leg_label ? copy_phis(n, phis, phi_count, err) : mlg__no_memory(err, "siting");
    if (!status) status = compile(n, legs, o, &scratch, err);
    mlg__arena_free(&scratch);
    if (status) {
        mlg_network_free(n);
        *net = NULL;
    }
    return status;
}

void mlg__charge_changes(struct mlg_network *n, int32_t site, int32_t t, int32_t kept)
{
    for (int32_t k = 0; k < n->site_states[site]; k++)
        for (int32_t from = 0; k != kept && from < n->site_states[site]; from++)
            n->arcs[(int64_t)node_index(n, site, t, k) * n->state_max + from].cost += n->stability_micro * GRAINS_PER_QUANTUM;
}

mlg_status mlg__network_keep(struct mlg_network *n, const struct plan_kept *kept, int32_t count, int64_t stability_micro,
                             mlg_error *err)
{
    const mlg_scenario *s = n->scenario;
    if (stability_micro == 0 || count == 0) return MLG_OK;
    if (stability_micro > KEEP_MAX_MICRO / count)
        return mlg__fail(err, MLG_OVER_LIMIT, "siting.stability_eur",
                         TXT("%d kept states at this price of a change are more than a plan may cost",
                             "%d états gardés à ce prix d'un changement dépassent ce qu'un plan peut coûter"),
                         TXT("give less; changes already come last at the price of a building",
                             "donnez moins ; au prix d'un bâtiment, on ne change déjà qu'en dernier recours"), count);
    int32_t *engine_site = mlg__malloc(sizeof *engine_site * (size_t)s->site_count);
    n->kept = arena_array(&n->arena, struct plan_kept, count);
    n->kept_path = arena_array(&n->arena, int8_t, n->site_count * n->period_count);
    if (!engine_site || n->arena.failed) {
        mlg__free(engine_site);
        return mlg__no_memory(err, "siting");
    }
    n->stability_micro = stability_micro;
    for (int32_t i = 0; i < n->site_count * n->period_count; i++) n->kept_path[i] = MLG_NONE;
    for (int32_t i = 0; i < s->site_count; i++) engine_site[i] = MLG_NONE;
    for (int32_t i = 0; i < n->site_count; i++) engine_site[n->site_id[i]] = i;
    for (; n->kept_count < count; n->kept_count++) {
        const struct plan_kept k = n->kept[n->kept_count] = kept[n->kept_count];
        const int32_t site = engine_site[k.site];
        if (site != MLG_NONE) {
            mlg__charge_changes(n, site, k.period, k.size);
            n->kept_path[site * n->period_count + k.period] = (int8_t)k.size;
        } else if (mlg__fixed_state(s, k.site, k.period, false) != k.size) {
            n->constant += stability_micro * GRAINS_PER_QUANTUM;
        }
    }
    mlg__free(engine_site);
    return MLG_OK;
}

mlg_status mlg_network_compile(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_options *o,
                               mlg_network **net, mlg_error *err)
{
    return mlg__network_compile_calibrated(s, legs, NULL, 0, o, net, err);
}
