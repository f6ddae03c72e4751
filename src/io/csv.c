/* csv.c — read one table. See csv.h.
 *
 * The bytes are copied once and cut in place: quotes are removed and each cell ends in 0, so a cell is a pointer. The
 * reading goes: encoding -> separator -> cut into records -> match the header -> check the width of the rows. */
#include "io/csv.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/math.h"
#include "base/text.h"
#include "io/looks.h"

/* ---------- where ---------- */

/* Line and column from 1; column 0 leaves it out. */
static struct csv_where place(const char *file, int32_t line, int32_t column)
{
    struct csv_where w;
    const int room = (int)sizeof w.text - 26; /* a long path keeps its end, where the name is */
    const size_t length = strlen(file);
    if (length > (size_t)room) file += length - (size_t)room;
    if (column > 0) snprintf(w.text, sizeof w.text, "%s:%d:%d", file, line, column);
    else snprintf(w.text, sizeof w.text, "%s:%d", file, line);
    return w;
}

static int32_t file_column(const struct csv *t, int32_t column)
{
    return column < t->column_count ? t->at[column] : column - t->column_count;
}

struct csv_where mlg__csv_where(const struct csv *t, int32_t row, int32_t column)
{
    return place(t->file, t->lines[row], file_column(t, column) + 1);
}

const char *mlg__csv_column_name(const struct csv *t, int32_t column)
{
    const int32_t at = file_column(t, column);
    return at == MLG_NONE ? t->columns[column].name : t->names[at];
}

void mlg__find_unknown(mlg_findings *found, mlg_status status, const char *where, struct mlg_txt what,
                       const char *given, const char *const *known, int32_t known_count)
{
    const char *near = mlg__did_you_mean(given, known, known_count);
    const char *name = what.in[mlg__findings_lang(found) == MLG_FR];
    char hint[2][240];
    for (int lang = 0; lang < 2; lang++) {
        size_t length =
            (size_t)snprintf(hint[lang], sizeof hint[lang], "%s", lang ? "mots connus : " : "known words: ");
        for (int32_t i = 0; i < known_count && length < sizeof hint[lang]; i++) {
            const size_t room = sizeof hint[lang] - length;
            const int more = snprintf(hint[lang] + length, room, "%s%s", i ? ", " : "", known[i]);
            if ((size_t)more + 5 >= room) {
                snprintf(hint[lang] + length, room, ", …");
                break;
            }
            length += (size_t)more;
        }
    }
    const struct mlg_txt list =
        known_count ? (struct mlg_txt) { { hint[0], hint[1] } } : TXT("none is defined", "aucun n'est défini");
    if (near)
        mlg__find(found, status, where,
                  TXT("unknown %s \"%s\"; did you mean \"%s\"?", "%s « %s » inconnu ; vouliez-vous dire « %s » ?"),
                  list, name, given, near);
    else mlg__find(found, status, where, TXT("unknown %s \"%s\"", "%s « %s » inconnu"), list, name, given);
}

/* ---------- encoding ---------- */

static bool encoding_is_good(const struct csv *t, const char *bytes, size_t size)
{
    int32_t line = 1;
    size_t line_start = 0;
    for (size_t i = 0; i < size;) {
        const size_t length = mlg__utf8_length((const unsigned char *)bytes + i, size - i);
        if (!length) {
            mlg__find(t->found, MLG_BAD_INPUT, place(t->file, line, 0).text,
                      TXT("byte %d of the line (0x%02x) is not UTF-8 text",
                          "l'octet %d de la ligne (0x%02x) n'est pas du texte UTF-8"),
                      TXT("save the file as \"CSV UTF-8\"", "enregistrez le fichier en « CSV UTF-8 »"),
                      (int)(i - line_start) + 1, (unsigned)(unsigned char)bytes[i]);
            return false;
        }
        if (bytes[i] == '\n') line++, line_start = i + 1;
        i += length;
    }
    return true;
}

/* ---------- cutting ---------- */

static bool ends_line(char c) { return c == 0 || c == '\n' || c == '\r'; }
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* Where a walk through the text stands. The text ends in 0 and holds no other. */
struct cutter {
    struct csv *t;
    char *at;
    int32_t line;  /* from 1 */
    int32_t field; /* of the record, from 1 */
};

