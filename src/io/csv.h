/* csv.h — read one table: bytes to rows of named columns, with every mistake told as file:line:column.
 *
 * How to use it:
 *
 *     enum { KEY, CENTRAL, NOTE, COLUMNS };
 *     static const struct csv_column columns[COLUMNS] = {
 *         [KEY] = { "key", CSV_CELL }, [CENTRAL] = { "central", CSV_CELL }, [NOTE] = { "note", CSV_OPTIONAL } };
 *     struct csv t;
 *     MLG_TRY(mlg__csv_read(&t, "hub_factors.csv", bytes, size, columns, COLUMNS, found, err));
 *     for (int32_t row = 0; row < t.row_count; row++) {
 *         const char *key = mlg__csv_text(&t, row, KEY);   (valid until mlg__csv_free: copy what you keep)
 *         double central = mlg__csv_double(&t, row, CENTRAL, 0, 1e6, NAN);
 *     }
 *     mlg__csv_free(&t);
 *
 * Mistakes go to `found` and never stop the reading: a bad cell yields its fallback, so that all mistakes of a file are
 * told at once. When `found` holds an error afterwards, throw the values away.
 *
 * The format: UTF-8 (a byte order mark is skipped), separator comma, semicolon or tab, guessed from the header; fields
 * may be quoted with ", doubled inside; lines end in LF, CRLF or CR; empty lines are skipped. Columns come in any order
 * and any case. Columns that no one asked for cause a warning, unless their name starts with "note", "source" or "x_":
 * those are the user's own. Numbers have a decimal point or comma, no spaces, no units. */
#ifndef MLG_IO_CSV_H
#define MLG_IO_CSV_H

#include "base/error.h"
#include "base/memory.h"

/* Limits: what is above is refused, not cut. */
#define MLG_CSV_BYTES_MAX ((size_t)1 << 30)
enum { MLG_CSV_COLUMNS_MAX = 2048, MLG_CSV_ROWS_MAX = 5000000 };

enum csv_need {
    CSV_OPTIONAL, /* column and cells may be missing */
    CSV_COLUMN,   /* the column must be there, its cells may be empty */
    CSV_CELL      /* every cell must be filled */
};

/* name "*_units_per_day": any column that ends so; its cells are read through mlg__csv_raw(). */
struct csv_column {
    const char *name;
    enum csv_need need;
};

struct csv {
    /* For reading: */
    int32_t row_count;
    int32_t file_column_count;
    const char **names; /* [file column] as in the header, trimmed */
    char separator;
    mlg_findings *found; /* borrowed */
    /* Inside: */
    const char *file; /* borrowed: the name used in findings */
    const struct csv_column *columns;
    int32_t column_count;
    int32_t *at;        /* [column] its place in the file, or MLG_NONE */
    const char **cells; /* [row * file_column_count + file column] */
    int32_t *lines;     /* [row] line of the file where it starts */
    int32_t cell_cap, line_cap, header_line;
    struct arena arena;
};

/* Read a table. columns and file must outlive t; bytes may go; found is required (not NULL).
 * Returns MLG_OK when the table can be walked, even if findings were made; MLG_BAD_INPUT when it cannot (told in
 * found), t is empty then; MLG_NO_MEMORY (told in err). Free t in every case. O(size). */
mlg_status mlg__csv_read(struct csv *t, const char *file, const char *bytes, size_t size,
                         const struct csv_column *columns, int32_t column_count, mlg_findings *found, mlg_error *err);
void mlg__csv_free(struct csv *t);

/* The column number by which the getters know a column of the file itself (for patterns and for unasked columns). */
static inline int32_t mlg__csv_raw(const struct csv *t, int32_t file_column) { return t->column_count + file_column; }
bool mlg__csv_has_column(const struct csv *t, int32_t column);
/* The cell is there and not empty. */
bool mlg__csv_has(const struct csv *t, int32_t row, int32_t column);

/* Cells. An empty or missing one gives the fallback (and an error where need is CSV_CELL); a bad one gives the fallback
 * and an error. Limits are inclusive. */
const char *mlg__csv_text(const struct csv *t, int32_t row, int32_t column); /* "" when empty; borrowed */
double mlg__csv_double(const struct csv *t, int32_t row, int32_t column, double low, double high, double fallback);
/* The number times 10^decimals; further decimals are rounded, half away from zero. Exact otherwise. */
int64_t mlg__csv_fixed(const struct csv *t, int32_t row, int32_t column, int decimals, int64_t low, int64_t high,
                       int64_t fallback);
int64_t mlg__csv_int(const struct csv *t, int32_t row, int32_t column, int64_t low, int64_t high, int64_t fallback);
bool mlg__csv_bool(const struct csv *t, int32_t row, int32_t column, bool fallback); /* 1/0 true/false yes/no oui/non */
/* Index of the cell among words (exact spelling), with a "did you mean". */
int32_t mlg__csv_word(const struct csv *t, int32_t row, int32_t column, const char *const *words, int32_t word_count,
                      int32_t fallback);

/* "sites.csv:14:3": for findings of your own about a cell. */
struct csv_where {
    char text[160];
};
struct csv_where mlg__csv_where(const struct csv *t, int32_t row, int32_t column);
/* The name of a column as the user wrote it, else as the program calls it. */
const char *mlg__csv_column_name(const struct csv *t, int32_t column);

/* Names of columns are compared without (ASCII) case: length bytes at name are known. */
bool mlg__csv_same_name(const char *name, size_t length, const char *known);
/* A decimal number as text: what mlg__csv_fixed accepts (also used for JSON). False when it is none or too large. */
bool mlg__decimal_fixed(const char *s, int decimals, int64_t *value);
/* Find the unknown word `given` among known: an error with "did you mean" in the message and the known words in the
 * hint. what_en, what_fr: "size of kind \"hub\"" …; status MLG_OK makes it a warning. */
void mlg__find_unknown(mlg_findings *found, mlg_status status, const char *where, struct mlg_txt what,
                       const char *given, const char *const *known, int32_t known_count);

#endif
