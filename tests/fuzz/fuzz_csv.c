/* fuzz_csv.c — any bytes as a table: no crash, and every cell can be asked for as anything. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct csv_column columns[] = {
        { "id", CSV_CELL }, { "value", CSV_COLUMN }, { "*_units_per_day", CSV_OPTIONAL }, { "kind", CSV_OPTIONAL }
    };
    static const char *const words[] = { "sort", "station" };
    mlg_findings *found = mlg_findings_new(MLG_FR);
    mlg_error err = { 0 };
    struct csv t;
    if (!found) abort();
    const mlg_status status = mlg__csv_read(&t, "fuzz.csv", (const char *)data, size, columns, 4, found, &err);
    if (status && t.row_count) abort();
    if (status && !mlg_findings_count(found, false) && !err.message[0]) abort(); /* refused without a word */
    for (int32_t row = 0; row < t.row_count; row++)
        for (int32_t c = 0; c < t.file_column_count; c++) {
            const int32_t column = mlg__csv_raw(&t, c);
            const int64_t milli = mlg__csv_fixed(&t, row, column, 3, -1000000, 1000000, 7);
            const double number = mlg__csv_double(&t, row, column, -1000, 1000, 7);
            if (milli < -1000000 || milli > 1000000 || !(number >= -1000 && number <= 1000)) abort();
            if (milli != 7 && number != 7 && fabs((double)milli / 1000 - number) > 0.000501) abort();
            if (strlen(mlg__csv_text(&t, row, column)) > size) abort();
            mlg__csv_bool(&t, row, column, true);
            if (mlg__csv_word(&t, row, c % 4, words, 2, 0) < 0) abort();
            mlg__csv_int(&t, row, c % 4, 0, 10, 0);
            mlg__csv_where(&t, row, column);
        }
    mlg__csv_free(&t);
    mlg_findings_free(found);
    return 0;
}
