/* json.c — a thin layer over jansson. See json.h. */
#include "io/json.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/csv.h"

/* jansson's sentence in French: what it says, by its beginning, and where. */
struct mistake { char s[160]; };
static struct mistake mistake_words(const char *told, mlg_lang lang)
{
    static const char *const words[][2] = {
        { "string or '}' expected", "un texte ou « } » est attendu" },
        { "':' expected", "« : » est attendu" },
        { "'}' expected", "« } » est attendu" },
        { "']' expected", "« ] » est attendu" },
        { "'[' or '{' expected", "« [ » ou « { » est attendu" },
        { "end of file expected", "rien n'est attendu après la fin" },
        { "premature end of input", "le texte s'arrête trop tôt" },
        { "invalid token", "mot inconnu" },
        { "unexpected token", "mot inattendu" },
        { "unexpected newline", "fin de ligne dans un texte" },
        { "control character", "caractère de contrôle dans un texte" },
        { "invalid escape", "séquence « \\ » inconnue" },
        { "invalid Unicode", "caractère Unicode incorrect" },
        { "unable to decode byte", "octet qui n'est pas de l'UTF-8" },
        { "too big", "entier trop grand" },
        { "real number overflow", "nombre trop grand" },
        { "NUL byte", "octet nul dans une clé" },
        { "\\u0000 is not allowed", "\\u0000 n'est pas permis" },
        { "maximum parsing depth", "trop de niveaux imbriqués" },
    };
    static const char near[] = " near ", end[] = "end of file";
    struct mistake m;
    const char *what = "texte inattendu", *where = strstr(told, near);
    if (lang != MLG_FR) {
        snprintf(m.s, sizeof m.s, "%.150s", told);
        return m;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(told, words[i][0], strlen(words[i][0]))) {
            what = words[i][1];
            break;
        }
    if (!where) snprintf(m.s, sizeof m.s, "%.70s", what);
    else if (!strcmp(where + strlen(near), end)) snprintf(m.s, sizeof m.s, "%.70s, à la fin du fichier", what);
    else snprintf(m.s, sizeof m.s, "%.70s, près de %.60s", what, where + strlen(near));
    return m;
}

mlg_status mlg__json_load(const char *file, const char *bytes, size_t size, json_t **root, mlg_findings *found,
                          mlg_error *err)
{
    json_error_t at;
    *root = NULL;
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) bytes += 3, size -= 3;
    *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &at);
    if (*root) return MLG_OK;
    /* jansson says nothing at most places where memory ends; a mistake of syntax always has a text. */
    if (json_error_code(&at) == json_error_out_of_memory || !at.text[0]) return mlg__no_memory(err, file);
    const int line = at.line > 0 ? at.line : 1, column = at.column > 0 ? at.column : 1;
    char where[160];
    snprintf(where, sizeof where, "%.120s:%d:%d", file, line, column);
    if (json_error_code(&at) == json_error_duplicate_key) {
        const char *key = strstr(at.text, " near ");
        mlg__find(found, MLG_BAD_INPUT, where, TXT("line %d, column %d: a key stands twice:%s", "ligne %d, colonne %d : une clé figure deux fois :%s"),
                  TXT("keep one of the two", "gardez l'une des deux"), line, column, key ? key + 5 : "");
        return MLG_BAD_INPUT;
    }
    mlg__find(found, MLG_BAD_INPUT, where, TXT("line %d, column %d: not valid JSON here (%s)", "ligne %d, colonne %d : JSON incorrect ici (%s)"),
              TXT("look for a missing comma, quote or bracket just before this place",
                  "cherchez une virgule, un guillemet ou un crochet manquant juste avant cet endroit"),
              line, column, mistake_words(at.text, mlg__findings_lang(found)).s);
    return MLG_BAD_INPUT;
}

/* ---------- where ---------- */