/* Past the end of the line at c->at. */
static void skip_line_end(struct cutter *c)
{
    if (*c->at == 0) return;
    if (c->at[0] == '\r' && c->at[1] == '\n') c->at++;
    c->at++;
    c->line++;
}

/* A quoted field: moves its content to the front; returns its end (where 0 goes), c->at after the closing quote. */
static char *cut_quoted(struct cutter *c)
{
    char *to = c->at;
    const struct csv_where start = place(c->t->file, c->line, c->field);
    for (c->at++;; c->at++) {
        if (*c->at == 0) {
            mlg__find(c->t->found, MLG_BAD_INPUT, start.text,
                      TXT("a quoted field never ends", "un champ entre guillemets ne se termine pas"),
                      TXT("close it with \", and write \" inside as \"\"",
                          "fermez-le par \" et écrivez \"\" pour un \" intérieur"));
            return to;
        }
        if (*c->at == '"') {
            if (c->at[1] != '"') break;
            c->at++;
        }
        if (*c->at == '\n' || (*c->at == '\r' && c->at[1] != '\n')) c->line++;
        *to++ = *c->at;
    }
    c->at++;
    return to;
}

/* One field, trimmed unless quoted; c->at stands on its separator or the end of the line, which is not yet cut. */
static char *cut_field(struct cutter *c, char **end)
{
    const char separator = c->t->separator;
    while (is_blank(*c->at) && *c->at != separator) c->at++;
    char *start = c->at;
    if (*c->at == '"') {
        *end = cut_quoted(c);
        while (is_blank(*c->at) && *c->at != separator) c->at++;
        if (*c->at != separator && !ends_line(*c->at)) {
            mlg__find(
                c->t->found, MLG_BAD_INPUT, place(c->t->file, c->line, c->field).text,
                TXT("text after the closing quote of a field", "du texte suit le guillemet fermant d'un champ"),
                TXT("write \" inside a quoted field as \"\"", "dans un champ entre guillemets, écrivez \"\" pour \""));
            while (*c->at != separator && !ends_line(*c->at)) c->at++;
        }
        return start;
    }
    while (*c->at != separator && !ends_line(*c->at)) c->at++;
    *end = c->at;
    while (*end > start && is_blank((*end)[-1])) (*end)--;
    return start;
}

/* One record into cells, which has room for so many fields: those beyond are counted, not kept. Returns how many there
 * are. */
static int32_t cut_record(struct cutter *c, const char **cells, int32_t room)
{
    for (c->field = 1;; c->field++) {
        char *end;
        char *start = cut_field(c, &end);
        const char stop = *c->at;
        if (ends_line(stop)) skip_line_end(c);
        else c->at++;
        *end = 0; /* only now: it may be where the separator stood */
        if (c->field <= room) cells[c->field - 1] = start;
        if (ends_line(stop)) return c->field;
    }
}

/* ---------- separator and header ---------- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool mlg__csv_same_name(const char *name, size_t length, const char *known)
{
    for (size_t i = 0; i < length; i++)
        if (!known[i] || lower(name[i]) != lower(known[i])) return false;
    return known[length] == 0;
}

static bool column_matches(const char *pattern, const char *name, size_t length)
{
    if (pattern[0] != '*') return mlg__csv_same_name(name, length, pattern);
    const size_t end = strlen(pattern + 1);
    return length > end && mlg__csv_same_name(name + length - end, end, pattern + 1);
}

static int32_t column_named(const struct csv *t, const char *name, size_t length)
{
    for (int32_t k = 0; k < t->column_count; k++)
        if (column_matches(t->columns[k].name, name, length)) return k;
    return MLG_NONE;
}

/* Fields of the header line with this separator, and how many of them are columns we know. */
static int32_t count_known(const struct csv *t, const char *line, char separator, int32_t *fields)
{
    int32_t known = 0;
    *fields = 0;
    for (const char *at = line;; at++) {
        const char *start = at;
        bool quoted = false;
        for (; *at && (quoted || (*at != separator && !ends_line(*at))); at++)
            if (*at == '"') quoted = !quoted;
        const char *end = at;
        while (start < end && (is_blank(*start) || *start == '"')) start++;
        while (end > start && (is_blank(end[-1]) || end[-1] == '"')) end--;
        known += column_named(t, start, (size_t)(end - start)) != MLG_NONE;
        ++*fields;
        if (*at != separator || *at == 0) return known;
    }
}

