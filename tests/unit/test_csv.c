/* test_csv.c — tables of bytes: what is read from them and where their mistakes are told. */
#include <math.h>

#include "base/text.h"
#include "io/csv.h"
#include "support/test.h"

enum { ID, VALUE, SHARE, COLUMNS };
static const struct csv_column columns[COLUMNS] = { { "id", CSV_CELL },
                                                    { "value", CSV_COLUMN },
                                                    { "share", CSV_OPTIONAL } };

struct read {
    struct csv t;
    mlg_findings *found;
    mlg_status status;
};

static struct read read_bytes(const char *bytes, size_t size)
{
    struct read r = { .found = mlg_findings_new(MLG_EN) };
    r.status = mlg__csv_read(&r.t, "t.csv", bytes, size, columns, COLUMNS, r.found, NULL);
    return r;
}

static struct read read_text(const char *text) { return read_bytes(text, strlen(text)); }

static void done(struct read *r)
{
    mlg__csv_free(&r->t);
    mlg_findings_free(r->found);
}

static int64_t errors(const struct read *r) { return mlg_findings_count(r->found, false); }
static int64_t warnings(const struct read *r) { return mlg_findings_count(r->found, true); }

/* The same table in all its dresses. */
static void dresses(void **state)
{
    static const struct {
        const char *text, *why;
        char separator;
    } cases[] = {
        { "id,value,share\na,1.5,0.25\n\"b \"\"c\"\"\",-2,\n", "comma", ',' },
        { "id;value;share\na;1,5;0,25\n\"b \"\"c\"\"\";-2;\n", "semicolon, decimal comma", ';' },
        { "id\tvalue\tshare\na\t1.5\t0,25\nb \"c\"\t-2\t\n", "tab; quotes inside a plain field stay", '\t' },
        { "\xEF\xBB\xBFid,value,share\r\na,1.5,0.25\r\n\"b \"\"c\"\"\",-2,\r\n", "byte order mark, CRLF", ',' },
        { "id,value,share\ra,1.5,0.25\r\"b \"\"c\"\"\",-2,", "CR, no end of line", ',' },
        { "\n\nid , VALUE,\"Share\"\n\n a ,\t1.5,\"0,25\"\n,,\n\"b \"\"c\"\"\",-2.0,\n\n", "empty lines, blanks, case",
          ',' },
        { "share,id,value\n0.25,a,1.5\n,\"b \"\"c\"\"\",-2\n", "other order", ',' },
        { "id,x_mine,value,notes,source,share\na,,1.5,hello,me,0.25\n\"b \"\"c\"\"\",9,-2,,,\n", "the user's columns",
          ',' },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read r = read_text(cases[i].text);
        check_msg(r.status == MLG_OK && errors(&r) == 0 && warnings(&r) == 0, "%s", cases[i].why);
        check_msg(r.t.separator == cases[i].separator && r.t.row_count == 2, "%s: %d rows", cases[i].why,
                  r.t.row_count);
        check_msg(!strcmp(mlg__csv_text(&r.t, 0, ID), "a") && !strcmp(mlg__csv_text(&r.t, 1, ID), "b \"c\""), "%s",
                  cases[i].why);
        check_msg(mlg__csv_fixed(&r.t, 0, VALUE, 2, -1000, 1000, 0) == 150, "%s", cases[i].why);
        check_msg(mlg__csv_int(&r.t, 1, VALUE, -5, 5, 0) == -2, "%s", cases[i].why);
        check_msg(mlg__csv_double(&r.t, 0, SHARE, 0, 1, NAN) == 0.25, "%s", cases[i].why);
        check_msg(isnan(mlg__csv_double(&r.t, 1, SHARE, 0, 1, NAN)), "%s", cases[i].why);
        check_msg(errors(&r) == 0, "%s: %s", cases[i].why,
                  errors(&r) ? mlg_findings_at(r.found, false, 0)->message : "");
        done(&r);
    }
}

