/* scenario_settings.c — scenario.json: plain keys through the roster of fields.c, lists and references by hand. */
#include <stdio.h>
#include <string.h>

#include "base/math.h"
#include "io/scenario_read.h"
#include "model/units.h"

int32_t mlg__service_named(const mlg_scenario *s, const char *id)
{
    for (int32_t i = 0; i < s->service_count; i++)
        if (!strcmp(s->services[i].id, id)) return i;
    return MLG_NONE;
}

int32_t mlg__period_named(const mlg_scenario *s, const char *label)
{
    for (int32_t i = 0; i < s->period_count; i++)
        if (!strcmp(s->periods[i].label, label)) return i;
    return MLG_NONE;
}

/* Items of a list, at most max; more are told. */
static int32_t list_count(const struct json_node *n, int32_t max)
{
    const int32_t count = mlg__json_count(n);
    if (count <= max) return count;
    mlg__find(n->found, MLG_OVER_LIMIT, mlg__json_where(n).text,
              TXT("%d entries, at most %d are possible", "%d éléments, %d au plus sont possibles"),
              TXT("group or remove entries", "regroupez ou retirez des éléments"), count, max);
    return max;
}

/* ---------- periods and services ---------- */

static void read_periods(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "periods");
    const int32_t count = list_count(&list, MLG_PERIODS_MAX);
    s->periods = arena_array(&s->arena, struct period, count);
    for (int32_t t = 0; s->periods && t < count; t++) {
        const struct json_node entry = mlg__json_item(&list, t);
        struct period *p = &s->periods[s->period_count++];
        *p = (struct period) { .label = "", .budget_cents = INT64_MAX, .length_years = 1 };
        if (mlg__json_require(&entry) && mlg__json_is_object(&entry))
            mlg__input_object(INPUT_PERIODS, &entry, p, &s->arena);
    }
}

/* A promise counts in the clock of its vocabulary; the other's key would be off by a factor of millions. */
static void read_promise(const mlg_scenario *s, const struct json_node *entry)
{
    const struct json_node own = mlg__json_member(entry, is_cloud(s) ? "promise_ms" : "promise_h"),
                           other = mlg__json_member(entry, is_cloud(s) ? "promise_h" : "promise_ms");
    mlg__json_require(&own);
    if (mlg__json_is_given(&other))
        mlg__find(other.found, MLG_BAD_INPUT, mlg__json_where(&other).text,
                  TXT("not a key of this vocabulary", "ce n'est pas une clé de ce vocabulaire"),
                  TXT("parcels have promise_h, clouds promise_ms", "les colis ont promise_h, les nuages promise_ms"));
}

/* Keys that only a cloud uses are no mistake elsewhere, but nothing is ignored without a word. */
static void warn_cloud_keys(const struct json_node *n, const char *const *keys, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const struct json_node key = mlg__json_member(n, keys[i]);
        if (mlg__json_is_given(&key))
            mlg__warn(key.found, mlg__json_where(&key).text,
                      TXT("not used: only a cloud has %s", "non utilisé : seul un nuage a %s"),
                      TXT("write \"vocabulary\": \"cloud\", or remove the key",
                          "écrivez \"vocabulary\": \"cloud\", ou retirez la clé"), keys[i]);
    }
}

static void read_residency(mlg_scenario *s, const struct json_node *entry, struct service *p)
{
    const struct json_node list = mlg__json_member(entry, "residency");
    const int32_t count = list_count(&list, ZONES_MAX);
    p->zones = arena_array(&s->arena, const char *, count);
    for (int32_t i = 0; p->zones && i < count; i++) {
        const struct json_node item = mlg__json_item(&list, i);
        const char *zone = mlg__json_require(&item) ? mlg__json_text(&item, NULL) : NULL;
        if (zone) p->zones[p->zone_count++] = mlg__arena_text(&s->arena, zone);
    }
}

