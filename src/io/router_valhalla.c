/* router_valhalla.c — Valhalla's /sources_to_targets service: POST; it answers in kilometres, terse or pair by pair. */
#include <string.h>

#include "io/router_answer.h"
#include "model/units.h"

#define M_PER_MILE 1609.344

static void put_places(struct text *t, const char *key, const mlg_point *points, int32_t count)
{
    text_printf(t, "\"%s\":[", key);
    for (int32_t i = 0; i < count; i++) {
        text_add(t, i ? ",{\"lat\":" : "{\"lat\":");
        text_fixed(t, mlg__round(points[i].lat_deg * 1e6), 6);
        text_add(t, ",\"lon\":");
        text_fixed(t, mlg__round(points[i].lon_deg * 1e6), 6);
        text_add(t, "}");
    }
    text_add(t, "]");
}

void mlg__valhalla_request(const struct router_ask *ask, struct text *path, struct text *body)
{
    static const char *const costings[] = { "auto", "truck", "bicycle" };
    text_add(path, "/sources_to_targets");
    text_add(body, "{");
    put_places(body, "sources", ask->from, ask->from_count);
    text_add(body, ",");
    put_places(body, "targets", ask->to, ask->to_count);
    text_printf(body, ",\"costing\":\"%s\",\"units\":\"kilometers\",\"verbose\":false}", costings[ask->vehicle]);
}

/* [[{"time", "distance", …}]]: older servers, and those asked to be verbose. */
static bool read_pairs(const struct router_reading *r, const json_t *rows, double scale)
{
    for (int32_t i = 0; i < r->ask->from_count; i++)
        for (int32_t j = 0; j < r->ask->to_count; j++) {
            const json_t *pair = json_array_get(json_array_get(rows, (size_t)i), (size_t)j);
            mlg_leg *leg = &r->legs[(ptrdiff_t)i * r->ask->to_count + j];
            if (!mlg__router_number(r, json_object_get(pair, "time"), "time", 1, &leg->time_s) ||
                !mlg__router_number(r, json_object_get(pair, "distance"), "distance", scale, &leg->distance_m))
                return false;
        }
    return true;
}

/* 171: no road near a point; 442: no way; 150 to 154: too many or too far. */
static bool asks_for_parts(json_int_t code) { return code == 171 || code == 442 || (code >= 150 && code <= 154); }

enum router_verdict mlg__valhalla_read(const struct router_reading *r, int http_status, const json_t *root)
{
    const json_t *code = json_object_get(root, "error_code"), *units = json_object_get(root, "units");
    const json_t *table = json_object_get(root, "sources_to_targets");
    const bool miles = json_is_string(units) && !strncmp(json_string_value(units), "mi", 2);
    const double scale = miles ? M_PER_MILE : MLG_M_PER_KM;
    if (code || http_status >= 400) {
        mlg__router_refused(r, "", json_string_value(json_object_get(root, "error")));
        return asks_for_parts(json_integer_value(code)) ? ROUTER_SPLIT : ROUTER_REFUSED;
    }
    if (json_is_array(table)) return read_pairs(r, table, scale) ? ROUTER_READ : ROUTER_REFUSED;
    return mlg__router_plane(r, json_object_get(table, "durations"), "durations", 1, false) &&
                   mlg__router_plane(r, json_object_get(table, "distances"), "distances", scale, true)
               ? ROUTER_READ
               : ROUTER_REFUSED;
}
