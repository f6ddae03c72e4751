/* fuzz_pbf.c — any bytes as an OpenStreetMap file: a graph whose every index holds, or an error with words. Then it is
 * used: all profiles, with and without turn costs. */
#include <stdlib.h>
#include <string.h>

#include "roads/profile.h"
#include "roads/source.h"
#include "support/graph_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct source s = { .bytes = data, .size = size, .name = "fuzz.osm.pbf" };
    mlg_findings *found = mlg_findings_new(MLG_FR);
    for (int turns = 0; turns < 2; turns++) {
        struct road_graph g;
        struct map_counts c;
        mlg_error err = { 0 };
        const mlg_status status = mlg__map_build_pbf(&s, &(struct map_options) { .turns = turns }, &g, &c, found, &err);
        if (status && (!err.message[0] || err.status != status)) abort();
        if (!status) graph_check(&g);
        mlg__road_graph_free(&g);
    }
    mlg_findings_free(found);
    return 0;
}
