/* inflate.h — the only door to deflate: zlib blocks of a known size, members of zip files, whole gzip files.
 *
 * With libdeflate where the build found it (about twice as fast on blocks), with zlib otherwise: the same bytes and the
 * same verdicts. Nothing is ever written beyond the size the caller gives, so a bomb stops there. */
#ifndef MLG_BASE_INFLATE_H
#define MLG_BASE_INFLATE_H

#include "maillage/base.h"
#include <stddef.h>

enum inflate_format { INFLATE_ZLIB, INFLATE_RAW };

/* One per thread, reused from block to block; release it. */
struct inflater {
    void *state;
};
bool mlg__inflater_start(struct inflater *in); /* false without memory */
void mlg__inflater_end(struct inflater *in);   /* of a zeroed one too */

/* Unpack exactly size bytes to out, which has that room. False: damaged, or the content has another size. */
bool mlg__inflate(struct inflater *in, enum inflate_format format, const uint8_t *packed, size_t packed_size,
                  uint8_t *out, size_t size);

/* A gzip file (one or more members). bytes given: mlg__free(); one 0 follows them.
 * Errors: MLG_BAD_INPUT damaged or cut, MLG_OVER_LIMIT more than limit bytes, MLG_NO_MEMORY. where: for the messages.
 */
mlg_status mlg__gunzip(const char *where, const uint8_t *packed, size_t packed_size, size_t limit, uint8_t **bytes,
                       size_t *size, mlg_error *err);

#endif
