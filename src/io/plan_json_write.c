/* plan_json_write.c — plans to plan.json: the rosters of plan_fields.c, walked once. See plan_json.h. */
#include <inttypes.h>
#include <string.h>

#include "io/id_index.h"
#include "io/plan_fields.h"
#include "io/plan_json.h"
#include "io/plan_put.h"
#include "model/sample.h"
#include "model/units.h"

const char *const mlg__visit_name[MLG_END + 1] = {
    [MLG_START] = "start", [MLG_STOP] = "stop", [MLG_RELOAD] = "reload", [MLG_BREAK] = "break", [MLG_END] = "end",
};
const char *const mlg__bound_name[MLG_BOUND_SOLVER + 1] = {
    [MLG_BOUND_NONE] = "none",
    [MLG_BOUND_ROOT] = "root",
    [MLG_BOUND_TREE] = "tree",
    [MLG_BOUND_SOLVER] = "solver",
};

/* -- routes, of days and of routing problems -- */

struct route_writer {
    struct text *out;
    const mlg_problem *p;
    struct id_index ids;
};

/* An id that several stops share (a file's own doing) does not name one: then the index stands beside it. */
static void put_stop(const struct route_writer *w, int32_t stop)
{
    bool shared;
    put_text(w->out, "stop", w->p->stops[stop].id);
    mlg__id_find(&w->ids, w->p->stops[stop].id, &shared);
    if (shared) put_int(w->out, "index", stop);
}

static void put_visit(const struct route_writer *w, const mlg_visit *v)
{
    text_add(w->out, "{");
    put_text(w->out, "kind", mlg__visit_name[v->kind]);
    if (v->stop != MLG_NONE) put_stop(w, v->stop);
    else if (v->place != MLG_NONE) put_int(w->out, "place", v->place);
    put_int(w->out, "arrival_s", v->arrival_s);
    put_int(w->out, "wait_s", v->wait_s);
    put_int(w->out, "setup_s", v->setup_s);
    put_int(w->out, "service_s", v->service_s);
    key(w->out, "load");
    for (int32_t d = 0; d < w->p->load_count; d++) text_printf(w->out, "%s%" PRId64, d ? "," : "[", v->load[d]);
    text_add(w->out, w->p->load_count ? "]}" : "[]}");
}

static void put_route(const struct route_writer *w, const struct plan_route *r)
{
    const mlg_vehicle *vehicle = &w->p->vehicles[r->vehicle];
    const mlg_visit *first = &r->visits[0], *last = &r->visits[r->visit_count - 1];
    text_add(w->out, "{");
    put_text(w->out, "vehicle", vehicle->id);
    put_text(w->out, "class", vehicle->class_id ? vehicle->class_id : "");
    put_int(w->out, "start_s", first->arrival_s);
    put_int(w->out, "end_s", last->arrival_s + last->wait_s + last->setup_s + last->service_s);
    put_int(w->out, "distance_m", r->totals.distance_m);
    put_int(w->out, "drive_s", r->totals.drive_s);
    put_int(w->out, "setup_s", r->totals.setup_s);
    put_int(w->out, "service_s", r->totals.service_s);
    put_int(w->out, "wait_s", r->totals.wait_s);
    put_int(w->out, "break_s", r->totals.break_s);
    put_int(w->out, "duty_s", r->totals.duty_s);
    put_int(w->out, "energy_j", r->totals.energy_j);
    put_int(w->out, "stops", r->totals.stops);
    put_int(w->out, "cost", r->cost);
    put_int(w->out, "cost_cents", r->cost_cents);
    put_int(w->out, "co2_wtw_mg", r->co2_wtw_mg);
    put_int(w->out, "co2_ttw_mg", r->co2_ttw_mg);
    key(w->out, "visits");
    text_add(w->out, "[");
    for (int32_t i = 0; i < r->visit_count; i++) {
        text_add(w->out, i ? ",\n" : "\n");
        put_visit(w, &r->visits[i]);
    }
    text_add(w->out, "\n]}");
}

static void put_routes(const struct route_writer *w, const mlg_plan *plan)
{
    int32_t put_count = 0;
    key(w->out, "routes");
    text_add(w->out, "[");
    for (int32_t i = 0; i < plan->route_count; i++) {
        if (plan->routes[i].visit_count == 0) continue; /* a vehicle that does nothing is not a route */
        text_add(w->out, put_count++ ? ",\n" : "\n");
        put_route(w, &plan->routes[i]);
    }
    text_add(w->out, put_count ? "\n]" : "]");
}

