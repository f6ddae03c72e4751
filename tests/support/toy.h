/* toy.h — examples/toy as files in memory, so that a test can change a few bytes of them and read the result. */
#ifndef MLG_TESTS_TOY_H
#define MLG_TESTS_TOY_H

#include "io/file.h"
#include "io/scenario.h"
#include "support/tables.h"

enum { TOY_FILES_MAX = 12 };
struct toy {
    struct arena tables_memory;
    struct emission_tables tables;
    struct scenario_file files[TOY_FILES_MAX];
    int32_t file_count;
};

static inline char *toy_load(const char *name, size_t *size)
{
    char path[1024], *bytes;
    mlg_error err = { 0 };
    snprintf(path, sizeof path, "%s/examples/toy/%s", MLG_SOURCE_DIR, name);
    const mlg_status status = mlg__file_read(path, (size_t)1 << 26, &bytes, size, &err);
    check_msg(status == MLG_OK, "%s: %s", path, err.message);
    return bytes;
}

static inline struct toy toy_new(void)
{
    static const char *const names[] = { "scenario.json", "sizes.csv", "sites.csv", "demand.csv", "vehicles.csv" };
    struct toy t = { .file_count = 5 };
    t.tables = test_tables(&t.tables_memory);
    for (int i = 0; i < 5; i++) {
        t.files[i].name = names[i];
        t.files[i].bytes = toy_load(names[i], &t.files[i].size);
    }
    return t;
}

static inline void toy_free(struct toy *t)
{
    for (int32_t i = 0; i < t->file_count; i++) mlg__free((char *)(uintptr_t)t->files[i].bytes);
    mlg__arena_free(&t->tables_memory);
}

static inline struct scenario_file *toy_file(struct toy *t, const char *name)
{
    for (int32_t i = 0; i < t->file_count; i++)
        if (!strcmp(t->files[i].name, name)) return &t->files[i];
    return NULL;
}

/* Put a file in, or take it out (bytes NULL). name must outlive t. */
static inline void toy_put(struct toy *t, const char *name, const char *bytes, size_t size)
{
    struct scenario_file *f = toy_file(t, name);
    if (f) {
        mlg__free((char *)(uintptr_t)f->bytes);
        *f = t->files[--t->file_count];
    }
    if (!bytes) return;
    assert_true(t->file_count < TOY_FILES_MAX);
    char *copy = mlg__malloc(size + 1);
    memcpy(copy, bytes, size);
    t->files[t->file_count++] = (struct scenario_file) { name, copy, size };
}

/* Replace the first place where old stands; false when it stands nowhere. */
static inline bool toy_replace(struct toy *t, const char *name, const char *old, const char *fresh)
{
    struct scenario_file *f = toy_file(t, name);
    const char *at = f ? strstr(f->bytes, old) : NULL; /* files end in 0 */
    if (!at) return false;
    const size_t before = (size_t)(at - f->bytes), after = f->size - before - strlen(old), middle = strlen(fresh);
    char *bytes = mlg__malloc(before + middle + after + 1);
    memcpy(bytes, f->bytes, before);
    memcpy(bytes + before, fresh, middle);
    memcpy(bytes + before + middle, at + strlen(old), after);
    mlg__free((char *)(uintptr_t)f->bytes);
    f->bytes = bytes;
    f->size = before + middle + after;
    return true;
}

static inline mlg_status toy_read(const struct toy *t, mlg_lang lang, mlg_scenario **s, mlg_findings *found,
                                  mlg_error *err)
{
    return mlg__scenario_read_files(t->files, t->file_count, &t->tables, lang, s, found, err);
}

/* Read what must be good. */
static inline mlg_scenario *toy_scenario(const struct toy *t)
{
    mlg_scenario *s = NULL;
    mlg_error err = { 0 };
    const mlg_status status = toy_read(t, MLG_EN, &s, NULL, &err);
    check_msg(status == MLG_OK, "%s: %s (%s)", err.where, err.message, err.hint);
    return s;
}

#endif
