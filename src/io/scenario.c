/* scenario.c — the files of a scenario, in their order, all mistakes collected. See scenario.h. */
#include "io/scenario.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "io/scenario_read.h"
#include "model/scenario_check.h"

/* ---------- shared by the readers ---------- */

mlg_status mlg__reader_memory(const struct scenario_reader *r, const char *what)
{
    return r->s->arena.failed ? mlg__no_memory(r->err, what) : MLG_OK;
}

mlg_status mlg__read_table(struct scenario_reader *r, enum input_table table, const char *file, const char *bytes,
                           size_t size, struct csv_column columns[INPUT_FIELDS_MAX], struct csv *t, bool *usable)
{
    const int32_t column_count = mlg__input_columns(table, columns);
    const mlg_status status = mlg__csv_read(t, file, bytes, size, columns, column_count, r->found, r->err);
    *usable = status == MLG_OK;
    return status == MLG_BAD_INPUT ? MLG_OK : status; /* told; the other files are read all the same */
}

const int32_t *mlg__keep_lines(struct scenario_reader *r, const struct csv *t)
{
    int32_t *lines = arena_array(&r->s->arena, int32_t, t->row_count);
    for (int32_t row = 0; lines && row < t->row_count; row++) lines[row] = t->lines[row];
    return lines;
}

void mlg__unknown_word(const struct csv *t, int32_t row, int32_t column, const char *given, const char *const *known,
                       int32_t known_count)
{
    const char *name = mlg__csv_column_name(t, column);
    mlg__find_unknown(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text, (struct mlg_txt) { { name, name } },
                      given, known, known_count);
}

int32_t mlg__cell_service(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column, const char *id)
{
    const char *known[MLG_SERVICES_MAX];
    const int32_t service = mlg__service_named(r->s, id);
    for (int32_t i = 0; i < r->s->service_count; i++) known[i] = r->s->services[i].id;
    if (service == MLG_NONE) mlg__unknown_word(t, row, column, id, known, r->s->service_count);
    return service;
}

int32_t mlg__cell_period(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column, const char *label)
{
    const char *known[MLG_PERIODS_MAX];
    const int32_t period = mlg__period_named(r->s, label);
    for (int32_t i = 0; i < r->s->period_count; i++) known[i] = r->s->periods[i].label;
    if (period == MLG_NONE) mlg__unknown_word(t, row, column, label, known, r->s->period_count);
    return period;
}

/* ---------- files ---------- */

/* The bytes of a file of the scenario; *bytes NULL when there is none. given: mlg__free(*owned). */
struct blob {
    const char *bytes;
    char *owned;
    size_t size;
};