static void put_unserved_stops(const struct route_writer *w, const mlg_plan *plan)
{
    key(w->out, "unserved");
    text_add(w->out, "[");
    for (int32_t i = 0; i < plan->unserved_count; i++) {
        text_add(w->out, i ? ",\n{" : "\n{");
        put_stop(w, plan->unserved[i]);
        text_add(w->out, "}");
    }
    text_add(w->out, plan->unserved_count ? "\n]" : "]");
}

static mlg_status start_routes(struct route_writer *w, struct text *out, const mlg_problem *p, mlg_error *err)
{
    *w = (struct route_writer) { .out = out, .p = p };
    return mlg__id_index_make(&w->ids, p->stops, p->stop_count, sizeof *p->stops, offsetof(mlg_stop, id))
               ? MLG_OK
               : mlg__no_memory(err, "plan.json");
}

/* -- a routing problem's plan -- */

static void put_routing_summary(struct text *out, const mlg_plan *plan)
{
    mlg_totals sum = { 0 };
    int32_t route_count = 0;
    for (int32_t i = 0; i < plan->route_count; i++) {
        const mlg_totals *t = &plan->routes[i].totals;
        route_count += plan->routes[i].visit_count > 0;
        sum.distance_m += t->distance_m;
        sum.duty_s += t->duty_s;
        sum.energy_j += t->energy_j;
    }
    key(out, "summary");
    text_add(out, "{");
    put_bool(out, "complete", plan->unserved_count == 0);
    put_int(out, "cost", plan->cost);
    put_int(out, "bound", plan->bound);
    put_real(out, "gap", plan->cost > 0 ? (double)(plan->cost - plan->bound) / (double)plan->cost : 0);
    put_int(out, "unserved", plan->unserved_count);
    put_int(out, "routes", route_count);
    put_int(out, "distance_m", sum.distance_m);
    put_int(out, "duty_s", sum.duty_s);
    put_int(out, "energy_j", sum.energy_j);
    text_add(out, "}");
}

mlg_status mlg__routing_plan_write(const mlg_problem *p, const mlg_plan *plan, struct text *out, mlg_error *err)
{
    struct route_writer w;
    MLG_TRY(start_routes(&w, out, p, err));
    put_head(out, "routing");
    key(out, "problem");
    text_add(out, "{");
    put_text(out, "name", p->name ? p->name : "");
    put_int(out, "cost_scale", p->cost_scale);
    text_add(out, "}");
    next_line(out);
    key(out, "options");
    text_add(out, "{");
    put_text(out, "rounding", p->rounding ? p->rounding : "");
    put_int(out, "ticks_per_s", p->ticks_per_s);
    text_add(out, "}");
    next_line(out);
    put_routing_summary(out, plan);
    next_line(out);
    put_routes(&w, plan);
    next_line(out);
    put_unserved_stops(&w, plan);
    mlg__id_index_free(&w.ids);
    return put_foot(out, err);
}

/* -- a network plan -- */

static void put_row(struct text *out, const mlg_scenario *s, const struct plan_shape *shape, const void *row)
{
    text_add(out, "{");
    for (int32_t i = 0; i < shape->field_count; i++) {
        key(out, mlg__field_key(s, &shape->fields[i]).text);
        mlg__field_json(out, s, &shape->fields[i], row);
    }
    text_add(out, "}");
}

static void put_rows(struct text *out, const mlg_scenario *s, enum plan_table table, const void *rows, int32_t count)
{
    const struct plan_shape *shape = &mlg__plan_shapes[table];
    key(out, shape->key);
    text_add(out, "[");
    for (int32_t i = 0; i < count; i++) {
        text_add(out, i ? ",\n" : "\n");
        put_row(out, s, shape, (const char *)rows + (size_t)i * shape->row_bytes);
    }
    text_add(out, count ? "\n]" : "]");
}

static void put_table(struct text *out, const mlg_scenario *s, const struct network_side *side, enum plan_table table)
{
    const struct plan_rows r = mlg__side_rows(side, table);
    put_rows(out, s, table, r.rows, r.count);
}

/* Everything left out over all periods, a day in each of them. */
static int64_t unserved_milli(const struct network_side *side)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < side->unserved_count; i++) sum += side->unserved[i].units_milli;
    return sum;
}

