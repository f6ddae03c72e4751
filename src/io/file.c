/* file.c — whole files in and out. See file.h. */
#include "io/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/replace.h"

static bool is_stream(const char *path) { return !path || !strcmp(path, "-"); }

/* The system, or what zlib has to say about a damaged file. */
static mlg_status stopped_reading(mlg_error *err, const char *path, gzFile file)
{
    int code;
    const char *words = gzerror(file, &code);
    if (code == Z_ERRNO) return mlg__unreadable(err, path, errno);
    return mlg__fail(err, MLG_NO_FILE, path,
                     TXT("the compressed file is damaged (\"%s\")", "le fichier compressé est endommagé (« %s »)"),
                     TXT("compress it again, or give the plain file", "compressez-le à nouveau, ou donnez le fichier simple"),
                     words);
}

/* zlib reads plain files as they are. Room for one byte more than the limit tells a file that is too large. */
static mlg_status read_all(gzFile file, const char *path, size_t limit, char **bytes, size_t *count, mlg_error *err)
{
    size_t cap = 0, used = 0;
    char *data = NULL;
    for (;;) {
        if (used + 1 >= cap) {
            cap = cap ? 2 * cap : 65536;
            if (cap > limit + 2) cap = limit + 2;
            char *grown = mlg__realloc(data, cap);
            if (!grown) return mlg__free(data), mlg__no_memory(err, path);
            data = grown;
        }
        const size_t room = cap - used - 1, ask = room < 1u << 30 ? room : 1u << 30;
        const int got = gzread(file, data + used, (unsigned)ask);
        if (got < 0) {
            mlg__free(data);
            return stopped_reading(err, path, file);
        }
        if (got == 0) break;
        used += (size_t)got;
        if (used > limit) {
            mlg__free(data);
            return mlg__fail(err, MLG_OVER_LIMIT, path,
                             TXT("the file is larger than %zu bytes", "le fichier dépasse %zu octets"),
                             TXT("split it, or drop what is not needed", "découpez-le, ou retirez l'inutile"), limit);
        }
    }
    data[used] = 0;
    *bytes = data;
    *count = used;
    return MLG_OK;
}

mlg_status mlg__file_read(const char *path, size_t limit, char **bytes, size_t *count, mlg_error *err)
{
    struct stat about;
    *bytes = NULL;
    *count = 0;
    if (!is_stream(path) && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return mlg__unreadable(err, path, EISDIR);
    errno = 0;
    const int descriptor = is_stream(path) ? dup(STDIN_FILENO) : -1;
    gzFile file = is_stream(path) ? descriptor >= 0 ? gzdopen(descriptor, "rb") : NULL : gzopen(path, "rb");
    if (!file) {
        if (descriptor >= 0) close(descriptor);
        return errno ? mlg__unreadable(err, path ? path : "-", errno) : mlg__no_memory(err, path ? path : "-");
    }
    const mlg_status status = read_all(file, path ? path : "-", limit, bytes, count, err);
    gzclose(file);
    return status;
}

static bool put_all(FILE *to, const char *bytes, size_t count)
{
    return (count == 0 || fwrite(bytes, 1, count, to) == count) && fflush(to) == 0;
}

/* A device or pipe (/dev/stdout) is written in place: renaming over it would replace it. */
static bool is_special(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static mlg_status write_in_place(const char *path, const char *bytes, size_t count, mlg_error *err)
{
    FILE *to = is_stream(path) ? stdout : fopen(path, "wb");
    if (!to) return mlg__unwritable(err, path ? path : "-", errno);
    errno = 0;
    const bool whole = put_all(to, bytes, count);
    const int code = errno;
    const bool closed = to == stdout || fclose(to) == 0;
    return whole && closed ? MLG_OK : mlg__unwritable(err, path ? path : "-", whole ? errno : code);
}

mlg_status mlg__file_write(const char *path, const char *bytes, size_t count, mlg_error *err)
{
    if (is_stream(path) || is_special(path)) return write_in_place(path, bytes, count, err);
    struct replacing r;
    MLG_TRY(mlg__replace_begin(path, &r, err));
    return mlg__replace_end(&r, put_all(r.to, bytes, count), err);
}