static void read_services(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "services");
    const int32_t count = list_count(&list, MLG_SERVICES_MAX);
    s->services = arena_array(&s->arena, struct service, count);
    for (int32_t i = 0; s->services && i < count; i++) {
        const struct json_node entry = mlg__json_item(&list, i);
        struct service *p = &s->services[s->service_count++];
        *p = (struct service) { .id = "", .promise_s = MLG_SECONDS_PER_DAY, .unserved_micro = -1, .units_per_stop = 1,
                                .workload_weight = 1 };
        if (!mlg__json_require(&entry) || !mlg__json_is_object(&entry)) continue;
        mlg__input_object(INPUT_SERVICES, &entry, p, &s->arena);
        static const char *const cloud_keys[] = { "workload_weight", "gb_per_unit", "residency", "strict" };
        if (!is_cloud(s)) warn_cloud_keys(&entry, cloud_keys, 4);
        read_promise(s, &entry);
        read_residency(s, &entry, p);
    }
}

/* The services or periods that an entry's key names: one index, or all when the key is left out. */
struct named {
    int32_t first, last;
}; /* inclusive; first > last: unknown, told */

static struct named named_periods(const mlg_scenario *s, const struct json_node *entry)
{
    const struct json_node n = mlg__json_member(entry, "period");
    const char *labels[MLG_PERIODS_MAX];
    if (!mlg__json_is_given(&n) || !s->period_count) return (struct named) { 0, s->period_count - 1 };
    for (int32_t i = 0; i < s->period_count; i++) labels[i] = s->periods[i].label;
    const int32_t t = mlg__json_word(&n, labels, s->period_count, MLG_NONE);
    return t == MLG_NONE ? (struct named) { 0, -1 } : (struct named) { t, t };
}

static void read_coverage(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "coverage");
    const int32_t count = list_count(&list, MLG_SERVICES_MAX * MLG_PERIODS_MAX);
    const char *ids[MLG_SERVICES_MAX];
    for (int32_t i = 0; i < s->service_count; i++) ids[i] = s->services[i].id;
    s->coverages = arena_array(&s->arena, struct coverage, count * MLG_PERIODS_MAX);
    for (int32_t i = 0; s->coverages && i < count; i++) {
        const struct json_node entry = mlg__json_item(&list, i);
        struct coverage c = { 0 };
        if (!mlg__json_require(&entry) || !mlg__json_is_object(&entry)) continue;
        mlg__input_object(INPUT_COVERAGE, &entry, &c, &s->arena);
        const struct json_node service = mlg__json_member(&entry, "service");
        c.service = s->service_count ? mlg__json_word(&service, ids, s->service_count, MLG_NONE) : MLG_NONE;
        const struct named periods = named_periods(s, &entry);
        for (c.period = periods.first; c.service != MLG_NONE && c.period <= periods.last; c.period++)
            s->coverages[s->coverage_count++] = c;
    }
}

static void read_jobs(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "jobs");
    const int32_t count = list_count(&list, 1000);
    s->job_floors = arena_array(&s->arena, struct job_floor, count * MLG_PERIODS_MAX);
    for (int32_t i = 0; s->job_floors && i < count; i++) {
        const struct json_node entry = mlg__json_item(&list, i);
        struct job_floor j = { .region = "" };
        if (!mlg__json_require(&entry) || !mlg__json_is_object(&entry)) continue;
        mlg__input_object(INPUT_JOBS, &entry, &j, &s->arena);
        const struct named periods = named_periods(s, &entry);
        for (j.period = periods.first; j.period <= periods.last; j.period++) s->job_floors[s->job_floor_count++] = j;
    }
}