/* before (bound NULL) has no bound of its own. */
static void put_summary(struct text *out, const mlg_network_plan *plan, const struct network_side *side)
{
    const bool main_side = side == &plan->plan;
    key(out, "summary");
    text_add(out, "{");
    if (main_side) put_bool(out, "complete", plan->complete);
    put_int(out, "cost", side->cost);
    if (main_side) {
        put_int(out, "bound", plan->bound);
        put_text(out, "bound_kind", mlg__bound_name[plan->bound_kind]);
        put_real(out, "gap", plan->gap);
        if (plan->stability_micro) put_int(out, "stability", mlg__plan_stability(plan));
    }
    key(out, "unserved");
    text_fixed(out, unserved_milli(side), 3);
    put_rows(out, plan->scenario, TABLE_PERIODS, side->periods, plan->scenario->period_count);
    text_add(out, "}");
}

/* Keys from summary to speed: the first part of each side. */
static void put_side_figures(struct text *out, const mlg_network_plan *plan, const struct network_side *side)
{
    const mlg_scenario *s = plan->scenario;
    put_summary(out, plan, side);
    next_line(out);
    put_table(out, s, side, TABLE_ACCOUNT);
    next_line(out);
    put_int(out, "total_cents", side->total_cents);
    next_line(out);
    put_table(out, s, side, TABLE_CO2);
    next_line(out);
    put_table(out, s, side, TABLE_SPEED);
}

static void put_side_tables(struct text *out, const mlg_network_plan *plan, const struct network_side *side)
{
    put_table(out, plan->scenario, side, TABLE_SITES);
    next_line(out);
    put_table(out, plan->scenario, side, TABLE_ASSIGNMENT);
    next_line(out);
    put_table(out, plan->scenario, side, TABLE_CHAINS);
}

static void put_problem(struct text *out, const mlg_scenario *s)
{
    key(out, "problem");
    text_add(out, "{");
    put_text(out, "name", s->name);
    put_text(out, "currency", s->currency);
    put_real(out, "quantum", 1e-6);
    text_add(out, "}");
}

static bool leaves_out(const struct network_side *side, int32_t service)
{
    for (int32_t i = 0; i < side->unserved_count; i++)
        if (side->unserved[i].service == service) return true;
    return false;
}

/* The price of an unserved unit, where there is one: the scenario may leave it to siting (three times the dearest
 * lane). */
static void put_unserved_prices(struct text *out, const mlg_network_plan *plan)
{
    const mlg_scenario *s = plan->scenario;
    bool any = false;
    for (int32_t i = 0; i < s->service_count; i++) {
        if (!leaves_out(&plan->plan, i) && !leaves_out(&plan->before, i)) continue;
        if (!any) {
            key(out, "unserved_micro");
            text_add(out, "{");
        }
        any = true;
        put_int(out, s->services[i].id, s->services[i].unserved_micro);
    }
    if (any) text_add(out, "}");
}

/* How many days of each network were routed: nothing else tells that a day is missing, or whose it is where both
 * networks serve the same customers from a station. */
static void put_day_counts(struct text *out, const mlg_network_plan *plan)
{
    int32_t before = 0;
    for (int32_t i = 0; i < plan->day_count; i++) before += plan->days[i].before;
    key(out, "days");
    text_add(out, "{");
    put_int(out, "plan", plan->day_count - before);
    put_int(out, "before", before);
    text_add(out, "}");
}

/* Options at their default are not written: one that changes nothing could not be checked. */
static void put_options(struct text *out, const mlg_network_plan *plan)
{
    const mlg_scenario *s = plan->scenario;
    key(out, "options");
    text_add(out, "{");
    put_text(out, "legs", plan->leg_label ? plan->leg_label : "");
    put_bool(out, "estimated", plan->estimated);
    put_real(out, "co2_eur_per_t", s->co2_eur_per_t);
    put_real(out, "hour_eur", s->hour_eur);
    put_int(out, "seed", (int64_t)s->seed);
    put_day_counts(out, plan);
    put_unserved_prices(out, plan);
    if (!plan->residual) put_bool(out, "residual", false);
    if (!plan->embodied_counts) put_bool(out, "embodied", false);
    if (plan->extension_surcharge != MLG_EXTENSION_SURCHARGE)
        put_real(out, "extension_surcharge", plan->extension_surcharge);
    if (plan->stability_micro) {
        put_int(out, "stability_micro", plan->stability_micro);
        put_rows(out, s, TABLE_KEPT, plan->kept, plan->kept_count);
    }
    text_add(out, "}");
}

