/* scenario_demand.c — demand.csv in its two forms.
 *
 * Long: a row a point, service and period; points are numbered by their first row. Wide: a row a point, a column a
 * service and period ("next_day_2027_units_per_day") or a service ("next_day_units_per_day": every period). */
#include <string.h>

#include "io/scenario_read.h"
#include "model/units.h"

static const char wide_suffix[] = "_units_per_day";

/* The services and periods that a cell counts for; first > last: none. */
struct target {
    int32_t service, first_period, last_period;
};

struct demand_columns {
    int32_t id, name, lon, lat, service, period, units;
};

static struct demand_columns find_columns(void)
{
    return (struct demand_columns) {
        .id = mlg__input_field(INPUT_DEMAND, "id"),
        .name = mlg__input_field(INPUT_DEMAND, "name"),
        .lon = mlg__input_field(INPUT_DEMAND, "lon"),
        .lat = mlg__input_field(INPUT_DEMAND, "lat"),
        .service = mlg__input_field(INPUT_DEMAND, "service"),
        .period = mlg__input_field(INPUT_DEMAND, "period"),
        .units = mlg__input_field(INPUT_DEMAND, "units_per_day"),
    };
}

static int64_t cell_units(const struct csv *t, int32_t row, int32_t column)
{
    return mlg__csv_fixed(t, row, column, 3, 0, MLG_UNITS_MILLI_MAX, 0);
}

/* ---------- wide ---------- */

/* The bytes of a column's name before the suffix; 0 when it is no column of demand. */
static size_t wide_length(const char *name)
{
    const size_t length = strlen(name), end = sizeof wide_suffix - 1;
    return length > end && mlg__csv_same_name(name + length - end, end, wide_suffix) ? length - end : 0;
}

/* name without the suffix is "<service>" or "<service>_<period>". */
static bool wide_target(const mlg_scenario *s, const char *name, struct target *target)
{
    const size_t length = wide_length(name);
    for (int32_t p = 0; p < s->service_count; p++) {
        const size_t id = strlen(s->services[p].id);
        if (length < id || !mlg__csv_same_name(name, id, s->services[p].id)) continue;
        if (length == id) return *target = (struct target) { p, 0, s->period_count - 1 }, true;
        for (int32_t u = 0; name[id] == '_' && u < s->period_count; u++) {
            if (!mlg__csv_same_name(name + id + 1, length - id - 1, s->periods[u].label)) continue;
            return *target = (struct target) { p, u, u }, true;
        }
    }
    return false;
}

/* A column that ends like demand but names no service and period would lose demand silently: an error. */
static void find_wide_column(struct scenario_reader *r, const struct csv *t, int32_t c)
{
    enum { EXAMPLE_BYTES = 120, EXAMPLES_MAX = 32 };
    const mlg_scenario *s = r->s;
    char names[EXAMPLES_MAX][EXAMPLE_BYTES];
    const char *known[EXAMPLES_MAX];
    int32_t count = 0;
    for (int32_t p = 0; p < s->service_count; p++)
        for (int32_t u = 0; u < s->period_count && count < EXAMPLES_MAX; u++, count++) {
            snprintf(names[count], EXAMPLE_BYTES, "%s_%s%s", s->services[p].id, s->periods[u].label, wide_suffix);
            known[count] = names[count];
        }
    char where[160];
    snprintf(where, sizeof where, "%s:%d:%d", t->file, t->header_line, c + 1);
    mlg__find_unknown(r->found, MLG_BAD_INPUT, where,
                      TXT("service or period in the column", "service ou période dans la colonne"), t->names[c], known,
                      count);
}

static void read_wide(struct scenario_reader *r, const struct csv *t)
{
    mlg_scenario *s = r->s;
    struct target *targets = arena_array(&s->arena, struct target, t->file_column_count);
    if (!targets) return;
    for (int32_t c = 0; c < t->file_column_count; c++) {
        targets[c] = (struct target) { MLG_NONE, 0, -1 };
        if (wide_length(t->names[c]) && r->has_settings && !wide_target(s, t->names[c], &targets[c]))
            find_wide_column(r, t, c);
    }
    for (int32_t row = 0; row < t->row_count; row++) {
        mlg__input_row(INPUT_DEMAND, t, row, &s->demands[row], &s->arena);
        s->demand_count++;
        for (int32_t c = 0; c < t->file_column_count; c++) {
            if (targets[c].service == MLG_NONE) continue;
            const int64_t units = cell_units(t, row, mlg__csv_raw(t, c));
            for (int32_t u = targets[c].first_period; u <= targets[c].last_period; u++)
                s->demands[row].units_milli[targets[c].service * s->period_count + u] += units;
        }
    }
}