/* The separator under which most columns are known, then which makes most fields. Told when another one would cut the
 * header too: that is the only way to guess wrong. */
static char guess_separator(const struct csv *t, const char *line)
{
    static const char separators[] = { ',', ';', '\t' };
    static const char *const words[][2] = { { "a comma", "la virgule" },
                                            { "a semicolon", "le point-virgule" },
                                            { "a tab", "la tabulation" } };
    int best = 0, several = 0;
    int32_t best_known = -1, best_fields = 0;
    for (int i = 0; i < 3; i++) {
        int32_t fields;
        const int32_t known = count_known(t, line, separators[i], &fields);
        several += fields > 1;
        if (known > best_known || (known == best_known && fields > best_fields))
            best = i, best_known = known, best_fields = fields;
    }
    if (several > 1)
        mlg__warn(t->found, place(t->file, t->header_line, 0).text,
                  TXT("the header holds several possible separators; %s was taken",
                      "l'en-tête contient plusieurs séparateurs possibles ; retenu : %s"),
                  TXT("quote column names that hold a comma or semicolon",
                      "mettez entre guillemets les noms de colonnes qui contiennent une virgule ou un point-virgule"),
                  words[best][mlg__findings_lang(t->found) == MLG_FR]);
    return separators[best];
}

static bool users_own(const char *name)
{
    return !strncmp(name, "note", 4) || !strncmp(name, "source", 6) || !strncmp(name, "x_", 2);
}

/* Nothing silent: a column that no one asked for is told, with the nearest one that is not in the file. */
static void warn_unknown(const struct csv *t, int32_t c)
{
    enum { CANDIDATES_MAX = 128 };
    const char *candidates[CANDIDATES_MAX];
    int32_t count = 0;
    for (int32_t k = 0; k < t->column_count && count < CANDIDATES_MAX; k++)
        if (t->at[k] == MLG_NONE && t->columns[k].name[0] != '*') candidates[count++] = t->columns[k].name;
    const char *near = mlg__did_you_mean(t->names[c], candidates, count);
    const struct csv_where where = place(t->file, t->header_line, c + 1);
    const struct mlg_txt hint = TXT("correct the name, or start it with x_ to keep a column of your own",
                                    "corrigez le nom, ou faites-le commencer par x_ pour garder une colonne à vous");
    if (near)
        mlg__warn(t->found, where.text,
                  TXT("unknown column \"%s\" is not used; did you mean \"%s\"?",
                      "la colonne inconnue « %s » n'est pas utilisée ; vouliez-vous dire « %s » ?"),
                  hint, t->names[c], near);
    else
        mlg__warn(t->found, where.text,
                  TXT("unknown column \"%s\" is not used", "la colonne inconnue « %s » n'est pas utilisée"), hint,
                  t->names[c]);
}

/* Which file column each asked column is; tells doubles, missing and unknown ones. */
static void match_header(struct csv *t)
{
    for (int32_t k = 0; k < t->column_count; k++) t->at[k] = MLG_NONE;
    for (int32_t c = 0; c < t->file_column_count; c++) {
        const int32_t k = column_named(t, t->names[c], strlen(t->names[c]));
        if (k == MLG_NONE || t->columns[k].name[0] == '*') continue;
        if (t->at[k] == MLG_NONE) t->at[k] = c;
        else
            mlg__find(
                t->found, MLG_BAD_INPUT, place(t->file, t->header_line, c + 1).text,
                TXT("column \"%s\" stands twice, in %d and %d", "la colonne « %s » figure deux fois, en %d et %d"),
                TXT("remove one of them", "supprimez l'une des deux"), t->names[c], t->at[k] + 1, c + 1);
    }
    for (int32_t c = 0; c < t->file_column_count; c++)
        if (t->names[c][0] && !users_own(t->names[c]) && column_named(t, t->names[c], strlen(t->names[c])) == MLG_NONE)
            warn_unknown(t, c);
    for (int32_t k = 0; k < t->column_count; k++)
        if (t->at[k] == MLG_NONE && t->columns[k].need != CSV_OPTIONAL)
            mlg__find(t->found, MLG_BAD_INPUT, place(t->file, t->header_line, 0).text,
                      TXT("column \"%s\" is missing", "la colonne « %s » manque"),
                      TXT("add it to the header line", "ajoutez-la à la ligne d'en-tête"), t->columns[k].name);
}

