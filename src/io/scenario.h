/* scenario.h — read a scenario folder (docs/formats/scenario.md) into the frozen scenario of model/scenario.h. */
#ifndef MLG_IO_SCENARIO_H
#define MLG_IO_SCENARIO_H

#include "base/error.h"
#include "base/text.h"
#include "model/scenario.h"

/* Read all files of a folder, check them together and freeze.
 * tables  classes completed by accounts (mlg__fleet_complete); the scenario copies what it uses.
 * lang    language of the scenario's report, and of its texts given in both, where scenario.json names none.
 * report  en or fr whatever the scenario names; NULL: not asked.
 * s       given: mlg_scenario_free(); NULL on error.
 * found   may be NULL; every mistake of all files, file:line:column or file:json/path. Rows, ids and zones are checked
 *         as far as they could be read; sums and what crosses tables when the files themselves are clean.
 * Errors  MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY. */
mlg_status mlg__scenario_read_folder(const char *folder, const struct emission_tables *tables, mlg_lang lang,
                                     const mlg_lang *report, mlg_scenario **s, mlg_findings *found, mlg_error *err);

/* The same from memory: for tests and for what arrives over a network. */
struct scenario_file { const char *name, *bytes; size_t size; };
mlg_status mlg__scenario_read_files(const struct scenario_file *files, int32_t file_count,
                                    const struct emission_tables *tables, mlg_lang lang, mlg_scenario **s,
                                    mlg_findings *found, mlg_error *err);

/* Every table, column, unit, default and meaning, for `maillage site --schema`; fails as text does. */
void mlg__scenario_schema_text(mlg_lang lang, struct text *out);

#endif
