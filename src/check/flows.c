/* flows.c — who is served by whom: every demand met or counted as unserved, flows from open stations over lanes that
 * exist, chains through open sites, loads within capacities, promises kept for the share that is asked. See side.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "check/side.h"
#include "model/units.h"

static const struct plan_flow *flow_at(const struct side_check *c, int32_t i) { return &c->side->flows[i]; }
static int32_t state_at(const struct side_check *c, int32_t site, int32_t period)
{
    return c->state[cell(c, site, period)];
}

/* -- demand -- */

static int compare_flows(const struct plan_flow *a, const struct plan_flow *b)
{
    const int32_t x[] = { a->demand, a->service, a->period, a->site, a->vehicle_class };
    const int32_t y[] = { b->demand, b->service, b->period, b->site, b->vehicle_class };
    for (int k = 0; k < 5; k++)
        if (x[k] != y[k]) return x[k] < y[k] ? -1 : 1;
    return 0;
}

static int compare_unserved(const struct plan_unserved *a, const struct plan_unserved *b)
{
    const int32_t x[] = { a->demand, a->service, a->period }, y[] = { b->demand, b->service, b->period };
    for (int k = 0; k < 3; k++)
        if (x[k] != y[k]) return x[k] < y[k] ? -1 : 1;
    return 0;
}

static void check_rows(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        if (i && compare_flows(flow_at(c, i - 1), flow_at(c, i)) >= 0)
            mlg__violation(c, "assignment", i, "",
                           TXT("the row is out of order or twice", "la ligne est mal placée ou double"));
        if (flow_at(c, i)->units_milli <= 0)
            mlg__violation(c, "assignment", i, "units_per_day", TXT("must be above 0", "doit être supérieur à 0"));
    }
    for (int32_t i = 0; i < c->side->unserved_count; i++) {
        const struct plan_unserved *u = &c->side->unserved[i];
        if (i && compare_unserved(u - 1, u) >= 0)
            mlg__violation(c, "unserved", i, "",
                           TXT("the row is out of order or twice", "la ligne est mal placée ou double"));
        if (u->units_milli <= 0)
            mlg__violation(c, "unserved", i, "units", TXT("must be above 0", "doit être supérieur à 0"));
    }
}

/* Flows and unserved units make up each demand exactly. */
static mlg_status check_demand(struct side_check *c)
{
    const mlg_scenario *s = c->s;
    const int32_t block = s->service_count * s->period_count;
    int64_t *told = arena_array(&c->arena, int64_t, (size_t)s->demand_count * (size_t)block);
    if (!told) return mlg__no_memory(c->err, "the check");
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = flow_at(c, i);
        told[(size_t)f->demand * (size_t)block + (size_t)(f->service * s->period_count + f->period)] += f->units_milli;
    }
    for (int32_t i = 0; i < c->side->unserved_count; i++) {
        const struct plan_unserved *u = &c->side->unserved[i];
        told[(size_t)u->demand * (size_t)block + (size_t)(u->service * s->period_count + u->period)] += u->units_milli;
        c->tally[u->period].unserved_milli += u->units_milli;
    }
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t v = 0; v < s->service_count; v++)
            for (int32_t t = 0; t < s->period_count; t++) {
                const int64_t asked = demand_units_milli(s, d, v, t);
                const int64_t given = told[(size_t)d * (size_t)block + (size_t)(v * s->period_count + t)];
                c->tally[t].asked_milli[v] += asked;
                c->tally[t].units_milli += asked;
                if (asked != given)
                    mlg__violation(c, "assignment", MLG_NONE, "",
                                   TXT("\"%s\", %s, %s: %.3f units a day, flows and unserved sum to %.3f",
                                       "« %s », %s, %s : %.3f unités par jour, flux et non servis en font %.3f"),
                                   s->demands[d].id, s->services[v].id, s->periods[t].label, (double)asked / MLG_MILLI,
                                   (double)given / MLG_MILLI);
            }
    return MLG_OK;
}

