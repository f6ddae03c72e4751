/* test_scenario_forms.c — the same scenario in other dresses reads the same: columns in any order, semicolons with
 * decimal commas, the long form of demand; and any table written as CSV reads back. */
#include "io/csv.h"
#include "support/scenario_text.h"
#include "support/toy.h"

/* ---------- any table, written and read ---------- */

static void random_cell(struct rng *rng, struct text *t)
{
    static const char *const pieces[] = { "a",   "7",    ",", ";", "\"", "\n", "é", "€", "\xF0\x9D\x84\x9E",
                                          "x y", "\r\n", "'", "|" };
    const int count = (int)sizeof pieces / (int)sizeof *pieces;
    /* Blanks at the ends of an unquoted field are not kept, and an empty row is no row: letters stand at both ends. */
    if (rng_below(rng, 4) == 0) return;
    text_add(t, "k");
    for (int32_t i = rng_below(rng, 6); i > 0; i--) text_add(t, pieces[rng_below(rng, count)]);
    text_add(t, "z");
}

static void quoted(struct text *t, const char *s)
{
    text_add(t, "\"");
    for (; *s; s++) text_bytes(t, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    text_add(t, "\"");
}

static void round_trip(struct rng *rng, uint64_t seed)
{
    enum { ROWS = 12, WIDTH = 5 };
    static const struct csv_column columns[WIDTH] = { { "c0", 0 }, { "c1", 0 }, { "c2", 0 }, { "c3", 0 }, { "c4", 0 } };
    static const char *const separators[] = { ",", ";", "\t" }, *const ends[] = { "\n", "\r\n" };
    const char *separator = separators[rng_below(rng, 3)], *end = ends[rng_below(rng, 2)];
    struct text cells[ROWS][WIDTH] = { 0 }, file = { 0 };
    const int32_t rows = rng_below(rng, ROWS + 1);
    for (int32_t c = 0; c < WIDTH; c++) text_printf(&file, "%sc%d", c ? separator : "", c);
    text_add(&file, end);
    for (int32_t i = 0; i < rows; i++) {
        for (int32_t c = 0; c < WIDTH; c++) {
            text_add(&cells[i][c], c == 0 ? "id" : "");
            random_cell(rng, &cells[i][c]);
            if (c) text_add(&file, separator);
            if (separator[0] == ',' && rng_below(rng, 2)) text_csv(&file, cells[i][c].data);
            else quoted(&file, cells[i][c].data);
        }
        if (i + 1 < rows || rng_below(rng, 2)) text_add(&file, end);
    }
    struct csv t;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__csv_read(&t, "t.csv", file.data, file.length, columns, WIDTH, found, NULL), MLG_OK);
    check_msg(mlg_findings_count(found, false) == 0, "seed %llu: %s", (unsigned long long)seed,
              mlg_findings_at(found, false, 0)->message);
    check_msg(t.row_count == rows, "seed %llu: %d rows, not %d", (unsigned long long)seed, t.row_count, rows);
    for (int32_t i = 0; i < rows; i++)
        for (int32_t c = 0; c < WIDTH; c++) {
            check_msg(!strcmp(mlg__csv_text(&t, i, c), cells[i][c].data),
                      "seed %llu, row %d, column %d: \"%s\", not \"%s\"", (unsigned long long)seed, i, c,
                      mlg__csv_text(&t, i, c), cells[i][c].data);
            text_free(&cells[i][c]);
        }
    mlg__csv_free(&t);
    mlg_findings_free(found);
    text_free(&file);
}

static void tables_read_back(void **state)
{
    (void)state;
    for_seeds(1, 400, round_trip);
}

/* ---------- the toy in other dresses ---------- */

static bool is_number(const char *s)
{
    double value;
    return mlg__parse_double(s, strlen(s), false, &value);
}

/* The table with its columns shuffled and written with this separator; a decimal comma where it is not a comma. Texts
 * that look like numbers must stay: the columns of ids and labels are left alone. */
