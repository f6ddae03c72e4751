/* plan_reader.c — see plan_reader.h. */
#include "io/plan_reader.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "io/plan_json.h"
#include "model/units.h"

/* -- where we are -- */

size_t mlg__reader_enter(struct reader *r, const char *name)
{
    const size_t mark = r->path_length;
    const int more = snprintf(r->path + mark, sizeof r->path - mark, "%s%s", mark ? "/" : "", name);
    r->path_length = mark + (size_t)more < sizeof r->path ? mark + (size_t)more : sizeof r->path - 1;
    return mark;
}

size_t mlg__reader_enter_row(struct reader *r, int32_t i)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%" PRId32, i);
    return mlg__reader_enter(r, digits);
}

void mlg__reader_leave(struct reader *r, size_t mark)
{
    r->path_length = mark;
    r->path[mark] = 0;
}

/* -- values: each tells what is wrong with it and returns false -- */

static const char *type_word(const json_t *v, mlg_lang lang)
{
    static const char *const words[][2] = {
        [JSON_OBJECT] = { "an object", "un objet" },
        [JSON_ARRAY] = { "a list", "une liste" },
        [JSON_STRING] = { "a text", "un texte" },
        [JSON_INTEGER] = { "a whole number", "un nombre entier" },
        [JSON_REAL] = { "a decimal number", "un nombre décimal" },
        [JSON_TRUE] = { "true", "true" },
        [JSON_FALSE] = { "false", "false" },
        [JSON_NULL] = { "null", "null" },
    };
    return words[json_typeof(v)][lang == MLG_FR];
}

bool mlg__reader_wrong_type(struct reader *r, const json_t *v, struct mlg_txt wanted)
{
    const mlg_lang lang = mlg__findings_lang(r->found);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("%s expected, found %s", "%s attendu, trouvé %s"), NO_HINT,
              wanted.in[lang], type_word(v, lang));
    return false;
}

/* The member of an object; NULL and a finding where it is missing. Enters its path: mlg__reader_leave() afterwards. */
const json_t *mlg__reader_member(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = json_object_get(object, name);
    *mark = mlg__reader_enter(r, name);
    if (!v) mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("missing", "manquant"), NO_HINT);
    return v;
}

bool mlg__value_int(struct reader *r, const json_t *v, int64_t low, int64_t high, int64_t *value)
{
    if (!json_is_integer(v)) return mlg__reader_wrong_type(r, v, TXT("a whole number", "un nombre entier"));
    *value = json_integer_value(v);
    if (low <= *value && *value <= high) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("%" PRId64 " is not within %" PRId64 " and %" PRId64,
                  "%" PRId64 " n'est pas entre %" PRId64 " et %" PRId64),
              NO_HINT, *value, low, high);
    return false;
}

bool mlg__value_real(struct reader *r, const json_t *v, double *value)
{
    if (!json_is_number(v)) return mlg__reader_wrong_type(r, v, TXT("a number", "un nombre"));
    *value = json_number_value(v);
    return true;
}

/* A decimal that stands for a whole number of 1/parts; the writer's own digits give it back exactly. */
bool mlg__value_parts(struct reader *r, const json_t *v, int64_t parts, int64_t *value)
{
    double d = 0;
    if (!mlg__value_real(r, v, &d)) return false;
    const double scaled = floor(d * (double)parts + 0.5);
    if (fabs(scaled) <= (double)MLG_UNITS_MILLI_MAX && scaled / (double)parts == d) {
        *value = (int64_t)scaled;
        return true;
    }
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("%.17g is not a whole number of 1/%" PRId64, "%.17g n'est pas un nombre entier de 1/%" PRId64),
              NO_HINT, d, parts);
    return false;
}

bool mlg__member_int(struct reader *r, const json_t *object, const char *name, int64_t low, int64_t high,
                     int64_t *value)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const bool good = v && mlg__value_int(r, v, low, high, value);
    mlg__reader_leave(r, mark);
    return good;
}

bool mlg__member_bool(struct reader *r, const json_t *object, const char *name, bool *value)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const bool good = v && (json_is_boolean(v) || mlg__reader_wrong_type(r, v, TXT("true or false", "true ou false")));
    if (good) *value = json_is_true(v);
    mlg__reader_leave(r, mark);
    return good;
}

bool mlg__member_real(struct reader *r, const json_t *object, const char *name, double *value)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const bool good = v && mlg__value_real(r, v, value);
    mlg__reader_leave(r, mark);
    return good;
}

/* Borrowed from the JSON tree; NULL when wrong. */
const char *mlg__member_text(struct reader *r, const json_t *object, const char *name)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    if (v && !json_is_string(v)) mlg__reader_wrong_type(r, v, TXT("a text", "un texte"));
    mlg__reader_leave(r, mark);
    return v ? json_string_value(v) : NULL;
}

/* A list to walk, NULL when wrong. Enters its path. */
const json_t *mlg__member_list(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = mlg__reader_member(r, object, name, mark);
    if (v && json_is_array(v) && json_array_size(v) <= INT32_MAX / 2) return v;
    if (v) mlg__reader_wrong_type(r, v, TXT("a list", "une liste"));
    return NULL;
}

const json_t *mlg__member_object(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = mlg__reader_member(r, object, name, mark);
    if (v && json_is_object(v)) return v;
    if (v) mlg__reader_wrong_type(r, v, TXT("an object", "un objet"));
    return NULL;
}

