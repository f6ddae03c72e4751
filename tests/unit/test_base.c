/* test_base.c — errors, findings, options, arenas, texts, threads: values in tables. */
#include "support/test.h"

#include <errno.h>

#include "base/error.h"
#include "base/math.h"
#include "base/options.h"
#include "base/replace.h"
#include "base/text.h"
#include "base/thread.h"

static void parse_fixed_is_exact(void **state)
{
    static const struct { const char *text; bool comma; int decimals; bool good; int64_t value; } row[] = {
        { "12.34", false, 2, true, 1234 },   { "12,34", true, 2, true, 1234 },  { "12,34", false, 2, false, 0 },
        { "12", false, 3, true, 12000 },     { "-0.5", false, 1, true, -5 },    { "0.125", false, 2, false, 0 },
        { "0.120", false, 2, true, 12 },     { "", false, 0, false, 0 },        { "-", false, 0, false, 0 },
        { ".", false, 0, false, 0 },         { "1e3", false, 0, false, 0 },     { "7.", false, 1, true, 70 },
        { "9223372036854775807", false, 0, true, INT64_MAX },
        { "9223372036854775808", false, 0, false, 0 },
        { "922337203685477580.8", false, 1, false, 0 },
        { "+3", false, 0, true, 3 },         { " 3", false, 0, false, 0 },      { "3 ", false, 0, false, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        int64_t value = 0;
        const bool good = mlg__parse_fixed(row[i].text, strlen(row[i].text), row[i].comma, row[i].decimals, &value);
        check_msg(good == row[i].good && value == row[i].value, "\"%s\" gave %d, %lld", row[i].text, good, (long long)value);
    }
}

static void parse_double_refuses_words(void **state)
{
    static const char *const bad[] = { "", "-", "nan", "inf", "0x10", "1e", "1e+", "1.2.3", "1 2", "1e999", "--1" };
    double value = 0;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check_msg(!mlg__parse_double(bad[i], strlen(bad[i]), true, &value), "\"%s\" was read as %g", bad[i], value);
    assert_true(mlg__parse_double("1,5", 3, true, &value) && value == 1.5);
    assert_true(mlg__parse_double("-.5e2", 5, false, &value) && value == -50);
}

static void fixed_texts(void **state)
{
    static const struct { int64_t value; int decimals; const char *text; } row[] = {
        { 12345, 2, "123.45" }, { 12300, 2, "123" }, { 0, 3, "0" }, { -5, 1, "-0.5" }, { 7, 3, "0.007" }, { 10, 0, "10" },
        { INT64_MIN, 0, "-9223372036854775808" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct text t = { 0 };
        text_fixed(&t, row[i].value, row[i].decimals);
        assert_string_equal(t.data, row[i].text);
        text_free(&t);
    }
}

static void escapes(void **state)
{
    struct text t = { 0 };
    (void)state;
    text_json(&t, "a\"\\\n\x01é");
    assert_string_equal(t.data, "\"a\\\"\\\\\\n\\u0001é\"");
    text_free(&t);
    text_html(&t, "<a href='x'>&\"");
    assert_string_equal(t.data, "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    text_free(&t);
    text_csv(&t, "say \"x\", y");
    assert_string_equal(t.data, "\"say \"\"x\"\", y\"");
    text_free(&t);
}

static void text_limit_is_sticky(void **state)
{
    struct text t = { .limit = 10 };
    (void)state;
    text_add(&t, "12345678");
    text_add(&t, "9abc");
    assert_true(t.failed);
    assert_string_equal(t.data, "12345678");
    text_add(&t, "9");
    assert_string_equal(t.data, "12345678");
    text_free(&t);
}

static void findings_keep_a_hundred_and_count_all(void **state)
{
    mlg_findings *f = mlg_findings_new(MLG_FR);
    mlg_error err = { .lang = MLG_FR };
    (void)state;
    for (int i = 0; i < 150; i++) mlg__find(f, MLG_BAD_INPUT, "x", TXT("error %d", "erreur %d"), NO_HINT, i);
    mlg__warn(f, "y", TXT("careful", "prudence"), NO_HINT);
    mlg__note(f, "z", TXT("read so", "lu ainsi"), NO_HINT);
    assert_int_equal(mlg_findings_count(f, false), 150);
    assert_int_equal(mlg_findings_count(f, true), 1);
    mlg_findings *all = mlg_findings_new(MLG_FR);
    mlg__findings_add(all, f);
    assert_string_equal(mlg_findings_note(all, 0)->message, "lu ainsi");
    assert_null(mlg_findings_note(all, 1));
    assert_int_equal(mlg_findings_count(all, false), 150);
    mlg_findings_free(all);
    assert_non_null(mlg_findings_at(f, false, 99));
    assert_null(mlg_findings_at(f, false, 100));
    assert_string_equal(mlg_findings_at(f, false, 3)->message, "erreur 3");
    assert_int_equal(mlg__first_error(f, &err), MLG_BAD_INPUT);
    assert_string_equal(err.message, "erreur 0 (et 149 autres)");
    mlg_findings_free(f);
}

static void long_messages_are_cut_at_a_character(void **state)
{
    mlg_error err = { 0 };
    char word[400];
    (void)state;
    for (int i = 0; i < 199; i++) memcpy(word + 2 * i, "é", 3);
    mlg__fail(&err, MLG_BAD_INPUT, "", TXT("%s", "%s"), NO_HINT, word);
    const size_t n = strlen(err.message);
    assert_true(n < sizeof err.message && n > 230);
    assert_string_equal(err.message + n - 3, "…");
    assert_int_equal((unsigned char)err.message[n - 4], 0xA9); /* the second byte of é: no half character */
}

static void nearest_word(void **state)
{
    static const char *const known[] = { "capacity_per_day", "capex_eur", "jobs" };
    (void)state;
    assert_string_equal(mlg__did_you_mean("capcity_per_day", known, 3), "capacity_per_day");
    assert_string_equal(mlg__did_you_mean("jbos", known, 3), "jobs");
    assert_null(mlg__did_you_mean("latitude", known, 3));
}

static void options_check_their_bounds(void **state)
{
    mlg_options *o = mlg_options_new();
    mlg_error err = { 0 };
    (void)state;
    assert_int_equal(mlg__option_int(o, "routing.neighbours"), 24);
    assert_int_equal(mlg_options_set(o, "routing.neighbours", "60", &err), MLG_OK);
    assert_int_equal(mlg__option_int(o, "routing.neighbours"), 60);
    assert_int_equal(mlg_options_set(o, "routing.neighbours", "6000", &err), MLG_BAD_INPUT);
    assert_int_equal(mlg_options_set(o, "routing.neighbours", "many", &err), MLG_BAD_INPUT);
    assert_int_equal(mlg_options_set(o, "routing.neighbour", "6", &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "routing.neighbours"));
    assert_int_equal(mlg_options_set(o, "siting.gap", "0,02", &err), MLG_OK);
    assert_true(mlg__option_real(o, "siting.gap") == 0.02);
    for (int32_t i = 0; i < mlg_options_count(); i++) { /* every default is one the table itself accepts */
        mlg_options *fresh = mlg_options_new();
        check_msg(!mlg_options_set(fresh, mlg_options_name(i), mlg_options_default(i), &err), "%s: %s", mlg_options_name(i), err.message);
        assert_true(mlg_options_help(i, MLG_EN)[0] && mlg_options_help(i, MLG_FR)[0]);
        mlg_options_free(fresh);
    }
    mlg_options_free(o);
}

static void arenas_reset_and_fail(void **state)
{
    struct arena a = { 0 };
    (void)state;
    int64_t *first = arena_array(&a, int64_t, 10);
    first[9] = 7;
    const struct arena_mark mark = mlg__arena_mark(&a);
    for (int i = 0; i < 20; i++) memset(arena_array(&a, char, 5000), 1, 5000);
    mlg__arena_reset(&a, mark);
    assert_int_equal(first[9], 7);
    const char *again = arena_array(&a, char, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(again[i], 0);
    assert_null(mlg__arena_bytes(&a, SIZE_MAX / 2, 8, 8));
    assert_true(a.failed);
    mlg__arena_free(&a);
}

static void count_task(void *user, int32_t i) { ((int *)user)[i]++; }

static void every_task_runs_once(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 4; threads++) {
        int seen[1000] = { 0 };
        mlg__parallel(1000, threads, count_task, seen);
        for (int i = 0; i < 1000; i++) assert_int_equal(seen[i], 1);
    }
    assert_true(mlg__core_count() >= 1);
}

static void mul_div_rounds_half_up(void **state)
{
    (void)state;
    assert_int_equal(mlg__mul_div(5, 1, 2), 3);
    assert_int_equal(mlg__mul_div(-5, 1, 2), -2);
    assert_int_equal(mlg__mul_div(-7, 1, 4), -2);
    assert_int_equal(mlg__mul_div(7, 1, 4), 2);
    assert_int_equal(mlg__mul_div(INT64_MAX, 1000, 1000), INT64_MAX);
    assert_int_equal(mlg__mul_div(0, 5, 3), 0);
}

static void system_errors_speak_both_languages(void **state)
{
    (void)state;
    assert_string_equal(mlg__system_words(ENOENT, MLG_EN).s, "there is no such file or folder");
    assert_string_equal(mlg__system_words(ENOSPC, MLG_FR).s, "il n'y a plus de place sur le support");
    assert_non_null(strstr(mlg__system_words(EXDEV, MLG_FR).s, "erreur système 18 (« "));
    assert_non_null(strstr(mlg__system_words(EXDEV, MLG_EN).s, strerror(EXDEV)));
    const int told[] = { ENOENT, EACCES, ENOSPC, EISDIR, ENOTDIR, EEXIST, EROFS, EMFILE, ENAMETOOLONG };
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) assert_null(strstr(mlg__system_words(told[i], MLG_FR).s, "syst"));
}

static void digits_are_grouped(void **state)
{
    (void)state;
    assert_string_equal(mlg__digits(1234567.891, 2, false).s, "1,234,567.89");
    assert_string_equal(mlg__digits(-1234.5, 1, true).s, "1\u202f234,5");
    assert_string_equal(mlg__digits(999, 0, true).s, "999");
    assert_true(strlen(mlg__digits(1e300, 3, true).s) < sizeof(struct digits));
}

static void says(const char *path, const char *expected)
{
    char text[32] = "";
    FILE *f = fopen(path, "rb");
    assert_int_equal(f != NULL, expected != NULL);
    if (!f) return;
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    assert_string_equal(text, expected);
}

/* A file is replaced when the new one is whole; else the old one stays and nothing lies beside it. */
static void files_are_replaced_whole(void **state)
{
    static const char path[] = MLG_BUILD_DIR "/tests/replaced.txt", beside[] = MLG_BUILD_DIR "/tests/replaced.txt.tmp";
    struct replacing r;
    mlg_error err = { 0 };
    (void)state;
    remove(path);
    assert_int_equal(mlg__replace_begin(path, &r, &err), MLG_OK);
    assert_int_equal(mlg__replace_end(&r, fputs("old", r.to) >= 0, &err), MLG_OK);
    says(path, "old");
    assert_int_equal(mlg__replace_begin(path, &r, &err), MLG_OK);
    fputs("half", r.to);
    mlg__replace_drop(&r);
    says(path, "old");
    assert_int_equal(mlg__replace_begin(path, &r, &err), MLG_OK);
    errno = ENOSPC;
    assert_int_not_equal(mlg__replace_end(&r, false, &err), MLG_OK);
    assert_non_null(strstr(err.message, "no space is left on the device"));
    says(path, "old");
    says(beside, NULL);
    assert_int_equal(mlg__replace_begin(path, &r, &err), MLG_OK);
    assert_int_equal(mlg__replace_end(&r, fputs("new", r.to) >= 0, &err), MLG_OK);
    says(path, "new");
    says(beside, NULL);
    remove(path);
    assert_int_not_equal(mlg__replace_begin(MLG_BUILD_DIR "/no such folder/x", &r, &err), MLG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_fixed_is_exact), cmocka_unit_test(parse_double_refuses_words), cmocka_unit_test(fixed_texts),
        cmocka_unit_test(escapes), cmocka_unit_test(text_limit_is_sticky), cmocka_unit_test(findings_keep_a_hundred_and_count_all),
        cmocka_unit_test(long_messages_are_cut_at_a_character), cmocka_unit_test(nearest_word),
        cmocka_unit_test(options_check_their_bounds), cmocka_unit_test(arenas_reset_and_fail),
        cmocka_unit_test(files_are_replaced_whole), cmocka_unit_test(every_task_runs_once), cmocka_unit_test(mul_div_rounds_half_up),
        cmocka_unit_test(system_errors_speak_both_languages), cmocka_unit_test(digits_are_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
