/* priced.c — price every flow and chain of a network side. See priced.h.
 *
 * Flows are visited in the order (site, class), so that a leg source that works row by row searches once for each. */
#include "accounts/priced.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/math.h"
#include "model/units.h"

struct visit { int32_t site, vehicle_class, flow; };

static int compare_visits(const void *a, const void *b)
{
    const struct visit *x = a, *y = b;
    if (x->site != y->site) return x->site < y->site ? -1 : 1;
    if (x->vehicle_class != y->vehicle_class) return x->vehicle_class < y->vehicle_class ? -1 : 1;
    return (x->flow > y->flow) - (x->flow < y->flow);
}

static mlg_status no_lane(const mlg_scenario *s, const struct plan_flow *f, int32_t flow, mlg_error *err)
{
    char where[64];
    snprintf(where, sizeof where, "assignment/%d", flow);
    return mlg__fail(err, MLG_BAD_INPUT, where,
                     TXT("no lane from site \"%s\" to \"%s\" by this vehicle class",
                         "aucun trajet du site « %s » à « %s » avec cette classe de véhicule"),
                     NO_HINT, s->sites[f->site].id, s->demands[f->demand].id);
}

/* Price the flows visit[0..count-1], all of one site and class. */
static mlg_status price_visits(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                               const struct network_side *side, const struct visit *visit, int32_t count, int32_t *to,
                               mlg_leg *out, struct priced_side *priced, mlg_error *err)
{
    const int32_t from = s->demand_count + visit[0].site;
    for (int32_t i = 0; i < count; i++) to[i] = side->flows[visit[i].flow].demand;
    MLG_TRY(legs->rows(legs->self, max32(visit[0].vehicle_class, 0), &from, 1, to, count, out, err));
    for (int32_t i = 0; i < count; i++) {
        const struct plan_flow *f = &side->flows[visit[i].flow];
        const struct lane_phi phi = mlg__plan_phi(plan, f->site, s->demands[f->demand].density_band);
        if (!mlg__lane_price(s, f->demand, f->site, f->service, f->vehicle_class, out[i], phi,
                             &priced->lanes[visit[i].flow]))
            return no_lane(s, f, visit[i].flow, err);
    }
    return MLG_OK;
}

static mlg_status price_flows(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                              const struct network_side *side, struct arena *scratch, struct priced_side *priced,
                              mlg_error *err)
{
    const int32_t n = side->flow_count;
    struct visit *visit = arena_array(scratch, struct visit, n);
    int32_t *to = arena_array(scratch, int32_t, n);
    mlg_leg *out = arena_array(scratch, mlg_leg, n);
    priced->lanes = arena_array(scratch, struct lane_price, n);
    if (scratch->failed) return mlg__no_memory(err, "account");

    for (int32_t i = 0; i < n; i++)
        visit[i] = (struct visit) { side->flows[i].site, side->flows[i].vehicle_class, i };
    qsort(visit, (size_t)n, sizeof *visit, compare_visits);
    for (int32_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n; end++)
            if (visit[end].site != visit[first].site || visit[end].vehicle_class != visit[first].vehicle_class) break;
        MLG_TRY(price_visits(s, legs, plan, side, visit + first, end - first, to, out, priced, err));
    }
    return MLG_OK;
}

static mlg_status no_link(int32_t chain, mlg_error *err)
{
    char where[64];
    snprintf(where, sizeof where, "chains/%d", chain);
    return mlg__fail(err, MLG_BAD_INPUT, where,
                     TXT("no line haul joins the sites of the chain", "aucune liaison ne relie les sites de la chaîne"),
                     NO_HINT);
}

static mlg_status price_chain(const mlg_scenario *s, const mlg_leg_source *legs, const struct plan_chain *c,
                              int32_t chain, struct priced_side *priced, mlg_error *err)
{
    mlg_leg leg[LINKS_MAX];
    for (int32_t i = 0; i + 1 < c->site_count; i++) {
        const int32_t from = s->demand_count + c->sites[i], to = s->demand_count + c->sites[i + 1];
        MLG_TRY(legs->rows(legs->self, max32(mlg__haul_class(s), 0), &from, 1, &to, 1, &leg[i], err));
        if (!mlg__link_price(s, c->sites[i], c->sites[i + 1], leg[i], &priced->links[chain * LINKS_MAX + i]))
            return no_link(chain, err);
    }
    if (!mlg__chain_price(s, c->sites, c->site_count, leg, &priced->chains[chain])) return no_link(chain, err);
    return MLG_OK;
}

/* Chains of a period that end in a station: how many, and the slowest of them. */
static int32_t chains_to(const struct network_side *side, int32_t station, int32_t period,
                         const struct priced_side *priced, int32_t *last, int32_t *slowest_s)
{
    int32_t count = 0;
    for (int32_t i = 0; i < side->chain_count; i++) {
        const struct plan_chain *c = &side->chains[i];
        if (c->period != period || c->site_count < 1 || c->sites[c->site_count - 1] != station) continue;
        count++;
        *last = i;
        *slowest_s = max32(*slowest_s, priced->chains[i].time_s);
    }
    return count;
}

static mlg_status price_chains(const mlg_scenario *s, const mlg_leg_source *legs, const struct network_side *side,
                               struct arena *scratch, struct priced_side *priced, mlg_error *err)
{
    const int32_t stations = s->site_count * s->period_count;
    int64_t *station_units = arena_array(scratch, int64_t, stations);
    int32_t *station_s = arena_array(scratch, int32_t, stations);
    priced->links = arena_array(scratch, struct chain_price, side->chain_count * LINKS_MAX);
    priced->chains = arena_array(scratch, struct chain_price, side->chain_count);
    priced->chain_units = arena_array(scratch, int64_t, side->chain_count);
    priced->flow_chain_s = arena_array(scratch, int32_t, side->flow_count);
    if (scratch->failed) return mlg__no_memory(err, "account");

    for (int32_t i = 0; i < side->chain_count; i++) {
        priced->chain_units[i] = side->chains[i].units_milli;
        MLG_TRY(price_chain(s, legs, &side->chains[i], i, priced, err));
    }
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        station_units[f->site * s->period_count + f->period] += f->units_milli;
    }
    for (int32_t site = 0; site < s->site_count; site++)
        for (int32_t period = 0; period < s->period_count; period++) {
            const int32_t station = site * s->period_count + period;
            int32_t chain = MLG_NONE;
            if (station_units[station] == 0) continue;
            const int32_t count = chains_to(side, site, period, priced, &chain, &station_s[station]);
            if (count == 1) priced->chain_units[chain] = station_units[station];
            struct chain_price alone; /* nothing is hauled to it: its own processing only */
            if (count == 0 && mlg__chain_price(s, &site, 1, NULL, &alone)) station_s[station] = alone.time_s;
        }
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *f = &side->flows[i];
        priced->flow_chain_s[i] = station_s[f->site * s->period_count + f->period];
    }
    return MLG_OK;
}

mlg_status mlg__price_side(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                           const struct network_side *side, struct arena *scratch, struct priced_side *priced,
                           mlg_error *err)
{
    *priced = (struct priced_side) { 0 };
    MLG_TRY(price_flows(s, legs, plan, side, scratch, priced, err));
    return price_chains(s, legs, side, scratch, priced, err);
}
