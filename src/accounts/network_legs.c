/* network_legs.c — the rows of legs.csv: lanes, chain links and unserved units of a year, whose cents and CO2 sum to the account.
 * See mlg__account_legs() in network.h.
 *
 * Every (period, line) and (period, scope) is split over its rows by largest remainders, with the exact yearly amount
 * of each row as its weight. */
#include "accounts/network.h"

#include <stdlib.h>

#include "accounts/priced.h"
#include "accounts/rates.h"
#include "accounts/site.h"
#include "base/math.h"
#include "model/units.h"

/* A row with its exact amounts of a day: milli-units x micro-euros, milli-units x mg. */
struct exact_leg {
    struct account_leg row;
    int128 line[LINE_COUNT], wtw, ttw;
    enum co2_scope scope;
};

static int order(int32_t a, int32_t b) { return (a > b) - (a < b); }

static int compare(const void *a, const void *b)
{
    const struct account_leg *x = &((const struct exact_leg *)a)->row, *y = &((const struct exact_leg *)b)->row;
    int o = order(x->period, y->period);
    if (!o) o = order(x->chain, y->chain);
    if (!o) o = order(x->from_site, y->from_site);
    if (!o) o = order(x->to_site, y->to_site);
    if (!o) o = order(x->to_demand, y->to_demand);
    if (!o) o = order(x->service, y->service);
    return o ? o : order(x->vehicle_class, y->vehicle_class);
}

static struct exact_leg leg_of_flow(const mlg_scenario *s, const struct network_side *side, int32_t flow,
                                    const struct lane_price *p)
{
    const struct plan_flow *f = &side->flows[flow];
    const int64_t units = f->units_milli;
    const int32_t state = side->sites[f->site * s->period_count + f->period].size;
    const struct site_unit unit = mlg__site_unit(s, f->site, state, f->period);
    struct exact_leg leg = {
        .row = { .period = f->period, .service = f->service, .from_site = f->site, .to_site = MLG_NONE,
                 .to_demand = f->demand, .vehicle_class = f->vehicle_class, .units_milli_day = units,
                 .distance_m = mlg__round(mlg__yearly(s, units, p->km_per_unit * MLG_M_PER_KM)),
                 .energy_j = mlg__round(mlg__yearly(s, units, (double)p->energy_j)) },
        .wtw = (int128)units * (p->co2_wtw_mg + unit.door_co2_mg),
        .ttw = (int128)units * p->co2_ttw_mg,
        .scope = lane_scope(s, f->vehicle_class),
    };
    for (int line = 0; line < LINE_COUNT; line++) leg.line[line] = (int128)units * p->line_micro[line];
    leg.line[LINE_CO2_PRICE] += (int128)units * mlg__co2_micro(s, unit.door_co2_mg);
    return leg;
}

static struct exact_leg leg_of_link(const mlg_scenario *s, const struct plan_chain *c, int32_t link, int64_t units,
                                    const struct chain_price *p)
{
    struct exact_leg leg = {
        .row = { .period = c->period, .service = MLG_NONE, .chain = true, .from_site = c->sites[link],
                 .to_site = c->sites[link + 1], .to_demand = MLG_NONE, .vehicle_class = mlg__haul_class(s),
                 .units_milli_day = units,
                 .distance_m = mlg__round(mlg__yearly(s, units, p->km_per_unit * MLG_M_PER_KM)),
                 .energy_j = mlg__round(mlg__yearly(s, units, (double)p->energy_j)) },
        .wtw = (int128)units * p->co2_wtw_mg,
        .ttw = (int128)units * p->co2_ttw_mg,
        .scope = CO2_LINE_HAUL,
    };
    for (int line = 0; line < LINE_COUNT; line++) leg.line[line] = (int128)units * p->line_micro[line];
    return leg;
}

/* Units that nobody serves: no way, only their price. */
static struct exact_leg leg_of_unserved(const mlg_scenario *s, const struct plan_unserved *u)
{
    struct exact_leg leg = {
        .row = { .period = u->period, .service = u->service, .from_site = MLG_NONE, .to_site = MLG_NONE,
                 .to_demand = u->demand, .vehicle_class = MLG_NONE, .units_milli_day = u->units_milli },
        .scope = CO2_LAST_MILE,
    };
    leg.line[LINE_UNSERVED] = (int128)u->units_milli * max64(0, s->services[u->service].unserved_micro);
    return leg;
}

static void add_to(struct exact_leg *a, const struct exact_leg *b)
{
    a->row.units_milli_day += b->row.units_milli_day;
    a->row.distance_m += b->row.distance_m;
    a->row.energy_j += b->row.energy_j;
    a->wtw += b->wtw;
    a->ttw += b->ttw;
    for (int line = 0; line < LINE_COUNT; line++) a->line[line] += b->line[line];
}

/* Sorted, with the rows of one key (a link of several chains, a lane of several inbound classes) added up. */
static int32_t sort_and_merge(struct exact_leg *legs, int32_t n)
{
    int32_t kept = 0;
    qsort(legs, (size_t)n, sizeof *legs, compare);
    for (int32_t i = 0; i < n; i++) {
        if (kept > 0 && compare(&legs[kept - 1], &legs[i]) == 0) add_to(&legs[kept - 1], &legs[i]);
        else legs[kept++] = legs[i];
    }
    return kept;
}