/* What the file tells twice. */
void mlg__agree_int(struct reader *r, const json_t *object, const char *name, int64_t expected)
{
    int64_t value = 0;
    const size_t mark = r->path_length;
    if (!mlg__member_int(r, object, name, INT64_MIN, INT64_MAX, &value) || value == expected) return;
    mlg__reader_enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("is %" PRId64 ", but the rows give %" PRId64, "vaut %" PRId64 ", mais les lignes donnent %" PRId64),
              NO_HINT, value, expected);
    mlg__reader_leave(r, mark);
}

void mlg__agree_real(struct reader *r, const json_t *object, const char *name, double expected)
{
    double value = 0;
    const size_t mark = r->path_length;
    if (!mlg__member_real(r, object, name, &value) || value == expected) return;
    mlg__reader_enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is %.17g instead of %.17g", "vaut %.17g au lieu de %.17g"),
              NO_HINT, value, expected);
    mlg__reader_leave(r, mark);
}

void mlg__agree_bool(struct reader *r, const json_t *object, const char *name, bool expected)
{
    bool value = expected;
    const size_t mark = r->path_length;
    if (!mlg__member_bool(r, object, name, &value) || value == expected) return;
    mlg__reader_enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is %s instead of %s", "vaut %s au lieu de %s"), NO_HINT,
              value ? "true" : "false", expected ? "true" : "false");
    mlg__reader_leave(r, mark);
}

void mlg__agree_text(struct reader *r, const json_t *object, const char *name, const char *expected)
{
    const size_t mark = r->path_length;
    const char *value = mlg__member_text(r, object, name);
    if (!value || strcmp(value, expected) == 0) return;
    mlg__reader_enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is \"%s\" instead of \"%s\"", "vaut « %s » au lieu de « %s »"),
              NO_HINT, value, expected);
    mlg__reader_leave(r, mark);
}

/* -- the whole of a file -- */

json_t *mlg__plan_parse(const char *data, size_t size, mlg_findings *found, mlg_status *status, mlg_error *err)
{
    json_t *root = NULL;
    *status = mlg__json_load("plan.json", data, size, &root, found, err);
    if (*status == MLG_BAD_INPUT) *status = MLG_OK; /* told */
    if (!root || json_is_object(root)) return root;
    mlg__find(found, MLG_BAD_INPUT, "plan.json:1:1", TXT("this is not a JSON object", "ceci n'est pas un objet JSON"),
              TXT("give a plan.json written by maillage", "donnez un plan.json écrit par maillage"));
    json_decref(root);
    return NULL;
}

mlg_status mlg__plan_hand_over(mlg_findings *mine, mlg_findings *found, mlg_status status, mlg_error *err)
{
    if (!status) status = mlg__first_error(mine, err);
    mlg__findings_add(found, mine);
    mlg_findings_free(mine);
    return status;
}

void mlg__read_head(struct reader *r, const json_t *root, const char *kind)
{
    int64_t version;
    mlg__agree_text(r, root, "format", "maillage-plan");
    mlg__agree_text(r, root, "kind", kind);
    mlg__member_int(r, root, "version", MLG_PLAN_VERSION, MLG_PLAN_VERSION, &version);
}

/* -- ids and words -- */

/* The nearest known id is looked for in the first mistakes only: a table may have 35,000 of them. */
static int32_t unknown_id(struct reader *r, const struct id_index *x, const char *given)
{
    const char *near = NULL;
    if (mlg_findings_count(r->found, false) < 20) {
        const char **known = mlg__malloc((size_t)x->count * sizeof *known);
        for (int32_t i = 0; known && i < x->count; i++) known[i] = x->entries[i].id;
        if (known) near = mlg__did_you_mean(given, known, x->count);
        mlg__free(known);
    }
    if (near)
        mlg__find(
            r->found, MLG_BAD_INPUT, r->path,
            TXT("unknown id \"%s\"; did you mean \"%s\"?", "identifiant inconnu « %s » ; vouliez-vous dire « %s » ?"),
            NO_HINT, given, near);
    else
        mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("unknown id \"%s\"", "identifiant inconnu « %s »"),
                  TXT("is this the scenario that the plan was made for?", "est-ce bien le scénario de ce plan ?"),
                  given);
    return MLG_NONE;
}

int32_t mlg__value_id(struct reader *r, const struct id_index *x, const json_t *v)
{
    if (!json_is_string(v)) return mlg__reader_wrong_type(r, v, TXT("a text", "un texte")), MLG_NONE;
    const int32_t i = mlg__id_find(x, json_string_value(v), NULL);
    return i >= 0 ? i : unknown_id(r, x, json_string_value(v));
}

int32_t mlg__member_id(struct reader *r, const json_t *object, const char *name, const struct id_index *x)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const int32_t i = v ? mlg__value_id(r, x, v) : MLG_NONE;
    mlg__reader_leave(r, mark);
    return i;
}

int32_t mlg__value_word(struct reader *r, const json_t *v, const char *const *words, int32_t count)
{
    if (!json_is_string(v)) return mlg__reader_wrong_type(r, v, TXT("a text", "un texte")), MLG_NONE;
    const char *given = json_string_value(v);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(words[i], given) == 0) return i;
    const char *near = mlg__did_you_mean(given, words, count);
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("unknown word \"%s\"; did you mean \"%s\"?", "mot inconnu « %s » ; vouliez-vous dire « %s » ?"),
              NO_HINT, given, near ? near : words[0]);
    return MLG_NONE;
}

int32_t mlg__member_word(struct reader *r, const json_t *object, const char *name, const char *const *words,
                         int32_t count)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    const int32_t i = v ? mlg__value_word(r, v, words, count) : MLG_NONE;
    mlg__reader_leave(r, mark);
    return i;
}
