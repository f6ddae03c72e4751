/* json.h — read a JSON document whose keys are known, telling mistakes as file:path ("scenario.json:periods/1/label").
 *
 * The sister of csv.h: getters collect their mistakes in `found` and give a fallback, so that all are told at once. A
 * node is a value and the way to it; nodes live on the stack of those who walk, a child points to its parent.
 *
 *     json_t *root;
 *     MLG_TRY(mlg__json_load("scenario.json", bytes, size, &root, found, err));
 *     const struct json_node top = { .value = root, .file = "scenario.json", .found = found };
 *     const struct json_node days = mlg__json_member(&top, "days");
 *     const struct json_node sampled = mlg__json_member(&days, "sampled");
 *     int64_t n = mlg__json_fixed(&sampled, 0, 0, 366, 3);
 *     json_decref(root); */
#ifndef MLG_IO_JSON_H
#define MLG_IO_JSON_H

#include <jansson.h>

#include "base/error.h"

struct json_node {
    json_t *value;                  /* NULL: absent, or null in the file: not given */
    const struct json_node *parent; /* borrowed; NULL at the top */
    const char *key;                /* in an object; NULL in a list */
    int32_t index;                  /* in a list */
    const char *file;               /* borrowed */
    mlg_findings *found;
};

/* Parse a document; mistakes of syntax, double keys and bad UTF-8 are told as file:line:column in found. root given:
 * json_decref(). MLG_BAD_INPUT (told in found) or MLG_NO_MEMORY (told in err). */
mlg_status mlg__json_load(const char *file, const char *bytes, size_t size, json_t **root, mlg_findings *found,
                          mlg_error *err);

struct json_where {
    char text[160];
};
struct json_where mlg__json_where(const struct json_node *n); /* "scenario.json:services/0/cut_off" */

/* Children. Of a node without value, or of the wrong type (told once by the two checks below), they have no value. */
struct json_node mlg__json_member(const struct json_node *n, const char *key);
struct json_node mlg__json_item(const struct json_node *n, int32_t i);
bool mlg__json_is_given(const struct json_node *n);
bool mlg__json_is_object(const struct json_node *n); /* tells when the value is something else */
int32_t mlg__json_count(const struct json_node *n);  /* items of a list, 0 when not given; tells when not a list */
/* Warn of keys that are not known, with "did you mean"; keys that start with "x_", "note" or "source" are the user's.
 */
void mlg__json_unknown_keys(const struct json_node *n, const char *const *known, int32_t known_count);
/* An error when the value is not given; true when it is. */
bool mlg__json_require(const struct json_node *n);

/* Values; not given: the fallback. Limits are inclusive. */
const char *mlg__json_text(const struct json_node *n, const char *fallback); /* borrowed from the document */
double mlg__json_double(const struct json_node *n, double low, double high, double fallback);
int64_t mlg__json_fixed(const struct json_node *n, int decimals, int64_t low, int64_t high, int64_t fallback);
int64_t mlg__json_int(const struct json_node *n, int64_t low, int64_t high, int64_t fallback);
bool mlg__json_bool(const struct json_node *n, bool fallback);
int32_t mlg__json_word(const struct json_node *n, const char *const *words, int32_t word_count, int32_t fallback);

#endif
