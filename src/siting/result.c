/* result.c — exact flows of the best design and of today's network. See result.h.
 *
 * A side is made in four steps: assignments at its states; chains for the stations, moved to other ways where an upper
 * site would be overloaded; flows in their order; its cost, summed again from the scenario's own formulas. */
#include "siting/result.h"

#include <stdlib.h>
#include <string.h>

#include "accounts/explicit.h"
#include "base/error.h"
#include "model/units.h"
#include "siting/whole_last.h"

struct side_builder {
    const struct mlg_network *n;
    const mlg_scenario *s;
    mlg_network_plan *plan;
    struct network_side *side;
    bool before;
    struct arena scratch;
    int8_t *state;             /* [site * periods + t] of the network */
    const struct chain **way;  /* [station * periods + t] chosen */
    struct chain *chosen;      /* [station * periods + t] as the design has it, where upper sites are chosen; else NULL */
    int64_t *load;             /* [site of the scenario * periods + t] flow that passes */
    int64_t *out;              /* [row * periods + t] units that are not served */
    struct plan_flow *flows;   /* [flow_cap] grows; site: of the network, inbound_class: the lane, until written */
    int32_t flow_count, flow_cap;
};

static int32_t state_of(const struct side_builder *b, int32_t site, int32_t t)
{
    return b->state[site * b->n->period_count + t];
}

static const struct chain *options_of(const struct side_builder *b, int32_t site, int32_t t, int32_t *count)
{
    const int32_t cell = site * b->n->period_count + t;
    *count = b->before ? 1 : CHAIN_OPTIONS;
    if (b->chosen && has_ways(b->n, site)) {
        *count = 1;
        return &b->chosen[cell];
    }
    return b->before ? &b->n->chains_before[cell] : &b->n->chains[cell * CHAIN_OPTIONS];
}

static int64_t *load_of(struct side_builder *b, int32_t scenario_site, int32_t t)
{
    return &b->load[scenario_site * b->n->period_count + t];
}

/* -- flows -- */

static int by_flow(const void *a, const void *b)
{
    const struct plan_flow *x = a, *y = b;
    if (x->demand != y->demand) return x->demand < y->demand ? -1 : 1;
    if (x->service != y->service) return x->service < y->service ? -1 : 1;
    if (x->period != y->period) return x->period < y->period ? -1 : 1;
    if (x->site != y->site) return x->site < y->site ? -1 : 1;
    return (x->vehicle_class > y->vehicle_class) - (x->vehicle_class < y->vehicle_class);
}

static mlg_status take_flows(struct side_builder *b, const struct flow_list *flows, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    for (int32_t i = 0; i < flows->count; i++) {
        const struct flow *f = &flows->flow[i];
        if (f->lane == MLG_NONE) {
            b->out[(int64_t)f->row * n->period_count + f->period] += f->units;
            continue;
        }
        const struct lane *lane = &n->lanes[f->lane];
        struct plan_flow *grown = mlg__grow(b->flows, &b->flow_cap, b->flow_count + 1, sizeof *grown);
        if (!grown) return mlg__no_memory(err, "siting");
        b->flows = grown;
        grown[b->flow_count++] = (struct plan_flow) {
            .demand = n->row_demand[f->row], .service = n->row_service[f->row], .period = f->period, .site = lane->end,
            .inbound_class = f->lane, .vehicle_class = lane->mode, .units_milli = f->units,
            .cost_micro = lane->cost_micro, .co2_wtw_mg = lane->co2_mg,
        };
    }
    return MLG_OK;
}

/* -- chains and what upper sites can carry -- */

/* Of a site of the scenario: as the network has it, or as it is anyway. */
static int32_t scenario_state(const struct side_builder *b, int32_t scenario_site, int32_t t)
{
    for (int32_t i = 0; i < b->n->site_count; i++)
        if (b->n->site_id[i] == scenario_site) return state_of(b, i, t);
    return mlg__fixed_state(b->s, scenario_site, t, b->before);
}