static mlg_status fetch_from_folder(struct scenario_reader *r, const char *name, struct blob *b)
{
    char path[4096];
    const int length = snprintf(path, sizeof path, "%s/%s", r->folder, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return mlg__fail(r->err, MLG_NO_FILE, "", TXT("the path of %s is too long", "le chemin de %s est trop long"),
                         TXT("move the folder", "déplacez le dossier"), name);
    if (access(path, F_OK)) return MLG_OK;
    MLG_TRY(mlg__file_read(path, MLG_CSV_BYTES_MAX, &b->owned, &b->size, r->err));
    b->bytes = b->owned;
    return MLG_OK;
}

static mlg_status fetch(struct scenario_reader *r, const char *name, struct blob *b)
{
    *b = (struct blob) { 0 };
    if (r->folder) return fetch_from_folder(r, name, b);
    for (int32_t i = 0; i < r->file_count; i++)
        if (!strcmp(r->files[i].name, name)) *b = (struct blob) { r->files[i].bytes, NULL, r->files[i].size };
    return MLG_OK;
}

typedef mlg_status read_fn(struct scenario_reader *r, const char *bytes, size_t size);

/* One file; a required one that is missing is told. */
static mlg_status read_file(struct scenario_reader *r, enum input_table table, read_fn *read)
{
    const struct input_shape *shape = &mlg__input_shapes[table];
    struct blob b;
    MLG_TRY(fetch(r, shape->file, &b));
    mlg_status status = MLG_OK;
    if (b.bytes || (table == INPUT_VEHICLES && !r->s->arena.failed)) status = read(r, b.bytes, b.size);
    else if (shape->required)
        mlg__find(r->found, MLG_NO_FILE, shape->file, TXT("the file is missing", "le fichier manque"),
                  TXT("a scenario needs scenario.json, sites.csv, sizes.csv and demand.csv",
                      "un scénario demande scenario.json, sites.csv, sizes.csv et demand.csv"));
    mlg__free(b.owned);
    return status;
}

static mlg_status read_real_days(struct scenario_reader *r)
{
    r->s->real_files = arena_array(&r->s->arena, const char *, r->real_file_count);
    for (int32_t i = 0; r->s->real_files && i < r->real_file_count; i++) r->s->real_files[i] = r->real_files[i];
    struct blob b;
    for (int32_t day = 0; day < r->real_file_count; day++) {
        MLG_TRY(fetch(r, r->real_files[day], &b));
        mlg_status status = MLG_OK;
        if (b.bytes) status = mlg__read_stops(r, r->real_files[day], day, b.bytes, b.size);
        else
            mlg__find(r->found, MLG_NO_FILE, "scenario.json:days/real", TXT("%s is missing", "%s manque"),
                      TXT("put the file beside scenario.json", "placez le fichier à côté de scenario.json"),
                      r->real_files[day]);
        mlg__free(b.owned);
        if (status) return status;
    }
    if (r->real_file_count) return MLG_OK;
    MLG_TRY(fetch(r, "stops.csv", &b));
    if (b.bytes)
        mlg__warn(r->found, "stops.csv",
                  TXT("not used: days/real of scenario.json does not name it",
                      "non utilisé : days/real de scenario.json ne le nomme pas"),
                  TXT("write \"days\": {\"real\": [\"stops.csv\"]}", "écrivez \"days\": {\"real\": [\"stops.csv\"]}"));
    mlg__free(b.owned);
    return MLG_OK;
}

/* ---------- mistakes of several kinds at once ---------- */

/* "sites.csv:14:3" gives 14; 0: no line. */
static int line_of(const char *where)
{
    const char *colon = strchr(where, ':');
    int line = 0;
    for (const char *c = colon ? colon + 1 : ""; *c >= '0' && *c <= '9' && line < 100000000; c++) line = 10 * line + *c - '0';
    return line;
}

static bool begins_path(const char *path, const char *longer)
{
    const size_t length = strlen(path);
    return !strncmp(path, longer, length) && (longer[length] == 0 || longer[length] == '/');
}

/* A finding at `where` may only follow from a mistake told already: in the same entry of the settings; in the head of the
 * same table, or (unless it is about ids, which were read) in the same row or somewhere in the table it speaks of. */
static bool follows(const mlg_error *told, const char *where, bool ids)
{
    const size_t file = strcspn(where, ":");
    if (strncmp(told->where, where, file) || (told->where[file] && told->where[file] != ':')) return false;
    const int line = line_of(told->where), own_line = line_of(where);
    if (!strncmp(where, "scenario.json", file)) {
        if (!told->where[file] || !where[file] || line) return true;
        return begins_path(told->where, where) || begins_path(where, told->where);
    }
    return line <= 1 || (!ids && (own_line == 0 || own_line == line));
}

static bool told_in(const struct scenario_reader *r, const char *place)
{
    const mlg_error *told;
    for (int32_t i = 0; (told = mlg_findings_at(r->found, false, i)); i++)
        if (!strncmp(told->where, place, strlen(place))) return true;
    return false;
}

/* Errors of `more` that do not follow from what was told, to what was told; warnings wait for clean files. */
static void tell_independent(struct scenario_reader *r, const mlg_findings *more, int64_t told_count, bool ids)
{
    const mlg_error *e, *told;
    for (int32_t i = 0; (e = mlg_findings_at(more, false, i)); i++) {
        bool independent = true;
        for (int32_t j = 0; j < told_count && (told = mlg_findings_at(r->found, false, j)); j++)
            independent &= !follows(told, e->where, ids);
        if (independent) mlg__find(r->found, e->status, e->where, TXT("%s", "%s"),
                                   (struct mlg_txt) { { e->hint, e->hint } }, e->message);
    }
}

/* Files with mistakes are checked as far as they could be read, so that one run tells everything. */
static mlg_status check_readable(struct scenario_reader *r)
{
    const struct readable readable = { r->has_settings, r->has_kinds, r->has_sites, r->has_demands };
    const int64_t told_count = mlg_findings_count(r->found, false);
    mlg_status status = MLG_OK;
    for (int ids = 0; !status && ids < 2; ids++) {
        mlg_findings *more = mlg_findings_new(mlg__findings_lang(r->found));
        status = more ? mlg__scenario_check_readable(r->s, readable, ids, more) : MLG_NO_MEMORY;
        if (!status) tell_independent(r, more, told_count, ids);
        mlg_findings_free(more);
    }
    return status ? mlg__no_memory(r->err, "the scenario") : MLG_OK;
}

static mlg_status read_all(struct scenario_reader *r)
{
    MLG_TRY(read_file(r, INPUT_SETTINGS, mlg__read_settings));
    MLG_TRY(read_file(r, INPUT_SIZES, mlg__read_sizes));
    MLG_TRY(read_file(r, INPUT_SITES, mlg__read_sites));
    MLG_TRY(read_file(r, INPUT_DEMAND, mlg__read_demand));
    MLG_TRY(read_file(r, INPUT_VEHICLES, mlg__read_vehicles));
    MLG_TRY(read_file(r, INPUT_LANES, mlg__read_lanes));
    MLG_TRY(read_real_days(r));
    const bool clean = mlg_findings_count(r->found, false) == 0;
    if (!clean) MLG_TRY(check_readable(r));
    if (r->has_settings && r->has_sites) MLG_TRY(mlg__read_grid_factors(r, !told_in(r, "scenario.json:periods")));
    if (clean && mlg_findings_count(r->found, false) && mlg__scenario_check(r->s, r->found))
        return mlg__no_memory(r->err, "the scenario");
    MLG_TRY(mlg__first_error(r->found, r->err));
    return mlg__scenario_finish(r->s, r->found, r->err);
}

/* ---------- scenario ---------- */

static const char *last_part(const char *folder)
{
    const char *name = folder;
    for (const char *c = folder; *c; c++)
        if (*c == '/' && c[1] && c[1] != '/') name = c + 1;
    return name;
}

static mlg_status read_scenario(struct scenario_reader *r, const char *folder, mlg_scenario **s, mlg_findings *found)
{
    *s = NULL;
    /* An own list, so that earlier findings of the caller do not count as ours; also where the caller keeps none. */
    r->found = mlg_findings_new(found ? mlg__findings_lang(found) : r->err ? r->err->lang : r->lang);
    r->s = mlg__scenario_new();
    mlg_status status = r->found && r->s ? MLG_OK : mlg__no_memory(r->err, folder);
    if (!status) {
        r->s->language = r->lang;
        r->s->folder = mlg__arena_text(&r->s->arena, folder);
        r->s->name = mlg__arena_text(&r->s->arena, last_part(folder));
        status = read_all(r);
    }
    mlg__id_index_free(&r->site_ids);
    mlg__id_index_free(&r->demand_ids);
    mlg__findings_add(found, r->found);
    mlg_findings_free(r->found);
    if (status) mlg_scenario_free(r->s);
    else *s = r->s;
    return status;
}

mlg_status mlg__scenario_read_folder(const char *folder, const struct emission_tables *tables, mlg_lang lang,
                                     const mlg_lang *report, mlg_scenario **s, mlg_findings *found, mlg_error *err)
{
    struct scenario_reader r = { .tables = tables, .lang = lang, .report = report, .err = err, .folder = folder };
    *s = NULL;
    struct stat is;
    const bool exists = !stat(folder, &is);
    if (!exists || !S_ISDIR(is.st_mode)) {
        const struct mlg_txt message = exists ? TXT("this is a file; a scenario is a folder", "ceci est un fichier ; un scénario est un dossier")
                                              : TXT("there is no such folder", "ce dossier n'existe pas"),
                             hint = exists ? TXT("give the folder that holds scenario.json; `maillage route FILE` reads a day's stops, `maillage site FILE` a published location problem",
                                                 "donnez le dossier qui contient scenario.json ; « maillage route FICHIER » lit les arrêts d'un jour, « maillage site FICHIER » un problème publié")
                                           : TXT("check the spelling of the path", "vérifiez l'orthographe du chemin");
        mlg__find(found, MLG_NO_FILE, folder, message, hint);
        return mlg__fail(err, MLG_NO_FILE, folder, message, hint);
    }
    return read_scenario(&r, folder, s, found);
}

mlg_status mlg__scenario_read_files(const struct scenario_file *files, int32_t file_count,
                                    const struct emission_tables *tables, mlg_lang lang, mlg_scenario **s,
                                    mlg_findings *found, mlg_error *err)
{
    struct scenario_reader r = { .tables = tables, .lang = lang, .err = err, .files = files, .file_count = file_count };
    return read_scenario(&r, "", s, found);
}
