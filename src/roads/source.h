/* source.h — a map file as bytes, mapped for reading. Only roads maps files. */
#ifndef MLG_ROADS_SOURCE_H
#define MLG_ROADS_SOURCE_H

#include "maillage/base.h"
#include <stddef.h>

struct source {
    const uint8_t *bytes; /* never NULL once open */
    size_t size;
    const char *name; /* the last part of the path, borrowed from it */
    uint8_t *unpacked; /* of a gzip file: then they are not mapped */
};

/* The one place of the program that maps a file, for reading: its bytes (NULL: it is empty) and their number. Returns 0, or errno. */
int mlg__map_file(const char *path, const uint8_t **bytes, size_t *size);
void mlg__unmap_file(const uint8_t *bytes, size_t size); /* NULL does nothing */

/* path is borrowed as long as s. Errors: MLG_NO_FILE (not there, a folder, empty), MLG_NO_MEMORY. */
mlg_status mlg__source_open(const char *path, struct source *s, mlg_error *err);
/* Likewise; a gzip file is unpacked, up to limit bytes. One 0 follows unpacked bytes, not mapped ones. */
mlg_status mlg__source_open_text(const char *path, size_t limit, struct source *s, mlg_error *err);
void mlg__source_close(struct source *s);

#endif