/* Two columns for the same service and period (one for every period, one for a single one) would add up. */
static void check_wide_columns(struct scenario_reader *r, const struct csv *t)
{
    int32_t column_of[MLG_SERVICES_MAX * MLG_PERIODS_MAX];
    for (int32_t i = 0; i < MLG_SERVICES_MAX * MLG_PERIODS_MAX; i++) column_of[i] = MLG_NONE;
    for (int32_t c = 0; r->has_settings && c < t->file_column_count; c++) {
        struct target target;
        if (!wide_length(t->names[c]) || !wide_target(r->s, t->names[c], &target)) continue;
        for (int32_t u = target.first_period; u <= target.last_period; u++) {
            int32_t *other = &column_of[target.service * MLG_PERIODS_MAX + u];
            if (*other != MLG_NONE) {
                char where[160];
                snprintf(where, sizeof where, "%s:%d:%d", t->file, t->header_line, c + 1);
                mlg__find(r->found, MLG_BAD_INPUT, where,
                          TXT("columns \"%s\" and \"%s\" give the same demand twice",
                              "les colonnes « %s » et « %s » donnent deux fois la même demande"),
                          TXT("keep the column for every period, or one column a period",
                              "gardez la colonne de toutes les périodes, ou une colonne par période"),
                          t->names[*other], t->names[c]);
                break;
            }
            *other = c;
        }
    }
}

/* ---------- long ---------- */

static struct target long_target(struct scenario_reader *r, const struct csv *t, const struct demand_columns *k,
                                 int32_t row)
{
    const mlg_scenario *s = r->s;
    struct target target = { MLG_NONE, 0, s->period_count - 1 };
    if (!r->has_settings) return target;
    const char *service = mlg__csv_text(t, row, k->service), *period = mlg__csv_text(t, row, k->period);
    if (*service) target.service = mlg__cell_service(r, t, row, k->service, service);
    else if (s->service_count == 1) target.service = 0;
    else
        mlg__find(r->found, MLG_BAD_INPUT,
                  mlg__csv_where(t, row, mlg__csv_has_column(t, k->service) ? k->service : k->units).text,
                  TXT("which service? there are %d", "quel service ? il y en a %d"),
                  TXT("fill the column service", "remplissez la colonne service"), s->service_count);
    if (*period) {
        const int32_t u = mlg__cell_period(r, t, row, k->period, period);
        if (u == MLG_NONE) target.service = MLG_NONE;
        else target.first_period = target.last_period = u;
    }
    return target;
}

/* The place of a point's further rows must be that of its first. */
static void check_same_place(struct scenario_reader *r, const struct csv *t, const struct demand_columns *k,
                             int32_t row, int32_t first_row)
{
    const int32_t columns[] = { k->name, k->lon, k->lat };
    for (int i = 0; i < 3; i++) {
        const char *a = mlg__csv_text(t, first_row, columns[i]), *b = mlg__csv_text(t, row, columns[i]);
        if (!strcmp(a, b)) continue;
        mlg__find(
            r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, columns[i]).text,
            TXT("%s \"%.40s\" differs from \"%.40s\" in line %d, the first row of this id",
                "%s « %.40s » diffère de « %.40s », ligne %d, première ligne de cet identifiant"),
            TXT("rows of a point repeat its name and place", "les lignes d'un point répètent son nom et son lieu"),
            mlg__csv_column_name(t, columns[i]), b, a, t->lines[first_row]);
    }
}

/* first_row[row]: the first row with the same id. */
static mlg_status find_first_rows(struct scenario_reader *r, const struct csv *t, int32_t id_column, int32_t *first_row)
{
    struct id_index ids;
    const char **cells = arena_array(&r->s->arena, const char *, t->row_count);
    if (!cells) return mlg__reader_memory(r, "demand.csv");
    for (int32_t row = 0; row < t->row_count; row++) cells[row] = mlg__csv_text(t, row, id_column);
    if (!mlg__id_index_make(&ids, cells, t->row_count, sizeof *cells, 0)) return mlg__no_memory(r->err, "demand.csv");
    for (int32_t i = 0; i < ids.count; i++) {
        const bool same = i > 0 && !strcmp(ids.entries[i].id, ids.entries[i - 1].id);
        first_row[ids.entries[i].index] = same ? first_row[ids.entries[i - 1].index] : ids.entries[i].index;
    }
    mlg__id_index_free(&ids);
    return MLG_OK;
}

