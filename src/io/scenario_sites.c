/* scenario_sites.c — sizes.csv and sites.csv: kinds, their sizes, and which states a site may take. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/scenario_read.h"

/* ---------- sizes.csv ---------- */

static int32_t kind_named(const mlg_scenario *s, const char *id)
{
    for (int32_t k = 0; k < s->kind_count; k++)
        if (!strcmp(s->kinds[k].id, id)) return k;
    return MLG_NONE;
}

static int32_t level_of(const struct scenario_reader *r, const char *kind)
{
    if (r->level_kind_count == 0) return r->s->level_count - 1;
    for (int32_t i = 0; i < r->level_kind_count; i++)
        if (!strcmp(r->level_kinds[i].kind, kind)) return r->level_kinds[i].level;
    return MLG_NONE;
}

/* Kinds in the order of their first row; sizes of a kind become neighbours, in the order of the file. */
static mlg_status group_sizes(struct scenario_reader *r, const struct size *rows, const int32_t *lines, int32_t count)
{
    mlg_scenario *s = r->s;
    int32_t *sorted_lines = arena_array(&s->arena, int32_t, count);
    s->sizes = arena_array(&s->arena, struct size, count);
    if (!sorted_lines || !s->sizes) return mlg__reader_memory(r, "sizes.csv");
    for (int32_t k = 0; k < s->kind_count; k++) {
        s->kinds[k].first_size = s->size_count;
        for (int32_t i = 0; i < count; i++) {
            if (rows[i].kind != k) continue;
            sorted_lines[s->size_count] = lines[i];
            s->sizes[s->size_count++] = rows[i];
        }
        s->kinds[k].size_count = s->size_count - s->kinds[k].first_size;
    }
    s->lines.sizes = sorted_lines;
    return MLG_OK;
}

static void check_level_kinds(const struct scenario_reader *r)
{
    const mlg_scenario *s = r->s;
    const char *known[LEVEL_KINDS_MAX];
    int32_t known_count = 0;
    for (int32_t k = 0; k < s->kind_count && known_count < LEVEL_KINDS_MAX; k++) known[known_count++] = s->kinds[k].id;
    for (int32_t i = 0; i < r->level_kind_count; i++)
        if (kind_named(s, r->level_kinds[i].kind) == MLG_NONE)
            mlg__find_unknown(r->found, MLG_BAD_INPUT, "scenario.json:levels",
                              TXT("kind (no row of sizes.csv has it)", "type (absent de sizes.csv)"),
                              r->level_kinds[i].kind, known, known_count);
    for (int32_t k = 0; k < s->kind_count && r->level_kind_count; k++)
        if (s->kinds[k].level == MLG_NONE)
            mlg__warn(r->found, "scenario.json:levels",
                      TXT("kind \"%s\" of sizes.csv is in no level: its sites stay as they are and serve nobody",
                          "le type « %s » de sizes.csv n'est dans aucun niveau : ses sites restent tels quels et ne "
                          "servent personne"),
                      TXT("add it to an entry of levels", "ajoutez-le à un élément de levels"), s->kinds[k].id);
}

mlg_status mlg__read_sizes(struct scenario_reader *r, const char *bytes, size_t size)
{
    mlg_scenario *s = r->s;
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    mlg_status status = mlg__read_table(r, INPUT_SIZES, "sizes.csv", bytes, size, columns, &t, &usable);
    const int32_t kind_column = mlg__input_field(INPUT_SIZES, "kind");
    if (!status && usable) {
        struct size *rows = arena_array(&s->arena, struct size, t.row_count);
        s->kinds = arena_array(&s->arena, struct kind, t.row_count);
        for (int32_t row = 0; row < t.row_count && !s->arena.failed; row++) {
            mlg__input_row(INPUT_SIZES, &t, row, &rows[row], &s->arena);
            const char *id = mlg__csv_text(&t, row, kind_column);
            rows[row].kind = kind_named(s, id);
            if (rows[row].kind != MLG_NONE) continue;
            rows[row].kind = s->kind_count;
            s->kinds[s->kind_count++] =
                (struct kind) { .id = mlg__arena_text(&s->arena, id), .level = level_of(r, id) };
        }
        status = mlg__reader_memory(r, "sizes.csv");
        if (!status) status = group_sizes(r, rows, t.lines, t.row_count);
        if (!status && mlg__csv_has_column(&t, kind_column)) {
            r->has_kinds = true;
            check_level_kinds(r);
        }
    }
    mlg__csv_free(&t);
    return status;
}

