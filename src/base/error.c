/* error.c — errors as values and the list of findings. See error.h. */
#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { KEPT_MAX = 100 };

/* The numbers of errors and warnings are those of `warnings` in the public calls. */
enum kind { AN_ERROR, A_WARNING, A_NOTE, KINDS };

struct mlg_findings {
    mlg_lang lang;
    int64_t count[KINDS];
    int32_t kept[KINDS], cap[KINDS];
    mlg_error *item[KINDS];
};

static void put(char *to, size_t size, const char *format, va_list arguments)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    const int length = vsnprintf(to, size, format, arguments);
#pragma GCC diagnostic pop
    if (length < 0) to[0] = 0;
    if (length < (int)size) return;
    /* Cut at a character, not inside one, and say that something is missing. */
    size_t cut = size - 4;
    while (cut > 0 && ((unsigned char)to[cut] & 0xC0) == 0x80) cut--;
    memcpy(to + cut, "…", 4);
}

static void fill(mlg_error *err, mlg_status status, const char *where, struct mlg_txt message, struct mlg_txt hint,
                 va_list arguments)
{
    err->status = status;
    snprintf(err->where, sizeof err->where, "%s", where ? where : "");
    put(err->message, sizeof err->message, message.in[err->lang == MLG_FR], arguments);
    snprintf(err->hint, sizeof err->hint, "%s", hint.in[err->lang == MLG_FR]);
}

mlg_status mlg__fail(mlg_error *err, mlg_status status, const char *where, struct mlg_txt message,
                     struct mlg_txt hint, ...)
{
    va_list arguments;
    if (!err) return status;
    va_start(arguments, hint);
    fill(err, status, where, message, hint, arguments);
    va_end(arguments);
    return status;
}

mlg_status mlg__no_memory(mlg_error *err, const char *what)
{
    return mlg__fail(err, MLG_NO_MEMORY, "", TXT("not enough memory for %s", "mémoire insuffisante pour %s"),
                     TXT("close other programs, or plan a smaller case",
                         "fermez d'autres programmes, ou planifiez un cas plus petit"),
                     what);
}

mlg_status mlg__unreadable(mlg_error *err, const char *path, int code)
{
    return mlg__fail(err, MLG_NO_FILE, path, TXT("cannot read it: %s", "lecture impossible : %s"),
                     TXT("check the name and the rights", "vérifiez le nom et les droits"),
                     mlg__system_words(code, err ? err->lang : MLG_EN).s);
}

mlg_status mlg__unwritable(mlg_error *err, const char *path, int code)
{
    return mlg__fail(err, MLG_NO_FILE, path, TXT("cannot write it: %s", "écriture impossible : %s"),
                     TXT("check the folder, the rights and the space left", "vérifiez le dossier, les droits et la place"),
                     mlg__system_words(code, err ? err->lang : MLG_EN).s);
}

struct system_words mlg__system_words(int code, mlg_lang lang)
{
    static const struct { int code; struct mlg_txt words; } known[] = {
        { ENOENT, { { "there is no such file or folder", "ce fichier ou dossier n'existe pas" } } },
        { EACCES, { { "the rights do not allow it", "les droits ne le permettent pas" } } },
        { EPERM, { { "the system does not permit it", "le système ne le permet pas" } } },
        { ENOSPC, { { "no space is left on the device", "il n'y a plus de place sur le support" } } },
        { EISDIR, { { "it is a folder", "c'est un dossier" } } },
        { ENOTDIR, { { "a part of the path is a file, not a folder", "une partie du chemin est un fichier, pas un dossier" } } },
        { EEXIST, { { "it exists already", "cela existe déjà" } } },
        { EROFS, { { "the device can only be read", "le support est en lecture seule" } } },
        { EMFILE, { { "too many files are open in the program", "trop de fichiers sont ouverts dans le programme" } } },
        { ENFILE, { { "too many files are open in the system", "trop de fichiers sont ouverts dans le système" } } },
        { ENAMETOOLONG, { { "the name is too long", "le nom est trop long" } } },
        { ELOOP, { { "links lead in a circle", "des liens tournent en rond" } } },
        { EIO, { { "the device failed", "le support est en défaut" } } },
        { ENOMEM, { { "no memory is left", "il n'y a plus de mémoire" } } },
    };
    struct system_words out;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].code == code) {
            snprintf(out.s, sizeof out.s, "%s", known[i].words.in[lang == MLG_FR]);
            return out;
        }
    snprintf(out.s, sizeof out.s, lang == MLG_FR ? "erreur système %d (« %s »)" : "system error %d (\"%s\")", code,
             strerror(code));
    return out;
}

mlg_findings *mlg_findings_new(mlg_lang lang)
{
    mlg_findings *f = mlg__malloc(sizeof *f);
    if (f) f->lang = lang;
    return f;
}

void mlg_findings_free(mlg_findings *f)
{
    if (!f) return;
    for (int kind = 0; kind < KINDS; kind++) mlg__free(f->item[kind]);
    mlg__free(f);
}

