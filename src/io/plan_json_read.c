/* plan_json_read.c — plan.json to plans: the rosters of plan_fields.c, walked the other way. See plan_json.h.
 *
 * Nothing read here is trusted: shapes, ids and ranges are looked at, what is told twice is compared, all mistakes are
 * told at once with their JSON path. Whether the figures are true is the checker's business. Ranges are such that the
 * checker's sums cannot overflow. */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "io/id_index.h"
#include "io/plan_fields.h"
#include "io/plan_json.h"
#include "model/units.h"

#define WHOLE_MAX (INT64_C(1) << 60) /* cents, mg, quanta */
#define TOTAL_MAX (INT64_C(1) << 48) /* sums of a route: m, s, J */

struct reader {
    const mlg_scenario *s; /* NULL in a routing plan */
    mlg_findings *found;
    struct arena *arena;   /* of the plan */
    char path[160];
    size_t path_length;
    struct id_index sites, demands, services, periods, vehicles;
};

/* -- where we are -- */

static size_t enter(struct reader *r, const char *name)
{
    const size_t mark = r->path_length;
    const int more = snprintf(r->path + mark, sizeof r->path - mark, "%s%s", mark ? "/" : "", name);
    r->path_length = mark + (size_t)more < sizeof r->path ? mark + (size_t)more : sizeof r->path - 1;
    return mark;
}

static size_t enter_row(struct reader *r, int32_t i)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%" PRId32, i);
    return enter(r, digits);
}

static void leave(struct reader *r, size_t mark)
{
    r->path_length = mark;
    r->path[mark] = 0;
}

static bool clean(const struct reader *r) { return mlg_findings_count(r->found, false) == 0; }

/* -- values: each tells what is wrong with it and returns false -- */

static const char *type_word(const json_t *v, mlg_lang lang)
{
    static const char *const words[][2] = {
        [JSON_OBJECT] = { "an object", "un objet" }, [JSON_ARRAY] = { "a list", "une liste" },
        [JSON_STRING] = { "a text", "un texte" }, [JSON_INTEGER] = { "a whole number", "un nombre entier" },
        [JSON_REAL] = { "a decimal number", "un nombre décimal" }, [JSON_TRUE] = { "true", "true" },
        [JSON_FALSE] = { "false", "false" }, [JSON_NULL] = { "null", "null" },
    };
    return words[json_typeof(v)][lang == MLG_FR];
}

static bool wrong_type(struct reader *r, const json_t *v, struct mlg_txt wanted)
{
    const mlg_lang lang = mlg__findings_lang(r->found);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("%s expected, found %s", "%s attendu, trouvé %s"), NO_HINT,
              wanted.in[lang], type_word(v, lang));
    return false;
}

/* The member of an object; NULL and a finding where it is missing. Enters its path: leave() afterwards. */
static const json_t *member(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = json_object_get(object, name);
    *mark = enter(r, name);
    if (!v) mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("missing", "manquant"), NO_HINT);
    return v;
}

static bool value_int(struct reader *r, const json_t *v, int64_t low, int64_t high, int64_t *value)
{
    if (!json_is_integer(v)) return wrong_type(r, v, TXT("a whole number", "un nombre entier"));
    *value = json_integer_value(v);
    if (low <= *value && *value <= high) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("%" PRId64 " is not within %" PRId64 " and %" PRId64, "%" PRId64 " n'est pas entre %" PRId64 " et %" PRId64),
              NO_HINT, *value, low, high);
    return false;
}

static bool value_real(struct reader *r, const json_t *v, double *value)
{
    if (!json_is_number(v)) return wrong_type(r, v, TXT("a number", "un nombre"));
    *value = json_number_value(v);
    return true;
}

/* A decimal that stands for a whole number of 1/parts; the writer's own digits give it back exactly. */
static bool value_parts(struct reader *r, const json_t *v, int64_t parts, int64_t *value)
{
    double d = 0;
    if (!value_real(r, v, &d)) return false;
    const double scaled = floor(d * (double)parts + 0.5);
    if (fabs(scaled) <= (double)MLG_UNITS_MILLI_MAX && scaled / (double)parts == d) {
        *value = (int64_t)scaled;
        return true;
    }
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("%.17g is not a whole number of 1/%" PRId64, "%.17g n'est pas un nombre entier de 1/%" PRId64), NO_HINT,
              d, parts);
    return false;
}

static bool member_int(struct reader *r, const json_t *object, const char *name, int64_t low, int64_t high,
                       int64_t *value)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    const bool good = v && value_int(r, v, low, high, value);
    leave(r, mark);
    return good;
}

static bool member_bool(struct reader *r, const json_t *object, const char *name, bool *value)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    const bool good = v && (json_is_boolean(v) || wrong_type(r, v, TXT("true or false", "true ou false")));
    if (good) *value = json_is_true(v);
    leave(r, mark);
    return good;
}

static bool member_real(struct reader *r, const json_t *object, const char *name, double *value)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    const bool good = v && value_real(r, v, value);
    leave(r, mark);
    return good;
}