/* ---------- sites.csv ---------- */

/* State k of the kind's size with this name, 0 when unknown (told). The name is cut out of the cell. */
static int32_t state_named(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column, int32_t kind,
                           const char *name)
{
    const struct kind *k = &r->s->kinds[kind];
    const char *known[MLG_SIZES_MAX];
    int32_t known_count = 0;
    for (int32_t i = 0; i < k->size_count; i++) {
        const char *id = r->s->sizes[k->first_size + i].id;
        if (!strcmp(id, name)) return i + 1;
        if (known_count < MLG_SIZES_MAX) known[known_count++] = id;
    }
    mlg__unknown_word(t, row, column, name, known, known_count);
    return 0;
}

static int32_t cell_state(struct scenario_reader *r, const struct csv *t, int32_t row, const char *column_name,
                          int32_t kind)
{
    const int32_t column = mlg__input_field(INPUT_SITES, column_name);
    const char *name = mlg__csv_text(t, row, column);
    if (!*name || kind == MLG_NONE) return 0;
    return state_named(r, t, row, column, kind, name);
}

/* "a;b" or "a|b" to bits of states; empty: all sizes of the kind. */
static uint32_t cell_allowed(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t kind)
{
    const int32_t column = mlg__input_field(INPUT_SITES, "allowed_sizes");
    const char *s = mlg__csv_text(t, row, column);
    uint32_t allowed = 0;
    if (kind == MLG_NONE) return 0;
    const int32_t states = r->s->kinds[kind].size_count;
    if (!*s) return states < 31 ? (UINT32_C(2) << states) - 2 : 0;
    while (*s) {
        char name[128];
        while (*s == ' ' || *s == ';' || *s == '|') s++;
        size_t length = strcspn(s, ";|");
        const char *next = s + length;
        while (length > 0 && s[length - 1] == ' ') length--;
        if (length > 0 && length < sizeof name) {
            memcpy(name, s, length);
            name[length] = 0;
            const int32_t state = state_named(r, t, row, column, kind, name);
            if (state > 0 && state < 32) allowed |= UINT32_C(1) << state;
        } else if (length) {
            mlg__unknown_word(t, row, column, s, NULL, 0);
        }
        s = next;
    }
    return allowed;
}

static int32_t cell_kind(struct scenario_reader *r, const struct csv *t, int32_t row)
{
    const int32_t column = mlg__input_field(INPUT_SITES, "kind");
    const char *id = mlg__csv_text(t, row, column), *known[LEVEL_KINDS_MAX];
    int32_t known_count = 0;
    if (!r->has_kinds || !*id) return MLG_NONE;
    const int32_t kind = kind_named(r->s, id);
    for (int32_t k = 0; k < r->s->kind_count && known_count < LEVEL_KINDS_MAX; k++)
        known[known_count++] = r->s->kinds[k].id;
    if (kind == MLG_NONE) mlg__unknown_word(t, row, column, id, known, known_count);
    return kind;
}

static void read_site(struct scenario_reader *r, const struct csv *t, int32_t row, struct site *a)
{
    const int32_t may_close = mlg__input_field(INPUT_SITES, "may_close"),
                  decided_size = mlg__input_field(INPUT_SITES, "decided_size"),
                  decided_year = mlg__input_field(INPUT_SITES, "decided_year");
    mlg__input_row(INPUT_SITES, t, row, a, &r->s->arena);
    if (r->s->arena.failed) return;
    if (!*a->name) a->name = a->id;
    a->kind = cell_kind(r, t, row);
    a->state_today = cell_state(r, t, row, "state_today", a->kind);
    a->allowed = cell_allowed(r, t, row, a->kind);
    a->decided_size = cell_state(r, t, row, "decided_size", a->kind);
    if (mlg__csv_bool(t, row, may_close, true) || !a->state_today) a->allowed |= 1;
    if (a->decided_size > 0 && a->decided_size < 32) a->allowed |= UINT32_C(1) << a->decided_size;
    if (mlg__csv_has(t, row, decided_year) && !mlg__csv_has(t, row, decided_size))
        mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, decided_year).text,
                  TXT("site \"%s\" has a decided_year and no decided_size",
                      "le site « %s » a une decided_year sans decided_size"),
                  TXT("give the size too, or leave both empty", "donnez aussi la taille, ou laissez les deux vides"),
                  a->id);
}

