/* output.h — what -o names is looked at before the search, so that nobody waits for a plan that cannot be written. */
#ifndef MLG_CLI_OUTPUT_H
#define MLG_CLI_OUTPUT_H

#include "maillage/base.h"

struct request;

/* Of a file: its suffix, or the format that --to says, is one of known (".csv .json"; NULL: any), or it has none; it can be written. */
mlg_status output_file(const struct request *q, const char *known, mlg_error *err);
/* Of a folder: it, or the nearest folder above it that exists, can be written. */
mlg_status output_folder(const char *folder, mlg_error *err);

#endif
