/* sections.h — a file of named arrays: written whole, mapped read-only, every byte checked before it is used.
 *
 *     head      magic, version, byte order, number of sections, size of the file, checksum of head and table
 *     table     a row a section: name, bytes an item, number of items, offset, checksum
 *     sections  each from a multiple of 64 bytes, the gaps zero
 *
 * The bytes are those of the machine: a file from one of the other byte order is refused by name, not turned round.
 * A file is refused when anything in it differs from what was written: length, head, table, or any section (CRC-32C).
 * What the items mean, and whether they fit together, is the business of who asks for them. */
#ifndef MLG_ROADS_SECTIONS_H
#define MLG_ROADS_SECTIONS_H

#include <stddef.h>

#include "base/error.h"

enum { MLG_SECTION_NAME_MAX = 15, MLG_SECTIONS_MAX = 256, MLG_SECTIONS_VERSION = 1 };

struct section {
    const char *name; /* at most MLG_SECTION_NAME_MAX bytes, each name once */
    const void *items;
    uint32_t item_bytes;
    int64_t count;
};

/* Written to `path`.tmp, synced, then renamed: nobody ever reads half a file. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
mlg_status mlg__sections_write(const char *path, const struct section *sections, int32_t count, mlg_error *err);

struct sections; /* an open file; share it freely between threads */

/* Maps the file and checks all of it: O(bytes), some 5 GB/s. file [given]: mlg__sections_close().
 * Errors: MLG_NO_FILE, MLG_BAD_INPUT (not such a file, another version, truncated, altered), MLG_NO_MEMORY. */
mlg_status mlg__sections_open(const char *path, struct sections **file, mlg_error *err);
void mlg__sections_close(struct sections *file); /* NULL does nothing */
const char *mlg__sections_path(const struct sections *file);

/* An array of the file, borrowed from it. count MLG_ANY_COUNT: as many as there are, told in *got (may be NULL).
 * Errors: MLG_BAD_INPUT when it is missing, or its items or their number are not those asked for. */
#define MLG_ANY_COUNT (-1)
mlg_status mlg__section(const struct sections *file, const char *name, size_t item_bytes, int64_t count,
                        const void **items, int64_t *got, mlg_error *err);
bool mlg__has_section(const struct sections *file, const char *name);

/* Whether first[0..count] starts at 0, never falls and ends at `end`: the index of a CSR. */
bool mlg__is_csr(const int32_t *first, int64_t count, int64_t end);
/* Whether each of values is at least low and below high. */
bool mlg__all_within(const int32_t *values, int64_t count, int64_t low, int64_t high);
/* What the two above are for: MLG_BAD_INPUT, "inconsistent", with the section's name. */
mlg_status mlg__section_refused(const struct sections *file, const char *name, mlg_error *err);

/* CRC-32C (Castagnoli) of bytes, going on from crc (0 at first). */
uint32_t mlg__crc32c(uint32_t crc, const void *bytes, size_t count);
uint32_t mlg__crc32c_plain(uint32_t crc, const void *bytes, size_t count); /* the same without machine instructions */

#endif
