/* mutate.h — change one thing of a JSON file: a number, a text, a truth, a row more or less. A file whose every figure
 * is checked does not survive any of these changes. Places are numbered in the order of the file. */
#ifndef MLG_TESTS_MUTATE_H
#define MLG_TESTS_MUTATE_H

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Ways to change one value: of numbers two, of texts two, of rows two. */
struct mutator {
    json_t *root;
    int64_t wanted, seen; /* wanted -1: count only */
    bool done;
    char what[800]; /* path and change */
    char path[300];
};

/* Warnings are sentences, not figures: they are not recomputed. Nothing else is exempt. */
static inline bool is_exempt(const char *path) { return strncmp(path, "/warnings/", 10) == 0; }

/* Another text that stands somewhere under the same key. */
static inline const char *other_text(json_t *node, const char *under, const char *key, const char *but)
{
    const char *name, *found = NULL;
    json_t *v;
    size_t i;
    if (json_is_string(node))
        return strcmp(under, key) == 0 && strcmp(json_string_value(node), but) != 0 ? json_string_value(node) : NULL;
    if (json_is_object(node)) {
        json_object_foreach(node, name, v) if ((found = other_text(v, name, key, but))) return found;
    } else if (json_is_array(node)) {
        json_array_foreach(node, i, v) if ((found = other_text(v, under, key, but))) return found;
    }
    return found;
}

static inline bool is_turn(struct mutator *m) { return m->seen++ == m->wanted; }

static inline void say(struct mutator *m, const char *change)
{
    m->done = true;
    snprintf(m->what, sizeof m->what, "%.300s: %.400s", m->path, change);
}

/* A changed copy of a value; NULL: it is not this value's turn, or there is nothing to change it to. */
static inline json_t *changed_number(struct mutator *m, json_t *v)
{
    const bool whole = json_is_integer(v);
    char change[80];
    json_t *made = NULL;
    if (is_turn(m)) made = whole ? json_integer(json_integer_value(v) + 1) : json_real(json_real_value(v) + 0.001);
    if (is_turn(m)) made = whole ? json_integer(json_integer_value(v) - 1) : json_real(json_real_value(v) * 2);
    if (!made) return NULL;
    snprintf(change, sizeof change, "%.17g becomes %.17g", json_number_value(v), json_number_value(made));
    say(m, change);
    return made;
}

static inline json_t *changed_text(struct mutator *m, json_t *v, const char *key)
{
    const char *old = json_is_string(v) ? json_string_value(v) : "";
    const char *other = NULL;
    json_t *made = NULL;
    char garbled[300];
    if (is_turn(m) && (other = other_text(m->root, "", key, old))) made = json_string(other);
    if (is_turn(m)) {
        snprintf(garbled, sizeof garbled, "%s~", old);
        made = json_string(other = garbled);
    }
    if (made) say(m, other);
    return made;
}

static inline json_t *changed_truth(struct mutator *m, json_t *v)
{
    if (!is_turn(m)) return NULL;
    say(m, "flipped");
    return json_boolean(!json_is_true(v));
}

static inline json_t *changed(struct mutator *m, json_t *v, const char *key)
{
    if (is_exempt(m->path)) return NULL;
    if (json_is_number(v)) return changed_number(m, v);
    if (json_is_string(v) || json_is_null(v)) return changed_text(m, v, key);
    return json_is_boolean(v) ? changed_truth(m, v) : NULL;
}

static inline void walk(struct mutator *m, json_t *node, const char *key);

static inline void walk_list(struct mutator *m, json_t *list, const char *key)
{
    const size_t length = strlen(m->path), count = json_array_size(list);
    for (size_t i = 0; i < count && !m->done; i++) {
        snprintf(m->path + length, sizeof m->path - length, "/%zu", i);
        json_t *v = json_array_get(list, i), *made = changed(m, v, key);
        if (made) json_array_set_new(list, i, made);
        else walk(m, v, key);
        if (m->done || is_exempt(m->path)) continue;
        if (is_turn(m)) json_array_remove(list, i), say(m, "removed");
        else if (is_turn(m)) json_array_insert_new(list, i, json_deep_copy(v)), say(m, "twice");
    }
    m->path[length] = 0;
}

static inline void walk(struct mutator *m, json_t *node, const char *key)
{
    const size_t length = strlen(m->path);
    const char *name;
    json_t *v;
    if (json_is_array(node)) walk_list(m, node, key);
    if (!json_is_object(node)) return;
    json_object_foreach(node, name, v)
    {
        if (m->done) break;
        snprintf(m->path + length, sizeof m->path - length, "/%s", name);
        json_t *made = changed(m, v, name);
        if (!made) {
            walk(m, v, name);
            continue;
        }
        json_object_set_new(node, name, made);
        break;
    }
    m->path[length] = 0;
}

/* How many changes there are; then the n-th made in root. what: path and change, "" where the n-th changes nothing. */
static inline int64_t mutation_count(json_t *root)
{
    struct mutator m = { .root = root, .wanted = -1 };
    walk(&m, root, "");
    return m.seen;
}

static inline bool mutate(json_t *root, int64_t n, char *what, size_t size)
{
    struct mutator m = { .root = root, .wanted = n };
    walk(&m, root, "");
    snprintf(what, size, "%s", m.what);
    return m.done;
}

#endif