/* Split total in proportion to exact amounts, which are brought below 2^62 by a common factor. */
static mlg_status split(int64_t total, const int128 *exact, int32_t n, int64_t *weight, int64_t *part)
{
    int128 largest = 0;
    for (int32_t i = 0; i < n; i++)
        if (exact[i] > largest) largest = exact[i];
    const int128 scale = (largest >> 61) + 1;
    for (int32_t i = 0; i < n; i++) weight[i] = (int64_t)(exact[i] / scale);
    return mlg__largest_remainders_int(total, weight, n, part);
}

struct work { int128 *exact; int64_t *weight, *part; };

static mlg_status split_line(const mlg_scenario *s, struct exact_leg *legs, int32_t n, int line, struct work *w)
{
    int128 sum = 0;
    for (int32_t i = 0; i < n; i++) sum += w->exact[i] = legs[i].line[line];
    if (sum == 0) return MLG_OK;
    MLG_TRY(split(mlg__year_cents(s, sum), w->exact, n, w->weight, w->part));
    for (int32_t i = 0; i < n; i++) legs[i].row.cents[line] = w->part[i];
    return MLG_OK;
}

static mlg_status split_scope(const mlg_scenario *s, struct exact_leg *legs, int32_t n, enum co2_scope scope, bool ttw,
                              struct work *w)
{
    int128 sum = 0;
    for (int32_t i = 0; i < n; i++)
        sum += w->exact[i] = legs[i].scope != scope ? 0 : ttw ? legs[i].ttw : legs[i].wtw;
    if (sum == 0) return MLG_OK;
    MLG_TRY(split(mlg__year_mg(s, sum), w->exact, n, w->weight, w->part));
    for (int32_t i = 0; i < n; i++) {
        if (legs[i].scope != scope) continue;
        if (ttw) legs[i].row.co2_ttw_mg = w->part[i];
        else legs[i].row.co2_wtw_mg = w->part[i];
    }
    return MLG_OK;
}

/* The rows of one period. */
static mlg_status split_period(const mlg_scenario *s, struct exact_leg *legs, int32_t n, struct work *w)
{
    for (int line = 0; line < LINE_COUNT; line++) MLG_TRY(split_line(s, legs, n, line, w));
    for (int scope = 0; scope < CO2_SCOPE_COUNT; scope++) {
        MLG_TRY(split_scope(s, legs, n, (enum co2_scope)scope, false, w));
        MLG_TRY(split_scope(s, legs, n, (enum co2_scope)scope, true, w));
    }
    return MLG_OK;
}

static mlg_status make_legs(const mlg_scenario *s, const mlg_leg_source *source, const mlg_network_plan *plan,
                            const struct network_side *side, struct arena *scratch, struct account_leg **rows,
                            int32_t *count, mlg_error *err)
{
    const int32_t most = side->flow_count + side->chain_count * LINKS_MAX + side->unserved_count;
    struct priced_side priced;
    MLG_TRY(mlg__price_side(s, source, plan, side, scratch, &priced, err));
    struct exact_leg *legs = arena_array(scratch, struct exact_leg, most);
    struct work w = { arena_array(scratch, int128, most), arena_array(scratch, int64_t, most),
                      arena_array(scratch, int64_t, most) };
    if (scratch->failed) return mlg__no_memory(err, "legs.csv");

    int32_t n = 0;
    for (int32_t i = 0; i < side->flow_count; i++) legs[n++] = leg_of_flow(s, side, i, &priced.lanes[i]);
    for (int32_t i = 0; i < side->chain_count; i++)
        for (int32_t link = 0; link + 1 < side->chains[i].site_count; link++)
            legs[n++] =
                leg_of_link(s, &side->chains[i], link, priced.chain_units[i], &priced.links[i * LINKS_MAX + link]);
    for (int32_t i = 0; i < side->unserved_count; i++) legs[n++] = leg_of_unserved(s, &side->unserved[i]);
    n = sort_and_merge(legs, n);
    for (int32_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && legs[end].row.period == legs[first].row.period; end++) {}
        if (split_period(s, legs + first, end - first, &w)) return mlg__no_memory(err, "legs.csv");
    }
    struct account_leg *out = mlg__malloc((size_t)n * sizeof *out);
    if (!out) return mlg__no_memory(err, "legs.csv");
    for (int32_t i = 0; i < n; i++) out[i] = legs[i].row;
    *rows = out;
    *count = n;
    return MLG_OK;
}

mlg_status mlg__account_legs(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             bool before, struct account_leg **rows, int32_t *count, mlg_error *err)
{
    struct arena scratch = { 0 };
    *rows = NULL;
    *count = 0;
    const mlg_status status =
        make_legs(s, legs, plan, before ? &plan->before : &plan->plan, &scratch, rows, count, err);
    mlg__arena_free(&scratch);
    return status;
}
