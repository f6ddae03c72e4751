/* scenario_fleet.c — vehicles.csv, lanes.csv, stops.csv: what refers to classes, sites and demand points. */
#include <math.h>
#include <string.h>

#include "io/scenario_read.h"
#include "model/units.h"

/* ---------- vehicles.csv ---------- */

static const struct vehicle_class *class_named(const struct emission_tables *e, const char *id)
{
    for (int32_t i = 0; i < e->class_count; i++)
        if (!strcmp(e->classes[i].id, id)) return &e->classes[i];
    return NULL;
}

/* A class of the tables, its texts copied: the tables may be freed before the scenario. */
static struct vehicle_class copy_class(const struct vehicle_class *c, struct arena *arena)
{
    struct vehicle_class copy = *c;
    const char **texts[] = { &copy.id,      &copy.label,   &copy.fuel_factor_id, &copy.energy_unit,
                             &copy.sources, &copy.profile, &copy.replaced };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = mlg__arena_text(arena, *texts[i] ? *texts[i] : "");
    return copy;
}

static void add_default_class(struct scenario_reader *r, const char *id, enum vehicle_use use)
{
    mlg_scenario *s = r->s;
    const struct vehicle_class *c = class_named(r->tables, id);
    if (!c) {
        mlg__find(r->found, MLG_BAD_INPUT, "vehicles.csv",
                  TXT("the emission tables lack the default class %s",
                      "les tables d'émissions n'ont pas la classe par défaut %s"),
                  TXT("name classes in vehicles.csv", "nommez des classes dans vehicles.csv"), id);
        return;
    }
    s->vehicles[s->vehicle_count] = copy_class(c, &s->arena);
    s->vehicles[s->vehicle_count++].use = use;
}

/* Which columns the user filled: "payload_kg;driver_eur_h". */
static void list_replaced(struct scenario_reader *r, const struct csv *t, int32_t row, struct vehicle_class *c)
{
    const struct input_shape *shape = &mlg__input_shapes[INPUT_VEHICLES];
    struct text list = { 0 };
    for (int32_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].kind == INPUT_OTHER || !mlg__csv_has(t, row, i)) continue;
        if (list.length) text_add(&list, ";");
        text_add(&list, shape->fields[i].name);
    }
    if (list.failed) r->s->arena.failed = true;
    c->replaced = mlg__arena_text(&r->s->arena, list.data ? list.data : "");
    text_free(&list);
}

/* What follows from a replaced column: the energy curve from consumption or k_cal, factors from the fuel. */
static void follow_replaced(struct scenario_reader *r, const struct csv *t, int32_t row,
                            const struct vehicle_class *base, struct vehicle_class *c)
{
    const int32_t fuel = mlg__input_field(INPUT_VEHICLES, "fuel_factor_id");
    double scale = 1;
    if (base->k_cal > 0 && c->k_cal > 0) scale *= c->k_cal / base->k_cal;
    if (base->energy_per_100km_ref > 0 && c->energy_per_100km_ref > 0)
        scale *= c->energy_per_100km_ref / base->energy_per_100km_ref;
    for (int32_t i = 0; scale != 1 && i < c->node_count; i++) {
        c->a_mj_per_km[i] *= scale;
        c->b_mj_per_km_per_t[i] *= scale;
    }
    if (!mlg__csv_has(t, row, fuel)) return;
    enum { NAMES_MAX = 64 };
    const char *known[NAMES_MAX];
    int32_t known_count = 0;
    for (int32_t i = 0; i < r->tables->fuel_count; i++) {
        const struct fuel_factor *f = &r->tables->fuels[i];
        if (known_count < NAMES_MAX) known[known_count++] = f->id;
        if (strcmp(f->id, c->fuel_factor_id)) continue;
        if (strcmp(f->unit, base->energy_unit))
            mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, fuel).text,
                      TXT("%s is per %s, class \"%s\" uses %s", "%s est par %s, la classe « %s » utilise des %s"),
                      TXT("take a factor of the same energy", "prenez un facteur de la même énergie"), f->id, f->unit,
                      base->id, base->energy_unit);
        if (!mlg__csv_has(t, row, mlg__input_field(INPUT_VEHICLES, "ttw_kg_per_unit"))) c->ttw_kg_per_unit = f->ttw;
        if (!mlg__csv_has(t, row, mlg__input_field(INPUT_VEHICLES, "wtw_kg_per_unit"))) c->wtw_kg_per_unit = f->wtw;
        return;
    }
    mlg__unknown_word(t, row, fuel, c->fuel_factor_id, known, known_count);
}

