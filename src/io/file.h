/* file.h — whole files in and out. Readers accept gzip by content, whatever the name. */
#ifndef MLG_IO_FILE_H
#define MLG_IO_FILE_H

#include "maillage/base.h"
#include <stddef.h>

#define MLG_FILE_LIMIT ((size_t)1 << 30) /* bytes after unpacking, where a caller has no better limit */

/* All of a file, unpacked, with a 0 after it. path "-": standard input.
 * bytes  given: mlg__free(). Errors: MLG_NO_FILE, MLG_OVER_LIMIT (more than limit bytes), MLG_NO_MEMORY. */
mlg_status mlg__file_read(const char *path, size_t limit, char **bytes, size_t *count, mlg_error *err);

/* Write a file as a whole: to path.tmp first, then renamed, so that nobody reads half a file. path NULL or "-":
 * standard output. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
mlg_status mlg__file_write(const char *path, const char *bytes, size_t count, mlg_error *err);

#endif
