/* geojson.c — see geojson.h. */
#include "io/geojson.h"

#include <inttypes.h>

#include "io/plan_json.h"

static void put_point(struct text *out, const mlg_problem *p, int32_t place)
{
    const struct place *at = &p->places[place];
    text_add(out, "[");
    text_double(out, p->plane ? at->x : at->lon_deg);
    text_add(out, ",");
    text_double(out, p->plane ? at->y : at->lat_deg);
    text_add(out, "]");
}

static void put_property(struct text *out, const char *name, int64_t value)
{
    text_printf(out, ",\"%s\":%" PRId64, name, value);
}

/* head: properties before those of the route, each ended by a comma. */
static void put_route(struct text *out, const mlg_problem *p, const struct plan_route *r, int32_t number,
                      const char *head)
{
    text_printf(out, "{\"type\":\"Feature\",\"properties\":{%s\"route\":%" PRId32 ",\"vehicle\":", head, number);
    text_json(out, p->vehicles[r->vehicle].id);
    put_property(out, "stops", r->totals.stops);
    put_property(out, "distance_m", r->totals.distance_m);
    put_property(out, "duty_s", r->totals.duty_s);
    put_property(out, "energy_j", r->totals.energy_j);
    put_property(out, "cost_cents", r->cost_cents);
    put_property(out, "co2_wtw_mg", r->co2_wtw_mg);
    text_add(out, "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
    bool first = true;
    for (int32_t i = 0; i < r->visit_count; i++) {
        if (r->visits[i].place == MLG_NONE) continue; /* a break on the road */
        if (!first) text_add(out, ",");
        first = false;
        put_point(out, p, r->visits[i].place);
    }
    text_add(out, "]}}");
}

static void put_routes(struct text *out, const mlg_problem *p, const mlg_plan *plan, const char *head, bool *any)
{
    for (int32_t i = 0; i < plan->route_count; i++) {
        if (plan->routes[i].visit_count == 0) continue;
        text_add(out, *any ? ",\n" : "\n");
        *any = true;
        put_route(out, p, &plan->routes[i], i, head);
    }
}

void mlg__geojson_plan(const mlg_problem *p, const mlg_plan *plan, struct text *out)
{
    bool any = false;
    text_add(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    put_routes(out, p, plan, "", &any);
    text_add(out, "\n]}\n");
}

static mlg_status put_day(struct text *out, const mlg_network_plan *plan, const struct plan_day *day, bool *any,
                          mlg_error *err)
{
    const mlg_problem *p;
    mlg_problem *made;
    struct text head = { 0 };
    MLG_TRY(mlg__day_names(plan, day, &p, &made, err));
    text_printf(&head, "\"network\":\"%s\",\"site\":", day->before ? "before" : "plan");
    text_json(&head, plan->scenario->sites[day->site].id);
    text_add(&head, ",\"period\":");
    text_json(&head, plan->scenario->periods[day->period].label);
    text_printf(&head, ",\"day\":%" PRId32 ",", day->day);
    if (!head.failed) put_routes(out, p, day->routes, head.data, any);
    out->failed |= head.failed;
    text_free(&head);
    mlg_problem_free(made);
    return MLG_OK;
}

mlg_status mlg__geojson_network(const mlg_network_plan *plan, struct text *out, mlg_error *err)
{
    bool any = false;
    text_add(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (int32_t i = 0; i < plan->day_count; i++) MLG_TRY(put_day(out, plan, &plan->days[i], &any, err));
    text_add(out, "\n]}\n");
    return out->failed ? mlg__no_memory(err, "routes.geojson") : MLG_OK;
}
