/* fuzz_scenario.c — any bytes as the files of a scenario folder: refused with words, or a scenario that holds what the
 * rest of the program counts on. Input: files one after the other, each after a line "== name". */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/energy.h"
#include "io/emissions.h"
#include "io/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = 10, NAME_BYTES = 32 };

/* What every user of a scenario relies on without looking. */
static void check_scenario(const mlg_scenario *s)
{
    if (s->period_count < 1 || s->service_count < 1 || s->level_count < 1 || !s->sites || !s->demands) abort();
    for (int32_t i = 0; i < s->site_count; i++) {
        const struct site *a = &s->sites[i];
        if (a->kind < 0 || a->kind >= s->kind_count || !(a->allowed >> a->state_today & 1) ||
            a->state_today > s->kinds[a->kind].size_count)
            abort();
        for (int32_t t = 0; t < s->period_count; t++)
            if (mlg__fixed_state(s, i, t, false) < 0 || !(s->site_grid_kg_per_kwh[i * s->period_count + t] >= 0))
                abort();
    }
    for (int32_t i = 0; i < s->demand_count; i++) {
        const struct demand *d = &s->demands[i];
        if (!(d->density_stops_km2 >= 0) || !isfinite(d->density_stops_km2) || !d->id[0] || !d->name[0]) abort();
        for (int32_t k = 0; k < s->service_count * s->period_count; k++)
            if (d->units_milli[k] < 0 || d->units_milli[k] > MLG_UNITS_MILLI_MAX) abort();
    }
    for (int32_t i = 0; i < s->size_count; i++)
        if (s->sizes[i].capacity_milli <= 0 || s->sizes[i].kind < 0 || !(s->sizes[i].life_years > 0)) abort();
    for (int32_t i = 0; i < s->lane_count; i++)
        if (s->lanes[i].from_site < 0 || (s->lanes[i].to_site < 0 && s->lanes[i].to_demand < 0)) abort();
}

static int32_t cut_files(char *text, struct scenario_file *files, char names[FILES_MAX][NAME_BYTES])
{
    int32_t count = 0;
    for (char *at = strstr(text, "== "); at && count < FILES_MAX;) {
        const size_t length = strcspn(at + 3, "\n");
        char *next = strstr(at + 3, "\n== "), *body = at + 3 + length;
        snprintf(names[count], NAME_BYTES, "%.*s", (int)(length < NAME_BYTES ? length : NAME_BYTES - 1), at + 3);
        if (*body) body++;
        const size_t size = next && next >= body ? (size_t)(next + 1 - body) : next ? 0 : strlen(body);
        files[count] = (struct scenario_file) { names[count], body, size };
        count++;
        at = next ? next + 1 : NULL;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena memory;
    static struct emission_tables tables;
    mlg_error err = { 0 };
    if (!tables.class_count &&
        (mlg__emissions_read(NULL, &memory, &tables, NULL, &err) || mlg__fleet_complete(&tables, NULL, &err)))
        abort();

    char *text = malloc(size + 1), names[FILES_MAX][NAME_BYTES];
    struct scenario_file files[FILES_MAX];
    if (!text) abort();
    memcpy(text, data, size);
    text[size] = 0;
    const int32_t count = cut_files(text, files, names);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_scenario *s = NULL;
    const mlg_status status = mlg__scenario_read_files(files, count, &tables, MLG_FR, &s, found, &err);
    if ((status == MLG_OK) != (s != NULL) || status == MLG_INTERNAL || (status && !err.message[0])) abort();
    if (s) check_scenario(s);
    mlg_scenario_free(s);
    mlg_findings_free(found);
    free(text);
    return 0;
}
