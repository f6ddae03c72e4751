/* inflate.c — see inflate.h. */
#include "base/inflate.h"

#include <string.h>
#include <zlib.h>
#ifdef MLG_LIBDEFLATE
#include <libdeflate.h>
#endif

#include "base/error.h"
#include "base/memory.h"

/* zlib's memory comes from ours, so that tests can make it fail. */
static voidpf zlib_alloc(voidpf user, uInt items, uInt size)
{
    (void)user;
    return mlg__malloc((size_t)items * size);
}

static void zlib_free(voidpf user, voidpf p)
{
    (void)user;
    mlg__free(p);
}

#ifdef MLG_LIBDEFLATE

bool mlg__inflater_start(struct inflater *in)
{
    in->state = libdeflate_alloc_decompressor();
    return in->state != NULL;
}

void mlg__inflater_end(struct inflater *in)
{
    libdeflate_free_decompressor(in->state);
    in->state = NULL;
}

bool mlg__inflate(struct inflater *in, enum inflate_format format, const uint8_t *packed, size_t packed_size,
                  uint8_t *out, size_t size)
{
    /* Asked for the size made, libdeflate takes less than the room for success: compared here. */
    size_t made = 0;
    const enum libdeflate_result result =
        format == INFLATE_ZLIB ? libdeflate_zlib_decompress(in->state, packed, packed_size, out, size, &made)
                               : libdeflate_deflate_decompress(in->state, packed, packed_size, out, size, &made);
    return result == LIBDEFLATE_SUCCESS && made == size;
}

#else

bool mlg__inflater_start(struct inflater *in)
{
    z_stream *z = mlg__malloc(sizeof *z);
    if (!z) return false;
    z->zalloc = zlib_alloc;
    z->zfree = zlib_free;
    if (inflateInit(z) != Z_OK) {
        mlg__free(z);
        z = NULL;
    }
    in->state = z;
    return z != NULL;
}

void mlg__inflater_end(struct inflater *in)
{
    if (in->state) inflateEnd(in->state);
    mlg__free(in->state);
    in->state = NULL;
}

bool mlg__inflate(struct inflater *in, enum inflate_format format, const uint8_t *packed, size_t packed_size,
                  uint8_t *out, size_t size)
{
    z_stream *z = in->state;
    if (packed_size > UINT32_MAX || size > UINT32_MAX) return false;
    if (inflateReset2(z, format == INFLATE_ZLIB ? MAX_WBITS : -MAX_WBITS) != Z_OK) return false;
    z->next_in = (Bytef *)(uintptr_t)packed;
    z->avail_in = (uInt)packed_size;
    z->next_out = out;
    z->avail_out = (uInt)size;
    return inflate(z, Z_FINISH) == Z_STREAM_END && z->avail_out == 0;
}

#endif

static mlg_status gunzip_into(z_stream *z, const char *where, size_t packed_size, size_t limit, uint8_t **bytes,
                              size_t *size, mlg_error *err)
{
    size_t cap = packed_size < limit / 4 ? packed_size * 4 : limit, used = 0;
    if (cap < 4096) cap = 4096;
    if (!(*bytes = mlg__realloc(NULL, cap + 1))) return mlg__no_memory(err, "unpacking");
    for (;;) {
        if (used == cap) {
            if (cap >= limit)
                return mlg__fail(err, MLG_OVER_LIMIT, where,
                                 TXT("the file holds more than %zu MB", "le fichier contient plus de %zu Mo"), NO_HINT,
                                 limit >> 20);
            cap = cap < limit / 2 ? 2 * cap : limit;
            uint8_t *grown = mlg__realloc(*bytes, cap + 1);
            if (!grown) return mlg__no_memory(err, "unpacking");
            *bytes = grown;
        }
        const size_t room = cap - used < UINT32_MAX / 2 ? cap - used : UINT32_MAX / 2;
        z->next_out = *bytes + used;
        z->avail_out = (uInt)room;
        const int got = inflate(z, Z_NO_FLUSH);
        used += room - z->avail_out;
        if (got == Z_MEM_ERROR) return mlg__no_memory(err, "unpacking");
        if (got == Z_STREAM_END) {
            if (z->avail_in == 0) break;
            if (inflateReset(z) != Z_OK) return mlg__no_memory(err, "unpacking"); /* the next member */
            continue;
        }
        if (got != Z_OK || (z->avail_in == 0 && z->avail_out > 0))
            return mlg__fail(err, MLG_BAD_INPUT, where,
                             TXT("the gzip data is damaged or cut short after %zu bytes",
                                 "les données gzip sont abîmées ou coupées après %zu octets"),
                             TXT("fetch the file again", "téléchargez de nouveau le fichier"), used);
    }
    (*bytes)[used] = 0;
    *size = used;
    return MLG_OK;
}

mlg_status mlg__gunzip(const char *where, const uint8_t *packed, size_t packed_size, size_t limit, uint8_t **bytes,
                       size_t *size, mlg_error *err)
{
    *bytes = NULL;
    *size = 0;
    if (packed_size >= UINT32_MAX)
        return mlg__fail(err, MLG_OVER_LIMIT, where,
                         TXT("a gzip file of 4 GB or more", "un fichier gzip de 4 Go ou plus"),
                         TXT("unpack it first", "décompressez-le d'abord"));
    z_stream z = {
        .zalloc = zlib_alloc, .zfree = zlib_free, .next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)packed_size
    };
    if (inflateInit2(&z, MAX_WBITS + 16) != Z_OK) return mlg__no_memory(err, "unpacking");
    const mlg_status status = gunzip_into(&z, where, packed_size, limit, bytes, size, err);
    inflateEnd(&z);
    if (status) {
        mlg__free(*bytes);
        *bytes = NULL;
    }
    return status;
}
