/* json_tree.c — see json_tree.h. One pass over the bytes; open lists and objects wait on a stack of fixed depth. */
#include "io/json_tree.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "maillage/leg.h"

enum { DEPTH_MAX = 64, TABLE_SIZE_MAX = 46340 /* its square fits 32 bits */ };

struct parser {
    struct jtree *tree;
    const char *at, *end;
    const char *mistake; /* where the syntax breaks, or NULL */
    struct mlg_txt words;
};

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static bool syntax(struct parser *p, struct mlg_txt words)
{
    if (!p->mistake) p->mistake = p->at, p->words = words;
    return false;
}

static void skip_space(struct parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t')) p->at++;
}

static bool is_digit(const struct parser *p) { return p->at < p->end && *p->at >= '0' && *p->at <= '9'; }

static bool take(struct parser *p, char c)
{
    if (p->at == p->end || *p->at != c) return false;
    p->at++;
    return true;
}

static bool word(struct parser *p, const char *w)
{
    const size_t n = strlen(w);
    if ((size_t)(p->end - p->at) < n || memcmp(p->at, w, n))
        return syntax(p, TXT("this is no value", "ceci n'est pas une valeur"));
    p->at += n;
    return true;
}

/* ---- numbers --------------------------------------------------------------------------------------------------- */

/* 0, 12, -1.5e3: the grammar of JSON. The value keeps its digits where it is a whole number. */
static bool number(struct parser *p, struct jvalue *v)
{
    const char *from = p->at;
    bool digits_only = !take(p, '-'), fits = true;
    uint64_t whole = 0;
    if (!is_digit(p)) return syntax(p, TXT("a number needs a digit here", "il faut un chiffre ici"));
    const bool leading_zero = *p->at == '0';
    const char *first = p->at;
    for (; is_digit(p); p->at++) {
        const uint64_t digit = (uint64_t)(*p->at - '0');
        if (whole > (UINT64_MAX - digit) / 10) fits = false;
        else whole = 10 * whole + digit;
    }
    if (leading_zero && p->at > first + 1) {
        p->at = first;
        return syntax(p, TXT("a number begins with a 0 too many", "un nombre commence par un 0 de trop"));
    }
    if (take(p, '.')) {
        digits_only = false;
        if (!is_digit(p))
            return syntax(p, TXT("a digit follows the decimal point", "un chiffre suit le point décimal"));
        while (is_digit(p)) p->at++;
    }
    if (take(p, 'e') || take(p, 'E')) {
        digits_only = false;
        if (!take(p, '+')) take(p, '-');
        if (!is_digit(p))
            return syntax(p, TXT("a digit follows the e of a number", "un chiffre suit le e d'un nombre"));
        while (is_digit(p)) p->at++;
    }
    const bool read = mlg__parse_double(from, (size_t)(p->at - from), false, &v->number);
    if (!read) v->number = *from == '-' ? -INFINITY : INFINITY; /* beyond all numbers */
    v->type = digits_only && fits ? JT_UINT : JT_NUMBER;
    v->uint = digits_only && fits ? whole : 0;
    if (v->type == JT_NUMBER && v->number >= 0 && v->number < 0x1p53 && v->number == floor(v->number))
        v->whole = true, v->uint = (uint64_t)v->number;
    return true;
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */

static bool hex4(struct parser *p, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        const char c = p->at < p->end ? *p->at : 0;
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return syntax(p, TXT("four hexadecimal digits follow \\u", "quatre chiffres hexadécimaux suivent \\u"));
        *code = 16 * *code + (uint32_t)digit;
    }
    return true;
}