/* The design's way to a station as a chain. */
static struct chain chain_of_way(const struct mlg_network *n, const struct way *way, int32_t station)
{
    struct chain c = { .site_count = way->upper_count + 1, .time_s = way->time_s, .haul_micro = way->haul_micro,
                       .haul_wtw_mg = way->haul_co2_mg, .haul_ttw_mg = way->haul_ttw_mg, .unit_micro = way->haul_micro };
    for (int32_t i = 0; i < way->upper_count; i++) c.sites[i] = n->site_id[way->uppers[i]];
    c.sites[way->upper_count] = n->site_id[station];
    return c;
}

static mlg_status read_ways(struct side_builder *b, const int32_t *way, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    if (!n->way_first) return MLG_OK;
    b->chosen = arena_array(&b->scratch, struct chain, n->station_count * n->period_count);
    if (!b->chosen) return mlg__no_memory(err, "siting");
    for (int32_t i = 0; i < n->station_count * n->period_count; i++)
        if (way[i] != MLG_NONE) b->chosen[i] = chain_of_way(n, &n->ways[way[i]], i / n->period_count);
    return MLG_OK;
}

static int64_t upper_capacity(const struct side_builder *b, int32_t scenario_site, int32_t t)
{
    const struct size *size = site_size(b->s, scenario_site, scenario_state(b, scenario_site, t));
    return size ? mlg__flow_capacity(size->capacity_milli, b->s->planning_day_factor) : 0;
}

static void load_way(struct side_builder *b, const struct chain *way, int32_t t, int64_t units)
{
    for (int32_t i = 0; i + 1 < way->site_count; i++) *load_of(b, way->sites[i], t) += units;
}

static bool way_passes(const struct chain *way, int32_t scenario_site)
{
    for (int32_t i = 0; i + 1 < way->site_count; i++)
        if (way->sites[i] == scenario_site) return true;
    return false;
}

/* May a station's units move from one way to another without overloading any upper site? */
static bool way_has_room(struct side_builder *b, const struct chain *from, const struct chain *to, int32_t t,
                         int64_t units)
{
    for (int32_t i = 0; i + 1 < to->site_count; i++) {
        if (way_passes(from, to->sites[i])) continue;
        if (*load_of(b, to->sites[i], t) + units > upper_capacity(b, to->sites[i], t)) return false;
    }
    return true;
}

/* The cheapest change that takes load off an upper site; false: none. */
static bool move_a_chain(struct side_builder *b, int32_t upper, int32_t t)
{
    const struct mlg_network *n = b->n;
    const struct chain *best = NULL;
    int32_t best_site = MLG_NONE;
    int64_t best_more = 0;
    for (int32_t s = 0; s < n->station_count; s++) {
        const struct chain *now = b->way[s * n->period_count + t];
        const int64_t units = *load_of(b, n->site_id[s], t);
        if (!now || units == 0 || !way_passes(now, upper)) continue;
        int32_t count;
        const struct chain *option = options_of(b, s, t, &count);
        for (int32_t i = 0; i < count && option[i].site_count > 0; i++) {
            const int64_t more = option[i].unit_micro - now->unit_micro;
            if (&option[i] == now || way_passes(&option[i], upper) || !way_has_room(b, now, &option[i], t, units)) continue;
            if (best && more >= best_more) continue;
            best = &option[i], best_site = s, best_more = more;
        }
    }
    if (!best) return false;
    const struct chain **way = &b->way[best_site * n->period_count + t];
    const int64_t units = *load_of(b, n->site_id[best_site], t);
    load_way(b, *way, t, -units);
    load_way(b, best, t, units);
    *way = best;
    return true;
}