static void redress(struct toy *toy, const char *name, char separator, bool decimal_comma, struct rng *rng)
{
    const struct scenario_file *f = toy_file(toy, name);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    struct csv t;
    struct text out = { 0 };
    int32_t order[64];
    assert_int_equal(mlg__csv_read(&t, name, f->bytes, f->size, NULL, 0, found, NULL), MLG_OK);
    for (int32_t c = 0; c < t.file_column_count; c++) order[c] = c;
    for (int32_t c = t.file_column_count - 1; c > 0; c--) {
        const int32_t other = rng_below(rng, c + 1), swap = order[c];
        order[c] = order[other];
        order[other] = swap;
    }
    for (int32_t row = -1; row < t.row_count; row++) {
        for (int32_t k = 0; k < t.file_column_count; k++) {
            const int32_t c = order[k];
            char cell[512];
            snprintf(cell, sizeof cell, "%s", row < 0 ? t.names[c] : mlg__csv_text(&t, row, mlg__csv_raw(&t, c)));
            const bool label = !strcmp(t.names[c], "id") || !strcmp(t.names[c], "period");
            if (row >= 0 && decimal_comma && !label && is_number(cell) && strchr(cell, '.')) *strchr(cell, '.') = ',';
            if (k) text_bytes(&out, &separator, 1);
            if (strpbrk(cell, ",;\t\"\n") && !(is_number(cell) || decimal_comma)) quoted(&out, cell);
            else if (strchr(cell, separator) || strchr(cell, '"')) quoted(&out, cell);
            else text_add(&out, cell);
        }
        text_add(&out, decimal_comma ? "\r\n" : "\n");
    }
    mlg__csv_free(&t);
    mlg_findings_free(found);
    toy_put(toy, name, out.data, out.length);
    text_free(&out);
}

static void check_same(const struct toy *a, const struct toy *b, const char *what)
{
    mlg_scenario *s = toy_scenario(a), *u = toy_scenario(b);
    struct text x = scenario_text(s), y = scenario_text(u);
    size_t line = 0, i = 0;
    while (x.data[i] && x.data[i] == y.data[i]) line = x.data[i++] == '\n' ? i : line;
    check_msg(x.data[i] == y.data[i], "%s differs:\n%.400s\n%.400s", what, x.data + line, y.data + line);
    text_free(&x);
    text_free(&y);
    mlg_scenario_free(s);
    mlg_scenario_free(u);
}

static void redressed(struct rng *rng, uint64_t seed)
{
    static const char *const tables[] = { "sizes.csv", "sites.csv", "demand.csv", "vehicles.csv" };
    static const struct {
        char separator;
        bool comma;
        const char *what;
    } dresses[] = {
        { ',', false, "columns in another order" },
        { ';', true, "semicolon and decimal comma" },
        { '\t', true, "tab and decimal comma" },
        { ',', true, "quoted decimal comma" },
    };
    struct toy plain = toy_new(), other = toy_new();
    const int32_t dress = (int32_t)(seed % 4);
    for (int i = 0; i < 4; i++) redress(&other, tables[i], dresses[dress].separator, dresses[dress].comma, rng);
    check_same(&plain, &other, dresses[dress].what);
    toy_free(&plain);
    toy_free(&other);
}

static void dresses_do_not_matter(void **state)
{
    (void)state;
    for_seeds(1, 24, redressed);
}

static void long_form(void **state)
{
    struct toy wide = toy_new(), other = toy_new();
    mlg_scenario *s = toy_scenario(&wide);
    struct text out = { 0 };
    (void)state;
    text_add(&out, "id,name,lon,lat,area_km2,region,service,period,units_per_day\n");
    for (int32_t p = s->service_count - 1; p >= 0; p--) /* rows of a point need not be neighbours */
        for (int32_t d = 0; d < s->demand_count; d++)
            for (int32_t u = 0; u < s->period_count; u++) {
                const struct demand *a = &s->demands[d];
                const bool constant = p == 1; /* two_day: one row for every period */
                if (constant && u) continue;
                text_printf(&out, "%s,%s,%.5f,%.5f,%.2f,%s,%s,%s,", a->id, a->name, a->lon_deg, a->lat_deg, a->area_km2,
                            a->region, s->services[p].id, constant ? "" : s->periods[u].label);
                text_fixed(&out, demand_units_milli(s, d, p, u), 3);
                text_add(&out, "\n");
            }
    toy_put(&other, "demand.csv", out.data, out.length);
    check_same(&wide, &other, "the long form");
    text_free(&out);
    mlg_scenario_free(s);
    toy_free(&wide);
    toy_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(tables_read_back), cmocka_unit_test(dresses_do_not_matter),
                                        cmocka_unit_test(long_form) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