/* ---------- rows ---------- */

/* Room for one more row; false without memory or beyond the limit. */
static bool room_for_row(struct csv *t)
{
    const int64_t cells = (int64_t)(t->row_count + 1) * t->file_column_count;
    if (cells > INT32_MAX / 2) return false;
    int32_t *lines = mlg__grow(t->lines, &t->line_cap, t->row_count + 1, sizeof *lines);
    if (!lines) return false;
    t->lines = lines;
    const char **grown = mlg__grow(t->cells, &t->cell_cap, (int32_t)cells, sizeof *grown);
    if (!grown) return false;
    t->cells = grown;
    return true;
}

static bool is_empty_row(const char *const *cells, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (cells[i][0]) return false;
    return true;
}

static mlg_status read_rows(struct csv *t, struct cutter *c, mlg_error *err)
{
    const int32_t width = t->file_column_count;
    while (*c->at) {
        if (t->row_count == MLG_CSV_ROWS_MAX) {
            mlg__find(
                t->found, MLG_OVER_LIMIT, place(t->file, c->line, 0).text,
                TXT("more than %d rows", "plus de %d lignes"),
                TXT("group demand points, or split the case", "regroupez les points de demande, ou divisez le cas"),
                MLG_CSV_ROWS_MAX);
            return MLG_BAD_INPUT;
        }
        if (!room_for_row(t)) return mlg__no_memory(err, t->file);
        const char **cells = t->cells + (ptrdiff_t)t->row_count * width;
        const int32_t line = c->line;
        const int32_t fields = cut_record(c, cells, width);
        for (int32_t i = fields; i < width; i++) cells[i] = "";
        if (fields <= width && is_empty_row(cells, width)) continue;
        if (fields != width)
            mlg__find(
                t->found, MLG_BAD_INPUT, place(t->file, line, min32(fields, width) + (fields > width)).text,
                TXT("the row has %d fields, the header has %d", "la ligne a %d champs, l'en-tête en a %d"),
                TXT("add or remove separators, and quote texts that hold one",
                    "ajoutez ou retirez des séparateurs, et mettez entre guillemets les textes qui en contiennent"),
                fields, width);
        t->lines[t->row_count++] = line;
    }
    return MLG_OK;
}

/* The header's fields into names. */
static mlg_status read_header(struct csv *t, struct cutter *c, mlg_error *err)
{
    int32_t fields;
    count_known(t, c->at, t->separator, &fields);
    if (fields > MLG_CSV_COLUMNS_MAX) {
        mlg__find(t->found, MLG_OVER_LIMIT, place(t->file, t->header_line, 0).text,
                  TXT("more than %d columns", "plus de %d colonnes"), NO_HINT, MLG_CSV_COLUMNS_MAX);
        return MLG_BAD_INPUT;
    }
    t->names = arena_array(&t->arena, const char *, fields);
    t->at = arena_array(&t->arena, int32_t, t->column_count);
    if (t->arena.failed) return mlg__no_memory(err, t->file);
    t->file_column_count = min32(cut_record(c, t->names, fields), fields);
    match_header(t);
    return MLG_OK;
}

static mlg_status unusable(struct csv *t, struct mlg_txt message, struct mlg_txt hint)
{
    mlg__find(t->found, MLG_BAD_INPUT, t->file, message, hint);
    return MLG_BAD_INPUT;
}

mlg_status mlg__csv_read(struct csv *t, const char *file, const char *bytes, size_t size,
                         const struct csv_column *columns, int32_t column_count, mlg_findings *found, mlg_error *err)
{
    *t = (struct csv) { .file = file, .columns = columns, .column_count = column_count, .found = found };
    if (size > MLG_CSV_BYTES_MAX)
        return unusable(t, TXT("the file is larger than 1 GiB", "le fichier dépasse 1 Gio"),
                        TXT("group demand points", "regroupez les points de demande"));
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) bytes += 3, size -= 3;
    if (size >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2)))
        return unusable(t, TXT("the file is UTF-16", "le fichier est en UTF-16"),
                        TXT("save it as \"CSV UTF-8\"", "enregistrez-le en « CSV UTF-8 »"));
    const enum looks looks = mlg__looks(bytes, size);
    if (looks != LOOKS_UNKNOWN && looks < LOOKS_VRPLIB)
        return mlg__find_other(found, file, TXT("a table (CSV)", "une table (CSV)"), looks);
    if (!encoding_is_good(t, bytes, size)) return MLG_BAD_INPUT;

    char *text = mlg__arena_bytes(&t->arena, size + 1, 1, 1);
    if (!text) return mlg__no_memory(err, file);
    if (size) memcpy(text, bytes, size);
    struct cutter c = { .t = t, .at = text, .line = 1 };
    while (*c.at && ends_line(*c.at)) skip_line_end(&c);
    if (!*c.at)
        return unusable(t, TXT("the table is empty", "la table est vide"),
                        TXT("its first line names the columns", "sa première ligne nomme les colonnes"));
    t->header_line = c.line;
    t->separator = guess_separator(t, c.at);
    mlg_status status = read_header(t, &c, err);
    if (!status) status = read_rows(t, &c, err);
    if (status) t->row_count = 0;
    return status;
}