/* Nobody else can carry it: leave units unserved, dearest lanes first, until the upper site holds. */
static void shed_load(struct side_builder *b, int32_t upper, int32_t t)
{
    const struct mlg_network *n = b->n;
    for (int64_t over; (over = *load_of(b, upper, t) - upper_capacity(b, upper, t)) > 0;) {
        struct plan_flow *worst = NULL;
        for (int32_t i = 0; i < b->flow_count; i++) {
            struct plan_flow *f = &b->flows[i];
            if (f->period != t || f->units_milli == 0 || !way_passes(b->way[f->site * n->period_count + t], upper)) continue;
            if (!worst || f->cost_micro > worst->cost_micro) worst = f;
        }
        const int64_t units = min64(over, worst->units_milli);
        worst->units_milli -= units;
        for (int32_t row = 0; row < n->row_count; row++)
            if (n->row_demand[row] == worst->demand && n->row_service[row] == worst->service)
                b->out[(int64_t)row * n->period_count + t] += units;
        *load_of(b, n->site_id[worst->site], t) -= units;
        load_way(b, b->way[worst->site * n->period_count + t], t, -units);
    }
}

static void choose_chains(struct side_builder *b)
{
    const struct mlg_network *n = b->n;
    for (int32_t i = 0; i < b->flow_count; i++) {
        const struct plan_flow *f = &b->flows[i];
        *load_of(b, n->site_id[f->site], f->period) += f->units_milli;
    }
    for (int32_t s = 0; s < n->station_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            int32_t count;
            const int64_t units = *load_of(b, n->site_id[s], t);
            if (units == 0) continue;
            b->way[s * n->period_count + t] = options_of(b, s, t, &count);
            load_way(b, b->way[s * n->period_count + t], t, units);
        }
    for (int32_t u = 0; u < b->s->site_count; u++)
        for (int32_t t = 0; !site_serves(b->s, u) && t < n->period_count; t++) {
            while (*load_of(b, u, t) > upper_capacity(b, u, t) && move_a_chain(b, u, t)) {}
            shed_load(b, u, t);
        }
}

static mlg_status write_chains(struct side_builder *b, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    b->side->chains = arena_array(&b->plan->arena, struct plan_chain, n->station_count * n->period_count);
    if (!b->side->chains) return mlg__no_memory(err, "siting");
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t s = 0; s < n->station_count; s++) {
            const struct chain *way = b->way[s * n->period_count + t];
            const int64_t units = *load_of(b, n->site_id[s], t);
            if (!way || units == 0) continue;
            struct plan_chain *c = &b->side->chains[b->side->chain_count++];
            *c = (struct plan_chain) {
                .period = t, .site_count = way->site_count, .units_milli = units, .cost_micro = way->haul_micro,
                .co2_wtw_mg = way->haul_wtw_mg, .co2_ttw_mg = way->haul_ttw_mg, .time_s = way->time_s,
            };
            memcpy(c->sites, way->sites, sizeof c->sites);
        }
    return MLG_OK;
}

static int32_t inbound_class(const mlg_scenario *s, int32_t time_s)
{
    int32_t class = 0;
    while (class + 1 < s->inbound_count && time_s > s->inbound_s[class]) class++;
    return class;
}

/* Flows as plan.json wants them: the scenario's sites, clock times, ascending; those shed to nothing dropped. */
static mlg_status write_flows(struct side_builder *b, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    struct plan_flow *flows = arena_array(&b->plan->arena, struct plan_flow, b->flow_count);
    if (!flows) return mlg__no_memory(err, "siting");
    int32_t count = 0;
    for (int32_t i = 0; i < b->flow_count; i++) {
        struct plan_flow f = b->flows[i];
        if (f.units_milli == 0) continue;
        const struct chain *way = b->way[f.site * n->period_count + f.period];
        const struct lane_price lane = { .mean_s = n->lane_mean_s[f.inbound_class],
                                         .latest_s = n->lane_latest_s[f.inbound_class] };
        const struct door_time door = mlg__door_time(b->s, f.service, n->site_id[f.site], state_of(b, f.site, f.period),
                                                     way->time_s, &lane);
        f.inbound_class = inbound_class(b->s, way->time_s);
        f.site = n->site_id[f.site];
        f.mean_s = door.mean_s;
        f.latest_s = door.latest_s;
        flows[count++] = f;
    }
    b->side->flows = flows;
    b->side->flow_count = count;
    if (count > 0) qsort(flows, (size_t)count, sizeof *flows, by_flow);
    return MLG_OK;
}