/* Borrowed from the JSON tree; NULL when wrong. */
static const char *member_text(struct reader *r, const json_t *object, const char *name)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    if (v && !json_is_string(v)) wrong_type(r, v, TXT("a text", "un texte"));
    leave(r, mark);
    return v ? json_string_value(v) : NULL;
}

/* A list to walk, NULL when wrong. Enters its path. */
static const json_t *member_list(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = member(r, object, name, mark);
    if (v && json_is_array(v) && json_array_size(v) <= INT32_MAX / 2) return v;
    if (v) wrong_type(r, v, TXT("a list", "une liste"));
    return NULL;
}

static const json_t *member_object(struct reader *r, const json_t *object, const char *name, size_t *mark)
{
    const json_t *v = member(r, object, name, mark);
    if (v && json_is_object(v)) return v;
    if (v) wrong_type(r, v, TXT("an object", "un objet"));
    return NULL;
}

/* What the file tells twice. */
static void same_int(struct reader *r, const json_t *object, const char *name, int64_t expected)
{
    int64_t value = 0;
    const size_t mark = r->path_length;
    if (!member_int(r, object, name, INT64_MIN, INT64_MAX, &value) || value == expected) return;
    enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("is %" PRId64 ", but the rows give %" PRId64, "vaut %" PRId64 ", mais les lignes donnent %" PRId64),
              NO_HINT, value, expected);
    leave(r, mark);
}

static void same_real(struct reader *r, const json_t *object, const char *name, double expected)
{
    double value = 0;
    const size_t mark = r->path_length;
    if (!member_real(r, object, name, &value) || value == expected) return;
    enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is %.17g instead of %.17g", "vaut %.17g au lieu de %.17g"), NO_HINT,
              value, expected);
    leave(r, mark);
}

static void same_bool(struct reader *r, const json_t *object, const char *name, bool expected)
{
    bool value = expected;
    const size_t mark = r->path_length;
    if (!member_bool(r, object, name, &value) || value == expected) return;
    enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is %s instead of %s", "vaut %s au lieu de %s"), NO_HINT,
              value ? "true" : "false", expected ? "true" : "false");
    leave(r, mark);
}

static void same_text(struct reader *r, const json_t *object, const char *name, const char *expected)
{
    const size_t mark = r->path_length;
    const char *value = member_text(r, object, name);
    if (!value || strcmp(value, expected) == 0) return;
    enter(r, name);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("is \"%s\" instead of \"%s\"", "vaut « %s » au lieu de « %s »"),
              NO_HINT, value, expected);
    leave(r, mark);
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
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("unknown id \"%s\"; did you mean \"%s\"?", "identifiant inconnu « %s » ; vouliez-vous dire « %s » ?"),
                  NO_HINT, given, near);
    else
        mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("unknown id \"%s\"", "identifiant inconnu « %s »"),
                  TXT("is this the scenario that the plan was made for?", "est-ce bien le scénario de ce plan ?"), given);
    return MLG_NONE;
}

static int32_t value_id(struct reader *r, const struct id_index *x, const json_t *v)
{
    if (!json_is_string(v)) return wrong_type(r, v, TXT("a text", "un texte")), MLG_NONE;
    const int32_t i = mlg__id_find(x, json_string_value(v), NULL);
    return i >= 0 ? i : unknown_id(r, x, json_string_value(v));
}

static int32_t member_id(struct reader *r, const json_t *object, const char *name, const struct id_index *x)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    const int32_t i = v ? value_id(r, x, v) : MLG_NONE;
    leave(r, mark);
    return i;
}

static int32_t value_word(struct reader *r, const json_t *v, const char *const *words, int32_t count)
{
    if (!json_is_string(v)) return wrong_type(r, v, TXT("a text", "un texte")), MLG_NONE;
    const char *given = json_string_value(v);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(words[i], given) == 0) return i;
    const char *near = mlg__did_you_mean(given, words, count);
    mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("unknown word \"%s\"; did you mean \"%s\"?",
                                                    "mot inconnu « %s » ; vouliez-vous dire « %s » ?"), NO_HINT,
              given, near ? near : words[0]);
    return MLG_NONE;
}

static int32_t member_word(struct reader *r, const json_t *object, const char *name, const char *const *words,
                           int32_t count)
{
    size_t mark;
    const json_t *v = member(r, object, name, &mark);
    const int32_t i = v ? value_word(r, v, words, count) : MLG_NONE;
    leave(r, mark);
    return i;
}

/* -- rows by roster -- */

static bool value_size(struct reader *r, const json_t *v, int32_t site, int32_t *state)
{
    *state = 0;
    if (json_is_null(v)) return true;
    const struct kind *kind = &r->s->kinds[r->s->sites[site].kind];
    const char *known[MLG_SIZES_MAX];
    for (int32_t i = 0; i < kind->size_count; i++) known[i] = r->s->sizes[kind->first_size + i].id;
    const int32_t i = value_word(r, v, known, kind->size_count);
    *state = i + 1;
    return i != MLG_NONE;
}

