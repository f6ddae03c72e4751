/* geojson.c — see geojson.h. */
#include "io/geojson.h"

#include <inttypes.h>

#include "io/plan_json.h"
#include "model/route_way.h"

void mlg__geojson_point(struct text *out, mlg_point p)
{
    text_add(out, "[");
    text_fixed(out, mlg__round(p.lon_deg * 1e7), 7);
    text_add(out, ",");
    text_fixed(out, mlg__round(p.lat_deg * 1e7), 7);
    text_add(out, "]");
}

void mlg__geojson_credit(struct text *out, const char *credit)
{
    if (!credit || !credit[0]) return;
    text_add(out, ",\"attribution\":");
    text_json(out, credit);
}

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

/* The legs of a way one after the other; where one begins the last has ended. */
static void put_leg(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct text *out = user;
    for (int32_t i = leg > 0; i < count; i++) {
        if (leg || i) text_add(out, ",");
        mlg__geojson_point(out, points[i]);
    }
}

static void put_straight(struct text *out, const mlg_problem *p, const struct plan_route *r)
{
    bool first = true;
    for (int32_t i = 0; i < r->visit_count; i++) {
        if (r->visits[i].place == MLG_NONE) continue; /* a break on the road */
        if (!first) text_add(out, ",");
        first = false;
        put_point(out, p, r->visits[i].place);
    }
}

struct ways { const mlg_leg_source *legs; const mlg_scenario *s; }; /* all NULL: straight lines */

/* head: properties before those of the route, each ended by a comma. */
static mlg_status put_route(struct text *out, const mlg_problem *p, const struct plan_route *r, int32_t number,
                            const char *head, struct ways ways, mlg_error *err)
{
    mlg_status status = MLG_OK;
    text_printf(out, "{\"type\":\"Feature\",\"properties\":{%s\"route\":%" PRId32 ",\"vehicle\":", head, number);
    text_json(out, p->vehicles[r->vehicle].id);
    put_property(out, "stops", r->totals.stops);
    put_property(out, "distance_m", r->totals.distance_m);
    put_property(out, "duty_s", r->totals.duty_s);
    put_property(out, "energy_j", r->totals.energy_j);
    put_property(out, "cost_cents", r->cost_cents);
    put_property(out, "co2_wtw_mg", r->co2_wtw_mg);
    text_add(out, "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
    if (ways.legs && ways.legs->way)
        status = mlg__route_way(ways.legs, mlg__day_class(ways.s, r->vehicle), p, r, put_leg, out, err);
    else put_straight(out, p, r);
    text_add(out, "]}}");
    return status;
}

static mlg_status put_routes(struct text *out, const mlg_problem *p, const mlg_plan *plan, const char *head, struct ways ways,
                             bool *any, mlg_error *err)
{
    for (int32_t i = 0; i < plan->route_count; i++) {
        if (plan->routes[i].visit_count == 0) continue;
        text_add(out, *any ? ",\n" : "\n");
        *any = true;
        MLG_TRY(put_route(out, p, &plan->routes[i], i, head, ways, err));
    }
    return MLG_OK;
}

void mlg__geojson_plan(const mlg_problem *p, const mlg_plan *plan, struct text *out)
{
    bool any = false;
    text_add(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    put_routes(out, p, plan, "", (struct ways) { NULL, NULL }, &any, NULL); /* straight lines cannot fail */
    text_add(out, "\n]}\n");
}

static mlg_status put_day(struct text *out, const mlg_network_plan *plan, const mlg_leg_source *legs, const struct plan_day *day,
                          bool *any, mlg_error *err)
{
    mlg_status status = MLG_OK;
    const mlg_problem *p;
    mlg_problem *made;
    struct text head = { 0 };
    MLG_TRY(mlg__day_names(plan, day, &p, &made, err));
    text_printf(&head, "\"network\":\"%s\",\"site\":", day->before ? "before" : "plan");
    text_json(&head, plan->scenario->sites[day->site].id);
    text_add(&head, ",\"period\":");
    text_json(&head, plan->scenario->periods[day->period].label);
    text_printf(&head, ",\"day\":%" PRId32 ",", day->day);
    if (!head.failed) status = put_routes(out, p, day->routes, head.data, (struct ways) { legs, plan->scenario }, any, err);
    out->failed |= head.failed;
    text_free(&head);
    mlg_problem_free(made);
    return status;
}

mlg_status mlg__geojson_network(const mlg_network_plan *plan, const mlg_leg_source *legs, struct text *out, mlg_error *err)
{
    bool any = false;
    text_add(out, "{\"type\":\"FeatureCollection\"");
    mlg__geojson_credit(out, legs ? legs->credit : NULL);
    text_add(out, ",\"features\":[");
    for (int32_t i = 0; i < plan->day_count; i++) MLG_TRY(put_day(out, plan, legs, &plan->days[i], &any, err));
    text_add(out, "\n]}\n");
    return out->failed ? mlg__no_memory(err, "routes.geojson") : MLG_OK;
}