void mlg__csv_free(struct csv *t)
{
    mlg__free(t->cells);
    mlg__free(t->lines);
    mlg__arena_free(&t->arena);
    *t = (struct csv) { 0 };
}

/* ---------- cells ---------- */

bool mlg__csv_has_column(const struct csv *t, int32_t column) { return file_column(t, column) != MLG_NONE; }

static const char *cell(const struct csv *t, int32_t row, int32_t column)
{
    const int32_t c = file_column(t, column);
    return c == MLG_NONE ? "" : t->cells[(ptrdiff_t)row * t->file_column_count + c];
}

bool mlg__csv_has(const struct csv *t, int32_t row, int32_t column) { return cell(t, row, column)[0] != 0; }

/* The cell, or NULL when there is nothing to read; a required one that is empty is told. */
static const char *filled(const struct csv *t, int32_t row, int32_t column)
{
    const char *s = cell(t, row, column);
    if (s[0]) return s;
    if (column < t->column_count && t->columns[column].need == CSV_CELL && t->at[column] != MLG_NONE)
        mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text, TXT("%s is empty", "%s est vide"),
                  TXT("fill the cell", "remplissez la case"), mlg__csv_column_name(t, column));
    return NULL;
}

const char *mlg__csv_text(const struct csv *t, int32_t row, int32_t column)
{
    const char *s = filled(t, row, column);
    return s ? s : "";
}

static void find_no_number(const struct csv *t, int32_t row, int32_t column, const char *s)
{
    mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
              TXT("%s \"%.60s\" is not a number", "%s « %.60s » n'est pas un nombre"),
              TXT("write digits and one decimal point or comma, no spaces, no units: 1250.5",
                  "écrivez des chiffres et une virgule ou un point, sans espaces ni unité : 1250,5"),
              mlg__csv_column_name(t, column), s);
}

static void find_range(const struct csv *t, int32_t row, int32_t column, const char *s, struct text *low,
                       struct text *high)
{
    struct mlg_txt hint = TXT("the unit stands in the column's name", "l'unité figure dans le nom de la colonne");
    mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
              TXT("%s %.40s is outside %s to %s", "%s %.40s est hors de %s à %s"), hint,
              mlg__csv_column_name(t, column), s, low->data ? low->data : "?", high->data ? high->data : "?");
    text_free(low);
    text_free(high);
}

double mlg__csv_double(const struct csv *t, int32_t row, int32_t column, double low, double high, double fallback)
{
    const char *s = filled(t, row, column);
    double value;
    if (!s) return fallback;
    if (!mlg__parse_double(s, strlen(s), true, &value)) return find_no_number(t, row, column, s), fallback;
    if (value >= low && value <= high) return value;
    struct text l = { 0 }, h = { 0 };
    text_double(&l, low);
    text_double(&h, high);
    find_range(t, row, column, s, &l, &h);
    return fallback;
}

/* s without its digits from the (decimals + 1)-th after the point on, and whether the first of these rounds up. */
static bool cut_decimals(const char *s, int decimals, char *to, size_t to_bytes, bool *up)
{
    const size_t length = strlen(s);
    const char *point = strpbrk(s, ".,");
    if (length >= to_bytes) return false;
    const size_t after = point ? (size_t)(point - s) + 1 : length;
    const size_t kept = after + (size_t)decimals < length ? after + (size_t)decimals : length;
    for (size_t i = kept; i < length; i++)
        if (s[i] < '0' || s[i] > '9') return false;
    *up = kept < length && s[kept] >= '5';
    memcpy(to, s, kept);
    to[kept] = 0;
    return true;
}