static bool value_index(struct reader *r, const struct plan_field *f, const json_t *v, const void *row, int32_t *i)
{
    switch (f->type) {
    case FIELD_SITE: return (*i = value_id(r, &r->sites, v)) != MLG_NONE;
    case FIELD_DEMAND: return (*i = value_id(r, &r->demands, v)) != MLG_NONE;
    case FIELD_SERVICE: return (*i = value_id(r, &r->services, v)) != MLG_NONE;
    case FIELD_PERIOD: return (*i = value_id(r, &r->periods, v)) != MLG_NONE;
    case FIELD_VEHICLE: return (*i = json_is_null(v) ? MLG_NONE : value_id(r, &r->vehicles, v)) != MLG_NONE || json_is_null(v);
    case FIELD_SIZE: return value_size(r, v, ((const struct plan_site *)row)->site, i);
    case FIELD_LINE: return (*i = value_word(r, v, mlg__line_name, LINE_COUNT)) != MLG_NONE;
    case FIELD_SCOPE: return (*i = value_word(r, v, mlg__scope_name, CO2_SCOPE_COUNT)) != MLG_NONE;
    default: return (*i = value_word(r, v, mlg__unserved_name, UNSERVED_REASON_COUNT)) != MLG_NONE;
    }
}

/* Cents stand under the key of their line's nature; under the other key stands 0. */
static bool value_cents(struct reader *r, const struct plan_field *f, const json_t *v, struct plan_account *row)
{
    const bool mine = line_is_penalty(row->line) == (f->type == FIELD_PENALTY);
    int64_t cents;
    if (!value_int(r, v, -WHOLE_MAX, WHOLE_MAX, &cents)) return false;
    if (mine) row->cents = cents;
    if (mine || cents == 0) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("line %s is %s: this must be 0, found %" PRId64, "la ligne %s est %s : ceci doit valoir 0, trouvé %" PRId64),
              NO_HINT, mlg__line_name[row->line], f->type == FIELD_PAID ? "penalty_cents" : "paid_cents", cents);
    return false;
}

static bool value_chain(struct reader *r, const json_t *v, struct plan_chain *row)
{
    const size_t count = json_is_array(v) ? json_array_size(v) : 0;
    if (count < 1 || count > MLG_LEVELS_MAX)
        return wrong_type(r, v, TXT("a list of 1 to 4 sites", "une liste de 1 à 4 sites"));
    bool good = true;
    row->site_count = (int32_t)count;
    for (int32_t i = 0; i < row->site_count; i++) {
        const size_t mark = enter_row(r, i);
        row->sites[i] = value_id(r, &r->sites, json_array_get(v, (size_t)i));
        good = good && row->sites[i] != MLG_NONE;
        leave(r, mark);
    }
    return good;
}

static bool value_covered(struct reader *r, const json_t *v, struct period_summary *row)
{
    bool good = json_is_object(v) || wrong_type(r, v, TXT("an object", "un objet"));
    for (int32_t i = 0; good && i < r->s->service_count; i++)
        good = member_real(r, v, r->s->services[i].id, &row->covered[i]);
    return good;
}

static bool value_share(struct reader *r, const json_t *v, const struct plan_flow *row)
{
    double share = 0;
    if (!value_real(r, v, &share)) return false;
    const double expected = mlg__flow_share(r->s, row);
    if (share == expected) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("is %.17g, but units_per_day over the demand is %.17g", "vaut %.17g, mais units_per_day sur la demande vaut %.17g"),
              NO_HINT, share, expected);
    return false;
}

/* One field into its place of row. A share is compared when the whole row is known: by read_row(). */
static bool read_field(struct reader *r, const struct plan_field *f, const json_t *v, void *row)
{
    char *to = (char *)row + f->at;
    int64_t whole = 0;
    int32_t small = 0;
    double real = 0;
    bool good;
    switch (f->type) {
    case FIELD_INT32:
        good = value_int(r, v, INT32_MIN, INT32_MAX, &whole);
        small = (int32_t)whole;
        memcpy(to, &small, sizeof small);
        return good;
    case FIELD_LIMIT:
        whole = INT64_MAX;
        if (json_is_null(v)) return memcpy(to, &whole, sizeof whole), true; /* fall through */
    case FIELD_INT64:
        good = value_int(r, v, -WHOLE_MAX, WHOLE_MAX, &whole);
        memcpy(to, &whole, sizeof whole);
        return good;
    case FIELD_MILLI:
    case FIELD_HOURS:
        good = value_parts(r, v, f->type == FIELD_MILLI ? MLG_MILLI : MLG_SECONDS_PER_HOUR, &whole);
        memcpy(to, &whole, sizeof whole);
        return good;
    case FIELD_REAL:
        good = value_real(r, v, &real);
        memcpy(to, &real, sizeof real);
        return good;
    case FIELD_PAID:
    case FIELD_PENALTY: return value_cents(r, f, v, row);
    case FIELD_CHAIN: return value_chain(r, v, row);
    case FIELD_COVERED: return value_covered(r, v, row);
    case FIELD_SHARE: return true;
    default:
        good = value_index(r, f, v, row, &small);
        memcpy(to, &small, sizeof small);
        return good;
    }
}