/* -- sites, unserved units, cost -- */

static mlg_status write_sites(struct side_builder *b, mlg_error *err)
{
    const mlg_scenario *s = b->s;
    struct network_side *side = b->side;
    side->sites = arena_array(&b->plan->arena, struct plan_site, (int64_t)s->site_count * s->period_count);
    if (!side->sites) return mlg__no_memory(err, "siting");
    for (int32_t i = 0; i < s->site_count; i++)
        for (int32_t t = 0; t < s->period_count; t++) {
            const int32_t state = scenario_state(b, i, t);
            const struct size *size = site_size(s, i, state);
            side->sites[side->site_count++] = (struct plan_site) {
                .site = i, .period = t, .size = state, .capacity_milli = size ? size->capacity_milli : 0,
                .load_milli = mlg__planned_load(*load_of(b, i, t), s->planning_day_factor),
            };
        }
    return MLG_OK;
}

/* Why units stay: no open site reaches the point, those that do are full, or being served costs more. */
static enum unserved_reason reason_of(struct side_builder *b, int32_t row, int32_t t)
{
    const struct mlg_network *n = b->n;
    enum unserved_reason reason = UNSERVED_NO_LANE;
    for (int32_t s = 0; s < n->station_count; s++) {
        const bool reaches = n->reach[(int64_t)row * n->reach_words + s / 64] >> (s % 64) & 1;
        const int32_t state = state_of(b, s, t);
        if (!reaches || state == 0) continue;
        if (*load_of(b, n->site_id[s], t) + MLG_MILLI <= capacity_at(n, s, t, state)) return UNSERVED_PRICE;
        reason = UNSERVED_CAPACITY;
    }
    return reason;
}

static mlg_status write_unserved(struct side_builder *b, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    int32_t count = 0;
    for (int64_t i = 0; i < (int64_t)n->row_count * n->period_count; i++) count += b->out[i] > 0;
    b->side->unserved = arena_array(&b->plan->arena, struct plan_unserved, count);
    if (!b->side->unserved) return mlg__no_memory(err, "siting");
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int64_t units = b->out[(int64_t)row * n->period_count + t];
            if (units == 0) continue;
            b->side->unserved[b->side->unserved_count++] = (struct plan_unserved) {
                n->row_demand[row], n->row_service[row], t, units, (int32_t)reason_of(b, row, t),
            };
        }
    return MLG_OK;
}

static int64_t handling_micro(const struct side_builder *b, int32_t site, int32_t t)
{
    const int32_t state = b->side->sites[site * b->s->period_count + t].size;
    const struct site_unit unit = mlg__site_unit(b->s, site, state, t);
    return mlg__site_unit_micro(b->s, &unit);
}