bool mlg__decimal_fixed(const char *s, int decimals, int64_t *value)
{
    char kept[64];
    bool up;
    if (mlg__parse_fixed(s, strlen(s), true, decimals, value)) return true;
    if (cut_decimals(s, decimals, kept, sizeof kept, &up) &&
        mlg__parse_fixed(kept, strlen(kept), true, decimals, value)) {
        if (up && (*value == INT64_MAX || *value == INT64_MIN)) return false;
        if (up) *value += s[0] == '-' ? -1 : 1;
        return true;
    }
    /* Left over: 1.5e6 and the like, exact as far as a double is. */
    double number, scale = 1;
    if (!mlg__parse_double(s, strlen(s), true, &number)) return false;
    for (int i = 0; i < decimals; i++) scale *= 10;
    if (fabs(number) * scale >= 9007199254740992.0) return false;
    *value = (int64_t)(number < 0 ? -floor(-number * scale + 0.5) : floor(number * scale + 0.5));
    return true;
}

int64_t mlg__csv_fixed(const struct csv *t, int32_t row, int32_t column, int decimals, int64_t low, int64_t high,
                       int64_t fallback)
{
    const char *s = filled(t, row, column);
    int64_t value;
    double number;
    if (!s) return fallback;
    if (!mlg__parse_double(s, strlen(s), true, &number)) return find_no_number(t, row, column, s), fallback;
    if (mlg__decimal_fixed(s, decimals, &value) && value >= low && value <= high) return value;
    struct text l = { 0 }, h = { 0 };
    text_fixed(&l, low, decimals);
    text_fixed(&h, high, decimals);
    find_range(t, row, column, s, &l, &h);
    return fallback;
}

int64_t mlg__csv_int(const struct csv *t, int32_t row, int32_t column, int64_t low, int64_t high, int64_t fallback)
{
    const char *s = filled(t, row, column);
    int64_t value;
    double number;
    if (!s) return fallback;
    if (!mlg__parse_double(s, strlen(s), true, &number)) return find_no_number(t, row, column, s), fallback;
    if (!mlg__parse_fixed(s, strlen(s), true, 0, &value)) {
        mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
                  TXT("%s %.40s is not a whole number", "%s %.40s n'est pas un nombre entier"),
                  TXT("write it without decimals", "écrivez-le sans décimales"), mlg__csv_column_name(t, column), s);
        return fallback;
    }
    return mlg__csv_fixed(t, row, column, 0, low, high, fallback);
}

static int32_t index_of(const char *s, const char *const *words, int32_t word_count)
{
    for (int32_t i = 0; i < word_count; i++)
        if (!strcmp(s, words[i])) return i;
    return MLG_NONE;
}

bool mlg__csv_bool(const struct csv *t, int32_t row, int32_t column, bool fallback)
{
    static const char *const words[] = { "0", "1", "false", "true", "no", "yes", "non", "oui", "faux", "vrai" };
    const int32_t count = (int32_t)(sizeof words / sizeof *words);
    const char *s = filled(t, row, column);
    char small[8] = "";
    if (!s) return fallback;
    for (size_t i = 0; i + 1 < sizeof small && s[i]; i++) small[i] = lower(s[i]);
    const int32_t word = strlen(s) < sizeof small ? index_of(small, words, count) : MLG_NONE;
    if (word != MLG_NONE) return word % 2;
    mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
              TXT("%s \"%.60s\" is neither yes nor no", "%s « %.60s » n'est ni oui ni non"),
              TXT("write 1 or 0, yes or no, true or false", "écrivez 1 ou 0, oui ou non, vrai ou faux"),
              mlg__csv_column_name(t, column), s);
    return fallback;
}

int32_t mlg__csv_word(const struct csv *t, int32_t row, int32_t column, const char *const *words, int32_t word_count,
                      int32_t fallback)
{
    const char *s = filled(t, row, column);
    if (!s) return fallback;
    const int32_t word = index_of(s, words, word_count);
    if (word != MLG_NONE) return word;
    const char *name = mlg__csv_column_name(t, column);
    mlg__find_unknown(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text, (struct mlg_txt) { { name, name } },
                      s, words, word_count);
    return fallback;
}