/* Keys that no one knows are told, not refused: a later version may have added them. */
static void warn_unknown(struct reader *r, const json_t *object, const struct plan_shape *shape)
{
    const char *name;
    json_t *v;
    if (json_object_size(object) == (size_t)shape->field_count) return;
    json_object_foreach((json_t *)(uintptr_t)object, name, v) {
        bool known = false;
        for (int32_t i = 0; i < shape->field_count; i++) known = known || strcmp(shape->fields[i].key, name) == 0;
        if (!known) mlg__warn(r->found, r->path, TXT("unknown key \"%s\"", "clé inconnue « %s »"), NO_HINT, name);
    }
}

/* The fields in order; after a bad one the rest of the row is not looked at: later fields may need it. */
static bool read_row(struct reader *r, const struct plan_shape *shape, const json_t *object, void *row)
{
    const struct plan_field *share = NULL;
    bool good = json_is_object(object) || wrong_type(r, object, TXT("an object", "un objet"));
    for (int32_t i = 0; good && i < shape->field_count; i++) {
        const struct plan_field *f = &shape->fields[i];
        size_t mark;
        const json_t *v = member(r, object, f->key, &mark);
        good = v && read_field(r, f, v, row);
        if (f->type == FIELD_SHARE) share = f;
        leave(r, mark);
    }
    if (good && share) {
        const size_t mark = enter(r, share->key);
        good = value_share(r, json_object_get(object, share->key), row);
        leave(r, mark);
    }
    if (good) warn_unknown(r, object, shape);
    return good;
}

static struct plan_rows read_rows(struct reader *r, const json_t *object, enum plan_table table)
{
    const struct plan_shape *shape = &mlg__plan_shapes[table];
    struct plan_rows rows = { NULL, 0 };
    size_t mark;
    const json_t *list = member_list(r, object, shape->key, &mark);
    if (list) {
        const int32_t count = (int32_t)json_array_size(list);
        rows.rows = mlg__arena_bytes(r->arena, (size_t)count, shape->row_bytes, _Alignof(int64_t));
        rows.count = rows.rows ? count : 0;
    }
    for (int32_t i = 0; i < rows.count; i++) {
        const size_t row_mark = enter_row(r, i);
        read_row(r, shape, json_array_get(list, (size_t)i), (char *)rows.rows + (size_t)i * shape->row_bytes);
        leave(r, row_mark);
    }
    leave(r, mark);
    return rows;
}

/* -- a side -- */

static void read_periods(struct reader *r, const json_t *summary, struct network_side *side)
{
    const struct plan_rows rows = read_rows(r, summary, TABLE_PERIODS);
    const size_t mark = enter(r, mlg__plan_shapes[TABLE_PERIODS].key);
    if (rows.count == r->s->period_count) side->periods = rows.rows;
    else
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("%" PRId32 " rows for %" PRId32 " periods", "%" PRId32 " lignes pour %" PRId32 " périodes"), NO_HINT,
                  rows.count, r->s->period_count);
    leave(r, mark);
}

static void read_bound(struct reader *r, const json_t *summary, mlg_network_plan *plan)
{
    member_bool(r, summary, "complete", &plan->complete);
    member_int(r, summary, "bound", -WHOLE_MAX, WHOLE_MAX, &plan->bound);
    const int32_t kind = member_word(r, summary, "bound_kind", mlg__bound_name, MLG_BOUND_SOLVER + 1);
    if (kind != MLG_NONE) plan->bound_kind = (mlg_bound_kind)kind;
    member_real(r, summary, "gap", &plan->gap);
}

static void same_unserved(struct reader *r, const json_t *summary, const struct network_side *side)
{
    size_t mark;
    const json_t *v = member(r, summary, "unserved", &mark);
    int64_t milli, sum = 0;
    for (int32_t i = 0; i < side->unserved_count; i++) sum += side->unserved[i].units_milli;
    if (v && value_parts(r, v, MLG_MILLI, &milli) && milli != sum)
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("is %.3f, but the rows of unserved give %.3f", "vaut %.3f, mais les lignes de unserved donnent %.3f"),
                  NO_HINT, (double)milli / MLG_MILLI, (double)sum / MLG_MILLI);
    leave(r, mark);
}

static void read_side(struct reader *r, const json_t *object, struct network_side *side, mlg_network_plan *bound_of)
{
    size_t mark;
    for (enum plan_table t = 0; t < TABLE_SIDE_COUNT; t++) mlg__side_set_rows(side, t, read_rows(r, object, t));
    member_int(r, object, "total_cents", -WHOLE_MAX, WHOLE_MAX, &side->total_cents);
    const json_t *summary = member_object(r, object, "summary", &mark);
    if (summary) {
        member_int(r, summary, "cost", -WHOLE_MAX, WHOLE_MAX, &side->cost);
        if (bound_of) read_bound(r, summary, bound_of);
        read_periods(r, summary, side);
        same_unserved(r, summary, side);
    }
    leave(r, mark);
}

/* -- routes -- */

struct route_names { const mlg_problem *p; struct id_index stops, vehicles; };

static mlg_status names_make(struct route_names *n, const mlg_problem *p, mlg_error *err)
{
    *n = (struct route_names) { .p = p };
    if (mlg__id_index_make(&n->stops, p->stops, p->stop_count, sizeof *p->stops, offsetof(mlg_stop, id)) &&
        mlg__id_index_make(&n->vehicles, p->vehicles, p->vehicle_count, sizeof *p->vehicles, offsetof(mlg_vehicle, id)))
        return MLG_OK;
    mlg__id_index_free(&n->stops);
    return mlg__no_memory(err, "plan.json");
}

