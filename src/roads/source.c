/* source.c — see source.h. */
#include "roads/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/inflate.h"
#include "base/memory.h"

static mlg_status no_file(const char *path, int code, mlg_error *err)
{
    const struct system_words words = mlg__system_words(code, err ? err->lang : MLG_EN);
    return mlg__fail(err, MLG_NO_FILE, path, TXT("cannot read the file: %s", "lecture impossible : %s"), NO_HINT,
                     words.s);
}

int mlg__map_file(const char *path, const uint8_t **bytes, size_t *size)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    *bytes = NULL;
    *size = 0;
    if (file < 0) return errno;
    struct stat st;
    int code = fstat(file, &st) ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
    if (!code && st.st_size > 0) {
        void *mapped = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (mapped == MAP_FAILED) code = errno;
        else *bytes = mapped, *size = (size_t)st.st_size;
    }
    close(file);
    return code;
}

void mlg__unmap_file(const uint8_t *bytes, size_t size)
{
    if (bytes) munmap((void *)(uintptr_t)bytes, size);
}

mlg_status mlg__source_open(const char *path, struct source *s, mlg_error *err)
{
    const char *slash = strrchr(path, '/');
    *s = (struct source) { .name = slash && slash[1] ? slash + 1 : path };
    const int code = mlg__map_file(path, &s->bytes, &s->size);
    if (code) return no_file(path, code, err);
    return s->bytes ? MLG_OK : mlg__fail(err, MLG_NO_FILE, path, TXT("the file is empty", "le fichier est vide"), NO_HINT);
}

mlg_status mlg__source_open_text(const char *path, size_t limit, struct source *s, mlg_error *err)
{
    MLG_TRY(mlg__source_open(path, s, err));
    if (s->size < 2 || s->bytes[0] != 0x1f || s->bytes[1] != 0x8b) return MLG_OK;
    size_t size = 0;
    const mlg_status status = mlg__gunzip(path, s->bytes, s->size, limit, &s->unpacked, &size, err);
    mlg__unmap_file(s->bytes, s->size);
    s->bytes = s->unpacked;
    s->size = size;
    return status;
}

void mlg__source_close(struct source *s)
{
    if (s->unpacked) mlg__free(s->unpacked);
    else mlg__unmap_file(s->bytes, s->size);
    *s = (struct source) { 0 };
}
