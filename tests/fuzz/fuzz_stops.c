/* fuzz_stops.c — any bytes as a table of stops, and after a line "===" as a table of vehicles. */
#include <stdlib.h>
#include <string.h>

#include "io/stops_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct stops_file stops = { "stops.csv", bytes, size }, vehicles = { "vehicles.csv", bytes, 0 };
    for (size_t i = 0; i + 5 <= size; i++)
        if (!memcmp(bytes + i, "\n===\n", 5)) {
            stops.size = i;
            vehicles.bytes = bytes + i + 5;
            vehicles.size = size - i - 5;
            break;
        }
    const struct tasks_ask ask = { 0 };
    const struct stops_fleet fleet = { .has_depot = size % 2, .lat_deg = 45, .lon_deg = 4, .capacity = 9 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    struct tasks t;
    mlg_problem *p = NULL;
    mlg_status status = mlg__stops_read(&stops, vehicles.size ? &vehicles : NULL, &fleet, &ask, &t, found, &err);
    if (!status != !mlg_findings_count(found, false)) abort();
    for (int32_t i = 0; !status && i < t.legs_count; i++) t.legs[i].crow = true;
    if (!status) mlg__tasks_problem(&t, &ask, &p, found, &err);
    mlg_problem_free(p);
    mlg__tasks_free(&t);
    mlg_findings_free(found);
    return 0;
}