static mlg_status put_day(struct text *out, const mlg_network_plan *plan, const struct plan_day *day, mlg_error *err)
{
    const mlg_scenario *s = plan->scenario;
    const mlg_problem *names;
    mlg_problem *made;
    struct route_writer w;
    MLG_TRY(mlg__day_names(plan, day, &names, &made, err));
    const mlg_status status = start_routes(&w, out, names, err);
    if (status) {
        mlg_problem_free(made);
        return status;
    }
    text_add(out, "{");
    put_text(out, "network", day->before ? "before" : "plan");
    put_text(out, "site", s->sites[day->site].id);
    put_text(out, "period", s->periods[day->period].label);
    put_int(out, "day", day->day);
    put_int(out, "seed", (int64_t)day->seed);
    put_int(out, "cost", day->routes->cost);
    put_routes(&w, day->routes);
    if (day->street_count) put_rows(out, s, TABLE_STREETS, day->streets, day->street_count);
    put_unserved_stops(&w, day->routes);
    text_add(out, "}");
    mlg__id_index_free(&w.ids);
    mlg_problem_free(made);
    return MLG_OK;
}

static mlg_status put_days(struct text *out, const mlg_network_plan *plan, mlg_error *err)
{
    key(out, "days");
    text_add(out, "[");
    for (int32_t i = 0; i < plan->day_count; i++) {
        text_add(out, i ? ",\n" : "\n");
        MLG_TRY(put_day(out, plan, &plan->days[i], err));
    }
    text_add(out, plan->day_count ? "\n]" : "]");
    return MLG_OK;
}

static mlg_status check_seeds(const mlg_network_plan *plan, mlg_error *err)
{
    bool fits = plan->scenario->seed <= INT64_MAX;
    for (int32_t i = 0; i < plan->day_count; i++) fits = fits && plan->days[i].seed <= INT64_MAX;
    if (fits) return MLG_OK;
    return mlg__fail(err, MLG_OVER_LIMIT, "options/seed",
                     TXT("a seed above 9,223,372,036,854,775,807 does not fit plan.json",
                         "une graine au-dessus de 9 223 372 036 854 775 807 ne tient pas dans plan.json"),
                     TXT("choose a smaller --seed", "choisissez un --seed plus petit"));
}

mlg_status mlg__network_plan_write(const mlg_network_plan *plan, struct text *out, mlg_error *err)
{
    const mlg_scenario *s = plan->scenario;
    MLG_TRY(check_seeds(plan, err));
    put_head(out, "network");
    put_problem(out, s);
    next_line(out);
    put_options(out, plan);
    next_line(out);
    put_side_figures(out, plan, &plan->plan);
    next_line(out);
    key(out, "before");
    text_add(out, "{\n");
    put_side_figures(out, plan, &plan->before);
    next_line(out);
    put_side_tables(out, plan, &plan->before);
    next_line(out);
    put_table(out, s, &plan->before, TABLE_UNSERVED);
    text_add(out, "\n}");
    next_line(out);
    put_side_tables(out, plan, &plan->plan);
    next_line(out);
    put_rows(out, s, TABLE_CALIBRATION, plan->phis, plan->phi_count);
    next_line(out);
    MLG_TRY(put_days(out, plan, err));
    next_line(out);
    put_table(out, s, &plan->plan, TABLE_UNSERVED);
    next_line(out);
    put_texts(out, "warnings", plan->warnings, plan->warning_count);
    next_line(out);
    put_texts(out, "sources", s->credits, s->source_count);
    return put_foot(out, err);
}

mlg_status mlg__day_names(const mlg_network_plan *plan, const struct plan_day *day, const mlg_problem **names,
                          mlg_problem **made, mlg_error *err)
{
    const mlg_scenario *s = plan->scenario;
    *made = NULL;
    *names = day->problem;
    if (day->problem) return MLG_OK;
    mlg_builder *b = mlg_builder_new();
    if (!b) return mlg__no_memory(err, "plan.json");
    const mlg_status status =
        mlg__sample_day(s, plan, day->before, day->site, day->period, day->day, day->seed, b, NULL, NULL, err);
    if (status) {
        mlg_builder_free(b);
        return status;
    }
    for (int32_t k = 0, c; (c = mlg__day_class(s, k)) != MLG_NONE; k++)
        mlg_builder_vehicle(b, &(mlg_vehicle) { .id = s->vehicles[c].id,
                                                .class_id = s->vehicles[c].id,
                                                .capacity = { MLG_LOAD_MAX, MLG_LOAD_MAX } });
    MLG_TRY(mlg_builder_finish(b, made, NULL, err));
    *names = *made;
    return MLG_OK;
}