/* Single sourcing: one flow for all of a service of a point in a period, or none. */
static void check_single_source(struct side_check *c)
{
    const mlg_scenario *s = c->s;
    if (c->before || !s->single_source) return;
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = flow_at(c, i);
        if (f->units_milli != demand_units_milli(s, f->demand, f->service, f->period))
            mlg__violation(c, "assignment", i, "units_per_day",
                           TXT("%.3f of %.3f units a day of \"%s\": a single source takes all or nothing",
                               "%.3f des %.3f unités par jour de « %s » : une source unique prend tout ou rien"),
                           (double)f->units_milli / MLG_MILLI,
                           (double)demand_units_milli(s, f->demand, f->service, f->period) / MLG_MILLI, s->demands[f->demand].id);
    }
}

/* -- chains -- */

static bool goes_to_the_door(const struct side_check *c, int32_t site, int32_t period)
{
    const struct size *size = site_size(c->s, site, state_at(c, site, period));
    return size && size->to_the_door;
}

/* From the top level down to a station, each site open; a partner that delivers to the door may stand alone. */
static bool chain_holds(struct side_check *c, int32_t row)
{
    const struct plan_chain *chain = &c->side->chains[row];
    const int32_t station = chain->sites[chain->site_count - 1];
    const int32_t at = cell(c, station, chain->period);
    const bool alone = chain->site_count == 1 && goes_to_the_door(c, station, chain->period);
    bool holds = true;
    if (c->chain_at[at] != MLG_NONE) {
        mlg__violation(c, "chains", row, "sites",
                       TXT("station \"%s\" has a chain already, in row %" PRId32,
                           "la station « %s » a déjà une chaîne, ligne %" PRId32),
                       c->s->sites[station].id, c->chain_at[at]);
        holds = false;
    }
    if (chain->site_count != c->s->level_count && !alone) {
        mlg__violation(c, "chains", row, "sites",
                       TXT("%" PRId32 " sites for %" PRId32 " levels", "%" PRId32 " sites pour %" PRId32 " niveaux"),
                       chain->site_count, c->s->level_count);
        holds = false;
    }
    for (int32_t i = 0; i < chain->site_count; i++) {
        const int32_t site = chain->sites[i], level = c->s->level_count - chain->site_count + i;
        if (site_level(c->s, site) != level) {
            mlg__violation(c, "chains", row, "sites",
                           TXT("site \"%s\" is not of level %" PRId32, "le site « %s » n'est pas de niveau %" PRId32),
                           c->s->sites[site].id, level + 1);
            holds = false;
        }
        if (!state_at(c, site, chain->period)) {
            mlg__violation(c, "chains", row, "sites",
                           TXT("site \"%s\" is closed in %s", "le site « %s » est fermé en %s"), c->s->sites[site].id,
                           c->s->periods[chain->period].label);
            holds = false;
        }
    }
    if (holds) c->chain_at[at] = row;
    return holds;
}

static mlg_status price_chain(struct side_check *c, int32_t row)
{
    const struct plan_chain *chain = &c->side->chains[row];
    const int32_t haul = max32(mlg__haul_class(c->s), 0);
    mlg_leg legs[MLG_LEVELS_MAX];
    for (int32_t i = 0; i + 1 < chain->site_count; i++) {
        const int32_t from = c->s->demand_count + chain->sites[i], to = c->s->demand_count + chain->sites[i + 1];
        MLG_TRY(c->legs->rows(c->legs->self, haul, &from, 1, &to, 1, &legs[i], c->err));
    }
    struct chain_price *own = &c->chain_price[row];
    if (!mlg__chain_price(c->s, chain->sites, chain->site_count, legs, own)) {
        mlg__violation(c, "chains", row, "sites",
                       TXT("no line haul joins these sites", "aucune liaison ne relie ces sites"));
        c->sound = false;
        return MLG_OK;
    }
    mlg__same(c, "chains", row, "cost_micro", chain->cost_micro, own->cost_micro);
    mlg__same(c, "chains", row, "co2_wtw_mg", chain->co2_wtw_mg, own->co2_wtw_mg);
    mlg__same(c, "chains", row, "co2_ttw_mg", chain->co2_ttw_mg, own->co2_ttw_mg);
    mlg__same(c, "chains", row, "time_s", chain->time_s, own->time_s);
    return MLG_OK;
}