/* The objective of the side from the scenario's formulas, as accounts and checker sum it. */
static int64_t side_cost(struct side_builder *b)
{
    const mlg_scenario *s = b->s;
    const struct site_options *o = &b->n->site_options;
    struct period_sums sums[MLG_PERIODS_MAX] = { 0 };
    for (int32_t i = 0; i < b->side->flow_count; i++) {
        const struct plan_flow *f = &b->side->flows[i];
        sums[f->period].flow += (int128)f->units_milli * (f->cost_micro + handling_micro(b, f->site, f->period));
    }
    for (int32_t i = 0; i < b->side->chain_count; i++) {
        const struct plan_chain *c = &b->side->chains[i];
        sums[c->period].flow += (int128)c->units_milli * c->cost_micro;
        for (int32_t k = 0; k + 1 < c->site_count; k++)
            sums[c->period].flow += (int128)c->units_milli * handling_micro(b, c->sites[k], c->period);
    }
    for (int32_t i = 0; i < b->side->unserved_count; i++) {
        const struct plan_unserved *u = &b->side->unserved[i];
        sums[u->period].flow += (int128)u->units_milli * s->services[u->service].unserved_micro;
    }
    for (int32_t i = 0; i < b->side->site_count; i++) {
        const struct plan_site *row = &b->side->sites[i];
        const int32_t from = row->period ? b->side->sites[i - 1].size : s->sites[row->site].state_today;
        const struct site_year year = mlg__site_year(s, row->site, row->size, row->period);
        struct period_sums *sum = &sums[row->period];
        sum->year_micro += year.running_cents * MLG_MICRO_PER_CENT + mlg__co2_micro(s, year.co2_mg);
        if (b->before) continue;
        const struct transition change = mlg__site_transition(s, row->site, from, row->size, row->period, o);
        sum->capital_micro += (int128)change.capital_cents * MLG_MICRO_PER_CENT +
                              (o->embodied_counts ? mlg__co2_micro(s, change.embodied_mg) : 0);
        sum->residual_micro += (int128)change.residual_cents * MLG_MICRO_PER_CENT;
    }
    return mlg__objective_quanta(s, sums) + (b->before ? 0 : mlg__plan_stability(b->plan));
}

/* -- sides -- */

static mlg_status prepare(struct side_builder *b, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    b->state = arena_array(&b->scratch, int8_t, n->site_count * n->period_count);
    b->way = arena_array(&b->scratch, const struct chain *, n->station_count * n->period_count);
    b->load = arena_array(&b->scratch, int64_t, (int64_t)b->s->site_count * n->period_count);
    b->out = arena_array(&b->scratch, int64_t, (int64_t)n->row_count * n->period_count);
    return b->scratch.failed ? mlg__no_memory(err, "siting") : MLG_OK;
}

static mlg_status finish_side(struct side_builder *b, mlg_error *err)
{
    choose_chains(b);
    MLG_TRY(write_chains(b, err));
    MLG_TRY(write_flows(b, err));
    MLG_TRY(write_sites(b, err));
    MLG_TRY(write_unserved(b, err));
    b->side->cost = side_cost(b);
    return MLG_OK;
}

/* A search's plan assigned once more, at its prices, by its ways where they are known. */
static mlg_status assign(const struct mlg_network *n, const struct search *search, int32_t threads, struct design **d,
                         struct flow_list *flows, mlg_error *err)
{
    MLG_TRY(mlg__design_new(n, threads, d, err));
    mlg__design_take(*d, search->path);
    mlg__design_hold(*d, search->way);
    mlg__design_start(*d, search->flow_price);
    if (search->whole && !mlg__design_failed(*d)) mlg__design_impose_whole(*d, search->whole);
    mlg__design_read_flows(*d, flows);
    if (!mlg__design_failed(*d)) return MLG_OK;
    mlg__design_free(*d);
    return mlg__no_memory(err, "siting");
}

mlg_status mlg__search_flows(const struct mlg_network *n, const struct search *search, int32_t threads, struct flow_list *list,
                             mlg_error *err)
{
    struct design *d;
    const struct flow_list *known = &search->flows;
    if (known->count > 0) {
        struct flow *grown = mlg__grow(list->flow, &list->cap, known->count, sizeof *grown);
        if (!grown) return mlg__no_memory(err, "siting");
        memcpy(grown, known->flow, sizeof *grown * (size_t)known->count);
        list->flow = grown;
        list->count = known->count;
        return MLG_OK;
    }
    MLG_TRY(assign(n, search, threads, &d, list, err));
    mlg__design_free(d);
    return MLG_OK;
}

static mlg_status take_plan(struct side_builder *b, const struct flow_list *flows, const int32_t *way, mlg_error *err)
{
    MLG_TRY(take_flows(b, flows, err));
    return read_ways(b, way, err);
}

