/* options.h — the options of all modules, by name. Modules read a plain struct once, before they search.
 *
 * To add one: a row in the table of options.c, and a field where the module reads it. */
#ifndef MLG_BASE_OPTIONS_H
#define MLG_BASE_OPTIONS_H

#include "maillage/base.h"

/* The value set, or the default of the table; o may be NULL. Asking for a name the table lacks is a bug (abort in
 * debug, 0 otherwise). */
int64_t mlg__option_int(const mlg_options *o, const char *name);
double mlg__option_real(const mlg_options *o, const char *name);
const char *mlg__option_text(const mlg_options *o, const char *name); /* borrowed; "" by default */
bool mlg__option_is_set(const mlg_options *o, const char *name);
mlg_options *mlg__options_copy(const mlg_options *o); /* o may be NULL; NULL without memory */

#endif