mlg_status mlg__read_sites(struct scenario_reader *r, const char *bytes, size_t size)
{
    mlg_scenario *s = r->s;
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    mlg_status status = mlg__read_table(r, INPUT_SITES, "sites.csv", bytes, size, columns, &t, &usable);
    if (!status && usable) {
        s->sites = arena_array(&s->arena, struct site, t.row_count);
        s->lines.sites = mlg__keep_lines(r, &t);
        for (int32_t row = 0; row < t.row_count && !s->arena.failed; row++) {
            read_site(r, &t, row, &s->sites[row]);
            s->site_count++;
        }
        status = mlg__reader_memory(r, "sites.csv");
        if (!status &&
            !mlg__id_index_make(&r->site_ids, s->sites, s->site_count, sizeof *s->sites, offsetof(struct site, id)))
            status = mlg__no_memory(r->err, "sites.csv");
        r->has_sites = !status && mlg__csv_has_column(&t, mlg__input_field(INPUT_SITES, "id"));
    }
    mlg__csv_free(&t);
    return status;
}

/* ---------- electricity ---------- */

static double latest_factor(const struct grid_factor *rows, int32_t count, const char *zone, int32_t year)
{
    const struct grid_factor *best = NULL;
    for (int32_t i = 0; i < count; i++)
        if (!strcmp(rows[i].zone, zone) && rows[i].year <= year && (!best || rows[i].year > best->year))
            best = &rows[i];
    return best ? best->kg_per_kwh : NAN;
}

/* Consumption of the zone (Electricity Maps) in the latest year not after the period, else generation of the country
 * (Ember): accounts 5. */
mlg_status mlg__read_grid_factors(struct scenario_reader *r, bool years_known)
{
    mlg_scenario *s = r->s;
    const struct emission_tables *e = r->tables;
    bool has_consumption = false, has_generation = false;
    s->site_grid_kg_per_kwh = arena_array(&s->arena, double, (int64_t)s->site_count * s->period_count);
    if (!s->site_grid_kg_per_kwh) return mlg__reader_memory(r, "sites.csv");
    for (int32_t i = 0; i < s->site_count; i++)
        for (int32_t t = 0; t < s->period_count; t++) {
            const char *zone = s->sites[i].grid_zone;
            const int32_t year = years_known ? s->periods[t].start_year : INT32_MAX;
            const double consumption = latest_factor(e->grids, e->grid_count, zone, year);
            const double generation = latest_factor(e->ember, e->ember_count, zone, year);
            double *factor = &s->site_grid_kg_per_kwh[(int64_t)i * s->period_count + t];
            *factor = !isnan(consumption) ? consumption : !isnan(generation) ? generation : s->grid_kg_per_kwh;
            has_consumption |= !isnan(consumption);
            has_generation |= isnan(consumption) && !isnan(generation);
            if (!*zone || !isnan(consumption) || !isnan(generation)) continue;
            char where[64];
            snprintf(where, sizeof where, "sites.csv:%d", s->lines.sites[i]);
            mlg__find(r->found, MLG_BAD_INPUT, where,
                      TXT("no grid factor of zone \"%s\" in or before %d",
                          "aucun facteur électrique de la zone « %s » en %d ou avant"),
                      TXT("use a zone or country of the grid tables (FR, FR-COR, FRA), or leave grid_zone empty",
                          "utilisez une zone ou un pays des tables (FR, FR-COR, FRA), ou laissez grid_zone vide"),
                      zone, year);
            break; /* once a site */
        }
    if (has_consumption && has_generation)
        mlg__warn(r->found, "sites.csv",
                  TXT("grid factors mix consumption (zones) and generation (countries)",
                      "les facteurs électriques mêlent consommation (zones) et production (pays)"),
                  TXT("compare sites of one basis only", "ne comparez que des sites d'une même base"));
    return MLG_OK;
}
