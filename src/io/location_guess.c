/* location_guess.c — which format a location file has: by its folder, by its name, by its sizes where they tell. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/looks.h"
#include "io/location_reader.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Does name (length n) hold the word, with no letter right before or after it? "sscflp-gadegaard", "cap41.txt". */
static bool holds_word(const char *name, size_t n, const char *format)
{
    const size_t length = strlen(format);
    for (size_t i = 0; i + length <= n; i++) {
        const struct word w = { name + i, length, 0, 0 };
        if (!mlg__word_is(&w, format) || (i > 0 && is_letter(name[i - 1]))) continue;
        if (i + length == n || !is_letter(name[i + length])) return true;
    }
    return false;
}

/* The longest format that the name holds ("mp-tscflp" before "tscflp"); NULL. */
static const char *format_in(const char *name, size_t n)
{
    const char *best = NULL;
    for (int i = 0; mlg__location_formats[i]; i++) {
        const char *format = mlg__location_formats[i];
        if (holds_word(name, n, format) && (!best || strlen(format) > strlen(best))) best = format;
    }
    return best;
}

static const char *format_of_path(const char *path)
{
    const char *base = strrchr(path, '/');
    if (!base) return format_in(path, strlen(path));
    const char *folder = base;
    while (folder > path && folder[-1] != '/') folder--;
    const char *by_folder = format_in(folder, (size_t)(base - folder));
    return by_folder ? by_folder : format_in(base + 1, strlen(base + 1));
}

/* -- by content -- */

struct shape {
    int64_t word_count, size_count; /* of the file; of its first line */
    int64_t size[4];                /* the first words as whole numbers; 0: none */
    bool has_file, has_capacity;    /* FILE: first, the word capacity anywhere */
    bool has_letters;               /* F begins the second line */
};

static struct shape shape_of(const char *bytes, size_t count)
{
    struct scanner s = mlg__scan("", bytes, count, NULL);
    struct shape shape = { 0 };
    struct word w;
    int64_t lines = 0;
    while (mlg__scan_line(&s)) {
        bool any = false;
        for (; mlg__scan_word(&s, &w); any = true) {
            int64_t value = 0;
            if (shape.word_count < 4 && mlg__word_int(&w, &value) && value > 0 && value <= LOCATION_COUNT_MAX)
                shape.size[shape.word_count] = value;
            shape.has_file |= shape.word_count == 0 && mlg__word_is(&w, "FILE:");
            shape.has_capacity |= mlg__word_is(&w, "capacity");
            shape.has_letters |= lines == 1 && !any && mlg__word_is(&w, "F");
            shape.size_count += lines == 0;
            shape.word_count++;
        }
        lines += any;
    }
    return shape;
}

/* Could a file of this shape have the format? Layouts of one family have the same number of words. */
static bool may_be(const struct shape *f, const char *format)
{
    const int64_t a = f->size[0], b = f->size[1], c = f->size[2], d = f->size[3], words = f->word_count;
    const int64_t sizes = f->size_count;
    if (f->has_file) return !strcmp(format, "ufllib");
    if (f->has_letters) return !strcmp(format, "mclp");
    const bool matrix = a > 0 && b > 0 && words == 2 + a * b + b + 2 * a; /* a sites, b clients */
    if (f->has_capacity) return !strcmp(format, "cap") && matrix;
    if (!strcmp(format, "gadegaard")) return sizes == 1 && matrix;
    if (!strcmp(format, "diaz-fernandez")) return sizes == 2 && a > 0 && b > 0 && words == 2 + a * b + a + 2 * b;
    if (!strcmp(format, "pmed")) return sizes == 3 && c > 0 && words == 3 + 3 * b;
    if (!strcmp(format, "mclp")) return sizes >= 2 && sizes <= 4 && words == sizes + 3 * a;
    if (!strcmp(format, "tscflp")) return sizes == 3 && words == 3 + c + 2 * a + a * b + 2 * b + b * c;
    if (!strcmp(format, "mp-tscflp"))
        return sizes == 4 && words == 4 + c * d + a * (d + 1) + d * a * b + b * (d + 1) + d * b * c;
    return sizes == 2 && matrix; /* cap, holmberg, yang, tbed1, ufllib */
}

static const char *format_of_content(const char *bytes, size_t count, struct text *list)
{
    const struct shape shape = shape_of(bytes, count);
    const char *only = NULL;
    int32_t candidates = 0;
    for (int i = 0; mlg__location_formats[i]; i++) {
        if (!may_be(&shape, mlg__location_formats[i])) continue;
        only = mlg__location_formats[i];
        text_printf(list, "%s%s", candidates++ ? ", " : "", only);
    }
    return candidates == 1 ? only : NULL;
}

const char *mlg__location_guess(const char *path, const char *bytes, size_t count, mlg_findings *found)
{
    const char *format = format_of_path(path);
    struct text list = { 0 };
    if (!format) format = format_of_content(bytes, count, &list);
    const enum looks looks = mlg__looks(bytes, count);
    if (!format && looks != LOOKS_UNKNOWN)
        mlg__find_other(found, path, TXT("a published location problem", "un problème de localisation publié"), looks);
    else if (!format) {
        const bool some = list.length > 0;
        for (int i = 0; !some && mlg__location_formats[i]; i++)
            text_printf(&list, "%s%s", i ? ", " : "", mlg__location_formats[i]);
        mlg__find(found, MLG_BAD_INPUT, path,
                  some ? TXT("its sizes fit several formats: %s", "ses tailles conviennent à plusieurs formats : %s")
                       : TXT("neither name nor content tells which of these formats it has: %s",
                             "ni le nom ni le contenu ne disent lequel de ces formats il a : %s"),
                  TXT("pass one with --format; docs/formats/location.md shows the layouts",
                      "donnez-en un avec --format ; docs/formats/location.md montre les formes"),
                  list.data ? list.data : "");
    }
    text_free(&list);
    return format;
}
