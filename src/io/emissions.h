/* emissions.h — read the emission tables (data/emissions, docs/methods/accounts.md 4): those built into the program, or
 * a folder's. */
#ifndef MLG_IO_EMISSIONS_H
#define MLG_IO_EMISSIONS_H

#include "base/error.h"
#include "base/memory.h"
#include "model/fleet.h"

/* folder  NULL: the built-in tables; else each file found there replaces the built-in one of the same name; files it
 *         lacks are the built-in ones, with a warning.
 * arena   texts and arrays of the tables live there.
 * tables  written; classes are as in the files (empty cells NAN): accounts completes them (mlg__fleet_complete).
 * found   may be NULL; every mistake, file:line:column. Errors: MLG_BAD_INPUT, MLG_NO_FILE, MLG_NO_MEMORY. */
mlg_status mlg__emissions_read(const char *folder, struct arena *arena, struct emission_tables *tables,
                               mlg_findings *found, mlg_error *err);

#endif
