/* scenario_read.h — what the readers of a scenario's files share. Private to scenario.c, scenario_settings.c,
 * scenario_sites.c, scenario_demand.c and scenario_fleet.c. */
#ifndef MLG_IO_SCENARIO_READ_H
#define MLG_IO_SCENARIO_READ_H

#include "io/fields.h"
#include "io/id_index.h"
#include "io/scenario.h"

enum { LEVEL_KINDS_MAX = 64, REAL_FILES_MAX = 31, ZONES_MAX = 256 };

struct scenario_reader {
    mlg_scenario *s;
    const struct emission_tables *tables;
    mlg_lang lang;          /* of the report where scenario.json names none */
    const mlg_lang *report; /* of the report whatever it names; NULL: not asked */
    mlg_findings *found; /* never NULL */
    mlg_error *err;
    const char *folder; /* NULL: from files */
    const struct scenario_file *files;
    int32_t file_count;
    /* From scenario.json: */
    bool has_settings; /* periods and services can be named by the tables */
    int32_t level_kind_count;
    struct level_kind {
        const char *kind;
        int32_t level;
    } level_kinds[LEVEL_KINDS_MAX];
    int32_t real_file_count;
    const char *real_files[REAL_FILES_MAX];
    /* From the tables: */
    bool has_kinds, has_demands, has_sites, has_vehicles;
    struct id_index site_ids, demand_ids;
};

/* Each reads one file and tells its mistakes in found; MLG_OK or MLG_NO_MEMORY (or what reading a file answers).
 * Order matters: settings, sizes, sites, demand, vehicles, lanes, stops. */
mlg_status mlg__read_settings(struct scenario_reader *r, const char *bytes, size_t size);
mlg_status mlg__read_sizes(struct scenario_reader *r, const char *bytes, size_t size);
mlg_status mlg__read_sites(struct scenario_reader *r, const char *bytes, size_t size);
mlg_status mlg__read_demand(struct scenario_reader *r, const char *bytes, size_t size);
mlg_status mlg__read_vehicles(struct scenario_reader *r, const char *bytes, size_t size); /* bytes NULL: the defaults */
mlg_status mlg__read_lanes(struct scenario_reader *r, const char *bytes, size_t size);
mlg_status mlg__read_stops(struct scenario_reader *r, const char *name, int32_t day, const char *bytes, size_t size);
/* Grid factors of the sites' zones; tells unknown zones. After sites and settings. years_known: false where years of
 * periods are mistaken, so that only zones without any factor are told. */
mlg_status mlg__read_grid_factors(struct scenario_reader *r, bool years_known);

/* Open a table with its columns of fields.h; columns must live as long as t. *usable false: told in found. */
mlg_status mlg__read_table(struct scenario_reader *r, enum input_table table, const char *file, const char *bytes,
                           size_t size, struct csv_column columns[INPUT_FIELDS_MAX], struct csv *t, bool *usable);
/* A finding about a word that names nothing, with the known ones (NULL-free, known_count of them). */
void mlg__unknown_word(const struct csv *t, int32_t row, int32_t column, const char *given, const char *const *known,
                       int32_t known_count);
/* Index among the ids of services or periods; MLG_NONE and a finding when unknown. */
int32_t mlg__cell_service(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column, const char *id);
int32_t mlg__cell_period(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column,
                         const char *label);
int32_t mlg__service_named(const mlg_scenario *s, const char *id);
int32_t mlg__period_named(const mlg_scenario *s, const char *label);
/* The lines of a table's rows, in the arena: for findings of later checks. */
const int32_t *mlg__keep_lines(struct scenario_reader *r, const struct csv *t);
mlg_status mlg__reader_memory(const struct scenario_reader *r, const char *what); /* MLG_OK, or the arena has failed */

#endif
