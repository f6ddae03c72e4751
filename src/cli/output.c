/* output.c — see output.h. */
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/flags.h"

static bool is_known(const char *suffix, const char *known)
{
    const size_t n = strlen(suffix);
    for (const char *at = known; *at;) {
        const size_t length = strcspn(at, " ");
        if (length == n && !memcmp(at, suffix, n)) return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

/* Opened to append: what stands there stays until there is a result. Pipes and devices are left alone. */
static mlg_status try_file(const char *file, mlg_error *err)
{
    struct stat s;
    const bool exists = !stat(file, &s);
    if (exists && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode)) return MLG_OK;
    FILE *f = fopen(file, "ab");
    if (!f) return mlg__unwritable(err, file, errno);
    fclose(f);
    if (!exists) remove(file);
    return MLG_OK;
}

mlg_status output_file(const struct request *q, const char *known, mlg_error *err)
{
    static const char *const suffix_of[] = { [MLG_FORMAT_SOL] = ".sol", [MLG_FORMAT_JSON] = ".json", [MLG_FORMAT_CSV] = ".csv",
                                             [MLG_FORMAT_GEOJSON] = ".geojson", [MLG_FORMAT_BIN] = ".bin", [MLG_FORMAT_GPX] = ".gpx" };
    const char *file = q->output;
    if (known && q->to != MLG_FORMAT_AUTO && !is_known(suffix_of[q->to], known))
        return mlg__fail(err, MLG_BAD_INPUT, "--to", TXT("this answer is not written as %s; known: %s", "cette réponse ne s'écrit pas en %s ; connus : %s"), NO_HINT,
                         suffix_of[q->to] + 1, known);
    if (!file || !strcmp(file, "-")) return MLG_OK;
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file, *suffix = strrchr(name, '.');
    if (known && q->to == MLG_FORMAT_AUTO && suffix && suffix > name && !is_known(suffix, known))
        return mlg__fail(err, MLG_BAD_INPUT, file, TXT("no format has the suffix %s; known: %s", "aucun format n'a le suffixe %s ; connus : %s"),
                         q->command == CMD_ROUTE || q->command == CMD_ROADS ? TXT("or name the format with --to", "ou nommez le format avec --to") : NO_HINT, suffix, known);
    return try_file(file, err);
}

mlg_status output_folder(const char *folder, mlg_error *err)
{
    char path[4096];
    struct stat s;
    if (snprintf(path, sizeof path, "%s", folder) >= (int)sizeof path) return mlg__unwritable(err, folder, ENAMETOOLONG);
    for (size_t n = strlen(path); stat(path, &s);) {
        if (errno != ENOENT) return mlg__unwritable(err, folder, errno);
        while (n > 1 && path[n - 1] == '/') n--;
        while (n > 0 && path[n - 1] != '/') n--;
        if (n) path[n] = '\0';
        else n = 1, memcpy(path, ".", 2);
    }
    if (!S_ISDIR(s.st_mode)) return mlg__unwritable(err, folder, ENOTDIR);
    return access(path, W_OK) ? mlg__unwritable(err, folder, errno) : MLG_OK;
}