static mlg_status build_plan(struct side_builder *b, const struct search *search, int32_t threads, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    const bool ways_known = search->way || !n->way_first;
    MLG_TRY(prepare(b, err));
    memcpy(b->state, search->path, sizeof *b->state * (size_t)n->site_count * (size_t)n->period_count);
    if (search->flows.count > 0 && ways_known) {
        MLG_TRY(take_plan(b, &search->flows, search->way, err));
    } else {
        struct design *d;
        struct flow_list flows = { 0 };
        mlg_status status = assign(n, search, threads, &d, &flows, err);
        if (!status) {
            status = take_plan(b, &flows, ways_known ? search->way : d->way, err);
            mlg__design_free(d);
        }
        mlg__free(flows.flow);
        MLG_TRY(status);
    }
    return finish_side(b, err);
}

/* Today's sites, decisions ignored, the same demand: an assignment and no more. */
static mlg_status build_before(struct side_builder *b, mlg_error *err)
{
    const struct mlg_network *n = b->n;
    int64_t *capacity = arena_array(&b->scratch, int64_t, n->site_count);
    int64_t *unit_cost = arena_array(&b->scratch, int64_t, n->site_count);
    MLG_TRY(prepare(b, err));
    for (int32_t t = 0; t < n->period_count; t++) {
        struct assignment *a;
        for (int32_t s = 0; s < n->site_count; s++) {
            const int32_t k = n->site_today[s];
            b->state[s * n->period_count + t] = (int8_t)k;
            if (s >= n->station_count) continue;
            const struct chain *chain = &n->chains_before[s * n->period_count + t];
            const struct site_unit unit = mlg__site_unit(b->s, n->site_id[s], k, t);
            capacity[s] = k > 0 && chain->site_count > 0 ? capacity_at(n, s, t, k) : 0;
            unit_cost[s] = mlg__site_unit_micro(b->s, &unit) + chain->unit_micro;
        }
        MLG_TRY(mlg__assignment_new(n, t, &a, err));
        mlg__assignment_start(a, capacity, unit_cost, NULL, NULL);
        struct flow_list flows = { 0 };
        const bool ok = !a->failed && mlg__assignment_flows(a, &flows);
        const mlg_status status = ok ? take_flows(b, &flows, err) : mlg__no_memory(err, "siting");
        mlg__free(flows.flow);
        mlg__assignment_free(a);
        if (status) return status;
    }
    return finish_side(b, err);
}

/* Calibration rows that some lane in use has. */
static mlg_status write_phis(const struct mlg_network *n, mlg_network_plan *plan, mlg_error *err)
{
    plan->phis = arena_array(&plan->arena, struct plan_phi, n->phi_count);
    if (!plan->phis) return mlg__no_memory(err, "siting");
    for (int32_t i = 0; i < n->phi_count; i++) {
        bool used = false;
        for (int side = 0; side < 2; side++) {
            const struct network_side *x = side ? &plan->before : &plan->plan;
            for (int32_t f = 0; !used && f < x->flow_count; f++) {
                const struct plan_flow *flow = &x->flows[f]; /* explicit lanes and partners have no calibration */
                used = flow->site == n->phis[i].site && flow->vehicle_class != MLG_NONE &&
                       n->scenario->demands[flow->demand].density_band == n->phis[i].density_band &&
                       !mlg__explicit_lane(n->scenario, flow->site, MLG_NONE, flow->demand, flow->vehicle_class);
            }
        }
        if (used) plan->phis[plan->phi_count++] = n->phis[i];
    }
    return MLG_OK;
}

static mlg_status fill_plan(const struct mlg_network *n, const struct search *search, int32_t threads,
                            mlg_network_plan *plan, mlg_error *err)
{
    mlg_status status = MLG_OK;
    for (int side = 0; !status && side < 2; side++) {
        struct side_builder b = { .n = n, .s = n->scenario, .plan = plan, .before = side == 1,
                                  .side = side ? &plan->before : &plan->plan };
        status = b.before ? build_before(&b, err) : build_plan(&b, search, threads, err);
        mlg__free(b.flows);
        mlg__arena_free(&b.scratch);
    }
    return status ? status : write_phis(n, plan, err);
}