static void names_free(struct route_names *n)
{
    mlg__id_index_free(&n->stops);
    mlg__id_index_free(&n->vehicles);
}

/* By id; an id that several stops share has the index beside it. */
static int32_t read_stop(struct reader *r, const struct route_names *n, const json_t *object)
{
    int32_t stop = member_id(r, object, "stop", &n->stops);
    bool shared;
    if (stop == MLG_NONE) return stop;
    mlg__id_find(&n->stops, n->p->stops[stop].id, &shared);
    if (!shared && !json_object_get(object, "index")) return stop;
    int64_t index = stop;
    if (!member_int(r, object, "index", 0, n->p->stop_count - 1, &index)) return MLG_NONE;
    if (strcmp(n->p->stops[index].id, n->p->stops[stop].id) == 0) return (int32_t)index;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("stop %" PRId64 " is \"%s\", not \"%s\"", "l'arrêt %" PRId64 " est « %s », pas « %s »"), NO_HINT, index,
              n->p->stops[index].id, n->p->stops[stop].id);
    return MLG_NONE;
}

static void read_load(struct reader *r, const struct route_names *n, const json_t *object, mlg_visit *v)
{
    size_t mark;
    const json_t *list = member_list(r, object, "load", &mark);
    if (list && json_array_size(list) == (size_t)n->p->load_count)
        for (int32_t d = 0; d < n->p->load_count; d++) {
            const size_t row_mark = enter_row(r, d);
            value_int(r, json_array_get(list, (size_t)d), -MLG_LOAD_MAX, MLG_LOAD_MAX, &v->load[d]);
            leave(r, row_mark);
        }
    else if (list)
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("%d numbers for %d dimensions", "%d nombres pour %d dimensions"), NO_HINT, (int)json_array_size(list),
                  (int)n->p->load_count);
    leave(r, mark);
}