static mlg_status check_chains(struct side_check *c)
{
    c->chain_price = arena_array(&c->arena, struct chain_price, c->side->chain_count);
    if (!c->chain_price) return mlg__no_memory(c->err, "the check");
    for (int32_t i = 0; i < c->side->chain_count; i++) {
        if (chain_holds(c, i)) MLG_TRY(price_chain(c, i));
        else c->sound = false;
    }
    return MLG_OK;
}

/* -- lanes -- */

/* Flows in the order (site, class), so that legs are asked a row at a time. */
struct asked {
    int32_t site, vehicle_class, flow;
};

static int by_origin(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;
    if (x->site != y->site) return x->site < y->site ? -1 : 1;
    if (x->vehicle_class != y->vehicle_class) return x->vehicle_class < y->vehicle_class ? -1 : 1;
    return (x->flow > y->flow) - (x->flow < y->flow);
}

/* From an open station with a chain. */
static bool origin_holds(struct side_check *c, int32_t row)
{
    const struct plan_flow *f = flow_at(c, row);
    const char *id = c->s->sites[f->site].id;
    bool holds = true;
    if (!site_serves(c->s, f->site)) {
        mlg__violation(c, "assignment", row, "site",
                       TXT("site \"%s\" is not of the last level", "le site « %s » n'est pas du dernier niveau"), id);
        holds = false;
    }
    if (!state_at(c, f->site, f->period)) {
        mlg__violation(c, "assignment", row, "site",
                       TXT("site \"%s\" is closed in %s", "le site « %s » est fermé en %s"), id,
                       c->s->periods[f->period].label);
        holds = false;
    } else if (c->chain_at[cell(c, f->site, f->period)] == MLG_NONE) {
        mlg__violation(c, "assignment", row, "site",
                       TXT("station \"%s\" has no chain in %s", "la station « %s » n'a pas de chaîne en %s"), id,
                       c->s->periods[f->period].label);
        holds = false;
    }
    return holds;
}

/* Seconds from the cut-off until parcels are ready at a station that has a chain. */
static int32_t ready_s(const struct side_check *c, int32_t site, int32_t period)
{
    return c->chain_price[c->chain_at[cell(c, site, period)]].time_s;
}

/* The first class that the chain's time keeps; one class without limit where the scenario names none. */
static void check_class(struct side_check *c, int32_t row, int32_t chain_s)
{
    int32_t class = 0;
    while (class < c->s->inbound_count && chain_s > c->s->inbound_s[class]) class ++;
    if (c->s->inbound_count && class == c->s->inbound_count)
        mlg__violation(c, "assignment", row, "inbound_class",
                       TXT("parcels are ready after %" PRId32 " s: no inbound class allows it",
                           "les colis sont prêts après %" PRId32 " s : aucune classe ne le permet"),
                       chain_s);
    else mlg__same(c, "assignment", row, "inbound_class", flow_at(c, row)->inbound_class, class);
}

static bool check_lane(struct side_check *c, int32_t row, mlg_leg out)
{
    const struct plan_flow *f = flow_at(c, row);
    const struct lane_phi phi = mlg__plan_phi(c->plan, f->site, c->s->demands[f->demand].density_band);
    struct lane_price *own = &c->lane_price[row];
    if (!mlg__lane_price(c->s, f->demand, f->site, f->service, f->vehicle_class, out, phi, own)) {
        mlg__violation(
            c, "assignment", row, "vehicle_class",
            TXT("no lane from \"%s\" to \"%s\" by this class", "aucun trajet de « %s » à « %s » par cette classe"),
            c->s->sites[f->site].id, c->s->demands[f->demand].id);
        return false;
    }
    const int32_t chain_s = ready_s(c, f->site, f->period);
    const int32_t state = state_at(c, f->site, f->period);
    c->door[row] = mlg__door_time(c->s, f->service, f->site, state, chain_s, own);
    check_class(c, row, chain_s);
    mlg__same(c, "assignment", row, "cost_micro", f->cost_micro, own->cost_micro);
    mlg__same(c, "assignment", row, "co2_wtw_mg", f->co2_wtw_mg, own->co2_wtw_mg);
    mlg__same(c, "assignment", row, "mean_s", f->mean_s, c->door[row].mean_s);
    mlg__same(c, "assignment", row, "latest_s", f->latest_s, c->door[row].latest_s);
    return true;
}