static mlg_status read_long(struct scenario_reader *r, const struct csv *t, const struct demand_columns *k)
{
    mlg_scenario *s = r->s;
    const int32_t cells = s->service_count * s->period_count;
    int32_t *first_row = arena_array(&s->arena, int32_t, t->row_count),
            *point = arena_array(&s->arena, int32_t, t->row_count);
    int32_t *given_in =
        arena_array(&s->arena, int32_t, (int64_t)t->row_count * cells); /* [point * cells + i] line, 0: none */
    int32_t *lines = arena_array(&s->arena, int32_t, t->row_count);
    if (s->arena.failed) return mlg__reader_memory(r, "demand.csv");
    MLG_TRY(find_first_rows(r, t, k->id, first_row));
    for (int32_t row = 0; row < t->row_count; row++) {
        if (first_row[row] == row) {
            point[row] = s->demand_count++;
            lines[point[row]] = t->lines[row];
            mlg__input_row(INPUT_DEMAND, t, row, &s->demands[point[row]], &s->arena);
        } else {
            point[row] = point[first_row[row]];
            check_same_place(r, t, k, row, first_row[row]);
        }
        const struct target target = long_target(r, t, k, row);
        const int64_t units = cell_units(t, row, k->units);
        for (int32_t u = target.first_period; target.service != MLG_NONE && u <= target.last_period; u++) {
            const int32_t i = target.service * s->period_count + u;
            int32_t *line = &given_in[(int64_t)point[row] * cells + i];
            if (*line) {
                mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, k->units).text,
                          TXT("line %d already gives this id, service and period",
                              "la ligne %d donne déjà cet identifiant, ce service et cette période"),
                          TXT("keep one of the two rows", "gardez l'une des deux lignes"), *line);
                break;
            }
            *line = t->lines[row];
            s->demands[point[row]].units_milli[i] = units;
        }
    }
    s->lines.demands = lines;
    return MLG_OK;
}

/* ---------- both ---------- */

static bool make_points(struct scenario_reader *r, int32_t count)
{
    mlg_scenario *s = r->s;
    const int32_t cells = s->service_count * s->period_count;
    s->demands = arena_array(&s->arena, struct demand, count);
    int64_t *units = arena_array(&s->arena, int64_t, (int64_t)count * cells);
    for (int32_t i = 0; !s->arena.failed && i < count; i++) s->demands[i].units_milli = units + (int64_t)i * cells;
    return !s->arena.failed;
}

/* The table says GPU-hours that are asked for; capacity is held for their daily peak. */
static void hold_the_peak(mlg_scenario *s)
{
    for (int32_t d = 0; d < s->demand_count; d++)
        for (int32_t i = 0; i < s->service_count * s->period_count; i++) {
            int64_t *units = &s->demands[d].units_milli[i];
            *units = mlg__round((double)*units * s->services[i / s->period_count].workload_weight);
        }
}

static mlg_status read_rows(struct scenario_reader *r, const struct csv *t)
{
    mlg_scenario *s = r->s;
    const struct demand_columns k = find_columns();
    bool wide = false;
    for (int32_t c = 0; c < t->file_column_count; c++) wide |= wide_length(t->names[c]) > 0;
    const bool is_long = mlg__csv_has_column(t, k.units);
    if (wide == is_long)
        mlg__find(r->found, MLG_BAD_INPUT, t->file,
                  wide ? TXT("both units_per_day and <service>_units_per_day columns",
                             "des colonnes units_per_day et <service>_units_per_day à la fois")
                       : TXT("no column of demand", "aucune colonne de demande"),
                  TXT("give service, period and units_per_day, or one column <service>_<period>_units_per_day each",
                      "donnez service, period et units_per_day, ou une colonne <service>_<période>_units_per_day pour "
                      "chacun"));
    if (!make_points(r, t->row_count)) return mlg__reader_memory(r, t->file);
    if (is_long) MLG_TRY(read_long(r, t, &k));
    else {
        check_wide_columns(r, t);
        read_wide(r, t);
        s->lines.demands = mlg__keep_lines(r, t);
    }
    if (s->arena.failed) return mlg__reader_memory(r, t->file);
    for (int32_t i = 0; i < s->demand_count; i++)
        if (!*s->demands[i].name) s->demands[i].name = s->demands[i].id;
    if (is_cloud(s)) hold_the_peak(s);
    else if (!mlg__csv_has_column(t, mlg__input_field(INPUT_DEMAND, "area_km2")))
        mlg__warn(r->found, t->file,
                  TXT("no column area_km2: every point is taken as 1 km2",
                      "pas de colonne area_km2 : chaque point est compté pour 1 km2"),
                  TXT("the density of stops decides the cost of the last mile: add the column",
                      "la densité des arrêts décide du coût du dernier kilomètre : ajoutez la colonne"));
    return MLG_OK;
}

mlg_status mlg__read_demand(struct scenario_reader *r, const char *bytes, size_t size)
{
    mlg_scenario *s = r->s;
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    mlg_status status = mlg__read_table(r, INPUT_DEMAND, "demand.csv", bytes, size, columns, &t, &usable);
    if (!status && usable) {
        status = read_rows(r, &t);
        if (!status && !mlg__id_index_make(&r->demand_ids, s->demands, s->demand_count, sizeof *s->demands,
                                           offsetof(struct demand, id)))
            status = mlg__no_memory(r->err, "demand.csv");
        r->has_demands = !status && mlg__csv_has_column(&t, mlg__input_field(INPUT_DEMAND, "id"));
    }
    mlg__csv_free(&t);
    return status;
}