struct json_where mlg__json_where(const struct json_node *n)
{
    enum { DEPTH_MAX = 16 };
    const struct json_node *way[DEPTH_MAX];
    struct json_where w;
    int depth = 0;
    const char *file = n->file;
    for (; n->parent && depth < DEPTH_MAX; n = n->parent) way[depth++] = n;
    size_t length = (size_t)snprintf(w.text, sizeof w.text, "%.100s%s", file, depth ? ":" : "");
    while (depth-- > 0 && length < sizeof w.text) {
        const struct json_node *step = way[depth];
        const size_t room = sizeof w.text - length;
        length += (size_t)(step->key ? snprintf(w.text + length, room, "%s%s", step->key, depth ? "/" : "")
                                     : snprintf(w.text + length, room, "%d%s", step->index, depth ? "/" : ""));
    }
    return w;
}

static const char *type_word(const json_t *v, mlg_lang lang)
{
    static const char *const words[][2] = {
        [JSON_OBJECT] = { "an object", "un objet" },
        [JSON_ARRAY] = { "a list", "une liste" },
        [JSON_STRING] = { "a text", "un texte" },
        [JSON_INTEGER] = { "a number", "un nombre" },
        [JSON_REAL] = { "a decimal number", "un nombre décimal" },
        [JSON_TRUE] = { "true", "true" },
        [JSON_FALSE] = { "false", "false" },
        [JSON_NULL] = { "null", "null" },
    };
    return words[json_typeof(v)][lang == MLG_FR];
}

static void find_type(const struct json_node *n, struct mlg_txt wanted, struct mlg_txt hint)
{
    const mlg_lang lang = mlg__findings_lang(n->found);
    mlg__find(n->found, MLG_BAD_INPUT, mlg__json_where(n).text,
              TXT("%s is expected here, not %s", "il faut ici %s, et non %s"), hint, wanted.in[lang == MLG_FR],
              type_word(n->value, lang));
}

/* ---------- structure ---------- */

static json_t *given(json_t *value) { return json_is_null(value) ? NULL : value; }

struct json_node mlg__json_member(const struct json_node *n, const char *key)
{
    return (struct json_node) {
        .value = given(json_object_get(n->value, key)), .parent = n, .key = key, .file = n->file, .found = n->found
    };
}

struct json_node mlg__json_item(const struct json_node *n, int32_t i)
{
    return (struct json_node) {
        .value = given(json_array_get(n->value, (size_t)i)), .parent = n, .index = i, .file = n->file, .found = n->found
    };
}

bool mlg__json_is_given(const struct json_node *n) { return n->value != NULL; }

bool mlg__json_is_object(const struct json_node *n)
{
    if (json_is_object(n->value)) return true;
    if (n->value)
        find_type(n, TXT("an object", "un objet"), TXT("write {\"key\": value, …}", "écrivez {\"clé\": valeur, …}"));
    return false;
}

int32_t mlg__json_count(const struct json_node *n)
{
    if (json_is_array(n->value)) return (int32_t)json_array_size(n->value);
    if (n->value) find_type(n, TXT("a list", "une liste"), TXT("write [ … ]", "écrivez [ … ]"));
    return 0;
}

void mlg__json_unknown_keys(const struct json_node *n, const char *const *known, int32_t known_count)
{
    const char *key;
    json_t *value;
    json_object_foreach(n->value, key, value)
    {
        bool is_known = !strncmp(key, "x_", 2) || !strncmp(key, "note", 4) || !strncmp(key, "source", 6);
        for (int32_t i = 0; i < known_count && !is_known; i++) is_known = !strcmp(key, known[i]);
        if (is_known) continue;
        const struct json_node child = mlg__json_member(n, key);
        const char *near = mlg__did_you_mean(key, known, known_count);
        const struct mlg_txt hint = TXT("correct the key, or start it with x_ to keep one of your own",
                                        "corrigez la clé, ou faites-la commencer par x_ pour en garder une à vous");
        if (near)
            mlg__warn(n->found, mlg__json_where(&child).text,
                      TXT("unknown key \"%s\" is not used; did you mean \"%s\"?",
                          "la clé inconnue « %s » n'est pas utilisée ; vouliez-vous dire « %s » ?"),
                      hint, key, near);
        else
            mlg__warn(n->found, mlg__json_where(&child).text,
                      TXT("unknown key \"%s\" is not used", "la clé inconnue « %s » n'est pas utilisée"), hint, key);
    }
}