/* A finding that cannot be kept for lack of memory is still counted: an error never passes for a success. */
static mlg_error *slot(mlg_findings *f, enum kind kind)
{
    f->count[kind]++;
    if (f->kept[kind] == KEPT_MAX) return NULL;
    mlg_error *grown = mlg__grow(f->item[kind], &f->cap[kind], f->kept[kind] + 1, sizeof *grown);
    if (!grown) return NULL;
    f->item[kind] = grown;
    grown += f->kept[kind]++;
    *grown = (mlg_error) { .lang = f->lang };
    return grown;
}

static void add(mlg_findings *f, enum kind kind, mlg_status status, const char *where, struct mlg_txt message, struct mlg_txt hint,
                va_list arguments)
{
    mlg_error *e = f ? slot(f, kind) : NULL;
    if (e) fill(e, status, where, message, hint, arguments);
}

void mlg__find(mlg_findings *f, mlg_status status, const char *where, struct mlg_txt message, struct mlg_txt hint, ...)
{
    va_list arguments;
    va_start(arguments, hint);
    add(f, status == MLG_OK ? A_WARNING : AN_ERROR, status, where, message, hint, arguments);
    va_end(arguments);
}

void mlg__warn(mlg_findings *f, const char *where, struct mlg_txt message, struct mlg_txt hint, ...)
{
    va_list arguments;
    va_start(arguments, hint);
    add(f, A_WARNING, MLG_OK, where, message, hint, arguments);
    va_end(arguments);
}

void mlg__note(mlg_findings *f, const char *where, struct mlg_txt message, struct mlg_txt hint, ...)
{
    va_list arguments;
    va_start(arguments, hint);
    add(f, A_NOTE, MLG_OK, where, message, hint, arguments);
    va_end(arguments);
}

mlg_status mlg__first_error(const mlg_findings *f, mlg_error *err)
{
    if (!f || !f->count[0]) return MLG_OK;
    if (!f->kept[0]) return mlg__no_memory(err, "findings");
    const mlg_error *first = &f->item[0][0];
    if (!err) return first->status;
    const mlg_lang lang = err->lang;
    *err = *first;
    err->lang = lang;
    if (f->count[0] > 1) {
        char more[48];
        snprintf(more, sizeof more, lang == MLG_FR ? " (et %lld autres)" : " (and %lld more)",
                 (long long)f->count[0] - 1);
        const size_t room = sizeof err->message - strlen(more) - 1;
        if (strlen(err->message) > room) {
            size_t cut = room;
            while (cut > 0 && ((unsigned char)err->message[cut] & 0xC0) == 0x80) cut--;
            err->message[cut] = 0;
        }
        strcat(err->message, more);
    }
    return first->status;
}

mlg_lang mlg__findings_lang(const mlg_findings *f) { return f ? f->lang : MLG_EN; }

int64_t mlg_findings_count(const mlg_findings *f, bool warnings) { return f ? f->count[warnings] : 0; }

const mlg_error *mlg_findings_at(const mlg_findings *f, bool warnings, int32_t i)
{
    return f && i >= 0 && i < f->kept[warnings] ? &f->item[warnings][i] : NULL;
}

const mlg_error *mlg_findings_note(const mlg_findings *f, int32_t i)
{
    return f && i >= 0 && i < f->kept[A_NOTE] ? &f->item[A_NOTE][i] : NULL;
}

void mlg__findings_add(mlg_findings *f, const mlg_findings *g)
{
    if (!f || !g) return;
    for (int kind = 0; kind < KINDS; kind++) {
        for (int32_t i = 0; i < g->kept[kind]; i++) {
            mlg_error *e = slot(f, (enum kind)kind);
            if (e) *e = g->item[kind][i];
        }
        f->count[kind] += g->count[kind] - g->kept[kind];
    }
}

/* Optimal string alignment distance [Damerau1964] over bytes, lower case, at most 63 bytes a word. */
static int distance(const char *a, const char *b)
{
    enum { LONG = 64 };
    const int n = (int)strlen(a), m = (int)strlen(b);
    int row[3][LONG + 1];
    if (n >= LONG || m >= LONG) return LONG;
    for (int j = 0; j <= m; j++) row[1][j] = j;
    for (int i = 1; i <= n; i++) {
        int *now = row[(i + 1) % 3], *last = row[i % 3], *before = row[(i + 2) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            const int ca = a[i - 1] | 32, cb = b[j - 1] | 32;
            int best = last[j - 1] + (ca != cb);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && ca == (b[j - 2] | 32) && (a[i - 2] | 32) == cb && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[(n + 1) % 3][m];
}

const char *mlg__did_you_mean(const char *given, const char *const *known, int32_t known_count)
{
    const char *best = NULL;
    int best_distance = (int)strlen(given) / 3 + 1;
    for (int32_t i = 0; i < known_count; i++) {
        const int d = distance(given, known[i]);
        if (d < best_distance) best_distance = d, best = known[i];
    }
    return best;
}