/* Every mistake with its place. Reading goes on: the good cells of the same table are read. */
static void mistakes(void **state)
{
    static const struct {
        const char *text, *where, *part;
    } cases[] = {
        { "id,value\n,1\n", "t.csv:2:1", "id is empty" },
        { "id,value\na,1,2\n", "t.csv:2:3", "the row has 3 fields, the header has 2" },
        { "id,value\na\n", "t.csv:2:1", "the row has 1 fields" },
        { "id\na\n", "t.csv:1", "column \"value\" is missing" },
        { "id,value,ID\na,1,b\n", "t.csv:1:3", "column \"ID\" stands twice, in 1 and 3" },
        { "id,value\n\"a\" b,1\n", "t.csv:2:1", "text after the closing quote" },
        { "id,value\na,\"1", "t.csv:2:2", "a quoted field never ends" },
        { "id,value\n\"a\nb\",x\nc,y\n", "t.csv:2:2", "value \"x\" is not a number" },
        { "id,value\na,1\xC3\n", "t.csv:2", "byte 4 of the line (0xc3)" },
        { "id,value\na,\xED\xA0\x80\n", "t.csv:2", "byte 3 of the line (0xed)" },
        { "id,value\na,1.5\nb,1e400\n", "t.csv:2:2", "value 1.5 is not a whole number" },
        { "id,value\na,99\n", "t.csv:2:2", "value 99 is outside -5 to 5" },
        { "id,value\na,0x10\n", "t.csv:2:2", "is not a number" },
        { "id,value\na,1 000\n", "t.csv:2:2", "is not a number" },
        { "id,value\na,nan\n", "t.csv:2:2", "is not a number" },
        { "", "t.csv", "the table is empty" },
        { "\xFE\xFF"
          "a",
          "t.csv", "the file is UTF-16" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read r = read_text(cases[i].text);
        for (int32_t row = 0; row < r.t.row_count; row++) {
            mlg__csv_text(&r.t, row, ID);
            mlg__csv_int(&r.t, row, VALUE, -5, 5, 0);
        }
        const mlg_error *e = mlg_findings_at(r.found, false, 0);
        check_msg(e != NULL, "case %zu", i);
        check_msg(!strcmp(e->where, cases[i].where) && strstr(e->message, cases[i].part), "%s: %s, wanted %s", e->where,
                  e->message, cases[i].where);
        check_msg(e->hint[0], "%s has no hint", e->message);
        done(&r);
    }
    struct read zero = read_bytes("id,value\na,\0001\n", 14);
    assert_string_equal(mlg_findings_at(zero.found, false, 0)->where, "t.csv:2");
    done(&zero);
}

static void warnings_are_told(void **state)
{
    static const struct {
        const char *text, *where, *part;
    } cases[] = {
        { "id,value,shar\na,1,2\n", "t.csv:1:3", "unknown column \"shar\" is not used; did you mean \"share\"?" },
        { "id,value,colour\na,1,2\n", "t.csv:1:3", "unknown column \"colour\" is not used" },
        { "id,value,a;b\na,1,2\n", "t.csv:1", "several possible separators; a comma was taken" },
        { "id;value;a,b,c,d\na;1;2\n", "t.csv:1", "several possible separators; a semicolon was taken" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read r = read_text(cases[i].text);
        const mlg_error *e = mlg_findings_at(r.found, true, 0);
        check_msg(e && !strcmp(e->where, cases[i].where) && strstr(e->message, cases[i].part), "case %zu: %s", i,
                  e ? e->message : "nothing");
        assert_int_equal(errors(&r), 0);
        assert_int_equal(r.t.row_count, 1);
        done(&r);
    }
}

static void decimals(void **state)
{
    static const struct {
        const char *text;
        int decimals;
        bool good;
        int64_t value;
    } cases[] = {
        { "0", 2, true, 0 },
        { "12", 2, true, 1200 },
        { "12.3", 2, true, 1230 },
        { "12,34", 2, true, 1234 },
        { "12.345", 2, true, 1235 },
        { "12.344999999999999", 2, true, 1234 },
        { "-12.345", 2, true, -1235 },
        { "1.005", 2, true, 101 },
        { ".5", 0, true, 1 },
        { "0.49", 0, true, 0 },
        { "-.5", 0, true, -1 },
        { "1e3", 2, true, 100000 },
        { "1.5e-2", 3, true, 15 },
        { "2.5E0", 0, true, 3 },
        { "9223372036854775807", 0, true, INT64_MAX },
        { "9223372036854775808", 0, false, 0 },
        { "92233720368547758.08", 2, false, 0 },
        { "1e30", 0, false, 0 },
        { "", 2, false, 0 },
        { ".", 2, false, 0 },
        { "1.2.3", 2, false, 0 },
        { "1,234.5", 2, false, 0 },
        { "12 345", 0, false, 0 },
        { "--1", 0, false, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        const bool good = mlg__decimal_fixed(cases[i].text, cases[i].decimals, &value);
        check_msg(good == cases[i].good && (!good || value == cases[i].value), "\"%s\" to %d: %d, %lld", cases[i].text,
                  cases[i].decimals, good, (long long)value);
    }
}

static void words(void **state)
{
    static const char *const known[] = { "last_mile", "line_haul" };
    (void)state;
    struct read r = read_text("id,value,share\na,Oui,last_mile\nb,FALSE,line_hau\nc,perhaps,\n");
    assert_true(mlg__csv_bool(&r.t, 0, VALUE, false));
    assert_false(mlg__csv_bool(&r.t, 1, VALUE, true));
    assert_int_equal(mlg__csv_word(&r.t, 0, SHARE, known, 2, 9), 0);
    assert_int_equal(mlg__csv_word(&r.t, 2, SHARE, known, 2, 9), 9);
    assert_int_equal(errors(&r), 0);
    assert_int_equal(mlg__csv_word(&r.t, 1, SHARE, known, 2, 9), 9);
    assert_string_equal(mlg_findings_at(r.found, false, 0)->message,
                        "unknown share \"line_hau\"; did you mean \"line_haul\"?");
    assert_string_equal(mlg_findings_at(r.found, false, 0)->hint, "known words: last_mile, line_haul");
    assert_true(mlg__csv_bool(&r.t, 2, VALUE, true));
    assert_int_equal(errors(&r), 2);
    done(&r);
}

static void patterns(void **state)
{
    static const struct csv_column with_pattern[] = { { "id", CSV_CELL }, { "*_units", CSV_OPTIONAL } };
    const char *text = "id,a_units,_units,b_units\nx,1,2,3\n";
    mlg_findings *found = mlg_findings_new(MLG_EN);
    struct csv t;
    (void)state;
    assert_int_equal(mlg__csv_read(&t, "t.csv", text, strlen(text), with_pattern, 2, found, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(found, true), 1); /* "_units" alone is no match */
    assert_false(mlg__csv_has_column(&t, 1));
    assert_int_equal(mlg__csv_int(&t, 0, mlg__csv_raw(&t, 1), 0, 9, -1), 1);
    assert_int_equal(mlg__csv_int(&t, 0, mlg__csv_raw(&t, 3), 0, 9, -1), 3);
    assert_string_equal(mlg__csv_column_name(&t, mlg__csv_raw(&t, 3)), "b_units");
    mlg__csv_free(&t);
    mlg_findings_free(found);
}

static void too_many_columns(void **state)
{
    struct text text = { 0 };
    (void)state;
    text_add(&text, "id,value");
    for (int i = 2; i <= MLG_CSV_COLUMNS_MAX; i++) text_printf(&text, ",x_%d", i);
    struct read r = read_bytes(text.data, text.length);
    assert_int_equal(r.status, MLG_BAD_INPUT);
    assert_int_equal(mlg_findings_at(r.found, false, 0)->status, MLG_OVER_LIMIT);
    done(&r);
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dresses),          cmocka_unit_test(mistakes), cmocka_unit_test(warnings_are_told),
        cmocka_unit_test(decimals),         cmocka_unit_test(words),    cmocka_unit_test(patterns),
        cmocka_unit_test(too_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
