/* tables.c — see tables.h. */
#include "io/tables.h"

#include <inttypes.h>

#include "io/plan_fields.h"
#include "io/plan_json.h"
#include "model/route_legs.h"

static void put_table(const mlg_network_plan *plan, enum plan_table table, struct text *out)
{
    const struct plan_shape *shape = &mlg__plan_shapes[table];
    text_add(out, "network");
    for (int32_t i = 0; i < shape->field_count; i++) text_printf(out, ",%s", mlg__field_key(plan->scenario, &shape->fields[i]).text);
    text_add(out, "\n");
    for (int before = 0; before < 2; before++) {
        const struct plan_rows rows = mlg__side_rows(before ? &plan->before : &plan->plan, table);
        for (int32_t r = 0; r < rows.count; r++) {
            const char *row = (const char *)rows.rows + (size_t)r * shape->row_bytes;
            text_add(out, before ? "before" : "plan");
            for (int32_t i = 0; i < shape->field_count; i++) {
                text_add(out, ",");
                mlg__field_csv(out, plan->scenario, &shape->fields[i], row);
            }
            text_add(out, "\n");
        }
    }
}

void mlg__sites_csv(const mlg_network_plan *plan, struct text *out) { put_table(plan, TABLE_SITES, out); }
void mlg__assignment_csv(const mlg_network_plan *plan, struct text *out) { put_table(plan, TABLE_ASSIGNMENT, out); }

static void put_leg(const mlg_scenario *s, const char *network, const struct account_leg *leg, struct text *out)
{
    text_printf(out, "%s,", network);
    text_csv(out, s->periods[leg->period].label);
    text_add(out, leg->chain ? ",chain," : leg->from_site == MLG_NONE ? ",unserved," : ",lane,");
    if (leg->service != MLG_NONE) text_csv(out, s->services[leg->service].id);
    text_add(out, ",");
    if (leg->from_site != MLG_NONE) text_csv(out, s->sites[leg->from_site].id);
    text_add(out, ",");
    text_csv(out, leg->chain ? s->sites[leg->to_site].id : s->demands[leg->to_demand].id);
    text_add(out, ",");
    if (leg->vehicle_class != MLG_NONE) text_csv(out, s->vehicles[leg->vehicle_class].id);
    text_add(out, ",");
    text_fixed(out, leg->units_milli_day, 3);
    text_printf(out, ",%" PRId64 ",%" PRId64, leg->distance_m, leg->energy_j);
    for (int line = 0; line < LINE_COUNT; line++) text_printf(out, ",%" PRId64, leg->cents[line]);
    text_printf(out, ",%" PRId64 ",%" PRId64 "\n", leg->co2_wtw_mg, leg->co2_ttw_mg);
}

void mlg__legs_csv(const mlg_scenario *s, struct leg_rows plan, struct leg_rows before, struct text *out)
{
    text_add(out, "network,period,kind,service,from,to,vehicle_class,units_per_day,distance_m,energy_j");
    for (int line = 0; line < LINE_COUNT; line++) text_printf(out, ",%s_cents", mlg__line_name[line]);
    text_add(out, ",co2_wtw_mg,co2_ttw_mg\n");
    for (int32_t i = 0; i < plan.count; i++) put_leg(s, "plan", &plan.rows[i], out);
    for (int32_t i = 0; i < before.count; i++) put_leg(s, "before", &before.rows[i], out);
}

/* The key of a row of stops.csv and of days_legs.csv, up to the kind of the visit. */
#define VISIT_COLUMNS "network,site,period,day,route,vehicle,seq,kind"

static void put_visit_key(const mlg_network_plan *plan, const struct plan_day *day, const mlg_problem *p, int32_t route,
                          int32_t seq, struct text *out)
{
    const struct plan_route *r = &day->routes->routes[route];
    text_printf(out, "%s,", day->before ? "before" : "plan");
    text_csv(out, plan->scenario->sites[day->site].id);
    text_add(out, ",");
    text_csv(out, plan->scenario->periods[day->period].label);
    text_printf(out, ",%" PRId32 ",%" PRId32 ",", day->day, route);
    text_csv(out, p->vehicles[r->vehicle].id);
    text_printf(out, ",%" PRId32 ",%s,", seq, mlg__visit_name[r->visits[seq].kind]);
}

static void put_visit(const mlg_network_plan *plan, const struct plan_day *day, const mlg_problem *p, int32_t route,
                      int32_t seq, struct text *out)
{
    const mlg_visit *v = &day->routes->routes[route].visits[seq];
    put_visit_key(plan, day, p, route, seq, out);
    if (v->stop != MLG_NONE) text_csv(out, p->stops[v->stop].id);
    text_add(out, ",");
    if (v->place != MLG_NONE) text_double(out, p->places[v->place].lon_deg);
    text_add(out, ",");
    if (v->place != MLG_NONE) text_double(out, p->places[v->place].lat_deg);
    text_printf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 "\n", v->arrival_s,
                v->wait_s, v->setup_s, v->service_s, v->load[0], v->load[1]);
}

