/* fuzz_location.c — any bytes as a location file of each format, and as a plan.json of a small problem: refused with a
 * place, or a problem whose plans are checked, written and read again the same. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/location_plan.h"
#include "io/location_read.h"
#include "maillage/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_and_write(const mlg_location *l, const mlg_location_plan *plan)
{
    struct text first = { 0 }, second = { 0 };
    mlg_location_plan *again = NULL;
    mlg_findings *violations = mlg_findings_new(MLG_FR);
    if (mlg_check_location(l, plan, violations, NULL)) abort();
    if (mlg__location_plan_write(l, plan, &first, NULL)) abort();
    if (mlg__location_plan_read(first.data, first.length, l, &again, NULL, NULL)) abort();
    if (mlg__location_plan_write(l, again, &second, NULL) || strcmp(first.data, second.data) != 0) abort();
    mlg_location_plan_free(again);
    mlg_findings_free(violations);
    text_free(&first);
    text_free(&second);
}

/* Everything open, each client served by its first lane: seldom valid, always a plan. */
static void use(const mlg_location *l)
{
    mlg_location_plan plan = { .found = true, .bound = INT64_MIN };
    plan.open = arena_array(&plan.arena, bool, l->sites.count);
    plan.plant_open = arena_array(&plan.arena, bool, l->plants.count);
    plan.flows = arena_array(&plan.arena, struct location_flow, l->client_count);
    for (int32_t s = 0; s < l->sites.count; s++) plan.open[s] = true;
    for (int32_t c = 0; c < l->client_count; c++)
        if (l->first[c] < l->first[c + 1])
            plan.flows[plan.flow_count++] = (struct location_flow) { c, l->lanes[l->first[c]].site, l->demand[c] };
    plan.cost = mlg__location_cost(l, &plan);
    check_and_write(l, &plan);
    mlg__arena_free(&plan.arena);
}

static void read_as(const char *format, const char *data, size_t size)
{
    const struct location_params params = { .capacity = 50, .radius = 5, .count = 1, .single_source = -1 };
    mlg_location *l = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const mlg_status status = mlg__location_read("fuzz", data, size, format, &params, &l, found, NULL);
    if ((status == MLG_OK) != (l != NULL) || (status == MLG_OK) != (mlg_findings_count(found, false) == 0)) abort();
    if (l) use(l);
    mlg_location_free(l);
    mlg_findings_free(found);
}

static void read_plan(const char *data, size_t size)
{
    static const char *const texts[][2] = {
        { "cap", "2 3\n10 100.5\n10 200\n4\n8.25 3\n5\n15 20\n3\n7 6\n" },
        { "mp-tscflp", "1 2 2 2\n4 5\n3 2\n9 9 50\n1 2\n3 4\n8 8 100\n8 8 200\n2 3\n1 4\n5 6\n7 8\n" },
    };
    for (int i = 0; i < 2; i++) {
        mlg_location *l = NULL;
        mlg_location_plan *plan = NULL;
        if (mlg__location_read("sample", texts[i][1], strlen(texts[i][1]), texts[i][0], NULL, &l, NULL, NULL)) abort();
        if (mlg__location_plan_read(data, size, l, &plan, NULL, NULL) == MLG_OK) check_and_write(l, plan);
        mlg_location_plan_free(plan);
        mlg_location_free(l);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    for (int i = 0; mlg__location_formats[i]; i++) read_as(mlg__location_formats[i], bytes, size);
    read_as(NULL, bytes, size);
    if (size > 0 && data[0] == '{') read_plan(bytes, size);
    return 0;
}
