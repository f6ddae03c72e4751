/* plan_fields.c — the roster of plan.json's rows. See plan_fields.h. */
#include "io/plan_fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/units.h"

#define AT(struct_name, member) offsetof(struct struct_name, member)
#define SHAPE(key, struct_name, fields)                                                                                \
    {                                                                                                                  \
        key, sizeof(struct struct_name), fields, (int32_t)(sizeof fields / sizeof *fields)                             \
    }

static const struct plan_field account[] = {
    { "period", FIELD_PERIOD, AT(plan_account, period) },
    { "line", FIELD_LINE, AT(plan_account, line) },
    { "paid_cents", FIELD_PAID, AT(plan_account, cents) },
    { "penalty_cents", FIELD_PENALTY, AT(plan_account, cents) },
};

static const struct plan_field co2[] = {
    { "period", FIELD_PERIOD, AT(plan_co2, period) },          { "scope", FIELD_SCOPE, AT(plan_co2, scope) },
    { "wtw_mg", FIELD_INT64, AT(plan_co2, wtw_mg) },           { "ttw_mg", FIELD_INT64, AT(plan_co2, ttw_mg) },
    { "embodied_mg", FIELD_INT64, AT(plan_co2, embodied_mg) },
};

static const struct plan_field speed[] = {
    { "period", FIELD_PERIOD, AT(plan_speed, period) },
    { "service", FIELD_SERVICE, AT(plan_speed, service) },
    { "mean_h", FIELD_HOURS, AT(plan_speed, mean_s) },
    { "p50_h", FIELD_HOURS, AT(plan_speed, p50_s) },
    { "p90_h", FIELD_HOURS, AT(plan_speed, p90_s) },
    { "p95_h", FIELD_HOURS, AT(plan_speed, p95_s) },
    { "p99_h", FIELD_HOURS, AT(plan_speed, p99_s) },
    { "within_promise", FIELD_REAL, AT(plan_speed, within_promise) },
    { "units", FIELD_MILLI, AT(plan_speed, units_milli) },
};

static const struct plan_field sites[] = {
    { "site", FIELD_SITE, AT(plan_site, site) },
    { "period", FIELD_PERIOD, AT(plan_site, period) },
    { "size", FIELD_SIZE, AT(plan_site, size) },
    { "load_per_day", FIELD_MILLI, AT(plan_site, load_milli) },
    { "capacity_per_day", FIELD_MILLI, AT(plan_site, capacity_milli) },
    { "capex_cents", FIELD_INT64, AT(plan_site, capex_cents) },
    { "opex_cents", FIELD_INT64, AT(plan_site, opex_cents) },
    { "jobs", FIELD_MILLI, AT(plan_site, jobs_milli) },
    { "co2_mg", FIELD_INT64, AT(plan_site, co2_mg) },
    { "co2_price_cents", FIELD_INT64, AT(plan_site, co2_price_cents) },
    { "embodied_mg", FIELD_INT64, AT(plan_site, embodied_mg) },
};

static const struct plan_field assignment[] = {
    { "demand", FIELD_DEMAND, AT(plan_flow, demand) },
    { "service", FIELD_SERVICE, AT(plan_flow, service) },
    { "period", FIELD_PERIOD, AT(plan_flow, period) },
    { "site", FIELD_SITE, AT(plan_flow, site) },
    { "inbound_class", FIELD_INT32, AT(plan_flow, inbound_class) },
    { "vehicle_class", FIELD_VEHICLE, AT(plan_flow, vehicle_class) },
    { "share", FIELD_SHARE, 0 },
    { "units_per_day", FIELD_MILLI, AT(plan_flow, units_milli) },
    { "cost_micro", FIELD_INT64, AT(plan_flow, cost_micro) },
    { "co2_wtw_mg", FIELD_INT64, AT(plan_flow, co2_wtw_mg) },
    { "mean_s", FIELD_TICKS, AT(plan_flow, mean_s) },
    { "latest_s", FIELD_TICKS, AT(plan_flow, latest_s) },
};