mlg_status mlg__stops_csv(const mlg_network_plan *plan, struct text *out, mlg_error *err)
{
    text_add(out, VISIT_COLUMNS ",stop,lon,lat,arrival_s,wait_s,setup_s,service_s,load_kg,load_l\n");
    for (int32_t d = 0; d < plan->day_count; d++) {
        const struct plan_day *day = &plan->days[d];
        const mlg_problem *p;
        mlg_problem *made;
        MLG_TRY(mlg__day_names(plan, day, &p, &made, err));
        for (int32_t r = 0; r < day->routes->route_count; r++)
            for (int32_t v = 0; v < day->routes->routes[r].visit_count; v++) put_visit(plan, day, p, r, v, out);
        mlg_problem_free(made);
    }
    return out->failed ? mlg__no_memory(err, "stops.csv") : MLG_OK;
}

/* The lines that a driven round has (accounts/rates.h); others are of sites and lanes. */
static const enum account_line round_lines[] = { LINE_VEHICLE_FIXED, LINE_VEHICLE_DISTANCE, LINE_ENERGY,
                                                 LINE_DRIVER,        LINE_CO2_PRICE,        LINE_TIME_VALUE };
enum { ROUND_LINES = sizeof round_lines / sizeof *round_lines };

void mlg__days_legs_head(struct text *out)
{
    text_add(out, VISIT_COLUMNS ",from,to,distance_m,drive_s,duty_s,load_kg,energy_j,stop_energy_j");
    for (int k = 0; k < ROUND_LINES; k++) text_printf(out, ",%s_cents", mlg__line_name[round_lines[k]]);
    text_add(out, ",co2_wtw_mg,co2_ttw_mg\n");
}

/* A stop by its id, the station by its own; a break has no place. */
static const char *name_of(const mlg_network_plan *plan, const struct plan_day *day, const mlg_visit *v)
{
    if (v->kind == MLG_STOP) return day->problem->stops[v->stop].id;
    return v->place == MLG_NONE ? "" : plan->scenario->sites[day->site].id;
}

static void put_day_leg(const mlg_network_plan *plan, const struct plan_day *day, const struct day_leg *leg,
                        struct text *out)
{
    const struct plan_route *route = &day->routes->routes[leg->route];
    put_visit_key(plan, day, day->problem, leg->route, leg->seq, out);
    if (leg->seq > 0) text_csv(out, name_of(plan, day, mlg__leg_origin(route, leg->seq)));
    text_add(out, ",");
    text_csv(out, name_of(plan, day, &route->visits[leg->seq]));
    text_printf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64, leg->distance_m,
                leg->drive_s, leg->duty_s, leg->load_kg, leg->energy_j, leg->stop_energy_j);
    for (int k = 0; k < ROUND_LINES; k++) text_printf(out, ",%" PRId64, leg->cents[round_lines[k]]);
    text_printf(out, ",%" PRId64 ",%" PRId64 "\n", leg->co2_wtw_mg, leg->co2_ttw_mg);
}

void mlg__day_legs_csv(const mlg_network_plan *plan, const struct plan_day *day, const struct day_leg *legs, int32_t count,
                       struct text *out)
{
    for (int32_t i = 0; i < count; i++) put_day_leg(plan, day, &legs[i], out);
}

static void put_place(const mlg_problem *p, const mlg_visit *v, struct text *out)
{
    if (v->kind == MLG_STOP) text_csv(out, p->stops[v->stop].id);
    else if (v->place != MLG_NONE) text_printf(out, "place-%" PRId32, v->place);
}

static void put_route_leg(const mlg_problem *p, const struct plan_route *route, int32_t seq, struct text *out)
{
    const mlg_visit *to = &route->visits[seq], *from = seq ? mlg__leg_origin(route, seq) : to;
    const bool way = seq && from->place != MLG_NONE && to->place != MLG_NONE;
    const struct arc_values arc = way ? mlg__arc(p, p->vehicles[route->vehicle].matrix, from->place, to->place)
                                      : (struct arc_values) { 0 };
    const struct route_leg leg = mlg__route_leg(p, route, seq, arc);
    if (seq) put_place(p, from, out);
    text_add(out, ",");
    put_place(p, to, out);
    text_printf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 "\n", leg.distance_m, leg.drive_s,
                leg.duty_s, leg.load_kg, leg.energy_j);
}

void mlg__route_legs_csv(const mlg_problem *p, const mlg_plan *plan, struct text *out)
{
    text_add(out, "route,vehicle,seq,kind,from,to,distance_m,drive_s,duty_s,load_kg,energy_j\n");
    for (int32_t r = 0; r < plan->route_count; r++)
        for (int32_t v = 0; v < plan->routes[r].visit_count; v++) {
            const struct plan_route *route = &plan->routes[r];
            text_printf(out, "%" PRId32 ",", r);
            text_csv(out, p->vehicles[route->vehicle].id);
            text_printf(out, ",%" PRId32 ",%s,", v, mlg__visit_name[route->visits[v].kind]);
            put_route_leg(p, route, v, out);
        }
}