/* Columns without which a class cannot be priced. */
static void check_class(struct scenario_reader *r, const char *where, const struct vehicle_class *c)
{
    const struct {
        const char *name;
        double value;
    } needed[] = {
        { "payload_kg", c->payload_kg },
        { "volume_m3", c->volume_m3 },
        { "vehicle_fixed_eur_day", c->vehicle_fixed_eur_day },
        { "nonenergy_eur_km", c->nonenergy_eur_km },
        { "driver_eur_h", c->driver_eur_h },
        { "price_eur_per_unit", c->price_eur_per_unit },
        { "ttw_kg_per_unit", c->ttw_kg_per_unit },
        { "wtw_kg_per_unit", c->wtw_kg_per_unit },
    };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (isnan(needed[i].value))
            mlg__find(r->found, MLG_BAD_INPUT, where,
                      TXT("class \"%s\" has no %s by default", "la classe « %s » n'a pas de %s par défaut"),
                      TXT("give this column in vehicles.csv", "donnez cette colonne dans vehicles.csv"), c->id,
                      needed[i].name);
}

static void read_vehicle(struct scenario_reader *r, const struct csv *t, int32_t row)
{
    static const char *const uses[] = { "last_mile", "line_haul", "both" };
    static const enum vehicle_use use_of[] = { USE_LAST_MILE, USE_LINE_HAUL, USE_BOTH };
    enum { NAMES_MAX = 64 };
    mlg_scenario *s = r->s;
    const int32_t class_id = mlg__input_field(INPUT_VEHICLES, "class_id"),
                  based_on = mlg__input_field(INPUT_VEHICLES, "based_on"),
                  use = mlg__input_field(INPUT_VEHICLES, "use");
    const int32_t base_column = mlg__csv_has(t, row, based_on) ? based_on : class_id;
    const char *id = mlg__csv_text(t, row, class_id), *base_id = mlg__csv_text(t, row, base_column), *known[NAMES_MAX];
    const struct vehicle_class *base = class_named(r->tables, base_id);
    const int32_t word = mlg__csv_word(t, row, use, uses, 3, MLG_NONE);
    if (!*id) return;
    if (!base) {
        int32_t known_count = 0;
        for (int32_t i = 0; i < r->tables->class_count && known_count < NAMES_MAX; i++)
            known[known_count++] = r->tables->classes[i].id;
        mlg__unknown_word(t, row, base_column, base_id, known, known_count);
        return;
    }
    for (int32_t i = 0; i < s->vehicle_count; i++)
        if (!strcmp(s->vehicles[i].id, id))
            mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, class_id).text,
                      TXT("class \"%s\" stands twice", "la classe « %s » figure deux fois"),
                      TXT("use \"both\" for one class of two uses, or a new id with based_on",
                          "écrivez « both » pour une classe à deux usages, ou un nouvel identifiant avec based_on"),
                      id);
    struct vehicle_class *c = &s->vehicles[s->vehicle_count++];
    *c = copy_class(base, &s->arena);
    c->id = mlg__arena_text(&s->arena, id);
    c->use = word == MLG_NONE ? USE_NONE : use_of[word];
    mlg__input_row(INPUT_VEHICLES, t, row, c, &s->arena);
    list_replaced(r, t, row, c);
    if (s->arena.failed) return;
    follow_replaced(r, t, row, base, c);
    check_class(r, mlg__csv_where(t, row, class_id).text, c);
}

mlg_status mlg__read_vehicles(struct scenario_reader *r, const char *bytes, size_t size)
{
    mlg_scenario *s = r->s;
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    if (is_cloud(s)) { /* fibre is its only mode */
        if (bytes)
            mlg__warn(r->found, "vehicles.csv", TXT("not used: a cloud has no vehicles", "non utilisé : un nuage n'a pas de véhicules"),
                      TXT("remove the file", "retirez le fichier"));
        r->has_vehicles = true;
        return MLG_OK;
    }
    if (!bytes) {
        s->vehicles = arena_array(&s->arena, struct vehicle_class, 2);
        if (!s->vehicles) return mlg__reader_memory(r, "vehicles.csv");
        add_default_class(r, "van35_diesel", USE_LAST_MILE);
        add_default_class(r, "artic40_diesel", USE_LINE_HAUL);
        r->has_vehicles = true;
        return mlg__reader_memory(r, "vehicles.csv");
    }
    mlg_status status = mlg__read_table(r, INPUT_VEHICLES, "vehicles.csv", bytes, size, columns, &t, &usable);
    if (!status && usable) {
        s->vehicles = arena_array(&s->arena, struct vehicle_class, t.row_count);
        for (int32_t row = 0; row < t.row_count && !s->arena.failed; row++) read_vehicle(r, &t, row);
        status = mlg__reader_memory(r, "vehicles.csv");
        r->has_vehicles = !status;
    }
    mlg__csv_free(&t);
    return status;
}