/* Flows ask[0..count-1], all of one site and class. */
static mlg_status check_origin(struct side_check *c, const struct asked *ask, int32_t count, int32_t *to, mlg_leg *legs)
{
    const int32_t from = c->s->demand_count + ask->site;
    for (int32_t i = 0; i < count; i++) to[i] = flow_at(c, ask[i].flow)->demand;
    MLG_TRY(c->legs->rows(c->legs->self, max32(ask->vehicle_class, 0), &from, 1, to, count, legs, c->err));
    for (int32_t i = 0; i < count; i++) {
        const bool origin = origin_holds(c, ask[i].flow);
        if (!origin || !check_lane(c, ask[i].flow, legs[i])) c->sound = false;
    }
    return MLG_OK;
}

static mlg_status check_lanes(struct side_check *c)
{
    const int32_t n = c->side->flow_count;
    struct asked *ask = arena_array(&c->arena, struct asked, n);
    int32_t *to = arena_array(&c->arena, int32_t, n);
    mlg_leg *legs = arena_array(&c->arena, mlg_leg, n);
    c->lane_price = arena_array(&c->arena, struct lane_price, n);
    c->door = arena_array(&c->arena, struct door_time, n);
    if (c->arena.failed) return mlg__no_memory(c->err, "the check");
    for (int32_t i = 0; i < n; i++) ask[i] = (struct asked) { flow_at(c, i)->site, flow_at(c, i)->vehicle_class, i };
    if (n) qsort(ask, (size_t)n, sizeof *ask, by_origin);
    for (int32_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n; end++)
            if (ask[end].site != ask[first].site || ask[end].vehicle_class != ask[first].vehicle_class) break;
        MLG_TRY(check_origin(c, ask + first, end - first, to, legs));
    }
    return MLG_OK;
}

/* -- loads and capacities -- */

/* Units that pass each site: at a station those of its flows, above it those of the chains. */
static void add_loads(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = flow_at(c, i);
        c->through_milli[cell(c, f->site, f->period)] += f->units_milli;
    }
    for (int32_t i = 0; i < c->side->chain_count; i++) {
        const struct plan_chain *chain = &c->side->chains[i];
        const int32_t last = chain->site_count - 1;
        const int64_t units = c->through_milli[cell(c, chain->sites[last], chain->period)];
        mlg__same_milli(c, "chains", i, "units_per_day", chain->units_milli, units);
        if (units == 0)
            mlg__violation(c, "chains", i, "", TXT("no flow uses this chain", "aucun flux n'emploie cette chaîne"));
        for (int32_t k = 0; k < last; k++) c->through_milli[cell(c, chain->sites[k], chain->period)] += units;
    }
}

static void check_capacity(struct side_check *c, int32_t site, int32_t period)
{
    const int32_t i = cell(c, site, period);
    const struct plan_site *row = &c->side->sites[i];
    const struct size *size = site_size(c->s, site, c->state[i]);
    const int64_t load = mlg__round((double)c->through_milli[i] * c->s->planning_day_factor);
    const int64_t capacity = size ? size->capacity_milli : 0;
    mlg__same_milli(c, "sites", i, "load_per_day", row->load_milli, load);
    mlg__same_milli(c, "sites", i, "capacity_per_day", row->capacity_milli, capacity);
    if (load > capacity)
        mlg__violation(
            c, "sites", i, "load_per_day",
            TXT("%.3f units a day at \"%s\", which holds %.3f", "%.3f unités par jour à « %s », qui en tient %.3f"),
            (double)load / MLG_MILLI, c->s->sites[site].id, (double)capacity / MLG_MILLI);
    if (!c->before && size && size->min_fill > 0 && !mlg__site_is_fixed(c->s, site) &&
        (double)load < size->min_fill * (double)capacity)
        mlg__violation(c, "sites", i, "load_per_day",
                       TXT("%.3f units a day at \"%s\", below its least fill of %.3f",
                           "%.3f unités par jour à « %s », sous son remplissage minimal de %.3f"),
                       (double)load / MLG_MILLI, c->s->sites[site].id, size->min_fill * (double)capacity / MLG_MILLI);
}

/* -- promises -- */

