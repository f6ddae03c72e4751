/* test_broken_vrp.c — each file of broken_vrp/ gives exactly the findings of its .expected file, in both languages.
 *
 * Solutions (.sol) are read against small.vrp, which is sound. With MAILLAGE_GOLDEN_WRITE=1 the listings are written
 * instead of compared: read them before you commit them. */
#include <dirent.h>

#include "io/file.h"
#include "io/lilim.h"
#include "io/sol.h"
#include "io/solomon.h"
#include "io/vrplib.h"
#include "support/test.h"

#define FOLDER MLG_SOURCE_DIR "/tests/golden/broken_vrp"
enum { PATH_BYTES = 4096, FILE_BYTES_MAX = 1 << 20 };

static bool ends_in(const char *name, const char *suffix)
{
    const size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

static mlg_problem *read_small(void)
{
    char *bytes;
    size_t count;
    mlg_problem *p;
    assert_int_equal(mlg__file_read(FOLDER "/small.vrp", FILE_BYTES_MAX, &bytes, &count, NULL), MLG_OK);
    assert_int_equal(mlg__vrplib_read("small.vrp", bytes, count, -1, &p, NULL, NULL), MLG_OK);
    mlg__free(bytes);
    return p;
}

/* Findings of one file in one language; the file must be refused and name its first error. */
static mlg_findings *findings_of(const char *name, const mlg_problem *small, mlg_lang lang)
{
    char path[PATH_BYTES], *bytes;
    size_t count;
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL;
    mlg_error err = { .lang = lang };
    mlg_findings *found = mlg_findings_new(lang);
    snprintf(path, sizeof path, FOLDER "/%s", name);
    assert_int_equal(mlg__file_read(path, FILE_BYTES_MAX, &bytes, &count, NULL), MLG_OK);
    const mlg_status status = ends_in(name, ".sol") ? mlg__sol_read(name, bytes, count, small, &plan, found, &err)
                              : !strncmp(name, "lilim", 5) ? mlg__lilim_read(name, bytes, count, -1, &p, found, &err)
                              : ends_in(name, ".txt")      ? mlg__solomon_read(name, bytes, count, -1, &p, found, &err)
                                                           : mlg__vrplib_read(name, bytes, count, -1, &p, found, &err);
    check_msg(status != MLG_OK && !p && !plan, "%s is accepted", name);
    check_msg(!strcmp(err.where, mlg_findings_at(found, false, 0)->where), "%s", name);
    mlg__free(bytes);
    return found;
}

static void list(struct text *out, const mlg_findings *en, const mlg_findings *fr, bool warnings)
{
    for (int32_t i = 0; mlg_findings_at(en, warnings, i); i++) {
        const mlg_error *e = mlg_findings_at(en, warnings, i), *f = mlg_findings_at(fr, warnings, i);
        text_printf(out, "%s %s\n", warnings ? "warning" : "error", e->where);
        text_printf(out, "    en  %s\n        -> %s\n", e->message, e->hint);
        text_printf(out, "    fr  %s\n        -> %s\n", f->message, f->hint);
        check_msg(!strcmp(e->where, f->where) && strcmp(e->message, f->message), "%s: %s is not translated", e->where,
                  e->message);
    }
}

static void compare(const char *name, const char *listing)
{
    char path[PATH_BYTES], *expected;
    size_t count;
    snprintf(path, sizeof path, FOLDER "/%s.expected", name);
    if (getenv("MAILLAGE_GOLDEN_WRITE")) {
        assert_int_equal(mlg__file_write(path, listing, strlen(listing), NULL), MLG_OK);
        return;
    }
    check_msg(mlg__file_read(path, FILE_BYTES_MAX, &expected, &count, NULL) == MLG_OK, "%s is missing", path);
    check_msg(!strcmp(expected, listing), "%s differs; it is now\n%s", path, listing);
    mlg__free(expected);
}

static void test_broken_files(void **state)
{
    (void)state;
    int files = 0;
    mlg_problem *small = read_small();
    DIR *dir = opendir(FOLDER);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        struct text out = { 0 };
        if (!ends_in(e->d_name, ".vrp") && !ends_in(e->d_name, ".txt") && !ends_in(e->d_name, ".sol")) continue;
        if (!strcmp(e->d_name, "small.vrp")) continue;
        mlg_findings *en = findings_of(e->d_name, small, MLG_EN), *fr = findings_of(e->d_name, small, MLG_FR);
        list(&out, en, fr, false);
        list(&out, en, fr, true);
        compare(e->d_name, out.data);
        mlg_findings_free(en);
        mlg_findings_free(fr);
        text_free(&out);
        files++;
    }
    closedir(dir);
    mlg_problem_free(small);
    print_message("%d files\n", files);
    assert_true(files >= 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_broken_files) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