static void read_co2_limits(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "co2_max_t_per_year");
    const int32_t count = mlg__json_count(&list);
    s->co2_max_mg = arena_array(&s->arena, int64_t, s->period_count);
    if (!s->co2_max_mg) return;
    for (int32_t t = 0; t < s->period_count; t++) s->co2_max_mg[t] = INT64_MAX;
    if (count && count != s->period_count)
        mlg__find(r->found, MLG_BAD_INPUT, mlg__json_where(&list).text,
                  TXT("%d limits for %d periods", "%d limites pour %d périodes"),
                  TXT("give one a period; null where there is none",
                      "donnez-en une par période ; null là où il n'y en a pas"),
                  count, s->period_count);
    for (int32_t t = 0; t < min32(count, s->period_count); t++) {
        const struct json_node item = mlg__json_item(&list, t);
        const int64_t kg_max = INT64_C(1000000000000); /* 10^9 t */
        if (mlg__json_is_given(&item)) s->co2_max_mg[t] = mlg__json_fixed(&item, 3, 0, kg_max, 0) * MLG_MG_PER_KG;
    }
}

/* ---------- levels and operations ---------- */

static void add_level_kind(struct scenario_reader *r, const struct json_node *n, int32_t level)
{
    const char *kind = mlg__json_require(n) ? mlg__json_text(n, NULL) : NULL;
    if (!kind) return;
    for (int32_t i = 0; i < r->level_kind_count; i++)
        if (!strcmp(r->level_kinds[i].kind, kind)) {
            mlg__find(r->found, MLG_BAD_INPUT, mlg__json_where(n).text,
                      TXT("kind \"%s\" stands twice", "le type « %s » figure deux fois"),
                      TXT("a kind has one level", "un type n'a qu'un niveau"), kind);
            return;
        }
    if (r->level_kind_count == LEVEL_KINDS_MAX) return; /* list_count() has told */
    char *copy = mlg__arena_text(&r->s->arena, kind);
    if (copy) r->level_kinds[r->level_kind_count++] = (struct level_kind) { copy, level };
}

static void read_levels(struct scenario_reader *r, const struct json_node *top)
{
    const struct json_node list = mlg__json_member(top, "levels");
    const int32_t count = list_count(&list, MLG_LEVELS_MAX);
    for (int32_t level = 0; level < count; level++) {
        const struct json_node entry = mlg__json_item(&list, level);
        if (!json_is_array(entry.value)) {
            add_level_kind(r, &entry, level);
            continue;
        }
        const int32_t kinds = list_count(&entry, LEVEL_KINDS_MAX - r->level_kind_count);
        for (int32_t k = 0; k < kinds; k++) {
            const struct json_node kind = mlg__json_item(&entry, k);
            add_level_kind(r, &kind, level);
        }
    }
    r->s->level_count = max32(count, 1);
}

static void read_departures(struct scenario_reader *r, const struct json_node *n)
{
    struct operations *o = &r->s->operations;
    const struct json_node list = mlg__json_member(n, "departures");
    const int32_t count = list_count(&list, (int32_t)(sizeof o->departure_s / sizeof *o->departure_s));
    for (int32_t i = 0; i < count; i++) {
        const struct json_node item = mlg__json_item(&list, i);
        const char *s = mlg__json_require(&item) ? mlg__json_text(&item, NULL) : NULL;
        if (!s) continue;
        if (mlg__parse_clock(s, &o->departure_s[o->departure_count])) o->departure_count++;
        else
            mlg__find(r->found, MLG_BAD_INPUT, mlg__json_where(&item).text,
                      TXT("\"%.40s\" is not a time of day", "« %.40s » n'est pas une heure"),
                      TXT("write \"09:00\"", "écrivez \"09:00\""), s);
    }
}

static void read_processing(struct scenario_reader *r, const struct json_node *n)
{
    const struct json_node list = mlg__json_member(n, "processing_h");
    const int32_t count = mlg__json_count(&list);
    if (!mlg__json_is_given(&list)) return;
    if (count != r->s->level_count)
        mlg__find(r->found, MLG_BAD_INPUT, mlg__json_where(&list).text,
                  TXT("%d times for %d levels", "%d durées pour %d niveaux"),
                  TXT("give the hours of each entry of levels, in the same order",
                      "donnez les heures de chaque élément de levels, dans le même ordre"),
                  count, r->s->level_count);
    for (int32_t level = 0; level < min32(count, r->s->level_count); level++) {
        const struct json_node item = mlg__json_item(&list, level);
        if (!mlg__json_require(&item)) continue;
        r->s->operations.processing_s[level] =
            mlg__mul_div(mlg__json_fixed(&item, 6, 0, INT64_C(240000000), 0), MLG_SECONDS_PER_HOUR, 1000000);
    }
}