static void check_coverage(struct side_check *c)
{
    for (int32_t i = 0; i < c->side->flow_count; i++) {
        const struct plan_flow *f = flow_at(c, i);
        if (c->door[i].latest_s <= c->s->services[f->service].promise_s)
            c->tally[f->period].inside_milli[f->service] += f->units_milli;
    }
    if (c->before) return;
    for (int32_t i = 0; i < c->s->coverage_count; i++) {
        const struct coverage *want = &c->s->coverages[i];
        const struct period_tally *t = &c->tally[want->period];
        const double inside = (double)t->inside_milli[want->service], asked = (double)t->asked_milli[want->service];
        if (inside < want->share * asked * (1 - 1e-12))
            mlg__violation(
                c, "summary/periods", want->period, "covered",
                TXT("%.6f of %s inside the promise, %.6f is asked for", "%.6f de %s dans la promesse, il en faut %.6f"),
                inside / asked, c->s->services[want->service].id, want->share);
    }
}

/* -- why units are unserved -- */

/* What an open station could still do for a demand point: nothing, a lane but no room, both. */
enum chance { CHANCE_NONE, CHANCE_LANE, CHANCE_ROOM };

static mlg_status has_lane(struct side_check *c, const struct plan_unserved *u, int32_t site, int32_t class, bool *has)
{
    const struct lane_phi phi = mlg__plan_phi(c->plan, site, c->s->demands[u->demand].density_band);
    const int32_t from = c->s->demand_count + site;
    struct lane_price price;
    mlg_leg leg;
    MLG_TRY(c->legs->rows(c->legs->self, max32(class, 0), &from, 1, &u->demand, 1, &leg, c->err));
    *has = mlg__lane_price(c->s, u->demand, site, u->service, class, leg, phi, &price);
    return MLG_OK;
}

static mlg_status station_chance(struct side_check *c, const struct plan_unserved *u, int32_t site, enum chance *chance)
{
    const int32_t i = cell(c, site, u->period);
    const int64_t with_one = mlg__round((double)(c->through_milli[i] + MLG_MILLI) * c->s->planning_day_factor);
    bool has = false;
    MLG_TRY(has_lane(c, u, site, MLG_NONE, &has));
    for (int32_t k = 0, class; !has && (class = mlg__day_class(c->s, k)) != MLG_NONE; k++)
        MLG_TRY(has_lane(c, u, site, class, &has));
    *chance = !has                                                             ? CHANCE_NONE
              : with_one <= site_size(c->s, site, c->state[i])->capacity_milli ? CHANCE_ROOM
                                                                               : CHANCE_LANE;
    return MLG_OK;
}

static mlg_status check_reason(struct side_check *c, int32_t row)
{
    const struct plan_unserved *u = &c->side->unserved[row];
    enum chance best = CHANCE_NONE;
    for (int32_t site = 0; site < c->s->site_count && best != CHANCE_ROOM; site++) {
        enum chance chance;
        if (!site_serves(c->s, site) || !state_at(c, site, u->period)) continue;
        MLG_TRY(station_chance(c, u, site, &chance));
        if (chance > best) best = chance;
    }
    const int32_t own = best == CHANCE_NONE   ? UNSERVED_NO_LANE
                        : best == CHANCE_LANE ? UNSERVED_CAPACITY
                                              : UNSERVED_PRICE;
    if (u->reason != own)
        mlg__violation(c, "unserved", row, "reason",
                       TXT("claims %s, the tables give %s", "annonce %s, les tables donnent %s"),
                       mlg__unserved_name[u->reason], mlg__unserved_name[own]);
    return MLG_OK;
}

mlg_status mlg__check_flows(struct side_check *c)
{
    if (!c->sound) return MLG_OK;
    check_rows(c);
    MLG_TRY(check_demand(c));
    check_single_source(c);
    MLG_TRY(check_chains(c));
    if (!c->sound) return MLG_OK;
    MLG_TRY(check_lanes(c));
    if (!c->sound) return MLG_OK;
    add_loads(c);
    for (int32_t site = 0; site < c->s->site_count; site++)
        for (int32_t t = 0; t < c->s->period_count; t++) check_capacity(c, site, t);
    check_coverage(c);
    for (int32_t i = 0; i < c->side->unserved_count; i++) MLG_TRY(check_reason(c, i));
    return MLG_OK;
}
