/* fuzz_emissions.c — any bytes as one of the emission tables of a folder, plain or compressed: refused with words, or
 * classes whose energy can be asked for. The first byte chooses the table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts/energy.h"
#include "accounts/energy_table.h"
#include "io/emissions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* header: the two large tables stand in the folder without rows, which makes an input four times as fast. */
static const struct {
    const char *name, *header;
} tables_of_folder[] = {
    { "vehicle_classes.csv", NULL },
    { "energy_coeffs.csv", NULL },
    { "fuel_factors.csv", NULL },
    { "grid_electricitymaps_ODbL.csv", NULL },
    { "grid_ember_2024.csv", NULL },
    { "hub_factors.csv", NULL },
    { "datacentre_factors.csv", NULL },
    { "cmem_prp.csv", NULL },
    { "emep_eea_ec_diesel.csv",
      "segment,euro,slope,load_fraction,alpha,beta,gamma,delta,epsilon,zita,hta,rf_percent,vmin_kmh,vmax_kmh\n" },
    { "fr_level1_2012.csv", NULL },
    { "desnz_2025_road_per_km.csv", "vehicle,fuel_or_load,direct,wtt,wtw\n" },
};
enum { TABLES = sizeof tables_of_folder / sizeof *tables_of_folder };
static char folder[64];

static void write_table(int table, const void *data, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, tables_of_folder[table].name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f)) abort();
}

static void remove_table(int table)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, tables_of_folder[table].name);
    remove(path);
}

/* The folder as it is before each input. */
static void put_back(int table)
{
    const char *header = tables_of_folder[table].header;
    if (header) write_table(table, header, strlen(header));
    else remove_table(table);
}

static void leave_no_folder(void)
{
    for (int i = 0; i < TABLES; i++) remove_table(i);
    rmdir(folder);
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/maillage-fuzz-XXXXXX");
    if (!mkdtemp(folder) || atexit(leave_no_folder)) abort();
    for (int i = 0; i < TABLES; i++) put_back(i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct emission_tables tables;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    const int table = size ? data[0] % TABLES : 0;
    if (!folder[0]) make_folder();
    write_table(table, data + !!size, size - !!size);
    mlg_status status = mlg__emissions_read(folder, &arena, &tables, found, &err);
    if (status && !err.message[0]) abort();
    if (!status) status = mlg__fleet_complete(&tables, found, &err);
    for (int32_t i = 0; !status && i < tables.class_count; i++) {
        struct energy_table energy;
        if (!(mlg__energy_per_km(&tables.classes[i], 50).a_mj >= 0)) abort();
        mlg__energy_table(&tables.classes[i], &energy);
    }
    put_back(table);
    mlg_findings_free(found);
    mlg__arena_free(&arena);
    return 0;
}