static void read_inbound(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node list = mlg__json_member(top, "inbound_classes_h");
    const int32_t count = list_count(&list, 16);
    s->inbound_s = arena_array(&s->arena, int64_t, count);
    for (int32_t i = 0; s->inbound_s && i < count; i++) {
        const struct json_node item = mlg__json_item(&list, i);
        if (mlg__json_require(&item))
            s->inbound_s[s->inbound_count++] =
                mlg__mul_div(mlg__json_fixed(&item, 6, 0, INT64_C(8760000000), 0), MLG_SECONDS_PER_HOUR, 1000000);
    }
}

/* ---------- the rest ---------- */

static void read_real_files(struct scenario_reader *r, const struct json_node *n)
{
    const struct json_node list = mlg__json_member(n, "real");
    const int32_t count = list_count(&list, REAL_FILES_MAX);
    for (int32_t i = 0; i < count; i++) {
        const struct json_node item = mlg__json_item(&list, i);
        const char *name = mlg__json_require(&item) ? mlg__json_text(&item, NULL) : NULL;
        if (!name) continue;
        if (strchr(name, '/') || strchr(name, '\\') || !*name) {
            mlg__find(r->found, MLG_BAD_INPUT, mlg__json_where(&item).text,
                      TXT("\"%.60s\" is not a file name", "« %.60s » n'est pas un nom de fichier"),
                      TXT("put the file beside scenario.json and give its name",
                          "placez le fichier à côté de scenario.json et donnez son nom"),
                      name);
            continue;
        }
        r->real_files[r->real_file_count] = mlg__arena_text(&r->s->arena, name);
        if (r->real_files[r->real_file_count]) r->real_file_count++;
    }
}

/* A list of texts, each a string or {"en", "fr"}: the one in the report's language, else the other. */
static const char **read_texts(struct scenario_reader *r, const struct json_node *top, const char *key,
                               const char ***english, int32_t *text_count)
{
    static const char *const languages[] = { "en", "fr" };
    const struct json_node list = mlg__json_member(top, key);
    const int32_t count = list_count(&list, 1000);
    struct arena *a = &r->s->arena;
    const char **texts = arena_array(a, const char *, count);
    *english = arena_array(a, const char *, count);
    for (int32_t i = 0; !a->failed && i < count; i++) {
        const struct json_node item = mlg__json_item(&list, i);
        const char *in[2] = { NULL, NULL };
        if (!mlg__json_require(&item)) continue;
        if (json_is_object(item.value)) {
            mlg__json_unknown_keys(&item, languages, 2);
            for (int lang = 0; lang < 2; lang++) {
                const struct json_node text = mlg__json_member(&item, languages[lang]);
                if (mlg__json_is_given(&text)) in[lang] = mlg__json_text(&text, NULL);
            }
            const struct json_node own = mlg__json_member(&item, languages[r->s->language]);
            if (!in[MLG_EN] && !in[MLG_FR]) mlg__json_require(&own);
        } else in[MLG_EN] = mlg__json_text(&item, NULL);
        if (!in[MLG_EN] && !in[MLG_FR]) continue;
        const char *own = in[r->s->language] ? in[r->s->language] : in[!r->s->language];
        texts[*text_count] = mlg__arena_text(a, own);
        (*english)[(*text_count)++] = mlg__arena_text(a, in[MLG_EN] ? in[MLG_EN] : in[MLG_FR]);
    }
    return texts;
}