static char *put_code(char *to, uint32_t c)
{
    if (c < 0x80) return *to++ = (char)c, to;
    if (c < 0x800) return *to++ = (char)(0xC0 | c >> 6), *to++ = (char)(0x80 | (c & 63)), to;
    if (c < 0x10000)
        return *to++ = (char)(0xE0 | c >> 12), *to++ = (char)(0x80 | (c >> 6 & 63)), *to++ = (char)(0x80 | (c & 63)),
               to;
    return *to++ = (char)(0xF0 | c >> 18), *to++ = (char)(0x80 | (c >> 12 & 63)), *to++ = (char)(0x80 | (c >> 6 & 63)),
           *to++ = (char)(0x80 | (c & 63)), to;
}

/* After a backslash. A text with \u0000 would end early: it is refused. */
static bool escape(struct parser *p, char **to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    const char c = p->at < p->end ? *p->at : 0;
    const char *known = c ? strchr(from, c) : NULL;
    uint32_t code, low;
    if (known) {
        *(*to)++ = into[known - from];
        p->at++;
        return true;
    }
    if (!take(p, 'u')) return syntax(p, TXT("no such \\ sequence", "séquence « \\ » inconnue"));
    if (!hex4(p, &code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (!take(p, '\\') || !take(p, 'u')) return syntax(p, TXT("half of a \\u pair", "moitié d'une paire \\u"));
        if (!hex4(p, &low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return syntax(p, TXT("half of a \\u pair", "moitié d'une paire \\u"));
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code == 0 || (code >= 0xDC00 && code < 0xE000)) {
        return syntax(p, TXT("no character has this \\u number", "aucun caractère n'a ce numéro \\u"));
    }
    *to = put_code(*to, code);
    return true;
}

/* At a quote. The unescaped text is never longer than what is written. */
static bool text(struct parser *p, const char **out)
{
    const char *close = ++p->at;
    while (close < p->end && *close != '"') close += *close == '\\' && close + 1 < p->end ? 2 : 1;
    char *to = mlg__arena_bytes(&p->tree->arena, (size_t)(close - p->at) + 1, 1, 1);
    if (!to) return false;
    *out = to;
    for (;;) {
        if (p->at >= p->end)
            return syntax(p, TXT("a text has no closing quote", "un texte n'a pas de guillemet fermant"));
        const unsigned char c = (unsigned char)*p->at;
        if (c == '"') break;
        if (c < 0x20)
            return syntax(p, TXT("a control character inside a text", "un caractère de contrôle dans un texte"));
        if (c == '\\') {
            p->at++;
            if (!escape(p, &to)) return false;
            continue;
        }
        const size_t n = mlg__utf8_length((const unsigned char *)p->at, (size_t)(p->end - p->at));
        if (!n) return syntax(p, TXT("a byte that is not UTF-8", "un octet qui n'est pas de l'UTF-8"));
        memcpy(to, p->at, n);
        to += n, p->at += n;
    }
    p->at++;
    *to = 0;
    return true;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static bool value(struct parser *p, struct jvalue *root, bool with_tables);

/* One entry of a table, quickly; false: it is something else, and nothing was taken. */
static inline bool entry(struct parser *p, uint32_t *out)
{
    const char *s = p->at;
    uint32_t v = 0;
    int n = 0;
    for (; s < p->end && *s >= '0' && *s <= '9' && n < 11; s++, n++) {
        if (n == 9 && (v > 429496729 || (v == 429496729 && *s > '5'))) return false;
        v = 10 * v + (uint32_t)(*s - '0');
    }
    if (n == 0 || n > 10 || s == p->end ||
        (*s != ',' && *s != ']' && *s != ' ' && *s != '\n' && *s != '\r' && *s != '\t'))
        return false;
    if (n > 1 && *p->at == '0') return false;
    *out = v;
    p->at = s;
    return true;
}

/* What is no entry is read as any value: its syntax counts, its meaning does not. */
static bool other_entry(struct parser *p)
{
    struct jvalue ignored = { 0 };
    const struct arena_mark mark = mlg__arena_mark(&p->tree->arena);
    const bool read = value(p, &ignored, false);
    if (!p->tree->arena.failed) mlg__arena_reset(&p->tree->arena, mark);
    return read;
}

static void bad(struct jtable *t, int32_t row, int32_t column, int32_t length)
{
    if (t->bad_row != MLG_NONE) return;
    t->bad_row = row, t->bad_column = column, t->bad_length = length;
}

/* The first row tells the size; room is made for as many rows when the bytes that are left can hold them. */
static bool table_room(struct parser *p, struct jtable *t, int32_t *first_row, int32_t count)
{
    t->size = count;
    const size_t entries = (size_t)count * (size_t)count;
    if (count == 0 || count > TABLE_SIZE_MAX || entries > (size_t)(p->end - p->at) / 2 + (size_t)count)
        return bad(t, 0, MLG_NONE, count), true;
    t->values = mlg__arena_bytes(&p->tree->planes, entries, sizeof *t->values, _Alignof(int32_t));
    if (!t->values) return false;
    memcpy(t->values, first_row, (size_t)count * sizeof *first_row);
    return true;
}

/* A row after its opening bracket. The first one grows; others go to their place. */
static bool table_row(struct parser *p, struct jtable *t, int32_t row, int32_t **first, int32_t *cap)
{
    int32_t column = 0;
    const bool stored = row > 0 && t->values && row < t->size;
    int32_t *to = stored ? t->values + (ptrdiff_t)row * t->size : NULL;
    skip_space(p);
    if (take(p, ']')) return row ? bad(t, row, MLG_NONE, 0), true : table_room(p, t, *first, 0);
    for (;; column++) {
        uint32_t v = 0;
        skip_space(p);
        if (!entry(p, &v)) {
            bad(t, row, column, 0);
            if (!other_entry(p)) return false;
        }
        const bool large = v > (uint32_t)MLG_LEG_MAX;
        t->too_large_count += large;
        const int32_t kept = large ? MLG_UNREACHABLE : (int32_t)v;
        if (row == 0) {
            int32_t *grown = mlg__grow(*first, cap, column + 1, sizeof *grown);
            if (!grown) return p->tree->arena.failed = true, false;
            (*first = grown)[column] = kept;
        } else if (to && column < t->size) to[column] = kept;
        skip_space(p);
        if (take(p, ',')) continue;
        if (take(p, ']')) break;
        return syntax(p, TXT("a comma or ] is missing", "il manque une virgule ou un ]"));
    }
    if (row == 0) return table_room(p, t, *first, column + 1);
    if (column + 1 != t->size) bad(t, row, MLG_NONE, column + 1);
    return true;
}

/* At the bracket of a list whose first item is a list. */
static bool table(struct parser *p, struct jvalue *v)
{
    struct jtable *t = arena_array(&p->tree->arena, struct jtable, 1);
    int32_t *first = NULL, cap = 0, row = 0;
    bool read = t != NULL;
    if (t) *t = (struct jtable) { .bad_row = MLG_NONE, .bad_column = MLG_NONE };
    v->type = JT_TABLE;
    v->table = t;
    p->at++;
    for (; read; row++) {
        skip_space(p);
        if (take(p, '[')) read = table_row(p, t, row, &first, &cap);
        else {
            bad(t, row, MLG_NONE, 0);
            read = other_entry(p);
        }
        if (!read) break;
        skip_space(p);
        if (take(p, ',')) continue;
        if (take(p, ']')) break;
        read = syntax(p, TXT("a comma or ] is missing", "il manque une virgule ou un ]"));
    }
    mlg__free(first);
    if (!read) return false;
    v->count = row + 1;
    if (row + 1 != t->size) bad(t, row + 1 < t->size ? row + 1 : t->size, MLG_NONE, row + 1);
    return true;
}

struct open_value {
    struct jvalue *v;
    struct jvalue **last;
};

/* Is the list at p a table? Top "matrix", or a list two levels below the top's "matrices". */
static bool begins_table(const struct parser *p, const struct open_value *open, int depth, const char *key)
{
    const char *s = p->at + 1;
    if (!key) return false;
    const bool plain = depth == 1 && !strcmp(key, "matrix");
    const bool listed =
        depth == 3 && open[1].v->key && !strcmp(open[1].v->key, "matrices") && open[2].v->type == JT_OBJECT;
    if (!plain && !listed) return false;
    while (s < p->end && (*s == ' ' || *s == '\n' || *s == '\r' || *s == '\t')) s++;
    return s < p->end && *s == '[';
}

/* A simple value, a table, or the opening of a list or an object (then *opened). */
static bool begin_value(struct parser *p, struct jvalue *v, bool is_table, bool *opened)
{
    *opened = false;
    if (p->at == p->end) return syntax(p, TXT("the text ends too early", "le texte s'arrête trop tôt"));
    switch (*p->at) {
    case '{': v->type = JT_OBJECT; break;
    case '[':
        if (is_table) return table(p, v);
        v->type = JT_LIST;
        break;
    case '"': v->type = JT_TEXT; return text(p, &v->text);
    case 't': v->type = JT_BOOL, v->truth = true; return word(p, "true");
    case 'f': v->type = JT_BOOL; return word(p, "false");
    case 'n': v->type = JT_NULL; return word(p, "null");
    default: return number(p, v);
    }
    p->at++;
    *opened = true;
    return true;
}

/* The key of a member, and the colon. */
static bool member_key(struct parser *p, const char **key)
{
    if (p->at == p->end || *p->at != '"')
        return syntax(p, TXT("a key in quotes or } is expected", "une clé entre guillemets ou } est attendu"));
    if (!text(p, key)) return false;
    skip_space(p);
    return take(p, ':') || syntax(p, TXT("a colon is expected after a key", "il faut deux-points après une clé"));
}

static bool value(struct parser *p, struct jvalue *root, bool with_tables)
{
    struct open_value open[DEPTH_MAX];
    struct jvalue *v = root;
    int depth = 0;
    for (;;) {
        bool opened;
        skip_space(p);
        const bool is_table = with_tables && p->at < p->end && *p->at == '[' && begins_table(p, open, depth, v->key);
        if (!begin_value(p, v, is_table, &opened)) return false;
        if (opened) {
            if (depth == DEPTH_MAX) return syntax(p, TXT("too many levels of brackets", "trop de niveaux imbriqués"));
            open[depth++] = (struct open_value) { v, &v->first };
        }
        /* Close what ends here; stop where the next value begins. */
        for (bool first = opened;; first = false) {
            if (depth == 0) return true;
            struct open_value *o = &open[depth - 1];
            const bool object = o->v->type == JT_OBJECT;
            skip_space(p);
            if (take(p, object ? '}' : ']')) {
                depth--;
                continue;
            }
            if (!first && !take(p, ','))
                return syntax(p, object ? TXT("a comma or } is missing", "il manque une virgule ou un }")
                                        : TXT("a comma or ] is missing", "il manque une virgule ou un ]"));
            skip_space(p);
            v = arena_array(&p->tree->arena, struct jvalue, 1);
            if (!v || (object && !member_key(p, &v->key))) return false;
            *o->last = v;
            o->last = &v->next;
            o->v->count++;
            break;
        }
    }
}

static mlg_status tell_syntax(const struct parser *p, const char *file, const char *bytes, mlg_findings *found)
{
    int line = 1;
    const char *line_start = bytes;
    char where[160];
    for (const char *s = bytes; s < p->mistake && s < p->end; s++)
        if (*s == '\n') line++, line_start = s + 1;
    const int column = (int)(p->mistake - line_start) + 1;
    snprintf(where, sizeof where, "%.120s:%d:%d", file, line, column);
    mlg__find(found, MLG_BAD_INPUT, where,
              TXT("not valid JSON at byte %lld (line %d, column %d): %s",
                  "JSON incorrect à l'octet %lld (ligne %d, colonne %d) : %s"),
              TXT("look for a missing comma, quote or bracket just before this place",
                  "cherchez une virgule, un guillemet ou un crochet manquant juste avant cet endroit"),
              (long long)(p->mistake - bytes), line, column, p->words.in[mlg__findings_lang(found) == MLG_FR]);
    return MLG_BAD_INPUT;
}

mlg_status mlg__jtree_read(struct jtree *t, const char *file, const char *bytes, size_t size, mlg_findings *found,
                           mlg_error *err)
{
    *t = (struct jtree) { 0 };
    struct parser p = { .tree = t, .at = bytes, .end = bytes + size };
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) p.at += 3;
    bool read = value(&p, &t->root, true);
    if (read) {
        skip_space(&p);
        if (p.at < p.end)
            read = syntax(&p, TXT("nothing is expected after the end", "rien n'est attendu après la fin"));
    }
    if (t->arena.failed || t->planes.failed) return mlg__no_memory(err, file);
    return read ? MLG_OK : tell_syntax(&p, file, bytes, found);
}

void mlg__jtree_free(struct jtree *t)
{
    mlg__arena_free(&t->arena);
    mlg__arena_free(&t->planes);
}

/* ---- walking --------------------------------------------------------------------------------------------------- */

struct jwhere mlg__jat_where(const struct jat *at)
{
    enum { STEPS_MAX = 16 };
    const struct jat *way[STEPS_MAX];
    struct jwhere w = { "" };
    int depth = 0;
    size_t length = 0;
    for (; at && at->up && depth < STEPS_MAX; at = at->up) way[depth++] = at;
    while (depth-- > 0 && length < sizeof w.text) {
        const size_t room = sizeof w.text - length;
        const char *end = depth ? "/" : "";
        length += (size_t)(way[depth]->key ? snprintf(w.text + length, room, "%.60s%s", way[depth]->key, end)
                                           : snprintf(w.text + length, room, "%d%s", way[depth]->index, end));
    }
    return w;
}

struct jat mlg__jat_member(const struct jat *at, const char *key)
{
    struct jat to = { .up = at, .key = key, .index = MLG_NONE, .found = at->found };
    if (!at->v || at->v->type != JT_OBJECT) return to;
    for (const struct jvalue *m = at->v->first; m; m = m->next)
        if (!strcmp(m->key, key)) {
            to.v = m;
            break;
        }
    return to;
}

struct jat mlg__jat_item(const struct jat *at, int32_t i)
{
    struct jat to = { .up = at, .index = i, .found = at->found };
    if (!at->v || at->v->type != JT_LIST || i >= at->v->count) return to;
    to.v = at->v->first;
    for (int32_t k = 0; k < i; k++) to.v = to.v->next;
    return to;
}

bool mlg__jat_next(struct jat *item)
{
    item->v = item->v ? item->v->next : NULL;
    item->index++;
    return item->v != NULL;
}

static bool mistyped(const struct jat *at, struct mlg_txt wanted, struct mlg_txt hint)
{
    static const char *const words[][2] = {
        [JT_NULL] = { "null", "null" },
        [JT_BOOL] = { "true or false", "vrai ou faux" },
        [JT_UINT] = { "a number", "un nombre" },
        [JT_NUMBER] = { "a number", "un nombre" },
        [JT_TEXT] = { "a text", "un texte" },
        [JT_LIST] = { "a list", "une liste" },
        [JT_OBJECT] = { "an object", "un objet" },
        [JT_TABLE] = { "a table", "une table" },
    };
    const int fr = mlg__findings_lang(at->found) == MLG_FR;
    mlg__find(at->found, MLG_BAD_INPUT, mlg__jat_where(at).text,
              TXT("%s is expected here, not %s", "il faut ici %s, et non %s"), hint, wanted.in[fr],
              words[at->v->type][fr]);
    return false;
}

bool mlg__jat_object(const struct jat *at)
{
    if (!at->v) return false;
    return at->v->type == JT_OBJECT || mistyped(at, TXT("an object", "un objet"), TXT("write { … }", "écrivez { … }"));
}

bool mlg__jat_list(const struct jat *at)
{
    if (!at->v) return false;
    return at->v->type == JT_LIST || mistyped(at, TXT("a list", "une liste"), TXT("write [ … ]", "écrivez [ … ]"));
}

bool mlg__jat_uint(const struct jat *at, uint64_t max, uint64_t *value)
{
    if (!at->v) return false;
    if (at->v->type != JT_UINT && at->v->type != JT_NUMBER)
        return mistyped(at, TXT("a whole number", "un nombre entier"),
                        TXT("write it as digits alone", "écrivez-le en chiffres seuls"));
    const bool whole = at->v->type == JT_UINT || at->v->whole;
    if (!whole || at->v->uint > max) {
        struct text shown = { 0 };
        text_double(&shown, at->v->number);
        mlg__find(
            at->found, MLG_BAD_INPUT, mlg__jat_where(at).text,
            TXT("%s is not a whole number from 0 to %llu", "%s n'est pas un nombre entier de 0 à %llu"),
            TXT("write digits alone: no sign, no decimals", "écrivez des chiffres seuls : ni signe, ni décimales"),
            shown.data ? shown.data : "?", (unsigned long long)max);
        text_free(&shown);
        return false;
    }
    if (at->v->type == JT_NUMBER)
        mlg__warn(at->found, mlg__jat_where(at).text,
                  TXT("taken as the whole number %llu", "lu comme le nombre entier %llu"),
                  TXT("VROOM itself refuses decimal points and exponents here",
                      "VROOM lui-même refuse ici les points décimaux et les exposants"),
                  (unsigned long long)at->v->uint);
    *value = at->v->uint;
    return true;
}

const char *mlg__jat_text(const struct jat *at)
{
    if (!at->v) return NULL;
    if (at->v->type == JT_TEXT) return at->v->text;
    mistyped(at, TXT("a text", "un texte"), TXT("write \"…\"", "écrivez \"…\""));
    return NULL;
}

bool mlg__jat_number(const struct jat *at, double *value)
{
    if (!at->v) return false;
    if (at->v->type != JT_UINT && at->v->type != JT_NUMBER)
        return mistyped(at, TXT("a number", "un nombre"), TXT("write it without quotes", "écrivez-le sans guillemets"));
    *value = at->v->number;
    return true;
}

/* ---- keys ------------------------------------------------------------------------------------------------------ */

static int32_t index_of(const char *key, const char *const *words, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (!strcmp(key, words[i])) return i;
    return MLG_NONE;
}

void mlg__jat_keys(const struct jat *at, const char *const *known, int32_t known_count, const char *const *quiet,
                   int32_t quiet_count)
{
    if (!at->v || at->v->type != JT_OBJECT) return;
    uint64_t seen = 0; /* of the first 64 known keys */
    for (const struct jvalue *m = at->v->first; m; m = m->next) {
        const struct jat here = { .v = m, .up = at, .key = m->key, .found = at->found };
        const int32_t k = index_of(m->key, known, known_count);
        const uint64_t bit = k >= 0 && k < 64 ? UINT64_C(1) << k : 0;
        const bool again = seen & bit;
        seen |= bit;
        if (again)
            mlg__warn(
                at->found, mlg__jat_where(&here).text,
                TXT("this key stands twice; the first one counts", "cette clé figure deux fois ; la première compte"),
                TXT("keep one of the two", "gardez l'une des deux"));
        else if (k == MLG_NONE && index_of(m->key, quiet, quiet_count) == MLG_NONE) {
            const char *near = mlg__did_you_mean(m->key, known, known_count);
            char en[80] = "", fr[80] = "";
            if (near) {
                snprintf(en, sizeof en, "did you mean %s?", near);
                snprintf(fr, sizeof fr, "vouliez-vous dire %s ?", near);
            }
            mlg__warn(at->found, mlg__jat_where(&here).text, TXT("unknown key ignored", "clé inconnue ignorée"),
                      TXT(en, fr));
        }
    }
}