/* ---------- lanes.csv ---------- */

/* The class a lane is by: the named one, else the only one of the use that its ends ask for. */
static int32_t cell_class(struct scenario_reader *r, const struct csv *t, int32_t row, int32_t column,
                          enum vehicle_use use)
{
    enum { NAMES_MAX = 64 };
    const mlg_scenario *s = r->s;
    const char *id = mlg__csv_text(t, row, column), *known[NAMES_MAX];
    int32_t known_count = 0, found = MLG_NONE, fitting = 0;
    for (int32_t v = 0; v < s->vehicle_count; v++) {
        if (known_count < NAMES_MAX) known[known_count++] = s->vehicles[v].id;
        if (*id ? !strcmp(s->vehicles[v].id, id) : s->vehicles[v].use == use || s->vehicles[v].use == USE_BOTH)
            found = v, fitting++;
    }
    if (*id && found == MLG_NONE) mlg__unknown_word(t, row, column, id, known, known_count);
    if (!*id && fitting > 1)
        mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, mlg__csv_has_column(t, column) ? column : 0).text,
                  TXT("which class? %d have this use", "quelle classe ? %d ont cet usage"),
                  TXT("fill the column mode with a class_id of vehicles.csv",
                      "remplissez la colonne mode avec une class_id de vehicles.csv"),
                  fitting);
    return found;
}

static void find_no_place(const struct csv *t, int32_t row, int32_t column, const char *id)
{
    mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
              TXT("%s \"%s\" is no id of sites.csv or demand.csv",
                  "%s « %s » n'est un identifiant ni de sites.csv ni de demand.csv"),
              TXT("copy the id from the table", "copiez l'identifiant depuis la table"),
              mlg__csv_column_name(t, column), id);
}

/* Times count in the clock of the vocabulary. The round trip of a cloud's lane is measured; its cost may be computed. */
static void check_lane_cells(struct scenario_reader *r, const struct csv *t, int32_t row)
{
    const bool cloud = is_cloud(r->s);
    const char *const needed[] = { cloud ? "time_ms" : "time_h", cloud ? NULL : "cost_eur_per_unit" };
    const int32_t other = mlg__input_field(INPUT_LANES, cloud ? "time_h" : "time_ms");
    for (int i = 0; i < 2 && needed[i]; i++) {
        const int32_t column = mlg__input_field(INPUT_LANES, needed[i]);
        if (mlg__csv_has(t, row, column)) continue;
        mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, mlg__csv_has_column(t, column) ? column : 0).text,
                  TXT("%s is missing", "%s manque"), TXT("fill the column", "remplissez la colonne"), needed[i]);
    }
    if (mlg__csv_has(t, row, other))
        mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, other).text,
                  TXT("not a column of this vocabulary", "ce n'est pas une colonne de ce vocabulaire"),
                  TXT("parcels have time_h, clouds time_ms", "les colis ont time_h, les nuages time_ms"));
}

static void read_lane(struct scenario_reader *r, const struct csv *t, int32_t row)
{
    mlg_scenario *s = r->s;
    const int32_t from = mlg__input_field(INPUT_LANES, "from"), to = mlg__input_field(INPUT_LANES, "to"),
                  mode = mlg__input_field(INPUT_LANES, "mode");
    const char *from_id = mlg__csv_text(t, row, from), *to_id = mlg__csv_text(t, row, to);
    struct explicit_lane lane = { .from_site = mlg__id_find(&r->site_ids, from_id, NULL),
                                  .to_site = mlg__id_find(&r->site_ids, to_id, NULL),
                                  .to_demand = MLG_NONE };
    lane.cost_micro = -1;
    mlg__input_row(INPUT_LANES, t, row, &lane, &s->arena);
    check_lane_cells(r, t, row);
    if (lane.to_site == MLG_NONE) lane.to_demand = mlg__id_find(&r->demand_ids, to_id, NULL);
    else if (r->has_demands && mlg__id_find(&r->demand_ids, to_id, NULL) != MLG_NONE)
        mlg__find(
            r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, to).text,
            TXT("\"%s\" is both a site and a demand point", "« %s » est à la fois un site et un point de demande"),
            TXT("give them different ids", "donnez-leur des identifiants différents"), to_id);
    const bool places = r->has_sites && r->has_demands;
    if (places && *from_id && lane.from_site == MLG_NONE) find_no_place(t, row, from, from_id);
    if (places && *to_id && lane.to_site == MLG_NONE && lane.to_demand == MLG_NONE) find_no_place(t, row, to, to_id);
    if (r->has_vehicles)
        lane.vehicle_class = cell_class(r, t, row, mode, lane.to_site == MLG_NONE ? USE_LAST_MILE : USE_LINE_HAUL);
    s->lanes[s->lane_count++] = lane;
}