static const struct plan_field chains[] = {
    { "period", FIELD_PERIOD, AT(plan_chain, period) },
    { "sites", FIELD_CHAIN, 0 },
    { "units_per_day", FIELD_MILLI, AT(plan_chain, units_milli) },
    { "cost_cents", FIELD_INT64, AT(plan_chain, cost_cents) },
    { "co2_mg", FIELD_INT64, AT(plan_chain, co2_mg) },
    { "time_s", FIELD_TICKS, AT(plan_chain, time_s) },
    { "cost_micro", FIELD_INT64, AT(plan_chain, cost_micro) },
    { "co2_wtw_mg", FIELD_INT64, AT(plan_chain, co2_wtw_mg) },
    { "co2_ttw_mg", FIELD_INT64, AT(plan_chain, co2_ttw_mg) },
};

static const struct plan_field unserved[] = {
    { "demand", FIELD_DEMAND, AT(plan_unserved, demand) }, { "service", FIELD_SERVICE, AT(plan_unserved, service) },
    { "period", FIELD_PERIOD, AT(plan_unserved, period) }, { "units", FIELD_MILLI, AT(plan_unserved, units_milli) },
    { "reason", FIELD_REASON, AT(plan_unserved, reason) },
};

static const struct plan_field periods[] = {
    { "capex_cents", FIELD_INT64, AT(period_summary, capex_cents) },
    { "budget_cents", FIELD_LIMIT, AT(period_summary, budget_cents) },
    { "open_sites", FIELD_INT32, AT(period_summary, open_sites) },
    { "jobs", FIELD_MILLI, AT(period_summary, jobs_milli) },
    { "driver_jobs", FIELD_MILLI, AT(period_summary, driver_jobs_milli) },
    { "duty_s", FIELD_INT64, AT(period_summary, duty_s) },
    { "distance_m", FIELD_INT64, AT(period_summary, distance_m) },
    { "units", FIELD_MILLI, AT(period_summary, units_milli) },
    { "unserved", FIELD_MILLI, AT(period_summary, unserved_milli) },
    { "covered", FIELD_COVERED, 0 },
};

static const struct plan_field calibration[] = {
    { "site", FIELD_SITE, AT(plan_phi, site) },         { "density_band", FIELD_INT32, AT(plan_phi, density_band) },
    { "phi_cost", FIELD_REAL, AT(plan_phi, phi.cost) }, { "phi_km", FIELD_REAL, AT(plan_phi, phi.km) },
    { "phi_h", FIELD_REAL, AT(plan_phi, phi.h) },       { "phi_kg", FIELD_REAL, AT(plan_phi, phi.kg) },
};

static const struct plan_field kept[] = {
    { "site", FIELD_SITE, AT(plan_kept, site) },
    { "period", FIELD_PERIOD, AT(plan_kept, period) },
    { "size", FIELD_SIZE, AT(plan_kept, size) },
};

static const struct plan_field streets[] = {
    { "route", FIELD_INT32, AT(round_streets, route) },
    { "legs", FIELD_INT32, AT(round_streets, leg_count) },
    { "street_legs", FIELD_INT32, AT(round_streets, street_legs) },
    { "street_m", FIELD_INT64, AT(round_streets, street_m) },
    { "crow_m", FIELD_INT64, AT(round_streets, crow_m) },
    { "crow_drive_s", FIELD_INT64, AT(round_streets, crow_drive_s) },
    { "crow_energy_j", FIELD_INT64, AT(round_streets, crow_energy_j) },
    { "crow_cents", FIELD_INT64, AT(round_streets, crow_cents) },
    { "crow_co2_wtw_mg", FIELD_INT64, AT(round_streets, crow_co2_wtw_mg) },
};