static void read_visit(struct reader *r, const struct route_names *n, const json_t *object, mlg_visit *v)
{
    int64_t place = MLG_NONE;
    *v = (mlg_visit) { .stop = MLG_NONE, .place = MLG_NONE };
    if (!json_is_object(object)) {
        wrong_type(r, object, TXT("an object", "un objet"));
        return;
    }
    const int32_t kind = member_word(r, object, "kind", mlg__visit_name, MLG_END + 1);
    if (kind != MLG_NONE) v->kind = (mlg_visit_kind)kind;
    if (kind == MLG_STOP) v->stop = read_stop(r, n, object);
    else if (json_object_get(object, "place") && member_int(r, object, "place", 0, n->p->place_count - 1, &place))
        v->place = (int32_t)place;
    if (v->stop != MLG_NONE) v->place = n->p->stops[v->stop].place;
    member_int(r, object, "arrival_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->arrival_s);
    member_int(r, object, "wait_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->wait_s);
    member_int(r, object, "setup_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->setup_s);
    member_int(r, object, "service_s", -MLG_TIME_MAX_S, MLG_TIME_MAX_S, &v->service_s);
    read_load(r, n, object, v);
}

static void read_visits(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan,
                        int32_t route)
{
    size_t mark;
    const json_t *list = member_list(r, object, "visits", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    mlg_visit *visits = count ? mlg__plan_visits(plan, route, count) : NULL;
    if (list && !count) wrong_type(r, list, TXT("at least one visit", "au moins une visite"));
    if (count && !visits) r->arena->failed = true;
    for (int32_t i = 0; visits && i < count; i++) {
        const size_t row_mark = enter_row(r, i);
        read_visit(r, n, json_array_get(list, (size_t)i), &visits[i]);
        leave(r, row_mark);
    }
    leave(r, mark);
}

static void read_route(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan,
                       int32_t route)
{
    struct plan_route *to = &plan->routes[route];
    if (!json_is_object(object)) {
        wrong_type(r, object, TXT("an object", "un objet"));
        return;
    }
    to->vehicle = member_id(r, object, "vehicle", &n->vehicles);
    if (to->vehicle == MLG_NONE) return;
    const char *class_id = n->p->vehicles[to->vehicle].class_id;
    same_text(r, object, "class", class_id ? class_id : "");
    member_int(r, object, "distance_m", 0, TOTAL_MAX, &to->totals.distance_m);
    member_int(r, object, "drive_s", 0, TOTAL_MAX, &to->totals.drive_s);
    member_int(r, object, "setup_s", 0, TOTAL_MAX, &to->totals.setup_s);
    member_int(r, object, "service_s", 0, TOTAL_MAX, &to->totals.service_s);
    member_int(r, object, "wait_s", 0, TOTAL_MAX, &to->totals.wait_s);
    member_int(r, object, "break_s", 0, TOTAL_MAX, &to->totals.break_s);
    member_int(r, object, "duty_s", 0, TOTAL_MAX, &to->totals.duty_s);
    member_int(r, object, "energy_j", 0, TOTAL_MAX, &to->totals.energy_j);
    member_int(r, object, "stops", 0, TOTAL_MAX, &to->totals.stops);
    member_int(r, object, "cost", -MLG_COST_MAX, MLG_COST_MAX, &to->cost);
    member_int(r, object, "cost_cents", -WHOLE_MAX, WHOLE_MAX, &to->cost_cents);
    member_int(r, object, "co2_wtw_mg", -WHOLE_MAX, WHOLE_MAX, &to->co2_wtw_mg);
    member_int(r, object, "co2_ttw_mg", -WHOLE_MAX, WHOLE_MAX, &to->co2_ttw_mg);
    read_visits(r, n, object, plan, route);
    if (to->visit_count && to->visits) {
        const mlg_visit *last = &to->visits[to->visit_count - 1];
        same_int(r, object, "start_s", to->visits[0].arrival_s);
        same_int(r, object, "end_s", last->arrival_s + last->wait_s + last->setup_s + last->service_s);
    }
}

static void read_unserved_stops(struct reader *r, const struct route_names *n, const json_t *object, mlg_plan *plan)
{
    size_t mark;
    const json_t *list = member_list(r, object, "unserved", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->unserved = arena_array(&plan->arena, int32_t, count);
    for (int32_t i = 0; plan->unserved && i < count; i++) {
        const size_t row_mark = enter_row(r, i);
        const json_t *row = json_array_get(list, (size_t)i);
        const int32_t stop = json_is_object(row) ? read_stop(r, n, row) : MLG_NONE;
        if (!json_is_object(row)) wrong_type(r, row, TXT("an object", "un objet"));
        if (stop != MLG_NONE) plan->unserved[plan->unserved_count++] = stop;
        leave(r, row_mark);
    }
    leave(r, mark);
}

/* Routes and unserved stops of a day or of a routing plan; NULL without memory. */
static mlg_plan *read_routes(struct reader *r, const struct route_names *n, const json_t *object)
{
    size_t mark;
    const json_t *list = member_list(r, object, "routes", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    mlg_plan *plan = mlg__plan_new(count);
    for (int32_t i = 0; plan && i < count; i++) {
        const size_t row_mark = enter_row(r, i);
        read_route(r, n, json_array_get(list, (size_t)i), plan, i);
        leave(r, row_mark);
    }
    leave(r, mark);
    if (!plan) return NULL;
    plan->claims_times = plan->claims_cost = true;
    read_unserved_stops(r, n, object, plan);
    if (!plan->arena.failed) return plan;
    mlg_plan_free(plan);
    return NULL;
}

/* -- routed days -- */

static mlg_status read_day(struct reader *r, const json_t *object, mlg_network_plan *plan, struct plan_day *day,
                           mlg_error *err)
{
    static const char *const networks[] = { "plan", "before" };
    int64_t number = 0, seed = 0;
    if (!json_is_object(object)) return wrong_type(r, object, TXT("an object", "un objet")), MLG_OK;
    const int32_t network = member_word(r, object, "network", networks, 2);
    day->before = network == 1;
    day->site = member_id(r, object, "site", &r->sites);
    day->period = member_id(r, object, "period", &r->periods);
    member_int(r, object, "day", 0, INT32_MAX, &number);
    member_int(r, object, "seed", 0, INT64_MAX, &seed);
    day->day = (int32_t)number;
    day->seed = (uint64_t)seed;
    if (!clean(r)) return MLG_OK; /* the sample needs what was wrong */

    const mlg_problem *names;
    mlg_problem *made;
    struct route_names n;
    mlg_error inner = { .lang = mlg__findings_lang(r->found) };
    mlg_status status = mlg__day_names(plan, day, &names, &made, &inner);
    if (status && status != MLG_NO_MEMORY) {
        mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("this day cannot be sampled: %s", "ce jour ne peut être tiré : %s"),
                  NO_HINT, inner.message);
        return MLG_OK;
    }
    if (!status) status = names_make(&n, names, err);
    if (!status) {
        day->routes = read_routes(r, &n, object);
        if (day->routes) member_int(r, object, "cost", -MLG_COST_MAX, MLG_COST_MAX, &day->routes->cost);
        names_free(&n);
    }
    mlg_problem_free(made);
    return day->routes ? MLG_OK : mlg__no_memory(err, "plan.json");
}

static mlg_status read_days(struct reader *r, const json_t *root, mlg_network_plan *plan, mlg_error *err)
{
    size_t mark;
    mlg_status status = MLG_OK;
    const json_t *list = member_list(r, root, "days", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->days = arena_array(&plan->arena, struct plan_day, count);
    for (int32_t i = 0; plan->days && !status && i < count; i++) {
        const size_t row_mark = enter_row(r, i);
        plan->day_count = i + 1; /* so that what was made is freed */
        status = read_day(r, json_array_get(list, (size_t)i), plan, &plan->days[i], err);
        leave(r, row_mark);
    }
    leave(r, mark);
    return status;
}

/* -- the whole of a network plan -- */

static void read_head(struct reader *r, const json_t *root, const char *kind)
{
    int64_t version;
    same_text(r, root, "format", "maillage-plan");
    same_text(r, root, "kind", kind);
    member_int(r, root, "version", MLG_PLAN_VERSION, MLG_PLAN_VERSION, &version);
}

static void read_problem(struct reader *r, const json_t *root)
{
    size_t mark;
    const json_t *problem = member_object(r, root, "problem", &mark);
    if (problem) {
        same_text(r, problem, "name", r->s->name);
        same_text(r, problem, "currency", r->s->currency);
        same_real(r, problem, "quantum", 1e-6);
    }
    leave(r, mark);
}

/* A price that the scenario leaves open is taken from the plan, as siting would have set it; the account shows whether
 * it is the one that was used. Otherwise it is the scenario's. */
static void read_unserved_prices(struct reader *r, const json_t *options)
{
    size_t mark;
    if (!json_object_get(options, "unserved_micro")) return;
    const json_t *prices = member_object(r, options, "unserved_micro", &mark);
    for (int32_t i = 0; prices && i < r->s->service_count; i++) {
        struct service *service = &r->s->services[i];
        if (!json_object_get(prices, service->id)) continue;
        if (service->unserved_micro >= 0) same_int(r, prices, service->id, service->unserved_micro);
        else member_int(r, prices, service->id, 0, WHOLE_MAX, &service->unserved_micro);
    }
    leave(r, mark);
}

static void read_options(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    size_t mark;
    const json_t *options = member_object(r, root, "options", &mark);
    if (options) {
        const char *legs = member_text(r, options, "legs");
        plan->leg_label = legs ? mlg__arena_text(r->arena, legs) : "";
        member_bool(r, options, "estimated", &plan->estimated);
        same_real(r, options, "co2_eur_per_t", r->s->co2_eur_per_t);
        same_real(r, options, "hour_eur", r->s->hour_eur);
        same_int(r, options, "seed", (int64_t)r->s->seed);
        same_int(r, options, "days", (int64_t)json_array_size(json_object_get(root, "days")));
        read_unserved_prices(r, options);
        if (json_object_get(options, "residual")) member_bool(r, options, "residual", &plan->residual);
        if (json_object_get(options, "embodied")) member_bool(r, options, "embodied", &plan->embodied_counts);
        if (json_object_get(options, "extension_surcharge"))
            member_real(r, options, "extension_surcharge", &plan->extension_surcharge);
    }
    leave(r, mark);
}

static void read_calibration(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    const struct plan_rows rows = read_rows(r, root, TABLE_CALIBRATION);
    plan->phis = rows.rows;
    plan->phi_count = rows.count;
}

static void read_warnings(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    size_t mark;
    const json_t *list = member_list(r, root, "warnings", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->warnings = arena_array(r->arena, const char *, count);
    for (int32_t i = 0; plan->warnings && i < count; i++) {
        const json_t *v = json_array_get(list, (size_t)i);
        const size_t row_mark = enter_row(r, i);
        if (!json_is_string(v)) wrong_type(r, v, TXT("a text", "un texte"));
        else plan->warnings[plan->warning_count++] = mlg__arena_text(r->arena, json_string_value(v));
        leave(r, row_mark);
    }
    leave(r, mark);
}

static void same_sources(struct reader *r, const json_t *root)
{
    size_t mark;
    const json_t *list = member_list(r, root, "sources", &mark);
    bool same = list && json_array_size(list) == (size_t)r->s->source_count;
    for (int32_t i = 0; same && i < r->s->source_count; i++) {
        const char *line = json_string_value(json_array_get(list, (size_t)i));
        same = line && strcmp(line, r->s->sources[i]) == 0;
    }
    if (list && !same)
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("these are not the credit lines of the scenario", "ce ne sont pas les crédits du scénario"),
                  TXT("is this the scenario that the plan was made for?", "est-ce bien le scénario de ce plan ?"));
    leave(r, mark);
}

static bool index_scenario(struct reader *r)
{
    const mlg_scenario *s = r->s;
    return mlg__id_index_make(&r->sites, s->sites, s->site_count, sizeof *s->sites, offsetof(struct site, id)) &&
           mlg__id_index_make(&r->demands, s->demands, s->demand_count, sizeof *s->demands, offsetof(struct demand, id)) &&
           mlg__id_index_make(&r->services, s->services, s->service_count, sizeof *s->services, offsetof(struct service, id)) &&
           mlg__id_index_make(&r->periods, s->periods, s->period_count, sizeof *s->periods, offsetof(struct period, label)) &&
           mlg__id_index_make(&r->vehicles, s->vehicles, s->vehicle_count, sizeof *s->vehicles, offsetof(struct vehicle_class, id));
}

static void unindex(struct reader *r)
{
    mlg__id_index_free(&r->sites);
    mlg__id_index_free(&r->demands);
    mlg__id_index_free(&r->services);
    mlg__id_index_free(&r->periods);
    mlg__id_index_free(&r->vehicles);
}

static mlg_status read_network(struct reader *r, const json_t *root, mlg_network_plan *plan, mlg_error *err)
{
    size_t mark;
    if (!index_scenario(r)) return mlg__no_memory(err, "plan.json");
    read_head(r, root, "network");
    read_problem(r, root);
    read_options(r, root, plan);
    read_side(r, root, &plan->plan, plan);
    const json_t *before = member_object(r, root, "before", &mark);
    if (before) read_side(r, before, &plan->before, NULL);
    leave(r, mark);
    read_calibration(r, root, plan);
    read_warnings(r, root, plan);
    same_sources(r, root);
    const mlg_status status = read_days(r, root, plan, err);
    if (!status && plan->arena.failed) return mlg__no_memory(err, "plan.json");
    return status;
}

/* The bytes as a JSON object; NULL and a finding when they are none. */
static json_t *parse(const char *data, size_t size, mlg_findings *found)
{
    json_error_t at;
    json_t *root = json_loadb(data, size, JSON_REJECT_DUPLICATES, &at);
    if (root && json_is_object(root)) return root;
    char where[64];
    snprintf(where, sizeof where, "plan.json:%d:%d", root ? 1 : at.line, root ? 1 : at.column);
    mlg__find(found, MLG_BAD_INPUT, where, TXT("this is not a JSON object (%s)", "ceci n'est pas un objet JSON (%s)"), NO_HINT,
              root ? "{…}" : at.text);
    json_decref(root);
    return NULL;
}

/* Findings of this file alone decide, even if the caller's list already has some; he gets them all. */
static mlg_status hand_over(mlg_findings *mine, mlg_findings *found, mlg_status status, mlg_error *err)
{
    if (!status) status = mlg__first_error(mine, err);
    mlg__findings_add(found, mine);
    mlg_findings_free(mine);
    return status;
}

mlg_status mlg__network_plan_read(const char *data, size_t size, const mlg_scenario *s, mlg_network_plan **plan,
                                  mlg_findings *found, mlg_error *err)
{
    *plan = NULL;
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_network_plan *made = mlg__network_plan_new(s);
    mlg_status status = MLG_OK;
    if (!mine || !made) status = mlg__no_memory(err, "plan.json");
    json_t *root = status ? NULL : parse(data, size, mine);
    if (root) {
        struct reader r = { .s = s, .found = mine, .arena = &made->arena };
        status = read_network(&r, root, made, err);
        unindex(&r);
        json_decref(root);
    }
    status = hand_over(mine, found, status, err);
    if (status) mlg_network_plan_free(made);
    else *plan = made;
    return status;
}

/* -- a routing plan -- */

static void same_routing_summary(struct reader *r, const json_t *root, mlg_plan *plan)
{
    mlg_totals sum = { 0 };
    size_t mark;
    const json_t *summary = member_object(r, root, "summary", &mark);
    for (int32_t i = 0; i < plan->route_count; i++) {
        sum.distance_m += plan->routes[i].totals.distance_m;
        sum.duty_s += plan->routes[i].totals.duty_s;
        sum.energy_j += plan->routes[i].totals.energy_j;
    }
    if (summary) {
        member_int(r, summary, "cost", -MLG_COST_MAX, MLG_COST_MAX, &plan->cost);
        member_int(r, summary, "bound", -MLG_COST_MAX, MLG_COST_MAX, &plan->bound);
        same_bool(r, summary, "complete", plan->unserved_count == 0);
        same_real(r, summary, "gap", plan->cost > 0 ? (double)(plan->cost - plan->bound) / (double)plan->cost : 0);
        same_int(r, summary, "unserved", plan->unserved_count);
        same_int(r, summary, "routes", plan->route_count);
        same_int(r, summary, "distance_m", sum.distance_m);
        same_int(r, summary, "duty_s", sum.duty_s);
        same_int(r, summary, "energy_j", sum.energy_j);
    }
    leave(r, mark);
}

static void same_routing_problem(struct reader *r, const json_t *root, const mlg_problem *p)
{
    size_t mark;
    const json_t *problem = member_object(r, root, "problem", &mark);
    if (problem) {
        same_text(r, problem, "name", p->name ? p->name : "");
        same_int(r, problem, "cost_scale", p->cost_scale);
    }
    leave(r, mark);
    const json_t *options = member_object(r, root, "options", &mark);
    if (options) {
        same_text(r, options, "rounding", p->rounding ? p->rounding : "");
        same_int(r, options, "ticks_per_s", p->ticks_per_s);
    }
    leave(r, mark);
}

mlg_status mlg__routing_plan_read(const char *data, size_t size, const mlg_problem *p, mlg_plan **plan,
                                  mlg_findings *found, mlg_error *err)
{
    *plan = NULL;
    struct arena scratch = { 0 };
    struct route_names n = { 0 };
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_status status = mine ? names_make(&n, p, err) : mlg__no_memory(err, "plan.json");
    json_t *root = status ? NULL : parse(data, size, mine);
    mlg_plan *made = NULL;
    if (root) {
        struct reader r = { .found = mine, .arena = &scratch };
        read_head(&r, root, "routing");
        same_routing_problem(&r, root, p);
        made = read_routes(&r, &n, root);
        if (!made || scratch.failed) status = mlg__no_memory(err, "plan.json");
        else same_routing_summary(&r, root, made);
        json_decref(root);
    }
    names_free(&n);
    status = hand_over(mine, found, status, err);
    if (status) mlg_plan_free(made);
    else *plan = made;
    return status;
}
