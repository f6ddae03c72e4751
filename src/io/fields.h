/* fields.h — every column and key of a scenario folder, in one table: it drives the readers, the schema printer and
 * docs/formats/scenario.md.
 *
 * To add a column or key: a field in the struct of model/scenario.h, a row in fields.c. A plain value (INPUT_TEXT to
 * INPUT_CLOCK) is then read, checked against its limits and printed in the schema without further code; INPUT_OTHER is
 * only described here, its reader is in scenario_settings.c or scenario_tables.c. */
#ifndef MLG_IO_FIELDS_H
#define MLG_IO_FIELDS_H

#include <stddef.h>

#include "base/text.h"
#include "io/csv.h"
#include "io/json.h"

enum input_kind {
    INPUT_TEXT,   /* const char *, kept in the scenario's arena */
    INPUT_REAL,   /* double */
    INPUT_AMOUNT, /* int64_t: the number times factor, half up; six decimals are read */
    INPUT_INT,    /* int32_t */
    INPUT_YES_NO, /* bool */
    INPUT_CLOCK,  /* int32_t seconds of the day: "18:00" or "18:00:30" */
    INPUT_OTHER   /* by hand */
};

struct input_field {
    const char *name;
    enum input_kind kind;
    enum csv_need need;
    size_t at;                /* offset in the table's struct */
    int64_t factor;           /* of INPUT_AMOUNT */
    double low, high;         /* inclusive, in the unit of the file */
    const char *fallback;     /* what an empty cell or missing key stands for, in the unit of the file; NULL: the field
                                 keeps the value it has */
    struct mlg_txt otherwise; /* the same in words, where the fallback is no value: "no limit" */
    struct mlg_txt meaning;
};

enum input_table {
    INPUT_SETTINGS,
    INPUT_PERIODS,
    INPUT_SERVICES,
    INPUT_OBJECTIVE,
    INPUT_COVERAGE,
    INPUT_JOBS,
    INPUT_OPERATIONS,
    INPUT_DAYS,
    INPUT_FIBRE,
    INPUT_SIZES,
    INPUT_SITES,
    INPUT_DEMAND,
    INPUT_VEHICLES,
    INPUT_LANES,
    INPUT_STOPS,
    INPUT_TABLE_COUNT
};
enum { INPUT_FIELDS_MAX = 64 };

struct input_shape {
    const char *file;   /* "sites.csv", or "scenario.json" */
    const char *path;   /* of an object inside scenario.json: "periods[]"; "" for the top and for tables */
    bool required;      /* the file or key must be there */
    struct mlg_txt row; /* what one row is */
    const struct input_field *fields;
    int32_t field_count;
};
extern const struct input_shape mlg__input_shapes[INPUT_TABLE_COUNT];

/* The number of a field in its table, which is its csv column; the name must exist. */
int32_t mlg__input_field(enum input_table table, const char *name);
/* The columns of a table for mlg__csv_read(); returns their number. */
int32_t mlg__input_columns(enum input_table table, struct csv_column columns[INPUT_FIELDS_MAX]);
/* Read the plain fields of one row, or of one object, into the struct at base. Texts go to the arena. */
void mlg__input_row(enum input_table table, const struct csv *t, int32_t row, void *base, struct arena *arena);
void mlg__input_object(enum input_table table, const struct json_node *n, void *base, struct arena *arena);

/* "18:00" to seconds of the day; "24:00" too. */
bool mlg__parse_clock(const char *s, int32_t *seconds);

/* The tables of docs/formats/scenario.md, which a test compares; as plain text: mlg__scenario_schema_text(). */
void mlg__scenario_schema_markdown(mlg_lang lang, struct text *out);

#endif