/* Upper sites have capacities that the search does not see: where one shed load or another chain was taken, a promise
 * that the search kept may be lost. */
static bool keeps_coverage(const mlg_scenario *s, const struct network_side *side)
{
    for (int32_t i = 0; i < s->coverage_count; i++) {
        const struct coverage *c = &s->coverages[i];
        int64_t all = 0, in = 0;
        for (int32_t d = 0; d < s->demand_count; d++) all += demand_units_milli(s, d, c->service, c->period);
        for (int32_t f = 0; f < side->flow_count; f++) {
            const struct plan_flow *flow = &side->flows[f];
            if (flow->service == c->service && flow->period == c->period && flow->latest_s <= s->services[c->service].promise_s)
                in += flow->units_milli;
        }
        if ((double)in < c->share * (double)all) return false;
    }
    return true;
}

static mlg_status plan_of(const struct mlg_network *n, const struct search *search, uint64_t seed, int32_t threads,
                          mlg_network_plan **out, mlg_error *err)
{
    mlg_network_plan *plan = *out = mlg__network_plan_new(n->scenario);
    if (!plan) return mlg__no_memory(err, "siting");
    plan->seed = seed;
    plan->residual = n->site_options.residual;
    plan->embodied_counts = n->site_options.embodied_counts;
    plan->extension_surcharge = n->site_options.extension_surcharge;
    plan->estimated = n->estimated;
    plan->stability_micro = n->stability_micro;
    plan->kept_count = n->kept_count;
    plan->kept = arena_array(&plan->arena, struct plan_kept, n->kept_count);
    for (int32_t i = 0; plan->kept && i < n->kept_count; i++) plan->kept[i] = n->kept[i];
    plan->leg_label = mlg__arena_text(&plan->arena, n->leg_label);
    mlg_status status = plan->leg_label && plan->kept ? fill_plan(n, search, threads, plan, err) : mlg__no_memory(err, "siting");
    if (!status) {
        plan->complete = plan->plan.unserved_count == 0;
        plan->bound_kind = search->tree_nodes > 0 ? MLG_BOUND_TREE : MLG_BOUND_ROOT;
        plan->bound = min64(search->bound, plan->plan.cost);
        plan->gap = plan->plan.cost != 0 ? (double)(plan->plan.cost - plan->bound) / (double)plan->plan.cost : 0;
        /* The search counted the same plan in grains, before the objective's roundings and before chains moved. */
        const int64_t counted = (int64_t)(search->cost / GRAINS_PER_QUANTUM);
        if (plan->plan.cost < counted - 2 * n->period_count)
            status = mlg__fail(err, MLG_INTERNAL, "siting",
                               TXT("the plan costs %lld quanta, the search counted %lld",
                                   "le plan coûte %lld quanta, la recherche en comptait %lld"), NO_HINT,
                               (long long)plan->plan.cost, (long long)counted);
    }
    if (status || !keeps_coverage(n->scenario, &plan->plan)) {
        mlg_network_plan_free(plan);
        *out = NULL;
    }
    return status;
}

mlg_status mlg__search_plan(const struct mlg_network *n, const struct search *search, uint64_t seed, int32_t threads,
                            mlg_network_plan **out, mlg_error *err)
{
    struct search *whole;
    *out = NULL;
    if (!n->whole_rows || search->whole) return plan_of(n, search, seed, threads, out, err);
    MLG_TRY(mlg__make_plan_whole(n, search, threads, seed, &whole, err));
    const mlg_status status = whole->found ? plan_of(n, whole, seed, threads, out, err) : MLG_OK;
    mlg__siting_search_free(whole);
    return status;
}