mlg_status mlg__read_lanes(struct scenario_reader *r, const char *bytes, size_t size)
{
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    mlg_status status = mlg__read_table(r, INPUT_LANES, "lanes.csv", bytes, size, columns, &t, &usable);
    if (!status && usable) {
        r->s->lanes = arena_array(&r->s->arena, struct explicit_lane, t.row_count);
        for (int32_t row = 0; row < t.row_count && !r->s->arena.failed; row++) read_lane(r, &t, row);
        status = mlg__reader_memory(r, "lanes.csv");
    }
    mlg__csv_free(&t);
    return status;
}

/* ---------- stops.csv ---------- */

static int64_t cell_clock(const struct csv *t, int32_t row, const char *name, int32_t fallback_s)
{
    const int32_t column = mlg__input_field(INPUT_STOPS, name);
    const char *s = mlg__csv_text(t, row, column);
    int32_t seconds = fallback_s;
    if (*s && !mlg__parse_clock(s, &seconds))
        mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, row, column).text,
                  TXT("%s \"%.40s\" is not a time of day", "%s « %.40s » n'est pas une heure"),
                  TXT("write 09:30", "écrivez 09:30"), name, s);
    return seconds;
}

/* The window must leave time between the first departure and the end of deliveries. */
static void check_stop_window(struct scenario_reader *r, const struct csv *t, int32_t row, const struct real_stop *stop)
{
    const struct operations *o = &r->s->operations;
    const struct csv_where where = mlg__csv_where(t, row, mlg__input_field(INPUT_STOPS, "close"));
    if (stop->open_s > stop->close_s)
        mlg__find(r->found, MLG_BAD_INPUT, where.text,
                  TXT("the stop closes before it opens", "l'arrêt ferme avant d'ouvrir"),
                  TXT("swap the two times", "échangez les deux heures"));
    else if (stop->open_s > o->latest_delivery_s || (o->departure_count && stop->close_s < o->departure_s[0]))
        mlg__find(r->found, MLG_BAD_INPUT, where.text,
                  TXT("no van is out while the stop is open", "aucun véhicule ne roule pendant l'ouverture de l'arrêt"),
                  TXT("compare with operations/departures and latest_delivery of scenario.json",
                      "comparez avec operations/departures et latest_delivery de scenario.json"));
}

static void read_stop(struct scenario_reader *r, const struct csv *t, int32_t row, struct real_stop *stop)
{
    const int32_t demand = mlg__input_field(INPUT_STOPS, "demand"), service = mlg__input_field(INPUT_STOPS, "service");
    const char *demand_id = mlg__csv_text(t, row, demand), *service_id = mlg__csv_text(t, row, service);
    stop->service_s = mlg__round(r->s->operations.stop_min * 60);
    mlg__input_row(INPUT_STOPS, t, row, stop, &r->s->arena);
    stop->demand = r->has_demands ? mlg__id_find(&r->demand_ids, demand_id, NULL) : 0;
    if (stop->demand == MLG_NONE && *demand_id)
        mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(t, row, demand).text,
                  TXT("demand \"%s\" is no id of demand.csv", "demand « %s » n'est pas un identifiant de demand.csv"),
                  TXT("copy the id from the table", "copiez l'identifiant depuis la table"), demand_id);
    if (*service_id && r->has_settings) stop->service = mlg__cell_service(r, t, row, service, service_id);
    stop->open_s = cell_clock(t, row, "open", 0);
    stop->close_s = cell_clock(t, row, "close", (int32_t)MLG_SECONDS_PER_DAY);
    check_stop_window(r, t, row, stop);
}

mlg_status mlg__read_stops(struct scenario_reader *r, const char *name, int32_t day, const char *bytes, size_t size)
{
    mlg_scenario *s = r->s;
    struct csv_column columns[INPUT_FIELDS_MAX];
    struct csv t;
    bool usable;
    mlg_status status = mlg__read_table(r, INPUT_STOPS, name, bytes, size, columns, &t, &usable);
    if (!status && usable) {
        const struct real_stop *before = s->real_stops;
        const int32_t before_count = s->real_stop_count;
        struct real_stop *all = arena_array(&s->arena, struct real_stop, before_count + t.row_count);
        if (all && before_count) memcpy(all, before, (size_t)before_count * sizeof *all);
        for (int32_t row = 0; row < t.row_count && !s->arena.failed; row++) {
            all[before_count + row].day = day;
            read_stop(r, &t, row, &all[before_count + row]);
        }
        s->real_stops = all;
        s->real_stop_count = before_count + t.row_count;
        status = mlg__reader_memory(r, name);
    }
    mlg__csv_free(&t);
    return status;
}
