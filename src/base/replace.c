/* replace.c — see replace.h. */
#include "base/replace.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"

mlg_status mlg__replace_begin(const char *path, struct replacing *r, mlg_error *err)
{
    static const char ending[] = ".tmp";
    const size_t length = strlen(path);
    *r = (struct replacing) { .path = path, .beside = mlg__malloc(length + sizeof ending) };
    if (!r->beside) return mlg__no_memory(err, path);
    memcpy(r->beside, path, length);
    memcpy(r->beside + length, ending, sizeof ending);
    r->to = fopen(r->beside, "wb");
    if (r->to) return MLG_OK;
    const int code = errno;
    mlg__free(r->beside);
    *r = (struct replacing) { 0 };
    return mlg__unwritable(err, path, code);
}

mlg_status mlg__replace_end(struct replacing *r, bool whole, mlg_error *err)
{
    int code = errno;
    const char *path = r->path;
    const bool closed = fclose(r->to) == 0;
    if (whole && !closed) code = errno;
    r->to = NULL;
    if (whole && closed && rename(r->beside, path) == 0) {
        mlg__free(r->beside);
        *r = (struct replacing) { 0 };
        return MLG_OK;
    }
    if (whole && closed) code = errno;
    mlg__replace_drop(r);
    return mlg__unwritable(err, path, code);
}

void mlg__replace_drop(struct replacing *r)
{
    if (r->to) fclose(r->to);
    if (r->beside) remove(r->beside);
    mlg__free(r->beside);
    *r = (struct replacing) { 0 };
}