static void read_words(struct scenario_reader *r, const struct json_node *top)
{
    static const char *const languages[] = { "en", "fr" }, *const goals[] = { "cost", "hours", "co2" },
                            *const vocabularies[] = { "parcels", "cloud" };
    mlg_scenario *s = r->s;
    const struct json_node vocabulary = mlg__json_member(top, "vocabulary");
    s->vocabulary = (enum vocabulary)mlg__json_word(&vocabulary, vocabularies, 2, VOCABULARY_PARCELS);
    const struct json_node language = mlg__json_member(top, "language"), seed = mlg__json_member(top, "seed"),
                           objective = mlg__json_member(top, "objective"),
                           goal = mlg__json_member(&objective, "minimise");
    s->language = (mlg_lang)mlg__json_word(&language, languages, 2, (int32_t)r->lang);
    if (r->report) s->language = *r->report;
    s->seed = (uint64_t)mlg__json_int(&seed, 0, INT64_MAX, (int64_t)s->seed);
    s->objective = (enum objective_kind)mlg__json_word(&goal, goals, 3, OBJECTIVE_COST);
    if (mlg__json_is_object(&objective)) mlg__input_object(INPUT_OBJECTIVE, &objective, s, &s->arena);
}

/* A cloud has servers and fibre, no vans: nothing waits for a departure or a sorting hall, and no day is driven. */
static void read_fibre(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    static const char *const unused[] = { "operations", "days", "inbound_classes_h" };
    const struct json_node fibre = mlg__json_member(top, "fibre");
    if (mlg__json_is_object(&fibre)) mlg__input_object(INPUT_FIBRE, &fibre, &s->fibre, &s->arena);
    for (int level = 0; level < MLG_LEVELS_MAX; level++) s->operations.processing_s[level] = 0;
    s->days_sampled = 0;
    for (size_t i = 0; i < sizeof unused / sizeof *unused; i++) {
        const struct json_node n = mlg__json_member(top, unused[i]);
        if (mlg__json_is_given(&n))
            mlg__find(n.found, MLG_BAD_INPUT, mlg__json_where(&n).text,
                      TXT("a cloud has no %s", "un nuage n'a pas de %s"),
                      TXT("remove it; the object fibre says how work reaches the servers",
                          "retirez-le ; l'objet fibre dit comment le travail atteint les serveurs"),
                      unused[i]);
    }
}

static void read_document(struct scenario_reader *r, const struct json_node *top)
{
    mlg_scenario *s = r->s;
    const struct json_node operations = mlg__json_member(top, "operations"), days = mlg__json_member(top, "days");
    mlg__input_object(INPUT_SETTINGS, top, s, &s->arena);
    read_words(r, top);
    read_levels(r, top);
    read_periods(r, top);
    read_services(r, top);
    if (s->arena.failed) return; /* what follows compares labels */
    read_coverage(r, top);
    read_jobs(r, top);
    read_co2_limits(r, top);
    read_inbound(r, top);
    static const char *const fibre[] = { "fibre" };
    if (is_cloud(s)) read_fibre(r, top);
    else warn_cloud_keys(top, fibre, 1);
    if (mlg__json_is_object(&operations)) {
        mlg__input_object(INPUT_OPERATIONS, &operations, &s->operations, &s->arena);
        read_departures(r, &operations);
        read_processing(r, &operations);
    }
    if (mlg__json_is_object(&days)) {
        mlg__input_object(INPUT_DAYS, &days, s, &s->arena);
        read_real_files(r, &days);
    }
    const char **english;
    s->sources = read_texts(r, top, "sources", &s->credits, &s->source_count);
    s->assumptions = read_texts(r, top, "assumptions", &english, &s->assumption_count);
    r->has_settings = s->period_count > 0 && s->service_count > 0;
}

mlg_status mlg__read_settings(struct scenario_reader *r, const char *bytes, size_t size)
{
    json_t *root;
    mlg_status status = mlg__json_load("scenario.json", bytes, size, &root, r->found, r->err);
    if (status == MLG_BAD_INPUT) return MLG_OK; /* told */
    if (status) return status;
    const struct json_node top = { .value = root, .file = "scenario.json", .found = r->found };
    if (mlg__json_is_object(&top)) read_document(r, &top);
    json_decref(root);
    return mlg__reader_memory(r, "scenario.json");
}
