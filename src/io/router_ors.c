/* router_ors.c — openrouteservice's /v2/matrix service: POST, sources and destinations by number. */
#include "io/router_answer.h"

static void put_numbers(struct text *t, const char *key, int32_t first, int32_t count)
{
    text_printf(t, ",\"%s\":[", key);
    for (int32_t i = 0; i < count; i++) text_printf(t, "%s\"%d\"", i ? "," : "", first + i);
    text_add(t, "]");
}

void mlg__ors_request(const struct router_ask *ask, struct text *path, struct text *body)
{
    static const char *const profiles[] = { "driving-car", "driving-hgv", "cycling-electric" };
    text_printf(path, "/v2/matrix/%s", profiles[ask->vehicle]);
    text_add(body, "{\"locations\":[");
    for (int32_t i = 0; i < ask->from_count; i++) mlg__router_lon_lat(body, ask->from[i], i ? ",[" : "[", "]");
    for (int32_t j = 0; j < ask->to_count; j++) mlg__router_lon_lat(body, ask->to[j], ",[", "]");
    text_add(body, "]");
    put_numbers(body, "sources", 0, ask->from_count);
    put_numbers(body, "destinations", ask->from_count, ask->to_count);
    text_add(body, ",\"metrics\":[\"duration\",\"distance\"],\"units\":\"m\"}");
}

/* 6010: a point without a road; 6004: too many pairs. */
enum router_verdict mlg__ors_read(const struct router_reading *r, int http_status, const json_t *root)
{
    const json_t *error = json_object_get(root, "error");
    if (error || http_status >= 400) {
        const json_int_t code = json_integer_value(json_object_get(error, "code"));
        const char *words = json_string_value(json_is_object(error) ? json_object_get(error, "message") : error);
        mlg__router_refused(r, "", words);
        return code == 6010 || code == 6004 ? ROUTER_SPLIT : ROUTER_REFUSED;
    }
    return mlg__router_plane(r, json_object_get(root, "durations"), "durations", 1, false) &&
                   mlg__router_plane(r, json_object_get(root, "distances"), "distances", 1, true)
               ? ROUTER_READ
               : ROUTER_REFUSED;
}
