/* router_osrm.c — OSRM's /table service: GET with all coordinates, sources first. */
#include <string.h>

#include "io/router_answer.h"

void mlg__osrm_request(const struct router_ask *ask, struct text *path, struct text *body)
{
    static const char *const profiles[] = { "driving", "driving", "cycling" }; /* a server has one, whatever the word */
    (void)body;
    text_printf(path, "/table/v1/%s/", profiles[ask->vehicle]);
    for (int32_t i = 0; i < ask->from_count; i++) mlg__router_lon_lat(path, ask->from[i], i ? ";" : "", "");
    for (int32_t j = 0; j < ask->to_count; j++) mlg__router_lon_lat(path, ask->to[j], ";", "");
    text_add(path, "?annotations=duration,distance&sources=");
    for (int32_t i = 0; i < ask->from_count; i++) text_printf(path, "%s%d", i ? ";" : "", i);
    text_add(path, "&destinations=");
    for (int32_t j = 0; j < ask->to_count; j++) text_printf(path, "%s%d", j ? ";" : "", ask->from_count + j);
}

enum router_verdict mlg__osrm_read(const struct router_reading *r, int http_status, const json_t *root)
{
    const char *code = json_string_value(json_object_get(root, "code"));
    (void)http_status;
    if (!code) return mlg__router_refused(r, "", "no code in the answer");
    if (!strcmp(code, "NoSegment") || !strcmp(code, "NoTable") || !strcmp(code, "TooBig")) {
        mlg__router_refused(r, code, json_string_value(json_object_get(root, "message")));
        return ROUTER_SPLIT;
    }
    if (strcmp(code, "Ok")) return mlg__router_refused(r, code, json_string_value(json_object_get(root, "message")));
    return mlg__router_plane(r, json_object_get(root, "durations"), "durations", 1, false) &&
                   mlg__router_plane(r, json_object_get(root, "distances"), "distances", 1, true)
               ? ROUTER_READ
               : ROUTER_REFUSED;
}