bool mlg__json_require(const struct json_node *n)
{
    if (n->value) return true;
    mlg__find(n->found, MLG_BAD_INPUT, mlg__json_where(n).text, TXT("missing", "manque"),
              TXT("add this key", "ajoutez cette clé"));
    return false;
}

/* ---------- values ---------- */

static const struct mlg_txt number_hint = { { "write a number without quotes, with a decimal point: 1250.5",
                                              "écrivez un nombre sans guillemets, avec un point décimal : 1250.5" } };

static bool is_number(const struct json_node *n)
{
    if (json_is_number(n->value)) return true;
    if (n->value) find_type(n, TXT("a number", "un nombre"), number_hint);
    return false;
}

static void find_range(const struct json_node *n, double value, double low, double high)
{
    mlg__find(n->found, MLG_BAD_INPUT, mlg__json_where(n).text,
              TXT("%.12g is outside %.12g to %.12g", "%.12g est hors de %.12g à %.12g"),
              TXT("the unit stands in the key's name", "l'unité figure dans le nom de la clé"), value, low, high);
}

const char *mlg__json_text(const struct json_node *n, const char *fallback)
{
    if (json_is_string(n->value)) return json_string_value(n->value);
    if (n->value) find_type(n, TXT("a text", "un texte"), TXT("write \"…\"", "écrivez \"…\""));
    return fallback;
}

double mlg__json_double(const struct json_node *n, double low, double high, double fallback)
{
    if (!is_number(n)) return fallback;
    const double value = json_number_value(n->value);
    if (value >= low && value <= high) return value;
    find_range(n, value, low, high);
    return fallback;
}

int64_t mlg__json_fixed(const struct json_node *n, int decimals, int64_t low, int64_t high, int64_t fallback)
{
    if (!is_number(n)) return fallback;
    /* Through text, so that 0.29 gives 29 hundredths and not what is next to it in binary. */
    struct text digits = { 0 };
    int64_t value = 0;
    if (json_is_integer(n->value)) text_printf(&digits, "%" JSON_INTEGER_FORMAT, json_integer_value(n->value));
    else text_double(&digits, json_real_value(n->value));
    const bool failed = digits.failed;
    const bool fits = !failed && mlg__decimal_fixed(digits.data, decimals, &value) && value >= low && value <= high;
    text_free(&digits);
    if (fits) return value;
    double scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    if (failed)
        mlg__find(n->found, MLG_NO_MEMORY, mlg__json_where(n).text, TXT("not enough memory", "mémoire insuffisante"),
                  NO_HINT);
    else find_range(n, json_number_value(n->value), (double)low / scale, (double)high / scale);
    return fallback;
}

int64_t mlg__json_int(const struct json_node *n, int64_t low, int64_t high, int64_t fallback)
{
    if (json_is_real(n->value)) {
        find_type(n, TXT("a whole number", "un nombre entier"),
                  TXT("write it without decimals", "écrivez-le sans décimales"));
        return fallback;
    }
    return mlg__json_fixed(n, 0, low, high, fallback);
}

bool mlg__json_bool(const struct json_node *n, bool fallback)
{
    if (json_is_boolean(n->value)) return json_is_true(n->value);
    if (n->value)
        find_type(n, TXT("true or false", "true ou false"),
                  TXT("write true or false without quotes", "écrivez true ou false sans guillemets"));
    return fallback;
}

int32_t mlg__json_word(const struct json_node *n, const char *const *words, int32_t word_count, int32_t fallback)
{
    const char *s = mlg__json_text(n, NULL);
    if (!s) return fallback;
    for (int32_t i = 0; i < word_count; i++)
        if (!strcmp(s, words[i])) return i;
    const char *name = n->key ? n->key : "";
    mlg__find_unknown(n->found, MLG_BAD_INPUT, mlg__json_where(n).text, (struct mlg_txt) { { name, name } }, s, words,
                      word_count);
    return fallback;
}