const struct plan_shape mlg__plan_shapes[TABLE_COUNT] = {
    [TABLE_ACCOUNT] = SHAPE("account", plan_account, account),
    [TABLE_CO2] = SHAPE("co2", plan_co2, co2),
    [TABLE_SPEED] = SHAPE("speed", plan_speed, speed),
    [TABLE_SITES] = SHAPE("sites", plan_site, sites),
    [TABLE_ASSIGNMENT] = SHAPE("assignment", plan_flow, assignment),
    [TABLE_CHAINS] = SHAPE("chains", plan_chain, chains),
    [TABLE_UNSERVED] = SHAPE("unserved", plan_unserved, unserved),
    [TABLE_PERIODS] = SHAPE("periods", period_summary, periods),
    [TABLE_CALIBRATION] = SHAPE("calibration", plan_phi, calibration),
    [TABLE_KEPT] = SHAPE("kept", plan_kept, kept),
    [TABLE_STREETS] = SHAPE("streets", round_streets, streets),
};

struct plan_rows mlg__side_rows(const struct network_side *side, enum plan_table table)
{
    switch (table) {
    case TABLE_ACCOUNT: return (struct plan_rows) { side->account, side->account_count };
    case TABLE_CO2: return (struct plan_rows) { side->co2, side->co2_count };
    case TABLE_SPEED: return (struct plan_rows) { side->speed, side->speed_count };
    case TABLE_SITES: return (struct plan_rows) { side->sites, side->site_count };
    case TABLE_ASSIGNMENT: return (struct plan_rows) { side->flows, side->flow_count };
    case TABLE_CHAINS: return (struct plan_rows) { side->chains, side->chain_count };
    case TABLE_UNSERVED: return (struct plan_rows) { side->unserved, side->unserved_count };
    default: return (struct plan_rows) { NULL, 0 };
    }
}

void mlg__side_set_rows(struct network_side *side, enum plan_table table, struct plan_rows r)
{
    switch (table) {
    case TABLE_ACCOUNT: side->account = r.rows, side->account_count = r.count; break;
    case TABLE_CO2: side->co2 = r.rows, side->co2_count = r.count; break;
    case TABLE_SPEED: side->speed = r.rows, side->speed_count = r.count; break;
    case TABLE_SITES: side->sites = r.rows, side->site_count = r.count; break;
    case TABLE_ASSIGNMENT: side->flows = r.rows, side->flow_count = r.count; break;
    case TABLE_CHAINS: side->chains = r.rows, side->chain_count = r.count; break;
    case TABLE_UNSERVED: side->unserved = r.rows, side->unserved_count = r.count; break;
    default: break;
    }
}

/* "mean_s" counts microseconds in a cloud, "mean_h" shows milliseconds: their keys say so. */
struct field_key mlg__field_key(const mlg_scenario *s, const struct plan_field *f)
{
    const bool timed = is_cloud(s) && (f->type == FIELD_TICKS || f->type == FIELD_HOURS);
    const size_t length = strlen(f->key) - (timed ? 1 : 0);
    struct field_key key;
    snprintf(key.text, sizeof key.text, "%.*s%s", (int)length, f->key, !timed ? "" : f->type == FIELD_TICKS ? "us" : "ms");
    return key;
}

int32_t mlg__row_site(const void *row)
{
    _Static_assert(AT(plan_site, site) == 0 && AT(plan_kept, site) == 0, "rows with a size begin with their site");
    int32_t site;
    memcpy(&site, row, sizeof site);
    return site;
}

int32_t mlg__field_int32(const struct plan_field *f, const void *row)
{
    int32_t value;
    memcpy(&value, (const char *)row + f->at, sizeof value);
    return value;
}

int64_t mlg__field_int64(const struct plan_field *f, const void *row)
{
    int64_t value;
    memcpy(&value, (const char *)row + f->at, sizeof value);
    return value;
}

double mlg__field_real(const struct plan_field *f, const void *row)
{
    double value;
    memcpy(&value, (const char *)row + f->at, sizeof value);
    return value;
}

double mlg__flow_share(const mlg_scenario *s, const struct plan_flow *flow)
{
    const int64_t whole = demand_units_milli(s, flow->demand, flow->service, flow->period);
    return whole > 0 ? (double)flow->units_milli / (double)whole : 0;
}

