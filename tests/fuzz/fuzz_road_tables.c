/* fuzz_road_tables.c — any bytes as a graph in tables or of DIMACS: a graph whose every index holds, or an error with
 * words. The first byte chooses the kind; a line "--" parts places from arcs. */
#include <stdlib.h>
#include <string.h>

#include "roads/plain_map.h"
#include "roads/source.h"
#include "roads/states.h"
#include "roads/urban.h"
#include "support/graph_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    char *copy = malloc(size); /* without a 0 behind */
    if (!copy) return 0;
    memcpy(copy, data + 1, size - 1);
    copy[size - 1] = 0;
    const char *cut = strstr(copy, "\n--\n");
    const size_t first = cut ? (size_t)(cut - copy) + 1 : size - 1, second = cut ? first + 3 : size - 1;
    const struct source places = { .bytes = (const uint8_t *)copy, .size = first, .name = "places" };
    const struct source arcs = { .bytes = (const uint8_t *)copy + second, .size = size - 1 - second, .name = "arcs" };
    struct road_graph g = { 0 };
    mlg_error err = { 0 };
    const mlg_status status = mlg__plain_map_bytes(&places, &arcs, data[0] == 'd', &g, &err);
    if (status && !err.message[0]) abort();
    if (!status && g.edge_count && mlg__urban_by_density(&g) && !mlg__states_build(&g, NULL, false, NULL))
        graph_check(&g);
    mlg__road_graph_free(&g);
    free(copy);
    return 0;
}
