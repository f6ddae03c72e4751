/* fuzz_places.c — any bytes as a table of points: refused with a place, or points with a name each. */
#include <math.h>
#include <stdlib.h>

#include "io/places.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mlg_places places = { 0 };
    mlg_findings *found = mlg_findings_new(size % 2 ? MLG_FR : MLG_EN);
    mlg_error err = { 0 };
    const mlg_status status = mlg__places_read("fuzz.csv", (const char *)data, size, &places, found, &err);
    if (!status != !mlg_findings_count(found, false)) abort();
    for (int32_t i = 0; !status && i < places.count; i++)
        if (!places.id[i][0] || !(fabs(places.point[i].lat_deg) <= 180) || !(fabs(places.point[i].lon_deg) <= 180))
            abort();
    mlg__arena_free(&places.arena);
    mlg_findings_free(found);
    return 0;
}
