/* test_broken_scenario.c — examples/toy broken in one place at a time: each broken_scenario/<name>.case says what is
 * changed and which findings must come, in both languages, with their place, and that no others come.
 *
 * A case is lines "key: value"; \n, \t, \\ and \xHH are escapes:
 *     about:    what is broken
 *     file:     which file the next lines change
 *     old:      text of the file that goes…      new: …and what stands in its place (after old)
 *     write:    the whole new content of the file
 *     remove:   yes
 *     error:    where | part of the English message | part of the French message        (any number, warning: too) */
#include <dirent.h>

#include "support/toy.h"

enum { LINE_MAX_BYTES = 4096, EXPECTED_MAX = 24 };

struct expected {
    bool warning;
    char where[160], part[2][240];
    bool met;
};

struct broken {
    struct toy toy;
    const char *name;
    char file[64], old[LINE_MAX_BYTES];
    bool has_old;
    int expected_count, problems;
    struct expected expected[EXPECTED_MAX];
};

/* Names of files must outlive the toy. */
static const char *standing_name(const char *name)
{
    static const char *const names[] = { "scenario.json", "sizes.csv", "sites.csv", "demand.csv",
                                         "vehicles.csv",  "lanes.csv", "stops.csv" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) return names[i];
    check_msg(false, "unknown file %s", name);
    return NULL;
}

/* Escapes in place; returns the length, since \x00 may stand inside. */
static size_t unescape(char *s)
{
    char *to = s;
    for (const char *c = s; *c; c++) {
        if (*c != '\\') *to++ = *c;
        else if (*++c == 'n') *to++ = '\n';
        else if (*c == 't') *to++ = '\t';
        else if (*c == 'x') {
            const char hex[3] = { c[1], c[2], 0 };
            *to++ = (char)strtol(hex, NULL, 16);
            c += 2;
        } else *to++ = *c;
    }
    *to = 0;
    return (size_t)(to - s);
}

static void add_expected(struct broken *b, bool warning, char *value)
{
    assert_true(b->expected_count < EXPECTED_MAX);
    struct expected *e = &b->expected[b->expected_count++];
    char *en = strstr(value, " | "), *fr = en ? strstr(en + 3, " | ") : NULL;
    check_msg(fr != NULL, "%s: an expectation has three parts", b->name);
    *en = *fr = 0;
    e->warning = warning;
    snprintf(e->where, sizeof e->where, "%s", value);
    snprintf(e->part[MLG_EN], sizeof e->part[0], "%s", en + 3);
    snprintf(e->part[MLG_FR], sizeof e->part[0], "%s", fr + 3);
}

static void take_line(struct broken *b, char *key, char *value)
{
    if (!strcmp(key, "about")) return;
    if (!strcmp(key, "error") || !strcmp(key, "warning")) return add_expected(b, key[0] == 'w', value);
    const size_t length = unescape(value);
    if (!strcmp(key, "file")) snprintf(b->file, sizeof b->file, "%s", value);
    else if (!strcmp(key, "old")) memcpy(b->old, value, length + 1), b->has_old = true;
    else if (!strcmp(key, "new")) {
        check_msg(b->has_old && toy_replace(&b->toy, b->file, b->old, value), "%s: \"%s\" is not in %s", b->name,
                  b->old, b->file);
        b->has_old = false;
    } else if (!strcmp(key, "write")) toy_put(&b->toy, standing_name(b->file), value, length);
    else if (!strcmp(key, "remove")) toy_put(&b->toy, b->file, NULL, 0);
    else check_msg(false, "%s: unknown key %s", b->name, key);
}

static void load_case(struct broken *b, const char *path)
{
    char line[LINE_MAX_BYTES];
    FILE *f = fopen(path, "rb");
    check_msg(f != NULL, "%s", path);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        if (!line[0] || line[0] == '#') continue;
        char *colon = strchr(line, ':');
        check_msg(colon != NULL, "%s: %s", path, line);
        *colon++ = 0;
        take_line(b, line, colon + strspn(colon, " "));
    }
    fclose(f);
}

/* All mismatches of all cases are told before the test fails. */
#define tell(broken, condition, ...)                                                                                   \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            (broken)->problems++;                                                                                      \
            fprintf(stderr, "%s: ", (broken)->name);                                                                   \
            fprintf(stderr, __VA_ARGS__);                                                                              \
            fputc('\n', stderr);                                                                                       \
        }                                                                                                              \
    } while (0)

static void check_findings(struct broken *b, const mlg_findings *found, mlg_lang lang)
{
    for (int i = 0; i < b->expected_count; i++) b->expected[i].met = false;
    for (int warning = 0; warning < 2; warning++)
        for (int32_t k = 0; mlg_findings_at(found, warning, k); k++) {
            const mlg_error *e = mlg_findings_at(found, warning, k);
            bool met = false;
            tell(b, e->hint[0], "no hint with: %s: %s", e->where, e->message);
            for (int i = 0; i < b->expected_count && !met; i++) {
                struct expected *x = &b->expected[i];
                met = !x->met && x->warning == warning && !strcmp(x->where, e->where) &&
                      strstr(e->message, x->part[lang]);
                if (met) x->met = true;
            }
            tell(b, met, "not expected (%s): %s: %s", lang == MLG_FR ? "fr" : "en", e->where, e->message);
        }
    for (int i = 0; i < b->expected_count; i++)
        tell(b, b->expected[i].met, "did not come: %s: %s", b->expected[i].where, b->expected[i].part[lang]);
}

static int run_case(const char *folder, const char *name)
{
    char path[2048];
    struct broken b = { .toy = toy_new(), .name = name };
    bool has_error = false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    load_case(&b, path);
    tell(&b, b.expected_count > 0, "expects nothing");
    for (int i = 0; i < b.expected_count; i++) has_error |= !b.expected[i].warning;
    for (int lang = 0; lang < 2; lang++) {
        mlg_scenario *s;
        mlg_findings *found = mlg_findings_new((mlg_lang)lang);
        mlg_error err = { .lang = (mlg_lang)lang };
        const mlg_status status = toy_read(&b.toy, (mlg_lang)lang, &s, found, &err);
        check_findings(&b, found, (mlg_lang)lang);
        tell(&b, (status != MLG_OK) == has_error && (s == NULL) == has_error, "status %d", status);
        if (status)
            tell(&b, !strcmp(err.where, mlg_findings_at(found, false, 0)->where), "the first error is at %s",
                 err.where);
        mlg_scenario_free(s);
        mlg_findings_free(found);
    }
    toy_free(&b.toy);
    return b.problems;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void broken_scenarios(void **state)
{
    enum { CASES_MAX = 256 };
    const char *folder = MLG_SOURCE_DIR "/tests/golden/broken_scenario";
    char *names[CASES_MAX];
    int count = 0, problems = 0;
    DIR *dir = opendir(folder);
    (void)state;
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));)
        if (strstr(e->d_name, ".case") && count < CASES_MAX) names[count++] = mlg__strdup(e->d_name);
    closedir(dir);
    qsort(names, (size_t)count, sizeof *names, by_name);
    for (int i = 0; i < count; i++) {
        problems += run_case(folder, names[i]);
        mlg__free(names[i]);
    }
    print_message("%d broken scenarios\n", count);
    assert_true(count >= 35);
    assert_int_equal(problems, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(broken_scenarios) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