/* The id or word that an index field stands for; NULL for null. */
static const char *field_word(const mlg_scenario *s, const struct plan_field *f, const void *row)
{
    const int32_t i = mlg__field_int32(f, row);
    switch (f->type) {
    case FIELD_SITE: return s->sites[i].id;
    case FIELD_DEMAND: return s->demands[i].id;
    case FIELD_SERVICE: return s->services[i].id;
    case FIELD_PERIOD: return s->periods[i].label;
    case FIELD_VEHICLE: return i == MLG_NONE ? NULL : s->vehicles[i].id;
    case FIELD_SIZE: return i == 0 ? NULL : site_size(s, mlg__row_site(row), i)->id;
    case FIELD_LINE: return mlg__line_name[i];
    case FIELD_SCOPE: return mlg__scope_name[i];
    default: return mlg__unserved_name[i];
    }
}

static bool is_word(enum field_type type) { return type <= FIELD_REASON; }

static void put_number(struct text *out, const mlg_scenario *s, const struct plan_field *f, const void *row)
{
    switch (f->type) {
    case FIELD_TICKS:
    case FIELD_INT32: text_printf(out, "%" PRId32, mlg__field_int32(f, row)); break;
    case FIELD_LIMIT:
    case FIELD_INT64: text_printf(out, "%" PRId64, mlg__field_int64(f, row)); break;
    case FIELD_MILLI: text_fixed(out, mlg__field_int64(f, row), 3); break;
    case FIELD_HOURS: text_double(out, shown_time(s, (double)mlg__field_int64(f, row))); break;
    case FIELD_REAL: text_double(out, mlg__field_real(f, row)); break;
    case FIELD_SHARE: text_double(out, mlg__flow_share(s, row)); break;
    case FIELD_PAID:
    case FIELD_PENALTY: {
        const bool mine = line_is_penalty(((const struct plan_account *)row)->line) == (f->type == FIELD_PENALTY);
        text_printf(out, "%" PRId64, mine ? mlg__field_int64(f, row) : 0);
        break;
    }
    default: break;
    }
}

static void put_chain(struct text *out, const mlg_scenario *s, const struct plan_chain *c, bool csv)
{
    if (!csv) text_add(out, "[");
    for (int32_t i = 0; i < c->site_count; i++) {
        if (i) text_add(out, csv ? ">" : ",");
        (csv ? text_add : text_json)(out, s->sites[c->sites[i]].id);
    }
    if (!csv) text_add(out, "]");
}

static void put_covered(struct text *out, const mlg_scenario *s, const struct period_summary *p)
{
    for (int32_t i = 0; i < s->service_count; i++) {
        text_add(out, i ? "," : "{");
        text_json(out, s->services[i].id);
        text_add(out, ":");
        text_double(out, p->covered[i]);
    }
    text_add(out, "}");
}

void mlg__field_json(struct text *out, const mlg_scenario *s, const struct plan_field *f, const void *row)
{
    if (is_word(f->type)) {
        const char *word = field_word(s, f, row);
        if (word) text_json(out, word);
        else text_add(out, "null");
    } else if (f->type == FIELD_CHAIN) {
        put_chain(out, s, row, false);
    } else if (f->type == FIELD_COVERED) {
        put_covered(out, s, row);
    } else if (f->type == FIELD_LIMIT && mlg__field_int64(f, row) == INT64_MAX) {
        text_add(out, "null");
    } else {
        put_number(out, s, f, row);
    }
}

void mlg__field_csv(struct text *out, const mlg_scenario *s, const struct plan_field *f, const void *row)
{
    if (is_word(f->type)) {
        const char *word = field_word(s, f, row);
        if (word) text_csv(out, word);
    } else if (f->type == FIELD_CHAIN) {
        struct text ids = { 0 };
        put_chain(&ids, s, row, true);
        if (ids.data) text_csv(out, ids.data);
        out->failed |= ids.failed;
        text_free(&ids);
    } else if (f->type != FIELD_COVERED) {
        put_number(out, s, f, row);
    }
}
